//! The examples about changes, run as they run: on the demo against goldens and sums made by hand, and on the data set that
//! `ATTAIN_DATA` names.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may stop at the first surprise"
)]
#![expect(clippy::print_stdout, reason = "a test that is skipped says so")]

#[path = "../examples/changes/mod.rs"]
mod changes;
#[path = "../examples/explain_a_number/story/mod.rs"]
mod explain_a_number;
#[path = "../examples/sales_review/review/mod.rs"]
#[allow(dead_code, reason = "the review does more than is told here")]
mod review;
#[path = "../examples/what_if/story/mod.rs"]
mod what_if;

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;

use attain::quantity::{Fraction, Precision};
use changes::Example;
use review::Streams;
use rust_decimal::Decimal;
use serde_json::Value;

/// What a run gives: exit code, output, what was said on stderr.
fn run(example: &Example, arguments: &[&str]) -> (u8, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut streams = Streams { out: &mut out, err: &mut err, watched: false };
    let code = example.run(arguments.iter().map(OsString::from), &mut streams);
    (code, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

/// Compares with the golden file; with `UPDATE_GOLDEN=1` it writes the file instead.
fn golden(name: &str, text: &str) {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios/what_changed").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&file, text).unwrap();
    }
    let expected = fs::read_to_string(&file).unwrap_or_default();
    for (line, (expected, found)) in (1..).zip(expected.lines().zip(text.lines())) {
        assert_eq!(expected, found, "{name}, line {line}; UPDATE_GOLDEN=1 writes the file again");
    }
    assert_eq!(expected, text, "{name} has another number of lines; UPDATE_GOLDEN=1 writes the file again");
}

/// The last line of a run.
fn figures(text: &str) -> Value {
    serde_json::from_str(text.lines().last().unwrap()).unwrap()
}

fn decimal(value: &Value) -> Decimal {
    value.as_str().unwrap_or_default().parse().unwrap()
}

/// The differences of the parts of a change, by cause, as they are written; all of them are decimals.
fn parts(change: &Value) -> Vec<(&str, Decimal)> {
    let parts = change["parts"].as_array().unwrap().iter();
    parts.map(|part| (part["cause"].as_str().unwrap(), decimal(&part["difference"]["value"]))).collect()
}

/// That the parts of a change in money make the difference, and that the difference leads from the one figure to the other.
fn adds_up(change: &Value) {
    let sum: Decimal = parts(change).iter().map(|(_, part)| *part).sum();
    assert_eq!(sum, decimal(&change["difference"]["value"]), "{change}");
    assert_eq!(decimal(&change["before"]["value"]).checked_add(sum).unwrap(), decimal(&change["after"]["value"]));
}

#[test]
fn the_demo_prints_what_its_goldens_say() {
    let cases: [(&str, &Example, &[&str]); 4] = [
        ("explain_a_number.en.txt", &explain_a_number::EXAMPLE, &[]),
        ("explain_a_number.zh.txt", &explain_a_number::EXAMPLE, &["--language", "zh"]),
        ("what_if.en.txt", &what_if::EXAMPLE, &[]),
        ("what_if.zh.txt", &what_if::EXAMPLE, &["--language", "zh"]),
    ];
    for (name, example, arguments) in cases {
        let (code, out, err) = run(example, arguments);
        assert_eq!(code, 0, "{name}: {err}");
        golden(name, &out);
    }
}

#[test]
fn what_cannot_be_read_or_asked_for_ends_with_a_message_and_exit_code_2() {
    let cases: [(&Example, &[&str], &str); 6] = [
        (&explain_a_number::EXAMPLE, &["--tema", "x"], "there is no argument `--tema`"),
        (&explain_a_number::EXAMPLE, &["--team"], "`--team` needs a value"),
        (&explain_a_number::EXAMPLE, &["--to", "9"], "there is no quota period `9`"),
        (&what_if::EXAMPLE, &["--language", "fr"], "there is no language `fr`"),
        (&what_if::EXAMPLE, &["--move", "999"], "there is no person `999`"),
        (&what_if::EXAMPLE, &["--overlay", "/nowhere.json"], "/nowhere.json"),
    ];
    for (example, arguments, expected) in cases {
        let (code, out, err) = run(example, arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}: {err}");
        assert!(err.contains(expected), "{arguments:?}: {err}");
    }
    for example in [&explain_a_number::EXAMPLE, &what_if::EXAMPLE] {
        assert_eq!(run(example, &["--help"]).0, 0);
    }
}

/// Sales and quotas of people, added up from the files by themselves.
struct Sums {
    lines: Vec<[String; 3]>,
    quotas: Vec<[String; 3]>,
}

impl Sums {
    fn of(folder: &std::path::Path) -> Sums {
        let read = |file: &str, columns: [&str; 3]| {
            let mut reader = csv::Reader::from_path(folder.join(file)).unwrap();
            let header = reader.headers().unwrap().clone();
            let places =
                columns.map(|column| header.iter().position(|known| known.trim_matches('\u{feff}') == column).unwrap());
            reader.records().map(|row| row.unwrap()).map(|row| places.map(|place| row[place].to_owned())).collect()
        };
        Sums {
            lines: read("order_lines.csv", ["employee", "ordered_on", "amount"]),
            quotas: read("quotas.csv", ["employee", "starts_on", "quota"]),
        }
    }

    fn sales(&self, people: &[&str], from: &str, to: &str) -> Decimal {
        sum(&self.lines, people, |day| from <= day && day < to)
    }

    fn quotas(&self, people: &[&str], starts_on: &str) -> Decimal {
        sum(&self.quotas, people, |day| day == starts_on)
    }
}

fn sum(rows: &[[String; 3]], people: &[&str], is: impl Fn(&str) -> bool) -> Decimal {
    let own = rows.iter().filter(|[who, day, _]| people.contains(&who.as_str()) && is(day));
    own.map(|[_, _, amount]| amount.parse::<Decimal>().unwrap()).sum()
}

fn demo() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/data/demo")
}

