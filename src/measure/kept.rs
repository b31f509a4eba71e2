//! What units have gathered in a time, kept while facts come and go.
//!
//! A unit's answer is gathered from the cells of all stays at and below it. Where it is asked for again after one more fact, what
//! was gathered is kept, and that fact is added to it or taken out. A group out of which a fact cannot be taken (the
//! greatest amount is gone) is gathered again.

use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::id::Id;
use crate::org::Unit;

use super::cells::Whose;
use super::fold::Fold;
use super::tally::Tally;

/// How many are kept; one more, and all are forgotten.
const KEPT_MAX: usize = 32_768;

/// By unit, and then by fold and time.
#[derive(Debug, Default)]
pub(super) struct Kept(Mutex<Groups>);

#[derive(Debug, Default)]
struct Groups {
    /// By unit: in the order of their keys; without a tally, where it was asked for only once.
    units: Vec<Vec<(Key, Option<Tally>)>>,
    /// How many there are in all.
    count: usize,
}

/// Of which fold, and when.
type Key = (Id<Fold>, Span);

/// What is known of a group.
enum Known<R> {
    Nothing,
    /// It was asked for before.
    Asked,
    Read(R),
}

impl Kept {
    /// What is read of a group. If it is not there, what `plain` says without it, or of what is gathered then; where it `waits`, it
    /// is gathered when it is asked for again.
    pub(super) fn read<R>(
        &self,
        (unit, key): (Id<Unit>, Key),
        waits: bool,
        plain: impl FnOnce() -> Option<R>,
        gather: impl FnOnce() -> Tally,
        read: impl Fn(&Tally) -> R,
    ) -> R {
        let known = match self.lock().get(unit, key) {
            Some(Some(known)) => Known::Read(read(known)),
            Some(None) => Known::Asked,
            None => Known::Nothing,
        };
        let asks_again = match known {
            Known::Read(answer) => return answer,
            Known::Asked => true,
            Known::Nothing => false,
        };
        if !(waits && asks_again)
            && let Some(plain) = plain()
        {
            if waits {
                self.lock().put(unit, key, None);
            }
            return plain;
        }
        let tally = gather();
        let answer = read(&tally);
        self.lock().put(unit, key, Some(tally));
        answer
    }

    /// Changes the groups of a fold to which a fact of a day belongs that those have a part in; what cannot be changed is
    /// forgotten.
    pub(super) fn change(
        &mut self,
        fold: Id<Fold>,
        whose: &[Whose],
        day: NaiveDate,
        mut change: impl FnMut(&mut Tally) -> bool,
    ) {
        let all = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        for whose in whose {
            let Whose::Unit(unit) = whose else { continue };
            let Some(own) = all.units.get_mut(unit.index()) else { continue };
            let from = own.partition_point(|((of, _), _)| *of < fold);
            for ((_, span), tally) in own.iter_mut().skip(from).take_while(|((of, _), _)| *of == fold) {
                if span.contains(day) && tally.as_mut().is_some_and(|tally| !change(tally)) {
                    *tally = None;
                }
            }
        }
    }

    /// Forgets the groups of a fold.
    pub(super) fn forget(&mut self, fold: Id<Fold>) {
        let all = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        for (_, tally) in all.units.iter_mut().flatten().filter(|((of, _), _)| *of == fold) {
            *tally = None;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Groups> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Groups {
    fn get(&self, unit: Id<Unit>, key: Key) -> Option<&Option<Tally>> {
        let own = self.units.get(unit.index())?;
        let at = own.binary_search_by(|(known, _)| known.cmp(&key)).ok()?;
        own.get(at).map(|(_, tally)| tally)
    }

    fn put(&mut self, unit: Id<Unit>, key: Key, tally: Option<Tally>) {
        if self.count >= KEPT_MAX {
            *self = Groups::default();
        }
        let at = unit.index();
        if self.units.len() <= at {
            self.units.resize_with(at.saturating_add(1), Vec::new);
        }
        let Some(own) = self.units.get_mut(at) else { return };
        match own.binary_search_by(|(known, _)| known.cmp(&key)) {
            Ok(at) => {
                if let Some((_, known)) = own.get_mut(at) {
                    *known = tally;
                }
            }
            Err(at) => {
                own.insert(at, (key, tally));
                self.count = self.count.saturating_add(1);
            }
        }
    }
}

/// Who asks another time asks anew.
impl Clone for Kept {
    fn clone(&self) -> Kept {
        Kept::default()
    }
}
