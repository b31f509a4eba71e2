//! The timers of records: what is due how long after something happened to one, or in a stage of it.

use std::sync::Arc;

use crate::calendar::{CalendarDefinition, WorkingCalendar};
use crate::diagnostic::{At, Code, Problems};
use crate::formula::{DurationUnit, ExprKind, Program, compile as compile_formula, parse};
use crate::id::{KEY_BYTES_MAX, Name};
use crate::log::{Kind, KindId, Kinds};
use crate::measure::{FactNames, FactQuestion};
use crate::pipeline::{StageDefinition, StageId};
use crate::quantity::Unit;
use crate::target::IS_WHOLE;
use crate::timer::{Clock, Event, Length, Starts, Timer, TimerDefinition};

use super::definition::PlanDefinition;
use super::names::PlanNames;

/// What the limit to the stay in a stage is called among its timers.
const STAY: &str = "stay";

/// A timer of the records of a kind.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordTimer {
    /// The kind.
    pub kind: KindId,
    /// The stage in which it runs; nothing, where it runs as long as the record is open.
    pub stage: Option<StageId>,
    /// The timer. What ends it includes that the stage is left, or the record closed, unless that starts it.
    pub timer: Timer,
    /// The formula that gives the day on which it starts, where one does.
    pub starts: Option<Program<FactQuestion>>,
    /// The condition on the record under which there is such a timer.
    pub when: Option<Program<FactQuestion>>,
}

/// Reads the timers of all kinds of records; reports everything that is wrong with them.
pub(super) fn compile(
    definition: &PlanDefinition,
    names: &mut PlanNames<'_>,
    root: At<'_>,
    problems: &mut Problems,
) -> Vec<RecordTimer> {
    let mut all = Vec::new();
    if !IS_WHOLE {
        // None is read then, which was reported.
        return all;
    }
    let kinds = Arc::clone(&names.kinds);
    let mut reading = Reading { calendar: definition.calendar.as_ref(), names, kinds: &kinds };
    let (records, pipelines) = (root.field("records"), root.field("pipelines"));
    for (id, kind) in kinds.iter().filter(|(_, kind)| kind.is_record()) {
        if let Some(record) = definition.records.get(kind.name()) {
            let place = records.field(kind.name());
            all.extend(reading.own(id, &record.timers, place.field("timers"), problems));
        }
    }
    for (name, pipeline) in &definition.pipelines {
        let of = of_pipeline(&kinds, definition, name);
        let stages = of.first().and_then(|kind| kinds[*kind].stages());
        let place = pipelines.field(name);
        let list = place.field("stages");
        for (index, stage) in pipeline.stages.iter().enumerate() {
            let id = stages.and_then(|stages| stages.find(&stage.id));
            let place = stage.place(index, &list);
            all.extend(reading.of_stage(&of, (id, stage), place, problems));
        }
    }
    crate::sort::by(&mut all, |one: &RecordTimer, other| one.kind.cmp(&other.kind));
    all
}

/// The kinds of records that go through a pipeline.
fn of_pipeline(kinds: &Kinds, definition: &PlanDefinition, name: &str) -> Vec<KindId> {
    let goes = |kind: &Kind| {
        let record = definition.records.get(kind.name()).filter(|_| kind.is_record());
        record.is_some_and(|record| record.pipeline.as_deref() == Some(name))
    };
    kinds.iter().filter(|(_, kind)| goes(kind)).map(|(id, _)| id).collect()
}

/// Reads timers, one list after the other.
struct Reading<'r, 'n> {
    calendar: Option<&'r CalendarDefinition>,
    names: &'r mut PlanNames<'n>,
    kinds: &'r Kinds,
}

/// Where a timer is looked at: among those of a kind, or of a stage.
#[derive(Clone, Copy)]
struct Spot<'s> {
    kind: KindId,
    stage: Option<StageId>,
    definition: &'s TimerDefinition,
}

