//! How long twenty formulas take that lean on one another, for each of 1,000 people: KPIs over folds that are there already.

#![expect(clippy::expect_used, clippy::arithmetic_side_effects, reason = "a bench may stop at the first surprise")]

use std::fmt::Write;
use std::hint::black_box;

use attain::engine::query::{Nodes, Query};
use attain::{Engine, Plan};
use chrono::NaiveDate;
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};

const PEOPLE: u32 = 1_000;

/// The fields of the one fact that each person has, with a number for it.
const FIELDS: [(&str, u32); 10] = [
    ("revenue", 50_000),
    ("goal", 60_000),
    ("won", 20),
    ("lost", 40),
    ("days", 900),
    ("cost", 9_000),
    ("new", 12),
    ("gone", 3),
    ("begin", 90),
    ("collected", 45_000),
];

const FORMULAS: [(&str, &str); 20] = [
    ("attained", "if(goal = 0, 0, least(1.5, greatest(0, revenue / goal)) * 100)"),
    ("win_rate", "won / (won + lost)"),
    ("size", "revenue / won"),
    ("cycle", "days / won"),
    ("velocity", "won * size * win_rate / cycle"),
    ("cac", "cost / new"),
    ("margin", "(revenue - cost) / revenue"),
    ("churn", "gone / begin"),
    ("arpa", "revenue / begin"),
    ("clv", "arpa * margin / churn"),
    ("clv_cac", "clv / cac"),
    ("payback", "cac / (arpa * margin)"),
    ("collection", "collected / revenue"),
    ("net", "collected - cost"),
    ("roi", "net / cost * 100"),
    ("growth", "(new - gone) / begin"),
    ("pace", "revenue / days"),
    ("load", "(won + lost) / days"),
    ("rounded", "round(roi, 0.01, \\\"half_up\\\")"),
    ("score", "attained * 0.6 + least(100, win_rate * 200) * 0.3 + least(100, collection * 100) * 0.1"),
];

fn engine() -> Engine {
    let mut fields = String::from(r#""rep": "person""#);
    let mut kpis = String::new();
    for (name, _) in FIELDS {
        write!(fields, r#", "{name}": "number""#).expect("a string takes all");
        write!(kpis, r#""{name}": {{ "formula": "sum(stand.{name})" }}, "#).expect("a string takes all");
    }
    let formulas: Vec<String> =
        FORMULAS.iter().map(|(name, text)| format!(r#""{name}": {{ "formula": "{text}" }}"#)).collect();
    let plan = format!(
        r#"{{ "attain": 1, "name": "Formulas", "currency": "EUR", "org": {{ "trees": {{ "sales": ["company", "team"] }} }},
        "facts": {{ "stand": {{ "whose": "rep", "fields": {{ {fields} }} }} }}, "kpis": {{ {kpis} {} }} }}"#,
        formulas.join(", ")
    );
    let mut engine = Engine::new(Plan::from_json(plan.as_bytes()).expect("the plan is sound"));
    let mut text = String::from("{\"kind\":\"unit\",\"id\":\"u\",\"on\":\"2025-01-01\",\"unit\":\"company\"}");
    for person in 0..PEOPLE {
        write!(text, "\n{{\"kind\":\"membership\",\"id\":\"m{person}\",\"on\":\"2025-01-01\",\"who\":\"p{person}\",\"unit\":\"company\"}}")
            .expect("a string takes all");
        write!(text, "\n{{\"kind\":\"stand\",\"id\":\"s{person}\",\"on\":\"2025-02-01\",\"rep\":\"p{person}\"")
            .expect("a string takes all");
        for (at, (name, number)) in (1_u32..).zip(FIELDS) {
            let number = number + person * at * 7 % (number / 2 + 1);
            write!(text, ",\"{name}\":{number}").expect("a string takes all");
        }
        text.push('}');
    }
    engine.record_jsonl(text.as_bytes(), None);
    engine
}

fn formulas(criterion: &mut Criterion) {
    let full = engine();
    let as_of = NaiveDate::from_ymd_opt(2025, 12, 31).expect("a day");
    let query = |names: &[&str], view: &attain::View| {
        Query::new(names.iter().copied()).of(Nodes::People).during(view.period("2025").expect("a year"))
    };
    let all: Vec<&str> = FORMULAS.iter().map(|(name, _)| *name).collect();
    let mut group = criterion.benchmark_group("formulas of 1,000 people");
    group.sample_size(10);
    for (name, names) in
        [("all twenty", &all[..]), ("one quotient", &["win_rate"]), ("one that needs six others", &["clv_cac"])]
    {
        group.throughput(Throughput::Elements(u64::from(PEOPLE)));
        group.bench_function(name, |bencher| {
            // What was asked is remembered; a new view remembers nothing but the folds.
            bencher.iter_batched(
                || full.clone().view(as_of),
                |view| view.table(black_box(&query(names, &view))).expect("figures").rows.len(),
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

criterion_group!(benches, formulas);
criterion_main!(benches);
