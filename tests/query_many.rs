//! Ten thousand people: a question about everybody does not walk everybody for each of them.
#![cfg(feature = "json")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stdout,
    reason = "a test may stop at the first surprise, and this one tells how long it took"
)]

mod common;

use std::fmt::Write;
use std::time::{Duration, Instant};

use attain::engine::query::{Drill, Nodes, Query};
use attain::engine::{Engine, View};
use attain::log::Admission;
use attain::ranking::Order;
use attain::trace::Limits;

use common::{engine, told, when, whose};

const PLAN: &str = r#"{
    "attain": 1, "name": "Many", "currency": "EUR",
    "rules": { "missing": "skip", "ties": "average", "percentile": "linear", "rounding": { "to": "0.01", "mode": "half_up", "odd": "first" } },
    "org": { "trees": { "sales": ["company", "region", "team"] }, "leads": "role = \"lead\"", "peers": "subject.role",
             "may_see": "actor = subject or leads(actor, subject) or manager(subject) = actor" },
    "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money", "product": "text", "customer": "text" } } },
    "records": { "deal": { "whose": "rep", "fields": { "rep": "person", "amount": "money", "product": "text" } } },
    "kpis": {
        "pipeline": { "formula": "sum(deal.amount)" },
        "pipeline_per_head": { "formula": "avg(pipeline over people)" },
        "revenue": { "formula": "sum(order.amount)" },
        "orders": { "formula": "count(order)" },
        "customers": { "formula": "distinct(order.customer)" },
        "growth": { "formula": "revenue / revenue[prior] - 100%" },
        "against": { "formula": "revenue / median(revenue over peers)" },
        "per_head": { "formula": "avg(revenue over people)" } },
    "targets": { "revenue": { "grain": "month", "unit_is": "members", "transfer": "days" } },
    "incentives": { "pay": { "grain": "month", "components": [ { "id": "all", "each": "period", "base": "revenue", "pay": "3% * base" } ] } },
    "rankings": { "best": { "by": "revenue" } }
}"#;

const PEOPLE: usize = 10_000;
const TEAMS: usize = 500;

