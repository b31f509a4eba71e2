//! What is said where the grammar does not go on.

use super::super::ast::TextSpan;
use super::super::error::{FormulaError, quoted};
use super::super::token::{Token, TokenKind};
use super::super::word;
use super::fold::CLAUSES;
use super::{Parsed, Parser};

impl Parser<'_, '_> {
    /// Takes what closes something, or tells what was opened and where.
    pub(super) fn closes(&mut self, opening: TextSpan, closing: TokenKind<'_>) -> Parsed<()> {
        if self.eats(closing) {
            return Ok(());
        }
        let token = self.peek();
        let (open, close) = (quoted(self.written(opening)), if closing == TokenKind::Close { "`)`" } else { "`]`" });
        Err(match token.kind {
            TokenKind::End => FormulaError::syntax(opening, format!("{open} is never closed"))
                .with_help(format!("close it with {close}")),
            TokenKind::Close | TokenKind::CloseBracket => {
                FormulaError::syntax(token.span, format!("{} does not close {open}", self.shown(token)))
                    .with_help(format!("close it with {close}"))
            }
            _ => self.unexpected(),
        })
    }

    /// Something else is due here.
    pub(super) fn expected(&self, what: &str) -> FormulaError {
        let token = self.peek();
        let found = self.shown(token);
        let message = match self.previous() {
            Some(previous) => format!("expected {what} after {}, found {found}", self.shown(previous)),
            None => format!("expected {what}, found {found}"),
        };
        FormulaError::syntax(token.span, message)
    }

    /// A value is due here, and this is none.
    pub(super) fn expected_value(&self) -> FormulaError {
        let error = self.expected("a value");
        match self.peek().kind {
            TokenKind::Plus => error.with_help("a number needs no `+` before it"),
            TokenKind::OpenBracket => {
                error.with_help("a list is written `(1, 2)`; a window stands after a value: `revenue[prior]`")
            }
            _ => error,
        }
    }

    /// The token here is wrong, for a reason that we know.
    pub(super) fn refused_here(&self, message: impl Into<String>) -> FormulaError {
        self.refused(message.into())
    }

    #[cold]
    #[inline(never)]
    fn refused(&self, message: String) -> FormulaError {
        FormulaError::syntax(self.peek().span, message)
    }

    /// Nothing stands between what was opened and what closes it here.
    pub(super) fn nothing_between(&self, opening: TextSpan, message: impl Into<String>) -> FormulaError {
        FormulaError::syntax(TextSpan { start: opening.start, end: self.peek().span.end }, message)
    }

