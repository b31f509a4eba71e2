//! When something happened, by the clock of the plan's time zone.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};

use crate::calendar::Zone;

/// The moment of an instant, or the beginning of a day of which no more is known.
pub(super) fn moment(zone: Option<&Zone>, on: NaiveDate, at: Option<DateTime<Utc>>) -> NaiveDateTime {
    let local = at.and_then(|at| zone.map_or(Some(at.naive_utc()), |zone| zone.local(at)));
    local.unwrap_or_else(|| on.and_time(NaiveTime::MIN))
}
