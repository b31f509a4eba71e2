//! Tables of years that are shorter than the rule says.

#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, reason = "a test may stop at the first surprise")]

use attain::calendar::{
    CalendarDefinition, EndRule, FiscalCalendar, Grain, LISTED_YEARS_MAX, Pattern, Period, Span, Weekday, YearEnd,
    YearEndDefinition, YearNamed, parse_day,
};
use attain::diagnostic::{At, Problems};
use attain::error::ErrorKind;
use attain::id::Name;
use attain::quantity::{Outcome, Why};
use chrono::{Days, NaiveDate};

/// A listed year as it is written: its label and its days.
type Written = (&'static str, &'static str);

/// Years ended in June, and end in December from 2026 on.
fn june_to_december() -> FiscalCalendar {
    with_years(FiscalCalendar::default(), &[("FY2025S", "2025-07-01", "2026-01-01")])
}

#[test]
fn a_listed_year_stands_between_those_before_and_after() {
    let calendar = june_to_december();
    let table = [
        // day, year, half, quarter, month, number of the month in its year
        ("2024-06-30", "FY2024", "FY2024-H2", "FY2024-Q4", "2024-06", 12),
        ("2024-07-01", "FY2025", "FY2025-H1", "FY2025-Q1", "2024-07", 1),
        ("2025-06-30", "FY2025", "FY2025-H2", "FY2025-Q4", "2025-06", 12),
        ("2025-07-01", "FY2025S", "FY2025S-H1", "FY2025S-Q1", "2025-07", 1),
        ("2025-12-31", "FY2025S", "FY2025S-H1", "FY2025S-Q2", "2025-12", 6),
        ("2026-01-01", "FY2026", "FY2026-H1", "FY2026-Q1", "2026-01", 1),
        ("2026-12-31", "FY2026", "FY2026-H2", "FY2026-Q4", "2026-12", 12),
        ("2027-01-01", "FY2027", "FY2027-H1", "FY2027-Q1", "2027-01", 1),
    ];
    for (text, year, half, quarter, month, index) in table {
        let grains = [Grain::Year, Grain::Half, Grain::Quarter, Grain::Month];
        let periods = grains.map(|grain| calendar.period(grain, day(text)).unwrap());
        assert_eq!(periods.map(|period| calendar.label(period)), [year, half, quarter, month], "{text}");
        assert_eq!(periods.map(|period| calendar.parse_period(&calendar.label(period)).unwrap()), periods);
        assert_eq!(periods.last().unwrap().index(), index, "{text}");
        let first = periods.first().unwrap();
        let number = year.get(2..6).unwrap().parse().unwrap();
        assert_eq!((first.year(), first.index()), (Some(number), u32::try_from(number).unwrap()));
    }
    let in_year = calendar.period(Grain::Day, day("2025-07-02")).unwrap();
    assert_eq!((in_year.index(), in_year.year()), (2, Some(2025)));
    let half_month = calendar.parse_period("2025-07-B").unwrap();
    assert_eq!(half_month.index(), 2);
    let week = calendar.parse_period("2025-W27").unwrap();
    assert_eq!((week.first(), week.index()), (day("2025-06-30"), 27), "weeks do not mind years of months");
}

#[test]
fn prior_goes_on_across_a_short_year_and_last_year_wants_the_same_months() {
    let calendar = june_to_december();
    let none = Err(Why::NoPeriod);
    let table = [
        ("FY2026", "FY2025S", none.clone()),
        ("FY2025S", "FY2025", none.clone()),
        ("FY2027", "FY2026", Ok("FY2026")),
        ("FY2025", "FY2024", Ok("FY2024")),
        ("FY2026-H1", "FY2025S-H1", Ok("FY2025-H2")),
        ("FY2026-H2", "FY2026-H1", Ok("FY2025S-H1")),
        ("FY2025S-H1", "FY2025-H2", Ok("FY2025-H1")),
        ("FY2026-Q1", "FY2025S-Q2", Ok("FY2025-Q3")),
        ("FY2026-Q3", "FY2026-Q2", Ok("FY2025S-Q1")),
        ("2026-01", "2025-12", Ok("2025-01")),
        ("2026-01-A", "2025-12-B", Ok("2025-01-A")),
        ("2026-02-28", "2026-02-27", Ok("2025-02-28")),
    ];
    let text = |found: Outcome<Period>| found.map(|period| calendar.label(period));
    for (label, prior, last_year) in table {
        let period = calendar.parse_period(label).unwrap();
        assert_eq!(text(calendar.shift(period, -1)), Ok(prior.to_owned()), "{label}");
        assert_eq!(text(calendar.last_year(period)), last_year.map(str::to_owned), "{label}");
        assert_eq!(calendar.shift(calendar.shift(period, -9).unwrap(), 9), Ok(period));
    }
}

