//! Targets from the top down beside commitments from the bottom up.

use crate::document::Named;
use crate::error::Error;
use crate::id::{Key, Name};
use crate::kpi::{Place, When};
use crate::measure::Whose;
use crate::quantity::{Fraction, Outcome, RoundTo, Value, Why};
use crate::target::{Holder, MAIN_LEVEL};

use super::super::answer::amount;
use super::super::pace::{TargetsOf, added};
use super::super::view::View;
use super::committed::{Commitment, Node};
use super::whose;

/// Targets from the top down beside commitments from the bottom up, from a unit to its people.
#[derive(Clone, Debug, PartialEq)]
pub struct Reconciliation {
    /// The KPI.
    pub of: Name,
    /// What people call the KPI, by language.
    pub labels: Named<String>,
    /// When, as the calendar calls it.
    pub when: String,
    /// To what amounts are rounded where people read them.
    pub show: Option<RoundTo>,
    /// The unit, then those below it, each before what is below it: units, then people, by key.
    pub rows: Vec<Reconciled>,
}

/// A unit or a person: what they should reach, and what they commit to.
#[derive(Clone, Debug, PartialEq)]
pub struct Reconciled {
    /// Who.
    pub who: Key,
    /// Whether it is a unit.
    pub is_unit: bool,
    /// How many stand above it in the table.
    pub depth: usize,
    /// The target that it has itself.
    pub target: Outcome,
    /// What it commits to.
    pub commitment: Commitment,
    /// What counts of what it commits to, less its target: below zero where that falls short.
    pub gap: Outcome,
    /// Its own commitment less what its members commit to; undefined where either is missing.
    pub difference: Outcome,
}

impl Reconciled {
    /// Whether its own commitment is another one than what its members commit to.
    pub fn differs(&self) -> bool {
        let amount = self.difference.as_ref().ok().and_then(Value::amount);
        amount.is_some_and(|amount| amount != Fraction::ZERO)
    }
}

impl View {
    /// Targets from the top down beside commitments from the bottom up: for a unit, and for each unit and person below it, as members
    /// are in that time.
    ///
    /// Whoever has no target or has not committed to anything is in it all the same, undefined with the reason. The manual
    /// has [an example](crate::manual::history#what-people-commit-to).
    pub fn reconcile(&self, kpi: &str, unit: Whose, when: impl Into<When>) -> Result<Reconciliation, Error> {
        let id = self.kpi(kpi)?;
        let level = Name::new(MAIN_LEVEL).map_err(|error| Error::invalid(error.to_string()))?;
        let place = Place { whose: unit, when: when.into() };
        let of = &self.plan().kpis()[id];
        let own = |who: &Holder| {
            let whose = whose(who, self.org()).ok_or(Why::NoTarget)?;
            let book = self.book(id).ok_or(Why::NoTarget)?;
            let shares = self.shares(book, &level, TargetsOf::Own, Place { whose, ..place })?;
            Ok(of.formula.unit.of(added(&shares, self.plan().precision())?))
        };
        let less = |one: &Outcome, other: &Outcome| {
            let (one, other) =
                (amount(one.as_ref().map_err(Clone::clone)?)?, amount(other.as_ref().map_err(Clone::clone)?)?);
            Ok(of.formula.unit.of(one.minus(other, self.plan().precision())?))
        };
        let mut rows = Vec::new();
        for Node { who, depth, commitment, .. } in self.committers(id, &level, place) {
            let target = own(&who);
            rows.push(Reconciled {
                who: who.key().clone(),
                is_unit: matches!(who, Holder::Unit(_)),
                depth,
                gap: less(&commitment.counts, &target),
                difference: less(&commitment.own, &commitment.members),
                target,
                commitment,
            });
        }
        let (labels, when) = (of.labels.clone(), self.time(place.when));
        Ok(Reconciliation { of: of.name.clone(), labels, when, show: of.show, rows })
    }
}
