//! What reading rules over KPIs needs of a plan's names.

use crate::calendar::Grain;
use crate::diagnostic::{At, Code, Problems};
use crate::document::FormulaText;
use crate::formula::Program;
use crate::id::{Id, Name};
use crate::quantity::{Fraction, Unit};
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

    /// Sees to it that what the folds of a formula look at can be counted; whether there are any.
    fn counts(&mut self, formula: &Program<Question>) -> bool;

    /// The names of values that are at hand from now on, each with the unit and the number of what it stands for
    /// ([`Question::Local`]); those before are no more.
    fn at_hand(&mut self, names: Vec<(Name, Unit, usize)>);

    /// The house rules.
    fn rules(&self) -> &Rules;
}

/// A share that is written down, and not reckoned.
pub(crate) fn fixed_ratio(
    text: &FormulaText,
    names: &mut impl RuleNames,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<Fraction> {
    let program = names.formula(text.as_str(), Some(Unit::Ratio), None, at, problems)?;
    let Some(value) = program.as_constant() else {
        problems.report(Code::FormulaContext, at, "a weight is a fixed percentage").help("write it like `60%`");
        return None;
    };
    value.amount()
}
