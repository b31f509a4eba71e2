//! The example about cutting targets, run as it runs: against its golden, with other amounts and steps, and on the data set that
//! `ATTAIN_DATA` names.

#![cfg(all(feature = "csv", feature = "json"))]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may stop at the first surprise"
)]
#![expect(clippy::print_stdout, reason = "a test that is skipped says so")]

#[path = "../examples/cascade_targets/story/mod.rs"]
mod story;

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;

use rust_decimal::Decimal;
use serde_json::Value;

fn told(arguments: &[&str], data: Option<PathBuf>) -> Result<String, String> {
    let mut out = Vec::new();
    let arguments = arguments.iter().map(OsString::from);
    story::tell(arguments, data, &mut out).map_err(|failure| failure.to_string())?;
    Ok(String::from_utf8(out).unwrap())
}

fn last(text: &str) -> Value {
    serde_json::from_str(text.lines().last().unwrap()).unwrap()
}

fn amount(value: &Value) -> Decimal {
    value.as_str().unwrap().parse().unwrap()
}

fn amounts(value: &Value) -> Vec<Decimal> {
    value.as_array().unwrap().iter().map(amount).collect()
}

#[test]
fn the_year_is_told_as_its_golden_says() {
    let text = told(&[], None).unwrap();
    let golden = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios/targets/year.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::create_dir_all(golden.parent().unwrap()).unwrap();
        fs::write(&golden, &text).unwrap();
    }
    assert_eq!(text, fs::read_to_string(&golden).unwrap().replace("\r\n", "\n"));
    assert!(text.contains("are as they were, 0 have changed\n"));
}

/// The rows of the JSON line, after looking at all of its sums.
fn rows(parent: &str, unit: &str) -> Vec<Vec<Decimal>> {
    let line = last(&told(&["--parent", parent, "--unit", unit], None).unwrap());
    let rows: Vec<Vec<Decimal>> = line["rows"].as_array().unwrap().iter().map(amounts).collect();
    assert_eq!((rows.len(), rows[0].len()), (20, 12));
    assert_eq!((&line["parent"], &line["unit"]), (&Value::from(parent), &Value::from(unit)));
    let parent: Decimal = parent.parse().unwrap();
    assert_eq!(rows.iter().flatten().sum::<Decimal>(), parent);
    assert_eq!(rows.iter().map(|row| row.iter().sum()).collect::<Vec<Decimal>>(), amounts(&line["row_totals"]));
    let columns: Vec<Decimal> = (0..12).map(|month| rows.iter().map(|row| row[month]).sum()).collect();
    assert_eq!(columns, amounts(&line["column_totals"]));
    assert!(rows.iter().flatten().all(|cell| *cell >= Decimal::ZERO));
    // What is no whole step stands in one cell alone.
    let unit: Decimal = unit.parse().unwrap();
    let broken = rows.iter().flatten().filter(|cell| !(**cell % unit).is_zero()).count();
    assert_eq!(broken, usize::from(!(parent % unit).is_zero()), "{parent} in steps of {unit}");
    rows
}

#[test]
fn rows_and_columns_add_up_to_any_year_in_any_step() {
    for (parent, unit) in [
        ("10000000", "0.01"),
        ("10000000", "1000"),
        ("10000000", "7"),
        ("10000000", "3000000"),
        ("10000000.01", "1000"),
        ("9999999.99", "0.01"),
        ("7", "1"),
        ("0", "0.01"),
        ("0.03", "1000"),
        ("99999999999999.99", "0.01"),
        ("1000000000000000", "0.01"),
        ("12345.678", "0.25"),
    ] {
        rows(parent, unit);
    }
    for (parent, unit) in (1..60).map(|steps| (steps * 13, 7)) {
        rows(&parent.to_string(), &unit.to_string());
    }
}

/// What each sold last year in thousands, and in tenths how much of the time each works.
const REPS: [(i64, i64); 20] = [
    (820, 10),
    (610, 10),
    (455, 10),
    (240, 5),
    (500, 10), // Mia: assumed
    (700, 10),
    (690, 10),
    (505, 10),
    (380, 10),
    (150, 5),
    (930, 10),
    (560, 10),
    (310, 5),
    (275, 10),
    (200, 10),
    (600, 10),
    (585, 10),
    (430, 10),
    (390, 10),
    (170, 10),
];

/// What Mia counts for in each month, in quarters.
const RAMP: [i64; 12] = [0, 0, 2, 2, 3, 3, 4, 4, 4, 4, 4, 4];

/// What the months of last year came to, in hundredths.
const SEASON: [i64; 12] = [6, 6, 9, 7, 8, 10, 6, 5, 10, 9, 10, 14];

/// The weights of some in a month: 70 % by what they sold, 30 % by their time, each as shares of their own sum.
fn weights(groups: &[Vec<(Decimal, Decimal)>]) -> Vec<Decimal> {
    let sum = |group: &[(Decimal, Decimal)]| {
        group.iter().fold((Decimal::ZERO, Decimal::ZERO), |sum, one| (sum.0 + one.0, sum.1 + one.1))
    };
    let all = sum(&groups.concat());
    let weight =
        |(sold, time): (Decimal, Decimal)| Decimal::new(7, 1) * sold / all.0 + Decimal::new(3, 1) * time / all.1;
    groups.iter().map(|group| weight(sum(group))).collect()
}

