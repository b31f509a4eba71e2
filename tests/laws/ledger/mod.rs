//! Laws of what everybody's targets come to: whatever company, whatever plan, whatever is said.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may stop at the first surprise"
)]

mod checks;
mod fields;
mod generate;
mod simple;
mod world;

use proptest::prelude::*;

use checks::Told;
use generate::cases;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn whatever_is_said_what_stays_stays_and_parts_add_up(case in cases()) {
        let mut told = Told::new(&case.world, &case.plan);
        for event in &case.events {
            told.take(event)?;
        }
    }
}
