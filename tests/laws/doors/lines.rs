//! Random text at the doors: mostly sound, often nearly so.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Values of fields as JSON: the first few are sound, the others are odd, or wrong in one way or another.
const NUMBERS: &[&str] = &[
    "\"12.50\"",
    "7",
    "\"0\"",
    "-3",
    "1200.5",
    "\"-0.10\"",
    "0",
    "\"007\"",
    "1e3",
    "\"1e3\"",
    "-0",
    "-0.0",
    "\"1.\"",
    "\".5\"",
    "\"-\"",
    "\"\"",
    "\" 1\"",
    "\"1,5\"",
    "123456789012345",
    "1234567890123456",
    "0.12345678901234567",
    "1.10000000000000000000",
    "\"999999999999999999\"",
    "\"1234567890123456789\"",
    "\"0.123456789012\"",
    "\"0.1234567890123\"",
    "\"0.1000000000000000000\"",
    "\"1\\u0032\"",
    "true",
    "[1]",
    "{\"a\":1}",
    "1e400",
    "1E-31",
    "\"60%\"",
    "\"5 EUR\"",
    "\"5  EUR\"",
    "\"5 USD\"",
    "\"5 euros\"",
    "100000000000000000000",
    "-9223372036854775808",
];
/// Lengths of time; those that are numbers are days.
const LENGTHS: &[&str] = &[
    "\"3 days\"",
    "\"1 day\"",
    "\"4 hours\"",
    "\"90 minutes\"",
    "\"2 weeks\"",
    "\"-1.5 hours\"",
    "\"0.1 minutes\"",
    "3",
    "-2.25",
    "\"7\"",
    "\"1 month\"",
    "\"4 working hours\"",
    "\"3  days\"",
    "\"3 days \"",
    "\"days\"",
    "\"three days\"",
    "\"999999999 days\"",
    "\"1000000000 days\"",
    "1000000000",
    "\"999999999999999999 minutes\"",
    "\"0.123456789012 days\"",
    "18446744073709551615",
    "true",
    "null",
];
const DAYS: &[&str] = &[
    "\"2025-03-04\"",
    "\"2025-03-05\"",
    "\"2024-12-31\"",
    "\"2025-04-01\"",
    "\"2025-02-30\"",
    "\"2025-3-4\"",
    "20250304",
    "\"0000-01-01\"",
    "\"9999-12-31\"",
    "\"10000-01-01\"",
    "\"\"",
    "null",
    "\"2025\\u002d03-04\"",
    "true",
];
const TEXTS: &[&str] = &[
    "\"bikes\"",
    "\"自行车\"",
    "\"a \\\"b\\\"\"",
    "\"\\u5317\\u4eac\"",
    "\"\"",
    "\" x \"",
    "\"line\\nbreak\"",
    "\"\\ud83d\\ude00\"",
    "5",
    "true",
    "[\"a\"]",
    "\"\\ud83d\"",
    "\"tab\there\"",
];
const LISTS: &[&str] = &[
    "[\"vip\",\"new\"]",
    "\"new; vip\"",
    "[]",
    "[\"vip\"]",
    "\"vip\"",
    "\"新;vip;新\"",
    "\"[]\"",
    "\" vip ; new \"",
    "[\"vip\",\"vip\"]",
    "[\"vip;new\"]",
    "[\"\\u0076ip\"]",
    "\"\\u0076ip\"",
    "\"vip;\"",
    "\"\"",
    "[\"\"]",
    "[1]",
    "[null]",
    "[[\"vip\"]]",
    "{\"vip\":1}",
    "5",
    "true",
    "\"[vip]\"",
];
const KEYS: &[&str] = &[
    "\"ann\"",
    "\"bob\"",
    "\"joe\"",
    "42",
    "\"42\"",
    "\"дан\"",
    "\"\\u0061nn\"",
    "\"a b\"",
    "\" ann\"",
    "\"\"",
    "4.2",
    "-4",
    "1e3",
    "\"a\\u0007\"",
    "\"\u{a0}nbsp\"",
    "true",
    "{}",
    "1234567890123456",
];
const IDS: &[&str] = &[
    "\"e1\"",
    "\"e2\"",
    "\"e3\"",
    "\"e4\"",
    "\"e5\"",
    "\"e6\"",
    "\"e7\"",
    "\"e8\"",
    "\"e9\"",
    "1",
    "\"1\"",
    "\"n/7\"",
    "\"\"",
    "\"\\u00651\"",
    "1.5",
];
const YES_NO: &[&str] = &["true", "false", "\"yes\"", "\"no\"", "\"true\"", "\"Yes\"", "1", "\"\""];
const CREDITS: &[&str] = &[
    "[{\"who\":\"ann\",\"share\":\"60%\"},{\"who\":\"bob\",\"share\":\"40%\"}]",
    "[{\"who\":\"eve\",\"share\":\"1/3\",\"as\":\"overlay\"}]",
    "[{\"who\":\"ann\",\"share\":\"100%\"},{\"who\":\"joe\",\"share\":\"10%\",\"as\":\"overlay\"}]",
    "[]",
    "null",
    "\"ann\"",
    "[{\"who\":\"ann\"}]",
];
const MOMENTS: &[&str] = &[
    "\"2025-08-04T09:30:00Z\"",
    "\"2025-08-05T09:30:00+08:00\"",
    "\"2025-08-06T00:00:00Z\"",
    "\"2025-08-04\"",
    "null",
    "5",
];
const SHARES: &[&str] = &["\"25%\"", "\"0.5\"", "\"1/3\"", "\"2\"", "1"];
const PERIODS: &[&str] = &["\"2025-03\"", "\"2025-04\"", "\"2025-Q1\"", "\"x\""];
const NAMES: &[&str] = &["\"revenue\"", "\"revenu\"", "\"sales\"", "\"target\"", "\"a b\""];

