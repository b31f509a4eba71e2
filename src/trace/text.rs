//! A trace as text.

use std::fmt::Write;
use std::ops::RangeInclusive;

use rust_decimal::Decimal;

use crate::dispute::DisputeState;
use crate::document::IS_WHOLE;
use crate::kpi::{Better, CreditedAs};
use crate::quantity::{Conversion, Fraction, Outcome, RoundTo, RoundingMode, Value};
use crate::step::{Asked, Deed, Held};

use super::language::{Language, why};
use super::trace::{Disputed, Entry, GradeBy, Subject, Trace};
use super::width::width;

/// In which column the answers begin, at least and at most: they make room for long labels, but not for a single very long one.
const ANSWER_COLUMN: RangeInclusive<usize> = 36..=60;

impl Trace {
    /// The trace as text: a tree, the answers in a column.
    pub fn to_text(&self, language: Language) -> String {
        let mut text = String::new();
        let column = self.widest(0, language).saturating_add(1);
        let column = column.clamp(*ANSWER_COLUMN.start(), *ANSWER_COLUMN.end());
        self.write(&mut text, &mut String::new(), ("", ""), column, language);
        text
    }

    /// How wide the labels are, with the lines of the tree before them; those that are too wide for a column are not asked.
    fn widest(&self, indent: usize, language: Language) -> usize {
        let own = width(&self.label(language)).saturating_add(indent);
        let own = if own < *ANSWER_COLUMN.end() { own } else { 0 };
        let below = indent.saturating_add(3);
        self.parts.iter().map(|part| part.widest(below, language)).fold(own, usize::max)
    }

    /// Writes a line, and those of its parts. The lines of the tree are `indent`, then `joint` before this one, and `below`
    /// before its parts.
    fn write(
        &self,
        text: &mut String,
        indent: &mut String,
        (joint, below): (&str, &str),
        column: usize,
        language: Language,
    ) {
        let label = format!("{indent}{joint}{}", self.label(language));
        let pad = column.saturating_sub(width(&label)).max(1);
        let _ = write!(text, "{label}{:pad$}{}", "", self.answer(language));
        match (&self.formula, self.above) {
            (_, true) => text.push_str(language.pick("  (as above)", "  (见上)")),
            (Some(formula), false) => text.extend(["  = ", formula, self.credited(language)]),
            (None, false) => {}
        }
        if IS_WHOLE {
            text.push_str(&self.disputed(language));
        }
        text.push('\n');
        let outer = indent.len();
        indent.push_str(below);
        self.write_below(text, indent, column, language);
        indent.truncate(outer);
    }

    fn write_below(&self, text: &mut String, indent: &mut String, column: usize, language: Language) {
        let left_out = self.left_out(language);
        let mut left = self.parts.len().saturating_add(self.entries.len()).saturating_add(left_out.len());
        let mut branch = || {
            left = left.saturating_sub(1);
            if left == 0 { ("└─ ", "   ") } else { ("├─ ", "│  ") }
        };
        for part in &self.parts {
            part.write(text, indent, branch(), column, language);
        }
        for entry in &self.entries {
            text.extend([indent, branch().0, &line(entry, language), "\n"]);
        }
        for line in left_out {
            let _ = writeln!(text, "{indent}{}{line}", branch().0);
        }
    }

