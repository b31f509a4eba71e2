//! Grades, what was changed of them, and what is disputed, as tables.

use crate::engine::{CalibrationEvent, CalibrationState, DisputeCase, DisputedLine};
use crate::grade::{ForcedGroup, Graded, Grades};
use crate::id::Key;
use crate::quantity::{Fraction, Outcome, Value};
use crate::score::{Card, Helped};
use crate::trace::{Language, amount, dispute_state, why};

use super::coaching::item_name;
use super::number::{fixed, or_dash, percent};
use super::scorecard::{money, reason};
use super::table::{TextTable, Title};

/// The grades of all: score, the grade by the table, rank and grade by quotas, the grade that holds, and who changed it and why. `name` says
/// what somebody is called.
///
/// ```
/// use attain::grade::{Graded, Grades};
/// use attain::id::Key;
/// use attain::quantity::Value;
/// use attain::report;
/// use attain::trace::Language;
///
/// let grade = |grade: &str| Ok(Value::Text(grade.into()));
/// let ann = Graded {
///     who: Key::new("ann").unwrap(), score: Ok(rust_decimal::Decimal::new(985, 1)), by_bands: grade("A"),
///     rank: Some(Ok(attain::quantity::Fraction::ONE)), group: None, by_quotas: Some(grade("S")), calibrated: None,
/// };
/// let grades = Grades::new(vec![ann], Vec::new());
/// assert_eq!(report::grades(&grades, Key::to_string, Language::English).to_string(), "\
/// name  score  by table  rank  by quotas  grade
/// ann    98.5  A            1  S          S
/// ");
/// ```
pub fn grades(grades: &Grades, name: impl Fn(&Key) -> String, language: Language) -> TextTable {
    let mut table = TextTable::titled(&GRADES, language);
    for one in &grades.people {
        let score = or_dash(&one.score, |score| fixed(score.into(), score.scale()));
        let rank = one.rank.as_ref().map(|rank| or_dash(rank, |rank| amount(rank, 1))).unwrap_or_default();
        let by_quotas = one.by_quotas.as_ref().map(grade).unwrap_or_default();
        let group = one.group.as_ref().map(ToString::to_string).unwrap_or_default();
        let row = [name(&one.who), score, grade(&one.by_bands), rank, by_quotas, grade(&one.grade()), group];
        let [name, score, by_bands, rank, by_quotas, holds, group] = row;
        table.row([&*name, &score, &by_bands, &rank, &by_quotas, &holds, &group, &note(one, language)]);
    }
    table
}

const GRADES: [Title; 8] = [
    Title::left("name", "姓名"),
    Title::right("score", "总分"),
    Title::left("by table", "按分数段"),
    Title::right("rank", "排名"),
    Title::left("by quotas", "按强制分布"),
    Title::left("grade", "等级"),
    Title::left("", ""),
    Title::left("", ""),
];

fn grade(grade: &Outcome<Value>) -> String {
    or_dash(grade, |grade| grade.to_string())
}

/// Why there is no grade, or who changed it.
fn note(one: &Graded, language: Language) -> String {
    match &one.calibrated {
        None => reason(&one.grade(), language),
        Some(change) => {
            let (by, why) = (change.by.as_ref().map(Key::as_str).unwrap_or_default(), change.why.as_deref());
            let why = why.unwrap_or_default();
            match language {
                Language::English => format!("changed by {by} on {}: {why}", change.on),
                Language::Chinese => format!("由 {by} 于 {} 校准：{why}", change.on),
            }
        }
    }
}

/// The quotas: for each group and grade its share, its places, how many were given it, and how many have it after changes.
pub fn quotas(grades: &Grades, language: Language) -> TextTable {
    let mut table = TextTable::titled(&QUOTAS, language);
    for group in &grades.groups {
        let name = group.of.as_ref().map(ToString::to_string).unwrap_or_default();
        if !group.is_forced {
            let count = amount_of(group.with_score);
            table.row([&*name, "", "", "", "", &count, &too_small(group, language)]);
        }
        for one in &group.grades {
            let found = grades.findings.iter().find(|found| found.group == group.of && found.grade == one.grade);
            let now = found.map_or(one.given, |found| found.now);
            let note =
                if found.is_some() { language.pick("not as the quotas gave", "与强制分布不符") } else { "" };
            let (share, grade) = (percent(one.share), one.grade.to_string());
            let [places, given, now] = [one.places, one.given, now].map(amount_of);
            table.row([&*name, &grade, &share, &places, &given, &now, note]);
        }
    }
    table
}

const QUOTAS: [Title; 7] = [
    Title::left("among", "组别"),
    Title::left("grade", "等级"),
    Title::right("share", "比例"),
    Title::right("places", "名额"),
    Title::right("given", "分布人数"),
    Title::right("now", "现有人数"),
    Title::left("", ""),
];

fn amount_of(count: u64) -> String {
    i64::try_from(count).map_or_else(|_| count.to_string(), |count| amount(Fraction::whole(count), 0))
}

