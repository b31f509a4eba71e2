//! What is said of targets, and what everybody has of them: gone through from the first entry on.

use std::cmp::Reverse;
use std::rc::Rc;

use attain::calendar::{Period, parse_day};
use attain::document::Node as Tree;
use attain::id::{Key, Name};
use attain::target::{Blank, Closing, Deed, Event, Ledger, OfFields, Setting as Set};
use chrono::{DateTime, NaiveDate, Utc};

use super::cut;
use super::ground::{Known, fraction, holder, node, texts};
use super::said::Setting;
use super::value::{Number, big, code, number};
use super::{Interpreter, Node};

/// A target that stands, or a part of one.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) who: Node,
    pub(crate) from: NaiveDate,
    pub(crate) to: NaiveDate,
    pub(crate) period: Period,
    pub(crate) amount: Number,
    /// The part of the facts that it is of.
    pub(crate) of: Vec<(String, String)>,
}

/// Parts of which it is not known how much they are.
#[derive(Clone, Debug)]
pub(crate) struct Undefined {
    pub(crate) who: Node,
    pub(crate) from: NaiveDate,
    pub(crate) to: NaiveDate,
    pub(crate) why: String,
}

/// What everybody has.
#[derive(Clone, Debug, Default)]
pub(crate) struct Had {
    pub(crate) parts: Vec<Part>,
    pub(crate) undefined: Vec<Undefined>,
}

/// Something that is said of targets.
struct Said {
    id: String,
    on: NaiveDate,
    known: DateTime<Utc>,
    /// What goes first of what is said on one day and known at one moment.
    rank: (u8, Reverse<i64>, bool, usize),
    event: Event,
}

fn word<'e>(said: &'e Setting, name: &str) -> Option<&'e str> {
    said.entry.get(name).and_then(Tree::as_text)
}

/// An amount, as text or as a number.
fn amount(said: &Setting, name: &str) -> Option<Number> {
    match said.entry.get(name)? {
        Tree::Text(text) | Tree::Number(text) => Some(number(text)),
        _ => None,
    }
}

fn of_fields(said: &Setting) -> OfFields {
    let Some(Tree::Map(fields)) = said.entry.get("where") else { return OfFields::default() };
    let field = |(name, value): &(String, Tree)| (Name::new(name).unwrap(), value.as_text().unwrap().to_owned());
    let mut fields: Vec<(Name, String)> = fields.iter().map(field).collect();
    fields.sort();
    fields.into()
}

