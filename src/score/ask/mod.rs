//! What one asks of a scorecard besides its score: what is missing for a grade, which weight would turn two people round, where somebody
//! stands against others.

mod bound;
mod flips;
mod focus;
mod needs;

pub use flips::{Flip, Turn, flips};
pub use focus::{Focus, Standing, focus};
pub use needs::{Lift, Need, Needs};
