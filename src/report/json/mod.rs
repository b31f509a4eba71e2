//! Results as JSON, for hosts in any language.
//!
//! Each function gives one JSON object as text, without line breaks, its fields always in the same order.
//!
//! # Figures
//!
//! A number is text, so that no reader makes a binary float of it:
//!
//! | written | means |
//! |---|---|
//! | `{"value":"0.875","unit":"ratio"}` | exactly that; a ratio of 0.875 is 87.5 % |
//! | `{"value":"0.333333333333","exact":"1/3","unit":"ratio"}` | exactly one third, which as a decimal is rounded half even to the plan's precision |
//! | `{"value":["new","vip"],"unit":"list"}` | a list: its members, in the order of their code points |
//! | `{"undefined":"no_target","why":"no target"}` | there is no number, and why: [`Why::code`](crate::quantity::Why::code) for programs, words for people |
//!
//! Units are those of [`Unit::name`](crate::quantity::Unit::name): `number`, `ratio`, `money`, `duration` (days), `date`,
//! `text`, `yes/no`, `person`, `unit`, `list`.
//!
//! # Example
//!
//! ```
//! use attain::quantity::{Fraction, Precision, Value, Why};
//! use attain::report::json;
//!
//! let third = Ok(Value::Ratio(Fraction::new(1, 3).unwrap()));
//! let written = json::figure(&third, Precision::default());
//! assert_eq!(written, r#"{"value":"0.333333333333","exact":"1/3","unit":"ratio"}"#);
//! let written = json::figure(&Err(Why::NoTarget), Precision::default());
//! assert_eq!(written, r#"{"undefined":"no_target","why":"no target"}"#);
//! ```

mod answers;
mod change;
mod coaching;
mod due;
mod duplicates;
mod funnel;
mod moves;
mod outcomes;
mod presets;
mod problems;
mod ranking;
mod receivable;
mod results;
mod review;
mod step;
mod target;
mod trace;
mod writer;

use crate::calendar::FiscalCalendar;
use crate::change::Change;
use crate::diagnostic::Problems;
use crate::engine::due::{DueList, FiredList};
use crate::engine::query::Behind;
use crate::engine::{
    Answers, Commitment, Conformance, Contest, Duplicates, EarnedBadge, FunnelAnswer, FunnelParts, FunnelTeam,
    MoveVerdict, ReceivableAnswer, Reconciliation, ReviewAnswer, TargetEvent, TargetFigures,
};
use crate::id::Key;
use crate::incentive::{IncentivePlan, Statement};
use crate::log::{Admission, Waiting};
use crate::quantity::{Outcome, Precision, Unit};
use crate::ranking::{Moved, Ranking, RankingPlan};
use crate::score::{Card, Flip, Focus, Needs, Scorecard};
use crate::target::{Finding, Share, smart};
use crate::trace::{Language, Provenance, Trace};

pub(crate) use writer::Writer;

/// A value, or why there is none.
pub fn figure(outcome: &Outcome, precision: Precision) -> String {
    Writer::one(precision, |json| json.figure_inside(outcome))
}

/// A scorecard: score, grade, and every item with weight, value and points.
///
/// `card` is the plan's, which has the labels.
pub fn scorecard(card: &Card, result: &Scorecard, precision: Precision) -> String {
    Writer::one(precision, |json| results::card(json, card, result, precision))
}

/// A scorecard with what each item has to do with the score: its share, what it contributes, what stands for it where it is missing, the
/// steps that are done.
pub fn score_lines(card: &Card, result: &Scorecard, precision: Precision) -> String {
    Writer::one(precision, |json| coaching::lines(json, card, result))
}

/// What is missing for a grade: for each item `lift` is `to` (one of the intervals in `to`), `always`, `never`, `falls` or `undefined`.
pub fn needs(needs: &Needs, precision: Precision) -> String {
    Writer::one(precision, |json| coaching::needs(json, needs))
}

/// Which weight would turn two people round: for each item `turn` is `at`, `never` or `unclear`.
pub fn flips(flips: &[Flip], precision: Precision) -> String {
    Writer::one(precision, |json| json.objects("items", flips, coaching::flip))
}

/// Where somebody stands against others, and what to work on.
pub fn focus(focus: &Focus, precision: Precision) -> String {
    Writer::one(precision, |json| coaching::focus(json, focus))
}

