//! Tables of weeks, half months and years of whole weeks, against days that are found by looking at one after another,
//! and against years that companies have published.

#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, reason = "a test may stop at the first surprise")]

use attain::calendar::{
    CalendarDefinition, EndRule, FiscalCalendar, Grain, Pattern, Period, Weekday, YearEnd, YearEndDefinition,
    YearNamed, parse_day,
};
use attain::diagnostic::{At, Problems};
use attain::quantity::{Fraction, Outcome, Why};
use chrono::{Datelike, Days, NaiveDate};

/// The calendar of American retail.
fn retail() -> FiscalCalendar {
    of_weeks(Pattern::FourFiveFour, Weekday::Saturday, 1, EndRule::Nearest).named_by(YearNamed::Start).unwrap()
}

#[test]
fn every_retail_year_ends_on_the_saturday_nearest_to_the_end_of_january() {
    let calendar = retail();
    // The Saturday nearest to 31 January is the one among 28 January to 3 February. The first day of all was a Monday.
    let end = |year: i32| {
        let days = date(year, 1, 28).iter_days().take(7);
        days.into_iter().find(|day| day.num_days_from_ce() % 7 == 6).unwrap()
    };
    let mut of_53_weeks = Vec::new();
    for year in 1990..=2060 {
        let period = calendar.parse_period(&format!("FY{year}")).unwrap();
        assert_eq!((period.first(), period.last()), (end(year) + Days::new(1), end(year + 1)), "{year}");
        assert_eq!((period.year(), i64::from(period.index())), (Some(year), i64::from(year)));
        let weeks = calendar.parts_of(period, Grain::Week).unwrap().len();
        assert!(weeks == 52 || weeks == 53, "{year} has {weeks} weeks");
        if weeks == 53 {
            of_53_weeks.push(year);
        }
    }
    assert_eq!(of_53_weeks[..6], [1995, 2000, 2006, 2012, 2017, 2023]);
    assert_eq!(of_53_weeks[6..], [2028, 2034, 2040, 2045, 2051, 2056]);
}

#[test]
fn years_are_those_that_companies_have_published() {
    use EndRule::{Last, Nearest};
    let saturday =
        |month, rule, named| of_weeks(Pattern::FourFourFive, Weekday::Saturday, month, rule).named_by(named).unwrap();
    let retail = saturday(1, Nearest, YearNamed::Start);
    let (september, july, december) =
        (saturday(9, Last, YearNamed::End), saturday(7, Last, YearNamed::End), saturday(12, Last, YearNamed::Start));
    let table = [
        (&retail, "FY2012", "2012-01-29 to 2013-02-02", 53),
        (&retail, "FY2013", "2013-02-03 to 2014-02-01", 52),
        (&retail, "FY2022", "2022-01-30 to 2023-01-28", 52),
        (&retail, "FY2023", "2023-01-29 to 2024-02-03", 53),
        (&retail, "FY2024", "2024-02-04 to 2025-02-01", 52),
        // A maker of telephones: the last Saturday of September.
        (&september, "FY2012", "2011-09-25 to 2012-09-29", 53),
        (&september, "FY2017", "2016-09-25 to 2017-09-30", 53),
        (&september, "FY2023", "2022-09-25 to 2023-09-30", 53),
        (&september, "FY2024", "2023-10-01 to 2024-09-28", 52),
        // A maker of routers: the last Saturday of July.
        (&july, "FY2016", "2015-07-26 to 2016-07-30", 53),
        (&july, "FY2024", "2023-07-30 to 2024-07-27", 52),
        // A maker of processors: the last Saturday of December, whose years have one name either way.
        (&december, "FY2016", "2015-12-27 to 2016-12-31", 53),
        (&december, "FY2021", "2020-12-27 to 2021-12-25", 52),
        (&december, "FY2022", "2021-12-26 to 2022-12-31", 53),
    ];
    for (calendar, label, days, weeks) in table {
        let year = calendar.parse_period(label).unwrap();
        assert_eq!((year.span().to_string().as_str(), year.days() / 7), (days, weeks), "{label}");
        let first_week = calendar.period(Grain::Week, year.first()).unwrap();
        let last_week = calendar.period(Grain::Week, year.last()).unwrap();
        assert_eq!(calendar.label(first_week), format!("{label}-W01"));
        assert_eq!(calendar.label(last_week), format!("{label}-W{weeks}"));
    }
}

