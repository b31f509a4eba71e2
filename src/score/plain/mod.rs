//! A scorecard by itself: its values are given, and nothing else is asked.

mod figures;
mod names;

use crate::calendar::FiscalCalendar;
use crate::diagnostic::{At, Code, Problems};
use crate::document::{Named, Node, definition};
use crate::formula::{Elsewhere, Program, Shift, run};
use crate::id::{Arena, Id};
use crate::kpi::Question;
use crate::log::FieldType;
use crate::quantity::{Currency, Outcome, Precision, Unit, Value, Why};
use crate::rule::{Rules, RulesDefinition};
use crate::table::{Basis, Table, TableDefinition};

use super::compile::Card;
use super::definition::ScorecardDefinition;
use super::evaluate::{self, evaluate};
use super::result::Scorecard;

pub use figures::Figures;

use figures::Given;
use names::PlainNames;

definition! {
    /// A scorecard by itself, as an author writes it: with the values that its formulas name, the tables, and the house rules.
    pub struct PlainCardDefinition {
        /// What it is called; `card`, where nothing is said.
        pub name: Option<String>,
        /// The currency of amounts of money; any, where nothing is said.
        pub currency: Option<String>,
        /// The names of the values, such as `attained` or `subject.level`, each with what it is: `number`, `money`, `ratio`, `duration`,
        /// `date`, `text` or `yesno`.
        pub values: Named<String>,
        /// The house rules.
        pub rules: Option<RulesDefinition>,
        /// The tables.
        pub tables: Named<TableDefinition>,
        /// The scorecard; where it stands in a plan its formulas ask the engine, and here for the values.
        pub scorecard: ScorecardDefinition,
    }
}

/// A scorecard, read, for whoever has the values: by the same rules as in a plan, without an engine and without a log.
///
/// # Example
///
#[cfg_attr(feature = "json", doc = "```")]
#[cfg_attr(not(feature = "json"), doc = "```ignore")]
/// use attain::score::PlainCard;
///
/// let card = PlainCard::from_json(br#"{
///     "values": { "attained": "ratio", "on_time": "ratio", "collected": "ratio" },
///     "rules": { "rounding": { "to": "0.1", "mode": "half_up" }, "boundary": "[from, to)", "missing": "skip" },
///     "tables": {
///         "points": { "keys": ["x"], "read": "line", "below": "flat", "above": "flat",
///             "rows": [ { "x": "0%", "points": 0 }, { "x": "100%", "points": 100 }, { "x": "120%", "points": 120 } ] },
///         "grade": { "keys": ["score"], "read": "step",
///             "rows": [ { "score": "95 ..", "grade": "A" }, { "score": "75 .. 95", "grade": "B" }, { "score": ".. 75", "grade": "C" } ] } },
///     "scorecard": { "grain": "month", "grades": { "table": "grade" },
///         "items": [ { "id": "results", "weight": "70%", "value": "attained", "points": "points" },
///                    { "id": "process", "weight": "30%", "value": "on_time", "points": "points" } ],
///         "steps": [ { "when": "collected < 80%", "cap": 90, "why": "cash first" } ] }
/// }"#)?;
///
/// let figures = card.read_json(br#"{ "attained": "110%", "on_time": "90%", "collected": "75%" }"#)?;
/// let result = card.evaluate(&figures)?.unwrap();
/// assert_eq!(result.score().unwrap().to_string(), "90.0", "0.7 × 110 + 0.3 × 90 = 104, and at most 90");
/// assert_eq!(result.grade().unwrap().unwrap().grade.to_string(), "B");
///
/// // What is not given is missing: the card without it.
/// let figures = card.read_json(br#"{ "on_time": "80%" }"#)?;
/// let result = card.evaluate(&figures)?.unwrap();
/// assert_eq!(result.score().unwrap().to_string(), "80.0");
/// assert_eq!(result.missing()[0].path, ["results"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct PlainCard {
    card: Card,
    /// The values, each with its name; `period.first` comes last.
    values: Vec<(String, Unit)>,
    currency: Option<Currency>,
    tables: Arena<Table>,
}

