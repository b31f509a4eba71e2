//! Laws of amounts in other currencies.

#![expect(clippy::unwrap_used, clippy::arithmetic_side_effects, reason = "a test may stop at the first surprise")]

use std::fmt::Write;

use attain::calendar::parse_day;
use attain::plan::Plan;
use attain::quantity::{Currency, ExchangeRate, Fraction, Money, Precision, Rates};
use attain::{Engine, Entry};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use rust_decimal::Decimal;

const CURRENCIES: [&str; 3] = ["USD", "EUR", "GBP"];
const RULES: [&str; 5] = [
    r#"{ "foreign": "skip" }"#,
    r#"{ "foreign": "convert", "at": "fact day", "missing": "hold" }"#,
    r#"{ "foreign": "convert", "at": "fact day", "missing": "refuse" }"#,
    r#"{ "foreign": "convert", "at": "2025-02-14", "missing": "refuse" }"#,
    r#"{ "foreign": "convert", "at": "period end", "missing": "hold" }"#,
];

fn day(offset: u64) -> NaiveDate {
    parse_day("2025-01-01").unwrap().checked_add_days(Days::new(offset)).unwrap()
}

fn currency(index: usize) -> Currency {
    CURRENCIES.get(index % CURRENCIES.len()).unwrap().parse().unwrap()
}

/// An order, or the reversal of an earlier one.
#[derive(Clone, Debug)]
struct Order {
    rep: bool,
    day: u64,
    cents: i64,
    currency: usize,
    /// The percentage of the order before that is taken back instead.
    back: Option<u32>,
}

/// A rate of one of the two foreign currencies, written in one of two ways.
#[derive(Clone, Debug)]
struct Rate {
    currency: usize,
    day: u64,
    value: i64,
    until: Option<u64>,
    inverse: bool,
}

fn orders() -> impl Strategy<Value = Vec<Order>> {
    let order = (any::<bool>(), 0_u64..90, -500_i64..500_000, 0_usize..3, prop::option::weighted(0.2, 1_u32..=50))
        .prop_map(|(rep, day, cents, currency, back)| Order { rep, day, cents, currency, back });
    // Nothing comes back before it was sold.
    prop::collection::vec(order, 1..20).prop_map(|mut orders| {
        orders.sort_by_key(|order| order.day);
        orders
    })
}

fn rates() -> impl Strategy<Value = Vec<Rate>> {
    let rate = (1_usize..3, 0_u64..90, 1_i64..30_000, prop::option::weighted(0.2, 1_u64..20), any::<bool>())
        .prop_map(|(currency, day, value, until, inverse)| Rate { currency, day, value, until, inverse });
    prop::collection::vec(rate, 0..12)
}

/// Entries of orders, the position of an order being its name.
fn entries(orders: &[Order]) -> Vec<Entry> {
    let all = orders.iter().enumerate().map(|(index, order)| {
        let entry = Entry::new("order").id(&format!("o{index}")).on(day(order.day));
        if let Some(share) = order.back.filter(|_| index > 0) {
            return entry.reverses(&format!("o{}", index - 1), Some(&format!("{share}%")));
        }
        let amount = format!("{} {}", Decimal::new(order.cents, 2), currency(order.currency));
        entry.set("rep", if order.rep { "ann" } else { "bob" }).set("amount", amount)
    });
    all.collect()
}

fn rate_entries(rates: &[Rate]) -> Vec<Entry> {
    let all = rates.iter().enumerate().map(|(index, rate)| {
        let (one, other) = (currency(rate.currency).to_string(), currency(0).to_string());
        let (from, to) = if rate.inverse { (other, one) } else { (one, other) };
        let entry = Entry::new("rate").id(&format!("r{index}")).on(day(rate.day)).set("from", from).set("to", to);
        let entry = entry.set("value", Decimal::new(rate.value, 4).to_string());
        match rate.until {
            Some(days) => entry.set("until", day(rate.day + days)),
            None => entry,
        }
    });
    all.collect()
}

