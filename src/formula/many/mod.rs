//! Running a checked formula for many rows at once.
//!
//! A program runs over chunks of rows: each step is done for all rows of a chunk before the next one. What each row gets is what
//! [`run`](super::run()) gives for it alone; what a step cannot do for many is done row by row.

mod choose;
mod made;
mod step;

use std::ops::Range;
use std::sync::Arc;

use crate::quantity::{Outcome, Outcomes, Precision, Why};

use super::check::Asked;
use super::program::{Program, Shift, Step};
use super::run::{Desk, Inputs, step as alone};
use made::Made;
use step::{Bench, Ground};

/// How many rows a step is done for at once.
const CHUNK: usize = 1_024;

/// Where a program that runs for many rows at once gets its answers from.
///
/// Rows have something in common, such as the time: windows turn it into something else. What they do not have in common, such as the
/// person, makes their places.
pub trait ManyInputs<Q>: Inputs<Q> {
    /// What all rows have in common.
    type Common: Clone + PartialEq;

    /// The place of a row, of which there are as many as the program runs for.
    fn place(&self, row: usize, common: &Self::Common) -> Option<Self::Place>;

    /// The answers to a question for all rows, in their order; nothing, where each row is to be asked by itself.
    fn answers(&mut self, question: &Q, common: &Self::Common) -> Option<Arc<Outcomes>>;

    /// The same at another time.
    fn shift_all(&mut self, shift: &Shift, common: &Self::Common) -> Outcome<Self::Common>;
}

/// Runs a program for so many rows: row by row what [`run`](super::run()) gives.
///
/// ```
/// use std::sync::Arc;
///
/// use attain::diagnostic::{At, Problems};
/// use attain::formula::{
///     Argument, Complaint, Elsewhere, Fold, Ident, Inputs, ManyInputs, Meaning, Names, Sense, Shift, TextSpan, compile, run_many,
/// };
/// use attain::quantity::{Currency, Outcomes, Outcome, Unit, Value, Why};
///
/// /// Knows two columns.
/// struct Columns([Arc<Outcomes>; 2]);
///
/// impl Names for Columns {
///     type Question = usize;
///     fn path(&mut self, path: &[Ident]) -> Sense<usize> {
///         let at = ["won", "lost"].iter().position(|name| *name == &*path[0].text);
///         at.map_or(Sense::Unknown, |question| Sense::Means(Meaning { question, unit: Unit::Number }))
///     }
///     fn known(&self) -> Vec<String> {
///         vec!["won".to_owned(), "lost".to_owned()]
///     }
///     fn currency(&self) -> Option<Currency> {
///         None
///     }
///     fn fold(&mut self, _: &Fold, _: TextSpan, _: &mut Vec<Complaint>) -> Option<Meaning<usize>> {
///         None
///     }
///     fn call(&mut self, _: &[Ident], _: &[Argument], _: TextSpan, _: &mut Vec<Complaint>) -> Sense<usize> {
///         Sense::Unknown
///     }
/// }
///
/// impl Inputs<usize> for Columns {
///     type Place = usize;
///     fn answer(&mut self, question: &usize, row: &usize) -> Outcome {
///         self.0[*question].get(*row).unwrap_or(Err(Why::NothingDefined))
///     }
///     fn shift(&mut self, _: &Shift, _: &usize) -> Outcome<usize> {
///         Err(Why::NothingDefined)
///     }
///     fn elsewhere(&mut self, _: &Elsewhere, _: &usize) -> Outcome<usize> {
///         Err(Why::NothingDefined)
///     }
/// }
///
/// impl ManyInputs<usize> for Columns {
///     type Common = ();
///     fn place(&self, row: usize, (): &()) -> Option<usize> {
///         Some(row)
///     }
///     fn answers(&mut self, question: &usize, (): &()) -> Option<Arc<Outcomes>> {
///         Some(Arc::clone(&self.0[*question]))
///     }
///     fn shift_all(&mut self, _: &Shift, (): &()) -> Outcome<()> {
///         Err(Why::NothingDefined)
///     }
/// }
///
/// let column = |numbers| Arc::new(Outcomes::digits(Unit::Number, numbers, 0).unwrap());
/// let mut columns = Columns([column(vec![1, 0, 3]), column(vec![2, 0, 0])]);
/// let mut problems = Problems::new();
/// let rate = compile("won / (won + lost)", None, &mut columns, At::root(), &mut problems).unwrap();
/// let rates: Vec<Outcome> = run_many(&rate, 3, &(), &mut columns).iter().collect();
/// assert_eq!(rates[0].as_ref().unwrap().to_string(), "≈33.333333%");
/// assert_eq!(rates[1], Err(Why::DividedByZero));
/// assert_eq!(rates[2].as_ref().unwrap().to_string(), "100%");
/// ```
pub fn run_many<Q, I: ManyInputs<Q>>(
    program: &Program<Q>,
    rows: usize,
    common: &I::Common,
    inputs: &mut I,
) -> Outcomes {
    let mut ground = Ground { columns: Vec::new(), shifts: Vec::new() };
    let mut commons = vec![common.clone()];
    find(program.step(), 0, program, &mut commons, inputs, &mut ground);
    let mut figures = Outcomes::with_room(rows);
    let mut from = 0;
    while from < rows {
        let chunk = from..rows.min(from.saturating_add(CHUNK));
        let mut one = One { program, commons: &commons, inputs: &mut *inputs };
        match step::many(program.step(), 0, &mut Bench { rows: chunk.clone(), ground: &ground, one: &mut one }) {
            Made::Amounts(amounts, units) => figures.append_amounts(&amounts, &units),
            made => figures.append(made.into_outcomes()),
        }
        from = chunk.end;
    }
    figures
}

