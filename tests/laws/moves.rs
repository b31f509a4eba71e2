//! Laws of the gate: what a check allows the log takes, and nothing else; how entries are batched means nothing; a record is in one
//! stage at a time; nobody approves twice.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may stop at the first surprise"
)]

use attain::engine::{Engine, WantedMove};
use attain::log::{Admission, Entry};
use attain::pipeline::{Lacking, Reason};
use attain::plan::Plan;
use chrono::{NaiveDate, NaiveTime};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

const PLAN: &str = r#"{
  "attain": 1, "name": "Moves", "currency": "EUR",
  "org": { "trees": { "sales": ["company"] }, "person": { "role": "text" }, "leads": "role = \"lead\"" },
  "facts": { "visit": { "whose": "rep", "fields": { "rep": "person", "deal": "deal" } } },
  "records": { "deal": { "whose": "owner", "pipeline": "p", "touch": ["visit"],
    "fields": { "owner": "person", "helper": "person", "amount": "money", "form": "text" } } },
  "pipelines": { "p": {
    "stages": [ { "id": "a", "kind": "open" }, { "id": "b", "kind": "open", "requires": ["form"], "stay": "2 days .." },
      { "id": "c", "kind": "open", "requires": ["count(visit of deal) >= 2"],
        "tasks": [ { "id": "size", "done": "amount >= 100" } ] },
      { "id": "won", "kind": "won" }, { "id": "lost", "kind": "lost" } ],
    "mode": "enforce", "who": ["owner", "helper", "manager(subject) = actor"], "may_override": "actor.role = \"admin\"",
    "moves": { "skip": false, "back": true, "lost_from": ["a", "b"], "reopen": true },
    "edges": [ { "from": "c", "to": "won", "event": "sign", "approve": [ { "as": "legal" }, { "as": "two", "who": "actor.role != \"admin\"", "when": "amount > 200" } ] },
      { "from": ["b", "c"], "to": "lost", "when": "amount < 150", "who": "yes" } ] } } }"#;

const PEOPLE: [(&str, &str); 5] = [("ann", "rep"), ("bob", "rep"), ("lea", "legal"), ("mia", "lead"), ("eve", "admin")];
const STAGES: [&str; 6] = ["a", "b", "c", "won", "lost", "sign"];

/// Something that is said, some days after what was said before it.
#[derive(Clone, Debug)]
enum Said {
    Moves {
        to: &'static str,
        by: &'static str,
        why: bool,
        back: bool,
    },
    Sets {
        form: bool,
        amount: i64,
        owner: &'static str,
        helper: &'static str,
    },
    Visits,
    Answers {
        by: &'static str,
        role: &'static str,
        answer: &'static str,
    },
    Gives {
        to: &'static str,
    },
    /// From the next day on, for some days.
    Leaves {
        who: &'static str,
        acts: &'static str,
        days: i64,
    },
}

fn said() -> impl Strategy<Value = Vec<(i64, u8, Said)>> {
    let names = PEOPLE.map(|(name, _)| name);
    let moves = (select(&STAGES[..]), select(names.to_vec()), any::<bool>(), prop::bool::weighted(0.1));
    let moves = moves.prop_map(|(to, by, why, back)| Said::Moves { to, by, why, back });
    let sets = (any::<bool>(), 0_i64..300, select(names.to_vec()), select(names.to_vec()));
    let sets = sets.prop_map(|(form, amount, owner, helper)| Said::Sets { form, amount, owner, helper });
    let answers = (select(names.to_vec()), select(vec!["legal", "two"]), select(vec!["yes", "yes", "no", "withdrawn"]));
    let answers = answers.prop_map(|(by, role, answer)| Said::Answers { by, role, answer });
    let leaves = (select(names.to_vec()), select(names.to_vec()), 0_i64..6);
    let leaves = leaves.prop_map(|(who, acts, days)| Said::Leaves { who, acts, days });
    let gives = select(names.to_vec()).prop_map(|to| Said::Gives { to });
    let one = prop_oneof![5 => moves, 2 => sets, 2 => Just(Said::Visits), 3 => answers, 1 => leaves, 1 => gives];
    vec((0_i64..3, 1_u8..3, one), 1..40)
}

fn day(number: i64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap().checked_add_signed(chrono::TimeDelta::days(number)).unwrap()
}

fn start() -> Vec<Entry> {
    let mut entries = vec![Entry::new("unit").id("u").on(day(0)).set("unit", "company")];
    for (who, role) in PEOPLE {
        let entry = Entry::new("membership").id(&format!("m {who}")).on(day(0)).set("who", who);
        entries.push(entry.set("unit", "company").set("role", role));
    }
    for deal in 1..3 {
        entries.push(Entry::new("deal").id(&format!("d{deal}")).on(day(0)).set("owner", "ann").set("amount", "120"));
    }
    entries
}

