//! Laws of targets in other currencies: whatever is recorded when, a target is worth what a ledger by hand says.

#![expect(clippy::unwrap_used, clippy::arithmetic_side_effects, reason = "a test may stop at the first surprise")]

use attain::calendar::parse_day;
use attain::plan::Plan;
use attain::quantity::{Fraction, Precision};
use attain::{Engine, Entry};
use chrono::{DateTime, Days, NaiveDate, Utc};
use proptest::prelude::*;

/// Something that becomes known on a day of January.
#[derive(Clone, Debug)]
enum Said {
    /// A rate in hundredths from a day on, of pounds in dollars or the other way; it may have been retracted some days later.
    Rate { known: u64, day: u64, cents: i64, inverse: bool, retracted: Option<u64> },
    /// A target of a month, by its number, in pounds or in dollars.
    Target { known: u64, month: usize, amount: i64, pounds: bool },
}

const RULES: [(&str, Option<u64>); 3] = [("set day", None), ("2025-01-10", Some(9)), ("2025-01-20", Some(19))];

fn said() -> impl Strategy<Value = Vec<Said>> {
    let retracted = || prop::option::weighted(0.3, 1_u64..6);
    let rate = (0_u64..30, 0_u64..30, 1_i64..400, any::<bool>(), retracted())
        .prop_map(|(known, day, cents, inverse, retracted)| Said::Rate { known, day, cents, inverse, retracted });
    let target = (0_u64..30, 2_usize..5, 1_i64..1000, any::<bool>())
        .prop_map(|(known, month, amount, pounds)| Said::Target { known, month, amount, pounds });
    prop::collection::vec(prop_oneof![3 => rate, 2 => target], 1..14)
}

fn day(offset: u64) -> NaiveDate {
    parse_day("2025-01-01").unwrap().checked_add_days(Days::new(offset)).unwrap()
}

fn moment(offset: u64) -> DateTime<Utc> {
    day(offset).and_hms_opt(9, 0, 0).unwrap().and_utc()
}

fn plan(targets: &str, missing: &str) -> Plan {
    let text = format!(
        r#"{{ "attain": 1, "name": "Law", "currency": "USD", "rules": {{ "rounding": {{ "to": "1", "mode": "half_up" }} }}, "org": {{ "trees": {{ "sales": ["company"] }} }},
             "exchange": {{ "foreign": "convert", "at": "fact day", "missing": "{missing}", "targets": "{targets}" }},
             "facts": {{ "order": {{ "whose": "rep", "fields": {{ "rep": "person", "amount": "money" }} }} }},
             "kpis": {{ "revenue": {{ "formula": "sum(order.amount)" }} }},
             "targets": {{ "revenue": {{ "grain": "month", "unit_is": "own", "transfer": "days" }} }} }}"#
    );
    Plan::from_json(text.as_bytes()).unwrap()
}

/// The entries with the days on which they become known.
fn entries(all: &[Said]) -> Vec<(u64, Entry)> {
    let mut entries = Vec::new();
    for (at, said) in all.iter().enumerate() {
        match said {
            Said::Rate { known, day: from, cents, inverse, retracted } => {
                let (one, other) = if *inverse { ("USD", "GBP") } else { ("GBP", "USD") };
                let value = Fraction::new((*cents).into(), 100).unwrap().to_decimal().unwrap().to_string();
                let rate = Entry::new("rate").id(&format!("r{at}")).on(day(*from)).set("from", one).set("to", other);
                entries.push((*known, rate.set("value", value.as_str())));
                if let Some(later) = retracted {
                    let id = format!("r{at}");
                    entries.push((known + later, Entry::new("rate").id(&format!("x{at}")).retracts(id.as_str())));
                }
            }
            Said::Target { known, month, amount, pounds } => {
                let amount = format!("{amount} {}", if *pounds { "GBP" } else { "USD" });
                let period = format!("2025-0{month}");
                let target = Entry::new("target").id(&format!("t{at}")).on(day(*known)).set("of", "revenue");
                let target = target.set("who", "company").set("period", period.as_str());
                entries.push((*known, target.set("amount", amount.as_str())));
            }
        }
    }
    entries
}

