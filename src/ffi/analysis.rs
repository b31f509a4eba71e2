//! Questions about many at once, the entries behind figures, what-ifs, and why a figure is another one: with the
//! feature `analysis`.

use std::ffi::{c_char, c_void};

use crate::engine::query::{Answers, Query, QueryDefinition};
use crate::engine::{FunnelQuery, View};
use crate::kpi::When;
use crate::measure::Whose;
use crate::plan::Overlay;
use crate::report::{self, json};
use crate::trace::Limits;

use super::engine::attain_engine;
use super::error::{Failure, attain_error};
use super::feature::missing;
use super::guard::{Guarded, ask, clear, give, there};
use super::outcomes::attain_outcomes;
use super::place::{attain_place, find, find_or_all, find_when, key_of};
use super::results::{Form, form};
use super::status::attain_status;
use super::text::{attain_text, bytes, invalid, null, tell, text};
use super::view::{attain_view, write};

/// CSV, for spreadsheets: a line for each row, numbers as decimals.
pub const ATTAIN_FORM_CSV: i32 = 4;

/// A table of figures: of many people and units, at many times, broken down by fields, sorted, by page.
///
/// `query` is JSON: `{ "figures": ["revenue", "attainment(revenue)"], "of": "people", "unit": "north", "during": ["2025-03"],
/// "by": ["order.product"], "sort": "revenue", "top": 10 }`; the manual's page on asking has all of its fields. `actor`
/// is the key of a person by whose eyes it is seen, as the plan's `may_see` says, or NULL. `form` is one of
/// `ATTAIN_FORM_…`. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_table(
    view: *const attain_view,
    query: *const c_void,
    query_len: usize,
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
            let (query, actor) = (bytes(query, query_len, "query")?, actor_of(actor, actor_len)?);
            let form = if form == ATTAIN_FORM_CSV { None } else { Some(self::form(form)?) };
            let answers = answers(view, &read(view, query)?, actor)?;
            Ok(match form {
                None => report::answers_csv(&answers),
                Some(Form::Json) => json::answers(&answers),
                Some(Form::Text(language)) => report::answers(&answers, language).to_string(),
            })
        })
    }
}

/// The entries behind one cell of a table, fold by fold, as JSON: asked by the same query, the row and the column, both
/// counted from 0 on its page. Of each fold at most `limit` entries (0: 1,000) from the one at `offset`. With the
/// feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_entries_json(
    view: *const attain_view,
    query: *const c_void,
    query_len: usize,
    actor: *const c_char,
    actor_len: usize,
    row: u64,
    column: u64,
    offset: u64,
    limit: u64,
    out: *mut *mut attain_text,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        if let Some(status) = missing(out.cast(), error) {
            return status;
        }
        write(view, out, error, &|view| {
            let (query, actor) = (bytes(query, query_len, "query")?, actor_of(actor, actor_len)?);
            let answers = answers(view, &read(view, query)?, actor)?;
            let drill = answers.drill(count(row), count(column)).ok_or_else(|| no_cell(&answers, row, column))?;
            let drill = drill.offset(count(offset));
            let drill = if limit == 0 { drill } else { drill.limit(count(limit)) };
            let behind = match actor {
                None => view.entries(&drill),
                Some(actor) => view.seen_by(actor).and_then(|seen| seen.entries(&drill)),
            };
            Ok(json::entries(&behind?, view.plan().precision()))
        })
    }
}

/// What the moves of records tell: who entered which stage, went on, was lost, waits; rates, times and values.
///
/// `place` says of whom, and when; where it was only set up and names nobody, all records are meant. `query` is JSON:
/// `{ "of": "deal", "by": "cohort", "amount": "value", "members": true, "records": true }`; the manual's page on funnels has
/// all of its fields. `actor` is the key of a person by whose eyes it is seen, or NULL. `form` is one of `ATTAIN_FORM_…`. With
/// the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_funnel(
    view: *const attain_view,
    place: *const attain_place,
    query: *const c_void,
    query_len: usize,
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
            let (query, actor) = (bytes(query, query_len, "query")?, actor_of(actor, actor_len)?);
            let form = self::form(form)?;
            let query = FunnelQuery::from_json(query);
            let query = query.map_err(|problems| Failure::of_problems(&problems, usize::MAX))?;
            let (whose, when) = find_or_all(view, place)?;
            funnels(view, &query, (whose, when), actor, form)
        })
    }
}

