//! What was billed, what came in for it, what is open, and for how long it has been overdue.
//!
//! [`Receivables`] are made of [`Invoice`]s and [`Payment`]s, plain values, in whatever order they come. Each thing that happens to an
//! invoice is told apart, and nothing is netted away: part payments, what was paid too much, money paid back, what was taken back of
//! an invoice, credit notes that stand by themselves, payments that come before their invoice, and those that belong to none. On every day
//!
//! ```text
//! billed − credited − notes = received − returned + open − overpaid − owed
//! open = not due + overdue + without a due day,        overdue = the bands of ageing, added
//! ```
//!
//! # Example
//!
//! ```
//! use attain::calendar::{Span, parse_day};
//! use attain::quantity::{Fraction, Precision};
//! use attain::receivable::{Bands, CollectionRate, DaysOutstanding, Invoice, Payment, Receivables};
//!
//! let day = |text: &str| parse_day(text).unwrap();
//! let invoice = |on, due, amount| Invoice::new(day(on), Some(day(due)), Fraction::whole(amount));
//! let paid = |of, on, amount| Payment { of, on: day(on), amount: Fraction::whole(amount) };
//! let invoices = vec![invoice("2025-03-01", "2025-03-31", 1_000), invoice("2025-03-10", "2025-04-09", 500)];
//! let payments = vec![paid(Some(0), "2025-03-21", 600), paid(None, "2025-03-25", 70)];
//! let receivables = Receivables::new(invoices, payments, Precision::default());
//!
//! let at_end = receivables.on(day("2025-04-09"), &Bands::default());
//! assert_eq!(at_end.open.value().unwrap().to_string(), "900");
//! assert_eq!(at_end.overdue.value().unwrap().to_string(), "400", "the second is due today, and not overdue before tomorrow");
//! assert_eq!(at_end.unmatched.value().unwrap().to_string(), "70", "nobody knows what for");
//!
//! let march = Span::new(day("2025-03-01"), day("2025-04-01")).unwrap();
//! let flow = receivables.within(march, &Bands::default());
//! assert_eq!(flow.collection_rate(CollectionRate::InPeriod).unwrap().to_string(), "0.6", "600 of the 1000 that fell due");
//! assert_eq!(flow.mean_days().unwrap().to_string(), "20");
//! assert_eq!(flow.days_outstanding(DaysOutstanding::Closing).unwrap().to_string(), "18.6", "900 / 1500 × 31");
//! ```

mod account;
mod bands;
mod definition;
mod flow;
mod position;
mod rates;
mod sum;

pub use account::{Credited, Invoice, Payment, Receivables};
pub use bands::{BANDS_MAX, Bands};
pub use definition::{ReceivableDefinition, ReceivableSection};
pub use flow::{Flow, Wait};
pub use position::{OpenInvoice, Position};
pub use rates::{CollectionRate, DaysOutstanding};
pub use sum::Sum;
