//! Periods as text.

use chrono::{Datelike, NaiveDate};

use super::year_rule::YearRule;
use super::{FiscalCalendar, Grain, Period};

impl FiscalCalendar {
    /// A period as text.
    ///
    /// | grain | the year starts on 1 January | on another day | is made of whole weeks |
    /// |---|---|---|---|
    /// | year | `2026` | `FY2026` | `FY2026` |
    /// | half | `2026-H1` | `FY2026-H1` | `FY2026-H1` |
    /// | quarter | `2026-Q3` | `FY2026-Q3` | `FY2026-Q3` |
    /// | month | `2026-02` | `2026-02` where months start on their first day, else `FY2026-M08` | `FY2026-M08` |
    /// | half month | `2026-02-A`, `2026-02-B` | the same behind the month, also `FY2026-M08-A` | there is none |
    /// | week | `2026-W08` as in ISO 8601; where weeks start on another day than Monday, by the first day: `week 2026-02-15` | the same | `FY2026-W08` |
    /// | day | `2026-02-14` | `2026-02-14` | `2026-02-14` |
    /// | a list | `quota_period 2025-07-01`, the period's first day | the same | the same |
    ///
    /// Where years are listed, all years are written with `FY`, and the listed ones by their own labels: `FY2025S`,
    /// `FY2025S-Q1`.
    pub fn label(&self, period: Period) -> String {
        let (first, index) = (period.first(), period.index());
        let year = || self.year_label(first, period.year().unwrap_or_default());
        match period.grain() {
            Grain::Year => year(),
            Grain::Half => format!("{}-H{index}", year()),
            Grain::Quarter => format!("{}-Q{index}", year()),
            Grain::Month if self.has_calendar_months() => format!("{:04}-{:02}", first.year(), first.month()),
            Grain::Month => format!("{}-M{index:02}", year()),
            Grain::HalfMonth => self.half_month_label(period),
            Grain::Week if self.pattern().is_of_weeks() => format!("{}-W{index:02}", year()),
            Grain::Week if self.has_iso_weeks() => format!("{:04}-W{index:02}", period.year().unwrap_or_default()),
            Grain::Day => first.to_string(),
            Grain::Week | Grain::List(_) => format!("{} {first}", self.grain_name(period.grain())),
        }
    }

    /// Whether the fiscal year is the calendar year, and always was.
    pub(super) fn is_plain(&self) -> bool {
        self.years.rule() == YearRule::Months { month: 1, day: 1 } && self.years.listed().next().is_none()
    }

    /// Whether months are those of the calendar on the wall.
    pub(super) fn has_calendar_months(&self) -> bool {
        matches!(self.years.rule(), YearRule::Months { day: 1, .. })
    }

    fn year_label(&self, day: NaiveDate, number: i32) -> String {
        if let Some(label) = self.years.year(day).and_then(|year| year.listed) {
            return label.to_string();
        }
        let fiscal = if self.is_plain() { "" } else { "FY" };
        format!("{fiscal}{number:04}")
    }

    fn half_month_label(&self, half: Period) -> String {
        let month = self.number(Grain::Month, half.first()).and_then(|number| self.laid_out(Grain::Month, number));
        let second = month.is_some_and(|month| month.first() != half.first());
        let month = month.map(|month| self.label(month)).unwrap_or_default();
        format!("{month}-{}", if second { "B" } else { "A" })
    }
}
