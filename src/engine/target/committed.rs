//! What people commit to, from those at the bottom up.

use std::collections::BTreeSet;

use crate::error::Error;
use crate::id::{Id, Name};
use crate::kpi::{Kpi, Place, When};
use crate::measure::Whose;
use crate::quantity::{Fraction, Outcome, Why};
use crate::target::{Book, Holder, MAIN_LEVEL, OfFields, Share, Target, TargetPlan};

use super::super::answer::amount;
use super::super::view::View;
use super::books::Ledgers;
use super::convert::Conversions;
use super::{holder, named, whose};

/// What somebody commits to, and what those below commit to.
#[derive(Clone, Debug, PartialEq)]
pub struct Commitment {
    /// What counts: its own, or what its members commit to where there is none.
    pub counts: Outcome,
    /// Its own.
    pub own: Outcome,
    /// What its members commit to, added: each one's own, or what is below it. A person's own.
    pub members: Outcome,
    /// How many people have not committed to anything, and have nobody above them, below the one asked for, who has; what members
    /// commit to is without them.
    pub missing: usize,
}

/// Somebody among those at and below the one asked for.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub who: Holder,
    /// How many of them stand above.
    pub depth: usize,
    /// Who stands directly above.
    pub above: Option<usize>,
    pub commitment: Commitment,
    /// Its own, by the entries that say so.
    shares: Vec<Share>,
}

impl View {
    /// What somebody commits to for a KPI in a time, by what was handed in (`submit`) up to the view's day: of a person, or of a unit
    /// with its members as they are in that time.
    ///
    /// Of two for the same person or unit and period the later one holds. A longer time has those that lie wholly inside it,
    /// added, as with targets. Who has not committed to anything is no zero: they are counted in [`Commitment::missing`], and
    /// where nobody has, the sum is undefined. The manual has [an example](crate::manual::history#what-people-commit-to).
    pub fn commitment(&self, kpi: &str, whose: Whose, when: impl Into<When>) -> Result<Commitment, Error> {
        let kpi = self.kpi(kpi)?;
        let level = Name::new(MAIN_LEVEL).map_err(|error| Error::invalid(error.to_string()))?;
        let nodes = self.committers(kpi, &level, Place { whose, when: when.into() });
        let first = nodes.into_iter().next().map(|node| node.commitment);
        Ok(first.unwrap_or_else(|| Commitment::of(Err(Why::NoCommitment))))
    }

    /// What counts of what somebody commits to.
    pub(in super::super) fn committed_value(&self, kpi: Id<Kpi>, level: &str, place: Place) -> Outcome {
        if let Some(sides) = &self.0.sides {
            sides.commitments_asked.is_new((kpi, level.to_owned(), place), ());
            let there = sides.targets.place(self, place).ok_or(Why::NoCommitment)?;
            return sides.targets.view.committed_value(kpi, level, there);
        }
        let level = Name::new(level).map_err(|_| Why::NoCommitment)?;
        let nodes = self.committers(kpi, &level, place);
        nodes.first().map_or(Err(Why::NoCommitment), |node| node.commitment.counts.clone())
    }

    /// The entries behind what somebody commits to: those that count.
    pub(in super::super) fn committed_shares(&self, kpi: Id<Kpi>, level: &str, place: Place) -> Vec<Share> {
        let Ok(level) = Name::new(level) else { return Vec::new() };
        let nodes = self.committers(kpi, &level, place);
        let (mut shares, mut counted) = (Vec::new(), vec![false; nodes.len()]);
        for (at, node) in nodes.iter().enumerate() {
            // What is below somebody whose own counts does not.
            let is_above = node.above.is_some_and(|above| counted.get(above).copied().unwrap_or(false));
            if let Some(counts) = counted.get_mut(at) {
                *counts = is_above || node.commitment.is_said();
            }
            if !is_above && node.commitment.own.is_ok() {
                shares.extend_from_slice(&node.shares);
            }
        }
        shares
    }

    /// Those at and below somebody in a time, each before what is below it, with what each commits to.
    pub(super) fn committers(&self, kpi: Id<Kpi>, level: &Name, place: Place) -> Vec<Node> {
        let at = self.plan().targets().iter().position(|target| target.kpi == kpi);
        let book = at.and_then(|at| self.committed_books().get(at));
        let mut nodes: Vec<Node> = Vec::new();
        let mut next = vec![(named(place.whose, self.org()), 0_usize, None)];
        let mut seen = BTreeSet::new();
        while let Some((who, depth, above)) = next.pop() {
            let shares = book.map_or(Err(Why::NoCommitment), |book| self.handed_in(book, level, &who, place.when));
            let own = shares.as_ref().map_err(Clone::clone).and_then(|shares| self.sum_of(kpi, shares));
            let below = if seen.insert(who.clone()) { self.below_in(&who, place.when) } else { Vec::new() };
            let here = nodes.len();
            next.extend(below.into_iter().rev().map(|who| (who, depth.saturating_add(1), Some(here))));
            let shares = shares.unwrap_or_default();
            nodes.push(Node { who, depth, above, commitment: Commitment::of(own), shares });
        }
        self.add_up(kpi, &mut nodes);
        nodes
    }

