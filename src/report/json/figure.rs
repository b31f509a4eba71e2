//! A value, or why there is none.

use serde::Serialize;

use crate::quantity::{Fraction, Outcome, Precision, Unit, Value, Why};

#[derive(Debug, Default, Serialize)]
pub(super) struct Figure {
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exact: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    undefined: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

impl Figure {
    pub(super) fn of(outcome: &Outcome, precision: Precision) -> Figure {
        match outcome {
            Ok(value) => Figure::known(value, precision),
            Err(why) => Figure::undefined(why),
        }
    }

    pub(super) fn of_amount(outcome: &Outcome<Fraction>, unit: Unit, precision: Precision) -> Figure {
        Figure::of(&outcome.clone().map(|amount| unit.of(amount)), precision)
    }

    fn known(value: &Value, precision: Precision) -> Figure {
        let unit = Some(value.unit().name());
        let Some(amount) = value.amount() else {
            return Figure { value: Some(value.to_string()), unit, ..Figure::default() };
        };
        if let Some(decimal) = amount.to_decimal() {
            return Figure { value: Some(decimal.normalize().to_string()), unit, ..Figure::default() };
        }
        let rounded = amount.to_precision(precision).ok().and_then(Fraction::to_decimal);
        let shown = rounded.map_or_else(|| amount.to_string(), |decimal| decimal.normalize().to_string());
        let exact = Some(format!("{}/{}", amount.numerator(), amount.denominator()));
        Figure { value: Some(shown), exact, unit, ..Figure::default() }
    }

    fn undefined(why: &Why) -> Figure {
        Figure { undefined: Some(why.code()), why: Some(why.to_string()), ..Figure::default() }
    }
}
