//! One way in which a target is cut.

use crate::quantity::{Nest, SplitError};

/// A way in which a target is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Axis {
    /// By whom: a company into teams, teams into people.
    Members,
    /// By when: a year into quarters, quarters into months.
    Time,
    /// By what: product lines, channels, regions.
    Fields,
}

/// A tree that grows from its root: node 0 is the whole, and a node stands before all that it is cut into.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    above: Vec<Option<usize>>,
    below: Vec<Vec<usize>>,
}

impl Tree {
    pub(super) fn new() -> Tree {
        Tree { above: vec![None], below: vec![Vec::new()] }
    }

    pub(super) fn len(&self) -> usize {
        self.above.len()
    }

    pub(super) fn above(&self, node: usize) -> Option<usize> {
        self.above.get(node).copied().flatten()
    }

    /// What a node is cut into; nothing of a leaf.
    pub(super) fn below(&self, node: usize) -> &[usize] {
        self.below.get(node).map_or(&[], Vec::as_slice)
    }

    pub(super) fn is_leaf(&self, node: usize) -> bool {
        self.below.get(node).is_some_and(Vec::is_empty)
    }

    /// Cuts a leaf; answers the first of its parts.
    pub(super) fn cut(&mut self, node: usize, count: usize) -> usize {
        let first = self.len();
        for part in first..first.saturating_add(count) {
            self.above.push(Some(node));
            self.below.push(Vec::new());
            if let Some(below) = self.below.get_mut(node) {
                below.push(part);
            }
        }
        first
    }

    /// The leaves at and below a node, in their order.
    pub(super) fn leaves(&self, node: usize) -> Vec<usize> {
        let (mut leaves, mut next) = (Vec::new(), vec![node]);
        while let Some(node) = next.pop() {
            if self.is_leaf(node) {
                leaves.push(node);
            }
            next.extend(self.below(node).iter().rev());
        }
        leaves
    }
}

/// How the rows of a cut are grouped, every leaf of `outer` with every leaf of `inner`: as both are.
pub(super) fn grouped(outer: &Tree, inner: &Tree) -> Result<Nest, SplitError> {
    let (outer_leaves, inner_leaves) = (outer.leaves(0), inner.leaves(0));
    let mut nest = Nest::of(outer_leaves.len().saturating_mul(inner_leaves.len()));
    let mut wholes = vec![0; outer.len()];
    for (index, leaf) in outer_leaves.into_iter().enumerate() {
        let first = index.saturating_mul(inner_leaves.len());
        let mut within = vec![0; inner.len()];
        for (place, leaf) in inner_leaves.iter().enumerate() {
            set(&mut within, *leaf, first.saturating_add(place));
        }
        group(&mut nest, inner, &mut within)?;
        set(&mut wholes, leaf, within.first().copied().unwrap_or(first));
    }
    group(&mut nest, outer, &mut wholes)?;
    Ok(nest)
}

/// Groups what the nodes of a tree stand for, from below; `stands` says it of the leaves, and then of every node.
fn group(nest: &mut Nest, tree: &Tree, stands: &mut [usize]) -> Result<(), SplitError> {
    for node in (0..tree.len()).rev() {
        let below: Vec<usize> = tree.below(node).iter().filter_map(|part| stands.get(*part).copied()).collect();
        match below.as_slice() {
            [] => {}
            // A group of one is that one.
            [only] => set(stands, node, *only),
            _ => {
                let made = nest.group(below)?;
                set(stands, node, made);
            }
        }
    }
    Ok(())
}

fn set(of: &mut [usize], at: usize, to: usize) {
    if let Some(place) = of.get_mut(at) {
        *place = to;
    }
}
