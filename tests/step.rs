//! Tables of steps: what each deed does, when it is done, and what is refused; alone, and on a scorecard.

#![cfg(feature = "json")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod common;

use attain::diagnostic::{At, Code, Problems};
use attain::document::{Read, from_json};
use attain::engine::Engine;
use attain::formula::{Argument, Complaint, Elsewhere, Fold, Ident, Inputs, Meaning, Names, Sense, Shift, TextSpan};
use attain::plan::Plan;
use attain::quantity::{Currency, Fraction, Outcome, Unit, Value, Why};
use attain::step::{Applied, Held, Limits, STEPS_MAX, StepDefinition, Steps};
use attain::trace::Language;
use common::{amount, engine, member, told, units, view, when, whose};

/// Knows a number, a ratio, money and a condition that has no answer.
struct Desk;

const NAMES: &[(&str, Unit)] = &[
    ("ten", Unit::Number),
    ("half", Unit::Ratio),
    ("cash", Unit::Money),
    ("late", Unit::YesNo),
    ("gone", Unit::Number),
];

impl Names for Desk {
    type Question = &'static str;

    fn path(&mut self, path: &[Ident]) -> Sense<&'static str> {
        let found = NAMES.iter().find(|(name, _)| path.len() == 1 && path[0].text.as_ref() == *name);
        found.map_or(Sense::Unknown, |(question, unit)| Sense::Means(Meaning { question, unit: *unit }))
    }

    fn known(&self) -> Vec<String> {
        NAMES.iter().map(|(name, _)| (*name).to_owned()).collect()
    }

    fn currency(&self) -> Option<Currency> {
        Some("EUR".parse().unwrap())
    }

    fn fold(&mut self, _: &Fold, span: TextSpan, complaints: &mut Vec<Complaint>) -> Option<Meaning<&'static str>> {
        complaints.push(Complaint::new(Code::FormulaContext, span, "there is nothing to fold"));
        None
    }

    fn call(&mut self, _: &[Ident], _: &[Argument], _: TextSpan, _: &mut Vec<Complaint>) -> Sense<&'static str> {
        Sense::Unknown
    }
}

impl Inputs<&'static str> for Desk {
    type Place = ();

    fn answer(&mut self, question: &&'static str, (): &()) -> Outcome {
        match *question {
            "ten" => Ok(Value::Number(Fraction::whole(10))),
            "half" => Ok(Value::Ratio(Fraction::new(1, 2).unwrap())),
            "cash" => Ok(Value::Money(Fraction::whole(300))),
            _ => Err(Why::NoFacts),
        }
    }

    fn shift(&mut self, _: &Shift, (): &()) -> Outcome<()> {
        Err(Why::NoPeriod)
    }

    fn elsewhere(&mut self, _: &Elsewhere, (): &()) -> Outcome<()> {
        Err(Why::NotAMember)
    }
}

fn compiled(steps: &str, unit: Unit) -> Result<Steps<&'static str>, Problems> {
    let mut problems = Problems::new();
    let node = from_json(steps.as_bytes(), 100_000).unwrap();
    let definitions = Vec::<StepDefinition>::read(&node, At::root(), &mut problems);
    let steps = Steps::compile(&definitions, unit, &mut Desk, At::root().field("steps"), &mut problems);
    if problems.is_empty() { Ok(steps.unwrap()) } else { Err(problems) }
}

fn applied(steps: &str, value: Outcome, limits: Limits) -> Applied {
    let unit = value.as_ref().map_or(Unit::Number, Value::unit);
    compiled(steps, unit).unwrap().apply(value, limits, &(), &mut Desk)
}

fn number(text: &str) -> Outcome {
    if text == "gone" { Err(Why::NoFacts) } else { Ok(Value::Number(text.parse().unwrap())) }
}

/// The value after each step.
fn trail(applied: &Applied) -> String {
    let after: Vec<String> = applied.steps.iter().map(|done| told(done.after.clone())).collect();
    after.join(" ").replace("undefined: no facts", "gone")
}