/// A ranking: everybody's place, best first; who has no rank comes last, with the reason.
pub fn ranking(plan: &RankingPlan, ranking: &Ranking, precision: Precision) -> String {
    Writer::one(precision, |json| results::ranking(json, plan, ranking))
}

/// A contest: the ranking, its time, whether that is over, what is offered and paid, and what each wins.
pub fn contest(plan: &RankingPlan, contest: &Contest, precision: Precision) -> String {
    Writer::one(precision, |json| ranking::contest(json, plan, contest))
}

/// Badges: each with whether it is earned, or why that is not known, and what its condition asked.
pub fn badges(badges: &[EarnedBadge], precision: Precision) -> String {
    Writer::one(precision, |json| json.objects("badges", badges, ranking::badge))
}

/// What became of each rank: the ranks before and after, what it is, and by how much it rose.
pub fn rank_moves(moves: &Outcome<Vec<Moved>>, precision: Precision) -> String {
    Writer::one(precision, |json| ranking::moves(json, moves))
}

/// A statement: the total, and every line with base, rate, what it comes to and what is paid.
pub fn statement(plan: &IncentivePlan, owed: &Statement, precision: Precision) -> String {
    Writer::one(precision, |json| results::statement(json, plan, owed, precision))
}

/// A target: what counts, its own, what the members have, the gap between the two, and how much of its own they cover.
pub fn target(figures: &TargetFigures, precision: Precision) -> String {
    Writer::one(precision, |json| results::target(json, figures))
}

/// Who set what, and why: the entries about what somebody has, each with what came of it. Amounts are of the KPI's unit.
pub fn target_history(events: &[TargetEvent], unit: Unit, precision: Precision) -> String {
    Writer::one(precision, |json| json.objects("events", events, |json, event| target::event(json, event, unit)))
}

/// The targets of which one is made: of each the entry from which it comes, whose it is, its period and amount, by what it was
/// multiplied, and the unit of whose target it is a part; why there is none, where it is undefined.
pub fn target_parts(
    parts: &Outcome<Vec<Share>>,
    calendar: &FiscalCalendar,
    unit: Unit,
    precision: Precision,
) -> String {
    Writer::one(precision, |json| match parts {
        Ok(parts) => json.objects("parts", parts, |json, share| target::part(json, share, calendar, unit)),
        Err(why) => json.undefined(why),
    })
}

/// What somebody commits to: what counts, its own, what its members commit to, and how many have not.
pub fn commitment(commitment: &Commitment, precision: Precision) -> String {
    Writer::one(precision, |json| target::commitment(json, commitment))
}

/// Targets beside commitments, from a unit to its people: a row for each, with what each commits to and the gap.
pub fn reconciliation(all: &Reconciliation, precision: Precision) -> String {
    Writer::one(precision, |json| target::reconciliation(json, all))
}

/// What did not come out as entries about targets say: the entry, whose and which time, code, words and remedy of each.
pub fn target_findings(findings: &[Finding], language: Language) -> String {
    Writer::one(Precision::default(), |json| {
        json.objects("findings", findings, |json, found| target::finding(json, found, language));
    })
}

/// What speaks against a target: which letter of SMART it is, code and words of each.
pub fn target_check(findings: &[smart::Finding], language: Language) -> String {
    Writer::one(Precision::default(), |json| {
        json.objects("findings", findings, |json, found| target::objection(json, found, language));
    })
}

/// What is due: the rows of the page, and how many there are of each owner and each unit.
pub fn due(list: &DueList) -> String {
    Writer::one(Precision::default(), |json| due::list(json, list))
}

/// Records that have a key in common, by group: what they have in common, since when, and whose they are.
pub fn duplicates(groups: &[Duplicates]) -> String {
    Writer::one(Precision::default(), |json| json.objects("groups", groups, duplicates::group))
}

/// What timers did in a time, each thing with its id.
pub fn fired(list: &FiredList) -> String {
    Writer::one(Precision::default(), |json| due::fired(json, list))
}

/// What is said of a move: whether it may be, every reason with code, words and cure, what is to be done when it has moved as it is
/// written in the plan, which approvals were given by whom and for whom, which stages are open, and the tasks with their state.
pub fn move_verdict(verdict: &MoveVerdict, language: Language) -> String {
    Writer::one(Precision::default(), |json| moves::verdict(json, verdict, language))
}

