//! Reviews: what people are rated for, and who may rate whom.

use crate::diagnostic::{At, Code, Problems};
use crate::document::IS_WHOLE;
use crate::formula::Program;
use crate::id::Name;
use crate::kpi::Question;
use crate::log::Kinds;
use crate::review::{RaterIs, Review, ReviewDefinition};

use super::definition::PlanDefinition;
use super::names::PlanNames;
use super::peers;
use super::seeing::{self, Leading};

/// A review of a plan, read.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewPlan {
    /// What is rated, by whom, and what is made of it.
    pub review: Review,
    /// By the kinds of raters, in their order: the condition under which somebody may rate somebody, where there is one.
    pub may: Vec<Option<Program<Question>>>,
}

/// The reviews of a plan; a library that has none keeps no room for them.
#[cfg(any(not(feature = "capi"), feature = "analysis"))]
pub(super) type ReviewPlans = Vec<ReviewPlan>;
#[cfg(all(feature = "capi", not(feature = "analysis")))]
pub(super) type ReviewPlans = [ReviewPlan; 0];

#[cfg(any(not(feature = "capi"), feature = "analysis"))]
fn kept(all: Vec<ReviewPlan>) -> ReviewPlans {
    all
}

#[cfg(all(feature = "capi", not(feature = "analysis")))]
fn kept(_: Vec<ReviewPlan>) -> ReviewPlans {
    []
}

/// The kinds of a plan, and that of its reviews, where it has any.
pub(super) fn kinds(kinds: Kinds, definition: &PlanDefinition, at: At<'_>, problems: &Problems) -> Kinds {
    if !IS_WHOLE {
        return kinds;
    }
    if problems.is_unread(&at.place()) {
        return kinds.with_lost_reviews();
    }
    if definition.reviews.iter().next().is_some() { kinds.with_reviews() } else { kinds }
}

/// Reads the reviews of a plan, and gives formulas their names; reports everything that is wrong with them.
pub(super) fn compile(
    definition: &PlanDefinition,
    names: &mut PlanNames<'_>,
    at: At<'_>,
    problems: &mut Problems,
) -> ReviewPlans {
    let mut all: Vec<ReviewPlan> = Vec::new();
    if !IS_WHOLE {
        // None is read then, which was reported.
        return kept(all);
    }
    let mut items: Vec<(&str, &str)> = Vec::new();
    for (name, written) in definition.reviews.iter() {
        let place = at.field(name);
        once(&mut items, (name, written), place.field("items"), problems);
        match Review::compile(name, written, names.rules.missing.as_ref(), place, problems) {
            Some(review) => {
                names.add_review(all.len(), &review);
                let may = review.kinds.iter().map(|_| None).collect();
                all.push(ReviewPlan { review, may });
            }
            None => names.add_broken(&format!("review.{name}")),
        }
    }
    kept(all)
}

/// Reports items that another review has already: an entry says its item, and by that its review.
fn once<'d>(
    known: &mut Vec<(&'d str, &'d str)>,
    (name, written): (&'d str, &'d ReviewDefinition),
    at: At<'_>,
    problems: &mut Problems,
) {
    for (index, item) in written.items.iter().enumerate() {
        if let Some((_, other)) = known.iter().find(|(known, other)| known == item && *other != name) {
            let message = format!("people are rated for `{item}` in the review `{other}` already");
            problems.report(Code::NameTaken, at.index(index), message).help("call one of the two otherwise");
        }
        known.push((item, name));
    }
}

/// Reads who may rate whom, once it is known who leads.
pub(super) fn may(
    reviews: &mut ReviewPlans,
    definition: &PlanDefinition,
    leading: Leading<'_>,
    names: &mut PlanNames<'_>,
    at: At<'_>,
    problems: &mut Problems,
) {
    if !IS_WHOLE {
        return;
    }
    let written: Vec<(&String, &ReviewDefinition)> = definition.reviews.iter().collect();
    for plan in reviews.iter_mut() {
        let found = written.iter().find(|(name, _)| name.as_str() == plan.review.name.as_str());
        let Some((name, written)) = found else { continue };
        let place = at.field(name);
        let list = place.field("raters");
        for (kind, may) in plan.review.kinds.iter().zip(&mut plan.may) {
            let place = list.field(kind.name.as_str());
            if matches!(kind.is, RaterIs::Manager | RaterIs::Below) {
                led(&kind.name, leading, definition, names, place, problems);
            }
            let text = written.raters.get(kind.name.as_str()).and_then(|rater| rater.may.as_ref());
            *may = text.and_then(|text| seeing::may_rate(text.as_str(), leading, names, place.field("may"), problems));
        }
    }
}

/// Reports managers who rate where it is not said who leads, or where that depends on figures: those may depend on reviews.
fn led(
    kind: &Name,
    (leads, peers): Leading<'_>,
    definition: &PlanDefinition,
    names: &PlanNames<'_>,
    at: At<'_>,
    problems: &mut Problems,
) {
    match leads {
        None if definition.org.leads.is_none() && !names.lost("org") && !names.lost_leads() => {
            let message = format!("who `{kind}` are depends on who leads, and the plan does not say it");
            problems
                .report(Code::PlanConflict, at, message)
                .help("write a condition under `org.leads`, such as `role = \"manager\"`");
        }
        Some(leads) if peers::asks_figures(leads, peers, names) => {
            problems
                .report(Code::FormulaContext, at, "who rates cannot depend on figures, and who leads depends on some")
                .help("let `leads` depend on attributes, such as `role = \"manager\"`");
        }
        _ => {}
    }
}
