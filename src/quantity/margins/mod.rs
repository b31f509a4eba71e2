//! Cutting an amount into a table whose rows and columns add up again.
//!
//! A people × months plan is read both ways: across, a person's months make the person's year; down, the people of a month make
//! the company's month. Each cell rounded by itself, neither adds up. [`split_table`] rounds all of it at once: every cell, every
//! row, every column and every group of rows or of columns becomes one of the two whole steps beside its exact share, and
//! whatever adds up exactly still adds up. For two nested groupings that is always possible (Cox, *A constructive procedure for
//! unbiased controlled rounding*, 1987); here it is a flow: what is left after rounding down is sent through the rows and
//! groups of the table to its columns, and where there is a choice the largest remainders are raised first.

mod flow;
mod nest;
mod rows;
mod side;
mod table;

pub use nest::Nest;
pub use rows::split_rows;
pub use table::split_table;
