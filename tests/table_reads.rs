//! What every way of reading a table gives just below, at and just above every boundary, by the side of the boundary and by what
//! lies beyond; and what it pays for lines. All expectations were worked out by hand.

#![cfg(feature = "json")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

use attain::diagnostic::{At, Problems};
use attain::document::{Read, from_json};
use attain::quantity::{Fraction, Outcome, Unit, Value};
use attain::rule::Rules;
use attain::table::{Table, TableDefinition};

const LOWER: &str = "[from, to)";
const UPPER: &str = "(from, to]";
const HALF: &str = "3/2";

fn table(text: &str) -> Table {
    let mut problems = Problems::new();
    let definition = TableDefinition::read(&from_json(text.as_bytes(), 10_000).unwrap(), At::root(), &mut problems);
    let table = Table::compile(&definition, &Rules::default(), At::root(), &mut problems);
    assert!(problems.is_empty(), "{text}: {problems}");
    table.unwrap()
}

/// 0 .. 100, 100 .. 200 and 200 .. 300, with rates of 1 %, 2 % and 4 % or amounts of 10, 20 and 40; under `line` 0, 10 and 40 at
/// 0, 100 and 200, as a rate in percent.
fn usual(read: &str, result: &str, boundary: &str, edges: &str) -> Table {
    let (below, above) = edges.split_once(' ').unwrap_or(("", ""));
    let edge = |name: &str, word: &str| if word.is_empty() { String::new() } else { format!(r#""{name}": "{word}","#) };
    let line = read == "line";
    let keys = if line { ["0", "100", "200"] } else { ["0 .. 100", "100 .. 200", "200 .. 300"] };
    let values = match (line, result) {
        (true, "rate") => [r#""0%""#, r#""10%""#, r#""40%""#],
        (true, _) => ["0", "10", "40"],
        (false, "rate") => [r#""1%""#, r#""2%""#, r#""4%""#],
        (false, _) => ["10", "20", "40"],
    };
    let rows: Vec<String> =
        keys.iter().zip(values).map(|(key, value)| format!(r#"{{ "x": "{key}", "{result}": {value} }}"#)).collect();
    table(&format!(
        r#"{{ "keys": ["x"], "read": "{read}", "boundary": "{boundary}", {} {} "rows": [{}] }}"#,
        edge("below", below),
        edge("above", above),
        rows.join(", ")
    ))
}

fn told(outcome: Outcome) -> String {
    outcome.map_or_else(|_| "-".to_owned(), |value| value.to_string())
}

fn number(text: &str) -> Fraction {
    text.parse().unwrap()
}

const KEYS: &str = "-150 -100 -0.01 0 0.01 99.99 100 100.01 199.99 200 200.01 299.99 300 300.01 350";

/// Read, result, boundary, what lies below and above; what is given at each of the keys, `-` where that is undefined.
#[rustfmt::skip]
const GIVES: &[(&str, &str, &str, &str, &str)] = &[
    //                                            -150  -100 -0.01     0  0.01  99.99   100 100.01 199.99  200 200.01 299.99 300 300.01 350
    ("step", "amount", LOWER, "",                   "-     -     -    10    10     10    20    20     20    40    40     40    -     -    -"),
    ("step", "amount", UPPER, "",                   "-     -     -     -    10     10    10    20     20    20    40     40   40     -    -"),
    ("step", "amount", LOWER, "zero zero",          "0     0     0    10    10     10    20    20     20    40    40     40    0     0    0"),
    ("step", "amount", UPPER, "zero zero",          "0     0     0     0    10     10    10    20     20    20    40     40   40     0    0"),
    ("step", "amount", LOWER, "flat extend",       "10    10    10    10    10     10    20    20     20    40    40     40   40    40   40"),
    ("step", "amount", UPPER, "extend flat",       "10    10    10    10    10     10    10    20     20    20    40     40   40    40   40"),
    ("step", "amount", LOWER, "mirror undefined", "-20   -20   -10    10    10     10    20    20     20    40    40     40    -     -    -"),
    ("step", "amount", UPPER, "mirror undefined", "-20   -10   -10     0    10     10    10    20     20    20    40     40   40     -    -"),
    ("step", "rate", LOWER, "mirror undefined",    "2%    2%    1%    1%    1%     1%    2%    2%     2%    4%    4%     4%    -     -    -"),
    ("step", "rate", UPPER, "mirror zero",         "2%    1%    1%    1%    1%     1%    1%    2%     2%    2%    4%     4%   4%    0%   0%"),
    ("first", "amount", LOWER, "",                  "-     -     -    10    10     10    20    20     20    40    40     40    -     -    -"),
    ("first", "amount", UPPER, "",                  "-     -     -     -    10     10    10    20     20    20    40     40   40     -    -"),
    ("only", "amount", LOWER, "",                   "-     -     -    10    10     10    20    20     20    40    40     40    -     -    -"),
    ("only", "rate", UPPER, "",                     "-     -     -     -    1%     1%    1%    2%     2%    2%    4%     4%   4%     -    -"),
    ("specific", "amount", LOWER, "",               "-     -     -    10    10     10    20    20     20    40    40     40    -     -    -"),
    ("specific", "amount", UPPER, "",               "-     -     -     -    10     10    10    20     20    20    40     40   40     -    -"),
    ("whole", "rate", LOWER, "",                    "-     -     -     0 0.0001 0.9999    2 2.0002 3.9998    8 8.0004 11.9996  -     -    -"),
    ("whole", "rate", UPPER, "",                    "-     -     -     - 0.0001 0.9999    1 2.0002 3.9998    4 8.0004 11.9996 12     -    -"),
    ("whole", "rate", LOWER, "mirror extend",      "-3    -2 -0.0001   0 0.0001 0.9999    2 2.0002 3.9998    8 8.0004 11.9996 12 12.0004 14"),
    ("whole", "rate", UPPER, "mirror extend",      "-3    -1 -0.0001   0 0.0001 0.9999    1 2.0002 3.9998    4 8.0004 11.9996 12 12.0004 14"),
    ("whole", "rate", LOWER, "flat flat",           "0     0     0     0 0.0001 0.9999    2 2.0002 3.9998    8 8.0004 11.9996 12    12   12"),
    ("whole", "rate", LOWER, "zero zero",           "0     0     0     0 0.0001 0.9999    2 2.0002 3.9998    8 8.0004 11.9996  0     0    0"),
    ("whole", "rate", UPPER, "extend zero",      "-1.5    -1 -0.0001   0 0.0001 0.9999    1 2.0002 3.9998    4 8.0004 11.9996 12     0    0"),
    ("whole", "amount", LOWER, "mirror flat",     "-20   -20   -10    10    10     10    20    20     20    40    40     40   40    40   40"),
    ("whole", "amount", UPPER, "zero extend",       "0     0     0     0    10     10    10    20     20    20    40     40   40    40   40"),
    ("whole", "amount", LOWER, "extend zero",      "10    10    10    10    10     10    20    20     20    40    40     40    0     0    0"),
    ("slices", "rate", LOWER, "",                   "-     -     -     0 0.0001 0.9999    1 1.0002 2.9998    3 3.0004 6.9996   7     -    -"),
    ("slices", "rate", UPPER, "",                   "-     -     -     0 0.0001 0.9999    1 1.0002 2.9998    3 3.0004 6.9996   7     -    -"),
    ("slices", "rate", LOWER, "mirror extend",     "-2    -1 -0.0001   0 0.0001 0.9999    1 1.0002 2.9998    3 3.0004 6.9996   7 7.0004   9"),
    ("slices", "rate", UPPER, "extend flat",     "-1.5    -1 -0.0001   0 0.0001 0.9999    1 1.0002 2.9998    3 3.0004 6.9996   7     7    7"),
    ("slices", "rate", LOWER, "zero zero",          "0     0     0     0 0.0001 0.9999    1 1.0002 2.9998    3 3.0004 6.9996   7     7    7"),
    ("slices", "rate", LOWER, "flat undefined",     "0     0     0     0 0.0001 0.9999    1 1.0002 2.9998    3 3.0004 6.9996   7     -    -"),
    ("slices", "amount", LOWER, "",                 "-     -     -     0 0.001  9.999    10 10.002 29.998   30 30.004 69.996  70     -    -"),
    ("slices", "amount", UPPER, "mirror extend",  "-20   -10 -0.001    0 0.001  9.999    10 10.002 29.998   30 30.004 69.996  70 70.004  90"),
    ("slices", "amount", LOWER, "zero flat",        "0     0     0     0 0.001  9.999    10 10.002 29.998   30 30.004 69.996  70    70   70"),
    ("above", "rate", LOWER, "",                    "-     -     -     0 0.0001 0.9999    1 1.0002 2.9998    5 5.0004 8.9996   -     -    -"),
    ("above", "rate", UPPER, "",                    "-     -     -     0 0.0001 0.9999    1 1.0002 2.9998    3 5.0004 8.9996   9     -    -"),
    ("above", "rate", LOWER, "mirror extend",      "-2    -1 -0.0001   0 0.0001 0.9999    1 1.0002 2.9998    5 5.0004 8.9996   9 9.0004  11"),
    ("above", "rate", LOWER, "flat flat",           "0     0     0     0 0.0001 0.9999    1 1.0002 2.9998    5 5.0004 8.9996   9     9    9"),
    ("above", "rate", LOWER, "zero zero",           "0     0     0     0 0.0001 0.9999    1 1.0002 2.9998    5 5.0004 8.9996   1     1    1"),
    ("above", "rate", UPPER, "extend zero",      "-1.5    -1 -0.0001   0 0.0001 0.9999    1 1.0002 2.9998    3 5.0004 8.9996   9     1    1"),
    ("passed", "amount", LOWER, "",                 "-     -     -    10    10     10    30    30     30    70    70     70    -     -    -"),
    ("passed", "amount", UPPER, "",                 "-     -     -     -    10     10    10    30     30    30    70     70   70     -    -"),
    ("passed", "amount", LOWER, "zero zero",        "0     0     0    10    10     10    30    30     30    70    70     70   70    70   70"),
    ("passed", "amount", UPPER, "zero flat",        "0     0     0     0    10     10    10    30     30    30    70     70   70    70   70"),
    ("passed", "amount", LOWER, "mirror extend",  "-30   -30   -10    10    10     10    30    30     30    70    70     70   70    70   70"),
    ("passed", "amount", UPPER, "mirror extend",  "-30   -10   -10     0    10     10    10    30     30    30    70     70   70    70   70"),
    ("passed", "amount", LOWER, "flat undefined",  "10    10    10    10    10     10    30    30     30    70    70     70    -     -    -"),
    ("line", "amount", LOWER, "",                   "-     -     -     0 0.001  9.999    10 10.003 39.997   40     -      -    -     -    -"),
    ("line", "amount", UPPER, "zero zero",          "0     0     0     0 0.001  9.999    10 10.003 39.997   40     0      0    0     0    0"),
    ("line", "amount", LOWER, "flat flat",          "0     0     0     0 0.001  9.999    10 10.003 39.997   40    40     40   40    40   40"),
    ("line", "amount", LOWER, "extend extend",    "-15   -10 -0.001    0 0.001  9.999    10 10.003 39.997   40 40.003 69.997  70 70.003  85"),
    ("line", "amount", LOWER, "mirror extend",    "-25   -10 -0.001    0 0.001  9.999    10 10.003 39.997   40 40.003 69.997  70 70.003  85"),
    ("line", "rate", LOWER, "mirror flat",        "25%   10% 0.001%   0% 0.001% 9.999%  10% 10.003% 39.997% 40%  40%    40%  40%   40%  40%"),
];

#[test]
fn every_reading_gives_what_it_says_beside_every_boundary() {
    let keys: Vec<&str> = KEYS.split_whitespace().collect();
    let mut cases = 0;
    for (read, result, boundary, edges, expected) in GIVES {
        let table = usual(read, result, boundary, edges);
        let expected: Vec<&str> = expected.split_whitespace().collect();
        let found: Vec<String> = keys.iter().map(|key| told(table.at(number(key), 0))).collect();
        assert_eq!(found, expected, "{read} of {result}, {boundary}, {edges}, at {keys:?}");
        cases += found.len();
    }
    assert!(cases >= 120 * 6, "{cases}");
}

/// A line that is paid.
type Paid =
    (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

/// Read, result, boundary, what lies below and above; from where to where, on what base (`by` where it is the key itself); the pay.
#[rustfmt::skip]
const PAYS: &[Paid] = &[
    ("step",   "rate",   LOWER, "mirror extend", "90",   "110", "by",   "0.4"),   // 2 % of 20
    ("step",   "rate",   LOWER, "mirror extend", "90",   "110", "1000", "20"),
    ("step",   "rate",   LOWER, "mirror extend", "90",   "100", "by",   "0.2"),   // 100 is in the row above
    ("step",   "rate",   UPPER, "mirror extend", "90",   "100", "by",   "0.1"),
    ("step",   "rate",   LOWER, "mirror extend", "110",  "90",  "by",   "-0.2"),  // on this line: what is reached is 1 %
    ("step",   "rate",   LOWER, "mirror extend", "0",    "-50", "by",   "-0.5"),
    ("step",   "rate",   LOWER, "mirror extend", "0",   "-150", "by",   "-3"),
    ("step",   "amount", LOWER, "",              "90",   "110", "1000", "20"),    // an amount stands for itself
    ("step",   "amount", LOWER, "",              "90",   "301", "by",   "-"),
    ("first",  "rate",   LOWER, "",              "90",   "110", "1000", "20"),
    ("only",   "rate",   UPPER, "",              "0",    "100", "by",   "1"),
    ("specific", "rate", LOWER, "",              "0",    "100", "by",   "2"),
    ("line",   "rate",   LOWER, "mirror flat",   "0",    "50",  "by",   "2.5"),   // 5 % of 50
    ("line",   "rate",   LOWER, "mirror flat",   "100",  "150", "80",   "20"),    // 25 % of 80
    ("line",   "rate",   LOWER, "mirror flat",   "0",    "-50", "by",   "-2.5"),
    ("line",   "amount", LOWER, "flat flat",     "0",    "150", "by",   "25"),
    ("whole",  "rate",   LOWER, "mirror extend", "0",    "90",  "by",   "0.9"),
    ("whole",  "rate",   LOWER, "mirror extend", "90",   "110", "by",   "1.3"),   // 2 % of 110, less 0.9
    ("whole",  "rate",   LOWER, "mirror extend", "90",   "110", "10",   "0.65"),
    ("whole",  "rate",   LOWER, "mirror extend", "110",  "90",  "by",   "-1.3"),
    ("whole",  "rate",   LOWER, "mirror extend", "110", "-110", "by",   "-4.4"),
    ("whole",  "rate",   LOWER, "mirror extend", "0",    "100", "by",   "2"),
    ("whole",  "rate",   UPPER, "mirror extend", "0",    "100", "by",   "1"),
    ("whole",  "rate",   UPPER, "",              "0",    "50",  "by",   "0.5"),   // before the first line nothing was had
    ("whole",  "rate",   LOWER, "",              "0",    "300", "by",   "-"),
    ("whole",  "amount", LOWER, "mirror flat",   "0",    "50",  "by",   "10"),
    ("whole",  "amount", LOWER, "mirror flat",   "50",   "99",  "by",   "0"),
    ("whole",  "amount", LOWER, "mirror flat",   "50",   "150", "by",   "10"),
    ("whole",  "amount", LOWER, "mirror flat",   "50",   "150", "7",    "10"),    // an amount is not scaled
    ("whole",  "amount", LOWER, "mirror flat",   "150",  "0",   "by",   "-20"),
    ("whole",  "amount", LOWER, "mirror flat",   "0",    "-50", "by",   "-10"),
    ("whole",  "amount", UPPER, "mirror flat",   "0",    "100", "by",   "10"),
    ("slices", "rate",   LOWER, "mirror extend", "0",    "150", "by",   "2"),     // 1 % of 100, 2 % of 50
    ("slices", "rate",   LOWER, "mirror extend", "90",   "110", "by",   "0.3"),
    ("slices", "rate",   LOWER, "mirror extend", "90",   "110", "1000", "15"),
    ("slices", "rate",   LOWER, "mirror extend", "90",   "110", "0",    "0"),
    ("slices", "rate",   LOWER, "mirror extend", "90",   "90",  "5",    "-"),     // nothing by which 5 could be shared out
    ("slices", "rate",   LOWER, "mirror extend", "90",   "90",  "0",    "0"),
    ("slices", "rate",   LOWER, "mirror extend", "90",   "90",  "by",   "0"),
    ("slices", "rate",   LOWER, "mirror extend", "150",  "50",  "by",   "-1.5"),
    ("slices", "rate",   LOWER, "mirror extend", "-50",  "50",  "by",   "1"),
    ("slices", "rate",   LOWER, "mirror extend", "50",  "-150", "by",   "-2.5"),
    ("slices", "rate",   LOWER, "mirror extend", "0",    "350", "by",   "9"),
    ("slices", "rate",   LOWER, "",              "0",    "300", "by",   "7"),
    ("slices", "rate",   UPPER, "",              "0",    "300", "by",   "7"),
    ("slices", "rate",   LOWER, "",              "-1",   "50",  "by",   "-"),
    ("slices", "rate",   LOWER, "zero zero",     "-50",  "50",  "by",   "0.5"),
    ("slices", "amount", LOWER, "mirror flat",   "50",   "150", "by",   "15"),    // half of 10, half of 20
    ("slices", "amount", LOWER, "mirror flat",   "250",  "999", "by",   "20"),
    ("above",  "rate",   LOWER, "mirror extend", "0",    "250", "by",   "7"),     // 1 % of 100, 4 % of 150
    ("above",  "rate",   LOWER, "mirror extend", "150",  "250", "by",   "5"),     // less 1 and 2 % of 50
    ("above",  "rate",   LOWER, "mirror extend", "250",  "150", "10",   "0.5"),   // -5 × 10 ÷ -100
    ("above",  "rate",   LOWER, "mirror extend", "199",  "200", "by",   "2.02"),  // 5 less 2.98
    ("above",  "rate",   UPPER, "mirror extend", "199",  "200", "by",   "0.02"),
    ("passed", "amount", LOWER, "zero zero",     "0",    "50",  "by",   "10"),
    ("passed", "amount", LOWER, "zero zero",     "50",   "250", "by",   "60"),
    ("passed", "amount", LOWER, "zero zero",     "250",  "0",   "by",   "-70"),
    ("passed", "amount", LOWER, "zero zero",     "0",    "100", "by",   "30"),
    ("passed", "amount", UPPER, "zero zero",     "0",    "100", "by",   "10"),
    ("passed", "amount", LOWER, "mirror extend", "0",    "-50", "by",   "-10"),
];

#[test]
fn every_reading_pays_what_it_says_for_a_line() {
    for (read, result, boundary, edges, from, to, base, expected) in PAYS {
        let table = usual(read, result, boundary, edges);
        let base = (*base != "by").then(|| number(base));
        let found = told(table.pay(number(from), number(to), base).map(Value::Number));
        assert_eq!(&found, expected, "{read} of {result}, {boundary}, {edges}, from {from} to {to} on {base:?}");
    }
}

#[test]
fn amounts_are_given_out_in_proportion_from_below_zero_too() {
    // Full value of the rows that are passed, and a share of the last: 100 from -10 to 0, then 50.
    let of = table(
        r#"{ "keys": ["x"], "read": "slices", "boundary": "[from, to)", "below": "zero", "rows": [
             { "x": "-10 .. 0", "amount": 100 }, { "x": "0 .. 10", "amount": 50 } ] }"#,
    );
    let cases = [("-11", "0"), ("-10", "0"), ("-5", "50"), ("0", "100"), ("5", "125"), ("10", "150"), ("10.1", "-")];
    for (key, expected) in cases {
        assert_eq!(told(of.at(number(key), 0)), expected, "{key}");
    }
    assert_eq!(of.pay(number("-5"), number("5"), None).unwrap(), number("75"));
    assert_eq!(of.pay(number("0"), number("-10"), None).unwrap(), number("-100"));
}

#[test]
fn a_table_without_a_start_is_measured_from_zero() {
    let text = |read: &str| {
        format!(
            r#"{{ "keys": ["x"], "read": "{read}", "boundary": "[from, to)", "rows": [
                 {{ "x": ".. 100", "rate": "1%" }}, {{ "x": "100 .. 200", "rate": "2%" }}, {{ "x": "200 ..", "rate": "4%" }} ] }}"#
        )
    };
    let cases = [
        ("slices", [("-50", "-0.5"), ("0", "0"), ("100", "1"), ("150", "2"), ("200", "3"), ("250", "5")]),
        ("above", [("-50", "-0.5"), ("0", "0"), ("100", "1"), ("150", "2"), ("200", "5"), ("250", "7")]),
        ("whole", [("-50", "-0.5"), ("0", "0"), ("100", "2"), ("150", "3"), ("200", "8"), ("250", "10")]),
    ];
    for (read, cases) in cases {
        let of = table(&text(read));
        for (key, expected) in cases {
            assert_eq!(told(of.at(number(key), 0)), expected, "{read} at {key}");
            assert_eq!(of.pay(Fraction::ZERO, number(key), None).unwrap(), number(expected), "{read} up to {key}");
        }
    }
    // One row for everything, and rows that end below zero.
    let flat = table(r#"{ "keys": ["x"], "read": "slices", "rows": [ { "x": "..", "rate": "3%" } ] }"#);
    assert_eq!(told(flat.at(number("200"), 0)), "6");
    let low = table(
        r#"{ "keys": ["x"], "read": "slices", "boundary": "[from, to)", "above": "zero",
             "rows": [ { "x": ".. -20", "rate": "1%" }, { "x": "-20 .. -10", "rate": "5%" } ] }"#,
    );
    let cases = [("-30", "-0.6"), ("-20", "-0.5"), ("-15", "-0.25"), ("-10", "0"), ("0", "0"), ("9", "0")];
    for (key, expected) in cases {
        assert_eq!(told(low.at(number(key), 0)), expected, "{key}");
    }
}

#[test]
fn a_rate_read_as_a_total_is_an_amount_of_its_key() {
    let rows = |from: &str, middle: &str| {
        format!(
            r#"{{ "keys": ["x"], "read": "slices", "boundary": "[from, to)",
                 "rows": [ {{ "x": "{from} .. {middle}", "rate": "2%" }}, {{ "x": "{middle} ..", "rate": "4%" }} ] }}"#
        )
    };
    let (percent, money, plain) =
        (table(&rows("0%", "100%")), table(&rows("0 EUR", "1000 EUR")), table(&rows("0", "1000")));
    let read = |of: &Table, key: Value| of.value(&[key], 0).unwrap();
    assert_eq!(read(&percent, Value::Ratio(number(HALF))), Value::Ratio(number("0.04")));
    assert_eq!(read(&percent, Value::Number(number(HALF))), Value::Ratio(number("0.04")));
    assert_eq!(read(&money, Value::Money(number("1500"))), Value::Money(number("40")));
    assert_eq!(read(&plain, Value::Money(number("1500"))), Value::Money(number("40")));
    assert_eq!(read(&plain, Value::Number(number("1500"))), Value::Number(number("40")));
    let units = [(&percent, Unit::Number), (&money, Unit::Money), (&plain, Unit::Money), (&plain, Unit::Number)];
    let found = units.map(|(of, last)| of.unit_of(0, last).unwrap());
    assert_eq!(found, [Unit::Ratio, Unit::Money, Unit::Money, Unit::Number]);
}

