//! Which moves there are: for each pair of stages, whether one leads to the other, and what is asked.

use super::super::stage::StageId;

/// What there is between two stages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
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
    /// Likewise: the fields that must have a value, one bit for the place of each, where nothing else is asked; else [`MORE`], or
    /// [`NEVER`].
    needs: Vec<u64>,
    /// The edges of all pairs, by their places.
    edges: Vec<u32>,
}

/// The bit that no field has: more is asked of a move than that fields have a value.
pub(super) const MORE: u64 = 1 << 63;

/// The bit that no record has: there is no such move. So whether there is one is found with what it needs, and not before.
const NEVER: u64 = 1 << 62;

/// How many fields have a bit, by their places.
pub(in super::super) const PLACES: u32 = 62;

impl Ways {
    /// Those between so many stages; `way` says what there is between two, with the edges by their places and the fields that a move
    /// needs.
    pub(super) fn new(stages: &[StageId], mut way: impl FnMut(StageId, StageId) -> (Way, Vec<u32>, u64)) -> Ways {
        let count = stages.len();
        let pairs = count.saturating_mul(count);
        let (all, needs) = (Vec::with_capacity(pairs), Vec::with_capacity(pairs));
        let mut ways = Ways { count, all, needs, edges: Vec::new() };
        for from in stages {
            for to in stages {
                let (way, edges, needs) = way(*from, *to);
                let is_never = edges.is_empty() && matches!(way, Way::No(_));
                ways.needs.push(if is_never { NEVER } else { needs });
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
        self.all.get(self.at(from, to)).copied().unwrap_or(Way::No(Bar::NoWay))
    }

    /// Whether a move may be, where nothing is asked of it but that some fields have a value, and it is known which have one.
    #[inline]
    pub(super) fn decided(&self, from: StageId, to: StageId, filled: Option<u64>) -> Option<bool> {
        let needs = self.needs.get(self.at(from, to)).copied()?;
        match filled {
            _ if needs & MORE != 0 => None,
            Some(filled) => Some(needs & !filled == 0),
            None => (needs == 0 || needs == NEVER).then_some(needs == 0),
        }
    }

    #[inline]
    fn at(&self, from: StageId, to: StageId) -> usize {
        from.index().saturating_mul(self.count).saturating_add(to.index())
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
