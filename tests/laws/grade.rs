//! Laws of grades by quotas.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::format_push_string,
    clippy::format_collect,
    reason = "a test may stop at the first surprise"
)]

use std::collections::BTreeMap;

use attain::grade::{Below, Border, Forced, Given, Quota, Quotas, Rule, Taken, force, next_grade};
use attain::id::Key;
use attain::quantity::{Fraction, Precision, Value, Why};
use attain::ranking::{Contender, Order, Ranking};
use attain::rule::{OddWord, Ties};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use rust_decimal::Decimal;

fn number(number: i64) -> Value {
    Value::Number(Fraction::whole(number))
}

fn key(at: usize) -> Key {
    Key::new(format!("p{at:03}")).unwrap()
}

/// Quotas of up to five grades, in parts of a hundred.
fn quotas() -> impl Strategy<Value = Quotas> {
    let border = select(vec![Border::Better, Border::Worse, Border::Then]);
    let taken = select(vec![Taken::Next, Taken::Last, Taken::Anew]);
    let odd = select(vec![OddWord::First, OddWord::Last]);
    (vec(0_i128..=100, 0..4), border, taken, odd).prop_map(|(mut cuts, border, taken, odd)| {
        cuts.extend([0, 100]);
        cuts.sort_unstable();
        let shares = cuts.windows(2).map(|pair| pair[1] - pair[0]);
        let quota = |(at, share)| Quota { grade: number(at), share: Fraction::new(share, 100).unwrap() };
        Quotas::new((0..).zip(shares).map(quota).collect()).unwrap().ties(border, taken).odd(odd)
    })
}

/// Scores that are often equal; some have none.
fn scores() -> impl Strategy<Value = Vec<Option<i64>>> {
    vec(proptest::option::weighted(0.9, 0_i64..12), 0..40)
}

fn people(scores: &[Option<i64>]) -> Vec<Contender> {
    let person = |(at, score): (usize, &Option<i64>)| {
        let score = score.map(number).ok_or(Why::NoFacts);
        Contender::new(key(at), score).then(Ok(number(i64::try_from(at).unwrap() % 3)))
    };
    scores.iter().enumerate().map(person).collect()
}

fn rule(quotas: &Quotas) -> Rule {
    Rule { quotas: quotas.clone(), then: vec![Order::HighestFirst], at_least: 0, below: Below::Bands }
}

/// The grade of each who has one, 0 the best.
fn grades(forced: &Forced) -> BTreeMap<String, i64> {
    let grade = |given: &Given| match given {
        Given::Grade(grade) => Some(grade.to_string().parse().unwrap()),
        _ => None,
    };
    forced.people.iter().filter_map(|one| grade(&one.given).map(|grade| (one.who.to_string(), grade))).collect()
}

/// The naive second way: the borders one after the other, each moved past its equals one person at a time.
fn naive(mut scores: Vec<i64>, quotas: &Quotas) -> Vec<usize> {
    scores.sort_unstable_by(|one, other| other.cmp(one));
    let all = scores.len();
    let shares: Vec<Fraction> = quotas.list().iter().map(|quota| quota.share).collect();
    let nominal = naive_places(all, &shares, quotas.odd);
    let (mut at, mut given, mut now) = (0, Vec::new(), nominal.clone());
    for grade in 0..shares.len() {
        let border = match quotas.taken {
            _ if grade + 1 == shares.len() => all,
            Taken::Next => nominal[..=grade].iter().sum(),
            Taken::Last | Taken::Anew => at + now[grade],
        }
        .clamp(at, all);
        let mut end = border;
        let tied = |end: usize| at < end && end < all && scores[end - 1] == scores[end];
        while quotas.ties == Border::Better && tied(end) {
            end += 1;
        }
        while quotas.ties == Border::Worse && tied(end) {
            end -= 1;
        }
        given.push(end - at);
        at = end;
        if quotas.taken == Taken::Anew && end != border {
            now.truncate(grade + 1);
            now.extend(naive_places(all - at, &shares[grade + 1..], quotas.odd));
        }
    }
    given
}

