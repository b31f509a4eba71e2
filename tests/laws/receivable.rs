//! Laws of receivables: nothing is lost between what was billed and what came in, whoever is asked and by whatever it is told apart.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may stop at the first surprise"
)]

use attain::calendar::Span;
use attain::quantity::{Fraction, Precision};
use attain::receivable::{Bands, Credited, Flow, Invoice, Payment, Position, Receivables, Sum};
use chrono::{Days, NaiveDate};
use proptest::collection::vec;
use proptest::prelude::*;

fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 1, 1).unwrap() + Days::new(number)
}

/// Cents.
fn cents(amount: i64) -> Fraction {
    Fraction::new(i128::from(amount), 100).unwrap()
}

fn invoices() -> impl Strategy<Value = Vec<Invoice>> {
    let credited = vec((0_u64..200, 0_i64..8_000), 0..3);
    let one = (0_u64..150, proptest::option::of(0_u64..200), -5_000_i64..20_000, credited);
    let invoice = one.prop_map(|(on, due, amount, credited)| Invoice {
        credited: credited.into_iter().map(|(on, amount)| Credited { on: day(on), amount: cents(amount) }).collect(),
        ..Invoice::new(day(on), due.map(day), cents(amount))
    });
    vec(invoice, 0..8)
}

fn payments() -> impl Strategy<Value = Vec<Payment>> {
    let one = (proptest::option::weighted(0.9, 0_usize..9), 0_u64..200, -4_000_i64..15_000);
    vec(one.prop_map(|(of, on, amount)| Payment { of, on: day(on), amount: cents(amount) }), 0..16)
}

fn value(sum: &Sum) -> Fraction {
    sum.value().unwrap()
}

/// `a + b + …`, those with a minus taken off.
fn total(parts: &[(i64, &Sum)]) -> Fraction {
    parts.iter().fold(Fraction::ZERO, |all, (sign, sum)| {
        let precision = Precision::default();
        all.plus(value(sum).times(Fraction::whole(*sign), precision).unwrap(), precision).unwrap()
    })
}

fn all(position: &Position) -> Vec<Fraction> {
    let Position { billed, credited, notes, received, returned, open, overpaid, owed, early, unmatched, .. } = position;
    let Position { not_due, undated, overdue, bands, .. } = position;
    let sums = [billed, credited, notes, received, returned, open, overpaid, owed, early, unmatched, not_due, undated];
    sums.into_iter().chain([overdue]).chain(bands).map(value).collect()
}

fn flows(flow: &Flow) -> Vec<Fraction> {
    let Flow { billed, credited, notes, received, early, returned, unmatched, due, due_received, .. } = flow;
    [billed, credited, notes, received, early, returned, unmatched, due, due_received].map(value).to_vec()
}

fn added(parts: &[Vec<Fraction>]) -> Vec<Fraction> {
    let width = parts.first().map_or(0, Vec::len);
    let sum = |place: usize| {
        parts.iter().fold(Fraction::ZERO, |all, part| all.plus(part[place], Precision::default()).unwrap())
    };
    (0..width).map(sum).collect()
}

fn of(invoices: &[Invoice], payments: &[Payment]) -> Receivables {
    Receivables::new(invoices.to_vec(), payments.to_vec(), Precision::default())
}

