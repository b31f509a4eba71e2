//! The kinds of periods.

use crate::id::Id;

use super::list::PeriodList;

/// A kind of period: every day, every month, …, every period of a list.
///
/// Each calendar has the built-in grains, but for half months where its years are made of whole weeks; each of its lists is
/// one more. Months, and all that is made of them, follow the fiscal year: where it starts on 15 July, so does its first
/// month.
///
/// # Example
///
/// ```
/// use attain::calendar::{FiscalCalendar, Grain};
///
/// let calendar = FiscalCalendar::starting(7, 1)?;
/// assert_eq!(calendar.grain("quarter"), Some(Grain::Quarter));
/// assert_eq!(calendar.grain_name(Grain::Quarter), "quarter");
/// assert_eq!(calendar.grain("quota_period"), None, "this calendar has no list");
/// # Ok::<(), attain::error::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Grain {
    /// Single days.
    Day,
    /// Seven days, from the day of the week on which weeks start.
    Week,
    /// The first 15 days of a month, and the rest of it.
    HalfMonth,
    /// Twelfths of the fiscal year: months from the day of the month on which it starts, or four or five whole weeks.
    Month,
    /// Three months; fewer where a listed year ends.
    Quarter,
    /// Six months; fewer where a listed year ends.
    Half,
    /// Fiscal years.
    Year,
    /// The periods of one of the calendar's lists.
    List(ListId),
}

/// Which list of a calendar; [`FiscalCalendar::grain`](super::FiscalCalendar::grain) finds it by its name.
///
/// It belongs to the calendar that made it; another one may take it for a list of its own, or find no period of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ListId(pub(super) Id<PeriodList>);

impl Grain {
    /// The grains of the language, the finest first; a calendar of whole weeks has no half months.
    pub const BUILT_IN: &'static [Grain] =
        &[Grain::Day, Grain::Week, Grain::HalfMonth, Grain::Month, Grain::Quarter, Grain::Half, Grain::Year];

    /// What plans call a built-in grain; `None` for a list, whose name its calendar knows.
    pub fn built_in_name(self) -> Option<&'static str> {
        match self {
            Grain::Day => Some("day"),
            Grain::Week => Some("week"),
            Grain::HalfMonth => Some("half_month"),
            Grain::Month => Some("month"),
            Grain::Quarter => Some("quarter"),
            Grain::Half => Some("half"),
            Grain::Year => Some("year"),
            Grain::List(_) => None,
        }
    }

    /// How many months of the fiscal year a period has; `None` where it is not made of them.
    pub(super) fn months(self) -> Option<i64> {
        match self {
            Grain::Month => Some(1),
            Grain::Quarter => Some(3),
            Grain::Half => Some(6),
            Grain::Year => Some(12),
            Grain::Day | Grain::Week | Grain::HalfMonth | Grain::List(_) => None,
        }
    }
}

/// The names of grains that no list may take: the built-in ones, also where the calendar has no such grain.
pub(super) fn is_taken(name: &str) -> bool {
    let mut built_in = Grain::BUILT_IN.iter().filter_map(|grain| grain.built_in_name());
    built_in.any(|known| known == name)
}
