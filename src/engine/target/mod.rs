//! Targets that stand.

mod allowed;
mod books;
mod committed;
mod convert;
mod ground;
mod history;
mod part;
mod plainly;
mod reconcile;
mod said;
mod shares;
mod told;

use crate::calendar::Period;
use crate::error::Error;
use crate::formula::Program;
use crate::id::{Id, Key, Name};
use crate::kpi::{Group, Kpi, Place, Question, When};
use crate::measure::Whose;
use crate::org::{Org, Person};
use crate::quantity::{Fraction, Outcome, Outcomes, Quotients, Value, Why};
use crate::target::{Book, BookPart, Finding, Holder, IS_WHOLE, MAIN_LEVEL, OfFields, Share, UnitTarget};
use crate::trace::Entry;

use super::answer::amount;
use super::pace::{TargetsOf, added};
use super::view::View;

pub(super) use allowed::Setters;
use books::Aims;
pub(super) use books::{Books, Ledgers};
pub use committed::Commitment;
pub(super) use convert::{Conversions, TargetRates, awaited};
pub use history::{TargetEvent, TargetEventKind};
pub use reconcile::{Reconciled, Reconciliation};

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

/// Who is called so: a person, where a unit is called so too.
fn holder(who: &Key, org: &Org) -> Option<Whose> {
    let person = org.person(who.as_str()).map(Whose::Person);
    person.or_else(|| org.unit(who.as_str()).map(Whose::Unit))
}

/// Who is meant: a person and a unit may be called the same.
fn whose(who: &Holder, org: &Org) -> Option<Whose> {
    match who {
        Holder::Person(key) => org.person(key.as_str()).map(Whose::Person),
        Holder::Unit(key) => org.unit(key.as_str()).map(Whose::Unit),
    }
}

/// A person or a unit, by key.
fn named(whose: Whose, org: &Org) -> Holder {
    match whose {
        Whose::Person(person) => Holder::Person(org[person].key().clone()),
        Whose::Unit(unit) => Holder::Unit(org[unit].key().clone()),
    }
}

impl View {
    /// The units and the people directly under a unit in a time, in their order.
    fn holders_under(&self, unit: &Key, when: When) -> Vec<Holder> {
        let org = self.org();
        let Some(unit) = org.unit(unit.as_str()) else { return Vec::new() };
        let members = self.members(Group::Members, Place { whose: Whose::Unit(unit), when }).unwrap_or_default();
        members.into_iter().map(|place| named(place.whose, org)).collect()
    }

    /// The targets of a KPI that stand; nothing, where the plan has none for it.
    pub(super) fn book(&self, kpi: Id<Kpi>) -> Option<&Book> {
        let (books, aims) = (self.books(), self.aims(kpi)?);
        if !IS_WHOLE {
            return aims.book_made();
        }
        let plan = self.plan().targets().iter().find(|plan| plan.kpi == kpi)?;
        Some(aims.book(|| self.ledgers().book_beside(plan, &books.conversions)))
    }

    fn aims(&self, kpi: Id<Kpi>) -> Option<&Aims> {
        self.books().all.iter().find(|aims| aims.kpi == kpi)
    }

    /// What the targets of a level come to for somebody, where that is a plain sum.
    fn plain_total(&self, kpi: Id<Kpi>, level: &str, place: Place) -> Option<Outcome<Fraction>> {
        let (span, precision) = (place.when.span(), self.plan().precision());
        if let Some(totals) = &self.aims(kpi)?.totals
            && let Some(total) = totals.total(level, place.whose, span, precision)
        {
            return Some(total);
        }
        self.book(kpi)?.plain(level)?.total(place.whose, span, precision)
    }

    pub(super) fn target_value(&self, kpi: Id<Kpi>, level: &str, place: Place) -> Outcome {
        self.target_of_part(kpi, level, &OfFields::default(), place)
    }

