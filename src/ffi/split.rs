//! Cutting an amount into parts that add up again.

use rust_decimal::Decimal;

use crate::quantity::{Fraction, LIMIT_PARTS, Odd, SplitError, split};

use super::error::{Failure, attain_error};
use super::guard::{call, take, there};
use super::number::attain_decimal;
use super::status::{ATTAIN_E_INVALID_ARGUMENT, ATTAIN_E_LIMIT, ATTAIN_E_OVERFLOW, attain_status};
use super::text::{invalid, null};

/// Of equal remainders, the first gets an odd step.
pub const ATTAIN_ODD_FIRST: i32 = 1;
/// Of equal remainders, the last gets an odd step.
pub const ATTAIN_ODD_LAST: i32 = 2;

/// Cuts an amount by weight into `count` parts, multiples of `step`, that add up to it exactly; by largest remainder. No weight
/// is negative, and not all are 0. `stride` is how many bytes lie between the start of one weight and the next, so that weights
/// may stand inside structures of the host; `parts` takes `count` decimals in a row.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_split(
    amount: *const attain_decimal,
    weights: *const attain_decimal,
    count: usize,
    stride: usize,
    step: *const attain_decimal,
    odd: i32,
    parts: *mut attain_decimal,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: by the rules of the header, arguments are NULL or can be read or written as they say.
    unsafe {
        call(error, || {
            let amount = take(amount, "amount")?.read("amount")?;
            let step = take(step, "step")?.read("step")?;
            let odd = self::odd(odd)?;
            let weights = read(weights, count, stride)?;
            there(parts, "parts")?;
            let cut = split(amount, &weights, step, odd).map_err(|error| refused(&error, "amount", "weights"))?;
            fill(parts, cut);
            Ok(())
        })
    }
}

pub(super) fn odd(written: i32) -> Result<Odd, Failure> {
    match written {
        ATTAIN_ODD_FIRST => Ok(Odd::First),
        ATTAIN_ODD_LAST => Ok(Odd::Last),
        _ => Err(invalid("odd", format!("`odd` is {written}; it is ATTAIN_ODD_FIRST or ATTAIN_ODD_LAST"))),
    }
}

/// Writes parts one behind the other.
///
/// # Safety
///
/// `place` can take as many.
pub(super) unsafe fn fill(place: *mut attain_decimal, parts: Vec<Decimal>) {
    for (index, part) in parts.into_iter().enumerate() {
        // SAFETY: the caller's.
        unsafe { place.add(index).write(attain_decimal::of(part)) };
    }
}

/// The weights of a split, one after the other.
///
/// # Safety
///
/// `weights` is NULL, or can be read `count` times, `stride` bytes apart.
pub(super) unsafe fn read(
    weights: *const attain_decimal,
    count: usize,
    stride: usize,
) -> Result<Vec<Fraction>, Failure> {
    within_limit(count, "count")?;
    apart(count, stride, (size_of::<attain_decimal>(), align_of::<attain_decimal>()))?;
    if weights.is_null() && count > 0 {
        return Err(null("weights"));
    }
    let mut read = Vec::with_capacity(count);
    for index in 0..count {
        // SAFETY: the caller's; the sizes were looked at.
        let weight = unsafe { take(weights.byte_add(index.saturating_mul(stride)), "weights") }?;
        read.push(Fraction::from(weight.read(&format!("weights[{index}]"))?));
    }
    Ok(read)
}

/// Whether an amount may be cut into so many parts.
pub(super) fn within_limit(count: usize, name: &str) -> Result<(), Failure> {
    if count > LIMIT_PARTS {
        let message = format!("`{name}` is {count}, more than the limit of {LIMIT_PARTS}");
        return Err(Failure::new(ATTAIN_E_LIMIT, "split.too_many", message).path(name));
    }
    Ok(())
}

/// Whether so many things of a size and an alignment can stand so many bytes apart.
pub(super) fn apart(count: usize, stride: usize, (size, align): (usize, usize)) -> Result<(), Failure> {
    if stride < size || !stride.is_multiple_of(align) {
        let message = format!("`stride` is {stride}; it is at least {size}, and a multiple of {align}");
        return Err(invalid("stride", message));
    }
    let fits = count.checked_mul(stride).is_some_and(|bytes| bytes <= isize::MAX.unsigned_abs());
    if !fits {
        return Err(invalid("stride", format!("{count} of them, {stride} bytes apart, are more than memory can have")));
    }
    Ok(())
}

/// Why an amount is not cut; the arguments for what is cut and for what it is cut by have names.
#[cold]
pub(super) fn refused(error: &SplitError, cut: &str, by: &str) -> Failure {
    let (status, path) = match innermost(error) {
        SplitError::Overflow => (ATTAIN_E_OVERFLOW, cut),
        SplitError::Signs => (ATTAIN_E_INVALID_ARGUMENT, cut),
        SplitError::StepNotPositive => (ATTAIN_E_INVALID_ARGUMENT, "step"),
        _ => (ATTAIN_E_INVALID_ARGUMENT, by),
    };
    Failure::new(status, "split", error.to_string()).path(path).help(error.help())
}

/// What is wrong in a row.
fn innermost(error: &SplitError) -> &SplitError {
    match error {
        SplitError::InRow { error, .. } => innermost(error),
        error => error,
    }
}
