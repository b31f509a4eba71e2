//! Cutting an amount within limits, and into rows and columns that add up: with the feature `analysis`.

use crate::quantity::{Fraction, Nest, Part, split_monotone, split_rows, split_table, split_within};

use super::error::{Failure, attain_error};
use super::feature::missing;
use super::guard::{call, take, there};
use super::number::attain_decimal;
use super::split::{apart, fill, odd, read, refused, within_limit};
use super::status::attain_status;
use super::text::{invalid, null};

/// `least` of an `attain_part` is meant.
pub const ATTAIN_PART_LEAST: u32 = 1;
/// `most` of an `attain_part` is meant.
pub const ATTAIN_PART_MOST: u32 = 2;
/// `pinned` of an `attain_part` is meant.
pub const ATTAIN_PART_PINNED: u32 = 4;

/// The row, column or group is in no group.
pub const ATTAIN_NO_GROUP: u32 = 0xffff_ffff;

/// A part of an amount, with what is known of it beforehand. What `flags` does not name is not read.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct attain_part {
    /// By what the amount is cut.
    pub weight: attain_decimal,
    /// The least that it may be.
    pub least: attain_decimal,
    /// The most that it may be.
    pub most: attain_decimal,
    /// What it is, whatever the others are.
    pub pinned: attain_decimal,
    /// Which of the three are meant: `ATTAIN_PART_…`, added.
    pub flags: u32,
    /// 0.
    pub reserved: u32,
}

impl attain_part {
    fn read(&self, index: usize) -> Result<Part, Failure> {
        let unknown = self.flags & !(ATTAIN_PART_LEAST | ATTAIN_PART_MOST | ATTAIN_PART_PINNED);
        if unknown != 0 || self.reserved != 0 {
            let (flags, reserved) = (self.flags, self.reserved);
            let message =
                format!("part {index} has flags {flags} and reserved {reserved}; they are some of ATTAIN_PART_* and 0");
            return Err(invalid(&format!("parts[{index}]"), message));
        }
        let optional = |flag: u32, number: attain_decimal, name: &str| {
            let meant = self.flags & flag != 0;
            meant.then(|| number.read(&format!("parts[{index}].{name}"))).transpose()
        };
        Ok(Part {
            weight: Fraction::from(self.weight.read(&format!("parts[{index}].weight"))?),
            least: optional(ATTAIN_PART_LEAST, self.least, "least")?,
            most: optional(ATTAIN_PART_MOST, self.most, "most")?,
            pinned: optional(ATTAIN_PART_PINNED, self.pinned, "pinned")?,
        })
    }
}

/// Cuts an amount as `attain_split` does, but so that a larger amount never makes a part smaller (Webster, Sainte-Laguë): each part
/// is about its exact share, rounded to the nearest step. Arguments are those of `attain_split`. With the feature `analysis`, else
/// `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_split_monotone(
    amount: *const attain_decimal,
    weights: *const attain_decimal,
    count: usize,
    stride: usize,
    step: *const attain_decimal,
    odd: i32,
    parts: *mut attain_decimal,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: by the rules of the header, arguments are NULL or can be read or written as they say. So below.
    unsafe {
        if let Some(status) = missing(std::ptr::null_mut(), error) {
            return status;
        }
        call(error, || {
            let amount = take(amount, "amount")?.read("amount")?;
            let step = take(step, "step")?.read("step")?;
            let odd = self::odd(odd)?;
            let weights = read(weights, count, stride)?;
            there(parts, "parts")?;
            let cut = split_monotone(amount, &weights, step, odd);
            fill(parts, cut.map_err(|error| refused(&error, "amount", "weights"))?);
            Ok(())
        })
    }
}

/// Cuts an amount by weight into `count` parts that add up to it exactly, each within its limits; pinned parts have what they
/// have. What a limit keeps from one or forces upon another is shared by the rest by their weights. `stride` is how many bytes lie
/// between the start of one part and the next; `out` takes `count` decimals in a row. With the feature `analysis`, else
/// `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_split_within(
    amount: *const attain_decimal,
    parts: *const attain_part,
    count: usize,
    stride: usize,
    step: *const attain_decimal,
    odd: i32,
    out: *mut attain_decimal,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        if let Some(status) = missing(std::ptr::null_mut(), error) {
            return status;
        }
        call(error, || {
            let amount = take(amount, "amount")?.read("amount")?;
            let step = take(step, "step")?.read("step")?;
            let odd = self::odd(odd)?;
            within_limit(count, "count")?;
            let parts = read_parts(parts, count, stride)?;
            there(out, "out")?;
            let cut = split_within(amount, &parts, step, odd);
            fill(out, cut.map_err(|error| refused(&error, "amount", "parts"))?);
            Ok(())
        })
    }
}

