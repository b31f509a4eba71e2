//! The architecture, held by a test: who may use whom, and what may stand in a source file.
//!
//! The files are read as text, line by line; rustfmt has laid them out, so indentation tells where a function ends.
//! Each check is a function from a file to complaints of the form `src/kpi/evaluate.rs:12: kpi uses engine`, and each is
//! shown a file that it must refuse.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test may stop at the first surprise"
)]

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// The modules, ground first. One may use those in lines before its own, and itself, but nothing else: those that share
/// a line do not see each other.
const LAYERS: &[&[&str]] = &[
    &["sort"],
    &["error"],
    &["diagnostic"],
    &["document"],
    &["id"],
    &["quantity"],
    &["calendar"],
    &["rule"],
    &["formula"],
    &["table"],
    &["step"],
    &["timer"],
    &["pipeline"],
    &["org"],
    &["log"],
    &["measure"],
    &["kpi"],
    &["target"],
    &["score", "ranking", "incentive", "funnel", "receivable", "review"],
    &["plan"],
    &["preset"],
    &["trace"],
    &["change"],
    &["engine"],
    &["report"],
    &["testing"],
    &["ffi"],
    &["manual"],
];

/// The most lines of a source file; 300 is the goal.
const FILE_LINES_MAX: usize = 450;

/// Files that are longer, each with the lines that it may have.
const LONG_FILES: &[(&str, usize)] = &[];

/// The most lines of a function, from `fn` to its closing brace.
const FUNCTION_LINES_MAX: usize = 60;

/// Where binary floating point may be named: numbers that a serde format hands over, on their way to text.
const FLOATS: &[&str] = &["src/document/node.rs"];

/// What asks the world outside, which a library of pure functions never does.
const OUTSIDE: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env::var",
    "std::process",
    "std::thread::sleep",
    "std::time",
    "SystemTime",
    "Instant::now",
    "Utc::now",
    "Local::now",
    "println!",
    "print!",
    "eprintln!",
    "eprint!",
    "dbg!",
];

/// A source file: its path from the root of the crate, and its text.
struct Source {
    path: String,
    text: String,
}

impl Source {
    fn new(path: &str, text: &str) -> Source {
        Source { path: path.to_owned(), text: text.to_owned() }
    }

    /// The module at the top of the crate that the file belongs to; none for the root itself.
    fn module(&self) -> Option<&str> {
        let inside = self.path.strip_prefix("src/")?;
        let first = inside.split('/').next()?;
        let name = first.strip_suffix(".rs").unwrap_or(first);
        (name != "lib").then_some(name)
    }

    /// How many modules deep the file's own module lies in the crate: `kpi/mod.rs` is 1, `kpi/when.rs` is 2.
    fn depth(&self) -> usize {
        let parts = self.path.trim_start_matches("src/").split('/').count();
        if self.path.ends_with("/mod.rs") || self.path == "src/lib.rs" { parts - 1 } else { parts }
    }

    /// The text without comments and documentation; every line keeps its number.
    fn code(&self) -> String {
        let mut code = String::with_capacity(self.text.len());
        for line in self.text.lines() {
            let bare = line.trim_start();
            let kept = if bare.starts_with("//") || bare.starts_with("#![doc") || bare.starts_with("#![cfg_attr") {
                ""
            } else {
                line.split(" // ").next().unwrap_or(line)
            };
            code.push_str(kept);
            code.push('\n');
        }
        code
    }

    fn complaint(&self, line: usize, what: impl std::fmt::Display) -> String {
        format!("{}:{line}: {what}", self.path)
    }
}

// ---------------------------------------------------------------------------------------------------- the checks

