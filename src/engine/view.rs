//! What was so on a day.

use std::convert::Infallible;
use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;

use crate::calendar::{Period, Span};
use crate::diagnostic::nearest;
use crate::error::Error;
use crate::id::{Id, Key};
use crate::kpi::{Kpi, Place, When};
use crate::log::{Fact, Log, Standing};
use crate::measure::{Cells, Exchanger, LeftOut, Slots, Source, Whose};
use crate::org::{Finding, Org, Unit};
use crate::plan::Plan;
use crate::quantity::Outcome;
use crate::sort;
use crate::trace::Provenance;

use super::change::Sides;
use super::memo::Memo;
use super::people;
use super::target::{Books, Ledgers};

/// What was so on a day, as it was known at a position of the log.
///
/// It never changes, is cheap to clone, and may be asked by several threads at once.
#[derive(Clone, Debug)]
pub struct View(pub(super) Arc<Inside>);

/// What a view is made of.
#[derive(Debug)]
pub(super) struct Inside {
    pub plan: Plan,
    pub standing: Standing<'static>,
    pub org: Org,
    pub exchange: Exchanger,
    pub left_out: LeftOut,
    pub cells: Cells,
    /// Made when somebody asks for a target.
    pub books: OnceLock<Books>,
    pub as_of: NaiveDate,
    /// The day up to which facts are seen, where people and units are seen further.
    pub day: Option<NaiveDate>,
    pub memo: Memo,
    /// Where facts and targets are asked for instead; nothing, unless two views are compared.
    pub sides: Option<Sides>,
}

impl View {
    pub(super) fn new(plan: &Plan, log: &Arc<Log>, position: usize, as_of: NaiveDate) -> View {
        let standing = Log::standing_of(log, position);
        let org = people::build(plan, &standing, as_of);
        View::of(plan, standing, org, as_of, None)
    }

