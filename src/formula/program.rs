//! A checked formula.

use std::sync::Arc;

use crate::calendar::{Grain, Span};
use crate::quantity::{Unit, Value};

use super::check::Asked;
use super::function::Function;

/// A formula whose names are questions and whose units fit.
///
/// `Q` is the kind of question that its context can answer: a field of a fact, a KPI of a person, a key of a table.
/// Programs compare equal when they compute the same in the same way, which is how folds are deduplicated.
#[derive(Clone, Debug, PartialEq)]
pub struct Program<Q> {
    /// What is done.
    pub step: Step<Q>,
    /// The unit of what comes out.
    pub unit: Unit,
}

/// One step of a [`Program`], with the steps that it needs.
#[derive(Clone, Debug, PartialEq)]
pub enum Step<Q> {
    /// A value that is written in the formula.
    Constant(Value),
    /// A question to the context.
    Ask(Q),
    /// Yes for no and no for yes.
    Not(Box<Step<Q>>),
    /// The value with the other sign; the unit stays.
    Negate(Box<Step<Q>>),
    /// A sum, difference, product, quotient or power, in the given unit.
    Arithmetic {
        /// Which.
        op: Arithmetic,
        /// The unit of what comes out.
        unit: Unit,
        /// The left side.
        left: Box<Step<Q>>,
        /// The right side.
        right: Box<Step<Q>>,
    },
    /// A comparison; quotients are compared by cross-multiplication.
    Compare(Comparison, Box<Step<Q>>, Box<Step<Q>>),
    /// Both; false as soon as one side is, even where the other is undefined.
    And(Box<Step<Q>>, Box<Step<Q>>),
    /// Either; true as soon as one side is, even where the other is undefined.
    Or(Box<Step<Q>>, Box<Step<Q>>),
    /// Whether the first equals one of the others.
    In(Box<Step<Q>>, Vec<Step<Q>>),
    /// Whether there is a value.
    Present(Box<Step<Q>>),
    /// A function of values.
    Call(Function, Vec<Step<Q>>),
    /// A value at another time.
    Window(Box<Step<Q>>, Shift),
    /// A value of somebody else.
    At(Box<Step<Q>>, Elsewhere),
    /// A value of the person or unit whose key a formula gives.
    Of {
        /// What is asked for.
        value: Box<Step<Q>>,
        /// Of whom.
        whose: Box<Step<Q>>,
        /// Whether that is a person or a unit.
        is: Unit,
    },
}

/// What [`Step::Arithmetic`] does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arithmetic {
    /// Adds.
    Add,
    /// Subtracts.
    Subtract,
    /// Multiplies.
    Multiply,
    /// Divides; by zero is undefined.
    Divide,
    /// Raises to a whole power.
    Power,
}

/// What [`Step::Compare`] asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// The same.
    Equal,
    /// Not the same.
    NotEqual,
    /// Less.
    Less,
    /// Less or the same.
    LessOrEqual,
    /// Greater.
    Greater,
    /// Greater or the same.
    GreaterOrEqual,
    /// The left text contains the right one.
    Has,
}

/// A window: which time is asked for instead of the period at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shift {
    /// So many periods earlier, of the grain at hand or another one.
    Prior {
        /// How many periods earlier, from 1.
        steps: u32,
        /// The grain, if it is not the one at hand.
        grain: Option<Grain>,
        /// Only as much of it as has passed of the period at hand.
        to_date: bool,
    },
    /// The period one fiscal year earlier.
    LastYear {
        /// The grain, if it is not the one at hand.
        grain: Option<Grain>,
        /// Only as much of it as has passed of the period at hand.
        to_date: bool,
    },
    /// The period of a grain in which the period at hand ends.
    Grain {
        /// The grain.
        grain: Grain,
        /// Only up to the day as of which is asked.
        to_date: bool,
    },
    /// The period at hand, up to the day as of which is asked.
    ToDate,
    /// So much time up to and including the last day that counts.
    Last(Length),
    /// So much time from the day after the last day that counts.
    Next(Length),
    /// All that was before the period at hand.
    Before,
    /// All days up to the one as of which is asked.
    All,
    /// Fixed days.
    Days(Span),
}

