//! Invoices with what happened to each.

use chrono::NaiveDate;

use crate::measure::Total;
use crate::quantity::{Fraction, Outcome, Precision};

/// What was billed.
#[derive(Clone, Debug, PartialEq)]
pub struct Invoice {
    /// The day of the invoice.
    pub on: NaiveDate,
    /// The last day on which it may be paid; overdue is it from the next day on. One before the invoice is its own day.
    pub due: Option<NaiveDate>,
    /// How much. Below 0 it is a credit note that stands by itself: what is owed to the customer.
    pub amount: Fraction,
    /// What was taken back of it.
    pub credited: Vec<Credited>,
}

/// What was taken back of an invoice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Credited {
    /// The day.
    pub on: NaiveDate,
    /// How much.
    pub amount: Fraction,
}

/// Money that came in, or below 0 was paid back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Payment {
    /// The place of the invoice among the invoices; nothing, where it belongs to none that is known.
    pub of: Option<usize>,
    /// The day.
    pub on: NaiveDate,
    /// How much.
    pub amount: Fraction,
}

/// Invoices and payments, each payment beside its invoice.
///
/// Days end what is known: whatever is asked for a day sees what is dated on it or before.
#[derive(Clone, Debug, PartialEq)]
pub struct Receivables {
    pub(super) accounts: Vec<Account>,
    /// Payments that belong to no invoice.
    pub(super) unmatched: Vec<Payment>,
    pub(super) precision: Precision,
}

/// An invoice and what was paid for it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Account {
    pub invoice: Invoice,
    pub payments: Vec<Payment>,
}

/// An invoice as it stands when a day ends.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Standing {
    /// What was billed, less what was taken back of it.
    pub net: Outcome<Fraction>,
    /// What came in, less what was paid back.
    pub paid: Outcome<Fraction>,
    /// What is still to come; below 0, what is owed to the customer.
    pub balance: Outcome<Fraction>,
}

impl Invoice {
    /// An invoice of which nothing was taken back.
    pub fn new(on: NaiveDate, due: Option<NaiveDate>, amount: Fraction) -> Invoice {
        Invoice { on, due, amount, credited: Vec::new() }
    }

    /// Whether it is a credit note that stands by itself.
    pub fn is_note(&self) -> bool {
        self.amount.is_negative()
    }

    /// The last day on which it may be paid.
    pub fn due_on(&self) -> Option<NaiveDate> {
        self.due.map(|due| due.max(self.on))
    }
}

impl Receivables {
    /// Puts each payment beside its invoice. One that names an invoice which is not there belongs to none.
    pub fn new(invoices: Vec<Invoice>, payments: Vec<Payment>, precision: Precision) -> Receivables {
        let account = |invoice| Account { invoice, payments: Vec::new() };
        let mut accounts: Vec<Account> = invoices.into_iter().map(account).collect();
        let mut unmatched = Vec::new();
        for payment in payments {
            match payment.of.and_then(|of| accounts.get_mut(of)) {
                Some(account) => account.payments.push(payment),
                None => unmatched.push(payment),
            }
        }
        Receivables { accounts, unmatched, precision }
    }

    /// How many invoices there are, on whatever day.
    pub fn invoices(&self) -> usize {
        self.accounts.len()
    }
}

impl Account {
    /// How it stands when a day ends; nothing, where it is not billed by then.
    pub(super) fn on(&self, day: NaiveDate, precision: Precision) -> Option<Standing> {
        if self.invoice.on > day {
            return None;
        }
        let (mut net, mut paid, mut balance) = (Total::default(), Total::default(), Total::default());
        net.add(self.invoice.amount);
        balance.add(self.invoice.amount);
        for credited in self.invoice.credited.iter().filter(|credited| credited.on <= day) {
            net.add(credited.amount.negate());
            balance.add(credited.amount.negate());
        }
        for payment in self.payments.iter().filter(|payment| payment.on <= day) {
            paid.add(payment.amount);
            balance.add(payment.amount.negate());
        }
        let value = |total: Total| total.value(precision);
        Some(Standing { net: value(net), paid: value(paid), balance: value(balance) })
    }

    /// For how many days it has been overdue when a day ends: 0 on the last day on which it may be paid, less before.
    pub(super) fn overdue(&self, day: NaiveDate) -> Option<i64> {
        self.invoice.due_on().map(|due| day.signed_duration_since(due).num_days())
    }
}
