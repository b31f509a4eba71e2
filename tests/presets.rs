//! The standard KPIs: each compiles, in each of its variants, and comes to what a small story says; the page of the
//! manual is theirs.
#![cfg(feature = "json")]
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may stop at the first surprise"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;

use attain::engine::Engine;
use attain::engine::query::{Nodes, Query};
use attain::log::{KindDefinition, RecordDefinition};
use attain::plan::{Plan, PlanDefinition};
use attain::preset::{self, Holds, KPIS, Naming, TERMS, kpis};
use common::{is, record, told, view, when, whose};

const FIGURES: &str = include_str!("tables/presets.txt");
const STORY: &str = include_str!("tables/presets.jsonl");
const RECORDS: &str = include_str!("tables/preset_records.jsonl");

/// A plan that has everything of which the catalogue speaks, in the words of a house, and none of the KPIs.
fn plan(naming: &[(&str, &str)]) -> PlanDefinition {
    let own = |name: &'static str| {
        let own = naming.iter().find(|(known, _)| *known == name).map(|(_, own)| *own);
        own.unwrap_or_else(|| name.rsplit('.').next().unwrap()).to_owned()
    };
    let mut definition: PlanDefinition = serde_json::from_str(
        r#"{ "attain": 1, "name": "Presets", "currency": "EUR",
             "rules": { "missing": "skip", "percentile": "linear", "rounding": { "to": "1", "mode": "half_up" } },
             "org": { "trees": { "sales": ["company"] }, "person": { "fte": "number", "joined_on": "date" } } }"#,
    )
    .unwrap();
    let mut kinds: BTreeMap<&str, KindDefinition> = BTreeMap::new();
    for term in TERMS {
        match (term.holds, term.name.split_once('.')) {
            (Holds::Kind, _) => {
                let mut kind = KindDefinition { whose: Some("rep".to_owned()), ..KindDefinition::default() };
                kind.fields.insert("rep", "person".to_owned());
                kinds.insert(term.name, kind);
            }
            (Holds::Field(of), Some((kind, field))) => {
                let kind = kinds.get_mut(kind).unwrap();
                // The day of the fact itself.
                if matches!(field, "opened_on" | "started_on") {
                    kind.on = Some(own(term.name));
                }
                kind.fields.insert(own(term.name), of.to_owned());
            }
            _ => {}
        }
    }
    for (name, kind) in kinds {
        definition.facts.insert(own(name), kind);
    }
    definition
}

/// With a target for revenue, whatever it is called.
fn with_targets(definition: &mut PlanDefinition, revenue: &str) {
    let target = r#"{ "grain": "month", "unit_is": "members", "transfer": "days" }"#;
    definition.targets.insert(revenue, serde_json::from_str(target).unwrap());
}

/// The variants, by `id.variant`: those of facts, those of records, or all.
fn variants(of_records: Option<bool>) -> Vec<String> {
    let mut all = Vec::new();
    for kpi in kpis() {
        let meant = kpi.variants.iter().filter(|variant| of_records.is_none_or(|of| variant.of_records == of));
        all.extend(meant.map(|variant| format!("{}.{}", kpi.id, variant.name)));
    }
    all
}

