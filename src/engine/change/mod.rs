//! Why a figure is another one than before.
//!
//! A change is a chain of figures from the one to the other. Each is asked of a [`View`] that has one cause more from the later side:
//! its own plan and organisation, and [`Sides`] by which it asks for facts, targets and the time itself elsewhere.

mod behind;
mod chain;
mod figure;
mod parts;
mod same;
mod sides;

pub(super) use sides::Sides;

use crate::change::{Change, Figure, Side};
use crate::error::Error;
use crate::kpi::When;
use crate::quantity::{Outcome, Value, Why};

use super::fork::same_schema;
use super::view::View;
use chain::Chain;

impl View {
    /// Why a figure of a person or a unit is another one in a later view, at the same or another time.
    ///
    /// The views may be two positions of one log, two days, a fork and its original, two plans. The difference is attributed in the
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
    /// use attain::change::{Cause, Figure};
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
    /// let change = before.change(&after, &Figure::Kpi("revenue".into()), "company", march, march)?;
    /// assert_eq!(change.difference.unwrap().to_string(), "300");
    /// let facts = &change.parts[0];
    /// assert_eq!((facts.causes.as_slice(), facts.difference.to_string()), (&[Cause::Facts][..], "300".to_owned()));
    /// assert_eq!(facts.entries.rows[0].id.as_str(), "late");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn change(
        &self,
        after: &View,
        figure: &Figure,
        who: &str,
        when_before: impl Into<When>,
        when_after: impl Into<When>,
    ) -> Result<Change, Error> {
        self.has_figure(figure)?;
        after.has_figure(figure)?;
        if self.holder(who).is_none() && after.holder(who).is_none() {
            let known = after.org().people().map(|(_, person)| person.key().as_str());
            let known = known.chain(after.org().units().map(|(_, unit)| unit.key().as_str()));
            return Err(Error::unknown("person or unit", who, crate::diagnostic::nearest(who, known)));
        }
        let chain = Chain::new(self, after, figure, who, when_before.into(), when_after.into());
        let change = chain.change(Change {
            figure: figure.clone(),
            labels: after.figure_labels(figure),
            who: who.to_owned(),
            before: self.side_of(figure, who, chain.before_time()),
            after: after.side_of(figure, who, chain.after_time()),
            difference: Err(Why::NothingDefined),
            parts: Vec::new(),
            rounded: false,
        });
        Ok(change)
    }

    fn side_of(&self, figure: &Figure, who: &str, when: When) -> Side {
        Side { when: self.time(when), as_of: self.as_of(), outcome: self.figure(figure, who, when).and_then(is_amount) }
    }
}

/// Only amounts have differences.
fn is_amount(value: Value) -> Outcome {
    if value.amount().is_some() { Ok(value) } else { Err(Why::NotANumber) }
}