#[test]
fn each_deed_does_what_it_says_in_the_order_written() {
    #[rustfmt::skip]
    let table = [
        // steps, the value before them, the value after each
        (r#"[ { "cap": 90 } ]"#, "89.99", "89.99"),
        (r#"[ { "cap": 90 } ]"#, "90", "90"),
        (r#"[ { "cap": 90 } ]"#, "90.01", "90"),
        (r#"[ { "floor": 60 } ]"#, "59.99", "60"),
        (r#"[ { "floor": 60 } ]"#, "60", "60"),
        (r#"[ { "floor": 60 } ]"#, "60.01", "60.01"),
        (r#"[ { "set": 0 } ]"#, "97", "0"),
        (r#"[ { "times": 0.8 } ]"#, "95", "76"),
        (r#"[ { "times": "150%" } ]"#, "95", "142.5"),
        (r#"[ { "times": "half" } ]"#, "95", "47.5"),
        (r#"[ { "times": "1 / 3" } ]"#, "100", "100/3"),
        (r#"[ { "add": 5 } ]"#, "95", "100"),
        (r#"[ { "add": -5 } ]"#, "3", "-2"),
        (r#"[ { "add": "-0.5 * ten" } ]"#, "95", "90"),
        // The order matters.
        (r#"[ { "add": 20 }, { "cap": 100 } ]"#, "95", "115 100"),
        (r#"[ { "cap": 100 }, { "add": 20 } ]"#, "95", "95 115"),
        (r#"[ { "times": 2 }, { "add": 10 }, { "cap": 150 }, { "times": 0.5 } ]"#, "80", "160 170 150 75"),
        (r#"[ { "cap": 50 }, { "floor": 60 } ]"#, "55", "50 60"),
        (r#"[ { "floor": 60 }, { "cap": 50 } ]"#, "55", "60 50"),
        // Conditions; one that is undefined does not hold.
        (r#"[ { "when": "ten > 9", "set": 0 } ]"#, "97", "0"),
        (r#"[ { "when": "ten > 10", "set": 0 } ]"#, "97", "97"),
        (r#"[ { "when": "late", "set": 0 }, { "add": 1 } ]"#, "97", "97 98"),
        (r#"[ { "when": "not late", "set": 0 } ]"#, "97", "97"),
        (r#"[ { "when": true, "add": 1 }, { "when": false, "add": 1 } ]"#, "97", "98 98"),
        // What is undefined stays so, but for `set`; an amount that is undefined leaves nothing.
        (r#"[ { "add": 5 }, { "cap": 90 }, { "times": 2 } ]"#, "gone", "gone gone gone"),
        (r#"[ { "set": 40 }, { "add": 5 } ]"#, "gone", "40 45"),
        (r#"[ { "when": "ten = 0", "set": 40 } ]"#, "gone", "gone"),
        (r#"[ { "add": "gone" }, { "cap": 90 } ]"#, "97", "gone gone"),
        (r#"[ { "set": "gone" } ]"#, "97", "gone"),
        (r#"[ { "when": "ten = 0", "add": "gone" } ]"#, "97", "97"),
        (r"[]", "97", ""),
    ];
    for (steps, before, expected) in table {
        let found = applied(steps, number(before), Limits::AsWritten);
        assert_eq!(trail(&found), expected, "{steps} of {before}");
        let last = expected.split_whitespace().last().unwrap_or(before);
        assert_eq!(found.value(), &number(last), "what is left of {before} by {steps}");
        assert_eq!(found.start, number(before));
    }
}

#[test]
fn limits_are_mirrored_where_something_is_taken_back() {
    #[rustfmt::skip]
    let table = [
        // steps, the value; as written, mirrored
        (r#"[ { "cap": 100 } ]"#, "-250", "-250", "-100"),
        (r#"[ { "cap": 100 } ]"#, "-99", "-99", "-99"),
        (r#"[ { "cap": 100 } ]"#, "250", "100", "100"),
        (r#"[ { "floor": 10 } ]"#, "-3", "10", "-10"),
        (r#"[ { "floor": 10 } ]"#, "-30", "10", "-30"),
        (r#"[ { "floor": 10 } ]"#, "3", "10", "10"),
        (r#"[ { "floor": 10 } ]"#, "0", "10", "10"),
        (r#"[ { "times": 2 }, { "cap": 100 } ]"#, "-60", "-120", "-100"),
    ];
    for (steps, before, written, mirrored) in table {
        let found = [Limits::AsWritten, Limits::Mirrored].map(|limits| applied(steps, number(before), limits));
        let found = found.map(|applied| told(applied.value().clone()));
        assert_eq!(found, [written, mirrored], "{steps} of {before}");
    }
}

#[test]
fn money_keeps_its_unit_and_the_trace_its_reasons() {
    let steps =
        r#"[ { "when": "late", "set": 0, "why": "late" }, { "cap": "cash", "why": "enough" }, { "add": 12.5 } ]"#;
    let found = applied(steps, Ok(Value::Money(Fraction::whole(500))), Limits::AsWritten);
    let told: Vec<_> =
        found.steps.iter().map(|done| (&done.asked.held, done.asked.why.as_deref(), done.changed())).collect();
    let expected = [
        (&Held::Undefined(Why::NoFacts), Some("late"), false),
        (&Held::Yes, Some("enough"), true),
        (&Held::Yes, None, true),
    ];
    assert_eq!(told, expected);
    assert_eq!(found.value(), &Ok(Value::Money(Fraction::new(625, 2).unwrap())));
    assert_eq!(found.steps[0].asked.amount, None, "what is not done is not asked for");
}

#[test]
fn steps_that_do_not_say_what_they_do_are_refused() {
    let many = format!("[{}]", vec![r#"{ "add": 1 }"#; STEPS_MAX + 1].join(","));
    let table = [
        (r#"[ { "why": "nothing" } ]"#, Unit::Number, "steps[0]: document.missing_field"),
        (r#"[ { "cap": 1 }, { "cap": 9, "floor": 3 } ]"#, Unit::Number, "steps[1]: plan.conflict"),
        (r#"[ { "times": "cash" } ]"#, Unit::Money, "steps[0].times: formula.units"),
        (r#"[ { "cap": "cash" } ]"#, Unit::Number, "steps[0].cap: formula.units"),
        (r#"[ { "add": "ten" } ]"#, Unit::Money, "steps[0].add: formula.units"),
        (r#"[ { "when": "ten", "add": 1 } ]"#, Unit::Number, "steps[0].when: formula.units"),
        (r#"[ { "set": "tenn" } ]"#, Unit::Number, "steps[0].set: formula.unknown_name"),
        (r#"[ { "sett": 1 } ]"#, Unit::Number, "[0].sett: document.unknown_field"),
        (&many, Unit::Number, "steps: value.range"),
    ];
    for (steps, unit, expected) in table {
        let problems = compiled(steps, unit).map(|_| ()).unwrap_err();
        let first = problems.iter().next().map(|problem| format!("{}: {}", problem.place(), problem.code()));
        assert_eq!(first.as_deref(), Some(expected), "{steps}: {problems}");
        assert!(problems.iter().all(|problem| problem.help().is_some()), "{problems}");
    }
    // Whatever is wrong is said at once.
    let all = compiled(r#"[ { "set": "a" }, {}, { "when": "b", "cap": "c" } ]"#, Unit::Number).map(|_| ()).unwrap_err();
    assert_eq!(all.iter().count(), 4, "{all}");
}

// ---------------------------------------------------------------------------------------------- on a scorecard

fn plan(card: &str) -> String {
    format!(
        r#"{{ "attain": 1, "name": "Scores", "currency": "EUR",
             "rules": {{ "rounding": {{ "to": "0.1", "mode": "half_up" }}, "boundary": "[from, to)", "missing": "skip" }},
             "org": {{ "trees": {{ "sales": ["company"] }}, "person": {{ "a": "number", "b": "number", "paid": "ratio" }} }},
             "tables": {{ "grade": {{ "keys": ["score"], "read": "step",
                 "rows": [ {{ "score": ".. 75", "grade": "C" }}, {{ "score": "75 .. 95", "grade": "B" }}, {{ "score": "95 ..", "grade": "A" }} ] }} }},
             "scorecards": {{ "card": {{ "grain": "month", "grades": {{ "table": "grade" }}, {card} }} }} }}"#
    )
}

fn with(card: &str, known: &str) -> Engine {
    let mut engine = engine(&plan(card));
    units(&mut engine, &[("company", "")]);
    member(&mut engine, "ann", "2023-01-01", "company", known);
    engine
}

#[test]
fn a_scorecard_and_its_items_take_steps() {
    let items = |steps: &str| {
        format!(
            r#""items": [ {{ "id": "a", "weight": "60%", "value": "subject.a", "steps": [{steps}] }},
                          {{ "id": "b", "weight": "40%", "value": "subject.b" }} ]"#
        )
    };
    let gate = r#""steps": [ { "when": "subject.paid < 80%", "cap": 90, "why": "cash first" } ]"#;
    #[rustfmt::skip]
    let table = [
        // steps of the first item, steps of the card, what is known; points, score and grade
        ("", r#""steps": []"#, r#""a":100,"b":110,"paid":"0.5""#, "104 104 A"),
        ("", gate, r#""a":100,"b":110,"paid":"0.79""#, "90 90 B"),
        ("", gate, r#""a":100,"b":110,"paid":"0.8""#, "104 104 A"),
        ("", gate, r#""a":100,"b":110"#, "104 104 A"), // unknown, and so it does not hold
        (r#"{ "cap": 80 }"#, gate, r#""a":100,"b":110,"paid":1"#, "92 92 B"),
        (r#"{ "add": -1 }, { "times": 0.5 }"#, gate, r#""a":101,"b":110,"paid":1"#, "74 74 C"),
        (r#"{ "set": 0 }"#, gate, r#""b":110,"paid":1"#, "44 44 C"), // what was missing is set
        (r#"{ "add": 5 }"#, gate, r#""b":110,"paid":1"#, "110 110 A"), // what is missing stays left out
        ("", r#""steps": [ { "times": "1 / 3" }, { "add": 0.05 } ]"#, r#""a":100,"b":100"#, "33.383333333333333333 33.4 C"),
    ];
    for (item, card, known, expected) in table {
        let view = view(&with(&format!("{}, {card}", items(item)), known), "2024-12-31");
        let card = view.scorecard("card", whose(&view, "ann"), when(&view, "2024-01")).unwrap().unwrap();
        let grade = card.grade().unwrap().unwrap().grade;
        let points = card.points().unwrap().to_scale(18, attain::quantity::RoundingMode::HalfEven).unwrap();
        let found = format!("{} {} {grade}", points.normalize(), card.score().unwrap().normalize());
        assert_eq!(found, expected, "{item} {known}");
        assert_eq!(told(card.applied().value().clone()), amount(card.points()));
    }
}

#[test]
fn the_explanation_says_what_each_step_did() {
    let card = r#""items": [ { "id": "a", "weight": "100%", "value": "subject.a", "steps": [ { "cap": 120 } ] } ],
        "steps": [ { "when": "subject.paid < 80%", "cap": 90, "why": "cash first" }, { "when": "subject.b > 0", "set": 0 },
                   { "when": "subject.a < 0", "add": 5, "why": "courage" } ]"#;
    let view = view(&with(card, r#""a":130,"paid":"0.5""#), "2024-12-31");
    let trace = view.explain_scorecard("card", whose(&view, "ann"), when(&view, "2024-01")).unwrap();
    let lines = |language| -> Vec<String> {
        let text = trace.to_text(language);
        text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    };
    assert_eq!(
        lines(Language::English),
        [
            "card of ann, 2024-01 90",
            "├─ a × 100% 120",
            "│ ├─ a 130",
            "│ ├─ before the steps 130",
            "│ └─ at most 120 120",
            "├─ before the steps 120",
            "├─ at most 90 (cash first) 90",
            "│ └─ paid 50%",
            "├─ set to …: the condition is undefined (`b` is missing) and does not hold 90",
            "│ └─ b undefined: `b` is missing",
            "├─ plus …: the condition does not hold (courage) 90",
            "│ └─ a 130",
            "└─ grade of card B",
        ]
    );
    let chinese = lines(Language::Chinese);
    for line in [
        "├─ 调整前 120",
        "├─ 上限 90（cash first） 90",
        "├─ 设为……：条件无值（缺少 `b`），不成立 90",
        "├─ 加……：条件不成立（courage） 90",
    ] {
        assert!(chinese.iter().any(|found| found == line), "{line}: {chinese:?}");
    }
}

#[test]
fn the_steps_of_a_plan_are_checked_like_everything_else() {
    let text = plan(
        r#""items": [ { "id": "a", "weight": "100%", "value": "subject.a", "steps": [ { "cap": "score.card" } ] } ],
           "steps": [ { "when": "subject.paid", "cap": 90 }, { "floor": 1, "cap": 2 } ]"#,
    );
    let problems = Plan::from_json(text.as_bytes()).unwrap_err();
    let told: Vec<String> = problems.iter().map(|problem| format!("{}: {}", problem.place(), problem.code())).collect();
    assert_eq!(
        told,
        [
            "scorecards.card: formula.ring",
            "scorecards.card.steps[0].when: formula.units",
            "scorecards.card.steps[1]: plan.conflict",
        ]
    );
}
