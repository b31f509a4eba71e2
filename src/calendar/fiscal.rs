//! The calendar: what it is made of, and what its grains are called.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::error::Error;
use crate::id::{Arena, Name};

use super::grain::is_taken;
use super::list::{LIST_PERIODS_MAX, PeriodList};
use super::listed::LISTED_YEARS_MAX;
use super::year_rule::YearRule;
use super::years::Years;
use super::{Grain, ListId, Pattern, Span, Weekday, WorkingCalendar, YearEnd, YearNamed, day};

/// The latest day of a month on which a fiscal year may start: the latest that every month has.
pub(super) const START_DAY_MAX: u32 = 28;

/// A fiscal calendar: the one place where periods are made.
///
/// It knows the days of the years 1 to 9999.
///
/// # Example
///
/// ```
/// use attain::calendar::{FiscalCalendar, Grain, parse_day};
///
/// let calendar = FiscalCalendar::starting(7, 1)?;
/// let quarter = calendar.period(Grain::Quarter, parse_day("2026-02-14")?).unwrap();
/// assert_eq!(quarter.span().to_string(), "2026-01-01 to 2026-03-31");
/// assert_eq!(calendar.label(quarter), "FY2026-Q3");
/// # Ok::<(), attain::error::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FiscalCalendar {
    pub(super) years: Years,
    pub(super) week_starts: Weekday,
    pub(super) lists: Arena<PeriodList>,
    pub(super) working: Option<Arc<WorkingCalendar>>,
}

impl FiscalCalendar {
    /// A calendar whose year starts in `month` (1 to 12) on `day` (1 to 28, because every month must have it), called
    /// after the calendar year in which it ends.
    pub fn starting(month: u32, day: u32) -> Result<FiscalCalendar, Error> {
        if !(1..=12).contains(&month) || !(1..=START_DAY_MAX).contains(&day) {
            let message = format!(
                "a year cannot start on day {day} of month {month}: months are 1 to 12, days 1 to {START_DAY_MAX}"
            );
            return Err(Error::invalid(message));
        }
        Ok(FiscalCalendar::by(YearRule::Months { month, day }, YearNamed::default()))
    }

    /// A calendar whose years are made of whole weeks, and called after the calendar year in which they end.
    ///
    /// It has no half months. Refused is [`Pattern::Months`], which is not of weeks.
    ///
    /// # Example
    ///
    /// ```
    /// use attain::calendar::{EndRule, FiscalCalendar, Grain, Pattern, Weekday, YearEnd, YearNamed, parse_day};
    ///
    /// // The calendar of American retail.
    /// let last = YearEnd::new(Weekday::Saturday, 1, EndRule::Nearest)?;
    /// let retail = FiscalCalendar::of_weeks(Pattern::FourFiveFour, last)?.named_by(YearNamed::Start)?;
    /// let year = retail.parse_period("FY2023")?;
    /// assert_eq!(year.span().to_string(), "2023-01-29 to 2024-02-03");
    /// assert_eq!(retail.parts_of(year, Grain::Week)?.len(), 53);
    ///
    /// let january = retail.period(Grain::Month, parse_day("2024-02-03")?).unwrap();
    /// assert_eq!((retail.label(january).as_str(), january.days()), ("FY2023-M12", 5 * 7));
    /// # Ok::<(), attain::error::Error>(())
    /// ```
    pub fn of_weeks(pattern: Pattern, last: YearEnd) -> Result<FiscalCalendar, Error> {
        if !pattern.is_of_weeks() {
            return Err(Error::invalid("`months` is no pattern of weeks"));
        }
        Ok(FiscalCalendar::by(YearRule::Weeks { pattern, last }, YearNamed::default()))
    }

    pub(super) fn by(rule: YearRule, named: YearNamed) -> FiscalCalendar {
        let week_starts = match rule {
            YearRule::Months { .. } => Weekday::default(),
            YearRule::Weeks { last, .. } => last.weekday().next(),
        };
        FiscalCalendar { years: Years::new(rule, named), week_starts, lists: Arena::new(), working: None }
    }

    /// The same calendar, with its years called after the year in which they end or start.
    ///
    /// A year that starts on 1 January, or of whole weeks at the end of December, has one name either way. Refused where a
    /// listed year would then share its label with another.
    pub fn named_by(self, named: YearNamed) -> Result<FiscalCalendar, Error> {
        let listed: Vec<(Name, Span)> = self.years.listed().map(|(label, span)| (label.clone(), span)).collect();
        Ok(FiscalCalendar { years: around(self.years.rule(), named, listed)?, ..self })
    }

