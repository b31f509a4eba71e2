//! A million moves through a pipeline that was read at run time, beside a table of the same moves that somebody wrote as code.
//!
//! Before the benches it prints what a move costs by each, and how many times the table the pipeline costs: the least of some runs.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a bench may stop at the first surprise, and says what it found"
)]

use std::hint::black_box;
use std::time::Instant;

use attain::calendar::{FiscalCalendar, parse_day};
use attain::diagnostic::{At, Problems};
use attain::document::{Read, from_json};
use attain::pipeline::{Actor, Deal, Fields, Pipeline, PipelineDefinition, StageId};
use attain::quantity::Unit;
use chrono::{NaiveDateTime, NaiveTime};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rust_decimal::Decimal;

const MOVES: usize = 1_000_000;
const RUNS: usize = 15;

/// The stages as somebody writes them who needs no plan.
#[derive(Clone, Copy, Debug)]
enum Stage {
    Lead,
    Contact,
    Design,
    Quote,
    Contract,
    Production,
    Done,
    Lost,
}

const ALL: [(Stage, &str); 8] = [
    (Stage::Lead, "lead"),
    (Stage::Contact, "contact"),
    (Stage::Design, "design"),
    (Stage::Quote, "quote"),
    (Stage::Contract, "contract"),
    (Stage::Production, "production"),
    (Stage::Done, "done"),
    (Stage::Lost, "lost"),
];

/// Which moves there are: to the next stage, and to `lost`.
const fn leads(from: Stage, to: Stage) -> bool {
    match (from, to) {
        (Stage::Lead, Stage::Contact)
        | (Stage::Contact, Stage::Design)
        | (Stage::Design, Stage::Quote)
        | (Stage::Quote, Stage::Contract)
        | (Stage::Contract, Stage::Production)
        | (Stage::Production, Stage::Done) => true,
        (from, Stage::Lost) => !matches!(from, Stage::Done | Stage::Lost),
        _ => false,
    }
}

/// The same as a table that the compiler makes: no branch, and so none that is foreseen wrongly.
const TABLE: [[bool; 8]; 8] = {
    let mut table = [[false; 8]; 8];
    let (mut from, mut to) = (0, 0);
    while from < 8 {
        table[from][to] = leads(ALL[from].0, ALL[to].0);
        to += 1;
        if to == 8 {
            (from, to) = (from + 1, 0);
        }
    }
    table
};

fn leads_by_table(from: Stage, to: Stage) -> bool {
    TABLE[from as usize][to as usize]
}

/// The same moves, to `contract` only with an amount of so much and a form, by whoever owns the deal.
fn may(deal: &Written, to: Stage, actor: &str) -> bool {
    let is_asked = match to {
        Stage::Contract => {
            deal.amount > Decimal::ONE_HUNDRED && deal.form.as_deref().is_some_and(|form| !form.is_empty())
        }
        _ => true,
    };
    leads_by_table(deal.stage, to) && is_asked && deal.owner == actor
}

/// A deal as somebody writes it who needs no plan.
struct Written {
    stage: Stage,
    owner: String,
    amount: Decimal,
    form: Option<String>,
}

/// A pipeline of these stages; `contract` and `all` are what is asked there and everywhere.
fn pipeline(contract: &str, all: &str) -> Option<Pipeline> {
    let text = format!(
        r#"{{ "stages": [ {{ "id": "lead", "kind": "open" }}, {{ "id": "contact", "kind": "open" }}, {{ "id": "design", "kind": "open" }},
            {{ "id": "quote", "kind": "open" }}, {{ "id": "contract", "kind": "open"{contract} }}, {{ "id": "production", "kind": "open" }},
            {{ "id": "done", "kind": "won" }}, {{ "id": "lost", "kind": "lost" }} ],
            "mode": "enforce", "who": "{all}",
            "moves": {{ "skip": false, "back": false, "lost_from": "any", "reopen": false }} }}"#
    );
    let mut problems = Problems::new();
    let definition = PipelineDefinition::read(&from_json(text.as_bytes(), 1_000).ok()?, At::root(), &mut problems);
    let fields = Fields::new([("amount", Unit::Money), ("form", Unit::Text)]);
    Pipeline::compile(&definition, &fields, &FiscalCalendar::default(), At::root(), &mut problems)
}

/// A deal in each stage, as both have it, and who moves them.
struct Deals {
    read: Vec<Deal>,
    written: Vec<Written>,
    stages: Vec<StageId>,
    actor: Actor,
    at: NaiveDateTime,
}

fn deals(pipeline: &Pipeline) -> Option<Deals> {
    let at = parse_day("2026-03-02").ok()?.and_time(NaiveTime::MIN);
    let stages: Vec<StageId> = ALL.iter().filter_map(|(_, id)| pipeline.stages().find(id)).collect();
    let (mut read, mut written) = (Vec::new(), Vec::new());
    for ((stage, _), id) in ALL.iter().zip(&stages) {
        let amount = Decimal::from(500);
        let deal = Deal::new("ann").ok()?.with("amount", amount).with("form", "R-17").entered(*id, at);
        read.push(deal);
        written.push(Written { stage: *stage, owner: "ann".to_owned(), amount, form: Some("R-17".to_owned()) });
    }
    Some(Deals { read, written, stages, actor: Actor::new("ann").ok()?, at: at + chrono::TimeDelta::days(1) })
}

