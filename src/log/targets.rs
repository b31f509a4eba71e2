//! What is aimed at, as it stands: targets, what was changed of them, commitments, periods that are closed.

use chrono::{DateTime, NaiveDate, Utc};

use crate::document::IS_WHOLE;
use crate::id::{Key, Name};
use crate::quantity::{Currency, Fraction, Money, Value};
use crate::sort;

use super::columns::Cell;
use super::schema::{ADJUST, APPROVE, AWAY, CLOSE, DISPUTE, OPEN, SUBMIT, TARGET, field};
use super::settings::Said;
use super::standing::Standing;
use super::wheres;

/// A target that somebody set.
///
/// # Example
///
/// ```
/// # use std::sync::Arc;
/// # use attain::log::{Attributes, Entry, Kinds, Log};
/// # use attain::document::Node;
/// # let mut log = Log::new(Arc::new(Kinds::default()), Attributes::default(), "USD".parse().unwrap());
/// # let day = chrono::NaiveDate::from_ymd_opt(2025, 7, 1).unwrap();
/// let bikes = Node::Map(vec![("family".to_owned(), Node::from("bikes"))]);
/// let target = Entry::new("target").id("t1").on(day).set("of", "revenue").set("who", "ann").set("period", "2025-07");
/// log.record(target.set("amount", "5000 USD").set("where", bikes).set("pinned", true).by("bob"), None);
///
/// let target = log.standing(log.len()).targets().remove(0);
/// assert_eq!(target.amount.unwrap().to_string(), "5000");
/// assert_eq!(target.of_fields, [("family".parse().unwrap(), "bikes".to_owned())]);
/// assert_eq!((target.pinned, target.by.unwrap().as_str(), target.known_upto), (true, "bob", 1));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetEntry {
    /// The entry.
    pub id: Key,
    /// The day on which it was set.
    pub on: NaiveDate,
    /// The moment at which the entry became known, if one was named.
    pub known: Option<DateTime<Utc>>,
    /// How many entries of the prefix are known when the moment of the entry has ended: the prefix by which anything is
    /// reckoned that was so when the target was set. A revised entry has that of its original; see
    /// [`Log::moment_end`](super::Log::moment_end).
    pub known_upto: usize,
    /// Who set it; of a revised entry, who revised it.
    pub by: Option<Key>,
    /// The reason, for people; of a revised entry, that of the revision.
    pub why: Option<String>,
    /// The KPI.
    pub of: Name,
    /// The person or the unit.
    pub who: Key,
    /// The period, as written.
    pub period: String,
    /// How much: a ratio where a percent sign is written, money where the currency is, else a number; `None` where it is blank, of
    /// which the plan says what it means.
    pub amount: Option<Value>,
    /// The currency in which that is, where it is another one than the log's.
    pub currency: Option<Currency>,
    /// The level, where one is written.
    pub level: Option<Name>,
    /// The fields that it is narrowed to (`where`), each with its value: a target of bikes alone; by the names of the fields.
    pub of_fields: Vec<(Name, String)>,
    /// Whether it stays as it is when what it is a part of is spread anew.
    pub pinned: bool,
}

