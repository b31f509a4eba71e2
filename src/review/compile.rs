//! From reviews as written to reviews as meant.

use crate::diagnostic::{At, Code, Problems};
use crate::document::{Named, NumberText};
use crate::id::Name;
use crate::quantity::{Fraction, Precision, parse_decimal};
use crate::rule::{Missing, needed};

use super::compile_scale::scales;
use super::definition::{
    Again, OntoDefinition, RaterDefinition, RaterIs, ReviewDefinition, ReviewWeights, TrimDefinition,
};
use super::scale::Scale;

/// What people are rated for, by whom, and what is made of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    /// Its name.
    pub name: Name,
    /// What is rated.
    pub items: Vec<Name>,
    /// The scales.
    pub scales: Vec<Scale>,
    /// Onto which numbers scales are brought: what the worst and what the best score is.
    pub onto: (Fraction, Fraction),
    /// The kinds of raters, in the order of their names.
    pub kinds: Vec<RaterKind>,
    /// What becomes of a second score by one rater.
    pub again: Again,
    /// How many scores in common with others a rater must have given to be corrected; nobody is, where there is none.
    pub corrects: Option<u64>,
    /// What people call it, by language.
    pub labels: Named<String>,
}

/// A kind of raters.
#[derive(Clone, Debug, PartialEq)]
pub struct RaterKind {
    /// Its name: the `relation` of an entry.
    pub name: Name,
    /// Who they are.
    pub is: RaterIs,
    /// What their mean weighs.
    pub weight: Fraction,
    /// How many there must be, at least 1.
    pub at_least: u64,
    /// With fewer than this, nobody sees their mean; 0, where all is seen.
    pub anonymous: u64,
    /// The highest and lowest scores that do not count.
    pub trim: Option<Trim>,
    /// What stands for their mean where there are too few.
    pub missing: Missing,
    /// What people call it, by language.
    pub labels: Named<String>,
}

/// How many of the highest and of the lowest scores do not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trim {
    /// How many at each end.
    pub each: u64,
    /// From how many raters on: more than are dropped at both ends.
    pub from: u64,
}

impl Review {
    /// Reads a definition; reports everything that is wrong with it. `house` is what stands for an undefined figure where nothing else is
    /// said.
    pub fn compile(
        name: &str,
        definition: &ReviewDefinition,
        house: Option<&Missing>,
        at: At<'_>,
        problems: &mut Problems,
    ) -> Option<Review> {
        let before = problems.len();
        let own = Name::read(name, at, problems);
        let items = items(&definition.items, at.field("items"), problems);
        let scales = scales(&definition.scales, at.field("scales"), problems);
        let onto = onto(definition.onto.as_ref(), at.field("onto"), problems);
        let missing = definition.missing.as_ref();
        let missing = missing.and_then(|missing| missing.compile(at.field("missing"), problems));
        let reader = Raters { house: missing.as_ref().or(house) };
        let kinds = reader.all(&definition.raters, at.field("raters"), problems);
        weights(&kinds, definition.weights.unwrap_or_default(), at.field("raters"), problems);
        let again = definition.again.unwrap_or_default();
        let corrects = severity(definition, at.field("severity"), problems);
        let labels = definition.labels.clone();
        let (name, onto) = (own?, onto?);
        let review = Review { name, items, scales, onto, kinds, again, corrects, labels };
        (problems.len() == before).then_some(review)
    }

    /// The kind of raters of a name.
    pub fn kind(&self, relation: &str) -> Option<&RaterKind> {
        self.kinds.iter().find(|kind| kind.name.as_str() == relation)
    }

    /// The scale of a name.
    pub fn scale(&self, name: &str) -> Option<&Scale> {
        self.scales.iter().find(|scale| scale.name.as_str() == name)
    }
}

