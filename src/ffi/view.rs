//! Views: what was so on a day.

use std::ffi::c_char;
use std::sync::atomic::AtomicBool;

use crate::engine::View;
use crate::kpi::When;
use crate::measure::Whose;
use crate::quantity::Outcome;
use crate::report::json;

use super::day::{attain_date, attain_time, day, moment};
use super::engine::attain_engine;
use super::error::{Failure, attain_error};
use super::guard::{Guarded, Handle, ask, free, make, put};
use super::place::{attain_place, find};
use super::status::attain_status;
use super::text::{attain_text, invalid, tell, text};
use super::value::attain_value;

/// What was so on a day, as it was known at a position of the log. It never changes, and any number of threads may ask it at
/// once. It goes on when its engine is freed. Recording while a view is alive copies the log once: free views first.
pub struct attain_view(pub(super) Handle<View>);

impl Guarded for attain_view {
    fn poisoned(&self) -> &AtomicBool {
        self.0.poisoned()
    }
}

impl attain_view {
    pub(super) fn view(&self) -> &View {
        self.0.get()
    }

    pub(super) fn new(view: View) -> attain_view {
        attain_view(Handle::new(view))
    }
}

/// What was so on a day, as far as it is known now.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_engine_view(
    engine: *const attain_engine,
    as_of: attain_date,
    out: *mut *mut attain_view,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: by the rules of the header, arguments are NULL or can be read or written as they say. So below.
    unsafe {
        make(engine, "engine", out, error, |engine| {
            let as_of = day(as_of, "as_of")?;
            let view = engine.asking()?.view(as_of);
            Ok(attain_view::new(view))
        })
    }
}

/// What was so on a day, as it was known when the log had `position` entries.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_engine_view_at(
    engine: *const attain_engine,
    as_of: attain_date,
    position: u64,
    out: *mut *mut attain_view,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        make(engine, "engine", out, error, |engine| {
            let as_of = day(as_of, "as_of")?;
            let engine = engine.asking()?;
            let len = engine.log().len();
            let known = usize::try_from(position).ok().filter(|position| *position <= len);
            let none = || invalid("position", format!("the log has no position {position}; it has {len} entries"));
            let view = engine.view_at(as_of, known.ok_or_else(none)?);
            Ok(attain_view::new(view))
        })
    }
}

/// What was so on a day, as it was known at a moment.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_engine_view_known(
    engine: *const attain_engine,
    as_of: attain_date,
    known: attain_time,
    out: *mut *mut attain_view,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        make(engine, "engine", out, error, |engine| {
            let as_of = day(as_of, "as_of")?;
            let known = moment(known, "known")?;
            let known = known.ok_or_else(no_moment)?;
            let view = engine.asking()?.view_known(as_of, known);
            Ok(attain_view::new(view))
        })
    }
}

#[cold]
fn no_moment() -> Failure {
    invalid("known", "`known` is ATTAIN_TIME_NONE, and a moment is needed".to_owned())
}

/// Where the answers of a view come from, as JSON: the hash of the plan, the position of the log, the day, the version.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_provenance_json(
    view: *const attain_view,
    out: *mut *mut attain_text,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe { write(view, out, error, &|view| Ok(json::provenance(&view.provenance()))) }
}

/// Frees a view; NULL is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_view_free(view: *mut attain_view) {
    // SAFETY: by the rules of the header, it is NULL or a view of ours that is freed once.
    unsafe { free(view) }
}

/// Asks a view for text.
///
/// # Safety
///
/// As for [`tell`].
pub(super) unsafe fn write(
    view: *const attain_view,
    out: *mut *mut attain_text,
    error: *mut *mut attain_error,
    ask_for: &dyn Fn(&View) -> Result<String, Failure>,
) -> attain_status {
    // SAFETY: the caller's.
    unsafe { tell(view, "view", out, error, |view| ask_for(view.view())) }
}

/// What a view is asked by a name, of somebody at some time.
type Question<'q> = dyn Fn(&View, &str, Whose, When) -> Result<Outcome, Failure> + 'q;

/// Asks a view for a value, of a place and by a name.
///
/// # Safety
///
/// As the header says of the arguments.
pub(super) unsafe fn value(
    view: *const attain_view,
    place: *const attain_place,
    (argument, name, len): (&str, *const c_char, usize),
    out: *mut attain_value,
    error: *mut *mut attain_error,
    ask_for: &Question<'_>,
) -> attain_status {
    // SAFETY: the caller's.
    unsafe {
        ask(view, "view", error, |view| {
            let view = view.view();
            let name = text(name, len, argument)?;
            let (whose, when) = find(view, place)?;
            let answer = ask_for(view, name, whose, when).map_err(|failure| failure.about(argument))?;
            put(out, "out", attain_value::of(&answer))
        })
    }
}
