//! Why a figure is another one than before.
//!
//! A change is a chain of figures from the one to the other. Each is asked of a [`View`] that has one cause more from
//! the later side: its own plan and organisation, and [`Sides`] by which it asks for facts, targets and the time itself
//! elsewhere.

mod behind;
mod comparison;
mod parts;
mod same;
mod sides;

pub use comparison::Comparison;
pub(super) use sides::Sides;

use crate::change::Change;
use crate::error::Error;
use crate::kpi::When;

use super::fork::same_schema;
use super::view::View;

impl View {
    /// Why a figure of a person or a unit is another one in a later view, at the same or another time.
    ///
    /// The difference is attributed in the order facts, targets, policy, people, calendar; see [`change`](crate::change). For many
    /// figures or people [`compare`](View::compare) once; there it says, too, how figures are written and what is an error.
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
        self.compare(after, when_before, when_after).change(figure, who)
    }
}
