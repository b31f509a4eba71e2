//! Reviews: what people say of each other, as a number.
//!
//! A [`Review`] says what is rated (its items), by whom (its kinds of raters, each with a weight), and on which scales. It is made of
//! plain data, a [`ReviewDefinition`], and takes plain values, [`Rating`]s, in whatever order. For a person and an item it gives a
//! [`ReviewScore`]: the mean of each kind of raters, and what they make by weight.
//!
//! ```text
//! score on its scale -> on the numbers of the review -> less how lenient the rater is, where the review corrects that
//!     -> mean of each rater -> without the highest and the lowest, where the kind trims -> mean of the kind -> by weight
//! ```
//!
//! All numbers are exact fractions. A kind with too few raters is missing, and what stands for it is what the author says. One that is
//! anonymous tells nobody who its raters are, and with few of them not even what they say together.
//!
//! # Example
//!
//! ```
//! use attain::diagnostic::{At, Problems};
//! use attain::quantity::{Fraction, Precision};
//! use attain::review::{RaterDefinition, Rating, Review, ReviewDefinition, ScaleDefinition};
//! use attain::rule::{MissingDefinition, MissingWord};
//!
//! let five = ScaleDefinition { lowest: Some("1".into()), highest: Some("5".into()), step: Some("1".into()), ..Default::default() };
//! let rater = |weight: &str| RaterDefinition { weight: weight.into(), ..Default::default() };
//! let definition = ReviewDefinition {
//!     items: vec!["teamwork".to_owned()],
//!     scales: [("five", five)].into(),
//!     raters: [("manager", rater("60%")), ("peer", rater("40%"))].into(),
//!     missing: Some(MissingDefinition::Word(MissingWord::Skip)),
//!     ..Default::default()
//! };
//! let mut problems = Problems::new();
//! let review = Review::compile("conduct", &definition, None, At::root(), &mut problems).unwrap();
//!
//! let rating = |by: &str, relation: &str, score| Rating {
//!     who: "ann".parse().unwrap(), by: by.parse().unwrap(), relation: relation.to_owned(), item: "teamwork".to_owned(),
//!     scale: "five".to_owned(), score: Fraction::whole(score),
//! };
//! let ratings = [rating("joe", "manager", 4), rating("bob", "peer", 5), rating("eve", "peer", 2)];
//! let (ann, teamwork) = ("ann".parse().unwrap(), "teamwork".parse().unwrap());
//! let score = review.score(&ann, &teamwork, &ratings, Precision::default());
//! assert_eq!(score.kinds[1].mean().unwrap().unwrap().to_string(), "62.5", "of 100 and 25");
//! assert_eq!(score.value(Precision::default()).unwrap().to_string(), "70", "60 % of 75 and 40 % of 62.5");
//!
//! // Without peers the manager's counts alone.
//! let score = review.score(&ann, &teamwork, &ratings[..1], Precision::default());
//! assert_eq!(score.value(Precision::default()).unwrap().to_string(), "75");
//!
//! let wrong = review.check(&rating("ann", "peer", 6));
//! let codes: Vec<&str> = wrong.iter().map(|refusal| refusal.code().name()).collect();
//! assert_eq!(codes, ["review.oneself", "review.score"]);
//! ```

mod compile;
mod compile_scale;
mod definition;
mod hide;
mod rating;
mod result;
mod scale;
mod score;
mod severity;

pub use compile::{RaterKind, Review, Trim};
pub use definition::{
    Again, OntoDefinition, RaterDefinition, RaterIs, ReviewDefinition, ReviewSection, ReviewWeights, ScaleDefinition,
    SeverityDefinition, TrimDefinition,
};
pub use rating::Rating;
pub(crate) use rating::{no_score, scores_of};
pub use result::{Hidden, KindRating, KindScore, ReviewScore};
pub use scale::{NoScore, Scale};
pub use severity::{Severities, Severity};
