//! What stands after corrections, found by looking things up over and over.

use std::collections::{BTreeMap, BTreeSet};

use crate::testing::Story;
use attain::calendar::parse_day;
use attain::document::Node;
use attain::log::{Admission, Entry};
use attain::plan::PlanDefinition;
use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

use super::value::{Number, number, whole, zero};

/// An entry that is in the log.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    pub(crate) kind: String,
    pub(crate) id: String,
    pub(crate) known: DateTime<Utc>,
    pub(crate) entry: Entry,
}

/// An entry of a built-in kind that stands: its own id and moment, and the words that hold.
#[derive(Clone, Debug)]
pub(crate) struct Setting {
    pub(crate) id: String,
    pub(crate) known: DateTime<Utc>,
    pub(crate) on: NaiveDate,
    pub(crate) entry: Entry,
}

/// A fact, or a reversal of one, that stands.
#[derive(Clone, Debug)]
pub(crate) struct Fact {
    pub(crate) kind: String,
    pub(crate) id: String,
    pub(crate) on: NaiveDate,
    pub(crate) entry: Entry,
    /// 1; of a reversal, the share that it undoes, below zero.
    pub(crate) factor: Number,
    pub(crate) reversal: bool,
    /// Who, the share, and whether it is on top.
    pub(crate) credits: Vec<(String, Number, bool)>,
}

/// The log.
pub(crate) struct Log<'p> {
    plan: &'p PlanDefinition,
    offset: FixedOffset,
    all: Vec<Said>,
}

fn word<'e>(entry: &'e Entry, name: &str) -> Option<&'e str> {
    entry.get(name).and_then(Node::as_text)
}