    /// The token here goes on after something complete, and cannot.
    pub(super) fn unexpected(&self) -> FormulaError {
        let token = self.peek();
        let shown = self.shown(token);
        match token.kind {
            TokenKind::Close | TokenKind::CloseBracket => {
                self.refused_here(format!("{shown} closes nothing")).with_help("take it away, or open it before")
            }
            TokenKind::Comma => self
                .refused_here("`,` stands only between the arguments of a function and the items of a list")
                .with_help("a decimal point is written `.`, and thousands are not separated"),
            TokenKind::Colon => self
                .refused_here("`:` stands only after the name of an argument")
                .with_help(r#"an argument with a name is written `target(revenue, product: "bikes")`"#),
            TokenKind::Dot => self.refused_here(format!("`.` joins names, and {} is none", self.shown_previous())),
            TokenKind::DotDot => self
                .refused_here("`..` stands only between the two days of a window")
                .with_help("a range of values is written `x between 1 and 2`"),
            TokenKind::Word(word) => self.unexpected_word(word),
            _ if self.is_operator_here() => self.misplaced_operator(),
            _ => self.missing_operator(),
        }
    }

    fn unexpected_word(&self, word: &str) -> FormulaError {
        if let Some(error) = self.written_large(word) {
            return error;
        }
        if word == "of" && matches!(self.previous().map(|token| token.kind), Some(TokenKind::Percent(_))) {
            return self
                .refused_here("`of` stands only inside a fold")
                .with_help(format!("write `{} * …`", self.written_previous()));
        }
        if CLAUSES.contains(&word) || word == "over" {
            return self
                .refused_here(format!("`{word}` stands only inside a fold, after its value"))
                .with_help("a fold is written `sum(order.amount where …)` or `avg(revenue over people)`");
        }
        if self.is_operator_here() { self.misplaced_operator() } else { self.missing_operator() }
    }

    fn misplaced_operator(&self) -> FormulaError {
        self.refused_here(format!("{} cannot stand here without parentheses", self.shown(self.peek())))
            .with_help("put the condition in parentheses")
    }

    fn missing_operator(&self) -> FormulaError {
        let (previous, token) = (self.previous().map(|token| token.kind), self.peek());
        if let (Some(TokenKind::Word(_)), TokenKind::Open) = (previous, token.kind) {
            return self
                .refused_here(format!("{} cannot be called here", self.shown_previous()))
                .with_help("only a name stands here");
        }
        let error = self.refused_here(format!(
            "no operator stands between {} and {}",
            self.shown_previous(),
            self.shown(token)
        ));
        match (previous, token.kind) {
            (Some(TokenKind::Word(_)), TokenKind::Word(_)) => {
                error.with_help("a name has no blanks, write `_` instead; a product is written with `*`")
            }
            (_, TokenKind::Text(_)) => error.with_help("a value is compared with `=`"),
            _ => error.with_help("a product is written with `*`"),
        }
    }

    fn is_operator_here(&self) -> bool {
        match self.peek().kind {
            TokenKind::Word(word) => word::is_operator(word),
            TokenKind::Equal
            | TokenKind::NotEqual
            | TokenKind::Less
            | TokenKind::LessOrEqual
            | TokenKind::Greater
            | TokenKind::GreaterOrEqual => true,
            _ => false,
        }
    }

    /// One sign, or one `not`, after another.
    pub(super) fn doubled(&self, help: &str) -> FormulaError {
        let message = format!("{} cannot stand after {}", self.shown(self.peek()), self.shown_previous());
        self.refused_here(message).with_help(help)
    }

    /// A second comparison stands here, after one of `left` with what starts at `middle`.
    pub(super) fn chained(&mut self, left: TextSpan, middle: Option<usize>) -> FormulaError {
        let message = format!("{} cannot follow another comparison", self.shown(self.peek()));
        let error = self.refused_here(message);
        match middle.and_then(|middle| self.unchained(left, middle)) {
            Some(remedy) => error.with_help(format!("write `{remedy}`")),
            None => error.with_help("join two conditions with `and`, or put the first in parentheses"),
        }
    }

    /// `a < b and b < c` for `a < b < c`, in the author's words.
    fn unchained(&mut self, left: TextSpan, middle: usize) -> Option<String> {
        let middle = self.since(middle);
        let operator = self.peek().span;
        if matches!(self.peek().kind, TokenKind::Word(_)) {
            return None;
        }
        self.advance();
        let right = self.peek().span.start;
        self.sum().ok()?;
        let first = self.written(TextSpan { start: left.start, end: middle.end });
        let second = self.written(TextSpan { start: operator.start, end: self.since(right).end });
        let remedy = format!("{first} and {} {second}", self.written(middle));
        (remedy.chars().count() <= REMEDY_MAX).then_some(remedy)
    }

    /// A token in the author's words.
    pub(super) fn shown(&self, token: Token<'_>) -> String {
        if token.kind == TokenKind::End { "the end".to_owned() } else { quoted(self.written(token.span)) }
    }

    pub(super) fn shown_previous(&self) -> String {
        self.previous().map_or_else(String::new, |token| self.shown(token))
    }

    pub(super) fn written_previous(&self) -> &str {
        self.previous().map_or("", |token| self.written(token.span))
    }
}

/// The most characters of a remedy that repeats the author's text.
const REMEDY_MAX: usize = 80;
