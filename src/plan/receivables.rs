//! Receivables: which facts are invoices and which payments, and what is read of each.

use std::sync::Arc;

use crate::diagnostic::{At, Code, Problems};
use crate::document::{FormulaText, IS_WHOLE};
use crate::formula::{Program, compile as compile_formula};
use crate::id::Name;
use crate::log::{FieldId, FieldType, Kind, KindId, Kinds};
use crate::measure::{FactNames, FactQuestion};
use crate::quantity::Unit;
use crate::receivable::{Bands, ReceivableDefinition};

use super::definition::PlanDefinition;
use super::names::PlanNames;

/// Receivables of a plan, read.
#[derive(Clone, Debug, PartialEq)]
pub struct ReceivablePlan {
    /// What they are called.
    pub name: Name,
    /// The invoices.
    pub invoices: ReceivableFacts,
    /// The last day on which an invoice may be paid.
    pub due: Program<FactQuestion>,
    /// The payments.
    pub payments: ReceivableFacts,
    /// The field of a payment that refers to its invoice.
    pub of: FieldId,
    /// By how many days something is overdue, in bands.
    pub bands: Bands,
    /// Whether amounts are money or plain numbers.
    pub unit: Unit,
}

/// Facts of a kind with the amount of each.
#[derive(Clone, Debug, PartialEq)]
pub struct ReceivableFacts {
    /// The kind.
    pub kind: KindId,
    /// The amount.
    pub amount: Program<FactQuestion>,
    /// Which of them count; all of them, where nothing is said.
    pub counts: Option<Program<FactQuestion>>,
}

/// The receivables of a plan; a library that has none keeps no room for them.
#[cfg(any(not(feature = "capi"), feature = "analysis"))]
pub(super) type ReceivablePlans = Vec<ReceivablePlan>;
#[cfg(all(feature = "capi", not(feature = "analysis")))]
pub(super) type ReceivablePlans = [ReceivablePlan; 0];

#[cfg(any(not(feature = "capi"), feature = "analysis"))]
fn kept(all: Vec<ReceivablePlan>) -> ReceivablePlans {
    all
}

#[cfg(all(feature = "capi", not(feature = "analysis")))]
fn kept(_: Vec<ReceivablePlan>) -> ReceivablePlans {
    []
}

/// Reads the receivables of a plan; reports everything that is wrong with them.
pub(super) fn compile(
    definition: &PlanDefinition,
    names: &mut PlanNames<'_>,
    at: At<'_>,
    problems: &mut Problems,
) -> ReceivablePlans {
    let mut all = Vec::new();
    if !IS_WHOLE {
        // None is read then, which was reported.
        return kept(all);
    }
    let kinds = Arc::clone(&names.kinds);
    for (name, written) in definition.receivables.iter() {
        let mut reading = Reading { definition, kinds: &kinds, names, problems, at: at.field(name) };
        all.extend(reading.read(name, written));
    }
    kept(all)
}

/// Reads one definition.
struct Reading<'r, 'n> {
    definition: &'r PlanDefinition,
    kinds: &'r Kinds,
    names: &'r mut PlanNames<'n>,
    problems: &'r mut Problems,
    at: At<'r>,
}

impl Reading<'_, '_> {
    fn read(&mut self, name: &str, written: &ReceivableDefinition) -> Option<ReceivablePlan> {
        let before = self.problems.len();
        let checked = Name::read(name, self.at, self.problems);
        let invoice = self.kind(&written.invoice, "invoice");
        let payment = self.kind(&written.payment, "payment");
        let amount = invoice.and_then(|kind| self.amount(kind, &written.amount, "amount"));
        let due = invoice.and_then(|kind| self.formula(kind, written.due.as_str(), Some(Unit::Date), "due"));
        let paid = payment.and_then(|kind| self.amount(kind, &written.paid, "paid"));
        if let (Some(amount), Some(paid)) = (&amount, &paid)
            && amount.unit != paid.unit
        {
            let message = format!("{} is paid where {} is billed", paid.unit.name(), amount.unit.name());
            let place = self.at.field("paid");
            self.problems.report(Code::FormulaUnits, place, message).help("let both be money, or both numbers");
        }
        let of = invoice.zip(payment).and_then(|(invoice, payment)| self.of(invoice, payment, written.of.as_deref()));
        let bands = self.bands(&written.bands);
        let counted = |this: &mut Self, kind| this.counts(kind);
        let (amount, paid, due) = (amount?, paid?, due?);
        let (invoice, payment) = (invoice?, payment?);
        let unit = amount.unit;
        let invoices = ReceivableFacts { kind: invoice, amount, counts: counted(self, invoice) };
        let payments = ReceivableFacts { kind: payment, amount: paid, counts: counted(self, payment) };
        let plan = ReceivablePlan { name: checked?, invoices, due, payments, of: of?, bands: bands?, unit };
        (self.problems.len() == before).then_some(plan)
    }

