//! What is asked of scorecards besides scores, as tables.

use crate::quantity::{Fraction, Outcome, Precision, RoundingMode, Unit, Value};
use crate::rule::Missing;
use crate::score::{Card, Flip, Focus, Item, Lift, Line, Needs, Part, Scorecard, Standing, Turn};
use crate::step::Done;
use crate::table::{End, Interval};
use crate::trace::{Language, value, why};

use super::number::{UNDEFINED, fixed, or_dash, percent};
use super::scorecard::{figure, label, money, reason, shown};
use super::table::{TextTable, Title};

/// What is missing for a grade: for each item what it is and what it would have to be, all others staying as they are. Ends are rounded so
/// that what is written is enough.
pub fn needs(card: &Card, needs: &Needs, language: Language) -> TextTable {
    let mut table = TextTable::titled(&NEEDS, language);
    for need in &needs.items {
        let name = item_name(card, &need.path, language);
        let is = or_dash(&need.value, |value| figure(&value));
        let (needed, reason) = match &need.lift {
            Lift::To(found) => (all(found, need.unit), String::new()),
            Lift::Always => (language.pick("anything", "任意").to_owned(), String::new()),
            Lift::Never => (language.pick("cannot", "无法达到").to_owned(), String::new()),
            Lift::Falls => (language.pick("falls", "越多越低").to_owned(), String::new()),
            Lift::Undefined(reason) => (UNDEFINED.to_owned(), why(reason, language)),
        };
        table.row([&*name, &is, &needed, &reason]);
    }
    let least = needs.score.map(|score| fixed(score.into(), score.scale())).unwrap_or_default();
    let reached = if needs.reached { language.pick("reached", "已达到") } else { "" };
    table.row([language.pick("score", "总分"), "", &least, reached]);
    table
}

const NEEDS: [Title; 4] =
    [Title::left("item", "项目"), Title::right("is", "现值"), Title::left("needed", "需要"), Title::left("", "")];

fn all(found: &[Interval], unit: Unit) -> String {
    let all: Vec<String> = found.iter().map(|interval| one(interval, unit)).collect();
    all.join(", ")
}

fn one(interval: &Interval, unit: Unit) -> String {
    let sign = |end: End, within: &'static str, without: &'static str| if end.within { within } else { without };
    match (interval.from, interval.to) {
        (Some(from), Some(to)) if from.at == to.at => end(from, unit, RoundingMode::HalfUp),
        (Some(from), Some(to)) => {
            let (low, high) = (end(from, unit, RoundingMode::Ceiling), end(to, unit, RoundingMode::Floor));
            format!("{} {low}, {} {high}", sign(from, "≥", ">"), sign(to, "≤", "<"))
        }
        (Some(from), None) => format!("{} {}", sign(from, "≥", ">"), end(from, unit, RoundingMode::Ceiling)),
        (None, Some(to)) => format!("{} {}", sign(to, "≤", "<"), end(to, unit, RoundingMode::Floor)),
        (None, None) => "…".to_owned(),
    }
}

/// An end with two decimals at most, a ratio in percent.
fn end(end: End, unit: Unit, mode: RoundingMode) -> String {
    let ratio = unit == Unit::Ratio;
    let by = if ratio { Fraction::HUNDRED } else { Fraction::ONE };
    let at = end.at.times(by, Precision::default()).and_then(|at| at.to_scale(2, mode));
    let text = at.map_or_else(|_| end.at.to_string(), |at| fixed(at.into(), at.normalize().scale()));
    if ratio { format!("{text} %") } else { text }
}

/// Which weight would turn two people round: for each item what it weighs, and with which weight both would be equal.
pub fn flips(card: &Card, flips: &[Flip], language: Language) -> TextTable {
    let mut table = TextTable::titled(&FLIPS, language);
    for flip in flips {
        let weight = flip.weight.map(percent).unwrap_or_default();
        let turn = match &flip.turn {
            Turn::At(at) => percent(*at),
            Turn::Never => language.pick("never", "不会").to_owned(),
            Turn::Unclear => language.pick("cannot be told", "无法判断").to_owned(),
        };
        table.row([&*item_name(card, &flip.path, language), &weight, &turn]);
    }
    table
}

const FLIPS: [Title; 3] =
    [Title::left("item", "项目"), Title::right("weight", "权重"), Title::right("equal at", "持平权重")];

/// Where somebody stands against others, item by item, and what to work on.
pub fn focus(card: &Card, focus: &Focus, language: Language) -> TextTable {
    let mut table = TextTable::titled(&FOCUS, language);
    for one in &focus.items {
        let name = item_name(card, &one.path, language);
        let points = or_dash(&one.points, money);
        let (median, ahead) = (or_dash(&one.median, money), or_dash(&one.ahead, signed));
        let (weighted, reason) = (or_dash(&one.weighted, signed), reason(&one.ahead, language));
        table.row([&*name, &points, &median, &ahead, &weighted, &reason]);
    }
    let named =
        |standing: Option<&Standing>| standing.map(|one| item_name(card, &one.path, language)).unwrap_or_default();
    let marks = [
        (language.pick("strongest", "最强"), focus.strongest()),
        (language.pick("weakest", "最弱"), focus.weakest()),
        (language.pick("work on", "辅导重点"), focus.coaching()),
    ];
    for (word, standing) in marks {
        table.row([word, "", "", "", "", &named(standing)]);
    }
    table
}