fn engine(exchange: &str) -> Engine {
    let exchange = if exchange.is_empty() { String::new() } else { format!(r#""exchange": {exchange},"#) };
    let plan = format!(
        r#"{{ "attain": 1, "name": "Laws", "currency": "USD", {exchange} "org": {{ "trees": {{ "s": ["company"] }} }},
             "rules": {{ "percentile": "linear" }},
             "facts": {{ "order": {{ "whose": "rep", "fields": {{ "rep": "person", "amount": "money" }} }} }},
             "kpis": {{
               "revenue": {{ "formula": "sum(order.amount)" }}, "orders": {{ "formula": "count(order)" }},
               "amounts": {{ "formula": "count(order.amount)" }}, "mean": {{ "formula": "avg(order.amount)" }},
               "large": {{ "formula": "count(order where amount > 1000)" }},
               "most": {{ "formula": "max(order.amount)" }}, "median": {{ "formula": "median(order.amount)" }} }} }}"#
    );
    let mut engine = Engine::new(Plan::from_json(plan.as_bytes()).unwrap());
    engine.record(Entry::new("unit").id("u").on(day(0)).set("unit", "company"));
    for who in ["ann", "bob"] {
        engine.record(Entry::new("membership").id(who).on(day(0)).set("who", who).set("unit", "company"));
    }
    engine
}

/// All that the engine says, as text.
fn answers(engine: &Engine) -> String {
    let mut text = String::new();
    for as_of in [day(45), day(120)] {
        let view = engine.view(as_of);
        for kpi in ["revenue", "orders", "amounts", "mean", "large", "most", "median"] {
            for who in [view.person("ann"), view.person("bob"), view.unit("company")] {
                for period in ["2025-01", "2025-02", "2025-Q1"] {
                    let answer = view.value(kpi, who.clone().unwrap(), view.period(period).unwrap()).unwrap();
                    let _ = writeln!(text, "{as_of} {kpi} {who:?} {period}: {answer:?}");
                }
            }
        }
        let _ = writeln!(text, "left out {:?}", view.left_out());
    }
    text
}

