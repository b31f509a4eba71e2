//! Laws of reviews: what order, scales, weights, trimming, missing kinds, severity and anonymity may change, and what not.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may stop at the first surprise"
)]

use attain::diagnostic::{At, Problems};
use attain::kpi::Better;
use attain::quantity::{Fraction, Precision};
use attain::review::{
    RaterDefinition, Rating, Review, ReviewDefinition, ReviewScore, ReviewWeights, Scale, ScaleDefinition,
    SeverityDefinition, TrimDefinition,
};
use attain::rule::{MissingDefinition, MissingWord};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

/// The kinds of raters.
const KINDS: [&str; 4] = ["self", "manager", "peer", "customer"];

/// The people who are rated, by each other too.
const PEOPLE: [&str; 5] = ["王芳", "李雷", "韩梅", "ann", "bob"];

/// A kind of raters: weight, at least, anonymous, trimmed at each end, from how many more than must be.
type Kind = (u32, u32, Option<u32>, Option<(u32, u32)>);

fn kind() -> impl Strategy<Value = Kind> {
    (0_u32..60, 1_u32..4, proptest::option::of(1_u32..5), proptest::option::of((1_u32..3, 0_u32..3)))
}

fn kinds() -> impl Strategy<Value = Vec<Kind>> {
    vec(kind(), 4).prop_filter("one counts", |kinds| kinds.iter().any(|kind| kind.0 > 0))
}

/// A rating: who, by whom, as what, the score on five.
type Said = (usize, usize, usize, i64);

fn said() -> impl Strategy<Value = Vec<Said>> {
    vec((0_usize..PEOPLE.len(), 0_usize..9, 0_usize..4, 1_i64..6), 0..40)
}

fn definition(kinds: &[Kind], times: u32) -> ReviewDefinition {
    let scale = ScaleDefinition { lowest: Some("1".into()), highest: Some("5".into()), ..ScaleDefinition::default() };
    let raters = KINDS.into_iter().zip(kinds).map(|(name, (weight, at_least, anonymous, trim))| {
        let trim = trim.map(|(each, more)| TrimDefinition { each, from: 2 * each + at_least + more });
        let rater = RaterDefinition {
            weight: (weight * times).to_string().as_str().into(),
            at_least: Some(*at_least),
            anonymous: anonymous.filter(|_| name != "self"),
            trim,
            ..RaterDefinition::default()
        };
        (name, rater)
    });
    ReviewDefinition {
        items: vec!["teamwork".to_owned()],
        scales: [("five", scale)].into(),
        raters: raters.collect(),
        weights: Some(ReviewWeights::Relative),
        missing: Some(MissingDefinition::Word(MissingWord::Skip)),
        ..ReviewDefinition::default()
    }
}

fn review(definition: &ReviewDefinition) -> Review {
    let mut problems = Problems::new();
    let review = Review::compile("conduct", definition, None, At::root(), &mut problems);
    review.unwrap_or_else(|| panic!("{problems}"))
}

fn rating((who, by, kind, score): Said) -> Rating {
    let by = if KINDS[kind] == "self" { PEOPLE[who].to_owned() } else { format!("rater{by}") };
    Rating {
        who: PEOPLE[who].parse().unwrap(),
        by: by.parse().unwrap(),
        relation: KINDS[kind].to_owned(),
        item: "teamwork".to_owned(),
        scale: "five".to_owned(),
        score: Fraction::whole(score),
    }
}

fn ratings(said: &[Said]) -> Vec<Rating> {
    said.iter().copied().map(rating).collect()
}

fn all(review: &Review, ratings: &[Rating]) -> Vec<ReviewScore> {
    let score = |who: &&str| review.score(&who.parse().unwrap(), &"teamwork".parse().unwrap(), ratings, precision());
    PEOPLE.iter().map(score).collect()
}

fn precision() -> Precision {
    Precision::default()
}

fn sum(numbers: impl IntoIterator<Item = Fraction>) -> Fraction {
    numbers.into_iter().fold(Fraction::ZERO, |sum, number| sum.plus(number, precision()).unwrap())
}

fn mean(numbers: &[Fraction]) -> Fraction {
    let count = i64::try_from(numbers.len()).unwrap();
    sum(numbers.iter().copied()).over(Fraction::whole(count), precision()).unwrap()
}

/// The same in another order.
fn turned<T: Clone>(items: &[T], turns: &[(Index, Index)]) -> Vec<T> {
    let mut items = items.to_vec();
    if !items.is_empty() {
        for (one, other) in turns {
            let (one, other) = (one.index(items.len()), other.index(items.len()));
            items.swap(one, other);
        }
    }
    items
}

