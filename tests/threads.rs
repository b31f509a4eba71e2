//! Figures are the same with any number of threads, to the last byte.
#![cfg(all(feature = "json", feature = "rayon"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at the first surprise")]

mod common;

use std::fmt::Write;

use attain::engine::query::{Nodes, Query};
use attain::{Engine, Plan};

use common::crowd::{FORMULAS, company, orders_of, plan};
use common::{view, when};

/// Enough for seven threads: none folds fewer than eight chunks of 1,024 rows.
const ORDERS: usize = 60_000;

/// All figures of everybody and every unit, folded anew by so many threads, as text.
fn figures(engine: &Engine, threads: usize) -> String {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| {
        let afresh = view(&engine.clone(), "2025-12-31");
        let names: Vec<String> = (0..FORMULAS.len()).map(|at| format!("k{at}")).collect();
        let mut text = String::new();
        for time in ["2025-05", "2025", "2025-05-10 .. 2025-05-12"] {
            for nodes in [Nodes::People, Nodes::units()] {
                let query = Query::new(names.iter().map(String::as_str)).of(nodes).during(when(&afresh, time));
                for row in afresh.table(&query).unwrap().rows {
                    writeln!(text, "{:?}", row.cells).unwrap();
                }
            }
        }
        text
    })
}

#[test]
fn of_one_thread_as_of_many() {
    let mut engine = Engine::new(Plan::from_json(plan().as_bytes()).unwrap_or_else(|problems| panic!("{problems}")));
    engine.record_jsonl(company().as_bytes(), None);
    engine.record_jsonl(orders_of(ORDERS).join("\n").as_bytes(), None);
    let one = figures(&engine, 1);
    assert!(one.len() > 100_000);
    for threads in [2, 3, 7] {
        assert!(figures(&engine, threads) == one, "{threads} threads");
    }
}
