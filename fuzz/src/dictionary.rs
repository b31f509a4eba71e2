//! Words of the language, and what is odd in any text.

use std::collections::BTreeSet;

use crate::properties::Target;

/// What programs stumble over: numbers at edges, days at edges, letters that are more or less than they seem.
const ODD: &[&[u8]] = &[
    b"\0",
    b"\r\n",
    b"\r",
    b"\n",
    b"\t",
    b" ",
    b"\xef\xbb\xbf",
    b"\xff",
    b"\xc3\x28",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    "\u{202e}".as_bytes(),
    "\u{2066}".as_bytes(),
    "e\u{301}".as_bytes(),
    "\u{301}\u{302}\u{303}".as_bytes(),
    "\u{a0}".as_bytes(),
    "\u{200b}".as_bytes(),
    "\u{feff}".as_bytes(),
    "\u{2028}".as_bytes(),
    "\u{1f600}".as_bytes(),
    "مبيعات".as_bytes(),
    "销售".as_bytes(),
    "İ".as_bytes(),
    "ß".as_bytes(),
    "ǆ".as_bytes(),
    "٣".as_bytes(),
    "５".as_bytes(),
    "−".as_bytes(),
    "’".as_bytes(),
    "“".as_bytes(),
    b"\\u0000",
    b"\\ud800",
    b"\\ud83d\\ude00",
    b"\\\"",
    b"\\",
    b"\"",
    b"'",
    b"`",
    b"0",
    b"-0",
    b"1",
    b"-1",
    b"0.0",
    b"1e30",
    b"1e31",
    b"1e-30",
    b"1E400",
    b"9007199254740993",
    b"9223372036854775807",
    b"-9223372036854775808",
    b"18446744073709551616",
    b"170141183460469231731687303715884105727",
    b"79228162514264337593543950335",
    b"0.0000000000000000000000000001",
    b"999999999999999",
    b"0.123456789012345678",
    b"1/3",
    b"100%",
    b"-100%",
    b"1e9%",
    b"5 EUR",
    b"5 USD",
    b"3 days",
    b"90 minutes",
    b"1000000000 days",
    b"0 days",
    b"2 working hours",
    b"0000-01-01",
    b"9999-12-31",
    b"2024-02-29",
    b"2025-02-29",
    b"10000-01-01",
    b"-0001-01-01",
    b"2025-03-01T23:59:60Z",
    b"2025-03-30T02:30:00+02:00",
    b"2025-W53",
    b"FY2025-Q4",
    b"..",
    b"null",
    b"true",
    b"false",
    b"yes",
    b"no",
    b"any",
    b"{}",
    b"[]",
    b"[[",
    b"]]",
    b"{",
    b"}",
    b",",
    b":",
    b";",
    b"(",
    b")",
    b"[",
    b"]",
];

/// What formulas are made of.
const FORMULA: &str = "and or not is missing present where of at over if min max sum count avg median distinct first last abs round floor ceil \
    target attainment score pay rank pace percentile subject actor base people members peers parent company all prior before last days months years to date \
    same last_year next year month quarter week day hour as overlay split has in else unless coalesce clamp per each total share \
    + - * / ^ % = != < <= > >= ( ) [ ] , . .. \"a\" 1 0 100% 5 EUR 3 days 2025-03-01 [prior] [last 90 days] [to date] [all] [before] at company over people where";

/// Names of the world in which formulas and entries live.
const WORLD: &str = "order payment visit call deal customer rep amount rate took lines family paid region due parent tags number day shop who long minutes owner note \
    odds seen city size ann bob north company o1 o2 p1 d1 c1 x1 kind id on at of to unit under membership target move period currency revises retracts reverses share \
    credits by why known pin blank adjust commit close open value from revenue orders mean cycle collected vip families latest shops attained points price role fte";

/// The words of a target: those of the language, and all that stand in its inputs.
pub(crate) fn words(target: Target, inputs: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let mut words: BTreeSet<Vec<u8>> = ODD.iter().map(|word| word.to_vec()).collect();
    let plain = match target {
        Target::Plan | Target::Formula => [FORMULA, WORLD],
        Target::Entries | Target::Csv => [WORLD, ""],
    };
    words.extend(plain.iter().flat_map(|text| text.split_whitespace()).map(|word| word.as_bytes().to_vec()));
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte >= 0x80;
    let found = inputs.iter().flat_map(|input| input.split(|byte| !is_word(byte)));
    words.extend(found.filter(|word| (2..40).contains(&word.len())).map(<[u8]>::to_vec));
    words.into_iter().collect()
}
