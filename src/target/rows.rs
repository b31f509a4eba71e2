//! Targets on their way into a book.

use std::cmp::Ordering;

use crate::calendar::Period;
use crate::id::{Key, Name};
use crate::kpi::OfFields;
use crate::measure::Whose;
use crate::org::Org;
use crate::quantity::{Fraction, SmallFraction};
use crate::sort;

use super::IS_WHOLE;
use super::book::Target;
use super::held::{Held, More, Spot, at, code, index, place};
use super::strand::{Strand, Strands};

/// Targets as they come, one by one.
#[derive(Debug)]
pub(crate) struct Rows {
    all: Vec<Row>,
    /// What few rows have, rising by row.
    others: Vec<(u32, Other)>,
    periods: Vec<Period>,
    strands: Strands,
    people: usize,
    holders: usize,
}

/// A target on its way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    /// The place of its holder among the people, and behind them the units; [`NOBODY`] where it does not count.
    pub whose: u32,
    pub strand: u32,
    /// Which of the periods.
    pub period: u32,
    /// How much; nothing, where more is said of the row.
    pub amount: Option<SmallFraction>,
}

/// What is said of a row that is not plainly set, or with many digits.
#[derive(Clone, Debug)]
struct Other {
    /// The entry, where it is known.
    id: Option<Key>,
    amount: Fraction,
    more: Option<Box<More>>,
}

/// What is known of rows by their number.
#[derive(Clone, Copy)]
pub(crate) struct Told<'t> {
    /// Which of two was said later, where it was not the one that came later.
    pub later: &'t dyn Fn(u32, u32) -> Ordering,
    /// The entry of one that was plainly set.
    pub id: &'t dyn Fn(u32) -> Option<Key>,
}

impl Told<'_> {
    /// Nothing beside the order in which rows come.
    pub(super) const NOTHING: Told<'static> = Told { later: &|_, _| Ordering::Equal, id: &|_| None };
}

/// Whose the targets are that do not count.
const NOBODY: u32 = u32::MAX;

/// All targets in their order, and where those of each holder begin.
pub(super) struct Ordered {
    pub strands: Vec<Strand>,
    pub spots: Vec<Spot>,
    pub held: Vec<Held>,
    pub starts: Vec<u32>,
}

impl Rows {
    /// None yet.
    pub(crate) fn new(org: &Org) -> Rows {
        let (all, others, periods, strands) = Default::default();
        let people = org.people().len();
        Rows { all, others, periods, strands, people, holders: people.saturating_add(org.units().len()) }
    }

    /// Makes room for so many.
    pub(crate) fn reserve(&mut self, count: usize) {
        self.all.reserve(count);
    }

    /// The number of a level and a part of the facts.
    pub(crate) fn strand(&mut self, level: &Name, of_fields: &OfFields) -> u32 {
        self.strands.number(level, of_fields)
    }

    /// The number of a period, given to it now.
    pub(crate) fn period(&mut self, period: Period) -> u32 {
        let number = code(self.periods.len());
        self.periods.push(period);
        number
    }

    /// Adds a target that was plainly set, of a strand and a period.
    pub(crate) fn set(&mut self, whose: Whose, (strand, period): (u32, u32), amount: Fraction) {
        let small = amount.small();
        if small.is_none() {
            self.others.push((code(self.all.len()), Other { id: None, amount, more: None }));
        }
        self.add(whose, (strand, period), small);
    }

    /// Adds a target.
    pub(crate) fn push(&mut self, whose: Whose, level: &Name, target: Target) {
        let Target { id, amount, period, uplift, part_of, of_fields } = target;
        let (strand, period) = (self.strand(level, &of_fields), self.period(period));
        let (amount, undefined) = amount.map_or_else(|why| (Fraction::ZERO, Some(why)), |amount| (amount, None));
        let is_cut = IS_WHOLE && (part_of.is_some() || uplift != Fraction::ONE);
        let more = (undefined.is_some() || is_cut).then(|| Box::new(More { undefined, uplift, part_of }));
        self.others.push((code(self.all.len()), Other { id: Some(id), amount, more }));
        self.add(whose, (strand, period), None);
    }

