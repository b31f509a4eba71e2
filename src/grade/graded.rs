//! The grade of everybody: by the table, by quotas, and as it was changed afterwards.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::id::Key;
use crate::quantity::{Fraction, Outcome, Value, Why};
use crate::sort;

use super::definition::OffQuota;
use super::force::ForcedGroup;

/// Somebody's grade, and what it would be else.
#[derive(Clone, Debug, PartialEq)]
pub struct Graded {
    /// Who.
    pub who: Key,
    /// The rounded score.
    pub score: Outcome<Decimal>,
    /// The grade that the table gives for it.
    pub by_bands: Outcome<Value>,
    /// The rank among those of the group, where there are quotas.
    pub rank: Option<Outcome<Fraction>>,
    /// Among whom the quotas hold; nothing, where that is everybody.
    pub group: Option<Value>,
    /// The grade by quotas; nothing, where there are none, or the group is too small and goes by the table.
    pub by_quotas: Option<Outcome<Value>>,
    /// What somebody made of it; nothing, where nobody did.
    pub calibrated: Option<Calibrated>,
}

/// A change of somebody's grade.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calibrated {
    /// The entry.
    pub entry: Key,
    /// The grade.
    pub to: Value,
    /// Who changed it.
    pub by: Option<Key>,
    /// Why.
    pub why: Option<String>,
    /// When.
    pub on: NaiveDate,
    /// Who approved it, where whoever changed it may not by themselves.
    pub approved_by: Option<Key>,
}

/// The grades of all whose card it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grades {
    /// Everybody: under quotas group by group and best first, then those without a score; else in the order of their keys.
    pub people: Vec<Graded>,
    /// The groups within which quotas hold; none, where there are no quotas.
    pub groups: Vec<ForcedGroup>,
    /// Where changes left other numbers of grades than the quotas gave.
    pub findings: Vec<GradeFinding>,
    /// The positions of people, in the order of their keys.
    by_key: Vec<usize>,
}

/// A grade that more or fewer have, after changes, than the quotas gave it to.
#[derive(Clone, Debug, PartialEq)]
pub struct GradeFinding {
    /// In which group; nothing, where that is everybody.
    pub group: Option<Value>,
    /// The grade.
    pub grade: Value,
    /// How many were given it.
    pub given: u64,
    /// How many have it now.
    pub now: u64,
}

impl Graded {
    /// The grade as it was computed: by quotas, or by the table where quotas say nothing.
    pub fn computed(&self) -> Outcome<Value> {
        self.by_quotas.clone().unwrap_or_else(|| self.by_bands.clone())
    }

    /// The grade that holds: as it was changed, else as it was computed.
    pub fn grade(&self) -> Outcome<Value> {
        match &self.calibrated {
            Some(calibrated) => Ok(calibrated.to.clone()),
            None => self.computed(),
        }
    }
}

impl Grades {
    /// The grades of people, as they were computed, with the groups within which quotas hold.
    pub fn new(people: Vec<Graded>, groups: Vec<ForcedGroup>) -> Grades {
        let key = |at: usize| people.get(at).map(|one| &one.who);
        let by_key = sort::order(people.len(), &|one, other| key(one).cmp(&key(other)));
        Grades { people, groups, findings: Vec::new(), by_key }
    }

    /// Somebody.
    pub fn of(&self, who: &str) -> Option<&Graded> {
        self.people.get(self.place(who)?)
    }

    fn place(&self, who: &str) -> Option<usize> {
        let key = |at: usize| self.people.get(at).map(|one| one.who.as_str());
        let found = self.by_key.binary_search_by(|at| key(*at).cmp(&Some(who))).ok()?;
        self.by_key.get(found).copied()
    }

    /// The people of some, with the grades that they have among all.
    pub(crate) fn only(&self, keep: &dyn Fn(&Key) -> bool) -> Grades {
        let mut people = self.people.clone();
        people.retain(|one| keep(&one.who));
        Grades { findings: self.findings.clone(), ..Grades::new(people, self.groups.clone()) }
    }

