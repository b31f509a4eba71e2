//! Reading the shape of an organisation.

use crate::diagnostic::{At, Code, Problems};
use crate::id::Name;
use crate::quantity::Unit;

use super::attribute::Attributes;
use super::definition::{Actual, OrgDefinition};
use super::tree::DEPTH_MAX;

/// The shape of an organisation, read.
#[derive(Clone, Debug, Default)]
pub struct OrgPlan {
    trees: Vec<Tree>,
    attributes: Attributes,
    actual: Actual,
}

/// A tree: its name, and the names of its levels from the top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree {
    name: Name,
    levels: Vec<Name>,
}

impl Tree {
    /// What the plan calls it.
    pub fn name(&self) -> &Name {
        &self.name
    }

    /// The names of its levels, from the top; units may stand deeper than the names reach.
    pub fn levels(&self) -> &[Name] {
        &self.levels
    }
}

impl OrgPlan {
    /// Reads a definition; reports everything that is wrong with it.
    pub fn compile(definition: &OrgDefinition, at: At<'_>, problems: &mut Problems) -> OrgPlan {
        let trees = at.field("trees");
        let mut read: Vec<Tree> = Vec::new();
        for (name, levels) in &definition.trees {
            let place = trees.field(name);
            let levels = compile_levels(levels, place, problems);
            if let Some(name) = compile_name(name, place, problems) {
                read.push(Tree { name, levels });
            }
        }
        if definition.trees.is_empty() {
            problems
                .report(Code::DocumentMissingField, trees, "the organisation has no tree")
                .help("name one with its levels: `\"trees\": { \"sales\": [\"company\", \"team\"] }`");
        }
        let attributes = compile_attributes(definition, at, problems);
        OrgPlan { trees: read, attributes, actual: definition.actual.unwrap_or(Actual::Then) }
    }

    /// The trees, in the order of their names.
    pub fn trees(&self) -> &[Tree] {
        &self.trees
    }

    /// The tree of a name, counted from 0.
    pub fn tree(&self, name: &str) -> Option<usize> {
        self.trees.iter().position(|tree| tree.name.as_str() == name)
    }

    /// What is known of people.
    pub fn attributes(&self) -> &Attributes {
        &self.attributes
    }

    /// Whose figures are a unit's.
    pub fn actual(&self) -> Actual {
        self.actual
    }
}

fn compile_levels(levels: &[String], at: At<'_>, problems: &mut Problems) -> Vec<Name> {
    if levels.is_empty() {
        problems.report(Code::ValueRange, at, "a tree needs at least one level").help("name its levels from the top");
    }
    if levels.len() > DEPTH_MAX {
        problems
            .report(Code::ValueRange, at, format!("a tree has at most {DEPTH_MAX} levels"))
            .help("leave out those at which nothing is counted");
    }
    let mut read: Vec<Name> = Vec::new();
    for (index, level) in levels.iter().enumerate() {
        if let Some(name) = compile_name(level, at.index(index), problems) {
            if read.contains(&name) {
                problems
                    .report(Code::NameDuplicate, at.index(index), format!("the level `{name}` is named twice"))
                    .help("give each level a name of its own");
            }
            read.push(name);
        }
    }
    read
}

fn compile_attributes(definition: &OrgDefinition, at: At<'_>, problems: &mut Problems) -> Attributes {
    const TYPES: [(&str, Unit); 9] = [
        ("number", Unit::Number),
        ("ratio", Unit::Ratio),
        ("money", Unit::Money),
        ("date", Unit::Date),
        ("text", Unit::Text),
        ("yesno", Unit::YesNo),
        ("list", Unit::List),
        ("person", Unit::Person),
        ("unit", Unit::OrgUnit),
    ];
    let people = at.field("person");
    let mut rows = Vec::new();
    for (name, word) in &definition.person {
        let place = people.field(name);
        let unit = TYPES.iter().find(|(known, _)| known == word).map(|(_, unit)| *unit);
        if unit.is_none() {
            let words = TYPES.map(|(word, _)| word);
            let message = format!("`{word}` is no type of an attribute: one of `{}`", words.join("`, `"));
            problems.report(Code::NameUnknown, place, message).nearest(word, words);
        }
        if ENVELOPE.contains(&name.as_str()) {
            let message = format!("`{name}` is a word of every membership entry");
            problems.report(Code::NameTaken, place, message).help("give the attribute another name");
        }
        if let Some(name) = compile_name(name, place, problems) {
            rows.extend(unit.map(|unit| (name, unit)));
        }
    }
    Attributes::new(rows)
}

/// The words of a membership entry that no attribute can be called by.
const ENVELOPE: [&str; 16] = [
    "kind", "id", "on", "at", "known", "by", "why", "revises", "retracts", "reverses", "share", "credits", "who",
    "unit", "until", "tree",
];

fn compile_name(text: &str, at: At<'_>, problems: &mut Problems) -> Option<Name> {
    Name::read(text, at, problems)
}