/// How moves went with what the pipeline says: how many there were, each that should not have been, counts by reason and by person.
pub fn conformance(conformance: &Conformance, language: Language) -> String {
    Writer::one(Precision::default(), |json| moves::conformance(json, conformance, language))
}

/// How a number came about, down to the entries.
pub fn trace(trace: &Trace, precision: Precision) -> String {
    Writer::one(precision, |json| trace::trace(json, trace))
}

/// Why a figure is another one than before: both figures, and for each cause what it did and what is behind it.
pub fn change(change: &Change, precision: Precision) -> String {
    Writer::one(precision, |json| change::change(json, change))
}

/// A table of answers: where they come from, how many rows there are, the columns, and the rows of the page with a figure for
/// each column, by its name.
pub fn answers(table: &Answers) -> String {
    Writer::one(table.precision, |json| answers::answers(json, table))
}

/// The entries behind a figure, fold by fold.
pub fn entries(behind: &[Behind], precision: Precision) -> String {
    Writer::many_in(precision, behind, answers::behind)
}

/// A funnel: each stage with its counts, rates and times, the whole with win rates, cycle and values; with the records behind each
/// number, where they are asked for.
pub fn funnel(answer: &FunnelAnswer, records: bool) -> String {
    Writer::one(answer.funnel.asked().precision, |json| funnel::answer(json, answer, records))
}

/// The funnels of members beside that of their unit.
pub fn funnel_team(team: &FunnelTeam, records: bool) -> String {
    Writer::one(team.whole.funnel.asked().precision, |json| funnel::team(json, team, records))
}

/// The funnels of the parts beside that of the whole.
pub fn funnel_parts(parts: &FunnelParts, records: bool) -> String {
    Writer::one(parts.whole.funnel.asked().precision, |json| funnel::parts(json, parts, records))
}

/// Receivables: what happened in the time and how it stands before it and at its end, in all and for each value of the field by which it is
/// told apart, rates and days; with the invoices that are open, where they are asked for.
pub fn receivables(answer: &ReceivableAnswer, precision: Precision) -> String {
    Writer::one(precision, |json| receivable::answer(json, answer))
}

/// A review of a person: for each item the whole and each kind of raters, with how many they are, their mean, what it weighs, what was
/// trimmed and what is hidden; and how lenient raters are, where it is asked for.
pub fn review(answer: &ReviewAnswer, precision: Precision) -> String {
    Writer::one(precision, |json| review::answer(json, answer))
}

/// The catalogue of standard KPIs.
pub fn presets() -> String {
    let all: Vec<crate::preset::Preset> = crate::preset::kpis().copied().collect();
    Writer::many(&all, presets::preset)
}

/// A result that was written as an object, with where it comes from: `from`, at its end.
pub fn stamped(result: &str, from: &Provenance) -> String {
    let from = provenance(from);
    match result.strip_suffix('}') {
        Some("{") | None => result.to_owned(),
        Some(open) => format!("{open},\"from\":{from}}}"),
    }
}

/// Where an answer comes from.
pub fn provenance(provenance: &Provenance) -> String {
    Writer::one(Precision::default(), |json| results::provenance(json, provenance))
}

/// The periods of a calendar that have a day in a span: label, first day, and the day after the last.
pub fn periods(calendar: &FiscalCalendar, periods: &[crate::calendar::Period]) -> String {
    Writer::many(periods, |json, period| results::period(json, calendar, *period))
}

/// All that is wrong with a plan: code, place, span, words and remedy of each problem.
pub fn problems(problems: &Problems) -> String {
    Writer::one(Precision::default(), |json| {
        // Those that are kept, and how many there are in all.
        json.count("count", problems.len());
        let kept: Vec<_> = problems.iter().collect();
        json.objects("problems", &kept, |json, problem| problems::problem(json, problem));
    })
}

/// What came of an entry.
pub fn admission(admission: &Admission) -> String {
    Writer::one(Precision::default(), |json| outcomes::admission(json, admission))
}

/// The entries that do not count yet, each with what it waits for.
pub fn waiting(waiting: &[(Key, Vec<Waiting>)]) -> String {
    Writer::many(waiting, |json, (id, waits)| {
        json.text("id", id.as_str());
        json.objects("waits", waits, outcomes::waiting);
    })
}