    /// The same calendar, with weeks that start on another day than Monday.
    ///
    /// Refused where years are made of whole weeks, which start on the day after the year's last.
    pub fn with_weeks_from(self, week_starts: Weekday) -> Result<FiscalCalendar, Error> {
        if self.pattern().is_of_weeks() && week_starts != self.week_starts {
            let message = format!("the years of this calendar start on a {}, and so do its weeks", self.week_starts);
            return Err(Error::invalid(message));
        }
        Ok(FiscalCalendar { week_starts, ..self })
    }

    /// The same calendar with years that are shorter than the rule says: all that there are, each with its label.
    ///
    /// Before each of them stand years of full length, up to the one that is listed before it; after the last of them, those
    /// of the calendar. So a company that closed its books in June, and moves to calendar years, has a calendar that starts
    /// on 1 January, with one listed year from July to December: the years before it start in July. Their quarters and
    /// halves are counted from the first month of each year, and the last of a year may be short.
    ///
    /// Refused are years that are empty, overlap, cut a month (or a week, where years are made of them), have more than
    /// twelve months (53 weeks), leave a gap that whole years do not fill, or whose label another year has; and, as larger
    /// than the limit, more than [`LISTED_YEARS_MAX`].
    ///
    /// # Example
    ///
    /// ```
    /// use attain::calendar::{FiscalCalendar, Grain, Span, parse_day};
    /// use attain::id::Name;
    ///
    /// let half_a_year = Span::new(parse_day("2025-07-01")?, parse_day("2026-01-01")?).unwrap();
    /// let calendar = FiscalCalendar::starting(1, 1)?.with_years([(Name::new("FY2025S")?, half_a_year)])?;
    /// let label = |day: &str| Ok(calendar.label(calendar.period(Grain::Year, parse_day(day)?)?));
    /// let labels: Result<Vec<String>, Box<dyn std::error::Error>> =
    ///     ["2024-06-30", "2024-07-01", "2025-07-01", "2026-01-01"].into_iter().map(label).collect();
    /// assert_eq!(labels?, ["FY2024", "FY2025", "FY2025S", "FY2026"]);
    /// assert_eq!(calendar.parts_of(calendar.parse_period("FY2025S")?, Grain::Quarter)?.len(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_years(self, years: impl IntoIterator<Item = (Name, Span)>) -> Result<FiscalCalendar, Error> {
        let listed: Vec<(Name, Span)> = years.into_iter().collect();
        if listed.len() > LISTED_YEARS_MAX {
            return Err(Error::limit(format!("more than {LISTED_YEARS_MAX} years are listed")));
        }
        Ok(FiscalCalendar { years: around(self.years.rule(), self.year_named(), listed)?, ..self })
    }

    /// The same calendar with one more list of periods, whose name becomes a grain.
    ///
    /// `boundaries` are the first day of each period and then the day after the last: n + 1 rising days for n periods.
    /// Refused are days that do not rise, fewer than two or outside the years 1 to 9999, a name that is taken already,
    /// and, as larger than the limit, more than [`LIST_PERIODS_MAX`] periods.
    pub fn with_list(mut self, name: Name, boundaries: Vec<NaiveDate>) -> Result<FiscalCalendar, Error> {
        if is_taken(name.as_str()) || self.grain(name.as_str()).is_some() {
            return Err(Error::invalid(format!("there is a grain called `{name}` already")));
        }
        check_boundaries(&name, &boundaries)?;
        self.lists.push(PeriodList::new(name, boundaries));
        Ok(self)
    }

    /// The same calendar with working days.
    #[must_use]
    pub fn with_working(mut self, working: WorkingCalendar) -> FiscalCalendar {
        self.working = Some(Arc::new(working));
        self
    }

    /// Which days are worked; `None` where the calendar does not say which weekdays are.
    pub fn working(&self) -> Option<&WorkingCalendar> {
        self.working.as_deref()
    }

    /// Month and day on which the fiscal year starts; of a year of whole weeks, the start of the month after the one at
    /// whose end it ends.
    pub fn year_starts(&self) -> (u32, u32) {
        match self.years.rule() {
            YearRule::Months { month, day } => (month, day),
            YearRule::Weeks { last, .. } => (last.month().rem_euclid(12).saturating_add(1), 1),
        }
    }

    /// What a year is made of.
    pub fn pattern(&self) -> Pattern {
        self.years.pattern()
    }

    /// On which day a year of whole weeks ends; `None` for a year of months.
    pub fn year_end(&self) -> Option<YearEnd> {
        match self.years.rule() {
            YearRule::Months { .. } => None,
            YearRule::Weeks { last, .. } => Some(last),
        }
    }

    /// The years that are listed, the earliest first.
    pub fn listed_years(&self) -> impl Iterator<Item = (&Name, Span)> {
        self.years.listed()
    }

    /// After which calendar year a fiscal year is called.
    pub fn year_named(&self) -> YearNamed {
        self.years.named()
    }

    /// The grain called `name`: a built-in one, or that of a list.
    pub fn grain(&self, name: &str) -> Option<Grain> {
        self.grains().find(|grain| self.grain_name(*grain) == name)
    }

    /// What plans call a grain; `list` where it is of another calendar.
    pub fn grain_name(&self, grain: Grain) -> &str {
        match grain {
            Grain::List(id) => self.list(id).map_or("list", PeriodList::name),
            _ => grain.built_in_name().unwrap_or_default(),
        }
    }

    /// All grains: the built-in ones, the finest first, then the lists.
    pub fn grains(&self) -> impl Iterator<Item = Grain> {
        let lists = self.lists.iter().map(|(id, _)| Grain::List(ListId(id)));
        let of_weeks = self.pattern().is_of_weeks();
        let built_in = Grain::BUILT_IN.iter().copied();
        built_in.filter(move |grain| !of_weeks || *grain != Grain::HalfMonth).chain(lists)
    }

    /// What helps whoever asks for a grain that this calendar has not: the nearest name, or why it is not there.
    pub fn grain_help(&self, name: &str) -> String {
        self.lacks(name).map_or_else(|| crate::diagnostic::remedy(name, self.grain_names()), str::to_owned)
    }

    /// Why a grain of the language is not in this calendar, if so it is.
    pub(crate) fn lacks(&self, name: &str) -> Option<&'static str> {
        let lacking = self.pattern().is_of_weeks() && Grain::HalfMonth.built_in_name() == Some(name);
        lacking.then_some("a calendar of whole weeks has no half months; take `week` or `month`")
    }

    /// What plans call the grains, in the order of [`grains`](FiscalCalendar::grains).
    pub fn grain_names(&self) -> impl Iterator<Item = &str> {
        self.grains().map(|grain| self.grain_name(grain))
    }

    pub(super) fn list(&self, id: ListId) -> Option<&PeriodList> {
        self.lists.rows().get(id.0.index())
    }
}