fn entry(place: usize, on: NaiveDate, deal: u8, said: &Said) -> Entry {
    let (id, deal) = (format!("e{place}"), format!("d{deal}"));
    match said {
        Said::Moves { to, by, why, .. } => {
            let entry = Entry::new("move").id(&id).on(on).set("of", deal).by(by);
            let entry = if *to == "sign" { entry.set("event", *to) } else { entry.set("to", *to) };
            if *why { entry.set("override", true).why("so be it") } else { entry }
        }
        Said::Sets { form, amount, owner, helper } => {
            let entry = Entry::new("deal").id(&id).on(on).set("of", deal).set("amount", amount.to_string());
            let entry = entry.set("owner", *owner).set("helper", *helper);
            if *form { entry.set("form", "R") } else { entry }
        }
        Said::Visits => Entry::new("visit").id(&id).on(on).set("rep", "ann").set("deal", deal),
        Said::Answers { by, role, answer } => {
            let entry = Entry::new("approve").id(&id).on(on).set("of", deal).set("as", *role);
            entry.set("answer", *answer).by(by)
        }
        Said::Gives { to } => Entry::new("assign").id(&id).on(on).set("of", deal).set("to", *to),
        Said::Leaves { who, acts, days } => {
            let from = on.succ_opt().unwrap();
            let until = from.checked_add_signed(chrono::TimeDelta::days(*days)).unwrap();
            let entry = Entry::new("away").id(&id).on(from).set("who", *who).set("until", until.to_string());
            if who == acts { entry } else { entry.set("acts", *acts) }
        }
    }
}

/// The entries, each on its day.
fn entries(said: &[(i64, u8, Said)]) -> Vec<(NaiveDate, u8, Said, Entry)> {
    let mut on = 0;
    let mut all = Vec::new();
    for (place, (later, deal, one)) in said.iter().enumerate() {
        on += later;
        let back = matches!(one, Said::Moves { back: true, .. });
        let date = day(if back { (on - 3).max(0) } else { on });
        all.push((date, *deal, one.clone(), entry(place, date, *deal, one)));
    }
    all
}

