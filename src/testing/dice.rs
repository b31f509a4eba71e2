//! Numbers that look random and follow from a seed.

/// Numbers that look random, and are the same ones whenever and wherever they are thrown from the same seed.
///
/// The sequence is `SplitMix64`, which is part of what is promised: a seed that once told a story tells it for ever, as long as
/// the generator that throws the dice does not change. Changes of generators are in the change log.
///
/// # Example
///
/// ```
/// use attain::testing::Dice;
///
/// let (mut one, mut other) = (Dice::new(7), Dice::new(7));
/// assert_eq!(one.number(), other.number());
/// assert!((1..=6).contains(&one.between(1, 6)));
/// assert!(["ann", "bob"].contains(&one.word(&["ann", "bob"])));
/// assert_eq!(Dice::new(0).number(), 0xe220_a839_7b1d_cdaf);
/// ```
#[derive(Clone, Debug)]
pub struct Dice {
    state: u64,
}

impl Dice {
    /// Dice with a seed.
    pub fn new(seed: u64) -> Dice {
        Dice { state: seed }
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Dice of their own, so that whoever throws them more often changes nothing for others.
    #[must_use]
    pub fn fork(&mut self) -> Dice {
        Dice::new(self.number())
    }

    /// A number from 0 up to, but not including, `count`; 0 where that is 0.
    pub fn below(&mut self, count: usize) -> usize {
        let number = self.number();
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        number.checked_rem(count).and_then(|rest| usize::try_from(rest).ok()).unwrap_or_default()
    }

    /// A number from `low` to `high`, both included; `low` where `high` lies below it.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let count = high.saturating_sub(low).saturating_add(1);
        let more = self.below(usize::try_from(count).unwrap_or_default());
        low.saturating_add(i64::try_from(more).unwrap_or_default())
    }

    /// Whether something happens that happens `percent` times out of a hundred.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of `from`; nothing where that is empty.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let index = self.below(from.len());
        from.get(index)
    }

    /// One of some words; an empty one where there are none.
    pub fn word(&mut self, from: &[&'static str]) -> &'static str {
        self.pick(from).copied().unwrap_or_default()
    }

    /// Puts `items` into another order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for end in (1..items.len()).rev() {
            let other = self.below(end.saturating_add(1));
            items.swap(end, other);
        }
    }
}
