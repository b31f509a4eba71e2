//! What is asked of receivables.

use crate::document::definition;

definition! {
    /// A question about receivables, as plain data: in Rust, or as JSON for hosts that hand it over a wire.
    ///
    /// Of whom and when is said beside it.
    pub struct ReceivableQuery {
        /// The receivables, by their name in the plan.
        pub of: String,
        /// A field of the invoices, such as the customer: to add the same for each of its values, which together make the whole.
        pub by: Option<String>,
        /// Whether to add the invoices that are open at the end, one by one.
        pub invoices: Option<bool>,
    }
}

/// The most bytes that a question about receivables may have.
#[cfg(feature = "json")]
const QUERY_BYTES_MAX: usize = 65_536;

impl ReceivableQuery {
    /// Asks about receivables of the plan.
    pub fn new(of: &str) -> ReceivableQuery {
        ReceivableQuery { of: of.to_owned(), ..ReceivableQuery::default() }
    }

    /// The same, for each value of a field of the invoices too.
    #[must_use]
    pub fn by(mut self, field: &str) -> ReceivableQuery {
        self.by = Some(field.to_owned());
        self
    }

    /// Reads a question from JSON text; the error lists everything that is wrong with its form.
    #[cfg(feature = "json")]
    pub fn from_json(text: &[u8]) -> Result<ReceivableQuery, crate::diagnostic::Problems> {
        use crate::document::Read;

        let node = crate::document::from_json(text, QUERY_BYTES_MAX)?;
        let mut problems = crate::diagnostic::Problems::new();
        let query = ReceivableQuery::read(&node, crate::diagnostic::At::root(), &mut problems);
        if problems.is_empty() { Ok(query) } else { Err(problems) }
    }
}
