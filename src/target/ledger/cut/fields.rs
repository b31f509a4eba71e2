//! Cutting over the values of a field.

use std::collections::BTreeMap;

use crate::quantity::{Fraction, Part};

use super::super::super::cascade::{Axis, Cell};
use super::super::super::fields::{value, with};
use super::super::super::split::Split;
use super::super::node::{Failure, FieldNode, State};
use super::Cutting;

impl Cutting<'_> {
    /// Cuts over the values of a field whatever is not narrowed to one of them.
    pub(super) fn over_field(&mut self, field: usize, split: &Split) -> Result<(), Failure> {
        let Some(field) = self.plan.fields.get(field) else { return Ok(()) };
        for leaf in self.cascade.leaves(Axis::Fields, 0) {
            let Some(of) = self.fields.get(leaf).map(|node| node.of.clone()) else { continue };
            if value(&of, &field.name).is_some() {
                continue;
            }
            let mut nodes = Vec::with_capacity(split.values.len());
            for value in &split.values {
                let of = with(&of, &field.name, value);
                nodes.push(FieldNode { leaves: self.plan.parts_of(&of), of });
            }
            let mut parts = BTreeMap::new();
            for cell in self.cascade.cells(Axis::Fields, leaf) {
                let of = self.stands_for(cell).map(|member| Cell { member, ..cell });
                let cut = match of.and_then(|of| self.state(of).map(|state| (of.member, state))) {
                    Some((member, State::Free)) => self.field_parts(cell, member, split, &nodes)?,
                    Some((member, State::Kept)) => self.kept_parts(cell, member, &[self.time(cell.time)], &nodes)?,
                    None => vec![Part::by(Fraction::ONE); nodes.len()],
                };
                parts.insert(cell, cut);
            }
            self.cut(Axis::Fields, leaf, nodes.len(), |cell, part| parts.get(&cell)?.get(part).copied())?;
            for node in nodes {
                let made = self.fields.len();
                self.fields.push(node);
                for time in self.cascade.leaves(Axis::Time, 0) {
                    self.go_on(
                        |member| Cell { member, time, field: leaf },
                        |member| Cell { member, time, field: made },
                    );
                }
            }
        }
        Ok(())
    }

    /// The parts of somebody's amount that is to be cut over the values of a field.
    fn field_parts(&self, cell: Cell, member: usize, split: &Split, nodes: &[FieldNode]) -> Result<Vec<Part>, Failure> {
        let (who, time) = (self.holder(member), self.time(cell.time));
        let Some(period) = self.whole.times.period(time) else { return Ok(Vec::new()) };
        let spots: Vec<_> = nodes.iter().map(|node| (&who, period, &node.of)).collect();
        let weights = self.weigher.weights(split, &who, &spots)?;
        let amount = self.cascade.amount(cell);
        let mut parts = Vec::with_capacity(nodes.len());
        for ((weight, spot), node) in weights.into_iter().zip(spots).zip(nodes) {
            let part = self.weigher.limited(split, weight, amount, spot)?;
            parts.push(match member {
                0 => part,
                _ => self.with_fixed(part, member, self.fixed_of(member, time, node), amount)?,
            });
        }
        Ok(parts)
    }
}
