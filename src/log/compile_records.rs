//! From kinds of records as written to kinds as meant.

use std::borrow::Cow;
use std::sync::Arc;

use crate::diagnostic::{At, Code, Problems};
use crate::document::Named;
use crate::id::Name;
use crate::pipeline::Pipelines;
use crate::sort;

use super::definition::{KindDefinition, RecordDefinition};
use super::kind::{Field, FieldType, Kind, KindId, Kinds, OfRecords};

/// What every record has; no field of a kind of record may be called so.
const BUILT_IN: [&str; 6] = ["opened_on", "closed_on", "stage", "status", "owner", "touched_on"];

/// A kind, as an author declared it.
pub(super) struct Declared<'d> {
    pub(super) name: &'d str,
    /// The section that it stands in.
    pub(super) section: At<'d>,
    /// What it says as any kind does.
    pub(super) definition: Cow<'d, KindDefinition>,
    record: Option<(&'d RecordDefinition, &'d Pipelines)>,
}

impl Kinds {
    /// Reads the kinds of facts and of records of a plan, in the sections `facts` and `records` at `at`; reports everything
    /// that is wrong with them.
    pub fn compile_all(
        facts: &Named<KindDefinition>,
        records: &Named<RecordDefinition>,
        pipelines: &Pipelines,
        at: At<'_>,
        problems: &mut Problems,
    ) -> Kinds {
        let (of_facts, of_records) = (at.field("facts"), at.field("records"));
        let mut declared: Vec<Declared<'_>> = Vec::new();
        for (name, definition) in facts {
            declared.push(Declared::fact(name, definition, of_facts));
        }
        for (name, definition) in records {
            if facts.contains_key(name) {
                problems
                    .report(
                        Code::NameTaken,
                        of_records.field(name),
                        format!("a kind of fact is called `{name}` already"),
                    )
                    .help("call one of the two otherwise");
                continue;
            }
            declared.push(Declared::record(name, (definition, pipelines), of_records));
        }
        sort::by(&mut declared, |one, other| one.name.cmp(other.name));
        Kinds::of(declared, &[of_facts, of_records], problems)
    }
}

impl<'d> Declared<'d> {
    pub(super) fn fact(name: &'d str, definition: &'d KindDefinition, section: At<'d>) -> Declared<'d> {
        Declared { name, section, definition: Cow::Borrowed(definition), record: None }
    }

    fn record(name: &'d str, record: (&'d RecordDefinition, &'d Pipelines), section: At<'d>) -> Declared<'d> {
        let written = record.0;
        let definition = KindDefinition {
            whose: written.whose.clone(),
            fields: written.fields.clone(),
            counts: written.counts.clone(),
            ..KindDefinition::default()
        };
        Declared { name, section, definition: Cow::Owned(definition), record: Some(record) }
    }

    /// Whether a field is called as something that every record has, which is reported; who owns it may be called `owner`.
    pub(super) fn is_of_record(&self, field: &str, at: At<'_>, problems: &mut Problems) -> bool {
        let is_owner = field == "owner" && self.definition.whose.as_deref() == Some(field);
        let taken = self.record.is_some() && BUILT_IN.contains(&field) && !is_owner;
        if taken {
            let mut report = problems.report(Code::NameTaken, at, format!("every record has `{field}` already"));
            match field {
                "owner" => report.help("let `whose` name this field, or call it otherwise"),
                _ => report.help(format!("call the field otherwise, such as `{field}_`")),
            };
        }
        taken
    }

    /// Puts the words of records behind the fields; whether the pipeline is sound.
    pub(super) fn words(&self, kind: &mut Kind, id: KindId, at: At<'_>, problems: &mut Problems) -> bool {
        let Some((written, pipelines)) = self.record else { return true };
        let stages = written.pipeline.as_ref().map(|name| (name, pipelines.find(name)));
        let found = stages.is_none_or(|(_, found)| found.is_some());
        if let Some((name, None)) = stages
            && !pipelines.is_broken(name)
        {
            problems
                .report(Code::NameUnknown, at.field("pipeline"), format!("there is no pipeline `{name}`"))
                .nearest(name, pipelines.iter().map(|(name, _)| name.as_str()));
        }
        let stages = stages.and_then(|(_, found)| found.map(Arc::clone));
        let mut word = |name: &str, ty| Name::new(name).ok().map(|name| kind.fields.push(Field { name, ty }));
        let Some(of) = word("of", FieldType::Reference(id)) else { return found };
        let stage = stages.as_ref().and_then(|_| word("stage", FieldType::Text));
        kind.record = Some(OfRecords { stages, touch: Vec::new(), of, stage });
        found
    }

    /// What can be told once all kinds are known: what touches records, and who is credited as what.
    pub(super) fn settle(&self, kinds: &mut Kinds, id: KindId, problems: &mut Problems) {
        let at = self.section.field(self.name);
        if !whose(kinds, id, at.field("whose"), problems)
            && let Some(kind) = kinds.all.get_mut(id)
        {
            kind.whose = None;
        }
        let Some((written, _)) = self.record else { return };
        let list = at.field("touch");
        let mut touch = Vec::new();
        for (index, name) in written.touch.iter().enumerate() {
            let Some(found) = touching(kinds, name, id, list.index(index), problems) else { continue };
            if touch.contains(&found) {
                problems
                    .report(Code::NameDuplicate, list.index(index), format!("`{name}` is named twice"))
                    .help("keep one of the two");
            } else {
                touch.push(found);
            }
        }
        if let Some(record) = kinds.all.get_mut(id).and_then(|kind| kind.record.as_mut()) {
            record.touch = touch;
        }
    }
}

/// Whether who is credited, or owns a record, does not depend on a day of somebody else's.
fn whose(kinds: &Kinds, id: KindId, at: At<'_>, problems: &mut Problems) -> bool {
    let kind = &kinds[id];
    let Some(field) = kind.whose.and_then(|whose| kind.get(whose)) else { return true };
    let FieldType::Reference(other) = field.ty else { return true };
    let message = match (kind.is_record(), kinds[other].is_record()) {
        (true, _) => format!("`{}` is the id of an entry, not a person", field.name()),
        (false, true) => format!("`{}` refers to a record, whose owner may change", field.name()),
        (false, false) => return true,
    };
    problems.report(Code::FactField, at, message).help("name a field of type `person`");
    false
}

/// The kind of facts that touches records, if it does.
fn touching(kinds: &Kinds, name: &str, of: KindId, at: At<'_>, problems: &mut Problems) -> Option<KindId> {
    let Some((id, kind)) = kinds.find(name) else {
        if !kinds.is_broken(name, None) {
            let known = kinds.iter().filter(|(_, kind)| !kind.is_record()).map(|(_, kind)| kind.name());
            problems.report(Code::NameUnknown, at, format!("there is no kind of fact `{name}`")).nearest(name, known);
        }
        return None;
    };
    if kind.is_record() {
        problems
            .report(Code::FactField, at, format!("`{name}` is a kind of record: facts alone touch a record"))
            .help("name a kind under `facts`");
        return None;
    }
    let record = kinds[of].name();
    if kind.fields().any(|(_, field)| field.ty == FieldType::Reference(of)) {
        return Some(id);
    }
    if !kinds.broken.iter().any(|broken| broken.first().is_none_or(|first| first == name)) {
        problems
            .report(Code::FactField, at, format!("no field of `{name}` refers to `{record}`"))
            .help(format!("give it one: `\"{record}\": \"{record}\"`"));
    }
    None
}
