//! Laws of funnels: nothing is lost between one stage and the next, between one person and another, one month and the next.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "a test may stop at the first surprise"
)]

use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::Arc;

use attain::calendar::Span;
use attain::diagnostic::{At, Problems};
use attain::engine::{Engine, FunnelAnswer, FunnelQuery, View};
use attain::funnel::{Asked, By, Conversion, Count, Counted, Funnel, Passage, Whole, WinRate};
use attain::pipeline::{Entered, Journey, PipelineDefinition, Skipped, StageDefinition, StageId, StageKind, Stages};
use attain::plan::Plan;
use attain::quantity::{Fraction, Precision, Value};
use attain::report::json;
use attain::rule::Percentile;
use chrono::{Days, NaiveDate};
use proptest::prelude::*;

const KINDS: [(&str, StageKind); 7] = [
    ("lead", StageKind::Open),
    ("demo", StageKind::Open),
    ("报价", StageKind::Open),
    ("lost", StageKind::Lost),
    ("won", StageKind::Won),
    ("renewed", StageKind::Won),
    ("junk", StageKind::Invalid),
];

/// What adds up over people and over times that follow each other.
const FLOWS: [Count; 9] = [
    Count::Entered,
    Count::Opened,
    Count::Revisited,
    Count::Reached,
    Count::Skipped,
    Count::Forward,
    Count::Back,
    Count::Lost,
    Count::Invalid,
];

fn stages(skipped: Skipped) -> Arc<Stages> {
    let stage = |(id, kind): (&str, StageKind)| StageDefinition {
        id: id.to_owned(),
        kind,
        probability: Some("50%".into()),
        ..StageDefinition::default()
    };
    let stages = KINDS.map(stage).into();
    let definition = PipelineDefinition { stages, skipped: Some(skipped), ..PipelineDefinition::default() };
    Arc::new(Stages::compile(&definition, At::root(), &mut Problems::new()).unwrap())
}

fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 1, 1).unwrap() + Days::new(number)
}

fn span(from: u64, to: u64) -> Span {
    Span::new(day(from), day(to)).unwrap()
}

/// The last day of the laws.
const LAST: u64 = 30;

/// A deal: its moves by day and stage, the days on which it passes from one of two people to the other, its amount.
#[derive(Clone, Debug)]
struct Deal {
    moves: Vec<(u64, usize)>,
    passes: BTreeSet<u64>,
    amount: Option<i64>,
    reason: Option<u8>,
}

impl Deal {
    fn entered(&self, stages: &Stages) -> Vec<Entered> {
        let ids: Vec<StageId> = stages.iter().map(|(id, _)| id).collect();
        let mut entered: Vec<Entered> =
            self.moves.iter().map(|(on, stage)| Entered { on: day(*on), stage: ids[*stage] }).collect();
        entered.sort_by_key(|entered| entered.on);
        entered
    }

    /// The days on which it is of one of the two, or of both.
    fn held(&self, of: Option<usize>) -> Vec<Span> {
        let Some(of) = of else { return vec![span(0, LAST + 2)] };
        let mut ends: Vec<u64> = vec![0];
        ends.extend(&self.passes);
        ends.push(LAST + 2);
        let spans = ends.windows(2).map(|two| span(two[0], two[1]));
        spans.skip(of).step_by(2).filter(|span| !span.is_empty()).collect()
    }
}

fn some_deal() -> impl Strategy<Value = Deal> {
    let moves = prop::collection::vec((0..LAST, 0..KINDS.len()), 1..9);
    let passes = prop::collection::btree_set(1..LAST, 0..4);
    (moves, passes, prop::option::of(1..1_000_i64), prop::option::of(0..3_u8))
        .prop_map(|(moves, passes, amount, reason)| Deal { moves, passes, amount, reason })
}

fn some_deals() -> impl Strategy<Value = Vec<Deal>> {
    prop::collection::vec(some_deal(), 0..6)
}

