//! Every problem that a plan can have, each with the smallest plan that has it and with what its author is told.
//!
//! `tests/problems/<code>/` holds, for the problem of that stable name, one document and `expected.txt`. The document is
//! `plan.json`; `plan.bin` where it is not text; or `plan.gen` where it is too long to be kept: there `<<9 times x>>`
//! stands for `xxxxxxxxx`. With `UPDATE_GOLDEN=1` in the environment the expectations are written anew.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may stop at the first surprise")]

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use attain::diagnostic::{Code, Problem, Problems};
use attain::plan::Plan;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/problems")
}

/// The document in a folder.
fn document(folder: &Path) -> Vec<u8> {
    let plain = ["plan.json", "plan.bin"].into_iter().find_map(|name| fs::read(folder.join(name)).ok());
    plain.unwrap_or_else(|| {
        let text = fs::read_to_string(folder.join("plan.gen"));
        generated(&text.unwrap_or_else(|_| panic!("{} has no plan", folder.display()))).into_bytes()
    })
}

/// A text with its repetitions written out.
fn generated(text: &str) -> String {
    let Some((before, rest)) = text.split_once("<<") else {
        return text.to_owned();
    };
    let (order, after) = rest.split_once(">>").unwrap();
    let (times, what) = order.split_once(" times ").unwrap();
    format!("{before}{}{}", what.repeat(times.parse().unwrap()), generated(after))
}

fn problems(document: &[u8]) -> Problems {
    Plan::from_json(document).err().unwrap_or_default()
}

/// All there is to know about a problem.
fn told(problem: &Problem) -> String {
    let mut text = format!("code: {}\n", problem.code());
    let place = problem.place().as_str();
    let _ = writeln!(text, "place: {}", if place.is_empty() { "the plan as a whole" } else { place });
    if let Some(span) = problem.span() {
        let _ = writeln!(text, "span: {}..{}", span.start, span.end);
    }
    if let Some(span) = problem.other_span() {
        let _ = writeln!(text, "other span: {}..{}", span.start, span.end);
    }
    let _ = writeln!(text, "message: {}", problem.message());
    if let Some(help) = problem.help() {
        let _ = writeln!(text, "help: {help}");
    }
    text
}

/// Compares a text with what a file holds, or writes it there where that is asked for.
fn golden(file: &Path, actual: &str) -> Result<(), String> {
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(file, actual).unwrap();
        return Ok(());
    }
    let expected = fs::read_to_string(file).unwrap_or_default();
    if expected == actual {
        return Ok(());
    }
    Err(format!("{}\n--- expected\n{expected}\n+++ actual\n{actual}", file.display()))
}

#[test]
fn every_code_has_a_smallest_plan_and_every_plan_a_code() {
    let codes: BTreeSet<String> = Code::ALL.iter().map(|code| code.name().to_owned()).collect();
    assert_eq!(codes.len(), Code::ALL.len(), "two codes share a name");
    let entries = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap());
    let folders: BTreeSet<String> = entries
        .filter(|entry| entry.file_type().unwrap().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    let without_folder: Vec<&String> = codes.difference(&folders).collect();
    let without_code: Vec<&String> = folders.difference(&codes).collect();
    assert!(without_folder.is_empty(), "these codes have no smallest plan: {without_folder:?}");
    assert!(without_code.is_empty(), "these folders are of no code: {without_code:?}");
}

#[test]
fn every_smallest_plan_has_that_one_problem_and_says_so() {
    let mut wrong = Vec::new();
    for code in Code::ALL {
        let folder = folder().join(code.name());
        let found = problems(&document(&folder));
        let told: Vec<String> = found.iter().map(told).collect();
        if found.len() != 1 || found.iter().any(|problem| problem.code() != *code) {
            wrong.push(format!("{code} is not the one problem of its plan:\n{}", told.join("\n")));
        }
        wrong.extend(golden(&folder.join("expected.txt"), &told.join("\n")).err());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn every_smallest_plan_is_told_what_to_do() {
    for code in Code::ALL {
        for problem in problems(&document(&folder().join(code.name()))).iter() {
            assert!(problem.help().is_some(), "{code} has no help: {problem}");
            assert!(!problem.message().ends_with('.'), "{problem}");
            let first = problem.message().chars().next().unwrap_or_default();
            assert!(!first.is_ascii_uppercase() || problem.message().starts_with("KPI"), "{problem}");
            assert!(code.summary().ends_with('.'), "{code}");
        }
    }
}
