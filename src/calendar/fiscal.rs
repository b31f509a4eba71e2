//! The calendar: what it is made of, and what its grains are called.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::error::Error;
use crate::id::{Arena, Name};

use super::grain::is_taken;
use super::list::{LIST_PERIODS_MAX, PeriodList};
use super::{Grain, ListId, WorkingCalendar, YearNamed, day};

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
    pub(super) month: u32,
    pub(super) day: u32,
    pub(super) named: YearNamed,
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
        Ok(FiscalCalendar { month, day, ..FiscalCalendar::default() })
    }

    /// The same calendar, with its years called after the year in which they end or start.
    ///
    /// A year that starts on 1 January has one name either way.
    #[must_use]
    pub fn named_by(mut self, named: YearNamed) -> FiscalCalendar {
        self.named = named;
        self
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

    /// Month and day on which the fiscal year starts.
    pub fn year_starts(&self) -> (u32, u32) {
        (self.month, self.day)
    }

    /// After which calendar year a fiscal year is called.
    pub fn year_named(&self) -> YearNamed {
        self.named
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
        Grain::BUILT_IN.iter().copied().chain(lists)
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
        FiscalCalendar { month: 1, day: 1, named: YearNamed::default(), lists: Arena::new(), working: None }
    }
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
