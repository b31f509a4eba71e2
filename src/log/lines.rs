//! Entries as lines of JSON.

use std::borrow::Cow;
use std::io::BufRead;

use chrono::{DateTime, Utc};

use crate::diagnostic::{Code, Problems};
use crate::document::from_json;

use super::LINE_BYTES_MAX;
use super::draft::{Cells, Draft};
use super::entry::Entry;
use super::flat::Flat;
use super::kind::Kind;
use super::plain::{Filling, Place, Scalar};
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
    fn read(&mut self, schema: &Schema, line: &'t [u8]) -> Option<Draft<'t>> {
        let text = std::str::from_utf8(line).ok().filter(|text| text.len() <= LINE_BYTES_MAX)?;
        if let Some(draft) = self.read_alike(schema, text) {
            return Some(draft);
        }
        // It may be of another kind than the one before.
        let table = schema.find(&kind_of(text)?).filter(|table| *table != self.table)?;
        self.table = table;
        self.layout.clear();
        self.read_alike(schema, text)
    }

    /// The draft of a line of the same kind as the one before, if it is plain.
    fn read_alike(&mut self, schema: &Schema, text: &'t str) -> Option<Draft<'t>> {
        let kind = schema.kind(self.table)?;
        let mut filling = Filling::new(schema, self.table, std::mem::take(&mut self.cells))?;
        let (mut words, mut kinds) = (Flat::of(text)?, 0_usize);
        let mut at = 0_usize;
        while !words.is_over()? {
            let (place, value) = (self.place(at, words.word()?, kind)?, words.value()?);
            at = at.saturating_add(1);
            if place == Place::Kind {
                kinds = kinds.saturating_add(1);
                (value == Scalar::Text(Cow::Borrowed(kind.name()))).then_some(())?;
            } else {
                filling.put(place, value)?;
            }
        }
        filling.complete().filter(|()| kinds == 1)?;
        Some(filling.draft())
    }

    /// Where the word at a position goes; nothing for one that no plain fact has.
    fn place(&mut self, at: usize, word: Cow<'t, str>, kind: &Kind) -> Option<Place> {
        match self.layout.get(at) {
            Some((known, place)) if *known == word => Some(*place),
            _ => {
                let place = if word == "kind" { Place::Kind } else { Place::of(&word, kind)? };
                self.layout.truncate(at);
                self.layout.push((word, place));
                Some(place)
            }
        }
    }
}

/// The kind of a flat map.
fn kind_of(text: &str) -> Option<Cow<'_, str>> {
    let mut words = Flat::of(text)?;
    while !words.is_over()? {
        match (words.word()?, words.value()?) {
            (word, Scalar::Text(name)) if word == "kind" => return Some(name),
            _ => {}
        }
    }
    None
}

fn read(line: &[u8]) -> Result<Entry, Refusal> {
    let node = from_json(line, LINE_BYTES_MAX).map_err(|problems| refusal(&problems))?;
    Entry::from_node(&node)
}

/// The first problem of a line; what follows from it says no more.
fn refusal(problems: &Problems) -> Refusal {
    let Some(problem) = problems.iter().next() else {
        return Refusal::new(RefusalCode::Syntax, format_args!("the line does not parse"));
    };
    let code = match problem.code() {
        Code::DocumentTooLarge => RefusalCode::TooLarge,
        Code::DocumentTooDeep => RefusalCode::TooDeep,
        Code::DocumentNotText => RefusalCode::NotText,
        Code::DocumentDigits => RefusalCode::InvalidValue,
        _ => RefusalCode::Syntax,
    };
    let refusal = Refusal::new(code, format_args!("{}", problem.message()));
    match problem.help() {
        Some(help) => refusal.with_help(help),
        None => refusal,
    }
}