fn engine() -> Engine {
    let mut engine = Engine::new(Plan::from_json(PLAN.as_bytes()).unwrap());
    for admission in engine.record_batch(start(), None) {
        assert_eq!(admission, Admission::Counted);
    }
    engine
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_move_that_a_check_allows_is_taken_and_no_other(said in said()) {
        let mut engine = engine();
        for (on, deal, one, entry) in entries(&said) {
            let Said::Moves { to, by, why, back } = one else {
                engine.record(entry);
                continue;
            };
            let record = format!("d{deal}");
            let overrides = why.then_some("so be it");
            let wanted = WantedMove { record: &record, to, by: Some(by), at: on.and_time(NaiveTime::MIN), overrides };
            let verdict = engine.view(on).check_move(&wanted).unwrap();
            let taken = engine.record(entry);
            if back {
                // Whatever is said of a later day is not seen on this one.
                prop_assert!(taken != Admission::Counted || verdict.is_allowed());
                continue;
            }
            prop_assert_eq!(taken == Admission::Counted, verdict.is_allowed(), "{:?} {:?}", verdict, taken);
            prop_assert_eq!(verdict.open.iter().any(|stage| Some(stage) == verdict.to.as_ref()), verdict.reasons.is_empty());
            if let Admission::Refused(refusals) = taken && to != "sign" {
                let said: Vec<String> = refusals.iter().map(|refusal| refusal.message().to_owned()).collect();
                let reasons: Vec<String> = verdict.reasons.iter().map(ToString::to_string).collect();
                prop_assert_eq!(said, reasons);
            }
        }
    }

    #[test]
    fn how_entries_are_batched_means_nothing(said in said(), size in 1_usize..7) {
        let (mut one, mut other) = (engine(), engine());
        let all: Vec<Entry> = entries(&said).into_iter().map(|(.., entry)| entry).collect();
        let together = one.record_batch(all.clone(), None);
        let mut apart = Vec::new();
        for batch in all.chunks(size) {
            apart.extend(other.record_batch(batch.to_vec(), None));
        }
        prop_assert_eq!(together, apart);
        prop_assert_eq!(one.to_jsonl(), other.to_jsonl());
        // What was taken is taken again by an engine that hears it.
        let mut again = Engine::new(one.plan().clone());
        for admission in again.record_jsonl(one.to_jsonl().as_bytes(), None) {
            prop_assert_eq!(admission, Admission::Counted);
        }
        prop_assert_eq!(again.to_jsonl(), one.to_jsonl());
    }

    #[test]
    fn what_was_taken_conforms_and_leaves_each_record_in_one_stage(said in said()) {
        let mut engine = engine();
        for (.., entry) in entries(&said) {
            engine.record(entry);
        }
        let view = engine.view(day(200));
        let standing = engine.log().standing(engine.log().len());
        let (deal, kind) = engine.plan().kinds().find("deal").unwrap();
        let stages = kind.stages().unwrap();
        let mut moves = 0;
        for record in standing.records(deal) {
            let stops: Vec<_> = record.stops().collect();
            moves += stops.len();
            prop_assert!(stops.windows(2).all(|pair| pair[0].stage != pair[1].stage && pair[0].on <= pair[1].on));
            let last = record.on(day(200)).unwrap().stage_id().unwrap().1;
            prop_assert_eq!(stages[last].id(), stages[stops.last().unwrap().stage].id());
        }
        let span = attain::calendar::Span::new(day(0), day(200)).unwrap();
        prop_assert_eq!(view.conformance("deal", span).unwrap().moves, moves);
    }

    #[test]
    fn one_person_gives_one_approval(answers in vec((select(vec!["ann", "bob", "lea", "mia"]), select(vec!["legal", "two"])), 0..6)) {
        let mut engine = engine();
        let on = day(10);
        for line in ["form", "amount"] {
            let value = if line == "form" { "R" } else { "500" };
            engine.record(Entry::new("deal").id(line).on(day(1)).set("of", "d1").set(line, value));
        }
        for (on, stage) in [(2, "b"), (3, "c")] {
            let entry = Entry::new("move").id(stage).on(day(on)).set("of", "d1").set("to", stage).by("eve");
            prop_assert_eq!(engine.record(entry.set("override", true).why("quick")), Admission::Counted);
        }
        for (place, (by, role)) in answers.iter().enumerate() {
            let entry = Entry::new("approve").id(&format!("y{place}")).on(on).set("of", "d1").set("as", *role);
            engine.record(entry.set("answer", "yes").by(by));
        }
        let wanted = WantedMove { record: "d1", to: "won", by: Some("ann"), at: on.and_time(NaiveTime::MIN), overrides: None };
        let verdict = engine.view(on).check_move(&wanted).unwrap();
        let lacks = verdict.reasons.iter().any(|reason| matches!(reason, Reason::Approval { .. }));
        let legal = answers.iter().any(|(by, role)| (*by, *role) == ("lea", "legal"));
        let two = answers.iter().any(|(by, role)| *by != "lea" && *role == "two");
        prop_assert_eq!(!lacks, legal && two);
        let twice = verdict.reasons.iter().any(|reason| matches!(reason, Reason::Approval { state: Lacking::Twice { .. }, .. }));
        prop_assert!(!twice || answers.iter().filter(|(by, _)| *by == "lea").count() > 1);
    }
    #[test]
    fn each_approval_is_by_another_person_and_for_another_one(
        answers in vec((select(PEOPLE.map(|(who, _)| who).to_vec()), select(vec!["legal", "two"]), 8_i64..13, select(vec!["yes", "yes", "yes", "no"])), 0..7),
        away in vec((select(vec!["lea", "mia", "bob"]), 7_i64..12, 0_i64..5, select(vec!["bob", "mia", "ann", "lea"])), 0..4),
    ) {
        let mut engine = engine();
        for (line, value) in [("form", "R"), ("amount", "500")] {
            engine.record(Entry::new("deal").id(line).on(day(1)).set("of", "d1").set(line, value));
        }
        for (on, stage) in [(2, "b"), (3, "c")] {
            let entry = Entry::new("move").id(stage).on(day(on)).set("of", "d1").set("to", stage).by("eve");
            prop_assert_eq!(engine.record(entry.set("override", true).why("quick")), Admission::Counted);
        }
        for (place, (who, from, days, acts)) in away.iter().enumerate() {
            let entry = Entry::new("away").id(&format!("v{place}")).on(day(*from)).set("who", *who);
            let entry = entry.set("until", day(from + days).to_string());
            engine.record(if who == acts { entry } else { entry.set("acts", *acts) });
        }
        for (place, (by, role, on, answer)) in answers.iter().enumerate() {
            let entry = Entry::new("approve").id(&format!("y{place}")).on(day(*on)).set("of", "d1").set("as", *role);
            engine.record(entry.set("answer", *answer).by(by));
        }
        let wanted = WantedMove { record: "d1", to: "won", by: Some("ann"), at: day(14).and_time(NaiveTime::MIN), overrides: None };
        let verdict = engine.view(day(14)).check_move(&wanted).unwrap();
        let lacking = verdict.reasons.iter().filter(|reason| matches!(reason, Reason::Approval { .. })).count();
        prop_assert_eq!(verdict.approved.len() + lacking, 2);
        let mut people: Vec<&str> = verdict.approved.iter().map(|one| one.by.as_str()).collect();
        let mut rights: Vec<&str> =
            verdict.approved.iter().map(|one| one.acts_for.as_ref().unwrap_or(&one.by).as_str()).collect();
        for all in [&mut people, &mut rights] {
            all.sort_unstable();
            all.dedup();
            prop_assert_eq!(all.len(), verdict.approved.len());
        }
        for one in &verdict.approved {
            // Lea alone is legal, and ann owns the deal.
            let right = one.acts_for.as_ref().unwrap_or(&one.by).as_str();
            prop_assert!(one.role != "legal" || right == "lea");
            prop_assert!(one.acts_for.is_none() || one.by.as_str() != "ann");
        }
    }
}
