//! What is behind a part: the entries, targets, places and memberships that differ.

use std::collections::BTreeMap;

use crate::change::{Belonging, Cause, Effect, EntryChange, Listed, Part, PersonChange, PlaceChange, TargetChange};
use crate::diagnostic::At;
use crate::document::{Node, Read};
use crate::id::{Id, Key};
use crate::kpi::{Kpi, Place, When};
use crate::log::{Log, Membership, Standing, Under, UnitEntry};
use crate::measure::{Contribution, Fold};
use crate::org::Actual;
use crate::plan::{PlanDefinition, places};
use crate::quantity::{Fraction, Value};
use crate::target::Share;

use super::super::view::View;
use super::comparison::Comparison;
use super::same::policy_of;

/// Adds what is behind a cause that was exchanged between two views.
pub(super) fn add(cause: Cause, part: &mut Part, comparison: &Comparison, views: (&View, &View)) {
    match cause {
        Cause::Facts => part.entries = Listed::new(entries(views)),
        Cause::Targets => part.targets = Listed::new(targets(views)),
        Cause::Policy => {
            let (before, after) = (policy_of(comparison.before.plan()), policy_of(comparison.after.plan()));
            add_places(part, &before, &after);
        }
        Cause::People => part.people = Listed::new(people(comparison)),
        Cause::Calendar => {
            let calendar = |view: &View| PlanDefinition {
                calendar: view.plan().definition().calendar.clone(),
                ..PlanDefinition::default()
            };
            add_places(part, &calendar(&comparison.before), &calendar(&comparison.after));
        }
    }
}

/// A key, with what is under it before and after.
type Differing<K, V> = Vec<(K, Option<V>, Option<V>)>;

/// What is under the same key on both sides, where it differs, in the order of keys.
fn differing<K: Ord, V: PartialEq>(before: BTreeMap<K, V>, mut after: BTreeMap<K, V>) -> Differing<K, V> {
    let mut all: BTreeMap<K, (Option<V>, Option<V>)> = BTreeMap::new();
    for (key, value) in before {
        let there = after.remove(&key);
        if there.as_ref() != Some(&value) {
            all.insert(key, (Some(value), there));
        }
    }
    all.extend(after.into_iter().map(|(key, value)| (key, (None, Some(value)))));
    all.into_iter().map(|(key, (before, after))| (key, before, after)).collect()
}

fn entries((here, next): (&View, &View)) -> Vec<EntryChange> {
    let mut changes = Vec::new();
    for ((fold, id), before, after) in differing(seen(here), seen(next)) {
        let fold = here.plan().folds().text(fold).to_owned();
        changes.push(EntryChange { id, fold, before, after });
    }
    let day = |change: &EntryChange| {
        let either = change.before.as_ref().or(change.after.as_ref());
        either.map(|effect| effect.on)
    };
    crate::sort::by(&mut changes, |one, other| {
        (day(one), &one.id, &one.fold).cmp(&(day(other), &other.id, &other.fold))
    });
    changes
}

/// What each entry contributes to the folds that a view asked for; of an entry that is seen in several places, the greatest share.
fn seen(view: &View) -> BTreeMap<(Id<Fold>, Key), Effect> {
    let mut seen: BTreeMap<(Id<Fold>, Key), Effect> = BTreeMap::new();
    let Some(sides) = &view.0.sides else { return seen };
    for (fold, place) in sides.folds.keys() {
        let asked = &sides.facts.view;
        let Some(place) = sides.facts.place(view, place) else { continue };
        for (id, effect) in effects(asked, fold, place) {
            match seen.get_mut(&(fold, id.clone())) {
                Some(known) if known.share.abs() < effect.share.abs() => *known = effect,
                Some(_) => {}
                None => drop(seen.insert((fold, id), effect)),
            }
        }
    }
    seen
}

/// What each entry contributes to a fold in one place, whoever of those there is credited.
fn effects(view: &View, fold: Id<Fold>, place: Place) -> BTreeMap<Key, Effect> {
    let mut effects: BTreeMap<Key, Effect> = BTreeMap::new();
    let cells = &view.0.cells;
    for found in cells.contributions(fold, place.whose, place.when.span(), None, view.source()) {
        let Contribution { id, day, value, share, .. } = found;
        match effects.get_mut(&id) {
            Some(known) => known.share = known.share.plus(share, view.plan().precision()).unwrap_or(known.share),
            None => drop(effects.insert(id, Effect { on: day, value, share })),
        }
    }
    effects
}

