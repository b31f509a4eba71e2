//! Who may move a record, and who may approve that.

use crate::formula::Program;
use crate::id::Key;
use crate::quantity::Value;

use super::Case;

/// Who may do something: conditions, of which one must hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Who<C, W> {
    /// The conditions as written, fields that name somebody before all others.
    pub text: String,
    /// How many bytes of the text name fields.
    pub(super) named: usize,
    /// What they mean; none, where everybody may.
    pub rules: Vec<WhoRule<C, W>>,
}

/// What stands between conditions of which one must hold.
pub(super) const OR: &str = " or ";

/// Who may do something, as it is told to people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct May {
    /// The fields that name somebody who may: `owner`.
    pub named: Vec<String>,
    /// The conditions of which one must hold, as one text or several: `actor.role = "head"`.
    pub conditions: Vec<String>,
}

impl May {
    /// What helps: `let the owner do it, or somebody for whom actor.role = "head"`.
    pub(super) fn cure(&self) -> String {
        let conditions = self.conditions.join(" or ");
        match (self.named.is_empty(), self.conditions.is_empty()) {
            (true, _) => format!("let somebody do it for whom {conditions}"),
            (false, true) => format!("let {} do it", self.people()),
            (false, false) => format!("let {} do it, or somebody for whom {conditions}", self.people()),
        }
    }

    /// What helps where nobody is named who does it.
    pub(super) fn cure_unnamed(&self) -> String {
        let mut who = self.people();
        if !self.conditions.is_empty() {
            who.push_str(if who.is_empty() { "" } else { ", or " });
            who.push_str("somebody for whom ");
            who.push_str(&self.conditions.join(" or "));
        }
        format!("say who moves it: {who}")
    }

    fn people(&self) -> String {
        let the: Vec<String> = self.named.iter().map(|field| format!("the {field}")).collect();
        the.join(" or ")
    }
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
    /// Everybody may.
    pub(super) fn everybody() -> Who<C, W> {
        Who { text: "yes".to_owned(), named: 0, rules: Vec::new() }
    }

    /// Who may, as it is told to people.
    pub(super) fn may(&self) -> May {
        let (named, rest) = self.text.split_at_checked(self.named).unwrap_or(("", &self.text));
        let conditions = rest.strip_prefix(OR).unwrap_or(rest);
        let mut may = May::default();
        may.named.extend(named.split(OR).filter(|field| !field.is_empty()).map(str::to_owned));
        may.conditions.extend((!conditions.is_empty()).then(|| conditions.to_owned()));
        may
    }

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