impl PlainCard {
    /// Reads a definition; the error lists everything that is wrong with it.
    pub fn compile(definition: &PlainCardDefinition) -> Result<PlainCard, Problems> {
        let mut problems = Problems::new();
        let read = PlainCard::read(definition, At::root(), &mut problems);
        match read {
            Some(card) if problems.is_empty() => Ok(card),
            _ => Err(problems),
        }
    }

    /// Reads JSON text of at most 1 MiB; the error lists everything that is wrong with it, in form and in meaning.
    #[cfg(feature = "json")]
    pub fn from_json(text: &[u8]) -> Result<PlainCard, Problems> {
        use crate::document::Read;

        let node = crate::document::from_json(text, JSON_BYTES_MAX)?;
        let mut problems = Problems::new();
        let definition = PlainCardDefinition::read(&node, At::root(), &mut problems);
        let read = PlainCard::read(&definition, At::root(), &mut problems);
        match read {
            Some(card) if problems.is_empty() => Ok(card),
            _ => Err(problems),
        }
    }

    fn read(definition: &PlainCardDefinition, at: At<'_>, problems: &mut Problems) -> Option<PlainCard> {
        let usual = RulesDefinition::default();
        let rules = definition.rules.as_ref().unwrap_or(&usual);
        let rules = Rules::compile(rules, at.field("rules"), problems);
        let currency = currency(definition.currency.as_deref(), at.field("currency"), problems);
        let values = values(&definition.values, at.field("values"), problems);
        let mut tables = Arena::new();
        let mut named = Vec::new();
        for (name, table) in &definition.tables {
            let basis = Basis { currency, precision: Precision::default() };
            let read = Table::compile_in(table, &rules, basis, at.field("tables").field(name), problems);
            named.push(names::Named { name: name.clone(), id: read.map(|table| tables.push(table)) });
        }
        let calendar = FiscalCalendar::default();
        let mut names = PlainNames { values, rules, currency, tables, named, calendar };
        let name = definition.name.as_deref().unwrap_or("card");
        of_nobody_else(&definition.scorecard, at.field("scorecard"), problems);
        let card = Card::compile(name, &definition.scorecard, &mut names, at.field("scorecard"), problems)?;
        Some(PlainCard { card, values: names.values, currency, tables: names.tables })
    }

    /// The card: items, weights, labels.
    pub fn card(&self) -> &Card {
        &self.card
    }

    /// What a value is of.
    pub fn unit(&self, name: &str) -> Option<Unit> {
        self.values.iter().find(|(known, _)| known == name).map(|(_, unit)| *unit)
    }

    /// Reads values as they are written: `{ "attained": "110%", "level": "senior" }`; `null` is not given. Reports those that are not
    /// declared, or not of the kind declared.
    pub fn figures(&self, written: &Named<Node>) -> Result<Figures, Problems> {
        figures::read(self, written)
    }

    /// The same off JSON text.
    #[cfg(feature = "json")]
    pub fn read_json(&self, text: &[u8]) -> Result<Figures, Problems> {
        use crate::document::Read;

        let node = crate::document::from_json(text, JSON_BYTES_MAX)?;
        let mut problems = Problems::new();
        let written = Named::<Node>::read(&node, At::root(), &mut problems);
        if problems.is_empty() { self.figures(&written) } else { Err(problems) }
    }

    /// What the card comes to: undefined for whom it is not, and in a period in which it does not hold.
    ///
    /// The error names a value that is not declared, or is of something else.
    pub fn evaluate(&self, figures: &Figures) -> Result<Outcome<Scorecard>, crate::error::Error> {
        let mut inputs = Inputs { card: self, given: figures.given(&self.values)? };
        let mut holds = |condition: Option<&Program<Question>>| {
            condition.is_none_or(|condition| run(condition, &(), &mut inputs) == Ok(Value::YesNo(true)))
        };
        if !holds(self.card.who.as_ref()) {
            return Ok(Err(Why::NotAMember));
        }
        if !holds(self.card.during.as_ref()) {
            return Ok(Err(Why::NothingDefined));
        }
        Ok(Ok(evaluate(&self.card, &mut inputs)))
    }
}

/// The most bytes that the text of a scorecard by itself, or of its values, may have.
#[cfg(feature = "json")]
const JSON_BYTES_MAX: usize = 1_048_576;

