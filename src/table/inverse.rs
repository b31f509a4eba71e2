//! A table read backwards: which values of the last key give a result.
//!
//! Between two neighbouring places at which anything can change, every result is a straight line. So two values inside tell all
//! of them, and what is asked for is found exactly, whatever the way in which the table is read.

use crate::formula::is_amount;
use crate::quantity::{Fraction, Outcome, Value, Why};
use crate::sort;

use super::cell::{Cell, Range};
use super::definition::Edge;
use super::index::coordinate;
use super::lookup::Table;

/// What is wanted of a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Just this value: an amount, whatever its unit, or a text.
    Exactly(Value),
    /// An amount of at least so much.
    AtLeast(Fraction),
    /// An amount of more than so much.
    Above(Fraction),
    /// An amount of at most so much.
    AtMost(Fraction),
}

/// Where an interval begins or ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End {
    /// The place.
    pub at: Fraction,
    /// Whether the place itself belongs to the interval.
    pub within: bool,
}

/// An interval of a key; an end that is not there is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// Where it begins.
    pub from: Option<End>,
    /// Where it ends.
    pub to: Option<End>,
}

/// For which values of the key a result has a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inverse {
    /// For this one alone.
    Only(Fraction),
    /// For all of an interval: the table is flat there, and which of them it was cannot be told.
    Flat(Interval),
    /// In several places, in rising order: the table goes up and down.
    Several(Vec<Interval>),
    /// For none: the table jumps over it, or never comes that far.
    Never,
}

impl Interval {
    /// Whether a value lies in it.
    pub fn holds(&self, at: Fraction) -> bool {
        let from = self.from.is_none_or(|from| from.at < at || from.within && from.at == at);
        from && self.to.is_none_or(|to| at < to.at || to.within && at == to.at)
    }

    /// The one value that it holds, where it is just one.
    pub fn only(&self) -> Option<Fraction> {
        let (from, to) = (self.from?, self.to?);
        (from.at == to.at).then_some(from.at)
    }

    fn point(at: Fraction) -> Interval {
        let end = Some(End { at, within: true });
        Interval { from: end, to: end }
    }
}

/// # Reading it backwards
impl Table {
    /// For which values of the last key the result at position `column` has a value; `others` are the keys before it.
    ///
    /// Exact, on boundaries too: whatever it names gives the value when it is looked up. A curve that rises all the way has one answer;
    /// where it is flat, or goes up and down, the answer says so. Undefined where the last key is no amount.
    ///
    #[cfg_attr(feature = "json", doc = "```")]
    #[cfg_attr(not(feature = "json"), doc = "```ignore")]
    /// use attain::diagnostic::{At, Problems};
    /// use attain::document::{Read, from_json};
    /// use attain::quantity::{Fraction, Value};
    /// use attain::rule::Rules;
    /// use attain::table::{Inverse, Table, TableDefinition};
    ///
    /// let text = br#"{ "keys": ["reached"], "read": "line", "below": "flat", "above": "flat", "rows": [
    ///     { "reached": "50%", "points": 0 }, { "reached": "100%", "points": 100 }, { "reached": "120%", "points": 120 } ] }"#;
    /// let mut problems = Problems::new();
    /// let definition = TableDefinition::read(&from_json(text, 1_000).unwrap(), At::root(), &mut problems);
    /// let curve = Table::compile(&definition, &Rules::default(), At::root(), &mut problems).unwrap();
    ///
    /// let gives = |points| curve.inverse(&[], &Value::Number(Fraction::whole(points)), 0).unwrap();
    /// assert_eq!(gives(90), Inverse::Only(Fraction::new(95, 100).unwrap()));
    /// assert!(matches!(gives(120), Inverse::Flat(_)), "120 % and all that is above");
    /// assert_eq!(gives(121), Inverse::Never);
    /// ```
    pub fn inverse(&self, others: &[Value], value: &Value, column: usize) -> Outcome<Inverse> {
        let found = self.places(others, &Wanted::Exactly(value.clone()), column)?;
        Ok(match found.as_slice() {
            [] => Inverse::Never,
            [one] => one.only().map_or(Inverse::Flat(*one), Inverse::Only),
            _ => Inverse::Several(found),
        })
    }

    /// Where along the last key a result is as wanted, in rising order; nowhere, where it never is.
    ///
    /// Undefined where the last key is no amount, and where `others` are more or fewer than the keys before it.
    pub fn places(&self, others: &[Value], wanted: &Wanted, column: usize) -> Outcome<Vec<Interval>> {
        let (key, before) = self.keys().split_last().ok_or(Why::OutOfTable)?;
        if !is_amount(key.unit) || column >= self.columns().len() {
            return Err(Why::NotANumber);
        }
        if before.len() != others.len() {
            return Err(Why::OutOfTable);
        }
        let marks = self.marks();
        let mut found: Vec<Interval> = Vec::new();
        let mut below = None;
        for mark in marks {
            add(&mut found, self.inside(others, wanted, column, (below, Some(mark)))?);
            let here = self.result(others, mark, column).is_some_and(|value| wanted.is(&value));
            add(&mut found, here.then(|| Interval::point(mark)));
            below = Some(mark);
        }
        add(&mut found, self.inside(others, wanted, column, (below, None))?);
        Ok(found)
    }

