//! Tables of targets: whose they are, of which time, and what becomes of them when somebody moves.

#![cfg(feature = "json")]
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, reason = "a test may stop at the first surprise")]

mod common;

use attain::engine::Engine;
use attain::log::{Admission, RefusalCode, Waiting};
use common::{engine, figure, member, order, record, told, units, view, when, whose};

fn plan(unit_is: &str, transfer: &str) -> String {
    format!(
        r#"{{ "attain": 1, "name": "Targets", "currency": "EUR",
             "rules": {{ "rounding": {{ "to": "0.01", "mode": "half_up", "odd": "first" }} }},
             "org": {{ "trees": {{ "sales": ["company", "region", "team"] }} }},
             "facts": {{ "order": {{ "whose": "rep", "fields": {{ "rep": "person", "amount": "money" }} }} }},
             "kpis": {{
               "revenue": {{ "formula": "sum(order.amount)" }},
               "goal": {{ "formula": "target(revenue)" }}, "floor_goal": {{ "formula": "target(revenue, \"floor\")" }},
               "stretch_goal": {{ "formula": "target(revenue, \"stretch\")" }},
               "reached": {{ "formula": "attainment(revenue)" }}, "open": {{ "formula": "gap(revenue)" }}
             }},
             "targets": {{ "revenue": {{ "grain": "month", "levels": ["floor", "target", "stretch"],
               "unit_is": "{unit_is}", "transfer": "{transfer}" }} }} }}"#
    )
}

/// East with the teams e1 and e2, west with w1.
fn company(unit_is: &str, transfer: &str) -> Engine {
    let mut engine = engine(&plan(unit_is, transfer));
    let all =
        [("company", ""), ("east", "company"), ("west", "company"), ("e1", "east"), ("e2", "east"), ("w1", "west")];
    units(&mut engine, &all);
    engine
}

fn target(engine: &mut Engine, who: &str, period: &str, amount: &str) {
    record(engine, &set(&format!("target {who} {period}"), who, period, amount));
}

fn set(id: &str, who: &str, period: &str, amount: &str) -> String {
    format!(
        r#"{{"kind":"target","id":"{id}","on":"2023-12-01","of":"revenue","who":"{who}","period":"{period}","amount":"{amount}"}}"#
    )
}

const NONE: &str = "undefined: no target";
const CUT: &str = "undefined: no such period";

/// What `goal` is for each of these, in a time.
#[track_caller]
fn goals(engine: &Engine, time: &str, expected: &[(&str, &str)]) {
    let view = view(engine, "2024-12-31");
    let found: Vec<(&str, String)> = expected.iter().map(|(who, _)| (*who, figure(&view, "goal", who, time))).collect();
    let expected: Vec<(&str, String)> = expected.iter().map(|(who, goal)| (*who, (*goal).to_owned())).collect();
    assert_eq!(found, expected, "{time}");
}

#[test]
fn a_units_own_target_stands_beside_what_its_members_have() {
    for (unit_is, counts) in [("own", "500"), ("members", "430.5")] {
        let mut engine = company(unit_is, "days");
        member(&mut engine, "ann", "2023-01-01", "e1", "");
        member(&mut engine, "bob", "2023-01-01", "e2", "");
        target(&mut engine, "ann", "2024-01", "400");
        target(&mut engine, "bob", "2024-01", "30.50");
        target(&mut engine, "east", "2024-01", "500");
        order(&mut engine, "ann", "2024-01-09", "215.25");
        let view = view(&engine, "2024-12-31");
        let table = [
            // who; what counts, own, of its members, members less own
            ("east", [counts, "500", "430.5", "-69.5"]),
            ("ann", ["400", "400", "400", "0"]),
            ("e2", [if unit_is == "own" { NONE } else { "30.5" }, NONE, "30.5", NONE]),
            ("company", [if unit_is == "own" { NONE } else { "430.5" }, NONE, "430.5", NONE]),
            ("w1", [NONE; 4]),
        ];
        for (who, expected) in table {
            let figures = view.target("revenue", whose(&view, who), when(&view, "2024-01")).unwrap();
            let found = [figures.counts, figures.own, figures.members, figures.gap].map(told);
            assert_eq!(found, expected.map(str::to_owned), "{who} under {unit_is}");
            assert_eq!(figure(&view, "goal", who, "2024-01"), expected[0], "{who} under {unit_is}");
        }
        let (reached, open) = if unit_is == "own" { ("0.4305", "284.75") } else { ("0.5", "215.25") };
        assert_eq!(figure(&view, "reached", "east", "2024-01"), reached);
        assert_eq!(figure(&view, "open", "east", "2024-01"), open);
    }
}

