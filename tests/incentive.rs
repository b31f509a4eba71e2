//! Tables of pay: bases, tables of rates and amounts, conditions, rounding, and who is owed what for which time.

#![cfg(feature = "json")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

mod common;

use attain::diagnostic::Code;
use attain::engine::{Engine, View};
use attain::incentive::Line;
use attain::plan::Plan;
use common::{amount, engine, figure, member, order, told, units, view, when, whose};

fn plan(component: &str) -> String {
    format!(
        r#"{{ "attain": 1, "name": "Pay", "currency": "EUR",
             "rules": {{ "rounding": {{ "to": "0.01", "mode": "half_up" }}, "boundary": "[from, to)", "missing": "hold" }},
             "org": {{ "trees": {{ "sales": ["company", "team"] }}, "person": {{ "part": "ratio" }} }},
             "facts": {{ "order": {{ "whose": "rep", "fields": {{ "rep": "person", "amount": "money" }} }} }},
             "tables": {{
               "rates": {{ "keys": ["x"], "read": "step", "below": "flat",
                 "rows": [ {{ "x": "0 .. 1000", "rate": "3%" }}, {{ "x": "1000 ..", "rate": "5%" }} ] }},
               "sums": {{ "keys": ["x"], "read": "step",
                 "rows": [ {{ "x": "100 .. 1000", "amount": 12.5 }}, {{ "x": "1000 ..", "amount": 80 }} ] }},
               "by_share": {{ "keys": ["x"], "read": "step", "rows": [ {{ "x": "0% .. 50%", "rate": "1%" }}, {{ "x": "50% ..", "rate": "10%" }} ] }},
               "grades": {{ "keys": ["x"], "read": "step", "rows": [ {{ "x": "..", "amount": "much" }} ] }}
             }},
             "kpis": {{ "revenue": {{ "formula": "sum(order.amount)" }}, "mean": {{ "formula": "revenue / count(order)" }} }},
             "incentives": {{ "pay": {{ "grain": "month", "components": [ {component} ] }} }} }}"#
    )
}

fn staff(components: &str) -> Engine {
    let mut engine = engine(&plan(components));
    units(&mut engine, &[("company", ""), ("north", "company"), ("south", "company")]);
    engine
}

const NOBODY: &str = "undefined: not a member at that time";

fn line(view: &View, who: &str, time: &str) -> Line {
    let period = view.period(time).unwrap();
    let statement = view.statement("pay", whose(view, who), period).unwrap().unwrap();
    assert_eq!(statement.lines().len(), 1);
    statement.lines()[0].clone()
}

