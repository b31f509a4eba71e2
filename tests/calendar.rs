//! Tables of calendars: days and their periods, labels, and what is wrong with a definition.

#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, reason = "a test may stop at the first surprise")]

use std::fmt::Write;

use attain::calendar::{
    CalendarDefinition, FiscalCalendar, Grain, LIST_PERIODS_MAX, PARTS_MAX, Period, Span, YearNamed, parse_day,
};
use attain::diagnostic::{At, Code, Problems};
use attain::document::{Node, Read};
use attain::error::ErrorKind;
use attain::id::Name;
use attain::quantity::{Fraction, Outcome, Why};
use chrono::{Datelike, Days, NaiveDate};

/// The first days of eight quarters of a published data set, and the day on which the ninth starts.
const QUOTA_PERIODS: [&str; 9] = [
    "2010-12-29",
    "2011-03-31",
    "2011-07-01",
    "2011-09-29",
    "2011-12-29",
    "2012-03-30",
    "2012-06-30",
    "2012-09-28",
    "2012-12-28",
];

#[test]
fn days_fall_into_the_periods_of_their_fiscal_year() {
    let table = [
        // year starts, named, day, year, half, quarter, month, day of the year
        ((1, 1), YearNamed::End, "2026-02-14", "2026", "2026-H1", "2026-Q1", "2026-02", 45),
        ((1, 1), YearNamed::Start, "2026-02-14", "2026", "2026-H1", "2026-Q1", "2026-02", 45),
        ((1, 1), YearNamed::End, "2024-02-29", "2024", "2024-H1", "2024-Q1", "2024-02", 60),
        ((1, 1), YearNamed::End, "2024-12-31", "2024", "2024-H2", "2024-Q4", "2024-12", 366),
        // A year that starts in March has the leap day last.
        ((3, 1), YearNamed::End, "2024-02-29", "FY2024", "FY2024-H2", "FY2024-Q4", "2024-02", 366),
        ((3, 1), YearNamed::Start, "2024-02-29", "FY2023", "FY2023-H2", "FY2023-Q4", "2024-02", 366),
        ((3, 1), YearNamed::End, "2024-03-01", "FY2025", "FY2025-H1", "FY2025-Q1", "2024-03", 1),
        ((3, 1), YearNamed::Start, "2024-03-01", "FY2024", "FY2024-H1", "FY2024-Q1", "2024-03", 1),
        ((3, 1), YearNamed::Start, "2024-08-31", "FY2024", "FY2024-H1", "FY2024-Q2", "2024-08", 184),
        ((3, 1), YearNamed::Start, "2024-09-01", "FY2024", "FY2024-H2", "FY2024-Q3", "2024-09", 185),
        ((4, 1), YearNamed::End, "2026-02-14", "FY2026", "FY2026-H2", "FY2026-Q4", "2026-02", 320),
        ((7, 1), YearNamed::End, "2026-02-14", "FY2026", "FY2026-H2", "FY2026-Q3", "2026-02", 229),
        // Months that start on the 15th are no calendar months.
        ((7, 15), YearNamed::End, "2025-07-14", "FY2025", "FY2025-H2", "FY2025-Q4", "FY2025-M12", 365),
        ((7, 15), YearNamed::End, "2025-07-15", "FY2026", "FY2026-H1", "FY2026-Q1", "FY2026-M01", 1),
        ((7, 15), YearNamed::End, "2026-02-14", "FY2026", "FY2026-H2", "FY2026-Q3", "FY2026-M07", 215),
        ((7, 15), YearNamed::Start, "2026-02-15", "FY2025", "FY2025-H2", "FY2025-Q3", "FY2025-M08", 216),
        ((1, 15), YearNamed::End, "2026-01-14", "FY2026", "FY2026-H2", "FY2026-Q4", "FY2026-M12", 365),
        ((1, 15), YearNamed::Start, "2026-01-14", "FY2025", "FY2025-H2", "FY2025-Q4", "FY2025-M12", 365),
        ((2, 28), YearNamed::Start, "2024-02-29", "FY2024", "FY2024-H1", "FY2024-Q1", "FY2024-M01", 2),
        // The edges of what a calendar knows: there is a period for each day, also where it reaches beyond them.
        ((1, 1), YearNamed::End, "0001-01-01", "0001", "0001-H1", "0001-Q1", "0001-01", 1),
        ((1, 1), YearNamed::End, "9999-12-31", "9999", "9999-H2", "9999-Q4", "9999-12", 365),
        ((7, 15), YearNamed::Start, "0001-01-01", "FY0000", "FY0000-H1", "FY0000-Q2", "FY0000-M06", 171),
        ((7, 15), YearNamed::End, "9999-12-31", "FY10000", "FY10000-H1", "FY10000-Q2", "FY10000-M06", 170),
    ];
    for ((month, start), named, text, year, half, quarter, of_month, of_year) in table {
        let calendar = FiscalCalendar::starting(month, start).unwrap().named_by(named).unwrap();
        let case = format!("{text} where the year starts on {month:02}-{start:02}");
        let labels =
            [Grain::Year, Grain::Half, Grain::Quarter, Grain::Month].map(|grain| label_of(&calendar, grain, text));
        assert_eq!(labels, [year, half, quarter, of_month], "{case}");
        let of_day = calendar.period(Grain::Day, day(text)).unwrap();
        assert_eq!((of_day.index(), calendar.label(of_day).as_str()), (of_year, text), "{case}");
    }
}

