//! Plans and facts that nobody should have written: many mistakes at once, mistakes that others lean on, and texts made to
//! be slow or to overflow a stack.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may stop at the first surprise"
)]

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use attain::calendar::parse_day;
use attain::diagnostic::{PROBLEMS_MAX, Problems};
use attain::engine::Engine;
use attain::kpi::KPI_DEPTH_MAX;
use attain::log::read_jsonl;
use attain::plan::Plan;

/// A plan of these sections, which is sound without them.
fn plan(sections: &str) -> String {
    let comma = if sections.is_empty() { "" } else { "," };
    format!(
        r#"{{ "attain": 1, "name": "Pay", "currency": "EUR", "org": {{ "trees": {{ "sales": ["company", "team"] }} }}{comma} {sections} }}"#
    )
}

const ORDERS: &str =
    r#""facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money", "customer": "text" } } }"#;

const RULES: &str = r#""rules": { "rounding": { "to": "0.01", "mode": "half_up" }, "boundary": "[from, to)", "missing": "hold", "ties": "1224", "percentile": "linear" }"#;

fn problems(text: &str) -> Problems {
    Plan::from_json(text.as_bytes()).err().unwrap_or_default()
}

/// Place and code of each problem.
fn found(sections: &[&str]) -> Vec<String> {
    let problems = problems(&plan(&sections.join(", ")));
    problems.iter().map(|problem| format!("{}: {}", problem.place(), problem.code())).collect()
}

/// Runs something that must be done in a moment: in the seconds that a slow machine needs, not in minutes.
fn soon<T>(what: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = what();
    assert!(start.elapsed() < Duration::from_secs(20), "it took {:?}", start.elapsed());
    done
}

#[test]
fn ten_mistakes_are_ten_problems_of_ten_codes_at_ten_places() {
    let text = r#"{
        "attain": 1, "name": "Ten mistakes", "currency": "EURO", "precission": 12,
        "rules": { "rounding": { "to": "0.01", "mode": "half_up" }, "missing": "hold", "boundary": "[from, to)" },
        "calendar": { "lists": { "season": ["2025-01-01", "2025-07-01", "2025-04-01"] } },
        "org": { "trees": { "sales": ["company", "team", "team"] } },
        "facts": { "order": { "whose": "repp", "fields": { "rep": "person", "amount": "money" } } },
        "tables": { "rate": { "keys": ["attained"], "read": "stepp", "rows": [
            { "attained": "0% .. 100%", "rate": "3%" }, { "attained": "110% ..", "rate": "5%" } ] } },
        "kpis": {
            "revenue": { "formula": "sum(order.amont)" },
            "growth": { "formula": "revenue / revenue[prior]" },
            "orders": { "formula": "count(order" },
            "speed": { "formula": "orders / revenue" } },
        "targets": { "revenue": { "grain": "season", "unit_is": "members", "transfer": "days" } },
        "scorecards": { "rep": { "grain": ["month", "season"], "items": [
            { "id": "attained", "weight": "60%", "value": "attainment(revenue)" },
            { "id": "half", "weight": "30%", "value": "50" } ] } },
        "incentives": { "rep": { "grain": "month", "components": [
            { "id": "commission", "each": "period", "base": "revenue", "table": "rate" } ] } },
        "rankings": { "best": { "by": "score.rep" } }
    }"#;
    let expected = [
        "precission: document.unknown_field",
        "tables.rate.read: document.unknown_word",
        "currency: value.invalid",
        "calendar.lists.season[2]: calendar.list_order",
        "org.trees.sales[2]: name.duplicate",
        "facts.order.whose: fact.field",
        "tables.rate.rows[1]: table.gap",
        "kpis.revenue.formula: formula.unknown_name",
        "kpis.orders.formula: formula.syntax",
        "rankings.best.ties: rule.needed",
    ];
    let problems = problems(text);
    let found: Vec<String> =
        problems.iter().map(|problem| format!("{}: {}", problem.place(), problem.code())).collect();
    assert_eq!(found, expected);
    let codes: BTreeSet<&str> = problems.iter().map(|problem| problem.code().name()).collect();
    assert_eq!(codes.len(), 10);
    golden("ten_mistakes.txt", &problems.to_string());
}

/// Compares a text with what a file beside the smallest plans holds, or writes it there where that is asked for.
fn golden(file: &str, actual: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/problems").join(file);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&file, format!("{actual}\n")).unwrap();
    }
    assert_eq!(fs::read_to_string(&file).unwrap_or_default(), format!("{actual}\n"));
}

