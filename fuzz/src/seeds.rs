//! What a run begins with.

use std::fs;
use std::path::{Path, PathBuf};

use attain::testing::{Size, Story};

use crate::properties::Target;

/// Entries of each other sort.
const MORE: &str = r#"{"kind":"order","id":"y1","on":"2025-03-06","reverses":"o1","share":"1/3"}
{"kind":"order","id":"y2","on":"2025-03-06","retracts":"o2"}
{"kind":"order","id":"y3","on":"2025-03-06","retracts":"x1"}
{"kind":"order","id":"y4","on":"2025-03-06","retracts":"y3","by":"ann","why":"a slip"}
{"kind":"order","id":"y5","on":"2025-03-07","rep":"eve","amount":"3.10 GBP","parent":"y9","known":"2025-08-04T09:30:00Z"}
{"kind":"adjust","id":"a1","on":"2025-03-10","of":"revenue","who":"ann","period":"2025-03","add":"500","why":"more"}
{"kind":"submit","id":"s1","on":"2025-03-10","of":"revenue","who":"ann","period":"2025-03","amount":"900"}
{"kind":"close","id":"l1","on":"2025-04-10","of":"revenue","period":"2025-03"}
{"kind":"open","id":"l2","on":"2025-04-11","of":"revenue","period":"2025-03","why":"a late order"}
{"kind":"deal","id":"d2","at":"2025-02-03T10:00:00Z","owner":"bob","amount":"70","due":"2025-05-01","seen":"2025-02-03T10:00:00+08:00","paid":"no"}
{"kind":"deal","id":"e2","of":"d2","on":"2025-02-04","owner":null,"note":"n"}
{"kind":"move","id":"v2","of":"d2","to":"won","at":"2025-02-05T23:30:00Z"}
{"kind":"move","id":"v3","of":"d1","to":"lost","on":"2025-02-21"}
{"kind":"membership","id":"m9","on":"2025-06-01","who":"ann","unit":null}
{"kind":"unit","id":"u9","on":"2025-06-01","unit":"north","under":null}
{"kind":"target","id":"t9","on":"2025-03-01","of":"revenue","unit":"north","period":"2025-04","amount":"100"}
{"kind":"rate","id":"r9","on":"2025-03-18","from":"USD","to":"EUR","value":"1.1"}
"#;

/// The kinds of the world as CSV.
const CSV: [&str; 6] = [
    "order\nid,on,rep,amount,family,lines,paid,tags,due,took\nq1,2025-03-04,ann,12.50,bikes,3,yes,vip; new,2025-04-01,2 days\n",
    "order\nid,on,rep,amount,rate,region,parent\nq2,2025-03-05,bob,-5,12.5%,north,o1\nq3,2025-03-06,ann,5 USD,1,company,q2\n",
    "payment\nid,on,order,amount\nq4,2025-03-21,o1,400.50\nq5,2025-03-22,o9,1\n",
    "visit\nday,number,shop,who,long\n2025-03-08,2,\"a \"\"b\"\", c\",ann,no\n2025-03-08,2,corner,bob,\n",
    "deal\nid,on,owner,amount,customer,due,odds\nq6,2025-02-01,ann,7,c1,2025-12-31,25%\n",
    "call\nid,on,who,deal,minutes,by,why,known\nq7,2025-03-08,ann,d1,7.5,bob,late,2025-08-04T09:30:00Z\n",
];

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
        let mut plans = [
            read("tests/problems", &["plan.json", "plan.bin"]),
            read("examples", &["plan.json"]),
            read("tests/scenarios", &["plan.json"]),
        ]
        .concat();
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
            let lines = include_str!("../../tests/properties/world.jsonl");
            let anew = lines.replace("\"id\":\"", "\"id\":\"n");
            seeds.extend(anew.lines().map(|line| line.as_bytes().to_vec()));
            seeds.extend([lines, &anew, MORE].map(|text| text.as_bytes().to_vec()));
            seeds.extend(MORE.lines().map(|line| line.as_bytes().to_vec()));
            seeds.extend(stories().take(3).filter_map(|story| Some(story.engine().ok()?.to_jsonl().into_bytes())));
        }
        Target::Csv => seeds.extend(CSV.iter().map(|text| text.as_bytes().to_vec())),
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
    let blocks = texts.flat_map(|page| {
        page.split(&fence)
            .skip(1)
            .map(|rest| rest.split("```").next().unwrap_or_default().as_bytes().to_vec())
            .collect::<Vec<_>>()
    });
    blocks.collect()
}
