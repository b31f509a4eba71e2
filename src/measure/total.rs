//! Exact sums, whatever the order of what is added.

use std::collections::BTreeMap;

use crate::quantity::{Fraction, Outcome, Precision, Why};

/// Ten to the twelfth: entries have at most twelve fractional digits.
const SCALE: i128 = 1_000_000_000_000;

/// A sum that does not depend on the order of its terms.
///
/// Terms of at most twelve fractional digits are added as whole multiples of 10⁻¹²; others, such as a third of an order, by their
/// denominators. What has been added in magnitude is kept too: a sum whose parts could not all be held is *undefined:
/// overflow*, also when its terms would cancel out in some lucky order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Total {
    tail: i128,
    mass: u128,
    parts: BTreeMap<i128, (i128, u128)>,
}

impl Total {
    /// Adds a term.
    pub fn add(&mut self, term: Fraction) {
        let den = term.denominator();
        let scaled = SCALE.checked_rem(den).filter(|rest| *rest == 0).and_then(|_| SCALE.checked_div(den));
        match scaled.and_then(|by| term.numerator().checked_mul(by)) {
            Some(term) => {
                self.tail = self.tail.wrapping_add(term);
                self.mass = self.mass.saturating_add(term.unsigned_abs());
            }
            None => self.add_part(den, term.numerator(), term.numerator().unsigned_abs()),
        }
    }

    /// Adds another sum.
    pub fn merge(&mut self, other: &Total) {
        self.tail = self.tail.wrapping_add(other.tail);
        self.mass = self.mass.saturating_add(other.mass);
        for (&den, &(num, mass)) in &other.parts {
            self.add_part(den, num, mass);
        }
    }

    fn add_part(&mut self, den: i128, num: i128, mass: u128) {
        let part = self.parts.entry(den).or_default();
        part.0 = part.0.wrapping_add(num);
        part.1 = part.1.saturating_add(mass);
    }

    /// The sum.
    pub fn value(&self, precision: Precision) -> Outcome<Fraction> {
        let fits = |mass: u128| i128::try_from(mass).is_ok();
        if !fits(self.mass) || !self.parts.values().all(|(_, mass)| fits(*mass)) {
            return Err(Why::Overflow);
        }
        let mut sum = Fraction::new(self.tail, SCALE).ok_or(Why::Overflow)?;
        for (&den, &(num, _)) in &self.parts {
            sum = sum.plus(Fraction::new(num, den).ok_or(Why::Overflow)?, precision)?;
        }
        Ok(sum)
    }
}
