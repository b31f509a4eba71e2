//! Whose rank is another one than before.

use crate::id::Key;
use crate::quantity::{Fraction, Precision, Value};

use super::place::{Place, Ranking};

/// Where somebody was and is.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// Who.
    pub who: Key,
    /// The rank before; nothing, where there was none.
    pub before: Option<Fraction>,
    /// The rank after; nothing, where there is none.
    pub after: Option<Fraction>,
    /// What became of it.
    pub movement: Movement,
}

/// What became of somebody's rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Movement {
    /// It is the same.
    Stays,
    /// It is better by so many ranks.
    Rises(Fraction),
    /// It is worse by so many ranks.
    Falls(Fraction),
    /// There was none before.
    Enters,
    /// There is none any more.
    Leaves,
    /// It is one among others: the two ranks cannot be compared.
    ChangesGroup,
}

impl Movement {
    /// The stable name: `stays`, `rises`, `falls`, `enters`, `leaves`, `changes_group`.
    pub fn code(self) -> &'static str {
        match self {
            Movement::Stays => "stays",
            Movement::Rises(_) => "rises",
            Movement::Falls(_) => "falls",
            Movement::Enters => "enters",
            Movement::Leaves => "leaves",
            Movement::ChangesGroup => "changes_group",
        }
    }

    /// By how many ranks it rose, below zero where it fell; nothing, where the two cannot be compared.
    pub fn by(self) -> Option<Fraction> {
        match self {
            Movement::Stays => Some(Fraction::ZERO),
            Movement::Rises(by) => Some(by),
            Movement::Falls(by) => Some(by.negate()),
            Movement::Enters | Movement::Leaves | Movement::ChangesGroup => None,
        }
    }
}

/// What became of each rank from one ranking to another: in the order of the later one, then those who left it. Who has a rank in
/// neither of them is not in it.
///
/// ```
/// use attain::id::Key;
/// use attain::quantity::{Fraction, Value};
/// use attain::ranking::{Movement, Order, Ranking, moves};
/// use attain::rule::Ties;
///
/// let ranking = |values: &[(&str, i64)]| {
///     let value = |(who, value): &(&str, i64)| (Key::new(*who).unwrap(), Ok(Value::Number(Fraction::whole(*value))));
///     Ranking::new(values.iter().map(value).collect(), Order::HighestFirst, Ties::Competition)
/// };
/// let (before, after) = (ranking(&[("ann", 5), ("bob", 4), ("cid", 3)]), ranking(&[("ann", 5), ("cid", 9), ("dan", 1)]));
/// let moved: Vec<String> = moves(&before, &after).iter().map(|moved| format!("{} {}", moved.who, moved.movement.code())).collect();
/// assert_eq!(moved, ["cid rises", "ann falls", "dan enters", "bob leaves"]);
/// assert_eq!(moves(&before, &after)[0].movement, Movement::Rises(Fraction::whole(2)));
/// ```
pub fn moves(before: &Ranking, after: &Ranking) -> Vec<Moved> {
    let partners = partners(before, after);
    let mut moved = Vec::with_capacity(after.places.len());
    for (place, old) in after.ranked().iter().zip(&partners) {
        moved.push(one(&place.who, old.and_then(|old| before.places.get(old)), Some(place)));
    }
    let mut stays = vec![false; before.places.len()];
    for old in partners.iter().take(after.ranked().len()).flatten() {
        if let Some(stays) = stays.get_mut(*old) {
            *stays = true;
        }
    }
    for (place, _) in before.ranked().iter().zip(stays).filter(|(_, stays)| !stays) {
        moved.push(one(&place.who, Some(place), None));
    }
    moved
}

/// Of each place of the later ranking, where the same one is in the earlier: both are gone through once, in the order of keys.
fn partners(before: &Ranking, after: &Ranking) -> Vec<Option<usize>> {
    let mut partners = vec![None; after.places.len()];
    let mut old = before.in_order_of_keys().peekable();
    for (at, place) in after.in_order_of_keys() {
        while old.next_if(|(_, old)| old.who < place.who).is_some() {}
        if let (Some((found, _)), Some(partner)) = (old.next_if(|(_, old)| old.who == place.who), partners.get_mut(at))
        {
            *partner = Some(found);
        }
    }
    partners
}

/// Whose rank is another one: [`moves()`] without those whose rank stays.
pub fn affected(before: &Ranking, after: &Ranking) -> Vec<Moved> {
    let mut moved = moves(before, after);
    moved.retain(|moved| moved.movement != Movement::Stays);
    moved
}

fn one(who: &Key, old: Option<&Place>, new: Option<&Place>) -> Moved {
    let rank = |place: Option<&Place>| place.and_then(|place| place.rank.clone().ok());
    let (before, after) = (rank(old), rank(new));
    let group = |place: Option<&Place>| -> Option<Value> { place.and_then(|place| place.group.clone()) };
    let movement = match (before, after) {
        (None, _) => Movement::Enters,
        (_, None) => Movement::Leaves,
        (Some(_), Some(_)) if group(old) != group(new) => Movement::ChangesGroup,
        (Some(before), Some(after)) => {
            // Ranks are whole, or halves of a whole: their difference is exact.
            let by = before.minus(after, Precision::default()).unwrap_or(Fraction::ZERO);
            match by.signum() {
                0 => Movement::Stays,
                1.. => Movement::Rises(by),
                _ => Movement::Falls(by.negate()),
            }
        }
    };
    Moved { who: who.clone(), before, after, movement }
}
