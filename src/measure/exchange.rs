//! Amounts in other currencies, as folds see them.

use chrono::NaiveDate;

use crate::formula::Program;
use crate::log::{Fact, FieldType, Kind, KindId, Kinds, RecordState, Standing, Waiting};
use crate::quantity::{Conversion, Currency, Fraction, Money, Outcome, Precision, Rates};
use crate::rule::{Exchange, MissingRate, RateDay};
use crate::sort;

use super::fact::{FactQuestion, FieldPath};
use super::fold::Fold;
use super::item::Item;

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

/// Something of each fact, by the position of its entry, as far as there is any.
type ByFact<T> = Vec<T>;

impl LeftOut {
    /// Whether a fact is left out, by its entry.
    pub(crate) fn has(&self, entry: u32) -> bool {
        self.get(entry).is_some()
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }

    /// The facts with what they wait for.
    pub(crate) fn facts<'a>(&'a self, standing: &'a Standing<'_>) -> Vec<(Fact<'a>, &'a [Waiting])> {
        let entries = self.entries().into_iter();
        entries.filter_map(|entry| Some((standing.at(index(entry))?, self.get(entry)?))).collect()
    }

    fn entries(&self) -> Vec<u32> {
        (0..).zip(&self.0).filter(|(_, awaited)| awaited.is_some()).map(|(entry, _)| entry).collect()
    }

    fn get(&self, entry: u32) -> Option<&[Waiting]> {
        self.0.get(index(entry))?.as_deref()
    }

    /// Says of a fact whether it is left out, and what it waits for.
    fn put(&mut self, entry: u32, awaited: Option<Vec<Waiting>>) {
        if awaited.is_none() && self.0.len() <= index(entry) {
            return;
        }
        if let Some(known) = grown(&mut self.0, index(entry)) {
            *known = awaited;
        }
    }

    /// Leaves a fact out, if it is not yet, for something more that it waits for.
    fn add(&mut self, entry: u32, awaited: impl IntoIterator<Item = Waiting>) {
        if let Some(known) = grown(&mut self.0, index(entry)) {
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

    /// Whether facts are left out for an amount in another currency.
    pub(crate) fn may_leave_out(&self) -> bool {
        !matches!(self.rule, None | Some(Exchange::Convert { missing: MissingRate::Hold, .. }))
    }

    /// What an amount that was so on a day is in the plan's currency; `end` is the last day of the time that is asked for.
    pub(super) fn convert(&self, original: NaiveDate, amount: Money, end: NaiveDate) -> Outcome<Fraction> {
        self.rates.convert(amount, self.currency, self.day(original, end), self.precision)
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

    /// Whether what a formula gives for a fact of a kind is another thing for each time that is asked for.
    pub(super) fn is_dated(&self, program: &Program<FactQuestion>, kind: KindId, kinds: &Kinds) -> bool {
        self.is_by_time() && paths(program).into_iter().any(|path| path.ty(kind, kinds) == Some(FieldType::Money))
    }

    /// The conversions that a fold needs for a fact.
    pub(super) fn conversions(&self, fold: &Fold, item: Item<'_>, end: NaiveDate) -> Vec<Conversion> {
        let mut found: Vec<Conversion> = Vec::new();
        for path in [&fold.value, &fold.filter].into_iter().flatten().flat_map(paths) {
            let Some((here, amount)) =
                path.reach(item, end).ok().and_then(|(here, last)| Some((here, here.foreign(last)?)))
            else {
                continue;
            };
            let day = self.day(here.said_on(), end);
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
        if !self.may_leave_out() {
            return left;
        }
        for (id, kind) in standing.kinds().iter().filter(|(_, kind)| has_money(kind)) {
            for fact in standing.facts(id) {
                if let Some(awaited) = self.leaves_out(kind, Item::Fact(fact)) {
                    left.add(fact.entry(), awaited);
                }
            }
        }
        spread(standing, &mut left);
        left
    }

    /// Follows facts that changed, by their entries, with all that refer to them.
    pub(crate) fn follow(&self, standing: &Standing<'_>, touched: &[u32], left: &mut LeftOut) {
        if !self.may_leave_out() {
            return;
        }
        for entry in touched {
            left.put(*entry, None);
        }
        let mut changed = true;
        while std::mem::take(&mut changed) {
            for entry in touched {
                let now = self.left_out_for(standing, *entry, left);
                changed |= now.as_deref() != left.get(*entry);
                left.put(*entry, now);
            }
        }
    }

    /// Why a fact is left out, for an amount of its own or because what it refers to is.
    fn left_out_for(&self, standing: &Standing<'_>, entry: u32, left: &LeftOut) -> Option<Vec<Waiting>> {
        let (kind, fact) = standing.entry(entry)?;
        let kind = &standing.kinds()[kind];
        let mut reasons = self.leaves_out(kind, Item::Fact(fact));
        for (field, _) in kind.fields().filter(|(_, field)| matches!(field.ty(), FieldType::Reference(_))) {
            let named = fact.refers(field).and_then(|named| Some((named, left.get(named.entry())?)));
            if let Some((named, awaited)) = named {
                let waits = (!awaited.is_empty()).then(|| Waiting::Entry(named.id().clone()));
                reasons.get_or_insert_default().extend(waits);
            }
        }
        if let Some(reasons) = &mut reasons {
            sort::all(reasons);
            reasons.dedup();
        }
        reasons
    }

    /// Whether a record on a day is left out for an amount in another currency.
    pub(super) fn is_out(&self, kind: &Kind, state: RecordState<'_>) -> bool {
        self.may_leave_out() && self.leaves_out(kind, Item::Record(state)).is_some()
    }

    /// Whether a fact is left out for an amount of its own, and what it waits for.
    fn leaves_out(&self, kind: &Kind, item: Item<'_>) -> Option<Vec<Waiting>> {
        let amounts: Vec<Money> = kind.fields().filter_map(|(field, _)| item.foreign(field)).collect();
        if self.rule == Some(Exchange::Skip) {
            return (!amounts.is_empty()).then(Vec::new);
        }
        let awaited = amounts.into_iter().filter_map(|amount| self.awaited(amount, item.said_on()));
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
    let mut open = left.entries();
    if open.is_empty() {
        return;
    }
    let mut by = referring(standing);
    while let Some(named) = open.pop() {
        let waits = left.get(named).is_some_and(|awaited| !awaited.is_empty());
        let Some(fact) = standing.at(index(named)) else { continue };
        for entry in by.get_mut(index(named)).map(std::mem::take).unwrap_or_default() {
            if !left.has(entry) {
                open.push(entry);
            }
            left.add(entry, waits.then(|| Waiting::Entry(fact.id().clone())));
        }
    }
    // What was met first hangs on the order in which entries came.
    for awaited in left.0.iter_mut().flatten() {
        sort::all(awaited);
        awaited.dedup();
    }
}

/// The facts that refer to each fact.
fn referring(standing: &Standing<'_>) -> ByFact<Vec<u32>> {
    let mut by: ByFact<Vec<u32>> = ByFact::new();
    for (id, kind) in standing.kinds().iter() {
        for (field, of) in kind.fields() {
            if !matches!(of.ty(), FieldType::Reference(_)) {
                continue;
            }
            for fact in standing.facts(id) {
                if let Some(by) = fact.refers(field).and_then(|other| grown(&mut by, index(other.entry()))) {
                    by.push(fact.entry());
                }
            }
        }
    }
    by
}

/// The position of an entry as an index.
fn index(entry: u32) -> usize {
    usize::try_from(entry).unwrap_or(usize::MAX)
}

/// The row of an index, with all before it.
pub(super) fn grown<T: Default>(rows: &mut Vec<T>, index: usize) -> Option<&mut T> {
    if rows.len() <= index {
        rows.resize_with(index.checked_add(1)?, T::default);
    }
    rows.get_mut(index)
}

/// The fields that a formula reads.
fn paths(program: &Program<FactQuestion>) -> Vec<&FieldPath> {
    let mut paths: Vec<&FieldPath> = Vec::new();
    program.questions(&mut |question| match question {
        FactQuestion::Field(path) => paths.push(path),
        FactQuestion::Keyed { of, .. } => paths.extend(of.path()),
        FactQuestion::Day | FactQuestion::Said(_) | FactQuestion::State { .. } => {}
    });
    paths
}
