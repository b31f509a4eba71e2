//! The ids of entries by code: texts as they were written, and numbers of series.
//!
//! A host that numbers its documents says so once, by a *series*: entry 1042 of series `inv` is the entry `inv/1042`,
//! whichever way it comes. Of numbers that rise neither a text nor a hash is kept: a stretch of them is one run. A text is
//! made of a number when somebody asks for it, and then kept.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::{Arc, OnceLock};

use crate::id::Key;

use super::dictionary::{Dictionary, NONE, Sought};
use super::series::Series;
use super::store::{code, index};

/// Ids, each with a code in the order of its first coming.
#[derive(Clone, Debug)]
pub(super) struct Ids {
    /// The ids that are texts; in this dictionary they are counted among themselves.
    texts: Dictionary<Key>,
    /// Where stretches of texts begin: among the texts, and among all ids.
    stretches: Vec<(u32, u32)>,
    /// Where stretches of one source begin among all ids, each with the source.
    sources: Vec<(u32, Source)>,
    len: usize,
    series: Vec<Series>,
    /// Their names, whose codes are their places.
    names: Dictionary<Arc<str>>,
    /// The texts that were made of numbers, by code, in blocks.
    made: Vec<OnceLock<Box<[OnceLock<Key>]>>>,
    nameless: Key,
}

/// Where a stretch of ids has its texts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    /// The texts from this one on.
    Texts(u32),
    /// Numbers of a series.
    Numbers(usize),
}

/// An id that was looked for, and its code if it has one.
#[derive(Clone, Copy, Debug)]
pub(super) struct SoughtId {
    how: How,
    pub(super) code: Option<u32>,
}

#[derive(Clone, Copy, Debug)]
enum How {
    Text(Sought),
    Number { series: usize, number: u64 },
}

/// How many texts that are made of numbers are kept in one block.
const BLOCK: usize = 64;

