//! Calls: targets, tables, folds over people and periods.

use std::sync::Arc;

use crate::diagnostic::Code;
use crate::formula::{
    Argument, Complaint, Expr, ExprKind, Fold, FoldFunction, Group as WrittenGroup, Meaning, Program, TextSpan, check,
    dotted,
};
use crate::id::{Id, Name};
use crate::kpi::{Elapsed, Group, Kpi, Over, Question, Sliced};
use crate::measure::{Aggregate, fold_unit, percentile, trimmed};
use crate::quantity::Unit;
use crate::table::Table;
use crate::target::{HOW_WHOLE, IS_WHOLE, MAIN_LEVEL};

use super::PlanNames;
use super::of_fields::by_name;

/// What formulas may ask of the targets for a KPI.
pub(super) const OF_TARGETS: [&str; 7] = ["target", "attainment", "gap", "committed", "pace", "run_rate", "coverage"];

impl PlanNames<'_> {
    /// `target(revenue, "stretch")`, `target(revenue, family: "bikes")`, `attainment(revenue)`, `gap(revenue)`,
    /// `committed(revenue)`, `pace(revenue)`, `run_rate(revenue)`, `coverage(revenue)`.
    pub(super) fn about_target(
        &mut self,
        function: &str,
        arguments: &[Argument],
        span: TextSpan,
        complaints: &mut Vec<Complaint>,
    ) -> Option<Meaning<Question>> {
        let kpi = arguments.first().and_then(|argument| match &argument.value.kind {
            ExprKind::Path(path) => Some(dotted(path)),
            _ => None,
        });
        let (plain, of) = by_name(arguments);
        let most = if matches!(function, "target" | "committed") { 2 } else { 1 };
        let Some(kpi) = kpi.filter(|_| (1..=most).contains(&plain.len())) else {
            let message = format!("`{function}` needs the name of a KPI");
            Complaint::add(complaints, Code::FormulaArguments, span, message, format!("write `{function}(revenue)`"));
            return None;
        };
        let level =
            plain.get(1).map(|level| level_of(level, complaints)).map_or(Some(None), |level| level.map(Some))?;
        if self.broken.target(&kpi) {
            return None;
        }
        let targets = &self.definition.targets;
        let Some(((id, unit), target)) = self.kpi(&kpi).zip(targets.get(&kpi)) else {
            let message = format!("there are no targets for `{kpi}`");
            let near = crate::diagnostic::nearest(&kpi, targets.keys().map(String::as_str));
            let help = match near {
                Some(near) if near != kpi => format!("did you mean `{near}`?"),
                _ => "say under `targets` how they are set and read".to_owned(),
            };
            Complaint::add(complaints, Code::FormulaUnknownName, span, message, help);
            return None;
        };
        if !self.has_level(&kpi, &target.levels, level.as_ref(), span, complaints) {
            return None;
        }
        if matches!(function, "pace" | "run_rate") && !self.has_pace(&kpi, span, complaints) {
            return None;
        }
        if function == "committed" && !IS_WHOLE {
            let message = "this library was built without what people commit to";
            Complaint::add(complaints, Code::FormulaUnknownFunction, span, message, HOW_WHOLE);
            return None;
        }
        let of = self.of_fields((function, &kpi), &target.fields, of, complaints)?;
        let Meaning { question, unit } = of_targets(function, id, unit, level);
        let question =
            if of.is_empty() { question } else { Question::Sliced(Arc::new(Sliced { question, kpi: id, of })) };
        Some(Meaning { question, unit })
    }

    /// Whether the targets for a KPI have a level, where one is named.
    fn has_level(
        &self,
        kpi: &str,
        levels: &[String],
        level: Option<&Name>,
        span: TextSpan,
        complaints: &mut Vec<Complaint>,
    ) -> bool {
        let main = [MAIN_LEVEL.to_owned()];
        let levels = if levels.is_empty() { main.as_slice() } else { levels };
        let Some(level) = level.filter(|level| !levels.iter().any(|known| known == level.as_str())) else {
            return true;
        };
        if !self.broken.levels(kpi) {
            let message =
                format!("`{level}` is no level of the targets for `{kpi}`: there are `{}`", levels.join("`, `"));
            let help = "write one of them, or add it to the `levels` of these targets";
            Complaint::add(complaints, Code::FormulaUnknownName, span, message, help);
        }
        false
    }

    /// `elapsed(days)`, `elapsed(workdays)`.
    pub(super) fn elapsed(
        &mut self,
        arguments: &[Argument],
        span: TextSpan,
        complaints: &mut Vec<Complaint>,
    ) -> Option<Meaning<Question>> {
        let of = match arguments {
            [Argument { value: Expr { kind: ExprKind::Path(path), .. }, .. }] => {
                Elapsed::ALL.into_iter().find(|of| of.word() == dotted(path))
            }
            _ => None,
        };
        let Some(of) = of else {
            let message = "`elapsed` needs to know of what a share has passed";
            Complaint::add(
                complaints,
                Code::FormulaArguments,
                span,
                message,
                "write `elapsed(days)` or `elapsed(workdays)`; by the season of targets for x it is `pace(x) / target(x)`",
            );
            return None;
        };
        let sound = of == Elapsed::Days || self.has_week(span, complaints);
        sound.then_some(Meaning { question: Question::Elapsed(of), unit: Unit::Ratio })
    }

    /// Whether the calendar says which weekdays are worked.
    pub(super) fn has_week(&self, span: TextSpan, complaints: &mut Vec<Complaint>) -> bool {
        let written = self.calendar.working().is_some();
        if !written && !self.broken.week() {
            let message = "the calendar does not say which days are worked";
            Complaint::add(
                complaints,
                Code::RuleNeeded,
                span,
                message,
                "write `\"hours\": { \"days\": \"mon .. fri\" }` under `calendar`",
            );
        }
        written
    }

    pub(super) fn lookup(
        &mut self,
        table: Id<Table>,
        column: Option<&str>,
        arguments: &[Argument],
        span: TextSpan,
        complaints: &mut Vec<Complaint>,
    ) -> Option<Meaning<Question>> {
        let arguments = self.for_keys(table, arguments, span, complaints)?;
        let known = self.tables[table].columns();
        let position = match (column, known) {
            (Some(column), _) => self.tables[table].column(column),
            (None, [_]) => Some(0),
            (None, _) => None,
        };
        let Some(position) = position else {
            let names: Vec<&str> = known.iter().map(|column| column.name.as_str()).collect();
            Complaint::add(
                complaints,
                Code::FormulaArguments,
                span,
                "which result of the table is meant cannot be told",
                format!("name one behind a dot: `{}`", names.join("`, `")),
            );
            return None;
        };
        let units: Vec<Unit> = self.tables[table].keys().iter().map(|key| key.unit).collect();
        let mut keys = Vec::with_capacity(units.len());
        for (argument, unit) in arguments.iter().zip(units) {
            keys.extend(self.key(argument, unit, complaints));
        }
        if keys.len() < arguments.len() {
            return None;
        }
        let last = keys.last().map_or(Unit::Number, |key| key.unit);
        let unit = self.tables[table].unit_of(position, last)?;
        Some(Meaning { question: Question::Lookup { table, column: position, keys }, unit })
    }

    /// What a key is looked up with.
    fn key(&mut self, argument: &Argument, unit: Unit, complaints: &mut Vec<Complaint>) -> Option<Program<Question>> {
        let any = check(&argument.value, None, self, complaints)?;
        // Money and durations may be looked up among plain numbers: those are in the plan's currency, and in days.
        if unit == Unit::Number && matches!(any.unit, Unit::Money | Unit::Duration) {
            return Some(any.simplified());
        }
        check(&argument.value, Some(unit), self, complaints).map(Program::simplified)
    }

    /// What is given, in the order of the keys: by position, or each by the name of its key.
    fn for_keys<'a>(
        &self,
        table: Id<Table>,
        arguments: &'a [Argument],
        span: TextSpan,
        complaints: &mut Vec<Complaint>,
    ) -> Option<Vec<&'a Argument>> {
        let keys: Vec<&str> = self.tables[table].keys().iter().map(|key| key.name.as_str()).collect();
        let named = |key: &&str| {
            let of = |argument: &&Argument| argument.name.as_ref().is_some_and(|name| name.text.as_ref() == *key);
            arguments.iter().find(of)
        };
        let by_name: Option<Vec<&Argument>> = keys.iter().map(named).collect();
        let positional = arguments.iter().all(|argument| argument.name.is_none());
        match by_name {
            _ if arguments.len() != keys.len() => {}
            Some(arguments) => return Some(arguments),
            None if positional => return Some(arguments.iter().collect()),
            None => {}
        }
        let (count, list) = (keys.len(), keys.join("`, `"));
        let message = match keys.as_slice() {
            [_] => format!("the table has one key, and is given {}", arguments.len()),
            _ => format!("the table has {count} keys, `{list}`, and is given {}", arguments.len()),
        };
        let help = match keys.as_slice() {
            [_] => "write one value between the brackets".to_owned(),
            _ => format!("write one value for each, in this order or by name: `{}: …`", keys.first().unwrap_or(&"")),
        };
        Complaint::add(complaints, Code::FormulaArguments, span, message, help);
        None
    }

    /// The value of each of a group: what has a name for the one at hand, such as the base of a line, is of nobody else.
    pub(super) fn of_each(&mut self, value: &Expr, complaints: &mut Vec<Complaint>) -> Option<Program<Question>> {
        let (base, attains) = (self.context.base.take(), self.context.attains.take());
        let at_hand = std::mem::take(&mut self.at_hand);
        let checked = check(value, None, self, complaints);
        (self.context.base, self.context.attains, self.at_hand) = (base, attains, at_hand);
        checked.map(Program::simplified)
    }

    pub(super) fn over(
        &mut self,
        fold: &Fold,
        group: &WrittenGroup,
        span: TextSpan,
        complaints: &mut Vec<Complaint>,
    ) -> Option<Meaning<Question>> {
        if fold.function.needs_group() {
            return self.rank(fold, group, span, complaints);
        }
        let value = self.of_each(&fold.value, complaints);
        let group = self.group(group, span, complaints);
        let aggregate = match fold.function {
            FoldFunction::Sum => Some(Aggregate::Sum),
            FoldFunction::Count => Some(Aggregate::Count),
            FoldFunction::Avg => Some(Aggregate::Avg),
            FoldFunction::Min => Some(Aggregate::Min),
            FoldFunction::Max => Some(Aggregate::Max),
            FoldFunction::Median | FoldFunction::Percentile => {
                percentile(fold.function, fold.parameter, &self.rules, span, complaints)
            }
            FoldFunction::Stddev => Some(Aggregate::Stddev),
            FoldFunction::Trimmed => trimmed(fold.parameter, span, complaints),
            _ => {
                let message = "there is no such fold over people or periods";
                Complaint::add(
                    complaints,
                    Code::FormulaUnknownFunction,
                    span,
                    message,
                    "write `sum`, `count`, `avg`, `min`, `max`, `median`, `percentile`, `stddev` or `trimmed`",
                );
                None
            }
        };
        let Some(missing) = self.rules.missing else {
            let message = "the value of a member may be undefined, and no rule says what then stands for it";
            Complaint::add(
                complaints,
                Code::RuleNeeded,
                span,
                message,
                "write `\"missing\": \"skip\"`, `\"hold\"` or `\"zero\"` under `rules`",
            );
            return None;
        };
        let (value, aggregate) = (value?, aggregate?);
        let unit = fold_unit(aggregate, Some(value.unit), fold.value.span, complaints)?;
        let question = Question::Over(Arc::new(Over { aggregate, value, group: group?, unit, missing }));
        Some(Meaning { question, unit })
    }

    pub(super) fn group(
        &mut self,
        group: &WrittenGroup,
        span: TextSpan,
        complaints: &mut Vec<Complaint>,
    ) -> Option<Group> {
        match group {
            WrittenGroup::Members => Some(Group::Members),
            WrittenGroup::People => Some(Group::People),
            WrittenGroup::Peers if self.definition.org.peers.is_some() => Some(Group::Peers),
            WrittenGroup::Peers => {
                Complaint::add(
                    complaints,
                    Code::FormulaContext,
                    span,
                    "the plan does not say who is a peer of whom",
                    "write `\"peers\": \"subject.role\"` under `org`",
                );
                None
            }
            WrittenGroup::Grain(name) => {
                let grain = self.used_grain(&name.text);
                if grain.is_none() && !self.broken.grain(&name.text) {
                    let message = format!("`{}` is neither a group of people nor a grain of the calendar", name.text);
                    Complaint::add(
                        complaints,
                        Code::FormulaUnknownName,
                        name.span,
                        message,
                        self.group_help(&name.text),
                    );
                }
                grain.map(Group::Grain)
            }
        }
    }

    fn group_help(&self, name: &str) -> String {
        let known = self.calendar.grain_names().chain(["members", "people", "peers"]);
        self.calendar.lacks(name).map_or_else(|| crate::diagnostic::remedy(name, known), str::to_owned)
    }
}

/// What a function asks of the targets for a KPI.
fn of_targets(function: &str, kpi: Id<Kpi>, unit: Unit, level: Option<Name>) -> Meaning<Question> {
    let (question, unit) = match function {
        "target" => (Question::Target { kpi, level }, unit),
        "committed" => (Question::Committed { kpi, level }, unit),
        "attainment" => (Question::Attainment(kpi), Unit::Ratio),
        "coverage" => (Question::Coverage(kpi), Unit::Ratio),
        "pace" => (Question::Pace(kpi), unit),
        "run_rate" => (Question::RunRate(kpi), unit),
        _ => (Question::Gap(kpi), unit),
    };
    Meaning { question, unit }
}

fn level_of(argument: &Argument, complaints: &mut Vec<Complaint>) -> Option<Name> {
    let level = match &argument.value.kind {
        ExprKind::Text(level) => Name::new(level).ok(),
        _ => None,
    };
    if level.is_none() {
        Complaint::add(
            complaints,
            Code::FormulaArguments,
            argument.value.span,
            "a level is named by a text",
            "write it like `target(revenue, \"stretch\")`",
        );
    }
    level
}
