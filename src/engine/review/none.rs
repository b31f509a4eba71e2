//! What a library without reviews keeps of them: nothing.

use std::borrow::Cow;
use std::sync::Arc;

use crate::kpi::When;
use crate::log::{Entry, Log, Refusal};
use crate::plan::Plan;

use super::super::view::View;
use super::Gathered;

/// Which reviews there are: none.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct ReviewGuard;

impl ReviewGuard {
    /// The entry as it is.
    #[expect(clippy::unnecessary_wraps, clippy::unused_self, reason = "where there are reviews, some are refused")]
    pub(in super::super) fn pass<'e>(
        &mut self,
        _: &Plan,
        _: &Log,
        _: &View,
        entry: &'e Entry,
    ) -> Result<Cow<'e, Entry>, Vec<Refusal>> {
        Ok(Cow::Borrowed(entry))
    }
}

/// What was gathered of reviews: nothing.
#[derive(Debug, Default)]
pub(in super::super) struct ReviewMemo;

impl ReviewMemo {
    /// What is gathered anew.
    #[expect(clippy::unused_self, reason = "where there are reviews, what was gathered is kept")]
    pub(super) fn or(&self, _: (usize, When), gather: impl FnOnce() -> Arc<Gathered>) -> Arc<Gathered> {
        gather()
    }
}
