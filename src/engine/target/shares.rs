//! What a target is made of.

use crate::error::Error;
use crate::id::Name;
use crate::kpi::{Place, When};
use crate::measure::Whose;
use crate::quantity::{Outcome, Why};
use crate::target::{MAIN_LEVEL, Share};

use super::super::pace::TargetsOf;
use super::super::view::View;

impl View {
    /// The targets of which what counts for a person or a unit in a time is made: each with the entry from which it comes, the unit of
    /// whose target it is a part, and by what that part was multiplied ([`Share::uplift`]). Undefined where the target is.
    #[cfg_attr(feature = "json", doc = "```")]
    #[cfg_attr(not(feature = "json"), doc = "```ignore")]
    /// use attain::calendar::parse_day;
    /// use attain::{Engine, Plan};
    ///
    /// let mut engine = Engine::new(Plan::from_json(br#"{
    ///     "attain": 1, "name": "Uplift", "currency": "EUR", "org": { "trees": { "sales": ["company"] } },
    ///     "rules": { "rounding": { "to": "1", "mode": "half_up" } },
    ///     "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money" } } },
    ///     "kpis": { "revenue": { "formula": "sum(order.amount)" } },
    ///     "targets": { "revenue": { "grain": "month", "unit_is": "own", "transfer": "days", "on_change": "respread",
    ///         "split": [{ "over": "members", "uplift": "5%" }] } }
    /// }"#)?);
    /// engine.record_jsonl(br#"
    ///     {"kind":"unit","id":"u1","on":"2025-01-01","unit":"company"}
    ///     {"kind":"membership","id":"m1","on":"2025-01-01","who":"ann","unit":"company"}
    ///     {"kind":"membership","id":"m2","on":"2025-01-01","who":"bob","unit":"company"}
    ///     {"kind":"target","id":"t1","on":"2025-02-20","of":"revenue","who":"company","period":"2025-03","amount":"400"}
    /// "#, None);
    /// let view = engine.view(parse_day("2025-02-20")?);
    /// let shares = view.target_parts("revenue", view.person("ann")?, view.period("2025-03")?)??;
    /// // 200 of the company's 400, and 5 % on top.
    /// assert_eq!((shares[0].amount.to_string(), shares[0].uplift.to_string()), ("210".into(), "1.05".into()));
    /// assert_eq!(shares[0].part_of.as_ref().map(|unit| unit.as_str()), Some("company"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn target_parts(&self, kpi: &str, whose: Whose, when: impl Into<When>) -> Result<Outcome<Vec<Share>>, Error> {
        let kpi = self.kpi(kpi)?;
        let level = Name::new(MAIN_LEVEL).map_err(|error| Error::invalid(error.to_string()))?;
        let place = Place { whose, when: when.into() };
        let Some(book) = self.book(kpi) else { return Ok(Err(Why::NoTarget)) };
        let shares = self.shares(book, &level, TargetsOf::Counting, place);
        Ok(shares.and_then(|shares| if shares.is_empty() { Err(Why::NoTarget) } else { Ok(shares) }))
    }
}
