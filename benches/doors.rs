//! How fast entries come in by each door, beside a reader that fills a plain struct of the same fields and checks nothing else.
//!
//! The peers stop at the struct; the lines called `recorded` go on to the log, ids looked up, people looked for.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a bench may stop at the first surprise"
)]

use std::fmt::Write;
use std::hint::black_box;

use attain::log::{Admission, Batch, ColumnSlice, Entry, EntryIds, Values};
use attain::{Engine, Plan};
use chrono::NaiveDate;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rust_decimal::Decimal;
use serde::Deserialize;

/// How many entries a batch has.
const ROWS: u64 = 20_000;

const PLAN: &[u8] = br#"{
    "attain": 1, "name": "Doors", "currency": "EUR",
    "rules": { "rounding": { "to": "0.01", "mode": "half_up" } },
    "org": { "trees": { "sales": ["company", "team"] } },
    "facts": { "order": { "whose": "rep", "fields": {
        "rep": "person", "amount": "money", "customer": "text", "lines": "number", "due": "date", "paid": "yesno" } } },
    "kpis": { "revenue": { "formula": "sum(order.amount)" } },
    "targets": { "revenue": { "grain": "month", "unit_is": "members", "transfer": "days" } }
}"#;

/// What a host would write by hand for the same entries.
#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "it is read, and not used")]
struct Row {
    kind: Kind,
    id: String,
    on: NaiveDate,
    rep: String,
    amount: Decimal,
    customer: String,
    lines: u32,
    due: NaiveDate,
    paid: bool,
}

/// The same without the kind, which a CSV does not have.
#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "it is read, and not used")]
struct Cells {
    id: String,
    on: NaiveDate,
    rep: String,
    amount: Decimal,
    customer: String,
    lines: u32,
    due: NaiveDate,
    paid: bool,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Order,
}

