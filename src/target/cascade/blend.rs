//! Weights that are put together from several drivers.

use crate::document::words;
use crate::quantity::{Fraction, Outcome, Precision, Why};

/// What a target is cut by: a figure of each part, and how much it counts beside others.
#[derive(Clone, Debug, PartialEq)]
pub struct Driver {
    /// How much the driver counts.
    pub weight: Fraction,
    /// The figure of each part: what they sold last year, how many hours they have, one for each where all count alike.
    pub values: Vec<Outcome<Fraction>>,
}

words! {
    /// What an undefined figure of a driver counts as: somebody without history has none.
    pub enum Unknown {
        /// Nothing.
        Zero = "zero",
        /// What the others have on average.
        Mean = "mean",
        /// Nothing at all can be cut.
        Hold = "hold",
    }
}

/// The weights of the parts: each driver's figures as shares of their sum, times what the driver counts, added.
///
/// So a driver counts as much as its weight says, whatever its figures are measured in. The weights are shares of 1, if those of
/// the drivers are.
///
/// # Errors
///
/// The reason of a figure without a value, under [`Unknown::Hold`]; *divided by zero* where a driver that counts has figures that
/// add up to nothing; *not a number* where a figure is below zero: nobody has a negative share. A share that does not fit
/// 127 bits a side is rounded to 18 digits.
///
/// ```
/// use attain::quantity::{Fraction, Why};
/// use attain::target::{Driver, Unknown, blend};
///
/// let percent = |share| Fraction::new(share, 100).unwrap();
/// // 70 % by last year's sales, 30 % by working time; the third is new.
/// let sales = vec![Ok(Fraction::whole(600)), Ok(Fraction::whole(400)), Err(Why::NoFacts)];
/// let drivers = [
///     Driver { weight: percent(70), values: sales },
///     Driver { weight: percent(30), values: vec![Ok(Fraction::ONE), Ok(Fraction::ONE), Ok(Fraction::ONE)] },
/// ];
/// assert_eq!(blend(&drivers, Unknown::Zero).unwrap(), [percent(52), percent(38), percent(10)]);
/// assert_eq!(blend(&drivers, Unknown::Hold), Err(Why::NoFacts));
///
/// // On average the others sold 500: of 1,500 that is a third.
/// assert_eq!(blend(&drivers, Unknown::Mean).unwrap()[2], Fraction::new(1, 3).unwrap());
/// ```
pub fn blend(drivers: &[Driver], unknown: Unknown) -> Outcome<Vec<Fraction>> {
    let parts = drivers.iter().map(|driver| driver.values.len()).max().unwrap_or(0);
    let mut weights = vec![Fraction::ZERO; parts];
    for driver in drivers.iter().filter(|driver| !driver.weight.is_zero()) {
        let values = known(&driver.values, unknown)?;
        let all = sum(&values)?;
        for (weight, value) in weights.iter_mut().zip(values) {
            let share = driver.weight.times(value.over(all, Precision::MAX)?, Precision::MAX)?;
            *weight = weight.plus(share, Precision::MAX)?;
        }
    }
    Ok(weights)
}

/// The figures, with what stands for those that are undefined.
fn known(values: &[Outcome<Fraction>], unknown: Unknown) -> Outcome<Vec<Fraction>> {
    let defined: Vec<Fraction> = values.iter().filter_map(|value| value.as_ref().ok().copied()).collect();
    if defined.iter().any(|value| value.is_negative()) {
        return Err(Why::NotANumber);
    }
    let instead = match unknown {
        Unknown::Mean if !defined.is_empty() => {
            let count = i64::try_from(defined.len()).map_err(|_| Why::Overflow)?;
            sum(&defined)?.over(Fraction::whole(count), Precision::MAX)?
        }
        _ => Fraction::ZERO,
    };
    let mut known = Vec::with_capacity(values.len());
    for value in values {
        known.push(match value {
            Ok(value) => *value,
            Err(why) if unknown == Unknown::Hold => return Err(why.clone()),
            Err(_) => instead,
        });
    }
    Ok(known)
}

fn sum(values: &[Fraction]) -> Outcome<Fraction> {
    values.iter().try_fold(Fraction::ZERO, |sum, value| sum.plus(*value, Precision::MAX))
}
