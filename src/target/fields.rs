//! Targets of a part of the facts: of which fields, and what is a part of what.

use crate::id::Name;
use crate::kpi::OfFields;

use super::compile::TargetPlan;
use super::split::Over;

/// A field by which the targets of a KPI are told apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetField {
    /// Its name.
    pub name: Name,
    /// The field of each kind that the KPI folds, its kind first: `order.family`.
    pub paths: Vec<String>,
}

/// The value of a field, where it is narrowed to one.
pub(super) fn value<'f>(of: &'f [(Name, String)], field: &Name) -> Option<&'f str> {
    of.iter().find(|(known, _)| known == field).map(|(_, value)| value.as_str())
}

/// Whether what is narrowed to some fields is narrowed to those of the whole.
pub(super) fn is_within(part: &[(Name, String)], whole: &[(Name, String)]) -> bool {
    whole.iter().all(|field| part.contains(field))
}

impl TargetPlan {
    /// The field of a name.
    pub fn field(&self, name: &str) -> Option<&TargetField> {
        self.fields.iter().find(|field| field.name.as_str() == name)
    }

    /// The values into which targets are cut over a field; nothing, where they are not cut over it.
    pub fn values(&self, name: &str) -> Option<&[String]> {
        let is = |over| matches!(over, Over::Field(at) if self.fields.get(at).is_some_and(|field| field.name.as_str() == name));
        self.splits.iter().find(|split| is(split.over)).map(|split| split.values.as_slice())
    }

    /// Whether the target of some fields is a part of that of others: the same, or one into which that is cut.
    pub fn is_part(&self, part: &[(Name, String)], whole: &[(Name, String)]) -> bool {
        let mut more = part.iter().filter(|field| !whole.contains(field));
        is_within(part, whole)
            && more.all(|(name, _)| value(whole, name).is_none() && self.values(name.as_str()).is_some())
    }

    /// The parts of a target by all fields over which targets are cut: itself, where there are none that it is not narrowed to.
    pub(super) fn parts_of(&self, whole: &OfFields) -> Vec<OfFields> {
        let mut parts = vec![OfFields::clone(whole)];
        for split in &self.splits {
            let Over::Field(at) = split.over else { continue };
            let Some(field) = self.fields.get(at).filter(|field| value(whole, &field.name).is_none()) else { continue };
            let before = std::mem::take(&mut parts);
            for part in &before {
                parts.extend(split.values.iter().map(|value| with(part, &field.name, value)));
            }
        }
        parts
    }
}

/// The same, narrowed to one more field.
pub(super) fn with(of: &OfFields, field: &Name, value: &str) -> OfFields {
    let mut fields = of.to_vec();
    let at = fields.partition_point(|(known, _)| known < field);
    fields.insert(at, (field.clone(), value.to_owned()));
    fields.into()
}
