//! Results as JSON: the same figures as the results themselves, in a shape that hosts can rely on.
#![cfg(feature = "json")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may stop at the first surprise")]

use attain::calendar::{Period, parse_day};
use attain::log::Admission;
use attain::measure::Whose;
use attain::quantity::{Precision, Value, Why};
use attain::report::json;
use attain::trace::Language;
use attain::{Engine, Plan, View};
use serde_json::Value as Json;

const PLAN: &str = r#"{
  "attain": 1, "name": "试行方案", "currency": "CNY",
  "rules": { "rounding": { "to": "0.01", "mode": "half_up" }, "missing": "skip", "ties": "1224", "boundary": "[from, to)" },
  "exchange": { "foreign": "convert", "at": "fact day", "missing": "refuse" },
  "org": { "trees": { "sales": ["company"] } },
  "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money" } } },
  "tables": { "grade": { "keys": ["score"], "read": "step", "below": "flat", "rows": [
    { "score": "0 .. 80", "grade": "B" }, { "score": "80 ..", "grade": "A" } ] } },
  "kpis": { "sales": { "formula": "sum(order.amount)", "labels": { "zh": "销售额" } }, "third": { "formula": "sales / 3 / sales" } },
  "targets": { "sales": { "grain": "month", "unit_is": "members", "transfer": "days" } },
  "scorecards": { "rep": { "grain": "month", "labels": { "zh": "评分卡" }, "grades": { "table": "grade" },
    "items": [ { "id": "attained", "weight": "100%", "value": "attainment(sales)", "points": { "keys": ["x"], "read": "line", "below": "flat", "above": "flat",
                 "rows": [ { "x": "0%", "points": 0 }, { "x": "100%", "points": 100 } ] } } ],
    "steps": [ { "when": "sales > 500", "cap": 75, "why": "封顶" }, { "when": "sales > 999999", "add": 1 } ] } },
  "rankings": { "score": { "by": "score.rep", "order": "highest" } },
  "incentives": { "pay": { "grain": "month", "components": [ { "id": "commission", "each": "period", "base": "sales", "pay": "base * 1%" } ] } }
}"#;

const LINES: &str = r#"
{"kind":"unit","id":"u1","on":"2025-01-01","unit":"company"}
{"kind":"membership","id":"m1","on":"2025-01-01","who":"王芳","unit":"company"}
{"kind":"membership","id":"m2","on":"2025-01-01","who":"bob","unit":"company"}
{"kind":"target","id":"t1","on":"2025-03-01","of":"sales","who":"王芳","period":"2025-03","amount":"1000"}
{"kind":"rate","id":"r1","on":"2025-03-01","from":"USD","to":"CNY","value":"7.2"}
{"kind":"order","id":"o1","on":"2025-03-04","rep":"王芳","amount":"100 USD"}
{"kind":"order","id":"o2","on":"2025-03-05","rep":"王芳","amount":"80.5"}
{"kind":"order","id":"o3","on":"2025-03-06","rep":"nobody","amount":"1"}
{"kind":"order","id":"o4","on":"2025-03-06","rep":"bob","amount":"1 EUR"}
"#;

fn view() -> (Engine, View, Whose, Period) {
    let plan = Plan::from_json(PLAN.as_bytes()).unwrap_or_else(|problems| panic!("{problems}"));
    let mut engine = Engine::new(plan);
    let outcomes = engine.record_jsonl(LINES.as_bytes(), None);
    assert!(outcomes.iter().take(7).all(|outcome| *outcome == Admission::Counted), "{outcomes:?}");
    let view = engine.view(parse_day("2025-03-31").unwrap());
    let (wang, march) = (view.person("王芳").unwrap(), view.period("2025-03").unwrap());
    (engine, view, wang, march)
}

