//! Rows without a value, each with the reason.

use std::ops::Range;

use super::super::Why;

/// Rows, rising, each with the reason.
pub(crate) type Undefined = Vec<(usize, Why)>;

/// Why a row has no value.
pub(super) fn at(all: &Undefined, row: usize) -> Option<&Why> {
    if all.is_empty() {
        return None;
    }
    let place = all.binary_search_by_key(&row, |(row, _)| *row).ok()?;
    all.get(place).map(|(_, why)| why)
}

/// Which of so many rows have a value.
pub(crate) fn known(rows: usize, undefined: &Undefined) -> Vec<bool> {
    let mut known = vec![true; rows];
    for (row, _) in undefined {
        if let Some(known) = known.get_mut(*row) {
            *known = false;
        }
    }
    known
}

/// Those of some rows, counted from the first of them.
pub(super) fn part(all: &Undefined, rows: Range<usize>) -> Undefined {
    let from = all.partition_point(|(row, _)| *row < rows.start);
    let to = all.partition_point(|(row, _)| *row < rows.end);
    let part = all.get(from..to).unwrap_or_default();
    part.iter().map(|(row, why)| (row.saturating_sub(rows.start), why.clone())).collect()
}

/// Those of one and of the other; where both have a reason, the first one's.
pub(crate) fn either(one: &Undefined, other: &Undefined) -> Undefined {
    if other.is_empty() {
        return one.clone();
    }
    if one.is_empty() {
        return other.clone();
    }
    let mut all = Vec::with_capacity(one.len().saturating_add(other.len()));
    let (mut one, mut other) = (one.iter().peekable(), other.iter().peekable());
    loop {
        let next = match (one.peek(), other.peek()) {
            (Some((mine, _)), Some((its, _))) if its < mine => other.next(),
            (Some((mine, _)), its) => {
                if its.is_some_and(|(its, _)| its == mine) {
                    other.next();
                }
                one.next()
            }
            (None, _) => other.next(),
        };
        let Some(next) = next else { return all };
        all.push(next.clone());
    }
}

/// Those of one where it is said so, and of the other elsewhere.
pub(super) fn chosen(one: &Undefined, other: &Undefined, ours: &[bool]) -> Undefined {
    let of = |all: &Undefined, is: bool| -> Undefined {
        all.iter().filter(|(row, _)| ours.get(*row) == Some(&is)).cloned().collect()
    };
    either(&of(one, true), &of(other, false))
}

/// Says why a row has no value.
pub(super) fn note(all: &mut Undefined, row: usize, why: Why) {
    match all.binary_search_by_key(&row, |(row, _)| *row) {
        Ok(place) => {
            if let Some(known) = all.get_mut(place) {
                known.1 = why;
            }
        }
        Err(place) => all.insert(place, (row, why)),
    }
}

/// Says that a row has a value.
pub(super) fn forget(all: &mut Undefined, row: usize) {
    if let Ok(place) = all.binary_search_by_key(&row, |(row, _)| *row) {
        all.remove(place);
    }
}
