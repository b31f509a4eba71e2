//! What targets in other currencies are in the plan's.
//!
//! Targets are what was known when they were set, and so is what they are worth: by the rate that was known when the moment of the
//! entry had ended, of the day that the plan says. What becomes known of rates later moves nothing. Where none was known then, the
//! first that becomes known holds, and stays.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::id::Key;
use crate::log::{ForeignAmount, Standing, Waiting};
use crate::plan::Plan;
use crate::quantity::{Conversion, Currency, ExchangeRate, Fraction, Outcome, Rates, Value, Why};
use crate::rule::{Exchange, TargetRateDay};
use crate::sort;
use crate::target::{Deed, IS_WHOLE};

/// The rates by which targets are converted.
pub(in crate::engine) struct TargetRates<'a> {
    plan: &'a Plan,
    standing: &'a Standing<'a>,
    day: TargetRateDay,
    /// What was known of rates, by how much of the log was known: as far as it was asked for.
    known: BTreeMap<usize, Rates>,
}

impl<'a> TargetRates<'a> {
    /// Nothing, where targets are in the plan's currency.
    pub(in crate::engine) fn new(plan: &'a Plan, standing: &'a Standing<'a>) -> Option<TargetRates<'a>> {
        if !IS_WHOLE {
            return None;
        }
        let day = plan.exchange().and_then(Exchange::of_targets)?;
        Some(TargetRates { plan, standing, day, known: BTreeMap::new() })
    }

    /// An amount with the day and the rate by which it is converted; nothing, where its period cannot be read.
    pub(in crate::engine) fn conversion(&mut self, of: &ForeignAmount) -> Option<Conversion> {
        let day = match self.day {
            TargetRateDay::Set => of.on,
            TargetRateDay::PeriodStart => self.plan.calendar().parse_period(&of.period).ok()?.span().from(),
            TargetRateDay::Fixed(day) => day,
        };
        let currency = of.amount.currency();
        let mut rate = self.rate(of.known_upto, currency, day);
        if rate.is_none() {
            let later = self.standing.rates_change(of.known_upto).into_iter();
            rate = later.filter(|upto| *upto > of.known_upto).find_map(|upto| self.rate(upto, currency, day));
        }
        Some(Conversion { amount: of.amount, day, rate })
    }

    /// The rate of a currency on a day, as it was known.
    fn rate(&mut self, upto: usize, currency: Currency, day: NaiveDate) -> Option<ExchangeRate> {
        let (standing, to) = (self.standing, self.plan.currency());
        let rates = self.known.entry(upto).or_insert_with(|| standing.rates_known(upto));
        rates.quote(currency, to, day).copied()
    }
}

/// What is said of targets in other currencies, each with the rate by which it is converted.
#[derive(Clone, Debug, Default)]
pub(in crate::engine) struct Conversions {
    /// By entry.
    all: Vec<(Key, Conversion)>,
    /// Whether what has no rate waits for one.
    waits: bool,
}

impl Conversions {
    /// Of all that stands; `standing` may leave out facts.
    pub(in crate::engine) fn of(plan: &Plan, standing: &Standing<'_>) -> Conversions {
        let mut all = Vec::new();
        if !IS_WHOLE {
            return Conversions { all, waits: false };
        }
        if let Some(mut rates) = TargetRates::new(plan, standing) {
            for amount in standing.foreign_amounts() {
                all.extend(rates.conversion(&amount).map(|conversion| (amount.id, conversion)));
            }
        }
        sort::by(&mut all, |(one, _), (other, _)| one.cmp(other));
        Conversions { all, waits: plan.exchange().is_some_and(Exchange::waits) }
    }

    /// How the amount of an entry is converted; nothing, where it is in the plan's currency.
    pub(in crate::engine) fn get(&self, id: &Key) -> Option<Conversion> {
        let place = self.all.binary_search_by(|(known, _)| known.cmp(id)).ok()?;
        self.all.get(place).map(|(_, conversion)| *conversion)
    }

    /// All of them, by entry.
    pub(in crate::engine) fn all(&self) -> &[(Key, Conversion)] {
        &self.all
    }

    /// What the amount of an entry is in the plan's currency; nothing where it waits for a rate.
    pub(super) fn amount(
        &self,
        plan: &Plan,
        id: &Key,
        written: (&Value, Option<Currency>),
    ) -> Option<Outcome<Fraction>> {
        if !IS_WHOLE || written.1.is_none() {
            return written.0.amount().map(Ok);
        }
        let conversion = self.get(id)?;
        let factor = |rate: ExchangeRate| rate.factor(conversion.amount.currency(), plan.currency());
        match conversion.rate.and_then(factor) {
            Some(factor) => Some(Fraction::from(conversion.amount.amount()).times(factor, plan.precision())),
            None if self.waits => None,
            None => Some(Err(Why::NoRate)),
        }
    }

    /// What is done with the amount of an entry, which is set or `adds`; nothing where it waits for a rate.
    pub(super) fn deed(&self, plan: &Plan, id: &Key, written: (&Value, Option<Currency>), adds: bool) -> Option<Deed> {
        Some(match self.amount(plan, id, written)? {
            Ok(amount) if adds => Deed::Add(amount),
            Ok(amount) => Deed::Set(amount),
            Err(why) => Deed::Undefined { adds, why },
        })
    }

    /// The entries that wait for a rate.
    pub(in crate::engine) fn waiting(&self, plan: &Plan) -> Vec<(Key, Waiting)> {
        let mut waiting = Vec::new();
        for (id, conversion) in self.all.iter().filter(|_| self.waits) {
            waiting.extend(awaited(conversion, plan).map(|awaited| (id.clone(), awaited)));
        }
        waiting
    }
}

/// The rate that a conversion lacks.
pub(in crate::engine) fn awaited(conversion: &Conversion, plan: &Plan) -> Option<Waiting> {
    let (from, to, on) = (conversion.amount.currency(), plan.currency(), conversion.day);
    conversion.rate.is_none().then_some(Waiting::Rate { from, to, on })
}
