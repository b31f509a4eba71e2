//! Spans of days.

use std::fmt;

use chrono::NaiveDate;

/// Days in a row, from the first up to, but without, the end: `[from, to)`.
///
/// Spans that touch share no day, so a day counts once. A span may be empty; it never ends before it begins.
///
/// # Example
///
/// ```
/// use attain::calendar::{Span, parse_day};
///
/// let quarter = Span::new(parse_day("2025-07-01")?, parse_day("2025-09-29")?).unwrap();
/// assert!(!quarter.contains(parse_day("2025-09-29")?), "the end is the first day that is outside");
/// assert_eq!(quarter.days(), 90);
/// assert_eq!(quarter.to_string(), "2025-07-01 to 2025-09-28", "people name the last day that is inside");
/// # Ok::<(), attain::error::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    from: NaiveDate,
    to: NaiveDate,
}

impl Span {
    /// The days from `from` up to, but without, `to`; `None` when `to` lies before `from`.
    pub fn new(from: NaiveDate, to: NaiveDate) -> Option<Span> {
        (from <= to).then_some(Span { from, to })
    }

    /// The first day.
    pub fn from(self) -> NaiveDate {
        self.from
    }

    /// The day after the last one.
    pub fn to(self) -> NaiveDate {
        self.to
    }

    /// Whether `day` is one of these days.
    pub fn contains(self, day: NaiveDate) -> bool {
        self.from <= day && day < self.to
    }

    /// The days that both spans have; `None` when there is none.
    #[must_use]
    pub fn overlap(self, other: Span) -> Option<Span> {
        let both = Span::new(self.from.max(other.from), self.to.min(other.to))?;
        (!both.is_empty()).then_some(both)
    }

    /// Its days up to and with `day`: none before it, all of them after it.
    #[must_use]
    pub fn to_date(self, day: NaiveDate) -> Span {
        let end = day.succ_opt().unwrap_or(day).clamp(self.from, self.to);
        Span { to: end, ..self }
    }

    /// How many days there are, from 0.
    pub fn days(self) -> i64 {
        self.to.signed_duration_since(self.from).num_days()
    }

    /// Whether there is no day.
    pub fn is_empty(self) -> bool {
        self.from == self.to
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to.pred_opt() {
            Some(last) if self.contains(last) => write!(f, "{} to {last}", self.from),
            _ => write!(f, "no day from {}", self.from),
        }
    }
}
