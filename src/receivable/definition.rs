//! Receivables as an author of a plan writes them.

use crate::diagnostic::{At, Problems};
use crate::document::{FormulaText, Named, Node, Read, definition};

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

/// The receivables of a plan, by name.
///
/// A C library that was built without the feature `analysis` has none: what is written is reported, and not read.
#[cfg(any(not(feature = "capi"), feature = "analysis"))]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReceivableSection(pub Named<ReceivableDefinition>);

/// The receivables of a plan: none, in a C library that was built without the feature `analysis`. What is written is reported, and
/// not read.
#[cfg(all(feature = "capi", not(feature = "analysis")))]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReceivableSection;

#[cfg(any(not(feature = "capi"), feature = "analysis"))]
impl ReceivableSection {
    /// The definitions, in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &ReceivableDefinition)> {
        self.0.iter()
    }
}

#[cfg(all(feature = "capi", not(feature = "analysis")))]
impl ReceivableSection {
    /// The definitions: none.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &ReceivableDefinition)> {
        std::iter::empty()
    }
}

#[cfg(any(not(feature = "capi"), feature = "analysis"))]
impl Read for ReceivableSection {
    fn fill(&mut self, node: &Node, at: At<'_>, problems: &mut Problems) {
        self.0.fill(node, at, problems);
    }

    fn node(&self) -> Node {
        self.0.node()
    }

    fn is_left_out(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(all(feature = "capi", not(feature = "analysis")))]
impl Read for ReceivableSection {
    fn fill(&mut self, _: &Node, at: At<'_>, problems: &mut Problems) {
        crate::document::not_here("this library was built without what receivables need", at, problems);
    }

    fn node(&self) -> Node {
        Node::Null
    }

    fn is_left_out(&self) -> bool {
        true
    }
}
