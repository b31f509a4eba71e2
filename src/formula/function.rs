//! The functions of values, in one table.

use std::fmt;

/// A function of values, the same in every context.
///
/// | function | gives |
/// |---|---|
/// | `if(condition, then, else)` | one of the two; only the one that is taken is computed |
/// | `case(condition, value, …, else)` | the value behind the first condition that holds |
/// | `coalesce(a, b, …)` | the first that is defined |
/// | `abs(x)` | without its sign |
/// | `floor(x)`, `ceil(x)` | the next whole number down, up |
/// | `round(x)`, `round(x, 0.01)` | the nearest whole number, the nearest multiple of a step, by the mode of the house's `rounding` |
/// | `sqrt(x)` | the square root, exact where it is a fraction |
/// | `ln(x)`, `exp(x)` | the natural logarithm and the exponential |
/// | `clamp(x, low, high)` | x, but not below `low` and not above `high` |
/// | `least(a, b, …)`, `greatest(a, b, …)` | the least, the greatest; undefined where one is |
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Function {
    /// `if`
    If,
    /// `case`
    Case,
    /// `coalesce`
    Coalesce,
    /// `abs`
    Abs,
    /// `floor`
    Floor,
    /// `ceil`
    Ceil,
    /// `round`
    Round,
    /// `sqrt`
    Sqrt,
    /// `ln`
    Ln,
    /// `exp`
    Exp,
    /// `clamp`
    Clamp,
    /// `least`
    Least,
    /// `greatest`
    Greatest,
}

impl Function {
    /// Every function.
    pub const ALL: &'static [Function] = &[
        Function::If,
        Function::Case,
        Function::Coalesce,
        Function::Abs,
        Function::Floor,
        Function::Ceil,
        Function::Round,
        Function::Sqrt,
        Function::Ln,
        Function::Exp,
        Function::Clamp,
        Function::Least,
        Function::Greatest,
    ];

    /// The word that authors write.
    pub fn word(self) -> &'static str {
        match self {
            Function::If => "if",
            Function::Case => "case",
            Function::Coalesce => "coalesce",
            Function::Abs => "abs",
            Function::Floor => "floor",
            Function::Ceil => "ceil",
            Function::Round => "round",
            Function::Sqrt => "sqrt",
            Function::Ln => "ln",
            Function::Exp => "exp",
            Function::Clamp => "clamp",
            Function::Least => "least",
            Function::Greatest => "greatest",
        }
    }

    /// The function that a word names.
    pub fn named(word: &str) -> Option<Function> {
        Function::ALL.iter().copied().find(|function| function.word() == word)
    }

    /// How many arguments it takes: the least, and the most if there is one.
    pub(crate) fn takes(self) -> (usize, Option<usize>) {
        match self {
            Function::If | Function::Clamp => (3, Some(3)),
            Function::Case => (3, None),
            Function::Coalesce | Function::Least | Function::Greatest => (1, None),
            Function::Abs | Function::Floor | Function::Ceil | Function::Sqrt | Function::Ln | Function::Exp => {
                (1, Some(1))
            }
            Function::Round => (1, Some(3)),
        }
    }

    /// Whether the argument at `index` of `count` is a condition.
    pub(crate) fn is_condition(self, index: usize, count: usize) -> bool {
        match self {
            Function::If => index == 0,
            Function::Case => index.is_multiple_of(2) && index.saturating_add(1) < count,
            _ => false,
        }
    }

    /// Whether it is about amounts only: numbers, ratios, money, durations.
    pub(crate) fn is_of_amounts(self) -> bool {
        matches!(
            self,
            Function::Abs
                | Function::Floor
                | Function::Ceil
                | Function::Round
                | Function::Clamp
                | Function::Least
                | Function::Greatest
        )
    }

    /// Whether it is about pure numbers only: numbers and ratios.
    pub(crate) fn is_of_numbers(self) -> bool {
        matches!(self, Function::Sqrt | Function::Ln | Function::Exp)
    }
}

impl fmt::Display for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
