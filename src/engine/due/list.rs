//! Lists of what is due, and of what timers did.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use crate::calendar::Span;
use crate::diagnostic::nearest;
use crate::error::Error;
use crate::id::{Id, Key};
use crate::kpi::{Place, When};
use crate::measure::Whose;
use crate::org::Unit;
use crate::plan::RecordTimer;
use crate::sort;

use super::super::query::ROWS_MAX;
use super::super::seen::Sight;
use super::super::view::View;
use super::answer::{DueCount, DueList, DueRow, DueState, FiredList, FiredRow};
use super::query::DueQuery;
use super::read::Told;

impl View {
    /// What is due: for each record the timers that run or are overdue at a moment, those that are due first coming first.
    ///
    /// A timer of a stage looks at the current stay in it, and at what happened since it began; one of a record at what happened since
    /// it was opened. Formulas (`starts`, `when`) are asked of the record as it stands at the end of the moment's day. Of what cannot be
    /// told, such as when something is due in a year whose days off nobody knows, it is said why.
    ///
    /// An error where the question names what the plan or the organisation does not have, or asks for a moment after the view's day.
    pub fn due(&self, query: &DueQuery) -> Result<DueList, Error> {
        self.listed(query, None)
    }

    /// What timers did of themselves from a moment on and before another one: each time that one was due, and each level that was
    /// reached, with an id that is the same whenever it is asked for.
    ///
    /// So a host that asks again and again, each time from where it last asked to, carries out each effect once. Entries that came late,
    /// and formulas that gave another day before, may make something to have happened in a time that was asked for already: a
    /// host that wants that too asks from further back, and leaves out the ids that it has seen.
    pub fn fired(&self, query: &DueQuery, from: NaiveDateTime, to: NaiveDateTime) -> Result<FiredList, Error> {
        self.happened(query, (from, to), None)
    }

    /// The same as [`due`](View::due), as far as somebody may see it.
    pub(in super::super) fn listed(&self, query: &DueQuery, sight: Option<&Sight>) -> Result<DueList, Error> {
        let at = query.at.unwrap_or_else(|| end_of(self.as_of()));
        let asked = Asked::new(self, query, at, sight)?;
        let until = self.horizon(query, at)?;
        let (mut rows, mut hidden) = (Vec::new(), 0_usize);
        asked.each(&mut |told, timer| {
            if asked.stage.is_some() && told.history.stage(at) != asked.stage_of(timer) {
                return Ok(());
            }
            let Some(row) = told.due(timer, at, self).filter(|row| is_asked(row, query, until)) else { return Ok(()) };
            match asked.takes(row.owner.as_ref()) {
                Taken::Yes => rows.push(row),
                Taken::Hidden => hidden = hidden.saturating_add(1),
                Taken::No => {}
            }
            few(rows.len())
        })?;
        sort::by(&mut rows, in_order);
        let overdue = rows.iter().filter(|row| row.state == DueState::Overdue).count();
        let untold = rows.iter().filter(|row| row.state == DueState::Untold).count();
        let (people, units) = asked.counts(&rows);
        let (total, offset, from) = (rows.len(), query.offset, self.provenance());
        Ok(DueList { at, rows: query.page(rows), total, offset, hidden, overdue, untold, people, units, from })
    }

    /// The same as [`fired`](View::fired), as far as somebody may see it.
    pub(in super::super) fn happened(
        &self,
        query: &DueQuery,
        (from, to): (NaiveDateTime, NaiveDateTime),
        sight: Option<&Sight>,
    ) -> Result<FiredList, Error> {
        if from >= to {
            return Err(Error::invalid("there is no moment from the first up to the second"));
        }
        let last = to.checked_sub_signed(TimeDelta::nanoseconds(1)).unwrap_or(to);
        let asked = Asked::new(self, query, last, sight)?;
        let (mut all, mut untold, mut hidden) = (Vec::new(), Vec::new(), 0_usize);
        asked.each(&mut |told, timer| {
            if asked.stage.is_some() && timer.stage.is_none() {
                return Ok(());
            }
            let (mut rows, mut unknown) = (Vec::new(), Vec::new());
            told.fired(timer, (from, to), self, &mut rows, &mut unknown);
            for row in rows {
                match asked.takes(row.owner.as_ref()) {
                    Taken::Yes => all.push(row),
                    Taken::Hidden => hidden = hidden.saturating_add(1),
                    Taken::No => {}
                }
            }
            if matches!(asked.takes(told.history.owner(last)), Taken::Yes) {
                untold.append(&mut unknown);
            }
            few(all.len())
        })?;
        sort::by(&mut all, |one: &FiredRow, other| one.at.cmp(&other.at).then_with(|| one.id.cmp(&other.id)));
        let (total, offset, from) = (all.len(), query.offset, self.provenance());
        Ok(FiredList { rows: query.page(all), total, offset, hidden, untold, from })
    }

