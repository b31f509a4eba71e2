//! A company's year, cut into quarters and months, teams and people; raised in July with closed months as they were; beside
//! what the people say themselves.
//!
//! ```text
//! cargo run --release --example cascade_targets
//! cargo run --release --example cascade_targets -- [--parent AMOUNT] [--unit STEP]
//! ATTAIN_DATA=DIR cargo run --release --example cascade_targets      and quotas for a third year of DIR/adventure_works
//! ```

#[path = "../sales_review/review/mod.rs"]
#[allow(dead_code, reason = "the review does more than is needed here")]
mod review;
mod story;

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut out = BufWriter::new(io::stdout().lock());
    let data = std::env::var_os("ATTAIN_DATA");
    let told = story::tell(std::env::args().skip(1), data.map(Into::into), &mut out);
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
