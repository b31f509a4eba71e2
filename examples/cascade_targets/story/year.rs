//! The year as it was set: who has what, by quarters and months; quotas beside targets; what is too hard; what people commit to.

use std::io::Write;

use attain::engine::View;
use attain::quantity::{Fraction, Outcome, Precision};
use attain::report::{self, Column, TextTable, fixed, percent};
use attain::target::smart::Reason;
use attain::trace::{Language, smart_finding};

use super::asked::Asked;
use super::company::{self, HIRE, PINNED, TEAMS};
use super::log::YEAR;
use super::{Failure, KPI, target, whose};

/// The periods that are shown, each with its title.
const SHOWN: [(&str, &str); 9] = [
    ("year", "2025"),
    ("Q1", "2025-Q1"),
    ("Q2", "2025-Q2"),
    ("Q3", "2025-Q3"),
    ("Q4", "2025-Q4"),
    ("January", "2025-01"),
    ("June", "2025-06"),
    ("July", "2025-07"),
    ("December", "2025-12"),
];

/// Tells what was set when the year began.
pub(crate) fn tell(view: &View, asked: &Asked, out: &mut dyn Write) -> Result<(), Failure> {
    let year = shown(target(view, "company", YEAR)?, asked);
    writeln!(out, "1. The year: {year}, cut in steps of {}\n", asked.unit)?;
    writeln!(
        out,
        "Into quarters and months as last year went; then over teams and people, 70 % by what they sold last year, 30 % by"
    )?;
    writeln!(
        out,
        "their working time. {HIRE} joins in March and starts with half of both; {PINNED}'s year is agreed. Reps' quotas have 5 %"
    )?;
    writeln!(out, "on top of their part of the team's target.\n")?;
    writeln!(out, "{}", table(view, asked)?)?;
    writeln!(out, "2. The 5 % on top: what each team is asked for, and its reps together\n")?;
    writeln!(out, "{}", quotas(view, asked)?)?;
    writeln!(
        out,
        "3. Too hard? Quotas that cannot be compared, or are more than 40 % above what their people sold last year\n"
    )?;
    writeln!(out, "{}", checks(view, asked)?)?;
    writeln!(out, "4. What people commit to, beside what they are asked for (gap: below zero, they fall short)\n")?;
    let table = view.reconcile(KPI, whose(view, "company")?, view.period(YEAR)?)?;
    writeln!(out, "{}", report::reconciliation(&table, Language::English))?;
    Ok(())
}

/// Everybody's targets; of reps, their quotas.
fn table(view: &View, asked: &Asked) -> Result<TextTable, Failure> {
    let mut table =
        TextTable::new([Column::left("")].into_iter().chain(SHOWN.iter().map(|(title, _)| Column::right(*title))));
    for (depth, who) in company::everybody() {
        let mut cells = vec![format!("{}{who}", "  ".repeat(depth))];
        for (_, period) in SHOWN {
            // Who is not there yet has nothing.
            let own = view.target(KPI, whose(view, who)?, view.period(period)?)?.own;
            cells.push(text(&own, asked));
        }
        table.row(cells);
    }
    // What could not be cut stops the story here.
    target(view, HIRE, YEAR)?;
    Ok(table)
}

/// What each team is asked for, and what its reps are.
fn quotas(view: &View, asked: &Asked) -> Result<TextTable, Failure> {
    let titles = ["target", "quotas of its reps", "on top", "quotas / target"];
    let mut table = TextTable::new([Column::left("")].into_iter().chain(titles.map(Column::right)));
    for (team, _) in &TEAMS {
        let figures = view.target(KPI, whose(view, team)?, view.period(YEAR)?)?;
        let coverage = report::or_dash(&figures.coverage, |ratio| ratio.amount().map_or_else(String::new, percent));
        let amounts = [&figures.own, &figures.members, &figures.gap].map(|outcome| text(outcome, asked));
        table.row([(*team).to_owned()].into_iter().chain(amounts).chain([coverage]));
    }
    Ok(table)
}

/// What speaks against the reps' quotas.
fn checks(view: &View, asked: &Asked) -> Result<TextTable, Failure> {
    let titles = ["last year", "quota", "more"].map(Column::right);
    let mut table = TextTable::new([Column::left("")].into_iter().chain(titles).chain([Column::left("")]));
    for (_, rep) in company::reps() {
        for found in view.check_target(KPI, whose(view, rep.name)?, view.period(YEAR)?)? {
            let sold = shown(Fraction::whole(rep.sold.saturating_mul(1_000)), asked);
            let quota = shown(target(view, rep.name, YEAR)?, asked);
            let (more, words) = match &found.reason {
                Reason::Growth { change, .. } => (percent(*change), String::new()),
                _ => (String::new(), smart_finding(&found, Language::English)),
            };
            table.row([rep.name.to_owned(), sold, quota, more, words]);
        }
    }
    Ok(table)
}

/// An amount in a table, or a dash.
pub(crate) fn text(outcome: &Outcome, asked: &Asked) -> String {
    report::or_dash(outcome, |value| value.amount().map_or_else(String::new, |amount| shown(amount, asked)))
}

/// An amount in a table.
pub(crate) fn shown(amount: Fraction, asked: &Asked) -> String {
    fixed(amount, asked.shown().normalize().scale())
}

/// What one amount is more than another one, with its sign.
pub(crate) fn more(one: Fraction, other: Fraction, asked: &Asked) -> Result<String, Failure> {
    let more = one.minus(other, Precision::MAX).map_err(|why| why.to_string())?;
    let sign = if more.signum() > 0 { "+" } else { "" };
    Ok(if more.is_zero() { "0".to_owned() } else { format!("{sign}{}", shown(more, asked)) })
}
