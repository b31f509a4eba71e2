//! The one error that a programmer meets.
//!
//! Trouble has three types, for three kinds of people. An *author* of a plan gets
//! [`Problems`](crate::diagnostic::Problems): many, each with its place. A *fact* gets an outcome of its own. A
//! *programmer* who asks for something that does not exist gets an [`Error`].

use std::borrow::Cow;
use std::fmt;

/// A question that cannot be asked: it names something that the plan or the log does not have.
///
/// The text is for people and may improve; programs match on [`Error::kind`]. Undefined numbers are not errors: they
/// are answers, with their reason.
///
/// # Example
///
/// ```
/// use attain::error::{Error, ErrorKind};
///
/// let error = Error::unknown("kpi", "revenu", Some("revenue"));
/// assert_eq!(error.kind(), ErrorKind::Unknown);
/// assert_eq!(error.to_string(), "there is no kpi `revenu`; did you mean `revenue`?");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(Box<(ErrorKind, Cow<'static, str>)>);

/// What kind of question could not be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// It names something that does not exist.
    Unknown,
    /// A text or a value given to a question is not of the form or the range that it needs.
    Invalid,
    /// It is larger than a named limit allows.
    Limit,
    /// It is about a span that the engine cannot answer for, such as a half-open span that ends before it begins.
    Span,
    /// The one who asks may not see it.
    Hidden,
}

impl Error {
    /// Something that the plan or the log does not have, with the nearest name that it does have.
    pub fn unknown(what: &str, name: &str, nearest: Option<&str>) -> Error {
        let hint = nearest.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        Error::new(ErrorKind::Unknown, Cow::Owned(format!("there is no {what} `{name}`{hint}")))
    }

    /// A value that is not of the form or the range that is needed.
    pub fn invalid(message: impl Into<Cow<'static, str>>) -> Error {
        Error::new(ErrorKind::Invalid, message.into())
    }

    /// A question larger than a named limit.
    pub fn limit(message: impl Into<Cow<'static, str>>) -> Error {
        Error::new(ErrorKind::Limit, message.into())
    }

    /// A span that cannot be answered for.
    pub fn span(message: impl Into<Cow<'static, str>>) -> Error {
        Error::new(ErrorKind::Span, message.into())
    }

    /// A figure that the one who asks may not see.
    pub fn hidden(message: impl Into<Cow<'static, str>>) -> Error {
        Error::new(ErrorKind::Hidden, message.into())
    }

    #[cold]
    fn new(kind: ErrorKind, message: Cow<'static, str>) -> Error {
        Error(Box::new((kind, message)))
    }

    /// What kind of question could not be asked.
    pub fn kind(&self) -> ErrorKind {
        self.0.0
    }

    /// Whether the one who asks may not see what was asked for.
    pub fn is_hidden(&self) -> bool {
        self.kind() == ErrorKind::Hidden
    }

    /// Whether the question named something that does not exist.
    pub fn is_unknown(&self) -> bool {
        self.kind() == ErrorKind::Unknown
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.1)
    }
}

impl std::error::Error for Error {}
