//! What a plan means.

use std::sync::Arc;

use crate::calendar::{FiscalCalendar, Grain, Zone};
use crate::diagnostic::{At, Problems};
use crate::document::Read;
use crate::formula::Program;
use crate::id::{Arena, Id};
use crate::incentive::IncentivePlan;
use crate::kpi::{Kpi, Question, ResultName};
use crate::log::{KindId, Kinds};
use crate::measure::Folds;
use crate::org::OrgPlan;
use crate::pipeline::{Mode, Pipelines};
use crate::quantity::{Currency, Precision};
use crate::ranking::RankingPlan;
use crate::rule::{Exchange, Rules};
use crate::score::Card;
use crate::table::Table;
use crate::target::TargetPlan;

use super::definition::PlanDefinition;
use super::duplicates::{DuplicateKey, Duplicates};
use super::gates::MoveGate;
use super::names::{ResultOf, TableNames};
use super::overlay::Overlay;
use super::overlay_apply::apply;
use super::peers::Peers;
use super::receivables::{ReceivablePlan, ReceivablePlans};
use super::reviews::{ReviewPlan, ReviewPlans};
use super::timers::RecordTimer;

/// A plan, read: immutable, and cheap to clone.
#[derive(Clone, Debug)]
pub struct Plan(Arc<Parts>);

/// What needs no more than records and facts.
#[derive(Debug)]
pub(super) struct Ground {
    pub timers: Vec<RecordTimer>,
    pub receivables: ReceivablePlans,
    pub reviews: ReviewPlans,
    pub duplicates: Duplicates,
}

/// The tables of a plan; every reference inside is an id.
#[derive(Debug)]
pub(super) struct Parts {
    pub definition: PlanDefinition,
    pub fingerprint: String,
    pub currency: Currency,
    pub zone: Option<Zone>,
    pub precision: Precision,
    pub rules: Rules,
    pub exchange: Option<Exchange>,
    pub grains: Vec<Grain>,
    pub calendar: FiscalCalendar,
    pub org: OrgPlan,
    pub kinds: Arc<Kinds>,
    pub pipelines: Pipelines,
    pub gates: Vec<(KindId, MoveGate)>,
    pub ground: Ground,
    pub tables: Arena<Table>,
    pub table_names: TableNames,
    pub folds: Folds,
    pub kpis: Arena<Kpi>,
    pub targets: Vec<TargetPlan>,
    pub peers: Option<Peers>,
    pub leads: Option<Program<Question>>,
    pub may_see: Option<Program<Question>>,
    pub may_set: Option<Program<Question>>,
    pub cards: Vec<Card>,
    pub incentives: Vec<IncentivePlan>,
    pub rankings: Vec<RankingPlan>,
    pub results: Vec<ResultOf>,
    pub result_names: Arena<ResultName>,
}

impl Plan {
    /// Reads a definition; the error lists everything that is wrong with it.
    pub fn compile(definition: &PlanDefinition) -> Result<Plan, Problems> {
        let mut problems = Problems::new();
        let parts = super::compile::compile(definition.clone(), &mut problems);
        Plan::or(parts, problems)
    }

    /// Reads a plan from JSON text of at most [`PLAN_BYTES_MAX`](super::PLAN_BYTES_MAX) bytes; the error lists everything
    /// that is wrong with it, in form and in meaning.
    #[cfg(feature = "json")]
    pub fn from_json(text: &[u8]) -> Result<Plan, Problems> {
        let node = crate::document::from_json(text, super::PLAN_BYTES_MAX)?;
        let mut problems = Problems::new();
        let definition = PlanDefinition::read(&node, At::root(), &mut problems);
        let parts = super::compile::compile(definition, &mut problems);
        Plan::or(parts, problems)
    }

