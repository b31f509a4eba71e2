//! The fields by which targets are told apart: which kinds of facts have them.

use crate::diagnostic::{At, Code, Problems};
use crate::formula::Program;
use crate::id::{Arena, Id, Name};
use crate::kpi::{Kpi, Question};
use crate::log::{FieldType, Kind, KindId};
use crate::measure::Folds;
use crate::target::{Over, TargetField, TargetPlan};

use super::names::PlanNames;

/// The kinds that formulas fold, by way of whatever they ask; each KPI is looked into once.
pub(crate) struct Folded<'n> {
    kpis: &'n Arena<Kpi>,
    folds: &'n Folds,
    seen: Vec<Id<Kpi>>,
    /// The kinds.
    pub(crate) kinds: Vec<KindId>,
}

impl<'n> Folded<'n> {
    pub(crate) fn new(kpis: &'n Arena<Kpi>, folds: &'n Folds) -> Folded<'n> {
        Folded { kpis, folds, seen: Vec::new(), kinds: Vec::new() }
    }

    fn of(names: &PlanNames<'_>, program: &Program<Question>) -> Vec<KindId> {
        let mut folded = Folded::new(&names.kpis, &names.folds);
        folded.program(program);
        folded.kinds
    }

    fn program(&mut self, program: &Program<Question>) {
        program.questions(&mut |question| self.question(question));
    }

    /// Adds those that a question leads to.
    pub(crate) fn question(&mut self, question: &Question) {
        match question {
            Question::Fold(fold) => {
                let kind = self.folds.plain[*fold].kind;
                if !self.kinds.contains(&kind) {
                    self.kinds.push(kind);
                }
            }
            Question::Kpi(kpi) | Question::Attainment(kpi) | Question::Gap(kpi) | Question::RunRate(kpi)
                if !self.seen.contains(kpi) =>
            {
                self.seen.push(*kpi);
                let kpis = self.kpis;
                self.program(&kpis[*kpi].formula);
            }
            Question::Sliced(sliced) => self.question(&sliced.question),
            Question::Over(over) => self.program(&over.value),
            Question::Rank(among) => self.program(&among.value),
            Question::Lookup { keys, .. } => keys.iter().for_each(|key| self.program(key)),
            _ => {}
        }
    }
}

/// Reads the fields by which targets for a KPI are told apart: all facts that it folds have them.
pub(super) fn read(
    written: &[String],
    name: &str,
    kpi: Option<Id<Kpi>>,
    names: &PlanNames<'_>,
    at: At<'_>,
    problems: &mut Problems,
) -> Vec<TargetField> {
    let mut fields: Vec<TargetField> = Vec::with_capacity(written.len());
    let Some(kpi) = kpi.filter(|_| !written.is_empty()) else { return fields };
    let kinds = Folded::of(names, &names.kpis[kpi].formula);
    if kinds.is_empty() {
        let message = format!("`{name}` folds no facts, so its targets are not told apart by fields of facts");
        problems.report(Code::PlanConflict, at, message).help("leave `fields` out");
        return fields;
    }
    for (index, field) in written.iter().enumerate() {
        let place = at.index(index);
        if fields.iter().any(|known| known.name.as_str() == field) {
            let message = format!("the field `{field}` is named twice");
            problems.report(Code::NameDuplicate, place, message).help("name each field once");
        } else if names.calendar.grain(field).is_some() || field == "members" {
            let message = format!("`{field}` already means something where targets are cut");
            problems.report(Code::NameTaken, place, message).help("give the field of the facts another name");
        } else if is_of_all(field, name, &kinds, names, place, problems) {
            let paths = kinds.iter().map(|kind| format!("{}.{field}", names.kinds[*kind].name())).collect();
            fields.extend(Name::read(field, place, problems).map(|name| TargetField { name, paths }));
        }
    }
    fields
}

/// Whether targets are told apart by fields of a type.
pub(crate) fn tells_apart(ty: FieldType) -> bool {
    matches!(ty, FieldType::Text | FieldType::Reference(_))
}

/// Whether all kinds have a field, and its values are texts, or entries that are referred to by their ids.
fn is_of_all(
    field: &str,
    kpi: &str,
    kinds: &[KindId],
    names: &PlanNames<'_>,
    at: At<'_>,
    problems: &mut Problems,
) -> bool {
    let (mut lacking, mut found, mut is_text) = (None, false, true);
    for kind in kinds.iter().map(|kind| &names.kinds[*kind]) {
        match kind.field(field) {
            Some((_, known)) => {
                found = true;
                is_text &= tells_apart(known.ty());
            }
            None if names.kinds.is_broken(kind.name(), Some(field)) => return false,
            None => lacking = Some(kind),
        }
    }
    if let Some(kind) = lacking {
        let message = format!("`{kpi}` folds `{}`, which has no field `{field}`", kind.name());
        let known = kind.fields().map(|(_, field)| field.name());
        let code = if found { Code::PlanConflict } else { Code::NameUnknown };
        problems.report(code, at, message).nearest(field, known);
        return false;
    }
    if !is_text {
        let message =
            format!("targets are told apart by texts and by what facts refer to, and `{field}` is something else");
        problems
            .report(Code::PlanConflict, at, message)
            .help("name a field of type `text` or one that names a kind, or leave it out");
    }
    is_text
}

/// Whether the figures by which targets are cut over a field are figures of facts that have it.
pub(super) fn are_known(plan: &TargetPlan, names: &PlanNames<'_>, at: At<'_>, problems: &mut Problems) -> bool {
    let mut sound = true;
    for (index, split) in plan.splits.iter().enumerate() {
        let Over::Field(field) = split.over else { continue };
        let Some(field) = plan.fields.get(field).map(|field| field.name.as_str()) else { continue };
        for formula in split.formulas() {
            let kinds = Folded::of(names, formula);
            let is_text = |kind: &&Kind| kind.field(field).is_some_and(|(_, known)| tells_apart(known.ty()));
            let lacking = kinds.iter().map(|kind| &names.kinds[*kind]).find(|kind| !is_text(kind));
            if let Some(kind) = lacking {
                let message =
                    format!("`{}` has no field `{field}`, so every value of it has the same figure", kind.name());
                let help =
                    format!("cut it by a figure of facts that have it, or evenly: `{field}` is the value at hand");
                problems.report(Code::PlanConflict, at.index(index), message).help(help);
                sound = false;
            }
        }
    }
    sound
}
