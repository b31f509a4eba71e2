//! Receivables by themselves: what was billed, came in, is open and overdue, reckoned by hand.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

mod common;

use attain::calendar::{Span, parse_day};
use attain::quantity::{Fraction, Precision, Why};
use attain::receivable::{
    Bands, CollectionRate, Credited, DaysOutstanding, Flow, Invoice, Payment, Position, Receivables, Sum,
};
use attain::rule::Percentile;
use chrono::NaiveDate;

use common::amount;

fn day(text: &str) -> NaiveDate {
    parse_day(&format!("2025-{text}")).unwrap()
}

fn span(from: &str, to: &str) -> Span {
    Span::new(day(from), day(to)).unwrap()
}

fn invoice(on: &str, due: Option<&str>, amount: i64) -> Invoice {
    Invoice::new(day(on), due.map(day), Fraction::whole(amount))
}

fn paid(of: Option<usize>, on: &str, amount: i64) -> Payment {
    Payment { of, on: day(on), amount: Fraction::whole(amount) }
}

/// One of each: partly credited and paid in parts, paid too much, a credit note by itself, paid before it was billed, without a
/// due day; and a payment that belongs to none.
fn all_sorts() -> (Vec<Invoice>, Vec<Payment>) {
    let credited = Credited { on: day("01-20"), amount: Fraction::whole(200) };
    let invoices = vec![
        Invoice { credited: vec![credited], ..invoice("01-05", Some("02-04"), 1_000) },
        invoice("01-10", Some("02-09"), 400),
        invoice("01-15", None, -150),
        invoice("02-03", Some("03-05"), 600),
        invoice("01-31", None, 70),
    ];
    let payments = vec![
        paid(Some(0), "01-25", 500),
        paid(Some(0), "02-10", 300),
        paid(Some(1), "02-01", 450),
        paid(Some(1), "02-20", -50),
        paid(Some(2), "01-30", -100),
        paid(Some(3), "01-28", 100),
        paid(None, "01-29", 80),
    ];
    (invoices, payments)
}

fn receivables() -> Receivables {
    let (invoices, payments) = all_sorts();
    Receivables::new(invoices, payments, Precision::default())
}

fn sums(position: &Position) -> [String; 10] {
    let Position { billed, credited, notes, received, returned, open, overpaid, owed, early, unmatched, .. } = position;
    [billed, credited, notes, received, returned, open, overpaid, owed, early, unmatched].map(|sum| amount(sum.value()))
}

fn flow(from: &str, to: &str) -> Flow {
    receivables().within(span(from, to), &Bands::default())
}

fn ageing(position: &Position) -> Vec<String> {
    let all = [&position.not_due, &position.undated, &position.overdue].into_iter().chain(&position.bands);
    all.map(|sum: &Sum| amount(sum.value())).collect()
}

#[test]
fn each_thing_is_told_apart() {
    let bands = Bands::default();
    let rows = [
        ("01-04", ["0", "0", "0", "0", "0", "0", "0", "0", "0", "0"]),
        ("01-28", ["1400", "200", "150", "500", "0", "700", "0", "150", "100", "0"]),
        ("01-31", ["1470", "200", "150", "500", "100", "770", "0", "50", "100", "80"]),
        ("02-02", ["1470", "200", "150", "950", "100", "370", "50", "50", "100", "80"]),
        ("02-03", ["2070", "200", "150", "1050", "100", "870", "50", "50", "0", "80"]),
        ("02-10", ["2070", "200", "150", "1350", "100", "570", "50", "50", "0", "80"]),
        ("02-28", ["2070", "200", "150", "1350", "150", "570", "0", "50", "0", "80"]),
    ];
    for (on, expected) in rows {
        assert_eq!(sums(&receivables().on(day(on), &bands)), expected, "{on}");
    }
}

#[test]
fn what_happened_in_a_month() {
    let january = flow("01-01", "02-01");
    let told = |sum: &Sum| amount(sum.value());
    assert_eq!(
        [&january.billed, &january.credited, &january.notes, &january.received, &january.early].map(told),
        ["1470", "200", "150", "500", "100"]
    );
    assert_eq!([&january.returned, &january.unmatched, &january.due].map(told), ["100", "80", "0"]);
    assert_eq!(january.collection_rate(CollectionRate::InPeriod), Err(Why::NoFacts), "nothing fell due");
    assert_eq!(amount(january.mean_days()), "47/3", "500 after 20 days, 100 six days before its invoice");
    assert_eq!(amount(january.median_days()), "7");
    assert_eq!(amount(january.clone().with_percentile(Percentile::Nearest).median_days()), "-6");
    assert_eq!(amount(january.days_outstanding(DaysOutstanding::CountBack)), "26.375", "70, then 400, then 300 of 800");

    let february = flow("02-01", "03-01");
    assert_eq!([&february.billed, &february.received, &february.returned].map(told), ["600", "750", "50"]);
    assert_eq!(
        [&february.due, &february.due_received].map(told),
        ["1200", "1200"],
        "1000 − 200, and 400 of which 450 came"
    );
    let rates = [
        (CollectionRate::InPeriod, "7/12"),
        (CollectionRate::OfDue, "1"),
        (CollectionRate::SoFar, "1"),
        (CollectionRate::Effectiveness, "1"),
    ];
    for (rate, expected) in rates {
        assert_eq!(amount(february.collection_rate(rate)), expected, "{rate}");
    }
    assert_eq!(amount(february.mean_days()), "27.6", "(300 × 36 + 450 × 22) / 750");
    assert_eq!(amount(february.median_days()), "29");
    let days = [
        (DaysOutstanding::Closing, "26.6"),
        (DaysOutstanding::Mean, "469/15"),
        (DaysOutstanding::CountBack, "25.95"),
        (DaysOutstanding::BestPossible, "26.6"),
        (DaysOutstanding::Delinquent, "0"),
    ];
    for (which, expected) in days {
        assert_eq!(amount(february.days_outstanding(which)), expected, "{which}");
    }
    let march = flow("03-01", "04-01");
    assert_eq!(march.days_outstanding(DaysOutstanding::Closing), Err(Why::NoFacts), "nothing was billed");
    assert_eq!(amount(march.collection_rate(CollectionRate::OfDue)), "1/6", "100 of 600");
    assert_eq!(amount(march.collection_rate(CollectionRate::InPeriod)), "0", "in March nothing came in");
    assert_eq!(amount(march.collection_rate(CollectionRate::SoFar)), "13/18", "1300 of 1800");
    assert_eq!(
        amount(march.collection_rate(CollectionRate::Effectiveness)),
        "0",
        "570 stay open, of which 500 are overdue"
    );
}

