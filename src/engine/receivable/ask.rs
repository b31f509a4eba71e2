//! From a question and the log to receivables.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::diagnostic::nearest;
use crate::error::Error;
use crate::formula::Program;
use crate::id::{Id, Key};
use crate::kpi::{Place, When};
use crate::log::{Credit, Fact, FieldId};
use crate::measure::{FactQuestion, Whose, held_by};
use crate::org::Person;
use crate::plan::{ReceivableFacts, ReceivablePlan};
use crate::quantity::{Fraction, Outcome, Value, Why};
use crate::receivable::{Credited, Flow, Invoice, OpenInvoice, Payment, Receivables};
use crate::sort;

use super::super::seen::Sight;
use super::super::view::View;
use super::answer::{ReceivableAnswer, ReceivableGroup, ReceivableInvoice, ReceivableUntold};
use super::definition::ReceivableQuery;

/// A question whose names are found, and what is found to it.
pub(super) struct Ask<'v> {
    view: &'v View,
    plan: &'v ReceivablePlan,
    sight: Option<&'v Sight>,
    whose: Option<Whose>,
    when: When,
    /// The field by which is told apart, of invoices and of payments.
    by: Option<(FieldId, Option<FieldId>)>,
    query: &'v ReceivableQuery,
    /// The days asked for, up to the day as of which is asked.
    span: Span,
    held: BTreeMap<Id<Person>, Vec<Span>>,
    billed: Vec<Billed<'v>>,
    paid: Vec<(Payment, Option<Value>)>,
    untold: Vec<ReceivableUntold>,
    left_out: usize,
}

/// An invoice that is found.
struct Billed<'v> {
    fact: Fact<'v>,
    invoice: Invoice,
    group: Option<Value>,
    share: Fraction,
}

