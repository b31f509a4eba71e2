//! JSON text as a document, within limits.

use crate::diagnostic::{Code, Place, Problems, Report};

use super::Node;
use super::written::{text_length, tree};

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
/// A number is the digits that are written, in their shortest form: `1.50` and `15e-1` are both `1.5`. A bare number has at
/// most 15 significant digits, so that none is lost on its way through any JSON tool; longer ones are written as text.
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
    if text.len() > bytes_max {
        let message = format!("the document has {} bytes, more than the limit of {bytes_max}", text.len());
        problems
            .report(Code::DocumentTooLarge, Place::default(), message)
            .help("split it, or move long texts out of it");
        return Err(problems);
    }
    let text = match std::str::from_utf8(text) {
        Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
        Err(error) => {
            let at = error.valid_up_to();
            let message = format!("the document is not UTF-8: byte {at} does not fit");
            report(Code::DocumentNotText, message, at, 1, &mut problems)
                .help("save it anew as UTF-8, which some programs call Unicode");
            return Err(problems);
        }
    };
    if !scan(text, &mut problems) {
        return Err(problems);
    }
    tree(text).map_err(|error| {
        let at = offset(text, error.line(), error.column());
        let (message, help) = syntax(&error);
        report(Code::DocumentSyntax, message, at, 0, &mut problems).help(help);
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
    let (mut depth, mut at) = (0_usize, 0_usize);
    while let Some(byte) = text.as_bytes().get(at) {
        let mut length = 1;
        match byte {
            b'"' => {
                length = text_length(text.get(at..).unwrap_or_default());
                let is_name = is_name(text, at.saturating_add(length));
                if !short_text(length, is_name, at, problems) {
                    return false;
                }
            }
            b'{' | b'[' => depth = depth.saturating_add(1),
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'0'..=b'9' => {
                let digits = run(text, at, &|byte| byte.is_ascii_digit() || byte == b'.');
                long_number(digits, at, problems);
                // An exponent's digits are not significant ones.
                let behind = at.saturating_add(digits.len());
                let exponent = run(text, behind, &|byte| matches!(byte, b'e' | b'E' | b'+' | b'-' | b'0'..=b'9'));
                far_exponent(exponent, at, problems);
                length = digits.len().saturating_add(exponent.len());
            }
            _ => {}
        }
        if depth > DEPTH_MAX {
            let message = format!("the document is nested deeper than {DEPTH_MAX}");
            report(Code::DocumentTooDeep, message, at, 1, problems)
                .help("look for brackets or braces that are opened too often");
            return false;
        }
        at = at.saturating_add(length);
    }
    problems.is_empty()
}

/// The characters from a byte on, all of which are ASCII and such as are asked for.
fn run<'t>(text: &'t str, from: usize, such: &dyn Fn(u8) -> bool) -> &'t str {
    let rest = text.get(from..).unwrap_or_default();
    let length = rest.bytes().position(|byte| !such(byte)).unwrap_or(rest.len());
    rest.get(..length).unwrap_or_default()
}

/// Reports what is wrong with so many bytes of the document.
fn report(code: Code, message: String, at: usize, length: usize, problems: &mut Problems) -> Report<'_> {
    let mut report = problems.report(code, Place::default(), message);
    report.span(at..at.saturating_add(length));
    report
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
        report(Code::DocumentTooLarge, message, at, length, problems)
            .help("shorten it, or keep it elsewhere and refer to it");
    }
    fits
}

/// Reports an exponent so far out that a reader of numbers may answer with zero or infinity.
fn far_exponent(exponent: &str, at: usize, problems: &mut Problems) {
    let digits = exponent.trim_start_matches(['e', 'E', '+', '-']);
    if digits.is_empty() || digits.parse::<u32>().is_ok_and(|power| power <= EXPONENT_MAX) {
        return;
    }
    report(Code::DocumentDigits, format!("the exponent `{exponent}` is out of reach"), at, 1, problems)
        .help("write the number without an exponent, as text if it is long");
}

fn long_number(digits: &str, at: usize, problems: &mut Problems) {
    let significant = digits.replace('.', "").trim_matches('0').len();
    if significant > DIGITS_MAX {
        let quoted = digits.get(..DIGITS_QUOTED_MAX).unwrap_or(digits);
        let more = if quoted.len() < digits.len() { "…" } else { "" };
        let message = format!("the number {quoted}{more} has more than {DIGITS_MAX} significant digits");
        report(Code::DocumentDigits, message, at, digits.len(), problems)
            .help(format!("write it as text: \"{quoted}{more}\""));
    }
}

/// The byte at which a line and a column, both counted from 1, begin.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    start.saturating_add(column.saturating_sub(1)).min(text.len())
}
