//! Plans whose periods are weeks, months of whole weeks, or half months: figures on the days where periods meet, and what is
//! wrong with a grain.

#![cfg(feature = "json")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may stop at the first surprise"
)]

use std::fmt::Write;

use attain::calendar::{Grain, Span, parse_day};
use attain::engine::{Engine, View};
use attain::log::Admission;
use attain::measure::Slots;
use attain::plan::Plan;

/// Years of 4-4-5 weeks that end on the Saturday nearest to the end of December: 2026 is from 4 January 2026 to 2 January
/// 2027, and has 52 weeks; 2020 is from 29 December 2019 to 2 January 2021, and has 53.
const WEEKS: &str = r#""calendar": {
    "pattern": "4-4-5", "last": { "weekday": "saturday", "month": 12, "rule": "nearest" } }"#;

const REST: &str = r#"
  "attain": 1, "name": "Weeks", "currency": "EUR",
  "rules": { "rounding": { "to": "0.01", "mode": "half_up" }, "missing": "skip" },
  "org": { "trees": { "sales": ["company", "team"] } },
  "facts": { "sale": { "whose": "rep", "fields": { "rep": "person", "amount": "money" } } }"#;

const ASKED: &str = r#"
  "kpis": {
    "revenue": { "formula": "sum(sale.amount)" },
    "prior_week": { "formula": "revenue[prior week]" },
    "same_days": { "formula": "revenue[prior 52 week]" },
    "last_year": { "formula": "revenue[last_year]" },
    "week_to_date": { "formula": "revenue[week to date]" },
    "best_week": { "formula": "max(revenue over week)" },
    "weeks": { "formula": "count(revenue over week)" },
    "number": { "formula": "period.index" }
  },
  "targets": { "revenue": { "grain": "week", "unit_is": "members", "transfer": "days" } },
  "scorecards": { "card": { "grain": "week", "items": [ { "id": "sold", "weight": "100%", "value": "count(sale)" } ] } },
  "incentives": { "pay": { "grain": "week", "components": [ { "id": "tenth", "each": "period", "pay": "revenue * 10%" } ] } }"#;

/// A sale on each side of every end of a month of the first quarter of 2026, and on each side of the year's ends; the
/// amounts are powers of two, so that a sum tells which of them are in it.
const SALES: &[(&str, u32)] = &[
    ("2026-01-03", 1),      // the last day of 2025
    ("2026-01-04", 2),      // the first day of 2026, its first month and week
    ("2026-01-31", 4),      // the last day of the first month, of week 4
    ("2026-02-01", 8),      // the first day of the second, of week 5
    ("2026-02-28", 16),     // the last day of the second, of week 8
    ("2026-03-01", 32),     // the first day of the third, of week 9
    ("2026-03-31", 64),     // week 13
    ("2026-04-04", 128),    // the last day of the third, of the quarter
    ("2026-04-05", 256),    // the second quarter
    ("2027-01-02", 512),    // the last day of 2026
    ("2027-01-03", 1_024),  // the first day of 2027
    ("2025-01-04", 2_048),  // week 1 of 2025
    ("2021-01-02", 4_096),  // the 53rd week of 2020
    ("2021-01-03", 8_192),  // the first week of 2021
    ("2020-12-26", 16_384), // the 52nd week of 2020
];

