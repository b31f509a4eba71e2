//! Laws of what is due: whatever happens to records, and in whatever order it is told.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may stop at the first surprise"
)]

use std::collections::BTreeSet;

use attain::engine::due::{DueList, DueQuery, DueState, FiredList};
use attain::quantity::Outcome;
use attain::timer::Fired;
use attain::{Engine, Plan, View};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use proptest::prelude::*;

const PLAN: &str = r#"{
  "attain": 1, "name": "Laws", "currency": "EUR", "timezone": "UTC",
  "calendar": { "hours": [ { "days": "mon .. fri", "from": "09:00", "to": "12:30" }, { "days": "mon .. thu", "from": "13:30", "to": "17:00" } ],
                "off": ["2026-03-09"], "worked": ["2026-03-14"] },
  "org": { "trees": { "sales": ["company"] } },
  "facts": { "call": { "whose": "rep", "fields": { "rep": "person", "lead": "lead" } } },
  "records": { "lead": { "whose": "owner", "pipeline": "p", "touch": ["call"], "fields": { "owner": "person", "expected_on": "date" }, "timers": [
    { "id": "first_contact", "starts": "opened", "due": "6 hours", "clock": "working", "stops": "touched",
      "levels": [ { "after": "0 hours", "say": "a" }, { "after": "3 hours", "say": "b" }, { "after": "9 hours", "say": "c" } ] },
    { "id": "unassigned", "starts": ["opened", "released"], "due": "1 working hour", "stops": "assigned" },
    { "id": "recycle", "starts": "assigned", "due": "2 working days", "extends": "1 working day", "at_most": "4 working days", "stops": "released" },
    { "id": "review", "starts": "closed", "due": "1 working day" },
    { "id": "expected", "starts": "expected_on", "due": "1 working hour" } ] } },
  "pipelines": { "p": { "mode": "observe", "who": "yes", "moves": { "skip": true, "back": true, "lost_from": "any", "reopen": true },
    "stages": [
      { "id": "new", "kind": "open", "stay": ".. 3 working days",
        "timers": [ { "id": "follow_up", "starts": ["entered", "touched"], "due": "90 minutes", "clock": "working", "restarts": "touched" } ] },
      { "id": "offer", "kind": "open",
        "timers": [ { "id": "stale", "starts": "entered", "due": "2 days", "clock": "calendar", "restarts": "touched" } ] },
      { "id": "won", "kind": "won" }, { "id": "lost", "kind": "lost" } ] } } }"#;

const STAGES: [&str; 4] = ["new", "offer", "won", "lost"];
const LEADS: usize = 3;

/// Something that happens to a lead, so many minutes after it was opened.
#[derive(Clone, Debug)]
struct Step {
    lead: usize,
    minutes: i64,
    what: What,
    by_day: bool,
}

#[derive(Clone, Debug)]
enum What {
    Call,
    Move(usize),
    Owner(Option<&'static str>),
    Expected(i64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let what = prop_oneof![
        3 => Just(What::Call),
        3 => (0..STAGES.len()).prop_map(What::Move),
        2 => prop_oneof![Just(None), Just(Some("ann")), Just(Some("bob"))].prop_map(What::Owner),
        1 => (0_i64..20).prop_map(What::Expected),
    ];
    let step = (0..LEADS, 1_i64..20_000, what, prop::bool::weighted(0.2));
    prop::collection::vec(step.prop_map(|(lead, minutes, what, by_day)| Step { lead, minutes, what, by_day }), 0..20)
}

/// Sunday, 1 March 2026.
fn start() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 3, 1).unwrap().and_hms_opt(0, 0, 0).unwrap()
}

fn opened(lead: usize) -> NaiveDateTime {
    start() + TimeDelta::minutes(700 + 1_000 * i64::try_from(lead).unwrap())
}

