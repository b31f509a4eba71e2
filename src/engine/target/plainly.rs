//! Targets of which nothing else is said than that they are set.
//!
//! Where nothing is cut, what one has is no matter of what others have: so a ledger is kept of those alone of whom more is said.
//! Whatever is plainly set comes into the book by the codes of its texts, without a look at each.

use std::cmp::Ordering;

use chrono::NaiveDate;

use crate::calendar::Period;
use crate::id::{Key, Name};
use crate::kpi::OfFields;
use crate::log::{SetAmount, SetTarget, Standing, TargetColumns, Texts};
use crate::measure::Whose;
use crate::plan::Plan;
use crate::quantity::{Fraction, Outcome};
use crate::sort;
use crate::target::{Blank, MAIN_LEVEL, Rows, TargetPlan, Told};

use super::allowed::{Counts, Setters};
use super::books::Ledgers;
use super::convert::Conversions;
use super::holder;

/// What is plainly set, and of whom more is said.
pub(super) struct Plainly<'l> {
    pub rows: Rows,
    pub later: Later<'l>,
    /// By the place of each holder: whether a ledger is needed.
    touched: Vec<bool>,
}

/// Which of two rows was said later.
pub(super) struct Later<'l> {
    columns: TargetColumns<'l>,
    /// By row: the day on which it was set, and the position of the entry.
    said: Vec<(NaiveDate, u32)>,
}

impl Plainly<'_> {
    /// Whether more is said of somebody than that targets are set.
    pub(super) fn is_touched(&self, whose: Whose) -> bool {
        let place = self.rows.place(whose);
        place.and_then(|place| self.touched.get(place)).copied().unwrap_or_default()
    }

    /// What somebody makes of what is known of the rows.
    pub(super) fn told<T>(&self, make: impl FnOnce(Told<'_>) -> T) -> T {
        let later = |one, other| self.later.compare(one, other);
        make(Told { later: &later, id: &|row| self.later.id(row) })
    }

    /// Whether more is said of anybody.
    pub(super) fn is_any_touched(&self) -> bool {
        self.touched.contains(&true)
    }
}

impl Later<'_> {
    /// The entry of a row.
    pub(super) fn id(&self, row: u32) -> Option<Key> {
        let (_, own) = usize::try_from(row).ok().and_then(|row| self.said.get(row))?;
        self.columns.id(*own).cloned()
    }

    /// The order of two rows for the same time of somebody.
    pub(super) fn compare(&self, one: u32, other: u32) -> Ordering {
        let at = |row: u32| usize::try_from(row).ok().and_then(|row| self.said.get(row));
        let (Some((on, own)), Some((other_on, other_own))) = (at(one), at(other)) else { return Ordering::Equal };
        on.cmp(other_on).then_with(|| self.columns.compare(*own, *other_own))
    }
}

/// What is known by the code of a text.
struct ByCode<T> {
    known: Vec<Option<T>>,
}

impl<T: Clone> ByCode<T> {
    fn new(codes: usize) -> ByCode<T> {
        ByCode { known: vec![None; codes] }
    }

    fn get(&mut self, code: u32, find: impl FnOnce() -> T) -> Option<&T> {
        let known = usize::try_from(code).ok().and_then(|code| self.known.get_mut(code))?;
        Some(known.get_or_insert_with(find))
    }
}

/// The codes of a level and of the fields to which a target is narrowed.
type Codes = (Option<u32>, Option<u32>);

/// Reads targets that are plainly set.
struct Reading<'l, 'a> {
    plan: &'a TargetPlan,
    whole: &'a Plan,
    columns: TargetColumns<'l>,
    setters: &'a Setters<'a>,
    conversions: &'a Conversions,
    /// The first day of which a time is closed or opened.
    closed: Option<NaiveDate>,
    of: ByCode<bool>,
    who: ByCode<Option<Whose>>,
    /// With its number among the periods of the rows.
    period: ByCode<Option<(Period, u32)>>,
    level: ByCode<Option<Name>>,
    fields: ByCode<OfFields>,
    /// The codes of the level and of the fields of what was read last, and its strand.
    last: Option<(Codes, u32)>,
    main: Name,
    done: Plainly<'l>,
}

