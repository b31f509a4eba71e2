//! The entries about the targets of one KPI, whether they stand or not.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use crate::calendar::{FiscalCalendar, Period};
use crate::id::{Key, Name};
use crate::log::{Change, Standing};
use crate::org::Org;
use crate::plan::Plan;
use crate::quantity::Conversion;
use crate::sort;
use crate::target::{Blank, Deed, Holder, MAIN_LEVEL, TargetPlan};

use super::convert::Conversions;
use super::history::TargetEventKind;
use super::said::carry;
use super::{holder, named};

/// An entry about targets.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub id: Key,
    pub kind: TargetEventKind,
    pub on: NaiveDate,
    pub known: Option<DateTime<Utc>>,
    /// Whose; everybody's, where nobody is named.
    pub who: Option<Holder>,
    pub period: Period,
    /// Whether it stands: else it was retracted.
    pub stands: bool,
    said: Option<Change>,
    /// How its amount is converted, where that is in another currency.
    pub conversion: Option<Conversion>,
}

impl Told {
    /// What is done to the amount.
    pub(super) fn deed(&self, (whole, plan): (&Plan, &TargetPlan), conversions: &Conversions) -> Option<Deed> {
        let currency = self.conversion.map(|conversion| conversion.amount.currency());
        let deed = |amount, adds| conversions.deed(whole, &self.id, (amount, currency), adds);
        match &self.said {
            Some(Change::Set(amount)) => deed(amount, false),
            Some(Change::Add(amount)) => deed(amount, true),
            Some(Change::Times(times)) => Some(Deed::Times(*times)),
            Some(Change::Carry { from, only }) => carry(whole.calendar(), from, *only),
            None if self.kind == TargetEventKind::Target && plan.blank == Some(Blank::Clear) => Some(Deed::Clear),
            None => None,
        }
    }
}

/// The entries about a KPI at a level up to a day, those that were retracted among them, in the order of the log: by day, then by
/// the moment at which each became known, then by id.
pub(super) fn told(
    (plan, kpi): (&TargetPlan, &str),
    level: &Name,
    (standing, calendar): (&Standing<'_>, &FiscalCalendar),
    (org, conversions): (&Org, &Conversions),
    as_of: NaiveDate,
) -> Vec<Told> {
    let mut all = Teller { plan, kpi, level, calendar, org, as_of, told: Vec::new() };
    all.tell(standing);
    let stand: BTreeSet<Key> = all.told.iter().map(|told| told.id.clone()).collect();
    all.told.clear();
    all.tell(&standing.unretracted());
    let mut told = all.told;
    for one in &mut told {
        one.stands = stand.contains(&one.id);
        one.conversion = conversions.get(&one.id);
    }
    sort::by(&mut told, |one, other| (one.on, one.known, &one.id).cmp(&(other.on, other.known, &other.id)));
    told
}

struct Teller<'a> {
    plan: &'a TargetPlan,
    kpi: &'a str,
    level: &'a Name,
    calendar: &'a FiscalCalendar,
    org: &'a Org,
    as_of: NaiveDate,
    told: Vec<Told>,
}

/// An entry: its id, day and moment.
type At = (Key, NaiveDate, Option<DateTime<Utc>>);

impl Teller<'_> {
    fn tell(&mut self, standing: &Standing<'_>) {
        use TargetEventKind::{Adjust, Close, Open, Target};
        for entry in standing.targets() {
            if self.is_of(&entry.of, entry.level.as_ref(), &entry.of_fields) {
                let at = (entry.id, entry.on, entry.known);
                self.one(at, Target, Some(&entry.who), &entry.period, entry.amount.map(Change::Set));
            }
        }
        for entry in standing.adjustments() {
            if self.is_of(&entry.of, entry.level.as_ref(), &entry.of_fields) {
                let at = (entry.id, entry.on, entry.known);
                self.one(at, Adjust, Some(&entry.who), &entry.period, Some(entry.change));
            }
        }
        for entry in standing.closings() {
            if entry.of.as_str() == self.kpi {
                let kind = if entry.closes { Close } else { Open };
                self.one((entry.id, entry.on, entry.known), kind, entry.who.as_ref(), &entry.period, None);
            }
        }
    }

    /// Whether an entry is of the KPI and the level, and of everything or a part into which that is cut.
    fn is_of(&self, kpi: &Name, level: Option<&Name>, of: &[(Name, String)]) -> bool {
        let is_level = level.map_or(MAIN_LEVEL, Name::as_str) == self.level.as_str();
        kpi.as_str() == self.kpi && is_level && self.plan.is_part(of, &[])
    }

    /// Adds an entry, unless it holds on a later day, or nobody is called so.
    fn one(
        &mut self,
        (id, on, known): At,
        kind: TargetEventKind,
        who: Option<&Key>,
        period: &str,
        said: Option<Change>,
    ) {
        let whose = who.map(|who| holder(who, self.org));
        let Ok(period) = self.calendar.parse_period(period) else { return };
        if on > self.as_of || whose == Some(None) {
            return;
        }
        let who = whose.flatten().map(|whose| named(whose, self.org));
        self.told.push(Told { id, kind, on, known, who, period, stands: true, said, conversion: None });
    }
}
