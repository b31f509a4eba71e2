//! What-ifs, and why a figure changed: a small company, worked out by hand.
//!
//! Ann and Bob are in the north, Cid in the south. The first quarter of 2025 has 90 days, the second 91; Bob goes south
//! on 16 May, after 45 of them.
#![cfg(feature = "json")]
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use attain::change::{Cause, Change};
use attain::engine::Fork;
use attain::log::Admission;
use attain::plan::Overlay;
use attain::quantity::{Fraction, Precision, Value, Why};
use attain::trace::Language;
use attain::{Engine, Plan, View};
use chrono::NaiveDate;
use rust_decimal::Decimal;

const PLAN: &str = r#"{
    "attain": 1, "name": "Small", "currency": "EUR",
    "rules": { "rounding": { "to": "0.01", "mode": "half_up", "odd": "first" }, "boundary": "[from, to)", "missing": "hold", "ties": "1224" },
    "calendar": { "lists": { "term": ["2025-01-01", "2025-04-01", "2025-07-01"] } },
    "org": { "trees": { "sales": ["company", "team"] }, "person": { "bonus": "money" } },
    "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money" } } },
    "kpis": {
        "revenue": { "formula": "sum(order.amount)", "labels": { "zh": "销售额" } },
        "mean": { "formula": "avg(order.amount)" },
        "pace": { "formula": "attainment(revenue) - elapsed(days)" },
        "monthly": { "formula": "avg(revenue over month)" }
    },
    "targets": { "revenue": { "grain": "quarter", "unit_is": "members", "transfer": "days" } },
    "scorecards": { "rep": { "who": "role = \"rep\"", "grain": "quarter", "items": [
        { "id": "attained", "weight": "60%", "value": "100 * attainment(revenue)" },
        { "id": "orders", "weight": "40%", "value": "40 * count(order)" } ] } },
    "incentives": { "pay": { "grain": "quarter", "components": [
        { "id": "commission", "each": "period", "base": "revenue", "pay": "5% * base" },
        { "id": "bonus", "each": "period", "when": "attainment(revenue) >= 100%", "pay": "subject.bonus" } ] } }
}"#;

const ENTRIES: &str = r#"
    {"kind":"unit","id":"u1","on":"2025-01-01","unit":"company"}
    {"kind":"unit","id":"u2","on":"2025-01-01","unit":"north","under":"company"}
    {"kind":"unit","id":"u3","on":"2025-01-01","unit":"south","under":"company"}
    {"kind":"membership","id":"m1","on":"2025-01-01","who":"ann","unit":"north","role":"rep","bonus":"500"}
    {"kind":"membership","id":"m2","on":"2025-01-01","who":"bob","unit":"north","role":"rep","bonus":"400"}
    {"kind":"membership","id":"m3","on":"2025-01-01","who":"cid","unit":"south","role":"rep","bonus":"300"}
    {"kind":"membership","id":"m4","on":"2025-05-16","who":"bob","unit":"south","role":"rep"}
    {"kind":"membership","id":"m5","on":"2025-04-01","who":"dan","unit":"south","role":"rep"}
    {"kind":"target","id":"ann/1","on":"2025-01-01","of":"revenue","who":"ann","period":"2025-Q1","amount":"10000"}
    {"kind":"target","id":"bob/1","on":"2025-01-01","of":"revenue","who":"bob","period":"2025-Q1","amount":"8000"}
    {"kind":"target","id":"cid/1","on":"2025-01-01","of":"revenue","who":"cid","period":"2025-Q1","amount":"12000"}
    {"kind":"target","id":"ann/2","on":"2025-04-01","of":"revenue","who":"ann","period":"2025-Q2","amount":"12000"}
    {"kind":"target","id":"bob/2","on":"2025-04-01","of":"revenue","who":"bob","period":"2025-Q2","amount":"8000"}
    {"kind":"target","id":"cid/2","on":"2025-04-01","of":"revenue","who":"cid","period":"2025-Q2","amount":"12000"}
    {"kind":"target","id":"dan/2","on":"2025-04-01","of":"revenue","who":"dan","period":"2025-Q2","amount":"1000"}
    {"kind":"order","id":"a1","on":"2025-01-15","rep":"ann","amount":"6000"}
    {"kind":"order","id":"a2","on":"2025-02-20","rep":"ann","amount":"3000"}
    {"kind":"order","id":"b1","on":"2025-03-03","rep":"bob","amount":"8000"}
    {"kind":"order","id":"c1","on":"2025-02-10","rep":"cid","amount":"12000"}
    {"kind":"order","id":"a3","on":"2025-04-10","rep":"ann","amount":"7000"}
    {"kind":"order","id":"a4","on":"2025-05-20","rep":"ann","amount":"5000"}
    {"kind":"order","id":"b2","on":"2025-04-15","rep":"bob","amount":"4000"}
    {"kind":"order","id":"b3","on":"2025-06-10","rep":"bob","amount":"6000"}
