//! The C header: fresh, and of the same names as the source.
//!
//! `ATTAIN_BLESS=1 cargo test --features capi --test c_header` writes what is generated.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use cbindgen::{Builder, Config};

/// The files of the interface, in the order in which a reader of the header wants them.
const FILES: &[&str] = &[
    "status", "version", "text", "error", "guard", "number", "day", "value", "plan", "engine", "outcomes", "view",
    "place", "answer", "results", "analysis", "figures", "rankings", "targets", "due", "owed", "review", "coaching",
    "grades", "moves", "beyond", "calendar", "table", "columns", "split", "parts", "cascade", "cells",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn generated() -> String {
    let mut config = Config::from_file(root().join("cbindgen.toml")).unwrap();
    let version = |part: &str, value: &str| format!("#define ATTAIN_VERSION_{part} {value}\n");
    let major = version("MAJOR", env!("CARGO_PKG_VERSION_MAJOR"));
    let minor = version("MINOR", env!("CARGO_PKG_VERSION_MINOR"));
    let patch = version("PATCH", env!("CARGO_PKG_VERSION_PATCH"));
    let number = "#define ATTAIN_VERSION_NUMBER \\\n    (ATTAIN_VERSION_MAJOR * 1000000 + ATTAIN_VERSION_MINOR * 1000 + ATTAIN_VERSION_PATCH)\n";
    let before = config.after_includes.unwrap_or_default();
    config.after_includes = Some(format!("{before}\n/* The version of this header. */\n{major}{minor}{patch}{number}"));
    let mut builder = Builder::new().with_config(config);
    for file in FILES {
        builder = builder.with_src(root().join(format!("src/ffi/{file}.rs")));
    }
    let mut written = Vec::new();
    builder.generate().unwrap().write(&mut written);
    String::from_utf8(written).unwrap()
}

fn golden(path: &str, now: &str) {
    let path: PathBuf = root().join(path);
    if std::env::var_os("ATTAIN_BLESS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, now).unwrap();
    }
    let known = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        known == now,
        "{} is not what is generated; look at the change, then write it with ATTAIN_BLESS=1",
        path.display()
    );
}

/// Names in front of a parenthesis that begin as ours do.
fn declared(header: &str) -> BTreeSet<String> {
    let code: String = header.lines().filter(|line| !line.trim_start().starts_with(['*', '/', '#'])).collect();
    let words = code.split('(').filter_map(|before| before.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next());
    words.filter(|word| word.starts_with("attain_")).map(str::to_owned).collect()
}

/// The functions that the source exports.
fn exported() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(root().join("src/ffi")).unwrap() {
        let path = entry.unwrap().path();
        if path.ends_with("hooks.rs") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for after in text.split("#[unsafe(no_mangle)]").skip(1) {
            let name = after.split("extern \"C\" fn ").nth(1).unwrap().split('(').next().unwrap();
            names.insert(name.to_owned());
        }
    }
    names
}

#[test]
fn the_header_is_fresh() {
    golden("include/attain.h", &generated());
}

#[test]
fn the_header_declares_what_the_source_exports() {
    assert_eq!(declared(&generated()), exported());
}

#[test]
fn the_names_are_those_of_the_golden_list() {
    let names: String = exported().into_iter().map(|name| name + "\n").collect();
    golden("tests/c/symbols.txt", &names);
}

#[test]
fn every_file_of_the_interface_is_in_the_header() {
    let inner = ["mod", "hooks", "structs", "feature"];
    let files = fs::read_dir(root().join("src/ffi")).unwrap().map(|entry| entry.unwrap().path());
    let names: BTreeSet<String> = files
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .filter(|n| !inner.contains(&n.as_str()))
        .collect();
    assert_eq!(names, FILES.iter().map(|name| (*name).to_owned()).collect());
}
