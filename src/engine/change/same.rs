//! Whether two views have the same of a cause.

use crate::change::Cause;
use crate::document::Node;
use crate::id::Key;
use crate::log::{Entry, Fact, Kind, Membership, Standing, UnitEntry};
use crate::plan::{Plan, PlanDefinition};
use crate::quantity::Conversion;

use super::super::target::{Conversions, Setters};
use super::super::view::View;
use super::comparison::Comparison;

/// Whether two views of one time differ in a cause.
pub(super) fn differs(cause: Cause, comparison: &Comparison) -> bool {
    let (before, after) = (&comparison.before, &comparison.after);
    match cause {
        Cause::Facts => !same_facts(before, after, comparison),
        Cause::Targets => aims(before, before) != aims(after, before),
        Cause::Policy => policy_of(before.plan()) != policy_of(after.plan()),
        Cause::People => people(before) != people(after),
        Cause::Calendar => calendars_differ(before.plan(), after.plan()),
    }
}

/// Whether two plans have other calendars.
pub(super) fn calendars_differ(before: &Plan, after: &Plan) -> bool {
    before.definition().calendar != after.definition().calendar
}

/// A plan as written, without its calendar.
pub(super) fn policy_of(plan: &Plan) -> PlanDefinition {
    PlanDefinition { calendar: None, ..plan.definition().clone() }
}

fn same_facts(before: &View, after: &View, comparison: &Comparison) -> bool {
    let one = &before.0.standing;
    if std::ptr::eq(one.log(), after.0.standing.log()) && one.upto() == after.0.standing.upto() {
        return true;
    }
    let other = comparison.after_standing();
    let is = |(id, kind)| {
        let (mut facts, mut others) = (one.facts(id), other.facts(id));
        one.count(id) == other.count(id) && facts.all(|fact| others.next().is_some_and(|other| same(fact, other, kind)))
    };
    one.rates() == other.rates() && before.plan().kinds().iter().all(is) && records(one) == records(&other)
}

/// The entries about records, by id; whether they differ in what is so on some day is not looked at.
fn records(standing: &Standing<'_>) -> Vec<String> {
    let kinds: Vec<&str> =
        standing.kinds().iter().filter(|(_, kind)| kind.is_record()).map(|(_, kind)| kind.name()).collect();
    if kinds.is_empty() {
        return Vec::new();
    }
    let entries = (0..standing.upto()).filter_map(|position| standing.log().entry(position));
    let is_of = |entry: &Entry| {
        entry.get("kind").and_then(Node::as_text).is_some_and(|kind| kind == "move" || kinds.contains(&kind))
    };
    let mut all: Vec<String> = entries.filter(is_of).map(|entry| entry.to_node().to_string()).collect();
    crate::sort::all(&mut all);
    all
}

fn same(one: Fact<'_>, other: Fact<'_>, kind: &Kind) -> bool {
    let who = |fact: Fact<'_>| fact.credits().into_iter().map(|credit| (credit.who, credit.share, credit.overlay));
    let of = |fact: Fact<'_>| (fact.id().clone(), fact.day(), fact.factor());
    of(one) == of(other)
        && who(one).eq(who(other))
        && kind
            .fields()
            .all(|(field, _)| one.value(field) == other.value(field) && one.foreign(field) == other.foreign(field))
}

/// Targets, and what is said of them, with what is known of the rates by which a plan converts them.
fn aims(view: &View, by: &View) -> (Vec<String>, Vec<(Key, Conversion)>) {
    let setters = Setters::new(view);
    let standing = setters.said();
    (standing.aims(view.as_of()), Conversions::of(by.plan(), standing).all().to_vec())
}

fn people(view: &View) -> (Vec<UnitEntry>, Vec<Membership>) {
    let standing: &Standing<'_> = &view.0.standing;
    let (mut units, mut members) = (standing.units(), standing.memberships());
    units.retain(|unit| unit.on <= view.as_of());
    members.retain(|member| member.on <= view.as_of());
    (units, members)
}
