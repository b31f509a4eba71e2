//! Where little is said: setting again, adjusting and undoing it, other names, and a second, plain way to cut.

use std::collections::BTreeMap;

use attain::calendar::{Grain, Period};
use attain::quantity::{Fraction, Outcome, split};
use attain::target::Driver;
use attain::target::{Deed, Event, Ground, Holder, Ledger, OnChange, Over, Split, TargetPlan, blend};
use num_rational::BigRational;
use proptest::prelude::*;
use proptest::sample::select;
use rust_decimal::Decimal;

use super::checks::{slots, sum};
use super::generate::{plain, plans, worlds};
use super::world::{MEMBERS, MONTH, QUARTER, World, calendar, has, period, plan, say, setting, unit, whole};

fn big(fraction: Fraction) -> BigRational {
    BigRational::new(fraction.numerator().into(), fraction.denominator().into())
}

/// What everybody has, without the entries it comes from.
fn amounts(ledger: &Ledger<'_>) -> BTreeMap<(Holder, super::checks::Span2), Fraction> {
    slots(ledger).into_iter().map(|(of, slot)| (of, slot.amount().unwrap())).collect()
}

fn company(plan: &TargetPlan, world: &World, deeds: &[Deed]) -> bool {
    let mut ledger = Ledger::new(plan, calendar());
    for deed in deeds {
        say(&mut ledger, world, "e", unit("company"), "2024", deed.clone());
    }
    ledger.findings().iter().all(|finding| finding.what.code() == "nobody")
}

/// One cut over members and one over quarters or months, in either order.
fn two_cuts() -> impl Strategy<Value = Vec<Split>> {
    (select(vec![QUARTER, MONTH]), any::<bool>())
        .prop_flat_map(|(grain, first)| {
            let overs = if first { [grain, MEMBERS] } else { [MEMBERS, grain] };
            overs.map(plain)
        })
        .prop_map(Vec::from)
}

