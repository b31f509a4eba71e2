//! Asking both, and noting where they differ.

use std::fmt::Debug;

use attain::calendar::Span;
use attain::engine::View;
use attain::kpi::When;
use attain::measure::Whose;
use attain::quantity::{Fraction, Outcome};

use crate::naive::{Naive, Node, Time};
use crate::number::{Number, big, number, said};

/// A time as both know it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    when: When,
    time: Time,
}

impl Asked {
    pub(crate) fn period(view: &View, label: &str, time: Time) -> Asked {
        let period = view.period(label).unwrap();
        assert_eq!((period.first(), period.end()), (time.from, time.to));
        Asked { when: When::from(period), time }
    }

    pub(crate) fn span(time: Time) -> Asked {
        Asked { when: When::from(Span::new(time.from, time.to).unwrap()), time }
    }
}

/// All figures in which the two differ.
pub(crate) fn check(view: &View, naive: &Naive, asked: Asked) -> Vec<String> {
    let mut differences = Vec::new();
    let people: Vec<&str> = view.org().people().map(|(_, person)| person.key().as_str()).collect();
    let units: Vec<&str> = view.org().units().map(|(_, unit)| unit.key().as_str()).collect();
    assert!(people.iter().copied().eq(naive.people().iter().map(String::as_str)));
    assert!(units.iter().copied().eq(naive.units().iter().map(String::as_str)));
    for (who, whose) in people.into_iter().map(|who| (who, view.person(who).unwrap())) {
        check_node(view, naive, asked, (whose, &Node::Person(who.to_owned())), &mut differences);
        check_card(view, naive, asked, (whose, who), &mut differences);
    }
    for (unit, whose) in units.into_iter().map(|unit| (unit, view.unit(unit).unwrap())) {
        check_node(view, naive, asked, (whose, &Node::Unit(unit.to_owned())), &mut differences);
    }
    differences
}

fn note<T: PartialEq + Debug>(differences: &mut Vec<String>, what: &str, asked: Asked, engine: &T, naive: &T) {
    if engine != naive {
        differences.push(format!("{what}, {:?}: engine {engine:?}, naive {naive:?}", asked.time));
    }
}

fn check_node(view: &View, naive: &Naive, asked: Asked, who: (Whose, &Node), differences: &mut Vec<String>) {
    let ((whose, node), Asked { when, time }) = (who, asked);
    // The naive implementation has no fold over members: a unit's may be units and people.
    for kpi in view.plan().kpis().rows().iter().map(|kpi| kpi.name.as_str()) {
        if !["best_member", "sellers"].contains(&kpi) {
            let engine = said(&view.value(kpi, whose, when).unwrap());
            note(differences, &format!("{kpi} of {node:?}"), asked, &engine, &naive.kpi(kpi, node, time));
        }
    }
    let target = said(&view.target("sales", whose, when).unwrap().counts);
    note(differences, &format!("target of {node:?}"), asked, &target, &naive.target(node, time));
    let attainment = said(&view.attainment("sales", whose, when).unwrap());
    note(differences, &format!("attainment of {node:?}"), asked, &attainment, &naive.attainment(node, time));
    for component in [None, Some("commission"), Some("bonus")] {
        let pay = view.pay("pay", component, whose, when).unwrap().ok().map(big);
        note(differences, &format!("pay {component:?} of {node:?}"), asked, &pay, &naive.pay(component, node, time));
    }
}

fn check_card(view: &View, naive: &Naive, asked: Asked, who: (Whose, &str), differences: &mut Vec<String>) {
    let ((whose, who), Asked { when, time }) = (who, asked);
    let card = view.scorecard("rep", whose, when).unwrap();
    let expected = naive.card(who, time);
    let points = |outcome: Outcome<Fraction>| outcome.ok().map(big);
    let close =
        |one: &Number, other: &Number| (one - other) < number("0.000000001") && (other - one) < number("0.000000001");
    let own = card.clone().ok().and_then(|card| points(card.points()));
    match (&own, &expected) {
        // A sum of fractions that outgrows 127 bits is rounded to twelve decimals on the way.
        (Some(own), Some(expected)) if close(own, &expected.points) => {}
        (None, None) => {}
        _ => differences.push(format!("points of {who}, {time:?}: engine {own:?}, naive {expected:?}")),
    }
    let score = card.clone().ok().and_then(|card| card.score().ok()).map(|score| big(Fraction::from(score)));
    note(differences, &format!("score of {who}"), asked, &score, &expected.as_ref().map(|card| card.score.clone()));
    let grade = card.ok().and_then(|card| card.grade()?.ok()).map(|grade| grade.grade.to_string());
    note(differences, &format!("grade of {who}"), asked, &grade, &expected.map(|card| card.grade.to_owned()));
    let rank = view.ranking("score", when).unwrap().of(who).and_then(|place| place.rank.clone().ok()).map(big);
    note(differences, &format!("rank of {who}"), asked, &rank, &naive.rank(who, time));
    let change = view.rank_change("score", who, when).unwrap().ok().map(big);
    let before = time.prior.and_then(|(from, to)| naive.rank(who, naive.before(from, to)));
    let expected = before.zip(naive.rank(who, time)).map(|(before, now)| before - now);
    note(differences, &format!("rank change of {who}"), asked, &change, &expected);
}
