//! The review itself: arguments in, text out. `main.rs` only lends it the terminal, so that tests run it just as well.
//!
//! ```text
//! arguments -> plan + folder of CSV -> engine (load) -> figures (node x period) -> tables | JSON lines | explanation
//! ```

mod arguments;
mod columns;
mod explain;
mod figures;
pub(crate) mod lines;
pub(crate) mod load;
pub(crate) mod nodes;
mod people;
mod periods;
mod progress;
pub(crate) mod readable;
pub(crate) mod remarks;
pub(crate) mod tables;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

use attain::engine::{Engine, View};
use attain::plan::Plan;

pub(crate) use arguments::{Arguments, Output};
pub(crate) use load::Folder;
pub(crate) use people::People;
pub(crate) use periods::Periods;

/// What stops the review: a message for people.
pub(crate) type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Where the review writes to.
pub(crate) struct Streams<'s> {
    /// The review.
    pub(crate) out: &'s mut dyn Write,
    /// What does not count, and what went wrong.
    pub(crate) err: &'s mut dyn Write,
    /// Whether somebody watches `err`: then what takes long says so.
    pub(crate) watched: bool,
}

/// Runs the review; the exit code is 0, or 2 where something could not be read or asked for.
pub(crate) fn run(arguments: impl IntoIterator<Item = OsString>, streams: &mut Streams<'_>) -> u8 {
    let done = Arguments::read(arguments).and_then(|arguments| answer(&arguments, streams));
    match done {
        Ok(()) => 0,
        // Whoever reads the output has seen enough.
        Err(failure) if is_broken_pipe(&failure) => 0,
        Err(failure) => {
            let _ = writeln!(streams.err, "sales_review: {failure}");
            2
        }
    }
}

fn is_broken_pipe(failure: &Failure) -> bool {
    failure.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

fn answer(arguments: &Arguments, streams: &mut Streams<'_>) -> Result<(), Failure> {
    if arguments.output == Output::Help {
        return Ok(streams.out.write_all(arguments::HELP.as_bytes())?);
    }
    let plan = plan(&arguments.plan)?;
    let folder = Folder::read(&arguments.data)?;
    let (review, remarks) = progress::watch(streams.watched, || Review::of(plan, &folder))?;
    remarks::write(&remarks, streams.err)?;
    review.write(arguments, streams.out)
}

/// Reads a plan; the failure lists everything that is wrong with it.
pub(crate) fn plan(file: &Path) -> Result<Plan, Failure> {
    let name = file.display();
    let text = std::fs::read(file).map_err(|error| {
        let help = if error.kind() == io::ErrorKind::NotFound { "; name the plan with --plan FILE" } else { "" };
        format!("{name}: {error}{help}")
    })?;
    Plan::from_json(&text).map_err(|problems| {
        let count = if problems.len() == 1 { "1 problem".to_owned() } else { format!("{} problems", problems.len()) };
        format!("{name}: {count} in the plan\n{problems}").into()
    })
}

/// A plan and a folder, read and ready to be asked.
#[derive(Debug)]
pub(crate) struct Review {
    /// Who there is.
    pub(crate) people: People,
    /// The periods, and the span.
    pub(crate) periods: Periods,
    /// The plan and the log.
    pub(crate) engine: Engine,
    /// What is so on the last day of the span.
    pub(crate) view: View,
}

impl Review {
    /// Loads a folder under a plan; beside the review comes what does not count, in words.
    pub(crate) fn of(plan: Plan, folder: &Folder) -> Result<(Review, Vec<String>), Failure> {
        periods::check(&plan)?;
        let periods = Periods::of(&plan)?;
        let mut engine = Engine::new(plan);
        let people = People::read(&folder.people)?;
        let mut remarks = load::load(folder, &people, &mut engine)?;
        remarks.extend(load::outside(folder, periods.span().span())?);
        let view = engine.view(periods.span().last());
        Ok((Review { people, periods, engine, view }, remarks))
    }

    /// Writes what was asked for.
    pub(crate) fn write(&self, arguments: &Arguments, out: &mut dyn Write) -> Result<(), Failure> {
        let periods = self.periods.chosen(arguments.period.as_deref())?;
        match &arguments.output {
            Output::Json => lines::write(self, &periods, out),
            Output::Explain(node) => {
                let period = self.periods.one(arguments.period.as_deref())?;
                explain::write(self, node, &period, arguments.language, out)
            }
            Output::Tables | Output::Help => tables::write(self, &periods, arguments.language, out),
        }
    }
}
