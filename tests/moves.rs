//! Moves of records by plan and log: refused, cured, overridden, approved; and what real moves say of a pipeline.

#![cfg(feature = "json")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod common;

use attain::Engine;
use attain::calendar::Span;
use attain::engine::{MoveVerdict, WantedMove};
use attain::log::Admission;
use chrono::NaiveDateTime;
use common::{engine, member, record, units, view};

/// Ann and bob sell, lea is legal, mia leads them, eve is an admin; a deal goes from lead over design and contract to done.
fn company(mode: &str, more: &str) -> Engine {
    let plan = format!(
        r#"{{ "attain": 1, "name": "Moves", "currency": "EUR", "timezone": "+08:00",
             "org": {{ "trees": {{ "sales": ["company"] }}, "person": {{ "role": "text" }}, "leads": "role = \"lead\"" }},
             "facts": {{ "visit": {{ "whose": "rep", "fields": {{ "rep": "person", "deal": "deal", "minutes": "number" }} }} }},
             "records": {{ "deal": {{ "whose": "owner", "pipeline": "b2b", "touch": ["visit"],
                 "fields": {{ "owner": "person", "helper": "person", "amount": "money", "form": "text", "customer": "customer" }} }},
                 "customer": {{ "fields": {{ "region": "text" }} }} }},
             "pipelines": {{ "b2b": {{
                 "stages": [
                     {{ "id": "lead", "kind": "open" }},
                     {{ "id": "design", "kind": "open", "requires": ["form", "count(visit where minutes >= 30 of deal) >= 2"] }},
                     {{ "id": "contract", "kind": "open" }}, {{ "id": "done", "kind": "won" }}, {{ "id": "lost", "kind": "lost" }} ],
                 "mode": "{mode}", "who": ["owner", "helper", "manager(subject) = actor"], "may_override": "actor.role = \"admin\"",
                 "moves": {{ "skip": false, "back": false, "lost_from": "any", "reopen": false }},
                 "edges": [ {{ "from": "design", "to": "contract", "event": "sign", "when": "customer.region != \"closed\"",
                     "approve": [ {{ "as": "legal" }} ], "do": [ {{ "create": "order" }} ] }} ] {more} }} }} }}"#
    );
    let mut engine = engine(&plan);
    units(&mut engine, &[("company", "")]);
    for (who, role) in [("ann", "rep"), ("bob", "rep"), ("lea", "legal"), ("mia", "lead"), ("eve", "admin")] {
        member(&mut engine, who, "2025-01-01", "company", &format!(r#""role":"{role}""#));
    }
    record(&mut engine, r#"{"kind":"customer","id":"acme","on":"2025-01-01","region":"north"}"#);
    record(
        &mut engine,
        r#"{"kind":"deal","id":"d1","on":"2026-03-02","owner":"ann","amount":"500","customer":"acme"}"#,
    );
    engine
}

fn say(engine: &mut Engine, line: &str) -> Admission {
    engine.record_jsonl(line.as_bytes(), None).remove(0)
}

/// A move of d1 to a stage on a day of March, or by an event.
fn moves(engine: &mut Engine, id: &str, day: u32, to: &str, by: &str, more: &str) -> String {
    let to = if to == "sign" { r#""event":"sign""#.to_owned() } else { format!(r#""to":"{to}""#) };
    let line = format!(r#"{{"kind":"move","id":"{id}","on":"2026-03-{day:02}","of":"d1",{to},"by":"{by}"{more}}}"#);
    match say(engine, &line) {
        Admission::Counted => "counted".to_owned(),
        Admission::Exists => "exists".to_owned(),
        Admission::Refused(refusals) => {
            let said = refusals.iter().map(|refusal| format!("{} {}", refusal.code().name(), refusal.message()));
            said.collect::<Vec<_>>().join(" & ")
        }
        other => format!("{other:?}"),
    }
}

fn at(day: u32, hour: u32) -> NaiveDateTime {
    chrono::NaiveDate::from_ymd_opt(2026, 3, day).unwrap().and_hms_opt(hour, 0, 0).unwrap()
}

fn check(engine: &Engine, day: u32, to: &str, by: &str) -> MoveVerdict {
    let wanted = WantedMove { record: "d1", to, by: Some(by), at: at(day, 0), overrides: None };
    view(engine, &format!("2026-03-{day:02}")).check_move(&wanted).unwrap()
}

fn stage(engine: &Engine, day: u32) -> String {
    let view = view(engine, &format!("2026-03-{day:02}"));
    let verdict = view.check_move(&WantedMove { record: "d1", to: "lost", by: None, at: at(day, 0), overrides: None });
    verdict.unwrap().from.unwrap().to_string()
}

fn visit(engine: &mut Engine, id: &str, day: u32, minutes: u32) {
    let line = format!(
        r#"{{"kind":"visit","id":"{id}","on":"2026-03-{day:02}","rep":"ann","deal":"d1","minutes":{minutes}}}"#
    );
    record(engine, &line);
}

#[test]
fn what_may_not_be_is_refused_with_every_reason_and_taken_once_it_is_cured() {
    let mut engine = company("enforce", "");
    let lacking =
        "entry.move form is missing & entry.move it is not so that count(visit where minutes >= 30 of deal) >= 2";
    assert_eq!(moves(&mut engine, "m1", 3, "design", "ann", ""), lacking);
    visit(&mut engine, "v1", 3, 30);
    visit(&mut engine, "v2", 3, 29);
    record(&mut engine, r#"{"kind":"deal","id":"e1","on":"2026-03-03","of":"d1","form":"R-1"}"#);
    assert_eq!(
        moves(&mut engine, "m1", 3, "design", "ann", ""),
        "entry.move it is not so that count(visit where minutes >= 30 of deal) >= 2"
    );
    visit(&mut engine, "v3", 4, 45);
    let still = "entry.move it is not so that count(visit where minutes >= 30 of deal) >= 2";
    assert_eq!(moves(&mut engine, "m1", 3, "design", "ann", ""), still, "the visit of the 4th is not there on the 3rd");
    assert_eq!(moves(&mut engine, "m1", 4, "design", "bob", ""), "entry.move bob may not move it there");
    assert_eq!(moves(&mut engine, "m1", 4, "design", "ann", ""), "counted");
    assert_eq!(moves(&mut engine, "m1", 4, "design", "ann", ""), "exists");
    assert_eq!((stage(&engine, 3), stage(&engine, 4)), ("lead".to_owned(), "design".to_owned()));
    assert_eq!(moves(&mut engine, "m0", 3, "lost", "ann", ""), "entry.move it came where it is only on 2026-03-04");
}

#[test]
fn who_may_is_the_owner_somebody_named_and_the_manager() {
    for (by, expected) in [("ann", true), ("bob", false), ("mia", true), ("lea", false), ("nobody", false)] {
        let mut engine = company("enforce", "");
        let found = moves(&mut engine, "m1", 3, "lost", by, "");
        assert_eq!(found == "counted", expected, "{by}: {found}");
        record(&mut engine, r#"{"kind":"deal","id":"e1","on":"2026-03-05","of":"d1","helper":"lea","owner":"bob"}"#);
        if !expected {
            let now = moves(&mut engine, "m2", 5, "lost", by, "");
            assert_eq!(now == "counted", matches!(by, "bob" | "lea"), "{by}: {now}");
        }
    }
}

fn designed(mode: &str) -> Engine {
    let mut engine = company(mode, "");
    visit(&mut engine, "v1", 3, 30);
    visit(&mut engine, "v2", 3, 30);
    record(&mut engine, r#"{"kind":"deal","id":"e1","on":"2026-03-03","of":"d1","form":"R-1"}"#);
    assert_eq!(moves(&mut engine, "m1", 4, "design", "ann", ""), "counted");
    engine
}

fn approve(engine: &mut Engine, id: &str, day: u32, by: &str, answer: &str) {
    let line = format!(
        r#"{{"kind":"approve","id":"{id}","on":"2026-03-{day:02}","of":"d1","as":"legal","answer":"{answer}","by":"{by}"}}"#
    );
    record(engine, &line);
}

#[test]
fn an_event_leads_on_once_it_is_approved() {
    let mut engine = designed("enforce");
    assert_eq!(moves(&mut engine, "m2", 6, "sign", "ann", ""), "entry.move legal has not approved it");
    approve(&mut engine, "a0", 5, "bob", "yes");
    assert_eq!(
        moves(&mut engine, "m2", 6, "sign", "ann", ""),
        "entry.move legal has not approved it",
        "bob is not legal"
    );
    approve(&mut engine, "a1", 6, "lea", "no");
    assert_eq!(moves(&mut engine, "m2", 6, "sign", "ann", ""), "entry.move lea has refused it as legal");
    approve(&mut engine, "a2", 7, "lea", "yes");
    let verdict = check(&engine, 7, "contract", "ann");
    assert!(verdict.is_allowed());
    assert_eq!(serde_json::to_string(&verdict.effects).unwrap(), r#"[{"create":"order"}]"#);
    assert_eq!(verdict.open.iter().map(ToString::to_string).collect::<Vec<_>>(), ["contract", "lost"]);
    assert_eq!(moves(&mut engine, "m2", 7, "sign", "ann", ""), "counted");
    assert_eq!(stage(&engine, 7), "contract");
    assert_eq!(moves(&mut engine, "m2", 7, "sign", "ann", ""), "exists", "sent again, it leads where it led");
    assert_eq!(
        moves(&mut engine, "m3", 8, "sign", "ann", ""),
        "entry.move the event `sign` leads nowhere from where `d1` is"
    );
    record(&mut engine, r#"{"kind":"customer","id":"c1","on":"2026-03-05","of":"acme","region":"closed"}"#);
    assert_eq!(check(&engine, 7, "done", "ann").reasons, []);
}

#[test]
fn what_a_record_refers_to_decides_too() {
    let mut engine = designed("enforce");
    approve(&mut engine, "a1", 4, "lea", "yes");
    record(&mut engine, r#"{"kind":"customer","id":"c1","on":"2026-03-05","of":"acme","region":"closed"}"#);
    assert_eq!(moves(&mut engine, "m2", 4, "contract", "ann", ""), "counted", "on the 4th it is open");
    let mut engine = designed("enforce");
    approve(&mut engine, "a1", 4, "lea", "yes");
    record(&mut engine, r#"{"kind":"customer","id":"c1","on":"2026-03-05","of":"acme","region":"closed"}"#);
    assert_eq!(
        moves(&mut engine, "m2", 5, "contract", "ann", ""),
        "entry.move only where customer.region != \"closed\""
    );
}

#[test]
fn against_the_rules_goes_who_may_with_a_reason() {
    let mut engine = company("enforce", "");
    let why = r#","override":true,"why":"signed at the fair""#;
    assert_eq!(
        moves(&mut engine, "m1", 3, "contract", "ann", why),
        "entry.move design cannot be skipped & entry.move ann may not move it against the rules"
    );
    assert_eq!(
        moves(&mut engine, "m1", 3, "contract", "eve", r#","override":true"#),
        "entry.move eve may not move it there & entry.move design cannot be skipped & entry.move no reason is given for what is against the rules"
            .replace("entry.move eve may not move it there & ", "")
    );
    assert_eq!(moves(&mut engine, "m1", 3, "contract", "eve", why), "counted");
    let made = view(&engine, "2026-03-31").conformance("deal", march()).unwrap();
    assert_eq!((made.moves, made.deviations.len()), (2, 1));
    let deviation = &made.deviations[0];
    assert_eq!((deviation.entry.as_str(), deviation.overridden.as_deref()), ("m1", Some("signed at the fair")));
    assert_eq!((deviation.days, deviation.from.as_ref().unwrap().as_str()), (29, "lead"));
}

fn march() -> Span {
    let day = |text: &str| text.parse().unwrap();
    Span::new(day("2026-03-01"), day("2026-04-01")).unwrap()
}

#[test]
fn what_was_moved_is_not_corrected_away() {
    let mut engine = designed("enforce");
    let retract = |by: &str, why: &str| {
        let id = why.len();
        format!(r#"{{"kind":"move","id":"x {by} {id}","on":"2026-03-05","retracts":"m1","by":"{by}"{why}}}"#)
    };
    let refused = |admission: Admission| match admission {
        Admission::Refused(refusals) => {
            refusals.iter().map(|one| one.message().to_owned()).collect::<Vec<_>>().join(" & ")
        }
        other => format!("{other:?}"),
    };
    assert_eq!(refused(say(&mut engine, &retract("ann", ""))), "ann may not move it against the rules");
    assert_eq!(refused(say(&mut engine, &retract("eve", ""))), "no reason is given for what is against the rules");
    let revise = r#"{"kind":"move","id":"r1","on":"2026-03-04","revises":"m1","of":"d1","to":"contract","by":"ann"}"#;
    assert_eq!(refused(say(&mut engine, revise)), "ann may not move it against the rules");
    let stage = r#"{"kind":"deal","id":"r2","on":"2026-03-03","revises":"e1","of":"d1","form":"R-1","stage":"contract","by":"ann"}"#;
    assert_eq!(refused(say(&mut engine, stage)), "ann may not move it against the rules");
    let side = r#"{"kind":"deal","id":"e2","on":"2026-03-05","of":"d1","stage":"done","by":"ann"}"#;
    assert_eq!(refused(say(&mut engine, side)), "contract cannot be skipped");
    let plain = r#"{"kind":"deal","id":"r3","on":"2026-03-03","revises":"e1","of":"d1","form":"R-2","by":"ann"}"#;
    assert_eq!(say(&mut engine, plain), Admission::Counted, "fields may be corrected");
    assert_eq!(say(&mut engine, &retract("eve", r#","why":"a slip""#)), Admission::Counted);
}

#[test]
fn it_opens_where_it_may() {
    let mut engine = company("enforce", "");
    let open = |engine: &mut Engine, id: &str, more: &str| {
        let line = format!(r#"{{"kind":"deal","id":"{id}","on":"2026-03-02","owner":"ann"{more}}}"#);
        match say(engine, &line) {
            Admission::Refused(refusals) => {
                refusals.iter().map(|one| one.message().to_owned()).collect::<Vec<_>>().join(" & ")
            }
            other => format!("{other:?}"),
        }
    };
    assert_eq!(open(&mut engine, "d2", ""), "Counted");
    assert_eq!(open(&mut engine, "d3", r#","stage":"lead""#), "Counted");
    assert_eq!(open(&mut engine, "d4", r#","stage":"contract""#), "it may not open in contract");
    assert_eq!(
        open(&mut engine, "d5", r#","stage":"design","form":"R""#),
        "it may not open in design & it is not so that count(visit where minutes >= 30 of deal) >= 2"
    );
    let early = r#"{"kind":"move","id":"early","on":"2026-03-02","of":"d9","to":"design","by":"ann"}"#;
    let Admission::Refused(refusals) = say(&mut engine, early) else { panic!("taken") };
    assert_eq!(refusals[0].message(), "no record is called `d9` yet, so that it cannot be checked where it may move");
}

#[test]
fn observed_moves_are_taken_and_reported() {
    let mut engine = company("observe", "");
    assert_eq!(moves(&mut engine, "m1", 3, "done", "bob", ""), "counted");
    assert_eq!(moves(&mut engine, "m2", 9, "lead", "ann", ""), "counted");
    visit(&mut engine, "v1", 3, 30);
    visit(&mut engine, "v2", 11, 30);
    record(&mut engine, r#"{"kind":"deal","id":"e1","on":"2026-03-10","of":"d1","form":"R-1"}"#);
    assert_eq!(moves(&mut engine, "m3", 10, "design", "ann", ""), "counted");
    let view = view(&engine, "2026-03-31");
    let made = view.conformance("deal", march()).unwrap();
    assert_eq!((made.moves, made.conforming()), (4, 1));
    let told: Vec<String> = made
        .deviations
        .iter()
        .map(|one| {
            let reasons: Vec<&str> = one.reasons.iter().map(attain::pipeline::Reason::code).collect();
            format!("{} {} {:?} {}", one.entry, one.by.as_ref().unwrap(), reasons, one.days)
        })
        .collect();
    assert_eq!(
        told,
        [
            r#"m1 bob ["skips"] 6"#,
            r#"m2 ann ["closed"] 1"#,
            // The second visit came a day later.
            r#"m3 ann ["required"] 22"#,
        ]
    );
    assert_eq!(made.by_reason(), [("closed", 1), ("required", 1), ("skips", 1)].into());
    let ann = made.by_person().into_iter().find(|(who, _)| who.as_ref().is_some_and(|who| who.as_str() == "ann"));
    assert_eq!(ann.unwrap().1, 2);
}

#[test]
fn what_would_be_taken_is_sound_by_itself() {
    let engine = designed("enforce");
    let line = |event: &str| {
        format!(r#"{{"kind":"move","id":"m9","on":"2026-03-06","of":"d1","event":"{event}","by":"ann"}}"#)
    };
    assert_eq!(engine.check_jsonl(line("sign").as_bytes()), [Ok(())], "whether it may be depends on the record");
    assert!(engine.check_jsonl(line("sing").as_bytes())[0].is_err(), "no pipeline has it");
}
