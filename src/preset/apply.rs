//! Putting standard KPIs into a plan.

use crate::diagnostic::nearest;
use crate::error::Error;
use crate::plan::PlanDefinition;

use super::catalogue::{self, Preset};
use super::naming::Naming;

/// Adds a standard KPI to a plan, with those that it needs; gives back the name that it has there.
///
/// `id` is the name of the KPI (`win_rate`) for its first variant, or with another one behind a dot
/// (`win_rate.won_of_all`), which is then called `win_rate_won_of_all`. A KPI that the plan has already under that name
/// stays as it is: the author's own `revenue` is what growth is then the growth of. Nothing is checked but the names;
/// whether the plan has the kinds and the fields is said when it is compiled.
pub fn apply(plan: &mut PlanDefinition, id: &str, naming: &Naming) -> Result<String, Error> {
    let (name, variant) = id.split_once('.').unwrap_or((id, ""));
    let known = || catalogue::kpis().map(|kpi| kpi.id);
    let preset = catalogue::kpi(name).ok_or_else(|| Error::unknown("preset", name, nearest(name, known())))?;
    add(plan, preset, variant, naming)
}

fn add(plan: &mut PlanDefinition, preset: &Preset, variant: &str, naming: &Naming) -> Result<String, Error> {
    let first = preset.variants.first().map_or("", |first| first.name);
    let own = naming.kpi(preset.id);
    let name = if variant.is_empty() || variant == first { own.to_owned() } else { format!("{own}_{variant}") };
    let definition = preset.definition(variant, naming)?;
    if plan.kpis.contains_key(&name) {
        return Ok(name);
    }
    plan.kpis.insert(name.as_str(), definition);
    // What a formula names is always something simpler: the catalogue has no rings.
    for needed in preset.needs(preset.variant(variant)?) {
        add(plan, needed, "", naming)?;
    }
    Ok(name)
}
