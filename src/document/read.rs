//! Reading plain data off a document, without stopping at the first mistake, and writing it.

use crate::diagnostic::{At, Code, Problems};

use super::Node;

/// Data that can be read off a [`Node`], reporting whatever is wrong, and written as one.
///
/// Reading always gives a value, so that the rest can be read too; where a problem was reported, the value is not used.
pub trait Read {
    /// Reads the node at `at` into this value, which is a new one.
    fn fill(&mut self, node: &Node, at: At<'_>, problems: &mut Problems);

    /// The node from which this value is read.
    fn node(&self) -> Node;

    /// Whether a field with this value is left out when it is written. A field whose new value is left out need not be written
    /// by an author either.
    fn is_left_out(&self) -> bool {
        false
    }

    /// Reads the node at `at`.
    fn read(node: &Node, at: At<'_>, problems: &mut Problems) -> Self
    where
        Self: Sized + Default,
    {
        let mut new = Self::default();
        new.fill(node, at, problems);
        new
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
        "a number" => "write it in digits, or as text",
        "a whole number from 0" => "write it in digits, without quotes, point or sign",
        "a list" => "put it into brackets: `[ … ]`",
        "a map of names" => "give each entry a name, in braces: `{ \"name\": … }`",
        "a map of fields" => "put it into braces, with the name of each field: `{ \"field\": … }`",
        _ => "put it into double quotes",
    }
}

impl Read for Node {
    fn fill(&mut self, node: &Node, _: At<'_>, _: &mut Problems) {
        *self = node.clone();
    }

    fn node(&self) -> Node {
        self.clone()
    }
}

impl Read for String {
    fn fill(&mut self, node: &Node, at: At<'_>, problems: &mut Problems) {
        match node {
            Node::Text(text) => self.push_str(text),
            _ => wrong_type(node, "a text", at, problems),
        }
    }

    fn node(&self) -> Node {
        Node::from(self.as_str())
    }
}

impl Read for bool {
    fn fill(&mut self, node: &Node, at: At<'_>, problems: &mut Problems) {
        match node {
            Node::Bool(yes) => *self = *yes,
            _ => wrong_type(node, "true or false", at, problems),
        }
    }

    fn node(&self) -> Node {
        Node::Bool(*self)
    }
}

impl Read for u32 {
    fn fill(&mut self, node: &Node, at: At<'_>, problems: &mut Problems) {
        let number = match node {
            Node::Number(digits) => whole(digits).parse().ok(),
            _ => None,
        };
        match number {
            Some(number) => *self = number,
            None => wrong_type(node, "a whole number from 0", at, problems),
        }
    }

    fn node(&self) -> Node {
        Node::from(i64::from(*self))
    }
}

/// The digits of a whole number, which a [`Decimal`](rust_decimal::Decimal) may follow up with a point and zeros.
fn whole(digits: &str) -> &str {
    match digits.split_once('.') {
        Some((whole, zeros)) if zeros.bytes().all(|digit| digit == b'0') => whole,
        _ => digits,
    }
}

impl<T: Read + Default> Read for Option<T> {
    fn fill(&mut self, node: &Node, at: At<'_>, problems: &mut Problems) {
        if !matches!(node, Node::Null) {
            self.get_or_insert_default().fill(node, at, problems);
        }
    }

    fn node(&self) -> Node {
        self.as_ref().map_or(Node::Null, Read::node)
    }

    fn is_left_out(&self) -> bool {
        self.is_none()
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
    fn fill(&mut self, node: &Node, at: At<'_>, problems: &mut Problems) {
        match node {
            Node::Text(text) | Node::Number(text) => self.0.push_str(text),
            Node::Bool(yes) => self.0.push_str(if *yes { "yes" } else { "no" }),
            _ => wrong_type(node, "a formula", at, problems),
        }
    }

    fn node(&self) -> Node {
        self.0.node()
    }
}
