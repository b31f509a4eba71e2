//! The names of a plan: what formulas about people and units may ask.

mod asked;
mod attains;
mod call;
mod of_fields;
mod paced;
mod people;
mod rank;

use std::sync::Arc;

use crate::calendar::{FiscalCalendar, Grain};
use crate::diagnostic::{At, Code, Problems};
use crate::document::IS_WHOLE;
use crate::formula::{ExprKind, FoldFunction, Meaning, parse};
use crate::id::{Arena, Id, Name};
use crate::incentive::IncentivePlan;
use crate::kpi::{ATTAINS, CreditedAs, Kpi, PeriodFact, Question, ResultName};
use crate::log::Kinds;
use crate::measure::Folds;
use crate::org::Attributes;
use crate::quantity::{Currency, Precision, Unit};
use crate::review::Review;
use crate::rule::Rules;
use crate::score::{Card, Item, Part};
use crate::table::{Basis, Table};

pub(crate) use of_fields::by_name;

use super::broken::Broken;
use super::definition::PlanDefinition;
use super::seeing::Seeing;

/// What no KPI can be called by, because formulas have it already.
const KPI_TAKEN: [&str; 3] = ["as_of", "base", "active"];

/// What no table can be called by, because formulas call something else so.
const TABLE_TAKEN: [&str; 10] =
    ["target", "attainment", "gap", "pace", "run_rate", "coverage", "committed", "elapsed", "manager", "tenure"];

/// What the name of a result in a formula stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResultOf {
    /// The score of a card, by its position among the plan's.
    Score(usize),
    /// The points of an item of a card, by the names on the way to it.
    Item(usize, Vec<String>),
    /// The grade of a card.
    Grade(usize),
    /// What an incentive plan pays, by its position among the plan's.
    Pay(usize),
    /// What one component of it pays.
    Component(usize, String),
    /// What a review gives for an item, by their positions among the plan's and the review's.
    Review(usize, usize),
}

/// The tables of a plan by their names, in the order of the names.
#[derive(Debug, Default)]
pub(super) struct TableNames(Vec<(String, Id<Table>)>);

impl TableNames {
    /// The table of a name.
    pub(super) fn get(&self, name: &str) -> Option<Id<Table>> {
        let at = self.0.binary_search_by(|(known, _)| known.as_str().cmp(name)).ok()?;
        self.0.get(at).map(|(_, id)| *id)
    }

    fn insert(&mut self, name: &str, id: Id<Table>) {
        let at = self.0.partition_point(|(known, _)| known.as_str() < name);
        self.0.insert(at, (name.to_owned(), id));
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }
}

/// The names of a plan while it is read.
pub(super) struct PlanNames<'d> {
    definition: &'d PlanDefinition,
    pub rules: Rules,
    pub calendar: FiscalCalendar,
    pub kinds: Arc<Kinds>,
    pub tables: Arena<Table>,
    pub folds: Folds,
    pub kpis: Arena<Kpi>,
    pub results: Vec<ResultOf>,
    pub context: Context,
    /// The names of values that are at hand, whatever the formula: of fields over which targets are cut.
    at_hand: Vec<(Name, Unit, usize)>,
    pub currency: Option<Currency>,
    pub precision: Precision,
    /// The grains that were asked for, by formulas or by sections; in their order.
    pub grains: Vec<Grain>,
    attributes: Attributes,
    pub result_names: Arena<ResultName>,
    pub table_ids: TableNames,
    /// Whether it is known which levels the organisation has.
    has_levels: bool,
    broken: Broken,
}

/// Where a formula stands.
#[derive(Clone, Debug, Default)]
pub(super) struct Context {
    /// Whether plain names are attributes of people.
    people: bool,
    /// The unit of `base`, where it is known.
    pub(super) base: Option<Unit>,
    /// The unit of `actual` and `target`, where nothing else is known.
    pub(super) attains: Option<Unit>,
    /// What folds are credited as where they say nothing.
    pub(super) credit: Option<CreditedAs>,
    /// Whether there are an `actor`, who asks, and a `subject`, who is asked about.
    seeing: bool,
    /// Whether the subject is called `owner` too.
    owning: bool,
}

impl Context {
    /// A condition on people.
    pub(super) fn about_people() -> Context {
        Context { people: true, ..Context::default() }
    }

    /// A condition on who may see whom.
    pub(super) fn about_seeing() -> Context {
        Context { seeing: true, ..Context::default() }
    }