fn some_skipped() -> impl Strategy<Value = Skipped> {
    prop_oneof![Just(Skipped::Passed), Just(Skipped::Absent)]
}

fn asked(by: By, time: Span, as_of: u64, skipped: Skipped) -> Asked {
    Asked {
        by,
        entered: None,
        span: time,
        as_of: day(as_of),
        skipped,
        since: None,
        old_after: Some(9),
        has_due: true,
        at_least: 1,
        percentile: Percentile::Linear,
        precision: Precision::default(),
    }
}

fn funnel(deals: &[Deal], of: Option<usize>, asked: &Asked) -> Funnel {
    let stages = stages(asked.skipped);
    let entered: Vec<Vec<Entered>> = deals.iter().map(|deal| deal.entered(&stages)).collect();
    let passages: Vec<Passage<'_>> = deals
        .iter()
        .zip(&entered)
        .map(|(deal, entered)| Passage {
            journey: Journey::new(&stages, entered),
            amount: deal.amount.map(Fraction::whole).ok_or(attain::quantity::Why::NoFacts),
            likely: None,
            due: Some(day(LAST / 2)),
            reason: deal.reason.map(|reason| Value::Text(reason.to_string().into())),
            held: deal.held(of),
        })
        .collect();
    Funnel::new(&stages, &passages, asked)
}

fn ids(funnel: &Funnel) -> Vec<StageId> {
    funnel.stages().iter().map(|(id, _)| id).collect()
}

/// Everything that is counted, and what is made of it, as text.
fn told(funnel: &Funnel) -> String {
    let mut text = String::new();
    for id in ids(funnel) {
        let counts: Vec<u64> = Count::ALL.iter().map(|count| funnel.count(id, *count)).collect();
        let rates: Vec<_> = Conversion::ALL.iter().map(|rate| funnel.conversion(id, *rate)).collect();
        let _ = writeln!(text, "{counts:?} {rates:?} {:?} {:?}", funnel.time(id), funnel.stays(id));
        let _ = writeln!(text, "{:?} {:?} {:?}", funnel.waiting(id), funnel.weighted(id), funnel.died(id));
    }
    let wholes: Vec<u64> = Whole::ALL.iter().map(|whole| funnel.whole(*whole)).collect();
    let _ = writeln!(text, "{wholes:?} {:?} {:?}", funnel.cycles(), funnel.reasons());
    text
}

/// What came in is what went out and what is there.
fn balances(funnel: &Funnel) -> Result<(), TestCaseError> {
    for id in ids(funnel) {
        let count = |count| funnel.count(id, count);
        let came = count(Count::Start) + count(Count::Entered) + count(Count::TakenOver);
        prop_assert_eq!(came, funnel.left(id) + count(Count::HandedOn) + count(Count::Inside), "{}", told(funnel));
        prop_assert!(count(Count::Inflow) <= count(Count::Entered) && count(Count::Outflow) <= count(Count::Forward));
        prop_assert!(
            count(Count::Opened) <= count(Count::Entered) && count(Count::Skipped) <= count(Count::Reached)
                || funnel.asked().skipped == Skipped::Absent
        );
    }
    for counted in [Count::Start, Count::Inside] {
        let mut once = BTreeSet::new();
        for id in ids(funnel) {
            for event in funnel.behind(Counted::In(id, counted)) {
                prop_assert!(once.insert(event.passage), "a deal is in one stage at a time");
            }
        }
    }
    let all = funnel.events().len() as u64;
    let sum = ids(funnel).iter().flat_map(|id| Count::ALL.iter().map(|count| funnel.count(*id, *count))).sum::<u64>();
    prop_assert_eq!(all, sum + Whole::ALL.iter().map(|whole| funnel.whole(*whole)).sum::<u64>());
    Ok(())
}

