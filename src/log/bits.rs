//! Yes or no for each row, eight rows a byte.

/// A growing list of bits; what was never written is no.
#[derive(Clone, Debug, Default)]
pub(super) struct Bits {
    words: Vec<u64>,
    len: usize,
}

impl Bits {
    pub(super) fn new() -> Bits {
        Bits::default()
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn push(&mut self, yes: bool) {
        let row = self.len;
        self.len = self.len.saturating_add(1);
        if yes {
            self.set(row);
        } else {
            self.reach(row);
        }
    }

    /// Appends many rows of the same answer.
    pub(super) fn extend(&mut self, count: usize, yes: bool) {
        let end = self.len.saturating_add(count);
        while yes && self.len < end && !self.len.is_multiple_of(64) {
            self.push(true);
        }
        let whole = end.saturating_sub(self.len) / 64;
        self.words.resize((self.len.saturating_add(63) / 64).saturating_add(whole), if yes { u64::MAX } else { 0 });
        self.len = self.len.saturating_add(whole.saturating_mul(64));
        while self.len < end {
            self.push(yes);
        }
    }

    /// Appends rows of bytes: 1 is a yes.
    pub(super) fn extend_bytes(&mut self, mut bytes: &[u8]) {
        while let (false, Some((first, rest))) = (self.len.is_multiple_of(64), bytes.split_first()) {
            self.push(*first == 1);
            bytes = rest;
        }
        let word =
            |bytes: &[u8]| bytes.iter().rev().fold(0_u64, |word, byte| word.rotate_left(1) | u64::from(*byte == 1));
        self.words.extend(bytes.chunks(64).map(word));
        self.len = self.len.saturating_add(bytes.len());
    }

    /// Makes a row a yes, wherever it lies.
    pub(super) fn set(&mut self, row: usize) {
        self.reach(row);
        if let Some(word) = self.words.get_mut(row / 64) {
            *word |= mask(row);
        }
    }

    pub(super) fn get(&self, row: usize) -> bool {
        self.words.get(row / 64).is_some_and(|word| word & mask(row) != 0)
    }

    /// 64 rows at once, the first the lowest bit.
    pub(super) fn word(&self, word: usize) -> u64 {
        self.words.get(word).copied().unwrap_or(0)
    }

    fn reach(&mut self, row: usize) {
        let words = (row / 64).saturating_add(1);
        if self.words.len() < words {
            self.words.resize(words, 0);
        }
        self.len = self.len.max(row.saturating_add(1));
    }
}

fn mask(row: usize) -> u64 {
    1_u64.rotate_left(u32::try_from(row % 64).unwrap_or(0))
}
