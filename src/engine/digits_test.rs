//! What folds give as plain numbers is what they answer.

#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, reason = "a test may stop at the first surprise")]

use chrono::NaiveDate;

use super::{Engine, View};
use crate::calendar::{Span, parse_day};
use crate::measure::{Digits, Whose};
use crate::plan::Plan;
use crate::quantity::{Fraction, Outcome};

#[path = "../../tests/common/crowd.rs"]
mod crowd;

fn view() -> View {
    let mut engine = Engine::new(Plan::from_json(crowd::plan().as_bytes()).unwrap());
    engine.record_jsonl(crowd::company().as_bytes(), None);
    engine.record_jsonl(crowd::orders().join("\n").as_bytes(), None);
    engine.view(day("2025-12-31"))
}

fn day(text: &str) -> NaiveDate {
    parse_day(text).unwrap()
}

/// The answer of a row, without its unit.
fn answer(digits: &Digits, row: usize) -> Option<Outcome<Fraction>> {
    if let Ok(found) = digits.undefined.binary_search_by_key(&row, |(row, _)| *row) {
        return digits.undefined.get(found).map(|(_, why)| Err(why.clone()));
    }
    let denominator = digits.denominators.as_ref().map_or(Some(1), |all| all.get(row).copied())?;
    let power = 10_i128.checked_pow(digits.scale)?.checked_mul(denominator.into())?;
    Fraction::new((*digits.numerators.get(row)?).into(), power).map(Ok)
}

#[test]
fn plain_numbers_are_the_answers() {
    let view = view();
    let (inside, source) = (&view.0, view.source());
    let people: Vec<Whose> = view.org().people().map(|(person, _)| Whose::Person(person)).collect();
    let units: Vec<Whose> = view.org().units().map(|(unit, _)| Whose::Unit(unit)).collect();
    let (mut plain, mut fractions, mut undefined) = (0, 0, 0);
    for (from, to) in [("2025-01-01", "2025-02-01"), ("2025-01-01", "2026-01-01"), ("2025-05-10", "2025-06-20")] {
        let span = Span::new(day(from), day(to)).unwrap();
        for (id, fold) in source.folds.plain.iter() {
            for all in [&people, &units] {
                let answers = inside.cells.answers(id, all, span, source);
                let are_amounts = answers.iter().flatten().all(|value| value.amount().is_some());
                let Some(digits) = inside.cells.digits(id, all, span, source) else {
                    assert!(!are_amounts, "{fold:?}");
                    continue;
                };
                plain += 1;
                fractions += usize::from(digits.denominators.is_some());
                undefined += digits.undefined.len();
                assert_eq!(digits.numerators.len(), all.len());
                for (row, outcome) in answers.into_iter().enumerate() {
                    let amount = outcome.map(|value| value.amount().unwrap_or(Fraction::ZERO));
                    assert_eq!(answer(&digits, row), Some(amount), "{fold:?} of {:?}", all.get(row));
                }
            }
        }
    }
    assert!(plain > 150 && fractions > 20 && undefined > 100, "{plain} {fractions} {undefined}");
}
