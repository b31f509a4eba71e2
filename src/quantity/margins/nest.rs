//! Rows or columns, and how they are grouped.

use super::super::SplitError;

/// The rows or the columns of a table, and how they are grouped: months into quarters, quarters into the year, people into
/// teams.
///
/// Every row is a node, numbered from 0; each group that is made is one more. A node is in one group at the most; what is in
/// none belongs to the whole.
///
/// ```
/// use attain::quantity::Nest;
///
/// let mut year = Nest::of(4);
/// let first_half = year.group([0, 1])?;
/// assert_eq!((first_half, year.above(0), year.above(3)), (4, Some(4), None));
///
/// // A row is in one group, and what is not there in none.
/// assert!(year.group([1, 2]).is_err() && year.group([7]).is_err());
/// # Ok::<(), attain::quantity::SplitError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nest {
    leaves: usize,
    above: Vec<Option<usize>>,
}

impl Nest {
    /// So many rows, or columns, without groups.
    pub fn of(leaves: usize) -> Nest {
        Nest { leaves, above: vec![None; leaves] }
    }

    /// Makes one group of nodes, and answers its number. Refused is a node that does not exist or is in a group already; then
    /// nothing is grouped.
    pub fn group(&mut self, nodes: impl IntoIterator<Item = usize>) -> Result<usize, SplitError> {
        let nodes: Vec<usize> = nodes.into_iter().collect();
        let group = self.above.len();
        let mut above = self.above.clone();
        for node in nodes {
            match above.get_mut(node) {
                Some(place @ None) => *place = Some(group),
                _ => return Err(SplitError::NotFree { node }),
            }
        }
        above.push(None);
        self.above = above;
        Ok(group)
    }

    /// How many rows, or columns, there are.
    pub fn leaves(&self) -> usize {
        self.leaves
    }

    /// How many nodes there are: the rows or columns, and their groups.
    pub fn nodes(&self) -> usize {
        self.above.len()
    }

    /// The group that a node is in.
    pub fn above(&self, node: usize) -> Option<usize> {
        self.above.get(node).copied().flatten()
    }
}