/// Reports what grades say of others: a card by itself has none.
fn of_nobody_else(card: &ScorecardDefinition, at: At<'_>, problems: &mut Problems) {
    let Some(grades) = &card.grades else { return };
    let written = [("force", grades.force.as_ref().is_some()), ("calibrate", grades.calibrate.as_ref().is_some())];
    for (field, _) in written.into_iter().filter(|(_, written)| *written) {
        let message = format!("a scorecard by itself is of one alone, and `{field}` is about others");
        problems
            .report(Code::FormulaContext, at.field("grades").field(field), message)
            .help("leave it out here, or write the scorecard in a plan");
    }
}

fn currency(written: Option<&str>, at: At<'_>, problems: &mut Problems) -> Option<Currency> {
    let read = written?.parse::<Currency>();
    read.map_err(|error| {
        problems.report(Code::ValueInvalid, at, error.to_string()).help("write its three letters, such as `EUR`");
    })
    .ok()
}

/// What each value is of, and the first day of the period behind them.
fn values(written: &Named<String>, at: At<'_>, problems: &mut Problems) -> Vec<(String, Unit)> {
    let mut values = Vec::new();
    for (name, word) in written {
        let place = at.field(name);
        for part in name.split('.') {
            crate::id::Name::read(part, place, problems);
        }
        let unit = FieldType::from_word(word).and_then(unit);
        if unit.is_none() {
            let message = format!("`{word}` is none of `{}`", TYPES.join("`, `"));
            problems.report(Code::DocumentUnknownWord, place, message).nearest(word, TYPES);
        }
        // One that is not sound is known all the same: nobody needs to hear of it twice.
        values.push((name.clone(), unit.unwrap_or(Unit::Number)));
    }
    values.push(("period.first".to_owned(), Unit::Date));
    values
}

const TYPES: [&str; 7] = ["number", "money", "ratio", "duration", "date", "text", "yesno"];

fn unit(ty: FieldType) -> Option<Unit> {
    match ty {
        FieldType::Number => Some(Unit::Number),
        FieldType::Money => Some(Unit::Money),
        FieldType::Ratio => Some(Unit::Ratio),
        FieldType::Duration => Some(Unit::Duration),
        FieldType::Date => Some(Unit::Date),
        FieldType::Text => Some(Unit::Text),
        FieldType::YesNo => Some(Unit::YesNo),
        _ => None,
    }
}

/// The values that are given, for the formulas of the card.
struct Inputs<'c> {
    card: &'c PlainCard,
    given: Vec<Given>,
}

impl crate::formula::Inputs<Question> for Inputs<'_> {
    type Place = ();

    fn answer(&mut self, question: &Question, place: &()) -> Outcome {
        match question {
            Question::Local(value) => match self.given.get(*value) {
                Some(given) => given.value.clone(),
                None => Err(Why::NothingDefined),
            },
            Question::Lookup { table, column, keys } => {
                let keys = keys.iter().map(|key| run(key, place, self)).collect::<Outcome<Vec<Value>>>()?;
                self.card.tables[*table].value(&keys, *column)
            }
            _ => Err(Why::NothingDefined),
        }
    }

    fn shift(&mut self, _: &Shift, (): &()) -> Outcome<()> {
        Err(Why::NoPeriod)
    }

    fn elsewhere(&mut self, _: &Elsewhere, (): &()) -> Outcome<()> {
        Err(Why::NotAMember)
    }
}

impl evaluate::Inputs for Inputs<'_> {
    fn value(&mut self, program: &Program<Question>) -> Outcome {
        run(program, &(), self)
    }

    fn enough(&mut self, program: &Program<Question>, need: u64) -> Outcome<()> {
        let mut have = 0;
        program.questions(&mut |question| {
            if let Question::Local(value) = question {
                have = self.given.get(*value).map_or(0, |given| given.samples).max(have);
            }
        });
        if have < need { Err(Why::TooFew { have, need }) } else { Ok(()) }
    }

    fn table(&self, id: Id<Table>) -> &Table {
        &self.card.tables[id]
    }

    fn precision(&self) -> Precision {
        Precision::default()
    }
}
