//! What came of the entries of a batch.

use crate::log::{Admission, BatchOutcome};
use crate::report::json;

use super::error::attain_error;
use super::guard::{Guarded, Handle, free, look};
use super::status::attain_status;
use super::text::{attain_text, invalid, tell};

/// What came of the entries of a batch: one outcome for each, in their order.
pub struct attain_outcomes(Handle<Outcomes>);

/// How many entries there were, and what came of those that do not simply count, by their places.
struct Outcomes {
    len: usize,
    odd: Vec<(usize, Admission)>,
}

/// The entry is in the log, and whatever it names is there.
pub const ATTAIN_OUTCOME_COUNTED: i32 = 1;
/// The entry is in the log, and totals see it when what it waits for has come. Nothing needs to be sent again.
pub const ATTAIN_OUTCOME_WAITING: i32 = 2;
/// The log has this very entry already.
pub const ATTAIN_OUTCOME_EXISTS: i32 = 3;
/// The log has another entry of this id, and keeps it.
pub const ATTAIN_OUTCOME_EXISTS_DIFFERENTLY: i32 = 4;
/// The entry is not in the log; its JSON has every reason.
pub const ATTAIN_OUTCOME_REFUSED: i32 = 5;

/// No further entry.
pub const ATTAIN_INDEX_NONE: u64 = u64::MAX;

impl attain_outcomes {
    pub(super) fn new(admissions: Vec<Admission>) -> attain_outcomes {
        let len = admissions.len();
        let odd = admissions.into_iter().enumerate().filter(|(_, admission)| *admission != Admission::Counted);
        attain_outcomes(Handle::new(Outcomes { len, odd: odd.collect() }))
    }

    /// What came of a batch of columns.
    pub(super) fn of_batch(rows: usize, outcome: BatchOutcome) -> attain_outcomes {
        attain_outcomes(Handle::new(Outcomes { len: rows, odd: outcome.odd }))
    }

    fn get(&self, index: u64) -> Option<&Admission> {
        let Outcomes { len, odd } = self.0.get();
        let index = usize::try_from(index).ok().filter(|index| index < len)?;
        match odd.binary_search_by_key(&index, |(at, _)| *at) {
            Ok(found) => odd.get(found).map(|(_, admission)| admission),
            Err(_) => Some(&Admission::Counted),
        }
    }
}

impl Guarded for attain_outcomes {
    fn poisoned(&self) -> &std::sync::atomic::AtomicBool {
        self.0.poisoned()
    }
}

fn outcome(admission: &Admission) -> i32 {
    match admission {
        Admission::Counted => ATTAIN_OUTCOME_COUNTED,
        Admission::Waiting(_) => ATTAIN_OUTCOME_WAITING,
        Admission::Exists => ATTAIN_OUTCOME_EXISTS,
        Admission::ExistsDifferently { .. } => ATTAIN_OUTCOME_EXISTS_DIFFERENTLY,
        Admission::Refused(_) => ATTAIN_OUTCOME_REFUSED,
    }
}

/// How many entries the batch had.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_outcomes_len(outcomes: *const attain_outcomes) -> u64 {
    // SAFETY: by the rules of the header, it is NULL or ours and lives. So below.
    let len = unsafe { look(outcomes) }.map_or(0, |outcomes| outcomes.0.get().len);
    u64::try_from(len).unwrap_or(u64::MAX)
}

/// How many entries had this outcome, one of `ATTAIN_OUTCOME_…`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_outcomes_count(outcomes: *const attain_outcomes, which: i32) -> u64 {
    // SAFETY: as above.
    let Some(outcomes) = (unsafe { look(outcomes) }) else { return 0 };
    let Outcomes { len, odd } = outcomes.0.get();
    let found = match which {
        ATTAIN_OUTCOME_COUNTED => len.saturating_sub(odd.len()),
        _ => odd.iter().filter(|(_, admission)| outcome(admission) == which).count(),
    };
    u64::try_from(found).unwrap_or(u64::MAX)
}

/// The outcome of an entry, counted from 0: one of `ATTAIN_OUTCOME_…`; 0 where there is no such entry.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_outcomes_at(outcomes: *const attain_outcomes, index: u64) -> i32 {
    // SAFETY: as above.
    unsafe { look(outcomes) }.and_then(|outcomes| outcomes.get(index)).map_or(0, outcome)
}

/// The first entry from `from` on that does not simply count; `ATTAIN_INDEX_NONE` where all others do.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_outcomes_next(outcomes: *const attain_outcomes, from: u64) -> u64 {
    // SAFETY: as above.
    let Some(outcomes) = (unsafe { look(outcomes) }) else { return ATTAIN_INDEX_NONE };
    let odd = &outcomes.0.get().odd;
    let from = usize::try_from(from).unwrap_or(usize::MAX);
    let next = odd.partition_point(|(at, _)| *at < from);
    odd.get(next).and_then(|(at, _)| u64::try_from(*at).ok()).unwrap_or(ATTAIN_INDEX_NONE)
}

/// What came of an entry, as JSON: the outcome, and all that it waits for or was refused for.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_outcomes_json(
    outcomes: *const attain_outcomes,
    index: u64,
    out: *mut *mut attain_text,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        tell(outcomes, "outcomes", out, error, |outcomes| {
            let none =
                || invalid("index", format!("there is no entry {index}; the batch has {}", outcomes.0.get().len));
            let admission = outcomes.get(index).ok_or_else(none)?;
            Ok(json::admission(admission))
        })
    }
}

/// Frees outcomes; NULL is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_outcomes_free(outcomes: *mut attain_outcomes) {
    // SAFETY: by the rules of the header, it is NULL or ours and freed once.
    unsafe { free(outcomes) }
}
