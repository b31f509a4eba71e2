//! A year as a table: members down, quarters across.

use std::io::{self, Write};

use attain::target::{Axis, Cascade, Cell};

use super::company::{self, Company};

/// Everybody, units before those in them.
pub(crate) fn members(cascade: &Cascade) -> Vec<usize> {
    let mut members = vec![0];
    for team in cascade.parts(Axis::Members, 0) {
        members.push(*team);
        members.extend(cascade.parts(Axis::Members, *team));
    }
    members
}

/// Writes the year by quarters, and the first and the last month of each half-year.
pub(crate) fn year(company: &Company, cascade: &Cascade, out: &mut dyn Write) -> io::Result<()> {
    let quarters = cascade.parts(Axis::Time, 0);
    let months = company::months(cascade);
    let shown = [(1, "January"), (6, "June"), (7, "July"), (12, "December")];
    write!(out, "  {:<10}{:>14}", "", "year")?;
    for quarter in 1..=quarters.len() {
        write!(out, "{:>13}", format!("Q{quarter}"))?;
    }
    for (_, month) in shown {
        write!(out, "{month:>13}")?;
    }
    writeln!(out)?;
    for member in members(cascade) {
        let indent = if cascade.above(Axis::Members, member).is_some_and(|above| above > 0) { "  " } else { "" };
        let name = format!("{indent}{}", company.name(cascade, member));
        // Chinese characters are two columns wide.
        let wide = name.chars().filter(|letter| !letter.is_ascii()).count();
        write!(out, "  {name:<width$}", width = 10_usize.saturating_sub(wide))?;
        write!(out, "{:>14}", cascade.amount(Cell { member, time: 0, field: 0 }))?;
        let months = shown.iter().filter_map(|(month, _)| months.get(usize::saturating_sub(*month, 1)));
        for time in quarters.iter().chain(months) {
            write!(out, "{:>13}", cascade.amount(Cell { member, time: *time, field: 0 }))?;
        }
        writeln!(out)?;
    }
    writeln!(out)
}
