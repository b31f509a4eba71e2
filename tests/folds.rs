//! Folds over facts of which a field has no value.
#![cfg(feature = "json")]
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod common;

use attain::calendar::parse_day;
use attain::engine::View;
use attain::log::Admission;
use attain::quantity::{Fraction, Precision};
use attain::trace::Language;
use attain::{Engine, Outcome, Plan, Why};

use common::{engine, figure, when, whose};

/// Two orders of one person, one of them with a discount and a customer.
fn asked(formula: &str) -> Outcome<String> {
    let plan = format!(
        r#"{{ "attain": 1, "name": "Folds", "currency": "EUR", "org": {{ "trees": {{ "sales": ["company"] }} }},
             "facts": {{ "order": {{ "whose": "rep", "fields": {{ "rep": "person", "amount": "money", "discount": "ratio" }} }} }},
             "kpis": {{ "asked": {{ "formula": "{formula}" }} }} }}"#
    );
    let mut engine = Engine::new(Plan::from_json(plan.as_bytes()).unwrap());
    let entries = br#"
        {"kind":"unit","id":"u1","on":"2025-01-01","unit":"company"}
        {"kind":"membership","id":"m1","on":"2025-01-01","who":"ann","unit":"company"}
        {"kind":"order","id":"o1","on":"2025-03-10","rep":"ann","amount":"300","discount":"5%"}
        {"kind":"order","id":"o2","on":"2025-03-11","rep":"ann","amount":"500"}
    "#;
    engine.record_jsonl(entries, None);
    let view = engine.view(parse_day("2025-03-31").unwrap());
    let value = view.value("asked", view.person("ann").unwrap(), view.period("2025-03").unwrap()).unwrap();
    value.map(|value| value.to_string())
}

#[test]
fn a_count_of_a_field_counts_the_facts_that_have_it() {
    assert_eq!(asked("count(order.discount)"), Ok("1".to_owned()));
    assert_eq!(asked("count(order)"), Ok("2".to_owned()));
}

/// Orders of these amounts, all of one person.
fn of_amounts(amounts: &[i64], formula: &str) -> Outcome<String> {
    let plan = format!(
        r#"{{ "attain": 1, "name": "Folds", "currency": "EUR", "org": {{ "trees": {{ "sales": ["company"] }} }},
             "rules": {{ "missing": "skip", "rounding": {{ "to": "0.01", "mode": "half_up" }} }},
             "facts": {{ "order": {{ "whose": "rep", "fields": {{ "rep": "person", "amount": "money" }} }} }},
             "kpis": {{ "asked": {{ "formula": "{formula}" }} }} }}"#
    );
    let mut engine = Engine::new(Plan::from_json(plan.as_bytes()).unwrap());
    let mut entries = r#"{"kind":"unit","id":"u1","on":"2025-01-01","unit":"company"}
        {"kind":"membership","id":"m1","on":"2025-01-01","who":"ann","unit":"company"}
        "#
    .to_owned();
    for (number, amount) in amounts.iter().enumerate() {
        let order = format!(r#"{{"kind":"order","id":"o{number}","on":"2025-03-10","rep":"ann","amount":"{amount}"}}"#);
        entries.push_str(&order);
        entries.push('\n');
    }
    engine.record_jsonl(entries.as_bytes(), None);
    let view = engine.view(parse_day("2025-03-31").unwrap());
    let value = view.value("asked", view.unit("company").unwrap(), view.period("2025-03").unwrap()).unwrap();
    value.map(|value| value.to_string())
}

#[test]
fn a_deviation_is_that_of_a_sample() {
    let deviation = |amounts: &[i64]| of_amounts(amounts, "stddev(order.amount)");
    assert_eq!(deviation(&[2, 4, 4, 4, 5, 5, 7, 9]), Ok("2.138089935299".to_owned()));
    assert_eq!(deviation(&[1, 3]), Ok("1.414213562373".to_owned()));
    assert_eq!(deviation(&[1, 5, 9]), Ok("4".to_owned()), "a root that is a fraction is exact");
    assert_eq!(deviation(&[6, 6, 6]), Ok("0".to_owned()));
    assert_eq!(deviation(&[-5, 5]), Ok("7.071067811865".to_owned()));
    assert_eq!(deviation(&[6]), Err(Why::TooFew { have: 1, need: 2 }));
    assert_eq!(deviation(&[]), Err(Why::NoFacts));
}