/// The same plan with deals and leads as records, each with a pipeline.
fn plan_of_records() -> PlanDefinition {
    let mut definition = plan(&[]);
    let kinds = std::mem::take(&mut definition.facts);
    for (name, kind) in kinds {
        if !["deal", "lead"].contains(&name.as_str()) {
            definition.facts.insert(name, kind);
            continue;
        }
        let mut record = RecordDefinition { pipeline: Some(name.clone()), ..RecordDefinition::default() };
        record.whose = Some("rep".to_owned());
        for (field, of) in &kind.fields {
            // These every record has, or knows from its stages.
            if !["opened_on", "closed_on", "status", "entered_on", "left_on"].contains(&field.as_str()) {
                record.fields.insert(field.as_str(), of.clone());
            }
        }
        definition.records.insert(name, record);
    }
    let stage = |id: &str, kind: &str, odds: &str| format!(r#"{{ "id": "{id}", "kind": "{kind}" {odds} }}"#);
    let deal = [
        stage("contact", "open", r#", "probability": "10%""#),
        stage("proposal", "open", r#", "probability": "50%""#),
        stage("won", "won", ""),
        stage("lost", "lost", ""),
    ];
    let lead = [stage("new", "open", ""), stage("qualified", "won", "")];
    for (name, stages) in [("deal", deal.join(",")), ("lead", lead.join(","))] {
        definition.pipelines.insert(name, serde_json::from_str(&format!(r#"{{ "stages": [{stages}] }}"#)).unwrap());
    }
    definition
}

/// The rows of the table under a heading: variant, of whom, what it comes to.
fn rows(heading: &str) -> Vec<[&'static str; 3]> {
    let part = FIGURES.split("\n== ").find(|part| part.starts_with(heading)).unwrap();
    let cells = part.lines().filter(|line| line.contains('|')).map(|line| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        [cells[0], cells[1], cells[2]]
    });
    cells.collect()
}

/// Asks every row of a part of the table in a plan with all of these variants.
fn all_come_out(mut definition: PlanDefinition, ids: &[String], story: &str, rows: &[[&str; 3]]) {
    with_targets(&mut definition, "revenue");
    let mut names = BTreeMap::new();
    for id in ids {
        names.insert(id.as_str(), preset::apply(&mut definition, id, &Naming::new()).unwrap());
    }
    let plan = Plan::compile(&definition).unwrap_or_else(|problems| panic!("{problems}"));
    for (id, name) in &names {
        let preset = preset::kpi(id.split_once('.').unwrap().0).unwrap();
        let kpi = &plan.kpis()[plan.kpi(name).unwrap()];
        assert_eq!((kpi.formula.unit, kpi.better), (preset.unit, preset.better), "{id}");
    }
    let mut engine = Engine::new(plan);
    record(&mut engine, story);
    let view = view(&engine, "2024-03-31");
    let mut wrong = Vec::new();
    for [id, who, expected] in rows {
        let outcome = view.value(&names[id], whose(&view, who), when(&view, "2024-02")).unwrap();
        if !is(&outcome, expected) {
            wrong.push(format!("{id} of {who}: {}, and not {expected}", told(outcome)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_variant_comes_to_what_the_table_says() {
    let (facts, rows) = (variants(Some(false)), rows("Facts"));
    all_come_out(plan(&[]), &facts, STORY, &rows);
    let met: BTreeSet<&str> = rows.iter().map(|[id, ..]| *id).collect();
    assert_eq!(met, facts.iter().map(String::as_str).collect(), "every variant has a row");
}

#[test]
fn deals_and_leads_may_be_records() {
    // All of the catalogue, but what goes by two dates that a record knows better itself.
    let all: Vec<String> = variants(None).into_iter().filter(|id| id != "stage_conversion.by_dates").collect();
    let rows = rows("Records");
    let is_record = |line: &str| line.contains(r#""kind":"deal""#) || line.contains(r#""kind":"lead""#);
    let story: Vec<&str> = STORY.lines().filter(|line| !is_record(line)).collect();
    all_come_out(plan_of_records(), &all, &format!("{}\n{RECORDS}", story.join("\n")), &rows);
    let met: BTreeSet<&str> = rows.iter().map(|[id, ..]| *id).collect();
    for id in variants(Some(true)) {
        assert!(met.contains(id.as_str()), "{id} has no row");
    }
}

#[test]
fn every_one_says_what_it_is() {
    let mut ids = BTreeSet::new();
    for kpi in kpis() {
        assert!(ids.insert(kpi.id), "{} is there twice", kpi.id);
        assert!(!kpi.en.is_empty() && kpi.zh.chars().any(|letter| letter > '\u{3000}'), "{} has both labels", kpi.id);
        assert!(kpi.source.ends_with('.') && kpi.source.len() > 30, "{} says why", kpi.id);
        let names: BTreeSet<&str> = kpi.variants.iter().map(|variant| variant.name).collect();
        assert_eq!(names.len(), kpi.variants.len(), "{}", kpi.id);
        for variant in kpi.variants {
            let alone = kpi.variants.len() == 1;
            assert_eq!(
                alone,
                variant.en.is_empty() && variant.zh.is_empty(),
                "{}.{} is told from the others",
                kpi.id,
                variant.name
            );
            for name in kpi.expects(variant) {
                assert!(TERMS.iter().any(|term| term.name == name), "{}: `{name}` is no term", kpi.id);
            }
        }
    }
    assert!(ids.len() >= 35, "{}", ids.len());
    assert_eq!(KPIS.iter().map(|group| group.len()).sum::<usize>(), ids.len());
}

#[test]
fn every_term_is_used_and_explained() {
    let used: BTreeSet<String> =
        kpis().flat_map(|kpi| kpi.variants.iter().flat_map(|variant| kpi.expects(variant))).collect();
    for term in TERMS {
        assert!(used.contains(term.name) || matches!(term.holds, Holds::Kind), "`{}` is used nowhere", term.name);
        assert!(!term.says.is_empty(), "`{}`", term.name);
        assert_eq!(term.usual.is_empty(), !matches!(term.holds, Holds::Text), "`{}`", term.name);
    }
}

/// A house that calls everything by names of its own.
const OURS: [(&str, &str); 12] = [
    ("order", "订单"),
    ("order.amount", "金额"),
    ("order.customer", "客户"),
    ("order.number", "编号"),
    ("order.cost", "成本"),
    ("deal", "商机"),
    ("deal.status", "状态"),
    ("deal.closed_on", "关闭日"),
    ("deal.opened_on", "创建日"),
    ("won", "\"赢单\""),
    ("revenue", "销售额"),
    ("win_rate", "赢单率"),
];

#[test]
fn a_house_has_names_of_its_own() {
    let mut definition = plan(&OURS);
    with_targets(&mut definition, "销售额");
    let naming = OURS.iter().fold(Naming::new(), |naming, (name, own)| naming.set(*name, *own));
    for id in variants(Some(false)) {
        preset::apply(&mut definition, &id, &naming).unwrap();
    }
    Plan::compile(&definition).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(definition.kpis.get("growth").unwrap().formula.as_str(), "销售额 / 销售额[last_year] - 1");
    let rate = definition.kpis.get("赢单率").unwrap();
    assert!(rate.formula.as_str().starts_with("count(商机 where 商机.状态 = \"赢单\" on 商机.关闭日)"), "{rate:?}");
    assert_eq!(rate.labels.get("zh").unwrap(), "赢单率（占本期关闭商机）");
    assert_eq!(rate.labels.get("en").unwrap(), "win rate, of deals closed in the period");
}

#[test]
fn what_an_author_wrote_stays() {
    let mut definition = plan(&[]);
    let own = attain::kpi::KpiDefinition { formula: "sum(order.amount - order.cost)".into(), ..Default::default() };
    definition.kpis.insert("revenue", own.clone());
    assert_eq!(preset::apply(&mut definition, "growth", &Naming::new()).unwrap(), "growth");
    assert_eq!(definition.kpis.get("revenue"), Some(&own), "growth is the growth of the author's revenue");
    assert_eq!(definition.kpis.len(), 2);
    for (id, message) in [
        ("revenu", "there is no preset `revenu`; did you mean `revenue`?"),
        ("win_rate.won_of_al", "there is no variant of `win_rate` `won_of_al`; did you mean `won_of_all`?"),
    ] {
        let error = preset::apply(&mut definition, id, &Naming::new()).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn customers_fall_into_bands() {
    let mut definition = plan(&[]);
    let naming =
        Naming::new().set("recent", "40 days").set("stale", "100 days").set("frequent", "2").set("valuable", "1000");
    preset::apply(&mut definition, "customer_band", &naming).unwrap();
    let mut engine = Engine::new(Plan::compile(&definition).unwrap_or_else(|problems| panic!("{problems}")));
    let story: Vec<&str> = STORY.lines().filter(|line| !line.contains("\"target\"")).collect();
    record(&mut engine, &story.join("\n"));
    let view = view(&engine, "2024-03-31");
    let query = Query::new(["customer_recency", "customer_frequency", "customer_value", "customer_band"]);
    let query = query.of(Nodes::keys(["company"])).during(when(&view, "2024-02")).by("order.customer");
    let table = view.table(&query).unwrap();
    let line = |row: &attain::engine::query::Row| {
        let cells: Vec<String> = row.cells.iter().map(|cell| told(cell.clone())).collect();
        format!("{} {}", row.by[0].as_ref().unwrap(), cells.join(" "))
    };
    let found: Vec<String> = table.rows.iter().map(line).collect();
    let expected = [
        "A 55 days 2 1100 fading",
        "B 21 days 2 400 loyal",
        "C 32 days 1 1000 large",
        "D 16 days 0 0 active",
        "E 147 days 1 1450 gone",
    ];
    assert_eq!(found, expected);
}

/// The page of the manual is written from the catalogue: with `UPDATE_GOLDEN=1` in the environment it is written anew.
#[test]
fn the_page_of_the_manual_is_the_catalogue() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/manual/kpis.md");
    let page = fs::read_to_string(&file).unwrap();
    let (before, _) = page.split_once("# The catalogue\n").unwrap();
    let made = format!("{before}# The catalogue\n{}", catalogue());
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&file, &made).unwrap();
    }
    assert!(page == made || std::env::var_os("UPDATE_GOLDEN").is_some(), "write it anew with UPDATE_GOLDEN=1");
}

fn catalogue() -> String {
    let mut page = String::new();
    for (group, title) in KPIS.iter().zip(["Sales and money", "Customers", "Deals and leads", "Work and service"]) {
        write!(page, "\n## {title}\n\n| | | unit | formula |\n|---|---|---|---|\n").unwrap();
        for kpi in *group {
            let better = kpi.better.map_or(String::new(), |better| format!(", {} is better", better.word()));
            let formula = |variant: &str| kpi.definition(variant, &Naming::new()).unwrap().formula.as_str().to_owned();
            let several = kpi.variants.len() > 1;
            let note = if !several && kpi.variants[0].of_records { " Of records." } else { "" };
            let only = if several { String::new() } else { format!("`{}`", formula("")) };
            writeln!(
                page,
                "| `{}` | **{}** {}. {}{note} | {}{better} | {only} |",
                kpi.id, kpi.en, kpi.zh, kpi.source, kpi.unit
            )
            .unwrap();
            for variant in kpi.variants.iter().filter(|_| several) {
                let (name, note) = (variant.name, if variant.of_records { " (of records)" } else { "" });
                let says = format!("{} {}{note}", variant.en, variant.zh);
                writeln!(page, "| `….{name}` | {says} | | `{}` |", formula(name)).unwrap();
            }
        }
    }
    page.push_str("\n# What the formulas speak of\n\n| name | is | means |\n|---|---|---|\n");
    for term in TERMS {
        let is = match term.holds {
            Holds::Kind => "a kind".to_owned(),
            Holds::Field(of) => format!("a field: `{of}`"),
            Holds::Text => format!("`{}`, where nothing else is said", term.usual),
        };
        writeln!(page, "| `{}` | {is} | {} |", term.name, term.says).unwrap();
    }
    page
}