/// A quotient as exactly as the line has it: `3204337637/2630000000`, in lowest terms.
fn quotient(num: Decimal, den: Decimal) -> String {
    let quotient = Fraction::from(num).over(Fraction::from(den), Precision::default()).unwrap();
    format!("{}/{}", quotient.numerator(), quotient.denominator())
}

#[test]
fn the_parts_of_the_demo_are_the_sums_of_its_files() {
    let sums = Sums::of(&demo());
    let (_, out, _) = run(&explain_a_number::EXAMPLE, &[]);
    let figures = figures(&out);
    assert_eq!([&figures["team"], &figures["from"], &figures["to"]], ["team:102", "3", "4"]);
    let team = ["102", "105", "106", "107"];
    let (before, after) =
        (sums.sales(&team, "2023-08-07", "2023-10-30"), sums.sales(&team, "2023-10-30", "2024-01-29"));
    let gone = sums.sales(&["107"], "2023-12-04", "2024-01-29");
    let zero = Decimal::ZERO;
    assert_eq!(
        parts(&figures["sales"]),
        [("facts", after - before), ("targets", zero), ("policy", zero), ("people", -gone), ("calendar", zero)]
    );
    adds_up(&figures["sales"]);
    // The attainment, step by step: 107 keeps 27,692.31 of 72,000 in the team.
    let (quota, next) = (sums.quotas(&team, "2023-08-07"), sums.quotas(&team, "2023-10-30"));
    let kept = next - "72000".parse::<Decimal>().unwrap() + "27692.31".parse::<Decimal>().unwrap();
    let steps =
        figures["attainment"]["parts"].as_array().unwrap().iter().map(|part| part["after"]["exact"].as_str().unwrap());
    let last = quotient(after - gone, kept);
    let expected = [quotient(after, quota), quotient(after, next), quotient(after, next), last.clone(), last];
    assert_eq!(steps.collect::<Vec<_>>(), expected);
    // The correction halves a line, and nothing else.
    let late = &figures["correction"];
    let half = decimal(&late["was"]) - decimal(&late["is"]);
    assert_eq!(parts(&late["sales"])[0], ("facts", -half));
    adds_up(&late["sales"]);
}

/// That each row of a what-if adds up, and the people's pay makes the company's.
fn rows_add_up(figures: &Value) {
    let (mut people, mut company) = (Decimal::ZERO, Decimal::ZERO);
    for row in figures["changes"].as_array().unwrap() {
        for figure in ["score", "pay"].iter().filter_map(|figure| row.get(figure)) {
            let causes =
                figure.as_object().unwrap().iter().filter(|(name, _)| !["before", "after"].contains(&name.as_str()));
            let sum: Decimal = causes.map(|(_, part)| decimal(part)).sum();
            assert_eq!(decimal(&figure["before"]) + sum, decimal(&figure["after"]), "{row}");
        }
        let more = decimal(&row["pay"]["after"]) - decimal(&row["pay"]["before"]);
        let node = row["node"].as_str().unwrap();
        match node.split(':').next().unwrap() {
            "company" => company += more,
            "rep" | "own" => people += more,
            _ => {}
        }
    }
    assert_eq!(people, company);
    assert_ne!(company, Decimal::ZERO);
}