"#;

fn engine() -> Engine {
    let mut engine = Engine::new(Plan::from_json(PLAN.as_bytes()).unwrap());
    for admission in engine.record_jsonl(ENTRIES.as_bytes(), None) {
        assert_eq!(admission, Admission::Counted);
    }
    engine
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn june(engine: &Engine) -> View {
    engine.view(day("2025-06-30"))
}

fn fork(engine: &Engine, overlay: &str) -> Fork {
    engine.fork_with(&Overlay::from_json(overlay.as_bytes()).unwrap()).unwrap()
}

/// The change of a figure from a period to another.
fn change(before: &View, after: &View, figure: &str, who: &str, periods: [&str; 2]) -> Change {
    let [one, other] = [before.period(periods[0]).unwrap(), after.period(periods[1]).unwrap()];
    before.change(after, figure, who, one, other).unwrap()
}

/// The parts that are not zero: causes, and by how much.
fn parts(change: &Change) -> Vec<(Vec<Cause>, String)> {
    let not_zero = change.parts.iter().filter(|part| !part.difference.amount().unwrap().is_zero());
    not_zero.map(|part| (part.causes.clone(), part.difference.to_string())).collect()
}

fn fraction(num: i128, den: i128) -> Fraction {
    Fraction::new(num, den).unwrap()
}

const REVENUE: &str = "revenue";
const ATTAINED: &str = "attainment(revenue)";

#[test]
fn a_late_correction_is_all_facts() {
    let mut engine = engine();
    let before = june(&engine);
    engine.record_jsonl(
        br#"{"kind":"order","id":"a2 again","on":"2025-02-20","revises":"a2","rep":"ann","amount":"3900"}"#,
        None,
    );
    // 17,000 / 18,000 becomes 17,900 / 18,000.
    let change = change(&before, &june(&engine), ATTAINED, "north", ["2025-Q1", "2025-Q1"]);
    assert_eq!(change.difference, Ok(Value::Points(fraction(5, 100))));
    assert_eq!(parts(&change), [(vec![Cause::Facts], "5 pp".to_owned())]);
    let row = &change.parts[0].entries.rows[0];
    assert_eq!((change.parts[0].entries.count, row.id.as_str(), row.fold.as_str()), (1, "a2", "sum(order.amount)"));
    let value = |effect: &Option<attain::change::Effect>| effect.as_ref().unwrap().value.clone().unwrap().unwrap();
    assert_eq!([value(&row.before), value(&row.after)].map(|value| value.to_string()), ["3000", "3900"]);
    // The same between two positions of one log.
    let then = engine.view_at(day("2025-06-30"), engine.log().len() - 1);
    assert_eq!(self::change(&then, &june(&engine), ATTAINED, "north", ["2025-Q1", "2025-Q1"]), change);
}

#[test]
fn a_correction_and_a_raised_target_are_told_apart() {
    let mut engine = engine();
    let before = june(&engine);
    engine.record_jsonl(
        br#"{"kind":"order","id":"a2 again","on":"2025-02-20","revises":"a2","rep":"ann","amount":"3900"}
            {"kind":"target","id":"bob/1 raised","on":"2025-02-01","of":"revenue","who":"bob","period":"2025-Q1","amount":"9000"}"#,
        None,
    );
    let change = change(&before, &june(&engine), ATTAINED, "north", ["2025-Q1", "2025-Q1"]);
    let of = |index: usize| change.parts[index].difference.amount().unwrap();
    assert_eq!(of(0), fraction(900, 18_000));
    // 17,900 / 19,000 less 17,900 / 18,000.
    assert_eq!(of(1), fraction(179 * 18 - 179 * 19, 190 * 18));
    let targets: Vec<(&str, Option<&Value>, Option<&Value>)> = change.parts[1]
        .targets
        .rows
        .iter()
        .map(|row| (row.id.as_str(), row.before.as_ref(), row.after.as_ref()))
        .collect();
    let money = |amount: i64| Value::Money(Fraction::whole(amount));
    assert_eq!(targets, [("bob/1", Some(&money(8_000)), None), ("bob/1 raised", None, Some(&money(9_000)))]);
    // 17,900 / 19,000 less 17,000 / 18,000.
    assert_eq!(change.difference, Ok(Value::Points(fraction(179 * 18 - 170 * 19, 190 * 18))));
}

#[test]
fn between_two_quarters_a_transfer_is_people_and_the_orders_are_facts() {
    let view = june(&engine());
    // 9,000 + 8,000; in the second quarter 12,000 of Ann and, up to the move, 4,000 of Bob.
    let sold = change(&view, &view, REVENUE, "north", ["2025-Q1", "2025-Q2"]);
    assert_eq!(
        parts(&sold),
        [(vec![Cause::Facts], "5000".to_owned()), (vec![Cause::People], "-6000".to_owned())],
        "12,000 + 10,000 if nobody had moved"
    );
    let people = &sold.parts[3].people;
    let moved: Vec<&str> = people.rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!((moved.as_slice(), people.count), (&["m5", "m4"][..], 2));
    // Of Bob's 8,000 the north has 45 of 91 days: 3,956.04.
    let reached = change(&view, &view, ATTAINED, "north", ["2025-Q1", "2025-Q2"]);
    let figures: Vec<Fraction> = reached.parts.iter().map(|part| part.after.amount().unwrap()).collect();
    let last = fraction(1_600_000, 1_595_604);
    assert_eq!(figures, [fraction(22, 18), fraction(22, 20), fraction(22, 20), last, last]);
    assert_eq!(reached.difference, Ok(Value::Points(last.minus(fraction(17, 18), Precision::default()).unwrap())));
    // The south gains what the north loses: 6,000 of Bob. Cid sold nothing, Dan neither.
    let south = change(&view, &view, REVENUE, "south", ["2025-Q1", "2025-Q2"]);
    assert_eq!(parts(&south), [(vec![Cause::Facts], "-12000".to_owned()), (vec![Cause::People], "6000".to_owned())]);
    // The company sees no move.
    let company = change(&view, &view, REVENUE, "company", ["2025-Q1", "2025-Q2"]);
    assert_eq!(parts(&company), [(vec![Cause::Facts], "-7000".to_owned())]);
    // Neither does Bob himself; what was said of his bonus in January stays so.
    let pay = change(&view, &view, "pay.pay", "bob", ["2025-Q1", "2025-Q2"]);
    assert_eq!(parts(&pay), [(vec![Cause::Facts], "100".to_owned())], "5 % of 2,000; the bonus of 400 both times");
}

#[test]
fn a_figure_that_is_undefined_in_between_joins_the_causes() {
    let view = june(&engine());
    // Cid sells nothing in the second quarter; only because Bob came there is a mean again.
    let mean = change(&view, &view, "mean", "south", ["2025-Q1", "2025-Q2"]);
    assert_eq!(
        parts(&mean),
        [(vec![Cause::Facts, Cause::Targets, Cause::People], "-6000".to_owned())],
        "a mean of nothing is undefined"
    );
    // Undefined at one end: no difference, and why.
    let dan = change(&view, &view, ATTAINED, "dan", ["2025-Q1", "2025-Q2"]);
    assert_eq!((dan.difference, dan.parts), (Err(Why::NoTarget), vec![]));
    assert_eq!(dan.before.outcome, Err(Why::NoTarget));
    assert_eq!(dan.after.outcome, Ok(Value::Ratio(Fraction::ZERO)));
}

#[test]
fn two_days_of_one_quarter_differ_by_facts_and_by_what_has_passed() {
    let engine = engine();
    let (before, after) = (engine.view(day("2025-02-14")), engine.view(day("2025-03-31")));
    // 6,000 of 10,000 after 45 of 90 days; 9,000 at the end.
    let pace = change(&before, &after, "pace", "ann", ["2025-Q1", "2025-Q1"]);
    assert_eq!([&pace.before, &pace.after].map(|side| side.outcome.clone().unwrap().to_string()), ["10 pp", "-10 pp"]);
    assert_eq!(parts(&pace), [(vec![Cause::Facts], "30 pp".to_owned()), (vec![Cause::Calendar], "-50 pp".to_owned())]);
    // Over months, each stands beside its own: 6,000 / 3 becomes 9,000 / 3.
    let monthly = change(&before, &after, "monthly", "ann", ["2025-Q1", "2025-Q1"]);
    assert_eq!(parts(&monthly), [(vec![Cause::Facts], "1000".to_owned())]);
}

#[test]
fn other_weights_are_policy_in_the_score_and_another_rate_in_the_pay() {
    let engine = engine();
    let fork = fork(
        &engine,
        r#"{ "overlay": "half and half", "plan": [
            { "at": "scorecards.rep.items.attained.weight", "set": "50%" },
            { "at": "scorecards.rep.items.orders.weight", "set": "50%" },
            { "at": "incentives.pay.components.commission.pay", "set": "6% * base" } ] }"#,
    );
    let (before, after) = (june(&engine), june(&fork.engine));
    // 60 % of 90 and 40 % of 80; half of each.
    let score = change(&before, &after, "score.rep", "ann", ["2025-Q1", "2025-Q1"]);
    assert_eq!([&score.before, &score.after].map(|side| side.outcome.clone().unwrap().to_string()), ["86", "85"]);
    assert_eq!(parts(&score), [(vec![Cause::Policy], "-1".to_owned())]);
    let places: Vec<String> = score.parts[2].places.rows.iter().map(|row| row.place.clone()).collect();
    assert_eq!(
        places,
        [
            "scorecards.rep.items.attained.weight",
            "scorecards.rep.items.orders.weight",
            "incentives.pay.components.commission.pay"
        ]
    );
    assert_eq!(parts(&change(&before, &after, "score.rep.attained", "ann", ["2025-Q1", "2025-Q1"])), []);
    // 5 % of 9,000 becomes 6 %.
    let pay = change(&before, &after, "pay.pay", "ann", ["2025-Q1", "2025-Q1"]);
    assert_eq!(parts(&pay), [(vec![Cause::Policy], "90".to_owned())]);
    // Of the north: 5 % of 17,000 and Bob's bonus, for he reached his target.
    let north = change(&before, &after, "pay.pay", "north", ["2025-Q1", "2025-Q1"]);
    assert_eq!(north.before.outcome, Ok(Value::Money(Fraction::whole(1_250))));
    assert_eq!(parts(&north), [(vec![Cause::Policy], "170".to_owned())]);
}

