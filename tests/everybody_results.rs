//! Targets, attainments, scores and ranks are the same found for everybody or for one, and live or afresh.
#![cfg(feature = "json")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may stop at the first surprise"
)]

mod common;

use attain::engine::View;
use attain::engine::query::{Nodes, Query};
use attain::kpi::When;
use attain::quantity::{Fraction, Why};
use attain::{Engine, Outcome, Plan, Value};

use common::crowd::{PEOPLE, company, orders};
use common::{view, when, whose};

/// Cards with every way to treat what is undefined, curves with every way to go on beyond their ends, groups and steps; rankings with
/// every tie, among all and in teams, of some people, with a least number, and one in days of its own.
const PLAN: &str = r#"{ "attain": 1, "name": "Results", "currency": "EUR",
  "rules": { "percentile": "linear", "missing": "skip", "rounding": { "to": "0.01", "mode": "half_even" }, "ties": "1224" },
  "org": { "trees": { "sales": ["company", "team"] } },
  "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money", "cost": "money", "pieces": "number",
    "discount": "ratio", "status": "text", "customer": "text", "opened": "date", "closed": "date" } } },
  "tables": {
    "curve": { "keys": ["reached"], "read": "line", "below": "flat", "above": "flat", "rows": [
      { "reached": "0%", "points": 0 }, { "reached": "50%", "points": 30 }, { "reached": "80%", "points": 70 },
      { "reached": "100%", "points": 100 }, { "reached": "150%", "points": 120 } ] },
    "open": { "keys": ["reached"], "read": "line", "below": "undefined", "above": "extend", "rows": [
      { "reached": "20%", "points": 10 }, { "reached": "60%", "points": "33.3" } ] },
    "closed": { "keys": ["reached"], "read": "line", "below": "extend", "above": "zero", "rows": [
      { "reached": "33.3%", "points": 7 }, { "reached": "66.7%", "points": 70 }, { "reached": "90%", "points": 60 } ] },
    "exact": { "keys": ["won"], "read": "line", "below": "undefined", "above": "undefined", "rows": [
      { "won": 1, "points": 10 }, { "won": 2, "points": 25 }, { "won": 4, "points": 40 } ] } },
  "kpis": {
    "revenue": { "formula": "sum(order.amount)" },
    "won": { "formula": "count(order where status = \"won\")" },
    "lost": { "formula": "count(order where status = \"lost\")" },
    "rate": { "formula": "won / (won + lost)" },
    "strict": { "formula": "won / (won + lost)", "at_least": 3 },
    "deal": { "formula": "avg(order.amount where status = \"won\")", "missing": "zero" },
    "share": { "formula": "revenue / (revenue at company)" },
    "odd": { "formula": "if(won > 2, revenue / 7, 1000)" },
    "big": { "formula": "won / 7 * 1000000000000000 * (lost / 11) * 1000000000000000 * (revenue / 13 EUR)" },
    "goal": { "formula": "target(revenue)" } },
  "targets": { "revenue": { "grain": "month", "unit_is": "members", "transfer": "days" },
    "won": { "grain": "month", "unit_is": "members", "transfer": "days", "factor": "if(coalesce(rate, 0) > 50%, 120%, 90%)" } },
  "scorecards": {
    "rep": { "grain": ["month", "quarter"], "items": [
      { "id": "result", "weight": "60%", "value": "attainment(revenue)", "points": "curve" },
      { "id": "process", "weight": "30%", "value": "rate / 0.5", "points": "curve", "missing": "zero" },
      { "id": "deal", "weight": "10%", "value": "deal / 200 EUR", "points": "open", "missing": { "value": 5 } } ] },
    "group": { "grain": ["month", "quarter"], "who": "won > 0", "missing": "hold", "items": [
      { "id": "one", "weight": "50%", "missing": "skip", "items": [
        { "id": "rate", "weight": "70%", "value": "rate", "points": "closed", "missing": "skip" },
        { "id": "strict", "weight": "30%", "value": "strict", "points": "curve", "missing": "skip" } ] },
      { "id": "two", "weight": "50%", "value": "won * 10" } ] },
    "shared": { "grain": ["month", "quarter"], "items": [ { "id": "share", "weight": "100%", "value": "share * 1000", "missing": "hold" } ] },
    "exact": { "grain": ["month", "quarter"], "items": [ { "id": "won", "weight": "100%", "value": "won", "points": "exact", "missing": "hold" } ] } },
  "rankings": {
    "all": { "by": "score.rep", "ties": "1224" },
    "dense": { "by": "score.rep", "ties": "1223", "order": "lowest" },
    "mean": { "by": "won", "ties": "average" },
    "team": { "by": "score.rep", "within": "team", "ties": "1224", "at_least": 15 },
    "some": { "by": "score.group", "who": "revenue > 100", "within": "team" },
    "value": { "by": "rate", "ties": "1224" },
    "shared": { "by": "score.shared", "ties": "1224" },
    "then": { "by": "won", "ties": "1234", "then": [ { "by": "revenue", "order": "highest" } ] },
    "contest": { "by": "revenue", "during": "2025-05-10 .. 2025-06-20", "ties": "1224" } } }"#;

