//! Steps: what they did to a value.

use serde::Serialize;

use crate::quantity::Precision;
use crate::step::{Applied, Asked, Done, Held};

use super::figure::Figure;

/// What a step asked for.
#[derive(Serialize)]
pub(super) struct AskedJson<'r> {
    deed: &'static str,
    held: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'r str>,
}

impl<'r> AskedJson<'r> {
    pub(super) fn new(asked: &'r Asked, precision: Precision) -> AskedJson<'r> {
        let (held, condition) = match &asked.held {
            Held::Yes => ("yes", None),
            Held::No => ("no", None),
            Held::Undefined(why) => ("undefined", Some(Figure::of(&Err(why.clone()), precision))),
        };
        AskedJson {
            deed: asked.deed.word(),
            held,
            condition,
            amount: asked.amount.as_ref().map(|amount| Figure::of(amount, precision)),
            why: asked.why.as_deref(),
        }
    }
}

/// A step, with the value before and after it.
#[derive(Serialize)]
pub(super) struct DoneJson {
    deed: &'static str,
    held: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<Figure>,
    before: Figure,
    after: Figure,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

pub(super) fn steps(applied: &Applied, precision: Precision) -> Vec<DoneJson> {
    applied.steps.iter().map(|done| DoneJson::new(done, precision)).collect()
}

impl DoneJson {
    fn new(done: &Done, precision: Precision) -> DoneJson {
        let AskedJson { deed, held, condition, amount, why } = AskedJson::new(&done.asked, precision);
        let (before, after) = (Figure::of(&done.before, precision), Figure::of(&done.after, precision));
        DoneJson { deed, held, condition, amount, before, after, why: why.map(str::to_owned) }
    }
}
