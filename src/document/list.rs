//! Lists in a document.

use crate::diagnostic::{At, Problems};

use super::read::wrong_type;
use super::{Node, Read};

impl<T: Read + Default> Read for Vec<T> {
    fn fill(&mut self, node: &Node, at: At<'_>, problems: &mut Problems) {
        match node {
            Node::List(items) => fill(self, items, at, problems),
            _ => wrong_type(node, "a list", at, problems),
        }
    }

    fn node(&self) -> Node {
        Node::List(nodes(self, self.len()))
    }

    fn is_left_out(&self) -> bool {
        self.is_empty()
    }
}

/// Values of one type, one behind the other.
pub(super) trait Values {
    /// One more value, a new one.
    fn more(&mut self);

    fn value(&self, at: usize) -> Option<&dyn Read>;

    fn value_mut(&mut self, at: usize) -> Option<&mut dyn Read>;
}

impl<T: Read + Default> Values for Vec<T> {
    fn more(&mut self) {
        self.push(T::default());
    }

    fn value(&self, at: usize) -> Option<&dyn Read> {
        self.get(at).map(|value| -> &dyn Read { value })
    }

    fn value_mut(&mut self, at: usize) -> Option<&mut dyn Read> {
        self.get_mut(at).map(|value| -> &mut dyn Read { value })
    }
}

/// The nodes of so many values.
pub(super) fn nodes(values: &dyn Values, count: usize) -> Vec<Node> {
    let mut nodes = Vec::with_capacity(count);
    for value in (0..count).filter_map(|at| values.value(at)) {
        nodes.push(value.node());
    }
    nodes
}

/// Reads the items of a list.
fn fill(values: &mut dyn Values, items: &[Node], at: At<'_>, problems: &mut Problems) {
    for (index, item) in items.iter().enumerate() {
        values.more();
        if let Some(value) = values.value_mut(index) {
            value.fill(item, named(&at, index, item), problems);
        }
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
        self.0.more();
        if let Some(one) = self.0.value_mut(0) {
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