    /// The same with changes, in the order in which they count: of several of one person the last one holds. With them come the
    /// entries that are held back, because quotas are kept and nothing makes up for what they change.
    ///
    /// Where quotas are kept, the changes of a group count up to the last one after which each grade has as many people as the quotas
    /// gave it. Else they all count, and what is another number is told. Who has no score counts to nobody's quota either way.
    ///
    /// ```
    /// # use attain::grade::{Below, Calibrated, Graded, Grades, OffQuota, Quota, Quotas, Rule, force, Given};
    /// # use attain::id::Key;
    /// # use attain::quantity::{Fraction, Value};
    /// # use attain::ranking::Contender;
    /// # let text = |grade: &str| Value::Text(grade.into());
    /// # let quota = |(grade, share): (&str, i128)| Quota { grade: text(grade), share: Fraction::new(share, 100).unwrap() };
    /// # let quotas = Quotas::new([("A", 50), ("B", 50)].map(quota).to_vec())?;
    /// # let rule = Rule { quotas, then: Vec::new(), at_least: 0, below: Below::Bands };
    /// # let person = |(who, score)| Contender::new(Key::new(who).unwrap(), Ok(Value::Number(Fraction::whole(score))));
    /// # let forced = force([("ann", 90), ("bob", 80)].map(person).to_vec(), &rule, &|_| None);
    /// # let graded = |one: &attain::grade::ForcedPerson| Graded {
    /// #     who: one.who.clone(), score: Ok(1.into()), by_bands: Ok(text("B")), rank: None, group: None,
    /// #     by_quotas: match &one.given { Given::Grade(grade) => Some(Ok(grade.clone())), _ => None }, calibrated: None };
    /// # let grades = Grades::new(forced.people.iter().map(graded).collect(), forced.groups);
    /// let change = |entry: &str, to: &str| Calibrated {
    ///     entry: Key::new(entry).unwrap(), to: text(to), by: None, why: None, on: Default::default(), approved_by: None,
    /// };
    /// let (ann, bob) = (Key::new("ann").unwrap(), Key::new("bob").unwrap());
    ///
    /// let (told, _) = grades.clone().calibrated(&[(bob.clone(), change("c1", "A"))], OffQuota::Told);
    /// assert_eq!(told.of("bob").unwrap().grade()?.to_string(), "A");
    /// assert_eq!((told.findings[0].given, told.findings[0].now), (1, 2), "two have an A, and the quotas gave one");
    ///
    /// let (kept, held_back) = grades.clone().calibrated(&[(bob.clone(), change("c1", "A"))], OffQuota::Kept);
    /// assert_eq!((kept.of("bob").unwrap().grade()?.to_string(), held_back.len()), ("B".to_owned(), 1));
    /// let both = [(bob, change("c1", "A")), (ann, change("c2", "B"))];
    /// assert!(grades.calibrated(&both, OffQuota::Kept).1.is_empty(), "one makes up for the other");
    /// # Ok::<(), attain::quantity::Why>(())
    /// ```
    #[must_use]
    pub fn calibrated(mut self, changes: &[(Key, Calibrated)], quotas: OffQuota) -> (Grades, Vec<Key>) {
        let mut held_back: Vec<Key> = Vec::new();
        if quotas == OffQuota::Kept {
            for group in &self.groups {
                held_back.extend(self.unbalanced(group, changes));
            }
        }
        for (who, change) in changes.iter().filter(|(_, change)| !held_back.contains(&change.entry)) {
            let place = self.place(who.as_str());
            if let Some(one) = place.and_then(|place| self.people.get_mut(place)) {
                one.calibrated = Some(change.clone());
            }
        }
        self.findings = self.other_than_given();
        (self, held_back)
    }

    /// Whether somebody counts to the quotas of a group.
    fn counts(one: &Graded, group: &ForcedGroup) -> bool {
        group.is_forced && one.group == group.of && one.score.is_ok() && one.by_quotas.is_some()
    }

    /// The changes of a group behind the last one after which all grades have as many people as they were given to.
    fn unbalanced(&self, group: &ForcedGroup, changes: &[(Key, Calibrated)]) -> Vec<Key> {
        let mut now: Vec<(&Key, Outcome<Value>)> = Vec::new();
        let (mut pending, mut off): (Vec<Key>, Vec<(Value, i64)>) = (Vec::new(), Vec::new());
        for (who, change) in changes {
            let Some(one) = self.of(who.as_str()).filter(|one| Grades::counts(one, group)) else { continue };
            let held = now.iter_mut().find(|(known, _)| *known == who);
            let before = if let Some((_, grade)) = held {
                std::mem::replace(grade, Ok(change.to.clone()))
            } else {
                now.push((who, Ok(change.to.clone())));
                one.computed()
            };
            count(&mut off, before.ok(), -1);
            count(&mut off, Some(change.to.clone()), 1);
            pending.push(change.entry.clone());
            if off.iter().all(|(_, by)| *by == 0) {
                pending.clear();
            }
        }
        pending
    }

    /// Where those whose grade was changed left a grade, or came to one, and nobody made up for them.
    fn other_than_given(&self) -> Vec<GradeFinding> {
        let mut off: BTreeMap<&Option<Value>, Vec<(Value, i64)>> = BTreeMap::new();
        let counts = |one: &&Graded| one.score.is_ok() && matches!(one.by_quotas, Some(Ok(_)));
        for one in self.people.iter().filter(|one| one.calibrated.is_some()).filter(counts) {
            let off = off.entry(&one.group).or_default();
            count(off, one.computed().ok(), -1);
            count(off, one.grade().ok(), 1);
        }
        let mut findings = Vec::new();
        for (group, off) in self.groups.iter().filter_map(|group| off.get(&group.of).map(|off| (group, off))) {
            for grade in &group.grades {
                let by = off.iter().find(|(known, _)| *known == grade.grade).map_or(0, |(_, by)| *by);
                let now = grade.given.saturating_add_signed(by);
                if now != grade.given {
                    let (group, grade, given) = (group.of.clone(), grade.grade.clone(), grade.given);
                    findings.push(GradeFinding { group, grade, given, now });
                }
            }
        }
        findings
    }
}

fn count(off: &mut Vec<(Value, i64)>, grade: Option<Value>, by: i64) {
    let Some(grade) = grade else { return };
    match off.iter_mut().find(|(known, _)| *known == grade) {
        Some((_, sum)) => *sum = sum.saturating_add(by),
        None => off.push((grade, by)),
    }
}

impl Graded {
    /// Somebody who has no grade, and why.
    pub fn undefined(who: Key, why: Why) -> Graded {
        let (score, by_bands) = (Err(why.clone()), Err(why));
        Graded { who, score, by_bands, rank: None, group: None, by_quotas: None, calibrated: None }
    }
}
