//! From scales as written to scales as meant.

use crate::diagnostic::{At, Code, Problems};
use crate::document::{Named, NumberText};
use crate::id::Name;
use crate::kpi::Better;
use crate::quantity::Fraction;
use crate::sort;

use super::compile::number;
use super::definition::ScaleDefinition;
use super::scale::Scale;

/// Reads the scales of a review; reports everything that is wrong with them.
pub(super) fn scales(written: &Named<ScaleDefinition>, at: At<'_>, problems: &mut Problems) -> Vec<Scale> {
    if written.is_empty() && !problems.is_unread(&at.place()) {
        problems
            .report(Code::ValueRange, at, "there is no scale")
            .help("add one: `{ \"five\": { \"lowest\": 1, \"highest\": 5, \"step\": 1 } }`");
    }
    let mut scales = Vec::new();
    for (name, scale) in written {
        scales.extend(read_scale(name, scale, at.field(name), problems));
    }
    scales
}

fn read_scale(name: &str, written: &ScaleDefinition, at: At<'_>, problems: &mut Problems) -> Option<Scale> {
    let name = Name::read(name, at, problems);
    let ratings = ratings(&written.ratings, at.field("ratings"), problems)?;
    let least = ratings.iter().map(|(_, score)| *score).min();
    let most = ratings.iter().map(|(_, score)| *score).max();
    let lowest = end(written.lowest.as_ref(), least, "lowest", at, problems);
    let highest = end(written.highest.as_ref(), most, "highest", at, problems);
    let step = match &written.step {
        None => None,
        Some(_) if !ratings.is_empty() => {
            let message = "the scores have names, and there are no others between them";
            problems.report(Code::PlanConflict, at.field("step"), message).help("leave the `step` out");
            return None;
        }
        Some(step) => Some(number(step, at.field("step"), problems)?),
    };
    let (lowest, highest) = (lowest?, highest?);
    if lowest >= highest {
        let message = format!("the highest score, {highest}, does not lie above the lowest, {lowest}");
        problems
            .report(Code::ValueRange, at, message)
            .help("let `lowest` be the smaller of the two; `better` says which is good");
        return None;
    }
    let scale = Scale { name: name?, lowest, highest, step, ratings, better: written.better.unwrap_or(Better::Higher) };
    fits(&scale, at, problems).then_some(scale)
}

/// Whether the named scores lie within the ends, and steps lead from the lowest to the highest.
fn fits(scale: &Scale, at: At<'_>, problems: &mut Problems) -> bool {
    let outside = scale.ratings.iter().find(|(_, score)| *score < scale.lowest || *score > scale.highest);
    if let Some((name, score)) = outside {
        let (lowest, highest) = (scale.lowest, scale.highest);
        let message = format!("`{name}` is {score}, and scores go from {lowest} to {highest}");
        let place = at.field("ratings");
        problems.report(Code::ValueRange, place.field(name), message).help("change it, or the ends of the scale");
        return false;
    }
    let Some(step) = scale.step else { return true };
    if step <= Fraction::ZERO || scale.check(scale.highest).is_err() {
        let message = format!("steps of {step} do not lead from {} to {}", scale.lowest, scale.highest);
        problems
            .report(Code::ValueRange, at.field("step"), message)
            .help("write a step that ends at the highest score");
        return false;
    }
    true
}

fn ratings(written: &Named<NumberText>, at: At<'_>, problems: &mut Problems) -> Option<Vec<(String, Fraction)>> {
    let before = problems.len();
    let mut ratings: Vec<(String, Fraction)> = Vec::new();
    for (name, text) in written {
        let Some(score) = number(text, at.field(name), problems) else { continue };
        if let Some((same, _)) = ratings.iter().find(|(_, known)| *known == score) {
            let message = format!("`{same}` and `{name}` are both {score}");
            problems.report(Code::NameDuplicate, at.field(name), message).help("give each a number of its own");
        }
        ratings.push((name.clone(), score));
    }
    sort::by(&mut ratings, |one, other| one.1.cmp(&other.1));
    (problems.len() == before).then_some(ratings)
}

/// An end of a scale: as written, or that of its ratings.
fn end(
    written: Option<&NumberText>,
    of_ratings: Option<Fraction>,
    field: &str,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<Fraction> {
    let Some(text) = written else {
        if of_ratings.is_none() {
            problems
                .report(Code::DocumentMissingField, at.field(field), format!("the scale has neither `{field}` nor `ratings`"))
                .help("write `\"lowest\": 1, \"highest\": 5`, or give scores names: `\"ratings\": { \"poor\": 1, \"good\": 2 }`");
        }
        return of_ratings;
    };
    number(text, at.field(field), problems)
}
