//! Targets that may not be set change nothing, and count from the day on which somebody else approves them.

use attain::log::Entry;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::support::dump::{difference, everything};
use crate::support::generate::{BOUNDS, PEOPLE, story};
use crate::support::story::{day, tell};
use crate::support::{Rules, plan};

/// A target that somebody asks for, and how many days later somebody may say something to it.
#[derive(Clone, Debug)]
struct Asked {
    who: &'static str,
    on: i64,
    period: i64,
    amount: i64,
    times: bool,
    later: i64,
}

fn asked() -> impl Strategy<Value = Vec<Asked>> {
    let one = (select(&PEOPLE[..]), 0_i64..120, select(&BOUNDS[..4]), 0_i64..5000, any::<bool>(), 0_i64..60);
    vec(one.prop_map(|(who, on, period, amount, times, later)| Asked { who, on, period, amount, times, later }), 1..8)
}

impl Asked {
    /// As an entry that somebody says on a day.
    fn entry(&self, place: usize, by: &str, on: i64) -> Entry {
        let kind = if self.times { "adjust" } else { "target" };
        let entry = Entry::new(kind).id(&format!("asked {place}")).on(day(on)).by(by).set("of", "sales");
        let entry = entry.set("who", self.who).set("period", format!("quota_period {}", day(self.period)));
        if self.times {
            entry.set("times", format!("{}%", self.amount)).set("effective", day(self.on))
        } else {
            entry.set("amount", self.amount.to_string())
        }
    }

    /// An answer of somebody, some days after the first that there may be.
    fn answer(&self, place: usize, by: &str, answer: &str, after: i64) -> Entry {
        let on = day(self.on + self.later + after);
        let entry = Entry::new("approve").id(&format!("{answer} {place} {by}")).on(on).by(by);
        entry.set("of", format!("asked {place}")).set("answer", answer)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(30))]

    #[test]
    fn what_may_not_be_set_changes_no_figure(story in story(), asked in asked(), answer in 0..4) {
        let plan = plan(Rules::default());
        let (without, mut with) = (story.engine(&plan), story.engine(&plan));
        for (place, one) in asked.iter().enumerate() {
            tell(&mut with, [one.entry(place, one.who, one.on)]);
            let answers = match answer {
                0 => Vec::new(),
                1 => vec![one.answer(place, one.who, "yes", 0)],
                2 => vec![one.answer(place, "boss", "no", 0)],
                _ => vec![
                    one.answer(place, "boss", "yes", 0),
                    one.answer(place, "head", "withdrawn", 1),
                    one.answer(place, one.who, "yes", 2),
                ],
            };
            tell(&mut with, answers);
        }
        let (without, with) = (without.view(day(185)), with.view(day(185)));
        prop_assert_eq!(difference(&everything(&without), &everything(&with)), None);
        let known = asked.iter().filter(|one| with.person(one.who).is_ok()).count();
        prop_assert_eq!(with.target_findings("sales").unwrap().len(), known);
    }

    #[test]
    fn what_is_approved_is_as_if_the_approver_had_said_it(story in story(), asked in asked()) {
        let plan = plan(Rules::default());
        let (mut approved, mut said) = (story.engine(&plan), story.engine(&plan));
        for (place, one) in asked.iter().enumerate() {
            tell(&mut approved, [one.answer(place, "boss", "yes", 0), one.entry(place, one.who, one.on)]);
            tell(&mut said, [one.entry(place, "boss", one.on + one.later)]);
        }
        let (approved, said) = (approved.view(day(185)), said.view(day(185)));
        prop_assert_eq!(difference(&everything(&approved), &everything(&said)), None);
        prop_assert_eq!(approved.target_findings("sales").unwrap(), said.target_findings("sales").unwrap());
    }
}
