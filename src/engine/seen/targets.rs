//! What somebody may see of targets.

use crate::error::Error;
use crate::id::Key;
use crate::kpi::When;
use crate::measure::Whose;
use crate::quantity::Outcome;
use crate::target::{Finding, MAIN_LEVEL, Share, smart};

use super::super::target::{Commitment, Reconciliation, TargetEvent, TargetFigures};
use super::Seen;

/// The history of a target as far as somebody may see it.
#[derive(Clone, Debug, PartialEq)]
pub struct SeenTargetHistory {
    /// The events. Of those about somebody whom the actor may not see it is told when they were, and what they made of the target
    /// that was asked for; not who said them and why, nor what they say.
    pub events: Vec<TargetEvent>,
    /// Of how many it is not told what they say.
    pub hidden: usize,
}

/// Targets beside commitments as far as somebody may see them.
#[derive(Clone, Debug, PartialEq)]
pub struct SeenReconciliation {
    /// The rows that may be seen. Sums of commitments are those of all.
    pub reconciliation: Reconciliation,
    /// How many rows are left out.
    pub hidden: usize,
}

impl Seen {
    /// As [`View::target`](crate::View::target).
    pub fn target(&self, kpi: &str, whose: Whose, when: impl Into<When>) -> Result<TargetFigures, Error> {
        let place = self.allowed(whose, when.into())?;
        self.view.target(kpi, whose, place.when)
    }

    /// As [`View::target_parts`](crate::View::target_parts).
    pub fn target_parts(&self, kpi: &str, whose: Whose, when: impl Into<When>) -> Result<Outcome<Vec<Share>>, Error> {
        let place = self.allowed(whose, when.into())?;
        self.view.target_parts(kpi, whose, place.when)
    }

    /// As [`View::attainment`](crate::View::attainment).
    pub fn attainment(&self, kpi: &str, whose: Whose, when: impl Into<When>) -> Result<Outcome, Error> {
        let place = self.allowed(whose, when.into())?;
        self.view.attainment(kpi, whose, place.when)
    }

    /// As [`View::pace`](crate::View::pace).
    pub fn pace(&self, kpi: &str, whose: Whose, when: impl Into<When>) -> Result<Outcome, Error> {
        let place = self.allowed(whose, when.into())?;
        self.view.pace(kpi, whose, place.when)
    }

    /// As [`View::run_rate`](crate::View::run_rate).
    pub fn run_rate(&self, kpi: &str, whose: Whose, when: impl Into<When>) -> Result<Outcome, Error> {
        let place = self.allowed(whose, when.into())?;
        self.view.run_rate(kpi, whose, place.when)
    }

    /// As [`View::check_target`](crate::View::check_target).
    pub fn check_target(&self, kpi: &str, whose: Whose, when: impl Into<When>) -> Result<Vec<smart::Finding>, Error> {
        let place = self.allowed(whose, when.into())?;
        self.view.check_target(kpi, whose, place.when)
    }

    /// As [`View::target_findings`](crate::View::target_findings), without those about people and units that the actor may not see.
    pub fn target_findings(&self, kpi: &str) -> Result<Vec<Finding>, Error> {
        let mut findings = self.view.target_findings(kpi)?.to_vec();
        findings
            .retain(|one| self.view.period(&one.when).is_ok_and(|period| self.sees_key(one.who.key(), period.into())));
        Ok(findings)
    }

    /// As [`View::target_history`](crate::View::target_history).
    pub fn target_history(&self, kpi: &str, whose: Whose, when: impl Into<When>) -> Result<SeenTargetHistory, Error> {
        self.target_history_at(kpi, MAIN_LEVEL, whose, when)
    }

    /// As [`View::target_history_at`](crate::View::target_history_at).
    pub fn target_history_at(
        &self,
        kpi: &str,
        level: &str,
        whose: Whose,
        when: impl Into<When>,
    ) -> Result<SeenTargetHistory, Error> {
        let when = self.allowed(whose, when.into())?.when;
        let mut events = self.view.target_history_at(kpi, level, whose, when)?;
        let mut hidden = 0_usize;
        for event in &mut events {
            // What is closed for everybody is no figure of anybody.
            if event.whose.as_ref().is_some_and(|key| !self.sees_key(key, when)) {
                hidden = hidden.saturating_add(1);
                close(event);
            }
        }
        Ok(SeenTargetHistory { events, hidden })
    }

    /// As [`View::commitment`](crate::View::commitment).
    pub fn commitment(&self, kpi: &str, whose: Whose, when: impl Into<When>) -> Result<Commitment, Error> {
        let place = self.allowed(whose, when.into())?;
        self.view.commitment(kpi, whose, place.when)
    }

    /// As [`View::reconcile`](crate::View::reconcile), without the rows of those whom the actor may not see.
    pub fn reconcile(&self, kpi: &str, unit: Whose, when: impl Into<When>) -> Result<SeenReconciliation, Error> {
        let when = self.allowed(unit, when.into())?.when;
        let mut reconciliation = self.view.reconcile(kpi, unit, when)?;
        let all = reconciliation.rows.len();
        reconciliation.rows.retain(|row| self.sees_key(&row.who, when));
        let hidden = all.saturating_sub(reconciliation.rows.len());
        Ok(SeenReconciliation { reconciliation, hidden })
    }

    fn sees_key(&self, key: &Key, when: When) -> bool {
        let whose = self.view.person(key.as_str()).or_else(|_| self.view.unit(key.as_str()));
        whose.is_ok_and(|whose| self.sees(whose, when))
    }
}

/// Takes from an event what it says.
fn close(event: &mut TargetEvent) {
    (event.by, event.why, event.deed, event.conversion) = (None, None, None, None);
    (event.carried_from, event.findings, event.corrections) = (None, Vec::new(), Vec::new());
}