    /// The plan with the edits of a what-if; this one stays as it is.
    ///
    /// The error lists everything that is wrong with the edits, at its place in the what-if (`plan[0].at`), and with the plan that
    /// comes out, at its place in that plan.
    ///
    /// # Example
    ///
    #[cfg_attr(feature = "json", doc = "```")]
    #[cfg_attr(not(feature = "json"), doc = "```ignore")]
    /// use attain::plan::{Overlay, Plan};
    ///
    /// let plan = Plan::from_json(br#"{
    ///     "attain": 1, "name": "Plain", "currency": "EUR", "org": { "trees": { "sales": ["company"] } },
    ///     "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money" } } },
    ///     "kpis": { "revenue": { "formula": "sum(order.amount)" } }
    /// }"#)?;
    /// let twice = plan.overlaid(&Overlay::new("twice").set("kpis.revenue.formula", "2 * sum(order.amount)"))?;
    /// assert_ne!(twice.fingerprint(), plan.fingerprint());
    ///
    /// let wrong = Overlay::new("wrong").set("kpis.revenu.formula", "1").set("kpis.calls", "many").remove("rules");
    /// let problems = plan.overlaid(&wrong).unwrap_err();
    /// let text: Vec<String> = problems.iter().map(ToString::to_string).collect();
    /// assert_eq!(text, [
    ///     "plan[0].at: `kpis` has no `revenu`\n  help: did you mean `revenue`?",
    ///     "plan[2].at: the plan has no `rules`\n  help: there are `attain`, `currency`, `facts`, `kpis`, `name`, `org`",
    ///     "kpis.calls: a text is written where a map of fields belongs\n  help: put it into braces, with the name of each field: `{ \"field\": … }`",
    /// ]);
    /// # Ok::<(), attain::Problems>(())
    /// ```
    pub fn overlaid(&self, overlay: &Overlay) -> Result<Plan, Problems> {
        if overlay.plan.is_empty() {
            return Ok(self.clone());
        }
        let mut problems = Problems::new();
        let place = At::root();
        let node = apply(&overlay.plan, self.definition().node(), place.field("plan"), &mut problems);
        let definition = PlanDefinition::read(&node, At::root(), &mut problems);
        let parts = super::compile::compile(definition, &mut problems);
        Plan::or(parts, problems)
    }

    fn or(parts: Option<Parts>, problems: Problems) -> Result<Plan, Problems> {
        match parts {
            Some(parts) if problems.is_empty() => Ok(Plan(Arc::new(parts))),
            _ => Err(problems),
        }
    }

    /// What the plan is called.
    pub fn name(&self) -> &str {
        &self.0.definition.name
    }

    /// What the author wrote.
    pub fn definition(&self) -> &PlanDefinition {
        &self.0.definition
    }

    /// A hash (SHA-256, in hexadecimal) of what the author wrote, whatever its spacing and the order of its fields.
    ///
    /// Empty in a build without the feature `json`.
    pub fn fingerprint(&self) -> &str {
        &self.0.fingerprint
    }

    /// The currency in which money is reckoned.
    pub fn currency(&self) -> Currency {
        self.0.currency
    }

    /// The time zone in which an instant falls on a day; nothing, where entries that have one are refused.
    pub fn zone(&self) -> Option<&Zone> {
        self.0.zone.as_ref()
    }

    /// How finely a fraction is rounded where it has to be.
    pub fn precision(&self) -> Precision {
        self.0.precision
    }

    /// The house rules.
    pub fn rules(&self) -> &Rules {
        &self.0.rules
    }

    /// What becomes of amounts in other currencies; nothing, where entries that have one are refused.
    pub fn exchange(&self) -> Option<Exchange> {
        self.0.exchange
    }

    /// The calendar.
    pub fn calendar(&self) -> &FiscalCalendar {
        &self.0.calendar
    }

    /// The grains that the plan asks for by name, in its formulas or as the grain of a section.
    pub fn grains(&self) -> impl Iterator<Item = Grain> {
        self.0.grains.iter().copied()
    }

    /// The shape of the organisation.
    pub fn org(&self) -> &OrgPlan {
        &self.0.org
    }

    /// The kinds of facts and of records.
    pub fn kinds(&self) -> &Arc<Kinds> {
        &self.0.kinds
    }

    /// The pipelines that records go through.
    pub fn pipelines(&self) -> &Pipelines {
        &self.0.pipelines
    }

    /// The timers of records: of each kind its own, then those of the stages that its records go through.
    pub fn timers(&self) -> &[RecordTimer] {
        &self.0.ground.timers
    }

