//! How long it takes to score 100,000 people of 20 items each, to rank them and to grade them by quotas: on plain values, and through the
//! engine, from their facts on.

#![expect(clippy::expect_used, clippy::arithmetic_side_effects, reason = "a bench may stop at the first surprise")]

use std::fmt::Write;
use std::hint::black_box;

use attain::calendar::parse_day;
use attain::engine::Engine;
use attain::grade::{Below, Border, Quota, Quotas, Rule, Taken, force};
use attain::id::Key;
use attain::plan::Plan;
use attain::quantity::{Fraction, Value};
use attain::ranking::{Contender, Order, Ranking};
use attain::rule::Ties;
use attain::score::{Figures, PlainCard};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};

const PEOPLE: u64 = 100_000;
const ITEMS: u64 = 20;

const TABLES: &str = r#""points": { "keys": ["x"], "read": "line", "below": "flat", "above": "flat",
        "rows": [ { "x": 0, "p": 0 }, { "x": 80, "p": 60 }, { "x": 100, "p": 100 }, { "x": 120, "p": 120 } ] },
    "grade": { "keys": ["score"], "read": "step", "rows": [ { "score": "110 ..", "grade": "S" }, { "score": "95 .. 110", "grade": "A" },
        { "score": "75 .. 95", "grade": "B" }, { "score": ".. 75", "grade": "C" } ] }"#;

const RULES: &str = r#""rules": { "rounding": { "to": "0.01", "mode": "half_up", "odd": "first" }, "boundary": "[from, to)", "missing": "skip" }"#;

/// Numbers that look random and are the same each time.
fn scattered(seed: u64) -> u64 {
    let mut number = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    number ^= number >> 32;
    number.wrapping_mul(0xd6e8_feb8_6659_fd93) >> 40
}

/// What somebody has in an item: from 40 to 129.
fn value(who: u64, item: u64) -> i64 {
    i64::try_from(40 + scattered(who * ITEMS + item) % 90).expect("a small number")
}

fn items(value: impl Fn(u64) -> String) -> String {
    let item =
        |item| format!(r#"{{ "id": "i{item}", "weight": "5%", "value": "{}", "points": "points" }}"#, value(item));
    (0..ITEMS).map(item).collect::<Vec<_>>().join(", ")
}

fn card() -> PlainCard {
    let values: Vec<String> = (0..ITEMS).map(|item| format!("\"v{item}\": \"number\"")).collect();
    let items = items(|item| format!("v{item}"));
    let text = format!(
        r#"{{ "values": {{ {} }}, {RULES}, "tables": {{ {TABLES} }},
            "scorecard": {{ "grain": "month", "items": [ {items} ], "grades": {{ "table": "grade" }} }} }}"#,
        values.join(", ")
    );
    PlainCard::from_json(text.as_bytes()).expect("a card")
}

fn figures() -> Vec<Figures> {
    let of = |who| {
        let add = |figures: Figures, item| {
            figures.with(&format!("v{item}"), Value::Number(Fraction::whole(value(who, item))))
        };
        (0..ITEMS).fold(Figures::new(), add)
    };
    (0..PEOPLE).map(of).collect()
}

fn key(who: u64) -> Key {
    Key::new(format!("rep {who:06}")).expect("a key")
}

fn scores(card: &PlainCard, figures: &[Figures]) -> Vec<(Key, Result<Value, attain::Why>)> {
    let score = |(who, figures): (u64, &Figures)| {
        let score = card.evaluate(figures).expect("declared values").and_then(|card| card.score());
        (key(who), score.map(|score| Value::Number(Fraction::from(score))))
    };
    (0..).zip(figures).map(score).collect()
}

fn rule() -> Rule {
    let quota = |(grade, share): (&str, i128)| Quota {
        grade: Value::Text(grade.into()),
        share: Fraction::new(share, 100).expect("a share"),
    };
    let quotas = Quotas::new([("S", 10), ("A", 20), ("B", 60), ("C", 10)].map(quota).to_vec()).expect("a whole");
    Rule { quotas: quotas.ties(Border::Better, Taken::Next), then: Vec::new(), at_least: 0, below: Below::Bands }
}

