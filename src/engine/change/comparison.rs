//! Two views at two times: the chain of views from the one to the other.

use chrono::NaiveDate;

use crate::change::{Cause, Change, Side};
use crate::error::Error;
use crate::kpi::{Place, When};
use crate::log::{Log, Standing};
use crate::org::Org;
use crate::plan::Plan;
use crate::quantity::{Outcome, Why};

use super::super::fork::replayed;
use super::super::memo::Kept;
use super::super::people;
use super::super::record::Engine;
use super::super::view::View;
use super::parts::Parts;
use super::sides::Asked;
use super::{Sides, same, same_schema};

/// Two views at two times, of which may be asked why figures differ.
///
/// What figures of all kinds and of everybody have in common is kept: ask one comparison for many changes.
#[derive(Debug)]
pub struct Comparison {
    pub(super) before: View,
    pub(super) after: View,
    times: (When, When),
    /// The later time by the earlier calendar.
    meanwhile: When,
    /// The later plan with the earlier calendar; nothing, where that cannot be read.
    policy: Option<Plan>,
    steps: Vec<Step>,
    kept: Kept<Whole, View>,
}

/// Causes that are exchanged at once, and whether they differ at all.
type Step = (&'static [Cause], bool);

/// A view whose facts and targets are asked for, under the earlier policy or the later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Whole {
    /// The earlier view.
    Before { policy: bool },
    /// The later facts and targets with the earlier organisation.
    Meanwhile { policy: bool },
    /// The later view by the earlier calendar.
    After { policy: bool },
}

impl View {
    /// This view and a later one, at the same or another time, of which may then be asked why figures differ.
    ///
    /// The later view may be of another position of the log, of another day, of a fork, of another plan.
    ///
    /// # Example
    ///
    #[cfg_attr(feature = "json", doc = "```")]
    #[cfg_attr(not(feature = "json"), doc = "```ignore")]
    /// use attain::calendar::parse_day;
    /// use attain::plan::Overlay;
    /// use attain::{Engine, Plan};
    ///
    /// let mut engine = Engine::new(Plan::from_json(br#"{
    ///     "attain": 1, "name": "Rate", "currency": "EUR",
    ///     "rules": { "rounding": { "to": "0.01", "mode": "half_up", "odd": "first" }, "missing": "hold" },
    ///     "org": { "trees": { "sales": ["company"] } },
    ///     "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money" } } },
    ///     "kpis": { "revenue": { "formula": "sum(order.amount)" } },
    ///     "incentives": { "pay": { "grain": "month", "components": [
    ///         { "id": "commission", "each": "period", "base": "revenue", "pay": "5% * base" } ] } }
    /// }"#)?);
    /// engine.record_jsonl(br#"
    ///     {"kind":"unit","id":"u1","on":"2025-01-01","unit":"company"}
    ///     {"kind":"membership","id":"m1","on":"2025-01-01","who":"ann","unit":"company"}
    ///     {"kind":"membership","id":"m2","on":"2025-01-01","who":"bob","unit":"company"}
    ///     {"kind":"order","id":"o1","on":"2025-03-04","rep":"ann","amount":"1200"}
    ///     {"kind":"order","id":"o2","on":"2025-03-05","rep":"bob","amount":"800"}
    /// "#, None);
    /// let overlay = Overlay::new("more").set("incentives.pay.components.commission.pay", "6% * base");
    /// let day = parse_day("2025-03-31")?;
    /// let (before, after) = (engine.view(day), engine.fork_with(&overlay)?.engine.view(day));
    ///
    /// let march = before.period("2025-03")?;
    /// let comparison = before.compare(&after, march, march);
    /// let more = |who| comparison.change("pay.pay", who).map(|change| change.difference.map(|more| more.to_string()));
    /// assert_eq!((more("ann")?, more("bob")?, more("company")?), (Ok("12".into()), Ok("8".into()), Ok("20".into())));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn compare(&self, after: &View, when_before: impl Into<When>, when_after: impl Into<When>) -> Comparison {
        let (before, times) = (self.clone(), (when_before.into(), when_after.into()));
        let meanwhile = meanwhile(&before, after, times.1);
        let policy = policy(before.plan(), after.plan());
        let (steps, kept) = (Vec::new(), Kept::default());
        let mut comparison = Comparison { before, after: after.clone(), times, meanwhile, policy, steps, kept };
        comparison.steps = comparison.steps();
        comparison
    }

    /// The figure of a person or a unit at a time; only amounts have differences.
    fn amount_of(&self, figure: &str, who: &str, when: When) -> Outcome {
        let figure = self.figure(figure).map_err(|_| Why::NothingDefined)?;
        let whose = self.person_or_unit(who).map_err(|_| Why::NotAMember)?;
        let value = self.figure_value(&figure, Place { whose, when })?;
        if value.amount().is_some() { Ok(value) } else { Err(Why::NotANumber) }
    }
}

