//! One move a row: allowed, or every reason why not; see tables/transitions.txt.

#![cfg(feature = "json")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may stop at the first surprise"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use attain::calendar::FiscalCalendar;
use attain::diagnostic::{At, Problems};
use attain::document::{Named, Node, Read, from_json};
use attain::pipeline::{Actor, Answer, Deal, Fields, Pipeline, PipelineDefinition, Verdict};
use attain::quantity::{Fraction, Precision, Unit, Value};
use chrono::{NaiveDate, NaiveDateTime};

const ROWS: &str = include_str!("tables/transitions.txt");

fn pipelines() -> BTreeMap<String, Pipeline> {
    let text = include_str!("tables/transitions.json");
    let mut problems = Problems::new();
    let node = from_json(text.as_bytes(), 100_000).unwrap();
    let definitions = Named::<PipelineDefinition>::read(&node, At::root(), &mut problems);
    let fields = Fields::new([
        ("form", Unit::Text),
        ("x", Unit::Text),
        ("photo", Unit::Text),
        ("signed_offer", Unit::Text),
        ("lost_reason", Unit::Text),
        ("budget", Unit::Money),
        ("amount", Unit::Money),
        ("discount", Unit::Ratio),
        ("draft_on", Unit::Date),
        ("reviewed", Unit::YesNo),
        ("designer", Unit::Person),
    ]);
    let fields = fields.people([("desk", Unit::Text)]);
    let mut all = BTreeMap::new();
    for (name, definition) in &definitions {
        let at = At::root();
        let pipeline =
            Pipeline::compile(definition, &fields, &FiscalCalendar::default(), at.field(name), &mut problems);
        all.insert(name.to_owned(), pipeline.unwrap_or_else(|| panic!("{problems}")));
    }
    assert!(problems.is_empty(), "{problems}");
    all
}

fn at(day: &str) -> NaiveDateTime {
    let day: NaiveDate = format!("2026-{day}").parse().unwrap_or_else(|_| panic!("{day}"));
    day.and_hms_opt(9, 0, 0).unwrap()
}

fn actor(name: &str) -> Actor {
    let actor = Actor::new(name).unwrap();
    let role = match name {
        "ann" | "bob" => "rep",
        "lea" | "leo" => "legal",
        "fay" => "finance",
        "mia" => "lead",
        "eve" => "admin",
        "zoe" => return actor.with("desk", "quality"),
        "zed" => return actor,
        _ => panic!("nobody is called {name}"),
    };
    actor.with("role", role)
}

fn value(text: &str, unit: Unit) -> Value {
    let number = |text: &str| text.parse::<Fraction>().unwrap();
    match unit {
        Unit::Money => Value::Money(number(text)),
        Unit::Ratio => {
            Value::Ratio(number(text.strip_suffix('%').unwrap()).over(Fraction::HUNDRED, Precision::MAX).unwrap())
        }
        Unit::Date => Value::Date(at(text).date()),
        Unit::YesNo => Value::YesNo(text == "yes"),
        Unit::Person => Value::Person(text.into()),
        _ => Value::Text(text.into()),
    }
}

fn unit(field: &str) -> Unit {
    match field {
        "budget" | "amount" => Unit::Money,
        "discount" => Unit::Ratio,
        "draft_on" => Unit::Date,
        "reviewed" => Unit::YesNo,
        "designer" => Unit::Person,
        _ => Unit::Text,
    }
}

/// A row, read.
struct Row<'r> {
    pipeline: &'r Pipeline,
    deal: Deal,
    to: &'r str,
    by: Actor,
    at: NaiveDateTime,
    why: Option<&'r str>,
    expected: &'r str,
}

fn read<'r>(row: &'r str, pipelines: &'r BTreeMap<String, Pipeline>) -> Row<'r> {
    read_as(row, pipelines, |_| Deal::new("ann").unwrap())
}

