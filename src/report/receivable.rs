//! Receivables as tables.

use crate::engine::{ReceivableAnswer, ReceivableInvoice};
use crate::quantity::{Fraction, Outcome, Value};
use crate::receivable::{Bands, CollectionRate, DaysOutstanding, Flow, Sum};
use crate::trace::Language;

use super::number::{UNDEFINED, fixed, or_dash, percent};
use super::scorecard::{money, reason};
use super::table::{Column, TextTable, Title};

/// What was billed, fell due and came in, and what is open, by how long it has been overdue: a line for each value of the field by which
/// it is told apart, and one for all.
pub fn receivables(answer: &ReceivableAnswer, language: Language) -> TextTable {
    let mut columns = vec![Column::left(answer.by.as_deref().unwrap_or_default())];
    for (english, chinese) in COLUMNS {
        columns.push(Column::right(language.pick(english, chinese)));
    }
    for band in 0..answer.bands.len() {
        columns.push(Column::right(band_name(&answer.bands, band, language)));
    }
    let mut table = TextTable::new(columns);
    for group in &answer.groups {
        table.row(line(value_name(group.value.as_ref(), language), &group.flow));
    }
    table.row(line(language.pick("all", "合计").to_owned(), &answer.flow));
    table
}

const COLUMNS: [(&str, &str); 7] = [
    ("billed", "开票"),
    ("due", "到期应收"),
    ("received", "回款"),
    ("rate", "回款率"),
    ("open", "未收"),
    ("no due day", "无到期日"),
    ("not due", "未到期"),
];

fn line(name: String, flow: &Flow) -> Vec<String> {
    let closing = &flow.closing;
    let mut line = vec![
        name,
        told(&flow.billed),
        told(&flow.due),
        or_dash(&flow.collected(), money),
        or_dash(&flow.collection_rate(CollectionRate::InPeriod), percent),
        told(&closing.open),
        told(&closing.undated),
        told(&closing.not_due),
    ];
    line.extend(closing.bands.iter().map(told));
    line
}

fn told(sum: &Sum) -> String {
    or_dash(&sum.value(), money)
}

fn value_name(value: Option<&Value>, language: Language) -> String {
    value.map_or_else(|| language.pick("(nothing said)", "（未填写）").to_owned(), ToString::to_string)
}

/// A band in words: `1–30`, `over 90`.
fn band_name(bands: &Bands, band: usize, language: Language) -> String {
    match bands.days(band) {
        (first, Some(last)) if first == last => last.to_string(),
        (first, Some(last)) => format!("{first}–{last}"),
        (first, None) => {
            let before = first.saturating_sub(1).to_string();
            language.pick("over {}", "{} 天以上").replace("{}", &before)
        }
    }
}

/// What receivables tell in all: a line for each figure, with what is meant by it, and why there is none.
pub fn receivables_summary(answer: &ReceivableAnswer, language: Language) -> TextTable {
    let mut table = TextTable::new([Column::left(""), Column::right(""), Column::left("")]);
    let flow = &answer.flow;
    for (english, chinese, sum) in sums(flow) {
        table.row([language.pick(english, chinese), &told(sum), &reason(&sum.value(), language)]);
    }
    for (rate, english, chinese) in RATES {
        let outcome = flow.collection_rate(rate);
        table.row([language.pick(english, chinese), &or_dash(&outcome, percent), &reason(&outcome, language)]);
    }
    let mut days = |english: &str, chinese: &str, outcome: &Outcome<Fraction>| {
        let told = or_dash(outcome, |days| fixed(days, 1));
        table.row([language.pick(english, chinese), &told, &reason(outcome, language)]);
    };
    days("days to collect, mean by amount", "回款天数，按金额加权平均", &flow.mean_days());
    days("days to collect, median", "回款天数，中位数", &flow.median_days());
    for (which, english, chinese) in DAYS {
        days(english, chinese, &flow.days_outstanding(which));
    }
    for (english, chinese, count) in [
        ("amount cannot be told", "金额不明（笔）", answer.untold.len()),
        ("left out for their currency", "因币种未计入（笔）", answer.left_out),
    ] {
        if count > 0 {
            table.row([language.pick(english, chinese), &count.to_string(), ""]);
        }
    }
    table
}

