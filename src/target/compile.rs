//! Reading how targets are set and read.

use std::collections::BTreeSet;

use crate::calendar::{FiscalCalendar, Grain};
use crate::diagnostic::{At, Code, Problems};
use crate::formula::Program;
use crate::id::{Id, Name};
use crate::kpi::{Better, Kpi, Question, RuleNames};
use crate::quantity::Unit;
use crate::rule::{Rounding, needed};

use super::MAIN_LEVEL;
use super::definition::{Pace, TargetDefinition, Transfer, UnitTarget};
use super::fields::TargetField;
use super::smart::Thresholds;
use super::split::{self, Blank, Levels, OnChange, Over, Split};

/// How targets of a KPI are set and read.
#[derive(Clone, Debug, PartialEq)]
pub struct TargetPlan {
    /// The KPI.
    pub kpi: Id<Kpi>,
    /// The grain of their periods.
    pub grain: Grain,
    /// The levels that entries may set.
    pub levels: Vec<Name>,
    /// The fields by which they are told apart.
    pub fields: Vec<TargetField>,
    /// What the target of a unit is.
    pub unit_is: UnitTarget,
    /// How a target is cut, in this order.
    pub splits: Vec<Split>,
    /// By what the target of a person is multiplied in each of its periods.
    pub factor: Option<Program<Question>>,
    /// What becomes of the parts of a target that is set anew or adjusted.
    pub on_change: OnChange,
    /// What an entry without an amount says, where the plan says so.
    pub blank: Option<Blank>,
    /// Whether figures of facts cut targets.
    pub by_facts: bool,
    /// Which end of the KPI is the better one, where that is said.
    pub better: Option<Better>,
    /// To whom the target of a mover belongs.
    pub transfer: Transfer,
    /// To what the parts of a target are rounded.
    pub rounding: Rounding,
    /// By what a target is expected to be reached on the way, where that is said.
    pub pace: Option<Pace>,
    /// From where on a target is thought too hard, where that is said.
    pub check: Option<Thresholds>,
}

/// What reading targets needs to know beside names: of which KPI they are, and where.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// The KPI, and what it is of; nothing, where there is no such KPI.
    pub kpi: Option<(Id<Kpi>, Unit)>,
    /// The fields by which its targets are told apart.
    pub fields: &'a [TargetField],
    /// The calendar.
    pub calendar: &'a FiscalCalendar,
    /// The levels of the plan's trees, by tree, from the top.
    pub levels: &'a Levels<'a>,
    /// The grain of their periods, where another one stands for the one that is written.
    pub grain: Option<&'a str>,
}

impl TargetPlan {
    /// Reads a definition; reports everything that is wrong with it.
    pub fn compile(
        definition: &TargetDefinition,
        about: About<'_>,
        names: &mut impl RuleNames,
        at: At<'_>,
        problems: &mut Problems,
    ) -> Option<TargetPlan> {
        if !is_whole(definition, at, problems) {
            return None;
        }
        let named = about.grain.unwrap_or(&definition.grain);
        let grain = about.calendar.grain(named);
        if grain.is_none() {
            let message = format!("`{named}` is no grain of the calendar");
            let help = about.calendar.grain_help(named);
            problems.report(Code::NameUnknown, at.field("grain"), message).help(help);
        }
        let levels = levels(&definition.levels, at.field("levels"), problems);
        let own = definition.rounding.as_ref();
        let own = own.and_then(|rounding| rounding.compile(at.field("rounding"), problems));
        let why = match &definition.split[..] {
            [] => "the target of somebody who moves is divided into parts",
            _ => "a target is cut into parts",
        };
        let house = names.rules().rounding.clone();
        let rounding = needed(own, house.as_ref(), "rounding", why, at.field("rounding"), problems);
        let why = "somebody may move within a period";
        let transfer = needed(definition.transfer, None, "transfer", why, at.field("transfer"), problems);
        let why = "a unit may have a target of its own, or what its members have";
        let unit_is = needed(definition.unit_is, None, "unit_is", why, at.field("unit_is"), problems);
        let unit = about.kpi.map_or(Unit::Number, |(_, unit)| unit);
        let of = split::Of { unit, levels: about.levels, fields: about.fields, written: &definition.fields };
        let splits = split::read(&definition.split, of, names, at.field("split"), problems);
        let factor = definition
            .factor
            .as_ref()
            .map(|factor| names.formula(factor.as_str(), Some(Unit::Ratio), None, at.field("factor"), problems));
        let on_change = on_change(definition, at.field("on_change"), problems);
        let check = definition.check.as_ref().map(|check| check.compile(at.field("check"), problems));
        Some(TargetPlan {
            kpi: about.kpi?.0,
            grain: grain?,
            levels,
            fields: about.fields.to_vec(),
            unit_is: unit_is?,
            splits: splits?,
            factor: factor.map_or(Some(None), |factor| factor.map(Some))?,
            on_change: on_change?,
            blank: definition.blank,
            by_facts: false,
            better: None,
            transfer: transfer?,
            rounding: rounding?,
            pace: definition.pace,
            check,
        })
    }

    /// The grains over which targets are cut, in the order of the cuts.
    pub fn grains(&self) -> impl Iterator<Item = Grain> {
        self.splits.iter().filter_map(|split| match split.over {
            Over::Grain(grain) => Some(grain),
            Over::Members { .. } | Over::Field(_) => None,
        })
    }

    /// The formulas by which targets are cut, and the one by which they are multiplied.
    pub fn formulas(&self) -> impl Iterator<Item = &Program<Question>> {
        self.splits.iter().flat_map(Split::formulas).chain(&self.factor)
    }
}

/// What becomes of the parts of a target that is set anew: needed where there are any.
fn on_change(definition: &TargetDefinition, at: At<'_>, problems: &mut Problems) -> Option<OnChange> {
    let why = "a target that is cut may be set anew";
    match &definition.split[..] {
        [] => Some(definition.on_change.unwrap_or_default()),
        _ => needed(definition.on_change, None, "on_change", why, at, problems),
    }
}

/// Whether all that is written is in the library; reports what is not.
fn is_whole(definition: &TargetDefinition, at: At<'_>, problems: &mut Problems) -> bool {
    let written = [
        ("split", !definition.split.is_empty()),
        ("fields", !definition.fields.is_empty()),
        ("blank", definition.blank.is_some()),
    ];
    crate::document::all_there(&written, at, problems)
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
