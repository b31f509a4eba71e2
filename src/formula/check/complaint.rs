//! What is wrong with a formula.

use crate::diagnostic::{Code, Place, Problems};

use super::super::ast::TextSpan;

/// What is wrong with a formula, at a span of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// The kind of problem.
    pub code: Code,
    /// Where in the formula.
    pub span: TextSpan,
    /// Where the other of two parts is that do not go together.
    pub other: Option<TextSpan>,
    /// What is wrong.
    pub message: String,
    /// What would make it right.
    pub help: Option<String>,
}

impl Complaint {
    /// A complaint without a remedy.
    pub fn new(code: Code, span: TextSpan, message: impl Into<String>) -> Complaint {
        Complaint { code, span, other: None, message: message.into(), help: None }
    }

    /// Says what would make it right.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Complaint {
        self.help = Some(help.into());
        self
    }

    /// Says where the other of two parts is that do not go together.
    #[must_use]
    pub fn beside(mut self, other: TextSpan) -> Complaint {
        self.other = Some(other);
        self
    }

    /// Adds a complaint and what would make it right.
    pub(crate) fn add(
        complaints: &mut Vec<Complaint>,
        code: Code,
        span: TextSpan,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        Complaint::push(complaints, code, span, message.into(), help.into());
    }

    #[cold]
    #[inline(never)]
    fn push(complaints: &mut Vec<Complaint>, code: Code, span: TextSpan, message: String, help: String) {
        complaints.push(Complaint { code, span, other: None, message, help: Some(help) });
    }

    /// Reports it as a problem of the formula at `place`.
    pub fn report(self, place: &Place, problems: &mut Problems) {
        let mut report = problems.report(self.code, place, self.message);
        report.span(self.span.start..self.span.end);
        if let Some(other) = self.other {
            report.other_span(other.start..other.end);
        }
        if let Some(help) = self.help {
            report.help(help);
        }
    }
}