/// What a review gives, reckoned naively: a kind's mean of its raters' means, without the first and last of them in order, by weight.
/// Nothing where no kind counts.
fn naively(kinds: &[Kind], said: &[Said], who: usize) -> Option<Fraction> {
    let (mut total, mut weights) = (Vec::new(), Vec::new());
    for (at, (weight, at_least, _, trim)) in kinds.iter().enumerate() {
        let mut means = Vec::new();
        for by in 0..9 {
            let own = |one: &&Said| one.0 == who && one.2 == at && (KINDS[at] == "self" || one.1 == by);
            let scores: Vec<Fraction> = said.iter().filter(own).map(|one| Fraction::whole(25 * (one.3 - 1))).collect();
            if !scores.is_empty() && (KINDS[at] != "self" || by == 0) {
                means.push(mean(&scores));
            }
        }
        means.sort();
        let at_least = usize::try_from(*at_least).unwrap();
        if means.len() < at_least {
            continue;
        }
        if let Some((each, more)) = trim {
            let (each, more) = (usize::try_from(*each).unwrap(), usize::try_from(*more).unwrap());
            if means.len() >= 2 * each + at_least + more {
                means = means[each..means.len() - each].to_vec();
            }
        }
        let weight = Fraction::whole(i64::from(*weight));
        total.push(mean(&means).times(weight, precision()).unwrap());
        weights.push(weight);
    }
    sum(total).over(sum(weights), precision()).ok()
}

