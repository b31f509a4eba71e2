//! Reading on which weekdays work is done, and from when to when.

use crate::calendar::day::digits;
use crate::calendar::definition::HoursDefinition;
use crate::diagnostic::{At, Code, Problems};
use crate::sort;

use super::week::{Opening, WEEK_DAYS, Week};

/// The most rows of `hours`.
pub const ROWS_MAX: usize = 100;

/// What the days of the week are called.
const WEEKDAYS: [&str; WEEK_DAYS] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// A row, read: the weekdays, and the working time on each of them where one is written.
struct Row {
    days: Vec<usize>,
    opening: Option<Opening>,
}

impl Week {
    /// Reads the rows of `hours`; reports everything that is wrong with them.
    pub(super) fn compile(rows: &[HoursDefinition], at: At<'_>, problems: &mut Problems) -> Option<Week> {
        if rows.is_empty() {
            problems
                .report(Code::CalendarWorking, at, "no row says which weekdays are worked")
                .help("write `{ \"days\": \"mon .. fri\", \"from\": \"09:00\", \"to\": \"17:00\" }`");
        }
        if rows.len() > ROWS_MAX {
            let message = format!("there are {} rows of hours, more than {ROWS_MAX}", rows.len());
            problems.report(Code::ValueRange, at, message).help("write one row for all days that have the same hours");
            return None;
        }
        let mut week = Filling::default();
        for (index, row) in rows.iter().enumerate() {
            let item = at.index(index);
            // A row that stands alone may be written without brackets; then it has no index.
            let alone = rows.len() == 1 && !problems.is_unread(&item.then("days"));
            let place = if alone { at } else { item };
            let Some(row) = read(row, place, problems) else {
                week.broken = true;
                continue;
            };
            week.add(&row, place, problems);
        }
        week.finished()
    }
}

/// The week while its rows are read.
#[derive(Default)]
struct Filling {
    days: [Option<Vec<Opening>>; WEEK_DAYS],
    /// The first day of the first row, and whether that row has hours.
    first: Option<(usize, bool)>,
    broken: bool,
}

impl Filling {
    fn add(&mut self, row: &Row, at: At<'_>, problems: &mut Problems) {
        let timed = row.opening.is_some();
        let (_, all_timed) = *self.first.get_or_insert((row.days.first().copied().unwrap_or_default(), timed));
        if timed != all_timed {
            let (this, others) = if timed { ("hours", "days alone") } else { ("days alone", "hours") };
            problems
                .report(Code::CalendarWorking, at, format!("this row has {this}, and the rows before it have {others}"))
                .help("write `from` and `to` in every row, or in none");
            self.broken = true;
            return;
        }
        // What clashes on one weekday clashes on its neighbours too: it is said once.
        let clash = row.days.iter().find_map(|day| self.clash(*day, row.opening));
        if let Some(message) = clash {
            let help = "let each row have time of its own: `09:00` to `12:00`, then `13:00` to `18:00`";
            problems.report(Code::CalendarWorking, at, message).help(help);
            self.broken = true;
            return;
        }
        for day in &row.days {
            let Some(place) = self.days.get_mut(*day) else { continue };
            let openings = place.get_or_insert_default();
            openings.extend(row.opening);
            sort::all(openings);
        }
    }

    /// Why a weekday cannot have working time beside what it has already.
    fn clash(&self, day: usize, opening: Option<Opening>) -> Option<String> {
        let name = WEEKDAYS.get(day)?;
        let there = self.days.get(day)?.as_ref()?;
        match opening {
            None => Some(format!("`{name}` is written twice")),
            Some(new) => there
                .iter()
                .any(|old| old.overlaps(new))
                .then(|| format!("`{name}` has two working times that overlap")),
        }
    }

    fn finished(self) -> Option<Week> {
        let (model, _) = self.first?;
        (!self.broken).then(|| Week::new(self.days, model))
    }
}

