//! The language, proven by tables that a sales manager can read: `tables/formulas.txt` has what formulas come to,
//! `tables/refused.txt` what is said of those that are refused. Both are asked in the world of `tables/world.json` and
//! `tables/world.jsonl`.
#![cfg(feature = "json")]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may stop at the first surprise"
)]

mod common;

use attain::diagnostic::{Code, Problem, Problems};
use attain::engine::Engine;
use attain::formula::{DEPTH_MAX, LENGTH_MAX, LEVELS_MAX, NODES_MAX};
use attain::kpi::{KPI_DEPTH_MAX, KpiDefinition};
use attain::plan::{Plan, PlanDefinition};
use attain::quantity::Value;
use common::{is, record, view, when, whose};

const WORLD: &str = include_str!("tables/world.json");
const LOG: &str = include_str!("tables/world.jsonl");
const FORMULAS: &str = include_str!("tables/formulas.txt");
const REFUSED: &str = include_str!("tables/refused.txt");

/// The plan of the world, with further KPIs.
fn world(kpis: impl IntoIterator<Item = (String, String)>) -> PlanDefinition {
    let mut definition: PlanDefinition = serde_json::from_str(WORLD).unwrap();
    for (name, formula) in kpis {
        let kpi = KpiDefinition { formula: formula.as_str().into(), ..KpiDefinition::default() };
        definition.kpis.insert(name, kpi);
    }
    definition
}

/// A row of the table, and the line that it stands on.
struct Row {
    line: usize,
    who: &'static str,
    time: &'static str,
    as_of: &'static str,
    formula: &'static str,
    expected: &'static str,
}

impl Row {
    /// What the formula is called while it is asked.
    fn name(&self) -> String {
        format!("line_{}", self.line)
    }
}

fn rows() -> Vec<Row> {
    let (mut who, mut time, mut as_of) = ("", "", "");
    let mut rows = Vec::new();
    for (index, text) in FORMULAS.lines().enumerate() {
        if let Some(heading) = text.strip_prefix("== ") {
            let (asked, day) = heading.split_once(", as of ").unwrap();
            (who, time) = asked.split_once(" in ").unwrap();
            as_of = day;
            continue;
        }
        let mut cells = text.split('|').map(str::trim);
        let (Some(formula), Some(expected), Some(_)) = (cells.next(), cells.next(), cells.next()) else { continue };
        assert!(cells.next().is_none(), "line {}: four columns", index + 1);
        rows.push(Row { line: index + 1, who, time, as_of, formula, expected });
    }
    rows
}

