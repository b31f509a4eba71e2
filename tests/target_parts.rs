//! Targets of people who move within a period: tables of parts, and to whom the odd cent belongs.

#![cfg(feature = "json")]
#![allow(
    clippy::type_complexity,
    clippy::items_after_statements,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may stop at the first surprise"
)]

#[path = "laws/support/mod.rs"]
mod support;

use attain::engine::View;
use attain::quantity::Odd;
use attain::target::{Transfer, divide};
use rust_decimal::Decimal;

use support::story::{MoveSaid, Story, TargetSaid, Under, UnitSaid, day};
use support::{Rules, plan};

#[test]
fn a_target_is_divided_by_days_of_stay_and_equal_rests_go_by_rule() {
    let (days, stay, follow) = (Transfer::Days, Transfer::Stay, Transfer::Follow);
    let cases: [(&str, &[i64], Transfer, Odd, &[&str]); 12] = [
        ("100", &[], days, Odd::First, &[]),
        ("100", &[7], days, Odd::First, &["100.00"]),
        ("100", &[10, 30], days, Odd::First, &["25.00", "75.00"]),
        ("100.01", &[10, 10], days, Odd::First, &["50.01", "50.00"]),
        ("100.01", &[10, 10], days, Odd::Last, &["50.00", "50.01"]),
        ("100", &[30, 30, 30], days, Odd::First, &["33.34", "33.33", "33.33"]),
        ("100", &[30, 30, 30], days, Odd::Last, &["33.33", "33.33", "33.34"]),
        ("0.01", &[1, 90], days, Odd::First, &["0.00", "0.01"]),
        ("100", &[10, 30], stay, Odd::First, &["100", "0"]),
        ("100", &[10, 30, 1], stay, Odd::Last, &["100", "0", "0"]),
        ("100", &[10, 30], follow, Odd::First, &["0", "100"]),
        ("100", &[10, 30, 1], follow, Odd::Last, &["0", "0", "100"]),
    ];
    for (amount, stays, transfer, odd, expected) in cases {
        let parts = divide(amount.parse().unwrap(), stays, transfer, Decimal::new(1, 2), odd).unwrap();
        let expected: Vec<Decimal> = expected.iter().map(|part| part.parse().unwrap()).collect();
        assert_eq!(parts, expected, "{amount} over {stays:?}, {transfer:?}, {odd:?}");
    }
}

/// Somebody with a target for the ten days of a quota period who is in the first unit from its first day on, then moves.
fn mover(rules: Rules, amount: &str, moves: &[(i64, Option<&str>)]) -> View {
    let unit = |unit: &str, under: Under| UnitSaid {
        id: format!("unit {unit}"),
        on: day(0),
        tree: "sales".to_owned(),
        unit: unit.to_owned(),
        under,
    };
    let below = || Under::Unit("company".to_owned());
    let moves = moves.iter().enumerate().map(|(index, (on, unit))| MoveSaid {
        id: format!("m{index}"),
        on: day(*on),
        who: "ann".to_owned(),
        unit: unit.map(str::to_owned),
        ..MoveSaid::default()
    });
    let target = TargetSaid {
        id: "t".to_owned(),
        on: day(0),
        who: "ann".to_owned(),
        period: day(50),
        amount: amount.to_owned(),
    };
    let story = Story {
        units: vec![unit("company", Under::Top), unit("north", below()), unit("south", below())],
        moves: moves.collect(),
        targets: vec![target],
        ..Story::default()
    };
    story.engine(&plan(rules)).view(day(170))
}

fn parts(view: &View) -> [String; 4] {
    ["ann", "north", "south", "company"].map(|who| {
        let whose = view.person(who).or_else(|_| view.unit(who)).unwrap();
        let figures = view.target("sales", whose, view.period("quota_period 2024-02-20").unwrap()).unwrap();
        figures.counts.map_or_else(|_| "-".to_owned(), |target| target.to_string())
    })
}

#[test]
fn a_movers_target_belongs_to_the_units_of_the_period_by_the_rule_of_the_plan() {
    let (north, south, left) = (Some("north"), Some("south"), None);
    let rules = |transfer: &'static str, odd: &'static str| Rules { transfer, odd, ..Rules::default() };
    type Case<'c> = (&'c str, Rules, &'c str, &'c [(i64, Option<&'c str>)], [&'c str; 4]);
    let cases: [Case<'_>; 13] = [
        ("stays", rules("days", "first"), "100", &[(0, north)], ["100", "100", "-", "100"]),
        ("moves before", rules("days", "first"), "100", &[(0, north), (50, south)], ["100", "-", "100", "100"]),
        ("moves after", rules("days", "first"), "100", &[(0, north), (60, south)], ["100", "100", "-", "100"]),
        (
            "moves on the last day",
            rules("days", "first"),
            "100",
            &[(0, north), (59, south)],
            ["100", "90", "10", "100"],
        ),
        ("moves on the second", rules("days", "first"), "100", &[(0, north), (51, south)], ["100", "10", "90", "100"]),
        ("odd first", rules("days", "first"), "0.01", &[(0, north), (55, south)], ["0.01", "0.01", "0", "0.01"]),
        ("odd last", rules("days", "last"), "0.01", &[(0, north), (55, south)], ["0.01", "0", "0.01", "0.01"]),
        ("stay", rules("stay", "first"), "100", &[(0, north), (59, south)], ["100", "100", "-", "100"]),
        ("follow", rules("follow", "first"), "100", &[(0, north), (59, south)], ["100", "-", "100", "100"]),
        ("joins late", rules("days", "first"), "100", &[(59, north)], ["100", "100", "-", "100"]),
        ("leaves early", rules("days", "first"), "100", &[(0, north), (51, left)], ["100", "100", "-", "100"]),
        ("leaves before", rules("days", "first"), "100", &[(0, north), (50, left)], ["100", "-", "-", "-"]),
        (
            "a gap between",
            rules("days", "first"),
            "100",
            &[(0, north), (51, left), (57, south)],
            ["100", "25", "75", "100"],
        ),
    ];
    for (name, rules, amount, moves, expected) in cases {
        assert_eq!(parts(&mover(rules, amount, moves)), expected, "{name}");
    }
}
