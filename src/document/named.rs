//! Things by name.

use std::collections::BTreeMap;
use std::fmt;
use std::iter::Zip;
use std::{slice, vec};

use serde::ser::{Serialize, Serializer};

use crate::diagnostic::{At, Problems};
use crate::sort;

use super::list::{Values, nodes};
use super::read::{duplicate_field, wrong_type};
use super::{Node, Read};

/// Things by name, in the order of their names.
///
/// # Example
///
/// ```
/// use attain::document::Named;
///
/// let mut labels = Named::from([("zh", "销售额".to_owned()), ("en", "Revenue".to_owned())]);
/// assert_eq!(labels.get("en").map(String::as_str), Some("Revenue"));
/// labels.insert("de", "Umsatz".to_owned());
/// assert_eq!(labels.keys().collect::<Vec<_>>(), ["de", "en", "zh"]);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Named<T> {
    /// In order, and each of them once.
    names: Vec<String>,
    /// At the place of its name each.
    values: Vec<T>,
}

impl<T> Named<T> {
    /// Nothing yet.
    pub fn new() -> Named<T> {
        Named { names: Vec::new(), values: Vec::new() }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Whether there is one called `name`.
    pub fn contains_key(&self, name: &str) -> bool {
        find(&self.names, name).is_ok()
    }

    /// What is called `name`.
    pub fn get(&self, name: &str) -> Option<&T> {
        self.values.get(find(&self.names, name).ok()?)
    }

    /// What is called `name`, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut T> {
        self.values.get_mut(find(&self.names, name).ok()?)
    }

    /// Puts in what is called `name`; gives back what was called so before.
    pub fn insert(&mut self, name: impl Into<String>, value: T) -> Option<T> {
        let name = name.into();
        match find(&self.names, &name) {
            Ok(index) => self.values.get_mut(index).map(|before| std::mem::replace(before, value)),
            Err(index) => {
                self.names.insert(index, name);
                self.values.insert(index, value);
                None
            }
        }
    }

    /// Takes out what is called `name`.
    pub fn remove(&mut self, name: &str) -> Option<T> {
        let index = find(&self.names, name).ok()?;
        self.names.remove(index);
        Some(self.values.remove(index))
    }

    /// The names, in order.
    pub fn keys(&self) -> slice::Iter<'_, String> {
        self.names.iter()
    }

    /// What they name, in the order of the names.
    pub fn values(&self) -> slice::Iter<'_, T> {
        self.values.iter()
    }

    /// What they name, in the order of the names, to be changed.
    pub fn values_mut(&mut self) -> slice::IterMut<'_, T> {
        self.values.iter_mut()
    }

    /// Each name with what it names, in order.
    pub fn iter(&self) -> Zip<slice::Iter<'_, String>, slice::Iter<'_, T>> {
        self.names.iter().zip(&self.values)
    }
}

/// Where a name is, or where it belongs.
fn find(names: &[String], name: &str) -> Result<usize, usize> {
    names.binary_search_by(|known| known.as_str().cmp(name))
}

impl<T> Default for Named<T> {
    fn default() -> Named<T> {
        Named::new()
    }
}

impl<T: fmt::Debug> fmt::Debug for Named<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self).finish()
    }
}

/// Of equal names, the last one counts.
impl<K: Into<String>, T> FromIterator<(K, T)> for Named<T> {
    fn from_iter<I: IntoIterator<Item = (K, T)>>(pairs: I) -> Named<T> {
        let mut pairs: Vec<(String, T)> = pairs.into_iter().map(|(name, value)| (name.into(), value)).collect();
        sort::by(&mut pairs, |one, other| one.0.cmp(&other.0));
        let mut named = Named::new();
        for (name, value) in pairs {
            if named.names.last() == Some(&name) {
                named.values.pop();
            } else {
                named.names.push(name);
            }
            named.values.push(value);
        }
        named
    }
}

/// Of equal names, the last one counts.
impl<K: Into<String>, T, const N: usize> From<[(K, T); N]> for Named<T> {
    fn from(pairs: [(K, T); N]) -> Named<T> {
        pairs.into_iter().collect()
    }
}

impl<T> From<BTreeMap<String, T>> for Named<T> {
    fn from(map: BTreeMap<String, T>) -> Named<T> {
        let (names, values) = map.into_iter().unzip();
        Named { names, values }
    }
}

impl<T> IntoIterator for Named<T> {
    type Item = (String, T);
    type IntoIter = Zip<vec::IntoIter<String>, vec::IntoIter<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.names.into_iter().zip(self.values)
    }
}

impl<'n, T> IntoIterator for &'n Named<T> {
    type Item = (&'n String, &'n T);
    type IntoIter = Zip<slice::Iter<'n, String>, slice::Iter<'n, T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: Serialize> Serialize for Named<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self)
    }
}

impl<T: Read + Default> Read for Named<T> {
    fn fill(&mut self, node: &Node, at: At<'_>, problems: &mut Problems) {
        let Node::Map(entries) = node else {
            return wrong_type(node, "a map of names", at, problems);
        };
        name(&mut self.names, entries);
        fill(&self.names, &mut self.values, entries, at, problems);
    }

    fn node(&self) -> Node {
        map(&self.names, nodes(&self.values, self.values.len()))
    }

    fn is_left_out(&self) -> bool {
        self.is_empty()
    }
}

/// Puts in the names of a map, in order.
fn name(names: &mut Vec<String>, entries: &[(String, Node)]) {
    let mut written: Vec<&str> = entries.iter().map(|(name, _)| name.as_str()).collect();
    sort::all(&mut written);
    written.dedup();
    names.extend(written.into_iter().map(str::to_owned));
}

/// Reads the entries of a map, as they are written, into values that are new, one for each name.
fn fill(names: &[String], values: &mut dyn Values, entries: &[(String, Node)], at: At<'_>, problems: &mut Problems) {
    for _ in names {
        values.more();
    }
    let mut filled = vec![false; names.len()];
    for (name, node) in entries {
        let place = at.field(name);
        let index = find(names, name).unwrap_or(names.len());
        let is_new = filled.get_mut(index).is_some_and(|filled| !std::mem::replace(filled, true));
        match values.value_mut(index).filter(|_| is_new) {
            Some(value) => value.fill(node, place, problems),
            None => duplicate_field(name, place, problems),
        }
    }
}

/// The map of names to nodes.
fn map(names: &[String], nodes: Vec<Node>) -> Node {
    Node::Map(names.iter().cloned().zip(nodes).collect())
}