fn items(written: &[String], at: At<'_>, problems: &mut Problems) -> Vec<Name> {
    if written.is_empty() && !problems.is_unread(&at.place()) {
        problems.report(Code::ValueRange, at, "nothing is rated").help("name what is: `[\"teamwork\"]`");
    }
    let mut items: Vec<Name> = Vec::new();
    for (index, item) in written.iter().enumerate() {
        let Some(name) = Name::read(item, at.index(index), problems) else { continue };
        if items.contains(&name) {
            let message = format!("`{name}` is named twice");
            problems.report(Code::NameDuplicate, at.index(index), message).help("name each item once");
        }
        items.push(name);
    }
    items
}

fn onto(written: Option<&OntoDefinition>, at: At<'_>, problems: &mut Problems) -> Option<(Fraction, Fraction)> {
    let Some(written) = written else { return Some((Fraction::ZERO, Fraction::HUNDRED)) };
    let lowest = number(&written.lowest, at.field("lowest"), problems);
    let highest = number(&written.highest, at.field("highest"), problems);
    let (lowest, highest) = (lowest?, highest?);
    if lowest >= highest {
        let message = format!("{highest} does not lie above {lowest}");
        problems
            .report(Code::ValueRange, at, message)
            .help("write what the worst and what the best score is: `{ \"lowest\": 0, \"highest\": 100 }`");
        return None;
    }
    Some((lowest, highest))
}

/// A number as it is written.
pub(super) fn number(text: &NumberText, at: At<'_>, problems: &mut Problems) -> Option<Fraction> {
    if text.is_empty() && problems.is_unread(&at.place()) {
        return None;
    }
    let read = parse_decimal(text);
    read.map(Fraction::from)
        .map_err(|error| {
            problems.report(Code::ValueInvalid, at, error.to_string()).help("write a number such as `5`");
        })
        .ok()
}

/// Reads kinds of raters.
struct Raters<'m> {
    /// What stands for one that is missing and says nothing itself.
    house: Option<&'m Missing>,
}

impl Raters<'_> {
    fn all(&self, written: &Named<RaterDefinition>, at: At<'_>, problems: &mut Problems) -> Vec<RaterKind> {
        if written.is_empty() && !problems.is_unread(&at.place()) {
            problems
                .report(Code::ValueRange, at, "nobody rates anybody")
                .help("add a kind of raters: `{ \"manager\": { \"weight\": \"100%\" } }`");
        }
        let mut kinds = Vec::new();
        for (name, rater) in written {
            kinds.extend(self.one(name, rater, at.field(name), problems));
        }
        kinds
    }

    fn one(&self, name: &str, written: &RaterDefinition, at: At<'_>, problems: &mut Problems) -> Option<RaterKind> {
        let own = Name::read(name, at, problems);
        let is = written.is.or_else(|| usual(name));
        if is.is_none() && !problems.is_unread(&at.then("is")) {
            problems
                .report(Code::DocumentMissingField, at.field("is"), format!("who `{name}` are is not said"))
                .help("write `\"is\"`: `self`, `manager`, `below`, `colleague` or `outside`");
        }
        let weight = weight(&written.weight, at.field("weight"), problems);
        let at_least = above_none(written.at_least, at.field("at_least"), problems).unwrap_or(1);
        let anonymous = above_none(written.anonymous, at.field("anonymous"), problems).unwrap_or(0);
        if anonymous > 0 && is == Some(RaterIs::Itself) {
            problems
                .report(Code::PlanConflict, at.field("anonymous"), "everybody knows who rates themselves")
                .help("leave it out");
        }
        let trim = written.trim.as_ref().map(|trim| read_trim(trim, at_least, at.field("trim"), problems));
        let missing = written.missing.as_ref();
        let missing = missing.and_then(|missing| missing.compile(at.field("missing"), problems));
        let why = "a kind of raters may be missing";
        let missing = needed(missing, self.house, "missing", why, at.field("missing"), problems);
        let trim = trim.map_or(Some(None), |trim| trim.map(Some));
        let labels = written.labels.clone();
        Some(RaterKind {
            name: own?,
            is: is?,
            weight: weight?,
            at_least,
            anonymous,
            trim: trim?,
            missing: missing?,
            labels,
        })
    }
}

