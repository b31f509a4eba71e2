//! A question for what is due, in writing.

use chrono::{NaiveDateTime, NaiveTime};

use crate::calendar::{FiscalCalendar, parse_day};
use crate::diagnostic::{At, Code, Problems};
use crate::document::definition;
use crate::timer::Length;

use super::list::end_of;
use super::query::DueQuery;

definition! {
    /// A [`DueQuery`] as plain data, for hosts that keep questions as JSON or hand them over a wire.
    ///
    /// # Example
    ///
    #[cfg_attr(feature = "json", doc = "```")]
    #[cfg_attr(not(feature = "json"), doc = "```ignore")]
    /// use attain::calendar::{FiscalCalendar, parse_day};
    /// use attain::engine::due::{DueDefinition, DueQuery};
    ///
    /// let written = DueDefinition::from_json(br#"{ "kind": "lead", "of": "ann", "overdue": true, "at": "2026-03-04T12:00" }"#)?;
    /// let query = written.compile(&FiscalCalendar::default())?;
    /// let noon = parse_day("2026-03-04")?.and_hms_opt(12, 0, 0).unwrap();
    /// assert_eq!(query, DueQuery::new().kind("lead").of("ann").overdue().at(noon));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub struct DueDefinition {
        /// Only of records of a kind.
        pub kind: Option<String>,
        /// Only of records in a stage; of what timers did, only of those of a stage.
        pub stage: Option<String>,
        /// Only timers of a name.
        pub timer: Option<String>,
        /// Only of records that a person owns, or the people at and below a unit.
        pub of: Option<String>,
        /// Whether only of records that nobody owns.
        pub unowned: Option<bool>,
        /// Whether only what is overdue.
        pub overdue: Option<bool>,
        /// As of which moment: `2026-03-04T12:00`, or the end of a day; that of the view's day, where nothing is said.
        pub at: Option<String>,
        /// Only what is due by a moment, or by the end of a day.
        pub until: Option<String>,
        /// Only what is due within a duration, such as `7 days`.
        pub within: Option<String>,
        /// Without so many rows at the beginning.
        pub offset: Option<u32>,
        /// At most so many rows on this page.
        pub limit: Option<u32>,
    }
}

impl DueDefinition {
    /// Reads a question from JSON text; the error lists everything that is wrong with its form.
    #[cfg(feature = "json")]
    pub fn from_json(text: &[u8]) -> Result<DueDefinition, Problems> {
        use crate::document::Read;

        let node = crate::document::from_json(text, super::super::query::QUERY_BYTES_MAX)?;
        let mut problems = Problems::new();
        let query = DueDefinition::read(&node, At::root(), &mut problems);
        if problems.is_empty() { Ok(query) } else { Err(problems) }
    }

    /// The question that is meant; the error lists every moment and duration that is none. What the names in it stand for is
    /// found when it is asked.
    pub fn compile(&self, calendar: &FiscalCalendar) -> Result<DueQuery, Problems> {
        let (mut problems, root) = (Problems::new(), At::root());
        let mut time = |text: &Option<String>, field: &str| {
            text.as_ref().and_then(|text| read(text, root.field(field), &mut problems))
        };
        let (at, until) = (time(&self.at, "at"), time(&self.until, "until"));
        let within = self.within.as_ref();
        let within = within.and_then(|text| Length::read(text, calendar, root.field("within"), &mut problems));
        let query = DueQuery {
            kind: self.kind.clone(),
            stage: self.stage.clone(),
            timer: self.timer.clone(),
            of: self.of.clone(),
            unowned: self.unowned == Some(true),
            overdue: self.overdue == Some(true),
            at,
            until,
            within,
            offset: self.offset.map_or(0, count),
            limit: self.limit.map(count),
        };
        if problems.is_empty() { Ok(query) } else { Err(problems) }
    }
}

/// A moment, or the end of a day; reports what is neither.
fn read(text: &str, at: At<'_>, problems: &mut Problems) -> Option<NaiveDateTime> {
    let found = match text.split_once('T') {
        None => parse_day(text).ok().map(end_of),
        Some(_) => moment(text),
    };
    if found.is_none() {
        problems
            .report(Code::ValueInvalid, at, format!("`{text}` is no moment"))
            .help("write a day such as `2026-03-04`, or a moment such as `2026-03-04T12:00`");
    }
    found
}

/// A moment such as `2026-03-04T12:00`, or the beginning of a day.
pub(crate) fn moment(text: &str) -> Option<NaiveDateTime> {
    let Some((day, time)) = text.split_once('T') else {
        return parse_day(text).ok().map(|day| day.and_time(NaiveTime::MIN));
    };
    let time = NaiveTime::parse_from_str(time, "%H:%M:%S%.f").or_else(|_| NaiveTime::parse_from_str(time, "%H:%M"));
    Some(parse_day(day).ok()?.and_time(time.ok()?))
}

fn count(rows: u32) -> usize {
    usize::try_from(rows).unwrap_or(usize::MAX)
}