    /// A condition on who may move a record: its owner is the subject.
    pub(super) fn about_moving() -> Context {
        Context { seeing: true, owning: true, ..Context::default() }
    }

    /// Where a formula may have a `base`.
    pub(super) fn with_base(base: Option<Unit>) -> Context {
        Context { base, ..Context::default() }
    }
}

impl<'d> PlanNames<'d> {
    pub(super) fn new(
        definition: &'d PlanDefinition,
        rules: Rules,
        calendar: FiscalCalendar,
        attributes: Attributes,
        kinds: Arc<Kinds>,
        currency: Option<Currency>,
        problems: &Problems,
    ) -> PlanNames<'d> {
        let unread = problems.is_unread(&At::root().field("org").then("trees"));
        let broken = Broken::new(definition, &calendar, &attributes, problems);
        PlanNames {
            definition,
            rules,
            calendar,
            kinds,
            tables: Arena::new(),
            folds: Folds::default(),
            kpis: Arena::new(),
            results: Vec::new(),
            context: Context::default(),
            at_hand: Vec::new(),
            currency,
            precision: Precision::default(),
            grains: Vec::new(),
            attributes,
            result_names: Arena::new(),
            table_ids: TableNames::default(),
            has_levels: !unread,
            broken,
        }
    }

    /// The grain of a name; it is then one that the plan uses.
    pub(super) fn used_grain(&mut self, name: &str) -> Option<Grain> {
        let grain = self.calendar.grain(name)?;
        if let Err(place) = self.grains.binary_search(&grain) {
            self.grains.insert(place, grain);
        }
        Some(grain)
    }

    /// Reports a name that no table can have.
    pub(super) fn check_table(name: &str, at: At<'_>, problems: &mut Problems) {
        let function = crate::formula::Function::named(name).is_some() || FoldFunction::named(name).is_some();
        check_name(name, function || TABLE_TAKEN.contains(&name), at, problems);
    }

    /// What the amounts of tables are reckoned in.
    pub(super) fn basis(&self) -> Basis {
        Basis { currency: self.currency, precision: self.precision }
    }

    pub(super) fn add_table(&mut self, name: &str, table: Table) {
        let id = self.tables.push(table);
        self.table_ids.insert(name, id);
    }

    pub(super) fn add_broken(&mut self, name: &str) {
        self.broken.add(name);
    }

    /// Whether a section as a whole could not be read.
    pub(super) fn lost(&self, section: &str) -> bool {
        self.broken.section(section)
    }

    /// Whether working days or hours are declared, but not soundly.
    pub(super) fn lost_week(&self) -> bool {
        self.broken.week()
    }

    /// Whether who leads could not be read.
    pub(super) fn lost_leads(&self) -> bool {
        self.broken.leads()
    }

    /// Adds the names of the results of a card, by its position among the plan's.
    pub(super) fn add_scores(&mut self, index: usize, card: &Card) {
        self.add_result(format!("score.{}", card.name), Unit::Number, ResultOf::Score(index));
        self.add_items(index, &card.items, &format!("score.{}", card.name), &[]);
        if let Some(grades) = card.grades {
            let unit = self.tables[grades].columns().first().map_or(Unit::Text, |column| column.unit);
            self.add_result(format!("grade.{}", card.name), unit, ResultOf::Grade(index));
        }
    }

    /// Adds the names of what a review gives, by its position among the plan's: one for each item, and its own, where it has just one.
    pub(super) fn add_review(&mut self, index: usize, review: &Review) {
        if !IS_WHOLE {
            return;
        }
        if review.items.len() == 1 {
            self.add_result(format!("review.{}", review.name), Unit::Number, ResultOf::Review(index, 0));
        }
        for (item, name) in review.items.iter().enumerate() {
            self.add_result(format!("review.{}.{name}", review.name), Unit::Number, ResultOf::Review(index, item));
        }
    }

    /// Notes a scorecard that could not be read: there is no result of its name.
    pub(super) fn add_broken_score(&mut self, name: &str) {
        self.add_broken(&format!("score.{name}"));
        self.add_broken(&format!("grade.{name}"));
    }

    /// Notes incentive plans that could not be read.
    pub(super) fn add_broken_pay(&mut self, definition: &PlanDefinition) {
        for name in definition.incentives.keys() {
            let path = format!("pay.{name}");
            if self.result_names.find(|result| result.path == path).is_none() {
                self.add_broken(&path);
            }
        }
    }

    fn add_items(&mut self, card: usize, items: &[Item], path: &str, way: &[String]) {
        for item in items {
            let path = format!("{path}.{}", item.id);
            let way: Vec<String> = way.iter().cloned().chain([item.id.as_str().to_owned()]).collect();
            self.add_result(path.clone(), Unit::Number, ResultOf::Item(card, way.clone()));
            if let Part::Items(items) = &item.part {
                self.add_items(card, items, &path, &way);
            }
        }
    }

    pub(super) fn add_pay(&mut self, plans: &[IncentivePlan]) {
        for (index, plan) in plans.iter().enumerate() {
            self.add_result(format!("pay.{}", plan.name), Unit::Money, ResultOf::Pay(index));
            for component in &plan.components {
                let result = ResultOf::Component(index, component.id.as_str().to_owned());
                self.add_result(format!("pay.{}.{}", plan.name, component.id), Unit::Money, result);
            }
        }
    }

    fn add_result(&mut self, path: String, unit: Unit, of: ResultOf) {
        self.result_names.push(ResultName { path, unit });
        self.results.push(of);
    }

    fn kpi(&self, name: &str) -> Option<(Id<Kpi>, Unit)> {
        let id = self.kpis.find(|kpi| kpi.name.as_str() == name)?;
        Some((id, self.kpis[id].formula.unit))
    }

    /// Whether people have roles: a text that is known of them.
    pub(super) fn has_roles(&self) -> bool {
        self.attributes.find("role").and_then(|role| self.attributes.unit(role)) == Some(Unit::Text)
    }

    fn attribute(&self, name: &str) -> Option<Meaning<Question>> {
        let id = self.attributes.find(name)?;
        Some(Meaning { question: Question::Attribute(id), unit: self.attributes.unit(id)? })
    }

    fn plain(&self, name: &str) -> Option<Meaning<Question>> {
        if let Some(unit) = self.context.attains {
            let local = ATTAINS.iter().position(|known| *known == name)?;
            return Some(Meaning { question: Question::Local(local.saturating_add(1)), unit });
        }
        if self.context.people
            && let Some(attribute) = self.attribute(name)
        {
            return Some(attribute);
        }
        if let Some((_, unit, local)) = self.at_hand.iter().find(|(known, _, _)| known.as_str() == name) {
            return Some(Meaning { question: Question::Local(*local), unit: *unit });
        }
        match (name, self.context.base) {
            ("base", Some(unit)) => return Some(Meaning { question: Question::Local(0), unit }),
            ("as_of", _) => return Some(Meaning { question: Question::AsOf, unit: Unit::Date }),
            ("active", _) => return Some(Meaning { question: Question::Active, unit: Unit::Ratio }),
            ("owner", _) if self.context.owning => {
                return Some(Meaning { question: Question::Local(Seeing::SUBJECT), unit: Unit::Person });
            }
            ("actor" | "subject", _) if self.context.seeing => {
                let local = if name == "actor" { Seeing::ACTOR } else { Seeing::SUBJECT };
                return Some(Meaning { question: Question::Local(local), unit: Unit::Person });
            }
            _ => {}
        }
        self.kpi(name).map(|(kpi, unit)| Meaning { question: Question::Kpi(kpi), unit })
    }

    fn named(&self, path: &str) -> Option<Meaning<Question>> {
        let (first, rest) = path.split_once('.').filter(|_| self.context.attains.is_none())?;
        match first {
            "subject" => self.attribute(rest),
            "owner" if self.context.owning => self.attribute(rest),
            "actor" if self.context.seeing => {
                let id = self.attributes.find(rest)?;
                let question = Question::Local(Seeing::ATTRIBUTES.saturating_add(id.index()));
                Some(Meaning { question, unit: self.attributes.unit(id)? })
            }
            "period" => {
                let (fact, _, unit) = PeriodFact::ALL.into_iter().find(|(_, word, _)| *word == rest)?;
                Some(Meaning { question: Question::Period(fact), unit })
            }
            _ => {
                let id = self.result_names.find(|name| name.path == path)?;
                Some(Meaning { question: Question::Result(id), unit: self.result_names[id].unit })
            }
        }
    }
}

/// Reports a name that is no identifier, or means something in formulas already.
fn check_name(name: &str, taken: bool, at: At<'_>, problems: &mut Problems) {
    if Name::read(name, at, problems).is_none() {
        return;
    }
    let reads = parse(name).is_ok_and(|expr| matches!(expr.kind, ExprKind::Path(_)));
    if taken || !reads {
        let message = format!("`{name}` already means something in formulas");
        problems.report(Code::NameTaken, at, message).help("give it another name");
    }
}
