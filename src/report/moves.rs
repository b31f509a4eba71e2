//! Moves from stage to stage: what was said of one that somebody wants, and which should not have been.

use crate::engine::{Conformance, Deviation, MoveVerdict};
use crate::id::Key;
use crate::pipeline::{Approved, Reason};
use crate::trace::Language;

use super::reason::{move_cure, move_reason};
use super::table::{TextTable, Title, line};

/// What is said of a move that somebody wants: whether it may be, every reason why not with what would cure it, which stages are
/// open now, and what is to be done where the record is.
///
/// ```
/// use attain::engine::MoveVerdict;
/// use attain::id::Key;
/// use attain::pipeline::Reason;
/// use attain::report::move_verdict;
/// use attain::trace::Language;
///
/// let key = |text: &str| Key::new(text).unwrap();
/// let verdict = MoveVerdict {
///     record: key("d1"), from: Some(key("lead")), to: Some(key("design")),
///     reasons: vec![Reason::Missing { field: "form".to_owned() }], is_overridden: false, approved: Vec::new(), effects: Vec::new(),
///     open: vec![key("lost")], tasks: vec![("call".to_owned(), true), ("visit".to_owned(), false)],
/// };
/// assert_eq!(move_verdict(&verdict, Language::English), "\
/// d1: lead → design is not allowed
///   form is missing: fill in form
/// open: lost
/// tasks: call (done), visit (to be done)
/// ");
/// assert_eq!(move_verdict(&verdict, Language::Chinese), "\
/// d1：lead → design 不允许
///   缺少 form：填写 form
/// 可移至：lost
/// 任务：call（已完成）、visit（未完成）
/// ");
/// ```
pub fn move_verdict(verdict: &MoveVerdict, language: Language) -> String {
    let (colon, and) = (language.pick(": ", "："), language.pick(", ", "、"));
    let mut text = format!("{}{colon}{}{}\n", verdict.record, way(verdict), allowed(verdict, language));
    for reason in &verdict.reasons {
        let told = format!("{}{colon}{}", move_reason(reason, language), move_cure(reason, language));
        text.extend(["  ", &*line(&told), "\n"]);
    }
    if !verdict.approved.is_empty() {
        let approved: Vec<String> = verdict.approved.iter().map(|of| approval(of, language)).collect();
        text.extend([language.pick("approved", "已批准"), colon, &*line(&approved.join(and)), "\n"]);
    }
    let open: Vec<&str> = verdict.open.iter().map(Key::as_str).collect();
    let open = if open.is_empty() { "–".to_owned() } else { open.join(and) };
    text.extend([language.pick("open", "可移至"), colon, &*open, "\n"]);
    if !verdict.tasks.is_empty() {
        let tasks: Vec<String> = verdict.tasks.iter().map(|of| task(of, language)).collect();
        text.extend([language.pick("tasks", "任务"), colon, &*line(&tasks.join(and)), "\n"]);
    }
    text
}

/// As what somebody approved, and for whom who is away.
fn approval(approved: &Approved, language: Language) -> String {
    let Approved { role, by, acts_for } = approved;
    match (acts_for, language) {
        (None, Language::English) => format!("{role} ({by})"),
        (None, Language::Chinese) => format!("{role}（{by}）"),
        (Some(away), Language::English) => format!("{role} ({by} for {away})"),
        (Some(away), Language::Chinese) => format!("{role}（{by} 代 {away}）"),
    }
}

/// From where to where; a stage that there is not is in the reasons.
fn way(verdict: &MoveVerdict) -> String {
    let to = verdict.to.as_ref().map_or("?", Key::as_str);
    match &verdict.from {
        Some(from) => format!("{from} → {to}"),
        None => format!("→ {to}"),
    }
}

fn allowed(verdict: &MoveVerdict, language: Language) -> &'static str {
    match (verdict.is_allowed(), verdict.is_overridden) {
        (true, true) => language.pick(" is allowed against the rules", " 破例允许"),
        (true, false) => language.pick(" is allowed", " 允许"),
        (false, _) => language.pick(" is not allowed", " 不允许"),
    }
}