/// Moves, the same in each run: from a place among the stages to another one, of those that are wanted.
fn moves(is_wanted: impl Fn(usize, usize) -> bool) -> Vec<(usize, usize)> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut moves = Vec::with_capacity(MOVES);
    while moves.len() < MOVES {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let (from, to) = (usize::from(state.to_le_bytes()[0] & 7), usize::from(state.to_le_bytes()[3] & 7));
        if is_wanted(from, to) {
            moves.push((from, to));
        }
    }
    moves
}

fn by_pipeline(pipeline: &Pipeline, deals: &Deals, moves: &[(usize, usize)]) -> usize {
    let is_allowed = |(from, to): &(usize, usize)| {
        let verdict = pipeline.check_stage(&deals.read[*from], deals.stages[*to], &deals.actor, deals.at);
        black_box(verdict).is_allowed()
    };
    black_box(moves).iter().filter(|of| is_allowed(of)).count()
}

fn by_yes_or_no(pipeline: &Pipeline, deals: &Deals, moves: &[(usize, usize)]) -> usize {
    let is_allowed = |(from, to): &(usize, usize)| {
        black_box(pipeline.allows(&deals.read[*from], deals.stages[*to], &deals.actor, deals.at))
    };
    black_box(moves).iter().filter(|of| is_allowed(of)).count()
}

fn by_table(deals: &Deals, moves: &[(usize, usize)]) -> usize {
    let is_allowed = |(from, to): &(usize, usize)| black_box(leads_by_table(deals.written[*from].stage, ALL[*to].0));
    black_box(moves).iter().filter(|of| is_allowed(of)).count()
}

fn by_match(deals: &Deals, moves: &[(usize, usize)]) -> usize {
    let is_allowed = |(from, to): &(usize, usize)| black_box(leads(deals.written[*from].stage, ALL[*to].0));
    black_box(moves).iter().filter(|of| is_allowed(of)).count()
}

fn by_code(deals: &Deals, moves: &[(usize, usize)]) -> usize {
    let actor = deals.actor.key().as_str();
    let is_allowed = |(from, to): &(usize, usize)| black_box(may(&deals.written[*from], ALL[*to].0, actor));
    black_box(moves).iter().filter(|of| is_allowed(of)).count()
}

/// Picoseconds of a move, the least of some runs.
fn least(run: &dyn Fn() -> usize) -> u128 {
    let one = |_| {
        let begins = Instant::now();
        black_box(run());
        begins.elapsed().as_nanos() * 1_000 / MOVES as u128
    };
    (0..RUNS).map(one).min().unwrap_or_default()
}

fn compare(c: &mut Criterion, name: &str, read: &dyn Fn() -> usize, written: &dyn Fn() -> usize) {
    assert_eq!(read(), written(), "both allow the same moves");
    let (by_read, by_written) = (least(read), least(written));
    let ns = |ps: u128| format!("{}.{:02} ns", ps / 1_000, ps % 1_000 / 10);
    let times = by_read * 100 / by_written.max(1);
    let (read_ns, written_ns) = (ns(by_read), ns(by_written));
    println!(
        "{name}: {read_ns} a move by the pipeline, {written_ns} by code: {}.{:02} times",
        times / 100,
        times % 100
    );
    let mut group = c.benchmark_group(name);
    group.throughput(Throughput::Elements(MOVES as u64)).sample_size(10);
    group.bench_function("a pipeline that was read", |bench| bench.iter(read));
    group.bench_function("written as code", |bench| bench.iter(written));
    group.finish();
}

/// So many deals, each in a stage and with some of six fields, and moves of them that may be or not: as a table of edges and of
/// required fields that somebody wrote has them, and as a pipeline that was read.
struct Crowd {
    pipeline: Pipeline,
    actor: Actor,
    at: NaiveDateTime,
    stages: Vec<StageId>,
    read: Vec<Deal>,
    written: Vec<(u8, u32)>,
    wanted: Vec<(usize, usize)>,
}

const CROWD: usize = 50_000;
const NAMES: [&str; 6] = ["amount", "close_date", "contact", "competitor", "reason", "contract"];

/// By stage from which, a bit for each to which it leads; and the fields that a stage needs, a bit each.
const EDGES: [u8; 7] = [0b100_0010, 0b100_0100, 0b110_1010, 0b110_0100, 0b100_0010, 0, 0b001_0000];
const NEEDS: [u32; 7] = [0, 0b100, 0b101, 0b111, 0, 0b10_0111, 0b1_0000];
const CROWD_STAGES: [(&str, &str); 7] = [
    ("lead", "open"),
    ("qualified", "open"),
    ("proposal", "open"),
    ("negotiation", "open"),
    ("reopened", "open"),
    ("won", "won"),
    ("lost", "lost"),
];

