//! KPIs that lead back to themselves over members: whoever is below is answered first.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::id::Id;
use crate::kpi::{Group, Kpi, Place, When};
use crate::measure::Whose;
use crate::org::{Parent, Unit};

use super::view::View;

impl View {
    /// What to answer before a KPI that leads back to itself: each KPI of its ring for everybody below, the lowest
    /// first, so that no answer waits for one that waits itself. Nothing for another KPI, and nothing of what is known.
    pub(super) fn below(
        &self,
        kpi: Id<Kpi>,
        place: Place,
        is_known: &dyn Fn(Id<Kpi>, Place) -> bool,
    ) -> Vec<(Id<Kpi>, Place)> {
        let ring = &self.plan().kpis()[kpi].ring;
        let Some(last) = ring.last() else { return Vec::new() };
        if is_known(kpi, place) {
            return Vec::new();
        }
        let (mut open, mut found) = (vec![place], Vec::new());
        while let Some(here) = open.pop() {
            for member in self.members(Group::Members, here).unwrap_or_default() {
                if !is_known(*last, member) {
                    open.push(member);
                    found.push(member);
                }
            }
        }
        let mut below = Vec::with_capacity(found.len().saturating_mul(ring.len()));
        for place in found.into_iter().rev() {
            below.extend(ring.iter().map(|kpi| (*kpi, place)));
        }
        below
    }

    /// The units directly under a unit on a day, in the order of their keys: all units are looked at once for a day.
    pub(super) fn units_under(&self, unit: Id<Unit>, day: NaiveDate) -> Vec<Id<Unit>> {
        let under = self.0.memo.under.or(day, || {
            let org = self.org();
            let mut under = vec![Vec::new(); org.units().count()];
            for (below, unit) in org.units() {
                // What is in a ring, or too deep, stands under nothing.
                if let Parent::Under(parent) = unit.parent(day)
                    && org.parent(below, day) == Some(parent)
                    && let Some(under) = under.get_mut(parent.index())
                {
                    under.push(below);
                }
            }
            Arc::new(under)
        });
        under.get(unit.index()).cloned().unwrap_or_default()
    }

    /// The unit of a tree in which somebody belongs on the last day within a time.
    pub(super) fn home(&self, whose: Whose, when: When, tree: usize) -> Option<Id<Unit>> {
        let Whose::Person(person) = whose else { return None };
        let leaf = self.org().leaf(person, self.last_day(person, when)?)?;
        self.org()[leaf].unit(tree)
    }
}
