//! Periods read from text.
//!
//! Every period has one spelling. A text is read generously to a period, and then taken only if it is that period's
//! spelling; so what is printed reads back, and what is misspelt is told the spelling.

use std::fmt::Write;

use chrono::NaiveDate;

use crate::diagnostic::nearest;
use crate::error::Error;

use super::{FiscalCalendar, Grain, Period, day, parse_day};

impl FiscalCalendar {
    /// The period that has this label; the exact reverse of [`label`](FiscalCalendar::label).
    ///
    /// A text that is no label is an error that says what would be one.
    ///
    /// # Example
    ///
    /// ```
    /// use attain::calendar::{FiscalCalendar, YearNamed};
    ///
    /// let calendar = FiscalCalendar::starting(3, 1)?.named_by(YearNamed::Start)?;
    /// assert_eq!(calendar.parse_period("FY2026-Q4")?.span().to_string(), "2026-12-01 to 2027-02-28");
    /// assert_eq!(
    ///     calendar.parse_period("2026-q4").unwrap_err().to_string(),
    ///     "`2026-q4` is not how this calendar writes a period; did you mean `FY2026-Q4`?",
    /// );
    /// # Ok::<(), attain::error::Error>(())
    /// ```
    pub fn parse_period(&self, text: &str) -> Result<Period, Error> {
        let period = match text.split_once(' ') {
            Some(("week", first)) => self.week_of(first)?,
            Some((list, first)) => return self.period_of_list(list, first),
            None => match self.guess_half_month(text).or_else(|| self.guess(text)) {
                Some(period) => period,
                None if looks_like_a_day(text) => return self.period_of_day(text),
                None => return Err(self.no_label(text)),
            },
        };
        let label = self.label(period);
        if label == text {
            return Ok(period);
        }
        let message = format!("`{text}` is not how this calendar writes a period; did you mean `{label}`?");
        Err(Error::invalid(message))
    }

    /// The week that has a day, which may lie in a week of the year 1 and in the year 0.
    fn week_of(&self, text: &str) -> Result<Period, Error> {
        let found = day::written(text).map(|day| self.numbered(Grain::Week, self.week_number(day)));
        match found {
            Some(Ok(week)) => Ok(week),
            _ => Err(parse_day(text).err().unwrap_or_else(|| self.no_label(text))),
        }
    }

    fn period_of_list(&self, list: &str, day: &str) -> Result<Period, Error> {
        let Some(Grain::List(id)) = self.grain(list) else {
            return Err(self.no_list(list));
        };
        let day = parse_day(day)?;
        match self.period(Grain::List(id), day) {
            Ok(period) if period.first() == day => Ok(period),
            _ => Err(no_start(list, day, self.list(id).and_then(|list| list.nearest_start(day)))),
        }
    }

    fn period_of_day(&self, text: &str) -> Result<Period, Error> {
        let day = parse_day(text)?;
        self.period(Grain::Day, day).map_err(|_| self.no_label(text))
    }

    /// The half month that a text means, however it is spelt.
    fn guess_half_month(&self, text: &str) -> Option<Period> {
        let (month, half) = text.rsplit_once('-')?;
        let second = match half {
            "A" | "a" => 0,
            "B" | "b" => 1,
            _ => return None,
        };
        let month = self.guess(month).filter(|month| month.grain() == Grain::Month)?;
        let first = self.number(Grain::HalfMonth, month.first())?;
        self.numbered(Grain::HalfMonth, first.checked_add(second)?).ok()
    }

    /// The period, longer than a day, that a text means, however it is spelt.
    fn guess(&self, text: &str) -> Option<Period> {
        let (year, part) = text.split_once('-').map_or((text, None), |(year, part)| (year, Some(part)));
        let Some(part) = part else {
            return self.guess_in_year(Grain::Year, year, "1");
        };
        let (kind, index) = part.split_at_checked(1)?;
        match kind {
            "H" | "h" => self.guess_in_year(Grain::Half, year, index),
            "Q" | "q" => self.guess_in_year(Grain::Quarter, year, index),
            "M" | "m" => self.guess_in_year(Grain::Month, year, index),
            "W" | "w" if self.pattern().is_of_weeks() => self.guess_in_year(Grain::Week, year, index),
            "W" | "w" => self.calendar_week(year_number(year)?, short_number(index)?),
            _ if self.has_calendar_months() => {
                self.calendar_month(i32::try_from(short_number(year)?).ok()?, short_number(part)?)
            }
            _ => None,
        }
    }

    fn guess_in_year(&self, grain: Grain, year: &str, index: &str) -> Option<Period> {
        let listed = self.years.labelled(year);
        let year = listed.or_else(|| self.years.called(year_number(year)?))?;
        self.numbered(grain, self.number_in_year(grain, year, short_number(index)?)?).ok()
    }

    fn calendar_week(&self, year: i32, index: u32) -> Option<Period> {
        self.numbered(Grain::Week, self.week_in_calendar_year(year, index)?).ok()
    }

    fn calendar_month(&self, year: i32, month: u32) -> Option<Period> {
        self.period(Grain::Month, NaiveDate::from_ymd_opt(year, month, 1)?).ok()
    }

    fn no_label(&self, text: &str) -> Error {
        let mut message = format!("`{text}` is not a period; write ");
        let mut examples = self.examples();
        let last = examples.pop().unwrap_or_default();
        for example in examples {
            let _ = write!(message, "`{example}`, ");
        }
        let _ = write!(message, "or `{last}`");
        Error::invalid(message)
    }

    /// A label of each built-in grain, and one of a list where there is one.
    fn examples(&self) -> Vec<String> {
        let day = NaiveDate::from_ymd_opt(2026, 2, 14).unwrap_or_default();
        let built_in = Grain::BUILT_IN.iter().rev().filter_map(|grain| self.period(*grain, day).ok());
        let list = self.grains().find(|grain| matches!(grain, Grain::List(_)));
        let of_list = list.and_then(|grain| self.numbered(grain, 0).ok());
        built_in.chain(of_list).map(|period| self.label(period)).collect()
    }

    fn no_list(&self, name: &str) -> Error {
        let lists = self.grains().filter(|grain| matches!(grain, Grain::List(_)));
        let names = lists.map(|grain| self.grain_name(grain));
        Error::unknown("list of periods", name, nearest(name, names))
    }
}

fn no_start(list: &str, day: NaiveDate, near: Option<NaiveDate>) -> Error {
    let hint = near.map(|near| format!("; did you mean `{list} {near}`?")).unwrap_or_default();
    Error::invalid(format!("no period of `{list}` starts on {day}{hint}"))
}

/// Whether a text has three parts as a day has, the last of which is a number.
fn looks_like_a_day(text: &str) -> bool {
    let last = text.rsplit('-').next().unwrap_or_default();
    text.bytes().filter(|byte| *byte == b'-').count() == 2 && last.starts_with(|first: char| first.is_ascii_digit())
}

/// The number of a year, with or without the letters in front of it.
fn year_number(text: &str) -> Option<i32> {
    let bare = text.split_at_checked(2).filter(|(letters, _)| letters.eq_ignore_ascii_case("FY"));
    i32::try_from(short_number(bare.map_or(text, |(_, bare)| bare))?).ok()
}

/// A number of one to five digits.
fn short_number(text: &str) -> Option<u32> {
    let short = (1..=5).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if short { text.parse().ok() } else { None }
}
