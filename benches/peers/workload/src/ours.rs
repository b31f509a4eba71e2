//! The facts in an engine, through the public interface: a plan, the company, columns, targets.

use attain::engine::query::{Answers, Nodes, Query, Row};
use attain::log::{Batch, ColumnSlice, Entry, EntryIds, Values};
use attain::quantity::{Fraction, Value};
use attain::{Engine, Plan, PlanDefinition, View};
use chrono::{Days, NaiveDate};

use crate::{FIRST_DAY, Facts, MONTHS};

/// How many people a team has.
const TEAM: usize = 20;

/// The plan.
pub fn definition() -> PlanDefinition {
    serde_json::from_str(include_str!("plan.json")).expect("a plan")
}

/// The plan without the two measures that need more than a sum for each person and month.
pub fn definition_of_sums() -> PlanDefinition {
    let mut definition = definition();
    for kpi in ["median_cycle", "customers"] {
        definition.kpis.remove(kpi);
    }
    definition
}

/// The facts in an engine with a plan.
pub fn engine(definition: &PlanDefinition, facts: &Facts) -> Engine {
    let plan = Plan::compile(definition).unwrap_or_else(|problems| panic!("{problems}"));
    let mut engine = Engine::new(plan);
    company(&mut engine, facts.people);
    columns(&mut engine, facts);
    targets(&mut engine, facts);
    engine
}

/// The day as of which is asked.
pub fn as_of() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 12, 31).expect("a day")
}

pub fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(1970, 1, 1)
        .and_then(|day| day.checked_add_days(Days::new(FIRST_DAY as u64)))
        .expect("a day")
}

/// Everybody in their teams, from the first day on.
pub fn company(engine: &mut Engine, people: usize) {
    let day = first_day();
    let mut entries = vec![Entry::new("unit").id("company").on(day).set("unit", "company")];
    for team in 0..people.div_ceil(TEAM) {
        let unit = format!("t{team}");
        entries.push(Entry::new("unit").id(&unit).on(day).set("unit", &*unit).set("under", "company"));
    }
    for person in 0..people {
        let (who, unit) = (format!("p{person}"), format!("t{}", person / TEAM));
        entries.push(Entry::new("membership").id(&format!("m{person}")).on(day).set("who", &*who).set("unit", &*unit));
    }
    engine.record_batch(entries, None);
}

/// What each person should sell in each month.
pub fn targets(engine: &mut Engine, facts: &Facts) {
    let mut entries = Vec::new();
    for (place, amount) in facts.targets.iter().enumerate() {
        let (month, person) = (place / facts.people + 1, place % facts.people);
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
    assert_eq!(outcome.len(), facts.people * MONTHS);
}

/// The facts themselves, as columns.
pub fn columns(engine: &mut Engine, facts: &Facts) {
    let people: Vec<u32> =
        (0..facts.people).map(|person| engine.register_person(&format!("p{person}")).expect("a person").get()).collect();
    let of = |persons: &[u32]| -> Vec<u32> { persons.iter().map(|person| people[*person as usize]).collect() };
    let o = &facts.opportunities;
    let customers: Vec<u32> = (0..facts.people * 50)
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
pub fn sum(rows: &Answers, column: usize) -> i128 {
    let cell = |row: &Row| row.cells.get(column).and_then(|cell| cell.as_ref().ok()).and_then(Value::amount);
    let millionths = |amount: Fraction| amount.numerator() * 1_000_000 / amount.denominator();
    rows.rows.iter().filter_map(cell).map(millionths).sum()
}

/// As a decimal without zeros at its end.
pub fn decimal(millionths: i128) -> String {
    let text = format!("{}.{:06}", millionths / 1_000_000, millionths % 1_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What is asked of everybody in each month.
pub const FIGURES: [&str; 12] = [
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

/// Asks every figure of everybody and every unit in each month, and both rankings; the sums of four of the figures, or as many
/// of them as are asked.
pub fn asked(view: &View, figures: &[&str]) -> [i128; 4] {
    let (mut sums, mut seen) = ([0; 4], 0);
    let places = ["revenue", "won", "median_cycle", "customers"].map(|name| figures.iter().position(|own| *own == name));
    for month in 1..=MONTHS {
        let month = view.period(&format!("2026-{month:02}")).expect("a month");
        let of = |nodes| view.table(&Query::new(figures.iter().copied()).of(nodes).during(month)).expect("figures");
        let people = of(Nodes::People);
        for (total, column) in sums.iter_mut().zip(places) {
            *total += column.map_or(0, |column| sum(&people, column));
        }
        seen += of(Nodes::units()).rows.len();
        seen += ["team", "company"].map(|name| view.ranking(name, month).expect("a ranking").places.len()).iter().sum::<usize>();
    }
    std::hint::black_box(seen);
    sums
}
