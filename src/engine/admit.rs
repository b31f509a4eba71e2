//! What the plan says of an entry before the log takes it, and what it waits for once it is in.

use std::cmp::Ordering;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};

use crate::calendar::{Period, Span};
use crate::document::Node;
use crate::id::{Id, Key, Name};
use crate::log::{self, Admission, Entry, Log, Refusal, RefusalCode, Waiting, day_of};
use crate::measure::Exchanger;
use crate::org::{Org, Person};
use crate::plan::Plan;
use crate::quantity::{Money, Unit};
use crate::rule::Exchange;
use crate::sort;
use crate::target::{HOW_WHOLE, IS_WHOLE, MAIN_LEVEL, TargetPlan};

use super::people;
use super::review;
use super::target::{TargetRates, awaited};
use super::view::exchanger;

/// Why the plan has no place for an entry, whatever else comes: a target of no KPI, what is said of none, for no period, in no
/// tree.
pub(super) fn refusals(plan: &Plan, entry: &Entry) -> Vec<Refusal> {
    let text = |field: &str| entry.get(field).and_then(Node::as_text);
    match text("kind") {
        Some("adjust" | "submit" | "close" | "open" | "approve") if !IS_WHOLE => {
            let message = format_args!("this library was built without what such an entry says");
            vec![Refusal::new(RefusalCode::Kind, message).field_of("kind").with_help(HOW_WHOLE)]
        }
        Some(kind @ ("target" | "adjust" | "submit")) => {
            let period = target(plan, kind, text("of"), text("period"));
            let level = level(plan, text("of"), text("level"));
            let fields = entry.get("where").filter(|_| kind != "submit");
            let fields = fields.and_then(|written| fields_of(plan, text("of"), written));
            let carry = text("carry").filter(|_| kind == "adjust" && period.is_none());
            let carry = carry.and_then(|from| carried(plan, text("of"), text("period"), from));
            let amount =
                ["amount", "set", "add"].into_iter().find_map(|field| no_money(plan, text("of"), entry, field));
            [period, level, amount, fields, carry].into_iter().flatten().collect()
        }
        Some(kind @ ("close" | "open")) => target(plan, kind, text("of"), text("period")).into_iter().collect(),
        Some("review") if IS_WHOLE && !plan.reviews().is_empty() => review::refusals(plan, entry),
        Some("unit" | "membership") => text("tree").and_then(|name| tree(plan, name)).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// Why somebody's own target is not taken back by them, where nothing else is said of who may: else it is looked at who may when it
/// is asked what stands.
pub(super) fn takes_own_back(log: &Log, entry: &Entry) -> Option<Refusal> {
    let text = |field: &str| entry.get(field).and_then(Node::as_text);
    let target = log.find(text("retracts").or_else(|| text("revises"))?)?;
    let (by, holder) = (text("by")?, log.holder(target)?);
    let message = format_args!("nobody takes back or changes their own target");
    (holder.as_str() == by).then(|| Refusal::new(RefusalCode::Correction, message).field_of("by"))
}

fn unknown(field: &str, message: fmt::Arguments<'_>) -> Refusal {
    Refusal::new(RefusalCode::UnknownName, message).field_of(field)
}

fn target(plan: &Plan, kind: &str, of: Option<&str>, period: Option<&str>) -> Option<Refusal> {
    let of = of?;
    let mut targets = plan.targets().iter().map(|target| plan.kpis()[target.kpi].name.as_str());
    let Some(target) = plan.targets().iter().find(|target| plan.kpis()[target.kpi].name.as_str() == of) else {
        return Some(unknown("of", format_args!("the plan has no targets for `{of}`")).nearest(of, &mut targets));
    };
    match plan.calendar().parse_period(period?) {
        Ok(read) if has_targets(plan, target, kind, read) => None,
        Ok(_) => {
            let mut grains = vec![plan.calendar().grain_name(target.grain)];
            for grain in target.grains() {
                let name = plan.calendar().grain_name(grain);
                if !grains.contains(&name) {
                    grains.push(name);
                }
            }
            let grains = grains.join(", ");
            Some(unknown("period", format_args!("targets for `{of}` are by {grains}, and this is another period")))
        }
        Err(error) => Some(unknown("period", format_args!("{error}"))),
    }
}

/// Why nothing can be carried from such a period into another one.
fn carried(plan: &Plan, of: Option<&str>, period: Option<&str>, from: &str) -> Option<Refusal> {
    let refused = target(plan, "adjust", of, Some(from));
    if refused.is_some() {
        return refused.map(|refusal| refusal.field_of("carry"));
    }
    let read = |label: &str| plan.calendar().parse_period(label).ok();
    let (from, into) = (read(from)?, period.and_then(read)?);
    let message = match from.end().cmp(&into.end()) {
        _ if from.span() == into.span() => "nothing is carried from a period into itself",
        Ordering::Greater => "nothing is carried from a period into one that ends before it",
        Ordering::Less | Ordering::Equal => return None,
    };
    let refusal = Refusal::new(RefusalCode::InvalidValue, format_args!("{message}")).field_of("carry");
    Some(refusal.with_help("name an earlier period"))
}

/// Whether something may be said of the targets of a period: it is of a grain of theirs, or consists of such, which they are then cut
/// into or which are meant one by one.
fn has_targets(plan: &Plan, target: &TargetPlan, kind: &str, period: Period) -> bool {
    let consists = |grain| plan.calendar().parts_of(period, grain).is_ok();
    let mut cut = target.grains();
    period.grain() == target.grain
        || cut.any(|grain| grain == period.grain() || consists(grain))
        || (!matches!(kind, "target" | "adjust") && consists(target.grain))
}

fn level(plan: &Plan, of: Option<&str>, level: Option<&str>) -> Option<Refusal> {
    let of = of?;
    let target = plan.targets().iter().find(|target| plan.kpis()[target.kpi].name.as_str() == of)?;
    let level = level.unwrap_or(MAIN_LEVEL);
    let known = || target.levels.iter().map(Name::as_str);
    if known().any(|known| known == level) {
        return None;
    }
    Some(unknown("level", format_args!("targets for `{of}` have no level `{level}`")).nearest(level, &mut known()))
}

/// Why the targets of a KPI are not told apart by what is written under `where`.
fn fields_of(plan: &Plan, of: Option<&str>, written: &Node) -> Option<Refusal> {
    let of = of?;
    let target = plan.targets().iter().find(|target| plan.kpis()[target.kpi].name.as_str() == of)?;
    for (name, value) in log::of_fields(written) {
        if target.field(name.as_str()).is_none() {
            let refusal = unknown("where", format_args!("targets for `{of}` are not told apart by `{name}`"));
            let mut known = target.fields.iter().map(|field| field.name.as_str());
            return Some(match target.fields.as_slice() {
                [] => refusal.with_help(&format!("name it under `targets.{of}.fields` of the plan")),
                _ => refusal.nearest(name.as_str(), &mut known),
            });
        }
        let mut values = target.values(name.as_str()).unwrap_or_default().iter().map(String::as_str);
        if target.values(name.as_str()).is_some() && !values.clone().any(|known| known == value) {
            let message = format_args!("targets for `{of}` are not cut into a `{name}` of that value");
            return Some(unknown("where", message).nearest(&value, &mut values));
        }
    }
    None
}

/// An amount in another currency, of a KPI that is no money.
fn no_money(plan: &Plan, of: Option<&str>, entry: &Entry, field: &str) -> Option<Refusal> {
    let amount = entry.get(field).and_then(Node::as_text)?.parse::<Money>().ok()?;
    let kpi = plan.kpi(of?).filter(|kpi| plan.kpis()[*kpi].formula.unit != Unit::Money)?;
    if amount.currency() == plan.currency() {
        return None;
    }
    let (name, currency) = (&plan.kpis()[kpi].name, amount.currency());
    let message = format_args!("`{name}` is no money, and the amount is in {currency}");
    Some(Refusal::new(RefusalCode::Currency, message).field_of(field).with_help("leave the currency out"))
}

fn tree(plan: &Plan, name: &str) -> Option<Refusal> {
    let known = || plan.org().trees().iter().map(|tree| tree.name().as_str());
    if known().any(|known| known == name) {
        return None;
    }
    Some(unknown("tree", format_args!("the plan has no tree `{name}`")).nearest(name, &mut known()))
}

/// The people and the rates of a log whatever the day, kept until something is recorded about them.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    org: Option<Arc<Org>>,
    exchange: Option<Arc<Exchanger>>,
    /// The people by their codes in the log, as far as they were asked for; nothing for one who is nobody.
    people: Vec<Asked>,
    /// The stay that the last row of a person in a batch fell into, by their codes, in numbers of days.
    stays: Vec<(i32, i32)>,
}

/// Whether it was asked who a person of the log is, and who it is.
#[derive(Clone, Copy, Debug)]
enum Asked {
    NotYet,
    Nobody,
    Is(Id<Person>),
}

impl Known {
    /// Forgets what is known.
    pub(super) fn forget(&mut self) {
        *self = Known::default();
    }

    /// What entries that were just recorded wait for, by position: somebody to belong somewhere, or to be
    /// there; a rate.
    pub(super) fn missing(&mut self, plan: &Plan, log: &Log, recorded: Range<usize>) -> Vec<(usize, Vec<Waiting>)> {
        let mut missing = Vec::new();
        let settings =
            if IS_WHOLE && plan.exchange().is_some_and(Exchange::waits) { Some(log.settings()) } else { None };
        let mut rates = settings.as_ref().and_then(|settings| TargetRates::new(plan, settings));
        for position in recorded {
            let mut waiting = Vec::new();
            if IS_WHOLE && let Some((rates, amount)) = rates.as_mut().zip(log.foreign_amount(position)) {
                waiting.extend(rates.conversion(&amount).and_then(|conversion| awaited(&conversion, plan)));
            }
            log.each_owner(position, &mut |code, on| {
                if !self.belongs(plan, log, code, on) {
                    waiting.extend(log.person(code).cloned().map(|who| Waiting::Membership { who, on }));
                }
            });
            waiting.extend(self.awaited(plan, log, position));
            if let Some(who) = log.holder(position)
                && !is_known(self.org(plan, log), &who)
            {
                waiting.push(Waiting::Holder(who));
            }
            if !waiting.is_empty() {
                missing.push((position, waiting));
            }
        }
        missing
    }

    /// What rows that were just appended to one table from a row on wait for, by their places among them: the people whom
    /// they credit to belong somewhere.
    pub(super) fn homeless(&mut self, plan: &Plan, log: &Log, rows: (&[u32], &[i32])) -> Vec<(usize, Vec<Waiting>)> {
        let mut missing = Vec::new();
        // Most rows of a person fall into the stay that the last one fell into.
        self.stays.resize(log.persons(), (0, 0));
        for (at, (code, day)) in rows.0.iter().zip(rows.1).enumerate() {
            let index = usize::try_from(*code).unwrap_or(usize::MAX);
            if self.stays.get(index).is_some_and(|(from, to)| from <= day && day < to) {
                continue;
            }
            let Some(on) = day_of(*day) else { continue };
            if let Some(span) = self.stay(plan, log, *code, on) {
                if let Some(stay) = self.stays.get_mut(index) {
                    *stay = (span.from().num_days_from_ce(), span.to().num_days_from_ce());
                }
                continue;
            }
            let waiting = log.person(*code).cloned().map(|who| Waiting::Membership { who, on });
            missing.push((at, waiting.into_iter().collect()));
        }
        missing
    }

    /// Whether the person of a code belongs somewhere on a day.
    fn belongs(&mut self, plan: &Plan, log: &Log, code: u32, day: NaiveDate) -> bool {
        self.stay(plan, log, code, day).is_some()
    }

    /// The stay of the person of a code on a day.
    fn stay(&mut self, plan: &Plan, log: &Log, code: u32, day: NaiveDate) -> Option<Span> {
        let index = usize::try_from(code).unwrap_or(usize::MAX);
        let person = match self.people.get(index) {
            Some(Asked::Is(person)) => Some(*person),
            Some(Asked::Nobody) => None,
            Some(Asked::NotYet) | None => self.look_up(plan, log, code),
        };
        let org = self.org(plan, log);
        person.and_then(|person| org.leaf(person, day)).map(|leaf| org[leaf].span())
    }

    fn look_up(&mut self, plan: &Plan, log: &Log, code: u32) -> Option<Id<Person>> {
        let person = log.person(code).and_then(|who| self.org(plan, log).person(who.as_str()));
        let index = usize::try_from(code).unwrap_or(usize::MAX);
        if self.people.len() <= index {
            self.people.resize(log.persons(), Asked::NotYet);
        }
        if let Some(place) = self.people.get_mut(index) {
            *place = person.map_or(Asked::Nobody, Asked::Is);
        }
        person
    }

    fn org(&mut self, plan: &Plan, log: &Log) -> &Org {
        self.org.get_or_insert_with(|| Arc::new(people::build(plan, &log.settings(), NaiveDate::MAX)))
    }

    fn exchange(&mut self, plan: &Plan, log: &Log) -> Arc<Exchanger> {
        let build = || Arc::new(exchanger(plan, &log.standing(log.len()), NaiveDate::MAX));
        Arc::clone(self.exchange.get_or_insert_with(build))
    }

    fn awaited(&mut self, plan: &Plan, log: &Log, position: usize) -> Vec<Waiting> {
        if !plan.exchange().is_some_and(Exchange::waits) {
            return Vec::new();
        }
        let amounts = log.foreign_amounts(position);
        if amounts.is_empty() {
            return Vec::new();
        }
        let exchange = self.exchange(plan, log);
        let mut awaited: Vec<Waiting> =
            amounts.into_iter().filter_map(|(amount, day)| exchange.awaited(amount, day)).collect();
        sort::all(&mut awaited);
        awaited.dedup();
        awaited
    }
}

/// Who of the people credited belongs nowhere on the day.
pub(super) fn homeless(org: &Org, owners: Vec<(Key, NaiveDate)>) -> Vec<Waiting> {
    let belongs = |who: &Key, day| org.person(who.as_str()).and_then(|person| org.leaf(person, day)).is_some();
    let homeless = owners.into_iter().filter(|(who, on)| !belongs(who, *on));
    homeless.map(|(who, on)| Waiting::Membership { who, on }).collect()
}

/// Whether a person or a unit is called so.
pub(super) fn is_known(org: &Org, who: &Key) -> bool {
    org.person(who.as_str()).is_some() || org.unit(who.as_str()).is_some()
}

/// Adds to the outcome of an entry what else it waits for.
pub(super) fn add(admission: &mut Admission, missing: Vec<Waiting>) {
    *admission = match std::mem::replace(admission, Admission::Exists) {
        Admission::Waiting(mut waiting) => {
            waiting.extend(missing);
            Admission::Waiting(waiting)
        }
        _ => Admission::Waiting(missing),
    };
}
