//! Who set what, and why: what the log says about what somebody has, entry by entry.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};

use crate::error::Error;
use crate::id::{Id, Key, Name};
use crate::kpi::{Kpi, Place, When};
use crate::log::CorrectionEntry;
use crate::measure::Whose;
use crate::quantity::{Conversion, Outcome, Why};
use crate::target::{Book, Broken, Deed, Finding, Holder, Ledger, MAIN_LEVEL, Slot, TargetPlan};

use super::super::fork::exchanges_targets;
use super::super::pace::{TargetsOf, added};
use super::super::view::View;
use super::allowed::Setters;
use super::books::Ledgers;
use super::convert::Conversions;
use super::ground::{Facts, Known};
use super::named;
use super::said::{AllSaid, Said, said};
use super::told::{Told, told};

/// An entry about what somebody has, and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetEvent {
    /// The entry.
    pub id: Key,
    /// What kind of entry it is.
    pub kind: TargetEventKind,
    /// Its day.
    pub on: NaiveDate,
    /// The day from which on it is counted: its own, or that on which it was approved.
    pub since: NaiveDate,
    /// The moment at which it became known, if one was named.
    pub known: Option<DateTime<Utc>>,
    /// Who says it; who corrected it stands with the corrections.
    pub by: Option<Key>,
    /// The reason, for people.
    pub why: Option<String>,
    /// Whose it is: the one asked for, or a unit above from whose target a part was cut; everybody's, where nobody is named.
    pub whose: Option<Key>,
    /// Of which period, as the calendar calls it.
    pub period: String,
    /// What is done to the amount, all corrections applied; nothing where a time is closed or opened, or an amount is blank.
    pub deed: Option<Deed>,
    /// The period from which something is carried, as the calendar calls it.
    pub carried_from: Option<String>,
    /// The amount as it was written, where that is in another currency, and by which day's rate it is converted.
    pub conversion: Option<Conversion>,
    /// What the one asked for had before.
    pub before: Outcome,
    /// What the one asked for had after it.
    pub after: Outcome,
    /// Whether it counted: not what was retracted, refused because a time is closed or nobody may say it, or left blank.
    pub counted: bool,
    /// What did not come out as it says.
    pub findings: Vec<Finding>,
    /// The entries that revised or retracted it.
    pub corrections: Vec<CorrectionEntry>,
}

/// A kind of entry about targets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TargetEventKind {
    /// A target is set.
    Target,
    /// It is adjusted.
    Adjust,
    /// A time is closed.
    Close,
    /// It is opened again.
    Open,
}

impl TargetEventKind {
    /// The kind as it is written: `target`, `adjust`, `close`, `open`.
    pub fn word(self) -> &'static str {
        match self {
            TargetEventKind::Target => "target",
            TargetEventKind::Adjust => "adjust",
            TargetEventKind::Close => "close",
            TargetEventKind::Open => "open",
        }
    }
}

impl View {
    /// Who set what, and why: what the log says about the target that a person or a unit itself has in a time, in the order in
    /// which it counts.
    ///
    /// An entry is listed where it changed what they have, or is about it: about them and a period that has a day in common
    /// with the time, or about a time that was closed or opened for them. A unit's entry is, where their part of it was cut anew; that of a
    /// sister unit is not. What was retracted, refused or left blank is listed too, and not counted. What each had before is what it had
    /// after the one before it, and the last one leaves what [`View::target`] says is its own.
    ///
    /// It is about the level called `target`; [`View::target_history_at`] is about another one. There is nothing to tell where
    /// the plan has no targets for the KPI. The manual has [an example](crate::manual::history).
    pub fn target_history(&self, kpi: &str, whose: Whose, when: impl Into<When>) -> Result<Vec<TargetEvent>, Error> {
        self.target_history_at(kpi, MAIN_LEVEL, whose, when)
    }

