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
        #[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
        pub struct $name {
            $(
                $(#[$field_doc])*
                #[serde(skip_serializing_if = "crate::document::is_absent")]
                pub $field: $type,
            )*
        }

        impl $name {
            /// The names of the fields, in the order of the documentation.
            pub const FIELDS: &'static [&'static str] = &[$(stringify!($field),)*];
        }

        impl crate::document::Read for $name {
            fn read(
                node: &crate::document::Node,
                at: crate::diagnostic::At<'_>,
                problems: &mut crate::diagnostic::Problems,
            ) -> $name {
                let Some(fields) = crate::document::definition::fields(node, $name::FIELDS, at, problems) else {
                    return $name::default();
                };
                $name {
                    $($field: crate::document::definition::field(&fields, stringify!($field), at, problems),)*
                }
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
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        pub enum $name {
            $(#[$first_doc])* #[serde(rename = $first_word)] $first,
            $($(#[$variant_doc])* #[serde(rename = $word)] $variant,)*
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
            fn read(
                node: &crate::document::Node,
                at: crate::diagnostic::At<'_>,
                problems: &mut crate::diagnostic::Problems,
            ) -> $name {
                let words: Vec<&str> = $name::ALL.iter().map(|known| known.word()).collect();
                let index = crate::document::definition::word(node, &words, at, problems);
                index.and_then(|index| $name::ALL.get(index).copied()).unwrap_or_default()
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

/// The fields of a map, with every unknown or repeated one reported; `None` where there is no map.
pub(crate) fn fields<'n>(
    node: &'n Node,
    known: &[&'static str],
    at: At<'_>,
    problems: &mut Problems,
) -> Option<Vec<(&'static str, &'n Node)>> {
    let Node::Map(written) = node else {
        wrong_type(node, "a map of fields", at, problems);
        return None;
    };
    let mut found: Vec<(&'static str, &'n Node)> = Vec::new();
    for (name, value) in written {
        let Some(field) = known.iter().find(|field| bare(field) == name) else {
            unknown_field(name, written, known, at, problems);
            continue;
        };
        if found.iter().any(|(earlier, _)| earlier == field) {
            duplicate_field(name, at.field(name), problems);
        } else {
            found.push((field, value));
        }
    }
    Some(found)
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

/// One field of a map, or what stands for it where it is absent.
pub(crate) fn field<T: Read>(fields: &[(&str, &Node)], name: &str, at: At<'_>, problems: &mut Problems) -> T {
    let place = at.field(bare(name));
    if let Some((_, node)) = fields.iter().find(|(field, _)| *field == name) {
        return T::read(node, place, problems);
    }
    T::absent().unwrap_or_else(|| {
        let name = bare(name);
        problems
            .unread(Code::DocumentMissingField, place, format!("`{name}` is missing"))
            .help(format!("write `\"{name}\": …` here"));
        T::default()
    })
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
pub(crate) fn strictly<T: Read, E: serde::de::Error>(node: &Node) -> Result<T, E> {
    let mut problems = Problems::new();
    let read = T::read(node, At::root(), &mut problems);
    if problems.is_empty() { Ok(read) } else { Err(E::custom(problems)) }
}

/// A field's name without the mark that Rust needs where it is a keyword.
fn bare(name: &str) -> &str {
    name.trim_start_matches("r#")
}
