//! An entry, as a host writes it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::document::Node;

use super::refusal::{Refusal, RefusalCode};

/// What a host says happened: an envelope (`kind`, `id`, `on`, …) and the fields of its kind.
///
/// Nothing is checked here; [`Log::record`](super::Log::record) says what came of it. Entries read and write themselves
/// as maps in any serde format.
///
/// # Example
///
/// ```
/// use attain::log::Entry;
/// use chrono::NaiveDate;
///
/// let day = NaiveDate::from_ymd_opt(2025, 8, 4).unwrap();
/// let order = Entry::new("order")
///     .id("o1")
///     .on(day)
///     .credit("ann", "60%")
///     .credit("bob", "40%")
///     .set("amount", "80000");
/// assert_eq!(order.get("on").and_then(|on| on.as_text()), Some("2025-08-04"));
///
/// let returned = Entry::new("order").id("r1").on(day).reverses("o1", Some("25%")).why("wrong size");
/// assert_eq!(Entry::from_node(&returned.to_node()), Ok(returned));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    words: Vec<(String, Node)>,
}

impl Entry {
    /// An entry of a kind that the plan declares, or of a built-in one.
    pub fn new(kind: &str) -> Entry {
        Entry { words: vec![("kind".to_owned(), Node::from(kind))] }
    }

    /// What the host calls it; needed unless the kind makes ids out of its fields.
    #[must_use]
    pub fn id(self, id: &str) -> Entry {
        self.set("id", id)
    }

    /// The day on which it holds.
    #[must_use]
    pub fn on(self, day: NaiveDate) -> Entry {
        self.set("on", day)
    }

    /// The moment at which it became known, where that is another than its batch's.
    #[must_use]
    pub fn known(self, moment: DateTime<Utc>) -> Entry {
        self.set("known", moment_text(moment))
    }

    /// Who says so.
    #[must_use]
    pub fn by(self, person: &str) -> Entry {
        self.set("by", person)
    }

    /// The reason, for people.
    #[must_use]
    pub fn why(self, reason: &str) -> Entry {
        self.set("why", reason)
    }

    /// A field of the kind; said again, the later value holds.
    #[must_use]
    pub fn set(mut self, field: &str, value: impl Into<Node>) -> Entry {
        let value = value.into();
        match self.words.iter_mut().find(|(name, _)| name == field) {
            Some((_, earlier)) => *earlier = value,
            None => self.words.push((field.to_owned(), value)),
        }
        self
    }

    /// A person's share of the credit, such as `"60%"` or `"1/3"`; the shares of an entry make exactly 100 %.
    #[must_use]
    pub fn credit(self, who: &str, share: &str) -> Entry {
        self.share(who, share, None)
    }

    /// A share on top of the credit, such as a manager's; it never counts for a unit.
    #[must_use]
    pub fn overlay(self, who: &str, share: &str) -> Entry {
        self.share(who, share, Some("overlay"))
    }

    /// From the moment it became known, this entry stands in place of the one called `id`.
    #[must_use]
    pub fn revises(self, id: &str) -> Entry {
        self.set("revises", id)
    }

    /// The entry called `id` never was.
    #[must_use]
    pub fn retracts(self, id: &str) -> Entry {
        self.set("retracts", id)
    }

    /// On its own day, this entry undoes the one called `id`, or a share of it: returns, credit notes.
    #[must_use]
    pub fn reverses(self, id: &str, share: Option<&str>) -> Entry {
        let entry = self.set("reverses", id);
        match share {
            Some(share) => entry.set("share", share),
            None => entry,
        }
    }

    /// Reads a map of the envelope's words and the kind's fields; which are known is found when it is recorded.
    pub fn from_node(node: &Node) -> Result<Entry, Refusal> {
        match node {
            Node::Map(words) => Ok(Entry { words: words.clone() }),
            _ => Err(not_a_map(node)),
        }
    }

    /// The entry as a map.
    pub fn to_node(&self) -> Node {
        Node::Map(self.words.clone())
    }

    /// A word of the envelope or a field, as written.
    pub fn get(&self, name: &str) -> Option<&Node> {
        self.words.iter().find(|(word, _)| word == name).map(|(_, value)| value)
    }

    /// The words of the envelope and the fields, in the order written.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Node)> {
        self.words.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// An entry of exactly these words, which may repeat each other.
    pub(super) fn of_words(words: Vec<(String, Node)>) -> Entry {
        Entry { words }
    }

    fn share(mut self, who: &str, share: &str, role: Option<&str>) -> Entry {
        let mut credit = vec![("who".to_owned(), Node::from(who)), ("share".to_owned(), Node::from(share))];
        credit.extend(role.map(|role| ("as".to_owned(), Node::from(role))));
        let credit = Node::Map(credit);
        match self.words.iter_mut().find(|(name, _)| name == "credits") {
            Some((_, Node::List(credits))) => credits.push(credit),
            Some((_, other)) => *other = Node::List(vec![credit]),
            None => self.words.push(("credits".to_owned(), Node::List(vec![credit]))),
        }
        self
    }
}

/// A moment as text: the form of RFC 3339, in UTC.
pub(crate) fn moment_text(moment: DateTime<Utc>) -> String {
    format!("{moment:?}")
}

fn not_a_map(node: &Node) -> Refusal {
    Refusal::new(RefusalCode::NotAMap, format_args!("{} is written where an entry belongs", node.kind()))
        .with_help("write a map: {\"kind\": \"order\", \"id\": \"o1\", …}")
}

impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.to_node().serialize(to)
    }
}

impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Entry, D::Error> {
        match Node::deserialize(from)? {
            Node::Map(words) => Ok(Entry { words }),
            other => Err(serde::de::Error::custom(not_a_map(&other))),
        }
    }
}