#[test]
fn a_deviation_is_exact_up_to_its_root() {
    // The squares of such numbers do not fit 127 bits; rounded, they would differ from each other by more than the numbers do.
    let number = |millionths_of_millionths| Fraction::new(millionths_of_millionths, 1_000_000_000_000).unwrap();
    let deviation = |values: &[Fraction]| {
        let values: Vec<(Fraction, u64)> = values.iter().map(|value| (*value, 1)).collect();
        Fraction::deviation(&values, Precision::default())
    };
    let large = 123_456_789_123_456_789_012;
    assert_eq!(deviation(&[number(large), number(large)]), Ok(Fraction::ZERO));
    // They lie 3 from their mean: √((9 + 0 + 9) ÷ 2).
    assert_eq!(deviation(&[number(large - 3), number(large), number(large + 3)]), Ok(number(3)));
    // 1 from their mean: √((1 + 1) ÷ 1) is 1.41….
    assert_eq!(deviation(&[number(large - 1), number(large + 1)]), Ok(number(1)));
    // Thirds and sevenths: the mean is 5/21, each lies 2/21 from it, and √(2 × 4/441) is 0.1346….
    let parts = [Fraction::new(1, 3).unwrap(), Fraction::new(1, 7).unwrap()];
    assert_eq!(deviation(&parts), Ok(number(134_687_005_940)));
}

#[test]
fn a_trimmed_mean_leaves_whole_values_out_at_either_end() {
    let ten = [100, 1, 2, 3, 4, 5, 6, 7, 8, 1000];
    let trimmed = |percent: &str| of_amounts(&ten, &format!("trimmed(order.amount, {percent})"));
    assert_eq!(trimmed("0"), Ok("113.6".to_owned()));
    assert_eq!(trimmed("9"), Ok("113.6".to_owned()), "a tenth of ten is one, less is none");
    assert_eq!(trimmed("10"), Ok("16.875".to_owned()));
    assert_eq!(trimmed("20"), Ok("5.5".to_owned()));
    assert_eq!(trimmed("49.9"), Ok("5.5".to_owned()), "four of ten at either end");
    // Equal values are several values.
    assert_eq!(of_amounts(&[1, 1, 1, 7, 7], "trimmed(order.amount, 20)"), Ok("3".to_owned()));
    assert_eq!(of_amounts(&[5], "trimmed(order.amount, 40)"), Ok("5".to_owned()));
}

#[test]
fn people_have_deviations_and_trimmed_means_too() {
    let of_one = |fold: &str| of_amounts(&[4, 5], fold);
    assert_eq!(of_one("trimmed(sum(order.amount), 10 over people)"), Ok("9".to_owned()));
    assert_eq!(of_one("stddev(sum(order.amount) over people)"), Err(Why::TooFew { have: 1, need: 2 }));
    assert_eq!(of_one("round(sum(order.amount) / 8, 0.1)"), Ok("1.1".to_owned()), "by the mode of the house");
}

#[test]
fn any_other_fold_is_undefined_where_a_value_is_missing() {
    for fold in ["sum", "avg", "min", "max", "distinct", "first", "last"] {
        let missing = Err(Why::Missing("discount".into()));
        assert_eq!(asked(&format!("{fold}(order.discount)")), missing, "{fold}");
    }
    assert_eq!(asked("sum(order.discount where discount is present)"), Ok("5%".to_owned()));
}