/// The exact share of each part of a cut.
fn exact(world: &World, split: &Split, amount: &BigRational, parts: &[(Holder, Period)]) -> Outcome<Vec<BigRational>> {
    let one = BigRational::from_integer(1.into());
    if split.by.is_empty() {
        let count = BigRational::from_integer(parts.len().into());
        return Ok(parts.iter().map(|_| amount * &one / &count).collect());
    }
    let mut drivers = Vec::new();
    for share in &split.by {
        let mut values: Vec<_> = parts.iter().map(|(who, when)| world.figure(&share.formula, who, *when)).collect();
        let is_nothing = |value: &Outcome<Fraction>| match value {
            Ok(value) => value.is_zero(),
            Err(_) => split.missing != attain::target::Unknown::Hold,
        };
        if split.nothing == attain::target::Nothing::Even && values.iter().all(is_nothing) {
            values = vec![Ok(Fraction::ONE); parts.len()];
        }
        drivers.push(Driver { weight: share.weight, values });
    }
    Ok(blend(&drivers, split.missing)?.into_iter().map(|weight| amount * big(weight)).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Law 8, and law 6 under `respread`.
    #[test]
    fn said_again_or_adjusted_and_undone_all_is_as_before(
        world in worlds(), plan in plans(), amount in 0_i64..100_000, more in -20_000_i64..50_000,
    ) {
        let plan = TargetPlan { on_change: OnChange::Respread, ..plan };
        let mut ledger = Ledger::new(&plan, calendar());
        say(&mut ledger, &world, "e1", unit("company"), "2024", whole(amount));
        let (first, found) = (amounts(&ledger), ledger.findings().len());
        say(&mut ledger, &world, "e2", unit("company"), "2024", whole(amount));
        prop_assert_eq!(&amounts(&ledger), &first);
        prop_assert_eq!(ledger.findings().len(), 2 * found);
        say(&mut ledger, &world, "e3", unit("company"), "2024", Deed::Add(Fraction::whole(more)));
        say(&mut ledger, &world, "e4", unit("company"), "2024", Deed::Add(Fraction::whole(-more)));
        prop_assert_eq!(&amounts(&ledger), &first);
    }

    /// Law 6 under `next`: the holder's own periods.
    #[test]
    fn adjusted_and_undone_under_next_the_holder_has_what_it_had(
        world in worlds(), plan in plans(), amount in 1_000_i64..100_000, more in -500_i64..50_000,
    ) {
        let plan = TargetPlan { on_change: OnChange::Next, ..plan };
        let more = Fraction::whole(more);
        let undone = [whole(amount), Deed::Add(more), Deed::Add(more.negate())];
        if company(&plan, &world, &undone) {
            let mut ledger = Ledger::new(&plan, calendar());
            let mut had = Vec::new();
            for deed in undone {
                say(&mut ledger, &world, "e", unit("company"), "2024", deed);
                let quarters = calendar().parts_of(period("2024"), Grain::Quarter).unwrap();
                had.push(quarters.iter().map(|quarter| has(&ledger, &unit("company"), quarter.span())).collect::<Vec<_>>());
            }
            prop_assert_eq!(&had[0], &had[2]);
        }
    }

    /// Law 5: where no two figures are alike, nobody has more for their name.
    #[test]
    fn what_everybody_has_does_not_hang_on_their_names(world in worlds(), plan in plans(), amount in 0_i64..100_000) {
        let world = World { is_plain: true, ..world };
        let mut splits = plan.splits.clone();
        splits.retain(|split| !split.by.is_empty());
        // Of one cut alone: of several, remainders of a table may be alike.
        splits.truncate(1);
        let plan = TargetPlan { splits, ..plan };
        let mut other = world.clone();
        for (index, node) in other.nodes.iter_mut().enumerate().skip(1) {
            let name = format!("z{:02}", 50 - index);
            node.who = match &node.who {
                Holder::Unit(_) => unit(&name),
                Holder::Person(_) => super::world::person(&name),
            };
        }
        let [one, two] = [&world, &other].map(|world| {
            let mut ledger = Ledger::new(&plan, calendar());
            say(&mut ledger, world, "e", unit("company"), "2024", whole(amount));
            amounts(&ledger).into_iter().map(|((who, days), amount)| ((world.find(&who), days), amount)).collect::<BTreeMap<_, _>>()
        });
        prop_assert_eq!(one, two);
    }

    /// Law 9, and the same as `split()`.
    #[test]
    fn one_cut_over_members_is_that_of_a_plain_split(
        world in worlds(), cut in plain(MEMBERS), steps in -1_000_i64..1_000, step in select(vec!["0.01", "1", "100"]),
    ) {
        // In whole steps: the rest below one goes to the largest part of a cascade, and of a plain split to the next in turn.
        let amount = Decimal::from(steps) * step.parse::<Decimal>().unwrap();
        let plan = plan(step, OnChange::Respread, vec![Split { over: Over::Members { of: Some((0, 0)) }, ..cut }]);
        let mut ledger = Ledger::new(&plan, calendar());
        say(&mut ledger, &world, "e", unit("company"), "2024", Deed::Set(Fraction::from(amount)));
        let when = period("2024");
        let members: Vec<_> = world.members(unit("company").key(), when).into_iter().map(|who| (who, when)).collect();
        let weights = exact(&world, &plan.splits[0], &BigRational::from_integer(1.into()), &members);
        let had: Vec<Option<Fraction>> = members.iter().map(|(who, _)| has(&ledger, who, when.span())).collect();
        match weights {
            Ok(weights) if !members.is_empty() => {
                let weights: Vec<Fraction> = weights.iter().map(|weight| weight.to_string().parse().unwrap()).collect();
                let parts = split(amount, &weights, step.parse().unwrap(), plan.rounding.odd()).unwrap();
                prop_assert_eq!(had, parts.into_iter().map(|part| Some(Fraction::from(part))).collect::<Vec<_>>());
            }
            _ => prop_assert!(had.iter().all(Option::is_none)),
        }
    }

    /// The plain way: exact shares, node by node, of what was cut before.
    #[test]
    fn two_cuts_lie_within_a_step_of_the_plain_way(
        world in worlds(), splits in two_cuts(), steps in 0_i64..1_000, step in select(vec!["0.01", "1", "100"]),
    ) {
        let amount = Decimal::from(steps) * step.parse::<Decimal>().unwrap();
        let plan = plan(step, OnChange::Respread, splits);
        let mut world = world;
        // Two levels alone, of whom nobody moves.
        world.nodes.retain(|node| node.above[0].is_none_or(|above| above == 0));
        for node in world.nodes.iter_mut().skip(1) {
            node.above = [Some(0); 12];
        }
        let mut ledger = Ledger::new(&plan, calendar());
        ledger.take(&Event::Set(setting("e", unit("company"), "2024", Deed::Set(Fraction::from(amount)))), &world);
        let year = period("2024");
        let top = unit("company");
        let members = world.members(top.key(), year);
        if ledger.findings().iter().any(|finding| finding.what.code() != "nobody") || members.is_empty() {
            return Ok(());
        }
        let one = big(step.parse().unwrap());
        let near = |had: Fraction, exact: &BigRational| {
            let apart = big(had) - exact;
            apart < one && -apart < one
        };
        let of = |who: &Holder, when: Period| big(ledger.amount(who, when.span()).unwrap().unwrap());
        let time = plan.splits.iter().position(|split| matches!(split.over, Over::Grain(_))).unwrap();
        let Over::Grain(grain) = plan.splits[time].over else { return Ok(()) };
        let periods = calendar().parts_of(year, grain).unwrap();
        let wholes: Vec<(Holder, Period)> = if time == 0 {
            periods.iter().map(|period| (top.clone(), *period)).collect()
        } else {
            members.iter().map(|who| (who.clone(), year)).collect()
        };
        let first = exact(&world, &plan.splits[0], &big(amount.into()), &wholes).unwrap();
        let mut columns: BTreeMap<usize, (BigRational, BigRational)> = BTreeMap::new();
        for ((who, when), share) in wholes.iter().zip(&first) {
            let had = has(&ledger, who, when.span()).unwrap();
            prop_assert!(near(had, share), "{} has {had} and not {share}", who.key());
            let parts: Vec<(Holder, Period)> = if time == 0 {
                members.iter().map(|who| (who.clone(), *when)).collect()
            } else {
                periods.iter().map(|period| (who.clone(), *period)).collect()
            };
            let Ok(shares) = exact(&world, &plan.splits[1], &big(had), &parts) else {
                // Nobody is asked how nothing is to be cut.
                prop_assert!(had.is_zero());
                continue;
            };
            let found: Vec<Fraction> = parts.iter().map(|(who, when)| has(&ledger, who, when.span()).unwrap()).collect();
            prop_assert_eq!(sum(found.iter().copied()), had);
            for (index, (found, share)) in found.into_iter().zip(shares).enumerate() {
                prop_assert!(near(found, &share), "{found} and not {share}");
                let column = columns.entry(index).or_insert_with(|| (big(Fraction::ZERO), big(Fraction::ZERO)));
                *column = (&column.0 + big(found), &column.1 + share);
            }
        }
        // And so do the years of people, or the periods of the company.
        for (found, share) in columns.into_values() {
            let apart = found - share;
            prop_assert!(apart < one && -apart < one);
        }
        prop_assert_eq!(of(&top, year), big(amount.into()));
    }
}
