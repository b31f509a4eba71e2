//! What is said of moves, for people and for programs: in words, as tables, as JSON.

#![cfg(feature = "json")]
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeSet;
use std::sync::Arc;

use attain::calendar::parse_day;
use attain::document::from_json;
use attain::engine::{Conformance, Deviation, MoveVerdict};
use attain::id::Key;
use attain::pipeline::{Lacking, May, Reason, StageKind};
use attain::quantity::Why;
use attain::report::{self, json, move_cure, move_reason};
use attain::trace::Language::{Chinese, English};
use chrono::NaiveDateTime;

fn key(text: &str) -> Key {
    Key::new(text).unwrap()
}

fn at(day: &str, hour: u32) -> NaiveDateTime {
    parse_day(day).unwrap().and_hms_opt(hour, 0, 0).unwrap()
}

/// Each reason, with what it is called in Chinese, and its cure.
fn all() -> Vec<(Reason, &'static str, &'static str)> {
    let approval = |state| Reason::Approval { role: "legal".to_owned(), state };
    let of = |text: &str| text.to_owned();
    let ann = || key("ann");
    vec![
        (Reason::Unknown { to: of("x"), nearest: None }, "没有阶段 x", "写明流程中的阶段"),
        (Reason::Unknown { to: of("leed"), nearest: Some(of("lead")) }, "没有阶段 leed", "是否指 lead？"),
        (Reason::Same { stage: key("lead") }, "已处于 lead", "保持不动"),
        (Reason::NoStart { stage: key("done") }, "不可从 done 开始", "从更早的阶段开始"),
        (Reason::Closed { stage: key("done"), kind: StageKind::Won }, "已赢单（done），不再变动", "另建新的记录"),
        (Reason::Skips { over: key("design") }, "不可跳过 design", "先移至 design"),
        (Reason::Back { to: key("lead") }, "不可退回 lead", "保持不动，或将其关闭"),
        (Reason::NoWay { from: key("lead"), to: key("done") }, "lead 不通往 done", "移至可进入的阶段"),
        (Reason::When { condition: of("amount > 5") }, "仅限：amount > 5", "使条件成立：amount > 5"),
        (Reason::Missing { field: of("form") }, "缺少 form", "填写 form"),
        (
            Reason::Required { condition: of("amount > 5"), undefined: None },
            "条件不成立：amount > 5",
            "使条件成立：amount > 5",
        ),
        (
            Reason::Required { condition: of("amount > 5"), undefined: Some(Why::Missing(Arc::from("amount"))) },
            "无法判断条件 amount > 5：缺少 `amount`",
            "使条件成立：amount > 5",
        ),
        (Reason::Task { task: of("call") }, "call 尚未完成", "完成 call"),
        (Reason::Earlier { since: at("2026-03-04", 0) }, "2026-03-04 才进入当前阶段", "在此之后移动"),
        (
            Reason::TooEarly { from: Ok(at("2026-03-04", 9)) },
            "须在当前阶段停留至 2026-03-04 09:00",
            "等到 2026-03-04 09:00",
        ),
        (
            Reason::TooEarly { from: Err(Why::UnknownYear(2031)) },
            "无法得知须停留多久：2031 年的工作日未知",
            "在日历中写明工作日",
        ),
        (Reason::Who { by: Some(key("ann")), may: may(&["owner"], &[]) }, "ann 无权将其移至该阶段", "由负责人移动"),
        (Reason::Who { by: None, may: may(&["owner"], &[]) }, "未写明由谁移动", "写明由谁移动：负责人"),
        (approval(Lacking::Nobody), "legal 尚未批准", "由 legal 批准"),
        (approval(Lacking::Refused { by: ann() }), "ann 以 legal 身份拒绝", "由 legal 批准"),
        (
            approval(Lacking::Expired { by: ann(), on: at("2026-03-04", 0) }),
            "ann 以 legal 身份的批准已于 2026-03-04 失效",
            "由 legal 批准",
        ),
        (approval(Lacking::Early { by: ann() }), "ann 以 legal 身份批准时，应先批准的人尚未批准", "由 legal 再次批准"),
        (approval(Lacking::Twice { by: ann() }), "ann 不可再以 legal 身份批准", "由另一人以 legal 身份批准"),
        (
            Reason::Approvals { have: 1, need: 2, of: of("legal, finance") },
            "须 2 人批准，已批准 1 人，尚缺：legal, finance",
            "由更多的人批准：legal, finance",
        ),
        (Reason::NoReason, "未说明为何破例", "说明原因"),
        (
            Reason::NoOverride { by: Some(key("ann")), may: Some(may(&["deputy"], &["actor.role = \"head\""])) },
            "ann 无权破例移动",
            "由deputy 所指的人或符合条件的人（actor.role = \"head\"）移动",
        ),
        (
            Reason::NoOverride { by: None, may: None },
            "未写明由谁破例移动",
            "遵守规则，或在流程的 `may_override` 中写明谁可破例",
        ),
    ]
}