impl Crowd {
    fn pipeline() -> Option<Pipeline> {
        let (mut stages, mut edges) = (Vec::new(), Vec::new());
        for (place, (id, kind)) in CROWD_STAGES.iter().enumerate() {
            let needs = NAMES.iter().enumerate().filter(|(bit, _)| NEEDS[place] >> bit & 1 == 1);
            let needs: Vec<String> = needs.map(|(_, name)| format!("\"{name}\"")).collect();
            stages.push(format!(r#"{{ "id": "{id}", "kind": "{kind}", "requires": [{}] }}"#, needs.join(",")));
            for (to, (other, _)) in CROWD_STAGES.iter().enumerate() {
                if EDGES[place] >> to & 1 == 1 {
                    edges.push(format!(r#"{{ "from": "{id}", "to": "{other}" }}"#));
                }
            }
        }
        let text = format!(
            r#"{{ "stages": [{}], "edges": [{}], "mode": "enforce", "who": "yes" }}"#,
            stages.join(","),
            edges.join(",")
        );
        let mut problems = Problems::new();
        let definition =
            PipelineDefinition::read(&from_json(text.as_bytes(), 100_000).ok()?, At::root(), &mut problems);
        let fields = Fields::new(NAMES.map(|name| (name, Unit::Text)));
        let read = Pipeline::compile(&definition, &fields, &FiscalCalendar::default(), At::root(), &mut problems);
        assert!(read.is_some(), "{problems}");
        read
    }

    fn new() -> Option<Crowd> {
        let pipeline = Crowd::pipeline()?;
        let at = parse_day("2026-03-02").ok()?.and_time(NaiveTime::MIN);
        let stages: Vec<StageId> = CROWD_STAGES.iter().filter_map(|(id, _)| pipeline.stages().find(id)).collect();
        let mut state = 5_u64;
        let mut random = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from((state >> 33) % below).unwrap_or_default()
        };
        let (mut read, mut written, mut wanted) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..CROWD {
            let (stage, filled) = (random(7), (random(64) | random(64)) & 63);
            let mut deal = pipeline.deal("ann").ok()?.entered(stages[stage], at);
            for (bit, name) in NAMES.iter().enumerate() {
                if filled >> bit & 1 == 1 {
                    deal = deal.with(name, "filled");
                }
            }
            read.push(deal);
            written.push((u8::try_from(stage).ok()?, u32::try_from(filled).ok()?));
        }
        for _ in 0..MOVES {
            wanted.push((random(CROWD as u64), random(7)));
        }
        let actor = Actor::new("ann").ok()?;
        Some(Crowd { pipeline, actor, at: at + chrono::TimeDelta::days(1), stages, read, written, wanted })
    }

    fn allows(&self) -> usize {
        let allows =
            |of: &&(usize, usize)| self.pipeline.allows(&self.read[of.0], self.stages[of.1], &self.actor, self.at);
        black_box(&self.wanted).iter().filter(allows).count()
    }

    fn by_table(&self) -> usize {
        let allows = |of: &&(usize, usize)| {
            let (stage, filled) = self.written[of.0];
            EDGES[usize::from(stage)] >> of.1 & 1 == 1 && filled & NEEDS[of.1] == NEEDS[of.1]
        };
        black_box(&self.wanted).iter().filter(allows).count()
    }
}

fn all(c: &mut Criterion) {
    let Some(crowd) = Crowd::new() else { panic!("the pipeline of the crowd is not read") };
    compare(c, "a million moves of 50,000 deals with required fields", &|| crowd.allows(), &|| crowd.by_table());
    let Some(free) = pipeline("", "yes") else { panic!("the free pipeline is not read") };
    let Some(asks) = pipeline(r#", "requires": ["amount > 100", "form"]"#, "owner") else {
        panic!("the pipeline with conditions is not read")
    };
    let Some((of_free, of_asks)) = deals(&free).zip(deals(&asks)) else { panic!("there are no deals") };
    let stage = |place: usize| ALL[place].0;
    let allowed = moves(|from, to| leads(stage(from), stage(to)));
    let any = moves(|_, _| true);
    compare(c, "a million free moves, beside a match", &|| by_pipeline(&free, &of_free, &allowed), &|| {
        by_match(&of_free, &allowed)
    });
    compare(c, "a million free moves, beside a table", &|| by_pipeline(&free, &of_free, &allowed), &|| {
        by_table(&of_free, &allowed)
    });
    compare(c, "a million moves, allowed or not, with every reason", &|| by_pipeline(&free, &of_free, &any), &|| {
        by_table(&of_free, &any)
    });
    compare(c, "a million moves, allowed or not", &|| by_yes_or_no(&free, &of_free, &any), &|| {
        by_table(&of_free, &any)
    });
    compare(c, "a million moves by the owner, with conditions", &|| by_yes_or_no(&asks, &of_asks, &allowed), &|| {
        by_code(&of_asks, &allowed)
    });
}

criterion_group!(benches, all);
criterion_main!(benches);
