//! What a formula about people and units may ask, and of whom and when.

use std::sync::Arc;

use crate::calendar::Grain;
use crate::document::Named;
use crate::formula::Program;
use crate::id::{Id, Name};
use crate::measure::{Aggregate, Fold, Whose};
use crate::org::AttributeId;
use crate::quantity::{RoundTo, Unit, Value};
use crate::rule::Ties;
use crate::table::Table;

use super::definition::Better;
use super::when::When;

/// The fields of facts to which something is narrowed, each with its value, by the names of the fields: the target of bikes alone.
/// None, where it is narrowed to nothing.
pub type OfFields = Arc<[(Name, String)]>;

/// The number of the first field that is at hand where a target is cut.
pub const FIELD_AT_HAND: usize = 3;

/// A KPI, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Kpi {
    /// Its name.
    pub name: Name,
    /// What it is.
    pub formula: Program<Question>,
    /// Which end is the better one, where that is said.
    pub better: Option<Better>,
    /// What attainment of its targets is; actual ÷ target, where nothing is said.
    pub attains: Option<Program<Question>>,
    /// How many facts there must be; 0, where nothing is said.
    pub at_least: u64,
    /// What stands for it where it is undefined.
    pub instead: Option<Value>,
    /// To what it is rounded where people read it.
    pub show: Option<RoundTo>,
    /// What people call it, by language.
    pub labels: Named<String>,
    /// The KPIs that lead back to each other over members, itself among them, each after those that it needs of the one at hand;
    /// none, where it does not lead back to itself.
    pub ring: Vec<Id<Kpi>>,
}

impl Kpi {
    /// A KPI of which nothing is said but its formula.
    pub(super) fn new(name: Name, formula: Program<Question>, labels: Named<String>) -> Kpi {
        Kpi {
            name,
            formula,
            better: None,
            attains: None,
            at_least: 0,
            instead: None,
            show: None,
            labels,
            ring: Vec::new(),
        }
    }
}

/// Of whom, and when, something is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Of whom.
    pub whose: Whose,
    /// When.
    pub when: When,
}

/// What a formula about people and units asks.
#[derive(Clone, Debug, PartialEq)]
pub enum Question {
    /// A fold over the facts credited to the one at hand.
    Fold(Id<Fold>),
    /// A KPI of the one at hand.
    Kpi(Id<Kpi>),
    /// An attribute of the person at hand, on the last day of membership in the period at hand.
    Attribute(AttributeId),
    /// Something about the period at hand.
    Period(PeriodFact),
    /// The day as of which is asked.
    AsOf,
    /// The share of the time at hand that has passed at the end of the day as of which is asked.
    Elapsed(Elapsed),
    /// The share of the days of the time at hand on which the person at hand belongs to the organisation.
    Active,
    /// In which period of a grain the person at hand is, counted from the first of the unbroken membership.
    Tenure(Grain),
    /// The key of who leads the one at hand.
    Manager,
    /// The target for a KPI.
    Target {
        /// The KPI.
        kpi: Id<Kpi>,
        /// The level; the one called `target` where none is named.
        level: Option<Name>,
    },
    /// A KPI divided by its target.
    Attainment(Id<Kpi>),
    /// A KPI's target less the KPI: what is still to be done.
    Gap(Id<Kpi>),
    /// What should be there by now of a KPI's target: its target times the share of the time that has passed.
    Pace(Id<Kpi>),
    /// What is still to be done for a KPI's target on each of the days that are left.
    RunRate(Id<Kpi>),
    /// What the members' targets for a KPI come to, divided by the unit's own.
    Coverage(Id<Kpi>),
    /// A KPI, its target or what is reckoned from the two, of a part of the facts: `attainment(revenue, family: "bikes")`.
    Sliced(Arc<Sliced>),
    /// What the one at hand commits to for a KPI.
    Committed {
        /// The KPI.
        kpi: Id<Kpi>,
        /// The level; the one called `target` where none is named.
        level: Option<Name>,
    },
    /// A value of everybody in a group, or of every period of a grain, put together.
    // Shared, so that a copy of a question is the same question: answers are kept by where it stands in the plan.
    Over(Arc<Over>),
    /// The rank of the one at hand among a group.
    Rank(Arc<Among>),
    /// A value read off a table.
    Lookup {
        /// The table.
        table: Id<Table>,
        /// The result.
        column: usize,
        /// The keys, in the order of the table.
        keys: Vec<Program<Question>>,
    },
    /// A result: a score, a grade, pay.
    Result(Id<ResultName>),
    /// A name of the place where the formula stands: 0 the `base` of a commission; in what attainment is, 1 the `actual` figure and
    /// 2 the `target`; where a target is cut, from [`FIELD_AT_HAND`] on the values of the fields over which it is cut.
    Local(usize),
}

