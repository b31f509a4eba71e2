//! Reading plain data off a document, without stopping at the first mistake.

use std::collections::BTreeMap;

use crate::diagnostic::{At, Code, Problems};

use super::Node;

/// Data that can be read off a [`Node`], reporting whatever is wrong.
///
/// Reading always gives a value, so that the rest can be read too; where a problem was reported, the value is not used.
pub trait Read: Sized + Default {
    /// Reads the node at `at`.
    fn read(node: &Node, at: At<'_>, problems: &mut Problems) -> Self;

    /// What a field that is not written stands for; `None` where it must be written.
    fn absent() -> Option<Self> {
        None
    }
}

/// Reports that `node` is not what the place takes.
pub(crate) fn wrong_type(node: &Node, expected: &str, at: At<'_>, problems: &mut Problems) {
    let message = format!("{} is written where {expected} belongs", node.kind());
    problems.unread(Code::DocumentWrongType, at, message).help(how_to_write(expected));
}

/// How the value that a place takes is written.
fn how_to_write(expected: &str) -> &'static str {
    match expected {
        "true or false" => "write `true` or `false`, without quotes",
        "a whole number from 0" => "write it in digits, without quotes, point or sign",
        "a list" => "put it into brackets: `[ … ]`",
        "a map of names" => "give each entry a name, in braces: `{ \"name\": … }`",
        "a map of fields" => "put it into braces, with the name of each field: `{ \"field\": … }`",
        _ => "put it into double quotes",
    }
}

/// Whether a value is what an unwritten field stands for; a field that must be written is never left out.
pub fn is_absent<T: Read + PartialEq>(value: &T) -> bool {
    T::absent().is_some_and(|absent| absent == *value)
}

/// Whether a value is what stands for an absent field; such fields are left out when a definition is written.
pub fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl Read for Node {
    fn read(node: &Node, _: At<'_>, _: &mut Problems) -> Node {
        node.clone()
    }
}

impl Read for String {
    fn read(node: &Node, at: At<'_>, problems: &mut Problems) -> String {
        if let Node::Text(text) = node {
            return text.clone();
        }
        wrong_type(node, "a text", at, problems);
        String::new()
    }
}

impl Read for bool {
    fn read(node: &Node, at: At<'_>, problems: &mut Problems) -> bool {
        if let Node::Bool(yes) = node {
            return *yes;
        }
        wrong_type(node, "true or false", at, problems);
        false
    }
}

impl Read for u32 {
    fn read(node: &Node, at: At<'_>, problems: &mut Problems) -> u32 {
        let number = match node {
            Node::Number(digits) => digits.parse().ok(),
            _ => None,
        };
        if number.is_none() {
            wrong_type(node, "a whole number from 0", at, problems);
        }
        number.unwrap_or_default()
    }
}

impl<T: Read> Read for Option<T> {
    fn read(node: &Node, at: At<'_>, problems: &mut Problems) -> Option<T> {
        match node {
            Node::Null => None,
            _ => Some(T::read(node, at, problems)),
        }
    }

    fn absent() -> Option<Option<T>> {
        Some(None)
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(node: &Node, at: At<'_>, problems: &mut Problems) -> Vec<T> {
        if let Node::List(items) = node {
            return items.iter().enumerate().map(|(i, item)| T::read(item, named(&at, i, item), problems)).collect();
        }
        wrong_type(node, "a list", at, problems);
        Vec::new()
    }

    fn absent() -> Option<Vec<T>> {
        Some(Vec::new())
    }
}

/// The place of an item of a list: by its `id` where it has one.
fn named<'a>(at: &'a At<'a>, index: usize, item: &'a Node) -> At<'a> {
    match item.get("id") {
        // A longer one is no name, and would be said again with every problem inside.
        Some(Node::Text(id)) if id.len() <= 200 => at.field(id),
        _ => at.index(index),
    }
}

impl<T: Read> Read for BTreeMap<String, T> {
    fn read(node: &Node, at: At<'_>, problems: &mut Problems) -> BTreeMap<String, T> {
        let Node::Map(fields) = node else {
            wrong_type(node, "a map of names", at, problems);
            return BTreeMap::new();
        };
        let mut map = BTreeMap::new();
        for (name, value) in fields {
            let place = at.field(name);
            if map.contains_key(name) {
                duplicate_field(name, place, problems);
            } else {
                map.insert(name.clone(), T::read(value, place, problems));
            }
        }
        map
    }

    fn absent() -> Option<BTreeMap<String, T>> {
        Some(BTreeMap::new())
    }
}

/// Reports that a map names a field twice.
pub(crate) fn duplicate_field(name: &str, at: At<'_>, problems: &mut Problems) {
    problems
        .report(Code::DocumentDuplicateField, at, format!("`{name}` is written twice"))
        .help("keep one of the two; which one holds cannot be told");
}

/// The text of a formula; a bare number, a yes or a no is a formula too.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct FormulaText(String);

impl FormulaText {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing is written.
    pub fn is_empty(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl From<&str> for FormulaText {
    fn from(text: &str) -> FormulaText {
        FormulaText(text.to_owned())
    }
}

impl From<String> for FormulaText {
    fn from(text: String) -> FormulaText {
        FormulaText(text)
    }
}

impl Read for FormulaText {
    fn read(node: &Node, at: At<'_>, problems: &mut Problems) -> FormulaText {
        match node {
            Node::Text(text) | Node::Number(text) => FormulaText(text.clone()),
            Node::Bool(yes) => FormulaText::from(if *yes { "yes" } else { "no" }),
            _ => {
                wrong_type(node, "a formula", at, problems);
                FormulaText::default()
            }
        }
    }
}

/// One thing or a list of things: `"month"` and `["month", "quarter"]`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OneOrMany<T>(pub Vec<T>);

impl<T> Default for OneOrMany<T> {
    fn default() -> OneOrMany<T> {
        OneOrMany(Vec::new())
    }
}

impl<T: serde::Serialize> serde::Serialize for OneOrMany<T> {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0.as_slice() {
            [one] => one.serialize(to),
            many => many.serialize(to),
        }
    }
}

impl<T: Read> Read for OneOrMany<T> {
    fn read(node: &Node, at: At<'_>, problems: &mut Problems) -> OneOrMany<T> {
        match node {
            Node::List(_) => OneOrMany(Vec::read(node, at, problems)),
            _ => OneOrMany(vec![T::read(node, at, problems)]),
        }
    }
}
