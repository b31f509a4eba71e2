//! What is due: the usual timers of sales work, each with numbers that were worked out by hand.
//!
//! The year is 2026: 2 March is a Monday, and 9 March, a Monday too, is a day off.

#![cfg(feature = "json")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may stop at the first surprise"
)]

use attain::engine::due::{DueDefinition, DueList, DueQuery, DueRow, DueState, FiredList};
use attain::quantity::Why;
use attain::report;
use attain::trace::Language;
use attain::{Engine, Plan, View};
use chrono::{NaiveDate, NaiveDateTime};

const HOURS: &str = r#"{ "hours": { "days": "mon .. fri", "from": "09:00", "to": "17:00" }, "off": ["2026-03-09"] }"#;
const NO_HOURS: &str = "{}";

/// A plan with records that calls touch; `records` are its kinds of records, `stages` those of the pipeline `p`.
fn plan(calendar: &str, records: &str, stages: &str) -> String {
    format!(
        r#"{{ "attain": 1, "name": "Due", "currency": "EUR", "timezone": "+08:00", "calendar": {calendar},
          "org": {{ "trees": {{ "sales": ["company", "team"] }}, "may_see": "actor = subject" }},
          "facts": {{ "call": {{ "whose": "rep", "fields": {{ "rep": "person", "lead": "lead" }} }},
                     "mail": {{ "whose": "rep", "fields": {{ "rep": "person", "lead": "lead" }} }} }},
          "records": {{ "lead": {{ "whose": "owner", "touch": ["call"], "pipeline": "p", {records}
                       "fields": {{ "owner": "person", "priority": "text", "expected_on": "date" }} }} }},
          "pipelines": {{ "p": {{ "mode": "observe", "who": "yes",
            "moves": {{ "skip": true, "back": true, "lost_from": "any", "reopen": true }}, "stages": [ {stages} ] }} }} }}"#
    )
}

const PLAIN_STAGES: &str = r#"{ "id": "lead", "kind": "open" }, { "id": "offer", "kind": "open" }, { "id": "won", "kind": "won" }, { "id": "lost", "kind": "lost" }"#;

const PEOPLE: &str = r#"
{"kind":"unit","id":"u1","on":"2025-01-01","unit":"hq"}
{"kind":"unit","id":"u2","on":"2025-01-01","unit":"north","under":"hq"}
{"kind":"unit","id":"u3","on":"2025-01-01","unit":"south","under":"hq"}
{"kind":"membership","id":"p1","on":"2025-01-01","who":"ann","unit":"north"}
{"kind":"membership","id":"p2","on":"2025-01-01","who":"bob","unit":"south"}
"#;

/// An engine with people and with entries, of which each is `kind id when fields`: `call c1 03-02T10:00 "lead":"l1"`.
fn engine(plan: &str, entries: &str) -> Engine {
    let plan = Plan::from_json(plan.as_bytes()).map_err(|problems| problems.to_string()).unwrap();
    let mut engine = Engine::new(plan);
    let lines: Vec<String> = entries.lines().map(str::trim).filter(|line| !line.is_empty()).map(line).collect();
    let text = format!("{PEOPLE}{}", lines.join("\n"));
    for admission in engine.record_jsonl(text.as_bytes(), None) {
        assert_eq!(admission, attain::Admission::Counted);
    }
    engine
}

