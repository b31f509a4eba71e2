//! Receivables.

use crate::engine::{ReceivableAnswer, ReceivableInvoice, ReceivableUntold};
use crate::id::Key;
use crate::quantity::{Fraction, Outcome, Unit};
use crate::receivable::{Bands, CollectionRate, DaysOutstanding, Flow, Position, Sum};

use super::writer::Writer;

pub(super) fn answer(json: &mut Writer, answer: &ReceivableAnswer) {
    json.text("receivables", &answer.name);
    json.text_if_some("who", answer.who.as_ref().map(Key::as_str));
    json.text("time", &answer.time);
    flow(json, &answer.flow, answer);
    json.text_if_some("by", answer.by.as_deref());
    json.objects_if_any("groups", &answer.groups, |json, group| {
        match &group.value {
            Some(value) => json.figure("value", &Ok(value.clone())),
            None => json.null("value"),
        }
        flow(json, &group.flow, answer);
    });
    json.objects_if_any("invoices", &answer.invoices, |json, one| invoice(json, one, answer));
    json.count("hidden", answer.hidden);
    json.objects("untold", &answer.untold, untold);
    json.count("left_out", answer.left_out);
    json.object("from", |json| super::results::provenance(json, &answer.from));
}

fn flow(json: &mut Writer, flow: &Flow, answer: &ReceivableAnswer) {
    let unit = answer.unit;
    json.count("days", usize::try_from(flow.span.days()).unwrap_or_default());
    for (name, amount) in [
        ("billed", &flow.billed),
        ("credited", &flow.credited),
        ("notes", &flow.notes),
        ("received", &flow.received),
        ("early", &flow.early),
        ("returned", &flow.returned),
        ("unmatched", &flow.unmatched),
        ("due", &flow.due),
        ("due_received", &flow.due_received),
        ("due_so_far", &flow.due_so_far),
        ("due_so_far_received", &flow.due_so_far_received),
    ] {
        sum(json, name, amount, unit);
    }
    json.object("opening", |json| position(json, &flow.opening, answer));
    json.object("closing", |json| position(json, &flow.closing, answer));
    json.object("collection_rate", |json| {
        for rate in CollectionRate::ALL {
            json.amount(rate.word(), &flow.collection_rate(*rate), Unit::Ratio);
        }
    });
    json.object("days_to_collect", |json| {
        json.count("count", flow.waits.len());
        days(json, "mean", &flow.mean_days());
        days(json, "median", &flow.median_days());
    });
    json.object("days_outstanding", |json| {
        for which in DaysOutstanding::ALL {
            days(json, which.word(), &flow.days_outstanding(*which));
        }
    });
}

fn position(json: &mut Writer, position: &Position, answer: &ReceivableAnswer) {
    let unit = answer.unit;
    json.shown("on", &position.day);
    for (name, amount) in [
        ("billed", &position.billed),
        ("credited", &position.credited),
        ("notes", &position.notes),
        ("received", &position.received),
        ("returned", &position.returned),
        ("open", &position.open),
        ("overpaid", &position.overpaid),
        ("owed", &position.owed),
        ("early", &position.early),
        ("unmatched", &position.unmatched),
        ("not_due", &position.not_due),
        ("undated", &position.undated),
        ("overdue", &position.overdue),
    ] {
        sum(json, name, amount, unit);
    }
    let bands: Vec<(usize, &Sum)> = position.bands.iter().enumerate().collect();
    json.objects("bands", &bands, |json, (band, amount)| {
        band_days(json, &answer.bands, *band);
        sum(json, "overdue", amount, unit);
    });
}

fn band_days(json: &mut Writer, bands: &Bands, band: usize) {
    let (first, last) = bands.days(band);
    let count = |days: u32| usize::try_from(days).unwrap_or(usize::MAX);
    json.count("from", count(first));
    match last {
        Some(last) => json.count("to", count(last)),
        None => json.null("to"),
    }
}

fn sum(json: &mut Writer, name: &str, sum: &Sum, unit: Unit) {
    json.object(name, |json| {
        json.amount("sum", &sum.value(), unit);
        json.count("count", usize::try_from(sum.count).unwrap_or(usize::MAX));
    });
}

fn days(json: &mut Writer, name: &str, outcome: &Outcome<Fraction>) {
    json.amount(name, outcome, Unit::Duration);
}

fn invoice(json: &mut Writer, invoice: &ReceivableInvoice, answer: &ReceivableAnswer) {
    json.text("invoice", invoice.id.as_str());
    json.shown("on", &invoice.on);
    match &invoice.due {
        Some(due) => json.shown("due", due),
        None => json.null("due"),
    }
    if let Some(group) = &invoice.group {
        json.figure("value", &Ok(group.clone()));
    }
    json.amount("net", &invoice.net, answer.unit);
    json.amount("open", &invoice.open, answer.unit);
    match &invoice.overdue {
        Some(days) => json.shown("overdue_days", days),
        None => json.null("overdue_days"),
    }
    if let Some(band) = invoice.band {
        json.count("band", band);
    }
}

fn untold(json: &mut Writer, untold: &ReceivableUntold) {
    json.text_if_some("entry", untold.id.as_ref().map(Key::as_str));
    json.undefined(&untold.why);
}
