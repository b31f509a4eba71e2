//! Reading rankings.

use crate::diagnostic::{At, Code, Problems};
use crate::document::{HOW_WHOLE, IS_WHOLE, Named};
use crate::formula::{Program, is_amount};
use crate::id::Name;
use crate::kpi::{Better, Question, When};
use crate::quantity::{RoundTo, Unit};
use crate::rule::{Percentile, Ties, needed};

use super::among::Method;
use super::beyond::{self, Badge, Then, Within};
use super::definition::{Order, RankingDefinition};
use super::names::RankingNames;
use super::prizes::Prizes;

/// A ranking, read.
#[derive(Clone, Debug, PartialEq)]
pub struct RankingPlan {
    /// Its name.
    pub name: Name,
    /// What is compared.
    pub by: Program<Question>,
    /// The level whose units are ranked; people, where nothing is said.
    pub of: Option<Name>,
    /// Who is ranked; everybody where nothing is said.
    pub who: Option<Program<Question>>,
    /// Among whom each is ranked; among all, where nothing is said.
    pub within: Option<Within>,
    /// Which end comes first.
    pub order: Order,
    /// What equals share.
    pub ties: Ties,
    /// By what equals are told apart.
    pub then: Vec<Then>,
    /// How many there must be with a value.
    pub at_least: u64,
    /// By what method places have a percentile and a quartile.
    pub percentile: Option<Percentile>,
    /// The time of a contest.
    pub during: Option<When>,
    /// What is to be won.
    pub prizes: Option<Prizes>,
    /// What anybody may earn beside.
    pub badges: Vec<Badge>,
    /// To what the values are rounded where people read them.
    pub show: Option<RoundTo>,
    /// What people call it, by language.
    pub labels: Named<String>,
}

impl RankingPlan {
    /// Reads a definition; reports everything that is wrong with it.
    pub fn compile(
        name: &str,
        definition: &RankingDefinition,
        names: &mut impl RankingNames,
        at: At<'_>,
        problems: &mut Problems,
    ) -> Option<RankingPlan> {
        let checked = Name::read(name, at, problems);
        let by = names.formula(definition.by.as_str(), None, None, at.field("by"), problems);
        let by = by.filter(|by| {
            if !is_amount(by.unit) {
                let message = format!("{} cannot be ranked", by.unit.name());
                problems.report(Code::FormulaUnits, at.field("by"), message).help("rank by an amount");
            }
            is_amount(by.unit)
        });
        let who = definition.who.as_ref().map(|who| match definition.of {
            Some(_) if IS_WHOLE => names.formula(who.as_str(), Some(Unit::YesNo), None, at.field("who"), problems),
            _ => names.who(who.as_str(), at.field("who"), problems),
        });
        let why = "two may have the same value";
        let house = names.rules().ties;
        let ties = needed(definition.ties, house.as_ref(), "ties", why, at.field("ties"), problems);
        let whole = is_whole(definition, ties, at, problems);
        let kpi = by.as_ref().and_then(|by| names.only_kpi(by));
        let order = definition.order.unwrap_or(best_first(kpi.and_then(|kpi| kpi.better)));
        let show = kpi.and_then(|kpi| kpi.show);
        let plain = RankingPlan {
            name: checked?,
            by: by?,
            of: None,
            who: who.map_or(Some(None), |who| who.map(Some))?,
            within: None,
            order,
            ties: ties?,
            then: Vec::new(),
            at_least: 0,
            percentile: None,
            during: None,
            prizes: None,
            badges: Vec::new(),
            show,
            labels: definition.labels.clone(),
        };
        if !whole {
            return None;
        }
        if IS_WHOLE { beyond::complete(plain, definition, names, at, problems) } else { Some(plain) }
    }

    /// How its contenders are ranked.
    pub fn method(&self) -> Method {
        Method {
            order: self.order,
            ties: self.ties,
            then: self.then.iter().map(|then| then.order).collect(),
            at_least: self.at_least,
            percentile: self.percentile,
        }
    }
}

/// Which end of a figure comes first where a ranking says nothing.
pub(super) fn best_first(better: Option<Better>) -> Order {
    match better {
        Some(Better::Lower) => Order::LowestFirst,
        Some(Better::Higher) | None => Order::HighestFirst,
    }
}

/// Whether all that is written is in the library; reports what is not.
fn is_whole(definition: &RankingDefinition, ties: Option<Ties>, at: At<'_>, problems: &mut Problems) -> bool {
    let contest = definition.during.is_some() || definition.prizes.is_some() || definition.equals.is_some();
    let groups = definition.of.is_some() || definition.within.is_some() || definition.at_least.is_some();
    let more = !definition.then.is_empty() || !definition.badges.is_empty() || definition.percentile.is_some();
    if IS_WHOLE || !(contest || groups || more || ties == Some(Ties::Ordinal)) {
        return true;
    }
    let message = "this library was built without groups, contests and what tells equals apart";
    problems.report(Code::PlanConflict, at, message).help(HOW_WHOLE);
    false
}
