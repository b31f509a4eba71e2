//! What is said about words: those of the grammar, of folds and of windows.

use super::super::ast::{DurationUnit, Fold, FoldFunction, TextSpan};
use super::super::error::{FormulaError, quoted};
use super::super::token::TokenKind;
use super::super::word::{self, RESERVED};
use super::fold::CLAUSES;
use super::{Parsed, Parser};
use crate::diagnostic::nearest;

impl Parser<'_, '_> {
    /// Why the word here is no name, if it is none.
    pub(super) fn reserved(&self, word: &str) -> Option<FormulaError> {
        if let Some(error) = self.written_large(word) {
            return Some(error);
        }
        if !RESERVED.contains(&word) {
            return None;
        }
        Some(match word {
            "not" => self.doubled("put the condition in parentheses: `(not …)`"),
            _ if word::is_operator(word) => self.expected("a value"),
            _ => self
                .refused_here(format!("`{word}` is a word of formulas, not a name"))
                .with_help(format!("a field of this name is written after its kind: `order.{word}`")),
        })
    }

    /// Why a word of the grammar in capitals is not understood, if this is one.
    pub(super) fn written_large(&self, word: &str) -> Option<FormulaError> {
        let small = word::in_capitals(word)?;
        let error = self.refused_here(format!("`{word}` is written in small letters"));
        Some(if word::is_operator(small) {
            error.with_help(format!("write `{small}`"))
        } else {
            error.with_help(format!("write `{small}`; a field of this name is written after its kind: `order.{word}`"))
        })
    }

    /// Refuses `SUM(` and `IF(`.
    pub(super) fn small_letters(&self, word: &str) -> Parsed<()> {
        match word::function_in_capitals(word) {
            Some(small) => Err(self
                .refused_here(format!("`{word}` is written in small letters"))
                .with_help(format!("write `{small}`"))),
            None => Ok(()),
        }
    }

    /// Why the word after a number is no unit, if a word is here that could be meant as one.
    pub(super) fn unknown_unit(&self) -> Option<FormulaError> {
        let token = self.peek();
        let TokenKind::Word(word) = token.kind else { return None };
        if RESERVED.iter().any(|reserved| word.eq_ignore_ascii_case(reserved)) {
            return None;
        }
        let message = format!("{} is neither a currency nor a unit of time", quoted(word));
        let error = self.refused_here(message);
        Some(match nearest(word, DurationUnit::ALL.iter().map(|unit| unit.word(2.into()))) {
            _ if word == "working" => error.with_help("working time is written `4 working hours` or `2 working days`"),
            Some(near) => error.with_help(format!("did you mean `{near}`?")),
            None if is_currency_in_small_letters(word) => {
                error.with_help(format!("write a currency in capitals: `{}`", word.to_ascii_uppercase()))
            }
            None => error.with_help(format!("a product is written with `*`: `{} * {word}`", self.written_previous())),
        })
    }

    /// `not` stands after a value, and `in` does not follow.
    pub(super) fn only_in_follows_not(&self) -> FormulaError {
        self.expected("`in`")
            .with_help("write `not` before the whole condition: `not x between 1 and 2`; `not =` is written `!=`")
    }

