//! What a formula says: the tree that the parser makes, the checker reads and the printer writes.
//!
//! Two trees are equal when they say the same: places in the text do not count.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::quantity::Currency;

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

/// Many values made one: over facts and records, or over a group of people or periods.
///
/// A fold with `over` has no `filter`, `of`, `on`, `whose` or `credit`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Fold {
    /// How they are made one.
    pub function: FoldFunction,
    /// What is folded: a field, an expression of fields, the name of a kind, or for a group any formula.
    pub value: Expr,
    /// The number of `percentile` and `trimmed`; none for all others.
    pub parameter: Option<Decimal>,
    /// `where`: the facts that count.
    pub filter: Option<Expr>,
    /// `of`: the facts that refer to this record or share this field's value.
    pub of: Option<Vec<Ident>>,
    /// `on`: the day by which a fact falls into a period.
    pub on: Option<Expr>,
    /// `whose`: the person who is credited.
    pub whose: Option<Vec<Ident>>,
    /// `as`: which credit is summed; direct where nothing is said.
    pub credit: Option<CreditWord>,
    /// `over`: the group, where people or periods are folded and not facts.
    pub over: Option<Group>,
}

/// How many values become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FoldFunction {
    /// `sum`
    Sum,
    /// `avg`
    Avg,
    /// `min`
    Min,
    /// `max`
    Max,
    /// `count`
    Count,
    /// `distinct`
    Distinct,
    /// `median`
    Median,
    /// `percentile(x, 90)`
    Percentile,
    /// `first`, by day, then id
    First,
    /// `last`, by day, then id
    Last,
    /// `stddev`
    Stddev,
    /// `trimmed(x, 10)`
    Trimmed,
    /// `rank(x over peers)`: the place of one among the group.
    Rank,
    /// `percent_rank(x over peers)`: that place as a share of the group.
    PercentRank,
}

/// Which credit a fold sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CreditWord {
    /// `direct`: shares that make 100 %.
    Direct,
    /// `overlay`: shares beside them.
    Overlay,
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

/// A time other than the period that is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Window {
    /// `[prior]`, `[prior 2 quarter]`, `[prior year to date]`
    Prior {
        /// How many periods back; 1 where no number is written.
        steps: u32,
        /// Periods of this grain; of the grain that is asked for where none is written.
        grain: Option<Ident>,
        /// Only as much of the period as has passed of the one that is asked for.
        to_date: bool,
    },
    /// `[last_year]`, `[last_year quarter]`, `[last_year to date]`
    LastYear {
        /// The period of this grain; of the grain that is asked for where none is written.
        grain: Option<Ident>,
        /// Only as much of the period as has passed of the one that is asked for.
        to_date: bool,
    },
    /// `[year]`, `[year to date]`: the period of a grain around the day that is asked for.
    Grain {
        /// The grain.
        grain: Ident,
        /// Only up to the day that is asked for.
        to_date: bool,
    },
    /// `[to date]`: the period that is asked for, up to the day that is asked for.
    ToDate,
    /// `[last 90 days]`, `[next 3 months]`
    Rolling {
        /// Backwards (`last`) or forwards (`next`).
        last: bool,
        /// How many.
        amount: Decimal,
        /// Of what.
        of: DurationUnit,
    },
    /// `[before]`: all time before the period that is asked for.
    Before,
    /// `[all]`: all time.
    All,
    /// `[2025-07-01 .. 2025-10-01]`: from the first day up to, but not including, the second, which is later.
    Between(NaiveDate, NaiveDate),
}

/// Whom a value is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// `at parent`: the unit above.
    Parent,
    /// `at company`: the top.
    Company,
    /// `at "region"`: the unit above of this level.
    Level(Arc<str>),
    /// `at subject.mentor`: a person or unit. Never empty.
    Path(Vec<Ident>),
    /// `at manager(subject)`: the person or unit that a call gives; always a [`ExprKind::Call`].
    Call(Box<Expr>),
}

/// What a fold with `over` goes over.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    /// `members`: the direct children.
    Members,
    /// `people`: all people below.
    People,
    /// `peers`: the peer group.
    Peers,
    /// The periods of this grain inside the window.
    Grain(Ident),
}

/// What a length of time is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DurationUnit {
    /// `minute`, `minutes`
    Minute,
    /// `hour`, `hours`
    Hour,
    /// `day`, `days`
    Day,
    /// `week`, `weeks`
    Week,
    /// `month`, `months`
    Month,
    /// `quarter`, `quarters`
    Quarter,
    /// `year`, `years`
    Year,
    /// `working hour`, `working hours`
    WorkingHour,
    /// `working day`, `working days`
    WorkingDay,
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
