//! The gate in front of the log for reviews: who may rate whom, and nobody twice.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::kpi::{Place, When};
use crate::log::{Entry, Log, Refusal, RefusalCode};
use crate::measure::Whose;
use crate::plan::{Plan, ReviewPlan};
use crate::review::{Again, RaterIs, RaterKind};

use super::super::seen::holds;
use super::super::view::View;
use super::admit::{day, period, text};

/// What one rater says of one person: who, by, whether from outside, the item, and the period.
type Said = (String, String, bool, String, Span);

/// Which reviews there are, as far as it was looked.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct ReviewGuard {
    upto: usize,
    /// The positions of the entries that say it first, each once.
    by: HashMap<Said, Vec<usize>>,
    /// Of those that correct another one: the entry that was there first.
    first: HashMap<usize, usize>,
    /// By the entry that was there first.
    chains: HashMap<usize, Chain>,
    /// What was corrected before it came.
    early: HashSet<String>,
}

/// An entry and what corrects it.
#[derive(Clone, Copy, Debug)]
struct Chain {
    /// The last one that came.
    last: usize,
    /// Whether each of them revises the one that came before, so that the last one holds; else it must be worked out.
    is_plain: bool,
}

impl ReviewGuard {
    /// The entry as it is to be recorded, or every reason why it is not; it has a place in the plan.
    pub(in super::super) fn pass<'e>(
        &mut self,
        plan: &Plan,
        log: &Log,
        people: &View,
        entry: &'e Entry,
    ) -> Result<Cow<'e, Entry>, Vec<Refusal>> {
        let known = text(entry, "id").and_then(|id| log.find(id)).and_then(|at| log.entry(at));
        if let Some(known) = known {
            // Sent again, it revises what it revised.
            let revises = text(&known, "revises").filter(|_| text(entry, "revises").is_none());
            return Ok(revises.map_or(Cow::Borrowed(entry), |of| Cow::Owned(entry.clone().revises(of))));
        }
        if text(entry, "retracts").is_some() {
            return Ok(Cow::Borrowed(entry));
        }
        let Some((_, of)) = text(entry, "item").and_then(|item| plan.review_of(item)) else {
            return Ok(Cow::Borrowed(entry));
        };
        let mut refusals = Vec::new();
        refusals.extend(changed(log, entry));
        refusals.extend(day(plan, entry).and_then(|day| may_not(of, entry, people, day)));
        if !refusals.is_empty() {
            return Err(refusals);
        }
        self.follow(plan, log);
        match self.before(plan, log, entry) {
            Some(before) if of.review.again == Again::Last => Ok(Cow::Owned(entry.clone().revises(&before))),
            Some(before) => Err(vec![twice(entry, &before)]),
            None => Ok(Cow::Borrowed(entry)),
        }
    }

    /// Looks at what was recorded since.
    fn follow(&mut self, plan: &Plan, log: &Log) {
        for position in self.upto..log.len() {
            if let Some(entry) = Some(position).filter(|at| log.is_review(*at)).and_then(|at| log.entry(at)) {
                self.note(plan, log, position, &entry);
            }
        }
        self.upto = log.len();
    }

    fn note(&mut self, plan: &Plan, log: &Log, position: usize, entry: &Entry) {
        let named = text(entry, "revises").or_else(|| text(entry, "retracts"));
        let of = named.and_then(|of| log.find(of));
        let first = of.map_or(position, |of| self.first.get(&of).copied().unwrap_or(of));
        if let Some(named) = named.filter(|_| of.is_none()) {
            self.early.insert(named.to_owned());
        }
        let is_plain = named.is_none() && text(entry, "id").is_none_or(|id| !self.early.contains(id));
        let starts = Chain { last: position, is_plain };
        let chain = self.chains.entry(first).or_insert(starts);
        if first != position {
            self.first.insert(position, first);
            chain.is_plain &= of == Some(chain.last) && text(entry, "retracts").is_none();
            chain.last = position;
        }
        if let Some(said) = said(plan, entry) {
            let all = self.by.entry(said).or_default();
            if !all.contains(&first) {
                all.push(first);
            }
        }
    }

    /// The id of another entry that holds, and says something of the same.
    fn before(&self, plan: &Plan, log: &Log, entry: &Entry) -> Option<String> {
        let said = said(plan, entry)?;
        let own = text(entry, "revises").and_then(|of| log.find(of));
        let own = own.map(|of| self.first.get(&of).copied().unwrap_or(of));
        let mut standing = None;
        for at in self.by.get(&said)?.iter().copied().filter(|at| Some(*at) != own) {
            let chain = self.chains.get(&at).copied().filter(|chain| chain.is_plain);
            let holds = if let Some(chain) = chain {
                Some(chain.last)
            } else {
                let standing = standing.get_or_insert_with(|| log.standing(log.len()));
                standing.at(at).map(crate::log::Fact::content_position)
            };
            let now = holds.and_then(|holds| log.entry(holds));
            let same = now.filter(|now| self::said(plan, now).as_ref() == Some(&said));
            if let Some(id) = same.as_ref().and_then(|now| text(now, "id")) {
                return Some(id.to_owned());
            }
        }
        None
    }
}