    /// As what the folds of its formula credit people, where that is said beside the formula.
    fn credited(&self, language: Language) -> &'static str {
        match self.credit {
            None => "",
            Some(CreditedAs::Direct) => language.pick("  (credited directly)", "（按直接业绩归属）"),
            Some(CreditedAs::Overlay) => language.pick("  (credited as overlay)", "（按叠加分成）"),
        }
    }

    /// Who says that it is wrong.
    fn disputed(&self, language: Language) -> String {
        let mut text = String::new();
        for Disputed { entry, state } in &self.disputes {
            let state = dispute_state(state, language);
            let _ = match language {
                Language::English => write!(text, "  (disputed: {entry}, {state})"),
                Language::Chinese => write!(text, "（申诉：{entry}，{state}）"),
            };
        }
        text
    }

    /// The outcome, and of what it stands in the place.
    fn answer(&self, language: Language) -> String {
        let mut answer = match (&self.outcome, &self.show) {
            (Ok(value), Some(to)) => rounded(value, to),
            _ => outcome(&self.outcome, language),
        };
        if let Some(reason) = &self.instead_of {
            let reason = why(reason, language);
            let _ = match language {
                Language::English => write!(answer, "  (stands for undefined: {reason})"),
                Language::Chinese => write!(answer, "（代替无值：{reason}）"),
            };
        }
        answer
    }

    /// What is left out of it, a line each.
    fn left_out(&self, language: Language) -> Vec<String> {
        let mut lines = Vec::new();
        let counted = [
            (self.more_parts, "more parts", "个部分"),
            (self.more, "more entries", "条记录"),
            (self.hidden, "more that may not be seen", "项无权查看"),
        ];
        for (count, english, chinese) in counted.into_iter().filter(|(count, ..)| *count > 0) {
            let count = grouped(&count.to_string());
            lines.push(match language {
                Language::English => format!("… and {count} {english}"),
                Language::Chinese => format!("……还有 {count} {chinese}"),
            });
        }
        if self.deeper {
            lines.push(language.pick("… its parts lie deeper", "……更深的部分未展开").to_owned());
        }
        if self.closed {
            lines.push(language.pick("… its parts may not be seen", "……无权查看其组成").to_owned());
        }
        lines
    }

    fn label(&self, language: Language) -> String {
        let named = self.labels.get(language.code());
        let mut label = match (&self.subject, named) {
            (Subject::Kpi(_) | Subject::Scorecard(_) | Subject::Line(_) | Subject::Statement(_), Some(named)) => {
                named.clone()
            }
            (subject, named) => subject_text(subject, named.map(String::as_str), language),
        };
        if !self.who.is_empty() {
            let _ = match language {
                Language::English => write!(label, " of {}", self.who),
                Language::Chinese => write!(label, "（{}）", self.who),
            };
        }
        if !self.when.is_empty() {
            let _ = write!(label, ", {}", self.when);
        }
        if self.better == Some(Better::Lower) {
            label.push_str(language.pick(" (lower is better)", "（越低越好）"));
        }
        label
    }
}

fn tenure(grain: &str, language: Language) -> String {
    match language {
        Language::English => format!("tenure ({grain})"),
        Language::Chinese => format!("任职期数（{grain}）"),
    }
}

/// What is called the same everywhere.
fn fixed_text(subject: &Subject, language: Language) -> &'static str {
    match subject {
        Subject::Left("workdays") => language.pick("working days left", "剩余工作日"),
        Subject::Left(_) => language.pick("days left", "剩余天数"),
        Subject::Manager => language.pick("manager", "上级"),
        Subject::Base => language.pick("base", "基数"),
        Subject::Rate => language.pick("rate", "比例"),
        Subject::BeforeSteps => language.pick("before the steps", "调整前"),
        Subject::Unrounded => language.pick("before rounding", "舍入前"),
        _ => "",
    }
}

/// What came of a dispute, in a word or two.
pub fn dispute_state(state: &DisputeState, language: Language) -> &'static str {
    match state {
        DisputeState::Open => language.pick("open", "待处理"),
        DisputeState::Accepted(_) => language.pick("accepted", "已采纳"),
        DisputeState::Rejected(_) => language.pick("rejected", "已驳回"),
        DisputeState::Withdrawn(_) => language.pick("withdrawn", "已撤回"),
        DisputeState::NotAllowed => language.pick("may not be disputed by them", "无权申诉"),
    }
}

fn subject_text(subject: &Subject, named: Option<&str>, language: Language) -> String {
    let words = |english: &str, chinese: &str, name: &str| {
        let name = named.unwrap_or(name);
        match language {
            Language::English => format!("{english} {name}"),
            Language::Chinese => format!("{name}{chinese}"),
        }
    };
    let plain = match subject {
        Subject::Target(kpi) => return words("target for", "目标", kpi),
        Subject::Attainment(kpi) => return words("attainment of", "达成率", kpi),
        Subject::Gap(kpi) => return words("still to do for", "差额", kpi),
        Subject::Pace(kpi) => return words("due by now for", "应达进度", kpi),
        Subject::RunRate(kpi) => return words("still to do each day for", "每日还需", kpi),
        Subject::Coverage(kpi) => return words("coverage of the target for", "目标覆盖率", kpi),
        Subject::OwnTarget(kpi) => return words("own target for", "自身目标", kpi),
        Subject::MembersTarget(kpi) => return words("members' targets for", "成员目标合计", kpi),
        Subject::Committed(kpi) => return words("commitment for", "承诺", kpi),
        Subject::Rank(group) => return among("rank", "名次", group, language),
        Subject::PercentRank(group) => return among("percent rank", "百分比名次", group, language),
        Subject::Tenure(grain) => return tenure(grain, language),
        Subject::Lookup(table) => return words("table", "表", table),
        Subject::Grade(card) => return words("grade of", "等级", card),
        Subject::GradeBy(by) => return grade_by(by, language),
        Subject::Step(asked) => return step(asked, language),
        Subject::Review(_) | Subject::Raters(..) => return of_review(subject, named, language),
        Subject::Item(id, weight) => {
            let name = named.unwrap_or(id);
            return match weight {
                Some(weight) => format!("{name} × {}", Value::Ratio(*weight)),
                None => name.to_owned(),
            };
        }
        Subject::Left(_)
        | Subject::Manager
        | Subject::Base
        | Subject::Rate
        | Subject::BeforeSteps
        | Subject::Unrounded => fixed_text(subject, language),
        Subject::Kpi(text)
        | Subject::Fold(text)
        | Subject::Over(text)
        | Subject::Attribute(text)
        | Subject::Period(text)
        | Subject::Scorecard(text)
        | Subject::Statement(text)
        | Subject::Line(text)
        | Subject::Member(text)
        | Subject::Other(text) => named.unwrap_or(text),
    };
    plain.to_owned()
}