#[test]
fn a_year_that_ends_near_the_turn_of_the_year_keeps_its_name() {
    // Nearest to 31 December: the year 2026 ends on 2 January 2027, and two of them end in 2028.
    let table = [
        ("FY2026", "2026-01-04 to 2027-01-02"),
        ("FY2027", "2027-01-03 to 2028-01-01"),
        ("FY2028", "2028-01-02 to 2028-12-30"),
    ];
    for named in YearNamed::ALL {
        let calendar =
            of_weeks(Pattern::FourFourFive, Weekday::Saturday, 12, EndRule::Nearest).named_by(*named).unwrap();
        for (label, days) in table {
            assert_eq!(calendar.parse_period(label).unwrap().span().to_string(), days);
        }
    }
}

#[test]
fn the_53rd_week_is_in_the_last_month_quarter_and_half() {
    let calendar = retail();
    let table = [
        // day, month, week, quarter, half
        ("2023-01-28", "FY2022-M12", "FY2022-W52", "FY2022-Q4", "FY2022-H2"),
        ("2023-01-29", "FY2023-M01", "FY2023-W01", "FY2023-Q1", "FY2023-H1"),
        ("2023-02-25", "FY2023-M01", "FY2023-W04", "FY2023-Q1", "FY2023-H1"),
        ("2023-02-26", "FY2023-M02", "FY2023-W05", "FY2023-Q1", "FY2023-H1"),
        ("2023-04-01", "FY2023-M02", "FY2023-W09", "FY2023-Q1", "FY2023-H1"),
        ("2023-04-02", "FY2023-M03", "FY2023-W10", "FY2023-Q1", "FY2023-H1"),
        ("2023-04-29", "FY2023-M03", "FY2023-W13", "FY2023-Q1", "FY2023-H1"),
        ("2023-04-30", "FY2023-M04", "FY2023-W14", "FY2023-Q2", "FY2023-H1"),
        ("2023-07-29", "FY2023-M06", "FY2023-W26", "FY2023-Q2", "FY2023-H1"),
        ("2023-07-30", "FY2023-M07", "FY2023-W27", "FY2023-Q3", "FY2023-H2"),
        ("2024-01-27", "FY2023-M12", "FY2023-W52", "FY2023-Q4", "FY2023-H2"),
        ("2024-01-28", "FY2023-M12", "FY2023-W53", "FY2023-Q4", "FY2023-H2"),
        ("2024-02-03", "FY2023-M12", "FY2023-W53", "FY2023-Q4", "FY2023-H2"),
        ("2024-02-04", "FY2024-M01", "FY2024-W01", "FY2024-Q1", "FY2024-H1"),
    ];
    for (text, month, week, quarter, half) in table {
        let grains = [Grain::Month, Grain::Week, Grain::Quarter, Grain::Half];
        let labels = grains.map(|grain| calendar.label(calendar.period(grain, day(text)).unwrap()));
        assert_eq!(labels, [month, week, quarter, half], "{text}");
    }
}

#[test]
fn patterns_put_weeks_together_to_months() {
    let table = [
        (Pattern::FourFourFive, [4, 4, 5], [4, 4, 6]),
        (Pattern::FourFiveFour, [4, 5, 4], [4, 5, 5]),
        (Pattern::FiveFourFour, [5, 4, 4], [5, 4, 5]),
    ];
    for (pattern, quarter, last) in table {
        let calendar = of_weeks(pattern, Weekday::Saturday, 1, EndRule::Nearest);
        let weeks = |label: &str| {
            let months = calendar.parts_of(calendar.parse_period(label).unwrap(), Grain::Month).unwrap();
            months.into_iter().map(|month| month.days() / 7).collect::<Vec<i64>>()
        };
        assert_eq!(
            weeks("FY2023"),
            quarter.repeat(4),
            "named by its end, this is the year before the one with 53 weeks"
        );
        assert_eq!(weeks("FY2024"), [quarter, quarter, quarter, last].concat());
    }
}

