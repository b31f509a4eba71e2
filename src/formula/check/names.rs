//! Who knows what the names of a formula stand for.

use crate::calendar::Grain;
use crate::quantity::{Currency, RoundingMode, Unit};

use super::super::ast::{Argument, Expr, Fold, Ident, TextSpan};
use super::complaint::Complaint;

/// Who knows what the names of a formula stand for.
///
/// Each context answers for its own: the fields of a fact, the KPIs of a plan, the keys of a table.
pub trait Names {
    /// What the context can be asked.
    type Question: Clone;

    /// What a path stands for.
    fn path(&mut self, path: &[Ident]) -> Sense<Self::Question>;

    /// The paths that it knows, to find the nearest one to a slip of the finger.
    fn known(&self) -> Vec<String>;

    /// The currency in which amounts of money are reckoned; `None` where it is not sound, and any one will do.
    fn currency(&self) -> Option<Currency>;

    /// What a fold asks; complaints go to `complaints`.
    fn fold(&mut self, fold: &Fold, span: TextSpan, complaints: &mut Vec<Complaint>)
    -> Option<Meaning<Self::Question>>;

    /// What a call of something that is not a [`Function`](crate::formula::Function) asks, such as `target(revenue)`;
    /// complaints about what it is given go to `complaints`.
    fn call(
        &mut self,
        path: &[Ident],
        arguments: &[Argument],
        span: TextSpan,
        complaints: &mut Vec<Complaint>,
    ) -> Sense<Self::Question>;

    /// What a formula as a whole asks, where the context takes it as one question; unknown where it does not.
    fn whole(&mut self, _expr: &Expr, _complaints: &mut Vec<Complaint>) -> Sense<Self::Question> {
        Sense::Unknown
    }

    /// The functions that [`Names::call`] knows.
    fn functions(&self) -> Vec<String> {
        Vec::new()
    }

    /// The grain of a name; `None` where there is none, or where windows cannot be asked at all.
    fn grain(&mut self, _name: &str) -> Option<Grain> {
        None
    }

    /// What helps whoever asks for a grain that is not there.
    fn grain_help(&self, _name: &str) -> String {
        "day, week, half_month, month, quarter, half, year, or a list of the calendar".to_owned()
    }

    /// Whether a grain is declared but not sound; that was complained about already.
    fn is_broken_grain(&self, _name: &str) -> bool {
        false
    }

    /// How a half is rounded, where a house rule says so.
    fn rounding(&self) -> Option<RoundingMode> {
        None
    }

    /// The levels of the organisation, where it is known which there are.
    fn levels(&self) -> Option<Vec<String>> {
        None
    }

    /// Why windows and scopes cannot be used here, if they cannot.
    fn fixed(&self) -> Option<&'static str> {
        None
    }
}

/// What somebody makes of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sense<Q> {
    /// Nothing: it is not known here.
    Unknown,
    /// It is known, but not sound; that was complained about already.
    Broken,
    /// This.
    Means(Meaning<Q>),
}

impl<Q> From<Option<Meaning<Q>>> for Sense<Q> {
    /// What was looked at and complained about is broken where it has no meaning.
    fn from(meaning: Option<Meaning<Q>>) -> Sense<Q> {
        meaning.map_or(Sense::Broken, Sense::Means)
    }
}

/// What a name stands for: a question, and the unit of its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning<Q> {
    /// What is asked.
    pub question: Q,
    /// The unit of the answer.
    pub unit: Unit,
}
