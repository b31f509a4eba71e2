//! A question in writing.

use crate::calendar::FiscalCalendar;
use crate::diagnostic::{At, Code, Problems};
use crate::document::{definition, words};
use crate::kpi::When;
use crate::ranking::Order;

use super::definition::{Nodes, Query};

definition! {
    /// A [`Query`] as plain data, for hosts that keep questions as JSON or hand them over a wire.
    ///
    /// # Example
    ///
    #[cfg_attr(feature = "json", doc = "```")]
    #[cfg_attr(not(feature = "json"), doc = "```ignore")]
    /// use attain::Plan;
    /// use attain::engine::query::{Nodes, Query, QueryDefinition};
    ///
    /// let plan = Plan::from_json(br#"{
    ///     "attain": 1, "name": "Asked", "currency": "EUR", "org": { "trees": { "sales": ["company"] } },
    ///     "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money" } } },
    ///     "kpis": { "revenue": { "formula": "sum(order.amount)" } }
    /// }"#)?;
    /// let written = QueryDefinition::from_json(br#"{
    ///     "figures": ["revenue"], "of": "people", "unit": "company", "during": ["2025-03"], "sort": "revenue", "top": 10
    /// }"#)?;
    /// let query = written.compile(plan.calendar())?;
    /// let march = plan.calendar().parse_period("2025-03")?;
    /// let same = Query::new(["revenue"]).of(Nodes::PeopleOf("company".into())).during(march);
    /// assert_eq!(query, same.sort("revenue", attain::ranking::Order::HighestFirst).top(10));
    ///
    /// let slip = QueryDefinition::from_json(br#"{ "figures": ["revenue"], "during": ["2025-13"] }"#)?;
    /// assert_eq!(slip.compile(plan.calendar()).unwrap_err().iter().next().unwrap().place().as_str(), "during[0]");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub struct QueryDefinition {
        /// The figures, in this order; written as in formulas.
        pub figures: Vec<String>,
        /// Of whom: `people` (where nothing is said), `units`, or `members`: what stands directly under a unit.
        pub of: Option<Whom>,
        /// The unit whose members, or at and below which people, are asked about.
        pub unit: Option<String>,
        /// The tree of units; all trees, where nothing is said.
        pub tree: Option<String>,
        /// The level of units; all levels, where nothing is said.
        pub level: Option<String>,
        /// These people and units, instead of `of`.
        pub keys: Vec<String>,
        /// Periods by their labels, or days: `2025-03-01 .. 2025-03-15`, without the last one.
        pub during: Vec<String>,
        /// For each period of a grain that lies wholly inside the times, instead of the times themselves.
        pub over: Option<String>,
        /// Fields by which it is broken down: `order.product`. Where several kinds have one, with a bar between: `order.product |
        /// payment.order.product`.
        pub by: Vec<String>,
        /// The figure by which it is sorted.
        pub sort: Option<String>,
        /// Which end comes first: `highest` (where nothing is said) or `lowest`.
        pub order: Option<Order>,
        /// Only so many rows, from the first.
        pub top: Option<u32>,
        /// Without so many rows at the beginning.
        pub offset: Option<u32>,
        /// At most so many rows on this page.
        pub limit: Option<u32>,
    }
}

words! {
    /// Of whom a [`QueryDefinition`] asks.
    pub enum Whom {
        /// People: all, or those at and below a unit.
        People = "people",
        /// Units: all, or those of a tree or a level.
        Units = "units",
        /// The units and people directly under a unit.
        Members = "members",
    }
}

/// The most bytes that a question in writing may have.
pub const QUERY_BYTES_MAX: usize = 1_048_576;

impl QueryDefinition {
    /// Reads a question from JSON text of at most [`QUERY_BYTES_MAX`] bytes; the error lists everything that is wrong
    /// with its form.
    #[cfg(feature = "json")]
    pub fn from_json(text: &[u8]) -> Result<QueryDefinition, Problems> {
        use crate::document::Read;

        let node = crate::document::from_json(text, QUERY_BYTES_MAX)?;
        let mut problems = Problems::new();
        let query = QueryDefinition::read(&node, At::root(), &mut problems);
        if problems.is_empty() { Ok(query) } else { Err(problems) }
    }

    /// The question that is meant, by the periods of a calendar; the error lists every time that is none, and what does not go
    /// together. What the names in it stand for is found when it is asked.
    pub fn compile(&self, calendar: &FiscalCalendar) -> Result<Query, Problems> {
        let mut problems = Problems::new();
        let at = At::root();
        let mut query = Query::new(self.figures.iter().cloned()).of(self.nodes(at, &mut problems));
        for (place, label) in self.during.iter().enumerate() {
            if let Some(when) = When::read(label, calendar, at.field("during").index(place), &mut problems) {
                query = query.during(when);
            }
        }
        for fields in &self.by {
            query = query.by_any(fields.split('|').map(str::trim));
        }
        if self.order.is_some() && self.sort.is_none() {
            problems
                .report(Code::PlanConflict, at.field("order"), "an order of nothing: `sort` is not written")
                .help("name the figure by which it is sorted");
        }
        query.grain.clone_from(&self.over);
        query.sort = self.sort.clone().map(|figure| (figure, self.order.unwrap_or_default()));
        query.top = self.top.map(count);
        query.offset = self.offset.map_or(0, count);
        query.limit = self.limit.map(count);
        if problems.is_empty() { Ok(query) } else { Err(problems) }
    }

    fn nodes(&self, at: At<'_>, problems: &mut Problems) -> Nodes {
        let whom = self.of.unwrap_or_default();
        if !self.keys.is_empty() {
            self.refuse(&["of", "unit", "tree", "level"], "keys", at, problems);
            return Nodes::keys(self.keys.iter().cloned());
        }
        match (whom, &self.unit) {
            (Whom::Units, _) => {
                self.refuse(&["unit"], "units", at, problems);
                Nodes::Units { tree: self.tree.clone(), level: self.level.clone() }
            }
            (Whom::Members, None) => {
                problems
                    .report(Code::DocumentMissingField, at.field("unit"), "nobody says of which unit the members are")
                    .help("write the key of the unit: `\"unit\": \"north\"`");
                Nodes::default()
            }
            (Whom::Members, Some(unit)) => {
                self.refuse(&["tree", "level"], "members", at, problems);
                Nodes::Members(unit.clone())
            }
            (Whom::People, unit) => {
                self.refuse(&["tree", "level"], "people", at, problems);
                unit.clone().map_or(Nodes::People, Nodes::PeopleOf)
            }
        }
    }

    /// Reports fields that are written and mean nothing beside another.
    fn refuse(&self, fields: &[&str], beside: &str, at: At<'_>, problems: &mut Problems) {
        for field in fields {
            let written = match *field {
                "of" => self.of.is_some(),
                "unit" => self.unit.is_some(),
                "tree" => self.tree.is_some(),
                _ => self.level.is_some(),
            };
            if written {
                let message = format!("`{field}` means nothing beside `{beside}`");
                problems.report(Code::PlanConflict, at.field(field), message).help("keep one of the two");
            }
        }
    }
}

fn count(rows: u32) -> usize {
    usize::try_from(rows).unwrap_or(usize::MAX)
}
