//! How long it takes to rank 100,000 people by each rule for ties, among all and within 100 groups, beside a sort written by hand for
//! just one rule.

#![expect(clippy::expect_used, clippy::arithmetic_side_effects, reason = "a bench may stop at the first surprise")]

use std::hint::black_box;

use attain::id::Key;
use attain::quantity::{Fraction, Value};
use attain::ranking::{Contender, Equals, Method, Offer, Order, Ranking, moves};
use attain::rule::{Percentile, Ties};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use rust_decimal::Decimal;

const PEOPLE: u64 = 100_000;

/// Numbers that look random and are the same each time.
fn scattered(seed: u64) -> u64 {
    let mut number = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    number ^= number >> 32;
    number.wrapping_mul(0xd6e8_feb8_6659_fd93) >> 40
}

/// A tenth as many values as people, so that ten are equal; a hundred groups.
fn values() -> Vec<i64> {
    (0..PEOPLE).map(|who| i64::try_from(scattered(who) % (PEOPLE / 10)).expect("a small number")).collect()
}

fn contenders(grouped: bool) -> Vec<Contender> {
    let contender = |(who, value): (u64, i64)| {
        let number = |value: i64| Ok(Value::Number(Fraction::whole(value)));
        let key = Key::new(format!("rep {who:06}")).expect("a key");
        let calls = i64::try_from(scattered(who + PEOPLE) % 50).expect("a small number");
        let one = Contender::new(key, number(value)).then(number(calls));
        if grouped { one.within(Ok(Value::Text(format!("team {}", scattered(who) % 100).into()))) } else { one }
    };
    (0..PEOPLE).zip(values()).map(contender).collect()
}

/// Ranks of 1224 as somebody would write them for whole numbers alone.
fn by_hand(values: &[i64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    let value = |at: usize| values.get(at).copied().unwrap_or_default();
    order.sort_unstable_by_key(|at| std::cmp::Reverse(value(*at)));
    let (mut ranks, mut rank) = (vec![0; values.len()], 0);
    for (place, at) in order.iter().enumerate() {
        if place == 0 || order.get(place - 1).map(|before| value(*before)) != Some(value(*at)) {
            rank = place + 1;
        }
        if let Some(own) = ranks.get_mut(*at) {
            *own = rank;
        }
    }
    ranks
}

fn ranked(criterion: &mut Criterion) {
    let plain = values();
    let (all, grouped) = (contenders(false), contenders(true));
    let method = |ties| Method::new(Order::HighestFirst, ties).then(Order::HighestFirst);
    let ranking = Ranking::among(all.clone(), &method(Ties::Competition));
    for (who, rank) in by_hand(&plain).into_iter().enumerate() {
        let own = ranking.of(&format!("rep {who:06}")).expect("a place").rank.clone();
        assert_eq!(own, Ok(Fraction::whole(i64::try_from(rank).expect("a rank"))), "both say the same");
    }
    let mut group = criterion.benchmark_group("100,000 people ranked");
    group.sample_size(10);
    group.bench_function("by hand, 1224", |bencher| bencher.iter(|| by_hand(black_box(&plain))));
    for (name, contenders) in [("among all", &all), ("within 100 groups", &grouped)] {
        for ties in Ties::ALL {
            group.bench_function(format!("{name}, {ties}"), |bencher| {
                let rank = |contenders| Ranking::among(contenders, &method(*ties));
                bencher.iter_batched(|| contenders.clone(), rank, BatchSize::LargeInput);
            });
        }
    }
    group.bench_function("among all, with percentiles", |bencher| {
        let method = method(Ties::Competition).percentile(Percentile::Linear);
        bencher.iter_batched(|| all.clone(), |all| Ranking::among(all, &method), BatchSize::LargeInput);
    });
    group.bench_function("prizes for all", |bencher| {
        let offer = |place: u64| Offer { amount: Some(Decimal::from(PEOPLE - place)), ..Offer::default() };
        bencher.iter(|| ranking.awards(Equals::Split, None, &offer));
    });
    let before = Ranking::among(contenders(true), &method(Ties::Competition));
    group.bench_function("who moved", |bencher| bencher.iter(|| moves(black_box(&before), &ranking).len()));
    group.finish();
}

criterion_group!(benches, ranked);
criterion_main!(benches);
