//! Nothing but targets.

use attain::engine::query::{Nodes, Query};
use attain_peers_workload::{MONTHS, clock, generate, ours};

fn main() {
    let facts = generate(1_000);
    let plan: attain::PlanDefinition = serde_json::from_str(include_str!("../plan.json")).expect("a plan");
    let plan = attain::Plan::compile(&plan).unwrap_or_else(|problems| panic!("{problems}"));
    for _ in 0..3 {
        let mut engine = attain::Engine::new(plan.clone());
        ours::company(&mut engine, facts.people);
        ours::targets(&mut engine, &facts);
        let view = engine.view(ours::as_of());
        let ann = view.person("p1").expect("a person");
        let month = view.period("2026-01").expect("a month");
        let (made, ..) = clock::timed(|| std::hint::black_box(view.target("revenue", ann, month).expect("a target")));
        let ask = |nodes: &dyn Fn() -> Nodes| {
            clock::timed(|| {
                for month in 1..=MONTHS {
                    let month = view.period(&format!("2026-{month:02}")).expect("a month");
                    let rows = view.table(&Query::new(["target_revenue"]).of(nodes()).during(month)).expect("figures");
                    std::hint::black_box(rows);
                }
            })
            .0
        };
        let (people, units) = (ask(&|| Nodes::People), ask(&Nodes::units));
        let (dropped, ..) = clock::timed(|| drop(view));
        println!("book {made:.4}  people {people:.4} ({:.0} ns)  units {units:.4}  drop {dropped:.4}", people * 1e9 / 120_000.0);
    }
}
