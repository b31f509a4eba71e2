//! A sales review: from orders, quotas and people to figures, scores, ranks and pay.
//!
//! ```text
//! cargo run --release --example sales_review                      the demo company
//! cargo run --release --example sales_review -- --data DIR --plan FILE [--period N|span] [--lang zh] [--json | --explain rep:281]
//! ```

#[allow(dead_code, reason = "the examples about changes use the rest of it")]
mod review;

use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let (mut out, mut err) = (BufWriter::new(io::stdout().lock()), io::stderr());
    let watched = err.is_terminal();
    let mut streams = review::Streams { out: &mut out, err: &mut err, watched };
    let code = review::run(std::env::args_os().skip(1), &mut streams);
    // A reader that has gone has seen enough.
    let _ = out.flush();
    ExitCode::from(code)
}
