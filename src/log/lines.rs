//! Entries as lines of JSON.

use std::borrow::Cow;
use std::fmt;
use std::io::BufRead;

use chrono::{DateTime, Utc};
use serde::de::{Deserializer, Error, MapAccess, Visitor};

use crate::diagnostic::{Code, Problems};
use crate::document::{Scalar, ScalarTo, from_json};

use super::LINE_BYTES_MAX;
use super::entry::Entry;
use super::kind::Kind;
use super::plain::{Cells, Filling, Place, Plain};
use super::refusal::{Refusal, RefusalCode};
use super::schema::Schema;
use super::store::{Log, Taken};

/// Reads one entry from each line that is not blank; one result for each, in their order.
///
/// A line of more than [`LINE_BYTES_MAX`] bytes, one that is nested too deep, is not UTF-8 or does not parse is refused by
/// itself; the lines around it are read.
///
/// # Example
///
/// ```
/// use attain::log::read_jsonl;
///
/// let read = read_jsonl(b"{\"kind\": \"order\", \"id\": \"o1\"}\n\n{\"kind\": \"ord\n");
/// assert!(read[0].is_ok());
/// let refusal = read[1].as_ref().unwrap_err();
/// assert_eq!((refusal.code().name(), refusal.line()), ("entry.syntax", Some(3)));
/// ```
pub fn read_jsonl(text: &[u8]) -> Vec<Result<Entry, Refusal>> {
    let mut lines = Lines::new(text);
    std::iter::from_fn(|| lines.next_line()).map(|(line, number)| numbered(line, number)).collect()
}

/// Lines of JSON on their way into a log, one after the other.
pub(crate) struct Lines<'t> {
    rest: &'t [u8],
    number: usize,
    reader: LineReader<'t>,
}

impl<'t> Lines<'t> {
    pub(crate) fn new(text: &'t [u8]) -> Lines<'t> {
        let rest = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
        Lines { rest, number: 0, reader: LineReader::default() }
    }

    /// Records the next line that is not blank, if it is plain; else reads its entry.
    pub(crate) fn record(&mut self, log: &mut Log, known: Option<DateTime<Utc>>) -> Option<Taken> {
        let (line, number) = self.next_line()?;
        Some(match self.reader.read(&log.schema, line) {
            Some(draft) => {
                let admission = log.admit(&draft, known);
                self.reader.cells = draft.cells;
                Taken::Recorded(admission)
            }
            None => Taken::Read(numbered(line, number)),
        })
    }

    /// Whether the next line that is not blank is sound by itself; the error is what to say of one that cannot be told so
    /// at a glance.
    pub(crate) fn check(&mut self, log: &Log) -> Option<Result<(), Result<Entry, Refusal>>> {
        let (line, number) = self.next_line()?;
        Some(match self.reader.read(&log.schema, line) {
            Some(draft) => {
                self.reader.cells = draft.cells;
                Ok(())
            }
            None => Err(numbered(line, number)),
        })
    }

    /// The next line that is not blank, with its number.
    fn next_line(&mut self) -> Option<(&'t [u8], usize)> {
        loop {
            let text = self.rest;
            let length = self.rest.skip_until(b'\n').ok().filter(|length| *length > 0)?;
            self.number = self.number.saturating_add(1);
            let line = text.get(..length)?;
            let line = line.strip_suffix(b"\n").unwrap_or(line);
            if !line.trim_ascii_start().is_empty() {
                return Some((line, self.number));
            }
        }
    }
}

fn numbered(line: &[u8], number: usize) -> Result<Entry, Refusal> {
    read(line).map_err(|refusal| refusal.at_line(number))
}

/// The most bytes of digits, with a point, that are surely no more digits than a bare number may have.
const DIGITS_BYTES_MAX: usize = 15;

/// Below it a whole number has no more digits than a bare number may have.
const WHOLE_MAX: u64 = 1_000_000_000_000_000;

/// Reads plain lines; what one needed room for is used again for the next.
#[derive(Default)]
struct LineReader<'t> {
    cells: Cells<'t>,
    /// The table of the last plain line, its words in their order, and where each went. The next line is mostly
    /// written alike.
    table: usize,
    layout: Vec<(Cow<'t, str>, Place)>,
}

impl<'t> LineReader<'t> {
    /// The draft of a line, if it is plain.
    fn read(&mut self, schema: &Schema, line: &'t [u8]) -> Option<Plain<'t>> {
        let text = std::str::from_utf8(line).ok().filter(|text| text.len() <= LINE_BYTES_MAX)?;
        if let Some(draft) = self.read_alike(schema, text) {
            return Some(draft);
        }
        // It may be of another kind than the one before.
        let mut json = serde_json::Deserializer::from_str(text);
        let kind = json.deserialize_map(KindOf).ok()?;
        let table = schema.find(&kind).filter(|table| *table != self.table)?;
        self.table = table;
        self.layout.clear();
        self.read_alike(schema, text)
    }

    /// The draft of a line of the same kind as the one before, if it is plain.
    fn read_alike(&mut self, schema: &Schema, text: &'t str) -> Option<Plain<'t>> {
        let mut filling = Filling::new(schema, self.table, std::mem::take(&mut self.cells))?;
        let kind = schema.kind(self.table)?;
        let (layout, filling_in) = (&mut self.layout, &mut filling);
        let words = WordByWord { kind, layout, filling: filling_in, has_digits: false };
        let mut json = serde_json::Deserializer::from_str(text);
        let has_digits = json.deserialize_map(words).ok()?;
        json.end().ok()?;
        if has_digits && !numbers_are_short(text) {
            return None;
        }
        filling.complete()?;
        Some(filling.draft())
    }
}

/// Whether no bare number has more digits than are kept by every reader, as far as can be told at a glance.
fn numbers_are_short(text: &str) -> bool {
    let digits = |byte: &u8| byte.is_ascii_digit() || *byte == b'.';
    let mut rest = text.as_bytes();
    while let Some(start) = rest.iter().position(digits) {
        rest = rest.get(start..).unwrap_or_default();
        let length = rest.iter().position(|byte| !digits(byte)).unwrap_or(rest.len());
        rest = rest.get(length..).unwrap_or_default();
        if length > DIGITS_BYTES_MAX || matches!(rest.first(), Some(b'e' | b'E')) {
            return false;
        }
    }
    true
}

/// Puts the words of a flat map where they go; says whether a number is among them whose digits are to be looked at.
struct WordByWord<'w, 's, 't> {
    kind: &'s Kind,
    layout: &'w mut Vec<(Cow<'t, str>, Place)>,
    filling: &'w mut Filling<'s, 't>,
    has_digits: bool,
}

impl<'t> WordByWord<'_, '_, 't> {
    /// Where the word at a position goes; nothing for one that no plain fact has.
    fn place(&mut self, at: usize, word: Cow<'t, str>) -> Option<Place> {
        match self.layout.get(at) {
            Some((known, place)) if same(known, &word) => Some(*place),
            _ => {
                let place = if word == "kind" { Place::Kind } else { Place::of(&word, self.kind)? };
                self.layout.truncate(at);
                self.layout.push((word, place));
                Some(place)
            }
        }
    }