#[test]
fn labels_stand_for_their_days() {
    let table = [
        ((1, 1), YearNamed::End, "2026", "2026-01-01 to 2026-12-31"),
        ((1, 1), YearNamed::End, "2024-02", "2024-02-01 to 2024-02-29"),
        ((1, 1), YearNamed::End, "2023-02", "2023-02-01 to 2023-02-28"),
        ((1, 1), YearNamed::End, "2026-H2", "2026-07-01 to 2026-12-31"),
        ((1, 1), YearNamed::End, "2026-02-14", "2026-02-14 to 2026-02-14"),
        ((3, 1), YearNamed::End, "FY2024", "2023-03-01 to 2024-02-29"),
        ((3, 1), YearNamed::Start, "FY2024", "2024-03-01 to 2025-02-28"),
        ((3, 1), YearNamed::Start, "FY2024-Q4", "2024-12-01 to 2025-02-28"),
        ((7, 1), YearNamed::End, "FY2026-Q1", "2025-07-01 to 2025-09-30"),
        ((7, 15), YearNamed::End, "FY2026-M08", "2026-02-15 to 2026-03-14"),
        ((7, 15), YearNamed::End, "FY2026-Q4", "2026-04-15 to 2026-07-14"),
        ((12, 28), YearNamed::End, "FY2026", "2025-12-28 to 2026-12-27"),
        ((12, 28), YearNamed::Start, "FY2026-H1", "2026-12-28 to 2027-06-27"),
    ];
    for ((month, start), named, label, days) in table {
        let calendar = FiscalCalendar::starting(month, start).unwrap().named_by(named).unwrap();
        let period = calendar.parse_period(label).unwrap();
        assert_eq!((period.span().to_string().as_str(), calendar.label(period).as_str()), (days, label));
    }
}

#[test]
fn a_list_has_its_boundaries_on_the_day() {
    let calendar = quota_calendar();
    let grain = calendar.grain("quota_period").unwrap();
    let mut seen = String::new();
    for boundary in QUOTA_PERIODS.map(day) {
        let days = [boundary - Days::new(1), boundary, boundary + Days::new(1)];
        let periods = days.map(|day| match calendar.period(grain, day) {
            Ok(period) => period.index().to_string(),
            Err(why) => why.to_string(),
        });
        writeln!(seen, "{boundary}: {}", periods.join(" | ")).unwrap();
    }
    assert_eq!(
        seen,
        format!(
            "2010-12-29: {before} | 1 | 1\n\
             2011-03-31: 1 | 2 | 2\n\
             2011-07-01: 2 | 3 | 3\n\
             2011-09-29: 3 | 4 | 4\n\
             2011-12-29: 4 | 5 | 5\n\
             2012-03-30: 5 | 6 | 6\n\
             2012-06-30: 6 | 7 | 7\n\
             2012-09-28: 7 | 8 | 8\n\
             2012-12-28: 8 | {after} | {after}\n",
            before = Why::BeforeFirstPeriod,
            after = Why::NoPeriod,
        ),
    );
    let eighth = calendar.period(grain, day("2012-12-27")).unwrap();
    assert_eq!(
        (eighth.first(), eighth.last(), eighth.end()),
        (day("2012-09-28"), day("2012-12-27"), day("2012-12-28"))
    );
    assert_eq!((eighth.days(), eighth.year()), (91, None));
    assert_eq!(calendar.label(eighth), "quota_period 2012-09-28");
}

