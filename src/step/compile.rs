//! Reading steps.

use crate::diagnostic::{At, Code, Problems};
use crate::formula::{Names, Program, compile as compile_formula};
use crate::quantity::Unit;

use super::definition::{Deed, StepDefinition};

/// The most steps of one value.
pub const STEPS_MAX: usize = 100;

/// Steps, read: in the order written.
#[derive(Clone, Debug, PartialEq)]
pub struct Steps<Q> {
    /// Each of them.
    pub list: Vec<Step<Q>>,
    /// What the value is of.
    pub unit: Unit,
}

/// A step, read.
#[derive(Clone, Debug, PartialEq)]
pub struct Step<Q> {
    /// When it is done; always, where nothing is said.
    pub when: Option<Program<Q>>,
    /// What is done.
    pub deed: Deed,
    /// With how much.
    pub amount: Program<Q>,
    /// Why.
    pub why: Option<String>,
}

/// Whoever checks formulas: given the text, the unit that it must give, and the place.
pub type FormulaReader<'r, Q> = dyn FnMut(&str, Unit, At<'_>, &mut Problems) -> Option<Program<Q>> + 'r;

impl<Q> Steps<Q> {
    /// Reads the steps of a value of a unit; reports everything that is wrong with them.
    ///
    /// What is written beside `times` is a number, all else of the unit of the value.
    pub fn compile<N: Names<Question = Q>>(
        definitions: &[StepDefinition],
        unit: Unit,
        names: &mut N,
        at: At<'_>,
        problems: &mut Problems,
    ) -> Option<Steps<Q>> {
        let mut formula = |text: &str, unit: Unit, at: At<'_>, problems: &mut Problems| {
            compile_formula(text, Some(unit), names, at, problems)
        };
        Steps::compile_with(definitions, unit, &mut formula, at, problems)
    }

    /// The same where somebody else checks the formulas.
    pub fn compile_with(
        definitions: &[StepDefinition],
        unit: Unit,
        formula: &mut FormulaReader<'_, Q>,
        at: At<'_>,
        problems: &mut Problems,
    ) -> Option<Steps<Q>> {
        if definitions.len() > STEPS_MAX {
            let message = format!("a value has at most {STEPS_MAX} steps, this one has {}", definitions.len());
            problems.report(Code::ValueRange, at, message).help("put what belongs together into a table");
            return None;
        }
        let mut list = Vec::with_capacity(definitions.len());
        for (index, definition) in definitions.iter().enumerate() {
            list.extend(step(definition, unit, formula, at.index(index), problems));
        }
        (list.len() == definitions.len()).then_some(Steps { list, unit })
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

/// No steps: a value stays as it is.
impl<Q> Default for Steps<Q> {
    fn default() -> Steps<Q> {
        Steps { list: Vec::new(), unit: Unit::Number }
    }
}

fn step<Q>(
    definition: &StepDefinition,
    unit: Unit,
    formula: &mut FormulaReader<'_, Q>,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<Step<Q>> {
    let when = definition.when.as_ref();
    let when = when.map(|when| formula(when.as_str(), Unit::YesNo, at.field("when"), problems));
    let deeds: Vec<_> = definition.deeds().collect();
    let [(deed, text)] = deeds.as_slice() else {
        one_deed(&deeds.iter().map(|(deed, _)| deed.word()).collect::<Vec<_>>(), at, problems);
        return None;
    };
    let unit = if *deed == Deed::Times { Unit::Number } else { unit };
    let amount = formula(text.as_str(), unit, at.field(deed.word()), problems);
    Some(Step {
        when: when.map_or(Some(None), |when| when.map(Some))?,
        deed: *deed,
        amount: amount?,
        why: definition.why.clone(),
    })
}

fn one_deed(found: &[&str], at: At<'_>, problems: &mut Problems) {
    let words = Deed::ALL.map(Deed::word).join("`, `");
    if found.is_empty() {
        problems
            .report(Code::DocumentMissingField, at, "the step does nothing")
            .help(format!("write one of `{words}`"));
        return;
    }
    problems
        .report(Code::PlanConflict, at, format!("the step does several things: `{}`", found.join("`, `")))
        .help("make a step of each, in the order in which they are done");
}
