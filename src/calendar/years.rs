//! The years of a calendar, and the periods that are made of their months: numbered in a row, also across years that are
//! listed.

use chrono::{Datelike, NaiveDate};

use crate::id::Name;

use super::pattern::MONTHS_OF_YEAR;
use super::year_rule::YearRule;
use super::{Pattern, Span, YearNamed};

/// The years of a calendar: stretches of years by a rule, and listed years between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Years {
    rule: YearRule,
    named: YearNamed,
    stretches: Vec<Stretch>,
}

/// Years in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stretch {
    from: NaiveDate,
    firsts: Firsts,
    years: Sort,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Sort {
    /// By a rule, up to the next stretch; the first has this number by the rule.
    ByRule { rule: YearRule, first: i64 },
    /// One, as it is listed.
    Listed { name: Name, span: Span },
}

/// A year of a calendar.
#[derive(Clone, Copy, Debug)]
pub(super) struct Year<'a> {
    pub span: Span,
    /// What it is called, as a number; a listed year may share it with another.
    pub number: i32,
    /// What it is called where it is listed.
    pub listed: Option<&'a Name>,
    firsts: Firsts,
}

/// The numbers of the first month, quarter, half and year from somewhere on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Firsts {
    month: i64,
    quarter: i64,
    half: i64,
    year: i64,
}

impl Years {
    /// The years of a rule alone.
    pub(super) fn new(rule: YearRule, named: YearNamed) -> Years {
        let all = Sort::ByRule { rule, first: 0 };
        Years { rule, named, stretches: vec![Stretch { from: NaiveDate::MIN, firsts: Firsts::default(), years: all }] }
    }

    /// The years of a rule around listed ones, which rise and fit: before each stand years by the same rule, but ending
    /// where it starts. `None` where they do not fit.
    pub(super) fn around(rule: YearRule, named: YearNamed, listed: &[(Name, Span)]) -> Option<Years> {
        let mut years = Years { rule, named, stretches: Vec::new() };
        let (mut from, mut firsts) = (NaiveDate::MIN, Firsts::default());
        for (name, span) in listed {
            if from < span.from() {
                let before = rule.starting_on(span.from())?;
                let first = if years.stretches.is_empty() { 0 } else { before.number(from) };
                years.stretches.push(Stretch { from, firsts, years: Sort::ByRule { rule: before, first } });
                firsts = firsts.after_years(before.number(span.from()).checked_sub(first)?)?;
            }
            years.stretches.push(Stretch {
                from: span.from(),
                firsts,
                years: Sort::Listed { name: name.clone(), span: *span },
            });
            firsts = firsts.after_months(years.months(*span))?;
            from = span.to();
        }
        let first = if listed.is_empty() { 0 } else { rule.number(from) };
        years.stretches.push(Stretch { from, firsts, years: Sort::ByRule { rule, first } });
        Some(years)
    }

    /// The rule by which the last years follow each other.
    pub(super) fn rule(&self) -> YearRule {
        self.rule
    }

    /// What years are made of.
    pub(super) fn pattern(&self) -> Pattern {
        self.rule.pattern()
    }

    /// After which calendar year a year is called.
    pub(super) fn named(&self) -> YearNamed {
        self.named
    }

    /// The years that are listed, the earliest first.
    pub(super) fn listed(&self) -> impl Iterator<Item = (&Name, Span)> {
        self.stretches.iter().filter_map(|stretch| match &stretch.years {
            Sort::Listed { name, span } => Some((name, *span)),
            Sort::ByRule { .. } => None,
        })
    }

