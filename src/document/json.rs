//! JSON text as a document, within limits.

use crate::diagnostic::{Code, Place, Problems};

use super::Node;

/// How deep a document may be nested.
pub const DEPTH_MAX: usize = 64;

/// The most significant digits that a bare number may have; longer ones are written as text.
const DIGITS_MAX: usize = 15;

/// The most characters of a number that are repeated to its author.
const DIGITS_QUOTED_MAX: usize = 40;

/// The most bytes of a text in a document, and of the name of a field, as they are written, with their quotes.
const TEXT_BYTES_MAX: usize = 1_048_576;
const NAME_BYTES_MAX: usize = 2_048;

/// The farthest exponent that a bare number may have.
const EXPONENT_MAX: u32 = 30;

/// Reads JSON text of at most `bytes_max` bytes; every problem of form is reported.
///
/// A bare number has at most 15 significant digits, so that none is lost on its way through any JSON tool; longer ones
/// are written as text.
///
/// # Example
///
/// ```
/// use attain::document::{Node, from_json};
///
/// let node = from_json(br#"{"amount": "12.50", "lines": 3}"#, 1_000).unwrap();
/// assert_eq!(node.get("lines"), Some(&Node::Number("3".into())));
///
/// let problems = from_json(br#"{"amount": "12.50""#, 1_000).unwrap_err();
/// assert_eq!(problems.iter().next().map(|problem| problem.code().name()), Some("document.syntax"));
/// ```
pub fn from_json(text: &[u8], bytes_max: usize) -> Result<Node, Problems> {
    let mut problems = Problems::new();
    let root = Place::default();
    if text.len() > bytes_max {
        let message = format!("the document has {} bytes, more than the limit of {bytes_max}", text.len());
        problems.report(Code::DocumentTooLarge, &root, message).help("split it, or move long texts out of it");
        return Err(problems);
    }
    let text = match std::str::from_utf8(text) {
        Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
        Err(error) => {
            let at = error.valid_up_to();
            let message = format!("the document is not UTF-8: byte {at} does not fit");
            problems
                .report(Code::DocumentNotText, &root, message)
                .help("save it anew as UTF-8, which some programs call Unicode")
                .span(at..at.saturating_add(1));
            return Err(problems);
        }
    };
    if !scan(text, &mut problems) {
        return Err(problems);
    }
    serde_json::from_str(text).map_err(|error| {
        let at = offset(text, error.line(), error.column());
        let (message, help) = syntax(&error);
        problems.report(Code::DocumentSyntax, &root, message).help(help).span(at..at);
        problems
    })
}

/// Why a text is not JSON, and what usually makes it so.
fn syntax(error: &serde_json::Error) -> (String, &'static str) {
    if error.is_eof() {
        let message = format!("the document ends on line {}, before it is complete", error.line());
        return (message, "close whatever is open: `\"`, `]`, `}`");
    }
    let (line, column) = (error.line(), error.column());
    let text = error.to_string();
    let why = text.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&text);
    let message = format!("the document is not JSON: {why} on line {line}, column {column}");
    (message, "put names and texts into double quotes, and one comma between two entries but none after the last")
}

/// Looks over the text once, before it is parsed: too deep, or numbers too long to be kept by every reader.
fn scan(text: &str, problems: &mut Problems) -> bool {
    let mut depth = 0_usize;
    let mut bytes = text.bytes().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'"' => {
                let length = skip_text(&mut bytes);
                let is_name = is_name(text, at.saturating_add(length));
                if !short_text(length, is_name, at, problems) {
                    return false;
                }
            }
            b'{' | b'[' => depth = depth.saturating_add(1),
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'0'..=b'9' => {
                let mut digits = vec![byte];
                while let Some((_, more)) = bytes.next_if(|(_, more)| more.is_ascii_digit() || *more == b'.') {
                    digits.push(more);
                }
                long_number(&digits, at, problems);
                // An exponent's digits are not significant ones.
                let mut exponent = Vec::new();
                while let Some((_, more)) =
                    bytes.next_if(|(_, more)| matches!(more, b'e' | b'E' | b'+' | b'-' | b'0'..=b'9'))
                {
                    exponent.push(more);
                }
                far_exponent(&exponent, at, problems);
            }
            _ => {}
        }
        if depth > DEPTH_MAX {
            let message = format!("the document is nested deeper than {DEPTH_MAX}");
            problems
                .report(Code::DocumentTooDeep, Place::default(), message)
                .help("look for brackets or braces that are opened too often")
                .span(at..at.saturating_add(1));
            return false;
        }
    }
    problems.is_empty()
}

/// Goes behind the end of a text; its length, with the quotes, as far as it is written.
fn skip_text(bytes: &mut impl Iterator<Item = (usize, u8)>) -> usize {
    let mut length = 1_usize;
    while let Some((_, byte)) = bytes.next() {
        length = length.saturating_add(1);
        match byte {
            b'\\' => length = length.saturating_add(usize::from(bytes.next().is_some())),
            b'"' => break,
            _ => {}
        }
    }
    length
}

/// Whether the text that ends before `end` is the name of a field.
fn is_name(text: &str, end: usize) -> bool {
    text.get(end..).is_some_and(|rest| rest.trim_ascii_start().starts_with(':'))
}

/// Whether a text is within its limit: what is wrong with it may be said many times over, and then so is its name.
fn short_text(length: usize, is_name: bool, at: usize, problems: &mut Problems) -> bool {
    let (what, most) = if is_name { ("a name", NAME_BYTES_MAX) } else { ("a text", TEXT_BYTES_MAX) };
    let fits = length <= most;
    if !fits {
        let message = format!("{what} of {length} bytes is longer than the limit of {most}");
        problems
            .report(Code::DocumentTooLarge, Place::default(), message)
            .help("shorten it, or keep it elsewhere and refer to it")
            .span(at..at.saturating_add(length));
    }
    fits
}

/// Reports an exponent so far out that a reader of numbers may answer with zero or infinity.
fn far_exponent(exponent: &[u8], at: usize, problems: &mut Problems) {
    let text = String::from_utf8_lossy(exponent);
    let digits = text.trim_start_matches(['e', 'E', '+', '-']);
    if digits.is_empty() || digits.parse::<u32>().is_ok_and(|power| power <= EXPONENT_MAX) {
        return;
    }
    problems
        .report(Code::DocumentDigits, Place::default(), format!("the exponent `{text}` is out of reach"))
        .help("write the number without an exponent, as text if it is long")
        .span(at..at.saturating_add(1));
}

fn long_number(digits: &[u8], at: usize, problems: &mut Problems) {
    let text = String::from_utf8_lossy(digits);
    let quoted: String = text.chars().take(DIGITS_QUOTED_MAX).collect();
    let more = if quoted.len() < text.len() { "…" } else { "" };
    let significant = text.replace('.', "").trim_matches('0').len();
    if significant > DIGITS_MAX {
        let message = format!("the number {quoted}{more} has more than {DIGITS_MAX} significant digits");
        problems
            .report(Code::DocumentDigits, Place::default(), message)
            .help(format!("write it as text: \"{quoted}{more}\""))
            .span(at..at.saturating_add(digits.len()));
    }
}

/// The byte at which a line and a column, both counted from 1, begin.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    start.saturating_add(column.saturating_sub(1)).min(text.len())
}
