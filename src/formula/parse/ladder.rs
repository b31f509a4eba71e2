//! Operators, loosest first.

use super::super::ast::{BinaryOp, ExprKind};
use super::super::token::TokenKind;
use super::{Parsed, Parser, Tall};

impl Parser<'_, '_> {
    /// `formula = and { "or" and }`
    pub(super) fn formula(&mut self) -> Parsed {
        self.inside(|parser| {
            parser.row(Self::conjunction, |kind| (kind == TokenKind::Word("or")).then_some(BinaryOp::Or))
        })
    }

    /// `and = not { "and" not }`
    fn conjunction(&mut self) -> Parsed {
        self.row(Self::negation, |kind| (kind == TokenKind::Word("and")).then_some(BinaryOp::And))
    }

    /// `not = [ "not" ] test`
    fn negation(&mut self) -> Parsed {
        let start = self.peek().span.start;
        if !self.eats_word("not") {
            return self.test();
        }
        if self.sees_word("not") {
            return Err(self.doubled("take both away, or write `not (not …)`"));
        }
        let value = self.test()?;
        self.made(start, ExprKind::Not(value.expr), value.levels)
    }

    /// `test = sum [ comparison | "in" … | "between" … | "has" … | "is" … ]`
    fn test(&mut self) -> Parsed {
        let start = self.peek().span.start;
        let value = self.sum()?;
        if !self.sees_test() {
            return Ok(value);
        }
        let left = self.since(start);
        let middle = is_sign(self.peek().kind).then_some(self.peek_second().span.start);
        let tested = match self.peek().kind {
            TokenKind::Word("in" | "not") => self.membership(start, value),
            TokenKind::Word("between") => self.between(start, value),
            TokenKind::Word("is") => self.presence(start, value),
            _ => self.comparison(start, value),
        }?;
        if self.sees_test() { Err(self.chained(left, middle)) } else { Ok(tested) }
    }

    fn sees_test(&self) -> bool {
        let kind = self.peek().kind;
        comparing(kind).is_some() || matches!(kind, TokenKind::Word("in" | "not" | "between" | "is"))
    }

    /// `( "=" | "!=" | "<" | "<=" | ">" | ">=" | "has" ) sum`
    fn comparison(&mut self, start: usize, left: Tall) -> Parsed {
        let Some(op) = comparing(self.peek().kind) else { return Ok(left) };
        self.advance();
        let right = self.sum()?;
        self.joined(start, op, left, right)
    }

    /// `[ "not" ] "in" "(" sum { "," sum } ")"`
    fn membership(&mut self, start: usize, value: Tall) -> Parsed {
        let negated = self.eats_word("not");
        if !self.eats_word("in") {
            return Err(self.only_in_follows_not());
        }
        let opening = self.peek().span;
        if !self.eats(TokenKind::Open) {
            return Err(self.list_needs_parentheses());
        }
        if self.sees(TokenKind::Close) {
            return Err(self.nothing_between(opening, "the list is empty"));
        }
        let mut levels = value.levels;
        let mut list = Vec::new();
        loop {
            let item = self.sum()?;
            levels = levels.max(item.levels);
            list.push(*item.expr);
            if !self.eats(TokenKind::Comma) {
                break;
            }
        }
        self.closes(opening, TokenKind::Close)?;
        self.made(start, ExprKind::In { value: value.expr, list, negated }, levels)
    }

    /// `"between" sum "and" sum`
    fn between(&mut self, start: usize, value: Tall) -> Parsed {
        self.advance();
        let low = self.sum()?;
        if !self.eats_word("and") {
            return Err(self.expected("`and`").with_help("both ends are named: `x between 1 and 2`"));
        }
        let high = self.sum()?;
        let levels = value.levels.max(low.levels).max(high.levels);
        self.made(start, ExprKind::Between { value: value.expr, low: low.expr, high: high.expr }, levels)
    }

    /// `"is" [ "not" ] ( "present" | "missing" )`
    fn presence(&mut self, start: usize, value: Tall) -> Parsed {
        self.advance();
        let not = self.eats_word("not");
        let missing = match self.peek().kind {
            TokenKind::Word("present") => not,
            TokenKind::Word("missing") => !not,
            _ => {
                return Err(self.expected("`present` or `missing`").with_help("values are compared with `=` and `!=`"));
            }
        };
        self.advance();
        self.made(start, ExprKind::Present { value: value.expr, missing }, value.levels)
    }

    /// `sum = product { ( "+" | "-" ) product }`
    pub(super) fn sum(&mut self) -> Parsed {
        self.row(Self::product, |kind| match kind {
            TokenKind::Plus => Some(BinaryOp::Add),
            TokenKind::Minus => Some(BinaryOp::Subtract),
            _ => None,
        })
    }

    /// `product = sign { ( "*" | "/" ) sign }`
    fn product(&mut self) -> Parsed {
        self.row(Self::signed, |kind| match kind {
            TokenKind::Times => Some(BinaryOp::Multiply),
            TokenKind::Over => Some(BinaryOp::Divide),
            _ => None,
        })
    }

    /// `sign = [ "-" ] power`
    fn signed(&mut self) -> Parsed {
        let start = self.peek().span.start;
        if !self.eats(TokenKind::Minus) {
            return self.power();
        }
        if matches!(self.peek().kind, TokenKind::Minus | TokenKind::Plus) {
            return Err(self.doubled("take one away, or write `-(-…)`"));
        }
        let value = self.power()?;
        self.made(start, ExprKind::Negate(value.expr), value.levels)
    }

    /// `power = taken [ "^" sign ]`
    fn power(&mut self) -> Parsed {
        let start = self.peek().span.start;
        let base = self.taken()?;
        if !self.eats(TokenKind::Power) {
            return Ok(base);
        }
        let exponent = self.inside(Self::signed)?;
        self.joined(start, BinaryOp::Power, base, exponent)
    }

    /// Operands with operators of one rank between them; the first two are joined first.
    fn row(&mut self, operand: fn(&mut Self) -> Parsed, operator: fn(TokenKind<'_>) -> Option<BinaryOp>) -> Parsed {
        let start = self.peek().span.start;
        let mut left = operand(self)?;
        while let Some(op) = operator(self.peek().kind) {
            self.advance();
            let right = operand(self)?;
            left = self.joined(start, op, left, right)?;
        }
        Ok(left)
    }

    fn joined(&mut self, start: usize, op: BinaryOp, left: Tall, right: Tall) -> Parsed {
        let levels = left.levels.max(right.levels);
        self.made(start, ExprKind::Binary { op, left: left.expr, right: right.expr }, levels)
    }
}

fn is_sign(kind: TokenKind<'_>) -> bool {
    comparing(kind).is_some_and(|op| op != BinaryOp::Has)
}

fn comparing(kind: TokenKind<'_>) -> Option<BinaryOp> {
    match kind {
        TokenKind::Equal => Some(BinaryOp::Equal),
        TokenKind::NotEqual => Some(BinaryOp::NotEqual),
        TokenKind::Less => Some(BinaryOp::Less),
        TokenKind::LessOrEqual => Some(BinaryOp::LessOrEqual),
        TokenKind::Greater => Some(BinaryOp::Greater),
        TokenKind::GreaterOrEqual => Some(BinaryOp::GreaterOrEqual),
        TokenKind::Word("has") => Some(BinaryOp::Has),
        _ => None,
    }
}