#[test]
fn a_what_if_of_everything_at_once_comes_apart_again() {
    let engine = engine();
    let fork = fork(
        &engine,
        r#"{ "overlay": "all of it",
            "entries": [
                { "kind": "order", "id": "x1", "retracts": "a2" },
                { "kind": "target", "id": "x2", "on": "2025-02-01", "of": "revenue", "who": "ann", "period": "2025-Q1", "amount": "5000" },
                { "kind": "membership", "id": "x3", "on": "2025-02-01", "who": "ann", "unit": "south", "role": "rep", "bonus": "700" } ],
            "plan": [ { "at": "incentives.pay.components.commission.pay", "set": "6% * base" } ] }"#,
    );
    assert_eq!(fork.admissions, [Admission::Counted, Admission::Counted, Admission::Counted]);
    let (before, after) = (june(&engine), june(&fork.engine));
    let pay = change(&before, &after, "pay.pay", "ann", ["2025-Q1", "2025-Q1"]);
    let steps: Vec<String> = pay.parts.iter().map(|part| part.after.to_string()).collect();
    // 450; without a2 5 % of 6,000; the target reached, and so the bonus of 500; 6 %; a bonus of 700.
    assert_eq!(
        (pay.before.outcome.clone().unwrap().to_string(), steps.as_slice()),
        ("450".to_owned(), &["300", "800", "860", "1060", "1060"].map(String::from)[..])
    );
    assert_eq!(pay.after.outcome.unwrap().to_string(), "1060");
    // The original knows nothing of it.
    assert_eq!((engine.log().len() + 3, june(&engine).plan().name()), (fork.engine.log().len(), "Small"));
    assert!(engine.log().find("x1").is_none());
}

