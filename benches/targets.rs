//! Cutting targets: ten thousand people by twelve months, as plain values and as an engine does it; one adjustment of a live one.

#![expect(clippy::arithmetic_side_effects, reason = "a bench may stop at the first surprise")]

use std::hint::black_box;

use attain::calendar::parse_day;
use attain::log::Entry;
use attain::quantity::{Fraction, Nest, Odd, split_table};
use attain::{Engine, Plan};
use chrono::{DateTime, NaiveDate, Utc};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use rust_decimal::Decimal;

const PEOPLE: usize = 10_000;

/// People in teams of ten, teams in regions of twenty, months in quarters in a year.
fn nests() -> (Nest, Nest) {
    let (mut people, mut months) = (Nest::of(PEOPLE), Nest::of(12));
    let mut teams = Vec::new();
    for team in 0..PEOPLE / 10 {
        teams.extend(people.group(team * 10..team * 10 + 10));
    }
    for region in teams.chunks(20) {
        let _ = people.group(region.iter().copied());
    }
    for quarter in 0..4 {
        let _ = months.group(quarter * 3..quarter * 3 + 3);
    }
    (people, months)
}

fn table(c: &mut Criterion) {
    let (people, months) = nests();
    let weight = |cell: usize| {
        let (person, month) = (cell / 12, cell % 12);
        i128::try_from((person * 7919 % 997 + 3) * (month * 31 % 17 + 20))
            .ok()
            .and_then(|weight| Fraction::new(weight, 1))
    };
    let weights: Vec<Fraction> = (0..PEOPLE * 12).filter_map(weight).collect();
    let amount = Decimal::from(1_234_567_890);
    c.bench_function("a table of 10,000 people by 12 months", |bench| {
        bench.iter(|| split_table(black_box(amount), &weights, &people, &months, Decimal::new(1, 2), Odd::First));
    });
}

const PLAN: &[u8] = br#"{
    "attain": 1, "name": "Targets", "currency": "EUR",
    "rules": { "rounding": { "to": "0.01", "mode": "half_up", "odd": "first" }, "missing": "zero" },
    "org": { "trees": { "sales": ["company", "region", "team"] }, "person": { "fte": "number" } },
    "facts": { "order": { "whose": "rep", "fields": { "rep": "person", "amount": "money" } } },
    "tables": { "season": { "keys": ["index"], "read": "step", "boundary": "[from, to)", "rows": [
        { "index": "1 .. 7", "weight": 7 }, { "index": "7 .. 9", "weight": 4 }, { "index": "9 .. 13", "weight": 12.5 } ] } },
    "kpis": { "revenue": { "formula": "sum(order.amount)" } },
    "targets": { "revenue": { "grain": "month", "unit_is": "own", "transfer": "days", "on_change": "respread", "split": [
        { "over": "month", "by": "season(period.index)" },
        { "over": "members", "by": [ { "by": "revenue[last_year year]", "weight": "70%" }, { "by": "subject.fte", "weight": "30%" } ] } ] } }
}"#;

/// Ten thousand people in teams of ten, with three orders each of the year before.
fn company() -> Option<Engine> {
    let day = |text: &str| parse_day(text).ok();
    let mut engine = Engine::new(Plan::from_json(PLAN).ok()?);
    let begins = day("2025-01-01")?;
    let mut entries = vec![Entry::new("unit").id("company").on(begins).set("unit", "company")];
    for region in 0..PEOPLE / 200 {
        let unit = format!("r{region}");
        entries.push(Entry::new("unit").id(&unit).on(begins).set("unit", &*unit).set("under", "company"));
    }
    for team in 0..PEOPLE / 10 {
        let (unit, under) = (format!("t{team}"), format!("r{}", team / 20));
        entries.push(Entry::new("unit").id(&unit).on(begins).set("unit", &*unit).set("under", &*under));
    }
    for person in 0..PEOPLE {
        let (who, unit) = (format!("p{person}"), format!("t{}", person / 10));
        let joins = Entry::new("membership").id(&format!("m{person}")).on(begins).set("who", &*who);
        entries.push(joins.set("unit", &*unit).set("fte", if person % 4 == 0 { "0.5" } else { "1" }));
        for order in 0..3 {
            let amount = (person * 7919 + order * 104_729) % 9_973 + 10;
            let sold = Entry::new("order").id(&format!("o{person}/{order}")).on(day("2025-06-01")?);
            entries.push(sold.set("rep", &*who).set("amount", amount.to_string()));
        }
    }
    let year = Entry::new("target").id("year").on(day("2025-12-01")?).set("of", "revenue").set("who", "company");
    entries.push(year.set("period", "2026").set("amount", "1234567890"));
    engine.record_batch(entries, moment("2025-12-01T00:00:00Z"));
    Some(engine)
}

fn moment(text: &str) -> Option<DateTime<Utc>> {
    text.parse().ok()
}

fn amount(engine: &Engine, who: &str, day: NaiveDate) -> Option<String> {
    let view = engine.view(day);
    let target = view.target("revenue", view.person(who).ok()?, view.period("2026-03").ok()?).ok()?;
    target.counts.ok().map(|amount| amount.to_string())
}

/// The year of a company, cut when somebody asks for the first time; and what one asks for after an adjustment.
fn engine(c: &mut Criterion) {
    let Some((company, day)) = company().zip(parse_day("2026-01-31").ok()) else { return };
    c.bench_function("a year of a company, cut by a plan over 10,000 people and 12 months", |bench| {
        bench.iter_batched(|| company.clone(), |company| amount(&company, "p77", day), BatchSize::PerIteration);
    });
    c.bench_function("facts alone: the same view without a target", |bench| {
        bench.iter_batched(|| company.clone(), |company| company.view(day).as_of(), BatchSize::PerIteration);
    });
    let mut live = company;
    let mut count = 0_u32;
    drop(amount(&live, "p77", day));
    c.bench_function("one adjustment of somebody on a live engine, then that target", |bench| {
        bench.iter(|| {
            count += 1;
            let more = Entry::new("adjust").id(&format!("a{count}")).on(day).set("of", "revenue").set("who", "p77");
            live.record_batch([more.set("period", "2026-03").set("add", "1")], moment("2026-01-31T00:00:00Z"));
            amount(&live, "p77", day)
        });
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = table, engine
}
criterion_main!(benches);
