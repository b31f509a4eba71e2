//! What a formula says: the tree that the parser makes, the checker reads and the printer writes.
//!
//! Two trees are equal when they say the same: places in the text do not count.

mod clause;

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::quantity::Currency;

pub use clause::{CreditWord, DurationUnit, Fold, FoldFunction, Group, Scope, Window};

/// A place in the text of a formula: from `start` up to, but not including, `end`, in bytes of UTF-8.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextSpan {
    /// Where it starts.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// A name, and where it is written.
///
/// Equal to every other writing of the same name.
#[derive(Clone, Debug)]
pub struct Ident {
    /// The name.
    pub text: Arc<str>,
    /// Where it is written.
    pub span: TextSpan,
}

/// A formula, or a part of one, and where it is written.
///
/// Equal to whatever says the same elsewhere, so that a fold that stands in two formulas is found to be one.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What it says.
    pub kind: ExprKind,
    /// Where it is written; parentheses around it are not part of it.
    pub span: TextSpan,
}

/// What a formula says.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ExprKind {
    /// A number: `12.5`. The parser makes no negative ones: `-5` is the negation of 5.
    Number(Decimal),
    /// An amount of money: `1000 USD`.
    Money {
        /// How much, in whole units of the currency.
        amount: Decimal,
        /// Of what.
        currency: Currency,
    },
    /// A ratio in hundredths: 60 for `60%`.
    Percent(Decimal),
    /// A length of time: `3 days`.
    Duration {
        /// How many.
        amount: Decimal,
        /// Of what.
        of: DurationUnit,
    },
    /// A day: `2025-07-01`.
    Date(NaiveDate),
    /// A text: `"won"`, without its quotes and escapes.
    Text(Arc<str>),
    /// `yes` or `no`.
    YesNo(bool),
    /// A name, or names joined by dots: `order.amount`. Never empty.
    Path(Vec<Ident>),
    /// A function or a table, called: `target(revenue, "stretch")`.
    Call {
        /// Its name, or names joined by dots. Never empty.
        path: Vec<Ident>,
        /// What stands between the parentheses.
        arguments: Vec<Argument>,
    },
    /// Many values made one: `sum(order.amount where status = "paid")`.
    Fold(Box<Fold>),
    /// `not x`
    Not(Box<Expr>),
    /// `-x`
    Negate(Box<Expr>),
    /// Two values joined by an operator.
    Binary {
        /// The operator.
        op: BinaryOp,
        /// What stands before it.
        left: Box<Expr>,
        /// What stands after it.
        right: Box<Expr>,
    },
    /// `x in (1, 2)`, `x not in (1, 2)`
    In {
        /// What is looked for.
        value: Box<Expr>,
        /// Among what. Never empty.
        list: Vec<Expr>,
        /// Whether it holds where the value is *not* found.
        negated: bool,
    },
    /// `x between 1 and 2`: both ends belong to it.
    Between {
        /// What is compared.
        value: Box<Expr>,
        /// The least that holds.
        low: Box<Expr>,
        /// The most that holds.
        high: Box<Expr>,
    },
    /// `x is present`, `x is missing`
    Present {
        /// What is looked at.
        value: Box<Expr>,
        /// Whether it holds where the value is missing.
        missing: bool,
    },
    /// A value at another time: `revenue[last_year]`.
    Window {
        /// What is asked for.
        value: Box<Expr>,
        /// When.
        window: Window,
    },
    /// A value of somebody else: `revenue at company`.
    At {
        /// What is asked for.
        value: Box<Expr>,
        /// Of whom.
        scope: Scope,
    },
}

/// What a function is called with: a formula, which may have a name (`product: "bikes"`).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Argument {
    /// Its name, where it has one.
    pub name: Option<Ident>,
    /// Its value.
    pub value: Expr,
}

/// What stands between two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BinaryOp {
    /// `and`
    And,
    /// `or`
    Or,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `^`
    Power,
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `has`: the list on the left has the value on the right.
    Has,
}

impl Expr {
    /// Shows this expression and everything inside it to `visit`, each before what is inside it, in the order written.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Expr)) {
        visit(self);
        for child in self.children() {
            child.walk(visit);
        }
    }

    /// The expressions directly inside this one, in the order written.
    pub fn children(&self) -> Vec<&Expr> {
        match &self.kind {
            ExprKind::Number(_)
            | ExprKind::Money { .. }
            | ExprKind::Percent(_)
            | ExprKind::Duration { .. }
            | ExprKind::Date(_)
            | ExprKind::Text(_)
            | ExprKind::YesNo(_)
            | ExprKind::Path(_) => Vec::new(),
            ExprKind::Call { arguments, .. } => arguments.iter().map(|argument| &argument.value).collect(),
            ExprKind::Fold(fold) => {
                [Some(&fold.value), fold.filter.as_ref(), fold.on.as_ref()].into_iter().flatten().collect()
            }
            ExprKind::At { value, scope: Scope::Call(whose) } => vec![value, whose],
            ExprKind::Not(value)
            | ExprKind::Negate(value)
            | ExprKind::Present { value, .. }
            | ExprKind::Window { value, .. }
            | ExprKind::At { value, .. } => vec![value],
            ExprKind::Binary { left, right, .. } => vec![left, right],
            ExprKind::In { value, list, .. } => std::iter::once(value.as_ref()).chain(list).collect(),
            ExprKind::Between { value, low, high } => vec![value, low, high],
        }
    }
}

impl PartialEq for Expr {
    fn eq(&self, other: &Expr) -> bool {
        self.kind == other.kind
    }
}

impl Eq for Expr {}

impl Hash for Expr {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.kind.hash(state);
    }
}

impl PartialEq for Ident {
    fn eq(&self, other: &Ident) -> bool {
        self.text == other.text
    }
}

impl Eq for Ident {}

impl Hash for Ident {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}
