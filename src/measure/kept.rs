//! What units have gathered in a time, kept while facts come and go.
//!
//! A unit's answer is gathered from the cells of all stays at and below it. Where it is asked for again after one more fact, what
//! was gathered is kept, and that fact is added to it or taken out. A group out of which a fact cannot be taken (the
//! greatest amount is gone) is gathered again.

use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::id::Id;

use super::cells::Whose;
use super::fold::Fold;
use super::tally::Tally;

/// How many are kept; one more, and all are forgotten.
const KEPT_MAX: usize = 1_024;

/// By fold, unit and time.
#[derive(Debug, Default)]
pub(super) struct Kept(Mutex<Groups>);

/// In the order of their keys.
type Groups = Vec<(Key, Tally)>;

/// Of which fold, whose, and when.
type Key = (Id<Fold>, Whose, Span);

impl Kept {
    /// What is read of a group; if it is not there, what `plain` says without it, or of what is gathered then.
    pub(super) fn read<R>(
        &self,
        key: Key,
        plain: impl FnOnce() -> Option<R>,
        gather: impl FnOnce() -> Tally,
        read: impl Fn(&Tally) -> R,
    ) -> R {
        let found = |all: &Groups| all.binary_search_by(|(known, _)| known.cmp(&key));
        {
            let all = self.lock();
            if let Some((_, known)) = found(&all).ok().and_then(|at| all.get(at)) {
                return read(known);
            }
        }
        if let Some(plain) = plain() {
            return plain;
        }
        let tally = gather();
        let answer = read(&tally);
        let mut all = self.lock();
        if all.len() >= KEPT_MAX {
            all.clear();
        }
        if let Err(at) = found(&all) {
            all.insert(at, (key, tally));
        }
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
        all.retain_mut(|((of, who, span), tally)| {
            let is_part = *of == fold && span.contains(day) && whose.contains(who);
            !is_part || change(tally)
        });
    }

    /// Forgets the groups of a fold.
    pub(super) fn forget(&mut self, fold: Id<Fold>) {
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner).retain(|((of, ..), _)| *of != fold);
    }

    fn lock(&self) -> MutexGuard<'_, Groups> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Who asks another time asks anew.
impl Clone for Kept {
    fn clone(&self) -> Kept {
        Kept::default()
    }
}
