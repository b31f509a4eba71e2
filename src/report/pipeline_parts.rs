//! What a pipeline asks of moves and of stays, as it is written: edges, approvals, timers, effects.

use crate::document::{FormulaText, Node, OneOrMany};
use crate::pipeline::{ApprovalDefinition, EdgeDefinition, StageDefinition, TaskDefinition};
use crate::timer::{Clock, Event, TimerDefinition};
use crate::trace::Language;

/// A move: from where to where, under which condition, what it needs, who may, who must have approved, what is done then.
pub(super) fn edge(edge: &EdgeDefinition, language: Language) -> String {
    let any = || language.pick("any", "任意").to_owned();
    let from = edge.from.as_ref().map_or_else(any, |OneOrMany(from)| from.join(language.pick(", ", "、")));
    let mut parts = vec![format!("{from} → {}", edge.to)];
    let mut more = |title: &str, texts: &[FormulaText]| {
        if !texts.is_empty() {
            parts.push(listed(title, texts));
        }
    };
    let one = |text: &Option<FormulaText>| text.iter().cloned().collect::<Vec<FormulaText>>();
    more(language.pick("when", "条件"), &one(&edge.when));
    more(language.pick("needs", "需要"), &edge.requires);
    parts.extend(edge.who.as_ref().map(|OneOrMany(who)| titled("who", "操作人", &either(who, language), language)));
    if !edge.approve.is_empty() {
        parts.push(approvals(edge, language));
    }
    parts.extend(edge.event.as_ref().map(|event| language.pick("called {}", "事件：{}").replace("{}", event)));
    parts.extend(done(&edge.r#do, language));
    parts.join(language.pick("; ", "；"))
}

/// A title with what stands behind it.
fn titled(english: &str, chinese: &str, text: &str, language: Language) -> String {
    format!("{} {text}", language.pick(english, chinese))
}

/// Conditions, of which one must hold.
pub(super) fn either(conditions: &[FormulaText], language: Language) -> String {
    let texts: Vec<&str> = conditions.iter().map(FormulaText::as_str).collect();
    texts.join(language.pick(" or ", " 或 "))
}

pub(super) fn listed(title: &str, texts: &[FormulaText]) -> String {
    let texts: Vec<&str> = texts.iter().map(FormulaText::as_str).collect();
    format!("{title} {}", texts.join(", "))
}

fn approvals(edge: &EdgeDefinition, language: Language) -> String {
    let all: Vec<String> = edge.approve.iter().map(|one| approval(one, language)).collect();
    let all = all.join(language.pick(", ", "、"));
    match edge.need.as_ref().map(FormulaText::as_str).filter(|need| *need != "all") {
        None => language.pick("approved by {}", "审批：{}").replace("{}", &all),
        Some(need) => {
            language.pick("approved by {n} of {}", "审批（其中 {n} 人）：{}").replace("{n}", need).replace("{}", &all)
        }
    }
}

/// As what it is approved, and what else is said of it.
fn approval(approval: &ApprovalDefinition, language: Language) -> String {
    let mut more = Vec::new();
    let mut say = |english: &str, chinese: &str, text: &str| {
        more.push(language.pick(english, chinese).replace("{}", text));
    };
    if let Some(when) = &approval.when {
        say("where {}", "条件：{}", when.as_str());
    }
    if let Some(level) = approval.level {
        say("level {}", "第 {} 级", &level.to_string());
    }
    if let Some(OneOrMany(who)) = &approval.who {
        say("given by {}", "审批人：{}", &either(who, language));
    }
    if let Some(expires) = &approval.expires {
        say("for {}", "有效期：{}", expires);
    }
    if more.is_empty() {
        return approval.r#as.clone();
    }
    let (open, close) = (language.pick(" (", "（"), language.pick(")", "）"));
    [&*approval.r#as, open, &*more.join(language.pick(", ", "，")), close].concat()
}

/// What is to be done, in order.
fn done(effects: &[Node], language: Language) -> Option<String> {
    if effects.is_empty() {
        return None;
    }
    let effects: Vec<String> = effects.iter().map(effect).collect();
    Some(language.pick("then {}", "然后：{}").replace("{}", &effects.join(language.pick(", ", "、"))))
}

/// An effect as it is written, without its marks: `notify order_desk`.
fn effect(node: &Node) -> String {
    match node {
        Node::Null => "–".to_owned(),
        Node::Bool(true) => "yes".to_owned(),
        Node::Bool(false) => "no".to_owned(),
        Node::Number(text) | Node::Text(text) => text.clone(),
        Node::List(items) => items.iter().map(effect).collect::<Vec<String>>().join(" "),
        Node::Map(fields) => {
            let field = |(name, value): &(String, Node)| match value {
                Node::Bool(true) => name.clone(),
                value => format!("{name} {}", effect(value)),
            };
            fields.iter().map(field).collect::<Vec<String>>().join(" ")
        }
    }
}

/// What is asked of a stay in a stage: a line, and one for each of its timers.
pub(super) fn stay(stage: &StageDefinition, language: Language) -> Vec<String> {
    let mut parts = Vec::new();
    if stage.may_start == Some(true) {
        parts.push(language.pick("may begin here", "可由此开始").to_owned());
    }
    parts.extend(stage.stay.as_ref().map(|stay| language.pick("stays {}", "停留 {}").replace("{}", stay)));
    if !stage.tasks.is_empty() {
        let tasks: Vec<String> = stage.tasks.iter().map(|one| task(one, language)).collect();
        parts.push(language.pick("tasks {}", "任务 {}").replace("{}", &tasks.join(language.pick(", ", "、"))));
    }
    let colon = language.pick(": ", "：");
    let mut lines = Vec::new();
    if !parts.is_empty() {
        lines.push([&*stage.id, colon, &*parts.join(language.pick("; ", "；"))].concat());
    }
    for one in stage.timers.iter() {
        lines.push([&*stage.id, colon, &*timer(one, language)].concat());
    }
    lines
}

fn task(task: &TaskDefinition, language: Language) -> String {
    let optional = if task.optional == Some(true) { language.pick(", optional", "，可选") } else { "" };
    let (open, close) = (language.pick(" (", "（"), language.pick(")", "）"));
    [&*task.id, open, task.done.as_str(), optional, close].concat()
}

/// A timer: when it is due, by which clock, what moves and ends it, what is said and done.
fn timer(timer: &TimerDefinition, language: Language) -> String {
    let starts = either(&timer.starts.0, language);
    let due = language.pick("{n} is due {d} after {s}", "时限 {n}：{s} 之后 {d}");
    let mut parts = vec![due.replace("{n}", &timer.id).replace("{d}", &timer.due).replace("{s}", &starts)];
    let mut say = |english: &str, chinese: &str, text: &str| {
        parts.push(language.pick(english, chinese).replace("{}", text));
    };
    match timer.clock {
        Some(Clock::Working) => say("in working hours", "按工作时间", ""),
        Some(Clock::Calendar) => say("by the calendar", "按日历时间", ""),
        None => {}
    }
    if let Some(when) = &timer.when {
        say("where {}", "条件：{}", when.as_str());
    }
    if let Some(extends) = &timer.extends {
        say("each touch puts it off for {}", "每次跟进顺延 {}", extends);
    }
    if let Some(at_most) = &timer.at_most {
        say("at most {}", "最长 {}", at_most);
    }
    if let Some(OneOrMany(events)) = &timer.restarts {
        say("anew when {}", "重新计时：{}", &happened(events, language));
    }
    if let Some(OneOrMany(events)) = &timer.stops {
        say("until {}", "终止：{}", &happened(events, language));
    }
    for level in &timer.levels {
        say(&format!("{} later says {{}}", level.after), &format!("逾期 {} 提示 {{}}", level.after), &level.say);
    }
    parts.extend(done(&timer.r#do, language));
    parts.join(language.pick("; ", "；"))
}

fn happened(events: &[Event], language: Language) -> String {
    let words: Vec<&str> = events.iter().map(|event| event.word()).collect();
    words.join(language.pick(" or ", " 或 "))
}
