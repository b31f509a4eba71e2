//! What formulas ask of a plan.

use std::borrow::Cow;
use std::sync::Arc;

use crate::calendar::{FiscalCalendar, Grain};
use crate::diagnostic::{At, Code, Problems};
use crate::formula::{
    Argument, Complaint, CreditWord, Expr, ExprKind, Fold, Ident, Meaning, Names, Program, Sense, TextSpan,
};
use crate::formula::{compile as compile_formula, dotted};
use crate::id::{Id, Name};
use crate::kpi::{ATTAINS, CreditedAs, Kpi, KpiNames, PeriodFact, Question, RuleNames};
use crate::measure::extract;
use crate::quantity::{Currency, RoundingMode, Unit};
use crate::ranking::RankingNames;
use crate::rule::Rules;
use crate::table::{Table, TableSource};

use super::attains::ONLY_TWO;
use super::call::OF_TARGETS;
use super::{Context, KPI_TAKEN, PlanNames, TABLE_TAKEN, check_name};

impl Names for PlanNames<'_> {
    type Question = Question;

    fn path(&mut self, path: &[Ident]) -> Sense<Question> {
        let meaning = match path {
            [only] => self.plain(&only.text),
            _ => self.named(&dotted(path)),
        };
        match (meaning, path) {
            (Some(meaning), _) => Sense::Means(meaning),
            (None, _) if self.broken.path(&dotted(path), self.context.people) => Sense::Broken,
            (None, _) => Sense::Unknown,
        }
    }

    fn known(&self) -> Vec<String> {
        if self.context.attains.is_some() {
            return ATTAINS.map(str::to_owned).into();
        }
        let mut known: Vec<String> = self.at_hand.iter().map(|(name, _, _)| name.to_string()).collect();
        // All that are written, also those that are read later: the order of reading is no help to the author.
        for name in self.definition.kpis.keys() {
            known.push(name.clone());
        }
        for (_, name, _) in self.attributes.iter() {
            known.push(format!("subject.{name}"));
            if self.context.people {
                known.push(name.as_str().to_owned());
            }
        }
        if self.context.seeing {
            known.extend(["actor", "subject"].map(str::to_owned));
            known.extend(self.attributes.iter().map(|(_, name, _)| format!("actor.{name}")));
            known.extend(self.context.owning.then(|| "owner".to_owned()));
        }
        for (_, word, _) in &PeriodFact::ALL {
            known.push(format!("period.{word}"));
        }
        for result in self.result_names.rows() {
            known.push(result.path.clone());
        }
        known
    }

    fn currency(&self) -> Option<Currency> {
        self.currency
    }

    fn fold(&mut self, fold: &Fold, span: TextSpan, complaints: &mut Vec<Complaint>) -> Option<Meaning<Question>> {
        if self.context.attains.is_some() {
            Complaint::add(complaints, Code::FormulaContext, span, ONLY_TWO, "let the KPI fold what is needed");
            return None;
        }
        if let Some(group) = &fold.over {
            return self.over(fold, group, span, complaints);
        }
        let kinds = Arc::clone(&self.kinds);
        let fold = self.credited(fold);
        let text = fold.to_string();
        let fold = extract(&fold, span, &kinds, &self.rules, self.currency, &mut self.folds, complaints)?;
        let unit = fold.unit;
        Some(Meaning { question: Question::Fold(self.folds.intern(fold, text)), unit })
    }

    fn call(
        &mut self,
        path: &[Ident],
        arguments: &[Argument],
        span: TextSpan,
        complaints: &mut Vec<Complaint>,
    ) -> Sense<Question> {
        let (table, column) = match path {
            [table] if self.context.attains.is_some() => (table, None),
            [only] if OF_TARGETS.contains(&only.text.as_ref()) => {
                return self.about_target(&only.text, arguments, span, complaints).into();
            }
            [only] if only.text.as_ref() == "elapsed" => return self.elapsed(arguments, span, complaints).into(),
            [only] if only.text.as_ref() == "manager" => return self.manager(arguments, span, complaints).into(),
            [only] if only.text.as_ref() == "tenure" => return self.tenure(arguments, span, complaints).into(),
            [only] if only.text.as_ref() == "leads" && self.context.seeing => {
                return self.leads(arguments, span, complaints).into();
            }
            [table] => (table, None),
            [table, column] => (table, Some(column.text.as_ref())),
            _ => return Sense::Unknown,
        };
        match self.table_ids.get(&table.text) {
            Some(id) => self.lookup(id, column, arguments, span, complaints).into(),
            None if self.broken.table(&table.text) => Sense::Broken,
            None => Sense::Unknown,
        }
    }

    fn whole(&mut self, expr: &Expr, complaints: &mut Vec<Complaint>) -> Sense<Question> {
        match &expr.kind {
            ExprKind::Path(path) if dotted(path) == "period.workdays" && !self.has_week(expr.span, complaints) => {
                Sense::Broken
            }
            _ => Sense::Unknown,
        }
    }

    fn functions(&self) -> Vec<String> {
        let mut functions: Vec<String> = Vec::new();
        for name in self.table_ids.names().chain(TABLE_TAKEN) {
            functions.push(name.to_owned());
        }
        functions.extend(self.context.seeing.then(|| "leads".to_owned()));
        functions
    }

    fn grain(&mut self, name: &str) -> Option<Grain> {
        self.used_grain(name)
    }

    fn grain_help(&self, name: &str) -> String {
        self.calendar.grain_help(name)
    }

    fn rounding(&self) -> Option<RoundingMode> {
        self.rules.rounding.as_ref().map(|rounding| rounding.to.mode())
    }

    fn fixed(&self) -> Option<&'static str> {
        self.context.attains.map(|_| ONLY_TWO)
    }

    fn levels(&self) -> Option<Vec<String>> {
        self.has_levels.then(|| self.definition.org.trees.values().flatten().cloned().collect())
    }

    fn is_broken_grain(&self, name: &str) -> bool {
        self.broken.grain(name)
    }
}

