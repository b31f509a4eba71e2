//! Results as text for people: tables, numbers, scorecards, leaderboards, statements.
//!
//! A [`TextTable`] is a plain table for any terminal, in any script. [`fixed`], [`percent`] and their neighbours write numbers
//! the way people read them. [`scorecard`], [`leaderboard`], [`contest`](contest()), [`badges`], [`rank_moves`], [`statement`], [`answers`], [`grades`](grades()), [`due`](due()), [`fired`], [`reconciliation`], [`target_history`], [`move_verdict`] and [`conformance`](conformance()) turn a result of the engine
//! into a table, in English or Chinese; what a host wants to look otherwise it takes from the result itself, or from
//! `json`.
//!
//! # Example
//!
//! ```
//! use attain::quantity::{Fraction, Why};
//! use attain::report::{Column, TextTable, fixed, or_dash, percent};
//!
//! let mut table = TextTable::new([Column::left("who"), Column::right("sales"), Column::right("attained")]);
//! table.row(["Ann", &fixed(Fraction::whole(42_000), 2), &percent(Fraction::new(21, 25).unwrap())]);
//! table.row(["王芳", &fixed(Fraction::whole(-1_250), 2), &or_dash(&Err(Why::NoTarget), percent)]);
//! assert_eq!(table.to_string(), "\
//! who       sales  attained
//! Ann   42,000.00    84.0 %
//! 王芳  −1,250.00         –
//! ");
//! ```

mod answers;
mod coaching;
mod contest;
mod due;
mod duplicates;
mod funnel;
mod grades;
#[cfg(feature = "json")]
pub mod json;
mod leaderboard;
mod moves;
mod number;
mod pipeline;
mod pipeline_parts;
mod reason;
mod receivable;
mod review;
mod scorecard;
mod statement;
mod table;
mod target;

#[cfg(feature = "capi")]
pub(crate) use answers::plain;
pub use answers::{answers, answers_csv};
pub use coaching::{flips, focus, item_name, needs, score_lines};
pub use contest::{badges, contest, rank_moves};
pub use due::{due, fired};
pub use duplicates::duplicates;
pub use funnel::{funnel, funnel_drawn, funnel_parts, funnel_summary, funnel_team, lost_reasons};
pub use grades::{calibration_state, calibrations, disputes, focus_helped, grades, quotas};
pub use leaderboard::{Standing, leaderboard};
pub use moves::{conformance, conformance_reasons, move_verdict};
pub use number::{UNDEFINED, fixed, or_dash, percent, rise};
pub use pipeline::pipeline;
pub use reason::{move_cure, move_reason};
pub use receivable::{open_invoices, receivables, receivables_summary};
pub use review::{review, review_raters};
pub use scorecard::scorecard;
pub use statement::statement;
pub use table::{Align, Column, TextTable, WIDTH_MAX};
#[cfg(feature = "capi")]
pub(crate) use target::target_check_as;
pub use target::{finding, finding_help, reconciliation, target_check, target_findings, target_history};