#[test]
fn which_facts_count_cannot_depend_on_a_fold_over_facts() {
    let plan = r#"{ "attain": 1, "name": "Folds", "currency": "EUR", "org": { "trees": { "sales": ["company"] } },
        "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money", "customer": "text" },
                              "counts": "amount > first(order.amount of customer)[all] at company" } },
        "kpis": { "asked": { "formula": "sum(order.amount)" } } }"#;
    let problems = Plan::from_json(plan.as_bytes()).unwrap_err();
    let told: Vec<String> = problems.iter().map(|problem| format!("{} {}", problem.place(), problem.code())).collect();
    assert_eq!(told, ["facts.order.counts formula.context"]);
}

/// Orders with a day of payment and a reviewer, payments that refer to them, two teams, and a transfer in mid-February.
fn of_other_days() -> (&'static str, &'static str) {
    let plan = r#"{ "attain": 1, "name": "Other days", "currency": "EUR", "org": { "trees": { "sales": ["company", "team"] } },
        "rules": { "percentile": "linear" },
        "facts": {
            "order": { "whose": "rep", "fields": { "rep": "person", "reviewer": "person", "amount": "money", "paid_on": "date", "customer": "text" } },
            "payment": { "whose": "order", "fields": { "amount": "money", "order": "order" } },
            "note": { "whose": "rep", "fields": { "rep": "person", "order": "order", "about": "order" } },
            "visit": { "whose": "rep", "fields": { "rep": "person", "customer": "text" } } },
        "kpis": { "asked": { "formula": "FORMULA" } } }"#;
    let entries = r#"
        {"kind":"unit","id":"u1","on":"2025-01-01","unit":"company"}
        {"kind":"unit","id":"u2","on":"2025-01-01","unit":"north","under":"company"}
        {"kind":"unit","id":"u3","on":"2025-01-01","unit":"south","under":"company"}
        {"kind":"membership","id":"m1","on":"2025-01-01","who":"ann","unit":"north"}
        {"kind":"membership","id":"m2","on":"2025-02-15","who":"ann","unit":"south"}
        {"kind":"membership","id":"m3","on":"2025-01-01","who":"bob","unit":"south"}
        {"kind":"order","id":"o1","on":"2025-01-10","rep":"ann","reviewer":"bob","amount":"100","paid_on":"2025-02-14","customer":"Nord"}
        {"kind":"order","id":"o2","on":"2025-01-20","rep":"ann","reviewer":"bob","amount":"200","paid_on":"2025-02-15","customer":"Nord"}
        {"kind":"order","id":"o3","on":"2025-02-01","rep":"bob","reviewer":"ann","amount":"400","paid_on":"2025-02-28","customer":"West"}
        {"kind":"order","id":"o4","on":"2025-02-20","rep":"ann","amount":"800","customer":"West"}
        {"kind":"order","id":"o5","on":"2025-03-01","rep":"bob","reviewer":"ann","amount":"1600","paid_on":"2025-05-02","customer":"Ost"}
        {"kind":"order","id":"o6","on":"2025-01-31","credits":[{"who":"ann","share":"25%"},{"who":"bob","share":"75%"}],"amount":"4000","paid_on":"2025-02-01","customer":"Süd"}
        {"kind":"order","id":"r1","on":"2025-03-05","reverses":"o1","share":"50%"}
        {"kind":"payment","id":"p1","on":"2025-02-02","amount":"60","order":"o1"}
        {"kind":"payment","id":"p2","on":"2025-03-02","amount":"40","order":"o1"}
        {"kind":"payment","id":"p3","on":"2025-03-03","amount":"400","order":"o3"}
        {"kind":"visit","id":"v1","on":"2025-01-05","rep":"bob","customer":"Nord"}
        {"kind":"visit","id":"v2","on":"2025-02-05","rep":"bob","customer":"Nord"}
    "#;
    (plan, entries)
}

fn other_days(formula: &str, as_of: &str) -> View {
    let (plan, entries) = of_other_days();
    let mut engine = engine(&plan.replace("FORMULA", &formula.replace('"', "\\\"")));
    for admission in engine.record_jsonl(entries.as_bytes(), None) {
        assert_eq!(admission, Admission::Counted);
    }
    common::view(&engine, as_of)
}

