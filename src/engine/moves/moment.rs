//! When something happened, by the clock of the plan's time zone.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

use crate::calendar::Zone;

/// The moment of an instant, or the beginning of a day of which no more is known.
pub(super) fn moment(zone: Option<&Zone>, on: NaiveDate, at: Option<DateTime<Utc>>) -> NaiveDateTime {
    let local = at.and_then(|at| {
        let offset = zone.map_or(Some(0), |zone| zone.offset(at))?;
        at.naive_utc().checked_add_signed(TimeDelta::try_seconds(i64::from(offset))?)
    });
    local.unwrap_or_else(|| on.and_time(NaiveTime::MIN))
}
