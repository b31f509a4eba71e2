//! What is made of the counts of a funnel: rates, times, values.

use crate::document::words;
use crate::measure::percentile_of;
use crate::pipeline::{StageId, StageKind};
use crate::quantity::{Fraction, Outcome, Why};
use crate::rule::Rounding;

use super::count::{Count, Whole};
use super::tally::Funnel;
use super::worth::Worth;

words! {
    /// What is meant by the conversion of a stage.
    pub enum Conversion {
        /// Visits that ended in a later stage ÷ visits that began.
        OfEntered = "of_entered",
        /// Those that went on to a later stage ÷ those that entered, each once: outflow ÷ inflow.
        OfInflow = "of_inflow",
        /// Those that reached the next open stage, or behind the last one were won, ÷ those that reached this one.
        OfReached = "of_reached",
        /// Visits that ended in a later stage ÷ visits that ended.
        OfLeft = "of_left",
    }
}

words! {
    /// What is meant by a win rate.
    pub enum WinRate {
        /// Won ÷ (won + lost).
        OfClosed = "of_closed",
        /// Won ÷ all with which there was work, but for those that turned out invalid.
        OfAll = "of_all",
        /// Won ÷ (won + lost + overdue + old).
        OfOverdue = "of_overdue",
    }
}

words! {
    /// What is meant by the bottleneck.
    pub enum Bottleneck {
        /// Where most expected value waits, or died in the time asked for: both together.
        Both = "both",
        /// Where most expected value waits.
        Waits = "waits",
        /// Where most expected value died.
        Dies = "dies",
    }
}

/// # Rates
///
/// A rate of fewer cases than the least that was asked for is undefined ([`Why::TooFew`]), and so is one of none
/// ([`Why::NoFacts`]).
impl Funnel {
    /// How many of those in a stage go on.
    ///
    /// In a time, more can go on than enter: those that were in it when the time began.
    pub fn conversion(&self, stage: StageId, conversion: Conversion) -> Outcome<Fraction> {
        let count = |count| self.count(stage, count);
        match conversion {
            Conversion::OfEntered => self.rate(count(Count::Forward), count(Count::Entered)),
            Conversion::OfInflow => self.rate(count(Count::Outflow), count(Count::Inflow)),
            Conversion::OfReached => self.rate(self.reached_next(stage)?, count(Count::Reached)),
            Conversion::OfLeft => self.rate(count(Count::Forward), self.left(stage)),
        }
    }

    /// Visits that ended in a lost stage ÷ visits that began.
    pub fn loss_rate(&self, stage: StageId) -> Outcome<Fraction> {
        self.rate(self.count(stage, Count::Lost), self.count(stage, Count::Entered))
    }

    /// How many are won.
    pub fn win_rate(&self, rate: WinRate) -> Outcome<Fraction> {
        let (won, lost) = (self.whole(Whole::Won), self.whole(Whole::Lost));
        let closed = won.saturating_add(lost);
        match rate {
            WinRate::OfClosed => self.rate(won, closed),
            WinRate::OfAll => self.rate(won, self.whole(Whole::All)),
            WinRate::OfOverdue => {
                self.asked().old_after.ok_or_else(|| Why::Missing("old".into()))?;
                if !self.asked().has_due {
                    return Err(Why::Missing("due".into()));
                }
                let waiting = self.whole(Whole::Overdue).saturating_add(self.whole(Whole::Old));
                self.rate(won, closed.saturating_add(waiting))
            }
        }
    }

    /// How many visits of a stage ended.
    pub fn left(&self, stage: StageId) -> u64 {
        let ways = [Count::Forward, Count::Back, Count::Lost, Count::Invalid];
        ways.into_iter().fold(0, |sum, count| sum.saturating_add(self.count(stage, count)))
    }

