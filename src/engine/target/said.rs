//! What the log says of targets, in the order in which it counts.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use crate::calendar::{FiscalCalendar, Period};
use crate::id::{Key, Name};
use crate::log::{Carried, Change, Standing};
use crate::measure::Whose;
use crate::org::Org;
use crate::plan::Plan;
use crate::sort;
use crate::target::{Blank, Closing, Deed, Event, Finding, Holder, MAIN_LEVEL, OfFields, Setting, TargetPlan, What};

use super::allowed::{Counts, Setters};
use super::convert::Conversions;
use super::holder;

/// Something that is said of the targets of one KPI at one level.
#[derive(Clone, Debug)]
pub(super) struct Said {
    /// The entry.
    pub id: Key,
    /// On which day.
    pub on: NaiveDate,
    /// How much of the log was known when the moment had passed at which it became known.
    pub known_upto: usize,
    /// What is said.
    pub event: Event,
    pub known: Option<DateTime<Utc>>,
    period: Period,
    rank: Rank,
}

/// The order of what is said on one day and known at one moment: first what is opened, then longer times before shorter ones and
/// units before those below them, last what is closed.
type Rank = (u8, Reverse<i64>, u8, usize);

/// What was said of the targets of a KPI.
#[derive(Default)]
pub(super) struct AllSaid {
    /// What counts, by level; what is closed is closed at every level.
    pub levels: BTreeMap<Name, Vec<Said>>,
    /// What does not count, because whoever says it may not, in the order of the log.
    pub findings: Vec<Finding>,
}

/// What was said of the targets of a KPI up to a day: of those who `of` says, and what is closed; nothing but what was refused,
/// where nobody is asked for.
pub(super) fn said(
    (whole, plan): (&Plan, &TargetPlan),
    kpi: &str,
    conversions: &Conversions,
    (org, setters): (&Org, &Setters<'_>),
    (as_of, of): (NaiveDate, Option<&dyn Fn(Whose) -> bool>),
) -> AllSaid {
    let (calendar, standing) = (whole.calendar(), setters.said());
    let context = Context { plan: whole, kpi, standing, conversions, calendar, org, setters, as_of };
    let (mut levels, mut refused) = (BTreeMap::new(), Vec::new());
    if let Some(of) = of {
        context.settings((plan, of), &mut levels, &mut refused);
    }
    let closings = context.closings(&mut refused);
    context.corrections(&mut refused);
    for said in levels.values_mut() {
        said.extend(closings.iter().cloned());
        sort::by(said, |one, other| {
            (one.on, one.known, one.rank, &one.id).cmp(&(other.on, other.known, other.rank, &other.id))
        });
    }
    sort::by(&mut refused, |(one, of_one), (other, of_other)| (one, &of_one.id).cmp(&(other, &of_other.id)));
    AllSaid { levels, findings: refused.into_iter().map(|(_, finding)| finding).collect() }
}

/// What does not count, by its day and the moment at which it became known.
type Refused = ((NaiveDate, Option<DateTime<Utc>>), Finding);

struct Context<'a> {
    plan: &'a Plan,
    kpi: &'a str,
    standing: &'a Standing<'a>,
    conversions: &'a Conversions,
    calendar: &'a FiscalCalendar,
    org: &'a Org,
    setters: &'a Setters<'a>,
    as_of: NaiveDate,
}

