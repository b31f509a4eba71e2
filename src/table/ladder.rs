//! Rows that follow each other along a key.

use crate::quantity::Fraction;
use crate::rule::Boundary;

use super::index::Marks;

/// Rows in rising order, without gap or overlap; under `line`, points in rising order.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ladder {
    /// The rows from the lowest to the highest.
    pub rungs: Vec<Rung>,
    // Where one row ends and the next begins; under `line`, the points.
    marks: Marks,
}

/// A row of a ladder: where it starts and ends. Under `line` both are the point at which it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rung {
    pub from: Option<Fraction>,
    pub to: Option<Fraction>,
    /// Its position among the rows of the table.
    pub row: usize,
}

/// Where a value lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Below,
    /// On the rung at this position.
    On(usize),
    Above,
}

impl Ladder {
    /// A ladder of rows that follow each other; they are in rising order.
    pub(super) fn of_rows(rungs: Vec<Rung>) -> Ladder {
        let marks = marks(rungs.get(1..).unwrap_or_default());
        Ladder { rungs, marks }
    }

    /// A ladder of points; they are in rising order.
    pub(super) fn of_points(rungs: Vec<Rung>) -> Ladder {
        let marks = marks(&rungs);
        Ladder { rungs, marks }
    }

    /// Where it begins, unless it is open.
    pub(super) fn start(&self) -> Option<Fraction> {
        self.rungs.first().and_then(|rung| rung.from)
    }

    /// Where it ends, unless it is open.
    pub(super) fn end(&self) -> Option<Fraction> {
        self.rungs.last().and_then(|rung| rung.to)
    }

    /// The position of the last rung.
    pub(super) fn top(&self) -> usize {
        self.rungs.len().saturating_sub(1)
    }

    /// The row to which a value belongs.
    pub(super) fn standing(&self, at: Fraction, boundary: Boundary) -> Standing {
        let (below, above) = match boundary {
            Boundary::LowerIn => {
                (self.start().is_some_and(|start| at < start), self.end().is_some_and(|end| end <= at))
            }
            Boundary::UpperIn => {
                (self.start().is_some_and(|start| at <= start), self.end().is_some_and(|end| end < at))
            }
        };
        match (below, above) {
            (true, _) => Standing::Below,
            (_, true) => Standing::Above,
            _ => Standing::On(self.reached(at, boundary)),
        }
    }

    /// How many boundaries lie at or below a value, the one that it stands on by the side of the boundary.
    fn reached(&self, at: Fraction, boundary: Boundary) -> usize {
        let (below, on) = self.marks.search(at);
        below.saturating_add(usize::from(on && boundary == Boundary::LowerIn))
    }

    /// The points of a line beside a value: the last one at or below it, the first one above it.
    pub(super) fn beside(&self, at: Fraction) -> (Option<usize>, Option<usize>) {
        let after = self.reached(at, Boundary::LowerIn);
        (after.checked_sub(1), (after < self.rungs.len()).then_some(after))
    }
}

/// Where rungs begin.
fn marks(rungs: &[Rung]) -> Marks {
    let mut starts = Vec::with_capacity(rungs.len());
    for rung in rungs {
        starts.extend(rung.from);
    }
    Marks::new(starts)
}