#[test]
fn rows_of_one_kind_make_a_ladder_of_their_own() {
    let of = table(
        r#"{ "keys": ["product", "vip", "sold"], "read": "slices", "boundary": "[from, to)", "below": "mirror", "rows": [
             { "product": "bikes", "sold": "0 .. 100", "rate": "1%" }, { "product": "bikes", "sold": "100 ..", "rate": "2%" },
             { "product": ["cars", "vans"], "vip": true, "sold": "0 .. 50", "rate": "4%" },
             { "product": ["vans", "cars"], "vip": true, "sold": "50 ..", "rate": "8%" },
             { "product": ["cars", "vans"], "vip": false, "sold": "0 ..", "rate": "3%" } ] }"#,
    );
    let cases = [
        ("bikes", true, "150", "2"),
        ("bikes", false, "150", "2"),
        ("bikes", false, "-150", "-2"),
        ("vans", true, "150", "10"),
        ("cars", true, "49", "1.96"),
        ("cars", false, "150", "4.5"),
        ("boats", false, "150", "-"),
    ];
    for (product, vip, sold, expected) in cases {
        let keys = [Value::Text(product.into()), Value::YesNo(vip), Value::Number(number(sold))];
        assert_eq!(told(of.value(&keys, 0)), expected, "{product} {vip} {sold}");
    }
    let keys = [Value::Text("vans".into()), Value::YesNo(true)];
    let stretch = attain::table::Stretch { others: &keys, from: number("40"), to: number("60"), base: None };
    assert_eq!(of.pay_stretch(&stretch, 0).unwrap(), number("1.2"));
    let row = |sold: &str| of.row(&[keys[0].clone(), keys[1].clone(), Value::Number(number(sold))]);
    assert_eq!((row("49"), row("50"), row("-1")), (Some(2), Some(3), None));
}

#[test]
fn undefined_is_whatever_is_not_of_the_keys() {
    let of = table(
        r#"{ "keys": ["role", "reached"], "read": "first", "boundary": "[from, to)",
             "rows": [ { "role": "rep", "reached": "50% ..", "bonus": 5 }, { "bonus": 1 } ] }"#,
    );
    let (rep, half) = (Value::Text("rep".into()), Value::Ratio(number("1/2")));
    let person = Value::Person("rep".into());
    assert_eq!(told(of.value(&[rep.clone(), half.clone()], 0)), "5");
    assert_eq!(told(of.value(&[person, half.clone()], 0)), "5", "a person is a text by their key");
    for keys in
        [vec![rep.clone()], vec![], vec![half.clone(), rep.clone()], vec![rep.clone(), half.clone(), half.clone()]]
    {
        assert_eq!(told(of.value(&keys, 0)), "-", "{keys:?}");
        assert_eq!(of.row(&keys), None);
    }
    assert_eq!(told(of.value(&[rep.clone(), Value::Money(number("1/2"))], 0)), "-", "money is no percentage");
    assert_eq!(told(of.value(&[rep, half], 1)), "-", "there is one result");
}
