//! Entries of one kind as rows of CSV.

use csv::{ByteRecord, ReaderBuilder};

use crate::document::Node;

use super::LINE_BYTES_MAX;
use super::entry::Entry;
use super::refusal::{Refusal, RefusalCode};

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
    let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text);
    let mut records = reader.byte_records().map(|record| record.map_err(|error| unreadable(&error)));
    let header = match records.next() {
        None => return Vec::new(),
        Some(header) => header.and_then(|header| header_of(&header)),
    };
    match header {
        Ok(header) => records.map(|record| row(kind, &header, &record?)).collect(),
        Err(refusal) => vec![Err(refusal)],
    }
}

fn unreadable(error: &csv::Error) -> Refusal {
    Refusal::new(RefusalCode::Syntax, error.to_string())
}

fn header_of(record: &ByteRecord) -> Result<Vec<String>, Refusal> {
    let names = cells(record)?;
    let mut header: Vec<String> = Vec::with_capacity(names.len());
    for name in names {
        if name.trim().is_empty() {
            let message = format!("column {} of the header has no name", header.len().saturating_add(1));
            return Err(at(record, Refusal::new(RefusalCode::Columns, message)));
        }
        if header.iter().any(|known| known == name.trim()) {
            let refusal = Refusal::new(RefusalCode::DuplicateField, format!("the header has `{}` twice", name.trim()));
            return Err(at(record, refusal));
        }
        header.push(name.trim().to_owned());
    }
    Ok(header)
}

fn row(kind: &str, header: &[String], record: &ByteRecord) -> Result<Entry, Refusal> {
    if record.as_slice().len() > LINE_BYTES_MAX {
        let message = format!("the row has {} bytes, more than the limit of {LINE_BYTES_MAX}", record.as_slice().len());
        return Err(at(record, Refusal::new(RefusalCode::TooLarge, message)));
    }
    if record.len() != header.len() {
        let message = format!("the row has {} cells, the header {}", record.len(), header.len());
        let refusal =
            Refusal::new(RefusalCode::Columns, message).with_help("put cells with a comma into double quotes");
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
    cells.map_err(|_| at(record, Refusal::new(RefusalCode::NotText, "the row is not UTF-8")))
}

/// Says at which line a row begins.
fn at(record: &ByteRecord, refusal: Refusal) -> Refusal {
    match record.position().and_then(|position| usize::try_from(position.line()).ok()) {
        Some(line) => refusal.at_line(line),
        None => refusal,
    }
}