/// What somebody changed of a target; what it would be else stays beside it.
///
/// # Example
///
/// ```
/// # use std::sync::Arc;
/// # use attain::log::{Attributes, Change, Entry, Kinds, Log};
/// # use attain::quantity::Fraction;
/// # let mut log = Log::new(Arc::new(Kinds::default()), Attributes::default(), "USD".parse().unwrap());
/// # let day = chrono::NaiveDate::from_ymd_opt(2025, 7, 1).unwrap();
/// let adjust = Entry::new("adjust").id("a1").on(day).set("of", "revenue").set("who", "ann").set("period", "2025-07");
/// log.record(adjust.set("times", "110%").why("a larger territory"), None);
///
/// let adjusted = log.standing(log.len()).adjustments().remove(0);
/// assert_eq!(adjusted.change, Change::Times(Fraction::new(11, 10).unwrap()));
/// assert_eq!(adjusted.effective, day, "from its own day on, where no other is written");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdjustEntry {
    /// The entry.
    pub id: Key,
    /// The day on which it was changed.
    pub on: NaiveDate,
    /// The moment at which the entry became known, if one was named.
    pub known: Option<DateTime<Utc>>,
    /// How many entries of the prefix are known when the moment of the entry has ended; see [`TargetEntry::known_upto`].
    pub known_upto: usize,
    /// Who changed it; of a revised entry, who revised it.
    pub by: Option<Key>,
    /// The reason, for people; of a revised entry, that of the revision.
    pub why: Option<String>,
    /// The KPI.
    pub of: Name,
    /// The person or the unit.
    pub who: Key,
    /// The period, as written.
    pub period: String,
    /// The level, where one is written.
    pub level: Option<Name>,
    /// The fields that it is narrowed to (`where`), each with its value; by the names of the fields.
    pub of_fields: Vec<(Name, String)>,
    /// What becomes of the amount.
    pub change: Change,
    /// The currency in which that is, where it is another one than the log's.
    pub currency: Option<Currency>,
    /// The day from which on it holds: any day; that on which it was changed, where none is written.
    pub effective: NaiveDate,
}

/// What becomes of an amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is this one instead: a ratio where a percent sign is written, money where the currency is, else a number.
    Set(Value),
    /// This is added; it may be below zero.
    Add(Value),
    /// It is multiplied by this, which is not below zero.
    Times(Fraction),
    /// What another period fell short of its target, or came out beyond it, is carried into it.
    Carry {
        /// The other period, as written.
        from: String,
        /// What alone is carried; both, where nothing is written.
        only: Option<Carried>,
    },
}

/// What alone is carried from one period into another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Carried {
    /// By how much the target was missed.
    Shortfall,
    /// By how much it was passed.
    Surplus,
}

impl Carried {
    /// As it is written: `shortfall`, `surplus`.
    pub fn word(self) -> &'static str {
        match self {
            Carried::Shortfall => "shortfall",
            Carried::Surplus => "surplus",
        }
    }
}

/// What somebody commits to.
///
/// # Example
///
/// ```
/// # use std::sync::Arc;
/// # use attain::log::{Attributes, Entry, Kinds, Log};
/// # let mut log = Log::new(Arc::new(Kinds::default()), Attributes::default(), "USD".parse().unwrap());
/// # let day = chrono::NaiveDate::from_ymd_opt(2025, 7, 1).unwrap();
/// let submit = Entry::new("submit").id("s1").on(day).set("of", "revenue").set("who", "ann").set("period", "2025-07");
/// log.record(submit.set("amount", "4800").by("ann"), None);
///
/// let submitted = log.standing(log.len()).submissions().remove(0);
/// assert_eq!((submitted.who.as_str(), submitted.amount.to_string()), ("ann", "4800".to_owned()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubmitEntry {
    /// The entry.
    pub id: Key,
    /// The day on which it was handed in.
    pub on: NaiveDate,
    /// The moment at which the entry became known, if one was named.
    pub known: Option<DateTime<Utc>>,
    /// Who handed it in; of a revised entry, who revised it.
    pub by: Option<Key>,
    /// The reason, for people; of a revised entry, that of the revision.
    pub why: Option<String>,
    /// The KPI.
    pub of: Name,
    /// The person or the unit that commits to it.
    pub who: Key,
    /// The period, as written.
    pub period: String,
    /// How much: a ratio where a percent sign is written, money where the currency is, else a number.
    pub amount: Value,
    /// The currency in which that is, where it is another one than the log's.
    pub currency: Option<Currency>,
    /// The level, where one is written.
    pub level: Option<Name>,
}

