//! What was changed of grades, and whether it counts.

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::document::IS_WHOLE;
use crate::grade::{Calibrated, Calibration, Grades, OffQuota, best_first};
use crate::id::Key;
use crate::kpi::{Place, When};
use crate::log::{Answer, ApprovalEntry, CorrectionEntry, GradeCorrection, GradeEntry, Standing};
use crate::measure::Whose;
use crate::quantity::{Outcome, Value, Why};
use crate::score::Card;
use crate::sort;

use super::super::seen::holds;
use super::super::view::View;

/// An entry that changes a grade, and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct CalibrationEvent {
    /// The entry, all corrections that count applied.
    pub said: GradeEntry,
    /// The grade as it was computed.
    pub computed: Outcome<Value>,
    /// What came of it.
    pub state: CalibrationState,
    /// Who approved it, where whoever says it may not by themselves.
    pub approved_by: Option<Key>,
    /// The entries that revised or retracted it, whether they count or not.
    pub corrections: Vec<CorrectionEntry>,
}

/// What came of an entry that changes a grade.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CalibrationState {
    /// It is the grade.
    Counts,
    /// A later entry holds instead.
    Replaced(Key),
    /// Whoever says it may not, and nobody approved it who may.
    NotAllowed,
    /// It is their own grade, and nobody approved it who may.
    Own,
    /// The quotas are kept, and nothing makes up for it yet.
    HeldBack,
    /// It was taken back.
    Retracted,
    /// Whoever it is about has no such scorecard in that period.
    NoCard,
}

impl CalibrationState {
    /// The stable name: `counts`, `replaced`, `not_allowed`, `own`, `held_back`, `retracted`, `no_card`.
    pub fn code(&self) -> &'static str {
        match self {
            CalibrationState::Counts => "counts",
            CalibrationState::Replaced(_) => "replaced",
            CalibrationState::NotAllowed => "not_allowed",
            CalibrationState::Own => "own",
            CalibrationState::HeldBack => "held_back",
            CalibrationState::Retracted => "retracted",
            CalibrationState::NoCard => "no_card",
        }
    }
}

impl View {
    /// The grades of a card, with the changes that count, and what came of each entry.
    pub(in super::super) fn calibrated(&self, index: usize, when: When) -> (Grades, Vec<CalibrationEvent>) {
        let grades = self.computed_grades(index, when);
        let Some(card) = self.plan().scorecards().get(index) else { return (grades, Vec::new()) };
        let Some((calibration, period)) = card.calibration.as_ref().zip(when.period()).filter(|_| IS_WHOLE) else {
            return (grades, Vec::new());
        };
        let is_here = |entry: &GradeEntry| {
            entry.card == card.name
                && entry.on <= self.as_of()
                && self.plan().calendar().parse_period(&entry.period).is_ok_and(|read| read == period)
        };
        let judge = Judge::new(self, calibration);
        let mut entries = judge.said().grades();
        entries.retain(is_here);
        let mut retracted = judge.said().unretracted().grades();
        retracted.retain(|entry| is_here(entry) && !entries.iter().any(|stands| stands.id == entry.id));
        self.with_changes(grades, (card, calibration.quotas), &judge, entries, retracted)
    }

    fn with_changes(
        &self,
        grades: Grades,
        (card, quotas): (&Card, OffQuota),
        judge: &Judge<'_>,
        entries: Vec<GradeEntry>,
        retracted: Vec<GradeEntry>,
    ) -> (Grades, Vec<CalibrationEvent>) {
        let mut events = Vec::with_capacity(entries.len());
        let mut changes: Vec<(Key, Calibrated)> = Vec::new();
        for said in entries {
            let (state, approved_by) = judge.judged(&said, &grades);
            let grade = self.grade_called(card, &said.to);
            if let (CalibrationState::Counts, Some(to)) = (&state, grade) {
                let (by, why) = (said.by.clone(), said.why.clone());
                let change =
                    Calibrated { entry: said.id.clone(), to, by, why, on: said.on, approved_by: approved_by.clone() };
                changes.push((said.who.clone(), change));
            }
            events.push(event(said, &grades, state, approved_by, judge));
        }
        let (grades, held_back) = grades.calibrated(&changes, quotas);
        for event in events.iter_mut().filter(|event| event.state == CalibrationState::Counts) {
            let holds = grades.of(event.said.who.as_str()).and_then(|one| one.calibrated.as_ref());
            if held_back.contains(&event.said.id) {
                event.state = CalibrationState::HeldBack;
            } else if let Some(other) = holds.filter(|holds| holds.entry != event.said.id) {
                event.state = CalibrationState::Replaced(other.entry.clone());
            }
        }
        for said in retracted {
            events.push(event(said, &grades, CalibrationState::Retracted, None, judge));
        }
        let order = |event: &CalibrationEvent| (event.said.on, event.said.known, event.said.id.clone());
        sort::by(&mut events, |one, other| order(one).cmp(&order(other)));
        (grades, events)
    }

