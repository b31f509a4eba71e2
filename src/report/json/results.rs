//! Scorecards, rankings, statements, targets.

use serde::Serialize;

use crate::calendar::{FiscalCalendar, Period};
use crate::document::Named;
use crate::engine::{Provenance, TargetFigures};
use crate::incentive::{IncentivePlan, Line, Statement};
use crate::quantity::{Fraction, Precision, Unit};
use crate::ranking::{Ranking, RankingPlan};
use crate::score::{Card, Item, ItemScore, Part, Scorecard};

use super::figure::Figure;
use super::step::{DoneJson, steps};

/// What people call something, by language.
type Labels<'r> = &'r Named<String>;

#[derive(Serialize)]
pub(super) struct CardJson<'r> {
    scorecard: &'r str,
    #[serde(skip_serializing_if = "Named::is_empty")]
    labels: Labels<'r>,
    score: Figure,
    points: Figure,
    #[serde(skip_serializing_if = "Option::is_none")]
    grade: Option<Figure>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    steps: Vec<DoneJson>,
    items: Vec<ItemJson<'r>>,
}

impl<'r> CardJson<'r> {
    pub(super) fn new(card: &'r Card, result: &'r Scorecard, precision: Precision) -> CardJson<'r> {
        let score = result.score().map(Fraction::from);
        CardJson {
            scorecard: card.name.as_str(),
            labels: &card.labels,
            score: Figure::of_amount(&score, Unit::Number, precision),
            points: Figure::of_amount(&result.points(), Unit::Number, precision),
            grade: result.grade().map(|grade| Figure::of(&grade.map(|grade| grade.grade), precision)),
            steps: steps(&result.applied(), precision),
            items: items(&card.items, result.items(), precision),
        }
    }
}

#[derive(Serialize)]
struct ItemJson<'r> {
    id: &'r str,
    #[serde(skip_serializing_if = "Named::is_empty")]
    labels: Labels<'r>,
    weight: Figure,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<Figure>,
    points: Figure,
    /// The points with which it counts; nothing where it is left out of the score.
    counted: Option<Figure>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    steps: Vec<DoneJson>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    items: Vec<ItemJson<'r>>,
}

fn items<'r>(items: &'r [Item], scores: &'r [ItemScore], precision: Precision) -> Vec<ItemJson<'r>> {
    items.iter().zip(scores).map(|(item, score)| ItemJson::new(item, score, precision)).collect()
}

impl<'r> ItemJson<'r> {
    fn new(item: &'r Item, score: &'r ItemScore, precision: Precision) -> ItemJson<'r> {
        let number = |points| Figure::of_amount(points, Unit::Number, precision);
        ItemJson {
            id: item.id.as_str(),
            labels: &item.labels,
            weight: Figure::of_amount(&Ok(item.weight), Unit::Ratio, precision),
            value: score.value.as_ref().map(|value| Figure::of(value, precision)),
            points: number(&score.points(precision)),
            counted: score.counted(precision).as_ref().map(number),
            steps: steps(&score.applied(precision), precision),
            items: match &item.part {
                Part::Items(inner) => items(inner, &score.items, precision),
                Part::Value { .. } => Vec::new(),
            },
        }
    }
}

#[derive(Serialize)]
pub(super) struct RankingJson<'r> {
    ranking: &'r str,
    #[serde(skip_serializing_if = "Named::is_empty")]
    labels: Labels<'r>,
    ties: &'static str,
    places: Vec<PlaceJson<'r>>,
}

#[derive(Serialize)]
struct PlaceJson<'r> {
    who: &'r str,
    rank: Figure,
    value: Figure,
}

impl<'r> RankingJson<'r> {
    pub(super) fn new(plan: &'r RankingPlan, ranking: &'r Ranking, precision: Precision) -> RankingJson<'r> {
        let places = ranking.places.iter().map(|place| PlaceJson {
            who: place.who.as_str(),
            rank: Figure::of_amount(&place.rank, Unit::Number, precision),
            value: Figure::of(&place.value, precision),
        });
        RankingJson {
            ranking: plan.name.as_str(),
            labels: &plan.labels,
            ties: ranking.ties.word(),
            places: places.collect(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct StatementJson<'r> {
    statement: &'r str,
    #[serde(skip_serializing_if = "Named::is_empty")]
    labels: Labels<'r>,
    total: Figure,
    lines: Vec<LineJson<'r>>,
}

#[derive(Serialize)]
struct LineJson<'r> {
    component: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    labels: Option<Labels<'r>>,
    due: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    base: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rate: Option<Figure>,
    exact: Figure,
    pay: Figure,
}

impl<'r> StatementJson<'r> {
    pub(super) fn new(plan: &'r IncentivePlan, owed: &'r Statement, precision: Precision) -> StatementJson<'r> {
        StatementJson {
            statement: plan.name.as_str(),
            labels: &plan.labels,
            total: Figure::of_amount(&owed.total(precision), Unit::Money, precision),
            lines: owed.lines().iter().map(|line| LineJson::new(plan, line, precision)).collect(),
        }
    }
}

impl<'r> LineJson<'r> {
    fn new(plan: &'r IncentivePlan, line: &'r Line, precision: Precision) -> LineJson<'r> {
        let component = plan.components.iter().find(|component| component.id.as_str() == line.component);
        LineJson {
            component: &line.component,
            labels: component.map(|component| &component.labels).filter(|labels| !labels.is_empty()),
            due: line.due,
            base: line.base.as_ref().map(|base| Figure::of(base, precision)),
            rate: line.rate.as_ref().map(|rate| Figure::of(rate, precision)),
            exact: Figure::of_amount(&line.exact, Unit::Money, precision),
            pay: Figure::of_amount(&line.pay, Unit::Money, precision),
        }
    }
}

#[derive(Serialize)]
pub(super) struct TargetJson {
    counts: Figure,
    own: Figure,
    members: Figure,
    gap: Figure,
}

impl TargetJson {
    pub(super) fn new(figures: &TargetFigures, precision: Precision) -> TargetJson {
        TargetJson {
            counts: Figure::of(&figures.counts, precision),
            own: Figure::of(&figures.own, precision),
            members: Figure::of(&figures.members, precision),
            gap: Figure::of(&figures.gap, precision),
        }
    }
}

#[derive(Serialize)]
pub(super) struct ProvenanceJson<'r> {
    plan: &'r str,
    position: usize,
    as_of: String,
    engine: &'static str,
}

impl<'r> ProvenanceJson<'r> {
    pub(super) fn new(from: &'r Provenance) -> ProvenanceJson<'r> {
        ProvenanceJson { plan: &from.plan, position: from.position, as_of: from.as_of.to_string(), engine: from.engine }
    }
}

#[derive(Serialize)]
pub(super) struct PeriodJson {
    label: String,
    index: u32,
    from: String,
    to: String,
}

pub(super) fn periods(calendar: &FiscalCalendar, periods: &[Period]) -> Vec<PeriodJson> {
    let one = |period: &Period| PeriodJson {
        label: calendar.label(*period),
        index: period.index(),
        from: period.first().to_string(),
        to: period.end().to_string(),
    };
    periods.iter().map(one).collect()
}
