//! What should be there by now.

use chrono::NaiveDate;

use crate::calendar::{FiscalCalendar, Span};
use crate::diagnostic::{At, Code, Problems};
use crate::quantity::{Fraction, Outcome, Precision, Why};

use super::book::Share;
use super::definition::Pace;

impl Pace {
    /// Reports a pace by working days where the calendar does not say which days are worked.
    pub(crate) fn check(pace: Option<Pace>, calendar: &FiscalCalendar, at: At<'_>, problems: &mut Problems) {
        if pace == Some(Pace::Workdays) && calendar.working().is_none() {
            let message = "targets are paced by working days, and the calendar does not say which days are worked";
            problems
                .report(Code::RuleNeeded, at.field("pace"), message)
                .help("write `\"hours\": { \"days\": \"mon .. fri\" }` under `calendar`, or `\"pace\": \"days\"` here");
        }
    }
}

/// What should be there at the end of a day, of targets that are paced one by one: each times the share of the days of its own
/// period that have passed.
///
/// Before the first period it is 0, after the last one all of them; undefined where there is no target.
///
/// # Example
///
/// ```
/// use attain::calendar::{FiscalCalendar, Grain, parse_day};
/// use attain::id::Key;
/// use attain::quantity::{Fraction, Precision};
/// use attain::target::{Share, due};
///
/// // 300 in March and 600 in April: by 10 April all of March, and a third of April.
/// let share = |amount: &str, first: &str| Share {
///     id: Key::new("t").unwrap(),
///     who: Key::new("ann").unwrap(),
///     amount: amount.parse().unwrap(),
///     period: FiscalCalendar::default().period(Grain::Month, parse_day(first).unwrap()).unwrap(),
///     uplift: Fraction::ONE,
///     part_of: None,
/// };
/// let shares = [share("300", "2025-03-01"), share("600", "2025-04-01")];
/// assert_eq!(due(&shares, parse_day("2025-04-10")?, Precision::default()), Ok("500".parse()?));
/// assert_eq!(due(&shares, parse_day("2025-02-28")?, Precision::default()), Ok(Fraction::ZERO));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn due(shares: &[Share], as_of: NaiveDate, precision: Precision) -> Outcome<Fraction> {
    if shares.is_empty() {
        return Err(Why::NoTarget);
    }
    let mut sum = Fraction::ZERO;
    for share in shares {
        let part = share.amount.times(passed(share.period.span(), as_of)?, precision)?;
        sum = sum.plus(part, precision)?;
    }
    Ok(sum)
}

/// The share of the days of a span that have passed at the end of a day.
pub fn passed(span: Span, as_of: NaiveDate) -> Outcome<Fraction> {
    let days = (i128::from(span.to_date(as_of).days()), i128::from(span.days()));
    Fraction::new(days.0, days.1).ok_or(Why::DividedByZero)
}