#[test]
fn a_broken_kpi_is_one_problem_however_many_use_it() {
    let kpis = r#""kpis": { "revenue": { "formula": "sum(order.amount" }, "a": { "formula": "revenue * 2" },
        "b": { "formula": "a + revenue[prior]" }, "c": { "formula": "b / avg(revenue over people)" } },
        "targets": { "revenue": { "grain": "month", "unit_is": "own", "transfer": "days" } },
        "rankings": { "r": { "by": "attainment(revenue)" }, "s": { "by": "c" } }"#;
    assert_eq!(found(&[RULES, ORDERS, kpis]), ["kpis.revenue.formula: formula.syntax"]);
}

#[test]
fn a_ring_is_one_problem_however_many_use_it() {
    let kpis = r#""kpis": { "a": { "formula": "b + 1" }, "b": { "formula": "a + 1" }, "c": { "formula": "a + b" } }"#;
    assert_eq!(found(&[kpis]), ["kpis.a.formula: formula.ring"]);
}

#[test]
fn an_unknown_table_is_a_problem_where_it_is_named_and_nowhere_else() {
    let card = r#""scorecards": { "rep": { "grain": "month", "items": [
        { "id": "a", "weight": "50%", "value": "1", "points": "pionts" },
        { "id": "b", "weight": "50%", "value": "2", "points": "pionts" } ] } },
        "rankings": { "r": { "by": "score.rep" }, "s": { "by": "score.rep.a" } }"#;
    let expected = ["scorecards.rep.items.a.points: name.unknown", "scorecards.rep.items.b.points: name.unknown"];
    assert_eq!(found(&[RULES, card]), expected);
}

#[test]
fn a_broken_table_is_one_problem_however_many_use_it() {
    let sections = r#""tables": { "points": { "keys": ["x"], "read": "line", "rows": [] } },
        "kpis": { "a": { "formula": "points(1)" }, "b": { "formula": "points.points(2) + a" } },
        "scorecards": { "rep": { "grain": "month", "grades": { "table": "points" }, "items": [
            { "id": "a", "weight": "100%", "value": "1", "points": "points" } ] } },
        "rankings": { "r": { "by": "score.rep" }, "s": { "by": "points(score.rep)" } }"#;
    assert_eq!(found(&[RULES, sections]), ["tables.points.rows: table.empty"]);
}

#[test]
fn a_broken_list_is_one_problem_however_many_use_it() {
    let sections = r#""calendar": { "lists": { "quota period": ["2025-01-01", "2025-07-01"] } },
        "kpis": { "orders": { "formula": "count(order)" } },
        "targets": { "orders": { "grain": "quota period", "unit_is": "own", "transfer": "days" } },
        "scorecards": { "rep": { "grain": "quota period", "items": [ { "id": "a", "weight": "100%", "value": "orders" } ] } },
        "incentives": { "rep": { "grain": "quota period", "components": [ { "id": "a", "each": "period", "pay": "5" } ] } },
        "rankings": { "r": { "by": "score.rep" }, "s": { "by": "pay.rep.a" } }"#;
    assert_eq!(found(&[RULES, ORDERS, sections]), ["calendar.lists.quota period: name.invalid"]);
}

#[test]
fn a_broken_field_or_kind_is_one_problem_however_many_use_it() {
    let kpis = r#""kpis": { "a": { "formula": "sum(order.amount)" }, "b": { "formula": "sum(order.amount where amount > 5 EUR)" },
        "c": { "formula": "sum(payment.amount where payment.order.amount > 3)" } }"#;
    let field = r#""facts": { "order": { "whose": "rep", "counts": "amount > 0", "fields": { "rep": "person", "amount": "monney" } },
        "payment": { "whose": "order", "fields": { "order": "order", "amount": "money" } } }"#;
    assert_eq!(found(&[field, kpis]), ["facts.order.fields.amount: name.unknown"]);
    let kind = r#""facts": { "open": { "fields": { "amount": "money" } } },
        "kpis": { "a": { "formula": "sum(open.amount)" }, "b": { "formula": "count(open)" } }"#;
    assert_eq!(found(&[kind]), ["facts.open: name.taken"]);
}

#[test]
fn a_scope_names_a_level_that_there_is() {
    let kpis =
        r#""kpis": { "a": { "formula": "count(order) at \"team\"" }, "b": { "formula": "count(order) at \"teem\"" } }"#;
    assert_eq!(found(&[ORDERS, kpis]), ["kpis.b.formula: formula.unknown_name"]);
}

