//! The laboratory: what it makes is what it promises.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at the first surprise")]

use attain::Plan;
use attain::testing::{Size, plan};

#[test]
fn every_plan_that_is_made_compiles() {
    let mut seen = std::collections::BTreeMap::new();
    for seed in 0..3000 {
        for size in [Size::small(), Size::large()] {
            let definition = plan(seed, &size);
            if let Err(problems) = Plan::compile(&definition) {
                for problem in problems.iter() {
                    let e = seen.entry(problem.code().to_string()).or_insert((0, String::new()));
                    e.0 += 1;
                    let text = serde_json::to_value(&definition).unwrap();
                    let mut at = &text;
                    for p in problem.place().as_str().split('.') {
                        at = at.get(p).unwrap_or(at);
                    }
                    e.1 = format!("seed {seed}: {problem}\n{}", at.to_string().chars().take(600).collect::<String>());
                }
            }
        }
    }
    assert!(seen.is_empty(), "{}", seen.into_iter().map(|(c, (n, t))| format!("{c} x{n}: {t}\n")).collect::<String>());
}
