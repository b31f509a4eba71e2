//! Reviews: what people say of each other.

mod admit;
mod answer;
mod gather;
// A library without reviews keeps nothing of them.
#[cfg_attr(all(feature = "capi", not(feature = "analysis")), allow(dead_code, reason = "there are no reviews"))]
mod guard;
#[cfg(all(feature = "capi", not(feature = "analysis")))]
mod none;

use crate::diagnostic::nearest;
use crate::error::Error;
use crate::id::Name;
use crate::kpi::{Place, When};
use crate::measure::Whose;
use crate::plan::ReviewPlan;
use crate::quantity::{Fraction, Outcome, Why};
use crate::review::{ReviewScore, Severity};

use super::seen::Sight;
use super::view::View;

pub use answer::{ReviewAnswer, ReviewQuery};

pub(super) use admit::{in_numbers, is_review, refusals};
pub(super) use gather::Gathered;
#[cfg(any(not(feature = "capi"), feature = "analysis"))]
pub(super) use guard::ReviewGuard;
#[cfg(all(feature = "capi", not(feature = "analysis")))]
pub(super) use none::{ReviewGuard, ReviewMemo};

/// What was gathered already: by the position of the review among the plan's, and the time.
#[cfg(any(not(feature = "capi"), feature = "analysis"))]
pub(super) type ReviewMemo = super::memo::Kept<(usize, When), std::sync::Arc<Gathered>>;

