//! What one asks of a scorecard besides its score: what is missing for a grade, which weight would turn two people round, where somebody
//! stands against others, and what became of what they were to work on.

mod bound;
mod flips;
mod focus;
mod helped;
mod needs;

pub use flips::{Flip, Turn, flips};
pub use focus::{Focus, Standing, focus};
pub use helped::{Helped, helped};
pub use needs::{Lift, Need, Needs};
