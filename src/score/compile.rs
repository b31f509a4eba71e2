//! Reading scorecards.

use crate::calendar::Grain;
use crate::diagnostic::{At, Code, Problems};
use crate::document::{BeyondOne, IS_WHOLE, Named, all_there};
use crate::formula::Program;
use crate::grade::{Calibration, Force};
use crate::id::{Id, Name};
use crate::kpi::{Question, RuleNames};
use crate::quantity::Unit;
use crate::rule::{Rounding, needed};
use crate::step::Steps;
use crate::table::Table;

use super::definition::{ScorecardDefinition, Weights};
use super::during;
use super::item::{Item, Reader, one_result, steps};
use super::weight::Together;

/// A scorecard, read.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// Its name.
    pub name: Name,
    /// Whose it is; everybody's where nothing is said.
    pub who: Option<Program<Question>>,
    /// The grains of its periods.
    pub grains: Vec<Grain>,
    /// The periods in which it holds; all, where nothing is said.
    pub during: Option<Program<Question>>,
    /// Its items.
    pub items: Vec<Item>,
    /// How they are put together.
    pub together: Together,
    /// What is done to the weighted points.
    pub steps: Steps<Question>,
    /// To what the score is rounded.
    pub rounding: Rounding,
    /// The table that turns the rounded score into a grade.
    pub grades: Option<Id<Table>>,
    /// By which quotas grades are given.
    pub force: BeyondOne<Force>,
    /// Who may change grades.
    pub calibration: BeyondOne<Calibration>,
    /// What people call it, by language.
    pub labels: Named<String>,
}

impl Card {
    /// Reads a definition; reports everything that is wrong with it. What its grades say of others, quotas and who may change a grade, is
    /// read by the plan.
    pub fn compile(
        name: &str,
        definition: &ScorecardDefinition,
        names: &mut impl RuleNames,
        at: At<'_>,
        problems: &mut Problems,
    ) -> Option<Card> {
        let checked = Name::read(name, at, problems);
        let rules = names.rules().clone();
        let who = definition.who.as_ref().map(|who| names.who(who.as_str(), at.field("who"), problems));
        let grains = grains(&definition.grain.0, names, at.field("grain"), problems);
        let own = definition.rounding.as_ref();
        let own = own.and_then(|rounding| rounding.compile(at.field("rounding"), problems));
        let why = "a score is rounded before it is graded and ranked";
        let rounding = needed(own, rules.rounding.as_ref(), "rounding", why, at.field("rounding"), problems);
        let own = definition.missing.as_ref();
        let missing = own.and_then(|missing| missing.compile(at.field("missing"), problems)).or(rules.missing);
        let whole = is_whole(definition, at, problems);
        let during = definition.during.as_deref().filter(|_| IS_WHOLE);
        let during = during.map(|text| during::during(text, names, at.field("during"), problems));
        let together = Together::read((&definition.compose, &definition.weights), Weights::default(), at, problems);
        let items = Reader { missing, together, depth: 1 }.items(&definition.items, names, at.field("items"), problems);
        let steps = steps(&definition.steps, names, at.field("steps"), problems);
        let grades = definition.grades.as_ref().map(|grades| {
            let place = at.field("grades");
            let id = names.table(&grades.table, place.field("table"), problems);
            id.filter(|&id| {
                let (table, place) = (names.table_at(id), place.field("table"));
                one_result(table, place, problems) && table.takes_one(Unit::Number, "the score", place, problems)
            })
        });
        let (items, together) = items?;
        Some(Card {
            name: checked.filter(|_| whole)?,
            who: who.map_or(Some(None), |who| who.map(Some))?,
            grains: grains?,
            during: during.map_or(Some(None), |during| during.map(Some))?,
            items,
            together,
            steps: steps?,
            rounding: rounding?,
            grades: grades.map_or(Some(None), |grades| grades.map(Some))?,
            force: BeyondOne::default(),
            calibration: BeyondOne::default(),
            labels: definition.labels.clone(),
        })
    }
}

fn grains(written: &[String], names: &mut impl RuleNames, at: At<'_>, problems: &mut Problems) -> Option<Vec<Grain>> {
    if written.is_empty() {
        problems
            .report(Code::DocumentMissingField, at, "a scorecard needs the grain of its periods")
            .help("write it like `\"grain\": \"month\"`");
        return None;
    }
    written.iter().map(|name| names.grain(name, at, problems)).collect()
}

/// Whether all that is written is in the library; reports what is not.
fn is_whole(definition: &ScorecardDefinition, at: At<'_>, problems: &mut Problems) -> bool {
    let beyond = [
        ("during", definition.during.is_some()),
        ("compose", definition.compose.is_some()),
        ("weights", definition.weights.is_some()),
    ];
    all_there(&beyond, at, problems)
}
