//! What a gate may ask where there is no engine around it: about a deal, and about who moves it.

use std::sync::Arc;

use crate::diagnostic::{Code, remedy};
use crate::formula::{Argument, Complaint, Expr, ExprKind, Fold, Ident, Meaning, Names, Sense, TextSpan, dotted};
use crate::quantity::{Currency, Unit};

use super::super::stage::{StageId, Stages};
use super::Fields;

/// A question about a deal, or about who moves it.
#[derive(Clone, Debug, PartialEq)]
pub enum DealQuestion {
    /// A field, by its name.
    Field(Arc<str>),
    /// Who owns it.
    Owner,
    /// `opened_on`: the day on which it opened.
    OpenedOn,
    /// `touched_on`: the day on which something was last done about it.
    TouchedOn,
    /// `stage`: where it is.
    Stage,
    /// `status`: what that means.
    Status,
    /// `entered_on("proposal")`: the first day on which it entered a stage.
    EnteredOn(StageId),
    /// `time_in("proposal")`: how long it was in a stage.
    TimeIn(StageId),
    /// `visits("proposal")`: how often it entered a stage.
    Visits(StageId),
    /// `reached("proposal")`: whether it was ever in a stage or a later one.
    Reached(StageId),
    /// `passed("proposal")`: whether it went forward from a stage.
    Passed(StageId),
    /// `actor`: who moves it.
    Actor,
    /// `actor.role`: what is known of who moves it.
    OfActor(Arc<str>),
}

/// The words about a deal that are no fields, with what they are of.
const WORDS: [(&str, DealQuestion, Unit); 5] = [
    ("owner", DealQuestion::Owner, Unit::Person),
    ("opened_on", DealQuestion::OpenedOn, Unit::Date),
    ("touched_on", DealQuestion::TouchedOn, Unit::Date),
    ("stage", DealQuestion::Stage, Unit::Text),
    ("status", DealQuestion::Status, Unit::Text),
];

/// The functions that name a stage.
const OF_STAGES: [&str; 5] = ["entered_on", "time_in", "visits", "reached", "passed"];

/// The names of a deal, and of who moves it where that is asked.
pub(super) struct DealNames<'n> {
    pub(super) fields: &'n Fields,
    pub(super) stages: &'n Stages,
    /// Whether there is an actor.
    pub(super) has_actor: bool,
}

impl DealNames<'_> {
    fn meaning(&self, path: &[Ident]) -> Option<Meaning<DealQuestion>> {
        let text = dotted(path);
        if let Some((_, question, unit)) = WORDS.iter().find(|(word, ..)| *word == text) {
            return Some(Meaning { question: question.clone(), unit: *unit });
        }
        match (path, self.has_actor) {
            ([actor], true) if &*actor.text == "actor" => {
                return Some(Meaning { question: DealQuestion::Actor, unit: Unit::Person });
            }
            ([actor, field], true) if &*actor.text == "actor" => {
                let unit = self.fields.of_people(&field.text)?;
                return Some(Meaning { question: DealQuestion::OfActor(Arc::clone(&field.text)), unit });
            }
            _ => {}
        }
        let unit = self.fields.of_deals(&text)?;
        Some(Meaning { question: DealQuestion::Field(text.into()), unit })
    }
}

impl Names for DealNames<'_> {
    type Question = DealQuestion;

    fn path(&mut self, path: &[Ident]) -> Sense<DealQuestion> {
        self.meaning(path).map_or(Sense::Unknown, Sense::Means)
    }

    fn known(&self) -> Vec<String> {
        let mut known: Vec<String> = WORDS.iter().map(|(word, ..)| (*word).to_owned()).collect();
        known.extend(self.fields.deals.iter().map(|(name, _)| name.clone()));
        if self.has_actor {
            known.push("actor".to_owned());
            known.extend(self.fields.people.iter().map(|(name, _)| format!("actor.{name}")));
        }
        known
    }

    fn currency(&self) -> Option<Currency> {
        None
    }

    fn fold(&mut self, _fold: &Fold, span: TextSpan, complaints: &mut Vec<Complaint>) -> Option<Meaning<DealQuestion>> {
        let message = "a pipeline by itself knows one deal, and folds over nothing";
        Complaint::add(complaints, Code::FormulaContext, span, message, "give the deal a field with the figure");
        None
    }

    fn call(
        &mut self,
        path: &[Ident],
        arguments: &[Argument],
        span: TextSpan,
        complaints: &mut Vec<Complaint>,
    ) -> Sense<DealQuestion> {
        let function = dotted(path);
        if !OF_STAGES.contains(&function.as_str()) {
            return Sense::Unknown;
        }
        let [Argument { name: None, value: Expr { kind: ExprKind::Text(written), span: place } }] = arguments else {
            let message = format!("`{function}` needs the name of a stage");
            let help = format!("write it in quotes: `{function}(\"{}\")`", self.stages[self.stages.first()].id());
            Complaint::add(complaints, Code::FormulaArguments, span, message, help);
            return Sense::Broken;
        };
        let Some(stage) = self.stages.find(written) else {
            let known = self.stages.iter().map(|(_, stage)| stage.id().as_str());
            let help = remedy(written, known);
            Complaint::add(
                complaints,
                Code::FormulaUnknownName,
                *place,
                format!("there is no stage `{written}`"),
                help,
            );
            return Sense::Broken;
        };
        let (question, unit) = match function.as_str() {
            "entered_on" => (DealQuestion::EnteredOn(stage), Unit::Date),
            "time_in" => (DealQuestion::TimeIn(stage), Unit::Duration),
            "visits" => (DealQuestion::Visits(stage), Unit::Number),
            "reached" => (DealQuestion::Reached(stage), Unit::YesNo),
            _ => (DealQuestion::Passed(stage), Unit::YesNo),
        };
        Sense::Means(Meaning { question, unit })
    }

    fn functions(&self) -> Vec<String> {
        OF_STAGES.iter().map(|name| (*name).to_owned()).collect()
    }

    fn fixed(&self) -> Option<&'static str> {
        Some("a deal is looked at when it moves, and at no other time")
    }
}
