//! Figures, as they are written in formulas.

use std::sync::Arc;

use crate::diagnostic::nearest;
use crate::document::{IS_WHOLE, Named};
use crate::error::Error;
use crate::formula::{Argument, ExprKind, Ident, dotted, is_plain_path, parse};
use crate::id::{Id, Name};
use crate::kpi::{Kpi, OfFields, Place, Question, Sliced};
use crate::plan::by_name;
use crate::quantity::{Outcome, Unit, Value};
use crate::target::MAIN_LEVEL;

use super::super::view::{View, place_of};
use super::answers::Column;

/// A figure that can be asked for.
#[derive(Clone, Debug)]
pub(in super::super) struct Figure {
    pub ask: Ask,
    pub column: Column,
}

/// What is asked.
#[derive(Clone, Debug)]
pub(in super::super) enum Ask {
    /// What a formula may ask.
    Question(Question),
    /// The rank in a ranking, by its position.
    Rank(usize),
}

/// The most bytes of a name that is read without the grammar.
const SHORT: usize = 256;

/// The beginning of the name of a rank.
const RANK: &str = "rank.";

impl View {
    /// Reads a figure.
    pub(in super::super) fn figure(&self, text: &str) -> Result<Figure, Error> {
        if IS_WHOLE && text.len() <= SHORT && is_plain_path(text) {
            return self.named_figure(text);
        }
        match parse(text).map(|expr| expr.kind) {
            Ok(ExprKind::Path(path)) => self.named_figure(&dotted(&path)),
            Ok(ExprKind::Call { path, arguments }) => self.called_figure(text, &dotted(&path), &arguments),
            _ => Err(no_figure(text)),
        }
    }

    /// What is explained of a figure.
    pub(in super::super) fn explained(&self, text: &str) -> Result<Question, Error> {
        match self.figure(text)?.ask {
            Ask::Question(question) => Ok(question),
            Ask::Rank(_) => Err(Error::invalid(format!("`{text}` is a rank: explain what is ranked"))),
        }
    }

    /// The answer to a figure at a place.
    pub(in super::super) fn figure_value(&self, figure: &Figure, place: Place) -> Outcome {
        match &figure.ask {
            Ask::Question(question) => self.answer(question, place),
            Ask::Rank(ranking) => self.rank_of(*ranking, place).map(Value::Number),
        }
    }

    fn named_figure(&self, name: &str) -> Result<Figure, Error> {
        let plan = self.plan();
        if let Some(kpi) = plan.kpi(name) {
            return Ok(self.of_kpi(name, Question::Kpi(kpi), kpi, None));
        }
        if let Some(ranking) = name.strip_prefix(RANK) {
            let known = plan.rankings().iter().map(|ranking| ranking.name.as_str()).collect();
            let index = place_of("ranking", ranking, known)?;
            let labels = plan.rankings().get(index).map(|ranking| ranking.labels.clone()).unwrap_or_default();
            return Ok(figure(name, Ask::Rank(index), Unit::Number, labels));
        }
        let attributes = plan.org().attributes();
        if let Some(attribute) = name.strip_prefix("subject.").and_then(|name| attributes.find(name)) {
            let unit = attributes.unit(attribute).unwrap_or(Unit::Text);
            return Ok(figure(name, Ask::Question(Question::Attribute(attribute)), unit, Named::new()));
        }
        let results = plan.result_names();
        let Some(result) = results.find(|result| result.path == name) else {
            return Err(self.unknown_figure(name));
        };
        Ok(figure(name, Ask::Question(Question::Result(result)), results[result].unit, Named::new()))
    }

    fn unknown_figure(&self, name: &str) -> Error {
        let plan = self.plan();
        let mut known: Vec<String> = Vec::new();
        known.extend(plan.kpis().rows().iter().map(|kpi| kpi.name.to_string()));
        known.extend(plan.result_names().rows().iter().map(|result| result.path.clone()));
        known.extend(plan.rankings().iter().map(|ranking| format!("{RANK}{}", ranking.name)));
        known.extend(plan.org().attributes().iter().map(|(_, name, _)| format!("subject.{name}")));
        Error::unknown("figure", name, nearest(name, known.iter().map(String::as_str)))
    }

