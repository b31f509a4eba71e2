//! Amounts in other currencies.

use std::collections::BTreeSet;

use attain::calendar::parse_day;
use attain::document::Node;
use attain::rule::{Foreign, MissingRate};
use chrono::NaiveDate;

use super::Interpreter;
use super::item::{Item, Row};
use super::said::{Fact, word};
use super::value::{Number, Out, V, fitted, number, whole};

impl Interpreter<'_> {
    /// The amount and the currency of what is written, where that is another one than the plan's.
    fn foreign<'n>(&self, node: &'n Node) -> Option<(Number, &'n str)> {
        let (amount, currency) = node.as_text()?.split_once(' ')?;
        (currency != self.plan.currency).then(|| (number(amount), currency))
    }

    /// What one unit of a currency is worth on a day in the plan's: by the last rate of the pair, if that still holds.
    fn rate(&self, currency: &str, day: NaiveDate) -> Option<Number> {
        let pair = |said: &&super::Setting| {
            let (from, to) = (word(&said.entry, "from").unwrap(), word(&said.entry, "to").unwrap());
            (from == currency && to == self.plan.currency) || (to == currency && from == self.plan.currency)
        };
        let last = self.rates.iter().filter(|said| said.on <= day).rfind(pair)?;
        let until = word(&last.entry, "until").map(|until| parse_day(until).unwrap());
        if until.is_some_and(|until| until <= day) {
            return None;
        }
        let value = number(word(&last.entry, "value")?);
        Some(if word(&last.entry, "from") == Some(currency) { value } else { whole(1) / value })
    }

    /// The day whose rate holds for what was so on a day.
    fn rate_day(&self, said_on: NaiveDate, end: NaiveDate) -> NaiveDate {
        let at = self.plan.exchange.as_ref().and_then(|exchange| exchange.at.as_deref());
        let day = match at {
            Some("period end") => end,
            Some("fact day") | None => said_on,
            Some(day) => parse_day(day).unwrap(),
        };
        day.min(self.as_of)
    }

    /// An amount of money in the plan's currency.
    pub(crate) fn money(&self, node: &Node, row: Row<'_>) -> Option<Out> {
        let (amount, currency) = self.foreign(node)?;
        let said_on = match row.item {
            Item::Fact(fact) => fact.original,
            Item::Record(state) => state.day,
        };
        let rate = self.rate(currency, self.rate_day(said_on, row.end));
        Some(
            rate.ok_or_else(|| "no_rate".to_owned())
                .and_then(|rate| fitted(amount * rate, self.precision))
                .map(V::Number),
        )
    }

    /// Whether an amount keeps out what has it, wherever that is asked.
    fn keeps_out(&self, node: &Node, said_on: NaiveDate) -> bool {
        let Some(((_, currency), exchange)) = self.foreign(node).zip(self.plan.exchange.as_ref()) else { return false };
        let waits = exchange.missing == Some(MissingRate::Refuse)
            && self.rate(currency, self.rate_day(said_on, self.as_of)).is_none();
        exchange.foreign == Foreign::Skip || waits
    }

    /// Whether a fact or a record has an amount that keeps it out.
    pub(crate) fn is_out(&self, row: Row<'_>) -> bool {
        let said_on = match row.item {
            Item::Fact(fact) => fact.original,
            Item::Record(state) => state.day,
        };
        let money = self.log.fields(row.kind()).unwrap().iter().filter(|(_, ty)| *ty == "money");
        let mut amounts = money.filter_map(|(field, _)| Interpreter::written(row, field));
        amounts.any(|amount| self.keeps_out(amount, said_on))
    }

    /// The facts without those that are out, and without what refers to one of them.
    pub(crate) fn without_left_out(&self) -> Vec<Fact> {
        let row = |fact| Row { item: Item::Fact(fact), end: self.as_of };
        let mut out: BTreeSet<&str> = BTreeSet::new();
        loop {
            let before = out.len();
            for fact in self.all_facts() {
                let fields = self.log.fields(&fact.kind).unwrap().keys();
                let mut named = fields.filter_map(|field| self.log.refers(fact, field, self.all_facts()));
                if self.is_out(row(fact)) || named.any(|named| out.contains(named.id.as_str())) {
                    out.insert(&fact.id);
                }
            }
            if out.len() == before {
                return self
                    .log
                    .facts(self.as_of)
                    .iter()
                    .filter(|fact| !out.contains(fact.id.as_str()))
                    .cloned()
                    .collect();
            }
        }
    }
}
