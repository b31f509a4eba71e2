//! The quarterly review of twelve people in three teams: reviews by themselves, their peers and their managers, 60 / 30 / 10 weights with a
//! step by the collection rate, grades by quotas, one of them changed afterwards, one line disputed; everybody's explanation, and what is
//! missing for the next grade.
//!
//! ```text
//! cargo run --release --example quarterly_review                   in English
//! cargo run --release --example quarterly_review -- --lang zh      the same figures in the same order, in Chinese
//! ```
//!
//! All of it is reckoned from `examples/plans/quarterly_review.json` and from `log.jsonl` beside this file. The last line is JSON: of each
//! person the score, the computed grade and the one that holds, the rank, and what is missing for the next grade.

mod story;

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use attain::trace::Language;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let language = match words.as_slice() {
        [] => Some(Language::English),
        ["--lang", code] => Language::from_code(code),
        _ => None,
    };
    let Some(language) = language else {
        let _ = writeln!(io::stderr(), "quarterly_review: [--lang en|zh]");
        return ExitCode::from(1);
    };
    let mut out = BufWriter::new(io::stdout().lock());
    let told = story::tell(language, &mut out);
    // A reader that has gone has seen enough.
    let _ = out.flush();
    match told {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(io::stderr(), "quarterly_review: {failure}");
            ExitCode::from(2)
        }
    }
}
