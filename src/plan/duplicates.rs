//! What two records of a kind must not have in common.

use std::sync::Arc;

use crate::diagnostic::{At, Code, Problems};
use crate::document::FormulaText;
use crate::formula::{Program, compile as compile_formula};
use crate::log::KindId;
use crate::measure::{FactNames, FactQuestion};
use crate::target::IS_WHOLE;

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

/// Reads the keys of all kinds of records; reports everything that is wrong with them.
pub(super) fn compile(
    definition: &PlanDefinition,
    names: &mut PlanNames<'_>,
    root: At<'_>,
    problems: &mut Problems,
) -> Vec<DuplicateKey> {
    let mut all = Vec::new();
    if !IS_WHOLE {
        // None is read then, which was reported.
        return all;
    }
    let kinds = Arc::clone(&names.kinds);
    let records = root.field("records");
    for (kind, of) in kinds.iter().filter(|(_, kind)| kind.is_record()) {
        let Some(record) = definition.records.get(of.name()) else { continue };
        let place = records.field(of.name());
        let list = place.field("duplicate");
        for (index, key) in record.duplicate.iter().enumerate() {
            let texts: Vec<&str> = key.0.iter().map(FormulaText::as_str).collect();
            let place = list.index(index);
            if texts.is_empty() {
                problems
                    .report(Code::ValueInvalid, place, "a key of nothing is the same for every record")
                    .help("name a field");
                continue;
            }
            let mut formulas = Vec::new();
            for (inner, text) in texts.iter().enumerate() {
                let one = if texts.len() > 1 { place.index(inner) } else { place };
                let mut inside = FactNames::of_one(&kinds, kind, &names.rules, names.currency, &mut names.folds);
                let Some(program) = compile_formula(text, None, &mut inside, one, problems) else { continue };
                let program = program.simplified();
                if program.as_constant().is_some() {
                    let message = format!("`{text}` is the same for every record");
                    problems
                        .report(Code::ValueInvalid, one, message)
                        .help("write what tells records apart, such as a field");
                    continue;
                }
                formulas.push(program);
            }
            if formulas.len() == texts.len() {
                all.push(DuplicateKey { kind, text: texts.join(", "), formulas });
            }
        }
    }
    all
}
