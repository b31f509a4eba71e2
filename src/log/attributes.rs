//! What memberships say about people.

use std::sync::Arc;

use crate::id::Name;

use super::kind::FieldType;

/// The attributes of people, in order: what a `membership` may say beside `who`, `unit`, `until` and `tree`.
///
/// `role` is always among them; where it is not declared it is a text, and the last.
///
/// # Example
///
/// ```
/// use attain::id::Name;
/// use attain::log::{Attributes, FieldType};
///
/// let attributes = Attributes::new([(Name::new("fte").unwrap(), FieldType::Number)]);
/// assert_eq!(attributes.find("fte"), Some((0, FieldType::Number)));
/// assert_eq!(attributes.find("role"), Some((1, FieldType::Text)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attributes {
    all: Arc<[(Name, FieldType)]>,
}

impl Attributes {
    /// The attributes in the order given; of two of one name the first holds.
    pub fn new(declared: impl IntoIterator<Item = (Name, FieldType)>) -> Attributes {
        let mut all: Vec<(Name, FieldType)> = Vec::new();
        let role = Name::new("role").map(|role| (role, FieldType::Text));
        for (name, ty) in declared.into_iter().chain(role) {
            if !all.iter().any(|(known, _)| *known == name) {
                all.push((name, ty));
            }
        }
        Attributes { all: all.into() }
    }

    /// The attribute called `name`: its position and its type.
    pub fn find(&self, name: &str) -> Option<(usize, FieldType)> {
        let index = self.all.iter().position(|(known, _)| known.as_str() == name)?;
        self.all.get(index).map(|(_, ty)| (index, *ty))
    }

    /// The attributes in order; the position is the one that [`Membership`](super::Membership) speaks of.
    pub fn iter(&self) -> impl Iterator<Item = (&Name, FieldType)> {
        self.all.iter().map(|(name, ty)| (name, *ty))
    }
}

impl Default for Attributes {
    fn default() -> Attributes {
        Attributes::new([])
    }
}
