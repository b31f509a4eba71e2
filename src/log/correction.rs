//! Which entries stand once all corrections are applied.
//!
//! A correction names one entry, so corrections hang from plain entries as trees. Only what hangs from a plain entry
//! takes part: whatever names an entry that has not come, or does so in a ring, waits. Retractions are decided from the
//! leaves (one that is retracted itself does nothing), then death goes from the root outwards (with an entry go its
//! revisions and reversals), then each entry's revision is chosen (the latest by moment, then by id, which may be revised
//! in turn). The order of arrival plays no part.

use crate::sort;

use super::admission::Waiting;
use super::bits::Bits;
use super::draft::Deed;
use super::store::{Log, index};

/// The corrections of a prefix, worked out.
#[derive(Clone, Debug)]
pub(super) struct Corrections {
    /// One for each correction of the prefix, by position.
    nodes: Vec<Node>,
    /// The plain entries that a standing retraction names.
    retracted: Bits,
    /// The plain entries in whose place a revision stands, by position, each with that revision.
    holds: Vec<(u32, u32)>,
    /// The retractions and revisions that do nothing, by position, rising: whoever says them may not.
    void: Vec<u32>,
}

/// A correction.
#[derive(Clone, Debug)]
struct Node {
    position: u32,
    deed: Deed,
    target: u32,
    /// The node of the target, where that is a correction itself.
    above: Option<usize>,
    /// The plain entry that it hangs from, and how far.
    root: u32,
    depth: u32,
    state: State,
    retracted: bool,
    dead: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum State {
    Open,
    OnPath,
    Grounded,
    Waits(Waiting),
}

impl Corrections {
    /// Works out the corrections among the first `upto` entries.
    pub(super) fn of(log: &Log, upto: usize) -> Corrections {
        Corrections::without(log, upto, Vec::new())
    }

    /// The same, where some retractions and revisions do nothing.
    pub(super) fn without(log: &Log, upto: usize, mut void: Vec<u32>) -> Corrections {
        sort::numbers(&mut void);
        let mut all = Corrections { void, ..Corrections::grounded(log, upto) };
        let outwards = all.outwards();
        all.retract(&outwards);
        all.bury(&outwards);
        all.choose(log, &outwards);
        all
    }

    /// The same as if no plain entry had been retracted; revisions that were are.
    pub(super) fn unretracted(&self, log: &Log, upto: usize) -> Corrections {
        let mut all = Corrections { void: self.void.clone(), ..Corrections::grounded(log, upto) };
        let outwards = all.outwards();
        all.retract(&outwards);
        all.retracted = Bits::new();
        all.bury(&outwards);
        all.choose(log, &outwards);
        all
    }

    /// What hangs from a plain entry, each with what it does and whether that holds, by position.
    pub(super) fn hanging(&self, root: u32) -> impl Iterator<Item = (u32, Deed, bool)> + '_ {
        let content = self.content(root);
        let own = self.nodes.iter().filter(move |node| node.root == root && node.state == State::Grounded);
        own.map(move |node| {
            let holds = match node.deed {
                Deed::Revises => node.position == content && !node.dead,
                Deed::Retracts => {
                    !node.retracted
                        && !self.is_void(node.position)
                        && node.above.is_none_or(|above| !self.is_dead_else(above))
                }
                Deed::Reverses => !node.dead,
            };
            (node.position, node.deed, holds)
        })
    }

