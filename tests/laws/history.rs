//! What the history of a target says fits together, whatever was said in whatever order.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::format_push_string,
    reason = "a test may stop at the first surprise"
)]

use attain::engine::{Engine, TargetEvent, View};
use attain::measure::Whose;
use attain::plan::Plan;
use attain::quantity::Why;
use proptest::prelude::*;

const PLAN: &str = r#"{ "attain": 1, "name": "History", "currency": "EUR",
    "rules": { "rounding": { "to": "1", "mode": "half_up", "odd": "first" }, "missing": "zero" },
    "org": { "trees": { "sales": ["company", "team"] } },
    "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money" } } },
    "kpis": { "revenue": { "formula": "sum(order.amount)" } },
    "targets": { "revenue": { "grain": "quarter", "unit_is": "own", "transfer": "days", "on_change": "CHANGE",
        "split": [ { "over": "quarter", "by": "period.index" }, { "over": "members", "by": "1" } ] } } }"#;

const WHO: [&str; 6] = ["company", "north", "south", "ann", "bob", "cid"];
const PERIODS: [&str; 5] = ["2024", "2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"];

/// Something that is said of targets.
#[derive(Clone, Debug)]
struct Said {
    day: u32,
    what: usize,
    who: usize,
    period: usize,
    amount: u32,
    /// Which of those before it corrects, where it does.
    of: usize,
}

fn said() -> impl Strategy<Value = Said> {
    (1_u32..29, 0_usize..10, 0..WHO.len(), 0..PERIODS.len(), 0_u32..2000, any::<usize>())
        .prop_map(|(day, what, who, period, amount, of)| Said { day, what, who, period, amount, of })
}

fn line(index: usize, said: &Said) -> String {
    let (who, period) = (WHO[said.who], PERIODS[said.period]);
    let Said { day, amount, .. } = said;
    let head = format!(r#""id":"e{index}","on":"2024-{:02}-{day:02}""#, index % 12 + 1);
    let about = format!(r#""of":"revenue","period":"{period}""#);
    let of = if index == 0 { 0 } else { said.of % index };
    match said.what {
        0..=3 => format!(r#"{{"kind":"target",{head},{about},"who":"{who}","amount":"{amount}","by":"mia"}}"#),
        4 => format!(r#"{{"kind":"target",{head},{about},"who":"{who}","amount":"{amount}","pinned":true}}"#),
        5 => format!(r#"{{"kind":"adjust",{head},{about},"who":"{who}","add":"{amount}"}}"#),
        6 => format!(r#"{{"kind":"adjust",{head},{about},"who":"{who}","times":"{}"}}"#, amount % 3),
        7 => format!(r#"{{"kind":"close",{head},{about},"who":"{who}"}}"#),
        8 => format!(r#"{{"kind":"open",{head},{about}}}"#),
        // It is kept, and does nothing, where it names what is of another kind or not there.
        _ => format!(r#"{{"kind":"target",{head},"retracts":"e{of}","by":"eve"}}"#),
    }
}

fn view(change: &str, story: &[Said]) -> View {
    let mut engine = Engine::new(Plan::from_json(PLAN.replace("CHANGE", change).as_bytes()).unwrap());
    let mut lines = String::new();
    for (unit, under) in [("company", ""), ("north", r#","under":"company""#), ("south", r#","under":"company""#)] {
        lines +=
            &format!("{{\"kind\":\"unit\",\"id\":\"u {unit}\",\"on\":\"2020-01-01\",\"unit\":\"{unit}\"{under}}}\n");
    }
    for (who, unit) in [("ann", "north"), ("bob", "north"), ("cid", "south")] {
        lines += &format!(
            "{{\"kind\":\"membership\",\"id\":\"m {who}\",\"on\":\"2020-01-01\",\"who\":\"{who}\",\"unit\":\"{unit}\"}}\n"
        );
    }
    for (index, said) in story.iter().enumerate() {
        lines += &line(index, said);
        lines += "\n";
    }
    drop(engine.record_jsonl(lines.as_bytes(), None));
    engine.view(attain::calendar::parse_day("2024-12-31").unwrap())
}

fn history(view: &View, who: &str, period: &str) -> (Whose, Vec<TargetEvent>) {
    let whose = view.person(who).or_else(|_| view.unit(who)).unwrap();
    (whose, view.target_history("revenue", whose, view.period(period).unwrap()).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn what_was_there_before_is_what_the_one_before_left(
        change in prop::sample::select(vec!["respread", "next", "keep"]),
        story in prop::collection::vec(said(), 0..24),
    ) {
        let view = view(change, &story);
        for who in WHO {
            for period in PERIODS {
                let (whose, events) = history(&view, who, period);
                let mut now = Err(Why::NoTarget);
                for event in &events {
                    prop_assert_eq!(&event.before, &now, "{} of {} in {}", event.id, who, period);
                    prop_assert!(event.counted || event.after == event.before, "{} changed something", event.id);
                    now = event.after.clone();
                }
                let own = view.target("revenue", whose, view.period(period).unwrap()).unwrap().own;
                prop_assert_eq!(now, own, "{} in {}", who, period);
                // Each entry is told once; who has a target of their own, or what was said of it, is told of it.
                let mut ids: Vec<&str> = events.iter().map(|event| event.id.as_str()).collect();
                ids.sort_unstable();
                ids.dedup();
                prop_assert_eq!(ids.len(), events.len());
            }
        }
    }
}
