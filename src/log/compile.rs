//! From kinds as written to kinds as meant: what facts and records have in common.

use crate::diagnostic::{At, Code, Problems};
use crate::document::Named;
use crate::id::{Arena, Name};

use super::compile_records::Declared;
use super::definition::KindDefinition;
use super::kind::{Field, FieldId, FieldType, Kind, KindId, Kinds};

/// The words of the envelope; no field of a kind may be called so.
pub(super) const ENVELOPE: &[&str] =
    &["kind", "id", "on", "at", "known", "by", "why", "revises", "retracts", "reverses", "share", "credits", "of"];

/// The kinds that every log knows, now or in a later version; no plan may declare one of its own under such a name.
const BUILT_IN: &[&str] = &[
    "unit",
    "membership",
    "away",
    "target",
    "adjust",
    "submit",
    "close",
    "open",
    "move",
    "approve",
    "dispute",
    "review",
    "assign",
    "release",
    "rate",
    "plan",
    "overlay",
];

/// What the person whom `whose` names is called in formulas.
const OWNER: &str = "owner";

impl Kinds {
    /// Reads the kinds of facts of a plan; reports everything that is wrong with them.
    pub fn compile(definitions: &Named<KindDefinition>, at: At<'_>, problems: &mut Problems) -> Kinds {
        let facts = definitions.iter().map(|(name, definition)| Declared::fact(name, definition, at)).collect();
        Kinds::of(facts, &[at], problems)
    }

    /// Reads kinds that were declared in these sections.
    pub(super) fn of(declared: Vec<Declared<'_>>, sections: &[At<'_>], problems: &mut Problems) -> Kinds {
        let (mut all, mut broken) = (Arena::new(), Vec::new());
        if sections.iter().any(|at| problems.is_unread(&at.place())) {
            broken.push(Vec::new());
        }
        let mut sound = Vec::new();
        for declared in declared {
            match kind_name(declared.name, declared.section.field(declared.name), problems) {
                Some(name) => {
                    let id = all.push(empty(name.clone(), &declared.definition));
                    sound.push((name, id, declared));
                }
                None => broken.push(vec![declared.name.to_owned()]),
            }
        }
        let names: Vec<(Name, KindId)> = sound.iter().map(|(name, id, _)| (name.clone(), *id)).collect();
        for (_, id, declared) in &sound {
            let place = declared.section.field(declared.name);
            let Some(kind) = all.get_mut(*id) else { continue };
            let unsound = fields(kind, declared, &names, place, problems);
            broken.extend(
                unsound.into_iter().map(|field| std::iter::once(kind.name().to_owned()).chain(field).collect()),
            );
            roles(kind, &declared.definition, place, problems);
            if !declared.words(kind, *id, place, problems) {
                broken.push(vec![declared.name.to_owned()]);
            }
        }
        let mut kinds = Kinds { all, broken };
        for (_, id, declared) in &sound {
            declared.settle(&mut kinds, *id, problems);
        }
        let places: Vec<At<'_>> = sound.iter().map(|(_, _, declared)| declared.section).collect();
        rings(&mut kinds, &places, problems);
        for (name, id, declared) in &sound {
            if declared.definition.whose.is_some() && kinds.all[*id].whose.is_none() {
                kinds.broken.push(vec![name.as_str().to_owned(), OWNER.to_owned()]);
            }
        }
        kinds
    }
}

fn kind_name(name: &str, at: At<'_>, problems: &mut Problems) -> Option<Name> {
    if BUILT_IN.contains(&name) || FieldType::from_word(name).is_some() {
        problems
            .report(Code::NameTaken, at, format!("`{name}` is a word of the language"))
            .help(format!("call the kind otherwise, such as `{name}_entry`"));
        return None;
    }
    checked(name, at, problems)
}

fn checked(name: &str, at: At<'_>, problems: &mut Problems) -> Option<Name> {
    Name::read(name, at, problems)
}

fn empty(name: Name, definition: &KindDefinition) -> Kind {
    let counts = definition.counts.clone().filter(|text| !text.is_empty());
    Kind { name, fields: Arena::new(), on: None, id: Vec::new(), whose: None, counts, record: None }
}

/// Reads the fields; the answer names those that are not sound, nothing standing for all of them.
fn fields(
    kind: &mut Kind,
    declared: &Declared<'_>,
    kinds: &[(Name, KindId)],
    at: At<'_>,
    problems: &mut Problems,
) -> Vec<Option<String>> {
    let definition = &declared.definition;
    let list = at.field("fields");
    let mut unsound = Vec::new();
    if problems.is_unread(&list.place()) {
        unsound.push(None);
    }
    for (written, word) in &definition.fields {
        let place = list.field(written);
        let is_on = definition.on.as_ref() == Some(written) && written == "on";
        let name = written;
        let name = match () {
            () if is_on => checked(name, place, problems),
            () if declared.is_of_record(name, place, problems) => None,
            () => field_name(name, place, problems),
        };
        let Some(ty) = field_type(word, kinds) else {
            unknown_type(word, kinds, place, problems);
            unsound.push(Some(written.clone()));
            continue;
        };
        match name {
            Some(name) => drop(kind.fields.push(Field { name, ty })),
            None => unsound.push(Some(written.clone())),
        }
    }
    unsound
}