fn may(named: &[&str], conditions: &[&str]) -> May {
    let texts = |all: &[&str]| all.iter().map(|text| (*text).to_owned()).collect();
    May { named: texts(named), conditions: texts(conditions) }
}

#[test]
fn who_may_is_said_properly() {
    let head = "actor.role = \"head\"";
    let rows = [
        (may(&["owner"], &[]), "let the owner do it", "say who moves it: the owner"),
        (
            may(&["owner", "deputy"], &[]),
            "let the owner or the deputy do it",
            "say who moves it: the owner or the deputy",
        ),
        (
            may(&[], &[head, "yes"]),
            "let somebody do it for whom actor.role = \"head\" or yes",
            "say who moves it: somebody for whom actor.role = \"head\" or yes",
        ),
        (
            may(&["owner"], &[head]),
            "let the owner do it, or somebody for whom actor.role = \"head\"",
            "say who moves it: the owner, or somebody for whom actor.role = \"head\"",
        ),
    ];
    for (may, cure, unnamed) in rows {
        for (by, expected) in [(Some(key("ann")), cure), (None, unnamed)] {
            assert_eq!(Reason::Who { by: by.clone(), may: may.clone() }.cure(), expected);
            assert_eq!(Reason::NoOverride { by, may: Some(may.clone()) }.cure(), expected);
        }
    }
    let nobody = Reason::NoOverride { by: Some(key("ann")), may: None };
    assert_eq!(nobody.cure(), "keep to the rules, or say under `may_override` of the pipeline who need not");
}

#[test]
fn each_reason_and_its_cure_are_said_in_both_languages() {
    let mut codes = BTreeSet::new();
    for (reason, words, cure) in all() {
        assert_eq!(move_reason(&reason, Chinese), words);
        assert_eq!(move_cure(&reason, Chinese), cure, "{words}");
        assert_eq!(move_reason(&reason, English), reason.to_string());
        assert_eq!(move_cure(&reason, English), reason.cure());
        codes.insert(reason.code());
    }
    assert_eq!(codes.len(), 22, "{codes:?}");
}