fn read_as<'r>(row: &'r str, pipelines: &'r BTreeMap<String, Pipeline>, new: impl Fn(&Pipeline) -> Deal) -> Row<'r> {
    let cells: Vec<&str> = row.split('|').map(str::trim).collect();
    let [name, journey, to, by, when, known, expected] = cells[..] else { panic!("{row}") };
    let pipeline = pipelines.get(name).unwrap_or_else(|| panic!("{row}"));
    let mut deal = new(pipeline);
    for stop in journey.split(',').map(str::trim).filter(|stop| !stop.is_empty()) {
        let (stage, day) = stop.split_once(' ').unwrap();
        deal = deal.entered(pipeline.stages().find(stage).unwrap_or_else(|| panic!("{row}")), at(day));
    }
    let mut why = None;
    for word in known.split(';').map(str::trim).filter(|word| !word.is_empty()) {
        if let Some(reason) = word.strip_prefix("why:") {
            why = Some(reason.trim());
        } else if let Some((field, text)) = word.split_once('=') {
            deal = deal.with(field, value(text, unit(field)));
        } else {
            let [role, who, day] = word.split(' ').collect::<Vec<_>>()[..] else { panic!("{row}") };
            let answer = match &role[..1] {
                "+" => Answer::Yes,
                "-" => Answer::No,
                "~" => Answer::Withdrawn,
                _ => panic!("{row}"),
            };
            deal = deal.answered(&role[1..], &actor(who), answer, at(day));
        }
    }
    Row { pipeline, deal, to, by: actor(by), at: at(when), why, expected }
}

fn verdict<'r>(row: &'r Row<'r>) -> Verdict<'r> {
    match row.why {
        Some(why) => row.pipeline.check_override(&row.deal, row.to, &row.by, row.at, why),
        None => row.pipeline.check(&row.deal, row.to, &row.by, row.at),
    }
}

fn told(verdict: &Verdict<'_>) -> String {
    let reasons = verdict.reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join(" & ");
    let mut told = match (verdict.is_allowed(), verdict.is_overridden) {
        (true, false) => "allowed".to_owned(),
        (true, true) => format!("overridden: {reasons}"),
        (false, _) => return reasons,
    };
    if !verdict.effects.is_empty() {
        let effects = Node::List(verdict.effects.to_vec());
        write!(told, " {}", serde_json::to_string(&effects).unwrap()).unwrap();
    }
    told
}

fn rows() -> Vec<&'static str> {
    ROWS.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

