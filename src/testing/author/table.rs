//! Tables of every way to be read.

use crate::document::Node;

use super::super::node::{map, text, texts};
use super::{Author, Is, Table};

/// Where rows begin and end.
const BOUNDS: &[&[&str]] = &[&["0", "1", "2.5", "10"], &["-10", "0", "100", "1000"], &["0%", "50%", "100%", "125%"]];

impl Author {
    /// Tables that formulas may use.
    pub(super) fn some_tables(&mut self) -> Vec<(String, Node)> {
        let count = self.dice.below(self.size.tables.saturating_add(1));
        let mut tables = Vec::new();
        for index in 0..count {
            let name = format!("table_{index}");
            let node = match self.dice.below(9) {
                6 => {
                    self.tables.push(Table { name: name.clone(), keys: vec![Is::Duration], column: None });
                    self.rows_along("x", &["points"], Some(&["0 days", "12 hours", "10 days", "30 days"]))
                }
                7 => self.seasons(&name),
                8 => self.by_text(&name),
                0 => self.decisions(&name),
                1 => self.listed(&name),
                2 => {
                    self.tables.push(Table {
                        name: name.clone(),
                        keys: vec![Is::Pure],
                        column: Some("bonus".to_owned()),
                    });
                    self.rows_along("x", &["points", "bonus"], None)
                }
                3 => {
                    self.tables.push(Table { name: name.clone(), keys: vec![Is::Pure], column: None });
                    self.rows_along("x", &["amount"], None)
                }
                _ => {
                    self.tables.push(Table { name: name.clone(), keys: vec![Is::Pure], column: None });
                    self.rows_along("x", &["points"], None)
                }
            };
            tables.push((name, node));
        }
        tables
    }

    /// A table of two keys, whose rows are conditions.
    fn decisions(&mut self, name: &str) -> Node {
        self.tables.push(Table { name: name.to_owned(), keys: vec![Is::Pure, Is::Pure], column: None });
        let rows = [
            map([("a", text("1 ..")), ("b", text("0.5 ..")), ("times", text("1.5"))]),
            map([("b", text(".. 0.5")), ("times", text("0.8"))]),
            map([("a", text("0 .. 1")), ("times", text("0.9"))]),
            map([("times", text("1"))]),
        ];
        let read = self.dice.word(&["first", "first", "specific"]);
        // Two of these rows have as many cells and match the same: `specific` would be in doubt.
        let mut rows = Vec::from(rows);
        if read == "specific" {
            rows.remove(2);
        }
        map([("keys", texts(["a", "b"])), ("read", text(read)), ("rows", Node::List(rows))])
    }

    /// A table that lists values.
    fn listed(&mut self, name: &str) -> Node {
        self.tables.push(Table { name: name.to_owned(), keys: vec![Is::Pure], column: None });
        let some = Node::List(vec![Node::from(1), Node::from(2), Node::from(3)]);
        let rows = vec![
            map([("index", some), ("weight", Node::from(20))]),
            map([("index", Node::from(4)), ("weight", Node::from(40))]),
        ];
        map([("keys", texts(["index"])), ("read", text("only")), ("rows", Node::List(rows))])
    }

    /// A table of how much each period of a year counts, sometimes: less in its first half.
    pub(super) fn season(&mut self) -> Option<(String, Node)> {
        self.has_season = self.dice.chance(50);
        let indices = |from: i64, to: i64| Node::List((from..=to).map(Node::from).collect());
        let rows = vec![
            map([("index", indices(1, 3)), ("weight", Node::from(20))]),
            map([("index", indices(4, 12)), ("weight", Node::from(40))]),
        ];
        let table = map([("keys", texts(["index"])), ("read", text("only")), ("rows", Node::List(rows))]);
        self.has_season.then(|| ("season".to_owned(), table))
    }

    /// A table of days: of a range the last one is not in it.
    fn seasons(&mut self, name: &str) -> Node {
        self.tables.push(Table { name: name.to_owned(), keys: vec![Is::Date], column: None });
        let rows = [
            map([("day", texts(["2024-02-29", "2024-07-15"])), ("weight", Node::from(3))]),
            map([("day", text(".. 2024-01-01")), ("weight", Node::from(1))]),
            map([("day", text("2024-01-01 .. 2024-04-01")), ("weight", text("2.5"))]),
            map([("day", text("2024-04-01 ..")), ("weight", Node::from(20))]),
        ];
        map([("keys", texts(["day"])), ("read", text("first")), ("rows", Node::List(Vec::from(rows)))])
    }

    /// A table of texts and numbers.
    fn by_text(&mut self, name: &str) -> Node {
        self.tables.push(Table { name: name.to_owned(), keys: vec![Is::Text, Is::Pure], column: None });
        let rows = [
            map([("role", texts(["rep", "won"])), ("size", text("1 ..")), ("times", text("2"))]),
            map([("role", text("manager")), ("times", text("1.5"))]),
            map([("times", text("-1"))]),
        ];
        map([("keys", texts(["role", "size"])), ("read", text("first")), ("rows", Node::List(Vec::from(rows)))])
    }

    /// A table whose rows rise along its key.
    pub(super) fn rows_along(&mut self, key: &str, columns: &[&str], bounds: Option<&[&str]>) -> Node {
        let rate = columns.contains(&"rate");
        let reads: &[&'static str] = if rate {
            &["step", "line", "whole", "slices", "above"]
        } else {
            &["step", "line", "whole", "slices", "passed"]
        };
        let read = self.dice.word(reads);
        let chosen = self.dice.pick(BOUNDS).copied().unwrap_or_default();
        let bounds = bounds.unwrap_or(chosen);
        let first_is_zero = bounds.first().is_some_and(|first| matches!(*first, "0" | "0%" | "0 days"));
        let mut rows = Vec::new();
        let line = read == "line";
        for (at, bound) in bounds.iter().enumerate() {
            let next = bounds.get(at.saturating_add(1));
            let cell = match next {
                _ if line => (*bound).to_owned(),
                Some(next) => format!("{bound} .. {next}"),
                // What is given out in proportion needs an end.
                None if read == "slices" && !rate && bound.ends_with("days") => format!("{bound} .. 90 days"),
                None if read == "slices" && !rate => format!("{bound} .. 5000"),
                None => format!("{bound} .."),
            };
            let mut row = vec![(key, text(cell))];
            for column in columns {
                row.push((column, text(self.result(column))));
            }
            rows.push(map(row));
        }
        let mut fields = vec![("keys", texts([key])), ("read", text(read))];
        let mut below = vec!["undefined", "zero", "flat", "extend"];
        if first_is_zero && !line {
            below.push("mirror");
        }
        fields.push(("below", text(self.dice.word(&below))));
        if line || read == "slices" {
            fields.push(("above", text(self.dice.word(&["undefined", "flat", "zero", "extend"]))));
        }
        if self.dice.chance(30) {
            fields.push(("boundary", text(self.dice.word(&["[from, to)", "(from, to]"]))));
        }
        fields.push(("rows", Node::List(rows)));
        map(fields)
    }

    fn result(&mut self, column: &str) -> &'static str {
        match column {
            "rate" => self.dice.word(&["0%", "3%", "5%", "8.5%", "12%"]),
            "attained" => self.dice.word(&["0%", "50%", "80%", "100%", "150%"]),
            _ => self.dice.word(&["0", "10", "25", "50.5", "100", "120"]),
        }
    }
}
