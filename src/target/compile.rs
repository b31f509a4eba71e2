//! Reading how targets are set and read.

use std::collections::BTreeSet;

use crate::calendar::{FiscalCalendar, Grain};
use crate::diagnostic::{At, Code, Problems};
use crate::id::{Id, Name};
use crate::rule::{Rounding, Rules, needed};

use super::MAIN_LEVEL;
use super::definition::{Pace, TargetDefinition, Transfer, UnitTarget};
use super::smart::Thresholds;

/// How targets of a KPI are set and read; `K` is the KPI.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetPlan<K> {
    /// The KPI.
    pub kpi: Id<K>,
    /// The grain of their periods.
    pub grain: Grain,
    /// The levels that entries may set.
    pub levels: Vec<Name>,
    /// What the target of a unit is.
    pub unit_is: UnitTarget,
    /// To whom the target of a mover belongs.
    pub transfer: Transfer,
    /// To what the parts of a mover's target are rounded.
    pub rounding: Rounding,
    /// By what a target is expected to be reached on the way, where that is said.
    pub pace: Option<Pace>,
    /// From where on a target is thought too hard, where that is said.
    pub check: Option<Thresholds>,
}

impl<K> TargetPlan<K> {
    /// Reads a definition; reports everything that is wrong with it.
    pub fn compile(
        definition: &TargetDefinition,
        kpi: Option<Id<K>>,
        calendar: &FiscalCalendar,
        rules: &Rules,
        at: At<'_>,
        problems: &mut Problems,
    ) -> Option<TargetPlan<K>> {
        Pace::check(definition.pace, calendar, at, problems);
        TargetPlan::compile_by(definition, &definition.grain, kpi, calendar, rules, at, problems)
    }

    /// Reads a definition as if it named this grain.
    pub(crate) fn compile_by(
        definition: &TargetDefinition,
        named: &str,
        kpi: Option<Id<K>>,
        calendar: &FiscalCalendar,
        rules: &Rules,
        at: At<'_>,
        problems: &mut Problems,
    ) -> Option<TargetPlan<K>> {
        let grain = calendar.grain(named);
        if grain.is_none() {
            let message = format!("`{named}` is no grain of the calendar");
            let help = calendar.grain_help(named);
            problems.report(Code::NameUnknown, at.field("grain"), message).help(help);
        }
        let levels = levels(&definition.levels, at.field("levels"), problems);
        let own = definition.rounding.as_ref();
        let own = own.and_then(|rounding| rounding.compile(at.field("rounding"), problems));
        let why = "the target of somebody who moves is divided into parts";
        let rounding = needed(own, rules.rounding.as_ref(), "rounding", why, at.field("rounding"), problems);
        let why = "somebody may move within a period";
        let transfer = needed(definition.transfer, None, "transfer", why, at.field("transfer"), problems);
        let why = "a unit may have a target of its own, or what its members have";
        let unit_is = needed(definition.unit_is, None, "unit_is", why, at.field("unit_is"), problems);
        let check = definition.check.as_ref().map(|check| check.compile(at.field("check"), problems));
        Some(TargetPlan {
            kpi: kpi?,
            grain: grain?,
            levels,
            unit_is: unit_is?,
            transfer: transfer?,
            rounding: rounding?,
            pace: definition.pace,
            check,
        })
    }
}

fn levels(written: &[String], at: At<'_>, problems: &mut Problems) -> Vec<Name> {
    let mut levels: Vec<Name> = Vec::new();
    let mut seen = BTreeSet::new();
    for (index, level) in written.iter().enumerate() {
        let Some(name) = Name::read(level, at.index(index), problems) else { continue };
        if seen.insert(level.clone()) {
            levels.push(name);
        } else {
            problems
                .report(Code::NameDuplicate, at.index(index), format!("the level `{name}` is named twice"))
                .help("name each level once");
        }
    }
    if written.is_empty() {
        levels.extend(Name::new(MAIN_LEVEL));
    }
    levels
}
