//! How a span falls into periods.

use std::ops::Range;

use chrono::NaiveDate;

use crate::error::Error;

use super::{FiscalCalendar, Grain, Period, Span, day};

/// The most periods that one answer may have.
pub const PARTS_MAX: usize = 100_000;

impl FiscalCalendar {
    /// All periods of `grain` that have a day in `span`, in order; the first and the last may reach out of it.
    ///
    /// Days that are in no period are passed over. More than [`PARTS_MAX`] periods are an error.
    ///
    /// # Example
    ///
    /// ```
    /// use attain::calendar::{FiscalCalendar, Grain, Span, parse_day};
    ///
    /// let calendar = FiscalCalendar::default();
    /// let span = Span::new(parse_day("2026-01-31")?, parse_day("2026-03-02")?).unwrap();
    /// let months = calendar.parts(span, Grain::Month)?;
    /// let labels: Vec<String> = months.into_iter().map(|month| calendar.label(month)).collect();
    /// assert_eq!(labels, ["2026-01", "2026-02", "2026-03"]);
    /// # Ok::<(), attain::error::Error>(())
    /// ```
    pub fn parts(&self, span: Span, grain: Grain) -> Result<Vec<Period>, Error> {
        let numbers = self.numbers(span, grain);
        let count = numbers.end.saturating_sub(numbers.start);
        if usize::try_from(count).is_ok_and(|count| count > PARTS_MAX) {
            let name = self.grain_name(grain);
            return Err(Error::limit(format!("{span} has {count} periods of `{name}`, more than {PARTS_MAX}")));
        }
        Ok(self.in_order(numbers, grain).collect())
    }

    /// The periods of `grain` that `period` is made of, in order, without gap or overlap.
    ///
    /// An error where they do not tile it exactly, such as the months of a period of 13 weeks, and as in
    /// [`parts`](FiscalCalendar::parts).
    ///
    /// # Example
    ///
    /// ```
    /// use attain::calendar::{FiscalCalendar, Grain, parse_day};
    ///
    /// let calendar = FiscalCalendar::default();
    /// let half = calendar.period(Grain::Half, parse_day("2026-02-14")?).unwrap();
    /// assert_eq!(calendar.parts_of(half, Grain::Quarter)?.len(), 2);
    /// assert!(calendar.parts_of(half, Grain::Year).is_err());
    /// # Ok::<(), attain::error::Error>(())
    /// ```
    pub fn parts_of(&self, period: Period, grain: Grain) -> Result<Vec<Period>, Error> {
        let parts = self.parts(period.span(), grain)?;
        let first = parts.first().map(|part| part.first());
        let end = parts.last().map(|part| part.end());
        // Periods of one grain have no gaps between them, so it is enough to look at the ends.
        if first == Some(period.first()) && end == Some(period.end()) {
            return Ok(parts);
        }
        let (whole, name) = (self.label(period), self.grain_name(grain));
        Err(Error::span(format!("`{whole}` ({}) is not made of whole periods of `{name}`", period.span())))
    }

    /// The days in `span` on which a period of `grain` starts, or the last one of a list is over, in order: where a
    /// span is cut so that no piece reaches over an end of a period.
    pub fn boundaries(&self, grain: Grain, span: Span) -> Vec<NaiveDate> {
        // A list may end on the first day of the span; its last period is then found by the day before.
        let from = span.from().pred_opt().unwrap_or_else(|| span.from());
        let reach = Span::new(from, span.to()).unwrap_or(span);
        let periods = self.in_order(self.numbers(reach, grain), grain);
        let ends = periods.flat_map(|period| [period.first(), period.end()]);
        let mut days: Vec<NaiveDate> = ends.filter(|day| span.contains(*day)).collect();
        days.dedup();
        days
    }

    /// The numbers of the periods that have a day in `span`; a list has numbers also where it has no period.
    fn numbers(&self, span: Span, grain: Grain) -> Range<i64> {
        let known = day::known().and_then(|known| known.overlap(span));
        let ends = known.and_then(|known| Some((known.from(), known.to().pred_opt()?)));
        let numbers = ends.and_then(|(first, last)| Some(self.number(grain, first)?..self.number(grain, last)?));
        numbers.map_or(0..0, |numbers| numbers.start..numbers.end.saturating_add(1))
    }

    fn in_order(&self, numbers: Range<i64>, grain: Grain) -> impl Iterator<Item = Period> {
        numbers.filter_map(move |number| self.numbered(grain, number).ok())
    }
}
