//! What a review makes of scores, without an engine: a table of boundaries; what a definition may not say; who may be told.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    reason = "a test may stop at the first surprise"
)]

use std::fmt::Write;

use attain::diagnostic::{At, Problems};
use attain::document::{Node, NumberText};
use attain::quantity::{Fraction, Precision};
use attain::review::{
    Hidden, KindScore, OntoDefinition, RaterDefinition, RaterIs, Rating, Review, ReviewDefinition, ReviewScore,
    ReviewWeights, ScaleDefinition, SeverityDefinition, TrimDefinition,
};
use attain::rule::{MissingDefinition, MissingValue, MissingWord};

const TABLE: &str = include_str!("tables/review.txt");

fn number(text: &str) -> NumberText {
    text.into()
}

fn scale(lowest: &str, highest: &str, step: Option<&str>) -> ScaleDefinition {
    let (lowest, highest) = (Some(number(lowest)), Some(number(highest)));
    ScaleDefinition { lowest, highest, step: step.map(number), ..ScaleDefinition::default() }
}

/// A review of one item, on four scales; kinds of raters are added to it.
fn definition() -> ReviewDefinition {
    let words = [("差", "1"), ("中", "2"), ("良", "3"), ("优", "4")].map(|(name, score)| (name, number(score)));
    let words = ScaleDefinition { ratings: words.into(), ..ScaleDefinition::default() };
    let school = ScaleDefinition { better: Some(attain::kpi::Better::Lower), ..scale("1", "6", None) };
    ReviewDefinition {
        items: vec!["协作".to_owned()],
        scales: [("five", scale("1", "5", Some("1"))), ("h", scale("0", "100", None)), ("g", school), ("w", words)]
            .into(),
        missing: Some(MissingDefinition::Word(MissingWord::Skip)),
        ..ReviewDefinition::default()
    }
}

fn compiled(definition: &ReviewDefinition) -> Review {
    let mut problems = Problems::new();
    Review::compile("conduct", definition, None, At::root(), &mut problems).unwrap_or_else(|| panic!("{problems}"))
}

/// The names of the kinds in a table, by their letters.
fn kind(letter: char) -> &'static str {
    match letter {
        's' => "self",
        'm' => "manager",
        'p' => "peer",
        _ => "customer",
    }
}

/// Digits at the start of a text, and the rest.
fn digits(text: &str) -> (&str, &str) {
    text.split_at(text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len()))
}

/// A kind as a row of the table writes it.
fn rater(text: &str) -> RaterDefinition {
    let (weight, mut rest) = digits(text);
    let mut rater = RaterDefinition { weight: format!("{weight}%").as_str().into(), ..RaterDefinition::default() };
    while let Some(first) = rest.chars().next() {
        let (value, left) = digits(&rest[first.len_utf8()..]);
        match first {
            'l' => rater.at_least = Some(value.parse().unwrap()),
            'a' => rater.anonymous = Some(value.parse().unwrap()),
            't' => {
                let (from, after) = digits(left.strip_prefix('/').unwrap());
                rater.trim = Some(TrimDefinition { each: value.parse().unwrap(), from: from.parse().unwrap() });
                rest = after;
                continue;
            }
            'v' => rater.missing = Some(MissingDefinition::Value(MissingValue { value: Node::from(value) })),
            _ => {
                let word = MissingWord::ALL.iter().find(|word| word.word() == rest).unwrap();
                rater.missing = Some(MissingDefinition::Word(*word));
                return rater;
            }
        }
        rest = left;
    }
    rater
}

/// A rating as a row of the table writes it.
fn rating(review: &Review, at: usize, text: &str) -> Rating {
    let relation = kind(text.chars().next().unwrap());
    let (score, scale) = match text[1..].strip_suffix(['h', 'g', 'w']) {
        Some(score) => (score, &text[text.len() - 1..]),
        None => (&text[1..], "five"),
    };
    let named = review.scale(scale).unwrap().rating(score);
    let score = named.unwrap_or_else(|| Fraction::from(score.parse::<rust_decimal::Decimal>().unwrap()));
    let by = if relation == "self" { "王芳".to_owned() } else { format!("rater-{at}") };
    let rating = Rating {
        who: "王芳".parse().unwrap(),
        by: by.parse().unwrap(),
        relation: relation.to_owned(),
        item: "协作".to_owned(),
        scale: scale.to_owned(),
        score,
    };
    assert!(review.check(&rating).is_empty(), "{text}: {:?}", review.check(&rating));
    rating
}