/// What happened in the time, and what is open at its end.
fn sums(flow: &Flow) -> [(&'static str, &'static str, &Sum); 13] {
    let end = &flow.closing;
    [
        ("billed", "开票", &flow.billed),
        ("taken back of invoices", "冲减发票", &flow.credited),
        ("credit notes by themselves", "独立红字发票", &flow.notes),
        ("received for invoices", "发票回款", &flow.received),
        ("received before the invoice", "预收款", &flow.early),
        ("paid back", "退款", &flow.returned),
        ("received for no known invoice", "未匹配回款", &flow.unmatched),
        ("fell due", "到期应收", &flow.due),
        ("open", "未收", &end.open),
        ("overdue", "逾期", &end.overdue),
        ("open without a due day", "未约定到期日", &end.undated),
        ("overpaid", "多付", &end.overpaid),
        ("owed by credit notes", "应退", &end.owed),
    ]
}

const RATES: [(CollectionRate, &str, &str); 4] = [
    (CollectionRate::InPeriod, "collection rate: received ÷ fell due", "回款率：本期回款 ÷ 本期到期"),
    (CollectionRate::OfDue, "collection rate: of what fell due, received so far", "回款率：本期到期中已回款"),
    (CollectionRate::SoFar, "collection rate: of all that fell due so far", "回款率：累计到期中已回款"),
    (CollectionRate::Effectiveness, "collection effectiveness", "收款有效性指数"),
];

const DAYS: [(DaysOutstanding, &str, &str); 5] = [
    (DaysOutstanding::Closing, "days outstanding: open ÷ billed × days", "应收账款周转天数：期末未收 ÷ 开票 × 天数"),
    (DaysOutstanding::Mean, "days outstanding, of mean open", "应收账款周转天数：平均未收"),
    (DaysOutstanding::CountBack, "days outstanding, counted back", "应收账款周转天数：倒推法"),
    (DaysOutstanding::BestPossible, "days outstanding, had all paid in time", "最佳周转天数：全部按期回款"),
    (DaysOutstanding::Delinquent, "days outstanding, by what is overdue", "逾期周转天数"),
];

/// The invoices that are open, those that have been due for longest first.
pub fn open_invoices(answer: &ReceivableAnswer, language: Language) -> TextTable {
    let mut table = TextTable::titled(&INVOICES, language);
    for invoice in &answer.invoices {
        table.row(invoice_line(invoice, answer, language));
    }
    table
}

fn invoice_line(invoice: &ReceivableInvoice, answer: &ReceivableAnswer, language: Language) -> [String; 7] {
    let group = invoice.group.as_ref().map(ToString::to_string);
    let overdue = match invoice.overdue {
        Some(days) if days > 0 => days.to_string(),
        Some(_) => String::new(),
        None => UNDEFINED.to_owned(),
    };
    [
        invoice.id.to_string(),
        group.unwrap_or_default(),
        invoice.on.to_string(),
        invoice.due.map_or_else(|| UNDEFINED.to_owned(), |due| due.to_string()),
        or_dash(&invoice.open, money),
        overdue,
        invoice.band.map(|band| band_name(&answer.bands, band, language)).unwrap_or_default(),
    ]
}

const INVOICES: [Title; 7] = [
    Title::left("invoice", "发票"),
    Title::left("", ""),
    Title::left("billed on", "开票日"),
    Title::left("due", "到期日"),
    Title::right("open", "未收"),
    Title::right("days overdue", "逾期天数"),
    Title::left("band", "账龄"),
];
