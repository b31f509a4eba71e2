//! How a number came about.

use crate::document::IS_WHOLE;
use crate::kpi::{Better, CreditedAs};
use crate::quantity::{Conversion, Fraction, Unit, Why};
use crate::trace::{Disputed, Entry, GradeBy, Subject, Trace};

use super::step;
use super::writer::Writer;

pub(super) fn trace(json: &mut Writer, trace: &Trace) {
    let (subject, name) = trace.subject.code();
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
        Subject::GradeBy(by) => grade_by(json, by),
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
    if IS_WHOLE {
        json.objects_if_any("disputes", &trace.disputes, disputed);
    }
    if let Some(from) = &trace.from {
        json.object("from", |json| super::results::provenance(json, from));
    }
}

/// Who says that a line is wrong, and what came of it.
fn disputed(json: &mut Writer, disputed: &Disputed) {
    json.text("entry", disputed.entry.as_str());
    json.text("state", disputed.state.code());
}

/// Where a grade comes from that is not that of the table.
#[cfg(any(not(feature = "capi"), feature = "analysis"))]
fn grade_by(json: &mut Writer, by: &GradeBy) {
    match by {
        GradeBy::Bands => {}
        GradeBy::Quotas { rank, of } => {
            if let Some(rank) = rank {
                json.amount("rank", &Ok(*rank), Unit::Number);
            }
            json.shown("of", of);
        }
        GradeBy::Change { by, on, why } => {
            json.text("by", by);
            json.shown("on", on);
            json.text("why", why);
        }
    }
}

#[cfg(all(feature = "capi", not(feature = "analysis")))]
#[expect(clippy::trivially_copy_pass_by_ref, reason = "where grades are given by more than bands, much is said")]
fn grade_by(_: &mut Writer, by: &GradeBy) {
    match *by {}
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