proptest! {
    #[test]
    fn the_order_of_ratings_does_not_matter(
        kinds in kinds(),
        said in said(),
        turns in vec(any::<(Index, Index)>(), 0..30),
        at_least in 1_u32..4,
    ) {
        let severity = Some(SeverityDefinition { correct: Some(true), at_least });
        let review = review(&ReviewDefinition { severity, ..definition(&kinds, 1) });
        let other = turned(&ratings(&said), &turns);
        prop_assert_eq!(all(&review, &ratings(&said)), all(&review, &other));
        prop_assert_eq!(review.severities(&ratings(&said), precision()), review.severities(&other, precision()));
    }

    #[test]
    fn a_review_is_what_it_is_reckoned_naively(kinds in kinds(), said in said()) {
        let open: Vec<Kind> = kinds.iter().map(|(weight, at_least, _, trim)| (*weight, *at_least, None, *trim)).collect();
        let review = review(&definition(&open, 1));
        for (who, score) in all(&review, &ratings(&said)).iter().enumerate() {
            prop_assert_eq!(score.value(precision()).ok(), naively(&open, &said, who));
        }
    }

    #[test]
    fn anonymity_changes_no_whole_that_is_told(kinds in kinds(), said in said()) {
        let open: Vec<Kind> = kinds.iter().map(|(weight, at_least, _, trim)| (*weight, *at_least, None, *trim)).collect();
        let open = all(&review(&definition(&open, 1)), &ratings(&said));
        for (score, open) in all(&review(&definition(&kinds, 1)), &ratings(&said)).iter().zip(&open) {
            if score.value(precision()) != Err(attain::quantity::Why::Withheld) {
                prop_assert_eq!(score.value(precision()), open.value(precision()));
            }
        }
    }

    #[test]
    fn weights_that_grow_together_change_nothing(kinds in kinds(), said in said(), times in 2_u32..9) {
        let (one, other) = (review(&definition(&kinds, 1)), review(&definition(&kinds, times)));
        for (one, other) in all(&one, &ratings(&said)).iter().zip(&all(&other, &ratings(&said))) {
            prop_assert_eq!(one.value(precision()), other.value(precision()));
            prop_assert_eq!(one.shares(precision()), other.shares(precision()));
        }
    }

    #[test]
    fn what_each_kind_weighs_makes_the_whole(kinds in kinds(), said in said()) {
        for score in all(&review(&definition(&kinds, 1)), &ratings(&said)) {
            let shares: Vec<Fraction> = score.shares(precision()).into_iter().filter_map(Result::ok).collect();
            if score.value(precision()).is_ok() {
                prop_assert_eq!(sum(shares), Fraction::ONE);
            }
        }
    }

    #[test]
    fn trimming_never_leaves_fewer_than_there_must_be(kinds in kinds(), said in said()) {
        let review = review(&definition(&kinds, 1));
        for score in all(&review, &ratings(&said)) {
            for (kind, of) in score.kinds.iter().zip(&review.kinds) {
                if kind.mean().is_some_and(|mean| mean.is_ok()) {
                    prop_assert!(kind.raters - kind.trimmed >= of.at_least);
                    prop_assert!(of.anonymous == 0 || kind.raters >= of.anonymous);
                }
            }
        }
    }

    #[test]
    fn a_kind_without_raters_is_as_good_as_none(kinds in kinds(), said in said(), without in 0_usize..4) {
        let said: Vec<Said> = said.into_iter().filter(|one| one.2 != without).collect();
        let mut fewer = definition(&kinds, 1);
        fewer.raters.remove(KINDS[without]);
        prop_assume!(kinds.iter().enumerate().any(|(at, kind)| at != without && kind.0 > 0));
        let (whole, fewer) = (review(&definition(&kinds, 1)), review(&fewer));
        for (one, other) in all(&whole, &ratings(&said)).iter().zip(&all(&fewer, &ratings(&said))) {
            prop_assert_eq!(one.value(precision()).ok(), other.value(precision()).ok());
            let mut kinds = one.kinds.clone();
            kinds.retain(|kind| kind.kind.as_str() != KINDS[without]);
            prop_assert_eq!(&kinds, &other.kinds);
        }
    }

    #[test]
    fn severity_makes_nothing_in_sum_where_all_rated_the_same(
        scores in vec(vec(1_i64..6, 5), 1..8),
        at_least in 1_u32..6,
    ) {
        let severity = Some(SeverityDefinition { correct: Some(true), at_least });
        let review = review(&ReviewDefinition { severity, ..definition(&[(0, 1, None, None), (0, 1, None, None), (1, 1, None, None), (0, 1, None, None)], 1) });
        let mut said: Vec<Said> = Vec::new();
        for (by, row) in scores.iter().enumerate() {
            said.extend(row.iter().enumerate().map(|(who, score)| (who, by, 2, *score)));
        }
        let severities = review.severities(&ratings(&said), precision()).shown();
        prop_assert_eq!(severities.len(), if scores.len() > 1 { scores.len() } else { 0 });
        prop_assert_eq!(sum(severities.iter().map(|one| one.above.clone().unwrap())), Fraction::ZERO);
        prop_assert!(severities.iter().all(|one| one.reviews == 5 && one.corrects));
        // So it moves nobody's mean, and raters then agree in theirs.
        for (who, score) in all(&review, &ratings(&said)).iter().enumerate() {
            let own: Vec<Fraction> = scores.iter().map(|row| Fraction::whole(25 * (row[who] - 1))).collect();
            prop_assert_eq!(score.value(precision()).unwrap(), mean(&own));
        }
        let means: Vec<Fraction> = scores.iter().map(|row| mean(&row.iter().map(|one| Fraction::whole(25 * (one - 1))).collect::<Vec<_>>())).collect();
        let corrected: Vec<Fraction> = (0..scores.len()).map(|by| {
            let by = format!("rater{by}");
            let own: Vec<Fraction> = all(&review, &ratings(&said)).iter()
                .map(|score| score.kinds[2].ratings.iter().find(|one| one.by.as_str() == by).unwrap().score).collect();
            mean(&own)
        }).collect();
        prop_assert!(corrected.iter().all(|one| *one == mean(&means)));
    }

    #[test]
    fn nothing_that_is_told_tells_an_anonymous_rater(kinds in kinds(), said in said(), shift in 1_usize..9) {
        let severity = Some(SeverityDefinition { correct: Some(true), at_least: 1 });
        let hidden: Vec<Kind> = kinds.iter().map(|(weight, at_least, anonymous, trim)| (*weight, *at_least, anonymous.or(Some(2)), *trim)).collect();
        let review = review(&ReviewDefinition { severity, ..definition(&hidden, 1) });
        // Everybody takes another one's name.
        let renamed: Vec<Said> = said.iter().map(|(who, by, kind, score)| (*who, (by + shift) % 9, *kind, *score)).collect();
        let (one, other) = (all(&review, &ratings(&said)), all(&review, &ratings(&renamed)));
        prop_assert_eq!(&one, &other);
        let shown = |said: &[Said]| review.severities(&ratings(said), precision()).shown();
        prop_assert_eq!(shown(&said), shown(&renamed));
        let told = format!("{:?}{:?}", one, shown(&said));
        prop_assert!(!told.contains("rater0"));
    }

    #[test]
    fn one_hidden_mean_is_never_reckoned_from_what_is_told(kinds in kinds(), said in said()) {
        for score in all(&review(&definition(&kinds, 1)), &ratings(&said)) {
            let counts = score.shares(precision());
            let hidden = score.kinds.iter().zip(&counts).filter(|(kind, share)| {
                kind.hidden.is_some() && share.as_ref().is_ok_and(|share| !share.is_zero())
            });
            prop_assert!(hidden.count() != 1 || score.value(precision()).is_err());
        }
    }

    #[test]
    fn a_scale_and_back_is_where_it_was(
        lowest in -50_i64..50,
        length in 1_i64..100,
        at in 0_i64..=1_000,
        onto in (-100_i64..100, 1_i64..200),
        better in prop_oneof![Just(Better::Higher), Just(Better::Lower)],
    ) {
        let (lowest, highest) = (Fraction::whole(lowest), Fraction::whole(lowest + length));
        let scale = Scale { name: "s".parse().unwrap(), lowest, highest, step: None, ratings: Vec::new(), better };
        let onto = (Fraction::whole(onto.0), Fraction::whole(onto.0 + onto.1));
        let step = Fraction::new(i128::from(at * length), 1_000).unwrap();
        let score = lowest.plus(step, precision()).unwrap();
        let number = scale.onto(score, onto, precision()).unwrap();
        prop_assert!(onto.0 <= number && number <= onto.1);
        prop_assert_eq!(scale.back(number, onto, precision()).unwrap(), score);
        let (worst, best) = if better == Better::Higher { (lowest, highest) } else { (highest, lowest) };
        prop_assert_eq!(scale.onto(worst, onto, precision()).unwrap(), onto.0);
        prop_assert_eq!(scale.onto(best, onto, precision()).unwrap(), onto.1);
    }
}
