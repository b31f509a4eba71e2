//! When: fiscal calendars, periods and spans of days.
//!
//! A [`FiscalCalendar`] lays the days out in periods: days, weeks, halves of months, months, quarters, halves and years of
//! a year that starts where the plan says, and lists of periods that follow no rule. Its years are made of twelve months,
//! or of whole weeks by a [`Pattern`] such as 4-4-5; years that are shorter than the rule says are listed. Only it makes a
//! [`Period`], so a period is aligned, half-open, and the parts of a period tile it. A day falls into at most one period of
//! each [`Grain`].
//!
//! Which days are worked, and from when to when, is written too, and never assumed: a [`WorkingCalendar`] counts working
//! days and working time, and knows of which years it knows nothing.
//!
//! Nothing here knows what day it is today: a day is always given.
//!
//! # Example
//!
//! ```
//! use attain::calendar::{FiscalCalendar, Grain, parse_day};
//! use attain::id::Name;
//!
//! let boundaries = ["2025-07-01", "2025-09-29", "2025-12-29", "2026-03-30", "2026-07-01"];
//! let boundaries = boundaries.into_iter().map(parse_day).collect::<Result<_, _>>()?;
//! let calendar = FiscalCalendar::starting(7, 1)?.with_list(Name::new("quota_period")?, boundaries)?;
//!
//! let day = parse_day("2026-02-14")?;
//! let mut labels = Vec::new();
//! for grain in calendar.grains() {
//!     labels.push(calendar.label(calendar.period(grain, day)?));
//! }
//! assert_eq!(labels[..4], ["2026-02-14", "2026-W07", "2026-02-A", "2026-02"]);
//! assert_eq!(labels[4..], ["FY2026-Q3", "FY2026-H2", "FY2026", "quota_period 2025-12-29"]);
//!
//! let quarter = calendar.parse_period("FY2026-Q3")?;
//! let prior = calendar.shift(quarter, -1)?;
//! assert_eq!(prior.span().to_string(), "2025-10-01 to 2025-12-31");
//! assert_eq!(calendar.parts_of(quarter, Grain::Month)?.len(), 3);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod compile;
mod compile_years;
mod day;
mod definition;
mod fiscal;
mod grain;
mod label;
mod last_year;
mod list;
mod listed;
mod number;
mod parts;
mod pattern;
mod period;
mod span;
mod spelling;
mod week;
mod weekday;
mod working;
mod year_rule;
mod years;
mod zone;

pub use day::parse_day;
pub(crate) use day::written;
pub use definition::{CalendarDefinition, HoursDefinition, YearEndDefinition, YearNamed};
pub use fiscal::FiscalCalendar;
pub use grain::{Grain, ListId};
pub use list::LIST_PERIODS_MAX;
pub use listed::LISTED_YEARS_MAX;
pub use parts::PARTS_MAX;
pub use pattern::Pattern;
pub use period::Period;
pub use span::Span;
pub use weekday::Weekday;
pub use working::{EXCEPTIONS_MAX, Holidays, ROWS_MAX, WorkingCalendar};
pub use year_rule::{EndRule, YearEnd};
pub use zone::{Zone, ZoneError};
