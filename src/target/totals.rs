//! What targets come to of which nothing is said than that they are set, in times that share no days: found without a book of them.

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::id::{Id, Name};
use crate::measure::Whose;
use crate::org::{Org, Person, Unit};
use crate::quantity::{Fraction, Outcome, Precision, SmallFraction};
use crate::sort;

use super::compile::TargetPlan;
use super::definition::UnitTarget;
use super::held::{at, code, index, place};
use super::placed::Still;
use super::rows::{Rows, Told};
use super::total::Reached;

/// The targets of a KPI by time and holder.
#[derive(Clone, Debug)]
pub(crate) struct Totals {
    level: Name,
    unit_is: UnitTarget,
    people: usize,
    holders: usize,
    /// In the order of time; no two share days.
    spans: Vec<Span>,
    /// By time, and then by the place of the holder.
    own: Vec<Option<SmallFraction>>,
    /// What the people at and below each unit have, by time and unit: the numerators over a common denominator.
    sums: Vec<Option<i128>>,
    denominator: u32,
}

/// So many places for one target are made at the most.
const PLACES: usize = 4;

/// The widest common denominator: 64 bits times this, four billion times, is exact in 128.
const DENOMINATOR_MAX: u64 = 1 << 20;

impl Totals {
    /// Of rows of one level that are of all facts; nothing, where only a book can tell what they come to.
    pub(crate) fn of(plan: &TargetPlan, rows: &Rows, org: &Org, told: Told<'_>) -> Option<Totals> {
        let strand = rows.only_strand().filter(|strand| strand.of_fields.is_empty())?;
        if plan.factor.is_some() {
            return None;
        }
        let (spans, time_of) = times(rows)?;
        let (people, holders) = (rows.people(), rows.holders());
        let places = spans.len().checked_mul(holders)?;
        if places > rows.all().len().saturating_mul(PLACES) {
            return None;
        }
        let own = last_of_each(rows, (&time_of, places), told)?;
        let mut totals = Totals {
            level: strand.level,
            unit_is: plan.unit_is,
            people,
            holders,
            spans,
            own,
            sums: Vec::new(),
            denominator: 1,
        };
        if plan.unit_is == UnitTarget::Members {
            totals.add_up(org)?;
        }
        Some(totals)
    }

    /// What counts for a person or a unit in a span, in all; nothing where that is not known of the level.
    pub(crate) fn total(
        &self,
        level: &str,
        whose: Whose,
        span: Span,
        precision: Precision,
    ) -> Option<Outcome<Fraction>> {
        if span.is_empty() || self.level.as_str() != level {
            return None;
        }
        let mut reached = Reached::default();
        let from = self.spans.partition_point(|time| time.to() <= span.from());
        let times = self.spans.iter().enumerate().skip(from).take_while(|(_, time)| time.from() < span.to());
        for (number, time) in times {
            if let Some(amount) = self.amount(whose, number)
                && reached.takes((time.from(), time.to()), span)
            {
                reached.add(amount, precision);
            }
        }
        Some(reached.outcome())
    }

    fn amount(&self, whose: Whose, time: usize) -> Option<Fraction> {
        if let (Whose::Unit(unit), UnitTarget::Members) = (whose, self.unit_is) {
            let place = time.checked_mul(self.holders.checked_sub(self.people)?)?.checked_add(unit.index())?;
            let sum = self.sums.get(place).copied().flatten()?;
            return Fraction::new(sum, self.denominator.into());
        }
        let place = time.checked_mul(self.holders)?.checked_add(place(whose, self.people)?)?;
        self.own.get(place).copied().flatten().map(Fraction::from)
    }

    /// Adds up what people have for the units in which they stay; nothing, where somebody or a unit moves.
    fn add_up(&mut self, org: &Org) -> Option<()> {
        self.denominator = in_common(self.own.iter().flatten())?;
        let around = Span::new(self.spans.first()?.from(), self.spans.last()?.to())?;
        let (units, mut still) = (self.holders.checked_sub(self.people)?, Still::new(org));
        self.sums = vec![None; self.spans.len().checked_mul(units)?];
        for (who, _) in org.people() {
            let some = |time: usize| self.own_of(who, time).is_some();
            if !(0..self.spans.len()).any(some) {
                continue;
            }
            let stays = still.stay(who, around)?;
            for (time, span) in self.spans.iter().enumerate() {
                let (Some(own), Some(_)) = (self.own_of(who, time), stays.span.overlap(*span)) else { continue };
                let times = self.denominator.checked_div(own.denominator())?;
                let number = i128::from(own.numerator()).checked_mul(times.into())?;
                for unit in stays.units() {
                    add(&mut self.sums, time.checked_mul(units)?, unit, number)?;
                }
            }
        }
        Some(())
    }

    fn own_of(&self, who: Id<Person>, time: usize) -> Option<SmallFraction> {
        self.own.get(time.checked_mul(self.holders)?.checked_add(who.index())?).copied().flatten()
    }
}

fn add(sums: &mut [Option<i128>], from: usize, unit: Id<Unit>, number: i128) -> Option<()> {
    let sum = sums.get_mut(from.checked_add(unit.index())?)?;
    *sum = Some(sum.unwrap_or_default().checked_add(number)?);
    Some(())
}

/// The times of rows in their order, and which of them that of each period is; nothing, where two share days.
fn times(rows: &Rows) -> Option<(Vec<Span>, Vec<u32>)> {
    let day = |span: &Span| (span.from(), span.to());
    let mut spans: Vec<Span> = rows.periods().iter().map(|period| period.span()).collect();
    sort::by(&mut spans, |one, other| day(one).cmp(&day(other)));
    spans.dedup();
    let apart = |two: &[Span]| matches!(two, [one, other] if one.to() <= other.from());
    if spans.iter().any(|span| span.is_empty()) || !spans.windows(2).all(apart) {
        return None;
    }
    let of = |from: NaiveDate| spans.binary_search_by_key(&from, |span| span.from()).ok().map(code);
    let time_of = rows.periods().iter().map(|period| of(period.span().from())).collect::<Option<_>>()?;
    Some((spans, time_of))
}

/// By time and holder, what was said last; nothing, where that has many digits.
fn last_of_each(rows: &Rows, (time_of, places): (&[u32], usize), told: Told<'_>) -> Option<Vec<Option<SmallFraction>>> {
    let mut own = vec![None; places];
    // By place: the row; only where one came before is it asked which was said later.
    let mut of = vec![u32::MAX; places];
    for (number, row) in (0_u32..).zip(rows.all()) {
        let Some(holder) = Some(index(row.whose)).filter(|holder| *holder < rows.holders()) else { continue };
        let place = index(*at(time_of, row.period)?).checked_mul(rows.holders())?.checked_add(holder)?;
        let before = of.get_mut(place)?;
        if *before == u32::MAX || (told.later)(*before, number).is_le() {
            *before = number;
            *own.get_mut(place)? = Some(row.amount?);
        }
    }
    Some(own)
}

/// A denominator of all amounts; nothing, where it is too wide.
fn in_common<'a>(amounts: impl Iterator<Item = &'a SmallFraction>) -> Option<u32> {
    let mut common = 1_u64;
    for amount in amounts {
        let own = u64::from(amount.denominator());
        if common.checked_rem(own)? != 0 {
            let product = common.checked_mul(own)?;
            let wider = if own.checked_rem(common)? == 0 { own } else { product };
            common = Some(wider).filter(|wider| *wider <= DENOMINATOR_MAX)?;
        }
    }
    u32::try_from(common).ok()
}
