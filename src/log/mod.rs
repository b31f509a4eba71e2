//! Facts and records, and the only door they come in by.
//!
//! A [`Log`] is only ever added to. A host writes an [`Entry`]: an envelope (`kind`, `id`, `on`, `known`, `by`, `why`, and
//! what it corrects) and the fields of its kind, of which the plan says by a [`KindDefinition`] what they hold. Recording
//! it has one outcome, an [`Admission`]: it counts, it waits for another entry, it exists, or it is refused for all the
//! reasons at once.
//!
//! What was known at a moment is a prefix of the log. What [stands](Standing) in a prefix is worked out from its entries
//! alone: a retracted entry never was, of a revised one the latest revision holds, a reversal takes back a share on a day
//! of its own. The order in which entries of one moment came does not matter, for whatever names an entry that has not
//! come yet waits for it ([`Log::waiting`]).
//!
//! # Example
//!
//! ```
//! use std::sync::Arc;
//! use attain::diagnostic::{At, Problems};
//! use attain::document::Named;
//! use attain::log::{Admission, Attributes, Entry, KindDefinition, Kinds, Log};
//! use chrono::NaiveDate;
//!
//! let order = KindDefinition {
//!     whose: Some("rep".into()),
//!     fields: Named::from([("rep", "person".into()), ("amount", "money".into())]),
//!     ..KindDefinition::default()
//! };
//! let kinds = Named::from([("order", order)]);
//! let kinds = Kinds::compile(&kinds, At::root(), &mut Problems::new());
//! let mut log = Log::new(Arc::new(kinds), Attributes::default(), "USD".parse().unwrap());
//!
//! let day = NaiveDate::from_ymd_opt(2025, 8, 4).unwrap();
//! let order = Entry::new("order").id("o1").on(day).set("rep", "ann").set("amount", "80000");
//! let slip = Entry::new("order").id("o2").on(day).set("rep", "ann").set("amuont", "1");
//! assert_eq!(log.record(&order, None), Admission::Counted);
//! let Admission::Refused(reasons) = log.record(&slip, None) else { unreachable!() };
//! assert_eq!(reasons[0].to_string(), "amuont: `order` has no field `amuont`\n  help: did you mean `amount`?");
//!
//! let better = order.clone().id("o1 corrected").set("amount", "90000").revises("o1");
//! log.record(&better, None);
//! let (id, kind) = log.kinds().find("order").unwrap();
//! let (amount, _) = kind.field("amount").unwrap();
//! let amounts = |upto| -> Vec<String> {
//!     log.standing(upto).facts(id).map(|fact| fact.value(amount).unwrap().to_string()).collect()
//! };
//! assert_eq!(amounts(1), ["80000"]);
//! assert_eq!(amounts(2), ["90000"]);
//! ```

mod about;
mod admission;
mod admit;
mod amounts;
mod approvals;
mod attributes;
mod away;
mod batch;
mod batch_check;
mod batch_record;
mod bits;
mod change;
mod check;
mod columns;
mod compile;
mod compile_records;
mod correction;
mod credits;
mod definition;
mod describe;
mod dictionary;
mod disputes;
mod draft;
mod duplicate;
mod entry;
mod fact;
mod facts;
#[cfg(feature = "json")]
mod flat;
mod foreign;
mod grades;
mod ids;
mod kind;
mod length;
#[cfg(feature = "json")]
mod lines;
mod members;
mod names;
mod naming;
mod own;
mod own_grades;
mod own_people;
mod owners;
#[cfg(any(feature = "csv", feature = "json"))]
mod plain;
mod record;
mod record_credits;
mod records;
mod refusal;
mod register;
mod retractions;
mod reviews;
mod revisions;
#[cfg(feature = "csv")]
mod rows;
mod scaled;
mod schema;
mod series;
mod set_targets;
mod settings;
mod sheet;
mod standing;
mod stops;
mod store;
mod table;
mod targets;
mod trail;
mod value;
mod wheres;
mod words;

pub use crate::pipeline::Answer;
pub use admission::{Admission, Waiting};
pub use approvals::ApprovalEntry;
pub use attributes::Attributes;
pub use away::AwayEntry;
pub(crate) use away::acting;
pub use batch::{
    Batch, BatchOutcome, ColumnSlice, EntryCode, EntryIds, PersonCode, SCALE_MAX, SeriesCode, TextCode, UnitCode,
    Values,
};
pub(crate) use batch::{TakenBatch, by_row};
pub(crate) use columns::day_of;
pub use definition::{KindDefinition, RecordDefinition};
pub use disputes::DisputeEntry;
pub use duplicate::DuplicateKeys;
pub(crate) use duplicate::formulas_of;
pub use entry::Entry;
#[cfg(feature = "json")]
pub(crate) use entry::moment_text;
pub use fact::{Credit, Fact};
pub(crate) use foreign::ForeignAmount;
pub(crate) use grades::GradeCorrection;
pub use grades::GradeEntry;
pub use kind::{Field, FieldId, FieldType, Kind, KindId, Kinds};
#[cfg(feature = "json")]
pub(crate) use lines::Lines;
#[cfg(feature = "json")]
pub use lines::read_jsonl;
pub(crate) use naming::Naming;
pub use record::{Record, RecordState, Referred};
pub use refusal::{Refusal, RefusalCode};
pub(crate) use retractions::Retraction;
pub use reviews::ReviewFields;
pub(crate) use revisions::Revision;
#[cfg(feature = "csv")]
pub(crate) use rows::Rows;
#[cfg(feature = "csv")]
pub use rows::read_csv;
pub(crate) use set_targets::{SetAmount, SetTarget, TargetColumns, Texts};
pub use settings::{Membership, RateEntry, Under, UnitEntry};
pub(crate) use sheet::{Sheet, Told};
pub use standing::Standing;
pub use stops::{Assignment, Owned, Stop, Touch};
pub use store::Log;
#[cfg(any(feature = "json", feature = "csv"))]
pub(crate) use store::Taken;
pub use targets::{AdjustEntry, Carried, Change, ClosingEntry, SubmitEntry, TargetEntry};
pub use trail::{CorrectionEntry, Corrects};
pub use wheres::WHERE_FIELDS_MAX;
pub(crate) use wheres::of_fields;

/// The most bytes that a line of JSON or a row of CSV may have.
pub const LINE_BYTES_MAX: usize = 1_048_576;

/// The most bytes that a text in an entry may have.
pub const TEXT_BYTES_MAX: usize = 65_536;

/// The most words of one entry that are refused one by one, being unknown or written twice; beyond them its words are read no
/// further, and what its kind asks for besides is said as ever.
pub const REFUSALS_MAX: usize = 100;

/// The most people whom one entry may credit.
pub const CREDITS_MAX: usize = 100;

/// The most entries that a log holds.
pub const ENTRIES_MAX: usize = 100_000_000;
