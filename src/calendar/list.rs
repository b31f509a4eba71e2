//! Explicit lists of periods.

use chrono::NaiveDate;

use crate::id::Name;

/// The most periods that one list may have.
pub const LIST_PERIODS_MAX: usize = 10_000;

/// Periods that follow no rule, given by their boundaries: the first day of each, and the day after the last one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PeriodList {
    name: Name,
    boundaries: Vec<NaiveDate>,
}

impl PeriodList {
    /// A list whose boundaries are known to rise.
    pub(super) fn new(name: Name, boundaries: Vec<NaiveDate>) -> PeriodList {
        PeriodList { name, boundaries }
    }

    pub(super) fn name(&self) -> &str {
        self.name.as_str()
    }

    /// The number, counted from 0, of the period that has `day`: -1 before the first one, and the number of periods
    /// after the last one.
    pub(super) fn number(&self, day: NaiveDate) -> i64 {
        let begun = self.boundaries.partition_point(|boundary| *boundary <= day);
        i64::try_from(begun).unwrap_or(i64::MAX).saturating_sub(1)
    }

    /// The first day of a period and the day after it.
    pub(super) fn bounds(&self, number: i64) -> Option<(NaiveDate, NaiveDate)> {
        let number = usize::try_from(number).ok()?;
        let from = self.boundaries.get(number)?;
        let to = self.boundaries.get(number.checked_add(1)?)?;
        Some((*from, *to))
    }

    /// The first day of a period that is nearest to `day`, the earlier one of two.
    pub(super) fn nearest_start(&self, day: NaiveDate) -> Option<NaiveDate> {
        let (_, starts) = self.boundaries.split_last()?;
        starts.iter().copied().min_by_key(|start| start.signed_duration_since(day).num_days().abs())
    }
}