#[test]
fn a_list_steps_within_its_ends() {
    let calendar = quota_calendar();
    let third = calendar.parse_period("quota_period 2011-07-01").unwrap();
    let index = |steps| calendar.shift(third, steps).map(Period::index);
    assert_eq!([-2, -1, 0, 1, 5].map(index), [1, 2, 3, 4, 8].map(Ok));
    assert_eq!(index(-3), Err(Why::BeforeFirstPeriod));
    assert_eq!(index(i64::MIN), Err(Why::BeforeFirstPeriod));
    assert_eq!(index(6), Err(Why::NoPeriod));
    assert_eq!(index(i64::MAX), Err(Why::NoPeriod));
}

#[test]
fn last_year_of_a_list_is_the_period_that_it_continues() {
    let calendar = quota_calendar();
    let grain = calendar.grain("quota_period").unwrap();
    let last_year = |text: &str| calendar.last_year(calendar.period(grain, day(text)).unwrap()).map(Period::index);
    // The sixth starts on 2012-03-30, and 2011-03-30 is still the last day of the first; it continues the second.
    let table = [("2011-12-29", 1), ("2012-03-30", 2), ("2012-06-30", 3), ("2012-09-28", 4)];
    for (first, expected) in table {
        assert_eq!(last_year(first), Ok(expected), "{first}");
    }
    for first in ["2010-12-29", "2011-03-31", "2011-07-01", "2011-09-29"] {
        assert_eq!(last_year(first), Err(Why::BeforeFirstPeriod), "{first}");
    }
}

#[test]
fn last_year_and_prior_are_other_questions() {
    let march = FiscalCalendar::starting(3, 1).unwrap();
    let table = [
        (FiscalCalendar::default(), "2026-02", "2025-02", "2026-01"),
        (FiscalCalendar::default(), "2024-02-29", "2023-02-28", "2024-02-28"),
        (FiscalCalendar::default(), "2025-02-28", "2024-02-28", "2025-02-27"),
        (FiscalCalendar::default(), "2024-03-01", "2023-03-01", "2024-02-29"),
        (FiscalCalendar::default(), "2026-Q1", "2025-Q1", "2025-Q4"),
        (march.clone(), "FY2025-H1", "FY2024-H1", "FY2024-H2"),
        (march.clone(), "FY2025-Q4", "FY2024-Q4", "FY2025-Q3"),
        (march, "FY2025", "FY2024", "FY2024"),
    ];
    for (calendar, label, last_year, prior) in table {
        let period = calendar.parse_period(label).unwrap();
        let text = |found: Outcome<Period>| calendar.label(found.unwrap());
        assert_eq!([text(calendar.last_year(period)), text(calendar.shift(period, -1))], [last_year, prior], "{label}");
    }
}

#[test]
fn there_is_nothing_outside_the_years_1_to_9999() {
    let calendar = FiscalCalendar::default();
    let (first, last) = (day("0001-01-01"), day("9999-12-31"));
    for &grain in Grain::BUILT_IN {
        assert_eq!(calendar.period(grain, first.pred_opt().unwrap()), Err(Why::NoPeriod));
        assert_eq!(calendar.period(grain, last.succ_opt().unwrap()), Err(Why::NoPeriod));
        assert_eq!(calendar.period(grain, NaiveDate::MIN), Err(Why::NoPeriod));
        assert_eq!(calendar.period(grain, NaiveDate::MAX), Err(Why::NoPeriod));
        assert_eq!(calendar.shift(calendar.period(grain, first).unwrap(), -1), Err(Why::NoPeriod));
        assert_eq!(calendar.last_year(calendar.period(grain, first).unwrap()), Err(Why::NoPeriod));
        assert_eq!(calendar.shift(calendar.period(grain, last).unwrap(), 1), Err(Why::NoPeriod));
        assert_eq!(calendar.shift(calendar.period(grain, last).unwrap(), i64::MAX), Err(Why::NoPeriod));
        assert_eq!(calendar.shift(calendar.period(grain, first).unwrap(), i64::MIN), Err(Why::NoPeriod));
    }
    // A fiscal year that reaches over the edge is there for its known days alone.
    let fiscal = FiscalCalendar::starting(7, 1).unwrap();
    assert_eq!(fiscal.period(Grain::Year, first.pred_opt().unwrap()), Err(Why::NoPeriod));
    assert_eq!(fiscal.period(Grain::Year, first).map(Period::first), Ok(day("0001-07-01").with_year(0).unwrap()));
    assert!(fiscal.parts_of(fiscal.period(Grain::Year, first).unwrap(), Grain::Month).is_err());

    let all = Span::new(NaiveDate::MIN, NaiveDate::MAX).unwrap();
    assert_eq!(calendar.parts(all, Grain::Year).unwrap().len(), 9_999);
    assert_eq!(calendar.boundaries(Grain::Year, all).len(), 10_000);
}

