//! The targets that stand, cut as the plan says.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::log::Standing;
use crate::measure::Whose;
use crate::org::Org;
use crate::plan::Plan;
use crate::target::{Book, Event, Finding, Holder, Ledger, Slot, Target, TargetPlan, Undefined};

use super::super::view::View;
use super::allowed::Setters;
use super::ground::{Facts, Known};
use super::holder;
use super::said::{AllSaid, Said, said};

/// The books of a view.
#[derive(Debug, Default)]
pub(in crate::engine) struct Books {
    /// By the plan's targets.
    pub all: Vec<Book>,
    /// What did not come out as an entry says, by the plan's targets.
    pub findings: Vec<Vec<Finding>>,
    /// How much of the log was looked at to cut a target; nothing, where figures of facts cut none.
    cut_by: usize,
}

/// What books are made of.
pub(in crate::engine) struct Ledgers<'a> {
    /// Whose books they are: it is asked who may set whose targets.
    pub view: &'a View,
    pub plan: &'a Plan,
    pub standing: &'a Standing<'static>,
    pub org: &'a Org,
    pub as_of: NaiveDate,
    /// Whether the facts themselves are at hand.
    pub facts: bool,
}

impl Books {
    /// Whether facts that come behind the first so many entries change nothing of how targets were cut.
    pub(in crate::engine) fn stay(&self, known: usize) -> bool {
        self.cut_by < known
    }
}

impl Ledgers<'_> {
    /// The books of the targets that stand and hold on or before the day.
    pub(in crate::engine) fn books(&self) -> Books {
        let mut books = Books::default();
        let setters = Setters::new(self.view);
        for target in self.plan.targets() {
            let (book, findings) = self.book(target, &setters, &mut books.cut_by);
            books.all.push(book);
            books.findings.push(findings);
        }
        books
    }

    fn book(&self, plan: &TargetPlan, setters: &Setters<'_>, cut_by: &mut usize) -> (Book, Vec<Finding>) {
        let name = self.plan.kpis()[plan.kpi].name.as_str();
        let calendar = self.plan.calendar();
        let (mut held, mut undefined) = (Vec::new(), Vec::new());
        let AllSaid { levels, mut findings } =
            said(plan, name, (self.standing, calendar), (self.org, setters), self.as_of);
        for (level, events) in levels {
            let mut ledger = Ledger::new(plan, calendar);
            self.take(plan, &mut ledger, &events, cut_by);
            for (who, slot) in ledger.slots() {
                held.extend(self.target(who, slot).map(|(whose, target)| (whose, level.clone(), target)));
            }
            for broken in ledger.broken() {
                let (level, span, why) = (level.clone(), broken.span, broken.why.clone());
                let of_fields = broken.of_fields.clone();
                undefined.extend(self.whose(&broken.who).map(|whose| Undefined { whose, level, of_fields, span, why }));
            }
            findings.extend_from_slice(ledger.findings());
        }
        (Book::new(plan.clone(), held, self.org).with_undefined(undefined), findings)
    }

    /// Tells a ledger what was said, each on the ground of what was known then.
    fn take(&self, plan: &TargetPlan, ledger: &mut Ledger<'_>, events: &[Said], cut_by: &mut usize) {
        let facts = match (plan.by_facts, self.facts) {
            (false, _) => Facts::NotAsked,
            (true, true) => Facts::Had,
            (true, false) => Facts::Elsewhere,
        };
        let mut grounds: BTreeMap<(usize, NaiveDate), Known<'_>> = BTreeMap::new();
        for said in events {
            let upto = said.known_upto.min(self.standing.upto());
            if plan.by_facts && matches!(said.event, Event::Set(_)) {
                *cut_by = upto.max(*cut_by);
            }
            let ground = grounds
                .entry((upto, said.on))
                .or_insert_with(|| Known::new(self.plan, self.standing, upto, said.on, facts).of_targets(plan));
            ledger.take(&said.event, ground);
        }
    }

    fn target(&self, who: &Holder, slot: &Slot) -> Option<(Whose, Target)> {
        let amount = slot.amount().ok()?;
        let (id, period, uplift, part_of) = (slot.by.clone(), slot.period, slot.uplift, slot.part_of.clone());
        let of_fields = slot.of_fields.clone();
        Some((self.whose(who)?, Target { id, amount, period, uplift, part_of, of_fields }))
    }

    fn whose(&self, who: &Holder) -> Option<Whose> {
        holder(who.key(), self.org)
    }
}