    /// The targets of many people or units at one time, each as it would be alone.
    pub(super) fn targets_of(&self, kpi: Id<Kpi>, level: &str, when: When, all: &[Whose]) -> Outcomes {
        let (unit, precision, span) = (self.plan().kpis()[kpi].formula.unit, self.plan().precision(), when.span());
        let aims = if IS_WHOLE && self.0.sides.is_none() { self.aims(kpi) } else { None };
        let totals = aims.and_then(|aims| aims.totals.as_ref());
        let book = if totals.is_none() && aims.is_some() { self.book(kpi) } else { None };
        let plain = book.and_then(|book| book.plain(level));
        let mut targets = Vec::with_capacity(all.len());
        for whose in all {
            let total = match (totals, plain) {
                (Some(totals), _) => totals.total(level, *whose, span, precision),
                (None, plain) => plain.and_then(|plain| plain.total(*whose, span, precision)),
            };
            targets.push(total.unwrap_or_else(|| {
                let value = self.target_value(kpi, level, Place { whose: *whose, when })?;
                value.amount().ok_or(Why::NotANumber)
            }));
        }
        Outcomes::of_amounts(Quotients::of_fractions(targets), unit)
    }

    /// The target of a part of the facts.
    pub(super) fn target_of_part(&self, kpi: Id<Kpi>, level: &str, of: &OfFields, place: Place) -> Outcome {
        if let Some(sides) = &self.0.sides {
            sides.targets_asked.is_new((kpi, level.to_owned(), of.clone(), place), ());
            let there = sides.targets.place(self, place).ok_or(Why::NoTarget)?;
            return sides.targets.view.target_of_part(kpi, level, of, there);
        }
        let (unit, precision) = (self.plan().kpis()[kpi].formula.unit, self.plan().precision());
        if IS_WHOLE
            && of.is_empty()
            && let Some(total) = self.plain_total(kpi, level, place)
        {
            return total.map(|total| unit.of(total));
        }
        let book = self.book(kpi).ok_or(Why::NoTarget)?;
        let level = Name::new(level).map_err(|_| Why::NoTarget)?;
        let shares = self.part_shares(&book.part(of), &level, TargetsOf::Counting, place)?;
        Ok(unit.of(added(&shares, precision)?))
    }

    /// The targets that make up what somebody has, each as it counts: a person's times what the plan says.
    pub(super) fn shares(&self, book: &Book, level: &Name, of: TargetsOf, place: Place) -> Outcome<Vec<Share>> {
        self.part_shares(&book.part(&OfFields::default()), level, of, place)
    }

    /// The same of a part of the facts.
    pub(super) fn part_shares(
        &self,
        book: &BookPart<'_>,
        level: &Name,
        of: TargetsOf,
        place: Place,
    ) -> Outcome<Vec<Share>> {
        let (span, org) = (place.when.span(), self.org());
        let mut shares = match of {
            TargetsOf::Counting => book.counting(place.whose, level, span, org)?,
            TargetsOf::Own => book.own(place.whose, level, span, org)?,
            TargetsOf::Members => book.members(place.whose, level, span, org)?,
        };
        let Some(factor) = &book.plan().factor else { return Ok(shares) };
        // A unit's own target is no person's, though a person may be called the same.
        let are_of_people = match (place.whose, of) {
            (Whose::Person(_), _) | (_, TargetsOf::Members) => true,
            (_, TargetsOf::Own) => false,
            (_, TargetsOf::Counting) => book.plan().unit_is == UnitTarget::Members,
        };
        if !are_of_people {
            return Ok(shares);
        }
        for share in &mut shares {
            let Some(person) = org.person(share.who.as_str()) else { continue };
            let times = self.factor(factor, person, share.period)?;
            share.amount = share.amount.times(times, self.plan().precision())?;
        }
        Ok(shares)
    }

    /// By what the target of a person is multiplied in a period: by nothing, while they belong nowhere.
    fn factor(&self, factor: &Program<Question>, person: Id<Person>, period: Period) -> Outcome<Fraction> {
        if self.org().stays(person, period.span()).next().is_none() {
            return Ok(Fraction::ZERO);
        }
        amount(&self.run(factor, Place { whose: Whose::Person(person), when: When::from(period) })?)
    }

