//! Reading how targets are cut.

use crate::calendar::Grain;
use crate::diagnostic::{At, Code, Problems, nearest};
use crate::document::FormulaText;
use crate::formula::{Program, is_amount};
use crate::id::Name;
use crate::kpi::{FIELD_AT_HAND, Question, RuleNames, fixed_ratio};
use crate::quantity::{Fraction, Precision, Unit};
use crate::rule::needed;

use super::super::Unknown;
use super::super::fields::TargetField;
use super::definition::{ByDefinition, DriverDefinition, Nothing, PartsAre, SplitDefinition};
use super::range::within;
use super::values;

/// The most cuts of one target, and the most drivers of one cut.
pub const SPLITS_MAX: usize = 20;

/// The most parts into which all cuts over fields together make one target.
pub const VALUES_MAX: usize = 1_000;

/// The levels of a plan's trees, by tree, from the top.
pub type Levels<'l> = [Vec<&'l str>];

/// Of what targets are cut.
#[derive(Clone, Copy, Debug)]
pub(in crate::target) struct Of<'a> {
    /// The unit of the targets.
    pub unit: Unit,
    pub levels: &'a Levels<'a>,
    /// The fields by which they are told apart.
    pub fields: &'a [TargetField],
    /// The same as they are written, sound or not.
    pub written: &'a [String],
}

impl Of<'_> {
    /// The place of a field among them.
    fn field(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name.as_str() == name)
    }
}

/// One cut of a target.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    /// Over whom, or over which periods.
    pub over: Over,
    /// The values of the field over which it is cut.
    pub values: Vec<String>,
    /// What each part is measured by; evenly, where there is nothing.
    pub by: Vec<Share>,
    /// Whether the figures are shares of what is cut, or say what each part is.
    pub parts: PartsAre,
    /// What an undefined figure counts as.
    pub missing: Unknown,
    /// What becomes of a target of which nobody has a figure above zero.
    pub nothing: Nothing,
    /// The least that a part may be.
    pub least: Option<Program<Question>>,
    /// The most that a part may be.
    pub most: Option<Program<Question>>,
    /// How much more than the whole the parts come to; 0, where nothing is said.
    pub uplift: Fraction,
}

/// Over what a target is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// The units and people directly under a unit: of a level of a tree, or of every level for which nothing else is said.
    Members {
        /// The tree and the level in it, 0 for the top.
        of: Option<(usize, usize)>,
    },
    /// The periods of a grain.
    Grain(Grain),
    /// The values of one of the fields of the targets, by its place among them.
    Field(usize),
}

/// A figure by which a target is cut.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// The figure.
    pub formula: Program<Question>,
    /// How much it counts; the weights of all make 1.
    pub weight: Fraction,
}

impl Split {
    /// The formulas of the cut.
    pub fn formulas(&self) -> impl Iterator<Item = &Program<Question>> {
        self.by.iter().map(|share| &share.formula).chain(&self.least).chain(&self.most)
    }
}

