//! Signs: operators, parentheses and separators, in ASCII or as other keyboards write them.

use super::error::{FormulaError, quoted};
use super::token::{Reader, TokenKind};

impl<'t> Reader<'t> {
    pub(super) fn sign(&mut self) -> Result<TokenKind<'t>, FormulaError> {
        let mut letters = self.rest.chars().map(ascii);
        let first = letters.next().unwrap_or_default();
        let second = letters.next().unwrap_or_default();
        if let Some(remedy) = refused(first, second) {
            return Err(self.stray(remedy));
        }
        if let Some(kind) = two_letters(first, second) {
            self.take_letters(2);
            return Ok(kind);
        }
        match one_letter(first) {
            Some(kind) => {
                self.take_letters(1);
                Ok(kind)
            }
            None => Err(self.stray(Remedy { letters: 1, help: None })),
        }
    }

    fn stray(&mut self, remedy: Remedy) -> FormulaError {
        let start = self.at();
        let text = self.take_letters(remedy.letters);
        let error = FormulaError::syntax(self.since(start), format!("{} means nothing in a formula", shown(text)));
        match remedy.help {
            Some(help) => error.with_help(help),
            None => error,
        }
    }
}

fn two_letters(first: char, second: char) -> Option<TokenKind<'static>> {
    match (first, second) {
        ('=', '=') => Some(TokenKind::Equal),
        ('!', '=') | ('<', '>') => Some(TokenKind::NotEqual),
        ('<', '=') => Some(TokenKind::LessOrEqual),
        ('>', '=') => Some(TokenKind::GreaterOrEqual),
        ('.', '.') => Some(TokenKind::DotDot),
        _ => None,
    }
}

fn one_letter(letter: char) -> Option<TokenKind<'static>> {
    match letter {
        '(' => Some(TokenKind::Open),
        ')' => Some(TokenKind::Close),
        '[' => Some(TokenKind::OpenBracket),
        ']' => Some(TokenKind::CloseBracket),
        ',' => Some(TokenKind::Comma),
        ':' => Some(TokenKind::Colon),
        '.' => Some(TokenKind::Dot),
        '+' => Some(TokenKind::Plus),
        '-' | '−' => Some(TokenKind::Minus),
        '*' | '×' => Some(TokenKind::Times),
        '/' | '÷' => Some(TokenKind::Over),
        '^' => Some(TokenKind::Power),
        '=' => Some(TokenKind::Equal),
        '≠' => Some(TokenKind::NotEqual),
        '<' => Some(TokenKind::Less),
        '≤' => Some(TokenKind::LessOrEqual),
        '>' => Some(TokenKind::Greater),
        '≥' => Some(TokenKind::GreaterOrEqual),
        _ => None,
    }
}

/// What to write instead of a sign that other languages have.
#[derive(Clone, Copy)]
struct Remedy {
    letters: usize,
    help: Option<&'static str>,
}

fn refused(first: char, second: char) -> Option<Remedy> {
    let two = match (first, second) {
        ('&', '&') => Some("write `and`"),
        ('|', '|') => Some("write `or`"),
        ('=', '<') => Some("write `<=`"),
        ('=', '>') => Some("write `>=`"),
        ('*', '*') => Some("write `^`"),
        ('.', '0'..='9') => Some("a number starts with a digit: write `0.5`, not `.5`"),
        _ => None,
    };
    if two.is_some() {
        return Some(Remedy { letters: 2, help: two });
    }
    let one = match first {
        '!' if second != '=' => "write `not`",
        '&' => "conditions are joined with `and`; texts are not joined",
        '|' => "write `or`",
        '%' => "a percent sign stands directly after its number: `60%`",
        ';' => "arguments are separated by `,`",
        '、' => "write `,`",
        '。' => "write `.`",
        '–' | '—' => "write `-`",
        '{' | '}' => "write `(` and `)`",
        '"' | '\'' | '`' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '「' | '」' => {
            r#"text stands in straight double quotes: `"won"`"#
        }
        '$' | '€' | '£' | '¥' | '￥' => "the currency stands after the amount: `1000 USD`",
        '0'..='9' => "write digits as `0` to `9`",
        _ => return None,
    };
    Some(Remedy { letters: 1, help: Some(one) })
}

/// The ASCII sign or digit of a full-width one, as Chinese and Japanese keyboards write them.
fn ascii(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => u32::from(letter).checked_sub(FULL_WIDTH).and_then(char::from_u32).unwrap_or(letter),
        _ => letter,
    }
}

/// A sign as people can see it.
fn shown(text: &str) -> String {
    match text.chars().next() {
        Some(letter) if letter.is_control() || is_invisible(letter) => {
            format!("the invisible character U+{:04X}", u32::from(letter))
        }
        _ => quoted(text),
    }
}

fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// How far full-width signs lie above their ASCII ones.
const FULL_WIDTH: u32 = 0xfee0;