#[test]
fn every_formula_comes_to_what_the_table_says() {
    let rows = rows();
    assert!(rows.len() > 250, "{} rows", rows.len());
    let definition = world(rows.iter().map(|row| (row.name(), row.formula.to_owned())));
    let plan = Plan::compile(&definition).unwrap_or_else(|problems| panic!("{problems}"));
    let mut engine = Engine::new(plan);
    record(&mut engine, LOG);
    let mut wrong = Vec::new();
    let mut asked = view(&engine, "2020-01-01");
    for row in &rows {
        if asked.as_of().to_string() != row.as_of {
            asked = view(&engine, row.as_of);
        }
        let outcome = asked.value(&row.name(), whose(&asked, row.who), when(&asked, row.time)).unwrap();
        if !is(&outcome, row.expected) {
            let found = outcome.map_or_else(|why| format!("undefined: {why}"), |value| told(&value));
            wrong.push(format!("line {}: `{}` is {}, and came to {found}", row.line, row.formula, row.expected));
        }
    }
    assert!(wrong.is_empty(), "{} of {} rows\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

fn told(value: &Value) -> String {
    match value {
        Value::Ratio(number) => format!("{number} (a ratio)"),
        Value::Money(number) => format!("{number} EUR"),
        value => value.to_string(),
    }
}

/// What is wrong with a formula in the world.
fn refused(formula: &str) -> Vec<Problem> {
    let problems = Plan::compile(&world([("asked".to_owned(), formula.to_owned())])).err();
    problems.iter().flat_map(Problems::iter).cloned().collect()
}

#[test]
fn every_refusal_shows_the_parts_and_the_remedy() {
    let rows: Vec<Vec<&str>> =
        REFUSED.split("\n\n").map(|row| row.lines().filter(|line| !line.starts_with('#')).collect()).collect();
    let mut wrong = Vec::new();
    for row in &rows[1..] {
        let text = row[0].replace(['⟦', '⟧'], "");
        let told: Vec<String> = refused(&text).iter().map(|problem| told_of(&text, problem)).collect();
        let expected = row.join("\n");
        if told != [expected.as_str()] {
            wrong.push(format!("{expected}\n--- came to\n{}", told.join("\n")));
        }
    }
    assert!(rows.len() > 40, "{}", rows.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// A problem as the table has it: the formula with its parts marked, the message, the help.
fn told_of(text: &str, problem: &Problem) -> String {
    let mut marked = text.to_owned();
    let mut spans: Vec<_> = [problem.span(), problem.other_span()].into_iter().flatten().collect();
    spans.sort_by_key(|span| span.start);
    for span in spans.into_iter().rev() {
        marked.insert(span.end, '⟧');
        marked.insert(span.start, '⟦');
    }
    assert_eq!(problem.place().as_str(), "kpis.asked.formula", "{text}");
    format!("{marked}\n{}\nhelp: {}", problem.message(), problem.help().unwrap_or("none"))
}

#[test]
fn limits_hold_and_one_beyond_is_named() {
    let long = |bytes: usize| format!("1{}", " ".repeat(bytes - 1));
    let deep = |depth: usize| format!("{}1{}", "(".repeat(depth), ")".repeat(depth));
    // Each sign in a row builds upon what is before it: a level, and two parts.
    let levels = |levels: usize| format!("1{}", " + 1".repeat(levels - 1));
    let parts = |parts: usize| format!("1 in ({}1)", "1, ".repeat(parts - 3));
    let table = [
        // the limit, a formula of that many, what is said of one beyond
        (LENGTH_MAX, long as fn(usize) -> String, "a formula has at most 16384 bytes"),
        (DEPTH_MAX, deep, "parts stand inside one another more than 64 deep"),
        (LEVELS_MAX, levels, "more than 256 parts build upon one another"),
        (NODES_MAX, parts, "a formula has at most 4096 parts"),
    ];
    for (most, formula, message) in table {
        let within = refused(&formula(most));
        assert!(within.is_empty(), "{message}: {within:?}");
        let beyond = refused(&formula(most + 1));
        let told: Vec<(Code, &str)> = beyond.iter().map(|problem| (problem.code(), problem.message())).collect();
        assert_eq!(told, [(Code::FormulaTooLarge, message)]);
        assert!(beyond[0].help().is_some() && beyond[0].span().is_some(), "{message}");
    }
}

/// So many KPIs, each of the one before.
fn chain(length: usize) -> Vec<(String, String)> {
    let of = |at: usize| if at == 1 { "orders + 1".to_owned() } else { format!("k{} + 1", at - 1) };
    (1..length).map(|at| (format!("k{at}"), of(at))).collect()
}

#[test]
fn a_chain_of_kpis_is_as_long_as_it_may_be() {
    let plan = Plan::compile(&world(chain(KPI_DEPTH_MAX))).unwrap_or_else(|problems| panic!("{problems}"));
    let mut engine = Engine::new(plan);
    record(&mut engine, LOG);
    let view = view(&engine, "2024-03-31");
    let last = format!("k{}", KPI_DEPTH_MAX - 1);
    assert!(is(&view.value(&last, whose(&view, "ann"), when(&view, "2024-02")).unwrap(), "34"), "3 + 31");

    let problems = Plan::compile(&world(chain(KPI_DEPTH_MAX + 1))).unwrap_err();
    let expected = "kpis.k32.formula: 33 KPIs need each other in a chain that ends here, more than 32\n  \
                    help: compute it from facts, or from KPIs nearer to them";
    assert_eq!(problems.to_string(), expected);
}

#[test]
fn a_ring_is_printed_as_a_ring_and_whoever_uses_it_hears_no_more() {
    let kpis = [("利润", "margin * 2"), ("margin", "quota - 1"), ("quota", "利润 + orders"), ("user", "quota + 1")];
    let problems =
        Plan::compile(&world(kpis.map(|(name, formula)| (name.to_owned(), formula.to_owned())))).unwrap_err();
    let expected = "kpis.margin.formula: KPIs need each other in a ring: `margin` → `quota` → `利润` → `margin`\n  \
                    help: let one of them be computed from facts alone, or go down: `sum(margin over members)`, of the same time";
    assert_eq!(problems.to_string(), expected);
}
