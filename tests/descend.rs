//! KPIs that call themselves over members: objectives that are made of those below them.
#![cfg(feature = "json")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod common;

use attain::calendar::parse_day;
use attain::engine::query::{Drill, Nodes, Query};
use attain::kpi::RING_MAX;
use attain::org::DEPTH_MAX;
use attain::quantity::{Unit, Value};
use attain::trace::{Language, Limits};
use attain::{Engine, Plan, View};

use common::{engine, figure, member, order, record, units, view, when, whose};

const PLAN: &str = r#"{
    "attain": 1, "name": "Objectives", "currency": "EUR",
    "rules": { "missing": "skip", "boundary": "[from, to)", "rounding": { "to": "0.01", "mode": "half_up" } },
    "org": { "trees": { "sales": ["company", "region", "team"], "segments": ["all", "segment"] } },
    "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money", "product": "text" } } },
    "kpis": {
        "revenue": { "formula": "sum(order.amount)" },
        "progress": { "formula": "coalesce(avg(progress over members), attainment(revenue))" },
        "before": { "formula": "progress[prior]" },
        "heads": { "formula": "sum(heads over members) + if(subject.role is present, 1, 0)" },
        "best": { "formula": "greatest(coalesce(max(best over members), 0 EUR), if(subject.role is present, revenue, 0 EUR))" },
        "load": { "formula": "sum(spread over members) + 1" },
        "spread": { "formula": "load * 2" },
        "depth": { "formula": "coalesce(max(depth over members), 0) + 1" },
        "cash": { "formula": "sum(cash over members) + revenue * rate" },
        "rate": { "formula": "coalesce(avg(rate over members), 10%) + if(coalesce(max(cash over members), 0 EUR) >= 8 EUR, 5%, 0%)" },
        "solid": { "formula": "coalesce(avg(solid over members), attainment(revenue))", "at_least": 2 } },
    "targets": { "revenue": { "grain": "month", "unit_is": "members", "transfer": "days", "rounding": { "to": "1", "mode": "half_up" } } },
    "scorecards": { "unit": { "grain": "month", "items": [
        { "id": "progress", "weight": "100%", "value": "progress", "points": { "keys": ["x"], "read": "line", "below": "flat", "above": "flat",
          "rows": [ { "x": "0%", "points": 0 }, { "x": "100%", "points": 100 } ] } } ] } }
}"#;