#[test]
fn levels_are_targets_of_their_own() {
    let mut engine = company("members", "days");
    member(&mut engine, "ann", "2023-01-01", "e1", "");
    for (level, amount) in [("floor", "80"), ("target", "100"), ("stretch", "130")] {
        let line =
            set(level, "ann", "2024-01", amount).replace(r#","amount""#, &format!(r#","level":"{level}","amount""#));
        record(&mut engine, &line);
    }
    // Where no level is named, the one called `target` is meant.
    target(&mut engine, "ann", "2024-02", "7");
    let view = view(&engine, "2024-12-31");
    let table = [("floor_goal", "80", NONE), ("goal", "100", "7"), ("stretch_goal", "130", NONE)];
    for (kpi, january, february) in table {
        assert_eq!(figure(&view, kpi, "ann", "2024-01"), january, "{kpi}");
        assert_eq!(figure(&view, kpi, "e1", "2024-01"), january, "{kpi}");
        assert_eq!(figure(&view, kpi, "ann", "2024-02"), february, "{kpi}");
    }
    assert_eq!(told(view.target("revenue", whose(&view, "ann"), when(&view, "2024-01")).unwrap().counts), "100");
}

#[test]
fn a_movers_target_goes_where_the_plan_says() {
    let table = [
        // transfer; e1, e2, east, w1, company
        ("days", "100", ["32.26", "32.26", "64.52", "35.48", "100"]),
        ("days", "-100", ["-32.26", "-32.26", "-64.52", "-35.48", "-100"]),
        ("days", "0", ["0", "0", "0", "0", "0"]),
        ("days", "0.01", ["0", "0", "0", "0.01", "0.01"]),
        ("stay", "100", ["100", NONE, "100", NONE, "100"]),
        ("follow", "100", [NONE, NONE, NONE, "100", "100"]),
    ];
    for (transfer, amount, expected) in table {
        let mut engine = company("members", transfer);
        // 10 days in e1, 10 in e2, 11 in w1.
        member(&mut engine, "ann", "2023-01-01", "e1", "");
        member(&mut engine, "ann", "2024-01-11", "e2", "");
        member(&mut engine, "ann", "2024-01-21", "w1", "");
        target(&mut engine, "ann", "2024-01", amount);
        let of = ["e1", "e2", "east", "w1", "company"];
        let rows: Vec<(&str, &str)> = of.into_iter().zip(expected).collect();
        goals(&engine, "2024-01", &rows);
        goals(&engine, "2024-01", &[("ann", amount)]);
    }
}

#[test]
fn the_target_of_people_in_a_unit_that_moves_goes_with_their_days() {
    let table = [
        ("days", ["290", "140", "150", "290"]),
        ("stay", ["290", "290", NONE, "290"]),
        ("follow", ["290", NONE, "290", "290"]),
    ];
    for (transfer, expected) in table {
        let mut engine = company("members", transfer);
        member(&mut engine, "bob", "2023-01-01", "e1", "");
        // The team goes over to west after 14 of 29 days.
        record(&mut engine, r#"{"kind":"unit","id":"move","on":"2024-02-15","unit":"e1","under":"west"}"#);
        target(&mut engine, "bob", "2024-02", "290");
        let rows: Vec<(&str, &str)> = ["e1", "east", "west", "company"].into_iter().zip(expected).collect();
        goals(&engine, "2024-02", &rows);
    }
}

#[test]
fn a_target_belongs_to_its_whole_period() {
    let mut engine = company("members", "days");
    member(&mut engine, "joiner", "2024-03-16", "e1", "");
    member(&mut engine, "leaver", "2023-01-01", "e2", r#""until":"2024-03-02""#);
    member(&mut engine, "absent", "2023-01-01", "w1", r#""until":"2023-06-01""#);
    for who in ["joiner", "leaver", "absent"] {
        target(&mut engine, who, "2024-03", "310");
    }
    goals(
        &engine,
        "2024-03",
        &[
            ("joiner", "310"),
            ("e1", "310"),
            ("leaver", "310"),
            ("e2", "310"),
            ("absent", "310"),
            ("w1", NONE),
            ("company", "620"),
        ],
    );
}

#[test]
fn the_last_word_on_a_target_holds() {
    let mut engine = company("members", "days");
    member(&mut engine, "ann", "2023-01-01", "e1", "");
    target(&mut engine, "ann", "2024-01", "100");
    goals(&engine, "2024-01", &[("ann", "100"), ("e1", "100")]);
    // Set again later: it takes the place of the first.
    record(&mut engine, &set("again", "ann", "2024-01", "120").replace("2023-12-01", "2023-12-15"));
    goals(&engine, "2024-01", &[("ann", "120"), ("e1", "120")]);
    assert_eq!(figure(&view(&engine, "2023-12-14"), "goal", "ann", "2024-01"), "100", "as of the day before");
    let revised = set("revised", "ann", "2024-01", "90").replace(r#""of""#, r#""revises":"again","of""#);
    record(&mut engine, &revised.replace("2023-12-01", "2023-12-15"));
    goals(&engine, "2024-01", &[("ann", "90"), ("e1", "90")]);
    record(&mut engine, r#"{"kind":"target","id":"never","on":"2023-12-20","retracts":"again"}"#);
    goals(&engine, "2024-01", &[("ann", "100"), ("e1", "100")]);
    record(&mut engine, r#"{"kind":"target","id":"gone","on":"2023-12-20","retracts":"target ann 2024-01"}"#);
    goals(&engine, "2024-01", &[("ann", NONE), ("e1", NONE)]);
}

#[test]
fn targets_of_strangers_wait_and_of_no_period_are_refused() {
    let mut engine = company("members", "days");
    let waits = engine.record_jsonl(set("early", "ann", "2024-01", "100").as_bytes(), None);
    let Admission::Waiting(reasons) = &waits[0] else { panic!("{waits:?}") };
    assert!(matches!(reasons.as_slice(), [Waiting::Holder(who)] if who.as_str() == "ann"), "{reasons:?}");
    goals(&engine, "2024-01", &[("company", NONE)]);
    member(&mut engine, "ann", "2023-01-01", "e1", "");
    goals(&engine, "2024-01", &[("ann", "100"), ("company", "100")]);
    assert!(engine.waiting().is_empty());

    let fine = set("x", "ann", "2024-02", "5");
    let table = [
        (fine.replace("2024-02", "2024-13"), "period"),
        (fine.replace("2024-02", "2024-Q1"), "period"),
        (fine.replace("2024-02", "soon"), "period"),
        (fine.replace("\"revenue\"", "\"revenu\""), "of"),
        (fine.replace("\"revenue\"", "\"goal\""), "of"),
        (fine.replace(r#","amount""#, r#","level":"dream","amount""#), "level"),
    ];
    for (line, field) in table {
        let refused = engine.record_jsonl(line.as_bytes(), None);
        let Admission::Refused(reasons) = &refused[0] else { panic!("{line}: {refused:?}") };
        assert_eq!(reasons.len(), 1, "{line}: {reasons:?}");
        assert_eq!((reasons[0].code(), reasons[0].field()), (RefusalCode::UnknownName, Some(field)), "{line}");
    }
}

#[test]
fn longer_times_add_and_cut_periods_do_not_count() {
    let mut engine = company("members", "days");
    member(&mut engine, "ann", "2023-01-01", "e1", "");
    for (period, amount) in [("2024-01", "100"), ("2024-02", "-30"), ("2024-03", "0"), ("2024-05", "1000")] {
        target(&mut engine, "ann", period, amount);
    }
    order(&mut engine, "ann", "2024-02-10", "60");
    let table = [
        // time; goal of ann and of her team, how much of it is reached
        ("2024-01", "100", "0"),
        ("2024-02", "-30", "-2"),
        ("2024-03", "0", "undefined: divided by zero"),
        ("2024-04", NONE, NONE),
        ("2024-Q1", "70", "6/7"),
        ("2024-Q2", "1000", "0"),
        ("2024", "1070", "6/107"),
        ("2024-01-01 .. 2024-03-01", "70", "6/7"),
        ("2024-04-01 .. 2024-05-01", NONE, NONE),
        ("2024-01-15 .. 2024-03-01", CUT, CUT),
        ("2024-01-01 .. 2024-02-29", CUT, CUT),
        ("2024-01-09", CUT, CUT),
    ];
    let view = view(&engine, "2024-12-31");
    for (time, goal, reached) in table {
        for who in ["ann", "e1", "company"] {
            assert_eq!(figure(&view, "goal", who, time), goal, "{who} in {time}");
            assert_eq!(figure(&view, "reached", who, time), reached, "{who} in {time}");
        }
    }
}
