//! Formulas of every shape, made by the rules of units, and a desk that knows one name of each unit.

use attain::calendar::parse_day;
use attain::diagnostic::{At, Problems};
use attain::formula::{
    Argument, Complaint, Elsewhere, Fold, Ident, Inputs, Meaning, Names, Program, Sense, Shift, TextSpan, check,
    compile, parse,
};
use attain::quantity::{Currency, Fraction, Outcome, Unit, Value, Why};

/// A way through all that can be written; when it ends, the first choice is taken.
pub struct Choices {
    pub left: std::vec::IntoIter<u8>,
    /// Whether now and then something of another unit is written.
    pub stray: bool,
}

impl Choices {
    pub fn below(&mut self, count: usize) -> usize {
        usize::from(self.left.next().unwrap_or(0)) % count
    }

    pub fn one_of<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

/// A formula of a unit; what it is made of stands at most `depth` deep.
pub fn formula(by: &mut Choices, unit: Unit, depth: usize) -> String {
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
pub fn word(unit: Unit) -> &'static str {
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
pub struct Desk;

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

pub fn as_written(text: &str) -> Program<(Unit, bool)> {
    check(&parse(text).unwrap(), None, &mut Desk, &mut Vec::new()).unwrap()
}

pub fn compiled(text: &str) -> Result<Program<(Unit, bool)>, Problems> {
    let mut problems = Problems::new();
    compile(text, None, &mut Desk, At::root().field("formula"), &mut problems).ok_or(problems)
}
