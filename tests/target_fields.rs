//! Targets of a part of the facts: set directly, cut over a field, asked by formulas and broken down; what is refused.

#![cfg(feature = "json")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

mod common;

use attain::engine::query::{Drill, Nodes, Query};
use attain::engine::{Engine, View};
use attain::log::Admission;
use attain::plan::Plan;
use attain::trace::Language;
use common::{engine, figure, member, record, told, units, view, when, whose};

const ORDERS: &str = r#""facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money", "family": "text", "产品线": "text" } },
                   "call": { "whose": "rep", "fields": { "rep": "person", "minutes": "number" } },
                   "lead": { "whose": "rep", "fields": { "rep": "person", "family": "text" } } }"#;

fn plan(kpis: &str, targets: &str) -> String {
    format!(
        r#"{{ "attain": 1, "name": "Families", "currency": "EUR",
             "rules": {{ "rounding": {{ "to": "1", "mode": "half_up", "odd": "first" }}, "missing": "zero" }},
             "org": {{ "trees": {{ "sales": ["company", "team"] }} }}, {ORDERS},
             "tables": {{ "season": {{ "keys": ["index"], "read": "only", "rows": [
                 {{ "index": [1, 2, 3], "weight": 20 }}, {{ "index": 4, "weight": 40 }} ] }},
                 "mix": {{ "keys": ["family"], "read": "only", "rows": [
                 {{ "family": "bikes", "weight": 75 }}, {{ "family": "helmets", "weight": 25 }} ] }} }},
             "kpis": {{ "revenue": {{ "formula": "sum(order.amount)" }}, "calls": {{ "formula": "count(call)" }} {kpis} }},
             "targets": {{ "revenue": {{ "grain": "quarter", "unit_is": "own", "transfer": "days", {targets} }} }} }}"#
    )
}

/// The company with the teams north (ann, bob) and south (cid), and what they sold last year:
///
/// |  | bikes | helmets |
/// |---|---|---|
/// | ann | 400 | 200 |
/// | bob | 100 | 100 |
/// | cid | 100 | 100 |
fn company(kpis: &str, targets: &str) -> Engine {
    let mut engine = engine(&plan(kpis, targets));
    units(&mut engine, &[("company", ""), ("north", "company"), ("south", "company")]);
    for (who, unit) in [("ann", "north"), ("bob", "north"), ("cid", "south")] {
        member(&mut engine, who, "2023-01-01", unit, "");
    }
    for (who, bikes, helmets) in [("ann", "400", "200"), ("bob", "100", "100"), ("cid", "100", "100")] {
        sold(&mut engine, who, "2023-06-01", "bikes", bikes);
        sold(&mut engine, who, "2023-06-01", "helmets", helmets);
    }
    engine
}

fn sold(engine: &mut Engine, who: &str, on: &str, family: &str, amount: &str) {
    let id = format!("order {who} {on} {family}");
    record(
        engine,
        &format!(r#"{{"kind":"order","id":"{id}","on":"{on}","rep":"{who}","family":"{family}","amount":"{amount}"}}"#),
    );
}

fn set(engine: &mut Engine, id: &str, who: &str, period: &str, amount: &str, more: &str) {
    record(engine, &target(id, who, period, amount, more));
}

fn target(id: &str, who: &str, period: &str, amount: &str, more: &str) -> String {
    format!(
        r#"{{"kind":"target","id":"{id}","on":"2023-12-01","of":"revenue","who":"{who}","period":"{period}","amount":"{amount}"{more}}}"#
    )
}

/// A figure of somebody in the quarters of 2024 and the year.
fn row(view: &View, text: &str, who: &str) -> [String; 5] {
    ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4", "2024"].map(|period| {
        let query = Query::new([text]).of(Nodes::keys([who])).during(when(view, period));
        told(view.table(&query).unwrap().rows.remove(0).cells.remove(0))
    })
}

#[track_caller]
fn rows(engine: &Engine, expected: &[(&str, &str, [&str; 5])]) {
    let view = view(engine, "2024-12-31");
    let findings = view.target_findings("revenue").unwrap();
    assert!(findings.is_empty(), "{}", findings.iter().map(|finding| finding.to_string() + "\n").collect::<String>());
    for (who, family, expected) in expected {
        let text = match *family {
            "" => "target(revenue)".to_owned(),
            family => format!("target(revenue, family: \"{family}\")"),
        };
        assert_eq!(row(&view, &text, who), expected.map(str::to_owned), "{who}, {text}");
    }
}

const FIELDS: &str = r#""fields": ["family"], "on_change": "respread""#;

