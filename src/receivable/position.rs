//! How receivables stand when a day ends.

use chrono::NaiveDate;

use crate::quantity::{Fraction, Outcome, Precision};

use super::account::{Account, Receivables};
use super::bands::Bands;
use super::sum::Sum;

/// How receivables stand when a day ends, since the beginning.
#[derive(Clone, Debug, PartialEq)]
pub struct Position {
    /// The day.
    pub day: NaiveDate,
    /// What was billed.
    pub billed: Sum,
    /// What was taken back of invoices.
    pub credited: Sum,
    /// Credit notes that stand by themselves, as what they take back.
    pub notes: Sum,
    /// What came in for invoices that are there, also before they were.
    pub received: Sum,
    /// What was paid back of such invoices, as what left.
    pub returned: Sum,
    /// What is still to come, of invoices that are not paid in full.
    pub open: Sum,
    /// What came in beyond an invoice.
    pub overpaid: Sum,
    /// What is owed to customers by credit notes that stand by themselves.
    pub owed: Sum,
    /// What came in for invoices that are not there yet.
    pub early: Sum,
    /// What came in for no invoice that is known.
    pub unmatched: Sum,
    /// What is open and not overdue.
    pub not_due: Sum,
    /// What is open without a day on which it is due.
    pub undated: Sum,
    /// What is open and overdue.
    pub overdue: Sum,
    /// The same by band.
    pub bands: Vec<Sum>,
}

/// An invoice that is not paid in full when a day ends.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenInvoice {
    /// Its place among the invoices.
    pub invoice: usize,
    /// What was billed, less what was taken back of it.
    pub net: Outcome<Fraction>,
    /// What is still to come.
    pub open: Outcome<Fraction>,
    /// For how many days it has been overdue: 0 or less before; nothing, where no day is known on which it is due.
    pub overdue: Option<i64>,
    /// The band of ageing, where it is overdue.
    pub band: Option<usize>,
}

impl Receivables {
    /// How all of it stands when a day ends.
    pub fn on(&self, day: NaiveDate, bands: &Bands) -> Position {
        let mut position = Position::new(day, bands, self.precision);
        for account in &self.accounts {
            position.take(account, bands, self.precision);
        }
        for payment in self.unmatched.iter().filter(|payment| payment.on <= day) {
            position.unmatched.add(payment.amount);
        }
        position
    }

    /// The invoices that are not paid in full when a day ends, in their order.
    pub fn open_invoices(&self, day: NaiveDate, bands: &Bands) -> Vec<OpenInvoice> {
        let mut all = Vec::new();
        for (invoice, account) in self.accounts.iter().enumerate() {
            let Some(standing) = account.on(day, self.precision) else { continue };
            if matches!(&standing.balance, Ok(balance) if balance.signum() <= 0) {
                continue;
            }
            let overdue = account.overdue(day);
            let band = overdue.and_then(|days| bands.of(days));
            all.push(OpenInvoice { invoice, net: standing.net, open: standing.balance, overdue, band });
        }
        all
    }
}

impl Position {
    fn new(day: NaiveDate, bands: &Bands, precision: Precision) -> Position {
        let sum = || Sum::new(precision);
        Position {
            day,
            billed: sum(),
            credited: sum(),
            notes: sum(),
            received: sum(),
            returned: sum(),
            open: sum(),
            overpaid: sum(),
            owed: sum(),
            early: sum(),
            unmatched: sum(),
            not_due: sum(),
            undated: sum(),
            overdue: sum(),
            bands: vec![sum(); bands.len()],
        }
    }

    fn take(&mut self, account: &Account, bands: &Bands, precision: Precision) {
        let payments = account.payments.iter().filter(|payment| payment.on <= self.day);
        let Some(standing) = account.on(self.day, precision) else {
            payments.for_each(|payment| self.early.add(payment.amount));
            return;
        };
        let invoice = &account.invoice;
        if invoice.is_note() {
            self.notes.add(invoice.amount.negate());
        } else {
            self.billed.add(invoice.amount);
        }
        for credited in invoice.credited.iter().filter(|credited| credited.on <= self.day) {
            self.credited.add(credited.amount);
        }
        for payment in payments {
            if payment.amount.is_negative() {
                self.returned.add(payment.amount.negate());
            } else {
                self.received.add(payment.amount);
            }
        }
        match &standing.balance {
            Ok(balance) if balance.is_zero() => {}
            Ok(balance) if balance.is_negative() => {
                let owed = if invoice.is_note() { &mut self.owed } else { &mut self.overpaid };
                owed.add(balance.negate());
            }
            balance => self.age(balance, account.overdue(self.day), bands),
        }
    }

    /// Adds what is open of an invoice, by how long it has been overdue.
    fn age(&mut self, balance: &Outcome<Fraction>, overdue: Option<i64>, bands: &Bands) {
        self.open.add_outcome(balance);
        let Some(days) = overdue else { return self.undated.add_outcome(balance) };
        match bands.of(days) {
            None => self.not_due.add_outcome(balance),
            Some(band) => {
                self.overdue.add_outcome(balance);
                if let Some(band) = self.bands.get_mut(band) {
                    band.add_outcome(balance);
                }
            }
        }
    }
}
