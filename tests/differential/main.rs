//! The engine against a second implementation that knows nothing of cells, slots or leaves.
//!
//! [`naive`] goes over all facts for every question, day by day where days matter. Both hear the same stories: random ones,
//! and the demo company of the repository.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may stop at the first surprise"
)]

mod compare;
mod demo;
mod interpreter;
mod lab;
mod naive;
mod number;
mod results;
mod standing;
#[path = "../laws/support/mod.rs"]
mod support;

use attain::testing;
use proptest::prelude::*;
use proptest::sample::select;

use compare::{Asked, check};
use naive::{Naive, Time};
use support::generate::{BOUNDS, story};
use support::story::day;
use support::{Rules, plan};

fn time(from: i64, to: i64, prior: Option<(i64, i64)>) -> Time {
    Time { from: day(from), to: day(to), prior: prior.map(|(from, to)| (day(from), day(to))) }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn random_companies_have_the_figures_that_straight_loops_give(
        story in story(),
        transfer in select(vec!["days", "stay", "follow"]),
        as_of in prop_oneof![3 => Just(170_i64), 1 => 0_i64..170],
        quarter in 0_usize..4,
        from in -30_i64..160,
        days in 1_i64..120,
    ) {
        let engine = story.engine(&plan(Rules { transfer, ..Rules::default() }));
        let view = engine.view(day(as_of));
        let bounds = BOUNDS.map(day).to_vec();
        let mut naive = Naive::new(&story, &["product", "sales"], bounds, day(as_of));
        naive.transfer = transfer;
        let before = quarter.checked_sub(1).map(|before| (BOUNDS[before], BOUNDS[quarter]));
        let quarter = time(BOUNDS[quarter], BOUNDS[quarter + 1], before);
        for asked in [
            Asked::period(&view, &format!("quota_period {}", quarter.from), quarter),
            Asked::period(&view, "span 2024-01-10", time(9, 154, None)),
            Asked::period(&view, "2024-03", time(60, 91, Some((31, 60)))),
            Asked::span(time(from, from + days, None)),
        ] {
            let differences = check(&view, &naive, asked);
            prop_assert!(differences.is_empty(), "{:#?}", differences);
        }
    }
}
