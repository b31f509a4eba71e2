//! From the ways of records to what is counted.

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::pipeline::{Skipped, Stage, StageId, StageKind, Visit};
use crate::quantity::Fraction;
use crate::sort;

use super::count::{Count, Counted, Event, Whole};
use super::passage::{Asked, By, Ending, Passage, ending};
use super::tally::Funnel;

/// One passage, gone through for a funnel.
struct Walk<'w, 'j> {
    funnel: &'w mut Funnel,
    asked: &'w Asked,
    passage: &'w Passage<'j>,
    /// Its place.
    at: usize,
    visits: Vec<Visit>,
    /// The events before its own.
    before: usize,
    from: NaiveDate,
    end: NaiveDate,
}

/// Counts a passage.
pub(super) fn count(funnel: &mut Funnel, asked: &Asked, passage: &Passage<'_>, at: usize) {
    let visits: Vec<Visit> = passage.journey.upto(asked.as_of).history().collect();
    let (from, end) = asked.days();
    let before = funnel.events().len();
    let mut walk = Walk { funnel, asked, passage, at, visits, before, from, end };
    if asked.by == By::Cohort && !passage.is_of(asked) {
        return;
    }
    // What came later is not known yet.
    walk.visits.retain(|visit| visit.from <= end);
    if let Some(last) = walk.visits.last_mut() {
        last.until = last.until.filter(|until| *until <= end);
    }
    walk.moves();
    walk.reached();
    walk.time();
    walk.ends();
}

impl Walk<'_, '_> {
    fn is_held(&self, day: NaiveDate) -> bool {
        self.asked.by == By::Cohort || self.passage.is_held(day)
    }

    fn is_in(&self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.end && self.is_held(day)
    }

    fn kind(&self, stage: StageId) -> Option<StageKind> {
        self.funnel.stages().get(stage).map(Stage::kind)
    }

    fn note(&mut self, as_what: Counted, on: NaiveDate) {
        self.funnel.note(Event { passage: self.at, as_what, on });
    }

    fn note_in(&mut self, stage: StageId, count: Count, on: NaiveDate) {
        self.note(Counted::In(stage, count), on);
    }

    /// The same, unless it was noted of this passage before.
    fn note_once(&mut self, stage: StageId, count: Count, on: NaiveDate) {
        if !self.is_noted(Counted::In(stage, count)) {
            self.note_in(stage, count, on);
        }
    }

    fn is_noted(&self, as_what: Counted) -> bool {
        let own = self.funnel.events().get(self.before..).unwrap_or_default();
        own.iter().any(|event| event.as_what == as_what)
    }

    /// The stage in which it is when the day before one ends.
    fn before(&self, day: NaiveDate) -> Option<StageId> {
        let begun = self.visits.iter().take_while(|visit| visit.from < day);
        begun.last().map(|visit| visit.stage)
    }

    /// The days on which something happens.
    fn days(&self) -> Vec<NaiveDate> {
        let mut days: Vec<NaiveDate> = self.visits.iter().map(|visit| visit.from).collect();
        if self.asked.by == By::Activity {
            for span in &self.passage.held {
                days.extend([span.from(), span.to()]);
            }
        }
        days.retain(|day| self.from <= *day && *day <= self.end);
        sort::all(&mut days);
        days.dedup();
        days
    }

    /// What it entered and left, and who had it.
    fn moves(&mut self) {
        let mut held = self.from.pred_opt().is_some_and(|day| self.asked.by == By::Activity && self.is_held(day));
        if let Some(stage) = self.before(self.from).filter(|_| held) {
            self.note_in(stage, Count::Start, self.from);
            self.note_once(stage, Count::Been, self.from);
        }
        for day in self.days() {
            let now = self.is_held(day);
            if let Some(stage) = self.before(day).filter(|_| now != held) {
                self.note_in(stage, if now { Count::TakenOver } else { Count::HandedOn }, day);
                if now {
                    self.note_once(stage, Count::Been, day);
                }
            }
            held = now;
            for place in 0..self.visits.len() {
                if held && self.visits.get(place).is_some_and(|visit| visit.from == day) {
                    self.step(place, day);
                }
            }
        }
        if let Some(visit) = self.visits.last().copied().filter(|_| held) {
            self.note_in(visit.stage, Count::Inside, self.end);
        }
    }

