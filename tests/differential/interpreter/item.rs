//! What folds look at: facts, and records as they are at the end of a time; and what stands inside folds.

use attain::document::Node;
use attain::formula::{Argument, Expr, ExprKind, Fold, Ident, Scope, Window};
use chrono::NaiveDate;

use super::Interpreter;
use super::formula::{dotted, literal, walked};
use super::org::read;
use super::record::State;
use super::said::{Fact, word};
use super::value::{Number, Out, V, whole};

const OF_STAGE: [&str; 5] = ["reached", "passed", "entered_on", "time_in", "visits"];

/// A fact, or a record as it is on a day.
#[derive(Clone, Copy)]
pub(crate) enum Item<'f> {
    Fact(&'f Fact),
    Record(State<'f>),
}

/// What a fold looks at, and the day on which it sees records.
#[derive(Clone, Copy)]
pub(crate) struct Row<'f> {
    pub(crate) item: Item<'f>,
    pub(crate) end: NaiveDate,
}

impl<'f> Row<'f> {
    pub(crate) fn kind(self) -> &'f str {
        match self.item {
            Item::Fact(fact) => &fact.kind,
            Item::Record(state) => &state.record.kind,
        }
    }

    pub(crate) fn id(self) -> &'f str {
        match self.item {
            Item::Fact(fact) => &fact.id,
            Item::Record(state) => &state.record.id,
        }
    }

    /// By what others refer to it: a reversal is part of what it undoes.
    fn of(self) -> &'f str {
        match self.item {
            Item::Fact(fact) => &fact.of,
            Item::Record(state) => &state.record.id,
        }
    }

    pub(crate) fn is_reversal(self) -> bool {
        matches!(self.item, Item::Fact(fact) if fact.reversal)
    }

    pub(crate) fn factor(self) -> Number {
        match self.item {
            Item::Fact(fact) => fact.factor.clone(),
            Item::Record(_) => whole(1),
        }
    }
}