/// The rate of a day as it was known at the end of another day: of those not retracted by then the latest, by day, then by what
/// became known last, then by name.
fn rate(all: &[Said], known_by: u64, on: u64) -> Option<Fraction> {
    let mut best: Option<((u64, u64, String), Fraction)> = None;
    for (at, said) in all.iter().enumerate() {
        let Said::Rate { known, day, cents, inverse, retracted } = said else { continue };
        if *known > known_by || *day > on || retracted.is_some_and(|later| known + later <= known_by) {
            continue;
        }
        let (rate, key) = (Fraction::new((*cents).into(), 100).unwrap(), (*day, *known, format!("r{at}")));
        let rate = if *inverse { Fraction::ONE.over(rate, Precision::MAX).unwrap() } else { rate };
        if best.as_ref().is_none_or(|(other, _)| *other < key) {
            best = Some((key, rate));
        }
    }
    best.map(|(_, rate)| rate)
}

/// What a month is worth by hand, or why nothing.
fn by_hand(all: &[Said], month: usize, fixed: Option<u64>, waits: bool) -> Result<Fraction, &'static str> {
    let mut targets: Vec<(u64, String, Option<Fraction>)> = Vec::new();
    for (at, said) in all.iter().enumerate() {
        let Said::Target { known, month: of, amount, pounds } = said else { continue };
        let first = (*known..60).find_map(|by| rate(all, by, fixed.unwrap_or(*known)));
        let factor = if *pounds { first } else { Some(Fraction::ONE) };
        let worth = factor.map(|factor| Fraction::whole(*amount).times(factor, Precision::MAX).unwrap());
        if *of == month && (worth.is_some() || !waits) {
            targets.push((*known, format!("t{at}"), worth));
        }
    }
    targets.sort_by(|(one, of_one, _), (other, of_other, _)| (one, of_one).cmp(&(other, of_other)));
    let (_, _, last) = targets.pop().ok_or("no target")?;
    last.ok_or("no exchange rate")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_target_is_worth_what_was_known_when_it_was_set(
        all in said(),
        (rule, waits, turn) in (0..RULES.len(), any::<bool>(), any::<bool>()),
    ) {
        let (targets, fixed) = *RULES.get(rule).unwrap();
        let mut engine = Engine::new(plan(targets, if waits { "refuse" } else { "hold" }));
        engine.record(Entry::new("unit").id("u").on(day(0)).set("unit", "company"));
        let mut entries = entries(&all);
        entries.sort_by_key(|(known, _)| *known);
        let as_of = parse_day("2025-12-31").unwrap();
        for known in 0..40 {
            let of_day = entries.iter().filter(|(day, _)| *day == known).map(|(_, entry)| entry.clone());
            let mut batch: Vec<Entry> = of_day.collect();
            if turn {
                batch.reverse();
            }
            engine.record_batch(batch, Some(moment(known)));
            // It follows, day by day.
            drop(engine.view(as_of).target("revenue", engine.view(as_of).unit("company").unwrap(), engine.view(as_of).period("2025-02").unwrap()));
        }
        for view in [engine.view(as_of), engine.view_at(as_of, engine.log().len())] {
            for month in 2..5 {
                let period = view.period(&format!("2025-0{month}")).unwrap();
                let own = view.target("revenue", view.unit("company").unwrap(), period).unwrap().own;
                let found = own.map(|value| value.to_string()).map_err(|why| why.to_string());
                let expected = by_hand(&all, month, fixed, waits);
                let expected = expected.map(|amount| amount.to_string()).map_err(str::to_owned);
                prop_assert_eq!(found, expected, "2025-0{}", month);
            }
        }
    }
}
