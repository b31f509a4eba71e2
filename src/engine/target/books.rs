//! The targets that stand, cut as the plan says.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use chrono::NaiveDate;

use crate::id::{Id, Name};
use crate::kpi::Kpi;
use crate::log::Standing;
use crate::measure::Whose;
use crate::org::Org;
use crate::plan::Plan;
use crate::quantity::Fraction;
use crate::target::{
    Book, Deed, Event, Finding, Holder, IS_WHOLE, Ledger, MAIN_LEVEL, OfFields, Rows, Slot, Target, TargetPlan, Told,
    Totals, Undefined,
};

use super::super::view::View;
use super::allowed::Setters;
use super::convert::Conversions;
use super::ground::{Facts, Known};
use super::holder;
use super::plainly::Plainly;
use super::said::{AllSaid, Said, said};

/// The books of a view.
#[derive(Debug, Default)]
pub(in crate::engine) struct Books {
    /// By the plan's targets.
    pub all: Vec<Aims>,
    /// What did not come out as an entry says, by the plan's targets.
    pub findings: Vec<Vec<Finding>>,
    /// How what is said in other currencies is converted.
    pub conversions: Conversions,
    /// How much of the log was looked at to cut a target; nothing, where figures of facts cut none.
    cut_by: usize,
    /// What people commit to, by the plan's targets: made when somebody asks.
    pub committed: OnceLock<Vec<Book>>,
    /// Who belongs to whom as far ahead as is known: made when somebody asks.
    pub ahead: OnceLock<View>,
}

/// The targets of a KPI.
#[derive(Debug)]
pub(in crate::engine) struct Aims {
    pub kpi: Id<Kpi>,
    /// What they come to, where that is known without a book.
    pub totals: Option<Totals>,
    /// The book; where totals are known, made when somebody asks for it.
    book: OnceLock<Book>,
}

impl Aims {
    /// The book, where it was made.
    pub(super) fn book_made(&self) -> Option<&Book> {
        self.book.get()
    }

