//! Reading a table, and finding it sound.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{At, Code, Problems};
use crate::document::Node;
use crate::id::Name;
use crate::quantity::{Fraction, Unit, Value};
use crate::rule::{Boundary, Rules, needed};

use super::cell::{Range, range, value};
use super::definition::{Edge, ReadWord, TableDefinition};
use super::lookup::{Column, Row, Table, stands_at};

/// The most rows of a table.
const ROWS_MAX: usize = 10_000;

impl Table {
    /// Reads a definition; reports everything that is wrong with it.
    pub fn compile(definition: &TableDefinition, rules: &Rules, at: At<'_>, problems: &mut Problems) -> Option<Table> {
        let key = compile_key(definition, at, problems)?;
        let mut sound = has_rows(definition, at, problems);
        let names = column_names(definition, &key, at, problems);
        sound &= !names.is_empty();
        let mut rows = Vec::with_capacity(definition.rows.len());
        let mut percent = false;
        for (index, written) in definition.rows.iter().enumerate() {
            let list = at.field("rows");
            let place = list.index(index);
            let range = compile_range(definition.read, written, &key, &mut percent, place, problems);
            let values = compile_values(written, &names, definition.read, place, problems);
            match (range, values) {
                (Some(range), Some(values)) => rows.push(Row { range, values }),
                _ => sound = false,
            }
        }
        let boundary = compile_boundary(definition, rules, at, problems);
        let key_unit = if percent { Unit::Ratio } else { Unit::Number };
        if !sound || !in_order(definition.read, key_unit, &rows, at, problems) {
            return None;
        }
        rows.sort_by_key(|row| row.range.from);
        let columns = columns(names, &mut rows, at, problems)?;
        let (below, above) = (edge(definition.below), edge(definition.above));
        for (edge, field) in [(below, "below"), (above, "above")] {
            has_zero(edge, &columns, at.field(field), problems)?;
        }
        Some(Table { key, key_unit, read: definition.read, boundary: boundary?, below, above, columns, rows })
    }
}

fn edge(written: Option<Edge>) -> Edge {
    written.unwrap_or(Edge::Undefined)
}

/// Whether zero may lie beyond the rows: a text has none.
fn has_zero(edge: Edge, columns: &[Column], at: At<'_>, problems: &mut Problems) -> Option<()> {
    let text = columns.iter().find(|column| edge == Edge::Zero && column.unit == Unit::Text);
    let Some(Column { name, .. }) = text else {
        return Some(());
    };
    problems
        .report(Code::TableCell, at, format!("`{name}` is a text, and has no zero"))
        .help("write `flat`, or leave it out: what lies there is then undefined");
    None
}

fn compile_key(definition: &TableDefinition, at: At<'_>, problems: &mut Problems) -> Option<Name> {
    let keys = at.field("keys");
    let [key] = definition.keys.as_slice() else {
        let code = if definition.keys.is_empty() { Code::TableEmpty } else { Code::TableRead };
        let message =
            format!("a table that is read by `{}` has one key, not {}", definition.read, definition.keys.len());
        problems.report(code, keys, message).help("name the key: `\"keys\": [\"attained\"]`");
        return None;
    };
    Name::read(key, keys.index(0), problems)
}

fn has_rows(definition: &TableDefinition, at: At<'_>, problems: &mut Problems) -> bool {
    let list = at.field("rows");
    let count = definition.rows.len();
    if count > ROWS_MAX {
        problems
            .report(Code::ValueRange, list, format!("a table has at most {ROWS_MAX} rows, this one has {count}"))
            .help("make two tables of it");
    } else if count == 0 {
        problems
            .report(Code::TableEmpty, list, "the table has no rows")
            .help("add one that says for which values it is and what it gives");
    } else if count == 1 && definition.read == ReadWord::Line {
        problems.report(Code::TableRead, list, "a line needs two rows").help("read it by `step`, or add a row");
    } else {
        return true;
    }
    false
}

/// The names of the results: whatever the rows name besides the key.
fn column_names(definition: &TableDefinition, key: &Name, at: At<'_>, problems: &mut Problems) -> Vec<Name> {
    let list = at.field("rows");
    let mut names: Vec<Name> = Vec::new();
    let mut seen = BTreeSet::new();
    for (index, row) in definition.rows.iter().enumerate() {
        for name in row.keys().filter(|name| name.as_str() != key.as_str()) {
            if !seen.insert(name) {
                continue;
            }
            names.extend(Name::read(name, list.index(index).field(name), problems));
        }
    }
    if names.is_empty() && !definition.rows.is_empty() {
        problems.report(Code::TableEmpty, list, "the rows have no result").help("give each a value: `\"points\": 100`");
    }
    names.sort();
    names
}

