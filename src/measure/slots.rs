//! The atoms of time.

use chrono::NaiveDate;

use crate::calendar::{FiscalCalendar, Grain, Period, Span};
use crate::org::Org;
use crate::sort;

/// The atoms of time: consecutive spans between which every boundary of the plan, and every move of a unit, lies.
#[derive(Clone, Debug, Default)]
pub struct Slots {
    /// Each slot's first day, and behind the last one the day on which it ends.
    days: Vec<NaiveDate>,
}

impl Slots {
    /// The slots that cover `span`, for a plan that uses these grains.
    ///
    /// Months and lists are cut in any case, and whatever is made of months with them; weeks and half months where they are
    /// used. A day is no slot: of a day, and of a week that is asked for though the plan does not use weeks, the facts are
    /// folded one by one.
    pub fn new(calendar: &FiscalCalendar, used: impl IntoIterator<Item = Grain>, org: &Org, span: Span) -> Slots {
        let mut days = vec![span.from(), span.to()];
        let lists = calendar.grains().filter(|grain| matches!(grain, Grain::List(_)));
        let finer = used.into_iter().filter(|grain| matches!(grain, Grain::Week | Grain::HalfMonth));
        for grain in lists.chain([Grain::Month]).chain(finer) {
            days.extend(calendar.boundaries(grain, span));
        }
        days.extend(org.unit_days().filter(|day| span.contains(*day)));
        sort::all(&mut days);
        days.dedup();
        Slots { days }
    }

    /// The same, which also cover the months that begin and end them: so most facts that come later have a slot.
    pub(crate) fn of_months(
        calendar: &FiscalCalendar,
        used: impl IntoIterator<Item = Grain>,
        org: &Org,
        span: Span,
    ) -> Slots {
        let month = |day: NaiveDate| calendar.period(Grain::Month, day).map(Period::span);
        let from = month(span.from()).map_or(span.from(), Span::from);
        let to = span.to().pred_opt().and_then(|last| month(last).ok()).map_or(span.to(), Span::to);
        Slots::new(calendar, used, org, Span::new(from, to).unwrap_or(span))
    }

    /// The days of all of them; nothing, where there are none.
    pub(super) fn all(&self) -> Option<Span> {
        Span::new(*self.days.first()?, *self.days.last()?)
    }

    /// How many slots of others lie before these, where the others have these too.
    pub(super) fn begins_in(&self, wider: &Slots) -> Option<usize> {
        let Some(first) = self.days.first() else { return Some(0) };
        let before = wider.days.binary_search(first).ok()?;
        wider.days.get(before..)?.starts_with(&self.days).then_some(before)
    }

    /// How many slots there are.
    pub fn len(&self) -> usize {
        self.days.len().saturating_sub(1)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The slot of a day.
    pub fn of(&self, day: NaiveDate) -> Option<usize> {
        let after = self.days.partition_point(|start| *start <= day);
        after.checked_sub(1).filter(|slot| *slot < self.len())
    }

    /// The days of a slot.
    pub fn span(&self, slot: usize) -> Option<Span> {
        let from = self.days.get(slot)?;
        let to = self.days.get(slot.checked_add(1)?)?;
        Span::new(*from, *to)
    }

    /// The slots that have a day in `span`, each with whether it lies wholly inside.
    pub fn in_span(&self, span: Span) -> impl Iterator<Item = (usize, bool)> {
        let first = self.days.partition_point(|start| *start <= span.from()).saturating_sub(1);
        (first..self.len())
            .map_while(move |slot| {
                let days = self.span(slot)?;
                if days.from() >= span.to() {
                    return None;
                }
                let inside = span.from() <= days.from() && days.to() <= span.to();
                Some((slot, inside, days.overlap(span).is_some()))
            })
            .filter(|(_, _, overlaps)| *overlaps)
            .map(|(slot, inside, _)| (slot, inside))
    }
}
