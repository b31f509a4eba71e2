//! Reading quotas of grades.

use crate::diagnostic::{At, Code, Problems};
use crate::formula::Program;
use crate::kpi::{Question, fixed_ratio};
use crate::quantity::{Fraction, Precision, Value};
use crate::ranking::{RankingNames, Then, Within};
use crate::rule::{OddWord, needed};
use crate::table::{Interval, Table, Wanted};

use super::definition::{Below, Border, ForceDefinition, OffQuota, Taken};
use super::force::Rule;
use super::quota::{Quota, Quotas};

/// Quotas of grades, read.
#[derive(Clone, Debug, PartialEq)]
pub struct Force {
    /// By what rule grades are given.
    pub rule: Rule,
    /// Among whom; among all, where nothing is said.
    pub within: Option<Within>,
    /// By what equals are told apart.
    pub then: Vec<Then>,
}

/// Who may change grades, read.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// The condition on who changes whose.
    pub may: Program<Question>,
    /// What becomes of changes that leave other numbers of grades than the quotas gave.
    pub quotas: OffQuota,
}

impl Force {
    /// Reads a definition, for the grades of a table; reports everything that is wrong with it. `odd` is which of equal remainders the
    /// rounding of the score says.
    pub fn compile(
        definition: &ForceDefinition,
        (table, odd): (&Table, Option<OddWord>),
        names: &mut impl RankingNames,
        at: At<'_>,
        problems: &mut Problems,
    ) -> Option<Force> {
        let quotas = quotas(definition, table, names, at.field("shares"), problems);
        let within = definition.within.as_ref();
        let within = within.map(|within| Within::read(within.as_str(), None, names, at.field("within"), problems));
        let within = within.map_or(Some(None), |within| within.map(Some));
        let then = Then::read(&definition.then, names, at.field("then"), problems);
        let border = border(definition, at, problems);
        let why = "two grades may have equal remainders";
        let odd = needed(definition.odd, odd.as_ref(), "odd", why, at.field("odd"), problems);
        let small = small(definition, within.as_ref(), at, problems);
        let ((ties, taken), (at_least, below), then) = (border?, small?, then?);
        let quotas = Quotas::new(quotas?).ok()?.ties(ties, taken).odd(odd?);
        let orders = then.iter().map(|then| then.order).collect();
        Some(Force { rule: Rule { quotas, then: orders, at_least, below }, within: within?, then })
    }
}