/// A period that is closed, so that its targets stay as they are, or opened again.
///
/// # Example
///
/// ```
/// # use std::sync::Arc;
/// # use attain::log::{Attributes, Entry, Kinds, Log};
/// # let mut log = Log::new(Arc::new(Kinds::default()), Attributes::default(), "USD".parse().unwrap());
/// # let day = |day| chrono::NaiveDate::from_ymd_opt(2025, 7, day).unwrap();
/// log.record(Entry::new("close").id("c1").on(day(1)).set("of", "revenue").set("period", "2025-06"), None);
/// log.record(Entry::new("open").id("c2").on(day(3)).set("of", "revenue").set("period", "2025-06").set("who", "ann"), None);
///
/// let standing = log.standing(log.len());
/// let said: Vec<(bool, bool)> = standing.closings().iter().map(|said| (said.closes, said.who.is_none())).collect();
/// assert_eq!(said, [(true, true), (false, false)], "closed for everybody, opened for one");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosingEntry {
    /// The entry.
    pub id: Key,
    /// The day on which it was closed or opened.
    pub on: NaiveDate,
    /// The moment at which the entry became known, if one was named.
    pub known: Option<DateTime<Utc>>,
    /// Who says so; of a revised entry, who revised it.
    pub by: Option<Key>,
    /// The reason, for people; of a revised entry, that of the revision.
    pub why: Option<String>,
    /// The KPI.
    pub of: Name,
    /// The person or the unit; everybody, where nobody is named.
    pub who: Option<Key>,
    /// The period, as written.
    pub period: String,
    /// Whether it is closed (`close`), or opened again (`open`).
    pub closes: bool,
}

impl Standing<'_> {
    /// The targets that were set: by day, then by the moment at which the entry became known, then by id. Of two of the
    /// same KPI, person or unit, period, level and fields the later one holds.
    pub fn targets(&self) -> Vec<TargetEntry> {
        self.targets_of(&|_| true)
    }

    /// The same of those alone of whom `is` holds.
    pub(crate) fn targets_of(&self, is: &dyn Fn(&Key) -> bool) -> Vec<TargetEntry> {
        let is_of = |said: &Said<'_>| who(said).is_some_and(|who| is(&who));
        self.settings_that(TARGET, &is_of, |said| {
            let Figure { of, period, level, of_fields } = figure(&said)?;
            Some(TargetEntry {
                amount: said.text(field::AMOUNT).and_then(|text| amount(&text)),
                currency: said.foreign_amount().map(Money::currency),
                who: who(&said)?,
                pinned: matches!(said.cell(field::TARGET_PINNED), Some(Cell::YesNo(true))),
                by: said.by(),
                why: said.why(),
                known_upto: said.known_upto,
                id: said.id,
                on: said.on,
                known: said.known,
                of,
                period,
                level,
                of_fields,
            })
        })
    }

    /// What was changed of targets: by day, then by the moment at which the entry became known, then by id.
    pub fn adjustments(&self) -> Vec<AdjustEntry> {
        self.settings(ADJUST, |said| {
            let Figure { of, period, level, of_fields } = figure(&said)?;
            Some(AdjustEntry {
                who: who(&said)?,
                change: change(&said)?,
                currency: said.foreign_amount().map(Money::currency),
                effective: said.day(field::ADJUST_EFFECTIVE).unwrap_or(said.on),
                by: said.by(),
                why: said.why(),
                known_upto: said.known_upto,
                id: said.id,
                on: said.on,
                known: said.known,
                of,
                period,
                level,
                of_fields,
            })
        })
    }

    /// What people commit to: by day, then by the moment at which the entry became known, then by id. Of two of the same
    /// KPI, person or unit, period and level the later one holds.
    pub fn submissions(&self) -> Vec<SubmitEntry> {
        self.settings(SUBMIT, |said| {
            Some(SubmitEntry {
                of: said.name(field::OF)?,
                who: who(&said)?,
                period: said.text(field::PERIOD)?,
                amount: amount(&said.text(field::AMOUNT)?)?,
                currency: said.foreign_amount().map(Money::currency),
                level: said.name(field::LEVEL),
                by: said.by(),
                why: said.why(),
                id: said.id,
                on: said.on,
                known: said.known,
            })
        })
    }

    /// The periods that were closed and opened again: by day, then by the moment at which the entry became known, then by
    /// id. Of two of the same KPI, person or unit and period the later one holds.
    pub fn closings(&self) -> Vec<ClosingEntry> {
        let of = |table: usize| {
            self.settings(table, |said| {
                Some(ClosingEntry {
                    of: said.name(field::OF)?,
                    who: who(&said),
                    period: said.text(field::PERIOD)?,
                    closes: table == CLOSE,
                    by: said.by(),
                    why: said.why(),
                    id: said.id,
                    on: said.on,
                    known: said.known,
                })
            })
        };
        let mut closings = of(CLOSE);
        closings.extend(of(OPEN));
        sort::by(&mut closings, |a, b| (a.on, a.known, &a.id).cmp(&(b.on, b.known, &b.id)));
        closings
    }
}

