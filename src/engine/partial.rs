//! Beyond one engine: what one saw, as a value that others merge.

use std::fmt::{self, Write};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::log::Log;
use crate::measure::{CellValues, Cells};

use super::people;
use super::record::Engine;
use super::view::{View, slots};

/// What one engine saw of the facts, folded by stay and slot of time: a value to be kept, sent and merged.
///
/// Where facts are more than one engine should hold, each engine (a *shard*) takes all units, memberships and rates and a part of
/// the facts. Their partials merge in any order, and [`Engine::view_with`] answers as if one engine had seen everything. An entry,
/// its corrections and whatever refers to it belong to one shard; an entry that several people are credited with may lie in
/// another one than their other entries, and still counts once for a unit.
///
/// Cells know no days inside a slot: what cuts a month (or another period that the plan uses), what looks at other
/// facts (`of customer`), and amounts converted at the end of the time asked for are undefined, *kept by slot alone*.
///
/// It reads and writes itself in any serde format, and refers to nothing outside.
///
/// # Example
///
/// ```
/// # use attain::calendar::parse_day;
/// # use attain::engine::{Engine, Partial};
/// # use attain::log::Entry;
/// # use attain::plan::Plan;
/// # let plan = Plan::from_json(br#"{
/// #     "attain": 1, "name": "Shards", "currency": "EUR", "org": { "trees": { "sales": ["company"] } },
/// #     "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money", "customer": "text" } } },
/// #     "kpis": { "revenue": { "formula": "sum(order.amount)" }, "customers": { "formula": "distinct(order.customer)" } }
/// # }"#)?;
/// # let day = parse_day("2025-03-01")?;
/// # let mut empty = Engine::new(plan);
/// # empty.record(Entry::new("unit").id("u1").on(day).set("unit", "company"));
/// # empty.record(Entry::new("membership").id("m1").on(day).set("who", "ann").set("unit", "company"));
/// # let order = |id: &str, amount: &str| {
/// #     Entry::new("order").id(id).on(day).set("rep", "ann").set("amount", amount).set("customer", "Kiosk")
/// # };
/// # let as_of = parse_day("2025-03-31")?;
/// let (mut north, mut south) = (empty.clone(), empty.clone());
/// north.record(order("o1", "100"));
/// south.record(order("o2", "50"));
///
/// let mut all: Partial = north.view(as_of).partial();
/// all.merge(&south.view(as_of).partial())?;
/// let view = empty.view_with(as_of, &all)?;
/// let (company, march) = (view.unit("company")?, view.period("2025-03")?);
/// assert_eq!(view.value("revenue", company, march)?.unwrap().to_string(), "150");
/// assert_eq!(view.value("customers", company, march)?.unwrap().to_string(), "1");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Partial {
    /// The version of the library.
    engine: String,
    /// The hash of the plan.
    plan: String,
    /// The hash of units and memberships.
    organisation: String,
    /// The hash of the exchange rates.
    rates: String,
    as_of: NaiveDate,
    cells: CellValues,
}

impl Partial {
    /// Adds what another engine saw of other facts; in which order partials are merged makes no difference.
    ///
    /// An error says what differs, where they were made by different versions, with different plans, organisations or rates, or as
    /// of different days; nothing is then added.
    pub fn merge(&mut self, other: &Partial) -> Result<(), Error> {
        self.fits(other)?;
        self.cells.merge(&other.cells);
        Ok(())
    }

    /// The day as of which it was made.
    pub fn as_of(&self) -> NaiveDate {
        self.as_of
    }

    fn fits(&self, other: &Partial) -> Result<(), Error> {
        let same = [
            ("by different versions of the library", self.engine == other.engine),
            ("with different plans", self.plan == other.plan),
            ("as of different days", self.as_of == other.as_of),
            ("with different units or memberships", self.organisation == other.organisation),
            ("with different exchange rates", self.rates == other.rates),
        ];
        match same.into_iter().find(|(_, same)| !same) {
            Some((what, _)) => Err(Error::invalid(format!("cells that were made {what} cannot be put together"))),
            None => Ok(()),
        }
    }
}

impl View {
    /// What it saw of the facts, as a value that merges with those of other engines.
    pub fn partial(&self) -> Partial {
        let cells = self.0.cells.values(self.source());
        Partial { cells, ..self.nothing() }
    }

    /// A partial of the same plan, organisation and day, without any cells.
    fn nothing(&self) -> Partial {
        Partial {
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            plan: self.plan().fingerprint().to_owned(),
            organisation: hash(self.org()),
            rates: hash(&self.0.exchange),
            as_of: self.as_of(),
            cells: CellValues::default(),
        }
    }
}

impl Engine {
    /// What was so on a day, by what several engines saw: as if this one had seen it all.
    ///
    /// Units, memberships, targets and rates are this engine's; facts are those of the partial alone, whatever facts this engine
    /// has itself. There are no entries behind its figures: they are explained down to the folds, and not broken down.
    ///
    /// An error where the partial was made with another plan, organisation or rates than this engine's, or as of another day.
    pub fn view_with(&self, as_of: NaiveDate, partial: &Partial) -> Result<View, Error> {
        let plan = &self.plan;
        let standing = Log::standing_of(&self.log, self.log.len());
        let org = people::build(plan, &standing, as_of);
        let view = View::with_cells(plan, standing, org, as_of, None, |source| {
            let slots = |span| slots(plan, source.org, span);
            Cells::of_values(&partial.cells, slots, plan.org().actual(), as_of, plan.precision(), source)
                .ok_or_else(|| Error::invalid("the cells do not fit the plan and the organisation"))
        });
        // What differs says more than that cells do not fit.
        let own = match &view {
            Ok(view) => view.nothing(),
            Err(_) => self.view(as_of).nothing(),
        };
        own.fits(partial)?;
        view
    }
}

/// A hash of something by all that it says of itself.
fn hash(of: &impl fmt::Debug) -> String {
    let mut hasher = Hasher(Sha256::new());
    let mut hex = String::new();
    if write!(hasher, "{of:?}").is_ok() {
        for byte in hasher.0.finalize() {
            hex.push_str(&format!("{byte:02x}"));
        }
    }
    hex
}

struct Hasher(Sha256);

impl fmt::Write for Hasher {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text.as_bytes());
        Ok(())
    }
}
