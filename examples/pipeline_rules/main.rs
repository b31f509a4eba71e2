//! Deals of a maker of machines on their way through one pipeline, by a plan and a log: a move that is refused and why, cured,
//! made against the rules, approved; what is due on a Monday; what a leaver leaves behind; what the moves tell.
//!
//! ```text
//! cargo run --release --example pipeline_rules
//! ATTAIN_DATA=DIR cargo run --release --example pipeline_rules      and what the opportunities of DIR/maven_crm tell
//! ```
//!
//! All of it is reckoned from `plan.json` and `log.jsonl` beside this file, and from the entries that the story adds.

mod story;

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut out = BufWriter::new(io::stdout().lock());
    let data = std::env::var_os("ATTAIN_DATA");
    let told = story::tell(data.map(Into::into), &mut out);
    // A reader that has gone has seen enough.
    let _ = out.flush();
    match told {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(io::stderr(), "pipeline_rules: {failure}");
            ExitCode::from(2)
        }
    }
}
