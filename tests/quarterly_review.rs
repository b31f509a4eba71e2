//! The quarterly review, told as its example tells it: against goldens in both languages, and against figures worked out by hand.

#![cfg(feature = "json")]
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "../examples/quarterly_review/story/mod.rs"]
mod story;

use std::fs;
use std::path::PathBuf;

use attain::trace::{Language, width};
use serde_json::Value;

fn told(language: Language) -> String {
    let mut out = Vec::new();
    story::tell(language, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Compares with the golden file; with `UPDATE_GOLDEN=1` it writes the file instead.
fn golden(name: &str, text: &str) {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios/quarterly").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, text).unwrap();
    }
    let expected = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
    for (line, (expected, found)) in (1..).zip(expected.lines().zip(text.lines())) {
        assert_eq!(expected, found, "{name}, line {line}; UPDATE_GOLDEN=1 writes the file again");
    }
    assert_eq!(expected, text, "{name} has another number of lines; UPDATE_GOLDEN=1 writes the file again");
}

#[test]
fn the_review_is_told_as_its_goldens_say() {
    golden("review.en.txt", &told(Language::English));
    golden("review.zh.txt", &told(Language::Chinese));
}

/// The numbers of a text in their order, thousands put together.
fn figures(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut number = String::new();
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let follows = characters.peek().is_some_and(char::is_ascii_digit);
        match character {
            '0'..='9' => number.push(character),
            ',' if !number.is_empty() && follows => {}
            '.' if !number.is_empty() && follows => number.push(character),
            _ if !number.is_empty() => all.push(std::mem::take(&mut number)),
            _ => {}
        }
    }
    all
}

#[test]
fn both_languages_have_the_same_figures_in_the_same_order() {
    let (english, chinese) = (figures(&told(Language::English)), figures(&told(Language::Chinese)));
    assert!(english.len() > 800, "{} figures", english.len());
    for (at, (one, other)) in english.iter().zip(&chinese).enumerate() {
        let around = |all: &[String]| all[at.saturating_sub(4)..all.len().min(at + 5)].join(" ");
        assert_eq!(one, other, "figure {at}: {} | {}", around(&english), around(&chinese));
    }
    assert_eq!(english.len(), chinese.len());
}

#[test]
fn tables_fit_a_terminal_of_140_columns() {
    for language in [Language::English, Language::Chinese] {
        let text = told(language);
        let lines: Vec<&str> = text.lines().collect();
        for line in &lines[..lines.len() - 1] {
            assert!(width(line) <= 140, "{line}");
        }
    }
}

/// Somebody of the last line.
fn person(who: &str) -> Value {
    let text = told(Language::English);
    let all: Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
    let found = all.as_array().unwrap().iter().find(|one| one["who"] == who);
    found.unwrap().clone()
}

#[test]
fn scores_and_grades_are_those_worked_out_by_hand() {
    let of = |who: &str| {
        let one = person(who);
        ["score", "computed", "grade", "rank"].map(|field| one[field].as_str().unwrap_or("–").to_owned()).join(" ")
    };
    // 0.6 × 118 + 0.3 × 100 + 0.1 × (0.1 × 100 + 0.3 × 91.67 + 0.6 × 100), and 2 for 98 % collected.
    assert_eq!(of("林晓"), "112.6 S S 1");
    // Of twelve 1.2, 2.4, 7.2 and 1.2 places are one, three, seven and one; the third and the fourth are equal, and have the last two of three.
    assert_eq!(of("Omar"), "98.9 A A 3");
    assert_eq!(of("陈静"), "98.9 A A 3");
    // 0.6 × 112 + 0.3 × 80 + 0.1 × 75 is 98.7, and 72 % collected caps it at 85.
    assert_eq!(of("Lucía"), "85.0 B B 8");
    // Equal among themselves, and at no border; one of them is changed.
    assert_eq!(of("Noah"), "86.5 B B 6");
    assert_eq!(of("王芳"), "86.5 B A 6");
    // On leave from the middle of the quarter on, and rated by nobody: 90 % of a smaller target are 80 points, three of four follow-ups 75;
    // (0.6 × 80 + 0.3 × 75) ÷ 0.9.
    assert_eq!(of("Inês"), "78.3 B B 9");
}

#[test]
fn what_is_missing_for_the_next_grade_is_enough() {
    // The next grade begins at 71.9, which is 71.85 points: less 18 for the process and 3.75 for conduct, 50.1 are left, 83.5 points of the
    // results, and those begin at 91.75 %.
    let missing = &person("Priya")["missing"];
    assert_eq!((missing["grade"].as_str(), missing["score"].as_str()), (Some("B"), Some("71.9")));
    assert_eq!(missing["items"][0]["to"][0]["from"]["value"], "0.9175");
    assert_eq!(person("林晓")["missing"], Value::Null, "there is no better grade");
}
