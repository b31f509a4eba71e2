//! Grades of everybody: by the table, by quotas, and as they were changed afterwards.

mod changes;

use std::sync::Arc;

use crate::document::IS_WHOLE;
use crate::error::Error;
use crate::grade::{Force, Forced, Given, Graded, Grades, NextGrade, force, next_grade};
use crate::kpi::{Place, When};
use crate::measure::Whose;
use crate::quantity::{Fraction, Outcome, Value, Why};
use crate::ranking::Contender;
use crate::score::{Card, Scorecard};

use super::view::View;

pub use changes::{CalibrationEvent, CalibrationState};

impl View {
    /// The grades of all whose scorecard it is, in a period or a span of days: by the table, by quotas where the plan has some, and as
    /// they were changed in that period.
    ///
    #[cfg_attr(feature = "json", doc = "```")]
    #[cfg_attr(not(feature = "json"), doc = "```ignore")]
    /// use attain::calendar::parse_day;
    /// use attain::{Engine, Plan};
    ///
    /// let plan = Plan::from_json(br#"{
    ///     "attain": 1, "name": "Quotas", "currency": "EUR", "org": { "trees": { "sales": ["company"] } },
    ///     "rules": { "rounding": { "to": "1", "mode": "half_up" }, "boundary": "[from, to)", "missing": "hold" },
    ///     "facts": { "visit": { "whose": "rep", "fields": { "rep": "person" } } },
    ///     "tables": { "grade": { "keys": ["score"], "read": "step", "rows": [ { "score": "2 ..", "grade": "A" }, { "score": ".. 2", "grade": "B" } ] } },
    ///     "scorecards": { "rep": { "grain": "month",
    ///         "items": [ { "id": "visits", "weight": "100%", "value": "count(visit)" } ],
    ///         "grades": { "table": "grade",
    ///             "force": { "shares": { "A": "50%", "B": "50%" }, "ties": "better", "taken": "next", "odd": "first" },
    ///             "calibrate": { "may": "actor.role = \"hr\"" } } } }
    /// }"#)?;
    /// let mut engine = Engine::new(plan);
    /// engine.record_jsonl(br#"
    ///     {"kind":"unit","id":"u1","on":"2025-01-01","unit":"company"}
    ///     {"kind":"membership","id":"m1","on":"2025-01-01","who":"ann","unit":"company","role":"rep"}
    ///     {"kind":"membership","id":"m2","on":"2025-01-01","who":"bob","unit":"company","role":"rep"}
    ///     {"kind":"membership","id":"m3","on":"2025-01-01","who":"eve","unit":"company","role":"hr"}
    ///     {"kind":"membership","id":"m4","on":"2025-01-01","who":"fay","unit":"company","role":"rep"}
    ///     {"kind":"visit","id":"v1","on":"2025-03-04","rep":"ann"}
    ///     {"kind":"adjust","id":"c1","on":"2025-04-02","of":"grade.rep","who":"bob","period":"2025-03","to":"A","by":"eve","why":"built the new list"}
    /// "#, None);
    /// let view = engine.view(parse_day("2025-04-30")?);
    /// let grades = view.grades("rep", view.period("2025-03")?)?;
    ///
    /// let ann = grades.of("ann").unwrap();
    /// assert_eq!((ann.by_bands.clone()?.to_string(), ann.grade()?.to_string()), ("B".to_owned(), "A".to_owned()), "the best of four");
    /// let bob = grades.of("bob").unwrap();
    /// assert_eq!((bob.computed()?.to_string(), bob.grade()?.to_string()), ("A".to_owned(), "A".to_owned()), "three equals have the better grade");
    /// assert_eq!(bob.calibrated.as_ref().unwrap().why.as_deref(), Some("built the new list"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn grades(&self, card: &str, when: impl Into<When>) -> Result<Arc<Grades>, Error> {
        let index = self.graded_card(card)?;
        Ok(self.graded(index, when.into()))
    }

    /// The grade of somebody that holds: as it was changed, else by quotas, else by the table; as formulas have it (`grade.rep`).
    pub fn grade(&self, card: &str, whose: Whose, when: impl Into<When>) -> Result<Outcome<Value>, Error> {
        let index = self.graded_card(card)?;
        Ok(self.grade_of(index, Place { whose, when: when.into() }))
    }

    /// With which score somebody would have a better grade by quotas, all others keeping their scores; nothing, where there is none
    /// better.
    ///
    /// Undefined for whom it is not, for who has no score, and where the card has no quotas or the group is too small for them.
    pub fn next_grade(
        &self,
        card: &str,
        whose: Whose,
        when: impl Into<When>,
    ) -> Result<Outcome<Option<NextGrade>>, Error> {
        let index = self.graded_card(card)?;
        Ok(self.next_of(index, Place { whose, when: when.into() }))
    }

    /// What was said of the grades of a scorecard in a period, entry by entry, and what came of it: in the order in which it counts.
    pub fn calibrations(&self, card: &str, when: impl Into<When>) -> Result<Vec<CalibrationEvent>, Error> {
        let index = self.graded_card(card)?;
        Ok(self.calibrated(index, when.into()).1)
    }

    pub(super) fn graded_card(&self, name: &str) -> Result<usize, Error> {
        let index = self.card_index(name)?;
        match self.plan().scorecards().get(index).and_then(|card| card.grades) {
            Some(_) => Ok(index),
            None => Err(Error::invalid(format!("the scorecard `{name}` has no grades"))),
        }
    }

    pub(super) fn grade_of(&self, index: usize, place: Place) -> Outcome<Value> {
        let card = self.plan().scorecards().get(index).ok_or(Why::NothingDefined)?;
        if IS_WHOLE && (card.force.as_ref().is_some() || card.calibration.as_ref().is_some()) {
            self.card(index, place)?;
            let grades = self.graded(index, place.when);
            return grades.of(self.name(place.whose)).ok_or(Why::NotAMember)?.grade();
        }
        let grade = self.card(index, place)?.grade().ok_or(Why::NothingDefined)?;
        grade.map(|grade| grade.grade)
    }

    #[cfg(all(feature = "capi", not(feature = "analysis")))]
    pub(super) fn graded(&self, index: usize, when: When) -> Arc<Grades> {
        Arc::new(self.calibrated(index, when).0)
    }

    #[cfg(any(not(feature = "capi"), feature = "analysis"))]
    pub(super) fn graded(&self, index: usize, when: When) -> Arc<Grades> {
        self.0.memo.grades.or((index, when), || Arc::new(self.calibrated(index, when).0))
    }

    /// The grades as they were computed.
    fn computed_grades(&self, index: usize, when: When) -> Grades {
        let Some(card) = self.plan().scorecards().get(index) else { return Grades::default() };
        let cards = self.cards_of(index, when);
        let Some(quotas) = card.force.as_ref() else {
            let mut people: Vec<Graded> = cards.iter().map(|(place, card)| self.by_bands(*place, card)).collect();
            crate::sort::by(&mut people, |one, other| one.who.cmp(&other.who));
            return Grades::new(people, Vec::new());
        };
        let contenders = cards.iter().map(|(place, card)| self.rated(quotas, *place, card)).collect();
        let forced = self.forced(quotas, contenders, when);
        let mut known: Vec<Graded> = cards.iter().map(|(place, card)| self.by_bands(*place, card)).collect();
        crate::sort::by(&mut known, |one, other| one.who.cmp(&other.who));
        let mut people = Vec::with_capacity(forced.people.len());
        for one in forced.people {
            let Ok(at) = known.binary_search_by(|known| known.who.cmp(&one.who)) else { continue };
            let Some(known) = known.get(at) else { continue };
            let by_quotas = match one.given {
                Given::Grade(grade) => Some(Ok(grade)),
                Given::Bands => None,
                Given::Undefined(why) => Some(Err(why)),
            };
            people.push(Graded { rank: Some(one.rank), group: one.group, by_quotas, ..known.clone() });
        }
        Grades::new(people, forced.groups)
    }

    /// The cards of all whose card it is.
    fn cards_of(&self, index: usize, when: When) -> Vec<(Place, Arc<Scorecard>)> {
        let people = self.org().people().map(|(id, _)| Place { whose: Whose::Person(id), when });
        people.filter_map(|place| self.card(index, place).ok().map(|card| (place, card))).collect()
    }

    fn by_bands(&self, place: Place, card: &Scorecard) -> Graded {
        let who = self.key_of_ranked(place.whose).clone();
        let by_bands = card.grade().map_or(Err(Why::NothingDefined), |grade| grade.map(|grade| grade.grade));
        Graded { who, score: card.score(), by_bands, rank: None, group: None, by_quotas: None, calibrated: None }
    }

    /// Somebody as quotas see them.
    fn rated(&self, quotas: &Force, place: Place, card: &Scorecard) -> Contender {
        let value = card.score().map(|score| Value::Number(Fraction::from(score)));
        // Who has no score is not asked for anything else.
        let then = match &value {
            Ok(_) => quotas.then.iter().map(|then| self.run(&then.by, place)).collect(),
            Err(_) => Vec::new(),
        };
        let group = self.group_within(quotas.within.as_ref(), place);
        Contender { who: self.key_of_ranked(place.whose).clone(), value, group, then }
    }

    fn forced(&self, quotas: &Force, people: Vec<Contender>, when: When) -> Forced {
        let day = when.end(self.as_of());
        let parent = |group: &Value| {
            let Value::OrgUnit(key) = group else { return None };
            let unit = self.org().unit(key)?;
            let above = self.org().parent(unit, *day.as_ref().ok()?)?;
            Some(Value::OrgUnit(self.name(Whose::Unit(above)).into()))
        };
        force(people, &quotas.rule, &parent)
    }

    fn next_of(&self, index: usize, place: Place) -> Outcome<Option<NextGrade>> {
        let card: &Card = self.plan().scorecards().get(index).ok_or(Why::NothingDefined)?;
        let quotas = card.force.as_ref().filter(|_| IS_WHOLE).ok_or(Why::NothingDefined)?;
        self.card(index, place)?;
        let grades = self.graded(index, place.when);
        let own = grades.of(self.name(place.whose)).ok_or(Why::NotAMember)?;
        let mut group = Vec::new();
        for (other, card) in self.cards_of(index, place.when) {
            let is_beside = grades.of(self.name(other.whose)).is_some_and(|one| one.group == own.group);
            if is_beside {
                group.push(self.rated(quotas, other, &card));
            }
        }
        next_grade(&group, &quotas.rule, &own.who, card.rounding.to.step())
    }
}
