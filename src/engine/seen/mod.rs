//! A view as somebody may see it.

mod grades;
mod rankings;
mod sight;
mod targets;

use std::sync::Arc;

use chrono::NaiveDateTime;

use crate::calendar::Period;
use crate::diagnostic::nearest;
use crate::error::Error;
use crate::id::{Id, Key};
use crate::incentive::Statement;
use crate::kpi::{Place, Question, When};
use crate::measure::Whose;
use crate::org::Person;
use crate::plan::Plan;
use crate::quantity::{Fraction, Outcome};
use crate::score::{Flip, Focus, Needs, Scorecard};
use crate::trace::{Limits, Provenance, Trace};

use super::due::{DueList, DueQuery, FiredList};
use super::funnel::{FunnelAnswer, FunnelParts, FunnelQuery, FunnelTeam};
use super::query::{Answers, Behind, Columns, Drill, Query};
use super::receivable::{ReceivableAnswer, ReceivableQuery};
use super::review::{ReviewAnswer, ReviewQuery};
use super::view::View;

pub use grades::SeenGrades;
pub use rankings::{SeenContest, SeenRanking};
pub(super) use sight::{Sight, holds};
pub use targets::{SeenReconciliation, SeenTargetHistory};

/// A view as somebody may see it: the same questions, under the plan's `may_see`.
///
/// * A question about somebody whose figures the actor may not see is an error ([`Error::is_hidden`]).
/// * Tables, rankings and breakdowns leave out whom the actor may not see, and count how many those are.
/// * Explanations and entries do not open what belongs to them: where their figures are a part of a total that may be seen, the
///   total is what it is, and stays one number.
///
/// Who may see whom is found on the last day that counts of the time asked for; of a person who left, on the last day of
/// membership.
///
#[cfg_attr(feature = "json", doc = "```")]
#[cfg_attr(not(feature = "json"), doc = "```ignore")]
/// use attain::calendar::parse_day;
/// use attain::engine::query::{Nodes, Query};
/// use attain::{Engine, Plan};
///
/// let plan = Plan::from_json(br#"{
///     "attain": 1, "name": "Private", "currency": "EUR",
///     "org": { "trees": { "sales": ["company"] }, "leads": "role = \"manager\"",
///              "may_see": "actor = subject or leads(actor, subject)" },
///     "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money" } } },
///     "kpis": { "revenue": { "formula": "sum(order.amount)" } }
/// }"#)?;
/// let mut engine = Engine::new(plan);
/// engine.record_jsonl(br#"
///     {"kind":"unit","id":"u1","on":"2025-01-01","unit":"company"}
///     {"kind":"membership","id":"m0","on":"2025-01-01","who":"mia","unit":"company","role":"manager"}
///     {"kind":"membership","id":"m1","on":"2025-01-01","who":"ann","unit":"company","role":"rep"}
///     {"kind":"membership","id":"m2","on":"2025-01-01","who":"bob","unit":"company","role":"rep"}
///     {"kind":"order","id":"o1","on":"2025-03-04","rep":"bob","amount":"300"}
/// "#, None);
/// let view = engine.view(parse_day("2025-03-31")?);
/// let march = view.period("2025-03")?;
///
/// let ann = view.seen_by("ann")?;
/// assert!(ann.value("revenue", view.person("bob")?, march).unwrap_err().is_hidden());
/// let table = ann.table(&Query::new(["revenue"]).of(Nodes::People).during(march))?;
/// assert_eq!((table.rows.len(), table.hidden), (1, 2));
///
/// let mia = view.seen_by("mia")?;
/// assert_eq!(mia.value("revenue", view.person("bob")?, march)?.unwrap().to_string(), "300");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Seen {
    view: View,
    sight: Arc<Sight>,
}

impl View {
    /// The view as an actor may see it.
    ///
    /// An error where the plan does not say who may see whom (`org.may_see`), so that nobody takes for protected what is not,
    /// and where nobody is called so.
    pub fn seen_by(&self, actor: &str) -> Result<Seen, Error> {
        if self.plan().may_see().is_none() {
            return Err(Error::invalid(
                "the plan does not say who may see whom: write a condition under `org.may_see`",
            ));
        }
        let person: Option<Id<Person>> = self.org().person(actor);
        let Some(person) = person else {
            let known = self.org().people().map(|(_, person)| person.key().as_str());
            return Err(Error::unknown("person", actor, nearest(actor, known)));
        };
        Ok(Seen { view: self.clone(), sight: Arc::new(Sight::new(person)) })
    }
}

impl Seen {
    /// The key of the actor.
    pub fn actor(&self) -> &Key {
        self.view.org()[self.sight.actor].key()
    }

