//! Where facts go: by the stay of whoever is credited, and by the slot of their day.

use std::ops::Range;

use chrono::Datelike;

use crate::id::Id;
use crate::log::{FieldType, KindId, Sheet, Told};
use crate::org::{Leaf, Org, Person};

use super::super::cells::Source;
use super::super::slots::Slots;

/// The most days between the first and the last that a table has a place for.
const DAYS_MAX: usize = 1 << 20;

/// The place of facts that go nowhere is behind all cells.
pub(super) struct Grounds {
    /// How many stays there are.
    pub leaves: usize,
    /// How many cells.
    pub cells: usize,
    first: i32,
    /// By day from the first on: where its slot begins.
    slots: Vec<u32>,
    /// By the codes of persons.
    people: Vec<Stays>,
    /// By the same: the stay of whoever has only one, which reaches over all slots; else [`LOOK`].
    all_the_time: Vec<u32>,
    /// The stays of those who have several, with the days from which and up to which they last.
    several: Vec<(u32, i32, i32)>,
}

/// Where something goes is to be looked up: no cell has a place so far behind, and no stay. Two of it, and a cell, have 32 bits.
const LOOK: u32 = 1 << 30;

/// Where a person belongs.
#[derive(Clone, Copy)]
enum Stays {
    Nowhere,
    /// In one stay, from a day to a day.
    One(u32, i32, i32),
    /// In several, from a place among those up to a place.
    Several(usize, usize),
}

impl Grounds {
    /// With room for `most` cells; nothing, where there are more.
    pub(super) fn new(
        source: Source<'_>,
        slots: &Slots,
        people: &[Option<Id<Person>>],
        most: usize,
        last: i32,
    ) -> Option<Grounds> {
        let leaves = source.org.leaves().count();
        let cells = slots.len().checked_mul(leaves).filter(|cells| *cells <= most && *cells < index(LOOK))?;
        let all = slots.all()?;
        let days = usize::try_from(all.days()).ok().filter(|days| *days <= DAYS_MAX)?;
        let mut begins = Vec::with_capacity(days);
        for slot in 0..slots.len() {
            let begin = u32::try_from(slot.checked_mul(leaves)?).ok()?;
            let days = usize::try_from(slots.span(slot)?.days()).ok()?;
            begins.resize(begins.len().checked_add(days)?, begin);
        }
        let mut several = Vec::new();
        let mut of = |person: Id<Person>| stays(person, source.org, &mut several);
        let people = people.iter().map(|person| person.map_or(Stays::Nowhere, &mut of));
        let people: Vec<Stays> = people.collect();
        let (first, behind) = (all.from().num_days_from_ce(), all.to().num_days_from_ce());
        // What holds later goes nowhere.
        begins.truncate(usize::try_from(last.saturating_sub(first).saturating_add(1)).unwrap_or(0));
        let all_the_time = people.iter().map(|stays| match stays {
            Stays::One(leaf, from, to) if *from <= first && behind <= *to => *leaf,
            _ => LOOK,
        });
        let all_the_time = all_the_time.collect();
        Some(Grounds { leaves, cells, first, slots: begins, people, all_the_time, several })
    }

    /// Where facts go that are somebody's: the cells, or else the one behind all.
    fn all(&self, persons: &[u32], days: &[i32], nowhere: u32) -> Vec<u32> {
        let at = |table: &[u32], place: u32| table.get(index(place)).copied().unwrap_or(LOOK);
        let (mut places, mut bits) = (Vec::with_capacity(days.len()), 0);
        for (day, person) in days.iter().zip(persons) {
            // A day before the first one is a number behind all others.
            let day = day.wrapping_sub(self.first).cast_unsigned();
            let place = at(&self.slots, day).wrapping_add(at(&self.all_the_time, *person));
            bits |= place;
            places.push(place);
        }
        if bits >= LOOK {
            let rows = days.iter().zip(persons);
            for (place, (day, person)) in places.iter_mut().zip(rows).filter(|(place, _)| **place >= LOOK) {
                *place = self.cell(*person, *day).and_then(|place| u32::try_from(place).ok()).unwrap_or(nowhere);
            }
        }
        places
    }

