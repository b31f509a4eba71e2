//! What is asked for.

use std::ffi::OsString;

use attain::quantity::parse_decimal;
use rust_decimal::Decimal;

use super::Failure;

pub(crate) const HELP: &str = "\
cascade_targets [--parent AMOUNT] [--unit STEP]

A company's target for a year, cut by a plan into quarters, months, teams and people.

  --parent AMOUNT   the company's year; 10000000
  --unit STEP       in which steps it is cut; 0.01

An amount that is no multiple of the step is cut all the same: what is left over stands in one cell.

With ATTAIN_DATA=DIR, quotas for a third year are proposed from DIR/adventure_works as well. The last line is JSON: `rows` are the
months of the twenty reps before the 5 % that their quotas have on top, so they add up to `parent`.
";

/// The largest amount; a year has a hundred times as many steps at most.
const LARGEST: u64 = 1_000_000_000_000_000;

/// What was asked for.
pub(crate) struct Asked {
    /// The company's year.
    pub(crate) parent: Decimal,
    /// In which steps it is cut.
    pub(crate) unit: Decimal,
}

impl Asked {
    /// Reads the arguments; nothing, where help is wanted.
    pub(crate) fn read(mut arguments: impl Iterator<Item = OsString>) -> Result<Option<Asked>, Failure> {
        let mut asked = Asked { parent: Decimal::from(10_000_000), unit: Decimal::new(1, 2) };
        while let Some(argument) = arguments.next() {
            let place = match argument.to_str() {
                Some("--help" | "-h") => return Ok(None),
                Some("--parent") => &mut asked.parent,
                Some("--unit") => &mut asked.unit,
                _ => {
                    let argument = argument.to_string_lossy();
                    return Err(format!("there is no argument `{argument}`; --help lists them").into());
                }
            };
            let argument = argument.to_string_lossy();
            let value = arguments.next().ok_or_else(|| format!("`{argument}` needs an amount after it"))?;
            let value = value.to_string_lossy();
            *place = parse_decimal(&value).map_err(|error| format!("{argument} {value}: {error}"))?;
        }
        asked.check()?;
        // `-0` is nothing less than 0.
        asked.parent = asked.parent.max(Decimal::ZERO);
        Ok(Some(asked))
    }

    fn check(&self) -> Result<(), Failure> {
        let Asked { parent, unit } = self;
        let largest = Decimal::from(LARGEST);
        if *parent < Decimal::ZERO {
            return Err(format!("--parent {parent}: a year's target is not below zero").into());
        }
        if *unit <= Decimal::ZERO {
            return Err(format!("--unit {unit}: the step is above zero, such as 0.01 or 1000").into());
        }
        for (argument, amount) in [("--parent", parent), ("--unit", unit)] {
            if *amount > largest {
                return Err(format!("{argument} {amount}: an amount is at most {largest}").into());
            }
        }
        if parent.checked_div(*unit).is_none_or(|steps| steps > largest.saturating_mul(Decimal::ONE_HUNDRED)) {
            return Err(format!("--unit {unit}: {parent} has too many steps of it; take a larger one").into());
        }
        Ok(())
    }

    /// To which step amounts are shown in tables: whole euros, where the year has many of them.
    pub(crate) fn shown(&self) -> Decimal {
        if self.parent >= Decimal::from(100_000) { Decimal::ONE } else { self.unit.min(Decimal::ONE) }
    }

    /// So many percent of the year, in whole steps.
    pub(crate) fn percent(&self, percent: i64) -> Decimal {
        let part = self.parent.saturating_mul(Decimal::new(percent, 2));
        let steps = part.checked_div(self.unit).unwrap_or_default().floor();
        steps.saturating_mul(self.unit).normalize()
    }

    /// The year that is set in June: 5 % more.
    pub(crate) fn raised(&self) -> Decimal {
        self.parent.saturating_mul(Decimal::new(105, 2)).normalize()
    }
}