    /// How many reached what comes after an open stage.
    fn reached_next(&self, stage: StageId) -> Outcome<u64> {
        if self.stages().get(stage).is_none_or(|stage| stage.kind() != StageKind::Open) {
            return Err(Why::NothingDefined);
        }
        let mut later = self.stages().iter().filter(|(id, _)| *id > stage);
        let next = later.find(|(_, stage)| stage.kind() == StageKind::Open);
        Ok(next.map_or_else(|| self.whole(Whole::FirstWon), |(next, _)| self.count(next, Count::Reached)))
    }

    fn rate(&self, part: u64, whole: u64) -> Outcome<Fraction> {
        self.enough(whole)?;
        number(part)?.over(number(whole)?, self.asked().precision)
    }

    /// An error where there are too few cases.
    fn enough(&self, have: u64) -> Outcome<()> {
        let need = self.asked().at_least;
        match have {
            0 => Err(Why::NoFacts),
            _ if have < need => Err(Why::TooFew { have, need }),
            _ => Ok(()),
        }
    }
}

/// # Times
///
/// In days: what was entered on the 1st and left on the 11th lasted 10.
impl Funnel {
    /// The days spent in a stage, in the time asked for, by all that were in it.
    pub fn time(&self, stage: StageId) -> i64 {
        self.flow(stage).map_or(0, |flow| flow.days)
    }

    /// The days spent in a stage ÷ those that ever were in it: all their visits, those that go on too.
    pub fn mean_time(&self, stage: StageId) -> Outcome<Fraction> {
        let been = self.count(stage, Count::Been);
        self.enough(been)?;
        Fraction::whole(self.time(stage)).over(number(been)?, self.asked().precision)
    }

    /// The mean length of the visits that ended.
    pub fn mean_stay(&self, stage: StageId) -> Outcome<Fraction> {
        self.mean(self.stays(stage))
    }

    /// The median length of the visits that ended.
    pub fn median_stay(&self, stage: StageId) -> Outcome<Fraction> {
        self.median(self.stays(stage))
    }

    /// How many visits ended of whose lengths the means are.
    pub fn stays(&self, stage: StageId) -> &[i64] {
        self.flow(stage).map_or(&[], |flow| &flow.stays)
    }

    /// The days from opening, or from the stage that was named, to winning, of what was won, in rising order. Those that never
    /// were in that stage are [left out](Funnel::unbegun).
    pub fn cycles(&self) -> &[i64] {
        &self.cycles
    }

    /// How many were won that never were in the stage with which the cycle begins.
    pub fn unbegun(&self) -> u64 {
        self.unbegun
    }

    /// The mean of the sales cycles.
    pub fn mean_cycle(&self) -> Outcome<Fraction> {
        self.mean(&self.cycles)
    }

    /// The median of the sales cycles.
    pub fn median_cycle(&self) -> Outcome<Fraction> {
        self.median(&self.cycles)
    }

    fn mean(&self, days: &[i64]) -> Outcome<Fraction> {
        self.enough(days.len() as u64)?;
        let sum = days.iter().fold(0_i64, |sum, days| sum.saturating_add(*days));
        Fraction::whole(sum).over(number(days.len() as u64)?, self.asked().precision)
    }

    fn median(&self, days: &[i64]) -> Outcome<Fraction> {
        self.enough(days.len() as u64)?;
        let values: Vec<(Fraction, u64)> = days.iter().map(|days| (Fraction::whole(*days), 1)).collect();
        let half = Fraction::new(1, 2).ok_or(Why::Overflow)?;
        percentile_of(&values, half, self.asked().percentile, self.asked().precision)
    }
}

/// # Values
impl Funnel {
    /// What those are worth that wait in a stage when the time ends.
    pub fn waiting(&self, stage: StageId) -> Worth {
        self.flow(stage).map(|flow| flow.waiting.clone()).unwrap_or_default()
    }

    /// The same, the amount of each times its probability.
    pub fn weighted(&self, stage: StageId) -> Worth {
        self.flow(stage).map(|flow| flow.waits.clone()).unwrap_or_default()
    }