    /// Where a fact goes that is somebody's.
    fn cell(&self, person: u32, day: i32) -> Option<usize> {
        let begin = index(*self.slots.get(usize::try_from(day.checked_sub(self.first)?).ok()?)?);
        let leaf = match *self.people.get(index(person))? {
            Stays::One(leaf, from, to) if from <= day && day < to => index(leaf),
            Stays::Nowhere | Stays::One(..) => return None,
            Stays::Several(begin, end) => {
                let stays = self.several.get(begin..end)?;
                let after = stays.partition_point(|(_, from, _)| *from <= day);
                let (leaf, _, to) = stays.get(after.checked_sub(1)?)?;
                Some(index(*leaf)).filter(|_| day < *to)?
            }
        };
        begin.checked_add(leaf)
    }
}

/// Where a person belongs; more stays than one are put behind the others.
fn stays(person: Id<Person>, org: &Org, several: &mut Vec<(u32, i32, i32)>) -> Stays {
    let stay = |leaf: &Id<Leaf>| {
        let span = org[*leaf].span();
        let leaf = u32::try_from(leaf.index()).unwrap_or(LOOK);
        (leaf, span.from().num_days_from_ce(), span.to().num_days_from_ce())
    };
    match org[person].leaves() {
        [] => Stays::Nowhere,
        [leaf] => {
            let (leaf, from, to) = stay(leaf);
            Stays::One(leaf, from, to)
        }
        leaves => {
            let begin = several.len();
            several.extend(leaves.iter().map(stay));
            Stays::Several(begin, several.len())
        }
    }
}

/// The facts of a kind, and where they go.
pub(super) struct Crowd<'a> {
    pub sheet: Sheet<'a>,
    /// Which rows are facts as they are written; nothing, where all are.
    plain: Option<Vec<bool>>,
    /// The entries of facts that are something else, to be looked at one by one.
    pub odd: Vec<u32>,
    person: Told<'a, u32>,
    last: i32,
}

impl<'a> Crowd<'a> {
    /// The facts of a kind that says whose they are; nothing of one that does not.
    pub(super) fn new(kind: KindId, last: i32, source: Source<'a>) -> Option<Crowd<'a>> {
        let sheet = source.standing.sheet(kind)?;
        let whose = sheet.kind().whose()?;
        let is_person = sheet.kind().get(whose)?.ty() == FieldType::Person;
        let person = sheet.codes(whose).filter(|_| is_person)?;
        let (mut odd, mut plain) = sheet.odd();
        if !source.left_out.is_empty() {
            odd.retain(|entry| !source.left_out.has(*entry));
            for (row, plain) in plain.get_or_insert_with(|| vec![true; sheet.rows()]).iter_mut().enumerate() {
                *plain &= !sheet.entry(row).is_some_and(|entry| source.left_out.has(entry));
            }
        }
        Some(Crowd { sheet, plain, odd, person, last })
    }

    /// The first and the last day of plain facts that count.
    pub(super) fn days(&self) -> Option<(i32, i32)> {
        let days = self.sheet.days();
        let all = days
            .first()
            .map(|first| days.iter().fold((*first, *first), |(first, last), day| (first.min(*day), last.max(*day))));
        if self.plain.is_none() && all.is_none_or(|(_, last)| last <= self.last) {
            return all;
        }
        let mut days: Option<(i32, i32)> = None;
        for (row, day) in self.sheet.days().iter().enumerate() {
            if *day <= self.last && self.plain.as_ref().is_none_or(|plain| plain.get(row) == Some(&true)) {
                days = Some(days.map_or((*day, *day), |(first, last)| (first.min(*day), last.max(*day))));
            }
        }
        days
    }

    /// The cells of some rows; those that go nowhere have the one behind all others.
    pub(super) fn places(&self, rows: &Range<usize>, grounds: &Grounds) -> Option<Vec<u32>> {
        let nowhere = u32::try_from(grounds.cells).ok()?;
        let (days, persons) = (self.sheet.days().get(rows.clone())?, self.person.values.get(rows.clone())?);
        let known = super::number::known(&self.person, rows);
        let mut places = grounds.all(persons, days, nowhere);
        for (place, known) in places.iter_mut().zip(known.unwrap_or_default()) {
            if known == 0 {
                *place = nowhere;
            }
        }
        let plain = self.plain.as_ref().and_then(|plain| plain.get(rows.clone())).unwrap_or_default();
        for (place, _) in places.iter_mut().zip(plain).filter(|(_, plain)| !**plain) {
            *place = nowhere;
        }
        Some(places)
    }
}

pub(super) fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
