//! Numbers in a document.

use crate::diagnostic::{At, Problems};

use super::read::wrong_type;
use super::{Node, Read};

/// A number as it is written: in digits alone, or as text, which may be a percentage; the place says what may be written there.
///
/// ```
/// use attain::rule::RoundingDefinition;
/// use rust_decimal::Decimal;
///
/// let to_cents = RoundingDefinition { to: Decimal::new(1, 2).into(), mode: "half_up".to_owned(), odd: None };
/// assert_eq!(to_cents, RoundingDefinition { to: "0.01".into(), ..to_cents.clone() });
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct NumberText(String);

impl NumberText {
    /// What is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::ops::Deref for NumberText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<&str> for NumberText {
    fn from(text: &str) -> NumberText {
        NumberText(text.to_owned())
    }
}

impl From<rust_decimal::Decimal> for NumberText {
    fn from(number: rust_decimal::Decimal) -> NumberText {
        NumberText(number.to_string())
    }
}

impl Read for NumberText {
    fn fill(&mut self, node: &Node, at: At<'_>, problems: &mut Problems) {
        match node.as_text() {
            Some(text) => self.0.push_str(text),
            None => wrong_type(node, "a number", at, problems),
        }
    }

    fn node(&self) -> Node {
        self.0.node()
    }
}
