//! Folds: what formulas ask of facts.

use crate::formula::{Expr, ExprKind, FoldFunction, Ident, Program, parse};
use crate::id::{Arena, Id};
use crate::log::KindId;
use crate::quantity::{Fraction, Unit};
use crate::rule::Percentile;

use super::fact::{FactQuestion, FieldPath, GroupKey};

/// An aggregate over the facts of a kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Fold {
    /// Whose facts.
    pub kind: KindId,
    /// What is made of them.
    pub aggregate: Aggregate,
    /// The value of each fact; none where facts are only counted.
    pub value: Option<Program<FactQuestion>>,
    /// Which facts.
    pub filter: Option<Program<FactQuestion>>,
    /// Which credit.
    pub credited: Credited,
    /// By which day and whose, where that is another than the kind's own.
    pub way: Option<Id<Way>>,
    /// The unit of the answer.
    pub unit: Unit,
}

/// By which day the facts of a kind fall into periods and who is credited with them, where a fold says another than the kind's own.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// Whose facts.
    pub kind: KindId,
    /// The day, of each fact; a fact of which it is undefined is in no period. None for the kind's own.
    pub on: Option<Program<FactQuestion>>,
    /// The field that names the person who is credited with the whole of it, directly. None for the kind's own credits.
    pub whose: Option<FieldPath>,
}

/// What is made of the values of facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aggregate {
    /// Their sum.
    Sum,
    /// How many there are.
    Count,
    /// How many different values there are.
    Distinct,
    /// Their mean.
    Avg,
    /// The least.
    Min,
    /// The greatest.
    Max,
    /// The value below which a share of them lies: the median for one half.
    Percentile {
        /// The share, from 0 to 1.
        share: Fraction,
        /// What lies between two values.
        method: Percentile,
    },
    /// How far values lie from their mean: the root of the mean square of the distances, one value taken off their number (the
    /// deviation of a sample).
    Stddev,
    /// The mean of what remains when so large a share of the values is left out at either end, rounded down to whole values.
    Trimmed(Fraction),
    /// The value of the first fact, by day, then id.
    First,
    /// The value of the last fact, by day, then id.
    Last,
}

impl Aggregate {
    /// Whether of two values the lesser one, or of two facts the earlier one, is the answer.
    pub(super) fn is_lesser(self) -> bool {
        matches!(self, Aggregate::Min | Aggregate::First)
    }

    /// Whether of two facts of one day the order of ids decides.
    pub(super) fn is_by_id(self) -> bool {
        matches!(self, Aggregate::First | Aggregate::Last)
    }

    /// The word that formulas call it by.
    pub fn word(self) -> &'static str {
        match self {
            Aggregate::Sum => "sum",
            Aggregate::Count => "count",
            Aggregate::Distinct => "distinct",
            Aggregate::Avg => "avg",
            Aggregate::Min => "min",
            Aggregate::Max => "max",
            Aggregate::Percentile { .. } => "percentile",
            Aggregate::Stddev => "stddev",
            Aggregate::Trimmed(_) => "trimmed",
            Aggregate::First => "first",
            Aggregate::Last => "last",
        }
    }
}

/// Which credit a fold is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credited {
    /// Direct credit: shares of one entry make 100 %.
    Direct,
    /// Overlay credit: free, and never part of a direct total.
    Overlay,
}

/// A fold for each value of a field, over all facts up to the day as of which is asked: the first order of each customer.
#[derive(Clone, Debug, PartialEq)]
pub struct Keyed {
    /// The fold.
    pub fold: Fold,
    /// What tells the groups apart.
    pub key: GroupKey,
}

/// The folds of a plan, equal ones once.
#[derive(Clone, Debug, Default)]
pub struct Folds {
    /// Folds by stay and slot.
    pub plain: Arena<Fold>,
    /// Folds by the value of a field.
    pub keyed: Arena<Keyed>,
    /// The days and the people by which folds go, where those are not the kind's own.
    pub ways: Arena<Way>,
    /// How the plain folds are written, by position.
    texts: Vec<String>,
    /// Folds, each with the one that counts the facts that it looks at.
    counts: Vec<(Id<Fold>, Id<Fold>)>,
}

impl Folds {
    /// The id of a fold, which is kept once, as it was first written.
    pub fn intern(&mut self, fold: Fold, text: String) -> Id<Fold> {
        let id = self.plain.intern(fold);
        if id.index() == self.texts.len() {
            self.texts.push(text);
        }
        id
    }

    /// Sees to it that the facts which a fold looks at are counted too.
    pub fn count(&mut self, id: Id<Fold>) {
        if self.count_of(id).is_some() {
            return;
        }
        let fold = Fold { aggregate: Aggregate::Count, value: None, unit: Unit::Number, ..self.plain[id].clone() };
        let count = self.intern(fold, counted(self.text(id)));
        self.counts.push((id, count));
    }

    /// The fold that counts the facts which another one looks at, where that is asked for.
    pub fn count_of(&self, id: Id<Fold>) -> Option<Id<Fold>> {
        self.counts.iter().find(|(fold, _)| *fold == id).map(|(_, count)| *count)
    }

    /// How a fold is written.
    pub fn text(&self, id: Id<Fold>) -> &str {
        self.texts.get(id.index()).map_or("", String::as_str)
    }
}

/// How the count of what a fold looks at is written: `count(order where …)` for `sum(order.amount where …)`.
fn counted(text: &str) -> String {
    let Ok(Expr { kind: ExprKind::Fold(mut fold), .. }) = parse(text) else { return text.to_owned() };
    let mut kind = None;
    fold.value.walk(&mut |expr| {
        if let (None, ExprKind::Path(path)) = (&kind, &expr.kind) {
            kind = path.get(..1).map(<[Ident]>::to_vec);
        }
    });
    fold.value = Expr { kind: ExprKind::Path(kind.unwrap_or_default()), span: fold.value.span };
    (fold.function, fold.parameter) = (FoldFunction::Count, None);
    fold.to_string()
}
