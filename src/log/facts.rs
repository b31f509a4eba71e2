//! Which facts stand: whatever they refer to stands too, and no more is reversed than there was.

use crate::document::IS_WHOLE;
use crate::quantity::Fraction;
use crate::sort;

use super::admission::Waiting;
use super::bits::Bits;
use super::correction::{Corrections, NoFact};
use super::credits::sum;
use super::dictionary::NONE;
use super::schema::{APPROVE, ASSIGN, MOVE, RELEASE};
use super::store::{Log, code, index};
use super::table::Table;

/// A fact as it stands: an entry of its own, the entry whose fields hold, the share of a reversal.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    /// The entry that it is: the plain one, or the reversal.
    pub(super) own: u32,
    /// The entry whose fields and credits hold: the plain one, or its revision.
    pub(super) content: u32,
    /// The code of the share that a reversal undoes.
    pub(super) share: u32,
}

impl Standing {
    /// An entry with the fields of another one, and no reversal.
    pub(super) fn plain(own: u32, content: u32) -> Standing {
        Standing { own, content, share: NONE }
    }
}

/// What entries wait for.
#[derive(Default)]
pub(super) struct Waits {
    /// Which entries wait, by position.
    who: Bits,
    /// The reasons, in no order and some more than once.
    reasons: Vec<(u32, Waiting)>,
}

impl Waits {
    /// Whether none waits.
    pub(super) fn is_empty(&self) -> bool {
        self.who.len() == 0
    }

    /// Whether an entry waits.
    pub(super) fn has(&self, position: u32) -> bool {
        self.who.get(index(position))
    }

    pub(super) fn add(&mut self, position: u32, reason: Option<Waiting>) {
        self.who.set(index(position));
        self.reasons.extend(reason.map(|reason| (position, reason)));
    }

    /// The reasons of each entry that waits, by position; each reason once, in order.
    pub(super) fn by_entry(mut self) -> Vec<(u32, Vec<Waiting>)> {
        sort::all(&mut self.reasons);
        self.reasons.dedup();
        let mut all: Vec<(u32, Vec<Waiting>)> = Vec::new();
        for (position, reason) in self.reasons {
            match all.last_mut().filter(|(last, _)| *last == position) {
                Some((_, reasons)) => reasons.push(reason),
                None => all.push((position, vec![reason])),
            }
        }
        all
    }
}

/// The entries of a table that stand once corrections are applied, without reversals.
pub(super) fn plain<'l>(
    log: &'l Log,
    corrections: &'l Corrections,
    table: usize,
    upto: usize,
) -> impl Iterator<Item = Standing> + 'l {
    let positions = log.tables.get(table).map(Table::positions).unwrap_or_default();
    let prefix = positions.iter().copied().take_while(move |position| index(*position) < upto);
    let untouched = corrections.is_empty();
    prefix
        .filter(move |own| untouched || !(corrections.is_correction(*own) || corrections.is_retracted(*own)))
        .map(|own| Standing::plain(own, corrections.content(own)))
}

/// The reversals that stand once corrections are applied.
pub(super) fn reversals<'l>(log: &'l Log, corrections: &'l Corrections) -> impl Iterator<Item = Standing> + 'l {
    corrections.reversals().map(|(own, root)| {
        let share = log.correction(own).map_or(NONE, |correction| correction.share);
        Standing { own, content: corrections.content(root), share }
    })
}

/// What the facts of a prefix wait for; those that are not named stand.
pub(super) fn waits(log: &Log, corrections: &Corrections, upto: usize) -> Waits {
    let mut waits = Waits::default();
    beyond(log, corrections, &mut waits);
    let mut edges = Edges { upto, last: Vec::new(), all: Vec::new() };
    for (table, _) in log.tables.iter().enumerate().filter(|(_, table)| table.references().next().is_some()) {
        for fact in plain(log, corrections, table, upto) {
            references(log, corrections, fact, upto, &mut edges, &mut waits);
        }
    }
    let naming: &[usize] = if IS_WHOLE { &[MOVE, APPROVE, ASSIGN, RELEASE] } else { &[MOVE, APPROVE] };
    for table in naming {
        for fact in plain(log, corrections, *table, upto) {
            names(log, corrections, fact, upto, &mut edges, &mut waits);
        }
    }
    for (reversal, root) in corrections.reversals() {
        let id = log.line(root).map_or(NONE, |line| line.id);
        edges.add(root, reversal, id);
    }
    edges.spread(log, &mut waits);
    waits
}

