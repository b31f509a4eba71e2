//! Who may revise what is said of targets: a revision that does not count leaves what counted before.

use attain::Engine;

use super::common::{record, view, when, whose};
use super::{ABOVE, MANAGER, ann, approve, company, line, not_taken_back, refused, set, take_back, target};

/// Revises an entry about ann's target of the first quarter, or somebody else's.
fn revise(engine: &mut Engine, id: &str, on: &str, by: &str, (of, who): (&str, &str), amount: &str) {
    let more = format!(r#""of":"revenue","who":"{who}","period":"2025-Q1","amount":"{amount}","revises":"{of}""#);
    record(engine, &line("target", id, on, by, &more));
}

#[test]
fn who_may_revise_a_target() {
    // Nick leads ann until March, then nina does; nora leads above, hal is an admin.
    for (may_set, on, by, may) in [
        (MANAGER, "2025-02-01", "nick", true),
        (MANAGER, "2025-02-01", "hal", true),
        (MANAGER, "2025-02-01", "nora", false),
        (MANAGER, "2025-02-01", "bob", false),
        (MANAGER, "2025-02-01", "ann", false),
        (MANAGER, "2025-03-02", "nick", false),
        (MANAGER, "2025-03-02", "nina", true),
        (ABOVE, "2025-02-01", "nora", true),
        (ABOVE, "2025-02-01", "ann", false),
        ("", "2025-02-01", "bob", true),
        ("", "2025-02-01", "ann", false),
    ] {
        let mut engine = company(may_set);
        set(&mut engine, "t1", "2025-01-02", "nick", "ann", "900");
        revise(&mut engine, "r1", on, by, ("t1", "ann"), "1");
        let expected = if may { ("1".to_owned(), vec![]) } else { ("900".to_owned(), vec![refused("r1", by, "ann")]) };
        assert_eq!(ann(&engine), expected, "{may_set} {on} {by}");
    }
}

#[test]
fn a_target_is_not_taken_from_somebody_by_making_it_another_ones() {
    // Nick may set what ann and bob have, and nothing of vic's.
    let mut engine = company(MANAGER);
    set(&mut engine, "t1", "2025-01-02", "hal", "vic", "700");
    revise(&mut engine, "r1", "2025-01-03", "nick", ("t1", "ann"), "700");
    let told = |engine: &Engine| {
        let view = view(engine, "2025-03-31");
        [target(&view, "vic"), target(&view, "ann"), target(&view, "bob")]
    };
    assert_eq!(told(&engine), ["700", "none", "none"]);
    assert_eq!(ann(&engine).1, [refused("r1", "nick", "vic")]);
    // Nor given to somebody else.
    revise(&mut engine, "r2", "2025-01-04", "nora", ("t1", "ann"), "800");
    assert_eq!(told(&engine), ["700", "none", "none"]);
    assert_eq!(ann(&engine).1, [refused("r1", "nick", "vic"), refused("r2", "nora", "ann")]);
    // Where both are theirs, it moves.
    set(&mut engine, "t2", "2025-01-05", "nick", "bob", "500");
    revise(&mut engine, "r3", "2025-01-06", "nick", ("t2", "ann"), "550");
    assert_eq!(told(&engine), ["700", "550", "none"]);
    // And where somebody approves it who may say both.
    approve(&mut engine, "y1", "2025-01-07", "hal", "r2", "yes");
    assert_eq!(told(&engine), ["none", "800", "none"]);
}

#[test]
fn revisions_of_revisions() {
    let mut engine = company(MANAGER);
    set(&mut engine, "t1", "2025-01-02", "nick", "ann", "900");
    revise(&mut engine, "r1", "2025-01-03", "ann", ("t1", "ann"), "10");
    revise(&mut engine, "r2", "2025-01-04", "ann", ("r1", "ann"), "20");
    assert_eq!(ann(&engine), ("900".to_owned(), vec![refused("r1", "ann", "ann"), refused("r2", "ann", "ann")]));
    // What somebody makes of it who may is their word.
    revise(&mut engine, "r3", "2025-01-05", "nick", ("r2", "ann"), "950");
    assert_eq!(ann(&engine), ("950".to_owned(), vec![]));
    take_back(&mut engine, "target", "x1", "2025-01-06", "nick", "r3");
    assert_eq!(ann(&engine).0, "900");
    // Whoever asked in vain takes it back, and is heard of no more; not what counts.
    take_back(&mut engine, "target", "x2", "2025-01-07", "ann", "r2");
    take_back(&mut engine, "target", "x3", "2025-01-07", "ann", "r1");
    assert_eq!(ann(&engine), ("900".to_owned(), vec![]));
    take_back(&mut engine, "target", "x4", "2025-01-08", "ann", "t1");
    assert_eq!(ann(&engine), ("900".to_owned(), vec![not_taken_back("x4", "ann", "t1")]));
}

#[test]
fn what_was_approved_is_not_taken_back_by_way_of_a_revision() {
    let mut engine = company(MANAGER);
    set(&mut engine, "t1", "2025-01-02", "ann", "ann", "400");
    approve(&mut engine, "y1", "2025-01-03", "nick", "t1", "yes");
    // In one moment with the entry and its answer nobody knows which of the two was approved: the last word waits.
    revise(&mut engine, "r1", "2025-01-04", "ann", ("t1", "ann"), "10");
    assert_eq!(ann(&engine), ("none".to_owned(), vec![refused("t1", "ann", "ann")]));
    approve(&mut engine, "y2", "2025-01-05", "nick", "r1", "yes");
    assert_eq!(ann(&engine), ("10".to_owned(), vec![]));
    approve(&mut engine, "n2", "2025-01-06", "nick", "r1", "withdrawn");
    assert_eq!(ann(&engine).0, "none");
}

/// Records lines, each at nine on its own day of January.
fn daily(engine: &mut Engine, lines: &[(u32, String)]) {
    for (day, line) in lines {
        super::told_at(engine, &format!("2025-01-{day:02}T09:00:00Z"), std::slice::from_ref(line));
    }
}

#[test]
fn a_no_to_a_revision_is_none_to_what_it_revises() {
    let of = |id: &str, amount: &str, more: &str| {
        let more = format!(r#""of":"revenue","who":"ann","period":"2025-Q1","amount":"{amount}"{more}"#);
        line("target", id, "2025-01-02", "ann", &more)
    };
    let answer = |id: &str, of: &str, answer: &str| {
        line("approve", id, "2025-01-02", "nick", &format!(r#""of":"{of}","answer":"{answer}""#))
    };
    let begun = [
        (2, of("t1", "400", "")),
        (3, answer("y1", "t1", "yes")),
        (4, of("r1", "10", r#","revises":"t1""#)),
        (5, of("r2", "20", r#","revises":"t1""#)),
    ];
    for (rest, expected) in [
        (vec![], "400"),
        (vec![(6, answer("n", "r2", "no"))], "400"),
        (vec![(6, answer("n", "r1", "yes"))], "10"),
        // What names the entry is about its last word.
        (vec![(6, answer("n", "t1", "yes"))], "20"),
        // And takes back what was approved before.
        (vec![(6, answer("n", "t1", "no"))], "none"),
        (vec![(6, answer("n", "t1", "withdrawn"))], "none"),
        // An answer to what was said then is none to what is said later.
        (vec![(6, answer("n", "t1", "yes")), (7, of("r3", "30", r#","revises":"t1""#))], "20"),
        (vec![(6, answer("n", "r2", "yes")), (7, answer("m", "r2", "withdrawn"))], "400"),
    ] {
        let mut engine = company(MANAGER);
        daily(&mut engine, &begun);
        daily(&mut engine, &rest);
        assert_eq!(ann(&engine).0, expected, "{rest:?}");
    }
}

#[test]
fn a_revision_that_does_nothing_is_told_beside_what_it_would_revise() {
    let mut engine = company(MANAGER);
    set(&mut engine, "t1", "2025-01-02", "nick", "ann", "900");
    revise(&mut engine, "r1", "2025-01-04", "bob", ("t1", "ann"), "1");
    let view = view(&engine, "2025-03-31");
    let events = view.target_history("revenue", whose(&view, "ann"), when(&view, "2025-Q1")).unwrap();
    assert_eq!((events.len(), events[0].counted, events[0].corrections[0].holds), (1, true, false));
    assert_eq!(events[0].findings[0].to_string(), refused("r1", "bob", "ann"));
}

#[test]
fn so_of_adjustments_and_of_periods_that_are_closed() {
    let mut engine = company(MANAGER);
    set(&mut engine, "t1", "2025-01-02", "nick", "ann", "900");
    super::times(&mut engine, "a1", "2025-01-10", "nick", "ann", "2");
    let times = r#""of":"revenue","who":"ann","period":"2025-Q1","times":"0.5","revises":"a1""#;
    record(&mut engine, &line("adjust", "a2", "2025-01-11", "ann", times));
    assert_eq!(ann(&engine), ("1800".to_owned(), vec![refused("a2", "ann", "ann")]));
    super::close(&mut engine, "close", "c1", "2025-01-12", "hal", "ann");
    let opened = r#""of":"revenue","period":"2025-Q2","who":"ann","revises":"c1""#;
    record(&mut engine, &line("close", "c2", "2025-01-13", "ann", opened));
    let (stands, found) = ann(&engine);
    assert_eq!(stands, "1800");
    assert_eq!(found.last().map(String::as_str), Some("c2: ann may not set the target of ann in 2025-Q2"));
    super::times(&mut engine, "a3", "2025-01-14", "nick", "ann", "3");
    assert_eq!(ann(&engine).0, "1800", "it is closed still");
}

#[test]
fn thousands_of_revisions_by_somebody_who_may_not_are_left_out_at_once() {
    let mut engine = company(MANAGER);
    set(&mut engine, "t1", "2025-01-02", "nick", "ann", "900");
    let mut before = "t1".to_owned();
    for number in 0..3_000 {
        let id = format!("r{number}");
        let of = if number % 2 == 0 { "t1" } else { before.as_str() };
        revise(&mut engine, &id, "2025-01-03", "ann", (of, "ann"), "1");
        before = id;
    }
    let view = view(&engine, "2025-03-31");
    assert_eq!(target(&view, "ann"), "900");
    assert_eq!(view.target_findings("revenue").unwrap().len(), 3_000);
}
