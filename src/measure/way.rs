//! Facts that fall into periods by another day than their own, or are credited to somebody else.

use std::marker::PhantomData;

use chrono::NaiveDate;

use crate::formula::run;
use crate::log::Fact;
use crate::quantity::{Fraction, Value};

use super::fact::{FactInputs, PlacedInputs};
use super::fold::Way;

/// Somebody's part of the credit for a fact.
pub(super) struct Share {
    /// The key of the person.
    pub who: std::sync::Arc<str>,
    /// How much of the fact, were it no reversal.
    pub share: Fraction,
    pub overlay: bool,
}

/// The day of a fact, with everybody who is credited with it; nothing where it falls into no period. Without a way they are
/// the kind's own.
pub(super) fn placed(fact: Fact<'_>, way: Option<&Way>, inputs: &FactInputs<'_>) -> Option<(NaiveDate, Vec<Share>)> {
    let day = match way.and_then(|way| way.on.as_ref()) {
        None => fact.day(),
        Some(on) => match run(on, &fact, &mut PlacedInputs { inputs, log: PhantomData }) {
            Ok(Value::Date(day)) => day,
            _ => return None,
        },
    };
    let shares = match way.and_then(|way| way.whose.as_ref()) {
        None => own_shares(fact),
        Some(whose) => match whose.read(fact) {
            Ok(Value::Person(who)) => Vec::from([Share { who, share: Fraction::ONE, overlay: false }]),
            _ => Vec::new(),
        },
    };
    Some((day, shares))
}

fn own_shares(fact: Fact<'_>) -> Vec<Share> {
    let mut shares = Vec::new();
    for credit in fact.credits() {
        shares.push(Share { who: credit.who.shared(), share: credit.share, overlay: credit.overlay });
    }
    shares
}
