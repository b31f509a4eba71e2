//! Questions about working time.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use crate::calendar::Span;
use crate::quantity::{Outcome, Why};

use super::WorkingCalendar;
use super::days::{before_the_first, first_day};
use super::week::Opening;

/// Working time, on local date-times. All of it is undefined where the calendar has days without hours
/// ([`Why::NoWorkingHours`]), and where a day on the way is not known ([`Why::UnknownYear`]).
impl WorkingCalendar {
    /// Whether work is done at this moment: from an opening on, and no longer at the closing.
    pub fn is_open(&self, at: NaiveDateTime) -> Outcome<bool> {
        self.check_hours()?;
        self.known.around(at.date())?;
        let (openings, time) = (self.openings(at.date()).unwrap_or_default(), after_midnight(at));
        Ok(openings.iter().any(|opening| opening.from() <= time && time < opening.to()))
    }

    /// The first moment from `at` on at which work is done; a closing is such a moment too, so that what is due at the
    /// end of a day stays due then.
    pub fn next_open(&self, at: NaiveDateTime) -> Outcome<NaiveDateTime> {
        self.check_hours()?;
        let known = self.known.around(at.date())?;
        if self.is_worked_or_closing(at) {
            return Ok(at);
        }
        let time = after_midnight(at);
        let openings = self.openings(at.date()).unwrap_or_default();
        if let Some(opening) = openings.iter().find(|opening| time < opening.from()) {
            return moment(at.date(), opening.from());
        }
        let next = at.date().succ_opt().filter(|next| known.contains(*next));
        let next = self.next_working(next.ok_or_else(|| after_the_last(known))?)?;
        self.opening_of(next)
    }

