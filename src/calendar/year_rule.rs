//! The rules by which years follow each other.

use chrono::{Datelike, Days, NaiveDate};

use crate::document::words;
use crate::error::Error;

use super::{Pattern, Span, Weekday, YearNamed};

words! {
    /// Which day of the week near the end of a month is the last of a year.
    pub enum EndRule {
        /// The one nearest to the last day of the month: up to three days before or after it.
        Nearest = "nearest",
        /// The last one in the month.
        Last = "last",
    }
}

/// On which day years of whole weeks end: on the Saturday nearest to the end of January, say.
///
/// # Example
///
/// ```
/// use attain::calendar::{EndRule, Weekday, YearEnd, parse_day};
///
/// let retail = YearEnd::new(Weekday::Saturday, 1, EndRule::Nearest)?;
/// assert_eq!(retail.of_year(2024), Some(parse_day("2024-02-03")?));
/// let last = YearEnd::new(Weekday::Saturday, 1, EndRule::Last)?;
/// assert_eq!(last.of_year(2024), Some(parse_day("2024-01-27")?));
/// # Ok::<(), attain::error::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct YearEnd {
    weekday: Weekday,
    month: u32,
    rule: EndRule,
}

impl YearEnd {
    /// Years that end on a day of the week at the end of `month` (1 to 12).
    pub fn new(weekday: Weekday, month: u32, rule: EndRule) -> Result<YearEnd, Error> {
        if !(1..=12).contains(&month) {
            return Err(Error::invalid(format!("there is no month {month}: months are 1 to 12")));
        }
        Ok(YearEnd { weekday, month, rule })
    }

    /// The day of the week.
    pub fn weekday(self) -> Weekday {
        self.weekday
    }

    /// The month at whose end it is, from 1 to 12.
    pub fn month(self) -> u32 {
        self.month
    }

    /// Which of these days.
    pub fn rule(self) -> EndRule {
        self.rule
    }

    /// The last day of the year that ends at the end of the month in this calendar year: that day may lie in the month
    /// after. `None` beyond the dates that can be written.
    pub fn of_year(self, year: i32) -> Option<NaiveDate> {
        let (next, month) =
            if self.month == 12 { (year.checked_add(1)?, 1) } else { (year, self.month.checked_add(1)?) };
        let end = NaiveDate::from_ymd_opt(next, month, 1)?.pred_opt()?;
        let back = Weekday::of(end).after_monday().checked_sub(self.weekday.after_monday())?.rem_euclid(7);
        if self.rule == EndRule::Nearest && back > 3 {
            let ahead = 7_i64.checked_sub(back)?;
            return end.checked_add_days(Days::new(u64::try_from(ahead).ok()?));
        }
        end.checked_sub_days(Days::new(u64::try_from(back).ok()?))
    }

    /// The same for the month at whose end `day` is such a last day; `None` where it is that of no month.
    fn that_ends_on(self, day: NaiveDate) -> Option<YearEnd> {
        let month_before = day.with_day(1)?.pred_opt()?;
        [month_before, day].into_iter().find_map(|near| {
            let end = YearEnd { month: near.month(), ..self };
            (end.of_year(near.year()) == Some(day)).then_some(end)
        })
    }
}

/// A rule by which years follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum YearRule {
    /// Twelve months, from this month and day.
    Months { month: u32, day: u32 },
    /// Whole weeks, up to this day.
    Weeks { pattern: Pattern, last: YearEnd },
}

impl YearRule {
    /// What its years are made of.
    pub(super) fn pattern(self) -> Pattern {
        match self {
            YearRule::Months { .. } => Pattern::Months,
            YearRule::Weeks { pattern, .. } => pattern,
        }
    }

    /// The number of the year that has `day`: the calendar year in which it starts, or at the end of whose month it ends.
    pub(super) fn number(self, day: NaiveDate) -> i64 {
        let year = day.year();
        match self {
            YearRule::Months { month, day: first } => {
                let not_begun = (day.month(), day.day()) < (month, first);
                i64::from(year).saturating_sub(i64::from(not_begun))
            }
            YearRule::Weeks { last, .. } => {
                let over = |year: i32| last.of_year(year).is_none_or(|end| end < day);
                let later = [year.saturating_sub(1), year].into_iter().filter(|year| over(*year)).count();
                i64::from(year).saturating_sub(1).saturating_add(i64::try_from(later).unwrap_or_default())
            }
        }
    }

    /// The days of the year with this number.
    pub(super) fn span(self, number: i64) -> Option<Span> {
        Span::new(self.start(number)?, self.start(number.checked_add(1)?)?)
    }

    /// The first day of the year with this number.
    fn start(self, number: i64) -> Option<NaiveDate> {
        let year = i32::try_from(number).ok()?;
        match self {
            YearRule::Months { month, day } => NaiveDate::from_ymd_opt(year, month, day),
            YearRule::Weeks { last, .. } => last.of_year(year.checked_sub(1)?)?.succ_opt(),
        }
    }

    /// What the year with this number is called.
    pub(super) fn name(self, number: i64, named: YearNamed) -> Option<i32> {
        i32::try_from(number.checked_add(self.ahead(named))?).ok()
    }

    /// The number of the year that is called so.
    pub(super) fn called(self, name: i32, named: YearNamed) -> i64 {
        i64::from(name).saturating_sub(self.ahead(named))
    }

    /// By how much the name of a year is ahead of its number.
    fn ahead(self, named: YearNamed) -> i64 {
        match (self, named) {
            (YearRule::Months { month: 1, day: 1 }, _) | (YearRule::Months { .. }, YearNamed::Start) => 0,
            (YearRule::Months { .. }, YearNamed::End) => 1,
            (YearRule::Weeks { last, .. }, YearNamed::Start) if last.month != 12 => -1,
            (YearRule::Weeks { .. }, _) => 0,
        }
    }

    /// The rule of the same kind of whose years one starts on `day`; `None` where there is none.
    pub(super) fn starting_on(self, day: NaiveDate) -> Option<YearRule> {
        match self {
            YearRule::Months { day: first, .. } if first == day.day() => {
                Some(YearRule::Months { month: day.month(), day: first })
            }
            YearRule::Months { .. } => None,
            YearRule::Weeks { pattern, last } => {
                Some(YearRule::Weeks { pattern, last: last.that_ends_on(day.pred_opt()?)? })
            }
        }
    }

    /// Whether one of its years starts on `day`.
    pub(super) fn starts_on(self, day: NaiveDate) -> bool {
        self.start(self.number(day)) == Some(day)
    }
}
