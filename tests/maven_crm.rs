//! The opportunities of a seller of hardware, whose figures others published too; where `ATTAIN_DATA` names the folder that
//! has `maven_crm`.
#![cfg(feature = "json")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may stop at the first surprise, and says where it is skipped"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;

use attain::engine::{Engine, FunnelQuery, View};
use attain::funnel::{Bottleneck, By, Conversion, Count, Counted, Funnel, Whole, WinRate};
use attain::log::Admission;
use attain::quantity::{Fraction, Precision};

use common::{engine, figure, view, when, whose};

const PLAN: &str = r#"{ "attain": 1, "name": "Maven", "currency": "USD", "org": { "trees": { "sales": ["company", "region", "manager"] } },
    "rules": { "percentile": "linear" },
    "records": { "deal": { "whose": "agent", "pipeline": "b2b",
        "fields": { "agent": "person", "product": "text", "account": "text", "engaged_on": "date", "value": "money" } } },
    "pipelines": { "b2b": { "stages": [ { "id": "Prospecting", "kind": "open" }, { "id": "Engaging", "kind": "open" },
        { "id": "Won", "kind": "won" }, { "id": "Lost", "kind": "lost" } ] } },
    "kpis": {
        "won":       { "formula": "count(deal where stage = \"Won\" on closed_on)" },
        "lost":      { "formula": "count(deal where stage = \"Lost\" on closed_on)" },
        "open":      { "formula": "count(deal where status = \"open\")" },
        "win_rate":  { "formula": "won / (won + lost)" },
        "revenue":   { "formula": "sum(deal.value where stage = \"Won\" on closed_on)" },
        "cycle":     { "formula": "avg(deal.closed_on - deal.engaged_on where stage = \"Won\" on closed_on)" },
        "median":    { "formula": "median(deal.closed_on - deal.engaged_on where stage = \"Won\" on closed_on)" },
        "stale":     { "formula": "count(deal where status = \"open\" and engaged_on < 2017-08-15)" },
        "gtx_pro":   { "formula": "sum(deal.value where stage = \"Won\" and product = \"GTXPro\" on closed_on)" },
        "won_next":  { "formula": "sum(deal.value where stage = \"Won\" and stage_on(2017-06-30) = \"Engaging\" on closed_on)" } } }"#;

/// The fields of each row of a file without quotes, by the names in its first one.
fn rows(folder: &Path, name: &str) -> Vec<BTreeMap<String, String>> {
    let text = fs::read_to_string(folder.join(name)).unwrap();
    let mut lines = text.lines().map(|line| line.trim_start_matches('\u{feff}').split(','));
    let names: Vec<String> = lines.next().unwrap().map(str::to_owned).collect();
    lines.map(|line| names.iter().cloned().zip(line.map(str::to_owned)).collect()).collect()
}

fn entries(folder: &Path) -> String {
    let mut text = r#"{"kind":"unit","id":"company","on":"2016-01-01","unit":"company"}"#.to_owned();
    let teams = rows(folder, "sales_teams.csv");
    let mut units = BTreeSet::new();
    for team in &teams {
        let (region, manager) = (&team["regional_office"], &team["manager"]);
        units.insert((0, region.clone(), "company".to_owned()));
        units.insert((1, manager.clone(), region.clone()));
    }
    for (_, unit, under) in units {
        let _ = write!(
            text,
            "\n{{\"kind\":\"unit\",\"id\":\"unit {unit}\",\"on\":\"2016-01-01\",\"unit\":\"{unit}\",\"under\":\"{under}\"}}"
        );
    }
    for team in &teams {
        let (agent, manager) = (&team["sales_agent"], &team["manager"]);
        let _ = write!(
            text,
            "\n{{\"kind\":\"membership\",\"id\":\"member {agent}\",\"on\":\"2016-01-01\",\"who\":\"{agent}\",\"unit\":\"{manager}\"}}"
        );
    }
    for deal in rows(folder, "sales_pipeline.csv") {
        deal_lines(&deal, &mut text);
    }
    text
}