const SPLIT: &str = r#""fields": ["family"], "on_change": "respread", "split": [
    { "over": "family", "values": ["bikes", "helmets"], "by": "revenue[last_year year]" },
    { "over": "quarter", "by": "season(period.index)" },
    { "over": "members", "by": "revenue[last_year year]" } ]"#;

#[test]
fn a_year_is_cut_over_families_quarters_and_members_and_adds_up_on_every_margin() {
    let mut engine = company("", SPLIT);
    set(&mut engine, "t1", "company", "2024", "1000", "");
    rows(
        &engine,
        &[
            ("company", "bikes", ["120", "120", "120", "240", "600"]),
            ("company", "helmets", ["80", "80", "80", "160", "400"]),
            ("company", "", ["200", "200", "200", "400", "1000"]),
            ("north", "bikes", ["100", "100", "100", "200", "500"]),
            ("north", "helmets", ["60", "60", "60", "120", "300"]),
            ("north", "", ["160", "160", "160", "320", "800"]),
            ("south", "bikes", ["20", "20", "20", "40", "100"]),
            ("south", "helmets", ["20", "20", "20", "40", "100"]),
            ("south", "", ["40", "40", "40", "80", "200"]),
            ("ann", "bikes", ["80", "80", "80", "160", "400"]),
            ("ann", "helmets", ["40", "40", "40", "80", "200"]),
            ("ann", "", ["120", "120", "120", "240", "600"]),
            ("bob", "bikes", ["20", "20", "20", "40", "100"]),
            ("bob", "helmets", ["20", "20", "20", "40", "100"]),
            ("cid", "", ["40", "40", "40", "80", "200"]),
        ],
    );
}

