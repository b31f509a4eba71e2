//! Receivables: what was billed, what came in for it, what is open, and for how long it has been overdue.

mod answer;
mod ask;
mod definition;

use crate::error::Error;
use crate::kpi::When;
use crate::measure::Whose;

use super::seen::Sight;
use super::view::View;

pub use answer::{ReceivableAnswer, ReceivableGroup, ReceivableInvoice, ReceivableUntold};
pub use definition::ReceivableQuery;

impl View {
    /// What is owed: of a person, of a unit, or, where nobody is named, all that there is; what happened in a time, and how it
    /// stands at its end, or on the view's day where that is earlier.
    ///
    /// An invoice belongs to whoever is credited with it on its day, by their direct shares, and its payments with it, whoever
    /// is credited with those; so what is billed, received and open of each goes together. A payment that belongs to no invoice goes by
    /// its own credits. A unit has what its people have, by the plan's `actual`.
    ///
    /// An error where the question names something that the plan does not have.
    ///
    #[cfg_attr(feature = "json", doc = "```")]
    #[cfg_attr(not(feature = "json"), doc = "```ignore")]
    /// use attain::calendar::parse_day;
    /// use attain::engine::ReceivableQuery;
    /// use attain::receivable::CollectionRate;
    /// use attain::{Engine, Plan};
    ///
    /// let plan = Plan::from_json(br#"{
    ///     "attain": 1, "name": "Cash", "currency": "EUR", "org": { "trees": { "sales": ["company"] } },
    ///     "facts": {
    ///         "invoice": { "whose": "rep", "fields": { "rep": "person", "amount": "money", "due_on": "date", "customer": "text" } },
    ///         "payment": { "whose": "invoice", "fields": { "amount": "money", "invoice": "invoice" } } },
    ///     "receivables": { "cash": { "invoice": "invoice", "amount": "amount", "due": "due_on", "payment": "payment", "paid": "amount" } }
    /// }"#)?;
    /// let mut engine = Engine::new(plan);
    /// engine.record_jsonl(br#"
    ///     {"kind":"unit","id":"u1","on":"2025-01-01","unit":"company"}
    ///     {"kind":"membership","id":"m1","on":"2025-01-01","who":"ann","unit":"company"}
    ///     {"kind":"invoice","id":"i1","on":"2025-03-01","rep":"ann","amount":"1000","due_on":"2025-03-11","customer":"A"}
    ///     {"kind":"invoice","id":"i2","on":"2025-03-20","rep":"ann","amount":"500","due_on":"2025-04-19","customer":"B"}
    ///     {"kind":"payment","id":"p1","on":"2025-03-11","amount":"400","invoice":"i1"}
    /// "#, None);
    ///
    /// let view = engine.view(parse_day("2025-03-31")?);
    /// let answer = view.receivables(&ReceivableQuery::new("cash").by("customer"), Some(view.unit("company")?), view.period("2025-03")?)?;
    /// assert_eq!(answer.flow.closing.open.value()?.to_string(), "1100");
    /// assert_eq!(answer.flow.closing.overdue.value()?.to_string(), "600", "since 11 March, 20 days");
    /// assert_eq!(answer.flow.collection_rate(CollectionRate::InPeriod)?.to_string(), "0.4");
    /// assert_eq!(answer.groups[1].flow.closing.open.value()?.to_string(), "500", "of B");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn receivables(
        &self,
        query: &ReceivableQuery,
        whose: Option<Whose>,
        when: impl Into<When>,
    ) -> Result<ReceivableAnswer, Error> {
        self.receivables_seen(query, whose, when.into(), None)
    }

    pub(super) fn receivables_seen(
        &self,
        query: &ReceivableQuery,
        whose: Option<Whose>,
        when: When,
        sight: Option<&Sight>,
    ) -> Result<ReceivableAnswer, Error> {
        ask::Ask::new(self, query, whose, when, sight).map(ask::Ask::answer)
    }
}
