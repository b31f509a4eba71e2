//! How long one fact more takes until its figures, scores and ranks are known: `live COUNT [FACTS]`, a thousand.
//!
//! Each fact is a deal won, recorded as a row of columns; then its person, their team and the company are asked for revenue, win rate, mean deal
//! and score, and its person for both ranks. The clock is that of the thread's CPU. Counted apart are
//!
//! * what recording takes (`recording_ns`, on average);
//! * the warm-up (`warm_mean_ns`): the first questions of each month, among which are those that find the figures of everybody in it, so that
//!   later facts only change them. The first question of a month finds those of all people, for ranks; once it was asked of two units [`WARM`] times,
//!   those of all units are found too.
//!
//! All other questions are what `mean_ns` and `p99_ns` are of.

use std::collections::HashMap;

use attain::engine::query::{Nodes, Query};
use attain::log::{Batch, ColumnSlice, EntryIds, Values};
use attain_peers_workload::clock::cpu_nanoseconds;
use attain_peers_workload::ours::{as_of, definition, engine};
use attain_peers_workload::{FIRST_DAY, generate};

const FIGURES: [&str; 4] = ["revenue", "win_rate", "avg_deal", "score.rep"];

/// After how many questions about a month its figures are found for everybody, people and units.
const WARM: usize = 17;

/// CPU nanoseconds after which no more facts come.
const SOON: i64 = 10_000_000_000;

fn main() {
    let mut words = std::env::args().skip(1).filter_map(|word| word.parse().ok());
    let (count, more) = (words.next().unwrap_or(1_000_000), words.next().unwrap_or(1_000));
    let facts = generate(count);
    let mut engine = engine(&definition(), &facts);
    let won = engine.register_text("opportunity", "status", "won").expect("a text").get();
    let series = engine.register_series("more").expect("a series");
    let (mut recording, mut warming, mut asking) = (Vec::new(), Vec::new(), Vec::new());
    let mut asked = HashMap::new();
    let mut view = Some(engine.view(as_of()));
    let begins = cpu_nanoseconds();
    for number in 0..more as u64 {
        // Enough is enough: a fact that takes long is not waited for a thousand times.
        if number >= 100 && cpu_nanoseconds() - begins > SOON {
            break;
        }
        let person = number as usize * 7_919 % facts.people;
        let code = engine.register_person(&format!("p{person}")).expect("a person").get();
        let customer =
            engine.register_text("opportunity", "customer", &format!("c{}", person * 50)).expect("a text").get();
        let day = FIRST_DAY + (number * 31 % 365) as i32;
        let label = label(day);
        let month = view.as_ref().expect("a view").period(&label).expect("a month");
        let before = asked.entry(label).or_insert(0);
        *before += 1;
        // The host holds the view no more while it records.
        drop(view.take());
        let begins = cpu_nanoseconds();
        let outcome = engine.record_columns(
            &Batch {
                kind: "opportunity",
                ids: EntryIds::Numbers { series, numbers: &[number] },
                on: &[day],
                columns: &[
                    ColumnSlice::new("rep", Values::Codes(&[code])),
                    ColumnSlice::new("customer", Values::Codes(&[customer])),
                    ColumnSlice::new("created", Values::Days(&[day - 9])),
                    ColumnSlice::new("status", Values::Codes(&[won])),
                    ColumnSlice::new("amount", Values::Decimals { mantissas: &[99_50], scale: 2 }),
                ],
            },
            None,
        );
        let recorded = cpu_nanoseconds();
        assert_eq!(outcome.expect("a row").counted, 1);
        let now = engine.view(as_of());
        let nodes = vec![format!("p{person}"), format!("t{}", person / 20), "company".to_owned()];
        let query = Query::new(FIGURES).of(Nodes::Keys(nodes)).during(month);
        std::hint::black_box(now.table(&query).expect("figures"));
        for ranking in ["team", "company"] {
            let whose = now.person(&format!("p{person}")).expect("a person");
            std::hint::black_box(now.rank(ranking, whose, month).expect("a ranking")).expect("a rank");
        }
        recording.push((recorded - begins) as f64);
        let took = (cpu_nanoseconds() - recorded) as f64;
        if *before > WARM { asking.push(took) } else { warming.push(took) }
        view = Some(now);
    }
    let mean = |all: &[f64]| all.iter().sum::<f64>() / all.len().max(1) as f64;
    let (recorded, warm, answered) = (mean(&recording), mean(&warming), mean(&asking));
    asking.sort_by(f64::total_cmp);
    let p99 = asking.get((asking.len() * 99).div_ceil(100).saturating_sub(1)).copied().unwrap_or_default();
    println!(
        "{{\"side\":\"live\",\"recording_ns\":{recorded:.0},\"warm_mean_ns\":{warm:.0},\"mean_ns\":{answered:.0},\"p99_ns\":{p99:.0}}}"
    );
}

/// The month of a day of the year.
fn label(day: i32) -> String {
    let (mut month, mut left) = (1, day - FIRST_DAY);
    for length in [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30] {
        if left < length {
            break;
        }
        (month, left) = (month + 1, left - length);
    }
    format!("2026-{month:02}")
}
