//! How long it takes to fold facts anew, by what is folded: a view is made of a log that nobody has looked at.

#![expect(clippy::expect_used, clippy::arithmetic_side_effects, reason = "a bench may stop at the first surprise")]

use std::hint::black_box;

use attain::log::{Batch, ColumnSlice, Entry, EntryIds, Values};
use attain::{Engine, Plan};
use chrono::NaiveDate;
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};

const FACTS: u64 = 100_000;
const PEOPLE: u64 = 1_000;
const CUSTOMERS: u64 = 20_000;

/// A name, and the formulas of one plan.
const FOLDS: &[(&str, &[&str])] = &[
    ("a sum", &["sum(order.amount)"]),
    ("a sum under a condition", &["sum(order.amount where lines > 3)"]),
    ("a count", &["count(order)"]),
    ("a mean", &["avg(order.amount)"]),
    ("the greatest", &["max(order.amount)"]),
    ("the last", &["last(order.amount)"]),
    ("a median", &["median(order.lines)"]),
    ("different customers", &["distinct(order.customer)"]),
    (
        "ten sums",
        &[
            "sum(order.amount where lines > 0)",
            "sum(order.amount where lines > 1)",
            "sum(order.amount where lines > 2)",
            "sum(order.amount where lines > 3)",
            "sum(order.amount where lines > 4)",
            "sum(order.amount where lines > 5)",
            "sum(order.amount where lines > 6)",
            "sum(order.amount where lines > 7)",
            "sum(order.amount where lines > 8)",
            "sum(order.amount * lines)",
        ],
    ),
];

fn engine(formulas: &[&str]) -> Engine {
    let kpis: Vec<String> =
        formulas.iter().enumerate().map(|(at, formula)| format!(r#""k{at}": {{ "formula": "{formula}" }}"#)).collect();
    let plan = format!(
        r#"{{ "attain": 1, "name": "Fold", "currency": "EUR",
        "rules": {{ "rounding": {{ "to": "0.01", "mode": "half_up" }}, "percentile": "linear" }},
        "org": {{ "trees": {{ "sales": ["company", "team"] }} }},
        "facts": {{ "order": {{ "whose": "rep", "fields": {{ "rep": "person", "amount": "money", "customer": "text", "lines": "number" }} }} }},
        "kpis": {{ {} }} }}"#,
        kpis.join(", ")
    );
    let mut engine = Engine::new(Plan::from_json(plan.as_bytes()).expect("the plan is sound"));
    let start = NaiveDate::from_ymd_opt(2025, 1, 1).expect("a day");
    let company = Entry::new("unit").id("u").on(start).set("unit", "company");
    let member = |person: u64| {
        Entry::new("membership")
            .id(&format!("m{person}"))
            .on(start)
            .set("who", format!("p{person}"))
            .set("unit", "company")
    };
    engine.record_batch(std::iter::once(company).chain((0..PEOPLE).map(member)), None);
    orders(&mut engine);
    engine
}

/// The facts as columns, in the order of time.
fn orders(engine: &mut Engine) {
    let mut people = Vec::new();
    for person in 0..PEOPLE {
        people.push(engine.register_person(&format!("p{person}")).expect("a person").get());
    }
    let mut customers = Vec::new();
    for customer in 0..CUSTOMERS {
        customers.push(engine.register_text("order", "customer", &format!("c{customer}")).expect("a text").get());
    }
    let of = |codes: &[u32], factor: u64, count: u64| -> Vec<u32> {
        let code = |fact: u64| usize::try_from(fact * factor % count).ok().and_then(|at| codes.get(at)).copied();
        (0..FACTS).filter_map(code).collect()
    };
    let (reps, customers) = (of(&people, 7_919, PEOPLE), of(&customers, 104_729, CUSTOMERS));
    let days: Vec<i32> = (0..FACTS).map(|fact| 20_089 + i32::try_from(fact * 365 / FACTS).expect("a day")).collect();
    let cents: Vec<i64> = (0..FACTS).map(|fact| (fact * 2_654_435_761 % 1_000_000).cast_signed()).collect();
    let lines: Vec<i64> = (0..FACTS).map(|fact| (1 + fact * 31 % 9).cast_signed()).collect();
    let numbers: Vec<u64> = (0..FACTS).collect();
    let series = engine.register_series("o").expect("a series");
    let columns = [
        ColumnSlice::new("rep", Values::Codes(&reps)),
        ColumnSlice::new("amount", Values::Decimals { mantissas: &cents, scale: 2 }),
        ColumnSlice::new("customer", Values::Codes(&customers)),
        ColumnSlice::new("lines", Values::Decimals { mantissas: &lines, scale: 0 }),
    ];
    let ids = EntryIds::Numbers { series, numbers: &numbers };
    let outcome = engine.record_columns(&Batch { kind: "order", ids, on: &days, columns: &columns }, None);
    assert_eq!(u64::try_from(outcome.expect("it fits").counted), Ok(FACTS));
}

fn folds(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("100,000 facts of 1,000 people");
    group.sample_size(10).throughput(Throughput::Elements(FACTS));
    let as_of = NaiveDate::from_ymd_opt(2025, 12, 31).expect("a day");
    for (name, formulas) in FOLDS {
        let full = engine(formulas);
        group.bench_function(*name, |bencher| {
            // A fork has no view to follow the log. One figure is asked, for what is folded late is folded too.
            bencher.iter_batched(
                || full.clone(),
                |fork| {
                    let view = fork.view(black_box(as_of));
                    let company = view.unit("company").expect("a unit");
                    let figure = view.value("k0", company, view.period("2025").expect("a year")).expect("a KPI");
                    (view, figure)
                },
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

criterion_group!(benches, folds);
criterion_main!(benches);
