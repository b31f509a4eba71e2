//! Entries are recorded or refused, each for itself: what checking said beforehand, what is refused leaves no trace, and what is told of
//! the log is recorded as the same log.

use attain::calendar::parse_day;
use attain::kpi::When;
use attain::log::{REFUSALS_MAX, Refusal};
use attain::testing::laws::Trial;
use attain::trace::Language;
use attain::{Admission, Engine};
use chrono::NaiveDate;

use super::{Traits, lawful, must, shape, world};

/// A text's entries, by some door.
pub(super) struct Door<'t> {
    text: &'t [u8],
    kind: Option<String>,
    laws: bool,
}

impl Door<'_> {
    /// Whether every entry is taken by the world's engine.
    pub(super) fn opened(&self) -> bool {
        self.record(&mut world::recorded(), self.text).iter().all(taken)
    }

    fn record(&self, engine: &mut Engine, text: &[u8]) -> Vec<Admission> {
        match &self.kind {
            None => engine.record_jsonl(text, None),
            Some(kind) => engine.record_csv(kind, text, None),
        }
    }

    fn check(&self, engine: &Engine) -> Vec<Result<(), Vec<Refusal>>> {
        match &self.kind {
            None => engine.check_jsonl(self.text),
            Some(kind) => engine.check_csv(kind, self.text),
        }
    }
}

/// A text of JSON lines.
pub(super) fn lines(input: &[u8], laws: bool) -> Door<'_> {
    Door { text: input, kind: None, laws }
}

/// A text whose first line is a kind, and the rest its CSV.
pub(super) fn csv(input: &[u8], laws: bool) -> Door<'_> {
    let end = input.iter().position(|byte| *byte == b'\n').unwrap_or(input.len());
    let (kind, rest) = input.split_at(end);
    let kind = String::from_utf8_lossy(kind).trim_end().to_owned();
    Door { text: rest.get(1..).unwrap_or_default(), kind: Some(kind), laws }
}

pub(super) fn hold_lines(input: &[u8], laws: bool) -> Result<Traits, String> {
    let traits = held(&lines(input, laws))?;
    // Line by line it is as all at once, but for who is known in the end.
    let (mut whole, mut parts) = (world::recorded(), world::recorded());
    let outcomes = whole.record_jsonl(input, None);
    let mut each = Vec::new();
    for line in input.split(|byte| *byte == b'\n') {
        let before = parts.to_jsonl();
        let admissions = parts.record_jsonl(line, None);
        if admissions.iter().all(|admission| !taken(admission)) {
            must(parts.to_jsonl() == before, || format!("refused: {admissions:?} left a trace in the log"))?;
        }
        each.extend(admissions);
    }
    let names = |admissions: &[Admission]| admissions.iter().map(taken).collect::<Vec<bool>>();
    must(names(&outcomes) == names(&each), || format!("apart: {outcomes:?} became {each:?}"))?;
    must(whole.to_jsonl() == parts.to_jsonl(), || "apart: another log".to_owned())?;
    Ok(traits)
}

pub(super) fn hold_csv(input: &[u8], laws: bool) -> Result<Traits, String> {
    held(&csv(input, laws))
}

/// Whether an entry is in the log now and was not before.
fn taken(admission: &Admission) -> bool {
    matches!(admission, Admission::Counted | Admission::Waiting(_))
}