    /// It went from a visit to the next one.
    fn step(&mut self, place: usize, day: NaiveDate) {
        let Some(visit) = self.visits.get(place).copied() else { return };
        let before = place.checked_sub(1).and_then(|before| self.visits.get(before)).copied();
        if let Some(left) = before {
            let how = self.left(left.stage, visit.stage);
            self.note_in(left.stage, how, day);
            if how == Count::Forward {
                self.note_once(left.stage, Count::Outflow, day);
            }
        } else {
            self.note_in(visit.stage, Count::Opened, day);
            self.note(Counted::Of(Whole::Opened), day);
        }
        self.note_in(visit.stage, Count::Entered, day);
        self.note_once(visit.stage, Count::Inflow, day);
        self.note_once(visit.stage, Count::Been, day);
        let earlier = self.visits.get(..place).unwrap_or_default();
        if earlier.iter().any(|earlier| earlier.stage == visit.stage) {
            self.note_in(visit.stage, Count::Revisited, day);
        }
    }

    /// How it left one stage for another.
    fn left(&self, from: StageId, to: StageId) -> Count {
        match self.kind(to) {
            Some(StageKind::Lost) => Count::Lost,
            Some(StageKind::Invalid) => Count::Invalid,
            _ if to > from && matches!(self.kind(from), Some(StageKind::Open | StageKind::Won)) => Count::Forward,
            _ => Count::Back,
        }
    }

    /// Which stages it reached for the first time, and which of them by skipping them.
    fn reached(&mut self) {
        let mut beyond: Option<StageId> = None;
        let mut won = false;
        for place in 0..self.visits.len() {
            let Some(visit) = self.visits.get(place).copied() else { continue };
            let (stage, day) = (visit.stage, visit.from);
            let earlier = self.visits.get(..place).unwrap_or_default();
            let is_new = !earlier.iter().any(|earlier| earlier.stage == stage);
            let kind = self.kind(stage);
            let leads = matches!(kind, Some(StageKind::Open | StageKind::Won));
            let further = leads && beyond.is_none_or(|beyond| stage > beyond);
            if further {
                self.skip(beyond, stage, day);
                beyond = Some(stage);
            }
            let counts = match self.asked.skipped {
                Skipped::Passed if kind == Some(StageKind::Open) => further,
                _ => is_new,
            };
            if counts && self.is_in(day) {
                self.note_in(stage, Count::Reached, day);
            }
            if kind == Some(StageKind::Won) && !won && self.is_in(day) {
                self.note(Counted::Of(Whole::FirstWon), day);
            }
            won |= kind == Some(StageKind::Won);
        }
    }

    /// It went beyond stages without having been in them.
    fn skip(&mut self, beyond: Option<StageId>, stage: StageId, day: NaiveDate) {
        if !self.is_in(day) {
            return;
        }
        let first = beyond.map_or(0, |beyond| beyond.index().saturating_add(1));
        let between: Vec<StageId> = self.funnel.stages().iter().map(|(id, _)| id).skip(first).collect();
        for skipped in between.into_iter().take_while(|skipped| *skipped < stage) {
            if self.kind(skipped) == Some(StageKind::Open) {
                self.note_in(skipped, Count::Skipped, day);
                if self.asked.skipped == Skipped::Passed {
                    self.note_in(skipped, Count::Reached, day);
                }
            }
        }
    }

