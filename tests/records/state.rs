//! What is so of a record on a day.

use chrono::Datelike;

use super::*;

#[test]
fn each_entry_sets_what_it_says_from_its_day_on() {
    let engine = recorded(
        r#"
        {"kind": "deal", "id": "d1", "on": "2024-02-28", "owner": "ann", "amount": "100", "note": "first", "paid": false, "odds": "25%"}
        {"kind": "deal", "id": "e1", "on": "2024-02-29", "of": "d1", "amount": "250", "due": "2024-03-31"}
        {"kind": "deal", "id": "e2", "on": "2024-03-01", "of": "d1", "owner": "bob", "note": null}
        {"kind": "deal", "id": "e3", "on": "2024-03-05", "of": "d1", "note": "again", "owner": null, "paid": "yes"}
        "#,
    );
    let table = [
        ("2024-02-27", "absent", "absent", "absent", "absent", "absent"),
        ("2024-02-28", "ann", "100", "first", "-", "no"),
        ("2024-02-29", "ann", "250", "first", "2024-03-31", "no"),
        ("2024-03-01", "bob", "250", "-", "2024-03-31", "no"),
        ("2024-03-04", "bob", "250", "-", "2024-03-31", "no"),
        ("2024-03-05", "-", "250", "again", "2024-03-31", "yes"),
        ("9999-12-31", "-", "250", "again", "2024-03-31", "yes"),
    ];
    for (on, owner, amount, note, due, paid) in table {
        let found = ["owner", "amount", "note", "due", "paid"].map(|name| field(engine.log(), "d1", on, name));
        assert_eq!(found, [owner, amount, note, due, paid], "{on}");
    }
    assert_eq!(field(engine.log(), "d1", "2024-02-28", "odds"), "25%");
    assert_eq!(field(engine.log(), "d1", "2024-03-05", "customer"), "-");
}

