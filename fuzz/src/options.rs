//! What is asked of a run.

use std::path::PathBuf;
use std::time::Duration;

pub(crate) const USAGE: &str = "\
usage: cargo run --release --bin plan|formula|entries|csv -- [OPTIONS] [FILE …]
  --seconds N   how long (60)
  --runs N      how many inputs at the most
  --seed N      the same seed makes the same run, where runs are counted (1)
  --slow MS     how long one input may take (2000)
  --distil N    at the end, write the N small inputs that have the most traits between them to fuzz/distilled/TARGET
  FILE …        tries these alone";

pub(crate) struct Options {
    pub(crate) time: Duration,
    pub(crate) runs: u64,
    pub(crate) seed: u64,
    pub(crate) slow: Duration,
    pub(crate) distil: usize,
    pub(crate) files: Vec<PathBuf>,
}

impl Options {
    pub(crate) fn read(mut words: impl Iterator<Item = String>) -> Result<Options, String> {
        let (time, slow) = (Duration::from_secs(60), Duration::from_secs(2));
        let mut options = Options { time, runs: u64::MAX, seed: 1, slow, distil: 0, files: Vec::new() };
        while let Some(word) = words.next() {
            if !word.starts_with("--") {
                options.files.push(PathBuf::from(word));
                continue;
            }
            let number = words.next().and_then(|number| number.parse::<u64>().ok());
            let number = number.ok_or_else(|| format!("`{word}` needs a number"))?;
            match word.as_str() {
                "--seconds" => options.time = Duration::from_secs(number),
                "--runs" => options.runs = number,
                "--seed" => options.seed = number,
                "--slow" => options.slow = Duration::from_millis(number),
                "--distil" => options.distil = number as usize,
                _ => return Err(format!("`{word}` is no option")),
            }
        }
        Ok(options)
    }
}
