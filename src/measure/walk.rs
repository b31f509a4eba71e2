//! Folds that are looked at anew for each time: over records, which are as they stand at its end.
//!
//! All records are gone through once for one fold and time, whoever asks, and the tallies of everybody come out of it.

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::document::IS_WHOLE;
use crate::id::Id;
use crate::log::{Record, RecordState};
use crate::org::{Actual, Org, Person};
use crate::sort;

use super::cells::{Cells, Source, Whose};
use super::fact::{FactInputs, KeyedTables};
use super::fold::{Credited, Fold};
use super::item::Item;
use super::posting::{Posting, above};
use super::tally::{Seen, Tally};
use super::way::{Looked, Share, Shares, day, named, shares};

/// The tallies of everybody for one fold and time, in the order of who they are of.
#[derive(Clone, Debug, Default)]
pub(crate) struct Walked(Vec<(Whose, Tally)>);

impl Walked {
    /// What is known of somebody.
    pub(crate) fn tally(&self, whose: Whose) -> Tally {
        let found = self.0.binary_search_by(|(known, _)| known.cmp(&whose)).ok();
        found.and_then(|found| self.0.get(found)).map(|(_, tally)| tally.clone()).unwrap_or_default()
    }
}

/// Something that falls into a time.
pub(super) struct Met<'s> {
    pub item: Item<'s>,
    /// The day by which it does.
    pub day: NaiveDate,
    /// The day on which it is asked where people belong.
    stay: NaiveDate,
    shares: Shares,
}

/// What is seen in a time, and of whom.
pub(super) struct Gathered<'s> {
    pub seen: Vec<(Id<Person>, Item<'s>, Seen)>,
    /// Whose each is, by its place.
    pub places: Vec<(Whose, usize)>,
}

impl Cells {
    /// Whether a fold is looked at anew for each time.
    pub(crate) fn is_by_time(&self, id: Id<Fold>) -> bool {
        self.looked(id) == Looked::ByTime
    }

    /// The time by which answers of such a fold differ: where nothing falls into a period, its last day decides.
    pub(crate) fn time_of(&self, id: Id<Fold>, span: Span, source: Source<'_>) -> Span {
        let fold = &source.folds.plain[id];
        let falls = source.way(fold).is_some_and(|way| way.on.is_some()) || !source.is_of_records(fold);
        let end = self.end(span);
        let last = end.succ_opt().and_then(|next| Span::new(end, next));
        last.filter(|_| !falls).unwrap_or(span)
    }

    /// The tallies of everybody for a fold in a time.
    pub(crate) fn walk(&self, id: Id<Fold>, span: Span, source: Source<'_>) -> Walked {
        let fold = &source.folds.plain[id];
        let Gathered { seen, mut places } = self.gather(fold, span, source);
        sort::keyed(&mut places, |(whose, _)| whose.key());
        let mut walked = Walked::default();
        for (whose, place) in places {
            let Some((_, _, seen)) = seen.get(place) else { continue };
            match walked.0.last_mut() {
                Some((last, tally)) if *last == whose => tally.add(fold.aggregate, seen, self.precision),
                _ => {
                    let mut tally = Tally::default();
                    tally.add(fold.aggregate, seen, self.precision);
                    walked.0.push((whose, tally));
                }
            }
        }
        walked.0.iter_mut().for_each(|(_, tally)| tally.settle());
        walked
    }

