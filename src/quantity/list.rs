//! Lists of texts.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use thiserror::Error;

use crate::id::KEY_BYTES_MAX;
use crate::sort;

/// The most members that are written of one list.
pub const LIST_MEMBERS_MAX: usize = 100;

/// Texts without an order, each once: tags, products, channels.
///
/// It keeps its members by their Unicode code points, so that lists of the same members are equal in whatever order they were
/// written, and prints them so, separated by `; `. A list without members prints as `[]`. What it prints it reads.
///
/// A member has 1 to [`KEY_BYTES_MAX`] bytes, no control character, no white space at its ends and no `;`, and does not stand in
/// brackets. At most [`LIST_MEMBERS_MAX`] are written.
///
/// ```
/// use attain::quantity::List;
///
/// let tags: List = "vip;export; vip".parse()?;
/// assert_eq!(tags.to_string(), "export; vip");
/// assert_eq!(tags, List::new(&["vip", "export"])?);
/// assert!(tags.has("vip") && !tags.has("vi"));
///
/// let none: List = "[]".parse()?;
/// assert_eq!((none.to_string().as_str(), none.members().count()), ("[]", 0));
/// assert_eq!(List::new(&["a;b"]).unwrap_err().to_string(), "`a;b` cannot be told from two members");
/// # Ok::<(), attain::quantity::InvalidList>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct List(Arc<str>);

/// Texts that make no list.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidList {
    /// A member is empty.
    #[error("a member of the list is empty")]
    Empty,
    /// A member has more than [`KEY_BYTES_MAX`] bytes.
    #[error("a member of a list has at most {KEY_BYTES_MAX} bytes, this one has {0}")]
    TooLong(usize),
    /// A member has a control character, or white space at an end.
    #[error("`{0}` has a control character, or white space at an end")]
    Unprintable(String),
    /// A member has the sign by which members are separated.
    #[error("`{0}` cannot be told from two members")]
    Separated(String),
    /// A member stands in brackets, as a list in JSON does.
    #[error("`{0}` is no member of a list")]
    Bracketed(String),
    /// More than [`LIST_MEMBERS_MAX`] are written.
    #[error("the list has {0} members, more than the limit of {LIST_MEMBERS_MAX}")]
    TooMany(usize),
}

impl InvalidList {
    /// What would make it right.
    pub fn help(&self) -> &'static str {
        match self {
            InvalidList::Empty => "write a text between two `;`, or `[]` for a list without members",
            InvalidList::TooLong(_) => "shorten it",
            InvalidList::Unprintable(_) => "write it without",
            InvalidList::Separated(_) => "write two members, or another sign than `;`",
            InvalidList::Bracketed(_) => "write members one behind the other: `vip; export`",
            InvalidList::TooMany(_) => "keep long lists elsewhere, and refer to them",
        }
    }
}

/// What a list without members is written as.
const NONE: &str = "[]";

/// What stands between members.
const BETWEEN: &str = "; ";

impl List {
    /// The list of these members; one that comes again is the same.
    pub fn new(members: &[&str]) -> Result<List, InvalidList> {
        written(members.to_vec()).map(|text| List(text.into()))
    }

    /// The list that is kept as this text, which it printed.
    pub(crate) fn kept(text: Arc<str>) -> List {
        List(text)
    }

    /// The members, in the order of their code points.
    pub fn members(&self) -> impl Iterator<Item = &str> {
        self.0.split(BETWEEN).filter(|_| !self.is_empty())
    }

    /// Whether a text is one of the members.
    pub fn has(&self, member: &str) -> bool {
        self.members().any(|known| known == member)
    }

    /// Whether it has no member.
    pub fn is_empty(&self) -> bool {
        *self.0 == *NONE
    }
}

/// The one text in which a list of these members is kept and printed.
pub(crate) fn written(mut members: Vec<&str>) -> Result<String, InvalidList> {
    if members.len() > LIST_MEMBERS_MAX {
        return Err(InvalidList::TooMany(members.len()));
    }
    for member in &members {
        check(member)?;
    }
    if members.is_empty() {
        return Ok(NONE.to_owned());
    }
    sort::all(&mut members);
    members.dedup();
    Ok(members.join(BETWEEN))
}

/// The same of a text in which members are separated by `;`, with white space around them or not.
pub(crate) fn rewritten(text: &str) -> Result<String, InvalidList> {
    let members = if text.trim() == NONE { Vec::new() } else { text.split(';').map(str::trim).collect() };
    written(members)
}

fn check(member: &str) -> Result<(), InvalidList> {
    let text = || member.to_owned();
    if member.is_empty() {
        return Err(InvalidList::Empty);
    }
    if member.len() > KEY_BYTES_MAX {
        return Err(InvalidList::TooLong(member.len()));
    }
    if !crate::id::is_key(member) {
        return Err(InvalidList::Unprintable(text()));
    }
    if member.contains(';') {
        return Err(InvalidList::Separated(text()));
    }
    if member.starts_with('[') && member.ends_with(']') {
        return Err(InvalidList::Bracketed(text()));
    }
    Ok(())
}

impl FromStr for List {
    type Err = InvalidList;

    fn from_str(text: &str) -> Result<List, InvalidList> {
        rewritten(text).map(|text| List(text.into()))
    }
}

impl TryFrom<String> for List {
    type Error = InvalidList;

    fn try_from(text: String) -> Result<List, InvalidList> {
        text.parse()
    }
}

impl From<List> for String {
    fn from(list: List) -> String {
        list.0.as_ref().to_owned()
    }
}

impl fmt::Display for List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