#[test]
fn to_date_runs_from_the_first_day_to_the_end_of_the_day() {
    let calendar = FiscalCalendar::default();
    let april = calendar.parse_period("2026-04").unwrap();
    let table = [
        ("2026-03-31", "no day from 2026-04-01", (0, 1)),
        ("2026-04-01", "2026-04-01 to 2026-04-01", (1, 30)),
        ("2026-04-10", "2026-04-01 to 2026-04-10", (1, 3)),
        ("2026-04-29", "2026-04-01 to 2026-04-29", (29, 30)),
        ("2026-04-30", "2026-04-01 to 2026-04-30", (1, 1)),
        ("2026-05-01", "2026-04-01 to 2026-04-30", (1, 1)),
    ];
    for (as_of, days, (passed, of)) in table {
        assert_eq!(april.to_date(day(as_of)).to_string(), days);
        assert_eq!(Some(april.elapsed(day(as_of))), Fraction::new(passed, of), "{as_of}");
    }
    assert_eq!(april.elapsed(NaiveDate::MAX), Fraction::ONE);
    assert_eq!(april.elapsed(NaiveDate::MIN), Fraction::ZERO);
}

#[test]
fn parts_are_whole_periods_or_an_error() {
    let calendar = quota_calendar();
    let quota = calendar.grain("quota_period").unwrap();
    let year = calendar.parse_period("2012").unwrap();
    let third = calendar.parse_period("quota_period 2011-07-01").unwrap();
    assert_eq!(calendar.parts_of(third, Grain::Day).unwrap().len(), 90);
    assert_eq!(calendar.parts_of(third, quota).unwrap(), [third]);

    let error = calendar.parts_of(year, quota).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Span);
    assert_eq!(error.to_string(), "`2012` (2012-01-01 to 2012-12-31) is not made of whole periods of `quota_period`",);
    let error = calendar.parts_of(third, Grain::Month).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`quota_period 2011-07-01` (2011-07-01 to 2011-09-28) is not made of whole periods of `month`",
    );
    assert!(calendar.parts_of(calendar.parse_period("1999").unwrap(), quota).is_err(), "none at all is no tiling");
}

#[test]
fn parts_of_a_span_reach_out_of_it_and_pass_over_days_without_period() {
    let calendar = quota_calendar();
    let quota = calendar.grain("quota_period").unwrap();
    let table = [
        ("2011-01-01", "2011-04-01", "1 2"),
        ("2011-03-31", "2011-07-01", "2"),
        ("2000-01-01", "2011-03-31", "1"),
        ("2012-12-27", "2030-01-01", "8"),
        ("2012-12-28", "2030-01-01", ""),
        ("2000-01-01", "2010-12-29", ""),
        ("2011-05-01", "2011-05-01", ""),
        ("2000-01-01", "2030-01-01", "1 2 3 4 5 6 7 8"),
    ];
    for (from, to, expected) in table {
        let parts = calendar.parts(span(from, to), quota).unwrap();
        let indices: Vec<String> = parts.into_iter().map(|part| part.index().to_string()).collect();
        assert_eq!(indices.join(" "), expected, "{from} to {to}");
    }
}

#[test]
fn parts_are_bounded() {
    let calendar = FiscalCalendar::default();
    let from = day("1900-01-01");
    let most = from + Days::new(u64::try_from(PARTS_MAX).unwrap());
    assert_eq!(calendar.parts(Span::new(from, most).unwrap(), Grain::Day).unwrap().len(), PARTS_MAX);

    let more = Span::new(from, most + Days::new(1)).unwrap();
    let error = calendar.parts(more, Grain::Day).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Limit);
    assert_eq!(error.to_string(), "1900-01-01 to 2173-10-16 has 100001 periods of `day`, more than 100000");
}

