//! Laws of documents.

#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, reason = "a test may stop at the first surprise")]

use std::collections::BTreeMap;
use std::ops::Range;

use attain::diagnostic::{At, Problems};
use attain::document::{DEPTH_MAX, Named, Node, Read, from_json};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

proptest! {
    #[test]
    fn things_by_name_are_what_an_ordered_map_of_them_is(pairs in vec(("[a-d]{1,2}", 0_u32..9), 0..12), gone in "[a-d]{1,2}") {
        let mut map: BTreeMap<String, u32> = BTreeMap::new();
        let mut named = Named::new();
        for (name, value) in &pairs {
            prop_assert_eq!(named.insert(name.as_str(), *value), map.insert(name.clone(), *value));
        }
        prop_assert!(named.iter().eq(&map));
        prop_assert_eq!(&named, &pairs.into_iter().collect::<Named<u32>>());
        prop_assert_eq!(&named, &Named::from(map.clone()));
        prop_assert_eq!(named.get(&gone), map.get(&gone));
        prop_assert_eq!(named.remove(&gone), map.remove(&gone));
        prop_assert!(!named.contains_key(&gone));
        prop_assert!(named.into_iter().eq(map));
    }

    #[test]
    fn what_is_written_of_things_by_name_reads_as_the_same_things(named in vec(("[a-d]{1,2}", vec("[a-z]{0,3}", 0..3)), 0..6)) {
        let named: Named<Vec<String>> = named.into_iter().collect();
        let mut problems = Problems::new();
        prop_assert_eq!(Named::read(&named.node(), At::root(), &mut problems), named);
        prop_assert!(problems.is_empty());
    }

    #[test]
    fn a_number_by_way_of_a_float_keeps_its_value_or_is_refused(digits in -999_999_999_999_999_i64..=999_999_999_999_999, power in -60_i32..=60) {
        let text = format!("{digits}e{power}");
        let number: f64 = text.parse().unwrap();
        match serde_json::from_str::<Node>(&text) {
            Ok(node) => prop_assert_eq!(node, Node::Number(number.to_string())),
            // So far out that the float may be the one beside it, which has more digits.
            Err(error) => {
                prop_assert!(power.abs() > 22, "{error}: {text}");
                prop_assert!(error.to_string().contains("cannot be read exactly; write it as text"), "{error}");
            }
        }
    }
}

/// What is wrong with a text: its code, what is said of it, where.
type Wrong = (&'static str, String, Option<Range<usize>>);

fn read(text: &str) -> Result<Node, Wrong> {
    from_json(text.as_bytes(), 16 << 20).map_err(|problems| {
        let problem = problems.iter().next().unwrap();
        (problem.code().name(), problem.message().to_owned(), problem.span())
    })
}

/// The same by `serde_json` alone, which makes a binary float of a number with a point.
fn read_by_float(text: &str) -> Result<Node, Wrong> {
    serde_json::from_str(text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        let why = error.to_string().replace(&format!(" at line {line} column {column}"), "");
        let message = if error.is_eof() {
            format!("the document ends on line {line}, before it is complete")
        } else {
            format!("the document is not JSON: {why} on line {line}, column {column}")
        };
        let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
        let at = (start + column.saturating_sub(1)).min(text.len());
        ("document.syntax", message, Some(at..at))
    })
}

fn number(digits: &str) -> Node {
    Node::Number(digits.to_owned())
}

/// A number of at most 15 digits, with a point anywhere, zeros behind it and an exponent.
fn number_text() -> impl Strategy<Value = String> {
    let digits = prop_oneof![0_u64..=99, 0_u64..=999_999_999_999_999];
    let exponent = prop_oneof![Just(String::new()), "[eE][+-]?[0-9]", "[eE][+-]?0?[12][0-9]"];
    ("-?", digits, any::<Index>(), "0{0,12}", exponent).prop_map(|(sign, digits, point, zeros, exponent)| {
        let digits = digits.to_string();
        let (whole, fraction) = digits.split_at(point.index(digits.len() + 1));
        let whole = if whole.is_empty() { "0" } else { whole };
        let point = if fraction.is_empty() && zeros.is_empty() { "" } else { "." };
        format!("{sign}{whole}{point}{fraction}{zeros}{exponent}")
    })
}

/// A text with its quotes, with what needs a stroke, and with what looks like the rest of a document.
fn text_text() -> impl Strategy<Value = String> {
    let sign = select(vec![
        "a",
        "1.5",
        ",",
        ":",
        "]",
        "}",
        "[",
        "{",
        " ",
        "é",
        "新",
        "\u{1f600}",
        r#"\""#,
        r"\\",
        r"\/",
        r"\n",
        r"\u0041",
        r"\ud83d\ude00",
        r"\u0000",
    ]);
    vec(sign, 0..6).prop_map(|signs| format!("\"{}\"", signs.concat()))
}

