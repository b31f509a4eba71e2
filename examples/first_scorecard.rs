//! A first scorecard: a plan, a few facts, a question. Copy it and change it.

#![expect(clippy::print_stdout, reason = "an example prints its result")]

use attain::calendar::parse_day;
use attain::engine::Engine;
use attain::log::Entry;
use attain::plan::Plan;
use attain::report::scorecard;
use attain::trace::Language;

const PLAN: &str = r#"{
    "attain": 1, "name": "First", "currency": "EUR",
    "rules": { "rounding": { "to": "0.01", "mode": "half_up", "odd": "first" }, "missing": "skip" },
    "org": { "trees": { "sales": ["company"] } },
    "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money" } } },
    "tables": { "points": { "keys": ["reached"], "read": "line", "below": "flat", "above": "flat",
        "rows": [{ "reached": "0%", "points": 0 }, { "reached": "100%", "points": 100 }, { "reached": "120%", "points": 120 }] } },
    "kpis": { "sales": { "formula": "sum(order.amount)" }, "orders": { "formula": "count(order)" } },
    "targets": { "sales": { "grain": "month", "unit_is": "members", "transfer": "days" } },
    "scorecards": { "rep": { "grain": ["month"], "items": [
        { "id": "sales", "weight": "80%", "value": "attainment(sales)", "points": "points" },
        { "id": "orders", "weight": "20%", "value": "orders / 4", "points": "points" } ] } }
}"#;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut engine = Engine::new(Plan::from_json(PLAN.as_bytes())?);
    let day = parse_day("2025-03-01")?;
    engine.record(Entry::new("unit").id("u1").on(day).set("unit", "company"));
    engine.record(Entry::new("membership").id("m1").on(day).set("who", "ann").set("unit", "company"));
    let target = Entry::new("target").id("t1").on(day).set("of", "sales").set("who", "ann");
    engine.record(target.set("period", "2025-03").set("amount", "50000"));
    engine.record(Entry::new("order").id("o1").on(day).set("rep", "ann").set("amount", "18500.50"));
    engine.record(Entry::new("order").id("o2").on(day).set("rep", "ann").set("amount", "23499.50"));

    let view = engine.view(parse_day("2025-03-31")?);
    let (ann, march) = (view.person("ann")?, view.period("2025-03")?);
    let result = view.scorecard("rep", ann, march)??;
    let card = view.plan().scorecards().first().ok_or("the plan has a scorecard")?;
    println!("{}", scorecard(card, &result, Language::English));
    Ok(())
}
