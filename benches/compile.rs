//! How long it takes to read and check a plan of few and of many KPIs, with nothing wrong and with something wrong everywhere, and one formula.

#![expect(clippy::expect_used, reason = "a bench may stop at the first surprise")]

use std::fmt::Write;
use std::hint::black_box;

use attain::Plan;
use attain::formula::parse;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const FORMULA: &str = "if(revenue[prior] > 0, round((revenue - revenue[last_year to date]) / revenue[prior], 0.01), 0) \
    + least(1.5, greatest(0, sum(order.amount where customer != \"house\" and amount > 100) / (revenue at company)))";

/// A plan of so many KPIs, each of which needs the one before.
fn plan(kpis: u32, formula: &str) -> String {
    let mut text = String::from(
        r#"{ "attain": 1, "name": "Compile", "currency": "EUR",
        "rules": { "rounding": { "to": "0.01", "mode": "half_up" }, "missing": "hold" },
        "org": { "trees": { "sales": ["company", "team"] } },
        "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money", "customer": "text" } } },
        "kpis": { "revenue": { "formula": "sum(order.amount)" }"#,
    );
    for kpi in 0..kpis {
        let formula = formula.replace('#', &kpi.to_string());
        write!(text, ", \"kpi_{kpi}\": {{ \"formula\": \"{formula}\" }}").expect("a string takes all");
    }
    text.push_str(" } }");
    text
}

fn plans(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("plan");
    for kpis in [10, 100, 1_000] {
        group.throughput(Throughput::Elements(u64::from(kpis)));
        let sound = plan(kpis, "sum(order.amount where amount > #) / revenue");
        assert!(Plan::from_json(sound.as_bytes()).is_ok());
        group.bench_function(format!("{kpis} KPIs"), |bencher| {
            bencher.iter(|| Plan::from_json(black_box(sound.as_bytes())));
        });
        let wrong = plan(kpis, "sum(order.amont where amount > #) / revenu");
        assert!(Plan::from_json(wrong.as_bytes()).is_err());
        group.bench_function(format!("{kpis} KPIs, all wrong"), |bencher| {
            bencher.iter(|| Plan::from_json(black_box(wrong.as_bytes())));
        });
    }
    group.finish();
}

fn formulas(criterion: &mut Criterion) {
    criterion.bench_function("formula: read", |bencher| bencher.iter(|| parse(black_box(FORMULA))));
    let read = parse(FORMULA).expect("a formula");
    criterion.bench_function("formula: print", |bencher| bencher.iter(|| black_box(&read).to_string()));
}

criterion_group!(benches, plans, formulas);
criterion_main!(benches);
