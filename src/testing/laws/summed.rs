//! Laws of sums and of explanations.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::engine::View;
use crate::formula::{Expr, ExprKind, FoldFunction, parse};
use crate::kpi::{KpiDefinition, When};
use crate::measure::Whose;
use crate::org::Actual;
use crate::plan::Plan;
use crate::quantity::{Fraction, Outcome, Precision};

use super::answers::told;
use super::{Finding, Trial};

/// On how many days figures are taken apart.
const DAYS: usize = 12;

/// The KPIs that are one sum over facts.
pub(super) fn sums(plan: &Plan) -> Vec<String> {
    // At the rate of a period's end the same amount is worth something else on each day.
    let by_end =
        plan.definition().exchange.as_ref().is_some_and(|exchange| exchange.at.as_deref() == Some("period end"));
    let is_sum = |kpi: &KpiDefinition| {
        let expr = parse(kpi.formula.as_str()).ok();
        // A record is what it is at the end of a time: it is the same one on each of its days.
        let by_time = expr.as_ref().is_some_and(|expr| asks_records(expr, plan));
        let fold = expr.map(|expr| expr.kind);
        // What stands for an undefined figure does so in each part.
        let plain = !by_time && !by_end && kpi.missing.is_none() && kpi.at_least.is_none();
        // By another day, or for somebody else, a fact counts elsewhere.
        plain
            && matches!(fold, Some(ExprKind::Fold(fold)) if fold.function == FoldFunction::Sum && fold.over.is_none()
            && fold.on.is_none() && fold.whose.is_none())
    };
    let kpis = plan.definition().kpis.iter().filter(|(_, kpi)| is_sum(kpi));
    kpis.map(|(name, _)| name.clone()).collect()
}

/// Whether a formula, or what counts of the kind that it folds, names a kind of records, or a field that refers to one.
fn asks_records(expr: &Expr, plan: &Plan) -> bool {
    let records = &plan.definition().records;
    let facts = &plan.definition().facts;
    let refers =
        |name: &str| facts.values().any(|kind| kind.fields.get(name).is_some_and(|ty| records.contains_key(ty)));
    let mut asks = false;
    expr.walk(&mut |part| {
        let (ExprKind::Path(path) | ExprKind::Call { path, .. }) = &part.kind else { return };
        asks |= path.iter().any(|name| records.contains_key(name.text.as_ref()) || refers(&name.text));
        let counts = path.first().and_then(|first| facts.get(first.text.as_ref())?.counts.as_ref());
        let counts = counts.and_then(|counts| parse(counts.as_str()).ok());
        asks |= counts.is_some_and(|counts| counts != *expr && asks_records(&counts, plan));
    });
    asks
}

/// What some KPIs come to for everybody, in all times.
pub(super) fn added(trial: &Trial, view: &View, kpis: &[String]) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for when in trial.asked() {
        for whose in everybody(view) {
            for kpi in kpis {
                let Ok(value) = view.value(kpi, whose, *when) else { continue };
                let what = format!("{kpi} of {} from {} to {}", view.name(whose), when.span().from(), when.span().to());
                all.insert(what, told(value));
            }
        }
    }
    all
}

fn everybody(view: &View) -> Vec<Whose> {
    let people = view.org().people().map(|(id, _)| Whose::Person(id));
    people.chain(view.org().units().map(|(id, _)| Whose::Unit(id))).collect()
}

/// On each day a sum of a unit is that of the units and the people directly under it; and a sum of a longer time is
/// that of its days.
///
/// It is not looked at where something is undefined, nor, of units, where a plan counts by who belongs to them now.
pub fn parts(trial: &Trial) -> Vec<Finding> {
    let view = trial.view(&trial.engine(trial.entries()));
    let mut findings = Vec::new();
    for kpi in sums(trial.plan()) {
        if trial.plan().definition().org.actual != Some(Actual::Now) {
            for day in days(trial) {
                units(&view, &kpi, day, &mut findings);
            }
        }
        for when in trial.asked() {
            of_days(&view, &kpi, when.span(), &mut findings);
        }
    }
    findings
}

