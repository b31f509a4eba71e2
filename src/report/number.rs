//! Numbers the way people read them.

use crate::quantity::{Fraction, Outcome, Precision, RoundingMode};
use crate::trace::grouped;

/// What stands where there is no value.
pub const UNDEFINED: &str = "–";

/// An amount at exactly so many decimals, half up, in groups of three digits.
///
/// ```
/// use attain::quantity::Fraction;
/// use attain::report::fixed;
///
/// let sales: Fraction = "5266343.505".parse().unwrap();
/// assert_eq!(fixed(sales, 2), "5,266,343.51");
/// assert_eq!(fixed(sales.negate(), 0), "−5,266,344");
/// ```
pub fn fixed(number: Fraction, decimals: u32) -> String {
    let Ok(rounded) = number.to_scale(decimals, RoundingMode::HalfUp) else {
        return number.to_string();
    };
    // What rounds to nothing has no sign.
    let rounded = if rounded.is_zero() { rounded.abs() } else { rounded };
    grouped(&rounded.to_string())
}

/// A ratio as a percentage with one decimal, half up.
///
/// ```
/// use attain::quantity::Fraction;
/// use attain::report::percent;
///
/// assert_eq!(percent(Fraction::new(937, 1000).unwrap()), "93.7 %");
/// assert_eq!(percent(Fraction::new(-25, 1).unwrap()), "−2,500.0 %");
/// assert_eq!(percent(Fraction::new(-1, 10_000).unwrap()), "0.0 %");
/// ```
pub fn percent(ratio: Fraction) -> String {
    let hundredfold = ratio.times(Fraction::HUNDRED, Precision::default());
    hundredfold.map_or_else(|_| ratio.to_string(), |percent| format!("{} %", fixed(percent, 1)))
}

/// By how many ranks somebody rose or fell: `▲2`, `▼1`, and `=` for neither.
///
/// ```
/// use attain::quantity::Fraction;
/// use attain::report::rise;
///
/// assert_eq!([2, -1, 0].map(|steps| rise(Fraction::whole(steps))), ["▲2", "▼1", "="]);
/// ```
pub fn rise(steps: Fraction) -> String {
    match steps.signum() {
        0 => "=".to_owned(),
        1.. => format!("▲{}", crate::trace::amount(steps, 1)),
        _ => format!("▼{}", crate::trace::amount(steps.abs(), 1)),
    }
}

/// A value in the way that `write` writes it, or a dash where there is none.
///
/// ```
/// use attain::quantity::{Fraction, Why};
/// use attain::report::{or_dash, percent};
///
/// assert_eq!(or_dash(&Ok(Fraction::ONE), percent), "100.0 %");
/// assert_eq!(or_dash(&Err(Why::NoTarget), percent), "–");
/// ```
pub fn or_dash<T: Clone>(outcome: &Outcome<T>, write: impl FnOnce(T) -> String) -> String {
    outcome.as_ref().map_or_else(|_| UNDEFINED.to_owned(), |value| write(value.clone()))
}
