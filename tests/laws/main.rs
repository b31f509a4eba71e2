//! What must hold for every input: one file of laws for each noun.

mod calendar;
mod engine;
mod formula_run;
mod formula_text;
mod log;
mod quantity;
mod support;
mod table;