/// formula, who, when, what comes out
type Case = (&'static str, &'static str, &'static str, &'static str);

fn holds(cases: &[Case]) {
    for (formula, who, time, expected) in cases {
        let view = other_days(formula, "2025-03-31");
        assert_eq!(figure(&view, "asked", who, time), *expected, "{formula} of {who} in {time}");
    }
}

#[test]
fn a_fact_falls_into_the_period_of_the_day_that_is_named() {
    holds(&[
        // A quarter of o6 is hers; half of o1 was taken back, and a reversal has the fields of what it undoes.
        ("sum(order.amount on paid_on)", "ann", "2025-02", "1250"),
        ("sum(order.amount on order.paid_on)", "ann", "2025-02", "1250"),
        ("sum(order.amount on paid_on)", "ann", "2025-01", "0"),
        ("sum(order.amount on paid_on)", "bob", "2025-02", "3400"),
        ("sum(order.amount on paid_on)", "company", "2025-02", "4650"),
        // The membership is that of the day of payment: on the 15th ann is in the south.
        ("sum(order.amount on paid_on)", "north", "2025-02", "1050"),
        ("sum(order.amount on paid_on)", "south", "2025-02", "3600"),
        ("sum(order.amount on paid_on)", "ann", "2025-02-14 .. 2025-02-15", "50"),
        ("sum(order.amount on paid_on)", "ann", "2025-02-15 .. 2025-02-16", "200"),
        ("sum(order.amount on paid_on)", "company", "2025-02-02 .. 2025-02-28", "250"),
        ("sum(order.amount on paid_on)[prior]", "company", "2025-03", "4650"),
        ("sum(order.amount on paid_on)[last 30 days]", "company", "2025-03", "0"),
        ("sum(order.amount on paid_on)[last 32 days]", "company", "2025-03", "400"),
        // A day that lies ahead is known already; all time ends with the day as of which is asked.
        ("sum(order.amount on paid_on)[next 2 months]", "company", "2025-03", "1600"),
        ("sum(order.amount on paid_on)[all]", "company", "2025-03", "4650"),
        ("count(order on paid_on)[all]", "company", "2025-03", "4"),
        ("count(order on paid_on)[all]", "ann", "2025-03", "3"),
        // An order that is not paid is in no period.
        ("count(order where paid_on is missing on paid_on)[all]", "company", "2025-03", "0"),
        ("count(order where paid_on is missing)[all]", "company", "2025-03", "1"),
        ("count(order on coalesce(paid_on, order.on))[all]", "company", "2025-03", "5"),
        ("count(order on order.on + 30 days)", "company", "2025-02", "2"),
        ("sum(order.amount on order.on)", "ann", "2025-01", "1300"),
        ("last(order.amount on paid_on)", "company", "2025-02", "400"),
        ("first(order.amount on paid_on)", "company", "2025-02", "4000"),
        ("median(order.amount on paid_on)", "company", "2025-02", "300"),
        ("avg(paid_on - order.on on paid_on)", "ann", "2025-02", "62/3 days"),
        // The day of what a fact refers to.
        ("sum(payment.amount on order.paid_on)", "company", "2025-02", "500"),
        ("sum(payment.amount on order.paid_on)", "north", "2025-02", "100"),
        ("sum(payment.amount)", "company", "2025-02", "60"),
    ]);
}

#[test]
fn a_person_field_names_who_is_credited_with_the_whole() {
    holds(&[
        ("sum(order.amount whose reviewer)", "bob", "2025-01", "300"),
        ("sum(order.amount whose order.reviewer)", "ann", "2025-01", "0"),
        ("sum(order.amount whose reviewer)", "ann", "2025-Q1", "2000"),
        // Of nobody, where there is no reviewer; half of what bob reviewed came back in March.
        ("sum(order.amount whose reviewer)", "company", "2025-Q1", "2250"),
        ("sum(order.amount whose reviewer)", "bob", "2025-03", "-50"),
        ("count(order whose reviewer)", "company", "2025-Q1", "4"),
        ("sum(order.amount whose reviewer)", "north", "2025-02", "400"),
        ("sum(order.amount on paid_on whose reviewer)", "south", "2025-02", "650"),
        ("sum(payment.amount whose order.reviewer)", "bob", "2025-Q1", "100"),
        ("sum(order.amount whose rep)", "ann", "2025-01", "300"),
        ("sum(order.amount)", "ann", "2025-01", "1300"),
    ]);
}

