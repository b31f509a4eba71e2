//! Entries as lines of JSON.

use crate::diagnostic::{Code, Problems};
use crate::document::from_json;

use super::LINE_BYTES_MAX;
use super::entry::Entry;
use super::refusal::{Refusal, RefusalCode};

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
    let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
    let lines = text.split(|byte| *byte == b'\n').zip(1_usize..);
    let written = lines.filter(|(line, _)| !line.trim_ascii().is_empty());
    written.map(|(line, number)| read(line).map_err(|refusal| refusal.at_line(number))).collect()
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
