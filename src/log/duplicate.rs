//! What two records of a kind must not have in common, as an author writes it.

use std::ops::Deref;

use crate::diagnostic::{At, Code, Problems};
use crate::document::{FormulaText, HOW_WHOLE, IS_WHOLE, Node, OneOrMany, Read};

/// Keys by which it is told that two records are one: a list of formulas, and of lists of formulas that are taken together.
///
/// A C library that was built without the feature `analysis` has none: what is written is reported, and not read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DuplicateKeys(pub Vec<OneOrMany<FormulaText>>);

impl Read for DuplicateKeys {
    fn fill(&mut self, node: &Node, at: At<'_>, problems: &mut Problems) {
        if IS_WHOLE {
            return self.0.fill(node, at, problems);
        }
        problems
            .report(Code::PlanConflict, at, "this library was built without what `duplicate` needs")
            .help(HOW_WHOLE);
    }

    fn node(&self) -> Node {
        if IS_WHOLE { self.0.node() } else { Node::List(Vec::new()) }
    }

    fn is_left_out(&self) -> bool {
        self.0.is_empty()
    }
}

impl Deref for DuplicateKeys {
    type Target = [OneOrMany<FormulaText>];

    fn deref(&self) -> &[OneOrMany<FormulaText>] {
        &self.0
    }
}
