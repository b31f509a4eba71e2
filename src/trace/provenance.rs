//! Where answers come from.

use chrono::NaiveDate;

/// Where an answer comes from: the same plan, position of the log, day and version give it again.
///
/// ```
/// use attain::trace::Provenance;
///
/// let from = Provenance { plan: "9f2c…".into(), position: 2_183, ..Provenance::default() };
/// assert_eq!(from.position, 2_183);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// The hash of the plan.
    pub plan: String,
    /// How many entries of the log were taken into account.
    pub position: usize,
    /// The day as of which was asked.
    pub as_of: NaiveDate,
    /// The version of this library.
    pub engine: &'static str,
}
