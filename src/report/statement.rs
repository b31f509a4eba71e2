//! A statement as a table.

use crate::incentive::{Component, IncentivePlan, Line, Statement};
use crate::quantity::Precision;
use crate::trace::{Language, value};

use super::number::or_dash;
use super::scorecard::{figure, label, money, reason, shown};
use super::table::{TextTable, Title};

/// What is owed for a period: a line for each component with what it is paid on, its rate and its pay, then the total.
///
/// `plan` is the plan's, which has the labels. A line whose condition does not hold says that it is not due; an undefined one
/// says why.
///
#[cfg_attr(feature = "json", doc = "```")]
#[cfg_attr(not(feature = "json"), doc = "```ignore")]
/// use attain::calendar::parse_day;
/// use attain::engine::Engine;
/// use attain::log::Entry;
/// use attain::plan::Plan;
/// use attain::report::statement;
/// use attain::trace::Language;
///
/// let plan = Plan::from_json(br#"{
///     "attain": 1, "name": "First", "currency": "EUR",
///     "rules": { "rounding": { "to": "0.01", "mode": "half_up", "odd": "first" }, "missing": "hold" },
///     "org": { "trees": { "sales": ["company"] } },
///     "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money" } } },
///     "kpis": { "sales": { "formula": "sum(order.amount)" } },
///     "incentives": { "pay": { "grain": "month", "components": [
///         { "id": "commission", "each": "period", "base": "sales", "pay": "base * 3%" },
///         { "id": "bonus", "each": "period", "when": "sales >= 5000", "pay": "sales * 1%" } ] } }
/// }"#)?;
/// let mut engine = Engine::new(plan);
/// let day = parse_day("2025-03-01")?;
/// engine.record(Entry::new("unit").id("u").on(day).set("unit", "company"));
/// engine.record(Entry::new("membership").id("m").on(day).set("who", "ann").set("unit", "company"));
/// engine.record(Entry::new("order").id("o").on(day).set("rep", "ann").set("amount", "1200.50"));
///
/// let view = engine.view(parse_day("2025-03-31")?);
/// let owed = view.statement("pay", view.person("ann")?, view.period("2025-03")?)?.unwrap();
/// assert_eq!(statement(&view.plan().incentives()[0], &owed, Language::English).to_string(), "\
/// component       base  rate    pay
/// commission  1,200.50        36.02
/// bonus                        0.00  not due
/// total                       36.02
/// ");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn statement(plan: &IncentivePlan, owed: &Statement, language: Language) -> TextTable {
    let mut table = TextTable::titled(&TITLES, language);
    for (component, line) in plan.components.iter().zip(owed.lines()) {
        add(&mut table, component, line, language);
    }
    let total = owed.total(Precision::default());
    table.row([language.pick("total", "合计"), "", "", &or_dash(&total, money), &reason(&total, language)]);
    table
}

const TITLES: [Title; 5] = [
    Title::left("component", "项目"),
    Title::right("base", "基数"),
    Title::right("rate", "比率"),
    Title::right("pay", "金额"),
    Title::left("", ""),
];

fn add(table: &mut TextTable, component: &Component, line: &Line, language: Language) {
    let name = label(&component.labels, component.id.as_str(), language);
    let (base, rate) = (shown(line.base.as_ref(), &figure), shown(line.rate.as_ref(), &value));
    let note = if line.due { reason(&line.pay, language) } else { language.pick("not due", "未达条件").to_owned() };
    table.row([name, &base, &rate, &or_dash(&line.pay, money), &note]);
}