    /// What is owed: which facts are invoices and which payments, in the order of names.
    pub fn receivables(&self) -> &[ReceivablePlan] {
        &self.0.ground.receivables
    }

    /// What people are rated for, by whom, in the order of names.
    pub fn reviews(&self) -> &[ReviewPlan] {
        &self.0.ground.reviews
    }

    /// The review that has an item, with its position.
    pub(crate) fn review_of(&self, item: &str) -> Option<(usize, &ReviewPlan)> {
        let has = |plan: &ReviewPlan| plan.review.items.iter().any(|known| known.as_str() == item);
        self.reviews().iter().enumerate().find(|(_, plan)| has(plan))
    }

    /// The keys by which it is told that two records are one, by kind and then as they are written.
    pub fn duplicates(&self) -> &[DuplicateKey] {
        self.0.ground.duplicates.as_slice()
    }

    /// The folds over facts that the formulas ask for.
    pub fn folds(&self) -> &Folds {
        &self.0.folds
    }

    /// The KPIs.
    pub fn kpis(&self) -> &Arena<Kpi> {
        &self.0.kpis
    }

    /// The KPI of a name.
    pub fn kpi(&self, name: &str) -> Option<Id<Kpi>> {
        self.0.kpis.find(|kpi| kpi.name.as_str() == name)
    }

    /// The tables.
    pub fn tables(&self) -> &Arena<Table> {
        &self.0.tables
    }

    /// The table called `name` in the section `tables`.
    pub fn table(&self, name: &str) -> Option<&Table> {
        self.0.table_names.get(name).map(|id| &self.0.tables[id])
    }

    /// How targets are set and read, by KPI.
    pub fn targets(&self) -> &[TargetPlan] {
        &self.0.targets
    }

    /// Who is compared with whom.
    pub fn peers(&self) -> Option<&Peers> {
        self.0.peers.as_ref()
    }

    /// Who leads the unit that they belong to; nothing, where the plan does not say.
    pub fn leads(&self) -> Option<&Program<Question>> {
        self.0.leads.as_ref()
    }

    /// Who may see whose figures; nothing, where the plan does not say.
    pub fn may_see(&self) -> Option<&Program<Question>> {
        self.0.may_see.as_ref()
    }

    /// What its pipeline says of moves of records of a kind; nothing, where that says nothing of moves, or there is none.
    pub fn gate(&self, kind: KindId) -> Option<&MoveGate> {
        self.0.gates.iter().find(|(known, _)| *known == kind).map(|(_, gate)| gate)
    }

    /// What pipelines say of moves, by the kinds of records that go through them.
    pub(crate) fn gates(&self) -> impl Iterator<Item = &MoveGate> {
        self.0.gates.iter().map(|(_, gate)| gate)
    }

    /// Whether some pipeline says something of moves.
    pub(crate) fn has_gates(&self) -> bool {
        !self.0.gates.is_empty()
    }

    /// Whether some pipeline refuses moves that may not be.
    pub(crate) fn enforces(&self) -> bool {
        self.0.gates.iter().any(|(_, gate)| gate.mode() == Mode::Enforce)
    }

    /// Who may set whose targets; nothing, where the plan does not say: then everybody may, and nobody their own.
    pub fn may_set(&self) -> Option<&Program<Question>> {
        self.0.may_set.as_ref()
    }

    /// The scorecards, in the order of their names.
    pub fn scorecards(&self) -> &[Card] {
        &self.0.cards
    }

    /// The incentive plans, in the order of their names.
    pub fn incentives(&self) -> &[IncentivePlan] {
        &self.0.incentives
    }

    /// The rankings, in the order of their names.
    pub fn rankings(&self) -> &[RankingPlan] {
        &self.0.rankings
    }

    /// What the names of results in formulas stand for, by position.
    pub(crate) fn results(&self) -> &[ResultOf] {
        &self.0.results
    }

    /// The names of results in formulas, such as `score.rep`.
    pub(crate) fn result_names(&self) -> &Arena<ResultName> {
        &self.0.result_names
    }
}
