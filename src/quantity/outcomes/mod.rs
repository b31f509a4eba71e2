//! The values of many, beside one another.

mod lines;
mod quotients;
mod rounded;
mod rows;
mod undefined;
mod wholes;

use rust_decimal::Decimal;

use crate::document::IS_WHOLE;

use super::{Fraction, Outcome, RoundTo, RoundingMode, Unit, Value, Why};

pub(crate) use lines::Straight;
pub(crate) use quotients::Quotients;
pub(crate) use undefined::{Undefined, either, known};

/// The values of many: a row for each of them, exact, and where there is none the reason.
///
/// Amounts are kept as whole numbers over whole numbers that are not reduced, which is what makes formulas over many rows fast; what is
/// read of a row is what the formula would give for it alone.
///
/// ```
/// use attain::quantity::{Outcomes, Fraction, RoundTo, RoundingMode, Unit, Value, Why};
/// use rust_decimal::Decimal;
///
/// let sold = Outcomes::digits(Unit::Money, vec![1_250, 99], 2).unwrap();
/// assert_eq!(sold.get(0).unwrap()?.to_string(), "12.5");
/// assert_eq!(sold.get(2), None);
///
/// let shares = Outcomes::from_iter([Ok(Value::Ratio(Fraction::new(1, 3).unwrap())), Err(Why::NoTarget)]);
/// let cents = RoundTo::new(Decimal::new(1, 2), RoundingMode::HalfUp).unwrap();
/// assert_eq!(shares.rounded(&cents)?, [Ok(Decimal::new(33, 2)), Err(Why::NoTarget)]);
/// # Ok::<(), Why>(())
/// ```
#[derive(Clone, Debug)]
pub struct Outcomes(Are);

/// What the figures are.
#[derive(Clone, Debug)]
enum Are {
    Amounts(Quotients<'static>, Units),
    Each(Vec<Outcome>),
}

/// What amounts are of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Units {
    /// All of them of one unit.
    All(Unit),
    Each(Vec<Unit>),
}

