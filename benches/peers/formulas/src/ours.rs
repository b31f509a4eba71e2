//! The formulas by attain: compiled once, run for all rows at once; what a formula came to is what the later ones are answered.

use attain::diagnostic::{At, Code, Problems};
use std::sync::Arc;

use attain::formula::{
    Argument, Complaint, Elsewhere, Fold, Ident, Inputs, ManyInputs, Meaning, Names, Program, Sense, Shift, TextSpan,
    compile, run_many,
};
use attain::quantity::{Currency, Outcome, Outcomes, RoundingMode, Unit, Why};
use rust_decimal::Decimal;

use crate::Sums;
use crate::rows::{FIELDS, NAMES, RANGES, Row, formulas};

/// How many rows are reckoned at a time.
const BLOCK: usize = 5_000;

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

/// What is known of all rows: their fields, and the figures that were found.
struct Desk {
    rows: usize,
    columns: Vec<Option<Arc<Outcomes>>>,
}

impl Inputs<Slot> for Desk {
    type Place = usize;

    fn answer(&mut self, slot: &Slot, row: &usize) -> Outcome {
        self.columns[slot.0].as_ref().and_then(|column| column.get(*row)).unwrap_or(Err(Why::NothingDefined))
    }

    fn shift(&mut self, _: &Shift, _: &usize) -> Outcome<usize> {
        Err(Why::NothingDefined)
    }

    fn elsewhere(&mut self, _: &Elsewhere, _: &usize) -> Outcome<usize> {
        Err(Why::NothingDefined)
    }
}

impl ManyInputs<Slot> for Desk {
    type Common = ();

    fn place(&self, row: usize, (): &()) -> Option<usize> {
        Some(row)
    }

    fn answers(&mut self, slot: &Slot, (): &()) -> Option<Arc<Outcomes>> {
        self.columns[slot.0].clone()
    }

    fn shift_all(&mut self, _: &Shift, (): &()) -> Outcome<()> {
        Err(Why::NothingDefined)
    }
}

pub struct Ours {
    programs: Vec<Program<Slot>>,
    fields: Vec<Arc<Outcomes>>,
    rows: usize,
}

impl Ours {
    pub fn new(rows: &[Row]) -> Ours {
        let attainment = "if(target = 0, 0, least(1.5, greatest(0, revenue/target))*100)";
        let texts = formulas("", attainment, |one, other| format!("least({one},{other})"));
        let mut problems = Problems::new();
        let compiled = |text: &String| compile(text, Some(Unit::Number), &mut Known, At::root(), &mut problems);
        let programs: Vec<Option<Program<Slot>>> = texts.iter().map(compiled).collect();
        assert!(problems.is_empty(), "{problems}");
        let column = |field: usize| {
            let digits = rows.iter().map(|row| row[field]).collect();
            Arc::new(Outcomes::digits(Unit::Number, digits, RANGES[field].2).expect("numbers"))
        };
        let fields = (0..FIELDS.len()).map(column).collect();
        Ours { programs: programs.into_iter().flatten().collect(), fields, rows: rows.len() }
    }

    /// So many rows at a time, so that what is found stays near at hand, as by hand too; the last may be fewer.
    pub fn blocks(rows: &[Row]) -> Vec<Ours> {
        rows.chunks(BLOCK).map(Ours::new).collect()
    }

    /// Every figure of every row.
    pub fn figures(&self) -> Vec<Arc<Outcomes>> {
        let mut desk = Desk { rows: self.rows, columns: self.fields.iter().cloned().map(Some).collect() };
        for program in &self.programs {
            let figures = run_many(program, desk.rows, &(), &mut desk);
            desk.columns.push(Some(Arc::new(figures)));
        }
        desk.columns.split_off(FIELDS.len()).into_iter().flatten().collect()
    }

    /// The same, each rounded to 18 digits after the point: handed out figure by figure, as by hand, where none is kept either.
    pub fn show(&self, mut take: impl FnMut(usize, Vec<Outcome<Decimal>>)) {
        for (formula, figures) in self.figures().into_iter().enumerate() {
            take(formula, figures.to_scale(18, RoundingMode::HalfUp).expect("amounts"));
        }
    }

    /// The sum of each formula.
    pub fn sums(&self) -> Sums {
        let figures = self.figures();
        std::array::from_fn(|formula| {
            let amounts = figures[formula].iter().flatten().filter_map(|value| value.amount());
            amounts.map(|amount| amount.numerator() as f64 / amount.denominator() as f64).sum()
        })
    }
}
