//! What two records of a kind must not have in common.

use std::sync::Arc;

use crate::diagnostic::{At, Code, Problems};
use crate::document::FormulaText;
use crate::formula::{Program, compile as compile_formula};
use crate::log::{KindId, formulas_of};
use crate::measure::{FactNames, FactQuestion};

use super::definition::PlanDefinition;
use super::names::PlanNames;

/// A key by which it is told that two records of a kind are one.
#[derive(Clone, Debug, PartialEq)]
pub struct DuplicateKey {
    /// The kind.
    pub kind: KindId,
    /// The formulas as written, with commas between them.
    pub text: String,
    /// What they mean: all of them must be there, and the same.
    pub formulas: Vec<Program<FactQuestion>>,
}

/// The keys of a plan.
#[cfg(any(not(feature = "capi"), feature = "analysis"))]
pub(super) type Duplicates = Vec<DuplicateKey>;

/// The keys of a plan; a library that is not whole has none.
#[cfg(not(any(not(feature = "capi"), feature = "analysis")))]
pub(super) type Duplicates = [DuplicateKey; 0];

/// Reads the keys of all kinds of records; reports everything that is wrong with them.
#[cfg(any(not(feature = "capi"), feature = "analysis"))]
pub(super) use read as compile;

/// Reads nothing: what is written was reported.
#[cfg(not(any(not(feature = "capi"), feature = "analysis")))]
pub(super) fn compile(_: &PlanDefinition, _: &mut PlanNames<'_>, _: At<'_>, _: &mut Problems) -> Duplicates {
    []
}

/// Reads the keys of all kinds of records; reports everything that is wrong with them.
pub(super) fn read(
    definition: &PlanDefinition,
    names: &mut PlanNames<'_>,
    root: At<'_>,
    problems: &mut Problems,
) -> Vec<DuplicateKey> {
    let mut all = Vec::new();
    let records = root.field("records");
    let kinds = Arc::clone(&names.kinds);
    for (kind, of) in kinds.iter().filter(|(_, kind)| kind.is_record()) {
        let Some(record) = definition.records.get(of.name()) else { continue };
        let place = records.field(of.name());
        let list = place.field("duplicate");
        for (index, key) in record.duplicate.iter().enumerate() {
            all.extend(one(kind, formulas_of(key), names, list.index(index), problems));
        }
    }
    all
}

/// Reads one key.
fn one(
    kind: KindId,
    written: &[FormulaText],
    names: &mut PlanNames<'_>,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<DuplicateKey> {
    if written.is_empty() {
        let message = "a key of nothing is the same for every record";
        problems.report(Code::ValueInvalid, at, message).help("name a field");
        return None;
    }
    let kinds = Arc::clone(&names.kinds);
    let mut formulas = Vec::new();
    for (index, text) in written.iter().map(FormulaText::as_str).enumerate() {
        let place = if written.len() > 1 { at.index(index) } else { at };
        let mut inside = FactNames::of_one(&kinds, kind, &names.rules, names.currency, &mut names.folds);
        let Some(program) = compile_formula(text, None, &mut inside, place, problems) else { continue };
        let program = program.simplified();
        if program.as_constant().is_some() {
            let message = format!("`{text}` is the same for every record");
            problems.report(Code::ValueInvalid, place, message).help("write what tells records apart, such as a field");
            continue;
        }
        formulas.push(program);
    }
    let text = written.iter().map(FormulaText::as_str).collect::<Vec<_>>().join(", ");
    (formulas.len() == written.len()).then_some(DuplicateKey { kind, text, formulas })
}