fn line(text: &str) -> String {
    let mut words = text.splitn(4, ' ');
    let (kind, id, when) = (words.next().unwrap(), words.next().unwrap(), words.next().unwrap());
    let fields = words.next().map(|fields| format!(",{fields}")).unwrap_or_default();
    let when = match when.len() {
        5 => format!(r#""on":"2026-{when}""#),
        _ => format!(r#""at":"2026-{when}:00+08:00""#),
    };
    format!(r#"{{"kind":"{kind}","id":"{id}",{when}{fields}}}"#)
}

fn day(text: &str) -> NaiveDate {
    let whole = if text.len() == 5 { format!("2026-{text}") } else { text.to_owned() };
    whole.parse().unwrap()
}

/// `03-06T15:00` is in the year 2026.
fn at(text: &str) -> NaiveDateTime {
    match text.split_once('T') {
        None => day(text).and_hms_opt(0, 0, 0).unwrap(),
        Some((date, time)) => format!("{}T{time}:00", day(date)).parse().unwrap(),
    }
}

fn short(at: NaiveDateTime) -> String {
    let text = format!("{at:?}");
    text.trim_start_matches("2026-").strip_suffix(":00").unwrap_or(&text).to_owned()
}

fn told(row: &DueRow) -> String {
    let due = row.due.as_ref().map_or_else(|why| why.code().to_owned(), |due| short(*due));
    let overdue = match &row.overdue {
        Ok(None) => String::new(),
        Ok(Some(overdue)) => format!(" by {} min", overdue.num_minutes()),
        Err(why) => format!(" by {}", why.code()),
    };
    let said: Vec<String> = row.reached.iter().map(|level| format!(" {}", level.say)).collect();
    format!("{} {} {} {due}{overdue}{}", row.record, row.timer, row.state.word(), said.concat())
}

fn rows(list: &DueList) -> Vec<String> {
    list.rows.iter().map(told).collect()
}

fn view(engine: &Engine, moment: &str) -> View {
    engine.view(at(moment).date())
}

/// What is due at a moment.
fn due(engine: &Engine, moment: &str) -> Vec<String> {
    rows(&view(engine, moment).due(&DueQuery::new().at(at(moment))).unwrap())
}

fn fired(engine: &Engine, from: &str, to: &str) -> Vec<String> {
    let list = engine.view(day("12-31")).fired(&DueQuery::new(), at(from), at(to)).unwrap();
    assert!(list.untold.is_empty(), "{:?}", list.untold);
    ids(&list)
}

fn ids(list: &FiredList) -> Vec<String> {
    list.rows.iter().map(|row| row.id.trim_start_matches("2026-").replacen(":00/", "/", 1)).collect()
}

#[test]
fn the_first_contact_within_24_hours() {
    let timer = r#""timers": [{ "id": "first_contact", "starts": "opened", "due": "24 hours", "clock": "calendar", "stops": "touched" }],"#;
    let engine = engine(
        &plan(HOURS, timer, PLAIN_STAGES),
        r#"lead l1 03-02T10:00 "owner":"ann"
           call c1 03-03T09:30 "rep":"ann","lead":"l1"
           lead l2 03-02T11:00 "owner":"bob"
           call c2 03-03T12:30 "rep":"bob","lead":"l2"
           lead l4 03-02T10:30 "owner":"bob"
           call c4 03-02 "rep":"bob","lead":"l4"
           lead l3 03-03 "owner":"bob"
           mail m3 03-03 "rep":"bob","lead":"l3""#,
    );
    let running = ["l1 first_contact running 03-03T10:00", "l2 first_contact running 03-03T11:00"];
    assert_eq!(
        due(&engine, "03-02T12:00"),
        running,
        "what is due first comes first; l4 was called on the day on which it came"
    );
    let late = ["l2 first_contact overdue 03-03T11:00 by 60 min", "l3 first_contact running 03-04T00:00"];
    assert_eq!(due(&engine, "03-03T12:00"), late, "l1 was called in time; l3 is known by its day alone");
    assert_eq!(
        due(&engine, "03-04T01:00"),
        ["l3 first_contact overdue 03-04T00:00 by 60 min"],
        "a mail is no contact here"
    );
    assert_eq!(
        fired(&engine, "03-01", "03-06"),
        ["03-03T11:00/due/first_contact//l2", "03-04T00:00/due/first_contact//l3"]
    );
}

#[test]
fn a_follow_up_every_3_days_for_leads_and_every_2_for_offers() {
    let every = |days| {
        format!(
            r#""timers": [{{ "id": "follow_up", "starts": ["entered", "touched"], "due": "{days} days", "restarts": "touched" }}]"#
        )
    };
    let stages = format!(
        r#"{{ "id": "lead", "kind": "open", {} }}, {{ "id": "offer", "kind": "open", {} }}, {{ "id": "won", "kind": "won" }}"#,
        every(3),
        every(2)
    );
    let engine = engine(
        &plan(NO_HOURS, "", &stages),
        r#"lead l1 03-02 "owner":"ann"
           call c1 03-04T10:00 "rep":"ann","lead":"l1"
           move m1 03-10T09:00 "of":"l1","to":"offer"
           call c2 03-11T15:00 "rep":"ann","lead":"l1"
           move m2 03-20T09:00 "of":"l1","to":"won""#,
    );
    assert_eq!(due(&engine, "03-03T10:00"), ["l1 follow_up running 03-05T00:00"], "three days from entering it");
    assert_eq!(due(&engine, "03-04T10:00"), ["l1 follow_up running 03-07T10:00"], "the last touch and three days");
    assert_eq!(due(&engine, "03-08T10:00"), ["l1 follow_up overdue 03-07T10:00 by 1440 min"]);
    assert_eq!(due(&engine, "03-10T10:00"), ["l1 follow_up running 03-12T09:00"], "two days in the other stage");
    assert_eq!(due(&engine, "03-12T10:00"), ["l1 follow_up running 03-13T15:00"]);
    assert_eq!(due(&engine, "03-21T10:00"), [""; 0], "nothing runs once it is won");
    let all = ["03-07T10:00/due/follow_up/lead/l1", "03-13T15:00/due/follow_up/offer/l1"];
    assert_eq!(fired(&engine, "03-01", "04-01"), all);
}

#[test]
fn the_limit_to_a_stay_begins_anew_with_each_visit() {
    let stages = r#"{ "id": "lead", "kind": "open", "stay": "1 days .. 5 days" }, { "id": "offer", "kind": "open" }, { "id": "won", "kind": "won" }"#;
    let engine = engine(
        &plan(NO_HOURS, "", stages),
        r#"lead l1 03-02 "owner":"ann"
           move m1 03-05 "of":"l1","to":"offer"
           move m2 03-20 "of":"l1","to":"lead""#,
    );
    assert_eq!(due(&engine, "03-04T12:00"), ["l1 stay running 03-07T00:00"]);
    assert_eq!(due(&engine, "03-08T12:00"), [""; 0], "it left in time");
    assert_eq!(due(&engine, "03-25T01:00"), ["l1 stay overdue 03-25T00:00 by 60 min"]);
    assert_eq!(fired(&engine, "03-01", "04-01"), ["03-25T00:00/due/stay/lead/l1"]);
}

#[test]
fn a_deal_is_stale_when_nothing_that_counts_was_done() {
    let stale = r#"{ "id": "stale", "starts": "entered", "due": "14 days", "restarts": "touched",
        "levels": [{ "after": "0 days", "say": "deal.stale" }, { "after": "7 days", "say": "deal.dead" }] }"#;
    let stages =
        format!(r#"{{ "id": "lead", "kind": "open", "timers": [{stale}] }}, {{ "id": "won", "kind": "won" }}"#);
    let engine = engine(
        &plan(NO_HOURS, "", &stages),
        r#"lead l1 03-02 "owner":"ann"
           call c1 03-03 "rep":"ann","lead":"l1"
           mail e1 03-10 "rep":"ann","lead":"l1"
           call c2 03-30 "rep":"ann","lead":"l1""#,
    );
    assert_eq!(
        due(&engine, "03-16T12:00"),
        ["l1 stale running 03-17T00:00"],
        "a call resets the clock, a mail does not"
    );
    assert_eq!(
        due(&engine, "03-17T12:00"),
        ["l1 stale overdue 03-17T00:00 by 720 min deal.stale"],
        "nor does one that is planned"
    );
    assert_eq!(due(&engine, "03-24T00:00"), ["l1 stale overdue 03-17T00:00 by 10080 min deal.stale deal.dead"]);
    assert_eq!(due(&engine, "03-30T00:00"), ["l1 stale running 04-13T00:00"], "on its day it is done");
}

#[test]
fn a_close_date_that_is_pushed_is_due_later() {
    let timer = r#""timers": [{ "id": "close", "starts": "expected_on", "due": "0 days", "do": [{ "notify": "owner" }] },
        { "id": "gone", "starts": "expected_on + 10 days", "due": "0 days", "do": [{ "move": "lost" }] }],"#;
    let engine = engine(
        &plan(HOURS, timer, PLAIN_STAGES),
        r#"lead l1 03-02 "owner":"ann","expected_on":"2026-03-10"
           lead x1 03-11 "of":"l1","expected_on":"2026-04-10"
           lead l2 03-02 "owner":"ann","expected_on":"2026-03-12"
           move m2 03-12T09:00 "of":"l2","to":"won"
           lead l3 03-02 "owner":"ann"
           lead l4 03-20 "owner":"bob","expected_on":"2026-03-01""#,
    );
    assert_eq!(due(&engine, "03-09T12:00"), [""; 0], "nothing runs before its day");
    let until = DueQuery::new().at(at("03-09T12:00")).until(at("03-15T00:00"));
    let coming = ["l1 close coming 03-10T00:00", "l2 close coming 03-12T00:00"];
    assert_eq!(rows(&view(&engine, "03-09").due(&until).unwrap()), coming, "but it is known when it will");
    assert_eq!(due(&engine, "03-10T01:00"), ["l1 close overdue 03-10T00:00 by 60 min"]);
    assert_eq!(due(&engine, "03-11T01:00"), [""; 0], "it was pushed");
    assert_eq!(due(&engine, "03-12T10:00"), [""; 0], "l2 is closed");
    assert_eq!(due(&engine, "03-19T10:00"), [""; 0]);
    let l4 = ["l4 close overdue 03-20T00:00 by 60 min", "l4 gone overdue 03-20T00:00 by 60 min"];
    assert_eq!(due(&engine, "03-20T01:00"), l4, "a day before it came to be is taken at its beginning");
    let march = engine.view(day("03-10")).fired(&DueQuery::new().kind("lead"), at("03-10"), at("03-11")).unwrap();
    assert_eq!(ids(&march), ["03-10T00:00/due/close//l1"], "so it was seen on its day");
    assert_eq!(march.rows.first().unwrap().effects.len(), 1);
}

#[test]
fn escalation_counts_working_hours_over_a_weekend_and_a_holiday() {
    let timer = r#"{ "id": "answer", "starts": "entered", "due": "2 hours", "clock": "working", "stops": "touched",
        "levels": [{ "after": "0 hours", "say": "warn" }, { "after": "2 hours", "say": "escalate" }, { "after": "6 hours", "say": "critical" }],
        "do": [{ "release": true }] }"#;
    let stages =
        format!(r#"{{ "id": "lead", "kind": "open", "timers": [{timer}] }}, {{ "id": "won", "kind": "won" }}"#);
    // Friday 16:00: an hour on Friday, none on Saturday, Sunday and the day off, and one on Tuesday.
    let engine = engine(&plan(HOURS, "", &stages), r#"lead l1 03-06T16:00 "owner":"ann""#);
    for closed in ["03-06T17:30", "03-07T12:00", "03-08T12:00", "03-09T12:00", "03-10T09:59"] {
        assert_eq!(due(&engine, closed), ["l1 answer running 03-10T10:00"], "{closed}");
    }
    assert_eq!(due(&engine, "03-10T11:00"), ["l1 answer overdue 03-10T10:00 by 60 min warn"]);
    let list = view(&engine, "03-10").due(&DueQuery::new().at(at("03-10T11:00"))).unwrap();
    let row = list.rows.first().unwrap();
    assert_eq!((row.next.clone(), row.since), (Ok(Some(at("03-10T12:00"))), Some(at("03-06T16:00"))));
    assert_eq!(
        due(&engine, "03-10T13:00"),
        ["l1 answer overdue 03-10T10:00 by 180 min warn escalate"],
        "4 hours at 12:00"
    );
    let all = "l1 answer overdue 03-10T10:00 by 420 min warn escalate critical";
    assert_eq!(
        due(&engine, "03-10T20:00"),
        [all],
        "8 hours at 16:00; at 20:00 it is overdue by what was worked up to 17:00"
    );
    let fired = fired(&engine, "03-01", "04-01");
    let expected = [
        "03-10T10:00/due/answer/lead/l1",
        "03-10T10:00/level1/answer/lead/l1",
        "03-10T12:00/level2/answer/lead/l1",
        "03-10T16:00/level3/answer/lead/l1",
    ];
    assert_eq!(fired, expected);
}

#[test]
fn a_lead_waits_for_somebody_from_creation_and_from_its_return() {
    let timers = r#""timers": [
        { "id": "unassigned", "starts": ["opened", "released"], "due": "30 minutes", "stops": "assigned" },
        { "id": "follow_up", "starts": "assigned", "due": "24 hours", "stops": ["touched", "released"] }],"#;
    let engine = engine(
        &plan(NO_HOURS, timers, PLAIN_STAGES),
        r#"lead l1 03-02T10:00
           lead e1 03-02T10:20 "of":"l1","owner":"ann"
           lead e2 03-02T11:00 "of":"l1","owner":"bob"
           lead e3 03-02T12:00 "of":"l1","owner":null"#,
    );
    assert_eq!(due(&engine, "03-02T10:10"), ["l1 unassigned running 03-02T10:30"]);
    assert_eq!(due(&engine, "03-02T10:40"), ["l1 follow_up running 03-03T10:20"]);
    assert_eq!(due(&engine, "03-02T11:30"), ["l1 follow_up running 03-03T11:00"], "from when it was handed over");
    assert_eq!(due(&engine, "03-02T12:45"), ["l1 unassigned overdue 03-02T12:30 by 15 min"]);
    let list = view(&engine, "03-02").due(&DueQuery::new().unowned()).unwrap();
    assert_eq!((list.total, list.people.len(), list.units.len()), (1, 1, 0));
    assert_eq!(list.people.first().unwrap().who, None);
    assert_eq!(fired(&engine, "03-02", "03-03"), ["03-02T12:30/due/unassigned//l1"], "in time, then late");
}

/// Orders on 1 January, 31 January (30 days later) and 21 March (49 days later); `gap` is what a host says of each.
#[test]
fn a_customer_is_reminded_after_the_usual_gap() {
    let folds = "of customer)[all] at company";
    let text = format!(
        r#"{{ "attain": 1, "name": "Again", "currency": "EUR", "org": {{ "trees": {{ "sales": ["company"] }} }}, "rules": {{ "percentile": "linear" }},
          "facts": {{ "order": {{ "on": "bought_on", "whose": "rep", "fields": {{ "rep": "person", "customer": "customer", "bought_on": "date", "gap": "duration" }} }} }},
          "records": {{ "customer": {{ "whose": "owner", "fields": {{ "owner": "person" }}, "timers": [
            {{ "id": "again", "when": "count(order {folds} > 1", "due": "0 days",
               "starts": "last(order.bought_on {folds} + (last(order.bought_on {folds} - first(order.bought_on {folds}) / (count(order {folds} - 1)" }},
            {{ "id": "median", "starts": "last(order.bought_on {folds} + median(order.gap where gap is present {folds}", "due": "0 days" }} ] }} }} }}"#
    );
    let engine = engine(
        &text,
        r#"customer c1 01-01 "owner":"ann"
           order o1 01-01 "rep":"ann","customer":"c1"
           order o2 01-31 "rep":"ann","customer":"c1","gap":"30 days"
           order o3 03-21 "rep":"ann","customer":"c1","gap":"49 days"
           customer c2 01-01 "owner":"ann"
           order o4 01-01 "rep":"ann","customer":"c2""#,
    );
    let soon = DueQuery::new().until(at("05-31T00:00"));
    let list = engine.view(day("03-31")).due(&soon).unwrap();
    // The mean is 79 / 2 days, the median (30 + 49) / 2: 39.5, of which a day has 39.
    assert_eq!(rows(&list), ["c1 again coming 04-29T00:00", "c1 median coming 04-29T00:00"]);
    let early = engine.view(day("02-01")).due(&soon).unwrap();
    assert_eq!(rows(&early), ["c1 again coming 03-02T00:00", "c1 median coming 03-02T00:00"], "as it was known then");
}