#[test]
fn a_transfer_that_never_was() {
    let engine = engine();
    let fork = fork(
        &engine,
        r#"{ "overlay": "he stayed", "entries": [ { "kind": "membership", "id": "x", "retracts": "m4" } ] }"#,
    );
    let (before, after) = (june(&engine), june(&fork.engine));
    let north = change(&before, &after, REVENUE, "north", ["2025-Q2", "2025-Q2"]);
    assert_eq!(parts(&north), [(vec![Cause::People], "6000".to_owned())]);
    assert_eq!(north.parts[3].people.rows[0].after, None);
    let pay = change(&before, &after, "pay.pay", "north", ["2025-Q2", "2025-Q2"]);
    // Ann: 5 % of 12,000 and 500. Bob came with his whole statement: 5 % of 10,000 and 400.
    assert_eq!(
        (pay.before.outcome.clone().unwrap().to_string(), parts(&pay)),
        ("1100".to_owned(), vec![(vec![Cause::People], "900".to_owned())])
    );
}

#[test]
fn another_calendar_is_calendar_and_is_joined_with_the_policy_that_needs_it() {
    let engine = engine();
    let shorter = fork(
        &engine,
        r#"{ "overlay": "a shorter term", "plan": [ { "at": "calendar.lists.term[1]", "set": "2025-03-01" } ] }"#,
    );
    let (before, after) = (june(&engine), june(&shorter.engine));
    let term = change(&before, &after, REVENUE, "north", ["term 2025-01-01", "term 2025-01-01"]);
    assert_eq!(parts(&term), [(vec![Cause::Calendar], "-8000".to_owned())], "b1 is of March");
    assert_eq!(term.parts[4].places.rows[0].place, "calendar.lists.term[1]");
    let needed = fork(
        &engine,
        r#"{ "overlay": "by halves", "plan": [
            { "at": "calendar.lists.part", "set": ["2025-01-01", "2025-02-15", "2025-04-01"] },
            { "at": "kpis.revenue.formula", "set": "sum(order.amount)[part]" } ] }"#,
    );
    let halves = change(&before, &june(&needed.engine), REVENUE, "north", ["2025-Q1", "2025-Q1"]);
    // From 15 February on: 3,000 and 8,000.
    assert_eq!(parts(&halves), [(vec![Cause::Policy, Cause::Calendar], "-6000".to_owned())]);
}

