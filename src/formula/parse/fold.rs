//! Folds: `sum(order.amount where status = "paid" on paid_on)`, `avg(revenue over people)`.

use rust_decimal::Decimal;

use super::super::ast::{CreditWord, ExprKind, Fold, FoldFunction, Group};
use super::super::token::TokenKind;
use super::{Parsed, Parser};

/// The words that may follow the value of a fold over facts, in their order.
pub(super) const CLAUSES: &[&str] = &["where", "of", "on", "whose", "as"];

impl Parser<'_, '_> {
    /// `fold = name "(" formula [ "," number ] ( facts | "over" group ) ")"`
    pub(super) fn fold(&mut self, function: FoldFunction) -> Parsed {
        let start = self.advance().span.start;
        let opening = self.advance().span;
        if self.sees(TokenKind::Close) {
            return Err(self.folds_nothing(opening, function));
        }
        let value = self.formula()?;
        let mut levels = value.levels;
        let parameter = self.parameter(function)?;
        let mut fold = Fold {
            function,
            value: *value.expr,
            parameter,
            filter: None,
            of: None,
            on: None,
            whose: None,
            credit: None,
            over: None,
        };
        if self.eats_word("over") {
            fold.over = Some(self.group()?);
        } else if function.needs_group() {
            return Err(self.needs_group(function));
        } else {
            levels = levels.max(self.facts(&mut fold)?);
        }
        self.ends_fold(opening, &fold)?;
        self.made(start, ExprKind::Fold(Box::new(fold)), levels)
    }

    /// `[ "," number ]`, for the functions that need one.
    fn parameter(&mut self, function: FoldFunction) -> Parsed<Option<Decimal>> {
        match (self.sees(TokenKind::Comma), function.needs_number()) {
            (false, false) => return Ok(None),
            (false, true) => return Err(self.needs_number(function)),
            (true, false) => return Err(self.takes_one_value(function)),
            (true, true) => {}
        }
        self.advance();
        match self.peek().kind {
            TokenKind::Number(number) => {
                self.advance();
                Ok(Some(number))
            }
            _ => Err(self.needs_number(function)),
        }
    }

    /// `[ "where" formula ] [ "of" path ] [ "on" formula ] [ "whose" path ] [ "as" credit ]`, and how many levels it has.
    fn facts(&mut self, fold: &mut Fold) -> Parsed<usize> {
        let mut levels = 0;
        if self.eats_word("where") {
            let filter = self.formula()?;
            levels = filter.levels;
            fold.filter = Some(*filter.expr);
        }
        if self.eats_word("of") {
            fold.of = Some(self.path()?);
        }
        if self.eats_word("on") {
            let day = self.formula()?;
            levels = levels.max(day.levels);
            fold.on = Some(*day.expr);
        }
        if self.eats_word("whose") {
            fold.whose = Some(self.path()?);
        }
        if self.eats_word("as") {
            fold.credit = Some(self.credit()?);
        }
        Ok(levels)
    }

    fn credit(&mut self) -> Parsed<CreditWord> {
        let credit = match self.peek().kind {
            TokenKind::Word("direct") => CreditWord::Direct,
            TokenKind::Word("overlay") => CreditWord::Overlay,
            _ => return Err(self.expected("`direct` or `overlay`")),
        };
        self.advance();
        Ok(credit)
    }

    /// `group = "members" | "people" | "peers" | grain`
    fn group(&mut self) -> Parsed<Group> {
        let group = match self.peek().kind {
            TokenKind::Word("members") => Group::Members,
            TokenKind::Word("people") => Group::People,
            TokenKind::Word("peers") => Group::Peers,
            TokenKind::Word(_) => return self.name().map(Group::Grain),
            _ => return Err(self.expected("`members`, `people`, `peers` or a grain")),
        };
        self.advance();
        Ok(group)
    }
}
