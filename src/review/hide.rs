//! Which means nobody sees, so that nobody learns what a few raters say.

use crate::quantity::Why;

use super::compile::RaterKind;
use super::definition::RaterIs;
use super::result::{Hidden, KindScore, ReviewScore, Stands};

/// Hides the means of kinds with fewer raters than make them anonymous.
///
/// Where just one that counts is hidden, it could be reckoned from the whole and all others; so another one is hidden with it: that of
/// the fewest raters who do not rate themselves. Where there is none, the whole is told to nobody.
pub(super) fn hide(kinds: &[RaterKind], score: &mut ReviewScore) {
    for (kind, of) in kinds.iter().zip(&mut score.kinds) {
        if of.stands == Stands::Mean && of.raters < kind.anonymous {
            of.hidden = Some(Hidden::Few { have: of.raters, need: kind.anonymous });
        }
    }
    let mut hidden = score.kinds.iter().filter(|kind| counts(kind) && kind.hidden.is_some());
    if hidden.next().is_none() || hidden.next().is_some() {
        return;
    }
    let others = score.kinds.iter().enumerate().filter(|(_, kind)| counts(kind) && kind.hidden.is_none());
    let others = others.filter(|(_, kind)| kind.is != RaterIs::Itself);
    let fewest = others.min_by_key(|(_, kind)| kind.raters).map(|(at, _)| at);
    match fewest.and_then(|at| score.kinds.get_mut(at)) {
        Some(other) => {
            other.hidden = Some(Hidden::WouldTell);
            other.ratings = Vec::new();
        }
        None => score.withheld = Some(Why::Withheld),
    }
}

/// Whether the mean of a kind is part of the whole.
fn counts(kind: &KindScore) -> bool {
    kind.stands == Stands::Mean && !kind.weight.is_zero()
}
