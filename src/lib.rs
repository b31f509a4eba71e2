//! The sales performance engine that you embed.
//!
//! `attain` answers one question, exactly and with its reasons: *how well are we selling, against what we said we would, and
//! what is everyone owed for it?* It is a library for whoever builds a CRM, an ERP, a payroll run, or tests one. It opens no
//! file and no socket, reads no clock, prints nothing and keeps no global state: a host gives it a **plan** (how performance
//! is reckoned) and a **log** (what happened), and asks a **view** (what was so on a day).
//!
//! # A first scorecard
//!
//! A plan is text. This one has one kind of fact, one KPI with monthly targets, and a scorecard of two items:
//!
#![cfg_attr(feature = "json", doc = "```")]
#![cfg_attr(not(feature = "json"), doc = "```ignore")]
//! use attain::calendar::parse_day;
//! use attain::{Engine, Plan};
//!
//! let plan = Plan::from_json(br#"{
//!   "attain": 1, "name": "First", "currency": "EUR",
//!   "rules": { "rounding": { "to": "0.01", "mode": "half_up" }, "missing": "skip" },
//!   "org": { "trees": { "sales": ["company", "team"] } },
//!   "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money", "customer": "text" } } },
//!   "tables": { "points": { "keys": ["reached"], "read": "line", "below": "flat", "above": "flat", "rows": [
//!     { "reached": "0%", "points": 0 }, { "reached": "100%", "points": 100 }, { "reached": "120%", "points": 120 } ] } },
//!   "kpis": { "revenue": { "formula": "sum(order.amount)" }, "customers": { "formula": "distinct(order.customer)" } },
//!   "targets": { "revenue": { "grain": "month", "unit_is": "members", "transfer": "days" } },
//!   "scorecards": { "rep": { "grain": "month", "items": [
//!     { "id": "attained", "weight": "70%", "value": "attainment(revenue)", "points": "points" },
//!     { "id": "breadth", "weight": "30%", "value": "customers / 4", "points": "points" } ] } }
//! }"#)?;
//!
//! let mut engine = Engine::new(plan);
//! engine.record_jsonl(br#"
//!   {"kind":"unit","id":"u1","on":"2025-01-01","unit":"company"}
//!   {"kind":"membership","id":"m1","on":"2025-01-01","who":"ann","unit":"company","role":"rep"}
//!   {"kind":"target","id":"t1","on":"2025-03-01","of":"revenue","who":"ann","period":"2025-03","amount":"8000"}
//!   {"kind":"order","id":"o1","on":"2025-03-04","rep":"ann","amount":"4500.50","customer":"Nord"}
//!   {"kind":"order","id":"o2","on":"2025-03-18","rep":"ann","amount":"2499.50","customer":"West"}
//! "#, None);
//!
//! let view = engine.view(parse_day("2025-03-31")?);
//! let (ann, march) = (view.person("ann")?, view.period("2025-03")?);
//! assert_eq!(view.attainment("revenue", ann, march)?.unwrap().to_string(), "87.5%");
//!
//! let card = view.scorecard("rep", ann, march)?.unwrap();
//! assert_eq!(card.score().unwrap().to_string(), "76.25", "70 % of 87.5 points and 30 % of 50");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Where a number cannot be had, the answer is *undefined, because …*: an [`Outcome`] is a [`Value`] or a [`Why`]. And every
//! number opens down to the entries behind it:
//!
#![cfg_attr(feature = "json", doc = "```")]
#![cfg_attr(not(feature = "json"), doc = "```ignore")]
//! # use attain::calendar::parse_day;
//! # use attain::{Engine, Entry, Plan, Why};
//! use attain::trace::Language;
//! # let plan = Plan::from_json(br#"{
//! #     "attain": 1, "name": "First", "currency": "EUR", "org": { "trees": { "sales": ["company", "team"] } },
//! #     "rules": { "rounding": { "to": "0.01", "mode": "half_up" } },
//! #     "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money" } } },
//! #     "kpis": { "revenue": { "formula": "sum(order.amount)" } },
//! #     "targets": { "revenue": { "grain": "month", "unit_is": "members", "transfer": "days" } }
//! # }"#)?;
//! # let mut engine = Engine::new(plan);
//! # let day = parse_day("2025-03-01")?;
//! # engine.record(Entry::new("unit").id("u1").on(day).set("unit", "company"));
//! # engine.record(Entry::new("membership").id("m1").on(day).set("who", "ann").set("unit", "company"));
//! # engine.record(Entry::new("order").id("o1").on(day).set("rep", "ann").set("amount", "1200.50"));
//! # let view = engine.view(parse_day("2025-04-30")?);
//! # let ann = view.person("ann")?;
//! // Nobody set ann a target for April.
//! assert_eq!(view.attainment("revenue", ann, view.period("2025-04")?)?, Err(Why::NoTarget));
//!
//! let trace = view.explain("revenue", ann, view.period("2025-03")?)?;
//! assert!(trace.to_text(Language::English).contains("o1"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The flow
//!
//! ```text
//!   author time                                    run time
//!
//!   PlanDefinition   what an author wrote          Entry   what a host says happened
//!        | Plan::compile: every problem at once,      | Engine::record: one Admission
//!        v each with its place: Problems              v for each entry
//!   Plan   immutable, nothing left to find         Log   append-only, corrected by further entries
//!                   \                                /
//!                    +----------> Engine <----------+
//!                                   | Engine::view(as_of)
//!                                   v
//!                                 View
//!                                   |  facts -> cells (stay x slot of time)     measure
//!                                   |  targets, by person or unit and period    target
//!                                   v
//!              KPI -> points -> score -> grade -> rank -> pay      kpi, table, score, ranking, incentive
//!                                   v
//!              Outcome, TargetFigures, Scorecard, Ranking, Statement, Trace    results made of their parts
//! ```
//!
//! There are three kinds of trouble, for three kinds of people. The *author* of a plan gets [`Problems`]: all of them, each
//! with a code, a place and a remedy. The *host* gets an [`Admission`] for each entry: one that is wrong does not touch its
//! neighbours. The *programmer* who asks for something that does not exist gets an [`Error`].
//!
//! # The map
//!
//! Ground first. A module may use those above it in this list and never those below; score and incentive do not see each other.
//!
//! | module | holds |
//! |---|---|
//! | [`error`] | the one error that a programmer meets |
//! | [`diagnostic`] | what is wrong with a plan: codes, places, remedies |
//! | [`document`] | what an author wrote, as a tree that loses nothing, and how definitions are read off it |
//! | [`id`] | names and keys at the border, positions inside |
//! | [`quantity`] | exact fractions, money, rounding, splitting; a value, or why there is none |
//! | [`calendar`] | fiscal years of months or of whole weeks, periods, labels; working days and hours; zones |
//! | [`rule`] | house rules: the choices that change what is paid |
//! | [`formula`] | text, read once, checked for names and units, run often |
//! | [`table`] | the one table: rates, curves, grades, price lists, decisions |
//! | [`step`] | gates, limits, bonus and penalty points, multipliers |
//! | [`pipeline`] | the stages that deals and other records go through, and the way that each took |
//! | [`timer`] | what is due how long after something happened, in working hours too |
//! | [`org`] | who belongs where, on every day |
//! | [`log`] | facts, corrections, and the only door they come in by |
//! | [`measure`] | folds over facts, kept by stay and slot of time |
//! | [`target`] | what we said we would sell |
//! | [`kpi`] | named formulas, windows in time |
//! | [`ranking`] · [`incentive`] | ranks, contests, badges · what is owed |
//! | [`receivable`] | what was billed, came in, is open, and for how long it has been overdue |
//! | [`review`] | what people say of each other, as a number |
//! | [`dispute`] | who says that a line of an explanation is wrong, and what came of it |
//! | [`grade`] | grades by quotas, and what was changed of them |
//! | [`score`] | figures turned into points, weighed, graded |
//! | [`plan`] | the one document that holds all of the above |
//! | [`preset`] | standard KPIs, as plain definitions |
//! | [`trace`] | how a number came about, as a tree and as text |
//! | [`change`] | why a number is another one than before, in parts that add up |
//! | [`engine`] | the session that a host holds |
//! | [`report`] | scorecards, leaderboards and statements as text for people; all results as JSON |
//! | `testing` | plans and logs that nobody wrote, laws to try on one's own: with the feature `testing` |
//! | `ffi` | the C interface, with the feature `capi`: see [`manual::c_api`] |
//!
//! Each module opens with one page: what the noun is, an example that runs, what it exports. Most are of use alone:
//! [`quantity::split()`] cuts an amount into parts that add up, [`calendar::FiscalCalendar`] finds periods,
//! [`ranking::rank()`] ranks, [`ranking::Ranking::awards`] cuts prizes, [`target::divide()`] divides the target of a mover, without a plan or an engine.
//!
//! # The paved path
//!
//! What everybody needs is here at the root: [`Plan`] and [`PlanDefinition`], [`Engine`] and [`View`], [`Entry`] and
//! [`Admission`], [`Outcome`], [`Value`] and [`Why`], [`Problems`] and [`Error`]. All else has one path, through its module.
//!
//! # Features
//!
//! | feature | default | adds |
//! |---|---|---|
//! | `json` | yes | [`Plan`] and entries from JSON text, the hash of a plan, the [`manual`] |
//! | `csv` | yes | entries of one kind from CSV text |
//! | `capi` | no | the C interface of `include/attain.h` |
//! | `analysis` | no | in the C library: tables of many figures, what-ifs, what changed, targets that are cut, adjusted and committed to; in Rust all of it is always there |
//! | `zones` | no | time zones by name (`Europe/Berlin`); `UTC` and fixed offsets (`+08:00`) need no feature |
//! | `rayon` | no | many facts are folded by several threads: see [`manual::performance`](manual::performance#threads) |
//! | `testing` | no | for the tests of a host: plans and logs that nobody wrote, and laws to try on one's own |
//!
//! Without both, plans and entries come in through serde, or as Rust values.
//!
//! # Where to read on
//!
//! * [`manual::plan`]: the plan, section by section, field by field
//! * [`manual::formulas`]: what formulas can say, and how they reckon
//! * [`manual::log`]: entries, their outcomes, corrections
//! * [`manual::counting`]: which day, which unit, whose credit
//! * [`manual::asking`]: many at once, breakdowns, down to the entries, who may see what
//! * [`manual::funnel`]: what the moves of deals through their stages tell
//! * [`manual::receivables`]: what was billed, came in, is open and overdue
//! * [`manual::reviews`]: what people say of each other, and what is made of it
//! * [`manual::timers`]: what is due how long after something happened
//! * [`manual::due`]: the timers of a plan, what is due and what is overdue, for whom
//! * [`manual::what_if`]: what would be, and why a figure is another one than before
//! * [`manual::problems`]: every problem that a plan can have, and its cure
//! * [`manual::defaults`]: what has no default and why; what has one
//! * [`manual::performance`]: how cost grows, what is cheap and dear, limits, how it is measured
//! * [`manual::c_api`]: from C, and from whatever can call C
//! * [`manual::why`]: questions that come up, answered

pub mod calendar;
pub mod change;
pub mod diagnostic;
pub mod dispute;
pub mod document;
pub mod engine;
pub mod error;
#[cfg(feature = "capi")]
pub mod ffi;
pub mod formula;
pub mod funnel;
pub mod grade;
pub mod id;
pub mod incentive;
pub mod kpi;
pub mod log;
#[cfg(feature = "json")]
pub mod manual;
pub mod measure;
pub mod org;
pub mod pipeline;
pub mod plan;
pub mod preset;
pub mod quantity;
pub mod ranking;
pub mod receivable;
pub mod report;
pub mod review;
pub mod rule;
pub mod score;
mod sort;
pub mod step;
pub mod table;
pub mod target;
#[cfg(feature = "testing")]
pub mod testing;
pub mod timer;
pub mod trace;

pub use diagnostic::Problems;
pub use engine::{Engine, View};
pub use error::Error;
pub use log::{Admission, Entry};
pub use plan::{Plan, PlanDefinition};
pub use quantity::{Outcome, Value, Why};

/// The examples of the README, run with the others.
#[cfg(all(doctest, feature = "json"))]
#[doc = include_str!("../README.md")]
struct Readme;
