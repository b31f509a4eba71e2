//! Laws of rolling windows and of ranks in formulas.

#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, reason = "a test may stop at the first surprise")]

use attain::calendar::Span;
use attain::kpi::When;
use attain::log::Admission;
use attain::quantity::{Fraction, Outcome, Precision};
use attain::{Engine, Entry, Plan};
use chrono::{Days, NaiveDate};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::support::story::day;

fn engine(kpis: &str, people: &[String]) -> Engine {
    let plan = format!(
        r#"{{ "attain": 1, "name": "Laws", "currency": "EUR", "rules": {{ "ties": "1224" }},
             "org": {{ "trees": {{ "sales": ["company"] }}, "peers": "role" }},
             "facts": {{ "order": {{ "whose": "rep", "fields": {{ "rep": "person", "amount": "money" }} }} }},
             "kpis": {{ "revenue": {{ "formula": "sum(order.amount)" }}, {kpis} }} }}"#
    );
    let mut engine = Engine::new(Plan::from_json(plan.as_bytes()).unwrap());
    engine.record(Entry::new("unit").id("u").on(first()).set("unit", "company"));
    for who in people {
        engine.record(
            Entry::new("membership")
                .id(who)
                .on(first())
                .set("who", who.as_str())
                .set("unit", "company")
                .set("role", "rep"),
        );
    }
    engine
}

fn first() -> NaiveDate {
    NaiveDate::from_ymd_opt(2020, 1, 1).unwrap()
}

fn order(engine: &mut Engine, id: usize, who: &str, on: NaiveDate, amount: i32) {
    let order = Entry::new("order").id(&format!("o{id}")).on(on);
    assert_eq!(engine.record(order.set("rep", who).set("amount", amount.to_string())), Admission::Counted);
}

fn fraction(outcome: Outcome) -> Fraction {
    outcome.unwrap().amount().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn the_last_days_and_as_many_before_them_are_twice_as_many(
        length in 1_u64..120, asked in 0_i64..200, orders in vec((0_i64..200, -50_i32..1000), 0..30),
    ) {
        let kpis = format!(
            r#""near": {{ "formula": "revenue[last {length} days]" }}, "far": {{ "formula": "revenue[last {} days]" }}"#,
            length * 2
        );
        let mut engine = engine(&kpis, &["ann".to_owned()]);
        for (id, (on, amount)) in orders.iter().enumerate() {
            order(&mut engine, id, "ann", day(*on), *amount);
        }
        let view = engine.view(day(199));
        let ann = view.person("ann").unwrap();
        let end = day(asked).succ_opt().unwrap();
        let when = When::from(Span::new(day(asked), end).unwrap());
        let back = |days: u64| end.checked_sub_days(Days::new(days)).unwrap();
        let before = Span::new(back(length * 2), back(length)).unwrap();
        let ask = |kpi: &str, when: When| fraction(view.value(kpi, ann, when).unwrap());
        let both = ask("near", when).plus(ask("revenue", before.into()), Precision::default()).unwrap();
        prop_assert_eq!(ask("far", when), both);
    }

    #[test]
    fn months_ahead_lead_back_to_the_same_facts_when_they_are_over(
        months in 1_u32..14, asked in 0_i64..150, orders in vec((0_i64..600, 1_i32..1000), 0..30),
    ) {
        let kpis = format!(r#""ahead": {{ "formula": "revenue[next {months} months]" }}"#);
        let mut engine = engine(&kpis, &["ann".to_owned()]);
        for (id, (on, amount)) in orders.iter().enumerate() {
            order(&mut engine, id, "ann", day(*on), *amount);
        }
        let view = engine.view(day(1000));
        let ann = view.person("ann").unwrap();
        let last = day(asked).checked_add_months(chrono::Months::new(months)).unwrap();
        let inside = orders.iter().filter(|(on, _)| day(*on) > day(asked) && day(*on) <= last);
        let expected: i32 = inside.map(|(_, amount)| *amount).sum();
        let when = When::from(Span::new(day(asked), day(asked).succ_opt().unwrap()).unwrap());
        prop_assert_eq!(fraction(view.value("ahead", ann, when).unwrap()), Fraction::whole(i64::from(expected)));
    }

    #[test]
    fn a_rank_belongs_to_the_value_whoever_has_it(
        (amounts, mixed) in vec(0_i32..6, 1..12).prop_flat_map(|amounts| (Just(amounts.clone()), Just(amounts).prop_shuffle())),
    ) {
        let people: Vec<String> = (0..amounts.len()).map(|who| format!("p{who:02}")).collect();
        let ranks = |amounts: &[i32]| {
            let mut engine = engine(r#""place": { "formula": "rank(revenue over peers)" }"#, &people);
            for (id, (who, amount)) in people.iter().zip(amounts).enumerate() {
                order(&mut engine, id, who, day(10), *amount);
            }
            let view = engine.view(day(20));
            let when = When::from(Span::new(day(0), day(20)).unwrap());
            let place = |who: &String| fraction(view.value("place", view.person(who).unwrap(), when).unwrap());
            let mut ranks: Vec<(i32, Fraction)> = amounts.iter().copied().zip(people.iter().map(place)).collect();
            ranks.sort_unstable();
            ranks
        };
        let found = ranks(&amounts);
        for (amount, rank) in &found {
            let better = amounts.iter().filter(|other| *other > amount).count();
            prop_assert_eq!(*rank, Fraction::whole(i64::try_from(better).unwrap() + 1));
        }
        prop_assert_eq!(found, ranks(&mixed));
    }
}
