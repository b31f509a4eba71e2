//! A problem, and all the problems of a plan.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;

use super::at::Place;
use super::code::Code;

/// The most problems that are kept for one plan; what comes after them is only counted.
pub const PROBLEMS_MAX: usize = 1_000;

/// One thing that is wrong with a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    code: Code,
    place: Place,
    span: Option<Range<usize>>,
    other_span: Option<Range<usize>>,
    message: String,
    help: Option<String>,
}

impl Problem {
    /// The stable name of this kind of problem; programs match on it.
    pub fn code(&self) -> Code {
        self.code
    }

    /// Where in the plan it is.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Where in the text at that place it is, in bytes: inside a formula, or inside the document where it did not parse.
    pub fn span(&self) -> Option<Range<usize>> {
        self.span.clone()
    }

    /// Where the other of two parts is that do not go together, in bytes of the same text.
    pub fn other_span(&self) -> Option<Range<usize>> {
        self.other_span.clone()
    }

    /// What is wrong, for people; the words may improve.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What would make it right.
    pub fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.place.as_str().is_empty() {
            write!(f, "{}: ", self.place)?;
        }
        f.write_str(&self.message)?;
        if let Some(help) = &self.help {
            write!(f, "\n  help: {help}")?;
        }
        Ok(())
    }
}

/// All the problems of a plan, in the order in which it is read.
///
/// Follow-ups are not reported: where a value could not be read, whatever else is said about the same place stays
/// unsaid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems {
    found: Vec<Problem>,
    /// The texts of places.
    unread: BTreeSet<String>,
    uncounted: usize,
}

impl Problems {
    /// No problems.
    pub fn new() -> Problems {
        Problems::default()
    }

    /// Reports a problem; the answer takes the remedy and the span.
    pub fn report(&mut self, code: Code, place: impl Into<Place>, message: impl Into<String>) -> Report<'_> {
        self.add(code, place.into(), message.into())
    }

    /// Reports that the value at a place could not be read; nothing else is then said about this place.
    pub fn unread(&mut self, code: Code, place: impl Into<Place>, message: impl Into<String>) -> Report<'_> {
        self.add_unread(code, place.into(), message.into())
    }

    #[cold]
    #[inline(never)]
    fn add(&mut self, code: Code, place: Place, message: String) -> Report<'_> {
        let silent = self.is_unread(&place);
        if silent || self.found.len() >= PROBLEMS_MAX {
            self.uncounted = self.uncounted.saturating_add(usize::from(!silent));
            return Report { problem: None };
        }
        self.found.push(Problem { code, place, span: None, other_span: None, message, help: None });
        Report { problem: self.found.last_mut() }
    }

    #[cold]
    #[inline(never)]
    fn add_unread(&mut self, code: Code, place: Place, message: String) -> Report<'_> {
        let count = self.found.len();
        self.add(code, place.clone(), message);
        self.unread.insert(place.into());
        Report { problem: self.found.get_mut(count) }
    }

    /// Notes that what belongs to a place was written elsewhere, which is reported there; nothing is then said about this
    /// place.
    pub fn misplaced(&mut self, place: impl Into<Place>) {
        let place: Place = place.into();
        self.unread.insert(place.into());
    }

    /// Whether the value at a place, or one around it, could not be read.
    pub fn is_unread(&self, place: &Place) -> bool {
        place.around().any(|place| self.unread.contains(place))
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// How many problems there are, also those beyond [`PROBLEMS_MAX`].
    pub fn len(&self) -> usize {
        self.found.len().saturating_add(self.uncounted)
    }

    /// The problems, in the order in which the plan is read.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.found.iter()
    }
}

/// A problem that was just reported, to which a remedy and a span may be added.
#[derive(Debug)]
pub struct Report<'a> {
    problem: Option<&'a mut Problem>,
}

impl Report<'_> {
    /// Says what would make it right.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.add_help(help.into());
        self
    }

    /// Names the nearest known name as the remedy, or else those that there are.
    pub fn nearest<'k>(&mut self, name: &str, known: impl IntoIterator<Item = &'k str>) -> &mut Self {
        self.help(super::remedy(name, known))
    }

    #[cold]
    #[inline(never)]
    fn add_help(&mut self, help: String) {
        if let Some(problem) = &mut self.problem {
            problem.help = Some(help);
        }
    }

    /// Says where inside the text at that place it is, in bytes.
    pub fn span(&mut self, span: Range<usize>) -> &mut Self {
        if let Some(problem) = &mut self.problem {
            problem.span = Some(span);
        }
        self
    }

    /// Says where the other of two parts is that do not go together.
    pub fn other_span(&mut self, span: Range<usize>) -> &mut Self {
        if let Some(problem) = &mut self.problem {
            problem.other_span = Some(span);
        }
        self
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.found.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            problem.fmt(f)?;
        }
        if self.uncounted > 0 {
            write!(f, "\nand {} more", self.uncounted)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}
