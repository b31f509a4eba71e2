//! What attain makes of the facts, by a plan and columns, through its public interface: `attain COUNT [RUNS] [--threads N]`.
//!
//! A line for all measures, and one for those that are sums. Each run folds everything anew: a fork has no view that follows the log.

use attain_peers_workload::clock::{median, timed};
use attain_peers_workload::ours::{FIGURES, as_of, asked, decimal, definition, definition_of_sums, engine};
use attain_peers_workload::{Facts, generate, peak_megabytes, report, with_threads};

fn main() {
    with_threads(run);
}

fn run(threads: usize) {
    let mut words =
        std::env::args().skip(1).take_while(|word| word != "--threads").filter_map(|word| word.parse().ok());
    let (count, runs) = (words.next().unwrap_or(1_000_000), words.next().unwrap_or(3));
    let facts = generate(count);
    let sums: Vec<&str> = FIGURES.into_iter().filter(|name| !["median_cycle", "customers"].contains(name)).collect();
    let side = |name: &str| if threads == 1 { name.to_owned() } else { format!("{name}, {threads} threads") };
    measured(&side("attain"), &facts, runs, &definition(), &FIGURES);
    measured(&side("attain, sums"), &facts, runs, &definition_of_sums(), &sums);
}

fn measured(side: &str, facts: &Facts, runs: usize, definition: &attain::PlanDefinition, figures: &[&str]) {
    let engine = engine(definition, facts);
    let (mut cpu, mut wall, mut sums) = (Vec::new(), Vec::new(), [0; 4]);
    for _ in 0..runs {
        let fork = engine.clone();
        let (took, waited, found) = timed(|| asked(&fork.view(as_of()), figures));
        cpu.push(took);
        wall.push(waited);
        sums = found;
    }
    report(side, sums.map(decimal), (median(cpu), median(wall), peak_megabytes()));
}
