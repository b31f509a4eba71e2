//! Reviews as tables.

use crate::document::Named;
use crate::engine::ReviewAnswer;
use crate::quantity::{Fraction, Outcome};
use crate::review::{Hidden, KindScore, RaterIs, Severity};
use crate::trace::{Language, why};

use super::number::{fixed, or_dash, percent};
use super::table::{TextTable, Title};

/// What a review gives for somebody: a line for each item with the whole, and below it one for each kind of raters.
pub fn review(answer: &ReviewAnswer, language: Language) -> TextTable {
    let mut table = TextTable::titled(&COLUMNS, language);
    let items = match &answer.items {
        Ok(items) => items.as_slice(),
        Err(reason) => {
            table.row([&answer.name, "", "", "", "", &why(reason, language)]);
            return table;
        }
    };
    for score in items {
        let whole = score.value(answer.precision);
        let note = whole.as_ref().err().map(|reason| why(reason, language)).unwrap_or_default();
        table.row([score.item.as_str(), "", &number(&whole), "", "", &note]);
        for (kind, share) in score.kinds.iter().zip(score.shares(answer.precision)) {
            table.row(line(kind, &share, language));
        }
    }
    table
}

const COLUMNS: [Title; 6] = [
    Title::left("item", "项目"),
    Title::right("raters", "人数"),
    Title::right("score", "得分"),
    Title::right("weight", "权重"),
    Title::right("trimmed", "去除"),
    Title::left("", ""),
];

fn line(kind: &KindScore, share: &Outcome<Fraction>, language: Language) -> [String; 6] {
    let mean = kind.mean();
    let shown = match (&mean, kind.instead()) {
        (_, Some(instead)) => fixed(instead, 2),
        (Some(mean), None) => number(mean),
        (None, None) => language.pick("(hidden)", "（不公开）").to_owned(),
    };
    [
        format!("  {}", kind_name(&kind.labels, kind, language)),
        kind.raters.to_string(),
        shown,
        or_dash(share, percent),
        if kind.trimmed == 0 { String::new() } else { kind.trimmed.to_string() },
        note(kind, language),
    ]
}

/// What people call a kind of raters: what the plan says, or what the usual ones are called.
fn kind_name(labels: &Named<String>, kind: &KindScore, language: Language) -> String {
    if let Some(label) = labels.get(language.code()) {
        return label.clone();
    }
    let name = kind.kind.as_str();
    match (language, name, kind.is) {
        (Language::Chinese, "self", RaterIs::Itself) => "自评".to_owned(),
        (Language::Chinese, "manager", RaterIs::Manager) => "上级".to_owned(),
        (Language::Chinese, "report", RaterIs::Below) => "下级".to_owned(),
        (Language::Chinese, "peer", RaterIs::Colleague) => "同事".to_owned(),
        (Language::Chinese, "customer", RaterIs::Outside) => "客户".to_owned(),
        _ => name.to_owned(),
    }
}

/// Why there is no mean, or nobody sees it.
fn note(kind: &KindScore, language: Language) -> String {
    match (kind.hidden, kind.mean()) {
        (Some(Hidden::Few { have, need }), _) => match language {
            Language::English => format!("hidden: {have} raters, and {need} make them anonymous"),
            Language::Chinese => format!("不公开：仅 {have} 人，匿名至少需要 {need} 人"),
        },
        (Some(Hidden::WouldTell), _) => {
            language.pick("hidden: it would tell the other that is", "不公开：否则可推算出另一项").to_owned()
        }
        (None, Some(Err(reason))) => {
            let reason = why(&reason, language);
            match (kind.instead(), language) {
                (Some(_), Language::English) => format!("stands for undefined: {reason}"),
                (Some(_), Language::Chinese) => format!("代替无值：{reason}"),
                (None, _) => reason,
            }
        }
        _ => String::new(),
    }
}

/// How lenient raters are: the mean of each less that of all who rated the same.
pub fn review_raters(answer: &ReviewAnswer, language: Language) -> TextTable {
    let mut table = TextTable::titled(&RATERS, language);
    for rater in &answer.raters {
        table.row(rater_line(rater, language));
    }
    if answer.hidden > 0 {
        let hidden = language.pick("(hidden)", "（不公开）");
        table.row([hidden, &answer.hidden.to_string(), "", ""]);
    }
    table
}

const RATERS: [Title; 4] = [
    Title::left("rater", "评价人"),
    Title::right("in common", "共同评价"),
    Title::right("above all", "高于平均"),
    Title::left("corrected", "是否校正"),
];

fn rater_line(rater: &Severity, language: Language) -> [String; 4] {
    let by = rater.by.as_ref().map_or_else(|| language.pick("(anonymous)", "（匿名）").to_owned(), ToString::to_string);
    let corrects = if rater.corrects { language.pick("yes", "是") } else { language.pick("no", "否") };
    [by, rater.reviews.to_string(), number(&rater.above), corrects.to_owned()]
}

fn number(outcome: &Outcome<Fraction>) -> String {
    or_dash(outcome, |number| fixed(number, 2))
}
