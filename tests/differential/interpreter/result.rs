//! Scores, grades, statements and rankings.

use attain::document::FormulaText;
use attain::incentive::ComponentDefinition;
use attain::kpi::Better;
use attain::ranking::Order;
use attain::rule::MissingDefinition;
use attain::score::{ItemDefinition, ScorecardDefinition};
use attain::step::StepDefinition;
use attain::table::{TableDefinition, TableSource};

use super::formula::Asked;
use super::group::{ranked, stand_in};
use super::value::{Number, Out, V, divided, fitted, number, rounded, zero};
use super::{Interpreter, Node, Place};

impl Interpreter<'_> {
    /// `score.rep.results`, `grade.rep`, `pay.plan.part`.
    pub(crate) fn result(&self, of: &str, name: &str, place: &Place) -> Out {
        let (name, rest) = name.split_once('.').map_or((name, None), |(name, rest)| (name, Some(rest)));
        match (of, rest) {
            ("score", None) => self.score(name, place).map(V::Number),
            ("score", Some(path)) => {
                let card = self.card(name, place)?;
                let (mut items, mut found) = (&card.items, None::<&ItemDefinition>);
                // What stands for an undefined item is said by the nearest of those that it is part of.
                let mut missing = self.missing_of(card);
                for id in path.split('.') {
                    missing = found.and_then(|item| item.missing.as_ref()).unwrap_or(missing);
                    let item = items.iter().find(|item| item.id == id).unwrap();
                    (items, found) = (&item.items, Some(item));
                }
                self.points(found.unwrap(), missing, place).map(V::Number)
            }
            ("grade", _) => self.grade(name, place),
            (_, component) => self.pay(name, component, place).map(V::Number),
        }
    }

    fn is_for(&self, who: Option<&str>, place: &Place) -> bool {
        let member = match &place.whose {
            Node::Person(who) => self.last_day(who, place.from, place.to).is_some(),
            Node::Unit(_) => false,
        };
        member && who.is_none_or(|who| self.holds(who, place, true))
    }

    fn table<'t>(&'t self, source: &'t TableSource) -> &'t TableDefinition {
        match source {
            TableSource::Name(name) => self.plan.tables.get(name).unwrap(),
            TableSource::Inline(table) => table,
        }
    }

    pub(crate) fn card(&self, name: &str, place: &Place) -> Out<&ScorecardDefinition> {
        let card = self.plan.scorecards.get(name).unwrap();
        let who = card.who.as_ref().map(FormulaText::as_str);
        if self.is_for(who, place) { Ok(card) } else { Err("not_a_member".to_owned()) }
    }

    fn missing_of<'d>(&'d self, card: &'d ScorecardDefinition) -> &'d MissingDefinition {
        let house = self.plan.rules.as_ref().and_then(|rules| rules.missing.as_ref());
        card.missing.as_ref().or(house).unwrap()
    }

    pub(crate) fn score(&self, name: &str, place: &Place) -> Out<Number> {
        let card = self.card(name, place)?;
        let points = self.stepped(self.weighed(&card.items, self.missing_of(card), place), &card.steps, place)?;
        let house = self.plan.rules.as_ref().and_then(|rules| rules.rounding.as_ref());
        let rounding = card.rounding.as_ref().or(house).unwrap();
        Ok(rounded(&points, &number(&rounding.to), &rounding.mode))
    }

    pub(crate) fn grade(&self, name: &str, place: &Place) -> Out {
        let score = self.score(name, place)?;
        let grades = self.plan.scorecards.get(name).unwrap().grades.as_ref().ok_or("nothing_defined")?;
        self.looked_up(self.table(&grades.table), None, &[V::Number(score)])
    }

    fn weighed(&self, items: &[ItemDefinition], missing: &MissingDefinition, place: &Place) -> Out<Number> {
        let (mut sum, mut weights) = (zero(), zero());
        for item in items {
            let points = match self.points(item, missing, place) {
                Ok(points) => Some(points),
                Err(why) => stand_in(item.missing.as_ref().unwrap_or(missing), why)?,
            };
            let weight = number(item.weight.as_ref().unwrap().as_str());
            if let Some(points) = points {
                sum = fitted(sum + fitted(points * &weight, self.precision)?, self.precision)?;
                weights += weight;
            }
        }
        if weights == zero() {
            return Err("nothing_defined".to_owned());
        }
        divided(&sum, &weights, self.precision)
    }

    fn points(&self, item: &ItemDefinition, missing: &MissingDefinition, place: &Place) -> Out<Number> {
        let start = match &item.value {
            None => self.weighed(&item.items, item.missing.as_ref().unwrap_or(missing), place),
            Some(value) => self.text(value.as_str(), place).and_then(|value| match &item.points {
                None => value.amount(),
                Some(table) => self.looked_up(self.table(table), None, &[value])?.amount(),
            }),
        };
        self.stepped(start, &item.steps, place)
    }

    fn stepped(&self, start: Out<Number>, steps: &[StepDefinition], place: &Place) -> Out<Number> {
        let mut value = start;
        for step in steps {
            if !step.when.as_ref().is_none_or(|when| self.holds(when.as_str(), place, false)) {
                continue;
            }
            let (deed, formula) = step.deeds().next().unwrap();
            let amount = self.text(formula.as_str(), place).and_then(|amount| amount.amount());
            value = match deed.word() {
                "set" => amount,
                word => value.and_then(|value| {
                    let amount = amount?;
                    match word {
                        "cap" => Ok(value.min(amount)),
                        "floor" => Ok(value.max(amount)),
                        "times" => fitted(value * amount, self.precision),
                        _ => fitted(value + amount, self.precision),
                    }
                }),
            };
        }
        value
    }

    /// What is owed: of a longer time and of a unit, statements added.
    pub(crate) fn pay(&self, name: &str, component: Option<&str>, place: &Place) -> Out<Number> {
        let plan = self.plan.incentives.get(name).unwrap();
        let grain = self.calendar.grain(&plan.grain).unwrap();
        let days = attain::calendar::Span::new(place.from, place.to).unwrap();
        let periods = self.calendar.parts(days, grain).map_err(|_| "no_period".to_owned())?;
        let periods: Vec<_> =
            periods.into_iter().filter(|period| place.from <= period.first() && period.end() <= place.to).collect();
        // One statement is not added to anything.
        if let ([only], Node::Person(_)) = (periods.as_slice(), &place.whose) {
            return self.statement(name, component, &Place::period(place.whose.clone(), *only));
        }
        if periods.is_empty() {
            return Err("no_period".to_owned());
        }
        let house = self.plan.rules.as_ref().and_then(|rules| rules.missing.as_ref());
        let missing = plan.missing.as_ref().or(house).unwrap();
        let (mut sum, mut first) = (None, None);
        for period in periods {
            let inner = Place::period(place.whose.clone(), period);
            let whose = match &place.whose {
                Node::Person(_) => vec![inner.clone()],
                Node::Unit(unit) => {
                    self.people_of(unit, &inner).into_iter().map(|who| inner.of(Node::Person(who))).collect()
                }
            };
            for place in
                whose.into_iter().filter(|place| self.is_for(plan.who.as_ref().map(FormulaText::as_str), place))
            {
                let term = match self.statement(name, component, &place) {
                    Ok(term) => Some(term),
                    Err(why) => {
                        let term = stand_in(missing, why.clone())?;
                        if term.is_none() {
                            first = first.or(Some(why));
                        }
                        term
                    }
                };
                if let Some(term) = term {
                    sum = Some(fitted(sum.unwrap_or_else(zero) + term, self.precision)?);
                }
            }
        }
        sum.ok_or_else(|| first.unwrap_or_else(|| "not_a_member".to_owned()))
    }

    fn statement(&self, name: &str, component: Option<&str>, place: &Place) -> Out<Number> {
        let plan = self.plan.incentives.get(name).unwrap();
        if !self.is_for(plan.who.as_ref().map(FormulaText::as_str), place) {
            return Err("not_a_member".to_owned());
        }
        let mut sum = zero();
        for line in plan.components.iter().filter(|line| component.is_none_or(|id| line.id == id)) {
            sum = fitted(sum + self.line(line, place)?, self.precision)?;
        }
        Ok(sum)
    }

    fn line(&self, line: &ComponentDefinition, place: &Place) -> Out<Number> {
        if !line.when.as_ref().is_none_or(|when| self.holds(when.as_str(), place, false)) {
            return Ok(zero());
        }
        let base = line.base.as_ref().map(|base| self.text(base.as_str(), place));
        let with_base = |text: &str| {
            let known = base.as_ref().and_then(|base| base.as_ref().ok());
            self.eval(&attain::formula::parse(text).unwrap(), Asked { base: known, ..Asked::at(place) })
        };
        let exact = match (&line.pay, &line.table) {
            (Some(pay), _) => {
                if let Some(Err(why)) = &base {
                    return Err(why.clone());
                }
                with_base(pay.as_str())?.amount()?
            }
            (None, Some(source)) => {
                let table = self.table(source);
                let rate = table.rows[0].contains_key("rate");
                let by = match &line.by {
                    Some(by) => with_base(by.as_str())?.amount()?,
                    None => base.clone().unwrap()?.amount()?,
                };
                if table.read.accumulates() {
                    let base = match &line.by {
                        Some(_) => base.clone().map(|base| base.and_then(|base| base.amount())).transpose()?,
                        None => None,
                    };
                    self.paid_by_table(table, &by, base.as_ref())?
                } else {
                    let read = self.paid_by_table(table, &by, None)?;
                    if rate { fitted(base.clone().unwrap()?.amount()? * read, self.precision)? } else { read }
                }
            }
            _ => panic!("nothing is paid"),
        };
        let house = self.plan.rules.as_ref().and_then(|rules| rules.rounding.as_ref());
        let rounding = line.rounding.as_ref().or(house).unwrap();
        Ok(rounded(&exact, &number(&rounding.to), &rounding.mode))
    }

    /// The rank of everybody who has a place in a ranking.
    pub(crate) fn ranking(&self, name: &str, place: &Place) -> Vec<(String, Out<Number>)> {
        let ranking = self.plan.rankings.get(name).unwrap();
        let who = ranking.who.as_ref().map(FormulaText::as_str);
        let people: Vec<String> =
            self.people().into_iter().filter(|one| self.is_for(who, &place.of(Node::Person(one.clone())))).collect();
        let value = |who: &String| {
            self.text(ranking.by.as_str(), &place.of(Node::Person(who.clone()))).and_then(|value| value.amount())
        };
        let values: Vec<Out<Number>> = people.iter().map(value).collect();
        let order = ranking.order.or_else(|| {
            let better = self.plan.kpis.get(ranking.by.as_str())?.better?;
            Some(if better == Better::Lower { Order::LowestFirst } else { Order::HighestFirst })
        });
        let ties = ranking.ties.or(self.plan.rules.as_ref().and_then(|rules| rules.ties)).unwrap();
        let ranks = ranked(&values, order == Some(Order::LowestFirst), ties);
        people.into_iter().zip(ranks).collect()
    }
}
