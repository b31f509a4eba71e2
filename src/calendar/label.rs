//! Periods as text, and back.
//!
//! Every period has one spelling. A text is read generously to a period, and then taken only if it is that period's
//! spelling; so what is printed reads back, and what is misspelt is told the spelling.

use std::fmt::Write;

use chrono::{Datelike, NaiveDate};

use crate::diagnostic::nearest;
use crate::error::Error;

use super::{FiscalCalendar, Grain, Period, parse_day};

impl FiscalCalendar {
    /// A period as text.
    ///
    /// | grain | the year starts on 1 January | on another day |
    /// |---|---|---|
    /// | year | `2026` | `FY2026` |
    /// | half | `2026-H1` | `FY2026-H1` |
    /// | quarter | `2026-Q3` | `FY2026-Q3` |
    /// | month | `2026-02` | `2026-02` where months start on their first day, else `FY2026-M08` |
    /// | day | `2026-02-14` | `2026-02-14` |
    /// | a list | `quota_period 2025-07-01`, the period's first day | the same |
    pub fn label(&self, period: Period) -> String {
        let (first, index) = (period.first(), period.index());
        let year = self.year_label(period.year().unwrap_or_default());
        match period.grain() {
            Grain::Year => year,
            Grain::Half => format!("{year}-H{index}"),
            Grain::Quarter => format!("{year}-Q{index}"),
            Grain::Month if self.day == 1 => format!("{:04}-{:02}", first.year(), first.month()),
            Grain::Month => format!("{year}-M{index:02}"),
            Grain::Day => first.to_string(),
            Grain::List(_) => format!("{} {first}", self.grain_name(period.grain())),
        }
    }

    /// The period that has this label; the exact reverse of [`label`](FiscalCalendar::label).
    ///
    /// A text that is no label is an error that says what would be one.
    ///
    /// # Example
    ///
    /// ```
    /// use attain::calendar::{FiscalCalendar, YearNamed};
    ///
    /// let calendar = FiscalCalendar::starting(3, 1)?.named_by(YearNamed::Start);
    /// assert_eq!(calendar.parse_period("FY2026-Q4")?.span().to_string(), "2026-12-01 to 2027-02-28");
    /// assert_eq!(
    ///     calendar.parse_period("2026-q4").unwrap_err().to_string(),
    ///     "`2026-q4` is not how this calendar writes a period; did you mean `FY2026-Q4`?",
    /// );
    /// # Ok::<(), attain::error::Error>(())
    /// ```
    pub fn parse_period(&self, text: &str) -> Result<Period, Error> {
        if let Some((list, day)) = text.split_once(' ') {
            return self.period_of_list(list, day);
        }
        if text.bytes().filter(|byte| *byte == b'-').count() == 2 {
            return self.period_of_day(text);
        }
        let period = self.guess(&text.to_ascii_uppercase()).ok_or_else(|| self.no_label(text))?;
        let label = self.label(period);
        if label == text {
            return Ok(period);
        }
        let message = format!("`{text}` is not how this calendar writes a period; did you mean `{label}`?");
        Err(Error::invalid(message))
    }

    /// Whether the fiscal year is the calendar year.
    pub(super) fn is_plain(&self) -> bool {
        (self.month, self.day) == (1, 1)
    }

    fn year_label(&self, year: i32) -> String {
        let fiscal = if self.is_plain() { "" } else { "FY" };
        format!("{fiscal}{year:04}")
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

    /// The period, longer than a day, that a text in capital letters means, however it is spelt.
    fn guess(&self, text: &str) -> Option<Period> {
        let (year, part) = text.split_once('-').map_or((text, None), |(year, part)| (year, Some(part)));
        let bare = year.strip_prefix("FY").unwrap_or(year);
        let number = i32::try_from(short_number(bare)?).ok()?;
        match part.map(|part| part.split_at_checked(1)) {
            None => self.numbered_in_year(Grain::Year, number, 1),
            Some(Some(("H", index))) => self.numbered_in_year(Grain::Half, number, short_number(index)?),
            Some(Some(("Q", index))) => self.numbered_in_year(Grain::Quarter, number, short_number(index)?),
            Some(Some(("M", index))) => self.numbered_in_year(Grain::Month, number, short_number(index)?),
            Some(_) if self.day == 1 && bare == year => self.calendar_month(number, short_number(part?)?),
            Some(_) => None,
        }
    }

    fn numbered_in_year(&self, grain: Grain, year: i32, index: u32) -> Option<Period> {
        self.numbered(grain, self.number_in_year(grain, year, index)?).ok()
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

/// A number of one to five digits.
fn short_number(text: &str) -> Option<u32> {
    let short = (1..=5).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if short { text.parse().ok() } else { None }
}
