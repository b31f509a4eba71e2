//! Targets that are cut over people, time and fields: with the feature `analysis`.

use std::sync::atomic::AtomicBool;
use std::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard, TryLockError};

use crate::quantity::{Fraction, Part, SplitError};
use crate::target::{Axis, Cascade, CascadeError, Cell};

use super::error::{Failure, attain_error};
use super::feature::missing;
use super::guard::{Guarded, Handle, ask, create, free, poisoned, put, take, there};
use super::number::attain_decimal;
use super::parts::{attain_part, read_parts};
use super::split::{odd, refused, within_limit};
use super::status::{ATTAIN_E_BUSY, ATTAIN_E_INVALID_ARGUMENT, attain_status};
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
    pub(super) fn asking(&self) -> Result<RwLockReadGuard<'_, Cascade>, Failure> {
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

/// Frees a cascade; NULL is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_cascade_free(cascade: *mut attain_cascade) {
    // Without the feature there are none, and nothing of them is in the library.
    if cfg!(feature = "analysis") {
        // SAFETY: by the rules of the header, it is NULL or a cascade of ours that is freed once.
        unsafe { free(cascade) }
    }
}

pub(super) fn axis(written: i32) -> Result<Axis, Failure> {
    match written {
        ATTAIN_AXIS_MEMBERS => Ok(Axis::Members),
        ATTAIN_AXIS_TIME => Ok(Axis::Time),
        ATTAIN_AXIS_FIELDS => Ok(Axis::Fields),
        _ => Err(invalid("axis", format!("`axis` is {written}; it is one of ATTAIN_AXIS_*"))),
    }
}

pub(super) fn number(node: u32) -> usize {
    usize::try_from(node).unwrap_or(usize::MAX)
}

/// The number of a node as the host has it; so many that it does not fit, memory does not hold.
pub(super) fn shown(node: usize) -> u32 {
    u32::try_from(node).unwrap_or(u32::MAX)
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