    /// From those at the bottom up: what members commit to, and who is missing.
    fn add_up(&self, kpi: Id<Kpi>, nodes: &mut [Node]) {
        let unit = self.plan().kpis()[kpi].formula.unit;
        for at in (0..nodes.len()).rev() {
            let Some(node) = nodes.get_mut(at) else { continue };
            let own = &mut node.commitment;
            if matches!(node.who, Holder::Person(_)) {
                own.members = own.own.clone();
                own.missing = usize::from(!own.is_said());
            }
            own.counts = match (&own.own, &own.members) {
                (Err(_), Err(Why::NoCommitment)) => own.own.clone(),
                (Err(_), members) if !own.is_said() => members.clone(),
                (said, _) => said.clone(),
            };
            let (counts, missing) = (own.counts.clone(), if own.is_said() { 0 } else { own.missing });
            let Some(above) = node.above.and_then(|above| nodes.get_mut(above)) else { continue };
            let above = &mut above.commitment;
            above.missing = above.missing.saturating_add(missing);
            above.members = match (counts, above.members.clone()) {
                (Ok(counts), Err(Why::NoCommitment)) => Ok(counts),
                (Ok(counts), Ok(sum)) => {
                    let sum = amount(&sum).and_then(|sum| sum.plus(amount(&counts)?, self.plan().precision()));
                    sum.map(|sum| unit.of(sum))
                }
                (Err(why @ (Why::Overflow | Why::NoRate)), _) => Err(why),
                (_, members) => members,
            };
        }
    }

    /// What somebody handed in for the periods of a time; an error, where that is nothing.
    fn handed_in(&self, book: &Book, level: &Name, who: &Holder, when: When) -> Outcome<Vec<Share>> {
        let whose = whose(who, self.org()).ok_or(Why::NoCommitment)?;
        let shares = book.own(whose, level, when.span(), self.org())?;
        if shares.is_empty() { Err(Why::NoCommitment) } else { Ok(shares) }
    }

    fn sum_of(&self, kpi: Id<Kpi>, shares: &[Share]) -> Outcome {
        let mut sum = Fraction::ZERO;
        for share in shares {
            sum = sum.plus(share.amount, self.plan().precision())?;
        }
        Ok(self.plan().kpis()[kpi].formula.unit.of(sum))
    }

    /// The members of a unit in a time, by all that is known, as far ahead as it goes.
    fn below_in(&self, who: &Holder, when: When) -> Vec<Holder> {
        let Holder::Unit(unit) = who else { return Vec::new() };
        let ahead = self.books().ahead.get_or_init(|| self.known().into_view());
        ahead.holders_under(unit, when)
    }

    fn committed_books(&self) -> &[Book] {
        let books = self.books();
        books.committed.get_or_init(|| {
            let ledgers = self.ledgers();
            self.plan().targets().iter().map(|target| ledgers.committed(target, &books.conversions)).collect()
        })
    }
}

impl Ledgers<'_> {
    /// What was handed in for a KPI.
    fn committed(&self, plan: &TargetPlan, conversions: &Conversions) -> Book {
        let name = self.plan.kpis()[plan.kpi].name.as_str();
        let mut held = Vec::new();
        for entry in self.standing.submissions() {
            let is = entry.of.as_str() == name && entry.on <= self.as_of;
            let period = self.plan.calendar().parse_period(&entry.period).ok().filter(|_| is);
            let amount = conversions.amount(self.plan, &entry.id, (&entry.amount, entry.currency));
            let whose = holder(&entry.who, self.org);
            let level = entry.level.or_else(|| Name::new(MAIN_LEVEL).ok());
            if let (Some(whose), Some(level), Some(period), Some(amount)) = (whose, level, period, amount) {
                held.push((
                    whose,
                    level,
                    Target {
                        id: entry.id,
                        amount,
                        period,
                        uplift: Fraction::ONE,
                        part_of: None,
                        of_fields: OfFields::default(),
                    },
                ));
            }
        }
        Book::new(plan.clone(), held, self.org)
    }
}

impl Commitment {
    /// Whether it has committed to something itself, though nobody may know how much that is.
    fn is_said(&self) -> bool {
        matches!(self.own, Ok(_) | Err(Why::Overflow | Why::NoRate))
    }

    /// One's own, of somebody of whom nothing else is known yet.
    fn of(own: Outcome) -> Commitment {
        Commitment { counts: own.clone(), own, members: Err(Why::NoCommitment), missing: 0 }
    }
}
