//! Laws of the engine: of a unit's figures, of time, of order, of corrections, of what was known when.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may stop at the first surprise"
)]

mod allowed;
mod carry;
mod conserve;
mod known;
mod live;
mod pace;
mod results;
mod roll_up;
mod shards;

use proptest::prelude::*;

use crate::support::dump::{difference, everything};
use crate::support::generate::story;
use crate::support::story::{day, engine, tell};
use crate::support::{Rules, plan};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn in_which_order_entries_come_changes_no_byte_of_any_answer(
        (story, mixed) in story().prop_flat_map(|story| (Just(story.clone()), Just(story.entries()).prop_shuffle())),
    ) {
        let plan = plan(Rules::default());
        let (one, other) = (story.engine(&plan), engine(&plan, mixed));
        prop_assert_eq!(difference(&everything(&one.view(day(170))), &everything(&other.view(day(170)))), None);
        prop_assert_eq!(one.waiting(), other.waiting());
        prop_assert_eq!(one.view(day(170)).provenance(), other.view(day(170)).provenance());
    }

    #[test]
    fn batches_of_any_size_give_the_same_answers_one_entry_at_a_time_too(story in story(), size in 1_usize..20) {
        let plan = plan(Rules::default());
        let entries = story.entries();
        let (mut one, mut other) = (engine(&plan, []), engine(&plan, []));
        entries.chunks(size).for_each(|batch| tell(&mut one, batch.to_vec()));
        for entry in entries {
            one.record(entry.clone());
            other.record(entry);
        }
        prop_assert_eq!(one.log().len(), other.log().len());
        prop_assert_eq!(difference(&everything(&one.view(day(170))), &everything(&other.view(day(170)))), None);
    }

    #[test]
    fn recording_entries_twice_changes_nothing(story in story()) {
        use attain::log::Admission;

        let mut engine = story.engine(&plan(Rules::default()));
        let (before, position) = (everything(&engine.view(day(170))), engine.log().len());
        for admission in engine.record_batch(story.entries(), None) {
            prop_assert_eq!(admission, Admission::Exists);
        }
        prop_assert_eq!(engine.log().len(), position);
        prop_assert_eq!(difference(&everything(&engine.view(day(170))), &before), None);
    }

    #[test]
    fn a_log_that_is_exported_and_recorded_again_gives_the_same_answers(story in story(), cut in any::<prop::sample::Index>()) {
        let plan = plan(Rules::default());
        let mut told = engine(&plan, []);
        let entries = story.entries();
        let (early, late) = entries.split_at(cut.index(entries.len()));
        let moments = ["2024-07-01T09:00:00Z", "2024-07-02T09:00:00.25Z"].map(|moment| moment.parse().ok());
        told.record_batch(early.to_vec(), moments[0]);
        told.record_batch(late.to_vec(), moments[1]);
        let text = told.to_jsonl();
        let mut again = engine(&plan, []);
        again.record_jsonl(text.as_bytes(), None);
        prop_assert_eq!(again.to_jsonl(), text.clone());
        prop_assert_eq!(again.waiting(), told.waiting());
        for moment in moments.into_iter().flatten() {
            let (one, other) = (told.view_known(day(170), moment), again.view_known(day(170), moment));
            prop_assert_eq!(difference(&everything(&one), &everything(&other)), None);
        }
        // Nothing of it is new to the log that it came from.
        let position = told.log().len();
        told.record_jsonl(text.as_bytes(), None);
        prop_assert_eq!(told.log().len(), position);
    }
}
