//! What is asked of scorecards besides scores.

use crate::quantity::{Fraction, Outcome, Unit, Value};
use crate::rule::Missing;
use crate::score::{Card, Flip, Focus, Lift, Line, Need, Needs, Scorecard, Standing, Turn};
use crate::table::{End, Interval};

use super::step;
use super::writer::Writer;

pub(super) fn needs(json: &mut Writer, needs: &Needs) {
    match needs.score {
        Some(score) => json.amount("score", &Ok(Fraction::from(score)), Unit::Number),
        None => json.null("score"),
    }
    end(json, "points", needs.points, Unit::Number);
    json.yes_no("reached", needs.reached);
    json.objects("items", &needs.items, need);
}

fn need(json: &mut Writer, need: &Need) {
    path(json, need.path.iter().map(String::as_str));
    json.figure("value", &need.value);
    end(json, "points", need.points, Unit::Number);
    match &need.lift {
        Lift::To(found) => {
            json.text("lift", "to");
            json.objects("to", found, |json, interval| self::interval(json, interval, need.unit));
        }
        Lift::Always => json.text("lift", "always"),
        Lift::Never => json.text("lift", "never"),
        Lift::Falls => json.text("lift", "falls"),
        Lift::Undefined(why) => {
            json.text("lift", "undefined");
            json.undefined(why);
        }
    }
}

fn interval(json: &mut Writer, interval: &Interval, unit: Unit) {
    end(json, "from", interval.from, unit);
    end(json, "to", interval.to, unit);
}

/// An end with whether it belongs to what it ends; nothing where it is open.
fn end(json: &mut Writer, name: &str, end: Option<End>, unit: Unit) {
    let Some(End { at, within }) = end else {
        json.null(name);
        return;
    };
    json.object(name, |json| {
        json.figure_inside(&Ok(unit.of(at)));
        json.yes_no("within", within);
    });
}

fn path<'p>(json: &mut Writer, path: impl Iterator<Item = &'p str>) {
    let mut path = path;
    json.texts("path", &mut path);
}

pub(super) fn flip(json: &mut Writer, flip: &Flip) {
    path(json, flip.path.iter().map(String::as_str));
    share(json, "weight", flip.weight);
    match &flip.turn {
        Turn::At(at) => {
            json.text("turn", "at");
            json.amount("at", &Ok(*at), Unit::Ratio);
        }
        Turn::Never => json.text("turn", "never"),
        Turn::Unclear => json.text("turn", "unclear"),
    }
}

fn share(json: &mut Writer, name: &str, share: Option<Fraction>) {
    match share {
        Some(share) => json.amount(name, &Ok(share), Unit::Ratio),
        None => json.null(name),
    }
}

pub(super) fn focus(json: &mut Writer, focus: &Focus) {
    json.objects("items", &focus.items, standing);
    for (name, standing) in
        [("strongest", focus.strongest()), ("weakest", focus.weakest()), ("work_on", focus.coaching())]
    {
        match standing {
            Some(standing) => json.texts(name, &mut standing.path.iter().map(String::as_str)),
            None => json.null(name),
        }
    }
}

fn standing(json: &mut Writer, standing: &Standing) {
    path(json, standing.path.iter().map(String::as_str));
    json.amount("points", &standing.points, Unit::Number);
    json.amount("median", &standing.median, Unit::Number);
    json.count("others", standing.others);
    json.amount("ahead", &standing.ahead, Unit::Number);
    json.amount("weighted", &standing.weighted, Unit::Number);
}

pub(super) fn lines(json: &mut Writer, card: &Card, result: &Scorecard) {
    json.text("scorecard", card.name.as_str());
    json.labels(&card.labels);
    json.amount("score", &result.score().map(Fraction::from), Unit::Number);
    json.amount("points", &result.points(), Unit::Number);
    if let Some(grade) = result.grade() {
        let grade: Outcome<Value> = grade.map(|grade| grade.grade);
        json.figure("grade", &grade);
    }
    json.objects_if_any("steps", &result.applied().steps, step::done);
    json.objects("lines", &result.lines(), line);
}

fn line(json: &mut Writer, line: &Line<'_>) {
    path(json, line.path.iter().copied());
    json.figure_if_some("value", line.item.value.as_ref());
    json.amount("points", &line.points, Unit::Number);
    if line.points.is_err() {
        missing(json, line.item.missing);
    }
    share(json, "share", line.share);
    share(json, "of_card", line.of_card);
    match line.contribution {
        Some(points) => json.amount("contribution", &Ok(points), Unit::Number),
        None => json.null("contribution"),
    }
    json.objects_if_any("steps", &line.steps, step::done);
}

/// What stands for an item that is undefined.
fn missing(json: &mut Writer, missing: Missing) {
    match missing {
        Missing::Zero => json.text("missing", "zero"),
        Missing::Skip => json.text("missing", "skip"),
        Missing::Hold => json.text("missing", "hold"),
        Missing::Value(points) => json.amount("missing", &Ok(points), Unit::Number),
    }
}
