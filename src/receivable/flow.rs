//! What happened to receivables in a time.

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::quantity::{Fraction, Precision};
use crate::sort;

use super::account::{Account, Payment, Receivables};
use super::bands::Bands;
use super::position::Position;
use super::sum::Sum;

/// What happened in a time, with how things stood before it and at its end.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// The days.
    pub span: Span,
    /// How it stood when the day before the first one ended.
    pub opening: Position,
    /// How it stands when the last day ends.
    pub closing: Position,
    /// What was billed.
    pub billed: Sum,
    /// What was taken back of invoices.
    pub credited: Sum,
    /// Credit notes that stand by themselves, as what they take back.
    pub notes: Sum,
    /// What came in for invoices, on their day or later.
    pub received: Sum,
    /// What came in for invoices before their day.
    pub early: Sum,
    /// What was paid back, as what left.
    pub returned: Sum,
    /// What came in for no invoice that is known.
    pub unmatched: Sum,
    /// What fell due: invoices of which the last day to pay lies in the time, less what was taken back of them by its end.
    pub due: Sum,
    /// What of that had come in by the end.
    pub due_received: Sum,
    /// What fell due in the time or before.
    pub due_so_far: Sum,
    /// What of that had come in by the end.
    pub due_so_far_received: Sum,
    /// Of each payment for an invoice, how long it took, in the order of days: below 0 where it came before its invoice.
    pub waits: Vec<Wait>,
    /// What was billed on each day up to the end, less what was taken back of it, the latest day first.
    pub(super) by_day: Vec<(NaiveDate, Sum)>,
    pub(super) rule: crate::rule::Percentile,
}

/// How long a payment took.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wait {
    /// From the day of the invoice to that of the payment, in days.
    pub days: i64,
    /// How much came in.
    pub amount: Fraction,
}

impl Receivables {
    /// What happened in a time, and how it stood before it and at its end. Medians of an even number are the mean of the middle
    /// two, unless [told otherwise](Flow::with_percentile).
    pub fn within(&self, span: Span, bands: &Bands) -> Flow {
        let before = span.from().pred_opt().unwrap_or(span.from());
        let end = span.to().pred_opt().unwrap_or(span.to()).max(before);
        let mut flow = Flow::new(span, self.on(before, bands), self.on(end, bands), self.precision);
        for account in &self.accounts {
            flow.bill(account);
            for payment in &account.payments {
                flow.pay(*payment, account.invoice.on);
            }
            flow.fall_due(account, self.precision);
        }
        for payment in self.unmatched.iter().filter(|payment| span.contains(payment.on)) {
            flow.unmatched.add(payment.amount);
        }
        sort::by(&mut flow.waits, |one: &Wait, other| {
            one.days.cmp(&other.days).then_with(|| one.amount.cmp(&other.amount))
        });
        sort::by(&mut flow.by_day, |(one, _): &(NaiveDate, Sum), (other, _)| other.cmp(one));
        flow
    }
}

impl Flow {
    fn new(span: Span, opening: Position, closing: Position, precision: Precision) -> Flow {
        let sum = || Sum::new(precision);
        Flow {
            span,
            opening,
            closing,
            billed: sum(),
            credited: sum(),
            notes: sum(),
            received: sum(),
            early: sum(),
            returned: sum(),
            unmatched: sum(),
            due: sum(),
            due_received: sum(),
            due_so_far: sum(),
            due_so_far_received: sum(),
            waits: Vec::new(),
            by_day: Vec::new(),
            rule: crate::rule::Percentile::Linear,
        }
    }

    /// The same, with medians by a house rule.
    #[must_use]
    pub fn with_percentile(mut self, rule: crate::rule::Percentile) -> Flow {
        self.rule = rule;
        self
    }

    /// What an invoice, and what was taken back of it, adds to the time.
    fn bill(&mut self, account: &Account) {
        let invoice = &account.invoice;
        for credited in invoice.credited.iter().filter(|credited| self.span.contains(credited.on)) {
            self.credited.add(credited.amount);
        }
        if !self.span.contains(invoice.on) {
            return;
        }
        if invoice.is_note() {
            self.notes.add(invoice.amount.negate());
        } else {
            self.billed.add(invoice.amount);
        }
    }

    fn pay(&mut self, payment: Payment, billed_on: NaiveDate) {
        if !self.span.contains(payment.on) {
            return;
        }
        if payment.amount.is_negative() {
            return self.returned.add(payment.amount.negate());
        }
        let days = payment.on.signed_duration_since(billed_on).num_days();
        if days < 0 {
            self.early.add(payment.amount);
        } else {
            self.received.add(payment.amount);
        }
        self.waits.push(Wait { days, amount: payment.amount });
    }

    /// What of an invoice fell due by the end, and what of that has come in; a credit note that stands by itself never does.
    fn fall_due(&mut self, account: &Account, precision: Precision) {
        let end = self.closing.day;
        let invoice = &account.invoice;
        let Some(standing) = account.on(end, precision).filter(|_| !invoice.is_note()) else { return };
        let net = standing.net.map(|net| net.max(Fraction::ZERO));
        self.note_day(invoice.on, &net);
        let Some(due) = invoice.due_on().filter(|due| *due <= end) else { return };
        let came = net.clone().and_then(|net| Ok(standing.paid?.min(net)));
        self.due_so_far.add_outcome(&net);
        self.due_so_far_received.add_outcome(&came);
        if self.span.contains(due) {
            self.due.add_outcome(&net);
            self.due_received.add_outcome(&came);
        }
    }

    fn note_day(&mut self, day: NaiveDate, net: &crate::quantity::Outcome<Fraction>) {
        let precision = self.billed.precision();
        let known = self.by_day.iter().position(|(known, _)| *known == day);
        let place = known.unwrap_or_else(|| {
            self.by_day.push((day, Sum::new(precision)));
            self.by_day.len().saturating_sub(1)
        });
        if let Some((_, sum)) = self.by_day.get_mut(place) {
            sum.add_outcome(net);
        }
    }
}