/// The kinds with their words, each with what may stand there.
type Words = &'static [(&'static str, &'static [&'static str])];
const KINDS: &[(&str, Words)] = &[
    ("order", ORDER),
    ("order", ORDER),
    ("order", ORDER),
    ("payment", &[("order", IDS), ("amount", NUMBERS)]),
    ("visit", &[("number", NUMBERS), ("day", DAYS), ("shop", TEXTS), ("who", KEYS), ("long", YES_NO)]),
    (
        "unit",
        &[("unit", &["\"company\"", "\"north\"", "null", "3"]), ("under", &["\"company\"", "null"]), ("tree", NAMES)],
    ),
    ("membership", &[("who", KEYS), ("unit", &["\"company\"", "\"north\"", "null"]), ("until", DAYS), ("role", TEXTS)]),
    ("membership", &[("who", &["\"ann\"", "\"bob\"", "\"joe\"", "\"42\""]), ("unit", &["\"company\""])]),
    ("target", &[("of", NAMES), ("who", KEYS), ("period", PERIODS), ("amount", NUMBERS), ("level", NAMES)]),
    ("oder", ORDER),
];
const ORDER: Words = &[
    ("rep", KEYS),
    ("amount", NUMBERS),
    ("rate", NUMBERS),
    ("took", LENGTHS),
    ("lines", NUMBERS),
    ("family", TEXTS),
    ("paid", YES_NO),
    ("region", KEYS),
    ("due", DAYS),
    ("parent", IDS),
    ("tags", LISTS),
];
/// Words of the envelope that are there now and then.
const SELDOM: Words = &[
    ("by", KEYS),
    ("why", TEXTS),
    ("known", MOMENTS),
    ("credits", CREDITS),
    ("revises", IDS),
    ("retracts", IDS),
    ("reverses", IDS),
    ("share", SHARES),
    ("amuont", NUMBERS),
    ("am\\u006funt", NUMBERS),
    ("ordered_on", DAYS),
    ("day", DAYS),
    ("kind", &["\"order\"", "null"]),
    ("note", &["null", "\"x\""]),
    ("of", IDS),
];

/// One of a pool: of its first few mostly.
fn of(pool: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    let sound = pool.len().min(4);
    prop_oneof![12 => select(&pool[..sound]), 1 => select(pool)]
}

fn fields(words: Words) -> BoxedStrategy<Vec<(&'static str, &'static str)>> {
    words.iter().fold(Just(Vec::new()).boxed(), |all, (word, pool)| {
        let said = prop_oneof![12 => of(pool).prop_map(Some), 1 => Just(Some("null")), 3 => Just(None)];
        (all, said)
            .prop_map(|(mut all, said)| {
                all.extend(said.map(|said| (*word, said)));
                all
            })
            .boxed()
    })
}

