//! Receivables as an author of a plan writes them.

use std::ops::Deref;

use crate::diagnostic::{At, Code, Problems};
use crate::document::{FormulaText, HOW_WHOLE, IS_WHOLE, Named, Node, Read, definition};

definition! {
    /// Which facts are invoices and which payments, and what is read of each.
    pub struct ReceivableDefinition {
        /// The kind of fact that is an invoice. Its day is that of the invoice.
        pub invoice: String,
        /// How much is billed: a field of an invoice, or a formula over its fields. Below 0 it is a credit note that stands by itself.
        pub amount: FormulaText,
        /// The last day on which it may be paid: a field, or a formula such as `invoice.on + 30 days`. Where it is missing, nothing of
        /// that invoice is overdue, and it is told apart.
        pub due: FormulaText,
        /// The kind of fact that is a payment. Its day is that on which the money came in.
        pub payment: String,
        /// How much came in: a field of a payment, or a formula over its fields. Below 0 it was paid back.
        pub paid: FormulaText,
        /// The field of a payment that refers to the invoice. May be left out, where only one does.
        pub of: Option<String>,
        /// The last day of each band of days overdue, rising; 30, 60 and 90, where nothing is said. Beyond the last one there is
        /// one more.
        pub bands: Vec<u32>,
        /// What people call it, by language.
        pub labels: Named<String>,
    }
}

/// The receivables of a plan.
///
/// A C library that was built without the feature `analysis` has none: what is written is reported, and not read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReceivableSection(pub Named<ReceivableDefinition>);

impl Read for ReceivableSection {
    fn fill(&mut self, node: &Node, at: At<'_>, problems: &mut Problems) {
        if IS_WHOLE {
            return self.0.fill(node, at, problems);
        }
        problems.report(Code::PlanConflict, at, "this library was built without receivables").help(HOW_WHOLE);
    }

    fn node(&self) -> Node {
        if IS_WHOLE { self.0.node() } else { Node::Map(Vec::new()) }
    }

    fn is_left_out(&self) -> bool {
        self.0.is_empty()
    }
}

impl Deref for ReceivableSection {
    type Target = Named<ReceivableDefinition>;

    fn deref(&self) -> &Named<ReceivableDefinition> {
        &self.0
    }
}
