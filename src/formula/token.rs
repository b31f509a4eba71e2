//! The words, numbers and signs of a formula.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::ast::TextSpan;
use super::error::{FormulaError, quoted};
use crate::id::KEY_BYTES_MAX;

/// One word, number or sign, and where it is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'t> {
    pub(super) kind: TokenKind<'t>,
    pub(super) span: TextSpan,
}

/// A word, number or sign.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum TokenKind<'t> {
    Word(&'t str),
    Number(Decimal),
    Percent(Decimal),
    Date(NaiveDate),
    /// What stands between the quotes, with its escapes; they are sound.
    Text(&'t str),
    Open,
    Close,
    OpenBracket,
    CloseBracket,
    Comma,
    Colon,
    Dot,
    DotDot,
    Plus,
    Minus,
    Times,
    Over,
    Power,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    End,
}

/// Cuts a text into tokens; the last one is the end.
pub(super) fn read(text: &str) -> Result<Vec<Token<'_>>, FormulaError> {
    let mut reader = Reader { text, rest: text };
    let mut tokens = Vec::new();
    loop {
        reader.take_while(char::is_whitespace);
        let start = reader.at();
        let kind = reader.token()?;
        tokens.push(Token { kind, span: reader.since(start) });
        if kind == TokenKind::End {
            return Ok(tokens);
        }
    }
}

/// What a text token says.
pub(super) fn unescaped(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut letters = raw.chars();
    while let Some(letter) = letters.next() {
        text.push(match letter {
            '\\' => letters.next().map_or('\\', |escaped| if escaped == 'n' { '\n' } else { escaped }),
            plain => plain,
        });
    }
    text
}

/// Where the reader is in the text.
pub(super) struct Reader<'t> {
    text: &'t str,
    pub(super) rest: &'t str,
}

impl<'t> Reader<'t> {
    fn token(&mut self) -> Result<TokenKind<'t>, FormulaError> {
        match self.rest.chars().next() {
            None => Ok(TokenKind::End),
            Some('0'..='9') => self.number(),
            Some('"') => self.quotes(),
            Some(letter) if letter == '_' || unicode_ident::is_xid_start(letter) => self.word(),
            Some(_) => self.sign(),
        }
    }

    fn word(&mut self) -> Result<TokenKind<'t>, FormulaError> {
        let start = self.at();
        let word = self.take_while(unicode_ident::is_xid_continue);
        if word.len() > KEY_BYTES_MAX {
            let message = format!("{} is too long for a name", quoted(word));
            return Err(FormulaError::syntax(self.since(start), message)
                .with_help(format!("a name has at most {KEY_BYTES_MAX} bytes")));
        }
        Ok(TokenKind::Word(word))
    }

    fn quotes(&mut self) -> Result<TokenKind<'t>, FormulaError> {
        let start = self.at();
        self.take(1);
        let opening = self.since(start);
        let inside = self.rest;
        loop {
            self.take_while(|letter| !matches!(letter, '"' | '\\' | '\n'));
            match self.rest.chars().next() {
                Some('"') => break,
                Some('\\') => self.escape()?,
                _ => return Err(never_closed(opening)),
            }
        }
        let raw = inside.get(..inside.len().saturating_sub(self.rest.len())).unwrap_or_default();
        self.take(1);
        Ok(TokenKind::Text(raw))
    }

    fn escape(&mut self) -> Result<(), FormulaError> {
        let start = self.at();
        let pair = self.take_letters(2);
        if matches!(pair, r#"\""# | r"\\" | r"\n") {
            return Ok(());
        }
        Err(FormulaError::syntax(self.since(start), format!("{} is no escape", quoted(pair)))
            .with_help(r#"write `\\` for a backslash, `\"` for a quote, `\n` for a new line"#))
    }

    /// Where the reader is, in bytes.
    pub(super) fn at(&self) -> usize {
        self.text.len().saturating_sub(self.rest.len())
    }

    /// From a place up to where the reader is.
    pub(super) fn since(&self, start: usize) -> TextSpan {
        TextSpan { start, end: self.at() }
    }

    /// What has been read since a place.
    pub(super) fn text_since(&self, start: usize) -> &'t str {
        self.text.get(start..self.at()).unwrap_or_default()
    }

    /// Takes as many bytes.
    pub(super) fn take(&mut self, bytes: usize) -> &'t str {
        let (taken, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    /// Takes as many characters, or as many as there are.
    pub(super) fn take_letters(&mut self, letters: usize) -> &'t str {
        self.take(self.rest.char_indices().nth(letters).map_or(self.rest.len(), |(end, _)| end))
    }

    /// Takes the characters for which something holds.
    pub(super) fn take_while(&mut self, holds: impl Fn(char) -> bool) -> &'t str {
        self.take(self.rest.find(|letter| !holds(letter)).unwrap_or(self.rest.len()))
    }
}

fn never_closed(opening: TextSpan) -> FormulaError {
    FormulaError::syntax(opening, "this text is never closed")
        .with_help(r#"close it with `"` on the same line; a new line inside a text is written `\n`"#)
}