/// Places are given one by one: everybody's whole part first, then to the largest remainder that is left.
fn naive_places(people: usize, shares: &[Fraction], odd: OddWord) -> Vec<usize> {
    let precision = Precision::default();
    let sum = shares.iter().fold(Fraction::ZERO, |sum, share| sum.plus(*share, precision).unwrap());
    if sum.is_zero() {
        let mut places = vec![0; shares.len()];
        *places.last_mut().unwrap() = people;
        return places;
    }
    let exact: Vec<Fraction> = shares
        .iter()
        .map(|share| {
            let count = Fraction::whole(i64::try_from(people).unwrap());
            share.times(count, precision).unwrap().over(sum, precision).unwrap()
        })
        .collect();
    let mut places: Vec<usize> =
        exact.iter().map(|exact| usize::try_from(exact.numerator() / exact.denominator()).unwrap()).collect();
    let mut taken = vec![false; shares.len()];
    for _ in 0..people - places.iter().sum::<usize>() {
        let rest =
            |at: usize| exact[at].numerator() % exact[at].denominator() * 1_000_000_007 / exact[at].denominator();
        let mut order: Vec<usize> = (0..shares.len()).filter(|at| !taken[*at]).collect();
        if odd == OddWord::Last {
            order.reverse();
        }
        let best = order.into_iter().fold(None, |best: Option<usize>, at| match best {
            Some(best) if rest(best) >= rest(at) => Some(best),
            _ => Some(at),
        });
        let best = best.unwrap();
        taken[best] = true;
        places[best] += 1;
    }
    places
}

proptest! {
    /// Places add up to all, and each is its exact share, up or down to a whole one.
    #[test]
    fn places_meet_their_shares(quotas in quotas(), people in 0_u64..500) {
        let places = quotas.places(people).unwrap();
        prop_assert_eq!(places.iter().sum::<u64>(), people);
        for (quota, place) in quotas.list().iter().zip(&places) {
            let exact = quota.share.times(Fraction::whole(people.try_into().unwrap()), Precision::default()).unwrap();
            let off = exact.minus(Fraction::whole((*place).try_into().unwrap()), Precision::default()).unwrap();
            prop_assert!(off.abs() < Fraction::ONE, "{} of {}", place, exact);
        }
    }

    /// Two ways give the same numbers of each grade.
    #[test]
    fn quotas_are_cut_as_the_naive_way_cuts_them(quotas in quotas(), scores in scores()) {
        let forced = force(people(&scores), &rule(&quotas), &|_| None);
        let known: Vec<i64> = scores.iter().flatten().copied().collect();
        if let Some(group) = forced.groups.iter().find(|group| group.with_score > 0) {
            let given: Vec<usize> = group.grades.iter().map(|one| usize::try_from(one.given).unwrap()).collect();
            prop_assert_eq!(given, naive(known, &quotas));
        }
    }

    /// Who has more never has a worse grade; equals have the same one unless they are told apart; without equals at a border everybody's
    /// quota is met.
    #[test]
    fn grades_respect_the_order_and_the_rule_for_equals(quotas in quotas(), scores in scores()) {
        let forced = force(people(&scores), &rule(&quotas), &|_| None);
        let grades = grades(&forced);
        prop_assert_eq!(grades.len(), scores.iter().flatten().count());
        let graded: Vec<(i64, i64)> = scores
            .iter()
            .enumerate()
            .filter_map(|(at, score)| Some(((*score)?, grades[&key(at).to_string()])))
            .collect();
        for (score, grade) in &graded {
            for (other_score, other) in &graded {
                prop_assert!(score <= other_score || grade <= other);
                prop_assert!(quotas.ties == Border::Then || score != other_score || grade == other);
            }
        }
        for group in &forced.groups {
            let is_exact = group.grades.iter().all(|one| one.places == one.given);
            prop_assert!(is_exact || !group.ties.is_empty());
            prop_assert!(is_exact || quotas.ties != Border::Then);
        }
    }

    /// In which order people come changes nobody's grade.
    #[test]
    fn permuting_people_permutes_grades(quotas in quotas(), scores in scores(), seed in any::<u64>()) {
        let all = people(&scores);
        let mut mixed = all.clone();
        let mut state = seed | 1;
        for at in (1..mixed.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            mixed.swap(at, usize::try_from(state >> 33).unwrap() % (at + 1));
        }
        prop_assert_eq!(force(all, &rule(&quotas), &|_| None), force(mixed, &rule(&quotas), &|_| None));
    }

    /// Who has no score changes nobody's grade.
    #[test]
    fn who_has_no_score_counts_to_nobody(quotas in quotas(), scores in scores()) {
        let with = grades(&force(people(&scores), &rule(&quotas), &|_| None));
        let mut known = people(&scores);
        known.retain(|one| one.value.is_ok());
        prop_assert_eq!(with, grades(&force(known, &rule(&quotas), &|_| None)));
    }

    /// The score of the next grade is enough, and one step less is not.
    #[test]
    fn the_next_grade_takes_exactly_that_score(quotas in quotas(), scores in scores(), pick in any::<prop::sample::Index>()) {
        prop_assume!(scores.iter().flatten().count() > 0);
        let all = people(&scores);
        let known: Vec<usize> = (0..all.len()).filter(|at| all[*at].value.is_ok()).collect();
        let who = known[pick.index(known.len())];
        let grade_at = |score: Value| {
            let mut others = all.clone();
            others[who].value = Ok(score);
            grades(&force(others, &rule(&quotas), &|_| None))[&key(who).to_string()]
        };
        let now = grade_at(all[who].value.clone().unwrap());
        match next_grade(&all, &rule(&quotas), &key(who), Decimal::ONE).unwrap() {
            Some(next) => {
                let score = Value::Number(next.score.into());
                prop_assert_eq!(grade_at(score).to_string(), next.grade.to_string());
                prop_assert!(grade_at(Value::Number(next.score.into())) < now);
                prop_assert!(grade_at(Value::Number((next.score - Decimal::ONE).into())) >= now);
            }
            None => prop_assert!((0..30).all(|score| grade_at(number(score)) >= now)),
        }
    }

    /// Small groups that go to their parents lose nobody, and every group that is left has enough or no unit above it.
    #[test]
    fn merging_small_groups_loses_nobody(
        quotas in quotas(),
        scores in scores(),
        at_least in 0_u64..12,
        teams in vec(0_usize..6, 40),
    ) {
        let unit = |name: String| Value::OrgUnit(name.into());
        let mut all = people(&scores);
        for (one, team) in all.iter_mut().zip(&teams) {
            one.group = Ok(Some(unit(format!("team{team}"))));
        }
        let parent = |group: &Value| {
            let name = group.to_string();
            match name.strip_prefix("team") {
                Some(team) => Some(unit(format!("region{}", team.parse::<usize>().unwrap() % 2))),
                None if name.starts_with("region") => Some(unit("company".to_owned())),
                None => None,
            }
        };
        let rule = Rule { at_least, below: Below::Parent, ..rule(&quotas) };
        let count = all.len();
        let forced = force(all, &rule, &parent);
        prop_assert_eq!(forced.people.len(), count);
        let members: u64 = forced.groups.iter().map(|group| group.with_score + group.without_score).sum();
        prop_assert_eq!(usize::try_from(members).unwrap(), count);
        for group in &forced.groups {
            prop_assert!(group.with_score >= at_least || group.of.as_ref().is_some_and(|of| of.to_string() == "company"));
        }
    }

    /// One more who is worse than all changes nobody's rank.
    #[test]
    fn one_more_who_is_worse_than_all_changes_no_rank(scores in vec(0_i64..12, 0..40)) {
        let ranks = |scores: &[i64]| {
            let value = |(at, score): (usize, &i64)| (key(at), Ok(number(*score)));
            Ranking::new(scores.iter().enumerate().map(value).collect(), Order::HighestFirst, Ties::Competition)
        };
        let (before, mut more) = (ranks(&scores), scores.clone());
        more.push(-1);
        let after = ranks(&more);
        for place in &before.places {
            prop_assert_eq!(&after.of(place.who.as_str()).unwrap().rank, &place.rank);
        }
    }
}