const FIGURES: [&str; 30] = [
    "revenue",
    "won",
    "rate",
    "strict",
    "deal",
    "share",
    "odd",
    "big",
    "goal",
    "target(revenue)",
    "attainment(revenue)",
    "gap(revenue)",
    "score.rep",
    "score.rep.process",
    "score.group",
    "score.shared",
    "score.exact",
    "rank.all",
    "rank.dense",
    "rank.mean",
    "rank.team",
    "rank.some",
    "rank.value",
    "rank.shared",
    "rank.then",
    "rank.contest",
    "lost",
    "target(won)",
    "attainment(won)",
    "gap(won)",
];

const TIMES: [&str; 4] = ["2025-05", "2025-09", "2025-Q2", "2025-05-12 .. 2025-06-03"];

fn targets() -> Vec<String> {
    let target = |(person, month): (usize, usize)| {
        // The second one is multiplied by what comes of facts.
        let of_won = format!(
            r#"{{"kind":"target","id":"w{person} {month}","on":"2025-01-01","of":"won","who":"p{person}","period":"2025-{month:02}","amount":"{}"}}"#,
            person % 4 + 1
        );
        let of_revenue = format!(
            r#"{{"kind":"target","id":"g{person} {month}","on":"2025-01-01","of":"revenue","who":"p{person}","period":"2025-{month:02}","amount":"{}.50"}}"#,
            (person * 37 + month * 101) % 900
        );
        format!("{of_won}\n{of_revenue}")
    };
    // Every ninth person has none.
    let people = (0..PEOPLE).filter(|person| person % 9 != 4);
    people.flat_map(|person| (1..=12).map(move |month| (person, month))).map(target).collect()
}

fn recorded(lines: &[String]) -> Engine {
    let plan = Plan::from_json(PLAN.as_bytes()).unwrap_or_else(|problems| panic!("{problems}"));
    let mut engine = Engine::new(plan);
    engine.record_jsonl(company().as_bytes(), None);
    engine.record_jsonl(targets().join("\n").as_bytes(), None);
    engine.record_jsonl(lines.join("\n").as_bytes(), None);
    engine
}

/// All figures of everybody and every unit, figure by figure.
fn together(view: &View) -> Vec<(String, Outcome)> {
    let mut all = Vec::new();
    for time in TIMES {
        for nodes in [Nodes::People, Nodes::units()] {
            let query = Query::new(FIGURES).of(nodes).during(when(view, time));
            let columns = view.columns(&query).unwrap();
            for (column, figure) in columns.columns.iter().zip(&columns.figures) {
                assert_eq!(figure.len(), columns.who.len());
                let rows = columns.who.iter().zip(figure.iter());
                all.extend(rows.map(|(who, value)| (format!("{} of {who} in {time}", column.name), value)));
            }
        }
    }
    all
}

/// The same of one, asked of a view that knows nothing yet.
fn alone(engine: &Engine, figure: &str, who: &str, time: &str) -> Outcome {
    let fork = engine.clone();
    let view = view(&fork, "2025-12-31");
    let (whose, when) = (whose(&view, who), when(&view, time));
    let number = |number: Outcome<Fraction>| number.map(Value::Number);
    if let Some(ranking) = figure.strip_prefix("rank.") {
        // Out of the ranking as a whole, where only people are ranked.
        let ranking = view.ranking(ranking, when).unwrap();
        let is_person = view.person(who).is_ok();
        return number(ranking.of(who).filter(|_| is_person).map_or(Err(Why::NotAMember), |place| place.rank.clone()));
    }
    if let Some(card) = figure.strip_prefix("score.").filter(|card| !card.contains('.')) {
        let card = view.scorecard(card, whose, when).unwrap();
        return number(card.and_then(|card| card.score()).map(Fraction::from));
    }
    one(&view, figure, whose, when)
}

fn one(view: &View, figure: &str, whose: attain::measure::Whose, when: When) -> Outcome {
    let key = match whose {
        attain::measure::Whose::Person(person) => view.org()[person].key().to_string(),
        attain::measure::Whose::Unit(unit) => view.org()[unit].key().to_string(),
    };
    let query = Query::new([figure]).of(Nodes::keys([key])).during(when);
    view.table(&query).unwrap().rows.remove(0).cells.remove(0)
}

fn same(one: &[(String, Outcome)], other: &[(String, Outcome)]) {
    assert_eq!(one.len(), other.len());
    for (one, other) in one.iter().zip(other) {
        assert_eq!(one, other);
    }
}

