//! Scales: which scores there are, and what each is on the numbers onto which all are brought.

use crate::id::Name;
use crate::kpi::Better;
use crate::quantity::{Fraction, Outcome, Precision};

/// A scale on which scores are given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scale {
    /// Its name.
    pub name: Name,
    /// The lowest score.
    pub lowest: Fraction,
    /// The highest score, above the lowest.
    pub highest: Fraction,
    /// How far two neighbouring scores lie apart, counted from the lowest; any will do, where there is none.
    pub step: Option<Fraction>,
    /// The scores that have names, by name; where there are some, there are no others.
    pub ratings: Vec<(String, Fraction)>,
    /// Which end is the better one.
    pub better: Better,
}

/// Why a number is no score of a scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoScore {
    /// It lies below the lowest or above the highest score.
    Outside,
    /// It lies between two scores that neighbour each other.
    BetweenSteps,
    /// The scale has scores with names, and this is the number of none of them.
    NoRating,
}

impl Scale {
    /// Whether a number is a score of the scale, and why not.
    pub fn check(&self, score: Fraction) -> Result<(), NoScore> {
        if score < self.lowest || score > self.highest {
            return Err(NoScore::Outside);
        }
        if !self.ratings.is_empty() {
            let known = self.ratings.iter().any(|(_, known)| *known == score);
            return if known { Ok(()) } else { Err(NoScore::NoRating) };
        }
        let Some(step) = self.step else { return Ok(()) };
        let precision = Precision::default();
        let steps = score.minus(self.lowest, precision).and_then(|above| above.over(step, precision));
        if steps.is_ok_and(Fraction::is_whole) { Ok(()) } else { Err(NoScore::BetweenSteps) }
    }

    /// The score of a name.
    pub fn rating(&self, name: &str) -> Option<Fraction> {
        self.ratings.iter().find(|(known, _)| known == name).map(|(_, score)| *score)
    }

    /// What people call a score, where it has a name.
    pub fn name_of(&self, score: Fraction) -> Option<&str> {
        self.ratings.iter().find(|(_, known)| *known == score).map(|(name, _)| name.as_str())
    }

    /// What a score of this scale is on the numbers of `onto`: its worst score is the first of them, its best one the second, and those
    /// between lie on the straight line.
    ///
    /// ```
    /// use attain::kpi::Better;
    /// use attain::quantity::{Fraction, Precision};
    /// use attain::review::Scale;
    ///
    /// let number = Fraction::whole;
    /// let school = Scale {
    ///     name: "school".parse().unwrap(), lowest: number(1), highest: number(6), step: None, ratings: Vec::new(), better: Better::Lower,
    /// };
    /// let onto = (number(0), number(100));
    /// let of = |score| school.onto(number(score), onto, Precision::default()).unwrap().to_string();
    /// assert_eq!([of(1), of(2), of(6)], ["100", "80", "0"]);
    /// ```
    pub fn onto(&self, score: Fraction, onto: (Fraction, Fraction), precision: Precision) -> Outcome<Fraction> {
        let good = match self.better {
            Better::Higher => score.minus(self.lowest, precision)?,
            Better::Lower => self.highest.minus(score, precision)?,
        };
        let share = good.over(self.highest.minus(self.lowest, precision)?, precision)?;
        share.times(onto.1.minus(onto.0, precision)?, precision)?.plus(onto.0, precision)
    }

    /// The score of this scale that a number of `onto` stands for: the inverse of [`onto`](Scale::onto).
    pub fn back(&self, number: Fraction, onto: (Fraction, Fraction), precision: Precision) -> Outcome<Fraction> {
        let share = number.minus(onto.0, precision)?.over(onto.1.minus(onto.0, precision)?, precision)?;
        let good = share.times(self.highest.minus(self.lowest, precision)?, precision)?;
        match self.better {
            Better::Higher => good.plus(self.lowest, precision),
            Better::Lower => self.highest.minus(good, precision),
        }
    }
}
