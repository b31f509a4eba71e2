//! A pipeline written down from its definition: everything that it says, in both languages.

#![cfg(feature = "json")]
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use attain::pipeline::PipelineDefinition;
use attain::report::pipeline;
use attain::trace::Language;

const FULL: &str = r#"{
    "skipped": "absent", "probability": "entered", "mode": "enforce", "who": ["owner", "actor.role = \"lead\""], "may_override": "actor.role = \"admin\"",
    "moves": { "skip": true, "back": true, "lost_from": ["offer"], "reopen": true },
    "stages": [
        { "id": "contact", "kind": "open", "probability": "10%", "category": "pipeline", "may_start": true,
          "timers": [ { "id": "follow_up", "starts": ["entered", "touched"], "due": "3 days", "clock": "calendar", "restarts": "touched" } ] },
        { "id": "offer", "kind": "open", "probability": [ { "is": "50%" }, { "from": "2026-01-01", "is": "60%" } ], "requires": ["form", "amount > 0"], "stay": "2 days .. 30 days",
          "tasks": [ { "id": "call", "done": "signed is present", "optional": true }, { "id": "visit", "done": "visited" } ],
          "timers": [ { "id": "answer", "when": "amount > 5", "starts": "entered", "due": "2 hours", "clock": "working", "extends": "1 hours", "at_most": "9 hours", "stops": ["touched", "left"],
            "levels": [ { "after": "0 hours", "say": "warn" }, { "after": "2 hours", "say": "escalate" } ], "do": [ { "move": "lost" }, { "release": true } ] } ] },
        { "id": "won", "kind": "won" }, { "id": "lost", "kind": "lost", "requires": ["reason"] } ],
    "edges": [ { "from": ["contact", "offer"], "to": "won", "event": "sign", "when": "signed is present", "requires": ["amount > 0"], "who": "owner", "need": 2,
        "approve": [ { "as": "legal" }, { "as": "finance", "who": ["actor.role = \"cfo\"", "deputy"], "when": "amount > 500000", "level": 2, "expires": "30 days" }, { "as": "ceo" } ],
        "do": [ { "create": "order", "with": ["a", 1] }, { "notify": { "desk": "north" } } ] } ] }"#;

fn told(language: Language) -> String {
    let definition: PipelineDefinition = serde_json::from_str(FULL).unwrap();
    pipeline(&definition, language)
}

#[test]
fn everything_is_said_in_english() {
    assert_eq!(
        told(Language::English),
        "\
┌ contact  open  10%; pipeline
├ offer    open  50%, from 2026-01-01 60%; needs form, amount > 0
├ won      won
└ lost     lost  needs reason
moves: to the next stage; to a later stage; back to an earlier stage; open again what is closed; lost or invalid from offer
stages that were skipped count as absent
a move that may not be is refused
who may move it: owner or actor.role = \"lead\"
who may move it against the rules: actor.role = \"admin\"
probabilities are those of the day of entry
contact, offer → won; when signed is present; needs amount > 0; who owner; approved by 2 of legal, finance (where amount > 500000, level 2, given by actor.role = \"cfo\" or deputy, for 30 days), ceo; called sign; then create order with a 1, notify desk north
contact: may begin here
contact: follow_up is due 3 days after entered or touched; by the calendar; anew when touched
offer: stays 2 days .. 30 days; tasks call (signed is present, optional), visit (visited)
offer: answer is due 2 hours after entered; in working hours; where amount > 5; each touch puts it off for 1 hours; at most 9 hours; until touched or left; 0 hours later says warn; 2 hours later says escalate; then move lost, release
"
    );
}

#[test]
fn everything_is_said_in_chinese() {
    assert_eq!(
        told(Language::Chinese),
        "\
┌ contact  进行中  10%；pipeline
├ offer    进行中  50%，自2026-01-01起 60%；需要 form, amount > 0
├ won      赢单
└ lost     丢单    需要 reason
流转：进入下一阶段；可跳过阶段；可退回；可重新打开；可丢单或无效：offer
跳过的阶段不计为经过
不合规的流转：拒绝
操作人：owner 或 actor.role = \"lead\"
可破例的人：actor.role = \"admin\"
概率以进入阶段之日为准
contact、offer → won；条件 signed is present；需要 amount > 0；操作人 owner；审批（其中 2 人）：legal、finance（条件：amount > 500000，第 2 级，审批人：actor.role = \"cfo\" 或 deputy，有效期：30 days）、ceo；事件：sign；然后：create order with a 1、notify desk north
contact：可由此开始
contact：时限 follow_up：entered 或 touched 之后 3 days；按日历时间；重新计时：touched
offer：停留 2 days .. 30 days；任务 call（signed is present，可选）、visit（visited）
offer：时限 answer：entered 之后 2 hours；按工作时间；条件：amount > 5；每次跟进顺延 1 hours；最长 9 hours；终止：touched 或 left；逾期 0 hours 提示 warn；逾期 2 hours 提示 escalate；然后：move lost、release
"
    );
}
