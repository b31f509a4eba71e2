//! How targets are set, read and cut.

use crate::document::Node;
use crate::formula::{Expr, ExprKind, parse};

use super::super::node::{map, text, texts};
use super::super::words::FIELD_VALUES;
use super::{Author, Is};

/// The names by which a formula asks for a target.
const OF_TARGETS: &[&str] = &["target", "attainment", "gap", "pace", "run_rate", "coverage", "committed"];

/// Grains of which each is made of whole ones of the next.
const CHAIN: &[&str] = &["year", "half", "quarter", "month"];

/// Something said, under its name.
type Fields = Vec<(&'static str, Node)>;

impl Author {
    /// How the targets of a KPI are set and read; `formula` is that of the KPI.
    pub(super) fn target_plan(&mut self, paced: bool, is: Is, formula: &str) -> Node {
        let grain = self.grain();
        let mut fields = vec![
            ("grain", text(grain.clone())),
            ("unit_is", text(self.dice.word(&["members", "own"]))),
            ("transfer", text(self.dice.word(&["days", "stay", "follow"]))),
        ];
        if self.dice.chance(30) {
            fields.push(("levels", texts(["floor", "target"])));
        }
        if self.dice.chance(30) {
            fields.push(("rounding", self.rounding()));
        }
        if paced {
            let words: &[&str] = if self.has.hours { &["days", "workdays", "season"] } else { &["days", "season"] };
            fields.push(("pace", text(self.dice.word(words))));
        }
        // Shares are no sums of their parts, and a number may be one.
        if matches!(is, Is::Money | Is::Duration) && self.dice.chance(60) {
            self.cut(is, &grain, formula, &mut fields);
        }
        if self.dice.chance(25) {
            fields.push(("blank", text(self.dice.word(&["keep", "clear"]))));
        }
        if self.dice.chance(15) {
            let ramp = if self.has_season { "100% - 0.5% * season(period.index)" } else { "active" };
            fields.push(("factor", text(if self.dice.chance(50) { "active" } else { ramp })));
        }
        map(fields)
    }

    /// How targets are cut, and what becomes of the parts.
    fn cut(&mut self, is: Is, grain: &str, formula: &str, fields: &mut Fields) {
        let field = self.field_of(formula).filter(|_| self.dice.chance(30));
        let mut overs: Vec<(String, Option<String>)> =
            self.grains_below(grain).into_iter().map(|grain| (grain, None)).collect();
        if overs.is_empty() || self.dice.chance(85) {
            let at = self.dice.below(overs.len().saturating_add(1));
            overs.insert(at, ("members".to_owned(), None));
        }
        if self.dice.chance(30) {
            let level = self.dice.pick(&self.levels).cloned();
            let at = self.dice.below(overs.len().saturating_add(1));
            overs.insert(at, ("members".to_owned(), level));
        }
        if let Some(field) = &field {
            fields.push(("fields", texts([field])));
            if self.dice.chance(75) {
                let at = self.dice.below(overs.len().saturating_add(1));
                overs.insert(at, (field.clone(), None));
            }
        }
        let mut splits = Vec::new();
        for (over, of) in overs {
            splits.push(match field.as_ref().filter(|field| **field == over) {
                Some(field) => self.split_over_field(field, formula),
                None => self.split(&over, of, is),
            });
        }
        fields.push(("split", Node::List(splits)));
        fields.push(("on_change", text(self.dice.word(&["respread", "respread", "next", "keep"]))));
    }

    /// Grains over which targets may be cut, from the longest to the shortest.
    fn grains_below(&mut self, grain: &str) -> Vec<String> {
        let Some(at) = CHAIN.iter().position(|known| *known == grain) else { return Vec::new() };
        let mut grains = Vec::new();
        for (index, known) in CHAIN.iter().enumerate().skip(1) {
            let often = match index.cmp(&at) {
                std::cmp::Ordering::Less => 30,
                std::cmp::Ordering::Equal => 80,
                std::cmp::Ordering::Greater => 12,
            };
            if self.dice.chance(often) {
                grains.push((*known).to_owned());
            }
        }
        grains
    }

    fn split(&mut self, over: &str, of: Option<String>, is: Is) -> Node {
        let of_members = over == "members";
        let mut fields = vec![("over", text(over))];
        fields.extend(of.map(|of| ("of", text(of))));
        if of_members && self.dice.chance(12) {
            return self.absolute(is, fields);
        }
        let by = self.by(of_members);
        let is_even = by.is_none();
        fields.extend(by.map(|by| ("by", by)));
        if !is_even && (of_members || self.dice.chance(60)) {
            fields.push(("missing", text(self.dice.word(&["zero", "zero", "zero", "mean", "mean", "hold"]))));
        }
        if self.dice.chance(85) {
            fields.push(("nothing", text(self.dice.word(&["even", "even", "even", "even", "even", "hold"]))));
        }
        if self.dice.chance(15) {
            let between = match is {
                Is::Money => self.dice.word(&["5% ..", ".. 70%", "2% .. 80%", "10 EUR ..", "0 EUR .. 2000 EUR"]),
                _ => self.dice.word(&["5% ..", ".. 70%", "2% .. 80%"]),
            };
            fields.push(("within", text(between)));
        }
        if of_members && self.dice.chance(20) {
            fields.push(("uplift", text(self.dice.word(&["5%", "2.5%", "100%"]))));
        }
        map(fields)
    }

    /// Figures that say themselves what each part is.
    fn absolute(&mut self, is: Is, mut fields: Fields) -> Node {
        let sold = self.sold(is).map(|sold| format!("110% * {sold}"));
        let by = match sold.filter(|_| self.dice.chance(50)) {
            Some(sold) => sold,
            None => self.dice.word(&["40%", "coalesce(subject.quota_share, 25%)", "33.3%"]).to_owned(),
        };
        fields.extend([("by", text(by)), ("parts", text("absolute"))]);
        fields.push(("missing", text(self.dice.word(&["zero", "mean", "hold"]))));
        map(fields)
    }

    /// What parts are measured by; nothing, where they are alike.
    fn by(&mut self, of_members: bool) -> Option<Node> {
        let one = |author: &mut Author| if of_members { author.member_figure() } else { author.time_figure() };
        match self.dice.below(10) {
            0..=2 => None,
            3 => {
                let (first, second) = (one(self), one(self));
                let weights = if self.dice.chance(50) { ("70%", "30%") } else { ("1/3", "2/3") };
                let driver = |by: String, weight: &str| map([("by", text(by)), ("weight", text(weight))]);
                Some(Node::List(vec![driver(first, weights.0), driver(second, weights.1)]))
            }
            _ => Some(text(one(self))),
        }
    }

    fn member_figure(&mut self) -> String {
        let is = if self.dice.chance(70) { Is::Money } else { Is::Pure };
        let found = match self.dice.below(10) {
            0 => Some("subject.fte".to_owned()),
            1 => Some("coalesce(subject.fte, 2)".to_owned()),
            2 => Some("active".to_owned()),
            3 => Some("tenure(month)".to_owned()),
            4 if self.has.hours => Some("period.workdays".to_owned()),
            _ => self.sold(is),
        };
        found.unwrap_or_else(|| "1".to_owned())
    }

    fn time_figure(&mut self) -> String {
        let found = match self.dice.below(8) {
            0 | 1 if self.has_season => Some("season(period.index)".to_owned()),
            2 => Some("period.index".to_owned()),
            3 if self.has.hours => Some("period.workdays".to_owned()),
            4 | 5 => self.sold(Is::Money),
            _ => None,
        };
        found.unwrap_or_else(|| "period.days".to_owned())
    }

    /// What was sold in a time before: a KPI that asks for no target, or a plain sum.
    fn sold(&mut self, is: Is) -> Option<String> {
        let fitting =
            self.kpis.iter().filter(|kpi| kpi.is == is && !self.asking.contains(&kpi.name) && kpi.groups == 0);
        let fitting: Vec<String> = fitting.map(|kpi| kpi.name.clone()).collect();
        let window = self.dice.word(&["last_year", "last 90 days", "last 12 months", "prior", "last_year year", "all"]);
        let facts: Vec<String> = self.kinds.iter().filter(|kind| kind.record.is_none()).map(money_of).collect();
        let sum = self.dice.pick(&facts).cloned().filter(|_| is == Is::Money).map(|path| format!("sum({path})"));
        let kpi = self.dice.pick(&fitting).cloned();
        let figure = if self.dice.chance(50) { sum.or(kpi) } else { kpi.or(sum) };
        figure.map(|figure| format!("{figure}[{window}]"))
    }

    /// The field by which targets of a KPI may be told apart: every kind of facts has it.
    fn field_of(&self, formula: &str) -> Option<String> {
        let ExprKind::Fold(fold) = parse(formula).ok()?.kind else { return None };
        let kind = self.kinds.iter().find(|_| fold.over.is_none())?;
        kind.fields.iter().find(|field| field.ty == "text").map(|field| field.name.clone())
    }

    /// The parts of the facts: by what was sold of each, or evenly.
    fn split_over_field(&mut self, field: &str, formula: &str) -> Node {
        let count = self.dice.below(FIELD_VALUES.len()).saturating_add(1);
        let mut fields = vec![("over", text(field)), ("values", texts(FIELD_VALUES.iter().take(count)))];
        let window = self.dice.word(&["last_year year", "last 90 days", "all"]);
        match self.dice.below(3) {
            0 => {}
            1 => fields.push(("by", text(format!("if({field} = \"won\", 3, 2)")))),
            _ => fields.push(("by", text(format!("({formula})[{window}]")))),
        }
        fields.push(("nothing", text("even")));
        map(fields)
    }

    /// Whether a formula asks for a target, or a KPI that it names does.
    pub(super) fn asks_targets(&self, formula: &str) -> bool {
        let Ok(expr) = parse(formula) else { return true };
        let mut asks = false;
        expr.walk(&mut |expr: &Expr| {
            asks |= match &expr.kind {
                ExprKind::Call { path, .. } => {
                    path.first().is_some_and(|first| OF_TARGETS.contains(&first.text.as_ref()))
                }
                ExprKind::Path(path) => {
                    let named = path.first().map(|first| first.text.as_ref());
                    self.asking.iter().any(|kpi| Some(kpi.as_str()) == named)
                }
                ExprKind::At { scope: crate::formula::Scope::Path(path), .. } => {
                    let named = path.first().map(|first| first.text.as_ref());
                    self.asking.iter().any(|kpi| Some(kpi.as_str()) == named)
                }
                _ => false,
            };
        });
        asks
    }
}

/// The first field of a kind that is an amount of money: each has one.
fn money_of(kind: &super::Kind) -> String {
    let field = kind.fields.iter().find(|field| field.is == Is::Money);
    format!("{}.{}", kind.name, field.map(|field| field.name.as_str()).unwrap_or_default())
}