/// The name of a field, unless it is a word of the envelope or no identifier.
pub(super) fn field_name(name: &str, at: At<'_>, problems: &mut Problems) -> Option<Name> {
    if ENVELOPE.contains(&name) {
        problems
            .report(Code::NameTaken, at, format!("every entry has `{name}` already"))
            .help(format!("call the field otherwise, such as `{name}_`"));
        return None;
    }
    checked(name, at, problems)
}

fn field_type(word: &str, kinds: &[(Name, KindId)]) -> Option<FieldType> {
    let reference = || kinds.iter().find(|(name, _)| name.as_str() == word).map(|(_, id)| FieldType::Reference(*id));
    FieldType::from_word(word).or_else(reference)
}

/// Reports a type that is neither a word of the language nor a kind.
pub(super) fn unknown_type(word: &str, kinds: &[(Name, KindId)], at: At<'_>, problems: &mut Problems) {
    let words = FieldType::WORDS.iter().map(|(word, _)| *word);
    let known = words.chain(kinds.iter().map(|(name, _)| name.as_str()));
    problems.report(Code::NameUnknown, at, format!("there is no type `{word}`")).nearest(word, known);
}

/// The fields with a part to play: the day, the id, who is credited.
fn roles(kind: &mut Kind, definition: &KindDefinition, at: At<'_>, problems: &mut Problems) {
    let fields = at.field("fields");
    let named = |name: &str, at: At<'_>, problems: &mut Problems| played(kind, definition, name, fields, at, problems);
    let on = definition.on.as_ref().and_then(|name| named(name, at.field("on"), problems));
    let whose = definition.whose.as_ref().and_then(|name| named(name, at.field("whose"), problems));
    let list = at.field("id");
    let id: Vec<FieldId> =
        definition.id.iter().enumerate().filter_map(|(i, name)| named(name, list.index(i), problems)).collect();
    kind.on = on.filter(|id| is_day(kind, *id, at.field("on"), problems));
    kind.whose = whose.filter(|id| is_whose(kind, *id, at.field("whose"), problems));
    kind.id = id;
}

/// The field called `name`; silent where the field is written and something else is wrong with it.
fn played(
    kind: &Kind,
    definition: &KindDefinition,
    name: &str,
    fields: At<'_>,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<FieldId> {
    let found = kind.field(name).map(|(id, _)| id);
    let unread = problems.is_unread(&fields.place());
    if found.is_none() && !definition.fields.contains_key(name) && !unread {
        let known = definition.fields.keys().map(String::as_str);
        problems.report(Code::FactField, at, format!("`{}` has no field `{name}`", kind.name)).nearest(name, known);
    }
    found
}

fn is_day(kind: &Kind, id: FieldId, at: At<'_>, problems: &mut Problems) -> bool {
    let Some(field) = kind.get(id) else { return false };
    let fits = matches!(field.ty, FieldType::Date | FieldType::Instant);
    if !fits {
        problems
            .report(Code::FactField, at, format!("`{}` is {}, not a day", field.name, field.ty.expects()))
            .help("name a field of type `date` or `instant`, or leave `on` out: the envelope has a day of its own");
    }
    fits
}

fn is_whose(kind: &Kind, id: FieldId, at: At<'_>, problems: &mut Problems) -> bool {
    let Some(field) = kind.get(id) else { return false };
    let fits = matches!(field.ty, FieldType::Person | FieldType::Reference(_));
    if !fits {
        problems
            .report(Code::FactField, at, format!("`{}` is {}, not a person", field.name, field.ty.expects()))
            .help("name a field of type `person`, or one that refers to another kind");
    }
    fits
}

/// Kinds that are credited as each other can never say who is.
fn rings(kinds: &mut Kinds, sections: &[At<'_>], problems: &mut Problems) {
    let ids: Vec<KindId> = kinds.iter().map(|(id, _)| id).collect();
    for (start, at) in ids.into_iter().zip(sections) {
        let Some(ring) = ring(kinds, start) else { continue };
        let names: Vec<String> = ring.iter().map(|id| format!("`{}`", kinds[*id].name)).collect();
        let name = kinds[start].name.clone();
        let message = format!("{} would be credited as each other, in a ring", names.join(", "));
        problems
            .report(Code::FactField, at.field(name.as_str()).field("whose"), message)
            .help("let one of them name a field of type `person`");
        if let Some(kind) = kinds.all.get_mut(start) {
            kind.whose = None;
        }
    }
}

/// The ring of kinds that `start` is part of.
fn ring(kinds: &Kinds, start: KindId) -> Option<Vec<KindId>> {
    let mut ring = vec![start];
    let mut next = credited_as(kinds, start);
    while let Some(kind) = next {
        if kind == start {
            return Some(ring);
        }
        if ring.contains(&kind) {
            return None;
        }
        ring.push(kind);
        next = credited_as(kinds, kind);
    }
    None
}

fn credited_as(kinds: &Kinds, id: KindId) -> Option<KindId> {
    let kind = &kinds[id];
    match kind.get(kind.whose?)?.ty {
        FieldType::Reference(other) => Some(other),
        _ => None,
    }
}
