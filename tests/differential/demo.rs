//! The demo company: all figures of its review, for all nodes and periods.

use std::collections::BTreeMap;
use std::path::PathBuf;

use attain::calendar::parse_day;
use attain::plan::Plan;
use chrono::NaiveDate;

use crate::compare::{Asked, check};
use crate::naive::{Naive, Time};
use crate::support::story::{MoveSaid, Sale, Story, TargetSaid, Under, UnitSaid};

type Row = BTreeMap<String, String>;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/data/demo")
}

fn rows(file: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(folder().join(file)).unwrap();
    reader.deserialize().collect::<Result<Vec<Row>, _>>().unwrap()
}

fn date(text: &str) -> NaiveDate {
    parse_day(text).unwrap()
}

/// The files as a story.
fn story() -> Story {
    let (people, quotas, lines) = (rows("people.csv"), rows("quotas.csv"), rows("order_lines.csv"));
    let is_head = |who: &str| people.iter().any(|row| row["employee"] == who && row["manager"].is_empty());
    let reports_to_head = |who: &str| people.iter().any(|row| row["employee"] == who && is_head(&row["manager"]));
    let has_reports = |who: &str| people.iter().any(|row| row["manager"] == who);
    let leads = |who: &str| is_head(who) || reports_to_head(who) || has_reports(who);
    let unit = |leader: &str| if is_head(leader) { "company".to_owned() } else { format!("team:{leader}") };
    let mut story = Story::default();
    for (index, row) in people.iter().enumerate() {
        let (who, manager, on) = (&row["employee"], &row["manager"], date(&row["hired_on"]));
        if leads(who) {
            let under = if manager.is_empty() { Under::Top } else { Under::Unit(unit(manager)) };
            let (id, tree) = (format!("unit/{index}"), "sales".to_owned());
            story.units.push(UnitSaid { id, on: date("2000-01-01"), tree, unit: unit(who), under });
        }
        let role = if is_head(who) {
            "head"
        } else if leads(who) {
            "manager"
        } else {
            "rep"
        };
        let known = |column: &str| row.get(column).filter(|value| !value.is_empty()).cloned();
        story.moves.push(MoveSaid {
            id: format!("membership/{index:02}"),
            on,
            who: who.clone(),
            unit: Some(unit(if leads(who) { who } else { manager })),
            tree: None,
            until: known("left_on").map(|day| date(&day)),
            role: Some(role.to_owned()),
            commission_rate: known("commission_rate"),
            bonus: known("bonus"),
        });
    }
    story.targets = quotas.iter().map(quota).collect();
    story.sales = lines.iter().map(sale).collect();
    story
}

fn quota(row: &Row) -> TargetSaid {
    let (who, on) = (row["employee"].clone(), date(&row["starts_on"]));
    TargetSaid { id: format!("quota/{who}/{on}"), on, who, period: on, amount: row["quota"].clone() }
}

fn sale(row: &Row) -> Sale {
    Sale {
        id: format!("{}/{}", row["order"], row["line"]),
        on: date(&row["ordered_on"]),
        order: row["order"].clone(),
        reseller: row["reseller"].clone(),
        amount: row["amount"].clone(),
        cost: row["cost"].clone(),
        employee: Some(row["employee"].clone()),
        credits: Vec::new(),
    }
}

#[test]
fn the_demo_company_has_the_figures_that_straight_loops_give() {
    let plan = Plan::from_json(&std::fs::read(folder().join("plan.json")).unwrap()).unwrap();
    let lists = plan.definition().calendar.clone().unwrap().lists;
    let bounds: Vec<NaiveDate> = lists.get("quota_period").unwrap().iter().map(|day| date(day)).collect();
    let (first, end) = (bounds[0], bounds[bounds.len() - 1]);
    let story = story();
    let view = story.engine(&plan).view(end.pred_opt().unwrap());
    let naive = Naive::new(&story, &["sales"], bounds.clone(), end.pred_opt().unwrap());
    let mut asked = vec![Asked::period(&view, &format!("span {first}"), Time::days(first, end))];
    for (index, pair) in bounds.windows(2).enumerate() {
        let prior = index.checked_sub(1).map(|before| (bounds[before], bounds[index]));
        let time = Time { from: pair[0], to: pair[1], prior };
        asked.push(Asked::period(&view, &format!("quota_period {}", pair[0]), time));
    }
    let differences: Vec<String> = asked.into_iter().flat_map(|asked| check(&view, &naive, asked)).collect();
    assert!(differences.is_empty(), "{differences:#?}");
}
