//! The formulas by attain: compiled once, run for each row; what a formula came to is what the later ones are answered.

use attain::diagnostic::{At, Code, Problems};
use attain::formula::{
    Argument, Complaint, Elsewhere, Fold, Ident, Inputs, Meaning, Names, Program, Sense, Shift, TextSpan, compile, run,
};
use attain::quantity::{Currency, Fraction, Outcome, Unit, Value, Why};

use crate::Sums;
use crate::rows::{FIELDS, FORMULAS, NAMES, RANGES, Row, formulas};

/// Where a value stands: the fields of a row first, then the figures.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Slot(usize);

/// What the formulas can ask.
struct Known;

impl Names for Known {
    type Question = Slot;

    fn path(&mut self, path: &[Ident]) -> Sense<Slot> {
        let [name] = path else { return Sense::Unknown };
        let at = FIELDS.iter().chain(&NAMES).position(|known| *known == &*name.text);
        at.map_or(Sense::Unknown, |at| Sense::Means(Meaning { question: Slot(at), unit: Unit::Number }))
    }

    fn known(&self) -> Vec<String> {
        FIELDS.iter().chain(&NAMES).map(|name| (*name).to_owned()).collect()
    }

    fn currency(&self) -> Option<Currency> {
        None
    }

    fn fold(&mut self, _: &Fold, span: TextSpan, complaints: &mut Vec<Complaint>) -> Option<Meaning<Slot>> {
        complaints.push(Complaint::new(Code::FormulaContext, span, "there is nothing to fold"));
        None
    }

    fn call(&mut self, _: &[Ident], _: &[Argument], _: TextSpan, _: &mut Vec<Complaint>) -> Sense<Slot> {
        Sense::Unknown
    }
}

/// The values of a row, as far as they are known.
struct Desk {
    values: [Outcome<Fraction>; 40],
}

impl Inputs<Slot> for Desk {
    type Place = ();

    fn answer(&mut self, slot: &Slot, (): &()) -> Outcome {
        self.values[slot.0].clone().map(Value::Number)
    }

    fn shift(&mut self, _: &Shift, (): &()) -> Outcome<()> {
        Err(Why::NothingDefined)
    }

    fn elsewhere(&mut self, _: &Elsewhere, (): &()) -> Outcome<()> {
        Err(Why::NothingDefined)
    }
}

pub struct Ours {
    programs: Vec<Program<Slot>>,
    rows: Vec<[Fraction; 20]>,
}

impl Ours {
    pub fn new(rows: &[Row]) -> Ours {
        let attainment = "if(target = 0, 0, least(1.5, greatest(0, revenue/target))*100)";
        let texts = formulas("", attainment, |one, other| format!("least({one},{other})"));
        let mut problems = Problems::new();
        let compiled = |text: &String| compile(text, Some(Unit::Number), &mut Known, At::root(), &mut problems);
        let programs: Vec<Option<Program<Slot>>> = texts.iter().map(compiled).collect();
        assert!(problems.is_empty(), "{problems}");
        let cell = |row: &Row, field: usize| {
            Fraction::new(i128::from(row[field]), 10_i128.pow(RANGES[field].2)).expect("a number")
        };
        let rows = rows.iter().map(|row| std::array::from_fn(|field| cell(row, field))).collect();
        Ours { programs: programs.into_iter().flatten().collect(), rows }
    }

    /// The sums over the first rows; where they are shown, each figure is also rounded to 18 digits after the point and written.
    pub fn sums(&self, count: usize, shown: bool) -> Sums {
        let mut sums = [0.0; FORMULAS];
        let mut desk = Desk { values: std::array::from_fn(|_| Err(Why::NothingDefined)) };
        for row in &self.rows[..count] {
            for (value, cell) in desk.values.iter_mut().zip(row) {
                *value = Ok(*cell);
            }
            for (at, (program, sum)) in self.programs.iter().zip(&mut sums).enumerate() {
                let figure = run(program, &(), &mut desk).map(|value| value.amount().unwrap_or(Fraction::ZERO));
                if let Ok(figure) = &figure {
                    *sum += figure.numerator() as f64 / figure.denominator() as f64;
                    if shown {
                        std::hint::black_box(written(figure));
                    }
                }
                desk.values[20 + at] = figure;
            }
        }
        sums
    }
}

/// A figure to 18 digits after the point, as text.
fn written(figure: &Fraction) -> Option<String> {
    figure.to_scale(18, attain::quantity::RoundingMode::HalfUp).ok().map(|decimal| decimal.to_string())
}
