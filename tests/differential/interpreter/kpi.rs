//! What a KPI says beside its formula: as what people are credited, the smallest sample, what stands for an undefined value, what
//! attainment is.

use attain::formula::{Argument, BinaryOp, Expr, ExprKind, Fold, FoldFunction, Group, Scope, parse};
use attain::kpi::{AttainsDefinition, CreditedAs};

use super::formula::{Asked, dotted};
use super::group::stand_in;
use super::value::{Out, V, divided};
use super::{Interpreter, Place};

impl Interpreter<'_> {
    pub(crate) fn kpi(&self, name: &str, place: &Place) -> Out {
        let kpi = self.plan.kpis.get(name).unwrap();
        let measured = self.measured(name, place);
        match (measured, &kpi.missing) {
            (Err(why), Some(missing)) => Ok(V::Number(stand_in(missing, why)?.unwrap())),
            (measured, _) => measured,
        }
    }

    fn measured(&self, name: &str, place: &Place) -> Out {
        let (formula, asked) = self.formula_of(name, place);
        if let Some(need) = self.plan.kpis.get(name).unwrap().at_least {
            let before = self.unknown.replace(false);
            let have = self.sample(&formula, asked);
            let unknown = self.unknown.replace(before);
            if have < need {
                return Err(if unknown { "no_rate" } else { "too_few" }.to_owned());
            }
        }
        self.eval(&formula, asked)
    }

    fn formula_of<'a>(&self, name: &str, place: &'a Place) -> (Expr, Asked<'a>) {
        let kpi = self.plan.kpis.get(name).unwrap();
        let overlay = kpi.credit == Some(CreditedAs::Overlay);
        (parse(kpi.formula.as_str()).unwrap(), Asked { overlay, ..Asked::at(place) })
    }

    /// How far a target is attained.
    pub(crate) fn attainment(&self, name: &str, place: &Place) -> Out {
        let (actual, target) = (self.kpi(name, place)?, V::Number(self.target(name, "target", place)?));
        let pair = Some((&actual, &target));
        let table = match &self.plan.kpis.get(name).unwrap().attains {
            None => return divided(&actual.amount()?, &target.amount()?, self.precision).map(V::Number),
            Some(AttainsDefinition::Table(table)) => table,
            Some(AttainsDefinition::Text(text)) => match self.plan.tables.get(text.as_str()) {
                Some(table) => table,
                None => return self.eval(&parse(text.as_str()).unwrap(), Asked { pair, ..Asked::at(place) }),
            },
        };
        let keys = table.keys.iter().map(|key| if key == "target" { target.clone() } else { actual.clone() });
        self.looked_up(table, None, &keys.collect::<Vec<V>>())
    }

    /// The most facts that a fold looks at of those that a formula asks as it runs, or of the KPIs that it names.
    fn sample(&self, expr: &Expr, asked: Asked<'_>) -> u32 {
        match &expr.kind {
            ExprKind::Path(path) => self.sample_of_kpi(&dotted(path), asked),
            ExprKind::Call { path, arguments } => self.sample_of_call(&dotted(path), arguments, asked),
            ExprKind::Fold(fold) => match &fold.over {
                None => self.facts_in(fold, asked),
                Some(group) => self.present(fold, group, asked),
            },
            ExprKind::Window { value, window } => match self.shifted(window, asked.place) {
                Ok(place) => self.sample(value, Asked { place: &place, ..asked }),
                Err(_) => 0,
            },
            ExprKind::At { value, scope } => {
                let named = if let Scope::Path(path) = scope { self.sample_of_kpi(&dotted(path), asked) } else { 0 };
                let there = self.scope(scope, asked).map(|whose| asked.place.of(whose));
                named.max(there.map_or(0, |place| self.sample(value, Asked { place: &place, ..asked })))
            }
            ExprKind::Binary { op: op @ (BinaryOp::And | BinaryOp::Or), left, right } => {
                let decided = self.eval(left, asked) == Ok(V::YesNo(*op == BinaryOp::Or));
                self.sample(left, asked).max(if decided { 0 } else { self.sample(right, asked) })
            }
            ExprKind::In { value, list, .. } => {
                let Ok(found) = self.eval(value, asked) else { return self.sample(value, asked) };
                let equal = list.iter().position(|item| self.eval(item, asked).as_ref() == Ok(&found));
                let looked_at = equal.map_or(list.len(), |equal| equal + 1);
                let list = list[..looked_at].iter().map(|item| self.sample(item, asked));
                list.fold(self.sample(value, asked), u32::max)
            }
            ExprKind::Between { value, low, high } => {
                let Ok(found) = self.eval(value, asked) else { return self.sample(value, asked) };
                let below = self.eval(low, asked).is_ok_and(|low| found.compare(&low).is_lt());
                let most = self.sample(value, asked).max(self.sample(low, asked));
                most.max(if below { 0 } else { self.sample(high, asked) })
            }
            _ => self.until_undefined(&expr.children(), asked),
        }
    }

    /// What stands behind something undefined is not asked.
    fn until_undefined(&self, parts: &[&Expr], asked: Asked<'_>) -> u32 {
        let mut most = 0;
        for part in parts {
            most = most.max(self.sample(part, asked));
            if self.eval(part, asked).is_err() {
                break;
            }
        }
        most
    }

    fn sample_of_kpi(&self, name: &str, asked: Asked<'_>) -> u32 {
        if !self.plan.kpis.contains_key(name) {
            return 0;
        }
        let (formula, asked) = self.formula_of(name, asked.place);
        self.sample(&formula, asked)
    }

    fn sample_of_call(&self, name: &str, arguments: &[Argument], asked: Asked<'_>) -> u32 {
        let mut values: &[&Expr] = &arguments.iter().map(|argument| &argument.value).collect::<Vec<&Expr>>();
        let own = |expr: &Expr| self.sample(expr, asked);
        match name {
            "attainment" | "gap" | "run_rate" | "round" => own(values[0]),
            "target" | "pace" | "coverage" | "elapsed" | "tenure" | "manager" => 0,
            "if" | "case" => {
                let mut most = 0;
                while let [condition, value, more @ ..] = values {
                    most = most.max(own(condition));
                    match self.eval(condition, asked) {
                        Err(_) => return most,
                        Ok(holds) if holds.yes() => return most.max(own(value)),
                        Ok(_) => values = more,
                    }
                }
                most.max(own(values[0]))
            }
            "coalesce" => {
                let defined = values.iter().position(|value| self.eval(value, asked).is_ok());
                let looked_at = defined.map_or(values.len(), |defined| defined + 1);
                values[..looked_at].iter().map(|value| own(value)).fold(0, u32::max)
            }
            _ if self.plan.tables.contains_key(name.split('.').next().unwrap()) => {
                values.iter().map(|value| own(value)).fold(0, u32::max)
            }
            _ => self.until_undefined(values, asked),
        }
    }

    /// How many facts a fold looks at, whatever it makes of them.
    fn facts_in(&self, fold: &Fold, asked: Asked<'_>) -> u32 {
        let count = parse(&format!("count({})", self.kind_of(&fold.value))).unwrap();
        let ExprKind::Fold(count) = count.kind else { panic!("a count is a fold") };
        let count = Fold { function: FoldFunction::Count, value: count.value, parameter: None, ..fold.clone() };
        let Ok(counted) = self.fold(&count, asked) else {
            self.unknown.set(true);
            return 0;
        };
        counted.amount().unwrap().to_integer().to_string().parse().unwrap()
    }

    /// How many of a group have a value, or one that stands for it.
    fn present(&self, fold: &Fold, group: &Group, asked: Asked<'_>) -> u32 {
        if matches!(fold.function, FoldFunction::Rank | FoldFunction::PercentRank) {
            return 0;
        }
        let house = self.plan.rules.as_ref().and_then(|rules| rules.missing.as_ref()).unwrap();
        let skips = stand_in(house, String::new()) == Ok(None);
        let places = self.members(group, asked.place).unwrap_or_default();
        let has = |place: &&Place| !skips || self.eval(&fold.value, Asked { place, ..asked }).is_ok();
        u32::try_from(places.iter().filter(has).count()).unwrap()
    }
}