impl Interpreter<'_> {
    /// What an expression gives of a fact or a record.
    pub(crate) fn of_row(&self, expr: &Expr, row: Row<'_>) -> Out {
        if let Some(value) = literal(&expr.kind) {
            return Ok(value);
        }
        match &expr.kind {
            ExprKind::Path(path) => self.field(path, row),
            ExprKind::Call { path, arguments } => self.called(path, arguments, row),
            ExprKind::At { value, scope: Scope::Company } => match &value.kind {
                ExprKind::Window { value, window: Window::All } => match &value.kind {
                    ExprKind::Fold(inner) => self.keyed(inner, row),
                    other => panic!("{other:?}"),
                },
                other => panic!("{other:?}"),
            },
            _ => walked(expr, self.precision, &mut |inner| self.of_row(inner, row)),
        }
    }

    fn called(&self, path: &[Ident], arguments: &[Argument], row: Row<'_>) -> Out {
        let (function, way) = path.split_last().unwrap();
        let function = function.text.as_ref();
        if OF_STAGE.contains(&function) || function == "stage_on" {
            let Item::Record(state) = self.reached(way, row)?.item else { panic!("a fact has no stages") };
            let argument = &arguments[0].value;
            if function != "stage_on" {
                let ExprKind::Text(stage) = &argument.kind else { panic!("{argument:?} is no stage") };
                return self.of_stage(state, function, stage);
            }
            let day = self.of_row(argument, row)?;
            let V::Date(day) = day else { panic!("{day:?} is no day") };
            return self.stage_on(state, day);
        }
        let arguments: Vec<&Expr> = arguments.iter().map(|argument| &argument.value).collect();
        let house = self.plan.rules.as_ref().and_then(|rules| rules.rounding.as_ref());
        let mode = house.map(|rounding| rounding.mode.as_str());
        super::function::call(&dotted(path), &arguments, mode, self.precision, &mut |inner| self.of_row(inner, row))
    }

    /// What a way of references leads to.
    fn reached<'f>(&'f self, way: &[Ident], row: Row<'f>) -> Out<Row<'f>> {
        let own = way.first().is_some_and(|first| first.text.as_ref() == row.kind());
        let mut here = row;
        for ident in &way[usize::from(own)..] {
            here = self.refers(here, &ident.text).ok_or_else(|| format!("missing {}", ident.text))?;
        }
        Ok(here)
    }

    /// What a field refers to: a record is seen at the end of the time.
    fn refers<'f>(&'f self, row: Row<'f>, field: &str) -> Option<Row<'f>> {
        let ty = self.log.fields(row.kind())?.get(field)?;
        let id = self.log.referred(Interpreter::written(row, field)?.as_text()?, ty)?;
        let item = match self.records().iter().find(|record| record.id == id) {
            Some(record) => Item::Record(record.on(row.end)?),
            None => Item::Fact(self.all_facts().iter().find(|fact| fact.id == id)?),
        };
        Some(Row { item, ..row })
    }

    /// What is written in a field.
    pub(crate) fn written<'f>(row: Row<'f>, field: &str) -> Option<&'f Node> {
        let entry = match row.item {
            Item::Fact(fact) => &fact.entry,
            Item::Record(state) => &state.setting(field)?.entry,
        };
        entry.get(field).filter(|node| **node != Node::Null)
    }

    pub(crate) fn field(&self, path: &[Ident], row: Row<'_>) -> Out {
        let own = path[0].text.as_ref() == row.kind() && path.len() > 1;
        let path = if own { &path[1..] } else { path };
        // What the pipeline says of a stage.
        let words = if path.len() > 1 && path[path.len() - 2].text.as_ref() == "stage" { 2 } else { 1 };
        let (way, name) = path.split_at(path.len() - words);
        let mut here = row;
        for ident in way {
            here = self.refers(here, &ident.text).ok_or_else(|| format!("missing {}", ident.text))?;
        }
        self.field_value(here, &dotted(name))
    }

    fn field_value(&self, row: Row<'_>, name: &str) -> Out {
        let mut name = name;
        match row.item {
            Item::Fact(fact) => {
                let on = self.plan.facts.get(&fact.kind).and_then(|kind| kind.on.as_deref());
                if name == "on" || on == Some(name) {
                    return Ok(V::Date(fact.on));
                }
            }
            Item::Record(state) => {
                if let Some(found) = self.built_in(state, name) {
                    return found;
                }
                if name == "owner" {
                    let whose = self.plan.records.get(&state.record.kind).and_then(|kind| kind.whose.as_deref());
                    name = whose.unwrap_or(name);
                }
            }
        }
        let ty = self.log.fields(row.kind()).and_then(|fields| fields.get(name));
        let ty = ty.unwrap_or_else(|| panic!("{} has no `{name}`", row.kind()));
        let node = Interpreter::written(row, name).ok_or_else(|| format!("missing {name}"))?;
        if let Some(converted) = Some(node).filter(|_| ty == "money").and_then(|node| self.money(node, row)) {
            return converted;
        }
        match (node.as_text(), ty.as_str()) {
            (Some(text), "instant") => Ok(V::Date(self.log.day_of(text))),
            _ => Ok(read(node, ty)),
        }
    }

    /// A fold over all that has something in common with the one at hand, whoever's it is: what refers to it, what it refers to, or
    /// what has the same value in a field.
    fn keyed(&self, fold: &Fold, row: Row<'_>) -> Out {
        let path = fold.of.as_ref().unwrap();
        let kind = self.kind_of(&fold.value);
        let name = path[0].text.as_ref();
        let fields = self.log.fields(row.kind()).unwrap();
        let is_related: Box<dyn Fn(Row<'_>) -> bool> = if path.len() == 1 && name == row.kind() && kind != name {
            let refers = self.log.fields(&kind).unwrap().iter().filter(|(_, ty)| *ty == name);
            let refers: Vec<&String> = refers.map(|(field, _)| field).collect();
            assert_eq!(refers.len(), 1, "one field refers to what is at hand");
            Box::new(move |other| self.refers(other, refers[0]).is_some_and(|named| named.of() == row.of()))
        } else if path.len() == 1 && fields.get(name) == Some(&kind) {
            let id = Interpreter::written(row, name).and_then(|id| self.log.referred(id.as_text()?, &kind));
            let id = id.ok_or_else(|| format!("missing {name}"))?;
            Box::new(move |other| other.of() == id)
        } else {
            let key = self.field(path, row)?;
            Box::new(move |other| self.field(path, other).as_ref() == Ok(&key))
        };
        self.folded(fold, &kind, self.all_of(fold, &kind).into_iter().filter(|seen| is_related(seen.row)).collect())
    }
}

/// Whom a record's field names when a day ends.
pub(crate) fn person(state: State<'_>, field: &str) -> Option<String> {
    word(&state.setting(field)?.entry, field).map(str::to_owned)
}
