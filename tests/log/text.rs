//! Entries as text: lines of JSON, rows of CSV.

#[cfg(feature = "json")]
mod json {
    use attain::log::{Entry, LINE_BYTES_MAX, Refusal, read_jsonl};

    fn outcome(read: &Result<Entry, Refusal>) -> String {
        match read {
            Ok(entry) => entry.get("id").map(ToString::to_string).unwrap_or_default(),
            Err(refusal) => format!("{} at {:?}", refusal.code(), refusal.line()),
        }
    }

    #[test]
    fn a_bad_line_never_takes_its_neighbours_along() {
        let deep = format!("{{\"a\":{}1{}}}", "[".repeat(100), "]".repeat(100));
        let bad: &[(&[u8], &str)] = &[
            (b"{\"kind\":\"order\",\"id\":\"\xff\"}", "entry.not_text at Some(3)"),
            (b"{\"kind\":\"order\",", "entry.syntax at Some(3)"),
            (b"{\"kind\":\"order\"} {}", "entry.syntax at Some(3)"),
            (b"\"order\"", "entry.not_a_map at Some(3)"),
            (b"[1, 2]", "entry.not_a_map at Some(3)"),
            (b"{\"amount\":12345678901234567890}", "entry.invalid_value at Some(3)"),
            (b"\0", "entry.syntax at Some(3)"),
            (deep.as_bytes(), "entry.too_deep at Some(3)"),
        ];
        for (line, expected) in bad {
            let text = [b"\xef\xbb\xbf{\"id\":\"a\"}\r\n\r\n".as_slice(), line, b"\n{\"id\":\"b\"}"].concat();
            let read: Vec<String> = read_jsonl(&text).iter().map(outcome).collect();
            assert_eq!(read, ["a", expected, "b"], "{}", String::from_utf8_lossy(line));
        }
    }

    #[test]
    fn a_line_beyond_the_limit_is_refused_without_reading_it() {
        let line = |bytes: usize| format!("{{\"id\":\"{}\"}}", "x".repeat(bytes - 9));
        assert!(read_jsonl(line(LINE_BYTES_MAX).as_bytes())[0].is_ok());
        assert_eq!(outcome(&read_jsonl(line(LINE_BYTES_MAX + 1).as_bytes())[0]), "entry.too_large at Some(1)");
        let read: Vec<String> =
            read_jsonl((line(100_000_000) + "\n{\"id\":\"b\"}\n").as_bytes()).iter().map(outcome).collect();
        assert_eq!(read, ["entry.too_large at Some(1)", "b"]);
    }

    #[test]
    fn a_field_that_is_written_twice_is_seen_when_the_entry_is_recorded() {
        let read = read_jsonl(b"{\"id\":\"a\",\"id\":\"b\"}");
        assert_eq!(read[0].as_ref().unwrap().iter().count(), 2);
    }
}

#[cfg(feature = "csv")]
mod csv {
    use attain::log::{LINE_BYTES_MAX, read_csv};

    /// The rows as text: each field with its value.
    fn rows(text: &[u8]) -> Vec<String> {
        let row = |read: Result<attain::log::Entry, attain::log::Refusal>| match read {
            Ok(entry) => {
                entry.iter().skip(1).map(|(name, node)| format!("{name}={node}")).collect::<Vec<_>>().join(" ")
            }
            Err(refusal) => format!("{} at {:?}", refusal.code(), refusal.line()),
        };
        read_csv("order", text).into_iter().map(row).collect()
    }

    #[test]
    fn rows_are_read_one_by_one() {
        let cases: &[(&[u8], &[&str])] = &[
            (b"", &[]),
            (b"id,amount\n", &[]),
            (b"id,amount\no1,5\no2,\n", &["id=o1 amount=5", "id=o2"]),
            ("\u{feff}编号,金额\r\no1,5\r\n".as_bytes(), &["编号=o1 金额=5"]),
            (b"id,note\no1,\"a, \"\"b\"\"\nc\"\no2,x\n", &["id=o1 note=a, \"b\"\nc", "id=o2 note=x"]),
            (
                b"id,amount\no1\no2,5\no3,5,6\n",
                &["entry.columns at Some(2)", "id=o2 amount=5", "entry.columns at Some(4)"],
            ),
            (b"id,amount\no1,\xff\no2,5\n", &["entry.not_text at Some(2)", "id=o2 amount=5"]),
            (b"id,\no1,5\n", &["entry.columns at Some(1)"]),
            (b"id,id\no1,5\n", &["entry.duplicate_field at Some(1)"]),
            (b"id,\xff\no1,5\n", &["entry.not_text at Some(1)"]),
        ];
        for (text, expected) in cases {
            assert_eq!(rows(text), *expected, "{}", String::from_utf8_lossy(text));
        }
    }

    #[test]
    fn a_row_beyond_the_limit_is_refused_by_itself() {
        let text = format!("id\n{}\no2\n", "x".repeat(LINE_BYTES_MAX + 1));
        assert_eq!(rows(text.as_bytes()), ["entry.too_large at Some(2)", "id=o2"]);
    }
}