/// Who raters are whose kind is called so.
fn usual(name: &str) -> Option<RaterIs> {
    match name {
        "self" => Some(RaterIs::Itself),
        "manager" => Some(RaterIs::Manager),
        "report" => Some(RaterIs::Below),
        "peer" => Some(RaterIs::Colleague),
        "customer" => Some(RaterIs::Outside),
        _ => None,
    }
}

/// A weight: a percentage, or a number, from 0 on.
fn weight(text: &NumberText, at: At<'_>, problems: &mut Problems) -> Option<Fraction> {
    if text.is_empty() && problems.is_unread(&at.place()) {
        return None;
    }
    let (digits, hundredths) = match text.strip_suffix('%') {
        Some(digits) => (digits, true),
        None => (&**text, false),
    };
    let read = parse_decimal(digits).ok().map(Fraction::from).filter(|weight| !weight.is_negative());
    let read = read.and_then(|weight| {
        if hundredths { weight.over(Fraction::HUNDRED, Precision::default()).ok() } else { Some(weight) }
    });
    if read.is_none() {
        problems.report(Code::ValueRange, at, format!("`{}` is no weight", text.as_str())).help("write it like `30%`");
    }
    read
}

fn above_none(written: Option<u32>, at: At<'_>, problems: &mut Problems) -> Option<u64> {
    let number = written?;
    if number == 0 {
        problems.report(Code::ValueRange, at, "there are always at least 0").help("write 1 or more, or leave it out");
    }
    Some(number.into())
}

fn read_trim(written: &TrimDefinition, at_least: u64, at: At<'_>, problems: &mut Problems) -> Option<Trim> {
    let (each, from) = (u64::from(written.each), u64::from(written.from));
    let least = each.saturating_mul(2).saturating_add(at_least);
    if each == 0 {
        problems
            .report(Code::ValueRange, at.field("each"), "nothing is trimmed")
            .help("write 1 or more, or leave `trim` out");
        return None;
    }
    if from < least {
        let message = format!("of {from} raters, fewer than {at_least} would be left");
        problems.report(Code::ValueRange, at.field("from"), message).help(format!("write {least} or more"));
        return None;
    }
    Some(Trim { each, from })
}

fn severity(definition: &ReviewDefinition, at: At<'_>, problems: &mut Problems) -> Option<u64> {
    let written = definition.severity.as_ref()?;
    let at_least = above_none(Some(written.at_least), at.field("at_least"), problems);
    if problems.is_unread(&at.then("at_least")) { None } else { at_least.filter(|_| written.correct == Some(true)) }
}

/// Whether the weights of the kinds are what they must be.
fn weights(kinds: &[RaterKind], rule: ReviewWeights, at: At<'_>, problems: &mut Problems) {
    if problems.iter().any(|problem| problem.place().is_within(&at.place())) || kinds.is_empty() {
        return;
    }
    let precision = Precision::default();
    let sum = kinds.iter().try_fold(Fraction::ZERO, |sum, kind| sum.plus(kind.weight, precision));
    let Ok(sum) = sum else { return };
    let names: Vec<&str> = kinds.iter().map(|kind| kind.name.as_str()).collect();
    let list = names.join("`, `");
    if rule == ReviewWeights::Whole && sum != Fraction::ONE {
        let percent = sum.times(Fraction::HUNDRED, precision).map(|percent| percent.to_string()).unwrap_or_default();
        problems
            .report(Code::WeightsNotWhole, at, format!("the weights of `{list}` make {percent}%"))
            .help("change them until they make 100%, or write `\"weights\": \"relative\"`");
    } else if sum.is_zero() {
        problems.report(Code::WeightsNotWhole, at, format!("`{list}` weigh nothing")).help("let one of them count");
    }
}
