//! What targets come to, where that is a plain sum: nothing is divided among several parts of the facts, and nothing is multiplied.

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::id::{Id, Name};
use crate::kpi::OfFields;
use crate::measure::Whose;
use crate::org::Unit;
use crate::quantity::{Fraction, Outcome, Precision, Why};

use super::book::Book;
use super::definition::UnitTarget;
use super::held::{self, Held, Placed, Spot};
use super::placed::Places;
use super::strand::Strand;

/// The targets of a level that count where nothing is said of a part of the facts; all of them are of one strand.
#[derive(Clone, Copy)]
pub(crate) struct Plain<'b> {
    book: &'b Book,
    strand: u32,
}

/// What targets within a span come to.
#[derive(Default)]
pub(super) struct Reached {
    sum: Option<Outcome<Fraction>>,
    /// Whether one reaches out of it.
    reaches_out: bool,
    /// Whether one has it inside.
    is_around: bool,
}

impl Reached {
    /// Whether the days of a target lie within a span; notes where they do so only in part.
    pub(super) fn takes(&mut self, (from, to): (NaiveDate, NaiveDate), span: Span) -> bool {
        if to <= span.from() || span.to() <= from {
            return false;
        }
        if span.from() <= from && to <= span.to() {
            return true;
        }
        let has = from <= span.from() && span.to() <= to;
        self.is_around |= has;
        self.reaches_out |= !has;
        false
    }

    pub(super) fn add(&mut self, amount: Fraction, precision: Precision) {
        self.sum = Some(match self.sum.take() {
            None => Ok(amount),
            Some(sum) => sum.and_then(|sum| sum.plus(amount, precision)),
        });
    }
}

impl Reached {
    /// What targets come to where nothing else is said.
    pub(super) fn outcome(self) -> Outcome<Fraction> {
        match (self.reaches_out, self.sum) {
            (true, _) => Err(Why::NoPeriod),
            (false, Some(sum)) => sum,
            (false, None) => Err(if self.is_around { Why::NoPeriod } else { Why::NoTarget }),
        }
    }
}

impl Book {
    /// The targets of a level, where what they come to is a plain sum.
    pub(crate) fn plain(&self, level: &str) -> Option<Plain<'_>> {
        let (_, strand) = self.mains.iter().find(|(known, _)| known.as_str() == level)?;
        strand.filter(|_| self.plan().factor.is_none()).map(|strand| Plain { book: self, strand })
    }

    /// The levels of which there are targets, each with the strand that counts where no part of the facts is named; nothing where
    /// there are several, or none.
    pub(super) fn mains(&self, strands: &[Strand]) -> Vec<(Name, Option<u32>)> {
        let mut mains: Vec<(Name, Option<u32>)> = Vec::new();
        let (all, mut counting) = (OfFields::default(), 0_usize);
        for (strand, place) in strands.iter().zip(0..) {
            if mains.last().is_none_or(|(level, _)| *level != strand.level) {
                mains.push((strand.level.clone(), None));
                counting = 0;
            }
            if self.plan().is_part(&strand.of_fields, &all) {
                counting = counting.saturating_add(1);
                let is_one = counting == 1;
                mains.last_mut().into_iter().for_each(|(_, main)| *main = is_one.then_some(place));
            }
        }
        mains
    }
}

impl Plain<'_> {
    /// What counts for a person or a unit in a span, in all; nothing, where that takes more than a sum.
    pub(crate) fn total(self, whose: Whose, span: Span, precision: Precision) -> Option<Outcome<Fraction>> {
        if span.is_empty() {
            return None;
        }
        let reached = match (whose, self.book.plan().unit_is) {
            (Whose::Unit(unit), UnitTarget::Members) => self.members(unit, span, precision)?,
            _ => match self.own(whose, span, precision) {
                Ok(reached) => reached,
                Err(why) => return Some(Err(why)),
            },
        };
        let says_nothing = reached.sum.is_none() && !reached.reaches_out;
        (!says_nothing || self.book.broken.is_empty()).then(|| reached.outcome())
    }

    /// What somebody has; of two of which one lies in the other the longer one counts, which comes first.
    fn own(self, whose: Whose, span: Span, precision: Precision) -> Outcome<Reached> {
        let (range, mut reached) = (self.book.range_of(whose, self.strand), Reached::default());
        let (spots, held) = (self.book.spots.get(range.clone()), self.book.held.get(range));
        let mut last: Option<Spot> = None;
        for (spot, held) in spots.into_iter().flatten().zip(held.into_iter().flatten()) {
            if span.to() <= spot.from {
                break;
            }
            if reached.takes((spot.from, spot.to), span) && last.is_none_or(|last| last.to < spot.to) {
                reached.add(held.amount()?, precision);
                last = Some(*spot);
            }
        }
        Ok(reached)
    }

    /// What the people at and below a unit have.
    fn members(self, unit: Id<Unit>, span: Span, precision: Precision) -> Option<Reached> {
        let mut reached = Reached::default();
        for sum in self.book.sums.of(unit, self.strand)? {
            if reached.takes((sum.from, sum.to), span) {
                reached.add(sum.amount, precision);
            }
        }
        Some(reached)
    }
}