/// A document, laid out in all ways; fields are written twice at times.
fn document() -> impl Strategy<Value = String> {
    let space = || select(vec!["", "", " ", "\n", "\r\n\t"]);
    let word = select(vec!["null", "true", "false"]).prop_map(str::to_owned);
    prop_oneof![word, number_text(), text_text()].prop_recursive(5, 40, 5, move |inner| {
        let item = (space(), inner, space()).prop_map(|(before, value, behind)| [before, &value, behind].concat());
        let name = prop_oneof!["\"[ab]\"", text_text()];
        let field = (space(), name, space(), item.clone())
            .prop_map(|(before, name, behind, item)| format!("{before}{name}{behind}:{item}"));
        prop_oneof![
            (space(), vec(item, 0..5)).prop_map(|(space, items)| format!("[{space}{}]", items.join(","))),
            (space(), vec(field, 0..5)).prop_map(|(space, fields)| format!("{{{space}{}}}", fields.join(","))),
        ]
    })
}

/// A document in which a few signs are missing, or others stand in their place.
fn broken() -> impl Strategy<Value = String> {
    let sign = select(vec![
        "",
        "",
        ",",
        ":",
        "[",
        "]",
        "{",
        "}",
        "\"",
        "\\",
        "1",
        "-",
        ".",
        "e",
        "0",
        "t",
        "nul",
        "\n",
        " ",
        "\u{1}",
        "é",
        "\"a\"",
        ",]",
        ",}",
        r#""\ud800""#,
        r#""\udc00x""#,
        r#""\ud800\n""#,
        r#""\u12"#,
        "//",
        "'",
    ]);
    (document(), vec((any::<Index>(), 0_usize..3, sign), 1..3), any::<bool>()).prop_map(|(text, changes, cut)| {
        let mut letters: Vec<char> = text.chars().collect();
        let mut last = 0;
        for (at, gone, sign) in changes {
            last = at.index(letters.len() + 1);
            let end = (last + gone).min(letters.len());
            letters.splice(last..end, sign.chars());
        }
        if cut {
            letters.truncate(last);
        }
        letters.into_iter().collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_024))]

    #[test]
    fn a_document_is_what_serde_json_makes_of_it_but_by_its_digits(text in document()) {
        let node = read(&text);
        prop_assert!(node.is_ok(), "{node:?} of {text}");
        match read_by_float(&text) {
            // Of a float far out, the digits cannot be told.
            Err((_, message, _)) if message.contains("cannot be read exactly") => {}
            by_float => prop_assert_eq!(node, by_float, "{}", text),
        }
    }

    #[test]
    fn what_is_wrong_with_a_text_is_what_serde_json_says_at_its_place(text in broken()) {
        match read(&text) {
            // Before it is parsed: depth, length and digits.
            Err((code, ..)) if code != "document.syntax" => {}
            read => match read_by_float(&text) {
                Err((_, message, _)) if message.contains("cannot be read exactly") => {}
                by_float => prop_assert_eq!(read, by_float, "{}", text),
            },
        }
    }

    #[test]
    fn a_number_is_spelled_as_the_shortest_one_of_its_value(text in number_text()) {
        let shortest = text.parse::<f64>().unwrap().to_string();
        prop_assert_eq!(read(&text), Ok(Node::Number(shortest)), "{}", text);
    }
}