impl Comparison {
    /// Why a figure of a person or a unit is another one in the later view.
    ///
    /// The figure is written as in a [`Query`](crate::engine::query::Query): `revenue`, `attainment(revenue)`, `score.rep`,
    /// `pay.rep_pay.commission`. A key that a person and a unit share is the person's. An error where one of the plans has no such
    /// figure, or nobody in either view is called so.
    pub fn change(&self, figure: &str, who: &str) -> Result<Change, Error> {
        self.before.has_facts()?;
        self.after.has_facts()?;
        self.before.figure(figure)?;
        let column = self.after.figure(figure)?.column;
        if self.before.person_or_unit(who).is_err() {
            self.after.person_or_unit(who)?;
        }
        let side = |view: &View, when: When| Side {
            when: view.time(when),
            as_of: view.as_of(),
            outcome: view.amount_of(figure, who, when),
            from: view.provenance(),
        };
        Ok(self.changed(Change {
            figure: column.name,
            labels: column.labels,
            who: who.to_owned(),
            before: side(&self.before, self.times.0),
            after: side(&self.after, self.times.1),
            difference: Err(Why::NothingDefined),
            parts: Vec::new(),
            rounded: false,
        }))
    }

    /// The change with its difference and its parts.
    fn changed(&self, mut change: Change) -> Change {
        let ends = change.before.outcome.clone().and_then(|before| Ok((before, change.after.outcome.clone()?)));
        change.difference = ends.and_then(|(before, after)| {
            let mut parts = Parts::new(&before, &after)?;
            self.walk(&change, &mut parts);
            let (difference, parts, rounded) = parts.done(self.after.plan().precision())?;
            change.parts = parts;
            change.rounded = rounded;
            Ok(difference)
        });
        change
    }

    /// Exchanges one cause after the other.
    fn walk(&self, change: &Change, parts: &mut Parts) {
        let value = |view: &View, when: When| view.amount_of(&change.figure, &change.who, when);
        let last = self.steps.iter().rposition(|(_, differs)| *differs);
        let mut done: Vec<Cause> = Vec::new();
        let mut here = end(&self.before);
        // It is asked for what it asks.
        drop(value(&here, self.times.0));
        for (index, (causes, differs)) in self.steps.iter().enumerate() {
            if !differs {
                parts.nothing(causes);
                continue;
            }
            done.extend_from_slice(causes);
            let (next, when) = if Some(index) == last { (end(&self.after), self.times.1) } else { self.between(&done) };
            let outcome = value(&next, when);
            parts.step(causes, outcome, self, (&here, &next));
            here = next;
        }
    }

    fn steps(&self) -> Vec<Step> {
        let same_time = self.is_same_time() && self.before.as_of() == self.after.as_of();
        let differs = |cause: Cause| !same_time || same::differs(cause, self);
        let mut steps: Vec<Step> =
            vec![(&[Cause::Facts], differs(Cause::Facts)), (&[Cause::Targets], differs(Cause::Targets))];
        if self.policy.is_some() {
            steps.push((&[Cause::Policy], same::differs(Cause::Policy, self)));
            steps.push((&[Cause::People], differs(Cause::People)));
            steps.push((&[Cause::Calendar], differs(Cause::Calendar)));
        } else {
            steps.push((&[Cause::People], differs(Cause::People)));
            steps.push((&[Cause::Policy, Cause::Calendar], true));
        }
        steps
    }

    /// A view between the two, and the time to ask it for.
    fn between(&self, done: &[Cause]) -> (View, When) {
        let policy = self.policy.is_some() && done.contains(&Cause::Policy);
        if done.contains(&Cause::People) {
            let whole = self.whole(Whole::After { policy });
            let here = || Asked { view: whole.clone(), beside: false };
            let mut sides = Sides::new(self.before.as_of(), here(), here());
            sides.calendar = Some(self.before.clone());
            let view = light(self.plan(policy), whole.0.org.clone(), self.after.as_of(), sides);
            return (view, self.meanwhile.beside(self.times.0));
        }
        let asked = |cause: Cause| {
            let beside = done.contains(&cause);
            let whole = if beside { Whole::Meanwhile { policy } } else { Whole::Before { policy } };
            Asked { view: self.whole(whole), beside }
        };
        let sides = Sides::new(self.after.as_of(), asked(Cause::Facts), asked(Cause::Targets));
        let (plan, as_of) = (self.plan(policy), self.before.as_of());
        let org = if same_schema(self.before.plan(), plan) {
            people::build(plan, &self.before.0.standing, as_of)
        } else {
            self.whole(Whole::Before { policy }).0.org.clone()
        };
        (light(plan, org, as_of, sides), self.times.0.beside(self.meanwhile))
    }

