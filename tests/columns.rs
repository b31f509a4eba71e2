//! Batches of columns: what fits, what is refused as a whole, and what comes of each row.

#![cfg(feature = "json")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may stop at the first surprise"
)]

use attain::calendar::parse_day;
use attain::document::Node;
use attain::log::{Batch, BatchOutcome, ColumnSlice, EntryIds, SeriesCode, Values};
use attain::{Admission, Engine, Plan};

const PLAN: &str = r#"{
    "attain": 1, "name": "Columns", "currency": "EUR",
    "org": { "trees": { "sales": ["company", "team"] } },
    "facts": {
        "order": { "on": "ordered_on", "whose": "rep", "fields": { "ordered_on": "date", "rep": "person", "amount": "money",
            "customer": "text", "region": "unit", "due": "date", "paid": "yesno", "parent": "order" } },
        "call": { "fields": { "minutes": "number" } } },
    "kpis": { "revenue": { "formula": "sum(order.amount)" }, "orders": { "formula": "count(order)" } }
}"#;

/// An engine in which ann belongs to the company from 2025 on; the day 20,089 is the first of that year.
fn engine() -> Engine {
    let mut engine = Engine::new(Plan::from_json(PLAN.as_bytes()).unwrap());
    let lines = br#"{"kind":"unit","id":"u","on":"2025-01-01","unit":"company"}
        {"kind":"membership","id":"m","on":"2025-01-01","who":"ann","unit":"company"}"#;
    assert_eq!(engine.record_jsonl(lines, None), [Admission::Counted, Admission::Counted]);
    engine
}

const ON: i32 = 20_089;

/// Codes of ann, of bob who belongs nowhere, and of a series.
fn codes(engine: &mut Engine) -> (u32, u32, SeriesCode) {
    let person = |engine: &mut Engine, key| engine.register_person(key).unwrap().get();
    (person(engine, "ann"), person(engine, "bob"), engine.register_series("inv").unwrap())
}

