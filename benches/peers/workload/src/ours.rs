//! The facts in an engine, through the public interface: a plan, the company, columns, targets.

use attain::engine::query::{Nodes, Query};
use attain::log::{Batch, ColumnSlice, Entry, EntryIds, SeriesCode, Values};
use attain::quantity::{Outcomes, RoundingMode};
use attain::{Engine, Plan, PlanDefinition, View};
use chrono::{Days, NaiveDate};
#[cfg(feature = "rayon")]
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use rust_decimal::Decimal;

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
    Columns::new(&mut engine, facts).record(&mut engine);
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

/// The facts as a host has them that registered its people, customers and words once: columns of whole numbers.
pub struct Columns {
    kinds: [Kind; 3],
}

/// A column of a batch.
enum Column {
    Codes(Vec<u32>),
    Days(Vec<i32>),
    /// With so many digits after the point.
    Decimals(Vec<i64>, u32),
}

impl Column {
    fn slice<'c>(&'c self, name: &'c str) -> ColumnSlice<'c> {
        let values = match self {
            Column::Codes(codes) => Values::Codes(codes),
            Column::Days(days) => Values::Days(days),
            Column::Decimals(mantissas, scale) => Values::Decimals { mantissas, scale: *scale },
        };
        ColumnSlice::new(name, values)
    }
}

struct Kind {
    name: &'static str,
    series: SeriesCode,
    numbers: Vec<u64>,
    on: Vec<i32>,
    fields: Vec<(&'static str, Column)>,
}

impl Columns {
    /// The facts in the codes of an engine.
    pub fn new(engine: &mut Engine, facts: &Facts) -> Columns {
        let person = |person| engine.register_person(&format!("p{person}")).expect("a person").get();
        let people: Vec<u32> = (0..facts.people).map(person).collect();
        let persons = |of: &[u32]| Column::Codes(of.iter().map(|person| people[*person as usize]).collect());
        let mut text =
            |field: &str, text: &str| engine.register_text("opportunity", field, text).expect("a text").get();
        let customers: Vec<u32> =
            (0..facts.people * 50).map(|customer| text("customer", &format!("c{customer}"))).collect();
        let words = ["open", "won", "lost"].map(|word| text("status", word));
        let mut kind = |name: &'static str, on: &[i32], fields: Vec<(&'static str, Column)>| {
            let series = engine.register_series(name).expect("a series");
            Kind { name, series, numbers: (0..on.len() as u64).collect(), on: on.to_vec(), fields }
        };
        let (o, p, s) = (&facts.opportunities, &facts.payments, &facts.surveys);
        let opportunities = vec![
            ("rep", persons(&o.person)),
            ("customer", Column::Codes(o.customer.iter().map(|customer| customers[*customer as usize]).collect())),
            ("created", Column::Days(o.created.clone())),
            ("status", Column::Codes(o.status.iter().map(|code| words[*code as usize]).collect())),
            ("amount", Column::Decimals(o.amount.clone(), 2)),
        ];
        let payments = vec![
            ("rep", persons(&p.person)),
            ("billed", Column::Decimals(p.billed.clone(), 2)),
            ("collected", Column::Decimals(p.collected.clone(), 2)),
        ];
        let points = s.points.iter().map(|points| i64::from(*points)).collect();
        let surveys = vec![("rep", persons(&s.person)), ("points", Column::Decimals(points, 0))];
        let kinds = [
            kind("opportunity", &o.closed, opportunities),
            kind("payment", &p.day, payments),
            kind("survey", &s.day, surveys),
        ];
        Columns { kinds }
    }

    /// How many bytes they have.
    pub fn bytes(&self) -> usize {
        let column = |column: &Column| match column {
            Column::Codes(codes) => codes.len() * 4,
            Column::Days(days) => days.len() * 4,
            Column::Decimals(mantissas, _) => mantissas.len() * 8,
        };
        let fields = |kind: &Kind| kind.fields.iter().map(|(_, field)| column(field)).sum::<usize>();
        self.kinds.iter().map(|kind| kind.numbers.len() * (8 + 4) + fields(kind)).sum()
    }

    /// Records them; each has to count.
    pub fn record(&self, engine: &mut Engine) {
        for kind in &self.kinds {
            let columns: Vec<ColumnSlice<'_>> = kind.fields.iter().map(|(name, column)| column.slice(name)).collect();
            let ids = EntryIds::Numbers { series: kind.series, numbers: &kind.numbers };
            let outcome = engine.record_columns(&Batch { kind: kind.name, ids, on: &kind.on, columns: &columns }, None);
            assert_eq!(outcome.expect("a batch").counted, kind.numbers.len());
        }
    }
}

/// The sum of a figure over all rows, in millionths.
fn sum(figure: &Outcomes) -> i128 {
    let rounded = figure.to_scale(6, RoundingMode::HalfEven).expect("amounts");
    rounded.iter().flatten().map(Decimal::mantissa).sum()
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

/// Asks every figure of everybody and every unit in each month, and the ranks in both rankings; the sums of four of the figures, or as
/// many of them as are asked. With the feature `rayon` the months are asked by the threads of the pool: a view may be asked by several.
pub fn asked(view: &View, figures: &[&str]) -> [i128; 4] {
    let months: Vec<usize> = (1..=MONTHS).collect();
    #[cfg(feature = "rayon")]
    let sums: Vec<[i128; 4]> = months.into_par_iter().map(|month| asked_in(view, figures, month)).collect();
    #[cfg(not(feature = "rayon"))]
    let sums: Vec<[i128; 4]> = months.into_iter().map(|month| asked_in(view, figures, month)).collect();
    std::array::from_fn(|figure| sums.iter().map(|sums| sums[figure]).sum())
}

fn asked_in(view: &View, figures: &[&str], month: usize) -> [i128; 4] {
    let places =
        ["revenue", "won", "median_cycle", "customers"].map(|name| figures.iter().position(|own| *own == name));
    let ranked: Vec<&str> = figures.iter().copied().chain(["rank.team", "rank.company"]).collect();
    let month = view.period(&format!("2026-{month:02}")).expect("a month");
    let of = |figures: &[&str], nodes| {
        view.columns(&Query::new(figures.iter().copied()).of(nodes).during(month)).expect("figures").figures
    };
    let people = of(&ranked, Nodes::People);
    std::hint::black_box(of(figures, Nodes::units()));
    places.map(|column| column.map_or(0, |column| sum(&people[column])))
}
