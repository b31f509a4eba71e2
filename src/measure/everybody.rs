//! What a fold gives for everybody at once, read off its lanes.

use crate::calendar::Span;
use crate::id::Id;
use crate::org::Leaf;
use crate::quantity::{Fraction, Outcome, Undefined, Unit, Why};
use crate::rule::Percentile;

use super::cells::{Cells, Source, Whose};
use super::fold::{Aggregate, Fold};
use super::grid::{Grid, Lane, What, some};
use super::tally::Tally;
use super::values::Pool;
use super::way::Looked;

/// The widest denominator of a share by which values between two others are found in whole numbers.
const SHARE_MAX: i128 = 1_000_000_000_000;

/// What a fold gives for some people or units, as plain numbers: not in lowest terms.
///
/// Of a row it is its numerator divided by its denominator, and by ten to the power of `scale`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Digits {
    /// By row; 0 where it has no value.
    pub numerators: Vec<i64>,
    /// By row, above 0; nothing, where all are 1.
    pub denominators: Option<Vec<i64>>,
    /// How many digits stand behind the point.
    pub scale: u32,
    /// The rows without a value, rising, and why.
    pub undefined: Undefined,
}

/// What is asked of whom.
pub(super) struct Asked<'a> {
    pub id: Id<Fold>,
    pub fold: &'a Fold,
    pub span: Span,
    /// The slots that lie in it; nothing, where some do not wholly, or the cells are not all there is.
    pub slots: Option<Vec<usize>>,
    pub source: Source<'a>,
}

/// What somebody's cells come to.
enum Figure {
    /// A numerator and a denominator above 0, beside the digits behind the point of all.
    Plain(Outcome<(i128, i64)>),
    /// What their tally says.
    Other(Outcome),
}

/// What the plain cells of somebody gather.
#[derive(Default)]
struct Gathered {
    count: u64,
    sum: i128,
    values: Pool,
}

impl Cells {
    /// The answers for each of some people or units in a span.
    pub(crate) fn answers(&self, id: Id<Fold>, all: &[Whose], span: Span, source: Source<'_>) -> Vec<Outcome> {
        let fold = &source.folds.plain[id];
        let shown = self.shown(id, fold);
        let mut answers = Vec::with_capacity(all.len());
        self.figures(id, all, span, source, &mut |figure| {
            answers.push(match figure {
                Figure::Plain(plain) => plain.and_then(|plain| amount(shown, plain)),
                Figure::Other(outcome) => outcome,
            });
        });
        answers
    }

    /// The answer for somebody in a span, where it can be read off the lanes.
    pub(super) fn plain_answer(&self, id: Id<Fold>, whose: Whose, span: Span, source: Source<'_>) -> Option<Outcome> {
        let (asked, mut gathered) = (self.asked(id, span, source), Gathered::default());
        let lane = self.gather_plain(&asked, whose, &mut gathered)?;
        let plain = gathered.come_to(asked.fold, lane)?;
        Some(plain.and_then(|plain| amount(self.shown(id, asked.fold), plain)))
    }

    /// Whether all values of a fold are kept in its lanes.
    pub(super) fn has_values(&self, id: Id<Fold>) -> bool {
        let lanes = self.grids.get(id.index()).and_then(Grid::lanes);
        lanes.is_some_and(|lanes| matches!(lanes.lane, Lane::Each(_)))
    }

    /// The same as plain numbers; nothing, where some are no amounts, or do not fit.
    pub(crate) fn digits(&self, id: Id<Fold>, all: &[Whose], span: Span, source: Source<'_>) -> Option<Digits> {
        if let Some(digits) = self.of_one_slot(&self.asked(id, span, source), all) {
            return Some(digits);
        }
        let (_, scale) = self.shown(id, &source.folds.plain[id]);
        let power = 10_i128.checked_pow(scale)?;
        let mut digits = Digits { numerators: Vec::with_capacity(all.len()), scale, ..Digits::default() };
        let mut fit = true;
        self.figures(id, all, span, source, &mut |figure| {
            let plain = match figure {
                Figure::Plain(plain) => Some(plain),
                Figure::Other(Err(why)) => Some(Err(why)),
                Figure::Other(Ok(value)) => value.amount().and_then(|amount| plain(amount, power)).map(Ok),
            };
            fit &= plain.is_some_and(|plain| digits.push(plain));
        });
        fit.then_some(digits)
    }

