//! The organisation as an author writes it.

use crate::diagnostic::{At, Problems};
use crate::document::{FormulaText, Named, Node, Read, definition, words};

definition! {
    /// The shape of the organisation: its trees, and what is known of people. Its content comes with the log.
    pub struct OrgDefinition {
        /// Each tree with the names of its levels from the top, such as `company`, `region`, `team`.
        pub trees: Named<Vec<String>>,
        /// What is known of people: attribute to type (`number`, `ratio`, `money`, `date`, `text`, `yesno`, `list`,
        /// `person`, `unit`).
        ///
        /// `role` is a text and is always known.
        pub person: Named<String>,
        /// Where a unit's figures come from: `then` (who belonged to it on the fact's day; the default) or `now` (who belongs
        /// to it on the day as of which is asked).
        pub actual: Option<Actual>,
        /// A condition on people: who leads the unit that they belong to.
        pub leads: Option<FormulaText>,
        /// Who is compared with whom.
        pub peers: Option<PeersDefinition>,
        /// A condition over `actor` and `subject`: who may see whose figures.
        pub may_see: Option<FormulaText>,
        /// A condition over `actor` and `subject`: who may set, change, close and open whose targets.
        pub may_set: Option<FormulaText>,
    }
}

words! {
    /// Whose figures are a unit's.
    pub enum Actual {
        /// Of whoever belonged to it on the fact's own day.
        Then = "then",
        /// Of whoever belongs to it on the day as of which is asked, also what they did elsewhere before.
        Now = "now",
    }
}

/// Who is compared with whom: people for whom `by` gives equal values, among those for whom `who` holds.
///
/// A formula alone stands for `by`. A person for whom `who` does not hold is still compared with the group of their
/// value.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct PeersDefinition {
    /// A formula whose equal values make a group.
    pub by: FormulaText,
    /// A condition on those who make up the group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub who: Option<FormulaText>,
}

definition! {
    /// The longer form of [`PeersDefinition`].
    pub struct PeersFields {
        /// A formula whose equal values make a group.
        pub by: FormulaText,
        /// A condition on those who make up the group.
        pub who: Option<FormulaText>,
    }
}

impl Read for PeersDefinition {
    fn fill(&mut self, node: &Node, at: At<'_>, problems: &mut Problems) {
        match node {
            Node::Map(_) => {
                let PeersFields { by, who } = PeersFields::read(node, at, problems);
                *self = PeersDefinition { by, who };
            }
            _ => self.by.fill(node, at, problems),
        }
    }

    fn node(&self) -> Node {
        PeersFields { by: self.by.clone(), who: self.who.clone() }.node()
    }
}
