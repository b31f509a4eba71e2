//! Groups, percentiles, contests, badges and moves of ranks.

use rust_decimal::Decimal;

use crate::engine::{Contest, EarnedBadge};
use crate::kpi::When;
use crate::quantity::{Fraction, Outcome, Unit, Value};
use crate::ranking::{Award, Group, Moved, Place, Ranking, RankingPlan};

use super::trace;
use super::writer::Writer;

/// What a ranking has beyond its places.
pub(super) fn more(json: &mut Writer, ranking: &Ranking) {
    json.text_if_some("percentile", ranking.percentile.map(crate::rule::Percentile::word));
    json.objects_if_any("groups", &ranking.groups, group);
}

fn group(json: &mut Writer, group: &Group) {
    json.figure("of", &Ok(group.of.clone()));
    json.count("members", count(group.members));
    json.count("with_value", count(group.with_value));
    json.yes_no("ranked", group.is_ranked);
}

/// What a place has beyond its rank.
pub(super) fn place(json: &mut Writer, place: &Place) {
    if let Some(group) = &place.group {
        json.figure("group", &Ok(group.clone()));
    }
    if !place.then.is_empty() {
        json.objects("then", &place.then, Writer::figure_inside);
    }
    if let Some(standing) = &place.standing {
        json.amount("percentile", &standing.percentile, Unit::Ratio);
        json.count("quartile", usize::from(standing.quartile));
    }
}

pub(super) fn contest(json: &mut Writer, plan: &RankingPlan, contest: &Contest) {
    super::results::ranking(json, plan, &contest.ranking);
    time(json, contest.when);
    json.yes_no("over", contest.is_over);
    json.text_if_some("equals", plan.prizes.as_ref().map(|prizes| prizes.equals.word()));
    match &contest.awards {
        Ok(awards) => {
            money(json, "offered", awards.offered);
            money(json, "paid", awards.paid);
            json.objects("awards", &awards.awards, award);
        }
        Err(why) => json.object("awards", |json| json.undefined(why)),
    }
}

fn award(json: &mut Writer, award: &Award) {
    json.text("who", award.who.as_str());
    json.amount("rank", &Ok(award.rank), Unit::Number);
    if let Some(group) = &award.group {
        json.figure("group", &Ok(group.clone()));
    }
    json.object("places", |json| {
        json.count("first", count(award.places.0));
        json.count("last", count(award.places.1));
    });
    if let Some(amount) = award.amount {
        money(json, "amount", amount);
    }
    if !award.trophies.is_empty() {
        json.object("trophies", |json| award.trophies.iter().for_each(|(name, trophy)| json.text(name, trophy)));
    }
}

pub(super) fn badge(json: &mut Writer, badge: &EarnedBadge) {
    json.text("badge", badge.id.as_str());
    json.labels(&badge.labels);
    json.text("ranking", badge.ranking.as_str());
    time(json, badge.when);
    json.figure("earned", &badge.earned.clone().map(Value::YesNo));
    json.objects("by", &badge.by, trace::trace);
}

pub(super) fn moves(json: &mut Writer, moves: &Outcome<Vec<Moved>>) {
    match moves {
        Ok(moves) => json.objects("moves", moves, moved),
        Err(why) => json.undefined(why),
    }
}

fn moved(json: &mut Writer, moved: &Moved) {
    json.text("who", moved.who.as_str());
    json.text("movement", moved.movement.code());
    let mut rank = |name: &str, rank: Option<Fraction>| {
        if let Some(rank) = rank {
            json.amount(name, &Ok(rank), Unit::Number);
        }
    };
    rank("before", moved.before);
    rank("after", moved.after);
    rank("by", moved.movement.by());
}

fn time(json: &mut Writer, when: When) {
    json.object("during", |json| {
        json.shown("from", &when.span().from());
        json.shown("to", &when.span().to());
    });
}

fn money(json: &mut Writer, name: &str, amount: Decimal) {
    json.amount(name, &Ok(Fraction::from(amount)), Unit::Money);
}

fn count(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}
