//! What the moves of six deals tell, reckoned by hand.

#![cfg(feature = "json")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod common;

use attain::engine::{Engine, FunnelAnswer, FunnelQuery, View};
use attain::funnel::{Bottleneck, By, Conversion, Count, Counted, Funnel, Whole, WinRate};
use attain::pipeline::{Skipped, StageId};
use attain::quantity::Why;
use attain::report::{self, json};
use attain::trace::Language;

use common::{amount, engine, figure, member, record, units, view, when, whose};

/// Stages with Chinese names; `HEAD` and `MORE` stand for what a test says besides.
const PLAN: &str = r#"{ "attain": 1, "name": "Funnel", "currency": "CNY", HEAD
    "org": { "trees": { "sales": ["company", "team"] }, "leads": "role = \"manager\"", "may_see": "actor = subject or leads(actor, subject)" },
    "records": { "deal": { "whose": "owner", "pipeline": "直销", "fields": { "owner": "person", "amount": "money",
        "odds": "ratio", "why_lost": "text", "due": "date" } } },
    "pipelines": { "直销": { MORE "stages": [
        { "id": "线索", "kind": "open", "probability": "10%" }, { "id": "方案", "kind": "open", "probability": "40%" },
        { "id": "报价", "kind": "open", "probability": "60%" }, { "id": "赢单", "kind": "won" },
        { "id": "丢单", "kind": "lost" }, { "id": "无效", "kind": "invalid" } ] } },
    "kpis": { "passed": { "formula": "count(deal where passed(\"方案\"))" },
              "reached": { "formula": "count(deal where reached(\"方案\"))" } } }"#;

const DEALS: &str = r#"
{"kind":"deal","id":"d1","on":"2025-02-20","owner":"ann","amount":"1000"}
{"kind":"move","id":"d1a","on":"2025-03-05","of":"d1","to":"方案"}
{"kind":"move","id":"d1b","on":"2025-03-10","of":"d1","to":"线索"}
{"kind":"move","id":"d1c","on":"2025-03-12","of":"d1","to":"方案"}
{"kind":"move","id":"d1d","on":"2025-03-20","of":"d1","to":"报价"}
{"kind":"move","id":"d1e","on":"2025-04-10","of":"d1","to":"赢单"}
{"kind":"deal","id":"d2","on":"2025-03-03","owner":"ann","amount":"2000"}
{"kind":"move","id":"d2a","on":"2025-03-08","of":"d2","to":"报价"}
{"kind":"move","id":"d2b","on":"2025-03-28","of":"d2","to":"赢单"}
{"kind":"deal","id":"d3","on":"2025-03-04","owner":"bob","amount":"500"}
{"kind":"deal","id":"d3a","on":"2025-03-10","of":"d3","stage":"丢单","why_lost":"价格"}
{"kind":"move","id":"d3b","on":"2025-03-15","of":"d3","to":"线索"}
{"kind":"deal","id":"d3c","on":"2025-03-25","of":"d3","stage":"丢单","why_lost":"时机","why":"they called"}
{"kind":"deal","id":"d4","on":"2025-03-06","owner":"bob","amount":"300","due":"2025-03-20"}
{"kind":"move","id":"d4a","on":"2025-03-07","of":"d4","to":"方案"}
{"kind":"move","id":"d4b","on":"2025-03-07","of":"d4","to":"报价"}
{"kind":"deal","id":"d5","on":"2025-02-10","owner":"bob","amount":"800"}
{"kind":"move","id":"d5a","on":"2025-03-02","of":"d5","to":"方案"}
{"kind":"deal","id":"d5b","on":"2025-03-16","of":"d5","owner":"cy"}
{"kind":"move","id":"d5c","on":"2025-03-18","of":"d5","to":"报价"}
{"kind":"deal","id":"d5d","on":"2025-03-19","of":"d5","odds":"90%"}
{"kind":"deal","id":"d6","on":"2025-03-20","owner":"cy","amount":"700"}
{"kind":"move","id":"d6a","on":"2025-03-21","of":"d6","to":"无效"}"#;

