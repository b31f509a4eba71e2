//! Names at the border, positions inside.
//!
//! A *key* is what an author or a host writes, checked when it is read. An [`Id`] is a position in a compiled table; only
//! compilation makes one, so holding it proves that the thing exists, and evaluation has no "not found".
//!
//! # Example
//!
//! ```
//! use attain::id::{Key, Name};
//!
//! assert!(Name::new("销售额").is_ok(), "a name is an identifier of any script");
//! assert!(Name::new("win rate").is_err(), "so that it can stand in a formula");
//! assert!(Key::new("SO43659/1").is_ok(), "a key names a person, a unit or an entry and is any short text");
//! ```

mod arena;
mod index;
mod key;

pub use arena::{Arena, Id};
pub(crate) use index::KeyIndex;
pub(crate) use key::is_key;
pub use key::{InvalidKey, KEY_BYTES_MAX, Key, Name, is_name};