/// Person n belongs to team n mod 500, sells ten times, n + 1 and more each, and has a deal; the first of each team leads it.
fn company() -> Engine {
    let mut lines = String::new();
    let mut unit = |unit: &str, under: &str| {
        let under = if under.is_empty() { String::new() } else { format!(r#","under":"{under}""#) };
        writeln!(lines, r#"{{"kind":"unit","id":"u {unit}","on":"2025-01-01","unit":"{unit}"{under}}}"#).unwrap();
    };
    unit("all", "");
    (0..50).for_each(|region| unit(&format!("region {region:02}"), "all"));
    (0..TEAMS).for_each(|team| unit(&format!("team {team:03}"), &format!("region {:02}", team % 50)));
    for n in 0..PEOPLE {
        let (who, team, role) = (format!("p{n:05}"), n % TEAMS, if n < TEAMS { "lead" } else { "rep" });
        writeln!(lines, r#"{{"kind":"membership","id":"m{n}","on":"2025-01-01","who":"{who}","unit":"team {team:03}","role":"{role}"}}"#).unwrap();
        let period = r#""of":"revenue","period":"2025-03""#;
        writeln!(
            lines,
            r#"{{"kind":"target","id":"t{n}","on":"2025-03-01","who":"{who}",{period},"amount":"{}"}}"#,
            n + 100
        )
        .unwrap();
        let deal = format!(r#""rep":"{who}","amount":"{}","product":"product {}""#, n + 1, n % 7);
        writeln!(lines, r#"{{"kind":"deal","id":"d{n}","on":"2025-02-01",{deal}}}"#).unwrap();
        for sale in 0..10 {
            let (day, month) = (1 + (n + sale) % 28, 2 + sale % 2);
            let fields = format!(
                r#""amount":"{}","product":"product {}","customer":"c{}""#,
                n + 1 + sale,
                sale % 7,
                (n + sale) % 99
            );
            writeln!(
                lines,
                r#"{{"kind":"order","id":"o{n}/{sale}","on":"2025-{month:02}-{day:02}","rep":"{who}",{fields}}}"#
            )
            .unwrap();
        }
    }
    let mut engine = engine(PLAN);
    let admissions = engine.record_jsonl(lines.as_bytes(), None);
    assert!(admissions.iter().all(|admission| *admission == Admission::Counted));
    engine
}

fn timed<T>(what: &str, ask: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let answer = ask();
    let took = start.elapsed();
    println!("{what}: {} ms", took.as_millis());
    // A hundred times what it takes: whatever walks everybody for everybody takes longer.
    assert!(took < Duration::from_secs(20), "{what} took {took:?}");
    answer
}

#[test]
fn questions_about_ten_thousand_people_take_no_walk_for_each() {
    let engine = company();
    let view: View = timed("view", || engine.view(attain::calendar::parse_day("2025-03-31").unwrap()));
    let march = when(&view, "2025-03");
    let figures = ["revenue", "orders", "customers", "growth", "against"];
    let query = Query::new(figures).of(Nodes::People).during(march);
    let table = timed("five KPIs of 10,000 people", || view.table(&query).unwrap());
    // p00009 sells 11, 13, 15, 17 and 19 in March.
    let row: Vec<String> = table.rows[9].cells.iter().take(3).map(|cell| told(cell.clone())).collect();
    assert_eq!((table.total, table.rows[9].who.as_str(), row.join(" ").as_str()), (PEOPLE, "p00009", "75 5 5"));

    let more = ["target(revenue)", "attainment(revenue)", "pay.pay", "rank.best", "manager(subject)"];
    let query = Query::new(more).of(Nodes::People).during(march).sort("attainment(revenue)", Order::HighestFirst);
    let best = timed("targets, pay, ranks and managers of all, sorted", || view.table(&query).unwrap());
    assert_eq!(best.rows[0].who.as_str(), "p09999");
    let figures = ["revenue", "per_head", "pay.pay", "attainment(revenue)"];
    let query = Query::new(figures).of(Nodes::units()).during(march);
    let units = timed("551 units", || view.table(&query).unwrap());
    assert_eq!((units.total, units.rows[0].who.as_str()), (551, "all"));
    let query = Query::new(["revenue", "customers"]).of(Nodes::keys(["all"])).during(march).by("order.product");
    let products = timed("the company by product", || view.table(&query).unwrap());
    assert_eq!(products.total, 5);
    let query = Query::new(["revenue"]).of(Nodes::People).during(march).by("order.customer");
    assert_eq!(timed("everybody by customer", || view.table(&query).unwrap()).total, 50_000);

    let lead = view.seen_by("p00003").unwrap();
    let query = Query::new(["revenue"]).of(Nodes::People).during(march);
    let seen = timed("everybody as a team leader sees them", || lead.table(&query).unwrap());
    assert_eq!((seen.total, seen.hidden), (20, PEOPLE - 20));
    let drill = Drill::new("per_head", whose(&view, "all"), march).limit(10);
    assert_eq!(timed("the entries behind the mean", || view.entries(&drill).unwrap())[0].all, 50_000);
    // What stands at the end of a time is looked at anew for each time, and for everybody at once.
    let query = Query::new(["pipeline"]).of(Nodes::People).during(march).by("deal.product");
    let deals = timed("everybody's deals by product", || view.table(&query).unwrap());
    assert_eq!((deals.total, told(deals.rows[9].cells[0].clone()).as_str()), (PEOPLE, "10"));
    let drill = Drill::new("pipeline_per_head", whose(&view, "all"), march).limit(10);
    assert_eq!(timed("the deals behind the mean", || view.entries(&drill).unwrap())[0].all, PEOPLE);
    let limits = Limits::default().entries(10).parts(100);
    let trace =
        timed("an explanation of pay", || view.explain_within("pay.pay", whose(&view, "all"), march, limits).unwrap());
    assert!(trace.more_parts > 9_900);
}
