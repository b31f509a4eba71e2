//! Checking KPIs in the order in which they need each other.

use crate::diagnostic::{At, Code, Problems};
use crate::document::Named;
use crate::formula::{Expr, ExprKind, Names, Program, Scope, parse};
use crate::id::Name;
use crate::quantity::Unit;

use super::definition::{CreditedAs, KpiDefinition};
use super::fields;
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

    /// Notes the name of a KPI that is not sound, so that nobody complains about it twice.
    fn declare_broken(&mut self, name: &str);
}

/// Checks KPIs and declares them; reports everything that is wrong with them.
pub fn compile<N: KpiNames>(definitions: &Named<KpiDefinition>, names: &mut N, at: At<'_>, problems: &mut Problems) {
    let all: Vec<&str> = definitions.keys().map(String::as_str).collect();
    let needs: Vec<Vec<usize>> = definitions.values().map(|kpi| needs(kpi, &all)).collect();
    let (order, rings) = sort(&needs);
    for ring in rings {
        let ring: Vec<&str> = ring.into_iter().filter_map(|kpi| all.get(kpi).copied()).collect();
        report_ring(&ring, at, problems);
        for name in ring {
            names.declare_broken(name);
        }
    }
    // Of those that are not checked yet, or never, none stands below: 0.
    let mut depths = vec![0_usize; all.len()];
    for kpi in order {
        let Some(name) = all.get(kpi).copied() else { continue };
        let place = at.field(name);
        let Some(definition) = definitions.get(name) else { continue };
        names.check(name, place, problems);
        let checked = Name::new(name).ok();
        let text = definition.formula.as_str();
        let formula = names.of_kpi(text, definition.credit, place.field("formula"), problems);
        let below = needs.get(kpi).into_iter().flatten().filter_map(|need| depths.get(*need)).max();
        let depth = below.map_or(1, |below| below.saturating_add(1));
        if let Some(known) = depths.get_mut(kpi) {
            *known = depth;
        }
        let formula = formula.filter(|_| in_depth(depth, place, problems));
        match (checked, formula) {
            (Some(checked), Some(formula)) => {
                let mut kpi = Kpi::new(checked, formula, definition.labels.clone());
                fields::read(&mut kpi, definition, names, place, problems);
                names.declare(kpi);
            }
            _ => names.declare_broken(name),
        }
    }
}

/// Whether a chain of KPIs is short enough; those that need the first one that is too deep say nothing more.
fn in_depth(depth: usize, at: At<'_>, problems: &mut Problems) -> bool {
    let fits = depth <= KPI_DEPTH_MAX;
    if !fits {
        let message = format!("{depth} KPIs need each other in a chain that ends here, more than {KPI_DEPTH_MAX}");
        problems
            .report(Code::FormulaTooLarge, at.field("formula"), message)
            .help("compute it from facts, or from KPIs nearer to them");
    }
    fits
}

/// The other KPIs that a formula names, by their positions among all; one that does not parse names none.
fn needs(kpi: &KpiDefinition, all: &[&str]) -> Vec<usize> {
    let mut needs = Vec::new();
    let Ok(expr) = parse(kpi.formula.as_str()) else {
        return needs;
    };
    let mut note = |expr: &Expr| {
        if let ExprKind::Path(path) | ExprKind::At { scope: Scope::Path(path), .. } = &expr.kind
            && let [only] = path.as_slice()
            && let Ok(need) = all.binary_search(&only.text.as_ref())
            && let Err(place) = needs.binary_search(&need)
        {
            needs.insert(place, need);
        }
    };
    visit_outside_folds(&expr, &mut note);
    needs
}

/// Visits a formula, but not what stands inside folds over facts, where names are fields, and inside calls of which the only
/// argument is a word.
fn visit_outside_folds(expr: &Expr, visit: &mut dyn FnMut(&Expr)) {
    visit(expr);
    if let ExprKind::Fold(fold) = &expr.kind
        && fold.over.is_none()
    {
        return;
    }
    if let ExprKind::Call { path, .. } = &expr.kind
        && let [only] = path.as_slice()
        && matches!(only.text.as_ref(), "elapsed" | "manager" | "tenure")
    {
        return;
    }
    for child in expr.children() {
        visit_outside_folds(child, visit);
    }
}

/// The KPIs in an order in which each comes after those that it needs, and the rings among them.
fn sort(needs: &[Vec<usize>]) -> (Vec<usize>, Vec<Vec<usize>>) {
    let met = vec![Met::Never; needs.len()];
    let mut sorting = Sorting { needs, met, path: Vec::new(), order: Vec::new(), rings: Vec::new() };
    for kpi in 0..needs.len() {
        sorting.visit(kpi);
    }
    for kpi in sorting.rings.iter().flatten() {
        if let Some(met) = sorting.met.get_mut(*kpi) {
            *met = Met::InRing;
        }
    }
    let outside = |kpi: &usize| sorting.met.get(*kpi) != Some(&Met::InRing);
    (sorting.order.into_iter().filter(outside).collect(), sorting.rings)
}

struct Sorting<'s> {
    needs: &'s [Vec<usize>],
    met: Vec<Met>,
    path: Vec<usize>,
    order: Vec<usize>,
    rings: Vec<Vec<usize>>,
}

/// Where a KPI was met.
#[derive(Clone, Copy, PartialEq)]
enum Met {
    Never,
    OnPath,
    Done,
    InRing,
}

impl Sorting<'_> {
    /// Walks with a stack of its own: a chain of ten thousand KPIs must not exhaust the thread's.
    fn visit(&mut self, start: usize) {
        let mut stack = vec![(start, false)];
        while let Some((kpi, left)) = stack.pop() {
            let Some(met) = self.met.get_mut(kpi) else { continue };
            if left {
                *met = Met::Done;
                self.path.pop();
                self.order.push(kpi);
                continue;
            }
            if *met == Met::Never {
                *met = Met::OnPath;
                self.path.push(kpi);
                stack.push((kpi, true));
                stack.extend(self.needs.get(kpi).into_iter().flatten().map(|need| (*need, false)));
            } else if *met == Met::OnPath {
                let start = self.path.iter().position(|on| *on == kpi).unwrap_or_default();
                self.rings.extend(self.path.get(start..).map(<[usize]>::to_vec));
            }
        }
    }
}

fn report_ring(ring: &[&str], at: At<'_>, problems: &mut Problems) {
    let Some(&first) = ring.first() else { return };
    let steps: Vec<String> = ring.iter().chain([&first]).map(|name| format!("`{name}`")).collect();
    let kpi = at.field(first);
    problems
        .report(
            Code::FormulaRing,
            kpi.field("formula"),
            format!("KPIs need each other in a ring: {}", steps.join(" → ")),
        )
        .help("let one of them be computed from facts alone");
}