#[test]
fn boundaries_are_starts_and_the_end_of_a_list() {
    let calendar = quota_calendar();
    let quota = calendar.grain("quota_period").unwrap();
    let table = [
        (quota, "2010-01-01", "2011-07-02", "2010-12-29 2011-03-31 2011-07-01"),
        (quota, "2010-12-29", "2011-03-31", "2010-12-29"),
        (quota, "2010-12-30", "2011-03-31", ""),
        (quota, "2012-10-01", "2012-12-28", ""),
        (quota, "2012-10-01", "2012-12-29", "2012-12-28"),
        (quota, "2012-12-28", "2013-12-29", "2012-12-28"),
        (quota, "2012-12-29", "2013-12-29", ""),
        (Grain::Quarter, "2026-01-01", "2026-10-01", "2026-01-01 2026-04-01 2026-07-01"),
        (Grain::Quarter, "2026-01-02", "2026-10-02", "2026-04-01 2026-07-01 2026-10-01"),
        (Grain::Year, "2026-01-02", "2026-12-31", ""),
        (Grain::Day, "2026-02-27", "2026-03-01", "2026-02-27 2026-02-28"),
        (Grain::Day, "2026-02-27", "2026-02-27", ""),
    ];
    for (grain, from, to, expected) in table {
        let days: Vec<String> = calendar.boundaries(grain, span(from, to)).iter().map(NaiveDate::to_string).collect();
        assert_eq!(days.join(" "), expected, "{} from {from} to {to}", calendar.grain_name(grain));
    }
}

#[test]
fn a_misspelt_label_is_told_its_spelling() {
    let plain = FiscalCalendar::default();
    let fiscal = FiscalCalendar::starting(7, 1).unwrap();
    let mid_month = FiscalCalendar::starting(7, 15).unwrap();
    let table = [
        (&plain, "FY2026", "2026"),
        (&plain, "02026", "2026"),
        (&plain, "2026-q3", "2026-Q3"),
        (&plain, "2026-Q03", "2026-Q3"),
        (&plain, "2026-2", "2026-02"),
        (&plain, "2026-M02", "2026-02"),
        (&fiscal, "2026", "FY2026"),
        (&fiscal, "fy2026-h1", "FY2026-H1"),
        (&fiscal, "FY2026-M08", "2026-02"),
        (&mid_month, "2026-M8", "FY2026-M08"),
    ];
    for (calendar, text, label) in table {
        let expected = format!("`{text}` is not how this calendar writes a period; did you mean `{label}`?");
        assert_eq!(calendar.parse_period(text).unwrap_err().to_string(), expected);
    }
}

#[test]
fn a_text_that_is_no_label_is_told_what_labels_are() {
    let fiscal = FiscalCalendar::starting(7, 1).unwrap();
    let mid_month = FiscalCalendar::starting(7, 15).unwrap();
    let mut table = vec![
        (
            fiscal,
            "FY2026-02",
            "`FY2026`, `FY2026-H2`, `FY2026-Q3`, `2026-02`, `2026-02-A`, `2026-W07`, or `2026-02-14`",
        ),
        (
            mid_month,
            "2026-02",
            "`FY2026`, `FY2026-H2`, `FY2026-Q3`, `FY2026-M07`, `FY2026-M07-B`, `2026-W07`, or `2026-02-14`",
        ),
        (
            quota_calendar(),
            "quota_period",
            "`2026`, `2026-H1`, `2026-Q1`, `2026-02`, `2026-02-A`, `2026-W07`, `2026-02-14`, or `quota_period 2010-12-29`",
        ),
    ];
    let nothing = "-;2026-;-02;2026-00;2026-13;2026-H0;2026-H3;2026-Q5;2026-Q;2026-M13;0000;10000;0;999999;2026-W00;\
                   +2026;２０２６;2026‑02;FYFY2026;2026-é;2026/02;;month";
    table.extend(nothing.split(';').map(|text| {
        (
            FiscalCalendar::default(),
            text,
            "`2026`, `2026-H1`, `2026-Q1`, `2026-02`, `2026-02-A`, `2026-W07`, or `2026-02-14`",
        )
    }));
    for (calendar, text, forms) in table {
        let expected = format!("`{text}` is not a period; write {forms}");
        assert_eq!(calendar.parse_period(text).unwrap_err().to_string(), expected);
    }
}

#[test]
fn a_day_that_starts_no_period_is_told_the_nearest_that_does() {
    let calendar = quota_calendar();
    let table = [
        ("2011-07-02", "2011-07-01"),
        ("2011-06-30", "2011-07-01"),
        // 45 days from either: the earlier one.
        ("2011-08-15", "2011-07-01"),
        ("2011-08-16", "2011-09-29"),
        ("2012-12-28", "2012-09-28"),
        ("1999-01-01", "2010-12-29"),
    ];
    for (text, near) in table {
        let expected = format!("no period of `quota_period` starts on {text}; did you mean `quota_period {near}`?");
        assert_eq!(calendar.parse_period(&format!("quota_period {text}")).unwrap_err().to_string(), expected);
    }
}

