//! Working days and working time: the week as a pattern, and the days that depart from it.
//!
//! Nothing is assumed: which weekdays are worked is written (`hours`), and a calendar of which that is not written has no
//! [`WorkingCalendar`]. Days off and make-up days (调休) are written too, or come from a list of public [`Holidays`]. For
//! a year of which nobody wrote them, questions are undefined ([`Why::UnknownYear`](crate::quantity::Why::UnknownYear)):
//! next year's holidays are not guessed.
//!
//! Every question is answered by arithmetic on counts kept for each exception, so it takes the same time for a day as
//! for ten centuries.
//!
//! # Example
//!
//! ```
//! use attain::calendar::{CalendarDefinition, Holidays, HoursDefinition, Span, WorkingCalendar, parse_day};
//! use attain::diagnostic::{At, Problems};
//! use attain::document::OneOrMany;
//! use attain::quantity::Why;
//!
//! let hours = HoursDefinition { days: "mon .. fri".into(), from: Some("09:00".into()), to: Some("17:00".into()) };
//! let definition = CalendarDefinition {
//!     hours: Some(OneOrMany(vec![hours])),
//!     holidays: Some(Holidays::China),
//!     ..CalendarDefinition::default()
//! };
//! let mut problems = Problems::new();
//! let calendar = WorkingCalendar::compile(&definition, At::root().field("calendar"), &mut problems).unwrap();
//!
//! assert_eq!(calendar.is_working(parse_day("2026-02-14")?), Ok(true), "a Saturday, worked for the spring festival");
//! let year = Span::new(parse_day("2026-01-01")?, parse_day("2027-01-01")?).unwrap();
//! assert_eq!(calendar.workdays(year), Ok(248));
//! assert_eq!(calendar.is_working(parse_day("2027-01-04")?), Err(Why::UnknownYear(2027)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod compile;
mod days;
mod exceptions;
mod holidays;
mod hours;
mod known;
mod time;
mod week;

pub use compile::EXCEPTIONS_MAX;
pub use days::WorkingCalendar;
pub use holidays::Holidays;
pub use hours::ROWS_MAX;