/// How a figure came about, within limits and by the eyes of an actor. `figure` is written as in a table's query. What lies deeper
/// than `depth`, and more parts, or entries of one part, than asked for are counted and not opened; 0 is the library's own limit.
/// `actor` may be NULL. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_explain_within(
    view: *const attain_view,
    place: *const attain_place,
    figure: *const c_char,
    figure_len: usize,
    actor: *const c_char,
    actor_len: usize,
    depth: u32,
    parts: u32,
    entries: u32,
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
            let (figure, actor) = (text(figure, figure_len, "figure")?, actor_of(actor, actor_len)?);
            let form = self::form(form)?;
            let (whose, when) = find(view, place)?;
            let limits = limits(depth, parts, entries);
            let trace = match actor {
                None => view.explain_within(figure, whose, when, limits),
                Some(actor) => view.seen_by(actor).and_then(|seen| seen.explain_within(figure, whose, when, limits)),
            };
            let trace = trace.map_err(|error| Failure::from(error).about("figure"))?;
            Ok(match form {
                Form::Json => json::trace(&trace, view.plan().precision()),
                Form::Text(language) => trace.to_text(language),
            })
        })
    }
}

/// Why a figure is another one than before: what facts, targets, policy, people and the calendar did to it, in parts
/// that add up, and what is behind each. `place` says of whom, and when before; of `later` only the time is read, and
/// NULL is the same time. The two views may be two days or two positions of one log, or of a fork and its original.
/// `form` is one of `ATTAIN_FORM_…`. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_view_change(
    before: *const attain_view,
    after: *const attain_view,
    place: *const attain_place,
    later: *const attain_place,
    figure: *const c_char,
    figure_len: usize,
    form: i32,
    out: *mut *mut attain_text,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        if let Some(status) = missing(out.cast(), error) {
            return status;
        }
        tell(before, "before", out, error, |before| {
            let (before, after) = (before.view(), second(after, "after")?.view());
            let figure = text(figure, figure_len, "figure")?;
            let form = self::form(form)?;
            let (who, when) = (key_of(place)?, find_when(before, place)?);
            let then = if later.is_null() { when } else { find_when(after, later)? };
            let change = before.change(after, figure, who, when, then);
            let change = change.map_err(|error| Failure::from(error).about("figure"))?;
            Ok(match form {
                Form::Json => json::change(&change, after.plan().precision()),
                Form::Text(language) => change.to_text(language),
            })
        })
    }
}

/// A what-if: a second engine whose plan says something else in some places, and whose log has some entries more. The
/// first is as it was. `overlay` is JSON: `{ "overlay": "raise", "plan": [ { "at":
/// "scorecards.rep.items.results.weight", "set": "50%" } ], "entries": [ … ] }`. `outcomes` gets what came of its
/// entries. Where the changed plan keeps facts differently, the log is recorded anew; `replayed` gets what came of that
/// (nothing, where the log is shared), and may be NULL. A plan that would not be sound is refused with every problem of
/// it. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_engine_fork_with(
    engine: *const attain_engine,
    overlay: *const c_void,
    overlay_len: usize,
    out: *mut *mut attain_engine,
    outcomes: *mut *mut attain_outcomes,
    replayed: *mut *mut attain_outcomes,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        clear(out.cast());
        clear(outcomes.cast());
        clear(replayed.cast());
        if let Some(status) = missing(out.cast(), error) {
            return status;
        }
        ask(engine, "engine", error, |engine| {
            there(out, "out")?;
            there(outcomes, "outcomes")?;
            let overlay = Overlay::from_json(bytes(overlay, overlay_len, "overlay")?);
            let overlay = overlay.map_err(|problems| Failure::of_problems(&problems, usize::MAX))?;
            let fork = engine.asking()?.fork_with(&overlay);
            let fork = fork.map_err(|problems| Failure::of_problems(&problems, usize::MAX))?;
            give(out, attain_engine::of(fork.engine));
            give(outcomes, attain_outcomes::new(fork.admissions));
            if there(replayed, "replayed").is_ok() {
                give(replayed, attain_outcomes::new(fork.replayed));
            }
            Ok(())
        })
    }
}

/// The whole log as JSON lines, in the order in which entries came: recorded into another engine of the same plan they
/// give the same answers. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_engine_to_jsonl(
    engine: *const attain_engine,
    out: *mut *mut attain_text,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        if let Some(status) = missing(out.cast(), error) {
            return status;
        }
        tell(engine, "engine", out, error, |engine| Ok(engine.asking()?.to_jsonl()))
    }
}

