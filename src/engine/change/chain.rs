//! The chain of views from the one to the other.

use chrono::NaiveDate;

use crate::change::{Cause, Change};
use crate::kpi::When;
use crate::log::{Log, Standing};
use crate::org::Org;
use crate::plan::Plan;
use crate::quantity::Outcome;

use super::super::fork::replayed;
use super::super::people;
use super::super::view::View;
use super::parts::Parts;
use super::{Sides, same, same_schema};

/// Two views, and what is asked of both.
pub(super) struct Chain<'v> {
    pub before: &'v View,
    pub after: &'v View,
    figure: &'v str,
    who: &'v str,
    times: (When, When),
    /// The later time by the earlier calendar.
    meanwhile: When,
    /// The later plan with the earlier calendar; nothing, where that cannot be read.
    policy: Option<Plan>,
}

/// What is of the later side: the causes that were exchanged.
#[derive(Clone, Debug, Default)]
struct Done(Vec<Cause>);

/// Causes that are exchanged at once, and whether they differ at all.
type Step = (&'static [Cause], bool);

impl<'v> Chain<'v> {
    pub(super) fn new(
        before: &'v View,
        after: &'v View,
        figure: &'v str,
        who: &'v str,
        when_before: When,
        when_after: When,
    ) -> Chain<'v> {
        let meanwhile = meanwhile(before, after, when_after);
        let policy = policy(before.plan(), after.plan());
        Chain { before, after, figure, who, times: (when_before, when_after), meanwhile, policy }
    }

    pub(super) fn before_time(&self) -> When {
        self.times.0
    }

    pub(super) fn after_time(&self) -> When {
        self.times.1
    }

    /// The change with its difference and its parts.
    pub(super) fn change(&self, mut change: Change) -> Change {
        let ends = change.before.outcome.clone().and_then(|before| Ok((before, change.after.outcome.clone()?)));
        let ends = ends.and_then(|(before, after)| Parts::new(&before, &after));
        change.difference = match ends {
            Err(why) => Err(why),
            Ok(mut parts) => {
                self.walk(&mut parts);
                let done = parts.done(self.after.plan().precision());
                done.map(|(difference, parts, rounded)| {
                    change.parts = parts;
                    change.rounded = rounded;
                    difference
                })
            }
        };
        change
    }

    /// Exchanges one cause after the other.
    fn walk(&self, parts: &mut Parts) {
        let steps = self.steps();
        let last = steps.iter().rposition(|(_, differs)| *differs);
        let mut done = Done::default();
        let mut here = end(self.before);
        // It is asked for what it asks.
        drop(self.value(&here, self.times.0));
        for (index, (causes, differs)) in steps.into_iter().enumerate() {
            if !differs {
                parts.nothing(causes);
                continue;
            }
            done.0.extend_from_slice(causes);
            let (next, when) = if Some(index) == last { (end(self.after), self.times.1) } else { self.between(&done) };
            let outcome = self.value(&next, when);
            parts.step(causes, outcome, self, (&here, &next));
            here = next;
        }
    }

    fn value(&self, view: &View, when: When) -> Outcome {
        view.amount_of(self.figure, self.who, when)
    }

    fn steps(&self) -> Vec<Step> {
        let same_time = self.times.0 == self.meanwhile && self.before.as_of() == self.after.as_of();
        let is = |cause: Cause| !same_time || same::differs(cause, self);
        let calendar = !same_time || same::differs(Cause::Calendar, self);
        let policy = same::differs(Cause::Policy, self);
        let mut steps: Vec<Step> = vec![(&[Cause::Facts], is(Cause::Facts)), (&[Cause::Targets], is(Cause::Targets))];
        if self.policy.is_some() {
            steps.push((&[Cause::Policy], policy));
            steps.push((&[Cause::People], is(Cause::People)));
            steps.push((&[Cause::Calendar], calendar));
        } else {
            steps.push((&[Cause::People], is(Cause::People)));
            steps.push((&[Cause::Policy, Cause::Calendar], true));
        }
        steps
    }

    /// A view between the two, and the time to ask it for.
    fn between(&self, done: &Done) -> (View, When) {
        let plan = self.policy.as_ref().filter(|_| done.has(Cause::Policy)).unwrap_or(self.before.plan());
        if done.has(Cause::People) {
            let standing = of_plan(self.after, plan);
            let org = people::build(plan, &standing, self.after.as_of());
            let mut sides = Sides::new(self.before.as_of(), None, None);
            sides.calendar = Some(self.before.clone());
            let view = View::of(plan, standing, org, self.after.as_of(), Some(sides));
            return (view, self.meanwhile.beside(self.times.0));
        }
        let standing = of_plan(self.before, plan);
        let org = people::build(plan, &standing, self.before.as_of());
        let side = self.side(plan, &standing);
        let (facts, targets) = (done.has(Cause::Facts).then(|| side.clone()), done.has(Cause::Targets).then_some(side));
        let sides = Sides::new(self.after.as_of(), facts, targets);
        let view = View::of(plan, standing, org, self.before.as_of(), Some(sides));
        (view, self.times.0.beside(self.meanwhile))
    }

    /// The later facts and targets with the earlier organisation.
    fn side(&self, plan: &Plan, before: &Standing<'static>) -> View {
        let org = self.still(plan, before);
        View::of(plan, of_plan(self.after, plan), org, self.after.as_of(), None)
    }

    /// The earlier organisation; for another time, as if nobody had moved since.
    fn still(&self, plan: &Plan, before: &Standing<'static>) -> Org {
        let as_of = self.people_until();
        if self.times.0 == self.meanwhile {
            people::build(plan, before, as_of)
        } else {
            people::still(plan, before, as_of)
        }
    }

    /// The last day of the earlier organisation.
    pub(super) fn people_until(&self) -> NaiveDate {
        let as_of = self.before.as_of();
        if self.times.0 == self.meanwhile { as_of } else { self.times.0.end(as_of).unwrap_or(as_of) }
    }

    /// The entries of the later view as the earlier plan takes them.
    pub(super) fn after_standing(&self) -> Standing<'static> {
        of_plan(self.after, self.before.plan())
    }
}

impl Done {
    fn has(&self, cause: Cause) -> bool {
        self.0.contains(&cause)
    }
}

/// A view that answers as one of the two does, and notes what it asks.
fn end(view: &View) -> View {
    let standing = view.0.standing.clone();
    let org = people::build(view.plan(), &standing, view.as_of());
    let sides = Sides::new(view.as_of(), Some(view.clone()), Some(view.clone()));
    View::of(view.plan(), standing, org, view.as_of(), Some(sides))
}

/// What stands in a view, for a plan: recorded anew where its log takes other entries.
fn of_plan(view: &View, plan: &Plan) -> Standing<'static> {
    let standing = &view.0.standing;
    if same_schema(view.plan(), plan) {
        return standing.clone();
    }
    let (engine, _) = replayed(plan, standing.log(), standing.upto());
    Log::standing_of(&engine.log, engine.log.len())
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