    /// Whether the actor may see the figures of a person or a unit at a time.
    pub fn sees(&self, whose: Whose, when: impl Into<When>) -> bool {
        self.sight.sees(&self.view, Place { whose, when: when.into() })
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        self.view.plan()
    }

    /// A person, to ask about: that somebody is called so is no figure, and may be known.
    pub fn person(&self, key: &str) -> Result<Whose, Error> {
        self.view.person(key)
    }

    /// A unit, to ask about.
    pub fn unit(&self, key: &str) -> Result<Whose, Error> {
        self.view.unit(key)
    }

    /// The period of a label.
    pub fn period(&self, label: &str) -> Result<Period, Error> {
        self.view.period(label)
    }

    /// Where the answers come from.
    pub fn provenance(&self) -> Provenance {
        self.view.provenance()
    }

    /// As [`View::value`].
    pub fn value(&self, kpi: &str, whose: Whose, when: impl Into<When>) -> Result<Outcome, Error> {
        let place = self.allowed(whose, when.into())?;
        self.view.value(kpi, whose, place.when)
    }

    /// As [`View::scorecard`].
    pub fn scorecard(&self, card: &str, whose: Whose, when: impl Into<When>) -> Result<Outcome<Arc<Scorecard>>, Error> {
        let place = self.allowed(whose, when.into())?;
        self.view.scorecard(card, whose, place.when)
    }

    /// As [`View::needs`].
    pub fn needs(&self, card: &str, whose: Whose, when: impl Into<When>, grade: &str) -> Result<Outcome<Needs>, Error> {
        let place = self.allowed(whose, when.into())?;
        self.view.needs(card, whose, place.when, grade)
    }

    /// As [`View::flips`], of two whom the actor may see.
    pub fn flips(
        &self,
        card: &str,
        first: Whose,
        second: Whose,
        when: impl Into<When>,
    ) -> Result<Outcome<Vec<Flip>>, Error> {
        let when = when.into();
        self.allowed(first, when)?;
        self.allowed(second, when)?;
        self.view.flips(card, first, second, when)
    }

    /// As [`View::focus`]: of the peers, the medians are told, whoever may see each of them.
    pub fn focus(&self, card: &str, whose: Whose, when: impl Into<When>) -> Result<Outcome<Focus>, Error> {
        let place = self.allowed(whose, when.into())?;
        self.view.focus(card, whose, place.when)
    }

    /// As [`View::statement`].
    pub fn statement(&self, plan: &str, whose: Whose, period: Period) -> Result<Outcome<Arc<Statement>>, Error> {
        self.allowed(whose, period.into())?;
        self.view.statement(plan, whose, period)
    }

    /// As [`View::pay`].
    pub fn pay(
        &self,
        plan: &str,
        component: Option<&str>,
        whose: Whose,
        when: impl Into<When>,
    ) -> Result<Outcome<Fraction>, Error> {
        let place = self.allowed(whose, when.into())?;
        self.view.pay(plan, component, whose, place.when)
    }

    /// As [`View::table`], without the rows that the actor may not see.
    pub fn table(&self, query: &Query) -> Result<Answers, Error> {
        self.view.answers(query, Some(&self.sight))
    }

    /// As [`View::columns`], without the rows that the actor may not see.
    pub fn columns(&self, query: &Query) -> Result<Columns, Error> {
        self.view.answered(query, Some(&self.sight))
    }

    /// As [`View::entries`], without the entries of those whom the actor may not see.
    pub fn entries(&self, drill: &Drill) -> Result<Vec<Behind>, Error> {
        let place = drill.place();
        self.allowed(place.whose, place.when)?;
        self.view.drilled(drill, Some(&self.sight))
    }

    /// As [`View::due`], without the records of those whom the actor may not see; those that nobody owns may be seen.
    pub fn due(&self, query: &DueQuery) -> Result<DueList, Error> {
        self.view.listed(query, Some(&self.sight))
    }

    /// As [`View::fired`], without the records of those whom the actor may not see.
    pub fn fired(&self, query: &DueQuery, from: NaiveDateTime, to: NaiveDateTime) -> Result<FiredList, Error> {
        self.view.happened(query, (from, to), Some(&self.sight))
    }

