//! Laws of views that follow the log: however an answer came about, it is the one of an engine that hears everything at once.

use std::fmt::Write;

use attain::calendar::Span;
use attain::engine::{Engine, View};
use attain::kpi::When;
use attain::log::Entry;
use attain::plan::Plan;
use attain::trace::Language;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::support::dump::{difference, everything, nodes};
use crate::support::generate::story;
use crate::support::story::{day, engine, tell};
use crate::support::{Rules, plan};

/// Orders, payments that are credited as their orders are, and calls about both: what is read through references.
///
/// `exchange` is what the plan says of amounts in other currencies.
fn referring(exchange: &str) -> Plan {
    let text = r#"{
        "attain": 1, "name": "References", "currency": "EUR", EXCHANGE
        "rules": { "percentile": "linear" },
        "org": { "trees": { "sales": ["company", "team"] } },
        "facts": {
            "order": { "on": "ordered_on", "whose": "rep", "fields": { "ordered_on": "date", "rep": "person", "amount": "money", "customer": "text", "parent": "order",
                "due": "date", "author": "person" } },
            "payment": { "whose": "order", "fields": { "order": "order", "amount": "money" } },
            "visit": { "whose": "order", "fields": { "deal": "deal", "order": "order" } },
            "call": { "whose": "payment", "fields": { "payment": "payment", "minutes": "number" } }
        },
        "records": { "deal": { "whose": "owner", "fields": { "owner": "person", "size": "number" } } },
        "kpis": {
            "visits": { "formula": "count(visit)" },
            "visited": { "formula": "sum(visit.order.amount)" },
            "deals": { "formula": "sum(deal.size)" },
            "sales": { "formula": "sum(order.amount)" },
            "orders": { "formula": "count(order)" },
            "customers": { "formula": "distinct(order.customer)" },
            "new_customers": { "formula": "count(order where ordered_on = first(order.ordered_on of customer)[all] at company)" },
            "due": { "formula": "sum(order.amount on due)" },
            "authored": { "formula": "count(order whose author)" },
            "settled": { "formula": "sum(order.amount where sum(payment.amount of order)[all] at company >= 3)" },
            "of_parents": { "formula": "sum(order.parent.amount where parent is present)" },
            "paid": { "formula": "sum(payment.amount)" },
            "cohort": { "formula": "sum(payment.amount on order.ordered_on)" },
            "paid_for": { "formula": "avg(payment.order.amount)" },
            "early": { "formula": "count(payment where payment.on <= payment.order.ordered_on)" },
            "last_paid": { "formula": "last(payment.amount)" },
            "middle": { "formula": "median(payment.amount)" },
            "spread": { "formula": "stddev(payment.order.amount)" },
            "most": { "formula": "max(call.payment.order.amount)" },
            "least": { "formula": "min(call.minutes)" }
        }
    }"#;
    Plan::from_json(text.replace("EXCHANGE", exchange).as_bytes()).unwrap()
}

/// What a plan may say of amounts in other currencies.
const EXCHANGES: [&str; 4] = [
    r#""exchange": { "foreign": "skip" },"#,
    r#""exchange": { "foreign": "convert", "at": "fact day", "missing": "refuse" },"#,
    r#""exchange": { "foreign": "convert", "at": "fact day", "missing": "hold" },"#,
    r#""exchange": { "foreign": "convert", "at": "period end", "missing": "hold" },"#,
];

/// Who is where: the same in every story.
fn people() -> Vec<Entry> {
    let unit = |id: &str, unit: &str| Entry::new("unit").id(id).on(day(0)).set("unit", unit);
    let member = |who: &str, unit: &str| {
        Entry::new("membership").id(&format!("m-{who}-{unit}")).on(day(0)).set("who", who).set("unit", unit)
    };
    vec![
        unit("u1", "company"),
        unit("u2", "west").set("under", "company"),
        unit("u3", "east").set("under", "company"),
        member("ann", "west"),
        member("bob", "east"),
        member("cid", "company"),
        Entry::new("rate").id("usd").on(day(30)).set("from", "USD").set("to", "EUR").set("value", "0.5"),
        Entry::new("membership").id("mover").on(day(40)).set("who", "ann").set("unit", "east"),
    ]
}

