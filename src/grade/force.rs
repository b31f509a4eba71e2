//! Grades by quotas, for everybody at once.

use std::collections::BTreeMap;

use crate::id::Key;
use crate::quantity::{Fraction, Outcome, Value, Why};
use crate::ranking::{Contender, Method, Order, Place, Ranking};
use crate::rule::Ties;

use super::definition::Below;
use super::quota::{Cut, Quotas};

/// By what rule grades are given.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// The quotas.
    pub quotas: Quotas,
    /// Which end comes first of each value by which equals are told apart, in the order of [`Contender::then`].
    pub then: Vec<Order>,
    /// How many with a score a group must have.
    pub at_least: u64,
    /// What becomes of a group that has fewer.
    pub below: Below,
}

/// The grades that quotas give.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forced {
    /// Everybody: group by group and best first, then those without a score.
    pub people: Vec<ForcedPerson>,
    /// The groups among whom the quotas hold, in the order of what they have in common.
    pub groups: Vec<ForcedGroup>,
}

/// Somebody, and the grade by quotas.
#[derive(Clone, Debug, PartialEq)]
pub struct ForcedPerson {
    /// Who.
    pub who: Key,
    /// The score.
    pub score: Outcome,
    /// The rank in the group, equals sharing the better one (1224).
    pub rank: Outcome<Fraction>,
    /// Among whom: nothing, where that is everybody.
    pub group: Option<Value>,
    /// What the quotas say.
    pub given: Given,
}

/// What quotas say of somebody's grade.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    /// It is this one.
    Grade(Value),
    /// Nothing: the group is too small, and its grades are those of the table.
    Bands,
    /// There is none, and why: there is no score, or no group, or too few are in it ([`Why::TooFew`]).
    Undefined(Why),
}

/// Those among whom quotas hold.
#[derive(Clone, Debug, PartialEq)]
pub struct ForcedGroup {
    /// What they have in common: nothing, where that is everybody.
    pub of: Option<Value>,
    /// The groups that were too small by themselves and make up this one.
    pub merged: Vec<Value>,
    /// How many have a score.
    pub with_score: u64,
    /// How many have none: they count to nobody's quota.
    pub without_score: u64,
    /// Whether the quotas hold: it is not too small.
    pub is_forced: bool,
    /// The grades, best first, each with its places by largest remainder, and how many are given it.
    pub grades: Vec<GradeCount>,
    /// The equals who stand on both sides of a border.
    pub ties: Vec<Tie>,
}

/// How many have a grade.
#[derive(Clone, Debug, PartialEq)]
pub struct GradeCount {
    /// The grade.
    pub grade: Value,
    /// Its share of all who have a score.
    pub share: Fraction,
    /// How many places that is.
    pub places: u64,
    /// How many are given it.
    pub given: u64,
}

/// Equals of whom some would have one grade, and some another, and what they have.
#[derive(Clone, Debug, PartialEq)]
pub struct Tie {
    /// Who.
    pub who: Vec<Key>,
    /// What they have: one grade, or those between which they were told apart.
    pub grades: Vec<Value>,
}

