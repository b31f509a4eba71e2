//! What is told to the log, and what it answers.

use attain::engine::{Engine, WantedMove};
use attain::log::{Admission, Entry};
use chrono::NaiveDateTime;

use super::Failure;

/// Records lines of JSON; all of them must count.
pub(crate) fn record(engine: &mut Engine, lines: &str) -> Result<(), Failure> {
    let admissions = engine.record_jsonl(lines.as_bytes(), None);
    for (line, admission) in lines.lines().zip(admissions) {
        counted(&admission, line)?;
    }
    Ok(())
}

/// Records an entry, which must count.
pub(crate) fn say(engine: &mut Engine, entry: Entry) -> Result<(), Failure> {
    let shown = format!("{entry:?}");
    counted(&engine.record(entry), &shown)
}

fn counted(admission: &Admission, what: &str) -> Result<(), Failure> {
    match admission {
        Admission::Counted => Ok(()),
        other => Err(format!("it does not count: {what}: {other:?}").into()),
    }
}

/// A moment in the time of the plan.
pub(crate) fn moment(at: &str) -> Result<NaiveDateTime, Failure> {
    NaiveDateTime::parse_from_str(at, "%Y-%m-%d %H:%M").map_err(|error| format!("{at} is no moment: {error}").into())
}

/// An entry of a moment in the time of the plan.
pub(crate) fn entry(kind: &str, id: &str, at: &str) -> Entry {
    Entry::new(kind).id(id).set("at", format!("{}:00+08:00", at.replace(' ', "T")))
}

/// A move that somebody wants to make.
#[derive(Clone, Copy)]
pub(crate) struct Wanted {
    pub(crate) deal: &'static str,
    pub(crate) to: &'static str,
    pub(crate) by: &'static str,
    pub(crate) at: &'static str,
    /// Why it is made against the rules, where it is.
    pub(crate) overrides: Option<&'static str>,
}

impl Wanted {
    /// As it is asked of a view.
    pub(crate) fn asked(self) -> Result<WantedMove<'static>, Failure> {
        let Wanted { deal, to, by, at, overrides } = self;
        Ok(WantedMove { record: deal, to, by: Some(by), at: moment(at)?, overrides })
    }

    /// As it is told to the log.
    pub(crate) fn entry(self) -> Entry {
        let id = format!("{}/{}", self.deal, self.to);
        let entry = entry("move", &id, self.at).set("of", self.deal).set("to", self.to).by(self.by);
        match self.overrides {
            Some(why) => entry.set("override", true).why(why),
            None => entry,
        }
    }
}
