//! How long it takes to decide by a table of ten rules over two ratios, beside a scan written by hand for just these
//! rules, with the same exactness: quotients of whole numbers, compared crosswise.

#![expect(clippy::expect_used, clippy::arithmetic_side_effects, reason = "a bench may stop at the first surprise")]

use std::hint::black_box;

use attain::diagnostic::{At, Problems};
use attain::document::{Read, from_json};
use attain::quantity::{Fraction, Value};
use attain::rule::Rules;
use attain::table::{Table, TableDefinition};
use criterion::{Criterion, criterion_group, criterion_main};

#[path = "decisions/rules.rs"]
mod rules;

use rules::{definition, questions, scan};

fn compiled(text: &str) -> Table {
    let mut problems = Problems::new();
    let node = from_json(text.as_bytes(), 100_000).expect("the table is JSON");
    let definition = TableDefinition::read(&node, At::root(), &mut problems);
    let table = Table::compile(&definition, &Rules::default(), At::root(), &mut problems);
    assert!(problems.is_empty(), "{problems}");
    table.expect("the table is sound")
}

fn decisions(criterion: &mut Criterion) {
    let (questions, table) = (questions(), compiled(&definition("first")));
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
