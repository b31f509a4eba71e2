//! All that a log may hold: the plan's kinds and the built-in ones.

use std::sync::Arc;

use crate::calendar::Zone;
use crate::document::IS_WHOLE;
use crate::id::{Arena, Name};
use crate::pipeline::Stages;
use crate::quantity::Currency;

use super::attributes::Attributes;
use super::kind::{Field, FieldType, Kind, KindId, Kinds, OfRecords};

/// Says where an organisational unit hangs; see [`UnitEntry`](super::UnitEntry).
pub(super) const UNIT: usize = 0;
/// Says where a person belongs; see [`Membership`](super::Membership).
pub(super) const MEMBERSHIP: usize = 1;
/// Sets a target; see [`TargetEntry`](super::TargetEntry).
pub(super) const TARGET: usize = 2;
/// Says what a currency is worth in another; see [`RateEntry`](super::RateEntry).
pub(super) const RATE: usize = 3;
/// Says that a record enters a stage. Those before say something of units, people, targets or rates.
pub(super) const MOVE: usize = 4;
/// Changes a target; see [`AdjustEntry`](super::AdjustEntry).
pub(super) const ADJUST: usize = 5;
/// Says to what somebody commits; see [`SubmitEntry`](super::SubmitEntry).
pub(super) const SUBMIT: usize = 6;
/// Freezes a period; see [`ClosingEntry`](super::ClosingEntry).
pub(super) const CLOSE: usize = 7;
/// Lets a period be changed again.
pub(super) const OPEN: usize = 8;
/// Answers an entry that asks to be approved; see [`ApprovalEntry`](super::ApprovalEntry).
pub(super) const APPROVE: usize = 9;
/// Gives a record to somebody; this and those after it are in a whole library alone.
pub(super) const ASSIGN: usize = 10;
/// Takes a record from whoever owns it.
pub(super) const RELEASE: usize = 11;
/// Says that somebody is away; see [`AwayEntry`](super::AwayEntry).
pub(super) const AWAY: usize = 12;
/// Says that a line of an explanation is wrong; see [`DisputeEntry`](super::DisputeEntry).
pub(super) const DISPUTE: usize = 13;

/// Whether the entries of a table say who owns a record: it comes first in both of them.
pub(super) fn is_of_owner(table: usize) -> bool {
    IS_WHOLE && matches!(table, ASSIGN | RELEASE)
}

/// Whether the entries of a table are about a figure of somebody in a period: those fields come first in all of them.
pub(super) fn is_of_period(table: usize) -> bool {
    matches!(table, TARGET | ADJUST | SUBMIT | CLOSE | OPEN) || IS_WHOLE && table == DISPUTE
}

/// The fields of the built-in kinds, by their positions.
pub(super) mod field {
    pub(in crate::log) const UNIT_UNIT: usize = 0;
    pub(in crate::log) const UNIT_UNDER: usize = 1;
    pub(in crate::log) const UNIT_TREE: usize = 2;
    pub(in crate::log) const MEMBER_WHO: usize = 0;
    pub(in crate::log) const MEMBER_UNIT: usize = 1;
    pub(in crate::log) const MEMBER_UNTIL: usize = 2;
    pub(in crate::log) const MEMBER_TREE: usize = 3;
    pub(in crate::log) const MEMBER_ATTRIBUTES: usize = 4;
    /// Of all that are about a figure of somebody in a period.
    pub(in crate::log) const OF: usize = 0;
    pub(in crate::log) const WHO: usize = 1;
    pub(in crate::log) const PERIOD: usize = 2;
    /// What a target, an adjustment or a commitment is set to.
    pub(in crate::log) const AMOUNT: usize = 3;
    pub(in crate::log) const LEVEL: usize = 4;
    /// Of a target and an adjustment.
    pub(in crate::log) const WHERE: usize = 5;
    pub(in crate::log) const TARGET_PINNED: usize = 6;
    pub(in crate::log) const ADJUST_ADD: usize = 6;
    pub(in crate::log) const ADJUST_TIMES: usize = 7;
    pub(in crate::log) const ADJUST_EFFECTIVE: usize = 8;
    pub(in crate::log) const ADJUST_CARRY: usize = 9;
    pub(in crate::log) const ADJUST_ONLY: usize = 10;
    /// Of the adjustment of a grade.
    pub(in crate::log) const ADJUST_TO: usize = 11;
    pub(in crate::log) const RATE_FROM: usize = 0;
    pub(in crate::log) const RATE_TO: usize = 1;
    pub(in crate::log) const RATE_VALUE: usize = 2;
    pub(in crate::log) const RATE_UNTIL: usize = 3;
    pub(in crate::log) const MOVE_OF: usize = 0;
    pub(in crate::log) const MOVE_TO: usize = 1;
    pub(in crate::log) const MOVE_OVERRIDE: usize = 2;
    pub(in crate::log) const APPROVE_OF: usize = 0;
    pub(in crate::log) const APPROVE_AS: usize = 1;
    pub(in crate::log) const APPROVE_ANSWER: usize = 2;
    /// Of the answer to a dispute.
    #[cfg(any(not(feature = "capi"), feature = "analysis"))]
    pub(in crate::log) const APPROVE_WITH: usize = 3;
    /// Of an assignment and a release.
    pub(in crate::log) const OWNER_OF: usize = 0;
    pub(in crate::log) const ASSIGN_TO: usize = 1;
    pub(in crate::log) const ASSIGN_HOW: usize = 2;
    pub(in crate::log) const ASSIGN_ROUTE: usize = 3;
    pub(in crate::log) const AWAY_WHO: usize = 0;
    pub(in crate::log) const AWAY_UNTIL: usize = 1;
    pub(in crate::log) const AWAY_ACTS: usize = 2;
}