fn engine(plan: &str) -> Engine {
    let mut engine = Engine::new(Plan::from_json(plan.as_bytes()).unwrap_or_else(|problems| panic!("{problems}")));
    let mut lines = String::from(
        r#"{"kind":"unit","id":"u1","on":"2015-01-01","unit":"company"}
           {"kind":"membership","id":"m1","on":"2015-01-01","who":"ann","unit":"company"}
"#,
    );
    for (on, amount) in SALES {
        let sale = format!(r#""kind":"sale","id":"s{amount}","on":"{on}","rep":"ann","amount":"{amount}""#);
        writeln!(lines, "{{{sale}}}").unwrap();
    }
    for admission in engine.record_jsonl(lines.as_bytes(), None) {
        assert!(!matches!(admission, Admission::Refused(_)), "{admission:?}");
    }
    engine
}

fn view() -> View {
    engine(&format!("{{ {REST}, {WEEKS}, {ASKED} }}")).view(parse_day("2027-12-31").unwrap())
}

fn figure(view: &View, kpi: &str, period: &str) -> String {
    let value = view.value(kpi, view.person("ann").unwrap(), view.period(period).unwrap()).unwrap();
    value.map_or_else(|why| why.code().to_owned(), |value| value.to_string())
}

#[test]
fn a_fact_counts_in_the_month_and_week_that_have_its_day() {
    let view = view();
    let table = [
        ("FY2025-M12", 1),
        ("FY2026-M01", 2 + 4),
        ("FY2026-M02", 8 + 16),
        ("FY2026-M03", 32 + 64 + 128),
        ("FY2026-M04", 256),
        ("FY2026-M12", 512),
        ("FY2027-M01", 1_024),
        ("FY2026-Q1", 2 + 4 + 8 + 16 + 32 + 64 + 128),
        ("FY2026-H1", 2 + 4 + 8 + 16 + 32 + 64 + 128 + 256),
        ("FY2026", 1_022),
        ("FY2026-W01", 2),
        ("FY2026-W02", 0),
        ("FY2026-W04", 4),
        ("FY2026-W05", 8),
        ("FY2026-W08", 16),
        ("FY2026-W09", 32),
        ("FY2026-W13", 64 + 128),
        ("FY2026-W14", 256),
        ("FY2026-W52", 512),
        ("FY2020-W52", 16_384),
        ("FY2020-W53", 4_096),
        ("FY2020-M12", 16_384 + 4_096),
        ("FY2021-W01", 8_192),
    ];
    for (period, expected) in table {
        assert_eq!(figure(&view, "revenue", period), expected.to_string(), "{period}");
    }
}

#[test]
fn windows_and_groups_go_by_weeks() {
    let view = view();
    let table = [
        ("prior_week", "FY2026-W05", "4"),
        ("prior_week", "FY2026-M01", "0"),
        ("prior_week", "FY2021-W01", "4096"),
        ("last_year", "FY2026-W01", "2048"),
        ("last_year", "FY2026-M01", "2048"),
        ("last_year", "FY2021-W01", "0"),
        ("last_year", "FY2020-W53", "no_period"),
        ("last_year", "FY2027", "1022"),
        // 2020 had a 53rd week: 52 weeks before the 53rd of 2020 is its own first, and before the first of 2021 its second.
        ("same_days", "FY2020-W53", "0"),
        ("same_days", "FY2027-W01", "2"),
        ("best_week", "FY2026-M01", "4"),
        ("best_week", "FY2026-M03", "192"),
        ("weeks", "FY2026-M01", "4"),
        ("weeks", "FY2026-M03", "5"),
        ("weeks", "FY2020-M12", "6"),
        ("weeks", "FY2020", "53"),
        ("number", "FY2020-W53", "53"),
        ("number", "FY2026-M03", "3"),
    ];
    for (kpi, period, expected) in table {
        assert_eq!(figure(&view, kpi, period), expected, "{kpi} in {period}");
    }
    assert!(view.period("FY2026-W53").is_err(), "2026 has 52 weeks");
    let early = engine(&format!("{{ {REST}, {WEEKS}, {ASKED} }}")).view(parse_day("2026-04-03").unwrap());
    assert_eq!(figure(&early, "week_to_date", "FY2026-W13"), "64", "the week is not over");
    assert_eq!(figure(&view, "week_to_date", "FY2026-W13"), "192");
}

#[test]
fn targets_cards_and_statements_go_by_weeks() {
    let mut engine = engine(&format!("{{ {REST}, {WEEKS}, {ASKED} }}"));
    let target = |id: &str, period: &str| {
        let line = format!(
            r#"{{"kind":"target","id":"{id}","on":"2026-01-01","of":"revenue","who":"ann","period":"{period}","amount":"256"}}"#
        );
        format!("{:?}", engine.record_jsonl(line.as_bytes(), None))
    };
    let told = ["FY2026-W13", "FY2026-M03", "2026-W13"].into_iter().zip(["t1", "t2", "t3"]);
    let mut target = target;
    let told: Vec<String> = told.map(|(period, id)| target(id, period)).collect();
    assert!(told[0].contains("Counted"), "{}", told[0]);
    assert!(told[1].contains("by week, and this is another period"), "{}", told[1]);
    assert!(told[2].contains("did you mean `FY2026-W13`?"), "{}", told[2]);

    let view = engine.view(parse_day("2027-12-31").unwrap());
    let (ann, week) = (view.person("ann").unwrap(), view.period("FY2026-W13").unwrap());
    assert_eq!(view.attainment("revenue", ann, week).unwrap().unwrap().to_string(), "75%");
    assert_eq!(view.scorecard("card", ann, week).unwrap().unwrap().score().unwrap().to_string(), "2.00");
    assert!(view.statement("pay", ann, week).unwrap().is_ok());
    let paid = |period: &str| view.pay("pay", None, ann, view.period(period).unwrap()).unwrap().unwrap().to_string();
    assert_eq!(paid("FY2026-W13"), "19.2");
    // Each week is rounded by itself: 3.2 + 0 + 0 + 0 + 19.2.
    assert_eq!(paid("FY2026-M03"), "22.4");
}

#[test]
fn half_months_are_paid_and_cut_like_any_other_period() {
    let plan = format!(
        r#"{{ {REST}, "kpis": {{ "revenue": {{ "formula": "sum(sale.amount)" }},
            "before": {{ "formula": "revenue[prior half_month]" }}, "best": {{ "formula": "max(revenue over half_month)" }} }},
            "incentives": {{ "pay": {{ "grain": "half_month", "components": [
                {{ "id": "tenth", "each": "period", "pay": "revenue * 10%" }} ] }} }} }}"#
    );
    let view = engine(&plan).view(parse_day("2027-12-31").unwrap());
    let table = [
        ("revenue", "2026-01-A", "3"),
        ("revenue", "2026-01-B", "4"),
        ("revenue", "2026-02-A", "8"),
        ("revenue", "2026-02-B", "16"),
        ("before", "2026-02-A", "4"),
        ("best", "2026-02", "16"),
        // No other has more than the first half of April, with the 4th and the 5th.
        ("best", "2026", "384"),
    ];
    for (kpi, period, expected) in table {
        assert_eq!(figure(&view, kpi, period), expected, "{kpi} in {period}");
    }
    let ann = view.person("ann").unwrap();
    let paid = view.pay("pay", None, ann, view.period("2026-02").unwrap()).unwrap();
    assert_eq!(paid.unwrap().to_string(), "2.4");
}