/// The words of an entry, in any order, now and then one twice.
fn words() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    let envelope = (of(IDS), of(DAYS), vec(select(SELDOM).prop_flat_map(|(word, pool)| (Just(word), of(pool))), 0..2));
    let envelope =
        (envelope, prop::bool::weighted(0.25), prop::bool::weighted(0.1), prop::option::weighted(0.05, any::<Index>()));
    let kind = select(KINDS).prop_flat_map(|(kind, words)| (Just(kind), fields(words)));
    (kind, envelope).prop_flat_map(|((kind, fields), ((id, on, seldom), has_seldom, is_short, twice))| {
        let mut all: Vec<(&str, String)> = vec![("kind", format!("\"{kind}\"")), ("id", id.to_owned())];
        all.extend((!is_short).then(|| ("on", on.to_owned())));
        all.extend(fields.into_iter().map(|(word, value)| (word, value.to_owned())));
        all.extend(seldom.into_iter().filter(|_| has_seldom).map(|(word, value)| (word, value.to_owned())));
        if let Some(twice) = twice {
            all.push(all[twice.index(all.len())].clone());
        }
        Just(all).prop_shuffle()
    })
}

/// A line of JSON.
fn line() -> impl Strategy<Value = Vec<u8>> {
    let sound = (words(), select(vec!["", "", " ", "\t"])).prop_map(|(words, space)| {
        let words: Vec<String> = words.iter().map(|(word, value)| format!("\"{word}\":{space}{value}")).collect();
        format!("{space}{{{}}}{space}", words.join(",")).into_bytes()
    });
    let sound = sound.boxed();
    let broken = (sound.clone(), any::<Index>(), any::<u8>()).prop_map(|(mut line, at, byte)| {
        let at = at.index(line.len());
        if byte < 40 {
            line.truncate(at);
        } else {
            line[at] = byte;
        }
        line
    });
    let other: &[&[u8]] =
        &[b"", b"  ", b"\r", b"null", b"[]", b"{}", b"{} {}", b"\xef\xbb\xbf{\"kind\":\"order\"}", b"\"x\""];
    prop_oneof![20 => sound, 2 => broken, 1 => select(other).prop_map(<[u8]>::to_vec)]
}

/// JSON lines.
pub(super) fn lines() -> impl Strategy<Value = Vec<u8>> {
    (vec(line(), 1..24), any::<bool>()).prop_map(|(lines, bom)| {
        let text = lines.join(&b'\n');
        if bom { [b"\xef\xbb\xbf".as_slice(), &text].concat() } else { text }
    })
}

/// The kind of a CSV, and its text.
pub(super) fn csv() -> impl Strategy<Value = (&'static str, Vec<u8>)> {
    select(&KINDS[..9]).prop_flat_map(|(kind, words)| {
        let envelope: Vec<_> = [("id", IDS), ("on", DAYS)].into_iter().chain(words.iter().copied()).collect();
        let seldom = prop::option::weighted(0.3, select(SELDOM));
        let columns = (Just(envelope), seldom).prop_flat_map(|(mut columns, seldom)| {
            columns.extend(seldom);
            Just(columns).prop_shuffle()
        });
        columns.prop_flat_map(move |columns| {
            let header = columns.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(",");
            let row = columns.iter().fold(Just(String::new()).boxed(), |row, (_, pool)| {
                (row, of(pool))
                    .prop_map(|(row, value)| format!("{row}{}{}", if row.is_empty() { "" } else { "," }, cell(value)))
                    .boxed()
            });
            let odd = (row.clone(), any::<Index>(), any::<u8>()).prop_map(|(row, at, byte)| {
                let mut row = row.into_bytes();
                if !row.is_empty() {
                    let at = at.index(row.len());
                    row[at] = byte;
                }
                row
            });
            let row = prop_oneof![12 => row.prop_map(String::into_bytes), 1 => odd];
            (
                Just(kind),
                vec(row, 0..16).prop_map(move |rows| [header.clone().into_bytes(), rows.join(&b'\n')].join(&b'\n')),
            )
        })
    })
}

/// A cell of a CSV with the text of a JSON value.
fn cell(value: &str) -> String {
    let plain = match value.strip_prefix('"').and_then(|value| value.strip_suffix('"')) {
        Some(text) => text.replace('\\', ""),
        None if value == "null" => String::new(),
        None => value.to_owned(),
    };
    if plain.contains([',', '"', '\n']) { format!("\"{}\"", plain.replace('"', "\"\"")) } else { plain }
}
