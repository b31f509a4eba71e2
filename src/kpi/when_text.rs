//! Times in writing.

use crate::calendar::{FiscalCalendar, Span, parse_day};
use crate::diagnostic::{At, Code, Problems};

use super::when::When;

impl When {
    /// A period by its label, or the days of a range, of which the last does not belong to it: `2025-03-01 .. 2025-03-15`; reports
    /// what is none.
    pub(crate) fn read(text: &str, calendar: &FiscalCalendar, at: At<'_>, problems: &mut Problems) -> Option<When> {
        let read = match text.split_once("..") {
            Some((from, to)) => match (parse_day(from.trim()), parse_day(to.trim())) {
                (Ok(from), Ok(to)) => {
                    Span::new(from, to).filter(|span| !span.is_empty()).map(When::from).ok_or_else(none)
                }
                (Err(error), _) | (_, Err(error)) => Err(error.to_string()),
            },
            None => calendar.parse_period(text).map(When::from).map_err(|error| error.to_string()),
        };
        read.map_err(|message| {
            problems
                .report(Code::ValueInvalid, at, message)
                .help("write a period such as `2025-03`, or two days with `..` between");
        })
        .ok()
    }
}

fn none() -> String {
    "there is no day from the first up to the second".to_owned()
}
