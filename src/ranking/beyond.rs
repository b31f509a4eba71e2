//! Reading what a ranking has beyond values and ranks: units, groups, what tells equals apart, contests, badges.

use std::collections::BTreeSet;

use crate::diagnostic::{At, Code, Problems};
use crate::document::Named;
use crate::formula::{Program, is_amount};
use crate::id::{Name, is_name};
use crate::kpi::{Question, When};
use crate::quantity::Unit;
use crate::rule::Ties;

use super::compile::{RankingPlan, best_first};
use super::definition::{BadgeDefinition, Order, RankingDefinition, ThenDefinition};
use super::names::RankingNames;
use super::prizes::{self, Prizes};

/// Among whom each is ranked.
#[derive(Clone, Debug, PartialEq)]
pub enum Within {
    /// Those in the same unit of a level.
    Level(Name),
    /// Peers.
    Peers,
    /// Those for whom a formula gives the same.
    Same(Program<Question>),
}

/// By what equals are told apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Then {
    /// What is compared.
    pub by: Program<Question>,
    /// Which end comes first.
    pub order: Order,
}

/// A badge, read.
#[derive(Clone, Debug, PartialEq)]
pub struct Badge {
    /// Its name among those of the ranking.
    pub id: Name,
    /// The condition on whom it is for.
    pub when: Program<Question>,
    /// What people call it, by language.
    pub labels: Named<String>,
}

/// Adds to a ranking what is written beyond its values and ranks.
pub(super) fn complete(
    plain: RankingPlan,
    definition: &RankingDefinition,
    names: &mut impl RankingNames,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<RankingPlan> {
    let of = definition.of.as_ref().map(|level| self::level(level, names, at.field("of"), problems));
    let within = definition.within.as_ref();
    let within = within
        .map(|within| Within::read(within.as_str(), definition.of.as_deref(), names, at.field("within"), problems));
    let then = Then::read(&definition.then, names, at.field("then"), problems);
    let told_apart = is_told_apart(definition, plain.ties, at, problems);
    let during = definition.during.as_ref();
    let during = during.map(|text| When::read(text, names.calendar(), at.field("during"), problems));
    let prizes = definition.prizes.as_ref();
    let prizes = prizes.map(|source| Prizes::compile(source, definition, plain.ties, names, at, problems));
    let fits = prizes.is_some() || prizes::without(definition, at, problems);
    let badges = self::badges(&definition.badges, names, at.field("badges"), problems);
    if !(told_apart && fits) {
        return None;
    }
    Some(RankingPlan {
        of: of.map_or(Some(None), |of| of.map(Some))?,
        within: within.map_or(Some(None), |within| within.map(Some))?,
        then: then?,
        at_least: u64::from(definition.at_least.unwrap_or(0)),
        percentile: definition.percentile,
        during: during.map_or(Some(None), |during| during.map(Some))?,
        prizes: prizes.map_or(Some(None), |prizes| prizes.map(Some))?,
        badges: badges?,
        ..plain
    })
}

/// A level of units.
fn level(text: &str, names: &impl RankingNames, at: At<'_>, problems: &mut Problems) -> Option<Name> {
    // Where the trees could not be read, nobody knows their levels.
    let known = names.unit_levels()?;
    if !known.iter().any(|level| level == text) {
        let message = format!("the organisation has no level `{text}`");
        problems.report(Code::NameUnknown, at, message).nearest(text, known.iter().map(String::as_str));
        return None;
    }
    Name::new(text).ok()
}

impl Within {
    /// Reads among whom it is: a level, `peers`, or a formula. `of` is the level whose units are compared, where it is not people.
    pub(crate) fn read(
        text: &str,
        of: Option<&str>,
        names: &mut impl RankingNames,
        at: At<'_>,
        problems: &mut Problems,
    ) -> Option<Within> {
        if text == "peers" {
            let wrong = match of {
                Some(_) => Some(("units have no peers", "name a level above, or a formula")),
                None if !names.has_peers() => Some((
                    "the plan does not say who is a peer of whom",
                    "write `\"peers\": \"subject.role\"` under `org`",
                )),
                None => None,
            };
            let Some((message, help)) = wrong else { return Some(Within::Peers) };
            problems.report(Code::PlanConflict, at, message).help(help);
            return None;
        }
        match names.unit_levels() {
            Some(levels) if levels.iter().any(|level| level == text) => return Name::new(text).ok().map(Within::Level),
            // It may be one of those that could not be read.
            None if is_name(text) => return None,
            Some(_) | None => {}
        }
        names.formula(text, None, None, at, problems).map(Within::Same)
    }
}

impl Then {
    /// Reads by what equals are told apart, in this order.
    pub(crate) fn read(
        written: &[ThenDefinition],
        names: &mut impl RankingNames,
        at: At<'_>,
        problems: &mut Problems,
    ) -> Option<Vec<Then>> {
        let (mut all, mut sound) = (Vec::with_capacity(written.len()), true);
        for (index, ThenDefinition { by, order }) in written.iter().enumerate() {
            let place = at.index(index);
            let read = names.formula(by.as_str(), None, None, place, problems);
            let read = read.filter(|by| {
                let compares = is_amount(by.unit) || by.unit == Unit::Date;
                if !compares {
                    let message = format!("{} cannot tell equals apart", by.unit.name());
                    problems.report(Code::FormulaUnits, place, message).help("write an amount or a day");
                }
                compares
            });
            let Some(by) = read else {
                sound = false;
                continue;
            };
            let usual = match by.unit {
                // Whoever was there first.
                Unit::Date => Order::LowestFirst,
                _ => best_first(names.only_kpi(&by).and_then(|kpi| kpi.better)),
            };
            all.push(Then { by, order: order.unwrap_or(usual) });
        }
        sound.then_some(all)
    }
}

/// Whether something tells equals apart where no two may share a rank; reports where nothing does.
fn is_told_apart(definition: &RankingDefinition, ties: Ties, at: At<'_>, problems: &mut Problems) -> bool {
    let told = ties != Ties::Ordinal || !definition.then.is_empty();
    if !told {
        let message = "under `1234` no two share a rank, and no `then` says by what equals are told apart";
        problems
            .report(Code::RuleNeeded, at.field("then"), message)
            .help("write what comes next, such as `\"then\": [\"count(order)\"]`; at last, keys tell them apart");
    }
    told
}

fn badges(
    written: &[BadgeDefinition],
    names: &mut impl RankingNames,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<Vec<Badge>> {
    let (mut all, mut seen, mut sound) = (Vec::with_capacity(written.len()), BTreeSet::new(), true);
    for (index, badge) in written.iter().enumerate() {
        let numbered = at.index(index);
        let place = if is_name(&badge.id) { at.field(&badge.id) } else { numbered };
        if !seen.insert(badge.id.as_str()) {
            let message = format!("two badges are called `{}`", badge.id);
            problems.report(Code::NameDuplicate, numbered.field("id"), message).help("name each badge once");
            sound = false;
        }
        let id = Name::read(&badge.id, place.field("id"), problems);
        let when = names.formula(badge.when.as_str(), Some(Unit::YesNo), None, place.field("when"), problems);
        match (id, when) {
            (Some(id), Some(when)) => all.push(Badge { id, when, labels: badge.labels.clone() }),
            _ => sound = false,
        }
    }
    sound.then_some(all)
}
