//! Windows: `[prior]`, `[year to date]`, `[last 90 days]`.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::super::ast::{Ident, Window};
use super::super::token::TokenKind;
use super::{Parsed, Parser};

impl Parser<'_, '_> {
    /// `"[" window "]"`
    pub(super) fn window(&mut self) -> Parsed<Window> {
        let opening = self.advance().span;
        let window = match self.peek().kind {
            TokenKind::Word("prior") => self.prior(),
            TokenKind::Word("last_year") => self.last_year(),
            TokenKind::Word("last" | "next") => self.rolling(),
            TokenKind::Word("before") => Ok(self.alone(Window::Before)),
            TokenKind::Word("all") => Ok(self.alone(Window::All)),
            TokenKind::Word("to") => self.until_date().map(|_| Window::ToDate),
            TokenKind::Word(_) => self.grain(),
            TokenKind::Date(_) => self.days(),
            _ => Err(self.expected_window()),
        }?;
        self.closes(opening, TokenKind::CloseBracket)?;
        Ok(window)
    }

    fn alone(&mut self, window: Window) -> Window {
        self.advance();
        window
    }

    /// `"prior" [ integer ] [ grain ] [ "to" "date" ]`
    fn prior(&mut self) -> Parsed<Window> {
        self.advance();
        let steps = match self.peek().kind {
            TokenKind::Number(number) => self.steps(number)?,
            _ => 1,
        };
        Ok(Window::Prior { steps, grain: self.optional_grain()?, to_date: self.until_date()? })
    }

    fn steps(&mut self, number: Decimal) -> Parsed<u32> {
        let steps = number.is_integer().then(|| number.to_u32()).flatten().filter(|steps| *steps > 0);
        let steps = steps.ok_or_else(|| self.refused_here("periods back are counted in whole numbers from 1"))?;
        self.advance();
        Ok(steps)
    }

    /// `"last_year" [ grain ] [ "to" "date" ]`
    fn last_year(&mut self) -> Parsed<Window> {
        self.advance();
        Ok(Window::LastYear { grain: self.optional_grain()?, to_date: self.until_date()? })
    }

    /// `grain [ "to" "date" ]`
    fn grain(&mut self) -> Parsed<Window> {
        Ok(Window::Grain { grain: self.name()?, to_date: self.until_date()? })
    }

    fn optional_grain(&mut self) -> Parsed<Option<Ident>> {
        match self.peek().kind {
            TokenKind::Word(word) if word != "to" => self.name().map(Some),
            _ => Ok(None),
        }
    }

    /// `[ "to" "date" ]`
    fn until_date(&mut self) -> Parsed<bool> {
        if !self.eats_word("to") {
            return Ok(false);
        }
        if self.eats_word("date") { Ok(true) } else { Err(self.expected("`date`")) }
    }

    /// `( "last" | "next" ) duration`
    fn rolling(&mut self) -> Parsed<Window> {
        let last = self.advance().kind == TokenKind::Word("last");
        let TokenKind::Number(amount) = self.peek().kind else { return Err(self.expected_length(last)) };
        if amount.is_zero() {
            return Err(self.refused_here("nothing happens in no time"));
        }
        self.advance();
        let of = self.duration_unit().ok_or_else(|| self.expected_duration_unit())?;
        Ok(Window::Rolling { last, amount, of })
    }

    /// `date ".." date`
    fn days(&mut self) -> Parsed<Window> {
        let from = self.advance();
        if !self.eats(TokenKind::DotDot) {
            return Err(self
                .expected("`..`")
                .with_help("a window from day to day is written `[2025-07-01 .. 2025-10-01]`"));
        }
        let to = self.peek();
        let (TokenKind::Date(first), TokenKind::Date(after)) = (from.kind, to.kind) else {
            return Err(self.expected("a date"));
        };
        if after <= first {
            return Err(self.no_day_between(from.span, to.span));
        }
        self.advance();
        Ok(Window::Between(first, after))
    }
}