#[test]
fn a_line_pays_what_its_component_says() {
    const EMPTY: &str = "undefined: divided by zero";
    const OUT: &str = "undefined: outside the table";
    let table = [
        // component without its id; sold, and what is paid
        (r#""base": "revenue", "pay": "10% * base""#, "99.95", "10"),
        (r#""base": "revenue", "pay": "10% * base""#, "99.94", "9.99"),
        (r#""base": "revenue", "pay": "10% * base""#, "-99.95", "-10"),
        (r#""base": "revenue", "pay": "10% * base", "rounding": { "to": "1", "mode": "down" }"#, "99.95", "9"),
        (r#""base": "revenue", "pay": "10% * base", "rounding": { "to": "1", "mode": "floor" }"#, "-99.95", "-10"),
        (
            r#""base": "revenue", "pay": "10% * base", "rounding": { "to": "0.05", "mode": "half_even" }"#,
            "100.25",
            "10",
        ),
        (r#""base": "mean", "pay": "base""#, "", EMPTY),
        (r#""base": "mean", "pay": "50""#, "", EMPTY),
        (r#""pay": "50""#, "", "50"),
        (r#""pay": "50 * count(order)""#, "7", "50"),
        (r#""pay": "clamp(revenue, 0, 300)""#, "5000", "300"),
        (r#""pay": "greatest(revenue, 0)""#, "-5", "0"),
        (r#""base": "revenue", "table": "rates""#, "999.99", "30"),
        (r#""base": "revenue", "table": "rates""#, "1000", "50"),
        (r#""base": "revenue", "table": "rates""#, "0", "0"),
        (r#""base": "revenue", "table": "rates""#, "-100", "-3"),
        (r#""base": "mean", "table": "rates""#, "", EMPTY),
        (r#""base": "revenue", "table": "rates", "by": "base * 2""#, "500", "25"),
        (r#""base": "revenue", "table": "by_share", "by": "subject.part""#, "500", "5"),
        (r#""base": "revenue", "table": "by_share", "by": "subject.part + 20%""#, "500", "50"),
        (r#""base": "revenue", "table": "by_share", "by": "mean / mean""#, "", EMPTY),
        (r#""base": "revenue", "table": "sums""#, "99.99", OUT),
        (r#""base": "revenue", "table": "sums""#, "100", "12.5"),
        (r#""base": "revenue", "table": "sums""#, "1000", "80"),
        (r#""table": "sums", "by": "count(order) * 100""#, "1", "12.5"),
        (r#""table": "sums", "by": "mean""#, "", EMPTY),
        (r#""when": "revenue >= 100", "pay": "50""#, "100", "50"),
        (r#""when": "revenue >= 100", "pay": "50""#, "99.99", "0"),
        (r#""when": "mean >= 0", "pay": "50""#, "", "0"),
        (r#""when": "mean < 0", "base": "mean", "pay": "base""#, "", "0"),
    ];
    for (component, sold, expected) in table {
        let mut engine = staff(&format!(r#"{{ "id": "it", "each": "period", {component} }}"#));
        member(&mut engine, "ann", "2023-01-01", "north", r#""part":"30%""#);
        if !sold.is_empty() {
            order(&mut engine, "ann", "2024-01-15", sold);
        }
        let view = view(&engine, "2024-12-31");
        assert_eq!(amount(line(&view, "ann", "2024-01").pay), expected, "{component} on {sold:?}");
    }
}

#[test]
fn a_line_is_paid_by_whatever_way_its_table_is_read() {
    const MONEY: [&str; 3] = ["0 .. 1000", "1000 .. 2000", "2000 .."];
    const SHARE: [&str; 3] = ["0% .. 20%", "20% .. 40%", "40% .."];
    let table = |read: &str, result: &str, keys: [&str; 3], values: [&str; 3]| {
        let rows = keys.iter().zip(values).map(|(key, value)| format!(r#"{{ "x": "{key}", "{result}": "{value}" }}"#));
        let rows: Vec<String> = rows.collect();
        format!(r#""table": {{ "keys": ["x"], "read": "{read}", "below": "mirror", "rows": [{}] }}"#, rows.join(", "))
    };
    let rates = ["3%", "5%", "8%"];
    let cases = [
        // table, what it is read with, sold, paid
        (table("whole", "rate", MONEY, rates), "", "1500", "75"),
        (table("whole", "rate", MONEY, rates), "", "-1500", "-75"),
        (table("slices", "rate", MONEY, rates), "", "1500", "55"),
        (table("slices", "rate", MONEY, rates), "", "2500", "120"),
        (table("slices", "rate", MONEY, rates), "", "-1500", "-55"),
        (table("above", "rate", MONEY, rates), "", "2500", "150"),
        (table("step", "rate", MONEY, rates), "", "2500", "200"),
        (table("first", "rate", MONEY, rates).replace(r#""below": "mirror","#, ""), "", "2500", "200"),
        (table("whole", "amount", MONEY, ["10", "20", "40"]), "", "1500", "20"),
        (table("passed", "amount", MONEY, ["10", "20", "40"]), "", "1500", "30"),
        (table("passed", "amount", MONEY, ["10", "20", "40"]), "", "-1500", "-30"),
        // 30 % of something: 3 % of the first 20 of them and 5 % of 10, on a base of its own.
        (table("slices", "rate", SHARE, rates), "subject.part", "900", "33"),
        (table("slices", "rate", SHARE, rates), "subject.part * 0", "900", "undefined: divided by zero"),
        (table("slices", "rate", SHARE, rates), "subject.part * 0", "0", "0"),
        (table("whole", "rate", SHARE, rates), "subject.part", "900", "45"),
        (table("whole", "amount", SHARE, ["10", "20", "40"]), "subject.part", "900", "20"),
    ];
    for (table, by, sold, expected) in cases {
        let by = if by.is_empty() { String::new() } else { format!(r#""by": "{by}","#) };
        let component = format!(r#"{{ "id": "it", "each": "period", "base": "revenue", {by} {table} }}"#);
        let mut engine = staff(&component);
        member(&mut engine, "ann", "2023-01-01", "north", r#""part":"30%""#);
        order(&mut engine, "ann", "2024-01-15", sold);
        let view = view(&engine, "2024-12-31");
        assert_eq!(amount(line(&view, "ann", "2024-01").pay), expected, "{component} on {sold}");
    }
}

#[test]
fn a_line_shows_how_it_came_about() {
    let mut engine =
        staff(r#"{ "id": "it", "each": "period", "when": "revenue > 10", "base": "revenue / 3", "table": "rates" }"#);
    member(&mut engine, "ann", "2023-01-01", "north", "");
    order(&mut engine, "ann", "2024-01-15", "100");
    order(&mut engine, "ann", "2024-02-15", "10");
    let view = view(&engine, "2024-12-31");
    let due = line(&view, "ann", "2024-01");
    assert!(due.due);
    assert_eq!((told(due.base.unwrap()), told(due.rate.unwrap())), ("100/3".to_owned(), "0.03".to_owned()));
    assert_eq!((amount(due.exact), amount(due.pay)), ("1".to_owned(), "1".to_owned()));
    let not = line(&view, "ann", "2024-02");
    assert_eq!(not, Line::unpaid("it"));
}

#[test]
fn each_line_is_rounded_and_the_total_is_their_sum() {
    let half = |id: &str| format!(r#"{{ "id": "{id}", "each": "period", "base": "revenue", "pay": "base / 8" }}"#);
    let mut engine = staff(&format!("{}, {}", half("one"), half("two")));
    member(&mut engine, "ann", "2023-01-01", "north", "");
    order(&mut engine, "ann", "2024-01-15", "0.20");
    order(&mut engine, "ann", "2024-02-15", "0.20");
    let view = view(&engine, "2024-12-31");
    let ann = whose(&view, "ann");
    let table = [
        // component, time; each line of 0.025 is 0.03
        (Some("one"), "2024-01", "0.03"),
        (None, "2024-01", "0.06"),
        (Some("two"), "2024-Q1", "0.06"),
        (None, "2024-Q1", "0.12"),
        (None, "2024", "0.12"),
        (None, "2024-01-01 .. 2024-02-15", "0.06"),
        (None, "2024-01-02 .. 2024-01-31", "undefined: no such period"),
        (None, "2022", "undefined: not a member at that time"),
    ];
    for (component, time, expected) in table {
        let found = amount(view.pay("pay", component, ann, when(&view, time)).unwrap());
        assert_eq!(found, expected, "{component:?} in {time}");
    }
    assert!(view.pay("pay", Some("three"), ann, when(&view, "2024-01")).unwrap_err().is_unknown());
    assert!(view.statement("pay", ann, view.period("2024-Q1").unwrap()).is_err(), "statements are by month");
}

#[test]
fn a_unit_has_what_its_people_are_paid() {
    let mut engine = staff(r#"{ "id": "it", "each": "period", "base": "revenue", "pay": "10% * base" }"#);
    member(&mut engine, "ann", "2023-01-01", "north", "");
    member(&mut engine, "bob", "2023-01-01", "north", "");
    member(&mut engine, "bob", "2024-01-31", "south", "");
    member(&mut engine, "cid", "2023-01-01", "south", r#""until":"2024-01-20""#);
    for (who, on, amount) in [
        ("ann", "2024-01-05", "100"),
        ("ann", "2024-02-05", "200"),
        ("bob", "2024-01-05", "1000"),
        ("bob", "2024-02-05", "3000"),
        ("cid", "2024-01-05", "50"),
    ] {
        order(&mut engine, who, on, amount);
    }
    let view = view(&engine, "2024-12-31");
    let table = [
        // time; ann, bob, cid, north, south, company: bob's January belongs to south, where he ended it
        ("2023-12", ["0", "0", "0", "0", "0", "0"]),
        ("2024-01", ["10", "100", "5", "10", "105", "115"]),
        ("2024-02", ["20", "300", NOBODY, "20", "300", "320"]),
        ("2024-Q1", ["30", "400", "5", "30", "405", "435"]),
    ];
    for (time, expected) in table {
        let found = ["ann", "bob", "cid", "north", "south", "company"]
            .map(|who| amount(view.pay("pay", None, whose(&view, who), when(&view, time)).unwrap()));
        assert_eq!(found, expected.map(str::to_owned), "{time}");
    }
    // Turnover stays where it was made: only pay follows the mover.
    assert_eq!(figure(&view, "revenue", "north", "2024-01"), "1100");
    assert!(view.statement("pay", whose(&view, "north"), view.period("2024-01").unwrap()).unwrap().is_err());
}

#[test]
fn components_that_cannot_pay_are_refused() {
    let table = [
        (r#""pay": "revenue", "table": "rates""#, Code::PlanConflict),
        (r#""pay": "revenue", "by": "revenue""#, Code::PlanConflict),
        (r#""base": "revenue""#, Code::DocumentMissingField),
        (r#""table": "rates""#, Code::DocumentMissingField),
        (r#""table": "rates", "by": "revenue""#, Code::DocumentMissingField),
        (r#""base": "count(order)", "table": "rates""#, Code::FormulaUnits),
        (r#""base": "subject.role", "pay": "5""#, Code::FormulaUnits),
        (r#""base": "revenue", "pay": "count(order)""#, Code::FormulaUnits),
        (r#""base": "revenue", "pay": "base / base""#, Code::FormulaUnits),
        (r#""pay": "base""#, Code::FormulaUnknownName),
        (r#""when": "revenue", "pay": "5""#, Code::FormulaUnits),
        (r#""base": "revenue", "table": "grades""#, Code::FormulaUnits),
        (r#""base": "revenue", "table": "rats""#, Code::NameUnknown),
    ];
    for (component, code) in table {
        let text = plan(&format!(r#"{{ "id": "it", "each": "period", {component} }}"#));
        let problems = Plan::from_json(text.as_bytes()).map(|_| ()).expect_err(component);
        let codes: Vec<Code> = problems.iter().map(attain::diagnostic::Problem::code).collect();
        assert_eq!(codes, [code], "{component}: {problems}");
    }
}

#[test]
fn what_is_owed_for_a_longer_time_is_undefined_where_a_statement_is() {
    let mut engine = staff(r#"{ "id": "it", "each": "period", "base": "mean", "pay": "10% * base" }"#);
    member(&mut engine, "ann", "2023-01-01", "north", "");
    order(&mut engine, "ann", "2024-01-05", "100");
    let view = view(&engine, "2024-12-31");
    let table =
        [("2024-01", "10"), ("2024-02", "undefined: divided by zero"), ("2024-Q1", "undefined: divided by zero")];
    for (time, expected) in table {
        for who in ["ann", "north"] {
            let found = amount(view.pay("pay", None, whose(&view, who), when(&view, time)).unwrap());
            assert_eq!(found, expected, "{who} in {time}");
        }
    }
}

#[test]
fn a_formula_of_pay_may_read_a_table_with_the_base() {
    for (pay, paid) in [("base * rates(base)", "100"), ("100 EUR * rates(base / 4)", "3")] {
        let mut engine = staff(&format!(r#"{{ "id": "bonus", "each": "period", "base": "revenue", "pay": "{pay}" }}"#));
        member(&mut engine, "ann", "2025-01-01", "north", "");
        order(&mut engine, "ann", "2025-03-04", "2000");
        let view = view(&engine, "2025-03-31");
        let (ann, march) = (whose(&view, "ann"), view.period("2025-03").unwrap());
        assert_eq!(amount(view.pay("pay", Some("bonus"), ann, march).unwrap()), paid, "{pay}");
        let told = view.explain_statement("pay", ann, march).unwrap().to_text(attain::trace::Language::English);
        assert!(!told.contains("undefined"), "and so it is explained: {told}");
    }
}

#[test]
fn the_base_is_that_of_the_line_and_of_nobody_else() {
    for pay in ["sum(base over week)", "rank(base over members) * 10"] {
        let component = format!(r#"{{ "id": "bonus", "each": "period", "base": "revenue", "pay": "{pay}" }}"#);
        let text = plan(&component).replace(r#""missing": "hold""#, r#""missing": "hold", "ties": "1224""#);
        let problems = Plan::from_json(text.as_bytes()).unwrap_err();
        let codes: Vec<Code> = problems.iter().map(attain::diagnostic::Problem::code).collect();
        assert_eq!(codes, [Code::FormulaUnknownName], "{pay}");
    }
}
