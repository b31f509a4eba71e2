//! Laws of who owns a record: an assignment says what an entry of the record says that sets its owner; how entries are batched, and in
//! which order those of one moment come, means nothing.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may stop at the first surprise"
)]

use attain::engine::Engine;
use attain::log::Entry;
use attain::plan::Plan;
use chrono::NaiveDate;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

const PLAN: &str = r#"{
  "attain": 1, "name": "Owners", "currency": "EUR", "org": { "trees": { "sales": ["company"] } },
  "facts": { "call": { "whose": "rep", "fields": { "rep": "person", "lead": "lead" } } },
  "records": { "lead": { "whose": "owner", "touch": ["call"], "fields": { "owner": "person", "amount": "money" } } },
  "kpis": { "open": { "formula": "sum(lead.amount)" }, "anns": { "formula": "count(lead where owner = \"ann\")" } } }"#;

const PEOPLE: [&str; 3] = ["ann", "bob", "eve"];

/// Something that is said of a lead on a day.
#[derive(Clone, Debug)]
enum Said {
    Gives {
        to: &'static str,
    },
    Releases,
    /// By an entry of the lead itself, in either world.
    Sets {
        to: &'static str,
    },
    /// Corrects an earlier one, by its place: says the same on another day, or takes it back.
    Corrects {
        of: usize,
        retracts: bool,
    },
}

fn said() -> impl Strategy<Value = Vec<(i64, u8, Said)>> {
    let to = || select(&PEOPLE[..]);
    let one = prop_oneof![
        4 => to().prop_map(|to| Said::Gives { to }),
        2 => Just(Said::Releases),
        1 => to().prop_map(|to| Said::Sets { to }),
        2 => (any::<usize>(), any::<bool>()).prop_map(|(of, retracts)| Said::Corrects { of, retracts }),
    ];
    vec((1_i64..12, 1_u8..3, one), 1..25)
}

fn day(number: i64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap().checked_add_signed(chrono::TimeDelta::days(number)).unwrap()
}

/// The entries, by assignments or by entries of the leads.
fn entries(all: &[(i64, u8, Said)], assigns: bool) -> Vec<Entry> {
    let mut entries = vec![Entry::new("unit").id("u").on(day(0)).set("unit", "company")];
    for who in PEOPLE {
        entries
            .push(Entry::new("membership").id(&format!("m {who}")).on(day(0)).set("who", who).set("unit", "company"));
    }
    for (lead, amount) in [(1, "100"), (2, "10")] {
        entries.push(Entry::new("lead").id(&format!("l{lead}")).on(day(3)).set("amount", amount));
    }
    let start = entries.len();
    for (place, (on, lead, said)) in all.iter().enumerate() {
        let own = |kind: &str| Entry::new(kind).id(&format!("e{place}")).on(day(*on)).set("of", format!("l{lead}"));
        entries.push(match said {
            Said::Gives { to } if assigns => own("assign").set("to", *to),
            Said::Releases if assigns => own("release"),
            Said::Releases => own("lead").set("owner", attain::document::Node::Null),
            Said::Gives { to } | Said::Sets { to } => own("lead").set("owner", *to),
            Said::Corrects { of, retracts } => {
                let Some(of) = of.checked_rem(place) else {
                    continue_with(&mut entries, place);
                    continue;
                };
                let before = entries[start + of].clone();
                let id = before.get("id").and_then(|id| id.as_text()).unwrap().to_owned();
                let kind = before.get("kind").and_then(|kind| kind.as_text()).unwrap().to_owned();
                if *retracts || before.get("retracts").is_some() {
                    Entry::new(&kind).id(&format!("e{place}")).on(day(*on)).retracts(&id)
                } else {
                    before.id(&format!("e{place}")).on(day(*on)).revises(&id)
                }
            }
        });
    }
    entries
}

/// Something that is said at a place where nothing can be corrected yet.
fn continue_with(entries: &mut Vec<Entry>, place: usize) {
    entries.push(Entry::new("unit").id(&format!("e{place}")).on(day(0)).set("unit", "company"));
}

fn recorded(batches: &[&[Entry]]) -> Engine {
    let mut engine = Engine::new(Plan::from_json(PLAN.as_bytes()).unwrap());
    for batch in batches {
        engine.record_batch(batch.iter().cloned(), None);
    }
    engine
}

