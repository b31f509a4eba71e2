//! Contests, badges, and whose rank moved: with the feature `analysis`.

use std::ffi::c_char;

use crate::engine::{Seen, View};
use crate::id::Key;
use crate::kpi::When;
use crate::quantity::Outcome;
use crate::ranking::{Moved, RankingPlan};
use crate::report::{self, json};

use super::analysis::{actor_of, second};
use super::error::{Failure, attain_error};
use super::feature::missing;
use super::place::{attain_place, find, find_when};
use super::results::{Form, form, stamped, undefined};
use super::status::attain_status;
use super::text::{attain_text, text};
use super::view::{attain_view, write};

/// A contest as it stands on the day of the view: who is ranked how, what is offered and paid, and what each wins. Of `place`, only
/// the time is read; a ranking that says its own time is asked in all of it. `actor` is the key of a person by whose eyes it is seen,
/// as the plan's `may_see` says, or NULL. `form` is one of `ATTAIN_FORM_…`. Where there is none, the answer says why: as JSON,
/// `undefined` and `why`. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_contest(
    view: *const attain_view,
    place: *const attain_place,
    ranking: *const c_char,
    ranking_len: usize,
    actor: *const c_char,
    actor_len: usize,
    form: i32,
    out: *mut *mut attain_text,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: by the rules of the header, arguments are NULL or can be read or written as they say. So below.
    unsafe {
        if let Some(status) = missing(out.cast(), error) {
            return status;
        }
        write(view, out, error, &|view| {
            let (name, actor) = (text(ranking, ranking_len, "ranking")?, actor_of(actor, actor_len)?);
            let form = self::form(form)?;
            contest(view, name, find_when(view, place)?, actor, form).map(|text| stamped(view, text, form))
        })
    }
}

fn contest(view: &View, name: &str, when: When, actor: Option<&str>, form: Form) -> Result<String, Failure> {
    let precision = view.plan().precision();
    let contest = match seen(view, actor)? {
        None => view.contest(name, when).map_err(of_no_ranking)?,
        Some(seen) => seen.contest(name, when).map_err(of_no_ranking)?.map(|seen| seen.contest),
    };
    Ok(match (plan(view, name), contest) {
        (_, Err(why)) => undefined(&why, form, precision),
        (None, Ok(_)) => String::new(),
        (Some(plan), Ok(contest)) => match form {
            Form::Json => json::contest(plan, &contest, precision),
            Form::Text(language) => report::contest(&contest, Key::to_string, language).to_string(),
        },
    })
}

/// The badges of all rankings, each with whether a person or a unit has earned it, and with what its condition asked. `actor` and `form`
/// as in `attain_view_contest`. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_badges(
    view: *const attain_view,
    place: *const attain_place,
    actor: *const c_char,
    actor_len: usize,
    form: i32,
    out: *mut *mut attain_text,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        if let Some(status) = missing(out.cast(), error) {
            return status;
        }
        write(view, out, error, &|view| {
            let actor = actor_of(actor, actor_len)?;
            let form = self::form(form)?;
            let (whose, when) = find(view, place)?;
            let badges = match seen(view, actor)? {
                None => view.badges(whose, when),
                Some(seen) => seen.badges(whose, when)?,
            };
            let text = match form {
                Form::Json => json::badges(&badges, view.plan().precision()),
                Form::Text(language) => report::badges(&badges, language).to_string(),
            };
            Ok(stamped(view, text, form))
        })
    }
}

/// What became of each rank: who rose and fell, who came and who left. `before` is a view of the same engine, in which the same time was
/// asked for, or NULL: then it is the period before. Of `place`, only the time is read. `actor` and `form` as in `attain_view_contest`.
/// Where there is no period before, the answer says why. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_rank_moves(
    view: *const attain_view,
    before: *const attain_view,
    place: *const attain_place,
    ranking: *const c_char,
    ranking_len: usize,
    actor: *const c_char,
    actor_len: usize,
    form: i32,
    out: *mut *mut attain_text,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        if let Some(status) = missing(out.cast(), error) {
            return status;
        }
        write(view, out, error, &|view| {
            let (name, actor) = (text(ranking, ranking_len, "ranking")?, actor_of(actor, actor_len)?);
            let form = self::form(form)?;
            let when = find_when(view, place)?;
            let before = if before.is_null() { None } else { Some(second(before, "before")?.view()) };
            let moves = moves(view, before, (name, when), actor)?;
            Ok(stamped(view, moves_text(view, &moves, form), form))
        })
    }
}

fn moves(
    view: &View,
    before: Option<&View>,
    (name, when): (&str, When),
    actor: Option<&str>,
) -> Result<Outcome<Vec<Moved>>, Failure> {
    let moves = match (seen(view, actor)?, before) {
        (None, None) => view.rank_moves(name, when),
        (None, Some(before)) => view.rank_moves_since(before, name, when).map(Ok),
        (Some(seen), None) => seen.rank_moves(name, when),
        (Some(seen), Some(before)) => seen.rank_moves_since(before, name, when).map(Ok),
    };
    moves.map_err(of_no_ranking)
}

fn moves_text(view: &View, moves: &Outcome<Vec<Moved>>, form: Form) -> String {
    let precision = view.plan().precision();
    match (form, moves) {
        (Form::Json, _) => json::rank_moves(moves, precision),
        (Form::Text(_), Err(why)) => undefined(why, form, precision),
        (Form::Text(language), Ok(moves)) => report::rank_moves(moves, Key::to_string, language).to_string(),
    }
}

fn seen(view: &View, actor: Option<&str>) -> Result<Option<Seen>, Failure> {
    actor.map(|actor| view.seen_by(actor).map_err(|error| Failure::at("actor", error))).transpose()
}

fn plan<'v>(view: &'v View, name: &str) -> Option<&'v RankingPlan> {
    view.plan().rankings().iter().find(|ranking| ranking.name.as_str() == name)
}

/// A ranking that there is not.
#[cold]
fn of_no_ranking(error: crate::Error) -> Failure {
    Failure::from(error).about("ranking")
}
