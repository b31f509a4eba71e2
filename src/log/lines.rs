//! Entries as lines of JSON.

use std::borrow::Cow;
use std::fmt;
use std::io::BufRead;

use chrono::{DateTime, Utc};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};

use crate::diagnostic::{Code, Problems};
use crate::document::{Scalar, from_json};

use super::LINE_BYTES_MAX;
use super::entry::Entry;
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
    words: Vec<(Cow<'t, str>, Scalar<'t>)>,
    cells: Cells<'t>,
    /// The words of the last plain line in their order, and where each went: the next one is mostly written alike.
    table: usize,
    layout: Vec<(Cow<'t, str>, Place)>,
}

impl<'t> LineReader<'t> {
    /// The draft of a line, if it is plain.
    fn read(&mut self, schema: &Schema, line: &'t [u8]) -> Option<Plain<'t>> {
        let text = std::str::from_utf8(line).ok().filter(|text| text.len() <= LINE_BYTES_MAX)?;
        self.words.clear();
        let mut json = serde_json::Deserializer::from_str(text);
        WordList(&mut self.words).deserialize(&mut json).ok()?;
        json.end().ok()?;
        self.numbers_are_short(text)?;
        let table = self.table(schema)?;
        let mut filling = Filling::new(schema, table, std::mem::take(&mut self.cells))?;
        let kind = schema.kind(table)?;
        if self.table != table {
            self.layout.clear();
            self.table = table;
        }
        let words = self.words.drain(..).filter(|(word, _)| word != "kind");
        for (at, (word, value)) in words.enumerate() {
            let place = match self.layout.get(at) {
                Some((known, place)) if *known == word => *place,
                _ => {
                    let place = Place::of(&word, kind)?;
                    self.layout.truncate(at);
                    self.layout.push((word, place));
                    place
                }
            };
            filling.put(place, value)?;
        }
        filling.done()
    }

    /// Whether no bare number has more digits than are kept by every reader, as far as can be told at a glance.
    fn numbers_are_short(&self, text: &str) -> Option<()> {
        let is_long = |value: &Scalar<'_>| matches!(value, Scalar::Whole(number) if *number >= WHOLE_MAX);
        if self.words.iter().any(|(_, value)| is_long(value)) {
            return None;
        }
        if !self.words.iter().any(|(_, value)| matches!(value, Scalar::Number(_))) {
            return Some(());
        }
        let digits = |byte: &u8| byte.is_ascii_digit() || *byte == b'.';
        let mut rest = text.as_bytes();
        while let Some(start) = rest.iter().position(digits) {
            rest = rest.get(start..)?;
            let length = rest.iter().position(|byte| !digits(byte)).unwrap_or(rest.len());
            rest = rest.get(length..)?;
            if length > DIGITS_BYTES_MAX || matches!(rest.first(), Some(b'e' | b'E')) {
                return None;
            }
        }
        Some(())
    }

    /// The table of the kind, which is written once.
    fn table(&self, schema: &Schema) -> Option<usize> {
        let mut written = self.words.iter().filter(|(word, _)| word == "kind");
        let (Some((_, Scalar::Text(kind))), None) = (written.next(), written.next()) else { return None };
        let known = schema.kind(self.table).is_some_and(|known| known.name() == kind);
        if known { Some(self.table) } else { schema.find(kind) }
    }
}

/// Reads the words of a flat map, in their order, each as often as it is written.
struct WordList<'w, 't>(&'w mut Vec<(Cow<'t, str>, Scalar<'t>)>);

impl<'t> DeserializeSeed<'t> for WordList<'_, 't> {
    type Value = ();

    fn deserialize<D: Deserializer<'t>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_map(self)
    }
}

impl<'t> Visitor<'t> for WordList<'_, 't> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a flat map")
    }

    fn visit_map<A: MapAccess<'t>>(self, mut from: A) -> Result<(), A::Error> {
        while let Some(Scalar::Text(word)) = from.next_key()? {
            self.0.push((word, from.next_value()?));
        }
        Ok(())
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
