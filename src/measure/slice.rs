//! The facts behind an answer, one by one and by the value of a field.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::diagnostic::nearest;
use crate::error::Error;
use crate::formula::{ExprKind, Ident, Names, Sense, parse};
use crate::id::{Id, Key};
use crate::log::{KindId, Kinds};
use crate::org::Person;
use crate::quantity::{Conversion, Fraction, Outcome, Unit, Value};
use crate::rule::Rules;
use crate::sort;

use super::cells::{Cells, Source, Whose};
use super::extract::FactNames;
use super::fact::{FactInputs, FactQuestion, KeyedTables};
use super::fold::{Fold, Folds};
use super::item::Item;
use super::tally::{Seen, Tally};
use super::walk::Gathered;

/// The values of the fields by which facts are told apart; nothing, where a fact has none.
pub(crate) type SliceKey = Vec<Option<Value>>;

/// What one fact contributes to an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Contribution {
    /// The entry.
    pub id: Key,
    /// Who is credited with it.
    pub who: Id<Person>,
    /// Its day.
    pub day: NaiveDate,
    /// Its value; none where facts are only counted.
    pub value: Option<Outcome>,
    /// The share that is credited, negative for a reversal.
    pub share: Fraction,
    /// The amounts in other currencies that it needed.
    pub conversions: Vec<Conversion>,
}

/// A field by which facts are told apart, of one kind or of several.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SliceField(Vec<(KindId, FactQuestion, Unit)>);

impl SliceField {
    /// Reads paths of fields, each with its kind first: `order.product`, `payment.order.product`.
    pub(crate) fn read(paths: &[String], kinds: &Kinds) -> Result<SliceField, Error> {
        let mut fields = Vec::with_capacity(paths.len());
        for path in paths {
            fields.push(one(path, kinds)?);
        }
        Ok(SliceField(fields))
    }

    /// What the values are of.
    pub(crate) fn unit(&self) -> Option<Unit> {
        self.0.first().map(|(_, _, unit)| *unit)
    }

    /// Whether the values of some kind are lists, of which each member has a slice.
    pub(crate) fn has_lists(&self) -> bool {
        self.0.iter().any(|(_, _, unit)| *unit == Unit::List)
    }

    /// Whether it is the same as another one for all kinds of that.
    pub(crate) fn has(&self, other: &SliceField) -> bool {
        other.0.iter().all(|(kind, question, _)| self.of(*kind) == Some(question))
    }

    fn of(&self, kind: KindId) -> Option<&FactQuestion> {
        self.0.iter().find(|(known, _, _)| *known == kind).map(|(_, question, _)| question)
    }
}

fn one(text: &str, kinds: &Kinds) -> Result<(KindId, FactQuestion, Unit), Error> {
    let unknown = |nearest: Option<&str>| Error::unknown("field", text, nearest);
    let Ok(ExprKind::Path(path)) = parse(text).map(|expr| expr.kind) else {
        return Err(Error::invalid(format!("`{text}` is no field: write its kind first, as in `order.product`")));
    };
    let first = path.first().map_or("", |first: &Ident| &first.text);
    let Some((kind, _)) = kinds.find(first) else {
        return Err(unknown(nearest(first, kinds.iter().map(|(_, kind)| kind.name()))));
    };
    let (rules, mut folds) = (Rules::default(), Folds::default());
    let mut names = FactNames::new(kinds, kind, &rules, None, &mut folds);
    match names.path(&path) {
        Sense::Means(meaning) if path.len() > 1 => Ok((kind, meaning.question, meaning.unit)),
        _ => {
            let known = names.known();
            Err(unknown(nearest(text, known.iter().map(String::as_str).filter(|known| known.contains('.')))))
        }
    }
}

/// Whether all fields are fields of a kind.
pub(crate) fn have_all(fields: &[SliceField], kind: KindId) -> bool {
    fields.iter().all(|field| field.of(kind).is_some())
}

/// The values of the fields of a fact or a record: it is in the slice of each member of a list, and a list without members is as
/// good as none.
fn keys(fields: &[SliceField], kind: KindId, item: Item<'_>, inputs: &FactInputs<'_>) -> Vec<SliceKey> {
    let mut keys = vec![SliceKey::with_capacity(fields.len())];
    for field in fields {
        match field.of(kind).and_then(|question| inputs.ask(question, item).ok()) {
            Some(Value::List(list)) if !list.is_empty() => {
                let before = std::mem::take(&mut keys);
                for member in list.members().map(Arc::from) {
                    for mut key in before.iter().cloned() {
                        key.push(Some(Value::Text(Arc::clone(&member))));
                        keys.push(key);
                    }
                }
            }
            value => {
                let value = value.filter(|value| value.unit() != Unit::List);
                for key in &mut keys {
                    key.push(value.clone());
                }
            }
        }
    }
    keys
}