/// What is asked of a part of the facts.
#[derive(Clone, Debug, PartialEq)]
pub struct Sliced {
    /// What is asked.
    pub question: Question,
    /// Of which KPI.
    pub kpi: Id<Kpi>,
    /// Of which facts: those that have these values.
    pub of: OfFields,
}

/// A fold over people or periods.
///
/// Each member is rounded half-even to the plan's precision before it is put together with the others, so that the answer
/// does not depend on their order.
#[derive(Clone, Debug, PartialEq)]
pub struct Over {
    /// What is made of the values.
    pub aggregate: Aggregate,
    /// The value of each.
    pub value: Program<Question>,
    /// Who, or which periods.
    pub group: Group,
    /// The unit of the answer.
    pub unit: Unit,
    /// What stands for members whose value is undefined.
    pub missing: crate::rule::Missing,
}

/// A rank among people or units: the greatest value comes first, and whose value is undefined has no rank and does not count.
#[derive(Clone, Debug, PartialEq)]
pub struct Among {
    /// The value of each.
    pub value: Program<Question>,
    /// Among whom.
    pub group: Ranked,
    /// What equals share.
    pub ties: Ties,
    /// Whether the rank is a share of the group: 0 for the first, 1 for the last.
    pub share: bool,
}

/// Among whom somebody is ranked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ranked {
    /// The peers of a person.
    Peers,
    /// The people, or the units, directly under the same unit.
    Members,
}

/// Over whom, or over which periods, a fold goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// The units and people directly under a unit.
    Members,
    /// All people who are at and below a unit on their last day of membership in the time asked for.
    People,
    /// The peers of a person.
    Peers,
    /// The periods of a grain inside the time asked for.
    Grain(Grain),
}

/// Something about a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodFact {
    /// Its first day.
    First,
    /// Its last day.
    Last,
    /// How many days it has.
    Days,
    /// How many of its days are worked.
    Workdays,
    /// Its number: of the month in the fiscal year, of the period in a list.
    Index,
}

/// Of what a share has passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Elapsed {
    /// Of all days.
    Days,
    /// Of the working days.
    Workdays,
}

impl Elapsed {
    /// Every one.
    pub const ALL: [Elapsed; 2] = [Elapsed::Days, Elapsed::Workdays];

    /// What stands between the brackets of `elapsed(…)`.
    pub fn word(self) -> &'static str {
        match self {
            Elapsed::Days => "days",
            Elapsed::Workdays => "workdays",
        }
    }
}

impl PeriodFact {
    /// The word behind `period.`.
    pub fn word(self) -> &'static str {
        PeriodFact::ALL.iter().find(|(fact, ..)| *fact == self).map_or("", |(_, word, _)| word)
    }

    /// Every one, with the word behind `period.` and the unit of the answer.
    pub const ALL: [(PeriodFact, &'static str, Unit); 5] = [
        (PeriodFact::First, "first", Unit::Date),
        (PeriodFact::Last, "last", Unit::Date),
        (PeriodFact::Days, "days", Unit::Duration),
        (PeriodFact::Workdays, "workdays", Unit::Duration),
        (PeriodFact::Index, "index", Unit::Number),
    ];
}

/// The name of a result in formulas, such as `score.rep`, `grade.rep`, `pay.rep_pay.commission`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultName {
    /// The name.
    pub path: String,
    /// The unit of the result.
    pub unit: Unit,
}
