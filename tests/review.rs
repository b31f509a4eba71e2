//! Reviews through the engine: who may say what of whom, what is made of it, by person and period, as it was known.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

use attain::calendar::parse_day;
use attain::engine::View;
use attain::log::Admission;
use attain::{Engine, Plan};

const PLAN: &str = r#"{
    "attain": 1, "name": "评价", "currency": "CNY",
    "org": { "trees": { "sales": ["company", "team"] }, "person": { "role": "text" }, "leads": "role = \"manager\"" },
    "reviews": { "conduct": {
        "items": ["协作", "service"],
        "scales": {
            "five": { "lowest": 1, "highest": 5, "step": 1 },
            "words": { "ratings": { "差": 1, "中": 2, "良": 3, "优": 4 } } },
        "raters": {
            "self": { "weight": "10%" },
            "manager": { "weight": "50%" },
            "peer": { "weight": "30%", "at_least": 2, "anonymous": 3 },
            "customer": { "weight": "10%" } },
        "missing": "skip" } },
    "scorecards": { "card": { "grain": "quarter", "missing": "hold", "rounding": { "to": "0.01", "mode": "half_up" }, "items": [
        { "id": "review", "weight": "60%", "value": "review.conduct.协作" },
        { "id": "boss", "weight": "40%", "value": "20 * avg(review.score where relation = \"manager\")", "missing": "zero" } ] } }
}"#;

const PEOPLE: &str = r#"
    {"kind":"unit","id":"u1","on":"2025-01-01","unit":"company"}
    {"kind":"unit","id":"u2","on":"2025-01-01","unit":"north","under":"company"}
    {"kind":"unit","id":"u3","on":"2025-01-01","unit":"south","under":"company"}
    {"kind":"membership","id":"m1","on":"2025-01-01","who":"王芳","unit":"north","role":"rep"}
    {"kind":"membership","id":"m2","on":"2025-01-01","who":"李雷","unit":"north","role":"manager"}
    {"kind":"membership","id":"m3","on":"2025-01-01","who":"韩梅","unit":"north","role":"rep"}
    {"kind":"membership","id":"m4","on":"2025-01-01","who":"赵云","unit":"south","role":"manager"}
    {"kind":"membership","id":"m5","on":"2025-01-01","who":"孙尚","unit":"south","role":"rep"}
"#;

const SAID: &str = r#"
    {"kind":"review","id":"r1","on":"2025-03-31","who":"王芳","by":"李雷","relation":"manager","item":"协作","score":4,"scale":"five","period":"2025-Q1"}
    {"kind":"review","id":"r2","on":"2025-03-31","who":"王芳","by":"王芳","relation":"self","item":"协作","score":"优","scale":"words","period":"2025-Q1"}
    {"kind":"review","id":"r3","on":"2025-03-31","who":"王芳","by":"韩梅","relation":"peer","item":"协作","score":2,"scale":"five","period":"2025-Q1"}
    {"kind":"review","id":"r4","on":"2025-03-31","who":"王芳","by":"孙尚","relation":"peer","item":"协作","score":"3","scale":"five","period":"2025-Q1"}
    {"kind":"review","id":"r5","on":"2025-03-31","who":"王芳","by":"上海客户 有限公司","relation":"customer","item":"协作","score":5,"scale":"five","period":"2025-Q1"}
"#;

fn engine(plan: &str) -> Engine {
    let plan = Plan::from_json(plan.as_bytes()).unwrap_or_else(|problems| panic!("{problems}"));
    let mut engine = Engine::new(plan);
    record(&mut engine, PEOPLE);
    engine
}

fn record(engine: &mut Engine, lines: &str) {
    for admission in engine.record_jsonl(lines.as_bytes(), None) {
        assert_eq!(admission, Admission::Counted, "{admission}");
    }
}

fn view(engine: &Engine) -> View {
    engine.view(parse_day("2025-12-31").unwrap())
}

/// A figure of a person in a period, as text.
fn figure(view: &View, figure: &str, who: &str, period: &str) -> String {
    let (whose, period) = (view.person(who).unwrap(), view.period(period).unwrap());
    let trace = view.explain_within(figure, whose, period, attain::trace::Limits::default()).unwrap();
    trace.outcome.map_or_else(|why| why.to_string(), |value| value.to_string())
}

#[test]
fn a_review_is_the_mean_of_its_kinds_of_raters_by_weight() {
    let mut engine = engine(PLAN);
    record(&mut engine, SAID);
    let view = view(&engine);
    // self 100, manager 75, peers (25 + 50) / 2 = 37.5, customer 100: 10 + 37.5 + 11.25 + 10.
    assert_eq!(figure(&view, "review.conduct.协作", "王芳", "2025-Q1"), "68.75");
    // 60 % of that and 40 % of 20 × 4.
    let (whose, period) = (view.person("王芳").unwrap(), view.period("2025-Q1").unwrap());
    assert_eq!(view.scorecard("card", whose, period).unwrap().unwrap().score().unwrap().to_string(), "73.25");
}
