//! Entries of one kind as rows of CSV.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use csv::{ByteRecord, Reader, ReaderBuilder};

use crate::document::Node;

use super::LINE_BYTES_MAX;
use super::draft::{Cells, Draft};
use super::entry::Entry;
use super::plain::{Filling, Place, Scalar};
use super::refusal::{Refusal, RefusalCode};
use super::schema::Schema;
use super::store::{Log, Taken};

/// Reads one entry of a kind from each row; one result for each, in their order.
///
/// The first row names the fields and the words of the envelope. An empty cell is absent. A row that has more or fewer
/// cells than the header, one of more than [`LINE_BYTES_MAX`] bytes or one that is not UTF-8 is refused by itself; the rows
/// around it are read. A header that cannot be used is the only result.
///
/// # Example
///
/// ```
/// use attain::log::read_csv;
///
/// let read = read_csv("order", "id,on,金额\no1,2025-08-04,\"1,5\"\no2,2025-08-04\n".as_bytes());
/// assert_eq!(read[0].as_ref().unwrap().get("金额").and_then(|amount| amount.as_text()), Some("1,5"));
/// assert_eq!(read[1].as_ref().unwrap_err().code().name(), "entry.columns");
/// ```
pub fn read_csv(kind: &str, text: &[u8]) -> Vec<Result<Entry, Refusal>> {
    let mut rows = Rows::new(kind, text);
    std::iter::from_fn(|| rows.next_row().then(|| rows.entry())).collect()
}

/// Rows of CSV on their way into a log, one after the other.
pub(crate) struct Rows<'t> {
    kind: &'t str,
    reader: Reader<&'t [u8]>,
    /// The names in the header; what is wrong with it is said once, in place of all rows.
    header: Result<Vec<String>, Option<Refusal>>,
    /// Where the cells of a plain row go, once it is known.
    places: Option<Vec<Option<Place>>>,
    table: Option<usize>,
    /// The row at hand, or why it cannot be had.
    record: ByteRecord,
    unread: Option<Refusal>,
    cells: Cells<'static>,
}

impl<'t> Rows<'t> {
    pub(crate) fn new(kind: &'t str, text: &'t [u8]) -> Rows<'t> {
        let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
        let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text);
        let mut record = ByteRecord::new();
        let header = match reader.read_byte_record(&mut record) {
            Ok(true) => header_of(&record).map_err(Some),
            Ok(false) => Err(None),
            Err(_) => Err(Some(unreadable())),
        };
        let (places, table, unread, cells) = (None, None, None, Vec::new());
        Rows { kind, reader, header, places, table, record, unread, cells }
    }

    /// Records the next row, if it is plain; else reads its entry.
    pub(crate) fn record(&mut self, log: &mut Log, known: Option<DateTime<Utc>>) -> Option<Taken> {
        if !self.next_row() {
            return None;
        }
        let cells = reused(std::mem::take(&mut self.cells));
        self.find_places(&log.schema);
        Some(match self.draft(&log.schema, cells) {
            Some(draft) => {
                let admission = log.admit(&draft, known);
                self.cells = reused(draft.cells);
                Taken::Recorded(admission)
            }
            None => Taken::Read(self.entry()),
        })
    }

    /// Whether the next row is sound by itself; the error is what to say of one that cannot be told so at a glance.
    pub(crate) fn check(&mut self, log: &Log) -> Option<Result<(), Result<Entry, Refusal>>> {
        if !self.next_row() {
            return None;
        }
        let cells = reused(std::mem::take(&mut self.cells));
        self.find_places(&log.schema);
        let draft = self.draft(&log.schema, cells).map(|draft| reused(draft.cells));
        Some(match draft {
            Some(cells) => {
                self.cells = cells;
                Ok(())
            }
            None => Err(self.entry()),
        })
    }

    /// Goes to the next row; whether there is one, or at least something to be said.
    fn next_row(&mut self) -> bool {
        match &mut self.header {
            Err(refusal) => {
                self.unread = refusal.take();
                return self.unread.is_some();
            }
            Ok(_) => self.unread = None,
        }
        if let Ok(more) = self.reader.read_byte_record(&mut self.record) {
            return more;
        }
        self.unread = Some(unreadable());
        true
    }

    /// The entry of the row at hand.
    fn entry(&mut self) -> Result<Entry, Refusal> {
        match (self.unread.take(), &self.header) {
            (Some(refusal), _) => Err(refusal),
            (None, header) => row(self.kind, header.as_deref().unwrap_or_default(), &self.record),
        }
    }

    /// Finds out, once, where the cells of plain rows go.
    fn find_places(&mut self, schema: &Schema) {
        if let (None, Ok(header)) = (&self.places, &self.header) {
            self.table = schema.find(self.kind);
            let kind = self.table.and_then(|table| schema.kind(table));
            self.places = kind.map(|kind| header.iter().map(|name| Place::of(name, kind)).collect());
        }
    }

    /// The draft of the row at hand, if it is plain.
    fn draft<'r>(&'r self, schema: &Schema, cells: Cells<'r>) -> Option<Draft<'r>> {
        let (record, places) = (&self.record, self.places.as_ref()?);
        let text = record.as_slice();
        if self.unread.is_some() || text.len() > LINE_BYTES_MAX || record.len() != places.len() {
            return None;
        }
        let text = std::str::from_utf8(text).ok()?;
        let mut filling = Filling::new(schema, self.table?, cells)?;
        for (at, place) in places.iter().enumerate() {
            // A cell that begins or ends within a letter has no text.
            let cell = text.get(record.range(at)?)?;
            if !cell.is_empty() {
                filling.put((*place)?, Scalar::Text(Cow::Borrowed(cell)))?;
            }
        }
        filling.complete()?;
        Some(filling.draft())
    }
}