impl Interpreter<'_> {
    /// What everybody has of the targets of a KPI at a level.
    pub(crate) fn had(&self, kpi: &str, level: &str) -> Rc<Had> {
        let place = format!("{kpi} {level}");
        if let Some(had) = self.had.borrow().get(&place) {
            return Rc::clone(had);
        }
        let had = Rc::new(self.go_through(kpi, level));
        self.had.borrow_mut().insert(place, Rc::clone(&had));
        had
    }

    fn go_through(&self, kpi: &str, level: &str) -> Had {
        let targets = self.compiled.targets().iter();
        let mut of_kpi = targets.filter(|target| self.compiled.kpis()[target.kpi].name.as_str() == kpi);
        let target = of_kpi.next().unwrap();
        let texts = texts(self, kpi);
        let mut ledger = Ledger::new(target, &self.calendar);
        let mut closings: Vec<Closing> = Vec::new();
        let mut before: Vec<cut::Had> = Vec::new();
        let targets = self.plan.targets.get(kpi).unwrap();
        let house = self.plan.rules.as_ref().and_then(|rules| rules.rounding.as_ref());
        let rounding = targets.rounding.as_ref().or(house).unwrap();
        for said in self.what_is_said(kpi, level) {
            let known = Known { then: self.earlier((said.known, said.on)), target, texts: &texts };
            let found = ledger.findings().len();
            ledger.take(&said.event, &known);
            let after: Vec<cut::Had> = ledger.slots().map(|(who, slot)| (node(who), slot.clone())).collect();
            match &said.event {
                Event::Close(closing) => {
                    assert_eq!(before, after, "what is closed stays");
                    closings.push(closing.clone());
                }
                Event::Set(setting) => {
                    let found = ledger.findings()[found..].iter().map(|finding| finding.what.code()).collect();
                    let (step, odd, closings) = (number(&rounding.to), rounding.odd, &closings);
                    let (before, after, known) = (&before, &after, &known);
                    cut::Taken { setting, before, after, known, targets, closings, step, odd, found }.check();
                }
            }
            before = after;
        }
        let part = |(who, slot): (&attain::target::Holder, &attain::target::Slot)| Part {
            who: node(who),
            from: slot.period.first(),
            to: slot.period.end(),
            period: slot.period,
            amount: big(slot.amount().unwrap()),
            of: slot.of_fields.iter().map(|(name, value)| (name.to_string(), value.clone())).collect(),
        };
        let undefined = |broken: &attain::target::Broken| Undefined {
            who: node(&broken.who),
            from: broken.span.from(),
            to: broken.span.to(),
            why: code(&broken.why),
        };
        // What is of a part of the facts is a part of the whole only where targets are cut over its fields.
        let splits = &self.plan.targets.get(kpi).unwrap().split;
        let is_part = |part: &Part| part.of.iter().all(|(field, _)| splits.iter().any(|split| split.over == *field));
        let concerns = |broken: &&attain::target::Broken| {
            let mut fields = broken.of_fields.iter();
            fields.all(|(field, _)| splits.iter().any(|split| split.over == field.as_str()))
        };
        Had {
            parts: ledger.slots().map(part).filter(is_part).collect(),
            undefined: ledger.broken().iter().filter(concerns).map(undefined).collect(),
        }
    }

    /// What is said of the targets of a KPI at a level: by day, moment, rank and id.
    fn what_is_said(&self, kpi: &str, level: &str) -> Vec<Said> {
        let mut all = Vec::new();
        for kind in ["target", "adjust", "open", "close"] {
            for said in self.log.settings(kind, self.as_of) {
                let of_level = word(&said, "level").unwrap_or("target") == level || ["open", "close"].contains(&kind);
                if word(&said, "of") == Some(kpi) && of_level {
                    all.extend(self.event(kpi, kind, &said));
                }
            }
        }
        all.sort_by(|one, other| {
            (one.on, one.known, one.rank, &one.id).cmp(&(other.on, other.known, other.rank, &other.id))
        });
        all
    }

    /// Whom a key means: a person, if one is called so, else a unit; nobody, where neither is.
    fn meant(&self, key: &str) -> Option<Node> {
        if self.people().iter().any(|known| known == key) {
            return Some(Node::Person(key.to_owned()));
        }
        self.units().iter().any(|known| known == key).then(|| Node::Unit(key.to_owned()))
    }

    fn event(&self, kpi: &str, kind: &str, said: &Setting) -> Option<Said> {
        let period = self.calendar.parse_period(word(said, "period").unwrap()).unwrap();
        let named = word(said, "who");
        let who = match named {
            Some(key) => Some(self.meant(key)?),
            None => None,
        };
        let days = Reverse(period.days());
        let id = Key::new(&said.id).unwrap();
        let (rank, event) = if ["open", "close"].contains(&kind) {
            let closes = kind == "close";
            let closing = Closing { id, who: who.as_ref().map(holder), span: period.span(), closes };
            ((if closes { 2 } else { 0 }, days, false, 0), Event::Close(closing))
        } else {
            let who = who.unwrap();
            let depth = match &who {
                Node::Unit(unit) => self.path(unit, period.last()).len(),
                Node::Person(_) => 0,
            };
            let rank = (1, days, matches!(who, Node::Person(_)), depth);
            let effective = word(said, "effective").map(|day| parse_day(day).unwrap());
            let setting = Set {
                id,
                who: holder(&who),
                period,
                of_fields: of_fields(said),
                deed: self.deed(kpi, kind, said)?,
                pinned: said.entry.get("pinned") == Some(&Tree::Bool(true)),
                from: effective.unwrap_or(said.on),
            };
            (rank, Event::Set(setting))
        };
        Some(Said { id: said.id.clone(), on: said.on, known: said.known, rank, event })
    }

    fn deed(&self, kpi: &str, kind: &str, said: &Setting) -> Option<Deed> {
        let of = |name| amount(said, name).map(|number| fraction(&number));
        if kind == "adjust" {
            let more = || of("add").map(Deed::Add).or_else(|| of("times").map(Deed::Times));
            return of("set").map(Deed::Set).or_else(more);
        }
        let blank = self.plan.targets.get(kpi).unwrap().blank;
        of("amount").map(Deed::Set).or_else(|| (blank == Some(Blank::Clear)).then_some(Deed::Clear))
    }
}
