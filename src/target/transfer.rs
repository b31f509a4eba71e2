//! Dividing the target of somebody who moves.

use rust_decimal::Decimal;

use crate::quantity::{Fraction, Odd, SplitError, split};

use super::definition::Transfer;

/// Divides a target over the stays of a period, given by their days: the parts add up exactly.
///
/// A person without a stay in the period has no part: the answer is empty.
pub fn divide(
    amount: Decimal,
    days: &[i64],
    transfer: Transfer,
    step: Decimal,
    odd: Odd,
) -> Result<Vec<Decimal>, SplitError> {
    let whole = match transfer {
        _ if days.is_empty() => return Ok(Vec::new()),
        Transfer::Days => {
            let weights: Vec<Fraction> = days.iter().copied().map(Fraction::whole).collect();
            return split(amount, &weights, step, odd);
        }
        Transfer::Stay => 0,
        Transfer::Follow => days.len().saturating_sub(1),
    };
    Ok((0..days.len()).map(|stay| if stay == whole { amount } else { Decimal::ZERO }).collect())
}
