//! What must hold for every input: one file of laws for each noun.

mod calendar;
mod quantity;
