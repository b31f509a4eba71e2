//! How many have which grade: places by largest remainder, and where equals stand on both sides of a border.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::quantity::{Fraction, Odd, Outcome, Precision, Value, Why, split};
use crate::rule::OddWord;

use super::definition::{Border, Taken};

/// A grade and its share of all.
#[derive(Clone, Debug, PartialEq)]
pub struct Quota {
    /// The grade.
    pub grade: Value,
    /// Its share, from 0 to 1.
    pub share: Fraction,
}

/// Quotas of grades, the best grade first.
#[derive(Clone, Debug, PartialEq)]
pub struct Quotas {
    list: Vec<Quota>,
    /// Which of equal remainders has the odd place.
    pub odd: OddWord,
    /// What becomes of equals on both sides of a border.
    pub ties: Border,
    /// Who makes up for equals that stay together.
    pub taken: Taken,
}

/// How many have each grade.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// The places of each grade, by largest remainder.
    pub places: Vec<u64>,
    /// How many are given it, the best first; other than places only where equals stand on both sides of a border.
    pub given: Vec<u64>,
    /// Which of the equals stand on both sides of a border, by their positions.
    pub tied: Vec<usize>,
}

impl Quotas {
    /// Quotas, the best grade first; undefined where a share is below zero, or they do not make 100 % ([`Why::WeightsNotWhole`]).
    ///
    /// Equals have the better grade at the cost of the next one, and of equal remainders the first has the odd place, until something else
    /// is said.
    pub fn new(quotas: Vec<Quota>) -> Outcome<Quotas> {
        let mut sum = Fraction::ZERO;
        for quota in &quotas {
            sum = sum.plus(quota.share, Precision::default())?;
        }
        if sum != Fraction::ONE || quotas.iter().any(|quota| quota.share.is_negative()) {
            return Err(Why::WeightsNotWhole);
        }
        Ok(Quotas { list: quotas, odd: OddWord::First, ties: Border::Better, taken: Taken::Next })
    }

    /// The same with a rule for equals on both sides of a border, and with who makes up for it.
    #[must_use]
    pub fn ties(self, ties: Border, taken: Taken) -> Quotas {
        Quotas { ties, taken, ..self }
    }

    /// The same, with the odd place for the first or the last of equal remainders.
    #[must_use]
    pub fn odd(self, odd: OddWord) -> Quotas {
        Quotas { odd, ..self }
    }

    /// The quotas, the best grade first.
    pub fn list(&self) -> &[Quota] {
        &self.list
    }

    /// How many of so many people have each grade, by largest remainder.
    ///
    /// ```
    /// use attain::grade::{Quota, Quotas};
    /// use attain::quantity::{Fraction, Value};
    ///
    /// let quota = |(grade, share): (&str, i128)| Quota { grade: Value::Text(grade.into()), share: Fraction::new(share, 100).unwrap() };
    /// let quotas = Quotas::new([("S", 10), ("A", 20), ("B", 60), ("C", 10)].map(quota).to_vec())?;
    /// assert_eq!(quotas.places(12)?, [1, 3, 7, 1], "of 1.2, 2.4, 7.2 and 1.2 places A has the largest remainder");
    /// # Ok::<(), attain::quantity::Why>(())
    /// ```
    pub fn places(&self, people: u64) -> Outcome<Vec<u64>> {
        self.places_from(0, people)
    }

    /// The places of the grades from one on, by their shares among themselves.
    fn places_from(&self, first: usize, people: u64) -> Outcome<Vec<u64>> {
        let shares: Vec<Fraction> = self.list.iter().skip(first).map(|quota| quota.share).collect();
        if people == 0 {
            return Ok(vec![0; shares.len()]);
        }
        if shares.iter().all(|share| share.is_zero()) {
            // Whoever is left where no grade has a share has the last one.
            let mut places = vec![0; shares.len()];
            if let Some(last) = places.last_mut() {
                *last = people;
            }
            return Ok(places);
        }
        let odd = if self.odd == OddWord::Last { Odd::Last } else { Odd::First };
        let parts = split(Decimal::from(people), &shares, Decimal::ONE, odd).map_err(|_| Why::Overflow)?;
        parts.into_iter().map(|part| part.to_u64().ok_or(Why::Overflow)).collect()
    }

    /// How many have each grade, where so many are equal at a time, the best first: `[1, 3]` is one, and then three equals.
    ///
    /// ```
    /// use attain::grade::{Border, Quota, Quotas, Taken};
    /// use attain::quantity::{Fraction, Value};
    ///
    /// let quota = |(grade, share): (&str, i128)| Quota { grade: Value::Text(grade.into()), share: Fraction::new(share, 100).unwrap() };
    /// let quotas = Quotas::new([("A", 20), ("B", 60), ("C", 20)].map(quota).to_vec())?;
    /// let cut = |ties, taken| quotas.clone().ties(ties, taken).cut(&[1, 2, 2]).map(|cut| cut.given);
    ///
    /// assert_eq!(cut(Border::Better, Taken::Next)?, [1, 4, 0], "the last two stand on the border of B and C");
    /// assert_eq!(cut(Border::Worse, Taken::Next)?, [1, 2, 2]);
    /// # Ok::<(), attain::quantity::Why>(())
    /// ```
    pub fn cut(&self, equals: &[u64]) -> Outcome<Cut> {
        let ends = ends(equals)?;
        let people = ends.last().copied().unwrap_or(0);
        let places = self.places(people)?;
        let mut cut = Cut { given: Vec::with_capacity(places.len()), places, tied: Vec::new() };
        let (mut at, mut fixed, mut left) = (0_u64, 0_u64, cut.places.clone());
        for grade in 0..self.list.len() {
            let own = |places: &[u64]| places.get(grade).copied().unwrap_or(0);
            fixed = fixed.saturating_add(own(&cut.places));
            let border = match self.taken {
                _ if grade.saturating_add(1) == self.list.len() => people,
                Taken::Next => fixed,
                Taken::Last | Taken::Anew => at.saturating_add(own(&left)),
            };
            let border = border.clamp(at, people);
            let end = match run_across(border, &ends) {
                None => border,
                Some((run, start, end)) => {
                    if cut.tied.last() != Some(&run) {
                        cut.tied.push(run);
                    }
                    match self.ties {
                        Border::Better => end,
                        Border::Worse => start,
                        Border::Then => border,
                    }
                }
            };
            cut.given.push(end.saturating_sub(at));
            at = end;
            if self.taken == Taken::Anew && end != border {
                left.truncate(grade.saturating_add(1));
                left.extend(self.places_from(grade.saturating_add(1), people.saturating_sub(at))?);
            }
        }
        Ok(cut)
    }
}

/// The equals on both sides of a border: which they are, and behind how many they begin and end.
fn run_across(border: u64, ends: &[u64]) -> Option<(usize, u64, u64)> {
    let run = ends.partition_point(|end| *end <= border);
    let start = run.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
    let end = *ends.get(run)?;
    (start < border).then_some((run, start, end))
}

/// Behind how many each of the equals end.
fn ends(equals: &[u64]) -> Outcome<Vec<u64>> {
    let mut sum = 0_u64;
    let mut ends = Vec::with_capacity(equals.len());
    for count in equals {
        sum = sum.checked_add(*count).ok_or(Why::Overflow)?;
        ends.push(sum);
    }
    Ok(ends)
}
