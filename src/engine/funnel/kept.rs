//! What somebody closed stays theirs, also when they belong nowhere any more.

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::id::Id;
use crate::org::{Org, Person};
use crate::pipeline::{Journey, Stage, StageKind, Visit};

/// The days on which a record counts for somebody beside those on which its owner belongs there: a record that was closed while it
/// counted goes on to count after its owner left, as long as it stays closed, is not given to another one, and the owner
/// does not come back.
pub(super) fn kept(journey: Journey<'_>, person: Id<Person>, owned: Span, held: &[Span], org: &Org) -> Vec<Span> {
    let closed = closed(journey);
    let mut kept = Vec::new();
    for gap in gaps(person, org).into_iter().filter_map(|gap| gap.overlap(owned)) {
        let before = gap.from().pred_opt().unwrap_or(gap.from());
        let was_theirs = owned.contains(before) && held.iter().any(|days| days.contains(before));
        let still = closed.iter().filter(|days| was_theirs && days.contains(before));
        kept.extend(still.filter_map(|days| days.overlap(gap)));
    }
    kept
}

/// The days in which a record is closed, in whatever stage.
fn closed(journey: Journey<'_>) -> Vec<Span> {
    let is_closed = |visit: &Visit| {
        let stage = journey.stages().get(visit.stage);
        stage.map(Stage::kind).is_some_and(StageKind::is_closed)
    };
    let spans = journey.history().filter(is_closed);
    let spans = spans.filter_map(|visit| Span::new(visit.from, visit.until.unwrap_or(NaiveDate::MAX)));
    crate::measure::joined(spans.collect())
}

/// The days behind each stay on which a person belongs nowhere.
fn gaps(person: Id<Person>, org: &Org) -> Vec<Span> {
    let stays = org[person].leaves();
    let mut gaps = Vec::new();
    for (place, stay) in stays.iter().enumerate() {
        let next = stays.get(place.saturating_add(1)).map_or(NaiveDate::MAX, |next| org[*next].span().from());
        gaps.extend(Span::new(org[*stay].span().to(), next).filter(|gap| !gap.is_empty()));
    }
    gaps
}
