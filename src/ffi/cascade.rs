//! Targets that are cut over people, time and fields: with the feature `analysis`.

use std::sync::atomic::AtomicBool;
use std::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard, TryLockError};

use crate::quantity::{Fraction, Part, SplitError};
use crate::target::{Axis, Cascade, CascadeError, Cell};

use super::analysis::missing;
use super::error::{Failure, attain_error};
use super::guard::{Guarded, Handle, ask, create, free, poisoned, put, take, there};
use super::number::attain_decimal;
use super::parts::{attain_part, read_parts};
use super::split::{odd, refused, within_limit};
use super::status::{ATTAIN_E_BUSY, ATTAIN_E_INVALID_ARGUMENT, ATTAIN_E_NOT_FOUND, attain_status};
use super::text::invalid;

/// By whom: a company into teams, teams into people.
pub const ATTAIN_AXIS_MEMBERS: i32 = 1;
/// By when: a year into quarters, quarters into months.
pub const ATTAIN_AXIS_TIME: i32 = 2;
/// By what: product lines, channels, regions.
pub const ATTAIN_AXIS_FIELDS: i32 = 3;

/// An amount that is cut, leaf by leaf, along three axes, so that every way of adding it up gives the whole. Each axis has a tree of
/// nodes: 0 is the whole, and each cut numbers its parts on. Any number of threads may ask it at once; one at a time may cut, and
/// while nobody asks. Whoever comes in between gets `ATTAIN_E_BUSY`, and nothing has happened.
pub struct attain_cascade(Handle<RwLock<Cascade>>);

/// Whose target, when and of what: a node on each axis, 0 for the whole.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct attain_cascade_cell {
    /// The node of the members.
    pub member: u32,
    /// The node of time.
    pub time: u32,
    /// The node of the fields.
    pub field: u32,
}

impl Guarded for attain_cascade {
    fn poisoned(&self) -> &AtomicBool {
        self.0.poisoned()
    }
}

impl attain_cascade {
    fn asking(&self) -> Result<RwLockReadGuard<'_, Cascade>, Failure> {
        self.0.get().try_read().map_err(|error| busy(matches!(error, TryLockError::Poisoned(_))))
    }

    fn cutting(&self) -> Result<RwLockWriteGuard<'_, Cascade>, Failure> {
        self.0.get().try_write().map_err(|error| busy(matches!(error, TryLockError::Poisoned(_))))
    }
}

#[cold]
fn busy(was_inside_a_panic: bool) -> Failure {
    if was_inside_a_panic {
        return poisoned("cascade");
    }
    let message = "another thread cuts the cascade, or asks it, at this moment".to_owned();
    Failure::new(ATTAIN_E_BUSY, "cascade.busy", message).path("cascade").help("try again when it is done")
}

/// An amount that is to be cut into whole steps; `odd` is one of `ATTAIN_ODD_…`. With the feature `analysis`, else
/// `ATTAIN_E_UNSUPPORTED`; so are all functions of cascades.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_cascade_new(
    amount: *const attain_decimal,
    step: *const attain_decimal,
    odd: i32,
    out: *mut *mut attain_cascade,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: by the rules of the header, arguments are NULL or can be read or written as they say. So below.
    unsafe {
        if let Some(status) = missing(out.cast(), error) {
            return status;
        }
        create(out, error, || {
            let amount = take(amount, "amount")?.read("amount")?;
            let step = take(step, "step")?.read("step")?;
            if step.is_zero() || step.is_sign_negative() {
                return Err(refused(&SplitError::StepNotPositive, "amount", "step"));
            }
            let cascade = Cascade::new(amount, step, self::odd(odd)?);
            Ok(attain_cascade(Handle::new(RwLock::new(cascade))))
        })
    }
}

/// Cuts a leaf of an axis into `count` parts, in every cell in which it stands; `first` gets the number of the first part, and the
/// others follow it. `parts`, `stride` bytes apart, go cell by cell in the order of `attain_cascade_cells`: `rows` is how many cells
/// there are, or 1 where the same `count` parts are meant for all of them. Where it is refused, nothing is cut.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_cascade_cut(
    cascade: *mut attain_cascade,
    axis: i32,
    node: u32,
    parts: *const attain_part,
    rows: usize,
    count: usize,
    stride: usize,
    first: *mut u32,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        if let Some(status) = missing(std::ptr::null_mut(), error) {
            return status;
        }
        ask(cascade.cast_const(), "cascade", error, |cascade| {
            let (axis, node) = (self::axis(axis)?, number(node));
            there(first, "first")?;
            let mut cascade = cascade.cutting()?;
            let cells = cascade.cells(axis, node).len();
            if cells > 0 && rows != 1 && rows != cells {
                let message = format!("`rows` is {rows}; the node stands in {cells} cells, so it is {cells} or 1");
                return Err(invalid("rows", message));
            }
            within_limit(count, "count")?;
            within_limit(cells.saturating_mul(count), "count")?;
            let given = if cells == 0 { 0 } else { rows.saturating_mul(count) };
            let parts = read_parts(parts, given, stride)?;
            // They are asked for cell by cell; where there is one row, it begins anew in each.
            let mut given = parts.iter().cycle().copied();
            let cut = cascade.cut(axis, node, count, |_, _| given.next().unwrap_or(Part::by(Fraction::ZERO)));
            put(first, "first", shown(cut.map_err(|error| not_cut(&error))?.start))
        })
    }
}

/// What stands in a cell: of nodes that are cut, what all of their parts have together.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_cascade_amount(
    cascade: *const attain_cascade,
    cell: *const attain_cascade_cell,
    out: *mut attain_decimal,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
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

/// Frees a cascade; NULL is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_cascade_free(cascade: *mut attain_cascade) {
    // Without the feature there are none, and nothing of them is in the library.
    if cfg!(feature = "analysis") {
        // SAFETY: by the rules of the header, it is NULL or a cascade of ours that is freed once.
        unsafe { free(cascade) }
    }
}

impl attain_cascade_cell {
    fn of(cell: Cell) -> attain_cascade_cell {
        attain_cascade_cell { member: shown(cell.member), time: shown(cell.time), field: shown(cell.field) }
    }
}

fn axis(written: i32) -> Result<Axis, Failure> {
    match written {
        ATTAIN_AXIS_MEMBERS => Ok(Axis::Members),
        ATTAIN_AXIS_TIME => Ok(Axis::Time),
        ATTAIN_AXIS_FIELDS => Ok(Axis::Fields),
        _ => Err(invalid("axis", format!("`axis` is {written}; it is one of ATTAIN_AXIS_*"))),
    }
}

fn number(node: u32) -> usize {
    usize::try_from(node).unwrap_or(usize::MAX)
}

/// The number of a node as the host has it; so many that it does not fit, memory does not hold.
fn shown(node: usize) -> u32 {
    u32::try_from(node).unwrap_or(u32::MAX)
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

#[cold]
fn not_cut(error: &CascadeError) -> Failure {
    match error {
        CascadeError::Split { cell: Some(cell), error } => {
            let Cell { member, time, field } = cell;
            let of = format!("in the cell of member {member}, time {time}, field {field}: {error}");
            refused(error, "cascade", "parts").message(of)
        }
        CascadeError::Split { cell: None, error } => refused(error, "cascade", "parts"),
        error => {
            let failure = Failure::new(ATTAIN_E_INVALID_ARGUMENT, "cascade.not_a_leaf", error.to_string());
            failure.path("node").help(error.help())
        }
    }
}
