//! Cutting an amount into parts that add up again.

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
            let cut = split(amount, &weights, step, odd).map_err(|error| refused(&error))?;
            for (index, part) in cut.into_iter().enumerate().take(count) {
                parts.add(index).write(attain_decimal::of(part));
            }
            Ok(())
        })
    }
}

fn odd(written: i32) -> Result<Odd, Failure> {
    match written {
        ATTAIN_ODD_FIRST => Ok(Odd::First),
        ATTAIN_ODD_LAST => Ok(Odd::Last),
        _ => Err(invalid("odd", format!("`odd` is {written}; it is ATTAIN_ODD_FIRST or ATTAIN_ODD_LAST"))),
    }
}

/// # Safety
///
/// `weights` is NULL, or can be read `count` times, `stride` bytes apart.
unsafe fn read(weights: *const attain_decimal, count: usize, stride: usize) -> Result<Vec<Fraction>, Failure> {
    let size = size_of::<attain_decimal>();
    if count > LIMIT_PARTS {
        let message = format!("`count` is {count}, more than the limit of {LIMIT_PARTS}");
        return Err(Failure::new(ATTAIN_E_LIMIT, "split.too_many", message).path("count"));
    }
    if stride < size || !stride.is_multiple_of(align_of::<attain_decimal>()) {
        let message =
            format!("`stride` is {stride}; it is at least {size}, and a multiple of {}", align_of::<attain_decimal>());
        return Err(invalid("stride", message));
    }
    let fits = count.checked_mul(stride).is_some_and(|bytes| bytes <= isize::MAX.unsigned_abs());
    if !fits {
        return Err(invalid("stride", format!("{count} weights, {stride} bytes apart, are more than memory can have")));
    }
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

fn refused(error: &SplitError) -> Failure {
    let (status, path) = match error {
        SplitError::Overflow => (ATTAIN_E_OVERFLOW, "amount"),
        SplitError::StepNotPositive => (ATTAIN_E_INVALID_ARGUMENT, "step"),
        _ => (ATTAIN_E_INVALID_ARGUMENT, "weights"),
    };
    Failure::new(status, "split", error.to_string()).path(path).help(error.help())
}