#[cfg(feature = "json")]
mod whole {
    use attain::calendar::parse_day;
    use attain::engine::Engine;
    use attain::plan::Plan;
    use attain::score::PlainCard;
    use attain::trace::Language;

    use super::*;

    const PLAN: &str = r#"{ "attain": 1, "name": "Laws", "currency": "EUR",
        "rules": { "rounding": { "to": "1", "mode": "half_up", "odd": "first" }, "boundary": "[from, to)", "missing": "hold" },
        "org": { "trees": { "sales": ["company"] } },
        "facts": { "result": { "whose": "rep", "fields": { "rep": "person", "points": "number" } } },
        "tables": { "grade": { "keys": ["score"], "read": "step",
            "rows": [ { "score": "8 ..", "grade": "A" }, { "score": "4 .. 8", "grade": "B" }, { "score": ".. 4", "grade": "C" } ] } },
        "scorecards": { "rep": { "who": "role = \"rep\"", "grain": "month",
            "items": [ { "id": "points", "weight": "100%", "value": "avg(result.points)" } ],
            "grades": { "table": "grade",
                "force": { "shares": { "A": "20%", "B": "60%", "C": "20%" }, "ties": "better", "taken": "next" },
                "calibrate": { "may": "actor.role = \"hr\"" } } } } }"#;

    fn engine(scores: &[Option<i64>]) -> Engine {
        let mut engine = Engine::new(Plan::from_json(PLAN.as_bytes()).unwrap());
        let mut text = String::from(
            "{\"kind\":\"unit\",\"id\":\"u\",\"on\":\"2025-01-01\",\"unit\":\"company\"}\n\
             {\"kind\":\"membership\",\"id\":\"m\",\"on\":\"2025-01-01\",\"who\":\"eve\",\"unit\":\"company\",\"role\":\"hr\"}\n",
        );
        for (at, score) in scores.iter().enumerate() {
            let who = key(at);
            text += &format!(
                "{{\"kind\":\"membership\",\"id\":\"m{who}\",\"on\":\"2025-01-01\",\"who\":\"{who}\",\"unit\":\"company\",\"role\":\"rep\"}}\n"
            );
            if let Some(score) = score {
                text += &format!(
                    "{{\"kind\":\"result\",\"id\":\"r{who}\",\"on\":\"2025-03-02\",\"rep\":\"{who}\",\"points\":{score}}}\n"
                );
            }
        }
        engine.record_jsonl(text.as_bytes(), None);
        engine
    }

    fn all_of(engine: &Engine, people: usize) -> Vec<String> {
        let view = engine.view(parse_day("2025-04-30").unwrap());
        let march = view.period("2025-03").unwrap();
        let grades = view.grades("rep", march).unwrap();
        let mut told = vec![format!("{grades:?}")];
        for at in 0..people {
            let whose = view.person(key(at).as_str()).unwrap();
            told.push(view.explain_scorecard("rep", whose, march).unwrap().to_text(Language::English));
        }
        told
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        /// A grade that is changed, and then taken back, is as it was: grades, counts and explanations.
        #[test]
        fn what_is_changed_and_taken_back_never_was(
            scores in vec(proptest::option::weighted(0.9, 0_i64..12), 1..12),
            changes in vec((any::<prop::sample::Index>(), select(vec!["A", "B", "C"])), 1..5),
        ) {
            let mut engine = engine(&scores);
            let before = all_of(&engine, scores.len());
            let mut text = String::new();
            for (at, (who, to)) in changes.iter().enumerate() {
                let who = key(who.index(scores.len()));
                text += &format!("{{\"kind\":\"adjust\",\"id\":\"c{at}\",\"on\":\"2025-04-02\",\"of\":\"grade.rep\",\"who\":\"{who}\",\"period\":\"2025-03\",\"to\":\"{to}\",\"by\":\"eve\",\"why\":\"x\"}}\n");
            }
            for admission in engine.record_jsonl(text.as_bytes(), None) {
                prop_assert_eq!(admission.name(), "counted");
            }
            for (who, _) in &changes {
                let view = engine.view(parse_day("2025-04-30").unwrap());
                let grades = view.grades("rep", view.period("2025-03").unwrap()).unwrap();
                prop_assert!(grades.of(key(who.index(scores.len())).as_str()).unwrap().calibrated.is_some());
            }
            let text: String = (0..changes.len())
                .map(|at| format!("{{\"kind\":\"adjust\",\"id\":\"x{at}\",\"on\":\"2025-04-03\",\"retracts\":\"c{at}\",\"by\":\"eve\"}}\n"))
                .collect();
            engine.record_jsonl(text.as_bytes(), None);
            prop_assert_eq!(all_of(&engine, scores.len()), before);
        }
    }

    proptest! {
        /// Weights that are scaled together change nothing where they count by what they are of their sum.
        #[test]
        fn weights_scaled_together_change_nothing(items in vec((1_i64..50, 0_i64..120), 1..6), by in 1_i64..40) {
            let score = |scale: i64| {
                let mut written = Vec::new();
                for (at, (weight, points)) in items.iter().enumerate() {
                    written.push(format!(r#"{{ "id": "i{at}", "weight": "{}", "value": "{points}" }}"#, weight * scale));
                }
                let text = format!(
                    r#"{{ "values": {{}}, "rules": {{ "rounding": {{ "to": "0.01", "mode": "half_up" }}, "missing": "hold" }},
                        "scorecard": {{ "grain": "month", "weights": "relative", "items": [ {} ] }} }}"#,
                    written.join(", ")
                );
                let card = PlainCard::from_json(text.as_bytes()).unwrap_or_else(|problems| panic!("{problems}"));
                let figures = card.read_json(b"{}").unwrap();
                card.evaluate(&figures).unwrap().unwrap().points().unwrap()
            };
            prop_assert_eq!(score(1), score(by));
        }
    }
}
