//! Of which days it is known whether they are worked.

use chrono::{Datelike, NaiveDate};

use crate::calendar::{Span, day};
use crate::quantity::{Outcome, Why};
use crate::sort;

/// The days of which it is known whether they are worked: spans in order that do not touch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Known(Vec<Span>);

impl Known {
    /// Every day that a calendar knows.
    pub(super) fn everywhere() -> Known {
        Known(day::known().into_iter().collect())
    }

    /// The days of these spans, in any order.
    pub(super) fn of(mut spans: Vec<Span>) -> Known {
        sort::all(&mut spans);
        let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
        for span in spans.into_iter().filter(|span| !span.is_empty()) {
            match merged.last_mut() {
                Some(last) if span.from() <= last.to() => {
                    *last = Span::new(last.from(), last.to().max(span.to())).unwrap_or(*last);
                }
                _ => merged.push(span),
            }
        }
        Known(merged)
    }

    /// The known days in a row around a day.
    pub(super) fn around(&self, day: NaiveDate) -> Outcome<Span> {
        let after = self.0.partition_point(|span| span.from() <= day);
        let last = after.checked_sub(1).and_then(|last| self.0.get(last));
        last.filter(|span| span.contains(day)).copied().ok_or(Why::UnknownYear(day.year()))
    }

    /// Undefined where a day of the span is not known; of no day at all everything is known.
    pub(super) fn covers(&self, span: Span) -> Outcome<()> {
        if span.is_empty() {
            return Ok(());
        }
        let known = self.around(span.from())?;
        if span.to() <= known.to() { Ok(()) } else { Err(Why::UnknownYear(known.to().year())) }
    }
}

/// All days of the calendar years that have a day of a span.
pub(super) fn years_of(span: Span) -> Option<Span> {
    let last = span.to().pred_opt()?;
    let first_of = |year: i32| NaiveDate::from_ymd_opt(year, 1, 1);
    Span::new(first_of(span.from().year())?, first_of(last.year().checked_add(1)?)?)
}
