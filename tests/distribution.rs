//! The table of grades by quotas: `tests/tables/distribution.txt`, on, just below and just above every border.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

use attain::grade::{Below, Border, Forced, Given, Quota, Quotas, Rule, Taken, force};
use attain::id::Key;
use attain::quantity::{Fraction, Value, Why};
use attain::ranking::{Contender, Order};
use attain::rule::OddWord;

const TABLE: &str = include_str!("tables/distribution.txt");

struct Row<'t> {
    line: &'t str,
    people: Vec<Contender>,
    rule: Rule,
    places: &'t str,
    grades: &'t str,
}

fn rows() -> Vec<Row<'static>> {
    TABLE.lines().filter(|line| !line.starts_with('#')).map(row).collect()
}

fn row(line: &str) -> Row<'_> {
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    let [scores, shares, ties, odd, small, places, grades] = cells[..] else { panic!("{line}") };
    let words =
        |text: &str, all: &[&str]| all.iter().position(|word| *word == text).unwrap_or_else(|| panic!("{line}"));
    let (ties, taken) = ties.split_once(char::is_whitespace).unwrap();
    let border = Border::ALL[words(ties, &["better", "worse", "then"])];
    let taken = Taken::ALL[words(taken.trim(), &["next", "last", "anew"])];
    let odd = OddWord::ALL[words(odd, &["first", "last"])];
    let (at_least, below) = small.split_once(char::is_whitespace).unwrap();
    let below = if below.trim() == "undefined" { Below::Undefined } else { Below::Bands };
    let quotas = Quotas::new(shares.split(' ').map(quota).collect()).unwrap().ties(border, taken).odd(odd);
    let rule = Rule { quotas, then: vec![Order::HighestFirst], at_least: at_least.parse().unwrap_or(0), below };
    let scores: Vec<i64> =
        if scores == "-" { Vec::new() } else { scores.split(' ').map(|score| score.parse().unwrap()).collect() };
    // Whoever stands further left is told apart as the better one.
    let person = |(at, score): (usize, &i64)| {
        let contender = Contender::new(Key::new(format!("p{at:02}")).unwrap(), Ok(number(*score)));
        contender.then(Ok(number(i64::try_from(at).unwrap().saturating_neg())))
    };
    Row { line, people: scores.iter().enumerate().map(person).collect(), rule, places, grades }
}

fn number(number: i64) -> Value {
    Value::Number(Fraction::whole(number))
}

fn quota(written: &str) -> Quota {
    let (grade, share) = written.split_at(1);
    Quota { grade: Value::Text(grade.into()), share: Fraction::new(share.parse().unwrap(), 100).unwrap() }
}

fn told(given: &Given) -> String {
    match given {
        Given::Grade(grade) => grade.to_string(),
        Given::Bands => "bands".to_owned(),
        Given::Undefined(why) => why.code().to_owned(),
    }
}

fn joined(all: impl Iterator<Item = String>) -> String {
    let text = all.collect::<Vec<_>>().join(" ");
    if text.is_empty() { "-".to_owned() } else { text }
}

#[test]
fn every_row_comes_out_as_it_says() {
    let rows = rows();
    assert!(rows.len() >= 60, "{} rows", rows.len());
    for row in rows {
        let forced: Forced = force(row.people.clone(), &row.rule, &|_| None);
        assert_eq!(joined(forced.people.iter().map(|one| told(&one.given))), row.grades, "{}", row.line);
        let forced = forced.groups.first().filter(|group| group.is_forced);
        let places = match forced {
            Some(group) => joined(group.grades.iter().map(|one| one.places.to_string())),
            None if row.people.is_empty() => joined(row.rule.quotas.places(0).unwrap().iter().map(ToString::to_string)),
            None => "-".to_owned(),
        };
        let none_needed = row.people.is_empty() && row.places == "-";
        assert!(places == row.places || none_needed, "{}: {places}", row.line);
    }
}

#[test]
fn shares_that_do_not_make_a_whole_are_refused() {
    let of = |shares: &[&str]| Quotas::new(shares.iter().map(|share| quota(share)).collect());
    assert_eq!(of(&["A50", "B49"]), Err(Why::WeightsNotWhole));
    assert_eq!(of(&["A50", "B51"]), Err(Why::WeightsNotWhole));
    assert_eq!(of(&["A-50", "B150"]), Err(Why::WeightsNotWhole));
    assert_eq!(of(&[]), Err(Why::WeightsNotWhole));
    assert!(of(&["A100"]).is_ok());
}