#[test]
fn a_label_with_an_unknown_list_or_day_is_told_so() {
    let calendar = quota_calendar();
    let no_list = |rest: &str| format!("there is no list of periods `{rest}");
    let not_a_day = "is not a day; write the year, the month and the day as in `2026-02-14`";
    let table = [
        ("quota_period 2011-7-1", format!("`2011-7-1` {not_a_day}")),
        ("quota_period  2011-07-01", format!("` 2011-07-01` {not_a_day}")),
        ("2026-2-14", format!("`2026-2-14` {not_a_day}")),
        ("2026-02-30", "there is no day `2026-02-30`".to_owned()),
        ("quota_period 2011-02-29", "there is no day `2011-02-29`".to_owned()),
        ("quota_priod 2011-07-01", no_list("quota_priod`; did you mean `quota_period`?")),
        ("month 2011-07-01", no_list("month`")),
    ];
    for (text, expected) in table {
        assert_eq!(calendar.parse_period(text).unwrap_err().to_string(), expected);
    }
    assert!(calendar.parse_period("quota_priod 2011-07-01").unwrap_err().is_unknown());
}

#[test]
fn a_text_that_is_no_day_is_refused() {
    let not_days = ";2026;2026-02;2026-2-14;26-02-14;2026-02-14 ; 2026-02-14;2026/02/14;20260214;2026-02-14T00:00:00Z;\
                    +2026-02-14;12026-02-14;2026-02-1４;-026-02-14;2026-02--4";
    for text in not_days.split(';') {
        let expected = format!("`{text}` is not a day; write the year, the month and the day as in `2026-02-14`");
        assert_eq!(parse_day(text).unwrap_err().to_string(), expected);
    }
    for text in ["2026-02-29", "2026-00-10", "2026-13-01", "2026-04-31", "2026-01-00", "0000-01-01", "1900-02-29"] {
        assert_eq!(parse_day(text).unwrap_err().to_string(), format!("there is no day `{text}`"));
    }
    assert_eq!(parse_day("2000-02-29").unwrap(), NaiveDate::from_ymd_opt(2000, 2, 29).unwrap());
}

#[test]
fn a_year_starts_on_a_day_that_every_month_has() {
    for (month, day) in [(0, 1), (13, 1), (1, 0), (1, 29), (2, 30), (u32::MAX, u32::MAX)] {
        let error = FiscalCalendar::starting(month, day).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid, "{month}-{day}");
    }
    assert_eq!(FiscalCalendar::starting(2, 28).unwrap().year_starts(), (2, 28));
    assert_eq!(FiscalCalendar::starting(1, 1).unwrap(), FiscalCalendar::default());
}

#[test]
fn a_list_that_cannot_be_is_refused() {
    let list = |name: &str, days: &[&str]| {
        let days = days.iter().map(|text| day(text)).collect();
        quota_calendar().with_list(Name::new(name).unwrap(), days).unwrap_err().to_string()
    };
    assert_eq!(list("season", &[]), "`season` needs two boundaries or more, and has 0");
    assert_eq!(list("season", &["2026-01-01"]), "`season` needs two boundaries or more, and has 1");
    assert_eq!(
        list("season", &["2026-01-01", "2026-03-01", "2026-03-01"]),
        "`season`: 2026-03-01 does not rise above 2026-03-01",
    );
    assert_eq!(list("season", &["2026-03-01", "2026-01-01"]), "`season`: 2026-01-01 does not rise above 2026-03-01",);
    for taken in ["day", "week", "half_month", "month", "quarter", "half", "year", "quota_period"] {
        assert_eq!(list(taken, &["2026-01-01", "2026-02-01"]), format!("there is a grain called `{taken}` already"));
    }
    let far = vec![day("9999-12-31"), day("9999-12-31") + Days::new(1)];
    let error = FiscalCalendar::default().with_list(Name::new("season").unwrap(), far).unwrap_err();
    assert_eq!(error.to_string(), "`season` has the boundary +10000-01-01, outside the years 1 to 9999");
}

#[test]
fn a_list_is_bounded() {
    let days = |count: usize| day("1990-01-01").iter_days().take(count).collect::<Vec<NaiveDate>>();
    let name = Name::new("season").unwrap();
    let most = FiscalCalendar::default().with_list(name.clone(), days(LIST_PERIODS_MAX + 1)).unwrap();
    let last = most.period(most.grain("season").unwrap(), *days(LIST_PERIODS_MAX).last().unwrap()).unwrap();
    assert_eq!(last.index(), 10_000);

    let error = FiscalCalendar::default().with_list(name, days(LIST_PERIODS_MAX + 2)).unwrap_err();
    assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Limit, "`season` has more than 10000 periods"));

    let written = days(LIST_PERIODS_MAX + 2).iter().map(NaiveDate::to_string).collect();
    let lists = [("season".to_owned(), written)].into();
    let (_, problems) = compiled(&CalendarDefinition { lists, ..CalendarDefinition::default() });
    let found: Vec<_> = problems.iter().map(|problem| (problem.code(), problem.place().as_str())).collect();
    assert_eq!(found, [(Code::ValueRange, "calendar.lists.season")]);
}

