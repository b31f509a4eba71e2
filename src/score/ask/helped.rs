//! What became of what somebody was to work on.

use crate::quantity::{Fraction, Outcome, Precision, Why};
use crate::ranking::{Order, rank};
use crate::rule::Ties;

use super::super::result::Scorecard;
use super::focus::Focus;

/// What somebody was to work on, and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Helped {
    /// The names on the way to the item, such as `["results", "growth"]`.
    pub path: Vec<String>,
    /// How many points of the score it was behind the others then; below zero.
    pub behind: Outcome<Fraction>,
    /// The points then.
    pub then: Outcome<Fraction>,
    /// The points now; undefined where the item is not there any more.
    pub now: Outcome<Fraction>,
    /// By how many points it rose; below zero, where it fell.
    pub change: Outcome<Fraction>,
    /// The rank of that among the changes of the others in the same item, the largest first, equals sharing the better rank (1224).
    pub rank: Outcome<Fraction>,
    /// Among how many that is, oneself among them: those who had points then and have some now.
    pub among: usize,
}

/// What became of what somebody was to work on, by the focus of the period before; nothing, where there was nothing.
///
/// `others` are those with whom they are compared, each as they were then and are now.
pub fn helped(
    focus: &Focus,
    (then, now): (&Scorecard, &Scorecard),
    others: &[(&Scorecard, &Scorecard)],
) -> Option<Helped> {
    let item = focus.coaching()?;
    let path: Vec<&str> = item.path.iter().map(String::as_str).collect();
    let precision = now.precision;
    let change = rise(then, now, &path, precision);
    let mut changes = vec![change.clone()];
    for (then, now) in others {
        changes.push(rise(then, now, &path, precision));
    }
    let among = changes.iter().filter(|change| change.is_ok()).count();
    let ranks = rank(&changes, Order::HighestFirst, Ties::Competition);
    Some(Helped {
        path: item.path.clone(),
        behind: item.weighted.clone(),
        then: points(then, &path, precision),
        now: points(now, &path, precision),
        change,
        rank: ranks.into_iter().next().unwrap_or(Err(Why::NothingDefined)),
        among,
    })
}

fn points(card: &Scorecard, path: &[&str], precision: Precision) -> Outcome<Fraction> {
    card.item(path).filter(|item| item.there).ok_or(Why::NothingDefined)?.points(precision)
}

fn rise(then: &Scorecard, now: &Scorecard, path: &[&str], precision: Precision) -> Outcome<Fraction> {
    points(now, path, precision)?.minus(points(then, path, precision)?, precision)
}
