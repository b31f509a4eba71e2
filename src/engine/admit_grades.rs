//! What the plan says of entries that change grades, and that dispute figures, before the log takes them.

use crate::document::{IS_WHOLE, Node};
use crate::grade::best_first;
use crate::id::Name;
use crate::log::{Entry, Log, Refusal, RefusalCode};
use crate::plan::Plan;
use crate::quantity::Value;
use crate::score::Card;

/// What stands before the name of a scorecard where its grade is meant.
const GRADE: &str = "grade.";

/// The scorecard whose grade an adjustment is about; nothing, where it is about something else.
pub(super) fn card_of(of: Option<&str>) -> Option<&str> {
    of?.strip_prefix(GRADE).filter(|_| IS_WHOLE)
}

/// Why nobody can change a grade so, whatever else comes.
pub(super) fn of_grade(plan: &Plan, name: &str, entry: &Entry) -> Vec<Refusal> {
    let text = |field: &str| entry.get(field).and_then(Node::as_text);
    let Some(card) = plan.scorecards().iter().find(|card| card.name.as_str() == name) else {
        let mut known = plan.scorecards().iter().map(|card| card.name.as_str());
        let refusal = unknown("of", &format!("the plan has no scorecard `{name}`"));
        return vec![refusal.nearest(name, &mut known)];
    };
    let Some(table) = card.grades else {
        return vec![unknown("of", &format!("the scorecard `{name}` has no grades"))];
    };
    let mut refusals = Vec::new();
    if card.calibration.as_ref().is_none() {
        let message = format_args!("the plan lets nobody change the grades of `{name}`");
        let help = format!("say who may under `scorecards.{name}.grades.calibrate` of the plan");
        refusals.push(Refusal::new(RefusalCode::NotAllowed, message).field_of("of").with_help(&help));
    }
    if let Some(to) = text("to") {
        let grades: Vec<String> = best_first(&plan.tables()[table]).iter().map(Value::to_string).collect();
        if !grades.iter().any(|grade| grade == to) {
            let refusal = unknown("to", &format!("the grades of `{name}` are `{}`", grades.join("`, `")));
            refusals.push(refusal.nearest(to, &mut grades.iter().map(String::as_str)));
        }
    }
    refusals.extend(text("period").and_then(|period| of_period(plan, card, period)));
    refusals.extend(said_by_somebody(entry, "a grade is changed"));
    if text("by").is_some() && text("by") == text("who") {
        let message = format_args!("nobody changes their own grade");
        let refusal = Refusal::new(RefusalCode::NotAllowed, message).field_of("by");
        refusals.push(refusal.with_help("let somebody else change it, who may by the plan's `calibrate`"));
    }
    refusals
}

fn unknown(field: &str, message: &str) -> Refusal {
    Refusal::new(RefusalCode::UnknownName, format_args!("{message}")).field_of(field)
}

/// Why it is no period of a card.
fn of_period(plan: &Plan, card: &Card, period: &str) -> Option<Refusal> {
    match plan.calendar().parse_period(period) {
        Ok(read) if card.grains.contains(&read.grain()) => None,
        Ok(_) => {
            let grains: Vec<&str> = card.grains.iter().map(|grain| plan.calendar().grain_name(*grain)).collect();
            let message =
                format!("the scorecard `{}` is by {}, and this is another period", card.name, grains.join(", "));
            Some(unknown("period", &message))
        }
        Err(error) => Some(unknown("period", &error.to_string())),
    }
}

/// Why an entry is not one that somebody says for a reason.
fn said_by_somebody(entry: &Entry, what: &str) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    for (word, message, help) in [
        ("by", "by somebody, and nobody is named", "write who says it under `by`"),
        ("why", "for a reason, and none is written", "write it under `why`"),
    ] {
        let text = entry.get(word).and_then(Node::as_text);
        if text.is_none_or(|text| text.trim().is_empty()) {
            let refusal = Refusal::new(RefusalCode::MissingField, format_args!("{what} {message}"));
            refusals.push(refusal.field_of(word).with_help(help));
        }
    }
    refusals
}