/// Days on which something happens, and not after the one as of which is asked.
fn days(trial: &Trial) -> Vec<NaiveDate> {
    let days: BTreeSet<NaiveDate> = trial.entries().iter().filter_map(|(_, entry)| trial.day_of(entry)).collect();
    let mut days: Vec<NaiveDate> = days.into_iter().filter(|day| *day <= trial.day()).collect();
    trial.dice().shuffle(&mut days);
    days.truncate(DAYS);
    days
}

fn units(view: &View, kpi: &str, day: NaiveDate, findings: &mut Vec<Finding>) {
    let org = view.org();
    let Some(span) = day.succ_opt().and_then(|next| Span::new(day, next)) else { return };
    for (unit, own) in org.units() {
        let below = org.children(unit, day).into_iter().map(Whose::Unit);
        let direct = org
            .people()
            .map(|(person, _)| person)
            .filter(|person| org.leaf(*person, day).is_some_and(|leaf| org[leaf].unit(own.tree()) == Some(unit)));
        let all: Outcome<Vec<Fraction>> =
            below.chain(direct.map(Whose::Person)).map(|whose| value(view, kpi, whose, span)).collect();
        let tried = format!("what stands under `{}` on {day}, added", own.key());
        compare(kpi, value(view, kpi, Whose::Unit(unit), span), all, tried, findings);
    }
}

fn of_days(view: &View, kpi: &str, span: Span, findings: &mut Vec<Finding>) {
    // A year has days enough.
    if span.days() > 400 {
        return;
    }
    for whose in everybody(view) {
        let day = |day: NaiveDate| Span::new(day, day.succ_opt()?).map(|day| value(view, kpi, whose, day));
        let days = span.from().iter_days().take_while(|day| *day < span.to());
        let each: Option<Outcome<Vec<Fraction>>> = days.map(day).collect();
        let tried = format!("the days from {} to {} of `{}`, added", span.from(), span.to(), view.name(whose));
        if let Some(each) = each {
            compare(kpi, value(view, kpi, whose, span), each, tried, findings);
        }
    }
}

fn compare(
    kpi: &str,
    whole: Outcome<Fraction>,
    parts: Outcome<Vec<Fraction>>,
    tried: String,
    findings: &mut Vec<Finding>,
) {
    let (Ok(whole), Ok(parts)) = (whole, parts) else { return };
    let sum = parts.into_iter().try_fold(Fraction::ZERO, |sum, part| sum.plus(part, Precision::default()));
    if sum.as_ref() != Ok(&whole) {
        let sum = sum.map_or_else(|why| format!("undefined: {why}"), |sum| sum.to_string());
        findings.push(Finding { law: "parts", tried, found: format!("{kpi} is {whole}, and its parts are {sum}") });
    }
}

fn value(view: &View, kpi: &str, whose: Whose, span: Span) -> Outcome<Fraction> {
    let value = view.value(kpi, whose, span).unwrap_or(Err(crate::quantity::Why::NothingDefined))?;
    value.amount().ok_or(crate::quantity::Why::NotANumber)
}

/// An explanation comes to what it explains.
pub fn explained(trial: &Trial) -> Vec<Finding> {
    let view = trial.view(&trial.engine(trial.entries()));
    let mut findings = Vec::new();
    let asked = |kpi: &str, whose: Whose, when: When| {
        let (value, trace) = (view.value(kpi, whose, when).ok()?, view.explain(kpi, whose, when).ok()?);
        (value != trace.outcome).then(|| (told(value), told(trace.outcome)))
    };
    for when in trial.asked() {
        for whose in everybody(&view) {
            for kpi in trial.plan().definition().kpis.keys() {
                if let Some((own, explained)) = asked(kpi, whose, *when) {
                    let tried = format!("`{kpi}` of `{}` is explained", view.name(whose));
                    findings.push(Finding { law: "explained", tried, found: format!("{explained} for {own}") });
                }
            }
        }
    }
    findings
}
