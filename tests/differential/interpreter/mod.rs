//! A second implementation of the whole language: straight loops over all entries and all days for every question.
//!
//! It knows nothing of cells, slots, stays or programs. Formulas are read by [`attain::formula::parse`] and walked as
//! they are written; values have no units; the calendar alone is the crate's own, which has laws of its own.

mod exchange;
mod fold;
mod formula;
mod function;
mod group;
mod item;
mod kpi;
mod org;
mod record;
mod result;
mod said;
mod table;
mod target;
pub(crate) mod value;

use std::collections::BTreeMap;

use crate::testing::Story;
use attain::calendar::{FiscalCalendar, Period};
use attain::log::Admission;
use attain::plan::{Plan, PlanDefinition};
use chrono::NaiveDate;

use record::Record;
use said::{Fact, Log, Setting};

/// Of whom.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Node {
    Person(String),
    Unit(String),
}

/// Of whom, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) whose: Node,
    pub(crate) from: NaiveDate,
    pub(crate) to: NaiveDate,
    pub(crate) period: Option<Period>,
}

impl Place {
    pub(crate) fn days(whose: Node, from: NaiveDate, to: NaiveDate) -> Place {
        Place { whose, from, to, period: None }
    }

    pub(crate) fn period(whose: Node, period: Period) -> Place {
        Place { whose, from: period.first(), to: period.end(), period: Some(period) }
    }

    /// The same time of somebody else.
    pub(crate) fn of(&self, whose: Node) -> Place {
        Place { whose, ..self.clone() }
    }

    /// The last day that counts.
    pub(crate) fn end(&self, as_of: NaiveDate) -> Option<NaiveDate> {
        Some(self.to.pred_opt()?.min(as_of))
    }
}

/// A plan and a log, to be asked.
pub(crate) struct Interpreter<'s> {
    pub(crate) plan: &'s PlanDefinition,
    pub(crate) calendar: FiscalCalendar,
    pub(crate) as_of: NaiveDate,
    log: Log<'s>,
    unit_entries: Vec<Setting>,
    tree_by_unit: BTreeMap<String, String>,
    memberships: Vec<Setting>,
    target_entries: Vec<Setting>,
    facts: Vec<Fact>,
    /// Those that are still to come among them.
    all_facts: Vec<Fact>,
    records: Vec<Record>,
    rates: Vec<Setting>,
    /// Whether it is not known how many facts there are, for want of a rate.
    unknown: std::cell::Cell<bool>,
    precision: usize,
}

impl<'s> Interpreter<'s> {
    pub(crate) fn new(story: &'s Story, plan: &Plan, admissions: &[Admission]) -> Interpreter<'s> {
        let log = Log::new(story, admissions);
        let as_of = story.as_of;
        let mut interpreter = Interpreter {
            plan: &story.plan,
            calendar: plan.calendar().clone(),
            as_of,
            tree_by_unit: BTreeMap::new(),
            unit_entries: log.settings("unit", as_of),
            memberships: log.settings("membership", as_of),
            target_entries: log.settings("target", as_of),
            facts: log.facts(as_of),
            all_facts: log.facts(NaiveDate::MAX),
            records: log.records(),
            unknown: std::cell::Cell::new(false),
            rates: log.settings("rate", as_of),
            log,
            precision: story.plan.precision.map_or(12, |precision| usize::try_from(precision).unwrap()),
        };
        let trees = interpreter.units().into_iter().map(|unit| (interpreter.find_tree(&unit).unwrap(), unit));
        interpreter.tree_by_unit = trees.map(|(tree, unit)| (unit, tree)).collect();
        if interpreter.plan.exchange.is_some() {
            interpreter.facts = interpreter.without_left_out();
        }
        interpreter
    }
}
