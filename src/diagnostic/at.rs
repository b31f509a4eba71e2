//! The place that is being read.

use std::borrow::Borrow;
use std::fmt;

/// A place in a plan while it is being read: a list on the stack, outermost last.
///
/// It costs nothing until something is wrong; then [`Place`] holds it as text.
#[derive(Clone, Copy, Debug)]
pub struct At<'a> {
    outer: Option<&'a At<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    Root,
    Name(&'a str),
    Index(usize),
}

impl<'a> At<'a> {
    /// The plan as a whole.
    pub fn root() -> At<'static> {
        At { outer: None, step: Step::Root }
    }

    /// The field, or the entry of a map or of a list of things with an `id`, called `name`.
    #[must_use]
    #[inline(never)]
    pub fn field(&'a self, name: &'a str) -> At<'a> {
        At { outer: Some(self), step: Step::Name(name) }
    }

    /// The item at `index` of a list, counted from 0.
    #[must_use]
    #[inline(never)]
    pub fn index(&'a self, index: usize) -> At<'a> {
        At { outer: Some(self), step: Step::Index(index) }
    }

    /// This place as text, with one more name behind it: `tables` then `accelerator` is `tables.accelerator`.
    pub fn then(&self, name: &str) -> Place {
        self.place().field(name)
    }

    /// This place as text.
    #[inline(never)]
    pub fn place(&self) -> Place {
        Place(self.to_string())
    }
}

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(outer) = self.outer {
            outer.fmt(f)?;
        }
        let inside = self.outer.is_some_and(|outer| !matches!(outer.step, Step::Root));
        match self.step {
            Step::Root => Ok(()),
            Step::Name(name) if inside => write!(f, ".{name}"),
            Step::Name(name) => f.write_str(name),
            Step::Index(index) => write!(f, "[{index}]"),
        }
    }
}

/// A place in a plan as text: `scorecards.rep.items.results.weight`, `incentives.rep_pay.components[1].table`.
///
/// Things that have an `id` are addressed by it, all others by their position counted from 0. The plan as a whole is
/// the empty text.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place(String);

impl Place {
    /// The place of `name` inside this one.
    #[must_use]
    pub fn field(mut self, name: &str) -> Place {
        if !self.0.is_empty() {
            self.0.push('.');
        }
        self.0.push_str(name);
        self
    }

    /// The place of the item at `index` inside this one.
    #[must_use]
    pub fn index(self, index: usize) -> Place {
        Place(format!("{}[{index}]", self.0))
    }

    /// The place as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The texts of this place and of those around it, the plan as a whole first.
    pub(super) fn around(&self) -> impl Iterator<Item = &str> {
        let ends = self.0.char_indices().filter(|(_, c)| matches!(c, '.' | '[')).map(|(at, _)| at);
        let root = (!self.0.is_empty()).then_some(0);
        root.into_iter().chain(ends).chain([self.0.len()]).filter_map(|end| self.0.get(..end))
    }

    /// Whether this place is `outer` or lies inside it.
    pub fn is_within(&self, outer: &Place) -> bool {
        let rest = self.0.strip_prefix(outer.as_str());
        rest.is_some_and(|rest| outer.0.is_empty() || rest.is_empty() || rest.starts_with(['.', '[']))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Borrow<str> for Place {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl From<At<'_>> for Place {
    fn from(at: At<'_>) -> Place {
        at.place()
    }
}

impl From<&At<'_>> for Place {
    fn from(at: &At<'_>) -> Place {
        at.place()
    }
}

impl From<&Place> for Place {
    fn from(place: &Place) -> Place {
        place.clone()
    }
}

impl From<Place> for String {
    fn from(place: Place) -> String {
        place.0
    }
}