impl Ids {
    pub(super) fn new() -> Ids {
        Ids {
            texts: Dictionary::new(),
            stretches: Vec::new(),
            sources: Vec::new(),
            len: 0,
            series: Vec::new(),
            names: Dictionary::new(),
            made: Vec::new(),
            nameless: Key::checked("?"),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Whether another million ids would still get codes of their own.
    pub(super) fn has_room(&self) -> bool {
        self.texts.has_room() && self.len < super::dictionary::ROOM
    }

    /// The code of an id, given to it now if it has none.
    pub(super) fn intern(&mut self, id: &str) -> u32 {
        let sought = self.seek(id);
        self.found(sought, id)
    }

    /// The code of an id, if it has one.
    pub(super) fn code(&self, id: &str) -> Option<u32> {
        self.seek(id).code
    }

    /// Looks for an id, so that it need not be looked for again when it is added.
    pub(super) fn seek(&self, id: &str) -> SoughtId {
        if let Some((series, number)) = self.spelled(id) {
            return SoughtId { how: How::Number { series, number }, code: self.number(series, number) };
        }
        let sought = self.texts.seek(id);
        SoughtId { how: How::Text(sought), code: sought.code.map(|text| self.code_of(text)) }
    }

    /// The code of an id that was looked for in this very state; it is added if it has none.
    pub(super) fn found(&mut self, sought: SoughtId, id: &str) -> u32 {
        match (sought.code, sought.how) {
            (Some(code), _) => code,
            (None, How::Number { series, number }) => self.add_number(series, number),
            (None, How::Text(text)) => {
                let added = self.texts.found(text, || Key::checked(id));
                let code = self.next(1, |source| matches!(source, Source::Texts(_)), Source::Texts(added));
                if self.sources.last().is_some_and(|(first, _)| *first == code) {
                    self.stretches.push((added, code));
                }
                code
            }
        }
    }

    /// The text of a code; it is made now where it is a number that nobody asked for before.
    pub(super) fn get(&self, code: u32) -> Option<&Key> {
        match self.source(code)? {
            (first, Source::Texts(from)) => self.texts.get(from.checked_add(code.checked_sub(first)?)?),
            (_, Source::Numbers(series)) => {
                let (series, number) = self.numbered(series, code)?;
                let block = self.made.get(index(code) / BLOCK)?;
                let block = block.get_or_init(|| (0..BLOCK).map(|_| OnceLock::new()).collect());
                Some(block.get(index(code) % BLOCK)?.get_or_init(|| Key::checked(&series.text(number))))
            }
        }
    }

    /// The text of a code, or of none.
    pub(super) fn text(&self, code: u32) -> &Key {
        self.get(code).unwrap_or(&self.nameless)
    }

    /// The order of two ids by their texts, which need not be made for it.
    pub(super) fn compare(&self, one: u32, other: u32) -> Ordering {
        match (self.source(one), self.source(other)) {
            (Some((_, Source::Numbers(series))), Some((_, Source::Numbers(same)))) if series == same => {
                let number = |code| self.numbered(series, code).map(|(_, number)| number);
                by_digits(number(one), number(other))
            }
            (Some((_, Source::Texts(_))), Some((_, Source::Texts(_)))) => self.get(one).cmp(&self.get(other)),
            _ => self.bytes(one).cmp(self.bytes(other)),
        }
    }

    fn bytes(&self, code: u32) -> impl Iterator<Item = u8> {
        let (text, number) = match self.source(code) {
            Some((_, Source::Numbers(series))) => match self.numbered(series, code) {
                Some((series, number)) => (series.name(), Some(number)),
                None => ("", None),
            },
            _ => (self.get(code).map_or("", Key::as_str), None),
        };
        let slash = (number.is_some() && !text.is_empty()).then_some(b'/');
        text.bytes().chain(slash).chain(number.into_iter().flat_map(|number| number.to_string().into_bytes()))
    }

    /// The series of a name, registered now if it is new: ids of its form that came as texts become numbers of it.
    pub(super) fn register(&mut self, name: &str) -> usize {
        if let Some(known) = self.find_series(name) {
            return known;
        }
        let name: Arc<str> = Arc::from(name);
        let place = self.series.len();
        self.names.intern(&*name, |_| Arc::clone(&name));
        self.series.push(Series::new(name));
        let texts = (0..code(self.texts.len())).filter_map(|text| Some((text, self.texts.get(text)?)));
        let numbers = texts.filter_map(|(text, key)| {
            let (series, number) = self.spelled(key.as_str()).filter(|(series, _)| *series == place)?;
            (series == place).then(|| (number, self.code_of(text)))
        });
        let numbers: Vec<(u64, u32)> = numbers.collect();
        if let Some(series) = self.series.last_mut() {
            for (number, code) in numbers {
                series.add_text(number, code);
            }
        }
        place
    }

    /// How many series there are.
    pub(super) fn series(&self) -> usize {
        self.series.len()
    }

    /// The series of a name, if it is registered.
    pub(super) fn find_series(&self, name: &str) -> Option<usize> {
        self.names.code(name).map(index)
    }

    /// The code of a number, if it has one.
    pub(super) fn number(&self, series: usize, number: u64) -> Option<u32> {
        self.series.get(series)?.code(number)
    }

    /// The text of a number, whether or not it has a code.
    pub(super) fn number_text(&self, series: usize, number: u64) -> Option<Cow<'_, str>> {
        match self.number(series, number) {
            Some(code) => self.get(code).map(|key| Cow::Borrowed(key.as_str())),
            None => self.series.get(series).map(|series| Cow::Owned(series.text(number))),
        }
    }

    /// Adds a number that has no code.
    pub(super) fn add_number(&mut self, series: usize, number: u64) -> u32 {
        let code = self.next(1, |source| source == Source::Numbers(series), Source::Numbers(series));
        if let Some(series) = self.series.get_mut(series) {
            series.add(number, code);
        }
        code
    }

    /// Adds numbers that rise from beyond the last one of a series: the first of their codes, which have no gap. Nothing is
    /// added where they do not, or where there is none.
    pub(super) fn add_rising(&mut self, series: usize, numbers: &[u64]) -> Option<u32> {
        let known = self.series.get(series)?;
        let beyond = numbers.first().is_some_and(|first| known.ends_before(*first));
        let rises = numbers
            .iter()
            .zip(numbers.iter().skip(1))
            .map(|(one, next)| u8::from(one < next))
            .fold(1, |all, one| all & one)
            == 1;
        if !beyond || !rises {
            return None;
        }
        let code = self.next(numbers.len(), |source| source == Source::Numbers(series), Source::Numbers(series));
        if let Some(series) = self.series.get_mut(series) {
            series.add_rising(numbers, code);
        }
        Some(code)
    }

    /// The next codes, for ids of a source; whether they go on with the stretch at hand is asked of its source.
    fn next(&mut self, count: usize, goes_on: impl Fn(Source) -> bool, source: Source) -> u32 {
        let code = code(self.len);
        if !self.sources.last().is_some_and(|(_, last)| goes_on(*last)) {
            self.sources.push((code, source));
        }
        self.len = self.len.saturating_add(count);
        if matches!(source, Source::Numbers(_)) {
            self.made.resize_with((self.len / BLOCK).saturating_add(1), OnceLock::new);
        }
        code
    }

    /// The stretch in which a code lies: its first code and its source.
    fn source(&self, code: u32) -> Option<(u32, Source)> {
        if index(code) >= self.len {
            return None;
        }
        let after = match self.sources.as_slice() {
            [only] => return Some(*only),
            all => all.partition_point(|(first, _)| *first <= code),
        };
        self.sources.get(after.checked_sub(1)?).copied()
    }

    /// The code among all ids of a text.
    fn code_of(&self, text: u32) -> u32 {
        let after = match self.stretches.as_slice() {
            [(0, 0)] => return text,
            all => all.partition_point(|(first, _)| *first <= text),
        };
        let stretch = after.checked_sub(1).and_then(|at| self.stretches.get(at));
        stretch.and_then(|(first, code)| code.checked_add(text.checked_sub(*first)?)).unwrap_or(NONE)
    }

    fn numbered(&self, series: usize, code: u32) -> Option<(&Series, u64)> {
        let series = self.series.get(series)?;
        Some((series, series.number(code)?))
    }

    /// The series and the number that an id spells, if the series is registered.
    fn spelled(&self, id: &str) -> Option<(usize, u64)> {
        if self.series.is_empty() || !id.ends_with(|last: char| last.is_ascii_digit()) {
            return None;
        }
        let (name, digits) = id.rsplit_once('/').unwrap_or(("", id));
        // `/7` spells no number of the series without a name, which is `7`.
        if name.is_empty() && digits.len() < id.len() {
            return None;
        }
        let series = self.find_series(name)?;
        let canonical = digits.bytes().all(|byte| byte.is_ascii_digit()) && (digits == "0" || !digits.starts_with('0'));
        Some((series, digits.parse().ok().filter(|_| canonical)?))
    }
}

/// The order of two numbers by their digits as texts: 10 goes before 9.
fn by_digits(one: Option<u64>, other: Option<u64>) -> Ordering {
    let (Some(one), Some(other)) = (one, other) else { return one.cmp(&other) };
    let digits = |number: u64| number.checked_ilog10().unwrap_or(0);
    let (short, long) = (digits(one), digits(other));
    let widened = |number: u64, by: u32| u128::from(number).saturating_mul(10_u128.saturating_pow(by));
    let (left, right) = (widened(one, long.saturating_sub(short)), widened(other, short.saturating_sub(long)));
    left.cmp(&right).then(short.cmp(&long))
}