/// Where a grade comes from that is not only that of the table.
#[cfg(any(not(feature = "capi"), feature = "analysis"))]
fn grade_by(by: &GradeBy, language: Language) -> String {
    match (by, language) {
        (GradeBy::Bands, _) => language.pick("by the table", "按分数段").to_owned(),
        (GradeBy::Quotas { rank: Some(rank), of }, Language::English) => {
            format!("by quotas: place {} of {of}", amount(*rank, 1))
        }
        (GradeBy::Quotas { rank: Some(rank), of }, Language::Chinese) => {
            format!("按强制分布：第 {} 名，共 {of} 人", amount(*rank, 1))
        }
        (GradeBy::Quotas { .. }, _) => language.pick("by quotas", "按强制分布").to_owned(),
        (GradeBy::Change { by, on, why }, Language::English) => format!("changed by {by} on {on}: {why}"),
        (GradeBy::Change { by, on, why }, Language::Chinese) => format!("由 {by} 于 {on} 校准：{why}"),
    }
}

#[cfg(all(feature = "capi", not(feature = "analysis")))]
#[expect(clippy::trivially_copy_pass_by_ref, reason = "where grades are given by more than bands, much is said")]
fn grade_by(by: &GradeBy, _: Language) -> String {
    match *by {}
}

fn among(english: &str, chinese: &str, group: &str, language: Language) -> String {
    match (language, group) {
        (Language::English, _) => format!("{english} among {group}"),
        (Language::Chinese, "peers") => format!("同类中的{chinese}"),
        (Language::Chinese, _) => format!("同单位中的{chinese}"),
    }
}

/// What a review gives, or one of its kinds of raters.
fn of_review(subject: &Subject, named: Option<&str>, language: Language) -> String {
    match subject {
        Subject::Review(item) if IS_WHOLE => review(item, named, language),
        Subject::Raters(kind, count, share) if IS_WHOLE => raters(named.unwrap_or(kind), *count, *share, language),
        _ => String::new(),
    }
}

/// What a review gives for an item; the label is the review's, and it may have several items.
fn review(item: &str, named: Option<&str>, language: Language) -> String {
    let labelled = named.zip(item.split_once('.')).map(|(named, (_, item))| format!("{named}.{item}"));
    let item = labelled.as_deref().unwrap_or(item);
    match language {
        Language::English => format!("review {item}"),
        Language::Chinese => format!("{item}评价"),
    }
}

/// A kind of raters, how many they are, and what they weigh: `peer (3) × 40%`.
fn raters(kind: &str, raters: u64, share: Option<Fraction>, language: Language) -> String {
    let mut text = match language {
        Language::English => format!("{kind} ({raters})"),
        Language::Chinese => format!("{kind}（{raters} 人）"),
    };
    if let Some(share) = share {
        let _ = write!(text, " × {}", value(&Value::Ratio(share)));
    }
    text
}