impl<'p> Log<'p> {
    /// The entries that were taken.
    pub(crate) fn new(story: &'p Story, admissions: &[Admission]) -> Log<'p> {
        let zone = story.plan.timezone.as_deref().unwrap_or("UTC");
        let offset = if zone == "UTC" { FixedOffset::east_opt(0) } else { zone.parse().ok() };
        let known = story.batches.iter().flat_map(|batch| batch.entries.iter().map(|entry| (batch.known, entry)));
        let taken = known
            .zip(admissions)
            .filter(|(_, admission)| matches!(admission, Admission::Counted | Admission::Waiting(_)));
        let all = taken.map(|((known, entry), _)| Said {
            kind: word(entry, "kind").unwrap().to_owned(),
            id: word(entry, "id").unwrap().to_owned(),
            known,
            entry: entry.clone(),
        });
        Log { plan: &story.plan, offset: offset.unwrap(), all: all.collect() }
    }

    fn find(&self, id: &str) -> Option<&Said> {
        self.all.iter().find(|said| said.id == id)
    }

    /// What an entry corrects, and how.
    fn deed(said: &Said) -> Option<(&'static str, &str)> {
        ["revises", "retracts", "reverses"].into_iter().find_map(|deed| Some((deed, word(&said.entry, deed)?)))
    }

    fn day(&self, said: &Said) -> NaiveDate {
        let named = self.plan.facts.get(&said.kind).and_then(|kind| kind.on.as_deref()).unwrap_or("on");
        let text = word(&said.entry, "on").or_else(|| word(&said.entry, named));
        parse_day(text.unwrap_or_else(|| panic!("{:?} has no day", said.entry))).unwrap()
    }

    /// The plain entry from which a correction hangs; nothing where it waits.
    fn root(&self, said: &Said) -> Option<&Said> {
        let mut seen = BTreeSet::new();
        let mut here = said;
        while seen.insert(&here.id) {
            let (deed, of) = Log::deed(here)?;
            let above = self.find(of)?;
            if above.kind != here.kind {
                return None;
            }
            match Log::deed(above) {
                None => return Some(above),
                Some((above, _)) if deed != "retracts" && above != "revises" => return None,
                Some(_) => here = above,
            }
        }
        None
    }

    fn is_retracted(&self, id: &str) -> bool {
        let of = |said: &&Said| Log::deed(said) == Some(("retracts", id)) && self.root(said).is_some();
        self.all.iter().filter(of).any(|said| !self.is_retracted(&said.id))
    }

    /// Whether it, or anything from which it hangs, was retracted.
    fn is_dead(&self, id: &str) -> bool {
        let above = self.find(id).and_then(Log::deed);
        self.is_retracted(id) || above.is_some_and(|(_, of)| self.is_dead(of))
    }

    fn stands(&self, said: &Said) -> bool {
        match Log::deed(said) {
            None => !self.is_retracted(&said.id),
            Some(_) => self.root(said).is_some() && !self.is_dead(&said.id),
        }
    }

    /// The entry whose words hold: of the revisions, the one that became known last, and of its own revisions in turn.
    fn content<'s>(&'s self, said: &'s Said) -> &'s Said {
        let of = |other: &&Said| Log::deed(other) == Some(("revises", &said.id)) && self.stands(other);
        let last = self.all.iter().filter(of).max_by_key(|other| (other.known, &other.id));
        last.map_or(said, |last| self.content(last))
    }

    fn plain(&self, kind: &str) -> impl Iterator<Item = &Said> {
        self.all.iter().filter(move |said| said.kind == kind && Log::deed(said).is_none() && self.stands(said))
    }

    /// The entries of a built-in kind that stand: by day, moment and id.
    pub(crate) fn settings(&self, kind: &str, as_of: NaiveDate) -> Vec<Setting> {
        let setting = |said: &Said| {
            let content = self.content(said);
            let (on, entry) = (self.day(content), content.entry.clone());
            Setting { id: said.id.clone(), known: said.known, on, entry }
        };
        let mut settings: Vec<Setting> = self.plain(kind).map(setting).filter(|said| said.on <= as_of).collect();
        settings.sort_by(|one, other| (one.on, one.known, &one.id).cmp(&(other.on, other.known, &other.id)));
        settings
    }

    /// The facts that stand, by day and id.
    pub(crate) fn facts(&self, as_of: NaiveDate) -> Vec<Fact> {
        let mut facts: BTreeMap<String, Fact> = BTreeMap::new();
        for kind in self.plan.facts.keys() {
            for said in self.plain(kind) {
                let content = self.content(said);
                facts.insert(said.id.clone(), fact(said, self.day(content), content, whole(1)));
                for (returned, share) in self.reversals(said) {
                    facts.insert(returned.id.clone(), fact(returned, self.day(returned), content, -share));
                }
            }
        }
        // What refers to something that does not stand waits, and what refers to that.
        loop {
            let known: BTreeSet<String> = facts.keys().cloned().collect();
            let before = facts.len();
            let of: BTreeMap<String, Option<String>> = facts
                .values()
                .map(|fact| {
                    (fact.id.clone(), self.find(&fact.id).and_then(|said| self.root(said)).map(|root| root.id.clone()))
                })
                .collect();
            facts.retain(|id, fact| {
                let stands =
                    |reference: &str, kind: &str| self.referred(reference, kind).is_some_and(|id| known.contains(&id));
                let own = !fact.reversal || of[id].as_ref().is_some_and(|root| known.contains(root));
                own && self.references(fact).iter().all(|(_, kind, reference)| stands(reference, kind))
            });
            if facts.len() == before {
                break;
            }
        }
        let all: Vec<Fact> = facts.values().cloned().collect();
        for fact in facts.values_mut() {
            fact.credits = self.credits(fact, &all);
        }
        let mut facts: Vec<Fact> = facts.into_values().filter(|fact| fact.on <= as_of).collect();
        facts.sort_by(|one, other| (one.on, &one.id).cmp(&(other.on, &other.id)));
        facts
    }

    /// What was sent back, by day and id, as far as there was something left.
    fn reversals(&self, of: &Said) -> Vec<(&Said, Number)> {
        let is_of = |said: &&Said| Log::deed(said).is_some_and(|(deed, _)| deed == "reverses");
        let all = self.all.iter().filter(is_of).filter(|said| self.stands(said));
        let mut all: Vec<&Said> = all.filter(|said| self.root(said).is_some_and(|root| root.id == of.id)).collect();
        all.sort_by_key(|said| (self.day(said), &said.id));
        let mut left = whole(1);
        let mut taken = Vec::new();
        for said in all {
            let share = word(&said.entry, "share").map_or(whole(1), number);
            if share <= left {
                left -= &share;
                taken.push((said, share));
            }
        }
        taken
    }

    /// The fields of a fact that refer to entries: the field, the kind, and the id.
    fn references(&self, fact: &Fact) -> Vec<(String, String, String)> {
        let fields = &self.plan.facts.get(&fact.kind).unwrap().fields;
        let refers = fields.iter().filter(|(_, ty)| self.plan.facts.contains_key(ty));
        let said =
            refers.filter_map(|(field, ty)| Some((field.clone(), ty.clone(), word(&fact.entry, field)?.to_owned())));
        said.collect()
    }

    /// The id of the fact that an id names.
    fn referred(&self, id: &str, kind: &str) -> Option<String> {
        let said = self.find(id).filter(|said| said.kind == kind && self.stands(said))?;
        match Log::deed(said) {
            Some(("retracts", _)) => None,
            Some(("revises", _)) => self.root(said).map(|root| root.id.clone()),
            _ => Some(said.id.clone()),
        }
    }

    /// The fact to which a field refers.
    pub(crate) fn refers<'f>(&self, fact: &Fact, field: &str, facts: &'f [Fact]) -> Option<&'f Fact> {
        let (_, kind, id) = self.references(fact).into_iter().find(|(name, ..)| name == field)?;
        let id = self.referred(&id, &kind)?;
        facts.iter().find(|other| other.id == id)
    }

    fn credits(&self, fact: &Fact, all: &[Fact]) -> Vec<(String, Number, bool)> {
        let mut credits = Vec::new();
        for overlay in [false, true] {
            let mut next = Some(fact);
            while let Some(here) = next {
                let own = self.own_credits(here, overlay);
                let whose = self.plan.facts.get(&here.kind).and_then(|kind| kind.whose.clone());
                next = if own.is_empty() { whose.and_then(|whose| self.refers(here, &whose, all)) } else { None };
                credits.extend(own);
            }
        }
        credits
    }

    fn own_credits(&self, fact: &Fact, overlay: bool) -> Vec<(String, Number, bool)> {
        let written = match fact.entry.get("credits") {
            Some(Node::List(list)) => list.as_slice(),
            _ => &[],
        };
        let text = |node: &Node, name: &str| node.get(name).and_then(Node::as_text).map(str::to_owned);
        let on_top = |node: &Node| text(node, "as").as_deref() == Some("overlay");
        let credit = |node: &Node| (text(node, "who").unwrap(), number(&text(node, "share").unwrap()), on_top(node));
        let written: Vec<_> = written.iter().map(credit).filter(|(_, _, on_top)| *on_top == overlay).collect();
        if !written.is_empty() || overlay {
            return written;
        }
        let kind = self.plan.facts.get(&fact.kind).unwrap();
        let whose = kind.whose.as_ref().filter(|whose| kind.fields.get(whose).is_some_and(|ty| ty == "person"));
        let who = whose.and_then(|whose| word(&fact.entry, whose));
        who.map(|who| (who.to_owned(), whole(1), false)).into_iter().collect()
    }

    /// The day on which an instant falls.
    pub(crate) fn day_of(&self, instant: &str) -> NaiveDate {
        DateTime::parse_from_rfc3339(instant).unwrap().with_timezone(&self.offset).date_naive()
    }
}

fn fact(own: &Said, on: NaiveDate, content: &Said, factor: Number) -> Fact {
    Fact {
        kind: own.kind.clone(),
        id: own.id.clone(),
        on,
        entry: content.entry.clone(),
        reversal: factor < zero(),
        factor,
        credits: Vec::new(),
    }
}