impl Standing<'_> {
    /// Targets and what is said of them up to a day, as text: the same in two prefixes where none of it differs.
    pub(crate) fn aims(&self, as_of: NaiveDate) -> Vec<String> {
        let mut aims = Vec::new();
        let tables = [TARGET, ADJUST, SUBMIT, CLOSE, OPEN, APPROVE, AWAY];
        for table in tables.into_iter().take(if IS_WHOLE { 7 } else { 6 }) {
            for said in self.said(table).iter().filter(|said| said.on <= as_of) {
                aims.push(said.all());
            }
        }
        aims
    }

    /// Whose figures the entries are about that set, change, promise, close or open one, each after the id of its entry.
    pub(crate) fn holders(&self) -> Vec<(Key, Key)> {
        let mut holders = Vec::new();
        for table in [TARGET, ADJUST, SUBMIT, CLOSE, OPEN, DISPUTE].into_iter().take(if IS_WHOLE { 6 } else { 5 }) {
            for said in self.said(table) {
                holders.extend(who(&said).map(|who| (said.id, who)));
            }
        }
        holders
    }
}

/// The figure that a target or an adjustment is about.
struct Figure {
    of: Name,
    period: String,
    level: Option<Name>,
    of_fields: Vec<(Name, String)>,
}

fn figure(said: &Said<'_>) -> Option<Figure> {
    let of_fields = said.text(field::WHERE).map(|kept| wheres::named(&kept)).unwrap_or_default();
    let (of, period) = (said.name(field::OF)?, said.text(field::PERIOD)?);
    Some(Figure { of, period, level: said.name(field::LEVEL), of_fields })
}

#[inline(never)]
fn who(said: &Said<'_>) -> Option<Key> {
    Key::new(said.text(field::WHO)?).ok()
}

fn change(said: &Said<'_>) -> Option<Change> {
    if let Some(text) = said.text(field::AMOUNT) {
        return amount(&text).map(Change::Set);
    }
    if let Some(from) = said.text(field::ADJUST_CARRY) {
        let only = said.text(field::ADJUST_ONLY);
        let only = only.map(|only| if only == "surplus" { Carried::Surplus } else { Carried::Shortfall });
        return Some(Change::Carry { from, only });
    }
    match (said.text(field::ADJUST_ADD), said.cell(field::ADJUST_TIMES)) {
        (Some(text), _) => amount(&text).map(Change::Add),
        (None, Some(Cell::Decimal(times))) => Some(Change::Times(Fraction::from(times))),
        _ => None,
    }
}

/// The amount of a target, out of the one form in which it is kept.
pub(super) fn amount(text: &str) -> Option<Value> {
    let number = |digits: &str| digits.parse::<Fraction>().ok();
    if let Some(digits) = text.strip_suffix('%') {
        let hundredfold = number(digits)?;
        let hundred = hundredfold.denominator().checked_mul(100)?;
        return Fraction::new(hundredfold.numerator(), hundred).map(Value::Ratio);
    }
    match text.split_once(' ') {
        Some((digits, _)) => number(digits).map(Value::Money),
        None => number(text).map(Value::Number),
    }
}