fn scored(review: &Review, ratings: &[Rating]) -> ReviewScore {
    review.score(&"王芳".parse().unwrap(), &"协作".parse().unwrap(), ratings, Precision::default())
}

/// A kind as the table writes what comes out.
fn told(score: &KindScore, share: Fraction) -> String {
    let mean = match (score.hidden, score.mean()) {
        (Some(Hidden::Few { have, need }), None) => {
            assert!(have < need && have == score.raters);
            "few".to_owned()
        }
        (Some(Hidden::WouldTell), None) => "tell".to_owned(),
        (None, Some(mean)) => mean.map_or_else(|why| why.code().to_owned(), |mean| mean.to_string()),
        other => panic!("{other:?}"),
    };
    let letter = &score.kind.as_str()[..1];
    let share = share.times(Fraction::HUNDRED, Precision::default()).unwrap();
    let mut told = format!("{letter} {mean}/{}/{share}", score.raters);
    if score.trimmed > 0 {
        let _ = write!(told, "-{}", score.trimmed);
    }
    told
}

#[test]
fn reviews_come_out_as_the_table_says() {
    let mut rows = 0;
    for row in TABLE.lines().filter(|row| !row.starts_with('#') && !row.trim().is_empty()) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let [kinds, scores, whole, parts] = cells[..] else { panic!("{row}") };
        let mut written = definition();
        for text in kinds.split(' ') {
            written.raters.insert(kind(text.chars().next().unwrap()), rater(&text[1..]));
        }
        let review = compiled(&written);
        let given = scores.split([' ', ',']).filter(|text| !text.is_empty());
        let ratings: Vec<Rating> = given.enumerate().map(|(at, text)| rating(&review, at, text)).collect();
        let score = scored(&review, &ratings);
        let value = score.value(Precision::default());
        assert_eq!(value.map_or_else(|why| why.code().to_owned(), |value| value.to_string()), whole, "{row}");
        let mut came = String::new();
        for text in kinds.split(' ') {
            let at = score.kinds.iter().position(|of| of.kind.as_str() == kind(text.chars().next().unwrap())).unwrap();
            let share = score.shares(Precision::default())[at].clone().unwrap();
            let _ = write!(came, " {}", told(&score.kinds[at], share));
        }
        assert_eq!(came.trim(), parts, "{row}");
        rows += 1;
    }
    assert!(rows >= 40, "{rows}");
}

/// What one rater says of somebody as a peer, on the scale of a hundred.
fn said(by: &str, who: &str, score: i64) -> Rating {
    Rating {
        who: who.parse().unwrap(),
        by: by.parse().unwrap(),
        relation: "peer".to_owned(),
        item: "协作".to_owned(),
        scale: "h".to_owned(),
        score: Fraction::whole(score),
    }
}

/// Peers alone, whose severity is corrected from so many scores on.
fn peers(at_least: u32, anonymous: Option<u32>) -> Review {
    let peer = RaterDefinition { weight: "100%".into(), anonymous, ..RaterDefinition::default() };
    let severity = Some(SeverityDefinition { correct: Some(true), at_least });
    compiled(&ReviewDefinition { raters: [("peer", peer)].into(), severity, ..definition() })
}

/// Ewa is severe: of ann 50 where bob says 70, of cy 40 where dan says 80 and bob 60.
fn of_two() -> Vec<Rating> {
    vec![
        said("ewa", "王芳", 50),
        said("bob", "王芳", 70),
        said("ewa", "cy", 40),
        said("dan", "cy", 80),
        said("bob", "cy", 60),
    ]
}

#[test]
fn severity_is_the_distance_from_all_who_rated_the_same() {
    let review = peers(2, None);
    let severities = review.severities(&of_two(), Precision::default());
    let told: Vec<String> = severities
        .shown()
        .into_iter()
        .map(|one| format!("{} {} {} {}", one.by.unwrap(), one.reviews, one.above.unwrap(), one.corrects))
        .collect();
    // Of ann all say 60, of cy 60: ewa -10 and -20, bob 10 and 0, dan 20.
    assert_eq!(told, ["bob 2 5 true", "dan 1 20 false", "ewa 2 -15 true"]);
    assert_eq!(severities.hidden(), 0);
}