impl Context<'_> {
    fn settings(
        &self,
        (plan, of): (&TargetPlan, &dyn Fn(Whose) -> bool),
        levels: &mut BTreeMap<Name, Vec<Said>>,
        refused: &mut Vec<Refused>,
    ) {
        let is = |who: &Key| holder(who, self.org).is_some_and(of);
        let mut put = |level: Option<Name>, by: Option<&Key>, said: Option<Said>| {
            let level = level.or_else(|| Name::new(MAIN_LEVEL).ok());
            let said = said.and_then(|said| self.counting(said, by, refused));
            if let Some((level, said)) = level.zip(said) {
                levels.entry(level).or_default().push(said);
            }
        };
        for entry in self.standing.targets_of(&is) {
            if entry.of.as_str() != self.kpi || entry.on > self.as_of {
                continue;
            }
            let deed = match (&entry.amount, plan.blank) {
                (Some(amount), _) => self.conversions.deed(self.plan, &entry.id, (amount, entry.currency), false),
                (None, Some(Blank::Clear)) => Some(Deed::Clear),
                (None, _) => None,
            };
            let Some(deed) = deed else { continue };
            let said = self.setting(&entry.id, &entry.who, &entry.period, (entry.on, entry.on), deed);
            let said = said.map(|said| Said { known_upto: entry.known_upto, known: entry.known, ..said });
            let said = said.map(|said| detailed(said, entry.pinned, entry.of_fields));
            put(entry.level, entry.by.as_ref(), said);
        }
        for entry in self.standing.adjustments() {
            if !is(&entry.who) {
                continue;
            }
            if entry.of.as_str() != self.kpi || entry.on > self.as_of {
                continue;
            }
            let deed = match &entry.change {
                Change::Set(amount) => self.conversions.deed(self.plan, &entry.id, (amount, entry.currency), false),
                Change::Add(amount) => self.conversions.deed(self.plan, &entry.id, (amount, entry.currency), true),
                Change::Times(times) => Some(Deed::Times(*times)),
                Change::Carry { from, only } => carry(self.calendar, from, *only),
            };
            let Some(deed) = deed else { continue };
            let said = self.setting(&entry.id, &entry.who, &entry.period, (entry.on, entry.effective), deed);
            let said = said.map(|said| Said { known_upto: entry.known_upto, known: entry.known, ..said });
            let said = said.map(|said| detailed(said, false, entry.of_fields));
            put(entry.level, entry.by.as_ref(), said);
        }
    }

    /// What an entry sets; nothing, where nobody is called so yet.
    fn setting(
        &self,
        id: &Key,
        who: &Key,
        period: &str,
        (on, from): (NaiveDate, NaiveDate),
        deed: Deed,
    ) -> Option<Said> {
        let (who, whose) = self.holder(who)?;
        let period = self.calendar.parse_period(period).ok()?;
        let rank = (1, Reverse(period.days()), u8::from(matches!(who, Holder::Person(_))), self.depth(whose, period));
        let of_fields = OfFields::default();
        let setting = Setting { id: id.clone(), who, period, of_fields, deed, pinned: false, from };
        Some(Said { id: id.clone(), on, known_upto: 0, event: Event::Set(setting), known: None, period, rank })
    }

    fn closings(&self, refused: &mut Vec<Refused>) -> Vec<Said> {
        let mut closings = Vec::new();
        for entry in self.standing.closings() {
            let who = entry.who.as_ref().map(|who| self.holder(who).map(|(who, _)| who));
            let period = self.calendar.parse_period(&entry.period).ok();
            let (Some(period), false) = (period, entry.of.as_str() != self.kpi || entry.on > self.as_of) else {
                continue;
            };
            // Nobody is called so yet.
            let Ok(who) = who.map_or(Ok(None), |who| who.map(Some).ok_or(())) else { continue };
            let rank = (if entry.closes { 2 } else { 0 }, Reverse(period.days()), 0, 0);
            let (id, closes) = (entry.id.clone(), entry.closes);
            let event = Event::Close(Closing { id: id.clone(), who, span: period.span(), closes });
            let said = Said { id, on: entry.on, known_upto: 0, event, known: entry.known, period, rank };
            closings.extend(self.counting(said, entry.by.as_ref(), refused));
        }
        closings
    }

    /// What was taken back, and revised, by those who may not.
    fn corrections(&self, refused: &mut Vec<Refused>) {
        for (one, whose) in self.setters.refused() {
            let period = self.calendar.parse_period(&one.period).ok().filter(|_| one.kpi.as_str() == self.kpi);
            let Some(period) = period.filter(|_| one.on <= self.as_of) else { continue };
            let what = What::NotTakenBack { by: one.by.clone(), of: one.of.1.clone() };
            let (id, who, when) = (one.id.clone(), self.named(whose), self.calendar.label(period));
            refused.push(((one.on, one.known), Finding { id, who, when, what }));
        }
        for (one, whose) in self.setters.unsaid() {
            let period = self.calendar.parse_period(&one.period).ok().filter(|_| one.kpi.as_str() == self.kpi);
            let Some(period) = period.filter(|_| one.on <= self.as_of) else { continue };
            let (when, what) = (self.calendar.label(period), What::NotAllowed { by: one.by.clone() });
            let (id, who) = (one.id.clone(), self.named(whose));
            refused.push(((one.on, one.known), Finding { id, who, when, what }));
        }
    }

    /// What is said, as it counts: from its own moment on, or from that on at which it was approved. Else it is refused.
    fn counting(&self, mut said: Said, by: Option<&Key>, refused: &mut Vec<Refused>) -> Option<Said> {
        let who = match &said.event {
            Event::Set(setting) => Some(&setting.who),
            Event::Close(closing) => closing.who.as_ref(),
        };
        match self.setters.counts(&said.id, by, who.map(Holder::key), said.on) {
            Counts::AsSaid => Some(said),
            Counts::Since(approval) => {
                said.on = approval.on.max(said.on);
                said.known = approval.known.max(said.known);
                said.known_upto = approval.known_upto.max(said.known_upto);
                Some(said)
            }
            Counts::Not(whose) => {
                let (when, what) = (self.calendar.label(said.period), What::NotAllowed { by: by.cloned() });
                refused.push(((said.on, said.known), Finding { id: said.id, who: self.named(whose), when, what }));
                None
            }
        }
    }

    fn named(&self, whose: Whose) -> Holder {
        match whose {
            Whose::Person(person) => Holder::Person(self.org[person].key().clone()),
            Whose::Unit(unit) => Holder::Unit(self.org[unit].key().clone()),
        }
    }

    fn holder(&self, key: &Key) -> Option<(Holder, Whose)> {
        let whose = holder(key, self.org)?;
        let who = match whose {
            Whose::Person(_) => Holder::Person(key.clone()),
            Whose::Unit(_) => Holder::Unit(key.clone()),
        };
        Some((who, whose))
    }

    /// How many units stand above a unit at the end of a period.
    fn depth(&self, whose: Whose, period: Period) -> usize {
        match whose {
            Whose::Unit(unit) => self.org.path(unit, period.last()).len(),
            Whose::Person(_) => 0,
        }
    }
}

/// What is carried from another period.
pub(super) fn carry(calendar: &FiscalCalendar, from: &str, only: Option<Carried>) -> Option<Deed> {
    calendar.parse_period(from).ok().map(|from| Deed::Carry { from, only })
}

/// With what an entry says beside: whether it is pinned, and of which part of the facts it is.
fn detailed(mut said: Said, pinned: bool, of_fields: Vec<(Name, String)>) -> Said {
    if let Event::Set(setting) = &mut said.event {
        (setting.pinned, setting.of_fields) = (pinned, of_fields.into());
    }
    said
}
