//! What is asked of a cascade: amounts, cells, parts and leaves; with the feature `analysis`.

use crate::target::{Axis, Cascade, Cell};

use super::cascade::{attain_cascade, attain_cascade_cell, axis, number, shown};
use super::error::{Failure, attain_error};
use super::feature::missing;
use super::guard::{ask, put, take, there};
use super::number::attain_decimal;
use super::status::{ATTAIN_E_INVALID_ARGUMENT, ATTAIN_E_NOT_FOUND, attain_status};

/// What stands in a cell: of nodes that are cut, what all of their parts have together.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_cascade_amount(
    cascade: *const attain_cascade,
    cell: *const attain_cascade_cell,
    out: *mut attain_decimal,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: by the rules of the header, arguments are NULL or can be read or written as they say. So below.
    unsafe {
        if let Some(status) = missing(std::ptr::null_mut(), error) {
            return status;
        }
        ask(cascade, "cascade", error, |cascade| {
            let cell = take(cell, "cell")?;
            let cascade = cascade.asking()?;
            let (member, time, field) = (number(cell.member), number(cell.time), number(cell.field));
            for (axis, node, name) in
                [(Axis::Members, member, "member"), (Axis::Time, time, "time"), (Axis::Fields, field, "field")]
            {
                there_is(&cascade, axis, node, &format!("cell.{name}"))?;
            }
            put(out, "out", attain_decimal::of(cascade.amount(Cell { member, time, field })))
        })
    }
}

/// The cells in which a node of an axis stands, with every leaf of the other two: of members first, then of time, then of fields. In
/// this order `attain_cascade_cut` takes parts. `out_count` gets how many there are; with a capacity of 0 only that is told, and
/// `cells` may be NULL; a capacity that is too small is refused, and nothing else written.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_cascade_cells(
    cascade: *const attain_cascade,
    axis: i32,
    node: u32,
    cells: *mut attain_cascade_cell,
    capacity: usize,
    out_count: *mut usize,
    error: *mut *mut attain_error,
) -> attain_status {
    let found =
        |cascade: &Cascade, axis, node| cascade.cells(axis, node).into_iter().map(attain_cascade_cell::of).collect();
    // SAFETY: as above.
    unsafe {
        if let Some(status) = missing(std::ptr::null_mut(), error) {
            return status;
        }
        tell(cascade, (axis, node), &found, (cells, "cells"), (capacity, out_count), error)
    }
}

/// What a node of an axis is cut into; nothing of a leaf. `out_count`, `capacity` and what is refused are as for
/// `attain_cascade_cells`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_cascade_parts(
    cascade: *const attain_cascade,
    axis: i32,
    node: u32,
    nodes: *mut u32,
    capacity: usize,
    out_count: *mut usize,
    error: *mut *mut attain_error,
) -> attain_status {
    let found = |cascade: &Cascade, axis, node| cascade.parts(axis, node).iter().copied().map(shown).collect();
    // SAFETY: as above.
    unsafe {
        if let Some(status) = missing(std::ptr::null_mut(), error) {
            return status;
        }
        tell(cascade, (axis, node), &found, (nodes, "nodes"), (capacity, out_count), error)
    }
}

/// The leaves at and below a node of an axis, in their order. `out_count`, `capacity` and what is refused are as for
/// `attain_cascade_cells`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_cascade_leaves(
    cascade: *const attain_cascade,
    axis: i32,
    node: u32,
    nodes: *mut u32,
    capacity: usize,
    out_count: *mut usize,
    error: *mut *mut attain_error,
) -> attain_status {
    let found = |cascade: &Cascade, axis, node| cascade.leaves(axis, node).into_iter().map(shown).collect();
    // SAFETY: as above.
    unsafe {
        if let Some(status) = missing(std::ptr::null_mut(), error) {
            return status;
        }
        tell(cascade, (axis, node), &found, (nodes, "nodes"), (capacity, out_count), error)
    }
}

impl attain_cascade_cell {
    fn of(cell: Cell) -> attain_cascade_cell {
        attain_cascade_cell { member: shown(cell.member), time: shown(cell.time), field: shown(cell.field) }
    }
}

fn there_is(cascade: &Cascade, axis: Axis, node: usize, name: &str) -> Result<(), Failure> {
    if node == 0 || cascade.above(axis, node).is_some() {
        return Ok(());
    }
    let message = format!("there is no node {node} on this axis");
    Err(Failure::new(ATTAIN_E_NOT_FOUND, "cascade.no_node", message).path(name).help("cut what is above it first"))
}

/// Writes what is found of a node into the host's place for so many; with a capacity of 0 it only tells how many there are.
///
/// # Safety
///
/// `place` can take as many as the capacity says; all pointers are NULL or as the header says.
unsafe fn tell<T>(
    cascade: *const attain_cascade,
    (axis, node): (i32, u32),
    find: &dyn Fn(&Cascade, Axis, usize) -> Vec<T>,
    (place, name): (*mut T, &str),
    (capacity, count): (usize, *mut usize),
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: the caller's.
    unsafe {
        ask(cascade, "cascade", error, |cascade| {
            let (axis, node) = (self::axis(axis)?, number(node));
            let cascade = cascade.asking()?;
            there_is(&cascade, axis, node, "node")?;
            let found = find(&cascade, axis, node);
            put(count, "out_count", found.len())?;
            if capacity == 0 {
                return Ok(());
            }
            there(place, name)?;
            if found.len() > capacity {
                let message = format!("there are {}, and `{name}` takes {capacity}", found.len());
                return Err(Failure::new(ATTAIN_E_INVALID_ARGUMENT, "argument.too_small", message).path(name));
            }
            for (index, one) in found.into_iter().enumerate() {
                place.add(index).write(one);
            }
            Ok(())
        })
    }
}
