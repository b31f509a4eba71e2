//! What steps do to a value.

use crate::formula::{Inputs, Program, run};
use crate::quantity::{Fraction, Outcome, Precision, Value, Why};

use super::compile::{Step, Steps};
use super::definition::Deed;

/// Whether limits hold as they are written, or the other way round where the value is below zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Limits {
    /// A cap is the most and a floor the least, also of a value below zero.
    #[default]
    AsWritten,
    /// Of a value below zero, such as what a return takes back, a cap of 100 is −100 at the least, and a floor of 10 is −10 at the
    /// most: a floor never turns a return into pay.
    Mirrored,
}

/// What steps ask before anything is done: whether each is done, and with how much.
///
/// It does not depend on the value, so it can be asked once and be applied to whatever the value then is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asked {
    /// What is done.
    pub deed: Deed,
    /// Whether it is done.
    pub held: Held,
    /// With how much; not asked where it is not done.
    pub amount: Option<Outcome>,
    /// Why it stands there.
    pub why: Option<String>,
}

/// Whether a step is done.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Held {
    /// It has no condition, or its condition holds.
    Yes,
    /// Its condition does not hold.
    No,
    /// Its condition is undefined, and so does not hold.
    Undefined(Why),
}

/// A value, and what each step made of it: the value that is left is read off the last one.
#[derive(Clone, Debug, PartialEq)]
pub struct Applied {
    /// What the value was before the first step.
    pub start: Outcome,
    /// What each step did, in the order written.
    pub steps: Vec<Done>,
}

/// What one step did.
#[derive(Clone, Debug, PartialEq)]
pub struct Done {
    /// What was asked.
    pub asked: Asked,
    /// The value before it.
    pub before: Outcome,
    /// The value after it.
    pub after: Outcome,
}

impl<Q> Steps<Q> {
    /// What the steps ask, at a place.
    pub fn ask<I: Inputs<Q>>(&self, place: &I::Place, inputs: &mut I) -> Vec<Asked> {
        self.ask_with(&mut |program| run(program, place, inputs))
    }

    /// The same where somebody else runs the formulas.
    pub fn ask_with(&self, run: &mut dyn FnMut(&Program<Q>) -> Outcome) -> Vec<Asked> {
        self.list.iter().map(|step| asked(step, run)).collect()
    }

    /// What the steps make of a value, at a place.
    pub fn apply<I: Inputs<Q>>(&self, value: Outcome, limits: Limits, place: &I::Place, inputs: &mut I) -> Applied {
        let asked = self.ask(place, inputs);
        Applied::new(value, asked, limits, inputs.precision())
    }
}

fn asked<Q>(step: &Step<Q>, run: &mut dyn FnMut(&Program<Q>) -> Outcome) -> Asked {
    let held = match step.when.as_ref().map(&mut *run) {
        None | Some(Ok(Value::YesNo(true))) => Held::Yes,
        Some(Ok(_)) => Held::No,
        Some(Err(why)) => Held::Undefined(why),
    };
    let amount = (held == Held::Yes).then(|| run(&step.amount));
    Asked { deed: step.deed, held, amount, why: step.why.clone() }
}

impl Applied {
    /// What steps, of which it is known what they ask, make of a value.
    ///
    /// An undefined value stays undefined by its reason, but for `set`. Where the amount of a step that is done is
    /// undefined, so is the value from there on, by the reason of the amount.
    ///
    /// ```
    /// use attain::quantity::{Fraction, Precision, Value};
    /// use attain::step::{Applied, Asked, Deed, Held, Limits};
    ///
    /// let points = |points: i64| Value::Number(Fraction::whole(points));
    /// let step = |deed, amount| Asked { deed, held: Held::Yes, amount: Some(Ok(amount)), why: None };
    /// let steps = vec![step(Deed::Add, points(5)), step(Deed::Cap, points(90))];
    ///
    /// let applied = Applied::new(Ok(points(88)), steps, Limits::AsWritten, Precision::default());
    /// assert_eq!(applied.steps[0].after, Ok(points(93)));
    /// assert_eq!(applied.value(), &Ok(points(90)));
    /// ```
    pub fn new(start: Outcome, steps: Vec<Asked>, limits: Limits, precision: Precision) -> Applied {
        let mut done: Vec<Done> = Vec::with_capacity(steps.len());
        let mut value = start.clone();
        for asked in steps {
            let after = after(&value, &asked, limits, precision);
            done.push(Done { asked, before: value, after: after.clone() });
            value = after;
        }
        Applied { start, steps: done }
    }

    /// The value after the last step.
    pub fn value(&self) -> &Outcome {
        self.steps.last().map_or(&self.start, |done| &done.after)
    }
}

impl Done {
    /// Whether the step made the value another one.
    pub fn changed(&self) -> bool {
        self.before != self.after
    }
}

fn after(before: &Outcome, asked: &Asked, limits: Limits, precision: Precision) -> Outcome {
    let Some(amount) = asked.amount.as_ref().filter(|_| asked.held == Held::Yes) else {
        return before.clone();
    };
    if asked.deed == Deed::Set {
        return amount.clone();
    }
    let before = before.as_ref().map_err(Why::clone)?;
    let (have, by) = (number(before)?, number(amount.as_ref().map_err(Why::clone)?)?);
    let mirrored = limits == Limits::Mirrored && have.is_negative();
    let limit = if mirrored { by.negate() } else { by };
    let result = match (asked.deed, mirrored) {
        (Deed::Cap, false) | (Deed::Floor, true) => have.min(limit),
        (Deed::Floor, false) | (Deed::Cap, true) => have.max(limit),
        (Deed::Times, _) => have.times(by, precision)?,
        _ => have.plus(by, precision)?,
    };
    Ok(before.unit().of(result))
}

fn number(value: &Value) -> Outcome<Fraction> {
    value.amount().ok_or(Why::NotANumber)
}
