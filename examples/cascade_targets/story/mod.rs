//! What is told: a year that is set and cut, what people commit to, the year raised in July, who set what; then what the data set
//! gives.
//!
//! ```text
//! plan.json + log -> engine -> views of a day -> tables | JSON line
//! ```

mod adventure_works;
mod asked;
mod company;
mod july;
mod log;
mod rows;
mod year;

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;

use attain::calendar::parse_day;
use attain::engine::{Engine, View};
use attain::measure::Whose;
use attain::plan::{Overlay, Plan};
use attain::quantity::{Fraction, Outcome};

use asked::Asked;

/// What stops the story: a message for people.
pub(crate) type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The KPI whose targets are told about.
const KPI: &str = "revenue";

/// The days as of which is asked: the year is set and all twenty are there (whoever joins can be asked about from then on); it was
/// raised.
const MARCH: &str = "2025-03-01";
const JULY: &str = "2025-07-10";

/// Tells the story; the last line is JSON.
pub(crate) fn tell(
    arguments: impl Iterator<Item = OsString>,
    data: Option<PathBuf>,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let Some(asked) = Asked::read(arguments)? else {
        return Ok(out.write_all(asked::HELP.as_bytes())?);
    };
    let engine = engine(&asked)?;
    let (march, july) = (engine.view(parse_day(MARCH)?), engine.view(parse_day(JULY)?));
    year::tell(&march, &asked, out)?;
    july::tell(&march, &july, &asked, out)?;
    let folder = data.map(|data| data.join("adventure_works")).filter(|folder| folder.is_dir());
    let proposed = folder.map(|folder| adventure_works::tell(&folder, out)).transpose()?;
    if proposed.is_none() {
        writeln!(out, "Left out: quotas for AdventureWorks, which ATTAIN_DATA does not hold\n")?;
    }
    writeln!(
        out,
        "In the line below, `rows` are the reps' months before the 5 % on top: they add up to the year, `parent`. What is no"
    )?;
    writeln!(out, "whole step of it stands in one cell.\n")?;
    writeln!(out, "{}", rows::line(&march, &asked, proposed)?)?;
    Ok(())
}

/// The plan, in the steps that are asked for, and all that is told to its log.
fn engine(asked: &Asked) -> Result<Engine, Failure> {
    let plan = Plan::from_json(include_bytes!("../plan.json"))?;
    let steps = Overlay::new("other steps").set("rules.rounding.to", asked.unit.to_string());
    let steps = steps.set("kpis.revenue.show.to", asked.shown().to_string());
    let mut engine = Engine::new(plan.overlaid(&steps)?);
    log::record(&mut engine, log::entries(asked)?)?;
    Ok(engine)
}

/// Somebody's target in a time, as it was set or cut: of a rep, the quota.
fn target(view: &View, who: &str, when: &str) -> Result<Fraction, Failure> {
    let own = view.target(KPI, whose(view, who)?, view.period(when)?)?.own;
    amount(own, &format!("the target of {who} in {when}"))
}

/// The amount of an outcome, or why there is none.
fn amount(outcome: Outcome, what: &str) -> Result<Fraction, Failure> {
    let value =
        outcome.map_err(|why| format!("{what} is undefined: {why}; try another --parent, or a smaller --unit"))?;
    value.amount().ok_or_else(|| format!("{what} is no amount").into())
}

/// A unit or a person.
fn whose(view: &View, who: &str) -> Result<Whose, Failure> {
    Ok(view.unit(who).or_else(|_| view.person(who))?)
}
