//! The year raised on 1 July: what changed, what stayed, who set what and why, and what did not count.

use std::io::Write;

use attain::engine::View;
use attain::quantity::Fraction;
use attain::report::{self, Column, TextTable};
use attain::trace::Language;

use super::asked::Asked;
use super::company::{self, PINNED};
use super::log::YEAR;
use super::year::{more, shown};
use super::{Failure, KPI, target, whose};

/// Tells what was changed in the middle of the year.
pub(crate) fn tell(before: &View, after: &View, asked: &Asked, out: &mut dyn Write) -> Result<(), Failure> {
    let raised = shown(target(after, "company", YEAR)?, asked);
    writeln!(out, "5. Raised to {raised} from 1 July on\n")?;
    writeln!(out, "What is closed stays, and so does {PINNED}'s year; all else of the second half is cut anew.\n")?;
    writeln!(out, "{}", table(before, after, asked)?)?;
    let (kept, changed) = closed(before, after)?;
    writeln!(
        out,
        "{kept} closed months of the company, its teams and its people are as they were, {changed} have changed\n"
    )?;
    writeln!(out, "6. Who set what, and why\n")?;
    for (who, when) in [("Paul", "2025-Q3"), ("Greta", "2025-03")] {
        let events = after.target_history(KPI, whose(after, who)?, after.period(when)?)?;
        let show = after.plan().kpis().iter().find(|(_, kpi)| kpi.name.as_str() == KPI).and_then(|(_, kpi)| kpi.show);
        let table = report::target_history(&events, show.as_ref(), Language::English).within(150);
        writeln!(out, "{who}, {when}\n{table}")?;
    }
    writeln!(out, "7. What did not count\n")?;
    writeln!(out, "{}", report::target_findings(after.target_findings(KPI)?, Language::English))?;
    Ok(())
}

/// The halves of the year before and after.
fn table(before: &View, after: &View, asked: &Asked) -> Result<TextTable, Failure> {
    let titles = ["January–June", "now", "July–December", "now", "more", "year", "now"];
    let mut table = TextTable::new([Column::left("")].into_iter().chain(titles.map(Column::right)));
    for (depth, who) in company::everybody() {
        let mut cells = vec![format!("{}{who}", "  ".repeat(depth))];
        for half in ["2025-H1", "2025-H2", "2025"] {
            let (was, is) = (target(before, who, half)?, target(after, who, half)?);
            cells.extend([shown(was, asked), shown(is, asked)]);
            if half == "2025-H2" {
                cells.push(more(is, was, asked)?);
            }
        }
        table.row(cells);
    }
    Ok(table)
}

/// How many closed months of anybody have stayed as they were, and how many have changed.
fn closed(before: &View, after: &View) -> Result<(usize, usize), Failure> {
    let (mut kept, mut changed) = (0_usize, 0_usize);
    for (_, who) in company::everybody() {
        for month in 1..=6 {
            let month = format!("2025-{month:02}");
            let own = |view: &View| -> Result<Option<Fraction>, Failure> {
                let own = view.target(KPI, whose(view, who)?, view.period(&month)?)?.own;
                Ok(own.ok().and_then(|value| value.amount()))
            };
            match (own(before)?, own(after)?) {
                (None, None) => {}
                (one, other) if one == other => kept = kept.saturating_add(1),
                _ => changed = changed.saturating_add(1),
            }
        }
    }
    Ok((kept, changed))
}
