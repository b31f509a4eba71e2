//! How a definition is declared: once, for Rust, for serde, and for the reader that reports every problem.

/// Declares a struct of plain data that authors write.
///
/// A field is optional when its type says so (`Option`, `Vec`, a map); a field that is not declared is a problem with the
/// nearest declared one as remedy.
macro_rules! definition {
    (
        $(#[$doc:meta])*
        pub struct $name:ident {
            $($(#[$field_doc:meta])* pub $field:ident: $type:ty,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $type,)*
        }

        impl $name {
            /// The names of the fields, in the order of the documentation.
            pub const FIELDS: &'static [&'static str] = &[$(stringify!($field),)*];
        }

        impl crate::document::Read for $name {
            fn fill(
                &mut self,
                node: &crate::document::Node,
                at: crate::diagnostic::At<'_>,
                problems: &mut crate::diagnostic::Problems,
            ) {
                let fields = &mut [$(&mut self.$field as &mut dyn crate::document::Read,)*];
                crate::document::definition::fill($name::FIELDS, fields, node, at, problems);
            }

            fn node(&self) -> crate::document::Node {
                crate::document::definition::node($name::FIELDS, &[$(&self.$field,)*])
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                serde::Serialize::serialize(&crate::document::Read::node(self), to)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<$name, D::Error> {
                let node = <crate::document::Node as serde::Deserialize>::deserialize(from)?;
                crate::document::definition::strictly(&node)
            }
        }
    };
}

/// Declares an enum whose variants are words that authors write.
macro_rules! words {
    (
        $(#[$doc:meta])*
        pub enum $name:ident {
            $(#[$first_doc:meta])* $first:ident = $first_word:literal,
            $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $(#[$first_doc])* $first,
            $($(#[$variant_doc])* $variant,)*
        }

        impl $name {
            /// Every variant, in the order of the documentation.
            pub const ALL: &'static [$name] = &[$name::$first, $($name::$variant,)*];

            /// The word that authors write.
            pub fn word(self) -> &'static str {
                match self {
                    $name::$first => $first_word,
                    $($name::$variant => $word,)*
                }
            }
        }

        impl Default for $name {
            fn default() -> $name {
                $name::$first
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }

        impl crate::document::Read for $name {
            fn fill(
                &mut self,
                node: &crate::document::Node,
                at: crate::diagnostic::At<'_>,
                problems: &mut crate::diagnostic::Problems,
            ) {
                let words = &[$first_word, $($word,)*];
                let index = crate::document::definition::word(node, words, at, problems);
                *self = index.and_then(|index| $name::ALL.get(index).copied()).unwrap_or_default();
            }

            fn node(&self) -> crate::document::Node {
                crate::document::definition::text(self.word())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.word())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<$name, D::Error> {
                let node = <crate::document::Node as serde::Deserialize>::deserialize(from)?;
                crate::document::definition::strictly(&node)
            }
        }
    };
}

pub(crate) use {definition, words};

use crate::diagnostic::{At, Code, Problems};

use super::read::{duplicate_field, wrong_type};
use super::{Node, Read};

/// Reads a map into fields that are new, in the order in which they are declared; reports those that are unknown, repeated
/// or missing.
pub(crate) fn fill(
    names: &[&'static str],
    fields: &mut [&mut dyn Read],
    node: &Node,
    at: At<'_>,
    problems: &mut Problems,
) {
    let Node::Map(written) = node else {
        wrong_type(node, "a map of fields", at, problems);
        return;
    };
    let found = find(written, names, at, problems);
    for ((name, field), found) in names.iter().zip(fields).zip(found) {
        let name = bare(name);
        let place = at.field(name);
        match found {
            Some(node) => field.fill(node, place, problems),
            None if field.is_left_out() => {}
            None => missing_field(name, place, problems),
        }
    }
}

/// What is written for each field that is known, with every unknown or repeated one reported.
fn find<'n>(
    written: &'n [(String, Node)],
    known: &[&'static str],
    at: At<'_>,
    problems: &mut Problems,
) -> Vec<Option<&'n Node>> {
    let mut found = vec![None; known.len()];
    for (name, value) in written {
        let index = known.iter().position(|field| bare(field) == name);
        match index.and_then(|index| found.get_mut(index)) {
            Some(free @ None) => *free = Some(value),
            Some(_) => duplicate_field(name, at.field(name), problems),
            None => unknown_field(name, written, known, at, problems),
        }
    }
    found
}

/// Reports a field that is not known; where another one was meant by it, that one is not said to be missing too.
fn unknown_field(name: &str, written: &[(String, Node)], known: &[&str], at: At<'_>, problems: &mut Problems) {
    let free = known.iter().map(|field| bare(field)).filter(|field| !written.iter().any(|(name, _)| name == field));
    let meant = crate::diagnostic::nearest(name, free);
    problems
        .report(Code::DocumentUnknownField, at.field(name), format!("`{name}` is not known here"))
        .nearest(name, known.iter().map(|field| bare(field)));
    if let Some(meant) = meant {
        problems.misplaced(at.field(meant));
    }
}

/// Reports a field that must be written and is not.
pub(crate) fn missing_field(name: &str, at: At<'_>, problems: &mut Problems) {
    problems
        .unread(Code::DocumentMissingField, at, format!("`{name}` is missing"))
        .help(format!("write `\"{name}\": …` here"));
}

/// The map from which fields are read: those that need not be written are left out.
pub(crate) fn node(names: &[&'static str], fields: &[&dyn Read]) -> Node {
    let written = names.iter().zip(fields).filter(|(_, field)| !field.is_left_out());
    Node::Map(written.map(|(name, field)| (bare(name).to_owned(), field.node())).collect())
}

/// A word as it is written.
#[inline(never)]
pub(crate) fn text(word: &str) -> Node {
    Node::from(word)
}

/// The position of a word among those that a place takes.
pub(crate) fn word(node: &Node, words: &[&str], at: At<'_>, problems: &mut Problems) -> Option<usize> {
    let Node::Text(text) = node else {
        wrong_type(node, "a word", at, problems);
        return None;
    };
    let index = words.iter().position(|word| word == text);
    if index.is_none() {
        let list = words.join("`, `");
        problems
            .unread(Code::DocumentUnknownWord, at, format!("`{text}` is none of `{list}`"))
            .nearest(text, words.iter().copied());
    }
    index
}

/// Reads a definition by itself; the first problem is the error.
pub(crate) fn strictly<T: Read + Default, E: serde::de::Error>(node: &Node) -> Result<T, E> {
    let mut problems = Problems::new();
    let read = T::read(node, At::root(), &mut problems);
    if problems.is_empty() { Ok(read) } else { Err(E::custom(problems)) }
}

/// A field's name without the mark that Rust needs where it is a keyword.
fn bare(name: &str) -> &str {
    name.trim_start_matches("r#")
}
