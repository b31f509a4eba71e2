//! What the moves of records through a pipeline tell: where they come in, go on, wait, are lost.
//!
//! A [`Funnel`] is made of [`Passage`]s, the ways of records, and of what is [`Asked`]. It is pure: it knows nobody, and
//! counts what belongs to whom is asked about by the days that each passage names. For each stage and time
//!
//! ```text
//! start + entered + taken over = forward + back + lost + invalid + handed on + inside
//! ```
//!
//! and behind each number stand the passages that make it up. What is not known has a reason, and a rate of too few cases
//! is not told.
//!
//! # Example
//!
//! ```
//! use std::sync::Arc;
//! use attain::calendar::{Span, parse_day};
//! use attain::diagnostic::{At, Problems};
//! use attain::funnel::{Asked, By, Conversion, Count, Funnel, Passage, WinRate};
//! use attain::pipeline::{Entered, Journey, PipelineDefinition, Skipped, StageDefinition, StageKind, Stages};
//! use attain::quantity::{Fraction, Precision};
//! use attain::rule::Percentile;
//!
//! let stage = |id: &str, kind| StageDefinition { id: id.to_owned(), kind, ..StageDefinition::default() };
//! let stages = vec![stage("lead", StageKind::Open), stage("won", StageKind::Won), stage("lost", StageKind::Lost)];
//! let definition = PipelineDefinition { stages, ..PipelineDefinition::default() };
//! let stages = Arc::new(Stages::compile(&definition, At::root(), &mut Problems::new()).unwrap());
//! let at = |id: &str| stages.find(id).unwrap();
//! let day = |day: u32| parse_day(&format!("2025-08-{day:02}")).unwrap();
//! let august = Span::new(day(1), day(31).succ_opt().unwrap()).unwrap();
//!
//! let won = [Entered { on: day(4), stage: at("lead") }, Entered { on: day(14), stage: at("won") }];
//! let open = [Entered { on: day(20), stage: at("lead") }];
//! let passage = |entered| Passage {
//!     journey: Journey::new(&stages, entered),
//!     amount: Ok(Fraction::whole(1_000)),
//!     likely: None,
//!     due: None,
//!     reason: None,
//!     held: vec![august],
//! };
//! let asked = Asked {
//!     by: By::Activity,
//!     entered: None,
//!     span: august,
//!     as_of: day(31),
//!     skipped: Skipped::Passed,
//!     since: None,
//!     old_after: None,
//!     has_due: false,
//!     at_least: 1,
//!     percentile: Percentile::Linear,
//!     precision: Precision::default(),
//! };
//! let funnel = Funnel::new(&stages, &[passage(&won), passage(&open)], &asked);
//!
//! assert_eq!((funnel.count(at("lead"), Count::Entered), funnel.count(at("lead"), Count::Inside)), (2, 1));
//! assert_eq!(funnel.conversion(at("lead"), Conversion::OfEntered).unwrap().to_string(), "0.5");
//! assert_eq!(funnel.win_rate(WinRate::OfClosed).unwrap().to_string(), "1");
//! assert_eq!(funnel.mean_cycle().unwrap().to_string(), "10");
//! ```

mod count;
mod gather;
mod passage;
mod rates;
mod tally;
mod worth;

pub use count::{Count, Counted, Event, Whole};
pub use passage::{Asked, By, Passage, ended_on};
pub use rates::{Beside, Bottleneck, Conversion, WinRate};
pub use tally::{Funnel, Reason};
pub use worth::Worth;
