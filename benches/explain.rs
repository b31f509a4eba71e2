//! How long it takes to say how a number came about, on the demo company: of a person and of the company, a KPI, a scorecard and pay.

#![expect(clippy::expect_used, reason = "a bench may stop at the first surprise")]

use std::hint::black_box;

use attain::calendar::parse_day;
use attain::engine::{Engine, View};
use attain::log::Entry;
use attain::plan::Plan;
use attain::trace::{Language, Trace};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};

const PLAN: &[u8] = include_bytes!("../examples/data/demo/plan.json");
const ORDER_LINES: &[u8] = include_bytes!("../examples/data/demo/order_lines.csv");

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
    engine.record_csv("sale", ORDER_LINES, None);
    engine
}

/// What is explained, of whom.
type Ask = fn(&View) -> Trace;

fn kpi(view: &View, whose: attain::measure::Whose) -> Trace {
    view.explain("sales", whose, view.period("quota_period 2024-01-29").expect("a period")).expect("a KPI")
}

const ASKED: [(&str, Ask); 4] = [
    ("a KPI of a person", |view| kpi(view, view.person("105").expect("a person"))),
    ("a KPI of the company", |view| kpi(view, view.unit("company").expect("a unit"))),
    ("a scorecard", |view| {
        let period = view.period("quota_period 2024-01-29").expect("a period");
        view.explain_scorecard("rep", view.person("105").expect("a person"), period).expect("a card")
    }),
    ("a statement", |view| {
        let period = view.period("quota_period 2024-01-29").expect("a period");
        view.explain_statement("pay", view.person("105").expect("a person"), period).expect("a plan")
    }),
];

fn explain(criterion: &mut Criterion) {
    let full = engine();
    let as_of = parse_day("2025-02-02").expect("a day");
    let mut group = criterion.benchmark_group("explain");
    group.sample_size(10);
    for (name, ask) in ASKED {
        let trace = ask(&full.view(as_of));
        group.bench_function(name, |bencher| {
            bencher.iter_batched(|| full.clone().view(as_of), |view| ask(black_box(&view)), BatchSize::PerIteration);
        });
        group.bench_function(format!("{name}, as text"), |bencher| {
            bencher.iter(|| black_box(&trace).to_text(Language::English).len());
        });
    }
    group.finish();
}

criterion_group!(benches, explain);
criterion_main!(benches);