/// An engine in which forty people belong to the company from the start.
fn engine() -> Engine {
    let mut engine = Engine::new(Plan::from_json(PLAN).expect("the plan is sound"));
    let mut text = String::from(r#"{"kind":"unit","id":"u","on":"2020-01-01","unit":"company"}"#);
    for person in 0..40 {
        write!(text, "\n{{\"kind\":\"membership\",\"id\":\"m{person}\",\"on\":\"2020-01-01\",\"who\":\"p{person:03}\",\"unit\":\"company\"}}")
            .expect("a string takes all");
    }
    engine.record_jsonl(text.as_bytes(), None);
    engine
}

/// The same entries as JSON lines and as CSV.
fn texts() -> (String, String) {
    let (mut lines, mut rows) = (String::new(), String::from("id,on,rep,amount,customer,lines,due,paid\n"));
    for row in 0..ROWS {
        let (month, day, person, cents) = (1 + row / 28 % 12, 1 + row % 28, row * 7 % 40, row * 7_919 % 1_000_000);
        let (customer, count, paid) = (row * 31 % 500, 1 + row % 9, row % 3 == 0);
        let (euros, cents) = (cents / 100, cents % 100);
        writeln!(lines, "{{\"kind\":\"order\",\"id\":\"o{row:07}\",\"on\":\"2025-{month:02}-{day:02}\",\"rep\":\"p{person:03}\",\"amount\":\"{euros}.{cents:02}\",\"customer\":\"customer {customer}\",\"lines\":{count},\"due\":\"2025-12-{day:02}\",\"paid\":{paid}}}")
            .expect("a string takes all");
        writeln!(rows, "o{row:07},2025-{month:02}-{day:02},p{person:03},{euros}.{cents:02},customer {customer},{count},2025-12-{day:02},{paid}")
            .expect("a string takes all");
    }
    (lines, rows)
}

fn json_lines(criterion: &mut Criterion) {
    let ((lines, _), engine) = (texts(), engine());
    let mut group = criterion.benchmark_group("json lines");
    group.throughput(Throughput::Elements(ROWS));
    group.bench_function("serde_json into a struct", |bencher| {
        bencher.iter(|| {
            let rows = black_box(&lines).lines().map(serde_json::from_str::<Row>);
            rows.for_each(|row| drop(black_box(row.expect("a row"))));
        });
    });
    group.bench_function("checked", |bencher| {
        bencher.iter(|| engine.check_jsonl(black_box(lines.as_bytes())));
    });
    group.bench_function("recorded", |bencher| {
        bencher.iter_batched_ref(
            || engine.clone(),
            |engine| engine.record_jsonl(black_box(lines.as_bytes()), None),
            criterion::BatchSize::LargeInput,
        );
    });
}

fn csv_rows(criterion: &mut Criterion) {
    let ((_, rows), engine) = (texts(), engine());
    let mut group = criterion.benchmark_group("csv");
    group.throughput(Throughput::Elements(ROWS));
    group.bench_function("the csv crate into a struct", |bencher| {
        bencher.iter(|| {
            let mut reader = csv::Reader::from_reader(black_box(rows.as_bytes()));
            let header = reader.byte_headers().expect("a header").clone();
            let (mut record, mut count) = (csv::ByteRecord::new(), 0_u64);
            while reader.read_byte_record(&mut record).expect("a record") {
                black_box(record.deserialize::<Cells>(Some(&header)).expect("a row"));
                count += 1;
            }
            count
        });
    });
    group.bench_function("checked", |bencher| {
        bencher.iter(|| engine.check_csv("order", black_box(rows.as_bytes())));
    });
    group.bench_function("recorded", |bencher| {
        bencher.iter_batched_ref(
            || engine.clone(),
            |engine| engine.record_csv("order", black_box(rows.as_bytes()), None),
            criterion::BatchSize::LargeInput,
        );
    });
}

/// The same entries as Rust values: one after the other, and all at once.
fn entries(criterion: &mut Criterion) {
    let ((lines, _), engine) = (texts(), engine());
    let read: Vec<Entry> = attain::log::read_jsonl(lines.as_bytes()).into_iter().flatten().collect();
    let mut group = criterion.benchmark_group("entries");
    group.throughput(Throughput::Elements(ROWS));
    group.bench_function("one by one", |bencher| {
        bencher.iter_batched(
            || (engine.clone(), read.clone()),
            |(mut engine, read)| {
                let taken = read
                    .into_iter()
                    .map(|entry| engine.record(entry))
                    .filter(|outcome| *outcome == Admission::Counted)
                    .count();
                (engine, taken)
            },
            criterion::BatchSize::LargeInput,
        );
    });
    group.bench_function("a batch", |bencher| {
        bencher.iter_batched(
            || (engine.clone(), read.clone()),
            |(mut engine, read)| {
                let outcomes = engine.record_batch(read, None);
                (engine, outcomes)
            },
            criterion::BatchSize::LargeInput,
        );
    });
}

/// The same entries as columns, and a batch of them that is recorded again.
fn columns(criterion: &mut Criterion) {
    let mut engine = engine();
    let code =
        |person: u64, engine: &mut Engine| engine.register_person(&format!("p{person:03}")).expect("a key").get();
    let people: Vec<u32> = (0..40).map(|person| code(person, &mut engine)).collect();
    let text = |customer: u64, engine: &mut Engine| {
        engine.register_text("order", "customer", &format!("customer {customer}")).expect("a text").get()
    };
    let customers: Vec<u32> = (0..500).map(|customer| text(customer, &mut engine)).collect();
    let series = engine.register_series("o").expect("a name");
    let rows = || 0..ROWS;
    let index = |number: u64| usize::try_from(number).expect("a small number");
    let days: Vec<i32> = rows().map(|row| 20_089 + i32::try_from(row % 365).expect("a day")).collect();
    let reps: Vec<u32> = rows().map(|row| people[index(row * 7 % 40)]).collect();
    let cents: Vec<i64> = rows().map(|row| (row * 7_919 % 1_000_000).cast_signed()).collect();
    let texts: Vec<u32> = rows().map(|row| customers[index(row * 31 % 500)]).collect();
    let lines: Vec<i64> = rows().map(|row| (1 + row % 9).cast_signed()).collect();
    let paid: Vec<u8> = rows().map(|row| u8::from(row % 3 == 0)).collect();
    let fields = [
        ColumnSlice::new("rep", Values::Codes(&reps)),
        ColumnSlice::new("amount", Values::Decimals { mantissas: &cents, scale: 2 }),
        ColumnSlice::new("customer", Values::Codes(&texts)),
        ColumnSlice::new("lines", Values::Decimals { mantissas: &lines, scale: 0 }),
        ColumnSlice::new("due", Values::Days(&days)),
        ColumnSlice::new("paid", Values::YesNo(&paid)),
    ];
    let dense: Vec<u64> = rows().collect();
    let gaps: Vec<u64> = rows().map(|row| row * 3).collect();
    let falling: Vec<u64> = rows().rev().collect();
    let mut group = criterion.benchmark_group("columns");
    group.throughput(Throughput::Elements(ROWS));
    for (name, numbers) in [("rising numbers", &dense), ("numbers with gaps", &gaps), ("falling numbers", &falling)] {
        let ids = EntryIds::Numbers { series, numbers };
        let batch = Batch { kind: "order", ids, on: &days, columns: &fields };
        group.bench_function(name, |bencher| {
            bencher.iter_batched_ref(
                || engine.clone(),
                |engine| engine.record_columns(black_box(&batch), None),
                criterion::BatchSize::LargeInput,
            );
        });
    }
    let ids = EntryIds::Numbers { series, numbers: &dense };
    let batch = Batch { kind: "order", ids, on: &days, columns: &fields };
    engine.record_columns(&batch, None).expect("it fits");
    group.bench_function("recorded again", |bencher| {
        bencher.iter(|| engine.record_columns(black_box(&batch), None));
    });
}

criterion_group!(benches, entries, json_lines, csv_rows, columns);
criterion_main!(benches);
