//! A second implementation of the whole language: straight loops over all entries and all days for every question.
//!
//! It knows nothing of cells, slots, stays or programs. Formulas are read by [`attain::formula::parse`] and walked as
//! they are written; values have no units; the calendar alone is the crate's own, which has laws of its own.

mod aim;
mod cut;
mod exchange;
mod fold;
mod formula;
mod function;
mod ground;
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
mod weights;

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::testing::Story;
use attain::calendar::{FiscalCalendar, Period};
use attain::log::Admission;
use attain::plan::{Plan, PlanDefinition};
use chrono::{DateTime, NaiveDate, Utc};

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

/// What was known at a moment, as of a day.
type Then = (DateTime<Utc>, NaiveDate);

/// A plan and a log, to be asked.
pub(crate) struct Interpreter<'s> {
    story: &'s Story,
    compiled: &'s Plan,
    admissions: &'s [Admission],
    pub(crate) plan: &'s PlanDefinition,
    pub(crate) calendar: FiscalCalendar,
    /// The day up to which facts are seen.
    pub(crate) as_of: NaiveDate,
    /// The day up to which people and units are seen: later, where a target is cut.
    ahead: NaiveDate,
    log: Log<'s>,
    unit_entries: Vec<Setting>,
    tree_by_unit: BTreeMap<String, String>,
    memberships: Vec<Setting>,
    facts: OnceCell<Vec<Fact>>,
    /// Those that are still to come among them.
    all_facts: OnceCell<Vec<Fact>>,
    records: OnceCell<Vec<Record>>,
    rates: Vec<Setting>,
    /// Whether it is not known how many facts there are, for want of a rate.
    unknown: std::cell::Cell<bool>,
    precision: usize,
    /// The part of the facts of which figures are asked.
    narrowed: RefCell<Vec<(String, String)>>,
    /// What was known when targets were set.
    earlier: RefCell<BTreeMap<Then, Rc<Interpreter<'s>>>>,
    /// What everybody has of the targets of a KPI.
    had: RefCell<BTreeMap<String, Rc<aim::Had>>>,
}

impl<'s> Interpreter<'s> {
    pub(crate) fn new(story: &'s Story, plan: &'s Plan, admissions: &'s [Admission]) -> Interpreter<'s> {
        Interpreter::of(story, plan, admissions, None)
    }

    /// What is known, or was at a moment: facts up to a day, and people and units as far ahead as was known by then.
    fn of(story: &'s Story, plan: &'s Plan, admissions: &'s [Admission], then: Option<Then>) -> Interpreter<'s> {
        let log = Log::new(story, admissions, then.map(|(known, _)| known));
        let as_of = then.map_or(story.as_of, |(_, day)| day);
        let ahead = if then.is_some() { NaiveDate::MAX } else { as_of };
        let mut interpreter = Interpreter {
            story,
            compiled: plan,
            admissions,
            plan: &story.plan,
            calendar: plan.calendar().clone(),
            as_of,
            ahead,
            tree_by_unit: BTreeMap::new(),
            unit_entries: log.settings("unit", ahead),
            memberships: log.settings("membership", ahead),
            facts: OnceCell::new(),
            all_facts: OnceCell::new(),
            records: OnceCell::new(),
            unknown: std::cell::Cell::new(false),
            rates: log.settings("rate", as_of),
            log,
            precision: story.plan.precision.map_or(12, |precision| usize::try_from(precision).unwrap()),
            narrowed: RefCell::default(),
            earlier: RefCell::default(),
            had: RefCell::default(),
        };
        let trees = interpreter.units().into_iter().map(|unit| (interpreter.find_tree(&unit).unwrap(), unit));
        interpreter.tree_by_unit = trees.map(|(tree, unit)| (unit, tree)).collect();
        interpreter
    }

    /// The facts that count.
    fn facts(&self) -> &[Fact] {
        self.facts.get_or_init(|| match self.plan.exchange {
            Some(_) => self.without_left_out(),
            None => self.log.facts(self.as_of),
        })
    }

    fn all_facts(&self) -> &[Fact] {
        self.all_facts.get_or_init(|| self.log.facts(NaiveDate::MAX))
    }

    fn records(&self) -> &[Record] {
        self.records.get_or_init(|| self.log.records())
    }

    /// What was known when a target was set.
    fn earlier(&self, then: Then) -> Rc<Interpreter<'s>> {
        let mut earlier = self.earlier.borrow_mut();
        let known = || Rc::new(Interpreter::of(self.story, self.compiled, self.admissions, Some(then)));
        Rc::clone(earlier.entry(then).or_insert_with(known))
    }
}
