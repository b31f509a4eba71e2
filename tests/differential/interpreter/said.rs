//! What stands after corrections, found by looking things up over and over.

use std::collections::{BTreeMap, BTreeSet};

use crate::testing::Story;
use attain::calendar::parse_day;
use attain::document::{Named, Node};
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
    /// What it corrects, and how.
    deed: Option<(&'static str, String)>,
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
    /// The id of what is undone by it; its own, where it is no reversal.
    pub(crate) of: String,
    /// Who, the share, and whether it is on top.
    pub(crate) credits: Vec<(String, Number, bool)>,
    pub(crate) known: DateTime<Utc>,
    /// The day of what is undone by it; its own, where it is no reversal.
    pub(crate) original: NaiveDate,
}

/// The log.
pub(crate) struct Log<'p> {
    plan: &'p PlanDefinition,
    offset: FixedOffset,
    all: Vec<Said>,
}

pub(crate) fn word<'e>(entry: &'e Entry, name: &str) -> Option<&'e str> {
    entry.get(name).and_then(Node::as_text)
}

impl<'p> Log<'p> {
    /// The entries that were taken, up to a moment.
    pub(crate) fn new(story: &'p Story, admissions: &[Admission], then: Option<DateTime<Utc>>) -> Log<'p> {
        let zone = story.plan.timezone.as_deref().unwrap_or("UTC");
        let offset = if zone == "UTC" { FixedOffset::east_opt(0) } else { zone.parse().ok() };
        let known = story.batches.iter().flat_map(|batch| batch.entries.iter().map(|entry| (batch.known, entry)));
        let taken = known
            .zip(admissions)
            .filter(|(_, admission)| matches!(admission, Admission::Counted | Admission::Waiting(_)))
            .filter(|((known, _), _)| then.is_none_or(|then| *known <= then));
        let all = taken.map(|((known, entry), _)| Said {
            kind: word(entry, "kind").unwrap().to_owned(),
            id: word(entry, "id").unwrap().to_owned(),
            known,
            entry: entry.clone(),
            deed: ["revises", "retracts", "reverses"]
                .into_iter()
                .find_map(|deed| Some((deed, word(entry, deed)?.to_owned()))),
        });
        Log { plan: &story.plan, offset: offset.unwrap(), all: all.collect() }
    }

    fn find(&self, id: &str) -> Option<&Said> {
        self.all.iter().find(|said| said.id == id)
    }

    /// What an entry corrects, and how.
    fn deed(said: &Said) -> Option<(&'static str, &str)> {
        said.deed.as_ref().map(|(deed, of)| (*deed, of.as_str()))
    }

    fn day(&self, said: &Said) -> NaiveDate {
        let named = self.plan.facts.get(&said.kind).and_then(|kind| kind.on.as_deref()).unwrap_or("on");
        let text = word(&said.entry, "on").or_else(|| word(&said.entry, named));
        match (text, word(&said.entry, "at")) {
            (Some(text), _) => parse_day(text).unwrap(),
            (None, Some(at)) => self.day_of(at),
            _ => panic!("{:?} has no day", said.entry),
        }
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
        let mut facts = self.standing();
        facts.retain(|_, fact| self.plan.facts.contains_key(&fact.kind));
        let all: Vec<Fact> = facts.values().cloned().collect();
        for fact in facts.values_mut() {
            fact.credits = self.credits(fact, &all);
        }
        let mut facts: Vec<Fact> = facts.into_values().filter(|fact| fact.on <= as_of).collect();
        facts.sort_by(|one, other| (one.on, &one.id).cmp(&(other.on, &other.id)));
        facts
    }

    /// Facts, entries of records and moves that stand, by id.
    pub(crate) fn standing(&self) -> BTreeMap<String, Fact> {
        let mut facts: BTreeMap<String, Fact> = BTreeMap::new();
        for kind in self.plan.facts.keys().chain(self.plan.records.keys()).map(String::as_str).chain(["move"]) {
            for said in self.plain(kind) {
                let content = self.content(said);
                let original = self.day(content);
                facts.insert(said.id.clone(), fact((said, said), (original, original), content, whole(1)));
                for (returned, share) in self.reversals(said) {
                    facts.insert(
                        returned.id.clone(),
                        fact((returned, said), (self.day(returned), original), content, -share),
                    );
                }
            }
        }
        // What refers to something that does not stand waits, and what refers to that.
        loop {
            let known: BTreeSet<String> = facts.keys().cloned().collect();
            let before = facts.len();
            facts.retain(|_, fact| {
                let stands =
                    |reference: &str, kind: &str| self.referred(reference, kind).is_some_and(|id| known.contains(&id));
                let own = !fact.reversal || known.contains(&fact.of);
                let record = match self.of_record(fact) {
                    None => true,
                    Some(record) => self.record_named(fact, record).is_some_and(|record| known.contains(&record)),
                };
                own && record && self.references(fact).iter().all(|(_, kind, reference)| stands(reference, kind))
            });
            if facts.len() == before {
                return facts;
            }
        }
    }

    /// The record that an entry of one, or a move, names; a record's own entry names none.
    pub(crate) fn of_record<'f>(&self, fact: &'f Fact) -> Option<&'f str> {
        let of = word(&fact.entry, "of")?;
        let own = self.plan.records.contains_key(&fact.kind) && of == fact.id;
        (!own && !self.plan.facts.contains_key(&fact.kind)).then_some(of)
    }

    /// The id of the record that an entry or a move names: of that kind, and of one that has the stage.
    pub(crate) fn record_named(&self, fact: &Fact, id: &str) -> Option<String> {
        let kind = &self.find(id)?.kind;
        if fact.kind != "move" {
            return if *kind == fact.kind { self.referred(id, kind) } else { None };
        }
        let pipeline = self.plan.records.get(kind)?.pipeline.as_ref()?;
        let stages = &self.plan.pipelines.get(pipeline)?.stages;
        let to = word(&fact.entry, "to")?;
        if stages.iter().any(|stage| stage.id == to) { self.referred(id, kind) } else { None }
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

    pub(crate) fn is_record(&self, kind: &str) -> bool {
        self.plan.records.contains_key(kind)
    }

    /// The fields of a kind of facts or records; nothing of a built-in one.
    pub(crate) fn fields(&self, kind: &str) -> Option<&'p Named<String>> {
        let of_facts = self.plan.facts.get(kind).map(|kind| &kind.fields);
        of_facts.or_else(|| self.plan.records.get(kind).map(|kind| &kind.fields))
    }

    /// The fields of a fact that refer to entries: the field, the kind, and the id.
    fn references(&self, fact: &Fact) -> Vec<(String, String, String)> {
        let Some(fields) = self.fields(&fact.kind) else { return Vec::new() };
        let kinds = (&self.plan.facts, &self.plan.records);
        let refers = fields.iter().filter(|(_, ty)| kinds.0.contains_key(ty) || kinds.1.contains_key(ty));
        let said =
            refers.filter_map(|(field, ty)| Some((field.clone(), ty.clone(), word(&fact.entry, field)?.to_owned())));
        said.collect()
    }

    /// The id of the fact, or of the record, that an id names: of records, their own entries alone do.
    pub(crate) fn referred(&self, id: &str, kind: &str) -> Option<String> {
        let said = self.find(id).filter(|said| said.kind == kind && self.stands(said))?;
        let root = match Log::deed(said) {
            Some(("retracts", _)) => None,
            Some(("revises", _)) => self.root(said),
            _ => Some(said),
        }?;
        let of = word(&self.content(root).entry, "of").filter(|of| *of != root.id);
        (of.is_none() || !self.plan.records.contains_key(kind)).then(|| root.id.clone())
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

fn fact((own, of): (&Said, &Said), (on, original): (NaiveDate, NaiveDate), content: &Said, factor: Number) -> Fact {
    Fact {
        kind: own.kind.clone(),
        id: own.id.clone(),
        of: of.id.clone(),
        known: own.known,
        on,
        original,
        entry: content.entry.clone(),
        reversal: factor < zero(),
        factor,
        credits: Vec::new(),
    }
}
