//! Formulas that are checked and run: a formula that compiles never meets a wrong unit.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "helpers of tests stop at the first surprise"
)]

use attain::calendar::parse_day;
use attain::diagnostic::{At, Problems};
use attain::formula::{
    Argument, Complaint, Elsewhere, Fold, Ident, Inputs, Meaning, Names, Program, Sense, Shift, TextSpan, check,
    compile, parse, run,
};
use attain::quantity::{Currency, Fraction, Outcome, Precision, Unit, Value, Why};
use proptest::collection::vec;
use proptest::prelude::*;

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

/// A way through all that can be written; when it ends, the first choice is taken.
struct Choices {
    left: std::vec::IntoIter<u8>,
    /// Whether now and then something of another unit is written.
    stray: bool,
}

impl Choices {
    fn below(&mut self, count: usize) -> usize {
        usize::from(self.left.next().unwrap_or(0)) % count
    }

    fn one_of<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

/// A formula of a unit; what it is made of stands at most `depth` deep.
fn formula(by: &mut Choices, unit: Unit, depth: usize) -> String {
    let unit = if by.stray && by.below(12) == 11 { by.one_of(&Unit::ALL) } else { unit };
    if depth == 0 || by.below(5) == 0 {
        return leaf(by, unit);
    }
    let depth = depth - 1;
    match by.below(5) {
        0 => {
            let (condition, one, other) =
                (formula(by, Unit::YesNo, depth), formula(by, unit, depth), formula(by, unit, depth));
            format!("if({condition}, {one}, {other})")
        }
        1 => format!("coalesce({}, {})", formula(by, unit, depth), formula(by, unit, depth)),
        _ => match unit {
            Unit::YesNo => condition(by, depth),
            Unit::Date => date(by, depth),
            Unit::Text | Unit::Person | Unit::OrgUnit | Unit::List => leaf(by, unit),
            _ => amount(by, unit, depth),
        },
    }
}

fn leaf(by: &mut Choices, unit: Unit) -> String {
    let known = ["", "gone_"][by.below(2)];
    let written = match unit {
        Unit::Number => ["0", "1", "2.5", "1000000000000000"][by.below(4)],
        Unit::Ratio => ["0%", "12.5%", "100%"][by.below(3)],
        Unit::Money => ["0 EUR", "99.95 EUR"][by.below(2)],
        Unit::Duration => ["3 days", "12 hours"][by.below(2)],
        Unit::Date => "2024-02-29",
        Unit::Text => "\"bikes\"",
        Unit::YesNo => ["yes", "no"][by.below(2)],
        Unit::Points | Unit::Person | Unit::OrgUnit | Unit::List => return format!("{known}{}", word(unit)),
    };
    if by.below(2) == 0 { written.to_owned() } else { format!("{known}{}", word(unit)) }
}

fn amount(by: &mut Choices, unit: Unit, depth: usize) -> String {
    let plain = by.one_of(&[Unit::Number, Unit::Ratio]);
    match by.below(9) {
        0 => format!("({} + {})", formula(by, unit, depth), formula(by, unit, depth)),
        1 if unit == Unit::Points => {
            format!("({} - {})", formula(by, Unit::Ratio, depth), formula(by, Unit::Ratio, depth))
        }
        1 => format!("({} - {})", formula(by, unit, depth), formula(by, unit, depth)),
        2 if unit == Unit::Ratio => {
            format!("({} * {})", formula(by, Unit::Ratio, depth), formula(by, Unit::Ratio, depth))
        }
        2 if unit == Unit::Number => {
            format!("({} * {})", formula(by, Unit::Number, depth), formula(by, plain, depth))
        }
        2 => format!("({} * {})", formula(by, unit, depth), formula(by, plain, depth)),
        3 if unit == Unit::Ratio => {
            let like = by.one_of(&[Unit::Number, Unit::Ratio, Unit::Points, Unit::Money, Unit::Duration]);
            format!("({} / {})", formula(by, like, depth), formula(by, like, depth))
        }
        3 => format!("({} / {})", formula(by, unit, depth), formula(by, Unit::Ratio, depth)),
        4 if matches!(unit, Unit::Number | Unit::Ratio) => {
            format!("(({}) ^ {})", formula(by, unit, depth), ["-2", "0", "3"][by.below(3)])
        }
        4 if unit == Unit::Duration => {
            format!("({} - {})", formula(by, Unit::Date, depth), formula(by, Unit::Date, depth))
        }
        4 | 5 => format!("-({})", formula(by, unit, depth)),
        6 if unit == Unit::Number && by.below(2) == 1 => format!("sqrt(abs({}))", formula(by, unit, depth)),
        6 => format!("{}({})", ["abs", "floor", "ceil"][by.below(3)], formula(by, unit, depth)),
        7 => format!("clamp({}, {}, {})", formula(by, unit, depth), formula(by, unit, depth), formula(by, unit, depth)),
        _ => format!(
            "{}({}, {})",
            ["least", "greatest"][by.below(2)],
            formula(by, unit, depth),
            formula(by, unit, depth)
        ),
    }
}

fn date(by: &mut Choices, depth: usize) -> String {
    let sign = ["+", "-"][by.below(2)];
    format!("({} {sign} {})", formula(by, Unit::Date, depth), formula(by, Unit::Duration, depth))
}

fn condition(by: &mut Choices, depth: usize) -> String {
    let unit = by.one_of(&Unit::ALL);
    let rising = by.one_of(&[Unit::Number, Unit::Ratio, Unit::Money, Unit::Duration, Unit::Date]);
    match by.below(9) {
        7 => {
            let whole = by.one_of(&[Unit::Text, Unit::List]);
            format!("({} has {})", formula(by, whole, depth), formula(by, Unit::Text, depth))
        }
        0 => format!("({} and {})", formula(by, Unit::YesNo, depth), formula(by, Unit::YesNo, depth)),
        1 => format!("({} or {})", formula(by, Unit::YesNo, depth), formula(by, Unit::YesNo, depth)),
        2 => format!("(not {})", formula(by, Unit::YesNo, depth)),
        3 => {
            let op = ["=", "!="][by.below(2)];
            format!("({} {op} {})", formula(by, unit, depth), formula(by, unit, depth))
        }
        4 => {
            let op = ["<", "<=", ">", ">="][by.below(4)];
            format!("({} {op} {})", formula(by, rising, depth), formula(by, rising, depth))
        }
        5 => format!(
            "({} between {} and {})",
            formula(by, rising, depth),
            formula(by, rising, depth),
            formula(by, rising, depth)
        ),
        6 => {
            let op = ["in", "not in"][by.below(2)];
            format!("({} {op} ({}, {}))", formula(by, unit, depth), formula(by, unit, depth), formula(by, unit, depth))
        }
        _ => {
            let op = ["is present", "is missing"][by.below(2)];
            format!("(({}) {op})", formula(by, unit, depth))
        }
    }
}

/// The name of a unit as a question.
fn word(unit: Unit) -> &'static str {
    match unit {
        Unit::Number => "number",
        Unit::Ratio => "ratio",
        Unit::Points => "points",
        Unit::Money => "money",
        Unit::Duration => "duration",
        Unit::Date => "date",
        Unit::Text => "text",
        Unit::YesNo => "sure",
        Unit::Person => "person",
        Unit::OrgUnit => "team",
        Unit::List => "tags",
    }
}

