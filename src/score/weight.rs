//! What items weigh, and how they are put together.

use crate::diagnostic::{At, Code, Problems};
use crate::document::definition::missing_field;
use crate::document::{FormulaText, HOW_WHOLE, IS_WHOLE};
use crate::formula::Program;
use crate::kpi::{Question, RuleNames};
use crate::quantity::{Fraction, Precision, Unit};

use super::definition::{Compose, Weights};
use super::item::Item;

/// What an item weighs among its neighbours.
#[derive(Clone, Debug, PartialEq)]
pub enum Weight {
    /// The same for everybody, always.
    Fixed(Fraction),
    /// What a formula says of the one at hand: by role, by level, by period.
    Formula(Program<Question>),
}

/// How items are put together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Together {
    /// Whether their points are weighted and added, or multiplied.
    pub compose: Compose,
    /// Whether their weights must make 100 %.
    pub weights: Weights,
    /// Whether it is only known of somebody at some time what they make: a weight is a formula, or an item is not always there.
    pub open: bool,
}

impl Together {
    /// How items are put together as it is written; `usual` is what holds for their weights where nothing is said.
    pub(super) fn read(
        (compose, weights): (&Option<String>, &Option<String>),
        usual: Weights,
        at: At<'_>,
        problems: &mut Problems,
    ) -> Together {
        if !IS_WHOLE {
            return Together::default();
        }
        let compose = word(compose.as_deref(), Compose::ALL, Compose::word, at.field("compose"), problems);
        let weights = word(weights.as_deref(), Weights::ALL, Weights::word, at.field("weights"), problems);
        Together { compose: compose.unwrap_or_default(), weights: weights.unwrap_or(usual), open: false }
    }

    /// The weights of items that stand beside each other; reports those that cannot be.
    pub(super) fn closed(mut self, items: &[Item], at: At<'_>, problems: &mut Problems) -> Option<Together> {
        if IS_WHOLE {
            self.open = items
                .iter()
                .any(|item| item.when.is_some() || item.during.is_some() || matches!(item.weight, Weight::Formula(_)));
        }
        if IS_WHOLE && (self.compose == Compose::Product || self.weights == Weights::Relative || self.open) {
            return Some(self);
        }
        whole(items, at, problems).then_some(self)
    }
}

/// What a word means; reports one that means nothing here.
fn word<T: Copy>(
    written: Option<&str>,
    all: &[T],
    word: fn(T) -> &'static str,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<T> {
    let written = written?;
    let found = all.iter().copied().find(|one| word(*one) == written);
    if found.is_none() {
        let words: Vec<&str> = all.iter().map(|one| word(*one)).collect();
        let message = format!("`{written}` is none of `{}`", words.join("`, `"));
        problems.report(Code::DocumentUnknownWord, at, message).nearest(written, words);
    }
    found
}

/// Whether fixed weights make 100 %.
fn whole(items: &[Item], at: At<'_>, problems: &mut Problems) -> bool {
    let precision = Precision::default();
    let mut sum = Fraction::ZERO;
    for item in items {
        let Weight::Fixed(weight) = item.weight else { continue };
        let Ok(more) = sum.plus(weight, precision) else { return false };
        sum = more;
    }
    if sum == Fraction::ONE {
        return true;
    }
    let percent = sum.times(Fraction::HUNDRED, precision).map(|percent| percent.to_string()).unwrap_or_default();
    let list: Vec<&str> = items.iter().map(|item| item.id.as_str()).collect();
    problems
        .report(Code::WeightsNotWhole, at, format!("the weights of `{}` make {percent}%", list.join("`, `")))
        .help("change them until they make 100%, or write `\"weights\": \"relative\"`");
    false
}

/// Reads a weight: a share above zero, or a formula that gives one.
pub(super) fn weight(
    text: Option<&FormulaText>,
    together: Together,
    names: &mut impl RuleNames,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<Weight> {
    if IS_WHOLE && together.compose == Compose::Product {
        if text.is_none() {
            return Some(Weight::Fixed(Fraction::ONE));
        }
        problems
            .report(Code::PlanConflict, at, "the points are multiplied, and nothing is weighted")
            .help("leave the `weight` out, or write `\"compose\": \"sum\"`");
        return None;
    }
    let Some(text) = text else {
        missing_field("weight", at, problems);
        return None;
    };
    let program = names.formula(text.as_str(), Some(Unit::Ratio), None, at, problems)?;
    let Some(value) = program.as_constant() else {
        if IS_WHOLE {
            return Some(Weight::Formula(program));
        }
        problems.report(Code::FormulaContext, at, "a weight is a fixed percentage").help(HOW_WHOLE);
        return None;
    };
    let weight = value.amount()?;
    let free = IS_WHOLE && together.weights == Weights::Relative;
    let most = !free && weight > Fraction::ONE;
    if weight <= Fraction::ZERO || most {
        problems.report(Code::ValueRange, at, format!("`{}` is no weight", text.as_str())).help("write it like `60%`");
        return None;
    }
    Some(Weight::Fixed(weight))
}
