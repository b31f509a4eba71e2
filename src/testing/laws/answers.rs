//! Everything that a plan has to say about everybody.

use std::collections::BTreeMap;

use crate::engine::View;
use crate::kpi::When;
use crate::measure::Whose;
use crate::quantity::{Fraction, Outcome, Value};
use crate::trace::Language;

use super::Finding;

/// All figures of everybody in some times, as text, by what is asked.
///
/// # Example
///
/// ```
/// use attain::testing::laws::Answers;
/// use attain::testing::{Size, Story};
///
/// let view = Story::new(3, &Size::small()).view()?;
/// let time = view.period("2024-03-01")?;
/// assert_eq!(Answers::of(&view, &[time.into()]), Answers::of(&view, &[time.into()]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers(BTreeMap<String, String>);

impl Answers {
    /// What a view answers: KPIs, targets and how far they are attained, scores, grades, pay and ranks.
    pub fn of(view: &View, times: &[When]) -> Answers {
        let mut answers = Answers::default();
        let people = view.org().people().map(|(id, _)| Whose::Person(id));
        let everybody: Vec<Whose> = people.chain(view.org().units().map(|(id, _)| Whose::Unit(id))).collect();
        for when in times {
            for whose in &everybody {
                answers.ask(view, *whose, *when);
            }
            for ranking in view.plan().definition().rankings.keys() {
                let Ok(ranks) = view.ranking(ranking, *when) else { continue };
                for place in &ranks.places {
                    answers.add(&format!("ranking {ranking} of {}", place.who), *when, amount(place.rank.clone()));
                }
            }
        }
        answers
    }

    /// Why each KPI of everybody is what it is, in a time: the whole explanation, as text.
    pub(super) fn explained(view: &View, when: When) -> Answers {
        let mut answers = Answers::default();
        let people = view.org().people().map(|(id, _)| Whose::Person(id));
        for whose in people.chain(view.org().units().map(|(id, _)| Whose::Unit(id))) {
            for kpi in view.plan().definition().kpis.keys() {
                let text = view.explain(kpi, whose, when).map(|trace| trace.to_text(Language::English));
                let what = format!("why {kpi} of {}", view.name(whose));
                answers.add(&what, when, text.unwrap_or_else(|error| error.to_string()));
            }
        }
        answers
    }

    /// Each figure, by what is asked, with its value or why there is none.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(what, told)| (what.as_str(), told.as_str()))
    }

    /// Where others differ from these, as findings of a law.
    pub(super) fn compare(&self, others: &Answers, law: &'static str, tried: &str, findings: &mut Vec<Finding>) {
        let none = String::from("nobody asks");
        for what in self.0.keys().chain(others.0.keys().filter(|what| !self.0.contains_key(*what))) {
            let (own, other) = (self.0.get(what).unwrap_or(&none), others.0.get(what).unwrap_or(&none));
            if own != other {
                let found = format!("{what} is {other}, and was {own}");
                findings.push(Finding { law, tried: tried.to_owned(), found });
            }
        }
    }

    fn add(&mut self, what: &str, when: When, told: String) {
        let span = when.span();
        self.0.insert(format!("{what} from {} to {}", span.from(), span.to()), told);
    }

    fn ask(&mut self, view: &View, whose: Whose, when: When) {
        let definition = view.plan().definition();
        let name = view.name(whose).to_owned();
        let is = if matches!(whose, Whose::Person(_)) { "person" } else { "unit" };
        let mut add = |what: String, told: String| self.add(&format!("{what} of {is} {name}"), when, told);
        for kpi in definition.kpis.keys() {
            add(kpi.clone(), view.value(kpi, whose, when).map_or_else(|error| error.to_string(), told));
        }
        for kpi in definition.targets.keys() {
            let Ok(figures) = view.target(kpi, whose, when) else { continue };
            add(format!("target {kpi}"), told(figures.counts));
            add(format!("coverage {kpi}"), told(figures.coverage));
            for (what, asked) in [("pace", view.pace(kpi, whose, when)), ("run rate", view.run_rate(kpi, whose, when))]
            {
                add(format!("{what} {kpi}"), asked.map_or_else(|error| error.to_string(), told));
            }
            let attained = view.attainment(kpi, whose, when);
            add(format!("attainment {kpi}"), attained.map_or_else(|error| error.to_string(), told));
        }
        for card in definition.scorecards.keys() {
            let Ok(scored) = view.scorecard(card, whose, when) else { continue };
            let score = scored.clone().and_then(|card| card.score()).map(Fraction::from);
            add(format!("score {card}"), amount(score));
            let grade = scored.ok().and_then(|card| card.grade()).map(|grade| told(grade.map(|grade| grade.grade)));
            add(format!("grade {card}"), grade.unwrap_or_default());
        }
        for plan in definition.incentives.keys() {
            add(
                format!("pay {plan}"),
                view.pay(plan, None, whose, when).map_or_else(|error| error.to_string(), amount),
            );
        }
    }
}

pub(super) fn told(outcome: Outcome) -> String {
    match outcome {
        Ok(value) => value.to_string(),
        Err(why) => format!("undefined: {why}"),
    }
}

fn amount(outcome: Outcome<Fraction>) -> String {
    told(outcome.map(Value::Number))
}
