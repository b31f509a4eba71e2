//! Ranks in formulas.
#![cfg(feature = "json")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at the first surprise")]

mod common;

use attain::diagnostic::Code;
use attain::engine::Engine;
use attain::plan::Plan;
use attain::trace::Language;

use common::{engine, figure, member, order, units, view, whose};

const PEERS: &str = r#", "peers": { "by": "role", "who": "counts" }"#;

fn plan(rules: &str, org: &str, kpis: &str) -> String {
    format!(
        r#"{{ "attain": 1, "name": "Ranks", "currency": "EUR", "rules": {{ {rules} }},
             "org": {{ "trees": {{ "sales": ["company", "team"] }}, "person": {{ "counts": "yesno" }} {org} }},
             "facts": {{ "order": {{ "whose": "rep", "fields": {{ "rep": "person", "amount": "money" }} }} }},
             "kpis": {{ "revenue": {{ "formula": "sum(order.amount)" }}, "mean": {{ "formula": "avg(order.amount)" }}, {kpis} }} }}"#
    )
}

const KPIS: &str = r#"
    "place": { "formula": "rank(revenue over peers)" }, "share": { "formula": "percent_rank(revenue over peers)" },
    "lowest": { "formula": "rank(-revenue over peers)" }, "means": { "formula": "rank(mean over peers)" },
    "mean_share": { "formula": "percent_rank(mean over peers)" }, "inside": { "formula": "rank(revenue over members)" },
    "before": { "formula": "rank(revenue over peers)[prior]" }, "risen": { "formula": "before - place" },
    "top_half": { "formula": "if(share <= 50%, 1, 0)" }"#;