impl PlanNames<'_> {
    /// A fold with what the formula around it is credited as, where it says nothing. Whom `whose` names has the whole, directly.
    fn credited<'f>(&self, fold: &'f Fold) -> Cow<'f, Fold> {
        let word = match self.context.credit {
            Some(CreditedAs::Overlay) if fold.credit.is_none() && fold.whose.is_none() => CreditWord::Overlay,
            _ => return Cow::Borrowed(fold),
        };
        Cow::Owned(Fold { credit: Some(word), ..fold.clone() })
    }
}

impl KpiNames for PlanNames<'_> {
    fn check(&self, name: &str, at: At<'_>, problems: &mut Problems) {
        check_name(name, KPI_TAKEN.contains(&name), at, problems);
    }

    fn is_table(&self, name: &str) -> bool {
        self.table_ids.get(name).is_some()
    }

    fn of_kpi(
        &mut self,
        text: &str,
        credit: Option<CreditedAs>,
        at: At<'_>,
        problems: &mut Problems,
    ) -> Option<Program<Question>> {
        self.in_context(Context { credit, ..Context::default() }, text, None, at, problems)
    }

    fn attains(
        &mut self,
        text: &str,
        of: Unit,
        unit: Option<Unit>,
        at: At<'_>,
        problems: &mut Problems,
    ) -> Option<Program<Question>> {
        self.in_context(Context { attains: Some(of), ..Context::default() }, text, unit, at, problems)
    }

    fn count_samples(&mut self, formula: &Program<Question>) -> bool {
        self.count_folds(formula)
    }

    fn declare(&mut self, kpi: Kpi) {
        self.kpis.push(kpi);
    }

    fn suppose(&mut self, kpi: Kpi) -> Id<Kpi> {
        let found = self.kpis.find(|known| known.name == kpi.name);
        match found.and_then(|id| self.kpis.get_mut(id).map(|known| (id, known))) {
            Some((id, known)) => {
                *known = kpi;
                id
            }
            None => self.kpis.push(kpi),
        }
    }

    fn declare_broken(&mut self, name: &str) {
        self.add_broken(name);
    }
}

impl RuleNames for PlanNames<'_> {
    fn formula(
        &mut self,
        text: &str,
        unit: Option<Unit>,
        base: Option<Unit>,
        at: At<'_>,
        problems: &mut Problems,
    ) -> Option<Program<Question>> {
        self.in_context(Context::with_base(base), text, unit, at, problems)
    }

    fn who(&mut self, text: &str, at: At<'_>, problems: &mut Problems) -> Option<Program<Question>> {
        self.in_context(Context::about_people(), text, Some(Unit::YesNo), at, problems)
    }

    fn table(&mut self, source: &TableSource, at: At<'_>, problems: &mut Problems) -> Option<Id<Table>> {
        match source {
            TableSource::Inline(definition) => {
                let table = Table::compile_in(definition, &self.rules, self.basis(), at, problems)?;
                Some(self.tables.push(table))
            }
            TableSource::Name(name) => {
                let found = self.table_ids.get(name);
                if found.is_none() && !self.broken.table(name) {
                    let known = self.table_ids.names();
                    problems.report(Code::NameUnknown, at, format!("there is no table `{name}`")).nearest(name, known);
                }
                found
            }
        }
    }

    fn grain(&mut self, name: &str, at: At<'_>, problems: &mut Problems) -> Option<Grain> {
        let grain = self.used_grain(name);
        if grain.is_none() && !self.broken.grain(name) {
            problems
                .report(Code::NameUnknown, at, format!("`{name}` is no grain of the calendar"))
                .help(self.calendar.grain_help(name));
        }
        grain
    }

    fn table_at(&self, id: Id<Table>) -> &Table {
        &self.tables[id]
    }

    fn only_kpi(&self, formula: &Program<Question>) -> Option<&Kpi> {
        match formula.as_question() {
            Some(Question::Kpi(kpi)) => Some(&self.kpis[*kpi]),
            _ => None,
        }
    }

    fn counts(&mut self, formula: &Program<Question>) -> bool {
        self.count_folds(formula)
    }

    fn at_hand(&mut self, names: Vec<(Name, Unit, usize)>) {
        self.at_hand = names;
    }

    fn rules(&self) -> &Rules {
        &self.rules
    }
}

impl RankingNames for PlanNames<'_> {
    fn calendar(&self) -> &FiscalCalendar {
        &self.calendar
    }

    fn unit_levels(&self) -> Option<Vec<String>> {
        Names::levels(self)
    }

    fn has_peers(&self) -> bool {
        self.definition.org.peers.is_some()
    }
}

impl PlanNames<'_> {
    fn in_context(
        &mut self,
        context: Context,
        text: &str,
        unit: Option<Unit>,
        at: At<'_>,
        problems: &mut Problems,
    ) -> Option<Program<Question>> {
        let before = std::mem::replace(&mut self.context, context);
        let program = compile_formula(text, unit, self, at, problems);
        self.context = before;
        program
    }
}