impl View {
    /// What a review gives for a person in a time, item by item: the mean of each kind of raters, what it weighs, what was trimmed, and
    /// what nobody may see, and why.
    ///
    /// What was said of the periods that lie in the time counts, as it stands: of a quarter, asked for the year, all four. An error where
    /// the question names something that the plan does not have.
    ///
    #[cfg_attr(feature = "json", doc = "```")]
    #[cfg_attr(not(feature = "json"), doc = "```ignore")]
    /// use attain::calendar::parse_day;
    /// use attain::engine::ReviewQuery;
    /// use attain::{Engine, Plan};
    ///
    /// let plan = Plan::from_json(br#"{
    ///     "attain": 1, "name": "Reviews", "currency": "EUR", "org": { "trees": { "sales": ["company"] } },
    ///     "reviews": { "conduct": { "items": ["teamwork"], "missing": "skip",
    ///         "scales": { "five": { "lowest": 1, "highest": 5, "step": 1 } },
    ///         "raters": { "self": { "weight": "20%" }, "peer": { "weight": "80%", "at_least": 2 } } } }
    /// }"#)?;
    /// let mut engine = Engine::new(plan);
    /// engine.record_jsonl(br#"
    ///     {"kind":"unit","id":"u1","on":"2025-01-01","unit":"company"}
    ///     {"kind":"membership","id":"m1","on":"2025-01-01","who":"ann","unit":"company"}
    ///     {"kind":"membership","id":"m2","on":"2025-01-01","who":"bob","unit":"company"}
    ///     {"kind":"membership","id":"m3","on":"2025-01-01","who":"eve","unit":"company"}
    ///     {"kind":"review","id":"r1","on":"2025-03-31","who":"ann","by":"ann","relation":"self","item":"teamwork","score":5,"period":"2025-03"}
    ///     {"kind":"review","id":"r2","on":"2025-03-31","who":"ann","by":"bob","relation":"peer","item":"teamwork","score":2,"period":"2025-03"}
    /// "#, None);
    ///
    /// let march = |engine: &Engine| -> Result<_, attain::Error> {
    ///     let view = engine.view(parse_day("2025-03-31")?);
    ///     view.review(&ReviewQuery::new("conduct"), view.person("ann")?, view.period("2025-03")?)
    /// };
    /// let answer = march(&engine)?;
    /// let kinds = &answer.items.as_ref().unwrap()[0].kinds;
    /// assert_eq!(kinds[0].mean().unwrap().unwrap_err().to_string(), "1 present, at least 2 needed");
    /// assert_eq!(answer.value("teamwork")?.unwrap().to_string(), "100", "her own counts alone");
    ///
    /// engine.record_jsonl(br#"
    ///     {"kind":"review","id":"r3","on":"2025-03-31","who":"ann","by":"eve","relation":"peer","item":"teamwork","score":3,"period":"2025-03"}
    /// "#, None);
    /// assert_eq!(march(&engine)?.value("teamwork")?.unwrap().to_string(), "50", "a fifth of 100 and four fifths of 37.5");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn review(&self, query: &ReviewQuery, whose: Whose, when: impl Into<When>) -> Result<ReviewAnswer, Error> {
        self.review_seen(query, Place { whose, when: when.into() }, None)
    }

    /// The same, as far as somebody may see it.
    pub(super) fn review_seen(
        &self,
        query: &ReviewQuery,
        place: Place,
        sight: Option<&Sight>,
    ) -> Result<ReviewAnswer, Error> {
        let all = self.plan().reviews();
        let known = || all.iter().map(|plan| plan.review.name.as_str());
        let index = known().position(|name| name == query.of);
        let found = index.and_then(|index| Some((index, all.get(index)?)));
        let (index, plan) = found.ok_or_else(|| Error::unknown("review", &query.of, nearest(&query.of, known())))?;
        let items = self.scores(index, plan, query.item.as_deref(), place)?;
        let (raters, hidden) =
            if query.raters == Some(true) { self.raters(index, place, sight) } else { (Vec::new(), 0) };
        Ok(ReviewAnswer {
            name: plan.review.name.to_string(),
            labels: plan.review.labels.clone(),
            who: self.key(place.whose).clone(),
            time: self.time(place.when),
            items,
            onto: plan.review.onto,
            raters,
            hidden,
            precision: self.plan().precision(),
            from: self.provenance(),
        })
    }

    /// What a review gives for each of its items, or for one of them.
    fn scores(
        &self,
        index: usize,
        plan: &ReviewPlan,
        item: Option<&str>,
        place: Place,
    ) -> Result<Outcome<Vec<ReviewScore>>, Error> {
        let known = || plan.review.items.iter().map(Name::as_str);
        if let Some(asked) = item.filter(|asked| !known().any(|name| name == *asked)) {
            return Err(Error::unknown("item", asked, nearest(asked, known())));
        }
        let mut scores = Vec::new();
        for (at, name) in known().enumerate() {
            if item.is_none_or(|asked| asked == name) {
                match self.review_score(index, at, place) {
                    Ok(score) => scores.push(score),
                    Err(why) => return Ok(Err(why)),
                }
            }
        }
        Ok(Ok(scores))
    }

    /// How lenient raters are, as far as somebody may see it, and how many others there are. Who comes from outside is nobody of whom
    /// it could be said who may see them.
    fn raters(&self, review: usize, place: Place, sight: Option<&Sight>) -> (Vec<Severity>, usize) {
        let gathered = self.gathered_reviews(review, place.when);
        let (mut shown, mut hidden) = (gathered.severities.shown(), gathered.severities.hidden());
        if let Some(sight) = sight {
            let before = shown.len();
            shown.retain(|one| {
                let person = one.by.as_ref().and_then(|by| self.org().person(by.as_str())).map(Whose::Person);
                person.is_some_and(|whose| sight.sees(self, Place { whose, ..place }))
            });
            hidden = hidden.saturating_add(before.saturating_sub(shown.len()));
        }
        (shown, hidden)
    }

    /// What a review gives for an item, by their positions.
    pub(super) fn review_value(&self, review: usize, item: usize, place: Place) -> Outcome<Fraction> {
        self.review_score(review, item, place)?.value(self.plan().precision())
    }

    /// The same with the kinds of raters that it is made of; undefined for a unit, and where there are no facts behind the figures.
    pub(super) fn review_score(&self, review: usize, item: usize, place: Place) -> Outcome<ReviewScore> {
        self.said_by(place.when).0.has_facts().map_err(|_| Why::KeptBySlot)?;
        let Whose::Person(person) = place.whose else { return Err(Why::OfPeople) };
        let plan = self.plan().reviews().get(review).ok_or(Why::NothingDefined)?;
        let item = plan.review.items.get(item).ok_or(Why::NothingDefined)?;
        let gathered = self.gathered_reviews(review, place.when);
        let (who, precision) = (self.org()[person].key(), self.plan().precision());
        Ok(plan.review.score_by(who, item, gathered.of(who, item.as_str()), &gathered.severities, precision))
    }
}