const FOCUS: [Title; 6] = [
    Title::left("item", "项目"),
    Title::right("points", "得分"),
    Title::right("median", "同组中位数"),
    Title::right("ahead", "差距"),
    Title::right("of the score", "折合总分"),
    Title::left("", ""),
];

fn signed(points: Fraction) -> String {
    let text = fixed(points, 2);
    if points.signum() > 0 { format!("+{text}") } else { text }
}

/// A scorecard with what each item has to do with the score: value, points, its share of what it is part of, what it adds to that, what
/// stands for it where it is missing, and the steps that are done.
pub fn score_lines(card: &Card, result: &Scorecard, language: Language) -> TextTable {
    let mut table = TextTable::titled(&LINES, language);
    for line in result.lines() {
        let depth = line.path.len().saturating_sub(1);
        let names: Vec<String> = line.path.iter().map(|name| (*name).to_owned()).collect();
        let name = format!("{}{}", "  ".repeat(depth), last(card, &names, language));
        let value = shown(line.item.value.as_ref(), &figure);
        let share = line.share.map(percent).unwrap_or_default();
        let adds = line.contribution.map(money).unwrap_or_default();
        table.row([&*name, &value, &or_dash(&line.points, money), &share, &adds, &notes(&line, language)]);
    }
    let steps: Vec<String> =
        result.applied().steps.iter().filter(|done| done.changed()).map(|done| step(done, language)).collect();
    let score = result.score();
    let text = or_dash(&score, |score| fixed(score.into(), score.scale()));
    let mut said = vec![reason(&score, language)];
    said.extend(steps);
    said.retain(|text| !text.is_empty());
    table.row([language.pick("score", "总分"), "", &text, "", "", &said.join("; ")]);
    if let Some(grade) = result.grade() {
        let grade = grade.map(|grade| grade.grade);
        table.row([language.pick("grade", "等级"), "", &shown(Some(&grade), &Value::to_string), "", "", ""]);
    }
    table
}

const LINES: [Title; 6] = [
    Title::left("item", "项目"),
    Title::right("value", "值"),
    Title::right("points", "得分"),
    Title::right("share", "占比"),
    Title::right("adds", "贡献"),
    Title::left("", ""),
];

/// Why an item has no points and what stands for it, and what its steps did.
fn notes(line: &Line<'_>, language: Language) -> String {
    let mut notes = Vec::new();
    if let Err(reason) = &line.points {
        notes.push(format!("{}; {}", why(reason, language), stands(line.item.missing, language)));
    }
    notes.extend(line.steps.iter().filter(|done| done.changed()).map(|done| step(done, language)));
    notes.join("; ")
}

fn stands(missing: Missing, language: Language) -> String {
    match missing {
        Missing::Zero => language.pick("counts as 0", "按 0 计").to_owned(),
        Missing::Skip => language.pick("left out", "不计入").to_owned(),
        Missing::Hold => language.pick("holds the score", "总分待定").to_owned(),
        Missing::Value(points) => match language {
            Language::English => format!("counts as {}", money(points)),
            Language::Chinese => format!("按 {} 计", money(points)),
        },
    }
}

/// A step with its amount, and why it is there.
fn step(done: &Done, language: Language) -> String {
    let amount: Option<&Outcome> = done.asked.amount.as_ref();
    let amount = amount.map(|amount| or_dash(amount, |amount| value(&amount))).unwrap_or_default();
    let text = format!("{} {amount}", done.asked.deed.word());
    match (&done.asked.why, language) {
        (None, _) => text,
        (Some(why), Language::English) => format!("{text} ({why})"),
        (Some(why), Language::Chinese) => format!("{text}（{why}）"),
    }
}

/// What people call an item and those that it is part of: `Results / Growth`.
pub fn item_name(card: &Card, path: &[String], language: Language) -> String {
    let all: Vec<String> =
        (1..=path.len()).map(|end| last(card, path.get(..end).unwrap_or_default(), language)).collect();
    all.join(" / ")
}

/// What people call the item at the end of a path.
fn last(card: &Card, path: &[String], language: Language) -> String {
    let mut items: &[Item] = &card.items;
    let mut found = path.last().cloned().unwrap_or_default();
    for name in path {
        let Some(item) = items.iter().find(|item| item.id.as_str() == name) else { break };
        label(&item.labels, item.id.as_str(), language).clone_into(&mut found);
        items = match &item.part {
            Part::Items(items) => items,
            Part::Value { .. } => &[],
        };
    }
    found
}
