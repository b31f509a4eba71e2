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
/// assert!(year.group([2, 1]).is_err() && year.group([7]).is_err());
/// assert_eq!((year.nodes(), year.above(2)), (5, None));
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
        let group = self.above.len();
        let mut taken = Vec::new();
        for node in nodes {
            let Some(place @ None) = self.above.get_mut(node) else {
                for node in taken {
                    if let Some(place) = self.above.get_mut(node) {
                        *place = None;
                    }
                }
                return Err(SplitError::NotFree { node });
            };
            *place = Some(group);
            taken.push(node);
        }
        self.above.push(None);
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