impl Reading<'_, '_> {
    /// The timers that a kind of records has by itself.
    fn own(
        &mut self,
        kind: KindId,
        written: &[TimerDefinition],
        at: At<'_>,
        problems: &mut Problems,
    ) -> Vec<RecordTimer> {
        let mut all = Vec::new();
        for (index, definition) in written.iter().enumerate() {
            let place = place(definition, index, &at);
            let Some(timer) = self.sound(definition, written.get(..index), place, problems) else { continue };
            happens(&self.kinds[kind], &timer, place.field("starts"), problems);
            let spot = Spot { kind, stage: None, definition };
            all.extend(self.of_kind(spot, timer.ended_by(Event::Closed), place, problems));
        }
        all
    }

    /// The timers of a stage, for each kind whose records go through its pipeline, and the limit to the stay in it.
    fn of_stage(
        &mut self,
        kinds: &[KindId],
        (stage, written): (Option<StageId>, &StageDefinition),
        at: At<'_>,
        problems: &mut Problems,
    ) -> Vec<RecordTimer> {
        let list = at.field("timers");
        let limit = self.limit(written.stay.as_deref());
        let mut all = Vec::new();
        for (index, definition) in written.timers.iter().enumerate() {
            let place = place(definition, index, &list);
            let Some(timer) = self.sound(definition, written.timers.get(..index), place, problems) else { continue };
            if limit.is_some() && definition.id == STAY {
                let message = "the limit to the stay in the stage is called `stay` already";
                problems.report(Code::NameTaken, place.field("id"), message).help("call the timer otherwise");
            }
            of_visit(written, &timer, place.field("starts"), problems);
            for kind in kinds {
                let spot = Spot { kind: *kind, stage, definition };
                all.extend(self.of_kind(spot, timer.clone().ended_by(Event::Left), place, problems));
            }
        }
        for kind in kinds.iter().filter(|_| stage.is_some()) {
            let timer = limit.clone();
            all.extend(timer.map(|timer| RecordTimer { kind: *kind, stage, timer, starts: None, when: None }));
        }
        all
    }

    /// A timer that is sound by itself, among those written before it.
    fn sound(
        &self,
        definition: &TimerDefinition,
        before: Option<&[TimerDefinition]>,
        at: At<'_>,
        problems: &mut Problems,
    ) -> Option<Timer> {
        if !definition.id.is_empty() && before.is_some_and(|before| before.iter().any(|one| one.id == definition.id)) {
            let message = format!("two timers are called `{}`", definition.id);
            problems.report(Code::NameDuplicate, at, message).help("give each an `id` of its own");
        }
        // What is wrong with the calendar was reported, and nothing more is known of its hours.
        if self.names.lost_week() {
            return None;
        }
        let timer = Timer::compile(definition, &self.names.calendar, at, problems)?;
        if definition.clock.is_none() && timer.clock() == Clock::Calendar && !timer.is_at_once() {
            self.check_clock(definition, at.field("clock"), problems);
        }
        Some(timer)
    }

    /// Reports a timer of which it cannot be told whether it counts days off and closed hours.
    ///
    /// Where the calendar has working hours, days are told from working days by their units, so that they are days of the calendar; hours
    /// may be either. Where it has days off and no working hours, there are no working days to tell them from.
    fn check_clock(&self, definition: &TimerDefinition, at: At<'_>, problems: &mut Problems) {
        let has_hours = self.names.calendar.working().is_some_and(WorkingCalendar::has_hours);
        if !self.calendar.is_some_and(has_days_off) || has_hours && !is_by_hours(definition) {
            return;
        }
        let (message, help) = if has_hours {
            (
                "its clock runs on days off and after hours too, and nothing says that it shall",
                "write `\"clock\": \"working\"`, or `\"clock\": \"calendar\"` if it shall",
            )
        } else {
            (
                "its clock runs on days off too, and nothing says that it shall",
                "write `\"clock\": \"calendar\"` if it shall, or give `hours` of the calendar a `from` and a `to`, and write it in working days",
            )
        };
        problems.report(Code::TimerClock, at, message).help(help);
    }

