//! Laws of partials: what several engines saw of parts of the facts is what one sees of all of them.

use std::collections::BTreeMap;

use attain::engine::{Engine, Partial};
use attain::kpi::When;
use attain::plan::Plan;
use attain::quantity::Why;
use proptest::prelude::*;

use crate::support::dump::{Days, difference, figures_at, nodes, periods};
use crate::support::generate::story;
use crate::support::story::{Story, day, engine};
use crate::support::{Rules, text};

/// The plan of the other laws without what cells cannot answer: days that cut a month, and a fold inside a fold.
fn plan() -> Plan {
    let text = text(Rules::default()).replace("sales[last 90 days]", "sales[prior]");
    let text = text.replace("order != first(sale.order of reseller)[all] at company", "cost > 50");
    Plan::from_json(text.as_bytes()).unwrap()
}

/// Periods, months, and all of them: nothing that cuts a slot.
fn times(view: &attain::View) -> Vec<When> {
    let mut times: Vec<When> = periods(view).into_iter().map(When::from).collect();
    let more = ["span 2024-01-10", "2024-02", "2024-04"];
    times.extend(more.map(|label| When::from(view.period(label).unwrap())));
    times
}

/// Engines that each heard everything about the organisation, and a part of the sales with all their corrections.
fn shards(story: &Story, plan: &Plan, picks: &[usize], count: usize) -> Vec<Engine> {
    let mut of: BTreeMap<&str, usize> = BTreeMap::new();
    for (sale, pick) in story.sales.iter().zip(picks.iter().cycle()) {
        of.insert(&sale.id, pick % count);
    }
    for _ in &story.corrections {
        for correction in &story.corrections {
            if let Some(shard) = of.get(correction.of.as_str()).copied() {
                of.insert(&correction.id, shard);
            }
        }
    }
    let part = |shard: usize| {
        let mut part = story.clone();
        part.sales.retain(|sale| of.get(sale.id.as_str()) == Some(&shard));
        part.corrections.retain(|correction| of.get(correction.id.as_str()).is_none_or(|own| *own == shard));
        part.engine(plan)
    };
    (0..count).map(part).collect()
}

/// Partials, by way of text and back, in an order.
fn partials(shards: &[Engine], order: impl Iterator<Item = usize>) -> Vec<Partial> {
    let partial = |shard: usize| {
        let text = serde_json::to_string(&shards[shard].view(day(170)).partial()).unwrap();
        serde_json::from_str(&text).unwrap()
    };
    order.map(partial).collect()
}

fn merged(partials: Vec<Partial>) -> Partial {
    let mut partials = partials.into_iter();
    let mut all = partials.next().unwrap();
    partials.for_each(|partial| all.merge(&partial).unwrap());
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn what_shards_saw_is_what_one_engine_sees(
        story in story(),
        picks in prop::collection::vec(0_usize..4, 1..9),
        count in 1_usize..5,
    ) {
        let plan = plan();
        let shards = shards(&story, &plan, &picks, count);
        let (one, other) = (merged(partials(&shards, 0..count)), merged(partials(&shards, (0..count).rev())));
        prop_assert_eq!(&one, &other, "the order of merging is seen");
        let all = shards[0].view_with(day(170), &one).unwrap();
        let whole = story.engine(&plan).view(day(170));
        let times = times(&whole);
        prop_assert_eq!(difference(&figures_at(&all, &times), &figures_at(&whole, &times)), None);
        prop_assert_eq!(all.partial(), one, "a view made of a partial gives it again");
        prop_assert_eq!(story.engine(&plan).view(day(170)).partial(), other, "the whole is no other partial");
    }

    #[test]
    fn days_that_cut_a_slot_are_told_exactly_or_not_at_all(story in story(), from in 0_i64..150, days in 1_i64..60) {
        let plan = plan();
        let whole = story.engine(&plan).view(day(170));
        let all = engine(&plan, story.entries()).view_with(day(170), &whole.partial()).unwrap();
        let when = When::from(Days(from, from + days).span());
        for whose in nodes(&whole) {
            for kpi in ["sales", "order_lines", "customers", "mean", "middle", "closer"] {
                let (told, known) = (all.value(kpi, whose, when).unwrap(), whole.value(kpi, whose, when).unwrap());
                prop_assert!(told == known || told == Err(Why::KeptBySlot), "{} {:?} {:?}", kpi, told, known);
            }
        }
    }
}

#[test]
fn partials_of_other_plans_organisations_and_days_are_refused() {
    let plan = plan();
    let empty = Story::default().engine(&plan);
    let mut own = empty.view(day(170)).partial();
    let told = |error: attain::Error| error.to_string();

    let other = empty.view(day(169)).partial();
    let text = "cells that were made as of different days cannot be put together";
    assert_eq!(own.merge(&other).map_err(told).unwrap_err(), text);
    assert_eq!(empty.view_with(day(170), &other).map_err(told).unwrap_err(), text);

    let mut unit = empty.clone();
    unit.record(attain::log::Entry::new("unit").id("u").on(day(0)).set("unit", "company"));
    let text = "cells that were made with different units or memberships cannot be put together";
    assert_eq!(own.merge(&unit.view(day(170)).partial()).map_err(told).unwrap_err(), text);

    let plan = crate::support::plan(Rules::default());
    let text = "cells that were made with different plans cannot be put together";
    assert_eq!(own.merge(&Engine::new(plan).view(day(170)).partial()).map_err(told).unwrap_err(), text);
}

#[test]
fn folds_inside_folds_are_kept_by_slot_alone() {
    let plan = crate::support::plan(Rules::default());
    let entry = |kind: &str, id: &str| attain::log::Entry::new(kind).id(id).on(day(60));
    let engine = engine(
        &plan,
        [
            entry("unit", "u").set("unit", "company"),
            entry("membership", "m").set("who", "ann").set("unit", "company"),
            entry("sale", "s").set("order", "o").set("employee", "ann").set("reseller", "Kiosk").set("amount", "5"),
        ],
    );
    let view = engine.view_with(day(170), &engine.view(day(170)).partial()).unwrap();
    let (company, march) = (view.unit("company").unwrap(), view.period("2024-03").unwrap());
    assert_eq!(view.value("repeat_rate", company, march), Ok(Err(Why::KeptBySlot)));
    assert_eq!(view.value("sales", company, march).unwrap().unwrap().to_string(), "5");
    assert_eq!(Why::KeptBySlot.code(), "kept_by_slot");
}