proptest! {
    #[test]
    fn what_came_in_went_on_or_is_there(
        deals in some_deals(), skipped in some_skipped(), from in 0..LAST, length in 0..LAST, as_of in 0..LAST + 1,
    ) {
        for by in [By::Activity, By::Cohort] {
            for of in [None, Some(0), Some(1)] {
                balances(&funnel(&deals, of, &asked(by, span(from, from + length), as_of, skipped)))?;
            }
        }
    }

    #[test]
    fn the_company_is_its_people(
        deals in some_deals(), skipped in some_skipped(), from in 0..LAST, length in 0..LAST, as_of in 0..LAST + 1,
    ) {
        let asked = asked(By::Activity, span(from, from + length), as_of, skipped);
        let (all, one, other) = (funnel(&deals, None, &asked), funnel(&deals, Some(0), &asked), funnel(&deals, Some(1), &asked));
        for id in ids(&all) {
            for count in FLOWS.into_iter().chain([Count::Start, Count::Inside]) {
                prop_assert_eq!(all.count(id, count), one.count(id, count) + other.count(id, count), "{}", count);
            }
            prop_assert_eq!(one.count(id, Count::TakenOver), other.count(id, Count::HandedOn));
            prop_assert_eq!(all.time(id), one.time(id) + other.time(id));
            let mut stays = [one.stays(id), other.stays(id)].concat();
            stays.sort_unstable();
            prop_assert_eq!(all.stays(id), stays);
        }
        for whole in Whole::ALL.iter().filter(|whole| **whole != Whole::All) {
            prop_assert_eq!(all.whole(*whole), one.whole(*whole) + other.whole(*whole), "{}", whole);
        }
        let cohort = Asked { by: By::Cohort, ..asked };
        let (all, one, other) = (funnel(&deals, None, &cohort), funnel(&deals, Some(0), &cohort), funnel(&deals, Some(1), &cohort));
        for id in ids(&all) {
            for count in Count::ALL {
                prop_assert_eq!(all.count(id, *count), one.count(id, *count) + other.count(id, *count), "{}", count);
            }
        }
    }

    #[test]
    fn times_that_follow_each_other_add_up(
        deals in some_deals(), skipped in some_skipped(), cuts in [0..LAST, 0..LAST, 0..LAST], as_of in 0..LAST + 1,
    ) {
        let mut cuts = cuts;
        cuts.sort_unstable();
        let of = |from: usize, to: usize| funnel(&deals, Some(0), &asked(By::Activity, span(cuts[from], cuts[to]), as_of, skipped));
        let (first, second, both) = (of(0, 1), of(1, 2), of(0, 2));
        for id in ids(&both) {
            for count in FLOWS.into_iter().chain([Count::TakenOver, Count::HandedOn]) {
                prop_assert_eq!(both.count(id, count), first.count(id, count) + second.count(id, count), "{}", count);
            }
            prop_assert_eq!(first.count(id, Count::Inside), second.count(id, Count::Start));
            prop_assert_eq!(both.time(id), first.time(id) + second.time(id));
        }
    }

    #[test]
    fn all_that_ever_happened_is_all_that_ever_opened(deals in some_deals(), skipped in some_skipped(), as_of in 0..LAST + 1) {
        let of = |by| funnel(&deals, None, &asked(by, span(0, LAST + 2), as_of, skipped));
        prop_assert_eq!(told(&of(By::Activity)), told(&of(By::Cohort)));
    }

    #[test]
    fn no_order_of_deals_matters(deals in some_deals(), skipped in some_skipped(), from in 0..LAST, as_of in 0..LAST + 1) {
        let turned: Vec<Deal> = deals.iter().rev().cloned().collect();
        for by in [By::Activity, By::Cohort] {
            let asked = asked(by, span(from, LAST), as_of, skipped);
            prop_assert_eq!(told(&funnel(&deals, Some(1), &asked)), told(&funnel(&turned, Some(1), &asked)));
        }
    }

    /// Where stages that were skipped count as passed, no later stage was reached by more.
    #[test]
    fn a_cohort_only_becomes_smaller(deals in some_deals(), from in 0..LAST, as_of in 0..LAST + 1) {
        let cohort = funnel(&deals, None, &asked(By::Cohort, span(from, LAST), as_of, Skipped::Passed));
        let open = ids(&cohort).into_iter().filter(|id| cohort.stages()[*id].kind() == StageKind::Open);
        let mut reached: Vec<u64> = open.map(|id| cohort.count(id, Count::Reached)).collect();
        reached.push(cohort.whole(Whole::FirstWon));
        prop_assert!(reached.is_sorted_by(|one, next| one >= next), "{:?}", reached);
        let rate = cohort.win_rate(WinRate::OfAll);
        prop_assert!(rate.is_err() || rate <= Ok(Fraction::ONE));
    }

    /// What a journey says of stages is what the funnel of all time counts.
    #[test]
    fn journeys_and_funnels_agree(deals in some_deals(), skipped in some_skipped()) {
        let funnel = funnel(&deals, None, &asked(By::Cohort, span(0, LAST + 2), LAST + 1, skipped));
        let stages = stages(skipped);
        let entered: Vec<Vec<Entered>> = deals.iter().map(|deal| deal.entered(&stages)).collect();
        let journeys: Vec<Journey<'_>> = entered.iter().map(|entered| Journey::new(&stages, entered)).collect();
        for (id, _) in stages.iter() {
            let many = |is: &dyn Fn(Journey<'_>) -> bool| journeys.iter().filter(|journey| is(**journey)).count() as u64;
            prop_assert_eq!(funnel.count(id, Count::Reached), many(&|journey| journey.reached(id)));
            prop_assert_eq!(funnel.count(id, Count::Inside), many(&|journey| journey.stage() == Some(id)));
            let visits: usize = journeys.iter().map(|journey| journey.visits(id)).sum();
            prop_assert_eq!(funnel.count(id, Count::Entered), visits as u64);
            let days: i64 = journeys.iter().map(|journey| journey.time_in(id, day(LAST + 1))).sum();
            prop_assert_eq!(funnel.time(id), days);
        }
    }
}

const PLAN: &str = r#"{ "attain": 1, "name": "Funnel", "currency": "EUR", "org": { "trees": { "sales": ["company"] }, "actual": "ACTUAL" },
    "records": { "deal": { "whose": "owner", "pipeline": "p", "fields": { "owner": "person", "amount": "money", "odds": "ratio" } } },
    "pipelines": { "p": { "stages": [ { "id": "lead", "kind": "open", "probability": "10%" },
        { "id": "demo", "kind": "open", "probability": "40%" }, { "id": "报价", "kind": "open" }, { "id": "won", "kind": "won" },
        { "id": "lost", "kind": "lost" } ] } } }"#;