#[test]
fn what_the_calendar_does_not_know_is_told() {
    let timer = r#""timers": [{ "id": "answer", "starts": "opened", "due": "5 working days" }],"#;
    let china = r#"{ "holidays": "china", "hours": { "days": "mon .. fri", "from": "09:00", "to": "17:00" } }"#;
    let engine = engine(&plan(china, timer, PLAIN_STAGES), r#"lead l1 12-31T10:00 "owner":"ann""#);
    let list = engine.view(day("12-31")).due(&DueQuery::new().overdue().until(at("12-31"))).unwrap();
    assert_eq!(rows(&list), ["l1 answer untold unknown_year"], "whatever is asked for");
    let row = list.rows.first().unwrap();
    assert_eq!((list.untold, row.since, row.state), (1, Some(at("12-31T10:00")), DueState::Untold));
    let fired = engine.view(day("12-31")).fired(&DueQuery::new(), at("12-01"), at("12-31T12:00")).unwrap();
    let untold = fired.untold.first().unwrap();
    assert!(matches!(untold.why, Why::UnknownYear(2027)), "{untold:?}");
}

/// Six leads of ann, bob and nobody, opened on 2 to 7 March, due a day later each.
fn many() -> Engine {
    let timer = r#""timers": [{ "id": "contact", "starts": "opened", "due": "1 days", "stops": "touched" }],"#;
    let owner = |index: usize| ["\"owner\":\"ann\"", "\"owner\":\"bob\"", "\"priority\":\"high\""][index % 3];
    let leads: Vec<String> = (0..6).map(|index| format!("lead l{index} 03-0{} {}", index + 2, owner(index))).collect();
    engine(&plan(NO_HOURS, timer, PLAIN_STAGES), &leads.join("\n"))
}

#[test]
fn a_list_is_narrowed_counted_and_cut_into_pages() {
    let engine = many();
    let view = engine.view(day("03-07"));
    let keys = |query: &DueQuery| -> Vec<String> {
        view.due(query).unwrap().rows.iter().map(|row| row.record.to_string()).collect()
    };
    let noon = DueQuery::new().at(at("03-06T12:00"));
    assert_eq!(keys(&noon), ["l0", "l1", "l2", "l3", "l4"]);
    assert_eq!(keys(&noon.clone().overdue()), ["l0", "l1", "l2", "l3"]);
    assert_eq!(keys(&noon.clone().of("ann")), ["l0", "l3"]);
    assert_eq!(keys(&noon.clone().of("south")), ["l1", "l4"]);
    assert_eq!(keys(&noon.clone().of("hq")), ["l0", "l1", "l3", "l4"]);
    assert_eq!(keys(&noon.clone().unowned()), ["l2"]);
    assert_eq!(keys(&noon.clone().until(at("03-04T00:00"))), ["l0", "l1"]);
    assert_eq!(keys(&noon.clone().stage("offer")), [""; 0]);
    assert_eq!(keys(&noon.clone().stage("lead").timer("contact").kind("lead").offset(1).limit(2)), ["l1", "l2"]);
    let page = view.due(&noon.clone().limit(1)).unwrap();
    assert_eq!((page.rows.len(), page.total, page.overdue, page.untold, page.hidden), (1, 5, 4, 0, 0));
    let count = |counts: &[attain::engine::due::DueCount]| -> Vec<(Option<String>, usize, usize)> {
        counts.iter().map(|count| (count.who.as_ref().map(ToString::to_string), count.all, count.overdue)).collect()
    };
    let some = |who: &str| Some(who.to_owned());
    assert_eq!(count(&page.people), [(None, 1, 1), (some("ann"), 2, 2), (some("bob"), 2, 1)]);
    assert_eq!(count(&page.units), [(some("hq"), 4, 3), (some("north"), 2, 2), (some("south"), 2, 1)]);
    let ann = view.seen_by("ann").unwrap();
    let seen = ann.due(&noon).unwrap();
    assert_eq!((seen.total, seen.hidden), (3, 2), "her own, and that of nobody");
    assert_eq!(ann.fired(&DueQuery::new(), at("03-01"), at("03-08")).unwrap().hidden, 2);

    let wrong = |query: DueQuery| view.due(&query).unwrap_err().to_string();
    assert_eq!(wrong(DueQuery::new().kind("laed")), "there is no kind of record `laed`; did you mean `lead`?");
    assert_eq!(wrong(DueQuery::new().timer("contakt")), "there is no timer `contakt`; did you mean `contact`?");
    assert_eq!(wrong(DueQuery::new().at(at("03-08"))), "2026-03-08 is after the day as of which is asked, 2026-03-07");
    assert!(view.fired(&DueQuery::new(), at("03-02"), at("03-02")).is_err());
}

#[test]
fn what_was_asked_for_piece_by_piece_is_the_whole() {
    let engine = many();
    let whole = fired(&engine, "03-01", "03-10");
    assert_eq!(whole.len(), 6);
    let mut pieces = Vec::new();
    for (from, to) in [("03-01", "03-04"), ("03-04", "03-04T00:01"), ("03-04T00:01", "03-06"), ("03-06", "03-10")] {
        pieces.extend(fired(&engine, from, to));
    }
    assert_eq!(pieces, whole);
}

#[test]
fn a_condition_says_which_records_have_the_timer() {
    let of = |id: &str, when: &str, due: &str| {
        format!(r#"{{ "id": "{id}", "when": "{when}", "starts": "opened", "due": "{due}", "stops": "touched" }}"#)
    };
    let timers = format!(
        r#""timers": [{}, {}],"#,
        of("urgent", "priority = \\\"high\\\"", "4 hours"),
        of("normal", "coalesce(priority, \\\"none\\\") != \\\"high\\\"", "2 days")
    );
    let engine = engine(
        &plan(NO_HOURS, &timers, PLAIN_STAGES),
        r#"lead l1 03-02T10:00 "owner":"ann","priority":"high"
           lead l2 03-02T10:00 "owner":"ann""#,
    );
    assert_eq!(due(&engine, "03-02T12:00"), ["l1 urgent running 03-02T14:00", "l2 normal running 03-04T10:00"]);
}

#[test]
fn what_opens_a_record_or_brings_it_to_a_stage_is_no_follow_up() {
    let timer = r#"{ "id": "contact", "starts": ["opened", "entered"], "due": "24 hours", "stops": "touched" }"#;
    let stages = format!(
        r#"{{ "id": "lead", "kind": "open" }}, {{ "id": "offer", "kind": "open", "timers": [{timer}] }}, {{ "id": "won", "kind": "won" }}"#
    );
    let own = timer.replace("contact", "first_contact").replace(r#"["opened", "entered"]"#, r#""opened""#);
    let plan = plan(NO_HOURS, &format!(r#""timers": [{own}],"#), &stages).replace(r#""touch": ["call"],"#, "");
    let engine = engine(
        &plan,
        r#"lead l1 03-02T10:00 "owner":"ann"
           lead l2 03-02T10:00 "owner":"ann"
           lead e2 03-02T15:00 "of":"l2","priority":"high"
           lead l3 03-02T10:00 "owner":"ann"
           move m3 03-02T16:00 "of":"l3","to":"offer""#,
    );
    // Where no kind of fact touches leads, what is said of them does: of l2 something was, and l3 was moved.
    let expected = ["l1 first_contact overdue 03-03T10:00 by 120 min", "l3 contact running 03-03T16:00"];
    assert_eq!(due(&engine, "03-03T12:00"), expected);
}

#[test]
fn a_closed_record_has_the_timers_that_its_end_starts() {
    let timers = r#""timers": [
        { "id": "contact", "starts": "opened", "due": "3 days" },
        { "id": "review", "starts": "closed", "due": "2 days" }],"#;
    let engine = engine(
        &plan(NO_HOURS, timers, PLAIN_STAGES),
        r#"lead l1 03-02 "owner":"ann"
           move m1 03-04 "of":"l1","to":"lost"
           move m2 03-10 "of":"l1","to":"lead""#,
    );
    assert_eq!(due(&engine, "03-05T00:00"), ["l1 review running 03-06T00:00"]);
    let both = ["l1 review overdue 03-06T00:00 by 5760 min", "l1 contact running 03-13T00:00"];
    assert_eq!(due(&engine, "03-10T00:00"), both, "opened again, the other one begins anew");
}

#[test]
fn a_list_is_text_and_json() {
    let timer = r#""timers": [{ "id": "contact", "starts": "opened", "due": "1 days", "stops": "touched",
        "levels": [{ "after": "0 days", "say": "lead.late" }], "do": [{ "release": true }] }],"#;
    let engine = engine(&plan(NO_HOURS, timer, PLAIN_STAGES), r#"lead l1 03-02T10:00 "owner":"ann""#);
    let view = engine.view(day("03-04"));
    let list = view.due(&DueQuery::new().at(at("03-04T11:30"))).unwrap();
    assert_eq!(
        report::due(&list, Language::English).to_string(),
        "record  kind  stage  owner  timer    due                      overdue  says\n\
         l1      lead  lead   ann    contact  2026-03-03 10:00  1 d 1 h 30 min  lead.late\n"
    );
    assert!(report::due(&list, Language::Chinese).to_string().contains("1 天 1 小时 30 分钟"));
    let json = report::json::due(&list);
    let rows = r#""at":"2026-03-04T11:30:00","total":1,"offset":0,"hidden":0,"overdue":1,"untold":0,"rows":[{"record":"l1","kind":"lead","stage":"lead","owner":"ann","timer":"contact","of":"record","clock":"calendar","state":"overdue","since":"2026-03-02T10:00:00","due":"2026-03-03T10:00:00","moved":false,"overdue_seconds":"91800","reached":[{"at":"2026-03-03T10:00:00","say":"lead.late"}],"do":[{"release":true}]}],"people":[{"who":"ann","all":1,"overdue":1}],"units":[{"who":"hq","all":1,"overdue":1},{"who":"north","all":1,"overdue":1}]}"#;
    assert!(json.ends_with(rows), "{json}");
    let fired = view.fired(&DueQuery::new(), at("03-02"), at("03-05")).unwrap();
    let json = report::json::fired(&fired);
    let rows = r#""rows":[{"id":"2026-03-03T10:00:00/due/contact//l1","at":"2026-03-03T10:00:00","record":"l1","kind":"lead","owner":"ann","timer":"contact","what":"due","do":[{"release":true}]},{"id":"2026-03-03T10:00:00/level1/contact//l1","at":"2026-03-03T10:00:00","record":"l1","kind":"lead","owner":"ann","timer":"contact","what":"level","level":1,"say":"lead.late"}],"untold":[]}"#;
    assert!(json.ends_with(rows), "{json}");
    assert_eq!(report::fired(&fired, Language::Chinese).to_string().lines().count(), 3);
}

#[test]
fn a_question_in_writing_is_the_same() {
    let read = |text: &str| {
        let calendar = attain::calendar::FiscalCalendar::default();
        DueDefinition::from_json(text.as_bytes()).and_then(|written| written.compile(&calendar))
    };
    let full = r#"{ "kind": "lead", "stage": "offer", "timer": "contact", "unowned": true, "overdue": true, "at": "2026-03-02T10:00:30",
        "until": "2026-03-04", "within": "2 days", "offset": 2, "limit": 5 }"#;
    let end = day("03-04").and_hms_nano_opt(23, 59, 59, 999_999_999).unwrap();
    let half = at("03-02T10:00").checked_add_signed(chrono::TimeDelta::seconds(30)).unwrap();
    let same = DueQuery::new().kind("lead").stage("offer").timer("contact").unowned().overdue().at(half).until(end);
    let same = same.within(attain::timer::Length::Time(chrono::TimeDelta::days(2))).offset(2).limit(5);
    assert_eq!(read(full).unwrap(), same);
    assert_eq!(read(r#"{ "of": "ann" }"#).unwrap(), DueQuery::new().of("ann"));
    let problems = read(r#"{ "at": "noon", "until": "2026-02-30", "within": "soon" }"#).unwrap_err();
    let places: Vec<&str> = problems.iter().map(|problem| problem.place().as_str()).collect();
    assert_eq!(places, ["at", "until", "within"]);
}

fn problems_of(plan: &str) -> Vec<String> {
    let problems = Plan::from_json(plan.as_bytes()).unwrap_err();
    problems.iter().map(|problem| format!("{}: {}", problem.place(), problem.message())).collect()
}

#[test]
fn what_is_wrong_with_timers_is_told_at_its_place() {
    let problems = |calendar: &str, records: &str, stages: &str| problems_of(&plan(calendar, records, stages));
    let own = |timers: &str| format!(r#""timers": [{timers}],"#);
    let of_stage =
        |more: &str| format!(r#"{{ "id": "lead", "kind": "open", {more} }}, {{ "id": "won", "kind": "won" }}"#);
    let clock = "its clock runs on days off and after hours too, and nothing says that it shall";
    let record = own(
        r#"{ "id": "a", "starts": "opened", "due": "24 hours" }, { "id": "b", "starts": "expected_on", "due": "0 days" }"#,
    );
    assert_eq!(problems(HOURS, &record, PLAIN_STAGES), [format!("records.lead.timers.a.clock: {clock}")]);
    let stages = of_stage(r#""timers": [{ "id": "a", "starts": "opened", "due": "3 days" }]"#);
    let found = |calendar: &str| {
        let read = Plan::from_json(plan(calendar, "", &stages).as_bytes());
        read.err().map(|problems| problems.iter().map(ToString::to_string).collect::<Vec<String>>())
    };
    assert_eq!(found(HOURS), None, "where there are working days, days are days of the calendar");
    assert_eq!(found(NO_HOURS), None);
    let off = "pipelines.p.stages.lead.timers.a.clock: its clock runs on days off too, and nothing says that it shall\n  help: write \
               `\"clock\": \"calendar\"` if it shall, or give `hours` of the calendar a `from` and a `to`, and write it in working days";
    assert_eq!(
        found(r#"{ "hours": { "days": "mon .. fri" }, "off": ["2026-03-09"] }"#),
        Some(vec![off.to_owned()]),
        "and where there are none, who knows"
    );
    let mixed = of_stage(
        r#""timers": [{ "id": "a", "starts": "opened", "due": "3 days", "levels": [{ "after": "0 hours", "say": "x" }, { "after": "2 hours", "say": "y" }] }]"#,
    );
    assert_eq!(problems(HOURS, "", &mixed), [format!("pipelines.p.stages.lead.timers.a.clock: {clock}")]);

    let wrong =
        own(r#"{ "id": "a", "starts": "expected", "due": "1 days" }, { "id": "a", "starts": "opened", "due": "soon" },
           { "id": "d", "starts": "priority", "due": "1 days", "when": "priority" }"#);
    let accounts = r#""records": { "account": { "fields": {}, "timers": [{ "id": "c", "starts": "entered", "due": "1 days" }] }, "#;
    let wrong = plan(NO_HOURS, &wrong, PLAIN_STAGES).replace(r#""records": { "#, accounts);
    let expected = [
        "records.account.timers.c.starts: `account` has no pipeline, so that nothing ever starts the timer",
        "records.lead.timers.a.starts: `expected` is not known here",
        "records.lead.timers.a: two timers are called `a`",
        "records.lead.timers.a.due: `soon` is not a duration",
        "records.lead.timers.d.starts: this is text, where a date is needed",
        "records.lead.timers.d.when: this is text, where yes/no is needed",
    ];
    assert_eq!(problems_of(&wrong), expected);
    let stages = of_stage(
        r#""stay": ".. 3 days", "timers": [{ "id": "stay", "starts": "opened", "due": "3 days" }, { "id": "b", "starts": "left", "due": "3 days" }]"#,
    );
    let expected = [
        "pipelines.p.stages.lead.timers.stay.id: the limit to the stay in the stage is called `stay` already",
        "pipelines.p.stages.lead.timers.b.starts: a timer of the stage `lead` ends when it is left, before this could start it",
    ];
    assert_eq!(problems(NO_HOURS, "", &stages), expected);
}