fn verdict(reasons: Vec<Reason>, is_overridden: bool) -> MoveVerdict {
    MoveVerdict {
        record: key("d1"),
        from: Some(key("design")),
        to: Some(key("contract")),
        reasons,
        is_overridden,
        approved: Vec::new(),
        effects: vec![from_json(br#"{"create":"order","with":[1,"0.50"]}"#, 100).unwrap()],
        open: vec![key("done"), key("lost")],
        tasks: vec![("call".to_owned(), true), ("报价".to_owned(), false)],
    }
}

fn two() -> Vec<Reason> {
    vec![
        Reason::Required { condition: "amount\n> 5".to_owned(), undefined: None },
        Reason::Approval { role: "legal".to_owned(), state: Lacking::Nobody },
    ]
}

#[test]
fn a_verdict_says_every_reason_then_what_is_open_and_what_is_to_be_done() {
    let refused = report::move_verdict(&verdict(two(), false), English);
    let expected = "\
d1: design → contract is not allowed
  it is not so that amount > 5: see that amount > 5
  legal has not approved it: let legal approve it
open: done, lost
tasks: call (done), 报价 (to be done)
";
    assert_eq!(refused, expected, "a condition over two lines stays on one");
    let overridden = report::move_verdict(&verdict(two(), true), Chinese);
    let expected = "\
d1：design → contract 破例允许
  条件不成立：amount > 5：使条件成立：amount > 5
  legal 尚未批准：由 legal 批准
可移至：done、lost
任务：call（已完成）、报价（未完成）
";
    assert_eq!(overridden, expected);
    let opens = MoveVerdict { from: None, tasks: Vec::new(), open: Vec::new(), ..verdict(Vec::new(), false) };
    assert_eq!(report::move_verdict(&opens, English), "d1: → contract is allowed\nopen: –\n");
    let unknown = vec![Reason::Unknown { to: "contrct".to_owned(), nearest: Some("contract".to_owned()) }];
    let nowhere = MoveVerdict { to: None, tasks: Vec::new(), ..verdict(unknown, false) };
    let expected = "\
d1: design → ? is not allowed
  there is no stage contrct: did you mean `contract`?
open: done, lost
";
    assert_eq!(report::move_verdict(&nowhere, English), expected);
}

#[test]
fn a_verdict_as_json_has_codes_words_and_effects_as_they_are_written() {
    let written = json::move_verdict(&verdict(two(), false), English);
    let expected = concat!(
        r#"{"record":"d1","stage":"design","to":"contract","allowed":false,"overridden":false,"reasons":["#,
        r#"{"code":"required","text":"it is not so that amount\n> 5","cure":"see that amount\n> 5"},"#,
        r#"{"code":"approval","text":"legal has not approved it","cure":"let legal approve it"}],"#,
        r#""do":[{"create":"order","with":[1,"0.50"]}],"open":["done","lost"],"#,
        r#""tasks":[{"task":"call","done":true},{"task":"报价","done":false}]}"#,
    );
    assert_eq!(written, expected);
    let free = MoveVerdict { from: None, effects: Vec::new(), tasks: Vec::new(), ..verdict(Vec::new(), false) };
    let expected = r#"{"record":"d1","to":"contract","allowed":true,"overridden":false,"reasons":[],"open":["done","lost"],"tasks":[]}"#;
    assert_eq!(json::move_verdict(&free, Chinese), expected);
}

fn made() -> Conformance {
    let one = Deviation {
        record: key("d1"),
        owner: Some(key("ann")),
        entry: key("m1"),
        from: Some(key("lead")),
        to: key("contract"),
        on: parse_day("2026-03-04").unwrap(),
        by: Some(key("王芳")),
        reasons: vec![Reason::Skips { over: key("design") }, Reason::Missing { field: "form".to_owned() }],
        overridden: Some("the fair".to_owned()),
        days: 3,
    };
    let opened = Deviation {
        record: key("d2"),
        owner: None,
        entry: key("d2"),
        from: None,
        to: key("done"),
        on: parse_day("2026-03-05").unwrap(),
        by: None,
        reasons: vec![Reason::NoStart { stage: key("done") }, Reason::Missing { field: "form".to_owned() }],
        overridden: None,
        days: 12,
    };
    Conformance { moves: 5, deviations: vec![one, opened] }
}

#[test]
fn moves_that_should_not_have_been_are_a_table_with_counts_by_reason() {
    let expected = "\
on          record  entry  from  to        by    owner  reasons                                    days  overridden
2026-03-04  d1      m1     lead  contract  王芳  ann    design cannot be skipped; form is missing     3  the fair
2026-03-05  d2      d2           done                   it may not open in done; form is missing     12
";
    assert_eq!(report::conformance(&made(), English).to_string(), expected);
    let expected = "\
日期        记录  条目  原阶段  新阶段    操作人  负责人  原因                         天数  破例说明
2026-03-04  d1    m1    lead    contract  王芳    ann     不可跳过 design；缺少 form      3  the fair
2026-03-05  d2    d2            done                      不可从 done 开始；缺少 form    12
";
    assert_eq!(report::conformance(&made(), Chinese).to_string(), expected);
    let expected = "\
reason    means                       moves
missing   a field was empty               2
no_start  it opened where it may not      1
skips     a stage was skipped             1
";
    assert_eq!(report::conformance_reasons(&made(), English).to_string(), expected);
}

#[test]
fn each_reason_has_a_name_in_the_counts() {
    let mut moves = made();
    let reasons = all().into_iter().map(|(reason, ..)| reason).collect();
    let one = moves.deviations.pop().map(|one| Deviation { reasons, ..one });
    let all = Conformance { moves: 1, deviations: one.into_iter().collect() };
    for language in [English, Chinese] {
        let table = report::conformance_reasons(&all, language).to_string();
        let rows = table.lines().skip(1).map(|row| row.split("  ").filter(|cell| !cell.trim().is_empty()).count());
        assert_eq!(rows.collect::<Vec<_>>(), [3; 22], "{table}");
    }
}

#[test]
fn moves_that_should_not_have_been_are_told_to_programs() {
    let reason = |code: &str, text: &str, cure: &str| format!(r#"{{"code":"{code}","text":"{text}","cure":"{cure}"}}"#);
    let missing = reason("missing", "form is missing", "fill in form");
    let skips = reason("skips", "design cannot be skipped", "move it to design first");
    let start = reason("no_start", "it may not open in done", "let it open in an earlier stage");
    let expected = [
        r#"{"moves":5,"conforming":3,"deviations":["#,
        r#"{"record":"d1","owner":"ann","entry":"m1","from":"lead","to":"contract","on":"2026-03-04","by":"王芳","#,
        &format!(r#""reasons":[{skips},{missing}],"overridden":"the fair","days":"3"}},"#),
        r#"{"record":"d2","entry":"d2","to":"done","on":"2026-03-05","#,
        &format!(r#""reasons":[{start},{missing}],"days":"12"}}],"#),
        r#""by_reason":[{"code":"missing","count":2},{"code":"no_start","count":1},{"code":"skips","count":1}],"#,
        r#""by_person":[{"by":null,"count":1},{"by":"王芳","count":1}]}"#,
    ];
    assert_eq!(json::conformance(&made(), English), expected.concat());
    let none = Conformance { moves: 2, deviations: Vec::new() };
    let expected = r#"{"moves":2,"conforming":2,"deviations":[],"by_reason":[],"by_person":[]}"#;
    assert_eq!(json::conformance(&none, Chinese), expected);
}
