//! A story: what happens in a company, as plain data that two implementations can read.

use attain::engine::Engine;
use attain::log::{Admission, Entry};
use attain::plan::Plan;
use chrono::{Days, NaiveDate};

/// The day of a number: 0 is the first day of 2024.
pub fn day(number: i64) -> NaiveDate {
    let new_year = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
    if number < 0 { new_year - Days::new(number.unsigned_abs()) } else { new_year + Days::new(number.unsigned_abs()) }
}

/// Everything that happens, in no order.
#[derive(Clone, Debug, Default)]
pub struct Story {
    pub units: Vec<UnitSaid>,
    pub moves: Vec<MoveSaid>,
    pub targets: Vec<TargetSaid>,
    pub sales: Vec<Sale>,
    pub corrections: Vec<Correction>,
}

/// A unit stands under another one, is a top, or ends.
#[derive(Clone, Debug)]
pub struct UnitSaid {
    pub id: String,
    pub on: NaiveDate,
    pub tree: String,
    pub unit: String,
    pub under: Under,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Under {
    Top,
    Unit(String),
    Ends,
}

/// A person belongs to a unit, or leaves.
#[derive(Clone, Debug, Default)]
pub struct MoveSaid {
    pub id: String,
    pub on: NaiveDate,
    pub who: String,
    /// None: leaves the tree, or everything where no tree is named.
    pub unit: Option<String>,
    pub tree: Option<String>,
    pub until: Option<NaiveDate>,
    pub role: Option<String>,
    pub commission_rate: Option<String>,
    pub bonus: Option<String>,
}

#[derive(Clone, Debug)]
pub struct TargetSaid {
    pub id: String,
    pub on: NaiveDate,
    pub who: String,
    pub period: NaiveDate,
    pub amount: String,
}

/// An order line.
#[derive(Clone, Debug, PartialEq)]
pub struct Sale {
    pub id: String,
    pub on: NaiveDate,
    pub order: String,
    pub reseller: String,
    pub amount: String,
    pub cost: String,
    /// Credited where nobody is credited directly in `credits`.
    pub employee: Option<String>,
    pub credits: Vec<CreditSaid>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct CreditSaid {
    pub who: String,
    pub share: &'static str,
    pub overlay: bool,
}

/// Something is put right.
#[derive(Clone, Debug)]
pub struct Correction {
    pub id: String,
    pub of: String,
    /// The kind of the entry that is corrected.
    pub kind: &'static str,
    pub deed: Deed,
}

#[derive(Clone, Debug)]
pub enum Deed {
    Revises(Sale),
    Retracts,
    Reverses { on: NaiveDate, share: &'static str },
}

impl UnitSaid {
    pub fn entry(&self) -> Entry {
        let entry = Entry::new("unit").id(&self.id).on(self.on).set("unit", self.unit.as_str());
        let entry = entry.set("tree", self.tree.as_str());
        match &self.under {
            Under::Top => entry,
            Under::Unit(under) => entry.set("under", under.as_str()),
            Under::Ends => entry.set("under", attain::document::Node::Null),
        }
    }
}

impl MoveSaid {
    pub fn entry(&self) -> Entry {
        let mut entry = Entry::new("membership").id(&self.id).on(self.on).set("who", self.who.as_str());
        entry = match &self.unit {
            Some(unit) => entry.set("unit", unit.as_str()),
            None => entry.set("unit", attain::document::Node::Null),
        };
        if let Some(until) = self.until {
            entry = entry.set("until", until);
        }
        let words = [
            ("tree", &self.tree),
            ("role", &self.role),
            ("commission_rate", &self.commission_rate),
            ("bonus", &self.bonus),
        ];
        for (word, value) in words {
            if let Some(value) = value {
                entry = entry.set(word, value.as_str());
            }
        }
        entry
    }
}

impl TargetSaid {
    pub fn entry(&self) -> Entry {
        let entry = Entry::new("target").id(&self.id).on(self.on).set("of", "sales").set("who", self.who.as_str());
        entry.set("period", format!("quota_period {}", self.period)).set("amount", self.amount.as_str())
    }
}

impl Sale {
    pub fn entry(&self) -> Entry {
        let mut entry = Entry::new("sale").id(&self.id).on(self.on).set("order", self.order.as_str());
        entry = entry.set("reseller", self.reseller.as_str());
        entry = entry.set("amount", self.amount.as_str()).set("cost", self.cost.as_str());
        if let Some(employee) = &self.employee {
            entry = entry.set("employee", employee.as_str());
        }
        for credit in &self.credits {
            entry = if credit.overlay {
                entry.overlay(&credit.who, credit.share)
            } else {
                entry.credit(&credit.who, credit.share)
            };
        }
        entry
    }
}

impl Correction {
    pub fn entry(&self) -> Entry {
        match &self.deed {
            Deed::Revises(sale) => sale.entry().id(&self.id).revises(&self.of),
            Deed::Retracts => Entry::new(self.kind).id(&self.id).retracts(&self.of),
            Deed::Reverses { on, share } => Entry::new(self.kind).id(&self.id).on(*on).reverses(&self.of, Some(share)),
        }
    }
}

impl Story {
    /// All that happens as entries: units, people, targets, sales, corrections.
    pub fn entries(&self) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::new();
        entries.extend(self.units.iter().map(UnitSaid::entry));
        entries.extend(self.moves.iter().map(MoveSaid::entry));
        entries.extend(self.targets.iter().map(TargetSaid::entry));
        entries.extend(self.sales.iter().map(Sale::entry));
        entries.extend(self.corrections.iter().map(Correction::entry));
        entries
    }

    /// An engine that heard it all.
    pub fn engine(&self, plan: &Plan) -> Engine {
        engine(plan, self.entries())
    }
}

/// An engine that heard these entries, of which none may be refused.
pub fn engine(plan: &Plan, entries: impl IntoIterator<Item = Entry>) -> Engine {
    let mut engine = Engine::new(plan.clone());
    tell(&mut engine, entries);
    engine
}

/// Records entries, of which none may be refused.
pub fn tell(engine: &mut Engine, entries: impl IntoIterator<Item = Entry>) {
    for admission in engine.record_batch(entries, None) {
        assert!(matches!(admission, Admission::Counted | Admission::Waiting(_)), "{admission:?}");
    }
}
