//! Targets: set, cut, adjusted, closed, opened, and what people commit to.

use chrono::Datelike;

use crate::calendar::Grain;
use crate::document::Node;
use crate::log::Entry;

use super::super::words::FIELD_VALUES;
use super::{Teller, day};

/// What entries about the targets of a KPI may name.
#[derive(Clone)]
struct Targets {
    of: String,
    levels: Vec<String>,
    grain: Grain,
    /// The grains over which they are cut.
    cuts: Vec<Grain>,
    is_cut: bool,
    may_be_blank: bool,
    fields: Vec<String>,
}

impl Teller<'_> {
    /// Whether the plan cuts targets: by what was before, most of all.
    pub(super) fn cuts_targets(&self) -> bool {
        self.plan.definition().targets.values().any(|target| !target.split.is_empty())
    }

    fn all_targets(&self) -> Vec<Targets> {
        let mut all = Vec::new();
        for target in self.plan.targets() {
            let of = self.plan.kpis()[target.kpi].name.as_str().to_owned();
            let Some(written) = self.plan.definition().targets.get(&of) else { continue };
            all.push(Targets {
                levels: written.levels.clone(),
                grain: target.grain,
                cuts: target.grains().collect(),
                is_cut: !written.split.is_empty(),
                may_be_blank: written.blank.is_some(),
                fields: written.fields.clone(),
                of,
            });
        }
        all
    }

    pub(super) fn targets(&mut self) {
        let plans = self.all_targets();
        let most = self.size.targets;
        let count = most.saturating_sub(self.dice.below(most.saturating_add(1)).div_euclid(2));
        for _ in 0..count {
            let Some(targets) = self.dice.pick(&plans).cloned() else { return };
            let Some(period) = self.target_period(&targets) else { continue };
            for who in self.target_holders(&targets) {
                self.target(&targets, &who, &period);
            }
        }
        for targets in &plans {
            self.changes(targets);
        }
    }

    /// Units where they are cut, else people, one or all.
    fn target_holders(&mut self, targets: &Targets) -> Vec<String> {
        let kind = if targets.is_cut && self.dice.chance(60) { 9 } else { self.dice.below(8) };
        match kind {
            9 if self.dice.chance(70) => self.units.first().cloned().into_iter().collect(),
            0 | 1 | 9 => self.dice.pick(&self.units).cloned().into_iter().collect(),
            2..=4 => self.dice.pick(&self.people).map(|who| (*who).to_owned()).into_iter().collect(),
            _ => self.people.iter().map(|who| (*who).to_owned()).collect(),
        }
    }

    /// The label of a period: of the grain, or of a longer one that is cut; seldom of one of which there are no targets.
    fn target_period(&mut self, targets: &Targets) -> Option<String> {
        let calendar = self.plan.calendar();
        let mut grains = vec![targets.grain];
        if !targets.cuts.is_empty() || self.dice.chance(2) {
            let longer = ["year", "year", "year", "half", "quarter"];
            grains.extend(longer.iter().filter_map(|grain| calendar.grain(grain)));
            grains.extend(&targets.cuts);
        }
        let grain = self.dice.pick(&grains).copied()?;
        let day = if targets.is_cut && self.dice.chance(50) { day(self.dice.between(20, 200)) } else { self.day() };
        let calendar = self.plan.calendar();
        Some(calendar.label(calendar.period(grain, day).ok()?))
    }

    fn target(&mut self, targets: &Targets, who: &str, period: &str) {
        let on = if self.dice.chance(if targets.is_cut { 60 } else { 70 }) { day(-20) } else { self.day() };
        let amount = self.dice.word(&["100", "1000", "2500", "333.33", "0", "99999.99", "1", "12000"]);
        let mut entry = Entry::new("target").id(&self.id("t")).on(on).set("of", targets.of.as_str()).set("who", who);
        entry = entry.set("period", period);
        if !targets.may_be_blank || self.dice.chance(80) {
            entry = entry.set("amount", amount);
        } else if self.dice.chance(50) {
            entry = entry.set("amount", Node::Null);
        }
        if targets.is_cut && self.dice.chance(15) {
            entry = entry.set("pinned", true);
        }
        let entry = self.of_level(entry, targets);
        let entry = self.of_fields(entry, targets);
        self.add(entry);
    }

    fn of_level(&mut self, entry: Entry, targets: &Targets) -> Entry {
        if !self.dice.chance(if targets.is_cut { 8 } else { 20 }) {
            return entry;
        }
        entry.set("level", self.dice.pick(&targets.levels).cloned().unwrap_or_else(|| "target".to_owned()))
    }

    fn of_fields(&mut self, entry: Entry, targets: &Targets) -> Entry {
        let Some(field) = targets.fields.first().filter(|_| self.dice.chance(35)) else { return entry };
        let value = self.dice.word(FIELD_VALUES);
        entry.set("where", Node::Map(vec![(field.clone(), Node::from(value))]))
    }

    /// What is said later of targets that were set.
    fn changes(&mut self, targets: &Targets) {
        let most = if targets.is_cut { self.size.targets.div_euclid(2) } else { 2.min(self.size.targets) };
        for _ in 0..self.dice.below(most.saturating_add(1)) {
            match self.dice.below(12) {
                0..=6 => self.adjusted(targets),
                7 | 8 => self.closed(targets, "close"),
                9 => self.closed(targets, "open"),
                _ => self.committed(targets),
            }
        }
    }

    /// Something that is said of a target which was set before, or of one below it: who, and when.
    fn about(&mut self, kind: &str, letter: &str, targets: &Targets) -> Option<Entry> {
        let of_it = |entry: &&Entry| {
            entry.get("kind").and_then(Node::as_text) == Some("target")
                && entry.get("of").and_then(Node::as_text) == Some(&targets.of)
        };
        let before: Vec<Entry> = self.entries.iter().filter(of_it).cloned().collect();
        let before = self.dice.pick(&before).cloned()?;
        let mut who = before.get("who").cloned()?;
        let mut period = before.get("period").cloned()?;
        if self.dice.chance(30) {
            who = Node::from(self.dice.pick(&self.people).copied()?);
        } else if self.dice.chance(25) {
            who = Node::from(self.dice.pick(&self.units).cloned()?);
        }
        if self.dice.chance(35) {
            period = Node::from(self.target_period(targets)?);
        }
        let on = self.later_than(&before);
        let entry = Entry::new(kind).id(&self.id(letter)).on(on).set("of", targets.of.as_str());
        Some(entry.set("who", who).set("period", period))
    }

    /// A day behind the one on which something was said, mostly.
    fn later_than(&mut self, before: &Entry) -> chrono::NaiveDate {
        let on = before.get("on").and_then(Node::as_text).and_then(|on| crate::calendar::parse_day(on).ok());
        let later = on.and_then(|on| on.checked_add_days(chrono::Days::new(u64::from(on.ordinal0() % 90))));
        let some = self.day();
        later.filter(|_| self.dice.chance(30)).unwrap_or(some)
    }

    fn adjusted(&mut self, targets: &Targets) {
        let Some(mut entry) = self.about("adjust", "a", targets) else { return };
        entry = match self.dice.below(3) {
            0 => entry.set("set", self.dice.word(&["1000", "500", "0", "4999.99"])),
            1 => entry.set("add", self.dice.word(&["100", "-50", "333.33", "5000"])),
            _ => entry.set("times", self.dice.word(&["110%", "50%", "0%", "1.5"])),
        };
        if self.dice.chance(25) {
            let day = self.day();
            entry = entry.set("effective", day);
        }
        if self.dice.chance(20) {
            entry = entry.why("another territory");
        }
        let entry = self.of_level(entry, targets);
        let entry = self.of_fields(entry, targets);
        self.add(entry);
    }

    fn closed(&mut self, targets: &Targets, kind: &str) {
        let Some(entry) = self.about(kind, if kind == "close" { "l" } else { "o" }, targets) else { return };
        let mut whole = Entry::new(kind);
        let everybody = self.dice.chance(50);
        for (word, value) in entry.iter().filter(|(word, _)| *word != "kind" && !(everybody && *word == "who")) {
            whole = whole.set(word, value.clone());
        }
        self.add(whole);
    }

    fn committed(&mut self, targets: &Targets) {
        let Some(entry) = self.about("submit", "b", targets) else { return };
        let amount = self.dice.word(&["900", "1000", "0", "2499.99"]);
        self.add(entry.set("amount", amount));
    }
}
