//! Folds inside folds, folded: one answer for each value that facts or records have in common.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use crate::quantity::{Value, Why};
use crate::sort;

use super::cells::{Cells, Seeing, Source};
use super::exchange::grown;
use super::fact::{KeyedTable, KeyedTables};
use super::fold::{Credited, Fold, Keyed};
use super::item::Item;
use super::posting::Posting;
use super::tally::Tally;
use super::way::Looked;

impl Cells {
    pub(super) fn fold_keyed(&self, source: Source<'_>) -> KeyedTables {
        source.folds.keyed.rows().iter().map(|keyed| self.keyed_table(keyed, source)).collect()
    }

    fn keyed_table(&self, keyed: &Keyed, source: Source<'_>) -> KeyedTable {
        let none = KeyedTables::new();
        let mut places: BTreeMap<Value, u64> = BTreeMap::new();
        let mut tallies: Vec<Tally> = Vec::new();
        let answer = |tally: &Tally| tally.answer(keyed.fold.aggregate, keyed.fold.unit, self.precision);
        let mut otherwise = answer(&Tally::default());
        self.each_placed(&keyed.fold, source, &mut |item, day| {
            let key = match keyed.key.read(item, source.exchange, self.as_of) {
                Ok(key) => key,
                Err(Why::NoRate) => {
                    otherwise = Err(Why::NoRate);
                    return;
                }
                Err(_) => return,
            };
            let whole = Posting::whole(item, day);
            let by = Seeing { keyed: &none, source, end: self.as_of };
            if let Some(seen) = self.see(&keyed.fold, item, &whole, by) {
                let place = *places.entry(key).or_insert(tallies.len() as u64);
                if let Some(tally) = usize::try_from(place).ok().and_then(|place| grown(&mut tallies, place)) {
                    tally.add(keyed.fold.aggregate, &seen, self.precision);
                }
            }
        });
        if otherwise == Err(Why::NoRate) {
            // The fact may belong to any of them.
            places.clear();
        }
        KeyedTable { places, answers: tallies.iter().map(answer).collect(), otherwise }
    }

    /// What a fold goes over that is credited to somebody as it says, each once, with its day.
    fn each_placed(&self, fold: &Fold, source: Source<'_>, visit: &mut dyn FnMut(Item<'_>, NaiveDate)) {
        if source.looked(fold) == Looked::ByTime {
            return self.met_by(fold, source, visit);
        }
        let postings = self.postings_of(fold, source).iter().flatten();
        let postings = postings.filter(|posting| posting.overlay == (fold.credited == Credited::Overlay));
        let mut placed: Vec<(u32, NaiveDate)> = postings.map(|posting| (posting.fact, posting.day)).collect();
        sort::keyed(&mut placed, |(fact, day)| sort::pair(*fact, day.num_days_from_ce()));
        placed.dedup();
        for (entry, day) in placed.into_iter().filter(|(_, day)| *day <= self.as_of) {
            if let Some(fact) = source.standing.fact(fold.kind, entry) {
                visit(Item::Fact(fact), day);
            }
        }
    }
}
