//! What comes of entries of records: what is refused, what waits, what corrections do.

use super::*;

#[test]
fn what_an_entry_of_a_record_may_say() {
    let mut engine = engine();
    let table = [
        (r#"{"kind": "deal", "id": "d", "on": "2025-01-01"}"#, "counted"),
        (r#"{"kind": "deal", "id": "own", "of": "own", "on": "2025-01-01", "stage": "quote"}"#, "counted"),
        (r#"{"kind": "deal", "id": "e", "of": "d", "on": "2025-01-01", "owner": null, "stage": null}"#, "counted"),
        (r#"{"kind": "deal", "id": "e", "of": "d", "on": "2025-01-01", "owner": null}"#, "exists"),
        (r#"{"kind": "deal", "id": "e", "of": "d", "on": "2025-01-01"}"#, "exists differently: owner"),
        (r#"{"kind": "deal", "id": "e", "on": "2025-01-01", "owner": null}"#, "exists differently: of"),
        (r#"{"kind": "move", "id": "m", "of": "d", "to": "won", "on": "2025-01-01"}"#, "counted"),
        (
            r#"{"kind": "deal", "id": "x", "on": "2025-01-01", "stage": "qoute"}"#,
            "stage: the pipeline of `deal` has no stage `qoute`\n  help: did you mean `quote`?",
        ),
        (
            r#"{"kind": "deal", "id": "x", "on": "2025-01-01", "stage": "新建"}"#,
            "stage: the pipeline of `deal` has no stage `新建`",
        ),
        (
            r#"{"kind": "move", "id": "x", "of": "d", "to": "qoute", "on": "2025-01-01"}"#,
            "to: no pipeline of a kind of record has a stage `qoute`\n  help: did you mean `quote`?",
        ),
        (
            r#"{"kind": "move", "id": "x", "of": 7, "to": true, "on": "2025-01-01"}"#,
            "to: yes or no is written where a stage belongs",
        ),
        (r#"{"kind": "move", "id": "x", "on": "2025-01-01"}"#, "of: `move` has no `of`\nto: `move` has no `to`"),
        (
            r#"{"kind": "customer", "id": "x", "on": "2025-01-01", "stage": "won"}"#,
            "stage: `customer` has no field `stage`",
        ),
        (
            r#"{"kind": "deal", "id": "x", "on": "2025-01-01", "stag": "won"}"#,
            "stag: `deal` has no field `stag`\n  help: did you mean `stage`?",
        ),
        (
            r#"{"kind": "move", "id": "x", "on": "2025-01-01", "of": "d", "to": "won", "credits": [{"who": "ann", "share": "100%"}]}"#,
            "credits: only facts, and records that have owners, are credited\n  help: leave the credits out",
        ),
        (
            r#"{"kind": "deal", "id": "x", "on": "2025-01-01", "reverses": "d"}"#,
            "reverses: only facts can be reversed\n  help: retract or revise it",
        ),
        (
            r#"{"kind": "move", "id": "x", "on": "2025-01-01", "reverses": "m"}"#,
            "reverses: only facts can be reversed\n  help: retract or revise it",
        ),
        (
            r#"{"kind": "deal", "id": "x", "retracts": "d", "of": "d"}"#,
            "of: an entry that `retracts` another takes its fields from it\n  help: leave the field out; to change \
             fields, revise the entry",
        ),
        (
            r#"{"kind": "deal", "id": "x"}"#,
            "on: the entry has no day\n  help: write the day on which it holds: `\"on\": \"2025-08-04\"`",
        ),
        (
            r#"{"kind": "deal", "on": "2025-01-01"}"#,
            "id: the entry has no id\n  help: write `id`, such as the number of the document",
        ),
    ];
    for (text, expected) in table {
        let admission = engine.record_jsonl(text.as_bytes(), None).remove(0);
        assert_eq!(shown(&admission), expected, "{text}");
        let would = engine.check_jsonl(text.as_bytes()).remove(0);
        assert_eq!(would.is_err(), matches!(admission, Admission::Refused(_)), "{text}");
    }
}

#[test]
fn what_an_entry_waits_for() {
    let text = r#"
        {"kind": "deal", "id": "e1", "of": "d", "on": "2025-01-02", "amount": "2"}
        {"kind": "move", "id": "m1", "of": "d", "to": "won", "on": "2025-01-03"}
        {"kind": "activity", "id": "a1", "on": "2025-01-03", "who": "ann", "deal": "d"}
        {"kind": "activity", "id": "a2", "on": "2025-01-03", "who": "ann", "deal": "e1"}
        {"kind": "customer", "id": "c", "on": "2025-01-01"}
        {"kind": "move", "id": "m2", "of": "c", "to": "won", "on": "2025-01-03"}
        {"kind": "deal", "id": "d", "on": "2025-01-01", "customer": "c"}
        {"kind": "move", "id": "m3", "of": "d", "to": "新建", "on": "2025-01-03"}
        {"kind": "move", "id": "m4", "of": "e1", "to": "won", "on": "2025-01-03"}
        {"kind": "move", "id": "m5", "of": "a1", "to": "won", "on": "2025-01-03"}
        {"kind": "move", "id": "m6", "of": "m6", "to": "won", "on": "2025-01-03"}
        {"kind": "deal", "id": "e2", "of": "e1", "on": "2025-01-02"}
        {"kind": "deal", "id": "e3", "of": "c", "on": "2025-01-02"}
        {"kind": "deal", "id": "e4", "of": "d", "on": "2025-01-09", "customer": "nobody", "amount": "9"}
    "#;
    assert_eq!(
        outcomes(text),
        [
            "waiting: entry d",
            "waiting: entry d",
            "waiting: entry d",
            "waiting: misfit e1",
            "counted",
            "waiting: misfit c",
            "counted",
            "waiting: misfit d",
            "waiting: misfit e1",
            "waiting: misfit a1",
            "waiting: misfit m6",
            "waiting: misfit e1",
            "waiting: misfit c",
            "waiting: entry nobody",
        ]
    );
    let engine = recorded(text);
    let log = engine.log();
    assert_eq!(
        waiting(log),
        [
            "a2: misfit e1",
            "e2: misfit e1",
            "e3: misfit c",
            "e4: entry nobody",
            "m2: misfit c",
            "m3: misfit d",
            "m4: misfit e1",
            "m5: misfit a1",
            "m6: misfit m6",
        ]
    );
    assert_eq!(built_in(log, "d", "2025-02-01"), "won won - 2025-01-01 2025-01-03 2025-01-03");
    assert_eq!(field(log, "d", "2025-02-01", "amount"), "2");
    assert_eq!(asked(log, "deal", |record| record.key().to_string()), ["d"]);
}

#[test]
fn a_record_that_is_not_there_takes_all_with_it() {
    // Its own entry waits for a customer: so do its other entries, its moves, and the facts that refer to it.
    let text = r#"
        {"kind": "deal", "id": "d", "on": "2025-01-01", "customer": "c"}
        {"kind": "deal", "id": "e", "of": "d", "on": "2025-01-02", "amount": "2"}
        {"kind": "move", "id": "m", "of": "d", "to": "won", "on": "2025-01-03"}
        {"kind": "activity", "id": "a", "on": "2025-01-03", "who": "ann", "deal": "d"}
    "#;
    let mut engine = recorded(text);
    assert_eq!(waiting(engine.log()), ["a: entry d", "d: entry c", "e: entry d", "m: entry d"]);
    assert!(asked(engine.log(), "deal", |_| ()).is_empty());
    engine.record_jsonl(br#"{"kind": "customer", "id": "c", "on": "2025-06-01"}"#, None);
    assert_eq!(waiting(engine.log()), Vec::<String>::new());
    assert_eq!(built_in(engine.log(), "d", "2025-01-03"), "won won - 2025-01-01 2025-01-03 2025-01-03");

    engine.record_jsonl(br#"{"kind": "deal", "id": "gone", "retracts": "d"}"#, None);
    assert_eq!(waiting(engine.log()), ["a: entry d", "e: entry d", "m: entry d"]);
    assert_eq!(built_in(engine.log(), "d", "2025-01-03"), "no record");
    engine.record_jsonl(br#"{"kind": "deal", "id": "back", "retracts": "gone"}"#, None);
    assert_eq!(built_in(engine.log(), "d", "2025-01-03"), "won won - 2025-01-01 2025-01-03 2025-01-03");
}

#[test]
fn two_entries_that_name_each_other_name_no_record() {
    let text = r#"
        {"kind": "deal", "id": "a", "of": "b", "on": "2025-01-01"}
        {"kind": "deal", "id": "b", "of": "a", "on": "2025-01-01"}
    "#;
    let engine = recorded(text);
    assert_eq!(waiting(engine.log()), ["a: misfit b", "b: misfit a"]);
    assert!(asked(engine.log(), "deal", |_| ()).is_empty());
}

#[test]
fn a_revision_says_all_anew() {
    let mut engine = recorded(
        r#"
        {"kind": "deal", "id": "d", "on": "2025-01-01", "amount": "1", "note": "n"}
        {"kind": "deal", "id": "e", "of": "d", "on": "2025-01-05", "amount": "5"}
        {"kind": "move", "id": "m", "of": "d", "to": "won", "on": "2025-01-06"}
        "#,
    );
    let mut record = |text: &str| {
        let admissions = engine.record_jsonl(text.as_bytes(), None);
        assert!(admissions.iter().all(|admission| *admission == Admission::Counted), "{admissions:?}");
        let amounts = ["2024-12-31", "2025-01-02", "2025-01-05"].map(|on| field(engine.log(), "d", on, "amount"));
        format!("{} {}", amounts.join(" "), built_in(engine.log(), "d", "2025-01-31"))
    };
    // The record opens earlier; what the revision does not say is not said.
    assert_eq!(
        record(r#"{"kind": "deal", "id": "d'", "revises": "d", "on": "2024-12-31", "amount": "3", "stage": "quote"}"#),
        "3 3 5 won won - 2024-12-31 2025-01-06 -"
    );
    assert_eq!(
        record(r#"{"kind": "move", "id": "m'", "revises": "m", "of": "d", "to": "lost", "on": "2025-01-09"}"#),
        "3 3 5 lost lost - 2024-12-31 2025-01-09 -"
    );
    assert_eq!(
        record(r#"{"kind": "deal", "id": "e'", "revises": "e", "of": "d", "on": "2025-01-02", "amount": null}"#),
        "3 - - lost lost - 2024-12-31 2025-01-09 -"
    );
    assert_eq!(record(r#"{"kind": "move", "id": "m''", "retracts": "m"}"#), "3 - - quote open - 2024-12-31 - -");
    assert_eq!(record(r#"{"kind": "deal", "id": "d''", "retracts": "d'"}"#), "absent - - lead open - 2025-01-01 - -");
    assert_eq!(field(engine.log(), "d", "2025-01-31", "note"), "n");
}

#[test]
fn a_reference_by_a_revision_is_one_to_the_record() {
    let engine = recorded(
        r#"
        {"kind": "deal", "id": "d", "on": "2025-01-01"}
        {"kind": "deal", "id": "d'", "revises": "d", "of": "d", "on": "2025-01-02"}
        {"kind": "activity", "id": "a", "on": "2025-01-03", "who": "ann", "deal": "d'"}
        {"kind": "move", "id": "m", "of": "d'", "to": "won", "on": "2025-01-04"}
        "#,
    );
    assert_eq!(waiting(engine.log()), Vec::<String>::new());
    assert_eq!(built_in(engine.log(), "d", "2025-01-31"), "won won - 2025-01-02 2025-01-04 2025-01-03");
}

#[test]
fn what_was_known_at_a_moment() {
    let mut engine = engine();
    let mut record = |text: &str, known: i64| engine.record_jsonl(text.as_bytes(), Some(moment(known)));
    record(r#"{"kind": "deal", "id": "d", "on": "2025-01-01", "amount": "1"}"#, 0);
    record(r#"{"kind": "deal", "id": "e", "of": "d", "on": "2025-01-01", "amount": "2"}"#, 5);
    let log = engine.log();
    let (deal, kind) = log.kinds().find("deal").unwrap();
    let amount = kind.field("amount").unwrap().0;
    let amounts = [0, 4, 5].map(|known| {
        let standing = log.standing(log.position_at(moment(known)));
        let d = standing.records(deal).next().unwrap();
        told(d.on(day("2025-01-01")).unwrap().value(amount))
    });
    assert_eq!(amounts, ["1", "1", "2"]);
    assert_eq!(log.standing(0).records(deal).count(), 0);
}

#[test]
fn an_entry_is_given_back_as_it_was_written() {
    let text = r#"
        {"kind": "deal", "id": "d", "on": "2025-01-01", "stage": "quote", "amount": "1.5", "odds": "25%"}
        {"kind": "deal", "id": "e", "of": "d", "at": "2025-01-02T00:00:00Z", "amount": null, "customer": null}
        {"kind": "move", "id": "m", "of": "d", "to": "won", "on": "2025-01-06", "by": "ann"}
    "#;
    let mut engine = recorded(text);
    let described: Vec<_> = (0..3).map(|position| engine.log().entry(position).unwrap()).collect();
    let written: Vec<_> = attain::log::read_jsonl(text.as_bytes()).into_iter().map(Result::unwrap).collect();
    for (described, written) in described.iter().zip(&written) {
        for (word, value) in written.iter() {
            assert_eq!(described.get(word), Some(value), "{described:?}");
        }
        assert_eq!(described.iter().count(), written.iter().count());
    }
    assert!(engine.record_batch(described, None).iter().all(|admission| *admission == Admission::Exists));
}

#[cfg(feature = "csv")]
#[test]
fn records_come_as_rows() {
    let mut engine = engine();
    let rows = "id,of,on,owner,amount,stage\nd,,2025-01-01,ann,100,\ne,d,2025-01-05,,120,quote\nf,d,2025-01-06,,,no\n";
    let outcomes: Vec<String> = engine.record_csv("deal", rows.as_bytes(), None).iter().map(shown).collect();
    assert_eq!(outcomes[..2], ["counted", "counted"]);
    assert_eq!(outcomes[2], "stage: the pipeline of `deal` has no stage `no`");
    assert_eq!(built_in(engine.log(), "d", "2025-01-05"), "quote open ann 2025-01-01 - -");
    assert_eq!(field(engine.log(), "d", "2025-01-05", "amount"), "120");
    let moves = engine.record_csv("move", b"id,of,on,to\nm,d,2025-01-09,won\n", None);
    assert_eq!(moves, [Admission::Counted]);
    assert_eq!(built_in(engine.log(), "d", "2025-01-09"), "won won ann 2025-01-01 2025-01-09 -");
}

#[test]
fn records_do_not_come_in_columns() {
    use attain::log::{Batch, EntryIds};
    let mut log = engine().log().clone();
    let series = log.register_series("").unwrap();
    let ids = EntryIds::Numbers { series, numbers: &[1] };
    let batch = Batch { kind: "deal", ids, on: &[20_000], columns: &[] };
    let refusals = log.record_columns(&batch, None).unwrap_err();
    assert_eq!(
        refusals[0].to_string(),
        "kind: `deal` is a kind of record, which does not come in columns\n  help: record its entries one by one, as \
         lines of JSON or as rows of CSV"
    );
    assert!(log.is_empty());
}
