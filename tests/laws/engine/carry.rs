//! What is carried from period to period: nothing is lost on the way, and nothing counts twice.

#![allow(clippy::panic, reason = "a test may stop at the first surprise")]

use attain::engine::Engine;
use attain::log::Entry;
use attain::plan::Plan;
use attain::quantity::Value;
use chrono::NaiveDate;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::support::story::tell;

/// Ann with a target for each month of a year, and what she sells in each.
#[derive(Clone, Debug)]
struct Year {
    targets: Vec<i64>,
    sold: Vec<i64>,
}

fn year() -> impl Strategy<Value = Year> {
    (vec(0_i64..500, 12), vec(-50_i64..500, 12)).prop_map(|(targets, sold)| Year { targets, sold })
}

fn plan(better: &str) -> Plan {
    let plan = format!(
        r#"{{ "attain": 1, "name": "Carry", "currency": "EUR", "rules": {{ "rounding": {{ "to": "1", "mode": "half_up" }} }},
             "org": {{ "trees": {{ "sales": ["company"] }} }},
             "facts": {{ "order": {{ "whose": "rep", "fields": {{ "rep": "person", "amount": "money" }} }} }},
             "kpis": {{ "revenue": {{ "formula": "sum(order.amount)", "better": "{better}" }} }},
             "targets": {{ "revenue": {{ "grain": "month", "unit_is": "own", "transfer": "days" }} }} }}"#
    );
    Plan::from_json(plan.as_bytes()).unwrap()
}

fn day(month: usize, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, u32::try_from(month).unwrap(), day).unwrap()
}

fn first_of(month: usize) -> NaiveDate {
    day(month, 1)
}

impl Year {
    /// Who is there, what is aimed at and what is sold.
    fn entries(&self) -> Vec<Entry> {
        let mut entries = vec![
            Entry::new("unit").id("u").on(first_of(1)).set("unit", "company"),
            Entry::new("membership").id("m").on(first_of(1)).set("who", "ann").set("unit", "company"),
        ];
        for (place, (target, sold)) in self.targets.iter().zip(&self.sold).enumerate() {
            let month = place + 1;
            let entry = Entry::new("target").id(&format!("t{month}")).on(first_of(1)).set("of", "revenue");
            let entry = entry.set("who", "ann").set("period", format!("2024-{month:02}"));
            entries.push(entry.set("amount", target.to_string()));
            let order = Entry::new("order").id(&format!("o{month}")).on(day(month, 15));
            entries.push(order.set("rep", "ann").set("amount", sold.to_string()));
        }
        entries
    }

    /// What is carried out of each month into the next one, on its first day.
    fn carried(only: &str) -> Vec<Entry> {
        let mut entries = Vec::new();
        for month in 2..=12 {
            let entry = Entry::new("adjust").id(&format!("c{month}{only}")).on(first_of(month)).set("of", "revenue");
            let entry = entry.set("who", "ann").set("period", format!("2024-{month:02}"));
            let entry = entry.set("carry", format!("2024-{:02}", month - 1));
            entries.push(if only.is_empty() { entry } else { entry.set("only", only) });
        }
        entries
    }
}

/// The targets of ann's months.
fn targets(engine: &Engine) -> Vec<i64> {
    let view = engine.view(day(12, 31));
    let ann = view.person("ann").unwrap();
    let months = (1..=12).map(|month| {
        let when = view.period(&format!("2024-{month:02}")).unwrap();
        let Ok(Value::Money(amount)) = view.target("revenue", ann, when).unwrap().counts else { panic!("no target") };
        amount.to_string().parse().unwrap()
    });
    months.collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn what_is_left_at_the_end_is_all_that_was_aimed_at_less_all_that_was_reached(year in year()) {
        let mut engine = Engine::new(plan("higher"));
        tell(&mut engine, year.entries().into_iter().chain(Year::carried("")));
        let found = targets(&engine);
        let (mut aimed, mut reached) = (0, 0);
        for (place, target) in found.iter().enumerate() {
            aimed += year.targets[place];
            prop_assert_eq!(*target, aimed - reached, "month {}", place + 1);
            reached += year.sold[place];
        }
    }

    #[test]
    fn a_shortfall_and_a_surplus_are_together_what_is_carried(year in year(), better in 0_usize..2) {
        let plan = plan(["higher", "lower"][better]);
        let more = |only: &str| {
            let mut engine = Engine::new(plan.clone());
            tell(&mut engine, year.entries().into_iter().chain(Year::carried(only).into_iter().take(1)));
            targets(&engine)[1] - year.targets[1]
        };
        let (both, short, beyond) = (more(""), more("shortfall"), more("surplus"));
        prop_assert_eq!(short + beyond, both);
        let (up, down) = if better == 0 { (short, beyond) } else { (beyond, short) };
        prop_assert!(up >= 0 && down <= 0 && (up == 0 || down == 0), "{} {}", up, down);
    }

    #[test]
    fn the_order_in_which_it_is_told_and_when_it_is_asked_mean_nothing(year in year(), at in 0_usize..24) {
        let plan = plan("higher");
        let (mut fresh, mut live) = (Engine::new(plan.clone()), Engine::new(plan));
        let mut entries: Vec<Entry> = year.entries().into_iter().chain(Year::carried("")).collect();
        tell(&mut fresh, entries.clone());
        let people: Vec<Entry> = entries.drain(..2).collect();
        entries.rotate_left(at);
        tell(&mut live, people);
        for entry in entries {
            tell(&mut live, [entry]);
            live.view(day(12, 31)).target_findings("revenue").unwrap();
        }
        prop_assert_eq!(targets(&fresh), targets(&live));
    }
}