/// Reckoned apart: each month of the company by the season, of a team by its people's weights, and of a rep by theirs of what their
/// team has without Kai, whose 200,000 are fixed.
#[test]
fn every_cell_lies_less_than_a_step_from_its_share() {
    const KAI: usize = 15;
    let rows = rows("10000000", "0.01");
    let step = Decimal::new(1, 2);
    let near = |one: Decimal, other: Decimal| assert!((one - other).abs() < step, "{one} is not {other}");
    for month in 0..12 {
        let whole = Decimal::from(100_000 * SEASON[month]);
        let figure = |(place, (sold, time)): (usize, (i64, i64))| {
            let ramp = Decimal::from(if place == 4 { RAMP[month] } else { 4 });
            (Decimal::from(sold) * ramp, Decimal::from(time) * ramp)
        };
        let figures: Vec<_> = REPS.into_iter().enumerate().map(figure).collect();
        let cell = |place: usize| rows[place][month];
        let teams: Vec<Vec<_>> = figures.chunks(5).map(<[_]>::to_vec).collect();
        for (team, weight) in weights(&teams).into_iter().enumerate() {
            let places = team * 5..team * 5 + 5;
            let has: Decimal = places.clone().map(cell).sum();
            near(has, whole * weight);
            let kai = if places.contains(&KAI) { cell(KAI) } else { Decimal::ZERO };
            let people: Vec<_> = figures[places.clone()].iter().map(|figure| vec![*figure]).collect();
            let people = weights(&people);
            let others: Decimal =
                places.clone().zip(&people).filter(|(place, _)| *place != KAI).map(|(_, weight)| weight).sum();
            for (place, weight) in places.zip(people).filter(|(place, _)| *place != KAI) {
                near(cell(place), (has - kai) * weight / others);
            }
        }
        // His quota without the 5 %, to the cent.
        assert_eq!(cell(KAI), (Decimal::from(2_000 * SEASON[month]) / Decimal::new(105, 2)).round_dp(2));
    }
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let refused = |arguments: &[&str]| told(arguments, None).unwrap_err();
    assert_eq!(refused(&["--parent", "-5"]), "--parent -5: a year's target is not below zero");
    assert_eq!(refused(&["--unit", "0"]), "--unit 0: the step is above zero, such as 0.01 or 1000");
    assert_eq!(refused(&["--unit", "-1"]), "--unit -1: the step is above zero, such as 0.01 or 1000");
    assert_eq!(refused(&["--parent", "1e16"]), "--parent 10000000000000000: an amount is at most 1000000000000000");
    assert_eq!(
        refused(&["--unit", "1e-12"]),
        "--unit 0.000000000001: 10000000 has too many steps of it; take a larger one"
    );
    assert_eq!(refused(&["--half"]), "there is no argument `--half`; --help lists them");
    assert_eq!(refused(&["--parent"]), "`--parent` needs an amount after it");
    for absurd in ["much", "", "NaN", "1,000", "1e999", "٣"] {
        assert!(refused(&["--parent", absurd]).starts_with(&format!("--parent {absurd}: ")), "{absurd}");
    }
    assert!(told(&["--help"], None).unwrap().contains("--unit STEP"));
}

/// Reckoned apart, with fractions, from the order lines: total × (7/10 · second year's share + 3/10 · first year's) × season.
#[test]
fn quotas_of_adventure_works_are_those_of_its_first_two_years() {
    let Some(data) =
        std::env::var_os("ATTAIN_DATA").map(PathBuf::from).filter(|data| data.join("adventure_works").is_dir())
    else {
        println!("left out: ATTAIN_DATA names no folder with adventure_works");
        return;
    };
    let line = last(&told(&[], Some(data)).unwrap());
    assert_eq!(amount(&line["aw_total"]), Decimal::from(30_713_000));
    let proposed = line["aw_proposed"].as_object().unwrap();
    assert_eq!(proposed.len(), 14);
    assert_eq!(proposed.values().flat_map(amounts).sum::<Decimal>(), Decimal::from(30_713_000));
    let exact = [
        ("272", [95_585_640, 102_495_225, 81_515_427, 92_253_689]),
        ("281", [1_010_517_537, 1_083_564_670, 861_769_289, 975_292_637]),
        ("283", [1_217_247_632, 1_305_238_633, 1_038_068_700, 1_174_816_477]),
        ("293", [145_670_578, 156_200_645, 124_227_859, 140_592_752]),
    ];
    for (seller, exact) in exact {
        for (quota, exact) in amounts(&proposed[seller]).into_iter().zip(exact) {
            assert!((quota - Decimal::new(exact, 3)).abs() < Decimal::ONE_THOUSAND, "{seller}: {quota}");
        }
    }
}
