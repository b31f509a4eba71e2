//! Cutting a target: over people, over time and over fields, so that every way of adding it up gives the whole.
//!
//! A [`Cascade`] begins with one amount and is cut, leaf by leaf, along three [axes](Axis), in any order. Each cut takes its
//! weights, limits and pins as plain values ([`Part`]); where they come from is another matter ([`blend`] puts them together
//! from several drivers). What is cut earlier is fixed for what is cut later: year into months first and then months into
//! people keeps every month, people first and then their years into months keeps every person's year. Both ways, all parts of
//! every node add up to it, on each axis, and every new part, month of a unit, year of a person lies less than one step from
//! its exact share of what was cut.

mod axis;
mod blend;
mod error;

use std::collections::BTreeMap;
use std::ops::Range;

use rust_decimal::Decimal;

use crate::quantity::{LIMIT_PARTS, Nest, Odd, Part, SplitError, adds_up, split_rows};

pub use axis::Axis;
pub use blend::{Driver, Unknown, blend};
pub use error::CascadeError;

use axis::{Tree, grouped};

/// An amount that is cut along three axes.
///
/// ```
/// use attain::quantity::{Fraction, Odd, Part};
/// use attain::target::{Axis, Cascade, Cell};
/// use rust_decimal::Decimal;
///
/// // 1,000 a half-year: two quarters by 40 : 60, and each over three people by what they did last year.
/// let mut cascade = Cascade::new(Decimal::from(1_000), Decimal::ONE, Odd::First);
/// let season = [40, 60];
/// cascade.cut(Axis::Time, 0, 2, |_, quarter| Part::by(Fraction::whole(season[quarter])))?;
/// let last_year = [700, 500, 300];
/// let people = cascade.cut(Axis::Members, 0, 3, |_, person| Part::by(Fraction::whole(last_year[person])))?;
///
/// let of = |member, time| cascade.amount(Cell { member, time, field: 0 });
/// let table: Vec<[Decimal; 2]> = people.map(|person| [of(person, 1), of(person, 2)]).collect();
/// assert_eq!(table, [[187, 280], [133, 200], [80, 120]].map(|row| row.map(Decimal::from)));
/// assert_eq!((of(0, 1), of(0, 2), of(0, 0)), (Decimal::from(400), Decimal::from(600), Decimal::from(1_000)));
/// # Ok::<(), attain::target::CascadeError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Cascade {
    step: Decimal,
    odd: Odd,
    members: Tree,
    time: Tree,
    fields: Tree,
    /// Of every leaf of all three: member, time and field.
    amounts: BTreeMap<Cell, Decimal>,
}

/// Whose target, when and of what: a node on each axis, 0 for the whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// The node of the members.
    pub member: usize,
    /// The node of time.
    pub time: usize,
    /// The node of the fields.
    pub field: usize,
}

impl Cascade {
    /// An amount that is to be cut into whole steps; `odd` orders equal remainders, by the numbers of rows and parts.
    pub fn new(amount: Decimal, step: Decimal, odd: Odd) -> Cascade {
        let whole = Tree::new();
        let amounts = BTreeMap::from([(Cell::default(), amount)]);
        Cascade { step, odd, members: whole.clone(), time: whole.clone(), fields: whole, amounts }
    }

    /// Cuts a leaf of an axis into so many parts, in every cell in which it stands; answers the numbers of the parts.
    ///
    /// `part` gives the weight, the limits or the pin of a part in a cell: `part(cell, 2)` of the third one. It is asked cell by
    /// cell, in the order of [`cells`](Cascade::cells), and in each cell part by part.
    ///
    /// # Errors
    ///
    /// [`CascadeError::NotALeaf`] where the node is none, and [`CascadeError::Split`] where the parts do not fit what is cut, with the
    /// cell. Then nothing is cut.
    pub fn cut(
        &mut self,
        axis: Axis,
        node: usize,
        count: usize,
        mut part: impl FnMut(Cell, usize) -> Part,
    ) -> Result<Range<usize>, CascadeError> {
        if !self.tree(axis).is_leaf(node) {
            return Err(CascadeError::NotALeaf { axis, node });
        }
        let cells = self.cells(axis, node);
        let all = cells.len().saturating_mul(count);
        if all > LIMIT_PARTS {
            return Err(CascadeError::Split { cell: None, error: SplitError::TooManyParts { parts: all } });
        }
        let (outer, inner) = axis.others();
        let nest = grouped(self.tree(outer), self.tree(inner)).map_err(|error| CascadeError::of(error, &[]))?;
        let mut amounts = Vec::with_capacity(cells.len());
        let mut parts = Vec::with_capacity(all);
        for cell in &cells {
            amounts.push(self.amounts.get(cell).copied().unwrap_or_default());
            parts.extend((0..count).map(|index| part(*cell, index)));
        }
        let columns = Nest::of(count);
        let table = split_rows(&amounts, &parts, &nest, &columns, self.step, self.odd);
        let table = table.map_err(|error| CascadeError::of(error, &cells))?;
        let others = self.amounts.iter().filter(|(cell, _)| axis.of(**cell) != node).map(|(_, amount)| *amount);
        if !adds_up(others.chain(table.iter().copied())) {
            return Err(CascadeError::of(SplitError::Overflow, &[]));
        }
        let first = self.tree_mut(axis).cut(node, count);
        for (cell, row) in cells.iter().zip(table.chunks(count.max(1))) {
            self.amounts.remove(cell);
            for (part, amount) in (first..).zip(row) {
                self.amounts.insert(axis.at(*cell, part), *amount);
            }
        }
        Ok(first..first.saturating_add(count))
    }