#[test]
fn the_last_quarter_and_half_of_a_short_year_may_be_short() {
    let calendar = with_years(FiscalCalendar::default(), &[("Stub", "2025-06-01", "2026-01-01")]);
    let year = calendar.parse_period("Stub").unwrap();
    let parts = |grain| {
        let parts = calendar.parts_of(year, grain).unwrap();
        parts.into_iter().map(|part| format!("{} {}", calendar.label(part), part.span())).collect::<Vec<_>>()
    };
    assert_eq!(
        parts(Grain::Quarter),
        ["Stub-Q1 2025-06-01 to 2025-08-31", "Stub-Q2 2025-09-01 to 2025-11-30", "Stub-Q3 2025-12-01 to 2025-12-31",],
    );
    assert_eq!(parts(Grain::Half), ["Stub-H1 2025-06-01 to 2025-11-30", "Stub-H2 2025-12-01 to 2025-12-31"]);
    assert_eq!(parts(Grain::Month).len(), 7);
    assert_eq!(parts(Grain::HalfMonth).len(), 14);
    // A quarter of one month has no counterpart that is as long.
    let short = calendar.parse_period("Stub-Q3").unwrap();
    assert_eq!(calendar.last_year(short), Err(Why::NoPeriod));
    assert!(calendar.parse_period("Stub-Q4").is_err());
    assert_eq!(
        calendar.parse_period("stub-q3").unwrap_err().to_string(),
        "`stub-q3` is not how this calendar writes a period; did you mean `Stub-Q3`?",
    );
}

#[test]
fn several_years_may_be_listed_with_whole_years_between() {
    let listed =
        [("A", "2010-01-01", "2010-07-01"), ("B", "2012-07-01", "2013-04-01"), ("C", "2013-04-01", "2014-01-01")];
    let calendar = with_years(FiscalCalendar::default(), &listed);
    let years = calendar.parts(span("2008-06-01", "2016-01-01"), Grain::Year).unwrap();
    let years: Vec<String> =
        years.into_iter().map(|year| format!("{} from {}", calendar.label(year), year.first())).collect();
    assert_eq!(
        years,
        [
            "FY2008 from 2008-01-01",
            "FY2009 from 2009-01-01",
            "A from 2010-01-01",
            "FY2011 from 2010-07-01",
            "FY2012 from 2011-07-01",
            "B from 2012-07-01",
            "C from 2013-04-01",
            "FY2014 from 2014-01-01",
            "FY2015 from 2015-01-01",
        ],
    );
    assert_eq!(calendar.listed_years().map(|(label, _)| label.to_string()).collect::<Vec<_>>(), ["A", "B", "C"]);
}

#[test]
fn a_year_of_whole_weeks_may_be_short_too() {
    // Years ended at the end of January, and end in December from 2025 on.
    let calendar = with_years(weeks(12), &[("FY2024S", "2024-02-04", "2024-12-29")]);
    let year = calendar.parse_period("FY2024S").unwrap();
    assert_eq!(calendar.parts_of(year, Grain::Week).unwrap().len(), 47);
    let months = calendar.parts_of(year, Grain::Month).unwrap();
    let sizes: Vec<i64> = months.iter().map(|month| month.days() / 7).collect();
    assert_eq!(sizes, [4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 4], "the last month has what is left");
    let last_week = calendar.period(Grain::Week, year.last()).unwrap();
    let last_quarter = calendar.period(Grain::Quarter, year.last()).unwrap();
    assert_eq!((calendar.label(last_week), calendar.label(last_quarter)), ("FY2024S-W47".into(), "FY2024S-Q4".into()));

    let before = calendar.shift(year, -1).unwrap();
    assert_eq!(
        (calendar.label(before).as_str(), before.span().to_string().as_str()),
        ("FY2024", "2023-01-29 to 2024-02-03")
    );
    let after = calendar.shift(year, 1).unwrap();
    assert_eq!(
        (calendar.label(after).as_str(), after.span().to_string().as_str()),
        ("FY2025", "2024-12-29 to 2026-01-03")
    );
    assert_eq!(calendar.last_year(after), Err(Why::NoPeriod));

    let week = calendar.parse_period("FY2025-W01").unwrap();
    assert_eq!(calendar.label(calendar.last_year(week).unwrap()), "FY2024-W49", "52 weeks earlier");
    let week = calendar.parse_period("FY2026-W01").unwrap();
    assert_eq!(calendar.label(calendar.last_year(week).unwrap()), "FY2025-W01", "both years are whole");
}