fn plain(criterion: &mut Criterion) {
    let (card, figures, rule) = (card(), figures(), rule());
    let scored = scores(&card, &figures);
    let mut group = criterion.benchmark_group("100,000 people of 20 items, plain values");
    group.sample_size(10);
    group.bench_function("scored", |bencher| bencher.iter(|| scores(black_box(&card), &figures)));
    group.bench_function("ranked", |bencher| {
        let rank = |values| Ranking::new(values, Order::HighestFirst, Ties::Competition);
        bencher.iter_batched(|| scored.clone(), rank, BatchSize::LargeInput);
    });
    group.bench_function("graded by quotas", |bencher| {
        let contenders = || scored.iter().map(|(who, score)| Contender::new(who.clone(), score.clone())).collect();
        bencher.iter_batched(contenders, |people| force(people, &rule, &|_| None), BatchSize::LargeInput);
    });
    group.finish();
}

fn engine() -> Engine {
    let fields: Vec<String> = (0..ITEMS).map(|item| format!("\"v{item}\": \"number\"")).collect();
    let items = items(|item| format!("k{item}"));
    let kpi = |item| format!(r#""k{item}": {{ "formula": "sum(result.v{item})" }}"#);
    let kpis = (0..ITEMS).map(kpi).collect::<Vec<_>>().join(", ");
    let text = format!(
        r#"{{ "attain": 1, "name": "Many", "currency": "EUR", {RULES}, "org": {{ "trees": {{ "sales": ["company"] }} }},
            "facts": {{ "result": {{ "whose": "rep", "fields": {{ "rep": "person", {} }} }} }}, "tables": {{ {TABLES} }},
            "kpis": {{ {kpis} }}, "scorecards": {{ "rep": {{ "grain": "month", "items": [ {items} ], "grades": {{ "table": "grade",
                "force": {{ "shares": {{ "S": "10%", "A": "20%", "B": "60%", "C": "10%" }}, "ties": "better", "taken": "next" }} }} }} }},
            "rankings": {{ "best": {{ "by": "score.rep", "ties": "1224" }} }} }}"#,
        fields.join(", ")
    );
    let mut engine = Engine::new(Plan::from_json(text.as_bytes()).expect("a plan"));
    let mut text = "{\"kind\":\"unit\",\"id\":\"u\",\"on\":\"2025-01-01\",\"unit\":\"company\"}\n".to_owned();
    for who in 0..PEOPLE {
        let name = key(who);
        let _ = writeln!(
            text,
            "{{\"kind\":\"membership\",\"id\":\"m{who}\",\"on\":\"2025-01-01\",\"who\":\"{name}\",\"unit\":\"company\"}}"
        );
        let _ = write!(text, "{{\"kind\":\"result\",\"id\":\"r{who}\",\"on\":\"2025-03-10\",\"rep\":\"{name}\"");
        for item in 0..ITEMS {
            let _ = write!(text, ",\"v{item}\":{}", value(who, item));
        }
        text.push_str("}\n");
    }
    let admissions = engine.record_jsonl(text.as_bytes(), None);
    assert!(admissions.iter().all(|admission| admission.name() == "counted"), "all count");
    engine
}

fn whole(criterion: &mut Criterion) {
    let engine = engine();
    let day = parse_day("2025-03-31").expect("a day");
    let view = || engine.view_at(day, engine.log().len());
    let first = view();
    let march = first.period("2025-03").expect("a period");
    let (graded, ranked) =
        (first.grades("rep", march).expect("grades"), first.ranking("best", march).expect("a ranking"));
    assert_eq!((graded.people.len(), ranked.places.len()), (100_000, 100_000));
    let mut group = criterion.benchmark_group("100,000 people of 20 items, through the engine");
    group.sample_size(10);
    group.bench_function("facts folded", |bencher| bencher.iter(view));
    group.bench_function("scored and ranked", |bencher| {
        bencher.iter_batched(
            view,
            |view| (view.ranking("best", march).expect("a ranking"), view),
            BatchSize::PerIteration,
        );
    });
    group.bench_function("scored and graded by quotas", |bencher| {
        bencher.iter_batched(view, |view| (view.grades("rep", march).expect("grades"), view), BatchSize::PerIteration);
    });
    group.finish();
}

criterion_group!(benches, plain, whole);
criterion_main!(benches);
