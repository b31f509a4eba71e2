//! Lists in a document.

use crate::diagnostic::{At, Problems};

use super::read::wrong_type;
use super::{Node, Read};

impl<T: Read + Default> Read for Vec<T> {
    fn fill(&mut self, node: &Node, at: At<'_>, problems: &mut Problems) {
        match node {
            Node::List(items) => fill(made(self, items.len()), items, at, problems),
            _ => wrong_type(node, "a list", at, problems),
        }
    }

    fn node(&self) -> Node {
        Node::List(nodes(self))
    }

    fn is_left_out(&self) -> bool {
        self.is_empty()
    }
}

/// So many new values, to be filled.
pub(super) fn made<T: Read + Default>(values: &mut Vec<T>, count: usize) -> Vec<&mut dyn Read> {
    for _ in 0..count {
        values.push(T::default());
    }
    let mut made: Vec<&mut dyn Read> = Vec::with_capacity(count);
    for value in values {
        made.push(value);
    }
    made
}

/// The node of each value.
pub(super) fn nodes<T: Read>(values: &[T]) -> Vec<Node> {
    let mut nodes = Vec::with_capacity(values.len());
    for value in values {
        nodes.push(value.node());
    }
    nodes
}

/// Reads the items of a list into values that are new.
fn fill(values: Vec<&mut dyn Read>, items: &[Node], at: At<'_>, problems: &mut Problems) {
    for (index, (value, item)) in values.into_iter().zip(items).enumerate() {
        value.fill(item, named(&at, index, item), problems);
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

impl<T: Read + Default> Read for OneOrMany<T> {
    fn fill(&mut self, node: &Node, at: At<'_>, problems: &mut Problems) {
        if let Node::List(_) = node {
            return self.0.fill(node, at, problems);
        }
        for one in made(&mut self.0, 1) {
            one.fill(node, at, problems);
        }
    }

    fn node(&self) -> Node {
        match self.0.as_slice() {
            [one] => one.node(),
            _ => self.0.node(),
        }
    }
}
