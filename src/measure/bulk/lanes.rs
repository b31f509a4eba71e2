//! What each row of a chunk adds to its cell.

use std::borrow::Cow;

use super::condition::YES;
use super::number::Block;
use super::place::index;

/// Which rows of a chunk are counted: 1 for each that is; nothing, where all are.
pub(super) struct Counted(Option<Vec<u8>>);

impl Counted {
    /// Those for which a condition holds, if there is one, and that have a value, if one may lack.
    pub(super) fn new(mask: Option<&[u8]>, block: Option<&Block<'_>>) -> Counted {
        let known = block.and_then(|block| block.known.as_deref());
        let yes = mask.map(|mask| mask.iter().map(|one| u8::from(*one == YES)));
        Counted(match (yes, known) {
            (Some(yes), Some(known)) => Some(yes.zip(known).map(|(one, known)| one & known).collect()),
            (Some(yes), None) => Some(yes.collect()),
            (None, known) => known.map(<[u8]>::to_vec),
        })
    }

    /// 1 for each of so many rows that is counted.
    pub(super) fn ones(&self, rows: usize) -> Vec<i64> {
        match &self.0 {
            Some(counted) => counted.iter().map(|one| (*one).into()).collect(),
            None => vec![1; rows],
        }
    }

    /// Numbers, 0 where a row is not counted.
    pub(super) fn of<'v>(&self, values: &'v [i64]) -> Cow<'v, [i64]> {
        match &self.0 {
            Some(counted) => Cow::Owned(
                values.iter().zip(counted).map(|(value, one)| value & i64::from(*one).wrapping_neg()).collect(),
            ),
            None => Cow::Borrowed(values),
        }
    }

    /// The rows that are counted and go to one of so many cells.
    pub(super) fn rows(&self, places: &[u32], cells: usize) -> Vec<u32> {
        let mut rows = vec![0; places.len()];
        let (mut count, mut row) = (0_usize, 0_u32);
        let mut note = |place: u32, counted: u8| {
            if let Some(next) = rows.get_mut(count) {
                *next = row;
            }
            // No branch: whether a row is counted cannot be foreseen.
            count = count.wrapping_add(usize::from(counted & u8::from(index(place) < cells)));
            row = row.wrapping_add(1);
        };
        match &self.0 {
            Some(counted) => places.iter().zip(counted).for_each(|(place, one)| note(*place, *one)),
            None => places.iter().for_each(|place| note(*place, 1)),
        }
        rows.truncate(count);
        rows
    }
}

/// What is below zero of each number, without its sign.
pub(super) fn below(values: &[i64]) -> Vec<i64> {
    values.iter().map(|value| value.min(&0).wrapping_neg()).collect()
}
