//! What does not count, in words.

use std::fmt::Write as _;
use std::io::Write;

use attain::log::Admission;

use super::Failure;

/// How many remarks are written out; the others are counted.
const WRITTEN_MAX: usize = 10;

/// Says what became of each row of a file that does not count: the others do.
pub(crate) fn of_rows(file: &str, admissions: &[Admission]) -> Vec<String> {
    // The header is the first line.
    let places = (2_usize..).map(|line| format!("{file}, row {line}"));
    let (remarks, refused) = of(places.zip(admissions));
    refused.into_iter().chain(remarks).collect()
}

/// The same of the people, told by number since a leader's row makes two entries. Whoever cannot be read stops the review: all
/// their figures would be missing.
pub(crate) fn of_people(admissions: &[Admission]) -> Result<Vec<String>, Failure> {
    let places = (1_usize..).map(|number| format!("people.csv, entry {number}"));
    let (remarks, refused) = of(places.zip(admissions));
    if refused.is_empty() { Ok(remarks) } else { Err(listed(&refused, "problems in rows that cannot be read").into()) }
}

/// The remarks, and the refusals.
fn of<'a>(admissions: impl Iterator<Item = (String, &'a Admission)>) -> (Vec<String>, Vec<String>) {
    let (mut remarks, mut refused) = (Vec::new(), Vec::new());
    for (place, admission) in admissions {
        match admission {
            Admission::Counted => {}
            Admission::Exists => remarks.push(format!("{place}: the same entry again; it counts once")),
            Admission::ExistsDifferently { field } => {
                remarks.push(format!("{place}: an entry of this id has another `{field}`; the first one counts"));
            }
            Admission::Waiting(waiting) => {
                let reasons: Vec<String> = waiting.iter().map(ToString::to_string).collect();
                remarks.push(format!("{place}: does not count: {}", reasons.join("; ")));
            }
            Admission::Refused(refusals) => {
                refused.extend(refusals.iter().map(|refusal| format!("{place}: refused: {refusal}")));
            }
        }
    }
    (remarks, refused)
}

/// Writes the first remarks, and how many more there are.
pub(crate) fn write(remarks: &[String], err: &mut dyn Write) -> Result<(), Failure> {
    if !remarks.is_empty() {
        writeln!(err, "{}", listed(remarks, "entries do not count"))?;
    }
    Ok(())
}

fn listed(remarks: &[String], what: &str) -> String {
    let mut text = format!("{} {what}:", remarks.len());
    for remark in remarks.iter().take(WRITTEN_MAX) {
        text.push_str("\n  ");
        text.push_str(remark);
    }
    let more = remarks.len().saturating_sub(WRITTEN_MAX);
    if more > 0 {
        let _ = write!(text, "\n  … and {more} more");
    }
    text
}