    /// The book, made by `make` where it is not yet.
    pub(super) fn book(&self, make: impl FnOnce() -> Book) -> &Book {
        self.book.get_or_init(make)
    }
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
        let setters = Setters::new(self.view);
        let conversions = Conversions::of(self.plan, setters.said());
        let mut books = Books { conversions, ..Books::default() };
        for target in self.plan.targets() {
            let context = (&setters, &books.conversions);
            let (aims, findings) = self.aims(target, context, &mut books.cut_by);
            books.all.push(aims);
            books.findings.push(findings);
        }
        books
    }

    /// What targets come to, where that can be told without a book; else the book.
    fn aims(
        &self,
        plan: &TargetPlan,
        (setters, conversions): (&Setters<'_>, &Conversions),
        cut_by: &mut usize,
    ) -> (Aims, Vec<Finding>) {
        let (kpi, book) = (plan.kpi, OnceLock::new());
        if !IS_WHOLE {
            let book = OnceLock::from(self.plain_book(plan, setters.said(), conversions));
            return (Aims { kpi, totals: None, book }, Vec::new());
        }
        let plainly = self.plainly(plan, (setters, setters.said()), conversions);
        if let Some(plainly) = plainly.as_ref().filter(|plainly| !plainly.is_any_touched())
            && let Some(totals) = plainly.told(|told| Totals::of(plan, &plainly.rows, self.org, told))
        {
            let name = self.plan.kpis()[kpi].name.as_str();
            let all = said((self.plan, plan), name, conversions, (self.org, setters), (self.as_of, None));
            return (Aims { kpi, totals: Some(totals), book }, all.findings);
        }
        let (book, findings) = self.book(plan, (setters, conversions), plainly, cut_by);
        (Aims { kpi, totals: None, book: OnceLock::from(book) }, findings)
    }

    /// The book of targets whose totals are known.
    pub(in crate::engine) fn book_beside(&self, plan: &TargetPlan, conversions: &Conversions) -> Book {
        let setters = Setters::new(self.view);
        let plainly = self.plainly(plan, (&setters, setters.said()), conversions);
        self.book(plan, (&setters, conversions), plainly, &mut 0).0
    }

    fn book(
        &self,
        plan: &TargetPlan,
        (setters, conversions): (&Setters<'_>, &Conversions),
        plainly: Option<Plainly<'_>>,
        cut_by: &mut usize,
    ) -> (Book, Vec<Finding>) {
        let name = self.plan.kpis()[plan.kpi].name.as_str();
        let calendar = self.plan.calendar();
        let mut undefined = Vec::new();
        let whose = |whose: Whose| plainly.as_ref().is_none_or(|plainly| plainly.is_touched(whose));
        let is_any = plainly.as_ref().is_none_or(Plainly::is_any_touched);
        let of: Option<&dyn Fn(Whose) -> bool> = if is_any { Some(&whose) } else { None };
        let AllSaid { levels, mut findings } =
            said((self.plan, plan), name, conversions, (self.org, setters), (self.as_of, of));
        let (mut rows, later) = match plainly {
            Some(plainly) => (plainly.rows, Some(plainly.later)),
            None => (Rows::new(self.org), None),
        };
        for (level, events) in levels {
            let mut ledger = Ledger::new(plan, calendar);
            self.take(plan, &mut ledger, &events, cut_by, &mut |_, _| {});
            for (who, slot) in ledger.slots() {
                if let Some((whose, target)) = self.target(who, slot) {
                    rows.push(whose, &level, target);
                }
            }
            undefined.append(&mut self.undefined(&ledger, &level));
            findings.extend_from_slice(ledger.findings());
        }
        let told = Told {
            later: &|one, other| later.as_ref().map_or(Ordering::Equal, |later| later.compare(one, other)),
            id: &|row| later.as_ref().and_then(|later| later.id(row)),
        };
        (Book::of(plan.clone(), rows, self.org, told).with_undefined(undefined), findings)
    }

    /// The targets as entries set them, where nothing else is in the library; nobody sets their own.
    fn plain_book(&self, plan: &TargetPlan, said: &Standing<'_>, conversions: &Conversions) -> Book {
        let name = self.plan.kpis()[plan.kpi].name.as_str();
        let mut held = Vec::new();
        for entry in said.targets() {
            let is_meant = entry.of.as_str() == name && entry.on <= self.as_of && entry.by.as_ref() != Some(&entry.who);
            let level = entry.level.or_else(|| Name::new(MAIN_LEVEL).ok());
            let amount = entry.amount.filter(|_| is_meant);
            let amount = amount.and_then(|amount| conversions.amount(self.plan, &entry.id, (&amount, entry.currency)));
            let period = self.plan.calendar().parse_period(&entry.period).ok();
            let Some(((whose, level), (amount, period))) =
                holder(&entry.who, self.org).zip(level).zip(amount.zip(period))
            else {
                continue;
            };
            let (uplift, part_of, of_fields) = (Fraction::ONE, None, OfFields::default());
            held.push((whose, level, Target { id: entry.id, amount, period, uplift, part_of, of_fields }));
        }
        Book::new(plan.clone(), held, self.org)
    }

    /// The targets of a ledger whose parts are undefined.
    pub(super) fn undefined(&self, ledger: &Ledger<'_>, level: &Name) -> Vec<Undefined> {
        let mut undefined = Vec::new();
        for broken in ledger.broken() {
            let (level, span, why) = (level.clone(), broken.span, broken.why.clone());
            let of_fields = broken.of_fields.clone();
            undefined.extend(self.whose(&broken.who).map(|whose| Undefined { whose, level, of_fields, span, why }));
        }
        undefined
    }

    /// Tells a ledger what was said, each on the ground of what was known then, and `told` what came of it.
    pub(super) fn take(
        &self,
        plan: &TargetPlan,
        ledger: &mut Ledger<'_>,
        events: &[Said],
        cut_by: &mut usize,
        told: &mut dyn FnMut(&Said, &Ledger<'_>),
    ) {
        let mut grounds: BTreeMap<(usize, NaiveDate, bool), Known<'_>> = BTreeMap::new();
        for said in events {
            let upto = said.known_upto.min(self.standing.upto());
            let by_facts = match &said.event {
                Event::Set(setting) => plan.by_facts || matches!(setting.deed, Deed::Carry { .. }),
                Event::Close(_) => false,
            };
            if by_facts {
                *cut_by = upto.max(*cut_by);
            }
            let facts = match (by_facts, self.facts) {
                (false, _) => Facts::NotAsked,
                (true, true) => Facts::Had,
                (true, false) => Facts::Elsewhere,
            };
            let ground = grounds
                .entry((upto, said.on, by_facts))
                .or_insert_with(|| Known::new(self.plan, self.standing, upto, said.on, facts).of_targets(plan));
            ledger.take(&said.event, ground);
            told(said, ledger);
        }
    }

    pub(super) fn target(&self, who: &Holder, slot: &Slot) -> Option<(Whose, Target)> {
        let amount = slot.amount();
        let (id, period, uplift, part_of) = (slot.by.clone(), slot.period, slot.uplift, slot.part_of.clone());
        let of_fields = slot.of_fields.clone();
        Some((self.whose(who)?, Target { id, amount, period, uplift, part_of, of_fields }))
    }

    fn whose(&self, who: &Holder) -> Option<Whose> {
        super::whose(who, self.org)
    }
}
