//! Folds inside folds: over what has something in common with the fact at hand.

use crate::diagnostic::Code;
use crate::formula::{Complaint, Fold as Written, Ident, Meaning, TextSpan, dotted};
use crate::log::{FieldId, FieldType, Kind};

use super::clauses::is_inner;
use super::extract::{FactNames, kind_of, unit_of};
use super::fact::{FactQuestion, FieldPath, GroupKey};
use super::fold::{Fold, Keyed};

impl FactNames<'_> {
    /// A fold over what refers to the fact at hand, or shares a value with it.
    pub(super) fn keyed(
        &mut self,
        written: &Written,
        span: TextSpan,
        complaints: &mut Vec<Complaint>,
    ) -> Option<Meaning<FactQuestion>> {
        if self.decides {
            let message = "which facts count is decided before any fold, and cannot depend on one";
            let complaint = Complaint::new(Code::FormulaContext, span, message);
            complaints.push(complaint.help("ask for it in the `where` of each fold"));
            return None;
        }
        let Some(path) = written.of.as_ref() else {
            let complaint = Complaint::new(Code::FormulaContext, span, "a fold inside a fold needs to say of what");
            complaints.push(complaint.help("write it like `first(order.number of customer)[all] at company`"));
            return None;
        };
        let kind = kind_of(&written.value, span, self.kinds, complaints)?;
        let Common { here, there } = self.common(path, &self.kinds[kind], span, complaints)?;
        let mut names = FactNames {
            kinds: self.kinds,
            kind,
            rules: self.rules,
            currency: self.currency,
            folds: self.folds,
            inner: true,
            decides: false,
            alone: false,
        };
        let fold = names.extract(written, span, complaints)?;
        if uses_keyed(&fold) {
            let complaint = Complaint::new(Code::FormulaContext, span, "folds inside folds go one level deep");
            complaints.push(complaint.help("make a field of the fact of what the innermost one answers"));
            return None;
        }
        let unit = fold.unit;
        let keyed = self.folds.keyed.intern(Keyed { fold, key: there });
        Some(Meaning { question: FactQuestion::Keyed { keyed, of: here }, unit })
    }

    /// What the facts at hand and those of another kind have in common, by what stands behind `of`.
    fn common(&self, path: &[Ident], other: &Kind, span: TextSpan, complaints: &mut Vec<Complaint>) -> Option<Common> {
        let own = self.field(path);
        match (own, self.field_of(other, path)) {
            (Some((here, one)), Some((there, two))) if unit_of(one) == unit_of(two) => {
                Some(Common { here: GroupKey::Field(FieldPath(here)), there: GroupKey::Field(FieldPath(there)) })
            }
            (Some(_), Some(_)) => {
                let message = format!("`{}` is of another type in the other kind", dotted(path));
                let complaint = Complaint::new(Code::FormulaUnits, span, message);
                complaints.push(complaint.help("let both kinds declare it with the same type"));
                None
            }
            (Some((here, FieldType::Reference(named))), None) if self.kinds[named].name() == other.name() => {
                Some(Common { here: GroupKey::Field(FieldPath(here)), there: GroupKey::Entry })
            }
            (None, _) if self.is_here(path) => {
                let there = self.referring(other, span, complaints)?;
                Some(Common { here: GroupKey::Entry, there: GroupKey::Field(FieldPath(Vec::from([there]))) })
            }
            _ => {
                let message = format!("`{}` is not a field of both kinds", dotted(path));
                let complaint = Complaint::new(Code::FormulaUnknownName, span, message);
                let help = match self.kind() {
                    Some(kind) => format!(
                        "name a field that the fact at hand and those looked for both have, or write `of {}` for those \
                         that refer to it",
                        kind.name()
                    ),
                    None => "name a field that the fact at hand and those looked for both have".to_owned(),
                };
                complaints.push(complaint.help(help));
                None
            }
        }
    }

    /// Whether a path is the name of the kind at hand.
    fn is_here(&self, path: &[Ident]) -> bool {
        matches!((path, self.kind()), ([only], Some(kind)) if only.text.as_ref() == kind.name())
    }

    /// The one field of another kind that refers to the kind at hand.
    fn referring(&self, other: &Kind, span: TextSpan, complaints: &mut Vec<Complaint>) -> Option<FieldId> {
        let here = FieldType::Reference(self.kind);
        let referring: Vec<(FieldId, &str)> =
            other.fields().filter(|(_, field)| field.ty() == here).map(|(id, field)| (id, field.name())).collect();
        if let [(only, _)] = referring.as_slice() {
            return Some(*only);
        }
        let (name, own) = (other.name(), self.kind()?.name());
        let complaint = if referring.is_empty() {
            let message = format!("no field of `{name}` refers to `{own}`");
            Complaint::new(Code::FormulaContext, span, message)
                .help(format!("let `{name}` have a field of type `{own}`, or name a field that both have"))
        } else {
            let names: Vec<&str> = referring.iter().map(|(_, name)| *name).collect();
            let message = format!("which field of `{name}` is meant cannot be told: `{}`", names.join("`, `"));
            Complaint::new(Code::FormulaContext, span, message)
                .help(format!("let one field alone refer to `{own}`, or name a field that both have"))
        };
        complaints.push(complaint);
        None
    }
}

/// What two facts have in common, as it is read of each.
struct Common {
    here: GroupKey,
    there: GroupKey,
}

fn uses_keyed(fold: &Fold) -> bool {
    [&fold.value, &fold.filter].into_iter().flatten().any(is_inner)
}
