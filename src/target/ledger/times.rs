//! The periods into which a target is cut.

use crate::calendar::{FiscalCalendar, Period};

use super::super::split::{Over, Split};

/// A period and those into which it is cut, as a tree: 0 is the whole.
#[derive(Clone, Debug)]
pub(super) struct Times {
    nodes: Vec<Node>,
}

#[derive(Clone, Debug)]
struct Node {
    period: Period,
    /// Into which it is cut, and by which of the plan's cuts.
    cut: Option<(usize, Vec<usize>)>,
    /// Whether there is something to be cut in it.
    open: bool,
}

impl Times {
    /// One period alone.
    pub(super) fn only(period: Period) -> Times {
        Times { nodes: vec![Node { period, cut: None, open: true }] }
    }

    /// A period, cut as the plan says; and the grains of which something is not made of whole periods.
    pub(super) fn new(period: Period, splits: &[Split], calendar: &FiscalCalendar) -> (Times, Vec<String>) {
        let (mut times, mut not_whole) = (Times::only(period), Vec::new());
        for (rule, split) in splits.iter().enumerate() {
            let Over::Grain(grain) = split.over else { continue };
            for leaf in times.leaves() {
                let Some(whole) = times.period(leaf) else { continue };
                let around = calendar.period(grain, whole.first());
                if around.is_ok_and(|around| around.span().overlap(whole.span()) == Some(whole.span())) {
                    continue;
                }
                match calendar.parts_of(whole, grain) {
                    Ok(parts) => times.cut(leaf, rule, parts),
                    Err(_) => not_whole.push(calendar.grain_name(grain).to_owned()),
                }
            }
        }
        not_whole.dedup();
        (times, not_whole)
    }

    fn cut(&mut self, node: usize, rule: usize, parts: Vec<Period>) {
        let mut below = Vec::with_capacity(parts.len());
        for period in parts {
            below.push(self.nodes.len());
            self.nodes.push(Node { period, cut: None, open: true });
        }
        if let Some(node) = self.nodes.get_mut(node) {
            node.cut = Some((rule, below));
        }
    }

    /// The periods that are cut no further, in their order.
    pub(super) fn leaves(&self) -> Vec<usize> {
        self.leaves_of(0)
    }

    /// The same of a part.
    pub(super) fn leaves_of(&self, node: usize) -> Vec<usize> {
        let (mut leaves, mut next) = (Vec::new(), vec![node]);
        while let Some(at) = next.pop() {
            match self.nodes.get(at).and_then(|node| node.cut.as_ref()) {
                Some((_, below)) => next.extend(below.iter().rev()),
                None => leaves.push(at),
            }
        }
        leaves
    }

    /// The periods that are cut no further and have something to be cut.
    pub(super) fn open_leaves(&self, node: usize) -> Vec<usize> {
        let mut leaves = self.leaves_of(node);
        leaves.retain(|leaf| self.is_open(*leaf));
        leaves
    }

    /// Those periods.
    pub(super) fn open_periods(&self) -> Vec<Period> {
        self.open_leaves(0).iter().filter_map(|leaf| self.period(*leaf)).collect()
    }

    pub(super) fn period(&self, node: usize) -> Option<Period> {
        self.nodes.get(node).map(|node| node.period)
    }

    pub(super) fn is_open(&self, node: usize) -> bool {
        self.nodes.get(node).is_some_and(|node| node.open)
    }

    /// The parts of a period, where this cut of the plan makes them.
    pub(super) fn parts_by(&self, node: usize, rule: usize) -> Option<&[usize]> {
        let (by, below) = self.nodes.get(node)?.cut.as_ref()?;
        (*by == rule).then_some(below.as_slice())
    }

    /// The parts of a period, and the cut of the plan that makes them.
    pub(super) fn parts(&self, node: usize) -> Option<(usize, &[usize])> {
        let (by, below) = self.nodes.get(node)?.cut.as_ref()?;
        Some((*by, below.as_slice()))
    }

    /// Closes the periods that are cut no further where nothing is to be changed, and whatever consists of such alone.
    pub(super) fn close(&mut self, mut closed: impl FnMut(Period) -> bool) {
        for at in (0..self.nodes.len()).rev() {
            let open = match self.nodes.get(at) {
                Some(Node { cut: Some((_, below)), .. }) => below.iter().any(|part| self.is_open(*part)),
                Some(Node { period, .. }) => !closed(*period),
                None => false,
            };
            if let Some(node) = self.nodes.get_mut(at) {
                node.open = open;
            }
        }
    }

    /// Every node.
    pub(super) fn all(&self) -> std::ops::Range<usize> {
        0..self.nodes.len()
    }
}