#[test]
fn a_fold_inside_another_one_is_about_what_refers_to_the_fact_at_hand() {
    holds(&[
        ("sum(order.amount where amount = sum(payment.amount of order)[all] at company)", "company", "2025-Q1", "450"),
        (
            "sum(sum(payment.amount of order)[all] at company / order.amount where paid_on is present)",
            "company",
            "2025-02",
            "1",
        ),
        ("max(first(payment.on of order)[all] at company - order.on)", "ann", "2025-01", "undefined: no facts"),
        (
            "max(first(payment.on of order)[all] at company - order.on where count(payment of order)[all] at company > 0)",
            "company",
            "2025-Q1",
            "30 days",
        ),
        // The other way round, it is what the fact refers to.
        ("sum(payment.amount / sum(order.amount of order)[all] at company)", "company", "2025-03", "1.8"),
        ("count(order where count(visit of customer)[all] at company = 2)", "company", "2025-Q1", "2"),
        ("count(order where first(visit.on of customer)[all] at company < order.on)", "ann", "2025-01", "2"),
    ]);
}

#[test]
fn what_cannot_be_meant_is_refused_with_a_remedy() {
    let cases = [
        (
            "sum(order.amount on amount)",
            "formula.units",
            "this is money, where a date is needed",
            "write a day, such as `2025-07-01`",
        ),
        (
            "sum(order.amount on payed_on)",
            "formula.unknown_name",
            "`payed_on` is not known here",
            "did you mean `paid_on`?",
        ),
        (
            "sum(order.amount on first(payment.on of order)[all] at company)",
            "formula.context",
            "the day by which a fact falls into a period is told from its fields alone",
            "name a field that holds a date",
        ),
        (
            "sum(order.amount whose customer)",
            "formula.units",
            "`customer` does not name a person, who could be credited",
            "write one of `rep`, `reviewer`",
        ),
        (
            "sum(order.amount whose reviewr)",
            "formula.unknown_name",
            "`reviewr` is not known here",
            "did you mean `reviewer`?",
        ),
        (
            "sum(order.amount whose reviewer as overlay)",
            "formula.context",
            "whom `whose` names is credited with the whole, directly, and not on top",
            "leave out `as overlay`, or `whose`",
        ),
        (
            "sum(order.amount of order)",
            "formula.context",
            "`of` is about a fact, and here there is none at hand",
            "leave this part out",
        ),
        (
            "count(order where count(visit of order)[all] at company > 0)",
            "formula.context",
            "no field of `visit` refers to `order`",
            "let `visit` have a field of type `order`, or name a field that both have",
        ),
        (
            "count(order where count(note of order)[all] at company > 0)",
            "formula.context",
            "which field of `note` is meant cannot be told: `about`, `order`",
            "let one field alone refer to `order`, or name a field that both have",
        ),
        (
            "count(order where count(visit of reviewer)[all] at company > 0)",
            "formula.unknown_name",
            "`reviewer` is not a field of both kinds",
            "name a field that the fact at hand and those looked for both have, or write `of order` for those that refer to it",
        ),
    ];
    for (formula, code, message, help) in cases {
        let plan = of_other_days().0.replace("FORMULA", formula);
        let problems = Plan::from_json(plan.as_bytes()).unwrap_err();
        let all: Vec<_> = problems
            .iter()
            .map(|problem| {
                (problem.code().to_string(), problem.message().to_owned(), problem.help().map(str::to_owned))
            })
            .collect();
        assert_eq!(all, [(code.to_owned(), message.to_owned(), Some(help.to_owned()))], "{formula}");
    }
}

