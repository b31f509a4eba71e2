//! Targets that stand.

use chrono::NaiveDate;

use crate::error::Error;
use crate::id::{Id, Key, Name};
use crate::kpi::{Kpi, Place, Question, When};
use crate::log::{Standing, TargetEntry};
use crate::measure::Whose;
use crate::org::Org;
use crate::plan::Plan;
use crate::quantity::{Fraction, Outcome, Value, Why};
use crate::target::{Book, MAIN_LEVEL, Share, Target, TargetPlan, UnitTarget};
use crate::trace::Entry;

use super::answer::amount;
use super::pace::added;
use super::view::View;

/// What a unit should reach: a target of its own, what its members have, and what lies between.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetFigures {
    /// What counts, by the plan: its own, or what its members have.
    pub counts: Outcome,
    /// Its own.
    pub own: Outcome,
    /// What its members have, added; a person's own.
    pub members: Outcome,
    /// What its members have, less its own.
    pub gap: Outcome,
    /// What its members have, divided by its own.
    pub coverage: Outcome,
}

/// The books of the targets that stand and hold on or before a day.
pub(super) fn books(plan: &Plan, standing: &Standing<'_>, org: &Org, as_of: NaiveDate) -> Vec<Book<Kpi>> {
    let entries: Vec<TargetEntry> = standing.targets().into_iter().filter(|entry| entry.on <= as_of).collect();
    let book = |target: &TargetPlan<Kpi>| {
        let name = plan.kpis()[target.kpi].name.as_str();
        let own = entries.iter().filter(|entry| entry.of.as_str() == name);
        let said = own.filter_map(|entry| read(entry, plan, org));
        Book::new(target.clone(), said, org)
    };
    plan.targets().iter().map(book).collect()
}

/// What an entry sets; nothing, where nobody is called so yet.
fn read(entry: &TargetEntry, plan: &Plan, org: &Org) -> Option<(Whose, Name, Target)> {
    let holder = holder(&entry.who, org)?;
    let period = plan.calendar().parse_period(&entry.period).ok()?;
    let level = entry.level.clone().or_else(|| Name::new(MAIN_LEVEL).ok())?;
    Some((holder, level, Target { id: entry.id.clone(), amount: entry.amount.amount()?, period }))
}

fn holder(who: &Key, org: &Org) -> Option<Whose> {
    let person = org.person(who.as_str()).map(Whose::Person);
    person.or_else(|| org.unit(who.as_str()).map(Whose::Unit))
}

impl View {
    /// The targets of a KPI that stand; nothing, where the plan has none for it.
    pub(super) fn book(&self, kpi: Id<Kpi>) -> Option<&Book<Kpi>> {
        self.0.books.iter().find(|book| book.plan().kpi == kpi)
    }

    pub(super) fn target_value(&self, kpi: Id<Kpi>, level: &str, place: Place) -> Outcome {
        if let Some(sides) = &self.0.sides {
            sides.targets_asked.is_new((kpi, level.to_owned(), place), ());
            let there = sides.targets.place(self, place).ok_or(Why::NoTarget)?;
            return sides.targets.view.target_value(kpi, level, there);
        }
        let book = self.book(kpi).ok_or(Why::NoTarget)?;
        let level = Name::new(level).map_err(|_| Why::NoTarget)?;
        let amount = book.amount(place.whose, &level, place.when.span(), self.org(), self.plan().precision())?;
        Ok(self.plan().kpis()[kpi].formula.unit.of(amount))
    }

    /// The target for a KPI, of a person or a unit, in a period or a span of days.
    ///
    /// Beside what counts it has a unit's own target and what its members have, with the gap between the two,
    /// and how much of its own they cover.
    pub fn target(&self, kpi: &str, whose: Whose, when: impl Into<When>) -> Result<TargetFigures, Error> {
        let kpi = self.kpi(kpi)?;
        let span = when.into().span();
        let Some(book) = self.book(kpi) else {
            let none = || Err(Why::NoTarget);
            return Ok(TargetFigures { counts: none(), own: none(), members: none(), gap: none(), coverage: none() });
        };
        let level = Name::new(MAIN_LEVEL).map_err(|error| Error::invalid(error.to_string()))?;
        let (precision, unit) = (self.plan().precision(), self.plan().kpis()[kpi].formula.unit);
        let sum = |shares: Outcome<Vec<Share>>| Ok(unit.of(added(&shares?, precision)?));
        let own = sum(book.own(whose, &level, span, self.org()));
        let members = sum(book.members(whose, &level, span, self.org()));
        let gap = members.clone().and_then(|members| {
            let gap = amount(&members)?.minus(amount(&own.clone()?)?, precision)?;
            Ok(unit.of(gap))
        });
        let coverage = members.clone().and_then(|members| {
            let covered = amount(&members)?.over(amount(&own.clone()?)?, precision)?;
            Ok(Value::Ratio(covered))
        });
        let counts = match (whose, book.plan().unit_is) {
            (Whose::Unit(_), UnitTarget::Members) => members.clone(),
            _ => own.clone(),
        };
        Ok(TargetFigures { counts, own, members, gap, coverage })
    }

    /// A KPI divided by its target, of a person or a unit, in a period or a span of days.
    pub fn attainment(&self, kpi: &str, whose: Whose, when: impl Into<When>) -> Result<Outcome, Error> {
        let kpi = self.kpi(kpi)?;
        Ok(self.answer(&Question::Attainment(kpi), Place { whose, when: when.into() }))
    }

    /// A part of a target as an entry, with whose it is.
    pub(super) fn target_entry(&self, kpi: Id<Kpi>, share: Share, place: Place) -> (Whose, Entry) {
        let whose = holder(&share.who, self.org()).unwrap_or(place.whose);
        let value = Some(Ok(self.plan().kpis()[kpi].formula.unit.of(share.amount)));
        (whose, Entry { id: share.id, on: None, value, share: Fraction::ONE, conversions: Vec::new() })
    }

    /// The entries behind a target.
    pub(super) fn target_shares(&self, kpi: Id<Kpi>, level: &str, place: Place) -> Vec<Share> {
        let shares = self.book(kpi).zip(Name::new(level).ok()).map(|(book, level)| {
            let span = place.when.span();
            book.counting(place.whose, &level, span, self.org())
        });
        shares.and_then(Result::ok).unwrap_or_default()
    }
}
