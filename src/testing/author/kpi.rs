//! KPIs: their formulas, and what is said beside them.

use crate::document::Node;
use crate::formula::{Expr, ExprKind, FoldFunction, parse};

use super::super::node::{map, named, text};
use super::super::words;
use super::{Author, Is, Kpi};

impl Author {
    /// KPIs, and how the targets of some of them are set.
    pub(super) fn some_kpis(&mut self) -> (Node, Node) {
        let (mut kpis, mut targets) = (Vec::new(), Vec::new());
        let least = self.size.results.saturating_mul(3).max(1);
        let more = self.dice.below(self.size.kpis.saturating_sub(least).saturating_add(1));
        let mut names = words::KPIS.to_vec();
        self.dice.shuffle(&mut names);
        for index in 0..least.saturating_add(more) {
            let name = match names.get(index) {
                Some(name) => (*name).to_owned(),
                None => format!("kpi_{index}"),
            };
            // The first is simple and has targets, so that each plan has some.
            let is = if index == 0 { Is::Money } else { self.kpi_unit() };
            let depth = if index == 0 { 0 } else { self.size.depth };
            let formula = self.formula(is, depth);
            let (groups, counts) = (self.groups, self.counts(&formula));
            let has_targets = index == 0 || (matches!(is, Is::Pure | Is::Money | Is::Duration) && self.dice.chance(25));
            let paced = has_targets && self.dice.chance(70);
            if self.asks_targets(&formula) {
                self.asking.push(name.clone());
            }
            let mut fields = vec![("formula", text(formula.clone()))];
            self.beside(is, counts, has_targets, &mut fields);
            kpis.push((name.clone(), map(fields)));
            self.kpis.push(Kpi { name: name.clone(), is, groups, has_targets, paced, counts });
            if has_targets {
                let target = self.target_plan(paced, is, &formula);
                targets.push((name, target));
            }
        }
        (named(kpis), named(targets))
    }

    fn kpi_unit(&mut self) -> Is {
        match self.dice.below(16) {
            0..=5 => Is::Pure,
            6..=8 => Is::Money,
            9 => Is::YesNo,
            10 | 11 => Is::Duration,
            12 => Is::Date,
            13 => Is::Person,
            14 => Is::Unit,
            _ => Is::Text,
        }
    }

    /// What is said beside a formula.
    fn beside(&mut self, is: Is, counts: bool, has_targets: bool, fields: &mut Vec<(&'static str, Node)>) {
        if self.dice.chance(20) {
            fields.push(("better", text(self.dice.word(&["higher", "lower"]))));
        }
        if self.dice.chance(25) {
            fields.push(("credit", text(self.dice.word(&["overlay", "overlay", "direct"]))));
        }
        if counts && self.dice.chance(25) {
            fields.push(("at_least", Node::from(self.dice.between(1, 3))));
        }
        if !matches!(is, Is::Pure | Is::Money | Is::Duration) {
            return;
        }
        if self.dice.chance(25) {
            fields.push(("missing", self.instead()));
        }
        if self.dice.chance(10) {
            let to = self.dice.word(&["0.1", "1", "1000", "0.1%"]);
            fields.push(("show", map([("to", text(to)), ("mode", text("half_up"))])));
        }
        if has_targets && self.dice.chance(45) {
            let attains = self.attains(is);
            fields.push(("attains", attains));
        }
    }

    /// What stands for an undefined KPI.
    fn instead(&mut self) -> Node {
        match self.dice.below(4) {
            0 => text("hold"),
            1 => text("zero"),
            _ => map([("value", Node::from(self.dice.word(&["50", "-2.5", "0.125", "1000"])))]),
        }
    }

    /// What attainment is: a formula of the actual figure and the target, or a table of them.
    fn attains(&mut self, is: Is) -> Node {
        let unit = self.literal(is);
        let formula = match self.dice.below(8) {
            0 => "clamp(2 - actual / target, 0, 1)".to_owned(),
            1 => "if(actual <= target, 100%, target / actual)".to_owned(),
            2 => "1 + (actual - target) / target".to_owned(),
            3 => format!("case(actual is missing, 0%, actual > {unit}, 120%, actual / target)"),
            4 => "coalesce(target / actual, 150%)".to_owned(),
            5 => format!("least(actual / greatest(target, {unit}), 2)"),
            6 => return self.anchors(),
            _ => return Author::two_anchors(),
        };
        text(formula)
    }

    /// A table of the actual figure alone.
    fn anchors(&mut self) -> Node {
        self.rows_along("actual", &["attained"], Some(&["0", "10", "500", "2500"]))
    }

    /// A table of the actual figure and the target, by their numbers.
    fn two_anchors() -> Node {
        let rows = [
            map([("actual", text("1000 ..")), ("target", text(".. 1000")), ("attained", text("125%"))]),
            map([("target", text("1000 ..")), ("attained", text("75%"))]),
            map([("attained", text("0%"))]),
        ];
        let keys = super::super::node::texts(["actual", "target"]);
        map([("keys", keys), ("read", text("first")), ("rows", Node::List(Vec::from(rows)))])
    }

    /// Whether a formula folds facts or groups, or a KPI that it names does.
    fn counts(&self, formula: &str) -> bool {
        let Ok(expr) = parse(formula) else { return false };
        let mut counts = false;
        outside_folds(&expr, &mut |expr| match &expr.kind {
            ExprKind::Fold(fold) => {
                counts |= !matches!(fold.function, FoldFunction::Rank | FoldFunction::PercentRank);
            }
            ExprKind::Path(path) => {
                let named = path.first().map(|first| first.text.as_ref()).filter(|_| path.len() == 1);
                counts |= self.kpis.iter().any(|kpi| kpi.counts && Some(kpi.name.as_str()) == named);
            }
            _ => {}
        });
        counts
    }
}

/// Visits a formula, but not what stands inside folds and behind what is about targets alone.
fn outside_folds(expr: &Expr, visit: &mut dyn FnMut(&Expr)) {
    visit(expr);
    let skips = match &expr.kind {
        ExprKind::Fold(_) => true,
        ExprKind::Call { path, .. } => {
            path.first().is_some_and(|first| matches!(first.text.as_ref(), "target" | "pace" | "coverage"))
        }
        _ => false,
    };
    if !skips {
        for child in expr.children() {
            outside_folds(child, visit);
        }
    }
}