/// The kinds by their tables: the built-in ones first, then the plan's.
#[derive(Clone, Debug)]
pub(super) struct Schema {
    pub(super) kinds: Arc<Kinds>,
    pub(super) attributes: Attributes,
    pub(super) currency: Currency,
    /// Whether facts may have amounts in other currencies.
    pub(super) exchange: bool,
    /// Whether targets, and what is said of them, may have them too.
    pub(super) exchange_targets: bool,
    /// Where the days of instants are.
    pub(super) zone: Option<Zone>,
    /// The KPIs whose targets may be blank.
    pub(super) blanks: Vec<Name>,
    built_in: Arc<[Kind]>,
}

impl Schema {
    pub(super) fn new(kinds: Arc<Kinds>, attributes: Attributes, currency: Currency) -> Schema {
        let built_in = built_in(&attributes).into();
        Schema {
            kinds,
            attributes,
            currency,
            exchange: false,
            exchange_targets: false,
            zone: None,
            blanks: Vec::new(),
            built_in,
        }
    }

    /// The kind whose entries a table holds.
    pub(super) fn kind(&self, table: usize) -> Option<&Kind> {
        match table.checked_sub(self.built_in.len()) {
            None => self.built_in.get(table),
            Some(own) => self.kinds.all.rows().get(own),
        }
    }

    /// The table that holds the entries of a kind of the plan.
    pub(super) fn table(&self, kind: KindId) -> usize {
        kind.index().saturating_add(self.built_in.len())
    }

    /// The table for the entries of the kind called `name`.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        let built_in = self.built_in.iter().position(|kind| kind.name() == name);
        built_in.or_else(|| self.kinds.find(name).map(|(id, _)| self.table(id)))
    }

    /// The kinds of all tables, in order.
    pub(super) fn tables(&self) -> impl Iterator<Item = &Kind> {
        self.built_in.iter().chain(self.kinds.iter().map(|(_, kind)| kind))
    }

    /// Whether a table holds entries of a kind that the plan declares: facts, or what records are made of.
    pub(super) fn is_of_plan(&self, table: usize) -> bool {
        table >= self.built_in.len()
    }

    /// Whether a table holds what is said of targets.
    pub(super) fn is_of_targets(table: usize) -> bool {
        matches!(table, TARGET | ADJUST | SUBMIT | CLOSE | OPEN)
    }

    /// Whether a table holds facts that have nothing to do with records: neither refers to the others.
    pub(super) fn is_apart(&self, table: usize) -> bool {
        let Some(own) = self.kind(table).filter(|_| self.is_of_facts(table)) else { return false };
        let refers = |kind: &Kind, is: &dyn Fn(KindId) -> bool| {
            kind.fields().any(|(_, field)| matches!(field.ty(), FieldType::Reference(named) if is(named)))
        };
        let records = || self.kinds.iter().filter(|(_, kind)| kind.is_record());
        !refers(own, &|named| self.kinds[named].is_record())
            && !records().any(|(_, record)| refers(record, &|named| self.table(named) == table))
    }

    /// Whether a table holds facts.
    pub(super) fn is_of_facts(&self, table: usize) -> bool {
        self.is_of_plan(table) && self.kind(table).is_some_and(|kind| !kind.is_record())
    }

    /// Whether the entries of a table may say who is credited: those of facts, of records that have owners, and by which somebody is
    /// given one.
    pub(super) fn is_credited(&self, table: usize) -> bool {
        let is_owned = || self.kind(table).is_some_and(|kind| kind.is_record() && kind.whose().is_some());
        self.is_of_facts(table) || IS_WHOLE && (table == ASSIGN || is_owned())
    }

    /// What the kind of a table has beyond one of facts, where it is a kind of record.
    pub(super) fn records(&self, table: usize) -> Option<&OfRecords> {
        self.kind(table)?.record.as_ref()
    }

    /// The stages of all kinds of records.
    pub(super) fn stages(&self) -> impl Iterator<Item = &Stages> {
        self.kinds.iter().filter_map(|(_, kind)| kind.stages())
    }
}

