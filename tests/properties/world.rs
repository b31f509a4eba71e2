//! A plan that has a bit of everything, and a log for it.

use std::cell::RefCell;

use attain::{Admission, Engine, Plan, Problems};

const PLAN: &str = include_str!("world.json");
const LINES: &str = include_str!("world.jsonl");

/// A text as JSON.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

/// The plan with one more KPI, `added`.
pub(super) fn with_kpi(formula: &str) -> Result<Plan, Problems> {
    let added = format!(r#", "added": {{ "formula": {} }}"#, quoted(formula));
    Plan::from_json(PLAN.replace("ADDED", &added).as_bytes())
}

/// An engine of a plan with the log.
pub(super) fn engine(plan: Plan) -> Engine {
    let mut engine = Engine::new(plan);
    engine.record_jsonl(LINES.as_bytes(), None);
    engine
}

/// Whether each entry counts.
pub(super) fn is_sound() -> Result<(), String> {
    let mut engine = Engine::new(with_kpi("1").map_err(|problems| problems.to_string())?);
    for (line, outcome) in LINES.lines().zip(engine.record_jsonl(LINES.as_bytes(), None)) {
        if outcome != Admission::Counted {
            return Err(format!("{line}: {outcome:?}"));
        }
    }
    Ok(())
}

/// An engine of the plan with the log, made once for each thread.
pub(super) fn recorded() -> Engine {
    thread_local! {
        static RECORDED: RefCell<Option<Engine>> = const { RefCell::new(None) };
    }
    RECORDED.with_borrow_mut(|recorded| {
        let made = || with_kpi("1").map_or_else(|problems| unreachable!("{problems}"), engine);
        recorded.get_or_insert_with(made).clone()
    })
}