/// Reads the cuts of targets of a unit; reports everything that is wrong with them.
pub(in crate::target) fn read(
    written: &[SplitDefinition],
    of: Of<'_>,
    names: &mut impl RuleNames,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<Vec<Split>> {
    let unit = of.unit;
    if written.is_empty() || !super::super::IS_WHOLE {
        return Some(Vec::new());
    }
    if written.len() > SPLITS_MAX {
        let message = format!("a target is cut at most {SPLITS_MAX} times, this one {}", written.len());
        problems.report(Code::ValueRange, at, message).help("put what belongs together into one formula");
        return None;
    }
    if !matches!(unit, Unit::Money | Unit::Number | Unit::Duration) {
        let message = format!("{} is not the sum of its parts, so it cannot be cut", unit.name());
        problems
            .report(Code::FormulaUnits, at, message)
            .help("set the target of each by an entry, or cut targets of what it is reckoned from");
        return None;
    }
    let mut splits: Vec<Split> = Vec::with_capacity(written.len());
    let mut at_hand: Vec<(Name, Unit, usize)> = Vec::new();
    for (index, definition) in written.iter().enumerate() {
        let place = at.index(index);
        if let Some(at) = of.field(&definition.over) {
            let local = FIELD_AT_HAND.saturating_add(at);
            at_hand.extend(of.fields.get(at).map(|field| (field.name.clone(), Unit::Text, local)));
        }
        names.at_hand(at_hand.clone());
        let read = split(definition, of, names, place, problems);
        names.at_hand(Vec::new());
        let Some(split) = read else { continue };
        if splits.iter().any(|before| before.over == split.over) {
            let message = format!("the target is cut over `{}` twice", definition.over);
            problems
                .report(Code::NameDuplicate, place, message)
                .help("keep one, or say with `of` for which level each is");
        }
        splits.push(split);
    }
    let sound = values::fit(&splits, at, problems);
    (sound && splits.len() == written.len()).then_some(splits)
}

fn split(
    definition: &SplitDefinition,
    of: Of<'_>,
    names: &mut impl RuleNames,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<Split> {
    let unit = of.unit;
    let over = over(definition, of, names, at, problems);
    let values = values::read(definition, over, at, problems);
    let by = by(definition.by.as_ref(), names, at.field("by"), problems);
    let parts = definition.parts.unwrap_or_default();
    let fits = by.as_ref().is_none_or(|by| absolute(definition, by, unit, at, problems));
    let uplift = definition.uplift.as_ref();
    let uplift = uplift.map_or(Some(Fraction::ZERO), |text| above(text, over, names, at.field("uplift"), problems));
    let ends = within(definition.within.as_ref(), unit, names, at.field("within"), problems);
    let missing = by.as_ref().map(|by| missing(definition, by, names, at, problems));
    let (least, most) = ends?;
    let split = Split {
        over: over?,
        values: values?,
        by: by?,
        parts,
        missing: missing??,
        nothing: definition.nothing.unwrap_or_default(),
        least,
        most,
        uplift: uplift?,
    };
    fits.then_some(split)
}

fn over(
    definition: &SplitDefinition,
    about: Of<'_>,
    names: &mut impl RuleNames,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<Over> {
    let of = definition.of.as_ref();
    if definition.over == "members" {
        return match of {
            None => Some(Over::Members { of: None }),
            Some(level) => {
                of_level(level, about.levels, at.field("of"), problems).map(|of| Over::Members { of: Some(of) })
            }
        };
    }
    if of.is_some() {
        problems
            .report(
                Code::PlanConflict,
                at.field("of"),
                "`of` says whose members are meant, and no members are cut here",
            )
            .help("leave it out, or write `\"over\": \"members\"`");
    }
    if let Some(field) = about.field(&definition.over) {
        return Some(Over::Field(field));
    }
    if about.written.contains(&definition.over) {
        return None;
    }
    names.grain(&definition.over, at.field("over"), problems).map(Over::Grain)
}

fn of_level(level: &str, levels: &Levels<'_>, at: At<'_>, problems: &mut Problems) -> Option<(usize, usize)> {
    for (tree, levels) in levels.iter().enumerate() {
        if let Some(depth) = levels.iter().position(|known| *known == level) {
            return Some((tree, depth));
        }
    }
    let all: Vec<&str> = levels.iter().flatten().copied().collect();
    let message = format!("no tree of the organisation has a level `{level}`");
    let help = nearest(level, all.iter().copied()).map(|near| format!("did you mean `{near}`?"));
    problems
        .report(Code::NameUnknown, at, message)
        .help(help.unwrap_or_else(|| format!("there are `{}`", all.join("`, `"))));
    None
}

fn by(
    written: Option<&ByDefinition>,
    names: &mut impl RuleNames,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<Vec<Share>> {
    match written {
        None => Some(Vec::new()),
        Some(ByDefinition::One(text)) => {
            let formula = figure(text, names, at, problems)?;
            Some(vec![Share { formula, weight: Fraction::ONE }])
        }
        Some(ByDefinition::Blend(drivers)) => blend(drivers, names, at, problems),
    }
}

fn blend(
    drivers: &[DriverDefinition],
    names: &mut impl RuleNames,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<Vec<Share>> {
    if drivers.is_empty() || drivers.len() > SPLITS_MAX {
        let message = format!("a target is cut by 1 to {SPLITS_MAX} figures, here by {}", drivers.len());
        problems.report(Code::ValueRange, at, message).help("leave `by` out to cut evenly");
        return None;
    }
    let mut shares = Vec::with_capacity(drivers.len());
    for (index, driver) in drivers.iter().enumerate() {
        let place = at.index(index);
        let formula = figure(&driver.by, names, place.field("by"), problems);
        let weight = fixed_ratio(&driver.weight, names, place.field("weight"), problems);
        let weight = weight.filter(|weight| {
            let fits = *weight > Fraction::ZERO && *weight <= Fraction::ONE;
            if !fits {
                let message = format!("`{}` is no weight", driver.weight.as_str());
                problems.report(Code::ValueRange, place.field("weight"), message).help("write it like `60%`");
            }
            fits
        });
        shares.extend(formula.zip(weight).map(|(formula, weight)| Share { formula, weight }));
    }
    if shares.len() < drivers.len() {
        return None;
    }
    let sum = shares.iter().try_fold(Fraction::ZERO, |sum, share| sum.plus(share.weight, Precision::MAX)).ok()?;
    if sum != Fraction::ONE {
        let percent = sum.times(Fraction::HUNDRED, Precision::MAX).map(|percent| percent.to_string());
        let message = format!("the weights of the figures make {}%", percent.unwrap_or_default());
        problems.report(Code::WeightsNotWhole, at, message).help("change them until they make 100%");
        return None;
    }
    Some(shares)
}

/// A figure of a part: an amount of any unit.
fn figure(
    text: &FormulaText,
    names: &mut impl RuleNames,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<Program<Question>> {
    let program = names.formula(text.as_str(), None, None, at, problems)?;
    if !is_amount(program.unit) {
        let message = format!("{} is no figure to cut a target by", program.unit.name());
        problems.report(Code::FormulaUnits, at, message).help("write a number, such as `revenue[last_year]`");
        return None;
    }
    Some(program)
}

/// Whether figures that say what each part is can say so.
fn absolute(definition: &SplitDefinition, by: &[Share], unit: Unit, at: At<'_>, problems: &mut Problems) -> bool {
    if definition.parts != Some(PartsAre::Absolute) {
        return true;
    }
    let (message, help) = match by {
        _ if definition.over != "members" => (
            "only the parts of units may say what they are: all others add up to what is cut",
            "write `\"parts\": \"relative\"`",
        ),
        [share] if share.formula.unit == Unit::Ratio || share.formula.unit == unit => return true,
        [share] if share.formula.unit == Unit::Number => return true,
        [_] => ("the figure is neither a share nor of the unit of the targets", "write what each part is"),
        _ => ("what each part is needs just one figure", "write one formula under `by`"),
    };
    problems.report(Code::PlanConflict, at.field("parts"), message).help(help);
    false
}

/// How much more than the whole the parts come to.
fn above(
    text: &FormulaText,
    over: Option<Over>,
    names: &mut impl RuleNames,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<Fraction> {
    if matches!(over, Some(Over::Grain(_) | Over::Field(_))) {
        problems
            .report(Code::PlanConflict, at, "only the parts of units may come to more than what is cut")
            .help("write `uplift` where the target is cut over `members`");
    }
    let uplift = fixed_ratio(text, names, at, problems)?;
    if uplift.is_negative() || uplift > Fraction::ONE {
        let message = format!("`{}` is no uplift", text.as_str());
        problems.report(Code::ValueRange, at, message).help("write how much is put on top, from `0%` to `100%`");
        return None;
    }
    Some(uplift)
}

fn missing(
    definition: &SplitDefinition,
    by: &[Share],
    names: &impl RuleNames,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<Unknown> {
    let constant = by.iter().all(|share| share.formula.as_constant().is_some());
    if constant || definition.over != "members" {
        return Some(definition.missing.unwrap_or(Unknown::Hold));
    }
    let house = names.rules().missing.and_then(|missing| match missing {
        crate::rule::Missing::Zero => Some(Unknown::Zero),
        crate::rule::Missing::Hold => Some(Unknown::Hold),
        crate::rule::Missing::Skip | crate::rule::Missing::Value(_) => None,
    });
    let why = "a figure by which a target is cut may be undefined";
    needed(definition.missing, house.as_ref(), "missing of a split", why, at.field("missing"), problems)
}