#[test]
fn a_plan_that_takes_other_entries_is_told_the_log_anew() {
    let engine = engine();
    let more = fork(
        &engine,
        r#"{ "overlay": "a field more", "plan": [
            { "at": "facts.order.fields.cost", "set": "money" },
            { "at": "kpis.revenue.formula", "set": "sum(order.amount) - sum(coalesce(order.cost, 0))" } ],
            "entries": [ { "kind": "order", "id": "x", "on": "2025-03-05", "rep": "ann", "amount": "100", "cost": "40" } ] }"#,
    );
    assert_eq!((more.replayed.len(), more.admissions), (engine.log().len(), vec![Admission::Counted]));
    let (before, after) = (june(&engine), june(&more.engine));
    let margin = change(&before, &after, REVENUE, "north", ["2025-Q1", "2025-Q1"]);
    // By the earlier plan the entry has a field too much, so it comes with the later one.
    assert_eq!(parts(&margin), [(vec![Cause::Policy], "60".to_owned())]);
    let less = fork(
        &engine,
        r#"{ "overlay": "no bonus known", "plan": [
        { "at": "org.person.bonus", "remove": true }, { "at": "incentives", "remove": true } ] }"#,
    );
    let refused = less.replayed.iter().filter(|admission| matches!(admission, Admission::Refused(_))).count();
    assert_eq!(refused, 3, "the memberships that say a bonus");
}