/// A second object that a call is about.
///
/// # Safety
///
/// `object` is NULL or lives.
pub(super) unsafe fn second<'a, T: Guarded>(object: *const T, name: &str) -> Result<&'a T, Failure> {
    // SAFETY: the caller's.
    let object = unsafe { super::guard::look(object) }.ok_or_else(|| null(name))?;
    if object.poisoned().load(std::sync::atomic::Ordering::Acquire) {
        return Err(super::guard::poisoned(name));
    }
    Ok(object)
}

/// The actor by whose eyes something is seen; nobody, where NULL is given.
///
/// # Safety
///
/// As the header says of texts.
pub(super) unsafe fn actor_of<'a>(actor: *const c_char, len: usize) -> Result<Option<&'a str>, Failure> {
    // SAFETY: the caller's.
    unsafe { optional(actor, len, "actor") }
}

/// A text that may be NULL.
///
/// # Safety
///
/// As for [`text`].
pub(super) unsafe fn optional<'a>(data: *const c_char, len: usize, name: &str) -> Result<Option<&'a str>, Failure> {
    if data.is_null() && (len == 0 || len == usize::MAX) {
        return Ok(None);
    }
    // SAFETY: the caller's.
    unsafe { text(data, len, name) }.map(Some)
}

/// A funnel, or several beside each other, as text.
fn funnels(
    view: &View,
    query: &FunnelQuery,
    (whose, when): (Option<Whose>, When),
    actor: Option<&str>,
    form: Form,
) -> Result<String, Failure> {
    let seen = actor.map(|actor| view.seen_by(actor).map_err(|error| Failure::at("actor", error))).transpose()?;
    let failed = |error| Failure::from(error).about("query");
    let records = query.records == Some(true);
    if query.members == Some(true) {
        let unit =
            whose.ok_or_else(|| invalid("place", "members are those of a unit, and none is named".to_owned()))?;
        let team = match &seen {
            None => view.funnel_by_member(query, unit, when),
            Some(seen) => seen.funnel_by_member(query, unit, when),
        };
        let team = team.map_err(failed)?;
        return Ok(match form {
            Form::Json => json::funnel_team(&team, records),
            Form::Text(language) => report::funnel_team(&team, language).to_string(),
        });
    }
    if query.split.is_some() {
        let parts = match &seen {
            None => view.funnel_by_field(query, whose, when),
            Some(seen) => seen.funnel_by_field(query, whose, when),
        };
        let parts = parts.map_err(failed)?;
        return Ok(match form {
            Form::Json => json::funnel_parts(&parts, records),
            Form::Text(language) => report::funnel_parts(&parts, language).to_string(),
        });
    }
    let answer = match &seen {
        None => view.funnel(query, whose, when),
        Some(seen) => seen.funnel(query, whose, when),
    };
    let answer = answer.map_err(failed)?;
    Ok(match form {
        Form::Json => json::funnel(&answer, records),
        Form::Text(language) => {
            let (table, summary) = (report::funnel(&answer, language), report::funnel_summary(&answer, language));
            let reasons = report::lost_reasons(&answer, language);
            format!("{table}\n{summary}\n{reasons}")
        }
    })
}

/// A question in writing, for a view.
pub(super) fn read(view: &View, text: &[u8]) -> Result<Query, Failure> {
    let query = QueryDefinition::from_json(text).and_then(|query| query.compile(view.plan().calendar()));
    query.map_err(|problems| Failure::of_problems(&problems, usize::MAX))
}

fn answers(view: &View, query: &Query, actor: Option<&str>) -> Result<Answers, Failure> {
    let answers = match actor {
        None => view.table(query),
        Some(actor) => view.seen_by(actor).map_err(|error| Failure::at("actor", error))?.table(query),
    };
    answers.map_err(|error| Failure::from(error).about("query"))
}

#[cold]
fn no_cell(answers: &Answers, row: u64, column: u64) -> Failure {
    let (rows, columns) = (answers.rows.len(), answers.columns.len());
    let message = format!("there is no cell {row}, {column}: the page has {rows} rows of {columns} figures");
    invalid(if count(row) < rows { "column" } else { "row" }, message)
}

fn limits(depth: u32, parts: u32, entries: u32) -> Limits {
    let usual = Limits::default();
    let limit = |asked: u32, usual: usize| if asked == 0 { usual } else { count(u64::from(asked)) };
    Limits {
        depth: limit(depth, usual.depth),
        parts: limit(parts, usual.parts),
        entries: limit(entries, usual.entries),
        ..usual
    }
}

fn count(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
