//! Laws of changes: whatever differs between two views, the parts add up, and each cause has what is its own.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may stop at the first surprise"
)]

use attain::change::{Cause, Change};
use attain::engine::{Engine, View};
use attain::kpi::When;
use attain::plan::{Overlay, Plan};
use attain::quantity::{Fraction, Precision, Value};
use proptest::prelude::*;

use crate::support::dump::{nodes, times};
use crate::support::generate::story;
use crate::support::story::{MoveSaid, Story, day, engine};
use crate::support::{Rules, plan};

/// Figures of every kind: sums, means, windows, scopes, groups, peers, targets, scores, items, pay, ranks.
#[rustfmt::skip]
const FIGURES: [&str; 19] = [
    "sales", "mean", "growth", "so_far", "share", "per_head", "best_member", "against_peers", "repeat_rate", "attainment(sales)",
    "target(sales)", "pace(sales)", "run_rate(sales)", "coverage(sales)", "score.rep", "score.rep.process.lines_per_order", "pay.pay", "pay.pay.bonus", "rank.score",
];

/// Everybody and every unit of either view, by key.
fn everybody(before: &View, after: &View) -> Vec<String> {
    let mut all: Vec<String> = nodes(before).into_iter().map(|whose| before.name(whose).to_owned()).collect();
    all.extend(nodes(after).into_iter().map(|whose| after.name(whose).to_owned()));
    all.sort();
    all.dedup();
    all
}

fn changes(before: &View, after: &View, times: (When, When)) -> Vec<Change> {
    let everybody = everybody(before, after);
    let figures = FIGURES.iter().flat_map(|figure| everybody.iter().map(move |who| (figure, who)));
    figures.map(|(figure, who)| before.change(after, figure, who, times.0, times.1).unwrap()).collect()
}

fn sum(values: impl Iterator<Item = Fraction>) -> Fraction {
    values.fold(Fraction::ZERO, |sum, value| sum.plus(value, Precision::default()).unwrap())
}

fn of(value: &Value) -> Fraction {
    value.amount().unwrap()
}

/// That the parts make the difference, each cause stands in one part, and the last figure is the later one.
fn adds_up(change: &Change) -> Result<(), TestCaseError> {
    let (Ok(before), Ok(after)) = (&change.before.outcome, &change.after.outcome) else {
        prop_assert!(change.difference.is_err() && change.parts.is_empty(), "{change:?}");
        return Ok(());
    };
    let difference = of(change.difference.as_ref().unwrap());
    prop_assert_eq!(sum(change.parts.iter().map(|part| of(&part.difference))), difference, "{:?}", change);
    let mut causes: Vec<Cause> = change.parts.iter().flat_map(|part| part.causes.clone()).collect();
    causes.sort();
    prop_assert_eq!(causes, Cause::ALL);
    for part in &change.parts {
        prop_assert_eq!(sum([of(&part.before), of(&part.difference)].into_iter()), of(&part.after));
    }
    if !change.rounded {
        prop_assert_eq!(sum([of(before), difference].into_iter()), of(after));
        let ends = change.parts.iter().map(|part| of(&part.after));
        prop_assert!(ends.clone().any(|end| end == of(after)), "the chain ends with the later figure: {change:?}");
    }
    Ok(())
}

/// That all that differs is in one cause.
fn is_all(cause: Cause, changes: &[Change]) -> Result<(), TestCaseError> {
    for change in changes {
        adds_up(change)?;
        for part in change.parts.iter().filter(|part| !of(&part.difference).is_zero()) {
            prop_assert_eq!(&part.causes, &[cause], "{:?}", change);
        }
    }
    Ok(())
}

/// Times of the plan by their places.
fn time(view: &View, at: prop::sample::Index) -> When {
    let times = times(view);
    times[at.index(times.len())]
}

