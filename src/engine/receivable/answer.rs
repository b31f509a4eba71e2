//! What is answered to a question about receivables.

use chrono::NaiveDate;

use crate::id::Key;
use crate::quantity::{Fraction, Outcome, Unit, Value, Why};
use crate::receivable::{Bands, Flow};
use crate::trace::Provenance;

/// Receivables of somebody in a time.
#[derive(Clone, Debug, PartialEq)]
pub struct ReceivableAnswer {
    /// What they are called in the plan.
    pub name: String,
    /// Of whom they are; of everybody and nobody, where there is none.
    pub who: Option<Key>,
    /// When: the label of a period, or days.
    pub time: String,
    /// What happened, up to the day as of which is asked, and how it stands then.
    pub flow: Flow,
    /// The bands of ageing.
    pub bands: Bands,
    /// The field by whose values it is told apart too.
    pub by: Option<String>,
    /// The same for each value, in their order; what has none comes first.
    pub groups: Vec<ReceivableGroup>,
    /// The invoices that are open at the end, those that have been due for longest first; none where they are not asked for.
    pub invoices: Vec<ReceivableInvoice>,
    /// How many of those may not be seen.
    pub hidden: usize,
    /// Invoices and payments that are in no figure, because their amount cannot be told, each with why.
    pub untold: Vec<ReceivableUntold>,
    /// How many are in no figure because of an amount in another currency.
    pub left_out: usize,
    /// Whether amounts are money or plain numbers.
    pub unit: Unit,
    /// Where it comes from.
    pub from: Provenance,
}

/// What belongs to one value of a field.
#[derive(Clone, Debug, PartialEq)]
pub struct ReceivableGroup {
    /// The value; nothing, where nothing is said, or a payment belongs to no invoice and says nothing itself.
    pub value: Option<Value>,
    /// What happened, and how it stands.
    pub flow: Flow,
}

/// An invoice that is not paid in full.
#[derive(Clone, Debug, PartialEq)]
pub struct ReceivableInvoice {
    /// Its id.
    pub id: Key,
    /// Its day.
    pub on: NaiveDate,
    /// The last day on which it may be paid.
    pub due: Option<NaiveDate>,
    /// The value of the field by which is told apart.
    pub group: Option<Value>,
    /// What was billed, less what was taken back of it: the part that is credited to whom is asked about.
    pub net: Outcome<Fraction>,
    /// What is still to come of that.
    pub open: Outcome<Fraction>,
    /// For how many days it has been overdue: 0 or less before; nothing, where no day is known on which it is due.
    pub overdue: Option<i64>,
    /// The band of ageing, where it is overdue.
    pub band: Option<usize>,
}

/// An invoice or a payment whose amount cannot be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceivableUntold {
    /// Its id; nothing, where it may not be seen.
    pub id: Option<Key>,
    /// Why.
    pub why: Why,
}