/// What holds at each door.
fn held(door: &Door<'_>) -> Result<Traits, String> {
    let mut traits = Traits::new();
    let mut engine = world::recorded();
    let (before, checked) = (engine.to_jsonl(), door.check(&engine));
    must(engine.to_jsonl() == before, || "check: the log is another".to_owned())?;
    let outcomes = door.record(&mut engine, door.text);
    must(checked.len() == outcomes.len(), || format!("check: {} of {} entries", checked.len(), outcomes.len()))?;
    for (checked, outcome) in checked.iter().zip(&outcomes) {
        told(outcome, &mut traits)?;
        let as_checked = match (checked, outcome) {
            (Err(checked), Admission::Refused(refusals)) => checked == refusals,
            (Err(_), _) => false,
            (Ok(()), _) => true,
        };
        must(as_checked, || format!("check: {checked:?} became {outcome:?}"))?;
    }
    let added = outcomes.iter().filter(|outcome| taken(outcome)).count();
    let after = engine.to_jsonl();
    let grown = after.lines().count().saturating_sub(before.lines().count());
    must(grown == added, || format!("refused: {added} entries were taken, and the log has {grown} more"))?;
    must(after.starts_with(&before), || "refused: what was in the log is another".to_owned())?;
    again(door, &mut engine, &outcomes, &after)?;
    exported(&engine)?;
    if door.laws && added > 0 {
        let year = engine.view(last_day()?).period("2025").map_err(|error| error.to_string())?;
        lawful(&Trial::new(engine.plan(), engine.entries()).times(vec![When::from(year)]))?;
    }
    Ok(traits)
}

/// Recorded again, what was taken is there.
fn again(door: &Door<'_>, engine: &mut Engine, outcomes: &[Admission], after: &str) -> Result<(), String> {
    let second = door.record(engine, door.text);
    for (first, second) in outcomes.iter().zip(&second).filter(|(first, _)| taken(first)) {
        must(matches!(second, Admission::Exists), || format!("again: {first:?} became {second:?}"))?;
    }
    must(outcomes.len() == second.len(), || "again: another number of outcomes".to_owned())?;
    let renewed = second.iter().filter(|outcome| taken(outcome)).count();
    let grown = engine.to_jsonl().lines().count().saturating_sub(after.lines().count());
    must(renewed == grown, || format!("again: {renewed} were taken, and the log has {grown} more"))
}

/// What is told of a log is recorded as the same log, with the same figures.
fn exported(engine: &Engine) -> Result<(), String> {
    let text = engine.to_jsonl();
    let mut other = Engine::new(engine.plan().clone());
    for admission in other.record_jsonl(text.as_bytes(), None) {
        must(taken(&admission), || format!("export: {admission:?} of\n{text}"))?;
    }
    must(other.to_jsonl() == text, || format!("export: another log\n{text}\nbecame\n{}", other.to_jsonl()))?;
    let (one, other) = (figures(engine)?, figures(&other)?);
    must(one == other, || format!("export: other figures:\n{one}\nbecame\n{other}"))
}

fn last_day() -> Result<NaiveDate, String> {
    parse_day("2025-12-31").map_err(|error| error.to_string())
}

/// The figures of the company with their reasons, and what waits.
fn figures(engine: &Engine) -> Result<String, String> {
    let view = engine.view(last_day()?);
    let (company, year) = (view.unit("company"), view.period("2025"));
    let (company, year) = (company.map_err(|error| error.to_string())?, year.map_err(|error| error.to_string())?);
    let mut text = format!("{:?}\n", engine.waiting());
    for kpi in engine.plan().kpis().rows() {
        let trace = view.explain(kpi.name.as_str(), company, year).map_err(|error| error.to_string())?;
        text.push_str(&trace.to_text(Language::English));
    }
    Ok(text)
}

fn told(outcome: &Admission, traits: &mut Traits) -> Result<(), String> {
    traits.insert(outcome.name().to_owned());
    let Admission::Refused(refusals) = outcome else {
        if let Admission::Waiting(waiting) = outcome {
            let name = |text: String| text.split(['(', ' ']).next().unwrap_or_default().to_owned();
            traits.extend(waiting.iter().map(|waiting| format!("waits {}", name(format!("{waiting:?}")))));
        }
        return Ok(());
    };
    // Beside its words, an entry can lack no more than its kind has.
    let most = REFUSALS_MAX.saturating_add(40);
    must(!refusals.is_empty() && refusals.len() <= most, || format!("refused: {} reasons", refusals.len()))?;
    for refusal in refusals {
        let message = refusal.message();
        must(!message.trim().is_empty() && !message.ends_with('.'), || format!("message: a poor message `{message}`"))?;
        traits.insert(format!("{} {}", refusal.code(), shape(message)));
    }
    Ok(())
}