/// all over north (n1: ann 50 of 100, bob 100; n2: cid 30) and south (s1: dan 80); eve with 30 is in n1 until the
/// sixteenth, then in s1.
fn company() -> Engine {
    let mut engine = engine(PLAN);
    units(
        &mut engine,
        &[("all", ""), ("north", "all"), ("south", "all"), ("n1", "north"), ("n2", "north"), ("s1", "south")],
    );
    for (who, unit) in [("ann", "n1"), ("bob", "n1"), ("cid", "n2"), ("dan", "s1"), ("eve", "n1")] {
        member(&mut engine, who, "2025-01-01", unit, r#""role":"rep""#);
    }
    member(&mut engine, "eve", "2025-03-16", "s1", "");
    for (who, amount) in [("ann", "50"), ("bob", "40"), ("bob", "60"), ("cid", "30"), ("dan", "80"), ("eve", "30")] {
        let target = format!(
            r#"{{"kind":"target","id":"{who} {amount}","on":"2025-03-01","of":"revenue","who":"{who}","period":"2025-03","amount":"100"}}"#
        );
        record(&mut engine, &target);
        order(&mut engine, who, "2025-03-05", amount);
    }
    engine
}

fn figures(view: &View, kpi: &str, who: &[&str]) -> Vec<String> {
    who.iter().map(|who| figure(view, kpi, who, "2025-03")).collect()
}

#[test]
fn an_objective_is_made_of_those_below_it() {
    let engine = company();
    let who = ["ann", "n1", "n2", "north", "s1", "south", "all"];
    let end = view(&engine, "2025-03-31");
    // n1: 50 and 100; s1: 80 and 30; all: 52.5 and 55. The mean over people would be 58.
    assert_eq!(figures(&end, "progress", &who), ["0.5", "0.75", "0.3", "0.525", "0.55", "0.55", "0.5375"]);
    assert_eq!(figures(&end, "heads", &who), ["1", "2", "1", "3", "2", "2", "5"]);
    assert_eq!(figures(&end, "best", &who), ["50", "100", "30", "100", "80", "80", "100"]);
    // A rep has 1 and 2; n1 4 + 1, north 10 + 6 + 1, south 10 + 1, all 34 + 22 + 1.
    assert_eq!(figures(&end, "load", &who), ["1", "5", "3", "17", "5", "11", "57"]);
    assert_eq!(figures(&end, "spread", &who), ["2", "10", "6", "34", "10", "22", "114"]);
    assert_eq!(figures(&end, "depth", &who), ["1", "2", "2", "3", "2", "3", "4"]);
    // A rep keeps a tenth: 5, 10, 3; n1 15 % of 180 (eve's 30 were sold there), n2 10 % of 30, north 12.5 % and 5 % of 210.
    assert_eq!(figures(&end, "cash", &["ann", "n1", "n2", "north"]), ["5", "42", "6", "84.75"]);
    // Before the transfer eve is in n1: 50, 100 and 30 are 60; north 60 and 30; south 80.
    let before = view(&engine, "2025-03-10");
    assert_eq!(figures(&before, "progress", &who), ["0.5", "0.6", "0.3", "0.45", "0.8", "0.8", "0.625"]);
    assert_eq!(figure(&end, "before", "all", "2025-04"), "0.5375");
    let query = Query::new(["score.unit"]).of(Nodes::keys(["ann"])).during(when(&end, "2025-03"));
    assert_eq!(end.table(&query).unwrap().rows[0].cells[0].clone().unwrap().to_string(), "50");
}

#[test]
fn the_smallest_sample_is_that_of_each_node() {
    let view = view(&company(), "2025-03-31");
    // One order each, but two of bob. Of n1 one member is left, of north none: its own orders count, four of its people and the one
    // that eve brought in when she was there, 210 of 300 and 48 for her fifteen days. Of all only north is left.
    assert_eq!(figures(&view, "solid", &["bob", "north"]), ["1", "35/58"]);
    for who in ["ann", "n1", "n2", "s1", "south", "all"] {
        assert!(figure(&view, "solid", who, "2025-03").starts_with("undefined: "), "{who}");
    }
}

#[test]
fn the_unit_of_what_calls_itself_is_found() {
    let plan = Plan::from_json(PLAN.as_bytes()).unwrap();
    let unit = |name: &str| plan.kpis().iter().find(|(_, kpi)| kpi.name.as_str() == name).unwrap().1.formula.unit;
    assert_eq!(
        ["progress", "heads", "best", "load", "spread", "cash", "rate"].map(unit),
        [Unit::Ratio, Unit::Number, Unit::Money, Unit::Number, Unit::Number, Unit::Money, Unit::Ratio]
    );
    let problems = |formula: &str| {
        let plan = PLAN.replace("coalesce(max(depth over members), 0) + 1", formula);
        Plan::from_json(plan.as_bytes()).unwrap_err().to_string()
    };
    assert_eq!(
        problems("sum(depth over members) / 100 EUR"),
        "kpis.depth.formula: `depth` is asked of members as money, and gives ratio\n  \
         help: let it give what it takes its members to be of"
    );
    let ring = |count: usize| {
        let kpi = |at: usize| format!(r#""k{at}": {{ "formula": "sum(k{} over members)" }}"#, (at + 1) % count);
        let kpis: Vec<String> = (0..count).map(kpi).collect();
        Plan::from_json(PLAN.replace("\"kpis\": {", &format!("\"kpis\": {{ {},", kpis.join(", "))).as_bytes())
    };
    assert!(ring(RING_MAX + 1).is_ok(), "the last of them asks one that is known by then");
    assert_eq!(
        ring(RING_MAX + 2).unwrap_err().to_string(),
        "kpis.k0.formula: 4 KPIs ask each other over members, more than 3\n  \
         help: let one of them ask the others of the one at hand, and itself over members"
    );
    assert!(problems("sum(depth over members) + revenu").contains("`revenu` is not known here"));
    assert!(problems("max(depth over members) + revenue + heads").contains("cannot be added"));
}

#[test]
fn a_fact_of_a_person_changes_all_above() {
    let mut engine = company();
    let who = ["ann", "n1", "north", "south", "all"];
    assert_eq!(figures(&view(&engine, "2025-03-31"), "progress", &who), ["0.5", "0.75", "0.525", "0.55", "0.5375"]);
    order(&mut engine, "ann", "2025-03-20", "20");
    let expected = ["0.7", "0.85", "0.575", "0.55", "0.5625"];
    assert_eq!(figures(&view(&engine, "2025-03-31"), "progress", &who), expected);
    let fresh = engine.view_at(parse_day("2025-03-31").unwrap(), engine.log().len());
    assert_eq!(figures(&fresh, "progress", &who), expected);
}

#[test]
fn explanations_breakdowns_and_entries_go_all_the_way_down() {
    let view = view(&company(), "2025-03-31");
    let (all, march) = (whose(&view, "all"), when(&view, "2025-03"));
    let text = view.explain("progress", all, march).unwrap().to_text(Language::English);
    assert!(text.contains("53.75%") && text.contains("52.5%") && text.contains("55%"), "{text}");
    let cut = view.explain_within("progress", all, march, Limits::default().depth(1)).unwrap();
    assert_eq!(cut.outcome.clone().unwrap(), view.value("progress", all, march).unwrap().unwrap());

    let behind = view.entries(&Drill::new("best", all, march)).unwrap();
    let mut ids: Vec<&str> = behind.iter().flat_map(|one| &one.entries).map(|one| one.entry.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 6, "every order: {ids:?}");

    let by = |kpi: &str| {
        let query = Query::new([kpi]).of(Nodes::keys(["all", "n1"])).during(march).by("order.rep");
        let rows = view.table(&query).unwrap().rows;
        let row = |row: &attain::engine::query::Row| {
            let of = row.by[0].as_ref().map_or_else(|| "–".to_owned(), Value::to_string);
            format!("{} {of} {}", row.who, row.cells[0].clone().unwrap())
        };
        rows.iter().map(row).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(by("best"), "all ann 50, all bob 100, all cid 30, all dan 80, all eve 30, n1 ann 50, n1 bob 100");
}

#[test]
fn why_it_is_another_one_than_before_adds_up() {
    let mut engine = company();
    let before = view(&engine, "2025-03-10");
    order(&mut engine, "ann", "2025-03-20", "20");
    let after = view(&engine, "2025-03-31");
    let march = when(&before, "2025-03");
    let change = before.change(&after, "progress", "all", march, march).unwrap();
    // 62.5% without ann's order, 65 with it: n1 is 70, 100 and 30. Then eve goes: n1 85, north 57.5, south 55.
    let moved = change.parts.iter().filter(|part| part.before != part.after);
    let parts: Vec<String> =
        moved.map(|part| format!("{}: {} → {}", part.causes[0].word(), part.before, part.after)).collect();
    assert_eq!(parts, ["facts: 62.5% → 64.1666666667%", "people: 64.1666666667% → 56.25%"]);
    let ids: Vec<&str> = change.parts[0].entries.rows.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(ids, ["order ann 2025-03-20 20"]);
}

#[test]
fn each_tree_has_members_of_its_own() {
    let mut engine = company();
    record(
        &mut engine,
        r#"{"kind":"unit","id":"t1","on":"2020-01-01","unit":"lines","tree":"segments"}
        {"kind":"unit","id":"t2","on":"2020-01-01","unit":"bikes","under":"lines","tree":"segments"}
        {"kind":"membership","id":"x1","on":"2025-01-01","who":"ann","unit":"bikes","tree":"segments"}
        {"kind":"membership","id":"x2","on":"2025-01-01","who":"dan","unit":"bikes","tree":"segments"}
        {"kind":"membership","id":"x3","on":"2025-01-01","who":"cid","unit":"lines","tree":"segments"}"#,
    );
    let view = view(&engine, "2025-03-31");
    assert_eq!(figures(&view, "heads", &["lines", "bikes", "all"]), ["3", "2", "5"]);
    // bikes: 50 and 80; lines: that 65 and cid's 30.
    assert_eq!(figures(&view, "progress", &["bikes", "lines"]), ["0.65", "0.475"]);
}

/// Asks on a thread with little room.
fn on_a_small_stack(ask: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(512 << 10).spawn(ask).unwrap().join().unwrap();
}

#[test]
fn the_deepest_tree_is_answered_with_little_room() {
    on_a_small_stack(|| {
        let mut engine = engine(PLAN);
        let names: Vec<String> = (0..DEPTH_MAX).map(|at| format!("u{at:02}")).collect();
        let above = |at: usize| if at == 0 { "" } else { names[at - 1].as_str() };
        let chain: Vec<(&str, &str)> = (0..DEPTH_MAX).map(|at| (names[at].as_str(), above(at))).collect();
        units(&mut engine, &chain);
        member(&mut engine, "ann", "2025-01-01", &names[DEPTH_MAX - 1], r#""role":"rep""#);
        order(&mut engine, "ann", "2025-03-05", "7");
        let view = view(&engine, "2025-03-31");
        let (top, march) = (whose(&view, "u00"), when(&view, "2025-03"));
        assert_eq!(figures(&view, "depth", &["u00", "u63", "ann"]), ["65", "2", "1"]);
        assert_eq!(figures(&view, "heads", &["u00"]), ["1"]);
        // Twice as much and one more on each of 64 levels above 1: 2 ^ 65 − 1.
        assert_eq!(figures(&view, "load", &["u00"]), ["36893488147419103231"]);
        let query = Query::new(["best"]).of(Nodes::keys(["u00"])).during(march).by("order.rep");
        assert_eq!(view.table(&query).unwrap().rows[0].cells[0].clone().unwrap().to_string(), "7");
        assert_eq!(view.entries(&Drill::new("best", top, march)).unwrap()[0].all, 1);
        assert!(view.explain("depth", top, march).unwrap().to_text(Language::English).contains("65"));
    });
}
