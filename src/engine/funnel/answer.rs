//! What is answered to a question about a funnel.

use chrono::NaiveDate;

use crate::funnel::{Counted, Funnel};
use crate::id::Key;
use crate::quantity::Unit;
use crate::rule::Rounding;
use crate::trace::Provenance;

/// A funnel of somebody, with the records that make up each of its numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct FunnelAnswer {
    /// The kind of record.
    pub kind: String,
    /// Of whom it is; of everybody and nobody, where there is none.
    pub who: Option<Key>,
    /// When: the label of a period, or days.
    pub time: String,
    /// The funnel.
    pub funnel: Funnel,
    /// The unit of amounts: money, or a number.
    pub unit: Unit,
    /// How weighted values are rounded, once, in the total.
    pub rounding: Option<Rounding>,
    /// How many records are left out because of an amount in another currency.
    pub left_out: usize,
    /// Where it comes from.
    pub from: Provenance,
    pub(super) tracked: Vec<Tracked>,
}

/// The funnel of a unit, beside those of its members.
#[derive(Clone, Debug, PartialEq)]
pub struct FunnelTeam {
    /// That of the unit.
    pub whole: FunnelAnswer,
    /// Those of the units and people directly under it, in the order of their keys.
    pub members: Vec<FunnelAnswer>,
    /// How many members are left out because they may not be seen.
    pub hidden: usize,
}

/// The records behind a number of a funnel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunnelRecords {
    /// Those that may be seen, in the order of their keys.
    pub records: Vec<FunnelRecord>,
    /// How many more there are, which may not be seen.
    pub hidden: usize,
}

/// A record behind a number of a funnel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunnelRecord {
    /// Its key.
    pub record: Key,
    /// On which day it came to be counted.
    pub on: NaiveDate,
    /// Who owned it when that day ended.
    pub who: Option<Key>,
}

/// A record of which a funnel is made.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tracked {
    pub key: Key,
    /// From which day on whose, in the order of days.
    pub owners: Vec<Owner>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Owner {
    pub since: NaiveDate,
    pub who: Option<Key>,
    pub is_hidden: bool,
}

impl FunnelAnswer {
    /// The records behind a number: one for each time that it was counted.
    pub fn records(&self, counted: Counted) -> FunnelRecords {
        let mut behind = FunnelRecords { records: Vec::new(), hidden: 0 };
        for event in self.funnel.behind(counted) {
            let Some(tracked) = self.tracked.get(event.passage) else { continue };
            let owner = tracked.owners.iter().rev().find(|owner| owner.since <= event.on);
            if owner.is_some_and(|owner| owner.is_hidden) {
                behind.hidden = behind.hidden.saturating_add(1);
                continue;
            }
            let who = owner.and_then(|owner| owner.who.clone());
            behind.records.push(FunnelRecord { record: tracked.key.clone(), on: event.on, who });
        }
        behind
    }
}
