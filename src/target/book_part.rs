//! What the targets of a part of the facts come to: of bikes alone, or of everything.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::calendar::{Period, Span};
use crate::id::{Key, Name};
use crate::kpi::OfFields;
use crate::measure::Whose;
use crate::org::Org;
use crate::quantity::{Fraction, Outcome, Precision, Why};

use super::IS_WHOLE;
use super::book::{Book, Share, Undefined};
use super::compile::TargetPlan;
use super::definition::UnitTarget;
use super::fields::is_within;
use super::held::{self, Held};

/// The targets of a part of the facts in a [`Book`]: those that are narrowed to it, and the parts into which they are cut.
#[derive(Clone, Debug)]
pub struct BookPart<'b> {
    book: &'b Book,
    of_fields: OfFields,
    /// The parts of which it is the sum; those that are narrowed least come first.
    parts: Vec<&'b OfFields>,
}

impl<'b> BookPart<'b> {
    pub(super) fn new(book: &'b Book, of_fields: &OfFields) -> BookPart<'b> {
        let parts = book.parts().iter().filter(|part| book.plan().is_part(part, of_fields)).collect();
        BookPart { book, of_fields: OfFields::clone(of_fields), parts }
    }

    /// How targets are set and read.
    pub fn plan(&self) -> &'b TargetPlan {
        self.book.plan()
    }

    /// What a person or a unit has in a span, by the rule of the plan.
    ///
    /// Undefined where there is none, and where a target's period lies partly inside the span and partly outside.
    pub fn amount(&self, whose: Whose, level: &Name, span: Span, org: &Org, precision: Precision) -> Outcome<Fraction> {
        sum(&self.counting(whose, level, span, org)?, precision)
    }

    /// The targets that count for a person or a unit in a span, by the rule of the plan.
    pub fn counting(&self, whose: Whose, level: &Name, span: Span, org: &Org) -> Outcome<Vec<Share>> {
        match (whose, self.book.plan().unit_is) {
            (Whose::Unit(_), UnitTarget::Members) => self.members(whose, level, span, org),
            _ => self.own(whose, level, span, org),
        }
    }

    /// The targets that a person or a unit itself has in a span.
    pub fn own(&self, whose: Whose, level: &Name, span: Span, org: &Org) -> Outcome<Vec<Share>> {
        let who = match whose {
            Whose::Person(person) => org[person].key(),
            Whose::Unit(unit) => org[unit].key(),
        };
        let mut found = Found::default();
        for part in self.parts.iter().copied() {
            let Some(strand) = self.book.strand(level, part) else { continue };
            let mut within = Within::new(span);
            for held in self.book.held_by(whose, strand) {
                if within.takes(who, held.period) {
                    within.shares.push(share(held, who, held.amount()?));
                }
            }
            found.add(part, within);
        }
        found.done(|| self.undefined(whose, level, span, org))
    }

    /// What the people at and below a unit have in a span: of a mover, the part that belongs here. A person has what is their
    /// own.
    pub fn members(&self, whose: Whose, level: &Name, span: Span, org: &Org) -> Outcome<Vec<Share>> {
        let Whose::Unit(unit) = whose else {
            return self.own(whose, level, span, org);
        };
        let mut found = Found::default();
        for part in self.parts.iter().copied() {
            let Some(strand) = self.book.strand(level, part) else { continue };
            let (book, mut within) = (self.book, Within::new(span));
            for placed in book.placed.of_unit(unit, strand, &book.spots) {
                let Some(held) = held::at(&book.held, placed.held) else { continue };
                let who = org[placed.who].key();
                if within.takes(who, held.period) {
                    within.shares.push(share(held, who, book.placed.amount(*placed, held)?));
                }
            }
            found.add(part, within);
        }
        found.done(|| self.undefined(whose, level, span, org))
    }

    /// Whether a target of other fields that could not be cut says something of these.
    fn concerns(&self, broken: &OfFields) -> bool {
        let plan = self.book.plan();
        plan.is_part(&self.of_fields, broken) || plan.is_part(broken, &self.of_fields)
    }

    /// Why a part of a target that could not be cut is undefined.
    fn undefined(&self, whose: Whose, level: &Name, span: Span, org: &Org) -> Option<Why> {
        if !IS_WHOLE || self.book.broken.is_empty() {
            return None;
        }
        let is_below = |broken: &Undefined, part: Span| match (whose, broken.whose) {
            _ if whose == broken.whose => true,
            (Whose::Unit(unit), Whose::Unit(above)) => {
                part.to().pred_opt().is_some_and(|day| org.path(unit, day).contains(&above))
            }
            (Whose::Person(person), Whose::Unit(above)) => org.stays(person, part).any(|stay| {
                let day = org[stay].span().overlap(part).and_then(|days| days.to().pred_opt());
                let units = (0..org[stay].trees()).filter_map(|tree| org[stay].unit(tree));
                units.into_iter().any(|unit| day.is_some_and(|day| org.path(unit, day).contains(&above)))
            }),
            (_, Whose::Person(_)) => false,
        };
        let of_level =
            self.book.broken.iter().filter(|broken| broken.level == *level && self.concerns(&broken.of_fields));
        let mut found = of_level.filter(|broken| broken.span.overlap(span).is_some_and(|part| is_below(broken, part)));
        found.next().map(|broken| broken.why.clone())
    }
}

