//! How much longer everything takes with ten times the facts, the people or the KPIs: `growth COUNT`.
//!
//! The least company has a tenth of the facts and of the people. Everything is folded, and every figure of everybody is asked in each month.

use attain::engine::query::{Nodes, Query};
use attain::{Engine, PlanDefinition};
use attain_peers_workload::clock::{median, timed};
use attain_peers_workload::ours::{as_of, definition, engine};
use attain_peers_workload::{MONTHS, PEOPLE, generate_of};

const RUNS: usize = 5;

/// The KPIs of the plan, so many times over, each time of other facts.
fn of_kpis(times: usize) -> (PlanDefinition, Vec<String>) {
    let mut definition = definition();
    let own: Vec<_> = definition.kpis.iter().map(|(name, kpi)| (name.clone(), kpi.clone())).collect();
    let mut names: Vec<String> = own.iter().map(|(name, _)| name.clone()).collect();
    for time in 1..times {
        for (name, kpi) in &own {
            let mut formula = kpi.formula.as_str().replace("\"won\"", &format!("\"won\" and amount > {time}"));
            formula = formula.replace("\"lost\"", &format!("\"lost\" and amount > {time}"));
            formula = formula.replace("payment.collected", &format!("payment.collected where billed > {time}"));
            formula = formula.replace("survey.points", &format!("survey.points where points > 0.{time:02}"));
            for (other, _) in &own {
                formula = renamed(&formula, other, time);
            }
            let more = format!("{name}_{time}");
            definition
                .kpis
                .insert(more.as_str(), attain::kpi::KpiDefinition { formula: formula.into(), ..kpi.clone() });
            names.push(more);
        }
    }
    (definition, names)
}

/// A formula in which a KPI is that of another time; the name inside of quotes, of fields and of targets stays.
fn renamed(formula: &str, name: &str, time: usize) -> String {
    let words: Vec<&str> = formula.split(' ').collect();
    let word = |word: &&str| {
        let bare = word.trim_matches(['(', ')']);
        if bare == name { word.replace(name, &format!("{name}_{time}")) } else { (*word).to_owned() }
    };
    words.iter().map(word).collect::<Vec<String>>().join(" ")
}

fn took(engine: &Engine, names: &[String]) -> f64 {
    let fork = engine.clone();
    let (cpu, _, ()) = timed(|| {
        let view = fork.view(as_of());
        for month in 1..=MONTHS {
            let month = view.period(&format!("2026-{month:02}")).expect("a month");
            std::hint::black_box(
                view.table(&Query::new(names.iter().map(String::as_str)).of(Nodes::People).during(month))
                    .expect("figures"),
            );
        }
    });
    cpu
}

fn main() {
    let count: usize = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(1_000_000);
    let (plain, many) = (of_kpis(1), of_kpis(10));
    let (few, all) = (count / 10, PEOPLE / 10);
    let sides = [(few, all, &plain), (count, all, &plain), (few, PEOPLE, &plain), (few, all, &many)];
    let engines: Vec<Engine> =
        sides.iter().map(|(count, people, plan)| engine(&plan.0, &generate_of(*count, *people))).collect();
    let mut times = vec![Vec::new(); sides.len()];
    for _ in 0..RUNS {
        for ((times, engine), (_, _, plan)) in times.iter_mut().zip(&engines).zip(&sides) {
            times.push(took(engine, &plan.1));
        }
    }
    let [least, facts, people, kpis] = <[Vec<f64>; 4]>::try_from(times).expect("four sides").map(median);
    println!(
        "{{\"side\":\"growth\",\"least\":{least:.4},\"facts\":{:.2},\"people\":{:.2},\"kpis\":{:.2}}}",
        facts / least,
        people / least,
        kpis / least
    );
}
