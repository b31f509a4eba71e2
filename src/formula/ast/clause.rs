//! What is said around an expression: how many values become one, at what time, of whom.

use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{Expr, Ident};

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
    /// `at manager(subject)`: the person or unit that a call gives; always a [`ExprKind::Call`](super::ExprKind::Call).
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
