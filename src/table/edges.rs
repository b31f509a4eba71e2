//! Whether what is declared about the outermost rows, and about results, fits the way in which a table is read.

use crate::diagnostic::{At, Code, Problems};
use crate::formula::is_amount;
use crate::quantity::{Fraction, Unit};

use super::cell::{Cell, Range};
use super::compile::Draft;
use super::definition::{Edge, ReadWord, TableDefinition};
use super::index::coordinate;
use super::ladders::groups;

/// Whether edges and results fit the way of reading; reports those that do not.
pub(super) fn sound(draft: &Draft, definition: &TableDefinition, at: At<'_>, problems: &mut Problems) -> Option<()> {
    let edges = [("below", definition.below), ("above", definition.above)];
    let mut sound = true;
    for (field, edge) in edges {
        let Some(edge) = edge else { continue };
        sound &= fits(draft, field, edge, at.field(field), problems);
    }
    sound &= results(draft, at, problems);
    sound.then_some(())
}

fn fits(draft: &Draft, field: &str, edge: Edge, at: At<'_>, problems: &mut Problems) -> bool {
    if draft.read.chooses() && edge != Edge::Undefined {
        let message = format!("rows that are read by `{}` have no outermost one", draft.read);
        problems
            .report(Code::TableRead, at, message)
            .help("add a row that asks nothing, for all that no other row is for");
        return false;
    }
    let text = draft.columns.iter().find(|column| !is_amount(column.unit));
    if let Some(column) = text.filter(|_| matches!(edge, Edge::Zero | Edge::Mirror)) {
        let what = if edge == Edge::Zero { "zero" } else { "opposite" };
        problems
            .report(Code::TableCell, at, format!("`{}` is a {}, and has no {what}", column.name, column.unit))
            .help("write `flat`, or leave it out: what lies there is then undefined");
        return false;
    }
    edge != Edge::Mirror || mirrors(draft, field, at, problems)
}

/// Below a table that starts at 0 lies what is above it, with the other sign; nowhere else.
fn mirrors(draft: &Draft, field: &str, at: At<'_>, problems: &mut Problems) -> bool {
    let amounts = draft.keys.last().is_some_and(|key| is_amount(key.unit));
    let groups = groups(&draft.rows, draft.keys.len().saturating_sub(1));
    let from = |row: &usize| draft.rows.get(*row).and_then(|row| row.cells.last()).and_then(start);
    let all = groups.iter().all(|group| group.iter().map(from).min().flatten().is_some_and(Fraction::is_zero));
    if field == "below" && amounts && all {
        return true;
    }
    let message = if field == "above" {
        "only what lies below can mirror the table"
    } else {
        "only a table that starts at 0 can be mirrored"
    };
    problems
        .report(Code::TableRead, at, message)
        .help("let the first row start at 0 and write `\"below\": \"mirror\"`, or write `flat` or `extend`");
    false
}

/// Where a cell starts; `None` where it is open.
fn start(cell: &Cell) -> Option<Fraction> {
    match cell {
        Cell::Any => None,
        Cell::OneOf(values) => values.first().and_then(coordinate),
        Cell::Range(Range { from, .. }) => from.as_ref().and_then(coordinate),
    }
}

/// Whether totals can be made of the results.
fn results(draft: &Draft, at: At<'_>, problems: &mut Problems) -> bool {
    let read = draft.read;
    if !read.accumulates() {
        return true;
    }
    let mut sound = true;
    if let Some(key) = draft.keys.last().filter(|key| !is_amount(key.unit)) {
        problems
            .report(
                Code::TableRead,
                at.field("keys"),
                format!("`{}` is a day, of which nothing can come together", key.name),
            )
            .help("read the table by `step`");
        sound = false;
    }
    for column in &draft.columns {
        let rate = column.name.as_str() == "rate";
        let (message, help) = match (read, rate) {
            (ReadWord::Above, false) => (
                format!("`above` pays a `rate`, and `{}` is none", column.name),
                "call it `rate`, or read the table by `whole` or `passed`",
            ),
            (ReadWord::Passed, true) => (
                "`passed` adds amounts, and a `rate` is none".to_owned(),
                "call it `amount`, or read the table by `slices` or `above`",
            ),
            (_, true) if !matches!(column.unit, Unit::Number | Unit::Ratio) => {
                (format!("a `rate` is a percentage, and this one is {}", column.unit), "write it like `3%`")
            }
            _ => continue,
        };
        problems.report(Code::TableRead, at.field("rows"), message).help(help);
        sound = false;
    }
    sound & (read != ReadWord::Slices || shared_out(draft, at.field("rows"), problems))
}

/// Whether every row that holds an amount has two ends, between which it can be shared out.
fn shared_out(draft: &Draft, list: At<'_>, problems: &mut Problems) -> bool {
    let mut sound = true;
    for (index, row) in draft.rows.iter().enumerate() {
        let Some(Cell::Range(Range { from, to })) = row.cells.last() else { continue };
        if from.is_some() && to.is_some() {
            continue;
        }
        for (column, value) in draft.columns.iter().zip(&row.values) {
            let nothing = value.amount().is_some_and(Fraction::is_zero);
            if column.name.as_str() == "rate" || nothing {
                continue;
            }
            let message = format!("`{}` of a row without an end cannot be given out in proportion", column.name);
            problems
                .report(Code::TableRead, list.index(index).field(column.name.as_str()), message)
                .help("give the row two ends, and say under `below` and `above` what lies beyond");
            sound = false;
        }
    }
    sound
}
