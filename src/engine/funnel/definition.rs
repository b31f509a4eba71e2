//! What is asked of a funnel.

use crate::document::definition;
use crate::funnel::By;
use crate::pipeline::Skipped;

definition! {
    /// A question about the moves of records, as plain data: in Rust, or as JSON for hosts that hand it over a wire.
    ///
    /// Of whom and when is said beside it.
    pub struct FunnelQuery {
        /// The kind of record, which goes through a pipeline.
        pub of: String,
        /// What happened in the time (`activity`, where nothing is said), or what became of those that opened in it (`cohort`).
        pub by: Option<By>,
        /// Of a cohort: those that entered this stage in the time for the first time, and not those that opened in it.
        pub entered: Option<String>,
        /// The stage with which the sales cycle begins; it begins with the opening where nothing is said.
        pub since: Option<String>,
        /// Whether stages that were skipped count as passed or are absent: as the pipeline says, where nothing is said.
        pub skipped: Option<Skipped>,
        /// The field that has the amount, or a formula over the fields of the record.
        pub amount: Option<String>,
        /// The field in which a record says itself how likely it is to be won; where it says nothing, its stage does.
        pub probability: Option<String>,
        /// The field that says why one was lost; `why` is what the entry says by which it was.
        pub reason: Option<String>,
        /// The field that has the day by which one should be closed.
        pub due: Option<String>,
        /// After how many days an open record is old.
        pub old: Option<u32>,
        /// Of how many cases a rate, a mean or a median is told at the least.
        pub at_least: Option<u32>,
        /// The field by whose values the funnel is split into parts, which together make the whole.
        pub split: Option<String>,
        /// Whether to add the funnels of the members of the unit asked about, beside its own.
        pub members: Option<bool>,
        /// Whether to add which records make up each number.
        pub records: Option<bool>,
    }
}

/// The most bytes that a question about a funnel may have.
#[cfg(feature = "json")]
const QUERY_BYTES_MAX: usize = 65_536;

impl FunnelQuery {
    /// Asks about a kind of record.
    pub fn new(of: &str) -> FunnelQuery {
        FunnelQuery { of: of.to_owned(), ..FunnelQuery::default() }
    }

    /// Reads a question from JSON text; the error lists everything that is wrong with its form.
    #[cfg(feature = "json")]
    pub fn from_json(text: &[u8]) -> Result<FunnelQuery, crate::diagnostic::Problems> {
        use crate::document::Read;

        let node = crate::document::from_json(text, QUERY_BYTES_MAX)?;
        let mut problems = crate::diagnostic::Problems::new();
        let query = FunnelQuery::read(&node, crate::diagnostic::At::root(), &mut problems);
        if problems.is_empty() { Ok(query) } else { Err(problems) }
    }
}
