//! What the plan says of an entry before the log takes it, and what it waits for once it is in.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::document::Node;
use crate::id::{Key, Name};
use crate::log::{Admission, Entry, Log, Refusal, RefusalCode, Waiting};
use crate::measure::Exchanger;
use crate::org::Org;
use crate::plan::Plan;
use crate::rule::Exchange;
use crate::target::MAIN_LEVEL;

use super::people;
use super::view::exchanger;

/// Why the plan has no place for an entry, whatever else comes: a target of no KPI, for no period, in no tree.
pub(super) fn refusals(plan: &Plan, entry: &Entry) -> Vec<Refusal> {
    let text = |field: &str| entry.get(field).and_then(Node::as_text);
    match text("kind") {
        Some("target") => [target(plan, text("of"), text("period")), level(plan, text("of"), text("level"))]
            .into_iter()
            .flatten()
            .collect(),
        Some("unit" | "membership") => text("tree").and_then(|name| tree(plan, name)).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn unknown(field: &str, message: String) -> Refusal {
    Refusal::new(RefusalCode::UnknownName, message).field_of(field)
}

fn target(plan: &Plan, of: Option<&str>, period: Option<&str>) -> Option<Refusal> {
    let of = of?;
    let targets = || plan.targets().iter().map(|target| plan.kpis()[target.kpi].name.as_str());
    let Some(target) = plan.targets().iter().find(|target| plan.kpis()[target.kpi].name.as_str() == of) else {
        return Some(unknown("of", format!("the plan has no targets for `{of}`")).nearest(of, targets()));
    };
    let grain = plan.calendar().grain_name(target.grain);
    match plan.calendar().parse_period(period?) {
        Ok(read) if read.grain() == target.grain => None,
        Ok(_) => Some(unknown("period", format!("targets for `{of}` are by {grain}, and this is another period"))),
        Err(error) => Some(unknown("period", error.to_string())),
    }
}

fn level(plan: &Plan, of: Option<&str>, level: Option<&str>) -> Option<Refusal> {
    let of = of?;
    let target = plan.targets().iter().find(|target| plan.kpis()[target.kpi].name.as_str() == of)?;
    let level = level.unwrap_or(MAIN_LEVEL);
    let known = || target.levels.iter().map(Name::as_str);
    let message = format!("targets for `{of}` have no level `{level}`");
    (!known().any(|known| known == level)).then(|| unknown("level", message).nearest(level, known()))
}

fn tree(plan: &Plan, name: &str) -> Option<Refusal> {
    let known = || plan.org().trees().iter().map(|tree| tree.name().as_str());
    let message = format!("the plan has no tree `{name}`");
    (!known().any(|known| known == name)).then(|| unknown("tree", message).nearest(name, known()))
}

/// The people and the rates of a log whatever the day, kept until something is recorded about them.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    org: Option<Arc<Org>>,
    exchange: Option<Arc<Exchanger>>,
}

impl Known {
    /// Forgets what is known.
    pub(super) fn forget(&mut self) {
        *self = Known::default();
    }

    fn org(&mut self, plan: &Plan, log: &Log) -> Arc<Org> {
        let build = || Arc::new(people::build(plan, &log.standing(log.len()), NaiveDate::MAX));
        Arc::clone(self.org.get_or_insert_with(build))
    }

    fn exchange(&mut self, plan: &Plan, log: &Log) -> Arc<Exchanger> {
        let build = || Arc::new(exchanger(plan, &log.standing(log.len()), NaiveDate::MAX));
        Arc::clone(self.exchange.get_or_insert_with(build))
    }

    /// Adds to the outcomes of entries, given by position, what they wait for: somebody to belong somewhere, or to be there; a
    /// rate.
    pub(super) fn wait(&mut self, plan: &Plan, log: &Log, recorded: &[(usize, usize)], admissions: &mut [Admission]) {
        for (position, outcome) in recorded {
            let mut missing = self.missing(plan, log, *position);
            missing.extend(self.awaited(plan, log, *position));
            if let (false, Some(admission)) = (missing.is_empty(), admissions.get_mut(*outcome)) {
                add(admission, missing);
            }
        }
    }

    fn missing(&mut self, plan: &Plan, log: &Log, position: usize) -> Vec<Waiting> {
        let owners = log.owners(position);
        let holder = log.target_holder(position);
        if owners.is_empty() && holder.is_none() {
            return Vec::new();
        }
        let org = self.org(plan, log);
        let mut missing = homeless(&org, owners);
        missing.extend(holder.filter(|who| !is_known(&org, who)).map(Waiting::Holder));
        missing
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
        awaited.sort();
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

fn add(admission: &mut Admission, missing: Vec<Waiting>) {
    *admission = match std::mem::replace(admission, Admission::Exists) {
        Admission::Waiting(mut waiting) => {
            waiting.extend(missing);
            Admission::Waiting(waiting)
        }
        _ => Admission::Waiting(missing),
    };
}
