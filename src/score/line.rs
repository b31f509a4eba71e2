//! What each item has to do with the score: its share, what it contributes, what is missing.

use crate::quantity::{Fraction, Outcome, Precision, Why};
use crate::rule::Missing;
use crate::step::Done;

use super::definition::Compose;
use super::result::{ItemScore, Scorecard};
use super::weight::Together;

/// An item of a scorecard, with what it has to do with the score.
#[derive(Clone, Debug, PartialEq)]
pub struct Line<'s> {
    /// The names on the way to it, such as `["results", "growth"]`.
    pub path: Vec<&'s str>,
    /// The item.
    pub item: &'s ItemScore,
    /// The points: what its steps leave.
    pub points: Outcome<Fraction>,
    /// The points with which it counts; `None` where it is left out.
    pub counted: Option<Outcome<Fraction>>,
    /// What it weighs among its neighbours, those that are left out weighing nothing: all shares together are 1. `None` where it is left
    /// out, and where points are multiplied.
    pub share: Option<Fraction>,
    /// What it weighs in the whole card; `None` where it is left out, and where points are multiplied on the way to the top.
    pub of_card: Option<Fraction>,
    /// What it adds to the points of what it is part of: its share of the points with which it counts.
    pub contribution: Option<Fraction>,
    /// What its steps did, those that are done.
    pub steps: Vec<Done>,
}

/// An item that is undefined, and what stands for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Lacking<'s> {
    /// The names on the way to it.
    pub path: Vec<&'s str>,
    /// Why it is undefined.
    pub why: Why,
    /// What stands for it.
    pub missing: Missing,
}

impl Scorecard {
    /// Every item that is there, each before those that it is made of.
    pub fn lines(&self) -> Vec<Line<'_>> {
        let mut lines = Vec::new();
        add(&mut lines, &self.items, self.together, &[], Some(Fraction::ONE), self.precision);
        lines
    }

    /// The items that are undefined, with what stands for each; those of which one is made come behind it.
    pub fn missing(&self) -> Vec<Lacking<'_>> {
        let mut found = Vec::new();
        for line in self.lines() {
            if let Err(why) = line.points {
                found.push(Lacking { path: line.path, why, missing: line.item.missing });
            }
        }
        found
    }
}

fn add<'s>(
    lines: &mut Vec<Line<'s>>,
    items: &'s [ItemScore],
    together: Together,
    path: &[&'s str],
    of_card: Option<Fraction>,
    precision: Precision,
) {
    let all = weights(items, precision).filter(|_| together.compose == Compose::Sum);
    for item in items.iter().filter(|item| item.there) {
        let mut way = path.to_vec();
        way.push(item.id.as_str());
        let counted = item.counted(precision);
        let share = counted.as_ref().and_then(|_| item.weight.clone().ok()?.over(all?, precision).ok());
        let within = share.and_then(|share| share.times(of_card?, precision).ok());
        let points = counted.clone().and_then(Outcome::ok);
        let contribution = share.and_then(|share| share.times(points?, precision).ok());
        lines.push(Line {
            path: way.clone(),
            item,
            points: item.points(precision),
            counted,
            share,
            of_card: within,
            contribution,
            steps: item
                .applied(precision)
                .steps
                .into_iter()
                .filter(|done| done.asked.held == crate::step::Held::Yes)
                .collect(),
        });
        add(lines, &item.items, item.together, &way, within, precision);
    }
}

/// What all weigh that count.
fn weights(items: &[ItemScore], precision: Precision) -> Option<Fraction> {
    let mut sum = Fraction::ZERO;
    for item in items.iter().filter(|item| item.counted(precision).is_some()) {
        sum = sum.plus(item.weight.clone().ok()?, precision).ok()?;
    }
    Some(sum).filter(|sum| !sum.is_zero())
}
