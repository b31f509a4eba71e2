//! A harder target never has less against it, and only proportions matter.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use attain::quantity::{Fraction, Outcome, Precision, Unit, Why};
use attain::target::smart::{Proposal, Reason, Thresholds, check};
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;

use crate::support::dump::Days;
use crate::support::story::day;

fn cents() -> impl Strategy<Value = Fraction> {
    (-50_000_i64..100_000).prop_map(|cents| Fraction::new(cents.into(), 100).unwrap())
}

fn figure() -> impl Strategy<Value = Outcome<Fraction>> {
    prop_oneof![8 => cents().prop_map(Ok), 1 => Just(Err(Why::NoFacts)), 1 => Just(Ok(Fraction::ZERO))]
}

fn proposal() -> impl Strategy<Value = Proposal> {
    (any::<bool>(), cents(), figure(), vec(figure(), 0..10)).prop_map(
        |(lower_is_better, amount, last_year, history)| Proposal {
            unit: Some(Unit::Money),
            owner: true,
            computable: Ok(()),
            amount: Ok(amount),
            lower_is_better,
            last_year,
            history,
            parent: None,
            period: Some(Days(10, 40).span()),
            as_of: day(5),
        },
    )
}

fn thresholds() -> impl Strategy<Value = Thresholds> {
    let share = |from: i64| (from..300).prop_map(|percent| Fraction::new(percent.into(), 100).unwrap());
    (weighted(0.8, share(0)), weighted(0.8, share(1)), weighted(0.8, share(1)), 0_usize..6)
        .prop_map(|(growth, best, z, history)| Thresholds { growth, best, z, history })
}

fn codes(proposal: &Proposal, thresholds: &Thresholds) -> Vec<&'static str> {
    check(proposal, thresholds).iter().map(|finding| finding.reason.code()).collect()
}

fn times(proposal: &Proposal, factor: Fraction) -> Proposal {
    let scaled =
        |figure: &Outcome<Fraction>| figure.clone().map(|one| one.times(factor, Precision::default()).unwrap());
    Proposal {
        amount: scaled(&proposal.amount),
        last_year: scaled(&proposal.last_year),
        history: proposal.history.iter().map(scaled).collect(),
        ..proposal.clone()
    }
}

proptest! {
    #[test]
    fn what_speaks_against_a_target_speaks_against_a_harder_one(
        proposal in proposal(), thresholds in thresholds(), more in 0_i64..50_000,
    ) {
        let more = Fraction::new(more.into(), 100).unwrap();
        let more = if proposal.lower_is_better { more.negate() } else { more };
        let harder = proposal.amount.clone().unwrap().plus(more, Precision::default());
        let (before, after) =
            (codes(&proposal, &thresholds), codes(&Proposal { amount: harder, ..proposal }, &thresholds));
        prop_assert!(before.iter().all(|code| after.contains(code)), "{before:?} then {after:?}");
    }

    #[test]
    fn where_less_is_better_all_is_mirrored(proposal in proposal(), thresholds in thresholds()) {
        let turned = times(&proposal, Fraction::whole(-1));
        let mirrored = Proposal { lower_is_better: !proposal.lower_is_better, ..turned };
        prop_assert_eq!(codes(&proposal, &thresholds), codes(&mirrored, &thresholds));
    }

    #[test]
    fn in_which_unit_figures_are_counted_changes_nothing(
        proposal in proposal(), thresholds in thresholds(), factor in (1_i64..1000, 1_i64..1000),
    ) {
        let factor = Fraction::new(factor.0.into(), factor.1.into()).unwrap();
        prop_assert_eq!(codes(&proposal, &thresholds), codes(&times(&proposal, factor), &thresholds));
    }

    #[test]
    fn in_which_order_the_past_is_given_changes_nothing(
        (proposal, mixed) in proposal().prop_flat_map(|one| (Just(one.clone()), Just(one.history).prop_shuffle())),
        thresholds in thresholds(),
    ) {
        let other = Proposal { history: mixed, ..proposal.clone() };
        prop_assert_eq!(check(&proposal, &thresholds), check(&other, &thresholds));
    }

    #[test]
    fn what_is_not_compared_never_passes(proposal in proposal(), thresholds in thresholds()) {
        let known = proposal.history.iter().flatten().count();
        let found: Vec<Reason> = check(&proposal, &thresholds).into_iter().map(|finding| finding.reason).collect();
        if thresholds.growth.is_some() && proposal.last_year.is_err() {
            prop_assert!(found.contains(&Reason::NoYearBefore(Why::NoFacts)));
        }
        if (thresholds.best.is_some() || thresholds.z.is_some()) && known < thresholds.history {
            let too_little = |reason: &Reason| matches!(reason, Reason::TooLittleHistory { .. });
            prop_assert!(found.iter().any(too_little));
        }
    }
}
