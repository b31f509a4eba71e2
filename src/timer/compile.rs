//! Reading a timer.

use crate::calendar::{FiscalCalendar, WorkingCalendar};
use crate::diagnostic::{At, Code, Problems};
use crate::document::{FormulaText, Node};
use crate::formula::{Expr, ExprKind, FormulaErrorKind, parse};
use crate::id::Name;

use super::length::{HOW_HOURS, Written};
use super::{Clock, Event, Length, Level, LevelDefinition, Starts, Timer, TimerDefinition};

/// The most levels of a timer.
pub const LEVELS_MAX: usize = 32;

/// The most effects of a timer.
pub const EFFECTS_MAX: usize = 32;

impl Timer {
    /// Reads a definition, and reports everything that is wrong with it.
    ///
    /// `calendar` is the one that the timer will be asked with: where its clock runs in working hours, that calendar must
    /// have some.
    pub fn compile(
        definition: &TimerDefinition,
        calendar: &FiscalCalendar,
        at: At<'_>,
        problems: &mut Problems,
    ) -> Option<Timer> {
        let before = problems.len();
        let id = Name::read(&definition.id, at.field("id"), problems);
        let starts = starts(&definition.starts.0, at.field("starts"), problems);
        let when = definition.when.as_ref().and_then(|when| parsed(when.as_str(), at.field("when"), problems));
        let restarts = definition.restarts.as_ref().map(|events| events.0.clone()).unwrap_or_default();
        let stops = definition.stops.as_ref().map(|events| events.0.clone()).unwrap_or_default();
        check_events(starts.as_ref(), &restarts, &stops, at, problems);
        let lengths = Lengths::read(definition, calendar, at, problems);
        let effects = effects(&definition.r#do, at.field("do"), problems);
        let Lengths { clock, due, extends, at_most, levels } = lengths;
        if let Some(at_most) = at_most {
            let moves = definition.extends.is_some() || !restarts.is_empty();
            check_end(at_most, due, moves, at.field("at_most"), problems);
        }
        let timer = Timer {
            id: id?,
            starts: starts?,
            when,
            clock,
            due: due?,
            extends,
            at_most,
            restarts,
            stops,
            levels,
            effects,
        };
        (problems.len() == before).then_some(timer)
    }
}

/// What starts the timer: events, or one formula.
fn starts(texts: &[FormulaText], at: At<'_>, problems: &mut Problems) -> Option<Starts> {
    let event = |text: &FormulaText| Event::ALL.iter().copied().find(|event| event.word() == text.as_str());
    if let [only] = texts
        && event(only).is_none()
    {
        return formula(only.as_str(), at, problems);
    }
    if texts.is_empty() {
        problems
            .report(Code::DocumentMissingField, at, "nothing starts the timer")
            .help("write an event such as `\"opened\"`, or a formula that gives a day");
        return None;
    }
    let mut events = Vec::with_capacity(texts.len());
    for (index, text) in texts.iter().enumerate() {
        events.extend(event(text));
        if event(text).is_none() {
            let known = Event::ALL.iter().map(|event| event.word());
            problems
                .report(Code::DocumentUnknownWord, at.index(index), format!("`{}` is no event", text.as_str()))
                .nearest(text.as_str(), known);
        }
    }
    (events.len() == texts.len()).then_some(Starts::Events(events))
}

/// A day that is written, or a formula that may give one; whether it does is known to whoever has its names.
fn formula(text: &str, at: At<'_>, problems: &mut Problems) -> Option<Starts> {
    let expr = parsed(text, at, problems)?;
    match expr.kind {
        ExprKind::Date(day) => Some(Starts::Day(day)),
        ExprKind::Number(_)
        | ExprKind::Percent(_)
        | ExprKind::Money { .. }
        | ExprKind::Duration { .. }
        | ExprKind::Text(_)
        | ExprKind::YesNo(_) => {
            problems
                .report(Code::FormulaUnits, at, format!("`{text}` is neither an event nor a day"))
                .help("write an event such as `opened`, or a formula that gives a day");
            None
        }
        _ => Some(Starts::Formula(expr)),
    }
}

/// A formula, as it is written; reports one that does not parse.
fn parsed(text: &str, at: At<'_>, problems: &mut Problems) -> Option<Expr> {
    let read = parse(text);
    if let Err(error) = &read {
        let code = match error.kind() {
            FormulaErrorKind::Syntax => Code::FormulaSyntax,
            _ => Code::FormulaTooLarge,
        };
        let (span, words) = (error.span(), error.message().to_owned());
        let help = error.help().unwrap_or("write an event such as `opened`, or a formula that gives a day");
        problems.report(code, at, words).span(span.start..span.end).help(help);
    }
    read.ok()
}

/// Events that contradict each other.
fn check_events(starts: Option<&Starts>, restarts: &[Event], stops: &[Event], at: At<'_>, problems: &mut Problems) {
    let starting: &[Event] = match starts {
        Some(Starts::Events(events)) => events,
        _ => &[],
    };
    let stopped_by = |events: &[Event]| stops.iter().copied().find(|stop| events.contains(stop));
    for (events, what) in [(starting, "starts"), (restarts, "restarts")] {
        if let Some(event) = stopped_by(events) {
            let message = format!("`{event}` {what} the timer and stops it");
            problems.report(Code::PlanConflict, at.field("stops"), message).help("let it do one of the two");
        }
    }
    for (events, field) in [(starting, "starts"), (restarts, "restarts"), (stops, "stops")] {
        let mut earlier = events.iter().enumerate();
        if let Some((index, event)) = earlier.find(|(index, event)| events.iter().take(*index).any(|one| one == *event))
        {
            let place = at.field(field);
            problems
                .report(Code::NameDuplicate, place.index(index), format!("`{event}` is written twice"))
                .help("write each event once");
        }
    }
}

/// The durations of a timer, all by one clock.
struct Lengths {
    clock: Clock,
    due: Option<Length>,
    extends: Option<Length>,
    at_most: Option<Length>,
    levels: Vec<Level>,
}

impl Lengths {
    fn read(definition: &TimerDefinition, calendar: &FiscalCalendar, at: At<'_>, problems: &mut Problems) -> Lengths {
        let mut read = |text: &str, field: &str| Written::read(text, at.field(field), problems);
        let due = read(&definition.due, "due");
        let extends = definition.extends.as_ref().and_then(|text| read(text, "extends"));
        let at_most = definition.at_most.as_ref().and_then(|text| read(text, "at_most"));
        let place = at.field("levels");
        let afters: Vec<Option<Written>> = (definition.levels.iter().enumerate().take(LEVELS_MAX))
            .map(|(index, level)| Written::read(&level.after, place.index(index).field("after"), problems))
            .collect();
        let written = [due, extends, at_most].into_iter().chain(afters.iter().copied()).flatten();
        let clock = clock(definition.clock, written.into_iter(), calendar, at, problems);
        let mut length = |written: Option<Written>, field| written?.length(clock, at.field(field), problems);
        let due = length(due, "due");
        let extends = length(extends, "extends");
        let at_most = length(at_most, "at_most");
        let levels = levels(&definition.levels, &afters, clock, place, problems);
        Lengths { clock, due, extends, at_most, levels }
    }
}

/// The clock of a timer: as written, else by the units of its durations.
fn clock(
    written: Option<Clock>,
    mut lengths: impl Iterator<Item = Written>,
    calendar: &FiscalCalendar,
    at: At<'_>,
    problems: &mut Problems,
) -> Clock {
    let working_unit = lengths.find(|length| length.is_working());
    if let (Some(Clock::Calendar), Some(length)) = (written, working_unit) {
        let message = format!("{length} is working time, and the clock runs always");
        problems
            .report(Code::PlanConflict, at.field("clock"), message)
            .help("write `\"clock\": \"working\"`, or leave `working` out of the durations");
        // What else is said of the durations holds for the clock that their units need.
        return Clock::Working;
    }
    let clock = written.unwrap_or(if working_unit.is_some() { Clock::Working } else { Clock::Calendar });
    if clock == Clock::Working && !calendar.working().is_some_and(WorkingCalendar::has_hours) {
        problems
            .report(Code::RuleNeeded, at.field("clock"), "the clock runs in working hours, and the calendar has none")
            .help(HOW_HOURS);
    }
    clock
}

fn levels(
    definitions: &[LevelDefinition],
    afters: &[Option<Written>],
    clock: Clock,
    at: At<'_>,
    problems: &mut Problems,
) -> Vec<Level> {
    if definitions.len() > LEVELS_MAX {
        let message = format!("there are {} levels, more than {LEVELS_MAX}", definitions.len());
        problems.report(Code::ValueRange, at, message).help("leave out levels that nobody needs");
    }
    let mut levels: Vec<Level> = Vec::new();
    for (index, (definition, after)) in definitions.iter().zip(afters).enumerate() {
        let place = at.index(index);
        if definition.say.trim().is_empty() {
            problems
                .report(Code::ValueInvalid, place.field("say"), "nothing is said at this level")
                .help("write the key of a text, such as `deal.stale`");
        }
        let Some(after) = after.and_then(|after| after.length(clock, place.field("after"), problems)) else { continue };
        if levels.last().is_some_and(|before| !before.after.is_shorter(after)) {
            problems
                .report(Code::ValueRange, place.field("after"), "this level does not come after the one before it")
                .help("write each level once, the earliest first, all in hours or all in days");
        }
        levels.push(Level { after, say: definition.say.clone() });
    }
    levels
}

fn check_end(at_most: Length, due: Option<Length>, moves: bool, at: At<'_>, problems: &mut Problems) {
    if !moves {
        problems
            .report(Code::PlanConflict, at, "nothing puts the timer off, so that `at_most` changes nothing")
            .help("leave it out, or say with `extends` or `restarts` what puts the timer off");
    } else if due.is_some_and(|due| at_most.is_shorter(due)) {
        problems
            .report(Code::ValueRange, at, "the timer would end before it is due")
            .help("let `at_most` be as long as `due`, or longer");
    }
}

/// What is to be done: maps with something in them.
fn effects(nodes: &[Node], at: At<'_>, problems: &mut Problems) -> Vec<Node> {
    if nodes.len() > EFFECTS_MAX {
        let message = format!("there are {} effects, more than {EFFECTS_MAX}", nodes.len());
        problems.report(Code::ValueRange, at, message).help("leave out what need not be done");
    }
    for (index, node) in nodes.iter().enumerate() {
        if !matches!(node, Node::Map(fields) if !fields.is_empty()) {
            problems
                .report(
                    Code::DocumentWrongType,
                    at.index(index),
                    format!("{} is written where an effect belongs", node.kind()),
                )
                .help("write what is to be done as a map, such as `{ \"move\": \"lost\" }`");
        }
    }
    nodes.to_vec()
}
