//! A run: replay, change, report.

use std::collections::BTreeSet;
use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::dice::Dice;
use crate::options::Options;
use crate::pool::{Pool, is_sound};
use crate::properties::{Target, Traits, hold, hold_with_laws};
use crate::{dictionary, mutate, seeds, shrink};

/// How many different findings end a run.
const FINDINGS_MAX: usize = 25;

/// Where the last panic was.
static PANIC: Mutex<String> = Mutex::new(String::new());

struct Run<'o> {
    target: Target,
    options: &'o Options,
    pool: Pool,
    /// The kinds of what was found.
    kinds: BTreeSet<String>,
    last: PathBuf,
    tried: u64,
    /// How many inputs were a plan, or had an entry that counts.
    compiled: u64,
}

/// Runs a fuzzer; how many things were found.
pub(crate) fn run(target: Target, options: &Options) -> usize {
    panic::set_hook(Box::new(|info| *PANIC.lock().expect("one thread") = info.to_string()));
    let found = seeds::root().join("fuzz/found");
    fs::create_dir_all(&found).expect("a folder");
    let last = found.join(format!("{}-last", target.name()));
    let mut run = Run { target, options, pool: Pool::default(), kinds: BTreeSet::new(), last, tried: 0, compiled: 0 };
    if options.files.is_empty() {
        run.search();
    } else {
        for file in &options.files {
            run.attempt(&fs::read(file).expect("a file"));
        }
    }
    let _ = fs::remove_file(&run.last);
    if std::env::var_os("FUZZ_TRAITS").is_some() {
        run.pool.names().for_each(|name| println!("  {name}"));
    }
    run.distil();
    println!("{}: {} found", target.name(), run.kinds.len());
    run.kinds.len()
}

impl Run<'_> {
    fn search(&mut self) {
        let seeds = seeds::of(self.target);
        let words = dictionary::words(self.target, &seeds);
        for seed in &seeds {
            self.attempt(seed);
        }
        println!("{}: {} seeds, {} words, {} traits", self.target.name(), seeds.len(), words.len(), self.pool.traits());
        let (begins, mut dice, mut runs, mut told) = (Instant::now(), Dice::new(self.options.seed), 0, Instant::now());
        while runs < self.options.runs && begins.elapsed() < self.options.time && self.kinds.len() < FINDINGS_MAX {
            runs += 1;
            let input = mutate::changed(self.pool.pick(&mut dice), &self.pool.inputs, &words, &mut dice);
            self.attempt(&input);
            if told.elapsed() > Duration::from_secs(15) {
                told = Instant::now();
                println!(
                    "{}: {runs} runs, {} inputs kept, {} traits",
                    self.target.name(),
                    self.pool.inputs.len(),
                    self.pool.traits()
                );
            }
        }
        let (sound, tried) = (self.compiled, self.tried);
        println!(
            "{}: {tried} runs, {sound} of them sound, {} inputs kept, {} traits",
            self.target.name(),
            self.pool.inputs.len(),
            self.pool.traits()
        );
    }

    fn attempt(&mut self, input: &[u8]) {
        // Should the stack overflow, this is the input that did it.
        fs::write(&self.last, input).expect("a file");
        match tried(self.target, input, self.options.slow) {
            Ok(traits) => {
                self.compiled += u64::from(is_sound(&traits));
                self.tried += 1;
                if self.pool.offer(input, traits) || self.tried % 256 == 0 {
                    let lawful = caught(|| hold_with_laws(self.target, input));
                    lawful.err().into_iter().for_each(|harm| self.report(input, &harm));
                }
            }
            Err(harm) => self.report(input, &harm),
        }
    }

    fn report(&mut self, input: &[u8], harm: &str) {
        let kind = kind(harm);
        if !self.kinds.insert(kind.clone()) {
            return;
        }
        let (target, slow) = (self.target, self.options.slow);
        let tries = if kind == "slow" { 60 } else { 20_000 };
        let small = shrink::shrunk(input, tries, &mut |input| {
            harm_of(target, input, slow).is_some_and(|harm| self::kind(&harm) == kind)
        });
        let harm = harm_of(target, &small, slow).unwrap_or_else(|| harm.to_owned());
        let number = self.kinds.len();
        let file = seeds::root().join(format!("fuzz/found/{}-{number}", target.name()));
        fs::write(&file, &small).expect("a file");
        let shown: String = String::from_utf8_lossy(&small).escape_debug().take(1_500).collect();
        let harm: String = harm.chars().take(3_000).collect();
        println!("\nFOUND {} ({} bytes, of {}): {harm}\n  input: {shown}\n", file.display(), small.len(), input.len());
    }

    fn distil(&self) {
        if self.options.distil == 0 {
            return;
        }
        let folder = seeds::root().join(format!("fuzz/distilled/{}", self.target.name()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        for (number, input) in self.pool.distilled(self.options.distil, 2_048).iter().enumerate() {
            fs::write(folder.join(format!("{number:02}")), input).expect("a file");
        }
    }
}

/// What something finds; that it panics is an error too.
fn caught(find: impl FnOnce() -> Result<Traits, String>) -> Result<Traits, String> {
    let found = panic::catch_unwind(AssertUnwindSafe(find));
    found.unwrap_or_else(|_| Err(format!("panic: {}", PANIC.lock().expect("one thread"))))
}

/// What is wrong with an input, the laws tried too.
fn harm_of(target: Target, input: &[u8], slow: Duration) -> Option<String> {
    tried(target, input, slow).and_then(|_| caught(|| hold_with_laws(target, input))).err()
}

/// An input tried; an error where it panics, is slow, or something does not hold.
fn tried(target: Target, input: &[u8], slow: Duration) -> Result<Traits, String> {
    let begins = Instant::now();
    let held = caught(|| hold(target, input));
    let took = begins.elapsed();
    let traits = held?;
    if took > slow {
        // A machine may be busy elsewhere: only what is slow twice is slow.
        let begins = Instant::now();
        let _ = hold(target, input);
        if begins.elapsed() > slow {
            return Err(format!("slow: {took:?}"));
        }
    }
    Ok(traits)
}

/// What is the same in findings of one kind: the place of a panic, or the word before the colon and what else is no input.
fn kind(harm: &str) -> String {
    match harm.split_once(':') {
        Some(("panic", rest)) => rest.lines().next().unwrap_or_default().to_owned(),
        Some((law, _)) => law.to_owned(),
        None => harm.to_owned(),
    }
}
