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

use attain::Plan;
use attain::diagnostic::{PROBLEMS_MAX, Problems};
use attain::testing::laws::Trial;

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
    held(target, input, false)
}

/// The same, and the laws of the laboratory too on whatever came of the input: that takes a hundred times as long.
pub(crate) fn hold_with_laws(target: Target, input: &[u8]) -> Result<Traits, String> {
    held(target, input, true)
}

fn held(target: Target, input: &[u8], laws: bool) -> Result<Traits, String> {
    match target {
        Target::Plan => plan::hold(input, laws),
        Target::Formula => formula::hold(input),
        Target::Entries => entries::hold_lines(input, laws),
        Target::Csv => entries::hold_csv(input, laws),
    }
}

/// Lets an input in, and nothing more: whether all of it was taken.
pub(crate) fn opened(target: Target, input: &[u8]) -> bool {
    match target {
        Target::Plan => Plan::from_json(input).is_ok(),
        Target::Formula => world::with_kpi(&String::from_utf8_lossy(input)).is_ok(),
        Target::Entries => entries::lines(input, false).opened(),
        Target::Csv => entries::csv(input, false).opened(),
    }
}

/// Whether each entry of the world counts, which its plan and the entries of the corpora lean on.
pub(crate) fn world_is_sound() -> Result<(), String> {
    world::is_sound()
}

/// An error where something is not so.
fn must(so: bool, what: impl FnOnce() -> String) -> Result<(), String> {
    if so { Ok(()) } else { Err(what()) }
}

/// What a message says whatever it is about: without numbers, and without what stands between its first backtick and its last.
fn shape(message: &str) -> String {
    let first = message.find('`').unwrap_or(message.len());
    let last = message.rfind('`').unwrap_or(message.len());
    let parts = message.get(..first).into_iter().chain(message.get(last..));
    parts.flat_map(str::chars).filter(|letter| letter.is_ascii_lowercase() || matches!(letter, ' ' | '`')).collect()
}

/// An error where a law of the laboratory does not hold.
fn lawful(trial: &Trial) -> Result<(), String> {
    match trial.findings().first() {
        None => Ok(()),
        Some(finding) => Err(format!("{}: {finding}", finding.law)),
    }
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
