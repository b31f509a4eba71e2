//! The one table: rates, curves, grades, seasons, price lists, decision tables.
//!
//! A table has keys, rows that say for which values of the keys they are, and results. How it is read is declared, as is everything
//! that products leave open: to which row a boundary belongs, and what lies below the first and above the last row. Gaps,
//! overlaps, crossed ends and rows that nothing reaches are problems of the plan, found before anybody is paid.
//!
//! | `read` | a `rate` pays | an `amount`, or any other value, is |
//! |---|---|---|
//! | `first`, `only`, `specific` | the rate of the row that is chosen, on this line | that row's |
//! | `step` | the rate of the row that is reached, on this line | that row's |
//! | `line` | the rate on the straight line between two rows, on this line | the value on that line |
//! | `whole` | the rate that is reached, on everything since the start | that of the row that is reached |
//! | `slices` | each row's rate on the part inside the row | each row's in proportion to the part that is passed |
//! | `above` | the first row's rate up to its end, the rate that is reached on all beyond | |
//! | `passed` | | those of every row that is reached, added |
//!
//! The last four are totals since the start: a line that moves the key from s to e has what the total at e is more than
//! the total at s.
//!
//! # Example
//!
//! ```
//! use attain::diagnostic::{At, Problems};
//! use attain::document::{Read, from_json};
//! use attain::quantity::{Fraction, Value};
//! use attain::rule::Rules;
//! use attain::table::{Table, TableDefinition};
//!
//! let text = br#"{ "keys": ["role", "attained"], "read": "first", "boundary": "[from, to)", "rows": [
//!     { "role": ["rep", "senior"], "attained": "100% ..", "rate": "5%" }, { "role": "rep", "rate": "2%" }, { "rate": "1%" } ] }"#;
//! let mut problems = Problems::new();
//! let definition = TableDefinition::read(&from_json(text, 1_000).unwrap(), At::root(), &mut problems);
//! let rates = Table::compile(&definition, &Rules::default(), At::root(), &mut problems).unwrap();
//!
//! let rate = |role: &str, attained: i128| {
//!     let keys = [Value::Text(role.into()), Value::Ratio(Fraction::new(attained, 100).unwrap())];
//!     rates.value(&keys, 0).unwrap().to_string()
//! };
//! assert_eq!(rate("rep", 100), "5%");
//! assert_eq!(rate("rep", 99), "2%");
//! assert_eq!(rate("senior", 99), "1%");
//! ```

mod cell;
mod check;
mod columns;
mod compile;
mod decide;
mod definition;
mod edges;
mod fit;
mod index;
mod inverse;
mod ladder;
mod ladders;
mod lookup;
mod many;
mod pay;
mod total;
mod written;

pub use cell::{Cell, Range};
pub use check::CHECKS_MAX;
pub use columns::{LIST_MAX, ROWS_MAX};
pub use compile::Basis;
pub use definition::{Edge, ReadWord, TableDefinition, TableSource};
pub use inverse::{End, Interval, Inverse, Wanted};
pub use lookup::{Column, KEYS_MAX, Key, Row, Table};
pub use pay::Stretch;