#[test]
fn monday_weeks_are_those_of_iso_8601_on_every_day() {
    let calendar = FiscalCalendar::starting(7, 1).unwrap();
    let mut day = date(1, 1, 1);
    while day.year() <= 9999 {
        let iso = day.iso_week();
        let week = calendar.period(Grain::Week, day).unwrap();
        assert_eq!((week.year(), week.index()), (Some(iso.year()), iso.week()), "{day}");
        assert_eq!(week.first() + Days::new(u64::from(day.weekday().num_days_from_monday())), day);
        if day.ordinal() < 8 || day.ordinal() > 358 {
            assert_eq!(calendar.label(week), format!("{:04}-W{:02}", iso.year(), iso.week()));
            assert_eq!(calendar.parse_period(&calendar.label(week)), Ok(week));
        }
        day = day.succ_opt().unwrap();
    }
}

#[test]
fn weeks_of_another_first_day_are_written_by_it() {
    let table = [
        // week starts, day, label, index, year of the index
        (Weekday::Sunday, "2026-02-15", "week 2026-02-15", 7, 2026),
        (Weekday::Sunday, "2026-02-21", "week 2026-02-15", 7, 2026),
        (Weekday::Sunday, "2026-02-22", "week 2026-02-22", 8, 2026),
        // The fourth day is 31 December 2025: the week is of that year.
        (Weekday::Sunday, "2026-01-03", "week 2025-12-28", 53, 2025),
        (Weekday::Sunday, "2026-01-04", "week 2026-01-04", 1, 2026),
        (Weekday::Saturday, "2026-01-01", "week 2025-12-27", 52, 2025),
        (Weekday::Saturday, "2026-01-03", "week 2026-01-03", 1, 2026),
        (Weekday::Wednesday, "2026-01-06", "week 2025-12-31", 1, 2026),
        // The first day of all lies in a week that starts in the year before it.
        (Weekday::Sunday, "0001-01-01", "week 0000-12-31", 1, 1),
        (Weekday::Thursday, "0001-01-01", "week 0000-12-28", 53, 0),
        (Weekday::Sunday, "9999-12-31", "week 9999-12-26", 52, 9999),
        (Weekday::Friday, "9999-12-31", "week 9999-12-31", 1, 10_000),
    ];
    for (starts, text, label, index, year) in table {
        let calendar = FiscalCalendar::default().with_weeks_from(starts).unwrap();
        let week = calendar.period(Grain::Week, day(text)).unwrap();
        assert_eq!((calendar.label(week).as_str(), week.index(), week.year()), (label, index, Some(year)), "{text}");
        assert_eq!(calendar.parse_period(label), Ok(week));
    }
}

