//! Where a value of a key lies among the values that the rows name.
//!
//! The values of a key fall into few *atoms*, within which no row tells one value from another: under amounts and days
//! each value that is named and each gap between two of them, under texts each text that is named and all others. Rows become
//! sets of atoms, and are compared by whole numbers.

use std::sync::Arc;

use chrono::Datelike;

use crate::quantity::{Fraction, Unit, Value};
use crate::rule::Boundary;
use crate::sort;

use super::cell::{Cell, Range};

/// The atoms of a key.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Index {
    /// Amounts and days: the values that are named, in rising order. Atom 2i + 1 is the value at i, 2i what lies below it.
    Marks(Marks),
    /// Texts: atom i + 1 is the text at i, 0 is all others.
    Texts(Vec<Arc<str>>),
    /// No and yes: atoms 0 and 1.
    Answers,
}

/// Which atoms a cell covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Atoms {
    /// From the first to the last, both included.
    Span(u32, u32),
    /// These, in rising order.
    Set(Vec<u32>),
}

impl Atoms {
    pub(super) fn contains(&self, atom: u32) -> bool {
        match self {
            Atoms::Span(first, last) => (*first..=*last).contains(&atom),
            Atoms::Set(atoms) => atoms.binary_search(&atom).is_ok(),
        }
    }

    /// The stretches of neighbouring atoms that it is made of.
    pub(super) fn spans(&self) -> impl Iterator<Item = (u32, u32)> {
        let (span, set) = match self {
            Atoms::Span(first, last) => (Some((*first, *last)), &[][..]),
            Atoms::Set(atoms) => (None, atoms.as_slice()),
        };
        span.into_iter().chain(set.iter().map(|atom| (*atom, *atom)))
    }
}

impl Index {
    /// The index of a key whose cells are these.
    pub(super) fn new<'c>(unit: Unit, cells: impl Iterator<Item = &'c Cell>) -> Index {
        let mut named: Vec<&Value> = Vec::new();
        for cell in cells {
            match cell {
                Cell::Any => {}
                Cell::OneOf(values) => named.extend(values),
                Cell::Range(Range { from, to }) => named.extend(from.iter().chain(to)),
            }
        }
        match unit {
            Unit::YesNo => Index::Answers,
            Unit::Text | Unit::Person | Unit::OrgUnit => {
                let mut texts: Vec<Arc<str>> = Vec::with_capacity(named.len());
                for value in named {
                    texts.extend(text(value).cloned());
                }
                sort::all(&mut texts);
                texts.dedup();
                Index::Texts(texts)
            }
            _ => {
                let mut points = Vec::with_capacity(named.len());
                for value in named {
                    points.extend(coordinate(value));
                }
                Index::Marks(Marks::new(points))
            }
        }
    }

    /// How many atoms there are.
    pub(super) fn count(&self) -> u32 {
        match self {
            Index::Marks(marks) => atom_number(marks.points.len().saturating_mul(2).saturating_add(1)),
            Index::Texts(texts) => atom_number(texts.len().saturating_add(1)),
            Index::Answers => 2,
        }
    }

    /// The atom of a value; `None` where it is of another kind.
    #[inline]
    pub(super) fn atom(&self, value: &Value) -> Option<u32> {
        match self {
            Index::Marks(marks) => {
                let (below, on) = marks.search(coordinate(value)?);
                Some(atom_number(below.saturating_mul(2).saturating_add(usize::from(on))))
            }
            Index::Texts(texts) => {
                let text = text(value)?;
                let found = texts.binary_search_by(|known| known.as_ref().cmp(text));
                Some(found.map_or(0, |at| atom_number(at.saturating_add(1))))
            }
            Index::Answers => match value {
                Value::YesNo(yes) => Some(u32::from(*yes)),
                _ => None,
            },
        }
    }

    /// The atoms of a cell; the side of a boundary decides about the ends of ranges.
    pub(super) fn atoms(&self, cell: &Cell, boundary: Boundary) -> Atoms {
        let last = self.count().saturating_sub(1);
        match cell {
            Cell::Any => Atoms::Span(0, last),
            Cell::OneOf(values) => {
                let mut atoms: Vec<u32> = values.iter().filter_map(|value| self.atom(value)).collect();
                sort::all(&mut atoms);
                Atoms::Set(atoms)
            }
            Cell::Range(Range { from, to }) => {
                let end = |end: &Option<Value>, open: u32| {
                    end.as_ref().and_then(|end| self.atom(end)).map_or((open, true), |atom| (atom, false))
                };
                let ((from, from_open), (to, to_open)) = (end(from, 0), end(to, last));
                let (first, last) = match boundary {
                    Boundary::LowerIn => (from, if to_open { to } else { to.saturating_sub(1) }),
                    Boundary::UpperIn => (if from_open { from } else { from.saturating_add(1) }, to),
                };
                Atoms::Span(first, last)
            }
        }
    }

    /// An atom in words: `is 5`, `is between 5 and 7`.
    pub(super) fn words(&self, atom: u32, unit: Unit) -> String {
        let at = usize::try_from(atom).unwrap_or(usize::MAX);
        match self {
            Index::Answers => format!("is `{}`", Value::YesNo(atom == 1)),
            Index::Texts(texts) => match at.checked_sub(1).and_then(|at| texts.get(at)) {
                Some(text) => format!("is `{text}`"),
                None => "is none of the texts that are named".to_owned(),
            },
            Index::Marks(marks) => {
                let half = at.checked_div(2).unwrap_or_default();
                let shown = |at: usize| marks.points.get(at).map(|point| shown(*point, unit));
                if at % 2 == 1 {
                    return format!("is `{}`", shown(half).unwrap_or_default());
                }
                match (half.checked_sub(1).and_then(shown), shown(half)) {
                    (Some(low), Some(high)) => format!("is between `{low}` and `{high}`"),
                    (Some(low), None) => format!("is above `{low}`"),
                    (None, Some(high)) => format!("is below `{high}`"),
                    (None, None) => "is anything".to_owned(),
                }
            }
        }
    }
}

