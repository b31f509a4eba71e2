//! The example about cutting targets, run as it runs: against its golden, with other amounts and steps, and on the data set that
//! `ATTAIN_DATA` names.

#![cfg(all(feature = "csv", feature = "json"))]
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
#![expect(clippy::print_stdout, reason = "a test that is skipped says so")]

#[path = "../examples/sales_review/review/mod.rs"]
#[allow(dead_code, reason = "the review does more than is needed here")]
mod review;
#[path = "../examples/cascade_targets/story/mod.rs"]
mod story;

use std::fs;
use std::path::PathBuf;

use rust_decimal::Decimal;
use serde_json::Value;

fn told(arguments: &[&str], data: Option<PathBuf>) -> Result<String, String> {
    let mut out = Vec::new();
    let arguments = arguments.iter().map(|argument| (*argument).to_owned());
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
    assert!(text.contains("  0 closed months of anybody have changed\n"));
}

#[test]
fn rows_and_columns_add_up_to_any_year_in_any_step() {
    for (parent, unit) in [
        ("10000000", "0.01"),
        ("10000000.01", "1000"),
        ("7", "1"),
        ("0", "0.01"),
        ("99999999999999.99", "0.01"),
        ("12345.678", "0.25"),
    ] {
        let line = last(&told(&["--parent", parent, "--unit", unit], None).unwrap());
        let rows: Vec<Vec<Decimal>> = line["rows"].as_array().unwrap().iter().map(amounts).collect();
        assert_eq!((rows.len(), rows[0].len()), (20, 12));
        assert_eq!(rows.iter().flatten().sum::<Decimal>(), parent.parse().unwrap());
        assert_eq!(rows.iter().map(|row| row.iter().sum()).collect::<Vec<Decimal>>(), amounts(&line["row_totals"]));
        let columns: Vec<Decimal> = (0..12).map(|month| rows.iter().map(|row| row[month]).sum()).collect();
        assert_eq!(columns, amounts(&line["column_totals"]));
        // What is no whole step stands in one cell alone.
        let unit: Decimal = unit.parse().unwrap();
        let broken = rows.iter().flatten().filter(|cell| !(**cell % unit).is_zero()).count();
        assert_eq!(broken, usize::from(!(parent.parse::<Decimal>().unwrap() % unit).is_zero()));
        assert!(rows.iter().flatten().all(|cell| *cell >= Decimal::ZERO));
    }
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let refused = |arguments: &[&str]| told(arguments, None).unwrap_err();
    assert_eq!(refused(&["--parent", "-5"]), "the year is not below zero, and the step above it");
    assert_eq!(refused(&["--unit", "0"]), "the year is not below zero, and the step above it");
    assert_eq!(refused(&["--half"]), "there is no argument `--half`; --help lists them");
    assert!(refused(&["--parent", "much"]).starts_with("--parent much: "));
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
