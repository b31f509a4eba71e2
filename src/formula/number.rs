//! Numbers, percents and dates.

use rust_decimal::Decimal;

use crate::calendar::written_day;

use super::ast::{DurationUnit, TextSpan};
use super::error::{FormulaError, quoted};
use super::token::{Reader, TokenKind};

/// The most digits of a number in a formula, leading zeros not counted.
pub const DIGITS_MAX: usize = 28;

impl<'t> Reader<'t> {
    pub(super) fn number(&mut self) -> Result<TokenKind<'t>, FormulaError> {
        if let Some(length) = date_length(self.rest) {
            return self.date(length);
        }
        let start = self.at();
        self.digits()?;
        let text = self.text_since(start);
        self.nothing_attached(start, text)?;
        self.no_second_point(start)?;
        let number = decimal(text, self.since(start))?;
        if self.rest.starts_with(['%', '％']) {
            self.take_letters(1);
            return Ok(TokenKind::Percent(number));
        }
        Ok(TokenKind::Number(number))
    }

    /// Takes digits, and more digits after a point. Two points are a sign of their own.
    fn digits(&mut self) -> Result<(), FormulaError> {
        let start = self.at();
        self.take_while(is_digit);
        if self.rest.starts_with('.') && !self.rest.starts_with("..") {
            self.take(1);
            if self.take_while(is_digit).is_empty() {
                let message = format!("{} has no digits after its point", quoted(self.text_since(start)));
                return Err(FormulaError::syntax(self.since(start), message));
            }
        }
        Ok(())
    }

    /// A number ends before a blank or a sign.
    fn nothing_attached(&mut self, start: usize, number: &str) -> Result<(), FormulaError> {
        let attached = self.take_while(unicode_ident::is_xid_continue);
        if attached.is_empty() {
            return Ok(());
        }
        let message = format!("{} is neither a number nor a name", quoted(self.text_since(start)));
        Err(FormulaError::syntax(self.since(start), message).with_help(how_to_detach(number, attached)))
    }

    fn no_second_point(&mut self, start: usize) -> Result<(), FormulaError> {
        if !self.rest.strip_prefix('.').is_some_and(|rest| rest.starts_with(is_digit)) {
            return Ok(());
        }
        self.take_while(|letter| is_digit(letter) || letter == '.');
        let message = format!("{} is neither a number nor a date", quoted(self.text_since(start)));
        Err(FormulaError::syntax(self.since(start), message)
            .with_help("a number has one point: `1.5`; a date is written `2025-07-01`"))
    }

    fn date(&mut self, length: usize) -> Result<TokenKind<'t>, FormulaError> {
        let start = self.at();
        let text = self.take(length);
        let more = self.take_while(unicode_ident::is_xid_continue);
        let quote = quoted(self.text_since(start));
        if !more.is_empty() {
            let message = format!("{quote} is not a date");
            return Err(FormulaError::syntax(self.since(start), message)
                .with_help("a date is a day, written as `2025-07-01`, without a time of day"));
        }
        if length != DATE_LENGTH {
            let message = format!("{quote} is not a date");
            return Err(FormulaError::syntax(self.since(start), message)
                .with_help("write a date as `2025-07-01`; for a difference put spaces around `-`"));
        }
        written_day(text).map(TokenKind::Date).ok_or_else(|| {
            FormulaError::syntax(self.since(start), format!("the calendar has no day {quote}"))
                .with_help("a date is written year, month, day; for a difference put spaces around `-`")
        })
    }
}

/// How many bytes at the start look like a date: four digits, one or two, one or two.
fn date_length(text: &str) -> Option<usize> {
    let rest = text.trim_start_matches(is_digit);
    let year = text.len().checked_sub(rest.len())?;
    let (month, rest) = one_or_two(rest.strip_prefix('-')?)?;
    let (day, _) = one_or_two(rest.strip_prefix('-')?)?;
    (year == 4).then_some(year.saturating_add(month).saturating_add(day).saturating_add(2))
}

fn one_or_two(text: &str) -> Option<(usize, &str)> {
    let rest = text.trim_start_matches(is_digit);
    let digits = text.len().checked_sub(rest.len())?;
    matches!(digits, 1 | 2).then_some((digits, rest))
}

fn decimal(text: &str, span: TextSpan) -> Result<Decimal, FormulaError> {
    let written = quoted(text);
    if text.len() > 1 && text.starts_with('0') && !text.starts_with("0.") {
        return Err(FormulaError::syntax(span, format!("the number {written} starts with a zero"))
            .with_help("write numbers without leading zeros and without separators, dates as `2025-07-01`"));
    }
    let significant = text.trim_start_matches(['0', '.']).chars().filter(|letter| is_digit(*letter)).count();
    let fits = significant <= DIGITS_MAX;
    fits.then(|| plain(text)).flatten().ok_or_else(|| {
        FormulaError::syntax(span, format!("the number {written} has too many digits"))
            .with_help(format!("a number has at most {DIGITS_MAX} digits"))
    })
}

/// The number of digits with at most one point among them, which keeps its zeros at the end.
fn plain(text: &str) -> Option<Decimal> {
    let scale = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let digits = text.bytes().filter(u8::is_ascii_digit);
    let mantissa = digits
        .into_iter()
        .try_fold(0_i128, |number, digit| number.checked_mul(10)?.checked_add(i128::from(digit.wrapping_sub(b'0'))))?;
    Decimal::try_from_i128_with_scale(mantissa, u32::try_from(scale).ok()?).ok()
}

fn how_to_detach(number: &str, attached: &str) -> String {
    let currency = attached.len() == 3 && attached.chars().all(|letter| letter.is_ascii_uppercase());
    if currency || attached == "working" || DurationUnit::named(attached, false).is_some() {
        return format!("put a space before {}", quoted(attached));
    }
    if attached.starts_with('_') {
        return "write the digits of a number without separators".to_owned();
    }
    if attached.starts_with(['e', 'E']) && attached.chars().skip(1).all(is_digit) {
        return "write the number out, without an exponent".to_owned();
    }
    format!("a name starts with a letter; a product needs a sign: `{number} * …`")
}

fn is_digit(letter: char) -> bool {
    letter.is_ascii_digit()
}

const DATE_LENGTH: usize = "2025-07-01".len();
