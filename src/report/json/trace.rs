//! How a number came about.

use serde::Serialize;

use crate::document::Named;
use crate::quantity::{Conversion, Fraction, Outcome, Precision, Unit, Why};
use crate::trace::{Entry, Subject, Trace};

use super::figure::Figure;
use super::step::AskedJson;

#[derive(Serialize)]
pub(super) struct TraceJson<'r> {
    subject: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    name: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    weight: Option<Figure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<AskedJson<'r>>,
    #[serde(skip_serializing_if = "Named::is_empty")]
    labels: &'r Named<String>,
    #[serde(skip_serializing_if = "str::is_empty")]
    who: &'r str,
    #[serde(skip_serializing_if = "str::is_empty")]
    when: &'r str,
    #[serde(flatten)]
    figure: Figure,
    #[serde(skip_serializing_if = "Option::is_none")]
    formula: Option<&'r str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<TraceJson<'r>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    entries: Vec<EntryJson<'r>>,
    /// How many more entries there are.
    #[serde(skip_serializing_if = "is_none")]
    more: usize,
    /// Its parts stand further up in the same explanation.
    #[serde(skip_serializing_if = "is_false")]
    above: bool,
}

#[derive(Serialize)]
struct EntryJson<'r> {
    id: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<String>,
    #[serde(flatten)]
    value: Option<Figure>,
    share: Figure,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    conversions: Vec<ConversionJson>,
}

/// An amount in another currency, and the rate by which it was converted.
#[derive(Serialize)]
struct ConversionJson {
    amount: String,
    currency: String,
    day: String,
    rate: Figure,
}

impl ConversionJson {
    fn new(conversion: &Conversion, precision: Precision) -> ConversionJson {
        let rate: Outcome<Fraction> = conversion.rate.map(|rate| Fraction::from(rate.value())).ok_or(Why::NoRate);
        ConversionJson {
            amount: conversion.amount.amount().normalize().to_string(),
            currency: conversion.amount.currency().to_string(),
            day: conversion.day.to_string(),
            rate: Figure::of_amount(&rate, Unit::Number, precision),
        }
    }
}

impl<'r> TraceJson<'r> {
    pub(super) fn new(trace: &'r Trace, precision: Precision) -> TraceJson<'r> {
        let (subject, name) = subject(&trace.subject);
        let weight = match &trace.subject {
            Subject::Item(_, weight) => Some(Figure::of_amount(&Ok(*weight), Unit::Ratio, precision)),
            _ => None,
        };
        let step = match &trace.subject {
            Subject::Step(asked) => Some(AskedJson::new(asked, precision)),
            _ => None,
        };
        TraceJson {
            subject,
            name,
            weight,
            step,
            labels: &trace.labels,
            who: &trace.who,
            when: &trace.when,
            figure: Figure::of(&trace.outcome, precision),
            formula: trace.formula.as_deref(),
            parts: trace.parts.iter().map(|part| TraceJson::new(part, precision)).collect(),
            entries: trace.entries.iter().map(|entry| EntryJson::new(entry, precision)).collect(),
            more: trace.more,
            above: trace.above,
        }
    }
}

impl<'r> EntryJson<'r> {
    fn new(entry: &'r Entry, precision: Precision) -> EntryJson<'r> {
        EntryJson {
            id: entry.id.as_str(),
            on: entry.on.map(|on| on.to_string()),
            value: entry.value.as_ref().map(|value| Figure::of(value, precision)),
            share: Figure::of_amount(&Ok(entry.share), Unit::Ratio, precision),
            conversions: entry.conversions.iter().map(|one| ConversionJson::new(one, precision)).collect(),
        }
    }
}

/// What a part is about, and its name.
fn subject(subject: &Subject) -> (&'static str, &str) {
    match subject {
        Subject::Kpi(name) => ("kpi", name),
        Subject::Fold(name) => ("fold", name),
        Subject::Over(name) => ("over", name),
        Subject::Attribute(name) => ("attribute", name),
        Subject::Period(name) => ("period", name),
        Subject::Target(name) => ("target", name),
        Subject::Attainment(name) => ("attainment", name),
        Subject::Gap(name) => ("gap", name),
        Subject::Lookup(name) => ("table", name),
        Subject::Scorecard(name) => ("scorecard", name),
        Subject::Item(name, _) => ("item", name),
        Subject::Grade(name) => ("grade", name),
        Subject::Statement(name) => ("statement", name),
        Subject::Line(name) => ("line", name),
        Subject::Member(name) => ("member", name),
        Subject::BeforeSteps => ("before_steps", ""),
        Subject::Step(_) => ("step", ""),
        Subject::Base => ("base", ""),
        Subject::Rate => ("rate", ""),
        Subject::Unrounded => ("unrounded", ""),
        Subject::Other(name) => ("other", name),
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_none(count: &usize) -> bool {
    *count == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_false(flag: &bool) -> bool {
    !*flag
}
