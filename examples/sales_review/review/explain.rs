//! How the figures of a node came about, down to orders.

use std::io::Write;

use attain::calendar::Period;
use attain::report;
use attain::trace::{Language, Trace};

use super::nodes::{self, Kind, Node};
use super::readable::Readable;
use super::{Failure, Review, tables};

/// Writes the explanation of a node: of a rep the scorecard and the statement, of a leader the attainment and the statement, of a
/// unit the attainment.
pub(crate) fn write(
    review: &Review,
    id: &str,
    (name, period): &(String, Period),
    language: Language,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let node = find(review, id)?;
    writeln!(out, "{} · {}\n", node.title(language), tables::heading(review, name, *period, language))?;
    if node.kind == Kind::Rep {
        scorecard(review, &node, *period, language, out)?;
    } else {
        let attainment = review.view.explain_attainment("sales", node.whose, *period)?;
        writeln!(out, "{}", readable(review, attainment, language))?;
    }
    if node.is_person() {
        statement(review, &node, *period, language, out)?;
    }
    Ok(())
}

fn find(review: &Review, id: &str) -> Result<Node, Failure> {
    let nodes = nodes::all(review)?;
    let known: Vec<&str> = nodes.iter().map(|node| node.id.as_str()).collect();
    let unknown = || format!("there is no node `{id}`; the nodes are {}", known.join(", "));
    nodes.iter().find(|node| node.id == id).cloned().ok_or_else(|| unknown().into())
}

/// The card as a table, then how it came about.
fn scorecard(
    review: &Review,
    node: &Node,
    period: Period,
    language: Language,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let view = &review.view;
    let plan = view.plan().scorecards().iter().find(|card| card.name.as_str() == "rep");
    if let (Some(plan), Ok(card)) = (plan, view.scorecard("rep", node.whose, period)?) {
        writeln!(out, "{}", report::scorecard(plan, &card, language))?;
    }
    writeln!(out, "{}", readable(review, view.explain_scorecard("rep", node.whose, period)?, language))?;
    Ok(())
}

/// The statement as a table where there is one alone, then how it came about.
fn statement(
    review: &Review,
    node: &Node,
    period: Period,
    language: Language,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let view = &review.view;
    let plan = view.plan().incentives().iter().find(|plan| plan.name.as_str() == "pay");
    if let Some(plan) = plan.filter(|plan| plan.grain == period.grain())
        && let Ok(owed) = view.statement("pay", node.whose, period)?
    {
        writeln!(out, "{}", report::statement(plan, &owed, language))?;
    }
    writeln!(out, "{}", readable(review, view.explain_statement("pay", node.whose, period)?, language))?;
    Ok(())
}

fn readable(review: &Review, trace: Trace, language: Language) -> String {
    Readable::new(review).trace(trace).to_text(language)
}
