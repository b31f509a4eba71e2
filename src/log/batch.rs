//! Facts of one kind as columns of numbers, for hosts that have them so.
//!
//! Texts become codes once ([`Log::register_person`] and its like), then a batch is slices of integers that are only
//! borrowed. What comes of a row is what would come of the same entry by any other door.

use crate::sort;

use super::admission::Admission;
use super::refusal::Refusal;

macro_rules! codes {
    ($($(#[$doc:meta])+ $name:ident,)+) => {
        $(
            $(#[$doc])+
            ///
            /// It belongs to the log that gave it, and to those that were forked from that log afterwards.
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $name(pub(super) u32);

            impl $name {
                /// The number that stands for it in a slice.
                pub fn get(self) -> u32 {
                    self.0
                }
            }
        )+
    };
}

codes! {
    /// A person.
    PersonCode,
    /// An organisational unit.
    UnitCode,
    /// A text or a list in one field of one kind.
    TextCode,
    /// The id of an entry, whether or not it has come.
    EntryCode,
    /// A series of numbered ids.
    SeriesCode,
}

impl SeriesCode {
    /// The code that a host was given as a number; one that was never given is found when it is used.
    pub fn from_number(number: u32) -> SeriesCode {
        SeriesCode(number)
    }
}

/// Facts of one kind, a row each.
///
/// # Example
///
/// ```
/// # use std::sync::Arc;
/// # use attain::diagnostic::{At, Problems};
/// # use attain::document::Named;
/// # use attain::log::{Attributes, KindDefinition, Kinds, Log};
/// use attain::log::{Batch, ColumnSlice, EntryIds, Values};
/// # let fields = [("rep", "person"), ("amount", "money")].map(|(name, of)| (name.to_owned(), of.to_owned()));
/// # let order = KindDefinition { whose: Some("rep".into()), fields: fields.into(), ..Default::default() };
/// # let order = Named::from([("order", order)]);
/// # let kinds = Kinds::compile(&order, At::root(), &mut Problems::new());
/// # let mut log = Log::new(Arc::new(kinds), Attributes::default(), "USD".parse().unwrap());
/// let (ann, bob) = (log.register_person("ann")?, log.register_person("bob")?);
/// let (reps, series) = ([ann.get(), bob.get()], log.register_series("inv")?);
/// let columns = [
///     ColumnSlice::new("rep", Values::Codes(&reps)),
///     ColumnSlice::new("amount", Values::Decimals { mantissas: &[80_000, 125], scale: 2 }),
/// ];
/// let batch = Batch {
///     kind: "order",
///     ids: EntryIds::Numbers { series, numbers: &[1041, 1042] },
///     on: &[20_304, 20_305],
///     columns: &columns,
/// };
/// let outcome = log.record_columns(&batch, None).unwrap();
/// assert_eq!((outcome.counted, outcome.odd.len()), (2, 0));
///
/// let entry = log.entry(log.find("inv/1042").unwrap()).unwrap();
/// assert_eq!(entry.get("amount").and_then(|amount| amount.as_text()), Some("1.25"));
/// # Ok::<(), attain::log::Refusal>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Batch<'b> {
    /// The kind, one that the plan declares.
    pub kind: &'b str,
    /// What each entry is called.
    pub ids: EntryIds<'b>,
    /// The day of each entry, in days since 1 January 1970.
    pub on: &'b [i32],
    /// The fields; one that has no column is absent in every row. The field that is the kind's own name for `on` has none.
    pub columns: &'b [ColumnSlice<'b>],
}

/// What the entries of a batch are called.
#[derive(Clone, Copy, Debug)]
pub enum EntryIds<'b> {
    /// Numbers of a series: 1042 of series `inv` is the entry `inv/1042`; of the series without a name, `1042`.
    ///
    /// Numbers that rise beyond the last one of their series cost next to nothing; others are looked up one by one.
    Numbers {
        /// The series.
        series: SeriesCode,
        /// The number of each entry.
        numbers: &'b [u64],
    },
    /// Codes of ids, as [`Log::register_id`](super::Log::register_id) gives them.
    Codes(&'b [u32]),
}

/// One field of a batch.
#[derive(Clone, Copy, Debug)]
pub struct ColumnSlice<'b> {
    /// The field.
    pub field: &'b str,
    /// What each row says.
    pub values: Values<'b>,
    /// 1 where the row says it, 0 where it says nothing; every row says it where there is no such slice.
    pub valid: Option<&'b [u8]>,
}

