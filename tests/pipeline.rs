//! Tables of pipelines: what an author may declare, and the way that something took.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

use attain::diagnostic::{At, Problems};
use attain::document::Named;
use attain::pipeline::{
    Entered, Journey, PipelineDefinition, Pipelines, STAGES_MAX, Skipped, StageDefinition, StageId, StageKind, Stages,
};
use attain::quantity::Ratio;
use chrono::NaiveDate;

fn stage(id: &str, kind: StageKind) -> StageDefinition {
    StageDefinition { id: id.to_owned(), kind, ..StageDefinition::default() }
}

/// Three open stages, two that are won, one lost, one invalid.
fn b2b() -> Vec<StageDefinition> {
    use StageKind::{Invalid, Lost, Open, Won};
    vec![
        stage("lead", Open),
        stage("demo", Open),
        stage("报价", Open),
        stage("lost", Lost),
        stage("won", Won),
        stage("renewed", Won),
        stage("junk", Invalid),
    ]
}

fn compiled(stages: Vec<StageDefinition>) -> Result<Stages, Vec<String>> {
    let mut problems = Problems::new();
    let stages = Stages::compile(
        &PipelineDefinition { stages, ..PipelineDefinition::default() },
        At::root().field("b2b"),
        &mut problems,
    );
    let told: Vec<String> = problems.iter().map(|problem| format!("{} {problem}", problem.code())).collect();
    assert_eq!(stages.is_some(), told.is_empty());
    stages.ok_or(told)
}

