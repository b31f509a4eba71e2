//! Tries what has to hold of any bytes (`tests/properties`) on bytes that nobody wrote.
//!
//! A run replays the corpus of its target, then changes what it has seen, over and over: bytes, words of the language, parts of other
//! inputs, whole branches of a document. An input that has a trait which none before it had (a problem that was not met yet, a refusal, an
//! outcome) is kept and changed further. Whatever panics, takes too long or breaks a law is made as small as it can be and written to
//! `fuzz/found`. The same seed makes the same run.

mod dice;
mod dictionary;
mod find;
mod mutate;
mod options;
mod pool;
#[path = "../../tests/properties/mod.rs"]
mod properties;
mod seeds;
mod shrink;

use std::process::ExitCode;

use options::Options;
use properties::Target;

/// Runs the fuzzer of a target with the arguments of this process.
pub fn main(target: &str) -> ExitCode {
    let target = Target::ALL.into_iter().find(|one| one.name() == target).expect("a target");
    let options = match Options::read(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(message) => {
            eprintln!("{message}\n{}", options::USAGE);
            return ExitCode::from(2);
        }
    };
    // A host's thread has two megabytes of stack, and so has this one.
    let run = std::thread::Builder::new().stack_size(2 << 20).spawn(move || find::run(target, &options));
    let found = run.expect("a thread").join().expect("the run ends");
    if found == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
