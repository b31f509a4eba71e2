//! Checking KPIs in the order in which they need each other.

use crate::diagnostic::{At, Code, Problems};
use crate::document::Named;
use crate::formula::{Names, Program};
use crate::id::{Id, Name};
use crate::quantity::Unit;

use super::definition::{CreditedAs, KpiDefinition};
use super::fields;
use super::order::{self, Need, Together};
use super::question::{Kpi, Question};
use super::rules::RuleNames;

/// How many KPIs may need one another in a chain: asking one asks the next, one inside the other.
pub const KPI_DEPTH_MAX: usize = 32;

/// The names of a plan, to which KPIs are added as they are checked.
pub trait KpiNames: Names<Question = Question> + RuleNames {
    /// Reports a name that no KPI can have.
    fn check(&self, name: &str, at: At<'_>, problems: &mut Problems);

    /// Whether a text is the name of a table.
    fn is_table(&self, name: &str) -> bool;

    /// Checks the formula of a KPI, with what its folds are credited as where they say nothing.
    fn of_kpi(
        &mut self,
        text: &str,
        credit: Option<CreditedAs>,
        at: At<'_>,
        problems: &mut Problems,
    ) -> Option<Program<Question>>;

    /// Checks a formula of `actual` and `target`, both of the unit `of`, that must give `unit`.
    fn attains(
        &mut self,
        text: &str,
        of: Unit,
        unit: Option<Unit>,
        at: At<'_>,
        problems: &mut Problems,
    ) -> Option<Program<Question>>;

    /// Sees to it that what the folds of a formula look at, and those of the KPIs that it names, can be counted; whether there are
    /// any.
    fn count_samples(&mut self, formula: &Program<Question>) -> bool;

    /// Adds a KPI that is sound.
    fn declare(&mut self, kpi: Kpi);

    /// Adds a KPI of which not all is known yet, or puts it in the place of the one of its name.
    fn suppose(&mut self, kpi: Kpi) -> Id<Kpi>;

    /// Notes the name of a KPI that is not sound, so that nobody complains about it twice.
    fn declare_broken(&mut self, name: &str);
}

/// Checks KPIs and declares them; reports everything that is wrong with them.
pub fn compile<N: KpiNames>(definitions: &Named<KpiDefinition>, names: &mut N, at: At<'_>, problems: &mut Problems) {
    let all: Vec<&str> = definitions.keys().map(String::as_str).collect();
    let needs: Vec<Vec<Need>> = definitions.values().map(|kpi| order::needs(kpi, &all)).collect();
    // Of those that are not checked yet, or never, none stands below: 0.
    let depths = vec![0_usize; all.len()];
    let mut checking = Checking { definitions, all, needs, depths, names, at };
    for group in order::sort(&checking.needs) {
        checking.together(&group, problems);
    }
}

/// KPIs on their way from written to meant.
pub(super) struct Checking<'c, N> {
    pub(super) definitions: &'c Named<KpiDefinition>,
    all: Vec<&'c str>,
    pub(super) needs: Vec<Vec<Need>>,
    depths: Vec<usize>,
    pub(super) names: &'c mut N,
    pub(super) at: At<'c>,
}

impl<'c, N: KpiNames> Checking<'c, N> {
    fn together(&mut self, group: &Together, problems: &mut Problems) {
        let ringed: Vec<usize> = group.rings.iter().flatten().copied().collect();
        for ring in &group.rings {
            self.report_ring(ring, problems);
        }
        // Whatever leads round by them is complained about once.
        for kpi in group.kpis.iter().filter(|_| !group.rings.is_empty()) {
            let name = self.name(*kpi);
            self.names.declare_broken(name);
        }
        if group.descends {
            self.ring(&group.kpis, problems);
            return;
        }
        for kpi in group.kpis.iter().copied().filter(|kpi| !ringed.contains(kpi)) {
            self.one(kpi, problems);
        }
    }

    pub(super) fn name(&self, kpi: usize) -> &'c str {
        self.all.get(kpi).copied().unwrap_or_default()
    }

    /// A KPI that does not lead back to itself.
    fn one(&mut self, kpi: usize, problems: &mut Problems) {
        let name = self.name(kpi);
        let Some(definition) = self.definitions.get(name) else { return };
        let (checked, formula) = (self.checked(kpi, problems), self.formula(kpi, definition, problems));
        match (checked, formula.filter(|_| self.in_depth(kpi, problems))) {
            (Some(checked), Some(formula)) => {
                let mut kpi = Kpi::new(checked, formula, definition.labels.clone());
                fields::read(&mut kpi, definition, self.names, self.at.field(name), problems);
                self.names.declare(kpi);
            }
            _ => self.names.declare_broken(name),
        }
    }

    /// The name of a KPI, if it can have it.
    pub(super) fn checked(&mut self, kpi: usize, problems: &mut Problems) -> Option<Name> {
        let name = self.name(kpi);
        self.names.check(name, self.at.field(name), problems);
        Name::new(name).ok()
    }

    pub(super) fn formula(
        &mut self,
        kpi: usize,
        definition: &KpiDefinition,
        problems: &mut Problems,
    ) -> Option<Program<Question>> {
        let place = self.at.field(self.name(kpi));
        self.names.of_kpi(definition.formula.as_str(), definition.credit, place.field("formula"), problems)
    }

    /// Whether a chain of KPIs is short enough; those that need the first one that is too deep say nothing more.
    pub(super) fn in_depth(&mut self, kpi: usize, problems: &mut Problems) -> bool {
        let needs = self.needs.get(kpi).into_iter().flatten();
        // Those below are answered before: a ring is no chain.
        let below = needs.filter(|need| need.kpi != kpi).filter_map(|need| self.depths.get(need.kpi)).max();
        let depth = below.map_or(1, |below| below.saturating_add(1));
        if let Some(known) = self.depths.get_mut(kpi) {
            *known = depth;
        }
        let fits = depth <= KPI_DEPTH_MAX;
        if !fits {
            let message = format!("{depth} KPIs need each other in a chain that ends here, more than {KPI_DEPTH_MAX}");
            problems
                .report(Code::FormulaTooLarge, self.at.field(self.name(kpi)).field("formula"), message)
                .help("compute it from facts, or from KPIs nearer to them");
        }
        fits
    }

    fn report_ring(&self, ring: &[usize], problems: &mut Problems) {
        let Some(first) = ring.first() else { return };
        let steps: Vec<String> = ring.iter().chain([first]).map(|kpi| format!("`{}`", self.name(*kpi))).collect();
        let name = self.name(*first);
        let message = format!("KPIs need each other in a ring: {}", steps.join(" → "));
        let help = format!(
            "let one of them be computed from facts alone, or go down: `sum({name} over members)`, of the same time"
        );
        problems.report(Code::FormulaRing, self.at.field(name).field("formula"), message).help(help);
    }
}
