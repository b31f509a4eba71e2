//! By how many days something is overdue, in bands.

/// The most boundaries of bands.
pub const BANDS_MAX: usize = 32;

/// Bands of days overdue: each up to a day, the last one beyond.
///
/// # Example
///
/// ```
/// use attain::receivable::Bands;
///
/// let bands = Bands::default();
/// assert_eq!((0..bands.len()).map(|band| bands.days(band)).collect::<Vec<_>>(), [(1, Some(30)), (31, Some(60)), (61, Some(90)), (91, None)]);
/// assert_eq!([0, 1, 30, 31, 90, 91].map(|days| bands.of(days)), [None, Some(0), Some(0), Some(1), Some(2), Some(3)]);
/// assert!(Bands::new(&[30, 30]).is_none());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bands(Vec<u32>);

impl Default for Bands {
    /// Up to 30, 60 and 90 days, and more than that.
    fn default() -> Bands {
        Bands(vec![30, 60, 90])
    }
}

impl Bands {
    /// Bands by their last days; nothing where these do not rise from 1 on, or are more than [`BANDS_MAX`].
    pub fn new(last: &[u32]) -> Option<Bands> {
        let mut before = 0;
        for days in last {
            if *days <= before {
                return None;
            }
            before = *days;
        }
        (last.len() <= BANDS_MAX).then(|| Bands(last.to_vec()))
    }

    /// How many bands there are: one more than boundaries.
    #[expect(clippy::len_without_is_empty, reason = "there is always the last one")]
    pub fn len(&self) -> usize {
        self.0.len().saturating_add(1)
    }

    /// The band of so many days overdue; nothing where it is not overdue.
    pub fn of(&self, days: i64) -> Option<usize> {
        let ends = self.0.iter().take_while(|last| i64::from(**last) < days);
        (days > 0).then(|| ends.count())
    }

    /// From how many days on a band goes, and up to how many: without end, of the last one.
    pub fn days(&self, band: usize) -> (u32, Option<u32>) {
        let before = band.checked_sub(1).and_then(|before| self.0.get(before)).copied().unwrap_or_default();
        (before.saturating_add(1), self.0.get(band).copied())
    }
}
