//! Values of others, and what is known of people: scopes by name, who leads.
#![cfg(feature = "json")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at the first surprise")]

mod common;

use attain::diagnostic::Code;
use attain::engine::Engine;
use attain::plan::Plan;
use attain::trace::Language;

use common::{engine, figure, member, order, record, units, view, whose};

fn plan(org: &str, kpis: &str) -> String {
    format!(
        r#"{{ "attain": 1, "name": "Scopes", "currency": "EUR", "rules": {{ "missing": "skip" }},
             "calendar": {{ "lists": {{ "sprint": ["2025-02-10", "2025-03-10", "2025-04-10"] }} }},
             "org": {{ "trees": {{ "sales": ["company", "region", "team"] }},
                       "person": {{ "mentor": "person", "home": "unit", "level": "text", "leads_on": "date" }} {org} }},
             "facts": {{ "order": {{ "whose": "rep", "fields": {{ "rep": "person", "amount": "money" }} }} }},
             "kpis": {{ "revenue": {{ "formula": "sum(order.amount)" }}, {kpis} }} }}"#
    )
}

const LEADS: &str = r#", "leads": "role = \"lead\"""#;

/// Two regions of two teams; a lead at the top, in the north and in n1; nobody leads the south, s1 or n2.
fn company(org: &str, kpis: &str) -> Engine {
    let mut engine = engine(&plan(org, kpis));
    units(&mut engine, &[("all", ""), ("north", "all"), ("south", "all")]);
    units(&mut engine, &[("n1", "north"), ("n2", "north"), ("s1", "south")]);
    let people = [
        ("zoe", "all", r#""role":"lead""#),
        ("nora", "north", r#""role":"lead""#),
        ("nick", "n1", r#""role":"lead""#),
        ("ann", "n1", r#""role":"rep","mentor":"sue","home":"south","level":"senior""#),
        ("bob", "n2", r#""role":"rep","mentor":"nobody","home":"nowhere""#),
        ("sue", "s1", r#""role":"rep""#),
    ];
    for (who, unit, more) in people {
        member(&mut engine, who, "2025-01-01", unit, more);
    }
    for (who, amount) in
        [("zoe", "1"), ("nora", "20"), ("nick", "300"), ("ann", "4000"), ("bob", "50000"), ("sue", "600000")]
    {
        order(&mut engine, who, "2025-03-10", amount);
    }
    engine
}

#[test]
fn a_scope_may_be_a_person_or_unit_that_an_attribute_names() {
    let kpis = r#"
        "mentors": { "formula": "revenue at subject.mentor" }, "homes": { "formula": "revenue at subject.home" },
        "share": { "formula": "revenue / revenue at subject.home" },
        "twice": { "formula": "(revenue at subject.mentor) at subject.mentor" },
        "above": { "formula": "revenue at parent at subject.mentor" },
        "before": { "formula": "(revenue at subject.mentor)[prior]" }"#;
    let view = view(&company("", kpis), "2025-03-31");
    let table = [
        ("mentors", "ann", "600000"),
        ("homes", "ann", "600000"),
        ("share", "ann", "1/150"),
        ("mentors", "bob", "undefined: not a member at that time"),
        ("homes", "bob", "undefined: not a member at that time"),
        ("mentors", "sue", "undefined: `mentor` is missing"),
        ("twice", "ann", "undefined: `mentor` is missing"),
        ("above", "ann", "600000"),
        ("mentors", "n1", "undefined: `mentor` is missing"),
        ("before", "ann", "0"),
    ];
    for (kpi, who, expected) in table {
        assert_eq!(figure(&view, kpi, who, "2025-03"), expected, "{kpi} of {who}");
    }
}

#[test]
fn a_mentor_who_joins_later_is_found_from_then_on() {
    let mut engine = company("", r#""mentors": { "formula": "revenue at subject.mentor" }"#);
    member(&mut engine, "nobody", "2025-03-01", "s1", "");
    order(&mut engine, "nobody", "2025-03-05", "7");
    assert_eq!(figure(&view(&engine, "2025-03-31"), "mentors", "bob", "2025-03"), "7");
    assert_eq!(
        figure(&view(&engine, "2025-02-28"), "mentors", "bob", "2025-02"),
        "undefined: not a member at that time"
    );
}

#[test]
fn whoever_leads_the_unit_or_the_next_one_up_is_the_manager() {
    let view = view(&company(LEADS, r#""boss": { "formula": "manager(subject)" }"#), "2025-03-31");
    let table = [
        ("ann", "nick"),
        ("nick", "nora"),
        ("nora", "zoe"),
        ("bob", "nora"),
        ("sue", "zoe"),
        ("zoe", "undefined: `manager` is missing"),
        ("n1", "nora"),
        ("n2", "nora"),
        ("all", "undefined: `manager` is missing"),
    ];
    for (who, expected) in table {
        assert_eq!(figure(&view, "boss", who, "2025-03"), expected, "{who}");
        if !expected.starts_with("undefined") {
            let day = attain::calendar::parse_day("2025-03-31").unwrap();
            assert_eq!(view.manager(whose(&view, who), day).unwrap().unwrap().as_str(), expected, "{who}");
        }
    }
}

#[test]
fn the_manager_is_a_value_and_a_scope() {
    let kpis = r#"
        "boss": { "formula": "manager(subject)" },
        "is_nicks": { "formula": "if(manager(subject) = \"nick\", 1, 0)" },
        "led": { "formula": "revenue at manager(subject)" }, "led_too": { "formula": "revenue at boss" },
        "two_up": { "formula": "revenue at manager(subject) at manager(subject)" },
        "mentors_boss": { "formula": "manager(subject) at subject.mentor" },
        "then": { "formula": "manager(subject)[prior]" }"#;
    let mut engine = company(LEADS, kpis);
    member(&mut engine, "ann", "2025-04-01", "s1", "");
    let view = view(&engine, "2025-04-30");
    let table = [
        ("is_nicks", "ann", "2025-03", "1"),
        ("is_nicks", "ann", "2025-04", "0"),
        ("is_nicks", "bob", "2025-03", "0"),
        ("is_nicks", "zoe", "2025-03", "undefined: `manager` is missing"),
        ("led", "ann", "2025-03", "300"),
        ("led_too", "ann", "2025-03", "300"),
        ("two_up", "ann", "2025-03", "20"),
        ("mentors_boss", "ann", "2025-03", "zoe"),
        ("boss", "ann", "2025-04", "zoe"),
        ("then", "ann", "2025-04", "nick"),
        ("boss", "ann", "2024-12", "undefined: not a member at that time"),
    ];
    for (kpi, who, time, expected) in table {
        assert_eq!(figure(&view, kpi, who, time), expected, "{kpi} of {who} in {time}");
    }
}

#[test]
fn a_change_of_leaders_changes_the_manager_from_its_day_on() {
    let mut engine = company(LEADS, r#""boss": { "formula": "manager(subject)" }"#);
    record(
        &mut engine,
        r#"{"kind":"membership","id":"steps down","on":"2025-03-15","who":"nick","unit":"n1","role":"rep"}"#,
    );
    let view = view(&engine, "2025-03-31");
    assert_eq!(figure(&view, "boss", "ann", "2025-03-14 .. 2025-03-15"), "nick");
    assert_eq!(figure(&view, "boss", "ann", "2025-03-15 .. 2025-03-16"), "nora");
    assert_eq!(figure(&view, "boss", "ann", "2025-03"), "nora", "as of the last day");
}

#[test]
fn the_manager_shows_in_the_explanation() {
    let view = view(&company(LEADS, r#""led": { "formula": "revenue at manager(subject)" }"#), "2025-03-31");
    let trace = view.explain("led", whose(&view, "ann"), view.period("2025-03").unwrap()).unwrap();
    let (english, chinese) = (trace.to_text(Language::English), trace.to_text(Language::Chinese));
    assert!(english.contains("manager") && english.contains("revenue of nick"), "{english}");
    assert!(chinese.contains("上级") && chinese.contains("revenue（nick）"), "{chinese}");
}

/// The only problem of a plan: its code, message and help.
fn problem(org: &str, kpis: &str) -> (Code, String, String) {
    let problems = Plan::from_json(plan(org, kpis).as_bytes()).unwrap_err();
    let problem = problems.iter().next().unwrap();
    assert_eq!(problems.iter().count(), 1, "{problems}");
    (problem.code(), problem.message().to_owned(), problem.help().unwrap_or_default().to_owned())
}

fn asked(formula: &str) -> String {
    format!(r#""asked": {{ "formula": "{formula}" }}"#)
}

#[test]
fn a_scope_that_is_no_person_or_unit_is_a_problem() {
    let help = "write `at parent`, `at company`, `at \"team\"` (a level), `at manager(subject)`, or an attribute that \
                `org.person` declares as a `person` or a `unit`";
    let table = [
        ("revenue at subject.level", "`subject.level` is text, where a person or a unit is needed"),
        ("revenue at revenue", "`revenue` is money, where a person or a unit is needed"),
        ("revenue at abs(1)", "`abs(1)` is a number, where a person or a unit is needed"),
    ];
    for (formula, message) in table {
        let expected = (Code::FormulaContext, message.to_owned(), help.to_owned());
        assert_eq!(problem("", &asked(formula)), expected, "{formula}");
    }
    assert_eq!(problem("", &asked("revenue at subject.mentr")).1, "`subject.mentr` is not known here");
}

#[test]
fn a_manager_needs_leaders_and_is_of_the_one_at_hand() {
    let help = r#"write a condition on people: `"leads": "role = \"manager\""` under `org`"#;
    assert_eq!(
        problem("", &asked("revenue at manager(subject)")),
        (Code::RuleNeeded, "the plan does not say who leads".to_owned(), help.to_owned())
    );
    for formula in ["manager()", "manager(revenue)", "manager(subject, subject)", "manager(x: subject)"] {
        let (code, message, help) = problem(LEADS, &asked(formula));
        assert_eq!(code, Code::FormulaArguments, "{formula}");
        assert_eq!(message, "`manager` is of the one who is asked about");
        assert_eq!(help, "write `manager(subject)`; of somebody else it is `manager(subject) at subject.mentor`");
    }
    assert_eq!(
        problem(r#", "leads": []"#, &asked("manager(subject)")).0,
        Code::DocumentWrongType,
        "and no more is said"
    );
}

#[test]
fn who_leads_cannot_depend_on_who_leads() {
    let boss = r#""boss": { "formula": "manager(subject)" }, "twice": { "formula": "if(boss = \"ann\", 1, 0)" }"#;
    let table = [
        (r#", "leads": "manager(subject) = \"ann\"""#, asked("1")),
        (r#", "leads": "twice = 1""#, boss.to_owned()),
        (r#", "leads": "avg(revenue over peers) > 1", "peers": "boss""#, boss.to_owned()),
        (r#", "leads": "sum(twice over people) > 1""#, boss.to_owned()),
    ];
    for (org, kpis) in table {
        let (code, message, help) = problem(org, &kpis);
        assert_eq!(code, Code::FormulaRing, "{org}");
        assert_eq!(message, "who leads cannot depend on who leads whom");
        assert_eq!(help, "let it depend on attributes, such as `role = \"manager\"`");
    }
}

#[test]
fn peers_may_be_those_of_one_manager() {
    let org = r#", "leads": "role = \"lead\"", "peers": "manager(subject)""#;
    let view = view(&company(org, r#""mean": { "formula": "sum(revenue over peers)" }"#), "2025-03-31");
    assert_eq!(figure(&view, "mean", "bob", "2025-03"), "50300", "nick and bob answer to nora");
}

#[test]
fn a_kpi_that_names_whom_it_is_about_is_checked_after_the_one_it_names() {
    let kpis = r#""asked": { "formula": "revenue at z_boss" }, "z_boss": { "formula": "manager(subject)" }"#;
    assert_eq!(figure(&view(&company(LEADS, kpis), "2025-03-31"), "asked", "ann", "2025-03"), "300");
    let ring = r#""asked": { "formula": "revenue at z_boss" }, "z_boss": { "formula": "manager(subject) at asked" }"#;
    assert_eq!(problem(LEADS, ring).0, Code::FormulaRing);
}

#[test]
fn tenure_is_counted_from_the_first_period_of_unbroken_membership() {
    let kpis = r#"
        "months": { "formula": "tenure(month)" }, "quarters": { "formula": "tenure(quarter)" },
        "days": { "formula": "tenure(day)" }, "years": { "formula": "tenure(year)" },
        "sprints": { "formula": "tenure(sprint)" }, "before": { "formula": "tenure(month)[prior]" },
        "month": { "formula": "tenure(month) + 1" }"#;
    let mut engine = company("", kpis);
    for (who, on, unit) in [
        // Hired in mid-month, moved, gone, and hired again; dan moves on the very day on which he leaves.
        ("cleo", "2025-01-20", "n1"),
        ("cleo", "2025-02-10", "s1"),
        ("cleo", "2025-03-05", ""),
        ("cleo", "2025-05-31", "n2"),
        ("dan", "2024-02-29", "n1"),
        ("dan", "2025-03-31", "n2"),
        ("eve", "2025-02-10", "n2"),
    ] {
        member(&mut engine, who, on, unit, "");
    }
    let view = view(&engine, "2025-12-31");
    let gone = "undefined: not a member at that time";
    let table = [
        ("months", "cleo", "2024-12", gone),
        ("months", "cleo", "2025-01", "1"),
        ("months", "cleo", "2025-02", "2"),
        ("months", "cleo", "2025-03", "3"),
        ("months", "cleo", "2025-04", gone),
        ("months", "cleo", "2025-05", "1"),
        ("months", "cleo", "2025-06", "2"),
        ("months", "cleo", "2025", "8"),
        ("quarters", "cleo", "2025-Q1", "1"),
        ("quarters", "cleo", "2025-Q2", "1"),
        ("quarters", "cleo", "2025-Q3", "2"),
        ("days", "cleo", "2025-01", "12"),
        ("days", "cleo", "2025-05", "1"),
        ("months", "dan", "2025-03", "14"),
        ("months", "dan", "2025-04", "15"),
        ("days", "dan", "2024-03", "32"),
        ("years", "dan", "2025-04", "2"),
        ("before", "dan", "2025-04", "14"),
        ("month", "dan", "2025-04", "16"),
        ("sprints", "eve", "2025-02", "1"),
        ("sprints", "eve", "2025-03", "2"),
        ("sprints", "dan", "2025-03", "undefined: before the first period"),
        ("months", "n1", "2025-03", gone),
    ];
    for (kpi, who, time, expected) in table {
        assert_eq!(figure(&view, kpi, who, time), expected, "{kpi} of {who} in {time}");
    }
}

#[test]
fn tenure_needs_a_grain() {
    for formula in ["tenure()", "tenure(3)", "tenure(month, day)", "tenure(in: month)"] {
        let (code, message, help) = problem("", &asked(formula));
        assert_eq!(code, Code::FormulaArguments, "{formula}");
        assert_eq!(message, "`tenure` needs to know in which periods it is counted");
        assert_eq!(help, "write `tenure(month)`");
    }
    let (code, message, help) = problem("", &asked("tenure(mnth)"));
    assert_eq!((code, message.as_str()), (Code::FormulaUnknownName, "`mnth` is no grain of the calendar"));
    assert!(help.contains("month"), "{help}");
}

#[test]
fn tenure_shows_in_the_explanation() {
    let view = view(&company("", r#""months": { "formula": "tenure(month) * 2" }"#), "2025-03-31");
    let trace = view.explain("months", whose(&view, "ann"), view.period("2025-03").unwrap()).unwrap();
    let (english, chinese) = (trace.to_text(Language::English), trace.to_text(Language::Chinese));
    assert!(english.contains("tenure (month)") && chinese.contains("任职期数（month）"), "{english}{chinese}");
}