    /// The moment up to which is asked what is due, where one is.
    fn horizon(&self, query: &DueQuery, at: NaiveDateTime) -> Result<Option<NaiveDateTime>, Error> {
        let within = query.within.map(|length| length.after(at, self.plan().calendar())).transpose();
        let within = within.map_err(|why| Error::invalid(format!("until when is asked cannot be told: {why}")))?;
        Ok(match (query.until, within) {
            (Some(until), Some(within)) => Some(until.min(within)),
            (until, within) => until.or(within),
        })
    }
}

/// The last moment of a day.
pub(super) fn end_of(day: NaiveDate) -> NaiveDateTime {
    let midnight = day.and_time(NaiveTime::MIN);
    let next = midnight.checked_add_signed(TimeDelta::days(1));
    next.and_then(|next| next.checked_sub_signed(TimeDelta::nanoseconds(1))).unwrap_or(midnight)
}

fn few(rows: usize) -> Result<(), Error> {
    if rows > ROWS_MAX {
        return Err(Error::limit(format!("the question is about more than {ROWS_MAX} rows")));
    }
    Ok(())
}

fn is_asked(row: &DueRow, query: &DueQuery, until: Option<NaiveDateTime>) -> bool {
    if row.state == DueState::Untold {
        return true;
    }
    let in_time = match (until, &row.due) {
        (Some(until), Ok(due)) => *due <= until,
        (Some(_), Err(_)) => true,
        (None, _) => row.state != DueState::Coming,
    };
    in_time && (!query.overdue || row.state == DueState::Overdue)
}

/// What is due first comes first, then by key, then by timer; what cannot be told comes last.
fn in_order(one: &DueRow, other: &DueRow) -> Ordering {
    let due = match (&one.due, &other.due) {
        (Ok(one), Ok(other)) => one.cmp(other),
        (Ok(_), Err(_)) => Ordering::Less,
        (Err(_), Ok(_)) => Ordering::Greater,
        (Err(_), Err(_)) => Ordering::Equal,
    };
    due.then_with(|| one.record.cmp(&other.record))
        .then_with(|| one.timer.cmp(&other.timer))
        .then_with(|| one.of_stage.cmp(&other.of_stage))
}

/// Whether a row is among those that are asked for.
enum Taken {
    Yes,
    No,
    Hidden,
}

/// A question whose names are found.
struct Asked<'v> {
    view: &'v View,
    query: &'v DueQuery,
    at: NaiveDateTime,
    of: Option<Whose>,
    stage: Option<&'v str>,
    sight: Option<&'v Sight>,
}

