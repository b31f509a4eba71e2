//! Amounts of many rows read off straight lines, each row off the one on which it lies.

use std::borrow::Cow;

use super::super::Fraction;
use super::super::fraction::gcd;
use super::quotients::Quotients;
use super::wholes::{Wholes, bits_of};

/// What is reckoned step by step with so many bits in all fits, whatever the order of the steps.
const BITS_MAX: u32 = 120;

/// A straight line: through a point, so steep.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Straight {
    pub from: Fraction,
    pub start: Fraction,
    /// So far it goes along for its rise; not zero.
    pub run: Fraction,
    pub rise: Fraction,
}

/// What a line gives for a numerator and a denominator: so many times the one and so many times the other, over what all lines have in common.
#[derive(Clone, Copy, Default)]
struct Times {
    num: i64,
    den: i64,
}

/// The numerators of the heights of lines, and the rows that lie on none, in numbers of a type that all products fit.
macro_rules! heights {
    ($int:ty, $rows:expr, $points:expr, $times:expr) => {{
        let (mut nums, mut outside): (Vec<$int>, Vec<usize>) = (Vec::new(), Vec::new());
        for (row, (num, den)) in $rows.enumerate() {
            let (num, den) = (<$int>::from(num), <$int>::from(den));
            // How many points are at or below; one more, where it is beyond the last.
            let (mut place, mut is_beyond) = (0_usize, false);
            for (point, of) in $points {
                let (own, its) = (num.wrapping_mul((*of).into()), den.wrapping_mul((*point).into()));
                place = place.wrapping_add(usize::from(own >= its));
                is_beyond = own > its;
            }
            let times = $times.get(place.wrapping_add(usize::from(is_beyond))).copied().flatten();
            if times.is_none() {
                outside.push(row);
            }
            let times = times.unwrap_or_default();
            nums.push(num.wrapping_mul(times.num.into()).wrapping_add(den.wrapping_mul(times.den.into())));
        }
        (nums, outside)
    }};
}

impl Straight {
    /// The bits of all its numbers together.
    fn bits(self) -> u32 {
        let bits = |number: Fraction| {
            let (num, den) = (number.numerator().unsigned_abs(), number.denominator().unsigned_abs());
            bits_of(num).saturating_add(bits_of(den))
        };
        [self.from, self.start, self.run, self.rise].into_iter().map(bits).fold(1, u32::saturating_add)
    }

    /// How steep it is, and how high at zero.
    fn slope(self) -> Option<(Fraction, Fraction)> {
        let of = |one: Fraction, other: Fraction| {
            let num = one.numerator().checked_mul(other.numerator())?;
            Fraction::new(num, one.denominator().checked_mul(other.denominator())?)
        };
        let slope = of(self.rise, Fraction::new(self.run.denominator(), self.run.numerator())?)?;
        let along = of(slope, self.from)?;
        let (one, other) = (self.start, along);
        let num = one.numerator().checked_mul(other.denominator())?;
        let num = num.checked_sub(other.numerator().checked_mul(one.denominator())?)?;
        Some((slope, Fraction::new(num, one.denominator().checked_mul(other.denominator())?)?))
    }
}

impl Quotients<'_> {
    /// The heights of lines at these amounts, and the rows that lie on none.
    ///
    /// There is a line below the first of some rising points, one from each point to the next, one at the last, and one above it. Nothing,
    /// where it cannot be told from the size of the numbers that all of them fit.
    pub(crate) fn on_lines(
        &self,
        points: &[Fraction],
        lines: &[Option<Straight>],
    ) -> Option<(Quotients<'static>, Vec<usize>)> {
        let own = self.num.bits().saturating_add(self.each.as_ref().map_or(0, Wholes::bits));
        let own = own.saturating_add(bits_of(self.all.unsigned_abs()));
        let most = lines.iter().flatten().map(|line| line.bits()).max()?;
        if own.saturating_add(most) > BITS_MAX {
            return None;
        }
        let (times, whole) = in_common(lines)?;
        let small =
            |point: &Fraction| Some((i64::try_from(point.numerator()).ok()?, i64::try_from(point.denominator()).ok()?));
        let points: Vec<(i64, i64)> = points.iter().map(small).collect::<Option<_>>()?;
        let dens = self.whole_denominators()?;
        let rows = || Some(self.num.pairs(&dens)?.take(self.rows));
        let widest = times.iter().flatten().flat_map(|times| [times.num, times.den]);
        let widest = widest.chain(points.iter().flat_map(|(num, den)| [*num, *den])).map(i64::unsigned_abs).max()?;
        // Two products, the one added to the other.
        let most = self.num.bits().max(dens.bits()).saturating_add(bits_of(widest.into())).saturating_add(1);
        let (num, outside) = if most < i64::BITS {
            let (nums, outside) = heights!(i64, rows()?, &points, &times);
            (Wholes::small(Cow::Owned(nums))?, outside)
        } else {
            let (nums, outside) = heights!(i128, rows()?, &points, &times);
            (Wholes::large(Cow::Owned(nums))?, outside)
        };
        let all = self.all.checked_mul(whole)?;
        let each = self.each.as_ref().map(|each| each.part(0..self.rows).into_owned());
        Some((Quotients::new(self.rows, num, all, each, self.undefined.clone())?, outside))
    }
}

/// The lines over one denominator, and that.
fn in_common(lines: &[Option<Straight>]) -> Option<(Vec<Option<Times>>, i128)> {
    let mut slopes = Vec::with_capacity(lines.len());
    let mut whole = 1_i128;
    for line in lines {
        let slope = match line {
            Some(line) => Some(line.slope()?),
            None => None,
        };
        for of in slope.iter().flat_map(|(slope, start)| [slope, start]) {
            let shared = i128::try_from(gcd(whole.unsigned_abs(), of.denominator().unsigned_abs())).ok()?;
            whole = whole.checked_mul(of.denominator().checked_div(shared)?)?;
        }
        slopes.push(slope);
    }
    let times = |of: Fraction| i64::try_from(of.numerator().checked_mul(whole.checked_div(of.denominator())?)?).ok();
    let mut all = Vec::with_capacity(slopes.len());
    for slope in slopes {
        all.push(match slope {
            Some((slope, start)) => Some(Times { num: times(slope)?, den: times(start)? }),
            None => None,
        });
    }
    Some((all, whole))
}
