//! Why an entry is not taken.

use std::fmt;

use crate::id::KEY_BYTES_MAX;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal,)+) => {
        /// The kind of a refusal: a stable name that programs match on, while the words for people may improve.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum RefusalCode {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl RefusalCode {
            /// Every code.
            pub const ALL: &'static [RefusalCode] = &[$(RefusalCode::$variant,)+];

            /// The stable name, such as `entry.unknown_field`.
            pub fn name(self) -> &'static str {
                match self {
                    $(RefusalCode::$variant => $name,)+
                }
            }
        }
    };
}

codes! {
    /// A line or a cell is not UTF-8 text.
    NotText = "entry.not_text",
    /// A line does not parse.
    Syntax = "entry.syntax",
    /// A line, a text or a list is longer than the limit.
    TooLarge = "entry.too_large",
    /// A line is nested deeper than the limit.
    TooDeep = "entry.too_deep",
    /// What should be an entry is no map of fields.
    NotAMap = "entry.not_a_map",
    /// A row has more or fewer cells than the header.
    Columns = "entry.columns",
    /// A field is written twice.
    DuplicateField = "entry.duplicate_field",
    /// The kind is not written, or not known.
    Kind = "entry.kind",
    /// A field is not known to the kind.
    UnknownField = "entry.unknown_field",
    /// A field that is needed is not there.
    MissingField = "entry.missing_field",
    /// No day is written.
    MissingDay = "entry.missing_day",
    /// An instant is written, and the plan has no time zone in which it would fall on a day.
    NoZone = "entry.no_zone",
    /// No id is written, and none can be made.
    MissingId = "entry.missing_id",
    /// A value is of another type than the field takes.
    WrongType = "entry.wrong_type",
    /// A day, a moment, a number, a percentage, a key, a name, a member of a list or an answer cannot be read.
    InvalidValue = "entry.invalid_value",
    /// A batch of columns has a code that was never given, or a byte that is neither yes nor no.
    UnknownCode = "entry.unknown_code",
    /// It names something that the plan does not have: a KPI without targets, a level, a tree, a period, a stage.
    UnknownName = "entry.unknown_name",
    /// An amount is in another currency than the plan's.
    Currency = "entry.currency",
    /// The credits do not say exactly who has which share.
    Credits = "entry.credits",
    /// A correction contradicts itself.
    Correction = "entry.correction",
    /// A record may not move so, and its pipeline enforces that.
    Move = "entry.move",
    /// A review has no such kind of raters.
    ReviewRelation = "review.relation",
    /// Nobody is rated for such an item in any review.
    ReviewItem = "review.item",
    /// A review has no such scale.
    ReviewScale = "review.scale",
    /// A score that its scale does not have.
    ReviewScore = "review.score",
    /// A review is about no period of the calendar, or holds on a day outside of it.
    ReviewPeriod = "review.period",
    /// Somebody rates another person as that person would.
    ReviewSelf = "review.self",
    /// Somebody rates themselves as another person would.
    ReviewOneself = "review.oneself",
    /// Nobody is named as the rater, or nobody who belongs to the organisation on that day.
    ReviewRater = "review.rater",
    /// Whoever rates as the manager is not the one on that day, or whoever rates as a report does not answer to who is rated.
    ReviewManager = "review.manager",
    /// The plan does not let this rater rate this person.
    ReviewMay = "review.may",
    /// A rater says something of the same person, item and period a second time, and corrects nothing.
    ReviewTwice = "review.twice",
    /// A review is reversed, credited, or comes in columns.
    ReviewForm = "review.form",
    /// It claims to have been known before the log's last entry.
    KnownEarlier = "entry.known_earlier",
    /// The log has as many entries as it can hold.
    Full = "log.full",
}

impl fmt::Display for RefusalCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One reason why an entry is not taken.
///
/// # Example
///
/// ```
/// use attain::document::Node;
/// use attain::log::Entry;
///
/// let refusal = Entry::from_node(&Node::from("order")).unwrap_err();
/// assert_eq!(refusal.code().name(), "entry.not_a_map");
/// assert_eq!(refusal.message(), "a text is written where an entry belongs");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    // Refusals stand in results of what nearly always goes well: there they are one pointer.
    reason: Box<Reason>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Reason {
    code: RefusalCode,
    line: Option<usize>,
    field: Option<String>,
    message: String,
    help: Option<String>,
}

impl Refusal {
    #[cold]
    #[inline(never)]
    pub(crate) fn new(code: RefusalCode, message: fmt::Arguments<'_>) -> Refusal {
        let message = message.to_string();
        Refusal { reason: Box::new(Reason { code, line: None, field: None, message, help: None }) }
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn field_of(mut self, field: &str) -> Refusal {
        self.reason.field = Some(field.to_owned());
        self
    }

    #[cfg(any(feature = "json", feature = "csv"))]
    pub(super) fn at_line(mut self, line: usize) -> Refusal {
        self.reason.line = Some(line);
        self
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn with_help(mut self, help: &str) -> Refusal {
        self.reason.help = Some(help.to_owned());
        self
    }

    /// Names the nearest known name as the remedy, if there is one; what is longer than a name is no slip of one.
    #[cold]
    #[inline(never)]
    pub(crate) fn nearest(self, name: &str, known: &mut dyn Iterator<Item = &str>) -> Refusal {
        if name.len() > KEY_BYTES_MAX {
            return self;
        }
        match crate::diagnostic::nearest(name, known) {
            Some(near) => self.with_help(&format!("did you mean `{near}`?")),
            None => self,
        }
    }

    /// The stable name of this kind of refusal; programs match on it.
    pub fn code(&self) -> RefusalCode {
        self.reason.code
    }

    /// The line of the text that was read, counted from 1, where the entry was refused while reading.
    pub fn line(&self) -> Option<usize> {
        self.reason.line
    }

    /// The word of the envelope or the field that it is about.
    pub fn field(&self) -> Option<&str> {
        self.reason.field.as_deref()
    }

    /// What is wrong, for people; the words may improve.
    pub fn message(&self) -> &str {
        &self.reason.message
    }

    /// What would make it right.
    pub fn help(&self) -> Option<&str> {
        self.reason.help.as_deref()
    }
}

impl std::error::Error for Refusal {}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.reason.line {
            write!(f, "line {line}: ")?;
        }
        if let Some(field) = &self.reason.field {
            write!(f, "{field}: ")?;
        }
        f.write_str(&self.reason.message)?;
        if let Some(help) = &self.reason.help {
            write!(f, "\n  help: {help}")?;
        }
        Ok(())
    }
}
