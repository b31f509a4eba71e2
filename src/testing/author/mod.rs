//! Plans that nobody wrote.
//!
//! An [`Author`] writes a plan section by section, in the order in which plans are read, and knows what has been written: a
//! formula names what is there, in units that fit.

mod fact;
mod formula;
mod kpi;
mod people;
mod record;
mod result;
mod shape;
mod table;
mod target;

use crate::diagnostic::{At, Problems};
use crate::document::{Node, Read};
use crate::plan::PlanDefinition;

use super::dice::Dice;
use super::node::{map, named, text};
use super::size::Size;

/// A plan that nobody wrote, and that compiles.
///
/// The same seed and size give the same plan. Whatever the plan language has may be in it: calendars of months or of weeks
/// with lists, trees, attributes, peers, amounts in other currencies, kinds of facts and of records that refer to each
/// other, pipelines, tables of every way to be read, KPIs over them and each other with all that may be said beside a
/// formula, targets, scorecards, incentives, rankings.
///
/// # Example
///
/// ```
/// use attain::Plan;
/// use attain::testing::{Size, plan};
///
/// for seed in 0..20 {
///     let definition = plan(seed, &Size::small());
///     assert_eq!(definition, plan(seed, &Size::small()));
///     Plan::compile(&definition)?;
/// }
/// # Ok::<(), attain::Problems>(())
/// ```
pub fn plan(seed: u64, size: &Size) -> PlanDefinition {
    let mut author = Author::new(seed, size);
    let node = author.plan(seed);
    PlanDefinition::read(&node, At::root(), &mut Problems::default())
}

/// What a formula gives, as far as formulas have to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Is {
    /// A number or a ratio.
    Pure,
    Money,
    Duration,
    Date,
    Text,
    Person,
    Unit,
    YesNo,
}

/// A field of a kind.
#[derive(Clone, Debug)]
struct Field {
    name: String,
    ty: String,
    is: Is,
}

/// A kind of facts or of records.
#[derive(Clone, Debug)]
struct Kind {
    name: String,
    fields: Vec<Field>,
    /// What a kind of records has beside.
    record: Option<OfRecords>,
}

/// What a kind of records has.
#[derive(Clone, Debug)]
struct OfRecords {
    /// The stages of its pipeline; none, where it has no pipeline.
    stages: Vec<String>,
    owned: bool,
}

/// A KPI.
#[derive(Clone, Debug)]
struct Kpi {
    name: String,
    is: Is,
    /// How many groups stand in each other in it: people over people over people take long.
    groups: usize,
    has_targets: bool,
    /// Whether its targets have a pace.
    paced: bool,
    /// Whether it folds facts or groups, or a KPI that it names does: there is a sample.
    counts: bool,
}

/// A table of numbers.
#[derive(Clone, Debug)]
struct Table {
    name: String,
    /// What it is read with.
    keys: Vec<Is>,
    /// Its result, where one has to be named.
    column: Option<String>,
}

/// What a plan may leave out, and formulas may not ask for then.
#[derive(Clone, Copy, Debug, Default)]
struct Has {
    hours: bool,
    peers: bool,
    leads: bool,
}

/// Writes a plan, and knows what has been written.
struct Author {
    dice: Dice,
    size: Size,
    kinds: Vec<Kind>,
    attributes: Vec<Field>,
    /// Levels of the units from the top, of the first tree.
    levels: Vec<String>,
    grains: Vec<String>,
    has: Has,
    tables: Vec<Table>,
    kpis: Vec<Kpi>,
    /// Scores, grades and pay, where formulas may name them.
    results: Vec<(String, Is)>,
    /// How many groups may still stand in the formula that is written.
    groups_left: usize,
    /// How many groups stand in each other in what was written of it.
    groups: usize,
    /// Whether fields are written with their kind.
    full_names: bool,
    /// Whether there is a base, in money.
    has_base: bool,
    /// Whether there is a table of how much each period of a year counts.
    has_season: bool,
    /// The KPIs that ask for a target, or name one that does.
    asking: Vec<String>,
}

impl Author {
    fn new(seed: u64, size: &Size) -> Author {
        Author {
            dice: Dice::new(seed),
            size: size.clone(),
            kinds: Vec::new(),
            attributes: Vec::new(),
            levels: Vec::new(),
            grains: Vec::new(),
            has: Has::default(),
            tables: Vec::new(),
            kpis: Vec::new(),
            results: Vec::new(),
            groups_left: 0,
            groups: 0,
            full_names: false,
            has_base: false,
            has_season: false,
            asking: Vec::new(),
        }
    }

    fn plan(&mut self, seed: u64) -> Node {
        let head = [
            ("attain", Node::Number("1".to_owned())),
            ("name", text(format!("story {seed}"))),
            ("currency", text("EUR")),
            ("timezone", text(self.dice.word(&["UTC", "+08:00", "-05:30"]))),
        ];
        let mut sections = Vec::from(head);
        if self.dice.chance(30) {
            sections.push(("precision", Node::from(self.dice.between(6, 18))));
        }
        sections.push(("rules", self.rules()));
        sections.extend(self.exchange().map(|exchange| ("exchange", exchange)));
        sections.extend(self.calendar().map(|calendar| ("calendar", calendar)));
        sections.push(("org", self.org()));
        let (mut records, pipelines) = self.records();
        sections.push(("facts", self.facts()));
        self.settle(&mut records);
        sections.push(("records", named(records)));
        sections.push(("pipelines", pipelines));
        let mut tables = self.some_tables();
        tables.extend(self.season());
        let (kpis, targets) = self.some_kpis();
        sections.push(("kpis", kpis));
        sections.push(("targets", targets));
        sections.push(("scorecards", self.scorecards(&mut tables)));
        sections.push(("incentives", self.incentives(&mut tables)));
        sections.push(("rankings", self.rankings()));
        sections.push(("tables", named(tables)));
        map(sections)
    }

    /// A grain that is not too fine for targets and statements.
    fn grain(&mut self) -> String {
        let coarse: Vec<String> = self
            .grains
            .iter()
            .filter(|grain| !matches!(grain.as_str(), "day" | "week" | "half_month"))
            .cloned()
            .collect();
        self.dice.pick(&coarse).cloned().unwrap_or_default()
    }
}