fn read(row: &HoursDefinition, at: At<'_>, problems: &mut Problems) -> Option<Row> {
    let days = weekdays(&row.days, at.field("days"), problems);
    let opening = match (&row.from, &row.to) {
        (None, None) => Some(None),
        (Some(from), Some(to)) => opening(from, to, at, problems).map(Some),
        (from, _) => {
            let (missing, there) = if from.is_some() { ("to", "from") } else { ("from", "to") };
            problems
                .report(Code::DocumentMissingField, at.field(missing), format!("`{missing}` is missing"))
                .help(format!("write `{missing}` too, or leave out `{there}` where days alone are meant"));
            None
        }
    };
    Some(Row { days: days?, opening: opening? })
}

fn opening(from: &str, to: &str, at: At<'_>, problems: &mut Problems) -> Option<Opening> {
    let starts = minutes(from, 23 * 60 + 59, at.field("from"), problems);
    let ends = minutes(to, 24 * 60, at.field("to"), problems);
    let opening = Opening::of_minutes(starts?, ends?);
    if opening.is_none() {
        problems
            .report(Code::CalendarWorking, at.field("to"), format!("`{to}` is not after `{from}`"))
            .help("let it end later on the same day; a night is two rows, the first of them to `24:00`");
    }
    opening
}

/// A time of the day, in minutes after midnight.
fn minutes(text: &str, most: u32, at: At<'_>, problems: &mut Problems) -> Option<u32> {
    let written = text.split_once(':').and_then(|(hours, minutes)| Some((digits(hours, 2)?, digits(minutes, 2)?)));
    let read = written.filter(|(_, minutes)| *minutes < 60);
    let read = read.and_then(|(hours, minutes)| hours.checked_mul(60)?.checked_add(minutes));
    let read = read.filter(|minutes| *minutes <= most);
    if read.is_none() {
        let message = format!("`{text}` is not a time of the day");
        let help = "write hours and minutes with two digits each, such as `09:00`; a day ends at `24:00`";
        problems.unread(Code::ValueInvalid, at, message).help(help);
    }
    read
}

/// The weekdays of a text such as `mon .. wed, sat`, in the order written.
fn weekdays(text: &str, at: At<'_>, problems: &mut Problems) -> Option<Vec<usize>> {
    let mut days: Vec<usize> = Vec::new();
    for part in text.split(',') {
        for day in part_of_week(part, at, problems)? {
            if days.contains(&day) {
                let name = WEEKDAYS.get(day).copied().unwrap_or_default();
                problems
                    .report(Code::CalendarWorking, at, format!("`{name}` is written twice"))
                    .help("write each weekday once");
                return None;
            }
            days.push(day);
        }
    }
    Some(days)
}

/// One weekday, or all from one to another; a range may go on over the end of the week: `sun .. thu`.
fn part_of_week(part: &str, at: At<'_>, problems: &mut Problems) -> Option<Vec<usize>> {
    let Some((first, last)) = part.split_once("..") else {
        return Some(vec![weekday(part, at, problems)?]);
    };
    let (first, last) = (weekday(first, at, problems)?, weekday(last, at, problems)?);
    if first == last {
        problems
            .report(Code::CalendarWorking, at, format!("`{}` is a range of one day", part.trim()))
            .help("write the day alone; a whole week is `mon .. sun`");
        return None;
    }
    let steps = last.saturating_add(WEEK_DAYS).saturating_sub(first).rem_euclid(WEEK_DAYS);
    Some((0..=steps).map(|step| first.saturating_add(step).rem_euclid(WEEK_DAYS)).collect())
}

fn weekday(text: &str, at: At<'_>, problems: &mut Problems) -> Option<usize> {
    let name = text.trim();
    let found = WEEKDAYS.iter().position(|weekday| *weekday == name);
    if found.is_none() {
        problems
            .unread(Code::DocumentUnknownWord, at, format!("`{name}` is no day of the week"))
            .help("write days such as `mon .. fri` or `mon, wed, sat`");
    }
    found
}