/// The room that cells of one row took, for those of another.
fn reused<'b>(mut cells: Cells<'_>) -> Cells<'b> {
    cells.clear();
    // Collecting an iterator over a list into a list of the same layout keeps its room.
    cells.into_iter().map(|_| None).collect()
}

/// A row that the reader gave up; it takes any bytes and any number of cells, so none is known.
fn unreadable() -> Refusal {
    Refusal::new(RefusalCode::Syntax, format_args!("the row cannot be read"))
}

fn header_of(record: &ByteRecord) -> Result<Vec<String>, Refusal> {
    let names = cells(record)?;
    let mut header: Vec<String> = Vec::with_capacity(names.len());
    for name in names {
        if name.trim().is_empty() {
            return Err(at(
                record,
                Refusal::new(
                    RefusalCode::Columns,
                    format_args!("column {} of the header has no name", header.len().saturating_add(1)),
                ),
            ));
        }
        if header.iter().any(|known| known == name.trim()) {
            let refusal =
                Refusal::new(RefusalCode::DuplicateField, format_args!("the header has `{}` twice", name.trim()));
            return Err(at(record, refusal));
        }
        header.push(name.trim().to_owned());
    }
    Ok(header)
}

fn row(kind: &str, header: &[String], record: &ByteRecord) -> Result<Entry, Refusal> {
    if record.as_slice().len() > LINE_BYTES_MAX {
        return Err(at(
            record,
            Refusal::new(
                RefusalCode::TooLarge,
                format_args!("the row has {} bytes, more than the limit of {LINE_BYTES_MAX}", record.as_slice().len()),
            ),
        ));
    }
    if record.len() != header.len() {
        let refusal = Refusal::new(
            RefusalCode::Columns,
            format_args!("the row has {} cells, the header {}", record.len(), header.len()),
        )
        .with_help("put cells with a comma into double quotes");
        return Err(at(record, refusal));
    }
    let cells = cells(record)?;
    let mut words = vec![("kind".to_owned(), Node::from(kind))];
    let written = header.iter().zip(cells).filter(|(_, cell)| !cell.is_empty());
    words.extend(written.map(|(name, cell)| (name.clone(), Node::from(cell))));
    Ok(Entry::of_words(words))
}

fn cells(record: &ByteRecord) -> Result<Vec<&str>, Refusal> {
    let cells: Result<Vec<&str>, _> = record.iter().map(str::from_utf8).collect();
    cells.map_err(|_| at(record, Refusal::new(RefusalCode::NotText, format_args!("the row is not UTF-8"))))
}

/// Says at which line a row begins.
fn at(record: &ByteRecord, refusal: Refusal) -> Refusal {
    match record.position().and_then(|position| usize::try_from(position.line()).ok()) {
        Some(line) => refusal.at_line(line),
        None => refusal,
    }
}
