//! Decimals and fractions: exact numbers without a number library on the host's side.

use std::ffi::c_char;

use rust_decimal::Decimal;

use crate::quantity::{Fraction, RoundingMode, Why, parse_decimal};

use super::error::{Failure, attain_error};
use super::guard::{call, put, take};
use super::status::{ATTAIN_E_INVALID_ARGUMENT, ATTAIN_E_OVERFLOW, ATTAIN_E_SYNTAX, attain_status};
use super::text::{invalid, null, text};

/// A decimal: `(hi * 2^64 + lo) / 10^scale`, the two halves being one number of 128 bits in two's complement, of a
/// magnitude below 2^96 (28 digits always fit); `scale` from 0 to 28; `reserved` is 0.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct attain_decimal {
    /// The lower 64 bits.
    pub lo: u64,
    /// The upper 64 bits, with the sign.
    pub hi: i64,
    /// How many of the digits are behind the point.
    pub scale: i32,
    /// 0.
    pub reserved: u32,
}

/// An exact fraction in lowest terms: numerator over denominator, each a number of 128 bits in two's complement. The
/// denominator is above 0.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct attain_fraction {
    /// The lower 64 bits of the numerator.
    pub num_lo: u64,
    /// The upper 64 bits of the numerator, with the sign.
    pub num_hi: i64,
    /// The lower 64 bits of the denominator.
    pub den_lo: u64,
    /// The upper 64 bits of the denominator.
    pub den_hi: i64,
}

/// To the nearest, ties away from zero.
pub const ATTAIN_ROUND_HALF_UP: i32 = 1;
/// To the nearest, ties to the even neighbour.
pub const ATTAIN_ROUND_HALF_EVEN: i32 = 2;
/// Away from zero.
pub const ATTAIN_ROUND_UP: i32 = 3;
/// Toward zero.
pub const ATTAIN_ROUND_DOWN: i32 = 4;
/// Toward plus infinity.
pub const ATTAIN_ROUND_CEILING: i32 = 5;
/// Toward minus infinity.
pub const ATTAIN_ROUND_FLOOR: i32 = 6;

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the halves of a number are cut on purpose"
)]
fn halves(number: i128) -> (u64, i64) {
    (number as u64, (number >> 64) as i64)
}

fn whole(lo: u64, hi: i64) -> i128 {
    (i128::from(hi) << 64) | i128::from(lo)
}

impl attain_decimal {
    pub(super) fn of(decimal: Decimal) -> attain_decimal {
        let (lo, hi) = halves(decimal.mantissa());
        attain_decimal { lo, hi, scale: i32::try_from(decimal.scale()).unwrap_or_default(), reserved: 0 }
    }

    pub(super) fn read(self, name: &str) -> Result<Decimal, Failure> {
        let scale = u32::try_from(self.scale).ok().filter(|scale| *scale <= Decimal::MAX_SCALE);
        let Some(scale) = scale.filter(|_| self.reserved == 0) else {
            let message =
                format!("`{name}` has scale {} and reserved {}; they are 0 to 28 and 0", self.scale, self.reserved);
            return Err(invalid(name, message));
        };
        let read = Decimal::try_from_i128_with_scale(whole(self.lo, self.hi), scale);
        read.map_err(|_| overflow(name, "is 2^96 or more, which no decimal is"))
    }
}

impl attain_fraction {
    pub(super) fn of(fraction: Fraction) -> attain_fraction {
        let ((num_lo, num_hi), (den_lo, den_hi)) = (halves(fraction.numerator()), halves(fraction.denominator()));
        attain_fraction { num_lo, num_hi, den_lo, den_hi }
    }

    pub(super) fn read(self, name: &str) -> Result<Fraction, Failure> {
        let (num, den) = (whole(self.num_lo, self.num_hi), whole(self.den_lo, self.den_hi));
        if den <= 0 {
            return Err(invalid(name, format!("`{name}` has a denominator that is not above 0")));
        }
        Fraction::new(num, den).ok_or_else(|| overflow(name, "does not fit"))
    }
}

fn overflow(name: &str, what: &str) -> Failure {
    Failure::new(ATTAIN_E_OVERFLOW, "number.overflow", format!("`{name}` {what}")).path(name)
}

pub(super) fn mode(written: i32) -> Result<RoundingMode, Failure> {
    match written {
        ATTAIN_ROUND_HALF_UP => Ok(RoundingMode::HalfUp),
        ATTAIN_ROUND_HALF_EVEN => Ok(RoundingMode::HalfEven),
        ATTAIN_ROUND_UP => Ok(RoundingMode::Up),
        ATTAIN_ROUND_DOWN => Ok(RoundingMode::Down),
        ATTAIN_ROUND_CEILING => Ok(RoundingMode::Ceiling),
        ATTAIN_ROUND_FLOOR => Ok(RoundingMode::Floor),
        _ => Err(invalid("rounding", format!("there is no rounding mode {written}; it is one of ATTAIN_ROUND_*"))),
    }
}

