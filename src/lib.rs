//! The sales performance engine that you embed.

pub mod error;
