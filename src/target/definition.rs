//! The targets of a KPI as an author writes them.

use crate::document::{Beyond, FormulaText, definition, words};
use crate::rule::RoundingDefinition;

use super::smart::CheckDefinition;
use super::split::{Blank, OnChange, SplitDefinition};

definition! {
    /// How targets of a KPI are set and read.
    pub struct TargetDefinition {
        /// The grain of their periods.
        pub grain: String,
        /// The levels that entries may set, such as `floor`, `target`, `stretch`; one called `target` where nothing is said.
        pub levels: Vec<String>,
        /// The fields of the facts that the KPI folds by which targets are told apart: `family`, for a target of bikes alone.
        pub fields: Vec<String>,
        /// What the target of a unit is.
        pub unit_is: Option<UnitTarget>,
        /// How a target is cut, in this order: what is cut first is fixed for what comes after.
        pub split: Beyond<SplitDefinition>,
        /// By what the target of a person is multiplied in each of its periods: `ramp(tenure(month)) * active`.
        pub factor: Option<FormulaText>,
        /// What becomes of the parts of a target that is set anew or adjusted.
        pub on_change: Option<OnChange>,
        /// What an entry says that sets a target and has no amount; such an entry is refused, where nothing is said.
        pub blank: Option<Blank>,
        /// To whom the target of a mover belongs.
        pub transfer: Option<Transfer>,
        /// To what the parts of a target are rounded: those of one that is cut, and those of a mover's.
        pub rounding: Option<RoundingDefinition>,
        /// By what a target is expected to have been reached on the way: needed where a formula asks for the pace.
        pub pace: Option<Pace>,
        /// From where on a target is thought too hard.
        pub check: Option<CheckDefinition>,
    }
}

words! {
    /// What the target of a unit is.
    pub enum UnitTarget {
        /// What its people have, added.
        Members = "members",
        /// A target of its own; what its people have is shown beside it.
        Own = "own",
    }
}

words! {
    /// To whom the target of somebody who moves within the period belongs.
    pub enum Transfer {
        /// To each unit of the period, by days of stay.
        Days = "days",
        /// To the first unit of the period.
        Stay = "stay",
        /// To the last unit of the period.
        Follow = "follow",
    }
}

words! {
    /// By what a target is expected to be reached on the way.
    pub enum Pace {
        /// By the days that have passed.
        Days = "days",
        /// By the working days that have passed.
        Workdays = "workdays",
        /// By the targets that make it up, each by the days of its own period.
        Season = "season",
    }
}
