//! What is told: the teams, the grades of all, the quotas, equals, what was changed and what is disputed; then person by person; at last all as JSON.
//!
//! ```text
//! plan + log.jsonl -> engine -> view of the day of the review -> tables | explanations | JSON line
//! ```

mod line;
mod person;

use std::io::Write;

use attain::calendar::{Period, parse_day};
use attain::engine::query::{Nodes, Query};
use attain::engine::{Disputes, Engine, View};
use attain::grade::Grades;
use attain::id::Key;
use attain::plan::Plan;
use attain::report;
use attain::trace::Language;

/// What stops the story: a message for people.
pub(crate) type Failure = Box<dyn std::error::Error + Send + Sync>;

const PLAN: &[u8] = include_bytes!("../../plans/quarterly_review.json");

/// The scorecard that is told about.
pub(crate) const CARD: &str = "rep";

/// The day on which the review is held.
const DAY: &str = "2026-04-10";

const QUARTER: &str = "2026-Q1";

/// Tells the story in a language; the last line is JSON.
pub(crate) fn tell(language: Language, out: &mut dyn Write) -> Result<(), Failure> {
    let mut engine = Engine::new(Plan::from_json(PLAN)?);
    for admission in engine.record_jsonl(include_bytes!("../log.jsonl"), None) {
        if admission.name() != "counted" {
            return Err(admission.to_string().into());
        }
    }
    let view = engine.view(parse_day(DAY)?);
    let quarter = view.period(QUARTER)?;
    let grades = view.grades(CARD, quarter)?;
    heading(out, language, ["1. Teams", "1. 团队"])?;
    let teams = Query::new(["revenue", "target(revenue)", "attainment(revenue)", "collected"]);
    let teams = view.table(&teams.of(Nodes::level("team")).during(quarter))?;
    writeln!(out, "{}", report::answers(&teams, language))?;
    heading(out, language, ["2. Grades", "2. 等级"])?;
    writeln!(out, "{}", report::grades(&grades, Key::to_string, language))?;
    heading(out, language, ["3. Quotas", "3. 强制分布"])?;
    writeln!(out, "{}", report::quotas(&grades, language))?;
    ties(&grades, language, out)?;
    heading(out, language, ["4. What was changed, and what is disputed", "4. 校准与申诉"])?;
    writeln!(out, "{}", report::calibrations(&view.calibrations(CARD, quarter)?, Key::to_string, language))?;
    writeln!(out, "{}", report::disputes(&view.disputes(Disputes::All, None)?, Key::to_string, language))?;
    heading(out, language, ["5. Person by person", "5. 逐人说明"])?;
    for one in &grades.people {
        person::tell(&view, quarter, one, language, out)?;
    }
    line::tell(&view, quarter, &grades, out)
}

/// A text in one of two languages.
pub(crate) fn say(language: Language, [english, chinese]: [&str; 2]) -> &str {
    match language {
        Language::English => english,
        Language::Chinese => chinese,
    }
}

fn heading(out: &mut dyn Write, language: Language, texts: [&str; 2]) -> Result<(), Failure> {
    Ok(writeln!(out, "{}\n", say(language, texts))?)
}

/// Those who are equal at a border between two grades, and what they have.
fn ties(grades: &Grades, language: Language, out: &mut dyn Write) -> Result<(), Failure> {
    for tie in grades.groups.iter().flat_map(|group| &group.ties) {
        let who: Vec<&str> = tie.who.iter().map(Key::as_str).collect();
        let have: Vec<String> = tie.grades.iter().map(ToString::to_string).collect();
        let texts = ["equal at a border, all have", "并列于等级分界，均为"];
        writeln!(out, "{}: {} {}\n", who.join(", "), say(language, texts), have.join(", "))?;
    }
    Ok(())
}

/// What somebody of the review is called in questions.
pub(crate) fn whose(view: &View, who: &Key) -> Result<attain::measure::Whose, Failure> {
    Ok(view.person(who.as_str())?)
}

/// The quarter in which it is asked.
pub(crate) type Quarter = Period;
