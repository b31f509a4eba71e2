//! Laws of calendars, periods and spans.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may stop at the first surprise"
)]

use std::collections::BTreeMap;

use attain::calendar::{CalendarDefinition, FiscalCalendar, Grain, Period, Span, YearNamed, parse_day};
use attain::diagnostic::{At, Problems};
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
    fn built_in_periods_start_on_the_days_that_the_year_gives_them(calendar in calendar(), day in day()) {
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
        for grain in [Grain::Day, Grain::Month, Grain::Quarter, Grain::Half] {
            let period = calendar.period(grain, day).unwrap();
            let parts = calendar.parts_of(year, grain).unwrap();
            prop_assert_eq!(parts[period.index() as usize - 1], period);
            prop_assert_eq!(period.year(), year.year());
        }
    }

    #[test]
    fn a_year_is_called_after_the_calendar_year_in_which_it_ends_or_starts(calendar in calendar(), day in day()) {
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
        for (rank, &whole) in Grain::BUILT_IN.iter().enumerate() {
            let period = calendar.period(whole, day).unwrap();
            for &grain in &Grain::BUILT_IN[..=rank] {
                tile(&calendar.parts_of(period, grain).unwrap(), period.span())?;
            }
            for &grain in &Grain::BUILT_IN[rank + 1..] {
                prop_assert!(calendar.parts_of(period, grain).is_err(), "a coarser period is no part");
            }
        }
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
    fn last_year_is_the_same_period_of_the_year_before(calendar in calendar(), day in inner_day()) {
        for grain in [Grain::Month, Grain::Quarter, Grain::Half] {
            let period = calendar.period(grain, day).unwrap();
            let before = calendar.last_year(period).unwrap();
            prop_assert_eq!(before.index(), period.index());
            prop_assert_eq!(before.year(), period.year().map(|year| year - 1));
            prop_assert_eq!(before.first(), period.first().with_year(period.first().year() - 1).unwrap());
        }
        let year = calendar.period(Grain::Year, day).unwrap();
        prop_assert_eq!(calendar.last_year(year), calendar.shift(year, -1));
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
        let mut lists = BTreeMap::new();
        for grain in calendar.grains().filter(|grain| matches!(grain, Grain::List(_))) {
            let days = Span::new(NaiveDate::MIN, NaiveDate::MAX).unwrap();
            let boundaries = calendar.boundaries(grain, days).iter().map(NaiveDate::to_string).collect();
            lists.insert(calendar.grain_name(grain).to_owned(), boundaries);
        }
        let year_starts = Some(format!("{month:02}-{day:02}"));
        let definition = CalendarDefinition { year_starts, year_named: Some(calendar.year_named()), lists, ..CalendarDefinition::default() };
        let mut problems = Problems::new();
        prop_assert_eq!(FiscalCalendar::compile(&definition, At::root(), &mut problems), calendar);
        prop_assert!(problems.is_empty(), "{}", problems);
    }

    #[test]
    fn whatever_is_written_gives_a_calendar_and_never_a_crash(
        start in proptest::option::of("[0-9]{2}-[0-9]{2}|\\PC{0,8}"),
        lists in proptest::collection::btree_map("[a-z]{1,3}|\\PC{0,8}", vec(date_like(), 0..5), 0..3),
        day in day(),
    ) {
        let definition = CalendarDefinition { year_starts: start, lists, ..CalendarDefinition::default() };
        let mut problems = Problems::new();
        let calendar = FiscalCalendar::compile(&definition, At::root(), &mut problems);
        for grain in calendar.grains() {
            if let Ok(period) = calendar.period(grain, day) {
                prop_assert!(period.contains(day));
            }
        }
    }
}

/// A calendar that starts anywhere, named either way, with no list or one.
fn calendar() -> impl Strategy<Value = FiscalCalendar> {
    let named = prop_oneof![Just(YearNamed::End), Just(YearNamed::Start)];
    let start = prop_oneof![Just((1, 1)), (1_u32..=12, Just(1)), (1_u32..=12, 1_u32..=28)];
    (start, named, proptest::option::of(boundaries())).prop_map(|((month, day), named, list)| {
        let calendar = FiscalCalendar::starting(month, day).unwrap().named_by(named);
        match list {
            Some(boundaries) => calendar.with_list(list_name(), boundaries).unwrap(),
            None => calendar,
        }
    })
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
        "(FY|fy|)(20[0-9]{2}|[0-9]{1,5})-[HQMhqm]?[0-9]{1,3}",
        "(FY|)20[0-9]{2}-[0-9]{1,2}-[0-9]{1,2}",
        "(list|day|year) 20[0-9]{2}-[0-9]{1,2}-[0-9]{1,2}",
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
