//! How long an answer takes after one more order, in a company of 10,000 people with 300,000 orders, beside a view made afresh.

#![expect(clippy::expect_used, clippy::arithmetic_side_effects, reason = "a bench may stop at the first surprise")]

use std::fmt::Write;
use std::hint::black_box;

use attain::engine::View;
use attain::log::Entry;
use attain::{Engine, Plan};
use chrono::{Days, NaiveDate};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};

const PEOPLE: u32 = 10_000;
const ORDERS: u32 = 300_000;
const CUSTOMERS: u32 = 100_000;

const PLAN: &[u8] = br#"{
    "attain": 1, "name": "Live", "currency": "EUR",
    "rules": { "rounding": { "to": "0.01", "mode": "half_up" }, "percentile": "linear" },
    "org": { "trees": { "sales": ["company", "team"] } },
    "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money", "customer": "text" } } },
    "kpis": {
        "revenue": { "formula": "sum(order.amount)" },
        "orders": { "formula": "count(order)" },
        "customers": { "formula": "distinct(order.customer)" },
        "mean": { "formula": "avg(order.amount)" },
        "middle": { "formula": "median(order.amount)" },
        "most": { "formula": "max(order.amount)" },
        "last": { "formula": "last(order.amount)" }
    }
}"#;

fn first() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 1, 1).expect("a day")
}

fn as_of() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 12, 31).expect("a day")
}

/// A hundred teams of a hundred people each, with thirty orders apiece in a year.
fn engine() -> Engine {
    let mut engine = Engine::new(Plan::from_json(PLAN).expect("the plan is sound"));
    let mut text = String::from("{\"kind\":\"unit\",\"id\":\"u\",\"on\":\"2025-01-01\",\"unit\":\"company\"}");
    for team in 0..PEOPLE / 100 {
        write!(text, "\n{{\"kind\":\"unit\",\"id\":\"u{team}\",\"on\":\"2025-01-01\",\"unit\":\"t{team}\",\"under\":\"company\"}}")
            .expect("a string takes all");
    }
    for person in 0..PEOPLE {
        let team = person % 100;
        write!(text, "\n{{\"kind\":\"membership\",\"id\":\"m{person}\",\"on\":\"2025-01-01\",\"who\":\"p{person}\",\"unit\":\"t{team}\"}}")
            .expect("a string takes all");
    }
    engine.record_jsonl(text.as_bytes(), None);
    let mut rows = String::from("id,on,rep,amount,customer\n");
    for order in 0..ORDERS {
        let day = first() + Days::new(u64::from(order) * 365 / u64::from(ORDERS));
        let (rep, customer) = (order.wrapping_mul(7919) % PEOPLE, order.wrapping_mul(104_729) % CUSTOMERS);
        let cents = order.wrapping_mul(2_654_435_761) % 1_000_000;
        writeln!(rows, "o{order},{day},p{rep},{}.{:02},customer {customer}", cents / 100, cents % 100)
            .expect("a string takes all");
    }
    engine.record_csv("order", rows.as_bytes(), None);
    engine
}

/// One more order of a person, different each time.
fn order(number: u32) -> Entry {
    let day = first() + Days::new(u64::from(number % 365));
    let entry = Entry::new("order").id(&format!("more {number}")).on(day);
    entry.set("rep", format!("p{}", number % PEOPLE)).set("amount", "99.50").set("customer", "customer 7")
}

/// A KPI of a person and of the company, for the year.
fn ask(view: &View, kpi: &str, person: &str) {
    let year = view.period("2025").expect("a period");
    for whose in [view.person(person).expect("a person"), view.unit("company").expect("a unit")] {
        black_box(view.value(kpi, whose, year).expect("a KPI")).expect("it is defined");
    }
}

fn live(criterion: &mut Criterion) {
    let mut full = engine();
    let mut group = criterion.benchmark_group("10,000 people, 300,000 orders");
    group.sample_size(10);
    group.bench_function("a view made afresh", |bencher| {
        // A fork has no view to follow the log.
        bencher.iter_batched(|| full.clone(), |fork| fork.view(as_of()), BatchSize::PerIteration);
    });
    let mut number = 0;
    for asked in [
        &["revenue", "orders", "mean"][..],
        &["revenue"],
        &["orders"],
        &["customers"],
        &["mean"],
        &["middle"],
        &["most"],
        &["last"],
    ] {
        group.bench_function(
            format!("one more order, then of its person and the company: {}", asked.join(", ")),
            |bencher| {
                bencher.iter(|| {
                    number += 1;
                    full.record(order(number));
                    let view = full.view(as_of());
                    for kpi in asked {
                        ask(&view, kpi, &format!("p{}", number % PEOPLE));
                    }
                });
            },
        );
    }
    group.bench_function("one order put right, then of its person and the company: revenue, orders, mean", |bencher| {
        bencher.iter(|| {
            number += 1;
            let id = format!("o{}", number % ORDERS);
            full.record(order(number).set("id", format!("right {number}")).revises(&id));
            let view = full.view(as_of());
            for kpi in ["revenue", "orders", "mean"] {
                ask(&view, kpi, &format!("p{}", number % PEOPLE));
            }
        });
    });
    group.finish();
}

criterion_group!(benches, live);
criterion_main!(benches);