impl Cells {
    /// The tallies of a fold for somebody in a span by the values of fields: one pass over the facts for all of them.
    pub(crate) fn slices(
        &self,
        id: Id<Fold>,
        whose: Whose,
        span: Span,
        fields: &[SliceField],
        source: Source<'_>,
    ) -> BTreeMap<SliceKey, Tally> {
        let (fold, none) = (&source.folds.plain[id], KeyedTables::new());
        let inputs = self.inputs(span, &none, source);
        let mut slices: BTreeMap<SliceKey, Tally> = BTreeMap::new();
        self.each(id, whose, span, source, &mut |_, item, seen| {
            for key in keys(fields, fold.kind, item, &inputs) {
                slices.entry(key).or_default().add(fold.aggregate, &seen, self.precision());
            }
        });
        slices.values_mut().for_each(Tally::settle);
        slices
    }

    /// What answers questions about what falls into a span, without folds inside others.
    fn inputs<'a>(&self, span: Span, none: &'a KeyedTables, source: Source<'a>) -> FactInputs<'a> {
        FactInputs { keyed: none, exchange: source.exchange, end: self.end(span), precision: self.precision }
    }

    /// The same for everybody, of a fold that is looked at anew for each time: in one walk.
    pub(crate) fn all_slices(
        &self,
        id: Id<Fold>,
        span: Span,
        fields: &[SliceField],
        source: Source<'_>,
    ) -> BTreeMap<Whose, BTreeMap<SliceKey, Tally>> {
        let (fold, none) = (&source.folds.plain[id], KeyedTables::new());
        let inputs = self.inputs(span, &none, source);
        let Gathered { seen, places } = self.gather(fold, span, source);
        let mut all: BTreeMap<Whose, BTreeMap<SliceKey, Tally>> = BTreeMap::new();
        for (whose, place) in places {
            let Some((_, item, seen)) = seen.get(place) else { continue };
            for key in keys(fields, fold.kind, *item, &inputs) {
                let tally = all.entry(whose).or_default().entry(key).or_default();
                tally.add(fold.aggregate, seen, self.precision());
            }
        }
        for slices in all.values_mut() {
            slices.values_mut().for_each(Tally::settle);
        }
        all
    }

    /// The facts behind the answer of a fold, in the order of day and id; where a slice is given, those in it.
    pub(crate) fn contributions(
        &self,
        id: Id<Fold>,
        whose: Whose,
        span: Span,
        slice: Option<(&[SliceField], &SliceKey)>,
        source: Source<'_>,
    ) -> Vec<Contribution> {
        let (fold, none) = (&source.folds.plain[id], KeyedTables::new());
        let inputs = self.inputs(span, &none, source);
        let mut found: Vec<Contribution> = Vec::new();
        self.each(id, whose, span, source, &mut |who, item, seen| {
            found.extend(contribution(fold, who, item, seen, slice, &inputs));
        });
        put_in_order(&mut found);
        found
    }

    /// The same for everybody, of a fold that is looked at anew for each time: in one walk.
    pub(crate) fn all_contributions(
        &self,
        id: Id<Fold>,
        span: Span,
        slice: Option<(&[SliceField], &SliceKey)>,
        source: Source<'_>,
    ) -> BTreeMap<Whose, Vec<Contribution>> {
        let (fold, none) = (&source.folds.plain[id], KeyedTables::new());
        let inputs = self.inputs(span, &none, source);
        let Gathered { seen, places } = self.gather(fold, span, source);
        let mut all: BTreeMap<Whose, Vec<Contribution>> = BTreeMap::new();
        for (whose, place) in places {
            let Some((who, item, seen)) = seen.get(place) else { continue };
            let found = contribution(fold, *who, *item, seen.clone(), slice, &inputs);
            all.entry(whose).or_default().extend(found);
        }
        for found in all.values_mut() {
            put_in_order(found);
        }
        all
    }
}

/// What something contributes, where it is in the slice.
fn contribution(
    fold: &Fold,
    who: Id<Person>,
    item: Item<'_>,
    seen: Seen,
    slice: Option<(&[SliceField], &SliceKey)>,
    inputs: &FactInputs<'_>,
) -> Option<Contribution> {
    if slice.is_some_and(|(fields, own)| !keys(fields, fold.kind, item, inputs).contains(own)) {
        return None;
    }
    let conversions = inputs.exchange.conversions(fold, item, inputs.end);
    Some(Contribution { id: item.id().clone(), who, day: seen.day, value: seen.value, share: seen.share, conversions })
}

fn put_in_order(found: &mut [Contribution]) {
    sort::by(found, |one, other| {
        (one.day, &one.id, one.share, one.who).cmp(&(other.day, &other.id, other.share, other.who))
    });
}
