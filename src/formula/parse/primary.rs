//! What operators join: numbers, texts, names, calls and parentheses, at other times and of other people.

use rust_decimal::Decimal;

use super::super::ast::{Argument, DurationUnit, ExprKind, FoldFunction, Ident, Scope};
use super::super::token::{TokenKind, unescaped};
use super::super::word::RESERVED;
use super::{Parsed, Parser};
use crate::quantity::Currency;

impl Parser<'_, '_> {
    /// `taken = primary { "[" window "]" | "at" scope }`
    pub(super) fn taken(&mut self) -> Parsed {
        let start = self.peek().span.start;
        let mut taken = self.primary()?;
        loop {
            let mut levels = taken.levels;
            let kind = if self.sees(TokenKind::OpenBracket) {
                ExprKind::Window { window: self.window()?, value: taken.expr }
            } else if self.eats_word("at") {
                let (scope, tall) = self.scope()?;
                levels = levels.max(tall);
                ExprKind::At { scope, value: taken.expr }
            } else {
                return Ok(taken);
            };
            taken = self.made(start, kind, levels)?;
        }
    }

    /// `scope = "parent" | "company" | text | path | call`, and how many levels it has.
    fn scope(&mut self) -> Parsed<(Scope, usize)> {
        let dotted = self.peek_second().kind == TokenKind::Dot;
        let scope = match self.peek().kind {
            TokenKind::Text(raw) => Scope::Level(unescaped(raw).into()),
            TokenKind::Word("parent") if !dotted => Scope::Parent,
            TokenKind::Word("company") if !dotted => Scope::Company,
            TokenKind::Word(word) if !self.is_fold(word) => return self.scope_by_name(),
            _ => return Err(self.expected("`parent`, `company`, a level in quotes, or the name of a person or unit")),
        };
        self.advance();
        Ok((scope, 0))
    }

    /// Whether a fold is written here; a fold gives no person or unit.
    fn is_fold(&self, word: &str) -> bool {
        self.peek_second().kind == TokenKind::Open && FoldFunction::named(word).is_some()
    }

    fn scope_by_name(&mut self) -> Parsed<(Scope, usize)> {
        let start = self.peek().span.start;
        let path = self.path()?;
        if !self.sees(TokenKind::Open) {
            return Ok((Scope::Path(path), 0));
        }
        let call = self.call(start, path)?;
        Ok((Scope::Call(call.expr), call.levels))
    }

    fn primary(&mut self) -> Parsed {
        let token = self.peek();
        let kind = match token.kind {
            TokenKind::Number(number) => return self.number(number),
            TokenKind::Percent(number) => ExprKind::Percent(number),
            TokenKind::Date(day) => ExprKind::Date(day),
            TokenKind::Text(raw) => ExprKind::Text(unescaped(raw).into()),
            TokenKind::Word("yes") => ExprKind::YesNo(true),
            TokenKind::Word("no") => ExprKind::YesNo(false),
            TokenKind::Word(_) => return self.named(),
            TokenKind::Open => return self.parentheses(),
            _ => return Err(self.expected_value()),
        };
        self.advance();
        self.made(token.span.start, kind, 0)
    }

    /// A number alone, or with a currency, or with a unit of time.
    fn number(&mut self, amount: Decimal) -> Parsed {
        let start = self.advance().span.start;
        let kind = if let Some(of) = self.duration_unit() {
            ExprKind::Duration { amount, of }
        } else if let Some(currency) = self.currency() {
            self.advance();
            ExprKind::Money { amount, currency }
        } else if let Some(error) = self.unknown_unit() {
            return Err(error);
        } else {
            ExprKind::Number(amount)
        };
        self.made(start, kind, 0)
    }

    /// Takes a unit of time, if one is here.
    pub(super) fn duration_unit(&mut self) -> Option<DurationUnit> {
        let working = self.sees_word("working");
        let token = if working { self.peek_second() } else { self.peek() };
        let TokenKind::Word(word) = token.kind else { return None };
        let unit = DurationUnit::named(word, working)?;
        if working {
            self.advance();
        }
        self.advance();
        Some(unit)
    }

    /// The currency here. Operators in capitals are not one.
    fn currency(&self) -> Option<Currency> {
        let TokenKind::Word(word) = self.peek().kind else { return None };
        let reserved = RESERVED.iter().any(|reserved| word.eq_ignore_ascii_case(reserved));
        let capitals = word.chars().all(|letter| letter.is_ascii_uppercase());
        if reserved || !capitals { None } else { word.parse().ok() }
    }

    fn parentheses(&mut self) -> Parsed {
        let opening = self.advance().span;
        if self.sees(TokenKind::Close) {
            return Err(self.nothing_between(opening, "nothing stands between the parentheses"));
        }
        let inner = self.formula()?;
        self.closes(opening, TokenKind::Close)?;
        Ok(inner)
    }

    /// A name, a call or a fold.
    fn named(&mut self) -> Parsed {
        let token = self.peek();
        if let (TokenKind::Word(word), TokenKind::Open) = (token.kind, self.peek_second().kind) {
            if let Some(function) = FoldFunction::named(word) {
                return self.fold(function);
            }
            self.small_letters(word)?;
        }
        let path = self.path()?;
        if self.sees(TokenKind::Open) {
            return self.call(token.span.start, path);
        }
        self.made(token.span.start, ExprKind::Path(path), 0)
    }

    /// `path = name { "." name }`; after a dot every word is a name.
    pub(super) fn path(&mut self) -> Parsed<Vec<Ident>> {
        let mut path = vec![self.name()?];
        while self.eats(TokenKind::Dot) {
            let TokenKind::Word(word) = self.peek().kind else { return Err(self.expected("a name")) };
            path.push(Self::ident(word, self.advance().span));
        }
        Ok(path)
    }

    /// A word that is none of the grammar's own.
    pub(super) fn name(&mut self) -> Parsed<Ident> {
        let token = self.peek();
        match token.kind {
            TokenKind::Word(word) if self.reserved(word).is_none() => {
                self.advance();
                Ok(Self::ident(word, token.span))
            }
            TokenKind::Word(word) => Err(self.reserved(word).unwrap_or_else(|| self.unexpected())),
            _ => Err(self.expected("a name")),
        }
    }

    /// `call = path "(" [ arg { "," arg } ] ")"`
    fn call(&mut self, start: usize, path: Vec<Ident>) -> Parsed {
        let opening = self.advance().span;
        let mut levels = 0;
        let mut arguments = Vec::new();
        while !self.sees(TokenKind::Close) || !arguments.is_empty() {
            let name = self.argument_name();
            let value = self.formula()?;
            levels = levels.max(value.levels);
            arguments.push(Argument { name, value: *value.expr });
            if !self.eats(TokenKind::Comma) {
                break;
            }
        }
        self.closes(opening, TokenKind::Close)?;
        self.made(start, ExprKind::Call { path, arguments }, levels)
    }

    /// `name ":"`; any word is a name here.
    fn argument_name(&mut self) -> Option<Ident> {
        let token = self.peek();
        match (token.kind, self.peek_second().kind) {
            (TokenKind::Word(word), TokenKind::Colon) => {
                self.advance();
                self.advance();
                Some(Self::ident(word, token.span))
            }
            _ => None,
        }
    }
}
