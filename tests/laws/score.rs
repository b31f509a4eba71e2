//! Laws of scorecards, and of curves read backwards.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

use attain::diagnostic::{At, Problems};
use attain::document::{Read, from_json};
use attain::engine::Engine;
use attain::plan::Plan;
use attain::quantity::{Fraction, Outcome, Precision, Value, Why};
use attain::rule::Rules;
use attain::score::{Figures, Lift, PlainCard, Scorecard, Turn, flips};
use attain::table::{Interval, Inverse, Table, TableDefinition, Wanted};
use num_rational::BigRational;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

// ------------------------------------------------------------------------------------------------------ a model of cards

/// An item: what it weighs, what stands for it, what is done to it, and its value (a number, or missing) or its items.
#[derive(Clone, Debug)]
struct Model {
    weight: i64,
    missing: &'static str,
    steps: Vec<(&'static str, i64)>,
    part: Part,
}

#[derive(Clone, Debug)]
enum Part {
    Value(Option<i64>),
    Items(Vec<Model>),
}

fn leaf() -> BoxedStrategy<Model> {
    (1_i64..9, select(vec!["zero", "skip", "hold"]), steps(), option::weighted(0.8, -20_i64..150))
        .prop_map(|(weight, missing, steps, value)| Model { weight, missing, steps, part: Part::Value(value) })
        .boxed()
}

fn steps() -> impl Strategy<Value = Vec<(&'static str, i64)>> {
    vec((select(vec!["cap", "floor", "add", "times"]), 0_i64..120), 0..3).prop_map(|steps| {
        steps.into_iter().map(|(deed, by)| (deed, if deed == "times" { by % 4 } else { by })).collect()
    })
}

fn items() -> impl Strategy<Value = Vec<Model>> {
    let item = leaf().prop_recursive(2, 12, 4, |inner| {
        (1_i64..9, select(vec!["zero", "skip", "hold"]), steps(), vec(inner, 1..4))
            .prop_map(|(weight, missing, steps, items)| Model { weight, missing, steps, part: Part::Items(items) })
            .boxed()
    });
    vec(item, 1..5)
}

/// The items in writing; values are called `v0`, `v1` … in their order.
fn written(items: &[Model], next: &mut usize, times: i64) -> String {
    let one = |(at, item): (usize, &Model), next: &mut usize| {
        let steps: Vec<String> = item.steps.iter().map(|(deed, by)| format!(r#"{{ "{deed}": {by} }}"#)).collect();
        let part = match &item.part {
            Part::Value(_) => {
                *next += 1;
                format!(r#""value": "v{}""#, *next - 1)
            }
            Part::Items(items) => format!(r#""items": [ {} ]"#, written(items, next, times)),
        };
        format!(
            r#"{{ "id": "i{at}", "weight": {}, "missing": "{}", "steps": [ {} ], {part} }}"#,
            item.weight * times,
            item.missing,
            steps.join(", ")
        )
    };
    let all: Vec<String> = items.iter().enumerate().map(|item| one(item, next)).collect();
    all.join(", ")
}

fn values(items: &[Model], all: &mut Vec<Option<i64>>) {
    for item in items {
        match &item.part {
            Part::Value(value) => all.push(*value),
            Part::Items(items) => values(items, all),
        }
    }
}

const LIMITS: &str = r#""steps": [ { "floor": 0 }, { "cap": 120 } ]"#;

fn card(items: &str, more: &str, count: usize) -> PlainCard {
    let names: Vec<String> = (0..count).map(|at| format!(r#""v{at}": "number""#)).collect();
    let text = format!(
        r#"{{ "values": {{ {} }}, "rules": {{ "rounding": {{ "to": "0.1", "mode": "half_up" }}, "boundary": "[from, to)" }},
             "tables": {{ "grade": {{ "keys": ["score"], "read": "step",
                "rows": [ {{ "score": ".. 75", "grade": "C" }}, {{ "score": "75 .. 95", "grade": "B" }}, {{ "score": "95 ..", "grade": "A" }} ] }} }},
             "scorecard": {{ "grain": "month", "weights": "relative", "missing": "hold", "grades": {{ "table": "grade" }},
                "items": [ {items} ], {more} }} }}"#,
        names.join(", ")
    );
    PlainCard::from_json(text.as_bytes()).unwrap_or_else(|problems| panic!("{text}: {problems}"))
}

fn figures(values: &[Option<i64>]) -> Figures {
    values.iter().enumerate().fold(Figures::new(), |figures, (at, value)| match value {
        Some(value) => figures.with(&format!("v{at}"), Value::Number(Fraction::whole(*value))),
        None => figures,
    })
}

fn evaluate(items: &[Model], more: &str, values: &[Option<i64>]) -> Scorecard {
    card(&written(items, &mut 0, 1), more, values.len()).evaluate(&figures(values)).unwrap().unwrap()
}

fn all_values(items: &[Model]) -> Vec<Option<i64>> {
    let mut all = Vec::new();
    values(items, &mut all);
    all
}

fn big(number: i64) -> BigRational {
    BigRational::from_integer(number.into())
}

fn of(fraction: Fraction) -> BigRational {
    BigRational::new(fraction.numerator().into(), fraction.denominator().into())
}

/// The weighted mean in plain words; an error is whether somebody holds it.
fn naive(items: &[Model]) -> Result<BigRational, ()> {
    let (mut sum, mut weights) = (big(0), big(0));
    for item in items {
        let mut points = match &item.part {
            Part::Value(value) => value.map(big).ok_or(()),
            Part::Items(items) => naive(items),
        };
        for (deed, by) in &item.steps {
            points = points.map(|points| match *deed {
                "cap" => points.min(big(*by)),
                "floor" => points.max(big(*by)),
                "times" => points * big(*by),
                _ => points + big(*by),
            });
        }
        let points = match (points, item.missing) {
            (Ok(points), _) => points,
            (Err(()), "zero") => big(0),
            (Err(()), "skip") => continue,
            (Err(()), _) => return Err(()),
        };
        sum += points * big(item.weight);
        weights += big(item.weight);
    }
    if weights == big(0) { Err(()) } else { Ok(sum / weights) }
}

fn changed(values: &[Option<i64>], at: usize, to: i64) -> Vec<Option<i64>> {
    let mut values = values.to_vec();
    values[at] = Some(to);
    values
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_card_comes_to_what_plain_words_say(items in items()) {
        let values = all_values(&items);
        let found = evaluate(&items, r#""steps": []"#, &values).points();
        match naive(&items) {
            Ok(points) => prop_assert_eq!(of(found.unwrap()), points),
            Err(()) => prop_assert!(found.is_err()),
        }
    }

    #[test]
    fn a_score_stays_within_its_limits(items in items()) {
        let values = all_values(&items);
        if let Ok(score) = evaluate(&items, LIMITS, &values).score() {
            prop_assert!(score >= 0.into() && score <= 120.into(), "{score}");
        }
    }

    #[test]
    fn more_of_an_item_never_makes_less_of_the_score(items in items(), at in any::<prop::sample::Index>(), low in -20_i64..150, more in 0_i64..60) {
        let values = all_values(&items);
        let at = at.index(values.len());
        let points = |value: i64| evaluate(&items, LIMITS, &changed(&values, at, value)).points();
        if let (Ok(less), Ok(greater)) = (points(low), points(low + more)) {
            prop_assert!(less <= greater, "{less} and {greater}");
        }
    }

    #[test]
    fn weights_scaled_together_change_nothing(items in items(), times in 2_i64..7) {
        let values = all_values(&items);
        let scaled = card(&written(&items, &mut 0, times), LIMITS, values.len());
        let scaled = scaled.evaluate(&figures(&values)).unwrap().unwrap();
        prop_assert_eq!(scaled.points(), evaluate(&items, LIMITS, &values).points());
    }

    #[test]
    fn a_card_with_an_item_that_is_left_out_is_the_card_without_it(items in items(), at in any::<prop::sample::Index>(), weight in 1_i64..9) {
        let gone = Model { weight, missing: "skip", steps: Vec::new(), part: Part::Value(None) };
        let mut with = items.clone();
        with.insert(at.index(items.len() + 1), gone);
        let (less, more) = (all_values(&items), all_values(&with));
        let (less, more) = (evaluate(&items, LIMITS, &less), evaluate(&with, LIMITS, &more));
        prop_assert_eq!(less.points().map_err(drop), more.points().map_err(drop));
        prop_assert_eq!(less.score().map_err(drop), more.score().map_err(drop));
    }

    #[test]
    fn shares_make_the_whole_and_contributions_the_points(items in items()) {
        let scored = evaluate(&items, r#""steps": []"#, &all_values(&items));
        let Ok(points) = scored.points() else { return Ok(()) };
        let (mut shares, mut sum) = (Fraction::ZERO, Fraction::ZERO);
        for line in scored.lines().iter().filter(|line| line.path.len() == 1) {
            let exact = Precision::default();
            shares = shares.plus(line.share.unwrap_or(Fraction::ZERO), exact).unwrap();
            sum = sum.plus(line.contribution.unwrap_or(Fraction::ZERO), exact).unwrap();
        }
        prop_assert_eq!((shares, sum), (Fraction::ONE, points));
    }

    #[test]
    fn what_is_needed_is_enough_and_less_is_not(items in items(), grade in select(vec!["A", "B"])) {
        let values = all_values(&items);
        let scored = evaluate(&items, LIMITS, &values);
        let Some(Ok(needs)) = scored.needs(&Value::Text(grade.into())) else { return Ok(()) };
        let card = card(&written(&items, &mut 0, 1), LIMITS, values.len());
        let reaches = |at: usize, value: Fraction| {
            let figures = figures(&values).with(&format!("v{at}"), Value::Number(value));
            let grade_is = card.evaluate(&figures).unwrap().unwrap().grade().unwrap();
            grade_is.is_ok_and(|found| matches!(&found.grade, Value::Text(text) if text.as_ref() <= grade))
        };
        prop_assert_eq!(needs.items.len(), values.len());
        for (at, need) in needs.items.iter().enumerate() {
            let tiny = Fraction::new(1, 1_000_000).unwrap();
            let far = [-1_000_000, -7, 0, 80, 1_000_000].map(Fraction::whole);
            match &need.lift {
                Lift::To(found) => {
                    let end = found[0].from.unwrap();
                    let below = end.at.minus(tiny, Precision::default()).unwrap();
                    prop_assert_eq!(reaches(at, end.at), end.within, "{:?}", need);
                    prop_assert!(reaches(at, end.at.plus(tiny, Precision::default()).unwrap()), "{:?}", need);
                    prop_assert!(!reaches(at, below), "{:?}", need);
                }
                Lift::Always => prop_assert!(far.iter().all(|value| reaches(at, *value)), "{:?}", need),
                Lift::Never => prop_assert!(!far.iter().any(|value| reaches(at, *value)), "{:?}", need),
                Lift::Falls => prop_assert!(false, "nothing is multiplied by less than zero"),
                Lift::Undefined(why) => prop_assert!(matches!(why, Why::Missing(_) | Why::NothingDefined), "{:?}", need),
            }
        }
    }

    #[test]
    fn at_the_weight_that_turns_two_round_both_are_equal(
        first in vec(0_i64..120, 3), second in vec(0_i64..120, 3), weights in vec(1_i64..9, 3),
    ) {
        let of_weights = |weights: &[Fraction]| {
            let items: Vec<String> = weights.iter().enumerate().map(|(at, weight)| {
                format!(r#"{{ "id": "i{at}", "weight": "{} / {}", "value": "v{at}" }}"#, weight.numerator(), weight.denominator())
            }).collect();
            let card = card(&items.join(", "), r#""steps": []"#, 3);
            let score = |values: &[i64]| {
                let values: Vec<Option<i64>> = values.iter().copied().map(Some).collect();
                card.evaluate(&figures(&values)).unwrap().unwrap()
            };
            (score(&first), score(&second))
        };
        let now: Vec<Fraction> = weights.iter().map(|weight| Fraction::whole(*weight)).collect();
        let (one, other) = of_weights(&now);
        for (at, flip) in flips(&one, &other).unwrap().iter().enumerate() {
            let Turn::At(turn) = flip.turn else { continue };
            if turn.is_zero() || turn == Fraction::ONE { continue; }
            let exact = Precision::default();
            let rest: i64 = weights.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, weight)| *weight).sum();
            let left = Fraction::ONE.minus(turn, exact).unwrap().over(Fraction::whole(rest), exact).unwrap();
            let then: Vec<Fraction> = now.iter().enumerate().map(|(other, weight)| {
                if other == at { turn } else { weight.times(left, exact).unwrap() }
            }).collect();
            let (one, other) = of_weights(&then);
            prop_assert_eq!(one.points(), other.points(), "{:?}", flip);
        }
    }
}

// ------------------------------------------------------------------------------------------ by itself and in the engine

/// A card over three attributes of people, in a plan and by itself.
fn both(card: &str) -> (Engine, PlainCard) {
    let rules =
        r#""rules": { "rounding": { "to": "0.1", "mode": "half_up" }, "boundary": "[from, to)", "missing": "skip" }"#;
    let tables = r#""tables": { "curve": { "keys": ["x"], "read": "line", "below": "flat", "above": "extend",
            "rows": [ { "x": 0, "p": 0 }, { "x": 80, "p": 60 }, { "x": 100, "p": 100 } ] },
        "grade": { "keys": ["score"], "read": "step", "rows": [ { "score": ".. 75", "grade": "B" }, { "score": "75 ..", "grade": "A" } ] } }"#;
    let card = format!(r#"{{ "grain": "month", "weights": "relative", "grades": {{ "table": "grade" }}, {card} }}"#);
    let plan = format!(
        r#"{{ "attain": 1, "name": "Both", "currency": "EUR", {rules}, {tables},
             "org": {{ "trees": {{ "sales": ["company"] }}, "person": {{ "v0": "number", "v1": "number", "v2": "number" }} }},
             "scorecards": {{ "card": {card} }} }}"#
    );
    let alone = format!(
        r#"{{ "values": {{ "subject.v0": "number", "subject.v1": "number", "subject.v2": "number" }}, {rules}, {tables}, "scorecard": {card} }}"#
    );
    let plan = Plan::from_json(plan.as_bytes()).unwrap_or_else(|problems| panic!("{problems}"));
    (Engine::new(plan), PlainCard::from_json(alone.as_bytes()).unwrap_or_else(|problems| panic!("{problems}")))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn by_itself_a_card_comes_to_what_it_comes_to_in_the_engine(
        values in vec(option::weighted(0.8, -20_i64..150), 3), weights in vec(1_i64..9, 3), missing in vec(select(vec!["zero", "skip", "hold"]), 3),
        product in any::<bool>(), first in any::<bool>(), limit in 0_i64..120, when in -20_i64..150,
    ) {
        let item = |at: usize| {
            let weight = if product { String::new() } else { format!(r#""weight": "{} * greatest(1, subject.v1)", "#, weights[at]) };
            let curve = if at == 0 { r#", "points": "curve""# } else { "" };
            format!(r#"{{ "id": "i{at}", {weight}"value": "subject.v{at}"{curve}, "missing": "{}", "when": "{at} < 2 or subject.v0 > {when}" }}"#, missing[at])
        };
        let items: Vec<String> = (0..3).map(item).collect();
        let during = if first { ".. 2025-03-01" } else { "2025-03-01 .." };
        let (mut engine, alone) = both(&format!(
            r#""compose": "{}", "during": "{during}", "items": [ {} ], "steps": [ {{ "when": "subject.v2 > {when}", "cap": {limit} }} ]"#,
            if product { "product" } else { "sum" },
            items.join(", ")
        ));
        let known: String = values.iter().enumerate()
            .filter_map(|(at, value)| value.map(|value| format!(r#","v{at}":{value}"#))).collect();
        engine.record_jsonl(format!(
            "{{\"kind\":\"unit\",\"id\":\"u\",\"on\":\"2025-01-01\",\"unit\":\"company\"}}\n\
             {{\"kind\":\"membership\",\"id\":\"m\",\"on\":\"2025-01-01\",\"who\":\"ann\",\"unit\":\"company\"{known}}}\n"
        ).as_bytes(), None);
        let day = |day: &str| attain::calendar::parse_day(day).unwrap();
        let view = engine.view(day("2025-03-31"));
        let engines = view.scorecard("card", view.person("ann").unwrap(), view.period("2025-03").unwrap()).unwrap();
        let given = values.iter().enumerate().fold(Figures::new().on(day("2025-03-01")), |figures, (at, value)| {
            let name = format!("subject.v{at}");
            match value {
                Some(value) => figures.with(&name, Value::Number(Fraction::whole(*value))),
                None => figures.undefined(&name, Why::Missing(format!("v{at}").into())),
            }
        });
        let alones = alone.evaluate(&given).unwrap();
        prop_assert_eq!(engines.as_ref().map(AsRef::as_ref), alones.as_ref());
        prop_assert_eq!(alones.is_err(), first);
    }
}

// ------------------------------------------------------------------------------------------------------ curves backwards

/// A table in writing: anchors or ends at rising places, with what each has.
fn curve() -> impl Strategy<Value = (Table, Vec<i64>)> {
    let read = select(vec!["line", "step", "slices", "whole", "passed", "first"]);
    let edges =
        (select(vec!["undefined", "zero", "flat", "extend"]), select(vec!["undefined", "zero", "flat", "extend"]));
    let rows = vec((1_i64..6, -4_i64..8), 2..6);
    (read, edges, rows, -5_i64..5, any::<bool>()).prop_map(|(read, (below, above), rows, start, upper)| {
        let (mut at, mut text, mut places) = (start, Vec::new(), vec![start]);
        for (width, value) in &rows {
            let end = at + width;
            let cell = if read == "line" { format!("{at}") } else { format!("{at} .. {end}") };
            text.push(format!(r#"{{ "x": "{cell}", "y": {value} }}"#));
            at = end;
            places.push(at);
        }
        let edges = if read == "first" { String::new() } else { format!(r#""below": "{below}", "above": "{above}","#) };
        let boundary = if upper { "(from, to]" } else { "[from, to)" };
        let text = format!(
            r#"{{ "keys": ["x"], "read": "{read}", "boundary": "{boundary}", {edges} "rows": [ {} ] }}"#,
            text.join(", ")
        );
        (table(&text), places)
    })
}

fn table(text: &str) -> Table {
    let mut problems = Problems::new();
    let definition = TableDefinition::read(&from_json(text.as_bytes(), 100_000).unwrap(), At::root(), &mut problems);
    let table = Table::compile(&definition, &Rules::default(), At::root(), &mut problems);
    table.unwrap_or_else(|| panic!("{text}: {problems}"))
}

fn value(table: &Table, at: Fraction) -> Outcome<Fraction> {
    table.at(at, 0)?.amount().ok_or(Why::NotANumber)
}

fn intervals(inverse: Inverse) -> Vec<Interval> {
    match inverse {
        Inverse::Only(at) => {
            let end = Some(attain::table::End { at, within: true });
            vec![Interval { from: end, to: end }]
        }
        Inverse::Flat(interval) => vec![interval],
        Inverse::Several(all) => all,
        Inverse::Never => Vec::new(),
    }
}

proptest! {
    #[test]
    fn a_curve_read_backwards_gives_just_what_gives_the_value((curve, places) in curve(), at in -60_i64..140, seen in vec(-60_i64..140, 8)) {
        let quarter = |quarters: i64| Fraction::new(i128::from(quarters), 4).unwrap();
        let Ok(points) = value(&curve, quarter(at)) else { return Ok(()) };
        let found = intervals(curve.inverse(&[], &Value::Number(points), 0).unwrap());
        prop_assert!(found.iter().any(|interval| interval.holds(quarter(at))), "{found:?}");
        let boundaries = places.iter().map(|place| place * 4);
        for place in seen.into_iter().chain(boundaries).map(quarter) {
            let held = found.iter().any(|interval| interval.holds(place));
            prop_assert_eq!(held, value(&curve, place) == Ok(points), "{} of {:?}", place, found);
        }
        for end in found.iter().flat_map(|interval| [interval.from, interval.to]).flatten() {
            prop_assert_eq!(end.within, value(&curve, end.at) == Ok(points), "{:?} of {:?}", end, found);
        }
    }

    #[test]
    fn at_least_above_and_at_most_part_all_that_is_defined((curve, places) in curve(), amount in -8_i64..24, seen in vec(-60_i64..140, 8)) {
        let (quarter, amount) = (|quarters: i64| Fraction::new(i128::from(quarters), 4).unwrap(), Fraction::new(amount.into(), 2).unwrap());
        let holds = |wanted: Wanted, at: Fraction| curve.places(&[], &wanted, 0).unwrap().iter().any(|interval| interval.holds(at));
        for place in seen.into_iter().chain(places.iter().map(|place| place * 4)).map(quarter) {
            let known = value(&curve, place);
            let is = |test: fn(&Fraction, &Fraction) -> bool| known.as_ref().is_ok_and(|value| test(value, &amount));
            prop_assert_eq!(holds(Wanted::AtLeast(amount), place), is(|value, amount| value >= amount));
            prop_assert_eq!(holds(Wanted::Above(amount), place), is(|value, amount| value > amount));
            prop_assert_eq!(holds(Wanted::AtMost(amount), place), is(|value, amount| value <= amount));
        }
    }

    #[test]
    fn a_curve_that_rises_all_the_way_has_one_inverse(rows in vec((1_i64..9, 1_i64..9), 2..7), at in 0_i64..1_000) {
        let (mut x, mut y, mut text) = (0, 0, Vec::new());
        for (width, rise) in &rows {
            text.push(format!(r#"{{ "x": {x}, "y": {y} }}"#));
            x += width;
            y += rise;
        }
        let curve = table(&format!(
            r#"{{ "keys": ["x"], "read": "line", "below": "extend", "above": "extend", "rows": [ {} ] }}"#, text.join(", ")
        ));
        let at = Fraction::new(i128::from(at - 200), 7).unwrap();
        let points = curve.at(at, 0).unwrap();
        prop_assert_eq!(curve.inverse(&[], &points, 0), Ok(Inverse::Only(at)));
    }
}
