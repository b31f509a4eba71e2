//! Funnels as tables and drawn.

use crate::engine::{FunnelAnswer, FunnelParts, FunnelTeam};
use crate::funnel::{Bottleneck, Conversion, Count, Funnel, Whole, WinRate};
use crate::pipeline::{StageId, StageKind};
use crate::quantity::{Fraction, Outcome, RoundingMode};
use crate::trace::{Language, amount, width};

use super::number::{UNDEFINED, fixed, or_dash, percent};
use super::scorecard::reason;
use super::table::{Column, TextTable, Title};

/// How many columns the longest bar of a drawn funnel takes.
const BAR_COLUMNS: u64 = 40;

/// A funnel, a line for each stage: how many were in it at the beginning, came, went where, and are in it at the end; who goes
/// on, and how long it takes.
///
/// Numbers that stand beside each other add up: start + entered + moved between owners = forward + back + lost + invalid + inside.
pub fn funnel(answer: &FunnelAnswer, language: Language) -> TextTable {
    let mut table = TextTable::titled(&TITLES, language);
    let funnel = &answer.funnel;
    for (id, stage) in funnel.stages().iter() {
        let count = |count| funnel.count(id, count).to_string();
        let is_open = stage.kind() == StageKind::Open;
        let rate = if is_open { funnel.conversion(id, Conversion::OfEntered) } else { Ok(Fraction::ZERO) };
        let told = |text: String| if is_open { text } else { String::new() };
        table.row([
            stage.id().to_string(),
            count(Count::Start),
            count(Count::Entered),
            moved(funnel, id),
            count(Count::Forward),
            count(Count::Back),
            count(Count::Lost),
            count(Count::Invalid),
            count(Count::Inside),
            told(or_dash(&rate, percent)),
            told(or_dash(&funnel.loss_rate(id), percent)),
            told(or_dash(&funnel.mean_time(id), days)),
            told(reason(&rate, language)),
        ]);
    }
    table
}

const TITLES: [Title; 13] = [
    Title::left("stage", "阶段"),
    Title::right("start", "期初"),
    Title::right("entered", "进入"),
    Title::right("owners", "转手"),
    Title::right("forward", "推进"),
    Title::right("back", "退回"),
    Title::right("lost", "丢单"),
    Title::right("invalid", "无效"),
    Title::right("inside", "停留"),
    Title::right("conversion", "转化率"),
    Title::right("loss", "流失率"),
    Title::right("days", "平均停留天数"),
    Title::left("", ""),
];

/// How many more were taken over than handed on.
fn moved(funnel: &Funnel, stage: StageId) -> String {
    let (over, on) = (funnel.count(stage, Count::TakenOver), funnel.count(stage, Count::HandedOn));
    match (over, on) {
        (0, 0) => String::new(),
        (over, 0) => format!("+{over}"),
        (0, on) => format!("−{on}"),
        (over, on) => format!("+{over} −{on}"),
    }
}

fn days(days: Fraction) -> String {
    fixed(days, 1)
}

/// What a funnel tells in all: a line for each figure, with what is meant by it, and why there is none.
pub fn funnel_summary(answer: &FunnelAnswer, language: Language) -> TextTable {
    let mut table = TextTable::new([Column::left(""), Column::right(""), Column::left("")]);
    let funnel = &answer.funnel;
    for (whole, english, chinese) in WHOLES {
        table.row([language.pick(english, chinese), &funnel.whole(whole).to_string(), ""]);
    }
    let mut tell = |english: &str, chinese: &str, outcome: Outcome<Fraction>, write: fn(Fraction) -> String| {
        let told = or_dash(&outcome, write);
        table.row([language.pick(english, chinese), &told, &reason(&outcome, language)]);
    };
    for (rate, english, chinese) in RATES {
        tell(english, chinese, funnel.win_rate(rate), percent);
    }
    tell("sales cycle, mean days", "销售周期，平均天数", funnel.mean_cycle(), days);
    tell("sales cycle, median days", "销售周期，中位天数", funnel.median_cycle(), days);
    let precision = funnel.asked().precision;
    tell("open, weighted", "在途加权金额", funnel.all_weighted(answer.rounding.as_ref()), two);
    tell("sales velocity, a day", "日销售速度", funnel.velocity(WinRate::OfClosed), two);
    for (english, chinese, worth) in [
        ("amount open", "在途金额", &funnel.all_waiting()),
        ("amount won", "赢单金额", funnel.won()),
        ("amount lost", "丢单金额", funnel.lost()),
    ] {
        let without = match (worth.lacking, language) {
            (0, _) => String::new(),
            (lacking, Language::English) => format!("{lacking} without amount"),
            (lacking, Language::Chinese) => format!("{lacking} 条无金额"),
        };
        table.row([language.pick(english, chinese), &or_dash(&worth.sum(precision), two), &without]);
    }
    for (by, english, chinese) in BOTTLENECKS {
        let found = funnel.bottleneck(by);
        let name = found.as_ref().ok().and_then(|(stage, _)| funnel.stages().get(*stage));
        let name = name.map_or(UNDEFINED, |stage| stage.id().as_str());
        let held = found.as_ref().map(|(_, held)| two(*held)).unwrap_or_default();
        table.row([language.pick(english, chinese), &held, name]);
    }
    table
}

