//! What is asked of reviews, and what is answered.

use crate::document::{Named, definition};
use crate::error::Error;
use crate::id::Key;
use crate::quantity::{Fraction, Outcome, Precision};
use crate::review::{ReviewScore, Severity};
use crate::trace::Provenance;

definition! {
    /// A question about a review, as plain data: in Rust, or as JSON for hosts that hand it over a wire.
    ///
    /// Of whom and when is said beside it.
    pub struct ReviewQuery {
        /// The review, by its name in the plan.
        pub of: String,
        /// One of its items; all of them, where none is named.
        pub item: Option<String>,
        /// Whether to add how lenient the raters are.
        pub raters: Option<bool>,
    }
}

/// The most bytes that a question about a review may have.
#[cfg(feature = "json")]
const QUERY_BYTES_MAX: usize = 65_536;

impl ReviewQuery {
    /// Asks about a review of the plan.
    pub fn new(of: &str) -> ReviewQuery {
        ReviewQuery { of: of.to_owned(), ..ReviewQuery::default() }
    }

    /// The same, about one item alone.
    #[must_use]
    pub fn item(mut self, item: &str) -> ReviewQuery {
        self.item = Some(item.to_owned());
        self
    }

    /// The same, and how lenient the raters are.
    #[must_use]
    pub fn raters(mut self) -> ReviewQuery {
        self.raters = Some(true);
        self
    }

    /// Reads a question from JSON text; the error lists everything that is wrong with its form.
    #[cfg(feature = "json")]
    pub fn from_json(text: &[u8]) -> Result<ReviewQuery, crate::diagnostic::Problems> {
        use crate::document::Read;

        let node = crate::document::from_json(text, QUERY_BYTES_MAX)?;
        let mut problems = crate::diagnostic::Problems::new();
        let query = ReviewQuery::read(&node, crate::diagnostic::At::root(), &mut problems);
        if problems.is_empty() { Ok(query) } else { Err(problems) }
    }
}

/// What a review gives for a person in a time.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewAnswer {
    /// What the review is called in the plan.
    pub name: String,
    /// What people call it, by language.
    pub labels: Named<String>,
    /// Who is rated.
    pub who: Key,
    /// When: the label of a period, or days.
    pub time: String,
    /// Each item, with its kinds of raters; undefined for a unit, and where there are no facts behind the figures.
    pub items: Outcome<Vec<ReviewScore>>,
    /// Onto which numbers scales are brought: what the worst and what the best score is.
    pub onto: (Fraction, Fraction),
    /// How lenient raters are, by all that they said in the time of whomever; nothing, where it is not asked for.
    pub raters: Vec<Severity>,
    /// How many raters nothing is told of, for their kind is anonymous and they are few, or they may not be seen.
    pub hidden: usize,
    /// To how many digits a fraction is rounded where it does not fit.
    pub precision: Precision,
    /// Where it comes from.
    pub from: Provenance,
}

impl ReviewAnswer {
    /// The whole of an item.
    pub fn value(&self, item: &str) -> Result<Outcome<Fraction>, Error> {
        let items = match &self.items {
            Ok(items) => items,
            Err(why) => return Ok(Err(why.clone())),
        };
        let found = items.iter().find(|score| score.item.as_str() == item);
        let known = || items.iter().map(|score| score.item.as_str());
        let score = found.ok_or_else(|| Error::unknown("item", item, crate::diagnostic::nearest(item, known())))?;
        Ok(score.value(self.precision))
    }
}
