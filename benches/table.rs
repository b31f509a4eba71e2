//! How long it takes to decide by a table of ten rules over two ratios, beside a scan written by hand for just these rules, with the
//! same exactness: quotients of whole numbers, compared crosswise.

#![expect(clippy::expect_used, clippy::arithmetic_side_effects, reason = "a bench may stop at the first surprise")]

use std::hint::black_box;

use attain::diagnostic::{At, Problems};
use attain::document::{Read, from_json};
use attain::quantity::{Fraction, Value};
use attain::rule::Rules;
use attain::table::{Table, TableDefinition};
use criterion::{Criterion, criterion_group, criterion_main};

/// From and to in percent of what was reached and of what was collected, and the rate in tenths of a percent.
const RULES: [(i64, i64, i64, i64, i64); 10] = [
    (0, 50, 0, OPEN, 0),
    (50, 80, 0, 80, 10),
    (50, 80, 80, OPEN, 15),
    (80, 100, 0, 80, 20),
    (80, 100, 80, 95, 25),
    (80, 100, 95, OPEN, 30),
    (100, 125, 0, 80, 35),
    (100, 125, 80, OPEN, 50),
    (125, OPEN, 0, 95, 60),
    (125, OPEN, 95, OPEN, 80),
];

const OPEN: i64 = i64::MAX;

fn table(read: &str) -> Table {
    let end = |percent: i64| if percent == OPEN { String::new() } else { format!("{percent}%") };
    let rows: Vec<String> = RULES
        .iter()
        .map(|(from, to, low, high, rate)| {
            format!(
                r#"{{ "reached": "{} .. {}", "collected": "{} .. {}", "rate": "{}.{}%" }}"#,
                end(*from),
                end(*to),
                end(*low),
                end(*high),
                rate / 10,
                rate % 10
            )
        })
        .collect();
    let text = format!(
        r#"{{ "keys": ["reached", "collected"], "read": "{read}", "boundary": "[from, to)", "rows": [{}] }}"#,
        rows.join(", ")
    );
    compiled(&text)
}

fn compiled(text: &str) -> Table {
    let mut problems = Problems::new();
    let node = from_json(text.as_bytes(), 100_000).expect("the table is JSON");
    let definition = TableDefinition::read(&node, At::root(), &mut problems);
    let table = Table::compile(&definition, &Rules::default(), At::root(), &mut problems);
    assert!(problems.is_empty(), "{problems}");
    table.expect("the table is sound")
}

/// The rule by hand: whether `num / den` lies in a range of percents, by products that cannot overflow.
fn within(key: Fraction, from: i64, to: i64) -> bool {
    let percent = key.numerator() * 100;
    let at_least = percent >= i128::from(from) * key.denominator();
    at_least && (to == OPEN || percent < i128::from(to) * key.denominator())
}

fn scan(reached: Fraction, collected: Fraction) -> Option<i64> {
    let rule =
        RULES.iter().find(|(from, to, low, high, _)| within(reached, *from, *to) && within(collected, *low, *high));
    rule.map(|rule| rule.4)
}

/// Sales of people over their targets, and payments over sales.
fn questions() -> Vec<(Fraction, Fraction)> {
    let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
    let mut random = |below: i128| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i128::from(seed >> 33) % below
    };
    let mut question = || {
        let (sold, target) = (random(15_000_000) + 1, random(9_000_000) + 1_000_000);
        let paid = random(sold * 11 / 10) + 1;
        (Fraction::new(sold, target).expect("a quotient"), Fraction::new(paid, sold).expect("a quotient"))
    };
    (0..1_024).map(|_| question()).collect()
}

fn decisions(criterion: &mut Criterion) {
    let (questions, table) = (questions(), table("first"));
    let keys: Vec<[Value; 2]> =
        questions.iter().map(|(one, other)| [Value::Ratio(*one), Value::Ratio(*other)]).collect();
    for ((reached, collected), keys) in questions.iter().zip(&keys) {
        let by_hand = scan(*reached, *collected).map(|rate| Fraction::new(i128::from(rate), 1_000).expect("a rate"));
        assert_eq!(table.value(keys, 0).ok().and_then(|value| value.amount()), by_hand, "both say the same");
    }
    let mut group = criterion.benchmark_group("1,024 decisions by ten rules");
    group.bench_function("by hand", |bencher| {
        bencher
            .iter(|| questions.iter().filter_map(|(one, other)| scan(black_box(*one), black_box(*other))).sum::<i64>());
    });
    group.bench_function("table: the row", |bencher| {
        bencher.iter(|| keys.iter().filter_map(|keys| table.row(black_box(keys))).sum::<usize>());
    });
    group.bench_function("table: the value", |bencher| {
        bencher.iter(|| keys.iter().filter(|keys| table.value(black_box(&keys[..]), 0).is_ok()).count());
    });
    group.finish();
}

fn rates(criterion: &mut Criterion) {
    let questions = questions();
    let rows = r#"[ { "x": "0% .. 100%", "rate": "3%" }, { "x": "100% .. 125%", "rate": "5%" }, { "x": "125% ..", "rate": "8%" } ]"#;
    let mut group = criterion.benchmark_group("1,024 rates of three rows");
    for read in ["first", "step", "whole", "slices", "above"] {
        let table =
            compiled(&format!(r#"{{ "keys": ["x"], "read": "{read}", "boundary": "[from, to)", "rows": {rows} }}"#));
        group.bench_function(read, |bencher| {
            bencher.iter(|| questions.iter().filter(|(reached, _)| table.at(black_box(*reached), 0).is_ok()).count());
        });
    }
    group.finish();
}

criterion_group!(benches, decisions, rates);
criterion_main!(benches);