fn task((task, done): &(String, bool), language: Language) -> String {
    let state = if *done {
        language.pick(" (done)", "（已完成）")
    } else {
        language.pick(" (to be done)", "（未完成）")
    };
    format!("{task}{state}")
}

/// Moves that should not have been, or were made against the rules: a line for each, with who made it, whose the record was, every
/// reason why not, how many days it then stayed, and why it was made against the rules by whoever may.
pub fn conformance(conformance: &Conformance, language: Language) -> TextTable {
    let mut table = TextTable::titled(&DEVIATIONS, language);
    for deviation in &conformance.deviations {
        let Deviation { record, owner, entry, from, to, by, .. } = deviation;
        let (on, days) = (deviation.on.to_string(), deviation.days.to_string());
        let reasons: Vec<String> =
            deviation.reasons.iter().map(|reason: &Reason| move_reason(reason, language)).collect();
        let reasons = reasons.join(language.pick("; ", "；"));
        let (from, by, owner) = (or_nothing(from.as_ref()), or_nothing(by.as_ref()), or_nothing(owner.as_ref()));
        let overridden = deviation.overridden.as_deref().unwrap_or_default();
        let (record, entry, to) = (record.as_str(), entry.as_str(), to.as_str());
        table.row([&on, record, entry, from, to, by, owner, &reasons, &days, overridden]);
    }
    table
}

const DEVIATIONS: [Title; 10] = [
    Title::left("on", "日期"),
    Title::left("record", "记录"),
    Title::left("entry", "条目"),
    Title::left("from", "原阶段"),
    Title::left("to", "新阶段"),
    Title::left("by", "操作人"),
    Title::left("owner", "负责人"),
    Title::left("reasons", "原因"),
    Title::right("days", "天数"),
    Title::left("overridden", "破例说明"),
];

/// How often each reason stood against a move: a line for each, the most frequent first, by the names that programs know.
pub fn conformance_reasons(conformance: &Conformance, language: Language) -> TextTable {
    let mut table = TextTable::titled(&REASONS, language);
    let mut counts: Vec<(&str, usize)> = conformance.by_reason().into_iter().collect();
    crate::sort::by(&mut counts, |(one, few), (other, many)| (many, one).cmp(&(few, other)));
    for (code, count) in counts {
        table.row([code, name(code, language), &count.to_string()]);
    }
    table
}

const REASONS: [Title; 3] =
    [Title::left("reason", "原因"), Title::left("means", "含义"), Title::right("moves", "次数")];

/// What a reason means, without what it is about.
fn name(code: &str, language: Language) -> &'static str {
    let known = NAMES.iter().find(|(known, ..)| *known == code);
    known.map_or("", |(_, english, chinese)| language.pick(english, chinese))
}

const NAMES: [(&str, &str, &str); 22] = [
    ("unknown_stage", "there is no such stage", "没有该阶段"),
    ("same_stage", "it was there already", "已处于该阶段"),
    ("no_start", "it opened where it may not", "不可从该阶段开始"),
    ("closed", "it was closed", "已关闭"),
    ("skips", "a stage was skipped", "跳过阶段"),
    ("back", "it went back", "退回"),
    ("no_way", "nothing leads there", "没有通路"),
    ("when", "the condition of the move did not hold", "流转条件不成立"),
    ("missing", "a field was empty", "缺少字段"),
    ("required", "what is required was not so", "要求未满足"),
    ("task", "something was still to be done", "任务未完成"),
    ("earlier", "it came where it was only later", "早于进入当前阶段"),
    ("too_early", "it did not stay long enough", "停留时间不足"),
    ("who", "whoever moved it may not", "无权移动"),
    ("approval", "nobody approved", "尚未批准"),
    ("approval_refused", "approval was refused", "批准被拒绝"),
    ("approval_expired", "the approval had expired", "批准已失效"),
    ("approval_early", "approved before those who come first", "批准顺序有误"),
    ("approval_twice", "somebody approved twice", "同一人重复批准"),
    ("approvals", "too few approved", "批准人数不足"),
    ("no_reason", "no reason was given", "未说明原因"),
    ("no_override", "whoever went against the rules may not", "无权破例"),
];

fn or_nothing(key: Option<&Key>) -> &str {
    key.map_or("", Key::as_str)
}