#[test]
fn half_months_are_15_days_and_the_rest() {
    let calendar = FiscalCalendar::default();
    let fiscal = FiscalCalendar::starting(7, 15).unwrap();
    let table = [
        (&calendar, "2026-02-01", "2026-02-A", "2026-02-01 to 2026-02-15", 3),
        (&calendar, "2026-02-15", "2026-02-A", "2026-02-01 to 2026-02-15", 3),
        (&calendar, "2026-02-16", "2026-02-B", "2026-02-16 to 2026-02-28", 4),
        (&calendar, "2024-02-29", "2024-02-B", "2024-02-16 to 2024-02-29", 4),
        (&calendar, "2026-07-31", "2026-07-B", "2026-07-16 to 2026-07-31", 14),
        (&calendar, "2026-12-31", "2026-12-B", "2026-12-16 to 2026-12-31", 24),
        (&fiscal, "2025-07-15", "FY2026-M01-A", "2025-07-15 to 2025-07-29", 1),
        (&fiscal, "2025-07-30", "FY2026-M01-B", "2025-07-30 to 2025-08-14", 2),
        (&fiscal, "2024-02-29", "FY2024-M08-A", "2024-02-15 to 2024-02-29", 15),
        (&fiscal, "2024-03-01", "FY2024-M08-B", "2024-03-01 to 2024-03-14", 16),
        (&fiscal, "2025-03-01", "FY2025-M08-A", "2025-02-15 to 2025-03-01", 15),
    ];
    for (calendar, text, label, days, index) in table {
        let half = calendar.period(Grain::HalfMonth, day(text)).unwrap();
        assert_eq!(
            (calendar.label(half).as_str(), half.span().to_string().as_str(), half.index()),
            (label, days, index)
        );
        assert_eq!(calendar.parse_period(label), Ok(half));
    }
    let half = calendar.parse_period("2024-02-B").unwrap();
    assert_eq!(calendar.label(calendar.last_year(half).unwrap()), "2023-02-B");
    assert_eq!(calendar.label(calendar.shift(half, -1).unwrap()), "2024-02-A");
    assert_eq!(Some(half.elapsed(day("2024-02-22"))), Fraction::new(1, 2));
}

#[test]
fn last_year_is_the_same_week_and_prior_52_the_same_days() {
    let (retail, iso) = (retail(), FiscalCalendar::default());
    let table = [
        (&retail, "FY2024-W01", Ok("FY2023-W01"), "FY2023-W02"),
        (&retail, "FY2024-W52", Ok("FY2023-W52"), "FY2023-W53"),
        (&retail, "FY2023-W01", Ok("FY2022-W01"), "FY2022-W01"),
        (&retail, "FY2023-W53", Err(Why::NoPeriod), "FY2023-W01"),
        (&iso, "2026-W08", Ok("2025-W08"), "2025-W08"),
        (&iso, "2027-W01", Ok("2026-W01"), "2026-W02"),
        (&iso, "2026-W53", Err(Why::NoPeriod), "2026-W01"),
    ];
    for (calendar, label, last_year, weeks_before) in table {
        let week = calendar.parse_period(label).unwrap();
        let text = |found: Outcome<Period>| found.map(|period| calendar.label(period));
        assert_eq!(text(calendar.last_year(week)), last_year.map(str::to_owned), "{label}");
        assert_eq!(text(calendar.shift(week, -52)), Ok(weeks_before.to_owned()), "{label}");
    }
    for (label, before) in
        [("FY2024", "FY2023"), ("FY2024-M12", "FY2023-M12"), ("FY2023-Q4", "FY2022-Q4"), ("FY2024-H1", "FY2023-H1")]
    {
        assert_eq!(retail.last_year(retail.parse_period(label).unwrap()), Ok(retail.parse_period(before).unwrap()));
    }
}

#[test]
fn texts_of_other_calendars_are_told_the_spelling_of_this_one() {
    let sunday = FiscalCalendar::default().with_weeks_from(Weekday::Sunday).unwrap();
    let fiscal = FiscalCalendar::starting(7, 1).unwrap();
    let table = [
        (&sunday, "2026-W07", "week 2026-02-15"),
        (&sunday, "week 2026-02-18", "week 2026-02-15"),
        (&fiscal, "FY2026-W08", "2026-W08"),
        (&fiscal, "2026-w8", "2026-W08"),
        (&fiscal, "week 2026-02-18", "2026-W08"),
        (&fiscal, "2026-02-a", "2026-02-A"),
        (&fiscal, "2026-2-B", "2026-02-B"),
        (&retail(), "2023-W53", "FY2023-W53"),
        (&retail(), "fy2023-m1", "FY2023-M01"),
    ];
    for (calendar, text, meant) in table {
        let expected = format!("`{text}` is not how this calendar writes a period; did you mean `{meant}`?");
        assert_eq!(calendar.parse_period(text).unwrap_err().to_string(), expected);
    }
    for text in [
        "FY2022-W53",
        "FY2023-W54",
        "FY2023-W00",
        "2023-02",
        "2023-02-A",
        "FY2023-M02-A",
        "FY2023-M13",
        "week",
        "FY2023-A",
    ] {
        let expected = format!(
            "`{text}` is not a period; write `FY2026`, `FY2026-H1`, `FY2026-Q1`, `FY2026-M01`, `FY2026-W02`, or `2026-02-14`"
        );
        let error = retail().parse_period(text).unwrap_err().to_string();
        assert_eq!(error, expected);
    }
    let error = fiscal.parse_period("week 18 February").unwrap_err();
    assert_eq!(
        error.to_string(),
        "`18 February` is not a day; write the year, the month and the day as in `2026-02-14`"
    );
}