/// Entries of the people, who move too, and of deals, of which none has two on one day.
fn some_lines() -> impl Strategy<Value = Vec<String>> {
    let people = ["ann", "bob", "cy"];
    let says = prop_oneof![
        (0..3_usize).prop_map(move |who| format!(r#""owner":"{}""#, people[who])),
        (0..5_usize).prop_map(|stage| format!(r#""stage":"{}""#, ["lead", "demo", "报价", "won", "lost"][stage])),
        (1..99_u32).prop_map(|percent| format!(r#""odds":"{percent}%""#)),
    ];
    let deal = (prop::collection::btree_map(1..LAST, says, 0..8), 0..3_usize, 1..900_u32);
    let moves = prop::collection::btree_map((0..3_usize, 1..LAST), 0..3_usize, 0..3);
    (prop::collection::vec(deal, 1..4), moves).prop_map(move |(deals, moves)| {
        let mut lines = Vec::new();
        for (place, (says, owner, amount)) in deals.into_iter().enumerate() {
            let owner = people[owner];
            lines.push(format!(
                r#"{{"kind":"deal","id":"d{place}","on":"{}","owner":"{owner}","amount":"{amount}"}}"#,
                day(0)
            ));
            for (on, said) in says {
                let on = day(on);
                lines.push(format!(r#"{{"kind":"deal","id":"d{place} {on}","of":"d{place}","on":"{on}",{said}}}"#));
            }
        }
        for (place, ((who, on), to)) in moves.into_iter().enumerate() {
            let (who, on, unit) = (people[who], day(on), ["company", "north", "south"][to]);
            lines.push(format!(
                r#"{{"kind":"membership","id":"moves {place}","on":"{on}","who":"{who}","unit":"{unit}"}}"#
            ));
        }
        lines
    })
}

fn engine(actual: &str, lines: &[String]) -> Engine {
    let mut engine = Engine::new(Plan::from_json(PLAN.replace("ACTUAL", actual).as_bytes()).unwrap());
    let mut text = String::from(
        r#"{"kind":"unit","id":"u1","on":"2024-01-01","unit":"company"}
           {"kind":"unit","id":"u2","on":"2024-01-01","unit":"north","under":"company"}
           {"kind":"unit","id":"u3","on":"2024-01-01","unit":"south","under":"company"}
           {"kind":"membership","id":"b1","on":"2024-01-01","who":"ann","unit":"north"}
           {"kind":"membership","id":"b2","on":"2024-01-01","who":"bob","unit":"north"}
           {"kind":"membership","id":"b3","on":"2024-01-01","who":"cy","unit":"south"}"#,
    );
    for line in lines {
        text.push('\n');
        text.push_str(line);
    }
    engine.record_jsonl(text.as_bytes(), None);
    engine
}

fn answer(view: &View, query: &FunnelQuery, who: &str, time: Span) -> FunnelAnswer {
    let whose = view.person(who).or_else(|_| view.unit(who)).unwrap();
    view.funnel(query, Some(whose), time).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_unit_has_what_its_people_have(lines in some_lines(), from in 0..LAST, length in 1..LAST, then in any::<bool>(), by in any::<bool>()) {
        let engine = engine(if then { "then" } else { "now" }, &lines);
        let view = engine.view(day(LAST));
        let (time, by) = (span(from, from + length), if by { By::Activity } else { By::Cohort });
        let query = FunnelQuery { by: Some(by), amount: Some("amount".to_owned()), ..FunnelQuery::new("deal") };
        let all = answer(&view, &query, "company", time);
        balances(&all.funnel)?;
        let each = ["ann", "bob", "cy"].map(|who| answer(&view, &query, who, time).funnel);
        for id in ids(&all.funnel) {
            for count in FLOWS.into_iter().chain([Count::Start, Count::Inside]) {
                let sum: u64 = each.iter().map(|one| one.count(id, count)).sum();
                prop_assert_eq!(all.funnel.count(id, count), sum, "{}", count);
            }
        }
        let sum: u64 = each.iter().map(|one| one.whole(Whole::Won)).sum();
        prop_assert_eq!(all.funnel.whole(Whole::Won), sum);
        for unit in ["north", "south"] {
            balances(&answer(&view, &query, unit, time).funnel)?;
        }
    }

    #[test]
    fn no_order_of_entries_matters(lines in some_lines(), from in 0..LAST) {
        let turned: Vec<String> = lines.iter().rev().cloned().collect();
        let (one, other) = (engine("then", &lines), engine("then", &turned));
        let mut live = engine("then", &[]);
        for line in &lines {
            live.record_jsonl(line.as_bytes(), None);
            let _ = live.view(day(LAST));
        }
        let query = FunnelQuery { amount: Some("amount".to_owned()), probability: Some("odds".to_owned()), ..FunnelQuery::new("deal") };
        for who in ["company", "north", "cy"] {
            let told = |engine: &Engine| json::funnel(&answer(&engine.view(day(LAST)), &query, who, span(from, LAST)), true);
            prop_assert_eq!(told(&one), told(&other));
            prop_assert_eq!(told(&one), told(&live));
        }
    }
}