fn targets((here, next): (&View, &View)) -> Vec<TargetChange> {
    let mut changes = Vec::new();
    for ((kpi, id, who), before, after) in differing(targets_seen(here), targets_seen(next)) {
        let kpi = &here.plan().kpis()[kpi];
        let value = |amount: Fraction| kpi.formula.unit.of(amount);
        changes.push(TargetChange {
            id,
            of: kpi.name.to_string(),
            who,
            before: before.map(value),
            after: after.map(value),
        });
    }
    changes
}

fn targets_seen(view: &View) -> BTreeMap<(Id<Kpi>, Key, Key), Fraction> {
    let mut seen = BTreeMap::new();
    let Some(sides) = &view.0.sides else { return seen };
    let asked = &sides.targets.view;
    let mut found: Vec<(Id<Kpi>, Share)> = Vec::new();
    for (kpi, level, of, place) in sides.targets_asked.keys() {
        let Some(place) = sides.targets.place(view, place) else { continue };
        found.extend(asked.target_shares_of(kpi, &level, &of, place).into_iter().map(|share| (kpi, share)));
    }
    for (kpi, level, place) in sides.commitments_asked.keys() {
        let Some(place) = sides.targets.place(view, place) else { continue };
        found.extend(asked.committed_shares(kpi, &level, place).into_iter().map(|share| (kpi, share)));
    }
    for (kpi, share) in found {
        let known = seen.entry((kpi, share.id, share.who)).or_insert(share.amount);
        *known = share.amount.max(*known);
    }
    seen
}

fn add_places(part: &mut Part, before: &PlanDefinition, after: &PlanDefinition) {
    let (before, after) = (before.node(), after.node());
    let mut found = Vec::new();
    places(Some(&before), Some(&after), At::root(), &mut found);
    let change = |(place, before, after): (String, Option<&Node>, Option<&Node>)| PlaceChange {
        place,
        before: before.cloned(),
        after: after.cloned(),
    };
    let mut rows: Vec<PlaceChange> = std::mem::take(&mut part.places.rows);
    rows.extend(found.into_iter().map(change));
    part.places = Listed::new(rows);
}

/// The entries about people and units that stand on one side only, or say something else, up to the end of the time
/// asked for; of the earlier side, up to the day of its organisation.
fn people(comparison: &Comparison) -> Vec<PersonChange> {
    let end = |view: &View, when: When| match view.plan().org().actual() {
        Actual::Then => when.end(view.as_of()).unwrap_or(view.as_of()),
        Actual::Now => view.as_of(),
    };
    let until = end(&comparison.before, comparison.times().0).min(comparison.people_until());
    let before = belongings(&comparison.before.0.standing, until);
    let after = belongings(&comparison.after.0.standing, end(&comparison.after, comparison.times().1));
    let changed = differing(before, after).into_iter();
    let mut changes: Vec<PersonChange> = changed
        .filter_map(|(id, before, after)| {
            let (is_unit, who) = before.as_ref().or(after.as_ref()).map(|(is_unit, who, _)| (*is_unit, who.clone()))?;
            let said = |side: Option<(bool, Key, Belonging)>| side.map(|(_, _, said)| said);
            Some(PersonChange { id, who, is_unit, before: said(before), after: said(after) })
        })
        .collect();
    let day = |change: &PersonChange| change.before.as_ref().or(change.after.as_ref()).map(|said| said.on);
    crate::sort::by(&mut changes, |one, other| (day(one), &one.id).cmp(&(day(other), &other.id)));
    changes
}

fn belongings(standing: &Standing<'_>, until: chrono::NaiveDate) -> BTreeMap<Key, (bool, Key, Belonging)> {
    let mut all = BTreeMap::new();
    for UnitEntry { id, on, unit, under, .. } in standing.units() {
        let above = match under {
            Under::Unit(above) => Some(above),
            Under::Top | Under::Ends => None,
        };
        let said = Belonging { on, until: None, unit: above, attributes: Vec::new() };
        all.insert(id, (true, unit, said));
    }
    for member in standing.memberships() {
        let Membership { id, on, who, unit, until, attributes, .. } = member;
        let attributes = named(attributes, standing.log());
        all.insert(id, (false, who, Belonging { on, until, unit, attributes }));
    }
    all.retain(|_, (_, _, said)| said.on <= until);
    all
}

fn named(attributes: Vec<(usize, Value)>, log: &Log) -> Vec<(String, Value)> {
    let name = |at: usize| log.attributes().iter().nth(at).map(|(name, _)| name.to_string()).unwrap_or_default();
    attributes.into_iter().map(|(at, value)| (name(at), value)).collect()
}
