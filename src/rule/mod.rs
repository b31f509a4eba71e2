//! House rules: the choices that change what is paid.
//!
//! Rounding, the side of a boundary, what stands for missing data, how ties are ranked, which percentile is meant: products
//! disagree on each, so attain has no default for any of them. A plan declares them once under `rules`, overrides them
//! where a place differs, and is refused where one is needed and none is in reach.
//!
//! # Example
//!
//! ```
//! use attain::diagnostic::{At, Problems};
//! use attain::document::{Read, from_json};
//! use attain::rule::{Boundary, Rules, RulesDefinition, Ties};
//!
//! let text = br#"{ "rounding": { "to": "0.01", "mode": "half_up" }, "boundary": "[from, to)", "ties": "1224" }"#;
//! let mut problems = Problems::new();
//! let definition = RulesDefinition::read(&from_json(text, 1_000).unwrap(), At::root(), &mut problems);
//! let rules = Rules::compile(&definition, At::root(), &mut problems);
//!
//! assert!(problems.is_empty());
//! assert_eq!(rules.boundary, Some(Boundary::LowerIn));
//! assert_eq!(rules.ties, Some(Ties::Competition));
//! assert_eq!(rules.missing, None, "so a scorecard item without a rule of its own is refused");
//! ```

mod definition;
mod exchange;
mod missing;
mod rounding;

pub use definition::{Boundary, Percentile, Rules, RulesDefinition, Ties};
pub use exchange::{Exchange, ExchangeDefinition, Foreign, MissingRate, RateDay, TargetRateDay};
pub use missing::{Missing, MissingDefinition, MissingValue, MissingWord};
pub use rounding::{OddWord, Rounding, RoundingDefinition};

use crate::diagnostic::{Code, Place, Problems};

/// The rule of a place, or the house rule; reports where neither is there.
pub(crate) fn needed<T: Clone>(
    own: Option<T>,
    house: Option<&T>,
    rule: &str,
    why: &str,
    place: impl Into<Place>,
    problems: &mut Problems,
) -> Option<T> {
    let found = own.or_else(|| house.cloned());
    if found.is_none() {
        problems
            .report(Code::RuleNeeded, place, format!("{why}, and no `{rule}` says what to do"))
            .help(how_to_declare(rule));
    }
    found
}

/// How a rule is declared; those that go with one thing alone have no place under `rules`.
fn how_to_declare(rule: &str) -> String {
    let written = match rule {
        "rounding" => "`\"rounding\": { \"to\": \"0.01\", \"mode\": \"half_up\" }`",
        "boundary" => "`\"boundary\": \"[from, to)\"` (a value on the boundary counts above it) or `\"(from, to]\"`",
        "missing" => "`\"missing\": \"skip\"`, `\"hold\"` or `\"zero\"`",
        "ties" => "`\"ties\": \"1224\"`, `\"1223\"` or `\"average\"`",
        "equals" => {
            return "write `\"equals\": \"each\"` (each has the prize of the rank) or `\"split\"` (they share those of their places) here"
                .to_owned();
        }
        "unit_is" => return "write `\"unit_is\": \"members\"` or `\"own\"` here".to_owned(),
        "on_change" => return "write `\"on_change\": \"respread\"`, `\"next\"` or `\"keep\"` here".to_owned(),
        "missing of a split" => {
            return "write `\"missing\": \"zero\"`, `\"mean\"` or `\"hold\"` here, or `zero` or `hold` once for the plan under `rules`"
                .to_owned();
        }
        "transfer" => return "write `\"transfer\": \"days\"`, `\"stay\"` or `\"follow\"` here".to_owned(),
        _ => return format!("write `{rule}` here"),
    };
    format!("write {written} here, or once for the plan under `rules`")
}
