//! A company that is made up: units and people by index, who moves when, and figures out of a hat.
#![allow(dead_code, reason = "laws and tables each use some of it")]

use std::collections::BTreeMap;
use std::sync::OnceLock;

use attain::calendar::{FiscalCalendar, Grain, Period, Span, parse_day};
use attain::formula::Program;
use attain::id::Key;
use attain::kpi::Question;
use attain::plan::Plan;
use attain::quantity::{Fraction, Outcome, RoundTo, RoundingMode, Value, Why};
use attain::rule::{OddWord, Rounding};
use attain::target::{
    Deed, Event, Ground, Holder, Ledger, Nothing, OfFields, OnChange, Over, PartsAre, Setting, Split, SplitShare,
    TargetPlan, Unknown,
};
use chrono::{Datelike, NaiveDate};

/// Somebody who may have a target.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub who: Holder,
    /// Under whom in each month of 2024; of a unit, always the same.
    pub above: [Option<usize>; 12],
}

/// Who belongs to whom, and what their figures are.
#[derive(Clone, Debug, Default)]
pub(crate) struct World {
    pub nodes: Vec<Node>,
    /// Out of which figures are made that are not written down.
    pub seed: u64,
    /// Figures by number, key and the first month of the period.
    pub figures: BTreeMap<(i64, String, u32), Outcome<Fraction>>,
    /// Whether made figures are all different, defined and above zero.
    pub is_plain: bool,
}

pub(crate) fn key(text: &str) -> Key {
    Key::new(text).unwrap()
}

pub(crate) fn unit(text: &str) -> Holder {
    Holder::Unit(key(text))
}

pub(crate) fn person(text: &str) -> Holder {
    Holder::Person(key(text))
}

pub(crate) fn calendar() -> &'static FiscalCalendar {
    static CALENDAR: OnceLock<FiscalCalendar> = OnceLock::new();
    CALENDAR.get_or_init(|| FiscalCalendar::starting(1, 1).unwrap())
}

pub(crate) fn period(text: &str) -> Period {
    calendar().parse_period(text).unwrap()
}

pub(crate) fn month(index: u32) -> Period {
    calendar().period(Grain::Month, NaiveDate::from_ymd_opt(2024, index + 1, 1).unwrap()).unwrap()
}

impl World {
    /// Puts a unit under another, or on top.
    pub(crate) fn unit(mut self, name: &str, above: &str) -> World {
        let above = [self.nodes.iter().position(|node| node.who.key().as_str() == above); 12];
        self.nodes.push(Node { who: unit(name), above });
        self
    }

    /// Puts a person under units, each from a month on; nowhere, where no unit is named.
    pub(crate) fn person(mut self, name: &str, stays: &[(usize, &str)]) -> World {
        let mut above = [None; 12];
        for (from, under) in stays {
            above[*from..].fill(self.find(&unit(under)));
        }
        self.nodes.push(Node { who: person(name), above });
        self
    }

    /// Writes a figure down for every month.
    pub(crate) fn figure_is(mut self, number: i64, who: &str, figure: impl Into<Outcome<Fraction>>) -> World {
        let figure = figure.into();
        for month in 1..=12 {
            self.figures.insert((number, who.to_owned(), month), figure.clone());
        }
        self
    }

    pub(crate) fn find(&self, who: &Holder) -> Option<usize> {
        self.nodes.iter().position(|node| node.who == *who)
    }

    fn path(&self, who: usize, when: Period) -> Vec<usize> {
        let (mut path, mut at) = (Vec::new(), who);
        while let Some(above) = self.nodes[at].above[when.last().month0() as usize] {
            path.push(above);
            at = above;
        }
        path
    }

    fn made(&self, number: i64, who: usize, when: Period) -> Outcome<Fraction> {
        let parts = [number.unsigned_abs(), who as u64, u64::from(when.first().ordinal()), when.days().unsigned_abs()];
        let mut hash = self.seed;
        for part in parts {
            hash = (hash ^ part).wrapping_add(0x9e37_79b9_7f4a_7c15);
            hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            hash ^= hash >> 31;
        }
        match hash % 16 {
            _ if self.is_plain => Ok(Fraction::whole(1_000 + (hash % 1_000_003) as i64)),
            0 => Err(Why::NoFacts),
            1 | 2 => Ok(Fraction::ZERO),
            _ => Ok(Fraction::whole(1 + (hash % 97) as i64)),
        }
    }
}

impl Ground for World {
    fn members(&self, unit: &Key, when: Period) -> Vec<Holder> {
        let of = self.find(&Holder::Unit(unit.clone()));
        let at = when.last().month0() as usize;
        let mut members: Vec<Holder> = self
            .nodes
            .iter()
            .filter(|node| of.is_some() && node.above[at] == of)
            .map(|node| node.who.clone())
            .collect();
        members.sort();
        members
    }

