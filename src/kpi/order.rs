//! In which order KPIs are checked: each after those that it needs, and together those that lead back to themselves.

use crate::formula::{Expr, ExprKind, Group, Scope, parse};

use super::definition::KpiDefinition;

/// A KPI that a formula names, by its position among all, and how it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Need {
    pub kpi: usize,
    pub way: Way,
}

/// How the formula of one KPI asks another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Way {
    /// Of the one at hand, at the time at hand.
    Here,
    /// Of those below, at the time at hand: over members.
    Down,
    /// At another time, or of somebody else.
    Away,
}

/// KPIs that are checked together, in an order in which each comes after those that it needs of the one at hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Together {
    pub kpis: Vec<usize>,
    /// Whether they lead back to themselves, over members alone.
    pub descends: bool,
    /// The rings among them that go round without going down.
    pub rings: Vec<Vec<usize>>,
}

/// The KPIs that a formula names; one that does not parse names none.
pub(super) fn needs(kpi: &KpiDefinition, all: &[&str]) -> Vec<Need> {
    let mut needs = Vec::new();
    let Ok(expr) = parse(kpi.formula.as_str()) else {
        return needs;
    };
    visit(&expr, Way::Here, &mut |name, way| {
        if let Ok(kpi) = all.binary_search(&name) {
            let need = Need { kpi, way };
            if let Err(place) = needs.binary_search(&need) {
                needs.insert(place, need);
            }
        }
    });
    needs
}

/// Visits the single names in a formula, but not those inside folds over facts, where they are fields, nor those inside calls of
/// which the only argument is a word.
fn visit(expr: &Expr, way: Way, note: &mut dyn FnMut(&str, Way)) {
    let mut inside = way;
    match &expr.kind {
        ExprKind::Path(path) => {
            if let [only] = path.as_slice() {
                note(&only.text, way);
            }
        }
        ExprKind::At { value, scope } => {
            match scope {
                Scope::Path(path) => {
                    if let [only] = path.as_slice() {
                        note(&only.text, way);
                    }
                }
                Scope::Call(whose) => visit(whose, way, note),
                _ => {}
            }
            return visit(value, Way::Away, note);
        }
        ExprKind::Window { .. } => inside = Way::Away,
        ExprKind::Fold(fold) => match &fold.over {
            None => return,
            Some(Group::Members) if way != Way::Away && !fold.function.needs_group() => inside = Way::Down,
            Some(_) => inside = Way::Away,
        },
        ExprKind::Call { path, .. } => {
            if let [only] = path.as_slice()
                && matches!(only.text.as_ref(), "elapsed" | "manager" | "tenure")
            {
                return;
            }
        }
        _ => {}
    }
    for child in expr.children() {
        visit(child, inside, note);
    }
}

/// The KPIs in an order in which each comes after those that it needs.
pub(super) fn sort(needs: &[Vec<Need>]) -> Vec<Together> {
    let count = needs.len();
    let all: Vec<Vec<usize>> = needs.iter().map(|needs| needs.iter().map(|need| need.kpi).collect()).collect();
    let component = components(&all);
    let same = |one: usize, other: usize| component.get(one) == component.get(other);
    // What goes round without going down, inside of what goes round at all.
    let mut hard: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut away: Vec<(usize, usize)> = Vec::new();
    let mut round = vec![false; count];
    for (kpi, (needs, hard)) in needs.iter().zip(&mut hard).enumerate() {
        for need in needs.iter().filter(|need| same(kpi, need.kpi)) {
            round.get_mut(kpi).into_iter().for_each(|round| *round = true);
            hard.extend((need.way != Way::Down).then_some(need.kpi));
            away.extend((need.way == Way::Away).then_some((kpi, need.kpi)));
        }
    }
    let (inner, rings) = rings(&hard);
    let mut groups: Vec<Together> = vec![Together::default(); count];
    for kpi in inner {
        let Some(group) = component.get(kpi).and_then(|of| groups.get_mut(*of)) else { continue };
        group.kpis.push(kpi);
        group.descends |= round.get(kpi) == Some(&true);
    }
    for ring in rings {
        put(&mut groups, &component, ring);
    }
    for (from, to) in away {
        let known = component.get(from).and_then(|of| groups.get(*of)).is_some_and(|group| !group.rings.is_empty());
        if let (false, Some(way)) = (known, path(&all, to, from)) {
            put(&mut groups, &component, way);
        }
    }
    groups.retain(|group| !group.kpis.is_empty());
    groups
}

/// Notes a ring, which is then none that only goes down.
fn put(groups: &mut [Together], component: &[usize], ring: Vec<usize>) {
    let of = ring.first().and_then(|first| component.get(*first));
    if let Some(group) = of.and_then(|of| groups.get_mut(*of)) {
        group.rings.push(ring);
        group.descends = false;
    }
}

/// By KPI, the number of those that lead to each other; what is needed by others has a lesser number than those.
fn components(all: &[Vec<usize>]) -> Vec<usize> {
    let mut back: Vec<Vec<usize>> = vec![Vec::new(); all.len()];
    for (kpi, needs) in all.iter().enumerate() {
        for need in needs {
            back.get_mut(*need).into_iter().for_each(|back| back.push(kpi));
        }
    }
    let (order, _) = rings(all);
    // Whoever is finished last leads to all of its own; the rest of them lead back to it.
    let mut of = vec![usize::MAX; all.len()];
    for start in order.iter().rev().copied() {
        let mut open = vec![start];
        while let Some(kpi) = open.pop() {
            if let Some(of) = of.get_mut(kpi).filter(|of| **of == usize::MAX) {
                *of = start;
                open.extend(back.get(kpi).into_iter().flatten());
            }
        }
    }
    let mut place = vec![0; all.len()];
    for (at, kpi) in order.into_iter().enumerate() {
        place.get_mut(kpi).into_iter().for_each(|place| *place = at);
    }
    of.into_iter().map(|of| place.get(of).copied().unwrap_or_default()).collect()
}

/// The way from one KPI to another, the shortest, with both ends.
fn path(all: &[Vec<usize>], from: usize, to: usize) -> Option<Vec<usize>> {
    let mut before = vec![usize::MAX; all.len()];
    let (mut open, mut next) = (vec![from], 0);
    while let Some(kpi) = open.get(next).copied() {
        if kpi == to {
            let mut way = vec![to];
            while let Some(last) = way.last().copied().filter(|last| *last != from) {
                way.push(*before.get(last)?);
            }
            way.reverse();
            return Some(way);
        }
        next = next.saturating_add(1);
        for need in all.get(kpi).into_iter().flatten().copied() {
            if let Some(before) = before.get_mut(need).filter(|before| need != from && **before == usize::MAX) {
                *before = kpi;
                open.push(need);
            }
        }
    }
    None
}

/// The KPIs in an order in which each comes after those that it needs, as far as they are in no ring, and rings among them.
fn rings(needs: &[Vec<usize>]) -> (Vec<usize>, Vec<Vec<usize>>) {
    let met = vec![Met::Never; needs.len()];
    let mut sorting = Sorting { needs, met, path: Vec::new(), order: Vec::new(), rings: Vec::new() };
    for kpi in 0..needs.len() {
        sorting.visit(kpi);
    }
    (sorting.order, sorting.rings)
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