    /// The grade of a name.
    fn grade_called(&self, card: &Card, name: &str) -> Option<Value> {
        let table = &self.plan().tables()[card.grades?];
        best_first(table).into_iter().find(|grade| grade.to_string() == name)
    }
}

fn event(
    said: GradeEntry,
    grades: &Grades,
    state: CalibrationState,
    approved_by: Option<Key>,
    judge: &Judge<'_>,
) -> CalibrationEvent {
    let computed = grades.of(said.who.as_str()).map_or(Err(Why::NotAMember), crate::grade::Graded::computed);
    let corrections = judge.said().corrections_of(&said.id);
    CalibrationEvent { said, computed, state, approved_by, corrections }
}

/// Who may change whose grade, by all that is known in a view.
struct Judge<'v> {
    view: &'v View,
    calibration: &'v Calibration,
    /// What stands without the corrections of those who may not; where it is not what stands anyway.
    said: Option<Standing<'static>>,
    /// The answers, in the order in which they count.
    answers: Vec<ApprovalEntry>,
}

impl<'v> Judge<'v> {
    fn new(view: &'v View, calibration: &'v Calibration) -> Judge<'v> {
        let mut judge = Judge { view, calibration, said: None, answers: Vec::new() };
        let corrections = view.0.standing.grade_corrections();
        let void: Vec<u32> = corrections.iter().filter(|one| !judge.may_correct(one)).map(|one| one.position).collect();
        if !void.is_empty() {
            judge.said = Some(view.0.standing.without(void));
        }
        judge.answers = judge.said().approvals();
        judge.answers.retain(|answer| answer.on <= view.as_of());
        judge
    }

    fn said(&self) -> &Standing<'static> {
        self.said.as_ref().unwrap_or(&self.view.0.standing)
    }

    /// Whether a correction counts: whoever takes back what they said themselves may, and else who may change all that it is about.
    fn may_correct(&self, one: &GradeCorrection) -> bool {
        if one.retracts && one.by.is_some() && one.by == one.said_by {
            return true;
        }
        // What is said of another card is for that card's rule.
        one.about.iter().all(|(card, who)| {
            let rule = self.view.plan().scorecards().iter().find(|other| other.name == *card);
            let rule = rule.and_then(|card| card.calibration.as_ref());
            rule.is_none_or(|rule| self.may_by(rule, one.by.as_ref(), who, one.on))
        })
    }

    /// What comes of an entry as far as it depends on who says it, and who approved it.
    fn judged(&self, said: &GradeEntry, grades: &Grades) -> (CalibrationState, Option<Key>) {
        if grades.of(said.who.as_str()).is_none() {
            return (CalibrationState::NoCard, None);
        }
        if self.may(said.by.as_ref(), &said.who, said.on) {
            return (CalibrationState::Counts, None);
        }
        let own = said.by.as_ref() == Some(&said.who);
        match self.approved(said) {
            Some(by) => (CalibrationState::Counts, Some(by)),
            None if own => (CalibrationState::Own, None),
            None => (CalibrationState::NotAllowed, None),
        }
    }

    /// Who approved an entry: of those who may and are somebody else, the last one to answer says yes.
    fn approved(&self, said: &GradeEntry) -> Option<Key> {
        let mut approved = None;
        for answer in self.answers.iter().filter(|answer| answer.entry == said.id && answer.is_current) {
            let by = answer.by.as_ref().filter(|by| Some(*by) != said.by.as_ref());
            if !self.may(by, &said.who, answer.on) {
                continue;
            }
            approved = match answer.answer {
                Answer::Yes => approved.or_else(|| by.cloned()),
                Answer::No | Answer::Withdrawn => None,
            };
        }
        approved
    }

    fn may(&self, by: Option<&Key>, who: &Key, day: NaiveDate) -> bool {
        self.may_by(self.calibration, by, who, day)
    }

    /// Whether somebody may change somebody's grade on a day: by the plan's condition, and never their own.
    fn may_by(&self, rule: &Calibration, by: Option<&Key>, who: &Key, day: NaiveDate) -> bool {
        let org = self.view.org();
        let actor = by.filter(|by| *by != who).and_then(|by| org.person(by.as_str()));
        let span = day.succ_opt().and_then(|next| Span::new(day, next));
        let (Some(actor), Some(subject), Some(span)) = (actor, org.person(who.as_str()), span) else { return false };
        let place = Place { whose: Whose::Person(subject), when: When::from(span) };
        holds(self.view, &rule.may, actor, (place, day))
    }
}