impl Default for FiscalCalendar {
    /// The usual calendar: its year starts on 1 January.
    fn default() -> FiscalCalendar {
        FiscalCalendar::by(YearRule::Months { month: 1, day: 1 }, YearNamed::default())
    }
}

/// The years of a calendar around listed ones; the first thing that is wrong, where they do not fit.
fn around(rule: YearRule, named: YearNamed, listed: Vec<(Name, Span)>) -> Result<Years, Error> {
    let fit = super::listed::around(rule, named, listed);
    fit.map_err(|troubles| {
        let first = troubles.into_iter().next().map(|trouble| trouble.message);
        Error::invalid(first.unwrap_or_else(|| "the listed years do not fit".to_owned()))
    })
}

fn check_boundaries(name: &Name, boundaries: &[NaiveDate]) -> Result<(), Error> {
    let count = boundaries.len();
    if count < 2 {
        return Err(Error::invalid(format!("`{name}` needs two boundaries or more, and has {count}")));
    }
    if count > LIST_PERIODS_MAX.saturating_add(1) {
        return Err(Error::limit(format!("`{name}` has more than {LIST_PERIODS_MAX} periods")));
    }
    if let Some(far) = boundaries.iter().find(|boundary| !day::is_known(**boundary)) {
        return Err(Error::invalid(format!("`{name}` has the boundary {far}, outside the years 1 to 9999")));
    }
    let mut pairs = boundaries.iter().zip(boundaries.iter().skip(1));
    match pairs.find(|(earlier, later)| later <= earlier) {
        Some((earlier, later)) => Err(Error::invalid(format!("`{name}`: {later} does not rise above {earlier}"))),
        None => Ok(()),
    }
}
