//! Folds over records: a second, naive way to the same numbers, and what must hold between them.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may stop at the first surprise"
)]

use std::collections::BTreeMap;
use std::fmt::Write;

use attain::calendar::Span;
use attain::engine::{Engine, View};
use attain::plan::Plan;
use attain::quantity::{Fraction, Precision};
use chrono::{Days, NaiveDate};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

const PEOPLE: usize = 4;
const UNITS: [&str; 4] = ["company", "u0", "u1", "u2"];
const STAGES: [&str; 4] = ["a", "b", "won", "lost"];

const PLAN: &str = r#"{ "attain": 1, "name": "Records", "currency": "EUR", "org": { "trees": { "sales": ["company", "area", "team"] } },
    "records": { "deal": { "whose": "rep", "pipeline": "p", "fields": { "rep": "person", "amount": "money", "due": "date" } } },
    "pipelines": { "p": { "stages": [ { "id": "a", "kind": "open" }, { "id": "b", "kind": "open" }, { "id": "won", "kind": "won" }, { "id": "lost", "kind": "lost" } ] } },
    "kpis": {
        "stock":   { "formula": "sum(deal.amount where status = \"open\")" },
        "all":     { "formula": "count(deal)" },
        "opened":  { "formula": "count(deal on opened_on)" },
        "won":     { "formula": "sum(deal.amount where stage = \"won\" on closed_on)" },
        "into_b":  { "formula": "count(deal on entered_on(\"b\"))" },
        "due":     { "formula": "sum(deal.amount where status = \"open\" on due)" },
        "days_b":  { "formula": "sum(deal.time_in(\"b\"))" },
        "in_a":    { "formula": "count(deal where stage = \"a\" on opened_on)" },
        "in_b":    { "formula": "count(deal where stage = \"b\" on opened_on)" },
        "in_won":  { "formula": "count(deal where stage = \"won\" on opened_on)" },
        "in_lost": { "formula": "count(deal where stage = \"lost\" on opened_on)" } } }"#;

/// What the naive way knows; the cohort's stages follow from it.
const KPIS: [&str; 8] = ["stock", "all", "opened", "won", "into_b", "due", "days_b", "in_won"];

/// A day, counted from 1 January 2025.
type Day = u64;

#[derive(Clone, Debug)]
enum Change {
    Rep(usize),
    Amount(i64),
    Due(Option<Day>),
    Stage(usize),
}

#[derive(Clone, Debug)]
struct Deal {
    opened: Day,
    rep: usize,
    amount: i64,
    stage: usize,
    /// By so many days after it was opened.
    changes: BTreeMap<Day, Change>,
}

/// A person's units: from the first day on, and from another day on, where it may be none.
#[derive(Clone, Debug)]
struct Member {
    first: usize,
    moves: (Day, Option<usize>),
}

#[derive(Clone, Debug)]
struct Story {
    members: Vec<Member>,
    /// On this day u2 moves from u0 to u1.
    reorganised: Day,
    deals: Vec<Deal>,
}

/// A deal as it is at the end of a day.
struct State {
    rep: usize,
    amount: i64,
    due: Option<Day>,
    entered: Vec<(Day, usize)>,
}

impl Deal {
    fn on(&self, day: Day) -> Option<State> {
        let mut state =
            State { rep: self.rep, amount: self.amount, due: None, entered: vec![(self.opened, self.stage)] };
        for (after, change) in &self.changes {
            let on = self.opened + after;
            if on > day {
                break;
            }
            match change {
                Change::Rep(rep) => state.rep = *rep,
                Change::Amount(amount) => state.amount = *amount,
                Change::Due(due) => state.due = *due,
                Change::Stage(stage) if state.stage() != *stage => state.entered.push((on, *stage)),
                Change::Stage(_) => {}
            }
        }
        (day >= self.opened).then_some(state)
    }
}

impl State {
    fn stage(&self) -> usize {
        self.entered.last().unwrap().1
    }

    fn is_open(&self) -> bool {
        self.stage() < 2
    }

    fn closed(&self) -> Option<Day> {
        (!self.is_open()).then(|| self.entered.last().unwrap().0)
    }

    fn days_in(&self, stage: usize, end: Day) -> i64 {
        let ends = self.entered.iter().skip(1).map(|(on, _)| *on).chain([end]);
        let stays = self.entered.iter().zip(ends).filter(|((_, of), _)| *of == stage);
        stays.map(|((from, _), to)| i64::try_from(to - from).unwrap()).sum()
    }
}

