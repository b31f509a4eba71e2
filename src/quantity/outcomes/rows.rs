//! Rows of amounts: put beside one another, chosen, changed.

use std::borrow::Cow;

use super::super::fraction::gcd;
use super::super::{Fraction, Outcome};
use super::quotients::{BITS_MAX, Quotients};
use super::undefined::{self, Undefined};
use super::wholes::{Wholes, bits_of};

impl Quotients<'static> {
    /// Of numbers that are `10^scale` times what they stand for, in 64 bits.
    pub(crate) fn of_digits(digits: Vec<i64>, scale: u32, undefined: Undefined) -> Option<Quotients<'static>> {
        let rows = digits.len();
        Quotients::new(rows, Wholes::small(Cow::Owned(digits))?, 10_i128.checked_pow(scale)?, None, undefined)
    }

    /// Of numerators over denominators, each above 0, and over what all of them have in common.
    pub(crate) fn of_parts(
        nums: Vec<i64>,
        (dens, all): (Option<Vec<i64>>, i128),
        undefined: Undefined,
    ) -> Option<Quotients<'static>> {
        let each = match dens {
            Some(dens) => Some(Wholes::small(Cow::Owned(dens))?),
            None => None,
        };
        Quotients::new(nums.len(), Wholes::small(Cow::Owned(nums))?, all, each, undefined)
    }

    /// One of some amounts for each row; nothing, where these have no small common denominator.
    pub(crate) fn chosen_from(all: &[Fraction], rows: &[usize]) -> Option<Quotients<'static>> {
        let mut common = 1_i128;
        for amount in all {
            let shared = i128::try_from(gcd(common.unsigned_abs(), amount.denominator().unsigned_abs())).ok()?;
            common = common.checked_mul(amount.denominator().checked_div(shared)?)?;
        }
        let digits = |amount: &Fraction| {
            amount.numerator().checked_mul(common.checked_div(amount.denominator())?).map(i64::try_from)?.ok()
        };
        let digits: Vec<i64> = all.iter().map(digits).collect::<Option<_>>()?;
        let nums = rows.iter().map(|row| digits.get(*row).copied().unwrap_or_default()).collect();
        Quotients::new(rows.len(), Wholes::small(Cow::Owned(nums))?, common, None, Undefined::new())
    }

    /// Puts another amount in a row; nothing, where it does not fit beside the others.
    pub(super) fn set(&mut self, row: usize, amount: Outcome<Fraction>) -> Option<()> {
        let amount = match amount {
            Ok(amount) => amount,
            Err(why) => {
                undefined::note(&mut self.undefined, row, why);
                return Some(());
            }
        };
        undefined::forget(&mut self.undefined, row);
        let den = amount.denominator();
        let Some(each) = &mut self.each else {
            if self.all.checked_rem(den)? != 0 {
                // From here on each row has its own denominator.
                let (mut each, rows) = (Wholes::with_room(self.rows), self.rows);
                each.append(&Wholes::same(1)?, rows);
                self.each = Some(each);
                return self.set(row, Ok(amount));
            }
            let num = amount.numerator().checked_mul(self.all.checked_div(den)?)?;
            return self.num.set(row, num, self.rows);
        };
        let num = amount.numerator().checked_mul(self.all)?;
        if bits_of(den.unsigned_abs()).saturating_add(bits_of(self.all.unsigned_abs())) > BITS_MAX {
            return None;
        }
        each.set(row, den, self.rows)?;
        self.num.set(row, num, self.rows)
    }

    /// Adds rows behind the others.
    pub(super) fn append(&mut self, more: &Quotients<'_>) -> Option<()> {
        let before = self.rows;
        if before == 0 {
            (self.all, self.each) = (more.all, more.each.as_ref().map(|_| Wholes::with_room(0)));
        }
        let same = self.all == more.all && self.each.is_some() == more.each.is_some();
        if !same && (self.all != 1 || self.each.is_none()) {
            let mut whole = Wholes::with_room(before);
            whole.append(&self.whole_denominators()?, before);
            (self.all, self.each) = (1, Some(whole));
        }
        if let Some(each) = &mut self.each {
            match &more.each {
                Some(its) if self.all == more.all => each.append(its, more.rows),
                _ => each.append(&more.whole_denominators()?, more.rows),
            }
        }
        self.num.append(&more.num, more.rows);
        let later = more.undefined.iter().map(|(row, why)| (row.saturating_add(before), why.clone()));
        self.undefined.extend(later);
        self.rows = before.saturating_add(more.rows);
        Some(())
    }

    /// No rows yet.
    pub(super) fn with_room(rows: usize) -> Quotients<'static> {
        Quotients { rows: 0, num: Wholes::with_room(rows), all: 1, each: None, undefined: Vec::new() }
    }
}
