//! The words of the grammar: which text stands for what, both ways.

use rust_decimal::Decimal;

use super::ast::{BinaryOp, CreditWord, DurationUnit, FoldFunction};

/// Words that are no names, except after a dot.
///
/// All other words of the grammar (`present`, `prior`, `members`, `direct` …) are words only in their own place.
pub(super) const RESERVED: &[&str] =
    &["and", "as", "at", "between", "has", "in", "is", "no", "not", "of", "on", "or", "over", "where", "whose", "yes"];

/// Whether a text is names with dots between them and nothing else: a path, with no word of the grammar in front. Not every path is one.
pub(crate) fn is_plain_path(text: &str) -> bool {
    let is_plain = |name: &str| {
        name.starts_with(|first: char| first.is_ascii_lowercase())
            && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    };
    text.split('.').all(is_plain) && !RESERVED.iter().any(|reserved| text.split('.').next() == Some(reserved))
}

impl FoldFunction {
    /// Every function, in the order of the manual.
    pub const ALL: &[FoldFunction] = &[
        FoldFunction::Sum,
        FoldFunction::Avg,
        FoldFunction::Min,
        FoldFunction::Max,
        FoldFunction::Count,
        FoldFunction::Distinct,
        FoldFunction::Median,
        FoldFunction::Percentile,
        FoldFunction::First,
        FoldFunction::Last,
        FoldFunction::Stddev,
        FoldFunction::Trimmed,
        FoldFunction::Rank,
        FoldFunction::PercentRank,
    ];

    /// How it is written.
    pub fn name(self) -> &'static str {
        match self {
            FoldFunction::Sum => "sum",
            FoldFunction::Avg => "avg",
            FoldFunction::Min => "min",
            FoldFunction::Max => "max",
            FoldFunction::Count => "count",
            FoldFunction::Distinct => "distinct",
            FoldFunction::Median => "median",
            FoldFunction::Percentile => "percentile",
            FoldFunction::First => "first",
            FoldFunction::Last => "last",
            FoldFunction::Stddev => "stddev",
            FoldFunction::Trimmed => "trimmed",
            FoldFunction::Rank => "rank",
            FoldFunction::PercentRank => "percent_rank",
        }
    }

    /// The function of this name.
    pub fn named(name: &str) -> Option<FoldFunction> {
        FoldFunction::ALL.iter().copied().find(|function| function.name() == name)
    }

    /// Whether it needs a number beside the value: `percentile(x, 90)`. All others take none.
    pub fn needs_number(self) -> bool {
        matches!(self, FoldFunction::Percentile | FoldFunction::Trimmed)
    }

    /// Whether it has a meaning only over a group: `rank(x over peers)`.
    pub fn needs_group(self) -> bool {
        matches!(self, FoldFunction::Rank | FoldFunction::PercentRank)
    }
}

impl DurationUnit {
    /// Every unit, shortest first; working time last.
    pub const ALL: &[DurationUnit] = &[
        DurationUnit::Minute,
        DurationUnit::Hour,
        DurationUnit::Day,
        DurationUnit::Week,
        DurationUnit::Month,
        DurationUnit::Quarter,
        DurationUnit::Year,
        DurationUnit::WorkingHour,
        DurationUnit::WorkingDay,
    ];

    /// How it is written after this amount: `day` after 1, `days` after all others.
    pub fn word(self, amount: Decimal) -> &'static str {
        let (one, many) = self.words();
        if amount == Decimal::ONE { one } else { many }
    }

    /// Whether this word, in either form, is the unit's.
    pub(crate) fn words_are(self, word: &str) -> bool {
        let (one, many) = self.words();
        word == one || word == many
    }

    /// The unit of this word, in either form; `working` stands before it where it does.
    pub(super) fn named(word: &str, working: bool) -> Option<DurationUnit> {
        let unit = DurationUnit::ALL.iter().copied().find(|unit| unit.words_are(word));
        match (unit, working) {
            (unit, false) => unit,
            (Some(DurationUnit::Hour), true) => Some(DurationUnit::WorkingHour),
            (Some(DurationUnit::Day), true) => Some(DurationUnit::WorkingDay),
            (_, true) => None,
        }
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            DurationUnit::Minute => ("minute", "minutes"),
            DurationUnit::Hour => ("hour", "hours"),
            DurationUnit::Day => ("day", "days"),
            DurationUnit::Week => ("week", "weeks"),
            DurationUnit::Month => ("month", "months"),
            DurationUnit::Quarter => ("quarter", "quarters"),
            DurationUnit::Year => ("year", "years"),
            DurationUnit::WorkingHour => ("working hour", "working hours"),
            DurationUnit::WorkingDay => ("working day", "working days"),
        }
    }
}

impl BinaryOp {
    /// How it is written.
    pub fn symbol(self) -> &'static str {
        match self {
            BinaryOp::And => "and",
            BinaryOp::Or => "or",
            BinaryOp::Add => "+",
            BinaryOp::Subtract => "-",
            BinaryOp::Multiply => "*",
            BinaryOp::Divide => "/",
            BinaryOp::Power => "^",
            BinaryOp::Equal => "=",
            BinaryOp::NotEqual => "!=",
            BinaryOp::Less => "<",
            BinaryOp::LessOrEqual => "<=",
            BinaryOp::Greater => ">",
            BinaryOp::GreaterOrEqual => ">=",
            BinaryOp::Has => "has",
        }
    }
}

impl CreditWord {
    /// How it is written.
    pub fn name(self) -> &'static str {
        match self {
            CreditWord::Direct => "direct",
            CreditWord::Overlay => "overlay",
        }
    }
}

/// Whether a word of the grammar stands between values.
pub(super) fn is_operator(word: &str) -> bool {
    matches!(word, "and" | "or" | "not" | "in" | "is" | "between" | "has" | "at")
}

/// The word of the grammar that this is when written in small letters, where it is not.
pub(super) fn in_capitals(word: &str) -> Option<&'static str> {
    RESERVED.iter().copied().find(|reserved| *reserved != word && word.eq_ignore_ascii_case(reserved))
}

/// The function that this is when written in small letters, where it is all in capitals.
pub(super) fn function_in_capitals(word: &str) -> Option<String> {
    let small = word.to_ascii_lowercase();
    let known = FoldFunction::named(&small).is_some() || FUNCTIONS.contains(&small.as_str());
    (known && word == word.to_ascii_uppercase()).then_some(small)
}

/// Functions that spreadsheets write in capitals.
const FUNCTIONS: &[&str] = &["if", "case", "coalesce", "abs", "round", "floor", "ceil", "sqrt", "ln", "exp"];
