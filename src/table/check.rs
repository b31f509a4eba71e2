//! Whether rows that are chosen by conditions leave anything in doubt.
//!
//! The keys cut the space of all questions into finitely many places, within which every row holds or does not. Going through those
//! places key by key, and through none where no row holds, finds every overlap, every tie, every row that is never reached and
//! every gap, however many keys there are.

use std::collections::BTreeSet;

use crate::diagnostic::{At, Code, Problems};
use crate::sort;

use super::cell::Cell;
use super::definition::ReadWord;
use super::index::{Atoms, Index, shown};
use super::lookup::{Key, Row};

/// How much is looked at to find overlaps, ties, rows that are never reached and gaps: rows, once in each place where they hold.
pub const CHECKS_MAX: usize = 20_000_000;

/// Rows as what they cover.
pub(super) struct Boxes<'t> {
    pub keys: &'t [Key],
    pub indexes: &'t [Index],
    /// All rows of the table.
    pub all: &'t [Row],
    /// Those that are looked at, by their position among all.
    pub rows: &'t [usize],
    /// What those cover, key by key.
    pub covers: &'t [Vec<Atoms>],
    pub read: ReadWord,
}

/// A place: keys, each with an atom.
type Place = [(usize, u32)];

impl Boxes<'_> {
    /// Reports whatever is in doubt; `None` where rows cannot be told from each other.
    pub(super) fn sound(&self, at: At<'_>, problems: &mut Problems) -> Option<()> {
        if self.keys.is_empty() {
            return Some(());
        }
        let list = at.field("rows");
        let clear = self.clear(list, problems);
        let gapless = self.gapless(list, problems);
        (clear && gapless).then_some(())
    }

    /// How many cells of a row ask something.
    pub(super) fn asks(&self, position: u32) -> usize {
        self.row(position).map_or(0, |row| row.cells.iter().filter(|cell| cell.asks()).count())
    }

    fn row(&self, position: u32) -> Option<&Row> {
        self.all.get(self.index(position))
    }

    /// The position of a row among all.
    fn index(&self, position: u32) -> usize {
        let position = usize::try_from(position).unwrap_or(usize::MAX);
        self.rows.get(position).copied().unwrap_or_default()
    }

    /// Whether it is clear everywhere which row holds, and whether every row holds somewhere.
    fn clear(&self, list: At<'_>, problems: &mut Problems) -> bool {
        let mut doubts: Vec<(u32, u32, String)> = Vec::new();
        let mut doubted = vec![false; self.rows.len()];
        let mut reached = vec![false; self.rows.len()];
        let mut visit = |rows: &[u32], place: &Place| {
            let (best, other) = self.best(rows);
            if let Some(best) = best {
                note(&mut reached, best);
            }
            if let (Some(best), Some(other)) = (best, other)
                && note(&mut doubted, other)
            {
                doubts.push((best, other, self.words(place, best, other)));
            }
        };
        let keys: Vec<usize> = (0..self.keys.len()).collect();
        let through = Walk { boxes: self, order: &keys, left: CHECKS_MAX, visit: &mut visit, hole: &mut |_, _, _| {} };
        let all = through.start();
        if all.is_none() && self.read != ReadWord::First {
            let message =
                format!("the rows meet in so many places ({CHECKS_MAX} at most) that overlaps cannot be ruled out");
            problems.report(Code::ValueRange, list, message).help("make two tables of it, or read it by `first`");
            return false;
        }
        let sound = doubts.is_empty();
        for (best, other, place) in doubts {
            self.doubt(best, other, &place, list, problems);
        }
        let lost = (0_u32..).zip(&reached).filter(|(_, reached)| !**reached).map(|(row, _)| row);
        let lost: Vec<u32> = if all.is_some() && self.read != ReadWord::Only { lost.collect() } else { Vec::new() };
        for row in &lost {
            self.unreached(*row, list, problems);
        }
        sound && lost.is_empty()
    }

    /// The row that holds where all of these do, and another one that could as well.
    fn best(&self, rows: &[u32]) -> (Option<u32>, Option<u32>) {
        let first = rows.first().copied();
        match self.read {
            ReadWord::First => (first, None),
            ReadWord::Specific => {
                let most = rows.iter().map(|row| self.asks(*row)).max();
                let mut best = rows.iter().copied().filter(|row| Some(self.asks(*row)) == most);
                (best.next(), best.next())
            }
            _ => (first, rows.get(1).copied()),
        }
    }

    fn doubt(&self, best: u32, other: u32, place: &str, list: At<'_>, problems: &mut Problems) {
        let (best, other) = (self.index(best), self.index(other));
        let (message, help) = if self.read == ReadWord::Specific {
            (
                format!("this row and `rows[{best}]` ask as much as each other, and both hold where {place}"),
                "add a row for just that, or let one of the two ask more",
            )
        } else {
            (
                format!("this row and `rows[{best}]` both hold where {place}"),
                "let them ask for different values; `first` takes the upper one, `specific` the one that asks more",
            )
        };
        problems.report(Code::TableOverlap, list.index(other), message).help(help);
    }

    fn unreached(&self, row: u32, list: At<'_>, problems: &mut Problems) {
        let (message, help) = if self.read == ReadWord::Specific {
            ("rows that ask more take all that this row is for", "leave it out, or let it ask for something else")
        } else {
            ("rows above take all that this row is for", "move it up, or leave it out")
        };
        problems.report(Code::TableUnreachable, list.index(self.index(row)), message).help(help);
    }

    /// Whether ranges leave nothing out between them.
    fn gapless(&self, list: At<'_>, problems: &mut Problems) -> bool {
        let mut gaps: BTreeSet<String> = BTreeSet::new();
        for key in (0..self.keys.len()).filter(|key| self.has_ranges(*key)) {
            let order: Vec<usize> = (0..self.keys.len()).filter(|other| other != &key).chain([key]).collect();
            let mut hole = |place: &Place, from: u32, to: u32| {
                gaps.insert(self.hole(key, place, from, to));
            };
            // What was not looked at may have gaps: there a question is answered by `undefined`.
            Walk { boxes: self, order: &order, left: CHECKS_MAX, visit: &mut |_, _| {}, hole: &mut hole }.start();
        }
        for gap in &gaps {
            problems
                .report(Code::TableGap, list, format!("no row is for what lies between two: where {gap}"))
                .help("let one of the rows begin where the other ends, or add a row for it");
        }
        gaps.is_empty()
    }

    fn has_ranges(&self, key: usize) -> bool {
        (0_u32..).take(self.rows.len()).any(|row| self.is_range(row, key))
    }

    fn is_range(&self, row: u32, key: usize) -> bool {
        self.row(row).is_some_and(|row| matches!(row.cells.get(key), Some(Cell::Range(_))))
    }

    /// A gap in words.
    fn hole(&self, key: usize, place: &Place, from: u32, to: u32) -> String {
        let mut words = Vec::new();
        if let (Some(named), Some(Index::Marks(marks))) = (self.keys.get(key), self.indexes.get(key)) {
            let end = |atom: u32| marks.below(atom).map(|at| shown(at, named.unit)).unwrap_or_default();
            words.push(format!("`{}` is between `{}` and `{}`", named.name, end(from), end(to)));
        }
        words.extend(place.iter().filter_map(|(key, atom)| self.word(*key, *atom)));
        words.join(" and ")
    }

    /// A place in words, as far as one of two rows asks about it.
    fn words(&self, place: &Place, one: u32, other: u32) -> String {
        let asks = |row: u32, key: usize| self.row(row).and_then(|row| row.cells.get(key)).is_some_and(Cell::asks);
        let mut words: Vec<String> = Vec::new();
        for (key, atom) in place.iter().filter(|(key, _)| asks(one, *key) || asks(other, *key)) {
            words.extend(self.word(*key, *atom));
        }
        if words.is_empty() { "nothing else does".to_owned() } else { words.join(" and ") }
    }

    fn word(&self, key: usize, atom: u32) -> Option<String> {
        let named = self.keys.get(key)?;
        Some(format!("`{}` {}", named.name, self.indexes.get(key)?.words(atom, named.unit)))
    }
}

