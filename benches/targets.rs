//! Cutting targets: ten thousand people by twelve months.

#![expect(clippy::arithmetic_side_effects, reason = "a bench may stop at the first surprise")]

use std::hint::black_box;

use attain::quantity::{Fraction, Nest, Odd, split_table};
use criterion::{Criterion, criterion_group, criterion_main};
use rust_decimal::Decimal;

const PEOPLE: usize = 10_000;

/// People in teams of ten, teams in regions of twenty, months in quarters in a year.
fn nests() -> (Nest, Nest) {
    let (mut people, mut months) = (Nest::of(PEOPLE), Nest::of(12));
    let mut teams = Vec::new();
    for team in 0..PEOPLE / 10 {
        teams.extend(people.group(team * 10..team * 10 + 10));
    }
    for region in teams.chunks(20) {
        let _ = people.group(region.iter().copied());
    }
    for quarter in 0..4 {
        let _ = months.group(quarter * 3..quarter * 3 + 3);
    }
    (people, months)
}

fn table(c: &mut Criterion) {
    let (people, months) = nests();
    let weight = |cell: usize| {
        let (person, month) = (cell / 12, cell % 12);
        i128::try_from((person * 7919 % 997 + 3) * (month * 31 % 17 + 20))
            .ok()
            .and_then(|weight| Fraction::new(weight, 1))
    };
    let weights: Vec<Fraction> = (0..PEOPLE * 12).filter_map(weight).collect();
    let amount = Decimal::from(1_234_567_890);
    c.bench_function("a table of 10,000 people by 12 months", |bench| {
        bench.iter(|| split_table(black_box(amount), &weights, &people, &months, Decimal::new(1, 2), Odd::First));
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = table
}
criterion_main!(benches);
