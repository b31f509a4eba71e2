//! The nearest known name to a mistyped one.

use crate::sort;

/// The longest name that is compared, in characters.
const LENGTH_MAX: usize = 64;

/// The most names that one is compared with.
const CANDIDATES_MAX: usize = 1_000;

/// The most names that are listed where none is near.
const LISTED_MAX: usize = 12;

/// The name among `known` that is nearest to `name`, if one is near enough to be a slip of the finger.
///
/// Near means at most one third of the characters inserted, left out, replaced or swapped (one, in names shorter than
/// three). Of equally near names the first in alphabetical order is taken, so the answer does not depend on the order
/// of `known`.
///
/// Names longer than 64 characters have no nearest one, and at most 1,000 names of a fitting length are looked at: the
/// time for an answer is bounded, whatever a document contains.
///
/// # Example
///
/// ```
/// use attain::diagnostic::nearest;
///
/// assert_eq!(nearest("revenu", ["orders", "revenue"]), Some("revenue"));
/// assert_eq!(nearest("销售鄂", ["销售额", "利润"]), Some("销售额"));
/// assert_eq!(nearest("margin", ["orders", "revenue"]), None);
/// ```
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest_of(name, &mut known.into_iter())
}

/// What helps somebody who wrote a name that is not known: the nearest one, or those that there are.
pub(crate) fn remedy<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    remedy_of(name, &mut known.into_iter())
}

#[cold]
fn nearest_of<'a>(name: &str, known: &mut dyn Iterator<Item = &'a str>) -> Option<&'a str> {
    let length = name.chars().count();
    if length > LENGTH_MAX {
        return None;
    }
    let limit = (length / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for candidate in known.filter(|candidate| candidate.chars().count().abs_diff(length) <= limit).take(CANDIDATES_MAX)
    {
        let found = (strsim::osa_distance(name, candidate), candidate);
        if found.0 <= limit && best.is_none_or(|best| found < best) {
            best = Some(found);
        }
    }
    best.map(|(_, candidate)| candidate)
}

#[cold]
fn remedy_of(name: &str, known: &mut dyn Iterator<Item = &str>) -> String {
    let mut known: Vec<&str> = known.collect();
    sort::all(&mut known);
    known.dedup();
    if let Some(near) = nearest_of(name, &mut known.iter().copied()).filter(|near| *near != name) {
        let distance = strsim::osa_distance(name, near);
        let length = name.chars().count();
        let fitting = known.iter().filter(|other| other.chars().count().abs_diff(length) <= distance);
        let fitting = fitting.take(CANDIDATES_MAX);
        let as_near: Vec<&str> =
            fitting.filter(|other| strsim::osa_distance(name, other) == distance).copied().collect();
        return format!("did you mean `{}`?", as_near.join("` or `"));
    }
    let named = known.get(..LISTED_MAX).unwrap_or(&known);
    match (known.len(), known.len().saturating_sub(named.len())) {
        (0, _) => "there are none yet".to_owned(),
        (1, _) => format!("there is `{}`", named.join("`, `")),
        (_, 0) => format!("there are `{}`", named.join("`, `")),
        (_, more) => format!("there are `{}` and {more} more", named.join("`, `")),
    }
}