proptest! {
    #[test]
    fn nothing_is_lost(invoices in invoices(), payments in payments(), on in 0_u64..220, last in 1_u32..60) {
        let bands = Bands::new(&[last, last + 30]).unwrap();
        let position = of(&invoices, &payments).on(day(on), &bands);
        let Position { billed, credited, notes, received, returned, open, overpaid, owed, early, unmatched, .. } = &position;
        prop_assert_eq!(
            total(&[(1, billed), (-1, credited), (-1, notes)]),
            total(&[(1, received), (-1, returned), (1, open), (-1, overpaid), (-1, owed)])
        );
        prop_assert_eq!(value(open), total(&[(1, &position.not_due), (1, &position.undated), (1, &position.overdue)]));
        let bands: Vec<(i64, &Sum)> = position.bands.iter().map(|band| (1, band)).collect();
        prop_assert_eq!(value(&position.overdue), total(&bands));
        // Each payment is somewhere.
        let came = payments.iter().filter(|payment| payment.on <= day(on)).map(|payment| vec![payment.amount]);
        let came = added(&came.collect::<Vec<_>>()).first().copied().unwrap_or(Fraction::ZERO);
        prop_assert_eq!(came, total(&[(1, received), (-1, returned), (1, early), (1, unmatched)]));
        prop_assert!(value(open).signum() >= 0 && value(overpaid).signum() >= 0 && value(owed).signum() >= 0);
    }

    #[test]
    fn the_order_makes_no_difference(invoices in invoices(), payments in payments(), from in 0_u64..150, days in 1_u64..60) {
        let span = Span::new(day(from), day(from + days)).unwrap();
        let there = of(&invoices, &payments).within(span, &Bands::default());
        let mut turned = payments.clone();
        turned.reverse();
        prop_assert_eq!(of(&invoices, &turned).within(span, &Bands::default()), there);
    }

    #[test]
    fn what_is_later_is_not_seen(invoices in invoices(), payments in payments(), on in 0_u64..220) {
        let known: Vec<Payment> = payments.iter().filter(|payment| payment.on <= day(on)).copied().collect();
        let bands = Bands::default();
        prop_assert_eq!(of(&invoices, &known).on(day(on), &bands), of(&invoices, &payments).on(day(on), &bands));
    }

    #[test]
    fn months_follow_each_other(invoices in invoices(), payments in payments(), from in 0_u64..100, days in 1_u64..60, more in 1_u64..60) {
        let receivables = of(&invoices, &payments);
        let within = |from: u64, to: u64| {
            receivables.within(Span::new(day(from), day(to)).unwrap(), &Bands::default())
        };
        let (one, two) = (within(from, from + days), within(from + days, from + days + more));
        let both = within(from, from + days + more);
        prop_assert_eq!(&one.closing, &two.opening);
        // But for what was taken back later of what fell due earlier.
        let apart = added(&[flows(&one)[..7].to_vec(), flows(&two)[..7].to_vec()]);
        prop_assert_eq!(apart, flows(&both)[..7].to_vec());
    }

    #[test]
    fn parts_make_the_whole(invoices in invoices(), payments in payments(), cut in 0_usize..8, from in 0_u64..150, days in 1_u64..60) {
        let span = Span::new(day(from), day(from + days)).unwrap();
        let cut = cut.min(invoices.len());
        let is_first = |payment: &&Payment| payment.of.is_some_and(|of| of < cut);
        let first: Vec<Payment> = payments.iter().filter(is_first).copied().collect();
        let rest = payments.iter().filter(|payment| !is_first(payment));
        let rest: Vec<Payment> = rest.map(|one| Payment { of: one.of.map(|of| of - cut), ..*one }).collect();
        let bands = Bands::default();
        let part = |invoices: &[Invoice], payments: &[Payment]| {
            let flow = of(invoices, payments).within(span, &bands);
            [all(&flow.closing), flows(&flow)].concat()
        };
        prop_assert_eq!(added(&[part(&invoices[..cut], &first), part(&invoices[cut..], &rest)]), part(&invoices, &payments));
    }
}

/// What holds of whole plans.
#[cfg(feature = "json")]
mod of_plans {
    use std::fmt::Write;

    use attain::calendar::parse_day;
    use attain::engine::{Engine, ReceivableAnswer, ReceivableQuery, View};
    use attain::plan::Plan;
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::sample::subsequence;

    use super::{added, all, day, flows, total};