#[test]
fn scores_are_corrected_from_so_many_on() {
    let value = |at_least| scored(&peers(at_least, None), &of_two()).value(Precision::default()).unwrap().to_string();
    // 50 and 15 more, 70 and 5 less.
    assert_eq!([value(1), value(2), value(3)], ["65", "65", "60"]);
    let score = scored(&peers(2, None), &of_two());
    let told: Vec<String> = score.kinds[0]
        .ratings
        .iter()
        .map(|one| format!("{} {} {:?}", one.by, one.score, one.corrected.unwrap().to_string()))
        .collect();
    assert_eq!(told, ["bob 65 \"5\"", "ewa 65 \"-15\""]);
}

#[test]
fn what_is_corrected_is_said_to_be_only_where_the_plan_asks() {
    let mut written = definition();
    written.raters.insert("peer", RaterDefinition { weight: "100%".into(), ..RaterDefinition::default() });
    written.severity = Some(SeverityDefinition { correct: None, at_least: 1 });
    let review = compiled(&written);
    assert!(review.severities(&of_two(), Precision::default()).shown().iter().all(|one| !one.corrects));
    assert_eq!(scored(&review, &of_two()).value(Precision::default()).unwrap().to_string(), "60");
}

/// Three peers who each rated the same two people.
fn of_all() -> Vec<Rating> {
    let scores = [("ewa", 50, 40), ("bob", 70, 60), ("dan", 90, 80)];
    scores.iter().flat_map(|(by, one, other)| [said(by, "王芳", *one), said(by, "cy", *other)]).collect()
}

#[test]
fn of_anonymous_raters_nobody_is_named_and_few_are_not_shown() {
    let told = |anonymous, ratings: &[Rating]| {
        let severities = peers(2, Some(anonymous)).severities(ratings, Precision::default());
        let nameless = severities.shown().iter().filter(|one| one.by.is_none()).count();
        (nameless, severities.shown().len(), severities.hidden())
    };
    // Two rated 王芳: who makes three is not told, nor is whoever rated her. One review of dan tells a score.
    assert_eq!([told(3, &of_all()), told(4, &of_all())], [(3, 3, 0), (0, 0, 3)]);
    assert_eq!([told(2, &of_two()), told(3, &of_two())], [(2, 2, 1), (0, 0, 3)]);
    let review = peers(2, Some(3));
    let (score, severities) = (scored(&review, &of_all()), review.severities(&of_all(), Precision::default()));
    assert!(score.kinds[0].ratings.is_empty());
    let debug = format!("{score:?}{severities:?}");
    assert!(!["ewa", "bob", "dan"].iter().any(|name| debug.contains(name)), "{debug}");
    // The order of those without names tells nothing of them: it is by what they are.
    let order: Vec<String> = severities.shown().into_iter().map(|one| one.above.unwrap().to_string()).collect();
    assert_eq!(order, ["-20", "0", "20"]);
}

#[test]
fn what_would_tell_a_few_is_not_told_of_others() {
    // A manager and one peer: how far the manager lies above both tells, with the whole, what the peer says.
    let mut written = definition();
    let kind = |anonymous| RaterDefinition { weight: "50%".into(), anonymous, ..RaterDefinition::default() };
    written.raters = [("manager", kind(None)), ("peer", kind(Some(2)))].into();
    written.severity = Some(SeverityDefinition { correct: Some(true), at_least: 1 });
    let review = compiled(&written);
    let manager = |who: &str, score| Rating { relation: "manager".to_owned(), ..said("joe", who, score) };
    let few = [manager("王芳", 80), said("bob", "王芳", 40)];
    let severities = review.severities(&few, Precision::default());
    assert_eq!((severities.shown(), severities.hidden()), (Vec::new(), 2));
    let enough = [few[0].clone(), few[1].clone(), said("ewa", "王芳", 60)];
    let severities = review.severities(&enough, Precision::default());
    let names: Vec<String> = severities.shown().into_iter().map(|one| one.by.unwrap().to_string()).collect();
    assert_eq!((names, severities.hidden()), (vec!["joe".to_owned()], 2));
    assert_eq!(scored(&review, &enough).kinds[0].ratings[0].corrected, Some(Fraction::whole(20)));
    // Of somebody whom one peer rated it tells there too.
    let else_few = [&enough[..], &[manager("cy", 80), said("bob", "cy", 10)]].concat();
    assert_eq!(review.severities(&else_few, Precision::default()).shown(), []);
    assert_eq!(scored(&review, &else_few).kinds[0].ratings[0].corrected, None);
}

