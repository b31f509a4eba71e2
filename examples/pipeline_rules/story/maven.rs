//! What the opportunities of a seller of hardware tell: a data set of Maven Analytics, by `maven_crm.json`.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;

use attain::calendar::{Span, parse_day};
use attain::engine::{Engine, FunnelAnswer, FunnelQuery, View};
use attain::funnel::{Funnel, Whole, WinRate};
use attain::kpi::When;
use attain::log::{Admission, Entry};
use attain::plan::Plan;
use attain::quantity::{Fraction, Outcome, RoundingMode};
use attain::report::{self, Column, TextTable};
use attain::trace::Language;

use super::{DEAL, Failure, whose};

const PLAN: &[u8] = include_bytes!("../maven_crm.json");

/// The first day of all: those that were never engaged are taken to be open since then.
const FIRST: &str = "2016-10-20";

/// The time that is asked about, from a day up to, but without, another one; and its last day.
const FROM: &str = "2016-10-01";
const TO: &str = "2018-01-01";
const AS_OF: &str = "2017-12-31";

/// An opportunity, as it is written.
#[derive(serde::Deserialize)]
struct Row {
    opportunity_id: String,
    sales_agent: String,
    product: String,
    deal_stage: String,
    engage_date: String,
    close_date: String,
    close_value: String,
}

/// Tells the funnel; the last line is JSON.
pub(crate) fn tell(folder: &Path, out: &mut dyn Write) -> Result<(), Failure> {
    let engine = engine(&rows(folder)?)?;
    let view = engine.view(parse_day(AS_OF)?);
    let time = Span::new(parse_day(FROM)?, parse_day(TO)?).ok_or("the time ends before it begins")?;
    let all = funnel(&view, time)?;
    writeln!(out, "10. The opportunities of Maven Analytics' CRM\n\n{}", report::funnel(&all, Language::English))?;
    writeln!(out, "{}", report::funnel_drawn(&all, Language::English))?;
    writeln!(out, "{}", report::funnel_summary(&all, Language::English))?;
    let months = months(&view)?;
    writeln!(out, "{}", table(&months))?;
    writeln!(out, "{}", line(&all.funnel, &months)?)?;
    Ok(())
}

fn rows(folder: &Path) -> Result<Vec<Row>, Failure> {
    let file = folder.join("sales_pipeline.csv");
    let text = fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&text);
    let rows = csv::Reader::from_reader(text).deserialize().collect::<Result<_, _>>();
    rows.map_err(|error| format!("{}: {error}", file.display()).into())
}

/// An engine that knows who sells, and all opportunities.
fn engine(rows: &[Row]) -> Result<Engine, Failure> {
    let mut engine = Engine::new(Plan::from_json(PLAN)?);
    let first = parse_day("2016-01-01")?;
    let mut entries = vec![Entry::new("unit").id("company").on(first).set("unit", "company")];
    let agents: BTreeSet<&str> = rows.iter().map(|row| row.sales_agent.as_str()).collect();
    for agent in agents {
        let member = Entry::new("membership").id(&format!("member {agent}")).on(first);
        entries.push(member.set("who", agent).set("unit", "company"));
    }
    for row in rows {
        entries.extend(deal(row)?);
    }
    for (entry, admission) in entries.iter().zip(engine.record_batch(entries.clone(), None)) {
        if admission != Admission::Counted {
            return Err(format!("{entry:?} does not count: {admission:?}").into());
        }
    }
    Ok(engine)
}

/// It opens when it is engaged, or else on the first day of all; then it is closed, where it was.
fn deal(row: &Row) -> Result<Vec<Entry>, Failure> {
    let (on, stage) = if row.engage_date.is_empty() { (FIRST, "Prospecting") } else { (&*row.engage_date, "Engaging") };
    let opened = Entry::new(DEAL).id(&row.opportunity_id).on(parse_day(on)?).set("stage", stage);
    let mut entries = vec![opened.set("agent", &*row.sales_agent).set("product", &*row.product)];
    if !row.close_date.is_empty() {
        let id = format!("{} closed", row.opportunity_id);
        let closed = Entry::new(DEAL).id(&id).on(parse_day(&row.close_date)?).set("of", &*row.opportunity_id);
        entries.push(closed.set("stage", &*row.deal_stage).set("value", &*row.close_value));
    }
    Ok(entries)
}

fn funnel(view: &View, time: impl Into<When>) -> Result<FunnelAnswer, Failure> {
    let query = FunnelQuery { amount: Some("value".to_owned()), ..FunnelQuery::new(DEAL) };
    Ok(view.funnel(&query, Some(whose(view, "company")?), time)?)
}

/// A month in which something was closed.
struct Closed {
    month: String,
    won: u64,
    lost: u64,
    win_rate: Fraction,
}

/// The months in order; those in which nothing was closed have no win rate.
fn months(view: &View) -> Result<Vec<Closed>, Failure> {
    let mut months = Vec::new();
    for (year, number) in (10..=12).map(|month| (2016, month)).chain((1..=12).map(|month| (2017, month))) {
        let month = format!("{year}-{number:02}");
        let funnel = funnel(view, view.period(&month)?)?.funnel;
        let (won, lost) = (funnel.whole(Whole::Won), funnel.whole(Whole::Lost));
        if won.saturating_add(lost) > 0 {
            let win_rate =
                funnel.win_rate(WinRate::OfClosed).map_err(|why| format!("{month} has no win rate: {why}"))?;
            months.push(Closed { month, won, lost, win_rate });
        }
    }
    Ok(months)
}

fn table(months: &[Closed]) -> TextTable {
    let titles = ["won", "lost", "win rate"];
    let mut table = TextTable::new([Column::left("closed in")].into_iter().chain(titles.map(Column::right)));
    for Closed { month, won, lost, win_rate } in months {
        table.row([month, &won.to_string(), &lost.to_string(), &report::percent(*win_rate)]);
    }
    table
}

/// The figures, each exact and then rounded half up.
fn line(all: &Funnel, months: &[Closed]) -> Result<String, Failure> {
    let rate = |closed: &Closed| Ok(format!("\"{}\":\"{}\"", closed.month, six(Ok(closed.win_rate))?));
    let by_month = months.iter().map(rate).collect::<Result<Vec<String>, Failure>>()?.join(",");
    let median = six(all.median_cycle())?;
    // A median of days is whole or a half.
    let median = median.trim_end_matches('0').trim_end_matches('.');
    let (won, lost) = (all.whole(Whole::Won), all.whole(Whole::Lost));
    let (win_rate, mean) = (six(all.win_rate(WinRate::OfClosed))?, six(all.mean_cycle())?);
    Ok(format!(
        "{{\"won\":{won},\"lost\":{lost},\"win_rate\":\"{win_rate}\",\"cycle_mean\":\"{mean}\",\"cycle_median\":\"{median}\",\"by_month\":{{{by_month}}}}}"
    ))
}

/// With six decimals, half up.
fn six(outcome: Outcome<Fraction>) -> Result<String, Failure> {
    let rounded = outcome.and_then(|number| number.to_scale(6, RoundingMode::HalfUp));
    Ok(rounded.map_err(|why| format!("a figure is undefined: {why}"))?.to_string())
}