/// Reversals of one entry are taken by day, then by id; one that would pass all of it waits, and the next is tried.
pub(super) fn beyond(log: &Log, corrections: &Corrections, waits: &mut Waits) {
    let mut reversals: Vec<(u32, u32)> = corrections.reversals().map(|(reversal, root)| (root, reversal)).collect();
    let place = |(root, reversal): &(u32, u32)| (*root, day(log, *reversal), log.key(*reversal));
    sort::by(&mut reversals, |one, other| place(one).cmp(&place(other)));
    let (mut at, mut undone) = (NONE, Fraction::ZERO);
    for (root, reversal) in reversals {
        if std::mem::replace(&mut at, root) != root {
            undone = Fraction::ZERO;
        }
        let share = log.correction(reversal).and_then(|correction| log.names.shares.get(correction.share));
        let passed = share.and_then(|share| sum(&[undone, *share])).filter(|passed| *passed <= Fraction::ONE);
        match passed {
            Some(passed) => undone = passed,
            None => waits.add(reversal, log.key(root).cloned().map(Waiting::Beyond)),
        }
    }
}

fn day(log: &Log, position: u32) -> Option<i32> {
    log.table_of(position).map(|(table, line)| table.day_number(line.row()))
}

/// Notes which facts a fact refers to, and what it waits for because it is not there.
fn references(log: &Log, corrections: &Corrections, fact: Standing, upto: usize, edges: &mut Edges, waits: &mut Waits) {
    let Some((table, line)) = log.table_of(fact.content) else { return };
    for (field, kind) in table.references() {
        let Some(id) = table.column(field).and_then(|column| column.code(line.row())) else { continue };
        if log.is_itself(fact.own, field, id) {
            continue;
        }
        let key = || log.names.ids.get(id).cloned();
        let found = log.referable(id, kind, upto).map(|named| corrections.fact(named));
        match found {
            Ok(Ok(named)) if log.is_of_kind(named, corrections.content(named), kind) => edges.add(named, fact.own, id),
            Ok(Err(NoFact::Gone)) => waits.add(fact.own, key().map(Waiting::Entry)),
            Ok(Ok(_) | Err(NoFact::Never)) => waits.add(fact.own, key().map(Waiting::Misfit)),
            Err(waiting) => waits.add(fact.own, Some(waiting)),
        }
    }
}

/// The facts that a fact refers to; nothing, where one is not there.
pub(super) fn needs(log: &Log, corrections: &Corrections, fact: Standing, upto: usize) -> Option<Vec<u32>> {
    let (table, line) = log.table_of(fact.content)?;
    let mut needs = Vec::new();
    for (field, kind) in table.references() {
        let Some(id) = table.column(field).and_then(|column| column.code(line.row())) else { continue };
        if log.is_itself(fact.own, field, id) {
            continue;
        }
        let named = corrections.fact(log.referable(id, kind, upto).ok()?).ok()?;
        needs.push(Some(named).filter(|named| log.is_of_kind(*named, corrections.content(*named), kind))?);
    }
    Some(needs)
}

/// Notes which entry a move or an answer is of, and what it waits for because that one is not there, or cannot be named so.
fn names(log: &Log, corrections: &Corrections, fact: Standing, upto: usize, edges: &mut Edges, waits: &mut Waits) {
    let Some(id) = log.entry_named(fact.content) else { return };
    let key = || log.names.ids.get(id).cloned();
    let place = log.place(id).filter(|place| index(*place) < upto);
    match place.map(|place| corrections.fact(place)) {
        Some(Ok(named)) if log.is_nameable(fact, named, corrections.content(named)) => edges.add(named, fact.own, id),
        Some(Ok(_) | Err(NoFact::Never)) => waits.add(fact.own, key().map(Waiting::Misfit)),
        Some(Err(NoFact::Gone)) | None => waits.add(fact.own, key().map(Waiting::Entry)),
    }
}

/// Who refers to whom.
struct Edges {
    upto: usize,
    /// The last edge to the fact at each position, once there is one.
    last: Vec<u32>,
    all: Vec<Edge>,
}

/// A fact that names another one.
#[derive(Clone, Copy)]
struct Edge {
    by: u32,
    /// The code of the id by which it does.
    id: u32,
    /// The edge to the same fact that was noted before this one.
    before: u32,
}

impl Edges {
    fn add(&mut self, named: u32, by: u32, id: u32) {
        self.last.resize(self.upto, NONE);
        if let Some(last) = self.last.get_mut(index(named)) {
            let before = std::mem::replace(last, code(self.all.len()));
            self.all.push(Edge { by, id, before });
        }
    }

    /// Whoever refers to a fact that waits, waits for it.
    fn spread(&self, log: &Log, waits: &mut Waits) {
        let mut open: Vec<u32> = waits.reasons.iter().map(|(position, _)| *position).collect();
        open.dedup();
        while let Some(named) = open.pop() {
            let last = self.last.get(index(named)).and_then(|last| self.all.get(index(*last)));
            for edge in std::iter::successors(last, |edge| self.all.get(index(edge.before))) {
                if !waits.has(edge.by) {
                    open.push(edge.by);
                }
                waits.add(edge.by, log.names.ids.get(edge.id).cloned().map(Waiting::Entry));
            }
        }
    }
}