    /// The target for a KPI, of a person or a unit, in a period or a span of days.
    ///
    /// Beside what counts it has a unit's own target and what its members have, with the gap between the two, and how much of its
    /// own they cover.
    pub fn target(&self, kpi: &str, whose: Whose, when: impl Into<When>) -> Result<TargetFigures, Error> {
        let kpi = self.kpi(kpi)?;
        let place = Place { whose, when: when.into() };
        let Some(book) = self.book(kpi) else {
            let none = || Err(Why::NoTarget);
            return Ok(TargetFigures { counts: none(), own: none(), members: none(), gap: none(), coverage: none() });
        };
        let level = Name::new(MAIN_LEVEL).map_err(|error| Error::invalid(error.to_string()))?;
        let (precision, unit) = (self.plan().precision(), self.plan().kpis()[kpi].formula.unit);
        let of = |of: TargetsOf| Ok(unit.of(added(&self.shares(book, &level, of, place)?, precision)?));
        let (own, members) = (of(TargetsOf::Own), of(TargetsOf::Members));
        let both = || Ok((amount(&members.clone()?)?, amount(&own.clone()?)?));
        let gap = both().and_then(|(members, own)| members.minus(own, precision)).map(|gap| unit.of(gap));
        let coverage = both().and_then(|(members, own)| members.over(own, precision)).map(Value::Ratio);
        let counts = of(TargetsOf::Counting);
        Ok(TargetFigures { counts, own, members, gap, coverage })
    }

    /// What did not come out as the entries about the targets of a KPI say: what was
    /// not allowed, in the order of the log; then what was closed, what could not be cut, what is nobody's.
    pub fn target_findings(&self, kpi: &str) -> Result<&[Finding], Error> {
        Ok(self.findings_of(self.kpi(kpi)?))
    }

    fn findings_of(&self, kpi: Id<Kpi>) -> &[Finding] {
        let books = self.books();
        let place = books.all.iter().position(|aims| aims.kpi == kpi);
        place.and_then(|place| books.findings.get(place)).map_or(&[], Vec::as_slice)
    }

    /// A KPI divided by its target, of a person or a unit, in a period or a span of days.
    pub fn attainment(&self, kpi: &str, whose: Whose, when: impl Into<When>) -> Result<Outcome, Error> {
        let kpi = self.kpi(kpi)?;
        Ok(self.answer(&Question::Attainment(kpi), Place { whose, when: when.into() }))
    }

    /// A part of a target as an entry, with whose it is.
    pub(super) fn target_entry(&self, kpi: Id<Kpi>, share: Share, place: Place) -> (Whose, Entry) {
        let own = self.name(place.whose) == share.who.as_str();
        let whose = holder(&share.who, self.org()).filter(|_| !own).unwrap_or(place.whose);
        let value = Some(Ok(self.plan().kpis()[kpi].formula.unit.of(share.amount)));
        let conversions = self.books().conversions.get(&share.id).into_iter().collect();
        (whose, Entry { id: share.id, on: None, value, share: Fraction::ONE, conversions })
    }

    /// The entries behind a target.
    pub(super) fn target_shares(&self, kpi: Id<Kpi>, level: &str, place: Place) -> Vec<Share> {
        self.target_shares_of(kpi, level, &OfFields::default(), place)
    }

    /// The same of a part of the facts.
    pub(super) fn target_shares_of(&self, kpi: Id<Kpi>, level: &str, of: &OfFields, place: Place) -> Vec<Share> {
        let shares = self.book(kpi).zip(Name::new(level).ok());
        let counting = TargetsOf::Counting;
        let shares = shares.map(|(book, level)| self.part_shares(&book.part(of), &level, counting, place));
        shares.and_then(Result::ok).unwrap_or_default()
    }
}