    fn called_figure(&self, text: &str, function: &str, arguments: &[Argument]) -> Result<Figure, Error> {
        let (plain, of) = by_name(arguments);
        let mut words = Vec::with_capacity(plain.len());
        for argument in plain {
            words.push(word(argument).ok_or_else(|| no_figure(text))?);
        }
        let (first, level) = match words.as_slice() {
            [first] => (*first, None),
            [first, level] if matches!(function, "target" | "committed") => (*first, Some(*level)),
            _ => return Err(no_figure(text)),
        };
        if (function, first) == ("manager", "subject") && of.is_empty() {
            return self.manager_figure(text);
        }
        let kpi = self.kpi(first)?;
        let (question, unit) = match function {
            "target" => (Question::Target { kpi, level: self.level(kpi, level)? }, None),
            "attainment" => (Question::Attainment(kpi), Some(Unit::Ratio)),
            "gap" => (Question::Gap(kpi), None),
            "coverage" => (Question::Coverage(kpi), Some(Unit::Ratio)),
            "pace" | "run_rate" => {
                self.check_paced(kpi)?;
                (if function == "pace" { Question::Pace(kpi) } else { Question::RunRate(kpi) }, None)
            }
            "committed" => (Question::Committed { kpi, level: self.level(kpi, level)? }, None),
            _ => return Err(no_figure(text)),
        };
        let of = self.of_fields(text, kpi, of)?;
        if function == "committed" && !of.is_empty() {
            return Err(no_figure(text));
        }
        let question = if of.is_empty() { question } else { Question::Sliced(Arc::new(Sliced { question, kpi, of })) };
        Ok(self.of_kpi(text, question, kpi, unit))
    }

    /// The part of the facts to which a figure is narrowed.
    fn of_fields(&self, text: &str, kpi: Id<Kpi>, written: &[Argument]) -> Result<OfFields, Error> {
        let targets = self.plan().targets().iter().find(|target| target.kpi == kpi);
        let fields = targets.map_or(&[][..], |target| target.fields.as_slice());
        let mut of: Vec<(Name, String)> = Vec::with_capacity(written.len());
        for argument in written {
            let (Some(field), ExprKind::Text(value)) = (&argument.name, &argument.value.kind) else {
                return Err(no_figure(text));
            };
            let known = fields.iter().map(|field| field.name.as_str()).collect();
            let place = place_of("field of the targets", &field.text, known)?;
            let name = fields.get(place).map(|field| field.name.clone()).ok_or_else(|| no_figure(text))?;
            if of.iter().any(|(known, _)| *known == name) {
                return Err(no_figure(text));
            }
            of.push((name, value.to_string()));
        }
        crate::sort::all(&mut of);
        Ok(of.into())
    }

    fn manager_figure(&self, text: &str) -> Result<Figure, Error> {
        if self.plan().leads().is_none() {
            return Err(Error::invalid("the plan does not say who leads: write a condition under `org.leads`"));
        }
        Ok(figure(text, Ask::Question(Question::Manager), Unit::Person, Named::new()))
    }

    /// A level of the targets for a KPI.
    pub(in super::super) fn level(&self, kpi: Id<Kpi>, level: Option<&str>) -> Result<Option<Name>, Error> {
        let (Some(level), Some(book)) = (level, self.plan().targets().iter().find(|target| target.kpi == kpi)) else {
            return Ok(level.and_then(|level| Name::new(level).ok()));
        };
        let mut known: Vec<&str> = book.levels.iter().map(Name::as_str).collect();
        known.extend(known.is_empty().then_some(MAIN_LEVEL));
        place_of("level", level, known)?;
        Ok(Name::new(level).ok())
    }

    fn of_kpi(&self, text: &str, question: Question, kpi: Id<Kpi>, unit: Option<Unit>) -> Figure {
        let kpi = &self.plan().kpis()[kpi];
        // What is made of a KPI has no label of its own, and that of the KPI would say another thing.
        let labels = if matches!(question, Question::Kpi(_)) { kpi.labels.clone() } else { Named::new() };
        // An attainment is no amount of the KPI.
        let show = kpi.show.filter(|_| unit.is_none());
        let mut figure = figure(text, Ask::Question(question), unit.unwrap_or(kpi.formula.unit), labels);
        figure.column.show = show;
        figure
    }
}

fn figure(name: &str, ask: Ask, unit: Unit, labels: Named<String>) -> Figure {
    Figure { ask, column: Column { name: name.trim().to_owned(), unit, show: None, labels } }
}

/// A name or a text between brackets.
fn word(argument: &Argument) -> Option<&str> {
    match &argument.value.kind {
        ExprKind::Path(path) => match path.as_slice() {
            [Ident { text, .. }] => Some(text),
            _ => None,
        },
        ExprKind::Text(text) => Some(text),
        _ => None,
    }
}

fn no_figure(text: &str) -> Error {
    let usual = "write a KPI, `target(revenue)`, `attainment(revenue)`, `gap(revenue)`, `pace(revenue)`, `score.rep`, `pay.rep_pay` or `rank.best`";
    Error::invalid(format!("`{text}` is no figure that can be asked for: {usual}"))
}