#[test]
fn whoever_comes_from_outside_is_nobody_of_the_organisation() {
    let mut written = definition();
    written.weights = Some(ReviewWeights::Relative);
    for name in ["peer", "customer"] {
        written.raters.insert(name, RaterDefinition { weight: "1".into(), ..RaterDefinition::default() });
    }
    let review = compiled(&written);
    let customer = Rating { relation: "customer".to_owned(), ..said("bob", "王芳", 10) };
    let severities = review.severities(&[said("bob", "王芳", 30), customer], Precision::default());
    let above: Vec<String> = severities.shown().into_iter().map(|one| one.above.unwrap().to_string()).collect();
    assert_eq!(above, ["10", "-10"], "the person bob, then the customer bob");
}

#[test]
fn what_a_review_has_no_place_for_is_told() {
    let mut written = definition();
    for (name, weight) in [("self", "10%"), ("peer", "90%")] {
        written.raters.insert(name, RaterDefinition { weight: weight.into(), ..RaterDefinition::default() });
    }
    let review = compiled(&written);
    let wrong = |change: &dyn Fn(&mut Rating)| {
        let mut rating = said("bob", "王芳", 50);
        change(&mut rating);
        let refusals = review.check(&rating);
        assert!(refusals.iter().all(|refusal| refusal.help().is_some()), "{refusals:?}");
        refusals.iter().map(|refusal| format!("{} {refusal}", refusal.code())).collect::<Vec<_>>()
    };
    assert_eq!(wrong(&|_| {}), [""; 0]);
    assert_eq!(
        wrong(&|rating| rating.relation = "peeer".to_owned()),
        ["review.relation relation: the review `conduct` has no raters `peeer`\n  help: did you mean `peer`?"]
    );
    assert_eq!(
        wrong(&|rating| rating.relation = "self".to_owned()),
        [
            "review.self by: `bob` cannot rate `王芳` as `self`: that is for `王芳` alone\n  help: write as `relation` what the rater is to who is rated"
        ]
    );
    assert_eq!(
        wrong(&|rating| rating.by = "王芳".parse().unwrap()),
        ["review.oneself by: nobody rates themselves as `peer`\n  help: write `\"relation\": \"self\"`"]
    );
    assert_eq!(
        wrong(&|rating| rating.score = Fraction::whole(101)),
        ["review.score score: 101 is no score of the scale `h`\n  help: write 0 to 100"]
    );
    let on_five = |score: &str| {
        let score = Fraction::from(score.parse::<rust_decimal::Decimal>().unwrap());
        wrong(&|rating| (rating.scale, rating.score) = ("five".to_owned(), score))
    };
    assert_eq!(
        [on_five("0"), on_five("4.5"), on_five("6"), on_five("5"), on_five("1")]
            .map(|told| told.first().cloned().unwrap_or_default()),
        [
            "review.score score: 0 is no score of the scale `five`\n  help: write 1 to 5, in steps of 1",
            "review.score score: 4.5 lies between two scores of the scale `five`\n  help: write 1 to 5, in steps of 1",
            "review.score score: 6 is no score of the scale `five`\n  help: write 1 to 5, in steps of 1",
            "",
            ""
        ]
    );
    assert_eq!(
        wrong(&|rating| (rating.scale, rating.score) = ("w".to_owned(), Fraction::new(3, 2).unwrap())),
        [
            "review.score score: 1.5 is the number of no rating of the scale `w`\n  help: write one of `差` (1), `中` (2), `良` (3), `优` (4)"
        ]
    );
}

