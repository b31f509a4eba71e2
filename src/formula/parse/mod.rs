//! From text to tree.
//!
//! One function for each rule of the grammar, tightest last: `ladder` has the operators, `primary` what they join,
//! `fold` and `window` the two constructs with words of their own, `refuse` and `remedy` what is said where none of them
//! fits.

mod fold;
mod ladder;
mod primary;
mod refuse;
mod remedy;
mod window;

use super::ast::{Expr, ExprKind, Ident, TextSpan};
use super::error::{FormulaError, FormulaErrorKind};
use super::token::{self, Token, TokenKind};

/// The most bytes of a formula.
pub const LENGTH_MAX: usize = 16_384;

/// How deep the parts of a formula may stand inside one another: parentheses, calls, folds, exponents.
pub const DEPTH_MAX: usize = 64;

/// The most levels of the tree of a formula. An operator in a row adds one: `a + b + c` has three.
///
/// So whatever walks a tree may call itself: it cannot run out of stack.
pub const LEVELS_MAX: usize = 256;

/// The most parts of a formula: numbers, names, calls, operators.
pub const NODES_MAX: usize = 4_096;

/// Reads a formula.
///
/// Only the text is judged: whether its names exist and its units agree is a question to the plan. The first thing that
/// is wrong is told, with its place and, where there is one, a remedy. Any text is safe to read, whatever its length.
///
/// # Example
///
/// ```
/// use attain::formula::parse;
///
/// let formula = parse("sum( order.amount where status != \"void\" ) ÷ target(revenue)[year to date]")?;
/// assert_eq!(formula.to_string(), "sum(order.amount where status != \"void\") / target(revenue)[year to date]");
///
/// let error = parse("revenue < target < stretch").unwrap_err();
/// assert_eq!(error.to_string(), "`<` cannot follow another comparison");
/// assert_eq!(error.help(), Some("write `revenue < target and target < stretch`"));
/// # Ok::<(), attain::formula::FormulaError>(())
/// ```
pub fn parse(text: &str) -> Result<Expr, FormulaError> {
    if text.len() > LENGTH_MAX {
        let start = (0..=LENGTH_MAX).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
        let span = TextSpan { start, end: text.len() };
        return Err(FormulaError::new(
            FormulaErrorKind::TooLong,
            span,
            format!("a formula has at most {LENGTH_MAX} bytes"),
        )
        .with_help("put parts of it into formulas of their own, or its values into a table"));
    }
    let tokens = token::read(text)?;
    let mut parser = Parser { text, tokens: &tokens, at: 0, depth: 0, nodes: 0 };
    if parser.sees(TokenKind::End) {
        return Err(FormulaError::syntax(parser.peek().span, "the formula is empty"));
    }
    let whole = parser.formula()?;
    if parser.sees(TokenKind::End) { Ok(*whole.expr) } else { Err(parser.unexpected()) }
}

/// Where the parser is, and how much it has built.
struct Parser<'t, 'k> {
    text: &'t str,
    tokens: &'k [Token<'t>],
    at: usize,
    depth: usize,
    nodes: usize,
}

/// A part of the tree, and how many levels it has.
struct Tall {
    expr: Box<Expr>,
    levels: usize,
}

type Parsed<T = Tall> = Result<T, FormulaError>;

impl<'t> Parser<'t, '_> {
    /// Makes a part of the tree out of what is written from `start` up to here. Its tallest part has `below` levels.
    fn made(&mut self, start: usize, kind: ExprKind, below: usize) -> Parsed {
        let span = self.since(start);
        let levels = below.saturating_add(1);
        self.nodes = self.nodes.saturating_add(1);
        if self.nodes > NODES_MAX {
            let message = format!("a formula has at most {NODES_MAX} parts");
            return Err(FormulaError::new(FormulaErrorKind::TooLong, span, message)
                .with_help("put parts of it into formulas of their own, or its values into a table"));
        }
        if levels > LEVELS_MAX {
            let message = format!("more than {LEVELS_MAX} parts build upon one another");
            return Err(FormulaError::new(FormulaErrorKind::TooDeep, span, message)
                .with_help("put parts of it into formulas of their own; many `or` on one name are an `in (…)`"));
        }
        Ok(Tall { expr: Box::new(Expr { kind, span }), levels })
    }

    /// Reads something that stands inside what is being read.
    fn inside(&mut self, read: fn(&mut Self) -> Parsed) -> Parsed {
        if self.depth > DEPTH_MAX {
            let message = format!("parts stand inside one another more than {DEPTH_MAX} deep");
            return Err(FormulaError::new(FormulaErrorKind::TooDeep, self.peek().span, message)
                .with_help("put a part of it into a formula of its own"));
        }
        self.depth = self.depth.saturating_add(1);
        let parsed = read(self);
        self.depth = self.depth.saturating_sub(1);
        parsed
    }

    /// The token here.
    fn peek(&self) -> Token<'t> {
        self.token(self.at)
    }

    /// The token after the one here.
    fn peek_second(&self) -> Token<'t> {
        self.token(self.at.saturating_add(1))
    }

    /// The token before the one here.
    fn previous(&self) -> Option<Token<'t>> {
        self.at.checked_sub(1).map(|at| self.token(at))
    }

    fn token(&self, at: usize) -> Token<'t> {
        let end = TextSpan { start: self.text.len(), end: self.text.len() };
        self.tokens.get(at).copied().unwrap_or(Token { kind: TokenKind::End, span: end })
    }

    /// Takes the token here.
    fn advance(&mut self) -> Token<'t> {
        let token = self.peek();
        self.at = self.at.saturating_add(1);
        token
    }

    fn sees(&self, kind: TokenKind<'_>) -> bool {
        self.peek().kind == kind
    }

    fn sees_word(&self, word: &str) -> bool {
        self.sees(TokenKind::Word(word))
    }

    /// Takes the token here if it is this one.
    fn eats(&mut self, kind: TokenKind<'_>) -> bool {
        let found = self.sees(kind);
        if found {
            self.advance();
        }
        found
    }

    fn eats_word(&mut self, word: &str) -> bool {
        self.eats(TokenKind::Word(word))
    }

    /// From a place up to the end of what was read last.
    fn since(&self, start: usize) -> TextSpan {
        TextSpan { start, end: self.previous().map_or(start, |token| token.span.end) }
    }

    /// What the author wrote there.
    fn written(&self, span: TextSpan) -> &'t str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    fn ident(word: &str, span: TextSpan) -> Ident {
        Ident { text: word.into(), span }
    }
}