#[test]
fn a_part_that_is_set_anew_changes_the_whole_and_no_other_part() {
    let mut engine = company("", SPLIT);
    set(&mut engine, "t1", "company", "2024", "1000", "");
    set(&mut engine, "t2", "company", "2024", "1200", r#","where":{"family":"bikes"}"#);
    rows(
        &engine,
        &[
            ("company", "bikes", ["240", "240", "240", "480", "1200"]),
            ("company", "helmets", ["80", "80", "80", "160", "400"]),
            ("company", "", ["320", "320", "320", "640", "1600"]),
            ("ann", "bikes", ["160", "160", "160", "320", "800"]),
            ("ann", "", ["200", "200", "200", "400", "1000"]),
        ],
    );
    // What is adjusted of a part stays within it; all of it then is cut anew by last year's sales.
    record(
        &mut engine,
        r#"{"kind":"adjust","id":"t3","on":"2023-12-02","of":"revenue","who":"company","period":"2024","times":"50%","where":{"family":"bikes"}}"#,
    );
    rows(
        &engine,
        &[("company", "", ["200", "200", "200", "400", "1000"]), ("ann", "", ["120", "120", "120", "240", "600"])],
    );
    record(
        &mut engine,
        r#"{"kind":"adjust","id":"t4","on":"2023-12-03","of":"revenue","who":"company","period":"2024","add":"1000"}"#,
    );
    rows(
        &engine,
        &[
            ("company", "bikes", ["240", "240", "240", "480", "1200"]),
            ("cid", "helmets", ["40", "40", "40", "80", "200"]),
        ],
    );
}

#[test]
fn the_history_of_the_whole_tells_what_is_said_of_its_parts() {
    let mut engine = company("", SPLIT);
    set(&mut engine, "t1", "company", "2024", "1000", "");
    set(&mut engine, "t2", "company", "2024", "1200", r#","where":{"family":"bikes"}"#);
    let view = view(&engine, "2024-12-31");
    let events = view.target_history("revenue", whose(&view, "ann"), when(&view, "2024")).unwrap();
    let steps: Vec<(&str, String, String)> =
        events.iter().map(|event| (event.id.as_str(), told(event.before.clone()), told(event.after.clone()))).collect();
    let of = |id, before: &str, after: &str| (id, before.to_owned(), after.to_owned());
    assert_eq!(steps, [of("t1", "undefined: no target", "600"), of("t2", "600", "1000")]);
}

#[test]
fn what_is_pinned_of_a_part_stays_and_the_others_share_the_rest() {
    let mut engine = company("", SPLIT);
    for quarter in ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"] {
        let pinned = r#","where":{"family":"bikes"},"pinned":true"#;
        set(&mut engine, &format!("p {quarter}"), "bob", quarter, "30", pinned);
    }
    set(&mut engine, "t1", "company", "2024", "1000", "");
    // What is said of one day is said of the company first; so it is cut once more.
    let again =
        r#"{"kind":"adjust","id":"t2","on":"2023-12-02","of":"revenue","who":"company","period":"2024","add":"0"}"#;
    record(&mut engine, again);
    // Of 100 bikes in the north bob keeps 30, and ann has the other 70; helmets are as they were.
    rows(
        &engine,
        &[
            ("bob", "bikes", ["30", "30", "30", "30", "120"]),
            ("ann", "bikes", ["70", "70", "70", "170", "380"]),
            ("north", "bikes", ["100", "100", "100", "200", "500"]),
            ("bob", "helmets", ["20", "20", "20", "40", "100"]),
            ("bob", "", ["50", "50", "50", "70", "220"]),
        ],
    );
}

#[test]
fn the_value_at_hand_is_looked_up_and_figures_that_do_not_know_it_are_those_of_everything() {
    let targets = r#""fields": ["family"], "on_change": "respread", "split": [
        { "over": "members", "of": "company", "by": "calls[last_year year]" },
        { "over": "family", "values": ["bikes", "helmets"], "by": "mix(family)" },
        { "over": "members", "by": "if(family = \"bikes\", calls[last_year year], 1)" } ]"#;
    let mut engine = company("", targets);
    for (who, calls) in [("ann", 3), ("bob", 1), ("cid", 1)] {
        for call in 0..calls {
            let id = format!("{who} {call}");
            record(
                &mut engine,
                &format!(r#"{{"kind":"call","id":"{id}","on":"2023-05-01","rep":"{who}","minutes":"1"}}"#),
            );
        }
    }
    set(&mut engine, "t1", "company", "2024-Q1", "1000", "");
    let view = view(&engine, "2024-12-31");
    let of = |who: &str, family: &str| row(&view, &format!("target(revenue, family: \"{family}\")"), who)[0].clone();
    // 4 of 5 calls are of the north: 800, of which 600 are bikes by the mix; 3 of its 4 calls are ann's.
    assert_eq!(
        ["company", "north", "ann", "bob", "cid"].map(|who| of(who, "bikes")),
        ["750", "600", "450", "150", "150"]
    );
    assert_eq!(
        ["company", "north", "ann", "bob", "cid"].map(|who| of(who, "helmets")),
        ["250", "200", "100", "100", "50"]
    );
}

const NONE: &str = "undefined: no target";

#[test]
fn other_facts_that_have_the_field_are_told_apart_by_it_too() {
    let mut engine = company(
        "",
        r#""fields": ["family"], "on_change": "respread", "split": [
            { "over": "family", "values": ["bikes", "helmets"], "by": "count(lead)[last_year year]" } ]"#,
    );
    for (id, family) in [("l1", "bikes"), ("l2", "bikes"), ("l3", "bikes"), ("l4", "helmets")] {
        record(
            &mut engine,
            &format!(r#"{{"kind":"lead","id":"{id}","on":"2023-06-01","rep":"ann","family":"{family}"}}"#),
        );
    }
    set(&mut engine, "t1", "company", "2024-Q1", "1000", "");
    rows(
        &engine,
        &[
            ("company", "bikes", ["750", NONE, NONE, NONE, "750"]),
            ("company", "helmets", ["250", NONE, NONE, NONE, "250"]),
        ],
    );
}

#[test]
fn a_target_of_a_part_stands_by_itself_where_it_is_not_cut() {
    let kpis = r#", "bike_rate": { "formula": "attainment(revenue, family: \"bikes\")" },
        "bike_gap": { "formula": "gap(revenue, family: \"bikes\")" },
        "helmets": { "formula": "target(revenue, family: \"helmets\") / target(revenue)" }"#;
    let mut engine = company(kpis, FIELDS);
    set(&mut engine, "t1", "ann", "2024-Q1", "50", r#","where":{"family":"bikes"}"#);
    sold(&mut engine, "ann", "2024-02-01", "bikes", "20");
    sold(&mut engine, "ann", "2024-02-02", "helmets", "70");
    let now = view(&engine, "2024-12-31");
    assert_eq!(
        told(now.target("revenue", whose(&now, "ann"), when(&now, "2024-Q1")).unwrap().counts),
        "undefined: no target"
    );
    assert_eq!(figure(&now, "bike_rate", "ann", "2024-Q1"), "0.4");
    assert_eq!(figure(&now, "bike_gap", "ann", "2024-Q1"), "30");
    assert_eq!(figure(&now, "helmets", "ann", "2024-Q1"), "undefined: no target");

    set(&mut engine, "t2", "ann", "2024-Q1", "200", "");
    set(&mut engine, "t3", "ann", "2024-Q1", "80", r#","where":"family = helmets""#);
    let now = view(&engine, "2024-12-31");
    assert_eq!(figure(&now, "bike_rate", "ann", "2024-Q1"), "0.4");
    assert_eq!(figure(&now, "helmets", "ann", "2024-Q1"), "0.4");
    assert_eq!(figure(&now, "revenue", "ann", "2024-Q1"), "90");
    let trace = now.explain("bike_rate", whose(&now, "ann"), when(&now, "2024-Q1")).unwrap();
    assert_eq!(
        trace
            .to_text(Language::English)
            .lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect::<Vec<_>>(),
        [
            "bike_rate of ann, 2024-Q1 40% = attainment(revenue, family: \"bikes\")",
            "└─ attainment of revenue, family: bikes 40%",
            "├─ revenue, family: bikes 20",
            "└─ target for revenue, family: bikes 50",
            "└─ t1 50",
        ]
    );
}

#[test]
fn a_breakdown_has_the_target_of_each_value_also_where_nothing_was_sold() {
    let mut engine = company("", SPLIT);
    set(&mut engine, "t1", "company", "2024", "1000", "");
    sold(&mut engine, "ann", "2024-02-01", "bikes", "60");
    sold(&mut engine, "cid", "2024-02-01", "bikes", "30");
    sold(&mut engine, "cid", "2024-02-01", "boots", "5");
    let view = view(&engine, "2024-12-31");
    let asked = ["revenue", "target(revenue)", "attainment(revenue)", "gap(revenue)"];
    let query = Query::new(asked).of(Nodes::keys(["company"])).during(when(&view, "2024-Q1"));
    let answers = view.table(&query.clone().by("order.family")).unwrap();
    let table: Vec<(String, Vec<String>)> = answers
        .rows
        .into_iter()
        .map(|row| (row.by[0].clone().unwrap().to_string(), row.cells.into_iter().map(told).collect()))
        .collect();
    let none = "undefined: no target";
    let expected = [
        ("bikes", ["90", "120", "0.75", "30"]),
        ("boots", ["5", none, none, none]),
        ("helmets", ["0", "80", "0", "80"]),
    ];
    let expected: Vec<(String, Vec<String>)> =
        expected.into_iter().map(|(family, cells)| (family.to_owned(), cells.map(str::to_owned).into())).collect();
    assert_eq!(table, expected);

    // By whoever sold it there are no targets.
    let by_rep = view.table(&query.by("order.rep")).unwrap();
    assert!(by_rep.rows.iter().all(|row| told(row.cells[1].clone()) == none));

    let drill = Drill::new("attainment(revenue, family: \"bikes\")", whose(&view, "company"), when(&view, "2024-Q1"));
    let behind = view.entries(&drill).unwrap();
    let ids: Vec<Vec<&str>> =
        behind.iter().map(|behind| behind.entries.iter().map(|entry| entry.entry.id.as_str()).collect()).collect();
    assert_eq!(ids, [vec!["order ann 2024-02-01 bikes", "order cid 2024-02-01 bikes"], vec!["t1"]]);
}

#[test]
fn fields_and_values_have_names_in_any_script() {
    let targets = SPLIT.replace("family", "产品线").replace("bikes", "自行车").replace("helmets", "头盔");
    // Nothing was sold of them yet: evenly.
    let targets = targets.replace("revenue[last_year year]", "1");
    let mut engine = company(r#", "车": { "formula": "target(revenue, 产品线: \"自行车\")" }"#, &targets);
    set(&mut engine, "t1", "company", "2024", "1000", r#","where":{"产品线":"自行车"}"#);
    let view = view(&engine, "2024-12-31");
    assert_eq!(figure(&view, "车", "company", "2024-Q4"), "400");
    assert_eq!(row(&view, "target(revenue, 产品线: \"头盔\")", "company")[4], "undefined: no target");
    assert_eq!(row(&view, "target(revenue)", "company")[4], "1000");
}

/// Why an entry is refused, and what would make it right.
fn refused(engine: &mut Engine, line: &str) -> (String, String) {
    match engine.record_jsonl(line.as_bytes(), None).remove(0) {
        Admission::Refused(refusals) => {
            (refusals[0].message().to_owned(), refusals[0].help().unwrap_or_default().to_owned())
        }
        other => (format!("{other:?}"), String::new()),
    }
}

#[test]
fn an_entry_of_other_fields_or_values_is_refused() {
    let of = |more: &str| target("t1", "ann", "2024-Q1", "50", more);
    let cases = [
        (
            "",
            r#","where":{"family":"bikes"}"#,
            "targets for `revenue` are not told apart by `family`",
            "name it under `targets.revenue.fields` of the plan",
        ),
        (
            FIELDS,
            r#","where":{"famly":"bikes"}"#,
            "targets for `revenue` are not told apart by `famly`",
            "did you mean `family`?",
        ),
        (
            SPLIT,
            r#","where":{"family":"bike"}"#,
            "targets for `revenue` are not cut into a `family` of that value",
            "did you mean `bikes`?",
        ),
    ];
    for (targets, more, message, help) in cases {
        let mut engine =
            company("", &format!("{targets}{}\"pace\": \"days\"", if targets.is_empty() { "" } else { ", " }));
        assert_eq!(refused(&mut engine, &of(more)), (message.to_owned(), help.to_owned()));
        set(&mut engine, "t2", "ann", "2024-Q1", "50", r#","where":{}"#);
    }
}

#[track_caller]
fn problems(kpis: &str, targets: &str, expected: &[&str]) {
    let problems = Plan::from_json(plan(kpis, targets).as_bytes()).unwrap_err();
    let told: Vec<String> = problems
        .iter()
        .map(|problem| {
            format!(
                "{} {}: {}; {}",
                problem.code(),
                problem.place().as_str(),
                problem.message(),
                problem.help().unwrap_or_default()
            )
        })
        .collect();
    assert_eq!(told, expected);
}

#[test]
fn what_is_not_sound_is_refused_when_the_plan_is_read() {
    problems(
        "",
        r#""fields": ["familly"]"#,
        &[
            "name.unknown targets.revenue.fields[0]: `revenue` folds `order`, which has no field `familly`; did you mean `family`?",
        ],
    );
    problems(
        "",
        r#""fields": ["rep", "family", "family"]"#,
        &[
            "plan.conflict targets.revenue.fields[0]: targets are told apart by texts and by what facts refer to, and `rep` is something else; name a field of type `text` or one that names a kind, or leave it out",
            "name.duplicate targets.revenue.fields[2]: the field `family` is named twice; name each field once",
        ],
    );
    problems(
        r#", "bad": { "formula": "target(revenue, famly: \"bikes\")" }"#,
        FIELDS,
        &[
            "formula.unknown_name kpis.bad.formula: targets for `revenue` are not told apart by `famly`; did you mean `family`?",
        ],
    );
    problems(
        r#", "bad": { "formula": "attainment(revenue, family: 3)" }"#,
        FIELDS,
        &[
            "formula.arguments kpis.bad.formula: a part of the facts is named by a field and a text; write it like `target(revenue, family: \"bikes\")`",
        ],
    );
    problems(
        r#", "bad": { "formula": "committed(revenue, family: \"bikes\")" }"#,
        FIELDS,
        &[
            "formula.arguments kpis.bad.formula: what somebody commits to is not told apart by fields; write `committed(revenue)`",
        ],
    );
    let split = |split: &str| format!(r#"{FIELDS}, "split": [ {split} ]"#);
    problems(
        "",
        &split(r#"{ "over": "family" }"#),
        &[
            "rule.needed targets.revenue.split[0].values: into which values of `family` the target is cut is not said; write `\"values\": [\"bikes\", \"helmets\"]`",
        ],
    );
    problems(
        "",
        &split(r#"{ "over": "members", "values": ["bikes"] }"#),
        &[
            "plan.conflict targets.revenue.split[0].values: `values` are those of a field, and `members` is none of the targets' `fields`; leave them out",
        ],
    );
    problems(
        "",
        &split(r#"{ "over": "family", "values": ["bikes", "bikes"] }"#),
        &["name.duplicate targets.revenue.split[0].values[1]: the value `bikes` is named twice; name each value once"],
    );
    problems(
        "",
        &split(r#"{ "over": "family", "values": ["bikes", "helmets"], "by": "calls[last_year]" }"#),
        &[
            "plan.conflict targets.revenue.split[0]: `call` has no field `family`, so every value of it has the same figure; cut it by a figure of facts that have it, or evenly: `family` is the value at hand",
        ],
    );
    problems(
        "",
        &split(r#"{ "over": "family", "values": ["bikes"], "parts": "absolute", "by": "40%" }"#),
        &[
            "plan.conflict targets.revenue.split[0].parts: only the parts of units may say what they are: all others add up to what is cut; write `\"parts\": \"relative\"`",
        ],
    );
}
