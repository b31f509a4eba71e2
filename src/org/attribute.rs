//! What is known of people.

use crate::id::Name;
use crate::quantity::Unit;
use crate::sort;

/// The attribute that is always known: a text.
pub const ROLE: &str = "role";

/// A position among the [`Attributes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AttributeId(usize);

impl AttributeId {
    /// The position counted from 0.
    pub fn index(self) -> usize {
        self.0
    }
}

/// The attributes of people with their units, in the order of their names; `role` is always among them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attributes {
    rows: Vec<(Name, Unit)>,
}

impl Attributes {
    /// Makes the list; `role` is added as a text where it is not in it.
    pub fn new(mut rows: Vec<(Name, Unit)>) -> Attributes {
        if !rows.iter().any(|(name, _)| name.as_str() == ROLE) {
            rows.extend(Name::new(ROLE).map(|role| (role, Unit::Text)));
        }
        sort::all(&mut rows);
        rows.dedup_by(|later, earlier| later.0 == earlier.0);
        Attributes { rows }
    }

    /// The attribute of a name.
    pub fn find(&self, name: &str) -> Option<AttributeId> {
        self.rows.iter().position(|(known, _)| known.as_str() == name).map(AttributeId)
    }

    /// The unit of an attribute.
    pub fn unit(&self, id: AttributeId) -> Option<Unit> {
        self.rows.get(id.0).map(|(_, unit)| *unit)
    }

    /// The name of an attribute.
    pub fn name(&self, id: AttributeId) -> Option<&Name> {
        self.rows.get(id.0).map(|(name, _)| name)
    }

    /// All attributes with their names and units.
    pub fn iter(&self) -> impl Iterator<Item = (AttributeId, &Name, Unit)> {
        self.rows.iter().enumerate().map(|(index, (name, unit))| (AttributeId(index), name, *unit))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none, which never is: `role` is always known.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl Default for Attributes {
    fn default() -> Attributes {
        Attributes::new(Vec::new())
    }
}
