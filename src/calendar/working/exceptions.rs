//! Days that depart from the week: days off, and make-up days.

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::sort;

use super::week::{Opening, Week, Work};

/// Days in a row that are all off, or all worked, whatever the week says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Exception {
    pub span: Span,
    pub worked: bool,
}

/// The exceptions of a calendar, in order, each with what those before it change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Exceptions(Vec<(Exception, Work)>);

impl Exceptions {
    /// Takes exceptions of which no two have a day in common.
    pub(super) fn new(mut exceptions: Vec<Exception>, week: &Week) -> Exceptions {
        sort::by(&mut exceptions, |one, other| one.span.from().cmp(&other.span.from()));
        let mut changed = Work::default();
        let mut sums = Vec::with_capacity(exceptions.len());
        for exception in exceptions {
            sums.push((exception, changed));
            changed = changed.plus(exception.changes(exception.span.to(), week));
        }
        Exceptions(sums)
    }

    /// The exception that has a day.
    pub(super) fn at(&self, day: NaiveDate) -> Option<Exception> {
        let (exception, _) = self.last_from(day)?;
        exception.span.contains(day).then_some(*exception)
    }

    /// The working time of a day; `None` where it is not worked.
    pub(super) fn day<'w>(&self, day: NaiveDate, week: &'w Week) -> Option<&'w [Opening]> {
        match self.at(day) {
            Some(exception) => exception.worked.then(|| week.make_up()),
            None => week.day(day),
        }
    }

    /// By how much the exceptions change what is worked before a day.
    pub(super) fn before(&self, day: NaiveDate, week: &Week) -> Work {
        self.last_from(day).map_or(Work::default(), |(exception, before)| before.plus(exception.changes(day, week)))
    }

    /// The last exception that begins on a day or before it.
    fn last_from(&self, day: NaiveDate) -> Option<&(Exception, Work)> {
        let after = self.0.partition_point(|(exception, _)| exception.span.from() <= day);
        self.0.get(after.checked_sub(1)?)
    }
}

impl Exception {
    /// By how much it changes what is worked before `day`, which does not lie before it.
    fn changes(self, day: NaiveDate, week: &Week) -> Work {
        let end = day.min(self.span.to());
        let pattern = week.before(end).minus(week.before(self.span.from()));
        if !self.worked {
            return Work::default().minus(pattern);
        }
        let days = end.signed_duration_since(self.span.from()).num_days();
        week.make_up_work().times(days).minus(pattern)
    }
}
