//! Everything that an engine answers, as text.

use std::fmt::{Debug, Write};

use attain::calendar::{Period, Span};
use attain::engine::View;
use attain::kpi::When;
use attain::measure::Whose;
use attain::trace::Language;

use super::story::day;

/// Everybody and every unit.
pub fn nodes(view: &View) -> Vec<Whose> {
    let people = view.org().people().map(|(person, _)| Whose::Person(person));
    people.chain(view.org().units().map(|(unit, _)| Whose::Unit(unit))).collect()
}

/// The quota periods.
pub fn periods(view: &View) -> Vec<Period> {
    let calendar = view.plan().calendar();
    calendar.parts(span(), calendar.grain("quota_period").unwrap()).unwrap()
}

/// The days of all quota periods.
pub fn span() -> Span {
    Days(9, 154).span()
}

/// Days by their numbers, from the first to before the last.
#[derive(Clone, Copy, Debug)]
pub struct Days(pub i64, pub i64);

impl Days {
    /// As a span.
    pub fn span(self) -> Span {
        Span::new(day(self.0), day(self.1)).unwrap()
    }
}

/// Periods, months, and days that cut through both.
pub fn times(view: &View) -> Vec<When> {
    let mut times: Vec<When> = periods(view).into_iter().map(When::from).collect();
    let more = ["span 2024-01-10", "2024-02", "2024-04"];
    times.extend(more.map(|label| When::from(view.period(label).unwrap())));
    times.extend([Days(24, 101), Days(-20, 12)].map(|days| When::from(days.span())));
    times
}

/// All figures of everybody at all times.
pub fn figures(view: &View) -> String {
    figures_at(view, &times(view))
}

/// All figures of everybody at some times.
pub fn figures_at(view: &View, times: &[When]) -> String {
    let mut text = String::new();
    for when in times.iter().copied() {
        for whose in nodes(view) {
            let name = view.name(whose);
            for kpi in view.plan().kpis().rows() {
                put(&mut text, name, kpi.name.as_str(), &view.value(kpi.name.as_str(), whose, when));
            }
            put(&mut text, name, "target", &view.target("sales", whose, when));
            put(&mut text, name, "attainment", &view.attainment("sales", whose, when));
            put(&mut text, name, "pace", &view.pace("sales", whose, when));
            put(&mut text, name, "run rate", &view.run_rate("sales", whose, when));
            put(&mut text, name, "card", &view.scorecard("rep", whose, when));
            for component in [None, Some("commission"), Some("bonus")] {
                put(&mut text, name, "pay", &view.pay("pay", component, whose, when));
            }
        }
        for ranking in ["score", "lines", "fewest"] {
            put(&mut text, "ranking", ranking, &view.ranking(ranking, when));
            for (_, person) in view.org().people() {
                put(&mut text, person.key().as_str(), ranking, &view.rank_change(ranking, person.key().as_str(), when));
            }
        }
    }
    put(&mut text, "findings", "", &view.findings());
    text
}

fn put(text: &mut String, who: &str, what: &str, answer: &dyn Debug) {
    writeln!(text, "{who} {what} {answer:?}").unwrap();
}

/// How figures came about, in words, for everybody.
pub fn explanations(view: &View) -> String {
    let mut text = String::new();
    let span = When::from(view.period("span 2024-01-10").unwrap());
    let days = When::from(Days(24, 101).span());
    for whose in nodes(view) {
        for kpi in ["growth", "repeat_rate", "middle", "per_head", "against_peers"] {
            text += &view.explain(kpi, whose, span).unwrap().to_text(Language::English);
        }
        text += &view.explain("margin_rate", whose, days).unwrap().to_text(Language::Chinese);
        text += &view.explain_scorecard("rep", whose, periods(view)[1]).unwrap().to_text(Language::English);
        text += &view.explain_statement("pay", whose, span).unwrap().to_text(Language::Chinese);
    }
    text
}

/// All figures, and how they came about.
pub fn everything(view: &View) -> String {
    figures(view) + &explanations(view)
}

/// The first line in which two texts differ; nothing where they are equal.
pub fn difference(one: &str, other: &str) -> Option<String> {
    let lines = one.lines().zip(other.lines()).find(|(one, other)| one != other);
    match lines {
        Some((one, other)) => Some(format!("{one}\n{other}")),
        None => (one != other).then(|| "one of the texts is longer".to_owned()),
    }
}
