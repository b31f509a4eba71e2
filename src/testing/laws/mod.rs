//! Laws that hold of every plan and every log: to be run against one's own.
//!
//! A [`Trial`] is a plan with entries; each law tries something with them, and answers with [`Finding`]s: none, where
//! it holds. A finding is either an error of the engine, which its makers want to hear of, or one of the host: entries
//! whose order or batches matter because their moments differ from what the host believes.
//!
//! | law | says |
//! |---|---|
//! | [`order`] | the order in which entries of one moment are recorded changes nothing |
//! | [`batches`] | neither does how they are cut into batches, nor whether somebody looks in between |
//! | [`parts`] | a sum of a unit is that of what stands directly under it, and a sum of days that of each day |
//! | [`restored`] | an entry that is retracted, and the retraction retracted, leaves all as it was |
//! | [`reversed`] | a fact that is reversed in full on its day adds as much to sums as one that was retracted: nothing |
//! | [`known`] | what is known now is what is known at the last moment, and at the last position |
//! | [`foresight`] | what holds after a day changes nothing that is said as of that day; where targets are cut, but for who is known to come |
//! | [`replayed`] | the log, written out and recorded anew, answers the same |
//! | [`explained`] | an explanation comes to what it explains |
//!
//! # Example
//!
//! A test of a host, over a plan and a file of its own:
//!
#![cfg_attr(feature = "json", doc = "```")]
#![cfg_attr(not(feature = "json"), doc = "```ignore")]
//! use attain::log::read_jsonl;
//! use attain::testing::laws::Trial;
//! use attain::{Entry, Plan};
//!
//! let plan = Plan::from_json(br#"{
//!     "attain": 1, "name": "Mine", "currency": "EUR", "org": { "trees": { "sales": ["company", "team"] } },
//!     "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money" } } },
//!     "kpis": { "revenue": { "formula": "sum(order.amount)" }, "share": { "formula": "revenue / revenue at company" } }
//! }"#)?;
//! let entries: Vec<Entry> = [
//!     r#"{"kind":"unit","id":"u1","on":"2025-01-01","unit":"company"}"#,
//!     r#"{"kind":"unit","id":"u2","on":"2025-01-01","unit":"north","under":"company"}"#,
//!     r#"{"kind":"membership","id":"m1","on":"2025-01-01","who":"ann","unit":"north"}"#,
//!     r#"{"kind":"order","id":"o1","on":"2025-03-04","rep":"ann","amount":"4500.50"}"#,
//!     r#"{"kind":"order","id":"r1","on":"2025-03-09","reverses":"o1","share":"1/3"}"#,
//! ].map(|line| serde_json::from_str(line)).into_iter().collect::<Result<_, _>>()?;
//!
//! let findings = Trial::new(&plan, entries).findings();
//! assert!(findings.is_empty(), "{findings:?}");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod answers;
mod corrected;
mod recorded;
mod summed;
mod trial;

use std::fmt;

pub use answers::Answers;
pub use corrected::{restored, reversed};
pub use recorded::{batches, foresight, known, order, replayed};
pub use summed::{explained, parts};
pub use trial::Trial;

/// A law: it tries something, and says where it does not hold.
pub type Law = fn(&Trial) -> Vec<Finding>;

/// Every law, by its name.
pub const ALL: &[(&str, Law)] = &[
    ("order", order),
    ("batches", batches),
    ("parts", parts),
    ("restored", restored),
    ("reversed", reversed),
    ("known", known),
    ("foresight", foresight),
    ("replayed", replayed),
    ("explained", explained),
];

/// Where a law does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The name of the law.
    pub law: &'static str,
    /// What was tried.
    pub tried: String,
    /// Which figure is another one than it should be, and what it is.
    pub found: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.law, self.tried, self.found)
    }
}