fn stages() -> Stages {
    compiled(b2b()).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A journey, written as `lead 2025-01-01, won 2025-02-01`.
fn entered(stages: &Stages, text: &str) -> Vec<Entered> {
    let steps = text.split(", ").filter(|step| !step.is_empty());
    let steps = steps.map(|step| step.split_once(' ').unwrap());
    steps.map(|(stage, on)| Entered { on: day(on), stage: stages.find(stage).unwrap() }).collect()
}

fn name(stages: &Stages, stage: Option<StageId>) -> &str {
    stage.and_then(|stage| stages.get(stage)).map_or("-", |stage| stage.id().as_str())
}

/// The stages for which something holds.
fn those(stages: &Stages, holds: impl Fn(StageId) -> bool) -> String {
    let held = stages.iter().filter(|(id, _)| holds(*id)).map(|(_, stage)| stage.id().to_string());
    held.collect::<Vec<String>>().join(" ")
}

#[test]
fn a_stage_is_what_its_author_says_whatever_its_name() {
    let mut written = b2b();
    written[0].probability = Some("10%".into());
    written[2].probability = Some("1/3".into());
    written[2].category = Some("commit".to_owned());
    let stages = compiled(written).unwrap();
    assert_eq!(stages.len(), 7);
    assert_eq!(stages[stages.first()].id().as_str(), "lead");
    let quote = &stages[stages.find("报价").unwrap()];
    assert_eq!(quote.probability(), Some("1/3".parse::<Ratio>().unwrap()));
    assert_eq!((quote.kind(), quote.category()), (StageKind::Open, Some("commit")));
    let junk = &stages[stages.find("junk").unwrap()];
    assert_eq!((junk.kind(), junk.probability(), junk.category()), (StageKind::Invalid, None, None));
    assert_eq!(stages.find("Lead"), None);
}

#[test]
fn stages_that_do_not_fit_together() {
    use StageKind::{Lost, Open, Won};
    let probability = |text: &str| {
        let probability = Some(text.into());
        StageDefinition { probability, ..stage("lead", Open) }
    };
    let table: Vec<(Vec<StageDefinition>, &[&str])> = vec![
        (
            vec![],
            &["pipeline.stages b2b.stages: a pipeline needs an open stage, in which a record opens\n  help: \
               write one first: `{ \"id\": \"new\", \"kind\": \"open\" }`"],
        ),
        (
            vec![stage("won", Won)],
            &["pipeline.stages b2b.stages: a pipeline needs an open stage, in which a record opens\n  help: \
               write one first: `{ \"id\": \"new\", \"kind\": \"open\" }`"],
        ),
        (
            vec![stage("a", Open), stage("lost", Lost), stage("b", Open), stage("won", Won), stage("c", Open)],
            &[
                "pipeline.stages b2b.stages.b: the open stage `b` stands behind `lost`, which closes a record\n  \
                 help: write the open stages first",
                "pipeline.stages b2b.stages.c: the open stage `c` stands behind `lost`, which closes a record\n  \
                 help: write the open stages first",
            ],
        ),
        (
            vec![stage("a", Open), stage("a", Won), stage(" b", Won), stage("", Won)],
            &[
                "name.duplicate b2b.stages[1]: two stages are called `a`\n  help: give each an `id` of its own",
                "name.invalid b2b.stages. b.id: ` b` has a control character, or white space at an end\n  help: \
                 write it like `b`",
                "name.invalid b2b.stages[3].id: a name cannot be empty\n  help: give it a name, such as `revenue`",
            ],
        ),
        (
            vec![probability("120%")],
            &["value.range b2b.stages.lead.probability: a probability of 120% cannot be\n  help: write 0% to 100%"],
        ),
        (
            vec![probability("-1%")],
            &["value.range b2b.stages.lead.probability: a probability of -1% cannot be\n  help: write 0% to 100%"],
        ),
        (
            vec![probability("half")],
            &["value.invalid b2b.stages.lead.probability: `half` is no percentage\n  help: write it like `\"60%\"`"],
        ),
    ];
    for (written, expected) in table {
        assert_eq!(compiled(written).unwrap_err(), expected);
    }
    let many = (0..=STAGES_MAX).map(|number| stage(&number.to_string(), Open)).collect();
    let told = compiled(many).unwrap_err();
    assert_eq!(
        told,
        ["value.range b2b.stages: a pipeline has at most 1000 stages, this one has 1001\n  help: write fewer"]
    );
}

#[test]
fn pipelines_by_name() {
    let definition = |stages| PipelineDefinition { stages, ..PipelineDefinition::default() };
    let all = Named::from([("b2b", definition(b2b())), ("b2c", definition(vec![])), ("渠道", definition(b2b()))]);
    let mut problems = Problems::new();
    let pipelines = Pipelines::compile(&all, At::root().field("pipelines"), &mut problems);
    assert_eq!(problems.len(), 1);
    assert_eq!(pipelines.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["b2b", "渠道"]);
    assert_eq!(pipelines.find("渠道").unwrap().len(), 7);
    assert!(pipelines.find("b2c").is_none());
    assert!(pipelines.is_broken("b2c") && !pipelines.is_broken("b2b"));
}

#[test]
fn what_was_reached_and_passed() {
    let stages = stages();
    let table = [
        ("", "", ""),
        ("lead 2025-01-01", "lead", ""),
        ("lead 2025-01-01, demo 2025-01-05", "lead demo", "lead"),
        // A stage that is skipped is passed, at the beginning too.
        ("lead 2025-01-01, won 2025-01-05", "lead demo 报价 won", "lead demo 报价"),
        ("报价 2025-01-01", "lead demo 报价", "lead demo"),
        // Who goes back was there nevertheless.
        ("lead 2025-01-01, 报价 2025-01-05, demo 2025-01-09", "lead demo 报价", "lead demo"),
        // Lost is no way forward, wherever it stands; nor is what never was a deal.
        ("lead 2025-01-01, demo 2025-01-03, lost 2025-01-05", "lead demo lost", "lead"),
        ("lead 2025-01-01, junk 2025-01-05", "lead junk", ""),
        // A stage that closes does not lead to another one.
        ("lead 2025-01-01, renewed 2025-01-05", "lead demo 报价 renewed", "lead demo 报价"),
    ];
    for (text, reached, passed) in table {
        let entered = entered(&stages, text);
        let journey = Journey::new(&stages, &entered);
        assert_eq!(those(&stages, |stage| journey.reached(stage)), reached, "{text}");
        assert_eq!(those(&stages, |stage| journey.passed(stage)), passed, "{text}");
    }
}

#[test]
fn how_long_and_how_often() {
    let stages = stages();
    let entered = entered(
        &stages,
        "lead 2024-02-01, demo 2024-02-20, lead 2024-03-01, lead 2024-03-05, won 2024-03-11, demo 2024-04-01",
    );
    let journey = Journey::new(&stages, &entered);
    let stage = |id: &str| stages.find(id).unwrap();
    let table = [
        // 19 days of February, then 10 of March: the entry of 5 March changes nothing.
        ("lead", "2024-05-01", 29, 2, Some("2024-02-01")),
        ("lead", "2024-03-06", 19 + 5, 2, Some("2024-02-01")),
        ("lead", "2024-02-20", 19, 2, Some("2024-02-01")),
        ("lead", "2024-02-02", 1, 2, Some("2024-02-01")),
        ("lead", "2024-02-01", 0, 2, Some("2024-02-01")),
        ("lead", "2020-01-01", 0, 2, Some("2024-02-01")),
        // From 20 February over the leap day, then all of April.
        ("demo", "2024-05-01", 10 + 30, 2, Some("2024-02-20")),
        ("won", "2024-05-01", 21, 1, Some("2024-03-11")),
        ("报价", "2024-05-01", 0, 0, None),
    ];
    for (id, upto, days, visits, first) in table {
        assert_eq!(journey.time_in(stage(id), day(upto)), days, "{id} up to {upto}");
        assert_eq!(journey.visits(stage(id)), visits, "{id}");
        assert_eq!(journey.entered_on(stage(id)), first.map(day), "{id}");
    }
    let history: Vec<String> = journey
        .history()
        .map(|visit| {
            let until = visit.until.map_or("now".to_owned(), |until| until.to_string());
            format!("{} {} {until}", name(&stages, Some(visit.stage)), visit.from)
        })
        .collect();
    assert_eq!(
        history,
        [
            "lead 2024-02-01 2024-02-20",
            "demo 2024-02-20 2024-03-01",
            "lead 2024-03-01 2024-03-11",
            "won 2024-03-11 2024-04-01",
            "demo 2024-04-01 now",
        ]
    );
}

#[test]
fn where_it_is_and_since_when_it_is_closed() {
    let stages = stages();
    let table = [
        ("", "2025-01-01", "-", None, None),
        ("lead 2025-01-02", "2025-01-01", "-", None, None),
        ("lead 2025-01-02", "2025-01-02", "lead", Some(StageKind::Open), None),
        ("lead 2025-01-02, won 2025-03-01", "2025-02-28", "lead", Some(StageKind::Open), None),
        ("lead 2025-01-02, won 2025-03-01", "2025-03-01", "won", Some(StageKind::Won), Some("2025-03-01")),
        // Several moves of one day: it is in the last of them when the day ends.
        (
            "lead 2025-01-02, demo 2025-01-02, lost 2025-01-02",
            "2025-01-02",
            "lost",
            Some(StageKind::Lost),
            Some("2025-01-02"),
        ),
        ("lead 2025-01-02, lost 2025-01-02, demo 2025-01-02", "2025-01-02", "demo", Some(StageKind::Open), None),
        // Reopened, and closed again; from one closed stage to another.
        ("lead 2025-01-02, won 2025-02-01, lead 2025-02-05", "2025-02-06", "lead", Some(StageKind::Open), None),
        (
            "lead 2025-01-02, won 2025-02-01, lead 2025-02-05, won 2025-02-09",
            "2025-03-01",
            "won",
            Some(StageKind::Won),
            Some("2025-02-09"),
        ),
        (
            "lead 2025-01-02, won 2025-02-01, won 2025-02-05",
            "2025-03-01",
            "won",
            Some(StageKind::Won),
            Some("2025-02-01"),
        ),
        (
            "lead 2025-01-02, lost 2025-02-01, junk 2025-02-05",
            "2025-03-01",
            "junk",
            Some(StageKind::Invalid),
            Some("2025-02-05"),
        ),
    ];
    for (text, on, stage, status, closed) in table {
        let entered = entered(&stages, text);
        let journey = Journey::new(&stages, &entered).upto(day(on));
        assert_eq!(name(&stages, journey.stage()), stage, "{text} on {on}");
        assert_eq!(journey.stage(), Journey::new(&stages, &entered).stage_on(day(on)));
        assert_eq!(journey.status(), status, "{text} on {on}");
        assert_eq!(journey.closed_on(), closed.map(day), "{text} on {on}");
    }
}

#[test]
fn moves_of_one_day_take_no_time_and_are_visits() {
    let stages = stages();
    let entered =
        entered(&stages, "lead 2025-01-02, demo 2025-01-02, 报价 2025-01-02, demo 2025-01-02, won 2025-01-05");
    let journey = Journey::new(&stages, &entered);
    let counted: Vec<(i64, usize)> = ["lead", "demo", "报价", "won"]
        .map(|id| stages.find(id).unwrap())
        .map(|stage| (journey.time_in(stage, day("2025-01-10")), journey.visits(stage)))
        .into();
    assert_eq!(counted, [(0, 1), (3, 2), (0, 1), (5, 1)]);
    assert_eq!(journey.entered_on(stages.find("demo").unwrap()), Some(day("2025-01-02")));
}

#[test]
fn a_probability_holds_from_a_day_on() {
    let dated = |written: &str| {
        let stage = format!(r#"{{ "id": "lead", "kind": "open", "probability": {written} }}"#);
        serde_json::from_str::<StageDefinition>(&stage).unwrap()
    };
    let stages = compiled(vec![dated(r#"[{ "is": "50%" }, { "from": "2026-01-01", "is": "60%" }]"#)]).unwrap();
    let lead = &stages[stages.first()];
    let on = |text: &str| lead.likely().on(day(text)).map(|ratio| ratio.to_string());
    let on = ["2025-12-31", "2026-01-01", "2030-01-01"].map(|day| on(day).unwrap());
    assert_eq!(on, ["1/2", "3/5", "3/5"].map(|ratio| ratio.parse::<Ratio>().unwrap().to_string()));
    assert_eq!(lead.probability(), Some("60%".parse().unwrap()), "the last");
    let later = compiled(vec![dated(r#"[{ "from": "2026-01-01", "is": "60%" }]"#)]).unwrap();
    assert_eq!(later[later.first()].likely().on(day("2025-12-31")), None, "nothing was said of that day");

    let table: [(&str, &[&str]); 3] = [
        (
            r#"[{ "is": "50%" }, { "is": "60%" }]"#,
            &[
                "value.invalid b2b.stages.lead.probability[1].from: only the first probability holds from the beginning\n  \
               help: say from which day on this one does: `\"from\": \"2026-01-01\"`",
            ],
        ),
        (
            r#"[{ "from": "2026-01-01", "is": "50%" }, { "from": "2026-01-01", "is": "160%" }, { "from": "2025-01-01", "is": "1%" }]"#,
            &[
                "value.range b2b.stages.lead.probability[1].is: a probability of 160% cannot be\n  help: write 0% to 100%",
                "value.range b2b.stages.lead.probability[2].from: `2025-01-01` does not come after the day before it in the \
                 list\n  help: write each day once, the earlier before the later",
            ],
        ),
        (
            r#"[{ "from": "tomorrow", "is": "half" }]"#,
            &[
                "value.invalid b2b.stages.lead.probability[0].from: `tomorrow` is not a day",
                "value.invalid b2b.stages.lead.probability[0].is: `half` is no percentage\n  help: write it like `\"60%\"`",
            ],
        ),
    ];
    for (written, expected) in table {
        let told = compiled(vec![dated(written)]).unwrap_err();
        assert_eq!(told.len(), expected.len(), "{told:#?}");
        for (told, expected) in told.iter().zip(expected) {
            assert_eq!(told.lines().next(), expected.lines().next());
            assert!(told.contains("\n  help: "), "{told}");
        }
    }
}

#[test]
fn stages_that_were_skipped_are_absent_where_it_is_said() {
    let definition = PipelineDefinition { stages: b2b(), skipped: Some(Skipped::Absent), ..Default::default() };
    let stages = Stages::compile(&definition, At::root(), &mut Problems::new()).unwrap();
    let table = [
        ("lead 2025-01-02, won 2025-02-01", "lead won", "lead"),
        ("报价 2025-01-02, demo 2025-02-01", "demo 报价", ""),
        ("demo 2025-01-02, 报价 2025-01-05, lead 2025-02-01", "lead demo 报价", "demo"),
        ("demo 2025-01-02, lead 2025-01-05, won 2025-02-01", "lead demo won", "lead demo"),
        ("lead 2025-01-02, lost 2025-02-01", "lead lost", ""),
    ];
    for (text, reached, passed) in table {
        let entered = entered(&stages, text);
        let journey = Journey::new(&stages, &entered);
        assert_eq!(those(&stages, |stage| journey.reached(stage)), reached, "{text}");
        assert_eq!(those(&stages, |stage| journey.passed(stage)), passed, "{text}");
    }
}
