//! The values that are given to a scorecard by itself.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::calendar::FiscalCalendar;
use crate::diagnostic::{At, Code, Problems};
use crate::document::{Named, Node};
use crate::error::Error;
use crate::formula::is_amount;
use crate::id::Arena;
use crate::kpi::RuleNames;
use crate::quantity::{Outcome, Unit, Value, Why};
use crate::rule::Rules;

use super::PlainCard;
use super::names::PlainNames;

/// Values by name; one that is not there is missing.
///
/// # Example
///
/// ```
/// use attain::quantity::{Fraction, Value, Why};
/// use attain::score::Figures;
///
/// let figures = Figures::new()
///     .with("attained", Value::Ratio(Fraction::new(11, 10).unwrap()))
///     .undefined("growth", Why::BeforeFirstPeriod)
///     .samples("win_rate", 12);
/// assert_eq!(figures.get("growth"), Some(&Err(Why::BeforeFirstPeriod)));
/// assert_eq!(figures.get("win_rate"), None, "it was counted, but has no value");
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    values: BTreeMap<String, Outcome>,
    samples: BTreeMap<String, u64>,
}

/// What is known of one value.
pub(super) struct Given {
    pub value: Outcome,
    pub samples: u64,
}

impl Figures {
    /// Nothing yet.
    pub fn new() -> Figures {
        Figures::default()
    }

    /// With a value.
    #[must_use]
    pub fn with(mut self, name: &str, value: Value) -> Figures {
        self.values.insert(name.to_owned(), Ok(value));
        self
    }

    /// With a value that is undefined, and why.
    #[must_use]
    pub fn undefined(mut self, name: &str, why: Why) -> Figures {
        self.values.insert(name.to_owned(), Err(why));
        self
    }

    /// With how many facts stand behind a value: what `at_least` of an item asks for.
    #[must_use]
    pub fn samples(mut self, name: &str, count: u64) -> Figures {
        self.samples.insert(name.to_owned(), count);
        self
    }

    /// With the first day of the period that the values are of: what `during` asks for.
    #[must_use]
    pub fn on(self, first: NaiveDate) -> Figures {
        self.with("period.first", Value::Date(first))
    }

    /// A value, where it is given.
    pub fn get(&self, name: &str) -> Option<&Outcome> {
        self.values.get(name)
    }

    /// What is known of each of the values of a card, in its order.
    pub(super) fn given(&self, declared: &[(String, Unit)]) -> Result<Vec<Given>, Error> {
        let mut all = Vec::with_capacity(declared.len());
        let (mut values, mut counts) = (0_usize, 0_usize);
        for (name, unit) in declared {
            let value = self.values.get(name);
            values = values.saturating_add(usize::from(value.is_some()));
            let value = match value {
                None => Err(Why::Missing(Arc::from(name.as_str()))),
                Some(Err(why)) => Err(why.clone()),
                Some(Ok(value)) => Ok(of(value, *unit).ok_or_else(|| {
                    let message = format!("`{name}` is {}, and {} is given", unit.name(), value.unit().name());
                    Error::invalid(message)
                })?),
            };
            let samples = self.samples.get(name).copied();
            counts = counts.saturating_add(usize::from(samples.is_some()));
            all.push(Given { value, samples: samples.unwrap_or_default() });
        }
        if (values, counts) == (self.values.len(), self.samples.len()) { Ok(all) } else { Err(self.unknown(declared)) }
    }

    /// The first one that is not declared.
    #[cold]
    fn unknown(&self, declared: &[(String, Unit)]) -> Error {
        let known = || declared.iter().map(|(known, _)| known.as_str());
        let all = self.values.keys().chain(self.samples.keys()).map(String::as_str);
        let name = all.into_iter().find(|name| !known().any(|known| known == *name)).unwrap_or_default();
        Error::unknown("value", name, crate::diagnostic::nearest(name, known()))
    }
}

/// A value as one of a unit: a number and a ratio stand for each other.
fn of(value: &Value, unit: Unit) -> Option<Value> {
    match (value.unit(), unit) {
        (have, want) if have == want => Some(value.clone()),
        (Unit::Number | Unit::Ratio, Unit::Number | Unit::Ratio) => value.amount().map(|amount| unit.of(amount)),
        _ => None,
    }
}

/// Reads values as they are written, each as a constant of what it is declared to be.
pub(super) fn read(card: &PlainCard, written: &Named<Node>) -> Result<Figures, Problems> {
    let mut problems = Problems::new();
    let mut figures = Figures::new();
    let mut names = PlainNames {
        values: Vec::new(),
        rules: Rules::default(),
        currency: card.currency,
        tables: Arena::new(),
        named: Vec::new(),
        calendar: FiscalCalendar::default(),
    };
    for (name, node) in written {
        let root = At::root();
        let at = root.field(name);
        let Some(unit) = card.unit(name) else {
            let known = card.values.iter().map(|(known, _)| known.as_str());
            problems.report(Code::NameUnknown, at, format!("there is no value `{name}`")).nearest(name, known);
            continue;
        };
        if *node == Node::Null {
            continue;
        }
        let Some(value) = constant(node, unit, &mut names) else {
            let message = format!("{} is written where {} belongs", node.kind(), unit.name());
            problems.report(Code::ValueInvalid, at, message).help(how(unit));
            continue;
        };
        figures = figures.with(name, value);
    }
    if problems.is_empty() { Ok(figures) } else { Err(problems) }
}

fn constant(node: &Node, unit: Unit, names: &mut PlainNames) -> Option<Value> {
    match (node, unit) {
        (Node::Text(text), Unit::Text) => Some(Value::Text(Arc::from(text.as_str()))),
        (Node::Bool(yes), Unit::YesNo) => Some(Value::YesNo(*yes)),
        (Node::Text(text) | Node::Number(text), _) if is_amount(unit) || unit == Unit::Date => {
            let program = names.formula(text, Some(unit), None, At::root(), &mut Problems::new())?;
            program
                .as_constant()
                .and_then(|value| of(value, unit).or_else(|| value.amount().map(|amount| unit.of(amount))))
        }
        _ => None,
    }
}

fn how(unit: Unit) -> &'static str {
    match unit {
        Unit::Ratio | Unit::Points => "write it like `85%`",
        Unit::Money => "write it like `1200.50` or `1200.50 EUR`",
        Unit::Duration => "write it like `3 days`",
        Unit::Date => "write it like `2025-07-01`",
        Unit::YesNo => "write `true` or `false`",
        Unit::Text => "write it in quotes",
        _ => "write it like `12.5`",
    }
}
