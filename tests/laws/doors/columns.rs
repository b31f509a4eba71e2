//! Random batches of columns, and the JSON lines of the same entries.

use attain::calendar::parse_day;
use attain::log::{Batch, BatchOutcome, ColumnSlice, EntryIds, Values};
use attain::{Admission, Engine};
use chrono::{DateTime, Days, Utc};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use rust_decimal::Decimal;

/// What one row says; what its kind has no field for is left out.
#[derive(Clone, Debug)]
struct Row {
    number: u64,
    on: i32,
    who: (bool, usize),
    amount: (bool, i64),
    rate: (bool, i64),
    text: (bool, usize),
    yes: (bool, bool),
    due: (bool, i32),
    refers: (bool, u64),
}

/// A batch before it is told by one door or another.
#[derive(Clone, Debug)]
pub(super) struct Said {
    kind: &'static str,
    series: &'static str,
    /// Whether ids are given as codes of texts.
    coded: bool,
    scales: (u32, u32),
    rows: Vec<Row>,
    pub(super) known: Option<DateTime<Utc>>,
}

const WHO: [&str; 4] = ["ann", "bob", "joe", "дан"];
const TEXTS: [&str; 3] = ["bikes", "", "自 \"行\" 车"];
const LISTS: [&str; 3] = ["vip", "[]", "new; vip; new"];
const SERIES: [&str; 3] = ["n", "", "a/b"];

fn day() -> impl Strategy<Value = i32> {
    prop_oneof![
        60 => 20_100_i32..20_200,
        1 => select(vec![-719_162, 2_932_896]),
        1 => select(vec![-719_163, 2_932_897, i32::MIN, i32::MAX]),
    ]
}

fn mantissa() -> impl Strategy<Value = i64> {
    let edges =
        vec![0, -1, 999_999_999_999_999_999, 1_000_000_000_000_000_000, i64::MAX, i64::MIN, 50_000_000, -10_000_000];
    prop_oneof![12 => -100_000_i64..100_000, 1 => select(edges)]
}

fn said<T: std::fmt::Debug>(value: impl Strategy<Value = T>) -> impl Strategy<Value = (bool, T)> {
    (prop::bool::weighted(0.9), value)
}

fn row() -> impl Strategy<Value = Row> {
    let number = || prop_oneof![8 => 0_u64..40, 1 => select(vec![u64::MAX, 1_000_000])];
    let first = (number(), day(), said(0..WHO.len()), said(mantissa()), said(mantissa()));
    let second = (said(0..TEXTS.len()), said(any::<bool>()), said(day()), said(number()));
    (first, second).prop_map(|((number, on, mut who, amount, rate), (text, yes, due, refers))| {
        // Rows that credit nobody are refused, so they are few.
        who.0 |= number % 4 > 0;
        Row { number, on, who, amount, rate, text, yes, due, refers }
    })
}

/// A batch.
pub(super) fn batch() -> impl Strategy<Value = Said> {
    let scale = || prop_oneof![4 => select(vec![0_u32, 2]), 1 => select(vec![4, 12, 13, 18, 28])];
    let kind = select(vec!["order", "order", "payment", "visit"]);
    let order = select(vec!["as they come", "as they come", "rising", "dense"]);
    let known = prop::option::weighted(0.2, select(vec!["2025-08-05T00:00:00Z", "2025-08-06T00:00:00Z"]));
    let rows = (vec(row(), 0..24), order).prop_map(|(mut rows, order)| {
        if order != "as they come" {
            rows.sort_by_key(|row| row.number);
            rows.dedup_by_key(|row| row.number);
        }
        if order == "dense" {
            let first = rows.first().map_or(0, |row| row.number.min(1_000));
            rows.iter_mut().zip(first..).for_each(|(row, number)| row.number = number);
        }
        rows
    });
    (kind, select(&SERIES[..]), prop::bool::weighted(0.15), (scale(), scale()), rows, known).prop_map(
        |(kind, series, coded, scales, rows, known)| {
            let known = known.map(|known| known.parse().unwrap());
            Said { kind, series, coded, scales, rows, known }
        },
    )
}

fn id(series: &str, number: u64) -> String {
    if series.is_empty() { number.to_string() } else { format!("{series}/{number}") }
}

fn decimal(mantissa: i64, scale: u32) -> String {
    Decimal::from_i128_with_scale(i128::from(mantissa), scale).to_string()
}

/// A day as text; one that no calendar has as a text that is none.
fn day_text(day: i32) -> String {
    let first = parse_day("1970-01-01").unwrap();
    let away = Days::new(u64::from(day.unsigned_abs()));
    let day = if day < 0 { first.checked_sub_days(away) } else { first.checked_add_days(away) };
    day.map_or_else(|| "never".to_owned(), |day| day.to_string())
}

impl Said {
    /// Whether every value can be written down.
    pub(super) fn can_be_written(&self) -> bool {
        let sound = |day: i32| (-719_162..=2_932_896).contains(&day);
        self.rows.iter().all(|row| sound(row.on) && (!row.due.0 || sound(row.due.1)))
    }

    /// The entries as JSON lines.
    pub(super) fn lines(&self) -> String {
        let lines: Vec<String> = self.rows.iter().map(|row| self.line(row)).collect();
        lines.join("\n")
    }