    fn above(&self, who: &Holder, when: Period) -> Vec<Key> {
        let path = self.find(who).map(|who| self.path(who, when)).unwrap_or_default();
        path.into_iter().map(|unit| self.nodes[unit].who.key().clone()).collect()
    }

    fn level(&self, unit: &Key, when: Period) -> Option<(usize, usize)> {
        let unit = self.find(&Holder::Unit(unit.clone()))?;
        Some((0, self.path(unit, when).len()))
    }

    /// A ratio is itself, a number from 1,000 on an amount, 1,000 less, and any other is the number of a figure.
    fn figure(&self, formula: &Program<Question>, whose: &Holder, when: Period) -> Outcome<Fraction> {
        match formula.as_constant() {
            Some(Value::Number(number)) if *number >= Fraction::whole(1_000) => {
                Ok(Fraction::new(number.numerator() - 1_000 * number.denominator(), number.denominator()).unwrap())
            }
            Some(Value::Number(number)) => {
                let number = number.numerator() as i64;
                let known = self.figures.get(&(number, whose.key().to_string(), when.first().month()));
                known.cloned().unwrap_or_else(|| self.made(number, self.find(whose).unwrap(), when))
            }
            Some(Value::Ratio(ratio)) => Ok(*ratio),
            _ => Err(Why::NoFacts),
        }
    }
}

pub(crate) fn figure(number: i64) -> Program<Question> {
    Program::constant(Value::Number(Fraction::whole(number)))
}

pub(crate) fn amount(amount: i64) -> Program<Question> {
    figure(1_000 + amount)
}

pub(crate) fn percent(percent: i64) -> Program<Question> {
    Program::constant(Value::Ratio(Fraction::new(percent.into(), 100).unwrap()))
}

/// A cut by a figure; evenly, where it has no number.
pub(crate) fn split(over: Over, by: Option<i64>) -> Split {
    let by = by.map(|number| SplitShare { formula: figure(number), weight: Fraction::ONE });
    Split {
        over,
        values: Vec::new(),
        by: by.into_iter().collect(),
        parts: PartsAre::Relative,
        missing: Unknown::Zero,
        nothing: Nothing::Hold,
        least: None,
        most: None,
        uplift: Fraction::ZERO,
    }
}

pub(crate) const MEMBERS: Over = Over::Members { of: None };
pub(crate) const QUARTER: Over = Over::Grain(Grain::Quarter);
pub(crate) const MONTH: Over = Over::Grain(Grain::Month);

pub(crate) fn of(level: usize) -> Over {
    Over::Members { of: Some((0, level)) }
}

pub(crate) fn plan(step: &str, on_change: OnChange, splits: Vec<Split>) -> TargetPlan {
    static PLAN: OnceLock<TargetPlan> = OnceLock::new();
    let plan = PLAN.get_or_init(|| {
        let text = r#"{ "attain": 1, "name": "x", "currency": "EUR", "rules": { "missing": "zero" }, "org": { "trees": { "sales": ["company"] } },
            "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "number" } } },
            "kpis": { "revenue": { "formula": "sum(order.amount)" } },
            "targets": { "revenue": { "grain": "quarter", "unit_is": "own", "transfer": "days",
                "rounding": { "to": "1", "mode": "half_up", "odd": "first" } } } }"#;
        Plan::from_json(text.as_bytes()).unwrap_or_else(|problems| panic!("{problems}")).targets()[0].clone()
    });
    let to = RoundTo::new(step.parse().unwrap(), RoundingMode::HalfUp).unwrap();
    TargetPlan { splits, on_change, rounding: Rounding { to, odd: Some(OddWord::First) }, ..plan.clone() }
}

/// Something that is said in a few words, before the year begins.
pub(crate) fn setting(id: &str, who: Holder, when: &str, deed: Deed) -> Setting {
    let (of_fields, from) = (OfFields::default(), parse_day("2023-12-01").unwrap());
    Setting { id: key(id), who, period: period(when), of_fields, deed, pinned: false, from }
}

pub(crate) fn say(ledger: &mut Ledger<'_>, world: &World, id: &str, who: Holder, when: &str, deed: Deed) {
    ledger.take(&Event::Set(setting(id, who, when, deed)), world);
}

pub(crate) fn whole(number: i64) -> Deed {
    Deed::Set(Fraction::whole(number))
}

/// What somebody's own target is.
pub(crate) fn has(ledger: &Ledger<'_>, who: &Holder, span: Span) -> Option<Fraction> {
    ledger.amount(who, span).unwrap()
}
