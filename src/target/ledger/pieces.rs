//! What was cut, as everybody has it.

use std::rc::Rc;

use rust_decimal::Decimal;

use crate::quantity::Fraction;

use super::super::cascade::{Axis, Cell};
use super::cut::Cutting;
use super::node::{Failure, Piece, Pieces, State, Whole};
use super::times::Times;

impl Cutting<'_> {
    /// What was cut, in the periods and of the fields that are cut no further.
    pub(super) fn pieces(&self) -> Result<Pieces, Failure> {
        let mut pieces = Pieces { ahead: self.ahead, ..Pieces::default() };
        let (times, fields) = (self.cascade.leaves(Axis::Time, 0), self.cascade.leaves(Axis::Fields, 0));
        for (member, of) in self.members.iter().enumerate() {
            for time in times.iter().copied() {
                let Some(period) = self.whole.times.period(self.time(time)) else { continue };
                let mut nobody = Decimal::ZERO;
                for field in fields.iter().copied() {
                    let cell = Cell { member, time, field };
                    let state = |member| self.state(Cell { member, ..cell });
                    match &of.who {
                        Some(who) if state(member) == Some(State::Free) => {
                            let (base, of_fields) = (Fraction::from(self.cascade.amount(cell)), self.of(cell).clone());
                            let (who, part_of) = (who.clone(), of.part_of.clone());
                            pieces.had.push(Piece { who, period, of_fields, base, uplift: of.uplift, part_of });
                        }
                        None if state(of.above) == Some(State::Free) => {
                            nobody = nobody.saturating_add(self.cascade.amount(cell));
                        }
                        _ => {}
                    }
                }
                if !nobody.is_zero() {
                    pieces.nobody.push((self.holder(of.above), period, nobody));
                }
            }
        }
        for (node, rule) in &self.apart {
            for time in times.iter().copied() {
                for field in fields.iter().copied() {
                    self.set_apart(Cell { member: *node, time, field }, *rule, &mut pieces)?;
                }
            }
        }
        Ok(pieces)
    }

    /// The members of a unit whose parts say themselves what they are: each is cut further by itself.
    fn set_apart(&self, cell: Cell, rule: usize, pieces: &mut Pieces) -> Result<(), Failure> {
        let split = self.plan.splits.get(rule).filter(|_| self.state(cell) == Some(State::Free));
        let (Some(split), Some(period)) = (split, self.whole.times.period(self.time(cell.time))) else { return Ok(()) };
        let (unit, uplift, of) = (self.holder(cell.member), self.uplifted(cell.member, split)?, self.of(cell));
        let members = self.members_of(unit.key(), cell.time, period);
        let elsewhere = Rc::from(self.had_in(cell.time));
        let amounts = self.weigher.amounts(split, self.cascade.amount(cell), (&unit, period, of), &members)?;
        for (who, amount) in members.into_iter().zip(amounts) {
            if self.stays.is_fixed((&who, period, of)) {
                continue;
            }
            let (of_fields, times) = (of.clone(), Times::only(period));
            let elsewhere = Rc::clone(&elsewhere);
            let whole = Whole { who, amount, of_fields, uplift, times, members: true, elsewhere };
            pieces.further.push((whole, unit.key().clone()));
        }
        Ok(())
    }
}
