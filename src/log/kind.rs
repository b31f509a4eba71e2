//! Kinds of facts and of records, as meant.

use std::ops::Index;
use std::sync::Arc;

use crate::document::{FormulaText, IS_WHOLE};
use crate::id::{Arena, Id, Name};
use crate::pipeline::Stages;

use super::reviews::REVIEW;

/// A kind of fact or of record, found once and then used without looking it up again.
pub type KindId = Id<Kind>;

/// A field of a kind, found once and then used without looking it up again. It belongs to its kind alone.
pub type FieldId = Id<Field>;

/// The kinds of facts and of records that a plan knows, in alphabetical order.
///
/// The built-in kinds (`unit`, `membership`, `target`, `move` and others) are not among them: no formula folds those.
///
/// # Example
///
/// ```
/// use attain::diagnostic::{At, Problems};
/// use attain::document::Named;
/// use attain::log::{FieldType, KindDefinition, Kinds};
///
/// let call = KindDefinition { fields: [("minutes", "number".into())].into(), ..Default::default() };
/// let mut problems = Problems::new();
/// let kinds = Kinds::compile(&Named::from([("call", call)]), At::root(), &mut problems);
///
/// let (_, call) = kinds.find("call").unwrap();
/// let (_, minutes) = call.field("minutes").unwrap();
/// assert_eq!(minutes.ty(), FieldType::Number);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kinds {
    pub(super) all: Arena<Kind>,
    /// Kinds and fields that are declared but not sound, by the names on the way to them; nothing at all stands for every one.
    pub(super) broken: Vec<Vec<String>>,
}

/// One kind of fact or of record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    pub(super) name: Name,
    pub(super) fields: Arena<Field>,
    pub(super) on: Option<FieldId>,
    pub(super) id: Vec<FieldId>,
    pub(super) whose: Option<FieldId>,
    pub(super) counts: Option<FormulaText>,
    /// What a kind of record has beyond one of fact.
    pub(super) record: Option<OfRecords>,
}

/// What a kind of record has beyond one of fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OfRecords {
    pub(super) stages: Option<Arc<Stages>>,
    /// The kinds of facts that touch the record to which they refer.
    pub(super) touch: Vec<KindId>,
    /// The word `of`, which names the record of an entry. It stands among the fields, behind those that are declared.
    pub(super) of: FieldId,
    /// The word `stage`, in a kind that has stages.
    pub(super) stage: Option<FieldId>,
}

/// A field of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub(super) name: Name,
    pub(super) ty: FieldType,
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FieldType {
    /// A decimal number without a unit.
    Number,
    /// An amount of money in the plan's currency.
    Money,
    /// A number that prints as a percent: `"60%"` and `"0.6"` are the same.
    Ratio,
    /// A length of time: `3 days`, `4 hours`; a plain number is days.
    Duration,
    /// A day.
    Date,
    /// A moment in time, kept to the microsecond; in formulas it is the day on which it falls in the plan's time zone.
    Instant,
    /// A text of at most [`TEXT_BYTES_MAX`](super::TEXT_BYTES_MAX) bytes.
    Text,
    /// Yes or no.
    YesNo,
    /// Texts, each once: a [`List`](crate::quantity::List).
    List,
    /// A person, by their key.
    Person,
    /// An organisational unit, by its key.
    Unit,
    /// An entry of a kind, by its id.
    Reference(KindId),
    /// An entry of whatever kind, by its id. No field of a plan has this type: it is what the built-in kinds `move` and `approve` are
    /// about.
    Entry,
}

impl FieldType {
    /// The types with a word of their own, in the order of the documentation; a reference is written as a kind's name.
    pub const WORDS: &'static [(&'static str, FieldType)] = &[
        ("number", FieldType::Number),
        ("money", FieldType::Money),
        ("ratio", FieldType::Ratio),
        ("duration", FieldType::Duration),
        ("date", FieldType::Date),
        ("instant", FieldType::Instant),
        ("text", FieldType::Text),
        ("yesno", FieldType::YesNo),
        ("list", FieldType::List),
        ("person", FieldType::Person),
        ("unit", FieldType::Unit),
    ];

    /// The type that authors write as `word`.
    pub fn from_word(word: &str) -> Option<FieldType> {
        FieldType::WORDS.iter().find(|(known, _)| *known == word).map(|(_, ty)| *ty)
    }

    /// What such a field takes, for messages.
    pub fn expects(self) -> &'static str {
        match self {
            FieldType::Number => "a number",
            FieldType::Money => "an amount of money",
            FieldType::Ratio => "a percentage",
            FieldType::Duration => "a length of time",
            FieldType::Date => "a day",
            FieldType::Instant => "an instant",
            FieldType::Text => "a text",
            FieldType::YesNo => "yes or no",
            FieldType::List => "a list of texts",
            FieldType::Person => "the key of a person",
            FieldType::Unit => "the key of a unit",
            FieldType::Reference(_) | FieldType::Entry => "the id of an entry",
        }
    }
}