    const PLAN: &str = r#"{ "attain": 1, "name": "Cash", "currency": "EUR", "org": { "trees": { "sales": ["company", "team"] } },
        "facts": {
            "invoice": { "whose": "rep", "fields": { "rep": "person", "amount": "money", "due_on": "date", "customer": "text" } },
            "payment": { "whose": "rep", "fields": { "rep": "person", "invoice": "invoice", "amount": "money", "customer": "text" } } },
        "receivables": { "dues": { "invoice": "invoice", "amount": "amount", "due": "due_on", "payment": "payment", "paid": "amount" } } }"#;

    const PEOPLE: [&str; 4] = ["ann", "bob", "cy", "dee"];

    /// Entries of a log: people who move and leave, invoices that are shared, payments, reversals.
    fn entries() -> impl Strategy<Value = Vec<String>> {
        let one = (0_u8..5, 0_u64..150, 0_u64..60, -40_i64..200, 0_usize..4, 0_usize..6, any::<bool>());
        vec(one, 1..24).prop_map(|all| {
            let mut lines = Vec::new();
            for (place, (what, on, later, amount, who, of, is_shared)) in all.into_iter().enumerate() {
                let (date, due) = (day(on), day(on + later));
                let (rep, other) = (PEOPLE[who], PEOPLE[(who + 1) % 4]);
                let mut credit = format!(r#","rep":"{rep}""#);
                if is_shared {
                    credit = format!(r#","credits":[{{"who":"{rep}","share":"30%"}},{{"who":"{other}","share":"70%"}}]"#);
                }
                lines.push(match what {
                    0 | 1 => format!(
                        r#"{{"kind":"invoice","id":"i{}","on":"{date}","amount":"{amount}","due_on":"{due}","customer":"c{}"{credit}}}"#,
                        place % 6,
                        of % 2
                    ),
                    2 | 3 => format!(
                        r#"{{"kind":"payment","id":"p{place}","on":"{date}","invoice":"i{of}","amount":"{amount}","customer":"c1"{credit}}}"#
                    ),
                    _ => format!(r#"{{"kind":"invoice","id":"r{place}","on":"{date}","reverses":"i{of}","share":"{}%"}}"#, 10 + later),
                });
            }
            lines
        })
    }

    fn engine(lines: &[String], moves: &[usize]) -> Engine {
        let mut engine = Engine::new(Plan::from_json(PLAN.as_bytes()).unwrap());
        let mut text = String::new();
        for (unit, under) in [("company", ""), ("north", r#","under":"company""#), ("south", r#","under":"company""#)] {
            writeln!(text, r#"{{"kind":"unit","id":"u {unit}","on":"2024-01-01","unit":"{unit}"{under}}}"#).unwrap();
        }
        for (place, who) in PEOPLE.iter().enumerate() {
            let unit = if place % 2 == 0 { "north" } else { "south" };
            writeln!(text, r#"{{"kind":"membership","id":"m {who}","on":"2024-01-01","who":"{who}","unit":"{unit}"}}"#)
                .unwrap();
            if moves.contains(&place) {
                writeln!(
                    text,
                    r#"{{"kind":"membership","id":"n {who}","on":"2025-03-01","who":"{who}","unit":"north"}}"#
                )
                .unwrap();
            }
        }
        text.extend(lines.iter().flat_map(|line| [line.as_str(), "\n"]));
        engine.record_jsonl(text.as_bytes(), None);
        engine
    }

    fn view(engine: &Engine) -> View {
        engine.view(parse_day("2025-06-30").unwrap())
    }

    fn asked(view: &View, who: &str) -> ReceivableAnswer {
        let whose = view.person(who).or_else(|_| view.unit(who)).unwrap();
        let march = view.period("2025-03").unwrap();
        view.receivables(&ReceivableQuery::new("dues").by("customer"), Some(whose), march).unwrap()
    }

    fn figures(answer: &ReceivableAnswer) -> Vec<attain::quantity::Fraction> {
        [all(&answer.flow.opening), all(&answer.flow.closing), flows(&answer.flow)].concat()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn a_unit_has_what_its_people_have(lines in entries(), moves in subsequence(vec![0, 1, 2, 3], 0..4)) {
            let view = view(&engine(&lines, &moves));
            let company = asked(&view, "company");
            let end = &company.flow.closing;
            prop_assert_eq!(
                total(&[(1, &end.billed), (-1, &end.credited), (-1, &end.notes)]),
                total(&[(1, &end.received), (-1, &end.returned), (1, &end.open), (-1, &end.overpaid), (-1, &end.owed)])
            );
            // What is open of several shares of one invoice is of one sign, so that all of it adds up.
            let people: Vec<_> = PEOPLE.iter().map(|who| figures(&asked(&view, who))).collect();
            prop_assert_eq!(added(&people), figures(&company));
            let units: Vec<_> = ["north", "south"].iter().map(|who| figures(&asked(&view, who))).collect();
            prop_assert_eq!(added(&units), figures(&company));
            let parts: Vec<_> = company.groups.iter().map(|group| {
                [all(&group.flow.opening), all(&group.flow.closing), flows(&group.flow)].concat()
            }).collect();
            prop_assert!(parts.is_empty() || added(&parts) == figures(&company));
        }

        #[test]
        fn what_is_known_later_changes_nothing_before(lines in entries(), more in entries()) {
            let mut engine = engine(&lines, &[]);
            let (before, position) = (asked(&view(&engine), "company"), engine.log().len());
            engine.record_jsonl(more.join("\n").replace("\"id\":\"", "\"id\":\"later ").as_bytes(), None);
            let day = view(&engine).as_of();
            prop_assert_eq!(asked(&engine.view_at(day, position), "company"), before);
        }
    }
}
