//! The figures as JSON lines.

use std::io::Write;

use attain::calendar::Period;
use attain::quantity::{Fraction, Outcome, RoundingMode, Why};
use serde::Serialize;

use super::figures::Figures;
use super::nodes::{self, Node};
use super::{Failure, Review};

/// Writes a line for each period and node, then the totals.
pub(crate) fn write(review: &Review, periods: &[(String, Period)], out: &mut dyn Write) -> Result<(), Failure> {
    let nodes = nodes::all(review)?;
    for (period, when) in periods {
        for node in &nodes {
            let figures = Figures::of(node.whose, *when, &review.view)?;
            writeln!(out, "{}", serde_json::to_string(&Line::new(period, node, &figures))?)?;
        }
    }
    writeln!(out, "{}", serde_json::to_string(&totals(review)?)?)?;
    Ok(())
}

#[derive(Serialize)]
struct Line<'l> {
    period: &'l str,
    node: &'l str,
    quota: Option<String>,
    sales: Option<String>,
    attainment: Option<String>,
    margin: Option<String>,
    margin_rate: Option<String>,
    customers: Option<String>,
    orders: Option<String>,
    order_lines: Option<String>,
    average_order_value: Option<String>,
    growth: Option<String>,
    repeat_rate: Option<String>,
    score: Option<String>,
    grade: Option<String>,
    rank: Option<String>,
    rank_change: Option<String>,
    commission: Option<String>,
    bonus: Option<String>,
}

impl<'l> Line<'l> {
    fn new(period: &'l str, node: &'l Node, figures: &Figures) -> Line<'l> {
        Line {
            period,
            node: &node.id,
            quota: plain(&figures.quota),
            sales: plain(&figures.sales),
            attainment: scaled(&figures.attainment, 6),
            margin: plain(&figures.margin),
            margin_rate: scaled(&figures.margin_rate, 6),
            customers: plain(&figures.customers),
            orders: plain(&figures.orders),
            order_lines: plain(&figures.order_lines),
            average_order_value: scaled(&figures.average_order_value, 4),
            growth: scaled(&figures.growth, 6),
            repeat_rate: scaled(&figures.repeat_rate, 6),
            score: figures.score.as_ref().ok().map(|score| scaled_decimal(Fraction::from(*score), 2)),
            grade: figures.grade.clone().ok(),
            rank: plain(&figures.rank),
            rank_change: plain(&figures.rank_change),
            commission: plain(&figures.commission),
            bonus: plain(&figures.bonus),
        }
    }
}

#[derive(Serialize)]
struct Totals {
    sales: Option<String>,
    quota: Option<String>,
    people: u64,
    orders: u64,
    order_lines: u64,
    resellers: u64,
    periods: Vec<PeriodTotals>,
}

#[derive(Serialize)]
struct PeriodTotals {
    quota: Option<String>,
    sales: Option<String>,
    attainment: Option<String>,
}

/// The company's figures over the span, and its quota, sales and attainment in each period.
fn totals(review: &Review) -> Result<Totals, Failure> {
    let (view, span) = (&review.view, review.periods.span());
    let company = view.unit("company")?;
    let all = Figures::of(company, span, view)?;
    let count =
        |outcome: &Outcome<Fraction>| outcome.as_ref().map_or(0, |count| u64::try_from(count.numerator()).unwrap_or(0));
    let sellers = view.value("sellers", company, span)?.and_then(|sellers| sellers.amount().ok_or(Why::NotANumber));
    let mut each = Vec::new();
    for (_, period) in review.periods.parts() {
        let figures = Figures::of(company, *period, view)?;
        each.push(PeriodTotals {
            quota: plain(&figures.quota),
            sales: plain(&figures.sales),
            attainment: scaled(&figures.attainment, 6),
        });
    }
    Ok(Totals {
        sales: plain(&all.sales),
        quota: plain(&all.quota),
        people: count(&sellers),
        orders: count(&all.orders),
        order_lines: count(&all.order_lines),
        resellers: count(&all.customers),
        periods: each,
    })
}

/// An amount without trailing zeros.
fn plain(outcome: &Outcome<Fraction>) -> Option<String> {
    let amount = outcome.as_ref().ok()?;
    Some(amount.to_decimal().map_or_else(|| amount.to_string(), |decimal| decimal.normalize().to_string()))
}

/// At exactly so many decimals, half even.
fn scaled(outcome: &Outcome<Fraction>, decimals: u32) -> Option<String> {
    outcome.as_ref().ok().map(|amount| scaled_decimal(*amount, decimals))
}

fn scaled_decimal(amount: Fraction, decimals: u32) -> String {
    amount.to_scale(decimals, RoundingMode::HalfEven).map_or_else(|_| amount.to_string(), |decimal| decimal.to_string())
}
