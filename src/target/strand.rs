//! Which targets are alike: those of one level and one part of the facts.

use std::cmp::Ordering;

use crate::id::Name;
use crate::kpi::OfFields;

/// A level, and a part of the facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Strand {
    pub level: Name,
    pub of_fields: OfFields,
}

impl Strand {
    /// In which order they stand in a book.
    pub(super) fn compare(&self, level: &Name, of_fields: &OfFields) -> Ordering {
        self.level.cmp(level).then_with(|| self.of_fields.cmp(of_fields))
    }
}

/// The strands that were met, each with a number in the order of its coming.
#[derive(Clone, Debug, Default)]
pub(super) struct Strands {
    all: Vec<Strand>,
    /// The numbers, in the order of strands.
    order: Vec<u32>,
    /// The one that was met last.
    last: u32,
}

impl Strands {
    /// The number of a strand, given to it now if it has none.
    pub(super) fn number(&mut self, level: &Name, of_fields: &OfFields) -> u32 {
        if self.compare(self.last, level, of_fields).is_eq() {
            return self.last;
        }
        self.last = match self.order.binary_search_by(|number| self.compare(*number, level, of_fields)) {
            Ok(at) => self.order.get(at).copied().unwrap_or_default(),
            Err(at) => {
                let number = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
                self.all.push(Strand { level: level.clone(), of_fields: OfFields::clone(of_fields) });
                self.order.insert(at, number);
                number
            }
        };
        self.last
    }

    fn compare(&self, number: u32, level: &Name, of_fields: &OfFields) -> Ordering {
        let strand = usize::try_from(number).ok().and_then(|number| self.all.get(number));
        strand.map_or(Ordering::Greater, |strand| strand.compare(level, of_fields))
    }

    /// All of them in their order, and the place in it of each number.
    pub(super) fn in_order(&self) -> (Vec<Strand>, Vec<u32>) {
        let (mut strands, mut places) = (Vec::with_capacity(self.all.len()), vec![0; self.all.len()]);
        for (number, place) in self.order.iter().filter_map(|number| usize::try_from(*number).ok()).zip(0..) {
            strands.extend(self.all.get(number).cloned());
            if let Some(known) = places.get_mut(number) {
                *known = place;
            }
        }
        (strands, places)
    }
}
