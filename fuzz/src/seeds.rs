//! What a run begins with.

use std::fs;
use std::path::{Path, PathBuf};

use attain::testing::{Size, Story};

use crate::properties::Target;

pub(crate) fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// The files below a folder, in the order of their names.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    paths.into_iter().flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn read(folder: &str, ends: &[&str]) -> Vec<Vec<u8>> {
    let all = files(&root().join(folder)).into_iter();
    let such = all.filter(|path| ends.iter().any(|end| path.to_string_lossy().ends_with(end)));
    such.filter_map(|path| fs::read(path).ok()).filter(|text| text.len() < 64 << 10).collect()
}

/// Plans that nobody wrote, with their logs.
fn stories() -> impl Iterator<Item = Story> {
    (0..12).map(|seed| Story::new(seed, &Size::small()))
}

/// The corpus of a target, and what else there is in the repository that is like it.
pub(crate) fn of(target: Target) -> Vec<Vec<u8>> {
    let mut seeds = read(&format!("tests/corpus/{}", target.name()), &[""]);
    let plans = || {
        let mut plans = [read("tests/problems", &["plan.json", "plan.bin"]), read("examples", &["plan.json"]), read("tests/scenarios", &["plan.json"])].concat();
        plans.extend(read("examples/plans", &[".json"]));
        plans.extend(blocks("json"));
        plans.extend(stories().filter_map(|story| serde_json::to_vec(&story.plan).ok()));
        plans.push(include_bytes!("../../tests/properties/world.json").to_vec());
        plans
    };
    match target {
        Target::Plan => seeds.extend(plans()),
        Target::Formula => seeds.extend(plans().iter().flat_map(|plan| formulas(plan))),
        Target::Entries => {
            seeds.push(include_bytes!("../../tests/properties/world.jsonl").to_vec());
            seeds.extend(stories().take(3).filter_map(|story| Some(story.engine().ok()?.to_jsonl().into_bytes())));
        }
        Target::Csv => seeds.push(b"order\nid,on,rep,amount,family,lines,paid,tags,due,took\no9,2025-03-04,ann,12.50,bikes,3,yes,vip; new,2025-04-01,2 days\n".to_vec()),
    }
    seeds
}

/// The texts of formulas in a plan: of all its texts.
fn formulas(plan: &[u8]) -> Vec<Vec<u8>> {
    let text = String::from_utf8_lossy(plan);
    let texts = text.split("\"formula\"").skip(1).filter_map(|rest| {
        let from = rest.find('"')?;
        let end = rest[from + 1..].replace("\\\"", "__").find('"')?;
        Some(rest[from + 1..=from + end].replace("\\\"", "\"").into_bytes())
    });
    texts.collect()
}

/// What the manual shows in a language.
fn blocks(language: &str) -> Vec<Vec<u8>> {
    let pages = read("src/manual", &[".md"]);
    let texts = pages.iter().map(|page| String::from_utf8_lossy(page).into_owned());
    let fence = format!("```{language}\n");
    let blocks = texts.flat_map(|page| page.split(&fence).skip(1).map(|rest| rest.split("```").next().unwrap_or_default().as_bytes().to_vec()).collect::<Vec<_>>());
    blocks.collect()
}
