//! What was known when, and what was so when.

use attain::log::Entry;
use chrono::{DateTime, Utc};
use proptest::prelude::*;

use crate::support::dump::{difference, everything, figures};
use crate::support::generate::{plain_story, sale, story};
use crate::support::story::{Correction, Deed, Sale, Story, day, engine, tell};
use crate::support::{Rules, plan};

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A story, and a correction of something in it.
fn corrected() -> impl Strategy<Value = (Story, Correction)> {
    (story(), any::<prop::sample::Index>(), 0..3, sale(), -11_i64..170).prop_map(|(story, of, deed, sale, on)| {
        let sales = story.sales.iter().map(|sale| (sale.id.clone(), "sale"));
        let others = story.units.iter().map(|unit| (unit.id.clone(), "unit"));
        let others = others.chain(story.moves.iter().map(|one| (one.id.clone(), "membership")));
        let others = others.chain(story.targets.iter().map(|target| (target.id.clone(), "target")));
        let known: Vec<(String, &'static str)> = match deed {
            0 => sales.chain(others).collect(),
            _ => sales.collect(),
        };
        let (of, kind) = known[of.index(known.len())].clone();
        let deed = match deed {
            0 => Deed::Retracts,
            1 => Deed::Revises(sale),
            _ => Deed::Reverses { on: day(on), share: "50%" },
        };
        (story, Correction { id: "late".to_owned(), of, kind, deed })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn a_correction_that_is_retracted_leaves_every_byte_as_it_was((story, correction) in corrected()) {
        let mut engine = story.engine(&plan(Rules::default()));
        let (before, waiting) = (everything(&engine.view(day(170))), engine.waiting());
        tell(&mut engine, [correction.entry()]);
        tell(&mut engine, [Entry::new(correction.kind).id("never mind").retracts(&correction.id)]);
        prop_assert_eq!(difference(&everything(&engine.view(day(170))), &before), None);
        prop_assert_eq!(engine.waiting(), waiting);
    }

    #[test]
    fn what_was_known_before_a_correction_stays_what_it_was((story, correction) in corrected()) {
        let (early, late) = (moment("2024-07-01T09:00:00Z"), moment("2024-07-02T09:00:00Z"));
        let mut engine = engine(&plan(Rules::default()), []);
        engine.record_batch(story.entries(), Some(early));
        let (before, position) = (everything(&engine.view(day(170))), engine.log().len());
        engine.record_batch([correction.entry()], Some(late));
        prop_assert_eq!(difference(&everything(&engine.view_at(day(170), position)), &before), None);
        prop_assert_eq!(difference(&everything(&engine.view_known(day(170), early)), &before), None);
        let now = everything(&engine.view(day(170)));
        prop_assert_eq!(difference(&everything(&engine.view_known(day(170), late)), &now), None);
        prop_assert_eq!(engine.view_at(day(170), position).provenance().position, position);
    }

    #[test]
    fn a_view_as_of_an_earlier_day_equals_that_of_an_engine_that_never_heard_of_later_days(
        mut story in plain_story(), as_of in 0_i64..165,
    ) {
        let plan = plan(Rules::default());
        story.corrections.iter_mut().for_each(|one| let_happen_after(one, &story.sales));
        let early = day(as_of);
        let mut heard = story.clone();
        heard.units.retain(|unit| unit.on <= early);
        heard.moves.retain(|one| one.on <= early);
        heard.targets.retain(|target| target.on <= early);
        heard.sales.retain(|sale| sale.on <= early);
        // A return of a sale that nobody heard of waits; what was sent back later did not happen yet.
        heard.corrections.retain(|one| !matches!(one.deed, Deed::Reverses { on, .. } if on > early));
        let (all, heard) = (story.engine(&plan), heard.engine(&plan));
        prop_assert_eq!(difference(&everything(&all.view(early)), &everything(&heard.view(early))), None);
    }

    #[test]
    fn a_fork_does_not_see_what_the_other_hears_afterwards((story, correction) in corrected(), more in story()) {
        let plan = plan(Rules::default());
        let mut one = story.engine(&plan);
        let before = figures(&one.view(day(170)));
        let mut other = one.clone();
        tell(&mut other, [correction.entry()]);
        for (index, mut sale) in more.sales.into_iter().enumerate() {
            sale.id = format!("new {index}");
            tell(&mut other, [sale.entry()]);
        }
        let apart = figures(&other.view(day(170)));
        prop_assert_eq!(difference(&figures(&one.view(day(170))), &before), None);
        tell(&mut one, [Entry::new("sale").id("s00 never was").retracts("s00")]);
        prop_assert_eq!(difference(&figures(&other.view(day(170))), &apart), None);
    }
}

/// Nothing is sent back before it was sold.
fn let_happen_after(correction: &mut Correction, sales: &[Sale]) {
    let sale = sales.iter().find(|sale| sale.id == correction.of);
    if let (Deed::Reverses { on, .. }, Some(sale)) = (&mut correction.deed, sale) {
        *on = sale.on.max(*on);
    }
}
