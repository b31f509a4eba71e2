//! One question about many: which figures, of whom, when, in which order, how many of them.
//!
//! A [`Query`] is put together by its author and asked of a view by [`View::table`](super::View::table). Figures are written as
//! in formulas. Each row of the [`Answers`] is about one person or unit at one time, and, in a breakdown, about the facts that
//! have one value of a field. [`View::columns`](super::View::columns) answers the same question figure by figure, which is quicker where
//! there are thousands of rows.
//!
//! # Example
//!
#![cfg_attr(feature = "json", doc = "```")]
#![cfg_attr(not(feature = "json"), doc = "```ignore")]
//! use attain::calendar::parse_day;
//! use attain::engine::query::{Nodes, Query};
//! use attain::ranking::Order;
//! use attain::{Engine, Plan};
//!
//! let plan = Plan::from_json(br#"{
//!     "attain": 1, "name": "Many", "currency": "EUR", "org": { "trees": { "sales": ["company", "team"] } },
//!     "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money", "product": "text" } } },
//!     "kpis": { "revenue": { "formula": "sum(order.amount)" }, "orders": { "formula": "count(order)" } }
//! }"#)?;
//! let mut engine = Engine::new(plan);
//! engine.record_jsonl(br#"
//!     {"kind":"unit","id":"u1","on":"2025-01-01","unit":"company"}
//!     {"kind":"membership","id":"m1","on":"2025-01-01","who":"ann","unit":"company"}
//!     {"kind":"membership","id":"m2","on":"2025-01-01","who":"bob","unit":"company"}
//!     {"kind":"order","id":"o1","on":"2025-03-04","rep":"ann","amount":"300","product":"bikes"}
//!     {"kind":"order","id":"o2","on":"2025-03-05","rep":"bob","amount":"500","product":"bikes"}
//!     {"kind":"order","id":"o3","on":"2025-03-06","rep":"bob","amount":"50"}
//! "#, None);
//! let view = engine.view(parse_day("2025-03-31")?);
//! let march = view.period("2025-03")?;
//!
//! let query = Query::new(["revenue", "orders"]).of(Nodes::People).during(march).sort("revenue", Order::HighestFirst);
//! let best = view.table(&query.top(1))?;
//! assert_eq!((best.rows.len(), best.total), (1, 2), "one of two");
//! assert_eq!(best.rows[0].who.as_str(), "bob");
//! assert_eq!(best.rows[0].cells[0].as_ref().unwrap().to_string(), "550");
//!
//! let query = Query::new(["revenue"]).of(Nodes::keys(["company"])).during(march).by("order.product");
//! let products = view.table(&query)?;
//! let row = |at: usize| (products.rows[at].by[0].as_ref().map(ToString::to_string),
//! products.rows[at].cells[0].clone().unwrap().to_string()); assert_eq!(row(0), (None, "50".to_owned()), "what has no
//! product"); assert_eq!(row(1), (Some("bikes".to_owned()), "800".to_owned()));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod answers;
mod behind;
mod definition;
mod drill;
pub(super) mod figure;
mod nodes;
mod rows;
mod slice;
mod slice_target;
mod until;
mod written;

pub use answers::{Answers, Column, Columns, Row};
pub use definition::{CELLS_MAX, LISTS_MAX, Nodes, Query, ROWS_MAX};
pub use drill::{Behind, Credited, Drill, ENTRIES_PAGE};
pub(super) use slice::{Slicer, Slicing};
pub use written::{QUERY_BYTES_MAX, QueryDefinition, Whom};
