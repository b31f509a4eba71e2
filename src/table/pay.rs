//! What a table pays for a line.

use crate::quantity::{Fraction, Outcome, Unit, Value, Why};

use super::lookup::Table;

/// A stretch of the last key that a line moves it along, and what is paid on.
///
/// An order of 20,000 after orders of 90,000 moves the sales of the year from 90,000 to 110,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch<'k> {
    /// The keys before the last; none where the table has one key.
    pub others: &'k [Value],
    /// Where the last key stood before the line; 0 where lines do not add up to anything.
    pub from: Fraction,
    /// Where it stands after the line.
    pub to: Fraction,
    /// What is paid on, where that is another thing than what the last key measures.
    pub base: Option<Fraction>,
}

impl Table {
    /// What a table of one key pays for a line that moves the key from `from` to `to`.
    ///
    /// A `rate` is paid on the `base`, or on what the line moves where none is given; an `amount` stands for itself. A
    /// table has one of the two, or one result alone.
    ///
    /// ```
    /// # use attain::diagnostic::{At, Problems};
    /// # use attain::document::{Read, from_json};
    /// # use attain::quantity::Fraction;
    /// # use attain::rule::Rules;
    /// # use attain::table::{Table, TableDefinition};
    /// let text = br#"{ "keys": ["sold"], "read": "slices", "boundary": "[from, to)", "below": "mirror", "rows": [
    ///     { "sold": "0 .. 100", "rate": "3%" }, { "sold": "100 ..", "rate": "5%" } ] }"#;
    /// # let mut problems = Problems::new();
    /// # let definition = TableDefinition::read(&from_json(text, 1_000).unwrap(), At::root(), &mut problems);
    /// # let table = Table::compile(&definition, &Rules::default(), At::root(), &mut problems).unwrap();
    /// let paid = |from, to| table.pay(Fraction::whole(from), Fraction::whole(to), None).unwrap().to_string();
    /// assert_eq!(paid(0, 90), "2.7");
    /// assert_eq!(paid(90, 110), "0.8", "10 at 3% and 10 at 5%");
    /// assert_eq!(paid(110, 90), "-0.8", "a return walks back down");
    /// ```
    pub fn pay(&self, from: Fraction, to: Fraction, base: Option<Fraction>) -> Outcome<Fraction> {
        let column = self.pays().ok_or(Why::NothingDefined)?;
        self.pay_stretch(&Stretch { others: &[], from, to, base }, column)
    }

    /// What the result at position `column` pays for a line.
    ///
    /// Read by `whole`, `slices`, `above` or `passed`, it is what the table comes to after the line less what it came
    /// to before; a rate is then scaled by the base over what the line moves, which is undefined where it moves
    /// nothing. Otherwise a rate is the one after the line, on the base. A base of zero is paid nothing.
    pub fn pay_stretch(&self, stretch: &Stretch<'_>, column: usize) -> Outcome<Fraction> {
        let unit = self.keys().last().map_or(Unit::Number, |key| key.unit);
        let keys: Vec<Value> = stretch.others.iter().cloned().chain([unit.of(stretch.to)]).collect();
        if self.read().accumulates() {
            return self.difference(stretch, &keys, column);
        }
        let value = self.value(&keys, column)?.amount().ok_or(Why::NotANumber)?;
        if !self.is_rate(column) {
            return Ok(value);
        }
        let base = stretch.base.map_or_else(|| stretch.to.minus(stretch.from, self.0.precision), Ok)?;
        value.times(base, self.0.precision)
    }

    fn difference(&self, stretch: &Stretch<'_>, keys: &[Value], column: usize) -> Outcome<Fraction> {
        let (ladder, totals, to) = self.ladder(keys).ok_or(Why::OutOfTable)?;
        let total = totals.get(column).ok_or(Why::OutOfTable)?;
        let moved = total.between(stretch.from, to, self.reading(ladder))?;
        match stretch.base {
            Some(base) if self.is_rate(column) => {
                if base.is_zero() {
                    return Ok(Fraction::ZERO);
                }
                let way = to.minus(stretch.from, self.0.precision)?;
                moved.times(base.over(way, self.0.precision)?, self.0.precision)
            }
            _ => Ok(moved),
        }
    }

    /// The position of the result that is paid: `rate`, or `amount`, or the only one.
    fn pays(&self) -> Option<usize> {
        match (self.column("rate"), self.column("amount")) {
            (Some(column), None) | (None, Some(column)) => Some(column),
            (None, None) if self.columns().len() == 1 => Some(0),
            _ => None,
        }
    }
}