    /// The timer of the records of a kind, with its formulas read.
    fn of_kind(&mut self, spot: Spot<'_>, timer: Timer, at: At<'_>, problems: &mut Problems) -> Option<RecordTimer> {
        let Spot { kind, stage, definition } = spot;
        let before = problems.len();
        let names = &mut *self.names;
        let mut inside = FactNames::of_one(self.kinds, kind, &names.rules, names.currency, &mut names.folds);
        let mut read = |text: &str, unit, place: At<'_>| {
            compile_formula(text, Some(unit), &mut inside, place, problems).map(Program::simplified)
        };
        let starts = definition.starts.0.first().filter(|_| matches!(timer.starts(), Starts::Formula(_)));
        let starts = starts.and_then(|text| read(text.as_str(), Unit::Date, at.field("starts")));
        let when = definition.when.as_ref().and_then(|text| read(text.as_str(), Unit::YesNo, at.field("when")));
        (problems.len() == before).then_some(RecordTimer { kind, stage, timer, starts, when })
    }

    /// The limit to the stay in a stage; whether it is sound is said where moves are read.
    fn limit(&self, stay: Option<&str>) -> Option<Timer> {
        let (_, most) = stay?.split_once("..")?;
        let due = Length::read(most.trim(), &self.names.calendar, At::root(), &mut Problems::new())?;
        Some(Timer::limit(Name::new(STAY).ok()?, due))
    }
}

/// The place of a timer in its list: by its id, where that is one.
fn place<'a>(definition: &'a TimerDefinition, index: usize, list: &'a At<'a>) -> At<'a> {
    let id = &definition.id;
    if id.is_empty() || id.len() > KEY_BYTES_MAX { list.index(index) } else { list.field(id) }
}

/// Whether a calendar says when no work is done.
fn has_days_off(calendar: &CalendarDefinition) -> bool {
    calendar.hours.is_some() || !calendar.off.is_empty() || calendar.holidays.is_some()
}

/// Whether a duration of a timer is written in hours or minutes.
fn is_by_hours(definition: &TimerDefinition) -> bool {
    let levels = definition.levels.iter().map(|level| &level.after);
    let texts = [&definition.due].into_iter().chain(&definition.extends).chain(&definition.at_most).chain(levels);
    for text in texts {
        if let Ok(ExprKind::Duration { amount, of: DurationUnit::Hour | DurationUnit::Minute }) =
            parse(text).map(|expr| expr.kind)
            && !amount.is_zero()
        {
            return true;
        }
    }
    false
}

/// Reports a timer of a kind of records to which what would start it never happens.
fn happens(kind: &Kind, timer: &Timer, at: At<'_>, problems: &mut Problems) {
    let Starts::Events(events) = timer.starts() else { return };
    let never = |event: &Event| match event {
        Event::Assigned | Event::Released => kind.whose().is_none(),
        Event::Entered | Event::Left | Event::Closed => kind.stages().is_none(),
        Event::Opened | Event::Touched => false,
    };
    if events.iter().all(never) {
        let (lacking, help) = match events.first() {
            Some(Event::Assigned | Event::Released) => ("owner", "let `whose` name the field that holds their owner"),
            _ => ("pipeline", "let `pipeline` name the one that they go through"),
        };
        let message = format!("`{}` has no {lacking}, so that nothing ever starts the timer", kind.name());
        problems.report(Code::PlanConflict, at, message).help(help);
    }
}

/// Reports a timer of a stage that nothing starts while a record is in it.
fn of_visit(stage: &StageDefinition, timer: &Timer, at: At<'_>, problems: &mut Problems) {
    let Starts::Events(events) = timer.starts() else { return };
    let never = |event: &Event| match event {
        Event::Left => true,
        Event::Closed => !stage.kind.is_closed(),
        _ => false,
    };
    if events.iter().all(never) {
        let message = format!("a timer of the stage `{}` ends when it is left, before this could start it", stage.id);
        problems
            .report(Code::PlanConflict, at, message)
            .help("let `entered` start it, or write it under the `timers` of the record");
    }
}