#[test]
fn a_label_has_the_number_that_is_written_in_it() {
    let start = FiscalCalendar::default().named_by(YearNamed::Start).unwrap();
    // Named by their start, the years before and after are 2024 and 2026.
    let calendar = with_years(start, &[("FY2025", "2025-07-01", "2026-01-01")]);
    let labels = ["2025-06-30", "2025-07-01", "2026-01-01"].map(|text| {
        let year = calendar.period(Grain::Year, day(text)).unwrap();
        assert_eq!(calendar.parse_period(&calendar.label(year)), Ok(year));
        (calendar.label(year), year.year().unwrap())
    });
    assert_eq!(labels, [("FY2024".into(), 2024), ("FY2025".into(), 2025), ("FY2026".into(), 2026)]);
    let error = calendar.named_by(YearNamed::End).unwrap_err();
    assert_eq!(error.to_string(), "`FY2025` is what the year 2024-07-01 to 2025-06-30 is called");
}

#[test]
fn everything_that_is_wrong_with_listed_years_is_told_with_its_remedy() {
    let table: &[(&str, &[Written], &str)] = &[
        ("01-01", &[("S", "2025-07-01 .. 2026-01-01")], ""),
        (
            "01-01",
            &[("S", "2025-07-02 .. 2026-01-01")],
            "calendar.years.S: `S` starts on 2025-07-02, inside a month\n  help: let it be `2025-07-01` or `2025-08-01`",
        ),
        (
            "07-15",
            &[("S", "2025-01-15 .. 2025-07-01")],
            "calendar.years.S: `S` ends before 2025-07-01, inside a month\n  help: let it be `2025-06-15` or `2025-07-15`",
        ),
        (
            "01-01",
            &[("S", "2024-07-01 .. 2026-01-01")],
            "calendar.years.S: `S` has 18 months, and a year has at most 12\n  help: list two years, one after the other",
        ),
        (
            "01-01",
            &[("S", "2025-07-01 .. 2025-12-01")],
            "calendar.years.S: `S` ends before 2025-12-01, which is inside a year of the calendar\n  \
             help: list the year `2025-12-01 .. 2026-01-01` too, or let the years of the calendar start on that day",
        ),
        (
            "01-01",
            &[("A", "2025-01-01 .. 2025-09-01"), ("B", "2025-07-01 .. 2026-01-01")],
            "calendar.years.B: `B` starts on 2025-07-01, before `A` is over\n  help: let it start on `2025-09-01`",
        ),
        (
            "01-01",
            &[("A", "2020-01-01 .. 2020-05-01"), ("B", "2025-07-01 .. 2026-01-01")],
            "calendar.years.B: no whole years fit between 2020-05-01 and the start of `B` on 2025-07-01\n  \
             help: list the year `2020-05-01 .. 2020-07-01` too",
        ),
        (
            "01-01",
            &[("S", "2026-01-01 .. 2025-07-01")],
            "calendar.years.S: `2026-01-01 .. 2025-07-01` has no day\n  \
             help: write its first day and the day after its last one: `2025-07-01 .. 2026-01-01`",
        ),
        (
            "01-01",
            &[("S", "2025-07-01 .. 2025-07-01")],
            "calendar.years.S: `2025-07-01 .. 2025-07-01` has no day\n  \
             help: write its first day and the day after its last one: `2025-07-01 .. 2026-01-01`",
        ),
        (
            "01-01",
            &[("S", "2025-07-01 - 2026-01-01")],
            "calendar.years.S: `2025-07-01 - 2026-01-01` is not a range of days\n  \
             help: write its first day and the day after its last one: `2025-07-01 .. 2026-01-01`",
        ),
        (
            "01-01",
            &[("S", "2025-07-01 ..")],
            "calendar.years.S: `` is not a day; write the year, the month and the day as in `2026-02-14`\n  \
             help: write its first day and the day after its last one: `2025-07-01 .. 2026-01-01`",
        ),
        (
            "01-01",
            &[("2025S", "2025-07-01 .. 2026-01-01")],
            "calendar.years.2025S: `2025S` is not a name: a name starts with a letter or `_`, and goes on with letters, \
             digits and `_`\n  help: give it a label such as `FY2025S`",
        ),
        (
            "01-01",
            &[("fy2025", "2025-07-01 .. 2026-01-01")],
            "calendar.years.fy2025: `fy2025` is what the year 2024-07-01 to 2025-06-30 is called\n  \
             help: call it `fy2025S`, say",
        ),
        (
            "01-01",
            &[("s", "2025-07-01 .. 2026-01-01"), ("S", "2025-01-01 .. 2025-07-01")],
            "calendar.years.s: `s` and `S` differ in capital letters alone\n  help: give each year a label of its own",
        ),
        // The start of the year cannot be read: whether years fit cannot be told, and is not.
        (
            "1 July",
            &[("S", "2025-07-02 .. 2026-01-01")],
            "calendar.year_starts: `1 July` is not a month and a day\n  \
             help: write the month and the day on which the year starts with two digits each, such as `07-01`",
        ),
    ];
    for (starts, years, told) in table {
        let years = years.iter().map(|(label, days)| ((*label).to_owned(), (*days).to_owned())).collect();
        let definition = CalendarDefinition { year_starts: Some((*starts).to_owned()), years, ..Default::default() };
        assert_eq!(problems(&definition), *told);
    }
}

