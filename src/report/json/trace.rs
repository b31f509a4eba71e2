//! How a number came about.

use crate::document::IS_WHOLE;
use crate::kpi::{Better, CreditedAs};
use crate::quantity::{Conversion, Fraction, Unit, Why};
use crate::trace::{Entry, Subject, Trace};

use super::step;
use super::writer::Writer;

pub(super) fn trace(json: &mut Writer, trace: &Trace) {
    let (subject, name) = subject(&trace.subject);
    json.text("subject", subject);
    json.text_if_any("name", name);
    match &trace.subject {
        Subject::Item(_, Some(weight)) => json.amount("weight", &Ok(*weight), Unit::Ratio),
        Subject::Raters(_, raters, share) if IS_WHOLE => {
            json.shown("raters", raters);
            if let Some(share) = share {
                json.amount("weight", &Ok(*share), Unit::Ratio);
            }
        }
        Subject::Step(asked) => json.object("step", |json| step::asked(json, asked)),
        _ => {}
    }
    json.labels(&trace.labels);
    json.text_if_any("who", &trace.who);
    json.text_if_any("when", &trace.when);
    json.figure_inside(&trace.outcome);
    if let Some(why) = &trace.instead_of {
        // Why the KPI itself has no value: what is given stands for it.
        json.text("instead_of", why.code());
    }
    json.text_if_some("better", trace.better.map(Better::word));
    json.text_if_some("formula", trace.formula.as_deref());
    json.text_if_some("credit", trace.credit.map(CreditedAs::word));
    json.objects_if_any("parts", &trace.parts, self::trace);
    json.objects_if_any("entries", &trace.entries, entry);
    if trace.more > 0 {
        // How many more entries there are.
        json.count("more", trace.more);
    }
    if trace.more_parts > 0 {
        // How many more parts there are.
        json.count("more_parts", trace.more_parts);
    }
    if trace.hidden > 0 {
        // How many parts and entries the one who asks may not see.
        json.count("hidden", trace.hidden);
    }
    if trace.deeper {
        // Its parts lie deeper than was asked for.
        json.yes_no("deeper", true);
    }
    if trace.closed {
        // The one who asks may not see its parts.
        json.yes_no("closed", true);
    }
    if trace.above {
        // Its parts stand further up in the same explanation.
        json.yes_no("above", true);
    }
    if let Some(from) = &trace.from {
        json.object("from", |json| super::results::provenance(json, from));
    }
}

pub(super) fn entry(json: &mut Writer, entry: &Entry) {
    json.text("id", entry.id.as_str());
    if let Some(on) = entry.on {
        json.shown("on", &on);
    }
    if let Some(value) = &entry.value {
        json.figure_inside(value);
    }
    json.amount("share", &Ok(entry.share), Unit::Ratio);
    json.objects_if_any("conversions", &entry.conversions, conversion);
}

/// An amount in another currency, and the rate by which it was converted.
pub(super) fn conversion(json: &mut Writer, conversion: &Conversion) {
    json.shown("amount", &conversion.amount.amount().normalize());
    json.shown("currency", &conversion.amount.currency());
    json.shown("day", &conversion.day);
    let rate = conversion.rate.map(|rate| Fraction::from(rate.value())).ok_or(Why::NoRate);
    json.amount("rate", &rate, Unit::Number);
}

/// What a part is about, and its name.
pub(super) fn subject(subject: &Subject) -> (&'static str, &str) {
    match subject {
        Subject::Kpi(name) => ("kpi", name),
        Subject::Fold(name) => ("fold", name),
        Subject::Over(name) => ("over", name),
        Subject::Rank(group) => ("rank", group),
        Subject::PercentRank(group) => ("percent_rank", group),
        Subject::Attribute(name) => ("attribute", name),
        Subject::Period(name) => ("period", name),
        Subject::Tenure(name) => ("tenure", name),
        Subject::Manager => ("manager", ""),
        Subject::Target(name) => ("target", name),
        Subject::Attainment(name) => ("attainment", name),
        Subject::Gap(name) => ("gap", name),
        Subject::Pace(name) => ("pace", name),
        Subject::RunRate(name) => ("run_rate", name),
        Subject::Coverage(name) => ("coverage", name),
        Subject::OwnTarget(name) => ("own_target", name),
        Subject::MembersTarget(name) => ("members_target", name),
        Subject::Left(days) => ("left", days),
        Subject::Committed(name) => ("committed", name),
        Subject::Lookup(name) => ("table", name),
        Subject::Scorecard(name) => ("scorecard", name),
        Subject::Item(name, _) => ("item", name),
        Subject::Review(name) => ("review", name),
        Subject::Raters(name, ..) => ("raters", name),
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
