//! Targets of movers add up again.

use attain::calendar::Span;
use attain::engine::View;
use attain::id::Id;
use attain::measure::Whose;
use attain::org::{Person, Unit};
use attain::quantity::{Fraction, Precision};
use proptest::prelude::*;
use proptest::sample::select;

use crate::support::dump::{periods, span};
use crate::support::generate::{PEOPLE, story};
use crate::support::story::{Story, TargetSaid, day};
use crate::support::{Rules, plan};

/// The story with the targets of one person only, one in each period.
fn of_one(story: &Story, who: &str, amounts: &[i64]) -> Story {
    let targets = amounts.iter().zip(crate::support::generate::BOUNDS).enumerate().map(|(index, (cents, period))| {
        let (amount, id) = (rust_decimal::Decimal::new(*cents, 2).to_string(), format!("q{index}"));
        TargetSaid { id, on: day(0), who: who.to_owned(), period: day(period), amount }
    });
    Story { targets: targets.collect(), corrections: Vec::new(), ..story.clone() }
}

fn target(view: &View, whose: Whose, span: Span) -> Fraction {
    let figures = view.target("sales", whose, span).unwrap();
    figures.members.map_or(Fraction::ZERO, |value| value.amount().unwrap())
}

/// The units of a tree that stand at a depth on some day of a span, where they are the same all the time.
fn whole_path(view: &View, person: Id<Person>, tree: usize, span: Span) -> Option<Vec<usize>> {
    let org = view.org();
    let mut depths: Vec<usize> = Vec::new();
    for day in span.from().iter_days().take_while(|day| *day < span.to()) {
        let unit = org.leaf(person, day).and_then(|leaf| org[leaf].unit(tree));
        depths.extend(unit.map(|unit| org.path(unit, day).len()));
    }
    (!depths.is_empty()).then_some(depths)
}

/// At the top, and at each level that the person's own units reach on all days, the parts are the whole.
fn check(view: &View, person: Id<Person>, tree: usize, span: Span) -> Result<(), TestCaseError> {
    let Some(depths) = whole_path(view, person, tree, span) else { return Ok(()) };
    let whole = target(view, Whose::Person(person), span);
    let units = || view.org().units().filter(|(_, unit)| unit.tree() == tree).map(|(id, _)| id);
    for level in 0..depths.into_iter().min().unwrap() {
        // A unit may stand at several depths in one period: only those that never do are asked.
        let days = || span.from().iter_days().take_while(|day| *day < span.to());
        let depth = |unit: Id<Unit>| {
            let mut all: Vec<usize> = days().map(|day| view.org().path(unit, day).len()).collect();
            all.sort_unstable();
            all.dedup();
            all
        };
        if units().any(|unit| depth(unit).len() > 1) {
            continue;
        }
        let parts =
            units().filter(|unit| depth(*unit) == [level + 1]).map(|unit| target(view, Whose::Unit(unit), span));
        let sum = parts.fold(Fraction::ZERO, |sum, part| sum.plus(part, Precision::default()).unwrap());
        prop_assert_eq!(sum, whole, "at level {} of tree {}", level, tree);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_parts_of_a_movers_target_add_up_to_it_at_every_level_of_every_tree(
        story in story(),
        who in select(&PEOPLE[..]),
        amounts in proptest::array::uniform4(1_i64..1_000_000),
        transfer in select(vec!["days", "stay", "follow"]),
        odd in select(vec!["first", "last"]),
    ) {
        let plan = plan(Rules { transfer, odd, ..Rules::default() });
        let view = of_one(&story, who, &amounts).engine(&plan).view(day(170));
        let Some(person) = view.org().person(who) else { return Ok(()) };
        for period in periods(&view) {
            for tree in 0..2 {
                check(&view, person, tree, period.span())?;
            }
        }
    }

    #[test]
    fn a_units_members_have_what_its_people_have_and_a_longer_time_has_its_periods_added(story in story()) {
        let view = story.engine(&plan(Rules { unit_is: "own", ..Rules::default() })).view(day(170));
        let all = span();
        for (unit, _) in view.org().units() {
            let each = periods(&view).into_iter().map(|period| target(&view, Whose::Unit(unit), period.span()));
            let sum = each.fold(Fraction::ZERO, |sum, part| sum.plus(part, Precision::default()).unwrap());
            prop_assert_eq!(target(&view, Whose::Unit(unit), all), sum);
        }
    }
}
