//! A document as a tree that loses nothing.

use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// A value as it was written.
///
/// Numbers keep their digits, maps keep their order and their duplicates. Any self-describing serde format reads into
/// it; one that hands over a number as binary floating point, as `serde_json`'s own reader does, is refused where the digits
/// cannot be told from it. `from_json` reads the digits themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Node {
    /// Nothing, said on purpose.
    #[default]
    Null,
    /// Yes or no.
    Bool(bool),
    /// A number, by its digits.
    Number(String),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// Fields by name, in the order written.
    Map(Vec<(String, Node)>),
}

impl Node {
    /// What kind of value it is, for messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Node::Null => "null",
            Node::Bool(_) => "yes or no",
            Node::Number(_) => "a number",
            Node::Text(_) => "a text",
            Node::List(_) => "a list",
            Node::Map(_) => "a map",
        }
    }

    /// The field called `name`, if this is a map that has it.
    pub fn get(&self, name: &str) -> Option<&Node> {
        match self {
            Node::Map(fields) => fields.iter().find(|(field, _)| field == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The text or the digits, where this is a text or a number.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Node::Text(text) | Node::Number(text) => Some(text),
            _ => None,
        }
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Node::Null => f.write_str("null"),
            Node::Bool(yes) => f.write_str(if *yes { "yes" } else { "no" }),
            Node::Number(text) | Node::Text(text) => f.write_str(text),
            Node::List(items) => {
                f.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    f.write_str(if index > 0 { ", " } else { "" })?;
                    item.fmt(f)?;
                }
                f.write_str("]")
            }
            Node::Map(fields) => {
                f.write_str("{")?;
                for (index, (name, value)) in fields.iter().enumerate() {
                    f.write_str(if index > 0 { ", " } else { "" })?;
                    write!(f, "{name}: {value}")?;
                }
                f.write_str("}")
            }
        }
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Node {
        Node::Text(text.to_owned())
    }
}

impl From<String> for Node {
    fn from(text: String) -> Node {
        Node::Text(text)
    }
}

impl From<bool> for Node {
    fn from(yes: bool) -> Node {
        Node::Bool(yes)
    }
}

impl From<i64> for Node {
    fn from(number: i64) -> Node {
        Node::Number(number.to_string())
    }
}

impl From<rust_decimal::Decimal> for Node {
    fn from(number: rust_decimal::Decimal) -> Node {
        Node::Number(number.to_string())
    }
}

impl From<chrono::NaiveDate> for Node {
    fn from(day: chrono::NaiveDate) -> Node {
        Node::Text(day.to_string())
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Node::Null => to.serialize_unit(),
            Node::Bool(yes) => to.serialize_bool(*yes),
            Node::Number(digits) => match digits.parse::<i64>() {
                Ok(whole) => to.serialize_i64(whole),
                Err(_) => to.serialize_str(digits),
            },
            Node::Text(text) => to.serialize_str(text),
            Node::List(items) => items.serialize(to),
            Node::Map(fields) => {
                let mut map = to.serialize_map(Some(fields.len()))?;
                for (name, value) in fields {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Node, D::Error> {
        NodeVisitor(&mut ()).deserialize(from)
    }
}

/// The most significant digits of a number that survive a binary floating-point reader.
const FLOAT_DIGITS_MAX: usize = 15;

/// The most characters that a number takes in digits alone: about as far out as binary floating point reaches.
const DIGITS_MAX: usize = 350;

/// The fewest digits that are read back as the number.
#[cfg(feature = "json")]
fn shortest(number: f64) -> String {
    // The standard library's way to print one is 12 KB of machine code, and this one is there anyway.
    serde_json::to_string(&number).unwrap_or_default()
}

#[cfg(not(feature = "json"))]
fn shortest(number: f64) -> String {
    number.to_string()
}

/// A number such as `-1.5e-7` or `2.0` in digits alone, with a point where it has a fraction.
fn without_exponent(text: &str) -> String {
    let (sign, text) = text.strip_prefix('-').map_or(("", text), |text| ("-", text));
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent: isize = exponent.parse().unwrap_or_default();
    let (before, behind) = (if exponent < 0 { exponent.unsigned_abs() } else { 0 }, exponent.max(0).unsigned_abs());
    let digits = ["0".repeat(before).as_str(), whole, fraction, "0".repeat(behind).as_str()].concat();
    let point = whole.len().saturating_add(behind);
    let (whole, fraction) = digits.split_at_checked(point).unwrap_or((&digits, ""));
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if fraction.is_empty() { "" } else { "." };
    [sign, whole, point, fraction].concat()
}

/// What is read, as it is written, where that is known.
pub(super) trait Written {
    /// Goes on to the next value or name.
    fn next(&mut self) {}

    /// The digits of the number that is read.
    fn digits(&self) -> Option<&str> {
        None
    }
}

impl Written for () {}

/// Takes whatever a format has to tell, and of numbers the digits that are written rather than what was made of them.
pub(super) struct NodeVisitor<'w, W>(pub(super) &'w mut W);

impl<'de, W: Written> DeserializeSeed<'de> for NodeVisitor<'_, W> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Node, D::Error> {
        self.0.next();
        from.deserialize_any(self)
    }
}

impl<'de, W: Written> Visitor<'de> for NodeVisitor<'_, W> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, yes: bool) -> Result<Node, E> {
        Ok(Node::Bool(yes))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Node, E> {
        Ok(Node::Number(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Node, E> {
        Ok(Node::Number(number.to_string()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Node, E> {
        if let Some(digits) = self.0.digits() {
            let text = without_exponent(digits);
            return if text.len() > DIGITS_MAX {
                Err(E::custom("number out of range"))
            } else {
                Ok(Node::Number(text))
            };
        }
        let text = without_exponent(&shortest(number));
        let significant = text.trim_matches(|c| !matches!(c, '1'..='9')).bytes().filter(u8::is_ascii_digit).count();
        if !number.is_finite() || significant > FLOAT_DIGITS_MAX {
            return Err(E::custom(format_args!("the number {text} cannot be read exactly; write it as text")));
        }
        Ok(Node::Number(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Node, E> {
        Ok(Node::Text(text))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Node, D::Error> {
        from.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Node, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = from.next_element_seed(NodeVisitor(&mut *self.0))? {
            items.push(item);
        }
        Ok(Node::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Node, A::Error> {
        let mut fields = Vec::new();
        while let Some(name) = from.next_key()? {
            self.0.next();
            fields.push((name, from.next_value_seed(NodeVisitor(&mut *self.0))?));
        }
        Ok(Node::Map(fields))
    }
}
