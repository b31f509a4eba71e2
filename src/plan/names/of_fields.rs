//! The fields to which a formula narrows what it asks of targets: `target(revenue, family: "bikes")`.

use crate::diagnostic::{Code, remedy};
use crate::formula::{Argument, Complaint, ExprKind};
use crate::id::Name;
use crate::kpi::OfFields;

use super::PlanNames;

/// What stands without a name, and what stands behind it from the first name on.
pub(crate) fn by_name(arguments: &[Argument]) -> (&[Argument], &[Argument]) {
    let first = arguments.iter().position(|argument| argument.name.is_some()).unwrap_or(arguments.len());
    arguments.split_at_checked(first).unwrap_or((arguments, &[]))
}

impl PlanNames<'_> {
    /// The fields and values that are written, where targets for the KPI are told apart by them.
    pub(super) fn of_fields(
        &self,
        (function, kpi): (&str, &str),
        declared: &[String],
        written: &[Argument],
        complaints: &mut Vec<Complaint>,
    ) -> Option<OfFields> {
        let mut fields: Vec<(Name, String)> = Vec::with_capacity(written.len());
        if let Some(argument) = written.first().filter(|_| function == "committed") {
            let message = "what somebody commits to is not told apart by fields";
            let help = format!("write `committed({kpi})`");
            Complaint::add(complaints, Code::FormulaArguments, argument.value.span, message, help);
            return None;
        }
        for argument in written {
            let span = argument.value.span;
            let (Some(field), ExprKind::Text(value)) = (&argument.name, &argument.value.kind) else {
                let help = format!("write it like `target({kpi}, family: \"bikes\")`");
                let message = "a part of the facts is named by a field and a text";
                Complaint::add(complaints, Code::FormulaArguments, span, message, help);
                continue;
            };
            if !declared.iter().any(|known| known.as_str() == &*field.text) {
                if !self.broken.fields(kpi) {
                    let message = format!("targets for `{kpi}` are not told apart by `{}`", field.text);
                    let help = match declared {
                        [] => format!("name it under `targets.{kpi}.fields`"),
                        _ => remedy(&field.text, declared.iter().map(String::as_str)),
                    };
                    Complaint::add(complaints, Code::FormulaUnknownName, field.span, message, help);
                }
                continue;
            }
            if fields.iter().any(|(known, _)| known.as_str() == &*field.text) {
                let message = format!("`{}` is written twice", field.text);
                Complaint::add(complaints, Code::FormulaArguments, field.span, message, "keep one of the two");
                continue;
            }
            fields.extend(Name::new(&*field.text).ok().map(|name| (name, value.to_string())));
        }
        crate::sort::all(&mut fields);
        (fields.len() == written.len()).then(|| fields.into())
    }
}
