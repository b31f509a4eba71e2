//! What folding takes, by its parts: `folds COUNT [RUNS] [--threads N]`.
//!
//! CPU milliseconds of a view of all facts (which folds them), and of each figure that is one fold, for all people and for all units in each
//! month; and how long a view takes on the wall.

use attain::View;
use attain::engine::query::{Nodes, Query};
use attain_peers_workload::clock::{median, timed};
use attain_peers_workload::ours::{as_of, definition, engine};
use attain_peers_workload::{MONTHS, generate, with_threads};

const FIGURES: [&str; 7] = ["revenue", "won", "lost", "mean_cycle", "satisfaction", "median_cycle", "customers"];

fn main() {
    with_threads(run);
}

fn run(threads: usize) {
    let mut words =
        std::env::args().skip(1).take_while(|word| word != "--threads").filter_map(|word| word.parse().ok());
    let (count, runs) = (words.next().unwrap_or(1_000_000), words.next().unwrap_or(3));
    let engine = engine(&definition(), &generate(count));
    let mut took = vec![Vec::new(); 2 + 2 * FIGURES.len()];
    for _ in 0..runs {
        let fork = engine.clone();
        let (cpu, wall, view) = timed(|| fork.view(as_of()));
        let figures = FIGURES.iter().flat_map(|name| [(name, Nodes::People), (name, Nodes::units())]);
        let asked = figures.map(|(name, of)| timed(|| ask(&view, name, &of)).0);
        for (all, one) in took.iter_mut().zip([cpu, wall].into_iter().chain(asked)) {
            all.push(one * 1e3);
        }
    }
    let mut took = took.into_iter().map(median);
    let mut next = || took.next().unwrap_or_default();
    println!("{{\"side\":\"folds\",\"threads\":{threads},\"view\":{:.1},\"wall\":{:.1}}}", next(), next());
    for name in FIGURES {
        println!("{{\"side\":\"folds\",\"figure\":\"{name}\",\"people\":{:.1},\"units\":{:.1}}}", next(), next());
    }
}

fn ask(view: &View, name: &str, of: &Nodes) {
    for month in 1..=MONTHS {
        let month = view.period(&format!("2026-{month:02}")).expect("a month");
        let query = Query::new([name]).of(of.clone()).during(month);
        std::hint::black_box(view.table(&query).expect("figures").rows.len());
    }
}
