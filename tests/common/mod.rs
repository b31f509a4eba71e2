//! What tables of cases need to ask an engine in a few words.

#![allow(dead_code, reason = "each table of cases uses some of it")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at the first surprise")]

pub(crate) mod crowd;

use attain::calendar::{Span, parse_day};
use attain::engine::{Engine, View};
use attain::kpi::When;
use attain::log::Admission;
use attain::measure::Whose;
use attain::plan::Plan;
use attain::quantity::{Fraction, Outcome, Value};

/// An engine with a plan.
pub(crate) fn engine(plan: &str) -> Engine {
    Engine::new(Plan::from_json(plan.as_bytes()).unwrap_or_else(|problems| panic!("{problems}")))
}

/// Records JSON lines; each has to count.
pub(crate) fn record(engine: &mut Engine, lines: &str) {
    for (line, admission) in lines.lines().zip(engine.record_jsonl(lines.trim_start().as_bytes(), None)) {
        assert_eq!(admission, Admission::Counted, "{line}");
    }
}

/// The top and its units: `company` over each of `units`, from 2020 on, which is before everything else.
pub(crate) fn units(engine: &mut Engine, units: &[(&str, &str)]) {
    for (unit, under) in units {
        let under = if under.is_empty() { String::new() } else { format!(r#","under":"{under}""#) };
        record(engine, &format!(r#"{{"kind":"unit","id":"unit {unit}","on":"2020-01-01","unit":"{unit}"{under}}}"#));
    }
}

/// A membership: who, from which day on, where (nowhere any more, if empty), and further fields such as `"role":"rep"`.
pub(crate) fn member(engine: &mut Engine, who: &str, on: &str, unit: &str, more: &str) {
    let more = if more.is_empty() { String::new() } else { format!(",{more}") };
    let place = if unit.is_empty() { r#","unit":null"#.to_owned() } else { format!(r#","unit":"{unit}""#) };
    record(
        engine,
        &format!(r#"{{"kind":"membership","id":"member {who} {on}","on":"{on}","who":"{who}"{place}{more}}}"#),
    );
}

/// An order of somebody on a day.
pub(crate) fn order(engine: &mut Engine, who: &str, on: &str, amount: &str) {
    let id = format!("order {who} {on} {amount}");
    record(engine, &format!(r#"{{"kind":"order","id":"{id}","on":"{on}","rep":"{who}","amount":"{amount}"}}"#));
}

pub(crate) fn view(engine: &Engine, as_of: &str) -> View {
    engine.view(parse_day(as_of).unwrap())
}

/// A person or a unit.
pub(crate) fn whose(view: &View, key: &str) -> Whose {
    view.person(key).or_else(|_| view.unit(key)).unwrap()
}

/// A period by its label, or days such as `2024-02-28 .. 2024-03-01`, the last of which does not belong to it.
pub(crate) fn when(view: &View, text: &str) -> When {
    match text.split_once(" .. ") {
        Some((from, to)) => When::from(Span::new(parse_day(from).unwrap(), parse_day(to).unwrap()).unwrap()),
        None => When::from(view.period(text).unwrap()),
    }
}

/// A KPI in words.
pub(crate) fn figure(view: &View, kpi: &str, who: &str, time: &str) -> String {
    told(view.value(kpi, whose(view, who), when(view, time)).unwrap())
}

/// A value, or why there is none.
pub(crate) fn told(outcome: Outcome) -> String {
    match outcome {
        Ok(Value::Ratio(ratio)) => ratio.to_string(),
        Ok(value) => value.to_string(),
        Err(why) => format!("undefined: {why}"),
    }
}

/// An amount, or why there is none.
pub(crate) fn amount(outcome: Outcome<Fraction>) -> String {
    told(outcome.map(Value::Number))
}

/// Whether an answer is what a row of a table says: an amount as a number, with its unit where one is written.
pub(crate) fn is(outcome: &Outcome, expected: &str) -> bool {
    let value = match outcome {
        Ok(value) => value,
        Err(why) => return expected == format!("undefined: {why}"),
    };
    let number = |text: &str| text.trim().parse::<Fraction>().ok();
    let percent = |text: &str| number(text)?.over(Fraction::HUNDRED, attain::quantity::Precision::default()).ok();
    match value {
        Value::Money(amount) => expected.strip_suffix(" EUR").and_then(number) == Some(*amount),
        Value::Points(points) => expected.strip_suffix(" pp").and_then(percent) == Some(*points),
        Value::Duration(days) => expected.strip_suffix(" days").and_then(number) == Some(*days),
        Value::Number(amount) | Value::Ratio(amount) => {
            let read = expected.strip_suffix('%').map_or_else(|| number(expected), percent);
            read == Some(*amount)
        }
        other => other.to_string() == expected,
    }
}
