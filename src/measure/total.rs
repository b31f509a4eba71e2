//! Exact sums, whatever the order of what is added.

use serde::{Deserialize, Serialize};

use crate::quantity::{Fraction, Outcome, Precision, Why};

/// Ten to the twelfth: entries have at most twelve fractional digits.
const SCALE: i128 = 1_000_000_000_000;
const DIGITS: u32 = 12;

/// The most that is added to a sum in magnitude of which billions fit into another one.
const MASS_MAX: u128 = 1 << 90;

/// A sum that does not depend on the order of its terms.
///
/// Terms of at most twelve fractional digits are added as whole multiples of 10⁻¹²; others, such as a third of an order, by their
/// denominators. What has been added in magnitude is kept too: a sum whose parts could not all be held is *undefined:
/// overflow*, also when its terms would cancel out in some lucky order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Total {
    tail: i128,
    mass: u128,
    /// Sums by denominator, in rising order, each with what was added to it in magnitude.
    parts: Vec<Part>,
}

/// The terms of one denominator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Part {
    den: i128,
    num: i128,
    mass: u128,
}

/// A sum as it is written: its numbers as text, for few formats have wider ones than 64 bits.
#[derive(Serialize, Deserialize)]
struct Written {
    tail: String,
    mass: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    parts: Vec<(String, String, String)>,
}

impl From<Total> for Written {
    fn from(total: Total) -> Written {
        let part = |part: &Part| (part.den.to_string(), part.num.to_string(), part.mass.to_string());
        let parts = total.parts.iter().map(part).collect();
        Written { tail: total.tail.to_string(), mass: total.mass.to_string(), parts }
    }
}

impl TryFrom<Written> for Total {
    type Error = std::num::ParseIntError;

    fn try_from(written: Written) -> Result<Total, Self::Error> {
        let mut total = Total { tail: written.tail.parse()?, mass: written.mass.parse()?, parts: Vec::new() };
        for (den, num, mass) in written.parts {
            total.add_part(Part { den: den.parse()?, num: num.parse()?, mass: mass.parse()? });
        }
        Ok(total)
    }
}

impl Total {
    /// Adds a term.
    pub fn add(&mut self, term: Fraction) {
        let den = term.denominator();
        let scaled = SCALE.checked_rem(den).filter(|rest| *rest == 0).and_then(|_| SCALE.checked_div(den));
        if let Some(term) = scaled.and_then(|by| term.numerator().checked_mul(by)) {
            self.tail = self.tail.wrapping_add(term);
            self.mass = self.mass.saturating_add(term.unsigned_abs());
        } else {
            let num = term.numerator();
            self.add_part(Part { den, num, mass: num.unsigned_abs() });
        }
    }

    /// A sum by its digits, and by how much of it lies below zero, so many of which stand behind the point: not more than twelve.
    pub(super) fn of_digits(sum: i64, below: i64, scale: u32) -> Total {
        let power = DIGITS.checked_sub(scale).and_then(|by| 10_i128.checked_pow(by)).unwrap_or(1);
        let mass = i128::from(sum).saturating_add(i128::from(below).saturating_mul(2));
        let (tail, mass) = (i128::from(sum).saturating_mul(power), mass.saturating_mul(power));
        Total { tail, mass: mass.unsigned_abs(), parts: Vec::new() }
    }

    /// The digits of a sum, so many of which stand behind the point; nothing, where it has more of them, or is so large that sums of
    /// many such might not fit.
    pub(super) fn digits(&self, scale: u32) -> Option<i128> {
        let power = 10_i128.checked_pow(DIGITS.checked_sub(scale)?)?;
        let is_small = self.parts.is_empty() && self.mass <= MASS_MAX;
        if !is_small || self.tail.checked_rem(power)? != 0 {
            return None;
        }
        self.tail.checked_div(power)
    }

    /// Adds another sum.
    pub fn merge(&mut self, other: &Total) {
        self.tail = self.tail.wrapping_add(other.tail);
        self.mass = self.mass.saturating_add(other.mass);
        for part in &other.parts {
            self.add_part(*part);
        }
    }

    /// Takes out a sum that was added; `false` where it outgrew what can be told.
    pub(super) fn take(&mut self, other: &Total) -> bool {
        let known = self.mass < u128::MAX && self.parts.iter().all(|part| part.mass < u128::MAX);
        self.tail = self.tail.wrapping_sub(other.tail);
        self.mass = self.mass.saturating_sub(other.mass);
        for part in &other.parts {
            let found = self.parts.binary_search_by(|known| known.den.cmp(&part.den));
            if let Some(own) = found.ok().and_then(|place| self.parts.get_mut(place)) {
                own.num = own.num.wrapping_sub(part.num);
                own.mass = own.mass.saturating_sub(part.mass);
            }
        }
        self.parts.retain(|part| part.mass > 0);
        known
    }

    fn add_part(&mut self, more: Part) {
        let place = self.parts.binary_search_by(|part| part.den.cmp(&more.den));
        match place.map(|same| self.parts.get_mut(same)) {
            Ok(Some(part)) => {
                part.num = part.num.wrapping_add(more.num);
                part.mass = part.mass.saturating_add(more.mass);
            }
            Ok(None) => {}
            Err(before) => self.parts.insert(before, more),
        }
    }

    /// The sum.
    pub fn value(&self, precision: Precision) -> Outcome<Fraction> {
        let fits = |mass: u128| i128::try_from(mass).is_ok();
        if !fits(self.mass) || !self.parts.iter().all(|part| fits(part.mass)) {
            return Err(Why::Overflow);
        }
        let mut sum = Fraction::new(self.tail, SCALE).ok_or(Why::Overflow)?;
        for part in &self.parts {
            sum = sum.plus(Fraction::new(part.num, part.den).ok_or(Why::Overflow)?, precision)?;
        }
        Ok(sum)
    }
}