    /// Goes through what such a fold sees of somebody in a time.
    pub(super) fn each_walked(
        &self,
        fold: &Fold,
        whose: Whose,
        span: Span,
        source: Source<'_>,
        take: &mut dyn FnMut(Id<Person>, Item<'_>, Seen),
    ) {
        let Gathered { seen, places } = self.gather(fold, span, source);
        for (_, place) in places.into_iter().filter(|(of, _)| *of == whose) {
            if let Some((who, item, seen)) = seen.get(place) {
                take(*who, *item, seen.clone());
            }
        }
    }

    pub(super) fn gather<'s>(&self, fold: &Fold, span: Span, source: Source<'s>) -> Gathered<'s> {
        let mut gathered = Gathered { seen: Vec::new(), places: Vec::new() };
        let end = self.end(span);
        for met in self.meet(fold, span, source) {
            let Met { item, day, stay, shares } = met;
            for Share { who, part: share, overlay } in shares.all {
                let posting = Posting { fact: item.number(), day, share, overlay, shared: shares.shared };
                if overlay != (fold.credited == Credited::Overlay) {
                    continue;
                }
                let whose = self.credited(who, stay, source);
                let seen = if whose.is_empty() { None } else { self.look_at(fold, item, &posting, source, end) };
                if let Some(seen) = seen {
                    let place = gathered.seen.len();
                    gathered.seen.push((who, item, seen));
                    gathered.places.extend(whose.into_iter().map(|whose| (whose, place)));
                }
            }
        }
        gathered
    }

    /// Who has what somebody is credited with on a day: the person, and the units above; nobody, where the person belongs
    /// nowhere.
    fn credited(&self, who: Id<Person>, stay: NaiveDate, source: Source<'_>) -> Vec<Whose> {
        let org = source.org;
        let Some(leaf) = org.leaf(who, stay) else { return Vec::new() };
        let units = match self.actual {
            Actual::Then => above(&org[leaf], stay, org),
            Actual::Now => org.leaf(who, self.as_of).map_or(Vec::new(), |now| above(&org[now], self.as_of, org)),
        };
        let mut credited = Vec::from([Whose::Person(who)]);
        credited.extend(units.into_iter().map(Whose::Unit));
        credited
    }

    /// What is there of a fold's kind in a time, whatever the fold's condition says of it.
    pub(super) fn meet<'s>(&self, fold: &Fold, span: Span, source: Source<'s>) -> Vec<Met<'s>> {
        let (way, none, end) = (source.way(fold), KeyedTables::new(), self.end(span));
        let inputs = FactInputs { keyed: &none, exchange: source.exchange, end, precision: self.precision };
        let mut met = Vec::new();
        if source.is_of_records(fold) {
            for record in source.standing.records(fold.kind) {
                met.extend(record.on(end).and_then(|state| meet_record(record, state, fold, &inputs, span, source)));
            }
        } else {
            for fact in source.standing.facts(fold.kind).take_while(|fact| fact.day() <= self.as_of) {
                let item = Item::Fact(fact);
                let day = day(item, way, &inputs).filter(|day| span.contains(*day));
                if let Some(day) = day.filter(|_| !source.left_out.has(fact.entry())) {
                    let shares = shares(fact, way, &inputs, source.org);
                    met.push(Met { item, day, stay: day, shares });
                }
            }
        }
        met
    }

    /// What a fold inside another one goes over, with the day of each; the owner of each belongs somewhere, where its kind has
    /// owners.
    pub(super) fn met_by(&self, fold: &Fold, source: Source<'_>, visit: &mut dyn FnMut(Item<'_>, NaiveDate)) {
        let span = self.as_of.succ_opt().and_then(|next| Span::new(NaiveDate::MIN, next));
        let nobodys = source.is_of_records(fold)
            && source.standing.kinds()[fold.kind].whose().is_none()
            && source.way(fold).is_none_or(|way| way.whose.is_none());
        for Met { item, day, stay, shares } in span.into_iter().flat_map(|span| self.meet(fold, span, source)) {
            let is_placed = |share: &Share| {
                share.overlay == (fold.credited == Credited::Overlay) && source.org.leaf(share.who, stay).is_some()
            };
            if nobodys || shares.all.iter().any(is_placed) {
                visit(item, day);
            }
        }
    }
}

/// Who is credited with a record as it is on a day, as far as they are known.
fn credited(state: RecordState<'_>, org: &Org) -> Shares {
    let credits = state.credits();
    let mut shares = Shares { all: Vec::new(), shared: credits.len() > 1 };
    for credit in credits {
        let who = org.person(credit.who.as_str());
        shares.all.extend(who.map(|who| Share { who, part: credit.share, overlay: credit.overlay }));
    }
    shares
}

/// A record as it is at the end of a time, where it falls into it. It is credited to whoever had it on the day by which it does;
/// where that lies outside of what is known of it, on the nearest one that does not.
fn meet_record<'s>(
    record: Record<'s>,
    state: RecordState<'s>,
    fold: &Fold,
    inputs: &FactInputs<'_>,
    span: Span,
    source: Source<'_>,
) -> Option<Met<'s>> {
    let (item, end) = (Item::Record(state), inputs.end);
    let way = source.way(fold);
    let falls = way.is_some_and(|way| way.on.is_some());
    let day = if falls { day(item, way, inputs).filter(|day| span.contains(*day))? } else { record.opened() };
    let stay = if falls { day.min(end) } else { end };
    let then = record.on(stay.max(record.opened()))?;
    if source.exchange.is_out(&source.standing.kinds()[fold.kind], state) {
        return None;
    }
    let share = match way.filter(|way| way.whose.is_some()) {
        Some(way) => named(Item::Record(then), way, inputs, source.org),
        None if IS_WHOLE => return Some(Met { item, day, stay, shares: credited(then, source.org) }),
        None => then.owner().and_then(|owner| source.org.person(owner.as_str())).map(|who| Share::whole(who, item)),
    };
    let shares = Shares { all: share.into_iter().collect(), shared: false };
    Some(Met { item, day, stay, shares })
}