#[test]
fn a_section_that_cannot_be_read_is_one_problem() {
    let uses = r#""rankings": { "r": { "by": "revenue" }, "s": { "by": "attainment(revenue)" } }"#;
    assert_eq!(found(&[RULES, r#""kpis": []"#, uses]), ["kpis: document.wrong_type"]);
    assert_eq!(found(&[RULES, r#""kpi": { "revenue": { "formula": "1" } }"#, uses]), ["kpi: document.unknown_field"]);
    let sums = r#""kpis": { "revenue": { "formula": "sum(order.amount)" }, "n": { "formula": "count(order where amount > 1)" } }"#;
    assert_eq!(found(&[r#""facts": "none""#, sums]), ["facts: document.wrong_type"]);
    assert_eq!(found(&[r#""facts": { "order": 5 }"#, sums]), ["facts.order: document.wrong_type"]);
    let typo = r#""facts": { "order": { "whose": "rep", "feilds": { "rep": "person", "amount": "money" } } }"#;
    assert_eq!(found(&[typo, sums]), ["facts.order.feilds: document.unknown_field"]);
    let looks = r#""kpis": { "a": { "formula": "rate(5)" } }"#;
    assert_eq!(found(&[r#""tables": 5"#, looks]), ["tables: document.wrong_type"]);
}

#[test]
fn a_broken_currency_rule_or_attribute_is_one_problem() {
    let text = plan(r#""kpis": { "a": { "formula": "5 USD + 6 USD" } }"#).replace(r#""EUR""#, r#""EURO""#);
    let places: Vec<String> = problems(&text).iter().map(|problem| problem.place().to_string()).collect();
    assert_eq!(places, ["currency"]);
    let pay = r#""incentives": { "rep": { "grain": "month", "components": [
        { "id": "a", "each": "period", "pay": "5" }, { "id": "b", "each": "period", "pay": "6" } ] } }"#;
    let rounding = r#""rules": { "rounding": { "to": "nothing", "mode": "half_up" }, "missing": "hold" }"#;
    assert_eq!(found(&[rounding, pay]), ["rules.rounding.to: value.invalid"]);
    let rule = r#""rule": { "rounding": { "to": "0.01", "mode": "half_up" } }"#;
    assert_eq!(found(&[rule, pay]), ["rule: document.unknown_field"]);
    let org = r#"{ "attain": 1, "name": "Pay", "currency": "EUR", "org": { "trees": { "sales": ["company"] }, "person": { "fte": "nummber" } },
        "kpis": { "a": { "formula": "subject.fte * 2" }, "b": { "formula": "if(subject.fte > 1, 1, 2)" } } }"#;
    let places: Vec<String> = problems(org).iter().map(|problem| problem.place().to_string()).collect();
    assert_eq!(places, ["org.person.fte"]);
}

/// A chain of KPIs, each of which needs the one before.
fn chain(length: usize) -> String {
    let mut kpis = String::from(r#""kpis": { "k00000": { "formula": "count(order)" }"#);
    for index in 1..length {
        let _ = write!(kpis, r#", "k{index:05}": {{ "formula": "k{:05} + 1" }}"#, index - 1);
    }
    kpis.push_str(" }");
    kpis
}

#[test]
fn kpis_need_each_other_in_a_chain_up_to_a_limit() {
    assert_eq!(found(&[ORDERS, &chain(KPI_DEPTH_MAX)]), [""; 0]);
    let beyond = format!("kpis.k{KPI_DEPTH_MAX:05}.formula: formula.too_large");
    assert_eq!(found(&[ORDERS, &chain(KPI_DEPTH_MAX + 1)]), [beyond.as_str()]);
    let long = soon(|| found(&[ORDERS, &chain(10_000)]));
    assert_eq!(long, [beyond.as_str()], "those that need it say nothing more");
}

/// An engine with a plan of these KPIs, in which Ann sold one order.
fn engine(kpis: &str) -> Engine {
    let plan = Plan::from_json(plan(&[ORDERS, RULES, kpis].join(", ")).as_bytes()).unwrap();
    let mut engine = Engine::new(plan);
    let facts = br#"
        {"kind":"unit","id":"u1","on":"2025-01-01","unit":"all"}
        {"kind":"membership","id":"m1","on":"2025-01-01","who":"ann","unit":"all"}
        {"kind":"order","id":"o1","on":"2025-03-01","rep":"ann","amount":"5"}"#;
    let refused: Vec<String> = engine.record_jsonl(facts, None).iter().map(|one| format!("{one:?}")).collect();
    assert!(engine.log().len() == 3, "{refused:?}");
    engine
}

fn asked(engine: &Engine, kpi: &str) -> String {
    let view = engine.view(parse_day("2025-03-31").unwrap());
    let march = view.period("2025-03").unwrap();
    view.value(kpi, view.person("ann").unwrap(), march).unwrap().unwrap().to_string()
}

#[test]
fn the_longest_chain_of_the_deepest_formulas_fits_the_stack() {
    // Each KPI asks the one before at the bottom of a formula that is as deep as one may be.
    let deep = |inner: &str| format!("{}{inner}{}", "abs(".repeat(60), ")".repeat(60));
    let mut kpis = format!(r#""kpis": {{ "k0": {{ "formula": "{}" }}"#, deep("count(order)"));
    for index in 1..KPI_DEPTH_MAX {
        let _ = write!(kpis, r#", "k{index}": {{ "formula": "{}" }}"#, deep(&format!("k{}", index - 1)));
    }
    kpis.push_str(" }");
    let last = format!("k{}", KPI_DEPTH_MAX - 1);
    assert_eq!(asked(&engine(&kpis), &last), "1");
}

#[test]
fn kpis_that_need_the_one_before_twice_are_asked_once_each() {
    let mut kpis = String::from(r#""kpis": { "k0": { "formula": "count(order)" }"#);
    for index in 1..KPI_DEPTH_MAX {
        let _ = write!(kpis, r#", "k{index}": {{ "formula": "k{0} + k{0}" }}"#, index - 1);
    }
    kpis.push_str(" }");
    let last = format!("k{}", KPI_DEPTH_MAX - 1);
    assert_eq!(soon(|| asked(&engine(&kpis), &last)), (1_u64 << (KPI_DEPTH_MAX - 1)).to_string());
    let peers = plan(&[ORDERS, RULES, &kpis].join(", "));
    let peers = peers.replace(r#""org": {"#, &format!(r#""org": {{ "peers": {{ "by": "{last}" }},"#));
    assert!(soon(|| problems(&peers)).is_empty());
}

#[test]
fn the_explanation_of_kpis_that_need_the_one_before_twice_is_bounded() {
    let mut kpis = String::from(r#""kpis": { "k0": { "formula": "count(order)" }"#);
    for index in 1..KPI_DEPTH_MAX {
        let _ = write!(kpis, r#", "k{index}": {{ "formula": "k{0} + k{0}[prior]" }}"#, index - 1);
    }
    kpis.push_str(" }");
    let engine = engine(&kpis);
    let view = engine.view(parse_day("2025-03-31").unwrap());
    let march = view.period("2025-03").unwrap();
    let last = format!("k{}", KPI_DEPTH_MAX - 1);
    let trace = soon(|| view.explain(&last, view.person("ann").unwrap(), march).unwrap());
    drop(trace);
}

#[test]
fn ten_thousand_kpis_in_a_ring_or_side_by_side_are_read_in_a_moment() {
    let ring = chain(10_000).replace(r#""formula": "count(order)""#, r#""formula": "k09999""#);
    let problems = soon(|| problems(&plan(&ring)));
    assert_eq!(problems.len(), 1);
    let mut beside = String::from(r#""kpis": { "k": { "formula": "count(order)" }"#);
    for index in 0..10_000 {
        let _ = write!(beside, r#", "k{index}": {{ "formula": "k * {index}" }}"#);
    }
    beside.push_str(" }");
    assert_eq!(soon(|| found(&[ORDERS, &beside])), [""; 0]);
}

#[test]
fn a_thousand_problems_are_kept_and_the_others_counted() {
    let mut kpis = String::from(r#""kpis": { "first": { "formula": "1" }"#);
    for index in 0..PROBLEMS_MAX + 5 {
        let _ = write!(kpis, r#", "k{index}": {{ "formula": 1, "size": 2 }}"#);
    }
    kpis.push_str(" }");
    let problems = soon(|| problems(&plan(&kpis)));
    assert_eq!(problems.len(), PROBLEMS_MAX + 5);
    assert_eq!(problems.iter().count(), PROBLEMS_MAX);
    assert!(problems.to_string().ends_with("\nand 5 more"));
}

#[test]
fn a_million_wrong_values_are_read_in_a_moment() {
    let wrong = format!(
        r#"{RULES}, "rankings": {{ "a": {{ "by": [{}] }} }}, "tables": [{}]"#,
        "{},".repeat(9) + "{}",
        "1,".repeat(999_999) + "1"
    );
    let few = soon(|| problems(&plan(&wrong)));
    assert_eq!(few.len(), 2, "{few}");
    let levels = format!(r#""targets": {{ "x": {{ "grain": "month", "levels": [{}] }} }}"#, "1,".repeat(999_999) + "1");
    assert!(soon(|| problems(&plan(&levels))).len() > 999_999);
    let mut items = String::from("{}");
    for index in 1..200_000 {
        let _ = write!(items, r#",{{"id":"a{index}"}}"#);
    }
    let card = format!(r#""scorecards": {{ "x": {{ "grain": "month", "items": [{items}] }} }}"#);
    assert!(soon(|| problems(&plan(&card))).len() > 199_999);
    let components = format!(r#""incentives": {{ "x": {{ "grain": "month", "components": [{items}] }} }}"#);
    assert!(soon(|| problems(&plan(&components))).len() > 199_999);
}

#[test]
fn texts_made_to_be_large_are_refused_in_a_moment_and_not_repeated() {
    let long = "x".repeat(100_000_000);
    for text in [plan(&format!(r#""kpis": {{ "a": {{ "formula": "{long}" }} }}"#)), long.clone(), format!("\"{long}")] {
        let problems = soon(|| problems(&text));
        let codes: Vec<&str> = problems.iter().map(|problem| problem.code().name()).collect();
        assert_eq!(codes, ["document.too_large"]);
        assert!(problems.to_string().len() < 300, "the text is repeated");
    }
    let line = format!("{{\"kind\": \"order\", \"id\": \"{long}\"}}\n{{\"kind\": \"order\", \"id\": \"o1\"}}\n");
    let read = soon(|| read_jsonl(line.as_bytes()));
    assert_eq!(read[0].as_ref().unwrap_err().code().name(), "entry.too_large");
    assert!(read[0].as_ref().unwrap_err().to_string().len() < 300, "the text is repeated");
    assert!(read[1].is_ok(), "the line after it is read");
}

#[test]
fn texts_of_the_largest_plan_are_not_repeated_for_each_problem() {
    let long = "x".repeat(8_000_000);
    for sections in [
        format!(r#""{long}": 1"#),
        format!(r#""rules": {{ "ties": "{long}" }}"#),
        format!(r#""kpis": {{ "{long}": {{ "formula": "1" }} }}"#),
        format!(r#""kpis": {{ "{long}": {{ {} "formula": "1" }} }}"#, r#""y": 1, "#.repeat(1_000)),
        format!(r#""kpis": {{ "a": {{ "formula": "{long}" }} }}"#),
        format!(r#""kpis": {{ "a": {{ "formula": "sum({long})" }} }}"#),
        format!(r#""rules": {{ "rounding": {{ "to": "{long}", "mode": "{long}" }} }}"#),
        format!(r#""precision": 1{}"#, "0".repeat(8_000_000)),
        format!(r#""precision": {}"#, "1".repeat(8_000_000)),
    ] {
        let problems = soon(|| problems(&plan(&sections)));
        assert!(!problems.is_empty());
        assert!(problems.to_string().len() < 10_000_000, "{} bytes", problems.to_string().len());
    }
}

#[test]
fn documents_that_are_no_text_or_are_cut_off_are_refused_at_their_place() {
    let sound = plan(&[RULES, ORDERS, r#""kpis": { "a": { "formula": "sum(order.amount)" } }"#].join(", "));
    assert!(Plan::from_json(sound.as_bytes()).is_ok());
    for cut in 0..sound.len() {
        let problems = Plan::from_json(&sound.as_bytes()[..cut]).unwrap_err();
        let codes: Vec<&str> = problems.iter().map(|problem| problem.code().name()).collect();
        assert_eq!(codes, ["document.syntax"], "cut at {cut}");
    }
    for at in 0..sound.len() {
        let mut bytes = sound.clone().into_bytes();
        bytes[at] = 0xff;
        let problems = Plan::from_json(&bytes).unwrap_err();
        let first = problems.iter().next().unwrap();
        assert_eq!((first.code().name(), first.span()), ("document.not_text", Some(at..at + 1)));
    }
}

#[test]
fn nesting_is_refused_long_before_the_stack_ends() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        for depth in [100, 1_000_000] {
            let deep = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            let problems = soon(|| problems(&deep));
            let codes: Vec<&str> = problems.iter().map(|problem| problem.code().name()).collect();
            assert_eq!(codes, ["document.too_deep"], "{depth} deep");
            let line = read_jsonl(&deep.as_bytes()[..deep.len().min(1_000_000)]);
            assert_eq!(line[0].as_ref().unwrap_err().code().name(), "entry.too_deep");
        }
    }
}

#[test]
fn a_plan_that_is_taken_lacks_nothing_of_what_is_written() {
    let sound = include_str!("../examples/plans/adventure_works.json");
    let words: Vec<&str> = sound.split('"').skip(1).step_by(2).collect();
    let mut taken = 0;
    for (index, word) in words.iter().enumerate() {
        for other in [words[(index * 7 + 3) % words.len()], "", "month", "1"] {
            let text = swap(sound, index, other);
            let Ok(plan) = Plan::from_json(text.as_bytes()) else { continue };
            let written = plan.definition();
            taken += 1;
            let place = format!("`{other}` in the place of `{word}`, the {index}th");
            assert_eq!(plan.kpis().rows().len(), written.kpis.len(), "{place}");
            assert_eq!(plan.kinds().len(), written.facts.len(), "{place}");
            assert_eq!(plan.targets().len(), written.targets.len(), "{place}");
            assert_eq!(plan.scorecards().len(), written.scorecards.len(), "{place}");
            assert_eq!(plan.incentives().len(), written.incentives.len(), "{place}");
            assert_eq!(plan.rankings().len(), written.rankings.len(), "{place}");
            assert!(plan.tables().rows().len() >= written.tables.len(), "{place}");
            for fields in written.facts.iter().map(|(kind, written)| (kind, &written.fields)) {
                assert_eq!(plan.kinds().find(fields.0).unwrap().1.fields().count(), fields.1.len(), "{place}");
            }
        }
    }
    assert!(taken > 100, "only {taken} of the changed plans were taken");
}

/// A text in which the word at a position among those in double quotes is another one.
fn swap(text: &str, index: usize, word: &str) -> String {
    let mut parts: Vec<&str> = text.split('"').collect();
    parts[index * 2 + 1] = word;
    parts.join("\"")
}

#[test]
fn a_number_with_a_far_exponent_is_not_read_as_zero() {
    for number in ["1e-400", "1E400", "5e-31", "1e99999999999"] {
        let text = format!("{{\"x\": {number}}}");
        let problems = attain::document::from_json(text.as_bytes(), 1_000).unwrap_err();
        let codes: Vec<&str> = problems.iter().map(|problem| problem.code().name()).collect();
        assert_eq!(codes, ["document.digits"], "{number}");
    }
    let node = attain::document::from_json(br#"{"x": 1.5e3, "y": 25e-2}"#, 1_000).unwrap();
    assert_eq!(node.get("x").and_then(attain::document::Node::as_text), Some("1500"));
    assert_eq!(node.get("y").and_then(attain::document::Node::as_text), Some("0.25"));
}

#[test]
fn a_fact_of_the_year_9999_costs_no_more_than_another() {
    let revenue = r#""kpis": { "revenue": { "formula": "sum(order.amount)" } }"#;
    let mut engine = attain::Engine::new(Plan::from_json(plan(&[ORDERS, revenue].join(", ")).as_bytes()).unwrap());
    let day = |text: &str| attain::calendar::parse_day(text).unwrap();
    let company = attain::Entry::new("unit").id("company").on(day("0002-01-01")).set("unit", "company");
    let members = (0..2_000).map(|person| {
        let entry = attain::Entry::new("membership").id(&format!("m{person}")).on(day("0002-01-01"));
        entry.set("who", format!("p{person}")).set("unit", "company")
    });
    let order = |id: &str, on: &str| {
        let entry = attain::Entry::new("order").id(id).on(day(on));
        entry.set("rep", "p7").set("amount", "1")
    };
    let orders = [order("first", "0002-01-01"), order("last", "9999-12-30")];
    engine.record_batch(std::iter::once(company).chain(members).chain(orders), None);
    let view = engine.view(day("9999-12-31"));
    let all = attain::calendar::Span::new(day("0001-01-01"), day("9999-12-31")).unwrap();
    let sold = view.value("revenue", view.unit("company").unwrap(), all).unwrap();
    assert_eq!(sold.unwrap().to_string(), "2");
}
