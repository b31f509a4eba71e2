//! Twenty formulas that lean on one another, over 100,000 rows: by attain, by hand in `rust_decimal`, by evalexpr and by zen-expression.
//!
//! Attain reckons in exact fractions, and says of each figure that is undefined why; by hand each quotient is rounded to nine places. All
//! get the same rows, a hundredth of which has no target, and their sums must agree to a millionth. The sides take turns; the medians count.

mod by_hand;
mod ours;
mod rows;
mod theirs;

use std::hint::black_box;

use rust_decimal::prelude::ToPrimitive;

use attain_peers_workload::clock::{median, timed};

use ours::Ours;
use rows::{FORMULAS, ROWS, rows};

/// How many of the rows the interpreters get.
const FEW: usize = 10_000;
const RUNS: usize = 5;

/// The sum of each formula over the rows, as far as it has a value.
type Sums = [f64; FORMULAS];

fn main() {
    let rows = rows(ROWS);
    let (decimals, ours) = (by_hand::inputs(&rows), Ours::blocks(&rows));
    let (mut evalexpr, mut zen) = (theirs::Evalexpr::new(), theirs::Zen::new());
    let added = |blocks: &[Ours]| {
        let all: Vec<Sums> = blocks.iter().map(Ours::sums).collect();
        std::array::from_fn(|formula| all.iter().map(|sums| sums[formula]).sum())
    };
    let sums = added(&ours);
    agree("by hand", &by_hand::sums(&decimals), &sums);
    // Kept to the end: in a process that lives on, the heap is not given back to the system between two questions, and nobody should be
    // measured by how often it is.
    let mut kept: Vec<(usize, Vec<_>)> = Vec::new();
    ours.iter().for_each(|block| block.show(|formula, shown| kept.push((formula, shown))));
    let mut shown: Sums = [0.0; FORMULAS];
    for (formula, all) in &kept {
        shown[*formula] += all.iter().flatten().filter_map(ToPrimitive::to_f64).sum::<f64>();
    }
    agree("shown", &shown, &sums);
    let few = added(&Ours::blocks(&rows[..FEW]));
    agree("evalexpr", &evalexpr.sums(&rows[..FEW]), &few);
    agree("zen-expression", &zen.sums(&decimals[..FEW]), &few);

    let mut times: [Vec<f64>; 5] = Default::default();
    fn each<R>(rows: usize, what: impl FnMut() -> R) -> f64 {
        let (cpu, _, made) = timed(what);
        black_box(made);
        cpu * 1e9 / (rows * FORMULAS) as f64
    }
    for _ in 0..RUNS {
        times[0].push(each(ROWS, || ours.iter().for_each(|block| drop(black_box(block.figures())))));
        times[1].push(each(ROWS, || ours.iter().for_each(|block| block.show(|_, shown| drop(black_box(shown))))));
        times[2].push(each(ROWS, || by_hand::sums(&decimals)));
        times[3].push(each(FEW, || evalexpr.sums(&rows[..FEW])));
        times[4].push(each(FEW, || zen.sums(&decimals[..FEW])));
    }
    black_box(kept);
    let [attain, shown, decimal, evalexpr, zen] = times.map(median);
    println!(
        "{{\"side\":\"formulas\",\"attain_ns\":{attain:.1},\"shown_ns\":{shown:.1},\"decimal_ns\":{decimal:.1},\"evalexpr_ns\":{evalexpr:.1},\"zen_ns\":{zen:.1}}}"
    );
}

/// Stops where sums differ by more than a millionth of them.
fn agree(side: &str, sums: &Sums, ours: &Sums) {
    for (formula, (their, our)) in sums.iter().zip(ours).enumerate() {
        assert!((their - our).abs() <= our.abs() * 1e-6, "formula {formula}: {side} has {their}, attain {our}");
    }
}