/// Finds the answers that are there for all rows, and the times that windows ask for.
fn find<Q, I: ManyInputs<Q>>(
    step: &Step,
    at: usize,
    program: &Program<Q>,
    commons: &mut Vec<I::Common>,
    inputs: &mut I,
    ground: &mut Ground,
) {
    match step {
        Step::Ask(asked) => {
            if ground.column(*asked, at).is_none() {
                let common = commons.get(at).cloned();
                let question = program.question(*asked).zip(common);
                let figures = question.and_then(|(question, common)| inputs.answers(question, &common));
                ground.columns.push((*asked, at, figures));
            }
        }
        Step::Window(value, shift) => {
            let Some(common) = commons.get(at).cloned() else { return };
            let there = inputs.shift_all(shift, &common).map(|there| {
                let known = commons.iter().position(|known| *known == there);
                known.unwrap_or_else(|| {
                    commons.push(there);
                    commons.len().saturating_sub(1)
                })
            });
            ground.shifts.push((shift.clone(), at, there.clone()));
            if let Ok(there) = there {
                find(value, there, program, commons, inputs, ground);
            }
        }
        // Who is asked differs from row to row.
        Step::At(..) | Step::Of { .. } => {}
        _ => step.parts(&mut |part| find(part, at, program, commons, inputs, ground)),
    }
}

/// A row by itself.
struct One<'r, Q, I: ManyInputs<Q>> {
    program: &'r Program<Q>,
    commons: &'r [I::Common],
    inputs: &'r mut I,
}

/// What does a step for one row.
trait Alone {
    fn alone(&mut self, step: &Step, row: usize, at: usize) -> Outcome;

    fn precision(&self) -> Precision;
}

impl<Q, I: ManyInputs<Q>> Alone for One<'_, Q, I> {
    fn alone(&mut self, step: &Step, row: usize, at: usize) -> Outcome {
        let place = self.commons.get(at).and_then(|common| self.inputs.place(row, common));
        let place = place.ok_or(Why::NothingDefined)?;
        alone(step, &mut Desk { program: self.program, place: &place, inputs: &mut *self.inputs })
    }

    fn precision(&self) -> Precision {
        self.inputs.precision()
    }
}

impl Ground {
    /// The answers for all rows, where they were sought; `None` inside, where each row is to be asked by itself.
    #[expect(clippy::option_option, reason = "sought and not there is another thing than not sought")]
    fn column(&self, asked: Asked, at: usize) -> Option<Option<&Arc<Outcomes>>> {
        let found = self.columns.iter().find(|(known, when, _)| *known == asked && *when == at);
        found.map(|(_, _, figures)| figures.as_ref())
    }

    fn shifted(&self, shift: &Shift, at: usize) -> Option<&Outcome<usize>> {
        self.shifts.iter().find(|(known, when, _)| known == shift && *when == at).map(|(_, _, there)| there)
    }

    fn part(&self, asked: Asked, at: usize, rows: &Range<usize>) -> Option<Made<'_>> {
        let figures = self.column(asked, at).flatten()?;
        Some(Made::of_part(figures.part(rows.clone())))
    }
}