fn built_in(attributes: &Attributes) -> Vec<Kind> {
    use FieldType::{Date, Entry, Number, Person, Ratio, Text, Unit, YesNo};
    let (of, who, period, level) = (("of", Text), ("who", Text), ("period", Text), ("level", Text));
    let (amount, fields) = (("amount", Text), ("where", Text));
    let all: [(&str, &[(&str, FieldType)]); 10] = [
        ("unit", &[("unit", Unit), ("under", Unit), ("tree", Text)]),
        ("membership", &[("who", Person), ("unit", Unit), ("until", Date), ("tree", Text)]),
        ("target", &[of, who, period, amount, level, fields, ("pinned", YesNo)]),
        ("rate", &[("from", Text), ("to", Text), ("value", Number), ("until", Date)]),
        ("move", &[("of", Entry), ("to", Text), ("override", YesNo), ("event", Text)]),
        (
            "adjust",
            &[
                of,
                who,
                period,
                ("set", Text),
                level,
                fields,
                ("add", Text),
                ("times", Ratio),
                ("effective", Date),
                ("carry", Text),
                ("only", Text),
            ],
        ),
        ("submit", &[of, who, period, amount, level]),
        ("close", &[of, who, period]),
        ("open", &[of, who, period]),
        ("approve", &[("of", Entry), ("as", Text), ("answer", Text)]),
    ];
    let kinds = all.into_iter().filter_map(|(name, fields)| kind(name, fields));
    let mut kinds: Vec<Kind> =
        kinds.map(|kind| if kind.name() == "membership" { with(kind, attributes) } else { kind }).collect();
    if IS_WHOLE {
        more(&mut kinds, ADJUST, "to", Text);
        more(&mut kinds, APPROVE, "with", Entry);
        let people: [(&str, &[(&str, FieldType)]); 4] = [
            ("assign", &[("of", Entry), ("to", Person), ("how", Text), ("route", Text)]),
            ("release", &[("of", Entry)]),
            ("away", &[("who", Person), ("until", Date), ("acts", Person)]),
            ("dispute", &[of, who, period]),
        ];
        for (name, fields) in people {
            kinds.extend(kind(name, fields));
        }
    }
    kinds
}

fn kind(name: &str, fields: &[(&str, FieldType)]) -> Option<Kind> {
    let mut all = Arena::new();
    for (name, ty) in fields {
        all.push(Field { name: Name::new(name).ok()?, ty: *ty });
    }
    Some(Kind {
        name: Name::new(name).ok()?,
        fields: all,
        on: None,
        id: Vec::new(),
        whose: None,
        counts: None,
        record: None,
    })
}

/// Adds a field to a built-in kind, that is in a whole library alone.
fn more(kinds: &mut [Kind], table: usize, name: &str, ty: FieldType) {
    if let (Some(kind), Ok(name)) = (kinds.get_mut(table), Name::new(name)) {
        kind.fields.push(Field { name, ty });
    }
}

fn with(mut kind: Kind, attributes: &Attributes) -> Kind {
    for (name, ty) in attributes.iter() {
        kind.fields.push(Field { name: name.clone(), ty });
    }
    kind
}
