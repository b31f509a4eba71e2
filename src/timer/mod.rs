//! Timers: what is due how long after something happened, and what moves or ends that.
//!
//! A [`Timer`] says what starts it, when it is then due, which happenings put that off ([`extends`](TimerDefinition::extends),
//! [`restarts`](TimerDefinition::restarts)) or end it ([`stops`](TimerDefinition::stops)), and who is told, in levels, when
//! it is overdue. First contact within a day, a follow-up every three days, a deal that goes stale and a lead that goes
//! back to the pool are all timers. Its clock may stand still outside of working hours.
//!
//! A timer is a pure rule: it is given what happened, the calendar, and the moment as of which is asked; in which order
//! it is given what happened does not matter. What it does when it is due is data, handed back and not carried out.
//! Plans have timers with records and stages; a program may read a [`TimerDefinition`] and ask by itself, too.
//!
//! # Example
//!
//! ```
//! use attain::calendar::{CalendarDefinition, FiscalCalendar, parse_day};
//! use attain::diagnostic::{At, Problems};
//! use attain::document::{Read, from_json};
//! use attain::timer::{Event, Happenings, Timer, TimerDefinition, TimerState};
//!
//! let mut problems = Problems::new();
//! let calendar = br#"{ "hours": { "days": "mon .. fri", "from": "09:00", "to": "17:00" } }"#;
//! let calendar = CalendarDefinition::read(&from_json(calendar, 1_000).unwrap(), At::root(), &mut problems);
//! let calendar = FiscalCalendar::compile(&calendar, At::root(), &mut problems);
//!
//! let timer = br#"{ "id": "first_contact", "starts": "opened", "due": "4 working hours", "stops": "touched" }"#;
//! let timer = TimerDefinition::read(&from_json(timer, 1_000).unwrap(), At::root(), &mut problems);
//! let timer = Timer::compile(&timer, &calendar, At::root(), &mut problems).unwrap();
//!
//! let at = |day: &str, hour: u32| parse_day(day).unwrap().and_hms_opt(hour, 0, 0).unwrap();
//! let opened = [(Event::Opened, at("2026-03-06", 15))];
//! let happened = Happenings { events: &opened, ..Happenings::default() };
//! let reading = timer.read(&happened, &calendar, at("2026-03-07", 12))?;
//! let due = at("2026-03-09", 11);
//! assert_eq!(reading.state, TimerState::Running { since: at("2026-03-06", 15), due, moved: false });
//! assert_eq!(reading.next, Ok(Some(due)), "Friday 15:00 and four working hours are Monday 11:00");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod compile;
mod definition;
mod length;
mod run;
mod state;
#[expect(clippy::module_inception, reason = "`timer::Timer` lives in a file of its own name")]
mod timer;

pub use compile::{EFFECTS_MAX, LEVELS_MAX};
pub use definition::{Clock, Event, LevelDefinition, TimerDefinition, Timers};
pub use length::{DAYS_MAX, Length};
pub use state::{Fired, Firing, Happenings, Reading, TimerState};
pub use timer::{Level, Starts, Timer};
