//! One way through a table: its rows with their groups, and each row cut by the groups of the columns; or the other way round.
#![expect(clippy::arithmetic_side_effects, reason = "big integers do not overflow")]

use num_bigint::BigUint;

use super::nest::Nest;

/// A tree whose leaves are the cells of a table. A node stands after all that is below it; the whole is the last.
pub(super) struct Side {
    /// The node above each node but the last.
    pub(super) above: Vec<usize>,
    /// The node above each cell.
    pub(super) above_cell: Vec<usize>,
}

impl Side {
    /// The tree of `outer`, and below each of its leaves the groups of `inner`; `cell` says where in the table the cell of two
    /// leaves is.
    pub(super) fn new(outer: &Nest, inner: &Nest, cell: &dyn Fn(usize, usize) -> usize) -> Side {
        let groups = inner.nodes().saturating_sub(inner.leaves());
        let cut = outer.leaves().saturating_mul(groups);
        let whole = cut.saturating_add(outer.nodes());
        let mut above = Vec::with_capacity(whole);
        let mut above_cell = vec![whole; outer.leaves().saturating_mul(inner.leaves())];
        for leaf in 0..outer.leaves() {
            let own = cut.saturating_add(leaf);
            let first = leaf.saturating_mul(groups);
            // The node of a group within this leaf, or the leaf where there is no group.
            let within = |group: Option<usize>| match group {
                Some(group) => first.saturating_add(group.saturating_sub(inner.leaves())),
                None => own,
            };
            for group in 0..groups {
                above.push(within(inner.above(inner.leaves().saturating_add(group))));
            }
            for other in 0..inner.leaves() {
                if let Some(place) = above_cell.get_mut(cell(leaf, other)) {
                    *place = within(inner.above(other));
                }
            }
        }
        for node in 0..outer.nodes() {
            above.push(outer.above(node).map_or(whole, |group| cut.saturating_add(group)));
        }
        Side { above, above_cell }
    }

    /// What the cells below each node come to, the whole last.
    pub(super) fn sums(&self, cells: &[BigUint]) -> Vec<BigUint> {
        let mut sums = vec![BigUint::ZERO; self.above.len().saturating_add(1)];
        for (cell, &above) in cells.iter().zip(&self.above_cell) {
            if let Some(sum) = sums.get_mut(above) {
                *sum += cell;
            }
        }
        for (node, &above) in self.above.iter().enumerate() {
            let below = sums.get(node).cloned().unwrap_or_default();
            if let Some(sum) = sums.get_mut(above) {
                *sum += below;
            }
        }
        sums
    }
}
