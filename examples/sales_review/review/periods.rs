//! The quota periods and the span, and what a plan must have for a review.

use attain::calendar::{Period, parse_day};
use attain::plan::Plan;

use super::Failure;

/// The KPIs that the review shows.
const KPIS: [&str; 10] = [
    "sales",
    "margin",
    "margin_rate",
    "customers",
    "orders",
    "order_lines",
    "sellers",
    "average_order_value",
    "growth",
    "repeat_rate",
];

/// Says everything that the review needs and the plan does not have.
pub(crate) fn check(plan: &Plan) -> Result<(), Failure> {
    let mut missing: Vec<String> = Vec::new();
    for list in ["quota_period", "span"] {
        if plan.calendar().grain(list).is_none() {
            missing.push(format!("the list `{list}` under `calendar.lists`"));
        }
    }
    let kpis = KPIS.iter().filter(|kpi| plan.kpi(kpi).is_none());
    missing.extend(kpis.map(|kpi| format!("the KPI `{kpi}`")));
    if plan.targets().iter().all(|target| plan.kpi("sales") != Some(target.kpi)) {
        missing.push("targets for `sales`".to_owned());
    }
    if plan.scorecards().iter().all(|card| card.name.as_str() != "rep") {
        missing.push("the scorecard `rep`".to_owned());
    }
    if plan.rankings().iter().all(|ranking| ranking.name.as_str() != "score") {
        missing.push("the ranking `score`".to_owned());
    }
    let pay = plan.incentives().iter().find(|incentive| incentive.name.as_str() == "pay");
    for component in ["commission", "bonus"] {
        let known = pay.is_some_and(|pay| pay.components.iter().any(|known| known.id.as_str() == component));
        if !known {
            missing.push(format!("the component `{component}` of the incentive plan `pay`"));
        }
    }
    if plan.kinds().iter().all(|(_, kind)| kind.name() != "sale") {
        missing.push("the facts `sale`".to_owned());
    }
    if missing.is_empty() {
        return Ok(());
    }
    Err(format!("the plan `{}` is no plan of a sales review; it lacks\n  {}", plan.name(), missing.join("\n  ")).into())
}

/// The quota periods in the order of their first day, and the span.
#[derive(Clone, Debug)]
pub(crate) struct Periods {
    parts: Vec<(String, Period)>,
    span: Period,
}

impl Periods {
    /// The periods of a plan.
    pub(crate) fn of(plan: &Plan) -> Result<Periods, Failure> {
        let calendar = plan.calendar();
        let grain = |name: &str| calendar.grain(name).ok_or_else(|| format!("the plan has no list `{name}`"));
        let lists = plan.definition().calendar.as_ref().map(|calendar| &calendar.lists);
        let first = lists.and_then(|lists| lists.get("span")?.first()).ok_or("the list `span` is empty")?;
        let span = calendar.period(grain("span")?, parse_day(first)?).map_err(|why| why.to_string())?;
        let parts = calendar.parts(span.span(), grain("quota_period")?)?;
        let parts = parts.into_iter().map(|period| (period.index().to_string(), period)).collect();
        Ok(Periods { parts, span })
    }

    /// The whole time.
    pub(crate) fn span(&self) -> Period {
        self.span
    }

    /// The quota periods.
    pub(crate) fn parts(&self) -> &[(String, Period)] {
        &self.parts
    }

    /// The quota periods and the span, or the one of a name.
    pub(crate) fn chosen(&self, name: Option<&str>) -> Result<Vec<(String, Period)>, Failure> {
        let mut all = self.parts.clone();
        all.push(("span".to_owned(), self.span));
        let Some(name) = name else { return Ok(all) };
        all.retain(|(known, _)| known == name);
        if all.is_empty() {
            let last = self.parts.last().map(|(name, _)| name.as_str()).unwrap_or_default();
            return Err(format!("there is no quota period `{name}`; it is a number up to {last}, or `span`").into());
        }
        Ok(all)
    }

    /// The period of a name; the span where none is given.
    pub(crate) fn one(&self, name: Option<&str>) -> Result<(String, Period), Failure> {
        let mut chosen = self.chosen(Some(name.unwrap_or("span")))?;
        Ok(chosen.pop().unwrap_or_else(|| ("span".to_owned(), self.span)))
    }
}
