//! The figures as tables: one for each period.

use std::io::Write;

use attain::calendar::Period;
use attain::measure::Whose;
use attain::quantity::Fraction;
use attain::report::{TextTable, fixed};
use attain::trace::Language;

use super::figures::Figures;
use super::nodes::{self, Node};
use super::{Failure, Review, columns};

/// Writes a table for each period, then what its signs mean.
pub(crate) fn write(
    review: &Review,
    periods: &[(String, Period)],
    language: Language,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    for (name, period) in periods {
        writeln!(out, "{}", heading(review, name, *period, language))?;
        write!(out, "{}", table(review, *period, language)?)?;
        for note in notes(review, *period, language)? {
            writeln!(out, "* {note}")?;
        }
        writeln!(out)?;
    }
    let legend = match language {
        Language::English => "–  undefined, or no bonus   ▲ ▼ =  ranks won, lost, kept since the period before",
        Language::Chinese => "–  无值或无奖金   ▲ ▼ =  与上一期间相比名次上升、下降、不变",
    };
    writeln!(out, "{legend}")?;
    Ok(())
}

/// What the table is of: the plan, the period, its days, the currency.
pub(crate) fn heading(review: &Review, name: &str, period: Period, language: Language) -> String {
    let plan = review.view.plan();
    let (first, last) = (period.first(), period.last());
    let currency = plan.currency();
    match (language, name) {
        (Language::English, "span") => format!("{} · whole span · {first} to {last} · {currency}", plan.name()),
        (Language::English, _) => format!("{} · quota period {name} · {first} to {last} · {currency}", plan.name()),
        (Language::Chinese, "span") => format!("{} · 全程 · {first} 至 {last} · {currency}", plan.name()),
        (Language::Chinese, _) => format!("{} · 第 {name} 指标期 · {first} 至 {last} · {currency}", plan.name()),
    }
}

/// The table of a period: whoever belonged somewhere within it, in the unit in which they were last.
fn table(review: &Review, period: Period, language: Language) -> Result<TextTable, Failure> {
    let mut table = TextTable::new(columns::titles(language));
    for (depth, node) in nodes::within(review, period.span())? {
        let figures = Figures::of(node.whose, period, &review.view)?;
        table.row(columns::cells(depth, &node, &figures, language));
    }
    Ok(table)
}

/// Whoever moved within a period, and whoever has figures and belonged nowhere: the rows do not add up without them.
fn notes(review: &Review, period: Period, language: Language) -> Result<Vec<String>, Failure> {
    let mut notes = Vec::new();
    for node in nodes::all(review)?.iter().filter(|node| node.is_person()) {
        notes.extend(moves(review, node, period, language));
        if !nodes::belongs(review, node, period.span()) {
            let figures = Figures::of(node.whose, period, &review.view)?;
            let quota = figures.quota.unwrap_or(Fraction::ZERO);
            if !quota.is_zero() {
                notes.push(absent(&node.name, &fixed(quota, 0), language));
            }
        }
    }
    Ok(notes)
}

/// The moves of a person from one unit to another within a period.
fn moves(review: &Review, node: &Node, period: Period, language: Language) -> Vec<String> {
    let Whose::Person(person) = node.whose else { return Vec::new() };
    let org = review.view.org();
    let mut stays: Vec<_> = org.stays(person, period.span()).map(|leaf| &org[leaf]).collect();
    stays.sort_by_key(|stay| stay.span().from());
    let mut notes = Vec::new();
    for (before, after) in stays.iter().zip(stays.iter().skip(1)) {
        let (Some(old), Some(new)) = (before.unit(0), after.unit(0)) else { continue };
        if old == new {
            continue;
        }
        let [old, new] = [old, new].map(|unit| team(review, org[unit].key().as_str(), language));
        let on = after.span().from();
        notes.push(match language {
            Language::English => {
                format!("{} moved from {old} to {new} on {on}; what was before counts there", node.name)
            }
            Language::Chinese => format!("{}于 {on} 由{old}转入{new}；此前的业绩归原团队", node.name),
        });
    }
    notes
}

/// What people call a unit.
fn team(review: &Review, unit: &str, language: Language) -> String {
    let nodes = nodes::all(review).unwrap_or_default();
    nodes.iter().find(|node| node.id == unit).map_or_else(|| unit.to_owned(), |node| node.title(language))
}

fn absent(name: &str, quota: &str, language: Language) -> String {
    match language {
        Language::English => {
            format!("{name} has a quota of {quota} and belonged to no unit; it counts for nobody else")
        }
        Language::Chinese => format!("{name}有指标 {quota}，但期内不属于任何团队；不计入任何团队"),
    }
}