    /// The unit of what is read off the lanes of a fold, and how many digits of it stand behind the point.
    pub(super) fn shown(&self, id: Id<Fold>, fold: &Fold) -> (Unit, u32) {
        match (self.grids.get(id.index()).and_then(Grid::lanes).map(|lanes| &lanes.lane), fold.aggregate) {
            (Some(Lane::Sum(sums)), _) => (fold.unit, sums.scale),
            (Some(Lane::Each(_)), Aggregate::Distinct) => (fold.unit, 0),
            (Some(Lane::Each(values)), aggregate) => match values.are {
                What::Digits(of, scale) if matches!(aggregate, Aggregate::Min | Aggregate::Max) => (of, scale),
                What::Digits(_, scale) => (fold.unit, scale),
                What::Dates | What::Codes(..) => (fold.unit, 0),
            },
            _ => (fold.unit, 0),
        }
    }

    /// What the cells of each of some people or units come to.
    fn figures(&self, id: Id<Fold>, all: &[Whose], span: Span, source: Source<'_>, take: &mut dyn FnMut(Figure)) {
        let asked = self.asked(id, span, source);
        let mut gathered = Gathered::default();
        for whose in all {
            take(self.figure(&asked, *whose, &mut gathered));
        }
    }

    fn asked<'a>(&self, id: Id<Fold>, span: Span, source: Source<'a>) -> Asked<'a> {
        let slots: Vec<(usize, bool)> = self.slots.in_span(span).collect();
        let is_plain = self.looked(id) == Looked::Once && slots.iter().all(|(_, whole)| *whole);
        let slots = is_plain.then(|| slots.into_iter().map(|(slot, _)| slot).collect());
        Asked { id, fold: &source.folds.plain[id], span, slots, source }
    }

    fn figure(&self, asked: &Asked<'_>, whose: Whose, gathered: &mut Gathered) -> Figure {
        let plain = self.gather_plain(asked, whose, gathered).and_then(|lane| gathered.come_to(asked.fold, lane));
        plain.map_or_else(
            || {
                let tally = self.tally(asked.id, whose, asked.span, asked.source);
                Figure::Other(tally.answer(asked.fold.aggregate, asked.fold.unit, self.precision()))
            },
            Figure::Plain,
        )
    }

    /// Gathers the cells of somebody; nothing, where some of them are not plain.
    fn gather_plain(&self, asked: &Asked<'_>, whose: Whose, into: &mut Gathered) -> Option<&Lane> {
        (into.count, into.sum) = (0, 0);
        into.values.clear();
        let (slots, grid) = (asked.slots.as_ref()?, self.grids.get(asked.id.index())?);
        let lanes = grid.lanes()?;
        let mut add = |leaf: Id<Leaf>, slot: usize| {
            match grid.own(leaf, slot) {
                Some(tally) => into.add_tally(&lanes.lane, tally)?,
                None => lanes.place(leaf, slot).into_iter().for_each(|place| into.add(&lanes.lane, place)),
            }
            Some(())
        };
        match whose {
            // Where a stay does not reach into a slot, it has no facts there.
            Whose::Person(person) => {
                for leaf in asked.source.org[person].leaves() {
                    for slot in slots {
                        add(*leaf, *slot)?;
                    }
                }
            }
            Whose::Unit(unit) => {
                let (first, last) = (slots.first().copied().unwrap_or(1), slots.last().copied().unwrap_or(0));
                let below = self.below.get(unit.index()).into_iter();
                for (slot, leaves) in below.flat_map(|below| below.within(first, last)) {
                    for leaf in leaves {
                        add(*leaf, slot)?;
                    }
                }
            }
        }
        Some(&lanes.lane)
    }
}

impl Digits {
    /// Adds a row; whether it fits.
    pub(super) fn push(&mut self, plain: Outcome<(i128, i64)>) -> bool {
        let (numerator, denominator) = match plain {
            Ok((numerator, denominator)) => match i64::try_from(numerator) {
                Ok(numerator) => (numerator, denominator),
                Err(_) => return false,
            },
            Err(why) => {
                self.undefined.push((self.numerators.len(), why));
                (0, 1)
            }
        };
        if denominator != 1 || self.denominators.is_some() {
            let rows = self.numerators.len();
            self.denominators.get_or_insert_with(|| vec![1; rows]).push(denominator);
        }
        self.numerators.push(numerator);
        true
    }
}

/// What a numerator and a denominator say in a unit, with so many digits behind the point.
fn amount((unit, scale): (Unit, u32), (numerator, denominator): (i128, i64)) -> Outcome {
    let whole = 10_i128.checked_pow(scale).and_then(|power| power.checked_mul(denominator.into()));
    let amount = whole.and_then(|whole| Fraction::new(numerator, whole));
    amount.map(|amount| unit.of(amount)).ok_or(Why::Overflow)
}

