//! How long the steps of a sales review take, on the demo company: reading the plan, recording the facts, folding them, asking.

#![expect(clippy::expect_used, reason = "a bench may stop at the first surprise")]

use std::hint::black_box;

use attain::calendar::parse_day;
use attain::engine::Engine;
use attain::log::Entry;
use attain::plan::Plan;
use criterion::{Criterion, criterion_group, criterion_main};

const PLAN: &[u8] = include_bytes!("../examples/data/demo/plan.json");
const ORDER_LINES: &[u8] = include_bytes!("../examples/data/demo/order_lines.csv");

/// An engine in which everybody who sells belongs to the company from the start.
fn engine() -> Engine {
    let plan = Plan::from_json(PLAN).expect("the demo's plan is sound");
    let mut engine = Engine::new(plan);
    let start = parse_day("2023-01-01").expect("a day");
    let company = Entry::new("unit").id("company").on(start).set("unit", "company");
    let people = (100..120).map(|person| {
        let entry = Entry::new("membership").id(&format!("m{person}")).on(start);
        entry.set("who", person.to_string()).set("unit", "company").set("role", "rep").set("commission_rate", "1%")
    });
    engine.record_batch(std::iter::once(company).chain(people), None);
    engine
}

fn steps(criterion: &mut Criterion) {
    criterion.bench_function("plan: read and check", |bencher| {
        bencher.iter(|| Plan::from_json(black_box(PLAN)));
    });
    let empty = engine();
    criterion.bench_function("record: 2,183 order lines from CSV", |bencher| {
        bencher.iter_batched(
            || empty.clone(),
            |mut engine| engine.record_csv("sale", black_box(ORDER_LINES), None),
            criterion::BatchSize::LargeInput,
        );
    });
    let mut full = engine();
    full.record_csv("sale", ORDER_LINES, None);
    let as_of = parse_day("2025-02-02").expect("a day");
    criterion.bench_function("view: fold everything", |bencher| bencher.iter(|| full.view(black_box(as_of))));
    criterion.bench_function("ask: the ranking by score of a period, from nothing", |bencher| {
        bencher.iter_batched(
            || full.view(as_of),
            |view| {
                let period = view.period("quota_period 2024-01-29").expect("a period");
                view.ranking("score", period)
            },
            criterion::BatchSize::LargeInput,
        );
    });
}

criterion_group!(benches, steps);
criterion_main!(benches);
