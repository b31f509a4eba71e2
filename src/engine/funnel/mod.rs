//! Funnels: what the moves of somebody's records tell.

mod amount;
mod answer;
mod ask;
mod definition;
mod kept;
mod parts;

use crate::error::Error;
use crate::kpi::{Group, Place, When};
use crate::measure::Whose;

use super::seen::Sight;
use super::view::View;

pub use answer::{FunnelAnswer, FunnelRecord, FunnelRecords, FunnelTeam};
pub use definition::FunnelQuery;
pub use parts::{FunnelPart, FunnelParts};

impl View {
    /// What the moves of records tell: of a person, of a unit, or, where nobody is named, of all that there are.
    ///
    /// A move is credited to whoever owned the record when its day ended, as folds over records credit what falls on a day; a
    /// unit has what its people have, by the plan's `actual`. A cohort is credited as a whole, to whoever owned each record on
    /// the day by which it belongs to the cohort.
    ///
    /// An error where the question names something that the plan does not have.
    ///
    #[cfg_attr(feature = "json", doc = "```")]
    #[cfg_attr(not(feature = "json"), doc = "```ignore")]
    /// use attain::calendar::parse_day;
    /// use attain::engine::FunnelQuery;
    /// use attain::funnel::{Conversion, Count, Counted};
    /// use attain::{Engine, Plan};
    ///
    /// let plan = Plan::from_json(br#"{
    ///     "attain": 1, "name": "Funnel", "currency": "EUR", "org": { "trees": { "sales": ["company"] } },
    ///     "records": { "deal": { "whose": "rep", "pipeline": "b2b", "fields": { "rep": "person", "value": "money" } } },
    ///     "pipelines": { "b2b": { "stages": [ { "id": "lead", "kind": "open", "probability": "20%" },
    ///         { "id": "offer", "kind": "open", "probability": "60%" }, { "id": "won", "kind": "won" }, { "id": "lost", "kind": "lost" } ] } }
    /// }"#)?;
    /// let mut engine = Engine::new(plan);
    /// engine.record_jsonl(br#"
    ///     {"kind":"unit","id":"u1","on":"2025-01-01","unit":"company"}
    ///     {"kind":"membership","id":"m1","on":"2025-01-01","who":"ann","unit":"company"}
    ///     {"kind":"deal","id":"d1","on":"2025-03-03","rep":"ann","value":"1000"}
    ///     {"kind":"move","id":"s1","on":"2025-03-13","of":"d1","to":"offer"}
    ///     {"kind":"deal","id":"d2","on":"2025-03-04","rep":"ann","value":"500"}
    /// "#, None);
    /// let view = engine.view(parse_day("2025-03-31")?);
    /// let asked = FunnelQuery { amount: Some("value".into()), ..FunnelQuery::new("deal") };
    /// let answer = view.funnel(&asked, Some(view.unit("company")?), view.period("2025-03")?)?;
    ///
    /// let lead = answer.funnel.stages().find("lead").unwrap();
    /// assert_eq!(answer.funnel.count(lead, Count::Entered), 2);
    /// assert_eq!(answer.funnel.conversion(lead, Conversion::OfEntered)?.to_string(), "0.5");
    /// assert_eq!(answer.funnel.all_weighted(None)?.to_string(), "700", "1000 × 60 % + 500 × 20 %");
    /// assert_eq!(answer.records(Counted::In(lead, Count::Inside)).records[0].record.as_str(), "d2");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn funnel(
        &self,
        query: &FunnelQuery,
        whose: Option<Whose>,
        when: impl Into<When>,
    ) -> Result<FunnelAnswer, Error> {
        self.funnel_seen(query, whose, when.into(), None)
    }

    /// The funnel of a unit beside those of its members: of the units and people that stand directly under it.
    ///
    /// Whether a member's rate differs from the unit's is told by [`Funnel::beside`](crate::funnel::Funnel::beside): only where
    /// both have as many cases as the question asks for.
    pub fn funnel_by_member(
        &self,
        query: &FunnelQuery,
        unit: Whose,
        when: impl Into<When>,
    ) -> Result<FunnelTeam, Error> {
        self.funnels_seen(query, unit, when.into(), None)
    }

    pub(super) fn funnel_seen(
        &self,
        query: &FunnelQuery,
        whose: Option<Whose>,
        when: When,
        sight: Option<&Sight>,
    ) -> Result<FunnelAnswer, Error> {
        Ok(ask::Ask::new(self, query, when, sight)?.answer(whose))
    }

    pub(super) fn funnels_seen(
        &self,
        query: &FunnelQuery,
        unit: Whose,
        when: When,
        sight: Option<&Sight>,
    ) -> Result<FunnelTeam, Error> {
        let ask = ask::Ask::new(self, query, when, sight)?;
        let whole = ask.answer(Some(unit));
        let (mut members, mut hidden) = (Vec::new(), 0_usize);
        for place in self.members(Group::Members, Place { whose: unit, when }).unwrap_or_default() {
            if sight.is_none_or(|sight| sight.sees(self, place)) {
                members.push(ask.answer(Some(place.whose)));
            } else {
                hidden = hidden.saturating_add(1);
            }
        }
        Ok(FunnelTeam { whole, members, hidden })
    }
}

impl View {
    /// The funnel of somebody beside those of its parts: of the records with each value of the field that the question names under `split`.
    ///
    /// A record is of the value that it has at the end of the time, or on the day as of which is asked; all parts together make
    /// the whole.
    pub fn funnel_by_field(
        &self,
        query: &FunnelQuery,
        whose: Option<Whose>,
        when: impl Into<When>,
    ) -> Result<FunnelParts, Error> {
        self.funnel_parts_seen(query, whose, when.into(), None)
    }

    pub(super) fn funnel_parts_seen(
        &self,
        query: &FunnelQuery,
        whose: Option<Whose>,
        when: When,
        sight: Option<&Sight>,
    ) -> Result<FunnelParts, Error> {
        let Some(split) = query.split.as_deref() else {
            return Err(Error::invalid("nothing says by which field the funnel is split: name one under `split`"));
        };
        Ok(ask::Ask::new(self, query, when, sight)?.parts(split, whose))
    }
}