    /// The kind of fact of a name.
    fn kind(&mut self, name: &str, field: &str) -> Option<KindId> {
        let place = self.at.field(field);
        let found = self.kinds.find(name);
        if let Some((_, kind)) = found.filter(|(_, kind)| kind.is_record()) {
            let message = format!("`{}` is a kind of record, and receivables are made of facts", kind.name());
            let help = "declare it under `facts`: an invoice and a payment happen once, and change no more";
            self.problems.report(Code::NameUnknown, place, message).help(help);
            return None;
        }
        if found.is_none() && !name.is_empty() && !self.kinds.is_broken(name, None) && !self.names.lost("facts") {
            let facts = self.kinds.iter().filter(|(_, kind)| !kind.is_record());
            self.problems
                .report(Code::NameUnknown, place, format!("there is no kind of fact `{name}`"))
                .nearest(name, facts.map(|(_, kind)| kind.name()));
        }
        found.map(|(id, _)| id)
    }

    /// A formula over a fact of a kind, looked at by itself.
    fn formula(&mut self, kind: KindId, text: &str, unit: Option<Unit>, field: &str) -> Option<Program<FactQuestion>> {
        let (rules, currency) = (self.names.rules.clone(), self.names.currency);
        let mut inside = FactNames::of_one(self.kinds, kind, &rules, currency, &mut self.names.folds);
        let program = compile_formula(text, unit, &mut inside, self.at.field(field), self.problems)?;
        Some(program.simplified())
    }

    fn amount(&mut self, kind: KindId, text: &FormulaText, field: &str) -> Option<Program<FactQuestion>> {
        let program = self.formula(kind, text.as_str(), None, field)?;
        let unit = program.unit;
        if !matches!(unit, Unit::Money | Unit::Number) {
            let message = format!("{} cannot be owed", unit.name());
            self.problems
                .report(Code::FormulaUnits, self.at.field(field), message)
                .help("name a field of type `money` or `number`, or write a formula that gives one");
            return None;
        }
        Some(program)
    }

    /// Which facts of a kind count; what is wrong with that was reported where it is written.
    fn counts(&mut self, kind: KindId) -> Option<Program<FactQuestion>> {
        let text = self.kinds[kind].counts()?.as_str().to_owned();
        let (rules, currency) = (self.names.rules.clone(), self.names.currency);
        let mut inside = FactNames::of_one(self.kinds, kind, &rules, currency, &mut self.names.folds);
        let program = compile_formula(&text, Some(Unit::YesNo), &mut inside, self.at, &mut Problems::new())?;
        Some(program.simplified())
    }

    /// The field of a payment that refers to its invoice.
    fn of(&mut self, invoice: KindId, payment: KindId, written: Option<&str>) -> Option<FieldId> {
        let (kind, named) = (&self.kinds[payment], self.kinds[invoice].name());
        let refers = |ty: FieldType| ty == FieldType::Reference(invoice);
        let place = self.at.field("of");
        let help = format!("let `{}` have a field of type `{named}`", kind.name());
        let Some(written) = written else {
            let mut all = kind.fields().filter(|(_, field)| refers(field.ty()));
            let (first, second) = (all.next(), all.next());
            if let (Some((id, _)), None) = (first, second) {
                return Some(id);
            }
            let (message, help) = if first.is_some() {
                let message = format!("which field of `{}` refers to the invoice cannot be told", kind.name());
                (message, "write its name under `of`".to_owned())
            } else {
                (format!("no field of `{}` refers to `{named}`", kind.name()), help)
            };
            if !self.has_broken(kind) {
                self.problems.report(Code::NameUnknown, place, message).help(help);
            }
            return None;
        };
        let Some((id, field)) = kind.field(written) else {
            if !self.kinds.is_broken(kind.name(), Some(written)) {
                let known = kind.fields().map(|(_, field)| field.name());
                self.problems
                    .report(Code::NameUnknown, place, format!("`{}` has no field `{written}`", kind.name()))
                    .nearest(written, known);
            }
            return None;
        };
        if !refers(field.ty()) {
            let message = format!("`{written}` of `{}` does not refer to `{named}`", kind.name());
            self.problems.report(Code::PlanConflict, place, message).help(help);
            return None;
        }
        Some(id)
    }

    /// Whether a field of a kind is declared but not sound.
    fn has_broken(&self, kind: &Kind) -> bool {
        let declared = self.definition.facts.get(kind.name());
        declared.is_some_and(|of| of.fields.keys().any(|field| self.kinds.is_broken(kind.name(), Some(field))))
    }

    fn bands(&mut self, written: &[u32]) -> Option<Bands> {
        if written.is_empty() {
            return Some(Bands::default());
        }
        let bands = Bands::new(written);
        if bands.is_none() {
            let message = "the last days of the bands do not rise from 1 on, or are more than 32";
            self.problems
                .report(Code::ValueRange, self.at.field("bands"), message)
                .help("write the last day of each band once, the smallest first: `[30, 60, 90]`");
        }
        bands
    }
}