/// Writes a text into the host's buffer, with a NUL behind it; with a capacity of 0 it only tells the length.
///
/// # Safety
///
/// `buffer` can take `capacity` bytes; `len` is NULL or can be written to.
pub(super) unsafe fn fill(text: &str, buffer: *mut c_char, capacity: usize, len: *mut usize) -> Result<(), Failure> {
    if !len.is_null() {
        // SAFETY: the caller's.
        unsafe { put(len, "len", text.len()) }?;
    }
    if capacity == 0 {
        return if len.is_null() { Err(null("len")) } else { Ok(()) };
    }
    if buffer.is_null() {
        return Err(null("buffer"));
    }
    if text.len() >= capacity {
        let message = format!("the text needs {} bytes and a NUL, the buffer has {capacity}", text.len());
        return Err(Failure::new(ATTAIN_E_INVALID_ARGUMENT, "argument.too_small", message).path("buffer"));
    }
    // SAFETY: the buffer has more bytes than the text; they do not overlap, since the text is ours.
    unsafe {
        buffer.cast::<u8>().copy_from_nonoverlapping(text.as_ptr(), text.len());
        buffer.add(text.len()).write(0);
    }
    Ok(())
}

/// Reads a decimal such as `-1234.50`, as entries write them: at most 18 digits before the point, 12 behind it, 28 in all.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_decimal_parse(
    data: *const c_char,
    len: usize,
    out: *mut attain_decimal,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: by the rules of the header, arguments are NULL or can be read or written as they say. So below.
    unsafe {
        call(error, || {
            let written = text(data, len, "data")?;
            let read = parse_decimal(written).map_err(|problem| {
                Failure::new(ATTAIN_E_SYNTAX, "number.syntax", problem.to_string()).path("data").help(problem.help())
            })?;
            put(out, "out", attain_decimal::of(read))
        })
    }
}

/// Makes a decimal of a whole number and a scale: 12345 and 2 are 123.45. A scale outside of 0 to 28 is refused where the
/// decimal is used. `out` may be NULL, and then nothing happens.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn attain_decimal_from_i64(mantissa: i64, scale: i32, out: *mut attain_decimal) {
    if !out.is_null() {
        let (lo, hi) = halves(i128::from(mantissa));
        // SAFETY: as above; it is not NULL.
        unsafe { out.write(attain_decimal { lo, hi, scale, reserved: 0 }) };
    }
}

/// Writes a decimal as text with all its digits, and a NUL behind it. `len` gets the length without the NUL; with a capacity
/// of 0 only that is told, and `buffer` may be NULL.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_decimal_format(
    decimal: *const attain_decimal,
    buffer: *mut c_char,
    capacity: usize,
    len: *mut usize,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        call(error, || {
            let decimal = take(decimal, "decimal")?.read("decimal")?;
            fill(&decimal.to_string(), buffer, capacity, len)
        })
    }
}

/// Rounds a fraction to so many digits behind the point (0 to 28), once, as one of `ATTAIN_ROUND_…` says.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_fraction_round(
    fraction: *const attain_fraction,
    scale: i32,
    rounding: i32,
    out: *mut attain_decimal,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        call(error, || {
            let fraction = take(fraction, "fraction")?.read("fraction")?;
            let mode = mode(rounding)?;
            let rounded = fraction.to_scale(digits(scale)?, mode).map_err(|why| undefined(&why))?;
            put(out, "out", attain_decimal::of(rounded))
        })
    }
}

/// How many digits there are behind the point.
pub(super) fn digits(scale: i32) -> Result<u32, Failure> {
    let digits = u32::try_from(scale).ok().filter(|scale| *scale <= Decimal::MAX_SCALE);
    digits.ok_or_else(|| invalid("scale", format!("the scale is {scale}; it is 0 to 28")))
}

fn undefined(why: &Why) -> Failure {
    Failure::new(ATTAIN_E_OVERFLOW, "number.overflow", why.to_string()).path("fraction")
}

/// Writes a fraction as text: a decimal without zeros at the end where it is one of at most 28 digits, else both terms as in
/// `1/3`. Buffer, capacity and length are as for `attain_decimal_format`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn attain_fraction_format(
    fraction: *const attain_fraction,
    buffer: *mut c_char,
    capacity: usize,
    len: *mut usize,
    error: *mut *mut attain_error,
) -> attain_status {
    // SAFETY: as above.
    unsafe {
        call(error, || {
            let fraction = take(fraction, "fraction")?.read("fraction")?;
            let text = match fraction.to_decimal() {
                Some(decimal) => decimal.normalize().to_string(),
                None => format!("{}/{}", fraction.numerator(), fraction.denominator()),
            };
            fill(&text, buffer, capacity, len)
        })
    }
}
