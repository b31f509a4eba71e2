//! Questions about many at once: rows, order, pages, drill-down, and what the answers look like as text.
#![cfg(feature = "json")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod common;

use attain::engine::query::{Drill, Nodes, Query};
use attain::engine::{Answers, Engine, View};
use attain::error::ErrorKind;
use attain::quantity::Value;
use attain::ranking::Order;
use attain::report::{answers, answers_csv, json};
use attain::trace::{Language, Limits};

use common::{engine, member, record, told, units, view, when, whose};

const PLAN: &str = r#"{
    "attain": 1, "name": "Query", "currency": "EUR",
    "rules": { "rounding": { "to": "0.01", "mode": "half_up", "odd": "first" }, "missing": "skip", "ties": "1224" },
    "org": { "trees": { "sales": ["company", "region", "team"] }, "leads": "role = \"lead\"" },
    "facts": {
        "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money", "product": "text" } },
        "visit": { "whose": "rep", "fields": { "rep": "person" } } },
    "kpis": {
        "revenue": { "formula": "sum(order.amount)", "labels": { "en": "sales", "zh": "销售额" } },
        "visits": { "formula": "count(visit)" },
        "per_visit": { "formula": "revenue / visits" },
        "growth": { "formula": "revenue / revenue[prior] - 100%" },
        "mean": { "formula": "avg(revenue over people)" } },
    "targets": { "revenue": { "grain": "month", "unit_is": "members", "levels": ["target", "stretch"], "transfer": "days" } },
    "scorecards": { "rep": { "who": "role = \"rep\"", "grain": "month", "items": [
        { "id": "money", "weight": "60%", "value": "revenue / 10 EUR" },
        { "id": "work", "weight": "40%", "value": "visits * 10" } ] } },
    "incentives": { "pay": { "who": "role = \"rep\"", "grain": "month", "components": [
        { "id": "commission", "each": "period", "base": "revenue", "pay": "10% * base" },
        { "id": "visits", "each": "period", "pay": "5 * visits" } ] } },
    "rankings": { "best": { "by": "revenue", "who": "role = \"rep\"" } }
}"#;