/// Notes a row; whether it was not noted before.
fn note(rows: &mut [bool], row: u32) -> bool {
    let place = usize::try_from(row).ok().and_then(|row| rows.get_mut(row));
    place.is_some_and(|noted| !std::mem::replace(noted, true))
}

/// What happens to a row at an atom, in the order in which it happens there.
const STOPS: u32 = 0;
const STARTS: u32 = 1;

/// A way through all places where a row holds.
struct Walk<'w, 't> {
    boxes: &'w Boxes<'t>,
    /// The keys, in the order in which they are gone through.
    order: &'w [usize],
    left: usize,
    visit: &'w mut dyn FnMut(&[u32], &Place),
    /// Told of what no row is for between two ranges of the last key.
    hole: &'w mut dyn FnMut(&Place, u32, u32),
}

impl Walk<'_, '_> {
    /// `None` where there is too much to look at.
    fn start(mut self) -> Option<()> {
        let rows: Vec<u32> = (0_u32..).take(self.boxes.rows.len()).collect();
        self.descend(&rows, &mut Vec::new())
    }

    fn descend(&mut self, rows: &[u32], place: &mut Vec<(usize, u32)>) -> Option<()> {
        let Some(&key) = self.order.get(place.len()) else {
            (self.visit)(rows, place);
            return Some(());
        };
        let last = place.len().saturating_add(1) == self.order.len();
        let events = self.events(rows, key);
        self.left = self.left.checked_sub(events.len())?;
        let mut active: Vec<u32> = Vec::new();
        let mut holes = Holes::default();
        for group in events.chunk_by(|one, other| one.0 == other.0) {
            let Some(&(atom, ..)) = group.first() else { continue };
            for (_, event, row) in group {
                match active.binary_search(row) {
                    Err(at) if *event == STARTS => active.insert(at, *row),
                    Ok(at) if *event == STOPS => drop(active.remove(at)),
                    _ => {}
                }
            }
            self.left = self.left.checked_sub(active.len().saturating_add(1))?;
            if last {
                let ranged = active.iter().any(|row| self.boxes.is_range(*row, key));
                if let Some((from, to)) = holes.step(atom, !active.is_empty(), ranged) {
                    (self.hole)(place, from, to);
                }
            }
            if !active.is_empty() {
                place.push((key, atom));
                self.descend(&active, place)?;
                place.pop();
            }
        }
        Some(())
    }

