//! What reading rankings needs of a plan's names.

use crate::calendar::FiscalCalendar;
use crate::kpi::RuleNames;

/// What reading rankings needs of a plan's names beyond what other rules do.
pub trait RankingNames: RuleNames {
    /// The calendar.
    fn calendar(&self) -> &FiscalCalendar;

    /// The levels of all trees of units; nothing, where they could not be read.
    fn unit_levels(&self) -> Option<Vec<String>>;

    /// Whether it is said who is a peer of whom.
    fn has_peers(&self) -> bool;
}
