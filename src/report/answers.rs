//! A table of answers as text for people, and as CSV.

use crate::engine::Answers;
use crate::engine::query::{Column as Figure, Row};
use crate::quantity::{Fraction, Outcome, Precision, Unit, Value};
use crate::trace::Language;

use super::number::UNDEFINED;
use super::scorecard::{figure, label, reason, shown, shown_to};
use super::table::{Column, TextTable};

/// Answers as a table: who, when, the fields of a breakdown, and a column for each figure; behind them, why there is no value
/// where there is none.
///
/// Times have a column where there are several; columns are called by the plan's labels.
///
#[cfg_attr(feature = "json", doc = "```")]
#[cfg_attr(not(feature = "json"), doc = "```ignore")]
/// use attain::calendar::parse_day;
/// use attain::engine::query::{Nodes, Query};
/// use attain::report::{answers, answers_csv};
/// use attain::trace::Language;
/// use attain::{Engine, Plan};
///
/// let plan = Plan::from_json(br#"{
///     "attain": 1, "name": "Report", "currency": "EUR", "org": { "trees": { "sales": ["company"] } },
///     "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money" } } },
///     "kpis": { "sales": { "formula": "sum(order.amount)", "labels": { "en": "money in" } }, "mean": { "formula": "avg(order.amount)" } }
/// }"#)?;
/// let mut engine = Engine::new(plan);
/// engine.record_jsonl(br#"
///     {"kind":"unit","id":"u1","on":"2025-01-01","unit":"company"}
///     {"kind":"membership","id":"m1","on":"2025-01-01","who":"ann","unit":"company"}
///     {"kind":"membership","id":"m2","on":"2025-01-01","who":"bob","unit":"company"}
///     {"kind":"order","id":"o1","on":"2025-03-04","rep":"ann","amount":"1234.5"}
/// "#, None);
/// let view = engine.view(parse_day("2025-03-31")?);
/// let table = view.table(&Query::new(["sales", "mean"]).of(Nodes::People).during(view.period("2025-03")?))?;
///
/// assert_eq!(answers(&table, Language::English).to_string(), "\
/// who  money in      mean
/// ann  1,234.50  1,234.50
/// bob      0.00         –  mean: no facts
/// ");
/// assert_eq!(answers_csv(&table), "\
/// who,time,sales,mean,undefined
/// ann,2025-03,1234.5,1234.5,
/// bob,2025-03,0,,mean: no_facts
/// ");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn answers(answers: &Answers, language: Language) -> TextTable {
    let timed = answers.rows.windows(2).any(|pair| matches!(pair, [one, other] if one.when != other.when));
    let mut columns = vec![Column::left(language.pick("who", "对象"))];
    columns.extend(timed.then(|| Column::left(language.pick("time", "期间"))));
    for field in &answers.by {
        let title = if field.unit == Unit::List { each_of(&field.name, language) } else { field.name.clone() };
        columns.push(Column::left(title));
    }
    for figure in &answers.columns {
        let title = label(&figure.labels, &figure.name, language);
        columns.push(if is_text(figure.unit) { Column::left(title) } else { Column::right(title) });
    }
    columns.push(Column::left(""));
    let mut table = TextTable::new(columns);
    for row in &answers.rows {
        let mut cells = vec![row.who.to_string()];
        cells.extend(timed.then(|| row.time.clone()));
        cells.extend(row.by.iter().map(|value| value.as_ref().map_or(UNDEFINED.to_owned(), figure)));
        for (cell, column) in row.cells.iter().zip(&answers.columns) {
            cells.push(shown(Some(cell), &|value| shown_to(value, column.show.as_ref())));
        }
        cells.push(reasons(&answers.columns, row, ", ", |cell| reason(cell, language)));
        table.row(cells);
    }
    table
}

/// Answers as CSV: `who`, `time`, the fields of a breakdown, the figures as decimals, and in the last column, `undefined`, the
/// code of the reason for each figure without a value.
///
/// The order of the columns is that of the question. Lines end in a line feed; a number has a point and no groups, and is
/// rounded half even to the plan's precision where it does not end before.
pub fn answers_csv(answers: &Answers) -> String {
    let mut csv = String::new();
    let names = |columns: &[Figure]| -> Vec<String> { columns.iter().map(|column| column.name.clone()).collect() };
    let mut head = vec!["who".to_owned(), "time".to_owned()];
    head.extend(names(&answers.by));
    head.extend(names(&answers.columns));
    head.push("undefined".to_owned());
    line(&mut csv, &head);
    let plain = |value: &Value| plain(value, answers.precision);
    for row in &answers.rows {
        let mut cells = vec![row.who.to_string(), row.time.clone()];
        cells.extend(row.by.iter().map(|value| value.as_ref().map(plain).unwrap_or_default()));
        cells.extend(row.cells.iter().map(|cell| cell.as_ref().map(plain).unwrap_or_default()));
        cells.push(reasons(&answers.columns, row, "; ", |cell| {
            cell.as_ref().err().map(|why| why.code().to_owned()).unwrap_or_default()
        }));
        line(&mut csv, &cells);
    }
    csv
}

/// The title of a column of the members of lists: a fact that has several is in several rows.
fn each_of(field: &str, language: Language) -> String {
    match language {
        Language::English => format!("each of {field}"),
        Language::Chinese => format!("{field} 逐项"),
    }
}

fn is_text(unit: Unit) -> bool {
    matches!(unit, Unit::Text | Unit::List | Unit::Person | Unit::OrgUnit | Unit::YesNo)
}

/// Why figures of a row have no value, each with its name.
fn reasons(columns: &[Figure], row: &Row, between: &str, word: impl Fn(&Outcome) -> String) -> String {
    let mut reasons = Vec::new();
    for (column, cell) in columns.iter().zip(&row.cells) {
        if cell.is_err() {
            reasons.push(format!("{}: {}", column.name, word(cell)));
        }
    }
    reasons.join(between)
}

/// A value as a program reads it.
pub(crate) fn plain(value: &Value, precision: Precision) -> String {
    let Some(amount) = value.amount() else { return value.to_string() };
    let rounded = || amount.to_precision(precision).ok().and_then(Fraction::to_decimal);
    let decimal = amount.to_decimal().or_else(rounded);
    decimal.map_or_else(|| amount.to_string(), |decimal| decimal.normalize().to_string())
}

fn line(csv: &mut String, cells: &[String]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            csv.push(',');
        }
        if cell.contains([',', '"', '\n', '\r']) {
            csv.extend(["\"", &cell.replace('"', "\"\""), "\""]);
        } else {
            csv.push_str(cell);
        }
    }
    csv.push('\n');
}