    fn add(&mut self, whose: Whose, (strand, period): (u32, u32), amount: Option<SmallFraction>) {
        let place = place(whose, self.people).and_then(|place| u32::try_from(place).ok());
        self.all.push(Row { whose: place.unwrap_or(NOBODY), strand, period, amount });
    }

    /// Leaves out what those have of whom `is` holds.
    pub(crate) fn leave_out(&mut self, is: &dyn Fn(usize) -> bool) {
        for row in &mut self.all {
            if usize::try_from(row.whose).is_ok_and(is) {
                row.whose = NOBODY;
            }
        }
    }

    /// The targets in their order, of each the last that is for the same.
    pub(super) fn ordered(self, told: Told<'_>) -> Ordered {
        let (strands, places) = self.strands.in_order();
        let mut spots = Vec::with_capacity(self.all.len());
        for row in &self.all {
            let strand = at(&places, row.strand).copied().unwrap_or_default();
            let span = at(&self.periods, row.period).map(|period| period.span());
            spots.push(span.map(|span| Spot { strand, from: span.from(), to: span.to() }));
        }
        let whose: Vec<u32> = self.all.iter().map(|row| row.whose).collect();
        let (mut order, starts) = sort::buckets(&whose, self.holders);
        let spot = |place: u32| at(&spots, place).copied().flatten();
        let place = |place: u32| spot(place).map(Spot::order);
        let compare = |one: &u32, other: &u32| place(*one).cmp(&place(*other)).then_with(|| (told.later)(*one, *other));
        let mut kept = Kept { spots: Vec::with_capacity(order.len()), held: Vec::with_capacity(order.len()) };
        let mut kept_starts = Vec::with_capacity(starts.len());
        for range in starts.windows(2) {
            kept_starts.push(code(kept.held.len()));
            let [from, to] = range else { continue };
            let own = order.get_mut(index(*from)..index(*to)).unwrap_or_default();
            if !own.is_sorted_by(|one, other| compare(one, other).is_le()) {
                sort::by(own, compare);
            }
            for (behind, row) in (1_usize..).zip(own.iter()) {
                // Of those that are for the same the last counts.
                if own.get(behind).is_none_or(|next| spot(*next) != spot(*row))
                    && let Some((spot, held)) = spot(*row).zip(self.held(*row, told))
                {
                    kept.spots.push(spot);
                    kept.held.push(held);
                }
            }
        }
        kept_starts.push(code(kept.held.len()));
        Ordered { strands, spots: kept.spots, held: kept.held, starts: kept_starts }
    }

    fn held(&self, number: u32, told: Told<'_>) -> Option<Held> {
        let row = at(&self.all, number)?;
        let other = || {
            let place = self.others.binary_search_by_key(&number, |(row, _)| *row).ok()?;
            self.others.get(place).map(|(_, other)| other.clone())
        };
        let other = if row.amount.is_none() { other() } else { None };
        let amount = row.amount.map(Fraction::from).or(other.as_ref().map(|other| other.amount))?;
        let (id, more) = other.map_or((None, None), |other| (other.id, other.more));
        let id = id.or_else(|| (told.id)(number))?;
        Some(Held { id, period: *at(&self.periods, row.period)?, amount, more })
    }

    /// All rows.
    pub(super) fn all(&self) -> &[Row] {
        &self.all
    }

    /// Their periods.
    pub(super) fn periods(&self) -> &[Period] {
        &self.periods
    }

    /// The only strand; nothing, where there is another one.
    pub(super) fn only_strand(&self) -> Option<Strand> {
        match self.strands.in_order().0.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        }
    }

    /// The place of a person or a unit among all.
    pub(crate) fn place(&self, whose: Whose) -> Option<usize> {
        place(whose, self.people)
    }

    /// How many people there are.
    pub(super) fn people(&self) -> usize {
        self.people
    }

    /// How many people and units there are.
    pub(super) fn holders(&self) -> usize {
        self.holders
    }
}

struct Kept {
    spots: Vec<Spot>,
    held: Vec<Held>,
}
