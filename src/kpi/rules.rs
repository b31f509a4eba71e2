//! What reading rules over KPIs needs of a plan's names.

use crate::calendar::Grain;
use crate::diagnostic::{At, Problems};
use crate::formula::Program;
use crate::id::Id;
use crate::quantity::Unit;
use crate::rule::Rules;
use crate::table::{Table, TableSource};

use super::question::{Kpi, Question};

/// What reading scorecards, rankings and incentive plans needs of a plan's names; whatever is wrong is reported.
pub trait RuleNames {
    /// Checks a formula that must give `unit`, any unit where `None`; the name `base` is known where it has a unit.
    fn formula(
        &mut self,
        text: &str,
        unit: Option<Unit>,
        base: Option<Unit>,
        at: At<'_>,
        problems: &mut Problems,
    ) -> Option<Program<Question>>;

    /// Checks a condition on people, in which plain names are attributes.
    fn who(&mut self, text: &str, at: At<'_>, problems: &mut Problems) -> Option<Program<Question>>;

    /// The table that a place names or holds.
    fn table(&mut self, source: &TableSource, at: At<'_>, problems: &mut Problems) -> Option<Id<Table>>;

    /// A table that was found before.
    fn table_at(&self, id: Id<Table>) -> &Table;

    /// The grain of a name.
    fn grain(&mut self, name: &str, at: At<'_>, problems: &mut Problems) -> Option<Grain>;

    /// The KPI that a formula is, where it is just one.
    fn only_kpi(&self, formula: &Program<Question>) -> Option<&Kpi>;

    /// The house rules.
    fn rules(&self) -> &Rules;
}