#[test]
fn a_calendar_of_whole_weeks_has_no_half_months() {
    let calendar = retail();
    assert_eq!(calendar.grain("half_month"), None);
    assert!(!calendar.grain_names().any(|name| name == "half_month"));
    assert_eq!(
        calendar.grain_help("half_month"),
        "a calendar of whole weeks has no half months; take `week` or `month`"
    );
    assert_eq!(calendar.grain_help("wek"), "did you mean `week`?");
    assert_eq!(calendar.period(Grain::HalfMonth, day("2026-02-14")), Err(Why::NoPeriod));
    let year = calendar.parse_period("FY2023").unwrap();
    assert!(calendar.parts(year.span(), Grain::HalfMonth).unwrap().is_empty());
    assert!(calendar.boundaries(Grain::HalfMonth, year.span()).is_empty());
    let half = FiscalCalendar::default().parse_period("2026-02-A").unwrap();
    assert_eq!((calendar.shift(half, 1), calendar.last_year(half)), (Err(Why::NoPeriod), Err(Why::NoPeriod)));
}

#[test]
fn nothing_breaks_at_the_ends_of_time() {
    let days: Vec<NaiveDate> =
        date(1, 1, 1).iter_days().take(9).chain(date(9999, 12, 23).iter_days().take(9)).collect();
    for (weekday, month, rule) in every_end() {
        for pattern in &Pattern::ALL[1..] {
            for named in YearNamed::ALL {
                let calendar = of_weeks(*pattern, weekday, month, rule).named_by(*named).unwrap();
                for day in &days {
                    at_the_end(&calendar, *day);
                }
            }
        }
    }
    for starts in Weekday::ALL {
        let calendar = FiscalCalendar::starting(7, 20).unwrap().with_weeks_from(*starts).unwrap();
        for day in &days {
            at_the_end(&calendar, *day);
        }
    }
}

fn at_the_end(calendar: &FiscalCalendar, day: NaiveDate) {
    for grain in calendar.grains() {
        let period = calendar.period(grain, day).unwrap();
        assert!(period.contains(day));
        assert_eq!(calendar.parse_period(&calendar.label(period)), Ok(period), "{}", calendar.label(period));
        for steps in [-2, -1, 1, 2, i64::MIN, i64::MAX] {
            if let Ok(there) = calendar.shift(period, steps) {
                assert_eq!(calendar.shift(there, -steps), Ok(period));
            }
        }
        if let Ok(before) = calendar.last_year(period) {
            assert!(before.first() < period.first());
        }
    }
}

#[test]
fn every_year_of_weeks_is_found_by_looking_at_one_day_after_another() {
    for (weekday, month, rule) in every_end() {
        let calendar = of_weeks(Pattern::FourFourFive, weekday, month, rule);
        // The days on which a year may end: a week around the end of the month.
        let ends = |year: i32| {
            let next = if month == 12 { date(year + 1, 1, 1) } else { date(year, month + 1, 1) };
            let (from, to) = if rule == EndRule::Last { (7, 0) } else { (4, 3) };
            let days =
                (next - Days::new(from)).iter_days().take_while(|day| *day < next + Days::new(to)).collect::<Vec<_>>();
            assert_eq!(days.len(), 7);
            days.into_iter().find(|day| Weekday::of(*day) == weekday).unwrap()
        };
        for year in 1990..=2060 {
            let period = calendar.parse_period(&format!("FY{year}")).unwrap();
            assert_eq!((period.first(), period.last()), (ends(year - 1) + Days::new(1), ends(year)));
        }
    }
}