    /// The same at one of the levels of the plan's targets; what is closed is closed at every level.
    pub fn target_history_at(
        &self,
        kpi: &str,
        level: &str,
        whose: Whose,
        when: impl Into<When>,
    ) -> Result<Vec<TargetEvent>, Error> {
        let id = self.kpi(kpi)?;
        let level = self.level(id, Some(level))?.ok_or_else(|| Error::invalid("the level is no name"))?;
        let Some(plan) = self.plan().targets().iter().find(|target| target.kpi == id) else {
            return Ok(Vec::new());
        };
        let place = Place { whose, when: when.into() };
        let known = self.known();
        // What was retracted is told too.
        let setters = Setters::new(self);
        let conversions = if exchanges_targets(self.plan()) {
            Conversions::of(self.plan(), &setters.said().unretracted())
        } else {
            Conversions::default()
        };
        let who = named(whose, self.org());
        let history = History { view: self, kpi: id, plan, level, place, who, known, setters, conversions };
        Ok(history.events())
    }

    /// Who belongs to whom by all that is known, as far ahead as is known.
    pub(super) fn known(&self) -> Known<'_> {
        let Ledgers { plan, standing, .. } = self.ledgers();
        Known::new(plan, standing, standing.upto(), self.as_of(), Facts::NotAsked)
    }
}

/// What is asked.
struct History<'v> {
    view: &'v View,
    kpi: Id<Kpi>,
    plan: &'v TargetPlan,
    level: Name,
    place: Place,
    who: Holder,
    /// Who belongs to whom by all that is known.
    known: Known<'v>,
    setters: Setters<'v>,
    /// How amounts in other currencies are converted.
    conversions: Conversions,
}

/// What somebody has of a time, in a ledger: parts, and what could not be cut.
type State = (Vec<Slot>, Vec<Broken>);

impl History<'_> {
    fn events(&self) -> Vec<TargetEvent> {
        let (view, ledgers) = (self.view, self.view.ledgers());
        let name = view.plan().kpis()[self.kpi].name.as_str();
        let calendar = view.plan().calendar();
        let conversions = &self.conversions;
        let people = (view.org(), conversions);
        let all = told((self.plan, name), &self.level, (self.setters.said(), calendar), people, view.as_of());
        let org = (view.org(), &self.setters);
        let AllSaid { mut levels, .. } =
            said((view.plan(), self.plan), name, conversions, org, (view.as_of(), Some(&|_| true)));
        let events = levels.remove(&self.level).unwrap_or_default();
        let ids: BTreeSet<&Key> = events.iter().map(|said| &said.id).collect();
        let (counted, mut aside): (Vec<&Told>, Vec<&Told>) = all.iter().partition(|told| ids.contains(&told.id));
        let counted: BTreeMap<&Key, &Told> = counted.into_iter().map(|told| (&told.id, told)).collect();
        aside.retain(|told| self.is_about(told));
        aside.reverse();
        let mut out = Out { history: self, found: Vec::new(), aside, now: Err(Why::NoTarget) };
        let (mut state, mut findings) = (State::default(), 0_usize);
        let mut ledger = Ledger::new(self.plan, calendar);
        ledgers.take(self.plan, &mut ledger, &events, &mut 0, &mut |said, ledger| {
            out.aside_before(said);
            let next = self.state(ledger);
            let found = ledger.findings().get(findings..).unwrap_or_default();
            findings = ledger.findings().len();
            let changed = next.0 != state.0;
            let before = out.now.clone();
            if next != state {
                out.now = self.value(ledger);
                state = next;
            }
            let told = counted.get(&said.id).copied();
            let told = told.filter(|told| changed || before != out.now || self.is_about(told));
            if let Some(told) = told {
                let refuses = |finding: &Finding| finding.what.refuses();
                let counts = changed || !found.iter().any(refuses);
                out.add(told, said.on, before, counts, found);
            }
        });
        out.rest()
    }

    /// What the one asked for has of the time, and what could not be cut that may be above it.
    fn state(&self, ledger: &Ledger<'_>) -> State {
        let span = self.place.when.span();
        let mut slots = ledger.slots_of(&self.who).to_vec();
        slots.retain(|slot| slot.period.span().overlap(span).is_some() && self.plan.is_part(&slot.of_fields, &[]));
        let mut broken = ledger.broken().to_vec();
        broken.retain(|broken| broken.span.overlap(span).is_some() && self.plan.is_part(&broken.of_fields, &[]));
        (slots, broken)
    }

    /// What it comes to.
    fn value(&self, ledger: &Ledger<'_>) -> Outcome {
        let (view, ledgers) = (self.view, self.view.ledgers());
        let mut held = Vec::new();
        for slot in ledger.slots_of(&self.who) {
            held.extend(ledgers.target(&self.who, slot).map(|(whose, target)| (whose, self.level.clone(), target)));
        }
        let undefined = ledgers.undefined(ledger, &self.level);
        let book = Book::new(self.plan.clone(), held, view.org()).with_undefined(undefined);
        let shares = view.shares(&book, &self.level, TargetsOf::Own, self.place)?;
        Ok(view.plan().kpis()[self.kpi].formula.unit.of(added(&shares, view.plan().precision())?))
    }

    /// Whether an entry is about the one asked for: it is theirs, or closes or opens a time of theirs.
    fn is_about(&self, told: &Told) -> bool {
        if told.period.span().overlap(self.place.when.span()).is_none() {
            return false;
        }
        match (&told.who, told.kind) {
            (Some(who), _) if *who == self.who => true,
            (Some(Holder::Unit(unit)), TargetEventKind::Close | TargetEventKind::Open) => {
                self.known.units_above(&self.who, self.place.when).contains(unit)
            }
            (Some(_), _) => false,
            (None, _) => true,
        }
    }
}