/// Some of the rows.
pub(crate) enum Part<'f> {
    Amounts(Quotients<'f>, Units),
    Each(&'f [Outcome]),
}

impl Units {
    /// What all rows are of, where that is the same.
    pub(crate) fn all(&self) -> Option<Unit> {
        match self {
            Units::All(unit) => Some(*unit),
            Units::Each(_) => None,
        }
    }

    /// What a row is of.
    pub(crate) fn get(&self, row: usize) -> Unit {
        match self {
            Units::All(unit) => *unit,
            Units::Each(units) => units.get(row).copied().unwrap_or(Unit::Number),
        }
    }

    /// Those of one where it is said so, and of the other elsewhere.
    pub(crate) fn or_else(&self, other: &Units, ours: &[bool]) -> Units {
        if let (Units::All(_), true) = (self, self == other) {
            return self.clone();
        }
        let of = |(row, ours): (usize, &bool)| if *ours { self.get(row) } else { other.get(row) };
        Units::Each(ours.iter().enumerate().map(of).collect())
    }
}

impl Outcomes {
    /// Amounts of a unit, each a number of digits of which so many stand behind the point; nothing, where `scale` is above 38, and
    /// for `i64::MIN`.
    pub fn digits(unit: Unit, digits: Vec<i64>, scale: u32) -> Option<Outcomes> {
        let amounts = Quotients::of_digits(digits, scale, Undefined::new())?;
        Some(Outcomes::of_amounts(amounts, unit))
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        match &self.0 {
            Are::Amounts(amounts, _) if IS_WHOLE => amounts.rows(),
            Are::Amounts(..) => 0,
            Are::Each(values) => values.len(),
        }
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value of a row, or why there is none; nothing, where there is no such row.
    pub fn get(&self, row: usize) -> Option<Outcome> {
        match &self.0 {
            Are::Amounts(amounts, units) if IS_WHOLE => {
                (row < amounts.rows()).then(|| amounts.get(row).map(|amount| units.get(row).of(amount)))
            }
            Are::Each(values) => values.get(row).cloned(),
            Are::Amounts(..) => None,
        }
    }

    /// The values of all rows.
    pub fn iter(&self) -> impl Iterator<Item = Outcome> + '_ {
        (0..self.len()).map(|row| self.get(row).unwrap_or(Err(Why::NothingDefined)))
    }

    /// The amounts rounded to a step, where all rows are amounts; undefined by [`Why::NotANumber`] where they are not.
    ///
    /// A row is undefined by [`Why::Overflow`] where it has more than the 28 digits of a `Decimal`.
    pub fn rounded(&self, to: &RoundTo) -> Outcome<Vec<Outcome<Decimal>>> {
        Ok(self.amounts().ok_or(Why::NotANumber)?.decimals(to))
    }

    /// The same to so many digits behind the point.
    pub fn to_scale(&self, scale: u32, mode: RoundingMode) -> Outcome<Vec<Outcome<Decimal>>> {
        let step = Decimal::try_new(1, scale).ok().and_then(|step| RoundTo::new(step, mode)).ok_or(Why::Overflow)?;
        self.rounded(&step)
    }

    /// The values of some rows, in an order of their own; a row that is not there has none.
    pub(crate) fn taken(&self, rows: &[usize]) -> Outcomes {
        if let Are::Amounts(amounts, units) = &self.0
            && rows.iter().all(|row| *row < amounts.rows())
            && let Some(taken) = amounts.taken(rows)
        {
            let units = match units {
                Units::All(unit) => Units::All(*unit),
                Units::Each(_) => Units::Each(rows.iter().map(|row| units.get(*row)).collect()),
            };
            return Outcomes(Are::Amounts(taken, units));
        }
        rows.iter().map(|row| self.get(*row).unwrap_or(Err(Why::NothingDefined))).collect()
    }

    /// The same, where a value stands for what is undefined.
    #[must_use]
    pub(crate) fn or(&self, instead: &Value) -> Outcomes {
        if let (Are::Amounts(amounts, units), Some(amount)) = (&self.0, instead.amount()) {
            if amounts.undefined().is_empty() {
                return self.clone();
            }
            let known = known(amounts.rows(), amounts.undefined());
            let instead = (Quotients::same(amounts.rows(), amount), Units::All(instead.unit()));
            return Outcomes(Are::Amounts(amounts.or_else(&instead.0, &known), units.or_else(&instead.1, &known)));
        }
        self.iter().map(|value| value.or_else(|_| Ok(instead.clone()))).collect()
    }

    pub(crate) fn of_amounts(amounts: Quotients<'static>, unit: Unit) -> Outcomes {
        Outcomes(Are::Amounts(amounts, Units::All(unit)))
    }

    /// The amounts, where all rows are.
    pub(crate) fn amounts(&self) -> Option<&Quotients<'static>> {
        match &self.0 {
            Are::Amounts(amounts, _) => Some(amounts),
            Are::Each(_) => None,
        }
    }

    /// Some of the rows.
    pub(crate) fn part(&self, rows: std::ops::Range<usize>) -> Part<'_> {
        match &self.0 {
            Are::Amounts(amounts, units) => {
                let units = match units {
                    Units::All(unit) => Units::All(*unit),
                    Units::Each(units) => Units::Each(units.get(rows.clone()).unwrap_or_default().to_vec()),
                };
                Part::Amounts(amounts.part(rows), units)
            }
            Are::Each(values) => Part::Each(values.get(rows).unwrap_or_default()),
        }
    }

    /// Puts another value in a row.
    pub(crate) fn set(&mut self, row: usize, outcome: Outcome) {
        if IS_WHOLE && let Are::Amounts(amounts, units) = &mut self.0 {
            let amount = match &outcome {
                Ok(value) => value.amount().map(|amount| (Ok(amount), value.unit())),
                Err(why) => Some((Err(why.clone()), units.get(row))),
            };
            if let Some((amount, unit)) = amount
                && row < amounts.rows()
            {
                if units.get(row) != unit {
                    let of = |at: usize| if at == row { unit } else { units.get(at) };
                    *units = Units::Each((0..amounts.rows()).map(of).collect());
                }
                if amounts.set(row, amount).is_some() {
                    return;
                }
            }
            self.0 = Are::Each(self.iter().collect());
        }
        if let Are::Each(values) = &mut self.0
            && let Some(value) = values.get_mut(row)
        {
            *value = outcome;
        }
    }

    /// No rows yet, and room for some.
    pub(crate) fn with_room(rows: usize) -> Outcomes {
        Outcomes(Are::Amounts(Quotients::with_room(rows), Units::Each(Vec::new())))
    }

    /// Adds amounts behind the other rows.
    pub(crate) fn append_amounts(&mut self, more: &Quotients<'_>, their: &Units) {
        if let Are::Amounts(amounts, units) = &mut self.0 {
            let before = amounts.rows();
            if amounts.append(more).is_some() {
                match (&mut *units, their) {
                    _ if before == 0 => *units = their.clone(),
                    (Units::All(own), Units::All(their)) if own == their => {}
                    _ => {
                        let of = |row: usize| {
                            if row < before { units.get(row) } else { their.get(row.saturating_sub(before)) }
                        };
                        *units = Units::Each((0..amounts.rows()).map(of).collect());
                    }
                }
                return;
            }
        }
        let values = (0..more.rows()).map(|row| more.get(row).map(|amount| their.get(row).of(amount)));
        self.append(values.collect());
    }

    /// Adds values behind the other rows.
    pub(crate) fn append(&mut self, more: Vec<Outcome>) {
        if let Are::Amounts(..) = &self.0 {
            self.0 = Are::Each(self.iter().collect());
        }
        if let Are::Each(values) = &mut self.0 {
            values.extend(more);
        }
    }
}

impl FromIterator<Outcome> for Outcomes {
    fn from_iter<I: IntoIterator<Item = Outcome>>(values: I) -> Outcomes {
        let values: Vec<Outcome> = values.into_iter().collect();
        if !IS_WHOLE {
            return Outcomes(Are::Each(values));
        }
        let unit = values.iter().find_map(|value| value.as_ref().ok()).map_or(Unit::Number, Value::unit);
        let is_amount = |value: &Outcome| value.as_ref().map_or(true, |value| value.unit() == unit);
        if unit.of(Fraction::ZERO).unit() != unit || !values.iter().all(is_amount) {
            return Outcomes(Are::Each(values));
        }
        let amount = |value: Outcome| value?.amount().ok_or(Why::NotANumber);
        Outcomes::of_amounts(Quotients::of_fractions(values.into_iter().map(amount).collect()), unit)
    }
}

/// The same values in the same rows, however they are kept.
impl PartialEq for Outcomes {
    fn eq(&self, other: &Outcomes) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}
