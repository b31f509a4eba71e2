//! What should be there by now, and what is still to be done a day.

use attain::calendar::{FiscalCalendar, Span};
use attain::engine::View;
use attain::id::{Key, Name};
use attain::kpi::When;
use attain::measure::Whose;
use attain::quantity::{Fraction, Outcome, Precision, Value};
use attain::target::{Share, due};
use chrono::NaiveDate;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::support::dump::{nodes, times};
use crate::support::generate::story;
use crate::support::story::{Story, day};
use crate::support::{Rules, plan};

const PACES: [&str; 3] = ["days", "workdays", "season"];

fn paced(story: &Story, pace: &'static str, unit_is: &'static str, as_of: i64) -> View {
    story.engine(&plan(Rules { unit_is, pace, ..Rules::default() })).view(day(as_of))
}

/// Everybody at every time.
fn places(view: &View) -> Vec<(Whose, When)> {
    nodes(view).into_iter().flat_map(|whose| times(view).into_iter().map(move |when| (whose, when))).collect()
}

fn target(view: &View, whose: Whose, when: When) -> Outcome {
    view.target("sales", whose, when).unwrap().counts
}

fn pace(view: &View, whose: Whose, when: When) -> Outcome {
    view.pace("sales", whose, when).unwrap()
}

fn amount(value: &Value) -> Fraction {
    value.amount().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn at_the_end_of_a_time_its_pace_is_its_target(
        story in story(), rule in select(&PACES[..]), unit_is in select(vec!["members", "own"]),
    ) {
        let view = paced(&story, rule, unit_is, 170);
        for (whose, when) in places(&view) {
            prop_assert_eq!(pace(&view, whose, when), target(&view, whose, when), "{:?}", when.span());
        }
    }

    #[test]
    fn before_a_time_begins_nothing_of_its_target_should_be_there(
        story in story(), rule in select(&PACES[..]), as_of in 0_i64..110,
    ) {
        let view = paced(&story, rule, "members", as_of);
        for (whose, when) in places(&view) {
            if when.span().from() > day(as_of) && let Ok(target) = target(&view, whose, when) {
                prop_assert_eq!(pace(&view, whose, when), Ok(target.unit().of(Fraction::ZERO)));
            }
        }
    }

    #[test]
    fn a_target_is_never_due_less_on_a_later_day(
        story in story(), rule in select(&PACES[..2]), as_of in 0_i64..160, later in 1_i64..60,
    ) {
        let (view, then) = (paced(&story, rule, "members", as_of), paced(&story, rule, "members", as_of + later));
        for (whose, when) in places(&view) {
            let key = |view: &View| match whose {
                Whose::Person(person) => view.org()[person].key().to_string(),
                Whose::Unit(unit) => view.org()[unit].key().to_string(),
            };
            let there = then.org().person(&key(&view)).map(Whose::Person);
            let there = there.or_else(|| then.org().unit(&key(&view)).map(Whose::Unit)).unwrap();
            let (one, other) = (target(&view, whose, when), target(&then, there, when));
            // All targets of these stories are above zero; some are set only later.
            if let (true, Ok(_)) = (one == other, one) {
                let (earlier, after) = (pace(&view, whose, when).unwrap(), pace(&then, there, when).unwrap());
                prop_assert!(amount(&earlier) <= amount(&after), "{earlier} then {after}");
            }
        }
    }

    #[test]
    fn what_is_to_be_done_each_day_that_is_left_makes_up_the_target_exactly(
        story in story(), rule in select(&PACES[..]), as_of in 0_i64..160,
    ) {
        let view = paced(&story, rule, "members", as_of);
        let exact = Precision::default();
        for (whose, when) in places(&view) {
            let span = when.span();
            let left = Span::new(day(as_of + 1).clamp(span.from(), span.to()), span.to()).unwrap();
            let days = match rule {
                "workdays" => i64::from(view.plan().calendar().working().unwrap().workdays(left).unwrap()),
                _ => left.days(),
            };
            let rate = view.run_rate("sales", whose, when).unwrap();
            match (target(&view, whose, when), rate) {
                (Ok(target), Ok(rate)) => {
                    let actual = view.value("sales", whose, when).unwrap().unwrap();
                    let to_do = amount(&rate).times(Fraction::whole(days), exact).unwrap();
                    prop_assert_eq!(to_do.plus(amount(&actual), exact).unwrap(), amount(&target));
                }
                (target, rate) => prop_assert!(target.is_err() || days == 0, "{rate:?} with {days} days left"),
            }
        }
    }

    #[test]
    fn a_single_target_is_paced_by_its_season_as_by_days(story in story(), as_of in 0_i64..160) {
        let (season, days) = (paced(&story, "season", "members", as_of), paced(&story, "days", "members", as_of));
        for (whose, when) in places(&season) {
            if when.period().is_some_and(|period| season.plan().calendar().grain_name(period.grain()) == "quota_period") {
                prop_assert_eq!(pace(&season, whose, when), pace(&days, whose, when));
            }
        }
    }

    #[test]
    fn what_is_due_of_a_season_rises_to_the_whole(
        parts in vec((0_i64..500_000, 1_i64..60), 1..8), as_of in 0_i64..500, later in 0_i64..100,
    ) {
        let mut from = 20;
        let mut boundaries = vec![day(from)];
        for (_, days) in &parts {
            from += days;
            boundaries.push(day(from));
        }
        let calendar = FiscalCalendar::default().with_list(Name::new("part").unwrap(), boundaries.clone()).unwrap();
        let grain = calendar.grain("part").unwrap();
        let share = |((cents, _), first): (&(i64, i64), &NaiveDate)| Share {
            id: Key::new("t").unwrap(),
            who: Key::new("ann").unwrap(),
            amount: Fraction::new((*cents).into(), 100).unwrap(),
            period: calendar.period(grain, *first).unwrap(),
            uplift: Fraction::ONE,
            part_of: None,
        };
        let shares: Vec<Share> = parts.iter().zip(&boundaries).map(share).collect();
        let at = |number: i64| due(&shares, day(number), Precision::default()).unwrap();
        let whole = shares.iter().fold(Fraction::ZERO, |sum, share| sum.plus(share.amount, Precision::default()).unwrap());
        prop_assert!(at(as_of) <= at(as_of + later));
        prop_assert_eq!((at(19), at(from - 1)), (Fraction::ZERO, whole));
    }
}
