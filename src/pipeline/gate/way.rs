//! Which moves there are: for each pair of stages, whether one leads to the other, and what is asked.

use super::super::stage::StageId;

/// What there is between two stages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// A move of which nothing is asked.
    Free,
    /// A move that is allowed by where the stages stand, and no edge says more.
    Plain,
    /// Edges, in the order written: so many, from a place among those of all pairs on.
    Edges { from: u32, count: u32 },
    /// None.
    No(Bar),
}

/// Why nothing leads from one stage to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bar {
    /// It is the same.
    Same,
    /// Stages would be skipped.
    Skips,
    /// It would go back.
    Back,
    /// A closed record stays closed.
    Closed,
    /// Nobody said that something leads there.
    NoWay,
}

/// What there is between all stages.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ways {
    count: usize,
    /// By the stage from which, then by that to which.
    all: Vec<Way>,
    /// The edges of all pairs, by their places.
    edges: Vec<u32>,
}

impl Ways {
    /// Those between so many stages; `way` says what there is between two, with the edges by their places.
    pub(super) fn new(stages: &[StageId], mut way: impl FnMut(StageId, StageId) -> (Way, Vec<u32>)) -> Ways {
        let count = stages.len();
        let mut ways = Ways { count, all: Vec::with_capacity(count.saturating_mul(count)), edges: Vec::new() };
        for from in stages {
            for to in stages {
                let (way, edges) = way(*from, *to);
                let at = u32::try_from(ways.edges.len()).unwrap_or(u32::MAX);
                let many = u32::try_from(edges.len()).unwrap_or(u32::MAX);
                ways.edges.extend(edges);
                ways.all.push(if many == 0 { way } else { Way::Edges { from: at, count: many } });
            }
        }
        ways
    }

    #[inline]
    pub(super) fn get(&self, from: StageId, to: StageId) -> Way {
        let at = from.index().saturating_mul(self.count).saturating_add(to.index());
        self.all.get(at).copied().unwrap_or(Way::No(Bar::NoWay))
    }

    pub(super) fn leads(&self, from: StageId, to: StageId) -> bool {
        !matches!(self.get(from, to), Way::No(_))
    }

    /// The edges of a pair, by their places.
    pub(super) fn edges(&self, (from, count): (u32, u32)) -> &[u32] {
        let from = usize::try_from(from).unwrap_or(usize::MAX);
        let to = from.saturating_add(usize::try_from(count).unwrap_or(usize::MAX));
        self.edges.get(from..to).unwrap_or_default()
    }
}