/// What an entry of these stories is, by small numbers.
fn fact() -> impl Strategy<Value = Entry> {
    (0_u8..11, 0_u8..14, 0_u8..14, 0_u8..14, 0_i64..100, 1_u32..9).prop_map(
        |(what, own, named, other, on_number, amount)| {
            let (on, who) = (day(on_number - 5), ["ann", "bob", "cid", "nobody"][usize::from(other % 4)]);
            let order = |id: String| {
                let currency = if what == 1 && amount % 2 == 0 { " USD" } else { "" };
                let entry = Entry::new("order").id(&id).on(on).set("amount", format!("{amount}.5{currency}"));
                let entry = entry.set("customer", format!("customer {}", other % 5)).set("author", who);
                let entry =
                    if amount % 3 == 0 { entry.set("due", day(on_number + i64::from(other) * 9)) } else { entry };
                let entry = if other % 3 == 0 {
                    entry.credit("ann", "1/3").credit("bob", "2/3")
                } else {
                    entry.set("rep", who)
                };
                if named % 4 == 0 { entry.set("parent", format!("o{other}")) } else { entry }
            };
            let kind = ["order", "payment", "call"][usize::from(named % 3)];
            let of = format!("{}{other}", ["o", "p", "c"][usize::from(named % 3)]);
            let payment = |id: String| {
                Entry::new("payment")
                    .id(&id)
                    .on(on)
                    .set("order", format!("o{named}"))
                    .set("amount", format!("{amount}"))
            };
            match what {
                0 | 1 => order(format!("o{own}")),
                2 => payment(format!("p{own}")),
                3 => Entry::new("call")
                    .id(&format!("c{own}"))
                    .on(on)
                    .set("payment", format!("p{named}"))
                    .set("minutes", i64::from(amount)),
                4 => order(format!("x{own}")).revises(&format!("o{other}")),
                5 => payment(format!("x{own}")).revises(&format!("p{other}")),
                6 => Entry::new(kind).id(&format!("x{own}")).retracts(&of),
                8 => Entry::new("deal").id(&format!("d{own}")).on(on).set("owner", who).set("size", i64::from(amount)),
                9 => {
                    let visit = Entry::new("visit").id(&format!("v{own}")).on(on).set("deal", format!("d{named}"));
                    visit.set("order", format!("{}{other}", if amount > 4 { "o" } else { "x" }))
                }
                7 => Entry::new(kind).id(&format!("x{own}")).retracts(&format!("x{other}")),
                _ => Entry::new(kind).id(&format!("x{own}")).on(on).reverses(&of, Some(&format!("{amount}0%"))),
            }
        },
    )
}

/// All KPIs of everybody in months, in a year, and in days that cut through months, with how they came about.
fn answers(view: &View) -> String {
    let mut text = format!("{:?}\n", view.left_out());
    let days = Span::new(day(12), day(71)).unwrap();
    let mut times: Vec<When> = ["2024-01", "2024-03", "2024"].map(|label| view.period(label).unwrap().into()).into();
    times.push(When::from(days));
    for (when, whose) in times.iter().flat_map(|when| nodes(view).into_iter().map(move |whose| (*when, whose))) {
        for kpi in view.plan().kpis().rows() {
            let value = view.value(kpi.name.as_str(), whose, when);
            writeln!(text, "{} {} {value:?}", view.name(whose), kpi.name).unwrap();
            text += &view.explain(kpi.name.as_str(), whose, when).unwrap().to_text(Language::English);
        }
    }
    text
}

/// An engine that heard entries in batches, and was asked after each.
fn asked(plan: &Plan, batches: &[Vec<Entry>], ask: impl Fn(&View) -> String) -> Engine {
    let mut engine = Engine::new(plan.clone());
    for batch in batches {
        engine.record_batch(batch.clone(), None);
        ask(&engine.view(day(90)));
    }
    engine
}

