//! A pipeline by itself: deals and people are plain values.

mod deal;
mod question;

use std::sync::Arc;

use chrono::NaiveDateTime;

use crate::calendar::FiscalCalendar;
use crate::diagnostic::{At, Problems};
use crate::formula::{ExprKind, Program, compile, parse};
use crate::id::InvalidKey;
use crate::quantity::Unit;

use super::definition::PipelineDefinition;
use super::gate::{Gate, Move, PLACES, Reader, Reason, Verdict, WhoRule};
use super::stage::{StageId, Stages};

pub use deal::{Actor, Deal, FieldValue};
pub use question::DealQuestion;

use deal::Asked;
use question::DealNames;

/// The fields of deals and what is known of people, with what each is of.
///
/// # Example
///
/// ```
/// use attain::pipeline::Fields;
/// use attain::quantity::Unit;
///
/// let fields = Fields::new([("amount", Unit::Money), ("requirements_form", Unit::Text)]);
/// let fields = fields.people([("desk", Unit::Text)]);
/// assert_eq!(fields.of_deals("amount"), Some(Unit::Money));
/// assert_eq!(fields.of_people("role"), Some(Unit::Text), "everybody may have one");
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fields {
    deals: Vec<(String, Unit)>,
    people: Vec<(String, Unit)>,
}

impl Fields {
    /// The fields of deals; of people it is known what role they have, a text.
    pub fn new<'f>(deals: impl IntoIterator<Item = (&'f str, Unit)>) -> Fields {
        let deals = deals.into_iter().map(|(name, unit)| (name.to_owned(), unit)).collect();
        Fields { deals, people: vec![("role".to_owned(), Unit::Text)] }
    }

    /// What else is known of people.
    #[must_use]
    pub fn people<'f>(mut self, people: impl IntoIterator<Item = (&'f str, Unit)>) -> Fields {
        self.people.extend(people.into_iter().map(|(name, unit)| (name.to_owned(), unit)));
        self
    }

    /// What a field of deals is of.
    pub fn of_deals(&self, name: &str) -> Option<Unit> {
        find(&self.deals, name)
    }

    /// The place of a field of deals, of the first 62.
    fn place(&self, name: &str) -> Option<u32> {
        let place = self.deals.iter().position(|(known, _)| known == name);
        place.and_then(|place| u32::try_from(place).ok()).filter(|place| *place < PLACES)
    }

    /// What is known of people under a name.
    pub fn of_people(&self, name: &str) -> Option<Unit> {
        find(&self.people, name)
    }
}

fn find(all: &[(String, Unit)], name: &str) -> Option<Unit> {
    all.iter().find(|(known, _)| known == name).map(|(_, unit)| *unit)
}

/// A pipeline, read, for whoever asks it about one deal at a time.
///
/// Its formulas have the fields of the deal, `owner`, `stage`, `status`, `opened_on`, `touched_on`, `entered_on("…")`,
/// `time_in("…")`, `visits("…")`, `reached("…")` and `passed("…")`; those that say who may also have `actor` and what is known
/// of them, such as `actor.role`.
///
/// # Example
///
/// ```
/// use attain::calendar::{FiscalCalendar, parse_day};
/// use attain::diagnostic::{At, Problems};
/// use attain::document::{Read, from_json};
/// use attain::pipeline::{Actor, Deal, Fields, Pipeline, PipelineDefinition};
/// use attain::quantity::Unit;
///
/// let definition = br#"{
///   "stages": [ { "id": "lead", "kind": "open" }, { "id": "design", "kind": "open", "requires": ["requirements_form"] },
///               { "id": "done", "kind": "won" }, { "id": "lost", "kind": "lost" } ],
///   "mode": "enforce", "who": "actor = owner",
///   "moves": { "skip": false, "back": false, "lost_from": "any", "reopen": false } }"#;
/// let mut problems = Problems::new();
/// let definition = PipelineDefinition::read(&from_json(definition, 1_000).unwrap(), At::root(), &mut problems);
/// let fields = Fields::new([("requirements_form", Unit::Text)]);
/// let pipeline = Pipeline::compile(&definition, &fields, &FiscalCalendar::default(), At::root(), &mut problems).unwrap();
///
/// let at = |day: &str| parse_day(day).unwrap().and_hms_opt(9, 0, 0).unwrap();
/// let stage = |id: &str| pipeline.stages().find(id).unwrap();
/// let ann = Actor::new("ann")?;
/// let mut deal = Deal::new("ann")?.entered(stage("lead"), at("2026-03-02"));
///
/// let verdict = pipeline.check(&deal, "design", &ann, at("2026-03-04"));
/// assert!(!verdict.is_allowed());
/// assert_eq!(verdict.reasons[0].to_string(), "requirements_form is missing");
/// assert_eq!(verdict.reasons[0].cure(), "fill in requirements_form");
///
/// deal = deal.with("requirements_form", "R-17.pdf");
/// assert!(pipeline.check(&deal, "design", &ann, at("2026-03-04")).is_allowed());
/// assert_eq!(pipeline.open(&deal, &ann, at("2026-03-04")), [stage("design"), stage("lost")]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Pipeline {
    gate: Gate<DealQuestion, DealQuestion>,
    calendar: FiscalCalendar,
    fields: Arc<Fields>,
}