    fn plan(&self, policy: bool) -> &Plan {
        self.policy.as_ref().filter(|_| policy).unwrap_or(self.before.plan())
    }

    /// A view that is asked for facts and targets.
    fn whole(&self, whole: Whole) -> View {
        if whole == (Whole::Before { policy: false }) {
            return self.before.clone();
        }
        self.kept.or(whole, || {
            let (side, policy) = match whole {
                Whole::Before { policy } => (&self.before, policy),
                Whole::Meanwhile { policy } | Whole::After { policy } => (&self.after, policy),
            };
            let plan = self.plan(policy);
            let standing = with_standing(side, plan, Standing::clone);
            let org = match whole {
                Whole::Meanwhile { .. } => with_standing(&self.before, plan, |before| self.still(plan, before)),
                Whole::Before { .. } | Whole::After { .. } => people::build(plan, &standing, side.as_of()),
            };
            View::of(plan, standing, org, side.as_of(), None)
        })
    }

    /// The earlier organisation; for another time, as if nobody had moved since.
    fn still(&self, plan: &Plan, before: &Standing<'static>) -> Org {
        let make = if self.is_same_time() { people::build } else { people::still };
        make(plan, before, self.people_until())
    }

    /// The last day of the earlier organisation.
    pub(super) fn people_until(&self) -> NaiveDate {
        let as_of = self.before.as_of();
        if self.is_same_time() { as_of } else { self.times.0.end(as_of).unwrap_or(as_of) }
    }

    fn is_same_time(&self) -> bool {
        self.times.0 == self.meanwhile
    }

    /// The earlier time and the later one.
    pub(super) fn times(&self) -> (When, When) {
        self.times
    }

    /// The entries of the later view as the earlier plan takes them.
    pub(super) fn after_standing(&self) -> Standing<'static> {
        with_standing(&self.after, self.before.plan(), Standing::clone)
    }
}

/// A view that answers as another one does, and notes what it asks.
fn end(view: &View) -> View {
    let here = || Asked { view: view.clone(), beside: false };
    let sides = Sides::new(view.as_of(), here(), here());
    light(view.plan(), view.0.org.clone(), view.as_of(), sides)
}

/// A view that asks for facts and targets elsewhere, and so needs none of its own.
fn light(plan: &Plan, org: Org, as_of: NaiveDate, sides: Sides) -> View {
    let empty = Engine::new(plan.clone());
    View::of(plan, Log::standing_of(&empty.log, 0), org, as_of, Some(sides))
}

/// What stands in a view, for a plan: recorded anew where its log takes other entries.
fn with_standing<T>(view: &View, plan: &Plan, read: impl FnOnce(&Standing<'static>) -> T) -> T {
    let standing = &view.0.standing;
    if same_schema(view.plan(), plan) {
        return read(standing);
    }
    let (engine, _) = replayed(plan, standing.log(), standing.upto());
    read(&Log::standing_of(&engine.log, engine.log.len()))
}

/// The later time by the earlier calendar: what is called the same there.
fn meanwhile(before: &View, after: &View, when: When) -> When {
    let (Some(period), true) = (when.period(), same::calendars_differ(before.plan(), after.plan())) else {
        return when;
    };
    let (then, now) = (before.plan().calendar(), after.plan().calendar());
    let called = then.parse_period(&now.label(period)).ok();
    let around = || then.grain(now.grain_name(period.grain())).and_then(|grain| then.period(grain, period.last()).ok());
    called.or_else(around).map_or(When::from(when.span()), When::from)
}

/// The later plan with the earlier calendar.
fn policy(before: &Plan, after: &Plan) -> Option<Plan> {
    if !same::calendars_differ(before, after) {
        return Some(after.clone());
    }
    let mut definition = after.definition().clone();
    definition.calendar.clone_from(&before.definition().calendar);
    Plan::compile(&definition).ok()
}