/// The share of each grade, the best grade first.
fn quotas(
    definition: &ForceDefinition,
    table: &Table,
    names: &mut impl RankingNames,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<Vec<Quota>> {
    let grades = best_first(table);
    let (mut sound, mut sum) = (true, Fraction::ZERO);
    for name in definition.shares.keys() {
        if !grades.iter().any(|grade| grade.to_string() == *name) {
            let known: Vec<String> = grades.iter().map(Value::to_string).collect();
            let message = format!("the table of grades has no grade `{name}`");
            problems.report(Code::NameUnknown, at.field(name), message).nearest(name, known.iter().map(String::as_str));
            sound = false;
        }
    }
    let mut quotas = Vec::with_capacity(grades.len());
    for grade in grades {
        let name = grade.to_string();
        let Some(text) = definition.shares.get(&name) else {
            let message = format!("the grade `{name}` has no share");
            problems
                .report(Code::DocumentMissingField, at.field(&name), message)
                .help("write its share, `0%` where nobody shall have it");
            sound = false;
            continue;
        };
        let Some(share) = fixed_ratio(text, names, at.field(&name), problems) else {
            sound = false;
            continue;
        };
        if share.is_negative() || share > Fraction::ONE {
            let message = format!("`{}` is no share", text.as_str());
            problems.report(Code::ValueRange, at.field(&name), message).help("write it like `20%`");
            sound = false;
        }
        sum = sum.plus(share, Precision::default()).ok()?;
        quotas.push(Quota { grade, share });
    }
    if sound && sum != Fraction::ONE {
        let percent = sum.times(Fraction::HUNDRED, Precision::default()).map(|percent| percent.to_string());
        let message = format!("the shares of the grades make {}%", percent.unwrap_or_default());
        problems.report(Code::WeightsNotWhole, at, message).help("change them until they make 100%");
        sound = false;
    }
    sound.then_some(quotas)
}

/// The grades that a table gives, that of the highest score first.
pub fn best_first(table: &Table) -> Vec<Value> {
    let mut grades: Vec<(Option<Fraction>, Value)> = Vec::new();
    for value in table.rows().iter().filter_map(|row| row.values.first()) {
        if grades.iter().any(|(_, known)| known == value) {
            continue;
        }
        let places = table.places(&[], &Wanted::Exactly(value.clone()), 0).unwrap_or_default();
        let from = places.last().and_then(|highest: &Interval| highest.from).map(|from| from.at);
        grades.push((from, value.clone()));
    }
    // An open end lies below all others.
    crate::sort::by(&mut grades, |one, other| other.0.cmp(&one.0));
    grades.into_iter().map(|(_, grade)| grade).collect()
}

/// What becomes of equals on both sides of a border, and who makes up for it.
fn border(definition: &ForceDefinition, at: At<'_>, problems: &mut Problems) -> Option<(Border, Taken)> {
    let why = "equals may stand on both sides of a border between two grades";
    let ties = needed(definition.ties, None, "ties of grades", why, at.field("ties"), problems)?;
    let mut conflict = |field: &str, message: &str, help: &str| {
        problems.report(Code::PlanConflict, at.field(field), message.to_owned()).help(help.to_owned());
    };
    if ties == Border::Then {
        if definition.taken.is_some() {
            conflict(
                "taken",
                "under `then` no equals stay together, and nobody makes up for them",
                "leave `taken` out",
            );
            return None;
        }
        if definition.then.is_empty() {
            problems
                .report(Code::RuleNeeded, at.field("then"), "equals are told apart, and no `then` says by what")
                .help("write what comes next, such as `\"then\": [\"revenue\"]`; at last, keys tell them apart");
            return None;
        }
        return Some((ties, Taken::Next));
    }
    if !definition.then.is_empty() {
        let message = format!("under `{ties}` equals stay together, and nothing tells them apart");
        conflict("then", &message, "leave `then` out, or write `\"ties\": \"then\"`");
        return None;
    }
    let why = "equals that stay together are more or fewer than the places of a grade";
    let taken = needed(definition.taken, None, "taken", why, at.field("taken"), problems)?;
    Some((ties, taken))
}

/// From how many on quotas hold, and what becomes of fewer.
fn small(
    definition: &ForceDefinition,
    within: Option<&Option<Within>>,
    at: At<'_>,
    problems: &mut Problems,
) -> Option<(u64, Below)> {
    let Some(at_least) = definition.at_least else {
        if definition.below.is_some() {
            let message = "`below` is about groups that are too small, and nothing says which are";
            problems
                .report(Code::PlanConflict, at.field("below"), message)
                .help("write `at_least`, or leave `below` out");
            return None;
        }
        return Some((0, Below::Bands));
    };
    if at_least == 0 {
        problems
            .report(Code::ValueRange, at.field("at_least"), "there are always at least 0")
            .help("write 1 or more, or leave it out");
        return None;
    }
    let below = needed(definition.below, None, "below", "a group may have fewer", at.field("below"), problems)?;
    let is_level = |within: &Option<Within>| matches!(within, Some(Within::Level(_)));
    if below == Below::Parent && within.is_some_and(|within| !is_level(within)) {
        let message = "only units have a unit above, and the quotas hold within something else";
        problems
            .report(Code::PlanConflict, at.field("below"), message)
            .help("let `within` name a level, or write `\"below\": \"bands\"` or `\"undefined\"`");
        return None;
    }
    Some((u64::from(at_least), below))
}