impl Story {
    /// A person's unit and what stands above it on a day.
    fn path(&self, who: usize, day: Day) -> Vec<usize> {
        let member = &self.members[who];
        let unit = if day < member.moves.0 { Some(member.first) } else { member.moves.1 };
        match unit {
            None => vec![],
            Some(0) => vec![0],
            Some(3) => vec![3, if day < self.reorganised { 1 } else { 2 }, 0],
            Some(unit) => vec![unit, 0],
        }
    }

    /// What a KPI is for a person, or for a unit, from the sight of a day: every deal is replayed.
    fn naive(&self, kpi: &str, (person, unit): (Option<usize>, usize), from: Day, to: Day, as_of: Day) -> i64 {
        let (end, mut total) = ((to - 1).min(as_of), 0);
        for deal in &self.deals {
            let Some(state) = deal.on(end) else { continue };
            let (on, value) = match kpi {
                "stock" => (None, if state.is_open() { state.amount } else { 0 }),
                "all" => (None, 1),
                "opened" => (Some(Some(deal.opened)), 1),
                "won" => (Some(state.closed()), if state.stage() == 2 { state.amount } else { 0 }),
                "into_b" => (Some(state.entered.iter().find(|(_, stage)| *stage == 1).map(|(on, _)| *on)), 1),
                "due" => (Some(state.due), if state.is_open() { state.amount } else { 0 }),
                "days_b" => (None, state.days_in(1, end)),
                _ => (Some(Some(deal.opened)), i64::from(state.stage() == 2)),
            };
            let stay = match on {
                None => end,
                Some(Some(day)) if (from..to).contains(&day) => day.min(end),
                Some(_) => continue,
            };
            let owner = deal.on(stay.max(deal.opened)).unwrap().rep;
            let path = self.path(owner, stay);
            let credited = person.map_or_else(|| path.contains(&unit), |person| person == owner && !path.is_empty());
            total += if credited { value } else { 0 };
        }
        total
    }

    fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for (unit, under, on) in
            [(0, None, 0), (1, Some(0), 0), (2, Some(0), 0), (3, Some(1), 0), (3, Some(2), self.reorganised)]
        {
            let under = under.map_or(String::new(), |under: usize| format!(r#","under":"{}""#, UNITS[under]));
            let name = UNITS[unit];
            lines.push(format!(r#"{{"kind":"unit","id":"{name} {on}","on":"{}","unit":"{name}"{under}}}"#, day(on)));
        }
        for (who, member) in self.members.iter().enumerate() {
            for (on, unit) in [(0, Some(member.first)), (member.moves.0, member.moves.1)] {
                let unit = unit.map_or("null".to_owned(), |unit| format!("\"{}\"", UNITS[unit]));
                lines.push(format!(
                    r#"{{"kind":"membership","id":"m{who} {on}","on":"{}","who":"p{who}","unit":{unit}}}"#,
                    day(on)
                ));
            }
        }
        for (number, deal) in self.deals.iter().enumerate() {
            deal_lines(number, deal, &mut lines);
        }
        lines
    }

    fn engine(lines: &[String]) -> Engine {
        let mut engine = Engine::new(Plan::from_json(PLAN.as_bytes()).unwrap());
        let refused: Vec<String> = lines
            .iter()
            .flat_map(|line| engine.record_jsonl(line.as_bytes(), None))
            .map(|admission| format!("{admission:?}"))
            .filter(|admission| admission.starts_with("Refused"))
            .collect();
        assert!(refused.is_empty(), "{refused:?}");
        engine
    }
}

fn deal_lines(number: usize, deal: &Deal, lines: &mut Vec<String>) {
    let (on, stage) = (day(deal.opened), STAGES[deal.stage]);
    lines.push(format!(
        r#"{{"kind":"deal","id":"d{number}","on":"{on}","rep":"p{}","amount":"{}","stage":"{stage}"}}"#,
        deal.rep, deal.amount
    ));
    for (after, change) in &deal.changes {
        let mut line =
            format!(r#"{{"kind":"deal","id":"d{number} {after}","of":"d{number}","on":"{}""#, day(deal.opened + after));
        let _ = match change {
            Change::Rep(rep) => write!(line, r#","rep":"p{rep}"}}"#),
            Change::Amount(amount) => write!(line, r#","amount":"{amount}"}}"#),
            Change::Due(Some(due)) => write!(line, r#","due":"{}"}}"#, day(*due)),
            Change::Due(None) => write!(line, r#","due":null}}"#),
            Change::Stage(stage) => write!(line, r#","stage":"{}"}}"#, STAGES[*stage]),
        };
        lines.push(line);
    }
}

fn day(day: Day) -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 1, 1).unwrap() + Days::new(day)
}

fn story() -> impl Strategy<Value = Story> {
    let change = prop_oneof![
        (0..PEOPLE).prop_map(Change::Rep),
        (1..100_i64).prop_map(Change::Amount),
        proptest::option::of(0..150_u64).prop_map(Change::Due),
        (0..STAGES.len()).prop_map(Change::Stage),
        (0..STAGES.len()).prop_map(Change::Stage),
    ];
    let deal = (0..100_u64, 0..PEOPLE, 1..100_i64, 0..STAGES.len(), btree_map(1..60_u64, change, 0..6));
    let deal = deal.prop_map(|(opened, rep, amount, stage, changes)| Deal { opened, rep, amount, stage, changes });
    let member = (0..UNITS.len(), 1..120_u64, proptest::option::weighted(0.9, 0..UNITS.len()));
    let member = member.prop_map(|(first, on, unit)| Member { first, moves: (on, unit) });
    (vec(member, PEOPLE), 1..120_u64, vec(deal, 0..9)).prop_map(|(members, reorganised, deals)| Story {
        members,
        reorganised,
        deals,
    })
}

fn asked(view: &View, kpi: &str, who: &str, from: Day, to: Day) -> Fraction {
    let whose = view.person(who).or_else(|_| view.unit(who)).unwrap();
    let span = Span::new(day(from), day(to)).unwrap();
    view.value(kpi, whose, span).unwrap().unwrap().amount().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_deal_replayed_gives_the_same(story in story(), from in 0..150_u64, days in 1..90_u64, as_of in 0..150_u64) {
        let view = Story::engine(&story.lines()).view(day(as_of));
        let to = from + days;
        let people = (0..PEOPLE).map(|who| (format!("p{who}"), (Some(who), 0)));
        let units = UNITS.iter().enumerate().map(|(unit, name)| ((*name).to_owned(), (None, unit)));
        for (name, whose) in people.chain(units) {
            if view.person(&name).is_err() && view.unit(&name).is_err() {
                continue;
            }
            for kpi in KPIS {
                let naive = Fraction::whole(story.naive(kpi, whose, from, to, as_of));
                prop_assert_eq!(asked(&view, kpi, &name, from, to), naive, "{} of {}", kpi, name);
            }
        }
    }

    #[test]
    fn the_company_has_what_its_people_have(story in story(), from in 0..120_u64, days in 1..60_u64) {
        let view = Story::engine(&story.lines()).view(day(150));
        let to = from + days;
        let sum = |who: &[&str], kpi: &str| {
            let each = who.iter().map(|who| asked(&view, kpi, who, from, to));
            each.fold(Fraction::ZERO, |sum, one| sum.plus(one, Precision::default()).unwrap())
        };
        for kpi in KPIS {
            prop_assert_eq!(sum(&["p0", "p1", "p2", "p3"], kpi), sum(&["company"], kpi), "{}", kpi);
        }
        let cohort: Vec<Fraction> = ["in_a", "in_b", "in_won", "in_lost"].map(|kpi| sum(&["company"], kpi)).to_vec();
        let all = cohort.into_iter().fold(Fraction::ZERO, |sum, one| sum.plus(one, Precision::default()).unwrap());
        prop_assert_eq!(all, sum(&["company"], "opened"), "the stages of a cohort are the cohort");
    }

    #[test]
    fn entries_may_come_in_any_order(
        (story, lines) in story().prop_flat_map(|story| {
            let lines = Just(story.lines()).prop_shuffle();
            (Just(story), lines)
        }),
        from in 0..120_u64,
        days in 1..60_u64,
    ) {
        let views = [story.lines(), lines].map(|lines| Story::engine(&lines).view(day(130)));
        for who in ["p0", "p1", "p2", "p3", "company", "u0", "u1", "u2"] {
            for kpi in KPIS {
                let [one, other] = [&views[0], &views[1]].map(|view| asked(view, kpi, who, from, from + days));
                prop_assert_eq!(one, other, "{} of {}", kpi, who);
            }
        }
    }
}