    fn line(&self, row: &Row) -> String {
        let mut words =
            vec![format!("\"kind\":\"{}\"", self.kind), format!("\"id\":\"{}\"", id(self.series, row.number))];
        let mut say = |word: &str, (says, text): (bool, String)| {
            words.extend(says.then(|| format!("\"{word}\":{}", serde_json::Value::from(text))));
        };
        say("on", (true, day_text(row.on)));
        let who = (row.who.0, WHO[row.who.1].to_owned());
        let amount = (row.amount.0, decimal(row.amount.1, self.scales.0));
        let text = (row.text.0, TEXTS[row.text.1].to_owned());
        let yes = (row.yes.0, if row.yes.1 { "yes" } else { "no" }.to_owned());
        let refers = (row.refers.0, id(self.series, row.refers.1));
        match self.kind {
            "order" => {
                say("rep", who.clone());
                say("amount", amount);
                say("rate", (row.rate.0, decimal(row.rate.1, self.scales.1)));
                say("took", (row.rate.0, decimal(row.rate.1, self.scales.1)));
                say("family", text);
                say("paid", yes);
                say("region", who);
                say("due", (row.due.0, day_text(row.due.1)));
                say("parent", refers);
                say("tags", (row.text.0, LISTS[row.text.1].to_owned()));
            }
            "payment" => {
                say("order", refers);
                say("amount", amount);
            }
            _ => {
                say("who", who);
                say("number", amount);
                say("shop", text);
                say("long", yes);
            }
        }
        format!("{{{}}}", words.join(","))
    }

    /// Records the batch as columns.
    pub(super) fn record(&self, engine: &mut Engine) -> BatchOutcome {
        let series = engine.register_series(self.series).unwrap();
        let who = WHO.map(|who| engine.register_person(who).unwrap().get());
        let unit = WHO.map(|who| engine.register_unit(who).unwrap().get());
        let text = match self.kind {
            "order" => Some("family"),
            "visit" => Some("shop"),
            _ => None,
        };
        let texts = TEXTS.map(|one| text.map_or(0, |field| engine.register_text(self.kind, field, one).unwrap().get()));
        let is_order = self.kind == "order";
        let list = |engine: &mut Engine, one| engine.register_text("order", "tags", one).unwrap().get();
        let lists = LISTS.map(|one| if is_order { list(engine, one) } else { 0 });
        let rows = || self.rows.iter();
        let each = |valid: fn(&Row) -> bool| rows().map(|row| u8::from(valid(row))).collect::<Vec<u8>>();
        let codes =
            |of: [u32; 4]| rows().map(|row| if row.who.0 { of[row.who.1] } else { u32::MAX }).collect::<Vec<u32>>();
        let on: Vec<i32> = rows().map(|row| row.on).collect();
        let numbers: Vec<u64> = rows().map(|row| row.number).collect();
        let coded = rows().filter(|_| self.coded);
        let ids: Vec<u32> = coded.map(|row| engine.register_id(&id(self.series, row.number)).unwrap().get()).collect();
        let (persons, units) = (codes(who), codes(unit));
        let (amounts, rates): (Vec<i64>, Vec<i64>) = rows().map(|row| (row.amount.1, row.rate.1)).unzip();
        let family: Vec<u32> = rows().map(|row| texts[row.text.1]).collect();
        let tags: Vec<u32> = rows().map(|row| lists[row.text.1]).collect();
        let yes: Vec<u8> = rows().map(|row| u8::from(row.yes.1)).collect();
        let due: Vec<i32> = rows().map(|row| row.due.1).collect();
        let refers: Vec<u64> = rows().map(|row| row.refers.1).collect();
        let valid = [
            each(|row| row.who.0),
            each(|row| row.amount.0),
            each(|row| row.rate.0),
            each(|row| row.text.0),
            each(|row| row.yes.0),
            each(|row| row.due.0),
            each(|row| row.refers.0),
        ];
        let column = |field, values, of: usize| ColumnSlice { field, values, valid: Some(valid[of].as_slice()) };
        let amount = |field| column(field, Values::Decimals { mantissas: &amounts, scale: self.scales.0 }, 1);
        let refers = |field| column(field, Values::Numbers { series, numbers: &refers }, 6);
        let columns = match self.kind {
            "order" => vec![
                refers("parent"),
                column("rep", Values::Codes(&persons), 0),
                amount("amount"),
                column("rate", Values::Decimals { mantissas: &rates, scale: self.scales.1 }, 2),
                column("took", Values::Decimals { mantissas: &rates, scale: self.scales.1 }, 2),
                column("family", Values::Codes(&family), 3),
                column("paid", Values::YesNo(&yes), 4),
                column("region", Values::Codes(&units), 0),
                column("due", Values::Days(&due), 5),
                column("tags", Values::Codes(&tags), 3),
            ],
            "payment" => vec![amount("amount"), refers("order")],
            _ => vec![
                column("who", Values::Codes(&persons), 0),
                amount("number"),
                column("shop", Values::Codes(&family), 3),
                column("long", Values::YesNo(&yes), 4),
            ],
        };
        let ids = if self.coded { EntryIds::Codes(&ids) } else { EntryIds::Numbers { series, numbers: &numbers } };
        engine.record_columns(&Batch { kind: self.kind, ids, on: &on, columns: &columns }, self.known).unwrap()
    }

    /// What came of each row.
    pub(super) fn outcomes(&self, outcome: &BatchOutcome) -> Vec<Admission> {
        (0..self.rows.len()).map(|row| outcome.admission(row)).collect()
    }
}
