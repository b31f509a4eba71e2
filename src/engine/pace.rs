//! Measures against targets: what should be there by now, what is still to be done a day, what the members' targets cover.

use crate::error::Error;
use crate::id::{Id, Name};
use crate::kpi::{Elapsed, Kpi, OfFields, Place, Question, When};
use crate::measure::Whose;
use crate::quantity::{Fraction, Outcome, Precision, Value, Why};
use crate::target::{MAIN_LEVEL, Pace, Share, due};
use crate::trace::Subject;

use super::answer::amount;
use super::view::View;

/// Which targets are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum TargetsOf {
    /// Those that count, by the plan.
    Counting,
    /// Those of the one at hand.
    Own,
    /// Those of the members of a unit; a person's own.
    Members,
}

impl TargetsOf {
    /// What a part of an explanation is about, given the name of the KPI.
    pub(super) fn subject(self, kpi: String) -> Subject {
        match self {
            TargetsOf::Counting => Subject::Target(kpi),
            TargetsOf::Own => Subject::OwnTarget(kpi),
            TargetsOf::Members => Subject::MembersTarget(kpi),
        }
    }
}

impl View {
    /// What should be there by now of a KPI's target, of a person or a unit, in a period or a span of days, at the end of the day
    /// as of which the view is.
    ///
    /// An error where the plan does not say by what the targets for the KPI are reached on the way.
    pub fn pace(&self, kpi: &str, whose: Whose, when: impl Into<When>) -> Result<Outcome, Error> {
        let kpi = self.paced_kpi(kpi)?;
        Ok(self.answer(&Question::Pace(kpi), Place { whose, when: when.into() }))
    }

    /// What is still to be done for a KPI's target on each day that is left after the one as of which the view is: on each working day,
    /// where targets are paced by working days.
    ///
    /// It is negative where the target is exceeded, and divided by zero once no day is left. An error as for [`View::pace`].
    pub fn run_rate(&self, kpi: &str, whose: Whose, when: impl Into<When>) -> Result<Outcome, Error> {
        let kpi = self.paced_kpi(kpi)?;
        Ok(self.answer(&Question::RunRate(kpi), Place { whose, when: when.into() }))
    }

    fn paced_kpi(&self, name: &str) -> Result<Id<Kpi>, Error> {
        let kpi = self.kpi(name)?;
        self.check_paced(kpi)?;
        Ok(kpi)
    }

    /// An error where targets are set, and nobody said by what they are reached on the way.
    pub(super) fn check_paced(&self, kpi: Id<Kpi>) -> Result<(), Error> {
        let plan = self.plan();
        let silent = plan.targets().iter().any(|target| target.kpi == kpi && target.pace.is_none());
        if !silent {
            return Ok(());
        }
        let name = &plan.kpis()[kpi].name;
        Err(Error::invalid(format!(
            "the plan does not say by what a target for `{name}` is reached on the way: write `pace` under `targets.{name}`"
        )))
    }

    /// By what the targets for a KPI are reached on the way.
    pub(super) fn pace_of(&self, kpi: Id<Kpi>) -> Option<Pace> {
        self.plan().targets().iter().find(|target| target.kpi == kpi)?.pace
    }

    pub(super) fn pace_value(&self, kpi: Id<Kpi>, of: &OfFields, place: Place) -> Outcome {
        let days = match self.pace_of(kpi).ok_or(Why::NoTarget)? {
            Pace::Days => Elapsed::Days,
            Pace::Workdays => Elapsed::Workdays,
            Pace::Season => return self.pace_by_season(kpi, of, place),
        };
        let target = self.target_of_part(kpi, MAIN_LEVEL, of, place)?;
        let due = amount(&target)?.times(self.elapsed(days, place.when)?, self.plan().precision())?;
        Ok(target.unit().of(due))
    }

    /// Each target that makes up the one at hand has a time of its own, so both are asked in one place.
    fn pace_by_season(&self, kpi: Id<Kpi>, of: &OfFields, place: Place) -> Outcome {
        if let Some(sides) = &self.0.sides {
            sides.targets_asked.is_new((kpi, MAIN_LEVEL.to_owned(), of.clone(), place), ());
            let there = sides.targets.place(self, place).ok_or(Why::NoTarget)?;
            return sides.targets.view.pace_by_season(kpi, of, there);
        }
        let shares = self.part_shares_of(kpi, of, place, TargetsOf::Counting)?;
        let due = due(&shares, self.as_of(), self.plan().precision())?;
        Ok(self.plan().kpis()[kpi].formula.unit.of(due))
    }

    pub(super) fn run_rate_value(&self, kpi: Id<Kpi>, place: Place) -> Outcome {
        self.rate_between(kpi, &self.kpi_value(kpi, place)?, &self.target_value(kpi, MAIN_LEVEL, place)?, place)
    }

    /// What is still to be done for a target on each of the days that are left.
    pub(super) fn rate_between(&self, kpi: Id<Kpi>, actual: &Value, target: &Value, place: Place) -> Outcome {
        let precision = self.plan().precision();
        let left = amount(target)?.minus(amount(actual)?, precision)?;
        let rate = left.over(self.days_left(self.days_counted(kpi), place.when)?, precision)?;
        Ok(target.unit().of(rate))
    }

    /// Which days a target is still to be reached on.
    pub(super) fn days_counted(&self, kpi: Id<Kpi>) -> Elapsed {
        if self.pace_of(kpi) == Some(Pace::Workdays) { Elapsed::Workdays } else { Elapsed::Days }
    }

    pub(super) fn coverage_value(&self, kpi: Id<Kpi>, of: &OfFields, place: Place) -> Outcome {
        if let Some(sides) = &self.0.sides {
            sides.targets_asked.is_new((kpi, MAIN_LEVEL.to_owned(), of.clone(), place), ());
            let there = sides.targets.place(self, place).ok_or(Why::NoTarget)?;
            return sides.targets.view.coverage_value(kpi, of, there);
        }
        let precision = self.plan().precision();
        let members = added(&self.part_shares_of(kpi, of, place, TargetsOf::Members)?, precision)?;
        let own = added(&self.part_shares_of(kpi, of, place, TargetsOf::Own)?, precision)?;
        members.over(own, precision).map(Value::Ratio)
    }

    /// The targets of the level that is meant where none is named, one by one.
    pub(super) fn shares_of(&self, kpi: Id<Kpi>, place: Place, of: TargetsOf) -> Outcome<Vec<Share>> {
        self.part_shares_of(kpi, &OfFields::default(), place, of)
    }

    /// The same of a part of the facts.
    pub(super) fn part_shares_of(
        &self,
        kpi: Id<Kpi>,
        part: &OfFields,
        place: Place,
        of: TargetsOf,
    ) -> Outcome<Vec<Share>> {
        self.shares_at((kpi, part), MAIN_LEVEL, place, of)
    }

    /// The targets of a level and a part of the facts, one by one.
    pub(super) fn shares_at(
        &self,
        (kpi, part): (Id<Kpi>, &OfFields),
        level: &str,
        place: Place,
        of: TargetsOf,
    ) -> Outcome<Vec<Share>> {
        let level = Name::new(level).map_err(|_| Why::NoTarget)?;
        self.part_shares(&self.book(kpi).ok_or(Why::NoTarget)?.part(part), &level, of, place)
    }
}

/// What targets come to; undefined where there is none.
pub(super) fn added(shares: &[Share], precision: Precision) -> Outcome<Fraction> {
    let (first, more) = shares.split_first().ok_or(Why::NoTarget)?;
    more.iter().try_fold(first.amount, |sum, share| sum.plus(share.amount, precision))
}
