//! Lists: what is tagged how, on which day, in each of its rows.
#![cfg(feature = "json")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod common;

use attain::calendar::parse_day;
use attain::document::Node;
use attain::engine::query::{Nodes, Query};
use attain::engine::{Engine, View};
use attain::log::{Batch, ColumnSlice, EntryIds, Values};
use attain::quantity::{InvalidList, LIST_MEMBERS_MAX, List, Outcome, Precision, Value};
use attain::report::{answers, answers_csv, json};
use attain::trace::Language;
use attain::{Admission, Plan};

use common::{engine, figure, member, record, told, units, view, when, whose};

const PLAN: &str = r#"{
    "attain": 1, "name": "Lists", "currency": "EUR", "rules": { "missing": "skip" },
    "org": { "trees": { "sales": ["company", "team"] }, "person": { "sells": "list" }, "peers": "sells" },
    "facts": {
        "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money", "product": "text", "tags": "list", "channels": "list", "third": "list" } },
        "payment": { "whose": "order", "fields": { "order": "order", "amount": "money" } },
        "call": { "whose": "rep", "id": ["rep", "about"], "fields": { "rep": "person", "about": "list" } } },
    "records": { "deal": { "whose": "owner", "fields": { "owner": "person", "amount": "money", "products": "list" } } },
    "kpis": {
        "revenue": { "formula": "sum(order.amount)" },
        "orders": { "formula": "count(order)" },
        "tags": { "formula": "distinct(order.tags where tags is present)" },
        "vips": { "formula": "count(order where tags has \"vip\")" },
        "last_tags": { "formula": "last(order.tags where tags is present)" },
        "paid_vip": { "formula": "sum(payment.amount where payment.order.tags has \"vip\")" },
        "paid": { "formula": "sum(payment.amount)" },
        "bike_deals": { "formula": "count(deal where products has \"bikes\")" },
        "deal_products": { "formula": "distinct(deal.products where products is present)" },
        "sells_bikes": { "formula": "subject.sells has \"bikes\"" },
        "like": { "formula": "avg(revenue over peers)" } }
}"#;

