//! A figure of which it is asked why it changed.

/// A figure that a person or a unit has at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figure {
    /// A KPI, by its name.
    Kpi(String),
    /// A KPI divided by its target, by the name of the KPI.
    Attainment(String),
    /// The target for a KPI, by the name of the KPI.
    Target(String),
    /// The score of a scorecard, by its name.
    Score(String),
    /// The points of an item of a scorecard: the name of the card, and the names on the way to the item.
    Item(String, Vec<String>),
    /// What an incentive plan pays, or one component of it, by their names.
    Pay(String, Option<String>),
}

impl Figure {
    /// The word by which programs tell kinds of figures apart: `kpi`, `attainment`, `target`, `score`, `item`, `pay`.
    pub fn kind(&self) -> &'static str {
        match self {
            Figure::Kpi(_) => "kpi",
            Figure::Attainment(_) => "attainment",
            Figure::Target(_) => "target",
            Figure::Score(_) => "score",
            Figure::Item(..) => "item",
            Figure::Pay(..) => "pay",
        }
    }

    /// Its name, as formulas write it without the word in front: `sales`, `rep.results.growth`, `rep_pay.commission`.
    pub fn name(&self) -> String {
        match self {
            Figure::Kpi(name) | Figure::Attainment(name) | Figure::Target(name) | Figure::Score(name) => name.clone(),
            Figure::Item(card, path) => format!("{card}.{}", path.join(".")),
            Figure::Pay(plan, None) => plan.clone(),
            Figure::Pay(plan, Some(component)) => format!("{plan}.{component}"),
        }
    }
}
