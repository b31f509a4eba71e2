//! The C interface: what `include/attain.h` declares.
//!
//! The header is generated from this module, and states the rules of the interface at its top; the manual's page
//! [`c_api`](crate::manual::c_api) shows a program. Nothing here is meant to be called from Rust.
//!
//! Every function does four things: it reads its arguments, asks the rest of the crate, gives the answer, and catches what
//! might panic in between. Functions are written out one by one, because the generator of the header reads the text and
//! expands no macros.

#![allow(unsafe_code, reason = "the one place where pointers of a host are read")]
#![allow(non_camel_case_types, reason = "types are called as C calls them")]
#![allow(clippy::missing_safety_doc, reason = "the rules at the top of the header hold for every function")]
#![allow(clippy::too_many_arguments, reason = "texts come as a pointer and a length each")]

mod analysis;
mod answer;
mod beyond;
mod calendar;
mod cascade;
mod cells;
mod coaching;
mod columns;
mod day;
mod due;
mod engine;
mod error;
mod feature;
mod figures;
mod grades;
mod guard;
#[cfg(feature = "test-hooks")]
mod hooks;
mod moves;
mod number;
mod outcomes;
mod owed;
mod parts;
mod place;
mod plan;
mod rankings;
mod results;
mod review;
mod split;
mod status;
mod structs;
mod table;
mod targets;
mod text;
mod value;
mod version;
mod view;

pub use analysis::*;
pub use answer::*;
pub use beyond::*;
pub use calendar::*;
pub use cascade::*;
pub use cells::*;
pub use coaching::*;
pub use columns::*;
pub use day::*;
pub use due::*;
pub use engine::*;
pub use error::*;
pub use figures::*;
pub use grades::*;
pub use guard::*;
#[cfg(feature = "test-hooks")]
pub use hooks::*;
pub use moves::*;
pub use number::*;
pub use outcomes::*;
pub use owed::*;
pub use parts::*;
pub use place::*;
pub use plan::*;
pub use rankings::*;
pub use results::*;
pub use review::*;
pub use split::*;
pub use status::*;
pub use table::*;
pub use targets::*;
pub use text::*;
pub use value::*;
pub use version::*;
pub use view::*;

#[cfg(not(panic = "unwind"))]
compile_error!("the C interface catches panics: build it with `panic = \"unwind\"`");
