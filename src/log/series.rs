//! Numbers of a series, and their codes: kept as runs where they come rising.

use std::sync::Arc;

use super::dictionary::Dictionary;
use super::store::index;

/// The numbers of a series that have codes.
#[derive(Clone, Debug)]
pub(super) struct Series {
    name: Arc<str>,
    /// Numbers that came rising, in runs: numbers and codes both rise.
    runs: Vec<Run>,
    /// Numbers that did not, and those that had come as texts before the series was registered.
    strays: Strays,
    /// The former by their codes, which rise.
    stray_codes: Vec<(u32, u64)>,
    /// The greatest number that has a code.
    last: Option<u64>,
}

/// Numbers by themselves, each with its code.
#[derive(Clone, Debug)]
struct Strays {
    numbers: Dictionary<u64>,
    codes: Vec<u32>,
}

impl Default for Strays {
    fn default() -> Strays {
        Strays { numbers: Dictionary::new(), codes: Vec::new() }
    }
}

impl Strays {
    fn get(&self, number: u64) -> Option<u32> {
        self.codes.get(index(self.numbers.code(&number)?)).copied()
    }

    /// Adds a number that was not there.
    fn insert(&mut self, number: u64, code: u32) {
        self.numbers.intern(&number, |number| *number);
        self.codes.push(code);
    }
}

/// Numbers without a gap between them, whose codes are without a gap too.
#[derive(Clone, Copy, Debug)]
struct Run {
    number: u64,
    code: u32,
    length: u32,
}

impl Series {
    pub(super) fn new(name: Arc<str>) -> Series {
        Series { name, runs: Vec::new(), strays: Strays::default(), stray_codes: Vec::new(), last: None }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The code of a number, if it has one.
    pub(super) fn code(&self, number: u64) -> Option<u32> {
        self.last.filter(|last| *last >= number)?;
        let after = self.runs.partition_point(|run| run.number <= number);
        let run = after.checked_sub(1).and_then(|at| self.runs.get(at));
        let away = run.and_then(|run| Some((run, u32::try_from(number.checked_sub(run.number)?).ok()?)));
        match away.filter(|(run, away)| *away < run.length) {
            Some((run, away)) => run.code.checked_add(away),
            None => self.strays.get(number),
        }
    }

    /// The number that has a code; of those that came as texts none is told.
    pub(super) fn number(&self, code: u32) -> Option<u64> {
        let after = self.runs.partition_point(|run| run.code <= code);
        let run = after.checked_sub(1).and_then(|at| self.runs.get(at));
        let away = run.and_then(|run| Some((run, code.checked_sub(run.code)?)));
        if let Some((run, away)) = away.filter(|(run, away)| *away < run.length) {
            return run.number.checked_add(u64::from(away));
        }
        let found = self.stray_codes.binary_search_by_key(&code, |(code, _)| *code).ok()?;
        self.stray_codes.get(found).map(|(_, number)| *number)
    }

    /// Whether all numbers that have codes are below this one.
    pub(super) fn ends_before(&self, number: u64) -> bool {
        self.last.is_none_or(|last| last < number)
    }

    /// Adds a number that had come as a text before the series was registered.
    pub(super) fn add_text(&mut self, number: u64, code: u32) {
        self.last = self.last.max(Some(number));
        self.strays.insert(number, code);
    }

    pub(super) fn text(&self, number: u64) -> String {
        if self.name.is_empty() { number.to_string() } else { format!("{}/{number}", self.name) }
    }

    pub(super) fn add(&mut self, number: u64, code: u32) {
        if self.ends_before(number) {
            self.add_rising(&[number], code);
        } else {
            self.strays.insert(number, code);
            self.stray_codes.push((code, number));
        }
    }

    pub(super) fn add_rising(&mut self, numbers: &[u64], mut code: u32) {
        let (Some(first), Some(last)) = (numbers.first(), numbers.last()) else { return };
        self.last = Some(*last);
        let count = super::store::code(numbers.len());
        if last.checked_sub(*first).and_then(|away| away.checked_add(1)) == Some(u64::from(count)) {
            return self.add_run(*first, code, count);
        }
        for number in numbers {
            self.add_run(*number, code, 1);
            code = code.saturating_add(1);
        }
    }

    fn add_run(&mut self, number: u64, code: u32, length: u32) {
        if let Some(run) = self.runs.last_mut() {
            let next = (run.number.checked_add(u64::from(run.length)), run.code.checked_add(run.length));
            if let (true, Some(together)) = (next == (Some(number), Some(code)), run.length.checked_add(length)) {
                run.length = together;
                return;
            }
        }
        self.runs.push(Run { number, code, length });
    }
}
