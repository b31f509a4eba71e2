//! Random plans and logs: all figures of the engine against those of the interpreter.
//!
//! A case that differs is made small, and printed as JSON with its seed. `ATTAIN_CASES` says how many cases,
//! `ATTAIN_SEED` from which seed on, `ATTAIN_THREADS` on how many threads, `ATTAIN_SIZE` how large they are (`small`,
//! `default`, `large`): `ATTAIN_SEED=1052 ATTAIN_CASES=1` tries one again.

use std::collections::BTreeMap;

use crate::testing::{Dice, Size, Story};
use attain::Plan;
use attain::calendar::{Period, Span};
use attain::engine::View;
use attain::kpi::When;
use attain::measure::Whose;
use attain::quantity::{Fraction, Outcome, Value};

use crate::interpreter::value::{Number, Out, V, code, said};
use crate::interpreter::{Interpreter, Node, Place};

/// A time as both know it.
#[derive(Clone, Copy)]
enum Time {
    Period(Period),
    Days(Span),
}

impl Time {
    fn when(self) -> When {
        match self {
            Time::Period(period) => When::from(period),
            Time::Days(span) => When::from(span),
        }
    }

    fn place(self, whose: Node) -> Place {
        match self {
            Time::Period(period) => Place::period(whose, period),
            Time::Days(span) => Place::days(whose, span.from(), span.to()),
        }
    }
}

/// Figures by what is asked.
#[derive(Default)]
struct Figures {
    differ: BTreeMap<String, (Out, Out)>,
    defined: u64,
    all: u64,
}

impl Figures {
    fn add(&mut self, what: String, engine: Out, naive: Out) {
        self.all += 1;
        self.defined += u64::from(engine.is_ok());
        self.compare(what, engine, naive);
    }

    /// One that is reckoned from others alone: how many of those are defined says nothing more of it.
    fn compare(&mut self, what: String, engine: Out, naive: Out) {
        if engine != naive {
            self.differ.insert(what, (engine, naive));
        }
    }
}

fn defined(out: Out) -> Out {
    out.map_err(|_| "undefined".to_owned())
}

fn numbers(outcome: Outcome<Fraction>) -> Out {
    said(&outcome.map(Value::Number))
}

/// Times to ask about: periods of several grains, and days that are none.
fn times(story: &Story, plan: &Plan, seed: u64) -> Vec<Time> {
    let mut dice = Dice::new(seed);
    let mut times = Vec::new();
    let grains: Vec<_> = plan.calendar().grains().collect();
    let of_pay = story.plan.incentives.values().filter_map(|pay| plan.calendar().grain(&pay.grain));
    let declared: Vec<_> = plan.targets().iter().map(|target| target.grain).chain(of_pay).collect();
    // Most happens in the first half of the year.
    let last = story.as_of.min(chrono::NaiveDate::from_ymd_opt(2024, 7, 31).unwrap());
    let mut some_day = || last - chrono::Days::new(u64::try_from(dice.below(220)).unwrap());
    let (first, second, from) = (some_day(), some_day(), some_day());
    for day in [first, second] {
        let grain = if dice.chance(60) { dice.pick(&declared) } else { None };
        let grain = grain.unwrap_or_else(|| dice.pick(&grains).unwrap());
        times.extend(plan.calendar().period(*grain, day).ok().map(Time::Period));
    }
    let days = Span::new(from, from + chrono::Days::new(1 + u64::try_from(dice.below(120)).unwrap())).unwrap();
    if dice.chance(40) {
        times.push(Time::Days(days));
    }
    times
}

/// Where the two differ.
fn figures(story: &Story, seed: u64) -> Figures {
    let (engine, admissions) = story.recorded().unwrap();
    let view = engine.view(story.as_of);
    let naive = Interpreter::new(story, view.plan(), &admissions);
    let mut figures = Figures::default();
    let people: Vec<String> = view.org().people().map(|(_, person)| person.key().to_string()).collect();
    let units: Vec<String> = view.org().units().map(|(_, unit)| unit.key().to_string()).collect();
    assert_eq!((&people, &units), (&naive.people(), &naive.units()), "who there is");
    for time in times(story, view.plan(), seed) {
        for who in &people {
            check(&view, &naive, time, view.person(who).unwrap(), &Node::Person(who.clone()), &mut figures);
        }
        for unit in &units {
            check(&view, &naive, time, view.unit(unit).unwrap(), &Node::Unit(unit.clone()), &mut figures);
        }
        for name in story.plan.rankings.keys() {
            let engine = view.ranking(name, time.when()).unwrap();
            let of_naive = naive.ranking(name, &time.place(Node::Person(String::new())));
            let own = |rank: &Out<Number>| rank.clone().map(V::Number);
            let mut ranked: Vec<(String, Out)> =
                engine.places.iter().map(|place| (place.who.to_string(), numbers(place.rank.clone()))).collect();
            ranked.sort_by(|one, other| one.0.cmp(&other.0));
            let who = |list: &[(String, Out)]| list.iter().map(|(who, _)| who.clone()).collect::<Vec<_>>().join(",");
            let expected: Vec<(String, Out)> = of_naive.iter().map(|(who, rank)| (who.clone(), own(rank))).collect();
            figures.add(format!("who is in {name}"), Ok(V::Text(who(&ranked))), Ok(V::Text(who(&expected))));
            for ((who, engine), (_, naive)) in ranked.into_iter().zip(expected) {
                figures.add(format!("{name} of {who} in {:?}", time.when().span()), defined(engine), defined(naive));
            }
        }
    }
    figures
}

