//! Figures by the values of a field: every fold sees the facts of the slice, and nothing is averaged.
#![cfg(feature = "json")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod common;

use attain::engine::query::{Nodes, Query, Row};
use attain::engine::{Engine, View};
use attain::quantity::Value;
use attain::ranking::Order;

use common::{engine, figure, member, record, told, units, view, when};

const PLAN: &str = r#"{
    "attain": 1, "name": "Breakdown", "currency": "EUR",
    "rules": { "missing": "skip", "ties": "1224", "percentile": "linear", "rounding": { "to": "0.01", "mode": "half_up", "odd": "first" } },
    "org": { "trees": { "sales": ["company", "team"] }, "peers": "subject.role" },
    "facts": {
        "order": { "on": "ordered_on", "whose": "rep", "counts": "void is missing or not void", "fields": {
            "ordered_on": "date", "rep": "person", "amount": "money", "cost": "money", "product": "text", "region": "text",
            "customer": "text", "void": "yesno" } },
        "payment": { "whose": "order", "fields": { "order": "order", "amount": "money" } } },
    "kpis": {
        "revenue": { "formula": "sum(order.amount)" },
        "orders": { "formula": "count(order)" },
        "customers": { "formula": "distinct(order.customer)" },
        "middle": { "formula": "median(order.amount)" },
        "margin": { "formula": "1 - sum(order.cost) / revenue" },
        "growth": { "formula": "revenue / revenue[prior] - 100%" },
        "share": { "formula": "revenue / revenue at company" },
        "per_head": { "formula": "avg(revenue over people)" },
        "paid": { "formula": "sum(payment.amount)" },
        "collection": { "formula": "paid / revenue" },
        "ahead": { "formula": "if(orders > 1, paid, 0 EUR)" },
        "rank": { "formula": "rank(revenue over peers)" },
        "against": { "formula": "attainment(revenue)" },
        "new_ones": { "formula": "count(order where order.amount = first(order.amount of customer)[all] at company)" } },
    "targets": { "revenue": { "grain": "month", "unit_is": "members", "transfer": "days" } },
    "scorecards": { "rep": { "grain": "month", "items": [ { "id": "orders", "weight": "100%", "value": "orders" } ] } },
    "rankings": { "best": { "by": "revenue" } }
}"#;