/// Cuts an amount by weight into a table of whole steps that adds up to it by rows, by columns, and by groups of either; each of
/// them lies less than one step from its exact share. Weights, `stride` bytes apart, and `parts`, in a row, go row by row.
///
/// `row_groups` says of each row, and behind them of each group, in which group it is: a number of `row_groups` counted from 0, which
/// comes after it, or `ATTAIN_NO_GROUP`. Three months of a quarter, and one more month: `{ 4, 4, 4, ATTAIN_NO_GROUP, ATTAIN_NO_GROUP }`,
/// a count of 5. A count of 0 is no groups; there are no more groups than rows. So are columns. With the feature `analysis`, else
/// `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_split_table(
    amount: *const attain_decimal,
    weights: *const attain_decimal,
    row_count: usize,
    column_count: usize,
    stride: usize,
    row_groups: *const u32,
    row_groups_count: usize,
    column_groups: *const u32,
    column_groups_count: usize,
    step: *const attain_decimal,
    odd: i32,
    parts: *mut attain_decimal,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        if let Some(status) = missing(std::ptr::null_mut(), error) {
            return status;
        }
        call(error, || {
            let amount = take(amount, "amount")?.read("amount")?;
            let step = take(step, "step")?.read("step")?;
            let odd = self::odd(odd)?;
            let weights = read(weights, cells(row_count, column_count)?, stride)?;
            let rows = nest(row_count, row_groups, row_groups_count, "row_groups")?;
            let columns = nest(column_count, column_groups, column_groups_count, "column_groups")?;
            there(parts, "parts")?;
            let cut = split_table(amount, &weights, &rows, &columns, step, odd);
            fill(parts, cut.map_err(|error| refused(&error, "amount", "weights"))?);
            Ok(())
        })
    }
}

/// Cuts the amount of each row into its columns, within limits and with pins as `attain_split_within`, so that the columns and all
/// groups add up as well. `amounts` has `row_count` decimals in a row; `parts`, `stride` bytes apart, and `out`, in a row, go row by
/// row. Groups are those of `attain_split_table`. With the feature `analysis`, else `ATTAIN_E_UNSUPPORTED`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_split_rows(
    amounts: *const attain_decimal,
    row_count: usize,
    parts: *const attain_part,
    column_count: usize,
    stride: usize,
    row_groups: *const u32,
    row_groups_count: usize,
    column_groups: *const u32,
    column_groups_count: usize,
    step: *const attain_decimal,
    odd: i32,
    out: *mut attain_decimal,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        if let Some(status) = missing(std::ptr::null_mut(), error) {
            return status;
        }
        call(error, || {
            let step = take(step, "step")?.read("step")?;
            let odd = self::odd(odd)?;
            let parts = read_parts(parts, cells(row_count, column_count)?, stride)?;
            let mut whole = Vec::with_capacity(row_count);
            for row in 0..row_count {
                whole.push(take(amounts.wrapping_add(row), "amounts")?.read(&format!("amounts[{row}]"))?);
            }
            let rows = nest(row_count, row_groups, row_groups_count, "row_groups")?;
            let columns = nest(column_count, column_groups, column_groups_count, "column_groups")?;
            there(out, "out")?;
            let cut = split_rows(&whole, &parts, &rows, &columns, step, odd);
            fill(out, cut.map_err(|error| refused(&error, "amounts", "parts"))?);
            Ok(())
        })
    }
}

/// How many cells a table has.
fn cells(rows: usize, columns: usize) -> Result<usize, Failure> {
    within_limit(rows, "row_count")?;
    within_limit(columns, "column_count")?;
    let cells = rows.saturating_mul(columns);
    within_limit(cells, "row_count * column_count")?;
    Ok(cells)
}

/// Parts, one after the other; how many there may be was looked at.
///
/// # Safety
///
/// `parts` is NULL, or can be read `count` times, `stride` bytes apart.
pub(super) unsafe fn read_parts(parts: *const attain_part, count: usize, stride: usize) -> Result<Vec<Part>, Failure> {
    apart(count, stride, (size_of::<attain_part>(), align_of::<attain_part>()))?;
    if parts.is_null() && count > 0 {
        return Err(null("parts"));
    }
    let mut read = Vec::with_capacity(count);
    for index in 0..count {
        // SAFETY: the caller's; the sizes were looked at.
        let part = unsafe { take(parts.byte_add(index.saturating_mul(stride)), "parts") }?;
        read.push(part.read(index)?);
    }
    Ok(read)
}

/// Rows or columns with their groups.
///
/// # Safety
///
/// `groups` is NULL, or has `count` numbers.
unsafe fn nest(leaves: usize, groups: *const u32, count: usize, name: &str) -> Result<Nest, Failure> {
    let mut nest = Nest::of(leaves);
    if count == 0 {
        return Ok(nest);
    }
    there(groups, name)?;
    let made = count.checked_sub(leaves).filter(|made| *made <= leaves);
    let made = made.ok_or_else(|| {
        let most = leaves.saturating_mul(2);
        invalid(name, format!("`{name}` has {count} numbers; of {leaves} it has {leaves} to {most}, with their groups"))
    })?;
    let mut below = vec![Vec::new(); made];
    for node in 0..count {
        // SAFETY: the caller's; it is neither NULL nor off its alignment, and what can be had so often was looked at.
        let above = unsafe { groups.add(node).read() };
        if above == ATTAIN_NO_GROUP {
            continue;
        }
        let group = usize::try_from(above).ok().filter(|above| *above > node);
        let below = group.and_then(|group| below.get_mut(group.checked_sub(leaves)?));
        let place = format!("{name}[{node}]");
        let wrong = format!(
            "`{place}` is {above}; a group is one of {leaves} to {count}, {count} left out, and comes after what is in it"
        );
        below.ok_or_else(|| invalid(&place, wrong))?.push(node);
    }
    for nodes in below {
        nest.group(nodes).map_err(|error| refused(&error, name, name))?;
    }
    Ok(nest)
}