    /// What those were expected to bring that were lost from a stage: the amount of each times the probability that it had there.
    pub fn died(&self, stage: StageId) -> Worth {
        self.flow(stage).map(|flow| flow.dies.clone()).unwrap_or_default()
    }

    /// What those are worth that are open, in all stages.
    pub fn all_waiting(&self) -> Worth {
        let mut all = Worth::default();
        self.flows().for_each(|(_, flow)| all.merge(&flow.waiting));
        all
    }

    /// The weighted value of those that are open: exact for each, and rounded once, in the total, where a rounding is given.
    pub fn all_weighted(&self, rounding: Option<&Rounding>) -> Outcome<Fraction> {
        let mut all = Worth::default();
        self.flows().for_each(|(_, flow)| all.merge(&flow.waits));
        let sum = all.sum(self.asked().precision)?;
        rounding.map_or(Ok(sum), |rounding| rounding.apply(sum))
    }

    /// What an open stage has in the sense of a bottleneck.
    pub fn held_up(&self, stage: StageId, by: Bottleneck) -> Outcome<Fraction> {
        let mut held = Worth::default();
        if by != Bottleneck::Dies {
            held.merge(&self.weighted(stage));
        }
        if by != Bottleneck::Waits {
            held.merge(&self.died(stage));
        }
        held.sum(self.asked().precision)
    }

    /// The stage that holds up most, with how much: the first of several that hold up as much. Undefined where none is known to
    /// hold up something.
    pub fn bottleneck(&self, by: Bottleneck) -> Outcome<(StageId, Fraction)> {
        let (mut most, mut unknown): (Option<(StageId, Fraction)>, _) = (None, Why::NoFacts);
        for (stage, _) in self.flows() {
            match self.held_up(stage, by) {
                Ok(held) if held.signum() > 0 && most.is_none_or(|(_, most)| held > most) => most = Some((stage, held)),
                Ok(_) => {}
                Err(why) => unknown = why,
            }
        }
        most.ok_or(unknown)
    }

    /// The mean amount of what was won.
    pub fn mean_won(&self) -> Outcome<Fraction> {
        self.enough(self.won.count)?;
        self.won.sum(self.asked().precision)?.over(number(self.won.count)?, self.asked().precision)
    }

    /// Sales velocity, a day: those that opened × the win rate × the mean amount of what was won ÷ the mean cycle.
    pub fn velocity(&self, rate: WinRate) -> Outcome<Fraction> {
        let precision = self.asked().precision;
        let opened = number(self.whole(Whole::Opened))?;
        let expected = opened.times(self.win_rate(rate)?, precision)?.times(self.mean_won()?, precision)?;
        expected.over(self.mean_cycle()?, precision)
    }
}

/// Somebody's rate beside that of all.
#[derive(Clone, Debug, PartialEq)]
pub struct Beside {
    /// The own one.
    pub own: Outcome<Fraction>,
    /// That of all.
    pub all: Outcome<Fraction>,
    /// By how much the own one is higher: only where both are of cases enough.
    pub difference: Outcome<Fraction>,
}

/// # Comparison
impl Funnel {
    /// The conversion of a stage beside that of others.
    pub fn beside(&self, all: &Funnel, stage: StageId, conversion: Conversion) -> Beside {
        self.compared(self.conversion(stage, conversion), all.conversion(stage, conversion))
    }

    /// The win rate beside that of others.
    pub fn win_rate_beside(&self, all: &Funnel, rate: WinRate) -> Beside {
        self.compared(self.win_rate(rate), all.win_rate(rate))
    }

    fn compared(&self, own: Outcome<Fraction>, all: Outcome<Fraction>) -> Beside {
        let both = own.clone().and_then(|own| Ok((own, all.clone()?)));
        let difference = both.and_then(|(own, all)| own.minus(all, self.asked().precision));
        Beside { own, all, difference }
    }
}

fn number(count: u64) -> Outcome<Fraction> {
    i64::try_from(count).map(Fraction::whole).map_err(|_| Why::Overflow)
}
