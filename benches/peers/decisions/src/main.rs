//! How long a decision by ten rules over two ratios takes: by attain, by a scan written by hand, and by zen-engine.
//!
//! `cargo run --release` in this folder. All three get the same 1,024 questions and must give the same answers; each is run several
//! times in turn, and its quickest run counts.

#[path = "../../../decisions/rules.rs"]
mod rules;

use std::hint::black_box;
use std::time::Instant;

use attain::diagnostic::{At, Problems};
use attain::document::{Read, from_json};
use attain::quantity::{Fraction, Value};
use attain::rule::Rules;
use attain::table::{Table, TableDefinition};
use rust_decimal::Decimal;
use serde_json::json;
use zen_engine::model::DecisionContent;
use zen_engine::{Decision, DecisionEngine};
use zen_expression::variable::Variable;

use rules::{OPEN, RULES, definition, questions, scan};

const RUNS: usize = 15;

fn main() {
    let questions = questions();
    let (by_hand, ours, theirs) = (answers_by_hand(&questions), Ours::new(&questions), Theirs::new(&questions));
    assert_eq!(ours.answers(), by_hand, "attain says what the scan says");
    assert_eq!(theirs.answers(), by_hand, "zen-engine says what the scan says");

    let mut best = [f64::INFINITY; 4];
    for _ in 0..RUNS {
        let scanned = nanoseconds(200, || answers_by_hand_sum(&questions));
        let row = nanoseconds(200, || ours.rows());
        let value = nanoseconds(200, || ours.values());
        let zen = nanoseconds(1, || theirs.decided());
        for (best, took) in best.iter_mut().zip([scanned, row, value, zen]) {
            *best = best.min(took);
        }
    }
    let [scanned, row, value, zen] = best;
    println!("by hand            {scanned:>9.1} ns a decision");
    println!(
        "attain, the row    {row:>9.1} ns   {:.1} x by hand, {:.0} x faster than zen-engine",
        row / scanned,
        zen / row
    );
    println!(
        "attain, the value  {value:>9.1} ns   {:.1} x by hand, {:.0} x faster than zen-engine",
        value / scanned,
        zen / value
    );
    println!("zen-engine         {zen:>9.1} ns");
    println!(r#"{{"P10":{{"by_hand":{:.2},"zen":{:.0}}}}}"#, value / scanned, zen / value);
}

/// The time of one decision where `rounds` times 1,024 are made.
fn nanoseconds<T>(rounds: u32, mut decide: impl FnMut() -> T) -> f64 {
    let start = Instant::now();
    for _ in 0..rounds {
        black_box(decide());
    }
    start.elapsed().as_secs_f64() * 1e9 / f64::from(rounds) / 1_024.0
}

fn answers_by_hand(questions: &[(Fraction, Fraction)]) -> Vec<Option<i64>> {
    questions.iter().map(|(reached, collected)| scan(*reached, *collected)).collect()
}

fn answers_by_hand_sum(questions: &[(Fraction, Fraction)]) -> i64 {
    questions.iter().filter_map(|(reached, collected)| scan(black_box(*reached), black_box(*collected))).sum()
}

struct Ours {
    table: Table,
    keys: Vec<[Value; 2]>,
}

impl Ours {
    fn new(questions: &[(Fraction, Fraction)]) -> Ours {
        let mut problems = Problems::new();
        let node = from_json(definition("first").as_bytes(), 100_000).expect("the table is JSON");
        let definition = TableDefinition::read(&node, At::root(), &mut problems);
        let table =
            Table::compile(&definition, &Rules::default(), At::root(), &mut problems).expect("the table is sound");
        let keys = questions.iter().map(|(one, other)| [Value::Ratio(*one), Value::Ratio(*other)]).collect();
        Ours { table, keys }
    }

    fn answers(&self) -> Vec<Option<i64>> {
        let rate = |keys: &[Value; 2]| self.table.value(keys, 0).ok()?.amount();
        self.keys
            .iter()
            .map(|keys| rate(keys).map(|rate| (rate.numerator() * 1_000 / rate.denominator()) as i64))
            .collect()
    }

    fn rows(&self) -> usize {
        self.keys.iter().filter_map(|keys| self.table.row(black_box(keys))).sum()
    }

    fn values(&self) -> usize {
        self.keys.iter().filter(|keys| self.table.value(black_box(&keys[..]), 0).is_ok()).count()
    }
}

struct Theirs {
    decision: Decision,
    questions: Vec<Variable>,
    runtime: tokio::runtime::Runtime,
}

impl Theirs {
    fn new(questions: &[(Fraction, Fraction)]) -> Theirs {
        let content: DecisionContent = serde_json::from_value(graph()).expect("the table is a decision");
        let mut decision = DecisionEngine::default().create_decision(content.into()).expect("the decision is sound");
        decision.compile();
        let questions = questions.iter().map(|(reached, collected)| question(*reached, *collected)).collect();
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        Theirs { decision, questions, runtime }
    }

    fn answers(&self) -> Vec<Option<i64>> {
        self.questions.iter().map(|question| self.rate(question)).collect()
    }

    fn rate(&self, question: &Variable) -> Option<i64> {
        let answer = self.runtime.block_on(self.decision.evaluate(question.clone())).ok()?;
        let Variable::Number(rate) = answer.result.dot("rate")? else { return None };
        i64::try_from(rate * Decimal::from(1_000)).ok()
    }

    /// As a host with many questions would: one runtime, one compiled decision, contexts that are there.
    fn decided(&self) -> usize {
        self.runtime.block_on(async {
            let mut decided = 0;
            for question in &self.questions {
                decided += usize::from(self.decision.evaluate(black_box(question.clone())).await.is_ok());
            }
            decided
        })
    }
}

/// Zen-engine counts in decimals: the quotient to 28 digits, near enough to the ends of these ranges for the same answers.
fn question(reached: Fraction, collected: Fraction) -> Variable {
    let decimal = |fraction: Fraction| {
        Decimal::from_i128_with_scale(fraction.numerator(), 0)
            / Decimal::from_i128_with_scale(fraction.denominator(), 0)
    };
    let question = Variable::empty_object();
    question.dot_insert("reached", Variable::Number(decimal(reached)));
    question.dot_insert("collected", Variable::Number(decimal(collected)));
    question
}

fn graph() -> serde_json::Value {
    let range = |from: i64, to: i64| match to {
        OPEN => format!(">= {}", Decimal::new(from, 2)),
        _ => format!(">= {} and < {}", Decimal::new(from, 2), Decimal::new(to, 2)),
    };
    let rules: Vec<_> = RULES
        .iter()
        .enumerate()
        .map(|(i, (from, to, low, high, rate))| {
            json!({ "_id": format!("r{i}"), "a": range(*from, *to), "b": range(*low, *high), "r": Decimal::new(*rate, 3).to_string() })
        })
        .collect();
    json!({
        "nodes": [
            { "id": "in", "name": "in", "type": "inputNode", "content": {} },
            { "id": "table", "name": "table", "type": "decisionTableNode", "content": {
                "hitPolicy": "first",
                "inputs": [{ "id": "a", "name": "reached", "field": "reached" }, { "id": "b", "name": "collected", "field": "collected" }],
                "outputs": [{ "id": "r", "name": "rate", "field": "rate" }],
                "rules": rules
            } },
            { "id": "out", "name": "out", "type": "outputNode", "content": {} }
        ],
        "edges": [
            { "id": "one", "sourceId": "in", "targetId": "table" },
            { "id": "two", "sourceId": "table", "targetId": "out" }
        ]
    })
}