#[test]
fn grains_are_found_by_their_names() {
    let calendar = quota_calendar();
    let names: Vec<&str> = calendar.grain_names().collect();
    assert_eq!(names, ["day", "week", "half_month", "month", "quarter", "half", "year", "quota_period"]);
    for (grain, name) in calendar.grains().zip(names) {
        assert_eq!((calendar.grain(name), calendar.grain_name(grain)), (Some(grain), name));
    }
    assert_eq!(calendar.grain("fortnight"), None);
    assert_eq!(calendar.grain(""), None);
}

#[test]
fn a_list_of_another_calendar_has_no_period() {
    let grain = quota_calendar().grain("quota_period").unwrap();
    let other = FiscalCalendar::default();
    assert_eq!(other.period(grain, day("2011-07-01")), Err(Why::NoPeriod));
    assert_eq!(other.grain_name(grain), "list");
    assert!(other.parts(span("2011-01-01", "2012-01-01"), grain).unwrap().is_empty());
    assert!(other.boundaries(grain, span("2011-01-01", "2012-01-01")).is_empty());
}

#[test]
fn a_span_never_ends_before_it_begins() {
    assert_eq!(Span::new(day("2026-01-02"), day("2026-01-01")), None);
    let none = span("2026-01-01", "2026-01-01");
    assert!(none.is_empty() && !none.contains(day("2026-01-01")) && none.overlap(none).is_none());
    let all = Span::new(NaiveDate::MIN, NaiveDate::MAX).unwrap();
    assert_eq!(all.overlap(span("2026-01-01", "2026-02-01")), Some(span("2026-01-01", "2026-02-01")));
    assert_eq!(all.days(), NaiveDate::MAX.signed_duration_since(NaiveDate::MIN).num_days());
    assert!(!all.to_string().is_empty());
    assert!(span("2026-01-01", "2026-02-01").overlap(span("2026-02-01", "2026-03-01")).is_none(), "they only touch");
}

#[test]
fn a_calendar_of_which_nothing_is_written_is_the_usual_one() {
    let (calendar, problems) = compiled(&CalendarDefinition::default());
    assert_eq!((calendar, problems.is_empty()), (FiscalCalendar::default(), true));
}

#[test]
fn a_written_calendar_is_read() {
    let definition = node(&[
        ("year_starts", "07-01".into()),
        ("year_named", "start".into()),
        ("lists", node(&[("quota_period", texts(&QUOTA_PERIODS))])),
    ]);
    let mut problems = Problems::new();
    let definition = CalendarDefinition::read(&definition, At::root(), &mut problems);
    let (calendar, more) = compiled(&definition);
    assert_eq!(format!("{problems}{more}"), "");
    let built = FiscalCalendar::starting(7, 1).unwrap().named_by(YearNamed::Start).unwrap();
    let built = built.with_list(Name::new("quota_period").unwrap(), QUOTA_PERIODS.map(day).into()).unwrap();
    assert_eq!(calendar, built);
}

#[test]
fn everything_that_is_wrong_with_a_start_is_told() {
    let table = [
        ("0701", Code::ValueInvalid, "`0701` is not a month and a day"),
        ("7-1", Code::ValueInvalid, "`7-1` is not a month and a day"),
        ("07-00", Code::ValueInvalid, "`07-00` is not a month and a day"),
        ("07-32", Code::ValueInvalid, "`07-32` is not a month and a day"),
        ("00-01", Code::ValueInvalid, "`00-01` is not a month and a day"),
        ("13-01", Code::ValueInvalid, "`13-01` is not a month and a day"),
        ("2025-07-01", Code::ValueInvalid, "`2025-07-01` is not a month and a day"),
        ("", Code::ValueInvalid, "`` is not a month and a day"),
        ("july", Code::ValueInvalid, "`july` is not a month and a day"),
        ("07-29", Code::ValueRange, "a year cannot start on day `29`, which not every month has"),
        ("12-31", Code::ValueRange, "a year cannot start on day `31`, which not every month has"),
    ];
    for (text, code, message) in table {
        let definition = CalendarDefinition { year_starts: Some(text.to_owned()), ..CalendarDefinition::default() };
        let (calendar, problems) = compiled(&definition);
        let found: Vec<_> = problems.iter().map(|one| (one.code(), one.place().as_str(), one.message())).collect();
        assert_eq!(found, [(code, "calendar.year_starts", message)]);
        assert!(problems.iter().all(|problem| problem.help().is_some()));
        assert_eq!(calendar.year_starts(), (1, 1), "the rest of a plan can still be read");
    }
}

