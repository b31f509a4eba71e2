//! A laboratory.

mod author;
mod dice;
mod node;
mod size;
mod story;
mod words;

pub use author::plan;
pub use dice::Dice;
pub use size::Size;
pub use story::{Batch, Story};