fn sold(engine: &mut Engine, id: &str, on: &str, who: &str, fields: &str) {
    record(engine, &format!(r#"{{"kind":"order","id":"{id}","on":"{on}",{who},{fields}}}"#));
}

/// In March n1 sells bikes for 1000 (ann 600 to Nord, and a shared 400 to Süd), a helmet for 100 to Nord, and 60 of nothing.
fn company() -> Engine {
    let mut engine = engine(PLAN);
    units(&mut engine, &[("all", ""), ("n1", "all"), ("s1", "all")]);
    for (who, unit) in [("ann", "n1"), ("bob", "n1"), ("dan", "s1")] {
        member(&mut engine, who, "2025-01-01", unit, r#""role":"rep""#);
    }
    let bikes = r#""product":"bikes","region":"west""#;
    sold(
        &mut engine,
        "o1",
        "2025-03-03",
        r#""rep":"ann""#,
        &format!(r#""amount":"600","cost":"300","customer":"Nord",{bikes}"#),
    );
    let shared = r#""credits":[{"who":"ann","share":"60%"},{"who":"bob","share":"40%"}]"#;
    sold(&mut engine, "o2", "2025-03-04", shared, &format!(r#""amount":"400","cost":"100","customer":"Süd",{bikes}"#));
    let helmet = r#""amount":"100","cost":"75","customer":"Nord","product":"helmets","region":"east""#;
    sold(&mut engine, "o3", "2025-03-05", r#""rep":"bob""#, helmet);
    sold(
        &mut engine,
        "o4",
        "2025-03-06",
        r#""rep":"bob""#,
        r#""amount":"60","cost":"6","customer":"Nord","region":"west""#,
    );
    sold(&mut engine, "o5", "2025-02-06", r#""rep":"ann""#, r#""amount":"50","product":"locks""#);
    sold(&mut engine, "o6", "2025-02-07", r#""rep":"ann""#, r#""amount":"500","product":"bikes""#);
    sold(&mut engine, "o7", "2025-03-08", r#""rep":"dan""#, r#""amount":"1000","product":"bikes","customer":"Ost""#);
    sold(&mut engine, "o8", "2025-03-08", r#""rep":"ann""#, r#""amount":"9999","product":"bikes","void":true"#);
    record(&mut engine, r#"{"kind":"payment","id":"p1","on":"2025-03-20","order":"o1","amount":"450"}"#);
    record(&mut engine, r#"{"kind":"payment","id":"p2","on":"2025-03-21","order":"o4","amount":"60"}"#);
    record(&mut engine, r#"{"kind":"order","id":"r1","on":"2025-03-25","reverses":"o1","share":"25%"}"#);
    let target = r#"{"kind":"target","id":"t1","on":"2025-03-01","of":"revenue","who":"ann","period":"2025-03","amount":"1000"}"#;
    record(&mut engine, target);
    engine
}

fn words(row: &Row) -> String {
    let mut words: Vec<String> =
        row.by.iter().map(|value| value.as_ref().map_or("–".to_owned(), Value::to_string)).collect();
    words.extend(row.cells.iter().map(|cell| told(cell.clone())));
    words.join(" ")
}

fn asked(view: &View, query: &Query) -> Vec<String> {
    view.table(query).unwrap().rows.iter().map(words).collect()
}

fn by(view: &View, figures: &[&str], who: &str, time: &str, field: &str) -> Vec<String> {
    let query = Query::new(figures.iter().copied()).of(Nodes::keys([who])).during(when(view, time));
    asked(view, &query.by(field))
}

#[test]
fn each_fold_sees_the_facts_of_the_slice_once() {
    let view = view(&company(), "2025-03-31");
    // Bikes: 600 + 400, of which 150 came back; costs 300 + 100, of which 75 came back: 1 − 325 / 850 is 21 / 34. The shared
    // order counts once for the unit. Means, medians and ratios are of the slice's own facts.
    let figures = ["revenue", "orders", "customers", "middle", "margin"];
    assert_eq!(
        by(&view, &figures, "n1", "2025-03", "order.product"),
        ["– 60 1 1 60 0.9", "bikes 850 2 2 500 21/34", "helmets 100 1 1 100 0.25",]
    );
    assert_eq!(figure(&view, "revenue", "n1", "2025-03"), "1010", "60 + 850 + 100");
    assert_eq!(figure(&view, "orders", "n1", "2025-03"), "4");
    assert_eq!(figure(&view, "customers", "n1", "2025-03"), "2", "which is not 1 + 2 + 1");
    assert_eq!(
        by(&view, &figures, "bob", "2025-03", "order.product")[1],
        "bikes 160 1 1 400 0.75",
        "40 % of one order"
    );
}

#[test]
fn any_type_of_field_and_the_day_and_who_is_credited() {
    let view = view(&company(), "2025-03-31");
    let table = [
        ("order.region", vec!["east 100", "west 910"]),
        ("order.rep", vec!["– 400", "ann 450", "bob 160"]),
        ("order.on", vec!["2025-03-03 600", "2025-03-04 400", "2025-03-05 100", "2025-03-06 60", "2025-03-25 -150"]),
        (
            "order.ordered_on",
            vec!["2025-03-03 600", "2025-03-04 400", "2025-03-05 100", "2025-03-06 60", "2025-03-25 -150"],
        ),
        ("order.amount", vec!["60 60", "100 100", "400 400", "600 450"]),
    ];
    for (field, expected) in table {
        assert_eq!(by(&view, &["revenue"], "n1", "2025-03", field), expected, "by {field}");
    }
    assert_eq!(
        by(&view, &["paid"], "n1", "2025-03", "payment.order.product"),
        ["– 60", "bikes 450"],
        "through a reference"
    );
    assert_eq!(by(&view, &["paid"], "n1", "2025-03", "payment.order"), ["o1 450", "o4 60"], "by the entry itself");
}

#[test]
fn what_is_made_of_other_facts_is_undefined_and_not_silently_whole() {
    let view = view(&company(), "2025-03-31");
    let figures = ["paid", "collection", "target(revenue)", "attainment(revenue)", "gap(revenue)", "against"];
    let not_sliced = "undefined: cannot be broken down by this field";
    let no_target = "undefined: no target";
    let none = by(&view, &figures, "n1", "2025-03", "order.region");
    assert!(none.is_empty(), "no fact of any of these figures has a region");
    let mut with_revenue = vec!["revenue"];
    with_revenue.extend(figures);
    assert_eq!(
        by(&view, &with_revenue, "n1", "2025-03", "order.region"),
        [
            format!("east 100 {not_sliced} {not_sliced} {no_target} {no_target} {no_target} {no_target}"),
            format!("west 910 {not_sliced} {not_sliced} {no_target} {no_target} {no_target} {no_target}"),
        ]
    );
    let results =
        by(&view, &["orders", "score.rep", "rank.best", "rank", "subject.role"], "ann", "2025-03", "order.product");
    assert_eq!(results, [format!("bikes 2 {not_sliced} {not_sliced} {not_sliced} rep")]);
}

#[test]
fn kinds_that_have_the_field_each_in_its_own_place_are_told_apart_together() {
    let view = view(&company(), "2025-03-31");
    let query = Query::new(["revenue", "paid", "collection"]).of(Nodes::keys(["n1"])).during(when(&view, "2025-03"));
    let query = query.by_any(["order.product", "payment.order.product"]);
    assert_eq!(asked(&view, &query), ["– 60 60 1", "bikes 850 450 9/17", "helmets 100 0 0"]);
}

#[test]
fn windows_scopes_and_people_are_broken_down_too() {
    let view = view(&company(), "2025-03-31");
    // In February ann sold locks for 50 and bikes for 500.
    assert_eq!(
        by(&view, &["growth"], "n1", "2025-03", "order.product"),
        ["– undefined: divided by zero", "bikes 0.7", "helmets undefined: divided by zero", "locks -1",]
    );
    assert_eq!(by(&view, &["share"], "n1", "2025-03", "order.product"), ["– 1", "bikes 17/37", "helmets 1"]);
    // ann: 450 + 240, bob: 160; of two people in n1.
    assert_eq!(by(&view, &["per_head"], "n1", "2025-03", "order.product"), ["– 30", "bikes 425", "helmets 50"]);
}

#[test]
fn a_condition_is_asked_for_each_slice_and_what_it_leads_to_is_found() {
    let view = view(&company(), "2025-03-31");
    let query = Query::new(["ahead"]).of(Nodes::keys(["n1"])).during(when(&view, "2025-03"));
    let query = query.by_any(["order.product", "payment.order.product"]);
    assert_eq!(asked(&view, &query), ["– 0", "bikes 450", "helmets 0"], "two orders of bikes, one of each other");
}

#[test]
fn a_fold_inside_a_fold_sees_everything() {
    let view = view(&company(), "2025-03-31");
    // Nord's first order is o1, Süd's o2: o3 and o4 are no first ones, though o3 is the first helmet.
    assert_eq!(by(&view, &["new_ones"], "n1", "2025-03", "order.product"), ["bikes 2"]);
}

#[test]
fn two_fields_make_a_cross_table() {
    let view = view(&company(), "2025-03-31");
    let query = Query::new(["revenue", "orders"]).of(Nodes::keys(["n1"])).during(when(&view, "2025-03"));
    let query = query.by("order.product").by("order.region");
    assert_eq!(asked(&view, &query), ["– west 60 1", "bikes west 850 2", "helmets east 100 1"]);
}

#[test]
fn slices_are_sorted_cut_and_counted_like_any_rows() {
    let view = view(&company(), "2025-03-31");
    let query =
        Query::new(["revenue"]).of(Nodes::keys(["n1", "s1"])).during(when(&view, "2025-03")).by("order.product");
    let table = view.table(&query.sort("revenue", Order::HighestFirst).top(2)).unwrap();
    let told: Vec<String> = table.rows.iter().map(|row| format!("{} {}", row.who, words(row))).collect();
    assert_eq!((told, table.total), (vec!["s1 bikes 1000".to_owned(), "n1 bikes 850".to_owned()], 4));
}

#[test]
fn where_the_facts_are_elsewhere_nothing_is_told_apart() {
    let engine = company();
    let day = attain::calendar::parse_day("2025-03-31").unwrap();
    let merged = engine.view_with(day, &engine.view(day).partial()).unwrap();
    let query = Query::new(["revenue"]).of(Nodes::keys(["n1"])).during(when(&merged, "2025-03"));
    assert_eq!(asked(&merged, &query), ["1010"], "as a whole it is known");
    let message = "figures that were put together from cells have no entries behind them";
    assert_eq!(merged.table(&query.clone().by("order.product")).unwrap_err().to_string(), message);
    let drill = merged.table(&query).unwrap().drill(0, 0).unwrap();
    assert_eq!(merged.entries(&drill).unwrap_err().to_string(), message);
}

#[test]
fn who_sold_nothing_has_no_slices() {
    let view = view(&company(), "2025-03-31");
    assert!(by(&view, &["revenue"], "dan", "2025-02", "order.product").is_empty());
}