impl Pipeline {
    /// Reads a pipeline; reports everything that is wrong with it. One that says nothing of moves has no gate, and is none.
    pub fn compile(
        definition: &PipelineDefinition,
        fields: &Fields,
        calendar: &FiscalCalendar,
        at: At<'_>,
        problems: &mut Problems,
    ) -> Option<Pipeline> {
        let stages = Arc::new(Stages::compile(definition, at, problems)?);
        let mut reader = Plain { fields, stages: &stages, calendar };
        let gate = Gate::compile(definition, &stages, &mut reader, at, problems)?;
        Some(Pipeline { gate, calendar: calendar.clone(), fields: Arc::new(fields.clone()) })
    }

    /// The stages.
    pub fn stages(&self) -> &Stages {
        self.gate.stages()
    }

    /// What it says of moves.
    pub fn gate(&self) -> &Gate<DealQuestion, DealQuestion> {
        &self.gate
    }

    /// Whether somebody may move a deal to a stage at a moment, or every reason why not; `to` is the id of a stage, or an event.
    ///
    /// A deal that is nowhere yet opens in the stage.
    pub fn check(&self, deal: &Deal, to: &str, actor: &Actor, at: NaiveDateTime) -> Verdict<'_> {
        self.checked(deal, to, actor, at, None)
    }

    /// The same against the rules: whoever may do that gives a reason.
    pub fn check_override(&self, deal: &Deal, to: &str, actor: &Actor, at: NaiveDateTime, why: &str) -> Verdict<'_> {
        self.checked(deal, to, actor, at, Some(why))
    }

    /// The same for a stage that was found before.
    #[inline]
    pub fn check_stage(&self, deal: &Deal, to: StageId, actor: &Actor, at: NaiveDateTime) -> Verdict<'_> {
        if let Some(free) = self.gate.free(deal.place(&self.fields), to, at) {
            return free;
        }
        let wanted = Move { to, event: None, by: Some(actor.key()), at, overrides: None };
        self.gate.check(&mut self.case(deal, actor, at), &wanted)
    }

    /// Whether somebody may move a deal to a stage, and no word of why not: as [`check_stage`](Pipeline::check_stage), and several
    /// times faster where the answer is no, for whoever asks of many deals.
    #[inline]
    pub fn allows(&self, deal: &Deal, to: StageId, actor: &Actor, at: NaiveDateTime) -> bool {
        let decided = self.gate.decided(deal.place(&self.fields), to, at);
        decided.unwrap_or_else(|| {
            let wanted = Move { to, event: None, by: Some(actor.key()), at, overrides: None };
            self.gate.allows(&mut self.case(deal, actor, at), &wanted)
        })
    }

    /// A deal of somebody that has entered no stage yet, as [`Deal::new`] has it, that knows the fields of this pipeline: whether one
    /// has a value is then found without looking for its name.
    pub fn deal(&self, owner: &str) -> Result<Deal, InvalidKey> {
        Ok(Deal::new(owner)?.of(&self.fields))
    }

    /// The stages to which somebody may move a deal at a moment, in their order.
    pub fn open(&self, deal: &Deal, actor: &Actor, at: NaiveDateTime) -> Vec<StageId> {
        self.gate.open(&mut self.case(deal, actor, at), Some(actor.key()), at)
    }

    /// The tasks of the stage in which a deal is, with whether each is done.
    pub fn tasks(&self, deal: &Deal, actor: &Actor, at: NaiveDateTime) -> Vec<(&str, bool)> {
        self.gate.tasks(&mut self.case(deal, actor, at))
    }

    fn case<'c>(&'c self, deal: &'c Deal, actor: &'c Actor, at: NaiveDateTime) -> Asked<'c> {
        Asked { stages: self.gate.stages(), calendar: &self.calendar, fields: &self.fields, deal, actor, at }
    }

    fn checked(&self, deal: &Deal, to: &str, actor: &Actor, at: NaiveDateTime, why: Option<&str>) -> Verdict<'_> {
        let mut case = self.case(deal, actor, at);
        let (stage, event) = match self.stages().find(to) {
            Some(stage) => (Some(stage), None),
            None => (self.gate.led_by(&mut case, to), Some(to)),
        };
        let Some(stage) = stage else {
            return self.gate.unknown(deal.stage(), to);
        };
        let wanted = Move { to: stage, event, by: Some(actor.key()), at, overrides: why };
        self.gate.check(&mut case, &wanted)
    }
}