fn two(money: Fraction) -> String {
    fixed(money, 2)
}

const WHOLES: [(Whole, &str, &str); 8] = [
    (Whole::Opened, "opened", "新增"),
    (Whole::All, "worked on", "跟进过"),
    (Whole::Open, "open at the end", "期末在途"),
    (Whole::Won, "won", "赢单"),
    (Whole::Lost, "lost", "丢单"),
    (Whole::Invalid, "invalid", "无效"),
    (Whole::Overdue, "overdue", "逾期未结"),
    (Whole::Old, "old", "在途过久"),
];

const RATES: [(WinRate, &str, &str); 3] = [
    (WinRate::OfClosed, "win rate: won ÷ (won + lost)", "赢率：赢单 ÷（赢单 + 丢单）"),
    (WinRate::OfAll, "win rate: won ÷ worked on", "赢率：赢单 ÷ 跟进过"),
    (WinRate::OfOverdue, "win rate: won ÷ (won + lost + overdue + old)", "赢率：赢单 ÷（赢单 + 丢单 + 逾期 + 过久）"),
];

const BOTTLENECKS: [(Bottleneck, &str, &str); 3] = [
    (Bottleneck::Both, "bottleneck: most weighted value waits or was lost", "瓶颈：加权金额停留或流失最多"),
    (Bottleneck::Waits, "most weighted value waits", "加权金额停留最多"),
    (Bottleneck::Dies, "most weighted value was lost", "加权金额流失最多"),
];

/// Why records were lost: a line for each reason, the most frequent first, with how many and their amount.
pub fn lost_reasons(answer: &FunnelAnswer, language: Language) -> TextTable {
    let mut table = TextTable::titled(&REASONS, language);
    for reason in answer.funnel.reasons() {
        let none = language.pick("(nothing said)", "（未填写）").to_owned();
        let value = reason.value.as_ref().map_or(none, ToString::to_string);
        let sum = or_dash(&reason.worth.sum(answer.funnel.asked().precision), two);
        table.row([value, reason.count.to_string(), sum]);
    }
    table
}

const REASONS: [Title; 3] = [Title::left("why", "原因"), Title::right("lost", "丢单"), Title::right("amount", "金额")];

/// The funnels of members beside that of their unit: entered and conversion of each open stage, and by how much the conversion is
/// above or below the unit's, where both have cases enough.
pub fn funnel_team(team: &FunnelTeam, language: Language) -> TextTable {
    let mut rows = Vec::new();
    for answer in &team.members {
        rows.push((answer.who.as_ref().map(ToString::to_string).unwrap_or_default(), answer));
    }
    let whole = team.whole.who.as_ref().map(ToString::to_string).unwrap_or_default();
    beside(language.pick("who", "名称"), (whole, &team.whole), rows, language)
}

/// The funnels of the parts beside that of the whole, in the same columns as those of members.
pub fn funnel_parts(parts: &FunnelParts, language: Language) -> TextTable {
    let mut rows = Vec::new();
    for part in &parts.parts {
        let none = || language.pick("(nothing said)", "（未填写）").to_owned();
        rows.push((part.value.as_ref().map_or_else(none, ToString::to_string), &part.answer));
    }
    beside(&parts.split, (language.pick("all", "合计").to_owned(), &parts.whole), rows, language)
}

