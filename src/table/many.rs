//! Reading values of many rows off a line.

use std::cmp::Ordering;

use crate::document::IS_WHOLE;
use crate::quantity::{Fraction, Quotients, Straight, Undefined, Unit, Value, Why};

use super::definition::{Edge, ReadWord};
use super::ladder::Ladder;
use super::lookup::{Finder, Table, is_of};

/// The most points of a line on which each row looks for its place by comparing with all of them.
const POINTS_MAX: usize = 24;

/// The straight lines of which a line is made: below its first point, from point to point, at its last point, above it.
struct Lines {
    points: Vec<Fraction>,
    /// By how many points are at or below a value; one more for those beyond the last. Nothing, where there is no value.
    parts: Vec<Option<Straight>>,
    unit: Unit,
}

impl Table {
    /// What [`Table::value`] gives for each of many amounts of a unit, and its unit; nothing, where that is not read off a short line
    /// of one key.
    pub(crate) fn many(&self, keys: &Quotients<'_>, unit: Unit, column: usize) -> Option<(Quotients<'static>, Unit)> {
        if !IS_WHOLE {
            return None;
        }
        let ([key], Finder::Ladders(_, ladders)) = (self.0.keys.as_slice(), &self.0.finder) else { return None };
        let [(ladder, _)] = ladders.as_slice() else { return None };
        if self.0.read != ReadWord::Line || !is_of(key, unit) || ladder.rungs.len() > POINTS_MAX {
            return None;
        }
        let lines = self.lines(ladder, column)?;
        if let Some((values, outside)) = keys.on_lines(&lines.points, &lines.parts) {
            let outside = outside.into_iter().map(|row| (row, Why::OutOfTable)).collect();
            return Some((values.without(&beside(keys, outside)), lines.unit));
        }
        let places = lines.places(keys);
        let precision = self.0.precision;
        let of = |what: &dyn Fn(&Straight) -> Fraction| lines.by_row(&places, what);
        let (from, start) = (of(&|line| line.from)?, of(&|line| line.start)?);
        let (run, rise) = (of(&|line| line.run)?, of(&|line| line.rise)?);
        let share = keys.minus(&from, precision).over(&run, precision);
        let values = start.plus(&rise.times(&share, precision), precision);
        let outside = |(row, place): (usize, &usize)| match lines.parts.get(*place) {
            Some(Some(_)) => None,
            _ => Some((row, Why::OutOfTable)),
        };
        let outside = places.iter().enumerate().filter_map(outside).collect();
        Some((values.without(&beside(keys, outside)), lines.unit))
    }

    /// The straight lines of a line; nothing, where not all can be told.
    fn lines(&self, ladder: &Ladder, column: usize) -> Option<Lines> {
        let values: Vec<Value> = ladder
            .rungs
            .iter()
            .map(|rung| self.0.rows.get(rung.row).and_then(|row| row.values.get(column)).cloned())
            .collect::<Option<_>>()?;
        let unit = values.first()?.unit();
        let amounts: Vec<Fraction> =
            values.iter().map(|value| value.amount().filter(|_| value.unit() == unit)).collect::<Option<_>>()?;
        let points: Vec<Fraction> = ladder.rungs.iter().map(|rung| rung.from).collect::<Option<_>>()?;
        let flat = |at: usize| {
            let (start, from) = (*amounts.get(at)?, *points.get(at)?);
            Some(Straight { from, start, run: Fraction::ONE, rise: Fraction::ZERO })
        };
        let straight = |one: usize, other: usize| {
            let precision = self.0.precision;
            let (from, start) = (*points.get(one)?, *amounts.get(one)?);
            let run = points.get(other)?.minus(from, precision).ok()?;
            let rise = amounts.get(other)?.minus(start, precision).ok()?;
            Some(Straight { from, start, run, rise })
        };
        let last = points.len().checked_sub(1)?;
        let edge = |edge: Edge, outermost: usize, next: usize| match edge {
            Edge::Undefined => Some(None),
            Edge::Flat => flat(outermost).map(Some),
            Edge::Extend => straight(outermost, next).map(Some),
            Edge::Zero => {
                let zero = Straight { start: Fraction::ZERO, ..flat(outermost)? };
                (self.0.columns.get(column)?.unit == unit).then_some(Some(zero))
            }
            Edge::Mirror => None,
        };
        let mut parts = vec![edge(self.0.sides.below, 0, 1)?];
        for at in 0..last {
            parts.push(Some(straight(at, at.checked_add(1)?)?));
        }
        parts.push(Some(flat(last)?));
        parts.push(edge(self.0.sides.above, last, last.saturating_sub(1))?);
        Some(Lines { points, parts, unit })
    }
}

/// Those outside of a table that have a value to be outside with.
fn beside(keys: &Quotients<'_>, mut outside: Undefined) -> Undefined {
    outside.retain(|(row, _)| keys.undefined().binary_search_by_key(row, |(row, _)| *row).is_err());
    outside
}

impl Lines {
    /// The part on which each row lies.
    fn places(&self, keys: &Quotients<'_>) -> Vec<usize> {
        let mut places = vec![0_usize; keys.rows()];
        let last = self.points.len();
        for (at, point) in self.points.iter().enumerate() {
            let beyond = keys.compare(&Quotients::same(keys.rows(), *point));
            let is_last = at.saturating_add(1) == last;
            for (place, ordering) in places.iter_mut().zip(beyond) {
                *place = match ordering {
                    Ordering::Less => *place,
                    Ordering::Greater if is_last => place.saturating_add(2),
                    _ => place.saturating_add(1),
                };
            }
        }
        places
    }

    /// A number of the part on which each row lies.
    fn by_row(&self, places: &[usize], what: &dyn Fn(&Straight) -> Fraction) -> Option<Quotients<'static>> {
        let any = Straight { from: Fraction::ZERO, start: Fraction::ZERO, run: Fraction::ONE, rise: Fraction::ZERO };
        let all: Vec<Fraction> = self.parts.iter().map(|part| what(part.as_ref().unwrap_or(&any))).collect();
        Quotients::chosen_from(&all, places)
    }
}