fn people(plan: &str) -> Engine {
    let mut engine = engine(plan);
    units(&mut engine, &[("company", ""), ("north", "company"), ("south", "company")]);
    member(&mut engine, "mia", "2025-01-01", "north", r#""role":"manager""#);
    for (who, unit) in [("ann", "north"), ("bob", "north"), ("cy", "south")] {
        member(&mut engine, who, "2025-01-01", unit, "");
    }
    engine
}

fn plan(head: &str, more: &str) -> String {
    PLAN.replace("HEAD", head).replace("MORE", more)
}

fn world() -> Engine {
    let mut engine = people(&plan("", ""));
    record(&mut engine, DEALS.trim());
    engine
}

fn query() -> FunnelQuery {
    let field = |name: &str| Some(name.to_owned());
    FunnelQuery {
        amount: field("amount"),
        probability: field("odds"),
        reason: field("why_lost"),
        due: field("due"),
        old: Some(30),
        ..FunnelQuery::new("deal")
    }
}

fn cohort() -> FunnelQuery {
    FunnelQuery { by: Some(By::Cohort), ..query() }
}

fn asked(view: &View, query: &FunnelQuery, who: &str, time: &str) -> FunnelAnswer {
    let whose = Some(whose(view, who)).filter(|_| who != "everybody");
    view.funnel(query, whose, when(view, time)).unwrap()
}

fn stage(funnel: &Funnel, id: &str) -> StageId {
    funnel.stages().find(id).unwrap()
}

/// What is not zero of a stage: `start 2, entered 6`.
fn counts(funnel: &Funnel, id: &str) -> String {
    let stage = stage(funnel, id);
    let all = Count::ALL.iter().map(|count| (count.word(), funnel.count(stage, *count)));
    let all: Vec<String> = all.filter(|(_, count)| *count > 0).map(|(word, count)| format!("{word} {count}")).collect();
    all.join(", ")
}

fn wholes(funnel: &Funnel) -> String {
    let all = Whole::ALL.iter().map(|whole| format!("{} {}", whole.word(), funnel.whole(*whole)));
    all.collect::<Vec<String>>().join(", ")
}

fn conversions(funnel: &Funnel, id: &str) -> Vec<String> {
    let stage = stage(funnel, id);
    Conversion::ALL.iter().map(|conversion| amount(funnel.conversion(stage, *conversion))).collect()
}

fn behind(answer: &FunnelAnswer, counted: Counted) -> String {
    let behind = answer.records(counted);
    let mut all: Vec<String> = Vec::new();
    for record in behind.records {
        let who = record.who.map(|who| who.to_string()).unwrap_or_default();
        all.push(format!("{} {} {who}", record.record, record.on));
    }
    if behind.hidden > 0 {
        all.push(format!("{} hidden", behind.hidden));
    }
    all.join("; ")
}

#[test]
fn a_month_tells_what_happened_in_it() {
    let view = view(&world(), "2025-04-30");
    let answer = asked(&view, &query(), "company", "2025-03");
    let funnel = &answer.funnel;
    let expected = [
        (
            "线索",
            "start 2, entered 6, opened 4, inflow 5, revisited 2, reached 4, forward 5, outflow 4, lost 2, invalid 1, been 6",
        ),
        ("方案", "entered 4, inflow 3, revisited 1, reached 4, skipped 1, forward 3, outflow 3, back 1, been 3"),
        ("报价", "entered 4, inflow 4, reached 4, forward 1, outflow 1, inside 3, been 4"),
        ("赢单", "entered 1, inflow 1, reached 1, inside 1, been 1"),
        ("丢单", "entered 2, inflow 1, revisited 1, reached 1, back 1, inside 1, been 1"),
        ("无效", "entered 1, inflow 1, reached 1, inside 1, been 1"),
    ];
    for (id, expected) in expected {
        assert_eq!(counts(funnel, id), expected, "{id}");
    }
    let whole = "all 5, opened 4, open 3, won 1, lost 1, invalid 1, overdue 1, old 2, first_won 1";
    assert_eq!(wholes(funnel), whole, "d4 is overdue, d1 and d5 are older than 30 days");
    assert_eq!(behind(&answer, Counted::Of(Whole::Old)), "d1 2025-03-31 ann; d5 2025-03-31 cy");
}

#[test]
fn each_definition_of_a_rate_gives_its_own() {
    let view = view(&world(), "2025-04-30");
    let passed = asked(&view, &query(), "company", "2025-03").funnel;
    assert_eq!(conversions(&passed, "线索"), ["5/6", "0.8", "1", "0.625"]);
    assert_eq!(conversions(&passed, "方案"), ["0.75", "1", "1", "0.75"]);
    assert_eq!(conversions(&passed, "报价"), ["0.25", "0.25", "0.25", "1"]);
    let absent = FunnelQuery { skipped: Some(Skipped::Absent), ..query() };
    let absent = asked(&view, &absent, "company", "2025-03").funnel;
    assert_eq!(conversions(&absent, "线索"), ["5/6", "0.8", "0.75", "0.625"], "d2 never was in the next stage");
    assert_eq!(amount(passed.loss_rate(stage(&passed, "线索"))), "1/3");
    let rates: Vec<String> = WinRate::ALL.iter().map(|rate| amount(passed.win_rate(*rate))).collect();
    assert_eq!(rates, ["0.5", "0.2", "0.2"], "1 of 2, 1 of 5, 1 of 1 + 1 + 1 + 2");
    let bare = asked(&view, &FunnelQuery::new("deal"), "company", "2025-03").funnel;
    assert_eq!(bare.win_rate(WinRate::OfOverdue), Err(Why::Missing("old".into())));
    assert_eq!(amount(bare.conversion(stage(&bare, "赢单"), Conversion::OfReached)), "undefined: nothing is defined");
}

#[test]
fn time_is_that_of_all_visits() {
    let view = view(&world(), "2025-04-30");
    let funnel = asked(&view, &query(), "company", "2025-03").funnel;
    let told = |id: &str| {
        let stage = stage(&funnel, id);
        let means = [funnel.mean_time(stage), funnel.mean_stay(stage), funnel.median_stay(stage)];
        (funnel.time(stage), funnel.stays(stage).to_vec(), means.map(amount))
    };
    let lead = (30, vec![1, 1, 2, 5, 6, 10, 13, 20], ["5", "7.25", "5.5"].map(str::to_owned));
    assert_eq!(told("线索"), lead, "30 days of 6 deals; 8 visits that ended");
    let plan = (29, vec![0, 5, 8, 16], ["29/3", "7.25", "6.5"].map(str::to_owned));
    assert_eq!(told("方案"), plan, "one was left on the day on which it was entered");
    assert_eq!((amount(funnel.mean_cycle()), amount(funnel.median_cycle())), ("25".to_owned(), "25".to_owned()));
    let since = FunnelQuery { since: Some("报价".to_owned()), ..query() };
    let since = asked(&view, &since, "company", "2025-03").funnel;
    assert_eq!(amount(since.mean_cycle()), "20", "d2 was offered on the 8th and won on the 28th");
    let since = FunnelQuery { since: Some("方案".to_owned()), ..query() };
    let since = asked(&view, &since, "company", "2025-03").funnel;
    assert_eq!((since.mean_cycle(), since.unbegun()), (Err(Why::NoFacts), 1), "d2 skipped that stage");
}

#[test]
fn value_waits_and_dies() {
    let view = view(&world(), "2025-04-30");
    let funnel = asked(&view, &query(), "company", "2025-03").funnel;
    let precision = funnel.asked().precision;
    assert_eq!(amount(funnel.all_waiting().sum(precision)), "2100");
    assert_eq!(amount(funnel.all_weighted(None)), "1500", "1000 × 60 % + 300 × 60 % + 800 × 90 %, its own");
    assert_eq!(amount(funnel.died(stage(&funnel, "线索")).sum(precision)), "50", "500 × 10 %");
    let found = |by| funnel.bottleneck(by).map(|(found, held)| (funnel.stages()[found].id().to_string(), held));
    assert_eq!(found(Bottleneck::Both).unwrap().0, "报价");
    assert_eq!(found(Bottleneck::Dies).map(|(id, held)| format!("{id} {held}")), Ok("线索 50".to_owned()));
    assert_eq!(amount(funnel.velocity(WinRate::OfClosed)), "160", "4 × 50 % × 2000 ÷ 25");
    let reasons: Vec<String> = funnel
        .reasons()
        .iter()
        .map(|reason| {
            let worth = amount(reason.worth.sum(precision));
            format!("{} {} {worth}", reason.value.as_ref().unwrap(), reason.count)
        })
        .collect();
    assert_eq!(reasons, ["时机 1 500"], "as it stands at the end");
    let why = FunnelQuery { reason: Some("why".to_owned()), ..query() };
    let why = asked(&view, &why, "company", "2025-03").funnel;
    assert_eq!(why.reasons()[0].value.as_ref().unwrap().to_string(), "they called", "what the entry says");
    let without = asked(&view, &FunnelQuery::new("deal"), "company", "2025-03").funnel;
    assert_eq!((without.all_waiting().lacking, without.bottleneck(Bottleneck::Both)), (3, Err(Why::NothingDefined)));
    assert_eq!(without.all_waiting().sum(precision), Err(Why::NothingDefined), "and not nothing");
}

#[test]
fn moves_are_of_who_owned_the_deal_then() {
    let view = view(&world(), "2025-04-30");
    let of = |who: &str| asked(&view, &query(), who, "2025-03");
    let (ann, bob, cy) = (of("ann"), of("bob"), of("cy"));
    let offer = |answer: &FunnelAnswer| counts(&answer.funnel, "方案");
    let lead = |answer: &FunnelAnswer| counts(&answer.funnel, "线索");
    assert_eq!(
        lead(&ann),
        "start 1, entered 2, opened 1, inflow 2, revisited 1, reached 1, forward 3, outflow 2, been 2"
    );
    assert_eq!(
        lead(&bob),
        "start 1, entered 3, opened 2, inflow 2, revisited 1, reached 2, forward 2, outflow 2, lost 2, been 3"
    );
    assert_eq!(offer(&bob), "entered 2, inflow 2, reached 2, forward 1, outflow 1, handed_on 1, been 2");
    assert_eq!(offer(&cy), "taken_over 1, forward 1, outflow 1, been 1");
    let handed = |funnel: &Funnel| funnel.count(stage(funnel, "方案"), Count::HandedOn);
    assert_eq!(handed(&of("north").funnel), 1, "from north to south");
    assert_eq!(handed(&of("company").funnel), 0, "it stays in the company");
    assert_eq!(bob.funnel.time(stage(&bob.funnel, "方案")), 14, "d5 from the 2nd to the 16th");
    assert_eq!(cy.funnel.time(stage(&cy.funnel, "方案")), 2, "d5 from the 16th to the 18th");
    assert_eq!(cy.funnel.stays(stage(&cy.funnel, "方案")), [16], "the whole visit is of who ended it");
    assert_eq!(
        behind(&of("company"), Counted::In(stage(&bob.funnel, "报价"), Count::Inside)),
        "d1 2025-03-31 ann; d4 2025-03-31 bob; d5 2025-03-31 cy"
    );
}

#[test]
fn a_cohort_goes_where_it_goes() {
    let view = view(&world(), "2025-04-30");
    let march = asked(&view, &cohort(), "company", "2025-03").funnel;
    assert_eq!(
        counts(&march, "线索"),
        "entered 5, opened 4, inflow 4, revisited 1, reached 4, forward 2, outflow 2, lost 2, invalid 1, been 4"
    );
    assert_eq!(wholes(&march), "all 3, opened 4, open 1, won 1, lost 1, invalid 1, overdue 1, old 0, first_won 1");
    let february = |who: &str| asked(&view, &cohort(), who, "2025-02").funnel;
    assert_eq!(
        wholes(&february("company")),
        "all 2, opened 2, open 1, won 1, lost 0, invalid 0, overdue 0, old 1, first_won 1"
    );
    assert_eq!(amount(february("ann").mean_cycle()), "49", "from 20 February to 10 April");
    assert_eq!(february("bob").whole(Whole::Open), 1, "it is his, who opened it");
    assert_eq!(february("cy").whole(Whole::All), 0);
    let offered = FunnelQuery { entered: Some("报价".to_owned()), ..cohort() };
    let offered = asked(&view, &offered, "company", "2025-03").funnel;
    assert_eq!(wholes(&offered), "all 4, opened 4, open 2, won 2, lost 0, invalid 0, overdue 1, old 1, first_won 2");
    assert_eq!(amount(offered.win_rate(WinRate::OfAll)), "0.5");
}

#[test]
fn what_lies_ahead_and_before_is_no_surprise() {
    let view = view(&world(), "2025-03-31");
    let april = asked(&view, &query(), "company", "2025-04").funnel;
    let offer = stage(&april, "报价");
    assert_eq!(
        (april.count(offer, Count::Start), april.count(offer, Count::Inside)),
        (3, 3),
        "nothing is known of April yet"
    );
    assert_eq!(april.conversion(offer, Conversion::OfEntered), Err(Why::NoFacts));
    let january = asked(&view, &query(), "company", "2025-01").funnel;
    assert_eq!(wholes(&january), "all 0, opened 0, open 0, won 0, lost 0, invalid 0, overdue 0, old 0, first_won 0");
    let half = asked(&view, &query(), "company", "2025-03-01 .. 2025-03-07").funnel;
    assert_eq!(counts(&half, "方案"), "entered 2, inflow 2, reached 2, inside 2, been 2");
}

#[test]
fn a_few_cases_tell_nothing() {
    let view = view(&world(), "2025-04-30");
    let query = FunnelQuery { at_least: Some(4), ..query() };
    let team = view.funnel_by_member(&query, whose(&view, "company"), when(&view, "2025-03")).unwrap();
    let names: Vec<&str> = team.members.iter().map(|answer| answer.who.as_ref().unwrap().as_str()).collect();
    assert_eq!(names, ["north", "south"]);
    let lead = stage(&team.whole.funnel, "线索");
    let beside = |place: usize| team.members[place].funnel.beside(&team.whole.funnel, lead, Conversion::OfEntered);
    let north = beside(0);
    assert_eq!(
        (amount(north.own), amount(north.all), amount(north.difference)),
        ("1".into(), "5/6".into(), "1/6".into())
    );
    let south = beside(1);
    let few = Err(Why::TooFew { have: 1, need: 4 });
    assert_eq!((south.own, south.difference), (few.clone(), few));
    let north = view.funnel_by_member(&query, whose(&view, "north"), when(&view, "2025-03")).unwrap();
    let names: Vec<&str> = north.members.iter().map(|answer| answer.who.as_ref().unwrap().as_str()).collect();
    assert_eq!(names, ["ann", "bob", "mia"]);
}

#[test]
fn who_may_not_see_somebody_sees_no_records_of_theirs() {
    let view = view(&world(), "2025-04-30");
    let mia = view.seen_by("mia").unwrap();
    let march = when(&view, "2025-03");
    let north = mia.funnel(&query(), Some(whose(&view, "north")), march).unwrap();
    let all = view.funnel(&query(), Some(whose(&view, "north")), march).unwrap();
    assert_eq!(north.funnel, all.funnel, "numbers are what they are");
    let offer = stage(&north.funnel, "方案");
    assert_eq!(behind(&north, Counted::In(offer, Count::HandedOn)), "1 hidden", "it is cy's from that day on");
    assert_eq!(behind(&all, Counted::In(offer, Count::HandedOn)), "d5 2025-03-16 cy");
    assert!(mia.funnel(&query(), Some(whose(&view, "south")), march).unwrap_err().is_hidden());
    assert!(mia.funnel(&query(), None, march).unwrap_err().is_hidden());
    assert!(mia.funnel_by_member(&query(), whose(&view, "company"), march).unwrap_err().is_hidden());
    let ann = view.seen_by("ann").unwrap();
    assert!(ann.funnel(&query(), Some(whose(&view, "ann")), march).is_ok());
}

#[test]
fn a_view_that_followed_the_log_tells_the_same() {
    let mut live = people(&plan("", ""));
    for line in DEALS.trim().lines() {
        record(&mut live, line);
        let _ = view(&live, "2025-04-30");
    }
    let (live, fresh) = (view(&live, "2025-04-30"), view(&world(), "2025-04-30"));
    for query in [query(), cohort()] {
        for who in ["company", "north", "bob"] {
            let told = |view: &View| json::funnel(&asked(view, &query, who, "2025-03"), true);
            assert_eq!(told(&live), told(&fresh));
        }
    }
}

#[test]
fn everybody_is_also_whom_nobody_owns() {
    let mut engine = world();
    record(&mut engine, r#"{"kind":"deal","id":"d7","on":"2025-03-30","amount":"1"}"#);
    let view = view(&engine, "2025-04-30");
    let march = when(&view, "2025-03");
    let all = view.funnel(&query(), None, march).unwrap();
    assert_eq!((all.funnel.whole(Whole::Opened), all.who.clone()), (5, None));
    assert_eq!(behind(&all, Counted::In(stage(&all.funnel, "线索"), Count::Inside)), "d7 2025-03-31 ");
    assert_eq!(asked(&view, &query(), "company", "2025-03").funnel.whole(Whole::Opened), 4);
}

#[test]
fn skipped_stages_are_passed_or_absent() {
    for (more, expected) in
        [("", ["5", "5"]), (r#""skipped": "passed","#, ["5", "5"]), (r#""skipped": "absent","#, ["3", "3"])]
    {
        let mut engine = people(&plan("", more));
        record(&mut engine, DEALS.trim());
        record(&mut engine, r#"{"kind":"deal","id":"d8","on":"2025-03-30","owner":"ann","stage":"报价"}"#);
        let view = view(&engine, "2025-04-30");
        let told = ["reached", "passed"].map(|kpi| figure(&view, kpi, "company", "2025-04"));
        assert_eq!(told, expected, "{more}: d1, d4 and d5 were in it; d2 and d8 skipped it");
    }
}

#[test]
fn weighted_values_are_rounded_once() {
    let head = r#""rules": { "rounding": { "to": "1", "mode": "half_up" } },"#;
    let mut engine = people(&plan(head, ""));
    for id in ["d1", "d2", "d3"] {
        record(
            &mut engine,
            &format!(r#"{{"kind":"deal","id":"{id}","on":"2025-03-01","owner":"ann","amount":"12285","odds":"70%"}}"#),
        );
    }
    let view = view(&engine, "2025-03-31");
    let answer = asked(&view, &query(), "ann", "2025-03");
    assert_eq!(amount(answer.funnel.all_weighted(None)), "25798.5", "8,599.5 each");
    assert_eq!(amount(answer.funnel.all_weighted(answer.rounding.as_ref())), "25799", "and not 3 × 8,600");
}

#[test]
fn a_probability_changes_for_all_or_for_what_comes() {
    let plan = |of: &str| {
        format!(
            r#"{{ "attain": 1, "name": "Dated", "currency": "CNY", "org": {{ "trees": {{ "sales": ["company"] }} }},
            "records": {{ "deal": {{ "whose": "owner", "pipeline": "p", "fields": {{ "owner": "person", "amount": "money", "odds": "ratio" }} }} }},
            "pipelines": {{ "p": {{ {of} "stages": [ {{ "id": "offer", "kind": "open",
                "probability": [ {{ "is": "50%" }}, {{ "from": "2026-01-01", "is": "60%" }} ] }}, {{ "id": "won", "kind": "won" }} ] }} }},
            "kpis": {{ "weighted": {{ "formula": "sum(deal.amount * coalesce(deal.odds, deal.stage.probability) where status = \"open\")" }} }} }}"#
        )
    };
    for (of, december, january) in
        [("", "50", "180"), (r#""probability": "live","#, "50", "180"), (r#""probability": "entered","#, "50", "170")]
    {
        let mut engine = engine(&plan(of));
        units(&mut engine, &[("company", "")]);
        member(&mut engine, "ann", "2025-01-01", "company", "");
        record(&mut engine, r#"{"kind":"deal","id":"old","on":"2025-12-20","owner":"ann","amount":"100"}"#);
        record(&mut engine, r#"{"kind":"deal","id":"new","on":"2026-01-10","owner":"ann","amount":"100"}"#);
        record(
            &mut engine,
            r#"{"kind":"deal","id":"own","on":"2026-01-10","owner":"ann","amount":"60","odds":"100%"}"#,
        );
        let view = view(&engine, "2026-01-31");
        let told = |time: &str| figure(&view, "weighted", "ann", time);
        assert_eq!((told("2025-12").as_str(), told("2026-01").as_str()), (december, january), "{of}");
        let query = FunnelQuery {
            amount: Some("amount".to_owned()),
            probability: Some("odds".to_owned()),
            ..FunnelQuery::new("deal")
        };
        for (time, expected) in [("2025-12", december), ("2026-01", january)] {
            let funnel = asked(&view, &query, "ann", time).funnel;
            assert_eq!(amount(funnel.all_weighted(None)), expected, "{of} {time}");
        }
    }
}

#[test]
fn names_that_are_none_are_said() {
    let view = view(&world(), "2025-04-30");
    let told = |query: FunnelQuery| view.funnel(&query, None, when(&view, "2025-03")).unwrap_err().to_string();
    let cases = [
        (
            FunnelQuery::new("deals"),
            "there is no kind of record that goes through a pipeline `deals`; did you mean `deal`?",
        ),
        (
            FunnelQuery { amount: Some("amout".to_owned()), ..query() },
            "there is no field `amout`; did you mean `amount`?",
        ),
        (FunnelQuery { due: Some("amount".to_owned()), ..query() }, "`amount` of `deal` is not a date"),
        (FunnelQuery { since: Some("报".to_owned()), ..query() }, "there is no stage `报`; did you mean `报价`?"),
        (
            FunnelQuery { entered: Some("报价".to_owned()), ..query() },
            "`entered` names the stage of a cohort: ask `by` cohort, or leave it out",
        ),
    ];
    for (query, expected) in cases {
        assert_eq!(told(query), expected);
    }
}

#[test]
fn it_reads_well() {
    let view = view(&world(), "2025-04-30");
    let answer = asked(&view, &query(), "company", "2025-03");
    let table = "\
阶段  期初  进入  转手  推进  退回  丢单  无效  停留  转化率  流失率  平均停留天数
线索     2     6           5     0     2     1     0  83.3 %  33.3 %           5.0
方案     0     4           3     1     0     0     0  75.0 %   0.0 %           9.7
报价     0     4           1     0     0     0     3  25.0 %   0.0 %          17.8
赢单     0     1           0     0     0     0     1
丢单     0     2           0     1     0     0     1
无效     0     1           0     0     0     0     1
";
    assert_eq!(report::funnel(&answer, Language::Chinese).to_string(), table);
    let south = asked(&view, &query(), "south", "2025-03");
    let told = report::funnel(&south, Language::English).to_string();
    assert!(told.contains("+1") && told.contains("no facts"), "{told}");
    let summary = report::funnel_summary(&answer, Language::English).to_string();
    for line in [
        "win rate: won ÷ (won + lost)                         50.0 %",
        "open, weighted                                     1,500.00",
        "most weighted value was lost                          50.00  线索",
    ] {
        assert!(summary.lines().any(|told| told == line), "{line}\n{summary}");
    }
    assert_eq!(
        report::lost_reasons(&answer, Language::Chinese).to_string(),
        "原因  丢单    金额\n时机     1  500.00\n"
    );
    let team = view.funnel_by_member(&query(), whose(&view, "company"), when(&view, "2025-03")).unwrap();
    let told = report::funnel_team(&team, Language::English).to_string();
    assert!(told.lines().any(|line| line.starts_with("north       5 100.0 % +16.7 pp")), "{told}");
}

#[test]
fn what_is_written_for_hosts_reads_back() {
    let view = view(&world(), "2025-04-30");
    let team = view.funnel_by_member(&query(), whose(&view, "company"), when(&view, "2025-03")).unwrap();
    let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    let json = read(&json::funnel_team(&team, true));
    let lead = &json["whole"]["stages"][0];
    assert_eq!((lead["stage"].as_str(), lead["counts"]["entered"].as_u64()), (Some("线索"), Some(6)));
    assert_eq!(lead["conversion"]["of_entered"]["exact"], "5/6");
    assert_eq!(lead["records"]["invalid"]["records"][0]["record"], "d6");
    assert_eq!(json["whole"]["bottleneck"]["dies"]["stage"], "线索");
    assert_eq!(json["members"][0]["beside"]["conversion"][0]["difference"]["exact"], "1/6");
    assert_eq!(json["members"][1]["win_rate"]["of_closed"]["undefined"], "no_facts");
    let bare = read(&json::funnel_team(&team, false));
    assert!(bare["whole"]["stages"][0]["records"].is_null());
}

#[test]
fn what_a_leaver_closed_stays_where_it_was_closed() {
    let mut engine = world();
    // Of bob, who closed d3 on 25 March and has d4 open; d5 is cy's by then.
    member(&mut engine, "bob", "2025-04-05", "", "");
    let view = view(&engine, "2025-05-31");
    let april = |who: &str| asked(&view, &query(), who, "2025-04").funnel;
    for who in ["bob", "north", "company"] {
        let funnel = april(who);
        let lost = stage(&funnel, "丢单");
        let told = [Count::Start, Count::HandedOn, Count::Inside].map(|count| funnel.count(lost, count));
        assert_eq!(told, [1, 0, 1], "{who}: d3 stays lost");
        let open = stage(&funnel, "报价");
        assert_eq!(funnel.count(open, Count::HandedOn), 1, "{who}: d4 is nobody's");
    }
    let may = asked(&view, &query(), "north", "2025-05").funnel;
    assert_eq!(may.count(stage(&may, "丢单"), Count::Inside), 1);
    assert_eq!(may.count(stage(&may, "报价"), Count::Start), 0);

    // Opened again, it is nobody's either; given to cy, it is the south's.
    record(&mut engine, r#"{"kind":"move","id":"d3x","on":"2025-04-20","of":"d3","to":"线索"}"#);
    let opened = common::view(&engine, "2025-05-31");
    let north = asked(&opened, &query(), "north", "2025-04").funnel;
    let (lost, lead) = (stage(&north, "丢单"), stage(&north, "线索"));
    assert_eq!((north.count(lost, Count::HandedOn), north.count(lost, Count::Inside)), (1, 0));
    assert_eq!(north.count(lead, Count::Entered), 0);
    record(&mut engine, r#"{"kind":"deal","id":"d3y","on":"2025-04-10","of":"d3","owner":"cy"}"#);
    let given = common::view(&engine, "2025-04-15");
    let south = asked(&given, &query(), "south", "2025-04").funnel;
    assert_eq!(south.count(stage(&south, "丢单"), Count::TakenOver), 1);
}

#[test]
fn an_amount_may_be_a_formula() {
    let view = view(&world(), "2025-04-30");
    let march = |amount: &str| {
        let query = FunnelQuery { amount: Some(amount.to_owned()), ..FunnelQuery::new("deal") };
        view.funnel(&query, Some(whose(&view, "company")), when(&view, "2025-03"))
    };
    let precision = view.plan().precision();
    let won = |text: &str| amount(march(text).unwrap().funnel.won().sum(precision));
    assert_eq!((won("amount").as_str(), won("amount * 2 + 1").as_str()), ("2000", "4001"));
    assert_eq!(won("if(amount > 1500, amount, 0)"), "2000");
    let error = |text: &str| march(text).unwrap_err().to_string();
    assert_eq!(error("amout"), "there is no field `amout`; did you mean `amount`?");
    assert_eq!(
        error("amount * * 2"),
        "the amount `amount * * 2` cannot be read: expected a value after `*`, found `*`"
    );
    assert_eq!(error("amount > 2"), "the amount `amount > 2` is not money or a number");
    assert_eq!(error("owner"), "`owner` of `deal` is not money or a number");
    assert_eq!(
        error("count(deal of owner)[all] at company"),
        "the amount `count(deal of owner)[all] at company` goes over other facts: it may ask for fields of the record alone"
    );
}

#[test]
fn parts_make_the_whole() {
    let view = view(&world(), "2025-04-30");
    let query = FunnelQuery { split: Some("why_lost".to_owned()), ..query() };
    let parts = view.funnel_by_field(&query, Some(whose(&view, "company")), when(&view, "2025-03")).unwrap();
    let values: Vec<Option<String>> =
        parts.parts.iter().map(|part| part.value.as_ref().map(ToString::to_string)).collect();
    assert_eq!(values, [None, Some("时机".to_owned())], "what it says at the end of the month");
    for (id, stage) in parts.whole.funnel.stages().iter() {
        for count in Count::ALL {
            let sum: u64 = parts.parts.iter().map(|part| part.answer.funnel.count(id, *count)).sum();
            assert_eq!(sum, parts.whole.funnel.count(id, *count), "{} {count}", stage.id());
        }
    }
    for whole in Whole::ALL {
        let sum: u64 = parts.parts.iter().map(|part| part.answer.funnel.whole(*whole)).sum();
        assert_eq!(sum, parts.whole.funnel.whole(*whole), "{whole}");
    }
    assert_eq!(parts.parts[1].answer.funnel.whole(Whole::Lost), 1);
    assert_eq!(
        report::funnel_parts(&parts, Language::Chinese).to_string(),
        "\
why_lost    线索                   方案                 报价                    赢率
合计           6  83.3 %              4 75.0 %             4 25.0 %           50.0 %
（未填写）     4 125.0 % +41.7 pp     4 75.0 % +0.0 pp     4 25.0 % +0.0 pp  100.0 % +50.0 pp
时机           2   0.0 % −83.3 pp     0      –             0      –            0.0 % −50.0 pp
"
    );
    assert!(json::funnel_parts(&parts, false).contains(r#""parts":[{"value":null,"kind":"deal""#));
    let none = view.funnel_by_field(&FunnelQuery::new("deal"), None, when(&view, "2025-03")).unwrap_err();
    assert_eq!(none.to_string(), "nothing says by which field the funnel is split: name one under `split`");
}
