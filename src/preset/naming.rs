//! What a house calls the things that standard KPIs speak of.

use crate::diagnostic::nearest;
use crate::error::Error;

use super::catalogue;

/// Something that standard KPIs speak of, and what it is called where nothing else is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// Its name in the formulas of the catalogue: `order`, `order.amount`, `won`.
    pub name: &'static str,
    /// What it is.
    pub holds: Holds,
    /// What stands for it where a house says nothing; the last part of its name, where this is empty.
    pub usual: &'static str,
    /// What it means.
    pub says: &'static str,
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// A kind of fact.
    Kind,
    /// A field of a kind, of this type.
    Field(&'static str),
    /// A piece of a formula: a value, an attribute.
    Text,
}

const fn kind(name: &'static str, says: &'static str) -> Term {
    Term { name, holds: Holds::Kind, usual: "", says }
}

const fn field(name: &'static str, of: &'static str, says: &'static str) -> Term {
    Term { name, holds: Holds::Field(of), usual: "", says }
}

const fn text(name: &'static str, usual: &'static str, says: &'static str) -> Term {
    Term { name, holds: Holds::Text, usual, says }
}

/// Everything that the formulas of the catalogue speak of, besides KPIs.
pub const TERMS: &[Term] = &[
    kind("order", "what is sold; its day is that of the order"),
    field("order.amount", "money", "what the customer owes for it"),
    field("order.cost", "money", "what it cost"),
    field("order.customer", "text", "who bought"),
    field("order.number", "text", "the order's own number"),
    field("order.segment", "text", "the group to which the customer belongs"),
    field("order.won_on", "date", "the day on which the customer was won: of the first order"),
    kind("payment", "money that came in; its day is that of the receipt"),
    field("payment.amount", "money", "how much"),
    field("payment.ordered_on", "date", "the day of the order that is paid"),
    kind("invoice", "what was billed; its day is that of the invoice"),
    field("invoice.amount", "money", "how much"),
    field("invoice.due_on", "date", "the day on which it is due"),
    kind("market", "what all sell together, in a period"),
    field("market.amount", "money", "how much"),
    kind("spending", "what was spent to win customers"),
    field("spending.amount", "money", "how much"),
    kind("contract", "what runs out, and may be renewed"),
    field("contract.customer", "text", "with whom"),
    field("contract.amount", "money", "what it is worth"),
    field("contract.due_on", "date", "the day on which it runs out"),
    field("contract.renewed", "yesno", "whether it was renewed; nothing while that is open"),
    kind("deal", "an opportunity: a fact, or a record of a pipeline"),
    field("deal.opened_on", "date", "the day on which it was opened"),
    field("deal.closed_on", "date", "the day on which it was won or lost; nothing while it is open"),
    field("deal.status", "text", "whether it is open, won or lost"),
    field("deal.amount", "money", "what it is worth"),
    field("deal.expected_on", "date", "the day on which it should close"),
    field("deal.entered_on", "date", "the day on which it entered the stage that is asked about"),
    field("deal.left_on", "date", "the day on which it went on to the next stage"),
    text("stage", "\"proposal\"", "the stage of a deal that is asked about"),
    text("open", "\"open\"", "the status of a deal on which work goes on"),
    text("won", "\"won\"", "the status of a deal that was won"),
    text("lost", "\"lost\"", "the status of a deal that was lost"),
    kind("lead", "somebody who may become a customer"),
    field("lead.opened_on", "date", "the day on which it came in"),
    field("lead.converted_on", "date", "the day on which it became a deal or a customer"),
    field("lead.response", "duration", "how long it took until somebody answered"),
    text("in_time", "1 day", "how soon a lead is to be answered"),
    text("converted", "\"qualified\"", "the stage of a lead that is one no more"),
    kind("trial", "somebody who tries the product"),
    field("trial.started_on", "date", "the day on which it began"),
    field("trial.bought_on", "date", "the day on which they bought"),
    kind("activity", "a call, a visit, a mail"),
    field("activity.type", "text", "of which kind"),
    field("activity.due_on", "date", "the day by which it was to be done"),
    field("activity.led_on", "yesno", "whether it led to the next step"),
    text("type", "\"call\"", "the kind of activity that is asked about"),
    kind("survey", "the answer of a customer"),
    field("survey.score", "number", "how satisfied they are, or how likely to recommend: 0 to 10"),
    field("survey.satisfaction", "number", "how satisfied they are: 1 to 5"),
    kind("report", "a week's record of a person"),
    field("report.complete", "yesno", "whether nothing is left out"),
    text("segment", "\"key\"", "the group of customers that is asked about"),
    text("joined_on", "subject.joined_on", "the day on which somebody joined"),
    text("fte", "subject.fte", "how much of a full post somebody has"),
    text("recent", "30 days", "how long ago the last order of an active customer may lie"),
    text("stale", "180 days", "how long ago it lies of one who is gone"),
    text("frequent", "4", "how many orders in twelve months a good customer gives"),
    text("valuable", "10000", "what a good customer buys in twelve months"),
];

