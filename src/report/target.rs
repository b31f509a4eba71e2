//! Targets as tables: who set what and why, and commitments beside them.

use rust_decimal::Decimal;

use crate::engine::{Reconciliation, TargetEvent, TargetEventKind};
use crate::log::{Carried, CorrectionEntry, Corrects};
use crate::quantity::{Conversion, Fraction, Outcome, RoundTo, RoundingMode, Unit, Value};
use crate::target::{Deed, Finding, What, smart};
use crate::trace::{self, Language, amount, why};

use super::scorecard::{shown, shown_to};
use super::table::{TextTable, Title};

/// Targets beside commitments: a line for each unit and person, what is below indented, with how many have not committed to
/// anything and, where a unit's own commitment is another one than what its members commit to, by how much.
pub fn reconciliation(all: &Reconciliation, language: Language) -> TextTable {
    let mut table = TextTable::titled(&RECONCILED, language);
    let figure = |outcome: &Outcome| shown(Some(outcome), &|value| shown_to(value, all.show.as_ref()));
    for row in &all.rows {
        let who = format!("{}{}", "  ".repeat(row.depth), row.who);
        let commitment = &row.commitment;
        let (own, members, missing) = if row.is_unit {
            (figure(&commitment.own), figure(&commitment.members), commitment.missing.to_string())
        } else {
            // What has nobody below it says nothing twice.
            (String::new(), String::new(), missing(commitment.missing))
        };
        let differs = if row.differs() { figure(&row.difference) } else { String::new() };
        let (target, counts, gap) = (figure(&row.target), figure(&commitment.counts), figure(&row.gap));
        table.row([who, target, counts, gap, own, members, differs, missing]);
    }
    table
}

fn missing(count: usize) -> String {
    if count == 0 { String::new() } else { count.to_string() }
}

const RECONCILED: [Title; 8] = [
    Title::left("who", "名称"),
    Title::right("target", "目标"),
    Title::right("committed", "承诺"),
    Title::right("gap", "差额"),
    Title::right("own", "本级承诺"),
    Title::right("below", "下级合计"),
    Title::right("differs", "不一致"),
    Title::right("missing", "未提交"),
];

/// Who set what, and why: a line for each entry, with what the one asked for had before and after.
pub fn target_history(events: &[TargetEvent], show: Option<&RoundTo>, language: Language) -> TextTable {
    let mut table = TextTable::titled(&HISTORY, language);
    let figure = |outcome: &Outcome| shown(Some(outcome), &|value| shown_to(value, show));
    for event in events {
        let whose = event.whose.as_ref().map_or(language.pick("everybody", "所有人"), |who| who.as_str());
        let by = event.by.as_ref().map(ToString::to_string).unwrap_or_default();
        let deed = event.deed.as_ref().map(|what| deed(what, event, language)).unwrap_or_default();
        let mut what = format!("{}{deed}", kind(event.kind, language));
        if let Some(Conversion { amount: written, .. }) = &event.conversion {
            let (open, close) = (language.pick(" (", "（"), language.pick(")", "）"));
            what = format!("{what}{open}{} {}{close}", amount(written.amount().into(), 4), written.currency());
        }
        let (on, id) = (event.on.to_string(), event.id.to_string());
        let (before, after) = (figure(&event.before), figure(&event.after));
        table.row([on, id, what, whose.to_owned(), event.period.clone(), before, after, by, notes(event, language)]);
    }
    table
}

const HISTORY: [Title; 9] = [
    Title::left("on", "日期"),
    Title::left("entry", "记录"),
    Title::left("what", "操作"),
    Title::left("whose", "对象"),
    Title::left("period", "期间"),
    Title::right("before", "之前"),
    Title::right("after", "之后"),
    Title::left("by", "操作人"),
    Title::left("why", "说明"),
];

fn kind(kind: TargetEventKind, language: Language) -> &'static str {
    match kind {
        TargetEventKind::Target => language.pick("set", "设定"),
        TargetEventKind::Adjust => language.pick("adjusted", "调整"),
        TargetEventKind::Close => language.pick("closed", "关闭"),
        TargetEventKind::Open => language.pick("opened", "打开"),
    }
}

