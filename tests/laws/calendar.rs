//! Laws of calendars, periods and spans.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may stop at the first surprise"
)]

use attain::calendar::{
    CalendarDefinition, EndRule, FiscalCalendar, Grain, Pattern, Period, Span, Weekday, YearEnd, YearEndDefinition,
    YearNamed, parse_day,
};
use attain::diagnostic::{At, Problems};
use attain::document::Named;
use attain::id::Name;
use attain::quantity::{Fraction, Why};
use chrono::{Datelike, Days, NaiveDate};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;

/// The days of the years 1 to 9999, as numbers.
const DAYS: std::ops::RangeInclusive<i32> = 1..=3_652_059;

proptest! {
    #[test]
    fn a_day_falls_into_exactly_one_period_of_each_grain(calendar in calendar(), day in day()) {
        for grain in calendar.grains() {
            let Ok(period) = calendar.period(grain, day) else {
                prop_assert!(matches!(grain, Grain::List(_)), "built-in grains have a period for every day");
                continue;
            };
            prop_assert!(period.contains(day));
            prop_assert!(period.days() >= 1);
            prop_assert_eq!(period.grain(), grain);
            if let Ok(next) = calendar.shift(period, 1) {
                prop_assert_eq!(next.first(), period.end());
            }
            if let Ok(prior) = calendar.shift(period, -1) {
                prop_assert_eq!(prior.end(), period.first());
            }
        }
    }

    #[test]
    fn built_in_periods_start_on_the_days_that_the_year_gives_them(calendar in of_months(), day in day()) {
        for (grain, months) in [(Grain::Month, 1), (Grain::Quarter, 3), (Grain::Half, 6), (Grain::Year, 12)] {
            let period = calendar.period(grain, day).unwrap();
            prop_assert_eq!(period.first(), latest_start(&calendar, months, day));
            let after = period.end();
            prop_assert_eq!(after, latest_start(&calendar, months, after), "the next one starts there");
            let begun = latest_start(&calendar, months, after - Days::new(1));
            prop_assert_eq!(begun, period.first(), "and none in between");
        }
    }

    #[test]
    fn an_index_counts_the_periods_of_the_fiscal_year(calendar in calendar(), day in inner_day()) {
        let year = calendar.period(Grain::Year, day).unwrap();
        prop_assert_eq!(year.year().map(i64::from), Some(i64::from(year.index())));
        for &grain in nested(&calendar) {
            if grain == Grain::Year {
                continue;
            }
            let period = calendar.period(grain, day).unwrap();
            let parts = calendar.parts_of(year, grain).unwrap();
            prop_assert_eq!(parts[period.index() as usize - 1], period);
            prop_assert_eq!(period.year(), year.year());
        }
    }

    #[test]
    fn a_year_is_called_after_the_calendar_year_in_which_it_ends_or_starts(calendar in of_months(), day in day()) {
        let year = calendar.period(Grain::Year, day).unwrap();
        let named_by = match calendar.year_named() {
            YearNamed::Start => year.first(),
            YearNamed::End if calendar.year_starts() == (1, 1) => year.first(),
            YearNamed::End => year.end(),
        };
        prop_assert_eq!(year.year(), Some(named_by.year()));
    }

    #[test]
    fn parts_tile_their_period(calendar in calendar(), day in inner_day()) {
        let nested = nested(&calendar);
        for (rank, &whole) in nested.iter().enumerate() {
            let period = calendar.period(whole, day).unwrap();
            for &grain in &nested[..=rank] {
                tile(&calendar.parts_of(period, grain).unwrap(), period.span())?;
            }
            for &grain in &nested[rank + 1..] {
                let coarser = calendar.period(grain, day).unwrap();
                let parts = calendar.parts_of(period, grain);
                prop_assert_eq!(parts.is_ok(), coarser.span() == period.span(), "a coarser period is no part");
            }
        }
    }

    #[test]
    fn a_week_is_seven_days_from_the_day_on_which_weeks_start(calendar in calendar(), day in day()) {
        let week = calendar.period(Grain::Week, day).unwrap();
        prop_assert_eq!(week.days(), 7);
        prop_assert_eq!(Weekday::of(week.first()), calendar.week_starts());
    }

    #[test]
    fn a_half_month_ends_after_15_days_or_with_its_month(calendar in calendar(), day in day()) {
        let Ok(half) = calendar.period(Grain::HalfMonth, day) else {
            prop_assert!(calendar.pattern().is_of_weeks(), "years of months have half months");
            return Ok(());
        };
        let month = calendar.period(Grain::Month, day).unwrap();
        let first = month.first() + Days::new(15);
        let span = if day < first { Span::new(month.first(), first) } else { Span::new(first, month.end()) };
        prop_assert_eq!(Some(half.span()), span);
    }

    #[test]
    fn the_months_of_whole_weeks_are_those_of_the_pattern(calendar in of_weeks(), day in inner_day()) {
        let year = calendar.period(Grain::Year, day).unwrap();
        let weeks: Vec<i64> =
            calendar.parts_of(year, Grain::Month).unwrap().iter().map(|month| month.days() / 7).collect();
        let quarter = match calendar.pattern() {
            Pattern::FourFourFive => [4, 4, 5],
            Pattern::FourFiveFour => [4, 5, 4],
            _ => [5, 4, 4],
        };
        let mut expected = quarter.repeat(4);
        expected[11] += year.days() / 7 - 52;
        prop_assert_eq!(weeks, expected);
    }

    #[test]
    fn a_year_of_whole_weeks_ends_where_its_rule_says(calendar in of_weeks(), day in inner_day()) {
        let last = calendar.period(Grain::Year, day).unwrap().last();
        let end = calendar.year_end().unwrap();
        prop_assert_eq!(Weekday::of(last), end.weekday());
        // The day of the month's end that is meant is the one that lies nearest.
        let ends = (-7..=7).map(|days| last + chrono::TimeDelta::days(days));
        let ends: Vec<NaiveDate> =
            ends.filter(|day| day.succ_opt().unwrap().day() == 1 && day.month() == end.month()).collect();
        prop_assert_eq!(ends.len(), 1);
        let behind = (ends[0] - last).num_days();
        let allowed = if end.rule() == EndRule::Last { 0..=6 } else { -3..=3 };
        prop_assert!(allowed.contains(&behind), "{} days", behind);
    }

    #[test]
    fn a_list_is_tiled_by_its_periods_and_they_by_days(boundaries in boundaries()) {
        let calendar = FiscalCalendar::default().with_list(list_name(), boundaries.clone()).unwrap();
        let grain = calendar.grain("list").unwrap();
        let all = Span::new(boundaries[0], *boundaries.last().unwrap()).unwrap();
        let periods = calendar.parts(all, grain).unwrap();
        prop_assert_eq!(periods.len(), boundaries.len() - 1);
        tile(&periods, all)?;
        for (period, index) in periods.iter().zip(1..) {
            prop_assert_eq!((period.index(), period.year()), (index, None));
        }
        let short = periods.iter().find(|period| period.days() <= 100_000);
        if let Some(period) = short {
            tile(&calendar.parts_of(*period, Grain::Day).unwrap(), period.span())?;
        }
    }

    #[test]
    fn the_parts_of_a_span_are_the_periods_that_share_a_day_with_it(
        calendar in calendar(),
        from in day(),
        days in 0_u64..2_000,
    ) {
        let span = Span::new(from, from + Days::new(days)).unwrap();
        for grain in calendar.grains() {
            let mut expected: Vec<Period> = each_day(span).filter_map(|day| calendar.period(grain, day).ok()).collect();
            expected.dedup();
            prop_assert_eq!(calendar.parts(span, grain).unwrap(), expected);
        }
    }

    #[test]
    fn a_span_cut_at_the_boundaries_has_no_piece_in_two_periods(
        calendar in calendar(),
        from in day(),
        days in 0_u64..2_000,
    ) {
        let span = Span::new(from, from + Days::new(days)).unwrap();
        // Of the first day of all it cannot be told by looking at the day before.
        let known = |day: &NaiveDate| (2..=*DAYS.end()).contains(&day.num_days_from_ce());
        for grain in calendar.grains() {
            let at = |day: NaiveDate| calendar.period(grain, day).ok();
            let cuts = each_day(span).filter(known).filter(|&day| at(day) != day.pred_opt().and_then(at));
            let found = calendar.boundaries(grain, span);
            prop_assert_eq!(found.into_iter().filter(known).collect::<Vec<_>>(), cuts.collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_label_reads_back_as_its_period(calendar in calendar(), day in day()) {
        for grain in calendar.grains() {
            if let Ok(period) = calendar.period(grain, day) {
                prop_assert_eq!(calendar.parse_period(&calendar.label(period)), Ok(period));
            }
        }
    }

    #[test]
    fn a_text_that_reads_as_a_period_is_its_label(calendar in calendar(), text in label_like()) {
        if let Ok(period) = calendar.parse_period(&text) {
            prop_assert_eq!(calendar.label(period), text);
        }
    }

    #[test]
    fn a_text_that_reads_as_a_day_is_its_spelling(text in "[0-9]{1,5}-[0-9]{1,2}-[0-9]{1,2}|\\PC{0,12}") {
        if let Ok(day) = parse_day(&text) {
            prop_assert_eq!(day.to_string(), text);
        }
    }

    #[test]
    fn a_day_reads_back(day in day()) {
        prop_assert_eq!(parse_day(&day.to_string()), Ok(day));
    }

    #[test]
    fn steps_there_and_back_return(
        calendar in calendar(),
        day in inner_day(),
        steps in -300_i64..300,
        more in -300_i64..300,
    ) {
        for grain in calendar.grains() {
            let Ok(period) = calendar.period(grain, day) else { continue };
            prop_assert_eq!(calendar.shift(period, 0), Ok(period));
            let Ok(there) = calendar.shift(period, steps) else {
                prop_assert!(matches!(grain, Grain::List(_)), "built-in grains go on");
                continue;
            };
            prop_assert_eq!(calendar.shift(there, -steps), Ok(period));
            prop_assert_eq!(calendar.shift(there, more), calendar.shift(period, steps + more));
        }
    }

    #[test]
    fn steps_too_far_are_undefined_and_never_more(calendar in calendar(), day in day(), steps in any::<i64>()) {
        for grain in calendar.grains() {
            let Ok(period) = calendar.period(grain, day) else { continue };
            if steps.abs_diff(0) > 4_000_000 {
                let why = calendar.shift(period, steps).unwrap_err();
                let before_list = matches!(grain, Grain::List(_)) && steps < 0;
                prop_assert_eq!(why, if before_list { Why::BeforeFirstPeriod } else { Why::NoPeriod });
            }
        }
    }

    #[test]
    fn last_year_is_the_same_period_of_the_year_before(calendar in of_months(), day in inner_day()) {
        for grain in [Grain::HalfMonth, Grain::Month, Grain::Quarter, Grain::Half] {
            let period = calendar.period(grain, day).unwrap();
            let before = calendar.last_year(period).unwrap();
            prop_assert_eq!(before.index(), period.index());
            prop_assert_eq!(before.year(), period.year().map(|year| year - 1));
            if grain != Grain::HalfMonth {
                prop_assert_eq!(before.first(), period.first().with_year(period.first().year() - 1).unwrap());
            }
        }
        let year = calendar.period(Grain::Year, day).unwrap();
        prop_assert_eq!(calendar.last_year(year), calendar.shift(year, -1));
    }

    #[test]
    fn last_year_of_weeks_has_the_same_number_or_there_is_none(calendar in prop_oneof![of_weeks(), of_months()], day in inner_day()) {
        for grain in [Grain::Week, Grain::Month, Grain::Quarter, Grain::Half] {
            let period = calendar.period(grain, day).unwrap();
            match calendar.last_year(period) {
                Ok(before) => {
                    prop_assert_eq!(before.index(), period.index());
                    prop_assert_eq!(before.year(), period.year().map(|year| year - 1));
                }
                Err(why) => prop_assert_eq!((why, grain, period.index()), (Why::NoPeriod, Grain::Week, 53)),
            }
        }
    }

    #[test]
    fn last_year_around_listed_years_is_as_long_and_a_year_earlier_or_undefined(
        (calendar, seam) in listed(),
        days in 0_u64..800,
    ) {
        let day = seam + Days::new(days) - Days::new(200);
        for &grain in nested(&calendar).iter().filter(|grain| **grain != Grain::Day) {
            let period = calendar.period(grain, day).unwrap();
            let Ok(before) = calendar.last_year(period) else { continue };
            prop_assert_eq!(before.days().abs_diff(period.days()) <= if calendar.pattern().is_of_weeks() { 7 } else { 1 }, true);
            let apart = (period.first() - before.first()).num_days();
            let apart_most = if calendar.pattern().is_of_weeks() { 364..=371 } else { 364..=367 };
            prop_assert!(apart_most.contains(&apart), "{} days", apart);
        }
    }

    #[test]
    fn listed_years_are_there_as_they_are_listed((calendar, _) in listed()) {
        for (label, span) in calendar.listed_years() {
            let year = calendar.parse_period(label.as_str()).unwrap();
            prop_assert_eq!((year.grain(), year.span()), (Grain::Year, span));
            prop_assert_eq!(calendar.label(year), label.as_str());
            // Its quarters and halves are counted from its first month; all but the last are whole.
            let months = calendar.parts_of(year, Grain::Month).unwrap();
            for (grain, of) in [(Grain::Quarter, 3), (Grain::Half, 6)] {
                let parts = calendar.parts_of(year, grain).unwrap();
                let sizes: Vec<usize> =
                    parts.iter().map(|part| calendar.parts_of(*part, Grain::Month).unwrap().len()).collect();
                let expected: Vec<usize> = months.chunks(of).map(<[Period]>::len).collect();
                prop_assert_eq!(sizes, expected);
            }
        }
    }

    #[test]
    fn years_beside_listed_ones_are_whole((calendar, seam) in listed()) {
        let listed: Vec<Span> = calendar.listed_years().map(|(_, span)| span).collect();
        let around = Span::new(seam - Days::new(2_000), seam + Days::new(6_000)).unwrap();
        for year in calendar.parts(around, Grain::Year).unwrap() {
            let whole = if calendar.pattern().is_of_weeks() { 364..=371 } else { 365..=366 };
            prop_assert!(listed.contains(&year.span()) || whole.contains(&year.days()), "{}", year.span());
            prop_assert!(!calendar.label(year).is_empty());
        }
    }

    #[test]
    fn last_year_of_13_weeks_is_four_quarters_back_for_a_decade(start in inner_day()) {
        let boundaries = (0..=40).map(|quarter| start + Days::new(quarter * 91)).collect();
        let calendar = FiscalCalendar::default().with_list(list_name(), boundaries).unwrap();
        let grain = calendar.grain("list").unwrap();
        let first = calendar.period(grain, start).unwrap();
        for steps in 4..40 {
            let period = calendar.shift(first, steps).unwrap();
            prop_assert_eq!(calendar.last_year(period), calendar.shift(period, -4));
        }
    }

    #[test]
    fn what_has_elapsed_rises_from_0_to_1_by_one_day_at_a_time(calendar in calendar(), day in inner_day()) {
        for grain in calendar.grains() {
            let Ok(period) = calendar.period(grain, day) else { continue };
            let days = i128::from(period.days());
            let before = period.first() - Days::new(1);
            prop_assert_eq!(period.elapsed(before), Fraction::ZERO);
            prop_assert_eq!(period.elapsed(period.last()), Fraction::ONE);
            prop_assert_eq!(period.elapsed(period.end()), Fraction::ONE);
            let passed = i128::from(day.num_days_from_ce() - before.num_days_from_ce());
            prop_assert_eq!(Some(period.elapsed(day)), Fraction::new(passed, days));
            prop_assert_eq!(i128::from(period.to_date(day).days()), passed);
        }
    }

    #[test]
    fn to_date_is_what_span_and_past_share(calendar in calendar(), day in inner_day(), as_of in inner_day()) {
        let past = Span::new(NaiveDate::MIN, as_of + Days::new(1)).unwrap();
        let year = calendar.period(Grain::Year, day).unwrap();
        let to_date = year.to_date(as_of);
        prop_assert_eq!((!to_date.is_empty()).then_some(to_date), year.span().overlap(past));
    }

    #[test]
    fn an_overlap_has_the_days_of_both(a in (inner_day(), 0_u64..60), gap in 0_u64..80, days in 0_u64..60) {
        let left = Span::new(a.0, a.0 + Days::new(a.1)).unwrap();
        let right = Span::new(a.0 + Days::new(gap), a.0 + Days::new(gap + days)).unwrap();
        let both: Vec<NaiveDate> = each_day(left).filter(|&day| right.contains(day)).collect();
        let overlap = left.overlap(right);
        prop_assert_eq!(overlap, right.overlap(left));
        prop_assert_eq!(overlap.map(|span| each_day(span).collect::<Vec<_>>()).unwrap_or_default(), both);
        prop_assert!(overlap.is_none_or(|span| !span.is_empty()));
    }

    #[test]
    fn what_is_written_compiles_to_what_is_built(calendar in calendar()) {
        let (month, day) = calendar.year_starts();
        let mut lists = Named::new();
        for grain in calendar.grains().filter(|grain| matches!(grain, Grain::List(_))) {
            let days = Span::new(NaiveDate::MIN, NaiveDate::MAX).unwrap();
            let boundaries = calendar.boundaries(grain, days).iter().map(NaiveDate::to_string).collect();
            lists.insert(calendar.grain_name(grain).to_owned(), boundaries);
        }
        let last = calendar.year_end().map(|end| {
            YearEndDefinition { weekday: end.weekday(), month: end.month(), rule: end.rule() }
        });
        let years = calendar.listed_years();
        let definition = CalendarDefinition {
            year_starts: last.is_none().then(|| format!("{month:02}-{day:02}")),
            year_named: Some(calendar.year_named()),
            pattern: Some(calendar.pattern()),
            last,
            week_starts: Some(calendar.week_starts()),
            years: years.map(|(label, span)| (label.to_string(), format!("{} .. {}", span.from(), span.to()))).collect(),
            lists,
            ..CalendarDefinition::default()
        };
        let mut problems = Problems::new();
        prop_assert_eq!(FiscalCalendar::compile(&definition, At::root(), &mut problems), calendar);
        prop_assert!(problems.is_empty(), "{}", problems);
    }

    #[test]
    fn whatever_is_written_gives_a_calendar_and_never_a_crash(
        start in proptest::option::of("[0-9]{2}-[0-9]{2}|\\PC{0,8}"),
        lists in proptest::collection::btree_map("[a-z]{1,3}|\\PC{0,8}", vec(date_like(), 0..5), 0..3),
        years in proptest::collection::btree_map("[a-z]{1,3}|FY20[0-9]{2}|\\PC{0,8}", (date_like(), date_like()), 0..3),
        pattern in proptest::option::of(proptest::sample::select(Pattern::ALL)),
        week_starts in proptest::option::of(weekday()),
        last in proptest::option::of((weekday(), 0_u32..15, proptest::sample::select(EndRule::ALL))),
        day in day(),
    ) {
        let last = last.map(|(weekday, month, rule)| YearEndDefinition { weekday, month, rule });
        let years = years.into_iter().map(|(label, (from, to))| (label, format!("{from} .. {to}"))).collect();
        let definition = CalendarDefinition {
            year_starts: start,
            pattern,
            last,
            week_starts,
            years,
            lists: lists.into(),
            ..CalendarDefinition::default()
        };
        let mut problems = Problems::new();
        let calendar = FiscalCalendar::compile(&definition, At::root(), &mut problems);
        for grain in calendar.grains() {
            if let Ok(period) = calendar.period(grain, day) {
                prop_assert!(period.contains(day));
            }
        }
    }
}

/// Any calendar: of months or of weeks, with listed years or none, with a list of periods or none.
fn calendar() -> impl Strategy<Value = FiscalCalendar> {
    let years = prop_oneof![2 => of_months(), 1 => of_weeks(), 2 => listed().prop_map(|(calendar, _)| calendar)];
    (years, proptest::option::of(boundaries())).prop_map(|(calendar, list)| match list {
        Some(boundaries) => calendar.with_list(list_name(), boundaries).unwrap(),
        None => calendar,
    })
}

/// A calendar of months that starts anywhere, named either way, with weeks from any day.
fn of_months() -> impl Strategy<Value = FiscalCalendar> {
    let start = prop_oneof![Just((1, 1)), (1_u32..=12, Just(1)), (1_u32..=12, 1_u32..=28)];
    let weeks = prop_oneof![Just(Weekday::Monday), weekday()];
    (start, named(), weeks).prop_map(|((month, day), named, weeks)| {
        let calendar = FiscalCalendar::starting(month, day).unwrap().named_by(named).unwrap();
        calendar.with_weeks_from(weeks).unwrap()
    })
}

/// A calendar of whole weeks, whatever its pattern and its end, named either way.
fn of_weeks() -> impl Strategy<Value = FiscalCalendar> {
    (proptest::sample::select(&Pattern::ALL[1..]), weekday(), 1_u32..=12, end_rule(), named()).prop_map(
        |(pattern, weekday, month, rule, named)| {
            let last = YearEnd::new(weekday, month, rule).unwrap();
            FiscalCalendar::of_weeks(pattern, last).unwrap().named_by(named).unwrap()
        },
    )
}

/// A calendar of either sort that has moved its year end once or more, and a day on which it did.
fn listed() -> impl Strategy<Value = (FiscalCalendar, NaiveDate)> {
    let moves = (1_u32..=12, vec((1_u32..=12, 0_i32..3), 1..4));
    let sort = prop_oneof![
        (1_u32..=28, weekday()).prop_map(|(day, weeks)| Moving::Months { day, weeks }),
        (proptest::sample::select(&Pattern::ALL[1..]), weekday(), end_rule())
            .prop_map(|(pattern, weekday, rule)| Moving::Weeks { pattern, weekday, rule }),
    ];
    (sort, moves, 1_900_i32..2_100, named())
        .prop_map(|(sort, (start, moves), year, named)| sort.listed(start, &moves, year, named))
}

/// What a company keeps when it moves the end of its year.
#[derive(Clone, Copy, Debug)]
enum Moving {
    Months { day: u32, weeks: Weekday },
    Weeks { pattern: Pattern, weekday: Weekday, rule: EndRule },
}

impl Moving {
    /// A calendar whose years started at `start` up to some year, and then moved so often: each time to another month, and
    /// not before so many years were over.
    fn listed(self, start: u32, moves: &[(u32, i32)], year: i32, named: YearNamed) -> (FiscalCalendar, NaiveDate) {
        let first = self.starts(start, year);
        let (mut month, mut from, mut years) = (start, first, Vec::new());
        for (index, &(next, whole)) in moves.iter().enumerate() {
            from = (0..whole).fold(from, |from, _| self.next(month, from));
            let to = self.next(next, from);
            let label = Name::new(format!("Listed{index}")).unwrap();
            years.push((label, Span::new(from, to).unwrap()));
            (month, from) = (next, to);
        }
        let calendar = match self {
            Moving::Months { day, weeks } => {
                FiscalCalendar::starting(month, day).unwrap().with_weeks_from(weeks).unwrap()
            }
            Moving::Weeks { pattern, .. } => FiscalCalendar::of_weeks(pattern, self.end(month)).unwrap(),
        };
        (calendar.named_by(named).unwrap().with_years(years).unwrap(), first)
    }

    /// The first start of a year at `month` after a day.
    fn next(self, month: u32, after: NaiveDate) -> NaiveDate {
        let mut starts = (after.year() - 1..).map(|year| self.starts(month, year));
        starts.find(|start| *start > after).unwrap()
    }

    /// On which day years start that start on a day of this month, or after its end.
    fn starts(self, month: u32, year: i32) -> NaiveDate {
        match self {
            Moving::Months { day, .. } => NaiveDate::from_ymd_opt(year, month, day).unwrap(),
            Moving::Weeks { .. } => self.end(month).of_year(year).unwrap() + Days::new(1),
        }
    }

    fn end(self, month: u32) -> YearEnd {
        match self {
            Moving::Months { .. } => unreachable!("only years of weeks end on a day of the week"),
            Moving::Weeks { weekday, rule, .. } => YearEnd::new(weekday, month, rule).unwrap(),
        }
    }
}

fn named() -> impl Strategy<Value = YearNamed> {
    proptest::sample::select(YearNamed::ALL)
}

fn weekday() -> impl Strategy<Value = Weekday> {
    proptest::sample::select(Weekday::ALL)
}

fn end_rule() -> impl Strategy<Value = EndRule> {
    proptest::sample::select(EndRule::ALL)
}

/// The grains each of whose periods is made of whole periods of those before.
fn nested(calendar: &FiscalCalendar) -> &'static [Grain] {
    if calendar.pattern().is_of_weeks() {
        &[Grain::Day, Grain::Week, Grain::Month, Grain::Quarter, Grain::Half, Grain::Year]
    } else {
        &[Grain::Day, Grain::HalfMonth, Grain::Month, Grain::Quarter, Grain::Half, Grain::Year]
    }
}

/// Boundaries that rise, near each other and far apart.
fn boundaries() -> impl Strategy<Value = Vec<NaiveDate>> {
    let near = (inner_day(), btree_set(0_u64..3_000, 2..30));
    let near = near.prop_map(|(start, days)| days.into_iter().map(|more| start + Days::new(more)).collect());
    prop_oneof![4 => near, 1 => btree_set(day(), 2..8).prop_map(|days| days.into_iter().collect())]
}

/// Any day that a calendar knows, often one near an end.
fn day() -> impl Strategy<Value = NaiveDate> {
    let number = prop_oneof![6 => 690_000_i32..800_000, 1 => DAYS, 1 => 1_i32..800, 1 => 3_651_259_i32..=3_652_059];
    number.prop_map(|number| NaiveDate::from_num_days_from_ce_opt(number).unwrap())
}

/// A day of which years before and after are known too.
fn inner_day() -> impl Strategy<Value = NaiveDate> {
    (690_000_i32..800_000).prop_map(|number| NaiveDate::from_num_days_from_ce_opt(number).unwrap())
}

fn label_like() -> impl Strategy<Value = String> {
    prop_oneof![
        "(FY|fy|)[0-9]{1,5}",
        "(FY|fy|)(20[0-9]{2}|[0-9]{1,5})-[HQMWhqmw]?[0-9]{1,3}(-[ABab])?",
        "(Listed|listed)[0-2](-[HQMW][0-9]{1,2})?",
        "(FY|)20[0-9]{2}-[0-9]{1,2}-[0-9]{1,2}",
        "(list|day|year|week) 20[0-9]{2}-[0-9]{1,2}-[0-9]{1,2}",
        "\\PC{0,16}",
    ]
}

fn date_like() -> impl Strategy<Value = String> {
    prop_oneof![3 => day().prop_map(|day| day.to_string()), 1 => "20[0-9]{2}-[0-9]{2}-[0-9]{2}", 1 => "\\PC{0,12}"]
}

fn list_name() -> Name {
    Name::new("list").unwrap()
}

fn each_day(span: Span) -> impl Iterator<Item = NaiveDate> {
    span.from().iter_days().take_while(move |&day| span.contains(day))
}

/// The latest day up to `day` on which a period of so many months starts, found by looking at one day after another.
fn latest_start(calendar: &FiscalCalendar, months: u32, day: NaiveDate) -> NaiveDate {
    let (month, start) = calendar.year_starts();
    let starts = |day: &NaiveDate| day.day() == start && (day.month() + 12 - month).is_multiple_of(months);
    let mut earlier = std::iter::successors(Some(day), NaiveDate::pred_opt);
    earlier.find(starts).unwrap()
}

/// Whether the parts follow each other from the first day of the whole to its last.
fn tile(parts: &[Period], whole: Span) -> Result<(), TestCaseError> {
    prop_assert_eq!(parts.first().map(|part| part.first()), Some(whole.from()));
    prop_assert_eq!(parts.last().map(|part| part.end()), Some(whole.to()));
    for pair in parts.windows(2) {
        prop_assert_eq!(pair[0].end(), pair[1].first());
    }
    prop_assert_eq!(parts.iter().map(|part| part.days()).sum::<i64>(), whole.days());
    Ok(())
}