/// Five reps in two teams: ann 50, bob and cy 30, dan 10, eve nothing; fay is a trainee, who does not count; max leads.
fn company(ties: &str) -> Engine {
    let mut engine = engine(&plan(&format!(r#""ties": "{ties}""#), PEERS, KPIS));
    units(&mut engine, &[("all", ""), ("one", "all"), ("two", "all")]);
    for (who, unit) in [("eve", "two"), ("ann", "one"), ("cy", "two"), ("bob", "one"), ("dan", "one")] {
        member(&mut engine, who, "2025-01-01", unit, r#""role":"rep","counts":true"#);
    }
    member(&mut engine, "fay", "2025-01-01", "two", r#""role":"rep","counts":false"#);
    member(&mut engine, "max", "2025-01-01", "all", r#""role":"lead","counts":true"#);
    for (who, amount) in [("dan", "10"), ("ann", "50"), ("cy", "30"), ("bob", "30"), ("fay", "90")] {
        order(&mut engine, who, "2025-03-10", amount);
    }
    order(&mut engine, "dan", "2025-02-10", "5");
    engine
}

#[test]
fn ranks_go_from_the_greatest_down_and_equals_share_what_the_rule_says() {
    let table = [
        ("1224", ["1", "2", "2", "4", "5"], ["0", "0.25", "0.25", "0.75", "1"]),
        ("1223", ["1", "2", "2", "3", "4"], ["0", "0.25", "0.25", "0.5", "0.75"]),
        ("average", ["1", "2.5", "2.5", "4", "5"], ["0", "0.375", "0.375", "0.75", "1"]),
    ];
    for (ties, ranks, shares) in table {
        let view = view(&company(ties), "2025-03-31");
        for ((who, rank), share) in ["ann", "bob", "cy", "dan", "eve"].into_iter().zip(ranks).zip(shares) {
            assert_eq!(figure(&view, "place", who, "2025-03"), rank, "{who} under {ties}");
            assert_eq!(figure(&view, "share", who, "2025-03"), share, "{who} under {ties}");
        }
    }
}

#[test]
fn ranks_are_those_of_the_group_and_the_time_that_is_asked_for() {
    let view = view(&company("1224"), "2025-03-31");
    let nobody = "undefined: not a member at that time";
    let table = [
        ("lowest", "eve", "2025-03", "1"),
        ("lowest", "bob", "2025-03", "3"),
        ("before", "dan", "2025-03", "1"),
        ("before", "ann", "2025-03", "2"),
        ("risen", "dan", "2025-03", "-3"),
        ("top_half", "bob", "2025-03", "1"),
        ("top_half", "dan", "2025-03", "0"),
        // Nobody ordered anything of eve: she has no mean, no rank, and does not count.
        ("means", "eve", "2025-03", "undefined: no facts"),
        ("means", "dan", "2025-03", "4"),
        ("mean_share", "dan", "2025-03", "1"),
        ("mean_share", "dan", "2025-02", "undefined: 1 present, at least 2 needed"),
        ("place", "fay", "2025-03", nobody),
        ("place", "max", "2025-03", "1"),
        ("share", "max", "2025-03", "undefined: 1 present, at least 2 needed"),
        ("place", "ann", "2024-12", nobody),
        ("place", "one", "2025-03", "undefined: no peers"),
        ("inside", "ann", "2025-03", "1"),
        ("inside", "dan", "2025-03", "3"),
        ("inside", "fay", "2025-03", "1"),
        ("inside", "eve", "2025-03", "3"),
        ("inside", "max", "2025-03", "1"),
        ("inside", "one", "2025-03", "2"),
        ("inside", "two", "2025-03", "1"),
        ("inside", "all", "2025-03", "undefined: no peers"),
    ];
    for (kpi, who, time, expected) in table {
        assert_eq!(figure(&view, kpi, who, time), expected, "{kpi} of {who} in {time}");
    }
}

#[test]
fn a_rank_shows_with_everybody_in_the_explanation() {
    let view = view(&company("1224"), "2025-03-31");
    for (kpi, english, chinese) in [
        ("place", "rank among peers", "同类中的名次"),
        ("share", "percent rank among peers", "同类中的百分比名次"),
        ("inside", "rank among members", "同单位中的名次"),
    ] {
        let trace = view.explain(kpi, whose(&view, "bob"), view.period("2025-03").unwrap()).unwrap();
        let part = trace.parts.first().unwrap();
        assert_eq!(part.parts.len(), if kpi == "inside" { 3 } else { 5 }, "{kpi}");
        assert_eq!(part.outcome, trace.outcome, "{kpi}");
        let (one, other) = (trace.to_text(Language::English), trace.to_text(Language::Chinese));
        assert!(one.contains(english) && one.contains("ann"), "{one}");
        assert!(other.contains(chinese) && other.contains("ann"), "{other}");
    }
}

/// The only problem of a plan: its code, message and help.
fn problem(rules: &str, org: &str, formula: &str) -> (Code, String, String) {
    let kpis = format!(r#""asked": {{ "formula": "{formula}" }}"#);
    let problems = Plan::from_json(plan(rules, org, &kpis).as_bytes()).unwrap_err();
    let problem = problems.iter().next().unwrap();
    assert_eq!(problems.iter().count(), 1, "{problems}");
    (problem.code(), problem.message().to_owned(), problem.help().unwrap_or_default().to_owned())
}

#[test]
fn a_rank_needs_ties_an_amount_and_a_group_of_ones_like() {
    let ties = r#""ties": "1224""#;
    let table = [
        (
            ("", PEERS, "rank(revenue over peers)"),
            (
                Code::RuleNeeded,
                "two may have the same value, and no `ties` says what to do",
                r#"write `"ties": "1224"`, `"1223"` or `"average"` under `rules`"#,
            ),
        ),
        (
            (ties, PEERS, "rank(subject.role over peers)"),
            (Code::FormulaUnits, "text cannot be ranked", "rank by an amount"),
        ),
        (
            (ties, PEERS, "rank(revenue over people)"),
            (
                Code::FormulaContext,
                "`rank` is of the one who is asked about, among others like that one",
                "write `rank(… over peers)`, or `rank(… over members)` for those directly under the same unit",
            ),
        ),
        (
            (ties, PEERS, "percent_rank(revenue over month)"),
            (
                Code::FormulaContext,
                "`percent_rank` is of the one who is asked about, among others like that one",
                "write `percent_rank(… over peers)`, or `percent_rank(… over members)` for those directly under the same unit",
            ),
        ),
        (
            (ties, "", "rank(revenue over peers)"),
            (
                Code::FormulaContext,
                "the plan does not say who is a peer of whom",
                r#"write `"peers": "subject.role"` under `org`"#,
            ),
        ),
    ];
    for ((rules, org, formula), (code, message, help)) in table {
        assert_eq!(problem(rules, org, formula), (code, message.to_owned(), help.to_owned()), "{formula}");
    }
}

#[test]
fn who_is_a_peer_cannot_depend_on_a_rank_among_peers() {
    let org = r#", "peers": "if(asked > 1, 1, 0)""#;
    let (code, message, _) = problem(r#""ties": "1224""#, org, "rank(revenue over peers)");
    assert_eq!(code, Code::FormulaRing);
    assert_eq!(message, "who is a peer cannot depend on a comparison with peers");
}
