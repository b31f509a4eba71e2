//! What must hold for every input: one file of laws for each noun.

mod calendar;
mod cascade;
mod change;
mod descend;
mod document;
mod doors;
#[cfg(feature = "json")]
mod due;
mod duplicates;
mod engine;
mod exchange;

mod formula_many;
mod formula_run;
mod formula_text;
mod funnel;
mod grade;
mod history;
mod ledger;
mod list;
mod log;
mod margins;
mod moves;
mod org;
mod outcomes;
mod owners;
mod parts;
mod quantity;
mod query;
mod ranking;
mod receivable;
mod records;
mod records_folds;
mod review;
mod scope;
#[cfg(feature = "json")]
mod score;
mod smart;
mod support;
mod table;
mod target_books;
mod target_money;
mod timer;
mod working;
