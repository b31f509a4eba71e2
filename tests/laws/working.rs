//! Laws of working days and working time.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may stop at the first surprise"
)]

use attain::calendar::{CalendarDefinition, HoursDefinition, Span, WorkingCalendar};
use attain::diagnostic::{At, Problems};
use attain::document::OneOrMany;
use attain::quantity::Why;
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;

/// The days that exceptions and questions are about: the years 2024 to 2026, which all calendars here know.
const DAYS: i32 = 1096;

proptest! {
    #[test]
    fn the_working_days_of_a_span_are_those_of_its_parts(written in written(), days in vec(day(), 3)) {
        let calendar = written.calendar();
        let mut days = days;
        days.sort_unstable();
        let count = |from, to| calendar.workdays(Span::new(from, to).unwrap()).unwrap();
        prop_assert_eq!(count(days[0], days[1]) + count(days[1], days[2]), count(days[0], days[2]));
    }

    #[test]
    fn a_span_has_as_many_working_days_as_there_are_when_counted_one_by_one(written in written(), ends in [day(), day()]) {
        let calendar = written.calendar();
        let (from, to) = (ends[0].min(ends[1]), ends[0].max(ends[1]));
        let counted = from.iter_days().take_while(|day| *day < to).filter(|day| written.works_on(*day)).count();
        let span = Span::new(from, to).unwrap();
        prop_assert_eq!(calendar.workdays(span), Ok(u32::try_from(counted).unwrap()));
    }

    #[test]
    fn a_day_is_worked_as_its_list_or_else_its_weekday_says(written in written(), day in day()) {
        prop_assert_eq!(written.calendar().is_working(day), Ok(written.works_on(day)));
    }

    #[test]
    fn so_many_working_days_lie_between_a_day_and_the_one_they_lead_to(written in written(), day in day(), steps in 1_i64..300) {
        let calendar = written.calendar();
        match calendar.add_workdays(day, steps) {
            Ok(reached) => {
                prop_assert!(written.works_on(reached));
                let after = Span::new(day + Days::new(1), reached + Days::new(1)).unwrap();
                prop_assert_eq!(calendar.workdays(after).map(i64::from), Ok(steps));
                if written.works_on(day) {
                    prop_assert_eq!(calendar.add_workdays(reached, -steps), Ok(day), "and the way back");
                }
            }
            Err(why) => prop_assert_eq!(why, Why::UnknownYear(2027)),
        }
        match calendar.add_workdays(day, -steps) {
            Ok(reached) => {
                prop_assert!(written.works_on(reached));
                prop_assert_eq!(calendar.workdays(Span::new(reached, day).unwrap()).map(i64::from), Ok(steps));
            }
            Err(why) => prop_assert_eq!(why, Why::UnknownYear(2023)),
        }
    }

    #[test]
    fn the_next_working_day_is_the_first_one_from_a_day_on(written in written(), day in day()) {
        let expected = day.iter_days().take_while(|day| day.year() < 2027).find(|day| written.works_on(*day));
        prop_assert_eq!(written.calendar().next_working(day).ok(), expected);
    }

    #[test]
    fn working_time_added_is_the_working_time_between(written in written(), start in moment(), seconds in 0_i64..2_000_000) {
        let calendar = written.calendar();
        let time = TimeDelta::seconds(seconds);
        match calendar.add_working_time(start, time) {
            Ok(end) => {
                prop_assert!(end >= start);
                prop_assert_eq!(calendar.working_time_between(start, end), Ok(time));
                prop_assert_eq!(calendar.working_time_between(end, start), Ok(-time));
            }
            Err(why) => prop_assert_eq!(why, Why::UnknownYear(2027)),
        }
        match calendar.add_working_time(start, -time) {
            Ok(end) if seconds > 0 => prop_assert_eq!(calendar.working_time_between(end, start), Ok(time)),
            Ok(_) => {}
            Err(why) => prop_assert!(matches!(why, Why::UnknownYear(2023 | 2027))),
        }
    }

    #[test]
    fn working_time_between_is_counted_minute_by_minute(written in written(), start in moment(), length in 0_i64..4_000) {
        let start = start.date().and_time(NaiveTime::MIN) + TimeDelta::minutes(start.and_utc().timestamp() % 1440);
        let end = start + TimeDelta::minutes(length);
        let calendar = written.calendar();
        let open = (0..length).filter(|minute| written.is_open(start + TimeDelta::minutes(*minute))).count();
        if let Ok(time) = calendar.working_time_between(start, end) {
            prop_assert_eq!(time, TimeDelta::minutes(i64::try_from(open).unwrap()));
        } else {
            prop_assert!(end.date().year() == 2027);
        }
        prop_assert_eq!(calendar.is_open(start), Ok(written.is_open(start)));
    }

    #[test]
    fn working_time_may_be_added_in_parts(written in written(), start in moment(), parts in [0_i64..300_000, 0..300_000]) {
        let calendar = written.calendar();
        let [first, second] = parts.map(TimeDelta::seconds);
        let at_once = calendar.add_working_time(start, first + second);
        let in_parts = calendar.add_working_time(start, first).and_then(|half| calendar.add_working_time(half, second));
        prop_assert_eq!(in_parts, at_once);
    }

    #[test]
    fn whoever_starts_later_or_needs_longer_is_not_done_earlier(
        written in written(),
        starts in [moment(), moment()],
        times in [0_i64..300_000, 0..300_000],
        days in [0_u32..30, 0..30],
    ) {
        let calendar = written.calendar();
        let (early, late) = (starts[0].min(starts[1]), starts[0].max(starts[1]));
        let (short, long) = (times[0].min(times[1]), times[0].max(times[1]));
        if let (Ok(first), Ok(last)) = (
            calendar.add_working_time(early, TimeDelta::seconds(short)),
            calendar.add_working_time(late, TimeDelta::seconds(long)),
        ) {
            prop_assert!(first <= last);
        }
        let (few, many) = (days[0].min(days[1]), days[0].max(days[1]));
        if let (Ok(first), Ok(last)) = (calendar.add_working_days(early, few), calendar.add_working_days(late, many)) {
            prop_assert!(first <= last);
        }
    }

    #[test]
    fn a_deadline_lies_in_working_time_or_at_an_end_of_it(
        written in written(),
        start in moment(),
        seconds in 0_i64..300_000,
        days in 0_u32..30,
    ) {
        let calendar = written.calendar();
        let deadlines = [
            calendar.add_working_time(start, TimeDelta::seconds(seconds)),
            calendar.add_working_days(start, days),
            calendar.next_open(start),
        ];
        for deadline in deadlines.into_iter().flatten() {
            let before = deadline - TimeDelta::nanoseconds(1);
            prop_assert!(written.is_open(deadline) || written.is_open(before), "{}", deadline);
        }
    }

    #[test]
    fn a_span_with_an_unknown_day_has_no_working_days(written in written(), from in day(), days in 0_u64..2000) {
        let to = from + Days::new(days);
        let outcome = written.calendar().workdays(Span::new(from, to).unwrap());
        let unknown = to > NaiveDate::from_ymd_opt(2027, 1, 1).unwrap();
        prop_assert_eq!(outcome.err(), unknown.then_some(Why::UnknownYear(2027)));
    }
}

