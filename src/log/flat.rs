//! Flat maps of JSON, word by word, lent by the text that they stand in.
//!
//! A line that is written by a program holds words, texts, numbers and little else. What is not so plain (a list, an
//! exponent, a number of many digits) gives nothing here: whoever asked reads the line as a document, and hears all that
//! is wrong with it.

use std::borrow::Cow;

use super::plain::Scalar;

/// The most digits that every reader of numbers keeps.
const DIGITS_MAX: usize = 15;

/// What is left of a map after the words that were read.
pub(super) struct Flat<'t> {
    text: &'t str,
    /// The byte at which the rest begins.
    at: usize,
    is_first: bool,
}

impl<'t> Flat<'t> {
    /// The map that a text is.
    pub(super) fn of(text: &'t str) -> Option<Flat<'t>> {
        let mut flat = Flat { text, at: 0, is_first: true };
        flat.skip(b'{')?;
        Some(flat)
    }

    /// Whether the map ends here; nothing where the text goes on behind it.
    pub(super) fn is_over(&mut self) -> Option<bool> {
        match self.skip(b'}') {
            Some(()) => self.next().is_none().then_some(true),
            None => Some(false),
        }
    }

    /// The next word.
    pub(super) fn word(&mut self) -> Option<Cow<'t, str>> {
        if !std::mem::replace(&mut self.is_first, false) {
            self.skip(b',')?;
        }
        self.skip(b'"')?;
        let word = self.rest_of_text()?;
        self.skip(b':')?;
        Some(word)
    }

    /// The value of the word that was read last.
    pub(super) fn value(&mut self) -> Option<Scalar<'t>> {
        match self.next()? {
            b'"' => {
                self.at = self.at.saturating_add(1);
                self.rest_of_text().map(Scalar::Text)
            }
            b't' => self.literal("true").map(|()| Scalar::Bool(true)),
            b'f' => self.literal("false").map(|()| Scalar::Bool(false)),
            b'n' => self.literal("null").map(|()| Scalar::Null),
            _ => self.number(),
        }
    }

    fn rest(&self) -> &'t [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// The next byte that is no white space.
    fn next(&mut self) -> Option<u8> {
        loop {
            match self.text.as_bytes().get(self.at)? {
                b' ' | b'\t' | b'\r' | b'\n' => self.at = self.at.saturating_add(1),
                byte => return Some(*byte),
            }
        }
    }

    /// Goes behind a sign, if it is the next.
    fn skip(&mut self, sign: u8) -> Option<()> {
        (self.next()? == sign).then(|| self.at = self.at.saturating_add(1))
    }

    fn literal(&mut self, word: &str) -> Option<()> {
        self.rest().starts_with(word.as_bytes()).then(|| self.at = self.at.saturating_add(word.len()))
    }

    /// The text whose first quote was read, without its quotes.
    fn rest_of_text(&mut self) -> Option<Cow<'t, str>> {
        let (start, end) = (self.at, self.at.saturating_add(plain_length(self.rest())));
        if self.text.as_bytes().get(end) != Some(&b'"') {
            return self.escaped(start, end).map(Cow::Owned);
        }
        self.at = end.saturating_add(1);
        self.text.get(start..end).map(Cow::Borrowed)
    }

    /// A text with letters that are written otherwise; `at` is the first of them.
    #[cold]
    fn escaped(&mut self, start: usize, mut at: usize) -> Option<String> {
        let bytes = self.text.as_bytes();
        while *bytes.get(at)? != b'"' {
            let signs = if bytes.get(at) == Some(&b'\\') { 2 } else { return None };
            at = at.saturating_add(signs);
            at = at.saturating_add(plain_length(bytes.get(at..)?));
        }
        self.at = at.saturating_add(1);
        serde_json::from_str(self.text.get(start.checked_sub(1)?..self.at)?).ok()
    }

    /// A number as a document would hold it: in its shortest form.
    fn number(&mut self) -> Option<Scalar<'t>> {
        let start = self.at;
        let is_negative = self.literal("-").is_some();
        let whole = self.digits()?;
        let fraction = if self.literal(".").is_some() { self.digits()? } else { "" };
        let end = self.at;
        let starts_soundly = whole == "0" || !whole.starts_with('0');
        let is_short = whole.len().saturating_add(fraction.len()) <= DIGITS_MAX;
        if !starts_soundly || !is_short || matches!(self.rest().first(), Some(b'e' | b'E')) {
            return None;
        }
        if !is_negative && fraction.is_empty() {
            return whole.parse().ok().map(Scalar::Whole);
        }
        let kept = match fraction.trim_end_matches('0') {
            "" if whole == "0" && is_negative => return None,
            kept => kept,
        };
        // Without a fraction, its point goes too.
        let zeros = fraction.len().saturating_sub(kept.len()).saturating_add(usize::from(kept.is_empty()));
        let dropped = if fraction.is_empty() { 0 } else { zeros };
        self.text.get(start..end.checked_sub(dropped)?).map(Scalar::Number)
    }

    /// Digits, of which there is one at least.
    fn digits(&mut self) -> Option<&'t str> {
        let start = self.at;
        let count = self.rest().iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at = start.saturating_add(count);
        self.text.get(start..self.at).filter(|digits| !digits.is_empty())
    }
}

/// How many bytes go before the first one that ends a text or stands for another: a quote, a stroke, a control character.
fn plain_length(bytes: &[u8]) -> usize {
    let is_sign = |byte: &u8| matches!(byte, b'"' | b'\\' | ..=0x1f);
    let mut length = 0_usize;
    // Eight at a time, until one of them is such a sign.
    for eight in bytes.chunks_exact(8) {
        let signs = eight.first_chunk().map_or(0, |eight| signs(u64::from_le_bytes(*eight)));
        if signs != 0 {
            // The lowest mark is exact, whatever those above it are.
            let before = usize::try_from(signs.trailing_zeros() / 8).unwrap_or_default();
            return length.saturating_add(before);
        }
        length = length.saturating_add(8);
    }
    let rest = bytes.get(length..).unwrap_or_default();
    length.saturating_add(rest.iter().position(is_sign).unwrap_or(rest.len()))
}

/// Marks the highest bit of the first byte that is a quote, a stroke or a control character; of later ones perhaps others too.
fn signs(eight: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHEST: u64 = 0x8080_8080_8080_8080;
    // A byte less than `limit`, at most 128, borrows into its highest bit.
    let below = |bytes: u64, limit: u64| bytes.wrapping_sub(ONES.wrapping_mul(limit)) & !bytes;
    let is = |byte: u8| below(eight ^ ONES.wrapping_mul(u64::from(byte)), 1);
    (below(eight, 0x20) | is(b'"') | is(b'\\')) & HIGHEST
}