impl Ledgers<'_> {
    /// What is plainly set; nothing, where each entry may matter to others.
    pub(super) fn plainly<'l>(
        &self,
        plan: &TargetPlan,
        (setters, standing): (&Setters<'_>, &'l Standing<'static>),
        conversions: &Conversions,
    ) -> Option<Plainly<'l>> {
        if !plan.splits.is_empty() || plan.by_facts {
            return None;
        }
        let (columns, name) = (standing.target_columns()?, self.plan.kpis()[plan.kpi].name.as_str());
        let mut rows = Rows::new(self.org);
        rows.reserve(columns.len());
        let touched = vec![false; self.org.people().len().saturating_add(self.org.units().len())];
        let mut reading = Reading {
            plan,
            whole: self.plan,
            columns,
            setters,
            conversions,
            closed: None,
            of: ByCode::new(columns.of.len()),
            who: ByCode::new(columns.who.len()),
            period: ByCode::new(columns.period.len()),
            level: ByCode::new(columns.level.len()),
            fields: ByCode::new(columns.fields.len()),
            last: None,
            main: Name::new(MAIN_LEVEL).ok()?,
            done: Plainly { rows, later: Later { columns, said: Vec::with_capacity(columns.len()) }, touched },
        };
        for entry in standing.closings().iter().filter(|entry| entry.of.as_str() == name && entry.on <= self.as_of) {
            reading.closed = Some(reading.closed.map_or(entry.on, |first| first.min(entry.on)));
        }
        for entry in standing.adjustments().iter().filter(|entry| entry.of.as_str() == name && entry.on <= self.as_of) {
            if let Some(whose) = holder(&entry.who, self.org) {
                reading.touch(whose);
            }
        }
        columns.each(&mut |entry| self.set(&mut reading, name, entry))?;
        let Reading { period, mut done, .. } = reading;
        if has_same_days(&period) {
            return None;
        }
        let touched = std::mem::take(&mut done.touched);
        done.rows.leave_out(&|place| touched.get(place).copied().unwrap_or_default());
        Some(Plainly { touched, ..done })
    }

    /// Takes a target that is set; nothing only where it cannot be read.
    fn set(&self, reading: &mut Reading<'_, '_>, name: &str, entry: SetTarget<'_>) -> Option<()> {
        let columns = reading.columns;
        let code = |texts: Texts<'_>| texts.code(entry.row);
        let (Some(of), Some(who), Some(period)) = (code(columns.of), code(columns.who), code(columns.period)) else {
            return Some(());
        };
        if entry.on > self.as_of || !*reading.of.get(of, || columns.of.text(of) == name)? {
            return Some(());
        }
        let find = || Key::new(columns.who.text(who)).ok().and_then(|who| holder(&who, self.org));
        let whose = *reading.who.get(who, find)?;
        let rows = &mut reading.done.rows;
        let parse = || {
            let period = self.plan.calendar().parse_period(columns.period.text(period)).ok()?;
            Some((period, rows.period(period)))
        };
        let period = *reading.period.get(period, parse)?;
        if let Some((whose, (_, period))) = whose.zip(period) {
            reading.set(entry, whose, (who, period))?;
        }
        Some(())
    }
}

impl Reading<'_, '_> {
    fn touch(&mut self, whose: Whose) {
        let place = self.done.rows.place(whose);
        if let Some(touched) = place.and_then(|place| self.done.touched.get_mut(place)) {
            *touched = true;
        }
    }

    fn set(&mut self, entry: SetTarget<'_>, whose: Whose, (who, period): (u32, u32)) -> Option<()> {
        let amount = match self.columns.amount(entry.row) {
            Some(SetAmount::Plain(amount)) => Some(Some(amount)),
            Some(SetAmount::Foreign(value, currency)) => {
                let id = self.columns.id(entry.own)?;
                self.conversions.amount(self.whole, id, (&value, Some(currency))).map(Outcome::ok)
            }
            None if self.plan.blank == Some(Blank::Clear) => Some(None),
            None => None,
        };
        let Some(amount) = amount else { return Some(()) };
        let is_said = amount.is_some() && self.closed.is_none_or(|closed| entry.on < closed) && self.counts(entry, who);
        let Some(amount) = amount.filter(|_| is_said) else {
            self.touch(whose);
            return Some(());
        };
        self.add(entry, whose, (period, amount))
    }

    /// Whether it counts as it was said.
    fn counts(&self, entry: SetTarget<'_>, who: u32) -> bool {
        let who = || self.columns.who.text(who);
        if self.whole.may_set().is_none() && entry.by.is_none_or(|by| by.as_str() != who()) {
            return true;
        }
        let Ok(who) = Key::new(who()) else { return false };
        let Some(id) = self.columns.id(entry.own) else { return false };
        matches!(self.setters.counts(id, entry.by, Some(&who), entry.on), Counts::AsSaid)
    }

    /// The number of a level and of a part of the facts, by their codes.
    fn strand(&mut self, codes: Codes) -> Option<u32> {
        if let Some((_, strand)) = self.last.filter(|(last, _)| *last == codes) {
            return Some(strand);
        }
        let columns = self.columns;
        let level = match codes.0 {
            Some(code) => self.level.get(code, || Name::new(columns.level.text(code)).ok())?.as_ref(),
            None => None,
        };
        let all = OfFields::default();
        let fields = match codes.1 {
            Some(code) => self.fields.get(code, || columns.fields.named(code).into())?,
            None => &all,
        };
        let strand = self.done.rows.strand(level.unwrap_or(&self.main), fields);
        self.last = Some((codes, strand));
        Some(strand)
    }

    fn add(&mut self, entry: SetTarget<'_>, whose: Whose, (period, amount): (u32, Fraction)) -> Option<()> {
        let columns = self.columns;
        let strand = self.strand((columns.level.code(entry.row), columns.fields.code(entry.row)))?;
        self.done.rows.set(whose, (strand, period), amount);
        self.done.later.said.push((entry.on, entry.own));
        Some(())
    }
}

/// Whether two periods have the same days: then what is set of one may be closed by what is over of the other.
fn has_same_days(periods: &ByCode<Option<(Period, u32)>>) -> bool {
    let mut spans: Vec<_> = periods.known.iter().flatten().flatten().map(|(period, _)| period.span()).collect();
    sort::all(&mut spans);
    spans.windows(2).any(|two| two.first() == two.last())
}
