//! What is wrong with the text of a formula, in the author's words.

use std::fmt;

use super::ast::TextSpan;

/// Why a text is not a formula: what is wrong, where, and what would make it right.
///
/// # Example
///
/// ```
/// use attain::formula::{FormulaErrorKind, parse};
///
/// let text = "amount > 0 && stage = \"won\"";
/// let error = parse(text).unwrap_err();
/// assert_eq!(error.kind(), FormulaErrorKind::Syntax);
/// assert_eq!(&text[error.span().start..error.span().end], "&&");
/// assert_eq!(error.message(), "`&&` means nothing in a formula");
/// assert_eq!(error.help(), Some("write `and`"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormulaError {
    // Behind a pointer: the parser calls itself, and every call has room for an error.
    details: Box<Details>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Details {
    kind: FormulaErrorKind,
    span: TextSpan,
    message: String,
    help: Option<String>,
}

/// What kind of thing is wrong with the text of a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FormulaErrorKind {
    /// It does not follow the grammar.
    Syntax,
    /// It has more text, or more parts, than a formula may have.
    TooLong,
    /// Its parts stand inside one another further than they may.
    TooDeep,
}

impl FormulaError {
    /// A text that does not follow the grammar.
    pub(super) fn syntax(span: TextSpan, message: impl Into<String>) -> FormulaError {
        FormulaError::of(FormulaErrorKind::Syntax, span, message.into())
    }

    /// A text that is wrong in some way.
    pub(super) fn new(kind: FormulaErrorKind, span: TextSpan, message: impl Into<String>) -> FormulaError {
        FormulaError::of(kind, span, message.into())
    }

    #[cold]
    #[inline(never)]
    fn of(kind: FormulaErrorKind, span: TextSpan, message: String) -> FormulaError {
        FormulaError { details: Box::new(Details { kind, span, message, help: None }) }
    }

    /// The same with what would make it right.
    pub(super) fn with_help(self, help: impl Into<String>) -> FormulaError {
        self.helped(help.into())
    }

    #[cold]
    #[inline(never)]
    fn helped(mut self, help: String) -> FormulaError {
        self.details.help = Some(help);
        self
    }

    /// What kind of thing is wrong.
    pub fn kind(&self) -> FormulaErrorKind {
        self.details.kind
    }

    /// Where it is wrong. Inside the text and on borders of characters; empty where something is missing at the end.
    pub fn span(&self) -> TextSpan {
        self.details.span
    }

    /// What is wrong, for people; the words may improve.
    pub fn message(&self) -> &str {
        &self.details.message
    }

    /// What would make it right, for people; the words may improve.
    pub fn help(&self) -> Option<&str> {
        self.details.help.as_deref()
    }
}

impl fmt::Display for FormulaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.details.message)
    }
}

impl std::error::Error for FormulaError {}

/// A piece of the author's text between backticks, cut where it is long.
pub(super) fn quoted(text: &str) -> String {
    match text.char_indices().nth(QUOTED_MAX) {
        Some((end, _)) => format!("`{}…`", text.get(..end).unwrap_or_default()),
        None => format!("`{text}`"),
    }
}

/// The most characters of the author's text that a message repeats.
const QUOTED_MAX: usize = 40;