#[test]
fn everything_that_is_wrong_with_listed_years_of_weeks_is_told() {
    let table = [
        (
            "2024-02-05 .. 2024-12-29",
            "calendar.years.S: `S` starts on 2024-02-05, inside a week\n  help: let it be `2024-02-04` or `2024-02-11`",
        ),
        (
            "2023-01-29 .. 2024-12-29",
            "calendar.years.S: `S` has 100 weeks, and a year has at most 53\n  help: list two years, one after the other",
        ),
        (
            "2024-02-11 .. 2024-12-29",
            "calendar.years.S: `S` starts on 2024-02-11, where no year of whole weeks ends by `last`\n  \
             help: let it start on `2024-02-04`",
        ),
        (
            "2024-02-04 .. 2024-12-22",
            "calendar.years.S: `S` ends before 2024-12-22, which is inside a year of the calendar\n  \
             help: list the year `2024-12-22 .. 2024-12-29` too, or let the years of the calendar start on that day",
        ),
    ];
    for (days, told) in table {
        let last = YearEndDefinition { weekday: Weekday::Saturday, month: 12, rule: EndRule::Nearest };
        let years = [("S".to_owned(), days.to_owned())].into();
        let pattern = Some(Pattern::FourFiveFour);
        let definition = CalendarDefinition { pattern, last: Some(last), years, ..Default::default() };
        assert_eq!(problems(&definition), told);
    }
}

#[test]
fn listed_years_are_bounded() {
    let from = day("2000-01-01");
    let month = |index: u32| from.checked_add_months(chrono::Months::new(index)).unwrap();
    let count = u32::try_from(LISTED_YEARS_MAX).unwrap();
    let year =
        |index: u32| (Name::new(format!("Y{index}")).unwrap(), Span::new(month(index), month(index + 1)).unwrap());
    let most: Vec<(Name, Span)> = (0..count).map(year).collect();
    let start = chrono::Datelike::month(&month(count));
    let calendar = FiscalCalendar::starting(start, 1).unwrap();
    let full = calendar.clone().with_years(most.clone()).unwrap();
    assert_eq!(full.label(full.period(Grain::Year, month(count) - Days::new(1)).unwrap()), "Y999");
    let error = calendar.with_years(most.into_iter().chain([year(count)])).unwrap_err();
    assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Limit, "more than 1000 years are listed"));

    let years = (0..=count).map(|index| (format!("Y{index}"), "2025-07-01 .. 2026-01-01".to_owned())).collect();
    let told = problems(&CalendarDefinition { years, ..Default::default() });
    assert!(told.starts_with("calendar.years: 1001 years are listed, more than 1000\n"), "{told}");
}

fn problems(definition: &CalendarDefinition) -> String {
    let mut problems = Problems::new();
    let calendar = FiscalCalendar::compile(definition, At::root().field("calendar"), &mut problems);
    assert_eq!(calendar.listed_years().count() == definition.years.len(), problems.is_empty());
    problems.to_string()
}

fn weeks(month: u32) -> FiscalCalendar {
    let last = YearEnd::new(Weekday::Saturday, month, EndRule::Nearest).unwrap();
    FiscalCalendar::of_weeks(Pattern::FourFiveFour, last).unwrap()
}

fn with_years(calendar: FiscalCalendar, years: &[(&str, &str, &str)]) -> FiscalCalendar {
    let years = years.iter().map(|(label, from, to)| (Name::new(label).unwrap(), span(from, to)));
    calendar.with_years(years).unwrap()
}

fn day(text: &str) -> NaiveDate {
    parse_day(text).unwrap()
}

fn span(from: &str, to: &str) -> Span {
    Span::new(day(from), day(to)).unwrap()
}
