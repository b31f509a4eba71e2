//! A scorecard as a table.

use crate::document::{IS_WHOLE, Named};
use crate::quantity::{Fraction, Outcome, Precision, RoundTo, Value};
use crate::score::{Card, Compose, Item, ItemScore, Part, Scorecard, Together};
use crate::trace::{Language, rounded, value, why};

use super::number::{UNDEFINED, fixed, or_dash, percent};
use super::table::{TextTable, Title};

/// A scorecard: its items with weight, value and points, then the score and the grade.
///
/// `card` is the plan's, which has the labels. An item without points says why; what the plan leaves out of the score has no
/// points.
///
#[cfg_attr(feature = "json", doc = "```")]
#[cfg_attr(not(feature = "json"), doc = "```ignore")]
/// use attain::calendar::parse_day;
/// use attain::engine::Engine;
/// use attain::log::Entry;
/// use attain::plan::Plan;
/// use attain::report::scorecard;
/// use attain::trace::Language;
///
/// let plan = Plan::from_json(br#"{
///     "attain": 1, "name": "First", "currency": "EUR",
///     "rules": { "rounding": { "to": "0.01", "mode": "half_up", "odd": "first" }, "missing": "skip" },
///     "org": { "trees": { "sales": ["company"] } },
///     "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money" } } },
///     "tables": { "points": { "keys": ["reached"], "read": "line", "below": "flat", "above": "flat",
///         "rows": [{ "reached": "0%", "points": 0 }, { "reached": "100%", "points": 100 }] } },
///     "kpis": { "sales": { "formula": "sum(order.amount)" } },
///     "targets": { "sales": { "grain": "month", "unit_is": "members", "transfer": "days" } },
///     "scorecards": { "rep": { "grain": ["month"], "items": [
///         { "id": "attained", "weight": "100%", "value": "attainment(sales)", "points": "points" } ] } }
/// }"#)?;
/// let mut engine = Engine::new(plan);
/// let day = parse_day("2025-03-01")?;
/// engine.record(Entry::new("unit").id("u").on(day).set("unit", "company"));
/// engine.record(Entry::new("membership").id("m").on(day).set("who", "ann").set("unit", "company"));
/// engine.record(Entry::new("target").id("t").on(day).set("of", "sales").set("who", "ann").set("period",
/// "2025-03").set("amount", "2000")); engine.record(Entry::new("order").id("o").on(day).set("rep", "ann").set("amount",
/// "1200.50"));
///
/// let view = engine.view(parse_day("2025-03-31")?);
/// let result = view.scorecard("rep", view.person("ann")?, view.period("2025-03")?)?.unwrap();
/// assert_eq!(scorecard(&view.plan().scorecards()[0], &result, Language::English).to_string(), "\
/// item       weight   value  points
/// attained  100.0 %  60.0 %   60.03
/// score                       60.03
/// ");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn scorecard(card: &Card, result: &Scorecard, language: Language) -> TextTable {
    let mut table = TextTable::titled(&TITLES, language);
    add(&mut table, &card.items, result.items(), (card.together, 0), language);
    let score = result.score();
    let rounded = or_dash(&score, |score| fixed(score.into(), score.scale()));
    table.row([language.pick("score", "总分"), "", "", &rounded, &reason(&score, language)]);
    if let Some(grade) = result.grade() {
        let grade = grade.map(|grade| grade.grade);
        table.row([language.pick("grade", "等级"), "", "", &shown(Some(&grade), &Value::to_string), ""]);
    }
    table
}

const TITLES: [Title; 5] = [
    Title::left("item", "项目"),
    Title::right("weight", "权重"),
    Title::right("value", "值"),
    Title::right("points", "得分"),
    Title::left("", ""),
];

fn add(
    table: &mut TextTable,
    items: &[Item],
    scores: &[ItemScore],
    (together, depth): (Together, usize),
    language: Language,
) {
    let multiplied = IS_WHOLE && together.compose == Compose::Product;
    for (item, score) in items.iter().zip(scores) {
        if IS_WHOLE && !score.there {
            continue;
        }
        let name = format!("{}{}", "  ".repeat(depth), label(&item.labels, item.id.as_str(), language));
        let points = score.points(Precision::default());
        let value = shown(score.value.as_ref(), &|value| shown_to(value, item.show.as_ref()));
        let weight = match score.weight() {
            _ if multiplied => String::new(),
            Ok(weight) => percent(weight),
            Err(_) => UNDEFINED.to_owned(),
        };
        let why = reason(&points, language);
        table.row([&*name, &weight, &value, &or_dash(&points, money), &why]);
        if let Part::Items(items) = &item.part {
            add(table, items, &score.items, (item.together, depth.saturating_add(1)), language);
        }
    }
}

/// What people call something, or its name where nobody said.
pub(super) fn label<'l>(labels: &'l Named<String>, name: &'l str, language: Language) -> &'l str {
    labels.get(language.code()).map_or(name, String::as_str)
}

/// A value as `write` writes it, a dash where there is none, and nothing where none is asked for.
pub(super) fn shown(outcome: Option<&Outcome>, write: &dyn Fn(&Value) -> String) -> String {
    match outcome {
        None => String::new(),
        Some(Ok(value)) => write(value),
        Some(Err(_)) => UNDEFINED.to_owned(),
    }
}

/// A value as its KPI is shown, else as a figure of a table.
pub(super) fn shown_to(known: &Value, show: Option<&RoundTo>) -> String {
    show.map_or_else(|| figure(known), |to| rounded(known, to))
}

/// A value as a figure of a table: ratios with one decimal, amounts with two.
pub(super) fn figure(known: &Value) -> String {
    match known {
        Value::Ratio(ratio) => percent(*ratio),
        Value::Points(points) => percent(*points).replace('%', "pp"),
        Value::Money(amount) => fixed(*amount, 2),
        Value::Number(number) if !number.is_whole() => fixed(*number, 2),
        other => value(other),
    }
}

/// Why there is no value; nothing where there is one.
pub(super) fn reason<T>(outcome: &Outcome<T>, language: Language) -> String {
    outcome.as_ref().err().map(|reason| why(reason, language)).unwrap_or_default()
}

/// Amounts of money with two decimals.
pub(super) fn money(amount: Fraction) -> String {
    fixed(amount, 2)
}