#[test]
fn everything_that_is_wrong_with_weeks_is_told_with_its_remedy() {
    let saturday = YearEndDefinition { weekday: Weekday::Saturday, month: 1, rule: EndRule::Nearest };
    let weeks = CalendarDefinition { pattern: Some(Pattern::FourFiveFour), ..CalendarDefinition::default() };
    let table = [
        (
            weeks.clone(),
            "calendar.last: a year of `4-5-4` weeks ends on a day that is not said\n  \
             help: write `\"last\": { \"weekday\": \"saturday\", \"month\": 1, \"rule\": \"nearest\" }`",
        ),
        (
            CalendarDefinition { last: Some(saturday.clone()), ..CalendarDefinition::default() },
            "calendar.last: a year of months ends with a month, not on a day of the week\n  \
             help: leave `last` out, or write a `pattern` of weeks such as `4-4-5`",
        ),
        (
            CalendarDefinition { last: Some(saturday.clone()), year_starts: Some("02-01".into()), ..weeks.clone() },
            "calendar.year_starts: a year of `4-5-4` weeks starts on the day after the one that `last` says\n  \
             help: leave `year_starts` out",
        ),
        (
            CalendarDefinition { last: Some(saturday.clone()), week_starts: Some(Weekday::Monday), ..weeks.clone() },
            "calendar.week_starts: weeks cannot start on monday: the years of this calendar start on sunday\n  \
             help: write `sunday`, or leave it out; or let `last` be another day",
        ),
        (
            CalendarDefinition { last: Some(YearEndDefinition { month: 13, ..saturday.clone() }), ..weeks.clone() },
            "calendar.last.month: there is no month 13: months are 1 to 12\n  \
             help: write the number of the month at whose end the year ends, such as `1` for January",
        ),
        (CalendarDefinition { last: Some(saturday), week_starts: Some(Weekday::Sunday), ..weeks }, ""),
    ];
    for (definition, told) in table {
        let mut problems = Problems::new();
        FiscalCalendar::compile(&definition, At::root().field("calendar"), &mut problems);
        assert_eq!(problems.to_string(), told);
    }
}

#[test]
fn builders_refuse_what_cannot_be() {
    let last = YearEnd::new(Weekday::Saturday, 1, EndRule::Nearest).unwrap();
    let errors = [
        FiscalCalendar::of_weeks(Pattern::Months, last).unwrap_err(),
        retail().with_weeks_from(Weekday::Monday).unwrap_err(),
        YearEnd::new(Weekday::Saturday, 0, EndRule::Nearest).unwrap_err(),
    ];
    assert_eq!(
        errors.map(|error| error.to_string()),
        [
            "`months` is no pattern of weeks",
            "the years of this calendar start on a sunday, and so do its weeks",
            "there is no month 0: months are 1 to 12",
        ],
    );
    assert_eq!(retail().with_weeks_from(Weekday::Sunday), Ok(retail()));
    assert_eq!(
        (retail().year_starts(), retail().year_end(), retail().pattern()),
        ((2, 1), Some(last), Pattern::FourFiveFour)
    );
}

fn every_end() -> impl Iterator<Item = (Weekday, u32, EndRule)> {
    let months = (1..=12).flat_map(|month| EndRule::ALL.iter().map(move |rule| (month, *rule)));
    months.flat_map(|(month, rule)| Weekday::ALL.iter().map(move |weekday| (*weekday, month, rule)))
}

fn of_weeks(pattern: Pattern, weekday: Weekday, month: u32, rule: EndRule) -> FiscalCalendar {
    FiscalCalendar::of_weeks(pattern, YearEnd::new(weekday, month, rule).unwrap()).unwrap()
}

fn day(text: &str) -> NaiveDate {
    parse_day(text).unwrap()
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}