    /// How long it was in stages.
    fn time(&mut self) {
        let until = self.asked.until();
        for place in 0..self.visits.len() {
            let Some(visit) = self.visits.get(place).copied() else { continue };
            let ends = visit.until.unwrap_or(until).min(until);
            let stay = Span::new(visit.from.max(self.from), ends).filter(|stay| !stay.is_empty());
            let days = match (stay, self.asked.by) {
                (None, _) => 0,
                (Some(stay), By::Cohort) => stay.days(),
                (Some(stay), By::Activity) => {
                    let parts = self.passage.held.iter().filter_map(|held| held.overlap(stay));
                    parts.fold(0_i64, |days, part| days.saturating_add(part.days()))
                }
            };
            let whole = visit.until.filter(|until| self.is_in(*until));
            let whole = whole.map(|until| until.signed_duration_since(visit.from).num_days());
            self.funnel.spend(visit.stage, days, whole);
        }
    }

    /// What it is when the time ends.
    fn ends(&mut self) {
        match ending(self.passage.journey, &self.visits) {
            Some(ending) if self.is_in(ending.on) => self.closed(ending),
            Some(_) => {}
            None => self.open(),
        }
        let own = self.funnel.events().get(self.before..).unwrap_or_default();
        let worked = own.iter().find(|event| match event.as_what {
            Counted::In(stage, Count::Start | Count::Entered | Count::TakenOver) => {
                self.kind(stage) == Some(StageKind::Open)
            }
            Counted::Of(Whole::Won | Whole::Lost) => true,
            _ => false,
        });
        let is_invalid = self.visits.last().and_then(|visit| self.kind(visit.stage)) == Some(StageKind::Invalid);
        if let Some(on) = worked.map(|event| event.on).filter(|_| !is_invalid) {
            self.note(Counted::Of(Whole::All), on);
        }
    }

    fn closed(&mut self, ending: Ending) {
        let whole = match ending.kind {
            StageKind::Won => Whole::Won,
            StageKind::Lost => Whole::Lost,
            StageKind::Invalid | StageKind::Open => Whole::Invalid,
        };
        self.note(Counted::Of(whole), ending.on);
        match ending.kind {
            StageKind::Won => {
                let begun = match self.asked.since {
                    None => self.visits.first().map(|visit| visit.from),
                    Some(stage) => self.visits.iter().find(|visit| visit.stage == stage).map(|visit| visit.from),
                };
                let begun = begun.filter(|begun| *begun <= ending.on);
                let cycle = begun.map(|begun| ending.on.signed_duration_since(begun).num_days());
                self.funnel.note_won(&self.passage.amount, cycle);
            }
            StageKind::Lost => {
                let before = ending.before.map(|visit| (visit.stage, self.likely(visit, ending.on)));
                self.funnel.note_lost(&self.passage.amount, before, self.passage.reason.as_ref());
            }
            StageKind::Invalid | StageKind::Open => {}
        }
    }

    fn open(&mut self) {
        let Some(visit) = self.visits.last().copied().filter(|_| self.is_held(self.end)) else { return };
        self.note(Counted::Of(Whole::Open), self.end);
        let likely = self.likely(visit, self.end);
        self.funnel.note_waiting(visit.stage, &self.passage.amount, likely);
        let opened = self.visits.first().map_or(self.end, |first| first.from);
        let age = self.end.signed_duration_since(opened).num_days();
        if self.passage.due.is_some_and(|due| due < self.end) {
            self.note(Counted::Of(Whole::Overdue), self.end);
        } else if self.asked.old_after.is_some_and(|days| age > days) {
            self.note(Counted::Of(Whole::Old), self.end);
        }
    }

    /// How likely it is to be won: what it says itself, or what its stage says.
    fn likely(&self, visit: Visit, asked: NaiveDate) -> Option<Fraction> {
        let stage = || self.funnel.stages().probability(visit.stage, visit.from, asked).map(Fraction::from);
        self.passage.likely.or_else(stage)
    }
}