impl Kinds {
    /// The kind called `name`.
    pub fn find(&self, name: &str) -> Option<(KindId, &Kind)> {
        self.iter().find(|(_, kind)| kind.name() == name)
    }

    /// Whether a kind, or a field of it, is declared but not sound, which was reported.
    pub fn is_broken(&self, kind: &str, field: Option<&str>) -> bool {
        let way = || std::iter::once(kind).chain(field);
        self.broken.iter().any(|broken| {
            let mut way = way();
            broken.iter().all(|name| way.next() == Some(name))
        })
    }

    /// The kinds with their ids, in alphabetical order.
    pub fn iter(&self) -> impl Iterator<Item = (KindId, &Kind)> {
        self.all.iter()
    }

    /// How many kinds there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is no kind.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

impl Index<KindId> for Kinds {
    type Output = Kind;

    fn index(&self, id: KindId) -> &Kind {
        &self.all[id]
    }
}

impl Kind {
    /// What authors call it.
    pub fn name(&self) -> &str {
        self.name.as_str()
    }

    /// The field called `name`.
    pub fn field(&self, name: &str) -> Option<(FieldId, &Field)> {
        self.fields().find(|(_, field)| field.name() == name)
    }

    /// The fields with their ids, in alphabetical order.
    pub fn fields(&self) -> impl Iterator<Item = (FieldId, &Field)> {
        let words = self.record.as_ref().map_or(0, |record| if record.stage.is_some() { 2 } else { 1 });
        self.fields.iter().take(self.fields.len().saturating_sub(words))
    }

    /// All that an entry may say beside the envelope: the fields, and the words of records behind them.
    pub(super) fn words(&self) -> impl Iterator<Item = (FieldId, &Field)> {
        self.fields.iter()
    }

    /// Whether it is what people say of each other, which every plan with reviews has.
    pub fn is_review(&self) -> bool {
        IS_WHOLE && self.name() == REVIEW
    }

    /// Whether it is a kind of record: a thing that changes.
    pub fn is_record(&self) -> bool {
        self.record.is_some()
    }

    /// The stages that records of this kind go through, where it has a pipeline.
    pub fn stages(&self) -> Option<&Stages> {
        self.record.as_ref()?.stages.as_deref()
    }

    /// The kinds of facts that touch the record of this kind to which they refer; where there is none, its own changes do.
    pub fn touched_by(&self) -> &[KindId] {
        self.record.as_ref().map(|record| record.touch.as_slice()).unwrap_or_default()
    }

    /// The date field that is the envelope's `on`, where one is declared.
    pub fn on(&self) -> Option<FieldId> {
        self.on
    }

    /// The fields whose values make an entry's id where none is given.
    pub fn id(&self) -> &[FieldId] {
        &self.id
    }

    /// The field that says who is credited where an entry has no credits of its own; of a kind of record, the one that names
    /// the owner.
    pub fn whose(&self) -> Option<FieldId> {
        self.whose
    }

    /// The condition under which an entry counts, where one is declared; whoever reads the log compiles and asks it.
    pub fn counts(&self) -> Option<&FormulaText> {
        self.counts.as_ref()
    }

    /// The field at `id`; `None` where the id belongs to another kind and lies beyond this one's fields.
    pub fn get(&self, id: FieldId) -> Option<&Field> {
        self.fields.rows().get(id.index())
    }
}

impl Field {
    /// What authors call it.
    pub fn name(&self) -> &str {
        self.name.as_str()
    }

    /// The name, shared.
    pub fn key(&self) -> &Name {
        &self.name
    }

    /// What it holds.
    pub fn ty(&self) -> FieldType {
        self.ty
    }
}