impl<'b> ColumnSlice<'b> {
    /// A column in which every row says something.
    pub fn new(field: &'b str, values: Values<'b>) -> ColumnSlice<'b> {
        ColumnSlice { field, values, valid: None }
    }
}

/// The values of a column.
#[derive(Clone, Copy, Debug)]
pub enum Values<'b> {
    /// Numbers, amounts in the plan's currency, ratios, or durations in days: each is its mantissa divided by ten to
    /// the scale. A ratio of 60 % is 0.6.
    Decimals {
        /// The digits of each row.
        mantissas: &'b [i64],
        /// How many digits stand after the point, at most [`SCALE_MAX`].
        scale: u32,
    },
    /// Days since 1 January 1970.
    Days(&'b [i32]),
    /// Codes of persons, units, texts or lists of this field, or ids of entries.
    Codes(&'b [u32]),
    /// Entries that are referred to, by their numbers in a series.
    Numbers {
        /// The series.
        series: SeriesCode,
        /// The number of each entry.
        numbers: &'b [u64],
    },
    /// 1 for yes, 0 for no.
    YesNo(&'b [u8]),
}

/// The most digits after the point that a column of decimals may have.
pub const SCALE_MAX: u32 = 28;

/// What came of a batch: how many rows of each outcome, and those that were not plainly counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BatchOutcome {
    /// The rows that count.
    pub counted: usize,
    /// The rows that are in the log and wait.
    pub waiting: usize,
    /// The rows that the log had already.
    pub exists: usize,
    /// The rows under whose id the log has another entry.
    pub exists_differently: usize,
    /// The rows that are not in the log.
    pub refused: usize,
    /// What came of each row that does not simply count, in the order of rows.
    pub odd: Vec<(usize, Admission)>,
}

impl BatchOutcome {
    /// The outcome of rows that all count, but for some.
    pub(super) fn new(rows: usize, mut odd: Vec<(usize, Admission)>) -> BatchOutcome {
        by_row(&mut odd);
        let count = |is: fn(&Admission) -> bool| odd.iter().filter(|(_, admission)| is(admission)).count();
        BatchOutcome {
            counted: rows.saturating_sub(odd.len()),
            waiting: count(|admission| matches!(admission, Admission::Waiting(_))),
            exists: count(|admission| matches!(admission, Admission::Exists)),
            exists_differently: count(|admission| matches!(admission, Admission::ExistsDifferently { .. })),
            refused: count(|admission| matches!(admission, Admission::Refused(_))),
            odd,
        }
    }

    /// What came of a row of this batch.
    pub fn admission(&self, row: usize) -> Admission {
        match self.odd.binary_search_by_key(&row, |(row, _)| *row) {
            Ok(found) => self.odd.get(found).map_or(Admission::Counted, |(_, admission)| admission.clone()),
            Err(_) => Admission::Counted,
        }
    }
}

/// A batch that was taken: the rows that are in the log now, in their order from a position on, and the other outcomes.
#[derive(Clone, Debug)]
pub(crate) struct TakenBatch {
    pub(crate) rows: usize,
    /// The position of the first row that was appended, and the table's row of it.
    pub(crate) position: usize,
    pub(crate) row: usize,
    pub(crate) table: usize,
    /// The rows that were appended; none where that is all of them.
    pub(crate) appended: Option<Vec<u32>>,
    pub(crate) odd: Vec<(usize, Admission)>,
}

impl TakenBatch {
    /// The row of the batch that is the one appended in this place.
    pub(crate) fn batch_row(&self, appended: usize) -> usize {
        match &self.appended {
            Some(rows) => rows.get(appended).map_or(usize::MAX, |row| super::store::index(*row)),
            None => appended,
        }
    }

    /// The outcome.
    pub(crate) fn outcome(self) -> BatchOutcome {
        BatchOutcome::new(self.rows, self.odd)
    }
}

/// Puts outcomes into the order of their rows, where they are not in it.
pub(crate) fn by_row(odd: &mut [(usize, Admission)]) {
    if !odd.is_sorted_by_key(|(row, _)| *row) {
        sort::by(odd, |(one, _), (other, _)| one.cmp(other));
    }
}

/// Why a batch is refused as a whole.
pub(super) type Refused = Vec<Refusal>;
