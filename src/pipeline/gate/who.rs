//! Who may move a record, and who may approve that.

use crate::formula::Program;
use crate::id::Key;
use crate::quantity::Value;

use super::Case;

/// Who may do something: conditions, of which one must hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Who<C, W> {
    /// The conditions as written.
    pub text: String,
    /// What they mean; none, where everybody may.
    pub rules: Vec<WhoRule<C, W>>,
}

/// A condition on who does something.
#[derive(Clone, Debug, PartialEq)]
pub enum WhoRule<C, W> {
    /// The person whom a field of the record names.
    Named(Program<C>),
    /// Whoever a condition on the actor and the record's owner holds for.
    Condition(Program<W>),
}

impl<C, W> Who<C, W> {
    /// Whether everybody may, whoever they are.
    pub fn is_everybody(&self) -> bool {
        self.rules.is_empty()
    }

    /// Whether nobody may, whoever they are.
    pub(super) fn is_nobody(&self) -> bool {
        let never = |rule: &WhoRule<C, W>| match rule {
            WhoRule::Condition(condition) => condition.as_constant().is_some(),
            WhoRule::Named(_) => false,
        };
        !self.rules.is_empty() && self.rules.iter().all(never)
    }

    /// Whether somebody may.
    pub(super) fn allows(&self, person: Option<&Key>, case: &mut dyn Case<C, W>) -> bool {
        if self.is_everybody() {
            return true;
        }
        let Some(person) = person else { return false };
        self.rules.iter().any(|rule| match rule {
            WhoRule::Named(field) => {
                matches!(case.ask(field), Ok(Value::Person(named)) if *named == *person.as_str())
            }
            WhoRule::Condition(condition) => case.may(condition, person),
        })
    }
}
