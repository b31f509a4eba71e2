//! What the formulas of a scorecard by itself may name: the values, and tables.

use crate::calendar::{FiscalCalendar, Grain};
use crate::diagnostic::{At, Code, Problems};
use crate::formula::{
    Argument, Complaint, Fold, Ident, Meaning, Names, Program, Sense, TextSpan, check, compile, dotted,
};
use crate::id::{Arena, Id, Name};
use crate::kpi::{Kpi, Question, RuleNames};
use crate::quantity::{Currency, RoundingMode, Unit};
use crate::rule::Rules;
use crate::table::{Basis, Table, TableSource};

/// The names of a scorecard by itself.
pub(super) struct PlainNames {
    pub values: Vec<(String, Unit)>,
    pub rules: Rules,
    pub currency: Option<Currency>,
    pub tables: Arena<Table>,
    /// The tables by their names.
    pub named: Vec<Named>,
    pub calendar: FiscalCalendar,
}

/// A table that has a name; one that is not sound has no id.
pub(super) struct Named {
    pub name: String,
    pub id: Option<Id<Table>>,
}

impl PlainNames {
    /// A table read with values, each of which may be a formula.
    fn lookup(
        &mut self,
        table: Id<Table>,
        column: Option<&str>,
        arguments: &[Argument],
        span: TextSpan,
        complaints: &mut Vec<Complaint>,
    ) -> Option<Meaning<Question>> {
        let known = self.tables[table].clone();
        let position = match (column, known.columns()) {
            (Some(column), _) => known.column(column),
            (None, [_]) => Some(0),
            (None, _) => None,
        };
        let Some(position) = position else {
            let names: Vec<&str> = known.columns().iter().map(|column| column.name.as_str()).collect();
            let help = format!("name one behind a dot: `{}`", names.join("`, `"));
            let message = "which result of the table is meant cannot be told";
            Complaint::add(complaints, Code::FormulaArguments, span, message, help);
            return None;
        };
        let mut keys = Vec::with_capacity(arguments.len());
        for (place, key) in known.keys().iter().enumerate() {
            let is_named = |argument: &&Argument| {
                argument.name.as_ref().is_some_and(|name| name.text.as_ref() == key.name.as_str())
            };
            let argument =
                arguments.iter().find(is_named).or_else(|| arguments.get(place).filter(|one| one.name.is_none()));
            let Some(argument) = argument.filter(|_| arguments.len() == known.keys().len()) else {
                let names: Vec<&str> = known.keys().iter().map(|key| key.name.as_str()).collect();
                let message = format!("the table has the keys `{}`", names.join("`, `"));
                let help = "write one value for each, in this order or by name";
                Complaint::add(complaints, Code::FormulaArguments, span, message, help);
                return None;
            };
            keys.push(check(&argument.value, Some(key.unit), self, complaints)?.simplified());
        }
        let last = keys.last().map_or(Unit::Number, |key| key.unit);
        let unit = known.unit_of(position, last)?;
        Some(Meaning { question: Question::Lookup { table, column: position, keys }, unit })
    }

    /// The table of a name, as it was read.
    fn named(&self, name: &str) -> Option<&Named> {
        self.named.iter().find(|named| named.name == name)
    }
}

impl Names for PlainNames {
    type Question = Question;

    fn path(&mut self, path: &[Ident]) -> Sense<Question> {
        let name = dotted(path);
        match self.values.iter().position(|(known, _)| *known == name) {
            Some(place) => {
                let unit = self.values.get(place).map_or(Unit::Number, |(_, unit)| *unit);
                Sense::Means(Meaning { question: Question::Local(place), unit })
            }
            None => Sense::Unknown,
        }
    }

    fn known(&self) -> Vec<String> {
        self.values.iter().map(|(name, _)| name.clone()).collect()
    }

    fn currency(&self) -> Option<Currency> {
        self.currency
    }

    fn fold(&mut self, _: &Fold, span: TextSpan, complaints: &mut Vec<Complaint>) -> Option<Meaning<Question>> {
        let message = "a scorecard by itself knows the values that it is given, and folds over nothing";
        Complaint::add(complaints, Code::FormulaContext, span, message, "give it the figure under a name of its own");
        None
    }

    fn call(
        &mut self,
        path: &[Ident],
        arguments: &[Argument],
        span: TextSpan,
        complaints: &mut Vec<Complaint>,
    ) -> Sense<Question> {
        let (table, column) = match path {
            [table] => (table, None),
            [table, column] => (table, Some(column.text.as_ref())),
            _ => return Sense::Unknown,
        };
        match self.named(&table.text) {
            Some(&Named { id: Some(id), .. }) => self.lookup(id, column, arguments, span, complaints).into(),
            Some(_) => Sense::Broken,
            None => Sense::Unknown,
        }
    }

    fn functions(&self) -> Vec<String> {
        self.named.iter().map(|named| named.name.clone()).collect()
    }

    fn rounding(&self) -> Option<RoundingMode> {
        self.rules.rounding.as_ref().map(|rounding| rounding.to.mode())
    }

    fn fixed(&self) -> Option<&'static str> {
        Some("a scorecard by itself knows the values that it is given, of nobody else and at no other time")
    }
}

impl RuleNames for PlainNames {
    fn formula(
        &mut self,
        text: &str,
        unit: Option<Unit>,
        _: Option<Unit>,
        at: At<'_>,
        problems: &mut Problems,
    ) -> Option<Program<Question>> {
        compile(text, unit, self, at, problems)
    }

    fn who(&mut self, text: &str, at: At<'_>, problems: &mut Problems) -> Option<Program<Question>> {
        compile(text, Some(Unit::YesNo), self, at, problems)
    }

    fn table(&mut self, source: &TableSource, at: At<'_>, problems: &mut Problems) -> Option<Id<Table>> {
        match source {
            TableSource::Inline(definition) => {
                let basis = Basis { currency: self.currency, ..Basis::default() };
                let table = Table::compile_in(definition, &self.rules, basis, at, problems)?;
                Some(self.tables.push(table))
            }
            TableSource::Name(name) => {
                let found = self.named(name);
                if found.is_none() {
                    let known = self.named.iter().map(|named| named.name.as_str());
                    problems.report(Code::NameUnknown, at, format!("there is no table `{name}`")).nearest(name, known);
                }
                found.and_then(|named| named.id)
            }
        }
    }

    fn table_at(&self, id: Id<Table>) -> &Table {
        &self.tables[id]
    }

    fn grain(&mut self, name: &str, at: At<'_>, problems: &mut Problems) -> Option<Grain> {
        let grain = self.calendar.grain(name);
        if grain.is_none() {
            problems
                .report(Code::NameUnknown, at, format!("`{name}` is no grain of the calendar"))
                .help(self.calendar.grain_help(name));
        }
        grain
    }

    fn only_kpi(&self, _: &Program<Question>) -> Option<&Kpi> {
        None
    }

    fn counts(&mut self, _: &Program<Question>) -> bool {
        true
    }

    fn at_hand(&mut self, _: Vec<(Name, Unit, usize)>) {}

    fn rules(&self) -> &Rules {
        &self.rules
    }
}
