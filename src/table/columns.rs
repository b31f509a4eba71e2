//! The keys and results of a table: their names, their cells, their units.

use std::collections::BTreeSet;

use crate::diagnostic::{At, Code, Problems};
use crate::document::{Named, Node};
use crate::formula::is_amount;
use crate::id::Name;
use crate::quantity::{Currency, Unit, Value};
use crate::sort;

use super::definition::{ReadWord, TableDefinition};
use super::lookup::{Column, KEYS_MAX, Key, Row};
use super::written::{Scalar, Written};

/// The most rows of a table.
pub const ROWS_MAX: usize = 10_000;

/// The most values of a list in a cell.
pub const LIST_MAX: usize = 1_000;

/// The cells of a table as they are written.
pub(super) struct Sheet {
    keys: Vec<Name>,
    names: Vec<Name>,
    cells: Vec<Vec<Written>>,
    values: Vec<Vec<Scalar>>,
}

/// Which ranges a table has.
pub(super) struct Ranges {
    pub amounts: bool,
    pub days: bool,
}

impl Sheet {
    /// Reads all cells; reports those that cannot be read.
    pub(super) fn read(
        definition: &TableDefinition,
        currency: Option<Currency>,
        at: At<'_>,
        problems: &mut Problems,
    ) -> Option<Sheet> {
        let keys = key_names(definition, at.field("keys"), problems)?;
        let mut sound = has_rows(definition, at.field("rows"), problems);
        let names = column_names(definition, &keys, at, problems);
        sound &= !names.is_empty();
        let mut sheet = Sheet { keys, names, cells: Vec::new(), values: Vec::new() };
        for (index, row) in definition.rows.iter().enumerate().take(ROWS_MAX) {
            let list = at.field("rows");
            let place = list.index(index);
            let cells = sheet.cells_of(row, definition.read, place, problems);
            let values = sheet.values_of(row, definition.read, place, problems);
            let (Some(cells), Some(values)) = (cells, values) else {
                sound = false;
                continue;
            };
            sound &= in_currency(&sheet, &cells, &values, currency, place, problems);
            sheet.cells.push(cells);
            sheet.values.push(values);
        }
        sound.then_some(sheet)
    }

    /// Which ranges there are.
    pub(super) fn ranges(&self) -> Ranges {
        let mut ranges = Ranges { amounts: false, days: false };
        for cell in self.cells.iter().flatten().filter(|cell| matches!(cell, Written::Range(..))) {
            for end in cell.scalars() {
                let day = end.value.unit() == Unit::Date;
                ranges.days |= day;
                ranges.amounts |= !day;
            }
        }
        ranges
    }

    fn cells_of(&self, row: &Named<Node>, read: ReadWord, at: At<'_>, problems: &mut Problems) -> Option<Vec<Written>> {
        let mut cells = Vec::with_capacity(self.keys.len());
        for (position, key) in self.keys.iter().enumerate() {
            let node = row.get(key.as_str()).unwrap_or(&Node::Null);
            let measured = !read.chooses() && position.saturating_add(1) == self.keys.len();
            let place = at.field(key.as_str());
            cells.extend(if measured { rung(node, key, read, place, problems) } else { cell(node, place, problems) });
        }
        (cells.len() == self.keys.len()).then_some(cells)
    }