/// A calendar as it is written, to be read by the library and by hand.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    /// For each weekday from Monday on, openings in minutes; none where it is not worked.
    week: Vec<Vec<(u32, u32)>>,
    off: Vec<NaiveDate>,
    worked: Vec<NaiveDate>,
}

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl Written {
    pub(crate) fn calendar(&self) -> WorkingCalendar {
        let time = |minutes: u32| Some(format!("{:02}:{:02}", minutes / 60, minutes % 60));
        let mut rows = Vec::new();
        for (day, openings) in WEEKDAYS.iter().zip(&self.week) {
            for (from, to) in openings {
                rows.push(HoursDefinition { days: (*day).to_owned(), from: time(*from), to: time(*to) });
            }
        }
        let texts = |days: &[NaiveDate]| days.iter().map(ToString::to_string).collect();
        let definition = CalendarDefinition {
            hours: Some(OneOrMany(rows)),
            off: texts(&self.off),
            worked: texts(&self.worked),
            known: Some("2024-01-01 .. 2027-01-01".to_owned()),
            ..CalendarDefinition::default()
        };
        let mut problems = Problems::new();
        let calendar = WorkingCalendar::compile(&definition, At::root(), &mut problems);
        assert!(problems.is_empty(), "{problems}");
        calendar.unwrap()
    }

    fn openings(&self, day: NaiveDate) -> &[(u32, u32)] {
        if self.off.contains(&day) {
            return &[];
        }
        let weekday = usize::try_from(day.weekday().num_days_from_monday()).unwrap();
        let model = self.week.iter().position(|openings| !openings.is_empty()).unwrap();
        &self.week[if self.worked.contains(&day) { model } else { weekday }]
    }

    fn works_on(&self, day: NaiveDate) -> bool {
        !self.openings(day).is_empty()
    }

    pub(crate) fn is_open(&self, at: NaiveDateTime) -> bool {
        let after_midnight = at.time().signed_duration_since(NaiveTime::MIN);
        let inside = |(from, to): &(u32, u32)| {
            TimeDelta::minutes(i64::from(*from)) <= after_midnight
                && after_midnight < TimeDelta::minutes(i64::from(*to))
        };
        self.openings(at.date()).iter().any(inside)
    }
}

/// A week of any hours, with days off and make-up days, more of them near one another than far.
pub(crate) fn written() -> impl Strategy<Value = Written> {
    let openings = btree_set(0_u32..=1440, 0..6).prop_map(|ends| {
        let ends: Vec<u32> = ends.into_iter().collect();
        ends.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect::<Vec<(u32, u32)>>()
    });
    let week = vec(openings, 7).prop_filter("a week without work", |week| week.iter().any(|day| !day.is_empty()));
    let exceptions = btree_set(day(), 0..40).prop_flat_map(|days| {
        let count = days.len();
        (Just(days), vec(any::<bool>(), count))
    });
    (week, exceptions).prop_map(|(week, (days, worked))| {
        let of = |wanted: bool| {
            let both = days.iter().zip(&worked).filter(|(_, worked)| **worked == wanted);
            both.map(|(day, _)| *day).collect()
        };
        Written { week, off: of(false), worked: of(true) }
    })
}

fn day() -> impl Strategy<Value = NaiveDate> {
    let first = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
    prop_oneof![0..DAYS, 300..330].prop_map(move |after| first + TimeDelta::days(i64::from(after)))
}

/// A moment to the second, often on the minute, on a day that is known.
pub(crate) fn moment() -> impl Strategy<Value = NaiveDateTime> {
    let second = prop_oneof![(0_i64..1440).prop_map(|minute| minute * 60), 0_i64..86_400];
    (day(), second).prop_map(|(day, second)| day.and_time(NaiveTime::MIN) + TimeDelta::seconds(second))
}