    /// As [`View::funnel`]; records of those whom the actor may not see are counted, and not named.
    ///
    /// All records that there are belong to nobody who may or may not be seen: such a funnel is asked of a unit here.
    pub fn funnel(
        &self,
        query: &FunnelQuery,
        whose: Option<Whose>,
        when: impl Into<When>,
    ) -> Result<FunnelAnswer, Error> {
        let Some(whose) = whose else {
            let actor = self.actor();
            return Err(Error::hidden(format!("`{actor}` may not see the figures of everybody: ask for a unit's")));
        };
        let place = self.allowed(whose, when.into())?;
        self.view.funnel_seen(query, Some(whose), place.when, Some(&self.sight))
    }

    /// As [`View::funnel_by_member`], without the members that the actor may not see.
    pub fn funnel_by_member(
        &self,
        query: &FunnelQuery,
        unit: Whose,
        when: impl Into<When>,
    ) -> Result<FunnelTeam, Error> {
        let place = self.allowed(unit, when.into())?;
        self.view.funnels_seen(query, unit, place.when, Some(&self.sight))
    }

    /// As [`View::funnel_by_field`], as [`funnel`](Seen::funnel) tells of each.
    pub fn funnel_by_field(
        &self,
        query: &FunnelQuery,
        whose: Option<Whose>,
        when: impl Into<When>,
    ) -> Result<FunnelParts, Error> {
        let Some(whose) = whose else {
            let actor = self.actor();
            return Err(Error::hidden(format!("`{actor}` may not see the figures of everybody: ask for a unit's")));
        };
        let place = self.allowed(whose, when.into())?;
        self.view.funnel_parts_seen(query, Some(whose), place.when, Some(&self.sight))
    }

    /// As [`View::receivables`]; invoices of those whom the actor may not see are counted, and not named.
    ///
    /// All that there is belongs to nobody who may or may not be seen: such receivables are asked of a unit here.
    pub fn receivables(
        &self,
        query: &ReceivableQuery,
        whose: Option<Whose>,
        when: impl Into<When>,
    ) -> Result<ReceivableAnswer, Error> {
        let Some(whose) = whose else {
            let actor = self.actor();
            return Err(Error::hidden(format!("`{actor}` may not see the figures of everybody: ask for a unit's")));
        };
        let place = self.allowed(whose, when.into())?;
        self.view.receivables_seen(query, Some(whose), place.when, Some(&self.sight))
    }

    /// As [`View::review`]; of how lenient raters are, those alone whom the actor may see.
    pub fn review(&self, query: &ReviewQuery, whose: Whose, when: impl Into<When>) -> Result<ReviewAnswer, Error> {
        let place = self.allowed(whose, when.into())?;
        self.view.review_seen(query, place, Some(&self.sight))
    }

    /// As [`View::explain`].
    pub fn explain(&self, kpi: &str, whose: Whose, when: impl Into<When>) -> Result<Trace, Error> {
        let question = Question::Kpi(self.view.kpi(kpi)?);
        self.traced(&question, whose, when.into(), Limits::default())
    }

    /// As [`View::explain_attainment`].
    pub fn explain_attainment(&self, kpi: &str, whose: Whose, when: impl Into<When>) -> Result<Trace, Error> {
        let question = Question::Attainment(self.view.kpi(kpi)?);
        self.traced(&question, whose, when.into(), Limits::default())
    }

    /// As [`View::explain_scorecard`].
    pub fn explain_scorecard(&self, card: &str, whose: Whose, when: impl Into<When>) -> Result<Trace, Error> {
        let place = self.allowed(whose, when.into())?;
        self.view.card_traced(card, place, Some(&self.sight))
    }

    /// As [`View::explain_statement`].
    pub fn explain_statement(&self, plan: &str, whose: Whose, when: impl Into<When>) -> Result<Trace, Error> {
        let place = self.allowed(whose, when.into())?;
        self.view.pay_traced(plan, place, Some(&self.sight))
    }

    /// As [`View::explain_within`].
    pub fn explain_within(
        &self,
        figure: &str,
        whose: Whose,
        when: impl Into<When>,
        limits: Limits,
    ) -> Result<Trace, Error> {
        let question = self.view.explained(figure)?;
        self.traced(&question, whose, when.into(), limits)
    }

    fn traced(&self, question: &Question, whose: Whose, when: When, limits: Limits) -> Result<Trace, Error> {
        let place = self.allowed(whose, when)?;
        Ok(self.view.traced(question, place, limits, Some(&self.sight)))
    }

    /// A place that the actor may see.
    fn allowed(&self, whose: Whose, when: When) -> Result<Place, Error> {
        let place = Place { whose, when };
        if self.sight.sees(&self.view, place) {
            return Ok(place);
        }
        let (actor, whose, when) = (self.actor(), self.view.name(whose), self.view.time(when));
        Err(Error::hidden(format!("`{actor}` may not see the figures of `{whose}`, {when}")))
    }
}