    /// The year that has `day`.
    pub(super) fn year(&self, day: NaiveDate) -> Option<Year<'_>> {
        let begun = self.stretches.partition_point(|stretch| stretch.from <= day);
        let stretch = self.stretches.get(begun.checked_sub(1)?)?;
        match &stretch.years {
            Sort::ByRule { rule, first } => self.year_of(stretch, rule.number(day).checked_sub(*first)?),
            Sort::Listed { .. } => self.year_of(stretch, 0),
        }
    }

    /// The year that is listed under a label, in capital letters or small ones.
    pub(super) fn labelled(&self, label: &str) -> Option<Year<'_>> {
        let (_, span) = self.listed().find(|(name, _)| name.as_str().eq_ignore_ascii_case(label))?;
        self.year(span.from())
    }

    /// The year by a rule that is called so.
    pub(super) fn called(&self, name: i32) -> Option<Year<'_>> {
        self.stretches.iter().find_map(|stretch| {
            let Sort::ByRule { rule, .. } = &stretch.years else { return None };
            let span = rule.span(rule.called(name, self.named))?;
            // The rule may have a year of this name in the place of others.
            self.year(span.from()).filter(|year| year.listed.is_none() && year.span == span && year.number == name)
        })
    }

    /// The number of the period of so many months that has `day`.
    pub(super) fn number(&self, months: i64, day: NaiveDate) -> Option<i64> {
        let year = self.year(day)?;
        year.first(months)?.checked_add(self.pattern().month_of(year.span, day).checked_div(months)?)
    }

    /// The year that has the period of so many months with this number, and the position of the period in it, from 0.
    pub(super) fn numbered(&self, months: i64, number: i64) -> Option<(Year<'_>, i64)> {
        let begun = self.stretches.partition_point(|stretch| stretch.firsts.of(months).is_some_and(|at| at <= number));
        let stretch = self.stretches.get(begun.saturating_sub(1))?;
        let after = number.checked_sub(stretch.firsts.of(months)?)?;
        let year = match stretch.years {
            Sort::ByRule { .. } => self.year_of(stretch, after.div_euclid(MONTHS_OF_YEAR.checked_div(months)?))?,
            Sort::Listed { .. } => self.year_of(stretch, 0)?,
        };
        Some((year, number.checked_sub(year.first(months)?)?))
    }

    /// The days of the period of so many months at this position, from 0, of a year.
    pub(super) fn part(&self, year: Year<'_>, months: i64, position: i64) -> Option<Span> {
        let start = |position: i64| self.pattern().month_start(year.span, position.checked_mul(months)?);
        Span::new(start(position)?, start(position.checked_add(1)?)?)
    }

    /// How many periods of so many months a year has; the last may be short.
    pub(super) fn count(&self, year: Year<'_>, months: i64) -> Option<i64> {
        self.months(year.span).checked_add(months.checked_sub(1)?)?.checked_div(months)
    }

    /// How many months a year has that is as long as this.
    pub(super) fn months(&self, span: Span) -> i64 {
        span.to().pred_opt().map_or(0, |last| self.pattern().month_of(span, last).saturating_add(1))
    }

    /// The year at this position, from 0, of a stretch.
    fn year_of<'a>(&self, stretch: &'a Stretch, position: i64) -> Option<Year<'a>> {
        match &stretch.years {
            Sort::ByRule { rule, first } => {
                let number = first.checked_add(position)?;
                Some(Year {
                    span: rule.span(number)?,
                    number: rule.name(number, self.named)?,
                    listed: None,
                    firsts: stretch.firsts.after_years(position)?,
                })
            }
            Sort::Listed { name, span } => Some(Year {
                span: *span,
                number: written_number(name.as_str()).unwrap_or_else(|| named_after(*span, self.named)),
                listed: Some(name),
                firsts: stretch.firsts,
            }),
        }
    }
}

impl Year<'_> {
    /// The number of its first period of so many months.
    pub(super) fn first(&self, months: i64) -> Option<i64> {
        self.firsts.of(months)
    }
}

impl Firsts {
    fn of(self, months: i64) -> Option<i64> {
        match months {
            1 => Some(self.month),
            3 => Some(self.quarter),
            6 => Some(self.half),
            12 => Some(self.year),
            _ => None,
        }
    }

    /// The same after so many whole years.
    fn after_years(self, years: i64) -> Option<Firsts> {
        let after = |first: i64, in_year: i64| first.checked_add(years.checked_mul(in_year)?);
        Some(Firsts {
            month: after(self.month, 12)?,
            quarter: after(self.quarter, 4)?,
            half: after(self.half, 2)?,
            year: after(self.year, 1)?,
        })
    }

    /// The same after one year of so many months.
    fn after_months(self, months: i64) -> Option<Firsts> {
        let after = |first: i64, of: i64| first.checked_add(months.checked_add(of)?.checked_sub(1)?.checked_div(of)?);
        Some(Firsts {
            month: after(self.month, 1)?,
            quarter: after(self.quarter, 3)?,
            half: after(self.half, 6)?,
            year: self.year.checked_add(1)?,
        })
    }
}

/// The number in a label that is written as those of a rule are: `FY2025`.
pub(super) fn written_number(label: &str) -> Option<i32> {
    let digits = label.strip_prefix("FY")?;
    let short = (4..=5).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    if short { digits.parse().ok() } else { None }
}

/// The calendar year in which a listed year ends or starts.
fn named_after(span: Span, named: YearNamed) -> i32 {
    match named {
        YearNamed::Start => span.from().year(),
        YearNamed::End => span.to().pred_opt().unwrap_or(span.from()).year(),
    }
}
