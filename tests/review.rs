//! Reviews through the engine: who may say what of whom, what is made of it, by person and period, as it was known.

#![cfg(feature = "json")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

use attain::calendar::parse_day;
use attain::engine::query::Drill;
use attain::engine::{ReviewAnswer, ReviewQuery, View};
use attain::log::{Admission, Batch, EntryIds};
use attain::plan::Overlay;
use attain::report::{self, json};
use attain::trace::{Language, Limits, Trace};
use attain::{Engine, Plan};

const PLAN: &str = r#"{
    "attain": 1, "name": "评价", "currency": "CNY",
    "org": { "trees": { "sales": ["company", "team"] }, "person": { "role": "text" }, "leads": "role = \"manager\"",
             "may_see": "actor = subject or leads(actor, subject)" },
    "reviews": { "conduct": { "labels": { "zh": "行为" },
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
    "kpis": { "all": { "formula": "avg(review.score)" }, "said": { "formula": "count(review)" } },
    "scorecards": { "card": { "grain": "quarter", "missing": "hold", "rounding": { "to": "0.01", "mode": "half_up" }, "items": [
        { "id": "review", "weight": "60%", "value": "review.conduct.协作" },
        { "id": "boss", "weight": "40%", "value": "20 * avg(review.score where relation = \"manager\")", "missing": "zero" } ] } }
}"#;

const PEOPLE: &str = r#"
    {"kind":"unit","id":"u1","on":"2025-01-01","unit":"company"}
    {"kind":"unit","id":"u2","on":"2025-01-01","unit":"north","under":"company"}
    {"kind":"unit","id":"u3","on":"2025-01-01","unit":"south","under":"company"}
    {"kind":"membership","id":"m0","on":"2025-01-01","who":"钱总","unit":"company","role":"manager"}
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

/// A review of 王芳 for 协作 on five; what a test says besides goes before the rest.
fn line(id: &str, on: &str, by: &str, relation: &str, score: &str, period: &str) -> String {
    format!(
        r#"{{"kind":"review","id":"{id}","on":"{on}","who":"王芳","by":"{by}","relation":"{relation}","item":"协作","score":{score},"scale":"five","period":"{period}"}}"#
    )
}

fn engine(plan: &str) -> Engine {
    let plan = Plan::from_json(plan.as_bytes()).unwrap_or_else(|problems| panic!("{problems}"));
    let mut engine = Engine::new(plan);
    record(&mut engine, PEOPLE);
    engine
}

fn told() -> Engine {
    let mut engine = engine(PLAN);
    record(&mut engine, SAID);
    engine
}

fn record(engine: &mut Engine, lines: &str) {
    for admission in engine.record_jsonl(lines.as_bytes(), None) {
        assert_eq!(admission, Admission::Counted, "{admission}");
    }
}

/// What came of one line.
fn outcome(engine: &mut Engine, line: &str) -> Admission {
    engine.record_jsonl(line.as_bytes(), None).remove(0)
}

/// Why one line is refused: the codes, and the first reason in words.
fn refused(engine: &mut Engine, line: &str) -> (Vec<&'static str>, String) {
    let Admission::Refused(reasons) = outcome(engine, line) else { panic!("{line} is taken") };
    assert!(reasons.iter().all(|reason| reason.help().is_some()), "{reasons:?}");
    (reasons.iter().map(|reason| reason.code().name()).collect(), reasons[0].to_string())
}

fn view(engine: &Engine) -> View {
    engine.view(parse_day("2025-12-31").unwrap())
}

fn trace(view: &View, figure: &str, who: &str, period: &str) -> Trace {
    let whose = view.person(who).or_else(|_| view.unit(who)).unwrap();
    view.explain_within(figure, whose, view.period(period).unwrap(), Limits::default()).unwrap()
}

/// A figure of a person or a unit in a period, as text.
fn figure(view: &View, figure: &str, who: &str, period: &str) -> String {
    trace(view, figure, who, period).outcome.map_or_else(|why| why.to_string(), |value| value.to_string())
}

fn whole(view: &View, period: &str) -> String {
    figure(view, "review.conduct.协作", "王芳", period)
}

fn answer(view: &View, query: &ReviewQuery, who: &str, period: &str) -> ReviewAnswer {
    view.review(query, view.person(who).unwrap(), view.period(period).unwrap()).unwrap()
}

#[test]
fn a_review_is_the_mean_of_its_kinds_of_raters_by_weight() {
    let view = view(&told());
    // self 100, manager 75, peers (25 + 50) / 2 = 37.5, customer 100: 10 + 37.5 + 11.25 + 10.
    assert_eq!(whole(&view, "2025-Q1"), "68.75");
    // 60 % of that and 40 % of 20 × 4.
    let (whose, period) = (view.person("王芳").unwrap(), view.period("2025-Q1").unwrap());
    assert_eq!(view.scorecard("card", whose, period).unwrap().unwrap().score().unwrap().to_string(), "73.25");
    assert_eq!(figure(&view, "review.conduct.service", "王芳", "2025-Q1"), "no facts");
    assert_eq!(figure(&view, "review.conduct.协作", "north", "2025-Q1"), "only people have one");
    assert_eq!(figure(&view, "all", "王芳", "2025-Q1"), "3.6", "a fold takes scores as they are: 4, 4, 2, 3, 5");
}

#[test]
fn what_counts_is_said_of_periods_that_lie_in_the_time() {
    let mut engine = told();
    record(&mut engine, &line("r6", "2025-06-30", "李雷", "manager", "2", "2025-Q2"));
    record(&mut engine, &line("r7", "2025-04-30", "王芳", "self", "1", "2025-04"));
    let view = view(&engine);
    // Of the second quarter: the manager's 25, and her own 0 of a month of it: 5/6 of 25.
    assert_eq!(whole(&view, "2025-Q2"), "125/6");
    assert_eq!(whole(&view, "2025-04"), "0", "her own alone");
    assert_eq!(whole(&view, "2025-05"), "no facts");
    // The year: each rater counts once. Her own 50 (of 100 and 0), the manager's 50 (75 and 25), peers 37.5, the customer's 100.
    assert_eq!(whole(&view, "2025"), "51.25");
    assert_eq!([figure(&view, "said", "王芳", "2025-Q1"), figure(&view, "said", "王芳", "2025")], ["5", "7"]);
    assert_eq!(
        figure(&engine.view(parse_day("2025-03-30").unwrap()), "review.conduct.协作", "王芳", "2025-Q1"),
        "no facts"
    );
}

#[test]
fn each_wrong_review_is_refused_with_a_code_of_its_own() {
    let mut engine = told();
    let good = line("x", "2025-03-31", "钱总", "peer", "3", "2025-Q1");
    let mut wrong = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        refused(&mut engine, &good.replace(from, to))
    };
    let said = |codes: &[&'static str], text: &str| (codes.to_vec(), text.to_owned());
    assert_eq!(
        wrong(r#""peer""#, r#""pear""#),
        said(&["review.relation"], "relation: the review `conduct` has no raters `pear`\n  help: did you mean `peer`?")
    );
    assert_eq!(
        wrong(r#""peer""#, r#""self""#),
        said(
            &["review.self"],
            "by: `钱总` cannot rate `王芳` as `self`: that is for `王芳` alone\n  help: write as `relation` what the rater is to who is rated"
        )
    );
    assert_eq!(
        wrong("钱总", "王芳"),
        said(&["review.oneself"], "by: nobody rates themselves as `peer`\n  help: write `\"relation\": \"self\"`")
    );
    assert_eq!(
        wrong("钱总", "钱董"),
        said(&["review.rater"], "by: nobody of the organisation is called `钱董`\n  help: did you mean `钱总`?")
    );
    assert_eq!(
        wrong(r#""by":"钱总","#, ""),
        said(
            &["review.rater"],
            "by: nobody is named who rates\n  help: write `by`: a person of the organisation, or what somebody from outside is called"
        )
    );
    assert_eq!(
        wrong(r#""peer""#, r#""manager""#),
        said(
            &["review.manager"],
            "by: on 2025-03-31 `王芳` answers to `李雷`, and not to `钱总`\n  help: write as `relation` what the rater is, or a day on which it was so"
        )
    );
    assert_eq!(
        wrong("协作", "合作"),
        said(&["review.item"], "item: nobody is rated for `合作` in any review\n  help: did you mean `协作`?")
    );
    assert_eq!(
        wrong(r#""five""#, r#""fife""#),
        said(&["review.scale"], "scale: the review `conduct` has no scale `fife`\n  help: did you mean `five`?")
    );
    assert_eq!(
        wrong(r#""scale":"five","#, ""),
        said(&["review.scale"], "scale: on which scale is not said\n  help: write `scale`: `five` or `words`")
    );
    assert_eq!(
        wrong(r#""score":3"#, r#""score":5.5"#),
        said(&["review.score"], "score: 5.5 is no score of the scale `five`\n  help: write 1 to 5, in steps of 1")
    );
    assert_eq!(
        wrong(r#""score":3"#, r#""score":"优""#),
        said(&["review.score"], "score: `优` is no score of the scale `five`\n  help: write 1 to 5, in steps of 1")
    );
    assert_eq!(wrong(r#""score":3,"#, "").0, ["entry.missing_field"]);
    assert_eq!(wrong("2025-Q1", "2025-Q5").0, ["review.period"]);
    assert_eq!(
        wrong("2025-Q1", "2025-Q2"),
        said(
            &["review.period"],
            "on: 2025-03-31 lies outside of `2025-Q2`, which it is about\n  help: let `on` be a day of the period, such as its last; when it was said is `known`"
        )
    );
    assert_eq!(wrong("2025-03-31", "2025-04-01").0, ["review.period"], "the first day after it");
    assert_eq!(wrong("2025-03-31", "2024-12-31").0, ["review.period"], "the last day before it");
    assert_eq!(
        wrong("钱总", "孙尚"),
        said(
            &["review.twice"],
            "by: `孙尚` rated `王芳` for `协作` in that period already: `r4`\n  help: write `\"revises\": \"r4\"`, or let the last one count: `\"again\": \"last\"` in the plan's review"
        )
    );
    assert_eq!(
        wrong(r#""kind":"review","#, r#""kind":"review","credits":[{"who":"王芳","share":"100%"}],"#).0,
        ["review.form"]
    );
    assert_eq!(wrong(r#""item""#, r#""itm""#).0[0], "entry.missing_field");
    let all = refused(
        &mut engine,
        r#"{"kind":"review","id":"y","on":"2025-03-31","who":"王芳","by":"王芳","relation":"peer","item":"协作","score":9,"scale":"five","period":"Q1"}"#,
    );
    assert_eq!(all.0, ["review.period", "review.oneself", "review.score"], "all at once");
    assert_eq!(
        refused(&mut engine, r#"{"kind":"review","id":"y","on":"2025-03-31","reverses":"r1"}"#).0[0],
        "review.form"
    );
    assert_eq!(engine.log().len(), 14, "none of them is in the log");
    assert_eq!(outcome(&mut engine, &good), Admission::Counted);
}

#[test]
fn whoever_is_rated_may_come_later() {
    let mut engine = engine(PLAN);
    let customer = line("r1", "2025-03-31", "客户", "customer", "3", "2025-Q1").replace("王芳", "新人");
    assert_eq!(outcome(&mut engine, &customer).name(), "waiting", "nobody said yet where 新人 belongs");
    record(
        &mut engine,
        r#"{"kind":"membership","id":"m9","on":"2025-02-01","who":"新人","unit":"north","role":"rep"}"#,
    );
    assert_eq!(figure(&view(&engine), "review.conduct.协作", "新人", "2025-Q1"), "50");
    let manager = line("r2", "2025-01-31", "李雷", "manager", "3", "2025-Q1").replace("王芳", "新人");
    let (codes, text) = refused(&mut engine, &manager);
    assert_eq!(codes, ["review.manager"]);
    assert!(text.contains("`新人` belongs to no unit on 2025-01-31"), "{text}");
}

#[test]
fn a_transfer_in_the_period_brings_another_manager() {
    let mut engine = engine(PLAN);
    record(
        &mut engine,
        r#"{"kind":"membership","id":"t1","on":"2025-05-16","who":"王芳","unit":"south","role":"rep"}"#,
    );
    record(&mut engine, &line("r1", "2025-05-15", "李雷", "manager", "5", "2025-Q2"));
    let early = line("r2", "2025-05-15", "赵云", "manager", "2", "2025-Q2");
    assert_eq!(refused(&mut engine, &early).0, ["review.manager"]);
    assert_eq!(
        refused(&mut engine, &line("r3", "2025-05-16", "李雷", "manager", "5", "2025-Q2")).0,
        ["review.manager"]
    );
    record(&mut engine, &early.replace("2025-05-15", "2025-05-16"));
    let view = view(&engine);
    // Both count: 100 and 25.
    assert_eq!(whole(&view, "2025-Q2"), "62.5");
    let figures = ["north", "south", "company"].map(|unit| figure(&view, "all", unit, "2025-Q2"));
    assert_eq!(figures, ["5", "2", "3.5"], "each unit has what was said while she was there");
}

#[test]
fn an_absent_manager_is_the_next_one_up_or_nobody() {
    let mut engine = engine(PLAN);
    record(&mut engine, r#"{"kind":"membership","id":"t1","on":"2025-02-01","who":"李雷","unit":null}"#);
    assert_eq!(
        refused(&mut engine, &line("r1", "2025-03-31", "李雷", "manager", "4", "2025-Q1")),
        (
            vec!["review.rater"],
            "by: `李雷` belongs to no unit on 2025-03-31\n  help: name somebody who does, or a day on which they did"
                .to_owned()
        )
    );
    record(&mut engine, &line("r2", "2025-03-31", "钱总", "manager", "2", "2025-Q1"));
    record(&mut engine, &line("r3", "2025-03-31", "王芳", "self", "5", "2025-Q1"));
    // 50 parts of 25 and 10 of 100: peers and customers are skipped.
    assert_eq!(whole(&view(&engine), "2025-Q1"), "37.5");
    let nobody =
        line("r4", "2025-03-31", "王芳", "manager", "2", "2025-Q1").replace(r#""who":"王芳""#, r#""who":"钱总""#);
    assert!(refused(&mut engine, &nobody).1.contains("on 2025-03-31 `钱总` answers to nobody"));
}

#[test]
fn a_correction_stands_in_place_of_what_was_said() {
    let mut engine = told();
    let moment = |day: &str| format!("{day}T00:00:00Z").parse().unwrap();
    let revised =
        line("c1", "2025-03-31", "李雷", "manager", "2", "2025-Q1").replace(r#""kind""#, r#""revises":"r1","kind""#);
    engine.record_jsonl(revised.as_bytes(), Some(moment("2025-04-10")));
    // 25 instead of 75: 25 less.
    assert_eq!(whole(&view(&engine), "2025-Q1"), "43.75");
    engine
        .record_jsonl(br#"{"kind":"review","id":"c2","on":"2025-03-31","retracts":"r5"}"#, Some(moment("2025-04-20")));
    // 10 + 12.5 + 11.25 of 90.
    assert_eq!(whole(&view(&engine), "2025-Q1"), "37.5");
    let at = |day: &str| whole(&engine.view_known(parse_day("2025-12-31").unwrap(), moment(day)), "2025-Q1");
    assert_eq!(
        [at("2025-04-01"), at("2025-04-10"), at("2025-04-19"), at("2025-04-20")],
        ["68.75", "43.75", "43.75", "37.5"]
    );

    let by_another = revised.replace("c1", "c3").replace("李雷", "赵云");
    let (codes, text) = refused(&mut engine, &by_another);
    assert_eq!(codes, ["entry.correction", "review.manager"]);
    assert!(text.starts_with("by: a review is revised by whoever gave it"), "{text}");
    // What was retracted may be said again, and a revision revised.
    let again = line("r8", "2025-03-31", "上海客户 有限公司", "customer", "1", "2025-Q1");
    record(&mut engine, &again);
    record(
        &mut engine,
        &revised
            .replace("c1", "c4")
            .replace(r#""revises":"r1""#, r#""revises":"c1""#)
            .replace(r#""score":2"#, r#""score":4"#),
    );
    // 10 + 37.5 + 11.25 + 0.
    assert_eq!(whole(&view(&engine), "2025-Q1"), "58.75");
    // Moved to another item, it leaves its place, where the same may be said anew.
    record(
        &mut engine,
        &again.replace("r8", "c5").replace("协作", "service").replace(r#""kind""#, r#""revises":"r8","kind""#),
    );
    record(&mut engine, &again.replace("r8", "r9"));
    assert_eq!(refused(&mut engine, &again.replace("r8", "r10")).0, ["review.twice"]);
    assert_eq!(refused(&mut engine, &again.replace("r8", "r11").replace("协作", "service")).0, ["review.twice"]);
}

#[test]
fn the_last_one_counts_where_the_plan_says_so() {
    let mut engine = engine(&PLAN.replace(r#""missing": "skip" } }"#, r#""missing": "skip", "again": "last" } }"#));
    record(&mut engine, SAID);
    let again = line("r6", "2025-03-31", "李雷", "manager", "2", "2025-Q1");
    record(&mut engine, &again);
    let last = line("r7", "2025-03-31", "李雷", "manager", "5", "2025-Q1");
    record(&mut engine, &last);
    assert_eq!(whole(&view(&engine), "2025-Q1"), "81.25", "10 + 50 + 11.25 + 10");
    assert_eq!(figure(&view(&engine), "said", "王芳", "2025-Q1"), "5", "folds see it too: it is a revision");
    assert_eq!([outcome(&mut engine, &again), outcome(&mut engine, &last)], [Admission::Exists, Admission::Exists]);
    // Whatever it is called, the one that comes last holds.
    record(&mut engine, &line("a0", "2025-03-31", "李雷", "manager", "4", "2025-Q1"));
    assert_eq!(whole(&view(&engine), "2025-Q1"), "68.75");
    // Taken back, it leaves the one before it; all of them taken back, there is room for another.
    record(&mut engine, r#"{"kind":"review","id":"x1","on":"2025-03-31","retracts":"a0"}"#);
    assert_eq!(whole(&view(&engine), "2025-Q1"), "81.25");
    record(&mut engine, &line("b0", "2025-03-31", "李雷", "manager", "2", "2025-Q1"));
    assert_eq!(whole(&view(&engine), "2025-Q1"), "43.75");
    record(&mut engine, r#"{"kind":"review","id":"x2","on":"2025-03-31","retracts":"r1"}"#);
    record(&mut engine, &line("c0", "2025-03-31", "李雷", "manager", "5", "2025-Q1"));
    assert_eq!(whole(&view(&engine), "2025-Q1"), "81.25");
    assert_eq!(figure(&view(&engine), "said", "王芳", "2025-Q1"), "5");
    assert_eq!(outcome(&mut engine, &last.replace(r#""score":5"#, r#""score":4"#)).name(), "exists_differently");
}

#[test]
fn a_log_that_is_written_and_read_answers_the_same() {
    let engine = told();
    let mut other = Engine::new(engine.plan().clone());
    let again = other.record_jsonl(engine.to_jsonl().as_bytes(), None);
    assert!(again.iter().all(|admission| *admission == Admission::Counted), "{again:?}");
    assert_eq!(whole(&view(&other), "2025-Q1"), "68.75");
    assert!(other.record_jsonl(SAID.as_bytes(), None).iter().all(|admission| *admission == Admission::Exists));
    assert!(engine.to_jsonl().contains(r#""scale":"words","score":"4""#), "a rating is kept as its number");
}

#[test]
fn a_view_that_follows_the_log_is_as_good_as_a_new_one() {
    let mut engine = engine(PLAN);
    let before = view(&engine);
    assert_eq!(whole(&before, "2025-Q1"), "no facts");
    drop(before);
    record(&mut engine, SAID);
    let after = view(&engine);
    let fresh = engine.view_at(parse_day("2025-12-31").unwrap(), engine.log().len());
    let told = |view: &View| {
        json::review(&answer(view, &ReviewQuery::new("conduct").raters(), "王芳", "2025-Q1"), view.plan().precision())
    };
    assert_eq!(told(&after), told(&fresh));
    assert_eq!(whole(&after, "2025-Q1"), "68.75");
}

#[test]
fn reviews_come_as_rows_and_not_in_columns() {
    let mut engine = engine(PLAN);
    let rows = "id,on,who,by,relation,item,score,scale,period\nr1,2025-03-31,王芳,李雷,manager,协作,4,five,2025-Q1\nr2,2025-03-31,王芳,李雷,manager,协作,4,five,2025-Q1\n";
    let outcomes: Vec<&str> = engine.record_csv("review", rows.as_bytes(), None).iter().map(Admission::name).collect();
    assert_eq!(outcomes, ["counted", "refused"]);
    let codes = engine.register_id("r3").unwrap().get();
    let batch = Batch { kind: "review", ids: EntryIds::Codes(&[codes]), on: &[20_000], columns: &[] };
    let refusals = engine.record_columns(&batch, None).unwrap_err();
    assert_eq!((refusals[0].code().name(), refusals[0].field()), ("review.form", Some("kind")));
    let checked = engine.check_jsonl(line("r4", "2025-03-31", "李雷", "manager", "9", "2025-Q1").as_bytes());
    assert_eq!(checked[0].as_ref().unwrap_err()[0].code().name(), "review.score");
    assert_eq!(engine.check_jsonl(SAID.as_bytes()).iter().filter(|checked| checked.is_ok()).count(), 5);
}

#[test]
fn who_may_rate_is_what_the_plan_says() {
    let kinds = r#""report": { "weight": 0 }, "junior": { "is": "colleague", "weight": 0, "may": "actor.role = \"rep\"" }, "customer""#;
    let mut engine = engine(&PLAN.replacen(r#""customer""#, kinds, 1));
    let of = |who: &str, by: &str, relation: &str| {
        let line = line(&format!("{by}-{who}"), "2025-03-31", by, relation, "5", "2025-Q1");
        line.replace(r#""who":"王芳""#, &format!(r#""who":"{who}""#))
    };
    record(&mut engine, &of("李雷", "王芳", "report"));
    let (codes, text) = refused(&mut engine, &of("赵云", "王芳", "report"));
    assert_eq!(
        (codes, text.lines().next().unwrap()),
        (vec!["review.manager"], "by: on 2025-03-31 `王芳` answers to `李雷`, and not to `赵云`")
    );
    record(&mut engine, &of("赵云", "韩梅", "junior"));
    assert_eq!(
        refused(&mut engine, &of("王芳", "赵云", "junior")),
        (
            vec!["review.may"],
            "by: `赵云` may not rate `王芳` as `junior`\n  help: see `may` of `junior` in the plan's review `conduct`"
                .to_owned()
        )
    );
}

/// The text of a table, its lines without what is blank at their ends.
fn lines(text: &str) -> Vec<&str> {
    text.lines().map(str::trim_end).collect()
}

#[test]
fn a_trace_tells_the_kinds_and_no_anonymous_rater() {
    let view = view(&told());
    let of = trace(&view, "review.conduct.协作", "王芳", "2025-Q1");
    let text = of.to_text(Language::English);
    assert_eq!(
        lines(&text)[..5],
        [
            "review conduct.协作 of 王芳, 2025-Q1 68.75",
            "├─ customer (1) × 10%                undefined: withheld, so that nobody learns who said what",
            "├─ manager (1) × 50%                 75",
            "├─ peer (2) × 30%                    undefined: withheld, so that nobody learns who said what",
            "└─ self (1) × 10%                    100",
        ]
    );
    let text = of.to_text(Language::Chinese);
    assert!(text.starts_with("行为.协作评价（王芳）"), "{text}");
    assert!(text.contains("manager（1 人） × 50%"), "{text}");
    // A fold lists entries, and those of anonymous raters are counted alone.
    let fold = trace(&view, "all", "王芳", "2025-Q1");
    let ids: Vec<&str> = fold.parts[0].entries.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!((ids, fold.parts[0].hidden), (vec!["r1", "r2", "r5"], 2));
    let drill = Drill::new("all", view.person("王芳").unwrap(), view.period("2025-Q1").unwrap());
    let behind = view.entries(&drill).unwrap().remove(0);
    assert_eq!((behind.all, behind.hidden), (3, 2));
    let (whose, period) = (view.person("王芳").unwrap(), view.period("2025-Q1").unwrap());
    let card = view.explain_scorecard("card", whose, period).unwrap();
    let query = ReviewQuery::new("conduct").raters();
    let all = [
        card.to_text(Language::English),
        json::trace(&card, view.plan().precision()),
        json::trace(&of, view.plan().precision()),
        json::review(&answer(&view, &query, "王芳", "2025-Q1"), view.plan().precision()),
        report::review_raters(&answer(&view, &query, "王芳", "2025-Q1"), Language::English).to_string(),
    ];
    for told in all {
        assert!(!told.contains("韩梅") && !told.contains("孙尚") && !told.contains("r3"), "{told}");
    }
}

#[test]
fn a_review_is_told_as_a_table() {
    let view = view(&told());
    let query = ReviewQuery::new("conduct").raters();
    let all = answer(&view, &query, "王芳", "2025-Q1");
    assert_eq!(
        lines(&report::review(&all, Language::English).to_string()),
        [
            "item        raters     score  weight  trimmed",
            "协作                   68.75",
            "  customer       1  (hidden)  10.0 %           hidden: it would tell the other that is",
            "  manager        1     75.00  50.0 %",
            "  peer           2  (hidden)  30.0 %           hidden: 2 raters, and 3 make them anonymous",
            "  self           1    100.00  10.0 %",
            "service                    –                   no facts",
            "  customer       0         –   0.0 %           no facts",
            "  manager        0         –   0.0 %           no facts",
            "  peer           0         –   0.0 %           no facts",
            "  self           0         –   0.0 %           no facts",
        ]
    );
    assert_eq!(
        lines(&report::review(&all, Language::Chinese).to_string())[..6],
        [
            "项目     人数        得分    权重  去除",
            "协作                68.75",
            "  客户      1  （不公开）  10.0 %        不公开：否则可推算出另一项",
            "  上级      1       75.00  50.0 %",
            "  同事      2  （不公开）  30.0 %        不公开：仅 2 人，匿名至少需要 3 人",
            "  自评      1      100.00  10.0 %",
        ]
    );
    assert_eq!(
        lines(&report::review_raters(&all, Language::English).to_string()),
        [
            // With what the manager and the customer lie above all it could be reckoned what the two peers say.
            "rater     in common  above all  corrected",
            "(hidden)          4",
        ]
    );
    let mut open = engine(&PLAN.replace(r#", "anonymous": 3"#, ""));
    record(&mut open, SAID);
    let all = answer(&self::view(&open), &query, "王芳", "2025-Q1");
    assert_eq!(
        lines(&report::review_raters(&all, Language::Chinese).to_string()),
        [
            // The mean of 75, 25, 50 and 100 is 62.5; what she says of herself is no part of it.
            "评价人             共同评价  高于平均  是否校正",
            "孙尚                      1    −12.50  否",
            "李雷                      1     12.50  否",
            "韩梅                      1    −37.50  否",
            "上海客户 有限公司         1     37.50  否",
        ]
    );
    let item = ReviewQuery::from_json(r#"{ "of": "conduct", "item": "协作" }"#.as_bytes()).unwrap();
    let told = json::review(&answer(&view, &item, "王芳", "2025-Q1"), view.plan().precision());
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["items"][0]["score"]["value"], "68.75");
    let kind = |at: usize| &told["items"][0]["kinds"][at];
    assert_eq!(
        (&kind(2)["relation"], &kind(2)["raters"], &kind(2)["mean"]["undefined"]),
        (&"peer".into(), &"2".into(), &"withheld".into())
    );
    assert_eq!(kind(2)["hidden"], serde_json::json!({ "why": "few", "have": "2", "need": "3" }));
    assert_eq!(kind(0)["hidden"], serde_json::json!({ "why": "would_tell" }));
    assert_eq!(
        kind(1)["ratings"][0],
        serde_json::json!({ "by": "李雷", "score": { "value": "75", "unit": "number" }, "trimmed": false })
    );
    let error = view.review(
        &ReviewQuery::new("conduct").item("合作"),
        view.person("王芳").unwrap(),
        view.period("2025-Q1").unwrap(),
    );
    assert_eq!(error.unwrap_err().to_string(), "there is no item `合作`; did you mean `协作`?");
}

#[test]
fn a_review_is_seen_by_whoever_may_see_the_person() {
    let view = view(&told());
    let (whose, period) = (view.person("王芳").unwrap(), view.period("2025-Q1").unwrap());
    let query = ReviewQuery::new("conduct").raters();
    assert!(view.seen_by("孙尚").unwrap().review(&query, whose, period).unwrap_err().is_hidden());
    let own = view.seen_by("王芳").unwrap().review(&query, whose, period).unwrap();
    assert_eq!(own.value("协作").unwrap().unwrap().to_string(), "68.75");
    assert_eq!((own.raters.len(), own.hidden), (0, 4), "nobody who rated her may be seen by her");
    let mut open = engine(&PLAN.replace(r#", "anonymous": 3"#, ""));
    record(&mut open, SAID);
    let boss = self::view(&open).seen_by("李雷").unwrap().review(&query, whose, period).unwrap();
    let names: Vec<&str> = boss.raters.iter().filter_map(|one| one.by.as_ref()).map(attain::id::Key::as_str).collect();
    assert_eq!((names, boss.hidden), (vec!["李雷", "韩梅"], 2), "those of his team");
}

#[test]
fn a_what_if_weighs_otherwise() {
    let engine = told();
    let overlay = Overlay::new("peers count")
        .set("reviews.conduct.raters.manager.weight", "30%")
        .set("reviews.conduct.raters.peer.weight", "50%");
    let fork = engine.fork_with(&overlay).unwrap();
    // 10 + 22.5 + 18.75 + 10.
    assert_eq!(whole(&view(&fork.engine), "2025-Q1"), "61.25");
    assert_eq!(whole(&view(&engine), "2025-Q1"), "68.75");
}

#[test]
fn what_is_wrong_with_reviews_of_a_plan_is_told_at_its_place() {
    let told = |from: &str, to: &str| {
        assert!(PLAN.contains(from), "{from}");
        let problems = Plan::from_json(PLAN.replacen(from, to, 1).as_bytes()).unwrap_err();
        assert!(problems.iter().all(|problem| problem.help().is_some()), "{problems}");
        problems
            .iter()
            .map(|problem| format!("{} {}: {}", problem.place(), problem.code(), problem.message()))
            .collect::<Vec<_>>()
    };
    let plain = r#""leads": "role = \"manager\"",
             "may_see": "actor = subject or leads(actor, subject)""#;
    assert_eq!(
        told(plain, r#""peers": "subject.role""#),
        [
            "reviews.conduct.raters.manager plan.conflict: who `manager` are depends on who leads, and the plan does not say it",
        ]
    );
    assert_eq!(
        told(r#""leads": "role = \"manager\"""#, r#""leads": "all > 3""#),
        [
            "reviews.conduct.raters.manager formula.context: who rates cannot depend on figures, and who leads depends on some",
        ]
    );
    assert_eq!(
        told("review.conduct.协作", "review.conduct.合作"),
        ["scorecards.card.items.review.value formula.unknown_name: `review.conduct.合作` is not known here"]
    );
    assert_eq!(
        told("review.conduct.协作", "review.conduct"),
        ["scorecards.card.items.review.value formula.unknown_name: `review.conduct` is not known here"],
        "it has two items"
    );
    assert_eq!(
        told(
            r#""reviews": {"#,
            r#""reviews": { "other": { "items": ["协作"], "scales": { "s": { "lowest": 0, "highest": 1 } },
            "raters": { "peer": { "weight": "100%" } }, "missing": "skip" },"#
        ),
        ["reviews.other.items[0] name.taken: people are rated for `协作` in the review `conduct` already"]
    );
    assert_eq!(
        told(r#""customer": { "weight": "10%" }"#, r#""customer": { "weight": "20%" }"#),
        ["reviews.conduct.raters weights.not_whole: the weights of `customer`, `manager`, `peer`, `self` make 110%"],
        "and nothing of the names that it would have had"
    );
    assert_eq!(
        told(r#""customer": { "weight": "10%" }"#, r#""customer": { "weight": "10%", "may": "all > 3" }"#),
        [
            "reviews.conduct.raters.customer.may formula.context: who may rate cannot depend on figures, or on the time that is asked for"
        ]
    );
    assert_eq!(
        told(r#""reviews": {"#, r#""reviews": 5, "rules": {"#),
        [
            "rules.conduct document.unknown_field: `conduct` is not known here",
            "reviews document.wrong_type: a number is written where a map of names belongs",
        ],
        "and nothing of formulas over reviews"
    );
    let without = r#"{ "attain": 1, "name": "x", "currency": "EUR", "org": { "trees": { "t": ["a"] } }, "kpis": { "k": { "formula": "avg(review.score)" } } }"#;
    let problems = Plan::from_json(without.as_bytes()).unwrap_err();
    assert_eq!(
        problems.to_string(),
        "kpis.k.formula: the plan has no reviews\n  help: say under `reviews` what people are rated for, and by whom"
    );
}

#[test]
fn a_correction_that_comes_before_what_it_corrects_holds_too() {
    let mut engine = engine(PLAN);
    let first = line("r1", "2025-03-31", "李雷", "manager", "4", "2025-Q1");
    let moved = first.replace("r1", "c1").replace("协作", "service").replace(r#""kind""#, r#""revises":"r1","kind""#);
    assert_eq!(outcome(&mut engine, &moved).name(), "waiting");
    record(&mut engine, &first);
    assert_eq!(figure(&view(&engine), "review.conduct.service", "王芳", "2025-Q1"), "75");
    // Its place is free, and that to which it moved is taken.
    record(&mut engine, &first.replace("r1", "r2"));
    assert_eq!(refused(&mut engine, &first.replace("r1", "r3").replace("协作", "service")).0, ["review.twice"]);
}

#[test]
fn why_a_score_is_another_one_is_told_by_cause() {
    let engine = told();
    let mut later = engine
        .fork_with(
            &Overlay::new("weights")
                .set("reviews.conduct.raters.manager.weight", "30%")
                .set("reviews.conduct.raters.peer.weight", "50%"),
        )
        .unwrap()
        .engine;
    let revised =
        line("c1", "2025-03-31", "李雷", "manager", "2", "2025-Q1").replace(r#""kind""#, r#""revises":"r1","kind""#);
    record(&mut later, &revised);
    let (before, after) = (view(&engine), view(&later));
    let quarter = before.period("2025-Q1").unwrap();
    let change = before.change(&after, "review.conduct.协作", "王芳", quarter, quarter).unwrap();
    // 68.75, then 10 + 12.5 + 11.25 + 10 by what was said, then 10 + 7.5 + 18.75 + 10 by the weights.
    let told: Vec<String> = change.parts.iter().map(|part| format!("{:?} {}", part.causes, part.difference)).collect();
    assert_eq!(told, ["[Facts] -25", "[Targets] 0", "[Policy] 2.5", "[People] 0", "[Calendar] 0"]);
}

/// The scorecard of the language's own example: folds over reviews, with a smallest number.
#[test]
fn folds_over_reviews_stand_in_scorecards_like_any_other() {
    let items = r#""items": [
        { "id": "manager", "weight": "60%", "value": "20 * avg(review.score where relation = \"manager\")" },
        { "id": "peers", "weight": "40%", "value": "20 * avg(review.score where relation = \"peer\")", "at_least": 3, "missing": "skip" } ] } }"#;
    let from = PLAN.find(
        r#""items": [
        { "id": "review""#,
    );
    let plan = format!("{}{items} }}", &PLAN[..from.unwrap()]);
    let mut engine = engine(&plan);
    record(&mut engine, SAID);
    let score = |engine: &Engine, period: &str| {
        let view = view(engine);
        let card = view.scorecard("card", view.person("王芳").unwrap(), view.period(period).unwrap()).unwrap().unwrap();
        card.score().map_or_else(|why| why.to_string(), |score| score.to_string())
    };
    // Two peers are too few: 20 x 4 alone.
    assert_eq!(score(&engine, "2025-Q1"), "80.00");
    record(&mut engine, &line("r6", "2025-03-30", "赵云", "peer", "4", "2025-Q1"));
    // 60 % of 80 and 40 % of 20 x 3.
    assert_eq!(score(&engine, "2025-Q1"), "72.00");
    assert_eq!(score(&engine, "2025-Q2"), "no facts");
    // By unit and relation, as any fold.
    let view = view(&engine);
    assert_eq!(figure(&view, "said", "north", "2025-Q1"), "6");
}

#[test]
fn odd_values_are_refused_and_never_taken_for_others() {
    let mut engine = engine(PLAN);
    let good = line("r1", "2025-03-31", "韩梅", "peer", "3", "2025-Q1");
    let codes = |engine: &mut Engine, from: &str, to: &str| refused_codes(engine, &good.replace(from, to));
    assert_eq!(codes(&mut engine, r#""score":3"#, r#""score":null"#), ["entry.missing_field"]);
    assert_eq!(codes(&mut engine, r#""score":3"#, r#""score":[3]"#), ["entry.wrong_type"]);
    assert_eq!(codes(&mut engine, r#""score":3"#, r#""score":true"#), ["entry.wrong_type"]);
    assert_eq!(codes(&mut engine, r#""by":"韩梅""#, r#""by":7"#), ["review.rater"]);
    assert_eq!(codes(&mut engine, r#""by":"韩梅""#, r#""by":"""#), ["review.rater"]);
    assert_eq!(codes(&mut engine, r#""who":"王芳""#, r#""who":["王芳"]"#)[0], "entry.wrong_type");
    assert_eq!(codes(&mut engine, r#""on":"2025-03-31","#, ""), ["entry.missing_day"]);
    assert_eq!(codes(&mut engine, r#""scale":"five""#, r#""scale":5"#)[0], "review.scale");
    assert_eq!(codes(&mut engine, r#""item""#, r#""mood":"good","item""#), ["entry.unknown_field"]);
    assert_eq!(codes(&mut engine, r#""score":3"#, r#""score":"3.0""#), [""; 0], "3.0 is 3");
    assert_eq!(outcome(&mut engine, &good), Admission::Exists);
}

fn refused_codes(engine: &mut Engine, line: &str) -> Vec<&'static str> {
    match outcome(engine, line) {
        Admission::Refused(reasons) => reasons.iter().map(|reason| reason.code().name()).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn the_day_of_an_instant_is_that_of_the_plan() {
    let mut engine = engine(&PLAN.replacen(r#""currency""#, r#""timezone": "+08:00", "currency""#, 1));
    let at = |moment: &str| {
        line("r1", "", "韩梅", "peer", "3", "2025-Q1").replace(r#""on":"""#, &format!(r#""at":"{moment}""#))
    };
    assert_eq!(refused_codes(&mut engine, &at("2025-03-31T16:00:00Z")), ["review.period"], "midnight in Shanghai");
    assert_eq!(outcome(&mut engine, &at("2025-03-31T15:59:59Z")), Admission::Counted);
}
