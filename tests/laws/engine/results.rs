//! Scores, ranks and pay are read off their parts.

use attain::engine::View;
use attain::measure::Whose;
use attain::quantity::{Fraction, Outcome, Precision};
use attain::ranking::Place;
use attain::score::ItemScore;
use proptest::prelude::*;
use proptest::sample::select;

use crate::support::dump::{periods, times};
use crate::support::generate::story;
use crate::support::story::day;
use crate::support::{Rules, plan};

const HALF_A_CENT: &str = "0.005";

/// The points of all leaves that count.
fn leaves(items: &[ItemScore]) -> Vec<Fraction> {
    items
        .iter()
        .flat_map(|item| match &item.leaf {
            Some(points) => points.iter().copied().collect(),
            None => leaves(&item.items),
        })
        .collect()
}

fn sum(terms: impl IntoIterator<Item = Fraction>) -> Fraction {
    terms.into_iter().fold(Fraction::ZERO, |sum, term| sum.plus(term, Precision::default()).unwrap())
}

fn check_scores(view: &View) -> Result<(), TestCaseError> {
    for when in times(view) {
        for (person, _) in view.org().people() {
            let Ok(card) = view.scorecard("rep", Whose::Person(person), when).unwrap() else { continue };
            let points = leaves(card.items());
            let (Some(low), Some(high)) = (points.iter().min(), points.iter().max()) else {
                prop_assert!(card.points().is_err() && card.score().is_err() && card.grade().unwrap().is_err());
                continue;
            };
            let (exact, score) = (card.points().unwrap(), Fraction::from(card.score().unwrap()));
            prop_assert!(*low <= exact && exact <= *high, "{} is not within {} and {}", exact, low, high);
            let off = score.minus(exact, Precision::default()).unwrap().abs();
            prop_assert!(off <= HALF_A_CENT.parse().unwrap());
        }
    }
    Ok(())
}

/// What a rank must be, counted anew.
fn rank(place: &Place, places: &[Place], ties: &str, lowest: bool) -> Option<Fraction> {
    let amount = |place: &Place| place.value.as_ref().ok().map(|value| value.amount().unwrap());
    let own = amount(place)?;
    let all: Vec<Fraction> = places.iter().filter_map(amount).collect();
    let better: Vec<Fraction> =
        all.iter().copied().filter(|one| if lowest { *one < own } else { *one > own }).collect();
    let whole = |count: usize| Fraction::whole(i64::try_from(count).unwrap());
    let equals = all.iter().filter(|one| **one == own).count();
    Some(match ties {
        "1224" => whole(better.len() + 1),
        "1223" => whole(better.iter().collect::<std::collections::BTreeSet<_>>().len() + 1),
        _ => sum([whole(2 * better.len() + equals + 1)]).over(Fraction::whole(2), Precision::default()).unwrap(),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn a_score_lies_between_the_least_and_the_most_points_of_its_items(story in story()) {
        check_scores(&story.engine(&plan(Rules::default())).view(day(170)))?;
    }

    #[test]
    fn ranks_follow_from_the_values_by_the_rule_for_ties(
        story in story(), ties in select(vec!["1224", "1223", "average"]),
    ) {
        let view = story.engine(&plan(Rules { ties, ..Rules::default() })).view(day(170));
        for when in times(&view) {
            for (name, lowest) in [("score", false), ("lines", false), ("fewest", true)] {
                let ranking = view.ranking(name, when).unwrap();
                for place in &ranking.places {
                    prop_assert_eq!(place.rank.clone().ok(), rank(place, &ranking.places, ties, lowest));
                }
                let order: Vec<_> = ranking.places.iter().map(|place| (&place.rank, &place.who)).collect();
                prop_assert!(order.is_sorted(), "best first, equals by their keys, those without a rank last");
            }
        }
    }

    #[test]
    fn a_statement_is_its_lines_and_what_a_unit_pays_is_what_its_people_are_paid(story in story()) {
        let view = story.engine(&plan(Rules::default())).view(day(170));
        for period in periods(&view) {
            for (unit, at) in view.org().units() {
                let mut paid: Vec<Fraction> = Vec::new();
                for (person, _) in view.org().people() {
                    let whose = Whose::Person(person);
                    let total = view.pay("pay", None, whose, period).unwrap();
                    let statement = view.statement("pay", whose, period).unwrap();
                    let lines = statement.map(|statement| lines(statement.lines()));
                    prop_assert_eq!(&total, &lines.and_then(|sum| sum));
                    let last = view.org().last_day(person, period.span());
                    let own = last.and_then(|last| view.org()[view.org().leaf(person, last)?].unit(at.tree()).zip(Some(last)));
                    if own.is_some_and(|(own, last)| view.org().path(own, last).contains(&unit)) {
                        paid.extend(total.ok());
                    }
                }
                let of_unit = view.pay("pay", None, Whose::Unit(unit), period).unwrap();
                prop_assert_eq!(of_unit.ok(), (!paid.is_empty()).then(|| sum(paid)), "{} in {}", at.key(), period.first());
            }
        }
        let company = view.unit("company").unwrap();
        let each = periods(&view).into_iter().filter_map(|period| view.pay("pay", None, company, period).unwrap().ok());
        let each: Vec<Fraction> = each.collect();
        let span = view.pay("pay", None, company, view.period("span 2024-01-10").unwrap()).unwrap();
        prop_assert_eq!(span.ok(), (!each.is_empty()).then(|| sum(each)));
    }
}

fn lines(lines: &[attain::incentive::Line]) -> Outcome<Fraction> {
    let pay: Outcome<Vec<Fraction>> = lines.iter().map(|line| line.pay.clone()).collect();
    pay.map(sum)
}
