//! Reviews.

use crate::engine::ReviewAnswer;
use crate::id::Key;
use crate::quantity::{Fraction, Precision, Unit, Why};
use crate::review::{Hidden, KindRating, KindScore, ReviewScore, Severity};

use super::writer::Writer;

pub(super) fn answer(json: &mut Writer, answer: &ReviewAnswer) {
    json.text("review", &answer.name);
    json.labels(&answer.labels);
    json.text("who", answer.who.as_str());
    json.text("time", &answer.time);
    number(json, "lowest", answer.onto.0);
    number(json, "highest", answer.onto.1);
    match &answer.items {
        Ok(items) => json.objects("items", items, |json, score| item(json, score, answer.precision)),
        Err(why) => json.undefined(why),
    }
    json.objects_if_any("raters", &answer.raters, rater);
    json.count("hidden", answer.hidden);
    json.object("from", |json| super::results::provenance(json, &answer.from));
}

fn item(json: &mut Writer, score: &ReviewScore, precision: Precision) {
    json.text("item", score.item.as_str());
    json.amount("score", &score.value(precision), Unit::Number);
    let kinds: Vec<(&KindScore, Fraction)> = score
        .kinds
        .iter()
        .zip(score.shares(precision))
        .map(|(kind, share)| (kind, share.unwrap_or_default()))
        .collect();
    json.objects("kinds", &kinds, |json, (score, share)| kind(json, score, *share));
    json.count("left_out", score.left_out);
}

fn kind(json: &mut Writer, kind: &KindScore, share: Fraction) {
    json.text("relation", kind.kind.as_str());
    json.labels(&kind.labels);
    json.shown("raters", &kind.raters);
    json.shown("trimmed", &kind.trimmed);
    json.amount("weight", &Ok(kind.weight), Unit::Ratio);
    json.amount("counted", &Ok(share), Unit::Ratio);
    json.amount("mean", &kind.mean().unwrap_or(Err(Why::Withheld)), Unit::Number);
    if let Some(instead) = kind.instead() {
        number(json, "instead", instead);
    }
    match kind.hidden {
        Some(Hidden::Few { have, need }) => json.object("hidden", |json| {
            json.text("why", "few");
            json.shown("have", &have);
            json.shown("need", &need);
        }),
        Some(Hidden::WouldTell) => json.object("hidden", |json| json.text("why", "would_tell")),
        None => {}
    }
    json.objects_if_any("ratings", &kind.ratings, rating);
}

fn rating(json: &mut Writer, rating: &KindRating) {
    json.text("by", rating.by.as_str());
    number(json, "score", rating.score);
    if let Some(corrected) = rating.corrected {
        number(json, "corrected", corrected);
    }
    json.yes_no("trimmed", rating.trimmed);
}

fn rater(json: &mut Writer, rater: &Severity) {
    json.text_if_some("by", rater.by.as_ref().map(Key::as_str));
    json.shown("reviews", &rater.reviews);
    json.amount("above", &rater.above, Unit::Number);
    json.yes_no("corrects", rater.corrects);
}

fn number(json: &mut Writer, name: &str, number: Fraction) {
    json.amount(name, &Ok(number), Unit::Number);
}
