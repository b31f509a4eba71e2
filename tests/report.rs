//! Tables of text in many scripts, and numbers for people.

use attain::id::Key;
use attain::quantity::{Fraction, Value, Why};
use attain::ranking::{Order, Ranking};
use attain::report::{Column, Standing, TextTable, fixed, leaderboard, percent};
use attain::rule::Ties;
use attain::trace::{Language, width};

#[test]
fn a_text_is_as_wide_as_a_terminal_shows_it() {
    let cases =
        [("", 0), ("ann", 3), ("Łukasz", 6), ("周慕白", 6), ("한서윤", 6), ("e\u{301}", 1), ("नि", 2), ("नु", 1)];
    for (text, columns) in
        cases.into_iter().chain([("ليلى", 4), ("عمّار", 4), ("נ\u{5bc}", 1), ("\u{2068}a\u{2069}", 1), ("－", 2)])
    {
        assert_eq!(width(text), columns, "{text}");
    }
}

#[test]
fn numbers_end_in_one_column_whatever_script_stands_before_them() {
    let mut table = TextTable::new([Column::left("who"), Column::right("sales")]);
    for name in ["Ann", "周慕白", "ليلى بن عمّار", "नुपुर", "Nguyễn Thị Hạnh"] {
        table.row([name, "1,200.00"]);
    }
    let text = table.to_string();
    let widths: Vec<usize> = text.lines().map(width).collect();
    assert_eq!(widths, [25; 6], "{text}");
    assert!(text.contains("\u{2068}ليلى بن عمّار\u{2069}"), "isolated, so that the number stays on its right");
}

#[test]
fn a_table_that_is_too_wide_moves_closer_then_shortens_texts_and_never_numbers() {
    let mut table = TextTable::new([Column::left("who"), Column::right("sales"), Column::right("quota")]);
    table.row(["Wilhelmina Brandt", "1,200.00", "950"]);
    let lines = |table: &TextTable| table.to_string().lines().nth(1).unwrap().to_owned();
    assert_eq!(lines(&table), "Wilhelmina Brandt  1,200.00    950");
    assert_eq!(lines(&table.clone().within(33)), "Wilhelmina Brandt 1,200.00   950");
    assert_eq!(lines(&table.clone().within(30)), "Wilhelmina Bra… 1,200.00   950");
    assert_eq!(lines(&table.within(5)), "Wilhelm… 1,200.00   950", "eight columns of a text stay");
}

#[test]
fn a_line_end_in_a_cell_breaks_no_row() {
    let mut table = TextTable::new([Column::left("a"), Column::left("b")]);
    table.row(["x\ny"]).row(["1", "2", "3"]);
    assert_eq!(table.to_string(), "a    b\nx y\n1    2\n");
}

#[test]
fn numbers_read_as_people_write_them() {
    let number = |text: &str| text.parse::<Fraction>().unwrap();
    assert_eq!(fixed(number("-1234567.125"), 2), "−1,234,567.13");
    assert_eq!(fixed(number("-0.004"), 2), "0.00");
    assert_eq!(percent(number("0.9995")), "100.0 %");
}

#[test]
fn a_leaderboard_reads_in_chinese() {
    let key = |text: &str| Key::new(text).unwrap();
    let score = |points: &str| Ok(Value::Number(points.parse().unwrap()));
    let values = vec![(key("107"), score("103.96")), (key("111"), score("103.96")), (key("114"), Err(Why::NoTarget))];
    let ranking = Ranking::new(values, Order::HighestFirst, Ties::Competition);
    let standing = |who: &Key| Standing {
        name: if who.as_str() == "111" { "林婉清".to_owned() } else { who.to_string() },
        change: if who.as_str() == "107" { Ok(Fraction::whole(-4)) } else { Err(Why::NotAMember) },
    };
    assert_eq!(
        leaderboard(&ranking, standing, Language::Chinese).to_string(),
        "\
排名     姓名        值
   1 ▼4  107     103.96
   1     林婉清  103.96
   –     114          –  没有目标
"
    );
}
