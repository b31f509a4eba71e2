//! The catalogue: what a standard KPI is, and where each is found.

use crate::diagnostic::nearest;
use crate::document::Named;
use crate::error::Error;
use crate::kpi::{Better, KpiDefinition};
use crate::quantity::Unit;
use crate::rule::{MissingDefinition, RoundingDefinition};

use super::naming::{Naming, holes};
use super::{customers, deals, sales, service};

/// A standard KPI.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Preset {
    /// Its name in the catalogue.
    pub id: &'static str,
    /// What people call it, in English.
    pub en: &'static str,
    /// What people call it, in Chinese.
    pub zh: &'static str,
    /// What it is of.
    pub unit: Unit,
    /// Which end is the better one; nothing, where that is a matter of opinion.
    pub better: Option<Better>,
    /// What it may be; the first is meant where none is named.
    pub variants: &'static [Variant],
    /// Where the formula comes from, or why it is this one.
    pub source: &'static str,
}

/// One of the things that people mean by a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variant {
    /// Its name among the others.
    pub name: &'static str,
    /// The formula, with holes for what a house has names of its own for.
    pub formula: &'static str,
    /// What tells it from the others, in English; nothing, where it is the only one.
    pub en: &'static str,
    /// The same in Chinese.
    pub zh: &'static str,
    /// Whether it asks what only records of a pipeline know: the stages that they went through.
    pub of_records: bool,
}

/// The standard KPIs, in groups: sales and money, customers, deals and leads, work and service.
pub const KPIS: &[&[Preset]] = &[sales::KPIS, customers::KPIS, deals::KPIS, service::KPIS];

/// Every standard KPI.
pub fn kpis() -> impl Iterator<Item = &'static Preset> {
    KPIS.iter().copied().flatten()
}

/// The standard KPI of a name.
///
/// ```
/// let rate = attain::preset::kpi("collection_rate").unwrap();
/// assert_eq!((rate.zh, rate.unit.name()), ("回款率", "ratio"));
/// ```
pub fn kpi(id: &str) -> Option<&'static Preset> {
    kpis().find(|kpi| kpi.id == id)
}

impl Preset {
    /// The variant of a name; the first, where the name is empty.
    pub fn variant(&self, name: &str) -> Result<&'static Variant, Error> {
        let found = match name {
            "" => self.variants.first(),
            name => self.variants.iter().find(|variant| variant.name == name),
        };
        let known = self.variants.iter().map(|variant| variant.name);
        found.ok_or_else(|| Error::unknown(&format!("variant of `{}`", self.id), name, nearest(name, known)))
    }

    /// The definition of a variant, of the first where the name is empty, in the words of a house.
    ///
    /// The labels name the variant where there are several. Further fields, such as the smallest sample, are the author's to add.
    pub fn definition(&self, variant: &str, naming: &Naming) -> Result<KpiDefinition, Error> {
        naming.check()?;
        let variant = self.variant(variant)?;
        let mut labels = Named::new();
        labels.insert("en", label(self.en, variant.en, (", ", "")));
        labels.insert("zh", label(self.zh, variant.zh, ("（", "）")));
        Ok(KpiDefinition {
            formula: naming.fill(variant.formula).into(),
            better: self.better,
            attains: None,
            at_least: None,
            credit: None,
            missing: None::<MissingDefinition>,
            show: None::<RoundingDefinition>,
            labels,
        })
    }

    /// The standard KPIs that the formula of a variant names.
    pub fn needs(&self, variant: &Variant) -> Vec<&'static Preset> {
        let mut needs: Vec<&'static Preset> = Vec::new();
        for preset in holes(variant.formula).filter_map(kpi) {
            if !needs.iter().any(|known| known.id == preset.id) {
                needs.push(preset);
            }
        }
        needs
    }

    /// The kinds, fields and values that the formula of a variant speaks of, by their names in the catalogue, each
    /// once; those of the KPIs that it needs are theirs.
    pub fn expects(&self, variant: &Variant) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for hole in holes(variant.formula).filter(|hole| kpi(hole).is_none()) {
            let name = hole.replace('/', ".");
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}

fn label(name: &str, variant: &str, (before, after): (&str, &str)) -> String {
    if variant.is_empty() { name.to_owned() } else { format!("{name}{before}{variant}{after}") }
}

/// A KPI that may be one thing only.
pub(super) const fn only(formula: &'static str) -> Variant {
    Variant { name: "usual", formula, en: "", zh: "", of_records: false }
}

/// One of several things that a KPI may be.
pub(super) const fn variant(
    name: &'static str,
    (en, zh): (&'static str, &'static str),
    formula: &'static str,
) -> Variant {
    Variant { name, formula, en, zh, of_records: false }
}

/// One that asks what only records of a pipeline know.
pub(super) const fn of_records(
    name: &'static str,
    (en, zh): (&'static str, &'static str),
    formula: &'static str,
) -> Variant {
    Variant { name, formula, en, zh, of_records: true }
}
