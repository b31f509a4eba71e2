//! Formulas read into another form, such as one that runs over many rows at once.

use crate::quantity::Value;

use super::program::{Arithmetic, Comparison, Program, Step};

/// What makes another form of formulas. Each part is made of the parts that it needs; where one cannot be made, the whole
/// cannot.
pub(crate) trait Reader<Q> {
    /// What is made.
    type Made;

    /// A value that is written in the formula.
    fn constant(&mut self, value: &Value) -> Option<Self::Made>;

    /// A question to the context.
    fn ask(&mut self, question: &Q) -> Option<Self::Made>;

    /// A sum, difference, product, quotient or power.
    fn arithmetic(&mut self, op: Arithmetic, left: Self::Made, right: Self::Made) -> Option<Self::Made>;

    /// A comparison.
    fn compare(&mut self, comparison: Comparison, left: Self::Made, right: Self::Made) -> Option<Self::Made>;

    /// Yes for no and no for yes.
    fn not(&mut self, of: Self::Made) -> Option<Self::Made>;

    /// Both (`and`), or either (`or`): what decides on one side does so whatever the other side is.
    fn both(&mut self, either: bool, left: Self::Made, right: Self::Made) -> Option<Self::Made>;

    /// Whether there is a value.
    fn present(&mut self, of: Self::Made) -> Option<Self::Made>;
}

impl<Q> Program<Q> {
    /// The formula in another form, where all of it has one.
    pub(crate) fn read<R: Reader<Q>>(&self, reader: &mut R) -> Option<R::Made> {
        self.read_step(self.step(), reader)
    }

    fn read_step<R: Reader<Q>>(&self, step: &Step, reader: &mut R) -> Option<R::Made> {
        let mut two = |left: &Step, right: &Step| Some((self.read_step(left, reader)?, self.read_step(right, reader)?));
        match step {
            Step::Constant(value) => reader.constant(value),
            Step::Ask(asked) => reader.ask(self.question(*asked)?),
            Step::Arithmetic { op, left, right, .. } => {
                let (left, right) = two(left, right)?;
                reader.arithmetic(*op, left, right)
            }
            Step::Compare(comparison, left, right) => {
                let (left, right) = two(left, right)?;
                reader.compare(*comparison, left, right)
            }
            Step::And(left, right) | Step::Or(left, right) => {
                let (left, right) = two(left, right)?;
                reader.both(matches!(step, Step::Or(..)), left, right)
            }
            Step::In(value, list) => self.read_list(value, list, reader),
            Step::Not(of) => {
                let of = self.read_step(of, reader)?;
                reader.not(of)
            }
            Step::Present(of) => {
                let of = self.read_step(of, reader)?;
                reader.present(of)
            }
            _ => None,
        }
    }

    /// Whether a value equals one of others: it equals the first, or else one of the rest.
    fn read_list<R: Reader<Q>>(&self, value: &Step, list: &[Step], reader: &mut R) -> Option<R::Made> {
        let mut any = None;
        for item in list {
            let (value, item) = (self.read_step(value, reader)?, self.read_step(item, reader)?);
            let equal = reader.compare(Comparison::Equal, value, item)?;
            any = match any {
                None => Some(equal),
                Some(before) => Some(reader.both(true, before, equal)?),
            };
        }
        any
    }
}