/// What a house calls its kinds, fields, values and KPIs; what is not said is called as the catalogue calls it.
///
/// ```
/// use attain::preset::{self, Naming};
///
/// let ours = Naming::new().set("deal", "商机").set("deal.closed_on", "关闭日").set("won", "\"赢单\"");
/// let win_rate = preset::kpi("win_rate").unwrap().definition("won_of_closed", &ours)?;
/// assert_eq!(
///     win_rate.formula.as_str(),
///     "count(商机 where 商机.status = \"赢单\" on 商机.关闭日) / count(商机 where 商机.status in (\"赢单\", \"lost\") on 商机.关闭日)"
/// );
///
/// let error = preset::kpi("revenue").unwrap().definition("", &Naming::new().set("ordr", "sale")).unwrap_err();
/// assert_eq!(error.to_string(), "there is no name `ordr`; did you mean `order`?");
/// # Ok::<(), attain::error::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Naming {
    own: Vec<(String, String)>,
}

impl Naming {
    /// The names of the catalogue.
    pub fn new() -> Naming {
        Naming::default()
    }

    /// Says what a kind (`order`), a field (`order.amount`), a value (`won`) or a KPI (`revenue`) is called. A value is
    /// a piece of a formula: a text stands in its quotes.
    #[must_use]
    pub fn set(mut self, name: impl Into<String>, own: impl Into<String>) -> Naming {
        let (name, own) = (name.into(), own.into());
        self.own.retain(|(known, _)| *known != name);
        self.own.push((name, own));
        self
    }

    /// What a KPI of the catalogue is called.
    pub fn kpi<'n>(&'n self, id: &'n str) -> &'n str {
        self.own(id).unwrap_or(id)
    }

    fn own(&self, name: &str) -> Option<&str> {
        self.own.iter().find(|(known, _)| known == name).map(|(_, own)| own.as_str())
    }

    /// Refuses names that nothing in the catalogue has.
    pub(super) fn check(&self) -> Result<(), Error> {
        for (name, _) in &self.own {
            let known = || TERMS.iter().map(|known| known.name).chain(catalogue::kpis().map(|kpi| kpi.id));
            if !known().any(|known| known == name) {
                return Err(Error::unknown("name", name, nearest(name, known())));
            }
        }
        Ok(())
    }

    /// A formula of the catalogue in the words of the house.
    pub(super) fn fill(&self, formula: &str) -> String {
        let mut filled = String::with_capacity(formula.len());
        let mut rest = formula;
        while let Some((before, hole)) = rest.split_once('{') {
            let (name, after) = hole.split_once('}').unwrap_or((hole, ""));
            filled.push_str(before);
            filled.push_str(&self.word(name));
            rest = after;
        }
        filled.push_str(rest);
        filled
    }

    /// What stands in a hole: `order`, `order.amount`, `order/amount` (the field without its kind), `won`, `revenue`.
    fn word(&self, name: &str) -> String {
        if let Some((kind, field)) = name.split_once('/') {
            return self.field(kind, field).to_owned();
        }
        if let Some((kind, field)) = name.split_once('.') {
            return format!("{}.{}", self.kpi(kind), self.field(kind, field));
        }
        let usual = TERMS.iter().find(|known| known.name == name).map_or("", |known| known.usual);
        self.own(name).unwrap_or(if usual.is_empty() { name } else { usual }).to_owned()
    }

    fn field<'n>(&'n self, kind: &str, field: &'n str) -> &'n str {
        self.own(&format!("{kind}.{field}")).unwrap_or(field)
    }
}

/// The names in the holes of a formula, in the order written.
pub(super) fn holes(formula: &str) -> impl Iterator<Item = &str> {
    formula.split('{').skip(1).filter_map(|hole| hole.split_once('}').map(|(name, _)| name))
}
