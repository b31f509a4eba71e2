//! Calls: targets, tables, folds over people and periods.

use std::sync::Arc;

use crate::diagnostic::Code;
use crate::formula::{
    Argument, Complaint, ExprKind, Fold, FoldFunction, Group as WrittenGroup, Meaning, TextSpan, check, dotted,
};
use crate::id::{Id, Name};
use crate::kpi::{Group, Over, Question};
use crate::measure::{Aggregate, fold_unit, percentile};
use crate::quantity::Unit;
use crate::table::Table;

use super::PlanNames;

impl PlanNames {
    /// `target(revenue, "stretch")`, `attainment(revenue)`, `gap(revenue)`.
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
        let most = if function == "target" { 2 } else { 1 };
        let Some(kpi) = kpi.filter(|_| arguments.len() <= most) else {
            let message = format!("`{function}` needs the name of a KPI");
            let complaint = Complaint::new(Code::FormulaArguments, span, message);
            complaints.push(complaint.help(format!("write `{function}(revenue)`")));
            return None;
        };
        let level =
            arguments.get(1).map(|level| level_of(level, complaints)).map_or(Some(None), |level| level.map(Some))?;
        if self.broken.target(&kpi) {
            return None;
        }
        let found = self.kpi(&kpi).zip(self.targets.get(&kpi));
        let Some(((id, unit), levels)) = found else {
            let message = format!("there are no targets for `{kpi}`");
            let near = crate::diagnostic::nearest(&kpi, self.targets.keys().map(String::as_str));
            let mut complaint = Complaint::new(Code::FormulaUnknownName, span, message);
            complaint.help = Some(match near {
                Some(near) if near != kpi => format!("did you mean `{near}`?"),
                _ => "say under `targets` how they are set and read".to_owned(),
            });
            complaints.push(complaint);
            return None;
        };
        let unknown = level.as_ref().filter(|level| !levels.iter().any(|known| known == level.as_str()));
        if let Some(level) = unknown {
            if self.broken.levels(&kpi) {
                return None;
            }
            let message =
                format!("`{level}` is no level of the targets for `{kpi}`: there are `{}`", levels.join("`, `"));
            let complaint = Complaint::new(Code::FormulaUnknownName, span, message);
            complaints.push(complaint.help("write one of them, or add it to the `levels` of these targets"));
            return None;
        }
        Some(match function {
            "target" => Meaning { question: Question::Target { kpi: id, level }, unit },
            "attainment" => Meaning { question: Question::Attainment(id), unit: Unit::Ratio },
            _ => Meaning { question: Question::Gap(id), unit },
        })
    }

    pub(super) fn lookup(
        &mut self,
        table: Id<Table>,
        column: Option<&str>,
        arguments: &[Argument],
        span: TextSpan,
        complaints: &mut Vec<Complaint>,
    ) -> Option<Meaning<Question>> {
        let [argument] = arguments else {
            let message = format!("the table has one key, and is given {}", arguments.len());
            let complaint = Complaint::new(Code::FormulaArguments, span, message);
            complaints.push(complaint.help("write one value between the brackets"));
            return None;
        };
        let unit = self.tables[table].key_unit();
        let known = self.tables[table].columns();
        let position = match (column, known) {
            (Some(column), _) => self.tables[table].column(column),
            (None, [_]) => Some(0),
            (None, _) => None,
        };
        let Some((position, result)) = position.and_then(|position| Some((position, known.get(position)?.unit))) else {
            let names: Vec<&str> = known.iter().map(|column| column.name.as_str()).collect();
            let complaint =
                Complaint::new(Code::FormulaArguments, span, "which result of the table is meant cannot be told");
            complaints.push(complaint.help(format!("name one behind a dot: `{}`", names.join("`, `"))));
            return None;
        };
        // An amount of money may be looked up in a table of plain numbers: its key is in the plan's currency.
        let any = check(&argument.value, None, self, complaints)?;
        let key = if any.unit == Unit::Money && unit == Unit::Number {
            any
        } else {
            check(&argument.value, Some(unit), self, complaints)?
        };
        let question = Question::Lookup { table, column: position, key: Box::new(key) };
        Some(Meaning { question, unit: result })
    }

    pub(super) fn over(
        &mut self,
        fold: &Fold,
        group: &WrittenGroup,
        span: TextSpan,
        complaints: &mut Vec<Complaint>,
    ) -> Option<Meaning<Question>> {
        let value = check(&fold.value, None, self, complaints);
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
            _ => {
                let message = "there is no such fold over people or periods";
                let complaint = Complaint::new(Code::FormulaUnknownFunction, span, message);
                complaints.push(complaint.help("write `sum`, `count`, `avg`, `min`, `max`, `median` or `percentile`"));
                None
            }
        };
        let Some(missing) = self.rules.missing else {
            let message = "the value of a member may be undefined, and no rule says what then stands for it";
            let complaint = Complaint::new(Code::RuleNeeded, span, message);
            complaints.push(complaint.help("write `\"missing\": \"skip\"`, `\"hold\"` or `\"zero\"` under `rules`"));
            return None;
        };
        let (value, aggregate) = (value?, aggregate?);
        let unit = fold_unit(aggregate, Some(value.unit), fold.value.span, complaints)?;
        let question = Question::Over(Arc::new(Over { aggregate, value, group: group?, unit, missing }));
        Some(Meaning { question, unit })
    }

    fn group(&mut self, group: &WrittenGroup, span: TextSpan, complaints: &mut Vec<Complaint>) -> Option<Group> {
        match group {
            WrittenGroup::Members => Some(Group::Members),
            WrittenGroup::People => Some(Group::People),
            WrittenGroup::Peers if self.has_peers => Some(Group::Peers),
            WrittenGroup::Peers => {
                let complaint =
                    Complaint::new(Code::FormulaContext, span, "the plan does not say who is a peer of whom");
                complaints.push(complaint.help("write `\"peers\": \"subject.role\"` under `org`"));
                None
            }
            WrittenGroup::Grain(name) => {
                let grain = self.used_grain(&name.text);
                if grain.is_none() && !self.broken.grain(&name.text) {
                    let message = format!("`{}` is neither a group of people nor a grain of the calendar", name.text);
                    let complaint = Complaint::new(Code::FormulaUnknownName, name.span, message);
                    complaints.push(complaint.help(self.group_help(&name.text)));
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

fn level_of(argument: &Argument, complaints: &mut Vec<Complaint>) -> Option<Name> {
    let level = match &argument.value.kind {
        ExprKind::Text(level) => Name::new(level).ok(),
        _ => None,
    };
    if level.is_none() {
        let complaint = Complaint::new(Code::FormulaArguments, argument.value.span, "a level is named by a text");
        complaints.push(complaint.help("write it like `target(revenue, \"stretch\")`"));
    }
    level
}
