//! What is due, as a table.

use chrono::{NaiveDateTime, TimeDelta, Timelike};

use crate::engine::due::{DueList, DueRow, DueState, FiredList, FiredRow};
use crate::id::Key;
use crate::quantity::Outcome;
use crate::timer::{Clock, Fired};
use crate::trace::{Language, why};

use super::number::UNDEFINED;
use super::table::{TextTable, Title};

/// What is due: a line for each timer, with whose record it is, when it is due, for how long it has been, and what is said.
pub fn due(list: &DueList, language: Language) -> TextTable {
    let mut table = TextTable::titled(&DUE, language);
    for row in &list.rows {
        let due = match &row.due {
            Ok(due) => moment(*due),
            Err(undefined) => why(undefined, language),
        };
        let said: Vec<&str> = row.reached.iter().map(|level| level.say.as_str()).collect();
        let (stage, owner) = (or_nothing(row.stage.as_ref()), or_nothing(row.owner.as_ref()));
        let (record, kind) = (row.record.as_str(), row.kind.as_str());
        table.row([record, kind, stage, owner, &row.timer, &due, &overdue(row, language), &said.join(", ")]);
    }
    table
}

const DUE: [Title; 8] = [
    Title::left("record", "记录"),
    Title::left("kind", "类别"),
    Title::left("stage", "阶段"),
    Title::left("owner", "负责人"),
    Title::left("timer", "时限"),
    Title::left("due", "到期"),
    Title::right("overdue", "逾期"),
    Title::left("says", "提示"),
];

/// What timers did: a line for each thing.
pub fn fired(list: &FiredList, language: Language) -> TextTable {
    let mut table = TextTable::titled(&FIRED, language);
    for row in &list.rows {
        let (at, what) = (moment(row.at), what(row, language));
        let (stage, owner) = (or_nothing(row.stage.as_ref()), or_nothing(row.owner.as_ref()));
        table.row([&at, row.record.as_str(), &row.kind, stage, owner, &row.timer, &what]);
    }
    table
}

const FIRED: [Title; 7] = [
    Title::left("at", "时间"),
    Title::left("record", "记录"),
    Title::left("kind", "类别"),
    Title::left("stage", "阶段"),
    Title::left("owner", "负责人"),
    Title::left("timer", "时限"),
    Title::left("what", "内容"),
];

fn what(row: &FiredRow, language: Language) -> String {
    match (row.what, &row.say) {
        (Fired::Level(_), Some(say)) => say.clone(),
        _ => language.pick("due", "到期").to_owned(),
    }
}

/// A moment to the minute, and to the second where it is not a whole minute.
fn moment(at: NaiveDateTime) -> String {
    let is_whole = at.second() == 0 && at.nanosecond() == 0;
    if is_whole { format!("{} {:02}:{:02}", at.date(), at.hour(), at.minute()) } else { at.to_string() }
}

fn or_nothing(key: Option<&Key>) -> &str {
    key.map_or("", Key::as_str)
}

/// For how long it has been overdue: in hours and minutes of working time, else in days too.
fn overdue(row: &DueRow, language: Language) -> String {
    if row.state == DueState::Untold {
        return UNDEFINED.to_owned();
    }
    let overdue: &Outcome<Option<TimeDelta>> = &row.overdue;
    match overdue {
        Ok(None) => String::new(),
        Ok(Some(time)) => duration(*time, row.clock, language),
        Err(undefined) => why(undefined, language),
    }
}

fn duration(time: TimeDelta, clock: Clock, language: Language) -> String {
    let minutes = time.num_minutes();
    let (days, rest) = match clock {
        Clock::Calendar => (minutes.div_euclid(1_440), minutes.rem_euclid(1_440)),
        Clock::Working => (0, minutes),
    };
    let mut parts = Vec::new();
    let (of_days, of_hours, of_minutes) =
        (language.pick(" d", " 天"), language.pick(" h", " 小时"), language.pick(" min", " 分钟"));
    for (count, unit) in [(days, of_days), (rest.div_euclid(60), of_hours), (rest.rem_euclid(60), of_minutes)] {
        if count > 0 {
            parts.push(format!("{count}{unit}"));
        }
    }
    if parts.is_empty() { format!("0{of_minutes}") } else { parts.join(" ") }
}