/// What was found of all parts.
#[derive(Default)]
struct Found<'b> {
    shares: Vec<(&'b OfFields, Share)>,
    /// Of how many parts there are some.
    parts: usize,
    /// To how many fields the last one is narrowed, and how many shares are of those that are narrowed to fewer.
    last: usize,
    wider: usize,
    reaches_out: bool,
    is_around: bool,
}

impl<'b> Found<'b> {
    /// Adds what was found of a part, unless it lies in what was found of something that it is a part of.
    fn add(&mut self, part: &'b OfFields, within: Within) {
        self.reaches_out |= within.reaches_out;
        self.is_around |= within.is_around;
        if !IS_WHOLE {
            self.shares.extend(within.shares.into_iter().map(|share| (part, share)));
            return;
        }
        self.parts = self.parts.saturating_add(usize::from(!within.shares.is_empty()));
        if part.len() > self.last {
            (self.last, self.wider) = (part.len(), self.shares.len());
        }
        for share in within.shares {
            let mut wider = self.shares.iter().take(self.wider);
            let own = share.period.span();
            let is_inside = wider.any(|(whole, known)| {
                is_within(part, whole) && known.who == share.who && known.period.span().overlap(own) == Some(own)
            });
            if !is_inside {
                self.shares.push((part, share));
            }
        }
    }

    /// What was found; undefined where targets reach out of the span, or one has it inside and nothing is said of the part.
    fn done(self, why: impl FnOnce() -> Option<Why>) -> Outcome<Vec<Share>> {
        match (self.reaches_out, self.shares.is_empty()) {
            (true, _) => Err(Why::NoPeriod),
            (false, false) => self.together(),
            (false, true) => match why() {
                Some(why) => Err(why),
                None if self.is_around => Err(Why::NoPeriod),
                None => Ok(Vec::new()),
            },
        }
    }

    /// The shares, of which those that were cut from one target for one period are one again.
    fn together(self) -> Outcome<Vec<Share>> {
        let mut shares: Vec<Share> = Vec::with_capacity(self.shares.len());
        // What is not whole has nothing but plain targets.
        if !IS_WHOLE || self.parts <= 1 {
            shares.extend(self.shares.into_iter().map(|(_, share)| share));
            return Ok(shares);
        }
        let mut places: BTreeMap<(Key, Key, NaiveDate, NaiveDate), usize> = BTreeMap::new();
        for (_, share) in self.shares {
            let span = share.period.span();
            let place =
                *places.entry((share.who.clone(), share.id.clone(), span.from(), span.to())).or_insert(shares.len());
            if let Some(known) = shares.get_mut(place).filter(|known| is_same(known, &share)) {
                known.amount = known.amount.plus(share.amount, Precision::MAX)?;
                continue;
            }
            shares.push(share);
        }
        Ok(shares)
    }
}

/// The targets that lie within a span.
struct Within {
    span: Span,
    shares: Vec<Share>,
    /// Whether one reaches out of it.
    reaches_out: bool,
    /// Whether one has it inside.
    is_around: bool,
}

impl Within {
    fn new(span: Span) -> Within {
        Within { span, shares: Vec::new(), reaches_out: false, is_around: false }
    }

    /// Whether the target of a period counts: it lies inside, and in no longer one of the same person or unit that does. They
    /// come holder by holder, in the order of time, and the longer of two that begin together first.
    fn takes(&mut self, who: &Key, period: Period) -> bool {
        let own = period.span();
        match own.overlap(self.span) {
            None => false,
            Some(part) if part == own => {
                let last = self.shares.last().filter(|last| last.who == *who);
                last.is_none_or(|last| last.period.span().overlap(own) != Some(own))
            }
            Some(part) => {
                self.is_around |= part == self.span;
                self.reaches_out |= part != self.span;
                false
            }
        }
    }
}

/// So much of a target of somebody.
fn share(held: &Held, who: &Key, amount: Fraction) -> Share {
    let (id, who, period, uplift, part_of) = (held.id.clone(), who.clone(), held.period, held.uplift(), held.part_of());
    Share { id, who, amount, period, uplift, part_of }
}

/// Whether both came about in the same way.
fn is_same(one: &Share, other: &Share) -> bool {
    one.uplift == other.uplift && one.part_of == other.part_of
}

fn sum(shares: &[Share], precision: Precision) -> Outcome<Fraction> {
    if shares.is_empty() {
        return Err(Why::NoTarget);
    }
    shares.iter().try_fold(Fraction::ZERO, |sum, share| sum.plus(share.amount, precision))
}