fn parsed(text: &str) -> Json {
    assert!(!text.contains('\n'), "one line: {text}");
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn a_figure_is_exact_and_says_where_it_is_not_a_decimal() {
    let (_, view, wang, march) = view();
    let third = view.value("third", wang, march).unwrap();
    assert_eq!(json::figure(&third, Precision::MIN), r#"{"value":"0.333333","exact":"1/3","unit":"ratio"}"#);
    let day = Ok(Value::Date(parse_day("2025-03-31").unwrap()));
    assert_eq!(json::figure(&day, Precision::MIN), r#"{"value":"2025-03-31","unit":"date"}"#);
    let name = Ok(Value::Text("王\"芳".into()));
    assert_eq!(json::figure(&name, Precision::MIN), r#"{"value":"王\"芳","unit":"text"}"#);
    let few = Err(Why::TooFew { have: 3, need: 10 });
    assert_eq!(json::figure(&few, Precision::MIN), r#"{"undefined":"too_few","why":"3 present, at least 10 needed"}"#);
}

#[test]
fn a_scorecard_has_score_grade_items_and_what_its_steps_did() {
    let (_, view, wang, march) = view();
    let card = view.scorecard("rep", wang, march).unwrap().unwrap();
    let written = parsed(&json::scorecard(&view.plan().scorecards()[0], &card, view.plan().precision()));
    assert_eq!(written["labels"]["zh"], "评分卡");
    assert_eq!(written["score"]["value"], "75");
    assert_eq!(written["grade"]["value"], "B");
    let item = &written["items"][0];
    assert_eq!((&item["weight"]["value"], &item["value"]["value"]), (&Json::from("1"), &Json::from("0.8005")));
    assert_eq!((&item["points"]["value"], &item["counted"]["value"]), (&Json::from("80.05"), &Json::from("80.05")));
    let [cap, add] = [&written["steps"][0], &written["steps"][1]];
    assert_eq!((&cap["deed"], &cap["held"], &cap["why"]), (&"cap".into(), &"yes".into(), &"封顶".into()));
    assert_eq!((&cap["before"]["value"], &cap["after"]["value"]), (&"80.05".into(), &"75".into()));
    assert_eq!((&add["held"], &add["after"]["value"]), (&"no".into(), &"75".into()));
}

#[test]
fn a_ranking_has_everybody_with_the_reason_of_who_has_no_rank() {
    let (_, view, _, march) = view();
    let ranking = view.ranking("score", march).unwrap();
    let written = parsed(&json::ranking(&view.plan().rankings()[0], &ranking, view.plan().precision()));
    assert_eq!(written["ties"], "1224");
    assert_eq!((&written["places"][0]["who"], &written["places"][0]["rank"]["value"]), (&"王芳".into(), &"1".into()));
    assert_eq!(
        (&written["places"][1]["who"], &written["places"][1]["rank"]["undefined"]),
        (&"bob".into(), &"nothing_defined".into())
    );
}

#[test]
fn a_statement_adds_up_to_its_total() {
    let (_, view, wang, march) = view();
    let owed = view.statement("pay", wang, march).unwrap().unwrap();
    let written = parsed(&json::statement(&view.plan().incentives()[0], &owed, view.plan().precision()));
    assert_eq!(written["total"]["value"], "8.01");
    let line = &written["lines"][0];
    assert_eq!((&line["component"], &line["due"]), (&"commission".into(), &true.into()));
    assert_eq!((&line["base"]["value"], &line["exact"]["value"]), (&"800.5".into(), &"8.005".into()));
}

#[test]
fn an_explanation_goes_down_to_entries_and_the_rates_that_converted_them() {
    let (_, view, wang, march) = view();
    let trace = view.explain("sales", wang, march).unwrap();
    let written = parsed(&json::trace(&trace, view.plan().precision()));
    assert_eq!(
        (&written["subject"], &written["name"], &written["labels"]["zh"]),
        (&"kpi".into(), &"sales".into(), &"销售额".into())
    );
    assert_eq!(
        (&written["who"], &written["when"], &written["value"]),
        (&"王芳".into(), &"2025-03".into(), &"800.5".into())
    );
    let entries = &written["parts"][0]["entries"];
    assert_eq!(
        (&entries[0]["id"], &entries[0]["value"], &entries[0]["share"]["value"]),
        (&"o1".into(), &"720".into(), &"1".into())
    );
    let conversion = &entries[0]["conversions"][0];
    assert_eq!((&conversion["amount"], &conversion["currency"]), (&"100".into(), &"USD".into()));
    assert_eq!((&conversion["day"], &conversion["rate"]["value"]), (&"2025-03-04".into(), &"7.2".into()));
    assert!(entries[1].get("conversions").is_none());
}

#[test]
fn what_waits_says_for_what() {
    let (engine, ..) = view();
    let written = parsed(&json::waiting(&engine.waiting()));
    let waits: Vec<(&str, &str, &str)> = written
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| (entry["id"].as_str().unwrap(), &entry["waits"][0]))
        .map(|(id, wait)| (id, wait["for"].as_str().unwrap(), wait["key"].as_str().unwrap()))
        .collect();
    assert_eq!(waits, [("o3", "membership", "nobody"), ("o4", "rate", "EUR")]);
}

#[test]
fn an_outcome_has_every_reason() {
    let (mut engine, ..) = view();
    let outcomes = engine.record_jsonl(br#"{"kind":"order","on":"2025-02-30","rep":"bob","amount":"x"}"#, None);
    let written = parsed(&json::admission(&outcomes[0]));
    assert_eq!(written["outcome"], "refused");
    let codes: Vec<&str> =
        written["refusals"].as_array().unwrap().iter().map(|refusal| refusal["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["entry.invalid_value", "entry.invalid_value", "entry.missing_id"]);
    assert_eq!(json::admission(&Admission::Exists), r#"{"outcome":"exists"}"#);
    let differently = Admission::ExistsDifferently { field: "amount".to_owned() };
    assert_eq!(json::admission(&differently), r#"{"outcome":"exists_differently","field":"amount"}"#);
}

#[test]
fn problems_targets_periods_and_provenance_are_written_too() {
    let (_, view, wang, march) = view();
    let problems = Plan::from_json(br#"{"attain":2,"name":"x","currency":"euro","org":{}}"#).unwrap_err();
    let written = parsed(&json::problems(&problems));
    let paths: Vec<&str> =
        written["problems"].as_array().unwrap().iter().map(|problem| problem["path"].as_str().unwrap()).collect();
    assert_eq!((&written["count"], paths), (&3.into(), vec!["attain", "currency", "org.trees"]));
    let target = parsed(&json::target(&view.target("sales", wang, march).unwrap(), Precision::MIN));
    assert_eq!((&target["counts"]["value"], &target["counts"]["unit"]), (&"1000".into(), &"money".into()));
    let calendar = view.plan().calendar();
    let quarter = view.period("2025-Q1").unwrap();
    let months = calendar.parts_of(quarter, calendar.grain("month").unwrap()).unwrap();
    assert!(
        json::periods(calendar, &months)
            .starts_with(r#"[{"label":"2025-01","index":1,"from":"2025-01-01","to":"2025-02-01"},"#)
    );
    let from = parsed(&json::provenance(&view.provenance()));
    assert_eq!((&from["position"], &from["as_of"]), (&9.into(), &"2025-03-31".into()));
}

#[test]
fn histories_commitments_and_findings_of_targets_are_written() {
    let (mut engine, _, _, march) = view();
    let more = r#"
{"kind":"target","id":"t2","on":"2025-03-02","of":"sales","who":"王芳","period":"2025-03","amount":"900","by":"bob","why":"改"}
{"kind":"target","id":"x2","on":"2025-03-03","retracts":"t2","by":"bob"}
{"kind":"adjust","id":"a1","on":"2025-03-04","of":"sales","who":"王芳","period":"2025-03","times":"110%"}
{"kind":"adjust","id":"a2","on":"2025-03-05","of":"sales","who":"bob","period":"2025-03","add":"-1"}
{"kind":"submit","id":"s1","on":"2025-03-05","of":"sales","who":"王芳","period":"2025-03","amount":"1000"}"#;
    assert!(engine.record_jsonl(more.as_bytes(), None).iter().all(|outcome| *outcome == Admission::Counted));
    let view = engine.view(parse_day("2025-03-31").unwrap());
    let wang = view.person("王芳").unwrap();
    let none = r#"{"undefined":"no_target","why":"no target"}"#;
    let money = |amount: &str| format!(r#"{{"value":"{amount}","unit":"money"}}"#);
    let event = |head: &str, deed: &str, before: &str, after: &str| {
        format!(r#"{{{head},"whose":"王芳","period":"2025-03",{deed},"before":{before},"after":{after},"counted":"#)
    };
    let at = |id: &str, kind: &str, on: &str| format!(r#""id":"{id}","kind":"{kind}","on":"{on}","since":"{on}""#);
    let events = view.target_history("sales", wang, march).unwrap();
    let first = event(&at("t1", "target", "2025-03-01"), &format!(r#""set":{}"#, money("1000")), none, &money("1000"));
    let slip = at("t2", "target", "2025-03-02") + r#","by":"bob","why":"改""#;
    let slip = event(&slip, &format!(r#""set":{}"#, money("900")), &money("1000"), &money("1000"));
    let times = r#""times":{"value":"1.1","unit":"number"}"#;
    let last = event(&at("a1", "adjust", "2025-03-04"), times, &money("1000"), &money("1100"));
    let taken = r#"{"id":"x2","does":"retracts","of":"t2","on":"2025-03-03","by":"bob","holds":true}"#;
    assert_eq!(
        json::target_history(&events, attain::quantity::Unit::Money, Precision::MIN),
        format!(r#"{{"events":[{first}true}},{slip}false,"corrections":[{taken}]}},{last}true}}]}}"#)
    );

    let company = view.unit("company").unwrap();
    let nothing = r#"{"undefined":"no_commitment","why":"no commitment"}"#;
    let (all, some) = (money("1000"), |missing: usize| missing.to_string());
    let commitment = view.commitment("sales", company, march).unwrap();
    let own = format!(r#"{{"counts":{all},"own":{nothing},"members":{all},"missing":{}}}"#, some(1));
    assert_eq!(json::commitment(&commitment, Precision::MIN), own);
    let table = parsed(&json::reconciliation(&view.reconcile("sales", company, march).unwrap(), Precision::MIN));
    assert_eq!(
        (&table["reconciliation"], &table["labels"]["zh"], &table["when"]),
        (&"sales".into(), &"销售额".into(), &"2025-03".into())
    );
    let row = &table["rows"][2];
    assert_eq!((&row["who"], &row["is"], &row["depth"]), (&"王芳".into(), &"person".into(), &1.into()));
    assert_eq!((&row["gap"]["value"], &row["differs"]), (&"-100".into(), &false.into()));

    let findings = view.target_findings("sales").unwrap();
    assert_eq!(
        json::target_findings(findings, Language::Chinese),
        r#"{"findings":[{"id":"a2","who":"bob","when":"2025-03","code":"nothing_to_adjust","text":"a2：bob 2025-03 没有可调整的目标","help":"先设定目标"}]}"#
    );
}

#[test]
fn a_result_says_where_it_comes_from() {
    use attain::calendar::parse_day;
    use attain::report::json::{change, provenance, stamped, trace};
    use attain::{Engine, Entry, Plan};

    let plan = br#"{ "attain": 1, "name": "From", "currency": "EUR", "org": { "trees": { "sales": ["company"] } },
        "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money" } } },
        "kpis": { "revenue": { "formula": "sum(order.amount)" } } }"#;
    let mut engine = Engine::new(Plan::from_json(plan).unwrap());
    let day = parse_day("2025-03-01").unwrap();
    engine.record(Entry::new("unit").id("u").on(day).set("unit", "company"));
    engine.record(Entry::new("membership").id("m").on(day).set("who", "ann").set("unit", "company"));
    let as_of = parse_day("2025-03-31").unwrap();
    let before = engine.view(as_of);
    engine.record(Entry::new("order").id("o").on(day).set("rep", "ann").set("amount", "5"));
    let after = engine.view(as_of);

    let from = format!(
        r#""from":{{"plan":"{}","position":3,"as_of":"2025-03-31","engine":"{}"}}}}"#,
        engine.plan().fingerprint(),
        env!("CARGO_PKG_VERSION")
    );
    let (ann, march) = (after.person("ann").unwrap(), after.period("2025-03").unwrap());
    let explained = after.explain("revenue", ann, march).unwrap();
    assert_eq!(explained.from.as_deref(), Some(&after.provenance()));
    assert!(explained.parts.iter().all(|part| part.from.is_none()), "the parts come from where the whole does");
    let precision = engine.plan().precision();
    assert!(trace(&explained, precision).ends_with(&from), "{}", trace(&explained, precision));
    assert_eq!(stamped(r#"{"score":1}"#, &after.provenance()), format!(r#"{{"score":1,{from}"#));
    assert_eq!(stamped("{}", &after.provenance()), "{}", "what says nothing comes from nowhere");
    let changed = before.change(&after, "revenue", "ann", march, march).unwrap();
    assert_eq!((changed.before.from.position, changed.after.from.position), (2, 3));
    assert!(change(&changed, precision).contains(&provenance(&before.provenance())));
}