/// How long a rolling window is: from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// So many days.
    Days(u32),
    /// So many months of the civil calendar: from a day to the same day of another month, or to the last day of that month
    /// where it has no such day.
    Months(u32),
}

/// A scope: who is asked for instead of the one at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Elsewhere {
    /// The unit of a person, or the unit above a unit.
    Parent,
    /// The top of the tree.
    Company,
    /// The ancestor at a level.
    Level(Arc<str>),
}

impl<Q> Program<Q> {
    /// A program that gives a constant.
    pub fn constant(value: Value) -> Program<Q> {
        Program { unit: value.unit(), step: Step::Constant(value) }
    }

    /// Calls `visit` with each question, in the order in which a reader meets them.
    pub fn questions<'p>(&'p self, visit: &mut impl FnMut(&'p Q)) {
        self.step.questions(visit);
    }
}

impl Program<Asked> {
    /// The same program with the questions that were set aside.
    pub(super) fn asking<Q: Clone>(self, questions: &[Q]) -> Option<Program<Q>> {
        Some(Program { step: self.step.asking(questions)?, unit: self.unit })
    }
}

impl Step<Asked> {
    fn asking<Q: Clone>(self, questions: &[Q]) -> Option<Step<Q>> {
        let boxed = |step: Box<Step<Asked>>| Some(Box::new(step.asking(questions)?));
        Some(match self {
            Step::Constant(value) => Step::Constant(value),
            Step::Ask(asked) => Step::Ask(questions.get(asked.0)?.clone()),
            Step::Not(of) => Step::Not(boxed(of)?),
            Step::Negate(of) => Step::Negate(boxed(of)?),
            Step::Arithmetic { op, unit, left, right } => {
                Step::Arithmetic { op, unit, left: boxed(left)?, right: boxed(right)? }
            }
            Step::Compare(comparison, left, right) => Step::Compare(comparison, boxed(left)?, boxed(right)?),
            Step::And(left, right) => Step::And(boxed(left)?, boxed(right)?),
            Step::Or(left, right) => Step::Or(boxed(left)?, boxed(right)?),
            Step::In(value, list) => Step::In(boxed(value)?, Step::all_asking(list, questions)?),
            Step::Present(of) => Step::Present(boxed(of)?),
            Step::Call(function, arguments) => Step::Call(function, Step::all_asking(arguments, questions)?),
            Step::Window(of, shift) => Step::Window(boxed(of)?, shift),
            Step::At(of, elsewhere) => Step::At(boxed(of)?, elsewhere),
            Step::Of { value, whose, is } => Step::Of { value: boxed(value)?, whose: boxed(whose)?, is },
        })
    }

    fn all_asking<Q: Clone>(steps: Vec<Step<Asked>>, questions: &[Q]) -> Option<Vec<Step<Q>>> {
        let mut all = Vec::with_capacity(steps.len());
        for step in steps {
            all.push(step.asking(questions)?);
        }
        Some(all)
    }
}

impl<Q> Step<Q> {
    fn questions<'p>(&'p self, visit: &mut dyn FnMut(&'p Q)) {
        match self {
            Step::Constant(_) => {}
            Step::Ask(question) => visit(question),
            Step::Not(of) | Step::Negate(of) | Step::Present(of) | Step::Window(of, _) | Step::At(of, _) => {
                of.questions(visit);
            }
            Step::Arithmetic { left, right, .. }
            | Step::Compare(_, left, right)
            | Step::And(left, right)
            | Step::Or(left, right) => {
                left.questions(visit);
                right.questions(visit);
            }
            Step::Of { value, whose, .. } => {
                whose.questions(visit);
                value.questions(visit);
            }
            Step::In(value, list) => {
                value.questions(visit);
                for item in list {
                    item.questions(visit);
                }
            }
            Step::Call(_, arguments) => {
                for argument in arguments {
                    argument.questions(visit);
                }
            }
        }
    }
}