fn compile_range(
    read: ReadWord,
    row: &BTreeMap<String, Node>,
    key: &Name,
    percent: &mut bool,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<Range> {
    let place = at.field(key.as_str());
    let Some(node) = row.get(key.as_str()) else {
        problems
            .report(Code::TableCell, place, format!("the row has no `{key}`"))
            .help(format!("say which values it is for: `\"{key}\": \"95 .. 110\"`"));
        return None;
    };
    if read == ReadWord::Line {
        let Some(value) = value(node, false) else {
            let message = format!("`{node}` is no value to draw a line through");
            problems.report(Code::TableCell, place, message).help("write a number or a percentage");
            return None;
        };
        *percent |= value.unit() == Unit::Ratio;
        return Some(Range { from: value.amount(), to: value.amount() });
    }
    let Some((range, is_percent)) = range(node) else {
        problems
            .report(Code::TableCell, place, format!("`{node}` is no range"))
            .help("write `95 .. 110`, `110 ..` or `.. 75`");
        return None;
    };
    *percent |= is_percent;
    if let (Some(from), Some(to)) = (range.from, range.to)
        && to <= from
    {
        problems
            .report(Code::TableCrossed, place, format!("the range `{node}` ends before it begins, or where it begins"))
            .help("write the lower end first, as in `95 .. 110`");
        return None;
    }
    Some(range)
}

fn compile_values(
    row: &BTreeMap<String, Node>,
    names: &[Name],
    read: ReadWord,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<Vec<Value>> {
    let mut values = Vec::with_capacity(names.len());
    for name in names {
        let node = row.get(name.as_str()).unwrap_or(&Node::Null);
        if let Some(value) = value(node, read == ReadWord::Step) {
            values.push(value);
            continue;
        }
        let message = match node {
            Node::Null => format!("the row has no `{name}`"),
            _ => format!("`{node}` is no value for `{name}`"),
        };
        problems
            .report(Code::TableCell, at.field(name.as_str()), message)
            .help(format!("write a number or a percentage: `\"{name}\": \"3%\"`"));
    }
    (values.len() == names.len()).then_some(values)
}

fn compile_boundary(
    definition: &TableDefinition,
    rules: &Rules,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<Boundary> {
    if definition.read == ReadWord::Line {
        // A line is continuous: both sides of a boundary give the same value.
        return Some(Boundary::LowerIn);
    }
    let why = "a value may lie exactly between two rows";
    needed(definition.boundary, rules.boundary.as_ref(), "boundary", why, at.field("boundary"), problems)
}

/// Whether the rows, in rising order, follow each other without gap or overlap; under `line`, whether they rise.
fn in_order(read: ReadWord, unit: Unit, rows: &[Row], at: At<'_>, problems: &mut Problems) -> bool {
    let list = at.field("rows");
    let mut order: Vec<(usize, &Row)> = rows.iter().enumerate().collect();
    order.sort_by_key(|(_, row)| row.range.from);
    let mut sound = true;
    for pair in order.windows(2) {
        let &[(_, low), (index, high)] = pair else { continue };
        let place = list.index(index);
        if read == ReadWord::Line {
            if stands_at(low) == stands_at(high) {
                let message = format!("two rows stand at `{}`", unit.of(stands_at(high)));
                problems.report(Code::TableOverlap, place, message).help("keep one of them");
                sound = false;
            }
            continue;
        }
        sound &= follows(low.range, high.range, unit, place, problems);
    }
    sound
}

fn follows(low: Range, high: Range, unit: Unit, place: At<'_>, problems: &mut Problems) -> bool {
    match (low.to, high.from) {
        (Some(end), Some(start)) if end == start => true,
        (Some(end), Some(start)) if end < start => {
            let (end, start) = (unit.of(end), unit.of(start));
            let message = format!("no row covers what lies between `{end}` and `{start}`");
            problems.report(Code::TableGap, place, message).help(format!("let this row begin at `{end}`"));
            false
        }
        _ => {
            let message =
                format!("the rows `{}` and `{}` cover the same values", low.in_unit(unit), high.in_unit(unit));
            problems.report(Code::TableOverlap, place, message).help("let one begin where the other ends");
            false
        }
    }
}

/// The unit of each result; numbers beside percentages are ratios, a text beside a number is a problem.
fn columns(names: Vec<Name>, rows: &mut [Row], at: At<'_>, problems: &mut Problems) -> Option<Vec<Column>> {
    let mut columns = Vec::with_capacity(names.len());
    for (index, name) in names.into_iter().enumerate() {
        let units: Vec<Unit> = rows.iter().filter_map(|row| row.values.get(index)).map(Value::unit).collect();
        let texts = units.iter().filter(|unit| **unit == Unit::Text).count();
        if texts > 0 && texts < units.len() {
            let message = format!("`{name}` is a text in some rows and a number in others");
            problems.report(Code::TableCell, at.field("rows"), message).help("let all of them be one or the other");
            return None;
        }
        let unit = match () {
            () if texts > 0 => Unit::Text,
            () if units.contains(&Unit::Ratio) => Unit::Ratio,
            () => Unit::Number,
        };
        for value in rows.iter_mut().filter_map(|row| row.values.get_mut(index)) {
            *value = value.amount().map_or(value.clone(), |amount: Fraction| unit.of(amount));
        }
        columns.push(Column { name, unit });
    }
    Some(columns)
}