    /// What stands in a cell: of a node that is cut, what all of its parts have.
    ///
    /// Zero for a cell that does not exist.
    pub fn amount(&self, cell: Cell) -> Decimal {
        let (times, fields) = (self.time.leaves(cell.time), self.fields.leaves(cell.field));
        let mut amount = Decimal::ZERO;
        for member in self.members.leaves(cell.member) {
            for &time in &times {
                for &field in &fields {
                    let part = self.amounts.get(&Cell { member, time, field });
                    // Exact: what cannot be added up in any order was not cut.
                    amount = amount.saturating_add(part.copied().unwrap_or_default());
                }
            }
        }
        amount
    }

    /// What a node is cut into; nothing of a leaf.
    pub fn parts(&self, axis: Axis, node: usize) -> &[usize] {
        self.tree(axis).below(node)
    }

    /// The node of which a node is a part; nothing of the whole.
    pub fn above(&self, axis: Axis, node: usize) -> Option<usize> {
        self.tree(axis).above(node)
    }

    /// The leaves at and below a node, in their order.
    pub fn leaves(&self, axis: Axis, node: usize) -> Vec<usize> {
        self.tree(axis).leaves(node)
    }

    /// The cells in which a node of an axis stands: with every leaf of the other two, in the order in which [`cut`](Cascade::cut)
    /// asks for their parts. Of members first, then of time, then of fields; nothing of a node that does not exist.
    ///
    /// ```
    /// use attain::quantity::{Fraction, Odd, Part};
    /// use attain::target::{Axis, Cascade, Cell};
    /// use rust_decimal::Decimal;
    ///
    /// let mut cascade = Cascade::new(Decimal::ONE_HUNDRED, Decimal::ONE, Odd::First);
    /// assert_eq!(cascade.cells(Axis::Time, 0), [Cell::default()]);
    ///
    /// // Cut over two people, the year stands in two cells: what comes next may cut each by its own weights.
    /// cascade.cut(Axis::Members, 0, 2, |_, _| Part::by(Fraction::ONE))?;
    /// let of = |member| Cell { member, time: 0, field: 0 };
    /// assert_eq!(cascade.cells(Axis::Time, 0), [of(1), of(2)]);
    /// assert_eq!(cascade.cells(Axis::Time, 7), []);
    /// # Ok::<(), attain::target::CascadeError>(())
    /// ```
    pub fn cells(&self, axis: Axis, node: usize) -> Vec<Cell> {
        let mut cells = Vec::new();
        if node >= self.tree(axis).len() {
            return cells;
        }
        let (outer, inner) = axis.others();
        let leaves = self.leaves(inner, 0);
        for one in self.leaves(outer, 0) {
            let of = outer.at(axis.at(Cell::default(), node), one);
            cells.extend(leaves.iter().map(|other| inner.at(of, *other)));
        }
        cells
    }

    fn tree(&self, axis: Axis) -> &Tree {
        match axis {
            Axis::Members => &self.members,
            Axis::Time => &self.time,
            Axis::Fields => &self.fields,
        }
    }

    fn tree_mut(&mut self, axis: Axis) -> &mut Tree {
        match axis {
            Axis::Members => &mut self.members,
            Axis::Time => &mut self.time,
            Axis::Fields => &mut self.fields,
        }
    }
}

impl Axis {
    /// The other two, in their order.
    fn others(self) -> (Axis, Axis) {
        match self {
            Axis::Members => (Axis::Time, Axis::Fields),
            Axis::Time => (Axis::Members, Axis::Fields),
            Axis::Fields => (Axis::Members, Axis::Time),
        }
    }

    /// The node of a cell on this axis.
    fn of(self, cell: Cell) -> usize {
        match self {
            Axis::Members => cell.member,
            Axis::Time => cell.time,
            Axis::Fields => cell.field,
        }
    }

    /// The cell with another node on this axis.
    fn at(self, cell: Cell, node: usize) -> Cell {
        match self {
            Axis::Members => Cell { member: node, ..cell },
            Axis::Time => Cell { time: node, ..cell },
            Axis::Fields => Cell { field: node, ..cell },
        }
    }
}
