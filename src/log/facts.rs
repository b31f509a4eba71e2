//! Which facts stand: whatever they refer to stands too, and no more is reversed than there was.

use std::collections::{BTreeMap, HashMap};

use crate::quantity::Fraction;
use crate::sort;

use super::admission::Waiting;
use super::correction::{Corrections, NoFact};
use super::credits::sum;
use super::dictionary::NONE;
use super::store::{Log, index};
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

/// What each entry waits for, by position.
pub(super) type Waits = BTreeMap<u32, Vec<Waiting>>;

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
        .map(|own| Standing { own, content: corrections.content(own), share: NONE })
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
    let mut waits = Waits::new();
    beyond(log, corrections, &mut waits);
    let mut edges = Edges::default();
    for (table, _) in log.tables.iter().enumerate().filter(|(_, table)| table.references().next().is_some()) {
        for fact in plain(log, corrections, table, upto) {
            references(log, corrections, fact, upto, &mut edges, &mut waits);
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
fn beyond(log: &Log, corrections: &Corrections, waits: &mut Waits) {
    let mut by_root: HashMap<u32, Vec<u32>> = HashMap::new();
    for (reversal, root) in corrections.reversals() {
        by_root.entry(root).or_default().push(reversal);
    }
    for (root, mut reversals) in by_root {
        let place = |reversal: &u32| (day(log, *reversal), log.key(*reversal));
        sort::by(&mut reversals, |one, other| place(one).cmp(&place(other)));
        let mut undone = Fraction::ZERO;
        for reversal in reversals {
            let share = log.correction(reversal).and_then(|correction| log.names.shares.get(correction.share));
            let passed = share.and_then(|share| sum(&[undone, *share])).filter(|passed| *passed <= Fraction::ONE);
            match passed {
                Some(passed) => undone = passed,
                None => waits.entry(reversal).or_default().extend(log.key(root).cloned().map(Waiting::Beyond)),
            }
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
        let key = || log.names.ids.get(id).cloned();
        let found = log.referable(id, kind, upto).map(|named| corrections.fact(named));
        match found {
            Ok(Ok(named)) => edges.add(named, fact.own, id),
            Ok(Err(NoFact::Gone)) => waits.entry(fact.own).or_default().extend(key().map(Waiting::Entry)),
            Ok(Err(NoFact::Never)) => waits.entry(fact.own).or_default().extend(key().map(Waiting::Misfit)),
            Err(waiting) => waits.entry(fact.own).or_default().push(waiting),
        }
    }
}

/// Who refers to whom: the fact named, the fact that names it, the code of the id by which it does.
#[derive(Default)]
struct Edges(Vec<(u32, u32, u32)>);

impl Edges {
    fn add(&mut self, named: u32, by: u32, id: u32) {
        self.0.push((named, by, id));
    }

    /// Whoever refers to a fact that waits, waits for it.
    fn spread(mut self, log: &Log, waits: &mut Waits) {
        if waits.is_empty() {
            return;
        }
        self.0.sort_unstable();
        let mut open: Vec<u32> = waits.keys().copied().collect();
        while let Some(named) = open.pop() {
            let start = self.0.partition_point(|edge| edge.0 < named);
            for (_, by, id) in self.0.iter().skip(start).take_while(|edge| edge.0 == named) {
                let known = waits.entry(*by).or_default();
                if known.is_empty() {
                    open.push(*by);
                }
                known.extend(log.names.ids.get(*id).cloned().map(Waiting::Entry));
            }
        }
    }
}
