//! What other weights, another commission and a transfer in mid-period would have changed, and for whom.
//!
//! ```text
//! cargo run --release --example what_if                          the demo company
//! cargo run --release --example what_if -- --data DIR --plan FILE [--overlay FILE] [--period N] [--move ID] [--into UNIT] [--language zh]
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
