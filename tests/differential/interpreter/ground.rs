//! What is known when a target is cut: who belongs to whom, and what the figures are.

use std::rc::Rc;

use attain::calendar::Period;
use attain::formula::{Group, Program};
use attain::id::Key;
use attain::kpi::Question;
use attain::quantity::{Fraction, Outcome, Why};
use attain::target::{ByDefinition, Ground, Holder, Spot, TargetPlan};

use super::value::{Number, Out};
use super::{Interpreter, Node, Place};

/// The targets of a KPI, and what was known when one was set.
pub(crate) struct Known<'i, 's> {
    pub(crate) then: Rc<Interpreter<'s>>,
    pub(crate) target: &'i TargetPlan,
    /// The texts of their formulas, each with the place of the formula in the cuts.
    pub(crate) texts: &'i [(usize, String)],
}

/// The formulas of the cuts of a KPI's targets as they are written, in the order of the cuts.
pub(crate) fn texts(interpreter: &Interpreter<'_>, kpi: &str) -> Vec<(usize, String)> {
    let mut texts = Vec::new();
    for (at, split) in interpreter.plan.targets.get(kpi).unwrap().split.iter().enumerate() {
        match &split.by {
            None => {}
            Some(ByDefinition::One(text)) => texts.push((at, text.as_str().to_owned())),
            Some(ByDefinition::Blend(drivers)) => {
                texts.extend(drivers.iter().map(|driver| (at, driver.by.as_str().to_owned())));
            }
        }
        if let Some(within) = &split.within {
            let (least, most) = within.as_str().split_once("..").unwrap();
            let ends = [least, most].map(str::trim).into_iter().filter(|end| !end.is_empty());
            texts.extend(ends.map(|end| (at, end.to_owned())));
        }
    }
    texts
}

pub(crate) fn node(holder: &Holder) -> Node {
    match holder {
        Holder::Unit(key) => Node::Unit(key.as_str().to_owned()),
        Holder::Person(key) => Node::Person(key.as_str().to_owned()),
    }
}

pub(crate) fn holder(node: &Node) -> Holder {
    match node {
        Node::Unit(key) => Holder::Unit(Key::new(key).unwrap()),
        Node::Person(key) => Holder::Person(Key::new(key).unwrap()),
    }
}

/// The number as the crate has it.
pub(crate) fn fraction(number: &Number) -> Fraction {
    let side = |side: &dyn std::fmt::Display| side.to_string().parse::<i128>().unwrap();
    Fraction::new(side(number.numer()), side(number.denom())).unwrap()
}

fn why(code: &str) -> Why {
    match code.split_once(' ') {
        Some(("missing", name)) => Why::Missing(name.into()),
        _ => match code {
            "divided_by_zero" => Why::DividedByZero,
            "overflow" => Why::Overflow,
            "not_a_number" => Why::NotANumber,
            "no_facts" => Why::NoFacts,
            "not_a_member" => Why::NotAMember,
            "no_peers" => Why::NoPeers,
            "before_first_period" => Why::BeforeFirstPeriod,
            "out_of_table" => Why::OutOfTable,
            "too_few" => Why::TooFew { have: 0, need: 0 },
            "no_rate" => Why::NoRate,
            "nothing_defined" => Why::NothingDefined,
            "no_period" => Why::NoPeriod,
            "unknown_year" => Why::UnknownYear(0),
            "no_working_hours" => Why::NoWorkingHours,
            other => panic!("`{other}` where a target is cut"),
        },
    }
}

impl Known<'_, '_> {
    fn knows(&self, node: &Node) -> bool {
        match node {
            Node::Person(who) => self.then.people().contains(who),
            Node::Unit(unit) => self.then.units().contains(unit),
        }
    }

    /// The text of a formula of the plan: the same one, by its place.
    fn text(&self, formula: &Program<Question>) -> &str {
        let mut all = self.target.splits.iter().flat_map(attain::target::Split::formulas);
        let at = all.position(|known| std::ptr::eq(known, formula)).unwrap();
        &self.texts[at].1
    }

    /// A figure of somebody in a period, of a part of the facts.
    pub(crate) fn figure(&self, text: &str, node: &Node, when: Period, of: &[(String, String)]) -> Out<Number> {
        if !self.knows(node) {
            return Err("not_a_member".to_owned());
        }
        let before = self.then.narrowed.replace(of.to_vec());
        let figure = self.then.text(text, &Place::period(node.clone(), when));
        self.then.narrowed.replace(before);
        figure?.amount()
    }
}

impl Ground for Known<'_, '_> {
    fn members(&self, unit: &Key, when: Period) -> Vec<Holder> {
        let unit = Node::Unit(unit.as_str().to_owned());
        if !self.knows(&unit) {
            return Vec::new();
        }
        let members = self.then.members(&Group::Members, &Place::period(unit, when)).unwrap();
        members.iter().map(|place| holder(&place.whose)).collect()
    }

    fn above(&self, who: &Holder, when: Period) -> Vec<Key> {
        let node = node(who);
        let place = Place::period(node.clone(), when);
        let Some((unit, day)) = self.then.unit_of(&place).filter(|_| self.knows(&node)) else { return Vec::new() };
        let path = self.then.path(&unit, day).into_iter();
        path.skip(usize::from(matches!(node, Node::Unit(_)))).map(|unit| Key::new(unit).unwrap()).collect()
    }

    fn level(&self, unit: &Key, when: Period) -> Option<(usize, usize)> {
        let tree = self.then.tree_of(unit.as_str())?;
        let tree = self.then.trees().iter().position(|known| *known == tree)?;
        Some((tree, self.then.path(unit.as_str(), when.last()).len() - 1))
    }

    fn figure(&self, formula: &Program<Question>, whose: &Holder, when: Period) -> Outcome<Fraction> {
        self.figure_of(formula, (whose, when, &attain::target::OfFields::default()))
    }

    fn figure_of(&self, formula: &Program<Question>, (whose, when, of): Spot<'_>) -> Outcome<Fraction> {
        let of: Vec<(String, String)> = of.iter().map(|(name, value)| (name.to_string(), value.clone())).collect();
        let figure = Known::figure(self, self.text(formula), &node(whose), when, &of);
        figure.map(|number| fraction(&number)).map_err(|code| why(&code))
    }
}
