//! Facts that fall into periods by another day than their own, or are credited to somebody else.

use chrono::NaiveDate;

use crate::formula::Program;
use crate::id::Id;
use crate::log::{Fact, KindId, Kinds};
use crate::org::{Org, Person};
use crate::quantity::{Fraction, Value};

use super::exchange::Exchanger;
use super::fact::{FactInputs, FactQuestion, GroupKey};
use super::fold::{Fold, Way};
use super::item::Item;

/// Somebody's part of the credit for a fact or a record.
#[derive(Clone, Copy, Debug)]
pub(super) struct Share {
    pub who: Id<Person>,
    /// How much of it, negative for a reversal.
    pub part: Fraction,
    pub overlay: bool,
}

impl Share {
    /// The whole of something, directly.
    pub(super) fn whole(who: Id<Person>, item: Item<'_>) -> Share {
        Share { who, part: item.factor(), overlay: false }
    }
}

/// Who is credited with a fact, as far as they are known, and with how many others.
#[derive(Clone, Debug, Default)]
pub(super) struct Shares {
    pub all: Vec<Share>,
    /// Whether several are credited.
    pub shared: bool,
}

/// The day of a fact by a way; nothing where it falls into no period.
pub(super) fn day(item: Item<'_>, way: Option<&Way>, inputs: &FactInputs<'_>) -> Option<NaiveDate> {
    match way.and_then(|way| way.on.as_ref()) {
        None => Some(item.day()),
        Some(on) => match inputs.run(on, item) {
            Ok(Value::Date(day)) => Some(day),
            _ => None,
        },
    }
}

/// Who is credited with a fact by a way.
pub(super) fn shares(fact: Fact<'_>, way: Option<&Way>, inputs: &FactInputs<'_>, org: &Org) -> Shares {
    if let Some(way) = way.filter(|way| way.whose.is_some()) {
        let all = named(Item::Fact(fact), way, inputs, org).into_iter().collect();
        return Shares { all, shared: false };
    }
    let credits = fact.credits();
    let mut shares = Shares { all: Vec::with_capacity(credits.len()), shared: credits.len() > 1 };
    for credit in credits {
        let who = org.person(credit.who.as_str());
        let part = credit.share.times(fact.factor(), crate::quantity::Precision::default());
        if let (Some(who), Ok(part)) = (who, part) {
            shares.all.push(Share { who, part, overlay: credit.overlay });
        }
    }
    shares
}

/// The person whom a way names, with the whole of it.
pub(super) fn named(item: Item<'_>, way: &Way, inputs: &FactInputs<'_>, org: &Org) -> Option<Share> {
    match way.whose.as_ref()?.read_in(item, inputs.exchange, inputs.end) {
        Ok(Value::Person(who)) => org.person(&who).map(|who| Share::whole(who, item)),
        _ => None,
    }
}

/// When what a fold sees is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Looked {
    /// Once: it is kept by stay and slot.
    #[default]
    Once,
    /// Anew for each question, because what it sees of a fact hangs on the time asked for.
    Anew,
    /// Anew for each time that is asked for, because the time decides which facts or records there are, and whose.
    ByTime,
}

impl Looked {
    /// When a fold is looked at.
    pub(super) fn of(fold: &Fold, way: Option<&Way>, exchange: &Exchanger, kinds: &Kinds) -> Looked {
        let kind = fold.kind;
        let hangs = |program: &Option<Program<FactQuestion>>| {
            let dated = |program| exchange.is_dated(program, kind, kinds) || reads_records(program, kind, kinds);
            program.as_ref().is_some_and(dated)
        };
        let by_time =
            |way: &Way| hangs(&way.on) || way.whose.as_ref().is_some_and(|whose| whose.passes_record(kind, kinds));
        if kinds[kind].is_record() || way.is_some_and(by_time) {
            Looked::ByTime
        } else if hangs(&fold.value) || hangs(&fold.filter) {
            Looked::Anew
        } else {
            Looked::Once
        }
    }
}

/// Whether a formula about facts asks something of records.
fn reads_records(program: &Program<FactQuestion>, kind: KindId, kinds: &Kinds) -> bool {
    let mut reads = false;
    program.questions(&mut |question| {
        reads |= match question {
            FactQuestion::Day | FactQuestion::Said(_) | FactQuestion::Keyed { of: GroupKey::Entry, .. } => false,
            FactQuestion::State { .. } => true,
            FactQuestion::Field(path) | FactQuestion::Keyed { of: GroupKey::Field(path), .. } => {
                path.passes_record(kind, kinds)
            }
        };
    });
    reads
}
