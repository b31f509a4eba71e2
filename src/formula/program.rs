//! A checked formula.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::calendar::{Grain, Span};
use crate::quantity::{RoundTo, Unit, Value};

use super::check::Asked;
use super::function::Function;

/// A formula whose names are questions and whose units fit.
///
/// `Q` is the kind of question that its context can answer: a field of a fact, a KPI of a person, a key of a table.
/// Programs compare equal when they compute the same in the same way, which is how folds are deduplicated.
#[derive(Clone, Debug, PartialEq)]
pub struct Program<Q> {
    step: Step,
    /// What the steps ask, by position.
    questions: Vec<Q>,
    /// The unit of what comes out.
    pub unit: Unit,
}

/// One step of a [`Program`], with the steps that it needs.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    /// A value that is written in the formula.
    Constant(Value),
    /// A question to the context.
    Ask(Asked),
    /// Yes for no and no for yes.
    Not(Box<Step>),
    /// The value with the other sign; the unit stays.
    Negate(Box<Step>),
    /// A sum, difference, product, quotient or power, in the given unit.
    Arithmetic {
        /// Which.
        op: Arithmetic,
        /// The unit of what comes out.
        unit: Unit,
        /// The left side.
        left: Box<Step>,
        /// The right side.
        right: Box<Step>,
    },
    /// A comparison; quotients are compared by cross-multiplication.
    Compare(Comparison, Box<Step>, Box<Step>),
    /// Both; false as soon as one side is, even where the other is undefined.
    And(Box<Step>, Box<Step>),
    /// Either; true as soon as one side is, even where the other is undefined.
    Or(Box<Step>, Box<Step>),
    /// Whether the first equals one of the others.
    In(Box<Step>, Vec<Step>),
    /// Whether there is a value.
    Present(Box<Step>),
    /// A function of values.
    Call(Function, Vec<Step>),
    /// A value rounded to the nearest multiple of a step.
    Round(Box<Step>, RoundTo),
    /// A value at another time.
    Window(Box<Step>, Shift),
    /// A value of somebody else.
    At(Box<Step>, Elsewhere),
    /// A value of the person or unit whose key a formula gives.
    Of {
        /// What is asked for.
        value: Box<Step>,
        /// Of whom.
        whose: Box<Step>,
        /// Whether that is a person or a unit.
        is: Unit,
    },
}

/// What [`Step::Arithmetic`] does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arithmetic {
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
pub(crate) enum Comparison {
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
    /// The left text contains the right one; the left list has it as a member.
    Has,
}

impl Comparison {
    /// Whether two values of that order compare so.
    pub(super) fn holds(self, ordering: Ordering) -> bool {
        match self {
            Comparison::Equal => ordering.is_eq(),
            Comparison::NotEqual => ordering.is_ne(),
            Comparison::Less => ordering.is_lt(),
            Comparison::LessOrEqual => ordering.is_le(),
            Comparison::Greater => ordering.is_gt(),
            Comparison::GreaterOrEqual | Comparison::Has => ordering.is_ge(),
        }
    }
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
    pub(super) fn new(step: Step, questions: Vec<Q>, unit: Unit) -> Program<Q> {
        Program { step, questions, unit }
    }

    /// A program that gives a constant.
    pub fn constant(value: Value) -> Program<Q> {
        Program { unit: value.unit(), step: Step::Constant(value), questions: Vec::new() }
    }

    /// The value, where it is written in the formula.
    pub fn as_constant(&self) -> Option<&Value> {
        match &self.step {
            Step::Constant(value) => Some(value),
            _ => None,
        }
    }

    /// The question, where the formula asks it and nothing else.
    pub(crate) fn as_question(&self) -> Option<&Q> {
        match &self.step {
            Step::Ask(asked) => self.question(*asked),
            _ => None,
        }
    }

    /// Whether all questions are about whom the formula is asked for, at whatever time.
    pub(crate) fn is_of_one(&self) -> bool {
        fn is_of_one(step: &Step) -> bool {
            let mut all = !matches!(step, Step::At(..) | Step::Of { .. });
            step.parts(&mut |part| all = all && is_of_one(part));
            all
        }
        is_of_one(&self.step)
    }

    /// Whether something is asked about another time.
    pub(crate) fn has_windows(&self) -> bool {
        fn has_windows(step: &Step) -> bool {
            let mut any = matches!(step, Step::Window(..));
            step.parts(&mut |part| any = any || has_windows(part));
            any
        }
        has_windows(&self.step)
    }

    /// Whether this condition and another one hold.
    #[must_use]
    pub(crate) fn and(mut self, mut other: Program<Q>) -> Program<Q> {
        let count = self.questions.len();
        other.step.asked_mut(&mut |asked| asked.0 = asked.0.saturating_add(count));
        self.questions.append(&mut other.questions);
        Program { step: Step::And(Box::new(self.step), Box::new(other.step)), ..self }
    }

    /// A program that asks one question.
    pub(crate) fn asking(question: Q, unit: Unit) -> Program<Q> {
        Program { step: Step::Ask(Asked(0)), questions: vec![question], unit }
    }

    /// Calls `visit` with each question that is written, in the order in which a reader meets them; also with one that is never
    /// asked, since what stands before it decides.
    pub fn questions<'p>(&'p self, visit: &mut impl FnMut(&'p Q)) {
        self.questions.iter().for_each(visit);
    }

    pub(super) fn with_step(self, made: fn(Step) -> Step) -> Program<Q> {
        Program { step: made(self.step), ..self }
    }

    pub(super) fn step(&self) -> &Step {
        &self.step
    }

    pub(super) fn question(&self, asked: Asked) -> Option<&Q> {
        self.questions.get(asked.0)
    }
}

impl Step {
    /// Calls `visit` with each step that this one needs.
    pub(super) fn parts<'s>(&'s self, visit: &mut dyn FnMut(&'s Step)) {
        match self {
            Step::Constant(_) | Step::Ask(_) => {}
            Step::Not(of)
            | Step::Negate(of)
            | Step::Present(of)
            | Step::Round(of, _)
            | Step::Window(of, _)
            | Step::At(of, _) => visit(of),
            Step::Arithmetic { left, right, .. }
            | Step::Compare(_, left, right)
            | Step::And(left, right)
            | Step::Or(left, right)
            | Step::Of { whose: left, value: right, .. } => {
                visit(left);
                visit(right);
            }
            Step::In(value, list) => {
                visit(value);
                list.iter().for_each(visit);
            }
            Step::Call(_, arguments) => arguments.iter().for_each(visit),
        }
    }

    /// Calls `visit` with the number of each question that may be asked, to be moved.
    fn asked_mut(&mut self, visit: &mut dyn FnMut(&mut Asked)) {
        match self {
            Step::Constant(_) => {}
            Step::Ask(asked) => visit(asked),
            Step::Not(of)
            | Step::Negate(of)
            | Step::Present(of)
            | Step::Round(of, _)
            | Step::Window(of, _)
            | Step::At(of, _) => of.asked_mut(visit),
            Step::Arithmetic { left, right, .. }
            | Step::Compare(_, left, right)
            | Step::And(left, right)
            | Step::Or(left, right)
            | Step::Of { whose: left, value: right, .. } => {
                left.asked_mut(visit);
                right.asked_mut(visit);
            }
            Step::In(value, list) => {
                value.asked_mut(visit);
                for item in list {
                    item.asked_mut(visit);
                }
            }
            Step::Call(_, arguments) => {
                for argument in arguments {
                    argument.asked_mut(visit);
                }
            }
        }
    }
}