/// A deal opens when it is engaged, or else on the first day of all; then it is closed, where it was.
fn deal_lines(deal: &BTreeMap<String, String>, text: &mut String) {
    let (id, agent, product) = (&deal["opportunity_id"], &deal["sales_agent"], &deal["product"]);
    let (engaged, closed, stage) = (&deal["engage_date"], &deal["close_date"], &deal["deal_stage"]);
    let (on, first) = if engaged.is_empty() { ("2016-10-20", "Prospecting") } else { (engaged.as_str(), "Engaging") };
    let _ = write!(
        text,
        "\n{{\"kind\":\"deal\",\"id\":\"{id}\",\"on\":\"{on}\",\"agent\":\"{agent}\",\"product\":\"{product}\",\"stage\":\"{first}\""
    );
    if !engaged.is_empty() {
        let _ = write!(text, ",\"engaged_on\":\"{engaged}\"");
    }
    text.push('}');
    if !closed.is_empty() {
        let value = &deal["close_value"];
        let _ = write!(
            text,
            "\n{{\"kind\":\"deal\",\"id\":\"{id} closed\",\"of\":\"{id}\",\"on\":\"{closed}\",\"stage\":\"{stage}\",\"value\":\"{value}\"}}"
        );
    }
}

fn of_maven() -> Option<Engine> {
    let Some(data) = std::env::var_os("ATTAIN_DATA") else {
        println!("skipped: ATTAIN_DATA does not name the folder that has `maven_crm`");
        return None;
    };
    let mut engine = engine(PLAN);
    let text = entries(&Path::new(&data).join("maven_crm"));
    for (line, admission) in text.lines().zip(engine.record_jsonl(text.as_bytes(), None)) {
        assert_eq!(admission, Admission::Counted, "{line}");
    }
    Some(engine)
}

fn fraction(view: &View, kpi: &str, who: &str, time: &str) -> Fraction {
    view.value(kpi, whose(view, who), when(view, time)).unwrap().unwrap().amount().unwrap()
}

#[test]
fn published_figures_come_out_again() {
    let Some(engine) = of_maven() else { return };
    let view = view(&engine, "2017-12-31");
    let asked = |kpi: &str, who: &str, time: &str| figure(&view, kpi, who, time);
    assert_eq!(["won", "lost", "open"].map(|kpi| asked(kpi, "company", "2017")), ["4238", "2473", "2089"]);
    assert_eq!(Ok(fraction(&view, "win_rate", "company", "2017")), Fraction::new(4238, 6711).ok_or(()));
    assert_eq!(asked("revenue", "company", "2017"), "10005534");
    let quarters = ["2017-Q1", "2017-Q2", "2017-Q3", "2017-Q4"];
    assert_eq!(quarters.map(|quarter| asked("won", "company", quarter)), ["531", "1254", "1257", "1196"]);
    let revenue = quarters.map(|quarter| asked("revenue", "company", quarter));
    assert_eq!(revenue, ["1134672", "3086111", "2982255", "2802496"]);
    let tenths = fraction(&view, "cycle", "company", "2017").times(Fraction::whole(10), Precision::default()).unwrap();
    assert_eq!(tenths.to_whole(attain::quantity::RoundingMode::HalfUp), 518, "51.8 days");
    assert_eq!(asked("median", "company", "2017"), "57 days");
    assert_eq!(asked("stale", "company", "2017"), "1291");
    assert_eq!(asked("gtx_pro", "company", "2017"), "3510578");
}

#[test]
fn managers_and_regions_have_what_their_people_have() {
    let Some(engine) = of_maven() else { return };
    let view = view(&engine, "2017-12-31");
    let revenue = |who: &str| figure(&view, "revenue", who, "2017");
    let of = [
        ("Darcel Schlecht", "1153214"),
        ("Vicki Laflamme", "478396"),
        ("Melvin Marxen", "2251930"),
        ("Summer Sewald", "1964750"),
        ("Rocco Neubert", "1960545"),
        ("Celia Rouche", "1603897"),
        ("Cara Losch", "1130049"),
        ("Dustin Brinkmann", "1094363"),
        ("West", "3568647"),
        ("Central", "3346293"),
        ("East", "3090594"),
    ];
    for (who, expected) in of {
        assert_eq!(revenue(who), expected, "{who}");
    }
}

