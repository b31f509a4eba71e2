//! The figures of the review: for each node of the tree, in each quota period and over the whole span.

use attain::calendar::Period;
use attain::engine::View;
use attain::measure::Whose;
use attain::quantity::{Fraction, Outcome, Value, Why};
use rust_decimal::Decimal;

use super::Failure;

/// The figures of a node in a period.
#[derive(Clone, Debug)]
pub(crate) struct Figures {
    pub(crate) quota: Outcome<Fraction>,
    pub(crate) sales: Outcome<Fraction>,
    pub(crate) attainment: Outcome<Fraction>,
    pub(crate) margin: Outcome<Fraction>,
    pub(crate) margin_rate: Outcome<Fraction>,
    pub(crate) customers: Outcome<Fraction>,
    pub(crate) orders: Outcome<Fraction>,
    pub(crate) order_lines: Outcome<Fraction>,
    pub(crate) average_order_value: Outcome<Fraction>,
    pub(crate) growth: Outcome<Fraction>,
    pub(crate) repeat_rate: Outcome<Fraction>,
    pub(crate) score: Outcome<Decimal>,
    pub(crate) grade: Outcome<String>,
    pub(crate) rank: Outcome<Fraction>,
    pub(crate) rank_change: Outcome<Fraction>,
    pub(crate) commission: Outcome<Fraction>,
    pub(crate) bonus: Outcome<Fraction>,
}

impl Figures {
    /// What the engine says of a node in a period.
    pub(crate) fn of(whose: Whose, period: Period, view: &View) -> Result<Figures, Failure> {
        let kpi = |name: &str| view.value(name, whose, period).map(amount);
        let pay = |component: &str| view.pay("pay", Some(component), whose, period);
        let card = view.scorecard("rep", whose, period)?;
        let grade = card.clone().and_then(|card| match card.grade() {
            Some(grade) => grade.map(|grade| grade.grade.to_string()),
            None => Err(Why::NothingDefined),
        });
        let who = view.name(whose);
        let rank = match whose {
            Whose::Person(_) => view.ranking("score", period)?.of(who).map(|place| place.rank.clone()),
            Whose::Unit(_) => None,
        };
        Ok(Figures {
            quota: amount(view.target("sales", whose, period)?.counts),
            sales: kpi("sales")?,
            attainment: amount(view.attainment("sales", whose, period)?),
            margin: kpi("margin")?,
            margin_rate: kpi("margin_rate")?,
            customers: kpi("customers")?,
            orders: kpi("orders")?,
            order_lines: kpi("order_lines")?,
            average_order_value: kpi("average_order_value")?,
            growth: kpi("growth")?,
            repeat_rate: kpi("repeat_rate")?,
            score: card.and_then(|card| card.score()),
            grade,
            rank: rank.unwrap_or(Err(Why::NotAMember)),
            rank_change: view.rank_change("score", who, period)?,
            commission: pay("commission")?,
            bonus: pay("bonus")?,
        })
    }
}

fn amount(outcome: Outcome<Value>) -> Outcome<Fraction> {
    outcome.and_then(|value| value.amount().ok_or(Why::NotANumber))
}
