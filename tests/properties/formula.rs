//! The text of a formula is a formula or an error with its place; as a KPI it is compiled or refused at that place, and means what it
//! means when it is printed.

use attain::calendar::parse_day;
use attain::formula::parse;
use attain::{Outcome, Plan, View};

use super::{Traits, must, shape, told, world};

pub(super) fn hold(input: &[u8]) -> Result<Traits, String> {
    let text = String::from_utf8_lossy(input);
    let mut traits = Traits::new();
    let formula = match parse(&text) {
        Ok(formula) => formula,
        Err(error) => {
            let (start, end) = (error.span().start, error.span().end);
            must(text.get(start..end).is_some(), || format!("span: {start}..{end} is no part of the text: {error}"))?;
            must(!error.message().is_empty() && !error.message().ends_with('.'), || format!("message: {error}"))?;
            traits.insert(format!("parse {}", shape(error.message())));
            return compiled(&text, &mut traits).map(|_| traits);
        }
    };
    let printed = formula.to_string();
    let again = parse(&printed).map_err(|error| format!("print: {printed}: {error}"))?;
    must(again == formula, || format!("print: another formula: {printed}"))?;
    must(again.to_string() == printed, || format!("print: differently each time: {printed} and {again}"))?;
    let mut parts = 0_usize;
    formula.walk(&mut |_| parts = parts.saturating_add(1));
    traits.insert(format!("parts {}", parts.checked_ilog2().unwrap_or(0)));
    traits.extend(words(&printed).map(|word| format!("says {word}")));
    let (mut one, mut other) = (Traits::new(), Traits::new());
    match (compiled(&text, &mut one)?, compiled(&printed, &mut other)?) {
        (Some(plan), Some(printed)) => meant(&plan, &printed, &mut traits)?,
        (None, None) => must(one == other, || format!("print: refused for {one:?}, and then for {other:?}"))?,
        _ => return Err(format!("print: only one of both compiles: {printed}")),
    }
    traits.extend(one);
    Ok(traits)
}

/// The signs and the words of the language that are printed, as far as they can be told at a glance.
fn words(printed: &str) -> impl Iterator<Item = &str> {
    let is_sign = |letter: char| "<>=!+-*/^%[]".contains(letter);
    let signs = printed.split(move |letter| !is_sign(letter)).filter(|sign| !sign.is_empty() && sign.len() < 3);
    let words = printed.split(|letter: char| !letter.is_ascii_lowercase() && letter != '_');
    signs.chain(words.filter(|word| WORDS.contains(word)))
}

/// The words that are looked for.
const WORDS: &[&str] = &[
    "and",
    "or",
    "not",
    "is",
    "missing",
    "present",
    "has",
    "in",
    "if",
    "case",
    "coalesce",
    "where",
    "of",
    "at",
    "over",
    "as",
    "on",
    "to",
    "date",
    "prior",
    "last",
    "next",
    "last_year",
    "before",
    "all",
    "people",
    "members",
    "peers",
    "company",
    "parent",
    "sum",
    "count",
    "distinct",
    "avg",
    "min",
    "max",
    "median",
    "percentile",
    "stddev",
    "trimmed",
    "first",
    "rank",
    "least",
    "greatest",
    "round",
    "abs",
    "floor",
    "ceil",
    "sqrt",
    "ln",
    "day",
    "days",
    "hours",
    "weeks",
    "months",
    "target",
    "attainment",
    "score",
    "pay",
    "subject",
    "actor",
    "reached",
    "passed",
    "stage",
    "direct",
    "overlay",
    "points",
    "rate",
    "price",
    "pace",
    "run_rate",
    "coverage",
    "year",
    "month",
    "quarter",
    "week",
    "yes",
    "no",
];

/// The plan of the world with this KPI too, if it compiles; spans of problems lie in the formula.
fn compiled(text: &str, traits: &mut Traits) -> Result<Option<Plan>, String> {
    match world::with_kpi(text) {
        Ok(plan) => {
            traits.insert("compiles".to_owned());
            Ok(Some(plan))
        }
        Err(problems) => {
            told(&problems, traits)?;
            for problem in problems.iter().filter(|problem| problem.place().as_str() == "kpis.added.formula") {
                let inside = |span: std::ops::Range<usize>| text.get(span).is_some();
                let spans = problem.span().into_iter().chain(problem.other_span());
                must(spans.into_iter().all(inside), || format!("span: {:?} of {problem}", problem.span()))?;
            }
            Ok(None)
        }
    }
}

/// What a KPI comes to, of a person and of the company, in a month and in a year.
fn figures(plan: &Plan) -> Result<Vec<Outcome>, String> {
    let engine = world::engine(plan.clone());
    let view: View = engine.view(parse_day("2025-12-31").map_err(|error| error.to_string())?);
    let mut figures = Vec::new();
    for whose in [view.person("ann"), view.person("bob"), view.unit("company")] {
        for period in ["2025-03", "2025"] {
            let whose = whose.as_ref().map_err(ToString::to_string)?;
            let period = view.period(period).map_err(|error| error.to_string())?;
            figures.push(view.value("added", *whose, period).map_err(|error| error.to_string())?);
        }
    }
    Ok(figures)
}

fn meant(plan: &Plan, printed: &Plan, traits: &mut Traits) -> Result<(), String> {
    let (one, other) = (figures(plan)?, figures(printed)?);
    must(one == other, || format!("print: {one:?} became {other:?}"))?;
    traits.extend(one.iter().map(|figure| match figure {
        Ok(value) => format!("value {}", value.unit()),
        Err(why) => format!("undefined {}", why.code()),
    }));
    Ok(())
}
