//! Formulas that are checked and run: a formula that compiles never meets a wrong unit.

#![expect(clippy::unwrap_used, reason = "helpers of tests stop at the first surprise")]

use attain::formula::{Elsewhere, Inputs, Shift, run};
use attain::quantity::{Outcome, Precision, Unit, Why};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::support::formula::{Choices, Desk, as_written, compiled, formula};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn what_is_made_by_the_rules_of_units_compiles(choices in vec(any::<u8>(), 1..120)) {
        let mut choices = Choices { left: choices.into_iter(), stray: false };
        let unit = choices.one_of(&Unit::ALL);
        let text = formula(&mut choices, unit, 4);
        let compiled = compiled(&text);
        prop_assert!(compiled.is_ok(), "{}: {}", text, compiled.unwrap_err());
    }

    #[test]
    fn what_compiles_never_meets_a_wrong_unit(choices in vec(any::<u8>(), 1..120)) {
        // Powers are of whole numbers here: a root is the one thing that is not a number for another reason.
        let mut choices = Choices { left: choices.into_iter(), stray: true };
        let unit = choices.one_of(&Unit::ALL);
        let text = formula(&mut choices, unit, 3);
        if let Ok(program) = compiled(&text) {
            let outcome = run(&program, &(), &mut Desk);
            prop_assert_ne!(&outcome, &Err(Why::NotANumber), "{}", text);
            if let Ok(value) = outcome {
                prop_assert_eq!(family(value.unit()), family(program.unit), "{} gives {}", text, value);
            }
        }
    }

    #[test]
    fn what_is_worked_out_beforehand_changes_no_answer_and_no_question(choices in vec(any::<u8>(), 1..120)) {
        let mut choices = Choices { left: choices.into_iter(), stray: false };
        let unit = choices.one_of(&Unit::ALL);
        let text = formula(&mut choices, unit, 4);
        let written = as_written(&text);
        let simplified = written.clone().simplified();
        prop_assert_eq!(simplified.unit, written.unit);
        prop_assert_eq!(&simplified, &compiled(&text).unwrap());
        prop_assert_eq!(&simplified, &simplified.clone().simplified());
        for precision in [6, 12, 18] {
            let (mut one, mut other) = (Noting::of(precision), Noting::of(precision));
            prop_assert_eq!(run(&simplified, &(), &mut one), run(&written, &(), &mut other), "{}", text);
            prop_assert_eq!(one.asked, other.asked, "{}", text);
        }
    }
}

#[test]
fn what_is_written_alone_is_worked_out_once() {
    let constant = |text: &str| as_written(text).simplified().as_constant().map(ToString::to_string);
    let worked_out = [
        ("100% - 2 * 5%", "90%"),
        ("sqrt(9 / 4)", "150%"),
        ("7 / 3 * 3", "7"),
        ("if(1 > 2, gone_money, 5 EUR)", "5"),
        ("case(no, gone_number, yes, 4, gone_sure, 5, 6)", "4"),
        ("coalesce(3, gone_number)", "3"),
        ("no and gone_sure", "no"),
        ("2025-01-31 + 1 day = 2025-02-01", "yes"),
        ("3 in (1, 2, 3)", "yes"),
    ];
    for (text, value) in worked_out {
        assert_eq!(constant(text).as_deref(), Some(value), "{text}");
    }
    // What has no value, what a plan's precision rounds, and what asks first.
    for text in [
        "1 / 0",
        "1 / 0 is present",
        "sqrt(2)",
        "sqrt(2) > 1",
        "gone_sure and no",
        "3 in (gone_number, 3)",
        "number * 0",
    ] {
        assert_eq!(constant(text), None, "{text}");
    }
    let [long, short] =
        ["case(gone_sure, 1, no, 2, yes, 3, 4)", "case(gone_sure, 1, 3)"].map(|text| as_written(text).simplified());
    assert_eq!(long, short);
    // What is never asked is still told from what is written.
    let mut written = Vec::new();
    as_written("if(yes, number, money / money)").simplified().questions(&mut |(unit, _)| written.push(*unit));
    assert_eq!(written, [Unit::Number, Unit::Money, Unit::Money]);
}

/// Persons and units of the organisation are written as texts; all else is of its own kind.
fn family(unit: Unit) -> Unit {
    if matches!(unit, Unit::Person | Unit::OrgUnit) { Unit::Text } else { unit }
}

/// Somebody at a desk who writes down what is asked, where a fraction is rounded to so many digits.
struct Noting {
    precision: Precision,
    asked: Vec<(Unit, bool)>,
}

impl Noting {
    fn of(digits: u8) -> Noting {
        Noting { precision: Precision::new(digits).unwrap(), asked: Vec::new() }
    }
}

impl Inputs<(Unit, bool)> for Noting {
    type Place = ();

    fn answer(&mut self, question: &(Unit, bool), (): &()) -> Outcome {
        self.asked.push(*question);
        Desk.answer(question, &())
    }

    fn shift(&mut self, _: &Shift, (): &()) -> Outcome<()> {
        Ok(())
    }

    fn elsewhere(&mut self, _: &Elsewhere, (): &()) -> Outcome<()> {
        Ok(())
    }

    fn precision(&self) -> Precision {
        self.precision
    }
}