/// An amount beside a power of ten; nothing, where that does not fit.
fn plain(amount: Fraction, power: i128) -> Option<(i128, i64)> {
    let (numerator, denominator) = (amount.numerator(), amount.denominator());
    if power.checked_rem(denominator)? == 0 {
        return Some((numerator.checked_mul(power.checked_div(denominator)?)?, 1));
    }
    Some((numerator.checked_mul(power)?, i64::try_from(denominator).ok()?))
}

impl Gathered {
    fn add(&mut self, lane: &Lane, place: usize) {
        match lane {
            Lane::Count(count) => self.count = self.count.saturating_add(some(count, place).unwrap_or_default()),
            Lane::Sum(sums) => {
                self.count = self.count.saturating_add(some(&sums.count, place).unwrap_or_default());
                // Sums of 64 bits, fewer of them than would fill 128.
                self.sum = self.sum.wrapping_add(sums.sum.get(place).unwrap_or_default().into());
            }
            Lane::Each(values) => values.gather(place, &mut self.values),
        }
    }

    /// The same of a cell with a tally of its own; nothing, where that holds anything but plain facts.
    fn add_tally(&mut self, lane: &Lane, tally: &Tally) -> Option<()> {
        let (count, sum) = match lane {
            Lane::Count(_) => tally.plain(0)?,
            Lane::Sum(sums) => tally.plain(sums.scale)?,
            Lane::Each(_) => return None,
        };
        (self.count, self.sum) = (self.count.saturating_add(count), self.sum.checked_add(sum)?);
        Some(())
    }

    /// What was gathered comes to; nothing, where that cannot be told from whole numbers.
    fn come_to(&mut self, fold: &Fold, lane: &Lane) -> Option<Outcome<(i128, i64)>> {
        let count = || i64::try_from(self.count).map_err(|_| Why::Overflow);
        Some(match (lane, fold.aggregate) {
            (Lane::Count(_), _) => count().map(|count| (count.into(), 1)),
            (Lane::Sum(_), Aggregate::Sum) => Ok((self.sum, 1)),
            (Lane::Sum(_), _) if self.count == 0 => Err(Why::NoFacts),
            (Lane::Sum(_), _) => count().map(|count| (self.sum, count)),
            (Lane::Each(values), aggregate) => {
                self.values.settle();
                return each(aggregate, &self.values, values.are);
            }
        })
    }
}

/// What is made of values that rise.
pub(super) fn each(aggregate: Aggregate, values: &Pool, are: What) -> Option<Outcome<(i128, i64)>> {
    if aggregate == Aggregate::Distinct {
        return Some(i64::try_from(values.distinct()).map(|count| (count.into(), 1)).map_err(|_| Why::Overflow));
    }
    if !matches!(are, What::Digits(..)) {
        return None;
    }
    let whole = |value: Option<i64>| value.map(|value| (value.into(), 1)).ok_or(Why::NoFacts);
    Some(match aggregate {
        Aggregate::Min => whole(values.at(0)),
        Aggregate::Max => whole(values.len().checked_sub(1).and_then(|last| values.at(last))),
        Aggregate::Percentile { .. } if values.len() == 0 => Err(Why::NoFacts),
        Aggregate::Percentile { share, method } => Ok(between(values, share, method)?),
        _ => return None,
    })
}

/// The value below which a share of some lies, like [`percentile`](super::percentile).
fn between(values: &Pool, share: Fraction, method: Percentile) -> Option<(i128, i64)> {
    let (part, of) = (share.numerator(), share.denominator());
    let at = |position: i128| values.at(usize::try_from(position).ok()?).map(i128::from);
    let count = i128::try_from(values.len()).ok().filter(|_| of <= SHARE_MAX)?;
    match method {
        Percentile::Linear => {
            let reach = part.checked_mul(count.checked_sub(1)?)?;
            let (below, rest) = (reach.checked_div(of)?, reach.checked_rem(of)?);
            let low = at(below)?;
            if rest == 0 {
                return Some((low, 1));
            }
            let high = at(below.checked_add(1)?)?;
            let both = low.checked_mul(of.checked_sub(rest)?)?.checked_add(high.checked_mul(rest)?)?;
            Some((both, i64::try_from(of).ok()?))
        }
        Percentile::Nearest => {
            let reach = part.checked_mul(count)?.checked_add(of.checked_sub(1)?)?.checked_div(of)?;
            Some((at(reach.max(1).checked_sub(1)?)?, 1))
        }
    }
}
