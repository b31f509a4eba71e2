//! Formulas: text, read once, checked for names and units, then run as often as needed.
//!
//! A formula is written like in a spreadsheet, in words of any script, and its units are checked when the plan is read:
//! what compiles never meets a unit error. What a name stands for is not known here: whoever owns the names answers
//! [`Names`] when the formula is checked, and [`Inputs`] when it runs. So the same language serves conditions on facts, KPIs,
//! scores and pay, and no noun has to know another.
//!
//! ```text
//! text --parse--> Expr (spans, prints back) --check(Names)--> Program (questions, units; simplified) --run(Inputs)--> Outcome
//! ```
//!
//! # Example
//!
//! ```
//! use attain::formula::{Expr, parse};
//!
//! let expr: Expr = parse("sum(订单.amount) / target(revenue)").unwrap();
//! assert_eq!(expr.to_string(), "sum(订单.amount) / target(revenue)");
//!
//! let error = parse("a < b < c").unwrap_err();
//! assert_eq!(error.help(), Some("write `a < b and b < c`"));
//! ```

mod ast;
mod check;
mod error;
mod function;
mod many;
mod number;
mod parse;
mod print;
mod program;
mod read;
mod run;
mod sign;
mod simplify;
mod token;
mod units;
mod word;

pub use ast::{
    Argument, BinaryOp, CreditWord, DurationUnit, Expr, ExprKind, Fold, FoldFunction, Group, Ident, Scope, TextSpan,
    Window,
};
pub use check::{Complaint, Meaning, Names, Sense, check, compile};
pub use error::{FormulaError, FormulaErrorKind};
pub use function::Function;
pub use many::{ManyInputs, run_many};
pub use number::DIGITS_MAX;
pub use parse::{DEPTH_MAX, LENGTH_MAX, LEVELS_MAX, NODES_MAX, parse};
pub use program::{Elsewhere, Length, Program, Shift};
pub use run::{Inputs, holds, run};

pub(crate) use check::dotted;
pub(crate) use program::{Arithmetic, Comparison};
pub(crate) use read::Reader;
pub(crate) use units::is_amount;
pub(crate) use word::is_plain_path;
