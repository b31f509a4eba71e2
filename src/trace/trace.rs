//! A trace.

use chrono::NaiveDate;

use crate::document::Named;
use crate::id::Key;
use crate::kpi::{Better, CreditedAs};
use crate::quantity::{Conversion, Fraction, Outcome, RoundTo, Why};
use crate::sort;
use crate::step::Asked;

use super::limits::ENTRIES_MAX;
use super::provenance::Provenance;

/// What was asked, the answer, and the parts that it was made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// What was asked.
    pub subject: Subject,
    /// What people call it, by language.
    pub labels: Named<String>,
    /// Of whom; empty where it is the same as of the part above.
    pub who: String,
    /// When; empty where it is the same as of the part above.
    pub when: String,
    /// The answer.
    pub outcome: Outcome,
    /// Why there is no value of its own, where the outcome is what stands for it.
    pub instead_of: Option<Why>,
    /// Which end is the better one, where the plan says so.
    pub better: Option<Better>,
    /// To what the outcome is rounded where people read it.
    pub show: Option<RoundTo>,
    /// The formula, where there is one.
    pub formula: Option<String>,
    /// As what the folds of the formula credit people, where they say nothing and the plan does.
    pub credit: Option<CreditedAs>,
    /// The parts that it was made of.
    pub parts: Vec<Trace>,
    /// The entries that it was made of, by day and id.
    pub entries: Vec<Entry>,
    /// How many more entries there are.
    pub more: usize,
    /// How many more parts there are.
    pub more_parts: usize,
    /// Whether its parts are left out, because they lie deeper than was asked for.
    pub deeper: bool,
    /// Whether its parts are left out, because they stand further up in the same explanation.
    pub above: bool,
    /// How many of its parts and entries are left out, because the one who asks may not see whose they are.
    pub hidden: usize,
    /// Whether all of its parts are, because the one who asks may not see whose it is.
    pub closed: bool,
    /// Where the answer comes from; nothing in a part, which comes from where the whole does.
    pub from: Option<Box<Provenance>>,
}

/// What a part of a trace is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Subject {
    /// A KPI.
    Kpi(String),
    /// A fold over facts, as it is written.
    Fold(String),
    /// A fold over people or periods.
    Over(String),
    /// A rank, and among whom: `peers` or `members`.
    Rank(&'static str),
    /// A rank as a share of the group: 0 for the first, 1 for the last.
    PercentRank(&'static str),
    /// An attribute of a person.
    Attribute(String),
    /// Something about the period.
    Period(String),
    /// For how long somebody has belonged to the organisation, in periods of the grain that is named.
    Tenure(String),
    /// Who leads.
    Manager,
    /// The target for a KPI.
    Target(String),
    /// Attainment of the target for a KPI.
    Attainment(String),
    /// What is still to be done for a target.
    Gap(String),
    /// What should be there by now of the target for a KPI.
    Pace(String),
    /// What is still to be done for a target on each day that is left.
    RunRate(String),
    /// What the targets of a unit's members come to, divided by its own.
    Coverage(String),
    /// A unit's own target for a KPI.
    OwnTarget(String),
    /// The targets of a unit's members for a KPI.
    MembersTarget(String),
    /// How many days are left, `days` or `workdays`.
    Left(&'static str),
    /// What somebody commits to for a KPI.
    Committed(String),
    /// A value read off a table.
    Lookup(String),
    /// A scorecard.
    Scorecard(String),
    /// An item of a scorecard, with its weight; without one, where points are multiplied, or the weight is undefined.
    Item(String, Option<Fraction>),
    /// What a review gives for an item: `conduct.teamwork`.
    Review(String),
    /// A kind of raters of a review, how many they are, and what their mean weighs of all that count.
    Raters(String, u64, Option<Fraction>),
    /// A grade.
    Grade(String),
    /// A statement.
    Statement(String),
    /// A line of a statement.
    Line(String),
    /// A person or a unit that is part of something.
    Member(String),
    /// What a value was before its steps.
    BeforeSteps,
    /// A step: what it did, or why it did nothing.
    Step(Asked),
    /// The base of a line of pay.
    Base,
    /// The rate that was read off a table.
    Rate,
    /// What a line of pay comes to before it is rounded.
    Unrounded,
    /// Anything else, in words.
    Other(String),
}

/// An entry behind a number.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its id.
    pub id: Key,
    /// Its day.
    pub on: Option<NaiveDate>,
    /// Its value; none where it is only counted.
    pub value: Option<Outcome>,
    /// The share that counts: 1 for the whole, negative for what was taken back.
    pub share: Fraction,
    /// The amounts in other currencies that its value needed, as they were written.
    pub conversions: Vec<Conversion>,
}

impl Trace {
    /// A trace without parts.
    pub fn new(subject: Subject, outcome: Outcome) -> Trace {
        Trace {
            subject,
            labels: Named::new(),
            who: String::new(),
            when: String::new(),
            outcome,
            instead_of: None,
            better: None,
            show: None,
            formula: None,
            credit: None,
            parts: Vec::new(),
            entries: Vec::new(),
            more: 0,
            more_parts: 0,
            deeper: false,
            above: false,
            hidden: 0,
            closed: false,
            from: None,
        }
    }

    /// The same with its parts.
    #[must_use]
    pub fn with_parts(mut self, parts: Vec<Trace>) -> Trace {
        self.parts = parts;
        self
    }

    /// The same with the entries behind it, of which at most [`ENTRIES_MAX`] are kept.
    #[must_use]
    pub fn with_entries(mut self, mut entries: Vec<Entry>) -> Trace {
        self.more = entries.len().saturating_sub(ENTRIES_MAX);
        entries.truncate(ENTRIES_MAX);
        self.entries = entries;
        self
    }

    /// The same, of somebody at some time.
    #[must_use]
    pub fn of(mut self, who: impl Into<String>, when: impl Into<String>) -> Trace {
        self.who = who.into();
        self.when = when.into();
        self
    }

    /// All entries behind it, at any depth: in order, each once.
    pub fn entry_ids(&self) -> Vec<&Key> {
        let mut ids = Vec::new();
        self.collect(&mut ids);
        sort::all(&mut ids);
        ids.dedup();
        ids
    }

    fn collect<'t>(&'t self, ids: &mut Vec<&'t Key>) {
        ids.extend(self.entries.iter().map(|entry| &entry.id));
        for part in &self.parts {
            part.collect(ids);
        }
    }
}