#[test]
fn everything_that_is_wrong_with_a_calendar_is_told_at_once() {
    let definition = node(&[
        ("year_starts", "12-31".into()),
        ("year_named", "middle".into()),
        ("year_start", "07-01".into()),
        (
            "lists",
            node(&[
                ("bad_days", texts(&["2026-01-01", "2026-02-30", "March", "2026-04-01"])),
                ("empty", texts(&[])),
                ("falling", texts(&["2026-01-01", "2026-03-01", "2026-02-01", "2026-03-01", "2026-04-01"])),
                ("one", texts(&["2026-01-01"])),
                ("quarter", texts(&["2026-01-01", "2026-02-01"])),
                ("quota period", texts(&["2026-01-01", "2026-02-01"])),
                ("week", texts(&["2026-01-01", "2026-02-01"])),
            ]),
        ),
    ]);
    let root = At::root();
    let mut problems = Problems::new();
    let definition = CalendarDefinition::read(&definition, root.field("calendar"), &mut problems);
    let calendar = FiscalCalendar::compile(&definition, root.field("calendar"), &mut problems);

    let codes: Vec<String> = problems.iter().map(|problem| format!("{} {}", problem.code(), problem.place())).collect();
    assert_eq!(
        codes,
        [
            "document.unknown_field calendar.year_start",
            "document.unknown_word calendar.year_named",
            "value.range calendar.year_starts",
            "value.invalid calendar.lists.bad_days[1]",
            "value.invalid calendar.lists.bad_days[2]",
            "calendar.list_order calendar.lists.empty",
            "calendar.list_order calendar.lists.falling[2]",
            "calendar.list_order calendar.lists.falling[3]",
            "calendar.list_order calendar.lists.one",
            "name.taken calendar.lists.quarter",
            "name.invalid calendar.lists.quota period",
            "name.taken calendar.lists.week",
        ],
    );
    let told = problems.to_string();
    for part in [
        "calendar.year_starts: a year cannot start on day `31`, which not every month has\n  \
         help: let it start on a day from 1 to 28, such as `12-28` or `01-01`\n",
        "calendar.lists.bad_days[1]: there is no day `2026-02-30`\n  \
         help: write a day that exists, as year, month and day: `2025-07-01`\n",
        "calendar.lists.empty: a list needs two boundaries or more, and has 0\n  \
         help: write the first day of each period, then the day after the last one\n",
        "calendar.lists.falling[2]: `2026-02-01` does not rise above `2026-03-01`\n  \
         help: write each boundary once, the earliest first\n",
        "calendar.lists.falling[3]: `2026-03-01` does not rise above `2026-03-01`\n",
        "calendar.lists.quarter: `quarter` is a grain that the language has already\n  \
         help: give the list another name\n",
    ] {
        assert!(told.contains(part), "{part}is not in\n{told}");
    }
    let names: Vec<&str> = calendar.grain_names().collect();
    assert_eq!(
        names,
        ["day", "week", "half_month", "month", "quarter", "half", "year", "bad_days", "empty", "falling", "one"]
    );
}

fn quota_calendar() -> FiscalCalendar {
    let name = Name::new("quota_period").unwrap();
    FiscalCalendar::default().with_list(name, QUOTA_PERIODS.map(day).into()).unwrap()
}

fn label_of(calendar: &FiscalCalendar, grain: Grain, text: &str) -> String {
    calendar.label(calendar.period(grain, day(text)).unwrap())
}

fn compiled(definition: &CalendarDefinition) -> (FiscalCalendar, Problems) {
    let mut problems = Problems::new();
    let calendar = FiscalCalendar::compile(definition, At::root().field("calendar"), &mut problems);
    (calendar, problems)
}

fn day(text: &str) -> NaiveDate {
    parse_day(text).unwrap()
}

fn span(from: &str, to: &str) -> Span {
    Span::new(day(from), day(to)).unwrap()
}

fn node(fields: &[(&str, Node)]) -> Node {
    Node::Map(fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
}

fn texts(texts: &[&str]) -> Node {
    Node::List(texts.iter().map(|text| Node::from(*text)).collect())
}