/// A coordinate as the value that it is of.
pub(super) fn shown(at: Fraction, unit: Unit) -> String {
    if unit == Unit::Date {
        let day = i32::try_from(at.numerator()).ok().and_then(chrono::NaiveDate::from_num_days_from_ce_opt);
        return day.map_or_else(|| at.to_string(), |day| day.to_string());
    }
    unit.of(at).to_string()
}

/// Where a value lies on the number line: an amount at itself, a day at its number.
#[inline]
pub(super) fn coordinate(value: &Value) -> Option<Fraction> {
    match value {
        Value::Date(day) => Some(Fraction::whole(i64::from(day.num_days_from_ce()))),
        _ => value.amount(),
    }
}

fn text(value: &Value) -> Option<&Arc<str>> {
    match value {
        Value::Text(text) | Value::Person(text) | Value::OrgUnit(text) => Some(text),
        _ => None,
    }
}

#[inline]
fn atom_number(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Numbers in rising order, to be searched fast.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Marks {
    points: Vec<Fraction>,
    // The same as whole numbers over one common denominator, where they fit.
    scaled: Option<Scaled>,
}

#[derive(Clone, Debug, PartialEq)]
struct Scaled {
    over: i64,
    points: Vec<i64>,
}

impl Marks {
    pub(super) fn new(mut points: Vec<Fraction>) -> Marks {
        sort::all(&mut points);
        points.dedup();
        let scaled = Scaled::of(&points);
        Marks { points, scaled }
    }

    /// The last one at or below an atom that begins a stretch.
    pub(super) fn below(&self, atom: u32) -> Option<Fraction> {
        let at = usize::try_from(atom).ok()?.checked_sub(1)?.checked_div(2)?;
        self.points.get(at).copied()
    }

    /// How many of them lie below a number, and whether it is one of them.
    #[inline]
    pub(super) fn search(&self, key: Fraction) -> (usize, bool) {
        if let Some(scaled) = &self.scaled
            && let Some(found) = scaled.search(key)
        {
            return found;
        }
        let below = self.points.partition_point(|point| *point < key);
        (below, self.points.get(below) == Some(&key))
    }
}

impl Scaled {
    fn of(points: &[Fraction]) -> Option<Scaled> {
        let mut over: i64 = 1;
        for point in points {
            let den = i64::try_from(point.denominator()).ok()?;
            let common = gcd(over, den);
            over = over.checked_mul(den.checked_div(common)?)?;
        }
        let scale = |point: &Fraction| {
            let times = i128::from(over).checked_div(point.denominator())?;
            i64::try_from(point.numerator().checked_mul(times)?).ok()
        };
        Some(Scaled { over, points: points.iter().map(scale).collect::<Option<_>>()? })
    }

    /// By whole numbers, where the key fits 63 bits a side: `num / den` against `point / over` is `num * over` against
    /// `point * den`.
    #[inline]
    #[expect(clippy::arithmetic_side_effects, reason = "products of two numbers of 63 bits fit 126")]
    fn search(&self, key: Fraction) -> Option<(usize, bool)> {
        let (num, den) = (i64::try_from(key.numerator()).ok()?, i64::try_from(key.denominator()).ok()?);
        let key = i128::from(num) * i128::from(self.over);
        let den = i128::from(den);
        let below = self.points.partition_point(|point| i128::from(*point) * den < key);
        let on = self.points.get(below).is_some_and(|point| i128::from(*point) * den == key);
        Some((below, on))
    }
}

fn gcd(left: i64, right: i64) -> i64 {
    let (mut left, mut right) = (left, right);
    while right != 0 {
        (left, right) = (right, left.checked_rem(right).unwrap_or_default());
    }
    left.max(1)
}
