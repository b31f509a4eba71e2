//! The corpora of the fuzzers (`fuzz/`), replayed: what has to hold of any bytes holds of each input that was worth keeping, and none takes
//! more work than its length allows.
//!
//! `tests/corpus/<door>/` has an input in each file. What a fuzzer finds is put there too, when it is mended.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::arithmetic_side_effects,
    reason = "a test may stop at the first surprise"
)]

mod properties;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use properties::{Target, hold_with_laws, opened, world_is_sound};

/// Counts what each thread asks for, which is the same on every machine, however busy.
struct Counting;

thread_local! {
    static BYTES: Cell<usize> = const { Cell::new(0) };
}

#[expect(unsafe_code, reason = "an allocator is unsafe to write; this one only counts, and passes on")]
// SAFETY: all is passed on to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let _ = BYTES.try_with(|bytes| bytes.set(bytes.get().wrapping_add(layout.size())));
        // SAFETY: the caller keeps the contract.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the contract.
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// The most bytes of an input, and the most inputs of a door.
const BYTES_MAX: usize = 2_048;
const INPUTS_MAX: usize = 60;

/// What an input may ask for in all, whatever it says, and for each of its bytes.
const WORK: usize = 512 << 10;
const WORK_PER_BYTE: usize = 1_000;

/// How long an input may take with all that is tried on it, on a slow machine.
const SOON: Duration = Duration::from_secs(30);

/// The inputs of a door by the names of their files.
fn inputs(target: Target) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(target.name());
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files.into_iter().map(|file| (file.clone(), fs::read(file).unwrap())).collect()
}

fn replayed(target: Target) {
    let wrong: Vec<String> = inputs(target).iter().filter_map(|(file, input)| wrong(target, file, input)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

fn wrong(target: Target, file: &Path, input: &[u8]) -> Option<String> {
    let begins = Instant::now();
    let harm = hold_with_laws(target, input).err();
    let took = begins.elapsed();
    let harm = harm.or_else(|| (took > SOON).then(|| format!("it took {took:?}")));
    harm.map(|harm| format!("{}: {harm}", file.display()))
}

#[test]
fn what_holds_of_any_plan_holds_of_the_corpus() {
    replayed(Target::Plan);
}

#[test]
fn what_holds_of_any_formula_holds_of_the_corpus() {
    replayed(Target::Formula);
}

#[test]
fn what_holds_of_any_entries_holds_of_the_corpus() {
    replayed(Target::Entries);
}

#[test]
fn what_holds_of_any_csv_holds_of_the_corpus() {
    replayed(Target::Csv);
}

#[test]
fn no_input_asks_for_more_memory_than_its_length_allows() {
    for target in Target::ALL {
        // The first one makes what the others find.
        opened(target, b"1");
        for (file, input) in inputs(target) {
            let before = BYTES.get();
            opened(target, &input);
            let (work, most) = (BYTES.get().wrapping_sub(before), WORK + input.len() * WORK_PER_BYTE);
            assert!(work <= most, "{}: {work} bytes are asked for, more than {most}", file.display());
        }
    }
}

#[test]
fn the_corpora_are_small() {
    for target in Target::ALL {
        let inputs = inputs(target);
        assert!((20..=INPUTS_MAX).contains(&inputs.len()), "{} has {} inputs", target.name(), inputs.len());
        for (file, input) in inputs {
            assert!(input.len() <= BYTES_MAX, "{} has {} bytes", file.display(), input.len());
        }
    }
}

#[test]
fn the_world_of_the_corpora_is_sound() {
    assert_eq!(world_is_sound(), Ok(()));
}
