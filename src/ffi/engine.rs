//! Engines: entries in.

use std::ffi::{c_char, c_void};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, RwLock, RwLockReadGuard, RwLockWriteGuard, TryLockError};

use crate::engine::Engine;
use crate::report::json;

use super::day::{attain_time, moment};
use super::error::{Failure, attain_error};
use super::guard::{Guarded, Handle, ask, free, look, make, poisoned};
use super::outcomes::attain_outcomes;
use super::plan::{Loaded, attain_plan};
use super::status::{ATTAIN_E_BUSY, attain_status};
use super::text::{attain_text, bytes, tell, text};

/// A plan and a log: takes entries, and gives views, of which questions are asked.
///
/// Any number of threads may ask it at once; one at a time may record, and while nobody asks. Whoever comes in between gets
/// `ATTAIN_E_BUSY`, and nothing has happened.
pub struct attain_engine {
    inner: RwLock<Engine>,
    plan: Arc<Loaded>,
    poisoned: AtomicBool,
}

impl Guarded for attain_engine {
    fn poisoned(&self) -> &AtomicBool {
        &self.poisoned
    }
}

impl attain_engine {
    fn new(engine: Engine, plan: Arc<Loaded>) -> attain_engine {
        attain_engine { inner: RwLock::new(engine), plan, poisoned: AtomicBool::new(false) }
    }

    /// An engine of a plan that nobody loaded.
    pub(super) fn of(engine: Engine) -> attain_engine {
        let plan = Arc::new(Loaded::new(engine.plan().clone()));
        attain_engine::new(engine, plan)
    }

    pub(super) fn asking(&self) -> Result<RwLockReadGuard<'_, Engine>, Failure> {
        self.inner.try_read().map_err(|error| refused(matches!(error, TryLockError::Poisoned(_))))
    }

    pub(super) fn recording(&self) -> Result<RwLockWriteGuard<'_, Engine>, Failure> {
        self.inner.try_write().map_err(|error| refused(matches!(error, TryLockError::Poisoned(_))))
    }

    pub(super) fn plan(&self) -> &Arc<Loaded> {
        &self.plan
    }
}

#[cold]
fn refused(was_inside_a_panic: bool) -> Failure {
    if was_inside_a_panic {
        return poisoned("engine");
    }
    let message = "another thread records into the engine, or asks it, at this moment".to_owned();
    Failure::new(ATTAIN_E_BUSY, "engine.busy", message).path("engine").help("try again when it is done")
}

/// An engine with an empty log. It keeps the plan alive.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_engine_new(
    plan: *const attain_plan,
    out: *mut *mut attain_engine,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: by the rules of the header, arguments are NULL or can be read or written as they say. So below.
    unsafe {
        make(plan, "plan", out, error, |plan| {
            let plan = Arc::clone(plan.0.get());
            Ok(attain_engine::new(Engine::new(plan.plan.clone()), plan))
        })
    }
}

/// A second engine that has the same log up to now: what is recorded in one is not seen by the other. It costs next to nothing.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_engine_fork(
    engine: *const attain_engine,
    out: *mut *mut attain_engine,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        make(engine, "engine", out, error, |engine| {
            let copy = engine.asking()?.clone();
            Ok(attain_engine::new(copy, Arc::clone(engine.plan())))
        })
    }
}

/// One more handle to the engine's plan, to be freed by itself; NULL where `engine` is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_engine_plan(engine: *const attain_engine) -> *mut attain_plan {
    // SAFETY: as above.
    let plan = unsafe { look(engine) }.map(|engine| attain_plan(Handle::new(Arc::clone(engine.plan()))));
    plan.map_or(std::ptr::null_mut(), |plan| Box::into_raw(Box::new(plan)))
}

/// How many entries the log has.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_engine_len(
    engine: *const attain_engine,
    out: *mut u64,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        ask(engine, "engine", error, |engine| {
            let len = engine.asking()?.log().len();
            super::guard::put(out, "out", u64::try_from(len).unwrap_or(u64::MAX))
        })
    }
}

/// Records JSON lines, one entry a line: one outcome for each line that is not blank. Good ones count, whatever becomes of their
/// neighbours; the status says only whether the text could be read at all.
///
/// `known` is the moment at which the batch became known; with `ATTAIN_TIME_NONE`, entries name their own or were known always.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_engine_record_jsonl(
    engine: *mut attain_engine,
    lines: *const c_void,
    len: usize,
    known: attain_time,
    out: *mut *mut attain_outcomes,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        make(engine.cast_const(), "engine", out, error, |engine| {
            let lines = bytes(lines, len, "lines")?;
            let known = moment(known, "known")?;
            let admissions = engine.recording()?.record_jsonl(lines, known);
            Ok(attain_outcomes::new(admissions))
        })
    }
}

/// Records the rows of a CSV of one kind, whose header has the plan's field names: one outcome for each row. For the rest it is
/// as `attain_engine_record_jsonl`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_engine_record_csv(
    engine: *mut attain_engine,
    kind: *const c_char,
    kind_len: usize,
    rows: *const c_void,
    len: usize,
    known: attain_time,
    out: *mut *mut attain_outcomes,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        make(engine.cast_const(), "engine", out, error, |engine| {
            let kind = text(kind, kind_len, "kind")?;
            let rows = bytes(rows, len, "rows")?;
            let known = moment(known, "known")?;
            let admissions = engine.recording()?.record_csv(kind, rows, known);
            Ok(attain_outcomes::new(admissions))
        })
    }
}

/// The entries that are kept and do not count yet, each with what it waits for, as a JSON list.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_engine_waiting_json(
    engine: *const attain_engine,
    out: *mut *mut attain_text,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        tell(engine, "engine", out, error, |engine| {
            let waiting = engine.asking()?.waiting();
            Ok(json::waiting(&waiting))
        })
    }
}

/// Frees an engine; NULL is allowed. Views of it go on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_engine_free(engine: *mut attain_engine) {
    // SAFETY: by the rules of the header, it is NULL or an engine of ours that is freed once, while no call on it runs.
    unsafe { free(engine) }
}