    fn values_of(&self, row: &Named<Node>, read: ReadWord, at: At<'_>, problems: &mut Problems) -> Option<Vec<Scalar>> {
        let mut values = Vec::with_capacity(self.names.len());
        for name in &self.names {
            let node = row.get(name.as_str()).unwrap_or(&Node::Null);
            let anything = read.chooses() || read == ReadWord::Step;
            let scalar = Scalar::read(node).filter(|scalar| anything || is_amount(scalar.value.unit()));
            if let Some(scalar) = scalar {
                values.push(scalar);
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
        (values.len() == self.names.len()).then_some(values)
    }
}

/// The keys, results and rows of a sheet, each column of one unit; reports columns that are not.
pub(super) fn typed(
    sheet: &Sheet,
    definition: &TableDefinition,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<(Vec<Key>, Vec<Column>, Vec<Row>)> {
    let rows = at.field("rows");
    let mut keys = Vec::new();
    for (position, name) in sheet.keys.iter().enumerate() {
        let cells = || sheet.cells.iter().filter_map(|cells| cells.get(position));
        if cells().all(|cell| matches!(cell, Written::Any)) {
            problems
                .report(Code::TableEmpty, at.field("keys").index(position), format!("no row asks for `{name}`"))
                .help("let a row ask for it, or leave the key out");
            continue;
        }
        let all = (0..).zip(cells()).flat_map(|(row, cell)| cell.scalars().map(move |scalar| (row, scalar)));
        let all: Vec<(usize, &Scalar)> = all.collect();
        keys.extend(unit(name, &all, rows, problems).map(|unit| Key { name: name.clone(), unit }));
    }
    let mut columns = Vec::new();
    for (position, name) in sheet.names.iter().enumerate() {
        let all: Vec<(usize, &Scalar)> =
            (0..).zip(sheet.values.iter().filter_map(|values| values.get(position))).collect();
        columns.extend(unit(name, &all, rows, problems).map(|unit| Column { name: name.clone(), unit }));
    }
    if keys.len() < sheet.keys.len() || columns.len() < sheet.names.len() {
        return None;
    }
    let mut typed = Vec::with_capacity(definition.rows.len());
    for (index, (cells, values)) in sheet.cells.iter().zip(&sheet.values).enumerate() {
        let row = typed_row(&keys, &columns, cells, values);
        if row.is_none() {
            problems
                .report(Code::TableCell, rows.index(index), "a range is written where nothing has an order")
                .help("write a value, or a list of values");
        }
        typed.extend(row);
    }
    (typed.len() == sheet.cells.len()).then_some((keys, columns, typed))
}

fn typed_row(keys: &[Key], columns: &[Column], cells: &[Written], values: &[Scalar]) -> Option<Row> {
    let mut row = Row { cells: Vec::with_capacity(keys.len()), values: Vec::with_capacity(columns.len()) };
    for (key, cell) in keys.iter().zip(cells) {
        row.cells.push(cell.of(key.unit)?);
    }
    for (column, value) in columns.iter().zip(values) {
        row.values.push(value.of(column.unit)?);
    }
    Some(row)
}

/// The unit of a column: numbers beside percentages are ratios, numbers beside money are money; any other two are a problem.
///
/// Where one is a text, all are texts that were written as such: `"7"` beside `"7a"`.
fn unit(name: &Name, all: &[(usize, &Scalar)], rows: At<'_>, problems: &mut Problems) -> Option<Unit> {
    let text = all.iter().any(|(_, scalar)| scalar.value.unit() == Unit::Text);
    let of = |scalar: &Scalar| {
        if text && scalar.text.is_some() { Unit::Text } else { scalar.value.unit() }
    };
    let mut unit: Option<Unit> = None;
    for (row, scalar) in all {
        let (have, also) = (unit.unwrap_or_else(|| of(scalar)), of(scalar));
        unit = common(have, also);
        if unit.is_none() {
            let message = format!("`{name}` is {} in some rows and {} in others", a(have), a(also));
            problems
                .report(Code::TableCell, rows.index(*row).field(name.as_str()), message)
                .help("let all of them be one or the other");
            return None;
        }
    }
    // A range that is open at both ends names nothing.
    Some(unit.unwrap_or(Unit::Number))
}

fn common(one: Unit, other: Unit) -> Option<Unit> {
    match (one, other) {
        (a, b) if a == b => Some(a),
        (Unit::Number, Unit::Ratio) | (Unit::Ratio, Unit::Number) => Some(Unit::Ratio),
        (Unit::Number, Unit::Money) | (Unit::Money, Unit::Number) => Some(Unit::Money),
        _ => None,
    }
}

fn a(unit: Unit) -> String {
    match unit {
        Unit::Money | Unit::YesNo => unit.name().to_owned(),
        Unit::Date => "a day".to_owned(),
        _ => format!("a {}", unit.name()),
    }
}

fn key_names(definition: &TableDefinition, at: At<'_>, problems: &mut Problems) -> Option<Vec<Name>> {
    let written = &definition.keys;
    if written.is_empty() {
        problems.report(Code::TableEmpty, at, "the table has no key").help("name one: `\"keys\": [\"attained\"]`");
        return None;
    }
    if written.len() > KEYS_MAX {
        let message = format!("a table has at most {KEYS_MAX} keys, this one has {}", written.len());
        problems.report(Code::ValueRange, at, message).help("make two tables of it");
        return None;
    }
    let names: Vec<Name> =
        written.iter().enumerate().filter_map(|(index, key)| Name::read(key, at.index(index), problems)).collect();
    let mut seen = BTreeSet::new();
    let mut sound = names.len() == written.len();
    for (index, key) in written.iter().enumerate().filter(|(_, key)| !seen.insert((*key).clone())) {
        problems
            .report(Code::NameDuplicate, at.index(index), format!("two keys are called `{key}`"))
            .help("give each a name of its own");
        sound = false;
    }
    sound.then_some(names)
}

fn has_rows(definition: &TableDefinition, at: At<'_>, problems: &mut Problems) -> bool {
    let count = definition.rows.len();
    if count > ROWS_MAX {
        problems
            .report(Code::ValueRange, at, format!("a table has at most {ROWS_MAX} rows, this one has {count}"))
            .help("make two tables of it");
    } else if count == 0 {
        problems
            .report(Code::TableEmpty, at, "the table has no rows")
            .help("add one that says for which values it is and what it gives");
    } else if count == 1 && definition.read == ReadWord::Line {
        problems.report(Code::TableRead, at, "a line needs two rows").help("read it by `step`, or add a row");
    } else {
        return true;
    }
    false
}

/// The names of the results: whatever the rows name besides the keys.
fn column_names(definition: &TableDefinition, keys: &[Name], at: At<'_>, problems: &mut Problems) -> Vec<Name> {
    let list = at.field("rows");
    let mut names: Vec<Name> = Vec::new();
    let mut seen = sort::set(keys.iter().map(Name::to_string));
    for (index, row) in definition.rows.iter().enumerate().take(ROWS_MAX) {
        for name in row.keys() {
            if !seen.contains(name) {
                seen.insert(name.clone());
                names.extend(Name::read(name, list.index(index).field(name), problems));
            }
        }
    }
    if names.is_empty() && !definition.rows.is_empty() {
        problems.report(Code::TableEmpty, list, "the rows have no result").help("give each a value: `\"points\": 100`");
    }
    sort::all(&mut names);
    names
}

/// A cell of the key along which rows rise: a range, under `line` a value.
fn rung(node: &Node, key: &Name, read: ReadWord, at: At<'_>, problems: &mut Problems) -> Option<Written> {
    let line = read == ReadWord::Line;
    let written = Written::read(node);
    let (message, help) = match (&written, node) {
        (Some(Written::Range(..)), _) if !line => return written,
        (Some(Written::OneOf(one)), Node::Number(_) | Node::Text(_)) if line && measures(one) => return written,
        (_, Node::Null) => {
            (format!("the row has no `{key}`"), format!("say which values it is for: `\"{key}\": \"95 .. 110\"`"))
        }
        _ if line => {
            (format!("`{node}` is no value to draw a line through"), "write a number or a percentage".to_owned())
        }
        _ => (format!("`{node}` is no range"), "write `95 .. 110`, `110 ..` or `.. 75`".to_owned()),
    };
    problems.report(Code::TableCell, at, message).help(help);
    None
}

/// Whether something can be measured along a value.
fn measures(scalars: &[Scalar]) -> bool {
    scalars.iter().all(|scalar| is_amount(scalar.value.unit()) || matches!(scalar.value, Value::Date(_)))
}

/// A cell of a key by which rows are chosen.
fn cell(node: &Node, at: At<'_>, problems: &mut Problems) -> Option<Written> {
    let written = Written::read(node);
    if let Some(Written::OneOf(list)) = &written
        && list.len() > LIST_MAX
    {
        let message = format!("a list in a cell has at most {LIST_MAX} values, this one has {}", list.len());
        problems.report(Code::ValueRange, at, message).help("make two rows of it");
        return None;
    }
    if written.is_none() {
        problems
            .report(Code::TableCell, at, format!("`{node}` is neither a value, a list of values nor a range"))
            .help("write `5`, `[5, 7]`, `95 .. 110`, `110 ..` or `.. 75`, or leave it out for any");
    }
    written
}

/// Whether amounts of money are in the currency of the plan.
fn in_currency(
    sheet: &Sheet,
    cells: &[Written],
    values: &[Scalar],
    currency: Option<Currency>,
    at: At<'_>,
    problems: &mut Problems,
) -> bool {
    let Some(plans) = currency else { return true };
    let keyed = sheet.keys.iter().zip(cells).flat_map(|(key, cell)| cell.scalars().map(move |scalar| (key, scalar)));
    let mut sound = true;
    for (name, scalar) in keyed.chain(sheet.names.iter().zip(values)) {
        let Some(other) = scalar.currency.filter(|other| *other != plans) else { continue };
        problems
            .report(
                Code::TableCell,
                at.field(name.as_str()),
                format!("an amount in {other} in a plan that reckons in {plans}"),
            )
            .help(format!("write the amount in {plans}"));
        sound = false;
    }
    sound
}