#[test]
fn each_move_is_allowed_or_has_every_reason_why_not() {
    let pipelines = pipelines();
    let (mut wrong, mut seen) = (String::new(), BTreeSet::new());
    for row in rows() {
        let question = &row[..row.rfind('|').unwrap()];
        assert!(seen.insert(question.split_whitespace().collect::<String>()), "twice: {row}");
        let read = read(row, &pipelines);
        let found = told(&verdict(&read));
        if found != read.expected {
            writeln!(wrong, "{row}\n  {found}").unwrap();
        }
        let stage = read.pipeline.stages().find(read.to).filter(|_| read.why.is_none());
        if let Some(stage) = stage {
            let open = read.pipeline.open(&read.deal, &read.by, read.at).contains(&stage);
            assert_eq!(open, found.starts_with("allowed"), "what is open is what is allowed: {row}");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(seen.len() >= 120, "{}", seen.len());
}

#[test]
fn a_yes_or_no_is_what_the_verdict_says_whether_a_deal_knows_its_fields_or_not() {
    let pipelines = pipelines();
    let (mut yes, mut no) = (0, 0);
    for row in rows() {
        let knows = read_as(row, &pipelines, |pipeline| pipeline.deal("ann").unwrap());
        let of_another = read_as(row, &pipelines, |_| pipelines["votes"].deal("ann").unwrap());
        for read in [read(row, &pipelines), knows, of_another] {
            let open = read.pipeline.open(&read.deal, &read.by, read.at);
            for (stage, _) in read.pipeline.stages().iter() {
                let allows = read.pipeline.allows(&read.deal, stage, &read.by, read.at);
                let verdict = read.pipeline.check_stage(&read.deal, stage, &read.by, read.at);
                assert_eq!((allows, verdict.is_allowed()), (open.contains(&stage), open.contains(&stage)), "{row}");
                (yes, no) = (yes + usize::from(allows), no + usize::from(!allows));
            }
        }
    }
    assert!(yes > 300 && no > 300, "{yes} {no}");
}

#[test]
fn a_field_that_is_emptied_again_is_missing() {
    let text = br#"{ "mode": "enforce", "who": "yes",
        "stages": [ { "id": "a", "kind": "open" }, { "id": "b", "kind": "open", "requires": ["form"] }, { "id": "c", "kind": "won" } ],
        "moves": { "skip": false, "back": false, "lost_from": "none", "reopen": false },
        "edges": [ { "from": "a", "to": "c", "requires": ["form", "amount"] } ] }"#;
    let mut problems = Problems::new();
    let definition = PipelineDefinition::read(&from_json(text, 10_000).unwrap(), At::root(), &mut problems);
    let fields = Fields::new([("amount", Unit::Money), ("form", Unit::Text)]);
    let pipeline = Pipeline::compile(&definition, &fields, &FiscalCalendar::default(), At::root(), &mut problems);
    let pipeline = pipeline.unwrap_or_else(|| panic!("{problems}"));
    let stage = |id: &str| pipeline.stages().find(id).unwrap();
    let (bob, day) = (actor("bob"), at("03-03"));
    let deal = pipeline.deal("ann").unwrap().entered(stage("a"), day);
    for (deal, to_b, to_c) in [
        (deal.clone(), false, false),
        (deal.clone().with("form", "R-17"), true, false),
        (deal.clone().with("form", "R-17").with("amount", rust_decimal::Decimal::ZERO), true, true),
        (deal.clone().with("form", "R-17").with("form", " "), false, false),
        (deal.clone().with("form", "").with("form", "R-17").with("other", ""), true, false),
    ] {
        for (to, expected) in [("b", to_b), ("c", to_c)] {
            assert_eq!(pipeline.allows(&deal, stage(to), &bob, day), expected, "{to} {deal:?}");
            assert_eq!(pipeline.check(&deal, to, &bob, day).is_allowed(), expected, "{to} {deal:?}");
            let earlier = day - chrono::TimeDelta::seconds(1);
            assert!(!pipeline.allows(&deal, stage(to), &bob, earlier), "it came there later");
        }
    }
}

#[test]
fn every_reason_every_edge_and_every_override_occurs() {
    let pipelines = pipelines();
    let (mut codes, mut edges, mut overridden) = (BTreeSet::new(), BTreeSet::new(), 0);
    for row in rows() {
        let read = read(row, &pipelines);
        let verdict = verdict(&read);
        codes.extend(verdict.reasons.iter().map(attain::pipeline::Reason::code));
        overridden += usize::from(verdict.is_overridden);
        if let (Some(from), Some(to), true) = (verdict.from, verdict.to, verdict.reasons.is_empty()) {
            let name = row.split('|').next().unwrap().trim();
            for (place, edge) in read.pipeline.gate().edges().iter().enumerate() {
                let leads = edge.to == to && edge.from.as_ref().is_none_or(|stages| stages.contains(&from));
                edges.extend(leads.then_some((name, place)));
            }
        }
    }
    let all = [
        "approval",
        "approval_early",
        "approval_expired",
        "approval_refused",
        "approval_twice",
        "approvals",
        "back",
        "closed",
        "earlier",
        "missing",
        "no_override",
        "no_reason",
        "no_start",
        "no_way",
        "required",
        "same_stage",
        "skips",
        "task",
        "too_early",
        "unknown_stage",
        "when",
        "who",
    ];
    assert_eq!(codes.into_iter().collect::<Vec<_>>(), all);
    let expected: usize = pipelines.values().map(|pipeline| pipeline.gate().edges().len()).sum();
    assert_eq!(edges.len(), expected, "each edge lets somebody pass");
    assert!(overridden >= 5);
}
