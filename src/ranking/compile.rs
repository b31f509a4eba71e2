//! Reading rankings.

use crate::diagnostic::{At, Code, Problems};
use crate::document::Named;
use crate::formula::{Program, is_amount};
use crate::id::Name;
use crate::kpi::{Better, Question, RuleNames};
use crate::quantity::RoundTo;
use crate::rule::{Ties, needed};

use super::definition::{Order, RankingDefinition};

/// A ranking, read.
#[derive(Clone, Debug, PartialEq)]
pub struct RankingPlan {
    /// Its name.
    pub name: Name,
    /// What is compared.
    pub by: Program<Question>,
    /// Who is ranked; everybody where nothing is said.
    pub who: Option<Program<Question>>,
    /// Which end comes first.
    pub order: Order,
    /// What equals share.
    pub ties: Ties,
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
        names: &mut impl RuleNames,
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
        let who = definition.who.as_ref().map(|who| names.who(who.as_str(), at.field("who"), problems));
        let why = "two may have the same value";
        let house = names.rules().ties;
        let ties = needed(definition.ties, house.as_ref(), "ties", why, at.field("ties"), problems);
        let kpi = by.as_ref().and_then(|by| names.only_kpi(by));
        let usual = match kpi.and_then(|kpi| kpi.better) {
            Some(Better::Lower) => Order::LowestFirst,
            Some(Better::Higher) | None => Order::HighestFirst,
        };
        let show = kpi.and_then(|kpi| kpi.show);
        Some(RankingPlan {
            name: checked?,
            by: by?,
            who: who.map_or(Some(None), |who| who.map(Some))?,
            order: definition.order.unwrap_or(usual),
            ties: ties?,
            show,
            labels: definition.labels.clone(),
        })
    }
}
