//! The week as a pattern: which weekdays are worked, from when to when, and how much that is.

use chrono::{Datelike, NaiveDate, TimeDelta};

/// How many days a week has.
pub(super) const WEEK_DAYS: usize = 7;

/// Working time without a break: from when to when, in whole seconds after midnight, the end without.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Opening {
    from: i64,
    to: i64,
}

impl Opening {
    /// From a minute of the day up to a later one, 1,440 being the end of the day.
    pub(super) fn of_minutes(from: u32, to: u32) -> Option<Opening> {
        let seconds = |minutes: u32| i64::from(minutes).saturating_mul(60);
        (from < to && to <= 24 * 60).then_some(Opening { from: seconds(from), to: seconds(to) })
    }

    /// When it begins, as time after midnight.
    pub(super) fn from(self) -> TimeDelta {
        TimeDelta::seconds(self.from)
    }

    /// When it ends, as time after midnight.
    pub(super) fn to(self) -> TimeDelta {
        TimeDelta::seconds(self.to)
    }

    /// How long it is, in seconds.
    pub(super) fn seconds(self) -> i64 {
        self.to.saturating_sub(self.from)
    }

    /// Whether both have some time of the day.
    pub(super) fn overlaps(self, other: Opening) -> bool {
        self.from < other.to && other.from < self.to
    }
}

/// How much is worked: days, and seconds in them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Work {
    pub days: i64,
    pub seconds: i64,
}

#[expect(clippy::arithmetic_side_effects, reason = "chrono's days, in seconds, are far inside 64 bits")]
impl Work {
    fn of(openings: &[Opening]) -> Work {
        Work { days: 1, seconds: openings.iter().map(|opening| opening.seconds()).sum() }
    }

    pub(super) fn plus(self, other: Work) -> Work {
        Work { days: self.days + other.days, seconds: self.seconds + other.seconds }
    }

    pub(super) fn minus(self, other: Work) -> Work {
        Work { days: self.days - other.days, seconds: self.seconds - other.seconds }
    }

    pub(super) fn times(self, count: i64) -> Work {
        Work { days: self.days * count, seconds: self.seconds * count }
    }
}

/// The pattern of a week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Week {
    /// The working time of each weekday from Monday on; none where it is not worked, empty where no hours are written.
    days: [Option<Vec<Opening>>; WEEK_DAYS],
    /// How much is worked in a week before each weekday, and at last in the whole week.
    before: [Work; WEEK_DAYS + 1],
    /// The weekday whose hours a make-up day has.
    model: usize,
    timed: bool,
}

impl Week {
    /// A week of these days; `model` is one that is worked, whose hours make-up days have.
    pub(super) fn new(days: [Option<Vec<Opening>>; WEEK_DAYS], model: usize) -> Week {
        let mut before = [Work::default(); WEEK_DAYS + 1];
        let mut sum = Work::default();
        for (day, place) in days.iter().zip(before.iter_mut().skip(1)) {
            sum = day.as_deref().map_or(sum, |openings| sum.plus(Work::of(openings)));
            *place = sum;
        }
        let timed = days.iter().flatten().any(|openings| !openings.is_empty());
        Week { days, before, model, timed }
    }

    /// Whether hours are written, not days alone.
    pub(super) fn is_timed(&self) -> bool {
        self.timed
    }

    /// The working time of a day by its weekday; `None` where it is not worked.
    pub(super) fn day(&self, day: NaiveDate) -> Option<&[Opening]> {
        let index = usize::try_from(day.weekday().num_days_from_monday()).ok()?;
        self.days.get(index)?.as_deref()
    }

    /// The working time of a make-up day.
    pub(super) fn make_up(&self) -> &[Opening] {
        self.days.get(self.model).and_then(Option::as_deref).unwrap_or_default()
    }

    /// How much is worked on a make-up day.
    pub(super) fn make_up_work(&self) -> Work {
        Work::of(self.make_up())
    }

    /// How much is worked by the pattern from the first day of the year 1 up to, but without, `day`.
    pub(super) fn before(&self, day: NaiveDate) -> Work {
        // The first day of the year 1 is a Monday, and the first that is counted.
        let days = i64::from(day.num_days_from_ce()).saturating_sub(1);
        let weeks = days.div_euclid(7);
        let weekday = usize::try_from(days.rem_euclid(7)).unwrap_or_default();
        let [.., whole] = self.before;
        whole.times(weeks).plus(self.before.get(weekday).copied().unwrap_or_default())
    }
}