/// Knows one name of each unit, and one more that has no value.
struct Desk;

impl Names for Desk {
    type Question = (Unit, bool);

    fn path(&mut self, path: &[Ident]) -> Sense<(Unit, bool)> {
        let name = path[0].text.as_ref();
        let (plain, gone) = name.strip_prefix("gone_").map_or((name, false), |plain| (plain, true));
        let unit = Unit::ALL.into_iter().find(|unit| word(*unit) == plain);
        unit.map_or(Sense::Unknown, |unit| Sense::Means(Meaning { question: (unit, gone), unit }))
    }

    fn known(&self) -> Vec<String> {
        Vec::new()
    }

    fn currency(&self) -> Option<Currency> {
        Some("EUR".parse().unwrap())
    }

    fn fold(&mut self, _: &Fold, _: TextSpan, _: &mut Vec<Complaint>) -> Option<Meaning<(Unit, bool)>> {
        None
    }

    fn call(&mut self, _: &[Ident], _: &[Argument], _: TextSpan, _: &mut Vec<Complaint>) -> Sense<(Unit, bool)> {
        Sense::Unknown
    }
}

impl Inputs<(Unit, bool)> for Desk {
    type Place = ();

    fn answer(&mut self, (unit, gone): &(Unit, bool), (): &()) -> Outcome {
        if *gone {
            return Err(Why::NoFacts);
        }
        Ok(match unit {
            Unit::Date => Value::Date(parse_day("2025-07-01").unwrap()),
            Unit::Text => Value::Text("bikes".into()),
            Unit::YesNo => Value::YesNo(true),
            Unit::Person => Value::Person("ann".into()),
            Unit::OrgUnit => Value::OrgUnit("north".into()),
            Unit::List => Value::List("vip; bikes".parse().unwrap()),
            amount => amount.of(Fraction::new(-7, 3).unwrap()),
        })
    }

    fn shift(&mut self, _: &Shift, (): &()) -> Outcome<()> {
        Ok(())
    }

    fn elsewhere(&mut self, _: &Elsewhere, (): &()) -> Outcome<()> {
        Ok(())
    }
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

fn as_written(text: &str) -> Program<(Unit, bool)> {
    check(&parse(text).unwrap(), None, &mut Desk, &mut Vec::new()).unwrap()
}

fn compiled(text: &str) -> Result<Program<(Unit, bool)>, Problems> {
    let mut problems = Problems::new();
    compile(text, None, &mut Desk, At::root().field("formula"), &mut problems).ok_or(problems)
}