/// ann sells 100 (new, vip), 200 (vip), 400 without a list and 800 with an empty one; 1600 (vip, export) are hers and bob's.
fn company() -> Engine {
    let mut engine = engine(PLAN);
    units(&mut engine, &[("all", ""), ("n1", "all")]);
    member(&mut engine, "ann", "2025-01-01", "n1", r#""sells":["parts","bikes"]"#);
    member(&mut engine, "bob", "2025-01-01", "n1", r#""sells":"bikes;parts""#);
    member(&mut engine, "dan", "2025-01-01", "n1", "");
    record(
        &mut engine,
        r#"{"kind":"order","id":"o1","on":"2025-03-03","rep":"ann","amount":"100","tags":["new","vip"],"channels":["web","shop"]}
        {"kind":"order","id":"o2","on":"2025-03-04","rep":"ann","amount":"200","tags":"vip","channels":["web"]}
        {"kind":"order","id":"o3","on":"2025-03-05","rep":"ann","amount":"400"}
        {"kind":"order","id":"o4","on":"2025-03-06","rep":"ann","amount":"800","tags":[]}
        {"kind":"order","id":"o5","on":"2025-03-07","credits":[{"who":"ann","share":"25%"},{"who":"bob","share":"75%"}],"amount":"1600","tags":["vip","export"]}
        {"kind":"order","id":"r1","on":"2025-03-10","reverses":"o1","share":"50%"}
        {"kind":"payment","id":"p1","on":"2025-03-11","order":"o2","amount":"120"}
        {"kind":"payment","id":"p2","on":"2025-03-12","order":"o3","amount":"30"}"#,
    );
    engine
}

fn asked(view: &View, query: &Query) -> Vec<String> {
    let row = |row: &attain::engine::query::Row| {
        let by = row.by.iter().map(|value| value.as_ref().map_or("–".to_owned(), Value::to_string));
        by.chain(row.cells.iter().map(|cell| told(cell.clone()))).collect::<Vec<_>>().join(" ")
    };
    view.table(query).unwrap().rows.iter().map(row).collect()
}

fn march(view: &View, figures: &[&str], who: &str) -> Query {
    Query::new(figures.iter().copied()).of(Nodes::keys([who])).during(when(view, "2025-03"))
}

#[test]
fn what_a_list_takes_and_how_it_is_written() {
    let good = [
        ("vip", "vip"),
        ("vip;new", "new; vip"),
        (" 新 ; vip;vip ", "vip; 新"),
        ("[]", "[]"),
        (" [] ", "[]"),
        ("[x", "[x"),
        ("a, b", "a, b"),
    ];
    for (text, printed) in good {
        let list: List = text.parse().unwrap();
        assert_eq!(list.to_string(), printed, "{text}");
        assert_eq!(printed.parse(), Ok(list.clone()), "what is printed is read");
        let members: Vec<&str> = list.members().collect();
        assert_eq!(List::new(&members), Ok(list), "{text}");
    }
    let bad = [
        ("", InvalidList::Empty),
        (";", InvalidList::Empty),
        ("vip;", InvalidList::Empty),
        ("a\tb", InvalidList::Unprintable("a\tb".to_owned())),
        ("[a]", InvalidList::Bracketed("[a]".to_owned())),
    ];
    for (text, error) in bad {
        assert_eq!(text.parse::<List>(), Err(error), "{text}");
    }
    assert_eq!(List::new(&["a;b"]), Err(InvalidList::Separated("a;b".to_owned())));
    assert_eq!(List::new(&[" a"]), Err(InvalidList::Unprintable(" a".to_owned())));
    assert_eq!(List::new(&["[]"]), Err(InvalidList::Bracketed("[]".to_owned())));
    assert_eq!(List::new(&[&"x".repeat(201)]), Err(InvalidList::TooLong(201)));
    assert_eq!(List::new(&["x"; LIST_MEMBERS_MAX + 1]), Err(InvalidList::TooMany(101)));
    assert!(List::new(&["x"; LIST_MEMBERS_MAX]).is_ok());
    let none = List::new(&[]).unwrap();
    assert!(none.is_empty() && !none.has("") && !none.has("[]") && none.members().next().is_none());
    let written = serde_json::to_string(&Value::List("b;a".parse().unwrap())).unwrap();
    assert_eq!(written, r#"{"list":"a; b"}"#);
    assert_eq!(serde_json::from_str::<Value>(&written).unwrap(), Value::List(List::new(&["a", "b"]).unwrap()));
}

#[test]
fn folds_ask_what_a_list_has() {
    let mut engine = company();
    let first = view(&engine, "2025-03-31");
    let figures = ["vips", "tags", "last_tags", "paid_vip", "like"];
    let told = |view: &View, who| figures.map(|kpi| figure(view, kpi, who, "2025-03")).join(" | ");
    // ann and bob sell the same things, and are peers: 50 + 200 + 400 + 800 + 400, and 1200.
    assert_eq!(told(&first, "ann"), "3 | 3 | export; vip | 120 | 1525");
    assert_eq!(told(&first, "bob"), "1 | 2 | export; vip | 0 | 1525");
    assert_eq!(told(&first, "n1").split(" | ").take(2).collect::<Vec<_>>(), ["3", "3"], "the shared one counts once");
    assert_eq!(figure(&first, "sells_bikes", "ann", "2025-03"), "yes");
    assert_eq!(figure(&first, "sells_bikes", "dan", "2025-03"), "undefined: `sells` is missing");
    drop(first);
    // What is recorded while a view is kept up: one is retracted, one says other tags.
    record(&mut engine, r#"{"kind":"order","id":"x1","on":"2025-03-20","retracts":"o5"}"#);
    record(
        &mut engine,
        r#"{"kind":"order","id":"x2","on":"2025-03-04","revises":"o2","rep":"ann","amount":"200","tags":["late"]}"#,
    );
    assert_eq!(told(&view(&engine, "2025-03-31"), "ann"), "1 | 3 | [] | 0 | 725", "new, vip, late");
    assert_eq!(
        told(&engine.view_at(parse_day("2025-03-31").unwrap(), engine.log().len()), "ann"),
        "1 | 3 | [] | 0 | 725"
    );
}

#[test]
fn a_fact_is_in_the_row_of_each_of_its_members() {
    let view = view(&company(), "2025-03-31");
    let figures = ["revenue", "orders", "vips", "tags"];
    let query = march(&view, &figures, "n1").by("order.tags");
    let rows = ["– 1200 2 0 0", "export 1600 1 1 2", "new 50 1 1 2", "vip 1850 3 3 3"];
    assert_eq!(asked(&view, &query), rows);
    assert_eq!(figure(&view, "revenue", "n1", "2025-03"), "3050", "which is not the sum of the rows");
    let cross = march(&view, &["revenue"], "n1").by("order.tags").by("order.channels");
    let rows = ["– – 1200", "export – 1600", "new shop 50", "new web 50", "vip – 1600", "vip shop 50", "vip web 250"];
    assert_eq!(asked(&view, &cross), rows);
    let references = march(&view, &["paid"], "n1").by("payment.order.tags");
    assert_eq!(asked(&view, &references), ["– 30", "vip 120"]);

    let table = view.table(&query).unwrap();
    let behind = view.entries(&table.drill(3, 0).unwrap()).unwrap();
    let ids: Vec<&str> = behind[0].entries.iter().map(|one| one.entry.id.as_str()).collect();
    assert_eq!(ids, ["o1", "o2", "o5", "o5", "r1"], "the vips; the shared one for each of the two");
    let none = view.entries(&table.drill(0, 0).unwrap()).unwrap();
    assert_eq!(none[0].all, 2, "o3 and o4");

    let text = answers(&table, Language::English).to_string();
    assert!(text.starts_with("who  each of order.tags"), "{text}");
    assert!(answers(&table, Language::Chinese).to_string().contains("order.tags 逐项"));
    assert!(answers_csv(&table).starts_with("who,time,order.tags,revenue,orders,vips,tags,undefined\n"));
    let json: serde_json::Value = serde_json::from_str(&json::answers(&table)).unwrap();
    assert_eq!(json["by"][0], serde_json::json!({ "name": "order.tags", "unit": "list" }));
    assert_eq!(json["rows"][2]["by"]["order.tags"], serde_json::json!({ "value": "new", "unit": "text" }));

    let three = march(&view, &["revenue"], "n1").by("order.tags").by("order.channels").by("order.third");
    assert_eq!(view.table(&three).unwrap_err().to_string(), "it is broken down by 3 lists, more than 2");
}

#[test]
fn a_list_is_shown_and_explained() {
    let view = view(&company(), "2025-03-31");
    let (ann, time) = (whose(&view, "ann"), when(&view, "2025-03"));
    let tags: Outcome = view.value("last_tags", ann, time).unwrap();
    assert_eq!(json::figure(&tags, Precision::default()), r#"{"value":["export","vip"],"unit":"list"}"#);
    let none = Ok(Value::List(List::new(&[]).unwrap()));
    assert_eq!(json::figure(&none, Precision::default()), r#"{"value":[],"unit":"list"}"#);
    let trace = view.explain("last_tags", ann, time).unwrap();
    for language in [Language::English, Language::Chinese] {
        assert!(trace.to_text(language).contains("export; vip"), "{}", trace.to_text(language));
    }
    let table = view.table(&march(&view, &["last_tags"], "ann")).unwrap();
    assert!(answers_csv(&table).contains("ann,2025-03,export; vip,"), "{}", answers_csv(&table));
}

#[test]
fn a_record_has_its_list_from_a_day_on() {
    let mut engine = engine(PLAN);
    units(&mut engine, &[("all", "")]);
    member(&mut engine, "ann", "2025-01-01", "all", "");
    record(
        &mut engine,
        r#"{"kind":"deal","id":"d1","on":"2025-01-10","owner":"ann","products":["bikes","parts"]}
        {"kind":"deal","id":"d2","on":"2025-01-12","owner":"ann","products":["service"]}
        {"kind":"deal","id":"d3","on":"2025-01-12","owner":"ann"}
        {"kind":"deal","id":"e1","on":"2025-02-10","of":"d1","products":["parts"]}
        {"kind":"deal","id":"e2","on":"2025-02-11","of":"d2","products":[]}
        {"kind":"deal","id":"e3","on":"2025-03-11","of":"d1","products":null}
        {"kind":"deal","id":"e4","on":"2025-03-12","of":"d2","products":"bikes"}"#,
    );
    let view = view(&engine, "2025-12-31");
    let of = |kpi| ["2025-01", "2025-02", "2025-03"].map(|month| figure(&view, kpi, "ann", month));
    assert_eq!(of("bike_deals"), ["1", "0", "1"]);
    assert_eq!(of("deal_products"), ["3", "1", "1"]);
    let query =
        Query::new(["deal_products"]).of(Nodes::keys(["ann"])).during(when(&view, "2025-01")).by("deal.products");
    assert_eq!(asked(&view, &query), ["bikes 2", "parts 2", "service 1"]);
}

#[test]
fn every_door_takes_the_same_lists_and_gives_them_back() {
    let mut lines = company();
    let text = lines.to_jsonl();
    assert!(text.contains(r#""tags":["new","vip"]"#) && text.contains(r#""tags":[]"#), "{text}");
    let mut again = Engine::new(Plan::from_json(PLAN.as_bytes()).unwrap());
    record(&mut again, &text);
    assert_eq!(again.to_jsonl(), text);

    let csv = "id,on,rep,amount,tags\nc1,2025-04-01,ann,1,vip; new\nc2,2025-04-01,ann,1,[]\nc3,2025-04-01,ann,1,\nc4,2025-04-01,ann,1,vip;\n";
    let outcomes = lines.record_csv("order", csv.as_bytes(), None);
    assert_eq!(outcomes[..3], [Admission::Counted, Admission::Counted, Admission::Counted]);
    let Admission::Refused(refusals) = &outcomes[3] else { panic!("{outcomes:?}") };
    assert_eq!(refusals[0].code().name(), "entry.invalid_value");
    let said = |engine: &Engine, id| engine.log().entry(engine.log().find(id).unwrap()).unwrap().get("tags").cloned();
    let texts = |all: &[&str]| Some(Node::List(all.iter().map(|text| Node::from(*text)).collect()));
    assert_eq!(
        ["c1", "c2", "c3"].map(|id| said(&lines, id)),
        [texts(&["new", "vip"]), texts(&[]), None],
        "an empty cell says nothing"
    );

    let ann = lines.register_person("ann").unwrap().get();
    let one = lines.register_text("order", "tags", "vip;new").unwrap();
    assert_eq!(lines.register_text("order", "tags", "new; vip;vip"), Ok(one), "the same list has the same code");
    assert_eq!(lines.register_text("order", "tags", "a;").unwrap_err().code().name(), "entry.invalid_value");
    let series = lines.register_series("k").unwrap();
    let (reps, tags) = ([ann, ann], [one.get(), 999]);
    let columns = [
        ColumnSlice::new("rep", Values::Codes(&reps)),
        ColumnSlice { field: "tags", values: Values::Codes(&tags), valid: Some(&[1, 0]) },
    ];
    let ids = EntryIds::Numbers { series, numbers: &[1, 2] };
    let batch = Batch { kind: "order", ids, on: &[20_179, 20_179], columns: &columns };
    assert_eq!(lines.record_columns(&batch, None).unwrap().counted, 2);
    assert_eq!(["k/1", "k/2"].map(|id| said(&lines, id)), [texts(&["new", "vip"]), None]);

    record(&mut lines, r#"{"kind":"call","on":"2025-04-01","rep":"ann","about":["b","a"]}"#);
    assert!(lines.log().find("ann/a; b").is_some(), "an id may be made of a list");
}
