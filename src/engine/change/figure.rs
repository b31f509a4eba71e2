//! A figure by its name, for whoever has it.

use crate::change::Figure;
use crate::document::Named;
use crate::error::Error;
use crate::kpi::{Place, Question, When};
use crate::measure::Whose;
use crate::quantity::{Fraction, Outcome, Value, Why};
use crate::score::{Item, Part};

use super::super::view::{View, place_of};

impl View {
    /// Whether the plan has a figure.
    pub(super) fn has_figure(&self, figure: &Figure) -> Result<(), Error> {
        match figure {
            Figure::Kpi(name) | Figure::Attainment(name) | Figure::Target(name) => self.kpi(name).map(drop),
            Figure::Score(card) => self.card_index(card).map(drop),
            Figure::Item(card, path) => {
                let index = self.card_index(card)?;
                let mut items = self.plan().scorecards().get(index).map_or(&[][..], |card| &card.items);
                for name in path {
                    let found = place_of("item", name, items.iter().map(|item| item.id.as_str()).collect())?;
                    items = items.get(found).map_or(&[][..], below);
                }
                Ok(())
            }
            Figure::Pay(plan, component) => {
                let index = self.incentive_index(plan)?;
                let Some((component, plan)) = component.as_ref().zip(self.plan().incentives().get(index)) else {
                    return Ok(());
                };
                let known = plan.components.iter().map(|known| known.id.as_str()).collect();
                place_of("component", component, known).map(drop)
            }
        }
    }

    /// The figure of a person or a unit at a time.
    pub(super) fn figure(&self, figure: &Figure, who: &str, when: When) -> Outcome {
        let place = Place { whose: self.holder(who).ok_or(Why::NotAMember)?, when };
        let kpi = |name: &str| self.plan().kpi(name).ok_or(Why::NothingDefined);
        match figure {
            Figure::Kpi(name) => self.answer(&Question::Kpi(kpi(name)?), place),
            Figure::Attainment(name) => self.answer(&Question::Attainment(kpi(name)?), place),
            Figure::Target(name) => self.answer(&Question::Target { kpi: kpi(name)?, level: None }, place),
            Figure::Score(card) => {
                let score = self.card(self.card_index(card).map_err(|_| Why::NothingDefined)?, place)?.score()?;
                Ok(Value::Number(Fraction::from(score)))
            }
            Figure::Item(card, path) => {
                let card = self.card(self.card_index(card).map_err(|_| Why::NothingDefined)?, place)?;
                let path: Vec<&str> = path.iter().map(String::as_str).collect();
                let item = card.item(&path).ok_or(Why::NothingDefined)?;
                item.points(self.plan().precision()).map(Value::Number)
            }
            Figure::Pay(plan, component) => {
                let index = self.incentive_index(plan).map_err(|_| Why::NothingDefined)?;
                self.paid(index, component.as_deref(), place).map(Value::Money)
            }
        }
    }

    /// What people call a figure, by language.
    pub(super) fn figure_labels(&self, figure: &Figure) -> Named<String> {
        let plan = self.plan();
        let labels = match figure {
            Figure::Kpi(name) | Figure::Attainment(name) | Figure::Target(name) => {
                plan.kpi(name).map(|kpi| &plan.kpis()[kpi].labels)
            }
            Figure::Score(name) => plan.scorecards().iter().find(|card| card.name.as_str() == name).map(|c| &c.labels),
            Figure::Item(name, path) => {
                let card = plan.scorecards().iter().find(|card| card.name.as_str() == name);
                card.and_then(|card| item(&card.items, path)).map(|item| &item.labels)
            }
            Figure::Pay(name, component) => {
                let incentive = plan.incentives().iter().find(|incentive| incentive.name.as_str() == name);
                match component {
                    None => incentive.map(|incentive| &incentive.labels),
                    Some(id) => incentive
                        .and_then(|incentive| incentive.components.iter().find(|one| one.id.as_str() == id))
                        .map(|component| &component.labels),
                }
            }
        };
        labels.cloned().unwrap_or_default()
    }

    /// The person of a key, or else the unit.
    pub(super) fn holder(&self, key: &str) -> Option<Whose> {
        let person = self.org().person(key).map(Whose::Person);
        person.or_else(|| self.org().unit(key).map(Whose::Unit))
    }
}

fn below(item: &Item) -> &[Item] {
    match &item.part {
        Part::Items(items) => items,
        Part::Value { .. } => &[],
    }
}

fn item<'i>(items: &'i [Item], path: &[String]) -> Option<&'i Item> {
    let (first, rest) = path.split_first()?;
    let found = items.iter().find(|item| item.id.as_str() == first)?;
    if rest.is_empty() { Some(found) } else { item(below(found), rest) }
}