#[test]
fn cells_are_cut_at_weeks_where_the_plan_uses_them_and_only_then() {
    let kpis = r#""kpis": { "revenue": { "formula": "sum(sale.amount)" } }"#;
    // 2026 has 12 months and 52 Mondays; 1 June is one of them, 1 January is not: 63 pieces.
    let table = [
        (format!("{{ {REST}, {WEEKS}, {ASKED} }}"), 52, vec![Grain::Week]),
        (format!("{{ {REST}, {WEEKS}, {kpis} }}"), 12, vec![]),
        (
            format!(r#"{{ {REST}, "kpis": {{ "a": {{ "formula": "sum(sale.amount)[prior week]" }} }} }}"#),
            63,
            vec![Grain::Week],
        ),
        (
            format!(r#"{{ {REST}, "kpis": {{ "a": {{ "formula": "sum(sale.amount)[last_year week]" }} }} }}"#),
            63,
            vec![Grain::Week],
        ),
        (
            format!(
                r#"{{ {REST}, {kpis}, "targets": {{ "revenue": {{ "grain": "half_month", "unit_is": "own", "transfer": "stay" }} }} }}"#
            ),
            24,
            vec![Grain::HalfMonth],
        ),
        (format!("{{ {REST}, {kpis} }}"), 12, vec![]),
    ];
    for (text, slots, grains) in table {
        let engine = engine(&text);
        let plan = Plan::from_json(text.as_bytes()).unwrap();
        assert_eq!(plan.grains().collect::<Vec<Grain>>(), grains, "{text}");
        let view = engine.view(parse_day("2027-12-31").unwrap());
        let days = match plan.calendar().parse_period("FY2026") {
            Ok(year) => year.span(),
            Err(_) => Span::new(parse_day("2026-01-01").unwrap(), parse_day("2027-01-01").unwrap()).unwrap(),
        };
        let cut = Slots::new(plan.calendar(), plan.grains(), view.org(), days);
        assert_eq!(cut.len(), slots, "{text}");
    }
    // A plan that does not use weeks answers for them all the same.
    let plain = engine(&format!("{{ {REST}, {WEEKS}, {kpis} }}")).view(parse_day("2027-12-31").unwrap());
    let cut = view();
    for week in 1..=52 {
        let period = format!("FY2026-W{week:02}");
        assert_eq!(figure(&plain, "revenue", &period), figure(&cut, "revenue", &period), "{period}");
    }
}

#[test]
fn a_calendar_of_whole_weeks_says_that_it_has_no_half_months_wherever_one_is_asked_for() {
    let help = "a calendar of whole weeks has no half months; take `week` or `month`";
    let kpi = |formula: &str| format!(r#""kpis": {{ "a": {{ "formula": "{formula}" }} }}"#);
    let plain = kpi("sum(sale.amount)");
    let table = [
        (kpi("sum(sale.amount)[prior half_month]"), "kpis.a.formula"),
        (kpi("max(sum(sale.amount) over half_month)"), "kpis.a.formula"),
        (
            format!(
                r#"{plain}, "targets": {{ "a": {{ "grain": "half_month", "unit_is": "own", "transfer": "stay" }} }}"#
            ),
            "targets.a.grain",
        ),
        (
            format!(
                r#"{plain}, "scorecards": {{ "c": {{ "grain": "half_month", "items": [ {{ "id": "i", "weight": "100%", "value": "1" }} ] }} }}"#
            ),
            "scorecards.c.grain",
        ),
        (
            format!(
                r#"{plain}, "incentives": {{ "p": {{ "grain": "half_month", "components": [ {{ "id": "i", "each": "period", "pay": "1" }} ] }} }}"#
            ),
            "incentives.p.grain",
        ),
    ];
    for (rest, place) in table {
        let problems = Plan::from_json(format!("{{ {REST}, {WEEKS}, {rest} }}").as_bytes()).unwrap_err();
        let found: Vec<_> = problems.iter().map(|one| (one.place().as_str(), one.help().unwrap_or_default())).collect();
        assert_eq!(found, [(place, help)], "{problems}");
        // With months there are half months.
        Plan::from_json(format!("{{ {REST}, {rest} }}").as_bytes()).unwrap_or_else(|problems| panic!("{problems}"));
    }
}

#[test]
fn an_explanation_names_weeks_in_either_language() {
    use attain::trace::Language;

    let view = view();
    let trace = view.explain("best_week", view.person("ann").unwrap(), view.period("FY2026-M01").unwrap()).unwrap();
    for language in [Language::English, Language::Chinese] {
        let text = trace.to_text(language);
        assert!(text.contains("FY2026-M01") && text.contains("FY2026-W04"), "{text}");
    }
}

#[test]
fn figures_go_on_across_a_short_year() {
    // Years ended in June; from April 2026 on they start in April.
    let plan = format!(
        r#"{{ {REST}, "calendar": {{ "year_starts": "04-01", "years": {{ "FY2026S": "2025-07-01 .. 2026-04-01" }} }},
            "kpis": {{ "revenue": {{ "formula": "sum(sale.amount)" }}, "quarters": {{ "formula": "count(revenue over quarter)" }},
                "prior": {{ "formula": "revenue[prior]" }}, "last_year": {{ "formula": "revenue[last_year]" }},
                "year_to_date": {{ "formula": "revenue[year to date]" }} }} }}"#
    );
    let view = engine(&plan).view(parse_day("2026-04-04").unwrap());
    let table = [
        ("revenue", "FY2025", "2048"),
        ("revenue", "FY2026S", "127"),
        ("revenue", "FY2027", "128"),
        ("quarters", "FY2026S", "3"),
        ("prior", "FY2027", "127"),
        ("prior", "FY2027-Q1", "127"),
        ("prior", "FY2026S", "2048"),
        ("last_year", "FY2026S", "no_period"),
        ("last_year", "FY2026S-Q3", "2048"),
        ("last_year", "2026-01", "2048"),
        ("year_to_date", "2026-03", "127"),
        ("year_to_date", "2026-04", "128"),
    ];
    for (kpi, period, expected) in table {
        assert_eq!(figure(&view, kpi, period), expected, "{kpi} in {period}");
    }
}
