//! The catalogue of standard KPIs.

use crate::preset::{Preset, Variant};

use super::writer::Writer;

pub(super) fn preset(json: &mut Writer, preset: &Preset) {
    json.text("id", preset.id);
    json.object("labels", |json| {
        json.text("en", preset.en);
        json.text("zh", preset.zh);
    });
    json.text("unit", preset.unit.name());
    json.text_if_some("better", preset.better.map(crate::kpi::Better::word));
    json.text("source", preset.source);
    json.objects("variants", preset.variants, variant);
}

fn variant(json: &mut Writer, variant: &Variant) {
    json.text("name", variant.name);
    json.text("formula", variant.formula);
    json.text_if_any("en", variant.en);
    json.text_if_any("zh", variant.zh);
}