fn deed(deed: &Deed, event: &TargetEvent, language: Language) -> String {
    match deed {
        Deed::Set(to) => format!(" {}", amount(*to, 4)),
        Deed::Add(more) if *more < Fraction::ZERO => format!(" {}", amount(*more, 4)),
        Deed::Add(more) => format!(" +{}", amount(*more, 4)),
        Deed::Times(times) => format!(" ×{}", amount(*times, 4)),
        Deed::Carry { only, .. } => carried(event.carried_from.as_deref().unwrap_or_default(), *only, language),
        // What was written stands behind it.
        Deed::Undefined { .. } => String::new(),
        Deed::Clear => " –".to_owned(),
    }
}

fn carried(from: &str, only: Option<Carried>, language: Language) -> String {
    let (before, behind) = match only {
        None => (" by what was left of ", " 结转"),
        Some(Carried::Shortfall) => (" by the shortfall of ", " 缺口"),
        Some(Carried::Surplus) => (" by the surplus of ", " 超额"),
    };
    if language == Language::English { format!("{before}{from}") } else { format!(" {from}{behind}") }
}

/// The reason, then what became of the entry.
fn notes(event: &TargetEvent, language: Language) -> String {
    let mut notes: Vec<String> = event.why.iter().cloned().collect();
    notes.extend(event.conversion.iter().map(|conversion| rate(conversion, language)));
    let is_found = |correction: &&CorrectionEntry| event.findings.iter().all(|finding| finding.id != correction.id);
    notes.extend(event.corrections.iter().filter(is_found).map(|correction| corrected(correction, language)));
    // Its id stands at the beginning of the line.
    notes.extend(event.findings.iter().map(|finding| what(finding, language)));
    let is_retracted = event.corrections.iter().any(|one| one.holds && one.corrects == Corrects::Retracts);
    let is_plain = event.findings.is_empty() && !is_retracted;
    notes.extend((!event.counted && is_plain).then(|| language.pick("not counted", "未生效").to_owned()));
    notes.join(language.pick("; ", "；"))
}

/// The rate by which an amount was converted.
fn rate(Conversion { day, rate, .. }: &Conversion, language: Language) -> String {
    match (rate, language) {
        (Some(rate), Language::English) => format!("{rate} on {day}"),
        (Some(rate), Language::Chinese) => format!("{day} 的汇率 {rate}"),
        (None, Language::English) => format!("no exchange rate on {day}"),
        (None, Language::Chinese) => format!("{day} 没有汇率"),
    }
}

fn corrected(correction: &CorrectionEntry, language: Language) -> String {
    let deed = match (correction.corrects, correction.holds) {
        (Corrects::Revises, true) => language.pick("revised", "更正"),
        (Corrects::Retracts, true) => language.pick("retracted", "撤销"),
        (Corrects::Revises, false) => language.pick("once revised", "曾更正"),
        (Corrects::Retracts, false) => language.pick("once retracted", "曾撤销"),
    };
    let (id, by) = (&correction.id, correction.by.as_ref());
    let by = by.map(|by| format!(" {}{by}", language.pick("by ", ""))).unwrap_or_default();
    let why = correction.why.as_ref().map(|why| format!(" ({why})")).unwrap_or_default();
    format!("{deed}{by}: {id}{why}")
}

/// What did not come out as an entry about targets says, in words.
///
/// ```
/// use attain::report::finding;
/// use attain::target::{Finding, Holder, What};
/// use attain::trace::Language;
///
/// let key = |text: &str| attain::id::Key::new(text).unwrap();
/// let closed = Finding { id: key("a1"), who: Holder::Person(key("王芳")), when: "2025-03".to_owned(), what: What::Closed };
/// assert_eq!(finding(&closed, Language::English), "a1: the target of 王芳 in 2025-03 is closed, and was not changed");
/// assert_eq!(finding(&closed, Language::Chinese), "a1：王芳 2025-03 的目标已关闭，没有改变");
/// ```
pub fn finding(found: &Finding, language: Language) -> String {
    format!("{}{}{}", found.id, language.pick(": ", "："), what(found, language))
}

