//! Why a team's attainment is another one than in the period before, and what a late correction did to it.
//!
//! ```text
//! cargo run --release --example explain_a_number                 the demo company
//! cargo run --release --example explain_a_number -- --data DIR --plan FILE [--team UNIT] [--from N] [--to N] [--language zh]
//! ```

#[path = "../changes/mod.rs"]
#[allow(dead_code, reason = "shared by examples that each need some of it")]
mod changes;
#[path = "../sales_review/review/mod.rs"]
#[allow(dead_code, reason = "the review does more than is told here")]
mod review;
mod story;

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let (mut out, mut err) = (BufWriter::new(io::stdout().lock()), io::stderr());
    let mut streams = review::Streams { out: &mut out, err: &mut err, watched: false };
    let code = story::EXAMPLE.run(std::env::args_os().skip(1), &mut streams);
    // A reader that has gone has seen enough.
    let _ = out.flush();
    ExitCode::from(code)
}
