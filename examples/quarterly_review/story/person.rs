//! One person: the scorecard, where it comes from, what is missing for the next grade, what to work on and whether that helped.

use std::io::Write;

use attain::engine::View;
use attain::grade::Graded;
use attain::measure::Whose;
use attain::report;
use attain::score::Needs;
use attain::trace::{Language, Limits, why};

use super::{CARD, Failure, Quarter, say, whose};

/// Tells about one person.
pub(super) fn tell(
    view: &View,
    quarter: Quarter,
    one: &Graded,
    language: Language,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let person = whose(view, &one.who)?;
    writeln!(out, "{}", one.who)?;
    let card = view.card_of(CARD)?;
    if let Ok(result) = view.scorecard(CARD, person, quarter)? {
        write!(out, "{}", report::scorecard(card, &result, language))?;
    }
    let trace = view.explain_within("grade.rep", person, quarter, Limits::default().entries(0))?;
    write!(out, "{}", trace.to_text(language))?;
    missing(view, (person, quarter), language, out)?;
    if let Ok(focus) = view.focus(CARD, person, quarter)?
        && let Some(work) = focus.coaching()
    {
        let texts = ["to work on", "下期重点"];
        writeln!(out, "{}: {}", say(language, texts), report::item_name(card, &work.path, language))?;
    }
    if let Ok(Some(helped)) = view.focus_helped(CARD, person, quarter)? {
        write!(out, "{}", report::focus_helped(card, &helped, language))?;
    }
    Ok(writeln!(out)?)
}

/// What is missing for the next grade: by quotas, the score that would be enough, and what each item would have to be for it.
fn missing(
    view: &View,
    (person, quarter): (Whose, Quarter),
    language: Language,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    match needed(view, (person, quarter))? {
        Missing::Nothing => writeln!(out, "{}", say(language, ["there is no better grade", "已是最高等级"]))?,
        Missing::Undefined(reason) => {
            let texts = ["what is missing cannot be told", "无法得知差距"];
            writeln!(out, "{}: {}", say(language, texts), why(&reason, language))?;
        }
        Missing::For { grade, score, needs } => {
            let texts = [
                "for a better grade one needs at least this score, and one of these",
                "更高等级所需的最低总分，及单项须达到",
            ];
            writeln!(out, "{}: {grade} {score}", say(language, texts))?;
            write!(out, "{}", report::needs(view.card_of(CARD)?, &needs, language))?;
        }
    }
    Ok(())
}

/// What is missing for somebody's next grade.
pub(super) enum Missing {
    Nothing,
    Undefined(attain::Why),
    For { grade: String, score: String, needs: Needs },
}

/// What is missing for the next grade by quotas.
pub(super) fn needed(view: &View, (person, quarter): (Whose, Quarter)) -> Result<Missing, Failure> {
    let next = match view.next_grade(CARD, person, quarter)? {
        Ok(Some(next)) => next,
        Ok(None) => return Ok(Missing::Nothing),
        Err(reason) => return Ok(Missing::Undefined(reason)),
    };
    Ok(match view.needs_score(CARD, person, quarter, next.score)? {
        Ok(needs) => Missing::For { grade: next.grade.to_string(), score: next.score.to_string(), needs },
        Err(reason) => Missing::Undefined(reason),
    })
}
