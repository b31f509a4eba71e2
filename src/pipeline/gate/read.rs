//! Reading the parts of a gate.

use crate::diagnostic::{At, Code, Problems};
use crate::document::{FormulaText, Node, OneOrMany};
use crate::quantity::{Unit, Value};
use crate::timer::Length;

use super::super::definition::{ApprovalDefinition, EdgeDefinition, TaskDefinition};
use super::super::stage::{StageId, Stages};
use super::approval::{Approval, Approvals};
use super::compile::{APPROVALS_MAX, Reader};
use super::edge::{Edge, Requirement, Task};
use super::who::{OR, Who, WhoRule};

/// The most requirements, tasks or effects in one place.
const PARTS_MAX: usize = 100;

/// What is at hand while a gate is read.
pub(super) struct Reading<'r, R> {
    pub(super) reader: &'r mut R,
    pub(super) stages: &'r Stages,
    pub(super) problems: &'r mut Problems,
}

/// The stage of a name; reports one that is not there.
pub(super) fn stage_named(stages: &Stages, name: &str, at: At<'_>, problems: &mut Problems) -> Option<StageId> {
    let found = stages.find(name);
    if found.is_none() {
        let known = stages.iter().map(|(_, stage)| stage.id().as_str());
        problems.report(Code::NameUnknown, at, format!("there is no stage `{name}`")).nearest(name, known);
    }
    found
}