/// Gives grades by quotas. `parent` says of which unit the unit of a group is a part: nothing, where that is none.
///
/// ```
/// use attain::grade::{Below, Border, Given, Quota, Quotas, Rule, Taken, force};
/// use attain::id::Key;
/// use attain::quantity::{Fraction, Value, Why};
/// use attain::ranking::Contender;
///
/// let quota = |(grade, share): (&str, i128)| Quota { grade: Value::Text(grade.into()), share: Fraction::new(share, 100).unwrap() };
/// let quotas = Quotas::new([("S", 10), ("A", 20), ("B", 60), ("C", 10)].map(quota).to_vec())?;
/// let quotas = quotas.ties(Border::Better, Taken::Next);
/// let rule = Rule { quotas, then: Vec::new(), at_least: 5, below: Below::Bands };
///
/// let scores = [97, 90, 88, 88, 88, 70, 69, 66, 61, 60, 52, 40];
/// let person = |(at, score)| Contender::new(Key::new(format!("p{at}")).unwrap(), Ok(Value::Number(Fraction::whole(score))));
/// let mut people: Vec<Contender> = scores.into_iter().enumerate().map(person).collect();
/// people.push(Contender::new(Key::new("away").unwrap(), Err(Why::NoFacts)));
///
/// let forced = force(people, &rule, &|_| None);
/// let grades: String = forced.people.iter().map(|one| match &one.given {
///     Given::Grade(grade) => grade.to_string(),
///     _ => "–".to_owned(),
/// }).collect();
/// assert_eq!(grades, "SAAAABBBBBBC–", "A has three places, and the three equals begin on the second");
/// let group = &forced.groups[0];
/// let counts: Vec<(u64, u64)> = group.grades.iter().map(|one| (one.places, one.given)).collect();
/// assert_eq!(counts, [(1, 1), (3, 4), (7, 6), (1, 1)]);
/// assert_eq!((group.with_score, group.without_score, group.ties[0].who.len()), (12, 1, 3));
/// # Ok::<(), attain::quantity::Why>(())
/// ```
pub fn force(mut people: Vec<Contender>, rule: &Rule, parent: &dyn Fn(&Value) -> Option<Value>) -> Forced {
    let merged = if rule.below == Below::Parent { merge(&mut people, rule.at_least, parent) } else { BTreeMap::new() };
    let mut without: BTreeMap<Option<Value>, u64> = BTreeMap::new();
    for one in &people {
        if let (Err(_), Ok(group)) = (&one.value, &one.group) {
            let count = without.entry(group.clone()).or_default();
            *count = count.saturating_add(1);
        }
    }
    let method = Method { then: rule.then.clone(), ..Method::new(Order::HighestFirst, Ties::Competition) };
    let ranking = Ranking::among(people, &method);
    let mut forced = Forced::default();
    for group in ranking.ranked().chunk_by(|one, other| one.group == other.group) {
        let of = group.first().and_then(|place| place.group.clone());
        let without_score = without.remove(&of).unwrap_or(0);
        forced.add(group, rule, ForcedGroup { without_score, ..ForcedGroup::of(of) });
    }
    // Of the others nobody has a score.
    for (of, without_score) in without {
        forced.groups.push(ForcedGroup { without_score, ..ForcedGroup::of(of) });
    }
    for group in &mut forced.groups {
        group.merged = group.of.as_ref().and_then(|of| merged.get(of)).cloned().unwrap_or_default();
    }
    crate::sort::by(&mut forced.groups, |one, other| one.of.cmp(&other.of));
    for place in ranking.unranked() {
        let why = place.rank.clone().err().unwrap_or(Why::NothingDefined);
        forced.people.push(person(place, Given::Undefined(why)));
    }
    forced
}

impl ForcedGroup {
    fn of(of: Option<Value>) -> ForcedGroup {
        let (merged, grades, ties) = (Vec::new(), Vec::new(), Vec::new());
        ForcedGroup { of, merged, with_score: 0, without_score: 0, is_forced: false, grades, ties }
    }
}

impl Forced {
    /// Somebody.
    pub fn of(&self, who: &Key) -> Option<&ForcedPerson> {
        self.people.iter().find(|one| one.who == *who)
    }

    /// The group of somebody.
    pub fn group_of(&self, one: &ForcedPerson) -> Option<&ForcedGroup> {
        self.groups.iter().find(|group| group.of == one.group)
    }