/// An outcome in a word or two, for each row.
fn told(outcome: &BatchOutcome, rows: usize) -> Vec<String> {
    let told = |row| match outcome.admission(row) {
        Admission::Counted => "counted".to_owned(),
        Admission::Exists => "exists".to_owned(),
        Admission::ExistsDifferently { field } => format!("exists differently: {field}"),
        Admission::Waiting(waiting) => {
            format!("waits: {}", waiting.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
        }
        Admission::Refused(refusals) => {
            format!("refused: {}", refusals.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
        }
    };
    (0..rows).map(told).collect()
}

/// Orders of ann with these numbers and amounts.
fn orders(engine: &mut Engine, numbers: &[u64], cents: &[i64]) -> Vec<String> {
    let (ann, _, series) = codes(engine);
    let (reps, on) = (vec![ann; numbers.len()], vec![ON; numbers.len()]);
    let columns = [
        ColumnSlice::new("rep", Values::Codes(&reps)),
        ColumnSlice::new("amount", Values::Decimals { mantissas: cents, scale: 2 }),
    ];
    let ids = EntryIds::Numbers { series, numbers };
    let outcome = engine.record_columns(&Batch { kind: "order", ids, on: &on, columns: &columns }, None).unwrap();
    told(&outcome, numbers.len())
}

fn described(engine: &Engine, id: &str, field: &str) -> Option<String> {
    let entry = engine.log().entry(engine.log().find(id)?)?;
    entry.get(field).map(Node::to_string)
}

#[test]
fn a_batch_that_does_not_fit_is_refused_as_a_whole() {
    let mut engine = engine();
    let (ann, _, series) = codes(&mut engine);
    let text = engine.register_text("order", "customer", "Nord").unwrap().get();
    let (rep, amount) = ([ann, ann], Values::Decimals { mantissas: &[1, 2], scale: 2 });
    let rep = ColumnSlice::new("rep", Values::Codes(&rep));
    let one = |field, values| vec![rep, ColumnSlice::new(field, values)];
    let (both, texts, single) = ([ann, ann], [text, text + 1], [ann]);
    let nobody = SeriesCode::from_number(9);
    let table: Vec<(Vec<ColumnSlice<'_>>, &str)> = vec![
        (one("amount", Values::Decimals { mantissas: &[1], scale: 2 }), "amount: entry.columns"),
        (one("amount", Values::Decimals { mantissas: &[1, 2], scale: 29 }), "amount: entry.invalid_value"),
        (one("amount", Values::Codes(&[0, 0])), "amount: entry.wrong_type"),
        (one("customer", Values::Codes(&texts)), "customer: entry.unknown_code"),
        (one("region", Values::Codes(&[0, 9])), "region: entry.unknown_code"),
        (one("region", Values::Numbers { series, numbers: &[1, 2] }), "region: entry.wrong_type"),
        (one("parent", Values::Codes(&[0, u32::MAX])), "parent: entry.unknown_code"),
        (one("parent", Values::Numbers { series: nobody, numbers: &[1, 2] }), "parent: entry.unknown_code"),
        (one("paid", Values::YesNo(&[1, 2])), "paid: entry.unknown_code"),
        (one("paid", Values::YesNo(&[1])), "paid: entry.columns"),
        (one("due", Values::Days(&[1, 2, 3])), "due: entry.columns"),
        (one("amuont", amount), "amuont: entry.unknown_field"),
        (one("ordered_on", Values::Days(&[1, 2])), "ordered_on: entry.unknown_field"),
        (one("rep", Values::Codes(&both)), "rep: entry.duplicate_field"),
        (vec![rep, ColumnSlice { field: "amount", values: amount, valid: Some(&[1]) }], "amount: entry.columns"),
        (
            vec![rep, ColumnSlice { field: "amount", values: amount, valid: Some(&[1, 9]) }],
            "amount: entry.unknown_code",
        ),
        (
            vec![ColumnSlice::new("rep", Values::Codes(&single)), ColumnSlice::new("due", Values::Days(&[1]))],
            "rep: entry.columns, due: entry.columns",
        ),
    ];
    let before = engine.log().len();
    let mut record = |kind, ids, columns: &[ColumnSlice<'_>]| {
        let batch = Batch { kind, ids, on: &[ON, ON], columns };
        let refusals = engine.record_columns(&batch, None).unwrap_err();
        assert_eq!(engine.log().len(), before, "nothing of it is recorded");
        let codes = refusals.iter().map(|refusal| format!("{}: {}", refusal.field().unwrap_or("-"), refusal.code()));
        codes.collect::<Vec<_>>().join(", ")
    };
    let ids = EntryIds::Numbers { series, numbers: &[1, 2] };
    for (columns, expected) in &table {
        assert_eq!(record("order", ids, columns), *expected);
    }
    assert_eq!(record("order", EntryIds::Numbers { series, numbers: &[1] }, &[rep]), "id: entry.columns");
    assert_eq!(
        record("order", EntryIds::Numbers { series: nobody, numbers: &[1, 2] }, &[rep]),
        "id: entry.unknown_code"
    );
    assert_eq!(record("order", EntryIds::Codes(&[0, 99]), &[rep]), "id: entry.unknown_code");
    assert_eq!(record("oder", ids, &[rep]), "kind: entry.kind");
    assert_eq!(record("membership", ids, &[rep]), "kind: entry.kind");
}

#[test]
fn numbers_may_come_in_any_order_with_gaps_and_twice() {
    let mut engine = engine();
    assert_eq!(orders(&mut engine, &[5, 6, 9], &[1, 2, 3]), ["counted"; 3]);
    assert_eq!(orders(&mut engine, &[6, 7, 9], &[2, 4, 5]), ["exists", "counted", "exists differently: amount"]);
    assert_eq!(
        orders(&mut engine, &[3, 2, 3, 3], &[1, 1, 1, 2]),
        ["counted", "counted", "exists", "exists differently: amount"]
    );
    assert_eq!(orders(&mut engine, &[0, u64::MAX], &[1, 1]), ["counted"; 2]);
    assert_eq!(orders(&mut engine, &[u64::MAX, 0, 2, 8], &[1, 1, 1, 8]), ["exists", "exists", "exists", "counted"]);
    assert_eq!(orders(&mut engine, &[], &[]), [""; 0]);
    for (id, amount) in
        [("5", "0.01"), ("7", "0.04"), ("9", "0.03"), ("2", "0.01"), ("8", "0.08"), ("18446744073709551615", "0.01")]
    {
        assert_eq!(described(&engine, &format!("inv/{id}"), "amount").as_deref(), Some(amount), "{id}");
    }
    assert_eq!(engine.log().len(), 2 + 9);
    let standing = engine.log().standing(engine.log().len());
    let (order, _) = engine.log().kinds().find("order").unwrap();
    let ids: Vec<String> = standing.facts(order).map(|fact| fact.id().to_string()).collect();
    let by_text = ["inv/0", "inv/18446744073709551615", "inv/2", "inv/3", "inv/5", "inv/6", "inv/7", "inv/8", "inv/9"];
    assert_eq!(ids, by_text, "facts of one day go by the texts of their ids");
}

#[test]
fn a_number_of_a_series_is_the_text_that_it_spells() {
    let line = |id: &str| {
        format!("{{\"kind\":\"order\",\"id\":\"{id}\",\"on\":\"2025-01-01\",\"rep\":\"ann\",\"amount\":\"0.07\"}}")
    };
    let mut engine = engine();
    // Before the series is known, after it, and what only looks like one of its numbers.
    assert_eq!(engine.record_jsonl(line("inv/40").as_bytes(), None), [Admission::Counted]);
    assert_eq!(orders(&mut engine, &[39, 40, 41], &[7, 7, 7]), ["counted", "exists", "counted"]);
    for (id, expected) in [
        ("inv/39", Admission::Exists),
        ("inv/41", Admission::Exists),
        ("inv/42", Admission::Counted),
        ("inv/042", Admission::Counted),
        ("inv/+42", Admission::Counted),
        ("inv/", Admission::Counted),
        ("inv/18446744073709551616", Admission::Counted),
        ("42", Admission::Counted),
        ("/42", Admission::Counted),
        ("inv/42", Admission::Exists),
    ] {
        assert_eq!(engine.record_jsonl(line(id).as_bytes(), None), [expected], "{id}");
    }
    assert_eq!(orders(&mut engine, &[42, 43], &[7, 7]), ["exists", "counted"]);

    let plain = engine.register_series("").unwrap();
    let ann = engine.register_person("ann").unwrap().get();
    let reps = [ann, ann];
    let columns = [
        ColumnSlice::new("rep", Values::Codes(&reps)),
        ColumnSlice::new("amount", Values::Decimals { mantissas: &[7, 7], scale: 2 }),
    ];
    let ids = EntryIds::Numbers { series: plain, numbers: &[42, 43] };
    let outcome = engine.record_columns(&Batch { kind: "order", ids, on: &[ON, ON], columns: &columns }, None).unwrap();
    assert_eq!(told(&outcome, 2), ["exists", "counted"]);
    assert_eq!(
        engine.record_jsonl(br#"{"kind":"order","id":43,"on":"2025-01-01","rep":"ann","amount":0.07}"#, None),
        [Admission::Exists]
    );
}

#[test]
fn each_row_has_its_own_outcome() {
    let mut engine = engine();
    let (ann, bob, series) = codes(&mut engine);
    let reps = [ann, bob, u32::MAX, ann, ann, ann];
    let columns = [
        ColumnSlice { field: "rep", values: Values::Codes(&reps), valid: Some(&[1, 1, 0, 1, 1, 1]) },
        ColumnSlice {
            field: "amount",
            values: Values::Decimals { mantissas: &[i64::MAX, 1, 1, 1, 1, i64::MIN], scale: 0 },
            valid: Some(&[0, 1, 1, 1, 1, 1]),
        },
        ColumnSlice::new("parent", Values::Numbers { series, numbers: &[11, 11, 11, 16, 11, 11] }),
    ];
    let ids = EntryIds::Numbers { series, numbers: &[11, 12, 13, 14, 15, 16] };
    let batch = Batch { kind: "order", ids, on: &[ON, ON, ON, ON, i32::MAX, ON - 1], columns: &columns };
    let outcome = engine.record_columns(&batch, None).unwrap();
    let expected = [
        "counted",
        "waits: `bob` belongs to no unit on 2025-01-01",
        "refused: rep: nobody is credited\n  help: write `rep`, or `credits`",
        "waits: `inv/16` does not stand yet",
        "refused: on: 2147483647 days since 1970 is not within the years 1 to 9999",
        "refused: amount: `-9223372036854775808` has more than 18 digits before the point\n  help: write it in a larger unit",
    ];
    let counts = (outcome.counted, outcome.waiting, outcome.exists, outcome.exists_differently, outcome.refused);
    assert_eq!((told(&outcome, 6), counts), (expected.map(str::to_owned).to_vec(), (1, 2, 0, 0, 3)));
    assert_eq!(described(&engine, "inv/11", "amount"), None, "what stands where nothing is said means nothing");
    assert_eq!(described(&engine, "inv/16", "amount"), None, "it was refused, though another entry names it");
    assert_eq!(engine.waiting().len(), 2);

    // The entry that another one waits for comes by another door.
    let line = br#"{"kind":"order","id":"inv/16","on":"2025-01-02","rep":"ann","amount":"3"}"#;
    assert_eq!(engine.record_jsonl(line, None), [Admission::Counted]);
    assert_eq!(engine.waiting().len(), 1);
    let view = engine.view(parse_day("2025-01-31").unwrap());
    let (company, january) = (view.unit("company").unwrap(), view.period("2025-01").unwrap());
    assert_eq!(view.value("orders", company, january).unwrap().unwrap().to_string(), "3", "11, 14 and 16");
}

#[test]
fn decimals_are_what_their_digits_say_at_every_scale() {
    let table: [(i64, u32, &str); 10] = [
        (i64::MAX, 1, "922337203685477580.7"),
        (i64::MIN, 12, "-9223372.036854775808"),
        (999_999_999_999_999_999, 0, "999999999999999999"),
        (1_000_000_000_000_000_000, 0, "refused"),
        (1_230, 13, "0.000000000123"),
        (1_231, 13, "refused"),
        (5_000_000_000_000_000_001, 28, "refused"),
        (0, 28, "0"),
        (-70_000_000_000_000_000, 28, "-0.000000000007"),
        (-5, 2, "-0.05"),
    ];
    let mut engine = engine();
    let (ann, _, series) = codes(&mut engine);
    for (number, (mantissa, scale, expected)) in table.into_iter().enumerate() {
        let number = u64::try_from(number).unwrap();
        let (rep, amount) = ([ann], [mantissa]);
        let columns = [
            ColumnSlice::new("rep", Values::Codes(&rep)),
            ColumnSlice::new("amount", Values::Decimals { mantissas: &amount, scale }),
        ];
        let ids = EntryIds::Numbers { series, numbers: &[number] };
        let outcome = engine.record_columns(&Batch { kind: "order", ids, on: &[ON], columns: &columns }, None).unwrap();
        assert_eq!(outcome.refused == 1, expected == "refused", "{mantissa} of scale {scale}");
    }
    for (number, (_, _, expected)) in table.iter().enumerate().filter(|(_, (_, _, expected))| *expected != "refused") {
        assert_eq!(described(&engine, &format!("inv/{number}"), "amount").as_deref(), Some(*expected));
    }
}

#[test]
fn what_cannot_be_a_code_is_not_registered() {
    let mut engine = engine();
    let code = |refused: Result<u32, attain::log::Refusal>| refused.unwrap_err().code().name();
    assert_eq!(code(engine.register_person(" ann").map(attain::log::PersonCode::get)), "entry.invalid_value");
    assert_eq!(code(engine.register_unit("").map(attain::log::UnitCode::get)), "entry.invalid_value");
    assert_eq!(code(engine.register_id("a\nb").map(attain::log::EntryCode::get)), "entry.invalid_value");
    assert_eq!(code(engine.register_series("inv ").map(SeriesCode::get)), "entry.invalid_value");
    assert_eq!(code(engine.register_series(&"x".repeat(180)).map(SeriesCode::get)), "entry.invalid_value");
    assert!(engine.register_series(&"x".repeat(179)).is_ok());
    let mut text =
        |kind, field, text: &str| code(engine.register_text(kind, field, text).map(attain::log::TextCode::get));
    assert_eq!(text("oder", "customer", "x"), "entry.kind");
    assert_eq!(text("order", "custome", "x"), "entry.unknown_field");
    assert_eq!(text("order", "amount", "x"), "entry.wrong_type");
    assert_eq!(text("order", "customer", &"x".repeat(65_537)), "entry.too_large");
    assert_eq!(engine.register_person("ann"), engine.register_person("ann"), "the same code each time");
}

#[test]
fn a_batch_that_claims_to_have_been_known_earlier_is_told_so_row_by_row() {
    let mut engine = engine();
    assert_eq!(orders(&mut engine, &[1], &[1]), ["counted"]);
    let late = br#"{"kind":"call","id":"c","on":"2025-01-01","known":"2025-02-01T00:00:00Z"}"#;
    assert_eq!(engine.record_jsonl(late, None), [Admission::Counted]);
    let (ann, _, series) = codes(&mut engine);
    let reps = [ann, ann];
    let columns = [
        ColumnSlice::new("rep", Values::Codes(&reps)),
        ColumnSlice::new("amount", Values::Decimals { mantissas: &[1, 1], scale: 2 }),
    ];
    let ids = EntryIds::Numbers { series, numbers: &[1, 2] };
    let batch = Batch { kind: "order", ids, on: &[ON, ON], columns: &columns };
    let mut record = |moment: &str| engine.record_columns(&batch, Some(moment.parse().unwrap())).unwrap();
    let early = record("2025-01-31T00:00:00Z");
    assert_eq!((early.exists, early.refused), (1, 1));
    let Admission::Refused(refusals) = early.admission(1) else { unreachable!() };
    assert_eq!(refusals[0].code().name(), "entry.known_earlier");
    assert_eq!(told(&record("2025-02-02T00:00:00Z"), 2), ["exists", "counted"]);
    assert_eq!(engine.log().last_known(), Some("2025-02-02T00:00:00Z".parse().unwrap()));
}