#[test]
fn for_everybody_as_for_one() {
    let engine = recorded(&orders());
    let all = together(&view(&engine, "2025-12-31"));
    let mut defined = 0;
    for (name, value) in all.iter().step_by(17) {
        let (figure, rest) = name.split_once(" of ").unwrap();
        let (who, time) = rest.split_once(" in ").unwrap();
        assert_eq!(*value, alone(&engine, figure, who, time), "{name}");
        defined += usize::from(value.is_ok());
    }
    assert!(defined > 200, "{defined}");
    for figure in FIGURES {
        let of = |(name, _): &&(String, Outcome)| name.starts_with(&format!("{figure} of p"));
        assert!(all.iter().filter(of).any(|(_, value)| value.is_ok()), "{figure}");
    }
}

#[test]
fn a_table_has_what_columns_have() {
    let engine = recorded(&orders());
    let asked = view(&engine, "2025-12-31");
    let query = |nodes| Query::new(FIGURES).of(nodes).during(when(&asked, "2025-05")).during(when(&asked, "2025-Q2"));
    for query in [
        query(Nodes::People),
        query(Nodes::units()),
        query(Nodes::keys(["t1", "p3", "company"])),
        query(Nodes::People).sort("score.rep", attain::ranking::Order::HighestFirst).top(20).offset(3).limit(9),
        Query::new(["revenue"]).of(Nodes::People).during(when(&asked, "2025-05")).by("order.status"),
    ] {
        let (rows, columns) = (asked.table(&query).unwrap(), asked.columns(&query).unwrap());
        assert_eq!((rows.total, rows.offset, rows.rows.len()), (columns.total, columns.offset, columns.who.len()));
        assert_eq!((&rows.columns, &rows.by), (&columns.columns, &columns.by));
        for (at, row) in rows.rows.iter().enumerate() {
            let cells: Vec<Outcome> = columns.figures.iter().map(|figure| figure.get(at).unwrap()).collect();
            assert_eq!((&row.cells, row.whose, row.when), (&cells, columns.whose[at], columns.when[at]));
            assert_eq!((&row.who, &row.by), (&columns.who[at], &columns.slices[at]));
        }
    }
}

#[test]
fn live_as_afresh() {
    let orders = orders();
    let (first, more) = orders.split_at(600);
    let mut engine = recorded(first);
    same(&together(&view(&engine, "2025-12-31")), &together(&view(&engine.clone(), "2025-12-31")));
    for (count, lines) in more.chunks(2).enumerate() {
        engine.record_jsonl(lines.join("\n").as_bytes(), None);
        // A target now and then, which changes what nobody's orders change.
        if count % 40 == 7 {
            let target = format!(
                r#"{{"kind":"target","id":"again {count}","on":"2025-01-01","of":"revenue","who":"p{}","period":"2025-05","amount":"{count}"}}"#,
                count % PEOPLE
            );
            engine.record_jsonl(target.as_bytes(), None);
        }
        let now = view(&engine, "2025-12-31");
        if count % 12 == 3 {
            same(&together(&now), &together(&view(&engine.clone(), "2025-12-31")));
        } else {
            for ranking in ["all", "team", "mean", "dense", "some", "shared"] {
                let who = format!("p{}", count * 7 % PEOPLE);
                let figure = format!("rank.{ranking}");
                let rank = now.rank(ranking, whose(&now, &who), when(&now, "2025-05")).unwrap();
                assert_eq!(rank.map(Value::Number), alone(&engine, &figure, &who, "2025-05"), "{figure} of {who}");
            }
        }
    }
    same(&together(&view(&engine, "2025-12-31")), &together(&view(&recorded(&orders), "2025-12-31")));
}

/// Whose facts an order changes, where it says so.
fn rep(line: &str) -> Option<&str> {
    line.split_once(r#""rep":""#)?.1.split('"').next()
}

#[test]
fn asked_of_a_few_after_each_order_as_afresh() {
    let orders = orders();
    let (first, more) = orders.split_at(500);
    let mut engine = recorded(first);
    // Columns are there from the first question on, and those of units once these were asked for often.
    drop(together(&view(&engine, "2025-12-31")));
    for (count, line) in more.iter().enumerate() {
        engine.record_jsonl(line.as_bytes(), None);
        let who = rep(line).map_or_else(|| format!("p{}", count * 7 % PEOPLE), str::to_owned);
        let team = format!("t{}", count % 4);
        let (now, fork) = (view(&engine, "2025-12-31"), engine.clone());
        let afresh = view(&fork, "2025-12-31");
        for time in ["2025-05", "2025-Q2"] {
            let keys = [who.as_str(), team.as_str(), "company"];
            let query = Query::new(FIGURES).of(Nodes::keys(keys)).during(when(&now, time));
            let (live, new) = (now.table(&query).unwrap(), afresh.table(&query).unwrap());
            for (live, new) in live.rows.iter().zip(&new.rows) {
                for ((figure, live), new) in FIGURES.iter().zip(&live.cells).zip(&new.cells) {
                    assert_eq!(live, new, "{figure} of {who}, {team} or the company in {time} after {line}");
                }
            }
        }
    }
}