fn shuffled() -> impl Strategy<Value = (Vec<Entry>, Vec<Entry>)> {
    let all = (orders(), rates()).prop_map(|(orders, rates)| [entries(&orders), rate_entries(&rates)].concat());
    all.prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn there_and_back_is_the_same_amount(value in 1_i64..1_000_000_000, scale in 0_u32..9, cents in -1_000_000_000_i64..1_000_000_000) {
        let (precision, on) = (Precision::default(), day(0));
        let rate = ExchangeRate::new(currency(0), currency(1), Decimal::new(value, scale), on).unwrap();
        let rates = Rates::from_iter([rate]);
        let money = Money::new(Decimal::new(cents, 2), currency(0));
        let there = rates.convert(money, currency(1), on, precision).unwrap();
        let back = there.times(rates.factor(currency(1), currency(0), on).unwrap(), precision).unwrap();
        prop_assert_eq!(back, Fraction::from(money.amount()));
    }

    #[test]
    fn converting_a_sum_is_adding_what_was_converted(
        value in 1_i64..1_000_000_000, inverse: bool, cents in prop::collection::vec(-1_000_000_000_i64..1_000_000_000, 1..20),
    ) {
        let (precision, on) = (Precision::default(), day(0));
        let (from, to) = if inverse { (currency(1), currency(0)) } else { (currency(0), currency(1)) };
        let rates = Rates::from_iter(ExchangeRate::new(from, to, Decimal::new(value, 6), on));
        let convert = |cents: i64| {
            rates.convert(Money::new(Decimal::new(cents, 2), currency(0)), currency(1), on, precision).unwrap()
        };
        let added = cents.iter().fold(Fraction::ZERO, |sum, cents| sum.plus(convert(*cents), precision).unwrap());
        prop_assert_eq!(convert(cents.iter().sum()), added);
    }

    #[test]
    fn a_day_has_the_latest_rate_that_has_begun_and_not_ended(rates in rates(), asked in 0_u64..120) {
        // Of one day and pair the last one stands, so they are given in an order of days that keeps that.
        let book: Rates = rates.iter().filter_map(|rate| {
            let (one, other) = (currency(rate.currency), currency(0));
            let (from, to) = if rate.inverse { (other, one) } else { (one, other) };
            let written = ExchangeRate::new(from, to, Decimal::new(rate.value, 4), day(rate.day))?;
            Some(rate.until.map_or(written, |days| written.until(day(rate.day + days))))
        }).collect();
        for index in [1, 2] {
            let begun = rates.iter().enumerate().filter(|(_, rate)| rate.currency == index && rate.day <= asked);
            let latest = begun.max_by_key(|(position, rate)| (rate.day, *position)).map(|(_, rate)| rate);
            let latest = latest.filter(|rate| rate.until.is_none_or(|days| asked < rate.day + days));
            let expected = latest.map(|rate| {
                let (num, den) = (i128::from(rate.value), 10_000);
                if rate.inverse { Fraction::new(den, num) } else { Fraction::new(num, den) }.unwrap()
            });
            prop_assert_eq!(book.factor(currency(index), currency(0), day(asked)).ok(), expected);
        }
    }

    #[test]
    fn the_order_of_arrival_of_rates_and_facts_changes_no_answer((one, other) in shuffled(), rule in 0_usize..5) {
        let tell = |entries: Vec<Entry>| {
            let mut engine = engine(RULES.get(rule).unwrap());
            for entry in entries {
                engine.record(entry);
            }
            (answers(&engine), engine.waiting())
        };
        prop_assert_eq!(tell(one), tell(other));
    }

    #[test]
    fn skipping_is_dropping_the_facts_in_other_currencies(orders in orders()) {
        // A reversal goes with what it undoes.
        let foreign = |index: usize| {
            let at = (0..=index).rev().find(|at| *at == 0 || orders.get(*at).unwrap().back.is_none()).unwrap();
            orders.get(at).unwrap().currency != 0
        };
        let (mut skips, mut drops) = (engine(r#"{ "foreign": "skip" }"#), engine(""));
        let all = entries(&orders);
        let kept = all.iter().enumerate().filter(|(index, _)| !foreign(*index)).map(|(_, entry)| entry.clone());
        drops.record_batch(kept.collect::<Vec<_>>(), None);
        skips.record_batch(all, None);
        let figures = |engine: &Engine| answers(engine).lines().filter(|line| !line.starts_with("left")).map(str::to_owned).collect::<Vec<_>>();
        prop_assert_eq!(figures(&skips), figures(&drops));
    }

    #[test]
    fn what_is_converted_counts_as_if_it_had_been_written_so(orders in orders(), rates in rates()) {
        let rates: Vec<Rate> = rates.into_iter().map(|rate| Rate { inverse: false, until: None, ..rate }).collect();
        // The rate of an order's own day, looked up by going through all of them.
        let worth = |order: &Order| {
            let begun = rates.iter().enumerate().filter(|(_, rate)| rate.currency == order.currency && rate.day <= order.day);
            // Of one day the greater id stands.
            let latest = begun.max_by_key(|(position, rate)| (rate.day, format!("r{position}")));
            match order.currency {
                0 => Some(Decimal::new(order.cents, 2)),
                _ => latest.map(|(_, rate)| Decimal::new(order.cents, 2) * Decimal::new(rate.value, 4)),
            }
        };
        let (mut converts, mut written) = (engine(RULES.get(2).unwrap()), engine(""));
        converts.record_batch(rate_entries(&rates), None);
        converts.record_batch(entries(&orders), None);
        let plain = orders.iter().zip(entries(&orders)).filter_map(|(order, entry)| {
            if entry.get("reverses").is_some() {
                return Some(entry);
            }
            Some(entry.set("amount", worth(order)?.to_string()))
        });
        written.record_batch(plain.collect::<Vec<_>>(), None);
        let figures = |engine: &Engine| answers(engine).lines().filter(|line| !line.starts_with("left")).map(str::to_owned).collect::<Vec<_>>();
        prop_assert_eq!(figures(&converts), figures(&written));
    }
}
