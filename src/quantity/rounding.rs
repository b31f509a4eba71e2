//! Where digits are dropped, and how.

use std::cmp::Ordering;
use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Fraction, Outcome};

/// Which neighbour a number between two steps becomes.
///
/// ```
/// use attain::quantity::{Fraction, RoundingMode};
///
/// let tie = Fraction::new(-5, 2).unwrap();
/// assert_eq!(tie.to_whole(RoundingMode::HalfUp), -3);
/// assert_eq!(tie.to_whole(RoundingMode::HalfEven), -2);
/// assert_eq!(tie.to_whole(RoundingMode::Ceiling), -2);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundingMode {
    /// To the nearest, ties away from zero: 2.5 is 3, -2.5 is -3.
    HalfUp,
    /// To the nearest, ties to the even neighbour: 2.5 is 2, 3.5 is 4.
    HalfEven,
    /// Away from zero: 2.1 is 3, -2.1 is -3.
    Up,
    /// Toward zero: 2.9 is 2, -2.9 is -2.
    Down,
    /// Toward plus infinity: 2.1 is 3, -2.9 is -2.
    Ceiling,
    /// Toward minus infinity: 2.9 is 2, -2.1 is -3.
    Floor,
}

impl RoundingMode {
    /// All modes, in the order of the plan language.
    pub const ALL: [RoundingMode; 6] = [
        RoundingMode::HalfUp,
        RoundingMode::HalfEven,
        RoundingMode::Up,
        RoundingMode::Down,
        RoundingMode::Ceiling,
        RoundingMode::Floor,
    ];

    /// The name in a plan: `half_up`.
    pub fn name(self) -> &'static str {
        match self {
            RoundingMode::HalfUp => "half_up",
            RoundingMode::HalfEven => "half_even",
            RoundingMode::Up => "up",
            RoundingMode::Down => "down",
            RoundingMode::Ceiling => "ceiling",
            RoundingMode::Floor => "floor",
        }
    }

    /// The magnitude of `num / den`, rounded; `den` is not zero.
    #[expect(clippy::arithmetic_side_effects, reason = "den > 0; a remainder means den > 1")]
    pub(super) fn divide(self, negative: bool, num: u128, den: u128) -> u128 {
        let (quotient, remainder) = divided(num, den);
        let half = remainder.cmp(&(den - remainder));
        if remainder != 0 && self.grows(negative, half, quotient % 2 == 1) { quotient + 1 } else { quotient }
    }

    /// Whether a magnitude that lies between two steps becomes the larger one.
    ///
    /// `half` compares the part beyond the smaller step with half a step; `odd` says whether the
    /// smaller one is an odd number of steps.
    pub(super) fn grows(self, negative: bool, half: Ordering, odd: bool) -> bool {
        match self {
            RoundingMode::HalfUp => half.is_ge(),
            RoundingMode::HalfEven => half.is_gt() || (half.is_eq() && odd),
            RoundingMode::Up => true,
            RoundingMode::Down => false,
            RoundingMode::Ceiling => !negative,
            RoundingMode::Floor => negative,
        }
    }
}

/// Quotient and remainder, by 64 bits where both fit; `den` is not zero.
#[expect(clippy::arithmetic_side_effects, reason = "den > 0, and the quotient times den is at most num")]
pub(super) fn divided(num: u128, den: u128) -> (u128, u128) {
    if let (Ok(num), Ok(den)) = (u64::try_from(num), u64::try_from(den)) {
        return ((num / den).into(), (num % den).into());
    }
    let quotient = num / den;
    (quotient, num - quotient * den)
}

impl fmt::Display for RoundingMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Rounding to multiples of a step, for example to cents (0.01), five cents (0.05) or thousands
/// (1000).
///
/// ```
/// use attain::quantity::{Fraction, RoundTo, RoundingMode};
/// use rust_decimal::Decimal;
///
/// let thousands = RoundTo::new(Decimal::from(1000), RoundingMode::HalfUp).unwrap();
/// assert_eq!(thousands.apply(Fraction::whole(833_500))?.to_string(), "834000");
/// assert_eq!(RoundTo::new(Decimal::ZERO, RoundingMode::HalfUp), None);
/// # Ok::<(), attain::quantity::Why>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RoundTo {
    step: Decimal,
    mode: RoundingMode,
}

impl RoundTo {
    /// Rounding to multiples of `step`; `None` unless the step is above zero.
    pub fn new(step: Decimal, mode: RoundingMode) -> Option<RoundTo> {
        (step > Decimal::ZERO).then_some(RoundTo { step, mode })
    }

    /// The step, above zero, with the fractional digits that results are printed with.
    pub fn step(&self) -> Decimal {
        self.step
    }

    /// The mode.
    pub fn mode(&self) -> RoundingMode {
        self.mode
    }

    /// The multiple of the step that the number becomes, with the fractional digits of the step.
    ///
    /// Undefined by [`Why::Overflow`](super::Why::Overflow) where that has more than the 28 digits
    /// of a `Decimal`.
    pub fn apply(&self, number: Fraction) -> Outcome<Decimal> {
        number.round(self)
    }
}

/// Ten to the power of a scale of at most 38.
pub(super) fn ten_to(scale: u32) -> u128 {
    10_u128.saturating_pow(scale)
}