    /// Adds the people of a group, who are in order, with their grades.
    fn add(&mut self, places: &[Place], rule: &Rule, mut group: ForcedGroup) {
        let people = u64::try_from(places.len()).unwrap_or(u64::MAX);
        group.with_score = people;
        group.is_forced = people >= rule.at_least;
        if !group.is_forced {
            for place in places {
                self.people.push(person(place, too_small(rule, people)));
            }
            self.groups.push(group);
            return;
        }
        let runs: Vec<&[Place]> = places.chunk_by(|one, other| one.rank == other.rank).collect();
        let equals: Vec<u64> = runs.iter().map(|run| u64::try_from(run.len()).unwrap_or(u64::MAX)).collect();
        match rule.quotas.cut(&equals) {
            Ok(cut) => {
                group.count(&rule.quotas, &cut);
                let grades = group.each(places.len());
                group.ties = ties(&runs, &cut, &grades);
                for (place, grade) in places.iter().zip(grades) {
                    self.people.push(person(place, Given::Grade(grade)));
                }
            }
            Err(why) => {
                group.is_forced = false;
                self.people.extend(places.iter().map(|place| person(place, Given::Undefined(why.clone()))));
            }
        }
        self.groups.push(group);
    }
}

impl ForcedGroup {
    fn count(&mut self, quotas: &Quotas, cut: &Cut) {
        for (quota, (places, given)) in quotas.list().iter().zip(cut.places.iter().zip(&cut.given)) {
            let (grade, share) = (quota.grade.clone(), quota.share);
            self.grades.push(GradeCount { grade, share, places: *places, given: *given });
        }
    }

    /// The grade of each, the best first.
    fn each(&self, people: usize) -> Vec<Value> {
        let mut grades = Vec::with_capacity(people);
        for one in &self.grades {
            grades.extend((0..one.given).map(|_| one.grade.clone()));
        }
        grades
    }
}

/// Those whose equality had to be decided on.
fn ties(runs: &[&[Place]], cut: &Cut, grades: &[Value]) -> Vec<Tie> {
    let mut ties = Vec::new();
    let mut own = grades.iter();
    for (position, run) in runs.iter().enumerate() {
        let mut found: Vec<Value> = own.by_ref().take(run.len()).cloned().collect();
        found.dedup();
        if cut.tied.contains(&position) {
            ties.push(Tie { who: run.iter().map(|place| place.who.clone()).collect(), grades: found });
        }
    }
    ties
}

fn too_small(rule: &Rule, have: u64) -> Given {
    match rule.below {
        Below::Bands => Given::Bands,
        Below::Parent | Below::Undefined => Given::Undefined(Why::TooFew { have, need: rule.at_least }),
    }
}

fn person(place: &Place, given: Given) -> ForcedPerson {
    let Place { who, value, rank, group, .. } = place;
    ForcedPerson { who: who.clone(), score: value.clone(), rank: rank.clone(), group: group.clone(), given }
}

/// Puts the people of groups that are too small into groups of the units above; which groups each of those is made of.
fn merge(
    people: &mut [Contender],
    at_least: u64,
    parent: &dyn Fn(&Value) -> Option<Value>,
) -> BTreeMap<Value, Vec<Value>> {
    let mut merged: BTreeMap<Value, Vec<Value>> = BTreeMap::new();
    for _ in 0..LEVELS_MAX {
        let mut counts: BTreeMap<Value, u64> = BTreeMap::new();
        for one in people.iter() {
            if let Ok(Some(group)) = &one.group {
                let count = counts.entry(group.clone()).or_default();
                *count = count.saturating_add(u64::from(one.value.is_ok()));
            }
        }
        let small = counts.into_iter().filter(|(_, count)| *count < at_least);
        let small: BTreeMap<Value, Value> =
            small.filter_map(|(group, _)| parent(&group).map(|above| (group, above))).collect();
        if small.is_empty() {
            break;
        }
        for (group, above) in &small {
            let parts = merged.remove(group).unwrap_or_else(|| vec![group.clone()]);
            merged.entry(above.clone()).or_default().extend(parts);
        }
        for one in people.iter_mut() {
            let above = one.group.as_ref().ok().and_then(Option::as_ref).and_then(|group| small.get(group));
            if let Some(above) = above {
                one.group = Ok(Some(above.clone()));
            }
        }
    }
    merged
}

/// How many units may be above one another.
const LEVELS_MAX: usize = 64;