/// Cuts entries into batches.
fn batches(entries: &[Entry], cuts: &[Index]) -> Vec<Vec<Entry>> {
    let mut places: Vec<usize> = cuts.iter().map(|cut| cut.index(entries.len() + 1)).collect();
    places.extend([0, entries.len()]);
    places.sort_unstable();
    places.windows(2).map(|two| entries[two[0]..two[1]].to_vec()).collect()
}

fn one_fresh(plan: &Plan, batches: &[Vec<Entry>]) -> Engine {
    let mut engine = Engine::new(plan.clone());
    engine.record_batch(batches.concat(), None);
    engine
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_view_that_followed_the_log_gives_every_byte_of_a_fresh_one(
        (story, entries) in story().prop_flat_map(|story| (Just(story.clone()), Just(story.entries()).prop_shuffle())),
        settings_first in any::<bool>(),
        cuts in prop::collection::vec(any::<Index>(), 1..7),
    ) {
        let plan = plan(Rules::default());
        let entries = if settings_first { story.entries() } else { entries };
        let mut live = engine(&plan, []);
        for batch in batches(&entries, &cuts) {
            tell(&mut live, batch);
            everything(&live.view(day(170)));
        }
        let fresh = engine(&plan, entries);
        prop_assert_eq!(difference(&everything(&live.view(day(170))), &everything(&fresh.view(day(170)))), None);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_view_follows_references_and_corrections_of_all_sorts(
        facts in prop::collection::vec(fact(), 1..40),
        cuts in prop::collection::vec(any::<Index>(), 1..12),
        exchange in prop::sample::select(&EXCHANGES[..]),
    ) {
        let plan = referring(exchange);
        let mut batches = batches(&facts, &cuts);
        batches.insert(0, people());
        let (live, fresh) = (asked(&plan, &batches, answers), one_fresh(&plan, &batches));
        prop_assert_eq!(difference(&answers(&live.view(day(90))), &answers(&fresh.view(day(90)))), None);
        prop_assert_eq!(live.view(day(90)).provenance(), fresh.view(day(90)).provenance());
    }

    #[test]
    fn what_is_all_retracted_leaves_a_view_as_if_nothing_had_been(facts in prop::collection::vec(fact(), 1..25)) {
        let plan = referring(EXCHANGES[2]);
        let mut entries: Vec<Entry> = Vec::new();
        for fact in facts.into_iter().filter(|fact| fact.get("retracts").is_none()) {
            let id = fact.get("id").and_then(|id| id.as_text()).unwrap().to_owned();
            if !entries.iter().any(|known| known.get("id") == fact.get("id")) {
                entries.push(fact.clone());
                let kind = fact.get("kind").and_then(|kind| kind.as_text()).unwrap().to_owned();
                entries.push(Entry::new(&kind).id(&format!("not {id}")).retracts(&id));
            }
        }
        let (said, unsaid): (Vec<Entry>, Vec<Entry>) =
            entries.into_iter().partition(|entry| entry.get("retracts").is_none());
        let live = asked(&plan, &[people(), said, unsaid], answers);
        let empty = asked(&plan, &[people()], answers);
        prop_assert_eq!(difference(&answers(&live.view(day(90))), &answers(&empty.view(day(90)))), None);
    }

    #[test]
    fn a_view_that_somebody_holds_never_changes(
        facts in prop::collection::vec(fact(), 1..25),
        cuts in prop::collection::vec(any::<Index>(), 1..6),
    ) {
        let mut engine = Engine::new(referring(EXCHANGES[2]));
        engine.record_batch(people(), None);
        let mut held = Vec::new();
        for (number, batch) in batches(&facts, &cuts).into_iter().enumerate() {
            let view = engine.view(day(90));
            if number % 2 == 0 {
                held.push((answers(&view), view));
            }
            engine.record_batch(batch, None);
        }
        let last = engine.view(day(90));
        for (text, view) in held {
            prop_assert_eq!(difference(&text, &answers(&view)), None);
            prop_assert!(view.provenance().position <= last.provenance().position);
        }
    }
}

#[test]
fn engines_and_views_may_be_sent_and_shared() {
    fn holds<T: Send + Sync>() {}
    holds::<Engine>();
    holds::<View>();
}
