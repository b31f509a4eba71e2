//! What it costs to come in by the C interface: the same question and the same column rows, asked from Rust and as C asks.

#![expect(clippy::expect_used, reason = "a bench may stop at the first surprise")]
#![expect(unsafe_code, reason = "the functions are called as C calls them")]

use std::ffi::c_char;
use std::hint::black_box;
use std::ptr;

use attain::calendar::parse_day;
use attain::ffi::{
    ATTAIN_COLUMN_CODES, ATTAIN_COLUMN_DECIMALS, ATTAIN_DATE_NONE, ATTAIN_OK, ATTAIN_TIME_NONE, ATTAIN_WHOSE_PERSON,
    attain_batch, attain_column, attain_engine, attain_engine_fork, attain_engine_free, attain_engine_new,
    attain_engine_record_columns, attain_engine_record_jsonl, attain_engine_register_person,
    attain_engine_register_series, attain_engine_view, attain_outcomes_free, attain_place, attain_plan_load_json,
    attain_str, attain_value, attain_view, attain_view_value,
};
use attain::log::{Batch, ColumnSlice, EntryIds, Values};
use attain::{Engine, Plan};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};

/// How many rows a batch has.
const ROWS: usize = 20_000;

const PLAN: &[u8] = br#"{
    "attain": 1, "name": "Calls", "currency": "EUR", "org": { "trees": { "sales": ["company"] } },
    "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money" } } },
    "kpis": { "revenue": { "formula": "sum(order.amount)" } }
}"#;

const LINES: &[u8] = br#"
    {"kind":"unit","id":"u","on":"2025-01-01","unit":"company"}
    {"kind":"membership","id":"m","on":"2025-01-01","who":"ann","unit":"company"}
    {"kind":"order","id":"o1","on":"2025-03-04","rep":"ann","amount":"1200.50"}
"#;

fn text(text: &str) -> attain_str {
    attain_str { data: text.as_ptr().cast(), len: text.len() }
}

/// An engine as C has it.
fn c_engine() -> *mut attain_engine {
    let (mut plan, mut engine, mut outcomes) = (ptr::null_mut(), ptr::null_mut(), ptr::null_mut());
    // SAFETY: every pointer is one of this function, or was made by the call before.
    unsafe {
        let none = ptr::null_mut();
        assert_eq!(
            attain_plan_load_json(PLAN.as_ptr().cast(), PLAN.len(), ptr::null(), &raw mut plan, none),
            ATTAIN_OK
        );
        assert_eq!(attain_engine_new(plan, &raw mut engine, none), ATTAIN_OK);
        let (lines, len) = (LINES.as_ptr().cast(), LINES.len());
        let status = attain_engine_record_jsonl(engine, lines, len, ATTAIN_TIME_NONE, &raw mut outcomes, none);
        assert_eq!(status, ATTAIN_OK);
        attain_outcomes_free(outcomes);
    }
    engine
}

fn call(criterion: &mut Criterion) {
    let mut engine = Engine::new(Plan::from_json(PLAN).expect("a plan"));
    engine.record_jsonl(LINES, None);
    let as_of = parse_day("2025-03-31").expect("a day");
    let view = engine.view(as_of);
    let mut group = criterion.benchmark_group("a KPI of a person by their names");
    group.bench_function("Rust", |bencher| {
        bencher.iter(|| {
            let who = view.person(black_box("ann")).expect("she is there");
            let when = view.period(black_box("2025-03")).expect("a period");
            view.value(black_box("revenue"), who, when)
        });
    });
    let c = c_engine();
    let mut c_view: *mut attain_view = ptr::null_mut();
    // SAFETY: as above; 20,178 is 2025-03-31.
    assert_eq!(unsafe { attain_engine_view(c, 20_178, &raw mut c_view, ptr::null_mut()) }, ATTAIN_OK);
    let place = attain_place {
        struct_size: u32::try_from(size_of::<attain_place>()).expect("it is small"),
        whose: ATTAIN_WHOSE_PERSON,
        key: text("ann"),
        period: text("2025-03"),
        from: ATTAIN_DATE_NONE,
        to: ATTAIN_DATE_NONE,
    };
    let kpi: *const c_char = c"revenue".as_ptr();
    group.bench_function("C", |bencher| {
        bencher.iter(|| {
            let mut value = std::mem::MaybeUninit::<attain_value>::uninit();
            // SAFETY: as above.
            let status = unsafe {
                attain_view_value(
                    black_box(c_view),
                    black_box(&raw const place),
                    black_box(kpi),
                    7,
                    value.as_mut_ptr(),
                    ptr::null_mut(),
                )
            };
            assert_eq!(status, ATTAIN_OK);
            black_box(value);
        });
    });
    group.finish();
}