#[test]
fn all_that_is_wrong_with_a_definition_is_told_at_once() {
    let told = |change: &dyn Fn(&mut ReviewDefinition)| {
        let mut written = definition();
        written.raters.insert("peer", RaterDefinition { weight: "100%".into(), ..RaterDefinition::default() });
        change(&mut written);
        let mut problems = Problems::new();
        assert!(Review::compile("conduct", &written, None, At::root(), &mut problems).is_none());
        assert!(problems.iter().all(|problem| problem.help().is_some()), "{problems}");
        problems
            .iter()
            .map(|problem| format!("{} {}: {}", problem.place(), problem.code(), problem.message()))
            .collect::<Vec<_>>()
    };
    let peer = |change: &dyn Fn(&mut RaterDefinition)| told(&|written| change(written.raters.get_mut("peer").unwrap()));
    assert_eq!(peer(&|peer| peer.weight = "90%".into()), ["raters weights.not_whole: the weights of `peer` make 90%"]);
    assert_eq!(peer(&|peer| peer.weight = "-1".into()), ["raters.peer.weight value.range: `-1` is no weight"]);
    let trim = |each, from| Some(TrimDefinition { each, from });
    assert_eq!(peer(&|peer| peer.trim = trim(0, 3)), ["raters.peer.trim.each value.range: nothing is trimmed"]);
    assert_eq!(
        peer(&|peer| peer.trim = trim(1, 2)),
        ["raters.peer.trim.from value.range: of 2 raters, fewer than 1 would be left"]
    );
    assert_eq!(
        peer(&|peer| (peer.at_least, peer.trim) = (Some(2), trim(1, 3))),
        ["raters.peer.trim.from value.range: of 3 raters, fewer than 2 would be left"]
    );
    assert_eq!(
        peer(&|peer| peer.at_least = Some(0)),
        ["raters.peer.at_least value.range: there are always at least 0"]
    );
    assert_eq!(
        told(&|written| drop(
            written.raters.insert("boss", RaterDefinition { weight: "1".into(), ..Default::default() })
        )),
        ["raters.boss.is document.missing_field: who `boss` are is not said"]
    );
    let own =
        RaterDefinition { weight: "1".into(), anonymous: Some(2), r#is: Some(RaterIs::Itself), ..Default::default() };
    assert_eq!(
        told(&|written| drop(written.raters.insert("me", own.clone()))),
        ["raters.me.anonymous plan.conflict: everybody knows who rates themselves"]
    );
    assert_eq!(
        told(&|written| written.missing = None),
        ["raters.peer.missing rule.needed: a kind of raters may be missing, and no `missing` says what to do"]
    );
    assert_eq!(told(&|written| written.items.clear()), ["items value.range: nothing is rated"]);
    assert_eq!(
        told(&|written| written.items.push("协作".to_owned())),
        ["items[1] name.duplicate: `协作` is named twice"]
    );
    let five = |change: &dyn Fn(&mut ScaleDefinition)| told(&|written| change(written.scales.get_mut("five").unwrap()));
    assert_eq!(
        five(&|five| five.step = Some("3".into())),
        ["scales.five.step value.range: steps of 3 do not lead from 1 to 5"]
    );
    assert_eq!(
        five(&|five| five.highest = Some("1".into())),
        ["scales.five value.range: the highest score, 1, does not lie above the lowest, 1"]
    );
    assert_eq!(
        five(&|five| five.lowest = None),
        ["scales.five.lowest document.missing_field: the scale has neither `lowest` nor `ratings`"]
    );
    assert_eq!(
        five(&|five| five.ratings = [("a", number("1")), ("b", number("1"))].into()),
        ["scales.five.ratings.b name.duplicate: `a` and `b` are both 1"]
    );
    assert_eq!(
        five(&|five| (five.step, five.ratings) = (None, [("a", number("6"))].into())),
        ["scales.five.ratings.a value.range: `a` is 6, and scores go from 1 to 5"]
    );
    let onto = |lowest: &str, highest: &str| Some(OntoDefinition { lowest: lowest.into(), highest: highest.into() });
    assert_eq!(told(&|written| written.onto = onto("5", "5")), ["onto value.range: 5 does not lie above 5"]);
    assert_eq!(
        told(&|written| written.severity = Some(SeverityDefinition { correct: Some(true), at_least: 0 })),
        ["severity.at_least value.range: there are always at least 0"]
    );
    let twice = told(&|written| {
        written.items.clear();
        written.scales = attain::document::Named::new();
        written.raters = attain::document::Named::new();
    });
    assert_eq!(
        twice,
        [
            "items value.range: nothing is rated",
            "scales value.range: there is no scale",
            "raters value.range: nobody rates anybody"
        ]
    );
}
