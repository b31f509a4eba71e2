//! How a number came about.

mod budget;
mod question;
mod results;
mod review;
mod target;

use crate::error::Error;
use crate::formula::Program;
use crate::id::Id;
use crate::kpi::{Kpi, Place, Question, When};
use crate::measure::Whose;
use crate::trace::{Limits, Trace};

use super::contributed::Contributed;
use super::memo::Kept;
use super::seen::Sight;
use super::view::View;

impl View {
    /// How a KPI of a person or a unit came about, down to the entries.
    pub fn explain(&self, kpi: &str, whose: Whose, when: impl Into<When>) -> Result<Trace, Error> {
        let question = Question::Kpi(self.kpi(kpi)?);
        Ok(self.traced(&question, Place { whose, when: when.into() }, Limits::default(), None))
    }

    /// How the attainment of a KPI's target came about, of a person or a unit, down to the entries.
    pub fn explain_attainment(&self, kpi: &str, whose: Whose, when: impl Into<When>) -> Result<Trace, Error> {
        let question = Question::Attainment(self.kpi(kpi)?);
        Ok(self.traced(&question, Place { whose, when: when.into() }, Limits::default(), None))
    }

    /// How the scorecard of a person came about, down to the entries.
    pub fn explain_scorecard(&self, card: &str, whose: Whose, when: impl Into<When>) -> Result<Trace, Error> {
        self.card_traced(card, Place { whose, when: when.into() }, None)
    }

    /// How what an incentive plan pays a person or the people of a unit came about, down to the entries: statement by
    /// statement, line by line.
    pub fn explain_statement(&self, plan: &str, whose: Whose, when: impl Into<When>) -> Result<Trace, Error> {
        self.pay_traced(plan, Place { whose, when: when.into() }, None)
    }

    /// How any figure of a [`Query`](super::query::Query) but a rank came about, within limits: what lies beyond is counted and
    /// not opened.
    ///
    #[cfg_attr(feature = "json", doc = "```")]
    #[cfg_attr(not(feature = "json"), doc = "```ignore")]
    /// use attain::calendar::parse_day;
    /// use attain::trace::{Language, Limits};
    /// use attain::{Engine, Plan};
    ///
    /// let plan = Plan::from_json(br#"{
    ///     "attain": 1, "name": "Limits", "currency": "EUR", "org": { "trees": { "sales": ["company"] } },
    ///     "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money" } } },
    ///     "kpis": { "revenue": { "formula": "sum(order.amount)" } }
    /// }"#)?;
    /// let mut engine = Engine::new(plan);
    /// engine.record_jsonl(br#"
    ///     {"kind":"unit","id":"u1","on":"2025-01-01","unit":"company"}
    ///     {"kind":"membership","id":"m1","on":"2025-01-01","who":"ann","unit":"company"}
    ///     {"kind":"order","id":"o1","on":"2025-03-04","rep":"ann","amount":"300"}
    ///     {"kind":"order","id":"o2","on":"2025-03-05","rep":"ann","amount":"500"}
    ///     {"kind":"order","id":"o3","on":"2025-03-06","rep":"ann","amount":"50"}
    /// "#, None);
    /// let view = engine.view(parse_day("2025-03-31")?);
    /// let (ann, march) = (view.person("ann")?, view.period("2025-03")?);
    ///
    /// let trace = view.explain_within("revenue", ann, march, Limits::default().entries(1))?;
    /// assert_eq!((trace.parts[0].entries.len(), trace.parts[0].more), (1, 2));
    /// assert!(trace.to_text(Language::English).contains("… and 2 more entries"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn explain_within(
        &self,
        figure: &str,
        whose: Whose,
        when: impl Into<When>,
        limits: Limits,
    ) -> Result<Trace, Error> {
        let question = self.explained(figure)?;
        Ok(self.traced(&question, Place { whose, when: when.into() }, limits, None))
    }

    /// A question with its answer and its parts, as far as somebody may see them.
    pub(super) fn traced(&self, question: &Question, place: Place, limits: Limits, sight: Option<&Sight>) -> Trace {
        self.stamped(Explainer::new(self, limits, sight).question(question, place, None))
    }

    /// An explanation that says where it comes from.
    fn stamped(&self, trace: Trace) -> Trace {
        Trace { from: Some(Box::new(self.provenance())), ..trace }
    }

    /// What a formula asks, each question explained as far as somebody may see it.
    pub(super) fn asked_by(&self, program: &Program<Question>, place: Place, sight: Option<&Sight>) -> Vec<Trace> {
        Explainer::new(self, Limits::default(), sight).parts(program, place, None)
    }

    pub(super) fn card_traced(&self, card: &str, place: Place, sight: Option<&Sight>) -> Result<Trace, Error> {
        let index = self.card_index(card)?;
        Ok(self.stamped(Explainer::new(self, Limits::default(), sight).card(index, place, None)))
    }

    pub(super) fn pay_traced(&self, plan: &str, place: Place, sight: Option<&Sight>) -> Result<Trace, Error> {
        let index = self.incentive_index(plan)?;
        Ok(self.stamped(Explainer::new(self, Limits::default(), sight).pay(index, None, place, None)))
    }
}

/// Explains one thing, and each part of it once: where a KPI comes up again, its answer is given and its parts stand above.
struct Explainer<'v> {
    view: &'v View,
    explained: Kept<(Id<Kpi>, Place), ()>,
    contributed: Contributed,
    sight: Option<&'v Sight>,
    budget: budget::Budget,
}

impl<'v> Explainer<'v> {
    fn new(view: &'v View, limits: Limits, sight: Option<&'v Sight>) -> Explainer<'v> {
        let (explained, contributed) = (Kept::default(), Contributed::default());
        Explainer { view, explained, contributed, sight, budget: budget::Budget::new(limits) }
    }

    /// Says of whom and when a trace is, unless the part above said so.
    fn say_place(&self, trace: &mut Trace, place: Place, above: Option<Place>) {
        if above.is_none_or(|above| above.whose != place.whose) {
            self.view.name(place.whose).clone_into(&mut trace.who);
        }
        if above.is_none_or(|above| above.when != place.when) {
            trace.when = self.view.time(place.when);
        }
    }
}
