//! Amounts in other currencies, as folds see them.

use chrono::NaiveDate;

use crate::log::{Fact, FieldType, Kind, KindId, Kinds, Standing, Waiting};
use crate::quantity::{Conversion, Currency, Fraction, Money, Outcome, Precision, Rates};
use crate::rule::{Exchange, MissingRate, RateDay};
use crate::sort;

use super::fact::{FactQuestion, FieldPath};
use super::fold::Fold;

/// What a plan says of amounts in other currencies, with the rates that are known.
#[derive(Clone, Debug)]
pub(crate) struct Exchanger {
    rule: Option<Exchange>,
    rates: Rates,
    currency: Currency,
    as_of: NaiveDate,
    precision: Precision,
}

/// The facts that are left out because of a currency, each with what it waits for: nothing, where no rate would help.
#[derive(Clone, Debug, Default)]
pub(crate) struct LeftOut(ByFact<Option<Vec<Waiting>>>);

/// Something of each fact, by kind and place, as far as there is any.
type ByFact<T> = Vec<Vec<T>>;

impl LeftOut {
    /// Whether a fact is left out.
    pub(super) fn has(&self, kind: KindId, place: u32) -> bool {
        self.get(kind, place).is_some()
    }

    /// The facts with what they wait for, by kind and place.
    pub(crate) fn facts<'a>(&'a self, standing: &'a Standing<'_>) -> Vec<(Fact<'a>, &'a [Waiting])> {
        let places = self.places(standing.kinds()).into_iter();
        places.filter_map(|(kind, place)| Some((standing.fact(kind, place)?, self.get(kind, place)?))).collect()
    }

    fn places(&self, kinds: &Kinds) -> Vec<(KindId, u32)> {
        let mut places = Vec::new();
        for ((kind, _), rows) in kinds.iter().zip(&self.0) {
            places.extend((0..).zip(rows).filter(|(_, awaited)| awaited.is_some()).map(|(place, _)| (kind, place)));
        }
        places
    }

    fn get(&self, kind: KindId, place: u32) -> Option<&[Waiting]> {
        self.0.get(kind.index())?.get(usize::try_from(place).ok()?)?.as_deref()
    }

    /// Leaves a fact out, if it is not yet, for something more that it waits for.
    fn add(&mut self, kind: KindId, place: u32, awaited: impl IntoIterator<Item = Waiting>) {
        if let Some(known) = at(&mut self.0, kind, place) {
            known.get_or_insert_default().extend(awaited);
        }
    }
}

impl Exchanger {
    /// By the rates that stand and hold on or before a day.
    pub(crate) fn new(
        rule: Option<Exchange>,
        currency: Currency,
        standing: &Standing<'_>,
        as_of: NaiveDate,
        precision: Precision,
    ) -> Exchanger {
        let rates = standing.rates().into_iter().map(|entry| entry.rate).filter(|rate| rate.on() <= as_of);
        Exchanger { rule, rates: rates.collect(), currency, as_of, precision }
    }

    /// What the original amount of a fact is in the plan's currency; `end` is the last day of the time that is asked for.
    pub(super) fn convert(&self, fact: Fact<'_>, amount: Money, end: NaiveDate) -> Outcome<Fraction> {
        self.rates.convert(amount, self.currency, self.day(fact.original_day(), end), self.precision)
    }

    /// The day whose rate holds for a fact of a day.
    fn day(&self, original: NaiveDate, end: NaiveDate) -> NaiveDate {
        let day = match self.rule {
            Some(Exchange::Convert { at: RateDay::PeriodEnd, .. }) => end,
            Some(Exchange::Convert { at: RateDay::Fixed(day), .. }) => day,
            Some(Exchange::Convert { at: RateDay::Fact, .. } | Exchange::Skip) | None => original,
        };
        day.min(self.as_of)
    }

    /// Whether an amount is another one for each time that is asked for.
    fn is_by_time(&self) -> bool {
        matches!(self.rule, Some(Exchange::Convert { at: RateDay::PeriodEnd, .. }))
    }

    /// Whether what a fold sees of a fact is another thing for each time that is asked for.
    pub(super) fn is_dated(&self, fold: &Fold, kinds: &Kinds) -> bool {
        self.is_by_time() && reads_money(fold, kinds)
    }

    /// The conversions that a fold needs for a fact.
    pub(super) fn conversions(&self, fold: &Fold, fact: Fact<'_>, end: NaiveDate) -> Vec<Conversion> {
        let mut found: Vec<Conversion> = Vec::new();
        for path in paths(fold) {
            let Some((here, amount)) = path.reach(fact).ok().and_then(|(here, last)| Some((here, here.foreign(last)?)))
            else {
                continue;
            };
            let day = self.day(here.original_day(), end);
            let rate = self.rates.quote(amount.currency(), self.currency, day).copied();
            let conversion = Conversion { amount, day, rate };
            if !found.contains(&conversion) {
                found.push(conversion);
            }
        }
        found
    }

