//! The sales performance engine that you embed.

pub mod calendar;
pub mod diagnostic;
pub mod document;
pub mod engine;
pub mod error;
pub mod formula;
pub mod id;
pub mod incentive;
pub mod kpi;
pub mod log;
pub mod measure;
pub mod org;
pub mod plan;
pub mod quantity;
pub mod ranking;
pub mod report;
pub mod rule;
pub mod score;
pub mod table;
pub mod target;
pub mod trace;
