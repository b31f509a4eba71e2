//! Checking KPIs in the order in which they need each other.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{At, Code, Problems};
use crate::document::Named;
use crate::formula::{Expr, ExprKind, Names, compile as compile_formula, parse};
use crate::id::Name;
use crate::sort;

use super::definition::KpiDefinition;
use super::question::{Kpi, Question};

/// How many KPIs may need one another in a chain: asking one asks the next, one inside the other.
pub const KPI_DEPTH_MAX: usize = 32;

/// The names of a plan, to which KPIs are added as they are checked.
pub trait KpiNames: Names<Question = Question> {
    /// Reports a name that no KPI can have.
    fn check(&self, name: &str, at: At<'_>, problems: &mut Problems);

    /// Adds a KPI that is sound.
    fn declare(&mut self, kpi: Kpi);

    /// Notes the name of a KPI that is not sound, so that nobody complains about it twice.
    fn declare_broken(&mut self, name: &str);
}

/// Checks KPIs and declares them; reports everything that is wrong with them.
pub fn compile<N: KpiNames>(definitions: &Named<KpiDefinition>, names: &mut N, at: At<'_>, problems: &mut Problems) {
    let needs: BTreeMap<&str, BTreeSet<&str>> =
        sort::map(definitions.iter().map(|(name, kpi)| (name.as_str(), needs(kpi, definitions))));
    let (order, rings) = sort(&needs);
    for ring in rings {
        report_ring(&ring, at, problems);
        for name in ring {
            names.declare_broken(name);
        }
    }
    let mut depths: BTreeMap<&str, usize> = BTreeMap::new();
    for name in order {
        let place = at.field(name);
        let Some(definition) = definitions.get(name) else { continue };
        names.check(name, place, problems);
        let checked = Name::new(name).ok();
        let text = definition.formula.as_str();
        let formula = compile_formula(text, None, names, place.field("formula"), problems);
        let below = needs.get(name).into_iter().flatten().filter_map(|need| depths.get(need)).max();
        let depth = below.map_or(1, |below| below.saturating_add(1));
        depths.insert(name, depth);
        let formula = formula.filter(|_| in_depth(depth, place, problems));
        match (checked, formula) {
            (Some(checked), Some(formula)) => {
                names.declare(Kpi { name: checked, formula, labels: definition.labels.clone() });
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

/// The other KPIs that a formula names; one that does not parse names none.
fn needs<'d>(kpi: &KpiDefinition, all: &'d Named<KpiDefinition>) -> BTreeSet<&'d str> {
    let mut needs = BTreeSet::new();
    let Ok(expr) = parse(kpi.formula.as_str()) else {
        return needs;
    };
    let mut note = |expr: &Expr| {
        if let ExprKind::Path(path) = &expr.kind
            && let [only] = path.as_slice()
        {
            needs.extend(all.name(&only.text));
        }
    };
    visit_outside_folds(&expr, &mut note);
    needs
}

/// Visits a formula, but not what stands inside folds over facts: names there are fields.
fn visit_outside_folds(expr: &Expr, visit: &mut impl FnMut(&Expr)) {
    visit(expr);
    if let ExprKind::Fold(fold) = &expr.kind
        && fold.over.is_none()
    {
        return;
    }
    for child in expr.children() {
        visit_outside_folds(child, visit);
    }
}

/// The names in an order in which each comes after those that it needs, and the rings among them.
fn sort<'n>(needs: &BTreeMap<&'n str, BTreeSet<&'n str>>) -> (Vec<&'n str>, Vec<Vec<&'n str>>) {
    let mut sorting = Sorting {
        needs,
        done: BTreeSet::new(),
        path: Vec::new(),
        on_path: BTreeSet::new(),
        order: Vec::new(),
        rings: Vec::new(),
    };
    for name in needs.keys() {
        sorting.visit(name);
    }
    let in_rings: BTreeSet<&str> = sort::set(sorting.rings.iter().flatten().copied());
    let order = sorting.order.into_iter().filter(|name| !in_rings.contains(name)).collect();
    (order, sorting.rings)
}

struct Sorting<'s, 'n> {
    needs: &'s BTreeMap<&'n str, BTreeSet<&'n str>>,
    done: BTreeSet<&'n str>,
    path: Vec<&'n str>,
    on_path: BTreeSet<&'n str>,
    order: Vec<&'n str>,
    rings: Vec<Vec<&'n str>>,
}

impl<'n> Sorting<'_, 'n> {
    /// Walks with a stack of its own: a chain of ten thousand KPIs must not exhaust the thread's.
    fn visit(&mut self, start: &'n str) {
        let mut stack = vec![(start, false)];
        while let Some((name, left)) = stack.pop() {
            if left {
                self.path.pop();
                self.on_path.remove(name);
                if self.done.insert(name) {
                    self.order.push(name);
                }
                continue;
            }
            if self.done.contains(name) {
                continue;
            }
            if self.on_path.contains(name) {
                let start = self.path.iter().position(|on| *on == name).unwrap_or_default();
                self.rings.extend(self.path.get(start..).map(<[&str]>::to_vec));
                continue;
            }
            self.path.push(name);
            self.on_path.insert(name);
            stack.push((name, true));
            stack.extend(self.needs.get(name).into_iter().flatten().map(|need| (*need, false)));
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