    /// For which rate an amount of a fact of a day waits; for none, where the plan does not let it wait or the rate is known.
    pub(crate) fn awaited(&self, amount: Money, original: NaiveDate) -> Option<Waiting> {
        let waits = self.rule.is_some_and(Exchange::waits);
        let (from, to, on) = (amount.currency(), self.currency, self.day(original, self.as_of));
        (waits && self.rates.factor(from, to, on).is_err()).then_some(Waiting::Rate { from, to, on })
    }

    /// The facts that are left out: where the plan skips amounts in other currencies, those that have one; where it lets them wait
    /// for a rate, those that do. And whatever refers to one of them.
    pub(crate) fn left_out(&self, standing: &Standing<'_>) -> LeftOut {
        let mut left = LeftOut::default();
        if matches!(self.rule, None | Some(Exchange::Convert { missing: MissingRate::Hold, .. })) {
            return left;
        }
        for (id, kind) in standing.kinds().iter().filter(|(_, kind)| has_money(kind)) {
            for fact in standing.facts(id) {
                if let Some(awaited) = self.leaves_out(kind, fact) {
                    left.add(id, fact.place(), awaited);
                }
            }
        }
        spread(standing, &mut left);
        left
    }

    /// Whether a fact is left out for an amount of its own, and what it waits for.
    fn leaves_out(&self, kind: &Kind, fact: Fact<'_>) -> Option<Vec<Waiting>> {
        let amounts: Vec<Money> = kind.fields().filter_map(|(field, _)| fact.foreign(field)).collect();
        if self.rule == Some(Exchange::Skip) {
            return (!amounts.is_empty()).then(Vec::new);
        }
        let awaited = amounts.into_iter().filter_map(|amount| self.awaited(amount, fact.original_day()));
        let mut awaited: Vec<Waiting> = awaited.collect();
        sort::all(&mut awaited);
        awaited.dedup();
        (!awaited.is_empty()).then_some(awaited)
    }
}

fn has_money(kind: &Kind) -> bool {
    kind.fields().any(|(_, field)| field.ty() == FieldType::Money)
}

/// Leaves out whatever refers to a fact that is left out.
fn spread(standing: &Standing<'_>, left: &mut LeftOut) {
    let mut open = left.places(standing.kinds());
    if open.is_empty() {
        return;
    }
    let mut by = referring(standing);
    while let Some((kind, place)) = open.pop() {
        let waits = left.get(kind, place).is_some_and(|awaited| !awaited.is_empty());
        let Some(named) = standing.fact(kind, place) else { continue };
        for (kind, place) in at(&mut by, kind, place).map(std::mem::take).unwrap_or_default() {
            if !left.has(kind, place) {
                open.push((kind, place));
            }
            left.add(kind, place, waits.then(|| Waiting::Entry(named.id().clone())));
        }
    }
}

/// The facts that refer to each fact.
fn referring(standing: &Standing<'_>) -> ByFact<Vec<(KindId, u32)>> {
    let mut by: ByFact<Vec<(KindId, u32)>> = ByFact::new();
    for (id, kind) in standing.kinds().iter() {
        for (field, of) in kind.fields() {
            let FieldType::Reference(named) = of.ty() else { continue };
            for fact in standing.facts(id) {
                if let Some(by) = fact.refers(field).and_then(|other| at(&mut by, named, other.place())) {
                    by.push((id, fact.place()));
                }
            }
        }
    }
    by
}

/// What there is of a fact: nothing, if nothing was said yet.
fn at<T: Default>(facts: &mut ByFact<T>, kind: KindId, place: u32) -> Option<&mut T> {
    grown(grown(facts, kind.index())?, usize::try_from(place).ok()?)
}

/// The row of an index, with all before it.
pub(super) fn grown<T: Default>(rows: &mut Vec<T>, index: usize) -> Option<&mut T> {
    if rows.len() <= index {
        rows.resize_with(index.checked_add(1)?, T::default);
    }
    rows.get_mut(index)
}

/// The fields that the value and the condition of a fold read.
fn paths(fold: &Fold) -> Vec<&FieldPath> {
    let mut paths: Vec<&FieldPath> = Vec::new();
    for program in [&fold.value, &fold.filter].into_iter().flatten() {
        program.questions(&mut |question| match question {
            FactQuestion::Field(path) => paths.push(path),
            FactQuestion::Keyed { of, .. } => paths.extend(of.path()),
            FactQuestion::Day => {}
        });
    }
    paths
}

fn reads_money(fold: &Fold, kinds: &Kinds) -> bool {
    paths(fold).into_iter().any(|path| path.ty(fold.kind, kinds) == Some(FieldType::Money))
}