    /// Every place of the last key at which a result may change its course, in rising order.
    fn marks(&self) -> Vec<Fraction> {
        let mut marks = Vec::new();
        for row in self.rows() {
            match row.cells.last() {
                Some(Cell::OneOf(values)) => marks.extend(values.iter().filter_map(coordinate)),
                Some(Cell::Range(Range { from, to })) => {
                    marks.extend([from, to].into_iter().flatten().filter_map(coordinate));
                }
                Some(Cell::Any) | None => {}
            }
        }
        if self.0.sides.below == Edge::Mirror {
            let mirrored: Vec<Fraction> = marks.iter().map(|mark| mark.negate()).collect();
            marks.extend(mirrored);
            marks.push(Fraction::ZERO);
        }
        sort::all(&mut marks);
        marks.dedup();
        marks
    }

    fn result(&self, others: &[Value], at: Fraction, column: usize) -> Option<Value> {
        let unit = self.keys().last()?.unit;
        let keys: Vec<Value> = others.iter().cloned().chain([unit.of(at)]).collect();
        self.value(&keys, column).ok()
    }

    /// What is as wanted between two marks, neither of which belongs to it.
    fn inside(
        &self,
        others: &[Value],
        wanted: &Wanted,
        column: usize,
        (low, high): (Option<Fraction>, Option<Fraction>),
    ) -> Outcome<Option<Interval>> {
        let precision = self.0.precision;
        let (one, other) = match (low, high) {
            (Some(low), Some(high)) => {
                let third = high.minus(low, precision)?.over(Fraction::whole(3), precision)?;
                (low.plus(third, precision)?, high.minus(third, precision)?)
            }
            (Some(low), None) => (low.plus(Fraction::ONE, precision)?, low.plus(Fraction::whole(2), precision)?),
            (None, Some(high)) => (high.minus(Fraction::whole(2), precision)?, high.minus(Fraction::ONE, precision)?),
            (None, None) => (Fraction::ZERO, Fraction::ONE),
        };
        let (Some(start), Some(end)) = (self.result(others, one, column), self.result(others, other, column)) else {
            return Ok(None);
        };
        let open = |at: Option<Fraction>| at.map(|at| End { at, within: false });
        let all = Interval { from: open(low), to: open(high) };
        if start == end {
            return Ok(wanted.is(&start).then_some(all));
        }
        let (Some(want), Some(start), Some(end)) = (wanted.amount(), start.amount(), end.amount()) else {
            return Ok(None);
        };
        let rise = end.minus(start, precision)?;
        let share = want.minus(start, precision)?.over(rise, precision)?;
        let meets = one.plus(share.times(other.minus(one, precision)?, precision)?, precision)?;
        Ok(wanted.part(all, meets, rise.is_negative()))
    }
}

impl Wanted {
    /// Whether a result is as wanted.
    fn is(&self, value: &Value) -> bool {
        match self {
            Wanted::Exactly(wanted) => match (wanted.amount(), value.amount()) {
                (Some(wanted), Some(amount)) => wanted == amount,
                _ => wanted == value,
            },
            Wanted::AtLeast(least) => value.amount().is_some_and(|amount| *least <= amount),
            Wanted::Above(less) => value.amount().is_some_and(|amount| *less < amount),
            Wanted::AtMost(most) => value.amount().is_some_and(|amount| amount <= *most),
        }
    }

    fn amount(&self) -> Option<Fraction> {
        match self {
            Wanted::Exactly(value) => value.amount(),
            Wanted::AtLeast(amount) | Wanted::Above(amount) | Wanted::AtMost(amount) => Some(*amount),
        }
    }

    /// The part of an interval, on which a straight line rises or falls, that is as wanted; the line meets the amount at `meets`.
    fn part(&self, all: Interval, meets: Fraction, falls: bool) -> Option<Interval> {
        let end = Some(End { at: meets, within: !matches!(self, Wanted::Above(_)) });
        let (above, below) = (all.from.is_none_or(|from| from.at < meets), all.to.is_none_or(|to| meets < to.at));
        let upwards = match self {
            Wanted::Exactly(_) => return (above && below).then(|| Interval::point(meets)),
            Wanted::AtLeast(_) | Wanted::Above(_) => !falls,
            Wanted::AtMost(_) => falls,
        };
        match (upwards, above, below) {
            (true, true, false) | (false, false, true) => None,
            (true, true, true) => Some(Interval { from: end, to: all.to }),
            (false, true, true) => Some(Interval { from: all.from, to: end }),
            _ => Some(all),
        }
    }
}

/// Adds an interval behind all that were found; what touches becomes one.
fn add(found: &mut Vec<Interval>, next: Option<Interval>) {
    let Some(next) = next else { return };
    if let Some(last) = found.last_mut()
        && let (Some(end), Some(start)) = (last.to, next.from)
        && end.at == start.at
        && (end.within || start.within)
    {
        last.to = next.to;
        return;
    }
    found.push(next);
}
