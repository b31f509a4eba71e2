//! Lengths of time by a timer's clock.

use chrono::{NaiveDateTime, TimeDelta};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::calendar::{FiscalCalendar, WorkingCalendar};
use crate::diagnostic::{At, Code, Problems};
use crate::formula::{DurationUnit, ExprKind, parse};
use crate::quantity::{Outcome, Why};

use super::Clock;

/// The longest duration of a timer, in days, or in working hours that would fill so many days.
pub const DAYS_MAX: u32 = 36_525;

/// How working hours are declared.
pub(super) const HOW_HOURS: &str =
    "write `\"hours\": { \"days\": \"mon .. fri\", \"from\": \"09:00\", \"to\": \"17:00\" }` under `calendar`";

/// How long something takes, by the clock that counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// Time as it passes.
    Time(TimeDelta),
    /// Time within working hours.
    WorkingTime(TimeDelta),
    /// Working days, at the same time of the day.
    WorkingDays(u32),
}

impl Length {
    /// The moment so long after another. In working time it lies in working hours or at an end of them.
    ///
    /// Undefined where the calendar does not know a day on the way ([`Why::UnknownYear`]), or has no working hours.
    pub fn after(self, start: NaiveDateTime, calendar: &FiscalCalendar) -> Outcome<NaiveDateTime> {
        let working = || calendar.working().ok_or(Why::NoWorkingHours);
        match self {
            Length::Time(time) => start.checked_add_signed(time).ok_or(Why::NoPeriod),
            Length::WorkingTime(time) => working()?.add_working_time(start, time),
            Length::WorkingDays(days) => working()?.add_working_days(start, days),
        }
    }

    /// Reads a duration, in working time where its unit is one; reports a text that is none, and working time where the calendar
    /// has no working hours.
    pub fn read(text: &str, calendar: &FiscalCalendar, at: At<'_>, problems: &mut Problems) -> Option<Length> {
        let written = Written::read(text, at, problems)?;
        let clock = if written.is_working() { Clock::Working } else { Clock::Calendar };
        if clock == Clock::Working && !calendar.working().is_some_and(WorkingCalendar::has_hours) {
            problems
                .report(Code::RuleNeeded, at, "it is working time, and the calendar has no working hours")
                .help(HOW_HOURS);
            return None;
        }
        written.length(clock, at, problems)
    }

    /// Whether it takes no time.
    pub fn is_nothing(self) -> bool {
        match self {
            Length::Time(time) | Length::WorkingTime(time) => time.is_zero(),
            Length::WorkingDays(days) => days == 0,
        }
    }

    /// Whether it is shorter than another one, where that can be told without a calendar.
    pub fn is_shorter(self, other: Length) -> bool {
        match (self, other) {
            (Length::Time(a), Length::Time(b)) | (Length::WorkingTime(a), Length::WorkingTime(b)) => a < b,
            (Length::WorkingDays(a), Length::WorkingDays(b)) => a < b,
            _ => false,
        }
    }
}

/// A duration as it is written, before it is known which clock counts it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written {
    amount: Decimal,
    unit: DurationUnit,
}

impl Written {
    /// Reads a duration; reports a text that is none.
    pub(super) fn read(text: &str, at: At<'_>, problems: &mut Problems) -> Option<Written> {
        if let Ok(ExprKind::Duration { amount, of }) = parse(text).map(|expr| expr.kind) {
            return Some(Written { amount, unit: of });
        }
        problems
            .unread(Code::ValueInvalid, at, format!("`{text}` is not a duration"))
            .help("write it like `24 hours`, `3 days`, `4 working hours` or `2 working days`");
        None
    }

    /// Whether it is counted in working hours or working days.
    pub(super) fn is_working(self) -> bool {
        matches!(self.unit, DurationUnit::WorkingHour | DurationUnit::WorkingDay)
    }

    /// The length by a clock; reports one that the clock cannot count.
    pub(super) fn length(self, clock: Clock, at: At<'_>, problems: &mut Problems) -> Option<Length> {
        use DurationUnit::{Day, Hour, Minute, Week, WorkingDay, WorkingHour};
        let working = clock == Clock::Working;
        let length = match self.unit {
            Minute if working => self.seconds(60).map(Length::WorkingTime),
            Hour | WorkingHour if working => self.seconds(3_600).map(Length::WorkingTime),
            Day | WorkingDay if working => self.whole_days().map(Length::WorkingDays),
            Minute => self.seconds(60).map(Length::Time),
            Hour => self.seconds(3_600).map(Length::Time),
            Day => self.seconds(86_400).map(Length::Time),
            Week if !working => self.seconds(604_800).map(Length::Time),
            _ => {
                let (message, help) = if working {
                    ("has no fixed number of working hours", "write it in working hours or working days")
                } else {
                    ("has no fixed number of days", "write it in minutes, hours, days or weeks")
                };
                problems.report(Code::ValueInvalid, at, format!("{self} {message}")).help(help);
                return None;
            }
        };
        if length.is_none() {
            let message = format!("{self} is too long, or no whole number of seconds or working days");
            problems
                .report(Code::ValueRange, at, message)
                .help(format!("write at most {DAYS_MAX} days, and working days as a whole number"));
        }
        length
    }

    fn seconds(self, of: i64) -> Option<TimeDelta> {
        let most = i64::from(DAYS_MAX).checked_mul(86_400)?;
        let seconds = self.amount.checked_mul(Decimal::from(of))?;
        let whole = seconds.fract().is_zero().then(|| seconds.to_i64()).flatten()?;
        TimeDelta::try_seconds(whole).filter(|_| whole <= most)
    }

    fn whole_days(self) -> Option<u32> {
        let whole = self.amount.fract().is_zero().then(|| self.amount.to_u32()).flatten()?;
        (whole <= DAYS_MAX).then_some(whole)
    }
}

impl std::fmt::Display for Written {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{} {}`", self.amount, self.unit.word(self.amount))
    }
}
