//! The targets that stand, and what they come to for anybody and any time.

use std::ops::Range;

use crate::calendar::{Period, Span};
use crate::id::{Key, Name};
use crate::kpi::OfFields;
use crate::measure::Whose;
use crate::org::Org;
use crate::quantity::{Fraction, Outcome, Precision, Why};
use crate::sort;

use super::IS_WHOLE;
use super::book_part::BookPart;
use super::compile::TargetPlan;
use super::definition::UnitTarget;
use super::held::{self, Held, Spot};
use super::placed::Places;
use super::rows::{Ordered, Rows, Told};
use super::strand::Strand;
use super::total::Sums;

/// A target that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The entry that set it.
    pub id: Key,
    /// How much; undefined, where that cannot be said.
    pub amount: Outcome<Fraction>,
    /// Of which period.
    pub period: Period,
    /// By what the part of what was cut is multiplied: 1, unless parts come to more than the whole.
    pub uplift: Fraction,
    /// The unit of whose target it is a part; nothing, where it was set itself.
    pub part_of: Option<Key>,
    /// The part of the facts that it is of; all of them, where it is narrowed to nothing.
    pub of_fields: OfFields,
}

/// The part of a target that belongs to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// The entry that set the target.
    pub id: Key,
    /// Who has the target.
    pub who: Key,
    /// How much of it belongs here.
    pub amount: Fraction,
    /// Of which period the target is.
    pub period: Period,
    /// By what the part of what was cut is multiplied.
    pub uplift: Fraction,
    /// The unit of whose target it is a part; nothing, where it was set itself.
    pub part_of: Option<Key>,
}

/// The targets of one KPI that stand.
#[derive(Clone, Debug)]
pub struct Book {
    plan: TargetPlan,
    /// In their order.
    strands: Vec<Strand>,
    /// By level: the strand that counts where no part of the facts is named.
    pub(super) mains: Vec<(Name, Option<u32>)>,
    /// By holder, strand and period: by what each target is found, and the target.
    pub(super) spots: Vec<Spot>,
    pub(super) held: Vec<Held>,
    /// By holder, people first: where what they have begins.
    starts: Vec<u32>,
    people: usize,
    /// What the people at and below a unit have.
    pub(super) placed: Places,
    /// What that comes to, where it is a plain sum.
    pub(super) sums: Sums,
    /// The targets whose parts are undefined.
    pub(super) broken: Vec<Undefined>,
    /// The parts of the facts of which there are targets.
    parts: Vec<OfFields>,
}

/// A target whose parts are undefined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undefined {
    /// Whose.
    pub whose: Whose,
    /// At which level.
    pub level: Name,
    /// Of which part of the facts.
    pub of_fields: OfFields,
    /// In which time.
    pub span: Span,
    /// Why.
    pub why: Why,
}

impl Book {
    /// The book of what was set, in the order in which it was said: a later target for the same holder, level, part of the facts
    /// and period takes the place of an earlier one.
    pub fn new(plan: TargetPlan, said: impl IntoIterator<Item = (Whose, Name, Target)>, org: &Org) -> Book {
        let mut rows = Rows::new(org);
        for (whose, level, target) in said {
            rows.push(whose, &level, target);
        }
        Book::of(plan, rows, org, Told::NOTHING)
    }

    /// The book of rows.
    pub(crate) fn of(plan: TargetPlan, rows: Rows, org: &Org, told: Told<'_>) -> Book {
        let people = rows.people();
        let Ordered { strands, spots, held, starts } = rows.ordered(told);
        let placed = Places::of(&plan, (&spots, &held, &starts), org);
        let mut parts: Vec<OfFields> = Vec::new();
        for strand in &strands {
            if !parts.contains(&strand.of_fields) {
                parts.push(OfFields::clone(&strand.of_fields));
            }
        }
        sort::by(&mut parts, |one, other| (one.len(), one).cmp(&(other.len(), other)));
        let (mains, sums, broken) = Default::default();
        let mut book = Book { plan, strands, mains, spots, held, starts, people, placed, sums, broken, parts };
        if IS_WHOLE {
            book.mains = book.mains(&book.strands);
            let is_asked = book.plan.factor.is_none() && book.plan.unit_is == UnitTarget::Members;
            book.sums = if is_asked { Sums::of_all(&book.placed, (&book.spots, &book.held)) } else { Sums::default() };
        }
        book
    }

    /// The same, where the parts of some targets are undefined.
    #[must_use]
    pub fn with_undefined(self, broken: Vec<Undefined>) -> Book {
        Book { broken, ..self }
    }

    /// How targets are set and read.
    pub fn plan(&self) -> &TargetPlan {
        &self.plan
    }

    /// The targets of a part of the facts; the plain ones, where it is narrowed to nothing.
    pub fn part(&self, of_fields: &OfFields) -> BookPart<'_> {
        BookPart::new(self, of_fields)
    }

    /// The place of a level and a part of the facts among those of which there are targets.
    pub(super) fn strand(&self, level: &Name, of_fields: &OfFields) -> Option<u32> {
        self.strands.binary_search_by(|strand| strand.compare(level, of_fields)).ok().map(held::code)
    }

    /// Where what somebody has of a strand is.
    pub(super) fn range_of(&self, whose: Whose, strand: u32) -> Range<usize> {
        let place = held::place(whose, self.people);
        let ends = place.and_then(|place| Some((self.starts.get(place)?, self.starts.get(place.checked_add(1)?)?)));
        let Some((from, to)) = ends.map(|(from, to)| (held::index(*from), held::index(*to))) else { return 0..0 };
        let near = self.spots.get(from..to).unwrap_or_default();
        let first = near.partition_point(|spot| spot.strand < strand);
        let more = near.get(first..).unwrap_or_default().partition_point(|spot| spot.strand == strand);
        let first = from.saturating_add(first);
        first..first.saturating_add(more)
    }

    /// What somebody has of a strand.
    pub(super) fn held_by(&self, whose: Whose, strand: u32) -> &[Held] {
        self.held.get(self.range_of(whose, strand)).unwrap_or_default()
    }

    /// The fields to which the targets are narrowed, each with its value: those that are narrowed least come first.
    pub fn parts(&self) -> &[OfFields] {
        &self.parts
    }

    /// What a person or a unit has in a span, by the rule of the plan.
    ///
    /// Undefined where there is none, and where a target's period lies partly inside the span and partly outside.
    pub fn amount(&self, whose: Whose, level: &Name, span: Span, org: &Org, precision: Precision) -> Outcome<Fraction> {
        self.part(&OfFields::default()).amount(whose, level, span, org, precision)
    }

    /// The targets that count for a person or a unit in a span, by the rule of the plan.
    pub fn counting(&self, whose: Whose, level: &Name, span: Span, org: &Org) -> Outcome<Vec<Share>> {
        self.part(&OfFields::default()).counting(whose, level, span, org)
    }

    /// The targets that a person or a unit itself has in a span.
    pub fn own(&self, whose: Whose, level: &Name, span: Span, org: &Org) -> Outcome<Vec<Share>> {
        self.part(&OfFields::default()).own(whose, level, span, org)
    }

    /// What the people at and below a unit have in a span: of a mover, the part that belongs here. A person has what is their
    /// own.
    pub fn members(&self, whose: Whose, level: &Name, span: Span, org: &Org) -> Outcome<Vec<Share>> {
        self.part(&OfFields::default()).members(whose, level, span, org)
    }
}
