//! Reading rows that follow each other: which belong together, and whether they leave a gap or overlap.

use crate::diagnostic::{At, Code, Problems};
use crate::quantity::{Fraction, Precision, Unit, Value};
use crate::sort;

use super::cell::{Cell, Range};
use super::compile::{Draft, side};
use super::definition::ReadWord;
use super::index::{coordinate, shown};
use super::ladder::{Ladder, Rung};
use super::lookup::{Row, Sides};
use super::total::{Reading, Total};

/// The rows that belong together, by their positions: those that ask the same of all keys before the last.
pub(super) fn groups(rows: &[Row], others: usize) -> Vec<Vec<usize>> {
    let asked = |row: &usize| rows.get(*row).and_then(|row| row.cells.get(..others)).unwrap_or_default();
    let mut order: Vec<usize> = (0..rows.len()).collect();
    sort::by(&mut order, |one, other| asked(one).cmp(asked(other)));
    let alike = order.chunk_by(|one, other| asked(one).cmp(asked(other)).is_eq());
    let mut groups: Vec<Vec<usize>> = alike.map(<[usize]>::to_vec).collect();
    sort::all(&mut groups);
    groups
}

/// A ladder of each group, with the totals of its columns where it is read by them; reports gaps and overlaps.
pub(super) fn build(
    draft: &Draft,
    groups: &[Vec<usize>],
    sides: Sides,
    precision: Precision,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<Vec<(Ladder, Vec<Total>)>> {
    let mut ladders = Vec::with_capacity(groups.len());
    for group in groups {
        let mut rungs: Vec<Rung> = group.iter().filter_map(|row| rung(draft, *row)).collect();
        sort::by(&mut rungs, |one, other| one.from.cmp(&other.from));
        if !in_order(draft, &rungs, at.field("rows"), problems) {
            continue;
        }
        let line = draft.read == ReadWord::Line;
        let ladder = if line { Ladder::of_points(rungs) } else { Ladder::of_rows(rungs) };
        let sides = Sides { boundary: side(draft.keys.last().map(|key| key.unit), sides.boundary), ..sides };
        let totals = totals(draft, &ladder, sides, precision);
        ladders.push((ladder, totals));
    }
    (ladders.len() == groups.len()).then_some(ladders)
}

fn rung(draft: &Draft, row: usize) -> Option<Rung> {
    match draft.rows.get(row)?.cells.last()? {
        Cell::Range(Range { from, to }) => {
            let end = |end: &Option<_>| end.as_ref().and_then(coordinate);
            Some(Rung { from: end(from), to: end(to), row })
        }
        Cell::OneOf(values) => {
            let point = coordinate(values.first()?)?;
            Some(Rung { from: Some(point), to: Some(point), row })
        }
        Cell::Any => None,
    }
}

/// Whether rows, in rising order, follow each other without gap or overlap; under `line`, whether they rise.
fn in_order(draft: &Draft, rungs: &[Rung], list: At<'_>, problems: &mut Problems) -> bool {
    let unit = draft.keys.last().map_or(Unit::Number, |key| key.unit);
    if draft.read == ReadWord::Line
        && let [only] = rungs
    {
        problems
            .report(
                Code::TableRead,
                list.index(only.row),
                "a line needs two rows, and no other row asks the same as this one",
            )
            .help("add one, or read the table by `step`");
        return false;
    }
    let mut sound = true;
    for pair in rungs.windows(2) {
        let [low, high] = pair else { continue };
        let place = list.index(high.row);
        if draft.read == ReadWord::Line {
            if low.from == high.from {
                let message =
                    format!("two rows stand at `{}`", high.from.map(|at| shown(at, unit)).unwrap_or_default());
                problems.report(Code::TableOverlap, place, message).help("keep one of them");
                sound = false;
            }
            continue;
        }
        sound &= follows(draft, low, high, unit, place, problems);
    }
    sound
}

fn follows(draft: &Draft, low: &Rung, high: &Rung, unit: Unit, place: At<'_>, problems: &mut Problems) -> bool {
    match (low.to, high.from) {
        (Some(end), Some(start)) if end == start => true,
        (Some(end), Some(start)) if end < start => {
            let (end, start) = (shown(end, unit), shown(start, unit));
            let message = format!("no row covers what lies between `{end}` and `{start}`");
            problems.report(Code::TableGap, place, message).help(format!("let this row begin at `{end}`"));
            false
        }
        _ => {
            let written = |rung: &Rung| {
                draft.rows.get(rung.row).and_then(|row| row.cells.last()).map(Cell::to_string).unwrap_or_default()
            };
            let message = format!("the rows `{}` and `{}` cover the same values", written(low), written(high));
            problems.report(Code::TableOverlap, place, message).help("let one begin where the other ends");
            false
        }
    }
}

/// The total of each column along a ladder.
fn totals(draft: &Draft, ladder: &Ladder, sides: Sides, precision: Precision) -> Vec<Total> {
    if !draft.read.accumulates() {
        return Vec::new();
    }
    let how = Reading { read: draft.read, ladder, sides, precision };
    let mut totals = Vec::with_capacity(draft.columns.len());
    for (column, named) in draft.columns.iter().enumerate() {
        let mut values = Vec::with_capacity(ladder.rungs.len());
        for rung in &ladder.rungs {
            let value = draft.rows.get(rung.row).and_then(|row| row.values.get(column));
            values.push(value.and_then(Value::amount).unwrap_or(Fraction::ZERO));
        }
        totals.push(Total::new(values, named.name.as_str() == "rate", how));
    }
    totals
}