/// The events that are found.
struct Out<'h, 'v> {
    history: &'h History<'v>,
    found: Vec<TargetEvent>,
    /// What changes nothing: the first comes last.
    aside: Vec<&'h Told>,
    /// What the one asked for has by now.
    now: Outcome,
}

impl Out<'_, '_> {
    /// Adds what changes nothing and came before something else.
    fn aside_before(&mut self, said: &Said) {
        while let Some(told) = self.aside.last().copied() {
            if (told.on, told.known, &told.id) >= (said.on, said.known, &said.id) {
                return;
            }
            self.aside.pop();
            self.add_aside(told);
        }
    }

    /// Adds what changes nothing and came last.
    fn rest(mut self) -> Vec<TargetEvent> {
        while let Some(told) = self.aside.pop() {
            self.add_aside(told);
        }
        self.found
    }

    fn add_aside(&mut self, told: &Told) {
        let (view, kpi) = (self.history.view, self.history.kpi);
        let findings = view.findings_of(kpi).iter().filter(|finding| finding.id == told.id);
        let findings: Vec<Finding> = if told.stands { findings.cloned().collect() } else { Vec::new() };
        // What is closed where nobody has a target yet is closed all the same.
        let closes = matches!(told.kind, TargetEventKind::Close | TargetEventKind::Open);
        let counts = told.stands && closes && findings.is_empty();
        self.add(told, told.on, self.now.clone(), counts, &findings);
    }

    /// What was found, and that somebody tried to take it back or to revise it who may not.
    fn with_corrections(&self, told: &Told, findings: &[Finding]) -> Vec<Finding> {
        let History { view, kpi, setters, .. } = self.history;
        let mut all = findings.to_vec();
        let refused = setters.refused().filter(|(one, _)| one.entry == told.id).map(|(one, _)| &one.id);
        let unsaid = setters.unsaid().filter(|(one, _)| one.entry == told.id).map(|(one, _)| &one.id);
        for id in refused.chain(unsaid) {
            all.extend(view.findings_of(*kpi).iter().filter(|finding| finding.id == *id).cloned());
        }
        all
    }

    fn add(&mut self, told: &Told, since: NaiveDate, before: Outcome, counted: bool, findings: &[Finding]) {
        let view = self.history.view;
        let standing = self.history.setters.said();
        let (by, why) = standing.said_by(&told.id);
        let calendar = view.plan().calendar();
        let deed = told.deed((view.plan(), self.history.plan), &self.history.conversions);
        let carried_from = match &deed {
            Some(Deed::Carry { from, .. }) => Some(calendar.label(*from)),
            _ => None,
        };
        self.found.push(TargetEvent {
            id: told.id.clone(),
            kind: told.kind,
            on: told.on,
            since,
            known: told.known,
            by,
            why,
            whose: told.who.as_ref().map(|who| who.key().clone()),
            period: calendar.label(told.period),
            deed,
            carried_from,
            conversion: told.conversion,
            before,
            after: self.now.clone(),
            counted,
            findings: self.with_corrections(told, findings),
            corrections: standing.corrections_of(&told.id),
        });
    }
}
