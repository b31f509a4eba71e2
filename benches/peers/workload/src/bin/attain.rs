//! What attain makes of the facts, by a plan and columns, through its public interface.

use std::time::Instant;

use attain::engine::query::{Answers, Nodes, Query, Row};
use attain::log::{Batch, ColumnSlice, Entry, EntryIds, Values};
use attain::quantity::{Fraction, Value};
use attain::{Engine, Plan};
use attain_peers_workload::{FIRST_DAY, Facts, MONTHS, PEOPLE, TEAMS, cpu_seconds, generate, peak_megabytes, report};
use chrono::{Days, NaiveDate};

const PLAN: &[u8] = include_bytes!("../plan.json");

fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(1970, 1, 1)
        .and_then(|day| day.checked_add_days(Days::new(FIRST_DAY as u64)))
        .expect("a day")
}

fn company(engine: &mut Engine) {
    let day = first_day();
    let mut entries = vec![Entry::new("unit").id("company").on(day).set("unit", "company")];
    for team in 0..TEAMS {
        let unit = format!("t{team}");
        entries.push(Entry::new("unit").id(&unit).on(day).set("unit", &*unit).set("under", "company"));
    }
    for person in 0..PEOPLE {
        let (who, unit) = (format!("p{person}"), format!("t{}", person / 20));
        entries.push(Entry::new("membership").id(&format!("m{person}")).on(day).set("who", &*who).set("unit", &*unit));
    }
    engine.record_batch(entries, None);
}

fn targets(engine: &mut Engine, facts: &Facts) {
    let mut entries = Vec::new();
    for (place, amount) in facts.targets.iter().enumerate() {
        let (month, person) = (place / PEOPLE + 1, place % PEOPLE);
        let entry = Entry::new("target")
            .id(&format!("g{place}"))
            .on(first_day())
            .set("of", "revenue")
            .set("who", format!("p{person}"));
        entries.push(
            entry
                .set("period", format!("2026-{month:02}"))
                .set("amount", format!("{}.{:02}", amount / 100, amount % 100)),
        );
    }
    let outcome = engine.record_batch(entries, None);
    assert_eq!(outcome.len(), PEOPLE * MONTHS);
}

fn columns(engine: &mut Engine, facts: &Facts) {
    let people: Vec<u32> =
        (0..PEOPLE).map(|person| engine.register_person(&format!("p{person}")).expect("a person").get()).collect();
    let of = |persons: &[u32]| -> Vec<u32> { persons.iter().map(|person| people[*person as usize]).collect() };
    let o = &facts.opportunities;
    let customers: Vec<u32> = (0..PEOPLE * 50)
        .map(|customer| engine.register_text("opportunity", "customer", &format!("c{customer}")).expect("a text").get())
        .collect();
    let status: Vec<u32> = ["open", "won", "lost"]
        .map(|word| engine.register_text("opportunity", "status", word).expect("a text").get())
        .to_vec();
    let (persons, customer) =
        (of(&o.person), o.customer.iter().map(|customer| customers[*customer as usize]).collect::<Vec<u32>>());
    let status: Vec<u32> = o.status.iter().map(|code| status[*code as usize]).collect();
    let series = engine.register_series("o").expect("a series");
    let numbers: Vec<u64> = (0..o.person.len() as u64).collect();
    let outcome = engine.record_columns(
        &Batch {
            kind: "opportunity",
            ids: EntryIds::Numbers { series, numbers: &numbers },
            on: &o.closed,
            columns: &[
                ColumnSlice::new("rep", Values::Codes(&persons)),
                ColumnSlice::new("customer", Values::Codes(&customer)),
                ColumnSlice::new("created", Values::Days(&o.created)),
                ColumnSlice::new("status", Values::Codes(&status)),
                ColumnSlice::new("amount", Values::Decimals { mantissas: &o.amount, scale: 2 }),
            ],
        },
        None,
    );
    assert_eq!(outcome.expect("a batch").counted, o.person.len());
    let p = &facts.payments;
    let persons = of(&p.person);
    let series = engine.register_series("p").expect("a series");
    let numbers: Vec<u64> = (0..p.person.len() as u64).collect();
    let outcome = engine.record_columns(
        &Batch {
            kind: "payment",
            ids: EntryIds::Numbers { series, numbers: &numbers },
            on: &p.day,
            columns: &[
                ColumnSlice::new("rep", Values::Codes(&persons)),
                ColumnSlice::new("billed", Values::Decimals { mantissas: &p.billed, scale: 2 }),
                ColumnSlice::new("collected", Values::Decimals { mantissas: &p.collected, scale: 2 }),
            ],
        },
        None,
    );
    assert_eq!(outcome.expect("a batch").counted, p.person.len());
    let s = &facts.surveys;
    let (persons, points) = (of(&s.person), s.points.iter().map(|points| i64::from(*points)).collect::<Vec<i64>>());
    let series = engine.register_series("s").expect("a series");
    let numbers: Vec<u64> = (0..s.person.len() as u64).collect();
    let outcome = engine.record_columns(
        &Batch {
            kind: "survey",
            ids: EntryIds::Numbers { series, numbers: &numbers },
            on: &s.day,
            columns: &[
                ColumnSlice::new("rep", Values::Codes(&persons)),
                ColumnSlice::new("points", Values::Decimals { mantissas: &points, scale: 0 }),
            ],
        },
        None,
    );
    assert_eq!(outcome.expect("a batch").counted, s.person.len());
}

/// The sum of a figure over all rows, in millionths.
fn sum(rows: &Answers, column: usize) -> i128 {
    let cell = |row: &Row| row.cells.get(column).and_then(|cell| cell.as_ref().ok()).and_then(Value::amount);
    let millionths = |amount: Fraction| amount.numerator() * 1_000_000 / amount.denominator();
    rows.rows.iter().filter_map(cell).map(millionths).sum()
}

/// As a decimal without zeros at its end.
fn decimal(millionths: i128) -> String {
    let text = format!("{}.{:06}", millionths / 1_000_000, millionths % 1_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

const FIGURES: [&str; 12] = [
    "revenue",
    "won",
    "lost",
    "win_rate",
    "avg_deal",
    "median_cycle",
    "mean_cycle",
    "customers",
    "collection",
    "satisfaction",
    "target_revenue",
    "score.rep",
];

fn main() {
    let count = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(1_000_000);
    let facts = generate(count);
    let mut engine = Engine::new(Plan::from_json(PLAN).unwrap_or_else(|problems| panic!("{problems}")));
    company(&mut engine);
    columns(&mut engine, &facts);
    targets(&mut engine, &facts);
    let (cpu, begins) = (cpu_seconds(), Instant::now());
    let view = engine.view(NaiveDate::from_ymd_opt(2026, 12, 31).expect("a day"));
    let (mut sums, mut units, mut places) = ([0; 4], 0, 0);
    for month in 1..=MONTHS {
        let month = view.period(&format!("2026-{month:02}")).expect("a month");
        let of = |nodes| view.table(&Query::new(FIGURES).of(nodes).during(month)).expect("figures");
        let people = of(Nodes::People);
        for (total, column) in sums.iter_mut().zip([0, 1, 5, 7]) {
            *total += sum(&people, column);
        }
        units += of(Nodes::units()).rows.len();
        places += view.ranking("company", month).expect("a ranking").places.len();
    }
    std::hint::black_box((units, places));
    let took = (cpu_seconds() - cpu, begins.elapsed().as_secs_f64(), peak_megabytes());
    report("attain", sums.map(decimal), took);
}