#[test]
fn an_explanation_lists_the_day_by_which_each_fact_counts() {
    let view = other_days("sum(order.amount on paid_on whose reviewer)", "2025-03-31");
    let trace = view.explain("asked", whose(&view, "company"), when(&view, "2025-02")).unwrap();
    let text = trace.to_text(Language::English);
    let expected = [
        "asked of company, 2025-02           650  = sum(order.amount on paid_on whose reviewer)",
        "└─ sum(order.amount on paid_on whose reviewer) 650",
        "   ├─ o1  2025-02-14  100",
        "   ├─ r1  2025-02-14  100 × −50%",
        "   ├─ o2  2025-02-15  200",
        "   └─ o3  2025-02-28  400",
    ];
    let lines: Vec<String> = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let expected: Vec<String> =
        expected.iter().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(lines, expected);
}

#[test]
fn a_fold_may_ask_who_said_a_fact_and_since_when_it_is_known() {
    // Only what a system recorded counts, and only what it recorded within a week.
    let plan = r#"{
        "attain": 1, "name": "Recorded", "currency": "EUR", "timezone": "+08:00", "org": { "trees": { "sales": ["company"] } },
        "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money" } },
                   "visit": { "whose": "rep", "counts": "by = \"crm\"", "fields": { "rep": "person" } } },
        "kpis": {
            "all": { "formula": "sum(order.amount)" }, "by_crm": { "formula": "sum(order.amount where by = \"crm\")" },
            "timely": { "formula": "sum(order.amount where order.known - order.on <= 7 days)" },
            "nobody": { "formula": "count(order where by is missing)" }, "one": { "formula": "count(order where id = \"o2\")" },
            "visits": { "formula": "count(visit)" }, "last_known": { "formula": "max(order.known)" } }
    }"#;
    let mut engine = Engine::new(Plan::from_json(plan.as_bytes()).unwrap());
    let lines = r#"
        {"kind":"unit","id":"u","on":"2025-01-01","unit":"company"}
        {"kind":"membership","id":"m","on":"2025-01-01","who":"ann","unit":"company"}
        {"kind":"order","id":"o1","on":"2025-03-01","rep":"ann","amount":"1","by":"crm","known":"2025-03-08T15:59:59Z"}
        {"kind":"order","id":"o2","on":"2025-03-01","rep":"ann","amount":"10","by":"crm","known":"2025-03-08T16:00:00Z"}
        {"kind":"order","id":"o3","on":"2025-03-10","rep":"ann","amount":"100","known":"2025-03-11T00:00:00Z"}
        {"kind":"visit","id":"v1","on":"2025-03-10","rep":"ann","by":"crm"}
        {"kind":"visit","id":"v2","on":"2025-03-10","rep":"ann","by":"ann"}
        {"kind":"order","id":"o1 again","on":"2025-03-02","rep":"ann","amount":"2","by":"erp","revises":"o1","known":"2025-03-12T00:00:00Z"}"#;
    let outcomes = engine.record_jsonl(lines.as_bytes(), None);
    assert!(outcomes.iter().all(|outcome| *outcome == Admission::Counted), "{outcomes:?}");

    let view = |position| engine.view_at(parse_day("2025-03-31").unwrap(), position);
    let ask = |view: &View, kpi: &str| figure(view, kpi, "ann", "2025-03");
    let before = view(7);
    // In UTC+8 the first became known on the 8th, and the second when the 9th had begun.
    assert_eq!(["all", "by_crm", "timely"].map(|kpi| ask(&before, kpi)), ["111", "11", "101"]);
    assert_eq!(["nobody", "one", "visits", "last_known"].map(|kpi| ask(&before, kpi)), ["1", "1", "1", "2025-03-11"]);
    // What was revised is said by its revision.
    assert_eq!(["all", "by_crm", "timely"].map(|kpi| ask(&view(8), kpi)), ["112", "10", "100"]);
}