#[test]
fn the_pipeline_of_midsummer_is_that_of_its_day() {
    let Some(engine) = of_maven() else { return };
    let late = view(&engine, "2017-12-31");
    let midsummer = view(&engine, "2017-06-30");
    // 1,686 were engaged and open; 500 more were never engaged.
    for asked in [&late, &midsummer] {
        assert_eq!(figure(asked, "open", "company", "2017-06"), "2186");
    }
    assert_eq!(figure(&late, "won_next", "company", "2017-07-01 .. 2017-07-31"), "167600");
    assert_eq!(figure(&late, "won_next", "company", "2017-07-01 .. 2017-09-29"), "1421254");
}

fn funnel(view: &View, by: By, who: &str, time: &str) -> Funnel {
    let query = FunnelQuery { by: Some(by), amount: Some("value".to_owned()), ..FunnelQuery::new("deal") };
    view.funnel(&query, Some(whose(view, who)), when(view, time)).unwrap().funnel
}

/// A fraction with six decimals, half up.
fn six(outcome: attain::quantity::Outcome<Fraction>) -> String {
    outcome.unwrap().to_scale(6, attain::quantity::RoundingMode::HalfUp).unwrap().to_string()
}

#[test]
fn the_funnel_tells_what_was_published() {
    let Some(engine) = of_maven() else { return };
    let view = view(&engine, "2017-12-31");
    let year = funnel(&view, By::Activity, "company", "2016-10-01 .. 2018-01-01");
    let whole = [Whole::Opened, Whole::Won, Whole::Lost, Whole::Open].map(|whole| year.whole(whole));
    assert_eq!(whole, [8800, 4238, 2473, 2089]);
    assert_eq!(six(year.win_rate(WinRate::OfClosed)), "0.631501");
    assert_eq!(six(year.win_rate(WinRate::OfAll)), "0.481591", "4238 of 8800");
    assert_eq!((six(year.mean_cycle()).as_str(), six(year.median_cycle()).as_str()), ("51.781973", "57.000000"));
    let at = |id: &str| year.stages().find(id).unwrap();
    let counts =
        |id: &str| [Count::Entered, Count::Forward, Count::Lost, Count::Inside].map(|count| year.count(at(id), count));
    assert_eq!(counts("Prospecting"), [500, 0, 0, 500]);
    assert_eq!(counts("Engaging"), [8300, 4238, 2473, 1589]);
    assert_eq!(six(year.conversion(at("Engaging"), Conversion::OfEntered)), "0.510602", "4238 of 8300");
    assert_eq!(six(year.won().sum(Precision::default())), "10005534.000000");
    assert!(year.bottleneck(Bottleneck::Both).is_err(), "no stage has a probability");
    // All that ever happened is what became of all that ever opened.
    let cohort = funnel(&view, By::Cohort, "company", "2016-10-01 .. 2018-01-01");
    for (id, _) in year.stages().iter() {
        let told = |funnel: &Funnel| Count::ALL.iter().map(|count| funnel.count(id, *count)).collect::<Vec<u64>>();
        assert_eq!(told(&cohort), told(&year));
    }
}

#[test]
fn win_rates_by_month_and_people() {
    let Some(engine) = of_maven() else { return };
    let view = view(&engine, "2017-12-31");
    let expected = [
        "0.820711", "0.486348", "0.544099", "0.828393", "0.491228", "0.568153", "0.792126", "0.492933", "0.528646",
        "0.784946",
    ];
    for (month, expected) in (3..).zip(expected) {
        let funnel = funnel(&view, By::Activity, "company", &format!("2017-{month:02}"));
        assert_eq!(six(funnel.win_rate(WinRate::OfClosed)), expected, "{month}");
    }
    let query = FunnelQuery { at_least: Some(30), ..FunnelQuery::new("deal") };
    let team = view.funnel_by_member(&query, whose(&view, "company"), when(&view, "2017")).unwrap();
    let engaging = team.whole.funnel.stages().find("Engaging").unwrap();
    for count in [Count::Entered, Count::Forward, Count::Lost, Count::Inside] {
        let sum: u64 = team.members.iter().map(|member| member.funnel.count(engaging, count)).sum();
        assert_eq!(team.whole.funnel.count(engaging, count), sum, "{count}");
    }
    let won = team.whole.records(Counted::Of(Whole::Won));
    assert_eq!((won.records.len(), won.hidden), (4238, 0));
}
