//! Definitions as the trees that authors write, in few words.

use crate::document::Node;

/// A map of names to values.
pub(super) fn map<'a>(entries: impl IntoIterator<Item = (&'a str, Node)>) -> Node {
    Node::Map(entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// A map of names that are made.
pub(super) fn named(entries: Vec<(String, Node)>) -> Node {
    Node::Map(entries)
}

/// A list of texts.
pub(super) fn texts<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Node {
    Node::List(texts.into_iter().map(|text| Node::from(text.as_ref())).collect())
}

/// A text.
pub(super) fn text(text: impl Into<String>) -> Node {
    Node::Text(text.into())
}
