//! Statements.

use std::sync::Arc;

use crate::calendar::Period;
use crate::error::Error;
use crate::formula::{Program, run};
use crate::id::Id;
use crate::incentive::{self, IncentivePlan, Statement};
use crate::kpi::{Place, Question, When};
use crate::measure::Whose;
use crate::quantity::{Fraction, Outcome, Precision, Value, Why};
use crate::rule::Missing;
use crate::table::Table;

use super::answer::Asker;
use super::view::{View, place_of};

/// Runs the programs of a statement, each with the base of its line.
pub(super) struct PayPrograms<'v> {
    pub view: &'v View,
    pub run: &'v mut dyn FnMut(&Program<Question>, Option<&Value>) -> Outcome,
}

impl incentive::Inputs for PayPrograms<'_> {
    fn value(&mut self, program: &Program<Question>, base: Option<&Value>) -> Outcome {
        (self.run)(program, base)
    }

    fn table(&self, id: Id<Table>) -> &Table {
        &self.view.plan().tables()[id]
    }

    fn precision(&self) -> Precision {
        self.view.plan().precision()
    }
}

impl View {
    /// The statement of a person for a period of the incentive plan.
    ///
    /// Undefined for those whom it does not pay: who does not belong anywhere in the period, and for whom its `who` does not
    /// hold.
    pub fn statement(&self, plan: &str, whose: Whose, period: Period) -> Result<Outcome<Arc<Statement>>, Error> {
        let index = self.incentive_index(plan)?;
        let grain = self.plan().incentives().get(index).map(|plan| plan.grain);
        if grain != Some(period.grain()) {
            let label = self.plan().calendar().label(period);
            return Err(Error::span(format!("`{label}` is no period of the statements of `{plan}`")));
        }
        Ok(self.owed(index, Place { whose, when: When::from(period) }))
    }

    /// What an incentive plan, or one component of it, pays a person or the people of a unit, in a period or a span of days.
    ///
    /// A longer time has the statements of the periods inside it, added. A unit has what its people are paid: of a mover, the
    /// statement of a period belongs to the unit of the last day in it. What stands for a statement with an undefined line is the
    /// `missing` rule of the incentive plan. Undefined where there is no statement at all.
    pub fn pay(
        &self,
        plan: &str,
        component: Option<&str>,
        whose: Whose,
        when: impl Into<When>,
    ) -> Result<Outcome<Fraction>, Error> {
        let index = self.incentive_index(plan)?;
        if let (Some(component), Some(plan)) = (component, self.plan().incentives().get(index)) {
            place_of("component", component, plan.components.iter().map(|known| known.id.as_str()).collect())?;
        }
        Ok(self.paid(index, component, Place { whose, when: when.into() }))
    }

    pub(super) fn incentive_index(&self, name: &str) -> Result<usize, Error> {
        let plans = self.plan().incentives().iter();
        place_of("incentive plan", name, plans.map(|plan| plan.name.as_str()).collect())
    }

    pub(super) fn owed(&self, index: usize, place: Place) -> Outcome<Arc<Statement>> {
        self.0.memo.statements.or((index, place), || {
            let plan = self.plan().incentives().get(index).ok_or(Why::NothingDefined)?;
            if !self.is_whose(plan.who.as_ref(), place) {
                return Err(Why::NotAMember);
            }
            let mut ask = |program: &Program<Question>, base: Option<&Value>| {
                run(program, &place, &mut Asker::with_base(self, base))
            };
            Ok(Arc::new(incentive::evaluate(plan, &mut PayPrograms { view: self, run: &mut ask })))
        })
    }

    pub(super) fn paid(&self, index: usize, component: Option<&str>, place: Place) -> Outcome<Fraction> {
        let plan = self.plan().incentives().get(index).ok_or(Why::NothingDefined)?;
        let periods = self.pay_periods(plan, place.when)?;
        if let (Whose::Person(_), [only]) = (place.whose, periods.as_slice()) {
            return self.paid_once(index, component, Place { when: *only, ..place });
        }
        if periods.is_empty() {
            return Err(Why::NoPeriod);
        }
        let mut sum = Sum::new(plan.missing, self.plan().precision());
        for when in periods {
            match place.whose {
                Whose::Person(_) => self.add(&mut sum, index, component, Place { when, ..place })?,
                Whose::Unit(unit) => {
                    for person in self.people_of(unit, when) {
                        self.add(&mut sum, index, component, Place { whose: Whose::Person(person), when })?;
                    }
                }
            }
        }
        sum.value()
    }

    /// Adds a statement, if there is one for the person.
    fn add(&self, sum: &mut Sum, index: usize, component: Option<&str>, place: Place) -> Outcome<()> {
        match self.owed(index, place) {
            Ok(_) => sum.add(self.paid_once(index, component, place)),
            Err(_) => Ok(()),
        }
    }

    fn paid_once(&self, index: usize, component: Option<&str>, place: Place) -> Outcome<Fraction> {
        let statement = self.owed(index, place)?;
        match component {
            None => statement.total(self.plan().precision()),
            Some(component) => statement.line(component).map_or(Err(Why::NothingDefined), |line| line.pay.clone()),
        }
    }

    /// The periods of an incentive plan that lie inside a time.
    pub(super) fn pay_periods(&self, plan: &IncentivePlan, when: When) -> Outcome<Vec<When>> {
        self.periods_in(when, plan.grain)
    }
}

/// A sum of statements; undefined where there is none.
struct Sum {
    defined: Option<Fraction>,
    first: Option<Why>,
    missing: Missing,
    precision: Precision,
}

impl Sum {
    fn new(missing: Missing, precision: Precision) -> Sum {
        Sum { defined: None, first: None, missing, precision }
    }

    /// Adds a statement, or what stands for it where it is undefined.
    fn add(&mut self, term: Outcome<Fraction>) -> Outcome<()> {
        let term = match (term, self.missing) {
            (Ok(term), _) | (Err(_), Missing::Value(term)) => term,
            (Err(_), Missing::Zero) => Fraction::ZERO,
            (Err(why), Missing::Hold) => return Err(why),
            (Err(why), Missing::Skip) => {
                self.first = self.first.take().or(Some(why));
                return Ok(());
            }
        };
        self.defined = Some(self.defined.unwrap_or(Fraction::ZERO).plus(term, self.precision)?);
        Ok(())
    }

    fn value(self) -> Outcome<Fraction> {
        self.defined.ok_or(self.first.unwrap_or(Why::NotAMember))
    }
}