    /// How much working time lies between two moments; negative where `to` lies before `from`.
    ///
    /// # Example
    ///
    /// ```
    /// use attain::calendar::{CalendarDefinition, HoursDefinition, WorkingCalendar, parse_day};
    /// use attain::diagnostic::{At, Problems};
    /// use attain::document::OneOrMany;
    /// use chrono::TimeDelta;
    ///
    /// let hours = HoursDefinition { days: "mon .. fri".into(), from: Some("09:00".into()), to: Some("17:00".into()) };
    /// let definition = CalendarDefinition { hours: Some(OneOrMany(vec![hours])), ..CalendarDefinition::default() };
    /// let calendar = WorkingCalendar::compile(&definition, At::root(), &mut Problems::new()).unwrap();
    ///
    /// let friday = parse_day("2026-03-06")?.and_hms_opt(15, 0, 0).unwrap();
    /// let monday = calendar.add_working_time(friday, TimeDelta::hours(4))?;
    /// assert_eq!(monday.to_string(), "2026-03-09 11:00:00");
    /// assert_eq!(calendar.working_time_between(friday, monday), Ok(TimeDelta::hours(4)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn working_time_between(&self, from: NaiveDateTime, to: NaiveDateTime) -> Outcome<TimeDelta> {
        self.check_hours()?;
        if to < from {
            let back = self.working_time_between(to, from)?;
            return TimeDelta::zero().checked_sub(&back).ok_or(Why::Overflow);
        }
        // A midnight has nothing of the day that it begins.
        let end = if after_midnight(to).is_zero() { Some(to.date()) } else { to.date().succ_opt() };
        let days = end.and_then(|end| Span::new(from.date().min(end), end)).ok_or(Why::NoPeriod)?;
        self.known.covers(days)?;
        self.worked_before(to)?.checked_sub(&self.worked_before(from)?).ok_or(Why::Overflow)
    }

    /// The moment by which so much working time has been worked since `start`, or, where `time` is negative, the one
    /// from which on so much is worked until `start`.
    ///
    /// It lies in working time or is an end of it: two hours from Friday 15:00 lead to the closing at 17:00, not to the
    /// opening of Monday. Outside of working time the clock stands still: from Saturday, one hour leads to an hour
    /// after the opening of Monday, and no time leads to the opening.
    pub fn add_working_time(&self, start: NaiveDateTime, time: TimeDelta) -> Outcome<NaiveDateTime> {
        if time.is_zero() {
            return self.next_open(start);
        }
        self.check_hours()?;
        let known = self.known.around(start.date())?;
        let target = self.worked_before(start)?.checked_add(&time).ok_or(Why::Overflow)?;
        let next = start.date().succ_opt().ok_or(Why::NoPeriod)?;
        let day = if time < TimeDelta::zero() {
            let day = self.day_before(known.from(), next, |before| before > target);
            day.filter(|day| *day >= known.from()).ok_or_else(|| before_the_first(known))?
        } else {
            let day = self.day_before(next, known.to(), |before| before >= target);
            day.ok_or_else(|| after_the_last(known))?
        };
        let mut left = target.checked_sub(&self.before_day(day)).ok_or(Why::Overflow)?;
        for opening in self.openings(day).unwrap_or_default() {
            let length = TimeDelta::seconds(opening.seconds());
            // Forwards an opening is worked up to its end, backwards down to its beginning.
            if left < length || left == length && time > TimeDelta::zero() {
                return moment(day, opening.from().checked_add(&left).ok_or(Why::Overflow)?);
            }
            left = left.checked_sub(&length).ok_or(Why::Overflow)?;
        }
        Err(Why::NoPeriod)
    }

    /// The same time of the day so many working days later, counted from the first working moment from `start` on.
    ///
    /// Where that day is not worked at that time, it is the next opening of the day, or its last closing if there is
    /// none: one working day from Friday 15:00 leads to the closing of a Saturday that closes at 12:00.
    pub fn add_working_days(&self, start: NaiveDateTime, days: u32) -> Outcome<NaiveDateTime> {
        let start = self.next_open(start)?;
        if days == 0 {
            return Ok(start);
        }
        let day = self.add_workdays(start.date(), i64::from(days))?;
        let time = after_midnight(start);
        let openings = self.openings(day).unwrap_or_default();
        let open = openings.iter().find(|opening| time <= opening.to()).map(|opening| time.max(opening.from()));
        moment(day, open.or_else(|| openings.last().map(|last| last.to())).ok_or(Why::NoWorkingHours)?)
    }

    fn check_hours(&self) -> Outcome<()> {
        if self.has_hours() { Ok(()) } else { Err(Why::NoWorkingHours) }
    }

    /// Whether a moment lies in working time or at an end of it; the end of a day is the midnight of the next.
    fn is_worked_or_closing(&self, at: NaiveDateTime) -> bool {
        let time = after_midnight(at);
        let openings = self.openings(at.date()).unwrap_or_default();
        let inside = openings.iter().any(|opening| opening.from() <= time && time <= opening.to());
        let before = || at.date().pred_opt().and_then(|before| self.openings(before)?.last().copied());
        inside || time.is_zero() && before().is_some_and(|last: Opening| last.to() == TimeDelta::days(1))
    }

    fn opening_of(&self, day: NaiveDate) -> Outcome<NaiveDateTime> {
        let first = self.openings(day).and_then(<[Opening]>::first).ok_or(Why::NoWorkingHours)?;
        moment(day, first.from())
    }

    /// The day before the first one, from `from` to `last`, by which so much is worked that `holds`.
    fn day_before(&self, from: NaiveDate, last: NaiveDate, holds: impl Fn(TimeDelta) -> bool) -> Option<NaiveDate> {
        first_day(from, last, |day| holds(self.before_day(day)))?.pred_opt()
    }

    /// The working time before a day, counted from the first day of the year 1.
    fn before_day(&self, day: NaiveDate) -> TimeDelta {
        TimeDelta::try_seconds(self.before(day).seconds).unwrap_or_default()
    }

    /// The working time before a moment.
    fn worked_before(&self, at: NaiveDateTime) -> Outcome<TimeDelta> {
        let time = after_midnight(at);
        let mut worked = self.before_day(at.date());
        for opening in self.openings(at.date()).unwrap_or_default() {
            let passed = time.min(opening.to()).checked_sub(&opening.from()).ok_or(Why::Overflow)?;
            worked = worked.checked_add(&passed.max(TimeDelta::zero())).ok_or(Why::Overflow)?;
        }
        Ok(worked)
    }
}

/// Why there is nothing after the last known day.
fn after_the_last(known: Span) -> Why {
    Why::UnknownYear(known.to().year())
}

fn after_midnight(at: NaiveDateTime) -> TimeDelta {
    at.time().signed_duration_since(NaiveTime::MIN)
}

fn moment(day: NaiveDate, after_midnight: TimeDelta) -> Outcome<NaiveDateTime> {
    day.and_time(NaiveTime::MIN).checked_add_signed(after_midnight).ok_or(Why::NoPeriod)
}
