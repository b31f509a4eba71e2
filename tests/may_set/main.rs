//! Who may set whose targets: leaders, admins, oneself; and what others approve, until they do not.

#![cfg(feature = "json")]
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "../common/mod.rs"]
mod common;
mod revise;

use attain::engine::{Engine, View};
use attain::log::Admission;

use common::{engine, member, record, told, units, view, when, whose};

fn plan(may_set: &str, targets: &str) -> String {
    let may_set = if may_set.is_empty() { String::new() } else { format!(r#", "may_set": "{may_set}""#) };
    format!(
        r#"{{ "attain": 1, "name": "Set", "currency": "EUR",
             "rules": {{ "rounding": {{ "to": "1", "mode": "half_up", "odd": "first" }}, "missing": "zero" }},
             "org": {{ "trees": {{ "sales": ["company", "region", "team"] }}, "person": {{ "fte": "number" }},
                       "leads": "role = \"lead\"" {may_set} }},
             "facts": {{ "order": {{ "whose": "rep", "fields": {{ "rep": "person", "amount": "money" }} }} }},
             "kpis": {{ "revenue": {{ "formula": "sum(order.amount)" }}, "margin": {{ "formula": "sum(order.amount)" }} }},
             "targets": {{ "revenue": {{ "grain": "quarter", "unit_is": "own", "transfer": "days" {targets} }},
                           "margin": {{ "grain": "quarter", "unit_is": "own", "transfer": "days" }} }} }}"#
    )
}

/// zoe leads all, nora the north, nick the team n1 with ann and bob; n2 with vic is vacant. hal is an admin. In March nina
/// comes for nick, who leaves.
fn company(may_set: &str) -> Engine {
    peopled(engine(&plan(may_set, "")))
}

