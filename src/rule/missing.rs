//! What stands for a figure that is undefined.

use crate::diagnostic::{At, Code, Problems};
use crate::document::{Node, Read, definition, words};
use crate::quantity::{Fraction, parse_decimal};

/// What stands for an undefined figure, as it is written: a word, or `{ "value": 50 }`.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(untagged)]
pub enum MissingDefinition {
    /// `zero`, `skip` or `hold`.
    Word(MissingWord),
    /// A value.
    Value(MissingValue),
}

words! {
    /// The rules for missing data that need no value.
    pub enum MissingWord {
        /// It counts as nothing.
        Zero = "zero",
        /// It is left out, and the others are weighed anew.
        Skip = "skip",
        /// The whole is undefined too.
        Hold = "hold",
    }
}

definition! {
    /// A value that stands for an undefined figure.
    pub struct MissingValue {
        /// The value.
        pub value: Node,
    }
}

/// What stands for an undefined figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// It counts as nothing.
    Zero,
    /// It is left out, and the others are weighed anew.
    Skip,
    /// The whole is undefined too.
    Hold,
    /// This value stands for it.
    Value(Fraction),
}

impl Default for MissingDefinition {
    fn default() -> MissingDefinition {
        MissingDefinition::Word(MissingWord::Hold)
    }
}

impl Read for MissingDefinition {
    fn fill(&mut self, node: &Node, at: At<'_>, problems: &mut Problems) {
        *self = match node {
            Node::Map(_) => MissingDefinition::Value(MissingValue::read(node, at, problems)),
            _ => MissingDefinition::Word(MissingWord::read(node, at, problems)),
        };
    }

    fn node(&self) -> Node {
        match self {
            MissingDefinition::Word(word) => word.node(),
            MissingDefinition::Value(value) => value.node(),
        }
    }
}

impl MissingDefinition {
    /// Reads the definition; reports what is wrong with it.
    pub fn compile(&self, at: At<'_>, problems: &mut Problems) -> Option<Missing> {
        match self {
            MissingDefinition::Word(MissingWord::Zero) => Some(Missing::Zero),
            MissingDefinition::Word(MissingWord::Skip) => Some(Missing::Skip),
            MissingDefinition::Word(MissingWord::Hold) => Some(Missing::Hold),
            MissingDefinition::Value(MissingValue { value }) => {
                let text = value.as_text().unwrap_or_default();
                let number = parse_decimal(text).map_err(|error| {
                    problems
                        .report(Code::ValueInvalid, at.field("value"), error.to_string())
                        .help("write a number such as `50`");
                });
                Some(number.map_or(Missing::Hold, |number| Missing::Value(Fraction::from(number))))
            }
        }
    }
}