#[test]
fn numbers_are_spelled_in_digits_alone_without_zeros_that_say_nothing() {
    let far = "0".repeat(40);
    for (written, digits) in [
        ("0", "0"),
        ("-0", "-0"),
        ("-0.0e5", "-0"),
        ("0e-9", "0"),
        ("7", "7"),
        ("-12", "-12"),
        ("1.50", "1.5"),
        ("2.000", "2"),
        ("0.10", "0.1"),
        ("1e3", "1000"),
        ("1.0E+2", "100"),
        ("12.5e1", "125"),
        ("1E-7", "0.0000001"),
        ("-25e-2", "-0.25"),
        ("123456789012345e-30", "0.000000000000000123456789012345"),
        ("1e30", "1000000000000000000000000000000"),
        ("100000000000000000000", "100000000000000000000"),
        (&format!("3{far}"), &format!("3{far}")),
        (&format!("3.{far}"), "3"),
        (&format!("0.{far}3"), &format!("0.{far}3")),
    ] {
        assert_eq!(read(written), Ok(number(digits)), "{written}");
        let held = format!(r#" {{ "a" : {written} , "b":[{written},"{written}"]}} "#);
        let list = Node::List(vec![number(digits), Node::from(written)]);
        assert_eq!(read(&held), Ok(Node::Map(vec![("a".into(), number(digits)), ("b".into(), list)])), "{written}");
    }
}

#[test]
fn numbers_beyond_all_reach_are_refused_at_their_end_and_none_becomes_zero() {
    for written in [format!("1{}", "0".repeat(400)), format!("0.{}1", "0".repeat(400))] {
        let text = format!("[1,\n {written}]");
        let (code, message, span) = read(&text).unwrap_err();
        let end = text.len() - 1;
        let column = written.len() + 1;
        assert_eq!(code, "document.syntax");
        assert_eq!(message, format!("the document is not JSON: number out of range on line 2, column {column}"));
        assert_eq!(span, Some(end - 1..end - 1));
    }
}

#[test]
fn halves_of_letters_are_refused_where_they_end() {
    let lone = "lone leading surrogate in hex escape";
    let cut = "unexpected end of hex escape";
    for (text, why, line, column) in [
        (r#""\udc00""#, lone, 1, 7),
        (r#""\ud800""#, cut, 1, 8),
        (r#""\ud800x""#, cut, 1, 8),
        (r#""\ud800\u0041""#, lone, 1, 13),
        ("{\"a\": [1.5,\n\t{\"b\": \"é\\ud800\"}]}", cut, 2, 17),
        ("{\"a\": 1,\n\"\\udc00\": [2]}", lone, 2, 7),
        ("[\"\\udc00\", 1,]", lone, 1, 8),
        ("[[1,], \"\\udc00\"]", "trailing comma", 1, 5),
    ] {
        let (code, message, span) = read(text).unwrap_err();
        assert_eq!(code, "document.syntax");
        assert_eq!(message, format!("the document is not JSON: {why} on line {line}, column {column}"), "{text}");
        let start = if line == 1 { 0 } else { text.find('\n').unwrap() + 1 };
        assert_eq!(span, Some(start + column - 1..start + column - 1), "{text}");
    }
    assert_eq!(read(r#"["\ud83d\ude00", 1.50]"#), Ok(Node::List(vec!["\u{1f600}".into(), number("1.5")])));
}

#[test]
fn fields_that_are_written_twice_are_both_there_in_their_order() {
    let fields = ["b", "a", "b", "b"].into_iter().zip(["1.5", "2.5", "3.5", "1.5"]);
    let text = r#"{"b": 1.50, "a": 2.5, "\u0062": 3.5, "b": 1.5}"#;
    assert_eq!(read(text), Ok(Node::Map(fields.map(|(name, digits)| (name.to_owned(), number(digits))).collect())));
}

#[test]
fn the_deepest_document_keeps_its_digits_and_a_deeper_one_is_refused() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[0.5,", ",0.5]"), ("{\"a\":[],\"b\\\"]\":", ",\"c\":{}}")] {
        let nested = |depth: usize| [&open.repeat(depth), "1.50", &close.repeat(depth)].concat();
        let deepest = DEPTH_MAX - usize::from(close.contains("{}"));
        let text = nested(deepest);
        assert_eq!(read(&text), read_by_float(&text));
        assert!(read(&text).unwrap().to_string().contains("1.5"), "{text}");
        assert_eq!(read(&nested(DEPTH_MAX + 1)).unwrap_err().0, "document.too_deep");
    }
}

#[test]
fn a_mark_of_the_order_of_bytes_goes_before_a_document_only() {
    assert_eq!(read("\u{feff}[1.50]"), Ok(Node::List(vec![number("1.5")])));
    assert_eq!(read("\u{feff}[1.50,]"), read("[1.50,]"));
    for text in ["\u{feff}\u{feff}1", "[\u{feff}1]", " \u{feff}1"] {
        assert!(read(text).unwrap_err().1.contains("expected value"), "{text}");
    }
}

#[test]
fn texts_of_a_million_letters_go_by_whole_and_what_follows_keeps_its_digits() {
    for letters in ["x", "\\\\", "\\\"", "新", "\\u0041", "]"] {
        let long = letters.repeat(1_048_574 / letters.len());
        let text = format!("{{\"a\": \"{long}\", \"b\": [\"{long}\", 1.50]}}");
        let node = read(&text).unwrap();
        assert_eq!(node.get("b").unwrap().to_string().rsplit(", ").next(), Some("1.5]"), "{letters}");
        assert!(Ok(node) == read_by_float(&text), "{letters}");
        let longer = format!("[\"{long}{letters}{letters}\"]");
        assert_eq!(read(&longer).unwrap_err().0, "document.too_large", "{letters}");
    }
}
