//! The one table: curves, grades, steps of a rate.
//!
//! A table has a key, rows that cover ranges of it, and results. How it is read is declared, as is everything that products leave
//! open: to which row a boundary belongs, and what lies below the first and above the last row. Gaps, overlaps and
//! crossed ends are problems of the plan, found before anybody is paid.
//!
//! | `read` | gives |
//! |---|---|
//! | `step` | the values of the row that is reached |
//! | `line` | the value on the straight line between two rows, as an exact fraction |
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
//! let text = br#"{ "keys": ["attained"], "read": "line", "below": "flat", "above": "flat", "rows": [
//!     { "attained": "0%", "points": 0 }, { "attained": "100%", "points": 100 }, { "attained": "120%", "points": 120 } ] }"#;
//! let mut problems = Problems::new();
//! let definition = TableDefinition::read(&from_json(text, 1_000).unwrap(), At::root(), &mut problems);
//! let curve = Table::compile(&definition, &Rules::default(), At::root(), &mut problems).unwrap();
//!
//! let two_thirds = Fraction::new(2, 3).unwrap();
//! assert_eq!(curve.value(two_thirds, 0), Ok(Value::Number(Fraction::new(200, 3).unwrap())));
//! assert_eq!(curve.value(Fraction::whole(9), 0), Ok(Value::Number(Fraction::whole(120))), "flat above");
//! ```

mod cell;
mod compile;
mod definition;
mod lookup;

pub use cell::Range;
pub use definition::{Edge, ReadWord, TableDefinition, TableSource};
pub use lookup::{Column, Row, Table};
