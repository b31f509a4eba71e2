//! What is told: the pipeline; a move that is refused, cured, made against the rules, approved; what is due; who leaves; what the
//! moves tell; then what a data set gives.
//!
//! ```text
//! plan.json + log.jsonl -> engine <- entries of the story
//!                            └ views of a day -> tables | JSON line
//! ```

mod due;
mod leaver;
mod log;
mod maven;
mod moves;
mod told;

use std::io::Write;
use std::path::PathBuf;

use attain::engine::{Engine, View};
use attain::measure::Whose;
use attain::plan::{Plan, PlanDefinition};
use attain::report;
use attain::trace::Language;

/// What stops the story: a message for people.
pub(crate) type Failure = Box<dyn std::error::Error + Send + Sync>;

const PLAN: &[u8] = include_bytes!("../plan.json");

/// Who leads sales.
const MANAGER: &str = "林慧";

/// The kind of record that is told about.
const DEAL: &str = "deal";

/// Tells the story; the last line is JSON, where there is a data set.
pub(crate) fn tell(data: Option<PathBuf>, out: &mut dyn Write) -> Result<(), Failure> {
    let mut engine = Engine::new(Plan::from_json(PLAN)?);
    log::record(&mut engine, include_str!("../log.jsonl"))?;
    drawn(out)?;
    moves::tell(&mut engine, out)?;
    due::tell(&engine, out)?;
    leaver::tell(&mut engine, out)?;
    told::tell(&engine, out)?;
    match data.map(|data| data.join("maven_crm")).filter(|folder| folder.is_dir()) {
        Some(folder) => maven::tell(&folder, out),
        None => {
            Ok(writeln!(out, "Left out: the opportunities of Maven Analytics' CRM, which ATTAIN_DATA does not hold")?)
        }
    }
}

/// The pipeline, as the plan writes it.
fn drawn(out: &mut dyn Write) -> Result<(), Failure> {
    let plan: PlanDefinition = serde_json::from_slice(PLAN)?;
    let machines = plan.pipelines.get("machines").ok_or("the plan has no pipeline `machines`")?;
    Ok(writeln!(out, "1. The pipeline\n\n{}", report::pipeline(machines, Language::English))?)
}

/// A unit or a person.
fn whose(view: &View, who: &str) -> Result<Whose, Failure> {
    Ok(view.unit(who).or_else(|_| view.person(who))?)
}
