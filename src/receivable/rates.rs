//! What is made of it: collection rates, days to collect, days outstanding.

use crate::document::words;
use crate::measure::{Total, percentile_of};
use crate::quantity::{Fraction, Outcome, Precision, Why};

use super::flow::Flow;

words! {
    /// What is meant by a collection rate: received ÷ due.
    pub enum CollectionRate {
        /// What came in for invoices in the time, less what was paid back ÷ what fell due in it.
        InPeriod = "in_period",
        /// Of what fell due in the time, what had come in by its end.
        OfDue = "of_due",
        /// Of all that fell due in the time or before, what had come in by its end.
        SoFar = "so_far",
        /// (Open before + billed − open at the end) ÷ (open before + billed − open and not overdue at the end).
        Effectiveness = "effectiveness",
    }
}

words! {
    /// What is meant by days outstanding.
    pub enum DaysOutstanding {
        /// Open at the end ÷ billed in the time × its days.
        Closing = "closing",
        /// The mean of open before and at the end ÷ billed in the time × its days.
        Mean = "mean",
        /// How many days back one must go until as much was billed as is open at the end.
        CountBack = "count_back",
        /// Open and not overdue at the end ÷ billed in the time × its days: what it would be if all paid in time.
        BestPossible = "best_possible",
        /// `closing` less `best_possible`: what is lost to those who pay late.
        Delinquent = "delinquent",
    }
}

impl Flow {
    fn precision(&self) -> Precision {
        self.billed.precision()
    }

    /// What came in for invoices in the time, also before their day, less what was paid back.
    pub fn collected(&self) -> Outcome<Fraction> {
        let precision = self.precision();
        let came = self.received.value()?.plus(self.early.value()?, precision)?;
        came.minus(self.returned.value()?, precision)
    }

    /// What was billed in the time, less all that was taken back in it.
    pub fn billed_net(&self) -> Outcome<Fraction> {
        let precision = self.precision();
        let billed = self.billed.value()?.minus(self.credited.value()?, precision)?;
        billed.minus(self.notes.value()?, precision)
    }

    /// A collection rate; undefined where nothing fell due.
    pub fn collection_rate(&self, rate: CollectionRate) -> Outcome<Fraction> {
        let precision = self.precision();
        let (part, whole, is_none) = match rate {
            CollectionRate::InPeriod => (self.collected()?, self.due.value()?, self.due.is_empty()),
            CollectionRate::OfDue => (self.due_received.value()?, self.due.value()?, self.due.is_empty()),
            CollectionRate::SoFar => {
                (self.due_so_far_received.value()?, self.due_so_far.value()?, self.due_so_far.is_empty())
            }
            CollectionRate::Effectiveness => {
                let all = self.opening.open.value()?.plus(self.billed_net()?, precision)?;
                let not_due = self.closing.open.value()?.minus(self.closing.overdue.value()?, precision)?;
                let part = all.minus(self.closing.open.value()?, precision)?;
                (part, all.minus(not_due, precision)?, false)
            }
        };
        if is_none { Err(Why::NoFacts) } else { part.over(whole, precision) }
    }

    /// How many days payments for invoices took, each weighted by its amount.
    pub fn mean_days(&self) -> Outcome<Fraction> {
        let precision = self.precision();
        let (mut days, mut amounts) = (Total::default(), Total::default());
        for wait in &self.waits {
            days.add(wait.amount.times(Fraction::whole(wait.days), precision)?);
            amounts.add(wait.amount);
        }
        if self.waits.is_empty() {
            return Err(Why::NoFacts);
        }
        days.value(precision)?.over(amounts.value(precision)?, precision)
    }

    /// The median of the same, each payment once.
    pub fn median_days(&self) -> Outcome<Fraction> {
        if self.waits.is_empty() {
            return Err(Why::NoFacts);
        }
        let values: Vec<(Fraction, u64)> = self.waits.iter().map(|wait| (Fraction::whole(wait.days), 1)).collect();
        let half = Fraction::new(1, 2).ok_or(Why::Overflow)?;
        percentile_of(&values, half, self.rule, self.precision())
    }

    /// For how many days' billing money is still to come.
    ///
    /// Undefined where nothing was billed in the time, or as much was taken back.
    pub fn days_outstanding(&self, days: DaysOutstanding) -> Outcome<Fraction> {
        let (precision, open) = (self.precision(), self.closing.open.value()?);
        let not_overdue = || open.minus(self.closing.overdue.value()?, precision);
        match days {
            DaysOutstanding::Closing => self.of_billed(open),
            DaysOutstanding::Mean => {
                let both = self.opening.open.value()?.plus(open, precision)?;
                self.of_billed(both.over(Fraction::whole(2), precision)?)
            }
            DaysOutstanding::BestPossible => self.of_billed(not_overdue()?),
            DaysOutstanding::Delinquent => self.of_billed(self.closing.overdue.value()?),
            DaysOutstanding::CountBack => self.counted_back(open),
        }
    }

    /// An amount as days of what was billed.
    fn of_billed(&self, amount: Fraction) -> Outcome<Fraction> {
        let (precision, billed) = (self.precision(), self.billed_net()?);
        if billed.signum() <= 0 {
            return Err(Why::NoFacts);
        }
        amount.times(Fraction::whole(self.span.days()), precision)?.over(billed, precision)
    }

    /// Goes back from the last day until as much was billed, of the day that goes beyond it only the part that is needed.
    fn counted_back(&self, open: Fraction) -> Outcome<Fraction> {
        let precision = self.precision();
        if open.signum() <= 0 {
            return Ok(Fraction::ZERO);
        }
        let mut left = open;
        for (day, billed) in &self.by_day {
            let billed = billed.value()?;
            if billed >= left && billed.signum() > 0 {
                let whole = Fraction::whole(self.closing.day.signed_duration_since(*day).num_days());
                return whole.plus(left.over(billed, precision)?, precision);
            }
            left = left.minus(billed, precision)?;
        }
        // More is open than was ever billed, for more was paid back than had come in.
        Err(Why::NoFacts)
    }
}