/// A step in words: `at most 90 (cash first)`, `at most …: the condition does not hold (cash first)`.
fn step(asked: &Asked, language: Language) -> String {
    let (english, chinese) = match asked.deed {
        Deed::Cap => ("at most", "上限"),
        Deed::Floor => ("at least", "下限"),
        Deed::Set => ("set to", "设为"),
        Deed::Times => ("times", "乘以"),
        Deed::Add => ("plus", "加"),
    };
    let deed = language.pick(english, chinese);
    let mut text = match (&asked.held, &asked.amount) {
        (Held::Yes, Some(amount)) => format!("{deed} {}", outcome(amount, language)),
        (Held::Undefined(reason), _) => {
            let reason = why(reason, language);
            match language {
                Language::English => format!("{deed} …: the condition is undefined ({reason}) and does not hold"),
                Language::Chinese => format!("{deed}……：条件无值（{reason}），不成立"),
            }
        }
        _ => format!("{deed}{}", language.pick(" …: the condition does not hold", "……：条件不成立")),
    };
    if let Some(reason) = &asked.why {
        let _ = match language {
            Language::English => write!(text, " ({reason})"),
            Language::Chinese => write!(text, "（{reason}）"),
        };
    }
    text
}

fn line(entry: &Entry, language: Language) -> String {
    let mut line = entry.id.to_string();
    if let Some(on) = entry.on {
        let _ = write!(line, "  {on}");
    }
    if let Some(value) = &entry.value {
        let _ = write!(line, "  {}", outcome(value, language));
    }
    if entry.share != Fraction::ONE {
        let _ = write!(line, " × {}", value(&Value::Ratio(entry.share)));
    }
    for conversion in &entry.conversions {
        line.push_str(&converted(conversion, language));
    }
    line
}

/// The amount as it was written, the day whose rate holds, and the rate as it was written.
fn converted(conversion: &Conversion, language: Language) -> String {
    let Conversion { amount: money, day, rate } = conversion;
    let money = format!("{} {}", amount(Fraction::from(money.amount()), 4), money.currency());
    match (rate, language) {
        (Some(rate), Language::English) => format!("  ({money} on {day} at {rate}, since {})", rate.on()),
        (Some(rate), Language::Chinese) => format!("（{money}，按 {day} 的汇率 {rate}，自 {} 起）", rate.on()),
        (None, Language::English) => format!("  ({money} on {day}: no exchange rate)"),
        (None, Language::Chinese) => format!("（{money}，{day} 没有汇率）"),
    }
}

fn outcome(outcome: &Outcome, language: Language) -> String {
    match outcome {
        Ok(known) => value(known),
        Err(reason) => {
            let reason = why(reason, language);
            match language {
                Language::English => format!("undefined: {reason}"),
                Language::Chinese => format!("无值：{reason}"),
            }
        }
    }
}

/// A value for people: amounts in groups of three digits, ratios as percentages, what lies between two of them in percentage points
/// (`2 pp`); what does not end within four decimals is
/// shown to four, half even.
pub fn value(value: &Value) -> String {
    match value {
        Value::Number(number) | Value::Money(number) => amount(*number, 4),
        Value::Ratio(ratio) | Value::Points(ratio) => {
            let percent = ratio.times(Fraction::HUNDRED, crate::quantity::Precision::default());
            let sign = if matches!(value, Value::Ratio(_)) { "%" } else { " pp" };
            percent.map_or_else(|_| value.to_string(), |percent| format!("{}{sign}", amount(percent, 4)))
        }
        _ => value.to_string(),
    }
}

/// A value for people that its KPI shows rounded: an amount to the nearest multiple of the step.
pub fn rounded(known: &Value, to: &RoundTo) -> String {
    let Some(amount) = known.amount().and_then(|amount| to.apply(amount).ok()) else { return value(known) };
    match known {
        Value::Ratio(_) | Value::Points(_) => {
            let percent = amount.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(amount);
            let sign = if matches!(known, Value::Points(_)) { " pp" } else { "%" };
            format!("{}{sign}", grouped(&percent.normalize().to_string()))
        }
        Value::Duration(_) => Value::Duration(Fraction::from(amount)).to_string(),
        _ => grouped(&amount.normalize().to_string()),
    }
}

/// An amount in groups of three digits, with at most `decimals` decimals, half even.
pub fn amount(number: Fraction, decimals: u32) -> String {
    let Ok(rounded) = number.to_scale(decimals, RoundingMode::HalfEven) else {
        return number.to_string();
    };
    grouped(&rounded.normalize().to_string())
}

/// The digits of a decimal number in groups of three, with a real minus sign.
pub(crate) fn grouped(text: &str) -> String {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("−", digits));
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, part)| (whole, Some(part)));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && whole.len().saturating_sub(index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    fraction.map_or_else(|| format!("{sign}{grouped}"), |part| format!("{sign}{grouped}.{part}"))
}
