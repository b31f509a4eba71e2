//! What a review makes of scores, without an engine: a table of boundaries; what a definition may not say; who may be told.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

use std::fmt::Write;

use attain::diagnostic::{At, Problems};
use attain::document::{Node, NumberText};
use attain::quantity::{Fraction, Precision};
use attain::review::{
    Hidden, KindScore, RaterDefinition, Rating, Review, ReviewDefinition, ReviewScore, ScaleDefinition, TrimDefinition,
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