fn other_policy() -> impl Strategy<Value = Overlay> {
    let weights = |one: i64| {
        Overlay::new("weights")
            .set("scorecards.rep.items.results.weight", format!("{one}%"))
            .set("scorecards.rep.items.process.weight", format!("{}%", 90 - one))
    };
    prop_oneof![
        (1_i64..=89).prop_map(weights),
        (1_i64..400).prop_map(|rate| Overlay::new("rate")
            .set("incentives.pay.components.commission.pay", format!("{rate} / 1000 * base"))),
        Just(Overlay::new("curve").set("tables.points.rows[1].points", "90")),
        Just(Overlay::new("counts").set("facts.sale.counts", "amount > 0")),
        Just(Overlay::new("nothing")),
    ]
}

fn other_calendar() -> impl Strategy<Value = Overlay> {
    prop_oneof![
        2 => Just(Overlay::new("same")),
        1 => Just(Overlay::new("later").set("calendar.lists.quota_period[1]", "2024-02-25")),
        1 => Just(Overlay::new("years").set("calendar.year_starts", "02-01")),
    ]
}

fn forked(engine: &Engine, overlays: &[Overlay]) -> Engine {
    overlays.iter().fold(engine.clone(), |engine, overlay| engine.fork_with(overlay).unwrap().engine)
}

/// What the second of two stories has beside what the first one has, under names of its own.
fn more(story: &Story, other: Story) -> Story {
    let named = |id: &str| format!("more {id}");
    let mut all = story.clone();
    all.sales.extend(other.sales.into_iter().map(|mut sale| {
        sale.id = named(&sale.id);
        sale
    }));
    all.targets.extend(other.targets.into_iter().map(|mut target| {
        target.id = named(&target.id);
        target
    }));
    all.moves.extend(other.moves.into_iter().map(|one| MoveSaid { id: named(&one.id), ..one }));
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn whatever_differs_the_parts_add_up(
        (one, other) in (story(), story()),
        (policy, calendar) in (other_policy(), other_calendar()),
        days in (0_i64..170, 0_i64..170),
        at in (any::<prop::sample::Index>(), any::<prop::sample::Index>()),
        unit_is in prop::sample::select(vec!["members", "own"]),
    ) {
        let before = one.engine(&plan(Rules::default())).view(day(days.0));
        let after = forked(&other.engine(&plan(Rules { unit_is, ..Rules::default() })), &[policy, calendar]).view(day(days.1));
        for change in changes(&before, &after, (time(&before, at.0), time(&after, at.1))) {
            adds_up(&change)?;
        }
    }

    #[test]
    fn nothing_differs_from_itself(story in story(), on in 0_i64..170, at in any::<prop::sample::Index>()) {
        let engine = story.engine(&plan(Rules::default()));
        let when = time(&engine.view(day(on)), at);
        for other in [engine.view(day(on)), story.engine(&plan(Rules::default())).view(day(on))] {
            for change in changes(&engine.view(day(on)), &other, (when, when)) {
                adds_up(&change)?;
                prop_assert!(change.parts.iter().all(|part| of(&part.difference).is_zero()));
                prop_assert!(change.parts.iter().all(|part| part.entries.count == 0 && part.people.count == 0));
            }
        }
    }

    #[test]
    fn each_cause_alone_has_all_of_the_difference(
        (story, other) in (story(), story()),
        policy in other_policy(),
        at in any::<prop::sample::Index>(),
    ) {
        let plan = plan(Rules::default());
        let before = story.engine(&plan).view(day(170));
        let when = time(&before, at);
        let with = |story: &Story| story.engine(&plan).view(day(170));
        let all = more(&story, other);
        let sold = Story { sales: all.sales.clone(), ..story.clone() };
        is_all(Cause::Facts, &changes(&before, &with(&sold), (when, when)))?;
        let aimed = Story { targets: all.targets.clone(), ..story.clone() };
        is_all(Cause::Targets, &changes(&before, &with(&aimed), (when, when)))?;
        let moved = Story { moves: all.moves.clone(), ..story.clone() };
        is_all(Cause::People, &changes(&before, &with(&moved), (when, when)))?;
        let ruled = forked(&story.engine(&plan), &[policy]).view(day(170));
        is_all(Cause::Policy, &changes(&before, &ruled, (when, when)))?;
        let lists = Overlay::new("later").set("calendar.lists.quota_period[1]", "2024-02-25");
        let dated = forked(&story.engine(&plan), &[lists]).view(day(170));
        let february = |view: &View| When::from(view.period("2024-02").unwrap());
        is_all(Cause::Calendar, &changes(&before, &dated, (february(&before), february(&dated))))?;
    }

    #[test]
    fn a_fork_with_entries_is_the_engine_that_was_told_them(
        (story, other) in (story(), story()),
        policy in other_policy(),
    ) {
        let all = more(&story, other);
        let told = story.entries();
        let extra: Vec<_> = all.entries().into_iter().filter(|entry| !told.contains(entry)).collect();
        let overlay = extra.iter().fold(policy, Overlay::entry);
        let plan = plan(Rules::default());
        let mut original = engine(&plan, []);
        original.record_batch(told.clone(), None);
        let fork = original.fork_with(&overlay).unwrap();
        prop_assert_eq!((fork.admissions.len(), original.log().len()), (extra.len(), told.len()));
        let mut straight = engine(&plan.overlaid(&overlay).unwrap(), []);
        straight.record_batch(told, None);
        straight.record_batch(extra, None);
        let (one, other) = (fork.engine.view(day(170)), straight.view(day(170)));
        let dump = crate::support::dump::everything;
        prop_assert_eq!(crate::support::dump::difference(&dump(&one), &dump(&other)), None);
    }

    #[test]
    fn in_which_order_entries_come_changes_nothing_of_a_change(
        (one, mixed) in story().prop_flat_map(|story| (Just(story.clone()), Just(story.entries()).prop_shuffle())),
        (other, mixed_other) in story().prop_flat_map(|story| (Just(story.clone()), Just(story.entries()).prop_shuffle())),
        at in any::<prop::sample::Index>(),
    ) {
        let plan = plan(Rules::default());
        let (before, after) = (one.engine(&plan).view(day(150)), other.engine(&plan).view(day(170)));
        let (before_mixed, after_mixed) = (engine(&plan, mixed).view(day(150)), engine(&plan, mixed_other).view(day(170)));
        let times = (time(&before, at), time(&after, at));
        prop_assert_eq!(changes(&before, &after, times), changes(&before_mixed, &after_mixed, times));
    }
}