    pub(super) fn list_needs_parentheses(&self) -> FormulaError {
        self.expected("`(`")
            .with_help(r#"a list is written `in ("won", "lost")`; a field that is a list: `list has value`"#)
    }

    pub(super) fn folds_nothing(&self, opening: TextSpan, function: FoldFunction) -> FormulaError {
        let name = function.name();
        let error = self.nothing_between(opening, format!("`{name}` has nothing to fold"));
        match function {
            FoldFunction::Count => error.with_help("name what is counted: `count(order)`"),
            _ => error.with_help(format!("name what is folded: `{name}(order.amount)`")),
        }
    }

    pub(super) fn needs_group(&self, function: FoldFunction) -> FormulaError {
        let name = function.name();
        self.expected("`over`").with_help(format!("`{name}` needs a group: `{name}(… over peers)`"))
    }

    pub(super) fn needs_number(&self, function: FoldFunction) -> FormulaError {
        let example = if function == FoldFunction::Percentile { "percentile(…, 90)" } else { "trimmed(…, 10)" };
        self.refused_here(format!("`{}` needs a number beside what it folds", function.name()))
            .with_help(format!("write `{example}`"))
    }

    /// A comma stands in a fold that takes no number.
    pub(super) fn takes_one_value(&self, function: FoldFunction) -> FormulaError {
        let error =
            self.refused_here(format!("`{}` takes one formula, and folds its many values into one", function.name()));
        match (function, self.peek_second().kind) {
            (_, TokenKind::Word(word)) if CLAUSES.contains(&word) || word == "over" => {
                error.with_help(format!("no comma stands before `{word}`"))
            }
            (FoldFunction::Min, _) => error.with_help("the lesser of two values is `least(…, …)`"),
            (FoldFunction::Max, _) => error.with_help("the greater of two values is `greatest(…, …)`"),
            (FoldFunction::Sum, _) => error.with_help("values are added with `+`"),
            _ => error,
        }
    }

    /// Takes the `)` of a fold, or tells which of its words stands where it cannot.
    pub(super) fn ends_fold(&mut self, opening: TextSpan, fold: &Fold) -> Parsed<()> {
        let TokenKind::Word(word) = self.peek().kind else { return self.closes(opening, TokenKind::Close) };
        if word != "over" && !CLAUSES.contains(&word) {
            return self.closes(opening, TokenKind::Close);
        }
        if fold.over.is_some() || word == "over" {
            let help = "a group is people or periods; which facts count is said inside what is folded";
            return Err(self
                .refused_here(format!("`{word}` cannot stand beside the rest of this fold"))
                .with_help(help));
        }
        if has_clause(fold, word) {
            let error = self.refused_here(format!("`{word}` stands twice in one fold"));
            return Err(if word == "where" { error.with_help("join conditions with `and`") } else { error });
        }
        let order = CLAUSES.iter().map(|clause| format!("`{clause}`")).collect::<Vec<_>>().join(", ");
        Err(self
            .refused_here(format!("`{word}` stands too late in its fold"))
            .with_help(format!("the order is {order}")))
    }

    pub(super) fn expected_window(&self) -> FormulaError {
        self.expected("a window").with_help(
            "a window is written `[prior]`, `[year to date]`, `[last 90 days]` or `[2025-07-01 .. 2025-10-01]`",
        )
    }

    /// `last` or `next` without a number.
    pub(super) fn expected_length(&self, last: bool) -> FormulaError {
        let error = self.expected("a number");
        if last {
            error.with_help("write `last 90 days`; the period before is `prior`, the same a year before `last_year`")
        } else {
            error.with_help("write `next 90 days`")
        }
    }

    pub(super) fn expected_duration_unit(&self) -> FormulaError {
        self.expected("a unit of time")
            .with_help("write `days`, `weeks`, `months`, `quarters`, `years`, `working days` …")
    }

    pub(super) fn no_day_between(&self, first: TextSpan, after: TextSpan) -> FormulaError {
        let (from, to) = (self.written(first), self.written(after));
        FormulaError::syntax(
            TextSpan { start: first.start, end: after.end },
            format!("no day lies in `{from} .. {to}`"),
        )
        .with_help("the second day is the first one after the window")
    }
}

fn has_clause(fold: &Fold, word: &str) -> bool {
    match word {
        "where" => fold.filter.is_some(),
        "of" => fold.of.is_some(),
        "on" => fold.on.is_some(),
        "whose" => fold.whose.is_some(),
        "as" => fold.credit.is_some(),
        _ => false,
    }
}

fn is_currency_in_small_letters(word: &str) -> bool {
    word.len() == 3 && word.chars().all(|letter| letter.is_ascii_alphabetic())
}