    /// Where rows start and stop to cover a key, from the lowest atom to the highest; at one atom those that stop come first.
    fn events(&self, rows: &[u32], key: usize) -> Vec<(u32, u32, u32)> {
        let mut events = Vec::new();
        for row in rows {
            let covers = usize::try_from(*row).ok().and_then(|row| self.boxes.covers.get(row)?.get(key));
            for (first, last) in covers.into_iter().flat_map(Atoms::spans) {
                events.push((first, STARTS, *row));
                events.push((last.saturating_add(1), STOPS, *row));
            }
        }
        sort::all(&mut events);
        events
    }
}

/// What no row is for, along a key.
#[derive(Default)]
struct Holes {
    /// Whether a range was met.
    ranged: bool,
    /// Where nothing covers the key any more.
    open: Option<u32>,
    /// A hole behind the last range that was met.
    found: Option<(u32, u32)>,
}

impl Holes {
    /// What happens at an atom: a hole, if it lies between two ranges and the second one starts here.
    fn step(&mut self, atom: u32, covered: bool, ranged: bool) -> Option<(u32, u32)> {
        if !covered {
            self.open = self.open.or(Some(atom));
            return None;
        }
        if let Some(from) = self.open.take() {
            self.found = self.found.or(Some((from, atom)));
        }
        if !ranged {
            return None;
        }
        let found = self.found.take().filter(|_| self.ranged);
        self.ranged = true;
        found
    }
}