#[test]
fn ageing_turns_on_the_day_after_each_boundary() {
    let bands = Bands::default();
    let one = Receivables::new(vec![invoice("01-01", Some("01-31"), 100)], Vec::new(), Precision::default());
    let rows = [
        ("01-01", ["100", "0", "0", "0", "0", "0", "0"]),
        ("01-31", ["100", "0", "0", "0", "0", "0", "0"]),
        ("02-01", ["0", "0", "100", "100", "0", "0", "0"]),
        ("03-02", ["0", "0", "100", "100", "0", "0", "0"]),
        ("03-03", ["0", "0", "100", "0", "100", "0", "0"]),
        ("04-01", ["0", "0", "100", "0", "100", "0", "0"]),
        ("04-02", ["0", "0", "100", "0", "0", "100", "0"]),
        ("05-01", ["0", "0", "100", "0", "0", "100", "0"]),
        ("05-02", ["0", "0", "100", "0", "0", "0", "100"]),
    ];
    for (on, expected) in rows {
        assert_eq!(ageing(&one.on(day(on), &bands)), expected, "{on}");
    }
    let open = one.open_invoices(day("03-03"), &bands);
    assert_eq!((open.len(), open[0].overdue, open[0].band), (1, Some(31), Some(1)));
    let own = Bands::new(&[1]).unwrap();
    assert_eq!(ageing(&one.on(day("02-01"), &own)), ["0", "0", "100", "100", "0"]);
    assert_eq!(ageing(&one.on(day("02-02"), &own)), ["0", "0", "100", "0", "100"]);
}

#[test]
fn a_period_has_what_falls_due_on_its_first_and_last_day() {
    let rows = [("01-31", "0", "0"), ("02-01", "100", "100"), ("02-28", "100", "100"), ("03-01", "0", "0")];
    for (due, in_february, _) in rows {
        let one = Receivables::new(vec![invoice("01-01", Some(due), 100)], Vec::new(), Precision::default());
        let flow = one.within(span("02-01", "03-01"), &Bands::default());
        assert_eq!(amount(flow.due.value()), in_february, "{due}");
    }
    // Due before it was billed: on the day of the invoice.
    let early = Receivables::new(vec![invoice("02-10", Some("01-20"), 100)], Vec::new(), Precision::default());
    assert_eq!(amount(early.on(day("02-10"), &Bands::default()).not_due.value()), "100");
    assert_eq!(amount(early.on(day("02-11"), &Bands::default()).overdue.value()), "100");
}

#[test]
fn bands_rise() {
    assert!(Bands::new(&[]).is_some_and(|bands| bands.len() == 1 && bands.days(0) == (1, None)));
    for wrong in [&[0][..], &[30, 30], &[60, 30], &[0; 40]] {
        assert!(Bands::new(wrong).is_none(), "{wrong:?}");
    }
    let many: Vec<u32> = (1..=33).collect();
    assert!(Bands::new(&many).is_none() && Bands::new(&many[..32]).is_some());
}

#[test]
fn nothing_comes_of_nothing() {
    let none = Receivables::new(Vec::new(), vec![paid(Some(7), "01-05", 10)], Precision::default());
    let flow = none.within(span("01-01", "02-01"), &Bands::default());
    assert_eq!(amount(flow.unmatched.value()), "10", "it names an invoice that is not there");
    assert_eq!(flow.mean_days(), Err(Why::NoFacts));
    assert_eq!(flow.median_days(), Err(Why::NoFacts));
    assert_eq!(amount(flow.days_outstanding(DaysOutstanding::CountBack)), "0");
    // More was paid back than came in: more is open than was ever billed.
    let back =
        Receivables::new(vec![invoice("01-01", None, 10)], vec![paid(Some(0), "01-02", -5)], Precision::default());
    let flow = back.within(span("01-01", "02-01"), &Bands::default());
    assert_eq!(amount(flow.closing.open.value()), "15");
    assert_eq!(flow.days_outstanding(DaysOutstanding::CountBack), Err(Why::NoFacts));
}