/// Who owned what, from when on; what is due to whom, day by day; who waits.
fn state(engine: &Engine) -> Vec<String> {
    let (kind, _) = engine.plan().kinds().find("lead").unwrap();
    let standing = engine.log().standing(engine.log().len());
    let mut told: Vec<String> = Vec::new();
    for record in standing.records(kind) {
        let owners =
            record.owners().into_iter().map(|one| format!("{} {:?} {}", one.since.on, one.owner, one.since.entry));
        told.push(format!("{} {} {:?}", record.key(), record.opened(), owners.collect::<Vec<_>>()));
    }
    for on in [2, 4, 7, 12] {
        let view = engine.view(day(on));
        let when = attain::kpi::When::from(view.period("2026-01").unwrap());
        for who in PEOPLE {
            for kpi in ["open", "anns"] {
                told.push(format!("{on} {who} {kpi} {:?}", view.value(kpi, view.person(who).unwrap(), when)));
            }
        }
        told.push(format!("{on} {:?}", view.left_behind()));
    }
    let waiting: Vec<String> = engine.waiting().into_iter().map(|(id, _)| id.to_string()).collect();
    told.push(format!("{waiting:?}"));
    told
}

proptest! {
    #[test]
    fn an_assignment_is_an_entry_that_sets_the_owner(all in said()) {
        let (assigned, set) = (entries(&all, true), entries(&all, false));
        prop_assert_eq!(state(&recorded(&[&assigned])), state(&recorded(&[&set])));
    }

    #[test]
    fn how_assignments_are_batched_and_ordered_means_nothing(all in said(), cut in any::<prop::sample::Index>(), turn in any::<bool>()) {
        let mut entries = entries(&all, true);
        let whole = state(&recorded(&[&entries]));
        let (one, other) = entries.split_at(cut.index(entries.len()));
        prop_assert_eq!(&state(&recorded(&[one, other])), &whole);
        if turn {
            entries.reverse();
        } else {
            entries.rotate_left(cut.index(all.len()));
        }
        prop_assert_eq!(&state(&recorded(&[&entries])), &whole);
    }
    #[test]
    fn shares_make_the_whole_and_a_unit_has_what_it_had_without_them(
        all in vec((1_i64..12, 1_u8..3, 0_i64..=10, any::<bool>(), select(&PEOPLE[..]), 0_i64..=10), 1..12),
    ) {
        let mut engine = recorded(&[&entries(&[], true)]);
        for (lead, who) in [(1, "ann"), (2, "bob")] {
            engine.record(Entry::new("assign").id(&format!("a{lead}")).on(day(1)).set("of", format!("l{lead}")).set("to", who));
        }
        let plain = engine.clone();
        // The naive way: what was said of each lead last, by day and then by place, counts alone.
        let mut last: Vec<(u8, i64, i64)> = vec![(1, 0, 10), (2, 0, 0)];
        for (place, (on, lead, tenths, assigns, to, helps)) in all.iter().enumerate() {
            let entry = Entry::new(if *assigns { "assign" } else { "lead" }).id(&format!("e{place:03}")).on(day(*on));
            let mut entry = entry.set("of", format!("l{lead}")).overlay("eve", &format!("{}%", helps * 10 + 1));
            for (who, share) in [("ann", *tenths), ("bob", 10 - tenths)] {
                entry = if share > 0 { entry.credit(who, &format!("{}%", share * 10)) } else { entry };
            }
            engine.record(if *assigns { entry.set("to", *to) } else { entry });
            let known = last.iter_mut().find(|(known, ..)| known == lead).unwrap();
            if *on >= known.1 {
                *known = (*lead, *on, *tenths);
            }
        }
        let (view, before) = (engine.view(day(12)), plain.view(day(12)));
        let when = attain::kpi::When::from(view.period("2026-01").unwrap());
        let value = |view: &attain::View, who: &str| {
            let whose = view.person(who).or_else(|_| view.unit(who)).unwrap();
            view.value("open", whose, when).unwrap().unwrap()
        };
        prop_assert_eq!(value(&view, "company"), value(&before, "company"));
        let ann: i64 = last.iter().map(|(lead, _, tenths)| if *lead == 1 { tenths * 10 } else { *tenths }).sum();
        prop_assert_eq!(value(&view, "ann").to_string(), ann.to_string());
        prop_assert_eq!(value(&view, "bob").to_string(), (110 - ann).to_string());
        prop_assert_eq!(value(&view, "eve").to_string(), "0");
    }
}
