//! Tables of answers, and the entries behind figures.

use crate::engine::Answers;
use crate::engine::query::{Behind, Column, Credited, Row};

use super::trace;
use super::writer::Writer;

pub(super) fn answers(json: &mut Writer, answers: &Answers) {
    json.object("from", |json| super::results::provenance(json, &answers.from));
    json.count("total", answers.total);
    json.count("offset", answers.offset);
    json.count("hidden", answers.hidden);
    json.objects("columns", &answers.columns, column);
    json.objects_if_any("by", &answers.by, column);
    json.objects("rows", &answers.rows, |json, row| self::row(json, answers, row));
}

fn column(json: &mut Writer, column: &Column) {
    json.text("name", &column.name);
    json.text("unit", column.unit.name());
    json.labels(&column.labels);
}

fn row(json: &mut Writer, answers: &Answers, row: &Row) {
    json.text("who", row.who.as_str());
    json.text("time", &row.time);
    if !row.by.is_empty() {
        json.object("by", |json| {
            for (field, value) in answers.by.iter().zip(&row.by) {
                match value {
                    Some(value) => json.figure(&field.name, &Ok(value.clone())),
                    None => json.null(&field.name),
                }
            }
        });
    }
    json.object("cells", |json| {
        for (column, cell) in answers.columns.iter().zip(&row.cells) {
            json.figure(&column.name, cell);
        }
    });
}

pub(super) fn behind(json: &mut Writer, behind: &Behind) {
    let (kind, name) = behind.subject.code();
    json.text("subject", kind);
    json.text("name", name);
    json.text("who", behind.who.as_str());
    json.text("time", &behind.time);
    json.count("all", behind.all);
    json.count("offset", behind.offset);
    json.count("hidden", behind.hidden);
    if behind.closed {
        // Nothing is listed or counted: the one who asks may not see whose it is.
        json.yes_no("closed", true);
    }
    json.objects("entries", &behind.entries, credited);
}

fn credited(json: &mut Writer, credited: &Credited) {
    json.text("who", credited.who.as_str());
    trace::entry(json, &credited.entry);
}