#[test]
fn every_problem_of_a_what_if_and_of_its_plan_comes_at_once() {
    let engine = engine();
    let problems = |overlay: &str| -> Vec<String> {
        let overlay = Overlay::from_json(overlay.as_bytes()).unwrap();
        engine.fork_with(&overlay).unwrap_err().iter().map(|problem| format!("{} {problem}", problem.code())).collect()
    };
    assert_eq!(
        problems(
            r#"{ "overlay": "wrong", "plan": [
            { "at": "scorecards.rep.items.attaind.weight", "set": "50%" },
            { "at": "scorecards.rep.items.orders.weight", "set": "50%" },
            { "at": "scorecards.rep.items[7]", "remove": true },
            { "at": "kpis.revenue.formula.x", "set": "1" },
            { "at": "kpis.mean.formula", "set": "avg(order.amont)" },
            { "at": "kpis.mean", "remove": true },
            { "at": "currency" },
            { "at": "name", "set": "x", "remove": true },
            { "at": "rules..ties", "set": "1224" } ] }"#
        ),
        [
            "name.unknown plan[0].at: `scorecards.rep.items` has nothing whose `id` is `attaind`\n  help: did you mean `attained`?",
            "name.unknown plan[2].at: `scorecards.rep.items` has no [7]\n  help: it has 2, counted from 0",
            "name.unknown plan[3].at: `kpis.revenue.formula` is a text, and nothing is inside it\n  help: end the place there",
            "plan.conflict plan[5].at: `kpis.mean` is edited, and so is `kpis.mean.formula`\n  help: keep one of the two edits, with all that is meant to be there",
            "document.missing_field plan[6].set: `set` is missing\n  help: write what belongs in the place, `\"set\": …`, or `\"remove\": true`",
            "plan.conflict plan[7]: `set` and `remove` are both written, and one excludes the other\n  help: keep one of the two",
            "name.unknown plan[8].at: `rules..ties` is not written as places are\n  help: write names with dots between them, and numbers in brackets: `tables.points.rows[2]`",
            "formula.unknown_name kpis.mean.formula: `order.amont` is not known here\n  help: did you mean `order.amount`?",
        ]
    );
    // One weight alone does not make 100 %; both do, whichever comes first.
    assert_eq!(
        problems(r#"{ "overlay": "half", "plan": [ { "at": "scorecards.rep.items.orders.weight", "set": "50%" } ] }"#)
            .len(),
        1
    );
    // What is wrong with the form comes from reading.
    let form =
        Overlay::from_json(br#"{ "overlay": 1, "entries": {}, "plan": [ { "set": 1 } ], "why": "x" }"#).unwrap_err();
    let places: Vec<&str> = form.iter().map(|problem| problem.place().as_str()).collect();
    assert_eq!(places, ["why", "overlay", "entries", "plan[0].at"]);
}

#[test]
fn things_are_added_replaced_and_removed_by_place() {
    let plan = Plan::from_json(PLAN.as_bytes()).unwrap();
    let edited = |overlay: Overlay| plan.overlaid(&overlay).unwrap();
    let by_hand = |from: &str, to: &str| {
        assert!(PLAN.contains(from), "{from}");
        Plan::from_json(PLAN.replace(from, to).as_bytes()).unwrap().fingerprint().to_owned()
    };
    let one = Overlay::new("x").set("kpis.calls", node(r#"{ "formula": "count(order)" }"#));
    let text = r#""kpis": {"#;
    assert_eq!(edited(one).fingerprint(), by_hand(text, r#""kpis": { "calls": { "formula": "count(order)" },"#));
    let one = Overlay::new("x").remove("kpis.monthly").remove("incentives.pay.components.bonus");
    let gone = edited(one);
    assert_eq!((gone.kpi("monthly"), gone.incentives()[0].components.len()), (None, 1));
    let one = Overlay::new("x")
        .set("incentives.pay.components.spif", node(r#"{ "id": "spif", "each": "period", "pay": "10" }"#))
        .set("calendar.lists.term[3]", "2025-10-01")
        .remove("incentives.pay.components[0]");
    let more = edited(one);
    let ids: Vec<&str> = more.incentives()[0].components.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, ["bonus", "spif"]);
    assert!(more.calendar().parse_period("term 2025-07-01").is_ok());
    let two = Overlay::new("x").remove("calendar.lists.term[0]").remove("calendar.lists.term[1]");
    assert!(plan.overlaid(&two).is_err(), "one boundary is no list");
    assert_eq!(edited(Overlay::new("nothing")).fingerprint(), plan.fingerprint());
}

#[test]
fn a_decimal_is_written_wherever_a_number_may_be() {
    let plan = Plan::from_json(PLAN.as_bytes()).unwrap();
    let edited =
        |at: &str, set: Decimal| plan.overlaid(&Overlay::new("x").set(at, set)).map_err(|found| found.to_string());
    for (at, set, from, to) in [
        ("rules.rounding.to", Decimal::new(5, 2), r#""to": "0.01""#, r#""to": "0.05""#),
        ("rules.rounding.to", Decimal::new(5, 2), r#""to": "0.01""#, r#""to": 0.05"#),
        ("precision", Decimal::new(90, 1), r#""currency""#, r#""precision": 9, "currency""#),
        ("incentives.pay.components.bonus.pay", Decimal::new(-2_505, 1), r#""subject.bonus""#, r#""-250.5""#),
    ] {
        assert!(PLAN.contains(from), "{from}");
        let by_hand = Plan::from_json(PLAN.replace(from, to).as_bytes()).unwrap();
        assert_eq!(edited(at, set).unwrap().fingerprint(), by_hand.fingerprint(), "{at}: {to}");
    }
    // What may not be written as a text may not be written as a number either.
    let zero = edited("rules.rounding.to", Decimal::ZERO).unwrap_err();
    assert!(zero.contains("rules.rounding.to: `0` is no step to round to"), "{zero}");
    let half = edited("precision", Decimal::new(95, 1)).unwrap_err();
    assert!(half.contains("precision: a number is written where a whole number from 0 belongs"), "{half}");
    let name = edited("name", Decimal::ONE).unwrap_err();
    assert!(name.contains("name: a number is written where a text belongs"), "{name}");
    let yes = plan.overlaid(&Overlay::new("x").set("rules.rounding.to", true)).unwrap_err().to_string();
    let expected =
        "rules.rounding.to: yes or no is written where a number belongs\n  help: write it in digits, or as text";
    assert!(yes.contains(expected), "{yes}");
}

fn node(text: &str) -> attain::document::Node {
    attain::document::from_json(text.as_bytes(), 1_000).unwrap()
}

#[test]
fn what_cannot_be_asked_is_an_error_with_the_nearest_name() {
    let view = june(&engine());
    let quarter = view.period("2025-Q1").unwrap();
    let error = |figure: &str, who: &str| view.change(&view, figure, who, quarter, quarter).unwrap_err().to_string();
    assert_eq!(error("revenu", "ann"), "there is no figure `revenu`; did you mean `revenue`?");
    assert_eq!(error(REVENUE, "anm"), "there is no person or unit `anm`; did you mean `ann`?");
    assert_eq!(
        error("score.rep.order", "ann"),
        "there is no figure `score.rep.order`; did you mean `score.rep.orders`?"
    );
    assert_eq!(error("gap(revenu)", "ann"), "there is no KPI `revenu`; did you mean `revenue`?");
}

#[test]
fn a_change_reads_as_a_sum_in_two_languages() {
    let view = june(&engine());
    let sold = change(&view, &view, REVENUE, "north", ["2025-Q1", "2025-Q2"]);
    golden("change.en.txt", &sold.to_text(Language::English));
    golden("change.zh.txt", &sold.to_text(Language::Chinese));
    let json = attain::report::json::change(&sold, view.plan().precision());
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["difference"], serde_json::json!({ "value": "-1000", "unit": "money" }));
    assert_eq!(json["parts"][3]["cause"], "people");
    assert_eq!(json["parts"][3]["people"][1]["after"]["in"], "south");
    assert_eq!(json["parts"][0]["entries_count"], 7);
}

/// Compares with the golden file; with `UPDATE_GOLDEN=1` it writes the file instead.
fn golden(name: &str, text: &str) {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios/small").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&file, text).unwrap();
    }
    assert_eq!(
        std::fs::read_to_string(&file).unwrap_or_default(),
        text,
        "{name}; UPDATE_GOLDEN=1 writes the file again"
    );
}
