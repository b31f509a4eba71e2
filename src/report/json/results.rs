//! Scorecards, rankings, statements, targets.

use crate::calendar::{FiscalCalendar, Period};
use crate::document::IS_WHOLE;
use crate::engine::TargetFigures;
use crate::incentive::{IncentivePlan, Line, Statement};
use crate::quantity::{Fraction, Precision, Unit};
use crate::ranking::{Place, Ranking, RankingPlan};
use crate::score::{Card, Compose, Item, ItemScore, Part, Scorecard, Together};
use crate::trace::Provenance;

use super::step;
use super::writer::Writer;

pub(super) fn card(json: &mut Writer, card: &Card, result: &Scorecard, precision: Precision) {
    json.text("scorecard", card.name.as_str());
    json.labels(&card.labels);
    json.amount("score", &result.score().map(Fraction::from), Unit::Number);
    json.amount("points", &result.points(), Unit::Number);
    if let Some(grade) = result.grade() {
        json.figure("grade", &grade.map(|grade| grade.grade));
    }
    json.objects_if_any("steps", &result.applied().steps, step::done);
    let items = pairs(&card.items, result.items());
    compose(json, card.together);
    json.objects("items", &items, |json, (of, score)| item(json, of, score, card.together, precision));
}

/// The items, each with how it was scored.
fn pairs<'r>(items: &'r [Item], scores: &'r [ItemScore]) -> Vec<(&'r Item, &'r ItemScore)> {
    items.iter().zip(scores).collect()
}

/// How items are put together, where they are not simply weighted.
fn compose(json: &mut Writer, together: Together) {
    if IS_WHOLE && together.compose == Compose::Product {
        json.text("compose", together.compose.word());
    }
}

fn item(json: &mut Writer, item: &Item, score: &ItemScore, together: Together, precision: Precision) {
    json.text("id", item.id.as_str());
    json.labels(&item.labels);
    if IS_WHOLE && !score.there {
        json.yes_no("there", false);
        return;
    }
    if !IS_WHOLE || together.compose == Compose::Sum {
        json.amount("weight", &score.weight(), Unit::Ratio);
    }
    json.figure_if_some("value", score.value.as_ref());
    json.amount("points", &score.points(precision), Unit::Number);
    // The points with which it counts; nothing where it is left out of the score.
    match score.counted(precision) {
        Some(counted) => json.amount("counted", &counted, Unit::Number),
        None => json.null("counted"),
    }
    json.objects_if_any("steps", &score.applied(precision).steps, step::done);
    if let Part::Items(inner) = &item.part {
        let inner = pairs(inner, &score.items);
        compose(json, item.together);
        json.objects_if_any("items", &inner, |json, (of, score)| {
            self::item(json, of, score, item.together, precision);
        });
    }
}

pub(super) fn ranking(json: &mut Writer, plan: &RankingPlan, ranking: &Ranking) {
    json.text("ranking", plan.name.as_str());
    json.labels(&plan.labels);
    json.text("order", ranking.order.word());
    json.text("ties", ranking.ties.word());
    if IS_WHOLE {
        super::ranking::more(json, ranking);
    }
    json.objects("places", &ranking.places, place);
}

fn place(json: &mut Writer, place: &Place) {
    json.text("who", place.who.as_str());
    json.amount("rank", &place.rank, Unit::Number);
    json.figure("value", &place.value);
    if IS_WHOLE {
        super::ranking::place(json, place);
    }
}

pub(super) fn statement(json: &mut Writer, plan: &IncentivePlan, owed: &Statement, precision: Precision) {
    json.text("statement", plan.name.as_str());
    json.labels(&plan.labels);
    json.amount("total", &owed.total(precision), Unit::Money);
    json.objects("lines", owed.lines(), |json, owed| line(json, plan, owed));
}

fn line(json: &mut Writer, plan: &IncentivePlan, line: &Line) {
    json.text("component", &line.component);
    if let Some(component) = plan.components.iter().find(|component| component.id.as_str() == line.component) {
        json.labels(&component.labels);
    }
    json.yes_no("due", line.due);
    json.figure_if_some("base", line.base.as_ref());
    json.figure_if_some("rate", line.rate.as_ref());
    json.amount("exact", &line.exact, Unit::Money);
    json.amount("pay", &line.pay, Unit::Money);
}

pub(super) fn target(json: &mut Writer, figures: &TargetFigures) {
    json.figure("counts", &figures.counts);
    json.figure("own", &figures.own);
    json.figure("members", &figures.members);
    json.figure("gap", &figures.gap);
    json.figure("coverage", &figures.coverage);
}

pub(super) fn provenance(json: &mut Writer, from: &Provenance) {
    json.text("plan", &from.plan);
    json.count("position", from.position);
    json.shown("as_of", &from.as_of);
    json.text("engine", from.engine);
}

pub(super) fn period(json: &mut Writer, calendar: &FiscalCalendar, period: Period) {
    json.text("label", &calendar.label(period));
    json.count("index", usize::try_from(period.index()).unwrap_or(usize::MAX));
    json.shown("from", &period.first());
    json.shown("to", &period.end());
}