/// What a review is about, and who says it.
fn said(plan: &Plan, entry: &Entry) -> Option<Said> {
    let item = text(entry, "item")?;
    let outside = kind(plan, entry).is_some_and(|kind| kind.is == RaterIs::Outside);
    let period = period(plan, entry).ok().flatten()?;
    Some((text(entry, "who")?.to_owned(), text(entry, "by")?.to_owned(), outside, item.to_owned(), period.span()))
}

fn kind<'p>(plan: &'p Plan, entry: &Entry) -> Option<&'p RaterKind> {
    let (_, of) = plan.review_of(text(entry, "item")?)?;
    of.review.kind(text(entry, "relation")?)
}

/// Why a review is not revised: by another rater, or of another person, it is another review.
fn changed(log: &Log, entry: &Entry) -> Option<Refusal> {
    let before = log.entry(log.find(text(entry, "revises")?)?)?;
    if text(&before, "kind") != Some("review") || text(&before, "retracts").is_some() {
        return None;
    }
    let field = ["by", "who"].into_iter().find(|field| text(&before, field) != text(entry, field))?;
    let message = format_args!("a review is revised by whoever gave it, and of whom it was given");
    let refusal = Refusal::new(RefusalCode::Correction, message).field_of(field);
    Some(refusal.with_help("retract it, and record another one"))
}

fn twice(entry: &Entry, before: &str) -> Refusal {
    let (by, who) = (text(entry, "by").unwrap_or_default(), text(entry, "who").unwrap_or_default());
    let item = text(entry, "item").unwrap_or_default();
    let message = format_args!("`{by}` rated `{who}` for `{item}` in that period already: `{before}`");
    let help = format!(
        "write `\"revises\": \"{before}\"`, or let the last one count: `\"again\": \"last\"` in the plan's review"
    );
    Refusal::new(RefusalCode::ReviewTwice, message).with_help(&help).field_of("by")
}

/// Why somebody may not rate somebody on a day.
fn may_not(of: &ReviewPlan, entry: &Entry, people: &View, day: NaiveDate) -> Option<Refusal> {
    let (who, by, relation) = (text(entry, "who")?, text(entry, "by")?, text(entry, "relation")?);
    let at = of.review.kinds.iter().position(|kind| kind.name.as_str() == relation)?;
    let kind = of.review.kinds.get(at)?;
    let belongs = |key: &str| {
        let person = people.org().person(key);
        person.filter(|person| people.org().leaf(*person, day).is_some())
    };
    if matches!(kind.is, RaterIs::Colleague | RaterIs::Manager | RaterIs::Below) && belongs(by).is_none() {
        return Some(nobody(people, by, day));
    }
    let place = |key: &str| {
        let when = Span::new(day, day.succ_opt()?).map(When::from)?;
        belongs(key).map(|person| Place { whose: Whose::Person(person), when })
    };
    let subject = place(who);
    // Who must answer to whom.
    let line = match kind.is {
        RaterIs::Manager => Some((who, by)),
        RaterIs::Below => Some((by, who)),
        _ => None,
    };
    if let Some((below, above)) = line {
        let at = place(below);
        let manager = at.and_then(|place| people.managed_by(place).ok());
        if manager.as_deref() != Some(above) {
            return Some(no_manager((below, above), manager.as_deref(), at.is_some(), day));
        }
    }
    let condition = of.may.get(at)?.as_ref()?;
    let actor = people.org().person(by);
    let may = actor.zip(subject).is_some_and(|(actor, place)| holds(people, condition, actor, (place, day)));
    if may {
        return None;
    }
    let message = format_args!("`{by}` may not rate `{who}` as `{relation}`");
    let help = format!("see `may` of `{relation}` in the plan's review `{}`", of.review.name);
    Some(Refusal::new(RefusalCode::ReviewMay, message).with_help(&help).field_of("by"))
}

fn nobody(people: &View, by: &str, day: NaiveDate) -> Refusal {
    if people.org().person(by).is_some() {
        let message = format_args!("`{by}` belongs to no unit on {day}");
        return Refusal::new(RefusalCode::ReviewRater, message)
            .with_help("name somebody who does, or a day on which they did")
            .field_of("by");
    }
    let message = format_args!("nobody of the organisation is called `{by}`");
    let refusal = Refusal::new(RefusalCode::ReviewRater, message).field_of("by");
    let mut known = people.org().people().map(|(_, person)| person.key().as_str());
    refusal.with_help("record the membership first").nearest(by, &mut known)
}

fn no_manager((below, above): (&str, &str), manager: Option<&str>, belongs: bool, day: NaiveDate) -> Refusal {
    let message = match manager {
        Some(manager) => format!("on {day} `{below}` answers to `{manager}`, and not to `{above}`"),
        None if belongs => format!("on {day} `{below}` answers to nobody"),
        None => format!("`{below}` belongs to no unit on {day}, so nobody knows whom they answer to"),
    };
    let refusal = Refusal::new(RefusalCode::ReviewManager, format_args!("{message}")).field_of("by");
    refusal.with_help(if belongs {
        "write as `relation` what the rater is, or a day on which it was so"
    } else {
        "record the membership first"
    })
}
