//! Checked names.

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use thiserror::Error;

use crate::diagnostic::{Code, Place, Problems};

/// The most bytes that a [`Name`] or a [`Key`] may have.
pub const KEY_BYTES_MAX: usize = 200;

/// A text that cannot be a name or a key.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidKey {
    /// Nothing is written.
    #[error("a name cannot be empty")]
    Empty,
    /// More than [`KEY_BYTES_MAX`] bytes.
    #[error("a name has at most {KEY_BYTES_MAX} bytes, this one has {0}")]
    TooLong(usize),
    /// A control character, or white space at an end.
    #[error("`{0}` has a control character, or white space at an end")]
    Unprintable(String),
    /// Not an identifier.
    #[error("`{0}` is not a name: a name starts with a letter or `_`, and goes on with letters, digits and `_`")]
    NotAName(String),
}

impl InvalidKey {
    /// What would make it right.
    pub fn help(&self) -> String {
        match self {
            InvalidKey::Empty => "give it a name, such as `revenue`".to_owned(),
            InvalidKey::TooLong(_) => "shorten it".to_owned(),
            InvalidKey::Unprintable(text) | InvalidKey::NotAName(text) => {
                format!("write it like `{}`", identifier(text))
            }
        }
    }
}

/// A name that is near to a text which is none.
fn identifier(text: &str) -> String {
    let trimmed = text.trim().chars();
    let joined: String = trimmed.map(|c| if unicode_ident::is_xid_continue(c) { c } else { '_' }).collect();
    if is_name(&joined) { joined } else { format!("_{joined}") }
}

/// Whether a text is an identifier: a letter of any script or `_`, then letters, marks, digits and `_`.
pub fn is_name(text: &str) -> bool {
    let mut letters = text.chars();
    let first = letters.next().is_some_and(|c| c == '_' || unicode_ident::is_xid_start(c));
    first && letters.all(unicode_ident::is_xid_continue) && text.len() <= KEY_BYTES_MAX
}

#[inline(never)]
fn checked(text: &str, check: fn(&str) -> Result<(), InvalidKey>) -> Result<Arc<str>, InvalidKey> {
    check(text)?;
    Ok(text.into())
}

macro_rules! key {
    ($(#[$doc:meta])+ $name:ident, $check:ident) => {
        $(#[$doc])+
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Arc<str>);

        impl $name {
            /// Checks a text; clones of the result share it.
            pub fn new(text: impl AsRef<str>) -> Result<$name, InvalidKey> {
                checked(text.as_ref(), $check).map($name)
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The text, shared.
            pub fn shared(&self) -> Arc<str> {
                Arc::clone(&self.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "`{}`", self.0)
            }
        }

        impl FromStr for $name {
            type Err = InvalidKey;

            fn from_str(text: &str) -> Result<$name, InvalidKey> {
                $name::new(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidKey;

            fn try_from(text: String) -> Result<$name, InvalidKey> {
                $name::new(text)
            }
        }

        impl From<$name> for String {
            fn from(key: $name) -> String {
                key.0.as_ref().to_owned()
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
    };
}

key! {
    /// What a plan calls a thing of its own: a KPI, a kind of fact, a field, a grain, a table, a scorecard.
    ///
    /// An identifier of any script, so that it can stand in a formula. Compared byte by byte, without normalisation.
    Name, check_name
}

key! {
    /// What a host calls a person, a unit or an entry: any text of 1 to [`KEY_BYTES_MAX`] bytes without control characters
    /// and without white space at its ends.
    ///
    /// Compared byte by byte, without normalisation.
    Key, check_key
}

impl Key {
    /// The key of a text for which [`is_key`] holds.
    pub(crate) fn checked(text: &str) -> Key {
        Key(text.into())
    }
}

/// Whether a text can be a [`Key`].
pub(crate) fn is_key(text: &str) -> bool {
    check_key(text).is_ok()
}

impl Name {
    /// Reads a name that an author wrote; reports a text that is none.
    pub(crate) fn read(text: &str, at: impl Into<Place>, problems: &mut Problems) -> Option<Name> {
        let read = Name::new(text);
        if let Err(error) = &read {
            problems.report(Code::NameInvalid, at, error.to_string()).help(error.help());
        }
        read.ok()
    }
}

fn check_name(text: &str) -> Result<(), InvalidKey> {
    check_key(text)?;
    if is_name(text) { Ok(()) } else { Err(InvalidKey::NotAName(text.to_owned())) }
}

fn check_key(text: &str) -> Result<(), InvalidKey> {
    if text.is_empty() {
        return Err(InvalidKey::Empty);
    }
    if text.len() > KEY_BYTES_MAX {
        return Err(InvalidKey::TooLong(text.len()));
    }
    if is_plain(text.as_bytes()) {
        return Ok(());
    }
    if text.chars().any(char::is_control) || text.trim().len() != text.len() {
        return Err(InvalidKey::Unprintable(text.to_owned()));
    }
    Ok(())
}

/// Whether a text is printable ASCII without space at its ends, as most keys are.
fn is_plain(text: &[u8]) -> bool {
    let ends = [text.first(), text.last()];
    text.iter().all(|byte| matches!(byte, b' '..=b'~')) && ends.iter().all(|end| end.is_some_and(|end| *end != b' '))
}
