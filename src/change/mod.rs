//! What changed between two answers, and why: the difference, attributed to causes whose parts add up to it.
//!
//! The same figure is asked of two views: at two positions of a log, on two days, for two periods, of two plans, of a fork and its
//! original. The difference is a chain of figures between the one and the other, in which one cause after the other is exchanged,
//! always in this order:
//!
//! | cause | from here on, of the later view |
//! |---|---|
//! | [`Facts`](Cause::Facts) | facts and exchange rates, for the later time, credited as if nobody had moved since the earlier one |
//! | [`Targets`](Cause::Targets) | targets, with what was changed of them, closed and approved |
//! | [`Policy`](Cause::Policy) | the plan, without its calendar |
//! | [`People`](Cause::People) | who belongs where, with what is known of them |
//! | [`Calendar`](Cause::Calendar) | the calendar of the plan, and what formulas ask of the time itself: `period.days`, `elapsed(…)`, `as_of` |
//!
//! Each part is what one exchange did, so the parts add up to the whole exactly. Where a figure in between is
//! undefined, its exchange and the next are one part, which names both causes.
//!
//! [`View::change`](crate::engine::View::change) makes a [`Change`]; it is data, and prints as text in English or Chinese.

#[expect(clippy::module_inception, reason = "the change's own type lives where its name says")]
mod change;
mod text;

pub use change::{
    Belonging, CHANGES_MAX, Cause, Change, Effect, EntryChange, Listed, Part, PersonChange, PlaceChange, Side,
    TargetChange,
};