/// The same without the entry.
fn what(found: &Finding, language: Language) -> String {
    if language == Language::English {
        let (text, id) = (found.to_string(), format!("{}: ", found.id));
        return text.strip_prefix(&id).unwrap_or(&text).to_owned();
    }
    let (who, when) = (found.who.key(), &found.when);
    match &found.what {
        What::Closed => format!("{who} {when} 的目标已关闭，没有改变"),
        What::NothingToAdjust => format!("{who} {when} 没有可调整的目标"),
        What::NotCut { of, undefined, .. } if of == &found.who => {
            format!("{who} {when} 的目标未能分解：{}", why(undefined, language))
        }
        What::NotCut { of, undefined, .. } => {
            format!("{who} {when} 的目标未能分解：{}，{}", of.key(), why(undefined, language))
        }
        What::Undefined { why: undefined } => format!("{who} {when} 的目标无值：{}", why(undefined, language)),
        What::Nobody { of, amount: left } => {
            format!("{who} {when} 的目标中有 {} 无人承担：{} 当时没有成员", amount(*left, 4), of.key())
        }
        What::NotWhole { grain } => format!("{who} {when} 的目标未按 `{grain}` 分解：不是由完整的期间组成"),
        What::Ahead { part, until } => {
            format!("{who} {when} 的目标按设定时已知的数值分解：{part} 的数值取自截至 {until} 的日期，当时尚未结束")
        }
        What::NotOver { from } => format!("没有从 {from} 结转到 {who} {when} 的目标：{from} 尚未结束"),
        What::NotCarried { from, why: undefined } => {
            format!("没有从 {from} 结转到 {who} {when} 的目标：{}", why(undefined, language))
        }
        What::NotAllowed { by: Some(by) } => format!("{by} 无权设定 {who} {when} 的目标"),
        What::NotTakenBack { by: Some(by), of } => format!("{by} 无权撤销 {of}（{who} {when} 的目标）"),
        What::NotTakenBack { by: None, of } => format!("没有写明由谁撤销 {of}（{who} {when} 的目标）"),
        What::NotAllowed { by: None } => format!("没有写明由谁设定 {who} {when} 的目标"),
    }
}

/// What would make it right, in words.
pub fn finding_help(what: &What, language: Language) -> &'static str {
    if language == Language::English {
        return what.help();
    }
    match what {
        What::Closed => "打开该期间，或设定未关闭期间的目标",
        What::NothingToAdjust => "先设定目标",
        What::NotCut { .. } => "修改锁定或限额，或说明无值时用什么代替",
        What::Undefined { .. } => "记录计划所指那一天的汇率，或以计划的货币设定",
        What::Nobody { .. } => "调入成员，或不为该期间设定单位的目标",
        What::NotWhole { .. } => "为由完整期间组成的时间设定，或按其他期间分解",
        What::Ahead { .. } => "待这些日期结束后重新设定，或按已结束日期的数值分解",
        What::NotOver { .. } => "从已结束的期间结转",
        What::NotCarried { .. } => "设定该期间的目标，或写明增加多少（`add`）",
        What::NotAllowed { .. } => "由有权的人设定，或经其批准",
        What::NotTakenBack { .. } => "由有权的人撤销",
    }
}

/// What did not come out as entries about targets say: a line for each, with what would make it right.
pub fn target_findings(findings: &[Finding], language: Language) -> String {
    let mut text = String::new();
    for found in findings {
        text.extend([&*finding(found, language), "\n  ", finding_help(&found.what, language), "\n"]);
    }
    text
}

/// What speaks against a target: a line for each thing, with what the target is not. Amounts are written as `show` says, else
/// with two decimals, and by how much they differ with one; [`smart_finding`](trace::smart_finding) has them exactly.
pub fn target_check(findings: &[smart::Finding], show: Option<&RoundTo>, language: Language) -> String {
    let tenth = RoundTo::new(Decimal::new(1, 3), RoundingMode::HalfUp);
    target_check_as(findings, language, &|known: &Value| {
        // What is no amount of the KPI is a share, by which two of them differ.
        let is_share = matches!(known, Value::Ratio(_)) && !findings.iter().any(|found| found.unit == Unit::Ratio);
        shown_to(known, if is_share { tenth.as_ref() } else { show })
    })
}

/// The same with figures as `write` writes them.
pub(crate) fn target_check_as(
    findings: &[smart::Finding],
    language: Language,
    write: &dyn Fn(&Value) -> String,
) -> String {
    let mut text = String::new();
    for found in findings {
        let (colon, told) = (language.pick(": ", "："), trace::smart_finding_as(found, language, write));
        text.extend([trace::smart(found.letter(), language), colon, &*told, "\n"]);
    }
    text
}