/// Why nobody can dispute a figure so, whatever else comes.
pub(super) fn of_dispute(plan: &Plan, entry: &Entry) -> Vec<Refusal> {
    let text = |field: &str| entry.get(field).and_then(Node::as_text);
    if text("retracts").is_some() {
        return Vec::new();
    }
    let Some(rule) = plan.disputes() else {
        let message = format_args!("the plan lets nobody dispute figures");
        let refusal = Refusal::new(RefusalCode::NotAllowed, message).field_of("kind");
        return vec![refusal.with_help("say who may, and for how long, under `disputes` of the plan")];
    };
    let mut refusals: Vec<Refusal> = text("of").and_then(|of| of_figure(plan, of)).into_iter().collect();
    refusals.extend(said_by_somebody(entry, "a figure is disputed"));
    match text("period").map(|period| plan.calendar().parse_period(period)) {
        Some(Ok(period)) => {
            let day = text("on").and_then(|day| crate::calendar::parse_day(day).ok());
            let last = rule.last_day(period);
            if let Some((day, last)) = day.zip(last).filter(|(day, last)| day > last) {
                let message = format_args!("figures of this period may be disputed until {last}, and it is {day}");
                let refusal = Refusal::new(RefusalCode::NotAllowed, message).field_of("on");
                refusals.push(refusal.with_help("ask whoever answers disputes to correct the entry itself"));
            }
        }
        Some(Err(error)) => refusals.push(unknown("period", &error.to_string())),
        None => {}
    }
    refusals
}

/// Why the figure that a path begins with cannot be disputed.
fn of_figure(plan: &Plan, of: &str) -> Option<Refusal> {
    let figure = of.split('/').next().unwrap_or_default();
    let (what, name) = figure.split_once('.').unwrap_or((figure, ""));
    let kpis = || plan.kpis().rows().iter().map(|kpi| &kpi.name);
    let known: Vec<&Name> = match what {
        "scorecard" => plan.scorecards().iter().map(|card| &card.name).collect(),
        "statement" => plan.incentives().iter().map(|plan| &plan.name).collect(),
        "kpi" | "attainment" => kpis().collect(),
        _ => {
            let refusal = unknown("of", &format!("`{figure}` is no figure that is explained line by line"));
            let help =
                "begin with `scorecard.`, `statement.`, `kpi.` or `attainment.` and its name, as the explanation does";
            return Some(refusal.with_help(help));
        }
    };
    if known.iter().any(|known| known.as_str() == name) {
        return None;
    }
    let refusal = unknown("of", &format!("the plan has no {what} `{name}`"));
    Some(refusal.nearest(name, &mut known.iter().map(|name| name.as_str())))
}

/// Why a dispute is not answered so; nothing, where it is something else that is answered.
pub(super) fn of_answer(log: &Log, entry: &Entry) -> Option<Refusal> {
    let text = |field: &str| entry.get(field).and_then(Node::as_text);
    if !IS_WHOLE || text("kind") != Some("approve") || text("retracts").is_some() {
        return None;
    }
    let is_dispute = log.is_dispute(text("of")?)?;
    let (has_with, has_why) = (text("with").is_some(), text("why").is_some_and(|why| !why.trim().is_empty()));
    let yes = matches!(entry.get("answer"), Some(Node::Bool(true))) || text("answer") == Some("yes");
    let no = matches!(entry.get("answer"), Some(Node::Bool(false))) || text("answer") == Some("no");
    let missing = |field: &str, message: &str, help: &str| {
        Some(Refusal::new(RefusalCode::MissingField, format_args!("{message}")).field_of(field).with_help(help))
    };
    match is_dispute {
        false if has_with => {
            let message =
                format_args!("`with` names the entry by which a disputed figure is put right, and nothing is disputed");
            let refusal = Refusal::new(RefusalCode::InvalidValue, message).field_of("with");
            Some(refusal.with_help("leave it out"))
        }
        true if yes && !has_with => missing(
            "with",
            "a dispute is accepted with the entry that puts the figure right, and none is named",
            "record the correction, and write its id under `with`",
        ),
        true if no && !has_why => {
            missing("why", "a dispute is rejected for a reason, and none is written", "write it under `why`")
        }
        _ => None,
    }
}