#[test]
fn within_a_day_what_comes_later_holds() {
    // By instant, then by the moment at which it became known, then by id; a day alone goes before all of its instants.
    let mut engine = engine();
    let mut record = |text: &str, known: i64| {
        for admission in engine.record_jsonl(text.as_bytes(), Some(moment(known))) {
            assert_eq!(admission, Admission::Counted);
        }
    };
    record(
        r#"
        {"kind": "deal", "id": "d", "on": "2025-01-01", "note": "own"}
        {"kind": "deal", "id": "z", "of": "d", "at": "2025-01-02T01:00:00Z", "note": "at nine"}
        {"kind": "deal", "id": "y", "of": "d", "on": "2025-01-02", "note": "no instant"}
        {"kind": "deal", "id": "b", "of": "d", "on": "2025-01-03", "note": "greater id"}
        {"kind": "deal", "id": "a", "of": "d", "on": "2025-01-03", "note": "less id"}
        {"kind": "deal", "id": "a0", "of": "d", "on": "2025-01-01", "note": "later than its own"}
        {"kind": "deal", "id": "f", "of": "d", "on": "2025-01-04", "note": "greater id"}
        {"kind": "deal", "id": "e", "of": "d", "on": "2025-01-04", "note": "less id"}
        "#,
        0,
    );
    record(r#"{"kind": "deal", "id": "c", "of": "d", "at": "2025-01-02T00:30:00Z", "note": "at half past eight"}"#, 1);
    record(r#"{"kind": "deal", "id": "a1", "of": "d", "on": "2025-01-03", "note": "known later"}"#, 2);
    let days = ["2025-01-01", "2025-01-02", "2025-01-03", "2025-01-04"];
    let notes = days.map(|on| field(engine.log(), "d", on, "note"));
    assert_eq!(notes, ["later than its own", "at nine", "known later", "greater id"]);
}

#[test]
fn an_instant_falls_on_its_day_where_the_plan_is() {
    let engine = recorded(
        r#"
        {"kind": "deal", "id": "d", "at": "2025-01-01T16:30:00Z", "seen": "2024-12-31T16:00:00Z"}
        {"kind": "move", "id": "m", "of": "d", "to": "won", "at": "2025-01-02T16:00:00Z"}
        "#,
    );
    assert_eq!(field(engine.log(), "d", "2025-01-01", "seen"), "absent");
    assert_eq!(field(engine.log(), "d", "2025-01-02", "seen"), "2025-01-01");
    assert_eq!(built_in(engine.log(), "d", "2025-01-02"), "lead open - 2025-01-02 - -");
    assert_eq!(built_in(engine.log(), "d", "2025-01-03"), "won won - 2025-01-02 2025-01-03 -");
}

#[test]
fn a_record_goes_through_stages() {
    let engine = recorded(
        r#"
        {"kind": "deal", "id": "d", "on": "2024-01-31", "owner": "ann"}
        {"kind": "move", "id": "m1", "of": "d", "to": "quote", "on": "2024-02-10"}
        {"kind": "deal", "id": "e1", "of": "d", "on": "2024-02-29", "stage": "won"}
        {"kind": "move", "id": "m2", "of": "d", "to": "won", "on": "2024-03-02"}
        {"kind": "move", "id": "m3", "of": "d", "to": "lead", "on": "2024-03-05"}
        {"kind": "move", "id": "m4", "of": "d", "to": "lost", "on": "2024-03-09"}
        {"kind": "move", "id": "m5", "of": "d", "to": "junk", "on": "2024-03-20"}
        "#,
    );
    let table = [
        ("2024-01-30", "absent"),
        ("2024-01-31", "lead open ann 2024-01-31 - -"),
        ("2024-02-10", "quote open ann 2024-01-31 - -"),
        ("2024-02-28", "quote open ann 2024-01-31 - -"),
        ("2024-02-29", "won won ann 2024-01-31 2024-02-29 -"),
        // It is won already: nothing changes.
        ("2024-03-02", "won won ann 2024-01-31 2024-02-29 -"),
        ("2024-03-05", "lead open ann 2024-01-31 - -"),
        ("2024-03-09", "lost lost ann 2024-01-31 2024-03-09 -"),
        ("2024-12-31", "junk invalid ann 2024-01-31 2024-03-20 -"),
    ];
    for (on, expected) in table {
        assert_eq!(built_in(engine.log(), "d", on), expected, "{on}");
    }
    let times = of_state(engine.log(), "d", "2024-03-06", |state| {
        let journey = state.journey().unwrap();
        let of = |id: &str| {
            let stage = journey.stages().find(id).unwrap();
            format!("{id} {}×{}", journey.visits(stage), journey.time_in(stage, state.day()))
        };
        ["lead", "quote", "won", "lost"].map(of).join(", ")
    });
    assert_eq!(times, "lead 2×11, quote 1×19, won 1×5, lost 0×0");
}

#[test]
fn where_a_record_opens() {
    let engine = recorded(
        r#"
        {"kind": "deal", "id": "said", "on": "2025-01-01", "stage": "quote"}
        {"kind": "deal", "id": "same day", "on": "2025-01-01"}
        {"kind": "move", "id": "a move", "of": "same day", "to": "quote", "on": "2025-01-01"}
        {"kind": "deal", "id": "told twice", "on": "2025-01-05", "stage": "quote"}
        {"kind": "deal", "id": "a earlier", "of": "told twice", "on": "2025-01-02", "stage": "junk"}
        {"kind": "deal", "id": "moved before", "on": "2025-01-05", "amount": "7"}
        {"kind": "move", "id": "early", "of": "moved before", "to": "quote", "on": "2025-01-03"}
        "#,
    );
    let path = |key: &str| {
        of_state(engine.log(), key, "2025-02-01", |state| {
            let journey = state.journey().unwrap();
            let visit = |visit: attain::pipeline::Visit| {
                format!("{} {:02}", journey.stages()[visit.stage].id(), visit.from.day())
            };
            journey.history().map(visit).collect::<Vec<String>>().join(", ")
        })
    };
    assert_eq!(path("said"), "quote 01");
    // The record's own entry goes before others of its day, whatever the ids.
    assert_eq!(path("same day"), "lead 01, quote 01");
    assert_eq!(path("told twice"), "junk 02, quote 05");
    // Whatever is said of it first opens it, a move too; its fields are set from the day of their entry on.
    assert_eq!(path("moved before"), "quote 03");
    assert_eq!(field(engine.log(), "moved before", "2025-01-04", "amount"), "-");
    assert_eq!(field(engine.log(), "moved before", "2025-01-05", "amount"), "7");
}

#[test]
fn a_kind_without_a_pipeline_has_no_stage() {
    let engine = recorded(
        r#"
        {"kind": "customer", "id": "c", "on": "2025-01-01", "city": "Köln"}
        {"kind": "customer", "id": "c2", "of": "c", "on": "2025-01-09", "size": 12}
        "#,
    );
    assert_eq!(built_in(engine.log(), "c", "2025-01-08"), "- - - 2025-01-01 - 2025-01-01");
    assert_eq!(built_in(engine.log(), "c", "2025-01-10"), "- - - 2025-01-01 - 2025-01-09");
}

#[test]
fn names_of_any_script() {
    let engine = recorded(
        r#"
        {"kind": "潜客", "id": "线索一号", "on": "2025-01-01", "负责人": "王芳", "城市": "上海"}
        {"kind": "move", "id": "转化", "of": "线索一号", "to": "已转化", "on": "2025-01-20", "why": "签约"}
        "#,
    );
    assert_eq!(built_in(engine.log(), "线索一号", "2025-01-01"), "新建 open 王芳 2025-01-01 - 2025-01-01");
    assert_eq!(built_in(engine.log(), "线索一号", "2025-01-20"), "已转化 won 王芳 2025-01-01 2025-01-20 2025-01-20");
    assert_eq!(field(engine.log(), "线索一号", "2025-01-20", "城市"), "上海");
}

#[test]
fn what_touches_a_record() {
    let engine = recorded(
        r#"
        {"kind": "deal", "id": "d", "on": "2025-01-10"}
        {"kind": "deal", "id": "other", "on": "2025-01-10"}
        {"kind": "activity", "id": "a1", "on": "2025-01-05", "who": "ann", "deal": "d"}
        {"kind": "activity", "id": "a2", "on": "2025-01-20", "who": "ann", "deal": "d"}
        {"kind": "activity", "id": "a3", "on": "2025-01-25", "who": "ann", "deal": "d"}
        {"kind": "activity", "id": "gone", "retracts": "a3"}
        {"kind": "activity", "id": "a4", "on": "2025-01-28", "who": "ann"}
        {"kind": "activity", "id": "a5", "on": "2025-01-29", "who": "ann", "deal": "other"}
        {"kind": "activity", "id": "back", "on": "2025-02-03", "reverses": "a2"}
        {"kind": "visit", "id": "v1", "on": "2025-01-22", "first": "other", "second": "d"}
        {"kind": "visit", "id": "v1 on another day", "revises": "v1", "on": "2025-01-23", "first": "other", "second": "d"}
        {"kind": "deal", "id": "own change", "of": "d", "on": "2025-02-01", "amount": "5"}
        "#,
    );
    let touched = |key: &str, on: &str| of_state(engine.log(), key, on, |state| told(state.touched_on()));
    // An activity from before it opened is one nevertheless; a change of its own touches nothing where kinds are named.
    assert_eq!(touched("d", "2025-01-10"), "2025-01-05");
    assert_eq!(touched("d", "2025-01-20"), "2025-01-20");
    assert_eq!(touched("d", "2025-01-22"), "2025-01-20");
    assert_eq!(touched("d", "2025-12-31"), "2025-01-23");
    assert_eq!(touched("other", "2025-01-22"), "-");
    assert_eq!(touched("other", "2025-12-31"), "2025-01-29");
}

#[test]
fn records_and_facts_refer_to_each_other() {
    let engine = recorded(
        r#"
        {"kind": "deal", "id": "d", "on": "2025-01-01", "customer": "c1", "source": "a1"}
        {"kind": "deal", "id": "e", "of": "d", "on": "2025-01-05", "customer": "c2", "source": null, "parent": "d"}
        {"kind": "customer", "id": "c1", "on": "2025-01-01", "city": "Köln"}
        {"kind": "customer", "id": "c2", "on": "2025-01-01", "city": "Ulm"}
        {"kind": "customer", "id": "c2 moves", "of": "c2", "on": "2025-01-06", "city": "Bonn"}
        {"kind": "activity", "id": "a1", "on": "2024-12-01", "who": "ann"}
        {"kind": "activity", "id": "a2", "on": "2025-01-02", "who": "ann", "deal": "d"}
        "#,
    );
    let log = engine.log();
    assert_eq!(waiting(log), Vec::<String>::new());
    let (_, deal) = log.kinds().find("deal").unwrap();
    let refers = |on: &str| {
        of_state(log, "d", on, |state| {
            let of = |name: &str| referred(state.refers(deal.field(name).unwrap().0));
            ["customer", "source", "parent", "amount"].map(of).join(", ")
        })
    };
    assert_eq!(refers("2025-01-01"), "record c1, fact a1, -, -");
    assert_eq!(refers("2025-01-05"), "record c2, -, record d, -");

    let (customer, kind) = log.kinds().find("customer").unwrap();
    let city = kind.field("city").unwrap().0;
    let standing = log.standing(log.len());
    let d = standing.records(log.kinds().find("deal").unwrap().0).find(|record| record.key().as_str() == "d").unwrap();
    let state = d.on(day("2025-01-06")).unwrap();
    let Some(Referred::Record(c2)) = state.refers(deal.field("customer").unwrap().0) else { unreachable!() };
    assert_eq!(told(c2.on(state.day()).unwrap().value(city)), "Bonn");
    assert_eq!(standing.record(customer, c2.number()).unwrap().key(), c2.key());
    assert!(standing.record(customer, d.number()).is_none());

    let (activity, kind) = log.kinds().find("activity").unwrap();
    let of = kind.field("deal").unwrap().0;
    let a2 = standing.facts(activity).find(|fact| fact.id().as_str() == "a2").unwrap();
    assert_eq!(a2.refers_record(of).unwrap().key().as_str(), "d");
    assert!(a2.refers(of).is_none());
    assert_eq!(told(a2.value(of)), "d");
}

#[test]
fn records_go_by_their_keys_and_are_found_by_their_numbers() {
    let engine = recorded(
        r#"
        {"kind": "deal", "id": "z", "on": "2025-01-03"}
        {"kind": "deal", "id": "b", "on": "2025-01-02"}
        {"kind": "deal", "id": "a", "on": "2025-01-05", "of": "z"}
        {"kind": "deal", "id": "m", "on": "2025-01-01"}
        "#,
    );
    let seen = asked(engine.log(), "deal", |record| {
        let again = record.standing().record(engine.log().kinds().find("deal").unwrap().0, record.number()).unwrap();
        assert_eq!(again.key(), record.key());
        format!("{record:?} {}", record.number())
    });
    assert_eq!(seen, ["`b` from 2025-01-02 1", "`m` from 2025-01-01 3", "`z` from 2025-01-03 0"]);
    assert!(asked(engine.log(), "customer", |_| ()).is_empty());
    assert!(asked(engine.log(), "activity", |_| ()).is_empty());
}

#[test]
fn amounts_in_other_currencies_are_kept_as_they_are_written() {
    let plan = PLAN.replace(
        "\"timezone\"",
        "\"exchange\": { \"foreign\": \"convert\", \"at\": \"fact day\", \"missing\": \"hold\" }, \"timezone\"",
    );
    let mut engine = Engine::new(Plan::from_json(plan.as_bytes()).unwrap());
    engine.record_jsonl(
        br#"{"kind": "deal", "id": "d", "on": "2025-01-01", "amount": "100 EUR"}
            {"kind": "deal", "id": "e", "of": "d", "on": "2025-01-02", "amount": "90"}"#,
        None,
    );
    let (_, deal) = engine.log().kinds().find("deal").unwrap();
    let amount = deal.field("amount").unwrap().0;
    let foreign = |on: &str| {
        of_state(engine.log(), "d", on, |state| {
            let foreign = state.foreign(amount).map_or("-".to_owned(), |amount| amount.to_string());
            format!("{foreign} {}", told(state.value(amount)))
        })
    };
    assert_eq!(foreign("2025-01-01"), "100.00 EUR -");
    assert_eq!(foreign("2025-01-02"), "- 90");
}