fn beside(
    title: &str,
    (name, answer): (String, &FunnelAnswer),
    parts: Vec<(String, &FunnelAnswer)>,
    language: Language,
) -> TextTable {
    let whole = &answer.funnel;
    let open: Vec<(StageId, &str)> = whole
        .stages()
        .iter()
        .filter(|(_, stage)| stage.kind() == StageKind::Open)
        .map(|(id, stage)| (id, stage.id().as_str()))
        .collect();
    let mut columns = vec![Column::left(title)];
    for (_, name) in &open {
        columns.extend([Column::right(*name), Column::right("").close(), Column::right("").close()]);
    }
    columns.push(Column::right(language.pick("win rate", "赢率")));
    columns.push(Column::right("").close());
    let mut table = TextTable::new(columns);
    let parts = parts.into_iter().map(|(name, part)| (name, part, true));
    for (name, answer, is_part) in std::iter::once((name, answer, false)).chain(parts) {
        let own = &answer.funnel;
        let mut row = vec![name];
        let differs = |difference: &Outcome<Fraction>| if is_part { points(difference) } else { String::new() };
        for (stage, _) in &open {
            let beside = own.beside(whole, *stage, Conversion::OfEntered);
            row.push(own.count(*stage, Count::Entered).to_string());
            row.extend([or_dash(&beside.own, percent), differs(&beside.difference)]);
        }
        let beside = own.win_rate_beside(whole, WinRate::OfClosed);
        row.extend([or_dash(&beside.own, percent), differs(&beside.difference)]);
        table.row(row);
    }
    table
}

/// By how many percentage points something is higher.
fn points(difference: &Outcome<Fraction>) -> String {
    let Ok(difference) = difference else { return String::new() };
    let sign = if difference.is_negative() { "" } else { "+" };
    format!("{sign}{}", percent(*difference).replace('%', "pp"))
}

/// A funnel, drawn: a bar for each open stage and for what was won, as long as many reached it, and between them how many went
/// on.
///
/// ```text
/// lead   ████████████████████████████████████████  8
///        ↓ 50.0 %
/// offer  ████████████████████                      4
///        ↓ 25.0 %
/// won    █████                                     1
/// ```
pub fn funnel_drawn(answer: &FunnelAnswer, language: Language) -> String {
    let funnel = &answer.funnel;
    let mut bars: Vec<(String, u64, Option<Outcome<Fraction>>)> = Vec::new();
    for (id, stage) in funnel.stages().iter().filter(|(_, stage)| stage.kind() == StageKind::Open) {
        let rate = funnel.conversion(id, Conversion::OfReached);
        bars.push((stage.id().to_string(), funnel.count(id, Count::Reached), Some(rate)));
    }
    bars.push((language.pick("won", "赢单").to_owned(), funnel.whole(Whole::FirstWon), None));
    let most = bars.iter().map(|(_, count, _)| *count).max().unwrap_or_default();
    let widest = bars.iter().map(|(name, ..)| width(name)).max().unwrap_or_default();
    let mut text = String::new();
    for (name, count, rate) in bars {
        let length = bar(count, most);
        let pad = widest.saturating_sub(width(&name));
        let rest = BAR_COLUMNS.saturating_sub(length);
        let shown = amount(i64::try_from(count).map_or(Fraction::ZERO, Fraction::whole), 0);
        let line = [
            name,
            blanks(pad),
            "  ".to_owned(),
            "█".repeat(times(length)),
            blanks(times(rest)),
            "  ".to_owned(),
            shown,
        ];
        text.push_str(&line.concat());
        text.push('\n');
        if let Some(rate) = rate {
            let told = or_dash(&rate, percent);
            let why = reason(&rate, language);
            let arrow =
                [blanks(widest), "  ↓ ".to_owned(), told, if why.is_empty() { why } else { format!("  {why}") }];
            text.push_str(&arrow.concat());
            text.push('\n');
        }
    }
    text
}

fn blanks(count: usize) -> String {
    " ".repeat(count)
}

fn times(count: u64) -> usize {
    usize::try_from(count).unwrap_or_default()
}

/// How long a bar is: as its share of the longest one, half up; something is never nothing.
fn bar(count: u64, most: u64) -> u64 {
    let share = Fraction::new(i128::from(count).saturating_mul(i128::from(BAR_COLUMNS)), i128::from(most));
    let length = share.map_or(0, |share| share.to_whole(RoundingMode::HalfUp));
    u64::try_from(length).unwrap_or_default().max(count.min(1))
}
