//! Scores, grades, ranks and pay of the naive implementation.

use crate::naive::{Naive, Node, Time};
use crate::number::{Number, half_up, number, on_line, ratio, sum, whole};

/// What a person's card comes to.
#[derive(Clone, Debug)]
pub(crate) struct Card {
    pub(crate) points: Number,
    pub(crate) score: Number,
    pub(crate) grade: &'static str,
}

impl Naive {
    /// The card of a rep; nothing for others, and where nothing in it is defined.
    pub(crate) fn card(&self, who: &str, time: Time) -> Option<Card> {
        if self.role(who, time).as_deref() != Some("rep") {
            return None;
        }
        let node = Node::Person(who.to_owned());
        let to_peers = |kpi: &str| {
            let value = self.kpi(kpi, &node, time).zip(self.of_peers(kpi, &node, time));
            value.and_then(|(own, peers)| ratio(&own, &peers)).map(|value| points(&value))
        };
        let attainment = self.attainment(&node, time).map(|value| points(&value));
        let growth = self.kpi("growth", &node, time).map(|value| growth_points(&value));
        let repeat = self.kpi("repeat_rate", &node, time).map(|value| repeat_points(&value));
        let results = weigh([(70, attainment), (30, growth)]);
        let process = weigh([(50, to_peers("lines_per_order")), (50, to_peers("average_order_value"))]);
        let customer = weigh([(50, to_peers("customers")), (50, repeat)]);
        let points = weigh([(60, results), (30, process), (10, customer)])?;
        let score = half_up(&points, 2);
        let grade = match () {
            () if score >= whole(110) => "S",
            () if score >= whole(95) => "A",
            () if score >= whole(75) => "B",
            () => "C",
        };
        Some(Card { points, score, grade })
    }

    /// Among reps, by score: one more than there are better ones.
    pub(crate) fn rank(&self, who: &str, time: Time) -> Option<Number> {
        let own = self.card(who, time)?.score;
        let scores = self.people().into_iter().filter_map(|other| self.card(&other, time));
        let better = scores.filter(|card| card.score > own).count();
        Some(whole(i64::try_from(better).unwrap() + 1))
    }

    fn commission(&self, who: &str, period: Time) -> Option<Number> {
        self.last_day(who, period)?;
        let rate = number(&self.attribute(who, period, |one| &one.commission_rate)?);
        Some(half_up(&(self.kpi("sales", &Node::Person(who.to_owned()), period)? * rate), 2))
    }

    fn bonus(&self, who: &str, period: Time) -> Option<Number> {
        self.last_day(who, period)?;
        let attainment = self.attainment(&Node::Person(who.to_owned()), period);
        if attainment.is_none_or(|attainment| attainment < whole(1)) {
            return Some(whole(0));
        }
        Some(number(&self.attribute(who, period, |one| &one.bonus)?))
    }

    /// What a component pays, or all of them: of a unit, what its people are paid; nothing where nobody is.
    pub(crate) fn pay(&self, component: Option<&str>, node: &Node, time: Time) -> Option<Number> {
        let mut paid = Vec::new();
        for pair in self.bounds.windows(2).filter(|pair| time.from <= pair[0] && pair[1] <= time.to) {
            let period = Time::days(pair[0], pair[1]);
            let people = match node {
                Node::Person(who) => vec![who.clone()],
                Node::Unit(unit) => self.people_of(unit, period),
            };
            paid.extend(people.iter().filter_map(|who| match component {
                Some("commission") => self.commission(who, period),
                Some(_) => self.bonus(who, period),
                None => Some(self.commission(who, period)? + self.bonus(who, period)?),
            }));
        }
        (!paid.is_empty()).then(|| sum(paid))
    }
}

/// The weighted mean of what is defined.
fn weigh<const N: usize>(items: [(i64, Option<Number>); N]) -> Option<Number> {
    let defined: Vec<(i64, Number)> = items.into_iter().filter_map(|(weight, value)| Some((weight, value?))).collect();
    let weights = whole(defined.iter().map(|(weight, _)| weight).sum());
    ratio(&sum(defined.iter().map(|(weight, value)| whole(*weight) * value)), &weights)
}

fn points(value: &Number) -> Number {
    on_line(&[(whole(0), 0), (whole(1), 100), (number("1.2"), 120)], value)
}

fn growth_points(value: &Number) -> Number {
    on_line(&[(number("-0.5"), 0), (whole(0), 80), (number("0.5"), 120)], value)
}

fn repeat_points(value: &Number) -> Number {
    on_line(&[(whole(0), 0), (number("0.8"), 100), (whole(1), 120)], value)
}