/// The entries: the leads, and what happens to them.
fn entries(steps: &[Step]) -> Vec<String> {
    let mut all: Vec<String> =
        (0..LEADS).map(|lead| format!(r#"{{"kind":"lead","id":"l{lead}","at":"{:?}Z"}}"#, opened(lead))).collect();
    for (index, step) in steps.iter().enumerate() {
        let (lead, at) = (step.lead, opened(step.lead) + TimeDelta::minutes(step.minutes));
        let when = if step.by_day { format!(r#""on":"{}""#, at.date()) } else { format!(r#""at":"{at:?}Z""#) };
        all.push(match &step.what {
            What::Call => format!(r#"{{"kind":"call","id":"c{index}",{when},"rep":"ann","lead":"l{lead}"}}"#),
            What::Move(to) => {
                format!(r#"{{"kind":"move","id":"m{index}",{when},"of":"l{lead}","to":"{}"}}"#, STAGES[*to])
            }
            What::Owner(owner) => {
                let owner = owner.map_or("null".to_owned(), |owner| format!("\"{owner}\""));
                format!(r#"{{"kind":"lead","id":"e{index}",{when},"of":"l{lead}","owner":{owner}}}"#)
            }
            What::Expected(days) => {
                let day = start().date() + TimeDelta::days(*days);
                format!(r#"{{"kind":"lead","id":"e{index}",{when},"of":"l{lead}","expected_on":"{day}"}}"#)
            }
        });
    }
    all
}

fn empty() -> Engine {
    let mut engine = Engine::new(Plan::from_json(PLAN.as_bytes()).map_err(|problems| problems.to_string()).unwrap());
    let people = r#"
      {"kind":"unit","id":"u1","on":"2025-01-01","unit":"hq"}
      {"kind":"membership","id":"p1","on":"2025-01-01","who":"ann","unit":"hq"}
      {"kind":"membership","id":"p2","on":"2025-01-01","who":"bob","unit":"hq"}"#;
    drop(engine.record_jsonl(people.as_bytes(), None));
    engine
}

fn engine(entries: &[String]) -> Engine {
    let mut engine = empty();
    drop(engine.record_jsonl(entries.join("\n").as_bytes(), None));
    engine
}

fn last_day() -> NaiveDate {
    start().date() + TimeDelta::days(40)
}

fn due(view: &View, at: NaiveDateTime) -> DueList {
    view.due(&DueQuery::new().at(at)).unwrap()
}

fn fired(view: &View, from: NaiveDateTime, to: NaiveDateTime) -> FiredList {
    view.fired(&DueQuery::new(), from, to).unwrap()
}

fn all_fired(view: &View) -> FiredList {
    fired(view, start(), last_day().into())
}

/// The moments at which it is asked: odd ones, over five weeks.
fn moments() -> impl Iterator<Item = NaiveDateTime> {
    (0..40).map(|index| start() + TimeDelta::minutes(index * 1_237 + 600))
}

fn text(list: &DueList) -> String {
    format!("{:?} {:?} {:?} {}", list.rows, list.people, list.units, list.total)
}

/// Everything that is due and was done, at all moments.
fn everything(engine: &Engine) -> String {
    let view = engine.view(last_day());
    let lists: Vec<String> = moments().map(|at| text(&due(&view, at))).collect();
    format!("{} {:?}", lists.join("\n"), all_fired(&view).rows)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn no_timer_by_working_hours_fires_in_closed_hours(steps in steps()) {
        let view = engine(&entries(&steps)).view(last_day());
        let working = view.plan().calendar().working().unwrap();
        // A closing counts as worked: what is due at the end of a day is due then.
        let is_worked = |at: NaiveDateTime| working.next_open(at) == Ok(at);
        for row in &all_fired(&view).rows {
            prop_assert!(row.timer == "stale" || is_worked(row.at), "{row:?}");
        }
        for at in moments() {
            for row in due(&view, at).rows.iter().filter(|row| row.timer != "stale") {
                let next = row.next.clone().unwrap();
                prop_assert!(is_worked(row.due.clone().unwrap()), "{row:?}");
                prop_assert!(next.is_none_or(is_worked), "{row:?}");
            }
        }
    }

    #[test]
    fn the_order_of_entries_and_batches_makes_no_difference(
        (steps, order) in steps().prop_flat_map(|steps| {
            let all: Vec<usize> = (0..steps.len() + LEADS).collect();
            (Just(steps), Just(all).prop_shuffle())
        }),
        size in 1_usize..7,
    ) {
        let entries = entries(&steps);
        let shuffled: Vec<String> = order.iter().map(|index| entries[*index].clone()).collect();
        let mut other = empty();
        for batch in shuffled.chunks(size) {
            drop(other.record_jsonl(batch.join("\n").as_bytes(), None));
        }
        prop_assert_eq!(everything(&engine(&entries)), everything(&other));
    }

    #[test]
    fn what_is_added_bit_by_bit_is_as_if_it_had_always_been_there(steps in steps(), size in 1_usize..5) {
        let entries = entries(&steps);
        let mut live = empty();
        for batch in entries.chunks(size) {
            drop(live.record_jsonl(batch.join("\n").as_bytes(), None));
            drop(everything(&live));
        }
        prop_assert_eq!(everything(&live), everything(&engine(&entries)));
    }

    #[test]
    fn what_is_overdue_was_fired_and_what_runs_will_be(steps in steps()) {
        let view = engine(&entries(&steps)).view(last_day());
        let all = all_fired(&view);
        let before: Vec<&attain::engine::due::FiredRow> = all.rows.iter().filter(|row| row.timer != "expected").collect();
        for at in moments() {
            for row in due(&view, at).rows.iter().filter(|row| row.state == DueState::Overdue && row.timer != "expected") {
                let due = row.due.clone().unwrap();
                let mine = before.iter().filter(|one| one.record == row.record && one.timer == row.timer && one.stage.is_some() == row.of_stage);
                let after: Vec<_> = mine.filter(|one| one.at >= due && one.at <= at).collect();
                let times = after.iter().filter(|one| one.what == Fired::Due).count();
                prop_assert_eq!(times, 1, "{:?} {:?}", row, &after);
                prop_assert_eq!(after.len() - times, row.reached.len(), "{:?} {:?}", row, &after);
            }
        }
        // Once nothing happens any more, what runs is what will be done.
        let end = opened(LEADS) + TimeDelta::minutes(20_001);
        let key = |record: &dyn std::fmt::Display, timer: &str, at: NaiveDateTime| format!("{record} {timer} {at}");
        let running = due(&view, end);
        let running = running.rows.iter().filter(|row| row.state == DueState::Running);
        let running: BTreeSet<String> = running.map(|row| key(&row.record, &row.timer, row.due.clone().unwrap())).collect();
        let coming = fired(&view, end + TimeDelta::nanoseconds(1), last_day().into());
        let coming = coming.rows.iter().filter(|row| row.what == Fired::Due && row.timer != "expected");
        let coming: BTreeSet<String> = coming.map(|row| key(&row.record, &row.timer, row.at)).collect();
        prop_assert_eq!(running, coming);
    }

    #[test]
    fn what_was_fired_stays_so_whatever_comes_later(steps in steps()) {
        let steps: Vec<Step> = steps.into_iter().filter(|step| !matches!(step.what, What::Expected(_))).collect();
        let engine = engine(&entries(&steps));
        let whole = all_fired(&engine.view(last_day())).rows;
        let mut pieces = Vec::new();
        let mut from = start();
        for day in [3, 4, 9, 17, 40].map(|days| start().date() + TimeDelta::days(days)) {
            // By a view of the day before: what comes later is not seen.
            pieces.extend(fired(&engine.view(day.pred_opt().unwrap()), from, day.into()).rows);
            from = day.into();
        }
        let ids: BTreeSet<&str> = whole.iter().map(|row| row.id.as_str()).collect();
        prop_assert_eq!(ids.len(), whole.len(), "each has an id of its own");
        prop_assert_eq!(pieces, whole);
    }

    #[test]
    fn a_stale_offer_is_due_two_days_after_the_last_of_its_touches(steps in steps()) {
        let steps: Vec<Step> = steps.into_iter().map(|step| Step { by_day: false, ..step }).collect();
        let view = engine(&entries(&steps)).view(last_day());
        for at in moments() {
            let list = view.due(&DueQuery::new().timer("stale").at(at)).unwrap();
            let found: BTreeSet<String> = list.rows.iter().map(|row| naive_row(row.record.as_str(), row.due.clone())).collect();
            let expected: BTreeSet<String> = (0..LEADS).filter_map(|lead| naive(lead, &steps, at)).collect();
            prop_assert_eq!(found, expected, "at {}", at);
        }
    }
}

fn naive_row(record: &str, due: Outcome<NaiveDateTime>) -> String {
    format!("{record} {}", due.unwrap())
}

/// When a lead is stale, by going through what happened from the front to the back.
fn naive(lead: usize, steps: &[Step], at: NaiveDateTime) -> Option<String> {
    let mut mine: Vec<(NaiveDateTime, String, &Step)> = Vec::new();
    for (index, step) in steps.iter().enumerate().filter(|(_, step)| step.lead == lead) {
        mine.push((opened(lead) + TimeDelta::minutes(step.minutes), format!("m{index}"), step));
    }
    mine.sort_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
    let (mut stage, mut entered, mut touched) = (0, opened(lead), opened(lead));
    for (when, _, step) in mine.iter().filter(|(when, ..)| *when <= at) {
        if let What::Move(to) = step.what
            && to != stage
        {
            (stage, entered) = (to, *when);
        }
        if matches!(step.what, What::Call) {
            touched = *when;
        }
    }
    let due = entered.max(touched) + TimeDelta::days(2);
    (at >= opened(lead) && STAGES[stage] == "offer").then(|| naive_row(&format!("l{lead}"), Ok(due)))
}
