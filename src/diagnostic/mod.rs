//! What is wrong with a plan: every problem at once, each with a stable code, its place and a remedy.
//!
//! An author who made ten mistakes wants ten lines, not the first one ten times over. So whoever reads a plan gets a
//! [`Problems`] to report to and goes on; the place being read is an [`At`], a list on the stack that becomes text only
//! when something is wrong.
//!
//! # Example
//!
//! ```
//! use attain::diagnostic::{At, Code, Problems};
//!
//! let mut problems = Problems::new();
//! let plan = At::root();
//! let table = plan.field("tables").then("accelerator");
//! problems.report(Code::TableGap, table.field("rows").index(1), "nothing covers `5` to `7`").help("let this row start at 5");
//!
//! assert_eq!(
//!     problems.to_string(),
//!     "tables.accelerator.rows[1]: nothing covers `5` to `7`\n  help: let this row start at 5",
//! );
//! assert_eq!(problems.iter().next().map(|problem| problem.code().name()), Some("table.gap"));
//! ```

mod at;
mod code;
mod nearest;
mod problem;

pub use at::{At, Place};
pub use code::Code;
pub use nearest::nearest;
pub(crate) use nearest::remedy;
pub use problem::{PROBLEMS_MAX, Problem, Problems, Report};