fn peopled(mut engine: Engine) -> Engine {
    units(&mut engine, &[("all", ""), ("north", "all"), ("n1", "north"), ("n2", "north")]);
    for (who, unit, role) in [
        ("zoe", "all", "lead"),
        ("hal", "all", "admin"),
        ("nora", "north", "lead"),
        ("nick", "n1", "lead"),
        ("ann", "n1", "rep"),
        ("bob", "n1", "rep"),
        ("vic", "n2", "rep"),
    ] {
        member(&mut engine, who, "2024-01-01", unit, &format!(r#""role":"{role}","fte":1"#));
    }
    member(&mut engine, "nick", "2025-03-01", "", "");
    member(&mut engine, "nina", "2025-03-01", "n1", r#""role":"lead","fte":1"#);
    engine
}

/// One's manager, and admins.
const MANAGER: &str = r#"manager(subject) = actor or actor.role = \"admin\""#;

/// Whoever leads above, and admins; nobody oneself.
const ABOVE: &str = r#"leads(actor, subject) and (subject is missing or actor != subject) or actor.role = \"admin\""#;

/// An entry of a kind, said `by` somebody or nobody.
fn line(kind: &str, id: &str, on: &str, by: &str, more: &str) -> String {
    let by = if by.is_empty() { String::new() } else { format!(r#","by":"{by}""#) };
    format!(r#"{{"kind":"{kind}","id":"{id}","on":"{on}"{by},{more}}}"#)
}

fn set(engine: &mut Engine, id: &str, on: &str, by: &str, who: &str, amount: &str) {
    let more = format!(r#""of":"revenue","who":"{who}","period":"2025-Q1","amount":"{amount}""#);
    record(engine, &line("target", id, on, by, &more));
}

fn times(engine: &mut Engine, id: &str, on: &str, by: &str, who: &str, times: &str) {
    let more = format!(r#""of":"revenue","who":"{who}","period":"2025-Q1","times":"{times}""#);
    record(engine, &line("adjust", id, on, by, &more));
}

/// Closes or opens the first quarter, for somebody or everybody.
fn close(engine: &mut Engine, kind: &str, id: &str, on: &str, by: &str, who: &str) {
    let who = if who.is_empty() { String::new() } else { format!(r#","who":"{who}""#) };
    record(engine, &line(kind, id, on, by, &format!(r#""of":"revenue","period":"2025-Q1"{who}"#)));
}

fn approve(engine: &mut Engine, id: &str, on: &str, by: &str, of: &str, answer: &str) {
    record(engine, &line("approve", id, on, by, &format!(r#""of":"{of}","answer":"{answer}""#)));
}

/// What somebody should reach in the first quarter.
fn target(view: &View, who: &str) -> String {
    let own = view.target("revenue", whose(view, who), when(view, "2025-Q1")).unwrap().own;
    if own.is_err() { "none".to_owned() } else { told(own) }
}

/// What did not count.
fn findings(view: &View) -> Vec<String> {
    view.target_findings("revenue").unwrap().iter().map(ToString::to_string).collect()
}

fn refused(id: &str, by: &str, who: &str) -> String {
    format!("{id}: {by} may not set the target of {who} in 2025-Q1")
}

#[test]
fn who_may_set_whose_targets() {
    let table = [
        // One's manager: not skip-level, not oneself; of a leader and of a unit, whoever leads the next unit up.
        (MANAGER, "2025-02-01", "nick", "ann", true),
        (MANAGER, "2025-02-01", "nora", "ann", false),
        (MANAGER, "2025-02-01", "ann", "ann", false),
        (MANAGER, "2025-02-01", "bob", "ann", false),
        (MANAGER, "2025-02-01", "nick", "nick", false),
        (MANAGER, "2025-02-01", "nora", "nick", true),
        (MANAGER, "2025-02-01", "nora", "vic", true),
        (MANAGER, "2025-02-01", "nick", "n1", false),
        (MANAGER, "2025-02-01", "nora", "n1", true),
        (MANAGER, "2025-02-01", "zoe", "all", false),
        (MANAGER, "2025-02-01", "hal", "all", true),
        (MANAGER, "2025-02-01", "hal", "hal", true),
        // By the organisation on the entry's day.
        (MANAGER, "2025-03-01", "nick", "ann", false),
        (MANAGER, "2025-03-01", "nina", "ann", true),
        (MANAGER, "2025-02-28", "nina", "ann", false),
        // Whoever leads above.
        (ABOVE, "2025-02-01", "nick", "ann", true),
        (ABOVE, "2025-02-01", "zoe", "ann", true),
        (ABOVE, "2025-02-01", "nick", "vic", false),
        (ABOVE, "2025-02-01", "nick", "nick", false),
        (ABOVE, "2025-02-01", "nick", "n1", true),
        (ABOVE, "2025-02-01", "nick", "n2", false),
        (ABOVE, "2025-02-01", "ann", "n1", false),
        // Nobody is named, or nobody is called so.
        (ABOVE, "2025-02-01", "", "ann", false),
        (ABOVE, "2025-02-01", "the payroll", "ann", false),
        ("yes", "2025-02-01", "ann", "ann", true),
        ("yes", "2025-02-01", "", "ann", false),
        ("as_of < 2025-02-01", "2025-01-31", "ann", "ann", true),
        ("as_of < 2025-02-01", "2025-02-01", "ann", "ann", false),
        // Where the plan does not say, everybody may, and nobody their own.
        ("", "2025-02-01", "ann", "ann", false),
        ("", "2025-02-01", "bob", "ann", true),
        ("", "2025-02-01", "", "ann", true),
        ("", "2025-02-01", "the payroll", "ann", true),
        ("", "2025-02-01", "ann", "n1", true),
    ];
    for (may_set, on, by, who, may) in table {
        let said = |engine: &mut Engine| set(engine, "t", on, by, who, "100");
        let mut one = company(may_set);
        said(&mut one);
        let told = view(&one, "2025-03-31");
        assert_eq!(target(&told, who), if may { "100" } else { "none" }, "{may_set}: {by} sets {who} on {on}");
        let expected = match by {
            _ if may => Vec::new(),
            "" => vec![format!("t: nobody is named who sets the target of {who} in 2025-Q1")],
            _ => vec![refused("t", by, who)],
        };
        assert_eq!(findings(&told), expected, "{may_set}: {by} sets {who} on {on}");
    }
}

#[test]
fn what_may_not_be_set_may_not_be_changed_either() {
    let mut one = company(ABOVE);
    set(&mut one, "t1", "2025-01-02", "nick", "ann", "100");
    times(&mut one, "a1", "2025-01-03", "ann", "ann", "50%");
    times(&mut one, "a2", "2025-01-04", "nora", "ann", "120%");
    times(&mut one, "a3", "2025-01-05", "", "ann", "0");
    let view = view(&one, "2025-03-31");
    assert_eq!(target(&view, "ann"), "120");
    let nobody = "a3: nobody is named who sets the target of ann in 2025-Q1".to_owned();
    assert_eq!(findings(&view), [refused("a1", "ann", "ann"), nobody]);
    let found = view.target_findings("revenue").unwrap();
    let told: Vec<(&str, &str)> = found.iter().map(|finding| (finding.what.code(), finding.what.help())).collect();
    assert_eq!(
        told,
        [
            ("not_allowed", "let somebody say it who may, or approve it"),
            ("not_allowed", "write who says it (`by`), or let somebody approve it who may")
        ]
    );
    assert_eq!(view.target_findings("margin").unwrap(), []);
}

#[test]
fn an_admin_closes_for_everybody_and_opens_again() {
    let admin = r#"leads(actor, subject) and subject is present or actor.role = \"admin\""#;
    let mut one = company(admin);
    set(&mut one, "t1", "2025-01-02", "nick", "ann", "100");
    close(&mut one, "close", "c1", "2025-01-03", "zoe", "");
    set(&mut one, "t2", "2025-01-04", "nick", "ann", "200");
    let early = view(&one, "2025-01-31");
    assert_eq!(target(&early, "ann"), "200", "zoe leads all, and is no admin");
    assert_eq!(findings(&early), [refused("c1", "zoe", "all")]);
    close(&mut one, "close", "c2", "2025-02-01", "hal", "");
    set(&mut one, "t3", "2025-02-02", "nick", "ann", "300");
    close(&mut one, "open", "c3", "2025-02-03", "nick", "");
    close(&mut one, "open", "c4", "2025-02-03", "bob", "ann");
    set(&mut one, "t4", "2025-02-04", "nick", "ann", "400");
    let closed = view(&one, "2025-02-28");
    assert_eq!(target(&closed, "ann"), "200");
    let is_closed = |id: &str| format!("{id}: the target of ann in 2025-Q1 is closed, and was not changed");
    let not_allowed = [refused("c1", "zoe", "all"), refused("c3", "nick", "all"), refused("c4", "bob", "ann")];
    let expected: Vec<String> = not_allowed.into_iter().chain(["t3", "t4"].map(is_closed)).collect();
    assert_eq!(findings(&closed), expected, "first whatever was not allowed");
    close(&mut one, "open", "c5", "2025-03-01", "hal", "ann");
    set(&mut one, "t5", "2025-03-02", "nina", "ann", "500");
    assert_eq!(target(&view(&one, "2025-03-31"), "ann"), "500");
}

#[test]
fn where_the_plan_does_not_say_nobody_opens_for_oneself() {
    let mut one = company("");
    set(&mut one, "t1", "2025-01-02", "nick", "ann", "100");
    close(&mut one, "close", "c1", "2025-01-03", "", "");
    close(&mut one, "open", "c2", "2025-01-04", "ann", "ann");
    set(&mut one, "t2", "2025-01-05", "nick", "ann", "200");
    assert_eq!(target(&view(&one, "2025-03-31"), "ann"), "100");
    close(&mut one, "open", "c3", "2025-01-04", "bob", "ann");
    assert_eq!(target(&view(&one, "2025-03-31"), "ann"), "200");
}

#[test]
fn answers_of_those_who_may_set_it_decide() {
    type Answers = &'static [(&'static str, &'static str, &'static str)];
    // Day, who answers, the answer; whether what ann asked for herself on the second of January counts at the end of March.
    let table: &[(&str, Answers, bool)] = &[
        (ABOVE, &[], false),
        (ABOVE, &[("01-05", "nick", "yes")], true),
        (ABOVE, &[("01-05", "zoe", "yes")], true),
        (ABOVE, &[("01-05", "hal", "yes")], true),
        (ABOVE, &[("01-05", "bob", "yes")], false),
        (ABOVE, &[("01-05", "ann", "yes")], false),
        (ABOVE, &[("01-05", "", "yes")], false),
        (ABOVE, &[("01-05", "nick", "no")], false),
        (ABOVE, &[("01-05", "nick", "yes"), ("01-06", "nick", "withdrawn")], false),
        (ABOVE, &[("01-05", "nick", "yes"), ("01-06", "nora", "no")], false),
        (ABOVE, &[("01-05", "nick", "yes"), ("01-06", "bob", "no")], true),
        (ABOVE, &[("01-05", "nick", "no"), ("01-06", "nora", "yes")], true),
        (ABOVE, &[("01-06", "nora", "yes"), ("01-05", "nick", "no")], true),
        (ABOVE, &[("01-05", "nick", "yes"), ("01-05", "nora", "no")], false),
        // By the organisation on the day of the answer.
        (ABOVE, &[("02-28", "nina", "yes")], false),
        (ABOVE, &[("03-01", "nina", "yes")], true),
        (ABOVE, &[("03-01", "nick", "yes")], false),
        (ABOVE, &[("04-01", "nora", "yes")], false),
        (MANAGER, &[("01-05", "nora", "yes")], false),
        // Whoever may set anybody's still needs somebody else.
        ("", &[("01-05", "ann", "yes")], false),
        ("", &[("01-05", "", "yes")], false),
        ("", &[("01-05", "bob", "yes")], true),
    ];
    for (may_set, answers, counts) in table {
        let mut one = company(may_set);
        set(&mut one, "t", "2025-01-02", "ann", "ann", "100");
        for (place, (on, by, answer)) in answers.iter().enumerate() {
            approve(&mut one, &format!("y{place}"), &format!("2025-{on}"), by, "t", answer);
        }
        let view = view(&one, "2025-03-31");
        let expected = if *counts { ("100", vec![]) } else { ("none", vec![refused("t", "ann", "ann")]) };
        assert_eq!((target(&view, "ann").as_str(), findings(&view)), expected, "{may_set}: {answers:?}");
    }
}

#[test]
fn an_approval_counts_from_its_day_on_and_in_its_place() {
    let mut one = company(ABOVE);
    set(&mut one, "t1", "2025-01-02", "nick", "ann", "100");
    times(&mut one, "a1", "2025-01-05", "ann", "ann", "50%");
    set(&mut one, "t2", "2025-01-10", "nick", "ann", "300");
    approve(&mut one, "y1", "2025-01-20", "nora", "a1", "yes");
    set(&mut one, "t3", "2025-01-30", "nick", "ann", "700");
    approve(&mut one, "y2", "2025-02-01", "nora", "a1", "yes");
    approve(&mut one, "y3", "2025-02-10", "nora", "a1", "withdrawn");
    approve(&mut one, "y4", "2025-02-20", "nora", "a1", "yes");
    let table = [
        ("2025-01-09", "100", true),
        ("2025-01-19", "300", true),
        ("2025-01-20", "150", false),
        ("2025-01-30", "700", false),
        // A second yes moves nothing.
        ("2025-02-01", "700", false),
        ("2025-02-10", "700", true),
        ("2025-02-20", "350", false),
    ];
    for (as_of, expected, waits) in table {
        let view = view(&one, as_of);
        let found = if waits { vec![refused("a1", "ann", "ann")] } else { Vec::new() };
        assert_eq!((target(&view, "ann").as_str(), findings(&view)), (expected, found), "{as_of}");
    }
}

fn told_at(engine: &mut Engine, known: &str, lines: &[String]) {
    for line in lines {
        let admissions = engine.record_jsonl(line.as_bytes(), known.parse().ok());
        assert_eq!(admissions, [Admission::Counted], "{line}");
    }
}

#[test]
fn as_known_before_and_after() {
    let mut one = company(ABOVE);
    let own = |id: &str, more: &str| {
        let more = format!(r#""of":"revenue","who":"ann","period":"2025-Q1"{more}"#);
        line("target", id, "2025-01-02", "ann", &more)
    };
    let yes = |id: &str, of: &str| line("approve", id, "2025-01-03", "nick", &format!(r#""of":"{of}","answer":"yes""#));
    told_at(&mut one, "2025-01-02T09:00:00Z", &[own("t1", r#","amount":"100""#)]);
    told_at(&mut one, "2025-01-03T09:00:00Z", &[yes("y1", "t1")]);
    told_at(&mut one, "2025-01-04T09:00:00Z", &[own("t1b", r#","amount":"10","revises":"t1""#)]);
    told_at(&mut one, "2025-01-05T09:00:00Z", &[yes("y2", "t1b")]);
    told_at(&mut one, "2025-01-06T09:00:00Z", &[own("t1c", r#","amount":"20","revises":"t1""#)]);
    told_at(&mut one, "2025-01-07T09:00:00Z", &[yes("y3", "t1")]);
    let retract = line("approve", "x", "2025-01-08", "nick", r#""retracts":"y3""#);
    told_at(&mut one, "2025-01-08T09:00:00Z", &[retract]);
    // What was approved before goes on while a revision waits.
    let table = [
        ("02", "none", Some("t1")),
        ("03", "100", None),
        ("04", "100", Some("t1b")),
        ("05", "10", None),
        ("06", "10", Some("t1c")),
        ("07", "20", None),
        ("08", "10", Some("t1c")),
    ];
    for (day, expected, waits) in table {
        let moment = format!("2025-01-{day}T12:00:00Z").parse().unwrap();
        let view = one.view_known(attain::calendar::parse_day("2025-03-31").unwrap(), moment);
        assert_eq!(target(&view, "ann"), expected, "as known on January {day}");
        let waiting: Vec<String> = waits.into_iter().map(|id| refused(id, "ann", "ann")).collect();
        assert_eq!(findings(&view), waiting, "as known on January {day}");
    }
}

#[test]
fn within_one_moment_only_an_answer_to_the_revision_is_one() {
    for (of, before, expected) in [("t1", true, "none"), ("t1", false, "none"), ("t1b", false, "10")] {
        let mut one = company(ABOVE);
        set(&mut one, "t1", "2025-01-02", "ann", "ann", "100");
        if before {
            approve(&mut one, "y1", "2025-01-03", "nick", of, "yes");
        }
        let more = r#""of":"revenue","who":"ann","period":"2025-Q1","amount":"10","revises":"t1""#;
        record(&mut one, &line("target", "t1b", "2025-01-02", "ann", more));
        if !before {
            approve(&mut one, "y1", "2025-01-03", "nick", of, "yes");
        }
        assert_eq!(target(&view(&one, "2025-03-31"), "ann"), expected, "an answer to {of}");
    }
}

#[test]
fn what_is_approved_is_cut_by_what_was_known_then() {
    let split = r#", "on_change": "respread", "split": [ { "over": "members", "by": "subject.fte" } ]"#;
    for (by, expected) in [("hal", ["300", "none"]), ("ann", ["150", "150"])] {
        let mut one = engine(&plan(ABOVE, split));
        units(&mut one, &[("all", "")]);
        member(&mut one, "hal", "2024-01-01", "all", r#""role":"admin","fte":0"#);
        let joins = |who: &str| {
            line("membership", &format!("m {who}"), "2025-01-01", "", &format!(r#""who":"{who}","unit":"all","fte":1"#))
        };
        let whole =
            line("target", "t", "2025-01-02", by, r#""of":"revenue","who":"all","period":"2025-Q1","amount":"300""#);
        let yes = line("approve", "y", "2025-01-20", "hal", r#""of":"t","answer":"yes""#);
        told_at(&mut one, "2025-01-02T09:00:00Z", &[joins("ann"), whole]);
        told_at(&mut one, "2025-01-10T09:00:00Z", &[joins("bob")]);
        told_at(&mut one, "2025-01-20T09:00:00Z", &[yes]);
        let view = view(&one, "2025-03-31");
        assert_eq!([target(&view, "ann"), target(&view, "bob")], expected, "asked for by {by}");
        assert_eq!(findings(&view), [""; 0]);
    }
}

#[test]
fn an_engine_that_goes_on_takes_an_answer_and_its_loss_into_account() {
    let mut one = company(ABOVE);
    set(&mut one, "t", "2025-01-02", "ann", "ann", "100");
    assert_eq!(target(&view(&one, "2025-03-31"), "ann"), "none");
    approve(&mut one, "y", "2025-01-03", "nick", "t", "yes");
    assert_eq!(target(&view(&one, "2025-03-31"), "ann"), "100");
    record(&mut one, r#"{"kind":"approve","id":"x","on":"2025-01-04","retracts":"y"}"#);
    assert_eq!(target(&view(&one, "2025-03-31"), "ann"), "none");
    record(&mut one, r#"{"kind":"target","id":"w","on":"2025-01-04","retracts":"t","by":"ann"}"#);
    assert_eq!(findings(&view(&one, "2025-03-31")), [""; 0]);
}

#[test]
fn keys_of_any_script() {
    let mut one = engine(&plan("leads(actor, subject) and actor != subject", ""));
    units(&mut one, &[("总公司", ""), ("华东", "总公司")]);
    member(&mut one, "王芳", "2024-01-01", "华东", r#""role":"lead""#);
    member(&mut one, "李雷", "2024-01-01", "华东", r#""role":"rep""#);
    set(&mut one, "指标一", "2025-01-02", "王芳", "李雷", "5000");
    set(&mut one, "指标二", "2025-01-03", "李雷", "李雷", "4000");
    set(&mut one, "指标三", "2025-01-04", "王芳", "王芳", "3000");
    let told = view(&one, "2025-03-31");
    assert_eq!([target(&told, "李雷"), target(&told, "王芳")], ["5000", "none"]);
    assert_eq!(findings(&told), [refused("指标二", "李雷", "李雷"), refused("指标三", "王芳", "王芳")]);
    drop(told);
    approve(&mut one, "批准", "2025-01-05", "王芳", "指标二", "yes");
    assert_eq!(target(&view(&one, "2025-03-31"), "李雷"), "4000");
}

/// Takes something back: the target of ann in the first quarter, unless `kind` is another one.
fn take_back(engine: &mut Engine, kind: &str, id: &str, on: &str, by: &str, of: &str) {
    record(engine, &line(kind, id, on, by, &format!(r#""retracts":"{of}""#)));
}

/// What stands of ann's target, and what did not count; the view that followed has what a fresh one has.
#[track_caller]
fn ann(engine: &Engine) -> (String, Vec<String>) {
    let live = view(engine, "2025-03-31");
    let fresh = engine.view_at(live.as_of(), engine.log().len());
    let told = |view: &View| {
        let (whose, when) = (whose(view, "ann"), when(view, "2025-Q1"));
        let history = view.target_history("revenue", whose, when).unwrap();
        if let Some(last) = history.last() {
            assert_eq!(last.after, view.target("revenue", whose, when).unwrap().own);
        }
        (target(view, "ann"), findings(view), history)
    };
    let (one, other) = (told(&live), told(&fresh));
    assert_eq!(one, other);
    (one.0, one.1)
}

fn not_taken_back(id: &str, by: &str, of: &str) -> String {
    format!("{id}: {by} may not take back {of}, about the target of ann in 2025-Q1")
}

#[test]
fn who_may_take_a_target_back() {
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
        // Without a rule everybody may, and nobody their own.
        ("", "2025-02-01", "bob", true),
        ("", "2025-02-01", "ann", false),
    ] {
        let mut engine = company(may_set);
        set(&mut engine, "t1", "2025-01-02", "nick", "ann", "900");
        take_back(&mut engine, "target", "x1", on, by, "t1");
        let expected =
            if may { ("none".to_owned(), vec![]) } else { ("900".to_owned(), vec![not_taken_back("x1", by, "t1")]) };
        assert_eq!(ann(&engine), expected, "{may_set} {on} {by}");
        // Of nobody it is not known who takes it back.
        let mut nobody = company(may_set);
        set(&mut nobody, "t1", "2025-01-02", "nick", "ann", "900");
        take_back(&mut nobody, "target", "x1", on, "", "t1");
        let (stands, found) = ann(&nobody);
        assert_eq!(stands, if may_set.is_empty() { "none" } else { "900" });
        let words = "x1: nobody is named who takes back t1, about the target of ann in 2025-Q1";
        assert_eq!(found, if may_set.is_empty() { vec![] } else { vec![words.to_owned()] });
    }
}

#[test]
fn what_corrects_an_entry_is_taken_back_by_those_who_may() {
    let mut engine = company(MANAGER);
    set(&mut engine, "t1", "2025-01-02", "nick", "ann", "900");
    let revised = r#""of":"revenue","who":"ann","period":"2025-Q1","amount":"950","revises":"t1""#;
    record(&mut engine, &line("target", "r1", "2025-01-03", "nick", revised));
    take_back(&mut engine, "target", "x1", "2025-01-04", "bob", "r1");
    assert_eq!(ann(&engine), ("950".to_owned(), vec![not_taken_back("x1", "bob", "r1")]));
    take_back(&mut engine, "target", "x2", "2025-01-05", "nick", "r1");
    assert_eq!(ann(&engine).0, "900");
    // Who may not take it back may not bring it back either.
    take_back(&mut engine, "target", "x3", "2025-01-06", "bob", "x2");
    assert_eq!(
        ann(&engine),
        ("900".to_owned(), vec![not_taken_back("x1", "bob", "r1"), not_taken_back("x3", "bob", "x2")])
    );
    take_back(&mut engine, "target", "x4", "2025-01-07", "nick", "x2");
    assert_eq!(ann(&engine).0, "950");
    // What does nothing is taken back by whoever said it, and is heard of no more.
    take_back(&mut engine, "target", "x5", "2025-01-08", "bob", "x3");
    take_back(&mut engine, "target", "x6", "2025-01-08", "bob", "x1");
    assert_eq!(ann(&engine), ("950".to_owned(), vec![]));
    // So of adjustments, and of periods that are closed: here for everybody, whose top zoe leads, and hal may say so.
    times(&mut engine, "a1", "2025-01-10", "nick", "ann", "2");
    take_back(&mut engine, "adjust", "x7", "2025-01-11", "nora", "a1");
    close(&mut engine, "close", "c1", "2025-01-12", "hal", "");
    take_back(&mut engine, "close", "x8", "2025-01-13", "nick", "c1");
    times(&mut engine, "a2", "2025-01-14", "nick", "ann", "3");
    let everybodys = "x8: nick may not take back c1, about the target of all in 2025-Q1".to_owned();
    let closed = "a2: the target of ann in 2025-Q1 is closed, and was not changed".to_owned();
    assert_eq!(ann(&engine), ("1900".to_owned(), vec![not_taken_back("x7", "nora", "a1"), everybodys, closed]));
    take_back(&mut engine, "close", "x9", "2025-01-15", "hal", "c1");
    assert_eq!(ann(&engine).0, "5700");
}

#[test]
fn what_waits_for_an_approval_is_taken_back_by_whoever_asked() {
    let mut engine = company(MANAGER);
    set(&mut engine, "t1", "2025-01-02", "ann", "ann", "400");
    assert_eq!(ann(&engine), ("none".to_owned(), vec![refused("t1", "ann", "ann")]));
    let mut taken = engine.clone();
    take_back(&mut taken, "target", "x1", "2025-01-03", "ann", "t1");
    assert_eq!(ann(&taken), ("none".to_owned(), vec![]));
    // Once it was approved it counts, and is not theirs to take back: the answer stays one to an entry that stands.
    approve(&mut engine, "y1", "2025-01-03", "nick", "t1", "yes");
    take_back(&mut engine, "target", "x1", "2025-01-04", "ann", "t1");
    assert_eq!(ann(&engine), ("400".to_owned(), vec![not_taken_back("x1", "ann", "t1")]));
    // Nor is it where somebody who may revised it since.
    let mut revised = company(MANAGER);
    set(&mut revised, "t1", "2025-01-02", "ann", "ann", "400");
    let more = r#""of":"revenue","who":"ann","period":"2025-Q1","amount":"450","revises":"t1""#;
    record(&mut revised, &line("target", "r1", "2025-01-03", "nick", more));
    take_back(&mut revised, "target", "x1", "2025-01-04", "ann", "t1");
    assert_eq!(ann(&revised), ("450".to_owned(), vec![not_taken_back("x1", "ann", "t1")]));
}

#[test]
fn who_tried_to_take_a_target_back_is_told() {
    use attain::report;
    use attain::trace::Language;

    let mut engine = company(MANAGER);
    set(&mut engine, "t1", "2025-01-02", "nick", "ann", "900");
    take_back(&mut engine, "target", "x1", "2025-01-04", "bob", "t1");
    let view = view(&engine, "2025-03-31");
    let events = view.target_history("revenue", whose(&view, "ann"), when(&view, "2025-Q1")).unwrap();
    assert_eq!((events.len(), events[0].counted, events[0].corrections[0].holds), (1, true, false));
    let text = report::target_history(&events, None, Language::English).to_string();
    assert!(text.contains("nick  bob may not take back t1, about the target of ann in 2025-Q1\n"), "{text}");
    let found = &events[0].findings[0];
    assert_eq!((found.what.code(), found.what.help()), ("not_allowed", "let somebody take it back who may"));
    assert_eq!(report::finding(found, Language::Chinese), "x1：bob 无权撤销 t1（ann 2025-Q1 的目标）");
    assert_eq!(report::finding_help(&found.what, Language::Chinese), "由有权的人撤销");
    // What is promised stands beside a target that stands.
    record(
        &mut engine,
        &line("submit", "s1", "2025-01-05", "ann", r#""of":"revenue","who":"ann","period":"2025-Q1","amount":"800""#),
    );
    let view = engine.view(view.as_of());
    let rows = view.reconcile("revenue", whose(&view, "n1"), when(&view, "2025-Q1")).unwrap().rows;
    let row = rows.iter().find(|row| row.who.as_str() == "ann").unwrap();
    assert_eq!((told(row.target.clone()), told(row.gap.clone())), ("900".to_owned(), "-100".to_owned()));
    // No figure differs for it.
    let before = engine.view_at(view.as_of(), engine.log().len().saturating_sub(2));
    let first = when(&view, "2025-Q1");
    assert_eq!(told(before.target("revenue", whose(&before, "ann"), first).unwrap().own), "900");
}