/// Two regions, three teams; in March ann sells 900, bob 400, cem 0, and dan 400; eva leads the north.
fn company() -> Engine {
    let mut engine = engine(PLAN);
    units(
        &mut engine,
        &[("all", ""), ("north", "all"), ("south", "all"), ("n1", "north"), ("n2", "north"), ("s1", "south")],
    );
    for (who, unit, role) in [
        ("ann", "n1", "rep"),
        ("bob", "n1", "rep"),
        ("cem", "n2", "rep"),
        ("dan", "s1", "rep"),
        ("eva", "north", "lead"),
    ] {
        member(&mut engine, who, "2025-01-01", unit, &format!(r#""role":"{role}""#));
    }
    for (id, who, on, amount, product) in [
        ("o1", "ann", "2025-02-10", "600", "bikes"),
        ("o2", "ann", "2025-03-03", "500", "bikes"),
        ("o3", "ann", "2025-03-20", "400", "helmets"),
        ("o4", "bob", "2025-03-05", "400", "bikes"),
        ("o5", "dan", "2025-03-06", "400", "locks"),
    ] {
        let fields = format!(r#""rep":"{who}","amount":"{amount}","product":"{product}""#);
        record(&mut engine, &format!(r#"{{"kind":"order","id":"{id}","on":"{on}",{fields}}}"#));
    }
    for (id, who, on) in [("v1", "ann", "2025-03-02"), ("v2", "ann", "2025-03-09"), ("v3", "bob", "2025-03-09")] {
        record(&mut engine, &format!(r#"{{"kind":"visit","id":"{id}","on":"{on}","rep":"{who}"}}"#));
    }
    for (id, who, amount, level) in
        [("t1", "ann", "1000", "target"), ("t2", "bob", "800", "target"), ("t3", "ann", "1200", "stretch")]
    {
        record(
            &mut engine,
            &format!(
                r#"{{"kind":"target","id":"{id}","on":"2025-03-01","of":"revenue","who":"{who}","period":"2025-03","amount":"{amount}","level":"{level}"}}"#
            ),
        );
    }
    engine
}

fn march() -> View {
    view(&company(), "2025-03-31")
}

/// The rows in words: who, then the figures.
fn rows(table: &Answers) -> Vec<String> {
    let row = |row: &attain::engine::query::Row| {
        let mut words = vec![row.who.to_string()];
        words.extend(row.by.iter().map(|value| value.as_ref().map_or("–".to_owned(), Value::to_string)));
        words.extend(row.cells.iter().map(|cell| told(cell.clone())));
        words.join(" ")
    };
    table.rows.iter().map(row).collect()
}

fn asked(view: &View, query: &Query) -> Vec<String> {
    rows(&view.table(query).unwrap())
}

#[test]
fn every_figure_stands_in_its_column() {
    let view = march();
    let figures = [
        "revenue",
        "target(revenue)",
        r#"target(revenue, "stretch")"#,
        "attainment(revenue)",
        "gap(revenue)",
        "score.rep",
        "score.rep.work",
        "pay.pay",
        "pay.pay.commission",
        "rank.best",
        "subject.role",
        "manager(subject)",
    ];
    let query = Query::new(figures).of(Nodes::keys(["bob", "ann", "n1"])).during(when(&view, "2025-03"));
    let table = view.table(&query).unwrap();
    // ann: 0.6 × 90 + 0.4 × 20 = 62; pay 90 + 10. bob: 0.6 × 40 + 0.4 × 10 = 28; pay 40 + 5.
    assert_eq!(
        rows(&table),
        [
            "bob 400 800 undefined: no target 0.5 400 28 10 45 40 2 rep eva",
            "ann 900 1000 1200 0.9 100 62 20 100 90 1 rep eva",
            "n1 1300 1800 1200 13/18 500 undefined: not a member at that time undefined: not a member at that time 145 130 \
         undefined: not a member at that time undefined: `role` is missing eva",
        ]
    );
    let units: Vec<&str> = table.columns.iter().map(|column| column.unit.name()).collect();
    let expected =
        ["money", "money", "money", "ratio", "money", "number", "number", "money", "money", "number", "text", "person"];
    assert_eq!(units, expected);
    assert_eq!(table.from, view.provenance());
}

#[test]
fn nodes_are_those_of_the_time_asked() {
    let mut engine = company();
    member(&mut engine, "ann", "2025-03-15", "n2", "");
    member(&mut engine, "dan", "2025-03-10", "", "");
    record(&mut engine, r#"{"kind":"unit","id":"gone","on":"2025-04-01","unit":"s1","under":null}"#);
    record(&mut engine, r#"{"kind":"unit","id":"moved","on":"2025-04-01","unit":"n2","under":"all"}"#);
    let view = view(&engine, "2025-05-31");
    let who = |nodes: Nodes, time: &str| -> String {
        let table = view.table(&Query::new(["revenue"]).of(nodes).during(when(&view, time))).unwrap();
        table.rows.iter().map(|row| row.who.as_str()).collect::<Vec<&str>>().join(" ")
    };
    let of = |unit: &str| Nodes::PeopleOf(unit.to_owned());
    let under = |unit: &str| Nodes::Members(unit.to_owned());
    let table = [
        (Nodes::People, "2025-03", "ann bob cem dan eva"),
        (Nodes::People, "2025-04", "ann bob cem eva"),
        (Nodes::People, "2024-12", ""),
        (Nodes::units(), "2025-03", "all n1 n2 north s1 south"),
        (Nodes::units(), "2025-04", "all n1 n2 north south"),
        (Nodes::level("region"), "2025-03", "north south"),
        (Nodes::level("region"), "2025-04", "n2 north south"),
        (Nodes::level("team"), "2025-03", "n1 n2 s1"),
        (Nodes::tree("sales"), "2025-04", "all n1 n2 north south"),
        (of("n1"), "2025-02", "ann bob"),
        (of("n1"), "2025-03", "bob"),
        (of("n2"), "2025-03", "ann cem"),
        (of("s1"), "2025-03", "dan"),
        (of("north"), "2025-03", "ann bob cem eva"),
        (under("north"), "2025-03", "eva n1 n2"),
        (under("all"), "2025-04", "n2 north south"),
        (Nodes::keys(["s1", "dan", "ann"]), "2025-04", "s1 dan ann"),
    ];
    for (nodes, time, expected) in table {
        assert_eq!(who(nodes.clone(), time), expected, "{nodes:?} in {time}");
    }
}

#[test]
fn rows_are_sorted_by_a_figure_undefined_last_and_equals_by_key() {
    let view = march();
    let query = |order| Query::new(["per_visit", "revenue"]).during(when(&view, "2025-03")).sort("per_visit", order);
    // Undefined: nobody visited anybody for cem, dan and eva.
    let last =
        ["cem undefined: divided by zero 0", "dan undefined: divided by zero 400", "eva undefined: divided by zero 0"];
    assert_eq!(asked(&view, &query(Order::LowestFirst)), [&["bob 400 400", "ann 450 900"][..], &last].concat());
    assert_eq!(asked(&view, &query(Order::HighestFirst)), [&["ann 450 900", "bob 400 400"][..], &last].concat());
    let ties = Query::new(["revenue"]).during(when(&view, "2025-03")).sort("revenue", Order::HighestFirst);
    assert_eq!(asked(&view, &ties), ["ann 900", "bob 400", "dan 400", "cem 0", "eva 0"]);
    let listed = ties.clone().of(Nodes::keys(["dan", "bob"]));
    assert_eq!(asked(&view, &listed), ["bob 400", "dan 400"], "by key, however they are listed");
}

#[test]
fn the_top_is_cut_before_the_page_and_all_are_counted() {
    let view = march();
    let query = Query::new(["revenue"]).during(when(&view, "2025-03")).sort("revenue", Order::HighestFirst).top(3);
    let page = view.table(&query.clone().offset(1).limit(1)).unwrap();
    assert_eq!((rows(&page), page.total, page.offset), (vec!["bob 400".to_owned()], 5, 1));
    assert_eq!(asked(&view, &query.clone().offset(2).limit(5)), ["dan 400"]);
    assert_eq!(asked(&view, &query.offset(3)), [""; 0]);
}

#[test]
fn several_times_make_several_rows() {
    let view = march();
    let query = Query::new(["revenue"]).of(Nodes::keys(["ann", "all"]));
    let both = query.clone().during(when(&view, "2025-02")).during(when(&view, "2025-03"));
    let told = |table: &Answers| -> Vec<String> {
        table.rows.iter().map(|row| format!("{} {} {}", row.who, row.time, told(row.cells[0].clone()))).collect()
    };
    let expected = ["ann 2025-02 600", "ann 2025-03 900", "all 2025-02 600", "all 2025-03 1700"];
    assert_eq!(told(&view.table(&both).unwrap()), expected);
    let over = query.clone().during(when(&view, "2025-01-20 .. 2025-04-01")).over("month");
    assert_eq!(told(&view.table(&over).unwrap()), expected, "January is cut: it is not inside");
    let days = query.during(when(&view, "2025-03-03 .. 2025-03-06"));
    assert_eq!(
        told(&view.table(&days).unwrap()),
        ["ann 2025-03-03 to 2025-03-05 500", "all 2025-03-03 to 2025-03-05 900"]
    );
}

#[test]
fn what_does_not_exist_is_an_error_with_the_nearest_name() {
    let view = march();
    let query = |figure: &str| Query::new([figure]).during(when(&view, "2025-03"));
    let table = [
        (query("revenu"), "there is no figure `revenu`; did you mean `revenue`?"),
        (query("score.rap"), "there is no figure `score.rap`; did you mean `score.rep`?"),
        (query("rank.bets"), "there is no ranking `bets`; did you mean `best`?"),
        (query("target(visit)"), "there is no KPI `visit`; did you mean `visits`?"),
        (query(r#"target(revenue, "strech")"#), "there is no level `strech`; did you mean `stretch`?"),
        (query("revenue").of(Nodes::keys(["anne"])), "there is no person or unit `anne`; did you mean `ann`?"),
        (query("revenue").of(Nodes::level("regions")), "there is no level `regions`; did you mean `region`?"),
        (query("revenue").of(Nodes::tree("sale")), "there is no tree `sale`; did you mean `sales`?"),
        (query("revenue").of(Nodes::Members("nort".into())), "there is no unit `nort`; did you mean `north`?"),
        (query("revenue").over("mnth"), "there is no grain `mnth`; did you mean `month`?"),
        (query("revenue").sort("visits", Order::HighestFirst), "there is no figure among those asked for `visits`"),
        (query("revenue").by("order.produkt"), "there is no field `order.produkt`; did you mean `order.product`?"),
        (query("revenue").by("ordr.product"), "there is no field `ordr.product`; did you mean `order`?"),
        (query("revenue").by("product"), "there is no field `product`"),
        (Query::new(["revenue"]), "the question does not say when: name a period or a span of days"),
        (Query::default().during(when(&view, "2025-03")), "the question asks for no figure: name a KPI"),
        (Query::new(["visits", "visits"]).during(when(&view, "2025-03")), "`visits` is asked for twice"),
    ];
    for (query, expected) in table {
        assert_eq!(view.table(&query).unwrap_err().to_string(), expected);
    }
    let error = view.table(&query("revenue + 1")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid);
    assert!(error.to_string().starts_with("`revenue + 1` is no figure that can be asked for: write a KPI"), "{error}");
}

#[test]
fn more_rows_or_cells_than_the_limits_are_refused() {
    let view = march();
    let days = when(&view, "1000-01-01 .. 2000-01-01");
    let many = Query::new(["revenue"]).during(days).during(days).during(days).over("day").of(Nodes::keys(["all"]));
    let error = view.table(&many.clone()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Limit, "{error}");
    let fewer = Query::new(["revenue"]).during(when(&view, "1990-01-01 .. 2025-04-01")).over("day");
    let fewer = fewer.of(Nodes::keys(["all", "north", "n1"])).limit(2);
    let table = view.table(&fewer).unwrap();
    assert_eq!((table.rows.len(), table.total), (2, 3 * 12_874), "a page of them is fine");
}

#[test]
fn entries_come_fold_by_fold_in_the_order_written_and_by_page() {
    let view = march();
    let drill = Drill::new("per_visit", whose(&view, "n1"), when(&view, "2025-03"));
    let told = |drill: &Drill| -> Vec<String> {
        let behind = view.entries(drill).unwrap();
        let one = |behind: &attain::engine::query::Behind| {
            let entry = |one: &attain::engine::query::Credited| {
                let value = one.entry.value.clone().map_or("counted".to_owned(), told);
                format!("{} {} {} {value} {}", one.entry.id, one.entry.on.unwrap(), one.who, one.entry.share)
            };
            let entries: Vec<String> = behind.entries.iter().map(entry).collect();
            format!("{:?} {} {} of {}: {}", behind.subject, behind.time, behind.offset, behind.all, entries.join(", "))
        };
        behind.iter().map(one).collect()
    };
    assert_eq!(
        told(&drill),
        [
            "Fold(\"sum(order.amount)\") 2025-03 0 of 3: o2 2025-03-03 ann 500 1, o4 2025-03-05 bob 400 1, o3 2025-03-20 ann 400 1",
            "Fold(\"count(visit)\") 2025-03 0 of 3: v1 2025-03-02 ann counted 1, v2 2025-03-09 ann counted 1, v3 2025-03-09 bob counted 1",
        ]
    );
    assert_eq!(
        told(&drill.clone().offset(1).limit(1)),
        [
            "Fold(\"sum(order.amount)\") 2025-03 1 of 3: o4 2025-03-05 bob 400 1",
            "Fold(\"count(visit)\") 2025-03 1 of 3: v2 2025-03-09 ann counted 1",
        ]
    );
    let growth = Drill::new("growth", whose(&view, "ann"), when(&view, "2025-03"));
    assert_eq!(
        told(&growth),
        [
            "Fold(\"sum(order.amount)\") 2025-03 0 of 2: o2 2025-03-03 ann 500 1, o3 2025-03-20 ann 400 1",
            "Fold(\"sum(order.amount)\") 2025-02 0 of 1: o1 2025-02-10 ann 600 1",
        ]
    );
    let mean = Drill::new("mean", whose(&view, "all"), when(&view, "2025-03")).limit(2);
    assert_eq!(
        told(&mean),
        ["Fold(\"sum(order.amount)\") 2025-03 0 of 4: o2 2025-03-03 ann 500 1, o4 2025-03-05 bob 400 1",],
        "everybody's in one list"
    );
    let attained = Drill::new("attainment(revenue)", whose(&view, "n1"), when(&view, "2025-03"));
    let ids = |figure: &str, who: &str| -> Vec<String> {
        let behind = view.entries(&Drill::new(figure, whose(&view, who), when(&view, "2025-03"))).unwrap();
        behind
            .iter()
            .map(|one| one.entries.iter().map(|one| one.entry.id.to_string()).collect::<Vec<_>>().join(" "))
            .collect()
    };
    assert_eq!(view.entries(&attained).unwrap().len(), 2);
    assert_eq!(ids("attainment(revenue)", "n1"), ["o2 o4 o3", "t1 t2"], "the sum, then the targets");
    assert_eq!(ids("score.rep", "ann"), ["o2 o3", "v1 v2"]);
    assert_eq!(ids("score.rep.work", "ann"), ["v1 v2"]);
    assert_eq!(ids("pay.pay.commission", "n1"), ["o2 o4 o3"]);
    assert_eq!(ids("rank.best", "bob"), ["o4"]);
    assert_eq!(ids("subject.role", "bob"), [""; 0]);
}

#[test]
fn a_cell_knows_what_to_ask_for_its_entries() {
    let view = march();
    let query =
        Query::new(["visits", "revenue"]).of(Nodes::keys(["all"])).during(when(&view, "2025-03")).by("order.product");
    let table = view.table(&query).unwrap();
    assert_eq!(
        rows(&table),
        [
            "all bikes undefined: cannot be broken down by this field 900",
            "all helmets undefined: cannot be broken down by this field 400",
            "all locks undefined: cannot be broken down by this field 400",
        ]
    );
    let behind = view.entries(&table.drill(0, 1).unwrap()).unwrap();
    let ids: Vec<&str> = behind[0].entries.iter().map(|one| one.entry.id.as_str()).collect();
    assert_eq!((behind.len(), ids), (1, vec!["o2", "o4"]));
    assert!(view.entries(&table.drill(0, 0).unwrap()).unwrap().is_empty(), "visits have no product");
    assert_eq!(table.drill(3, 0), None);
}

#[test]
fn answers_are_text_csv_and_json_with_decimals_as_text() {
    let view = march();
    let query = Query::new(["revenue", "attainment(revenue)", "per_visit"]).of(Nodes::keys(["n1", "cem"]));
    let table = view.table(&query.during(when(&view, "2025-03"))).unwrap();
    assert_eq!(
        answers(&table, Language::English).to_string(),
        "\
who     sales  attainment(revenue)  per_visit
n1   1,300.00               72.2 %     433.33
cem      0.00                    –          –  attainment(revenue): no target, per_visit: divided by zero
"
    );
    assert_eq!(
        answers_csv(&table),
        "\
who,time,revenue,attainment(revenue),per_visit,undefined
n1,2025-03,1300,0.722222222222,433.333333333333,
cem,2025-03,0,,,attainment(revenue): no_target; per_visit: divided_by_zero
"
    );
    let written = json::answers(&table);
    let read: serde_json::Value = serde_json::from_str(&written).unwrap();
    assert_eq!(read["rows"][0]["cells"]["attainment(revenue)"]["exact"], "13/18");
    assert_eq!(read["rows"][1]["cells"]["per_visit"]["undefined"], "divided_by_zero");
    assert_eq!((&read["total"], &read["from"]["as_of"]), (&serde_json::json!(2), &serde_json::json!("2025-03-31")));
    let columns = r#""columns":[{"name":"revenue","unit":"money","labels":{"en":"sales","zh":"销售额"}},{"name":"attainment(revenue)","unit":"ratio"}"#;
    assert!(written.contains(columns), "{written}");
    let behind = view.entries(&table.drill(0, 0).unwrap().limit(1)).unwrap();
    assert_eq!(
        json::entries(&behind, table.precision),
        r#"[{"subject":"fold","name":"sum(order.amount)","who":"n1","time":"2025-03","all":3,"offset":0,"hidden":0,"entries":[{"who":"ann","id":"o2","on":"2025-03-03","value":"500","unit":"money","share":{"value":"1","unit":"ratio"}}]}]"#
    );
}

#[test]
fn texts_with_commas_and_quotes_are_quoted_in_csv() {
    let mut engine = company();
    record(
        &mut engine,
        r#"{"kind":"order","id":"o9","on":"2025-03-09","rep":"ann","amount":"1","product":"tyre 28\", black"}"#,
    );
    let view = view(&engine, "2025-03-31");
    let query = Query::new(["revenue"]).of(Nodes::keys(["ann"])).during(when(&view, "2025-03")).by("order.product");
    assert_eq!(
        answers_csv(&view.table(&query).unwrap()),
        "\
who,time,order.product,revenue,undefined
ann,2025-03,bikes,500,
ann,2025-03,helmets,400,
ann,2025-03,\"tyre 28\"\", black\",1,
"
    );
}

#[test]
fn an_explanation_is_cut_by_depth_parts_and_entries_and_says_what_was_cut() {
    let view = march();
    let text = |figure: &str, who: &str, limits: Limits, language| {
        let trace = view.explain_within(figure, whose(&view, who), when(&view, "2025-03"), limits).unwrap();
        trace.to_text(language)
    };
    let all = Limits::default();
    assert_eq!(
        text("per_visit", "n1", all.entries(1), Language::English),
        "\
per_visit of n1, 2025-03            433.3333  = revenue / visits
├─ sales                            1,300  = sum(order.amount)
│  └─ sum(order.amount)             1,300
│     ├─ o2  2025-03-03  500
│     └─ … and 2 more entries
└─ visits                           3  = count(visit)
   └─ count(visit)                  3
      ├─ v1  2025-03-02
      └─ … and 2 more entries
"
    );
    assert_eq!(
        text("per_visit", "n1", all.depth(1), Language::English),
        "\
per_visit of n1, 2025-03            433.3333  = revenue / visits
├─ sales                            1,300
│  └─ … its parts lie deeper
└─ visits                           3
   └─ … its parts lie deeper
"
    );
    assert_eq!(
        text("mean", "all", all.parts(3), Language::Chinese),
        "\
mean（all）, 2025-03                340  = avg(revenue over people)
└─ avg over people                  340
   ├─ ann                           900
   ├─ bob                           400
   └─ ……还有 3 个部分
"
    );
    let trace =
        view.explain_within("per_visit", whose(&view, "n1"), when(&view, "2025-03"), all.entries_in_all(4)).unwrap();
    assert_eq!(trace.entry_ids().len(), 4, "three orders and a visit");
    let written = json::trace(&trace, view.plan().precision());
    assert!(written.contains(r#""more":2"#) && !written.contains("deeper"), "{written}");
    let shallow = view.explain_within("per_visit", whose(&view, "n1"), when(&view, "2025-03"), all.depth(0)).unwrap();
    let written = json::trace(&shallow, view.plan().precision());
    assert!(written.contains(r#""deeper":true,"from":{"plan":"#), "{written}");
}

#[test]
fn what_was_not_opened_for_its_depth_is_opened_where_it_comes_up_again() {
    let text = PLAN.replace(r#""visits": {"#, r#""deep": { "formula": "per_visit + revenue" }, "visits": {"#);
    let mut engine = engine(&text);
    units(&mut engine, &[("all", "")]);
    member(&mut engine, "ann", "2025-01-01", "all", r#""role":"rep""#);
    record(&mut engine, r#"{"kind":"order","id":"o1","on":"2025-03-03","rep":"ann","amount":"5"}"#);
    record(&mut engine, r#"{"kind":"visit","id":"v1","on":"2025-03-03","rep":"ann"}"#);
    let view = view(&engine, "2025-03-31");
    let trace =
        view.explain_within("deep", whose(&view, "ann"), when(&view, "2025-03"), Limits::default().depth(2)).unwrap();
    let (first, again) = (&trace.parts[0].parts[0], &trace.parts[1]);
    assert_eq!((&first.subject, first.deeper), (&again.subject, true));
    assert_eq!((again.above, again.parts.len()), (false, 1));
}

#[test]
fn a_question_in_writing_is_the_question_itself() {
    use attain::diagnostic::Code;
    use attain::engine::query::QueryDefinition;

    let plan = attain::Plan::from_json(
        br#"{ "attain": 1, "name": "Written", "currency": "EUR", "org": { "trees": { "sales": ["company", "team"] } },
              "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money", "product": "text" } } },
              "kpis": { "revenue": { "formula": "sum(order.amount)" } } }"#,
    )
    .unwrap();
    let calendar = plan.calendar();
    let read = |text: &str| QueryDefinition::from_json(text.as_bytes()).unwrap();
    let (march, days) = (calendar.parse_period("2025-03").unwrap(), calendar.parse_period("2025-04-01").unwrap());
    let question = || Query::new(["revenue"]);
    let table = [
        (r#"{ "figures": ["revenue"], "during": ["2025-03"] }"#, question().during(march)),
        (
            r#"{ "figures": ["revenue"], "of": "people", "unit": "north" }"#,
            question().of(Nodes::PeopleOf("north".into())),
        ),
        (
            r#"{ "figures": ["revenue"], "of": "members", "unit": "north" }"#,
            question().of(Nodes::Members("north".into())),
        ),
        (r#"{ "figures": ["revenue"], "of": "units", "level": "team" }"#, question().of(Nodes::level("team"))),
        (r#"{ "figures": ["revenue"], "keys": ["ann", "王芳"] }"#, question().of(Nodes::keys(["ann", "王芳"]))),
        (
            r#"{ "figures": ["revenue"], "during": ["2025-04-01 .. 2025-04-02"], "over": "day" }"#,
            question().during(days.span()).over("day"),
        ),
        (
            r#"{ "figures": ["revenue"], "by": ["order.product | payment.order.product", "order.on"], "offset": 5, "limit": 6 }"#,
            question().by_any(["order.product", "payment.order.product"]).by("order.on").offset(5).limit(6),
        ),
        (
            r#"{ "figures": ["revenue"], "sort": "revenue", "order": "lowest", "top": 3 }"#,
            question().sort("revenue", Order::LowestFirst).top(3),
        ),
    ];
    for (text, expected) in table {
        assert_eq!(read(text).compile(calendar).unwrap(), expected, "{text}");
    }

    let slips = read(
        r#"{ "figures": [], "of": "members", "tree": "sales", "during": ["2025-03", "2025-13", "2025-04-02 .. 2025-04-02"], "order": "lowest" }"#,
    );
    let problems = slips.compile(calendar).unwrap_err();
    let found: Vec<(String, Code)> =
        problems.iter().map(|problem| (problem.place().as_str().to_owned(), problem.code())).collect();
    let expected = [
        ("unit", Code::DocumentMissingField),
        ("during[1]", Code::ValueInvalid),
        ("during[2]", Code::ValueInvalid),
        ("order", Code::PlanConflict),
    ];
    for (place, code) in expected {
        assert!(found.contains(&(place.to_owned(), code)), "{place}: {found:?}");
    }
    assert_eq!(found.len(), expected.len(), "{found:?}");
    let both = read(r#"{ "figures": ["revenue"], "keys": ["ann"], "of": "people", "unit": "north" }"#);
    assert_eq!(both.compile(calendar).unwrap_err().len(), 2, "keys stand alone");
}
