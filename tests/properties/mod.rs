//! What has to hold of any bytes whatever at the doors through which text comes in: plans, formulas, entries as JSON lines, rows of CSV.
//!
//! The replay of the corpora (`tests/corpus.rs`) and the fuzzers (`fuzz/`) try the same: [`hold`] answers how an input went, as traits
//! that tell one kind of input from another, or what did not hold. A fuzzer keeps an input that has a trait which none before it had.

#![allow(dead_code, reason = "the replay and the fuzzers each use some of it")]

mod entries;
mod formula;
mod plan;
mod world;

use std::collections::BTreeSet;

use attain::diagnostic::{PROBLEMS_MAX, Problems};

/// A door through which text comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// The text of a plan.
    Plan,
    /// The text of a formula.
    Formula,
    /// Entries as JSON lines.
    Entries,
    /// A kind in the first line, and then its facts as CSV.
    Csv,
}

impl Target {
    pub(crate) const ALL: [Target; 4] = [Target::Plan, Target::Formula, Target::Entries, Target::Csv];

    /// The name of its folder in `tests/corpus`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Target::Plan => "plan",
            Target::Formula => "formula",
            Target::Entries => "entries",
            Target::Csv => "csv",
        }
    }
}

/// How an input went.
pub(crate) type Traits = BTreeSet<String>;

/// Tries an input at a door; an error says what does not hold.
pub(crate) fn hold(target: Target, input: &[u8]) -> Result<Traits, String> {
    match target {
        Target::Plan => plan::hold(input),
        Target::Formula => formula::hold(input),
        Target::Entries => entries::hold_lines(input),
        Target::Csv => entries::hold_csv(input),
    }
}

/// An error where something is not so.
fn must(so: bool, what: impl FnOnce() -> String) -> Result<(), String> {
    if so { Ok(()) } else { Err(what()) }
}

/// What a message says whatever it is about: without numbers and without what stands between backticks or quotes.
fn shape(message: &str) -> String {
    let (mut shape, mut inside) = (String::new(), None);
    for letter in message.chars() {
        match (inside, letter) {
            (Some(end), letter) if letter == end => inside = None,
            (Some(_), _) | (None, '0'..='9') => {}
            (None, '`' | '"') => inside = Some(letter),
            (None, letter) => shape.push(letter),
        }
    }
    shape
}

/// What problems have in common, whatever they are about.
fn told(problems: &Problems, traits: &mut Traits) -> Result<(), String> {
    must(!problems.is_empty(), || "refused without a reason".to_owned())?;
    must(problems.iter().count() <= PROBLEMS_MAX, || format!("{} problems are kept", problems.iter().count()))?;
    for problem in problems.iter() {
        let message = problem.message();
        must(!message.trim().is_empty() && !message.ends_with('.'), || format!("message: a poor message `{message}`"))?;
        must(problem.help() != Some(""), || format!("help: an empty help of `{message}`"))?;
        for span in problem.span().into_iter().chain(problem.other_span()) {
            must(span.start <= span.end, || format!("span: {span:?} of `{message}` ends before it starts"))?;
        }
        traits.insert(format!("{} {}", problem.code(), shape(message)));
    }
    Ok(())
}