    /// A view with an organisation that it is given; one that asks for facts and targets elsewhere has none of its own.
    pub(super) fn of(
        plan: &Plan,
        standing: Standing<'static>,
        org: Org,
        as_of: NaiveDate,
        sides: Option<Sides>,
    ) -> View {
        // Nobody asks a view for what it asks others for.
        let folds = sides.is_none();
        let cells = |source: Source<'_>| {
            let slots = |span| slots(plan, source.org, span);
            let fold = || Cells::fold(source, slots, plan.org().actual(), as_of, plan.precision());
            Ok::<Cells, Infallible>(if folds { fold() } else { Cells::default() })
        };
        match View::with_cells(plan, standing, org, as_of, sides, cells) {
            Ok(view) => view,
            Err(never) => match never {},
        }
    }

    /// By cells that are made when all else is known; `E` is why they cannot be.
    pub(super) fn with_cells<E>(
        plan: &Plan,
        standing: Standing<'static>,
        org: Org,
        as_of: NaiveDate,
        sides: Option<Sides>,
        cells: impl FnOnce(Source<'_>) -> Result<Cells, E>,
    ) -> Result<View, E> {
        let exchange = exchanger(plan, &standing, as_of);
        let left_out = exchange.left_out(&standing);
        let folds = plan.folds();
        let source = Source { folds, standing: &standing, org: &org, exchange: &exchange, left_out: &left_out };
        let cells = cells(source)?;
        let (plan, books, memo, day) = (plan.clone(), OnceLock::new(), Memo::default(), None);
        Ok(View(Arc::new(Inside { plan, standing, org, exchange, left_out, cells, books, as_of, day, memo, sides })))
    }

    /// A view that sees facts up to a day, and people and units as far ahead as is known.
    pub(super) fn ahead(
        plan: &Plan,
        standing: Standing<'static>,
        org: Org,
        day: NaiveDate,
        cells: impl FnOnce(Source<'_>) -> Cells,
    ) -> View {
        let exchange = exchanger(plan, &standing, day);
        let left_out = exchange.left_out(&standing);
        let folds = plan.folds();
        let cells = cells(Source { folds, standing: &standing, org: &org, exchange: &exchange, left_out: &left_out });
        let (plan, books, memo, sides) = (plan.clone(), OnceLock::new(), Memo::default(), None);
        let (as_of, day) = (NaiveDate::MAX, Some(day));
        View(Arc::new(Inside { plan, standing, org, exchange, left_out, cells, books, as_of, day, memo, sides }))
    }

    /// The targets that stand.
    pub(super) fn books(&self) -> &Books {
        self.0.books.get_or_init(|| {
            // A view that others are asked by has none of its own, and one that a target is cut by asks for none.
            if self.0.sides.is_some() || self.0.day.is_some() {
                return Books::default();
            }
            self.ledgers().books()
        })
    }

    /// What the targets that stand are made of.
    pub(super) fn ledgers(&self) -> Ledgers<'_> {
        let Inside { plan, standing, org, as_of, cells, .. } = &*self.0;
        Ledgers { view: self, plan, standing, org, as_of: *as_of, facts: !cells.is_alone() }
    }

    /// An error where there are no facts behind the figures.
    pub(super) fn has_facts(&self) -> Result<(), Error> {
        if self.0.cells.is_alone() {
            return Err(Error::invalid("figures that were put together from cells have no entries behind them"));
        }
        Ok(())
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.0.plan
    }

    /// The organisation.
    pub fn org(&self) -> &Org {
        &self.0.org
    }

    /// The day as of which is asked.
    pub fn as_of(&self) -> NaiveDate {
        self.0.as_of
    }

    /// Where the answers come from.
    pub fn provenance(&self) -> Provenance {
        Provenance {
            plan: self.0.plan.fingerprint().to_owned(),
            position: self.0.standing.upto(),
            as_of: self.0.as_of,
            engine: env!("CARGO_PKG_VERSION"),
        }
    }

    /// What does not fit together in the organisation.
    pub fn findings(&self) -> &[Finding] {
        self.0.org.findings()
    }

    /// The facts that no figure has because of an amount in another currency, by id: where the plan skips those, all that have
    /// one; where it lets them wait for a rate, those that do. Whatever refers to one of them is among them.
    pub fn left_out(&self) -> Vec<&Key> {
        let facts = self.0.left_out.facts(&self.0.standing).into_iter().map(|(fact, _)| fact);
        let mut ids: Vec<&Key> = facts.filter(|fact| fact.day() <= self.0.as_of).map(Fact::id).collect();
        sort::all(&mut ids);
        ids
    }

    /// A person, to ask about.
    pub fn person(&self, key: &str) -> Result<Whose, Error> {
        let org = self.org();
        let known = || org.people().map(|(_, person)| person.key().as_str()).collect();
        org.person(key).map(Whose::Person).ok_or_else(|| unknown("person", key, known()))
    }

    /// A unit, to ask about.
    pub fn unit(&self, key: &str) -> Result<Whose, Error> {
        let org = self.org();
        let known = || org.units().map(|(_, unit)| unit.key().as_str()).collect();
        org.unit(key).map(Whose::Unit).ok_or_else(|| unknown("unit", key, known()))
    }

    /// The period of a label, such as `2025-03`, `FY2026-Q3` or `quota_period 2025-07-01`.
    pub fn period(&self, label: &str) -> Result<Period, Error> {
        self.plan().calendar().parse_period(label)
    }

    /// A KPI of a person or a unit, in a period or a span of days.
    pub fn value(&self, kpi: &str, whose: Whose, when: impl Into<When>) -> Result<Outcome, Error> {
        let id = self.kpi(kpi)?;
        Ok(self.kpi_value(id, Place { whose, when: when.into() }))
    }

    /// The KPI of a name.
    pub(super) fn kpi(&self, name: &str) -> Result<Id<Kpi>, Error> {
        if let Some(kpi) = self.plan().kpi(name) {
            return Ok(kpi);
        }
        let known = self.plan().kpis().rows().iter().map(|kpi| kpi.name.as_str()).collect();
        Err(unknown("KPI", name, known))
    }

    /// What is folded, and with what.
    pub(super) fn source(&self) -> Source<'_> {
        self.0.source()
    }

    /// What the host calls a person or a unit.
    pub fn name(&self, whose: Whose) -> &str {
        match whose {
            Whose::Person(person) => self.0.org[person].key().as_str(),
            Whose::Unit(unit) => self.0.org[unit].key().as_str(),
        }
    }

    /// The label of a period, or the days of a span.
    pub(super) fn time(&self, when: When) -> String {
        when.period().map_or_else(|| when.span().to_string(), |period| self.plan().calendar().label(period))
    }

    /// The unit in which a person belongs at the end of a time, in the first of the plan's trees that has one.
    pub(super) fn unit_of(&self, whose: Whose, when: When) -> Option<(Id<Unit>, NaiveDate)> {
        let end = when.end(self.0.as_of).ok()?;
        match whose {
            Whose::Unit(unit) => Some((unit, end)),
            Whose::Person(person) => {
                let day = self.last_day(person, when)?;
                let leaf = &self.0.org[self.0.org.leaf(person, day)?];
                let unit = (0..leaf.trees()).find_map(|tree| leaf.unit(tree))?;
                Some((unit, day))
            }
        }
    }

    /// The same of everybody, in their order.
    pub(super) fn last_days(&self, when: When) -> Arc<Vec<Option<NaiveDate>>> {
        let all = |until: Option<crate::calendar::Span>| match until {
            Some(until) => self.0.org.last_days(until),
            None => vec![None; self.0.org.people().len()],
        };
        self.0.memo.last_days.or(when, || Arc::new(all(self.until(when))))
    }

    /// The last day within a time, and not after the day as of which is asked, on which a person belongs somewhere.
    pub(super) fn last_day(&self, person: Id<crate::org::Person>, when: When) -> Option<NaiveDate> {
        self.0.org.last_day(person, self.until(when)?)
    }

    /// The days of a time that are not after the day as of which is asked.
    fn until(&self, when: When) -> Option<crate::calendar::Span> {
        let end = when.end(self.0.as_of).ok()?.succ_opt()?;
        crate::calendar::Span::new(when.span().from(), end)
    }
}

impl Inside {
    /// What is folded, and with what.
    pub(super) fn source(&self) -> Source<'_> {
        let Inside { plan, standing, org, exchange, left_out, .. } = self;
        Source { folds: plan.folds(), standing, org, exchange, left_out }
    }
}

/// The atoms of a time.
pub(super) fn slots(plan: &Plan, org: &Org, span: Span) -> Slots {
    Slots::of_months(plan.calendar(), plan.grains(), org, span)
}

/// Where a name is among those that are known.
pub(super) fn place_of(what: &str, name: &str, known: Vec<&str>) -> Result<usize, Error> {
    let found = known.iter().position(|known| *known == name);
    found.ok_or_else(|| unknown(what, name, known))
}

fn unknown(what: &str, name: &str, known: Vec<&str>) -> Error {
    Error::unknown(what, name, nearest(name, known))
}

/// What the plan says of amounts in other currencies, with the rates that are known on a day.
pub(super) fn exchanger(plan: &Plan, standing: &Standing<'_>, as_of: NaiveDate) -> Exchanger {
    Exchanger::new(plan.exchange(), plan.currency(), standing, as_of, plan.precision())
}