fn columns(criterion: &mut Criterion) {
    let days = vec![20_150_i32; ROWS];
    let numbers: Vec<u64> = (1..).take(ROWS).collect();
    let mantissas: Vec<i64> = (100..).take(ROWS).collect();
    let mut group = criterion.benchmark_group("20,000 rows of columns, recorded");
    group.throughput(Throughput::Elements(20_000));

    let mut engine = Engine::new(Plan::from_json(PLAN).expect("a plan"));
    engine.record_jsonl(LINES, None);
    let ann = vec![engine.register_person("ann").expect("a key").get(); ROWS];
    let series = engine.register_series("inv").expect("a name");
    let fields = [
        ColumnSlice::new("rep", Values::Codes(&ann)),
        ColumnSlice::new("amount", Values::Decimals { mantissas: &mantissas, scale: 2 }),
    ];
    let batch =
        Batch { kind: "order", ids: EntryIds::Numbers { series, numbers: &numbers }, on: &days, columns: &fields };
    let forked = || {
        let mut fork = engine.clone();
        // The copy of the log that a fork makes when it first records is not what is measured.
        fork.record_jsonl(b"", None);
        fork
    };
    group.bench_function("Rust", |bencher| {
        bencher.iter_batched(
            forked,
            |mut fork| {
                let _ = black_box(fork.record_columns(&batch, None));
                fork
            },
            BatchSize::LargeInput,
        );
    });

    let c = c_engine();
    let (mut code, mut inv) = (0_u32, 0_u32);
    let none = ptr::null_mut();
    // SAFETY: as above.
    unsafe {
        assert_eq!(attain_engine_register_person(c, c"ann".as_ptr(), 3, &raw mut code, none), ATTAIN_OK);
        assert_eq!(attain_engine_register_series(c, c"inv".as_ptr(), 3, &raw mut inv, none), ATTAIN_OK);
    }
    let codes = vec![code; ROWS];
    let column = |field: &str, of, scale, values| attain_column {
        field: text(field),
        of,
        scale,
        series: 0,
        reserved: 0,
        values,
        valid: ptr::null(),
    };
    let fields = [
        column("rep", ATTAIN_COLUMN_CODES, 0, codes.as_ptr().cast()),
        column("amount", ATTAIN_COLUMN_DECIMALS, 2, mantissas.as_ptr().cast()),
    ];
    let batch = attain_batch {
        struct_size: u32::try_from(size_of::<attain_batch>()).expect("it is small"),
        series: inv,
        kind: text("order"),
        rows: ROWS,
        numbers: numbers.as_ptr(),
        ids: ptr::null(),
        on: days.as_ptr(),
        columns: fields.as_ptr(),
        columns_count: fields.len(),
        columns_stride: size_of::<attain_column>(),
    };
    group.bench_function("C", |bencher| {
        bencher.iter_batched(
            || {
                let (mut fork, mut outcomes) = (ptr::null_mut(), ptr::null_mut());
                // SAFETY: as above.
                unsafe {
                    assert_eq!(attain_engine_fork(c, &raw mut fork, none), ATTAIN_OK);
                    let empty = b"".as_ptr().cast();
                    assert_eq!(
                        attain_engine_record_jsonl(fork, empty, 0, ATTAIN_TIME_NONE, &raw mut outcomes, none),
                        ATTAIN_OK
                    );
                    attain_outcomes_free(outcomes);
                }
                Fork(fork)
            },
            |fork| {
                let mut outcomes = ptr::null_mut();
                // SAFETY: as above.
                unsafe {
                    let status = attain_engine_record_columns(
                        fork.0,
                        &raw const batch,
                        ATTAIN_TIME_NONE,
                        &raw mut outcomes,
                        none,
                    );
                    assert_eq!(status, ATTAIN_OK);
                    attain_outcomes_free(outcomes);
                }
                fork
            },
            BatchSize::LargeInput,
        );
    });
    group.finish();
}

/// An engine that is freed when it is no longer needed.
struct Fork(*mut attain_engine);

impl Drop for Fork {
    fn drop(&mut self) {
        // SAFETY: it was made by `attain_engine_fork`, and is freed once.
        unsafe { attain_engine_free(self.0) }
    }
}

criterion_group!(benches, call, columns);
criterion_main!(benches);