/// Who uses a module that it may not see.
fn layers(source: &Source) -> Vec<String> {
    let Some(module) = source.module() else {
        return Vec::new();
    };
    let Some(own) = layer(module) else {
        return vec![source.complaint(1, format!("{module} has no layer"))];
    };
    let code = source.code();
    let mut complaints = Vec::new();
    for (at, _) in code.match_indices("crate::").filter(|(at, _)| starts_word(&code, *at)) {
        for used in named_after(&code[at + "crate::".len()..]) {
            let allowed = used == module || layer(&used).is_none_or(|other| other < own);
            if !allowed {
                complaints.push(source.complaint(line_of(&code, at), format!("{module} uses {used}")));
            }
        }
    }
    let to_root = "super::".repeat(source.depth());
    for (at, _) in code.match_indices(&to_root).filter(|(at, _)| starts_word(&code, *at)) {
        let what = format!("{module} reaches the root of the crate by `{to_root}`");
        complaints.push(source.complaint(line_of(&code, at), what));
    }
    complaints
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// The modules named behind `crate::`: one, or several in braces.
fn named_after(rest: &str) -> Vec<String> {
    let Some(inside) = rest.strip_prefix('{') else {
        return Vec::from([word(rest)]);
    };
    let (mut depth, mut start, mut names) = (0_usize, 0_usize, Vec::new());
    for (at, byte) in inside.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth > 0 => depth -= 1,
            b',' | b'}' if depth == 0 => {
                names.push(word(inside[start..at].trim_start()));
                start = at + 1;
                if byte == b'}' {
                    break;
                }
            }
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

fn word(text: &str) -> String {
    text.chars().take_while(|c| is_word(*c)).collect()
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// A file without a word on what it is about.
fn introduced(source: &Source) -> Vec<String> {
    let first = source.text.lines().next().unwrap_or_default();
    let said = first.strip_prefix("//! ").is_some_and(|said| !said.trim().is_empty());
    if said { Vec::new() } else { vec![source.complaint(1, "the file does not begin by saying what it is about")] }
}

/// Files that are too long to be read in one go.
fn short_file(source: &Source) -> Vec<String> {
    let lines = source.text.lines().count();
    let own = LONG_FILES.iter().find(|(path, _)| *path == source.path).map(|(_, lines)| *lines);
    let most = own.unwrap_or(FILE_LINES_MAX);
    if lines <= most { Vec::new() } else { vec![source.complaint(lines, format!("{lines} lines, {most} at most"))] }
}

/// Functions that do more than one thing.
fn short_functions(source: &Source) -> Vec<String> {
    let code = source.code();
    let lines: Vec<&str> = code.lines().collect();
    let mut complaints = Vec::new();
    for (start, line) in lines.iter().enumerate().filter(|(_, line)| names_function(line)) {
        let length = function_lines(&lines[start..]);
        if length > FUNCTION_LINES_MAX {
            let what = format!("a function of {length} lines, {FUNCTION_LINES_MAX} at most: {}", line.trim());
            complaints.push(source.complaint(start + 1, what));
        }
    }
    complaints
}

fn names_function(line: &str) -> bool {
    let mut words = line.trim_start().split(' ').skip_while(|word| {
        matches!(*word, "pub" | "const" | "async" | "unsafe" | "extern" | "\"C\"") || word.starts_with("pub(")
    });
    words.next() == Some("fn") && words.next().is_some()
}

/// The lines of the function that begins on the first of `lines`.
fn function_lines(lines: &[&str]) -> usize {
    let indent = lines[0].len() - lines[0].trim_start().len();
    let opens = lines.iter().position(|line| line.ends_with(['{', '}', ';'])).unwrap_or_default();
    if !lines[opens].ends_with('{') {
        return opens + 1;
    }
    let closing = format!("{}}}", " ".repeat(indent));
    let more = lines[opens..].iter().position(|line| line.trim_end() == closing);
    opens + more.unwrap_or(lines.len() - opens - 1) + 1
}

/// Unsafe code outside the C interface.
fn safe(source: &Source) -> Vec<String> {
    if source.module() == Some("ffi") { Vec::new() } else { named(source, &["unsafe"]) }
}

/// Binary floating point, in which no amount of money is what it seems.
fn exact(source: &Source) -> Vec<String> {
    if FLOATS.contains(&source.path.as_str()) { Vec::new() } else { named(source, &["f32", "f64"]) }
}

/// Clocks, files, the network, the environment, printing.
fn pure(source: &Source) -> Vec<String> {
    named(source, OUTSIDE)
}

/// Where the code names one of `words`, as a whole word.
fn named(source: &Source, words: &[&str]) -> Vec<String> {
    let code = source.code();
    let mut complaints = Vec::new();
    for word in words {
        for (at, _) in code.match_indices(word) {
            let ends = !code[at + word.len()..].starts_with(is_word) || word.ends_with('!');
            if starts_word(&code, at) && ends {
                complaints.push(source.complaint(line_of(&code, at), format!("names `{word}`")));
            }
        }
    }
    complaints
}

fn starts_word(code: &str, at: usize) -> bool {
    !code[..at].ends_with(is_word)
}

fn line_of(code: &str, at: usize) -> usize {
    code[..at].matches('\n').count() + 1
}

// ------------------------------------------------------------------------------------------- the sources as they are

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    walk(&root.join("src"), &mut files);
    files.sort();
    let read = |file: &PathBuf| {
        let path = file.strip_prefix(root).unwrap().components();
        let path: Vec<&str> = path.map(|part| part.as_os_str().to_str().unwrap()).collect();
        Source { path: path.join("/"), text: fs::read_to_string(file).unwrap() }
    };
    files.iter().map(read).collect()
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

fn holds(check: fn(&Source) -> Vec<String>) {
    let complaints: Vec<String> = sources().iter().flat_map(check).collect();
    let text = complaints.iter().fold(String::new(), |mut text, complaint| {
        let _ = write!(text, "\n  {complaint}");
        text
    });
    assert!(complaints.is_empty(), "{} complaints:{text}", complaints.len());
}

#[test]
fn a_module_uses_only_those_below_it() {
    holds(layers);
}

#[test]
fn every_file_says_what_it_is_about() {
    holds(introduced);
}

#[test]
fn every_file_can_be_read_in_one_go() {
    holds(short_file);
}

#[test]
fn every_function_does_one_thing() {
    holds(short_functions);
}

#[test]
fn unsafe_code_is_in_the_c_interface_alone() {
    holds(safe);
}

#[test]
fn nothing_is_reckoned_in_binary_floating_point() {
    holds(exact);
}

#[test]
fn the_library_asks_nothing_of_the_world_outside() {
    holds(pure);
}

#[test]
fn every_module_of_the_crate_has_a_layer_and_every_long_file_exists_and_is_long() {
    let sources = sources();
    assert!(sources.len() > 100, "the sources were not found");
    let root = sources.iter().find(|source| source.path == "src/lib.rs").unwrap();
    let code = root.code();
    let modules = code.lines().filter_map(|line| line.trim().trim_start_matches("pub ").strip_prefix("mod "));
    for module in modules {
        let module = module.trim_end_matches(';');
        assert!(layer(module).is_some(), "{module} has no layer");
    }
    for (path, _) in LONG_FILES {
        let source = sources.iter().find(|source| source.path == *path).unwrap_or_else(|| panic!("no {path}"));
        assert!(source.text.lines().count() > FILE_LINES_MAX, "{path} is short enough now: strike it from the list");
    }
}

// -------------------------------------------------------------------------------------- each check is able to fail

#[test]
fn a_use_of_a_later_module_is_found_in_each_of_its_forms() {
    let found = |text: &str| layers(&Source::new("src/kpi/evaluate.rs", text));
    assert_eq!(found("//! x\n\nuse crate::engine::Engine;\n"), ["src/kpi/evaluate.rs:3: kpi uses engine"]);
    assert_eq!(found("fn f() {\n    crate::plan::Plan::new()\n}\n"), ["src/kpi/evaluate.rs:2: kpi uses plan"]);
    let grouped = "use crate::{\n    id::{Id, Name},\n    score::Card,\n    trace,\n};\n";
    assert_eq!(found(grouped), ["src/kpi/evaluate.rs:1: kpi uses score", "src/kpi/evaluate.rs:1: kpi uses trace"]);
    let by_supers = "use super::super::engine;\n";
    assert_eq!(found(by_supers), ["src/kpi/evaluate.rs:1: kpi reaches the root of the crate by `super::super::`"]);
    assert_eq!(found("use crate::id::Id;\nuse super::when;\n/// [`x`](crate::engine::Engine)\n"), [""; 0]);
    let deeper = Source::new("src/formula/parse/ladder.rs", "use super::super::ast;\n");
    assert_eq!(layers(&deeper), [""; 0]);
}

#[test]
fn siblings_do_not_see_each_other() {
    let source = Source::new("src/score/evaluate.rs", "use crate::incentive::Pay;\n");
    assert_eq!(layers(&source), ["src/score/evaluate.rs:1: score uses incentive"]);
    let source = Source::new("src/score/evaluate.rs", "use crate::score::Card;\nuse crate::kpi::Kpi;\n");
    assert_eq!(layers(&source), [""; 0]);
    let unlisted = Source::new("src/bonus.rs", "//! x\n");
    assert_eq!(layers(&unlisted), ["src/bonus.rs:1: bonus has no layer"]);
}

#[test]
fn a_file_without_a_first_word_or_with_too_many_lines_is_found() {
    assert_eq!(introduced(&Source::new("src/id.rs", "use std::fmt;\n")).len(), 1);
    assert_eq!(introduced(&Source::new("src/id.rs", "//! Names.\n")), [""; 0]);
    let lines = |count: usize| "//! x\n".repeat(count);
    assert_eq!(short_file(&Source::new("src/id.rs", &lines(FILE_LINES_MAX))), [""; 0]);
    let long = short_file(&Source::new("src/id.rs", &lines(FILE_LINES_MAX + 1)));
    assert_eq!(long, ["src/id.rs:451: 451 lines, 450 at most"]);
}

#[test]
fn a_long_function_is_found_whatever_stands_before_fn() {
    let function = |head: &str, lines: usize| {
        let text = format!("impl X {{\n    {head} {{\n{}    }}\n}}\n", "        x();\n".repeat(lines - 2));
        short_functions(&Source::new("src/id.rs", &text))
    };
    assert_eq!(function("fn f()", 60), [""; 0]);
    assert_eq!(function("fn f()", 61), ["src/id.rs:2: a function of 61 lines, 60 at most: fn f() {"]);
    assert_eq!(function("pub(crate) const fn f()", 61).len(), 1);
    assert_eq!(function("fn f(\n        x: u8,\n    )", 59).len(), 1, "the signature counts");
    let two = format!("fn f() {{ 1 }}\nfn g(\n    x: u8,\n);\n{}", "x();\n".repeat(100));
    assert_eq!(short_functions(&Source::new("src/id.rs", &two)), [""; 0]);
}

#[test]
fn unsafe_code_floats_and_the_world_outside_are_found() {
    let at = |path: &str, text: &str| Source::new(path, text);
    assert_eq!(safe(&at("src/id.rs", "let x = unsafe { y };\n")), ["src/id.rs:1: names `unsafe`"]);
    assert_eq!(safe(&at("src/id.rs", "// unsafe\n#![forbid(unsafe_code)]\n")), [""; 0]);
    assert_eq!(safe(&at("src/ffi/mod.rs", "unsafe fn f() {}\n")), [""; 0]);
    assert_eq!(exact(&at("src/id.rs", "fn f(x: f64) {}\n")), ["src/id.rs:1: names `f64`"]);
    assert_eq!(exact(&at("src/document/node.rs", "fn visit_f64(x: f64) {}\n")), [""; 0]);
    for word in OUTSIDE {
        let found = pure(&at("src/id.rs", &format!("\nlet x = {word}(1);\n")));
        assert!(found.contains(&format!("src/id.rs:2: names `{word}`")), "{word}: {found:?}");
    }
    assert_eq!(pure(&at("src/id.rs", "/// println!(\"x\")\nlet instant = Instantly::new();\n")), [""; 0]);
}