#[test]
fn a_transfer_and_other_rules_move_what_they_should_in_the_demo() {
    let (_, out, _) = run(&what_if::EXAMPLE, &[]);
    let figures = figures(&out);
    rows_add_up(&figures);
    let row = |node: &str| figures["changes"].as_array().unwrap().iter().find(|row| row["node"] == node).unwrap();
    // 105: 2 % of 87,807.2338 and a bonus of 3,000; a tenth more is 1,931.7591436. All of it goes to the other team.
    assert_eq!(decimal(&row("rep:105")["pay"]["policy"]), "175.62".parse().unwrap());
    assert_eq!(decimal(&row("team:102")["pay"]["people"]), "-4931.76".parse().unwrap());
    assert_eq!(decimal(&row("team:104")["pay"]["people"]), "4931.76".parse().unwrap());
    // 107: 98.3709 and 120 by 60 to 30, then by 50 to 40, and 9.3333: 104.36, 106.52.
    assert_eq!(decimal(&row("rep:107")["score"]["policy"]), "2.16".parse().unwrap());
    // The teams: what 105 sold after the move, and 42 of 84 days of 87,000.
    let sums = Sums::of(&demo());
    let moved = sums.sales(&["105"], "2023-09-18", "2023-10-30");
    let team = sums.sales(&["102", "105", "106", "107"], "2023-08-07", "2023-10-30");
    let after = figures["units"][0]["after"]["exact"].as_str().unwrap();
    assert_eq!(after, quotient(team - moved, "219500".parse().unwrap()));
}

/// The arguments for the data of `ATTAIN_DATA`, where it is there.
fn adventure_works() -> Option<(PathBuf, [String; 4])> {
    let Some(data) = std::env::var_os("ATTAIN_DATA") else {
        println!("skipped: ATTAIN_DATA does not name the folder that has `adventure_works`");
        return None;
    };
    let folder = PathBuf::from(data).join("adventure_works");
    let plan = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/plans/adventure_works.json");
    let [data, plan] = [&folder, &plan].map(|path| path.to_str().unwrap().to_owned());
    Some((folder, ["--data".to_owned(), data, "--plan".to_owned(), plan]))
}

#[test]
fn the_team_of_alberts_sold_more_and_attained_less_because_its_quotas_rose() {
    let Some((folder, arguments)) = adventure_works() else { return };
    let mut all: Vec<&str> = arguments.iter().map(String::as_str).collect();
    all.extend(["--team", "team:290", "--from", "7", "--to", "8"]);
    let (code, out, err) = run(&explain_a_number::EXAMPLE, &all);
    assert_eq!(code, 0, "{err}");
    let (figures, sums) = (figures(&out), Sums::of(&folder));
    // Whoever has 290 for a manager, and 290.
    let people = fs::read_to_string(folder.join("people.csv")).unwrap();
    let rows = people.lines().map(|row| row.split(',').collect::<Vec<&str>>());
    let team: Vec<&str> = rows.filter(|row| row[0] == "290" || row[3] == "290").map(|row| row[0]).collect();
    let (before, after) =
        (sums.sales(&team, "2012-06-30", "2012-09-28"), sums.sales(&team, "2012-09-28", "2012-12-28"));
    let (quota, next) = (sums.quotas(&team, "2012-06-30"), sums.quotas(&team, "2012-09-28"));
    assert_eq!(
        [before, after, quota, next].map(|sum| sum.normalize().to_string()),
        ["1055750.6525", "1474292.6887", "1188000", "1793000"]
    );
    let steps =
        figures["attainment"]["parts"].as_array().unwrap().iter().map(|part| part["after"]["exact"].as_str().unwrap());
    let last = quotient(after, next);
    assert_eq!(steps.collect::<Vec<_>>(), [quotient(after, quota), last.clone(), last.clone(), last.clone(), last]);
    assert_eq!(parts(&figures["sales"])[0], ("facts", after - before));
    adds_up(&figures["sales"]);
    adds_up(&figures["correction"]["sales"]);
}

#[test]
fn what_ifs_on_the_real_data_add_up() {
    let Some((_, arguments)) = adventure_works() else { return };
    let (code, out, err) = run(&what_if::EXAMPLE, &arguments.each_ref().map(String::as_str));
    assert_eq!(code, 0, "{err}");
    rows_add_up(&figures(&out));
}