impl<R: Reader> Reading<'_, R> {
    fn few(&mut self, count: usize, what: &str, at: At<'_>) -> bool {
        if count > PARTS_MAX {
            let message = format!("there are {count} {what}, more than {PARTS_MAX}");
            self.problems.report(Code::ValueRange, at, message).help("write fewer");
        }
        count <= PARTS_MAX
    }

    pub(super) fn requirements(&mut self, written: &[FormulaText], at: At<'_>) -> Vec<Requirement<R::Deal>> {
        let mut all = Vec::new();
        if self.few(written.len(), "requirements", at) {
            for (index, text) in written.iter().enumerate() {
                all.extend(self.requirement(text, None, at.index(index)));
            }
        }
        all
    }

    fn requirement(&mut self, text: &FormulaText, unit: Option<Unit>, at: At<'_>) -> Option<Requirement<R::Deal>> {
        let program = self.reader.formula(text.as_str(), unit, at, self.problems)?;
        let is_value = program.unit != Unit::YesNo;
        Some(Requirement { text: text.as_str().to_owned(), program, is_value })
    }

    pub(super) fn tasks(&mut self, written: &[TaskDefinition], at: At<'_>) -> Vec<Task<R::Deal>> {
        let mut all: Vec<Task<R::Deal>> = Vec::new();
        if !self.few(written.len(), "tasks", at) {
            return all;
        }
        for (index, task) in written.iter().enumerate() {
            let place = at.index(index);
            if task.id.trim().is_empty() {
                let mut report = self.problems.report(Code::NameInvalid, place.field("id"), "the task has no name");
                report.help("call it by what is to be done");
            } else if all.iter().any(|known| known.id == task.id) {
                let message = format!("two tasks are called `{}`", task.id);
                self.problems
                    .report(Code::NameDuplicate, place.field("id"), message)
                    .help("give each a name of its own");
            }
            let done = self.reader.formula(task.done.as_str(), Some(Unit::YesNo), place.field("done"), self.problems);
            let (id, is_optional) = (task.id.clone(), task.optional == Some(true));
            all.extend(done.map(|done| Task { id, done, is_optional }));
        }
        all
    }

    /// Who may; nothing, where nobody says.
    pub(super) fn who_of(
        &mut self,
        written: Option<&OneOrMany<FormulaText>>,
        at: At<'_>,
    ) -> Option<Who<R::Deal, R::Who>> {
        let written = &written?.0;
        let (mut rules, mut everybody) = (Vec::new(), false);
        let (mut named, mut others) = (Vec::new(), Vec::new());
        let before = self.problems.len();
        for (index, text) in written.iter().enumerate() {
            let place = if let [_] = written.as_slice() { at } else { at.index(index) };
            let rule = self.reader.who(text.as_str(), place, self.problems);
            everybody |=
                matches!(&rule, Some(WhoRule::Condition(always)) if always.as_constant() == Some(&Value::YesNo(true)));
            let texts = if matches!(&rule, Some(WhoRule::Named(_))) { &mut named } else { &mut others };
            texts.push(text.as_str());
            rules.extend(rule);
        }
        if written.is_empty() {
            self.problems.report(Code::DocumentMissingField, at, "nobody may").help("write who may, or `\"yes\"`");
        }
        let length = named.join(OR).len();
        named.append(&mut others);
        let text = named.join(OR);
        if everybody {
            rules.clear();
        }
        (self.problems.len() == before).then_some(Who { text, named: length, rules })
    }

    pub(super) fn edge(
        &mut self,
        written: &EdgeDefinition,
        who: Option<&Who<R::Deal, R::Who>>,
        at: At<'_>,
    ) -> Option<Edge<R::Deal, R::Who>> {
        let before = self.problems.len();
        let from = written.from.as_ref().map(|named| {
            let place = at.field("from");
            let named = named.0.iter().enumerate();
            named
                .filter_map(|(index, name)| stage_named(self.stages, name, place.index(index), self.problems))
                .collect()
        });
        let to = stage_named(self.stages, &written.to, at.field("to"), self.problems);
        if let (Some(from), Some(to)) = (&from, to) {
            let from: &Vec<StageId> = from;
            if from.contains(&to) {
                let message = format!("an edge leads from `{}` to itself", written.to);
                self.problems.report(Code::PipelineMoves, at, message).help("name two stages");
            }
        }
        let event = written.event.as_deref().filter(|event| !event.trim().is_empty()).map(str::to_owned);
        let when = written.when.as_ref().and_then(|when| self.requirement(when, Some(Unit::YesNo), at.field("when")));
        let requires = self.requirements(&written.requires, at.field("requires"));
        let own = self.who_of(written.who.as_ref(), at.field("who"));
        let approvals = self.approvals(written, at);
        let effects = self.effects(&written.r#do, at.field("do"));
        let who = own.or_else(|| who.cloned()).unwrap_or_else(Who::everybody);
        let edge = Edge { from, to: to?, event, when, requires, who, approvals, effects };
        (self.problems.len() == before).then_some(edge)
    }

    fn approvals(&mut self, written: &EdgeDefinition, at: At<'_>) -> Approvals<R::Deal, R::Who> {
        let list = at.field("approve");
        let mut all = Vec::new();
        if written.approve.len() > APPROVALS_MAX {
            let message = format!("there are {} approvals, more than {APPROVALS_MAX}", written.approve.len());
            self.problems.report(Code::ValueRange, list, message).help("write fewer");
            return Approvals::none();
        }
        for (index, approval) in written.approve.iter().enumerate() {
            all.extend(self.approval(approval, list.index(index)));
        }
        crate::sort::by(&mut all, |one, other| one.level.cmp(&other.level));
        let need = match written.need.as_ref().map(|need| need.as_str().trim()) {
            None | Some("all") => None,
            Some(need) => match need.parse::<usize>() {
                Ok(number) if (1..=written.approve.len()).contains(&number) => Some(number),
                _ => {
                    let most = written.approve.len();
                    let message = format!("`{need}` of {most} approvals cannot be needed");
                    let mut report = self.problems.report(Code::ValueRange, at.field("need"), message);
                    report.help("write `all`, or how many of those that are listed");
                    None
                }
            },
        };
        Approvals { all, need }
    }

    fn approval(&mut self, written: &ApprovalDefinition, at: At<'_>) -> Option<Approval<R::Deal, R::Who>> {
        if written.r#as.trim().is_empty() {
            let message = "it is not said as what it is approved";
            self.problems.report(Code::NameInvalid, at.field("as"), message).help("write a role such as `legal`");
        }
        let before = self.problems.len();
        let who = self.who_of(written.who.as_ref(), at.field("who"));
        let when = written.when.as_ref();
        let when = when
            .and_then(|when| self.reader.formula(when.as_str(), Some(Unit::YesNo), at.field("when"), self.problems));
        let expires = written.expires.as_deref();
        let expires =
            expires.and_then(|text| Length::read(text, self.reader.calendar(), at.field("expires"), self.problems));
        let (role, level) = (written.r#as.clone(), written.level.unwrap_or(1));
        (self.problems.len() == before).then_some(Approval { role, who, when, level, expires })
    }

    fn effects(&mut self, written: &[Node], at: At<'_>) -> Vec<Node> {
        self.few(written.len(), "effects", at);
        for (index, node) in written.iter().enumerate() {
            if !matches!(node, Node::Map(fields) if !fields.is_empty()) {
                let message = format!("{} is written where an effect belongs", node.kind());
                self.problems
                    .report(Code::DocumentWrongType, at.index(index), message)
                    .help("write what is to be done as a map, such as `{ \"notify\": \"order_desk\" }`");
            }
        }
        written.to_vec()
    }

    /// How long a record stays at least, and at most.
    pub(super) fn stay(&mut self, written: Option<&str>, at: At<'_>) -> (Option<Length>, Option<Length>) {
        let Some(text) = written else { return (None, None) };
        let Some((least, most)) = text.split_once("..") else {
            self.problems
                .report(Code::ValueInvalid, at, format!("`{text}` is no range"))
                .help("write how long at least and at most, such as `2 days .. 30 days` or `.. 30 days`");
            return (None, None);
        };
        let mut end = |text: &str| {
            let text = text.trim();
            (!text.is_empty()).then(|| Length::read(text, self.reader.calendar(), at, self.problems)).flatten()
        };
        let (least, most) = (end(least), end(most));
        if let (Some(least), Some(most)) = (least, most)
            && most.is_shorter(least)
        {
            let message = format!("`{text}` ends before it begins");
            self.problems.report(Code::ValueRange, at, message).help("write the shorter time first");
        }
        (least, most)
    }
}