/// What the people at and below each unit have in each period.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums {
    /// By unit: where those begin that are of it.
    starts: Vec<u32>,
    all: Vec<OfStrand>,
}

/// What the people at and below a unit have of one strand.
#[derive(Clone, Debug)]
struct OfStrand {
    strand: u32,
    /// In the order of time; nothing, where no plain sums are to be had: periods share days, or an amount is undefined.
    sums: Option<Vec<Sum>>,
}

/// What people have in a period.
#[derive(Clone, Debug)]
pub(super) struct Sum {
    from: NaiveDate,
    to: NaiveDate,
    amount: Fraction,
}

/// The most that numerators may come to over their common denominator: whatever is added of them, in whichever order, is exact.
const EXACT: u128 = 1 << 120;

impl Sums {
    pub(super) fn of_all(placed: &Places, (spots, held): (&[Spot], &[Held])) -> Sums {
        let (mut starts, mut all) = (Vec::with_capacity(placed.units()), Vec::new());
        for unit in 0..placed.units() {
            starts.push(held::code(all.len()));
            let strand = |placed: &Placed| held::at(spots, placed.held).map_or(0, |spot| spot.strand);
            for own in placed.at(unit).chunk_by(|one, other| strand(one) == strand(other)) {
                let sums = Adding::of(placed, own, (spots, held)).and_then(Adding::sums);
                all.push(OfStrand { strand: own.first().map_or(0, strand), sums });
            }
        }
        starts.push(held::code(all.len()));
        Sums { starts, all }
    }

    /// What those at and below a unit have of a strand; nothing, where no plain sums are to be had.
    fn of(&self, unit: Id<Unit>, strand: u32) -> Option<&[Sum]> {
        let (from, to) = (self.starts.get(unit.index())?, self.starts.get(unit.index().checked_add(1)?)?);
        let own = self.all.get(held::index(*from)..held::index(*to))?;
        match own.iter().find(|own| own.strand == strand) {
            Some(own) => own.sums.as_deref(),
            None => Some(&[]),
        }
    }
}

/// Numbers that are added period by period, over one denominator.
struct Adding {
    denominator: u64,
    /// What they come to without their signs.
    most: u128,
    /// By the first day.
    sums: Vec<(NaiveDate, NaiveDate, i128)>,
}

impl Adding {
    fn of(placed: &Places, own: &[Placed], (spots, held): (&[Spot], &[Held])) -> Option<Adding> {
        let amount = |one: &Placed| placed.amount(*one, held::at(held, one.held)?).ok();
        let mut adding = Adding { denominator: 1, most: 0, sums: Vec::new() };
        for one in own {
            adding.widen(u64::try_from(amount(one)?.denominator()).ok()?)?;
        }
        let mut near = 0;
        for one in own {
            let (spot, amount) = (held::at(spots, one.held)?, amount(one)?);
            let times = adding.denominator.checked_div(u64::try_from(amount.denominator()).ok()?)?;
            let number = amount.numerator().checked_mul(i128::from(times))?;
            adding.most = adding.most.checked_add(number.unsigned_abs()).filter(|most| *most < EXACT)?;
            near = adding.place(*spot, near);
            let (_, to, sum) = adding.sums.get_mut(near)?;
            *sum = sum.checked_add(number).filter(|_| *to == spot.to)?;
        }
        Some(adding)
    }

    /// Makes the common denominator one that has another one in it.
    fn widen(&mut self, denominator: u64) -> Option<()> {
        if !self.denominator.is_multiple_of(denominator) {
            let wider = self.denominator.checked_mul(denominator)?;
            let wider = if denominator.is_multiple_of(self.denominator) { denominator } else { wider };
            self.denominator = Some(wider).filter(|wider| u128::from(*wider) < EXACT >> 64)?;
        }
        Some(())
    }

    /// The place of the sum of a period; that behind the last one is looked at first.
    fn place(&mut self, spot: Spot, last: usize) -> usize {
        let is = |place: &usize| self.sums.get(*place).is_some_and(|(from, _, _)| *from == spot.from);
        if let Some(place) = [last.saturating_add(1), 0, last].into_iter().find(is) {
            return place;
        }
        match self.sums.binary_search_by_key(&spot.from, |(from, _, _)| *from) {
            Ok(place) => place,
            Err(place) => {
                self.sums.insert(place, (spot.from, spot.to, 0));
                place
            }
        }
    }

    /// The sums, where no two periods share days.
    fn sums(self) -> Option<Vec<Sum>> {
        let mut sums: Vec<Sum> = Vec::with_capacity(self.sums.len());
        for (from, to, number) in self.sums {
            if sums.last().is_some_and(|last| from < last.to) {
                return None;
            }
            sums.push(Sum { from, to, amount: Fraction::new(number, i128::from(self.denominator))? });
        }
        Some(sums)
    }
}