impl<'v> Asked<'v> {
    fn new(
        view: &'v View,
        query: &'v DueQuery,
        at: NaiveDateTime,
        sight: Option<&'v Sight>,
    ) -> Result<Asked<'v>, Error> {
        view.has_facts()?;
        if at.date() > view.as_of() {
            let message = format!("{} is after the day as of which is asked, {}", at.date(), view.as_of());
            return Err(Error::invalid(message));
        }
        let plan = view.plan();
        let kinds = plan.kinds().iter().filter(|(_, kind)| kind.is_record()).map(|(_, kind)| kind.name());
        known("kind of record", query.kind.as_deref(), kinds.collect())?;
        let timers = plan.timers().iter().map(|timer| timer.timer.id().as_str());
        known("timer", query.timer.as_deref(), timers.collect())?;
        let stages = plan.pipelines().iter().flat_map(|(_, stages)| stages.iter());
        known("stage", query.stage.as_deref(), stages.map(|(_, stage)| stage.id().as_str()).collect())?;
        let of = query.of.as_deref().map(|key| view.person_or_unit(key)).transpose()?;
        Ok(Asked { view, query, at, of, stage: query.stage.as_deref(), sight })
    }

    /// Each timer that is asked for, of each record that there is.
    fn each(&self, visit: &mut dyn FnMut(&Told<'_>, &RecordTimer) -> Result<(), Error>) -> Result<(), Error> {
        let plan = self.view.plan();
        for timers in plan.timers().chunk_by(|one, other| one.kind == other.kind) {
            let timers: Vec<&RecordTimer> = timers.iter().filter(|timer| self.is_of(timer)).collect();
            let Some(kind) = timers.first().map(|timer| timer.kind) else { continue };
            for record in self.view.0.standing.records(kind) {
                if record.opened() > self.at.date() {
                    continue;
                }
                let told = Told::new(record, self.view);
                if told.history.opened().is_some_and(|opened| opened <= self.at) {
                    for timer in &timers {
                        visit(&told, timer)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Whether a timer is among those that are asked for.
    fn is_of(&self, timer: &RecordTimer) -> bool {
        let kind = &self.view.plan().kinds()[timer.kind];
        let of_kind = self.query.kind.as_deref().is_none_or(|asked| asked == kind.name());
        let called = self.query.timer.as_deref().is_none_or(|asked| asked == timer.timer.id().as_str());
        let in_stage = self.stage.is_none_or(|_| match timer.stage {
            None => self.stage_of(timer).is_some(),
            stage => stage == self.stage_of(timer),
        });
        of_kind && called && in_stage
    }

    /// The stage that is asked for, of the pipeline of a timer's kind.
    fn stage_of(&self, timer: &RecordTimer) -> Option<crate::pipeline::StageId> {
        self.view.plan().kinds()[timer.kind].stages()?.find(self.stage?)
    }

    fn when(&self) -> Option<When> {
        let day = self.at.date();
        day.succ_opt().and_then(|next| Span::new(day, next)).map(When::from)
    }

    /// The units at and above an owner at the moment.
    fn units(&self, owner: &Key) -> Vec<Id<Unit>> {
        let (org, day) = (self.view.org(), self.at.date());
        let leaf = org.person(owner.as_str()).and_then(|person| org.leaf(person, day)).map(|leaf| &org[leaf]);
        let mut units: Vec<Id<Unit>> = Vec::new();
        for unit in leaf.into_iter().flat_map(|leaf| (0..leaf.trees()).filter_map(|tree| leaf.unit(tree))) {
            for above in org.path(unit, day) {
                if !units.contains(&above) {
                    units.push(above);
                }
            }
        }
        units
    }

    /// Whether a row of an owner is asked for, and may be seen: those of nobody may be by everybody, those of whoever is not in
    /// the organisation by nobody whose sight is limited.
    fn takes(&self, owner: Option<&Key>) -> Taken {
        let org = self.view.org();
        let person = |owner: &Key| org.person(owner.as_str()).map(Whose::Person);
        let is_asked = match self.of {
            None => true,
            Some(Whose::Unit(unit)) => owner.is_some_and(|owner| self.units(owner).contains(&unit)),
            asked => owner.is_some_and(|owner| person(owner) == asked),
        };
        if !is_asked || self.query.unowned && owner.is_some() {
            return Taken::No;
        }
        let (Some(sight), Some(owner)) = (self.sight, owner) else { return Taken::Yes };
        let place = person(owner).zip(self.when()).map(|(whose, when)| Place { whose, when });
        if place.is_some_and(|place| sight.sees(self.view, place)) { Taken::Yes } else { Taken::Hidden }
    }

    /// How many rows there are of each owner, and of each unit.
    fn counts(&self, rows: &[DueRow]) -> (Vec<DueCount>, Vec<DueCount>) {
        let (mut people, mut units) = (BTreeMap::new(), BTreeMap::new());
        for row in rows {
            let is_overdue = row.state == DueState::Overdue;
            add(&mut people, row.owner.clone(), is_overdue);
            for unit in row.owner.iter().flat_map(|owner| self.units(owner)) {
                add(&mut units, Some(self.view.org()[unit].key().clone()), is_overdue);
            }
        }
        (counted(people), counted(units))
    }
}

fn add(counts: &mut BTreeMap<Option<Key>, (usize, usize)>, who: Option<Key>, is_overdue: bool) {
    let (all, overdue) = counts.entry(who).or_default();
    *all = all.saturating_add(1);
    *overdue = overdue.saturating_add(usize::from(is_overdue));
}

fn counted(counts: BTreeMap<Option<Key>, (usize, usize)>) -> Vec<DueCount> {
    counts.into_iter().map(|(who, (all, overdue))| DueCount { who, all, overdue }).collect()
}

fn known(what: &str, name: Option<&str>, known: Vec<&str>) -> Result<(), Error> {
    match name {
        Some(name) if !known.contains(&name) => Err(Error::unknown(what, name, nearest(name, known))),
        _ => Ok(()),
    }
}