impl<'v> Ask<'v> {
    pub(super) fn new(
        view: &'v View,
        query: &'v ReceivableQuery,
        whose: Option<Whose>,
        when: When,
        sight: Option<&'v Sight>,
    ) -> Result<Ask<'v>, Error> {
        view.has_facts()?;
        let all = view.plan().receivables();
        let plan = all.iter().find(|plan| plan.name.as_str() == query.of).ok_or_else(|| {
            let known = all.iter().map(|plan| plan.name.as_str());
            Error::unknown("receivables", &query.of, nearest(&query.of, known))
        })?;
        let kinds = view.plan().kinds();
        let (invoices, payments) = (&kinds[plan.invoices.kind], &kinds[plan.payments.kind]);
        let by = match query.by.as_deref() {
            None => None,
            Some(name) => {
                let known = || invoices.fields().map(|(_, field)| field.name());
                let found = invoices.field(name);
                let (id, field) = found.ok_or_else(|| Error::unknown("field", name, nearest(name, known())))?;
                let same = payments.field(name).filter(|(_, same)| same.ty() == field.ty());
                Some((id, same.map(|(id, _)| id)))
            }
        };
        if when.span().from() > view.as_of() {
            let message = format!("{} begins after the day as of which is asked, {}", view.time(when), view.as_of());
            return Err(Error::invalid(message));
        }
        let span = when.span().to_date(view.as_of());
        Ok(Ask {
            view,
            plan,
            sight,
            whose,
            when,
            by,
            query,
            span,
            held: BTreeMap::new(),
            billed: Vec::new(),
            paid: Vec::new(),
            untold: Vec::new(),
            left_out: 0,
        })
    }

    pub(super) fn answer(mut self) -> ReceivableAnswer {
        let places = self.bill();
        self.pay(&places);
        let (whole, flow) = self.part(None);
        let mut groups = Vec::new();
        if self.by.is_some() {
            let values = self.billed.iter().map(|billed| &billed.group);
            let values: BTreeSet<Option<Value>> =
                values.chain(self.paid.iter().map(|(_, group)| group)).cloned().collect();
            for value in values {
                let (_, flow) = self.part(Some(&value));
                groups.push(ReceivableGroup { value, flow });
            }
        }
        let (invoices, hidden) = self.open(&whole, &flow);
        ReceivableAnswer {
            name: self.plan.name.to_string(),
            who: self.whose.map(|whose| self.view.key(whose).clone()),
            time: self.view.time(self.when),
            flow,
            bands: self.plan.bands.clone(),
            by: self.query.by.clone(),
            groups,
            invoices,
            hidden,
            untold: self.untold,
            left_out: self.left_out,
            unit: self.plan.unit,
            from: self.view.provenance(),
        }
    }

    /// The last day that is seen.
    fn end(&self) -> NaiveDate {
        let end = self.when.span().to().pred_opt().unwrap_or(self.view.as_of());
        end.min(self.view.as_of())
    }

    /// Finds the invoices and what was taken back of them; gives the place of each by its entry.
    fn bill(&mut self) -> BTreeMap<u32, usize> {
        let (standing, facts) = (self.view.source().standing, &self.plan.invoices);
        let mut places = BTreeMap::new();
        for fact in standing.facts(facts.kind).filter(|fact| !fact.is_reversal()) {
            let Some((share, amount)) = self.amount(fact, facts, None) else { continue };
            let due = self.run(&self.plan.due, fact);
            let due = match due {
                Ok(Value::Date(day)) => Some(day),
                _ => None,
            };
            let group = self.by.and_then(|(field, _)| fact.value(field).ok());
            places.insert(fact.entry(), self.billed.len());
            self.billed.push(Billed { fact, invoice: Invoice::new(fact.day(), due, amount), group, share });
        }
        for fact in standing.facts(facts.kind).filter(|fact| fact.is_reversal()) {
            let original = standing.at(fact.content_position()).and_then(|of| places.get(&of.entry()));
            let Some(place) = original.copied() else { continue };
            let share = self.billed.get(place).map(|billed| billed.share);
            let Some((_, amount)) = self.amount(fact, facts, share) else { continue };
            if let Some(billed) = self.billed.get_mut(place) {
                billed.invoice.credited.push(Credited { on: fact.day(), amount: amount.negate() });
            }
        }
        places
    }

    /// Finds the payments, each with its invoice.
    fn pay(&mut self, places: &BTreeMap<u32, usize>) {
        let (standing, facts) = (self.view.source().standing, &self.plan.payments);
        for fact in standing.facts(facts.kind) {
            let named = fact.refers(self.plan.of).map(Fact::entry);
            let of = named.and_then(|entry| places.get(&entry)).copied();
            let invoice = of.and_then(|of| self.billed.get(of));
            let (share, group) = match invoice.map(|invoice| (invoice.share, invoice.group.clone())) {
                Some((share, group)) => (Some(share), group),
                // The invoice is there, and is nothing of theirs.
                None if named.is_some_and(|entry| self.is_of_others(entry)) => continue,
                None => (None, self.by.and_then(|(_, field)| fact.value(field?).ok())),
            };
            let Some((_, amount)) = self.amount(fact, facts, share) else { continue };
            self.paid.push((Payment { of, on: fact.day(), amount }, group));
        }
    }

    /// Whether an invoice counts, and belongs to others than those who are asked about.
    fn is_of_others(&mut self, entry: u32) -> bool {
        let facts = &self.plan.invoices;
        let fact = self.view.source().standing.fact(facts.kind, entry);
        fact.is_some_and(|fact| self.counts(fact, facts) && self.share(fact).is_zero())
    }

    /// The part of a fact that belongs to whom is asked about, and its amount; nothing, where it is nothing of theirs or is in no figure.
    fn amount(
        &mut self,
        fact: Fact<'v>,
        facts: &ReceivableFacts,
        share: Option<Fraction>,
    ) -> Option<(Fraction, Fraction)> {
        let share = match share {
            Some(share) => share,
            None => self.share(fact),
        };
        if share.is_zero() || !self.counts(fact, facts) {
            return None;
        }
        if self.view.source().left_out.has(fact.entry()) {
            self.left_out = self.left_out.saturating_add(1);
            return None;
        }
        let precision = self.view.plan().precision();
        let amount = self.run(&facts.amount, fact).and_then(|value| value.amount().ok_or(Why::NotANumber));
        let part = fact.factor().times(share, precision);
        match amount.and_then(|amount| amount.times(part?, precision)) {
            Ok(amount) => Some((share, amount)),
            Err(why) => {
                let id = self.sees(fact).then(|| fact.id().clone());
                self.untold.push(ReceivableUntold { id, why });
                None
            }
        }
    }

    fn run(&self, program: &Program<FactQuestion>, fact: Fact<'_>) -> Outcome {
        self.view.0.cells.of_fact(program, fact, self.end(), self.view.source())
    }

    fn counts(&self, fact: Fact<'_>, facts: &ReceivableFacts) -> bool {
        facts.counts.as_ref().is_none_or(|counts| self.run(counts, fact) == Ok(Value::YesNo(true)))
    }

    /// The direct shares of those who are asked about, on the day of a fact.
    fn share(&mut self, fact: Fact<'_>) -> Fraction {
        let Some(whose) = self.whose else { return Fraction::ONE };
        let precision = self.view.plan().precision();
        let mut all = Fraction::ZERO;
        for credit in direct(fact) {
            if self.is_held(&credit.who, whose, fact.day()) {
                all = all.plus(credit.share, precision).unwrap_or(all);
            }
        }
        all
    }

    fn is_held(&mut self, who: &Key, whose: Whose, day: NaiveDate) -> bool {
        let (source, as_of) = (self.view.source(), self.view.as_of());
        let Some(person) = self.view.org().person(who.as_str()) else { return false };
        let actual = self.view.plan().org().actual();
        let days = self.held.entry(person).or_insert_with(|| held_by(person, whose, source, actual, as_of));
        // What is dated later is theirs by where they are now.
        days.iter().any(|days| days.contains(day.min(as_of)))
    }

    /// Whether the actor may see somebody who is credited with a fact, or nobody is.
    fn sees(&self, fact: Fact<'_>) -> bool {
        let Some(sight) = self.sight else { return true };
        let credits = direct(fact);
        credits.is_empty()
            || credits.iter().any(|credit| {
                let person = self.view.org().person(credit.who.as_str());
                let place = person.map(|person| Place { whose: Whose::Person(person), when: self.when });
                place.is_some_and(|place| sight.sees(self.view, place))
            })
    }

    /// All that was found, or what belongs to one value of the field by which is told apart.
    fn part(&self, group: Option<&Option<Value>>) -> (Receivables, Flow) {
        let is_in = |value: &Option<Value>| group.is_none_or(|group| group == value);
        let (mut invoices, mut places) = (Vec::new(), BTreeMap::new());
        for (place, billed) in self.billed.iter().enumerate() {
            if is_in(&billed.group) {
                places.insert(place, invoices.len());
                invoices.push(billed.invoice.clone());
            }
        }
        let mut payments = Vec::new();
        for (payment, value) in &self.paid {
            if is_in(value) {
                let of = payment.of.and_then(|of| places.get(&of)).copied();
                payments.push(Payment { of, ..*payment });
            }
        }
        let receivables = Receivables::new(invoices, payments, self.view.plan().precision());
        let rule = self.view.plan().rules().percentile.unwrap_or_default();
        let flow = receivables.within(self.span, &self.plan.bands).with_percentile(rule);
        (receivables, flow)
    }

    /// The invoices that are open at the end, where they are asked for, and how many of them may not be seen.
    fn open(&self, whole: &Receivables, flow: &Flow) -> (Vec<ReceivableInvoice>, usize) {
        let (mut rows, mut hidden) = (Vec::new(), 0_usize);
        if self.query.invoices != Some(true) {
            return (rows, hidden);
        }
        for open in whole.open_invoices(flow.closing.day, &self.plan.bands) {
            let Some(billed) = self.billed.get(open.invoice) else { continue };
            if self.sees(billed.fact) {
                rows.push(row(billed, open));
            } else {
                hidden = hidden.saturating_add(1);
            }
        }
        sort::by(&mut rows, |one: &ReceivableInvoice, other| {
            other.overdue.cmp(&one.overdue).then_with(|| one.id.cmp(&other.id))
        });
        (rows, hidden)
    }
}

fn row(billed: &Billed<'_>, open: OpenInvoice) -> ReceivableInvoice {
    ReceivableInvoice {
        id: billed.fact.id().clone(),
        on: billed.invoice.on,
        due: billed.invoice.due_on(),
        group: billed.group.clone(),
        net: open.net,
        open: open.open,
        overdue: open.overdue,
        band: open.band,
    }
}

/// The direct shares of a fact.
fn direct(fact: Fact<'_>) -> Vec<Credit> {
    let mut credits = fact.credits();
    credits.retain(|credit| !credit.overlay);
    credits
}