fn differences(story: &Story, seed: u64) -> BTreeMap<String, (Out, Out)> {
    figures(story, seed).differ
}

fn check(view: &View, naive: &Interpreter<'_>, time: Time, whose: Whose, node: &Node, figures: &mut Figures) {
    let (when, place) = (time.when(), time.place(node.clone()));
    let plan = naive.plan;
    let figures = std::cell::RefCell::new(figures);
    let named = |what: &str| format!("{what} of {node:?} in {:?}", when.span());
    let note = |what: &str, engine: Out, naive: Out| figures.borrow_mut().add(named(what), engine, naive);
    let also = |what: &str, engine: Out, naive: Out| figures.borrow_mut().compare(named(what), engine, naive);
    for kpi in plan.kpis.keys() {
        note(kpi, said(&view.value(kpi, whose, when).unwrap()), naive.kpi(kpi, &place));
    }
    for kpi in plan.targets.keys() {
        let figures = view.target(kpi, whose, when).unwrap();
        note(&format!("target {kpi}"), said(&figures.counts), naive.target(kpi, "target", &place).map(V::Number));
        note(&format!("own target {kpi}"), said(&figures.own), naive.own_target(kpi, "target", &place).map(V::Number));
        let coverage = said(&figures.coverage);
        let attained = said(&view.attainment(kpi, whose, when).unwrap());
        note(&format!("attainment {kpi}"), attained, naive.attainment(kpi, &place));
        also(&format!("coverage {kpi}"), coverage, naive.coverage(kpi, &place).map(V::Number));
        if plan.targets.get(kpi).unwrap().pace.is_some() {
            let (pace, rate) = (view.pace(kpi, whose, when).unwrap(), view.run_rate(kpi, whose, when).unwrap());
            also(&format!("pace {kpi}"), said(&pace), naive.pace(kpi, &place).map(V::Number));
            also(&format!("run rate {kpi}"), said(&rate), naive.run_rate(kpi, &place).map(V::Number));
        }
    }
    for name in plan.scorecards.keys() {
        let card = view.scorecard(name, whose, when).unwrap();
        let score = card.clone().and_then(|card| card.score());
        note(&format!("score {name}"), numbers(score.map(Fraction::from)), naive.score(name, &place).map(V::Number));
        if plan.scorecards.get(name).unwrap().grades.is_some() {
            let grade =
                card.map_err(|why| code(&why)).and_then(|card| said(&card.grade().unwrap().map(|grade| grade.grade)));
            note(&format!("grade {name}"), grade, naive.grade(name, &place));
        }
    }
    for (name, incentive) in &plan.incentives {
        for component in [None].into_iter().chain(incentive.components.iter().map(|one| Some(one.id.as_str()))) {
            let engine = numbers(view.pay(name, component, whose, when).unwrap());
            // Which of base and `by` is the first to be undefined is nowhere said.
            let paid = naive.pay(name, component, &place).map(V::Number);
            note(&format!("pay {name} {component:?}"), defined(engine), defined(paid));
        }
    }
}

fn variable(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().unwrap())
}

/// How large stories are: `ATTAIN_SIZE` may say `default` or `large`.
fn size() -> Size {
    match std::env::var("ATTAIN_SIZE").as_deref() {
        Ok("default") => Size::default(),
        Ok("large") => Size::large(),
        _ => Size::small(),
    }
}

#[test]
fn random_plans_have_the_figures_that_straight_loops_give() {
    let (first, count) = (variable("ATTAIN_SEED", 0), variable("ATTAIN_CASES", 10_000));
    let next = std::sync::atomic::AtomicU64::new(first);
    let worst = std::sync::Mutex::new(None);
    let known = std::sync::Mutex::new((0, 0));
    let work = || {
        loop {
            let seed = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            if seed >= first + count || worst.lock().unwrap().is_some() {
                return;
            }
            let story = Story::new(seed, &size());
            match std::panic::catch_unwind(|| figures(&story, seed)) {
                Ok(figures) if figures.differ.is_empty() => {
                    let mut known = known.lock().unwrap();
                    *known = (known.0 + figures.defined, known.1 + figures.all);
                }
                _ => {
                    worst.lock().unwrap().get_or_insert(seed);
                }
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..variable("ATTAIN_THREADS", 2) {
            scope.spawn(work);
        }
    });
    if let Some(seed) = *worst.lock().unwrap() {
        std::panic::set_hook(Box::new(|_| {}));
        let wrong = |story: &Story| {
            std::panic::catch_unwind(|| differences(story, seed)).map_or(true, |found| !found.is_empty())
        };
        let small = Story::new(seed, &size()).shrunk(wrong);
        let found = std::panic::catch_unwind(|| differences(&small, seed));
        let _ = std::panic::take_hook();
        panic!("seed {seed}: {}\n{found:#?}", serde_json::to_string(&small).unwrap());
    }
    let (defined, all) = *known.lock().unwrap();
    assert!(count < 1_000 || defined * 100 >= all * 25, "of {all} figures only {defined} are defined");
}
