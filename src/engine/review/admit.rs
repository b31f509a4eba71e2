//! What the plan says of a review before the log takes it.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate};

use crate::calendar::Period;
use crate::document::Node;
use crate::log::{Entry, Refusal, RefusalCode};
use crate::plan::{Plan, ReviewPlan};
use crate::quantity::{Fraction, parse_decimal};
use crate::review::{Scale, no_score, scores_of};

/// Whether an entry is a review, in a plan that has some.
pub(in super::super) fn is_review(plan: &Plan, entry: &Entry) -> bool {
    text(entry, "kind") == Some("review") && !plan.reviews().is_empty()
}

pub(super) fn text<'e>(entry: &'e Entry, field: &str) -> Option<&'e str> {
    entry.get(field).and_then(Node::as_text)
}

/// The entry as the log keeps it: a rating has the number of its name, and where a review has just one scale, it need not be named.
pub(in super::super) fn in_numbers<'e>(plan: &Plan, entry: &'e Entry) -> Cow<'e, Entry> {
    let mut kept = Cow::Borrowed(entry);
    let Some((_, of)) = text(entry, "item").and_then(|item| plan.review_of(item)) else { return kept };
    let missing = entry.get("scale").is_none_or(|scale| *scale == Node::Null);
    let scale = match (text(entry, "scale"), of.review.scales.as_slice()) {
        (Some(name), _) => of.review.scale(name),
        (None, [only]) if missing => {
            kept = Cow::Owned(entry.clone().set("scale", only.name.as_str()));
            Some(only)
        }
        _ => None,
    };
    let rating = scale.zip(text(entry, "score")).and_then(|(scale, name)| scale.rating(name));
    if let Some(number) = rating.and_then(Fraction::to_decimal) {
        kept = Cow::Owned(kept.into_owned().set("score", number.normalize().to_string().as_str()));
    }
    kept
}

/// Why a plan has no place for a review, whatever else is known.
pub(in super::super) fn refusals(plan: &Plan, entry: &Entry) -> Vec<Refusal> {
    if text(entry, "retracts").is_some() {
        return Vec::new();
    }
    let mut refusals = Vec::new();
    for (word, message, help) in [
        ("reverses", "a review is not reversed", "retract it, or revise it"),
        ("credits", "a review is that of whom it is about, and of nobody else", "leave the credits out"),
    ] {
        if entry.get(word).is_some() {
            let refusal = Refusal::new(RefusalCode::ReviewForm, format_args!("{message}"));
            refusals.push(refusal.with_help(help).field_of(word));
        }
    }
    for field in ["who", "relation", "item", "score", "period"] {
        if entry.get(field).is_none_or(|value| *value == Node::Null) {
            let refusal = Refusal::new(RefusalCode::MissingField, format_args!("`review` has no `{field}`"));
            refusals.push(refusal.with_help(&format!("write `{field}`")).field_of(field));
        }
    }
    if text(entry, "by").is_none() {
        let refusal = Refusal::new(RefusalCode::ReviewRater, format_args!("nobody is named who rates"));
        refusals.push(
            refusal
                .with_help("write `by`: a person of the organisation, or what somebody from outside is called")
                .field_of("by"),
        );
    }
    refusals.extend(period(plan, entry).err());
    let Some(item) = text(entry, "item") else { return refusals };
    match plan.review_of(item) {
        Some((_, of)) => said(of, entry, &mut refusals),
        None => refusals.push(no_item(plan, item)),
    }
    refusals
}

/// What is wrong with what a review says, by what the plan says of its item.
fn said(of: &ReviewPlan, entry: &Entry, refusals: &mut Vec<Refusal>) {
    let review = &of.review;
    if let Some(relation) = text(entry, "relation") {
        let (who, by) = (text(entry, "who").unwrap_or_default(), text(entry, "by").unwrap_or_default());
        // Whoever is not written is missing, and no other.
        let told = review.no_rater(relation, who, by);
        refusals.extend(told.filter(|told| told.field() == Some("relation") || !who.is_empty() && !by.is_empty()));
    }
    let Some(name) = text(entry, "scale") else {
        let all: Vec<String> = review.scales.iter().map(|scale| format!("`{}`", scale.name)).collect();
        let refusal = Refusal::new(RefusalCode::ReviewScale, format_args!("on which scale is not said"));
        refusals.push(refusal.with_help(&format!("write `scale`: {}", all.join(" or "))).field_of("scale"));
        return;
    };
    match review.scale(name) {
        Some(scale) => refusals.extend(text(entry, "score").and_then(|score| unsound(scale, score))),
        None => refusals.push(review.no_scale(name)),
    }
}

/// Why a text is no score of a scale.
fn unsound(scale: &Scale, score: &str) -> Option<Refusal> {
    if let Ok(number) = parse_decimal(score) {
        return no_score(scale, Fraction::from(number));
    }
    let short: String = score.chars().take(64).collect();
    let message = format_args!("`{short}` is no score of the scale `{}`", scale.name);
    Some(Refusal::new(RefusalCode::ReviewScore, message).with_help(&scores_of(scale)).field_of("score"))
}

fn no_item(plan: &Plan, item: &str) -> Refusal {
    let mut known = plan.reviews().iter().flat_map(|of| of.review.items.iter().map(crate::id::Name::as_str));
    let message = format_args!("nobody is rated for `{item}` in any review");
    Refusal::new(RefusalCode::ReviewItem, message).nearest(item, &mut known).field_of("item")
}

/// The period that a review is about, in which its day lies.
pub(super) fn period(plan: &Plan, entry: &Entry) -> Result<Option<Period>, Refusal> {
    let Some(label) = text(entry, "period") else { return Ok(None) };
    let period = plan.calendar().parse_period(label).map_err(|error| {
        let refusal = Refusal::new(RefusalCode::ReviewPeriod, format_args!("{error}")).field_of("period");
        refusal.with_help("write the label of the period that it is about")
    })?;
    match day(plan, entry) {
        Some(on) if !period.span().contains(on) => {
            let message = format_args!("{on} lies outside of `{label}`, which it is about");
            let help = "let `on` be a day of the period, such as its last; when it was said is `known`";
            Err(Refusal::new(RefusalCode::ReviewPeriod, message).with_help(help).field_of("on"))
        }
        _ => Ok(Some(period)),
    }
}

/// The day of an entry; nothing, where it has none that can be read, which the log says.
pub(super) fn day(plan: &Plan, entry: &Entry) -> Option<NaiveDate> {
    if let Some(on) = text(entry, "on") {
        return on.parse().ok();
    }
    let at = DateTime::parse_from_rfc3339(text(entry, "at")?).ok()?.to_utc();
    plan.zone().and_then(|zone| zone.day(at))
}
