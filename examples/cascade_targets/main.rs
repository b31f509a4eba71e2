//! A company's year, cut into quarters and months, teams and people by a plan; raised in July with closed months as they were;
//! beside what the people say themselves; and who set what, and why.
//!
//! ```text
//! cargo run --release --example cascade_targets
//! cargo run --release --example cascade_targets -- [--parent AMOUNT] [--unit STEP]
//! ATTAIN_DATA=DIR cargo run --release --example cascade_targets      and quotas for a third year of DIR/adventure_works
//! ```
//!
//! All of it is reckoned from `plan.json` beside this file, and from a log: `story/log.rs` writes its entries.

mod story;

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut out = BufWriter::new(io::stdout().lock());
    let data = std::env::var_os("ATTAIN_DATA");
    let told = story::tell(std::env::args_os().skip(1), data.map(Into::into), &mut out);
    // A reader that has gone has seen enough.
    let _ = out.flush();
    match told {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(io::stderr(), "cascade_targets: {failure}");
            ExitCode::from(2)
        }
    }
}