/// A figure that cannot be kept exactly is rounded, and the parts still add up.
#[test]
fn fractions_too_long_for_their_differences_are_rounded_first() {
    let text = |share: &str| {
        format!(
            r#"{{ "attain": 1, "name": "Long", "currency": "EUR", "org": {{ "trees": {{ "sales": ["company"] }} }},
            "facts": {{ "sale": {{ "whose": "rep", "fields": {{ "rep": "person", "amount": "money" }} }} }},
            "kpis": {{ "share": {{ "formula": "sum(sale.amount) / {share}" }} }} }}"#
        )
    };
    let view = |share: &str| {
        let mut engine = attain::Engine::new(Plan::from_json(text(share).as_bytes()).unwrap());
        let day = day(0);
        engine.record(attain::Entry::new("unit").id("u").on(day).set("unit", "company"));
        engine.record(attain::Entry::new("membership").id("m").on(day).set("who", "ann").set("unit", "company"));
        engine.record(attain::Entry::new("sale").id("s").on(day).set("rep", "ann").set("amount", "1"));
        engine.view(day)
    };
    let (one, other) = (view("1000000000000000000000003"), view("1000000000000000000000007"));
    let year = one.period("2024").unwrap();
    let change = one.change(&other, "share", "ann", year, year).unwrap();
    assert!(change.rounded, "{change:?}");
    adds_up(&change).unwrap();
}
