//! JSON text as a tree, whose numbers are the digits that are written.

use serde::de::DeserializeSeed;

use super::Node;
use super::node::{NodeVisitor, Written};

/// The tree that a text is.
///
/// The text is parsed once, by `serde_json`, which makes binary floats of numbers with a point. They are dropped; the digits
/// are taken from the text, in which the reader goes along from value to value.
pub(super) fn tree(text: &str) -> Result<Node, serde_json::Error> {
    let mut json = serde_json::Deserializer::from_str(text);
    let node = NodeVisitor(&mut Words { word: "", rest: text }).deserialize(&mut json)?;
    json.end().map(|()| node)
}

/// The words of a text, one after the other, beside what `serde_json` makes of them.
///
/// Whether the text is JSON is for `serde_json` alone to say. It goes on to a value only where all before it is sound, and so
/// far the words are easily told apart; what is found where it is not sound goes into no tree.
struct Words<'t> {
    /// A text with its quotes, a number, a word such as `true`, or the bracket that opens a list or a map.
    word: &'t str,
    /// What follows.
    rest: &'t str,
}

impl Written for Words<'_> {
    fn next(&mut self) {
        let before = self.rest.bytes().take_while(|sign| is_between(*sign)).count();
        let text = self.rest.get(before..).unwrap_or_default();
        let length = match text.bytes().next() {
            Some(b'"') => text_length(text),
            Some(b'[' | b'{') => 1,
            _ => text.bytes().take_while(|sign| !is_between(*sign)).count(),
        };
        (self.word, self.rest) = text.split_at_checked(length).unwrap_or_default();
    }

    fn digits(&self) -> Option<&str> {
        Some(self.word)
    }
}

/// Whether a sign may stand between one word and the next.
fn is_between(sign: u8) -> bool {
    matches!(sign, b' ' | b'\t' | b'\r' | b'\n' | b',' | b':' | b']' | b'}')
}

/// The length of the text that begins here, with its quotes, as far as it is written.
pub(super) fn text_length(text: &str) -> usize {
    let mut length = 1_usize;
    while let Some(letters) = text.get(length..).and_then(|rest| rest.find('"')) {
        let before = text.as_bytes().get(..length.saturating_add(letters)).unwrap_or_default();
        length = before.len().saturating_add(1);
        // A quote is a letter behind a stroke, unless the stroke is one too.
        if before.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 0 {
            return length;
        }
    }
    text.len()
}
