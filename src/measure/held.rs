//! Records beside folds: on which days somebody's count, what is in their fields.

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::id::Id;
use crate::log::{FieldId, RecordState};
use crate::org::{Actual, Person};
use crate::quantity::Outcome;

use super::cells::{Source, Whose};
use super::fact::FieldPath;
use super::item::Item;
use super::posting::above;

/// What is in a field of a record on a day, an amount in another currency converted as a fold would that ends with that day.
pub(crate) fn record_value(state: RecordState<'_>, field: FieldId, source: Source<'_>) -> Outcome {
    FieldPath(vec![field]).read_in(Item::Record(state), source.exchange, state.day())
}

/// Whether folds leave a record out for an amount in another currency.
pub(crate) fn is_left_out(state: RecordState<'_>, source: Source<'_>) -> bool {
    source.exchange.is_out(state.record().kind(), state)
}

/// The days on which what a person is credited with counts for somebody, by the plan's rule for units: in their order, none
/// touching another.
pub(crate) fn held_by(
    person: Id<Person>,
    whose: Whose,
    source: Source<'_>,
    actual: Actual,
    as_of: NaiveDate,
) -> Vec<Span> {
    let org = source.org;
    let mut held = Vec::new();
    let now = org.leaf(person, as_of).map_or(Vec::new(), |now| above(&org[now], as_of, org));
    for leaf in org[person].leaves() {
        let leaf = &org[*leaf];
        match (whose, actual) {
            (Whose::Person(own), _) => held.extend((own == person).then(|| leaf.span())),
            (Whose::Unit(unit), Actual::Now) => held.extend(now.contains(&unit).then(|| leaf.span())),
            (Whose::Unit(unit), Actual::Then) => {
                for part in between(leaf.span(), org.unit_days()) {
                    held.extend(above(leaf, part.from(), org).contains(&unit).then_some(part));
                }
            }
        }
    }
    joined(held)
}

/// The parts of a span between days, which come in any order.
fn between(span: Span, days: impl Iterator<Item = NaiveDate>) -> Vec<Span> {
    let mut days: Vec<NaiveDate> = days.filter(|day| span.contains(*day)).collect();
    days.extend([span.from(), span.to()]);
    crate::sort::all(&mut days);
    days.dedup();
    let ends = days.iter().skip(1);
    days.iter().zip(ends).filter_map(|(from, to)| Span::new(*from, *to)).collect()
}

/// Spans in their order, those that touch as one.
pub(crate) fn joined(spans: Vec<Span>) -> Vec<Span> {
    let mut all: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans.into_iter().filter(|span| !span.is_empty()) {
        match all.last_mut() {
            Some(last) if last.to() == span.from() => {
                *last = Span::new(last.from(), span.to()).unwrap_or(*last);
            }
            _ => all.push(span),
        }
    }
    all
}
