//! Why a figure is another one than before.
//!
//! A change is a chain of figures from the one to the other. Each is asked of a [`View`] that has one cause more from the later side:
//! its own plan and organisation, and [`Sides`] by which it asks for facts, targets and the time itself elsewhere.

mod behind;
mod chain;
mod parts;
mod same;
mod sides;

pub(super) use sides::Sides;

use crate::change::{Change, Side};
use crate::error::Error;
use crate::kpi::{Place, When};
use crate::quantity::{Outcome, Why};

use super::fork::same_schema;
use super::view::View;
use chain::Chain;

impl View {
    /// Why a figure of a person or a unit is another one in a later view, at the same or another time.
    ///
    /// The figure is written as in a [`Query`](crate::engine::query::Query): `revenue`, `attainment(revenue)`, `score.rep`,
    /// `pay.rep_pay.commission`. The views may be two positions of one log, two days, a fork and its original, two plans. The difference is attributed in the
    /// order facts, targets, policy, people, calendar; see [`change`](crate::change). A key that a person and a unit share is the
    /// person's.
    ///
    /// An error where one of the plans has no such figure, or nobody in either view is called so.
    ///
    /// # Example
    ///
    #[cfg_attr(feature = "json", doc = "```")]
    #[cfg_attr(not(feature = "json"), doc = "```ignore")]
    /// use attain::calendar::parse_day;
    /// use attain::change::Cause;
    /// use attain::{Engine, Plan};
    ///
    /// let mut engine = Engine::new(Plan::from_json(br#"{
    ///     "attain": 1, "name": "Late", "currency": "EUR", "org": { "trees": { "sales": ["company"] } },
    ///     "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money" } } },
    ///     "kpis": { "revenue": { "formula": "sum(order.amount)" } }
    /// }"#)?);
    /// engine.record_jsonl(br#"
    ///     {"kind":"unit","id":"u1","on":"2025-01-01","unit":"company"}
    ///     {"kind":"membership","id":"m1","on":"2025-01-01","who":"ann","unit":"company"}
    ///     {"kind":"order","id":"o1","on":"2025-03-04","rep":"ann","amount":"1200"}
    /// "#, None);
    /// let before = engine.view(parse_day("2025-03-31")?);
    /// engine.record_jsonl(br#"{"kind":"order","id":"late","on":"2025-03-30","rep":"ann","amount":"300"}"#, None);
    /// let after = engine.view(parse_day("2025-03-31")?);
    ///
    /// let march = before.period("2025-03")?;
    /// let change = before.change(&after, "revenue", "company", march, march)?;
    /// assert_eq!(change.difference.unwrap().to_string(), "300");
    /// let facts = &change.parts[0];
    /// assert_eq!((facts.causes.as_slice(), facts.difference.to_string()), (&[Cause::Facts][..], "300".to_owned()));
    /// assert_eq!(facts.entries.rows[0].id.as_str(), "late");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn change(
        &self,
        after: &View,
        figure: &str,
        who: &str,
        when_before: impl Into<When>,
        when_after: impl Into<When>,
    ) -> Result<Change, Error> {
        self.figure(figure)?;
        let column = after.figure(figure)?.column;
        if self.person_or_unit(who).is_err() {
            after.person_or_unit(who)?;
        }
        let chain = Chain::new(self, after, figure, who, when_before.into(), when_after.into());
        let change = chain.change(Change {
            figure: column.name,
            labels: column.labels,
            who: who.to_owned(),
            before: self.side_of(figure, who, chain.before_time()),
            after: after.side_of(figure, who, chain.after_time()),
            difference: Err(Why::NothingDefined),
            parts: Vec::new(),
            rounded: false,
        });
        Ok(change)
    }

    fn side_of(&self, figure: &str, who: &str, when: When) -> Side {
        Side { when: self.time(when), as_of: self.as_of(), outcome: self.amount_of(figure, who, when) }
    }

    /// The figure of a person or a unit at a time; only amounts have differences.
    fn amount_of(&self, figure: &str, who: &str, when: When) -> Outcome {
        let figure = self.figure(figure).map_err(|_| Why::NothingDefined)?;
        let whose = self.person_or_unit(who).map_err(|_| Why::NotAMember)?;
        let value = self.figure_value(&figure, Place { whose, when })?;
        if value.amount().is_some() { Ok(value) } else { Err(Why::NotANumber) }
    }
}
