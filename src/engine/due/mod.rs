//! What is due: the timers of records that run or are overdue at a moment, and what they did in a time.
//!
//! ```text
//! View::due(query)              -> what runs or is overdue, in the order in which it is due
//! View::fired(query, from, to)  -> what was due, and which levels were reached, each with an id
//! ```
//!
//! # Example
//!
#![cfg_attr(feature = "json", doc = "```")]
#![cfg_attr(not(feature = "json"), doc = "```ignore")]
//! use attain::calendar::parse_day;
//! use attain::engine::due::{DueQuery, DueState};
//! use attain::{Engine, Plan};
//!
//! let plan = Plan::from_json(br#"{
//!     "attain": 1, "name": "Due", "currency": "EUR", "org": { "trees": { "sales": ["company"] } },
//!     "facts": { "call": { "whose": "rep", "fields": { "rep": "person", "lead": "lead" } } },
//!     "records": { "lead": { "whose": "owner", "touch": ["call"], "fields": { "owner": "person" }, "timers": [
//!         { "id": "first_contact", "starts": "opened", "due": "24 hours", "stops": "touched", "do": [ { "release": true } ] } ] } }
//! }"#)?;
//! let mut engine = Engine::new(plan);
//! engine.record_jsonl(br#"
//!     {"kind":"lead","id":"l1","on":"2026-03-02","owner":"ann"}
//!     {"kind":"lead","id":"l2","on":"2026-03-03","owner":"ann"}
//!     {"kind":"call","id":"c1","on":"2026-03-03","rep":"ann","lead":"l2"}
//! "#, None);
//! let view = engine.view(parse_day("2026-03-04")?);
//! let noon = parse_day("2026-03-04")?.and_hms_opt(12, 0, 0).unwrap();
//!
//! let due = view.due(&DueQuery::new().at(noon))?;
//! assert_eq!(due.total, 1, "l2 was called");
//! assert_eq!((due.rows[0].record.as_str(), due.rows[0].state), ("l1", DueState::Overdue));
//! assert_eq!(due.rows[0].due.as_ref().unwrap().to_string(), "2026-03-03 00:00:00");
//! assert_eq!(due.rows[0].overdue.as_ref().unwrap().unwrap().num_hours(), 36);
//!
//! let fired = view.fired(&DueQuery::new(), parse_day("2026-03-03")?.into(), noon)?;
//! assert_eq!(fired.rows[0].id, "2026-03-03T00:00:00/due/first_contact//l1");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod answer;
mod history;
mod list;
mod query;
mod read;
mod written;

pub use answer::{DueCount, DueList, DueRow, DueState, FiredList, FiredRow, Reached, Untold};
pub use query::{DUE_PAGE, DueQuery};
#[cfg(feature = "json")]
pub(crate) use read::written;
pub use written::DueDefinition;
#[cfg(feature = "capi")]
pub(crate) use written::moment;
