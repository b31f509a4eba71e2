//! The view that an engine gave last follows the log.
//!
//! Where only facts and targets were recorded since, and nobody else holds it, it takes them into account in place: what it gives
//! then is what a view made afresh gives. A view that somebody holds never changes.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use chrono::NaiveDate;

use crate::log::Log;
use crate::plan::Plan;

use super::view::{Inside, View, slots};

/// From how many entries on, beside a quarter of those that are known, a view is made afresh.
const MANY: usize = 64;

/// The inside of the view that was given last.
#[derive(Debug)]
pub(super) struct Live {
    last: Mutex<Option<Arc<Inside>>>,
    /// What a view holds while its log grows.
    nothing: Arc<Log>,
}

impl Live {
    /// With an empty log of the same plan.
    pub(super) fn new(nothing: Log) -> Live {
        Live { last: Mutex::new(None), nothing: Arc::new(nothing) }
    }

    /// Lets the last view let go of the log, so that the log may grow without being copied.
    pub(super) fn let_go(&mut self) {
        let last = self.last.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(inside) = last.as_mut().and_then(Arc::get_mut) {
            inside.standing.let_go(&self.nothing);
            // It holds the log too, and is made when somebody asks.
            inside.books.get_mut().map(|books| books.ahead.take());
        }
    }

    /// What was so on a day, by the whole log.
    pub(super) fn view(&self, plan: &Plan, log: &Arc<Log>, as_of: NaiveDate) -> View {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let known = last.take().filter(|inside| inside.as_of == as_of);
        let followed = known.and_then(|mut inside| {
            let is_current = inside.standing.upto() == log.len() && inside.standing.log().len() == log.len();
            let follows = is_current || Arc::get_mut(&mut inside).is_some_and(|inside| inside.follow(log));
            follows.then_some(inside)
        });
        let inside = followed.unwrap_or_else(|| View::new(plan, log, log.len(), as_of).0);
        *last = Some(Arc::clone(&inside));
        View(inside)
    }
}

/// A fork has no view yet.
impl Clone for Live {
    fn clone(&self) -> Live {
        Live { last: Mutex::new(None), nothing: Arc::clone(&self.nothing) }
    }
}

impl Inside {
    /// Takes the entries into account that were recorded since; whether that was possible: else a view is to be made afresh.
    fn follow(&mut self, log: &Arc<Log>) -> bool {
        let (known, more) = (self.standing.upto(), log.len().saturating_sub(self.standing.upto()));
        if more > MANY.saturating_add(known / 4) {
            return false;
        }
        self.standing.hold(log);
        if more == 0 {
            return true;
        }
        let Some(changes) = self.standing.changes() else { return false };
        // Targets that were cut by facts of the moment that goes on are cut anew.
        if changes.are_of_targets() || self.books.get().is_some_and(|books| !books.stay(known)) {
            self.books = OnceLock::new();
            self.memo.forget_columns();
        }
        let touched = changes.touched().to_vec();
        let mut cells = std::mem::take(&mut self.cells);
        let stale = cells.forget(&touched, self.source());
        self.standing.apply(changes);
        self.exchange.follow(&self.standing, &touched, &mut self.left_out);
        let reach = cells.learn(&touched, stale, |span| slots(&self.plan, &self.org, span), self.source());
        self.cells = cells;
        if let Some(reach) = &reach {
            self.memo.follow(reach, self.plan.folds());
        }
        reach.is_some()
    }
}