fn too_small(group: &ForcedGroup, language: Language) -> String {
    match language {
        Language::English => format!("too few for quotas: {}", group.with_score),
        Language::Chinese => format!("人数不足，不作强制分布：{}", group.with_score),
    }
}

/// What was said of grades: of each entry whose grade it is, from what to what, who says it and why, and what came of it.
pub fn calibrations(events: &[CalibrationEvent], name: impl Fn(&Key) -> String, language: Language) -> TextTable {
    let mut table = TextTable::titled(&CALIBRATIONS, language);
    for event in events {
        let said = &event.said;
        let by = said.by.as_ref().map(Key::to_string).unwrap_or_default();
        let why = said.why.clone().unwrap_or_default();
        let state = calibration_state(&event.state, language);
        let (on, from) = (said.on.to_string(), grade(&event.computed));
        table.row([&*on, said.id.as_str(), &name(&said.who), &from, &said.to, &by, &state, &why]);
    }
    table
}

const CALIBRATIONS: [Title; 8] = [
    Title::left("day", "日期"),
    Title::left("entry", "记录"),
    Title::left("name", "姓名"),
    Title::left("computed", "计算等级"),
    Title::left("to", "改为"),
    Title::left("by", "校准人"),
    Title::left("", ""),
    Title::left("why", "原因"),
];

/// What came of an entry that changes a grade, in words.
pub fn calibration_state(state: &CalibrationState, language: Language) -> String {
    let (english, chinese) = match state {
        CalibrationState::Replaced(by) => {
            return match language {
                Language::English => format!("replaced by {by}"),
                Language::Chinese => format!("由 {by} 取代"),
            };
        }
        CalibrationState::Counts => ("counts", "生效"),
        CalibrationState::NotAllowed => ("may not", "无权校准"),
        CalibrationState::Own => ("their own", "不可校准本人等级"),
        CalibrationState::HeldBack => ("held back: quotas are kept", "暂不生效：须保持强制分布"),
        CalibrationState::Retracted => ("taken back", "已撤回"),
        CalibrationState::NoCard => ("has no such scorecard", "没有该评分卡"),
    };
    language.pick(english, chinese).to_owned()
}

/// What is disputed: whose figure, which line, what it said then and says now, who says it and why, and what came of it.
pub fn disputes(cases: &[DisputeCase], name: impl Fn(&Key) -> String, language: Language) -> TextTable {
    let mut table = TextTable::titled(&DISPUTES, language);
    for DisputeCase { said, state, line, is_corrected } in cases {
        let answer = state.answer();
        let mut notes = vec![said.why.clone().unwrap_or_default()];
        notes.extend(answer.and_then(|answer| answer.why.clone()));
        if let Some(with) = answer.and_then(|answer| answer.with.as_ref()) {
            let missing =
                if *is_corrected == Some(false) { language.pick(" (not there)", "（不存在）") } else { "" };
            notes.push(format!("{}{missing}", with.as_str()));
        }
        notes.retain(|note| !note.is_empty());
        let (on, says) = (said.on.to_string(), line_text(line, language));
        let state = dispute_state(state, language);
        table.row([&*on, said.id.as_str(), &name(&said.who), &said.period, &said.of, &says, state, &notes.join("; ")]);
    }
    table
}

const DISPUTES: [Title; 8] = [
    Title::left("day", "日期"),
    Title::left("entry", "记录"),
    Title::left("of", "对象"),
    Title::left("period", "期间"),
    Title::left("line", "依据行"),
    Title::left("says", "数值"),
    Title::left("", "状态"),
    Title::left("why", "原因"),
];

/// What a disputed line says.
fn line_text(line: &DisputedLine, language: Language) -> String {
    let told = |outcome: &Outcome| match outcome {
        Ok(value) => crate::trace::value(value),
        Err(reason) => why(reason, language),
    };
    match line {
        DisputedLine::Same(now) => told(now),
        DisputedLine::Changed { then, now } => format!("{} → {}", told(then), told(now)),
        DisputedLine::Gone(then) => {
            format!("{} → {}", told(then), language.pick("the line is gone", "该行已不存在"))
        }
        DisputedLine::Never => language.pick("no such line", "没有该行").to_owned(),
    }
}

/// What became of what somebody was to work on: points then and now, by how much they changed, and the rank of that among others.
pub fn focus_helped(card: &Card, helped: &Helped, language: Language) -> TextTable {
    let mut table = TextTable::titled(&HELPED, language);
    let name = item_name(card, &helped.path, language);
    let cells = [&helped.behind, &helped.then, &helped.now, &helped.change].map(|points| or_dash(points, money));
    let [behind, then, now, change] = cells;
    let rank = or_dash(&helped.rank, |rank| format!("{}/{}", amount(rank, 1), helped.among));
    let note = reason(&helped.change, language);
    table.row([&*name, &behind, &then, &now, &change, &rank, &note]);
    table
}

const HELPED: [Title; 7] = [
    Title::left("worked on", "改进项目"),
    Title::right("was behind", "当时落后"),
    Title::right("then", "上期得分"),
    Title::right("now", "本期得分"),
    Title::right("change", "变化"),
    Title::right("rank", "排名"),
    Title::left("", ""),
];