    /// The retractions, by position, each with what it names and the plain entry that it hangs from.
    pub(super) fn retractions(&self) -> impl Iterator<Item = (u32, u32, u32)> + '_ {
        let grounded = self.nodes.iter().filter(|node| node.deed == Deed::Retracts && node.state == State::Grounded);
        grounded.map(|node| (node.position, node.target, node.root))
    }

    /// The revisions that are not dead, by position, each with what it revises and the plain entry that it hangs from.
    pub(super) fn revisions(&self) -> impl Iterator<Item = (u32, u32, u32)> + '_ {
        let alive = |node: &&Node| node.deed == Deed::Revises && node.state == State::Grounded && !node.dead;
        self.nodes.iter().filter(alive).map(|node| (node.position, node.target, node.root))
    }

    fn is_void(&self, position: u32) -> bool {
        self.void.binary_search(&position).is_ok()
    }

    /// Whether a correction was retracted itself.
    pub(super) fn is_undone(&self, position: u32) -> bool {
        self.node(position).and_then(|at| self.nodes.get(at)).is_some_and(|node| node.retracted)
    }

    /// Whether what a correction corrects is dead, so that it says nothing any more.
    fn is_dead_else(&self, at: usize) -> bool {
        let above = self.nodes.get(at).map(|node| (node.above, node.target));
        above.is_some_and(|(above, target)| match above {
            Some(above) => self.nodes.get(above).is_some_and(|above| above.dead),
            None => self.is_retracted(target),
        })
    }

    /// The corrections of a prefix, each with the plain entry that it hangs from.
    fn grounded(log: &Log, upto: usize) -> Corrections {
        let nodes = log.corrections(upto).iter().map(|(position, correction)| Node {
            position: *position,
            deed: correction.deed,
            target: *position,
            above: None,
            root: *position,
            depth: 0,
            state: State::Open,
            retracted: false,
            dead: false,
        });
        let nodes: Vec<Node> = nodes.collect();
        let mut all = Corrections { nodes, retracted: Bits::new(), holds: Vec::new(), void: Vec::new() };
        for start in 0..all.nodes.len() {
            all.ground(log, upto, start);
        }
        all
    }

    /// Whether nothing was ever corrected.
    pub(super) fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Whether an entry corrects another one.
    pub(super) fn is_correction(&self, position: u32) -> bool {
        self.node(position).is_some()
    }

    /// Whether a plain entry was retracted.
    pub(super) fn is_retracted(&self, position: u32) -> bool {
        self.retracted.get(index(position))
    }

    /// The entry whose fields hold for a plain entry: its revision, or itself.
    pub(super) fn content(&self, root: u32) -> u32 {
        latest(&self.holds, root).unwrap_or(root)
    }

    /// The reversals that stand, each with the plain entry that it undoes.
    pub(super) fn reversals(&self) -> impl Iterator<Item = (u32, u32)> {
        let standing = |node: &&Node| node.deed == Deed::Reverses && node.state == State::Grounded && !node.dead;
        self.nodes.iter().filter(standing).map(|node| (node.position, node.root))
    }

    /// The plain entry that a reversal undoes, where the reversal stands by itself; nothing for other entries.
    pub(super) fn undone(&self, position: u32) -> Option<u32> {
        let node = self.nodes.get(self.node(position)?)?;
        let stands = node.deed == Deed::Reverses && node.state == State::Grounded && !node.dead;
        stands.then_some(node.root)
    }

    /// The entries that correct another one, and those that they hang from.
    pub(super) fn entries(&self) -> impl Iterator<Item = u32> {
        self.nodes.iter().flat_map(|node| [node.position, node.root])
    }

    /// The fact that an entry is part of: itself, or the entry that it revises. `Err` says why it is part of none: it is
    /// not there (any more), or it never was one.
    pub(super) fn fact(&self, position: u32) -> Result<u32, NoFact> {
        let Some(node) = self.node(position).and_then(|at| self.nodes.get(at)) else {
            return if self.is_retracted(position) { Err(NoFact::Gone) } else { Ok(position) };
        };
        match (node.deed, &node.state) {
            (Deed::Retracts, _) => Err(NoFact::Never),
            (_, State::Grounded) if !node.dead => Ok(if node.deed == Deed::Revises { node.root } else { position }),
            _ => Err(NoFact::Gone),
        }
    }

    /// The corrections that wait, and for what.
    pub(super) fn waiting(&self) -> impl Iterator<Item = (u32, &Waiting)> {
        self.nodes.iter().filter_map(|node| match &node.state {
            State::Waits(waiting) => Some((node.position, waiting)),
            _ => None,
        })
    }

    fn node(&self, position: u32) -> Option<usize> {
        self.nodes.binary_search_by_key(&position, |node| node.position).ok()
    }

    /// Follows a correction to the plain entry that it hangs from, and settles all on the way.
    fn ground(&mut self, log: &Log, upto: usize, start: usize) {
        let mut path: Vec<usize> = Vec::new();
        let mut at = Some(start);
        while let Some(next) = at {
            let Some(node) = self.nodes.get_mut(next) else { break };
            match node.state {
                State::Open => {}
                State::OnPath => return self.ring(log, &path, next),
                State::Grounded | State::Waits(_) => break,
            }
            match log.correctable(node.position, upto) {
                Ok(target) => {
                    node.state = State::OnPath;
                    node.target = target.unwrap_or(node.position);
                    path.push(next);
                    at = self.nodes.get(next).and_then(|node| self.node(node.target));
                    if let Some(node) = self.nodes.get_mut(next) {
                        node.above = at;
                    }
                }
                Err(waiting) => {
                    node.state = State::Waits(waiting);
                    break;
                }
            }
        }
        self.settle(log, &path);
    }

    /// Settles a path from the entry that it ends at back to where it started.
    fn settle(&mut self, log: &Log, path: &[usize]) {
        for at in path.iter().rev() {
            let Some(node) = self.nodes.get(*at) else { continue };
            let (above, target) = (node.above.and_then(|above| self.nodes.get(above)), node.target);
            let settled = match above {
                None => Ok((target, 1)),
                Some(above) if above.state == State::Grounded => Ok((above.root, above.depth.saturating_add(1))),
                Some(_) => Err(named(log, target, Waiting::Entry)),
            };
            let Some(node) = self.nodes.get_mut(*at) else { continue };
            match settled {
                Ok((root, depth)) => {
                    (node.root, node.depth, node.state) = (root, depth, State::Grounded);
                }
                Err(waiting) => node.state = waiting,
            }
        }
    }

    /// The path came back to a node on it: those from there on are a ring, those before lead into it.
    fn ring(&mut self, log: &Log, path: &[usize], entry: usize) {
        let start = path.iter().position(|at| *at == entry).unwrap_or(0);
        for at in path.iter().skip(start) {
            if let Some(node) = self.nodes.get_mut(*at) {
                node.state = named(log, node.target, Waiting::Ring);
            }
        }
        self.settle(log, path.get(..start).unwrap_or_default());
    }

    /// The grounded nodes, those nearest to their plain entry first.
    fn outwards(&self) -> Vec<usize> {
        let grounded = self.nodes.iter().enumerate().filter(|(_, node)| node.state == State::Grounded);
        let mut order: Vec<(u32, usize)> = grounded.map(|(at, node)| (node.depth, at)).collect();
        sort::all(&mut order);
        order.into_iter().map(|(_, at)| at).collect()
    }

    /// From the leaves: a retraction that is not retracted itself retracts.
    fn retract(&mut self, outwards: &[usize]) {
        for at in outwards.iter().rev() {
            let Some(node) = self.nodes.get(*at) else { continue };
            if node.deed != Deed::Retracts || node.retracted || self.is_void(node.position) {
                continue;
            }
            match node.above {
                None => self.retracted.set(index(node.target)),
                Some(above) => {
                    if let Some(above) = self.nodes.get_mut(above) {
                        above.retracted = true;
                    }
                }
            }
        }
    }

    /// From the root: what corrects a dead entry is dead.
    fn bury(&mut self, outwards: &[usize]) {
        for at in outwards {
            let Some(node) = self.nodes.get(*at) else { continue };
            let above = match node.above {
                None => self.retracted.get(index(node.target)),
                Some(above) => self.nodes.get(above).is_some_and(|above| above.dead),
            };
            let dead = node.retracted || above || (node.deed == Deed::Revises && self.is_void(node.position));
            if let Some(node) = self.nodes.get_mut(*at) {
                node.dead = dead;
            }
        }
    }

    /// Chooses the revision that stands in place of each entry, through revisions of revisions.
    fn choose(&mut self, log: &Log, outwards: &[usize]) {
        let nodes = outwards.iter().filter_map(|at| self.nodes.get(*at));
        let revisions = nodes.filter(|node| node.deed == Deed::Revises && !node.dead);
        let mut revised: Vec<(u32, u32)> = revisions.map(|node| (node.target, node.position)).collect();
        // Of the revisions of one entry, the latest goes first, and is kept.
        let age = |(_, position): &(u32, u32)| (log.known_at(index(*position)), log.key(*position));
        sort::by(&mut revised, |one, other| one.0.cmp(&other.0).then_with(|| age(other).cmp(&age(one))));
        revised.dedup_by_key(|(target, _)| *target);
        let roots = revised.iter().filter(|(target, _)| !self.is_correction(*target));
        let last = |root: u32| std::iter::successors(Some(root), |at| latest(&revised, *at)).last();
        self.holds = roots.filter_map(|(root, _)| last(*root).map(|last| (*root, last))).collect();
    }
}

/// The revision of an entry, among all by the entries that they revise.
fn latest(revised: &[(u32, u32)], entry: u32) -> Option<u32> {
    let found = revised.binary_search_by_key(&entry, |(target, _)| *target).ok()?;
    revised.get(found).map(|(_, revision)| *revision)
}

/// Why an entry is part of no fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoFact {
    /// It was retracted, with what it corrects or by itself, or it waits.
    Gone,
    /// It is a retraction.
    Never,
}

fn named(log: &Log, position: u32, waiting: fn(crate::id::Key) -> Waiting) -> State {
    // Every position has a key; without one the entry stays out of all answers.
    log.key(position).map_or(State::OnPath, |key| State::Waits(waiting(key.clone())))
}
