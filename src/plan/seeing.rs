//! Who may see what, and who may set whose targets.

use crate::diagnostic::{At, Code, Problems};
use crate::document::FormulaText;
use crate::formula::{Program, compile as compile_formula};
use crate::kpi::Question;
use crate::quantity::Unit;
use crate::target::{HOW_WHOLE, IS_WHOLE};

use super::names::{Context, PlanNames};
use super::peers::{self, Peers};

/// Who leads, and who is compared with whom: either may be said by the plan.
pub(super) type Leading<'l> = (Option<&'l Program<Question>>, Option<&'l Peers>);

/// What a condition on an actor and a subject asks beside what any other one may: places of [`Question::Local`].
///
/// The attributes of the actor come after them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seeing;

impl Seeing {
    /// The key of who asks.
    pub(crate) const ACTOR: usize = 1;
    /// The key of who is asked about; undefined for a unit.
    pub(crate) const SUBJECT: usize = 2;
    /// Whether the actor leads the subject's unit, or one above it.
    pub(crate) const LEADS: usize = 3;
    /// The first attribute of the actor.
    pub(crate) const ATTRIBUTES: usize = 4;
}

/// Reads the condition under which an actor may see a person or a unit.
///
/// It may ask who somebody is and where they belong, and nothing that is reckoned: else whether a figure is shown would tell
/// something about figures that are not.
pub(super) fn may_see(
    text: Option<&FormulaText>,
    names: &mut PlanNames<'_>,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<Program<Question>> {
    let message = "who may see cannot depend on figures, or on the time that is asked for";
    condition(text?.as_str(), message, Context::about_seeing(), names, at, problems)
}

/// Reads the condition under which an actor may set the targets of a person or a unit.
///
/// It may ask what [`may_see`] may; who leads may not depend on figures there either, for those may depend on targets.
pub(super) fn may_set(
    text: Option<&FormulaText>,
    leading: Leading<'_>,
    names: &mut PlanNames<'_>,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<Program<Question>> {
    if text.is_some() && !IS_WHOLE {
        problems.report(Code::PlanConflict, at, "this library was built without what `may_set` needs").help(HOW_WHOLE);
        return None;
    }
    let message = "who may set cannot depend on figures, or on the time that is asked for";
    let condition = condition(text?.as_str(), message, Context::about_seeing(), names, at, problems)?;
    led_by_none(&condition, "who may set", leading, names, at, problems).then_some(condition)
}

/// Reads the condition under which an actor may move a record of an owner, who is its subject.
///
/// It may ask what [`may_set`] may.
pub(super) fn may_move(
    text: &str,
    leading: Leading<'_>,
    names: &mut PlanNames<'_>,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<Program<Question>> {
    let message = "who may move a record cannot depend on figures, or on the time that is asked for";
    let condition = condition(text, message, Context::about_moving(), names, at, problems)?;
    led_by_none(&condition, "who may move a record", leading, names, at, problems).then_some(condition)
}

/// Reads the condition under which an actor may rate a subject.
///
/// It may ask what [`may_set`] may.
pub(super) fn may_rate(
    text: &str,
    leading: Leading<'_>,
    names: &mut PlanNames<'_>,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<Program<Question>> {
    let message = "who may rate cannot depend on figures, or on the time that is asked for";
    let condition = condition(text, message, Context::about_seeing(), names, at, problems)?;
    led_by_none(&condition, "who may rate", leading, names, at, problems).then_some(condition)
}

/// Whether a condition asks for who leads only where that depends on no figures.
fn led_by_none(
    condition: &Program<Question>,
    who: &str,
    (leads, peers): Leading<'_>,
    names: &PlanNames<'_>,
    at: At<'_>,
    problems: &mut Problems,
) -> bool {
    let mut about_leading = false;
    condition.questions(&mut |question| {
        about_leading |= matches!(question, Question::Manager | Question::Local(Seeing::LEADS));
    });
    if about_leading && leads.is_some_and(|leads| peers::asks_figures(leads, peers, names)) {
        problems
            .report(Code::FormulaContext, at, format!("{who} cannot depend on figures, and who leads depends on some"))
            .help("let `leads` depend on attributes, such as `role = \"manager\"`");
        return false;
    }
    true
}

fn condition(
    text: &str,
    refused: &str,
    context: Context,
    names: &mut PlanNames<'_>,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<Program<Question>> {
    names.context = context;
    let condition = compile_formula(text, Some(Unit::YesNo), names, at, problems);
    names.context = Context::default();
    let condition = condition?;
    let mut plain = true;
    condition.questions(&mut |question| plain &= is_plain(question));
    if !plain {
        problems.report(Code::FormulaContext, at, refused).help(
            "let it depend on who leads and on attributes, such as `leads(actor, subject) or actor.role = \"hr\"`",
        );
        return None;
    }
    Some(condition)
}

fn is_plain(question: &Question) -> bool {
    matches!(
        question,
        Question::Attribute(_) | Question::Manager | Question::Tenure(_) | Question::AsOf | Question::Local(_)
    )
}