    fn put(&mut self, place: Place, value: Scalar<'t>) -> Option<()> {
        match (place, value) {
            (_, Scalar::Whole(number)) if number >= WHOLE_MAX => None,
            (Place::Kind, value) => (value == Scalar::Text(Cow::Borrowed(self.kind.name()))).then_some(()),
            (place, value) => {
                self.has_digits |= matches!(value, Scalar::Number(_));
                self.filling.put(place, value)
            }
        }
    }
}

impl<'t> Visitor<'t> for WordByWord<'_, '_, 't> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a plain fact")
    }

    fn visit_map<A: MapAccess<'t>>(mut self, mut from: A) -> Result<bool, A::Error> {
        let (mut at, mut kinds) = (0_usize, 0_usize);
        let word = |words: &mut Self, at, word| match word {
            Scalar::Text(word) => words.place(at, word),
            _ => None,
        };
        while let Some(place) = from.next_key_seed(ScalarTo(|name| word(&mut self, at, name)))? {
            kinds = kinds.saturating_add(usize::from(place == Place::Kind));
            from.next_value_seed(ScalarTo(|value| self.put(place, value)))?;
            at = at.saturating_add(1);
        }
        if kinds == 1 { Ok(self.has_digits) } else { Err(A::Error::custom("it has not one kind")) }
    }
}

/// Whether two words are the same. They are so short that their first and their last letters, a few at once, are all of them.
fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    one.len() == other.len()
        && match one.len() {
            2..=3 => same_ends::<2>(one, other),
            4..=7 => same_ends::<4>(one, other),
            8..=16 => same_ends::<8>(one, other),
            _ => one == other,
        }
}

fn same_ends<const N: usize>(one: &[u8], other: &[u8]) -> bool {
    one.first_chunk::<N>() == other.first_chunk::<N>() && one.last_chunk::<N>() == other.last_chunk::<N>()
}

/// Reads the kind of a flat map.
struct KindOf;

impl<'t> Visitor<'t> for KindOf {
    type Value = Cow<'t, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a plain fact")
    }

    fn visit_map<A: MapAccess<'t>>(self, mut from: A) -> Result<Cow<'t, str>, A::Error> {
        let mut kind = Cow::Borrowed("");
        while let Some((Scalar::Text(word), value)) = from.next_entry()? {
            if let (Scalar::Text(name), true) = (value, word == "kind") {
                kind = name;
            }
        }
        Ok(kind)
    }
}

fn read(line: &[u8]) -> Result<Entry, Refusal> {
    let node = from_json(line, LINE_BYTES_MAX).map_err(|problems| refusal(&problems))?;
    Entry::from_node(&node)
}

/// The first problem of a line; what follows from it says no more.
fn refusal(problems: &Problems) -> Refusal {
    let Some(problem) = problems.iter().next() else {
        return Refusal::new(RefusalCode::Syntax, "the line does not parse");
    };
    let code = match problem.code() {
        Code::DocumentTooLarge => RefusalCode::TooLarge,
        Code::DocumentTooDeep => RefusalCode::TooDeep,
        Code::DocumentNotText => RefusalCode::NotText,
        Code::DocumentDigits => RefusalCode::InvalidValue,
        _ => RefusalCode::Syntax,
    };
    let refusal = Refusal::new(code, problem.message());
    match problem.help() {
        Some(help) => refusal.with_help(help),
        None => refusal,
    }
}
