//! A small plan, random stories to tell its engine, and everything that the engine answers, as text.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "shared by test binaries that each need some of it, and a test may stop at the first surprise"
)]

pub mod dump;
pub mod formula;
pub mod generate;
pub mod story;

use attain::plan::Plan;

/// What the plan leaves open.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    pub transfer: &'static str,
    pub unit_is: &'static str,
    pub ties: &'static str,
    pub odd: &'static str,
    pub pace: &'static str,
}

impl Default for Rules {
    fn default() -> Rules {
        Rules { transfer: "days", unit_is: "members", ties: "1224", odd: "first", pace: "season" }
    }
}

/// The plan: one kind of fact, every aggregate, windows and scopes, targets, a scorecard, rankings, pay.
pub fn plan(rules: Rules) -> Plan {
    Plan::from_json(text(rules).as_bytes()).expect("the plan of the tests is sound")
}

/// The same as text.
pub fn text(rules: Rules) -> String {
    include_str!("plan.json")
        .replace("TRANSFER", rules.transfer)
        .replace("UNIT_IS", rules.unit_is)
        .replace("TIES", rules.ties)
        .replace("ODD", rules.odd)
        .replace("PACE", rules.pace)
}
