//! What is told to the log: who belongs where, last year's orders, and who said what about the targets.

use attain::calendar::parse_day;
use attain::engine::Engine;
use attain::log::{Admission, Entry};
use chrono::NaiveDate;

use super::asked::Asked;
use super::company::{self, ASSUMED, CONTROLLER, HALF, HEAD, HIRE, PINNED, SEASON, TEAMS};
use super::{Failure, KPI};

/// The year.
pub(crate) const YEAR: &str = "2025";

/// Records entries; all of them must count.
pub(crate) fn record(engine: &mut Engine, entries: Vec<Entry>) -> Result<(), Failure> {
    let admissions = engine.record_batch(entries, None);
    match admissions.iter().position(|admission| *admission != Admission::Counted) {
        None => Ok(()),
        Some(at) => Err(format!("entry {at} of the log does not count: {:?}", admissions.get(at)).into()),
    }
}

/// All of it.
pub(crate) fn entries(asked: &Asked) -> Result<Vec<Entry>, Failure> {
    let mut entries = organisation()?;
    entries.extend(orders()?);
    entries.extend(set(asked)?);
    entries.extend(commitments(asked)?);
    entries.extend(july(asked)?);
    Ok(entries)
}

fn entry(kind: &str, id: &str, on: &str) -> Result<Entry, Failure> {
    Ok(Entry::new(kind).id(id).on(parse_day(on)?))
}

fn organisation() -> Result<Vec<Entry>, Failure> {
    let start = "2023-01-01";
    let unit = |name: &str| Ok::<Entry, Failure>(entry("unit", &format!("unit/{name}"), start)?.set("unit", name));
    let mut entries = vec![unit("company")?, unit("office")?.set("tree", "staff")];
    let member = |who: &str, on: &str, unit: &str, role: &str| {
        let entry = entry("membership", &format!("member/{who}"), on)?.set("who", who);
        Ok::<Entry, Failure>(entry.set("unit", unit).set("role", role))
    };
    entries.push(member(HEAD, start, "office", "head of sales")?);
    entries.push(member(CONTROLLER, start, "office", "controller")?);
    for (team, _) in &TEAMS {
        entries.push(unit(team)?.set("under", "company"));
    }
    for (team, rep) in company::reps() {
        let is_new = rep.name == HIRE;
        let on = if is_new { "2025-03-01" } else { start };
        let fte = if HALF.contains(&rep.name) { "0.5" } else { "1" };
        let entry = member(rep.name, on, team, "rep")?.set("fte", fte);
        entries.push(if is_new { entry.set("assumed", ASSUMED) } else { entry });
    }
    Ok(entries)
}

/// Last year's orders: one in the middle of each month.
fn orders() -> Result<Vec<Entry>, Failure> {
    let mut entries = Vec::new();
    for (_, rep) in company::reps().filter(|(_, rep)| rep.sold > 0) {
        for (month, share) in (1_u32..).zip(SEASON) {
            let day = NaiveDate::from_ymd_opt(2024, month, 15).ok_or("there is no such day")?;
            let entry = Entry::new("order").id(&format!("order/{}/{month}", rep.name)).on(day).set("rep", rep.name);
            entries.push(entry.set("amount", rep.sold.saturating_mul(share).saturating_mul(10)));
        }
    }
    Ok(entries)
}

/// Something that is said about somebody's target in a time.
fn said(kind: &str, id: &str, on: &str, (who, period): (&str, &str)) -> Result<Entry, Failure> {
    Ok(entry(kind, id, on)?.set("of", KPI).set("who", who).set("period", period))
}

/// The year is set by the head of sales when last year's orders are there, for it is cut by what is known on that day; before it,
/// what is agreed with one of the reps.
fn set(asked: &Asked) -> Result<Vec<Entry>, Failure> {
    let pin = said("target", "agreed", "2025-01-02", (PINNED, YEAR))?.set("amount", asked.percent(2));
    let year = said("target", "year", "2025-01-03", ("company", YEAR))?.set("amount", asked.parent);
    Ok(vec![
        pin.set("pinned", true).by(HEAD).why("as agreed: he builds up the export"),
        year.by(HEAD).why("the board's plan"),
    ])
}

/// What the people say themselves, and what one team says for itself.
fn commitments(asked: &Asked) -> Result<Vec<Entry>, Failure> {
    let mut entries = Vec::new();
    for (_, rep) in company::reps() {
        let Some(percent) = rep.commits else { continue };
        let id = format!("commitment/{}", rep.name);
        let entry = said("submit", &id, "2025-01-10", (rep.name, YEAR))?.set("amount", asked.percent(percent));
        entries.push(entry.by(rep.name));
    }
    let east = said("submit", "commitment/East", "2025-01-13", ("East", YEAR))?.set("amount", asked.percent(25));
    entries.push(east.by("王芳"));
    Ok(entries)
}

/// Months are closed as they go by; the year is raised from July on; two things are said that do not count.
fn july(asked: &Asked) -> Result<Vec<Entry>, Failure> {
    let mut entries = Vec::new();
    for month in 1_u32..=6 {
        let day = NaiveDate::from_ymd_opt(2025, month.saturating_add(1), 5).ok_or("there is no such day")?;
        let close = Entry::new("close").id(&format!("close/{month}")).on(day).set("of", KPI);
        entries.push(close.set("period", format!("{YEAR}-{month:02}")).by(CONTROLLER));
    }
    let raised = said("adjust", "raised", "2025-06-20", ("company", YEAR))?.set("set", asked.raised());
    let raised = raised.set("effective", "2025-07-01").by(HEAD).why("the new products ship in July");
    let late = said("adjust", "late", "2025-07-07", ("Greta", "2025-03"))?.set("times", "90%");
    let own = said("adjust", "own", "2025-07-08", ("Paul", "2025-Q3"))?.set("times", "80%");
    entries.push(raised);
    entries.push(late.by(HEAD).why("fair called off"));
    entries.push(own.by("Paul").why("too much for me"));
    Ok(entries)
}