/// Reads formulas about plain deals.
struct Plain<'p> {
    fields: &'p Fields,
    stages: &'p Stages,
    calendar: &'p FiscalCalendar,
}

impl Plain<'_> {
    fn names(&self, has_actor: bool) -> DealNames<'_> {
        DealNames { fields: self.fields, stages: self.stages, has_actor }
    }
}

impl Reader for Plain<'_> {
    type Deal = DealQuestion;
    type Who = DealQuestion;

    fn formula(
        &mut self,
        text: &str,
        unit: Option<Unit>,
        at: At<'_>,
        problems: &mut Problems,
    ) -> Option<Program<DealQuestion>> {
        compile(text, unit, &mut self.names(false), at, problems)
    }

    fn who(&mut self, text: &str, at: At<'_>, problems: &mut Problems) -> Option<WhoRule<DealQuestion, DealQuestion>> {
        let is_name = matches!(parse(text).map(|expr| expr.kind), Ok(ExprKind::Path(_)));
        let is_person = |program: &Program<DealQuestion>| program.unit == Unit::Person;
        if is_name {
            let named = compile(text, None, &mut self.names(false), at, &mut Problems::new());
            if let Some(named) = named.filter(is_person) {
                return Some(WhoRule::Named(named));
            }
        }
        compile(text, Some(Unit::YesNo), &mut self.names(true), at, problems).map(WhoRule::Condition)
    }

    fn place(&self, formula: &Program<DealQuestion>) -> Option<u32> {
        match formula.as_question() {
            Some(DealQuestion::Field(name)) => self.fields.place(name),
            _ => None,
        }
    }

    fn has_roles(&self) -> bool {
        self.fields.of_people("role").is_some()
    }

    fn calendar(&self) -> &FiscalCalendar {
        self.calendar
    }
}

impl<C, W> Gate<C, W> {
    /// What is said of a stage that is not there.
    pub fn unknown(&self, from: Option<StageId>, to: &str) -> Verdict<'_> {
        let known = self.stages().iter().map(|(_, stage)| stage.id().as_str());
        let events = self.edges().iter().filter_map(|edge| edge.event.as_deref());
        let nearest = crate::diagnostic::nearest(to, known.chain(events)).map(str::to_owned);
        let reasons = vec![Reason::Unknown { to: to.to_owned(), nearest }];
        Verdict { from, to: None, reasons, is_overridden: false, approved: Vec::new(), effects: &[] }
    }
}
